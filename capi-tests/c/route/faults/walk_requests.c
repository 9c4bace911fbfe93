/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Requests to the kernel about addresses, neighbours, routes and rules, without memory and with system calls that
 * fail.
 */
#define _GNU_SOURCE
#include <linux/fib_rules.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <sys/socket.h>

#include <netlink/addr.h>
#include <netlink/route/addr.h>
#include <netlink/route/link.h>
#include <netlink/route/link/bonding.h>
#include <netlink/route/link/bridge.h>
#include <netlink/route/link/team.h>
#include <netlink/route/link/veth.h>
#include <netlink/route/mdb.h>
#include <netlink/route/neighbour.h>
#include <netlink/route/neightbl.h>
#include <netlink/route/netconf.h>
#include <netlink/route/nexthop.h>
#include <netlink/route/nh.h>
#include <netlink/route/route.h>
#include <netlink/route/rtnl.h>
#include <netlink/route/rule.h>

#include "walk_io.h"

/* For preparations. */
static struct nl_sock *calm;
static int index_of_a;

static struct nl_addr *address(const char *text)
{
	struct nl_addr *addr = NULL;

	nl_addr_parse(text, AF_UNSPEC, &addr);
	return addr;
}

static void set_up(void)
{
	struct rtnl_link *link, *change = rtnl_link_alloc();

	calm = nl_socket_alloc();
	nl_connect(calm, NETLINK_ROUTE);
	rtnl_link_veth_add(calm, "a", "b", getpid());
	rtnl_link_get_kernel(calm, 0, "a", &link);
	index_of_a = rtnl_link_get_ifindex(link);
	rtnl_link_set_flags(change, IFF_UP);
	CHECK_INT(rtnl_link_change(calm, link, change, 0), 0, "up");
	rtnl_link_put(link);
	rtnl_link_get_kernel(calm, 0, "b", &link);
	CHECK_INT(rtnl_link_change(calm, link, change, 0), 0, "up");
	rtnl_link_put(link);
	rtnl_link_put(change);
}

static void addresses(void)
{
	struct rtnl_addr *addr = rtnl_addr_alloc();
	struct nl_addr *local = address("10.0.0.1/24");

	rtnl_addr_set_ifindex(addr, index_of_a);
	rtnl_addr_set_local(addr, local);
	walk_watch(addr);
	WALK_REQUEST(rtnl_addr_delete(calm, addr, 0), rtnl_addr_add(sk, addr, 0));
	WALK_REQUEST(rtnl_addr_add(calm, addr, 0), rtnl_addr_delete(sk, addr, 0));
	walk_watch(NULL);
	rtnl_addr_put(addr);
	nl_addr_put(local);
}

/* 0 for the error that the kernel gives when all is well. */
static int unless(int err, int expected)
{
	return err == expected ? 0 : err;
}

static void neighbours(void)
{
	struct rtnl_neigh *neigh = rtnl_neigh_alloc();
	struct nl_addr *dst = address("10.0.0.9"), *lladdr = address("02:00:00:00:00:09");

	rtnl_neigh_set_ifindex(neigh, index_of_a);
	rtnl_neigh_set_dst(neigh, dst);
	rtnl_neigh_set_lladdr(neigh, lladdr);
	rtnl_neigh_set_state(neigh, 0x80);
	walk_watch(neigh);
	WALK_REQUEST(rtnl_neigh_delete(calm, neigh, 0), rtnl_neigh_add(sk, neigh, NLM_F_CREATE));
	WALK_REQUEST(rtnl_neigh_add(calm, neigh, NLM_F_CREATE), rtnl_neigh_delete(sk, neigh, 0));
	walk_watch(NULL);
	rtnl_neigh_put(neigh);
	nl_addr_put(dst);
	nl_addr_put(lladdr);
}

static void tables(void)
{
	struct rtnl_neightbl *table, *change = rtnl_neightbl_alloc();
	struct nl_cache *cache;

	rtnl_neightbl_alloc_cache(calm, &cache);
	table = rtnl_neightbl_get(cache, "arp_cache", index_of_a);
	rtnl_neightbl_set_mcast_probes(change, 4);
	walk_watch(table);
	WALK_REQUEST((void)0, rtnl_neightbl_change(sk, table, change));
	walk_watch(NULL);
	rtnl_neightbl_put(table);
	rtnl_neightbl_put(change);
	nl_cache_free(cache);
}

