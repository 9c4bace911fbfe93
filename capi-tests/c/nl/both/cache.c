// SPDX-License-Identifier: LGPL-2.1-or-later
/* Caches filled by hand: order, references, keys, copies, searching, walking, printing. */
#include "report.h"

#include "../types.h"

static struct nl_cache_ops *type_of(struct nl_object_ops *objects)
{
	const struct cache_type type = {
		.name = "test/cache", .objects = objects, .msgtypes = ITEM_MSGTYPES,
	};

	return cache_type_make(&type);
}

/* The ids in order, forwards and backwards, and what the cache counts. */
static void out_cache(struct nl_cache *cache, const char *name)
{
	struct row row = { 0 };
	struct nl_object *obj;

	row_add(&row, "n=%d", nl_cache_nitems(cache));
	row_add(&row, "empty=%d", nl_cache_is_empty(cache));
	for (obj = nl_cache_get_first(cache); obj; obj = nl_cache_get_next(obj))
		row_add(&row, "%d/%d", ((struct item *)obj)->id, nl_object_get_refcnt(obj));
	row_add(&row, "<");
	for (obj = nl_cache_get_last(cache); obj; obj = nl_cache_get_prev(obj))
		row_add(&row, "%d", ((struct item *)obj)->id);
	out_row(&row, "%s", name);
}

static void add_and_remove(struct nl_object_ops *objects, const char *name)
{
	struct nl_cache_ops *ops = type_of(objects);
	struct nl_cache *cache = nl_cache_alloc(ops), *other = nl_cache_alloc(ops);
	struct nl_object *a = (struct nl_object *)item_make(objects, 1, 10);
	struct nl_object *b = (struct nl_object *)item_make(objects, 2, 20);
	struct nl_object *twin = (struct nl_object *)item_make(objects, 1, 11);
	struct nl_object_ops foreign_ops = item_ops;
	struct nl_object *foreign = (struct nl_object *)item_make(&foreign_ops, 5, 50);
	struct nl_object *found;
	char key[64];
	int before = items_freed;

#define KEY(what) (snprintf(key, sizeof(key), "%s.%s", name, what), key)
	out_cache(cache, KEY("empty"));
	out_bool(nl_cache_get_first(cache) == NULL, "%s.empty.first", name);
	out_bool(nl_cache_get_last(cache) == NULL, "%s.empty.last", name);
	out_bool(nl_cache_get_ops(cache) == ops, "%s.ops", name);
	out_int(nl_cache_add(cache, a), "%s.add.a", name);
	out_int(nl_cache_add(cache, b), "%s.add.b", name);
	out_cache(cache, KEY("two"));
	out_bool(nl_object_get_cache(a) == cache, "%s.cache_of", name);
	out_int(nl_cache_add(cache, twin), "%s.add.twin", name);
	out_cache(cache, KEY("twin"));
	out_int(nl_object_get_refcnt(twin), "%s.twin.refcnt", name);
	out_bool(nl_object_get_cache(twin) == cache, "%s.twin.cache", name);
	out_int(nl_cache_add(cache, foreign), "%s.add.foreign", name);
	out_int(nl_cache_move(cache, foreign), "%s.move.foreign", name);
	out_int(nl_object_get_refcnt(foreign), "%s.foreign.refcnt", name);
	nl_object_put(foreign);

	/* An object that is in a cache is copied. */
	out_int(nl_cache_add(other, a), "%s.other.add", name);
	out_cache(other, KEY("other"));
	out_bool(nl_cache_get_first(other) != a, "%s.other.copied", name);
	out_int(nl_cache_add(cache, a), "%s.add.again", name);
	out_cache(cache, KEY("again"));

	nl_cache_remove(twin);
	nl_cache_remove(twin);
	out_int(nl_object_get_refcnt(twin), "%s.removed.refcnt", name);
	out_bool(nl_object_get_cache(twin) == NULL, "%s.removed.cache", name);
	out_cache(cache, KEY("removed"));
	nl_object_put(twin);

	/* Moved to where there is none of its key, and within a cache. */
	out_int(nl_cache_move(other, b), "%s.move", name);
	out_cache(cache, KEY("moved.from"));
	out_cache(other, KEY("moved.to"));
	out_int(nl_cache_move(other, nl_cache_get_first(other)), "%s.move.within", name);
	out_cache(other, KEY("moved.within"));
	found = (struct nl_object *)item_make(objects, 9, 90);
	out_int(nl_cache_move(other, found), "%s.move.new", name);
	nl_object_put(found);
	out_cache(other, KEY("moved.new"));

	nl_object_put(a);
	nl_object_put(b);
	out_cache(cache, KEY("put"));
	nl_cache_clear(cache);
	out_cache(cache, KEY("clear"));
	found = (struct nl_object *)item_make(objects, 3, 30);
	out_int(nl_cache_add(cache, found), "%s.add.cleared", name);
	out_cache(cache, KEY("cleared"));
	nl_cache_get(cache);
	nl_cache_free(cache);
	out_cache(cache, KEY("got"));
	nl_cache_put(cache);
	out_int(nl_object_get_refcnt(found), "%s.survivor.refcnt", name);
	out_bool(nl_object_get_cache(found) == NULL, "%s.survivor.cache", name);
	nl_object_put(found);
	nl_cache_free(other);
	nl_cache_free(NULL);
	nl_cache_put(NULL);
	out_int(items_freed - before, "%s.freed", name);
	free(ops);
}

