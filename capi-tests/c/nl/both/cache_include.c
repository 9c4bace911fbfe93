// SPDX-License-Identifier: LGPL-2.1-or-later
/* Bringing a cache up to date by one object, and what callbacks are told of it. */
#include "report.h"

#include "../types.h"

static struct row told;

static const char *seen_as(struct nl_object *obj, char *buf)
{
	const struct item *item = (const struct item *)obj;

	if (item == NULL)
		return "none";
	sprintf(buf, "%d=%d@%s/%d", item->id, item->value, item->base.ce_cache ? "in" : "out",
		item->base.ce_refcnt);
	return buf;
}

static void on_change(struct nl_cache *cache, struct nl_object *obj, int action, void *data)
{
	char buf[64];

	row_add(&told, "(%s act=%d n=%d data=%s)", seen_as(obj, buf), action,
		nl_cache_nitems(cache), (const char *)data);
}

static void on_change_v2(struct nl_cache *cache, struct nl_object *old, struct nl_object *new,
			 uint64_t diff, int action, void *data)
{
	char one[64], other[64];

	row_add(&told, "(%s -> %s diff=%llx act=%d n=%d data=%s)", seen_as(old, one),
		seen_as(new, other), (unsigned long long)diff, action, nl_cache_nitems(cache),
		(const char *)data);
}

static void out_cache(struct nl_cache *cache, const char *name)
{
	struct row row = { 0 };
	char buf[64];

	for (struct nl_object *obj = nl_cache_get_first(cache); obj; obj = nl_cache_get_next(obj))
		row_add(&row, "%s", seen_as(obj, buf));
	out_row(&row, "%s", name);
}

static void sequence(struct nl_object_ops *objects, const char *name, int version)
{
	static const struct {
		int msgtype, id, value;
	} steps[] = {
		{ ITEM_NEW, 1, 10 }, { ITEM_NEW, 2, 20 }, { ITEM_NEW, 1, 10 }, { ITEM_NEW, 1, 11 },
		{ ITEM_DEL, 3, 0 },  { ITEM_DEL, 2, 7 },  { ITEM_GET, 1, 12 }, { ITEM_OTHER, 1, 13 },
		{ ITEM_NEW, 3, -2 }, { ITEM_NEW, 3, -2 }, { ITEM_NEW, 3, -3 }, { ITEM_DEL, 3, -1 },
		{ ITEM_NEW, 1, 0 },  { ITEM_DEL, 1, -1 },
	};
	const struct cache_type type = {
		.name = "test/include", .objects = objects, .msgtypes = ITEM_MSGTYPES,
	};
	struct nl_cache_ops *ops = cache_type_make(&type);
	struct nl_cache *cache = nl_cache_alloc(ops);
	char key[80], data[] = "d";
	int made = items_made;

	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		struct item *item = item_make(objects, steps[i].id, steps[i].value);
		struct nl_object *obj = (struct nl_object *)item;
		int err;

		obj->ce_msgtype = steps[i].msgtype;
		told.used = 0;
		if (version == 0)
			err = nl_cache_include(cache, obj, NULL, NULL);
		else if (version == 1)
			err = nl_cache_include(cache, obj, on_change, data);
		else if (version == 2)
			err = nl_cache_include_v2(cache, obj, on_change_v2, data);
		else
			err = nl_cache_include_v2(cache, obj, NULL, data);
		out_int(err, "%s.%d.%zu", name, version, i);
		out_row(&told, "%s.%d.%zu.told", name, version, i);
		out_int(obj->ce_refcnt, "%s.%d.%zu.refcnt", name, version, i);
		nl_object_put(obj);
		snprintf(key, sizeof(key), "%s.%d.%zu.cache", name, version, i);
		out_cache(cache, key);
	}
	nl_cache_free(cache);
	free(ops);
	out_int(items_made - made, "%s.%d.made", name, version);
	out_int(items_made - items_freed, "%s.%d.left", name, version);
}

static void mismatches(void)
{
	const struct cache_type type = {
		.name = "test/include", .objects = &item_ops, .msgtypes = ITEM_MSGTYPES,
	};
	struct nl_cache_ops *ops = cache_type_make(&type);
	struct nl_cache *cache = nl_cache_alloc(ops), *other = nl_cache_alloc(ops);
	struct nl_object *foreign = (struct nl_object *)item_make(&keyed_ops, 1, 2);
	struct nl_object *obj = (struct nl_object *)item_make(&item_ops, 1, 2);

	foreign->ce_msgtype = ITEM_NEW;
	told.used = 0;
	out_int(nl_cache_include(cache, foreign, on_change, "d"), "foreign");
	out_int(nl_cache_include_v2(cache, foreign, on_change_v2, "d"), "foreign.v2");
	out_row(&told, "foreign.told");
	nl_object_put(foreign);

	/* An object that is in a cache is moved, also to the one it is in. */
	obj->ce_msgtype = ITEM_NEW;
	nl_cache_add(other, obj);
	out_int(nl_cache_include(cache, obj, on_change, "d"), "moved");
	out_row(&told, "moved.told");
	out_cache(other, "moved.from");
	out_cache(cache, "moved.to");
	out_int(nl_cache_include(cache, obj, on_change, "d"), "itself");
	out_row(&told, "itself.told");
	out_cache(cache, "itself.cache");
	obj->ce_msgtype = ITEM_DEL;
	out_int(nl_cache_include_v2(cache, obj, on_change_v2, "d"), "itself.del");
	out_row(&told, "itself.del.told");
	out_cache(cache, "itself.del.cache");
	nl_object_put(obj);
	nl_cache_free(other);
	nl_cache_free(cache);
	free(ops);
}

int main(void)
{
	for (int version = 0; version < 4; version++) {
		sequence(&item_ops, "list", version);
		sequence(&keyed_ops, "keyed", version);
		sequence(&merged_ops, "merged", version);
	}
	mismatches();
	out_int(items_made - items_freed, "left");
	return 0;
}
