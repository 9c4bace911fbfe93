// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Types written in C that are incomplete or misbehave, calls without arguments,
 * and what oxnl does better than upstream.
 */
#include "check.h"

#include "../types.h"

int nl_cache_parse(struct nl_cache_ops *, struct sockaddr_nl *, struct nlmsghdr *,
		   struct nl_parser_param *);

static struct nl_cache_ops *type_of(struct nl_object_ops *objects)
{
	const struct cache_type type = {
		.name = "test/ours", .objects = objects, .msgtypes = ITEM_MSGTYPES,
	};

	return cache_type_make(&type);
}

static void without_arguments(void)
{
	struct nl_object *obj = (struct nl_object *)item_make(&item_ops, 1, 2);
	struct nl_cache_ops *ops = type_of(&item_ops);
	struct nl_cache *cache = nl_cache_alloc(ops), *result = NULL;
	struct nl_msg *msg = nlmsg_alloc();
	struct nl_sock *sk = nl_socket_alloc();
	struct nl_dump_params p = { .dp_type = 77 };
	struct nl_object *made = NULL;
	char buf[8];
	uint32_t key = 5;

	CHECK(nl_object_alloc(NULL) == NULL, "alloc of no type");
	CHECK_INT(nl_object_alloc_name(NULL, &made), -NLE_OPNOTSUPP, "alloc of no name");
	CHECK_INT(nl_object_alloc_name("x", NULL), -NLE_INVAL, "alloc to nowhere");
	nl_object_free(NULL);
	CHECK(nl_object_clone(NULL) == NULL, "clone of nothing");
	CHECK_INT(nl_object_update(NULL, obj), -NLE_INVAL, "update of nothing");
	CHECK_INT(nl_object_update(obj, NULL), -NLE_INVAL, "update by nothing");
	nl_object_get(NULL);
	nl_object_put(NULL);
	CHECK_INT(nl_object_shared(NULL), 0, "shared nothing");
	nl_object_dump(NULL, &p);
	nl_object_dump(obj, NULL);
	nl_object_dump(obj, &p);
	nl_object_dump_buf(NULL, buf, sizeof(buf));
	CHECK_INT(nl_object_identical(obj, NULL), 0, "identical to nothing");
	CHECK_INT(nl_object_identical(NULL, obj), 0, "nothing identical");
	CHECK_UINT(nl_object_diff(obj, NULL), UINT32_MAX, "different from nothing");
	CHECK_UINT(nl_object_diff64(NULL, obj), UINT64_MAX, "nothing different");
	CHECK_INT(nl_object_match_filter(obj, NULL), 0, "no filter");
	CHECK(nl_object_attrs2str(NULL, 1, buf, sizeof(buf)) == NULL, "names of nothing");
	CHECK(nl_object_attr_list(NULL, buf, sizeof(buf)) == NULL, "list of nothing");
	nl_object_keygen(NULL, &key, 8);
	nl_object_keygen(obj, NULL, 8);
	CHECK_UINT(key, 5, "no key of nothing");
	nl_object_mark(NULL);
	nl_object_unmark(NULL);
	CHECK_INT(nl_object_is_marked(NULL), 0, "nothing marked");
	CHECK_INT(nl_object_get_refcnt(NULL), 0, "references to nothing");
	CHECK(nl_object_get_cache(NULL) == NULL, "cache of nothing");
	CHECK(nl_object_get_type(NULL) == NULL, "type of nothing");
	CHECK_INT(nl_object_get_msgtype(NULL), 0, "message of nothing");
	CHECK(nl_object_get_ops(NULL) == NULL, "table of nothing");
	CHECK_UINT(nl_object_get_id_attrs(NULL), 0, "identity of nothing");

	CHECK_INT(nl_cache_nitems(NULL), 0, "objects in no cache");
	CHECK_INT(nl_cache_nitems_filter(NULL, obj), 0, "some objects in no cache");
	CHECK(nl_cache_get_ops(NULL) == NULL, "type of no cache");
	CHECK(nl_cache_get_first(NULL) == NULL, "first of no cache");
	CHECK(nl_cache_get_last(NULL) == NULL, "last of no cache");
	CHECK(nl_cache_alloc(NULL) == NULL, "cache of no type");
	CHECK_INT(nl_cache_alloc_and_fill(NULL, sk, &result), -NLE_INVAL, "fill of no type");
	CHECK_INT(nl_cache_alloc_and_fill(ops, sk, NULL), -NLE_INVAL, "fill to nowhere");
	CHECK_INT(nl_cache_alloc_and_fill(ops, NULL, &result), 0, "fill from nowhere");
	nl_cache_free(result);
	CHECK_INT(nl_cache_alloc_name(NULL, &result), -NLE_NOCACHE, "cache of no name");
	CHECK_INT(nl_cache_alloc_name("x", NULL), -NLE_INVAL, "cache to nowhere");
	CHECK(nl_cache_subset(cache, NULL) == NULL, "subset of no filter");
	CHECK(nl_cache_subset(NULL, obj) == NULL, "subset of no cache");
	CHECK(nl_cache_clone(NULL) == NULL, "copy of no cache");
	nl_cache_clear(NULL);
	nl_cache_get(NULL);
	nl_cache_free(NULL);
	nl_cache_put(NULL);
	CHECK_INT(nl_cache_add(NULL, obj), -NLE_INVAL, "add to nothing");
	CHECK_INT(nl_cache_add(cache, NULL), -NLE_INVAL, "add nothing");
	CHECK_INT(nl_cache_parse_and_add(NULL, msg), -NLE_INVAL, "parse for nothing");
	CHECK_INT(nl_cache_parse_and_add(cache, NULL), -NLE_INVAL, "parse nothing");
	CHECK_INT(nl_cache_move(NULL, obj), -NLE_INVAL, "move to nothing");
	CHECK_INT(nl_cache_move(cache, NULL), -NLE_INVAL, "move nothing");
	nl_cache_remove(NULL);
	CHECK_INT(nl_cache_refill(NULL, cache), -NLE_INVAL, "refill from nowhere");
	CHECK_INT(nl_cache_refill(sk, NULL), -NLE_INVAL, "refill nothing");
	CHECK_INT(nl_cache_pickup(NULL, cache), -NLE_INVAL, "pickup from nowhere");
	CHECK_INT(nl_cache_pickup(sk, NULL), -NLE_INVAL, "pickup for nothing");
	CHECK_INT(nl_cache_pickup_checkdup(NULL, cache), -NLE_INVAL, "checkdup from nowhere");
	CHECK_INT(nl_cache_resync(NULL, cache, NULL, NULL), -NLE_INVAL, "resync from nowhere");
	CHECK_INT(nl_cache_resync(sk, NULL, NULL, NULL), -NLE_INVAL, "resync nothing");
	CHECK_INT(nl_cache_resync_v2(sk, NULL, NULL, NULL), -NLE_INVAL, "resync_v2 nothing");
	CHECK_INT(nl_cache_include(NULL, obj, NULL, NULL), -NLE_INVAL, "include in nothing");
	CHECK_INT(nl_cache_include(cache, NULL, NULL, NULL), -NLE_INVAL, "include nothing");
	CHECK_INT(nl_cache_include_v2(cache, NULL, NULL, NULL), -NLE_INVAL, "include_v2 nothing");
	nl_cache_set_arg1(NULL, 1);
	nl_cache_set_arg2(NULL, 1);
	nl_cache_set_flags(NULL, 1);
	CHECK_INT(nl_cache_is_empty(NULL), 1, "no cache is empty");
	CHECK(nl_cache_search(NULL, obj) == NULL, "search in nothing");
	CHECK(nl_cache_search(cache, NULL) == NULL, "search for nothing");
	CHECK(nl_cache_find(NULL, obj) == NULL, "find in nothing");
	CHECK(nl_cache_find(cache, NULL) == NULL, "find nothing");
	nl_cache_mark_all(NULL);
	nl_cache_dump(NULL, &p);
	nl_cache_dump(cache, NULL);
	nl_cache_dump(cache, &p);
	nl_cache_dump_filter(NULL, &p, obj);
	nl_cache_foreach(NULL, NULL, NULL);
	nl_cache_foreach(cache, NULL, NULL);
	nl_cache_foreach_filter(NULL, obj, NULL, NULL);
	CHECK(nl_cache_ops_lookup(NULL) == NULL, "look up no name");
	CHECK(nl_cache_ops_lookup_safe(NULL) == NULL, "look up no name safely");
	CHECK(nl_msgtype_lookup(NULL, 1) == NULL, "message type of no type");
	nl_cache_ops_foreach(NULL, NULL);
	CHECK_INT(nl_cache_mngt_register(NULL), -NLE_INVAL, "register nothing");
	CHECK_INT(nl_cache_mngt_unregister(NULL), -NLE_INVAL, "unregister nothing");
	nl_cache_mngt_provide(NULL);
	nl_cache_mngt_unprovide(NULL);
	/* Of a type that is not registered. */
	nl_cache_mngt_provide(cache);
	nl_cache_mngt_unprovide(cache);
	CHECK_INT(cache->c_refcnt, 1, "nothing provided");
	CHECK(nl_cache_mngt_require(NULL) == NULL, "require nothing");
	CHECK(nl_cache_mngt_require_safe(NULL) == NULL, "require nothing safely");
	CHECK(__nl_cache_mngt_require(NULL) == NULL, "require nothing quietly");
	nl_cache_ops_get(NULL);
	nl_cache_ops_put(NULL);
	nl_cache_ops_set_flags(NULL, 1);
	CHECK_INT(nl_cache_parse(NULL, NULL, nlmsg_hdr(msg), NULL), -NLE_INVAL, "parse by no type");
	CHECK_INT(nl_cache_parse(ops, NULL, NULL, NULL), -NLE_INVAL, "parse no message");
	CHECK_INT(nl_cache_mngr_alloc(NULL, NETLINK_ROUTE, 0, NULL), -NLE_INVAL, "manager to nowhere");
	CHECK_INT(nl_cache_mngr_alloc_ex(NULL, NULL, NETLINK_ROUTE, 0, NULL), -NLE_INVAL,
		  "manager to nowhere");
	CHECK_INT(nl_cache_mngr_add(NULL, "x", NULL, NULL, NULL), -NLE_INVAL, "add to no manager");
	CHECK_INT(nl_cache_mngr_add_cache(NULL, cache, NULL, NULL), -NLE_INVAL, "add to no manager");
	CHECK_INT(nl_cache_mngr_add_cache_v2(NULL, cache, NULL, NULL), -NLE_INVAL,
		  "add to no manager");
	CHECK_INT(nl_cache_mngr_get_fd(NULL), -1, "descriptor of no manager");
	CHECK_INT(nl_cache_mngr_poll(NULL, 0), -NLE_INVAL, "poll no manager");
	CHECK_INT(nl_cache_mngr_data_ready(NULL), -NLE_INVAL, "data for no manager");
	nl_cache_mngr_info(NULL, &p);
	nl_cache_mngr_free(NULL);

	nlmsg_free(msg);
	nl_socket_free(sk);
	nl_cache_free(cache);
	nl_object_put(obj);
	free(ops);
}