static void routes(void)
{
	struct rtnl_route *route = rtnl_route_alloc();
	struct rtnl_nexthop *hop = rtnl_route_nh_alloc();
	struct nl_addr *dst = address("10.7.0.0/16"), *local = address("10.0.0.1");
	struct rtnl_addr *addr = rtnl_addr_alloc();
	struct rtnl_rule *rule = rtnl_rule_alloc();
	struct rtnl_nh *nh = rtnl_nh_alloc();

	rtnl_addr_set_ifindex(addr, index_of_a);
	rtnl_addr_set_local(addr, local);
	rtnl_addr_add(calm, addr, 0);
	rtnl_route_set_dst(route, dst);
	rtnl_route_nh_set_ifindex(hop, index_of_a);
	rtnl_route_add_nexthop(route, hop);
	walk_watch(route);
	WALK_REQUEST(rtnl_route_delete(calm, route, 0), rtnl_route_add(sk, route, NLM_F_CREATE));
	WALK_REQUEST(rtnl_route_add(calm, route, NLM_F_CREATE), rtnl_route_delete(sk, route, 0));
	walk_watch(NULL);
	rtnl_route_add(calm, route, NLM_F_CREATE);
	/* Once the answer is there, its acknowledgement does not matter. */
	walk_spares = 1;
	WALK_FETCH(struct rtnl_route, rtnl_route_put, found, rtnl_route_lookup(sk, local, &found));

	rtnl_rule_set_family(rule, AF_INET);
	rtnl_rule_set_dst(rule, dst);
	rtnl_rule_set_table(rule, 9);
	rtnl_rule_set_prio(rule, 900);
	rtnl_rule_set_action(rule, FR_ACT_TO_TBL);
	walk_watch(rule);
	WALK_REQUEST(rtnl_rule_delete(calm, rule, 0), rtnl_rule_add(sk, rule, NLM_F_CREATE));
	WALK_REQUEST(rtnl_rule_add(calm, rule, NLM_F_CREATE), rtnl_rule_delete(sk, rule, 0));
	walk_watch(NULL);

	rtnl_nh_set_id(nh, 5);
	rtnl_nh_set_family(nh, AF_INET);
	rtnl_nh_set_oif(nh, (uint32_t)index_of_a);
	walk_watch(nh);
	WALK_REQUEST((void)0, rtnl_nh_add(sk, nh, NLM_F_CREATE | NLM_F_REPLACE));
	walk_watch(NULL);
	rtnl_nh_put(nh);
	rtnl_rule_put(rule);
	rtnl_addr_put(addr);
	rtnl_route_put(route);
	nl_addr_put(dst);
	nl_addr_put(local);
}

/* Makes the link called "x" go, or come. */
static void remove_link(const char *name)
{
	struct rtnl_link *link = rtnl_link_alloc();

	rtnl_link_set_name(link, name);
	rtnl_link_delete(calm, link);
	rtnl_link_put(link);
}

static int bridge_of(const char *name)
{
	struct rtnl_link *link = NULL;
	int index;

	rtnl_link_bridge_add(calm, name);
	rtnl_link_get_kernel(calm, 0, name, &link);
	index = rtnl_link_get_ifindex(link);
	rtnl_link_put(link);
	return index;
}

static void links(void)
{
	struct rtnl_link *link = rtnl_link_alloc(), *change = rtnl_link_alloc(), *named = rtnl_link_alloc();
	struct rtnl_link *opts = rtnl_link_bond_alloc(), *team = rtnl_link_team_alloc(), *real = NULL;

	rtnl_link_set_name(link, "x");
	rtnl_link_set_type(link, "bridge");
	rtnl_link_set_name(named, "x");
	rtnl_link_set_mtu(change, 1400);
	walk_watch(link);
	WALK_REQUEST(remove_link("x"), rtnl_link_add(sk, link, NLM_F_CREATE));
	WALK_REQUEST(rtnl_link_add(calm, link, NLM_F_CREATE), rtnl_link_delete(sk, named));
	rtnl_link_add(calm, link, NLM_F_CREATE);
	rtnl_link_get_kernel(calm, 0, "x", &real);
	WALK_REQUEST((void)0, rtnl_link_change(sk, real, change, 0));
	rtnl_link_put(real);
	walk_watch(NULL);
	walk_spares = 1;
	WALK_FETCH(struct rtnl_link, rtnl_link_put, found, rtnl_link_get_kernel(sk, 0, "x", &found));
	WALK_REQUEST(remove_link("x"), rtnl_link_bridge_add(sk, "x"));
	remove_link("x");
	WALK_REQUEST(remove_link("v"), rtnl_link_veth_add(sk, "v", "w", getpid()));
	remove_link("v");
	/* Kinds that this kernel may not have; its words about that are spared. */
	walk_spares = 1;
	WALK_REQUEST(remove_link("y"), unless(rtnl_link_bond_add(sk, "y", opts), -NLE_OPNOTSUPP));
	walk_spares = 1;
	WALK_REQUEST(remove_link("y"), unless(rtnl_link_team_add(sk, "y", team), -NLE_OPNOTSUPP));
	rtnl_link_put(team);
	rtnl_link_put(opts);
	rtnl_link_put(named);
	rtnl_link_put(change);
	rtnl_link_put(link);
}

