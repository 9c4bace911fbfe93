/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Bonds, bridges, MACsec, macvlan and VXLAN links: what is newer than Debian's release, and what is done better.
 */
#include <arpa/inet.h>
#include <linux/if_bridge.h>
#include <linux/if_ether.h>

#include <netlink/route/link/bonding.h>
#include <netlink/route/link/bridge.h>
#include <netlink/route/link/macsec.h>
#include <netlink/route/link/macvlan.h>
#include <netlink/route/link/macvtap.h>
#include <netlink/route/link/vxlan.h>
#include <netlink/socket.h>

#include "check.h"
#include "route/bridge_options.h"
#include "route/kinds.h"

static struct rtnl_link *cloned(struct rtnl_link *link)
{
	return (struct rtnl_link *)nl_object_clone(OBJ_CAST(link));
}

static int differ(struct rtnl_link *a, struct rtnl_link *b)
{
	return nl_object_diff64(OBJ_CAST(a), OBJ_CAST(b)) != 0;
}

static int matches(struct rtnl_link *link, struct rtnl_link *filter)
{
	return nl_object_match_filter(OBJ_CAST(link), OBJ_CAST(filter));
}

/* What is in IFLA_INFO_DATA of a request for a link. */
static struct nl_msg *request(struct rtnl_link *link, struct nlattr *tb[], int max)
{
	struct nlattr *info[IFLA_INFO_MAX + 1], *attr;
	struct nl_msg *msg = NULL;

	memset(tb, 0, sizeof(*tb) * ((size_t)max + 1));
	CHECK_INT(rtnl_link_build_add_request(link, NLM_F_CREATE, &msg), 0, "a request");
	attr = nlmsg_find_attr(nlmsg_hdr(msg), sizeof(struct ifinfomsg), IFLA_LINKINFO);
	if (attr != NULL && nla_parse_nested(info, IFLA_INFO_MAX, attr, NULL) == 0 && info[IFLA_INFO_DATA] != NULL)
		CHECK_INT(nla_parse_nested(tb, max, info[IFLA_INFO_DATA], NULL), 0, "has data");
	return msg;
}

/* What a library reads of what it would send. */
static struct rtnl_link *there_and_back(struct rtnl_link *link)
{
	struct nl_object *same = NULL;
	struct nl_msg *msg = NULL;

	rtnl_link_set_name(link, "eth5");
	CHECK_INT(rtnl_link_build_add_request(link, NLM_F_CREATE, &msg), 0, "a request to read");
	nlmsg_set_proto(msg, NETLINK_ROUTE);
	CHECK_INT(nl_msg_parse(msg, raw_take, &same), 0, "it can be read");
	nlmsg_free(msg);
	return (struct rtnl_link *)same;
}

/* Bonds. */

static void check_bond(struct rtnl_link *link, const char *what)
{
	uint32_t u32 = 0;
	uint8_t u8 = 0;
	int index = 0;

	CHECK_INT(rtnl_link_is_bond(link), 1, "%s: a bond", what);
	CHECK(rtnl_link_bond_get_mode(link, &u8) == 0 && u8 == 4, "%s: mode", what);
	CHECK(rtnl_link_bond_get_activeslave(link, &index) == 0 && index == -5, "%s: port in use", what);
	CHECK(rtnl_link_bond_get_hashing_type(link, &u8) == 0 && u8 == 3, "%s: hash", what);
	CHECK(rtnl_link_bond_get_miimon(link, &u32) == 0 && u32 == 0x01020304, "%s: interval", what);
	CHECK(rtnl_link_bond_get_min_links(link, &u32) == 0 && u32 == UINT32_MAX, "%s: ports", what);
}

