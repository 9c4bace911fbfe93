/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What does not fit is refused: attributes and nests of 64 KiB and more, lengths
 * that wrap, bounds that are exact.  Also: padding is zero, and an overflowing
 * batch moves its last message even if it overlaps.
 */
#include <libmnl/libmnl.h>

#include "check.h"
#include "exact.h"
#include "raw.h"

#define ROOM 70000

/* A message of 16 bytes in ROOM bytes that are otherwise 0xee. */
static struct nlmsghdr *message(void)
{
	return raw_message(ROOM, 0xee, 16);
}

/* Whether nothing but the header has been written to since message(). */
static bool untouched(const struct nlmsghdr *nlh)
{
	struct nlmsghdr *fresh = message();
	const bool same = memcmp(nlh, fresh, ROOM) == 0;

	free(fresh);
	return same;
}

static void padding_is_zero(void)
{
	static const unsigned char zeros[3] = { 0 };

	for (size_t len = 0; len <= 9; len++) {
		struct nlmsghdr *nlh = message();
		const size_t padding = ((len + 3) & ~(size_t)3) - len;
		const char *end = (char *)nlh + 20 + len;

		mnl_attr_put(nlh, 1, len, "123456789");
		CHECK_BYTES(end, zeros, padding, "put of %zu: %zu bytes of padding are zero", len, padding);
		CHECK_INT((unsigned char)end[padding], 0xee, "put of %zu: and no byte more", len);
		free(nlh);
	}
}

static void put_too_long(void)
{
	static const size_t lengths[] = { 65532, 65533, 65535, 65536, 65540, 69000,
					  SIZE_MAX / 2, SIZE_MAX - 7, SIZE_MAX - 3, SIZE_MAX };
	char *data = raw_buffer(ROOM, 'd');

	for (size_t i = 0; i < COUNT(lengths); i++) {
		struct nlmsghdr *nlh = message();

		errno = CHECK_ERRNO_UNTOUCHED;
		mnl_attr_put(nlh, 1, lengths[i], data);
		CHECK_INT(errno, CHECK_ERRNO_UNTOUCHED, "put of %zu: errno left alone", lengths[i]);
		CHECK(untouched(nlh), "put of %zu: message left alone", lengths[i]);
		CHECK_CALL(mnl_attr_put_check(nlh, ROOM, 1, lengths[i], data), 0, CHECK_ERRNO_UNTOUCHED,
			   "put_check of %zu: false", lengths[i]);
		CHECK_CALL(mnl_attr_put_check(nlh, SIZE_MAX, 1, lengths[i], data), 0,
			   CHECK_ERRNO_UNTOUCHED, "put_check of %zu without a bound: false", lengths[i]);
		CHECK(untouched(nlh), "put_check of %zu: message left alone", lengths[i]);
		free(nlh);
	}
	free(data);
}

static void put_longest(void)
{
	struct nlmsghdr *nlh = message();
	char *data = raw_buffer(65531, 'd');
	const struct nlattr *attr = (struct nlattr *)((char *)nlh + 16);

	CHECK_CALL(mnl_attr_put_check(nlh, 65551, 1, 65531, data), 0, CHECK_ERRNO_UNTOUCHED,
		   "put_check of 65531, one byte short: false");
	CHECK(untouched(nlh), "put_check of 65531, one byte short: message left alone");
	CHECK_CALL(mnl_attr_put_check(nlh, 65552, 1, 65531, data), 1, CHECK_ERRNO_UNTOUCHED,
		   "put_check of 65531, exact: true");
	CHECK_INT(nlh->nlmsg_len, 65552, "put_check of 65531: nlmsg_len");
	CHECK_INT(mnl_attr_get_len(attr), 65535, "put_check of 65531: nla_len");
	CHECK_BYTES(mnl_attr_get_payload(attr), data, 65531, "put_check of 65531: payload");
	CHECK_INT(*((char *)attr + 65535), 0, "put_check of 65531: padding");
	free(data);
	free(nlh);
}

