/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Messages: sizes, headers, walks, room, references, and what is known about one. */
#define _GNU_SOURCE
#include <limits.h>
#include <linux/netlink.h>
#include <sys/socket.h>

#include <netlink/attr.h>
#include <netlink/msg.h>
#include <netlink/netlink.h>

#include "exact.h"
#include "raw.h"
#include "report.h"

static void show(struct nl_msg *msg, const char *key)
{
	out_hex(nlmsg_hdr(msg), nlmsg_get_max_size(msg), "%s.bytes", key);
}

static void sizes(void)
{
	static const int payloads[] = {
		0, 1, 2, 3, 4, 5, 16, 4080, -1, -15, -16, -17,
		INT_MAX, INT_MAX - 15, INT_MAX - 16, INT_MAX - 19, INT_MIN,
	};

	for (size_t i = 0; i < COUNT(payloads); i++) {
		out_int(nlmsg_size(payloads[i]), "size.%d", payloads[i]);
		out_int(nlmsg_total_size(payloads[i]), "size.total.%d", payloads[i]);
		out_int(nlmsg_padlen(payloads[i]), "size.pad.%d", payloads[i]);
	}
}

static void parts(void)
{
	static const uint32_t lens[] = {
		0, 1, 15, 16, 17, 19, 20, 4096, INT_MAX, 0x80000000, 0x80000001, 0xfffffff0, 0xfffffffc,
		0xffffffff,
	};
	static const int remaining[] = { INT_MIN, -1, 0, 15, 16, 17, 19, 20, 4095, 4096, INT_MAX };
	static const int hdrlens[] = { 0, 1, 3, 4, 5, 16, 100, INT_MAX - 3, INT_MAX };

	for (size_t i = 0; i < COUNT(lens); i++) {
		struct nlmsghdr nlh = { .nlmsg_len = lens[i] };
		struct row row = { 0 }, valid = { 0 };
		int left = 1000;

		out_int(nlmsg_datalen(&nlh), "parts.datalen.%u", lens[i]);
		out_int(raw_offset(&nlh, nlmsg_data(&nlh)), "parts.data.%u", lens[i]);
		out_int(raw_offset(&nlh, nlmsg_tail(&nlh)), "parts.tail.%u", lens[i]);
		out_int(raw_offset(&nlh, nlmsg_next(&nlh, &left)), "parts.next.%u", lens[i]);
		out_int(left, "parts.next.left.%u", lens[i]);
		for (size_t j = 0; j < COUNT(remaining); j++)
			row_add(&row, "%d:%d", remaining[j], nlmsg_ok(&nlh, remaining[j]));
		out_row(&row, "parts.ok.%u", lens[i]);
		for (size_t j = 0; j < COUNT(hdrlens); j++) {
			row_add(&valid, "%d:%d", hdrlens[j], nlmsg_valid_hdr(&nlh, hdrlens[j]));
			out_int(raw_offset(&nlh, nlmsg_attrdata(&nlh, hdrlens[j])),
				"parts.attrdata.%u.%d", lens[i], hdrlens[j]);
			out_int(nlmsg_attrlen(&nlh, hdrlens[j]), "parts.attrlen.%u.%d", lens[i],
				hdrlens[j]);
		}
		for (int hdrlen = -24; hdrlen < 0; hdrlen++)
			row_add(&valid, "%d:%d", hdrlen, nlmsg_valid_hdr(&nlh, hdrlen));
		out_row(&valid, "parts.valid_hdr.%u", lens[i]);
	}
}

/* A datagram, cut anywhere. */
static void walks(void)
{
	unsigned char room[80] = { 0 };
	static const uint32_t lens[] = { 16, 21, 20, 16 };
	size_t used = 0;

	for (size_t i = 0; i < COUNT(lens); i++) {
		raw_header(room + used, lens[i], (uint16_t)(100 + i), 0, 0, 0);
		used += NLMSG_ALIGN(lens[i]);
	}
	for (int len = 0; len <= (int)used; len++) {
		struct exact buf = exact_new((size_t)len, 0, ON_HEAP);
		struct nlmsghdr *nlh = buf.at;
		struct row row = { 0 };
		int left = len;

		memcpy(buf.at, room, (size_t)len);
		for (; nlmsg_ok(nlh, left); nlh = nlmsg_next(nlh, &left))
			row_add(&row, "%d@%ld", nlh->nlmsg_type, raw_offset(buf.at, nlh));
		out_row(&row, "walk.%d", len);
		out_int(left, "walk.%d.left", len);
		exact_free(&buf);
	}
}

