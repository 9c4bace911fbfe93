/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Attributes that lie, are not there, or are not aligned: nothing outside them is read. */
#include <limits.h>
#include <linux/netlink.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#include <netlink/attr.h>
#include <netlink/errno.h>
#include <netlink/msg.h>
#include <netlink/netlink.h>

#include "check.h"
#include "exact.h"
#include "raw.h"

/* Attributes of every length, each at the very end of its memory. */
static void too_short(enum placement placement)
{
	for (size_t len = 0; len <= 10; len++) {
		struct exact buf = exact_new(len + 4, 'x', placement);
		const struct nlattr *nla = raw_attr(buf.at, (uint16_t)(len + 4), 1);
		const int has1 = len >= 1, has8 = len >= 8;
		/* The bytes that there are, and zeros, as in memory. */
		uint16_t two = 0;
		uint32_t four = 0;
		char text[4] = "abc", *copy;
		const char *where = placement_names[placement];

		memset(&two, 'x', len < sizeof(two) ? len : sizeof(two));
		memset(&four, 'x', len < sizeof(four) ? len : sizeof(four));
		CHECK_INT(nla_get_u8(nla), has1 ? 'x' : 0, "u8 of %zu bytes (%s)", len, where);
		CHECK_INT(nla_get_s8(nla), has1 ? 'x' : 0, "s8 of %zu bytes (%s)", len, where);
		CHECK_INT(nla_get_u16(nla), two, "u16 of %zu bytes (%s)", len, where);
		CHECK_INT(nla_get_s16(nla), two, "s16 of %zu bytes (%s)", len, where);
		CHECK_INT(nla_get_u32(nla), four, "u32 of %zu bytes (%s)", len, where);
		CHECK_INT(nla_get_s32(nla), four, "s32 of %zu bytes (%s)", len, where);
		CHECK_INT(nla_get_u64(nla), has8 ? 0x7878787878787878 : 0, "u64 of %zu bytes (%s)", len,
			  where);
		CHECK_INT(nla_get_s64(nla), has8 ? 0x7878787878787878 : 0, "s64 of %zu bytes (%s)", len,
			  where);
		CHECK_INT(nla_get_msecs(nla), has8 ? 0x7878787878787878 : 0, "msecs of %zu bytes (%s)",
			  len, where);
		CHECK_INT(nla_get_uint(nla),
			  len == 4 ? 0x78787878 : has8 ? 0x7878787878787878 : 0,
			  "uint of %zu bytes (%s)", len, where);
		CHECK_INT(nla_get_sint(nla),
			  len == 4 ? 0x78787878 : has8 ? 0x7878787878787878 : 0,
			  "sint of %zu bytes (%s)", len, where);
		CHECK(strcmp(nla_get_string(nla), "") == 0, "a string of %zu bytes and no NUL is empty (%s)",
		      len, where);
		copy = nla_strdup(nla);
		CHECK(copy != NULL && strlen(copy) == len && strspn(copy, "x") == len,
		      "its copy has %zu bytes (%s)", len, where);
		free(copy);
		CHECK_UINT(nla_strlcpy(text, nla, sizeof(text)), len, "nla_strlcpy says %zu (%s)", len,
			   where);
		CHECK(strlen(text) == (len < 3 ? len : 3), "and ends with NUL (%s)", where);
		CHECK(nla_strcmp(nla, "xxxxxxxxxx") != 0, "it is not equal to a string (%s)", where);
		CHECK(nla_memcmp(nla, "xxxxxxxxxx", len) == 0, "%zu bytes are equal (%s)", len, where);
		exact_free(&buf);
	}
}

/* The NUL somewhere within. */
static void terminated(void)
{
	for (size_t nul = 0; nul < 6; nul++) {
		struct exact buf = exact_new(10, 'x', ON_HEAP);
		const struct nlattr *nla = raw_attr(buf.at, 10, 1);
		char *copy;

		((char *)buf.at)[4 + nul] = '\0';
		CHECK(nla_get_string(nla) == (char *)nla_data(nla) && strlen(nla_get_string(nla)) == nul,
		      "a string that ends at byte %zu", nul);
		copy = nla_strdup(nla);
		CHECK(copy != NULL && strlen(copy) == nul, "a copy of it");
		free(copy);
		exact_free(&buf);
	}
}