static void bonds(void)
{
	struct rtnl_link *link = rtnl_link_bond_alloc(), *other = rtnl_link_bond_alloc(), *copy;
	struct nlattr *tb[IFLA_BOND_MAX + 1];
	struct nl_msg *msg;
	uint32_t u32 = 7;
	uint8_t u8 = 7;
	int index = 7;

	CHECK_INT(rtnl_link_bond_get_mode(link, &u8), -NLE_NOATTR, "no mode");
	CHECK_INT(rtnl_link_bond_get_activeslave(link, &index), -NLE_NOATTR, "no port in use");
	CHECK_INT(rtnl_link_bond_get_hashing_type(link, &u8), -NLE_NOATTR, "no hash");
	CHECK_INT(rtnl_link_bond_get_miimon(link, &u32), -NLE_NOATTR, "no interval");
	CHECK_INT(rtnl_link_bond_get_min_links(link, &u32), -NLE_NOATTR, "no number of ports");
	CHECK(u8 == 7 && u32 == 7 && index == 7, "nothing is written");
	rtnl_link_bond_set_mode(link, 4);
	CHECK(differ(link, other) && differ(other, link), "a mode and none");
	CHECK(matches(link, other) && !matches(other, link), "none matches any");
	rtnl_link_bond_set_mode(other, 5);
	CHECK(differ(link, other) && !matches(link, other), "two modes");
	rtnl_link_bond_set_mode(other, 4);
	CHECK(!differ(link, other) && matches(link, other), "the same mode");
	rtnl_link_bond_set_activeslave(link, -5);
	CHECK(differ(link, other) && matches(link, other), "a port in use");
	rtnl_link_bond_set_hashing_type(link, 3);
	rtnl_link_bond_set_miimon(link, 0x01020304);
	rtnl_link_bond_set_min_links(link, UINT32_MAX);
	check_bond(link, "a bond");
	CHECK_INT(rtnl_link_bond_get_mode(link, NULL), -NLE_INVAL, "mode to nowhere");
	CHECK_INT(rtnl_link_bond_get_activeslave(link, NULL), -NLE_INVAL, "port to nowhere");
	CHECK_INT(rtnl_link_bond_get_hashing_type(link, NULL), -NLE_INVAL, "hash to nowhere");
	CHECK_INT(rtnl_link_bond_get_miimon(link, NULL), -NLE_INVAL, "interval to nowhere");
	CHECK_INT(rtnl_link_bond_get_min_links(link, NULL), -NLE_INVAL, "ports to nowhere");
	msg = request(link, tb, IFLA_BOND_MAX);
	CHECK(tb[IFLA_BOND_MODE] && nla_len(tb[IFLA_BOND_MODE]) == 1 && nla_get_u8(tb[IFLA_BOND_MODE]) == 4, "sends mode");
	CHECK(tb[IFLA_BOND_ACTIVE_SLAVE] && nla_get_s32(tb[IFLA_BOND_ACTIVE_SLAVE]) == -5, "sends port");
	CHECK(tb[IFLA_BOND_XMIT_HASH_POLICY] && nla_len(tb[IFLA_BOND_XMIT_HASH_POLICY]) == 1 &&
	      nla_get_u8(tb[IFLA_BOND_XMIT_HASH_POLICY]) == 3, "sends hash");
	CHECK(tb[IFLA_BOND_MIIMON] && nla_get_u32(tb[IFLA_BOND_MIIMON]) == 0x01020304, "sends interval");
	CHECK(tb[IFLA_BOND_MIN_LINKS] && nla_get_u32(tb[IFLA_BOND_MIN_LINKS]) == UINT32_MAX, "sends ports");
	nlmsg_free(msg);
	copy = cloned(link);
	check_bond(copy, "a copy");
	CHECK(!differ(link, copy), "a copy is the same");
	rtnl_link_put(copy);
	copy = there_and_back(link);
	check_bond(copy, "read back");
	rtnl_link_put(copy);
	CHECK_INT(rtnl_link_set_type(link, "bond"), 0, "a bond once more");
	CHECK_INT(rtnl_link_bond_get_mode(link, &u8), -NLE_NOATTR, "has forgotten");
	rtnl_link_put(other);
	rtnl_link_put(link);
}

/* Bridges. */

static struct rtnl_link *bridge(void)
{
	struct rtnl_link *link = rtnl_link_alloc();

	rtnl_link_set_type(link, "bridge");
	return link;
}

static void check_bridge(struct rtnl_link *link, const char *what)
{
	for (size_t i = 0; i < COUNT(bytes); i++) {
		uint8_t value = 0;

		CHECK_INT(bytes[i].get(link, &value), 0, "%s: %s", what, bytes[i].name);
		CHECK_INT(value, 200 + i, "%s: value of %s", what, bytes[i].name);
		CHECK_INT(bytes[i].get(link, NULL), -NLE_INVAL, "%s: %s to nowhere", what, bytes[i].name);
	}
	for (size_t i = 0; i < COUNT(words); i++) {
		uint32_t value = 0;

		CHECK_INT(words[i].get(link, &value), 0, "%s: %s", what, words[i].name);
		CHECK_UINT(value, 0xfffffff0 + i, "%s: value of %s", what, words[i].name);
		CHECK_INT(words[i].get(link, NULL), -NLE_INVAL, "%s: %s to nowhere", what, words[i].name);
	}
	for (size_t i = 0; i < COUNT(shorts); i++) {
		uint16_t value = 0;

		CHECK_INT(shorts[i].get(link, &value), 0, "%s: %s", what, shorts[i].name);
		CHECK_UINT(value, 0xff00 + i, "%s: value of %s", what, shorts[i].name);
		CHECK_INT(shorts[i].get(link, NULL), -NLE_INVAL, "%s: %s to nowhere", what, shorts[i].name);
	}
}

