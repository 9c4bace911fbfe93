/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Reading and checking one attribute. */
#include "mnl.h"

/* Attributes by the length of their payload. */
static const struct attribute {
	struct nlattr head;
	char payload[8];
} empty = { { 4, 1 }, "" },
  one = { { 5, 1 }, "" },
  two = { { 6, 1 }, "" },
  four = { { 8, 1 }, "" },
  eight = { { 12, 1 }, "" },
  name = { { 9, 1 }, "eth0" };

BENCH_LOOP(get_type, mnl_attr_get_type(&four.head))
BENCH_LOOP(get_len, mnl_attr_get_len(&four.head))
BENCH_LOOP(get_payload_len, mnl_attr_get_payload_len(&four.head))
BENCH_LOOP(get_payload, mnl_attr_get_payload(&four.head))
BENCH_LOOP(get_u8, mnl_attr_get_u8(&one.head))
BENCH_LOOP(get_u16, mnl_attr_get_u16(&two.head))
BENCH_LOOP(get_u32, mnl_attr_get_u32(&four.head))
BENCH_LOOP(get_u64, mnl_attr_get_u64(&eight.head))
BENCH_LOOP(get_str, mnl_attr_get_str(&name.head))
BENCH_LOOP(ok, mnl_attr_ok(&four.head, 8))
BENCH_LOOP(next, mnl_attr_next(&four.head))
BENCH_LOOP(type_valid, mnl_attr_type_valid(&four.head, RTA_MAX))
BENCH_LOOP(type_invalid, mnl_attr_type_valid(&four.head, 0))

#define VALIDATE(function, attr, type) BENCH_LOOP(function, mnl_attr_validate(&(attr).head, type))

VALIDATE(validate_unspec, four, MNL_TYPE_UNSPEC)
VALIDATE(validate_u8, one, MNL_TYPE_U8)
VALIDATE(validate_u16, two, MNL_TYPE_U16)
VALIDATE(validate_u32, four, MNL_TYPE_U32)
VALIDATE(validate_u64, eight, MNL_TYPE_U64)
VALIDATE(validate_string, name, MNL_TYPE_STRING)
VALIDATE(validate_flag, empty, MNL_TYPE_FLAG)
VALIDATE(validate_msecs, eight, MNL_TYPE_MSECS)
VALIDATE(validate_nested, eight, MNL_TYPE_NESTED)
VALIDATE(validate_nested_compat, eight, MNL_TYPE_NESTED_COMPAT)
VALIDATE(validate_nul_string, name, MNL_TYPE_NUL_STRING)
VALIDATE(validate_binary, eight, MNL_TYPE_BINARY)
VALIDATE(validate_short, two, MNL_TYPE_U32)
VALIDATE(validate_unknown, one, MNL_TYPE_MAX)
BENCH_LOOP(validate2, mnl_attr_validate2(&eight.head, MNL_TYPE_BINARY, 8))

const struct bench_case read_cases[] = {
	{ "attr_get_type", "call", 1000000, get_type },
	{ "attr_get_len", "call", 1000000, get_len },
	{ "attr_get_payload_len", "call", 1000000, get_payload_len },
	{ "attr_get_payload", "call", 1000000, get_payload },
	{ "attr_get_u8", "call", 1000000, get_u8 },
	{ "attr_get_u16", "call", 1000000, get_u16 },
	{ "attr_get_u32", "call", 1000000, get_u32 },
	{ "attr_get_u64", "call", 1000000, get_u64 },
	{ "attr_get_str", "call", 1000000, get_str },
	{ "attr_ok", "call", 1000000, ok },
	{ "attr_next", "call", 1000000, next },
	{ "attr_type_valid", "call", 1000000, type_valid },
	{ "attr_type_valid, too high", "call", 1000000, type_invalid },
	{ "attr_validate UNSPEC", "call", 1000000, validate_unspec },
	{ "attr_validate U8", "call", 1000000, validate_u8 },
	{ "attr_validate U16", "call", 1000000, validate_u16 },
	{ "attr_validate U32", "call", 1000000, validate_u32 },
	{ "attr_validate U64", "call", 1000000, validate_u64 },
	{ "attr_validate STRING", "call", 1000000, validate_string },
	{ "attr_validate FLAG", "call", 1000000, validate_flag },
	{ "attr_validate MSECS", "call", 1000000, validate_msecs },
	{ "attr_validate NESTED", "call", 1000000, validate_nested },
	{ "attr_validate NESTED_COMPAT", "call", 1000000, validate_nested_compat },
	{ "attr_validate NUL_STRING", "call", 1000000, validate_nul_string },
	{ "attr_validate BINARY", "call", 1000000, validate_binary },
	{ "attr_validate U32, too short", "call", 1000000, validate_short },
	{ "attr_validate, unknown type", "call", 1000000, validate_unknown },
	{ "attr_validate2 BINARY", "call", 1000000, validate2 },
	{ 0 },
};
