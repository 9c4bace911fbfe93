/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Appending attributes within a bound.  Quirks Q9 and Q11. */
#include <libmnl/libmnl.h>

#include "raw.h"
#include "report.h"

#define ROOM 64

/* One call each, with a value that can be told from the others in the bytes. */
static bool put_0(struct nlmsghdr *nlh, size_t buflen)
{
	return mnl_attr_put_check(nlh, buflen, 1, 0, NULL);
}

static bool put_5(struct nlmsghdr *nlh, size_t buflen)
{
	return mnl_attr_put_check(nlh, buflen, 0x8002, 5, "\1\2\3\4\5");
}

static bool put_u8(struct nlmsghdr *nlh, size_t buflen)
{
	return mnl_attr_put_u8_check(nlh, buflen, 3, 0xa1);
}

static bool put_u16(struct nlmsghdr *nlh, size_t buflen)
{
	return mnl_attr_put_u16_check(nlh, buflen, 4, 0xa1b2);
}

static bool put_u32(struct nlmsghdr *nlh, size_t buflen)
{
	return mnl_attr_put_u32_check(nlh, buflen, 5, 0xa1b2c3d4);
}

static bool put_u64(struct nlmsghdr *nlh, size_t buflen)
{
	return mnl_attr_put_u64_check(nlh, buflen, 6, UINT64_C(0xa1b2c3d4e5f60718));
}

static bool put_str(struct nlmsghdr *nlh, size_t buflen)
{
	return mnl_attr_put_str_check(nlh, buflen, 7, "abcd");
}

static bool put_strz(struct nlmsghdr *nlh, size_t buflen)
{
	return mnl_attr_put_strz_check(nlh, buflen, 8, "abcd");
}

static bool put_str_empty(struct nlmsghdr *nlh, size_t buflen)
{
	return mnl_attr_put_str_check(nlh, buflen, 9, "");
}

static bool put_strz_empty(struct nlmsghdr *nlh, size_t buflen)
{
	return mnl_attr_put_strz_check(nlh, buflen, 10, "");
}

static const struct {
	const char *name;
	bool (*put)(struct nlmsghdr *nlh, size_t buflen);
} functions[] = {
	{ "put_0", put_0 },     { "put_5", put_5 },
	{ "u8", put_u8 },       { "u16", put_u16 },
	{ "u32", put_u32 },     { "u64", put_u64 },
	{ "str", put_str },     { "strz", put_strz },
	{ "str_empty", put_str_empty }, { "strz_empty", put_strz_empty },
};

/* Every bound from nothing to plenty; a refusal must leave all bytes alone. */
static void bounds(void)
{
	static const size_t bounds[] = { 0, 4, 15, 16, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28,
					 29, 31, 32, 33, 64, 65535, SIZE_MAX };

	for (size_t f = 0; f < COUNT(functions); f++) {
		struct nlmsghdr *untouched = raw_message(ROOM, 0, 16);
		struct row row = { 0 };

		for (size_t b = 0; b < COUNT(bounds); b++) {
			struct nlmsghdr *nlh = raw_message(ROOM, 0, 16);
			const char *verdict;
			bool done;

			errno = ERRNO_UNTOUCHED;
			done = functions[f].put(nlh, bounds[b]);
			if (errno != ERRNO_UNTOUCHED)
				verdict = "errno!";
			else if (done)
				verdict = "put";
			else if (memcmp(nlh, untouched, ROOM) == 0)
				verdict = "no";
			else
				verdict = "no,changed!";
			row_add(&row, "%zu=%s", bounds[b], verdict);
			free(nlh);
		}
		out_row(&row, "bounds.%s", functions[f].name);
		free(untouched);
	}
}

static void written(void)
{
	for (size_t f = 0; f < COUNT(functions); f++) {
		struct nlmsghdr *nlh = raw_message(ROOM, 0, 16);

		out_bool(functions[f].put(nlh, ROOM), "written.%s.result", functions[f].name);
		out_uint(nlh->nlmsg_len, "written.%s.nlmsg_len", functions[f].name);
		out_hex((char *)nlh + 16, 20, "written.%s.bytes", functions[f].name);
		free(nlh);
	}
}

static void padding(void)
{
	for (size_t f = 0; f < COUNT(functions); f++) {
		struct nlmsghdr *nlh = raw_message(ROOM, 0xee, 16);

		out_bool(functions[f].put(nlh, ROOM), "padding.%s.result", functions[f].name);
		out_hex((char *)nlh + 16, 20, "padding.%s.bytes", functions[f].name);
		free(nlh);
	}
}