static void found(struct nl_object_ops *objects, const char *name)
{
	struct nl_cache_ops *ops = type_of(objects);
	struct nl_cache *cache = nl_cache_alloc(ops), *some, *all;
	struct item *needle = item_make(objects, 0, 0);
	struct nl_object *obj = (struct nl_object *)needle;
	char key[64];

	for (int id = 0; id < 40; id++) {
		struct nl_object *made = (struct nl_object *)item_make(objects, id, id % 3);

		if (id % 5 == 0)
			item_set_text((struct item *)made, "fifth");
		nl_cache_add(cache, made);
		nl_object_put(made);
	}
	for (int id = -1; id < 42; id += 6) {
		struct item *hit;

		needle->id = id;
		needle->value = 12345;
		hit = (struct item *)nl_cache_search(cache, obj);
		out_int(hit ? hit->value : -99, "%s.search.%d", name, id);
		out_int(hit ? hit->base.ce_refcnt : -99, "%s.search.%d.refcnt", name, id);
		nl_object_put((struct nl_object *)hit);
		/* By other attributes than those of the key. */
		obj->ce_mask = ITEM_VALUE;
		needle->value = id % 3;
		hit = (struct item *)nl_cache_find(cache, obj);
		out_int(hit ? hit->id : -99, "%s.find.value.%d", name, id);
		nl_object_put((struct nl_object *)hit);
		out_int(nl_cache_nitems_filter(cache, obj), "%s.nitems_filter.%d", name, id);
		obj->ce_mask = ITEM_ID;
		hit = (struct item *)nl_cache_find(cache, obj);
		out_int(hit ? hit->id : -99, "%s.find.id.%d", name, id);
		nl_object_put((struct nl_object *)hit);
		obj->ce_mask = ITEM_ID | ITEM_VALUE;
		hit = (struct item *)nl_cache_find(cache, obj);
		out_int(hit ? hit->id : -99, "%s.find.both.%d", name, id);
		nl_object_put((struct nl_object *)hit);
	}
	out_int(nl_cache_nitems_filter(cache, NULL), "%s.nitems_filter.none", name);
	obj->ce_mask = 0;
	out_int(nl_cache_nitems_filter(cache, obj), "%s.nitems_filter.empty", name);

	obj->ce_mask = ITEM_VALUE;
	needle->value = 1;
	some = nl_cache_subset(cache, obj);
	out_cache(some, KEY("subset"));
	all = nl_cache_clone(cache);
	out_cache(all, KEY("clone"));
	out_text(((struct item *)nl_cache_get_first(all))->text, "%s.clone.text", name);
	out_bool(nl_cache_get_first(all) != nl_cache_get_first(cache), "%s.clone.own", name);
	nl_cache_mark_all(some);
	out_int(nl_object_is_marked(nl_cache_get_last(some)), "%s.marked", name);
	out_int(nl_object_is_marked(nl_cache_get_last(all)), "%s.not_marked", name);
	nl_cache_free(some);
	nl_cache_free(all);
	nl_cache_free(cache);
	nl_object_put(obj);
	free(ops);
}

