/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Building nests: start, end, cancel.  Quirks Q12 and Q13. */
#include <libmnl/libmnl.h>

#include "raw.h"
#include "report.h"

/* Q12: nla_len stays what it was until the nest is closed. */
static void start(void)
{
	static const uint16_t types[] = { 0, 1, 0x3fff, 0x4001, 0x8001, 0xffff };

	for (size_t i = 0; i < COUNT(types); i++) {
		struct nlmsghdr *nlh = raw_message(32, 0xee, 16);
		struct nlattr *nest;

		errno = ERRNO_UNTOUCHED;
		nest = mnl_attr_nest_start(nlh, types[i]);
		out_errno(errno, "start.%#x.errno", types[i]);
		out_int(raw_offset(nlh, nest), "start.%#x.offset", types[i]);
		out_uint(nlh->nlmsg_len, "start.%#x.nlmsg_len", types[i]);
		out_hex((char *)nlh + 16, 8, "start.%#x.bytes", types[i]);
		free(nlh);
	}
}

static void start_check(void)
{
	static const size_t bounds[] = { 0, 15, 16, 19, 20, 21, 32, SIZE_MAX };

	for (size_t i = 0; i < COUNT(bounds); i++) {
		struct nlmsghdr *nlh = raw_message(32, 0xee, 16);
		struct nlattr *nest;

		errno = ERRNO_UNTOUCHED;
		nest = mnl_attr_nest_start_check(nlh, bounds[i], 5);
		out_errno(errno, "start_check.bound_%zu.errno", bounds[i]);
		out_int(nest != NULL ? raw_offset(nlh, nest) : -1, "start_check.bound_%zu.offset",
			bounds[i]);
		out_uint(nlh->nlmsg_len, "start_check.bound_%zu.nlmsg_len", bounds[i]);
		out_hex((char *)nlh + 16, 8, "start_check.bound_%zu.bytes", bounds[i]);
		free(nlh);
	}
}

/* As with the other bounds, the unaligned length is what is compared. */
static void start_check_unaligned(void)
{
	for (uint32_t len = 17; len <= 20; len++) {
		for (size_t bound = 20; bound <= 24; bound++) {
			struct nlmsghdr *nlh = raw_message(32, 0xee, len);
			struct nlattr *nest = mnl_attr_nest_start_check(nlh, bound, 5);

			out_int(nest != NULL ? raw_offset(nlh, nest) : -1,
				"start_check.at_%u.bound_%zu.offset", len, bound);
			out_uint(nlh->nlmsg_len, "start_check.at_%u.bound_%zu.nlmsg_len", len,
				 bound);
			free(nlh);
		}
	}
}

static void end_empty(void)
{
	struct nlmsghdr *nlh = raw_message(32, 0xee, 16);
	struct nlattr *nest = mnl_attr_nest_start(nlh, 1);

	mnl_attr_nest_end(nlh, nest);
	out_uint(nlh->nlmsg_len, "end.empty.nlmsg_len");
	out_hex((char *)nlh + 16, 8, "end.empty.bytes");
	free(nlh);
}

/* The padding of the last attribute inside belongs to the nest. */
static void end_counts_padding(void)
{
	for (size_t len = 0; len <= 5; len++) {
		struct nlmsghdr *nlh = raw_message(48, 0, 16);
		struct nlattr *nest = mnl_attr_nest_start(nlh, 1);

		mnl_attr_put(nlh, 2, len, "\1\2\3\4\5");
		mnl_attr_nest_end(nlh, nest);
		out_uint(mnl_attr_get_len(nest), "end.payload_%zu.nla_len", len);
		out_uint(nlh->nlmsg_len, "end.payload_%zu.nlmsg_len", len);
		out_hex((char *)nlh + 16, 16, "end.payload_%zu.bytes", len);
		free(nlh);
	}
}

