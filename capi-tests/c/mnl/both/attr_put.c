/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Appending attributes without a bound.  Quirks Q9 and Q10, and the padding that
 * 1.0.4 leaves as it was.  Where padding is not the subject the buffer is zero.
 */
#include <libmnl/libmnl.h>

#include "raw.h"
#include "report.h"

/* Prints what a put_*() did to a message that was empty before. */
static void out_put(const struct nlmsghdr *nlh, size_t bytes, const char *name)
{
	out_uint(nlh->nlmsg_len, "%s.nlmsg_len", name);
	out_hex((const char *)nlh + 16, bytes, "%s.bytes", name);
}

#define PUT_CASE(fill, name, call)                                             \
	do {                                                                   \
		struct nlmsghdr *nlh = raw_message(64, fill, 16);              \
		call;                                                          \
		out_put(nlh, 20, name);                                        \
		free(nlh);                                                     \
	} while (0)

static void put_integers(void)
{
	PUT_CASE(0, "u8", mnl_attr_put_u8(nlh, 1, 0xa1));
	PUT_CASE(0, "u16", mnl_attr_put_u16(nlh, 2, 0xa1b2));
	PUT_CASE(0, "u32", mnl_attr_put_u32(nlh, 3, 0xa1b2c3d4));
	PUT_CASE(0, "u64", mnl_attr_put_u64(nlh, 4, UINT64_C(0xa1b2c3d4e5f60718)));
}

static void put_strings(void)
{
	PUT_CASE(0, "str.empty", mnl_attr_put_str(nlh, 1, ""));
	PUT_CASE(0, "str.3", mnl_attr_put_str(nlh, 1, "abc"));
	PUT_CASE(0, "str.4", mnl_attr_put_str(nlh, 1, "abcd"));
	PUT_CASE(0, "str.5", mnl_attr_put_str(nlh, 1, "abcde"));
	PUT_CASE(0, "strz.empty", mnl_attr_put_strz(nlh, 1, ""));
	PUT_CASE(0, "strz.3", mnl_attr_put_strz(nlh, 1, "abc"));
	PUT_CASE(0, "strz.4", mnl_attr_put_strz(nlh, 1, "abcd"));
	PUT_CASE(0, "strz.5", mnl_attr_put_strz(nlh, 1, "abcde"));
}

static void put_bytes(void)
{
	for (size_t len = 0; len <= 9; len++) {
		char name[20];

		sprintf(name, "put.%zu", len);
		PUT_CASE(0, name, mnl_attr_put(nlh, 1, len, "\1\2\3\4\5\6\7\10\11"));
	}
	/* Flag attributes are put this way. */
	PUT_CASE(0xee, "put.null", mnl_attr_put(nlh, 1, 0, NULL));
}

/* The type is stored as given, with its flag bits. */
static void put_types(void)
{
	static const uint16_t types[] = { 0, 0x3fff, 0x4001, 0x8001, 0xc005, 0xffff };

	for (size_t i = 0; i < COUNT(types); i++) {
		char name[20];

		sprintf(name, "type.%#x", types[i]);
		PUT_CASE(0, name, mnl_attr_put_u32(nlh, types[i], 0));
	}
}

/* 1.0.4 leaves the padding as it was, 1.0.5 clears it. */
static void padding(void)
{
	PUT_CASE(0xee, "padding.u8", mnl_attr_put_u8(nlh, 1, 0xa1));
	PUT_CASE(0xee, "padding.u16", mnl_attr_put_u16(nlh, 1, 0xa1b2));
	PUT_CASE(0xee, "padding.u32", mnl_attr_put_u32(nlh, 1, 0xa1b2c3d4));
	PUT_CASE(0xee, "padding.u64", mnl_attr_put_u64(nlh, 1, UINT64_C(0xa1b2c3d4e5f60718)));
	PUT_CASE(0xee, "padding.str_5", mnl_attr_put_str(nlh, 1, "abcde"));
	PUT_CASE(0xee, "padding.str_6", mnl_attr_put_str(nlh, 1, "abcdef"));
	PUT_CASE(0xee, "padding.str_7", mnl_attr_put_str(nlh, 1, "abcdefg"));
	PUT_CASE(0xee, "padding.str_8", mnl_attr_put_str(nlh, 1, "abcdefgh"));
	PUT_CASE(0xee, "padding.strz_4", mnl_attr_put_strz(nlh, 1, "abcd"));
	PUT_CASE(0xee, "padding.strz_7", mnl_attr_put_strz(nlh, 1, "abcdefg"));
	PUT_CASE(0xee, "padding.put_0", mnl_attr_put(nlh, 1, 0, ""));
	PUT_CASE(0xee, "padding.put_3", mnl_attr_put(nlh, 1, 3, "abc"));
}

