/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What mnl_nlmsg_fprintf writes, as text in memory, whole or in part. */
#ifndef OXNL_PRINTED_H
#define OXNL_PRINTED_H

#include <libmnl/libmnl.h>

#include "report.h"

struct printed {
	char *text;
	size_t len;
};

/* Calls mnl_nlmsg_fprintf; the text is the caller's to free. */
static inline struct printed printed(const void *data, size_t len, size_t extra_header_size)
{
	struct printed out = { NULL, 0 };
	FILE *stream = open_memstream(&out.text, &out.len);

	if (stream == NULL) {
		fprintf(stderr, "printed.h: open_memstream failed\n");
		exit(2);
	}
	mnl_nlmsg_fprintf(stream, data, len, extra_header_size);
	fclose(stream);
	return out;
}

/* One line of output per line: keys "name.line_00", ... and the number of bytes. */
static inline void out_lines(const void *data, size_t len, size_t extra_header_size,
			     const char *name)
{
	struct printed out = printed(data, len, extra_header_size);
	int line = 0;

	for (size_t begin = 0; begin < out.len; line++) {
		size_t end = begin;

		while (end < out.len && out.text[end] != '\n')
			end++;
		if (end < out.len)
			end++;
		out_escaped(out.text + begin, end - begin, "%s.line_%02d", name, line);
		begin = end;
	}
	out_uint(out.len, "%s.bytes", name);
	free(out.text);
}

/* Only what lies between the frames of a single message: the lines of its payload. */
static inline void out_payload(const void *data, size_t len, size_t extra_header_size,
			       const char *name)
{
	struct printed out = printed(data, len, extra_header_size);
	const char *begin = out.text;
	const char *end = NULL;

	/* Six lines of frame come before the payload. */
	for (int i = 0; i < 6 && begin != NULL; i++) {
		begin = strchr(begin, '\n');
		if (begin != NULL)
			begin++;
	}
	if (begin != NULL)
		end = strstr(begin, "----------------\t");
	if (end != NULL)
		out_escaped(begin, (size_t)(end - begin), "%s.payload", name);
	else
		out_escaped(out.text, out.len, "%s.no_frame", name);
	free(out.text);
}

#endif
