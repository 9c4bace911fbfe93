/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Routes of the kernel's: added, listed, looked up and deleted through the library, in a namespace of their
 * own. Runs ip(8) to prepare interfaces.
 */
#include <stdlib.h>

#include <netlink/route/route.h>
#include <netlink/socket.h>

#include "report.h"
#include "route/objects.h"

static struct nl_sock *sk;

static void ip(const char *arguments)
{
	char command[512];

	snprintf(command, sizeof(command), "ip %s", arguments);
	if (system(command) != 0) {
		fprintf(stderr, "failed: %s\n", command);
		exit(2);
	}
}

static struct nl_addr *addr(const char *text)
{
	struct nl_addr *result = NULL;

	if (nl_addr_parse(text, AF_UNSPEC, &result) < 0)
		exit(2);
	return result;
}

/* Lists the routes of a family, but those of the local table, whose order is the kernel's business. */
static void list(int family, const char *key)
{
	struct nl_cache *cache = NULL;
	int n = 0;

	out_int(rtnl_route_alloc_cache(sk, family, 0, &cache), "%s.err", key);
	for (struct nl_object *obj = nl_cache_get_first(cache); obj; obj = nl_cache_get_next(obj)) {
		struct rtnl_route *route = (struct rtnl_route *)obj;
		char name[64];

		if (rtnl_route_get_table(route) == RT_TABLE_LOCAL)
			continue;
		snprintf(name, sizeof(name), "%s.%d", key, n++);
		out_object(route, name);
		out_attrs(route, name);
	}
	nl_cache_free(cache);
}

static struct rtnl_route *route_to(const char *dst, const char *via, int ifindex)
{
	struct rtnl_route *route = rtnl_route_alloc();
	struct rtnl_nexthop *nh = rtnl_route_nh_alloc();
	struct nl_addr *to = addr(dst);

	rtnl_route_set_dst(route, to);
	nl_addr_put(to);
	if (via != NULL) {
		struct nl_addr *gateway = addr(via);

		rtnl_route_nh_set_gateway(nh, gateway);
		nl_addr_put(gateway);
	}
	if (ifindex != 0)
		rtnl_route_nh_set_ifindex(nh, ifindex);
	rtnl_route_add_nexthop(route, nh);
	return route;
}

static void add(const char *dst, const char *via, int ifindex, uint32_t prio)
{
	struct rtnl_route *route = route_to(dst, via, ifindex);

	if (prio != 0)
		rtnl_route_set_priority(route, prio);
	out_int(rtnl_route_add(sk, route, NLM_F_EXCL), "add.%s.%s.%u", dst, via ? via : "-", prio);
	out_int(rtnl_route_add(sk, route, NLM_F_EXCL), "again.%s.%s.%u", dst, via ? via : "-", prio);
	rtnl_route_put(route);
}

static void look_up(const char *dst)
{
	struct nl_addr *to = addr(dst);
	struct rtnl_route *route = NULL;
	char key[64];

	snprintf(key, sizeof(key), "lookup.%s", dst);
	int err = rtnl_route_lookup(sk, to, &route);
	out_int(err, "%s.err", key);
	if (err == 0) {
		/* Ages differ. */
		struct nl_dump_params dp = { .dp_type = NL_DUMP_LINE };
		char buf[512];

		dp.dp_buf = buf;
		dp.dp_buflen = sizeof(buf);
		nl_object_dump(OBJ_CAST(route), &dp);
		out_escaped(buf, strlen(buf), "%s.line", key);
		rtnl_route_put(route);
	}
	nl_addr_put(to);
}

int main(void)
{
	int v0;

	ip("link set lo up");
	ip("link add v0 address 02:00:00:00:00:01 type veth peer name v1 address 02:00:00:00:00:02");
	ip("addr add 10.0.0.1/24 dev v0");
	ip("addr add 2001:db8::1/64 dev v0 nodad");
	/* Of two link-local routes Debian would list one: see ours/route_entries.c. */
	ip("link set v1 addrgenmode none up");
	ip("link set v0 up");
	sk = nl_socket_alloc();
	nl_connect(sk, NETLINK_ROUTE);
	/* lo is 1; the two ends get the next ones. */
	v0 = 3;
	list(AF_INET, "at first");
	add("10.1.0.0/16", "10.0.0.2", 0, 0);
	add("10.2.0.0/16", NULL, v0, 10);
	add("10.3.0.0/16", "10.0.0.2", v0, 20);
	add("2001:db8:1::/48", "2001:db8::2", v0, 30);
	add("2001:db8:2::/48", NULL, v0, 0);
	add("10.4.0.0/16", "192.0.2.1", 0, 0);
	ip("route add blackhole 10.5.0.0/16");
	ip("route add 10.6.0.0/16 proto static scope link metric 5 src 10.0.0.1 mtu 1300 advmss 1200 dev v0");
	ip("route add 10.7.0.0/16 nexthop via 10.0.0.2 weight 2 nexthop via 10.0.0.3 dev v0");
	ip("-6 route add 2001:db8:3::/48 nexthop via 2001:db8::2 nexthop via 2001:db8::3");
	ip("-6 route add unreachable 2001:db8:4::/48");
	ip("route add 10.8.0.0/16 via 10.0.0.9 onlink dev v0 table 1234 tos 0x10");
	ip("route add default via 10.0.0.254");
	list(AF_INET, "v4");
	list(AF_INET6, "v6");
	look_up("10.1.2.3");
	look_up("10.7.1.1");
	look_up("2001:db8:1::77");
	look_up("10.5.5.5");
	look_up("8.8.8.8");
	look_up("127.0.0.1");

	struct rtnl_route *route = route_to("10.1.0.0/16", "10.0.0.2", 0);
	out_int(rtnl_route_delete(sk, route, 0), "delete");
	out_int(rtnl_route_delete(sk, route, 0), "delete again");
	rtnl_route_put(route);
	list(AF_INET, "v4 less one");
	nl_socket_free(sk);
	return 0;
}
