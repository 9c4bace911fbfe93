/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Links: what is newer than Debian's release, NULL, messages that lie, and what is done better.
 */
#include <linux/if.h>
#include <linux/if_arp.h>
#include <linux/if_bridge.h>
#include <linux/if_ether.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/socket.h>

#include <netlink/cache.h>
#include <netlink/msg.h>
#include <netlink/object.h>
#include <netlink/route/link.h>
#include <netlink/route/link/bridge.h>
#include <netlink/route/link/inet.h>
#include <netlink/route/link/inet6.h>
#include <netlink/route/link/sriov.h>
#include <netlink/route/link/team.h>
#include <netlink/route/link/veth.h>
#include <netlink/route/link/vlan.h>
#include <netlink/socket.h>

#include "check.h"
#include "route/objects.h"

struct rtnl_link_info_ops;
struct rtnl_link_af_ops;
extern struct rtnl_link_info_ops *rtnl_link_info_ops_lookup(const char *);
extern void rtnl_link_info_ops_get(struct rtnl_link_info_ops *);
extern void rtnl_link_info_ops_put(struct rtnl_link_info_ops *);
extern int rtnl_link_register_info(struct rtnl_link_info_ops *);
extern int rtnl_link_unregister_info(struct rtnl_link_info_ops *);
extern struct rtnl_link_af_ops *rtnl_link_af_ops_lookup(unsigned int);
extern void rtnl_link_af_ops_put(struct rtnl_link_af_ops *);
extern void *rtnl_link_af_alloc(struct rtnl_link *, const struct rtnl_link_af_ops *);
extern void *rtnl_link_af_data(const struct rtnl_link *, const struct rtnl_link_af_ops *);
extern int rtnl_link_af_register(struct rtnl_link_af_ops *);
extern int rtnl_link_af_unregister(struct rtnl_link_af_ops *);
extern int rtnl_link_af_data_compare(struct rtnl_link *, struct rtnl_link *, int);

static void begin(struct raw_msg *raw, int family, const char *name)
{
	struct ifinfomsg header = { .ifi_family = (unsigned char)family, .ifi_type = ARPHRD_ETHER, .ifi_index = 5 };

	raw_begin(raw, RTM_NEWLINK, 0, &header, sizeof(header));
	raw_put_text(raw, IFLA_IFNAME, name);
}

/* How many bytes there are of an attribute in a request; -1 if there is none. */
static int length_of(struct nl_msg *msg, int type)
{
	struct nlattr *attr = nlmsg_find_attr(nlmsg_hdr(msg), sizeof(struct ifinfomsg), type);

	return attr == NULL ? -1 : nla_len(attr);
}

