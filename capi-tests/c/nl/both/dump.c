/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* nl_dump(), nl_dump_line() and nl_new_line() into streams, buffers and callbacks. */
#include <netlink/netlink.h>
#include <netlink/utils.h>

#include "raw.h"
#include "report.h"

/* What callbacks were told, in order. */
static struct row told;

static void take(struct nl_dump_params *params, char *text)
{
	row_add(&told, "[%s|%d]", text, params->dp_prefix);
	/* The text is the callback's to change. */
	if (*text != '\0')
		*text = '!';
}

static void line(struct nl_dump_params *params, int number)
{
	row_add(&told, "<%d,%u,%s>", number, params->dp_line, (const char *)params->dp_data);
}

static void line_and_indent(struct nl_dump_params *params, int number)
{
	nl_dump(params, "%d> ", number);
}

static void text(struct nl_dump_params *params)
{
	char longer[700];

	memset(longer, 'x', sizeof(longer));
	longer[sizeof(longer) - 1] = '\0';
	nl_dump(params, "plain");
	nl_dump(params, "%s", "");
	nl_dump(params, " %d %#x %s%c", -5, 255, "text", '\n');
	nl_dump_line(params, "line %u of %5.2f%%\n", 2u, 33.333);
	nl_new_line(params);
	nl_dump(params, "short %s\n", "tail");
	nl_dump_line(params, "%.20s %.255s\n", longer, longer);
	nl_dump(params, "%.254s", longer);
	nl_dump(params, "%.255s", longer);
	nl_dump(params, "%.256s", longer);
	nl_dump(params, "%s|", longer);
}

static void finish(struct nl_dump_params *params, const char *name)
{
	out_uint(params->dp_line, "%s.line", name);
	out_int(params->dp_prefix, "%s.prefix", name);
	out_int(params->dp_pre_dump, "%s.pre_dump", name);
	out_int(params->dp_ivar, "%s.ivar", name);
	out_row(&told, "%s.told", name);
	memset(&told, 0, sizeof(told));
}

static void to_stream(const char *name, int prefix, void (*callback)(struct nl_dump_params *, int))
{
	static char data[] = "data", ignored[16] = "kept";
	char *written;
	size_t len;
	FILE *stream = open_memstream(&written, &len);
	struct nl_dump_params params = {
		.dp_type = NL_DUMP_LINE, .dp_prefix = prefix, .dp_fd = stream, .dp_nl_cb = callback,
		.dp_data = data, .dp_cb = take, .dp_buf = ignored, .dp_buflen = sizeof(ignored),
	};

	text(&params);
	fclose(stream);
	out_escaped(written, len, "%s.text", name);
	out_text(ignored, "%s.buffer", name);
	free(written);
	finish(&params, name);
}

static void to_buffer(const char *name, size_t size, int prefix)
{
	static char data[] = "data";
	char *buf = raw_buffer(4096, '#');
	struct nl_dump_params params = {
		.dp_type = NL_DUMP_LINE, .dp_prefix = prefix, .dp_buf = buf, .dp_buflen = size,
		.dp_nl_cb = line, .dp_data = data,
	};

	strcpy(buf, size > 4 ? "old " : "");
	text(&params);
	out_escaped(buf, size < 1000 ? size + 8 : strlen(buf) + 1, "%s.text", name);
	free(buf);
	finish(&params, name);
}

static void to_callback(const char *name, int prefix, char *buf, size_t size)
{
	static char data[] = "data";
	struct nl_dump_params params = {
		.dp_type = NL_DUMP_STATS, .dp_prefix = prefix, .dp_cb = take, .dp_nl_cb = line,
		.dp_data = data, .dp_buf = buf, .dp_buflen = size,
	};

	nl_dump(&params, "plain %s", "text");
	nl_dump(&params, "%s", "");
	nl_dump_line(&params, "%d\n", 5);
	nl_new_line(&params);
	nl_dump(&params, "%0250d", 1);
	nl_dump(&params, "%0255d", 1);
	finish(&params, name);
}

int main(void)
{
	static const size_t sizes[] = { 1, 2, 4, 5, 6, 9, 10, 20, 30, 40, 64, 100 };
	struct nl_dump_params nowhere = { .dp_prefix = 3 };
	char buf[64] = "start";

	to_stream("stream", 0, NULL);
	to_stream("stream.prefix", 4, line);
	to_stream("stream.long_prefix", 200, NULL);
	to_stream("stream.negative_prefix", -3, line);
	to_stream("stream.indent", 1, line_and_indent);
	to_buffer("buffer", 4096, 0);
	to_buffer("buffer.prefix", 4096, 3);
	to_buffer("buffer.long_prefix", 4096, 150);
	for (size_t i = 0; i < COUNT(sizes); i++) {
		char name[32];

		snprintf(name, sizeof(name), "buffer.%zu", sizes[i]);
		to_buffer(name, sizes[i], 2);
	}
	to_callback("callback", 0, NULL, 0);
	to_callback("callback.prefix", 3, NULL, 0);
	to_callback("callback.and_buffer", 3, buf, sizeof(buf));
	out_escaped(buf, strlen(buf), "callback.and_buffer.text");
	nl_dump(&nowhere, "%d", 1);
	nl_dump_line(&nowhere, "%d", 2);
	finish(&nowhere, "nowhere");
	return 0;
}
