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
	struct nl_addr *addr;

	rtnl_link_set_mtu(link, 1400);
	rtnl_link_set_txqlen(link, 77);
	rtnl_link_set_ifalias(link, "an alias");
	link = made(link, "base0", "02:00:00:00:00:01");
	must_be(rtnl_link_get_mtu(link), 1400, "base0.mtu");
	must_be(rtnl_link_get_txqlen(link), 77, "base0.txqlen");
	must_be_addr(rtnl_link_get_addr(link), "02:00:00:00:00:01", "base0.addr");
	rtnl_link_put(link);
	rtnl_link_put(made(plain("dummy"), "base1", "02:00:00:00:00:11"));
	rtnl_link_put(made(plain("ifb"), "ifb0", "02:00:00:00:00:02"));

	link = rtnl_link_veth_alloc();
	peer = rtnl_link_veth_get_peer(link);
	rtnl_link_set_name(peer, "right0");
	rtnl_link_set_mtu(peer, 1300);
	rtnl_link_set_num_rx_queues(peer, 2);
	addr = address("02:00:00:00:00:13");
	rtnl_link_set_addr(peer, addr);
	nl_addr_put(addr);
	rtnl_link_put(peer);
	link = made(link, "left0", "02:00:00:00:00:03");
	must_be((unsigned)rtnl_link_is_veth(link), 1, "left0.is");
	must_be((unsigned)rtnl_link_get_link(link), (unsigned)number("right0"), "left0.link");
	rtnl_link_put(link);
	rtnl_link_get_kernel(sk, 0, "right0", &link);
	must_be(rtnl_link_get_mtu(link), 1300, "right0.mtu");
	must_be(rtnl_link_get_num_rx_queues(link), 2, "right0.rxq");
	rtnl_link_put(link);
	must(rtnl_link_veth_add(sk, "left1", "right1", getpid()), "left1.add");
	must_be(number("left1") != 0 && number("right1") != 0, 1, "left1.there");
	removed("left1");
	must_be((unsigned)number("right1"), 0, "right1.gone");
}

static void out_maps(struct rtnl_link *link, const char *key)
{
	const uint32_t *ingress = rtnl_link_vlan_get_ingress_map(link);
	struct row row = { 0 };
	int count = 0;
	const struct vlan_map *egress;

	for (int from = 0; ingress != NULL && from <= VLAN_PRIO_MAX; from++)
		row_add(&row, "%d:%u", from, ingress[from]);
	out_row(&row, "%s.ingress", key);
	memset(&row, 0, sizeof(row));
	egress = rtnl_link_vlan_get_egress_map(link, &count);
	for (int at = 0; at < count; at++)
		row_add(&row, "%u:%u", egress[at].vm_from, egress[at].vm_to);
	out_row(&row, "%s.egress", key);
}