static void no_type(void)
{
	/* An object whose type was taken away. */
	struct nl_object *obj = (struct nl_object *)item_make(&item_ops, 1, 2);
	struct nl_object *other = (struct nl_object *)item_make(&item_ops, 1, 2);
	struct nl_dump_params p = { .dp_type = NL_DUMP_LINE };
	char buf[8] = "xxxxxxx";

	obj->ce_ops = NULL;
	other->ce_ops = NULL;
	CHECK(nl_object_clone(obj) == NULL, "clone without a type");
	CHECK_INT(nl_object_identical(obj, other), 0, "identical without a type");
	CHECK_UINT(nl_object_diff64(obj, other), UINT64_MAX, "diff without a type");
	CHECK_INT(nl_object_match_filter(obj, other), 0, "match without a type");
	CHECK_INT(nl_object_update(obj, other), -NLE_OPNOTSUPP, "update without a type");
	CHECK(nl_object_attr_list(obj, buf, sizeof(buf)) == buf && buf[0] == 0, "names without a type");
	CHECK(nl_object_get_type(obj) == NULL, "name without a type");
	CHECK_UINT(nl_object_get_id_attrs(obj), 0, "identity without a type");
	nl_object_dump(obj, &p);
	nl_object_put(obj);
	nl_object_put(other);
	items_freed += 2;
}

