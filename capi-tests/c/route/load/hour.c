/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What a program does in an hour that follows ten changes a second, and dumps everything every second: neither memory nor
 * file descriptors grow.
 *
 *	OXNL_LOAD=<n>		so many changes
 */
#include <net/if.h>

#include <netlink/errno.h>
#include <netlink/route/addr.h>
#include <netlink/route/link.h>
#include <netlink/route/neighbour.h>
#include <netlink/route/nexthop.h>
#include <netlink/route/route.h>
#include <netlink/socket.h>

#include "load.h"

#define CHANGES 36000
#define WARM 2000

static struct nl_sock *sk;
static struct nl_cache_mngr *manager;
static struct nl_cache *links, *addresses, *routes;
static int ifindex, told;

static void on_change(struct nl_cache *cache, struct nl_object *object, int action, void *data)
{
	char text[256];

	(void)cache;
	(void)action;
	(void)data;
	nl_object_dump_buf(object, text, sizeof(text));
	told++;
}

/* Every other change takes back the one before. */
static int change(unsigned int n)
{
	struct nl_addr *addr = NULL;
	char text[64];
	int err;

	snprintf(text, sizeof(text), "10.1.%u.%u/32", n / 500 % 250, n / 2 % 250 + 1);
	nl_addr_parse(text, AF_INET, &addr);
	if (n / 2 % 3 == 0) {
		struct rtnl_addr *address = rtnl_addr_alloc();

		rtnl_addr_set_ifindex(address, ifindex);
		rtnl_addr_set_local(address, addr);
		err = n % 2 == 0 ? rtnl_addr_add(sk, address, 0) : rtnl_addr_delete(sk, address, 0);
		rtnl_addr_put(address);
	} else if (n / 2 % 3 == 1) {
		struct rtnl_route *route = rtnl_route_alloc();
		struct rtnl_nexthop *nh = rtnl_route_nh_alloc();

		rtnl_route_set_dst(route, addr);
		rtnl_route_set_scope(route, RT_SCOPE_LINK);
		rtnl_route_nh_set_ifindex(nh, ifindex);
		rtnl_route_add_nexthop(route, nh);
		err = n % 2 == 0 ? rtnl_route_add(sk, route, NLM_F_EXCL) : rtnl_route_delete(sk, route, 0);
		rtnl_route_put(route);
	} else {
		struct rtnl_link *link = rtnl_link_alloc(), *old = rtnl_link_alloc();

		rtnl_link_set_ifindex(old, ifindex);
		rtnl_link_set_mtu(link, n % 2 == 0 ? 1400 : 1500);
		err = rtnl_link_change(sk, old, link, 0);
		rtnl_link_put(link);
		rtnl_link_put(old);
	}
	nl_addr_put(addr);
	return err;
}

/* Everything there is, asked for anew. */
static int dumps(void)
{
	struct nl_cache *all = NULL;
	int err = rtnl_link_alloc_cache(sk, AF_UNSPEC, &all);

	nl_cache_free(all);
	err = err < 0 ? err : rtnl_neigh_alloc_cache(sk, &all);
	if (err == 0)
		nl_cache_free(all);
	err = err < 0 ? err : nl_cache_refill(sk, routes);
	return err < 0 ? err : nl_cache_refill(sk, addresses);
}

static void go_on(int from, int to)
{
	int bad = 0, last = 0;

	for (int n = from; n < to; n++) {
		bad += change((unsigned int)n) != 0;
		last = nl_cache_mngr_poll(manager, 0);
		bad += last < 0;
		if (n % 10 == 9)
			bad += dumps() < 0;
	}
	CHECK_INT(bad, 0, "%d changes (%s)", to - from, last < 0 ? nl_geterror(last) : "no error");
}

int main(void)
{
	const char *load = getenv("OXNL_LOAD");
	const int changes = load != NULL ? atoi(load) : CHANGES;
	size_t heap, resident;
	int fds;

	load_link();
	ifindex = (int)if_nametoindex("v0");
	sk = nl_socket_alloc();
	CHECK_INT(nl_connect(sk, NETLINK_ROUTE), 0, "connect");
	CHECK_INT(nl_cache_mngr_alloc(NULL, NETLINK_ROUTE, 0, &manager), 0, "manager");
	CHECK_INT(nl_cache_mngr_add(manager, "route/link", on_change, NULL, &links), 0, "links");
	CHECK_INT(nl_cache_mngr_add(manager, "route/addr", on_change, NULL, &addresses), 0, "addresses");
	CHECK_INT(nl_cache_mngr_add(manager, "route/route", on_change, NULL, &routes), 0, "routes");
	/* What is made once is there afterwards. */
	go_on(0, WARM);
	heap = load_heap();
	resident = load_resident();
	fds = load_fds();
	go_on(WARM, WARM + changes);
	printf("# told of %d changes; %zu bytes of heap, %zu at first; %zu bytes resident, %zu at first\n", told, load_heap(),
	       heap, load_resident(), resident);
	CHECK(told > changes / 2, "it tells of changes");
	/* libc keeps some pieces for later. */
	CHECK(load_heap() <= heap + 4096, "as much memory: %zu bytes, %zu at first", load_heap(), heap);
	CHECK(load_resident() <= resident + 256 * 1024, "no more of it resident: %zu bytes, %zu at first", load_resident(),
	      resident);
	CHECK_INT(load_fds(), fds, "as many file descriptors");
	nl_cache_mngr_free(manager);
	nl_socket_free(sk);
	return check_done();
}
