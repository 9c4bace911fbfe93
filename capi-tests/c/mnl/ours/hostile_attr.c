/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Attributes from someone who means ill.  Every buffer ends exactly where the
 * library is told it ends; for mnl_attr_parse that is nlmsg_len rounded up.
 */
#include <libmnl/libmnl.h>

#include <limits.h>

#include "check.h"
#include "exact.h"
#include "raw.h"

static const uint16_t nla_lens[] = {
	0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 16, 17, 20, 21, 24, 25, 32767, 32768, 65532, 65535,
};

struct visits {
	int calls;
	unsigned int sum;
};

/* Reads all of an attribute, so that one that is too long shows. */
static int visit(const struct nlattr *attr, void *data)
{
	struct visits *visits = data;

	visits->calls++;
	for (uint16_t i = 0; i < mnl_attr_get_len(attr); i++)
		visits->sum += ((const unsigned char *)attr)[i];
	return MNL_CB_OK;
}

/*
 * What the format says: how many attributes len bytes hold, of which the first says
 * nla_len and all others are headers alone ("4, type 2").
 */
static int attrs_in(long len, uint16_t nla_len)
{
	const long first = (nla_len + 3) & ~3;

	if (len < 4 || nla_len < 4 || nla_len > len)
		return 0;
	return 1 + (len > first ? (int)((len - first) / 4) : 0);
}

/* Fills len bytes with headers of 4, the first of which says nla_len; the rest is zero. */
static void fill_attrs(void *at, size_t len, uint16_t nla_len)
{
	memset(at, 0, len);
	for (size_t offset = 0; offset + 4 <= len; offset += 4)
		raw_attr((char *)at + offset, 4, 2);
	if (len >= 4)
		raw_attr(at, nla_len, 1);
}

static void parse(void)
{
	for (enum placement placement = ON_HEAP; placement < PLACEMENTS; placement++) {
		for (size_t i = 0; i < COUNT(nla_lens); i++) {
			int wrong = 0;

			for (uint32_t len = 16; len <= 44; len++) {
				const size_t rounded = (len + 3) & ~3u;
				struct exact buffer = exact_new(rounded, 0, placement);
				struct nlmsghdr *nlh = raw_header(buffer.at, len, 16, 0, 0, 0);
				struct visits visits = { 0, 0 };

				fill_attrs((char *)buffer.at + 16, rounded - 16, nla_lens[i]);
				if (mnl_attr_parse(nlh, 0, visit, &visits) != MNL_CB_OK)
					wrong++;
				if (visits.calls != attrs_in((long)rounded - 16, nla_lens[i]))
					wrong++;
				exact_free(&buffer);
			}
			CHECK_INT(wrong, 0, "parse, nla_len %u, %s: as the format says", nla_lens[i],
				  placement_names[placement]);
		}
	}
}

/* A message that claims to be shorter than its header has no attributes. */
static void parse_short_message(void)
{
	for (enum placement placement = ON_HEAP; placement < PLACEMENTS; placement++) {
		for (uint32_t len = 0; len <= 16; len++) {
			struct exact buffer = exact_new(16, 0, placement);
			struct visits visits = { 0, 0 };

			raw_header(buffer.at, len, 16, 0, 0, 0);
			CHECK_CALL(mnl_attr_parse(buffer.at, 0, visit, &visits), MNL_CB_OK,
				   CHECK_ERRNO_UNTOUCHED, "parse, nlmsg_len %u, %s", len,
				   placement_names[placement]);
			CHECK_INT(visits.calls, 0, "parse, nlmsg_len %u, %s: nothing seen", len,
				  placement_names[placement]);
			exact_free(&buffer);
		}
	}
}

/*
 * An offset beyond the message, up to the end of 32 bits: there the distance to the
 * end of the message does not fit an int any more.
 */
static void parse_offsets(void)
{
	static const unsigned int offsets[] = {
		9, 12, 13, 16, 64, 4096, 65536, 0x7ffffffc, 0x7fffffff, 0x80000000, 0x80000010,
		0xc0000000, 0xfffffff0, 0xfffffffc, 0xfffffffd, 0xffffffff,
	};

	for (enum placement placement = ON_HEAP; placement < PLACEMENTS; placement++) {
		for (size_t i = 0; i < COUNT(offsets); i++) {
			struct exact buffer = exact_new(28, 0, placement);
			struct visits visits = { 0, 0 };

			raw_header(buffer.at, 28, 16, 0, 0, 0);
			fill_attrs((char *)buffer.at + 16, 12, 12);
			CHECK_CALL(mnl_attr_parse(buffer.at, offsets[i], visit, &visits), MNL_CB_OK,
				   CHECK_ERRNO_UNTOUCHED, "parse, offset %#x, %s", offsets[i],
				   placement_names[placement]);
			CHECK_INT(visits.calls, 0, "parse, offset %#x, %s: nothing seen", offsets[i],
				  placement_names[placement]);
			exact_free(&buffer);
		}
	}
}

