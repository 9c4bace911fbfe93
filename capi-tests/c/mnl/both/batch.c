/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Batches of messages in one buffer.  Quirks Q23 and Q24. */
#include <libmnl/libmnl.h>

#include "raw.h"
#include "report.h"

#define ROOM 256

static char *buf;
static struct mnl_nlmsg_batch *batch;

/* A batch of limit bytes in a buffer that is larger, as the interface demands. */
static void begin(size_t limit)
{
	buf = raw_buffer(ROOM, 0xee);
	batch = mnl_nlmsg_batch_start(buf, limit);
	if (batch == NULL) {
		fprintf(stderr, "mnl_nlmsg_batch_start failed\n");
		exit(2);
	}
}

static void end(void)
{
	mnl_nlmsg_batch_stop(batch);
	free(buf);
}

/* Writes a message of len bytes, marked, where the batch wants the next one. */
static void put(uint32_t len, uint16_t mark)
{
	raw_header(mnl_nlmsg_batch_current(batch), len, mark, 0, 0, 0);
}

static void out_state(const char *name)
{
	out_uint(mnl_nlmsg_batch_size(batch), "%s.size", name);
	out_int(raw_offset(buf, mnl_nlmsg_batch_head(batch)), "%s.head", name);
	out_int(raw_offset(buf, mnl_nlmsg_batch_current(batch)), "%s.current", name);
	out_bool(mnl_nlmsg_batch_is_empty(batch), "%s.is_empty", name);
}

static void out_next(const char *name)
{
	OUT_CALL(mnl_nlmsg_batch_next(batch), "%s.next", name);
	out_state(name);
}

static void fresh(void)
{
	begin(64);
	out_state("fresh");
	out_hex(buf, 16, "fresh.bytes");
	end();
}

static void fills_up(void)
{
	begin(64);
	for (uint16_t i = 1; i <= 5; i++) {
		char name[40];

		put(16, i);
		sprintf(name, "fill.%u", i);
		out_next(name);
	}
	end();
}

/* Exactly at the limit, one below, one above. */
static void limits(void)
{
	static const struct {
		size_t limit;
		uint32_t second;
	} cases[] = {
		{ 40, 20 }, { 40, 23 }, { 40, 24 }, { 40, 25 }, { 39, 24 }, { 41, 24 },
		{ 16, 16 }, { 15, 16 }, { 0, 16 },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		char name[60];

		begin(cases[i].limit);
		put(16, 1);
		sprintf(name, "limit_%zu.then_%u.first", cases[i].limit, cases[i].second);
		out_next(name);
		put(cases[i].second, 2);
		sprintf(name, "limit_%zu.then_%u.second", cases[i].limit, cases[i].second);
		out_next(name);
		end();
	}
}

/* A refused message stays where it is, outside size, until reset brings it to the head. */
static void overflow_and_reset(void)
{
	begin(64);
	put(40, 1);
	out_next("overflow.first");
	put(28, 2);
	out_next("overflow.second");
	mnl_nlmsg_batch_reset(batch);
	out_state("overflow.reset");
	out_hex(buf, 28, "overflow.reset.bytes");
	put(16, 3);
	out_next("overflow.after_reset");
	mnl_nlmsg_batch_reset(batch);
	out_state("overflow.reset_again");
	end();
}

/* next() may be asked again: it refuses again. */
static void overflow_twice(void)
{
	begin(64);
	put(48, 1);
	out_next("twice.first");
	put(24, 2);
	out_next("twice.second");
	out_next("twice.second_again");
	/* A smaller message in its place fits; reset still thinks of an overflow. */
	put(16, 3);
	out_next("twice.smaller");
	put(20, 4);
	mnl_nlmsg_batch_reset(batch);
	out_state("twice.reset");
	out_hex(buf, 20, "twice.reset.bytes");
	end();
}

static void reset_without_overflow(void)
{
	begin(64);
	put(16, 1);
	out_next("reset.one");
	mnl_nlmsg_batch_reset(batch);
	out_state("reset.after");
	out_hex(buf, 20, "reset.bytes");
	mnl_nlmsg_batch_reset(batch);
	out_state("reset.twice");
	put(20, 2);
	out_next("reset.reused");
	end();
}

/* Q23: lengths are added up as they are, so a message may begin anywhere. */
static void unaligned(void)
{
	begin(64);
	put(17, 1);
	out_next("unaligned.first");
	put(18, 2);
	out_next("unaligned.second");
	out_hex(buf, 40, "unaligned.bytes");
	end();
}

/* Q24: a first message above the limit is refused, and after reset counted all the same. */
static void first_too_long(void)
{
	begin(32);
	put(48, 1);
	out_next("too_long");
	mnl_nlmsg_batch_reset(batch);
	out_state("too_long.reset");
	out_hex(buf, 50, "too_long.reset.bytes");
	end();
}

static void usual_loop(void)
{
	int sent = 0;
	struct row row = { 0 };

	begin(64);
	for (uint16_t i = 0; i < 9; i++) {
		put(20, i);
		if (mnl_nlmsg_batch_next(batch))
			continue;
		row_add(&row, "%zu", mnl_nlmsg_batch_size(batch));
		sent++;
		mnl_nlmsg_batch_reset(batch);
	}
	if (!mnl_nlmsg_batch_is_empty(batch)) {
		row_add(&row, "%zu", mnl_nlmsg_batch_size(batch));
		sent++;
	}
	out_row(&row, "loop.sizes");
	out_int(sent, "loop.sent");
	out_hex(mnl_nlmsg_batch_head(batch), mnl_nlmsg_batch_size(batch), "loop.last");
	end();
}

/* Starting looks at nothing, stopping frees the batch only. */
static void without_buffer(void)
{
	struct mnl_nlmsg_batch *none = mnl_nlmsg_batch_start(NULL, 0);

	out_bool(none != NULL, "no_buffer.start");
	out_uint(mnl_nlmsg_batch_size(none), "no_buffer.size");
	out_bool(mnl_nlmsg_batch_head(none) == NULL, "no_buffer.head_is_null");
	out_bool(mnl_nlmsg_batch_current(none) == NULL, "no_buffer.current_is_null");
	out_bool(mnl_nlmsg_batch_is_empty(none), "no_buffer.is_empty");
	mnl_nlmsg_batch_reset(none);
	out_uint(mnl_nlmsg_batch_size(none), "no_buffer.reset.size");
	mnl_nlmsg_batch_stop(none);
	mnl_nlmsg_batch_stop(NULL);
	out_text("returned", "stop.null");
}

static void huge_limit(void)
{
	begin(SIZE_MAX);
	put(200, 1);
	out_next("huge_limit");
	end();
}

int main(void)
{
	fresh();
	fills_up();
	limits();
	overflow_and_reset();
	overflow_twice();
	reset_without_overflow();
	unaligned();
	first_too_long();
	usual_loop();
	without_buffer();
	huge_limit();
	return 0;
}
