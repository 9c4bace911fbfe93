/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Interfaces with options that Debian's library does not know, or does not get across to the kernel.
 */
#include <arpa/inet.h>
#include <linux/if_bridge.h>
#include <linux/if_ether.h>
#include <linux/if_link.h>
#include <linux/if_macsec.h>

#include <netlink/route/link/bonding.h>
#include <netlink/route/link/bridge.h>
#include <netlink/route/link/bridge_info.h>
#include <netlink/route/link/vlan.h>

#include "route/vm.h"

/* IEEE 802.3ad, balancing by layer 3 and 4. */
#define BOND_8023AD 4
#define BOND_ACTIVE_BACKUP 1
#define BOND_LAYER34 1

static void bonds(void)
{
	struct rtnl_link *link = rtnl_link_bond_alloc();
	uint8_t byte;
	int active;

	rtnl_link_bond_set_mode(link, BOND_8023AD);
	rtnl_link_bond_set_hashing_type(link, BOND_LAYER34);
	rtnl_link_bond_set_miimon(link, 123);
	rtnl_link_bond_set_min_links(link, 2);
	link = made(link, "bond0", "02:00:00:00:00:02");
	must_be((unsigned)rtnl_link_is_bond(link), 1, "bond0.is");
	STORED(uint8_t, rtnl_link_bond_get_mode, link, BOND_8023AD, "bond0");
	STORED(uint8_t, rtnl_link_bond_get_hashing_type, link, BOND_LAYER34, "bond0");
	STORED(uint32_t, rtnl_link_bond_get_miimon, link, 123, "bond0");
	STORED(uint32_t, rtnl_link_bond_get_min_links, link, 2, "bond0");
	rtnl_link_put(link);
	removed("bond0");

	link = rtnl_link_bond_alloc();
	rtnl_link_bond_set_mode(link, BOND_ACTIVE_BACKUP);
	rtnl_link_bond_set_miimon(link, 100);
	rtnl_link_put(made(link, "bond1", "02:00:00:00:00:12"));
	must(rtnl_link_bond_enslave_ifindex(sk, number("bond1"), number("base0")), "bond1.one");
	must(rtnl_link_bond_enslave_ifindex(sk, number("bond1"), number("base1")), "bond1.two");
	up("bond1");
	up("base0");
	up("base1");
	for (int i = 0; i < 2; i++) {
		const char *const slave = i == 0 ? "base1" : "base0";
		char key[32];

		snprintf(key, sizeof(key), "bond1.active.%d", i);
		link = rtnl_link_bond_alloc();
		rtnl_link_bond_set_activeslave(link, number(slave));
		changed("bond1", link, key);
		rtnl_link_get_kernel(sk, 0, "bond1", &link);
		must(rtnl_link_bond_get_activeslave(link, &active), "%s.err", key);
		must_be((unsigned)active, (unsigned)number(slave), "%s.got", key);
		must(rtnl_link_bond_get_mode(link, &byte), "%s.mode", key);
		rtnl_link_put(link);
	}
	must(rtnl_link_bond_release_ifindex(sk, number("base0")), "bond1.release.one");
	must(rtnl_link_bond_release_ifindex(sk, number("base1")), "bond1.release.two");
	removed("bond1");
}

static void bridges(void)
{
	struct rtnl_link *link = rtnl_link_bridge_alloc();
	int value = 9;

	rtnl_link_bridge_set_ageing_time(link, 12300);
	rtnl_link_bridge_set_vlan_filtering(link, 1);
	rtnl_link_bridge_set_vlan_protocol(link, ETH_P_8021AD);
	rtnl_link_bridge_set_vlan_default_pvid(link, 7);
	rtnl_link_bridge_set_vlan_stats_enabled(link, 1);
	rtnl_link_bridge_set_nf_call_iptables(link, 1);
	rtnl_link_bridge_set_nf_call_ip6tables(link, 1);
	rtnl_link_bridge_set_nf_call_arptables(link, 0);
	rtnl_link_bridge_set_stp_state(link, 1);
	rtnl_link_bridge_set_mcast_router(link, 2);
	rtnl_link_bridge_set_mcast_snooping(link, 0);
	must(rtnl_link_bridge_set_boolopt(link, BR_BOOLOPT_NO_LL_LEARN, 1), "br0.set.boolopt");
	link = made(link, "br0", "02:00:00:00:00:03");
	STORED(uint32_t, rtnl_link_bridge_get_ageing_time, link, 12300, "br0");
	STORED(uint8_t, rtnl_link_bridge_get_vlan_filtering, link, 1, "br0");
	STORED(uint16_t, rtnl_link_bridge_get_vlan_protocol, link, ETH_P_8021AD, "br0");
	STORED(uint16_t, rtnl_link_bridge_get_vlan_default_pvid, link, 7, "br0");
	STORED(uint8_t, rtnl_link_bridge_get_vlan_stats_enabled, link, 1, "br0");
	STORED(uint8_t, rtnl_link_bridge_get_nf_call_iptables, link, 1, "br0");
	STORED(uint8_t, rtnl_link_bridge_get_nf_call_ip6tables, link, 1, "br0");
	STORED(uint8_t, rtnl_link_bridge_get_nf_call_arptables, link, 0, "br0");
	STORED(uint32_t, rtnl_link_bridge_get_stp_state, link, 1, "br0");
	STORED(uint8_t, rtnl_link_bridge_get_mcast_router, link, 2, "br0");
	STORED(uint8_t, rtnl_link_bridge_get_mcast_snooping, link, 0, "br0");
	value = rtnl_link_bridge_get_boolopt(link, BR_BOOLOPT_NO_LL_LEARN);
	must_be((unsigned)value, 1, "br0.boolopt");
	rtnl_link_put(link);
}

