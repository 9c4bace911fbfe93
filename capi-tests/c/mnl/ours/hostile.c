/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Messages from someone who means ill: lengths that lie, messages cut off.  Every
 * buffer ends exactly where the library is told it ends, so a byte read behind it
 * shows, and the outcome is compared with what the format says.
 */
#include <libmnl/libmnl.h>

#include <limits.h>

#include "check.h"
#include "exact.h"
#include "raw.h"

static const uint32_t lying_lengths[] = {
	0, 1, 4, 15, 16, 17, 18, 19, 20, 21, 24, 35, 36, 37, 40, 41,
	0x7fffffff, 0x80000000, 0x80000001, 0x80000010, 0xfffffff0, 0xfffffffc, 0xfffffffd,
	0xfffffffe, 0xffffffff,
};

/* A buffer of size bytes with as much of a message header as there is room for. */
static struct exact cut_message(size_t size, uint32_t nlmsg_len, uint16_t type,
				enum placement placement)
{
	struct exact buffer = exact_new(size, 0, placement);
	struct nlmsghdr header;

	raw_header(&header, nlmsg_len, type, 0, 0, 0);
	memcpy(buffer.at, &header, size < sizeof(header) ? size : sizeof(header));
	return buffer;
}

static bool is_message(size_t size, uint32_t nlmsg_len)
{
	return size >= 16 && nlmsg_len >= 16 && nlmsg_len <= size;
}

/* Reads all of a message, so that one that is too long shows. */
static unsigned int sum_of(const void *data, size_t len)
{
	unsigned int sum = 0;

	for (size_t i = 0; i < len; i++)
		sum += ((const unsigned char *)data)[i];
	return sum;
}

struct visits {
	int calls;
	unsigned int sum;
};

static int visit(const struct nlmsghdr *nlh, void *data)
{
	struct visits *visits = data;

	visits->calls++;
	visits->sum += sum_of(nlh, nlh->nlmsg_len);
	return MNL_CB_OK;
}

static void ok_and_next(void)
{
	for (enum placement placement = ON_HEAP; placement < PLACEMENTS; placement++) {
		for (size_t i = 0; i < COUNT(lying_lengths); i++) {
			int wrong = 0;
			int walked = 0;
			int walked_expected = 0;

			for (size_t size = 0; size <= 40; size++) {
				struct exact buffer = cut_message(size, lying_lengths[i], 16, placement);
				const struct nlmsghdr *nlh = buffer.at;
				int left = (int)size;

				if (mnl_nlmsg_ok(nlh, left) != is_message(size, lying_lengths[i]))
					wrong++;
				/* The rest of the buffer is zero, so one message is all there is. */
				walked_expected += is_message(size, lying_lengths[i]);
				while (mnl_nlmsg_ok(nlh, left) && walked < 1000) {
					walked++;
					nlh = mnl_nlmsg_next(nlh, &left);
				}
				exact_free(&buffer);
			}
			CHECK_INT(wrong, 0, "nlmsg_ok, %#x, %s: as the format says", lying_lengths[i],
				  placement_names[placement]);
			CHECK_INT(walked, walked_expected, "walk, %#x, %s: ends", lying_lengths[i],
				  placement_names[placement]);
		}
	}
}

static void ok_with_any_int(void)
{
	static const int lens[] = { INT_MIN, -16, -1, 0, 15 };
	const struct nlmsghdr nlh = { .nlmsg_len = 16 };

	for (size_t i = 0; i < COUNT(lens); i++)
		CHECK(!mnl_nlmsg_ok(&nlh, lens[i]), "nlmsg_ok with %d bytes: false", lens[i]);
	for (size_t i = 0; i < COUNT(lying_lengths); i++) {
		const struct nlmsghdr lying = { .nlmsg_len = lying_lengths[i] };

		CHECK_INT(mnl_nlmsg_ok(&lying, INT_MAX),
			  lying_lengths[i] >= 16 && lying_lengths[i] <= INT_MAX,
			  "nlmsg_ok, %#x with INT_MAX bytes", lying_lengths[i]);
	}
}

