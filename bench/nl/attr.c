/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Single attributes. */
#include "nl.h"

static const struct {
	struct nlattr nla;
	uint32_t value[4];
} number = { { 20, 1 }, { 1, 2, 3, 4 } };

static const struct {
	struct nlattr nla;
	char text[8];
} text = { { 9, 2 }, "eth0" };

BENCH_LOOP(ok, nla_ok(&number.nla, 20))
BENCH_LOOP(next, int left = 20; nla_next(&number.nla, &left))
BENCH_LOOP(type, nla_type(&number.nla))
BENCH_LOOP(data, nla_data(&number.nla))
BENCH_LOOP(len, nla_len(&number.nla))
BENCH_LOOP(u8, nla_get_u8(&number.nla))
BENCH_LOOP(u16, nla_get_u16(&number.nla))
BENCH_LOOP(u32, nla_get_u32(&number.nla))
BENCH_LOOP(u64, nla_get_u64(&number.nla))
BENCH_LOOP(flag, nla_get_flag(&number.nla))
BENCH_LOOP(string, nla_get_string(&text.nla))
BENCH_LOOP(strcmp_, nla_strcmp(&text.nla, "eth0"))
BENCH_LOOP(strlcpy_, char buf[16]; nla_strlcpy(buf, &text.nla, sizeof(buf)))
BENCH_LOOP(memcpy_, uint32_t buf[4]; nla_memcpy(buf, &number.nla, sizeof(buf)))

const struct bench_case attr_cases[] = {
	{ "nla_ok", "call", 1000000, ok },
	{ "nla_next", "call", 1000000, next },
	{ "nla_type", "call", 1000000, type },
	{ "nla_data", "call", 1000000, data },
	{ "nla_len", "call", 1000000, len },
	{ "nla_get_u8", "call", 1000000, u8 },
	{ "nla_get_u16", "call", 1000000, u16 },
	{ "nla_get_u32", "call", 1000000, u32 },
	{ "nla_get_u64", "call", 1000000, u64 },
	{ "nla_get_flag", "call", 1000000, flag },
	{ "nla_get_string", "call", 1000000, string },
	{ "nla_strcmp", "call", 1000000, strcmp_ },
	{ "nla_strlcpy", "call", 1000000, strlcpy_ },
	{ "nla_memcpy", "call", 1000000, memcpy_ },
	{ 0 },
};
