/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Appending one attribute, with and without a check for room. */
#include "mnl.h"

#define ROOM 256

static union {
	struct nlmsghdr nlh;
	char bytes[ROOM];
} buf;

static const char name[] = "eth0";
static const char opaque[64];

/* The message is emptied before every call. */
#define PUT(function, call)                                                    \
	BENCH_LOOP(function, struct nlmsghdr *nlh = &buf.nlh; nlh->nlmsg_len = 28; call)

PUT(put_0, mnl_attr_put(nlh, 1, 0, NULL))
PUT(put_4, mnl_attr_put(nlh, 1, 4, opaque))
PUT(put_6, mnl_attr_put(nlh, 1, 6, opaque))
PUT(put_64, mnl_attr_put(nlh, 1, 64, opaque))
PUT(put_u8, mnl_attr_put_u8(nlh, 1, 1))
PUT(put_u16, mnl_attr_put_u16(nlh, 1, 1))
PUT(put_u32, mnl_attr_put_u32(nlh, 1, 1))
PUT(put_u64, mnl_attr_put_u64(nlh, 1, 1))
PUT(put_str, mnl_attr_put_str(nlh, 1, name))
PUT(put_strz, mnl_attr_put_strz(nlh, 1, name))

PUT(check_4, mnl_attr_put_check(nlh, ROOM, 1, 4, opaque))
PUT(check_64, mnl_attr_put_check(nlh, ROOM, 1, 64, opaque))
PUT(check_full, mnl_attr_put_check(nlh, 28, 1, 4, opaque))
PUT(check_u8, mnl_attr_put_u8_check(nlh, ROOM, 1, 1))
PUT(check_u16, mnl_attr_put_u16_check(nlh, ROOM, 1, 1))
PUT(check_u32, mnl_attr_put_u32_check(nlh, ROOM, 1, 1))
PUT(check_u64, mnl_attr_put_u64_check(nlh, ROOM, 1, 1))
PUT(check_str, mnl_attr_put_str_check(nlh, ROOM, 1, name))
PUT(check_strz, mnl_attr_put_strz_check(nlh, ROOM, 1, name))

const struct bench_case put_cases[] = {
	{ "attr_put, 0 bytes", "call", 1000000, put_0 },
	{ "attr_put, 4 bytes", "call", 1000000, put_4 },
	{ "attr_put, 6 bytes", "call", 1000000, put_6 },
	{ "attr_put, 64 bytes", "call", 1000000, put_64 },
	{ "attr_put_u8", "call", 1000000, put_u8 },
	{ "attr_put_u16", "call", 1000000, put_u16 },
	{ "attr_put_u32", "call", 1000000, put_u32 },
	{ "attr_put_u64", "call", 1000000, put_u64 },
	{ "attr_put_str", "call", 1000000, put_str },
	{ "attr_put_strz", "call", 1000000, put_strz },
	{ "attr_put_check, 4 bytes", "call", 1000000, check_4 },
	{ "attr_put_check, 64 bytes", "call", 1000000, check_64 },
	{ "attr_put_check, no room", "call", 1000000, check_full },
	{ "attr_put_u8_check", "call", 1000000, check_u8 },
	{ "attr_put_u16_check", "call", 1000000, check_u16 },
	{ "attr_put_u32_check", "call", 1000000, check_u32 },
	{ "attr_put_u64_check", "call", 1000000, check_u64 },
	{ "attr_put_str_check", "call", 1000000, check_str },
	{ "attr_put_strz_check", "call", 1000000, check_strz },
	{ 0 },
};
