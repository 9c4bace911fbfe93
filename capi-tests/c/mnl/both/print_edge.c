/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * mnl_nlmsg_fprintf at the edges: lengths, streams, locales.  Quirk Q22.
 *
 * The 8-bit locale is looked for by name; LOCPATH=DIR with the output of
 * "localedef -i en_US -f ISO-8859-1 DIR/en_US.ISO-8859-1" provides it.
 */
#include <libmnl/libmnl.h>

#include <ctype.h>
#include <locale.h>
#include <wchar.h>

#include "printed.h"
#include "raw.h"
#include "report.h"

static void out_printed(const void *data, size_t len, const char *name)
{
	struct printed out;

	errno = ERRNO_UNTOUCHED;
	out = printed(data, len, 0);
	out_errno(errno, "%s.errno", name);
	out_escaped(out.text, out.len, "%s.text", name);
	free(out.text);
}

/* Nothing is printed of a message that is not all there. */
static void short_buffer(void)
{
	static const size_t sizes[] = { 0, 1, 15, 16, 19, 20, 21, 35, 36, 39, 40 };
	char *buf = raw_buffer(40, 0);

	raw_header(buf, 20, 16, 0, 0, 0);
	raw_attr(buf + 16, 4, 1);
	raw_header(buf + 20, 20, 16, 0, 0, 0);
	raw_attr(buf + 36, 4, 2);
	for (size_t i = 0; i < COUNT(sizes); i++) {
		struct printed out = printed(buf, sizes[i], 0);

		out_uint(out.len, "short.%zu.bytes", sizes[i]);
		free(out.text);
	}
	free(buf);
}

static void no_data(void)
{
	out_printed(NULL, 0, "no_data.0");
	out_printed(NULL, 15, "no_data.15");
}

static void bad_lengths(void)
{
	static const uint32_t lengths[] = { 0, 1, 15, 21, 0x7fffffff };
	char *buf = raw_buffer(20, 0);

	for (size_t i = 0; i < COUNT(lengths); i++) {
		char name[40];

		raw_header(buf, lengths[i], 16, 0, 0, 0);
		sprintf(name, "bad_length.%u", lengths[i]);
		out_printed(buf, 20, name);
	}
	free(buf);
}

/* The size is used as an int. */
static void huge_sizes(void)
{
	static const uint64_t sizes[] = { UINT64_C(0x80000000), UINT64_C(0xffffffff),
					  UINT64_C(0x100000010), UINT64_MAX };
	char *buf = raw_buffer(16, 0);

	raw_header(buf, 16, 16, 0, 0, 0);
	for (size_t i = 0; i < COUNT(sizes); i++) {
		struct printed out = printed(buf, (size_t)sizes[i], 0);

		out_uint(out.len, "huge.%#llx.bytes", (unsigned long long)sizes[i]);
		free(out.text);
	}
	free(buf);
}

/*
 * Q22: a message that ends inside a word is printed to the end of the word.  Where
 * that is beyond the data 1.0.4 prints what happens to be there ('Z'), we print zero.
 */
static void ends_inside_word(const char *kind, uint16_t type)
{
	for (uint32_t len = 17; len <= 25; len++) {
		char *buf = raw_buffer(40, 0);
		char name[60];

		raw_header(buf, len, type, 0, 0, 0);
		raw_attr(buf + 16, 9, 1);
		memcpy(buf + 20, "abcde", 5);
		memset(buf + len, 'Z', 40 - len);
		sprintf(name, "inside_word.%s.%u.exact", kind, len);
		out_payload(buf, len, 0, name);
		sprintf(name, "inside_word.%s.%u.rounded", kind, len);
		out_payload(buf, (len + 3) & ~3u, 0, name);
		free(buf);
	}
}

/* The same with an extra header as the last word. */
static void ends_inside_extra_header(void)
{
	char *buf = raw_buffer(24, 'Z');

	raw_header(buf, 18, 16, 0, 0, 0);
	out_payload(buf, 18, 4, "inside_word.extra_header.18.exact");
	out_payload(buf, 20, 4, "inside_word.extra_header.18.rounded");
	free(buf);
}

static void unaligned_then_next(void)
{
	char *buf = raw_buffer(40, 0);

	raw_header(buf, 18, 16, 0, 0, 0);
	memset(buf + 16, 'Y', 4);
	raw_header(buf + 20, 16, 17, 0, 0, 0);
	out_printed(buf, 36, "unaligned_then_next");
	free(buf);
}

/* The caller's own stream, with its buffer and position. */
static void order_in_stream(void)
{
	FILE *stream = tmpfile();
	char *buf = raw_buffer(16, 0);
	char text[512];
	size_t len;

	if (stream == NULL) {
		fprintf(stderr, "tmpfile failed\n");
		exit(2);
	}
	raw_header(buf, 16, 16, 0, 0, 0);
	fputs("before\n", stream);
	mnl_nlmsg_fprintf(stream, buf, 16, 0);
	fputs("after\n", stream);
	out_int(ftell(stream), "tmpfile.position");
	out_int(ferror(stream), "tmpfile.error");
	rewind(stream);
	len = fread(text, 1, sizeof(text), stream);
	out_escaped(text, len, "tmpfile.text");
	fclose(stream);
	free(buf);
}

