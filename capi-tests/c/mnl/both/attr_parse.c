/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Walking attributes: the three parsers and the three loops.  Quirks Q7 and Q8. */
#include <libmnl/libmnl.h>

#include "raw.h"
#include "report.h"

/* An attribute shorter than its header makes 1.0.4 walk up to this far. */
#define FAR 70000

/* What a callback saw, and what it is to answer: answers[n] to the nth call, then 1. */
struct visits {
	const void *base;
	const int *answers;
	size_t answer_count;
	size_t calls;
	struct row seen;
};

static int visit(const struct nlattr *attr, void *data)
{
	struct visits *visits = data;
	const size_t call = visits->calls++;

	row_add(&visits->seen, "type=%u,len=%u,offset=%ld", mnl_attr_get_type(attr),
		mnl_attr_get_len(attr), raw_offset(visits->base, attr));
	return call < visits->answer_count ? visits->answers[call] : 1;
}

static int set_errno_and_stop(const struct nlattr *attr, void *data)
{
	(void)attr;
	errno = *(int *)data;
	return -1;
}

#define OUT_VISITS(call, visits, name)                                         \
	do {                                                                   \
		OUT_CALL(call, "%s.result", name);                             \
		out_row(&(visits).seen, "%s.seen", name);                      \
	} while (0)

/* A message of three attributes: type 1 of 4+4, type 2 of 4+1, type 3 of 4+0 bytes. */
static struct nlmsghdr *three_attrs(void)
{
	struct nlmsghdr *nlh = raw_message(64, 0, 16 + 8 + 8 + 4);

	raw_attr((char *)nlh + 16, 8, 1);
	raw_attr((char *)nlh + 24, 5, 2);
	raw_attr((char *)nlh + 32, 4, 3);
	return nlh;
}

static void parse(void)
{
	struct nlmsghdr *nlh = three_attrs();
	struct visits visits = { .base = nlh };

	OUT_VISITS(mnl_attr_parse(nlh, 0, visit, &visits), visits, "parse.three");
	free(nlh);
}

static void parse_offsets(void)
{
	static const unsigned int offsets[] = { 0, 1, 4, 7, 8, 13, 16, 17, 20, 24, 40, 48 };
	struct nlmsghdr *nlh = raw_message(80, 0, 16 + 24);

	/* The same three attributes, of 4+4 bytes, at 16, 24 and 32. */
	for (int i = 0; i < 3; i++) {
		raw_attr((char *)nlh + 16 + 8 * i, 8, (uint16_t)(i + 1));
		raw_attr((char *)nlh + 20 + 8 * i, 4, (uint16_t)(i + 101));
	}
	for (size_t i = 0; i < COUNT(offsets); i++) {
		struct visits visits = { .base = nlh };
		char name[40];

		sprintf(name, "parse.offset_%u", offsets[i]);
		OUT_VISITS(mnl_attr_parse(nlh, offsets[i], visit, &visits), visits, name);
	}
	free(nlh);
}

/* Zero and below stop the walk and are handed on; otherwise the last answer is. */
static void parse_answers(void)
{
	static const struct {
		const char *name;
		int answers[3];
	} cases[] = {
		{ "all_ok", { 1, 1, 1 } },
		{ "last_wins", { 3, 5, 9 } },
		{ "stop_first", { 0, 1, 1 } },
		{ "stop_second", { 7, 0, 1 } },
		{ "error_first", { -1, 1, 1 } },
		{ "error_second", { 2, -4, 1 } },
		{ "error_last", { 1, 1, -2147483647 } },
		{ "stop_last", { 1, 1, 0 } },
	};
	struct nlmsghdr *nlh = three_attrs();

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct visits visits = { .base = nlh, .answers = cases[i].answers, .answer_count = 3 };

		OUT_CALL(mnl_attr_parse(nlh, 0, visit, &visits), "parse.answers.%s.result",
			 cases[i].name);
		out_uint(visits.calls, "parse.answers.%s.calls", cases[i].name);
	}
	free(nlh);
}