/*
 * A bridge takes a port as a bond does. The library asks whether it did; once that is answered, an acknowledgement does
 * not matter.
 */
static void ports(void)
{
	const int bridge = bridge_of("x");
	struct rtnl_link *master, *slave;

	rtnl_link_get_kernel(calm, bridge, NULL, &master);
	rtnl_link_get_kernel(calm, 0, "b", &slave);
	walk_spares = 1;
	WALK_REQUEST((void)0, rtnl_link_enslave_ifindex(sk, bridge, rtnl_link_get_ifindex(slave)));
	walk_spares = 1;
	WALK_REQUEST((void)0, rtnl_link_enslave(sk, master, slave));
	walk_spares = 1;
	WALK_REQUEST((void)0, rtnl_link_bond_enslave_ifindex(sk, bridge, rtnl_link_get_ifindex(slave)));
	walk_spares = 1;
	WALK_REQUEST((void)0, rtnl_link_bond_enslave(sk, master, slave));
	walk_spares = 1;
	WALK_REQUEST(rtnl_link_enslave(calm, master, slave), rtnl_link_release(sk, slave));
	walk_spares = 1;
	WALK_REQUEST(rtnl_link_enslave(calm, master, slave), rtnl_link_release_ifindex(sk, rtnl_link_get_ifindex(slave)));
	walk_spares = 1;
	WALK_REQUEST(rtnl_link_enslave(calm, master, slave), rtnl_link_bond_release(sk, slave));
	walk_spares = 1;
	WALK_REQUEST(rtnl_link_enslave(calm, master, slave),
		     rtnl_link_bond_release_ifindex(sk, rtnl_link_get_ifindex(slave)));
	rtnl_link_put(slave);
	rtnl_link_put(master);
}

static void caches(void)
{
	WALK_REQUEST((void)0, unless(nl_rtgen_request(sk, RTM_GETLINK, AF_UNSPEC, NLM_F_DUMP), 20));
	WALK_FILL(rtnl_addr_alloc_cache(sk, &cache));
	WALK_FILL(rtnl_link_alloc_cache(sk, AF_UNSPEC, &cache));
	WALK_FILL(rtnl_link_alloc_cache_flags(sk, AF_UNSPEC, &cache, 0));
	WALK_FILL(rtnl_mdb_alloc_cache(sk, &cache));
	WALK_FILL(rtnl_mdb_alloc_cache_flags(sk, &cache, 0));
	/* The words of the kernel, which knows no neighbours of bridges, are spared. */
	walk_spares = 1;
	WALK_FILL(rtnl_neigh_alloc_cache(sk, &cache));
	walk_spares = 1;
	WALK_FILL(rtnl_neigh_alloc_cache_flags(sk, &cache, 0));
	WALK_FILL(rtnl_neightbl_alloc_cache(sk, &cache));
	WALK_FILL(rtnl_netconf_alloc_cache(sk, &cache));
	WALK_FILL(rtnl_nh_alloc_cache(sk, AF_UNSPEC, &cache));
	WALK_FILL(rtnl_route_alloc_cache(sk, AF_UNSPEC, 0, &cache));
	WALK_FILL(rtnl_rule_alloc_cache(sk, AF_UNSPEC, &cache));
}

int main(void)
{
	/* Printing takes memory once. */
	CHECK(1, "begin");
	set_up();
	addresses();
	neighbours();
	tables();
	routes();
	links();
	ports();
	caches();
	nl_socket_free(sk);
	nl_socket_free(calm);
	return check_done();
}
