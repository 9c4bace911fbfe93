/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * 10,000 changes of routes, of which a cache manager takes in some as they come, and loses others: at the end,
 * its cache is what the kernel has.
 */
#include <stdlib.h>
#include <sys/socket.h>

#include <netlink/errno.h>
#include <netlink/route/nexthop.h>
#include <netlink/route/route.h>
#include <netlink/socket.h>

#include "check.h"
#include "route/sorted.h"

static struct nl_sock *sk;
static struct nl_cache_mngr *manager;
static struct nl_cache *tracked;

static void run(const char *command)
{
	CHECK_INT(system(command), 0, "%s", command);
}

/* The same numbers every time. */
static uint32_t next_random(void)
{
	static uint32_t state = 4711;

	state = state * 1664525 + 1013904223;
	return state >> 8;
}

/* Adds, appends, replaces or deletes one of 300 routes, by one of five gateways. Some of it fails. */
static void change(void)
{
	static const int flags[] = { NLM_F_EXCL, NLM_F_APPEND, NLM_F_REPLACE, 0 };
	const uint32_t which = next_random() % 300, how = next_random() % 6;
	const bool six = which % 3 == 0;
	struct rtnl_route *route = rtnl_route_alloc();
	struct rtnl_nexthop *nh = rtnl_route_nh_alloc();
	struct nl_addr *dst = NULL, *gateway = NULL;
	char text[64];

	snprintf(text, sizeof(text), six ? "2001:db8:%u::/48" : "10.%u.0.0/16", which % 100 + 10);
	nl_addr_parse(text, AF_UNSPEC, &dst);
	snprintf(text, sizeof(text), six ? "2001:db8::%u" : "10.0.0.%u", next_random() % 5 + 2);
	nl_addr_parse(text, AF_UNSPEC, &gateway);
	rtnl_route_set_dst(route, dst);
	rtnl_route_set_priority(route, 100 + which % 2);
	rtnl_route_nh_set_gateway(nh, gateway);
	rtnl_route_add_nexthop(route, nh);
	if (how < 4)
		rtnl_route_add(sk, route, flags[how]);
	else
		rtnl_route_delete(sk, route, 0);
	rtnl_route_put(route);
	nl_addr_put(dst);
	nl_addr_put(gateway);
}

static int taken;

/* Lets the manager catch up, and compares. */
static void compare(const char *when)
{
	struct nl_cache *now = NULL;
	char *a, *b;
	int n;

	do {
		n = nl_cache_mngr_data_ready(manager);
		CHECK(n >= 0, "%s: %s", when, n < 0 ? nl_geterror(n) : "fine");
		taken += n > 0 ? n : 0;
	} while (n > 0);
	CHECK_INT(rtnl_route_alloc_cache(sk, AF_UNSPEC, 0, &now), 0, "dump");
	a = all_of(tracked);
	b = all_of(now);
	if (strcmp(a, b) != 0)
		fprintf(stderr, "%s\ntracked:\n%skernel:\n%s", when, a, b);
	CHECK(strcmp(a, b) == 0, "%s: the cache is what the kernel has", when);
	CHECK(nl_cache_nitems(now) > 50, "%s: there are routes", when);
	CHECK_INT(nl_cache_nitems(tracked), nl_cache_nitems(now), "%s: as many", when);
	free(a);
	free(b);
	nl_cache_free(now);
}

int main(void)
{
	const int small = 4096;

	run("ip link add v0 type veth peer name v1");
	run("ip link set v0 addrgenmode none");
	run("ip addr add 10.0.0.1/24 dev v0");
	run("ip addr add 2001:db8::1/64 dev v0 nodad");
	run("ip link set v1 up");
	run("ip link set v0 up");
	sk = nl_socket_alloc();
	CHECK_INT(nl_connect(sk, NETLINK_ROUTE), 0, "connect");
	CHECK_INT(nl_cache_mngr_alloc(NULL, NETLINK_ROUTE, 0, &manager), 0, "manager");
	CHECK_INT(nl_cache_mngr_add(manager, "route/route", NULL, NULL, &tracked), 0, "cache");
	for (int i = 0; i < 5000; i++) {
		change();
		if (i % 50 == 49)
			nl_cache_mngr_data_ready(manager);
		if (i % 1000 == 999)
			compare("keeping up");
	}
	CHECK_INT(setsockopt(nl_cache_mngr_get_fd(manager), SOL_SOCKET, SO_RCVBUF, &small, sizeof(small)), 0,
		  "little room for events");
	for (int i = 0; i < 5000; i++) {
		change();
		if (i % 1000 == 999)
			compare("after losses");
	}
	CHECK(taken > 0, "it was told of changes");
	nl_cache_mngr_free(manager);
	nl_socket_free(sk);
	return check_done();
}
