// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Objects, caches, cache types and managers without memory: every allocation
 * fails once, the result is the documented error, and nothing is lost.
 */
#define _GNU_SOURCE
#include "faulty_heap.h"

#include "../rtypes.h"

static struct nl_cache_ops *keyed_type, *list_type;

static int alloc_object(void)
{
	struct nl_object *obj = nl_object_alloc(&item_ops);

	nl_object_put(obj);
	return obj == NULL ? -1 : 0;
}

static int alloc_object_by_name(void)
{
	struct nl_object *obj = NULL;
	int err = nl_object_alloc_name("test/keyed", &obj);

	nl_object_put(obj);
	return err;
}

static struct nl_object *source;

static int clone_object(void)
{
	struct nl_object *obj = nl_object_clone(source);

	nl_object_put(obj);
	return obj == NULL ? -1 : 0;
}

static int alloc_cache(void)
{
	struct nl_cache *cache = nl_cache_alloc(keyed_type);

	nl_cache_free(cache);
	return cache == NULL ? -1 : 0;
}

static int alloc_cache_by_name(void)
{
	struct nl_cache *cache = NULL;
	int err = nl_cache_alloc_name("test/keyed", &cache);

	nl_cache_free(cache);
	return err;
}

static struct nl_cache *keyed, *list;
static struct nl_object *added[40];

/* The index grows meanwhile. */
static int add_objects(void)
{
	int err = 0, count = 0;

	for (; count < 40 && err == 0; count++)
		err = nl_cache_add(keyed, added[count]);
	/* A table that is too full still serves, so an object may be in it although it did not grow. */
	for (int i = 0; i < 40; i++) {
		const int in = nl_object_get_cache(added[i]) == keyed;

		if (in != (i < count - (err != 0)) || nl_object_get_refcnt(added[i]) != (in ? 3 : 1))
			return -1000 - i;
	}
	nl_cache_clear(keyed);
	/* As new, or they would be copied. */
	for (int i = 0; i < 40; i++)
		added[i]->ce_flags = 0;
	return err;
}

/* An object that is in a cache, so it is copied. */
static int add_copy(void)
{
	int err = nl_cache_add(list, source);

	nl_cache_clear(list);
	return err;
}

static int move_object(void)
{
	int err;

	nl_cache_add(list, added[0]);
	err = nl_cache_move(list, added[0]);
	nl_cache_clear(list);
	added[0]->ce_flags = 0;
	return err;
}

/* Moves from a full cache to one without memory. */
static int move_keyed(struct nl_cache *from, struct nl_cache *to)
{
	const int before = nl_cache_nitems(from);
	int err = nl_cache_move(to, nl_cache_get_first(from));

	if (nl_cache_nitems(from) != before - (err == 0))
		return -1000;
	nl_cache_clear(to);
	return err;
}

static int include_new(void)
{
	struct item *item = (struct item *)added[0];
	int err;

	item->base.ce_msgtype = ITEM_NEW;
	err = nl_cache_include(keyed, added[0], NULL, NULL);
	nl_cache_clear(keyed);
	item->base.ce_flags = 0;
	return err;
}

/* The same again: there is room where the old one was. */
static void include_again(void)
{
	struct nl_object *other = (struct nl_object *)item_make(&keyed_ops, 0, 99);

	added[0]->ce_msgtype = other->ce_msgtype = ITEM_NEW;
	CHECK_INT(nl_cache_include(keyed, added[0], NULL, NULL), 0, "include");
	heap_allocations = 0;
	heap_fail_at = 1;
	CHECK_INT(nl_cache_include(keyed, other, NULL, NULL), 0, "replacing needs no memory");
	heap_fail_at = 0;
	CHECK_INT(nl_cache_nitems(keyed), 1, "one in the cache");
	CHECK(nl_cache_get_first(keyed) == other, "the new one");
	nl_cache_clear(keyed);
	added[0]->ce_flags = 0;
	nl_object_put(other);
}

/* Copies leave out what they have no memory for; the cache itself they need. */
static void copy_cache(void)
{
	for (int i = 0; i < 10; i++)
		nl_cache_add(list, added[i]);
	for (int n = 1; n < 30; n++) {
		const int before = heap_held;
		struct nl_cache *copy, *some;

		heap_allocations = 0;
		heap_fail_at = n;
		copy = nl_cache_clone(list);
		heap_fail_at = 0;
		if (n == 1)
			CHECK(copy == NULL, "no memory for a copy");
		else
			/* All ten, if it was for a larger table. */
			CHECK(nl_cache_nitems(copy) >= 9 + (heap_allocations < n),
			      "a copy without allocation %d", n);
		nl_cache_free(copy);
		heap_allocations = 0;
		heap_fail_at = n;
		some = nl_cache_subset(list, source);
		heap_fail_at = 0;
		CHECK((some == NULL) == (n == 1), "a subset without allocation %d", n);
		nl_cache_free(some);
		CHECK_INT(heap_held, before, "nothing is lost without allocation %d", n);
	}
	nl_cache_clear(list);
	for (int i = 0; i < 10; i++)
		added[i]->ce_flags = 0;
}