static void null(void)
{
	struct rtnl_link *link = rtnl_link_alloc();
	struct nl_msg *msg = nlmsg_alloc();
	struct nl_cache *cache = NULL;
	char buf[16];
	uint32_t u32;
	int32_t s32;
	int n;

	rtnl_link_put(NULL);
	CHECK_INT(rtnl_link_alloc_cache(NULL, 0, NULL), -NLE_INVAL, "a cache for nobody");
	CHECK_INT(rtnl_link_alloc_cache_flags(NULL, 0, NULL, 0), -NLE_INVAL, "a cache with flags for nobody");
	CHECK(rtnl_link_get(NULL, 1) == NULL, "no cache");
	CHECK(rtnl_link_get_by_name(NULL, "lo") == NULL, "no cache, by name");
	CHECK_INT(rtnl_link_alloc_cache(NULL, 0, &cache), 0, "an empty cache");
	CHECK(rtnl_link_get_by_name(cache, NULL) == NULL, "no name");
	CHECK(rtnl_link_i2name(cache, 1, NULL, 0) == NULL, "no room");
	CHECK(rtnl_link_i2name(NULL, 1, buf, sizeof(buf)) == NULL, "i2name without cache");
	CHECK_INT(rtnl_link_name2i(NULL, NULL), 0, "name2i");
	nl_cache_free(cache);
	CHECK_INT(rtnl_link_build_add_request(NULL, 0, &msg), -NLE_INVAL, "add nothing");
	CHECK_INT(rtnl_link_build_add_request(link, 0, NULL), -NLE_INVAL, "add for nobody");
	CHECK_INT(rtnl_link_build_change_request(NULL, link, 0, &msg), -NLE_INVAL, "change nothing");
	CHECK_INT(rtnl_link_build_change_request(link, NULL, 0, &msg), -NLE_INVAL, "change to nothing");
	CHECK_INT(rtnl_link_build_delete_request(NULL, &msg), -NLE_INVAL, "delete nothing");
	CHECK_INT(rtnl_link_build_delete_request(link, &msg), -NLE_MISSING_ATTR, "delete without name and number");
	CHECK_INT(rtnl_link_build_get_request(0, NULL, &msg), -NLE_MISSING_ATTR, "get without name and number");
	CHECK_INT(rtnl_link_build_get_request(1, NULL, NULL), -NLE_INVAL, "get for nobody");
	CHECK(rtnl_link_add(NULL, link, 0) < 0, "add without socket");
	CHECK(rtnl_link_add(NULL, NULL, 0) < 0, "add without anything");
	CHECK(rtnl_link_change(NULL, link, link, 0) < 0, "change without socket");
	CHECK(rtnl_link_delete(NULL, NULL) < 0, "delete without anything");
	CHECK(rtnl_link_get_kernel(NULL, 1, NULL, &link) < 0, "get without socket");
	CHECK_INT(rtnl_link_get_kernel(NULL, 1, NULL, NULL), -NLE_INVAL, "get_kernel for nobody");
	CHECK(rtnl_link_enslave_ifindex(NULL, 1, 2) < 0, "enslave without socket");
	CHECK_INT(rtnl_link_enslave(NULL, NULL, NULL), -NLE_INVAL, "enslave nothing");
	CHECK(rtnl_link_release_ifindex(NULL, 2) < 0, "release without socket");
	CHECK_INT(rtnl_link_release(NULL, NULL), -NLE_INVAL, "release nothing");
	CHECK_INT(rtnl_link_fill_info(NULL, link), -NLE_INVAL, "fill nothing");
	CHECK_INT(rtnl_link_fill_info(msg, NULL), -NLE_INVAL, "fill from nothing");
	CHECK_INT(rtnl_link_info_parse(NULL, NULL), -NLE_INVAL, "parse nothing");
	rtnl_link_set_name(NULL, "x");
	rtnl_link_set_name(link, NULL);
	CHECK(rtnl_link_get_name(link) == NULL && rtnl_link_get_name(NULL) == NULL, "no names");
	rtnl_link_set_qdisc(NULL, NULL);
	CHECK(rtnl_link_get_qdisc(NULL) == NULL, "no qdisc");
#define BOTH(name)                                                                                 \
	do {                                                                                       \
		rtnl_link_set_##name(NULL, 0);                                                     \
		(void)rtnl_link_get_##name(NULL);                                                  \
	} while (0)
	BOTH(group);
	BOTH(mtu);
	BOTH(txqlen);
	BOTH(ifindex);
	BOTH(family);
	BOTH(arptype);
	BOTH(addr);
	BOTH(broadcast);
	BOTH(link);
	BOTH(master);
	BOTH(carrier);
	BOTH(operstate);
	BOTH(linkmode);
	BOTH(ifalias);
	BOTH(promiscuity);
	BOTH(num_tx_queues);
	BOTH(num_rx_queues);
	BOTH(ns_fd);
	BOTH(ns_pid);
	BOTH(type);
	BOTH(slave_type);
	BOTH(info_type);
	BOTH(weight);
	BOTH(flags);
	rtnl_link_unset_flags(NULL, 1);
	rtnl_link_set_vf_list(NULL);
	rtnl_link_unset_vf_list(NULL);
	CHECK_INT(rtnl_link_has_vf_list(NULL), 0, "no list");
	CHECK(rtnl_link_get_perm_addr(NULL) == NULL && rtnl_link_get_perm_addr(link) == NULL, "no permanent address");
	CHECK_INT(rtnl_link_get_carrier_changes(NULL, &u32), -NLE_INVAL, "carrier changes of nothing");
	CHECK_INT(rtnl_link_get_num_vf(NULL, &u32), -NLE_INVAL, "functions of nothing");
	CHECK_INT(rtnl_link_get_gso_max_segs(NULL, &u32), -NLE_INVAL, "segments of nothing");
	CHECK_INT(rtnl_link_get_gso_max_size(NULL, &u32), -NLE_INVAL, "size of nothing");
	CHECK_INT(rtnl_link_get_link_netnsid(NULL, &s32), -NLE_INVAL, "namespace of nothing");
	CHECK_INT(rtnl_link_set_link_netnsid(NULL, 1), -NLE_INVAL, "namespace for nothing");
	CHECK_UINT(rtnl_link_get_stat(NULL, 0), 0, "counter of nothing");
	CHECK_INT(rtnl_link_set_stat(NULL, 0, 1), -NLE_INVAL, "counter for nothing");
	CHECK(rtnl_link_get_phys_port_id(NULL) == NULL && rtnl_link_get_phys_switch_id(NULL) == NULL &&
	      rtnl_link_get_phys_port_name(NULL) == NULL, "no hardware");
	CHECK(rtnl_link_stat2str(0, NULL, 0) == NULL && rtnl_link_flags2str(0, NULL, 0) == NULL &&
	      rtnl_link_operstate2str(0, NULL, 0) == NULL && rtnl_link_mode2str(0, NULL, 0) == NULL &&
	      rtnl_link_carrier2str(0, NULL, 0) == NULL, "names to nowhere");
	CHECK(rtnl_link_str2stat(NULL) < 0 && rtnl_link_str2flags(NULL) == 0 && rtnl_link_str2operstate(NULL) < 0 &&
	      rtnl_link_str2mode(NULL) < 0 && rtnl_link_str2carrier(NULL) < 0, "names of NULL");
	/* Kinds: of another one, and NULL. */
	CHECK(rtnl_link_is_vlan(NULL) == 0 && rtnl_link_is_veth(NULL) == 0 && rtnl_link_is_bridge(NULL) == 0, "nothing is");
	CHECK_INT(rtnl_link_vlan_set_id(NULL, 1), -NLE_INVAL, "no VLAN");
	CHECK_INT(rtnl_link_vlan_set_id(link, 1), -NLE_OPNOTSUPP, "another kind");
	CHECK_INT(rtnl_link_vlan_get_id(link), -NLE_OPNOTSUPP, "another kind, id");
	CHECK_INT(rtnl_link_vlan_get_flags(link), -NLE_OPNOTSUPP, "another kind, flags");
	CHECK_INT(rtnl_link_vlan_set_flags(link, 1), -NLE_OPNOTSUPP, "another kind, set flags");
	CHECK_INT(rtnl_link_vlan_unset_flags(link, 1), -NLE_OPNOTSUPP, "another kind, unset flags");
	CHECK_INT(rtnl_link_vlan_set_protocol(link, 1), -NLE_OPNOTSUPP, "another kind, set protocol");
	CHECK_INT(rtnl_link_vlan_get_protocol(link), -NLE_OPNOTSUPP, "another kind, protocol");
	CHECK_INT(rtnl_link_vlan_set_ingress_map(link, 1, 1), -NLE_OPNOTSUPP, "another kind, ingress");
	CHECK(rtnl_link_vlan_get_ingress_map(NULL) == NULL, "no ingress");
	CHECK(rtnl_link_vlan_get_egress_map(NULL, &n) == NULL, "no egress");
	CHECK(rtnl_link_veth_get_peer(link) == NULL && rtnl_link_veth_get_peer(NULL) == NULL, "no peer");
	rtnl_link_veth_release(NULL);
	CHECK(rtnl_link_veth_add(NULL, NULL, NULL, 0) < 0, "no pair");
	CHECK(rtnl_link_team_add(NULL, NULL, NULL) < 0, "no team");
	CHECK(rtnl_link_bridge_add(NULL, NULL) < 0, "no bridge");
	CHECK_INT(rtnl_link_bridge_set_cost(NULL, 1), -NLE_INVAL, "no port");
	CHECK_INT(rtnl_link_bridge_set_cost(link, 1), -NLE_OPNOTSUPP, "no port yet");
	CHECK(rtnl_link_bridge_get_port_vlan(NULL) == NULL, "no VLANs");
	CHECK_INT(rtnl_link_bridge_foreach_mst_entry(link, NULL, NULL), -NLE_INVAL, "no function");
	CHECK_INT(rtnl_link_inet_get_conf(NULL, 1, &u32), -NLE_INVAL, "no settings");
	CHECK_INT(rtnl_link_inet_set_conf(NULL, 1, 1), -NLE_INVAL, "settings for nothing");
	CHECK_INT(rtnl_link_inet6_set_token(link, NULL), -NLE_INVAL, "no token");
	CHECK_INT(rtnl_link_inet6_get_flags(link, NULL), -NLE_NOATTR, "no flags of IPv6");
	CHECK_INT(rtnl_link_inet6_set_flags(NULL, 1), -NLE_INVAL, "flags of IPv6 for nothing");
	CHECK_INT(rtnl_link_vf_add(link, NULL), -NLE_OBJ_NOTFOUND, "no function to add");
	CHECK(rtnl_link_vf_get(NULL, 0) == NULL && rtnl_link_vf_get(link, 0) == NULL, "no function to get");
	rtnl_link_vf_put(NULL);
	rtnl_link_vf_free(NULL);
	rtnl_link_vf_set_index(NULL, 1);
	rtnl_link_vf_set_addr(NULL, NULL);
	rtnl_link_vf_set_rate(NULL, NULL);
	rtnl_link_vf_set_vlans(NULL, NULL);
	rtnl_link_vf_vlan_put(NULL);
	rtnl_link_vf_vlan_free(NULL);
	CHECK_INT(rtnl_link_vf_get_index(NULL, &u32), -NLE_OBJ_NOTFOUND, "index of no function");
	CHECK_INT(rtnl_link_vf_vlan_alloc(NULL, 1), -NLE_INVAL, "VLANs for nobody");
	CHECK_INT(rtnl_link_vf_str2guid(NULL, NULL), -1, "no GUID");
	/* Tables. */
	CHECK(rtnl_link_info_ops_lookup(NULL) == NULL, "a kind without name");
	rtnl_link_info_ops_get(NULL);
	rtnl_link_info_ops_put(NULL);
	CHECK_INT(rtnl_link_register_info(NULL), -NLE_INVAL, "register nothing");
	CHECK_INT(rtnl_link_unregister_info(NULL), -NLE_OPNOTSUPP, "unregister nothing");
	CHECK_INT(rtnl_link_unregister_info(rtnl_link_info_ops_lookup("vlan")), -NLE_BUSY, "built-in kinds stay");
	CHECK_INT(rtnl_link_af_register(NULL), -NLE_INVAL, "register no family");
	CHECK_INT(rtnl_link_af_unregister(rtnl_link_af_ops_lookup(AF_INET6)), -NLE_BUSY, "built-in families stay");
	CHECK(rtnl_link_af_alloc(NULL, NULL) == NULL && rtnl_link_af_alloc(link, NULL) == NULL &&
	      rtnl_link_af_data(NULL, NULL) == NULL && rtnl_link_af_data(link, NULL) == NULL, "nothing of families");
	rtnl_link_af_ops_put(NULL);
	CHECK(rtnl_link_af_data_compare(NULL, link, 2) != 0, "compare nothing");
	nlmsg_free(msg);
	rtnl_link_put(link);
}

