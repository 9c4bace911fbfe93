/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * mnl_nlmsg_fprintf, what each word of a message is printed as.  Quirks Q19..Q21.
 * A printed line is a line of output here: key "case.line_N".
 */
#include <libmnl/libmnl.h>

#include "printed.h"
#include "raw.h"
#include "report.h"

#define BUF_SIZE 160

static char buf[BUF_SIZE] __attribute__((aligned(8)));

static void clear(void)
{
	memset(buf, 0, sizeof(buf));
}

static void header_only(void)
{
	clear();
	raw_header(buf, 16, 16, 0, 0, 0);
	out_lines(buf, 16, 0, "header.zero");
	raw_header(buf, 16, 65535, 0xffff, UINT32_MAX, UINT32_MAX);
	out_lines(buf, 16, 0, "header.max");
	raw_header(buf, 16, 16, NLM_F_REQUEST, 1234567890, 42);
	out_lines(buf, 16, 0, "header.request");
}

static void flags(void)
{
	static const uint16_t flags[] = {
		NLM_F_REQUEST, NLM_F_MULTI, NLM_F_ACK, NLM_F_ECHO, NLM_F_DUMP_INTR,
		NLM_F_REQUEST | NLM_F_ACK, NLM_F_MULTI | NLM_F_ECHO, 0xfff0,
	};

	for (size_t i = 0; i < COUNT(flags); i++) {
		struct printed out;
		const char *type_line;

		clear();
		raw_header(buf, 16, 16, flags[i], 0, 0);
		out = printed(buf, 16, 0);
		type_line = strstr(out.text, "| 00016");
		if (type_line != NULL)
			out_escaped(type_line, 16, "flags.%#x", flags[i]);
		else
			out_escaped(out.text, out.len, "flags.%#x", flags[i]);
		free(out.text);
	}
}

/* Branch a: control messages are hex, whatever is in them and whatever header was announced. */
static void control_messages(void)
{
	static const uint16_t types[] = { 0, 1, 2, 3, 4, 15 };

	for (size_t i = 0; i < COUNT(types); i++) {
		char name[40];

		clear();
		raw_header(buf, 28, types[i], 0, 0, 0);
		memcpy(buf + 16, "\x00\x01\xfe\xff" "abcd" "\x08\x00\x01\x00", 12);
		sprintf(name, "control.%u", types[i]);
		out_payload(buf, 28, 0, name);
		sprintf(name, "control.%u.extra_8", types[i]);
		out_payload(buf, 28, 8, name);
	}
}

/* Extra header of 8, then u32 1, string "eth0", flag 3, nest 4 of u8 5, binary 6. */
static size_t typical_message(void)
{
	clear();
	raw_header(buf, 76, 16, NLM_F_REQUEST | NLM_F_ACK, 1, 0);
	memcpy(buf + 16, "\2\0\0\0\1\0\0\0", 8);
	raw_attr(buf + 24, 8, 1);
	memcpy(buf + 28, "\xd4\xc3\xb2\xa1", 4);
	raw_attr(buf + 32, 9, 2);
	memcpy(buf + 36, "eth0\0\0\0\0", 8);
	raw_attr(buf + 44, 4, 3);
	raw_attr(buf + 48, 12, NLA_F_NESTED | 4);
	raw_attr(buf + 52, 5, 5);
	buf[56] = '!';
	raw_attr(buf + 60, 16, NLA_F_NET_BYTEORDER | 6);
	memcpy(buf + 64, "\x7f\x20~ 09AZaz{|", 12);
	return 76;
}

static void typical(void)
{
	const size_t len = typical_message();

	out_lines(buf, len, 8, "typical");
}

/* Q19: a size that is not a multiple of 4 passes zero, and everything is extra header. */
static void extra_header_sizes(void)
{
	static const size_t sizes[] = {
		0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 16, 60, 64, 1000, SIZE_MAX, SIZE_MAX - 3,
	};
	const size_t len = typical_message();

	for (size_t i = 0; i < COUNT(sizes); i++) {
		char name[60];

		sprintf(name, "extra_%zu", sizes[i]);
		out_payload(buf, len, sizes[i], name);
	}
}