static void vlan(void)
{
	struct rtnl_link *link = rtnl_link_vlan_alloc();

	rtnl_link_set_link(link, number("base0"));
	rtnl_link_vlan_set_id(link, 42);
	rtnl_link_vlan_set_flags(link, VLAN_FLAG_GVRP | VLAN_FLAG_LOOSE_BINDING);
	rtnl_link_vlan_unset_flags(link, VLAN_FLAG_REORDER_HDR);
	rtnl_link_vlan_set_ingress_map(link, 1, 5);
	rtnl_link_vlan_set_ingress_map(link, 7, 70000);
	rtnl_link_vlan_set_egress_map(link, 6, 3);
	rtnl_link_vlan_set_egress_map(link, 100000, 7);
	link = made(link, "vlan0", "02:00:00:00:00:04");
	GOT(rtnl_link_vlan_get_id, link, 42, "vlan0");
	GOT(rtnl_link_vlan_get_protocol, link, htons(ETH_P_8021Q), "vlan0");
	GOT(rtnl_link_vlan_get_flags, link, VLAN_FLAG_GVRP | VLAN_FLAG_LOOSE_BINDING, "vlan0");
	out_maps(link, "vlan0");
	must_be((unsigned)rtnl_link_is_vlan(link), 1, "vlan0.is");
	must_be((unsigned)rtnl_link_get_link(link), (unsigned)number("base0"), "vlan0.link");
	rtnl_link_put(link);

	link = rtnl_link_vlan_alloc();
	rtnl_link_vlan_set_flags(link, VLAN_FLAG_REORDER_HDR);
	rtnl_link_vlan_unset_flags(link, VLAN_FLAG_LOOSE_BINDING);
	rtnl_link_vlan_set_ingress_map(link, 2, 9);
	rtnl_link_vlan_set_egress_map(link, 6, 2);
	changed("vlan0", link, "vlan0.change");
	link = fetched("vlan0", "vlan0.changed");
	GOT(rtnl_link_vlan_get_id, link, 42, "vlan0.changed");
	GOT(rtnl_link_vlan_get_flags, link, VLAN_FLAG_GVRP | VLAN_FLAG_REORDER_HDR, "vlan0.changed");
	out_maps(link, "vlan0.changed");
	rtnl_link_put(link);

	link = rtnl_link_vlan_alloc();
	rtnl_link_set_link(link, number("vlan0"));
	rtnl_link_vlan_set_protocol(link, htons(ETH_P_8021AD));
	rtnl_link_vlan_set_id(link, 4094);
	link = made(link, "vlan1", "02:00:00:00:00:05");
	GOT(rtnl_link_vlan_get_id, link, 4094, "vlan1");
	GOT(rtnl_link_vlan_get_protocol, link, htons(ETH_P_8021AD), "vlan1");
	rtnl_link_put(link);
}

static void out_vxlan(struct rtnl_link *link, const char *key)
{
	struct nl_addr *addr = NULL;
	uint32_t number = 0;
	char text[64];

	out_int(rtnl_link_vxlan_get_group(link, &addr), "%s.group.err", key);
	out_text(addr ? nl_addr2str(addr, text, sizeof(text)) : "none", "%s.group", key);
	nl_addr_put(addr);
	addr = NULL;
	out_int(rtnl_link_vxlan_get_local(link, &addr), "%s.local.err", key);
	out_text(addr ? nl_addr2str(addr, text, sizeof(text)) : "none", "%s.local", key);
	nl_addr_put(addr);
	out_int(rtnl_link_vxlan_get_flags(link, &number), "%s.flags.err", key);
	out_uint(number, "%s.flags", key);
	out_int(rtnl_link_vxlan_get_label(link, &number), "%s.label.err", key);
	out_int(rtnl_link_vxlan_get_collect_metadata(link), "%s.collect", key);
}

