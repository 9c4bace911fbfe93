/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Message headers: build, check, walk.  Quirks Q4 and Q5. */
#include <libmnl/libmnl.h>

#include <limits.h>

#include "raw.h"
#include "report.h"

static void size_of_message(void)
{
	static const size_t payloads[] = { 0, 1, 4, 5, 65535, SIZE_MAX - 16, SIZE_MAX };

	for (size_t i = 0; i < COUNT(payloads); i++)
		out_uint(mnl_nlmsg_size(payloads[i]), "size.payload_%zu", payloads[i]);
}

static void payload_length(void)
{
	static const uint32_t lengths[] = { 0, 15, 16, 17, 20, UINT32_MAX };

	for (size_t i = 0; i < COUNT(lengths); i++) {
		const struct nlmsghdr nlh = { .nlmsg_len = lengths[i] };

		out_uint(mnl_nlmsg_get_payload_len(&nlh), "payload_len.nlmsg_len_%u", lengths[i]);
	}
}

static void put_header(void)
{
	char *buf = raw_buffer(24, 0xee);
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buf);

	out_int(raw_offset(buf, nlh), "put_header.offset");
	out_uint(nlh->nlmsg_len, "put_header.nlmsg_len");
	out_hex(buf, 24, "put_header.bytes");
	free(buf);
}

/* Q4: the extra header begins at nlmsg_len itself, not at the next multiple of 4. */
static void put_extra_header(void)
{
	static const struct {
		uint32_t nlmsg_len;
		size_t size;
	} cases[] = {
		{ 16, 0 }, { 16, 1 }, { 16, 3 }, { 16, 4 }, { 16, 5 }, { 16, 16 },
		{ 17, 4 }, { 18, 6 }, { 19, 0 }, { 20, 8 }, { 16, SIZE_MAX },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct nlmsghdr *nlh = raw_message(40, 0xee, cases[i].nlmsg_len);
		void *extra = mnl_nlmsg_put_extra_header(nlh, cases[i].size);

		out_int(raw_offset(nlh, extra), "put_extra_header.at_%u.size_%zu.offset",
			cases[i].nlmsg_len, cases[i].size);
		out_uint(nlh->nlmsg_len, "put_extra_header.at_%u.size_%zu.nlmsg_len",
			 cases[i].nlmsg_len, cases[i].size);
		out_hex((char *)nlh + 16, 24, "put_extra_header.at_%u.size_%zu.bytes",
			cases[i].nlmsg_len, cases[i].size);
		free(nlh);
	}
}

static void put_extra_header_twice(void)
{
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(raw_buffer(40, 0xee));
	void *first = mnl_nlmsg_put_extra_header(nlh, 2);
	void *second = mnl_nlmsg_put_extra_header(nlh, 7);

	out_int(raw_offset(nlh, first), "put_extra_header.twice.first");
	out_int(raw_offset(nlh, second), "put_extra_header.twice.second");
	out_uint(nlh->nlmsg_len, "put_extra_header.twice.nlmsg_len");
	out_hex((char *)nlh + 16, 24, "put_extra_header.twice.bytes");
	free(nlh);
}

/* Q5: 1.0.4 compares nlmsg_len as an int, so everything above INT_MAX passes. */
static void ok(void)
{
	static const uint32_t nlmsg_lens[] = {
		0, 4, 15, 16, 17, 20, 100, INT_MAX, 0x80000000, 0x80000001, 0xfffffffe, 0xffffffff,
	};
	static const int lens[] = {
		INT_MIN, -16, -1, 0, 1, 15, 16, 17, 19, 20, 99, 100, 101, INT_MAX,
	};

	for (size_t i = 0; i < COUNT(nlmsg_lens); i++) {
		const struct nlmsghdr nlh = { .nlmsg_len = nlmsg_lens[i] };
		struct row row = { 0 };

		for (size_t k = 0; k < COUNT(lens); k++)
			if (mnl_nlmsg_ok(&nlh, lens[k]))
				row_add(&row, "%d", lens[k]);
		out_row(&row, "ok.nlmsg_len_%#x.true_for_len", nlmsg_lens[i]);
	}
}

/* With too little room even for a header the message is not looked at. */
static void ok_without_reading(void)
{
	static const int lens[] = { INT_MIN, -1, 0, 1, 15 };

	for (size_t i = 0; i < COUNT(lens); i++)
		OUT_CALL(mnl_nlmsg_ok(NULL, lens[i]), "ok.null.len_%d", lens[i]);
}

static void ok_and_errno(void)
{
	const struct nlmsghdr nlh = { .nlmsg_len = 20 };

	OUT_CALL(mnl_nlmsg_ok(&nlh, 20), "ok.errno.true");
	OUT_CALL(mnl_nlmsg_ok(&nlh, 19), "ok.errno.false");
}

