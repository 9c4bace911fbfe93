/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A cache of routes holds apart what the kernel holds apart, and follows every change: after each, the cache
 * of a manager is what a new dump says. Runs ip(8) in a namespace of its own.
 */
#include <poll.h>
#include <stdlib.h>

#include <netlink/errno.h>
#include <netlink/route/nexthop.h>
#include <netlink/route/route.h>
#include <netlink/socket.h>

#include "check.h"
#include "route/sorted.h"

static struct nl_sock *sk;
static struct nl_cache_mngr *manager;
static struct nl_cache *tracked;
static int told[6];

static void run(const char *arguments)
{
	char command[512];

	snprintf(command, sizeof(command), "ip %s", arguments);
	CHECK_INT(system(command), 0, "%s", command);
}

static void changed(struct nl_cache *cache, struct nl_object *obj, int action, void *data)
{
	(void)cache;
	(void)obj;
	(void)data;
	if (action >= 0 && action < 6)
		told[action]++;
}

/* Takes in what the kernel has announced, and compares with a new dump. */
static int same_as_kernel(const char *after)
{
	struct nl_cache *now = NULL;
	char *a, *b;
	int n;

	nl_cache_mngr_data_ready(manager);
	CHECK_INT(rtnl_route_alloc_cache(sk, AF_UNSPEC, 0, &now), 0, "dump");
	a = all_of(tracked);
	b = all_of(now);
	if (strcmp(a, b) != 0)
		fprintf(stderr, "after: %s\ntracked:\n%skernel:\n%s", after, a, b);
	CHECK(strcmp(a, b) == 0, "the cache is what the kernel has, after: %s", after);
	n = nl_cache_nitems(now);
	CHECK_INT(nl_cache_nitems(tracked), n, "as many, after: %s", after);
	free(a);
	free(b);
	nl_cache_free(now);
	return n;
}

/* Runs a command, and says by how many routes there are more then. */
static void step(const char *arguments, int more)
{
	const int before = nl_cache_nitems(tracked);

	run(arguments);
	CHECK_INT(same_as_kernel(arguments) - before, more, "%s", arguments);
}

static void ipv4(void)
{
	step("route add 10.1.0.0/16 via 10.0.0.2 metric 5", 1);
	step("route append 10.1.0.0/16 via 10.0.0.3 metric 5", 1);
	step("route append 10.1.0.0/16 via 10.0.0.4 metric 5", 1);
	step("route prepend 10.1.0.0/16 via 10.0.0.5 metric 5", 1);
	step("route append blackhole 10.1.0.0/16 metric 5", 1);
	step("route append 10.1.0.0/16 dev v1 metric 5", 1);
	/* The first in the kernel's order goes: the one that was prepended. */
	step("route replace 10.1.0.0/16 via 10.0.0.6 metric 5", 0);
	step("route replace 10.1.0.0/16 via 10.0.0.7 metric 5", 0);
	step("route del 10.1.0.0/16 via 10.0.0.3 metric 5", -1);
	step("route replace 10.1.0.0/16 dev v0 metric 5", 0);
	step("route del blackhole 10.1.0.0/16 metric 5", -1);
	step("route add 10.1.0.0/16 via 10.0.0.2 metric 6", 1);
	step("route add 10.1.0.0/16 via 10.0.0.2 metric 5 tos 0x10", 1);
	step("route add 10.1.0.0/16 via 10.0.0.2 metric 5 table 77", 1);
	step("route add 10.2.0.0/16 nexthop via 10.0.0.2 nexthop via 10.0.0.3", 1);
	step("route append 10.2.0.0/16 nexthop via 10.0.0.2 nexthop via 10.0.0.4", 1);
	step("route replace 10.2.0.0/16 nexthop via 10.0.0.8 nexthop via 10.0.0.9 weight 3", 0);
	step("route change 10.2.0.0/16 via 10.0.0.2", 0);
	step("route del 10.2.0.0/16", -1);
	step("route add 10.3.0.0/16 dev v0 proto static mtu 1300", 1);
	step("route append 10.3.0.0/16 dev v0 proto static mtu 1400", 1);
	step("route append 10.3.0.0/16 dev v0 proto static mtu 1300 src 10.0.0.1", 1);
	step("route append 10.3.0.0/16 dev v0 proto boot mtu 1300", 1);
	step("route del 10.3.0.0/16 proto boot", -1);
}

