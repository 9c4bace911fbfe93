/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Messages as text. */
#include <limits.h>
#include <linux/genetlink.h>
#include <linux/netlink.h>
#include <locale.h>

#include <netlink/attr.h>
#include <netlink/msg.h>
#include <netlink/netlink.h>

#include "own_type.h"
#include "raw.h"
#include "report.h"

static void names(void)
{
	static const char *const texts[] = {
		"NOOP", "error", "Done", "OVERRUN", "x", "", "0", "5", "0x12", "010", "-1", "18 ", "DON",
		"4294967296",
	};
	char buf[128];

	for (int type = -1; type <= 17; type++) {
		memset(buf, 'x', sizeof(buf));
		out_bool(nl_nlmsgtype2str(type, buf, sizeof(buf)) == buf, "type.%d.same", type);
		out_text(buf, "type.%d", type);
	}
	for (size_t size = 1; size <= 9; size++) {
		memset(buf, 'x', sizeof(buf));
		nl_nlmsgtype2str(4, buf, size);
		out_hex(buf, 12, "type.size.%zu", size);
		memset(buf, 'x', sizeof(buf));
		nl_nlmsgtype2str(0x1234, buf, size);
		out_hex(buf, 12, "type.number.size.%zu", size);
	}
	for (size_t i = 0; i < COUNT(texts); i++)
		OUT_CALL(nl_str2nlmsgtype(texts[i]), "str2type.%zu", i);

	for (int bit = -1; bit <= 31; bit++) {
		const int flags = bit < 0 ? 0 : (int)(1u << bit);

		memset(buf, 'x', sizeof(buf));
		nl_nlmsg_flags2str(flags, buf, sizeof(buf));
		out_hex(buf, sizeof(buf), "flags.bit.%d", bit);
		out_text(nl_nlmsg_flags2str(flags | 5, buf, sizeof(buf)), "flags.bit_and_5.%d", bit);
	}
	for (size_t size = 1; size <= 70; size++) {
		memset(buf, 'x', sizeof(buf));
		nl_nlmsg_flags2str(0xffff, buf, size);
		out_hex(buf, 80, "flags.size.%zu", size);
	}
	out_text(nl_nlmsg_flags2str(-1, buf, sizeof(buf)), "flags.all");
	out_text(nl_nlmsg_flags2str(NLM_F_CREATE | NLM_F_EXCL, buf, sizeof(buf)), "flags.create");
	out_text(nl_nlmsg_flags2str(INT_MIN | 1, buf, sizeof(buf)), "flags.int_min");
}

static void print(struct nl_msg *msg, const char *key)
{
	char *text = NULL;
	size_t len = 0;
	FILE *out = open_memstream(&text, &len);

	nl_msg_dump(msg, out);
	fclose(out);
	out_escaped(text, len, "%s", key);
	free(text);
}

/* Payloads of every length, in all kinds of protocols. */
static void payloads(int protocol, uint16_t type, const char *name)
{
	for (size_t len = 0; len <= 36; len++) {
		struct nl_msg *msg = nlmsg_alloc_size(64);
		char key[64];

		nlmsg_put(msg, 0x80000001, 0xfffffffe, type, 0, 0xffff);
		for (size_t i = 0; i < len; i++) {
			const unsigned char byte = (unsigned char)(i * 7 + 1);

			nlmsg_append(msg, (void *)&byte, 1, NL_DONTPAD);
		}
		nlmsg_set_proto(msg, protocol);
		snprintf(key, sizeof(key), "payload.%s.%zu", name, len);
		print(msg, key);
		nlmsg_free(msg);
	}
}

static void bytes(void)
{
	struct nl_msg *msg = nlmsg_alloc_size(512);
	unsigned char all[256];

	for (size_t i = 0; i < sizeof(all); i++)
		all[i] = (unsigned char)i;
	nlmsg_put(msg, 1, 2, 3, 0, 0);
	nlmsg_append(msg, all, sizeof(all), 4);
	print(msg, "bytes");
	nlmsg_free(msg);
}

static void errors(void)
{
	static const int numbers[] = { 0, -1, -2, -22, -95, -4095, 2, 12345, INT_MAX, INT_MIN + 1 };

	for (size_t i = 0; i < COUNT(numbers); i++) {
		struct nl_msg *msg = nlmsg_alloc_size(128);
		struct nlmsgerr error = {
			numbers[i], { 44, 18, NLM_F_REQUEST | NLM_F_ACK, 0xfedcba98, 0x80000000 },
		};

		nlmsg_put(msg, 1, 2, NLMSG_ERROR, 0, NLM_F_CAPPED);
		nlmsg_append(msg, &error, sizeof(error), 4);
		for (int more = 0; more < 2; more++) {
			char key[64];

			snprintf(key, sizeof(key), "error.%d.%d", numbers[i], more);
			print(msg, key);
			nlmsg_append(msg, (void *)"request", 8, 4);
		}
		nlmsg_free(msg);
	}
	for (uint32_t len = 16; len <= 40; len++) {
		struct nl_msg *msg = nlmsg_alloc_size(64);
		char key[64];

		nlmsg_put(msg, 1, 2, NLMSG_ERROR, 0, 0);
		nlmsg_hdr(msg)->nlmsg_len = len;
		snprintf(key, sizeof(key), "error.len.%u", len);
		print(msg, key);
		nlmsg_free(msg);
	}
}

