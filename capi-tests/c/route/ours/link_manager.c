/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Links that come and go while a cache manager watches: the cache ends as it began, the views that IPv6 and
 * bridges have of links leave with them, and lookups find the links themselves.
 */
#include <linux/if.h>
#include <sys/socket.h>

#include <netlink/cache.h>
#include <netlink/netlink.h>
#include <netlink/route/link.h>
#include <netlink/route/link/veth.h>
#include <netlink/socket.h>

#include "check.h"

enum { PAIRS = 40 };

static int added, deleted;

static void tell(struct nl_cache *cache, struct nl_object *obj, int action, void *arg)
{
	(void)cache;
	(void)obj;
	(void)arg;
	added += action == NL_ACT_NEW;
	deleted += action == NL_ACT_DEL;
}

static void settle(struct nl_cache_mngr *mngr)
{
	while (nl_cache_mngr_poll(mngr, 300) > 0)
		;
}

static int add_pair(struct nl_sock *sk, int number)
{
	struct rtnl_link *link = rtnl_link_veth_alloc();
	struct rtnl_link *peer = rtnl_link_veth_get_peer(link);
	char name[IFNAMSIZ];
	int err;

	snprintf(name, sizeof(name), "a%d", number);
	rtnl_link_set_name(link, name);
	snprintf(name, sizeof(name), "b%d", number);
	rtnl_link_set_name(peer, name);
	rtnl_link_put(peer);
	err = rtnl_link_add(sk, link, NLM_F_CREATE | NLM_F_EXCL);
	rtnl_link_put(link);
	return err;
}

static int change(struct nl_sock *sk, const char *name, int (*request)(struct nl_sock *, struct rtnl_link *))
{
	struct rtnl_link *link = rtnl_link_alloc();
	int err;

	rtnl_link_set_name(link, name);
	err = request(sk, link);
	rtnl_link_put(link);
	return err;
}

static int set_up(struct nl_sock *sk, struct rtnl_link *link)
{
	rtnl_link_set_flags(link, IFF_UP);
	return rtnl_link_change(sk, link, link, 0);
}

static int delete(struct nl_sock *sk, struct rtnl_link *link)
{
	return rtnl_link_delete(sk, link);
}

/* Links are found by number and by name, and are not what IPv6 says of them. */
static void found(struct nl_cache *cache)
{
	int wrong = 0;

	for (int i = 0; i < PAIRS; i++) {
		struct rtnl_link *by_name, *by_number;
		char name[IFNAMSIZ];

		snprintf(name, sizeof(name), "a%d", i);
		by_name = rtnl_link_get_by_name(cache, name);
		by_number = rtnl_link_get(cache, rtnl_link_get_ifindex(by_name));
		wrong += by_name == NULL || by_name != by_number ||
			 rtnl_link_get_family(by_name) != AF_UNSPEC;
		rtnl_link_put(by_name);
		rtnl_link_put(by_number);
	}
	CHECK_INT(wrong, 0, "every link is found, as itself");
}

int main(void)
{
	struct nl_sock *sk = nl_socket_alloc();
	struct nl_cache_mngr *mngr = NULL;
	struct nl_cache *cache = NULL, *fresh = NULL;
	int before, errors = 0, views = 0;
	char name[IFNAMSIZ];

	CHECK_INT(nl_connect(sk, NETLINK_ROUTE), 0, "connect");
	CHECK_INT(nl_cache_mngr_alloc(NULL, NETLINK_ROUTE, NL_AUTO_PROVIDE, &mngr), 0, "manager");
	CHECK_INT(nl_cache_mngr_add(mngr, "route/link", tell, NULL, &cache), 0, "watch links");
	before = nl_cache_nitems(cache);
	for (int i = 0; i < PAIRS; i++) {
		errors += add_pair(sk, i) != 0;
		snprintf(name, sizeof(name), "a%d", i);
		errors += change(sk, name, set_up) != 0;
		snprintf(name, sizeof(name), "b%d", i);
		errors += change(sk, name, set_up) != 0;
	}
	CHECK_INT(errors, 0, "pairs are added and up");
	settle(mngr);
	for (struct nl_object *obj = nl_cache_get_first(cache); obj; obj = nl_cache_get_next(obj))
		views += rtnl_link_get_family((struct rtnl_link *)obj) == AF_INET6;
	CHECK_INT(nl_cache_nitems(cache) - views, before + 2 * PAIRS, "all links are there");
	CHECK(views > 0, "and IPv6's views");
	found(cache);
	CHECK_INT(rtnl_link_alloc_cache(sk, AF_UNSPEC, &fresh), 0, "a fresh cache");
	CHECK_INT(nl_cache_nitems(fresh), nl_cache_nitems(cache) - views, "has as many links");
	nl_cache_free(fresh);

	for (int i = 0; i < PAIRS; i++) {
		snprintf(name, sizeof(name), "a%d", i);
		errors += change(sk, name, delete) != 0;
	}
	CHECK_INT(errors, 0, "and are deleted");
	settle(mngr);
	CHECK(rtnl_link_get_by_name(cache, "a0") == NULL, "not found any more");
	views = 0;
	for (struct nl_object *obj = nl_cache_get_first(cache); obj; obj = nl_cache_get_next(obj))
		views += rtnl_link_get_family((struct rtnl_link *)obj) != AF_UNSPEC;
	CHECK_INT(nl_cache_nitems(cache) - views, before, "as many links as before");
	CHECK_INT(views, 0, "no view of what is gone");
	CHECK_INT(added - deleted, nl_cache_nitems(cache) - before, "every change is told");
	nl_cache_mngr_free(mngr);
	nl_socket_free(sk);
	return check_done();
}