static void ipv6(void)
{
	step("-6 route add 2001:db8:1::/48 via 2001:db8::2", 1);
	/* Becomes a route with two next hops, and with three. */
	step("-6 route append 2001:db8:1::/48 via 2001:db8::3", 0);
	step("-6 route append 2001:db8:1::/48 nexthop via 2001:db8::4 nexthop via 2001:db8::5", 0);
	step("-6 route del 2001:db8:1::/48 via 2001:db8::3", 0);
	step("-6 route del 2001:db8:1::/48 via 2001:db8::2", 0);
	step("-6 route replace 2001:db8:1::/48 via 2001:db8::6", 0);
	step("-6 route replace 2001:db8:1::/48 nexthop via 2001:db8::6 nexthop via 2001:db8::7", 0);
	step("-6 route del 2001:db8:1::/48", -1);
	/* Routes without gateway stay apart. */
	step("-6 route add 2001:db8:2::/48 dev v0", 1);
	step("-6 route append 2001:db8:2::/48 dev v1", 1);
	step("-6 route append 2001:db8:2::/48 via 2001:db8::2", 1);
	step("-6 route del 2001:db8:2::/48 dev v0", -1);
	step("-6 route add unreachable 2001:db8:3::/48", 1);
	step("-6 route add 2001:db8:4::/48 nexthop via 2001:db8::2 nexthop via 2001:db8::3", 1);
	step("-6 route del 2001:db8:4::/48", -1);
	step("-6 route add 2001:db8:5::/48 via 2001:db8::2 metric 10", 1);
	step("-6 route add 2001:db8:5::/48 via 2001:db8::2 metric 11", 1);
	step("-6 route add 2001:db8:5::/48 from 2001:db8:9::/64 via 2001:db8::2 metric 11", 1);
}

static void nexthop_objects(void)
{
	run("nexthop add id 1 via 10.0.0.2 dev v0");
	run("nexthop add id 2 via 10.0.0.3 dev v0");
	run("nexthop add id 3 group 1/2");
	step("route add 10.9.0.0/16 nhid 1", 1);
	step("route append 10.9.0.0/16 nhid 2", 1);
	step("route replace 10.9.0.0/16 nhid 3", 0);
	run("nexthop add id 4 via 2001:db8::2 dev v0");
	step("-6 route add 2001:db8:6::/48 nhid 4", 1);
	step("-6 route replace 2001:db8:6::/48 via 2001:db8::3", 0);
}

/* A new cache holds apart what one filled by notifications does; both find routes by their key. */
static void lookups(void)
{
	struct rtnl_route *needle = rtnl_route_alloc();
	struct nl_addr *dst = NULL;
	struct nl_object *found;

	CHECK_INT(nl_addr_parse("10.1.0.0/16", AF_INET, &dst), 0, "address");
	CHECK_INT(rtnl_route_set_dst(needle, dst), 0, "dst");
	rtnl_route_set_table(needle, RT_TABLE_MAIN);
	rtnl_route_set_priority(needle, 6);
	rtnl_route_set_tos(needle, 0);
	found = nl_cache_search(tracked, OBJ_CAST(needle));
	CHECK(found != NULL, "found by what identifies it");
	if (found != NULL) {
		CHECK_UINT(rtnl_route_get_priority((struct rtnl_route *)found), 6, "the right one");
		CHECK_INT(nl_object_identical(found, OBJ_CAST(needle)), 1, "identical as ever");
		nl_object_put(found);
	}
	found = nl_cache_find(tracked, OBJ_CAST(needle));
	CHECK(found != NULL, "found as by a filter");
	nl_object_put(found);
	rtnl_route_set_priority(needle, 4711);
	CHECK(nl_cache_search(tracked, OBJ_CAST(needle)) == NULL, "no such route");
	rtnl_route_put(needle);
	nl_addr_put(dst);
}

int main(void)
{
	run("link set lo up");
	run("link add v0 type veth peer name v1");
	run("addr add 10.0.0.1/24 dev v0");
	run("addr add 2001:db8::1/64 dev v0 nodad");
	run("link set v1 up");
	run("link set v0 up");
	/* Link-local addresses settle. */
	poll(NULL, 0, 2500);
	sk = nl_socket_alloc();
	CHECK_INT(nl_connect(sk, NETLINK_ROUTE), 0, "connect");
	CHECK_INT(nl_cache_mngr_alloc(NULL, NETLINK_ROUTE, 0, &manager), 0, "manager");
	CHECK_INT(nl_cache_mngr_add(manager, "route/route", changed, NULL, &tracked), 0, "cache");
	same_as_kernel("nothing");
	ipv4();
	ipv6();
	nexthop_objects();
	lookups();
	/* The kernel does not announce the routes that go with a link or an address: a resync finds out. */
	run("link set v0 down");
	nl_cache_mngr_data_ready(manager);
	CHECK_INT(nl_cache_resync(sk, tracked, changed, NULL), 0, "resync");
	same_as_kernel("a resync");
	CHECK(told[NL_ACT_NEW] > 0 && told[NL_ACT_DEL] > 0 && told[NL_ACT_CHANGE] > 0, "told of all kinds");
	nl_cache_mngr_free(manager);
	nl_socket_free(sk);
	return check_done();
}
