/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * 8 threads, each with sockets, caches and a cache manager of its own, which change, follow and look at the same network:
 * each sees what it has made itself.
 *
 *	OXNL_LOAD=<n>		as many rounds for each thread
 */
#include <pthread.h>
#include <stdatomic.h>

#include <net/if.h>

#include <netlink/errno.h>
#include <netlink/route/addr.h>
#include <netlink/route/link.h>
#include <netlink/route/nexthop.h>
#include <netlink/route/route.h>
#include <netlink/socket.h>

#include "load.h"

#define THREADS 8
#define ROUNDS 10000

static int rounds = ROUNDS, ifindex;
static atomic_int wrong, made;

#define MUST(condition)                                                                            \
	do {                                                                                       \
		if (!(condition)) {                                                                \
			fprintf(stderr, "thread %d, line %d\n", self, __LINE__);                   \
			wrong++;                                                                   \
		}                                                                                  \
	} while (0)

static struct rtnl_route *route(const struct nl_addr *dst)
{
	struct rtnl_route *route = rtnl_route_alloc();
	struct rtnl_nexthop *nh = rtnl_route_nh_alloc();

	rtnl_route_set_dst(route, (struct nl_addr *)dst);
	rtnl_route_set_scope(route, RT_SCOPE_LINK);
	rtnl_route_nh_set_ifindex(nh, ifindex);
	rtnl_route_add_nexthop(route, nh);
	return route;
}

static int finds(struct nl_cache *cache, const struct nl_addr *dst)
{
	int found = 0;

	for (struct nl_object *obj = nl_cache_get_first(cache); obj != NULL; obj = nl_cache_get_next(obj))
		found += nl_addr_cmp(rtnl_route_get_dst((struct rtnl_route *)obj), dst) == 0;
	return found;
}

/* A dump may be interrupted by what other threads change; then it is asked for again. */
static struct nl_cache *dumped(struct nl_sock *sk, int family)
{
	struct nl_cache *cache = NULL;
	int err;

	for (int n = 0; n < 1000; n++) {
		err = rtnl_route_alloc_cache(sk, family, 0, &cache);
		if (err != -NLE_DUMP_INTR && err != -NLE_AGAIN)
			return err == 0 ? cache : NULL;
	}
	return NULL;
}

static void once(int self, struct nl_sock *sk, struct nl_cache_mngr *manager, struct nl_cache *followed, int round)
{
	struct nl_cache *links = NULL, *routes;
	struct nl_addr *dst = NULL;
	struct rtnl_link *link;
	struct rtnl_route *own;
	char text[64];
	int n;

	snprintf(text, sizeof(text), "10.%d.%d.%d/32", 100 + self, round / 250 % 250, round % 250 + 1);
	MUST(nl_addr_parse(text, AF_INET, &dst) == 0);
	own = route(dst);
	MUST(rtnl_route_add(sk, own, NLM_F_EXCL) == 0);
	routes = dumped(sk, AF_INET);
	MUST(routes != NULL && finds(routes, dst) == 1);
	nl_cache_free(routes);
	while ((n = nl_cache_mngr_data_ready(manager)) > 0)
		;
	MUST(n == 0 && finds(followed, dst) == 1);
	MUST(rtnl_link_alloc_cache(sk, AF_UNSPEC, &links) == 0);
	link = rtnl_link_get_by_name(links, "v0");
	MUST(link != NULL && rtnl_link_get_ifindex(link) == ifindex);
	nl_object_dump_buf(OBJ_CAST(link), text, sizeof(text));
	rtnl_link_put(link);
	nl_cache_free(links);
	MUST(rtnl_route_delete(sk, own, 0) == 0);
	while ((n = nl_cache_mngr_data_ready(manager)) > 0)
		;
	MUST(n == 0 && finds(followed, dst) == 0);
	rtnl_route_put(own);
	nl_addr_put(dst);
	made++;
}

static void *thread(void *data)
{
	const int self = (int)(intptr_t)data;
	struct nl_sock *sk = nl_socket_alloc();
	struct nl_cache_mngr *manager = NULL;
	struct nl_cache *followed = NULL;

	MUST(nl_connect(sk, NETLINK_ROUTE) == 0);
	MUST(nl_cache_mngr_alloc(NULL, NETLINK_ROUTE, 0, &manager) == 0);
	MUST(nl_cache_mngr_add(manager, "route/route", NULL, NULL, &followed) == 0);
	for (int round = 0; round < rounds && wrong < 10; round++)
		once(self, sk, manager, followed, round);
	nl_cache_mngr_free(manager);
	nl_socket_free(sk);
	return NULL;
}

static void all(void)
{
	pthread_t threads[THREADS];

	for (intptr_t n = 0; n < THREADS; n++)
		CHECK_INT(pthread_create(&threads[n], NULL, thread, (void *)n), 0, "thread");
	for (int n = 0; n < THREADS; n++)
		pthread_join(threads[n], NULL);
}

int main(void)
{
	const char *load = getenv("OXNL_LOAD");
	int fds;

	load_link();
	ifindex = (int)if_nametoindex("v0");
	if (load != NULL)
		rounds = atoi(load);
	fds = load_fds();
	all();
	CHECK_INT(wrong, 0, "nothing went wrong in %d rounds", made);
	CHECK_INT(load_fds(), fds, "as many file descriptors");
	return check_done();
}