static bool has(const uint32_t *bitmap, unsigned id)
{
	return (bitmap[id / 32] >> (id % 32)) & 1;
}

/* The port as the bridge describes it, to be put by the caller. */
static struct rtnl_link *port(const char *key)
{
	struct nl_cache *cache = NULL;
	struct rtnl_link *link;

	must(rtnl_link_alloc_cache_flags(sk, AF_BRIDGE, &cache, 0), "%s.cache", key);
	link = rtnl_link_get_by_name(cache, "base0");
	if (link == NULL)
		exit(1);
	out_link(link, key);
	nl_cache_free(cache);
	return link;
}

static void ports(void)
{
	const struct rtnl_link_bridge_vlan *vlans;
	struct rtnl_link *link;

	must(rtnl_link_enslave_ifindex(sk, number("br0"), number("base0")), "port.enslave");
	/* Settings one by one: each has to get there alone. */
	for (int setting = 0; setting < 3; setting++) {
		char key[32];

		link = rtnl_link_alloc();
		rtnl_link_set_family(link, AF_BRIDGE);
		if (setting == 0)
			rtnl_link_bridge_set_cost(link, 77);
		else if (setting == 1)
			rtnl_link_bridge_set_priority(link, 21);
		else
			rtnl_link_bridge_unset_flags(link, RTNL_BRIDGE_LEARNING);
		snprintf(key, sizeof(key), "port.alone.%d", setting);
		changed("base0", link, key);
	}
	link = port("port.alone");
	STORED(uint32_t, rtnl_link_bridge_get_cost, link, 77, "port.alone");
	GOT(rtnl_link_bridge_get_priority, link, 21, "port.alone");
	must_be((unsigned)rtnl_link_bridge_get_flags(link) & RTNL_BRIDGE_LEARNING, 0, "port.alone.learning");
	rtnl_link_put(link);
	link = rtnl_link_alloc();
	rtnl_link_set_family(link, AF_BRIDGE);
	rtnl_link_set_ifindex(link, number("base0"));
	must(rtnl_link_bridge_enable_vlan(link), "port.enable");
	must(rtnl_link_bridge_set_port_vlan_map_range(link, 10, 20, 0), "port.tagged");
	must(rtnl_link_bridge_set_port_vlan_map_range(link, 30, 30, 1), "port.untagged");
	must(rtnl_link_bridge_set_port_vlan_pvid(link, 30), "port.set.pvid");
	must(rtnl_link_bridge_set_master(link), "port.set.master");
	must(rtnl_link_change(sk, link, link, 0), "port.change");
	rtnl_link_put(link);
	link = port("port");
	vlans = rtnl_link_bridge_get_port_vlan(link);
	must_be(vlans != NULL, 1, "port.vlans");
	if (vlans != NULL) {
		must_be((unsigned)rtnl_link_bridge_pvid(link), 30, "port.pvid");
		must_be(has(vlans->vlan_bitmap, 10) && has(vlans->vlan_bitmap, 20), 1, "port.range");
		must_be(has(vlans->vlan_bitmap, 9) || has(vlans->vlan_bitmap, 21), 0, "port.outside");
		must_be(has(vlans->untagged_bitmap, 30), 1, "port.untagged.30");
		must_be(has(vlans->untagged_bitmap, 10), 0, "port.untagged.10");
	}
	rtnl_link_put(link);

	/* Flags that are newer than Debian's library. */
	link = rtnl_link_alloc();
	rtnl_link_set_family(link, AF_BRIDGE);
	must(rtnl_link_bridge_set_flags(link, RTNL_BRIDGE_ISOLATED | RTNL_BRIDGE_LOCKED), "port.set.flags");
	must(rtnl_link_bridge_unset_flags(link, RTNL_BRIDGE_MCAST_FLOOD | RTNL_BRIDGE_BCAST_FLOOD), "port.unset.flags");
	changed("base0", link, "port.flags");
	link = port("port.flagged");
	must_be((unsigned)rtnl_link_bridge_get_flags(link) & (RTNL_BRIDGE_ISOLATED | RTNL_BRIDGE_LOCKED),
		RTNL_BRIDGE_ISOLATED | RTNL_BRIDGE_LOCKED, "port.flags.set");
	must_be((unsigned)rtnl_link_bridge_get_flags(link) & (RTNL_BRIDGE_MCAST_FLOOD | RTNL_BRIDGE_BCAST_FLOOD), 0,
		"port.flags.unset");
	rtnl_link_put(link);
}

