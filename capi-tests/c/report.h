/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Printing for the programs in <library>/both/.
 *
 * Such a program runs unchanged on two libraries and its outputs are compared
 * line by line.  A line is "key: value".  Keys are unique within a program, and
 * a value must be the same on every run: no pointers, process numbers or times.
 *
 * Every out_*() takes the value first and then the key, in printf style.
 */
#ifndef OXNL_REPORT_H
#define OXNL_REPORT_H

#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "need.h"

/* In errno before a call, so that "left alone" can be told from "set to 0". */
#define ERRNO_UNTOUCHED 4242

/*
 * Calls expr, which gives an integer, and prints its value and what became of
 * errno: "-1 errno=ERANGE(34)", "1 errno=kept".
 */
#define OUT_CALL(expr, ...)                                                    \
	do {                                                                   \
		long long out_value_;                                          \
		errno = ERRNO_UNTOUCHED;                                       \
		out_value_ = (long long)(expr);                                \
		out_call_result(out_value_, errno, __VA_ARGS__);               \
	} while (0)

static inline uint64_t report_hash(const char *text)
{
	uint64_t hash = UINT64_C(0xcbf29ce484222325);

	while (*text != '\0')
		hash = (hash ^ (unsigned char)*text++) * UINT64_C(0x100000001b3);
	return hash != 0 ? hash : 1;
}

/* Ends the program if a key was printed before: the comparison needs one line per key. */
static inline void report_require_new_key(const char *key)
{
	static uint64_t seen[8192];
	const size_t slots = sizeof(seen) / sizeof(seen[0]);
	const uint64_t hash = report_hash(key);
	size_t slot = hash % slots;

	for (size_t tries = 0; tries < slots; tries++) {
		if (seen[slot] == 0) {
			seen[slot] = hash;
			return;
		}
		if (seen[slot] == hash)
			break;
		slot = (slot + 1) % slots;
	}
	fprintf(stderr, "report.h: key used twice, or too many keys: %s\n", key);
	exit(2);
}

static inline void report_key(const char *fmt, va_list args)
{
	char key[256];

	vsnprintf(key, sizeof(key), fmt, args);
	report_require_new_key(key);
	printf("%s: ", key);
}

#define REPORT_KEY_FROM(fmt)                                                   \
	do {                                                                   \
		va_list args_;                                                 \
		va_start(args_, fmt);                                          \
		report_key(fmt, args_);                                        \
		va_end(args_);                                                 \
	} while (0)