/* Lengths below the header's, which nla_ok() refuses. */
static void not_even_a_header(void)
{
	for (uint16_t len = 0; len < 4; len++) {
		struct exact buf = exact_new(4, 0, ON_HEAP);
		const struct nlattr *nla = raw_attr(buf.at, len, 1);
		struct nlattr *tb[2];
		char text[4] = "abc", *copy;

		CHECK_INT(nla_len(nla), (int)len - 4, "nla_len %u", len);
		CHECK_INT(nla_ok(nla, 4), 0, "nla_ok %u", len);
		CHECK_INT(nla_get_u8(nla), 0, "u8 %u", len);
		CHECK_INT(nla_get_u32(nla), 0, "u32 %u", len);
		CHECK_INT(nla_get_u64(nla), 0, "u64 %u", len);
		CHECK_INT(nla_get_sint(nla), 0, "sint %u", len);
		CHECK(*nla_get_string(nla) == '\0', "string %u", len);
		copy = nla_strdup(nla);
		CHECK(copy != NULL && *copy == '\0', "strdup %u", len);
		free(copy);
		CHECK_UINT(nla_strlcpy(text, nla, sizeof(text)), 0, "strlcpy %u", len);
		CHECK(*text == '\0', "strlcpy %u is empty", len);
		CHECK_INT(nla_memcpy(text, nla, 4), 0, "memcpy %u", len);
		CHECK(nla_memcmp(nla, "", 0) < 0, "memcmp %u", len);
		CHECK(nla_strcmp(nla, "") < 0, "strcmp %u", len);
		CHECK_INT(nla_parse_nested(tb, 1, (struct nlattr *)nla, NULL), 0, "parse_nested %u", len);
		CHECK(tb[0] == NULL && tb[1] == NULL, "parse_nested %u: empty", len);
		exact_free(&buf);
	}
}

static void unaligned(void)
{
	for (size_t shift = 0; shift < 4; shift++) {
		char room[32];
		uint64_t value = UINT64_C(0x8877665544332211);
		const uint16_t header[2] = { 12, 5 };
		const struct nlattr *nla = (const void *)(room + shift);
		struct nlattr *tb[6];

		memcpy(room + shift, header, 4);
		memcpy(room + shift + 4, &value, 8);
		CHECK_UINT(nla_get_u16(nla), 0x2211, "u16 at +%zu", shift);
		CHECK_UINT(nla_get_u32(nla), 0x44332211, "u32 at +%zu", shift);
		CHECK_UINT(nla_get_u64(nla), value, "u64 at +%zu", shift);
		CHECK_UINT(nla_get_uint(nla), value, "uint at +%zu", shift);
		CHECK_INT(nla_type(nla), 5, "type at +%zu", shift);
		CHECK_INT(nla_parse(tb, 5, (struct nlattr *)nla, 12, NULL), 0, "parse at +%zu", shift);
		CHECK(tb[5] == nla, "found at +%zu", shift);
	}
}

