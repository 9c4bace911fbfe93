/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Kinds that 3.7.0 knows little of: VRFs, bonds and bridges.
 */
#include <linux/if.h>
#include <linux/if_bridge.h>

#include <netlink/route/link/bonding.h>
#include <netlink/route/link/bridge.h>
#include <netlink/route/link/veth.h>
#include <netlink/route/link/vrf.h>
#include <netlink/socket.h>
#include <unistd.h>

#include "report.h"
#include "route/kinds.h"

static void show_vrf(struct rtnl_link *link, const char *key)
{
	uint32_t id = 4711;

	out_int(rtnl_link_is_vrf(link), "%s.is", key);
	out_int(rtnl_link_vrf_get_tableid(link, &id), "%s.table", key);
	out_uint(id, "%s.table.value", key);
	out_int(rtnl_link_vrf_get_tableid(link, NULL), "%s.table.nowhere", key);
}

static void vrf(void)
{
	static const uint32_t ids[] = { 0, 1, 254, 255, 256, UINT32_MAX };
	struct rtnl_link *link = rtnl_link_vrf_alloc(), *other = rtnl_link_alloc();
	struct kind_msg msg;
	char key[64];
	int err;

	out_int(rtnl_link_is_vrf(other), "none.is");
	rtnl_link_put(other);
	show_vrf(link, "vrf.new");
	out_kind(link, "vrf.new");
	for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++) {
		other = rtnl_link_vrf_alloc();
		snprintf(key, sizeof(key), "vrf.%zu", i);
		out_int(rtnl_link_vrf_set_tableid(other, ids[i]), "%s.set", key);
		show_vrf(other, key);
		out_kind(other, key);
		out_both(link, other, key);
		rtnl_link_put(other);
	}
	rtnl_link_put(link);
	kind_begin(&msg, "vrf");
	raw_put_u32(&msg.raw, IFLA_VRF_TABLE, 77);
	link = kind_parse(&msg, &err);
	out_int(err, "vrf.hand.err");
	show_vrf(link, "vrf.hand");
	out_kind(link, "vrf.hand");
	rtnl_link_put(link);
	kind_begin(&msg, "vrf");
	link = kind_parse(&msg, &err);
	out_int(err, "vrf.nothing.err");
	show_vrf(link, "vrf.nothing");
	out_kind(link, "vrf.nothing");
	out_int(rtnl_link_vrf_set_tableid(link, 5), "vrf.nothing.set");
	out_int(rtnl_link_set_type(link, "vrf"), "vrf.again");
	show_vrf(link, "vrf.again");
	rtnl_link_put(link);
}

/* Kinds without functions for their options: what is in messages is neither printed nor sent. */
static void plain(void)
{
	static const char *const kinds[] = { "bond", "bridge" };
	struct rtnl_link *link;
	struct kind_msg msg;
	int err;

	for (size_t i = 0; i < 2; i++) {
		char key[64];

		link = rtnl_link_alloc();
		out_int(rtnl_link_set_type(link, kinds[i]), "%s.set", kinds[i]);
		out_kind(link, kinds[i]);
		rtnl_link_put(link);
		kind_begin(&msg, kinds[i]);
		raw_put_u8(&msg.raw, 60, 1);
		link = kind_parse(&msg, &err);
		snprintf(key, sizeof(key), "%s.hand", kinds[i]);
		out_int(err, "%s.err", key);
		out_kind(link, key);
		rtnl_link_put(link);
		/* Options that are known to newer releases, and printed by none. */
		kind_begin(&msg, kinds[i]);
		raw_put_u32(&msg.raw, 4, 1);
		raw_put_u8(&msg.raw, 1, 1);
		raw_put_u8(&msg.raw, 7, 1);
		link = kind_parse(&msg, &err);
		snprintf(key, sizeof(key), "%s.options", kinds[i]);
		out_int(err, "%s.err", key);
		out_object(link, key);
		out_attrs(link, key);
		rtnl_link_put(link);
	}
	link = rtnl_link_bond_alloc();
	out_text(rtnl_link_get_type(link), "bond.alloc");
	rtnl_link_put(link);
}

