// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Threads with sockets, caches and managers of their own, and what they share:
 * the cache types, and the caches that are provided.
 *
 * valgrind --tool=helgrind and ThreadSanitizer can judge it.
 */
#include "check.h"

#include <pthread.h>

#include "../rtypes.h"

enum { THREADS = 4, ROUNDS = 60 };

static struct nl_cache_ops *shared_type, *list_type;

static void count_types(struct nl_cache_ops *ops, void *arg)
{
	(void)ops;
	++*(int *)arg;
}

/* Every thread registers a type of its own, and looks everybody's up. */
static int own_types(int number)
{
	struct cache_type type = address_type;
	struct nl_object_ops objects = address_ops;
	struct nl_cache_ops *ops;
	char name[32];
	int bad = 0;

	snprintf(name, sizeof(name), "test/thread-%d", number);
	type.name = name;
	type.objects = &objects;
	ops = cache_type_make(&type);
	for (int i = 0; i < ROUNDS; i++) {
		struct nl_cache *cache = NULL;
		int count = 0;

		bad += nl_cache_mngt_register(ops) != 0;
		bad += nl_cache_ops_lookup(name) != ops;
		bad += nl_cache_ops_lookup_safe(name) != ops;
		bad += nl_cache_mngt_unregister(ops) != -NLE_BUSY;
		nl_cache_ops_put(ops);
		bad += nl_cache_alloc_name(name, &cache) != 0;
		nl_cache_mngt_provide(cache);
		bad += nl_cache_mngt_require(name) != cache;
		nl_cache_mngt_unprovide(cache);
		nl_cache_free(cache);
		nl_cache_ops_foreach(count_types, &count);
		bad += count < 3;
		bad += nl_cache_ops_associate(NETLINK_ROUTE, RTM_NEWLINK) == NULL;
		bad += nl_cache_mngt_unregister(ops) != 0;
	}
	free(ops);
	return bad;
}

/* Everybody holds on to, and provides, caches of the same type. */
static int shared_types(void)
{
	struct nl_cache *mine = nl_cache_alloc(list_type);
	int bad = 0;

	for (int i = 0; i < ROUNDS; i++) {
		struct nl_cache_ops *ops = nl_cache_ops_lookup_safe("test/list");
		struct nl_cache *held;

		bad += ops != list_type;
		nl_cache_ops_get(ops);
		nl_cache_ops_put(ops);
		nl_cache_ops_put(ops);
		ops = nl_cache_ops_associate_safe(NETLINK_USERSOCK, ITEM_NEW);
		bad += ops != list_type;
		nl_cache_ops_put(ops);
		nl_cache_mngt_provide(mine);
		held = nl_cache_mngt_require_safe("test/list");
		if (held != NULL) {
			/* Another thread's, perhaps, which may be done with it. */
			bad += nl_cache_nitems(held) != 0;
			nl_cache_put(held);
		}
		if (i % 3 == 0)
			nl_cache_mngt_unprovide(mine);
	}
	nl_cache_mngt_unprovide(mine);
	nl_cache_free(mine);
	return bad;
}

static void on_change(struct nl_cache *cache, struct nl_object *obj, int action, void *data)
{
	(void)cache;
	(void)obj;
	++((int *)data)[action];
}

/* Sockets, caches and managers of its own, of a shared type. */
static int own_caches(int number)
{
	struct nl_sock *sk = route_socket();
	int bad = 0;

	for (int i = 0; i < ROUNDS / 6; i++) {
		const uint32_t address = 0x0a000000 + number * 256 + i;
		struct nl_cache_mngr *mngr = NULL;
		struct nl_cache *cache = NULL, *copy = NULL;
		int told[8] = { 0 };

		bad += nl_cache_mngr_alloc(NULL, NETLINK_ROUTE, NL_AUTO_PROVIDE, &mngr) != 0;
		bad += nl_cache_mngr_add(mngr, "test/address", on_change, told, &cache) != 0;
		bad += loopback_address(sk, 1, address) != 0;
		while (told[NL_ACT_NEW] == 0 && bad == 0)
			bad += nl_cache_mngr_poll(mngr, 1000) <= 0;
		copy = nl_cache_clone(cache);
		bad += nl_cache_nitems(copy) != nl_cache_nitems(cache);
		nl_cache_free(copy);
		copy = NULL;
		bad += nl_cache_alloc_and_fill(shared_type, sk, &copy) != 0;
		nl_cache_free(copy);
		bad += loopback_address(sk, 0, address) != 0;
		nl_cache_mngr_free(mngr);
	}
	nl_socket_free(sk);
	return bad;
}

static void *thread(void *arg)
{
	const int number = (int)(intptr_t)arg;

	return (void *)(intptr_t)(own_types(number) + shared_types() + own_caches(number));
}

int main(void)
{
	const struct cache_type list = {
		.name = "test/list", .protocol = NETLINK_USERSOCK, .objects = &item_ops,
		.msgtypes = ITEM_MSGTYPES,
	};
	pthread_t threads[THREADS];
	struct nl_cache_ops *links = cache_type_make(&link_type);

	loopback_up(1);
	shared_type = cache_type_make(&address_type);
	list_type = cache_type_make(&list);
	nl_cache_mngt_register(links);
	nl_cache_mngt_register(shared_type);
	nl_cache_mngt_register(list_type);
	for (int i = 0; i < THREADS; i++)
		pthread_create(&threads[i], NULL, thread, (void *)(intptr_t)i);
	for (int i = 0; i < THREADS; i++) {
		void *bad;

		pthread_join(threads[i], &bad);
		CHECK_INT((intptr_t)bad, 0, "thread %d", i);
	}
	CHECK_UINT(cache_type_refcnt(shared_type), 0, "nobody holds the type of addresses");
	CHECK_UINT(cache_type_refcnt(list_type), 0, "nobody holds the type of items");
	CHECK(nl_cache_mngt_require("test/list") == NULL, "no cache is provided");
	CHECK_INT(nl_cache_mngt_unregister(list_type), 0, "unregister");
	CHECK_INT(nl_cache_mngt_unregister(shared_type), 0, "unregister");
	CHECK_INT(nl_cache_mngt_unregister(links), 0, "unregister");
	free(links);
	free(shared_type);
	free(list_type);
	return check_done();
}