static void parse_keeps_callback_errno(void)
{
	struct nlmsghdr *nlh = three_attrs();
	int err = ENODEV;

	OUT_CALL(mnl_attr_parse(nlh, 0, set_errno_and_stop, &err), "parse.callback_errno");
	OUT_CALL(mnl_attr_parse_payload((char *)nlh + 16, 20, set_errno_and_stop, &err),
		 "parse_payload.callback_errno");
	raw_attr((char *)nlh + 12, 24, 9);
	OUT_CALL(mnl_attr_parse_nested((struct nlattr *)((char *)nlh + 12), set_errno_and_stop, &err),
		 "parse_nested.callback_errno");
	free(nlh);
}

/* Nothing to walk: the callback is not needed. */
static void parse_nothing(void)
{
	static const uint32_t lengths[] = { 0, 1, 4, 15, 16 };
	struct nlmsghdr *nlh = raw_message(64, 0, 16);
	struct nlattr *nest = raw_attr((char *)nlh + 32, 4, 1);

	raw_attr((char *)nlh + 16, 8, 1);
	for (size_t i = 0; i < COUNT(lengths); i++) {
		struct visits visits = { .base = nlh };
		char name[40];

		nlh->nlmsg_len = lengths[i];
		sprintf(name, "parse.nothing.nlmsg_len_%u", lengths[i]);
		OUT_VISITS(mnl_attr_parse(nlh, 0, visit, &visits), visits, name);
	}
	OUT_CALL(mnl_attr_parse(nlh, 0, NULL, NULL), "parse.nothing.no_callback");
	OUT_CALL(mnl_attr_parse_nested(nest, NULL, NULL), "parse_nested.nothing.no_callback");
	OUT_CALL(mnl_attr_parse_payload(nest, 0, NULL, NULL), "parse_payload.nothing.no_callback");
	OUT_CALL(mnl_attr_parse_payload(NULL, 0, NULL, NULL), "parse_payload.nothing.null");
	OUT_CALL(mnl_attr_parse_payload(NULL, 3, NULL, NULL), "parse_payload.nothing.null_3");
	free(nlh);
}

/* Q7: what is malformed ends the walk without a word. */
static void parse_malformed(void)
{
	static const uint16_t second_lens[] = { 0, 1, 3, 13, 16, 17, 65535 };
	struct nlmsghdr *nlh = three_attrs();

	for (size_t i = 0; i < COUNT(second_lens); i++) {
		struct visits visits = { .base = nlh };
		char name[40];

		raw_attr((char *)nlh + 24, second_lens[i], 2);
		sprintf(name, "parse.second_len_%u", second_lens[i]);
		OUT_VISITS(mnl_attr_parse(nlh, 0, visit, &visits), visits, name);
	}
	free(nlh);
}

/* The end is nlmsg_len rounded up: an attribute in the rounding is seen. */
static void parse_unaligned_end(void)
{
	for (uint32_t len = 24; len <= 32; len++) {
		struct nlmsghdr *nlh = raw_message(40, 0, len);
		struct visits visits = { .base = nlh };
		char name[40];

		raw_attr((char *)nlh + 16, 8, 1);
		raw_attr((char *)nlh + 24, 4, 2);
		raw_attr((char *)nlh + 28, 4, 3);
		sprintf(name, "parse.nlmsg_len_%u", len);
		OUT_VISITS(mnl_attr_parse(nlh, 0, visit, &visits), visits, name);
		free(nlh);
	}
}

/* The end of a nest is its nla_len, not rounded. */
static void parse_nested(void)
{
	for (uint16_t len = 4; len <= 21; len++) {
		struct nlattr *nest = raw_attr(raw_buffer(24, 0), len, NLA_F_NESTED | 1);
		struct visits visits = { .base = nest };
		char name[40];

		raw_attr((char *)nest + 4, 5, 2);
		raw_attr((char *)nest + 12, 4, 3);
		raw_attr((char *)nest + 16, 4, 4);
		sprintf(name, "parse_nested.nla_len_%u", len);
		OUT_VISITS(mnl_attr_parse_nested(nest, visit, &visits), visits, name);
		free(nest);
	}
}

