/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* mnl_cb_run: which messages reach the callback and what comes back.  Quirks Q14, Q16..Q18. */
#include <libmnl/libmnl.h>

#include <limits.h>

#include "raw.h"
#include "report.h"

/* What the data callback saw, and what it is to answer: answers[n] to the nth call, then 1. */
struct visits {
	const void *base;
	const int *answers;
	size_t answer_count;
	size_t calls;
	struct row seen;
};

static int visit(const struct nlmsghdr *nlh, void *data)
{
	struct visits *visits = data;
	const size_t call = visits->calls++;

	row_add(&visits->seen, "type=%u@%ld", nlh->nlmsg_type, raw_offset(visits->base, nlh));
	return call < visits->answer_count ? visits->answers[call] : 1;
}

static int set_errno_and_stop(const struct nlmsghdr *nlh, void *data)
{
	(void)nlh;
	errno = *(int *)data;
	return -1;
}

#define OUT_VISITS(call, visits, name)                                         \
	do {                                                                   \
		OUT_CALL(call, "%s.result", name);                             \
		out_row(&(visits).seen, "%s.seen", name);                      \
	} while (0)

/* An error message of len bytes that carries the code error. */
static void *error_message(size_t size, uint32_t len, int error)
{
	char *buf = raw_buffer(size, 0);

	raw_header(buf, len, NLMSG_ERROR, 0, 0, 0);
	memcpy(buf + 16, &error, sizeof(error));
	return buf;
}

/* Three data messages of 16 bytes, types 16, 17, 18. */
static char *three_messages(void)
{
	char *buf = raw_buffer(48, 0);

	for (int i = 0; i < 3; i++)
		raw_header(buf + 16 * i, 16, (uint16_t)(16 + i), 0, 0, 0);
	return buf;
}

static void every_type(void)
{
	static const uint16_t types[] = {
		0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 255, 0x7fff, 0xffff,
	};

	for (size_t i = 0; i < COUNT(types); i++) {
		char *buf = raw_buffer(36, 0);
		struct visits visits = { .base = buf };
		char name[40];

		raw_header(buf, 36, types[i], NLM_F_MULTI, 0, 0);
		sprintf(name, "type.%u", types[i]);
		OUT_VISITS(mnl_cb_run(buf, 36, 0, 0, visit, &visits), visits, name);
		free(buf);
	}
}

/* Without a data callback data messages are passed over, but still checked. */
static void no_data_callback(void)
{
	char *buf = three_messages();

	OUT_CALL(mnl_cb_run(buf, 48, 0, 0, NULL, NULL), "no_callback.data");
	raw_header(buf + 32, 16, NLMSG_DONE, 0, 0, 0);
	OUT_CALL(mnl_cb_run(buf, 48, 0, 0, NULL, NULL), "no_callback.then_done");
	raw_header(buf + 16, 16, 20, 0, 7, 0);
	OUT_CALL(mnl_cb_run(buf, 48, 9, 0, NULL, NULL), "no_callback.then_wrong_seq");
	free(buf);
}

/* Zero and below stop the run and are handed on; otherwise the last answer is. */
static void answers(void)
{
	static const struct {
		const char *name;
		int answers[3];
	} cases[] = {
		{ "all_ok", { 1, 1, 1 } },
		{ "last_wins", { 2, 3, 7 } },
		{ "stop_first", { 0, 1, 1 } },
		{ "stop_second", { 5, 0, 1 } },
		{ "error_first", { -1, 1, 1 } },
		{ "error_second", { 4, -5, 1 } },
		{ "error_last", { 1, 1, INT_MIN } },
		{ "big", { 1, 1, INT_MAX } },
	};
	char *buf = three_messages();

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct visits visits = { .base = buf, .answers = cases[i].answers, .answer_count = 3 };

		OUT_CALL(mnl_cb_run(buf, 48, 0, 0, visit, &visits), "answers.%s.result",
			 cases[i].name);
		out_uint(visits.calls, "answers.%s.calls", cases[i].name);
	}
	free(buf);
}

