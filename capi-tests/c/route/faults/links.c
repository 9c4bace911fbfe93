/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Links and their kinds without memory.
 */
#define _GNU_SOURCE
#include <linux/if_arp.h>
#include <linux/if_bridge.h>
#include <linux/if_link.h>
#include <linux/veth.h>
#include <sys/socket.h>

#include <netlink/errno.h>
#include <netlink/route/link.h>
#include <netlink/route/link/bonding.h>
#include <netlink/route/link/bridge.h>
#include <netlink/route/link/bridge_info.h>
#include <netlink/route/link/inet.h>
#include <netlink/route/link/inet6.h>
#include <netlink/route/link/macsec.h>
#include <netlink/route/link/macvlan.h>
#include <netlink/route/link/macvtap.h>
#include <netlink/route/link/sriov.h>
#include <netlink/route/link/veth.h>
#include <netlink/route/link/vlan.h>
#include <netlink/route/link/vrf.h>
#include <netlink/route/link/vxlan.h>

#include "check.h"
#include "faulty_heap.h"
#include "route/kinds.h"

static struct nl_msg *message;
static struct rtnl_link *given;
static const char *kind;

static int parse(void)
{
	struct nl_object *object = NULL;
	int err = nl_msg_parse(message, raw_take, &object);

	CHECK((err < 0) == (object == NULL), "an object or an error");
	nl_object_put(object);
	return err;
}

static int clone(void)
{
	struct nl_object *copy = nl_object_clone(OBJ_CAST(given));

	nl_object_put(copy);
	return copy != NULL ? 0 : -NLE_NOMEM;
}

static int add(void)
{
	struct nl_msg *msg = NULL;
	int err = rtnl_link_build_add_request(given, 0, &msg);

	CHECK((err < 0) == (msg == NULL), "a request or an error");
	nlmsg_free(msg);
	return err;
}

/* Reads a message, copies what is read, and sends it on. */
static void all_of(struct raw_msg *raw, int parts, int copies, const char *what)
{
	int err;

	message = nlmsg_convert(raw_msg_header(raw));
	nlmsg_set_proto(message, NETLINK_ROUTE);
	HEAP_FAIL_EACH(parse(), -NLE_NOMEM, parts, what);
	nlmsg_free(message);
	given = raw_parse(raw, &err);
	CHECK_INT(err, 0, "%s", what);
	HEAP_FAIL_EACH(clone(), -NLE_NOMEM, copies, what);
	HEAP_FAIL_EACH(add(), -NLE_NOMEM, 1, what);
	rtnl_link_put(given);
}

static void begin(struct raw_msg *raw, int family)
{
	const struct ifinfomsg header = { .ifi_family = (unsigned char)family, .ifi_type = ARPHRD_ETHER, .ifi_index = 5 };

	raw_begin(raw, RTM_NEWLINK, 0, &header, sizeof(header));
	raw_put_text(raw, IFLA_IFNAME, "eth5");
}

static void objects(void)
{
	static const unsigned char address[20] = { 0x20, 1, 0xd, 0xb8, 7 };
	const uint32_t conf[8] = { 1, 2, 3 };
	const struct bridge_vlan_info vlan = { .vid = 7 };
	const struct ifla_vf_mac mac = { .vf = 0 };
	struct nlattr *nest, *inner;
	struct raw_msg raw;

	begin(&raw, AF_UNSPEC);
	raw_put(&raw, IFLA_ADDRESS, address, 20);
	raw_put(&raw, IFLA_BROADCAST, address, 20);
	raw_put_text(&raw, IFLA_QDISC, "fq_codel");
	raw_put_text(&raw, IFLA_IFALIAS, "an alias that is not short");
	raw_put(&raw, IFLA_PHYS_PORT_ID, address, 20);
	raw_put(&raw, IFLA_PHYS_SWITCH_ID, address, 20);
	raw_put_text(&raw, IFLA_PHYS_PORT_NAME, "port");
	raw_put(&raw, IFLA_PERM_ADDRESS, address, 20);
	raw_put(&raw, IFLA_STATS, (char[96]){ 0 }, 96);
	nest = raw_nest(&raw, IFLA_AF_SPEC);
	inner = raw_nest(&raw, AF_INET);
	raw_put(&raw, IFLA_INET_CONF, conf, sizeof(conf));
	raw_nest_end(&raw, inner);
	inner = raw_nest(&raw, AF_INET6);
	raw_put(&raw, IFLA_INET6_CONF, conf, sizeof(conf));
	raw_put(&raw, IFLA_INET6_TOKEN, address, 16);
	raw_nest_end(&raw, inner);
	raw_nest_end(&raw, nest);
	all_of(&raw, 9, 9, "a link");

	begin(&raw, AF_BRIDGE);
	nest = raw_nest(&raw, IFLA_AF_SPEC);
	raw_put_u16(&raw, IFLA_BRIDGE_FLAGS, 1);
	raw_put(&raw, IFLA_BRIDGE_VLAN_INFO, &vlan, sizeof(vlan));
	raw_nest_end(&raw, nest);
	all_of(&raw, 2, 2, "a port");

	begin(&raw, AF_UNSPEC);
	raw_put_u32(&raw, IFLA_NUM_VF, 1);
	nest = raw_nest(&raw, IFLA_VFINFO_LIST);
	inner = raw_nest(&raw, IFLA_VF_INFO);
	raw_put(&raw, IFLA_VF_MAC, &mac, sizeof(mac));
	raw_nest_end(&raw, inner);
	raw_nest_end(&raw, nest);
	all_of(&raw, 3, 3, "a virtual function");
}