static void bad_tables(void)
{
	struct nl_object_ops small = item_ops, owning = item_ops, objects;
	struct nl_cache_ops *ops;
	struct nl_cache *cache;
	struct nl_object *obj;
	struct nl_msg *msg;

	small.oo_size = sizeof(struct nl_object) - 1;
	CHECK(nl_object_alloc(&small) == NULL, "objects smaller than their header");
	small.oo_size = 0;
	CHECK(nl_object_alloc(&small) == NULL, "objects of no size");

	/* What it owns would be freed twice. */
	owning.oo_clone = NULL;
	obj = (struct nl_object *)item_make(&owning, 1, 2);
	item_set_text((struct item *)obj, "mine");
	CHECK(nl_object_clone(obj) == NULL, "what cannot be copied");
	ops = type_of(&owning);
	cache = nl_cache_alloc(ops);
	CHECK_INT(nl_cache_add(cache, obj), 0, "added");
	CHECK_INT(nl_cache_add(cache, obj), -NLE_NOMEM, "added twice, without a copy");
	CHECK_INT(nl_cache_nitems(cache), 1, "once in the cache");
	nl_cache_free(cache);
	nl_object_put(obj);
	free(ops);

	/* A cache type without any function, and without a type of objects. */
	ops = type_of(&item_ops);
	cache = nl_cache_alloc(ops);
	msg = nlmsg_alloc_simple(ITEM_NEW, 0);
	CHECK_INT(nl_cache_parse_and_add(cache, msg), -NLE_MSGTYPE_NOSUPPORT, "no parser");
	nlmsg_free(msg);
	nl_cache_free(cache);
	ops->co_obj_ops = NULL;
	CHECK(nl_cache_alloc(ops) == NULL, "a cache of no objects");
	CHECK_INT(nl_cache_alloc_and_fill(ops, NULL, &cache), -NLE_INVAL, "filled with no objects");
	free(ops);

	/* A header that no message has room for. */
	objects = item_ops;
	ops = type_of(&objects);
	ops->co_msg_parser = item_parser;
	cache = nl_cache_alloc(ops);
	msg = nlmsg_alloc_simple(ITEM_NEW, 0);
	ops->co_hdrsize = 0x7fffffff;
	CHECK_INT(nl_cache_parse_and_add(cache, msg), -NLE_MSG_TOOSHORT, "an enormous header");
	ops->co_hdrsize = -20;
	CHECK_INT(nl_cache_parse_and_add(cache, msg), 0, "a negative header");
	nlmsg_free(msg);
	nl_cache_free(cache);
	free(ops);
}

