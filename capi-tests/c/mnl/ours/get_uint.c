/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* mnl_attr_get_uint: an unsigned integer of whatever width (upstream git, LIBMNL_1.3). */
#include <libmnl/libmnl.h>

#include "check.h"
#include "exact.h"
#include "raw.h"

/* Bytes of the payload; as integers of 1, 2, 4 and 8 bytes they differ on any machine. */
static const unsigned char payload[8] = { 0x91, 0x82, 0xa3, 0xb4, 0xc5, 0xd6, 0xe7, 0xf8 };

static uint64_t expected(uint16_t payload_len)
{
	uint8_t u8;
	uint16_t u16;
	uint32_t u32;
	uint64_t u64;

	memcpy(&u8, payload, sizeof(u8));
	memcpy(&u16, payload, sizeof(u16));
	memcpy(&u32, payload, sizeof(u32));
	memcpy(&u64, payload, sizeof(u64));
	switch (payload_len) {
	case 1: return u8;
	case 2: return u16;
	case 4: return u32;
	case 8: return u64;
	default: return UINT64_MAX;
	}
}

/* Every length up to 16, in memory that ends with the attribute. */
static void lengths(void)
{
	for (enum placement placement = ON_HEAP; placement < PLACEMENTS; placement++) {
		for (uint16_t len = 0; len <= 16; len++) {
			struct exact buffer = exact_new(4u + len, 0x5a, placement);
			struct nlattr *attr = raw_attr(buffer.at, (uint16_t)(4 + len), 1);
			uint64_t value;

			memcpy((char *)attr + 4, payload, len < sizeof(payload) ? len : sizeof(payload));
			errno = CHECK_ERRNO_UNTOUCHED;
			value = mnl_attr_get_uint(attr);
			CHECK_INT(errno, CHECK_ERRNO_UNTOUCHED, "payload of %u, %s: errno left alone", len,
				  placement_names[placement]);
			CHECK_UINT(value, expected(len), "payload of %u, %s: value", len,
				   placement_names[placement]);
			exact_free(&buffer);
		}
	}
}

/* nla_len 0..3: there is no payload, so nothing behind the header is read. */
static void shorter_than_header(void)
{
	for (enum placement placement = ON_HEAP; placement < PLACEMENTS; placement++) {
		for (uint16_t len = 0; len < 4; len++) {
			struct exact buffer = exact_new(4, 0, placement);

			CHECK_UINT(mnl_attr_get_uint(raw_attr(buffer.at, len, 1)), UINT64_MAX,
				   "nla_len %u, %s: no value", len, placement_names[placement]);
			exact_free(&buffer);
		}
	}
}

static void longest(void)
{
	struct exact buffer = exact_new(65535, 0, ON_HEAP);

	CHECK_UINT(mnl_attr_get_uint(raw_attr(buffer.at, 65535, 1)), UINT64_MAX,
		   "nla_len 65535: no value");
	exact_free(&buffer);
}

/* Zero is a value, and so is UINT64_MAX. */
static void extremes(void)
{
	static const uint16_t widths[] = { 1, 2, 4, 8 };

	for (size_t i = 0; i < COUNT(widths); i++) {
		const uint64_t all_ones = UINT64_MAX >> (64 - 8 * widths[i]);
		struct exact zeros = exact_new(4u + widths[i], 0, ON_HEAP);
		struct exact ones = exact_new(4u + widths[i], 0xff, ON_HEAP);
		const uint16_t nla_len = (uint16_t)(4 + widths[i]);

		CHECK_UINT(mnl_attr_get_uint(raw_attr(zeros.at, nla_len, 1)), 0, "%u bytes of 00",
			   widths[i]);
		CHECK_UINT(mnl_attr_get_uint(raw_attr(ones.at, nla_len, 1)), all_ones,
			   "%u bytes of ff are not sign-extended", widths[i]);
		exact_free(&zeros);
		exact_free(&ones);
	}
}

/* An attribute is aligned to 4, a 64-bit value in it then is not to 8 every other time. */
static void alignment(void)
{
	for (size_t shift = 0; shift <= 4; shift += 4) {
		struct exact buffer = exact_new(shift + 12, 0, ON_HEAP);
		struct nlattr *attr = raw_attr((char *)buffer.at + shift, 12, 1);

		memcpy((char *)attr + 4, payload, sizeof(payload));
		CHECK_UINT(mnl_attr_get_uint(attr), expected(8), "8 bytes, attribute at %zu", shift);
		exact_free(&buffer);
	}
}

/* What was put comes back. */
static void round_trip(void)
{
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(raw_buffer(128, 0xee));
	static const uint64_t want[] = { 0x12, 0x1234, 0x12345678, UINT64_C(0x123456789abcdef0) };
	const struct nlattr *attr;
	size_t i = 0;

	mnl_attr_put_u8(nlh, 1, (uint8_t)want[0]);
	mnl_attr_put_u16(nlh, 2, (uint16_t)want[1]);
	mnl_attr_put_u32(nlh, 3, (uint32_t)want[2]);
	mnl_attr_put_u64(nlh, 4, want[3]);
	mnl_attr_for_each(attr, nlh, 0) {
		if (i < COUNT(want))
			CHECK_UINT(mnl_attr_get_uint(attr), want[i], "attribute %zu as it was put", i + 1);
		i++;
	}
	CHECK_UINT(i, COUNT(want), "four attributes");
	free(nlh);
}

int main(void)
{
	lengths();
	shorter_than_header();
	longest();
	extremes();
	alignment();
	round_trip();
	return check_done();
}