static void parse_nested_answers(void)
{
	static const int answers[][2] = { { 1, 6 }, { 0, 1 }, { 1, 0 }, { -3, 1 }, { 4, -9 } };
	struct nlattr *nest = raw_attr(raw_buffer(12, 0), 12, 1);

	raw_attr((char *)nest + 4, 4, 1);
	raw_attr((char *)nest + 8, 4, 2);
	for (size_t i = 0; i < COUNT(answers); i++) {
		struct visits visits = { .base = nest, .answers = answers[i], .answer_count = 2 };
		char name[40];

		sprintf(name, "parse_nested.answers_%d_%d", answers[i][0], answers[i][1]);
		OUT_VISITS(mnl_attr_parse_nested(nest, visit, &visits), visits, name);
	}
	free(nest);
}

static void parse_nested_malformed(void)
{
	static const uint16_t inner_lens[] = { 0, 1, 3, 9, 12, 65535 };

	for (size_t i = 0; i < COUNT(inner_lens); i++) {
		struct nlattr *nest = raw_attr(raw_buffer(16, 0), 16, 1);
		struct visits visits = { .base = nest };
		char name[40];

		raw_attr((char *)nest + 4, 4, 2);
		raw_attr((char *)nest + 8, inner_lens[i], 3);
		sprintf(name, "parse_nested.inner_len_%u", inner_lens[i]);
		OUT_VISITS(mnl_attr_parse_nested(nest, visit, &visits), visits, name);
		free(nest);
	}
}

/* Q8: a nest shorter than its own header is taken for one of nearly 64 KiB by 1.0.4. */
static void parse_nested_shorter_than_header(void)
{
	for (uint16_t len = 0; len < 4; len++) {
		struct nlattr *nest = raw_attr(raw_buffer(FAR, 0), len, 1);
		struct visits visits = { .base = nest };
		char name[40];

		raw_attr((char *)nest + 4, 8, 2);
		raw_attr((char *)nest + 12, 4, 3);
		sprintf(name, "parse_nested.nla_len_%u", len);
		OUT_VISITS(mnl_attr_parse_nested(nest, visit, &visits), visits, name);
		free(nest);
	}
}

static void parse_payload(void)
{
	for (size_t len = 0; len <= 17; len++) {
		char *payload = raw_buffer(20, 0);
		struct visits visits = { .base = payload };
		char name[40];

		raw_attr(payload, 5, 2);
		raw_attr(payload + 8, 4, 3);
		raw_attr(payload + 12, 4, 4);
		sprintf(name, "parse_payload.len_%zu", len);
		OUT_VISITS(mnl_attr_parse_payload(payload, len, visit, &visits), visits, name);
		free(payload);
	}
}

static void parse_payload_answers(void)
{
	static const int answers[][2] = { { 1, 6 }, { 0, 1 }, { 1, 0 }, { -3, 1 }, { 4, -9 } };
	char *payload = raw_buffer(8, 0);

	raw_attr(payload, 4, 1);
	raw_attr(payload + 4, 4, 2);
	for (size_t i = 0; i < COUNT(answers); i++) {
		struct visits visits = { .base = payload, .answers = answers[i], .answer_count = 2 };
		char name[40];

		sprintf(name, "parse_payload.answers_%d_%d", answers[i][0], answers[i][1]);
		OUT_VISITS(mnl_attr_parse_payload(payload, 8, visit, &visits), visits, name);
	}
	free(payload);
}