static void get(struct nl_sock *sk, const char *name, const char *key)
{
	struct rtnl_link *link = NULL;

	out_int(rtnl_link_get_kernel(sk, 0, name, &link), "%s.err", key);
	if (link != NULL) {
		const char *type = rtnl_link_get_type(link);

		out_text(type ? type : "NULL", "%s.type", key);
		out_int(rtnl_link_get_master(link), "%s.master", key);
		out_int(rtnl_link_get_ifindex(link), "%s.ifindex", key);
		out_uint(rtnl_link_get_mtu(link), "%s.mtu", key);
	}
	rtnl_link_put(link);
}

/* Functions for bonds work with ports of any kind of link. */
static void kernel(void)
{
	struct nl_sock *sk = nl_socket_alloc();
	struct rtnl_link *link, *bridge, *port, *opts = rtnl_link_alloc(), *orig = NULL, *changes;

	out_int(nl_connect(sk, NETLINK_ROUTE), "connect");
	/* The kernel of the tests has no bonds: the error is the same. */
	out_int(rtnl_link_bond_add(sk, "bond7", NULL), "bond.add");
	rtnl_link_set_name(opts, "bond8");
	out_int(rtnl_link_bond_add(sk, NULL, opts), "bond.opts");
	rtnl_link_put(opts);
	out_int(rtnl_link_bond_add(sk, NULL, NULL), "bond.nameless");
	get(sk, "bond8", "bond.opts");

	out_int(rtnl_link_bridge_add(sk, "br0"), "bridge.add");
	out_int(rtnl_link_veth_add(sk, "v0", "v1", getpid()), "veth.add");
	get(sk, "br0", "br0");
	get(sk, "v0", "v0");
	out_int(rtnl_link_bond_enslave_ifindex(sk, 2, 4), "enslave.index");
	get(sk, "v0", "enslaved.index");
	out_int(rtnl_link_bond_release_ifindex(sk, 4), "release.index");
	get(sk, "v0", "released.index");
	out_int(rtnl_link_get_kernel(sk, 0, "br0", &bridge), "bridge.get");
	out_int(rtnl_link_get_kernel(sk, 0, "v0", &port), "port.get");
	out_int(rtnl_link_bond_enslave(sk, bridge, port), "enslave");
	get(sk, "v0", "enslaved");
	out_int(rtnl_link_bond_release(sk, port), "release");
	get(sk, "v0", "released");
	out_int(rtnl_link_bond_enslave_ifindex(sk, 2, 99), "enslave.none");
	out_int(rtnl_link_bond_enslave_ifindex(sk, 1, 4), "enslave.lo");
	out_int(rtnl_link_bond_enslave_ifindex(sk, 99, 4), "enslave.nobody");
	out_int(rtnl_link_bond_release_ifindex(sk, 99), "release.none");
	rtnl_link_put(port);

	/* A bridge, with what a link has. */
	link = rtnl_link_alloc();
	rtnl_link_set_type(link, "bridge");
	rtnl_link_set_name(link, "br1");
	rtnl_link_set_mtu(link, 1400);
	out_int(rtnl_link_add(sk, link, NLM_F_CREATE | NLM_F_EXCL), "br1.add");
	out_int(rtnl_link_add(sk, link, NLM_F_CREATE | NLM_F_EXCL), "br1.twice");
	get(sk, "br1", "br1.made");
	out_int(rtnl_link_get_kernel(sk, 0, "br1", &orig), "br1.get");
	changes = rtnl_link_alloc();
	rtnl_link_set_mtu(changes, 1300);
	out_int(rtnl_link_change(sk, orig, changes, 0), "br1.change");
	get(sk, "br1", "br1.changed");
	out_int(rtnl_link_delete(sk, link), "br1.delete");
	get(sk, "br1", "br1.deleted");
	rtnl_link_put(changes);
	rtnl_link_put(orig);
	rtnl_link_put(link);
	rtnl_link_put(bridge);
	nl_socket_free(sk);
}

int main(void)
{
	vrf();
	plain();
	kernel();
	return 0;
}