static int freed_again;

/* Frees the object it is called for, once more. */
static void eager_free(struct nl_object *obj)
{
	item_free_data(obj);
	freed_again++;
	nl_object_get(obj);
	nl_object_put(obj);
	nl_object_put(obj);
	nl_object_free(obj);
}

static void freeing(void)
{
	struct nl_object_ops eager = item_ops;
	struct nl_cache_ops *ops = type_of(&keyed_ops), *list = type_of(&item_ops);
	struct nl_cache *caches[] = { nl_cache_alloc(ops), nl_cache_alloc(list) };
	struct nl_object *obj;

	eager.oo_free_data = eager_free;
	nl_object_put((struct nl_object *)item_make(&eager, 1, 1));
	CHECK_INT(freed_again, 1, "freed once");

	/* An object that is in a cache, with and without references of the program. */
	for (int keyed = 0; keyed < 2; keyed++) {
		struct nl_cache *cache = caches[!keyed];
		int before = items_freed;

		for (int mine = 0; mine < 2; mine++) {
			obj = (struct nl_object *)item_make(keyed ? &keyed_ops : &item_ops, 1, mine);
			nl_cache_add(cache, obj);
			if (!mine)
				nl_object_put(obj);
			nl_object_free(obj);
			CHECK_INT(nl_cache_nitems(cache), 0, "freed objects leave their cache");
		}
		CHECK_INT(items_freed - before, 2, "freed once each");
		obj = (struct nl_object *)item_make(keyed ? &keyed_ops : &item_ops, 1, 5);
		CHECK(nl_cache_search(cache, obj) == NULL, "nothing is found any more");
		nl_object_put(obj);
		nl_cache_free(cache);
	}
	free(ops);
	free(list);
}

