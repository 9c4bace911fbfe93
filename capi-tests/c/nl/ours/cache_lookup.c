/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What oxnl's own libraries may say of a type beyond upstream's table, and the lookups that they get for it:
 * by key, by a second key, and with entries that are finer than the identity of objects.
 */
#include "check.h"

#include "../types.h"

/* struct nl_cache_extra of src/nl-sys: co_extra, in place of the first reserved function. */
struct extra {
	int (*same_entry)(struct nl_object *, struct nl_object *);
	uint32_t (*second_key)(struct nl_object *);
	void *include;
	int (*goes_with)(struct nl_object *, struct nl_object *);
};

struct nl_object *oxnl_cache_lookup(struct nl_cache *, int, uint32_t,
				    int (*)(struct nl_object *, void *), void *);
void oxnl_cache_rekey(struct nl_object *);

enum { FIRST, SECOND, MANY = 3000 };

static int offered;

static int has_id(struct nl_object *obj, void *id)
{
	offered++;
	return ((struct item *)obj)->id == *(int *)id;
}

static int has_value(struct nl_object *obj, void *value)
{
	offered++;
	return ((struct item *)obj)->value == *(int *)value;
}

/* The value is what the items are looked up by. */
static uint32_t value_key(struct nl_object *obj)
{
	return (uint32_t)((struct item *)obj)->value;
}

/* Objects of one id and different values are two entries. */
static int same_value(struct nl_object *a, struct nl_object *b)
{
	return ((struct item *)a)->value == ((struct item *)b)->value;
}

static struct nl_cache *cache_of(struct nl_object_ops *objects, struct extra *extra)
{
	const struct cache_type type = { .name = "test/lookup", .objects = objects,
					 .msgtypes = ITEM_MSGTYPES };
	struct nl_cache_ops *ops = cache_type_make(&type);

	memcpy(&ops->reserved[0], &extra, sizeof(extra));
	return nl_cache_alloc(ops);
}

static void drop(struct nl_cache *cache)
{
	struct nl_cache_ops *ops = nl_cache_get_ops(cache);

	nl_cache_free(cache);
	free(ops);
}

static void fill(struct nl_cache *cache, struct nl_object_ops *objects, int count)
{
	int failed = 0;

	for (int i = 0; i < count; i++) {
		struct item *item = item_make(objects, i, 2 * i);

		failed += nl_cache_add(cache, OBJ_CAST(item)) != 0;
		nl_object_put(OBJ_CAST(item));
	}
	CHECK_INT(failed, 0, "filled");
}

static uint32_t key_of(int id)
{
	struct item *item = item_make(&keyed_ops, id, 0);
	uint32_t key = 0;

	nl_object_keygen(OBJ_CAST(item), &key, UINT32_MAX);
	nl_object_put(OBJ_CAST(item));
	return key;
}

static struct item *by_value(struct nl_cache *cache, int value)
{
	return (struct item *)oxnl_cache_lookup(cache, SECOND, (uint32_t)value, has_value, &value);
}

static void by_key(void)
{
	struct nl_cache *cache = cache_of(&keyed_ops, NULL);
	struct item *found;
	int id = 1234, none = MANY;

	fill(cache, &keyed_ops, MANY);
	offered = 0;
	found = (struct item *)oxnl_cache_lookup(cache, FIRST, key_of(id), has_id, &id);
	CHECK(found != NULL && found->id == id, "found by key");
	CHECK(offered < 50, "without a walk: %d offered", offered);
	CHECK_INT(nl_object_get_refcnt(OBJ_CAST(found)), 2, "no reference is taken but the cache's two");
	CHECK(oxnl_cache_lookup(cache, FIRST, key_of(none), has_id, &none) == NULL, "none of this key");
	CHECK(oxnl_cache_lookup(NULL, FIRST, 0, has_id, &id) == NULL, "no cache");
	CHECK(oxnl_cache_lookup(cache, FIRST, key_of(id), NULL, NULL) == NULL, "nothing wanted");
	/* There is no second key: all are offered. */
	id = 77;
	found = (struct item *)oxnl_cache_lookup(cache, SECOND, 0, has_id, &id);
	CHECK(found != NULL && found->id == id, "found without a second key");
	drop(cache);
}

static void without_keys(void)
{
	struct nl_cache *cache = cache_of(&item_ops, NULL);
	struct item *found;
	int id = 77;

	fill(cache, &item_ops, 100);
	found = (struct item *)oxnl_cache_lookup(cache, FIRST, 1, has_id, &id);
	CHECK(found != NULL && found->id == id, "found in a list");
	drop(cache);
}

