/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Which functions of the libraries were called when something was made to fail in them: "memory <function>" for
 * an allocation, "io <function>" for a system call. At the end they are added to the file that OXNL_WALKED names,
 * for tests/faults.rs. For programs in <library>/faults/.
 */
#ifndef OXNL_WALKED_H
#define OXNL_WALKED_H

#include <stdio.h>
#include <stdlib.h>

#include "shim/entry.h"

#define WALKED_MOST 1024

/* Nothing fails, and nothing is counted, while this is not 0. */
static int walk_paused;

static struct {
	const char *kind, *function;
} walked[WALKED_MOST];
static int walked_count;
static const char *walked_file;

static inline void walked_note(const char *kind)
{
	struct entry entry;

	if (walked_file == NULL)
		return;
	walk_paused++;
	entry = entry_find();
	walk_paused--;
	for (int n = 0; n < walked_count; n++)
		if (strcmp(walked[n].kind, kind) == 0 && strcmp(walked[n].function, entry.name) == 0)
			return;
	if (walked_count < WALKED_MOST) {
		walked[walked_count].kind = kind;
		walked[walked_count++].function = entry.name;
	}
}

__attribute__((constructor))
static void walked_begin(void)
{
	void *frame;

	walked_file = getenv("OXNL_WALKED");
	/* Loads what it needs. */
	if (walked_file != NULL)
		backtrace(&frame, 1);
}

__attribute__((destructor))
static void walked_end(void)
{
	FILE *file = walked_file ? fopen(walked_file, "ae") : NULL;

	for (int n = 0; file != NULL && n < walked_count; n++)
		fprintf(file, "%s %s\n", walked[n].kind, walked[n].function);
	if (file != NULL)
		fclose(file);
}

#endif
