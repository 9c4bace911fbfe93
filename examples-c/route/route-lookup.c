/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Two ways to find a route. For an address, the kernel is asked which way its
 * packets take. For a prefix, all routes are read into a cache, and the one with
 * this destination is looked up there by its key: family, table, destination,
 * TOS and priority.
 *
 * Compile: cc route-lookup.c $(pkg-config --cflags --libs libnl-route-3.0)
 * Usage:   route-lookup ADDRESS
 *          route-lookup ADDRESS/PREFIXLEN [PRIORITY]
 * Output:  inet 10.7.0.0/16 table main type unicast
 *              scope global priority 0x5 protocol static
 *              nexthop via 10.0.0.7 dev v0
 */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <linux/rtnetlink.h>
#include <netlink/addr.h>
#include <netlink/cache.h>
#include <netlink/netlink.h>
#include <netlink/route/link.h>
#include <netlink/route/route.h>

static int failed(const char *what, int err)
{
	fprintf(stderr, "route-lookup: %s: %s\n", what, nl_geterror(err));
	return 1;
}

static void print(void *route)
{
	struct nl_dump_params params = { .dp_type = NL_DUMP_DETAILS, .dp_fd = stdout };

	nl_object_dump(route, &params);
}

/* What the kernel's own lookup says, which minds rules and all tables. */
static int ask_kernel(struct nl_sock *sk, struct nl_addr *dst)
{
	struct rtnl_route *route;
	int err = rtnl_route_lookup(sk, dst, &route);

	if (err < 0)
		return failed("rtnl_route_lookup", err);
	print(route);
	rtnl_route_put(route);
	return 0;
}

/* What the main table holds. */
static int search(struct nl_sock *sk, struct nl_addr *dst, uint32_t priority)
{
	struct rtnl_route *key = NULL;
	struct nl_object *found;
	struct nl_cache *routes;
	int err;

	err = rtnl_route_alloc_cache(sk, nl_addr_get_family(dst), 0, &routes);
	if (err < 0)
		return failed("reading the routes", err);
	key = rtnl_route_alloc();
	if (!key) {
		nl_cache_free(routes);
		return failed("rtnl_route_alloc", -NLE_NOMEM);
	}
	/* An object of the same type, of which only the identity is looked at. */
	rtnl_route_set_family(key, (uint8_t)nl_addr_get_family(dst));
	rtnl_route_set_table(key, RT_TABLE_MAIN);
	rtnl_route_set_tos(key, 0);
	rtnl_route_set_priority(key, priority);
	err = rtnl_route_set_dst(key, dst);
	if (err < 0) {
		err = failed("rtnl_route_set_dst", err);
	} else {
		/* With a reference of our own, so that it may outlive the cache. */
		found = nl_cache_search(routes, (struct nl_object *)key);
		if (found) {
			print(found);
			nl_object_put(found);
		} else {
			fprintf(stderr, "route-lookup: no such route\n");
			err = 1;
		}
	}
	rtnl_route_put(key);
	nl_cache_free(routes);
	return err;
}

static int lookup(const char *text, uint32_t priority)
{
	struct nl_cache *links = NULL;
	struct nl_addr *dst = NULL;
	struct nl_sock *sk;
	int err;

	sk = nl_socket_alloc();
	if (!sk)
		return failed("nl_socket_alloc", -NLE_NOMEM);
	err = nl_connect(sk, NETLINK_ROUTE);
	if (err >= 0)
		err = nl_addr_parse(text, AF_UNSPEC, &dst);
	/* Dumps of routes name interfaces if there is a cache to find them in. */
	if (err >= 0)
		err = rtnl_link_alloc_cache(sk, AF_UNSPEC, &links);
	if (err < 0) {
		err = failed(text, err);
	} else {
		nl_cache_mngt_provide(links);
		err = strchr(text, '/') ? search(sk, dst, priority) : ask_kernel(sk, dst);
		nl_cache_mngt_unprovide(links);
		nl_cache_free(links);
	}
	nl_addr_put(dst);
	nl_socket_free(sk);
	return err;
}

int main(int argc, char *argv[])
{
	unsigned long priority = 0;
	char *end = "";

	if (argc == 3 && strchr(argv[1], '/'))
		priority = strtoul(argv[2], &end, 0);
	else if (argc != 2)
		end = NULL;
	if (!end || *end || priority > UINT_MAX) {
		fprintf(stderr, "usage: route-lookup ADDRESS[/PREFIXLEN [PRIORITY]]\n");
		return 2;
	}
	return lookup(argv[1], (uint32_t)priority);
}