static inline const char *report_errno_name(int err)
{
	static const struct {
		int value;
		const char *name;
	} names[] = {
		{ EPERM, "EPERM" },
		{ ENOENT, "ENOENT" },
		{ ESRCH, "ESRCH" },
		{ EINTR, "EINTR" },
		{ EBADF, "EBADF" },
		{ EAGAIN, "EAGAIN" },
		{ ENODEV, "ENODEV" },
		{ EINVAL, "EINVAL" },
		{ EMFILE, "EMFILE" },
		{ ENOSPC, "ENOSPC" },
		{ ERANGE, "ERANGE" },
		{ EPROTO, "EPROTO" },
		{ EBADMSG, "EBADMSG" },
		{ ENODATA, "ENODATA" },
		{ ENOTSOCK, "ENOTSOCK" },
		{ EDESTADDRREQ, "EDESTADDRREQ" },
		{ EMSGSIZE, "EMSGSIZE" },
		{ ENOPROTOOPT, "ENOPROTOOPT" },
		{ EPROTONOSUPPORT, "EPROTONOSUPPORT" },
		{ EOPNOTSUPP, "EOPNOTSUPP" },
		{ EAFNOSUPPORT, "EAFNOSUPPORT" },
		{ EADDRINUSE, "EADDRINUSE" },
		{ ENOBUFS, "ENOBUFS" },
		{ EISCONN, "EISCONN" },
		{ ECONNREFUSED, "ECONNREFUSED" },
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (names[i].value == err)
			return names[i].name;
	return "E";
}

static inline void report_errno(int err)
{
	if (err == ERRNO_UNTOUCHED)
		printf("errno=kept");
	else if (err == 0)
		printf("errno=0");
	else
		printf("errno=%s(%d)", report_errno_name(err), err);
}

__attribute__((format(printf, 3, 4)))
static inline void out_call_result(long long value, int err, const char *fmt, ...)
{
	REPORT_KEY_FROM(fmt);
	printf("%lld ", value);
	report_errno(err);
	printf("\n");
}

__attribute__((format(printf, 2, 3)))
static inline void out_errno(int err, const char *fmt, ...)
{
	REPORT_KEY_FROM(fmt);
	report_errno(err);
	printf("\n");
}

__attribute__((format(printf, 2, 3)))
static inline void out_int(long long value, const char *fmt, ...)
{
	REPORT_KEY_FROM(fmt);
	printf("%lld\n", value);
}

__attribute__((format(printf, 2, 3)))
static inline void out_uint(unsigned long long value, const char *fmt, ...)
{
	REPORT_KEY_FROM(fmt);
	printf("%llu\n", value);
}

__attribute__((format(printf, 2, 3)))
static inline void out_bool(bool value, const char *fmt, ...)
{
	REPORT_KEY_FROM(fmt);
	printf("%s\n", value ? "true" : "false");
}

__attribute__((format(printf, 2, 3)))
static inline void out_text(const char *value, const char *fmt, ...)
{
	REPORT_KEY_FROM(fmt);
	printf("%s\n", value);
}

/* Bytes as "0a 0b 0c", "-" for none. */
__attribute__((format(printf, 3, 4)))
static inline void out_hex(const void *data, size_t len, const char *fmt, ...)
{
	const unsigned char *bytes = data;

	REPORT_KEY_FROM(fmt);
	for (size_t i = 0; i < len; i++)
		printf("%s%02x", i == 0 ? "" : " ", bytes[i]);
	printf("%s\n", len == 0 ? "-" : "");
}

/*
 * Text of len bytes on one line: newline as \n, tab as \t, escape as \e, backslash
 * as \\, other bytes outside 0x20..0x7e as \xNN.  The bar is \p, so that
 * the files in differences/ can use it between its columns.
 */
__attribute__((format(printf, 3, 4)))
static inline void out_escaped(const char *text, size_t len, const char *fmt, ...)
{
	REPORT_KEY_FROM(fmt);
	printf("\"");
	for (size_t i = 0; i < len; i++) {
		const unsigned char byte = (unsigned char)text[i];

		switch (byte) {
		case '\n': printf("\\n"); break;
		case '\t': printf("\\t"); break;
		case '\x1b': printf("\\e"); break;
		case '\\': printf("\\\\"); break;
		case '|': printf("\\p"); break;
		default:
			if (byte >= 0x20 && byte <= 0x7e)
				printf("%c", byte);
			else
				printf("\\x%02x", byte);
		}
	}
	printf("\"\n");
}

/*
 * A value put together piece by piece, for rows of a table:
 *	struct row row = { 0 };
 *	row_add(&row, "len%d=%d", len, result);
 *	out_row(&row, "case");
 */
struct row {
	char text[4096];
	size_t used;
};

__attribute__((format(printf, 2, 3)))
static inline void row_add(struct row *row, const char *fmt, ...)
{
	const size_t room = sizeof(row->text) - row->used;
	const char *space = row->used == 0 ? "" : " ";
	char piece[256];
	va_list args;

	va_start(args, fmt);
	vsnprintf(piece, sizeof(piece), fmt, args);
	va_end(args);
	if (strlen(space) + strlen(piece) >= room) {
		fprintf(stderr, "report.h: row too long at: %s\n", piece);
		exit(2);
	}
	row->used += (size_t)sprintf(row->text + row->used, "%s%s", space, piece);
}

__attribute__((format(printf, 2, 3)))
static inline void out_row(const struct row *row, const char *fmt, ...)
{
	REPORT_KEY_FROM(fmt);
	printf("%s\n", row->used == 0 ? "none" : row->text);
}

#endif
