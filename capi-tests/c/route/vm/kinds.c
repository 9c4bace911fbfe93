/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Interfaces of every kind: the kernel makes them as the library asks and gives back what was asked for.
 */
#include <arpa/inet.h>
#include <linux/if_ether.h>
#include <linux/if_link.h>
#include <linux/if_macsec.h>
#include <linux/if_vlan.h>
#include <unistd.h>

#include <netlink/route/link/bonding.h>
#include <netlink/route/link/bridge.h>
#include <netlink/route/link/macsec.h>
#include <netlink/route/link/macvlan.h>
#include <netlink/route/link/macvtap.h>
#include <netlink/route/link/team.h>
#include <netlink/route/link/veth.h>
#include <netlink/route/link/vlan.h>
#include <netlink/route/link/vrf.h>
#include <netlink/route/link/vxlan.h>

#include "route/vm.h"

static void simple(void)
{
	struct rtnl_link *link = plain("dummy");
	struct rtnl_link *peer;

	rtnl_link_set_mtu(link, 1400);
	rtnl_link_set_txqlen(link, 77);
	rtnl_link_set_ifalias(link, "an alias");
	link = made(link, "base0", "02:00:00:00:00:01");
	must_be(rtnl_link_get_mtu(link), 1400, "base0.mtu");
	must_be(rtnl_link_get_txqlen(link), 77, "base0.txqlen");
	must_be_addr(rtnl_link_get_addr(link), "02:00:00:00:00:01", "base0.addr");
	rtnl_link_put(link);
	rtnl_link_put(made(plain("ifb"), "ifb0", "02:00:00:00:00:02"));

	link = rtnl_link_veth_alloc();
	peer = rtnl_link_veth_get_peer(link);
	rtnl_link_set_name(peer, "right0");
	rtnl_link_set_mtu(peer, 1300);
	rtnl_link_set_num_rx_queues(peer, 2);
	rtnl_link_put(peer);
	link = made(link, "left0", "02:00:00:00:00:03");
	must_be(rtnl_link_is_veth(link), 1, "left0.is");
	must_be((unsigned)rtnl_link_get_link(link), (unsigned)number("right0"), "left0.link");
	rtnl_link_put(link);
	must(rtnl_link_veth_add(sk, "left1", "right1", getpid()), "left1.add");
	must_be(number("left1") != 0 && number("right1") != 0, 1, "left1.there");
	removed("left1");
	must_be((unsigned)number("right1"), 0, "right1.gone");
}

int main(void)
{
	begin();
	simple();
	return end();
}
