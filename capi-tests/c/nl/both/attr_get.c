/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Attributes: sizes, the parts of one, and values. Hostile ones are in ours/attr_hostile.c. */
#include <limits.h>
#include <linux/netlink.h>

#include <netlink/attr.h>
#include <netlink/netlink.h>

#include "raw.h"
#include "report.h"

/* An attribute with len bytes of payload, 1, 2, 3, ..., at an address that is aligned to 4 but not to 8. */
static struct nlattr *attr_of(size_t len, uint16_t type)
{
	static union {
		uint64_t align;
		unsigned char bytes[4096];
	} room;
	unsigned char *at = room.bytes + 4;
	struct nlattr *nla = raw_attr(at, (uint16_t)(4 + len), type);

	for (size_t i = 0; i < len + 8; i++)
		at[4 + i] = i < len ? (unsigned char)(i + 1) : 0xee;
	return nla;
}

static struct nlattr *attr_with(const void *payload, size_t len)
{
	struct nlattr *nla = attr_of(len, 1);

	memcpy((char *)nla + 4, payload, len);
	return nla;
}

static void sizes(void)
{
	static const int payloads[] = {
		0, 1, 2, 3, 4, 5, 7, 8, 16, 65531, 65532, 70000, -1, -3, -4, -5, -17,
		INT_MAX, INT_MAX - 3, INT_MAX - 4, INT_MAX - 7, INT_MIN, INT_MIN + 1,
	};

	for (size_t i = 0; i < COUNT(payloads); i++) {
		out_int(nla_attr_size(payloads[i]), "size.attr_size.%d", payloads[i]);
		out_int(nla_total_size(payloads[i]), "size.total_size.%d", payloads[i]);
		out_int(nla_padlen(payloads[i]), "size.padlen.%d", payloads[i]);
	}
}

static void parts(void)
{
	static const uint16_t types[] = { 0, 1, 0x3fff, 0x4000, 0x4001, 0x8000, 0x8001, 0xc005, 0xffff };
	static const uint16_t lens[] = { 0, 1, 3, 4, 5, 8, 65535 };
	static const int remaining[] = { INT_MIN, -1, 0, 3, 4, 5, 7, 8, 65534, 65535, INT_MAX };

	for (size_t i = 0; i < COUNT(types); i++) {
		struct nlattr *nla = attr_of(4, types[i]);

		out_int(nla_type(nla), "parts.type.%#x", types[i]);
		out_int(nla_is_nested(nla), "parts.is_nested.%#x", types[i]);
	}
	for (size_t i = 0; i < COUNT(lens); i++) {
		struct nlattr nla = { .nla_len = lens[i], .nla_type = 1 };
		struct row row = { 0 };
		int left = 100;

		out_int(nla_len(&nla), "parts.len.%u", lens[i]);
		out_int(raw_offset(&nla, nla_data(&nla)), "parts.data.%u", lens[i]);
		out_int(raw_offset(&nla, nla_next(&nla, &left)), "parts.next.%u", lens[i]);
		out_int(left, "parts.next.left.%u", lens[i]);
		for (size_t j = 0; j < COUNT(remaining); j++)
			row_add(&row, "%d:%d", remaining[j], nla_ok(&nla, remaining[j]));
		out_row(&row, "parts.ok.%u", lens[i]);
	}
}

static void integers(void)
{
	/* Longer than the type: the first bytes count. Shorter: the padding, which is zero, counts too. */
	for (size_t len = 1; len <= 12; len++) {
		struct nlattr *nla = attr_of(len, 1);

		if (len < 4)
			memset((char *)nla + 4 + len, 0, 4 - len);
		out_uint(nla_get_u8(nla), "int.u8.%zu", len);
		out_uint(nla_get_u16(nla), "int.u16.%zu", len);
		out_uint(nla_get_u32(nla), "int.u32.%zu", len);
		out_uint(nla_get_u64(nla), "int.u64.%zu", len);
		out_int(nla_get_s64(nla), "int.s64.%zu", len);
		out_uint(nla_get_msecs(nla), "int.msecs.%zu", len);
	}
	for (int i = 0; i < 3; i++) {
		static const unsigned char fill[] = { 0xff, 0x80, 0x7f };
		struct nlattr *nla = attr_of(8, 1);

		memset(nla_data(nla), fill[i], 8);
		out_int(nla_get_s8(nla), "signed.s8.%#x", fill[i]);
		out_int(nla_get_s16(nla), "signed.s16.%#x", fill[i]);
		out_int(nla_get_s32(nla), "signed.s32.%#x", fill[i]);
		out_int(nla_get_s64(nla), "signed.s64.%#x", fill[i]);
		out_uint(nla_get_u8(nla), "signed.u8.%#x", fill[i]);
		out_uint(nla_get_u16(nla), "signed.u16.%#x", fill[i]);
		out_uint(nla_get_u32(nla), "signed.u32.%#x", fill[i]);
		out_uint(nla_get_u64(nla), "signed.u64.%#x", fill[i]);
		out_uint(nla_get_msecs(nla), "signed.msecs.%#x", fill[i]);
	}
	out_uint(nla_get_u64(NULL), "null.u64");
	out_int(nla_get_s64(NULL), "null.s64");
	out_uint(nla_get_msecs(NULL), "null.msecs");
	out_int(nla_get_flag(NULL), "flag.null");
	out_int(nla_get_flag(attr_of(0, 1)), "flag.empty");
	out_int(nla_get_flag(attr_of(3, 1)), "flag.with_payload");
}