static void put_string_too_long(void)
{
	char *text = raw_buffer(65533, 's');
	struct nlmsghdr *nlh = message();

	text[65532] = '\0';
	mnl_attr_put_str(nlh, 1, text);
	CHECK(untouched(nlh), "put_str of 65532: message left alone");
	mnl_attr_put_strz(nlh, 1, text);
	CHECK(untouched(nlh), "put_strz of 65532: message left alone");
	CHECK(!mnl_attr_put_str_check(nlh, ROOM, 1, text), "put_str_check of 65532: false");
	CHECK(!mnl_attr_put_strz_check(nlh, ROOM, 1, text), "put_strz_check of 65532: false");
	text[65531] = '\0';
	mnl_attr_put_strz(nlh, 1, text);
	CHECK(untouched(nlh), "put_strz of 65531: message left alone");
	CHECK(!mnl_attr_put_strz_check(nlh, ROOM, 1, text), "put_strz_check of 65531: false");
	CHECK(untouched(nlh), "put_strz_check of 65531: message left alone");
	CHECK(mnl_attr_put_str_check(nlh, ROOM, 1, text), "put_str_check of 65531: true");
	CHECK_INT(nlh->nlmsg_len, 65552, "put_str_check of 65531: nlmsg_len");
	free(nlh);
	free(text);
}

/* The seven checked putters, in memory that ends at their bound: one short, then exact. */
static void bounds_are_exact(void)
{
	for (enum placement placement = ON_HEAP; placement < PLACEMENTS; placement++) {
		const char *where = placement_names[placement];

		for (int which = 0; which < 8; which++) {
			/* The u64, and none else, takes 12 bytes; the nest takes 4. */
			const size_t need = 16 + (which == 3 ? 12 : which == 7 ? 4 : 8);

			for (size_t bound = need - 4; bound <= need; bound += 4) {
				struct exact buffer = exact_new(bound, 0xee, placement);
				struct nlmsghdr *nlh = raw_header(buffer.at, 16, 1, 0, 0, 0);
				bool done = false;

				switch (which) {
				case 0: done = mnl_attr_put_u8_check(nlh, bound, 1, 1); break;
				case 1: done = mnl_attr_put_u16_check(nlh, bound, 1, 1); break;
				case 2: done = mnl_attr_put_u32_check(nlh, bound, 1, 1); break;
				case 3: done = mnl_attr_put_u64_check(nlh, bound, 1, 1); break;
				case 4: done = mnl_attr_put_str_check(nlh, bound, 1, "abc"); break;
				case 5: done = mnl_attr_put_strz_check(nlh, bound, 1, "abc"); break;
				case 6: done = mnl_attr_put_check(nlh, bound, 1, 2, "ab"); break;
				default: done = mnl_attr_nest_start_check(nlh, bound, 1) != NULL;
				}
				CHECK_INT(done, bound == need, "putter %d, bound %zu, %s: result", which,
					  bound, where);
				CHECK_INT(nlh->nlmsg_len, done ? need : 16,
					  "putter %d, bound %zu, %s: nlmsg_len", which, bound, where);
				exact_free(&buffer);
			}
		}
	}
}

/* Only the nest goes, what was there before it stays. */
static void nest_too_long(void)
{
	static const uint32_t before[] = { 16, 24 };
	char *data = raw_buffer(65528, 'd');

	for (size_t i = 0; i < COUNT(before); i++) {
		struct nlmsghdr *nlh = message();
		struct nlattr *nest;

		if (before[i] > 16)
			mnl_attr_put_u32(nlh, 1, 7);
		nest = mnl_attr_nest_start(nlh, 2);
		mnl_attr_put(nlh, 3, 65528, data);
		CHECK_INT(nlh->nlmsg_len, before[i] + 65536, "nest at %u: open, 65536 bytes", before[i]);
		errno = CHECK_ERRNO_UNTOUCHED;
		mnl_attr_nest_end(nlh, nest);
		CHECK_INT(errno, CHECK_ERRNO_UNTOUCHED, "nest at %u: errno left alone", before[i]);
		CHECK_INT(nlh->nlmsg_len, before[i], "nest at %u: taken away", before[i]);
		mnl_attr_put_u32(nlh, 4, 9);
		CHECK_INT(nlh->nlmsg_len, before[i] + 8, "nest at %u: message goes on", before[i]);
		free(nlh);
	}
	free(data);
}