static void outside(void)
{
	struct nl_object *obj = (struct nl_object *)item_make(&item_ops, 1, 2);
	struct nl_cache_ops *ops = type_of(&item_ops);
	struct nl_cache *cache = nl_cache_alloc(ops);

	CHECK(nl_cache_get_next(obj) == NULL, "behind an object in no cache");
	CHECK(nl_cache_get_prev(obj) == NULL, "before an object in no cache");
	nl_cache_remove(obj);
	nl_cache_add(cache, obj);
	CHECK(nl_cache_get_next(obj) == NULL, "behind the only one");
	nl_cache_remove(obj);
	CHECK(nl_cache_get_next(obj) == NULL, "behind a removed object");
	CHECK(nl_cache_get_prev(obj) == NULL, "before a removed object");
	nl_object_put(obj);
	nl_cache_free(cache);
	free(ops);
}

/* A move that fails changes nothing. */
static void failed_move(void)
{
	struct nl_cache_ops *ops = type_of(&keyed_ops);
	struct nl_cache *from = nl_cache_alloc(ops), *to = nl_cache_alloc(ops);
	struct nl_object *a = (struct nl_object *)item_make(&keyed_ops, 1, 1);
	struct nl_object *b = (struct nl_object *)item_make(&keyed_ops, 1, 2);

	nl_cache_add(from, a);
	nl_cache_add(to, b);
	CHECK_INT(nl_cache_move(to, a), -NLE_EXIST, "moved to where there is one");
	CHECK(nl_object_get_cache(a) == from, "it stayed");
	CHECK_INT(nl_object_get_refcnt(a), 3, "with its references");
	CHECK_INT(nl_cache_nitems(from), 1, "one left");
	CHECK_INT(nl_cache_nitems(to), 1, "one there");
	nl_cache_remove(a);
	CHECK_INT(nl_cache_move(to, a), -NLE_EXIST, "moved from nowhere");
	CHECK_INT(nl_object_get_refcnt(a), 1, "without a reference leaked");
	nl_object_put(a);
	nl_object_put(b);
	nl_cache_free(from);
	nl_cache_free(to);
	free(ops);
}

static uint32_t bad_key;

static void bad_keygen(struct nl_object *obj, uint32_t *key, uint32_t size)
{
	(void)obj;
	(void)size;
	*key = bad_key;
}

static void silent_keygen(struct nl_object *obj, uint32_t *key, uint32_t size)
{
	(void)obj;
	(void)key;
	(void)size;
}