static void variable_integers(void)
{
	static const struct {
		int64_t value;
		int len;
	} signed_cases[] = {
		{ 0, 4 }, { -1, 4 }, { INT32_MAX, 4 }, { INT32_MIN, 4 }, { (int64_t)INT32_MAX + 1, 8 },
		{ (int64_t)INT32_MIN - 1, 8 }, { INT64_MAX, 8 }, { INT64_MIN, 8 },
	};
	static const struct {
		uint64_t value;
		int len;
	} unsigned_cases[] = {
		{ 0, 4 }, { UINT32_MAX, 4 }, { (uint64_t)UINT32_MAX + 1, 8 }, { UINT64_MAX, 8 },
	};

	for (size_t i = 0; i < COUNT(signed_cases); i++) {
		struct nl_msg *msg = nlmsg_alloc();
		const struct nlattr *nla = nlmsg_data(nlmsg_hdr(msg));

		need(msg != NULL);
		CHECK_INT(nla_put_sint(msg, 3, signed_cases[i].value), 0, "put_sint");
		CHECK_INT(nla_len(nla), signed_cases[i].len, "as short as it can be");
		CHECK_INT(nla_type(nla), 3, "its type");
		CHECK_INT(nla_get_sint(nla), signed_cases[i].value, "get_sint");
		CHECK_UINT(nlmsg_hdr(msg)->nlmsg_len, 20u + (unsigned)signed_cases[i].len, "nlmsg_len");
		nlmsg_free(msg);
	}
	for (size_t i = 0; i < COUNT(unsigned_cases); i++) {
		struct nl_msg *msg = nlmsg_alloc();
		const struct nlattr *nla = nlmsg_data(nlmsg_hdr(msg));

		need(msg != NULL);
		CHECK_INT(nla_put_uint(msg, 3, unsigned_cases[i].value), 0, "put_uint");
		CHECK_INT(nla_len(nla), unsigned_cases[i].len, "as short as it can be");
		CHECK_UINT(nla_get_uint(nla), unsigned_cases[i].value, "get_uint");
		nlmsg_free(msg);
	}
	struct nl_msg *small = nlmsg_alloc_size(24);
	CHECK_INT(nla_put_uint(small, 1, UINT64_MAX), -NLE_NOMEM, "no room for eight bytes");
	CHECK_INT(nla_put_sint(small, 1, INT64_MIN), -NLE_NOMEM, "no room for eight bytes");
	CHECK_INT(nla_put_uint(small, 1, 1), 0, "but for four");
	CHECK_INT(nla_put_sint(small, 1, 1), -NLE_NOMEM, "and then none");
	nlmsg_free(small);
}

static void types_of_policies(void)
{
	struct nlattr nla[2] = { { 8, 1 }, { 0, 0 } };
	struct nlattr *tb[2];

	CHECK_INT(NLA_TYPE_MAX, 21, "NLA_TYPE_MAX");
	for (uint16_t type = 0; type < 40; type++) {
		const struct nla_policy policy[2] = { { 0, 0, 0 }, { type, 0, 0 } };
		const int bad = type > NLA_TYPE_MAX || type == NLA_STRING;
		/* Four bytes of payload: the string of 0xffff is not terminated, U64 too short. */
		const int want = type == NLA_U64 ? -NLE_RANGE : bad ? -NLE_INVAL : 0;

		memset(&nla[1], 0xff, sizeof(nla[1]));
		CHECK_INT(nla_parse(tb, 1, nla, 8, policy), want, "nla_parse: type %u", type);
		CHECK_INT(nla_validate(nla, 8, 1, policy), want, "nla_validate: type %u", type);
	}
	for (uint16_t len = 0; len <= 9; len++) {
		static const uint16_t types[] = { NLA_SINT, NLA_UINT };
		char room[16] = { 0 };

		for (size_t i = 0; i < COUNT(types); i++) {
			const struct nla_policy policy[2] = { { 0, 0, 0 }, { types[i], 0, 0 } };

			raw_attr(room, (uint16_t)(len + 4), 1);
			CHECK_INT(nla_validate((struct nlattr *)room, len + 4, 1, policy),
				  len < 4 ? -NLE_RANGE : 0, "%u bytes for type %u", len, types[i]);
		}
	}
	const struct nla_policy last[2] = { { 0, 0, 0 }, { UINT16_MAX, 1, 1 } };
	CHECK_INT(nla_validate(nla, 8, 1, last), -NLE_INVAL, "the last of all types");
}

