/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Objects of a type of the program's own, which have keys, and caches of them. */
#ifndef OXNL_BENCH_ITEMS_H
#define OXNL_BENCH_ITEMS_H

/* The layouts are in none of the public headers; the tests write them down. */
#include "../../capi-tests/c/nl/types.h"

static const struct cache_type items = {
	.name = "bench/item", .objects = &keyed_ops, .msgtypes = { { -1, 0, NULL } }
};

/* An empty cache. */
static inline struct nl_cache *items_cache(void)
{
	static struct nl_cache_ops *ops;

	if (ops == NULL)
		ops = cache_type_make(&items);
	return nl_cache_alloc(ops);
}

/* A new object; its value is half of its number. */
static inline struct nl_object *items_object(int id)
{
	return (struct nl_object *)item_make(&keyed_ops, id, id / 2);
}

/* A cache of the objects 0 to count - 1. */
static inline struct nl_cache *items_filled(int count)
{
	struct nl_cache *cache = items_cache();
	int id;

	for (id = 0; id < count; id++) {
		struct nl_object *object = items_object(id);

		if (nl_cache_add(cache, object) < 0)
			abort();
		nl_object_put(object);
	}
	return cache;
}

#endif
