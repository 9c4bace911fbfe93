/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * 100,000 changes of links, addresses and routes while a cache manager sleeps, and wakes now and then: afterwards each
 * cache is what the kernel has, and the manager has told of each object what became of it.
 */
#include <net/if.h>
#include <sys/socket.h>

#include <netlink/errno.h>
#include <netlink/route/addr.h>
#include <netlink/route/link.h>
#include <netlink/route/nexthop.h>
#include <netlink/route/route.h>
#include <netlink/socket.h>

#include "load.h"
#include "route/sorted.h"

#define CHANGES 100000
#define SLEEPS 20
#define LINKS 20
#define HOSTS 400

static struct nl_sock *sk;
static int ifindex;

/* What the manager tells, object by object: how many it should be there now. */
static int known, told;

static void on_change(struct nl_cache *cache, struct nl_object *object, int action, void *data)
{
	(void)cache;
	(void)data;
	if (is_view(object))
		return;
	told++;
	known += action == NL_ACT_NEW ? 1 : action == NL_ACT_DEL ? -1 : 0;
}

/* The same numbers every time. */
static uint32_t next_random(uint32_t below)
{
	static uint32_t state = 4711;

	state = state * 1664525 + 1013904223;
	return (state >> 8) % below;
}

/* Makes, changes or removes one of some links. */
static void change_link(void)
{
	const uint32_t which = next_random(LINKS), how = next_random(100);
	struct rtnl_link *link = rtnl_link_alloc(), *old = rtnl_link_alloc();
	char text[32];

	snprintf(text, sizeof(text), "storm%u", which);
	rtnl_link_set_name(link, text);
	rtnl_link_set_name(old, text);
	if (how < 2) {
		/* The kernel tells nobody of changes of links that are down. */
		rtnl_link_set_type(link, "ifb");
		rtnl_link_set_flags(link, IFF_UP);
		rtnl_link_add(sk, link, NLM_F_CREATE | NLM_F_EXCL);
	} else if (how < 3) {
		rtnl_link_delete(sk, old);
	} else {
		snprintf(text, sizeof(text), "%u", next_random(100000));
		rtnl_link_set_ifalias(link, text);
		rtnl_link_change(sk, old, link, 0);
	}
	rtnl_link_put(link);
	rtnl_link_put(old);
}

static struct nl_addr *host(void)
{
	const uint32_t which = next_random(HOSTS);
	struct nl_addr *addr = NULL;
	char text[64];

	snprintf(text, sizeof(text), which % 2 ? "10.1.%u.%u/32" : "fd00:1::%u:%u/128", which / 250, which % 250 + 1);
	nl_addr_parse(text, AF_UNSPEC, &addr);
	return addr;
}

static void change_address(void)
{
	struct rtnl_addr *addr = rtnl_addr_alloc();
	struct nl_addr *local = host();

	rtnl_addr_set_ifindex(addr, ifindex);
	rtnl_addr_set_local(addr, local);
	rtnl_addr_set_flags(addr, IFA_F_NODAD);
	if (next_random(2) == 0)
		rtnl_addr_add(sk, addr, NLM_F_CREATE);
	else
		rtnl_addr_delete(sk, addr, 0);
	rtnl_addr_put(addr);
	nl_addr_put(local);
}

static void change_route(void)
{
	static const int flags[] = { NLM_F_CREATE | NLM_F_EXCL, NLM_F_CREATE | NLM_F_REPLACE };
	const uint32_t how = next_random(4);
	struct rtnl_route *route = rtnl_route_alloc();
	struct rtnl_nexthop *nh = rtnl_route_nh_alloc();
	struct nl_addr *dst = host();

	rtnl_route_set_dst(route, dst);
	rtnl_route_set_scope(route, RT_SCOPE_LINK);
	rtnl_route_set_priority(route, 1 + next_random(2));
	rtnl_route_nh_set_ifindex(nh, ifindex);
	rtnl_route_add_nexthop(route, nh);
	if (how < 2)
		rtnl_route_add(sk, route, flags[how]);
	else
		rtnl_route_delete(sk, route, 0);
	rtnl_route_put(route);
	nl_addr_put(dst);
}

/* Whether the cache is what the kernel has; how many that is. */
static bool is_same(struct nl_cache *cache, const char *what, bool last, int *count)
{
	struct nl_cache *now = NULL;
	char *a, *b;
	bool same;

	CHECK_INT(nl_cache_alloc_and_fill(nl_cache_get_ops(cache), sk, &now), 0, "dump");
	a = all_of(cache);
	b = all_of(now);
	same = strcmp(a, b) == 0;
	if (!same && last)
		fprintf(stderr, "%s\ntracked:\n%skernel:\n%s", what, a, b);
	*count = nl_cache_nitems(now);
	free(a);
	free(b);
	nl_cache_free(now);
	return same;
}

/*
 * Lets the manager catch up, and compares. The kernel has IPv6 addresses for a while before it tells of them: a work queue
 * does that.
 */
static void compare(struct nl_cache_mngr *manager, struct nl_cache *cache, const char *what, int round)
{
	bool same = false;
	int n, count = 0;

	for (int tries = 0; tries < 100 && !same; tries++) {
		while ((n = nl_cache_mngr_poll(manager, tries == 0 ? 0 : 50)) > 0)
			;
		CHECK_INT(n, 0, "%s, time %d: it catches up", what, round);
		same = is_same(cache, what, tries == 99, &count);
	}
	CHECK(same, "%s, time %d: the cache is what the kernel has", what, round);
	CHECK_INT(known, count, "%s, time %d: as many as it has told of", what, round);
}

static void storm(const char *what, const char *type, void (*change)(void))
{
	struct nl_cache_mngr *manager = NULL;
	struct nl_cache *cache = NULL;

	CHECK_INT(nl_cache_mngr_alloc(NULL, NETLINK_ROUTE, 0, &manager), 0, "%s: manager", what);
	CHECK_INT(nl_cache_mngr_add(manager, type, on_change, NULL, &cache), 0, "%s: cache", what);
	known = nl_cache_nitems(cache);
	told = 0;
	for (int round = 0; round < SLEEPS; round++) {
		for (int n = 0; n < CHANGES / SLEEPS; n++)
			change();
		compare(manager, cache, what, round);
	}
	printf("# %s: told of %d changes, %d objects at the end\n", what, told, known);
	CHECK(told > 0, "%s: it tells of changes", what);
	nl_cache_mngr_free(manager);
}

int main(void)
{
	load_link();
	ifindex = (int)if_nametoindex("v0");
	sk = nl_socket_alloc();
	CHECK_INT(nl_connect(sk, NETLINK_ROUTE), 0, "connect");
	storm("links", "route/link", change_link);
	storm("addresses", "route/addr", change_address);
	storm("routes", "route/route", change_route);
	nl_socket_free(sk);
	return check_done();
}