static void vxlan(void)
{
	struct ifla_vxlan_port_range range = { htons(20000), htons(30000) };
	struct rtnl_link *link = rtnl_link_vxlan_alloc();
	struct nl_addr *addr = address("239.1.2.3");

	rtnl_link_vxlan_set_id(link, 0x123456);
	rtnl_link_vxlan_set_group(link, addr);
	nl_addr_put(addr);
	addr = address("10.0.0.1");
	rtnl_link_vxlan_set_local(link, addr);
	nl_addr_put(addr);
	rtnl_link_vxlan_set_link(link, (uint32_t)number("base0"));
	rtnl_link_vxlan_set_ttl(link, 33);
	rtnl_link_vxlan_set_tos(link, 0x10);
	rtnl_link_vxlan_set_learning(link, 0);
	rtnl_link_vxlan_set_ageing(link, 123);
	rtnl_link_vxlan_set_limit(link, 456);
	rtnl_link_vxlan_set_port_range(link, &range);
	rtnl_link_vxlan_set_proxy(link, 1);
	rtnl_link_vxlan_set_rsc(link, 1);
	rtnl_link_vxlan_set_l2miss(link, 1);
	rtnl_link_vxlan_set_l3miss(link, 1);
	rtnl_link_vxlan_set_port(link, 4789);
	rtnl_link_vxlan_set_udp_csum(link, 1);
	rtnl_link_vxlan_set_udp_zero_csum6_tx(link, 1);
	rtnl_link_vxlan_set_udp_zero_csum6_rx(link, 1);
	rtnl_link_vxlan_set_remcsum_tx(link, 1);
	rtnl_link_vxlan_set_remcsum_rx(link, 1);
	rtnl_link_vxlan_set_flags(link, RTNL_LINK_VXLAN_F_GBP | RTNL_LINK_VXLAN_F_REMCSUM_NOPARTIAL, 1);
	link = made(link, "vxlan0", "02:00:00:00:00:06");
	must_be((unsigned)rtnl_link_is_vxlan(link), 1, "vxlan0.is");
	STORED(uint32_t, rtnl_link_vxlan_get_id, link, 0x123456, "vxlan0");
	STORED(uint32_t, rtnl_link_vxlan_get_link, link, (unsigned)number("base0"), "vxlan0");
	GOT(rtnl_link_vxlan_get_ttl, link, 33, "vxlan0");
	GOT(rtnl_link_vxlan_get_tos, link, 0x10, "vxlan0");
	GOT(rtnl_link_vxlan_get_learning, link, 0, "vxlan0");
	STORED(uint32_t, rtnl_link_vxlan_get_ageing, link, 123, "vxlan0");
	STORED(uint32_t, rtnl_link_vxlan_get_limit, link, 456, "vxlan0");
	memset(&range, 0, sizeof(range));
	must(rtnl_link_vxlan_get_port_range(link, &range), "vxlan0.range");
	must_be(ntohs(range.low), 20000, "vxlan0.range.low");
	must_be(ntohs(range.high), 30000, "vxlan0.range.high");
	GOT(rtnl_link_vxlan_get_proxy, link, 1, "vxlan0");
	GOT(rtnl_link_vxlan_get_rsc, link, 1, "vxlan0");
	GOT(rtnl_link_vxlan_get_l2miss, link, 1, "vxlan0");
	GOT(rtnl_link_vxlan_get_l3miss, link, 1, "vxlan0");
	STORED(uint32_t, rtnl_link_vxlan_get_port, link, 4789, "vxlan0");
	GOT(rtnl_link_vxlan_get_udp_csum, link, 1, "vxlan0");
	GOT(rtnl_link_vxlan_get_udp_zero_csum6_tx, link, 1, "vxlan0");
	GOT(rtnl_link_vxlan_get_udp_zero_csum6_rx, link, 1, "vxlan0");
	GOT(rtnl_link_vxlan_get_remcsum_tx, link, 1, "vxlan0");
	GOT(rtnl_link_vxlan_get_remcsum_rx, link, 1, "vxlan0");
	out_vxlan(link, "vxlan0.more");
	rtnl_link_put(link);

	/* What can be changed of one that is there. */
	link = rtnl_link_vxlan_alloc();
	rtnl_link_vxlan_set_id(link, 0x123456);
	rtnl_link_vxlan_set_ageing(link, 321);
	rtnl_link_vxlan_set_tos(link, 0x20);
	rtnl_link_vxlan_enable_learning(link);
	changed("vxlan0", link, "vxlan0.change");
	link = fetched("vxlan0", "vxlan0.changed");
	STORED(uint32_t, rtnl_link_vxlan_get_ageing, link, 321, "vxlan0.changed");
	GOT(rtnl_link_vxlan_get_tos, link, 0x20, "vxlan0.changed");
	GOT(rtnl_link_vxlan_get_learning, link, 1, "vxlan0.changed");
	rtnl_link_put(link);

	link = rtnl_link_vxlan_alloc();
	rtnl_link_vxlan_set_id(link, 7);
	addr = address("2001:db8::7");
	rtnl_link_vxlan_set_group(link, addr);
	nl_addr_put(addr);
	addr = address("2001:db8::1");
	rtnl_link_vxlan_set_local(link, addr);
	nl_addr_put(addr);
	rtnl_link_vxlan_set_label(link, 0x12345);
	rtnl_link_vxlan_set_port(link, 4790);
	rtnl_link_vxlan_disable_learning(link);
	link = made(link, "vxlan1", "02:00:00:00:00:07");
	STORED(uint32_t, rtnl_link_vxlan_get_label, link, 0x12345, "vxlan1");
	GOT(rtnl_link_vxlan_get_learning, link, 0, "vxlan1");
	out_vxlan(link, "vxlan1.more");
	rtnl_link_put(link);

	link = rtnl_link_vxlan_alloc();
	rtnl_link_vxlan_set_collect_metadata(link, 1);
	rtnl_link_vxlan_set_port(link, 4791);
	rtnl_link_vxlan_set_flags(link, RTNL_LINK_VXLAN_F_GPE, 1);
	rtnl_link_vxlan_disable_learning(link);
	link = made(link, "vxlan2", NULL);
	GOT(rtnl_link_vxlan_get_collect_metadata, link, 1, "vxlan2");
	out_vxlan(link, "vxlan2.more");
	rtnl_link_put(link);
}

