/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the programs share that read a dump from the kernel. */
#ifndef OXNL_BENCH_READER_H
#define OXNL_BENCH_READER_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "case.h"

static inline void reader_die(const char *what)
{
	perror(what);
	exit(1);
}

static inline double reader_now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec * 1e9 + (double)ts.tv_nsec;
}

static inline double reader_ns(const struct timeval *start, const struct timeval *stop)
{
	return (double)(stop->tv_sec - start->tv_sec) * 1e9 +
	       (double)(stop->tv_usec - start->tv_usec) * 1e3;
}

/* A line of /proc/self/status, in KiB. */
static inline long reader_status(const char *field)
{
	char line[256];
	FILE *file = fopen("/proc/self/status", "r");
	long value = -1;

	if (file == NULL)
		reader_die("/proc/self/status");
	while (value < 0 && fgets(line, sizeof(line), file) != NULL)
		if (strncmp(line, field, strlen(field)) == 0)
			value = strtol(line + strlen(field), NULL, 10);
	fclose(file);
	return value;
}

/* The arguments are how to read and how often. */
static inline unsigned int reader_times(int argc, char **argv)
{
	unsigned int times = argc == 3 ? (unsigned int)strtoul(argv[2], NULL, 10) : 0;

	if (times == 0) {
		fprintf(stderr, "usage: %s HOW TIMES\n", argv[0]);
		exit(2);
	}
	return times;
}

/* Reads so many times, and prints what that took; `routes` counts. */
static inline void reader_run(void (*read_once)(unsigned int seq), unsigned int times,
			      const char *library, const unsigned long *routes)
{
	struct rusage before, after;
	double start, stop;
	unsigned int i;

	getrusage(RUSAGE_SELF, &before);
	start = reader_now();
	for (i = 1; i <= times; i++)
		read_once(i);
	stop = reader_now();
	getrusage(RUSAGE_SELF, &after);
	bench_print_library(library);
	printf("%lu\t%.0f\t%.0f\t%.0f\t%ld\t%ld\n", *routes / times, (stop - start) / times,
	       reader_ns(&before.ru_utime, &after.ru_utime) / times,
	       reader_ns(&before.ru_stime, &after.ru_stime) / times, reader_status("VmHWM:"),
	       reader_status("RssAnon:"));
}

#endif