static void made(void)
{
	static const size_t sizes[] = { 0, 1, 15, 16, 17, 20, 100 };
	struct nlmsghdr header = { 1234, 20, 0x305, 0x11223344, 0x55667788 };
	struct nl_msg *msg;

	for (size_t i = 0; i < COUNT(sizes); i++) {
		char key[64];

		msg = nlmsg_alloc_size(sizes[i]);
		snprintf(key, sizeof(key), "made.size.%zu", sizes[i]);
		out_uint(nlmsg_get_max_size(msg), "%s", key);
		show(msg, key);
		nlmsg_free(msg);
	}
	msg = nlmsg_alloc();
	out_uint(nlmsg_get_max_size(msg), "made.alloc");
	out_hex(nlmsg_hdr(msg), nlmsg_get_max_size(msg), "made.alloc.bytes");
	out_int(nlmsg_get_proto(msg), "made.proto");
	out_hex(nlmsg_get_src(msg), sizeof(struct sockaddr_nl), "made.src");
	out_hex(nlmsg_get_dst(msg), sizeof(struct sockaddr_nl), "made.dst");
	out_bool(nlmsg_get_creds(msg) != NULL, "made.creds");
	nlmsg_free(msg);

	static const size_t defaults[] = { 0, 1, 16, 17, 64, 8192 };
	for (size_t i = 0; i < COUNT(defaults); i++) {
		nlmsg_set_default_size(defaults[i]);
		msg = nlmsg_alloc();
		out_uint(nlmsg_get_max_size(msg), "made.default.%zu", defaults[i]);
		nlmsg_free(msg);
	}
	nlmsg_set_default_size(48);
	msg = nlmsg_inherit(&header);
	show(msg, "made.inherit");
	nlmsg_free(msg);
	msg = nlmsg_inherit(NULL);
	show(msg, "made.inherit_null");
	nlmsg_free(msg);
	msg = nlmsg_alloc_simple(0x12345, -2);
	show(msg, "made.simple");
	out_uint(nlmsg_get_max_size(msg), "made.simple.size");
	nlmsg_free(msg);
	nlmsg_set_default_size(4096);

	for (uint32_t len = 16; len <= 40; len++) {
		struct exact buf = exact_new(len, 0x5a, ON_HEAP);
		char key[64];

		raw_header(buf.at, len, 20, 1, 2, 3);
		msg = nlmsg_convert(buf.at);
		snprintf(key, sizeof(key), "made.convert.%u", len);
		out_uint(nlmsg_get_max_size(msg), "%s", key);
		show(msg, key);
		out_int(nlmsg_get_proto(msg), "%s.proto", key);
		nlmsg_free(msg);
		exact_free(&buf);
	}
	nlmsg_free(NULL);
}

static void room(void)
{
	for (int pad = 0; pad <= 16; pad = pad == 0 ? 1 : pad * 2) {
		for (size_t used = 16; used <= 19; used++) {
			for (size_t len = 0; len <= 10; len++) {
				struct nl_msg *msg = nlmsg_alloc_size(29);
				unsigned char *at;
				char key[64];

				memset((char *)nlmsg_hdr(msg) + 16, 0xee, 13);
				nlmsg_hdr(msg)->nlmsg_len = (uint32_t)used;
				at = nlmsg_reserve(msg, len, pad);
				snprintf(key, sizeof(key), "reserve.pad%d.used%zu.%zu", pad, used, len);
				out_int(at == NULL ? -1 : raw_offset(nlmsg_hdr(msg), at), "%s", key);
				show(msg, key);
				nlmsg_free(msg);

				msg = nlmsg_alloc_size(29);
				nlmsg_hdr(msg)->nlmsg_len = (uint32_t)used;
				snprintf(key, sizeof(key), "append.pad%d.used%zu.%zu", pad, used, len);
				OUT_CALL(nlmsg_append(msg, (void *)"abcdefghijkl", len, pad), "%s", key);
				show(msg, key);
				nlmsg_free(msg);
			}
		}
	}
}