struct walk {
	struct row row;
	int what;
	int moved;
	struct nl_cache *cache;
};

static void on_walk(struct nl_object *obj, void *arg)
{
	struct walk *walk = arg;
	const int id = ((struct item *)obj)->id;

	row_add(&walk->row, "%d/%d", id, nl_object_get_refcnt(obj));
	switch (walk->what) {
	case 1: /* Removes the one in hand. */
		nl_cache_remove(obj);
		break;
	case 2: /* Every other one. */
		if (id % 2)
			nl_cache_remove(obj);
		break;
	case 3: /* Removes one that has been passed. */
		if (nl_cache_get_prev(obj))
			nl_cache_remove(nl_cache_get_prev(obj));
		break;
	case 4: /* Moves the one in hand to the end, where it is met again. */
		if (walk->moved++ < 2)
			nl_cache_move(walk->cache, obj);
		break;
	default:
		break;
	}
}

static void walked(struct nl_object_ops *objects, const char *name)
{
	struct nl_cache_ops *ops = type_of(objects);
	struct nl_object *filter = (struct nl_object *)item_make(objects, 0, 1);
	char key[64];

	filter->ce_mask = ITEM_VALUE;
	for (int what = 0; what < 10; what++) {
		struct walk walk = { .what = what % 5 };

		walk.cache = nl_cache_alloc(ops);
		for (int id = 0; id < 6; id++) {
			struct nl_object *obj = (struct nl_object *)item_make(objects, id, id / 2 % 2);

			nl_cache_add(walk.cache, obj);
			nl_object_put(obj);
		}
		if (what < 5)
			nl_cache_foreach(walk.cache, on_walk, &walk);
		else
			nl_cache_foreach_filter(walk.cache, filter, on_walk, &walk);
		out_row(&walk.row, "%s.walk.%d", name, what);
		snprintf(key, sizeof(key), "%s.walk.%d.left", name, what);
		out_cache(walk.cache, key);
		nl_cache_free(walk.cache);
	}
	nl_object_put(filter);
	free(ops);
}

static void settings(void)
{
	struct nl_cache_ops *ops = type_of(&keyed_ops);
	struct nl_cache *cache, *copy;

	cache = nl_cache_alloc(ops);
	out_int(cache->c_iarg1 + cache->c_iarg2, "settings.args");
	out_uint(cache->c_flags, "settings.flags");
	nl_cache_set_arg1(cache, 5);
	nl_cache_set_arg2(cache, -6);
	nl_cache_set_flags(cache, NL_CACHE_AF_ITER);
	nl_cache_set_flags(cache, 0x80);
	out_int(cache->c_iarg1, "settings.arg1");
	out_int(cache->c_iarg2, "settings.arg2");
	out_uint(cache->c_flags, "settings.flags.set");
	copy = nl_cache_clone(cache);
	out_int(copy->c_iarg1, "settings.clone.arg1");
	out_uint(copy->c_flags, "settings.clone.flags");
	nl_cache_free(copy);
	nl_cache_ops_set_flags(ops, 0x10);
	nl_cache_ops_set_flags(ops, 0x20);
	copy = nl_cache_alloc(ops);
	out_uint(copy->c_flags, "settings.of_type");
	out_int(copy->c_refcnt, "settings.refcnt");
	nl_cache_get(copy);
	out_int(copy->c_refcnt, "settings.refcnt.got");
	nl_cache_free(copy);
	nl_cache_free(copy);
	nl_cache_free(cache);
	free(ops);
}

