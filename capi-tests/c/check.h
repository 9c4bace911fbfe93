/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Checks for the programs in <library>/ours/, in the Test Anything Protocol:
 * "ok N - what", or "not ok N - what (file:line, got, want)", and at the end the
 * plan "1..N".  main() returns check_done(): 1 if anything failed.
 *
 * The macros take what is looked at, what it should be, and a description in
 * printf style.  C and C++.
 */
#ifndef OXNL_CHECK_H
#define OXNL_CHECK_H

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "need.h"

/* In errno before a call, so that "left alone" can be told from "set to 0". */
#define CHECK_ERRNO_UNTOUCHED 4242

/* A truth. */
#define CHECK(condition, ...)                                                  \
	check_result((condition) ? 1 : 0, __FILE__, __LINE__, "false", "true", __VA_ARGS__)

/* Two integers that are the same. */
#define CHECK_INT(got, want, ...)                                              \
	check_int((long long)(got), (long long)(want), __FILE__, __LINE__, __VA_ARGS__)

/* Two unsigned integers that are the same. */
#define CHECK_UINT(got, want, ...)                                             \
	check_uint((unsigned long long)(got), (unsigned long long)(want), __FILE__, __LINE__,  \
		   __VA_ARGS__)

/* len bytes that are the same. */
#define CHECK_BYTES(got, want, len, ...)                                       \
	CHECK(memcmp((got), (want), (len)) == 0, __VA_ARGS__)

/* A call that returns an integer and sets errno (CHECK_ERRNO_UNTOUCHED: leaves it alone). */
#define CHECK_CALL(call, want, want_errno, ...)                                \
	do {                                                                   \
		long long check_value_;                                        \
		errno = CHECK_ERRNO_UNTOUCHED;                                 \
		check_value_ = (long long)(call);                              \
		check_call(check_value_, errno, (long long)(want), (want_errno), __FILE__,     \
			   __LINE__, __VA_ARGS__);                             \
	} while (0)

static struct {
	int count;
	int failed;
} check_state;

static inline void check_line(int good, const char *file, int line, const char *got,
			      const char *want, const char *fmt, va_list args)
{
	check_state.count++;
	printf("%sok %d - ", good ? "" : "not ", check_state.count);
	vprintf(fmt, args);
	if (!good) {
		check_state.failed++;
		printf(" (%s:%d, got %s, want %s)", file, line, got, want);
	}
	printf("\n");
	/* What is printed must survive a crash in the next check. */
	fflush(stdout);
}

__attribute__((format(printf, 6, 7)))
static inline void check_result(int good, const char *file, int line, const char *got,
				const char *want, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	check_line(good, file, line, got, want, fmt, args);
	va_end(args);
}

__attribute__((format(printf, 5, 6)))
static inline void check_int(long long got, long long want, const char *file, int line,
			     const char *fmt, ...)
{
	char got_text[32];
	char want_text[32];
	va_list args;

	snprintf(got_text, sizeof(got_text), "%lld", got);
	snprintf(want_text, sizeof(want_text), "%lld", want);
	va_start(args, fmt);
	check_line(got == want, file, line, got_text, want_text, fmt, args);
	va_end(args);
}

__attribute__((format(printf, 5, 6)))
static inline void check_uint(unsigned long long got, unsigned long long want, const char *file,
			      int line, const char *fmt, ...)
{
	char got_text[32];
	char want_text[32];
	va_list args;

	snprintf(got_text, sizeof(got_text), "%llu", got);
	snprintf(want_text, sizeof(want_text), "%llu", want);
	va_start(args, fmt);
	check_line(got == want, file, line, got_text, want_text, fmt, args);
	va_end(args);
}

__attribute__((format(printf, 7, 8)))
static inline void check_call(long long got, int got_errno, long long want, int want_errno,
			      const char *file, int line, const char *fmt, ...)
{
	char got_text[64];
	char want_text[64];
	va_list args;

	snprintf(got_text, sizeof(got_text), "%lld and errno %d", got, got_errno);
	snprintf(want_text, sizeof(want_text), "%lld and errno %d", want, want_errno);
	va_start(args, fmt);
	check_line(got == want && got_errno == want_errno, file, line, got_text, want_text, fmt,
		   args);
	va_end(args);
}

/* Prints the plan; what main() is to return. */
static inline int check_done(void)
{
	printf("1..%d\n", check_state.count);
	if (check_state.failed > 0)
		printf("# %d of %d failed\n", check_state.failed, check_state.count);
	return check_state.failed > 0 ? 1 : 0;
}

#endif