static void next(void)
{
	static const struct {
		uint32_t nlmsg_len;
		int len;
	} cases[] = {
		{ 16, 32 }, { 16, 16 }, { 17, 20 }, { 17, 17 }, { 18, 18 }, { 19, 19 },
		{ 20, 16 }, { 0, 20 }, { 1, 3 }, { 0xffffffff, 20 }, { 16, 0 }, { 16, -5 },
	};
	char *buf = raw_buffer(64, 0);

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct nlmsghdr *nlh = raw_header(buf, cases[i].nlmsg_len, 0, 0, 0, 0);
		int len = cases[i].len;
		struct nlmsghdr *after = mnl_nlmsg_next(nlh, &len);

		out_int(raw_offset(nlh, after), "next.nlmsg_len_%u.len_%d.offset",
			cases[i].nlmsg_len, cases[i].len);
		out_int(len, "next.nlmsg_len_%u.len_%d.left", cases[i].nlmsg_len, cases[i].len);
	}
	free(buf);
}

/* The loop every client writes, over three messages of which the last ends unaligned. */
static void walk(void)
{
	char *buf = raw_buffer(64, 0);
	struct nlmsghdr *nlh = (struct nlmsghdr *)buf;
	struct row row = { 0 };
	int len = 16 + 20 + 18;

	raw_header(buf, 16, 100, 0, 0, 0);
	raw_header(buf + 16, 18, 101, 0, 0, 0);
	raw_header(buf + 36, 18, 102, 0, 0, 0);
	while (mnl_nlmsg_ok(nlh, len)) {
		row_add(&row, "type=%u,offset=%ld,len=%d", nlh->nlmsg_type, raw_offset(buf, nlh), len);
		nlh = mnl_nlmsg_next(nlh, &len);
	}
	out_row(&row, "walk.seen");
	out_int(len, "walk.left");
	free(buf);
}

static void sequence_and_port(void)
{
	static const unsigned int numbers[] = { 0, 1, 2, 0x80000000, UINT32_MAX };

	for (size_t i = 0; i < COUNT(numbers); i++) {
		struct nlmsghdr nlh = { .nlmsg_seq = numbers[i] };
		struct row seq_row = { 0 };
		struct row portid_row = { 0 };

		for (size_t k = 0; k < COUNT(numbers); k++)
			if (mnl_nlmsg_seq_ok(&nlh, numbers[k]))
				row_add(&seq_row, "%u", numbers[k]);
		out_row(&seq_row, "seq_ok.nlmsg_seq_%u.true_for", numbers[i]);

		nlh = (struct nlmsghdr){ .nlmsg_pid = numbers[i] };
		for (size_t k = 0; k < COUNT(numbers); k++)
			if (mnl_nlmsg_portid_ok(&nlh, numbers[k]))
				row_add(&portid_row, "%u", numbers[k]);
		out_row(&portid_row, "portid_ok.nlmsg_pid_%u.true_for", numbers[i]);
	}
}

static void sequence_and_port_errno(void)
{
	const struct nlmsghdr nlh = { .nlmsg_seq = 1, .nlmsg_pid = 1 };

	OUT_CALL(mnl_nlmsg_seq_ok(&nlh, 2), "seq_ok.errno");
	OUT_CALL(mnl_nlmsg_portid_ok(&nlh, 2), "portid_ok.errno");
}

static void payload(void)
{
	static const size_t offsets[] = { 0, 1, 3, 4, 5, 16, 17, SIZE_MAX };
	struct nlmsghdr *nlh = raw_message(64, 0, 16);

	out_int(raw_offset(nlh, mnl_nlmsg_get_payload(nlh)), "payload");
	for (size_t i = 0; i < COUNT(offsets); i++)
		out_int(raw_offset(nlh, mnl_nlmsg_get_payload_offset(nlh, offsets[i])),
			"payload_offset.%zu", offsets[i]);
	free(nlh);
}

/* Rounding up is 32-bit arithmetic: the last three lengths come out as 0. */
static void tail(void)
{
	static const uint32_t lengths[] = {
		0, 1, 16, 17, 19, 20, 21, 64, 0xfffffffd, 0xfffffffe, 0xffffffff,
	};
	char *buf = raw_buffer(64, 0);

	for (size_t i = 0; i < COUNT(lengths); i++) {
		struct nlmsghdr *nlh = raw_header(buf, lengths[i], 0, 0, 0, 0);

		out_int(raw_offset(nlh, mnl_nlmsg_get_payload_tail(nlh)), "tail.nlmsg_len_%u",
			lengths[i]);
	}
	free(buf);
}

int main(void)
{
	size_of_message();
	payload_length();
	put_header();
	put_extra_header();
	put_extra_header_twice();
	ok();
	ok_without_reading();
	ok_and_errno();
	next();
	walk();
	sequence_and_port();
	sequence_and_port_errno();
	payload();
	tail();
	return 0;
}
