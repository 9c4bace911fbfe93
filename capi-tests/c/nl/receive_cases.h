/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What receive.c receives: the table of cases, each of them datagrams as the kernel sends them, or as it
 * never would.
 */
#ifndef OXNL_RECEIVE_CASES_H
#define OXNL_RECEIVE_CASES_H

#include <errno.h>

#include "nl/feed.h"

/* The sequence number that the socket expects first. */
static uint32_t base;

/* Datagrams of a case; messages with sequence number base + n. */
typedef void filler(struct feed *feed);

static void one(struct feed *f)
{
	feed_datagram(f, 0);
	feed_message(f, 20, 0, base, "abcd", 4);
}

static void three(struct feed *f)
{
	feed_datagram(f, 0);
	feed_message(f, 20, 0, base, "abc", 3);
	feed_message(f, 21, NLM_F_ACK, base, NULL, 0);
	feed_message(f, 22, 0, base, "abcdefgh", 8);
}

static void multi(struct feed *f)
{
	feed_datagram(f, 0);
	feed_message(f, 20, NLM_F_MULTI, base, "abcd", 4);
	feed_message(f, 21, NLM_F_MULTI, base, "abcd", 4);
	feed_datagram(f, 0);
	feed_message(f, 22, NLM_F_MULTI, base, "abcd", 4);
	feed_datagram(f, 0);
	feed_message(f, NLMSG_DONE, NLM_F_MULTI, base, "\0\0\0\0", 4);
	feed_datagram(f, 0);
	feed_message(f, 30, 0, base, NULL, 0);
}

static void multi_cut(struct feed *f)
{
	feed_datagram(f, 0);
	feed_message(f, 20, NLM_F_MULTI, base, "abcd", 4);
}

static void done_first(struct feed *f)
{
	feed_datagram(f, 0);
	feed_message(f, NLMSG_DONE, NLM_F_MULTI, base, NULL, 0);
	feed_message(f, 20, 0, base + 1, NULL, 0);
	feed_datagram(f, 0);
	feed_message(f, 21, 0, base + 1, NULL, 0);
}

/* After DONE another part begins in the same datagram. */
static void done_reopened(struct feed *f)
{
	feed_datagram(f, 0);
	feed_message(f, NLMSG_DONE, NLM_F_MULTI, base, NULL, 0);
	feed_message(f, 20, NLM_F_MULTI, base + 1, NULL, 0);
	feed_datagram(f, 0);
	feed_message(f, NLMSG_DONE, 0, base + 1, NULL, 0);
	feed_datagram(f, 0);
	feed_message(f, 21, 0, base + 2, NULL, 0);
}

static void noop(struct feed *f)
{
	feed_datagram(f, 0);
	feed_message(f, NLMSG_NOOP, 0, base, NULL, 0);
	feed_message(f, 20, 0, base + 1, NULL, 0);
}

static void overrun(struct feed *f)
{
	feed_datagram(f, 0);
	feed_message(f, NLMSG_OVERRUN, NLM_F_ACK, base, NULL, 0);
	feed_message(f, 20, 0, base + 1, NULL, 0);
}

static void ack(struct feed *f)
{
	feed_datagram(f, 0);
	feed_error(f, 0, base, 0);
	feed_message(f, 20, 0, base + 1, NULL, 0);
}

static void ack_multi(struct feed *f)
{
	feed_datagram(f, 0);
	feed_error(f, NLM_F_MULTI, base, 0);
	feed_datagram(f, 0);
	feed_message(f, NLMSG_DONE, 0, base + 1, NULL, 0);
}

static void negative(struct feed *f)
{
	feed_datagram(f, 0);
	feed_error(f, NLM_F_CAPPED, base, -ENOENT);
	feed_message(f, 20, 0, base + 1, NULL, 0);
}

static void positive(struct feed *f)
{
	feed_datagram(f, 0);
	feed_error(f, 0, base, EPERM);
	feed_error(f, 0, base + 1, -EBUSY);
}

static void unknown_error(struct feed *f)
{
	feed_datagram(f, 0);
	feed_error(f, 0, base, -512);
}

static void short_error(struct feed *f)
{
	int number = -1;

	feed_datagram(f, 0);
	feed_message(f, NLMSG_ERROR, 0, base, &number, sizeof(number));
	feed_message(f, 20, 0, base + 1, NULL, 0);
}

/* One byte less than an error message has, and just as much. */
static void error_lengths(struct feed *f)
{
	feed_datagram(f, 0);
	feed_error(f, 0, base, 0)->nlmsg_len = 35;
	feed_error(f, 0, base + 1, 0);
}