static void bad_keys(void)
{
	static const uint32_t keys[] = { 0, 1, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff };
	struct nl_object_ops objects = keyed_ops;

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]) + 1; i++) {
		struct nl_cache_ops *ops;
		struct nl_cache *cache;
		struct item *needle;
		int found = 0;

		objects.oo_keygen = i == 0 ? silent_keygen : bad_keygen;
		bad_key = keys[i ? i - 1 : 0];
		ops = type_of(&objects);
		cache = nl_cache_alloc(ops);
		needle = item_make(&objects, 0, 0);
		for (int id = 0; id < 200; id++) {
			struct nl_object *obj = (struct nl_object *)item_make(&objects, id, id);

			nl_cache_add(cache, obj);
			nl_object_put(obj);
		}
		for (int id = 0; id < 200; id += 2) {
			struct nl_object *obj;

			needle->id = id;
			obj = nl_cache_search(cache, (struct nl_object *)needle);
			nl_cache_remove(obj);
			nl_object_put(obj);
		}
		for (int id = 0; id < 200; id++) {
			struct item *obj;

			needle->id = id;
			obj = (struct item *)nl_cache_search(cache, (struct nl_object *)needle);
			found += obj != NULL && id % 2 == 1 && obj->value == id;
			nl_object_put((struct nl_object *)obj);
		}
		CHECK_INT(found, 100, "all found, with keys that are all 0x%x", bad_key);
		nl_object_put((struct nl_object *)needle);
		nl_cache_free(cache);
		free(ops);
	}
}

/* Keys that change while the objects are in the cache. */
static void changed_keys(void)
{
	struct nl_cache_ops *ops = type_of(&keyed_ops);
	struct nl_cache *cache = nl_cache_alloc(ops);
	struct nl_object *kept[100];

	for (int id = 0; id < 100; id++) {
		kept[id] = (struct nl_object *)item_make(&keyed_ops, id, id);
		nl_cache_add(cache, kept[id]);
	}
	for (int id = 0; id < 100; id++)
		((struct item *)kept[id])->id += 5000;
	for (int id = 0; id < 100; id += 2)
		nl_cache_remove(kept[id]);
	for (int id = 0; id < 100; id++) {
		if (nl_object_get_refcnt(kept[id]) != (id % 2 ? 3 : 1))
			CHECK(0, "references of %d", id);
	}
	nl_cache_clear(cache);
	for (int id = 0; id < 100; id++) {
		CHECK(nl_object_get_refcnt(kept[id]) == 1, "one reference is left to %d", id);
		nl_object_put(kept[id]);
	}
	nl_cache_free(cache);
	free(ops);
}

/* Many: the cost per object must not grow, and every one must be found. */
static void many(void)
{
	enum { COUNT = 200000 };
	struct nl_cache_ops *ops = type_of(&keyed_ops);
	struct nl_cache *cache = nl_cache_alloc(ops);
	struct item *needle = item_make(&keyed_ops, 0, 0);
	int added = 0, found = 0;

	for (int i = 0; i < COUNT; i++) {
		struct nl_object *obj = (struct nl_object *)item_make(&keyed_ops, i << 12, i);

		added += nl_cache_add(cache, obj) == 0;
		nl_object_put(obj);
	}
	for (int i = 0; i < COUNT; i++) {
		struct nl_object *obj;

		needle->id = i << 12;
		obj = nl_cache_search(cache, (struct nl_object *)needle);
		found += obj != NULL;
		nl_object_put(obj);
	}
	/* i << 12 comes round every 2^20. */
	CHECK_INT(added, COUNT, "all added");
	CHECK_INT(found, COUNT, "all found");
	while (nl_cache_get_first(cache) != NULL)
		nl_cache_remove(nl_cache_get_first(cache));
	CHECK_INT(nl_cache_nitems(cache), 0, "all removed, one by one");
	nl_object_put((struct nl_object *)needle);
	nl_cache_free(cache);
	free(ops);
}

struct walk {
	struct nl_cache *cache;
	int what, calls;
};

