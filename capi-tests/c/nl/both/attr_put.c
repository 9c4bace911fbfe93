/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Attributes: putting them into messages, to the last byte of room. */
#include <limits.h>
#include <linux/netlink.h>
#include <sys/socket.h>

#include <netlink/addr.h>
#include <netlink/attr.h>
#include <netlink/data.h>
#include <netlink/msg.h>
#include <netlink/netlink.h>

#include "raw.h"
#include "report.h"

/* A message with size bytes of room, all but the header set to fill, and used bytes of payload. */
static struct nl_msg *message(size_t size, int fill, size_t used)
{
	struct nl_msg *msg = nlmsg_alloc_size(size);

	if (msg == NULL)
		exit(2);
	memset(nlmsg_data(nlmsg_hdr(msg)), fill, size - NLMSG_HDRLEN);
	nlmsg_hdr(msg)->nlmsg_len = NLMSG_HDRLEN + (uint32_t)used;
	return msg;
}

/* What is in a message, and what is behind it. */
static void show(struct nl_msg *msg, const char *key)
{
	out_hex(nlmsg_hdr(msg), nlmsg_get_max_size(msg), "%s.bytes", key);
}

#define EACH_ROOM(name, put)                                                   \
	do {                                                                   \
		for (size_t room = 16; room <= 40; room++) {                   \
			char key[64];                                          \
			struct nl_msg *msg = message(room, 0xee, 0);           \
			snprintf(key, sizeof(key), name ".room%zu", room);     \
			OUT_CALL(put, "%s", key);                              \
			show(msg, key);                                        \
			nlmsg_free(msg);                                       \
		}                                                              \
	} while (0)

static void values(void)
{
	EACH_ROOM("u8", nla_put_u8(msg, 1, 0x12));
	EACH_ROOM("s8", nla_put_s8(msg, 1, -2));
	EACH_ROOM("u16", nla_put_u16(msg, 1, 0x1234));
	EACH_ROOM("s16", nla_put_s16(msg, 1, -2));
	EACH_ROOM("u32", nla_put_u32(msg, 1, 0x12345678));
	EACH_ROOM("s32", nla_put_s32(msg, 1, -2));
	EACH_ROOM("u64", nla_put_u64(msg, 1, UINT64_C(0x123456789abcdef0)));
	EACH_ROOM("s64", nla_put_s64(msg, 1, -2));
	EACH_ROOM("msecs", nla_put_msecs(msg, 1, 60000));
	EACH_ROOM("flag", nla_put_flag(msg, 1));
	EACH_ROOM("string", nla_put_string(msg, 1, "eth0"));
	EACH_ROOM("string_empty", nla_put_string(msg, 1, ""));
	EACH_ROOM("put", nla_put(msg, 0x8003, 7, "abcdefg"));
	EACH_ROOM("put_nothing", nla_put(msg, 3, 0, NULL));
	EACH_ROOM("put_negative", nla_put(msg, 3, -1, "a"));
}

static void lengths(void)
{
	for (int len = -5; len <= 20; len++) {
		struct nl_msg *msg = message(64, 0xee, 0);
		struct nlattr *nla = nla_reserve(msg, 77, len);
		char key[64];

		snprintf(key, sizeof(key), "reserve.%d", len);
		out_int(nla == NULL ? -1 : raw_offset(nlmsg_hdr(msg), nla), "%s", key);
		show(msg, key);
		nlmsg_free(msg);
	}
	/* Behind what is not padded. */
	for (size_t used = 0; used <= 8; used++) {
		struct nl_msg *msg = message(64, 0, used);
		char key[64];

		snprintf(key, sizeof(key), "unpadded.%zu", used);
		OUT_CALL(nla_put_u16(msg, 5, 0x4142), "%s", key);
		show(msg, key);
		nlmsg_free(msg);
	}
	/* The longest that its length can say. */
	for (int len = 65528; len <= 65531; len++) {
		struct nl_msg *msg = message(80000, 0, 0);
		char *data = raw_buffer((size_t)len, 'd');
		const struct nlattr *nla = nlmsg_data(nlmsg_hdr(msg));

		OUT_CALL(nla_put(msg, 6, len, data), "long.%d", len);
		out_uint(nlmsg_hdr(msg)->nlmsg_len, "long.%d.nlmsg_len", len);
		out_int(nla->nla_len, "long.%d.nla_len", len);
		out_int(memcmp(nla_data(nla), data, (size_t)len), "long.%d.same", len);
		free(data);
		nlmsg_free(msg);
	}
	struct nl_msg *msg = message(64, 0, 0);
	OUT_CALL(nla_put(msg, 1, INT_MIN, "a"), "put.int_min");
	out_bool(nla_reserve(msg, 1, INT_MIN) != NULL, "reserve.int_min");
	out_bool(nla_reserve(msg, 1, INT_MAX) != NULL, "reserve.int_max");
	nlmsg_free(msg);
}