static void bridges(void)
{
	struct rtnl_link *link = bridge(), *other = bridge(), *copy;
	struct nlattr *tb[IFLA_BR_MAX + 1];
	struct nl_msg *msg;

	for (size_t i = 0; i < COUNT(bytes); i++) {
		uint8_t value = 7;

		CHECK_INT(bytes[i].get(link, &value), -NLE_NOATTR, "no %s", bytes[i].name);
		CHECK_INT(value, 7, "nothing of %s", bytes[i].name);
		bytes[i].set(link, (uint8_t)(200 + i));
		CHECK(differ(link, other), "%s differs", bytes[i].name);
		CHECK(matches(link, other) && !matches(other, link), "%s, loosely", bytes[i].name);
		bytes[i].set(other, 3);
		CHECK(differ(link, other), "%s differs in its value", bytes[i].name);
		bytes[i].set(other, (uint8_t)(200 + i));
		CHECK(!differ(link, other), "%s is the same", bytes[i].name);
	}
	for (size_t i = 0; i < COUNT(words); i++) {
		CHECK_INT(words[i].get(link, &(uint32_t){ 0 }), -NLE_NOATTR, "no %s", words[i].name);
		words[i].set(link, 0xfffffff0 + (uint32_t)i);
		CHECK(differ(link, other), "%s differs", words[i].name);
		words[i].set(other, 0xfffffff0 + (uint32_t)i);
	}
	for (size_t i = 0; i < COUNT(shorts); i++) {
		CHECK_INT(shorts[i].get(link, &(uint16_t){ 0 }), -NLE_NOATTR, "no %s", shorts[i].name);
		shorts[i].set(link, (uint16_t)(0xff00 + i));
		CHECK(differ(link, other), "%s differs", shorts[i].name);
		shorts[i].set(other, (uint16_t)(0xff00 + i));
	}
	CHECK(!differ(link, other), "all are the same");
	check_bridge(link, "a bridge");
	msg = request(link, tb, IFLA_BR_MAX);
	for (size_t i = 0; i < COUNT(bytes); i++)
		CHECK(tb[bytes[i].attr] && nla_len(tb[bytes[i].attr]) == 1 && nla_get_u8(tb[bytes[i].attr]) == 200 + i,
		      "sends %s", bytes[i].name);
	for (size_t i = 0; i < COUNT(words); i++)
		CHECK(tb[words[i].attr] && nla_len(tb[words[i].attr]) == 4 &&
		      nla_get_u32(tb[words[i].attr]) == 0xfffffff0 + i, "sends %s", words[i].name);
	CHECK(tb[IFLA_BR_VLAN_PROTOCOL] && nla_len(tb[IFLA_BR_VLAN_PROTOCOL]) == 2 &&
	      nla_get_u16(tb[IFLA_BR_VLAN_PROTOCOL]) == htons(0xff00), "sends the protocol in network byte order");
	CHECK(tb[IFLA_BR_VLAN_DEFAULT_PVID] && nla_len(tb[IFLA_BR_VLAN_DEFAULT_PVID]) == 2 &&
	      nla_get_u16(tb[IFLA_BR_VLAN_DEFAULT_PVID]) == 0xff01, "sends PVID");
	CHECK(tb[IFLA_BR_MULTI_BOOLOPT] == NULL, "sends no bits");
	nlmsg_free(msg);
	copy = cloned(link);
	check_bridge(copy, "a copy");
	rtnl_link_put(copy);
	copy = there_and_back(link);
	check_bridge(copy, "read back");
	rtnl_link_put(copy);
	rtnl_link_put(other);
	rtnl_link_put(link);
}