static void by_second_key(void)
{
	struct extra extra = { .second_key = value_key };
	struct nl_cache *cache = cache_of(&keyed_ops, &extra);
	struct item *found, *item;

	fill(cache, &keyed_ops, MANY);
	offered = 0;
	found = by_value(cache, 2468);
	CHECK(found != NULL && found->id == 1234, "found by the second key");
	CHECK(offered < 50, "without a walk: %d offered", offered);
	CHECK(by_value(cache, 2469) == NULL, "none of this second key");

	/* What comes and goes is known to the index. */
	item = item_make(&keyed_ops, MANY, 7);
	CHECK_INT(nl_cache_add(cache, OBJ_CAST(item)), 0, "add one more");
	CHECK(by_value(cache, 7) == item, "the new one is found");
	nl_cache_remove(OBJ_CAST(item));
	CHECK(by_value(cache, 7) == NULL, "the removed one is not");
	nl_object_put(OBJ_CAST(item));

	/* An object whose key changes. */
	oxnl_cache_rekey(OBJ_CAST(found));
	found->value = 9;
	oxnl_cache_rekey(OBJ_CAST(found));
	CHECK(by_value(cache, 9) == found, "found by its new key");
	CHECK(by_value(cache, 2468) == NULL, "not by its old one");
	oxnl_cache_rekey(NULL);
	item = item_make(&keyed_ops, 1, 1);
	oxnl_cache_rekey(OBJ_CAST(item));
	nl_object_put(OBJ_CAST(item));

	nl_cache_clear(cache);
	CHECK(by_value(cache, 9) == NULL, "an empty cache");
	drop(cache);
}

static void finer_entries(void)
{
	struct extra extra = { .same_entry = same_value };
	struct nl_cache *cache = cache_of(&keyed_ops, &extra);
	struct item *one = item_make(&keyed_ops, 5, 1), *two = item_make(&keyed_ops, 5, 2);

	CHECK_INT(nl_object_identical(OBJ_CAST(one), OBJ_CAST(two)), 1, "one object by its identity");
	CHECK_INT(nl_cache_add(cache, OBJ_CAST(one)), 0, "one entry");
	CHECK_INT(nl_cache_add(cache, OBJ_CAST(two)), 0, "and another");
	CHECK_INT(nl_cache_nitems(cache), 2, "both are there");
	CHECK_INT(nl_cache_add(cache, OBJ_CAST(two)), -NLE_EXIST, "not twice");
	nl_cache_remove(OBJ_CAST(one));
	CHECK_INT(nl_cache_nitems(cache), 1, "one has gone");
	CHECK(nl_cache_get_first(cache) == OBJ_CAST(two), "the right one");
	nl_object_put(OBJ_CAST(one));
	nl_object_put(OBJ_CAST(two));
	drop(cache);
}

/* All entries of one id go when one of them goes. */
static int same_id(struct nl_object *gone, struct nl_object *other)
{
	return ((struct item *)gone)->id == ((struct item *)other)->id;
}

static int told;

static void tell(struct nl_cache *cache, struct nl_object *obj, int action, void *arg)
{
	(void)cache;
	(void)arg;
	told += action == NL_ACT_DEL && ((struct item *)obj)->id == 5;
}

static void going_together(void)
{
	struct extra extra = { .same_entry = same_value, .goes_with = same_id };
	struct nl_cache *cache = cache_of(&keyed_ops, &extra);
	struct item *gone = item_make(&keyed_ops, 5, 99);

	for (int value = 0; value < 4; value++) {
		struct item *item = item_make(&keyed_ops, value == 3 ? 6 : 5, value);

		CHECK_INT(nl_cache_add(cache, OBJ_CAST(item)), 0, "entry %d", value);
		nl_object_put(OBJ_CAST(item));
	}
	gone->base.ce_msgtype = ITEM_DEL;
	CHECK_INT(nl_cache_include(cache, OBJ_CAST(gone), tell, NULL), 0, "one of them is gone");
	CHECK_INT(nl_cache_nitems(cache), 1, "so are the others");
	CHECK_INT(told, 3, "each is told");
	nl_object_put(OBJ_CAST(gone));
	drop(cache);
}

int main(void)
{
	by_key();
	without_keys();
	by_second_key();
	finer_entries();
	going_together();
	return check_done();
}
