/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A heap that fails on purpose: the functions below stand in for libc's, for the libraries too. For programs
 * in <library>/faults/, one of which includes this once.
 */
#ifndef OXNL_FAULTY_HEAP_H
#define OXNL_FAULTY_HEAP_H

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "walked.h"

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *at, size_t size);
extern void __libc_free(void *at);

/* The number of the allocation that fails, from 1; 0: none does. */
static int heap_fail_at;
/* Whether those after it fail, too. */
static int heap_fail_on;
/* Allocations since this was last set to 0. */
static int heap_allocations;
/* Pieces of memory that are held. */
static int heap_held;

static inline int heap_refuses(void)
{
	if (walk_paused != 0)
		return 0;
	if (++heap_allocations != heap_fail_at && !(heap_fail_on && heap_fail_at != 0 && heap_allocations > heap_fail_at))
		return 0;
	walked_note("memory");
	errno = ENOMEM;
	return 1;
}

void *malloc(size_t size)
{
	void *at = heap_refuses() ? NULL : __libc_malloc(size);

	heap_held += at != NULL;
	return at;
}

void *calloc(size_t count, size_t size)
{
	void *at = heap_refuses() ? NULL : __libc_calloc(count, size);

	heap_held += at != NULL;
	return at;
}

void *realloc(void *old, size_t size)
{
	void *at = heap_refuses() ? NULL : __libc_realloc(old, size);

	heap_held += old == NULL && at != NULL;
	return at;
}

void free(void *at)
{
	heap_held -= at != NULL;
	__libc_free(at);
}

/* Set by walk.h: looks whether what was at hand is as it was. */
static void (*heap_look)(const char *what, int n);

/* Whether call failed as it should without allocation n, and left nothing behind. */
static inline void heap_check(int result, int want, int optional, int lost, const char *what, int n)
{
	if (!optional || result != 0)
		CHECK_INT(result, want, "%s, without allocation %d", what, n);
	/* What it does without may have taken the place of something. */
	CHECK_INT(optional && lost < 0 ? 0 : lost, 0, "%s, without allocation %d: nothing is lost", what, n);
	if (heap_look != NULL)
		heap_look(what, n);
}

/* As below, after what prepares for it, in which nothing fails. */
#define HEAP_FAIL_EACH_(prepare, call, want, optional, least, what)            \
	do {                                                                   \
		int result_ = 0, before_, after_, n_;                                 \
		for (n_ = 1; n_ < 1000; n_++) {                                \
			walk_paused++;                                         \
			prepare;                                               \
			walk_paused--;                                         \
			before_ = heap_held;                                   \
			heap_allocations = 0;                                  \
			heap_fail_at = n_;                                     \
			result_ = (call);                                      \
			heap_fail_at = 0;                                      \
			after_ = heap_held;                                    \
			if (heap_allocations < n_)                             \
				break;                                         \
			heap_check(result_, (want), (optional), after_ - before_, (what), n_); \
		}                                                              \
		CHECK_INT(result_, 0, "%s, with all", (what));                   \
		CHECK(n_ > (least), "%s: it allocates %d times", (what), n_ - 1); \
	} while (0)

/*
 * Does call, which gives 0 if it succeeds and frees what it made, with each of its allocations failing once.
 * Each time it gives want, and nothing more is held than before. It allocates at least so many times.
 */
#define HEAP_FAIL_EACH(call, want, least, what) HEAP_FAIL_EACH_((void)0, call, want, 0, least, what)

/* Likewise, where it does without some of them. */
#define HEAP_SPARE_EACH(call, want, least, what) HEAP_FAIL_EACH_((void)0, call, want, 1, least, what)

#endif