/*
 * Q11: the bound is compared with the unaligned nlmsg_len, the attribute is written
 * at the aligned one, so it may reach up to 3 bytes past the bound.
 */
static void unaligned(void)
{
	for (uint32_t len = 16; len <= 20; len++) {
		for (size_t buflen = 23; buflen <= 29; buflen++) {
			struct nlmsghdr *nlh = raw_message(ROOM, 0, len);

			OUT_CALL(mnl_attr_put_u32_check(nlh, buflen, 1, 0xa1b2c3d4),
				 "unaligned.%u.bound_%zu.result", len, buflen);
			out_uint(nlh->nlmsg_len, "unaligned.%u.bound_%zu.nlmsg_len", len, buflen);
			out_hex((char *)nlh + 16, 16, "unaligned.%u.bound_%zu.bytes", len, buflen);
			free(nlh);
		}
	}
}

/* A message that is already longer than the bound. */
static void bound_behind(void)
{
	struct nlmsghdr *nlh = raw_message(ROOM, 0, 40);

	OUT_CALL(mnl_attr_put_u32_check(nlh, 24, 1, 1), "bound_behind.result");
	out_uint(nlh->nlmsg_len, "bound_behind.nlmsg_len");
	free(nlh);
}

static void fill_up(void)
{
	struct nlmsghdr *nlh = raw_message(ROOM, 0, 16);
	int count = 0;

	while (mnl_attr_put_u32_check(nlh, ROOM, 1, 7))
		count++;
	out_int(count, "fill_up.count");
	out_uint(nlh->nlmsg_len, "fill_up.nlmsg_len");
	free(nlh);
}

/* Q9 behind a bound: 1.0.4 looks at the bound only, we also refuse what 16 bits cannot say. */
static void too_long(void)
{
	static const size_t lengths[] = { 65528, 65531, 65532, 65533, 65536, 65540 };
	const size_t room = 65600;
	char *data = raw_buffer(65541, 'd');

	for (size_t i = 0; i < COUNT(lengths); i++) {
		struct nlmsghdr *nlh = raw_message(room, 0, 16);

		OUT_CALL(mnl_attr_put_check(nlh, room, 1, lengths[i], data), "long.put_%zu.result",
			 lengths[i]);
		out_uint(nlh->nlmsg_len, "long.put_%zu.nlmsg_len", lengths[i]);
		out_hex((char *)nlh + 16, 6, "long.put_%zu.head", lengths[i]);
		free(nlh);
	}
	free(data);
}

static void too_long_for_bound(void)
{
	static const size_t bounds[] = { 65551, 65552, 65553 };
	char *data = raw_buffer(65531, 'd');

	for (size_t i = 0; i < COUNT(bounds); i++) {
		struct nlmsghdr *nlh = raw_message(65560, 0, 16);

		OUT_CALL(mnl_attr_put_check(nlh, bounds[i], 1, 65531, data),
			 "long.put_65531.bound_%zu.result", bounds[i]);
		out_uint(nlh->nlmsg_len, "long.put_65531.bound_%zu.nlmsg_len", bounds[i]);
		free(nlh);
	}
	free(data);
}

static void too_long_string(void)
{
	static const size_t lengths[] = { 65530, 65531, 65532 };
	const size_t room = 65600;
	char *text = raw_buffer(65533, 's');

	for (size_t i = 0; i < COUNT(lengths); i++) {
		struct nlmsghdr *nlh = raw_message(room, 0, 16);

		memset(text, 's', 65533);
		text[lengths[i]] = '\0';
		OUT_CALL(mnl_attr_put_str_check(nlh, room, 1, text), "long.str_%zu.result",
			 lengths[i]);
		out_uint(nlh->nlmsg_len, "long.str_%zu.nlmsg_len", lengths[i]);
		free(nlh);

		nlh = raw_message(room, 0, 16);
		OUT_CALL(mnl_attr_put_strz_check(nlh, room, 1, text), "long.strz_%zu.result",
			 lengths[i]);
		out_uint(nlh->nlmsg_len, "long.strz_%zu.nlmsg_len", lengths[i]);
		free(nlh);
	}
	free(text);
}

int main(void)
{
	bounds();
	written();
	padding();
	unaligned();
	bound_behind();
	fill_up();
	too_long();
	too_long_for_bound();
	too_long_string();
	return 0;
}