static int set_type(void)
{
	int err = rtnl_link_set_type(given, kind);

	rtnl_link_set_type(given, NULL);
	return err;
}

static struct rtnl_link *(*maker)(void);

static int make(void)
{
	struct rtnl_link *link = maker();

	rtnl_link_put(link);
	return link != NULL ? 0 : -NLE_NOMEM;
}

static void kinds(void)
{
	static const char *const names[] = { "bond", "bridge", "dummy", "macsec", "macvlan", "macvtap", "nonsense", "veth",
					     "vlan", "vrf", "vxlan" };
	static struct rtnl_link *(*const makers[])(void) = { rtnl_link_bond_alloc, rtnl_link_macsec_alloc,
		rtnl_link_macvlan_alloc, rtnl_link_macvtap_alloc, rtnl_link_veth_alloc, rtnl_link_vlan_alloc,
		rtnl_link_vrf_alloc, rtnl_link_vxlan_alloc };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct kind_msg msg;
		const struct ifinfomsg peer = { .ifi_index = 6 };

		kind = names[i];
		given = rtnl_link_alloc();
		HEAP_FAIL_EACH(set_type(), -NLE_NOMEM, 1, kind);
		rtnl_link_put(given);
		kind_begin(&msg, kind);
		if (strcmp(kind, "veth") == 0) {
			struct nlattr *nest = raw_put(&msg.raw, VETH_INFO_PEER, &peer, sizeof(peer));

			raw_put_text(&msg.raw, IFLA_IFNAME, "eth6");
			raw_nest_end(&msg.raw, nest);
		} else if (strncmp(kind, "macv", 4) == 0) {
			struct nlattr *list;

			raw_put_u32(&msg.raw, IFLA_MACVLAN_MODE, 16);
			raw_put_u32(&msg.raw, IFLA_MACVLAN_MACADDR_COUNT, 20);
			list = raw_nest(&msg.raw, IFLA_MACVLAN_MACADDR_DATA);
			for (unsigned char k = 0; k < 20; k++)
				raw_put(&msg.raw, IFLA_MACVLAN_MACADDR, (unsigned char[20]){ 2, 0, 0, 0, 0, k }, 20);
			raw_nest_end(&msg.raw, list);
		} else if (strcmp(kind, "vlan") == 0) {
			struct nlattr *list = raw_nest(&msg.raw, IFLA_VLAN_EGRESS_QOS);

			for (uint32_t k = 0; k < 20; k++)
				raw_put(&msg.raw, IFLA_VLAN_QOS_MAPPING, (uint32_t[2]){ k, 1 }, 8);
			raw_nest_end(&msg.raw, list);
		} else {
			raw_put_u32(&msg.raw, 1, 1);
		}
		kind_end(&msg);
		all_of(&msg.raw, 2, 2, kind);
	}
	for (size_t i = 0; i < sizeof(makers) / sizeof(makers[0]); i++) {
		maker = makers[i];
		HEAP_FAIL_EACH(make(), -NLE_NOMEM, 2, "a link of a kind");
	}
}

static struct nl_addr *addr;

static int add_source(void)
{
	return rtnl_link_macvlan_add_macaddr(given, addr);
}

static int add_and_remove(void)
{
	int err = rtnl_link_macvlan_add_macaddr(given, addr);

	if (err == 0) {
		err = rtnl_link_macvlan_del_macaddr(given, addr);
		/* What could not be removed is, with memory. */
		heap_fail_at = 0;
		if (err < 0)
			CHECK_INT(rtnl_link_macvlan_del_macaddr(given, addr), 1, "removed later");
	}
	return err < 0 ? err : 0;
}