static int told;

static void tell(uint16_t instance, uint8_t state, void *arg)
{
	told += instance * 100 + state;
	CHECK_INT(rtnl_link_bridge_del_mst_port_state(arg, instance), 0, "deleted while told");
}

/* Ports of bridges: flags, VLANs and states as of newer releases. */
static void ports(void)
{
	struct rtnl_link *link = rtnl_link_alloc(), *same, *copy;
	struct rtnl_link_bridge_vlan *vlans;
	struct nl_msg *msg = NULL;
	struct nlmsghdr *nlh;
	uint16_t mode = 9;
	char buf[512];

	rtnl_link_set_family(link, AF_BRIDGE);
	rtnl_link_set_name(link, "eth5");
	CHECK_INT(rtnl_link_bridge_set_port_vlan_map_range(link, 1, 2, 0), -NLE_NOATTR, "no room for VLANs");
	CHECK_INT(rtnl_link_bridge_unset_port_vlan_map_range(link, 1, 2), -NLE_NOATTR, "nothing to take");
	CHECK_INT(rtnl_link_bridge_set_port_vlan_pvid(link, 1), -NLE_NOATTR, "no PVID");
	CHECK_INT(rtnl_link_bridge_enable_vlan(link), 0, "room for VLANs");
	CHECK_INT(rtnl_link_bridge_has_vlan(link), 0, "no VLANs yet");
	CHECK_INT(rtnl_link_bridge_set_port_vlan_map_range(link, 0, 2, 0), -NLE_INVAL, "below");
	CHECK_INT(rtnl_link_bridge_set_port_vlan_map_range(link, 3, 2, 0), -NLE_INVAL, "backwards");
	CHECK_INT(rtnl_link_bridge_set_port_vlan_map_range(link, 3, 4095, 0), -NLE_INVAL, "above");
	CHECK_INT(rtnl_link_bridge_set_port_vlan_map_range(link, 10, 20, 0), 0, "10 to 20");
	CHECK_INT(rtnl_link_bridge_set_port_vlan_map_range(link, 15, 15, 1), 0, "15 untagged");
	CHECK_INT(rtnl_link_bridge_unset_port_vlan_map_range(link, 12, 12), 0, "not 12");
	CHECK_INT(rtnl_link_bridge_set_port_vlan_map_range(link, 4094, 4094, 0), 0, "the last one");
	CHECK_INT(rtnl_link_bridge_set_port_vlan_pvid(link, 4095), -NLE_INVAL, "no such PVID");
	CHECK_INT(rtnl_link_bridge_set_port_vlan_pvid(link, 18), 0, "PVID");
	CHECK_INT(rtnl_link_bridge_pvid(link), 18, "PVID is set");
	CHECK_INT(rtnl_link_bridge_has_vlan(link), 1, "VLANs");
	CHECK_INT(rtnl_link_bridge_set_flags(link, RTNL_BRIDGE_ISOLATED | RTNL_BRIDGE_MAB), 0, "flags");
	CHECK_INT(rtnl_link_bridge_unset_flags(link, RTNL_BRIDGE_LOCKED), 0, "no flag");
	CHECK_INT(rtnl_link_bridge_set_master(link), 0, "for the bridge");
	CHECK_INT(rtnl_link_bridge_set_mst_port_state(link, 1, BR_STATE_LEARNING), 0, "one");
	CHECK_INT(rtnl_link_bridge_set_mst_port_state(link, 2, BR_STATE_FORWARDING), 0, "two");
	CHECK_INT(rtnl_link_bridge_set_mst_port_state(link, 1, BR_STATE_BLOCKING), 0, "one again");
	CHECK_INT(rtnl_link_bridge_get_mst_port_state(link, 1), BR_STATE_BLOCKING, "state of one");
	CHECK_INT(rtnl_link_bridge_get_mst_port_state(link, 3), -NLE_OBJ_NOTFOUND, "state of three");
	/* What is sent is read back as it was. */
	CHECK_INT(rtnl_link_build_change_request(link, link, 0, &msg), 0, "request");
	nlh = nlmsg_hdr(msg);
	CHECK_INT(nlh->nlmsg_type, RTM_SETLINK, "flags are set, not made");
	CHECK_INT(length_of(msg, IFLA_AF_SPEC), 8 + 44 + 11 * 8, "length of what is special");
	nlh->nlmsg_type = RTM_NEWLINK;
	same = NULL;
	nlmsg_set_proto(msg, NETLINK_ROUTE);
	CHECK_INT(nl_msg_parse(msg, raw_take, &same), 0, "read back");
	vlans = rtnl_link_bridge_get_port_vlan(same);
	CHECK(vlans != NULL && memcmp(vlans, rtnl_link_bridge_get_port_vlan(link), sizeof(*vlans)) == 0, "the same VLANs");
	CHECK_INT(rtnl_link_bridge_get_flags(same), RTNL_BRIDGE_ISOLATED | RTNL_BRIDGE_MAB, "the same flags");
	CHECK_INT(rtnl_link_bridge_get_mst_port_state(same, 1), BR_STATE_BLOCKING, "the same state of one");
	CHECK_INT(rtnl_link_bridge_get_mst_port_state(same, 2), BR_STATE_FORWARDING, "the same state of two");
	rtnl_link_put(same);
	nlmsg_free(msg);
	copy = (struct rtnl_link *)nl_object_clone(OBJ_CAST(link));
	CHECK_UINT(nl_object_diff64(OBJ_CAST(link), OBJ_CAST(copy)), 0, "a copy");
	CHECK_INT(rtnl_link_bridge_set_mst_port_state(copy, 1, 0), 0, "another state");
	CHECK_UINT(nl_object_diff64(OBJ_CAST(link), OBJ_CAST(copy)), 0, "that is no attribute");
	CHECK_INT(rtnl_link_bridge_clear_mst_port_state_info(copy), 0, "no states");
	CHECK_INT(rtnl_link_bridge_get_mst_port_state(copy, 2), -NLE_OBJ_NOTFOUND, "none is left");
	rtnl_link_put(copy);
	nl_object_dump_buf(OBJ_CAST(link), buf, sizeof(buf));
	CHECK_INT(rtnl_link_bridge_foreach_mst_entry(link, tell, link), 0, "for each");
	CHECK_INT(told, 104 + 203, "all were told");
	CHECK_INT(rtnl_link_bridge_get_hwmode(link, &mode), -NLE_NOATTR, "no mode");
	CHECK_INT(rtnl_link_bridge_set_self(link), 0, "for the hardware");
	rtnl_link_bridge_flags2str(RTNL_BRIDGE_NEIGH_VLAN_SUPPRESS | RTNL_BRIDGE_PROXYARP, buf, sizeof(buf));
	CHECK(strcmp(buf, "proxy_arp,neigh_vlan_suppress") == 0, "names of newer flags: %s", buf);
	CHECK_INT(rtnl_link_bridge_str2flags(buf), RTNL_BRIDGE_NEIGH_VLAN_SUPPRESS | RTNL_BRIDGE_PROXYARP, "and back");
	rtnl_link_put(link);
}