static void bridge(void)
{
	struct rtnl_link *link = made(rtnl_link_bridge_alloc(), "br0", "02:00:00:00:00:08");
	struct nl_cache *cache = NULL;

	must_be((unsigned)rtnl_link_is_bridge(link), 1, "br0.is");
	must(rtnl_link_enslave_ifindex(sk, number("br0"), number("left0")), "br0.enslave");
	rtnl_link_put(link);
	link = fetched("left0", "left0.port");
	must_be((unsigned)rtnl_link_get_master(link), (unsigned)number("br0"), "left0.master");
	rtnl_link_put(link);
	link = rtnl_link_alloc();
	rtnl_link_set_family(link, AF_BRIDGE);
	rtnl_link_bridge_set_cost(link, 77);
	rtnl_link_bridge_set_priority(link, 21);
	rtnl_link_bridge_set_flags(link, RTNL_BRIDGE_HAIRPIN_MODE | RTNL_BRIDGE_BPDU_GUARD | RTNL_BRIDGE_FAST_LEAVE |
						 RTNL_BRIDGE_ROOT_BLOCK);
	rtnl_link_bridge_unset_flags(link, RTNL_BRIDGE_LEARNING | RTNL_BRIDGE_UNICAST_FLOOD);
	changed("left0", link, "port.change");
	must(rtnl_link_alloc_cache(sk, AF_BRIDGE, &cache), "port.cache");
	link = rtnl_link_get_by_name(cache, "left0");
	out_link(link, "port");
	must_be((unsigned)rtnl_link_bridge_has_ext_info(link), 1, "port.ext");
	STORED(uint32_t, rtnl_link_bridge_get_cost, link, 77, "port");
	GOT(rtnl_link_bridge_get_priority, link, 21, "port");
	out_int(rtnl_link_bridge_get_port_state(link), "port.state");
	out_int(rtnl_link_bridge_get_flags(link), "port.flags");
	must_be((unsigned)rtnl_link_bridge_pvid(link), 1, "port.pvid");
	rtnl_link_put(link);
	nl_cache_free(cache);
	must(rtnl_link_release_ifindex(sk, number("left0")), "br0.release");
	must(rtnl_link_bridge_add(sk, "br1"), "br1.add");
	removed("br1");
}