static void keeps_callback_errno(void)
{
	char *buf = three_messages();
	int err = ENODEV;

	OUT_CALL(mnl_cb_run(buf, 48, 0, 0, set_errno_and_stop, &err), "callback_errno");
	free(buf);
}

/* A NOOP or OVERRUN behind a message counts as the last answer. */
static void answer_of_controls(void)
{
	static const uint16_t second[] = { NLMSG_NOOP, NLMSG_OVERRUN, NLMSG_DONE, 0, 5, 15 };
	static const int seven[] = { 7 };

	for (size_t i = 0; i < COUNT(second); i++) {
		char *buf = raw_buffer(32, 0);
		struct visits visits = { .base = buf, .answers = seven, .answer_count = 1 };

		raw_header(buf, 16, 16, 0, 0, 0);
		raw_header(buf + 16, 16, second[i], 0, 0, 0);
		OUT_CALL(mnl_cb_run(buf, 32, 0, 0, visit, &visits), "answer_then.type_%u", second[i]);
		free(buf);
	}
}

static int answers_seven(const struct nlmsghdr *nlh, void *data)
{
	(void)nlh;
	(void)data;
	return 7;
}

/* An answer of a control callback outlives messages for which there is no callback. */
static void answer_then_skipped(void)
{
	const mnl_cb_t ctl[3] = { NULL, answers_seven, NULL };
	char *buf = raw_buffer(32, 0);

	for (unsigned int second = 0; second < 18; second++) {
		raw_header(buf, 16, 1, 0, 0, 0);
		raw_header(buf + 16, 16, second, 0, 0, 0);
		OUT_CALL(mnl_cb_run2(buf, 32, 0, 0, NULL, NULL, (mnl_cb_t *)ctl, 3),
			 "answer_then.skipped_%u", second);
	}
	free(buf);
}

/* Q16: what cannot be a message ends the run without a word. */
static void sizes(void)
{
	static const size_t sizes[] = { 0, 1, 15, 16, 17, 31, 32, 33, 40, 47, 48 };
	char *buf = three_messages();

	for (size_t i = 0; i < COUNT(sizes); i++) {
		struct visits visits = { .base = buf };
		char name[40];

		sprintf(name, "size.%zu", sizes[i]);
		OUT_VISITS(mnl_cb_run(buf, sizes[i], 0, 0, visit, &visits), visits, name);
	}
	OUT_CALL(mnl_cb_run(NULL, 0, 0, 0, visit, NULL), "size.null_0");
	OUT_CALL(mnl_cb_run(NULL, 15, 0, 0, visit, NULL), "size.null_15");
	free(buf);
}

/* The size is used as an int. */
static void huge_sizes(void)
{
	static const struct {
		const char *name;
		uint64_t size;
	} cases[] = {
		{ "int_max_plus_1", UINT64_C(0x80000000) },
		{ "2_gib_plus_48", UINT64_C(0x80000030) },
		{ "4_gib_minus_1", UINT64_C(0xffffffff) },
		{ "4_gib", UINT64_C(0x100000000) },
		{ "4_gib_plus_32", UINT64_C(0x100000020) },
		{ "size_max", UINT64_MAX },
	};
	char *buf = three_messages();

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct visits visits = { .base = buf };
		char name[40];

		sprintf(name, "huge.%s", cases[i].name);
		OUT_VISITS(mnl_cb_run(buf, (size_t)cases[i].size, 0, 0, visit, &visits), visits, name);
	}
	free(buf);
}

/* The middle one of three messages lies about its length. */
static void malformed(void)
{
	static const uint32_t lengths[] = { 0, 1, 15, 32, 33, 48, 49, 0x7fffffff };

	for (size_t i = 0; i < COUNT(lengths); i++) {
		char *buf = three_messages();
		struct visits visits = { .base = buf };
		char name[40];

		raw_header(buf + 16, lengths[i], 17, 0, 0, 0);
		sprintf(name, "malformed.len_%u", lengths[i]);
		OUT_VISITS(mnl_cb_run(buf, 48, 0, 0, visit, &visits), visits, name);
		free(buf);
	}
}