/* Ranges of VLANs that no release of Debian's reads, a mode, and lengths that are lies. */
static void hostile(void)
{
	static const uint16_t kinds[] = { IFLA_MTU, IFLA_TXQLEN, IFLA_LINK, IFLA_MASTER, IFLA_OPERSTATE, IFLA_STATS,
					  IFLA_STATS64, IFLA_MAP, IFLA_ADDRESS, IFLA_LINKINFO, IFLA_AF_SPEC, IFLA_NUM_VF,
					  IFLA_VFINFO_LIST, IFLA_PROTINFO, IFLA_PHYS_PORT_ID, IFLA_IFALIAS, IFLA_CARRIER,
					  IFLA_PERM_ADDRESS, IFLA_QDISC, IFLA_LINK_NETNSID };
	static const int families[] = { AF_UNSPEC, AF_BRIDGE, AF_INET6, AF_INET, 255 };
	static const char *const names[] = { "vlan", "veth", "bridge", "dummy", "" };
	struct bridge_vlan_info vlan = { .vid = 100, .flags = BRIDGE_VLAN_INFO_RANGE_BEGIN };
	struct nlattr *nest, *info, *data;
	struct rtnl_link *link;
	struct raw_msg raw;
	uint16_t mode = 9;
	char text[256];
	uint32_t stats[3] = { 7, 8, 9 };
	int err;

	begin(&raw, AF_BRIDGE, "eth5");
	nest = raw_nest(&raw, IFLA_AF_SPEC);
	raw_put_u16(&raw, IFLA_BRIDGE_MODE, 1);
	raw_put(&raw, IFLA_BRIDGE_VLAN_INFO, &vlan, sizeof(vlan));
	vlan.vid = 4000;
	vlan.flags = BRIDGE_VLAN_INFO_RANGE_END;
	raw_put(&raw, IFLA_BRIDGE_VLAN_INFO, &vlan, sizeof(vlan));
	raw_nest_end(&raw, nest);
	link = raw_parse(&raw, &err);
	CHECK_INT(err, 0, "a range");
	CHECK_INT(rtnl_link_bridge_get_hwmode(link, &mode), 0, "a mode");
	CHECK_INT(mode, 1, "the mode");
	CHECK_UINT(rtnl_link_bridge_get_port_vlan(link)->vlan_bitmap[3], 0xfffffff0, "begins at 100");
	CHECK_UINT(rtnl_link_bridge_get_port_vlan(link)->vlan_bitmap[125], 1, "ends at 4000");
	rtnl_link_put(link);

	/* What there is of counters that are cut off. */
	begin(&raw, AF_UNSPEC, "eth5");
	raw_put(&raw, IFLA_STATS, stats, sizeof(stats));
	raw_put(&raw, IFLA_PERM_ADDRESS, "\2\0\0\0\0\7", 6);
	link = raw_parse(&raw, &err);
	CHECK_INT(err, 0, "short counters");
	CHECK_UINT(rtnl_link_get_stat(link, RTNL_LINK_RX_BYTES), 9, "the third one");
	CHECK_UINT(rtnl_link_get_stat(link, RTNL_LINK_TX_BYTES), 0, "the fourth one");
	CHECK_INT(nl_addr_get_len(rtnl_link_get_perm_addr(link)), 6, "the permanent address");
	nl_object_dump_buf(OBJ_CAST(link), text, sizeof(text));
	CHECK(strstr(text, " permanent address 02:00:00:00:00:07 ") != NULL, "is printed: %s", text);
	rtnl_link_put(link);

	/* Every attribute at every small length, and nests that are cut off anywhere. */
	for (size_t f = 0; f < sizeof(families) / sizeof(families[0]); f++) {
		for (size_t k = 0; k < sizeof(kinds) / sizeof(kinds[0]); k++) {
			for (size_t len = 0; len < 40; len++) {
				unsigned char bytes[40];

				memset(bytes, (int)len, sizeof(bytes));
				begin(&raw, families[f], "eth5");
				raw_put_u32(&raw, IFLA_NUM_VF, 3);
				raw_put(&raw, kinds[k], bytes, len);
				link = raw_parse(&raw, &err);
				if (link != NULL) {
					struct nl_object *copy = nl_object_clone(OBJ_CAST(link));

					nl_object_dump_buf(OBJ_CAST(link), (char[4096]){ 0 }, 4096);
					/* What IPv6 keeps cannot be compared, as upstream. */
					CHECK(nl_object_diff64(OBJ_CAST(link), copy) == 0 || families[f] == AF_INET6,
					      "family %d, attribute %u, %zu bytes", families[f], kinds[k], len);
					nl_object_put(copy);
				}
				rtnl_link_put(link);
			}
		}
	}
	for (size_t n = 0; n < sizeof(names) / sizeof(names[0]); n++) {
		for (uint16_t kind = 0; kind < 8; kind++) {
			for (size_t len = 0; len < 40; len += 3) {
				unsigned char bytes[40] = { (unsigned char)len, 0, 1, 0 };

				begin(&raw, AF_UNSPEC, "eth5");
				info = raw_nest(&raw, IFLA_LINKINFO);
				raw_put_text(&raw, IFLA_INFO_KIND, names[n]);
				data = raw_nest(&raw, IFLA_INFO_DATA);
				raw_put(&raw, kind, bytes, len);
				raw_nest_end(&raw, data);
				raw_nest_end(&raw, info);
				link = raw_parse(&raw, &err);
				if (link != NULL)
					nl_object_dump_buf(OBJ_CAST(link), (char[4096]){ 0 }, 4096);
				rtnl_link_put(link);
			}
		}
	}
	CHECK(1, "kinds with attributes of any length");
	/* A kind without attributes, whose accessors crash upstream. */
	begin(&raw, AF_UNSPEC, "eth5");
	info = raw_nest(&raw, IFLA_LINKINFO);
	raw_put_text(&raw, IFLA_INFO_KIND, "vlan");
	raw_nest_end(&raw, info);
	link = raw_parse(&raw, &err);
	CHECK_INT(rtnl_link_vlan_get_id(link), 0, "a VLAN without attributes");
	rtnl_link_put(link);
	/* A header that is cut off. */
	raw_begin(&raw, RTM_NEWLINK, 0, &vlan, 4);
	CHECK(raw_parse(&raw, &err) == NULL, "no header");
	CHECK_INT(err, -NLE_MSG_TOOSHORT, "is an error");
}