static void bits(void)
{
	struct rtnl_link *link = bridge(), *other = bridge(), *copy;
	struct nlattr *tb[IFLA_BR_MAX + 1];
	struct br_boolopt_multi *multi;
	struct nl_msg *msg;

	for (int bit = -2; bit < 40; bit++)
		CHECK_INT(rtnl_link_bridge_get_boolopt(link, bit), bit < 0 || bit > 31 ? -NLE_INVAL : -NLE_NOATTR,
			  "no bit %d", bit);
	CHECK_INT(rtnl_link_bridge_set_boolopt(link, -1, 1), -NLE_INVAL, "no such bit");
	CHECK_INT(rtnl_link_bridge_set_boolopt(link, 32, 1), -NLE_INVAL, "no such bit either");
	CHECK_INT(rtnl_link_bridge_set_boolopt(link, 0, 2), -NLE_INVAL, "no such value");
	CHECK_INT(rtnl_link_bridge_set_boolopt(link, 0, -1), -NLE_INVAL, "no such value either");
	CHECK(!differ(link, other), "nothing was set");
	CHECK_INT(rtnl_link_bridge_set_boolopt(link, BR_BOOLOPT_NO_LL_LEARN, 1), 0, "on");
	CHECK_INT(rtnl_link_bridge_set_boolopt(link, BR_BOOLOPT_MCAST_VLAN_SNOOPING, 0), 0, "off");
	CHECK_INT(rtnl_link_bridge_set_boolopt(link, 31, 1), 0, "the last one");
	CHECK_INT(rtnl_link_bridge_get_boolopt(link, BR_BOOLOPT_NO_LL_LEARN), 1, "is on");
	CHECK_INT(rtnl_link_bridge_get_boolopt(link, BR_BOOLOPT_MCAST_VLAN_SNOOPING), 0, "is off");
	CHECK_INT(rtnl_link_bridge_get_boolopt(link, 31), 1, "the last one is on");
	CHECK_INT(rtnl_link_bridge_get_boolopt(link, 2), -NLE_NOATTR, "is not set");
	msg = request(link, tb, IFLA_BR_MAX);
	CHECK(tb[IFLA_BR_MULTI_BOOLOPT] != NULL && nla_len(tb[IFLA_BR_MULTI_BOOLOPT]) == 8, "sends bits");
	multi = nla_data(tb[IFLA_BR_MULTI_BOOLOPT]);
	CHECK_UINT(multi->optval, 0x80000001, "those that are on");
	CHECK_UINT(multi->optmask, 0x80000003, "those that are set");
	nlmsg_free(msg);
	copy = cloned(link);
	CHECK(!differ(link, copy), "a copy");
	CHECK_INT(rtnl_link_bridge_get_boolopt(copy, 31), 1, "the last one of the copy");
	rtnl_link_put(copy);
	copy = there_and_back(link);
	CHECK_INT(rtnl_link_bridge_get_boolopt(copy, BR_BOOLOPT_NO_LL_LEARN), 1, "read back: on");
	CHECK_INT(rtnl_link_bridge_get_boolopt(copy, BR_BOOLOPT_MCAST_VLAN_SNOOPING), 0, "read back: off");
	CHECK_INT(rtnl_link_bridge_get_boolopt(copy, 2), -NLE_NOATTR, "read back: not set");
	rtnl_link_put(copy);
	/* Compared strictly, and loosely by what the filter has. */
	CHECK(differ(link, other) && matches(link, other) && !matches(other, link), "bits and none");
	CHECK_INT(rtnl_link_bridge_set_boolopt(other, 0, 1), 0, "one");
	CHECK(differ(link, other) && matches(link, other) && !matches(other, link), "bits and one of them");
	CHECK_INT(rtnl_link_bridge_set_boolopt(other, 0, 0), 0, "the other value");
	CHECK(!matches(link, other), "bits and another value");
	CHECK_INT(rtnl_link_bridge_set_boolopt(link, 0, 0), 0, "changed");
	CHECK_INT(rtnl_link_bridge_get_boolopt(link, 0), 0, "is changed");
	CHECK(matches(link, other), "matches again");
	rtnl_link_put(other);
	rtnl_link_put(link);
}