/* Q5 at work: 1.0.4 hands on a message whose length has the top bit set. */
static void malformed_above_int_max(void)
{
	static const uint32_t lengths[] = { 0x80000000, 0x80000001, 0xfffffff0, 0xffffffff };
	static const int stop[] = { 1, 0 };

	for (size_t i = 0; i < COUNT(lengths); i++) {
		char *buf = three_messages();
		struct visits visits = { .base = buf, .answers = stop, .answer_count = 2 };
		char name[40];

		raw_header(buf + 16, lengths[i], 17, 0, 0, 0);
		sprintf(name, "malformed.len_%#x", lengths[i]);
		OUT_VISITS(mnl_cb_run(buf, 48, 0, 0, visit, &visits), visits, name);
		free(buf);
	}
}

/* The next message is at the next multiple of 4; the last may end anywhere. */
static void unaligned(void)
{
	char *buf = raw_buffer(38, 0);
	struct visits visits = { .base = buf };
	struct visits only = { .base = buf };

	raw_header(buf, 18, 16, 0, 0, 0);
	raw_header(buf + 20, 18, 17, 0, 0, 0);
	OUT_VISITS(mnl_cb_run(buf, 38, 0, 0, visit, &visits), visits, "unaligned.two");
	OUT_VISITS(mnl_cb_run(buf, 18, 0, 0, visit, &only), only, "unaligned.one");
	free(buf);
}

static void port_and_sequence(void)
{
	static const unsigned int numbers[] = { 0, 1, 2, UINT_MAX };

	for (size_t m = 0; m < COUNT(numbers); m++) {
		for (size_t a = 0; a < COUNT(numbers); a++) {
			char *buf = raw_buffer(16, 0);
			struct visits visits = { 0 };

			visits.base = buf;
			raw_header(buf, 16, 20, 0, 0, numbers[m]);
			OUT_CALL(mnl_cb_run(buf, 16, 5, numbers[a], visit, &visits),
				 "port.message_%u.asked_%u", numbers[m], numbers[a]);
			raw_header(buf, 16, 20, 0, numbers[m], 0);
			OUT_CALL(mnl_cb_run(buf, 16, numbers[a], 5, visit, &visits),
				 "seq.message_%u.asked_%u", numbers[m], numbers[a]);
			out_uint(visits.calls, "port_and_seq.message_%u.asked_%u.calls", numbers[m],
				 numbers[a]);
			free(buf);
		}
	}
}

/*
 * Port before sequence before interrupted dump before the type, whatever the type.
 * Bits of the case: 1 wrong port, 2 wrong sequence, 4 interrupted.
 */
static void order_of_checks(void)
{
	static const uint16_t types[] = { 0, NLMSG_NOOP, NLMSG_ERROR, NLMSG_DONE, 15, 16 };

	for (size_t t = 0; t < COUNT(types); t++) {
		for (unsigned int bits = 0; bits < 8; bits++) {
			char *buf = raw_buffer(36, 0);
			struct visits visits = { .base = buf };
			char name[40];

			raw_header(buf, 36, types[t], (bits & 4) ? NLM_F_DUMP_INTR : 0,
				   (bits & 2) ? 2 : 1, (bits & 1) ? 2 : 1);
			sprintf(name, "order.type_%u.case_%u", types[t], bits);
			OUT_VISITS(mnl_cb_run(buf, 36, 1, 1, visit, &visits), visits, name);
			free(buf);
		}
	}
}

/* Q14: the messages before the interrupted one are delivered, it and the rest are lost. */
static void interrupted(void)
{
	char *buf = three_messages();
	struct visits visits = { .base = buf };

	raw_header(buf + 16, 16, 17, NLM_F_MULTI | NLM_F_DUMP_INTR, 0, 0);
	OUT_VISITS(mnl_cb_run(buf, 48, 0, 0, visit, &visits), visits, "interrupted.second");
	free(buf);
}