static void unbuffered_stream(void)
{
	FILE *stream = tmpfile();
	char *buf = raw_buffer(20, 0);
	char text[512];
	ssize_t len;

	if (stream == NULL)
		exit(2);
	setvbuf(stream, NULL, _IONBF, 0);
	raw_header(buf, 20, 16, 0, 0, 0);
	raw_attr(buf + 16, 4, 1);
	mnl_nlmsg_fprintf(stream, buf, 20, 0);
	/* Without a buffer all of it is in the file by now. */
	if (lseek(fileno(stream), 0, SEEK_SET) != 0)
		exit(2);
	len = read(fileno(stream), text, sizeof(text));
	out_int(len, "unbuffered.in_file");
	out_escaped(text, len > 0 ? (size_t)len : 0, "unbuffered.text");
	fclose(stream);
	free(buf);
}

/* Streams that cannot be written to. */
static void failing_streams(void)
{
	char *buf = raw_buffer(16, 0);
	FILE *read_only = fopen("/dev/null", "r");
	FILE *full = fopen("/dev/full", "w");

	if (read_only == NULL || full == NULL) {
		fprintf(stderr, "/dev/null or /dev/full missing\n");
		exit(2);
	}
	raw_header(buf, 16, 16, 0, 0, 0);
	errno = ERRNO_UNTOUCHED;
	mnl_nlmsg_fprintf(read_only, buf, 16, 0);
	out_errno(errno, "read_only.errno");
	out_bool(ferror(read_only) != 0, "read_only.error");
	setvbuf(full, NULL, _IONBF, 0);
	errno = ERRNO_UNTOUCHED;
	mnl_nlmsg_fprintf(full, buf, 16, 0);
	out_errno(errno, "full.errno");
	out_bool(ferror(full) != 0, "full.error");
	fclose(read_only);
	fclose(full);
	free(buf);
}

/* A stream for wide characters takes no bytes. */
static void wide_stream(void)
{
	FILE *stream = tmpfile();
	char *buf = raw_buffer(16, 0);

	if (stream == NULL)
		exit(2);
	raw_header(buf, 16, 16, 0, 0, 0);
	out_bool(fwide(stream, 1) > 0, "wide.before");
	mnl_nlmsg_fprintf(stream, buf, 16, 0);
	fflush(stream);
	out_int(ftell(stream), "wide.position");
	out_bool(fwide(stream, 0) > 0, "wide.after");
	fclose(stream);
	free(buf);
}

/* The stream has no orientation before, and is one for bytes after. */
static void orientation(void)
{
	FILE *stream = tmpfile();
	char *buf = raw_buffer(16, 0);

	if (stream == NULL)
		exit(2);
	raw_header(buf, 16, 16, 0, 0, 0);
	mnl_nlmsg_fprintf(stream, buf, 0, 0);
	out_int(fwide(stream, 0), "orientation.nothing_printed");
	mnl_nlmsg_fprintf(stream, buf, 16, 0);
	out_bool(fwide(stream, 0) < 0, "orientation.bytes");
	fclose(stream);
	free(buf);
}

/* Which of the bytes 0x80..0xff the library prints as themselves. */
static void print_high_bytes(const char *name)
{
	char *message = raw_buffer(16 + 4 + 128, 0);
	int printable = 0;

	raw_header(message, 148, 16, 0, 0, 0);
	raw_attr(message + 16, 132, 1);
	for (int i = 0; i < 128; i++)
		message[20 + i] = (char)(0x80 + i);
	for (int byte = 0x80; byte <= 0xff; byte++)
		printable += isprint(byte) != 0;
	out_int(printable, "%s.isprint_count", name);
	out_lines(message, 148, 0, name);
	free(message);
}

static void locales(void)
{
	static const char *const eight_bit[] = { "en_US.ISO-8859-1", "en_US.iso88591", "en_US",
						 "de_DE.ISO-8859-1", "de_DE.iso88591" };
	const char *found = NULL;

	print_high_bytes("locale.C");
	if (setlocale(LC_ALL, "C.UTF-8") != NULL)
		print_high_bytes("locale.C_UTF_8");
	for (size_t i = 0; i < COUNT(eight_bit) && found == NULL; i++)
		found = setlocale(LC_ALL, eight_bit[i]);
	out_bool(found != NULL, "locale.8_bit.found");
	if (found != NULL)
		print_high_bytes("locale.8_bit");
	setlocale(LC_ALL, "C");
}

int main(void)
{
	short_buffer();
	no_data();
	bad_lengths();
	huge_sizes();
	ends_inside_word("control", 15);
	ends_inside_word("attr", 16);
	ends_inside_extra_header();
	unaligned_then_next();
	order_in_stream();
	unbuffered_stream();
	failing_streams();
	wide_stream();
	orientation();
	locales();
	return 0;
}