static void types(void)
{
	static const int numbers[] = { 0, 1, 0x3fff, 0x4001, 0x8001, 0xffff, 0x10001, -1, INT_MIN };

	for (size_t i = 0; i < COUNT(numbers); i++) {
		struct nl_msg *msg = message(64, 0, 0);
		const struct nlattr *nla = nlmsg_data(nlmsg_hdr(msg));

		nla_put_u32(msg, numbers[i], 1);
		out_int(nla->nla_type, "type.%d", numbers[i]);
		nlmsg_free(msg);
	}
}

static void objects(void)
{
	static const char bytes[] = "\x0a\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f";
	static const struct {
		int family;
		size_t len;
	} addresses[] = { { AF_INET, 4 }, { AF_INET6, 16 }, { AF_LLC, 6 }, { AF_INET, 0 } };

	for (size_t i = 0; i < COUNT(addresses); i++) {
		struct nl_addr *addr = nl_addr_build(addresses[i].family, bytes, addresses[i].len);
		struct nl_msg *msg = message(64, 0xee, 0);
		char key[64];

		snprintf(key, sizeof(key), "addr.%zu", i);
		OUT_CALL(nla_put_addr(msg, 8, addr), "%s", key);
		show(msg, key);
		nlmsg_free(msg);
		msg = message(24, 0xee, 0);
		OUT_CALL(nla_put_addr(msg, 8, addr), "%s.small", key);
		nlmsg_free(msg);
		nl_addr_put(addr);
	}
	for (size_t len = 0; len <= 8; len++) {
		struct nl_data *data = nl_data_alloc(bytes, len);
		struct nl_msg *msg = message(28, 0xee, 0);
		char key[64];

		snprintf(key, sizeof(key), "data.%zu", len);
		OUT_CALL(nla_put_data(msg, 9, data), "%s", key);
		OUT_CALL(nla_put_data(msg, 9, data), "%s.again", key);
		show(msg, key);
		nlmsg_free(msg);
		nl_data_free(data);
	}
	for (size_t used = 0; used <= 12; used++) {
		struct nl_msg *inner = message(64, 0x21, used);
		struct nl_msg *msg = message(28, 0xee, 0);
		char key[64];

		snprintf(key, sizeof(key), "nested.%zu", used);
		OUT_CALL(nla_put_nested(msg, 10, inner), "%s", key);
		show(msg, key);
		nlmsg_free(msg);
		nlmsg_free(inner);
	}
}

/* The macros of the header, which programs have inside. */
static int macros(struct nl_msg *msg)
{
	struct nl_addr *addr = nl_addr_build(AF_INET, "\x7f\0\0\1", 4);
	struct nl_data *data = nl_data_alloc("xyz", 3);
	int failed = -1;

	NLA_PUT(msg, 1, 3, "abc");
	NLA_PUT_TYPE(msg, uint16_t, 2, 0x4142);
	NLA_PUT_S8(msg, 3, -1);
	NLA_PUT_U8(msg, 4, 1);
	NLA_PUT_S16(msg, 5, -1);
	NLA_PUT_U16(msg, 6, 1);
	NLA_PUT_S32(msg, 7, -1);
	NLA_PUT_U32(msg, 8, 1);
	NLA_PUT_S64(msg, 9, -1);
	NLA_PUT_U64(msg, 10, 1);
	NLA_PUT_STRING(msg, 11, "eth0");
	NLA_PUT_FLAG(msg, 12);
	NLA_PUT_MSECS(msg, 13, 5);
	NLA_PUT_ADDR(msg, 14, addr);
	NLA_PUT_DATA(msg, 15, data);
	failed = 0;
nla_put_failure:
	nl_addr_put(addr);
	nl_data_free(data);
	return failed;
}

int main(void)
{
	values();
	lengths();
	types();
	objects();
	for (size_t size = 100; size <= 200; size += 4) {
		struct nl_msg *msg = message(size, 0, 0);

		out_int(macros(msg), "macros.%zu", size);
		out_hex(nlmsg_hdr(msg), nlmsg_hdr(msg)->nlmsg_len, "macros.%zu.bytes", size);
		nlmsg_free(msg);
	}
	return 0;
}