static void parse_nested(void)
{
	for (enum placement placement = ON_HEAP; placement < PLACEMENTS; placement++) {
		for (size_t i = 0; i < COUNT(nla_lens); i++) {
			int wrong = 0;

			for (uint16_t len = 4; len <= 33; len++) {
				struct exact buffer = exact_new(len, 0, placement);
				struct nlattr *nest = raw_attr(buffer.at, len, NLA_F_NESTED | 1);
				struct visits visits = { 0, 0 };

				fill_attrs((char *)nest + 4, len - 4u, nla_lens[i]);
				if (mnl_attr_parse_nested(nest, visit, &visits) != MNL_CB_OK)
					wrong++;
				if (visits.calls != attrs_in(len - 4, nla_lens[i]))
					wrong++;
				exact_free(&buffer);
			}
			CHECK_INT(wrong, 0, "parse_nested, nla_len %u, %s: as the format says",
				  nla_lens[i], placement_names[placement]);
		}
	}
}

/* A nest shorter than its header is empty, not 64 KiB long. */
static void parse_nested_shorter_than_header(void)
{
	for (enum placement placement = ON_HEAP; placement < PLACEMENTS; placement++) {
		for (uint16_t len = 0; len < 4; len++) {
			struct exact buffer = exact_new(4, 0, placement);
			struct visits visits = { 0, 0 };

			raw_attr(buffer.at, len, 1);
			CHECK_CALL(mnl_attr_parse_nested(buffer.at, visit, &visits), MNL_CB_OK,
				   CHECK_ERRNO_UNTOUCHED, "parse_nested, nla_len %u of its own, %s", len,
				   placement_names[placement]);
			CHECK_INT(visits.calls, 0, "parse_nested, nla_len %u of its own, %s: nothing seen",
				  len, placement_names[placement]);
			exact_free(&buffer);
		}
	}
}

static void parse_payload(void)
{
	for (enum placement placement = ON_HEAP; placement < PLACEMENTS; placement++) {
		for (size_t i = 0; i < COUNT(nla_lens); i++) {
			int wrong = 0;

			for (size_t len = 0; len <= 29; len++) {
				struct exact buffer = exact_new(len, 0, placement);
				struct visits visits = { 0, 0 };

				fill_attrs(buffer.at, len, nla_lens[i]);
				if (mnl_attr_parse_payload(buffer.at, len, visit, &visits) != MNL_CB_OK)
					wrong++;
				if (visits.calls != attrs_in((long)len, nla_lens[i]))
					wrong++;
				exact_free(&buffer);
			}
			CHECK_INT(wrong, 0, "parse_payload, nla_len %u, %s: as the format says",
				  nla_lens[i], placement_names[placement]);
		}
	}
}

/* The loops of the header, over the same. */
static void loops(void)
{
	for (size_t i = 0; i < COUNT(nla_lens); i++) {
		int wrong = 0;

		for (uint16_t len = 4; len <= 28; len += 4) {
			struct exact buffer = exact_new(16u + len, 0, BEFORE_GUARD);
			struct nlmsghdr *nlh = raw_header(buffer.at, 16u + len, 16, 0, 0, 0);
			struct nlattr *nest = raw_attr((char *)nlh + 16, len, 1);
			struct nlattr *attr;
			int seen = 0;

			fill_attrs((char *)nest + 4, len - 4u, nla_lens[i]);
			mnl_attr_for_each_nested(attr, nest)
				seen++;
			mnl_attr_for_each(attr, nlh, 4)
				seen++;
			mnl_attr_for_each_payload((char *)nest + 4, len - 4)
				seen++;
			if (seen != 3 * attrs_in(len - 4, nla_lens[i]))
				wrong++;
			exact_free(&buffer);
		}
		CHECK_INT(wrong, 0, "loops, nla_len %u: as the format says", nla_lens[i]);
	}
}

