/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * mnl_attr_validate and mnl_attr_validate2: every type with every length that
 * matters, every expected length, and four kinds of content.  A row gives the
 * outcome per payload length.
 */
#include <libmnl/libmnl.h>

#include "raw.h"
#include "report.h"

/* Attributes shorter than their header are read up to this far by 1.0.4. */
#define FAR 70000

static const struct {
	enum mnl_attr_data_type type;
	const char *name;
} types[] = {
	{ MNL_TYPE_UNSPEC, "unspec" },
	{ MNL_TYPE_U8, "u8" },
	{ MNL_TYPE_U16, "u16" },
	{ MNL_TYPE_U32, "u32" },
	{ MNL_TYPE_U64, "u64" },
	{ MNL_TYPE_STRING, "string" },
	{ MNL_TYPE_FLAG, "flag" },
	{ MNL_TYPE_MSECS, "msecs" },
	{ MNL_TYPE_NESTED, "nested" },
	{ MNL_TYPE_NESTED_COMPAT, "nested_compat" },
	{ MNL_TYPE_NUL_STRING, "nul_string" },
	{ MNL_TYPE_BINARY, "binary" },
};

static const uint16_t payload_lens[] = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 16, 17, 65531 };

enum content { ZEROS, TEXT, TEXT_NUL, NUL_TEXT, CONTENTS };
static const char *const content_names[CONTENTS] = { "zeros", "text", "text_nul", "nul_text" };

static struct nlattr *make_attr(uint16_t payload_len, enum content content)
{
	const uint16_t nla_len = (uint16_t)(4 + payload_len);
	struct nlattr *attr = raw_attr(raw_buffer(nla_len, content == ZEROS ? 0 : 'a'), nla_len, 1);
	char *payload = (char *)attr + 4;

	if (payload_len > 0 && content == TEXT_NUL)
		payload[payload_len - 1] = '\0';
	if (payload_len > 1 && content == NUL_TEXT)
		payload[0] = '\0';
	return attr;
}

/* "ok", or the name of the error; anything that breaks the pattern in full. */
static void add_outcome(struct row *row, unsigned int len, int result, int err)
{
	if (result == 0 && err == ERRNO_UNTOUCHED)
		row_add(row, "%u=ok", len);
	else if (result == -1)
		row_add(row, "%u=%s", len, report_errno_name(err));
	else
		row_add(row, "%u=(%d,errno %d)", len, result, err);
}

static void add_validate(struct row *row, unsigned int len, const struct nlattr *attr,
			 enum mnl_attr_data_type type)
{
	int result;

	errno = ERRNO_UNTOUCHED;
	result = mnl_attr_validate(attr, type);
	add_outcome(row, len, result, errno);
}

static void add_validate2(struct row *row, unsigned int len, const struct nlattr *attr,
			  enum mnl_attr_data_type type, size_t expected)
{
	int result;

	errno = ERRNO_UNTOUCHED;
	result = mnl_attr_validate2(attr, type, expected);
	add_outcome(row, len, result, errno);
}

static void validate(void)
{
	for (size_t t = 0; t < COUNT(types); t++) {
		for (enum content content = ZEROS; content < CONTENTS; content++) {
			struct row row = { 0 };

			for (size_t i = 0; i < COUNT(payload_lens); i++) {
				struct nlattr *attr = make_attr(payload_lens[i], content);

				add_validate(&row, payload_lens[i], attr, types[t].type);
				free(attr);
			}
			out_row(&row, "validate.%s.%s", types[t].name, content_names[content]);
		}
	}
}

static void validate2(void)
{
	static const size_t expected[] = {
		0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 16, 17, 65531, 65535, 65536, 65540, SIZE_MAX,
	};

	for (size_t t = 0; t < COUNT(types); t++) {
		for (size_t e = 0; e < COUNT(expected); e++) {
			for (enum content content = TEXT; content <= TEXT_NUL; content++) {
				struct row row = { 0 };

				for (size_t i = 0; i < COUNT(payload_lens); i++) {
					struct nlattr *attr = make_attr(payload_lens[i], content);

					add_validate2(&row, payload_lens[i], attr, types[t].type,
						      expected[e]);
					free(attr);
				}
				out_row(&row, "validate2.%s.exp_%zu.%s", types[t].name,
					expected[e], content_names[content]);
			}
		}
	}
}