static void bridge_in_kernel(void)
{
	struct nl_sock *sk = nl_socket_alloc();
	struct rtnl_link *link = bridge(), *made = NULL, *changes;
	uint32_t u32 = 0;
	uint8_t u8 = 0;
	int err;

	CHECK_INT(nl_connect(sk, NETLINK_ROUTE), 0, "connect");
	rtnl_link_set_name(link, "br0");
	rtnl_link_bridge_set_ageing_time(link, 12300);
	rtnl_link_bridge_set_stp_state(link, 1);
	rtnl_link_bridge_set_boolopt(link, BR_BOOLOPT_NO_LL_LEARN, 1);
	CHECK_INT(rtnl_link_add(sk, link, NLM_F_CREATE | NLM_F_EXCL), 0, "a bridge is made");
	CHECK_INT(rtnl_link_get_kernel(sk, 0, "br0", &made), 0, "the kernel has it");
	CHECK(rtnl_link_bridge_get_ageing_time(made, &u32) == 0 && u32 == 12300, "ageing time %u", u32);
	CHECK(rtnl_link_bridge_get_stp_state(made, &u32) == 0 && u32 == 1, "STP %u", u32);
	CHECK_INT(rtnl_link_bridge_get_boolopt(made, BR_BOOLOPT_NO_LL_LEARN), 1, "bit");
	CHECK_INT(rtnl_link_bridge_get_boolopt(made, BR_BOOLOPT_MCAST_VLAN_SNOOPING), 0, "other bit");
	changes = bridge();
	rtnl_link_set_family(changes, rtnl_link_get_family(made));
	rtnl_link_bridge_set_stp_state(changes, 0);
	rtnl_link_bridge_set_boolopt(changes, BR_BOOLOPT_NO_LL_LEARN, 0);
	CHECK_INT(rtnl_link_change(sk, made, changes, 0), 0, "changed");
	rtnl_link_put(changes);
	rtnl_link_put(made);
	made = NULL;
	CHECK_INT(rtnl_link_get_kernel(sk, 0, "br0", &made), 0, "once more");
	CHECK(rtnl_link_bridge_get_stp_state(made, &u32) == 0 && u32 == 0, "no STP");
	CHECK_INT(rtnl_link_bridge_get_boolopt(made, BR_BOOLOPT_NO_LL_LEARN), 0, "no bit");
	CHECK(rtnl_link_bridge_get_ageing_time(made, &u32) == 0 && u32 == 12300, "the same ageing time");
	rtnl_link_put(made);
	CHECK_INT(rtnl_link_delete(sk, link), 0, "deleted");
	rtnl_link_put(link);

	/* What kernels may be built without. */
	for (size_t i = 0; i < COUNT(bytes); i++) {
		link = bridge();
		rtnl_link_set_name(link, "br1");
		bytes[i].set(link, 1);
		err = rtnl_link_add(sk, link, NLM_F_CREATE | NLM_F_EXCL);
		CHECK(err == 0 || err == -NLE_OPNOTSUPP, "%s: %d", bytes[i].name, err);
		made = NULL;
		if (rtnl_link_get_kernel(sk, 0, "br1", &made) == 0 && bytes[i].get(made, &u8) == 0)
			CHECK_INT(u8, 1, "%s is set", bytes[i].name);
		rtnl_link_put(made);
		if (err == 0)
			CHECK_INT(rtnl_link_delete(sk, link), 0, "deleted again");
		rtnl_link_put(link);
	}
	nl_socket_free(sk);
}

/* The others: what Debian's release does not do. */