/* Pairs whose ends are kept in any order. */
static void pairs(void)
{
	struct rtnl_link *link = rtnl_link_veth_alloc(), *peer = rtnl_link_veth_get_peer(link), *copy;

	copy = (struct rtnl_link *)nl_object_clone(OBJ_CAST(peer));
	CHECK(rtnl_link_veth_get_peer(copy) == NULL, "a copy of the other end alone");
	rtnl_link_put(copy);
	rtnl_link_put(link);
	CHECK(rtnl_link_veth_get_peer(peer) == NULL, "the other end is gone");
	rtnl_link_set_type(peer, "dummy");
	rtnl_link_put(peer);
	link = rtnl_link_veth_alloc();
	CHECK_INT(rtnl_link_set_type(link, "veth"), 0, "a pair once more");
	peer = rtnl_link_veth_get_peer(link);
	CHECK_INT(rtnl_link_set_type(peer, NULL), 0, "the other end is none any more");
	CHECK(rtnl_link_veth_get_peer(peer) == NULL, "and has none");
	rtnl_link_put(peer);
	rtnl_link_put(link);
}

static void details(struct rtnl_link *link, char *text, size_t size)
{
	struct nl_dump_params params = { .dp_type = NL_DUMP_DETAILS, .dp_buf = text, .dp_buflen = size };

	memset(text, 0, size);
	nl_object_dump(OBJ_CAST(link), &params);
}

