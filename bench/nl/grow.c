/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Caches of a given size, filled, searched and emptied:
 *
 *	nl-grow SCALE OBJECTS
 *
 * There are always a million objects, divided by SCALE, but for one whole cache at
 * least: in a thousand caches of a thousand, or in one.
 */
#include <stdio.h>

#include "../case.h"
#include "items.h"

const char bench_library[] = "libnl-3.so";

#define TOTAL 1000000

static int size;
static int caches;
static struct nl_cache **cache;
static struct nl_object **object;

/* Objects, and empty caches for them. */
static void prepare(unsigned long n)
{
	int i;

	caches = n < (unsigned long)size ? 1 : (int)n / size;
	cache = calloc((size_t)caches, sizeof(*cache));
	object = calloc((size_t)caches * (size_t)size, sizeof(*object));
	if (cache == NULL || object == NULL)
		abort();
	for (i = 0; i < caches; i++)
		cache[i] = items_cache();
	for (i = 0; i < caches * size; i++)
		object[i] = items_object(i % size);
}

/* What the case before left is used. */
static void go_on(unsigned long n)
{
	(void)n;
}

static unsigned long add(unsigned long n)
{
	int i;

	(void)n;
	for (i = 0; i < caches * size; i++)
		if (nl_cache_add(cache[i / size], object[i]) < 0)
			return 0;
	return (unsigned long)i;
}

/* In another order than that in which they came: 7919 is a prime. */
static int shuffled(int i)
{
	return (int)(i * 7919L % size);
}

static unsigned long search(unsigned long n)
{
	struct item *needle = (struct item *)items_object(0);
	int i;

	(void)n;
	for (i = 0; i < caches * size; i++) {
		struct nl_object *found;

		needle->id = shuffled(i % size);
		found = nl_cache_search(cache[i / size], (struct nl_object *)needle);
		if (found == NULL)
			return 0;
		nl_object_put(found);
	}
	return (unsigned long)i;
}

static unsigned long remove_all(unsigned long n)
{
	int i;

	(void)n;
	for (i = 0; i < caches * size; i++)
		nl_cache_remove(object[i - i % size + shuffled(i % size)]);
	return nl_cache_is_empty(cache[0]) ? (unsigned long)i : 0;
}

static const struct bench_case cases[] = {
	{ "nl_cache_add", "object", TOTAL, add, prepare },
	{ "nl_cache_search, nl_object_put", "object", TOTAL, search, go_on },
	{ "nl_cache_remove", "object", TOTAL, remove_all, go_on },
	{ 0 },
};

static const struct bench_case *const tables[] = { cases, NULL };

const struct bench_case *const *bench_setup(int argc, char **argv)
{
	size = argc == 1 ? atoi(argv[0]) : 0;
	if (size <= 0) {
		fprintf(stderr, "usage: nl-grow SCALE OBJECTS\n");
		exit(2);
	}
	return tables;
}