/* Branch c: the line of an attribute's header, and which flag bits it shows. */
static void attr_headers(void)
{
	static const struct {
		uint16_t len;
		uint16_t type;
	} cases[] = {
		{ 4, 1 }, { 4, 0x3fff }, { 4, 0x4001 }, { 4, 0x8001 }, { 4, 0xc001 },
		{ 65535, 1 }, { 65535, 0xffff }, { 5, 1 }, { 8, 0x8002 }, { 1, 7 }, { 3, 7 },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		char name[60];

		clear();
		raw_header(buf, 32, 16, 0, 0, 0);
		raw_attr(buf + 16, cases[i].len, cases[i].type);
		memcpy(buf + 20, "abcd\5\0\6\0efgh", 12);
		sprintf(name, "attr.len_%u.type_%#x", cases[i].len, cases[i].type);
		out_payload(buf, 32, 0, name);
	}
}

/* Branch d: four bytes of data, printable ones as characters. */
static void data_bytes(void)
{
	char message[16 + 4 + 256] __attribute__((aligned(8)));

	raw_header(message, sizeof(message), 16, 0, 0, 0);
	raw_attr(message + 16, 260, 1);
	for (int i = 0; i < 256; i++)
		message[20 + i] = (char)i;
	out_lines(message, sizeof(message), 0, "data");
}

/* Q20: with nla_len 0 the rest of that message is not printed; the next one is. */
static void attr_len_zero(void)
{
	clear();
	raw_header(buf, 32, 16, 0, 0, 0);
	raw_attr(buf + 16, 0, 5);
	raw_attr(buf + 20, 4, 6);
	raw_attr(buf + 24, 4, 7);
	raw_attr(buf + 28, 4, 8);
	out_payload(buf, 32, 0, "len_0.one");
	raw_header(buf + 32, 20, 17, 0, 0, 0);
	raw_attr(buf + 48, 4, 9);
	out_lines(buf, 52, 0, "len_0.two");
	raw_attr(buf + 16, 0, NLA_F_NESTED | 5);
	out_payload(buf, 32, 0, "len_0.nested");
}

/* Q21: a header of type 0 is passed over, and what follows is read as the next header. */
static void attr_type_zero(void)
{
	static const uint16_t types[] = { 0, 0x4000, 0x8000, 0xc000 };

	for (size_t i = 0; i < COUNT(types); i++) {
		char name[40];

		clear();
		raw_header(buf, 36, 16, 0, 0, 0);
		raw_attr(buf + 16, 8, types[i]);
		memcpy(buf + 20, "\6\0\7\0", 4);
		memcpy(buf + 24, "ab", 2);
		raw_attr(buf + 28, 8, 9);
		memcpy(buf + 32, "cdef", 4);
		sprintf(name, "type_0.%#x", types[i]);
		out_payload(buf, 36, 0, name);
	}
}

/* A nest is a header, and its contents are attributes again. */
static void nests(void)
{
	clear();
	raw_header(buf, 48, 16, 0, 0, 0);
	raw_attr(buf + 16, 28, NLA_F_NESTED | 1);
	raw_attr(buf + 20, 24, NLA_F_NESTED | 2);
	raw_attr(buf + 24, 8, 3);
	memcpy(buf + 28, "wxyz", 4);
	raw_attr(buf + 32, 4, NLA_F_NESTED | 4);
	raw_attr(buf + 36, 8, NLA_F_NET_BYTEORDER | 5);
	memcpy(buf + 40, "\0\0\1\2", 4);
	raw_attr(buf + 44, 4, 6);
	out_payload(buf, 48, 0, "nests");
	/* Without the flag the contents are data. */
	raw_attr(buf + 16, 28, 1);
	out_payload(buf, 48, 0, "nests.unflagged");
}

/* An attribute that says it is longer than the message ends with the message. */
static void attr_longer_than_message(void)
{
	clear();
	raw_header(buf, 24, 16, 0, 0, 0);
	raw_attr(buf + 16, 40, 1);
	memcpy(buf + 20, "abcd", 4);
	raw_header(buf + 24, 20, 16, 0, 0, 0);
	raw_attr(buf + 40, 4, 2);
	out_payload(buf, 24, 0, "longer.one");
	out_lines(buf, 44, 0, "longer.two");
}

static void several_messages(void)
{
	clear();
	raw_header(buf, 16, 16, NLM_F_MULTI, 1, 2);
	raw_header(buf + 16, 24, 17, NLM_F_MULTI, 1, 2);
	raw_attr(buf + 36, 4, 3);
	raw_header(buf + 40, 20, NLMSG_DONE, NLM_F_MULTI, 1, 2);
	/* The extra header is counted anew in each message. */
	out_lines(buf, 60, 4, "several");
}

int main(void)
{
	header_only();
	flags();
	control_messages();
	typical();
	extra_header_sizes();
	attr_headers();
	data_bytes();
	attr_len_zero();
	attr_type_zero();
	nests();
	attr_longer_than_message();
	several_messages();
	return 0;
}
