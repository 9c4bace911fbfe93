/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* mnl_cb_run2: the caller's own table for control messages.  Quirk Q15. */
#include <libmnl/libmnl.h>

#include "raw.h"
#include "report.h"

/* What the callbacks saw, and what the control callback is to answer. */
struct visits {
	int control_answer;
	struct row seen;
};

static int on_data(const struct nlmsghdr *nlh, void *data)
{
	struct visits *visits = data;

	row_add(&visits->seen, "data %u", nlh->nlmsg_type);
	return MNL_CB_OK;
}

static int on_control(const struct nlmsghdr *nlh, void *data)
{
	struct visits *visits = data;

	row_add(&visits->seen, "control %u", nlh->nlmsg_type);
	return visits->control_answer;
}

static int set_errno_and_stop(const struct nlmsghdr *nlh, void *data)
{
	(void)data;
	errno = nlh->nlmsg_type;
	return -7;
}

/* One message of the given type, big enough for an error, whose code is -ENODEV. */
static char *message(uint16_t type)
{
	char *buf = raw_buffer(36, 0);
	const int error = -ENODEV;

	raw_header(buf, 36, type, 0, 0, 0);
	memcpy(buf + 16, &error, sizeof(error));
	return buf;
}

static void out_run(uint16_t type, mnl_cb_t *table, unsigned int table_len, const char *name)
{
	char *buf = message(type);
	struct visits visits = { .control_answer = 1 };

	OUT_CALL(mnl_cb_run2(buf, 36, 0, 0, on_data, &visits, table, table_len),
		 "%s.len_%u.type_%u.result", name, table_len, type);
	out_row(&visits.seen, "%s.len_%u.type_%u.seen", name, table_len, type);
	free(buf);
}

static const uint16_t types[] = { 0, 1, 2, 3, 4, 5, 15, 16, 17 };
static const unsigned int table_lens[] = { 0, 1, 2, 3, 4, 16, 20 };

static void full_table(void)
{
	mnl_cb_t table[20];

	for (size_t i = 0; i < COUNT(table); i++)
		table[i] = on_control;
	for (size_t l = 0; l < COUNT(table_lens); l++)
		for (size_t t = 0; t < COUNT(types); t++)
			out_run(types[t], table, table_lens[l], "full");
}

/* Q15: an entry that is NULL is not replaced by the default, the message is passed over. */
static void empty_table(void)
{
	mnl_cb_t table[20] = { NULL };

	for (size_t l = 0; l < COUNT(table_lens); l++)
		for (size_t t = 0; t < COUNT(types); t++)
			out_run(types[t], table, table_lens[l], "empty");
}

/* Q15: no table but a length has the same effect. */
static void no_table(void)
{
	for (size_t l = 0; l < COUNT(table_lens); l++)
		for (size_t t = 0; t < COUNT(types); t++)
			out_run(types[t], NULL, table_lens[l], "none");
}

static void mixed_table(void)
{
	mnl_cb_t table[4] = { [NLMSG_NOOP] = on_control, [NLMSG_DONE] = on_control };

	for (size_t t = 0; t < COUNT(types); t++)
		out_run(types[t], table, 4, "mixed");
}

static void control_answers(void)
{
	static const int answers[] = { 5, 1, 0, -1, -9 };
	mnl_cb_t table[16] = { [NLMSG_DONE] = on_control };

	for (size_t i = 0; i < COUNT(answers); i++) {
		char *buf = raw_buffer(32, 0);
		struct visits visits = { .control_answer = answers[i] };

		raw_header(buf, 16, NLMSG_DONE, 0, 0, 0);
		raw_header(buf + 16, 16, 16, 0, 0, 0);
		OUT_CALL(mnl_cb_run2(buf, 32, 0, 0, on_data, &visits, table, 16),
			 "answer_%d.result", answers[i]);
		out_row(&visits.seen, "answer_%d.seen", answers[i]);
		free(buf);
	}
}

static void control_is_last(void)
{
	mnl_cb_t table[16] = { [NLMSG_OVERRUN] = on_control };
	char *buf = raw_buffer(32, 0);
	struct visits visits = { .control_answer = 12 };

	raw_header(buf, 16, 16, 0, 0, 0);
	raw_header(buf + 16, 16, NLMSG_OVERRUN, 0, 0, 0);
	OUT_CALL(mnl_cb_run2(buf, 32, 0, 0, on_data, &visits, table, 16), "last.result");
	out_row(&visits.seen, "last.seen");
	free(buf);
}

static void control_errno(void)
{
	mnl_cb_t table[3] = { [NLMSG_ERROR] = set_errno_and_stop };
	char *buf = message(NLMSG_ERROR);

	OUT_CALL(mnl_cb_run2(buf, 36, 0, 0, NULL, NULL, table, 3), "control_errno");
	free(buf);
}

/* The caller's table does not turn off the checks before it. */
static void checks_come_first(void)
{
	mnl_cb_t table[4] = { on_control, on_control, on_control, on_control };

	for (unsigned int bits = 0; bits < 8; bits++) {
		char *buf = raw_buffer(16, 0);
		struct visits visits = { .control_answer = 1 };

		raw_header(buf, 16, NLMSG_DONE, (bits & 4) ? NLM_F_DUMP_INTR : 0, (bits & 2) ? 2 : 1,
			   (bits & 1) ? 2 : 1);
		OUT_CALL(mnl_cb_run2(buf, 16, 1, 1, on_data, &visits, table, 4),
			 "checks.case_%u.result", bits);
		out_row(&visits.seen, "checks.case_%u.seen", bits);
		free(buf);
	}
}

static void sizes(void)
{
	static const size_t sizes[] = { 0, 15, 16, 31, 32 };
	mnl_cb_t table[4] = { [NLMSG_DONE] = on_control };
	char *buf = raw_buffer(32, 0);

	raw_header(buf, 16, 16, 0, 0, 0);
	raw_header(buf + 16, 16, NLMSG_DONE, 0, 0, 0);
	for (size_t i = 0; i < COUNT(sizes); i++) {
		struct visits visits = { .control_answer = 3 };

		OUT_CALL(mnl_cb_run2(buf, sizes[i], 0, 0, on_data, &visits, table, 4),
			 "size_%zu.result", sizes[i]);
		out_row(&visits.seen, "size_%zu.seen", sizes[i]);
	}
	OUT_CALL(mnl_cb_run2(NULL, 15, 0, 0, on_data, NULL, table, 4), "size.null_15");
	free(buf);
}

/* NULL for data is handed on as it is. */
static int expect_null(const struct nlmsghdr *nlh, void *data)
{
	(void)nlh;
	return data == NULL ? 21 : 22;
}

static void null_data(void)
{
	mnl_cb_t table[4] = { [NLMSG_DONE] = expect_null };
	char *buf = raw_buffer(16, 0);

	raw_header(buf, 16, 16, 0, 0, 0);
	OUT_CALL(mnl_cb_run2(buf, 16, 0, 0, expect_null, NULL, table, 4), "null_data.data");
	raw_header(buf, 16, NLMSG_DONE, 0, 0, 0);
	OUT_CALL(mnl_cb_run2(buf, 16, 0, 0, expect_null, NULL, table, 4), "null_data.control");
	free(buf);
}

int main(void)
{
	full_table();
	empty_table();
	no_table();
	mixed_table();
	control_answers();
	control_is_last();
	control_errno();
	checks_come_first();
	sizes();
	null_data();
	return 0;
}