static void bonds(void)
{
	struct rtnl_link *link = made(rtnl_link_bond_alloc(), "bond0", "02:00:00:00:00:09");
	struct rtnl_link *slave = rtnl_link_alloc();

	must(rtnl_link_bond_enslave_ifindex(sk, number("bond0"), number("base1")), "bond0.enslave");
	rtnl_link_set_ifindex(slave, number("base1"));
	rtnl_link_put(link);
	link = fetched("base1", "base1.slave");
	must_be((unsigned)rtnl_link_get_master(link), (unsigned)number("bond0"), "base1.master");
	out_text(rtnl_link_get_slave_type(link) ?: "none", "base1.slave.kind");
	rtnl_link_put(link);
	must(rtnl_link_bond_release_ifindex(sk, number("base1")), "bond0.release");
	link = rtnl_link_alloc();
	rtnl_link_set_ifindex(link, number("bond0"));
	must(rtnl_link_bond_enslave(sk, link, slave), "bond0.enslave.again");
	must(rtnl_link_bond_release(sk, slave), "bond0.release.again");
	rtnl_link_put(link);
	rtnl_link_put(slave);
	/* Without slaves it gets an address at random. */
	removed("bond0");
	must(rtnl_link_bond_add(sk, "bond1", NULL), "bond1.add");
	removed("bond1");

	rtnl_link_put(made(rtnl_link_team_alloc(), "team0", "02:00:00:00:00:0a"));
	must(rtnl_link_enslave_ifindex(sk, number("team0"), number("base1")), "team0.enslave");
	link = fetched("base1", "base1.port");
	must_be((unsigned)rtnl_link_get_master(link), (unsigned)number("team0"), "base1.team");
	rtnl_link_put(link);
	must(rtnl_link_release_ifindex(sk, number("base1")), "team0.release");
	must(rtnl_link_team_add(sk, "team1", NULL), "team1.add");
	removed("team1");
}

static void macvlan(void)
{
	static const char *const modes[] = { "private", "vepa", "bridge", "passthru" };
	struct nl_addr *one = address("02:00:00:00:01:01"), *two = address("02:00:00:00:01:02");
	const struct nl_addr *got = NULL;
	struct rtnl_link *link;

	for (int i = 0; i < 4; i++) {
		link = rtnl_link_macvlan_alloc();
		/* A parent that passes through has no other. */
		rtnl_link_set_link(link, number(i < 3 ? "base0" : "base1"));
		rtnl_link_macvlan_set_mode(link, (uint32_t)rtnl_link_macvlan_str2mode(modes[i]));
		if (i == 3)
			rtnl_link_macvlan_set_flags(link, MACVLAN_FLAG_NOPROMISC);
		link = made(link, modes[i], i < 3 ? "02:00:00:00:00:0b" : NULL);
		GOT(rtnl_link_macvlan_get_mode, link, 1u << i, modes[i]);
		GOT(rtnl_link_macvlan_get_flags, link, i == 3 ? MACVLAN_FLAG_NOPROMISC : 0, modes[i]);
		must_be((unsigned)rtnl_link_is_macvlan(link), 1, "%s.is", modes[i]);
		rtnl_link_put(link);
		removed(modes[i]);
	}
	link = rtnl_link_macvlan_alloc();
	rtnl_link_set_link(link, number("base0"));
	rtnl_link_macvlan_set_mode(link, MACVLAN_MODE_SOURCE);
	rtnl_link_macvlan_set_macmode(link, MACVLAN_MACADDR_SET);
	must(rtnl_link_macvlan_add_macaddr(link, one), "source.one");
	must(rtnl_link_macvlan_add_macaddr(link, two), "source.two");
	link = made(link, "source", "02:00:00:00:00:0c");
	GOT(rtnl_link_macvlan_get_mode, link, MACVLAN_MODE_SOURCE, "source");
	STORED(uint32_t, rtnl_link_macvlan_count_macaddr, link, 2, "source");
	for (uint32_t i = 0; i < 3; i++) {
		char text[64];

		out_int(rtnl_link_macvlan_get_macaddr(link, i, &got), "source.%u.err", i);
		out_text(nl_addr2str(got, text, sizeof(text)), "source.%u", i);
	}
	rtnl_link_put(link);
	link = rtnl_link_macvlan_alloc();
	rtnl_link_macvlan_set_mode(link, MACVLAN_MODE_SOURCE);
	rtnl_link_macvlan_set_macmode(link, MACVLAN_MACADDR_SET);
	rtnl_link_macvlan_add_macaddr(link, one);
	changed("source", link, "source.change");
	link = fetched("source", "source.changed");
	STORED(uint32_t, rtnl_link_macvlan_count_macaddr, link, 1, "source.changed");
	rtnl_link_put(link);
	removed("source");
	nl_addr_put(one);
	nl_addr_put(two);

	link = rtnl_link_macvtap_alloc();
	rtnl_link_set_link(link, number("base0"));
	rtnl_link_macvtap_set_mode(link, MACVLAN_MODE_VEPA);
	link = made(link, "tap0", "02:00:00:00:00:0d");
	GOT(rtnl_link_macvtap_get_mode, link, MACVLAN_MODE_VEPA, "tap0");
	GOT(rtnl_link_macvtap_get_flags, link, 0, "tap0");
	must_be((unsigned)rtnl_link_is_macvtap(link), 1, "tap0.is");
	rtnl_link_put(link);
	link = rtnl_link_macvtap_alloc();
	rtnl_link_macvtap_set_mode(link, MACVLAN_MODE_BRIDGE);
	changed("tap0", link, "tap0.change");
	link = fetched("tap0", "tap0.changed");
	GOT(rtnl_link_macvtap_get_mode, link, MACVLAN_MODE_BRIDGE, "tap0.changed");
	rtnl_link_put(link);
	removed("tap0");
}

