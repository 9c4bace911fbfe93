/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Runs all cases of a benchmark program.
 *
 *	program SCALE [ARGUMENT...]
 *
 * Every case does its full number of operations divided by SCALE, and prints
 * name, unit, operations and nanoseconds per operation, separated by tabs.
 *
 * Under `valgrind --tool=callgrind --collect-atstart=no` only the cases' loops
 * are counted, and each case gets a profile of its own that bears its name.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <valgrind/callgrind.h>

#include "case.h"

static double now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec * 1e9 + (double)ts.tv_nsec;
}

static void measure(const struct bench_case *c, unsigned long n)
{
	unsigned long done;
	double start, stop;

	if (c->prepare != NULL)
		c->prepare(n);
	else
		/* Pages, symbols and branches are met for the first time here. */
		c->run(n / 10 + 1);
	start = now();
	CALLGRIND_TOGGLE_COLLECT;
	done = c->run(n);
	CALLGRIND_TOGGLE_COLLECT;
	stop = now();
	CALLGRIND_DUMP_STATS_AT(c->name);
	if (done == 0) {
		fprintf(stderr, "%s: failed\n", c->name);
		exit(1);
	}
	printf("%s\t%s\t%lu\t%.4f\n", c->name, c->unit, done, (stop - start) / (double)done);
}

int main(int argc, char **argv)
{
	unsigned long scale = argc > 1 ? strtoul(argv[1], NULL, 10) : 0;
	const struct bench_case *const *table;
	const struct bench_case *c;

	if (scale == 0) {
		fprintf(stderr, "usage: %s SCALE [ARGUMENT...]\n", argv[0]);
		return 2;
	}
	table = bench_setup(argc - 2, argv + 2);
	bench_print_library(bench_library);
	for (; *table != NULL; table++)
		for (c = *table; c->name != NULL; c++)
			measure(c, c->full / scale);
	return 0;
}