/* A pair as the kernel reports it, without saying who the other end is: Debian's release crashes when it prints one. */
static void reported_pair(void)
{
	struct rtnl_link *link = rtnl_link_alloc(), *peer;
	char text[1024];

	rtnl_link_set_name(link, "eth5");
	CHECK_INT(rtnl_link_set_type(link, "veth"), 0, "a pair");
	details(link, text, sizeof(text));
	CHECK(strstr(text, "eth5") != NULL && strstr(text, "peer 0") != NULL, "nothing is known of the other end");
	peer = rtnl_link_veth_get_peer(link);
	rtnl_link_set_ifindex(peer, 7);
	details(link, text, sizeof(text));
	CHECK(strstr(text, "peer 7") != NULL, "its number");
	rtnl_link_set_name(peer, "eth7");
	details(link, text, sizeof(text));
	CHECK(strstr(text, "peer eth7") != NULL, "its name");
	rtnl_link_put(peer);
	rtnl_link_put(link);
}

/* Copies of virtual functions, which Debian's release frees twice. */
static void functions(void)
{
	struct rtnl_link *link = rtnl_link_alloc(), *copy;
	struct rtnl_link_vf *vf = rtnl_link_vf_alloc(), *other;
	nl_vf_vlans_t *vlans = NULL, *found = NULL;
	struct nl_msg *msg = NULL;

	rtnl_link_vf_set_index(vf, 4);
	rtnl_link_vf_set_ib_node_guid(vf, 1);
	rtnl_link_vf_set_ib_port_guid(vf, 2);
	CHECK_INT(rtnl_link_vf_vlan_alloc(&vlans, -1), -NLE_INVAL, "a negative number of VLANs");
	CHECK_INT(rtnl_link_vf_vlan_alloc(&vlans, 1), 0, "VLANs");
	vlans->vlans[0].vf_vlan = 7;
	rtnl_link_vf_set_vlans(vf, vlans);
	rtnl_link_vf_vlan_put(vlans);
	CHECK_INT(rtnl_link_vf_add(link, vf), 0, "added");
	CHECK_INT(rtnl_link_vf_add(link, vf), 0, "added twice");
	copy = (struct rtnl_link *)nl_object_clone(OBJ_CAST(link));
	rtnl_link_put(link);
	other = rtnl_link_vf_get(copy, 4);
	CHECK(other != NULL && other != vf, "a copy of its own");
	CHECK_INT(rtnl_link_vf_get_vlans(other, &found), 0, "with VLANs");
	CHECK(found != NULL && found->vlans[0].vf_vlan == 7, "the same ones");
	rtnl_link_vf_vlan_put(found);
	rtnl_link_vf_put(other);
	CHECK_INT(rtnl_link_build_add_request(copy, 0, &msg), 0, "request");
	CHECK_INT(length_of(msg, IFLA_VFINFO_LIST), 2 * (4 + 16 + 20 + 20), "both are sent");
	nlmsg_free(msg);
	rtnl_link_put(copy);
	rtnl_link_vf_put(vf);
}