struct nl_object *oxnl_cache_lookup(struct nl_cache *, int, uint32_t, int (*)(struct nl_object *, void *), void *);

static int has_value(struct nl_object *obj, void *value)
{
	return ((struct item *)obj)->value == *(int *)value;
}

static uint32_t value_key(struct nl_object *obj)
{
	return (uint32_t)((struct item *)obj)->value;
}

/* What a type of the library's can say besides. */
static struct {
	void *same_entry;
	uint32_t (*second_key)(struct nl_object *);
	void *include, *goes_with;
} extra = { .second_key = value_key };

/* What an index costs is spared, going in and out. */
static void spared(void)
{
	void *const more = &extra;

	memcpy(&keyed_type->reserved[0], &more, sizeof(more));
	HEAP_FAIL_EACH(({
		struct nl_cache *cache;
		struct nl_object *found;
		int value = 7;

		walk_paused++;
		cache = nl_cache_alloc(keyed_type);
		for (int i = 0; i < 30; i++)
			nl_cache_add(cache, added[i]);
		walk_paused--;
		found = oxnl_cache_lookup(cache, 1, 7, has_value, &value);
		walk_paused++;
		nl_cache_free(cache);
		walk_paused--;
		found != NULL ? 0 : -NLE_OBJ_NOTFOUND;
	}), 0, 1, "oxnl_cache_lookup");
	HEAP_FAIL_EACH(({
		struct nl_cache *cache;
		int left;

		walk_paused++;
		cache = nl_cache_alloc(keyed_type);
		for (int i = 0; i < 5000; i++) {
			struct nl_object *item = (struct nl_object *)item_make(&keyed_ops, i, i);

			nl_cache_add(cache, item);
			nl_object_put(item);
		}
		walk_paused--;
		for (int i = 0; i < 5000; i++)
			nl_cache_remove(nl_cache_get_first(cache));
		walk_paused++;
		left = nl_cache_nitems(cache);
		nl_cache_free(cache);
		walk_paused--;
		left;
	}), 0, 1, "nl_cache_remove");
}

/* The kernel's answers. */
static struct nl_sock *sk;
static struct nl_cache_ops *addresses;
static struct nl_cache *filled;

static int alloc_and_fill(void)
{
	struct nl_cache *cache = NULL;
	int err;

	/* An answer that was not read to its end would be met by the next request. */
	nl_close(sk);
	nl_connect(sk, NETLINK_ROUTE);
	err = nl_cache_alloc_and_fill(addresses, sk, &cache);
	if (err == 0 && nl_cache_nitems(cache) != 1)
		err = -1000;
	nl_cache_free(cache);
	return err;
}

static void on_change(struct nl_cache *cache, struct nl_object *obj, int action, void *data)
{
	(void)cache;
	(void)obj;
	(void)action;
	++*(int *)data;
}

static int resync(void)
{
	int told = 0, err;

	nl_close(sk);
	nl_connect(sk, NETLINK_ROUTE);
	err = nl_cache_resync(sk, filled, on_change, &told);
	if (nl_cache_nitems(filled) != 1 || told != 0)
		return -1000;
	return err;
}

static int manager(void)
{
	struct nl_cache_mngr *mngr = NULL;
	int err = nl_cache_mngr_alloc(NULL, NETLINK_ROUTE, 0, &mngr);

	nl_cache_mngr_free(mngr);
	return err;
}

static struct nl_cache_mngr *mngr;

static int manager_add(void)
{
	struct nl_cache *cache = NULL;
	int err = nl_cache_mngr_add(mngr, "test/address", NULL, NULL, &cache);

	if ((err == 0) != (cache != NULL))
		return -1000;
	if (err == 0) {
		const int counted = heap_allocations;

		/* Another one, without the cache. */
		heap_fail_at = 0;
		nl_cache_mngr_free(mngr);
		nl_cache_mngr_alloc(NULL, NETLINK_ROUTE, 0, &mngr);
		heap_allocations = counted;
	}
	return err;
}

/* Room for one more than there are slots. */
static void manager_growth(void)
{
	struct nl_cache_ops *ops[17];
	struct nl_cache *cache;

	for (int i = 0; i < 17; i++) {
		ops[i] = cache_type_make(&address_type);
		cache = nl_cache_alloc(ops[i]);
		if (i == 16) {
			heap_allocations = 0;
			heap_fail_at = 1;
			CHECK_INT(nl_cache_mngr_add_cache(mngr, cache, NULL, NULL), -NLE_NOMEM,
				  "no room for another cache");
			heap_fail_at = 0;
		}
		CHECK_INT(nl_cache_mngr_add_cache(mngr, cache, NULL, NULL), 0, "cache %d", i);
	}
	nl_cache_mngr_free(mngr);
	for (int i = 0; i < 17; i++)
		free(ops[i]);
}