static void on_walk(struct nl_object *obj, void *arg)
{
	struct walk *walk = arg;
	struct nl_object *next = nl_cache_get_next(obj);

	walk->calls++;
	switch (walk->what) {
	case 0: /* The next one. */
		nl_cache_remove(next);
		break;
	case 1: /* This one and the next. */
		nl_cache_remove(next);
		nl_cache_remove(obj);
		break;
	case 2:
		nl_cache_clear(walk->cache);
		break;
	case 3: /* The program's reference. */
		nl_cache_free(walk->cache);
		break;
	case 4: /* The next one, to the end, from where the walk goes on: as upstream does. */
		if (walk->calls == 1)
			nl_cache_move(walk->cache, next);
		break;
	case 5: /* The next two. */
		if (next)
			nl_cache_remove(nl_cache_get_next(next));
		nl_cache_remove(next);
		break;
	}
}

/* Callbacks that take away what the walk would go on with. */
static void hostile_walks(void)
{
	static const int calls[] = { 3, 1, 1, 6, 2, 2 };
	struct nl_object_ops *objects[] = { &item_ops, &keyed_ops };

	for (int i = 0; i < 12; i++) {
		struct nl_cache_ops *ops = type_of(objects[i / 6]);
		struct walk walk = { .cache = nl_cache_alloc(ops), .what = i % 6 };

		for (int id = 0; id < 6; id++) {
			struct nl_object *obj = (struct nl_object *)item_make(objects[i / 6], id, 0);

			nl_cache_add(walk.cache, obj);
			nl_object_put(obj);
		}
		/* The reference that the callback returns, again and again. */
		if (walk.what == 3)
			for (int more = 0; more < 5; more++)
				nl_cache_get(walk.cache);
		nl_cache_foreach(walk.cache, on_walk, &walk);
		CHECK_INT(walk.calls, calls[walk.what], "calls of a walk that is disturbed, %d", i);
		if (walk.what != 3)
			nl_cache_free(walk.cache);
		free(ops);
	}
}

static struct nl_cache *told_cache;
static int told;

static void removing_change(struct nl_cache *cache, struct nl_object *obj, int action, void *data)
{
	(void)action;
	(void)data;
	told++;
	told_cache = cache;
	nl_cache_remove(obj);
}

static void clearing_change(struct nl_cache *cache, struct nl_object *old, struct nl_object *new,
			    uint64_t diff, int action, void *data)
{
	(void)old;
	(void)new;
	(void)diff;
	(void)action;
	(void)data;
	told++;
	nl_cache_clear(cache);
}

/* Change callbacks that remove what they are told of. */
static void hostile_changes(void)
{
	struct nl_object_ops *objects[] = { &item_ops, &keyed_ops, &merged_ops };

	for (int i = 0; i < 3; i++) {
		struct nl_cache_ops *ops = type_of(objects[i]);
		struct nl_cache *cache = nl_cache_alloc(ops);

		told = 0;
		for (int step = 0; step < 8; step++) {
			struct item *item = item_make(objects[i], step / 2, step);

			item->base.ce_msgtype = step % 4 == 3 ? ITEM_DEL : ITEM_NEW;
			CHECK_INT(step % 2 ? nl_cache_include(cache, &item->base, removing_change, NULL)
					   : nl_cache_include_v2(cache, &item->base, clearing_change, NULL),
				  0, "include, and have it removed, %d.%d", i, step);
			nl_object_put(&item->base);
		}
		CHECK(told >= 6, "callbacks were called, %d", told);
		CHECK_INT(nl_cache_nitems(cache), 0, "nothing left");
		nl_cache_free(cache);
		free(ops);
	}
}

int main(void)
{
	without_arguments();
	no_type();
	bad_tables();
	freeing();
	outside();
	failed_move();
	bad_keys();
	changed_keys();
	many();
	hostile_walks();
	hostile_changes();
	CHECK_INT(items_made - items_freed, 0, "no object is left");
	return check_done();
}