static void cb_run(void)
{
	static const uint16_t types[] = { 0, NLMSG_NOOP, NLMSG_DONE, NLMSG_OVERRUN, 15, 16, 65535 };

	for (enum placement placement = ON_HEAP; placement < PLACEMENTS; placement++) {
		for (size_t i = 0; i < COUNT(lying_lengths); i++) {
			int wrong = 0;

			for (size_t size = 0; size <= 40; size++) {
				for (size_t t = 0; t < COUNT(types); t++) {
					struct exact buffer =
						cut_message(size, lying_lengths[i], types[t], placement);
					const bool good = is_message(size, lying_lengths[i]);
					struct visits visits = { 0, 0 };
					const int result = mnl_cb_run(buffer.at, size, 0, 0, visit, &visits);

					if (visits.calls != (good && types[t] >= 16))
						wrong++;
					if (result != (good && types[t] == NLMSG_DONE ? 0 : 1))
						wrong++;
					exact_free(&buffer);
				}
			}
			CHECK_INT(wrong, 0, "cb_run, %#x, %s: as the format says", lying_lengths[i],
				  placement_names[placement]);
		}
	}
}

/* The second of two messages lies. */
static void cb_run_second(void)
{
	for (enum placement placement = ON_HEAP; placement < PLACEMENTS; placement++) {
		for (size_t i = 0; i < COUNT(lying_lengths); i++) {
			struct exact buffer = exact_new(20 + 36, 0, placement);
			struct visits visits = { 0, 0 };

			raw_header(buffer.at, 18, 16, 0, 0, 0);
			raw_header((char *)buffer.at + 20, lying_lengths[i], 16, 0, 0, 0);
			CHECK_CALL(mnl_cb_run(buffer.at, 56, 0, 0, visit, &visits), 1,
				   CHECK_ERRNO_UNTOUCHED, "cb_run, second %#x, %s", lying_lengths[i],
				   placement_names[placement]);
			CHECK_INT(visits.calls, 1 + is_message(36, lying_lengths[i]),
				  "cb_run, second %#x, %s: messages seen", lying_lengths[i],
				  placement_names[placement]);
			exact_free(&buffer);
		}
	}
}

/* An error message too short for its contents is not read beyond its end. */
static void error_cut_off(void)
{
	for (enum placement placement = ON_HEAP; placement < PLACEMENTS; placement++) {
		for (uint32_t len = 16; len <= 37; len++) {
			struct exact buffer = cut_message(len, len, NLMSG_ERROR, placement);

			if (len < 36)
				CHECK_CALL(mnl_cb_run(buffer.at, len, 0, 0, NULL, NULL), -1, EBADMSG,
					   "error of %u bytes, %s", len, placement_names[placement]);
			else
				CHECK_CALL(mnl_cb_run(buffer.at, len, 0, 0, NULL, NULL), 0, 0,
					   "error of %u bytes, %s", len, placement_names[placement]);
			exact_free(&buffer);
		}
	}
}

/* The one error code that has no positive counterpart. */
static void error_int_min(void)
{
	struct exact buffer = cut_message(36, 36, NLMSG_ERROR, ON_HEAP);
	const int error = INT_MIN;

	memcpy((char *)buffer.at + 16, &error, sizeof(error));
	CHECK_INT(mnl_cb_run(buffer.at, 36, 0, 0, NULL, NULL), -1, "error of INT_MIN");
	exact_free(&buffer);
}

static int visit_control(const struct nlmsghdr *nlh, void *data)
{
	return visit(nlh, data);
}

/* The table of control callbacks ends exactly where its length says. */
static void cb_run2_table(void)
{
	for (enum placement placement = ON_HEAP; placement < PLACEMENTS; placement++) {
		for (unsigned int len = 0; len <= 18; len++) {
			struct exact table = exact_new(len * sizeof(mnl_cb_t), 0, placement);
			mnl_cb_t *callbacks = table.at;
			struct exact buffer = exact_new(36, 0, placement);
			int wrong = 0;

			for (unsigned int i = 0; i < len; i++)
				callbacks[i] = visit_control;
			for (uint16_t type = 0; type < 18; type++) {
				struct visits visits = { 0, 0 };

				raw_header(buffer.at, 36, type, 0, 0, 0);
				mnl_cb_run2(buffer.at, 36, 0, 0, visit, &visits, callbacks, len);
				if (visits.calls != (type >= 16 || type < len))
					wrong++;
			}
			CHECK_INT(wrong, 0, "cb_run2, table of %u, %s", len, placement_names[placement]);
			exact_free(&buffer);
			exact_free(&table);
		}
	}
}