static void interrupted(struct feed *f)
{
	feed_datagram(f, 0);
	feed_message(f, 20, NLM_F_MULTI, base, NULL, 0);
	feed_message(f, 20, NLM_F_MULTI | NLM_F_DUMP_INTR, base, NULL, 0);
	feed_datagram(f, 0);
	feed_message(f, 20, NLM_F_MULTI, base, NULL, 0);
	feed_message(f, NLMSG_DONE, NLM_F_MULTI, base, "\0\0\0\0", 4);
	feed_datagram(f, 0);
	feed_message(f, 21, 0, base + 1, NULL, 0);
}

/* The dump is cut off by an error. */
static void interrupted_error(struct feed *f)
{
	feed_datagram(f, 0);
	feed_message(f, 20, NLM_F_MULTI | NLM_F_DUMP_INTR, base, NULL, 0);
	feed_error(f, 0, base, -EPERM);
}

/* Nothing comes after it. */
static void interrupted_silence(struct feed *f)
{
	feed_datagram(f, 0);
	feed_message(f, 20, NLM_F_MULTI | NLM_F_DUMP_INTR, base, NULL, 0);
}

static void all_flags(struct feed *f)
{
	feed_datagram(f, 0);
	feed_message(f, 20, 0xffff, base, NULL, 0);
	feed_datagram(f, 0);
	feed_message(f, NLMSG_DONE, 0xffff & ~0x200, base, NULL, 0);
}

static void wrong_seq(struct feed *f)
{
	feed_datagram(f, 0);
	feed_message(f, 20, NLM_F_ACK, base + 5, NULL, 0);
	feed_message(f, 21, 0, base, NULL, 0);
	feed_message(f, 22, 0, base - 1, NULL, 0);
}

static void wrong_seq_control(struct feed *f)
{
	feed_datagram(f, 0);
	feed_message(f, NLMSG_DONE, NLM_F_MULTI, base + 9, NULL, 0);
	feed_message(f, 20, 0, base + 1, NULL, 0);
}

static void small_types(struct feed *f)
{
	feed_datagram(f, 0);
	feed_message(f, 0, 0, base, NULL, 0);
	for (uint16_t type = 5; type <= NLMSG_MIN_TYPE; type++)
		feed_message(f, type, 0, base, NULL, 0);
	feed_message(f, 0xffff, 0, base, NULL, 0);
}

/* The second message says it is longer than there is. */
static void garbage_len(struct feed *f)
{
	feed_datagram(f, 0);
	feed_message(f, 20, 0, base, "ab", 2);
	feed_message(f, 21, 0, base, "abcd", 4)->nlmsg_len = 21;
}

static void garbage_short(struct feed *f)
{
	feed_datagram(f, 0);
	feed_message(f, 20, 0, base, NULL, 0);
	feed_message(f, 21, 0, base, NULL, 0)->nlmsg_len = 15;
}

static void garbage_tail(struct feed *f)
{
	feed_datagram(f, 0);
	feed_message(f, 20, NLM_F_MULTI, base, NULL, 0);
	feed_message(f, 21, 0, base, NULL, 0);
	f->len[0] -= 3;
	feed_datagram(f, 0);
	feed_message(f, NLMSG_DONE, 0, base, NULL, 0);
}

/* Not padded at the end. */
static void odd_end(struct feed *f)
{
	feed_datagram(f, 0);
	feed_message(f, 20, 0, base, "abcde", 5);
	f->len[0] -= 3;
}

static void tiny(struct feed *f)
{
	feed_datagram(f, 0);
	feed_message(f, 20, NLM_F_MULTI, base, NULL, 0);
	f->len[0] = 7;
	feed_datagram(f, 0);
	feed_message(f, 20, 0, base, NULL, 0);
}

static void nothing(struct feed *f)
{
	(void)f;
}

static const struct {
	const char *name;
	filler *fill;
} cases[] = {
	{ "one", one },
	{ "three", three },
	{ "multi", multi },
	{ "multi_cut", multi_cut },
	{ "done_first", done_first },
	{ "done_reopened", done_reopened },
	{ "noop", noop },
	{ "overrun", overrun },
	{ "ack", ack },
	{ "ack_multi", ack_multi },
	{ "negative", negative },
	{ "positive", positive },
	{ "unknown_error", unknown_error },
	{ "short_error", short_error },
	{ "error_lengths", error_lengths },
	{ "interrupted", interrupted },
	{ "interrupted_error", interrupted_error },
	{ "interrupted_silence", interrupted_silence },
	{ "all_flags", all_flags },
	{ "wrong_seq", wrong_seq },
	{ "wrong_seq_control", wrong_seq_control },
	{ "small_types", small_types },
	{ "garbage_len", garbage_len },
	{ "garbage_short", garbage_short },
	{ "garbage_tail", garbage_tail },
	{ "odd_end", odd_end },
	{ "tiny", tiny },
	{ "nothing", nothing },
};

#endif
