/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Objects, and caches of a thousand of them. */
#include "items.h"
#include "nl.h"

#define OBJECTS 1000

static unsigned long seen;

static struct nl_cache *filled(void)
{
	static struct nl_cache *cache;

	if (cache == NULL)
		cache = items_filled(OBJECTS);
	return cache;
}

static struct item *needle(void)
{
	static struct item *item;

	if (item == NULL)
		item = (struct item *)items_object(0);
	return item;
}

static unsigned long search(unsigned long n)
{
	struct nl_cache *cache = filled();
	struct item *item = needle();
	unsigned long i;

	for (i = 0; i < n; i++) {
		struct nl_object *found;

		item->id = (int)(i % OBJECTS);
		found = nl_cache_search(cache, (struct nl_object *)item);
		if (found == NULL)
			return 0;
		nl_object_put(found);
	}
	return n;
}

static unsigned long clone(unsigned long n)
{
	unsigned long done;

	for (done = 0; done < n; done += OBJECTS) {
		struct nl_cache *copy = nl_cache_clone(filled());

		if (nl_cache_nitems(copy) != OBJECTS)
			return 0;
		nl_cache_free(copy);
	}
	return done;
}

static void look(struct nl_object *object, void *data)
{
	(void)object;
	(void)data;
	seen++;
}

static unsigned long foreach(unsigned long n)
{
	unsigned long done;

	for (done = 0; done < n; done += OBJECTS)
		nl_cache_foreach(filled(), look, NULL);
	return done;
}

static unsigned long foreach_filter(unsigned long n, uint64_t mask)
{
	static struct item *filter;
	unsigned long done;

	if (filter == NULL)
		filter = (struct item *)items_object(0);
	filter->base.ce_mask = mask;
	for (done = 0; done < n; done += OBJECTS)
		nl_cache_foreach_filter(filled(), (struct nl_object *)filter, look, NULL);
	return done;
}

/* One matches. */
static unsigned long foreach_one(unsigned long n)
{
	return foreach_filter(n, ITEM_ID);
}

/* All match. */
static unsigned long foreach_all(unsigned long n)
{
	return foreach_filter(n, 0);
}

static unsigned long walk(unsigned long n)
{
	unsigned long done;

	for (done = 0; done < n; done += OBJECTS) {
		struct nl_object *object = nl_cache_get_first(filled());

		for (; object != NULL; object = nl_cache_get_next(object))
			seen++;
	}
	return done;
}

static unsigned long list(unsigned long n)
{
	struct nl_cache *cache = filled();
	struct item *item = needle();
	unsigned long done;

	item->id = OBJECTS / 2;
	item->base.ce_mask = ITEM_ID | ITEM_VALUE;
	item->value = OBJECTS / 4;
	for (done = 0; done < n; done += OBJECTS / 2 + 1) {
		struct nl_object *found = nl_cache_find(cache, (struct nl_object *)item);

		if (found == NULL)
			return 0;
		nl_object_put(found);
	}
	return done;
}

static unsigned long move(unsigned long n)
{
	struct nl_cache *from = items_filled(OBJECTS), *to = items_cache();
	unsigned long done;

	for (done = 0; done < n; done += OBJECTS) {
		struct nl_object *object;
		struct nl_cache *other = from;

		while ((object = nl_cache_get_first(from)) != NULL)
			if (nl_cache_move(to, object) < 0)
				return 0;
		from = to;
		to = other;
	}
	nl_cache_free(from);
	nl_cache_free(to);
	return done;
}

BENCH_LOOP(object, nl_object_put(items_object((int)i_)))
BENCH_LOOP(object_clone, nl_object_put(nl_object_clone((struct nl_object *)needle())))
BENCH_LOOP(identical, nl_object_identical((struct nl_object *)needle(), nl_cache_get_first(filled())))
BENCH_LOOP(cache, nl_cache_free(items_cache()))

const struct bench_case cache_cases[] = {
	{ "nl_object_alloc, nl_object_put", "object", 200000, object },
	{ "nl_object_clone, nl_object_put", "object", 200000, object_clone },
	{ "nl_object_identical, nl_cache_get_first", "call", 1000000, identical },
	{ "nl_cache_alloc, nl_cache_free", "cache", 10000, cache },
	{ "nl_cache_search, nl_object_put", "object", 1000000, search },
	{ "nl_cache_find, the object in the middle", "object passed", 1000000, list },
	{ "nl_cache_clone, nl_cache_free", "object", 1000000, clone },
	{ "nl_cache_foreach", "object", 1000000, foreach },
	{ "nl_cache_foreach_filter, all match", "object", 1000000, foreach_all },
	{ "nl_cache_foreach_filter, one matches", "object", 1000000, foreach_one },
	{ "nl_cache_get_first, nl_cache_get_next", "object", 1000000, walk },
	{ "nl_cache_move", "object", 100000, move },
	{ 0 },
};
