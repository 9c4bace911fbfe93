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
#include <netlink/route/link/veth.h>
#include <netlink/route/neighbour.h>
#include <netlink/route/route.h>
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

int main(void)
{
	/* Printing takes memory once. */
	CHECK(1, "begin");
	set_up();
	addresses();
	nl_socket_free(sk);
	nl_socket_free(calm);
	return check_done();
}