static void too_much(void)
{
	static const size_t lens[] = { SIZE_MAX, SIZE_MAX - 1, SIZE_MAX - 3, SIZE_MAX - 15, SIZE_MAX - 31,
				       0x100000000, 0xfffffff0, 0x7fffffff };
	struct nl_msg *msg = nlmsg_alloc_size(64);

	for (size_t i = 0; i < COUNT(lens); i++) {
		out_bool(nlmsg_reserve(msg, lens[i], 4) != NULL, "much.reserve.%zu", i);
		out_bool(nlmsg_reserve(msg, lens[i], 0) != NULL, "much.reserve_unpadded.%zu", i);
		OUT_CALL(nlmsg_append(msg, (void *)"", lens[i], 4), "much.append.%zu", i);
	}
	show(msg, "much");
	OUT_CALL(nlmsg_expand(msg, 0), "expand.0");
	OUT_CALL(nlmsg_expand(msg, 63), "expand.63");
	OUT_CALL(nlmsg_expand(msg, 64), "expand.64");
	/* Memory that there cannot be is tried in faults/message.c: sanitizers object. */
	nla_put_u32(msg, 1, 5);
	OUT_CALL(nlmsg_expand(msg, 65), "expand.65");
	out_uint(nlmsg_get_max_size(msg), "expand.65.size");
	OUT_CALL(nlmsg_expand(msg, 10000), "expand.10000");
	out_uint(nlmsg_get_max_size(msg), "expand.10000.size");
	out_hex(nlmsg_hdr(msg), nlmsg_hdr(msg)->nlmsg_len, "expand.bytes");
	for (int i = 0; i < 1000; i++)
		if (nla_put_u32(msg, 1, 5) < 0)
			out_int(i, "expand.full");
	out_uint(nlmsg_hdr(msg)->nlmsg_len, "expand.filled");
	nlmsg_free(msg);
}

static void put(void)
{
	static const int payloads[] = { INT_MIN, -5, -1, 0, 1, 4, 5, 15, 16, 17, 1000, INT_MAX };

	for (size_t i = 0; i < COUNT(payloads); i++) {
		struct nl_msg *msg = nlmsg_alloc_size(32);
		char key[64];
		struct nlmsghdr *nlh = nlmsg_put(msg, 0x01020304, 0x05060708, 0x1090a, payloads[i], -3);

		snprintf(key, sizeof(key), "put.%d", payloads[i]);
		out_bool(nlh != NULL, "%s", key);
		out_bool(nlh == nlmsg_hdr(msg), "%s.is_header", key);
		show(msg, key);
		/* Over what is there. */
		nlh = nlmsg_put(msg, 1, 2, 3, 4, 5);
		out_bool(nlh != NULL, "%s.again", key);
		snprintf(key, sizeof(key), "put.%d.again", payloads[i]);
		show(msg, key);
		nlmsg_free(msg);
	}
	out_int(NL_AUTO_PORT, "put.auto_port");
	out_int(NL_AUTO_PID, "put.auto_pid");
	out_int(NL_AUTO_SEQ, "put.auto_seq");
	out_int(NL_DONTPAD, "put.dontpad");
}

static void known(void)
{
	struct nl_msg *msg = nlmsg_alloc_size(32);
	struct sockaddr_nl addr = { .nl_family = AF_NETLINK, .nl_pid = 77, .nl_groups = 5 };
	struct ucred creds = { 1, 2, 3 };

	nlmsg_set_proto(msg, 16);
	out_int(nlmsg_get_proto(msg), "known.proto");
	nlmsg_set_src(msg, &addr);
	out_hex(nlmsg_get_src(msg), sizeof(addr), "known.src");
	out_hex(nlmsg_get_dst(msg), sizeof(addr), "known.dst.unset");
	addr.nl_pid = 78;
	nlmsg_set_dst(msg, &addr);
	out_hex(nlmsg_get_src(msg), sizeof(addr), "known.src.kept");
	out_hex(nlmsg_get_dst(msg), sizeof(addr), "known.dst");
	nlmsg_get_dst(msg)->nl_pid = 79;
	out_uint(nlmsg_get_dst(msg)->nl_pid, "known.dst.written");
	out_bool(nlmsg_get_creds(msg) != NULL, "known.creds.unset");
	nlmsg_set_creds(msg, &creds);
	out_hex(nlmsg_get_creds(msg), sizeof(creds), "known.creds");
	nlmsg_get(msg);
	nlmsg_free(msg);
	/* One reference is left. */
	out_int(nlmsg_get_proto(msg), "known.referenced");
	nlmsg_free(msg);
}

int main(void)
{
	sizes();
	parts();
	walks();
	made();
	room();
	too_much();
	put();
	known();
	return 0;
}