static void out_macsec(struct rtnl_link *link, const char *key)
{
	enum macsec_validation_type validation = 99;
	uint16_t number = 0;
	uint64_t big = 0;

	out_int(rtnl_link_macsec_get_validation_type(link, &validation), "%s.validation.err", key);
	out_int((int)validation, "%s.validation", key);
	out_int(rtnl_link_macsec_get_icv_len(link, &number), "%s.icv.err", key);
	out_uint(number, "%s.icv", key);
	out_int(rtnl_link_macsec_get_cipher_suite(link, &big), "%s.cipher.err", key);
	out_uint(big, "%s.cipher", key);
}

static void macsec(void)
{
	struct rtnl_link *link = rtnl_link_macsec_alloc();

	rtnl_link_set_link(link, number("base0"));
	rtnl_link_macsec_set_sci(link, UINT64_C(0x0102030405060708));
	rtnl_link_macsec_set_cipher_suite(link, MACSEC_DEFAULT_CIPHER_ID);
	rtnl_link_macsec_set_icv_len(link, 16);
	rtnl_link_macsec_set_protect(link, 1);
	rtnl_link_macsec_set_encrypt(link, 1);
	rtnl_link_macsec_set_encoding_sa(link, 2);
	rtnl_link_macsec_set_validation_type(link, MACSEC_VALIDATE_CHECK);
	rtnl_link_macsec_set_replay_protect(link, 1);
	rtnl_link_macsec_set_window(link, 128);
	rtnl_link_macsec_set_send_sci(link, 1);
	rtnl_link_macsec_set_end_station(link, 0);
	rtnl_link_macsec_set_scb(link, 0);
	link = made(link, "macsec0", "02:00:00:00:00:0e");
	STORED(uint64_t, rtnl_link_macsec_get_sci, link, UINT64_C(0x0102030405060708), "macsec0");
	STORED(uint8_t, rtnl_link_macsec_get_protect, link, 1, "macsec0");
	STORED(uint8_t, rtnl_link_macsec_get_encrypt, link, 1, "macsec0");
	STORED(uint8_t, rtnl_link_macsec_get_encoding_sa, link, 2, "macsec0");
	STORED(uint8_t, rtnl_link_macsec_get_replay_protect, link, 1, "macsec0");
	STORED(uint32_t, rtnl_link_macsec_get_window, link, 128, "macsec0");
	STORED(uint8_t, rtnl_link_macsec_get_send_sci, link, 1, "macsec0");
	STORED(uint8_t, rtnl_link_macsec_get_end_station, link, 0, "macsec0");
	STORED(uint8_t, rtnl_link_macsec_get_scb, link, 0, "macsec0");
	out_macsec(link, "macsec0.more");
	rtnl_link_put(link);

	link = rtnl_link_macsec_alloc();
	rtnl_link_macsec_set_encrypt(link, 0);
	rtnl_link_macsec_set_encoding_sa(link, 3);
	rtnl_link_macsec_set_validation_type(link, MACSEC_VALIDATE_STRICT);
	rtnl_link_macsec_set_replay_protect(link, 0);
	changed("macsec0", link, "macsec0.change");
	link = fetched("macsec0", "macsec0.changed");
	STORED(uint8_t, rtnl_link_macsec_get_encrypt, link, 0, "macsec0.changed");
	STORED(uint8_t, rtnl_link_macsec_get_encoding_sa, link, 3, "macsec0.changed");
	STORED(uint8_t, rtnl_link_macsec_get_replay_protect, link, 0, "macsec0.changed");
	out_macsec(link, "macsec0.changed.more");
	rtnl_link_put(link);

	link = rtnl_link_macsec_alloc();
	rtnl_link_set_link(link, number("base1"));
	rtnl_link_macsec_set_port(link, htons(0x4321));
	rtnl_link_macsec_set_send_sci(link, 0);
	rtnl_link_macsec_set_end_station(link, 1);
	link = made(link, "macsec1", "02:00:00:00:00:0f");
	STORED(uint8_t, rtnl_link_macsec_get_send_sci, link, 0, "macsec1");
	STORED(uint8_t, rtnl_link_macsec_get_end_station, link, 1, "macsec1");
	STORED(uint8_t, rtnl_link_macsec_get_protect, link, 1, "macsec1");
	rtnl_link_put(link);
}