int main(void)
{
	const struct cache_type keyed_description = {
		.name = "test/keyed", .objects = &keyed_ops, .msgtypes = ITEM_MSGTYPES,
	};
	const struct cache_type list_description = {
		.name = "test/list", .objects = &keyed_ops, .msgtypes = ITEM_MSGTYPES,
	};
	struct nl_object_ops unkeyed = keyed_ops;
	struct nl_cache *other;
	int before;

	/* What libc allocates for itself. */
	CHECK(1, "allocations of printf");
	before = heap_held;
	keyed_type = cache_type_make(&keyed_description);
	list_type = cache_type_make(&list_description);
	/* A cache without keys, of the same objects. */
	unkeyed.oo_keygen = NULL;
	list_type->co_obj_ops = &unkeyed;
	list = nl_cache_alloc(list_type);
	list_type->co_obj_ops = &keyed_ops;
	keyed = nl_cache_alloc(keyed_type);
	nl_cache_mngt_register(keyed_type);
	for (int i = 0; i < 40; i++)
		added[i] = (struct nl_object *)item_make(&keyed_ops, i, i);
	source = (struct nl_object *)item_make(&keyed_ops, 1, 2);
	item_set_text((struct item *)source, "text");

	HEAP_FAIL_EACH(alloc_object(), -1, 1, "an object");
	HEAP_FAIL_EACH(alloc_object_by_name(), -NLE_NOMEM, 1, "an object by name");
	HEAP_FAIL_EACH(clone_object(), -1, 2, "a copy of an object");
	HEAP_FAIL_EACH(alloc_cache(), -1, 1, "a cache");
	HEAP_FAIL_EACH(alloc_cache_by_name(), -NLE_NOMEM, 1, "a cache by name");
	/* The first table; later ones are dispensable. */
	heap_allocations = 0;
	heap_fail_at = 1;
	CHECK_INT(add_objects(), -NLE_NOMEM, "objects, without the first table");
	for (int n = 2; n < 6; n++) {
		heap_allocations = 0;
		heap_fail_at = n;
		CHECK_INT(add_objects(), 0, "objects, without allocation %d", n);
	}
	heap_fail_at = 0;
	nl_cache_add(keyed, source);
	HEAP_FAIL_EACH(add_copy(), -NLE_NOMEM, 2, "an object that is copied");
	nl_cache_clear(keyed);
	HEAP_FAIL_EACH(move_object(), 0, 0, "an object moved within its list");
	HEAP_FAIL_EACH(include_new(), -NLE_NOMEM, 1, "a new object");
	include_again();
	copy_cache();
	other = nl_cache_alloc(keyed_type);
	for (int i = 0; i < 20; i++)
		nl_cache_add(other, added[i]);
	HEAP_FAIL_EACH(move_keyed(other, keyed), -NLE_NOMEM, 1, "an object moved to another cache");
	nl_cache_free(other);
	spared();

	addresses = cache_type_make(&address_type);
	nl_cache_mngt_register(addresses);
	loopback_up(1);
	sk = route_socket();
	/* An answer that was not read is not the one expected next. */
	nl_socket_disable_seq_check(sk);
	/* The receive buffer stays with the library. */
	CHECK_INT(alloc_and_fill(), 0, "a cache filled");
	HEAP_FAIL_EACH(alloc_and_fill(), -NLE_NOMEM, 2, "a cache filled from the kernel");
	CHECK_INT(nl_cache_alloc_and_fill(addresses, sk, &filled), 0, "a cache filled");
	HEAP_FAIL_EACH(resync(), -NLE_NOMEM, 2, "a cache synchronised");
	nl_cache_free(filled);
	HEAP_FAIL_EACH(manager(), -NLE_NOMEM, 4, "a manager");
	nl_cache_mngr_alloc(NULL, NETLINK_ROUTE, 0, &mngr);
	HEAP_FAIL_EACH(manager_add(), -NLE_NOMEM, 2, "a cache for a manager");
	manager_growth();
	nl_socket_free(sk);

	CHECK_INT(nl_cache_mngt_unregister(addresses), 0, "nobody holds the type of addresses");
	CHECK_INT(nl_cache_mngt_unregister(keyed_type), 0, "nobody holds the type of items");
	for (int i = 0; i < 40; i++)
		nl_object_put(added[i]);
	nl_object_put(source);
	nl_cache_free(keyed);
	nl_cache_free(list);
	free(addresses);
	free(keyed_type);
	free(list_type);
	CHECK_INT(items_made - items_freed, 0, "no object is left");
	CHECK(heap_held - before <= 2, "no memory is left but the library's own, %d", heap_held - before);
	return check_done();
}