/* The way clients use it: a table by type, unknown types passed over, known ones checked. */
static int fill_table(const struct nlattr *attr, void *data)
{
	const struct nlattr **table = data;

	if (mnl_attr_type_valid(attr, 3) < 0)
		return MNL_CB_OK;
	if (mnl_attr_get_type(attr) == 2 && mnl_attr_validate(attr, MNL_TYPE_U8) < 0)
		return MNL_CB_ERROR;
	table[mnl_attr_get_type(attr)] = attr;
	return MNL_CB_OK;
}

static void parse_into_table(void)
{
	struct nlmsghdr *nlh = three_attrs();
	const struct nlattr *table[4] = { NULL };

	raw_attr((char *)nlh + 16, 8, 9);
	OUT_CALL(mnl_attr_parse(nlh, 0, fill_table, table), "table.result");
	for (int i = 0; i < 4; i++)
		out_int(table[i] != NULL ? raw_offset(nlh, table[i]) : -1, "table.%d", i);
	raw_attr((char *)nlh + 24, 6, 2);
	OUT_CALL(mnl_attr_parse(nlh, 0, fill_table, table), "table.invalid.result");
	free(nlh);
}

static void for_each(void)
{
	struct nlmsghdr *nlh = three_attrs();
	struct nlattr *attr;
	struct row row = { 0 };
	struct row from_two = { 0 };
	struct row beyond = { 0 };

	mnl_attr_for_each(attr, nlh, 0)
		row_add(&row, "%u@%ld", mnl_attr_get_type(attr), raw_offset(nlh, attr));
	out_row(&row, "for_each.offset_0");
	mnl_attr_for_each(attr, nlh, 6)
		row_add(&from_two, "%u@%ld", mnl_attr_get_type(attr), raw_offset(nlh, attr));
	out_row(&from_two, "for_each.offset_6");
	mnl_attr_for_each(attr, nlh, 40)
		row_add(&beyond, "%u@%ld", mnl_attr_get_type(attr), raw_offset(nlh, attr));
	out_row(&beyond, "for_each.offset_40");
	free(nlh);
}

static void for_each_nested(void)
{
	struct nlattr *nest = raw_attr(raw_buffer(24, 0), 21, NLA_F_NESTED | 1);
	struct nlattr *outer;
	struct nlattr *inner;
	struct row row = { 0 };

	raw_attr((char *)nest + 4, 12, NLA_F_NESTED | 2);
	raw_attr((char *)nest + 8, 4, 3);
	raw_attr((char *)nest + 12, 4, 4);
	raw_attr((char *)nest + 16, 4, 5);
	raw_attr((char *)nest + 20, 4, 6);
	mnl_attr_for_each_nested(outer, nest) {
		row_add(&row, "%u@%ld", mnl_attr_get_type(outer), raw_offset(nest, outer));
		mnl_attr_for_each_nested(inner, outer)
			row_add(&row, "inner %u@%ld", mnl_attr_get_type(inner),
				raw_offset(nest, inner));
	}
	out_row(&row, "for_each_nested");
	free(nest);
}

static void for_each_payload(void)
{
	void *payload = raw_buffer(16, 0);
	struct nlattr *attr;
	struct row row = { 0 };

	raw_attr(payload, 6, 1);
	raw_attr((char *)payload + 8, 4, 2);
	raw_attr((char *)payload + 12, 5, 3);
	mnl_attr_for_each_payload(payload, 16)
		row_add(&row, "%u@%ld", mnl_attr_get_type(attr), raw_offset(payload, attr));
	out_row(&row, "for_each_payload");
	free(payload);
}

int main(void)
{
	parse();
	parse_offsets();
	parse_answers();
	parse_keeps_callback_errno();
	parse_nothing();
	parse_malformed();
	parse_unaligned_end();
	parse_nested();
	parse_nested_answers();
	parse_nested_malformed();
	parse_nested_shorter_than_header();
	parse_payload();
	parse_payload_answers();
	parse_into_table();
	for_each();
	for_each_nested();
	for_each_payload();
	return 0;
}