static void three_levels(void)
{
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(raw_buffer(128, 0));
	struct nlattr *outer = mnl_attr_nest_start(nlh, 1);
	struct nlattr *middle;
	struct nlattr *inner;

	mnl_attr_put_u8(nlh, 10, 0xa1);
	middle = mnl_attr_nest_start(nlh, 2);
	mnl_attr_put_strz(nlh, 11, "abcd");
	inner = mnl_attr_nest_start(nlh, 3);
	mnl_attr_put_u32(nlh, 12, 0xa1b2c3d4);
	mnl_attr_nest_end(nlh, inner);
	mnl_attr_nest_end(nlh, middle);
	mnl_attr_put_u16(nlh, 13, 0xa1b2);
	mnl_attr_nest_end(nlh, outer);
	mnl_attr_put_u8(nlh, 14, 0xb2);
	out_uint(nlh->nlmsg_len, "levels.nlmsg_len");
	out_hex((char *)nlh + 16, nlh->nlmsg_len - 16, "levels.bytes");
	free(nlh);
}

/* A nest that begins behind an unaligned message, and one that grows by hand. */
static void unaligned(void)
{
	for (uint32_t len = 16; len <= 20; len++) {
		struct nlmsghdr *nlh = raw_message(64, 0, len);
		struct nlattr *nest = mnl_attr_nest_start(nlh, 1);

		out_int(raw_offset(nlh, nest), "unaligned.%u.offset", len);
		out_uint(nlh->nlmsg_len, "unaligned.%u.open.nlmsg_len", len);
		mnl_attr_put_u8(nlh, 2, 3);
		mnl_attr_nest_end(nlh, nest);
		out_uint(mnl_attr_get_len(nest), "unaligned.%u.nla_len", len);
		out_uint(nlh->nlmsg_len, "unaligned.%u.closed.nlmsg_len", len);
		nlh->nlmsg_len += 1;
		mnl_attr_nest_end(nlh, nest);
		out_uint(mnl_attr_get_len(nest), "unaligned.%u.plus_1.nla_len", len);
		mnl_attr_nest_cancel(nlh, nest);
		out_uint(nlh->nlmsg_len, "unaligned.%u.cancelled.nlmsg_len", len);
		free(nlh);
	}
}

static void cancel_open(void)
{
	struct nlmsghdr *nlh = raw_message(64, 0, 16);
	struct nlattr *nest;

	mnl_attr_put_u32(nlh, 9, 1);
	nest = mnl_attr_nest_start(nlh, 1);
	mnl_attr_put_u8(nlh, 2, 3);
	errno = ERRNO_UNTOUCHED;
	mnl_attr_nest_cancel(nlh, nest);
	out_errno(errno, "cancel.open.errno");
	out_uint(nlh->nlmsg_len, "cancel.open.nlmsg_len");
	out_hex((char *)nlh + 16, 24, "cancel.open.bytes");
	free(nlh);
}

static void cancel_closed(void)
{
	struct nlmsghdr *nlh = raw_message(64, 0, 16);
	struct nlattr *nest = mnl_attr_nest_start(nlh, 1);

	mnl_attr_put_u8(nlh, 2, 3);
	mnl_attr_nest_end(nlh, nest);
	mnl_attr_nest_cancel(nlh, nest);
	out_uint(nlh->nlmsg_len, "cancel.closed.nlmsg_len");
	free(nlh);
}

static void cancel_empty(void)
{
	struct nlmsghdr *nlh = raw_message(64, 0, 16);
	struct nlattr *nest = mnl_attr_nest_start(nlh, 1);

	mnl_attr_nest_cancel(nlh, nest);
	out_uint(nlh->nlmsg_len, "cancel.empty.nlmsg_len");
	free(nlh);
}