/* The longest attribute there can be: 65535 bytes and one of padding. */
static void padding_of_longest(void)
{
	struct nlmsghdr *nlh = raw_message(65560, 0xee, 16);
	char *data = raw_buffer(65531, 'd');

	mnl_attr_put(nlh, 1, 65531, data);
	out_uint(nlh->nlmsg_len, "padding.put_65531.nlmsg_len");
	out_hex((char *)nlh + 16, 8, "padding.put_65531.head");
	out_hex((char *)nlh + 65550, 8, "padding.put_65531.end");
	free(data);
	free(nlh);
}

/* Q10: the attribute is written at the next multiple of 4, its length added to what was there. */
static void put_after_unaligned(void)
{
	for (uint32_t len = 16; len <= 20; len++) {
		struct nlmsghdr *nlh = raw_message(64, 0, len);

		memset((char *)nlh + 16, 0xaa, 8);
		mnl_attr_put_u32(nlh, 1, 0xa1b2c3d4);
		out_uint(nlh->nlmsg_len, "unaligned.%u.nlmsg_len", len);
		out_hex((char *)nlh + 16, 16, "unaligned.%u.bytes", len);
		mnl_attr_put_u16(nlh, 2, 0xe5f6);
		out_uint(nlh->nlmsg_len, "unaligned.%u.second.nlmsg_len", len);
		out_hex((char *)nlh + 16, 24, "unaligned.%u.second.bytes", len);
		free(nlh);
	}
}

static void put_several(void)
{
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(raw_buffer(128, 0));
	const struct nlattr *attr;
	struct row row = { 0 };

	mnl_nlmsg_put_extra_header(nlh, 4);
	mnl_attr_put_u8(nlh, 1, 1);
	mnl_attr_put_u16(nlh, 2, 2);
	mnl_attr_put_u32(nlh, 3, 3);
	mnl_attr_put_u64(nlh, 4, 4);
	mnl_attr_put_str(nlh, 5, "abc");
	mnl_attr_put_strz(nlh, 6, "abcd");
	mnl_attr_put(nlh, 7, 0, NULL);
	out_uint(nlh->nlmsg_len, "several.nlmsg_len");
	out_hex((char *)nlh, nlh->nlmsg_len, "several.bytes");
	mnl_attr_for_each(attr, nlh, 4)
		row_add(&row, "type=%u,payload=%u", mnl_attr_get_type(attr),
			mnl_attr_get_payload_len(attr));
	out_row(&row, "several.walk");
	free(nlh);
}

static void put_leaves_errno(void)
{
	struct nlmsghdr *nlh = raw_message(64, 0, 16);

	errno = ERRNO_UNTOUCHED;
	mnl_attr_put_strz(nlh, 1, "abc");
	out_errno(errno, "errno");
	free(nlh);
}

/*
 * Q9: from 65532 bytes on nla_len does not fit 16 bits.  1.0.4 writes all of it
 * under a header that says less; we leave the message alone.
 */
static void put_too_long(void)
{
	static const size_t lengths[] = { 65530, 65531, 65532, 65533, 65536, 65540, 69999 };
	const size_t room = 70040;
	char *data = raw_buffer(70000, 'd');

	for (size_t i = 0; i < COUNT(lengths); i++) {
		struct nlmsghdr *nlh = raw_message(room, 0, 16);

		mnl_attr_put(nlh, 1, lengths[i], data);
		out_uint(nlh->nlmsg_len, "long.put_%zu.nlmsg_len", lengths[i]);
		out_hex((char *)nlh + 16, 6, "long.put_%zu.head", lengths[i]);
		out_hex((char *)nlh + 16 + lengths[i], 6, "long.put_%zu.end", lengths[i]);
		free(nlh);
	}
	free(data);
}

static void put_too_long_string(void)
{
	static const size_t lengths[] = { 65530, 65531, 65532, 65533 };
	char *text = raw_buffer(65534, 's');

	for (size_t i = 0; i < COUNT(lengths); i++) {
		struct nlmsghdr *nlh = raw_message(65600, 0, 16);

		memset(text, 's', 65534);
		text[lengths[i]] = '\0';
		mnl_attr_put_str(nlh, 1, text);
		out_uint(nlh->nlmsg_len, "long.str_%zu.nlmsg_len", lengths[i]);
		out_hex((char *)nlh + 16, 6, "long.str_%zu.head", lengths[i]);
		free(nlh);

		nlh = raw_message(65600, 0, 16);
		mnl_attr_put_strz(nlh, 1, text);
		out_uint(nlh->nlmsg_len, "long.strz_%zu.nlmsg_len", lengths[i]);
		out_hex((char *)nlh + 16, 6, "long.strz_%zu.head", lengths[i]);
		free(nlh);
	}
	free(text);
}

int main(void)
{
	put_integers();
	put_strings();
	put_bytes();
	put_types();
	padding();
	padding_of_longest();
	put_after_unaligned();
	put_several();
	put_leaves_errno();
	put_too_long();
	put_too_long_string();
	return 0;
}