static size_t received;

static int count(struct nl_msg *msg, void *arg)
{
	(void)arg;
	received += nlmsg_hdr(msg)->nlmsg_len;
	return NL_OK;
}

/* Caches: lookups by name follow renaming; what is left out; a bridge, and the bridge as a port of itself. */
static void caches(void)
{
	struct nl_sock *sk = nl_socket_alloc();
	struct nl_cache *cache = NULL;
	struct rtnl_link *link, *found;
	char buf[4] = "xxx";
	struct raw_msg raw;
	struct nlattr *info;
	int err;

	size_t less;

	CHECK_INT(nl_connect(sk, NETLINK_ROUTE), 0, "connect");
	nl_socket_modify_cb(sk, NL_CB_MSG_IN, NL_CB_CUSTOM, count, NULL);
	CHECK_INT(rtnl_link_alloc_cache_flags(sk, AF_UNSPEC, &cache, OXNL_LINK_CACHE_NO_STATS | OXNL_LINK_CACHE_NO_VF), 0,
		  "a cache without counters");
	link = rtnl_link_get(cache, 1);
	CHECK(link != NULL, "the loopback");
	less = received;
	found = rtnl_link_get_by_name(cache, "lo");
	CHECK(found == link, "by name");
	rtnl_link_put(found);
	rtnl_link_set_name(link, "other");
	CHECK(rtnl_link_get_by_name(cache, "lo") == NULL, "renamed");
	CHECK_INT(rtnl_link_name2i(cache, "other"), 1, "by its new name");
	CHECK(rtnl_link_i2name(cache, 1, buf, sizeof(buf)) == buf && strcmp(buf, "oth") == 0, "cut off");
	rtnl_link_put(link);
	nl_cache_free(cache);
	cache = NULL;
	CHECK_INT(rtnl_link_alloc_cache(sk, AF_UNSPEC, &cache), 0, "a cache with counters");
	CHECK(received - less > less + 200, "%zu bytes with counters, %zu without", received - less, less);
	nl_cache_free(cache);

	cache = NULL;
	CHECK_INT(rtnl_link_alloc_cache(NULL, AF_UNSPEC, &cache), 0, "an empty cache");
	begin(&raw, AF_UNSPEC, "br0");
	info = raw_nest(&raw, IFLA_LINKINFO);
	raw_put_text(&raw, IFLA_INFO_KIND, "bridge");
	raw_nest_end(&raw, info);
	link = raw_parse(&raw, &err);
	CHECK_INT(nl_cache_include(cache, OBJ_CAST(link), NULL, NULL), 0, "a bridge");
	rtnl_link_put(link);
	begin(&raw, AF_BRIDGE, "br0");
	link = raw_parse(&raw, &err);
	CHECK_INT(nl_cache_include(cache, OBJ_CAST(link), NULL, NULL), 0, "as its own port");
	rtnl_link_put(link);
	CHECK_INT(nl_cache_nitems(cache), 2, "are two");
	begin(&raw, AF_BRIDGE, "br0");
	raw_msg_header(&raw)->nlmsg_type = RTM_DELLINK;
	link = raw_parse(&raw, &err);
	CHECK_INT(nl_cache_include(cache, OBJ_CAST(link), NULL, NULL), 0, "its own port is gone");
	rtnl_link_put(link);
	CHECK_INT(nl_cache_nitems(cache), 1, "one is left");
	link = (struct rtnl_link *)nl_cache_get_first(cache);
	CHECK(rtnl_link_get_type(link) != NULL, "the bridge itself");
	nl_cache_free(cache);
	nl_socket_free(sk);
	/* A closed socket: an error instead of a wait without end. */
	sk = nl_socket_alloc();
	cache = NULL;
	CHECK(rtnl_link_alloc_cache(sk, AF_UNSPEC, &cache) < 0, "no connection");
	nl_socket_free(sk);
}