static int sources_to_c(void)
{
	const struct nl_addr *found = NULL;
	uint32_t n = 0;

	rtnl_link_macvlan_count_macaddr(given, &n);
	for (uint32_t i = 0; i < n; i++) {
		int err = rtnl_link_macvlan_get_macaddr(given, i, &found);

		if (err < 0)
			return err;
	}
	return 0;
}

static int group(void)
{
	struct nl_addr *found = NULL;
	int err = rtnl_link_vxlan_get_group(given, &found);

	CHECK((err < 0) == (found == NULL), "a group or an error");
	nl_addr_put(found);
	return err;
}

static int local(void)
{
	struct nl_addr *found = NULL;
	int err = rtnl_link_vxlan_get_local(given, &found);

	nl_addr_put(found);
	return err;
}

static int set_texts(void)
{
	rtnl_link_set_name(given, "x");
	rtnl_link_set_ifalias(given, "alias");
	rtnl_link_set_qdisc(given, "fq");
	rtnl_link_set_ifalias(given, NULL);
	return 0;
}

static int map(void)
{
	int err = 0, allocations;

	for (uint32_t i = 0; i < 40 && err == 0; i++)
		err = rtnl_link_vlan_set_egress_map(given, i, 1);
	/* It begins anew, which is not what is looked at. */
	allocations = heap_allocations;
	heap_fail_at = 0;
	rtnl_link_set_type(given, "vlan");
	heap_allocations = allocations;
	return err;
}

static int cache(void)
{
	struct nl_cache *made = NULL;
	int err = rtnl_link_alloc_cache(NULL, AF_UNSPEC, &made);

	nl_cache_free(made);
	return err;
}

static void changes(void)
{
	const struct nl_addr *found;
	struct kind_msg msg;
	struct nlattr *list;
	int err;

	addr = address("02:00:00:00:00:09");
	given = rtnl_link_macvlan_alloc();
	rtnl_link_macvlan_set_mode(given, 16);
	rtnl_link_macvlan_set_macmode(given, 3);
	HEAP_FAIL_EACH(add_and_remove(), -NLE_NOMEM, 1, "a source");
	HEAP_FAIL_EACH(add_source(), -NLE_NOMEM, 1, "one more source");
	CHECK_INT(rtnl_link_macvlan_get_macaddr(given, 0, &found), 0, "it is there");
	CHECK_INT(rtnl_link_macvlan_get_macaddr(given, 1, &found), -NLE_INVAL, "once");
	rtnl_link_put(given);
	nl_addr_put(addr);

	/* An address is made for C when it is asked for. */
	kind_begin(&msg, "macvlan");
	raw_put_u32(&msg.raw, IFLA_MACVLAN_MODE, 16);
	raw_put_u32(&msg.raw, IFLA_MACVLAN_MACADDR_COUNT, 2);
	list = raw_nest(&msg.raw, IFLA_MACVLAN_MACADDR_DATA);
	raw_put(&msg.raw, IFLA_MACVLAN_MACADDR, "\2\0\0\0\0\1", 6);
	raw_put(&msg.raw, IFLA_MACVLAN_MACADDR, "\2\0\0\0\0\2", 6);
	raw_nest_end(&msg.raw, list);
	given = kind_parse(&msg, &err);
	heap_allocations = 0;
	heap_fail_at = 1;
	CHECK_INT(sources_to_c(), -NLE_NOMEM, "no address without memory");
	heap_fail_at = 0;
	CHECK_INT(sources_to_c(), 0, "all addresses with memory");
	rtnl_link_put(given);

	given = rtnl_link_vxlan_alloc();
	addr = address("2001:db8::1");
	rtnl_link_vxlan_set_group(given, addr);
	HEAP_FAIL_EACH(group(), -NLE_NOMEM, 0, "a group");
	nl_addr_put(addr);
	addr = address("10.0.0.1");
	rtnl_link_vxlan_set_local(given, addr);
	HEAP_FAIL_EACH(local(), -NLE_NOMEM, 0, "an address");
	nl_addr_put(addr);
	rtnl_link_put(given);

	given = rtnl_link_vlan_alloc();
	HEAP_FAIL_EACH(map(), -NLE_NOMEM, 2, "priorities");
	rtnl_link_put(given);

	given = rtnl_link_alloc();
	heap_fail_at = 0;
	for (int n = 1; n < 8; n++) {
		heap_allocations = 0;
		heap_fail_at = n;
		set_texts();
		heap_fail_at = 0;
	}
	rtnl_link_set_ifalias(given, NULL);
	rtnl_link_put(given);
	HEAP_FAIL_EACH(cache(), -NLE_NOMEM, 1, "a cache");
}

int main(void)
{
	/* Printing takes memory once. */
	CHECK(1, "begin");
	objects();
	kinds();
	changes();
	return check_done();
}
