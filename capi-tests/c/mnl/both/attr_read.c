/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Attributes: header fields, values, bounds, types.  Quirk Q6. */
#include <libmnl/libmnl.h>

#include <limits.h>

#include "raw.h"
#include "report.h"

static void get_type(void)
{
	static const uint16_t types[] = {
		0, 1, 0x3fff, 0x4000, 0x4001, 0x8000, 0x8001, 0xc000, 0xc123, 0xffff,
	};

	for (size_t i = 0; i < COUNT(types); i++) {
		const struct nlattr attr = { .nla_len = 4, .nla_type = types[i] };

		out_uint(mnl_attr_get_type(&attr), "get_type.%#x", types[i]);
	}
}

/* Q6: the payload length of an attribute shorter than its header wraps around. */
static void get_len(void)
{
	static const uint16_t lengths[] = { 0, 1, 2, 3, 4, 5, 8, 65531, 65535 };

	for (size_t i = 0; i < COUNT(lengths); i++) {
		const struct nlattr attr = { .nla_len = lengths[i] };

		out_uint(mnl_attr_get_len(&attr), "get_len.%u", lengths[i]);
		out_uint(mnl_attr_get_payload_len(&attr), "get_payload_len.%u", lengths[i]);
	}
}

/* The values do not depend on nla_len. */
static void get_values(void)
{
	static const unsigned char value[8] = { 0x81, 0x92, 0xa3, 0xb4, 0xc5, 0xd6, 0xe7, 0xf8 };
	static const uint16_t lengths[] = { 0, 4, 5, 6, 8, 12, 65535 };

	for (size_t i = 0; i < COUNT(lengths); i++) {
		struct nlattr *attr = raw_attr(raw_buffer(12, 0), lengths[i], 1);

		memcpy((char *)attr + 4, value, sizeof(value));
		out_int(raw_offset(attr, mnl_attr_get_payload(attr)), "nla_len_%u.payload", lengths[i]);
		out_uint(mnl_attr_get_u8(attr), "nla_len_%u.u8", lengths[i]);
		out_uint(mnl_attr_get_u16(attr), "nla_len_%u.u16", lengths[i]);
		out_uint(mnl_attr_get_u32(attr), "nla_len_%u.u32", lengths[i]);
		out_uint(mnl_attr_get_u64(attr), "nla_len_%u.u64", lengths[i]);
		free(attr);
	}
}

/* A 64-bit value is 4 bytes off its natural alignment whenever the attribute is on it. */
static void get_u64_alignment(void)
{
	for (size_t shift = 0; shift <= 4; shift += 4) {
		char *buf = raw_buffer(20, 0);
		struct nlattr *attr = raw_attr(buf + shift, 12, 1);

		memcpy(buf + shift + 4, "\1\2\3\4\5\6\7\10", 8);
		out_uint(mnl_attr_get_u64(attr), "u64.at_%zu", shift);
		free(buf);
	}
}

static void get_str(void)
{
	struct nlattr *attr = raw_attr(raw_buffer(16, 0), 10, 1);

	memcpy((char *)attr + 4, "eth0\0x", 6);
	out_int(raw_offset(attr, mnl_attr_get_str(attr)), "str.offset");
	out_text(mnl_attr_get_str(attr), "str.text");
	free(attr);
}

static void ok(void)
{
	static const uint16_t nla_lens[] = { 0, 1, 3, 4, 5, 7, 8, 32767, 32768, 65535 };
	static const int lens[] = {
		INT_MIN, -4, -1, 0, 1, 3, 4, 5, 6, 7, 8, 32767, 32768, 65534, 65535, 65536, INT_MAX,
	};

	for (size_t i = 0; i < COUNT(nla_lens); i++) {
		const struct nlattr attr = { .nla_len = nla_lens[i] };
		struct row row = { 0 };

		for (size_t k = 0; k < COUNT(lens); k++)
			if (mnl_attr_ok(&attr, lens[k]))
				row_add(&row, "%d", lens[k]);
		out_row(&row, "ok.nla_len_%u.true_for_len", nla_lens[i]);
	}
}

/* With too little room even for a header the attribute is not looked at. */
static void ok_without_reading(void)
{
	static const int lens[] = { INT_MIN, -1, 0, 3 };

	for (size_t i = 0; i < COUNT(lens); i++)
		OUT_CALL(mnl_attr_ok(NULL, lens[i]), "ok.null.len_%d", lens[i]);
}

static void ok_and_errno(void)
{
	const struct nlattr attr = { .nla_len = 8 };

	OUT_CALL(mnl_attr_ok(&attr, 8), "ok.errno.true");
	OUT_CALL(mnl_attr_ok(&attr, 7), "ok.errno.false");
}

static void next(void)
{
	static const uint16_t lengths[] = { 0, 1, 3, 4, 5, 7, 8, 65532, 65533, 65535 };
	char *buf = raw_buffer(65536, 0);

	for (size_t i = 0; i < COUNT(lengths); i++) {
		struct nlattr *attr = raw_attr(buf, lengths[i], 1);

		out_int(raw_offset(attr, mnl_attr_next(attr)), "next.nla_len_%u", lengths[i]);
	}
	free(buf);
}

static void type_valid(void)
{
	static const struct {
		uint16_t type;
		uint16_t max;
	} cases[] = {
		{ 0, 0 }, { 1, 0 }, { 4, 5 }, { 5, 5 }, { 6, 5 }, { 0x8005, 5 }, { 0x4005, 5 },
		{ 0xc006, 5 }, { 0xffff, 0x3fff }, { 0xffff, 0x3ffe }, { 0xffff, 0xffff },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct nlattr attr = { .nla_len = 4, .nla_type = cases[i].type };

		OUT_CALL(mnl_attr_type_valid(&attr, cases[i].max), "type_valid.%#x.max_%#x",
			 cases[i].type, cases[i].max);
	}
}

int main(void)
{
	get_type();
	get_len();
	get_values();
	get_u64_alignment();
	get_str();
	ok();
	ok_without_reading();
	ok_and_errno();
	next();
	type_valid();
	return 0;
}
