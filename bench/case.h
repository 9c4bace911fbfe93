/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What a benchmark program is made of: tables of cases, run by driver.c.
 *
 * The loops call the library as any program does.  They are not to call libc
 * themselves: what runs in libc is counted as the library's.
 */
#ifndef OXNL_BENCH_CASE_H
#define OXNL_BENCH_CASE_H

#include <stddef.h>

struct bench_case {
	const char *name;
	/* What one operation is: "call", "route", "message". */
	const char *unit;
	/* Operations in a full run. */
	unsigned long full;
	/* Performs about n operations and returns how many; 0: it failed. */
	unsigned long (*run)(unsigned long n);
	/* If not NULL: called beforehand, in place of a shorter run. */
	void (*prepare)(unsigned long n);
};

/*
 * Called once, with the rest of the command line; returns the tables to run, NULL
 * behind the last.  A table ends with a case without a name.
 */
const struct bench_case *const *bench_setup(int argc, char **argv);

/* A case that does one thing over and over. */
#define BENCH_LOOP(function, ...)                                              \
	static unsigned long function(unsigned long n)                         \
	{                                                                      \
		unsigned long i_;                                              \
		for (i_ = 0; i_ < n; i_++) {                                   \
			__VA_ARGS__;                                           \
		}                                                              \
		return n;                                                      \
	}

/* What the name of the library's file begins with: "libmnl.so". */
extern const char bench_library[];

/* Prints "# library <path>": which file of that name this process has loaded. */
void bench_print_library(const char *name);

#endif