/* A wrong type is refused before the lengths are looked at. */
static void unknown_types(void)
{
	static const int values[] = { 12, 13, 255, 65536, -1 };

	for (size_t i = 0; i < COUNT(values); i++) {
		const enum mnl_attr_data_type type = (enum mnl_attr_data_type)values[i];
		struct nlattr *attr = make_attr(4, ZEROS);

		OUT_CALL(mnl_attr_validate(attr, type), "unknown.%d.validate", values[i]);
		OUT_CALL(mnl_attr_validate2(attr, type, 0), "unknown.%d.validate2.exp_0", values[i]);
		OUT_CALL(mnl_attr_validate2(attr, type, 4), "unknown.%d.validate2.exp_4", values[i]);
		OUT_CALL(mnl_attr_validate2(attr, type, 9), "unknown.%d.validate2.exp_9", values[i]);
		free(attr);
	}
}

/* Neither the attribute's own type nor its flag bits play a part. */
static void attribute_type(void)
{
	static const uint16_t attr_types[] = { 0, 1, 0x4001, 0x8001, 0xffff };

	for (size_t i = 0; i < COUNT(attr_types); i++) {
		struct nlattr *attr = raw_attr(raw_buffer(8, 0), 8, attr_types[i]);

		OUT_CALL(mnl_attr_validate(attr, MNL_TYPE_U32), "attr_type.%#x.u32", attr_types[i]);
		OUT_CALL(mnl_attr_validate(attr, MNL_TYPE_NESTED), "attr_type.%#x.nested",
			 attr_types[i]);
		free(attr);
	}
}

/* A nest is measured, not looked into. */
static void nest_contents(void)
{
	struct nlattr *nest = raw_attr(raw_buffer(12, 0), 12, NLA_F_NESTED | 1);

	raw_attr((char *)nest + 4, 0, 1);
	OUT_CALL(mnl_attr_validate(nest, MNL_TYPE_NESTED), "nest_contents.inner_len_0");
	raw_attr((char *)nest + 4, 65535, 1);
	OUT_CALL(mnl_attr_validate(nest, MNL_TYPE_NESTED), "nest_contents.inner_len_65535");
	free(nest);
}

/*
 * nla_len 0..3: the payload length wraps to 65532..65535 in 1.0.4, which then
 * looks for the end of a NUL_STRING that far behind the attribute.
 */
static void shorter_than_header(void)
{
	static const int fills[] = { 0, 'a' };

	for (size_t f = 0; f < COUNT(fills); f++) {
		char *buf = raw_buffer(FAR, fills[f]);

		for (size_t t = 0; t < COUNT(types); t++) {
			struct row row = { 0 };

			for (uint16_t len = 0; len < 4; len++)
				add_validate(&row, len, raw_attr(buf, len, 1), types[t].type);
			out_row(&row, "short.%s.fill_%#x.nla_len", types[t].name, fills[f]);
		}
		free(buf);
	}
}

/* The same with an expected length; 65532 is what 1.0.4 takes the length to be. */
static void shorter_than_header_expected(void)
{
	static const size_t expected[] = { 0, 1, 4, 8, 65532 };
	char *buf = raw_buffer(FAR, 0);

	for (size_t t = 0; t < COUNT(types); t++) {
		for (size_t e = 0; e < COUNT(expected); e++) {
			struct row row = { 0 };

			for (uint16_t len = 0; len < 4; len++)
				add_validate2(&row, len, raw_attr(buf, len, 1), types[t].type,
					      expected[e]);
			out_row(&row, "short.%s.exp_%zu.nla_len", types[t].name, expected[e]);
		}
	}
	free(buf);
}

int main(void)
{
	validate();
	validate2();
	unknown_types();
	attribute_type();
	nest_contents();
	shorter_than_header();
	shorter_than_header_expected();
	return 0;
}