static void vrf(void)
{
	struct rtnl_link *link = rtnl_link_vrf_alloc();

	must(rtnl_link_vrf_set_tableid(link, 100000), "vrf0.table");
	link = made(link, "vrf0", "02:00:00:00:00:10");
	STORED(uint32_t, rtnl_link_vrf_get_tableid, link, 100000, "vrf0");
	must_be((unsigned)rtnl_link_is_vrf(link), 1, "vrf0.is");
	rtnl_link_put(link);
	must(rtnl_link_enslave_ifindex(sk, number("vrf0"), number("left0")), "vrf0.enslave");
	link = fetched("left0", "left0.vrf");
	must_be((unsigned)rtnl_link_get_master(link), (unsigned)number("vrf0"), "left0.vrf.master");
	rtnl_link_put(link);
}

/* All of them in one answer. */
static void listed(void)
{
	struct nl_cache *cache = NULL;

	must(rtnl_link_alloc_cache(sk, AF_UNSPEC, &cache), "all");
	out_int(nl_cache_nitems(cache), "all.count");
	for (struct nl_object *o = nl_cache_get_first(cache); o; o = nl_cache_get_next(o)) {
		char key[64];

		snprintf(key, sizeof(key), "all.%s", rtnl_link_get_name((struct rtnl_link *)o));
		out_link((struct rtnl_link *)o, key);
	}
	nl_cache_free(cache);
}

int main(void)
{
	begin();
	simple();
	vlan();
	vxlan();
	bridge();
	bonds();
	macvlan();
	macsec();
	vrf();
	listed();
	removed("vlan0");
	removed("left0");
	return end();
}
