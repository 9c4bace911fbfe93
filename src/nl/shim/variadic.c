// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The variadic functions. Each hands what it was given, as plain values, to a function in Rust.
 */

#define _GNU_SOURCE
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

struct nl_dump_params;
struct nl_sock;

/* In src/dump.rs. */
FILE *oxnl_dump_stream(struct nl_dump_params *params);
void oxnl_dump_text(struct nl_dump_params *params, char *text);
void oxnl_dump_new_line(struct nl_dump_params *params);
/* In src/membership.rs. Group 0 is none, but there has to be a socket all the same. */
int oxnl_membership(struct nl_sock *sk, int group, int join);

static void dump(struct nl_dump_params *params, const char *format, va_list args)
{
	FILE *stream;
	char text[256];
	char *longer;
	va_list again;
	int length;

	if (!params || !format)
		return;
	/* Straight into the caller's stream, which may be unbuffered. */
	stream = oxnl_dump_stream(params);
	if (stream) {
		vfprintf(stream, format, args);
		return;
	}
	va_copy(again, args);
	length = vsnprintf(text, sizeof(text), format, args);
	if (length >= 0 && (size_t)length < sizeof(text)) {
		oxnl_dump_text(params, text);
	} else if (length >= 0 && vasprintf(&longer, format, again) >= 0) {
		oxnl_dump_text(params, longer);
		free(longer);
	}
	va_end(again);
}

void nl_dump(struct nl_dump_params *params, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	dump(params, format, args);
	va_end(args);
}

void nl_dump_line(struct nl_dump_params *params, const char *format, ...)
{
	va_list args;

	if (!params)
		return;
	oxnl_dump_new_line(params);
	va_start(args, format);
	dump(params, format, args);
	va_end(args);
}

/* Groups up to a 0. */
static int memberships(struct nl_sock *sk, int group, int join, va_list args)
{
	int error;

	while ((error = oxnl_membership(sk, group, join)) >= 0 && group != 0)
		group = va_arg(args, int);
	return error;
}

int nl_socket_add_memberships(struct nl_sock *sk, int group, ...)
{
	va_list args;
	int error;

	va_start(args, group);
	error = memberships(sk, group, 1, args);
	va_end(args);
	return error;
}

int nl_socket_drop_memberships(struct nl_sock *sk, int group, ...)
{
	va_list args;
	int error;

	va_start(args, group);
	error = memberships(sk, group, 0, args);
	va_end(args);
	return error;
}