/* Only that one flag matters. */
static void other_flags(void)
{
	char *buf = raw_buffer(16, 0);
	struct visits visits = { .base = buf };

	raw_header(buf, 16, 16, (uint16_t)~NLM_F_DUMP_INTR, 0, 0);
	OUT_VISITS(mnl_cb_run(buf, 16, 0, 0, visit, &visits), visits, "all_other_flags");
	free(buf);
}

/* Q17: error 0 is an acknowledgement: stop, and errno 0. */
static void error_codes(void)
{
	static const int codes[] = { 0, -1, -2, -95, 1, 19, 95, 4095, -4095, INT_MAX, -INT_MAX };

	for (size_t i = 0; i < COUNT(codes); i++) {
		void *buf = error_message(36, 36, codes[i]);

		OUT_CALL(mnl_cb_run(buf, 36, 0, 0, NULL, NULL), "error.code_%d", codes[i]);
		free(buf);
	}
}

static void error_lengths(void)
{
	static const uint32_t lengths[] = { 16, 17, 19, 20, 32, 35, 36, 37, 40 };

	for (size_t i = 0; i < COUNT(lengths); i++) {
		void *buf = error_message(40, lengths[i], -ENODEV);

		OUT_CALL(mnl_cb_run(buf, lengths[i], 0, 0, NULL, NULL), "error.len_%u", lengths[i]);
		free(buf);
	}
}

static void error_between(void)
{
	char *buf = raw_buffer(68, 0);
	struct visits visits = { .base = buf };
	struct visits ack = { .base = buf };
	int error = -EPERM;

	raw_header(buf, 16, 16, 0, 0, 0);
	raw_header(buf + 16, 36, NLMSG_ERROR, 0, 0, 0);
	memcpy(buf + 32, &error, sizeof(error));
	raw_header(buf + 52, 16, 17, 0, 0, 0);
	OUT_VISITS(mnl_cb_run(buf, 68, 0, 0, visit, &visits), visits, "error.between");
	memset(buf + 32, 0, sizeof(error));
	OUT_VISITS(mnl_cb_run(buf, 68, 0, 0, visit, &ack), ack, "ack.between");
	free(buf);
}

/* Q18: the code that DONE may carry is not looked at. */
static void done(void)
{
	static const int codes[] = { 0, 5, -95 };
	char *buf = raw_buffer(36, 0);
	struct visits visits = { .base = buf };

	for (size_t i = 0; i < COUNT(codes); i++) {
		raw_header(buf, 20, NLMSG_DONE, NLM_F_MULTI, 0, 0);
		memcpy(buf + 16, &codes[i], sizeof(codes[i]));
		OUT_CALL(mnl_cb_run(buf, 20, 0, 0, NULL, NULL), "done.code_%d", codes[i]);
	}
	raw_header(buf, 16, NLMSG_DONE, 0, 0, 0);
	OUT_CALL(mnl_cb_run(buf, 16, 0, 0, NULL, NULL), "done.empty");
	raw_header(buf + 16, 16, 16, 0, 0, 0);
	OUT_VISITS(mnl_cb_run(buf, 32, 0, 0, visit, &visits), visits, "done.then_data");
	free(buf);
}

/* A dump as the kernel sends it. */
static void dump(void)
{
	char *buf = raw_buffer(16 * 5 + 20, 0);
	struct visits visits = { .base = buf };

	for (int i = 0; i < 5; i++)
		raw_header(buf + 16 * i, 16, 16, NLM_F_MULTI, 77, 4321);
	raw_header(buf + 80, 20, NLMSG_DONE, NLM_F_MULTI, 77, 4321);
	OUT_VISITS(mnl_cb_run(buf, 100, 77, 4321, visit, &visits), visits, "dump");
	free(buf);
}

int main(void)
{
	every_type();
	no_data_callback();
	answers();
	keeps_callback_errno();
	answer_of_controls();
	answer_then_skipped();
	sizes();
	huge_sizes();
	malformed();
	malformed_above_int_max();
	unaligned();
	port_and_sequence();
	order_of_checks();
	interrupted();
	other_flags();
	error_codes();
	error_lengths();
	error_between();
	done();
	dump();
	return 0;
}