static void settings(void)
{
	struct rtnl_link *link;
	struct nlattr *spec, *family;
	struct raw_msg raw;
	uint32_t conf[3] = { 1, 64, 1280 }, value = 0;
	int err;

	begin(&raw, AF_UNSPEC, "eth5");
	spec = raw_nest(&raw, IFLA_AF_SPEC);
	family = raw_nest(&raw, AF_INET6);
	raw_put(&raw, IFLA_INET6_CONF, conf, sizeof(conf));
	raw_nest_end(&raw, family);
	raw_nest_end(&raw, spec);
	link = raw_parse(&raw, &err);
	CHECK_INT(rtnl_link_inet6_get_conf(link, 2, &value), 0, "a setting of IPv6");
	CHECK_UINT(value, 1280, "its value");
	CHECK_INT(rtnl_link_inet6_get_conf(link, 3, &value), -NLE_RANGE, "one that is not there");
	CHECK_INT(rtnl_link_inet6_get_conf(link, 2, NULL), -NLE_INVAL, "to nowhere");
	CHECK_INT(rtnl_link_inet6_get_conf(NULL, 2, &value), -NLE_INVAL, "of nothing");
	rtnl_link_put(link);
	link = rtnl_link_alloc();
	CHECK_INT(rtnl_link_inet6_get_conf(link, 2, &value), -NLE_NOATTR, "of a link without");
	rtnl_link_put(link);
}

int main(void)
{
	null();
	ports();
	hostile();
	pairs();
	reported_pair();
	functions();
	caches();
	settings();
	return check_done();
}