static void ok_with_any_int(void)
{
	static const int lens[] = { INT_MIN, -4, -1, 0, 1, 3 };

	for (size_t i = 0; i < COUNT(lens); i++) {
		struct exact buffer = exact_new(4, 0, BEFORE_GUARD);

		raw_attr(buffer.at, 4, 1);
		CHECK(!mnl_attr_ok(buffer.at, lens[i]), "attr_ok with %d bytes: false", lens[i]);
		exact_free(&buffer);
	}
}

/* What validate says of an attribute must not depend on bytes that are not there. */
static void validate(void)
{
	for (enum placement placement = ON_HEAP; placement < PLACEMENTS; placement++) {
		for (int type = MNL_TYPE_UNSPEC; type < MNL_TYPE_MAX; type++) {
			int wrong = 0;

			for (uint16_t len = 4; len <= 24; len++) {
				struct exact buffer = exact_new(len, 'a', placement);
				const struct nlattr *attr = raw_attr(buffer.at, len, 1);
				int result = mnl_attr_validate(attr, (enum mnl_attr_data_type)type);

				if (result != 0 && result != -1)
					wrong++;
				for (size_t expected = 0; expected <= 24; expected++) {
					result = mnl_attr_validate2(attr, (enum mnl_attr_data_type)type,
								    expected);
					if (expected != 0 && expected != len - 4u && result != -1)
						wrong++;
				}
				exact_free(&buffer);
			}
			CHECK_INT(wrong, 0, "validate, type %d, %s", type, placement_names[placement]);
		}
	}
}

/* nla_len 0..3: no payload, and not one of 64 KiB either. */
static void validate_shorter_than_header(void)
{
	for (enum placement placement = ON_HEAP; placement < PLACEMENTS; placement++) {
		for (int type = MNL_TYPE_UNSPEC; type < MNL_TYPE_MAX; type++) {
			const bool anything_goes = type == MNL_TYPE_UNSPEC || type == MNL_TYPE_BINARY ||
						   type == MNL_TYPE_NESTED_COMPAT;

			for (uint16_t len = 0; len < 4; len++) {
				struct exact buffer = exact_new(4, 0, placement);
				const struct nlattr *attr = raw_attr(buffer.at, len, 1);

				CHECK_CALL(mnl_attr_validate(attr, (enum mnl_attr_data_type)type),
					   anything_goes ? 0 : -1,
					   anything_goes ? CHECK_ERRNO_UNTOUCHED : ERANGE,
					   "validate, type %d, nla_len %u, %s", type, len,
					   placement_names[placement]);
				CHECK_CALL(mnl_attr_validate2(attr, (enum mnl_attr_data_type)type, 4), -1,
					   ERANGE, "validate2, type %d, nla_len %u, %s", type, len,
					   placement_names[placement]);
				exact_free(&buffer);
			}
		}
	}
}

/* A number that is no type, as a C caller may well pass. */
static void validate_unknown_type(void)
{
	static const int types[] = { 12, 13, 255, 256, INT_MAX, INT_MIN, -1 };
	const struct nlattr attr = { .nla_len = 4 };

	for (size_t i = 0; i < COUNT(types); i++) {
		CHECK_CALL(mnl_attr_validate(&attr, (enum mnl_attr_data_type)types[i]), -1, EINVAL,
			   "validate, type %d", types[i]);
		CHECK_CALL(mnl_attr_validate2(&attr, (enum mnl_attr_data_type)types[i], 0), -1, EINVAL,
			   "validate2, type %d", types[i]);
	}
}

/* A 16-bit length at its end: no 16-bit overflow. */
static void next_at_the_end(void)
{
	static const uint16_t lengths[] = { 65532, 65533, 65534, 65535 };
	struct exact buffer = exact_new(65540, 0, ON_HEAP);

	for (size_t i = 0; i < COUNT(lengths); i++) {
		const struct nlattr *attr = raw_attr(buffer.at, lengths[i], 1);

		CHECK_INT(raw_offset(attr, mnl_attr_next(attr)), (lengths[i] + 3) & ~3,
			  "next, nla_len %u", lengths[i]);
	}
	exact_free(&buffer);
}

int main(void)
{
	parse();
	parse_short_message();
	parse_nested();
	parse_nested_shorter_than_header();
	parse_payload();
	loops();
	ok_with_any_int();
	validate();
	validate_shorter_than_header();
	validate_unknown_type();
	next_at_the_end();
	parse_offsets();
	return check_done();
}