static const struct own_msgtype msgtypes[] = {
	{ 40, 1, "new" }, { 41, 2, "a name of its own" }, { -1, 0, NULL },
};

/* Attributes are printed as such for messages whose type is known. */
static void attributes(int protocol, int header_size, const char *name)
{
	struct own_type type;
	struct nl_cache_ops *ops = own_type(&type, "test/type", header_size, protocol, NULL, msgtypes,
					    COUNT(msgtypes));
	char long_name[150], key[64];
	struct nl_msg *msg;

	out_int(nl_cache_mngt_register(ops), "attrs.%s.register", name);
	for (uint16_t number = 39; number <= 42; number++) {
		struct nlattr *nest, *inner;

		msg = nlmsg_alloc_size(512);
		nlmsg_set_proto(msg, protocol);
		nlmsg_put(msg, 1, 2, number, 4, 0);
		if (header_size > 4)
			nlmsg_reserve(msg, (size_t)header_size - 4, 4);
		nla_put_u32(msg, 1, 0x41424344);
		nla_put_u8(msg, 2, 0xff);
		nla_put_flag(msg, 3);
		nla_put(msg, 0, 8, "\0\0\0\0\0\0\0\0");
		nla_put_string(msg, 100, "a string of more than sixteen bytes");
		nest = nla_nest_start(msg, 4);
		nla_put_u16(msg, 5, 7);
		inner = nla_nest_start(msg, 1000);
		nla_put(msg, 6, 21, "123456789012345678901");
		nla_nest_end(msg, inner);
		nla_nest_end_keep_empty(msg, nla_nest_start(msg, 7));
		nla_nest_end(msg, nest);
		nla_put(msg, 0x4008, 16, "0123456789abcdef");
		snprintf(key, sizeof(key), "attrs.%s.%u", name, number);
		print(msg, key);
		nlmsg_free(msg);
	}
	/* Cut anywhere: in a header, in a payload, in padding. */
	for (uint32_t len = 16; len <= 60; len++) {
		msg = nlmsg_alloc_size(128);
		nlmsg_set_proto(msg, protocol);
		nlmsg_put(msg, 1, 2, 40, header_size, 0);
		nla_put_u32(msg, 1, 5);
		nla_put(msg, 2, 5, "abcde");
		nla_nest_end(msg, nla_nest_start(msg, 3));
		nla_put_u8(msg, 0x8004, 6);
		nlmsg_hdr(msg)->nlmsg_len = len;
		snprintf(key, sizeof(key), "cut.%s.%u", name, len);
		print(msg, key);
		nlmsg_free(msg);
	}
	/* Nests in nests; the lines become shorter, down to one byte. */
	for (size_t depth = 1; depth <= 12; depth++) {
		struct nlattr *nests[12];

		msg = nlmsg_alloc_size(512);
		nlmsg_set_proto(msg, protocol);
		nlmsg_put(msg, 1, 2, 40, header_size, 0);
		for (size_t i = 0; i < depth; i++)
			nests[i] = nla_nest_start(msg, (int)i + 1);
		nla_put(msg, 99, 18, "123456789012345678");
		for (size_t i = depth; i-- > 0;)
			nla_nest_end(msg, nests[i]);
		snprintf(key, sizeof(key), "deep.%s.%zu", name, depth);
		print(msg, key);
		nlmsg_free(msg);
	}
	out_int(nl_cache_mngt_unregister(ops), "attrs.%s.unregister", name);

	memset(long_name, 'n', sizeof(long_name) - 1);
	long_name[sizeof(long_name) - 1] = '\0';
	ops = own_type(&type, long_name, header_size, protocol, NULL, msgtypes, COUNT(msgtypes));
	out_int(nl_cache_mngt_register(ops), "attrs.%s.long.register", name);
	msg = nlmsg_alloc_size(64);
	nlmsg_set_proto(msg, protocol);
	nlmsg_put(msg, 1, 2, 40, header_size, 0);
	snprintf(key, sizeof(key), "attrs.%s.long", name);
	print(msg, key);
	nlmsg_free(msg);
	out_int(nl_cache_mngt_unregister(ops), "attrs.%s.long.unregister", name);
}

int main(void)
{
	setlocale(LC_ALL, "C");
	names();
	payloads(-1, 20, "unknown");
	payloads(NETLINK_ROUTE, 16, "route");
	payloads(NETLINK_GENERIC, 16, "generic");
	payloads(NETLINK_GENERIC, NLMSG_DONE, "generic_done");
	payloads(NETLINK_GENERIC, NLMSG_NOOP, "generic_noop");
	bytes();
	errors();
	attributes(NETLINK_ROUTE, 4, "route");
	attributes(NETLINK_ROUTE, 5, "odd");
	attributes(NETLINK_ROUTE, 0, "bare");
	attributes(NETLINK_GENERIC, 4, "generic");
	attributes(NETLINK_GENERIC, 16, "family");
	return 0;
}