/* The same for a table in read-only memory: it is const. */
static void cb_run2_const_table(void)
{
	static const mnl_cb_t callbacks[4] = { visit, visit, visit, visit };
	struct exact buffer = cut_message(16, 16, NLMSG_DONE, ON_HEAP);
	struct visits visits = { 0, 0 };

	CHECK_CALL(mnl_cb_run2(buffer.at, 16, 0, 0, NULL, &visits, callbacks, 4), 1,
		   CHECK_ERRNO_UNTOUCHED, "cb_run2, table in read-only memory");
	CHECK_INT(visits.calls, 1, "cb_run2, table in read-only memory: called");
	exact_free(&buffer);
}

/* What mnl_nlmsg_fprintf writes; the caller's to free. */
static char *print(const void *data, size_t len, size_t extra_header_size)
{
	char *text = NULL;
	size_t text_len = 0;
	FILE *stream = open_memstream(&text, &text_len);

	if (stream == NULL)
		exit(2);
	mnl_nlmsg_fprintf(stream, data, len, extra_header_size);
	fclose(stream);
	return text;
}

/* Nothing is printed of what is no message, whatever it claims. */
static void print_lying(void)
{
	for (enum placement placement = ON_HEAP; placement < PLACEMENTS; placement++) {
		for (size_t i = 0; i < COUNT(lying_lengths); i++) {
			int wrong = 0;

			for (size_t size = 0; size <= 40; size++) {
				struct exact buffer = cut_message(size, lying_lengths[i], 16, placement);
				char *text = print(buffer.at, size, 0);

				if ((text[0] != '\0') != is_message(size, lying_lengths[i]))
					wrong++;
				free(text);
				exact_free(&buffer);
			}
			CHECK_INT(wrong, 0, "fprintf, %#x, %s: as the format says", lying_lengths[i],
				  placement_names[placement]);
		}
	}
}

/*
 * What is printed depends on no byte behind the data: with 'Z's there the text is
 * the same as with nothing there.
 */
static void print_cut_off(void)
{
	static const uint16_t types[] = { 3, 16 };
	static const uint16_t nla_lens[] = { 0, 1, 2, 3, 4, 5, 8, 9, 13, 65535 };
	static const size_t extras[] = { 0, 3, 4, 8, 1000 };

	for (size_t t = 0; t < COUNT(types); t++) {
		for (size_t a = 0; a < COUNT(nla_lens); a++) {
			int wrong = 0;

			for (uint32_t size = 16; size <= 40; size++) {
				struct exact exact = exact_new(size, 'a', ON_HEAP);
				struct exact guarded = exact_new(size, 'a', BEFORE_GUARD);
				char *roomy = raw_buffer(80, 'Z');

				memset(roomy, 'a', size);
				raw_header(roomy, size, types[t], 0, 0, 0);
				if (size >= 20)
					raw_attr(roomy + 16, nla_lens[a], 1);
				memcpy(exact.at, roomy, size);
				memcpy(guarded.at, roomy, size);
				for (size_t e = 0; e < COUNT(extras); e++) {
					char *want = print(roomy, size, extras[e]);
					char *got = print(exact.at, size, extras[e]);
					char *got_guarded = print(guarded.at, size, extras[e]);

					if (strcmp(got, want) != 0 || strcmp(got_guarded, want) != 0)
						wrong++;
					free(want);
					free(got);
					free(got_guarded);
				}
				free(roomy);
				exact_free(&guarded);
				exact_free(&exact);
			}
			CHECK_INT(wrong, 0, "fprintf, type %u, nla_len %u: only the data is printed",
				  types[t], nla_lens[a]);
		}
	}
}

/* Words of all kinds at the end, in a buffer of whole words without a byte behind it. */
static void print_ends_with_header(void)
{
	for (enum placement placement = ON_HEAP; placement < PLACEMENTS; placement++) {
		struct exact buffer = exact_new(24, 0, placement);
		char *text;

		raw_header(buffer.at, 24, 16, 0, 0, 0);
		raw_attr((char *)buffer.at + 16, 4, NLA_F_NESTED | 1);
		raw_attr((char *)buffer.at + 20, 65535, NLA_F_NET_BYTEORDER | 0x3fff);
		text = print(buffer.at, 24, 0);
		CHECK(strstr(text, "65535") != NULL && strstr(text, "16383") != NULL,
		      "fprintf, %s: ends with an attribute header", placement_names[placement]);
		free(text);
		exact_free(&buffer);
	}
}

int main(void)
{
	ok_and_next();
	ok_with_any_int();
	cb_run();
	cb_run_second();
	error_cut_off();
	error_int_min();
	cb_run2_table();
	cb_run2_const_table();
	print_lying();
	print_cut_off();
	print_ends_with_header();
	return check_done();
}