static void nothing(void)
{
	struct nl_msg *msg = nlmsg_alloc();
	struct nlattr *tb[3] = { (void *)msg, (void *)msg, (void *)msg };
	struct nlattr nla[2] = { { 8, 1 }, { 0, 0 } };
	const struct nla_policy policy[3] = { { 0, 0, 0 } };
	char text[4] = "abc";

	CHECK_INT(nla_ok(NULL, 3), 0, "nla_ok");
	CHECK_INT(nla_is_nested(NULL), 0, "nla_is_nested");
	CHECK_INT(nla_get_u8(NULL), 0, "nla_get_u8");
	CHECK_INT(nla_get_s8(NULL), 0, "nla_get_s8");
	CHECK_INT(nla_get_u16(NULL), 0, "nla_get_u16");
	CHECK_INT(nla_get_s16(NULL), 0, "nla_get_s16");
	CHECK_INT(nla_get_u32(NULL), 0, "nla_get_u32");
	CHECK_INT(nla_get_s32(NULL), 0, "nla_get_s32");
	CHECK_INT(nla_get_u64(NULL), 0, "nla_get_u64");
	CHECK_INT(nla_get_s64(NULL), 0, "nla_get_s64");
	CHECK_INT(nla_get_uint(NULL), 0, "nla_get_uint");
	CHECK_INT(nla_get_sint(NULL), 0, "nla_get_sint");
	CHECK_INT(nla_get_msecs(NULL), 0, "nla_get_msecs");
	CHECK_INT(nla_get_flag(NULL), 0, "nla_get_flag");
	CHECK(*nla_get_string(NULL) == '\0', "nla_get_string");
	CHECK(nla_strdup(NULL) == NULL, "nla_strdup");
	CHECK_UINT(nla_strlcpy(text, NULL, sizeof(text)), 0, "nla_strlcpy");
	CHECK_BYTES(text, "\0\0\0\0", 4, "nla_strlcpy: empty");
	CHECK_UINT(nla_strlcpy(NULL, nla, 10), 3, "nla_strlcpy to NULL");
	CHECK_INT(nla_memcpy(text, NULL, 4), 0, "nla_memcpy");
	CHECK_INT(nla_memcpy(NULL, nla, 4), 0, "nla_memcpy to NULL");
	CHECK_INT(nla_memcpy(text, nla, -1), 0, "nla_memcpy of a negative count");
	CHECK_INT(nla_memcpy(text, nla, INT_MIN), 0, "nla_memcpy of INT_MIN");
	CHECK(nla_memcmp(NULL, "a", 1) < 0, "nla_memcmp");
	CHECK(nla_memcmp(nla, NULL, 4) > 0, "nla_memcmp with NULL");
	CHECK(nla_memcmp(nla, "a", SIZE_MAX) < 0, "nla_memcmp of SIZE_MAX");
	CHECK(nla_memcmp(nla, "a", (size_t)UINT32_MAX + 5) < 0, "nla_memcmp of 4 GiB and 4");
	CHECK(nla_strcmp(NULL, "") < 0, "nla_strcmp");
	CHECK(nla_strcmp(nla, NULL) > 0, "nla_strcmp with NULL");

	CHECK_INT(nla_parse(tb, 1, NULL, 8, NULL), -NLE_INVAL, "nla_parse");
	CHECK(tb[0] == NULL && tb[1] == NULL && tb[2] != NULL, "nla_parse: the index is empty");
	CHECK_INT(nla_parse(tb, 1, NULL, 3, NULL), 0, "nla_parse of nothing");
	CHECK_INT(nla_parse(NULL, 1, nla, 8, NULL), -NLE_INVAL, "nla_parse into NULL");
	CHECK_INT(nla_parse(tb, -1, nla, 8, policy), 0, "nla_parse with no index at all");
	CHECK_INT(nla_parse(tb, INT_MIN, nla, 8, policy), 0, "nla_parse with less than none");
	CHECK_INT(nla_validate(NULL, 8, 1, policy), -NLE_INVAL, "nla_validate");
	CHECK_INT(nla_validate(nla, 8, 1, NULL), -NLE_INVAL, "nla_validate without a policy");
	CHECK_INT(nla_validate(nla, 8, 0, NULL), 0, "nla_validate of nothing");
	CHECK(nla_find(NULL, 8, 1) == NULL, "nla_find");
	tb[0] = tb[1] = (void *)msg;
	CHECK_INT(nla_parse_nested(tb, 1, NULL, NULL), -NLE_INVAL, "nla_parse_nested");
	CHECK(tb[0] == NULL && tb[1] == NULL, "nla_parse_nested: the index is empty");
	CHECK_INT(nla_parse_nested(NULL, 1, nla, NULL), -NLE_INVAL, "nla_parse_nested into NULL");

	CHECK(nla_reserve(NULL, 1, 1) == NULL, "nla_reserve");
	CHECK_INT(nla_put(NULL, 1, 1, "a"), -NLE_INVAL, "nla_put");
	CHECK_INT(nla_put(msg, 1, 1, NULL), -NLE_INVAL, "nla_put of NULL");
	CHECK_INT(nla_put_data(msg, 1, NULL), -NLE_INVAL, "nla_put_data");
	CHECK_INT(nla_put_data(NULL, 1, NULL), -NLE_INVAL, "nla_put_data");
	CHECK_INT(nla_put_addr(msg, 1, NULL), -NLE_INVAL, "nla_put_addr");
	CHECK_INT(nla_put_addr(NULL, 1, NULL), -NLE_INVAL, "nla_put_addr");
	CHECK_INT(nla_put_string(msg, 1, NULL), -NLE_INVAL, "nla_put_string");
	CHECK_INT(nla_put_string(NULL, 1, "a"), -NLE_INVAL, "nla_put_string");
	CHECK_INT(nla_put_nested(msg, 1, NULL), -NLE_INVAL, "nla_put_nested");
	CHECK_INT(nla_put_nested(NULL, 1, msg), -NLE_INVAL, "nla_put_nested");
	CHECK_INT(nla_put_u8(NULL, 1, 1), -NLE_INVAL, "nla_put_u8");
	CHECK_INT(nla_put_s8(NULL, 1, 1), -NLE_INVAL, "nla_put_s8");
	CHECK_INT(nla_put_u16(NULL, 1, 1), -NLE_INVAL, "nla_put_u16");
	CHECK_INT(nla_put_s16(NULL, 1, 1), -NLE_INVAL, "nla_put_s16");
	CHECK_INT(nla_put_u32(NULL, 1, 1), -NLE_INVAL, "nla_put_u32");
	CHECK_INT(nla_put_s32(NULL, 1, 1), -NLE_INVAL, "nla_put_s32");
	CHECK_INT(nla_put_u64(NULL, 1, 1), -NLE_INVAL, "nla_put_u64");
	CHECK_INT(nla_put_s64(NULL, 1, 1), -NLE_INVAL, "nla_put_s64");
	CHECK_INT(nla_put_sint(NULL, 1, 1), -NLE_INVAL, "nla_put_sint");
	CHECK_INT(nla_put_uint(NULL, 1, 1), -NLE_INVAL, "nla_put_uint");
	CHECK_INT(nla_put_flag(NULL, 1), -NLE_INVAL, "nla_put_flag");
	CHECK_INT(nla_put_msecs(NULL, 1, 1), -NLE_INVAL, "nla_put_msecs");
	CHECK(nla_nest_start(NULL, 1) == NULL, "nla_nest_start");
	CHECK_INT(nla_nest_end(NULL, nla), -NLE_INVAL, "nla_nest_end");
	CHECK_INT(nla_nest_end_keep_empty(NULL, nla), -NLE_INVAL, "nla_nest_end_keep_empty");
	CHECK_INT(nla_nest_end(msg, NULL), -NLE_ATTRSIZE, "nla_nest_end of no nest");
	CHECK_INT(nla_nest_end_keep_empty(msg, NULL), -NLE_ATTRSIZE, "nla_nest_end_keep_empty of none");
	nla_nest_cancel(NULL, nla);
	nla_put_u32(msg, 1, 1);
	nla_nest_cancel(msg, NULL);
	/* Not in the message. */
	nla_nest_cancel(msg, nla);
	nla_nest_cancel(msg, (const void *)nlmsg_hdr(msg));
	nla_nest_cancel(msg, (const void *)((char *)nlmsg_hdr(msg) + 4));
	nla_nest_cancel(msg, (const void *)((char *)nlmsg_tail(nlmsg_hdr(msg)) + 4));
	CHECK_UINT(nlmsg_hdr(msg)->nlmsg_len, 24, "the message is as it was");
	nlmsg_free(msg);
}