static void strings(void)
{
	static const struct {
		const char *name;
		const char *bytes;
		size_t len;
	} payloads[] = {
		{ "terminated", "eth0", 5 },
		{ "empty", "", 1 },
		{ "padded", "lo\0\0\0\0\0", 8 },
		{ "inner_nul", "ab\0cd", 6 },
		{ "inner_nul_unterminated", "ab\0cd", 5 },
		{ "long", "a name that is longer than most buffers are", 44 },
	};
	static const size_t sizes[] = { 0, 1, 2, 3, 4, 5, 6, 8, 16, 60 };

	for (size_t i = 0; i < COUNT(payloads); i++) {
		struct nlattr *nla = attr_with(payloads[i].bytes, payloads[i].len);
		char *copy = nla_strdup(nla);

		out_text(nla_get_string(nla), "string.get.%s", payloads[i].name);
		out_int(raw_offset(nla, nla_get_string(nla)), "string.where.%s", payloads[i].name);
		out_text(copy, "string.strdup.%s", payloads[i].name);
		free(copy);
		for (size_t j = 0; j < COUNT(sizes); j++) {
			char buf[64];

			memset(buf, 'x', sizeof(buf));
			out_uint(nla_strlcpy(buf, nla, sizes[j]), "strlcpy.%s.%zu", payloads[i].name,
				 sizes[j]);
			out_hex(buf, sizeof(buf), "strlcpy.%s.%zu.bytes", payloads[i].name, sizes[j]);
		}
	}
	/* Without its NUL: a copy of a bounded length. */
	struct nlattr *open = attr_with("abcd", 4);
	for (size_t j = 0; j < COUNT(sizes); j++) {
		char buf[64];

		memset(buf, 'x', sizeof(buf));
		out_uint(nla_strlcpy(buf, open, sizes[j]), "strlcpy.open.%zu", sizes[j]);
		out_hex(buf, sizeof(buf), "strlcpy.open.%zu.bytes", sizes[j]);
	}
	open = attr_of(0, 1);
	for (size_t j = 0; j < COUNT(sizes); j++) {
		char buf[64];

		memset(buf, 'x', sizeof(buf));
		out_uint(nla_strlcpy(buf, open, sizes[j]), "strlcpy.none.%zu", sizes[j]);
		out_hex(buf, sizeof(buf), "strlcpy.none.%zu.bytes", sizes[j]);
	}
}

static int sign(int value)
{
	return (value > 0) - (value < 0);
}

static void comparisons(void)
{
	static const char *const others[] = { "", "e", "eth", "eth0", "eth1", "etg9", "eth00", "eth0\xff" };
	struct nlattr *nla = attr_with("eth0", 5);
	char buf[16];

	for (size_t i = 0; i < COUNT(others); i++) {
		out_int(sign(nla_strcmp(nla, others[i])), "strcmp.%zu", i);
		for (size_t size = 0; size < 8; size++) {
			memset(buf, 0, sizeof(buf));
			memcpy(buf, others[i], strlen(others[i]));
			out_int(sign(nla_memcmp(nla, buf, size)), "memcmp.%zu.%zu", i, size);
		}
	}
	/* By length: the difference itself. */
	out_int(nla_memcmp(nla, "x", 1), "memcmp.longer");
	out_int(nla_memcmp(nla, "xxxxxxxxxxxxxxxx", 16), "memcmp.shorter");
	out_int(nla_strcmp(nla, "ab"), "strcmp.longer");
	out_int(nla_memcmp(attr_of(0, 1), "", 0), "memcmp.both_empty");
	out_int(nla_strcmp(attr_of(0, 1), ""), "strcmp.no_nul");
	out_int(nla_strcmp(attr_with("eth0", 4), "eth0"), "strcmp.unterminated");
	out_int(nla_strcmp(attr_with("eth0", 4), "eth"), "strcmp.unterminated_same_size") ;

	for (int count = 0; count <= 8; count++) {
		memset(buf, 'x', sizeof(buf));
		out_int(nla_memcpy(buf, nla, count), "memcpy.%d", count);
		out_hex(buf, sizeof(buf), "memcpy.%d.bytes", count);
	}
	out_int(nla_memcpy(buf, NULL, 4), "memcpy.null");
	out_int(nla_memcpy(buf, attr_of(0, 1), 4), "memcpy.empty");
	out_int(nla_memcpy(buf, attr_of(4, 1), INT_MAX), "memcpy.int_max");
}

int main(void)
{
	sizes();
	parts();
	integers();
	strings();
	comparisons();
	return 0;
}