/* Cancelling an outer nest takes everything behind its start with it. */
static void cancel_levels(void)
{
	struct nlmsghdr *nlh = raw_message(64, 0, 16);
	struct nlattr *outer = mnl_attr_nest_start(nlh, 1);
	struct nlattr *inner;

	mnl_attr_put_u32(nlh, 2, 1);
	inner = mnl_attr_nest_start(nlh, 3);
	mnl_attr_put_u32(nlh, 4, 1);
	mnl_attr_nest_cancel(nlh, inner);
	out_uint(nlh->nlmsg_len, "cancel.inner.nlmsg_len");
	mnl_attr_put_u8(nlh, 5, 1);
	mnl_attr_nest_end(nlh, outer);
	out_uint(mnl_attr_get_len(outer), "cancel.inner.outer_nla_len");
	mnl_attr_put_u8(nlh, 6, 1);
	mnl_attr_nest_cancel(nlh, outer);
	out_uint(nlh->nlmsg_len, "cancel.outer.nlmsg_len");
	free(nlh);
}

/*
 * Q13: a nest of 65536 bytes or more does not fit nla_len.  1.0.4 cuts the number
 * off, we take the nest away again.  before: bytes in the message ahead of it.
 */
static void end_too_long(void)
{
	static const struct {
		size_t before;
		size_t payload;
	} cases[] = {
		{ 0, 65520 }, { 0, 65524 }, { 0, 65525 }, { 0, 65528 }, { 0, 65531 },
		{ 8, 65524 }, { 8, 65528 }, { 8, 65531 },
	};
	char *data = raw_buffer(65531, 'd');

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct nlmsghdr *nlh = raw_message(65600, 0, 16);
		struct nlattr *nest;

		if (cases[i].before > 0)
			mnl_attr_put(nlh, 1, cases[i].before - 4, data);
		nest = mnl_attr_nest_start(nlh, 2);
		mnl_attr_put(nlh, 3, cases[i].payload, data);
		errno = ERRNO_UNTOUCHED;
		mnl_attr_nest_end(nlh, nest);
		out_errno(errno, "long.at_%zu.payload_%zu.errno", 16 + cases[i].before,
			  cases[i].payload);
		out_uint(nlh->nlmsg_len, "long.at_%zu.payload_%zu.nlmsg_len", 16 + cases[i].before,
			 cases[i].payload);
		/* What is written into a nest that has been taken away does not matter. */
		if (nlh->nlmsg_len > 16 + cases[i].before)
			out_uint(mnl_attr_get_len(nest), "long.at_%zu.payload_%zu.nla_len",
				 16 + cases[i].before, cases[i].payload);
		else
			out_text("gone", "long.at_%zu.payload_%zu.nla_len", 16 + cases[i].before,
				 cases[i].payload);
		free(nlh);
	}
	free(data);
}

/* Many small attributes that together are too long. */
static void end_too_long_many(void)
{
	struct nlmsghdr *nlh = raw_message(140000, 0, 16);
	struct nlattr *nest = mnl_attr_nest_start(nlh, 2);

	for (int i = 0; i < 9000; i++)
		mnl_attr_put_u64(nlh, 3, (uint64_t)i);
	out_uint(nlh->nlmsg_len, "long.many.open.nlmsg_len");
	mnl_attr_nest_end(nlh, nest);
	out_uint(nlh->nlmsg_len, "long.many.closed.nlmsg_len");
	mnl_attr_put_u32(nlh, 4, 0xa1b2c3d4);
	out_uint(nlh->nlmsg_len, "long.many.next.nlmsg_len");
	free(nlh);
}

/* Cancelling works at any size. */
static void cancel_too_long(void)
{
	struct nlmsghdr *nlh = raw_message(140000, 0, 16);
	struct nlattr *nest = mnl_attr_nest_start(nlh, 2);

	for (int i = 0; i < 9000; i++)
		mnl_attr_put_u64(nlh, 3, (uint64_t)i);
	mnl_attr_nest_cancel(nlh, nest);
	out_uint(nlh->nlmsg_len, "long.cancelled.nlmsg_len");
	free(nlh);
}

int main(void)
{
	start();
	start_check();
	start_check_unaligned();
	end_empty();
	end_counts_padding();
	three_levels();
	unaligned();
	cancel_open();
	cancel_closed();
	cancel_empty();
	cancel_levels();
	end_too_long();
	end_too_long_many();
	cancel_too_long();
	return 0;
}