static void nest_longest(void)
{
	struct nlmsghdr *nlh = message();
	struct nlattr *nest = mnl_attr_nest_start(nlh, 2);
	char *data = raw_buffer(65524, 'd');

	mnl_attr_put(nlh, 3, 65524, data);
	mnl_attr_nest_end(nlh, nest);
	CHECK_INT(mnl_attr_get_len(nest), 65532, "nest of 65532: nla_len");
	CHECK_INT(nlh->nlmsg_len, 65548, "nest of 65532: nlmsg_len");
	free(data);
	free(nlh);
}

/* The inner one fits, the outer one does not: all of it goes. */
static void outer_nest_too_long(void)
{
	struct nlmsghdr *nlh = message();
	struct nlattr *outer = mnl_attr_nest_start(nlh, 1);
	struct nlattr *inner = mnl_attr_nest_start(nlh, 2);
	char *data = raw_buffer(65524, 'd');

	mnl_attr_put(nlh, 3, 65524, data);
	mnl_attr_nest_end(nlh, inner);
	CHECK_INT(mnl_attr_get_len(inner), 65532, "inner nest: nla_len");
	mnl_attr_nest_end(nlh, outer);
	CHECK_INT(nlh->nlmsg_len, 16, "outer nest: taken away");
	free(data);
	free(nlh);
}

/* The message that is moved to the head overlaps the place it comes from. */
static void batch_overlap(void)
{
	char *buf = raw_buffer(256, 0xee);
	struct mnl_nlmsg_batch *batch = mnl_nlmsg_batch_start(buf, 64);
	unsigned char want[48];

	need(batch != NULL);
	raw_header(mnl_nlmsg_batch_current(batch), 20, 1, 0, 0, 0);
	CHECK(mnl_nlmsg_batch_next(batch), "batch: first fits");
	raw_header(mnl_nlmsg_batch_current(batch), 48, 2, 3, 4, 5);
	for (int i = 16; i < 48; i++)
		buf[20 + i] = (char)i;
	memcpy(want, buf + 20, sizeof(want));
	CHECK(!mnl_nlmsg_batch_next(batch), "batch: second does not");
	mnl_nlmsg_batch_reset(batch);
	CHECK_BYTES(buf, want, sizeof(want), "batch: moved over itself, intact");
	CHECK_UINT(mnl_nlmsg_batch_size(batch), 48, "batch: size after reset");
	mnl_nlmsg_batch_stop(batch);
	free(buf);
}

/* Lengths near the end of 32 bits do not wrap into room. */
static void batch_huge_message(void)
{
	static const uint32_t lengths[] = { 49, 0x7fffffff, 0x80000000, 0xfffffff0, UINT32_MAX };

	for (size_t i = 0; i < COUNT(lengths); i++) {
		char *buf = raw_buffer(256, 0);
		struct mnl_nlmsg_batch *batch = mnl_nlmsg_batch_start(buf, 64);

		need(batch != NULL);
		raw_header(mnl_nlmsg_batch_current(batch), 16, 1, 0, 0, 0);
		mnl_nlmsg_batch_next(batch);
		raw_header(mnl_nlmsg_batch_current(batch), lengths[i], 2, 0, 0, 0);
		CHECK(!mnl_nlmsg_batch_next(batch), "batch: message of %u does not fit", lengths[i]);
		CHECK_UINT(mnl_nlmsg_batch_size(batch), 16, "batch: message of %u is not counted",
			   lengths[i]);
		mnl_nlmsg_batch_stop(batch);
		free(buf);
	}
}

int main(void)
{
	padding_is_zero();
	put_too_long();
	put_longest();
	put_string_too_long();
	bounds_are_exact();
	nest_too_long();
	nest_longest();
	outer_nest_too_long();
	batch_overlap();
	batch_huge_message();
	return check_done();
}
