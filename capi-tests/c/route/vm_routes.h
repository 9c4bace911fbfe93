/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * For programs that add routes and read them back.
 */
#ifndef OXNL_VM_ROUTES_H
#define OXNL_VM_ROUTES_H

#include <linux/mpls.h>

#include <netlink/route/nexthop.h>
#include <netlink/route/route.h>

#include "route/vm.h"

/* In a table of its own, a route is not found by accident. */
#define TABLE 1000

static inline struct rtnl_nexthop *hop(const char *gateway, const char *interface)
{
	struct rtnl_nexthop *nh = rtnl_route_nh_alloc();

	if (gateway != NULL) {
		struct nl_addr *addr = address(gateway);

		rtnl_route_nh_set_gateway(nh, addr);
		nl_addr_put(addr);
	}
	if (interface != NULL)
		rtnl_route_nh_set_ifindex(nh, number(interface));
	return nh;
}

static inline struct rtnl_route *to(const char *dst)
{
	struct rtnl_route *route = rtnl_route_alloc();
	struct nl_addr *addr = address(dst);

	rtnl_route_set_dst(route, addr);
	rtnl_route_set_table(route, TABLE);
	nl_addr_put(addr);
	return route;
}

/* The kernel's route to the same place, to be put by the caller. */
static inline struct rtnl_route *as_listed(int family, struct nl_addr *dst, const char *key)
{
	struct nl_cache *cache = NULL;
	struct rtnl_route *found = NULL;

	must(rtnl_route_alloc_cache(sk, family, 0, &cache), "%s.cache", key);
	for (struct nl_object *o = nl_cache_get_first(cache); o; o = nl_cache_get_next(o)) {
		struct rtnl_route *route = (struct rtnl_route *)o;

		if ((family == AF_MPLS || rtnl_route_get_table(route) == TABLE) &&
		    nl_addr_cmp(rtnl_route_get_dst(route), dst) == 0)
			found = route;
	}
	if (found == NULL) {
		fprintf(stderr, "no %s\n", key);
		exit(1);
	}
	out_object(found, key);
	out_attrs(found, key);
	rtnl_route_get(found);
	nl_cache_free(cache);
	return found;
}

/* Adds a route, forgets the request and returns what the kernel made of it. */
static inline struct rtnl_route *routed(struct rtnl_route *route, const char *key)
{
	struct nl_addr *dst = nl_addr_get(rtnl_route_get_dst(route));
	const int family = rtnl_route_get_family(route);

	must(rtnl_route_add(sk, route, NLM_F_EXCL), "%s.add", key);
	rtnl_route_put(route);
	route = as_listed(family, dst, key);
	nl_addr_put(dst);
	return route;
}

static inline void unrouted(struct rtnl_route *route, const char *key)
{
	must(rtnl_route_delete(sk, route, 0), "%s.delete", key);
	rtnl_route_put(route);
}

static inline void written(const char *file, const char *text)
{
	FILE *out = fopen(file, "w");

	if (out == NULL || fputs(text, out) == EOF || fclose(out) != 0) {
		fprintf(stderr, "cannot write %s: %m\n", file);
		exit(2);
	}
}

/* Two interfaces with neighbours to go through, and MPLS. */
static inline void neighbourhood(void)
{
	begin();
	rtnl_link_put(made(plain("dummy"), "base0", "02:00:00:00:00:01"));
	rtnl_link_put(made(plain("dummy"), "base1", "02:00:00:00:00:11"));
	up("base0");
	up("base1");
	addressed("base0", "10.0.0.1/24");
	addressed("base1", "10.0.1.1/24");
	addressed("base0", "2001:db8:1::1/64");
	addressed("base1", "2001:db8:2::1/64");
	written("/proc/sys/net/mpls/platform_labels", "1000");
	written("/proc/sys/net/mpls/conf/base0/input", "1");
}

#endif