static void printed(void)
{
	struct nl_cache_ops *ops = type_of(&item_ops);
	struct nl_cache *cache = nl_cache_alloc(ops);
	struct nl_object *filter = (struct nl_object *)item_make(&item_ops, 0, 1);
	char buf[600];

	for (int id = 0; id < 4; id++) {
		struct nl_object *obj = (struct nl_object *)item_make(&item_ops, id, id % 2);

		nl_cache_add(cache, obj);
		nl_object_put(obj);
	}
	filter->ce_mask = ITEM_VALUE;
	for (int type = NL_DUMP_LINE; type <= NL_DUMP_STATS; type++) {
		struct nl_dump_params p = {
			.dp_type = type, .dp_prefix = 3, .dp_buf = buf, .dp_buflen = sizeof(buf),
		};

		memset(buf, 'x', sizeof(buf));
		nl_cache_dump(cache, &p);
		out_escaped(buf, type == NL_DUMP_STATS ? 20 : strlen(buf), "dump.%d", type);
		out_uint(p.dp_line, "dump.%d.lines", type);
		nl_cache_dump_filter(cache, &p, filter);
		out_escaped(buf, type == NL_DUMP_STATS ? 20 : strlen(buf), "dump_filter.%d", type);
	}
	nl_object_put(filter);
	nl_cache_free(cache);
	free(ops);
}

/* Enough for a table to grow several times; each found by its key, whatever was removed. */
static void many(void)
{
	enum { COUNT = 5000 };
	struct nl_cache_ops *ops = type_of(&keyed_ops);
	struct nl_cache *cache = nl_cache_alloc(ops);
	struct item *needle = item_make(&keyed_ops, 0, 0);
	int added = 0, twice = 0, found = 0, gone = 0, wrong = 0;

	for (int i = 0; i < COUNT; i++) {
		struct nl_object *obj = (struct nl_object *)item_make(&keyed_ops, i * 1024, i);

		added += nl_cache_add(cache, obj) == 0;
		twice += nl_cache_add(cache, obj) == -NLE_EXIST;
		nl_object_put(obj);
	}
	for (int i = 0; i < COUNT; i += 3) {
		struct nl_object *obj;

		needle->id = i * 1024;
		obj = nl_cache_search(cache, (struct nl_object *)needle);
		nl_cache_remove(obj);
		nl_object_put(obj);
	}
	for (int i = 0; i < COUNT; i++) {
		struct item *obj;

		needle->id = i * 1024;
		obj = (struct item *)nl_cache_search(cache, (struct nl_object *)needle);
		if (obj == NULL)
			gone++;
		else if (obj->value == i)
			found++;
		else
			wrong++;
		nl_object_put((struct nl_object *)obj);
	}
	out_int(added, "many.added");
	out_int(twice, "many.twice");
	out_int(found, "many.found");
	out_int(gone, "many.gone");
	out_int(wrong, "many.wrong");
	out_int(nl_cache_nitems(cache), "many.nitems");
	nl_cache_free(cache);
	nl_object_put((struct nl_object *)needle);
	free(ops);
}

int main(void)
{
	add_and_remove(&item_ops, "list");
	add_and_remove(&keyed_ops, "keyed");
	found(&item_ops, "list");
	found(&keyed_ops, "keyed");
	walked(&item_ops, "list");
	walked(&keyed_ops, "keyed");
	settings();
	printed();
	many();
	out_int(items_made - items_freed, "left");
	return 0;
}