/* Lengths that 16 bits cannot say are refused, and the message is as it was. */
static void too_long(void)
{
	static const int lens[] = { 65532, 65533, 65535, 65536, 70000, 131072, INT_MAX };
	const size_t size = 300000;
	struct nl_msg *msg = nlmsg_alloc_size(size), *big = nlmsg_alloc_size(size);
	char *bytes = raw_buffer(size, 'b'), *text = raw_buffer(size, 't');
	struct nl_data *data = nl_data_alloc(bytes, 70000);

	for (size_t i = 0; i < COUNT(lens); i++) {
		CHECK_INT(nla_put(msg, 1, lens[i], bytes), -NLE_ATTRSIZE, "nla_put of %d", lens[i]);
		CHECK(nla_reserve(msg, 1, lens[i]) == NULL, "nla_reserve of %d", lens[i]);
	}
	text[65531] = '\0';
	CHECK_INT(nla_put_string(msg, 1, text), -NLE_ATTRSIZE, "nla_put_string of 65531");
	CHECK_INT(nla_put_data(msg, 1, data), -NLE_ATTRSIZE, "nla_put_data of 70000");
	nlmsg_append(big, bytes, 65532, NL_DONTPAD);
	CHECK_INT(nla_put_nested(msg, 1, big), -NLE_ATTRSIZE, "nla_put_nested of 65532");
	CHECK_UINT(nlmsg_hdr(msg)->nlmsg_len, 16, "the message is as it was");
	text[65530] = '\0';
	CHECK_INT(nla_put_string(msg, 1, text), 0, "nla_put_string of 65530");
	CHECK_INT(nla_len(nlmsg_data(nlmsg_hdr(msg))), 65531, "and its NUL");

	/* An empty attribute that the caller makes part of a nest that is too long by far. */
	struct nlattr *nest = nla_nest_start(msg, 2);
	for (int i = 0; i < 3; i++)
		CHECK_INT(nla_put(msg, 3, 65500, bytes), 0, "filling a nest");
	CHECK_INT(nla_nest_end(msg, nest), -NLE_ATTRSIZE, "nla_nest_end");
	CHECK_UINT(nlmsg_hdr(msg)->nlmsg_len, 16 + 65536, "the nest is gone");
	CHECK(nlmsg_tail(nlmsg_hdr(msg)) == (void *)nest, "and the next attribute goes there");
	char *zero = (char *)nest;
	size_t set = 0;
	for (size_t i = 0; i < 3 * 65504 + 4; i++)
		set += zero[i] != 0;
	CHECK_UINT(set, 0, "where it was is zero");
	nl_data_free(data);
	free(bytes);
	free(text);
	nlmsg_free(msg);
	nlmsg_free(big);
}

