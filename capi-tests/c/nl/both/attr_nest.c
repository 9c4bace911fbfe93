/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Nests: opened, filled, closed, removed. */
#include <linux/netlink.h>

#include <netlink/attr.h>
#include <netlink/msg.h>
#include <netlink/netlink.h>

#include "raw.h"
#include "report.h"

static void show(struct nl_msg *msg, const char *key)
{
	out_hex(nlmsg_hdr(msg), nlmsg_get_max_size(msg), "%s.bytes", key);
}

static long offset(struct nl_msg *msg, const struct nlattr *nla)
{
	return nla == NULL ? -1 : raw_offset(nlmsg_hdr(msg), nla);
}

static void types(void)
{
	static const int numbers[] = { 0, 5, 0x4005, 0x8005, 0x10005, -1 };

	for (size_t i = 0; i < COUNT(numbers); i++) {
		struct nl_msg *msg = nlmsg_alloc_size(64);
		struct nlattr *nest = nla_nest_start(msg, numbers[i]);

		out_int(offset(msg, nest), "type.%d.at", numbers[i]);
		out_int(nest->nla_type, "type.%d", numbers[i]);
		out_int(nest->nla_len, "type.%d.len", numbers[i]);
		out_int(nla_is_nested(nest), "type.%d.is_nested", numbers[i]);
		nlmsg_free(msg);
	}
}

static void levels(void)
{
	struct nl_msg *msg = nlmsg_alloc_size(96);
	struct nlattr *outer, *inner, *empty;

	nlmsg_put(msg, 1, 2, 3, 4, 5);
	outer = nla_nest_start(msg, 1);
	nla_put_u8(msg, 2, 2);
	inner = nla_nest_start(msg, 3);
	nla_put_string(msg, 4, "abcdef");
	OUT_CALL(nla_nest_end(msg, inner), "levels.inner");
	empty = nla_nest_start(msg, 5);
	OUT_CALL(nla_nest_end(msg, empty), "levels.empty");
	empty = nla_nest_start(msg, 6);
	OUT_CALL(nla_nest_end_keep_empty(msg, empty), "levels.empty_kept");
	empty = nla_nest_start(msg, 7);
	nla_put_flag(msg, 8);
	OUT_CALL(nla_nest_end_keep_empty(msg, empty), "levels.not_empty_kept");
	OUT_CALL(nla_nest_end(msg, outer), "levels.outer");
	nla_put_u32(msg, 9, 9);
	show(msg, "levels");
	nlmsg_free(msg);
}

static void cancelled(void)
{
	for (int inside = 0; inside < 6; inside++) {
		struct nl_msg *msg = nlmsg_alloc_size(96);
		struct nlattr *nest;
		char key[64];

		nla_put_u32(msg, 1, 0x11111111);
		nest = nla_nest_start(msg, 2);
		for (int i = 0; i < inside; i++)
			nla_put_u32(msg, 3, 0x22222222);
		nla_nest_cancel(msg, nest);
		snprintf(key, sizeof(key), "cancel.%d", inside);
		show(msg, key);
		nla_put_u8(msg, 4, 4);
		snprintf(key, sizeof(key), "cancel.%d.then", inside);
		show(msg, key);
		nlmsg_free(msg);
	}
}

/* What is put into a nest without padding. */
static void unpadded(void)
{
	for (size_t len = 0; len <= 9; len++) {
		for (size_t size = 40; size <= 44; size++) {
			struct nl_msg *msg = nlmsg_alloc_size(size);
			struct nlattr *nest = nla_nest_start(msg, 2);
			char key[64];

			snprintf(key, sizeof(key), "unpadded.%zu.%zu", len, size);
			nlmsg_append(msg, (void *)"xxxxxxxxxxxx", len, NL_DONTPAD);
			OUT_CALL(nla_nest_end(msg, nest), "%s", key);
			OUT_CALL(nla_put_u8(msg, 3, 3), "%s.then", key);
			show(msg, key);
			nlmsg_free(msg);
		}
	}
}

static void full(void)
{
	for (size_t size = 16; size <= 28; size++) {
		struct nl_msg *msg = nlmsg_alloc_size(size);
		struct nlattr *nest = nla_nest_start(msg, 1);

		out_int(offset(msg, nest), "full.%zu", size);
		if (nest != NULL) {
			OUT_CALL(nla_put_u32(msg, 2, 2), "full.%zu.put", size);
			OUT_CALL(nla_nest_end(msg, nest), "full.%zu.end", size);
			out_uint(nlmsg_hdr(msg)->nlmsg_len, "full.%zu.len", size);
		}
		nlmsg_free(msg);
	}
}

/* Around the longest that a nest can be: 65535 bytes, of which 65532 are a multiple of four. */
static void too_long(void)
{
	for (int last = 0; last <= 24; last += 4) {
		struct nl_msg *msg = nlmsg_alloc_size(100000);
		struct nlattr *nest;
		char *payload = raw_buffer(65500, 'p');

		nla_put_u32(msg, 1, 1);
		nest = nla_nest_start(msg, 2);
		nla_put(msg, 3, 65500, payload);
		nla_put(msg, 4, last, payload);
		OUT_CALL(nla_nest_end(msg, nest), "long.%d", last);
		out_uint(nlmsg_hdr(msg)->nlmsg_len, "long.%d.nlmsg_len", last);
		out_int(nest->nla_len, "long.%d.nla_len", last);
		out_int(((unsigned char *)nest)[10], "long.%d.byte", last);
		free(payload);
		nlmsg_free(msg);
	}
}

int main(void)
{
	types();
	levels();
	cancelled();
	unpadded();
	full();
	too_long();
	return 0;
}