/* Puts VLAN 1 of a bridge, which is up to no function of the library's, into a spanning tree of its own. */
static void into_tree(const char *bridge, uint16_t instance)
{
	struct br_vlan_msg header = { .family = AF_BRIDGE, .ifindex = (uint32_t)number(bridge) };
	struct nl_msg *msg = nlmsg_alloc_simple(RTM_NEWVLAN, 0);
	struct nlattr *options;

	nlmsg_append(msg, &header, sizeof(header), NLMSG_ALIGNTO);
	options = nla_nest_start(msg, BRIDGE_VLANDB_GLOBAL_OPTIONS);
	nla_put_u16(msg, BRIDGE_VLANDB_GOPTS_ID, 1);
	nla_put_u16(msg, BRIDGE_VLANDB_GOPTS_MSTI, instance);
	nla_nest_end(msg, options);
	must(nl_send_sync(sk, msg), "mst.into");
}


/* Of a spanning tree of several, the state of a port. */
static void spanning_trees(void)
{
	struct rtnl_link *link;

	/* The last port and VLANs go. */
	must(rtnl_link_release_ifindex(sk, number("base0")), "mst.release");
	link = rtnl_link_bridge_alloc();
	rtnl_link_bridge_set_vlan_filtering(link, 1);
	must(rtnl_link_bridge_set_boolopt(link, BR_BOOLOPT_MST_ENABLE, 1), "mst.set");
	link = made(link, "br1", "02:00:00:00:00:05");
	must_be((unsigned)rtnl_link_bridge_get_boolopt(link, BR_BOOLOPT_MST_ENABLE), 1, "mst.on");
	rtnl_link_put(link);
	must(rtnl_link_enslave_ifindex(sk, number("br1"), number("base0")), "mst.enslave");
	into_tree("br1", 5);
	link = rtnl_link_alloc();
	rtnl_link_set_family(link, AF_BRIDGE);
	must(rtnl_link_bridge_set_mst_port_state(link, 5, BR_STATE_BLOCKING), "mst.state");
	changed("base0", link, "mst.change");
	link = port("mst");
	must_be((unsigned)rtnl_link_bridge_get_mst_port_state(link, 5), BR_STATE_BLOCKING, "mst.got");
	rtnl_link_put(link);
}

static void vlan(void)
{
	struct rtnl_link *link = rtnl_link_vlan_alloc();
	const struct vlan_map *egress;
	const uint32_t *ingress;
	uint32_t sum = 0;
	int count = 0;

	rtnl_link_set_link(link, number("base1"));
	rtnl_link_vlan_set_id(link, 42);
	for (int prio = 0; prio <= VLAN_PRIO_MAX; prio++)
		rtnl_link_vlan_set_ingress_map(link, prio, 100 + (uint32_t)prio);
	for (uint32_t prio = 1; prio <= 20; prio++)
		rtnl_link_vlan_set_egress_map(link, prio, 1 + prio % VLAN_PRIO_MAX);
	link = made(link, "vlan0", "02:00:00:00:00:04");
	ingress = rtnl_link_vlan_get_ingress_map(link);
	for (uint32_t prio = 0; ingress != NULL && prio <= VLAN_PRIO_MAX; prio++)
		must_be(ingress[prio], 100 + prio, "vlan0.ingress.%u", prio);
	egress = rtnl_link_vlan_get_egress_map(link, &count);
	must_be((unsigned)count, 20, "vlan0.egress");
	for (int at = 0; at < count; at++) {
		must_be(egress[at].vm_to, 1 + egress[at].vm_from % VLAN_PRIO_MAX, "vlan0.egress.%d", at);
		sum += egress[at].vm_from;
	}
	must_be(sum, 210, "vlan0.egress.sum");
	rtnl_link_put(link);
}

int main(void)
{
	begin();
	rtnl_link_put(made(plain("dummy"), "base0", "02:00:00:00:00:01"));
	rtnl_link_put(made(plain("dummy"), "base1", "02:00:00:00:00:11"));
	bonds();
	bridges();
	ports();
	spanning_trees();
	vlan();
	return end();
}