/* The room of a nest's last, unpadded byte. */
static void unpadded_cancel(void)
{
	for (size_t len = 0; len < 8; len++) {
		struct nl_msg *msg = nlmsg_alloc_size(64);
		struct nlattr *nest;

		nla_put_u8(msg, 1, 1);
		nest = nla_nest_start(msg, 2);
		nlmsg_append(msg, (void *)"abcdefgh", len, NL_DONTPAD);
		nla_nest_cancel(msg, nest);
		CHECK_UINT(nlmsg_hdr(msg)->nlmsg_len, 24, "cancel removes a nest with %zu bytes", len);
		CHECK(memcmp(nest, "\0\0\0\0\0\0\0\0\0\0\0\0", 12) == 0, "and zeroes it");
		nlmsg_free(msg);
	}
	/* No room for the padding. */
	struct nl_msg *msg = nlmsg_alloc_size(22);
	struct nlattr *nest = nla_nest_start(msg, 2);
	CHECK_INT(nlmsg_append(msg, (void *)"x", 1, NL_DONTPAD), 0, "one byte into a nest");
	CHECK_INT(nla_nest_end(msg, nest), -NLE_NOMEM, "no room for its padding");
	CHECK_UINT(nlmsg_hdr(msg)->nlmsg_len, 21, "the message is as it was");
	nlmsg_free(msg);
}

int main(void)
{
	too_short(ON_HEAP);
	too_short(BEFORE_GUARD);
	terminated();
	not_even_a_header();
	unaligned();
	variable_integers();
	types_of_policies();
	nothing();
	too_long();
	unpadded_cancel();
	return check_done();
}