static void better(void)
{
	static int (*const vxlan[])(struct rtnl_link *, uint8_t) = {
		rtnl_link_vxlan_set_rsc, rtnl_link_vxlan_set_l2miss, rtnl_link_vxlan_set_l3miss,
		rtnl_link_vxlan_set_udp_csum, rtnl_link_vxlan_set_udp_zero_csum6_tx,
		rtnl_link_vxlan_set_udp_zero_csum6_rx, rtnl_link_vxlan_set_remcsum_tx, rtnl_link_vxlan_set_remcsum_rx };
	struct rtnl_link *a, *b;
	struct nlattr *tb[IFLA_VXLAN_MAX + 1], *mac[IFLA_MACSEC_MAX + 1];
	struct nl_addr *addr = address("02:00:00:00:00:01");
	const struct nl_addr *own = NULL;
	struct nl_msg *msg;
	uint8_t offload = 0;
	uint32_t n = 0;

	for (size_t i = 0; i < COUNT(vxlan); i++) {
		a = rtnl_link_vxlan_alloc();
		b = rtnl_link_vxlan_alloc();
		vxlan[i](a, 1);
		vxlan[i](b, 2);
		CHECK(differ(a, b) && !matches(a, b), "option %zu of VXLAN", i);
		vxlan[i](b, 1);
		CHECK(!differ(a, b) && matches(a, b), "option %zu of VXLAN is the same", i);
		rtnl_link_put(a);
		rtnl_link_put(b);
	}
	a = rtnl_link_vxlan_alloc();
	b = rtnl_link_vxlan_alloc();
	CHECK_INT(rtnl_link_vxlan_get_flags(a, NULL), -NLE_INVAL, "flags to nowhere");
	rtnl_link_vxlan_set_flags(a, RTNL_LINK_VXLAN_F_GPE, 1);
	CHECK(differ(a, b) && matches(a, b) && !matches(b, a), "flags of VXLAN");
	rtnl_link_vxlan_set_port(a, 4789);
	msg = request(a, tb, IFLA_VXLAN_MAX);
	CHECK(tb[IFLA_VXLAN_PORT] && nla_len(tb[IFLA_VXLAN_PORT]) == 2 &&
	      nla_get_u16(tb[IFLA_VXLAN_PORT]) == htons(4789), "a port of two bytes");
	nlmsg_free(msg);
	rtnl_link_put(a);
	rtnl_link_put(b);

	/* All ways to offload. */
	a = rtnl_link_macsec_alloc();
	b = rtnl_link_macsec_alloc();
	CHECK_INT(rtnl_link_macsec_set_offload(a, 2), 0, "offloads to the MAC");
	CHECK(rtnl_link_macsec_get_offload(a, &offload) == 0 && offload == 2, "it does");
	CHECK_INT(rtnl_link_macsec_get_offload(b, &offload), -NLE_NOATTR, "no offload");
	msg = request(a, mac, IFLA_MACSEC_MAX);
	CHECK(mac[IFLA_MACSEC_OFFLOAD] && nla_get_u8(mac[IFLA_MACSEC_OFFLOAD]) == 2, "is sent");
	nlmsg_free(msg);
	rtnl_link_put(a);
	rtnl_link_put(b);

	/* A copy is of the same kind. */
	a = rtnl_link_macvtap_alloc();
	rtnl_link_macvtap_set_mode(a, 8);
	rtnl_link_macvtap_set_flags(a, 1);
	b = cloned(a);
	CHECK_INT(rtnl_link_is_macvtap(b), 1, "a copy of a macvtap");
	CHECK_UINT(rtnl_link_macvtap_get_mode(b), 8, "its mode");
	CHECK_UINT(rtnl_link_macvtap_get_flags(b), 1, "its flags");
	rtnl_link_put(a);
	rtnl_link_put(b);

	a = rtnl_link_macvlan_alloc();
	rtnl_link_macvlan_set_mode(a, 16);
	rtnl_link_macvlan_set_macmode(a, 0);
	CHECK_INT(rtnl_link_macvlan_add_macaddr(a, NULL), -NLE_INVAL, "no address to add");
	CHECK_INT(rtnl_link_macvlan_del_macaddr(a, NULL), -NLE_INVAL, "no address to remove");
	CHECK_INT(rtnl_link_macvlan_add_macaddr(a, addr), 0, "an address");
	CHECK_INT(rtnl_link_macvlan_get_macaddr(a, 0, NULL), -NLE_INVAL, "address to nowhere");
	CHECK_INT(rtnl_link_macvlan_get_macmode(a, NULL), -NLE_INVAL, "mode to nowhere");
	CHECK_INT(rtnl_link_macvlan_count_macaddr(a, NULL), -NLE_INVAL, "count to nowhere");
	/* An address of the link's own list, as it is removed. */
	CHECK_INT(rtnl_link_macvlan_get_macaddr(a, 0, &own), 0, "its own address");
	CHECK_INT(rtnl_link_macvlan_del_macaddr(a, (struct nl_addr *)own), 1, "removes itself");
	CHECK_INT(rtnl_link_macvlan_count_macaddr(a, &n), 0, "count");
	CHECK_UINT(n, 0, "none is left");
	CHECK_INT(rtnl_link_macvlan_str2macmode("flush"), 2, "a name that can be written");
	CHECK_INT(rtnl_link_macvlan_str2macmode(NULL), -NLE_INVAL, "no name of a mode of the list");
	rtnl_link_put(a);
	nl_addr_put(addr);
}

int main(void)
{
	bonds();
	bridges();
	bits();
	bridge_in_kernel();
	better();
	return check_done();
}
