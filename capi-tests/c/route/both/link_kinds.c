/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Kinds of links: VLANs, pairs, and those without attributes; and a kind that the program itself plugs in.
 */
#include <arpa/inet.h>
#include <linux/if_arp.h>
#include <linux/if_ether.h>
#include <linux/if_link.h>
#include <linux/if_vlan.h>
#include <linux/veth.h>

#include <netlink/route/link.h>
#include <netlink/route/link/team.h>
#include <netlink/route/link/veth.h>
#include <netlink/route/link/vlan.h>

#include "report.h"
#include "route/objects.h"

static void show(struct rtnl_link *link, const char *key)
{
	uint32_t *ingress = rtnl_link_vlan_get_ingress_map(link);
	int n = 4711;
	struct vlan_map *egress = rtnl_link_vlan_get_egress_map(link, &n);

	out_int(rtnl_link_is_vlan(link), "%s.is", key);
	out_int(rtnl_link_vlan_get_protocol(link), "%s.protocol", key);
	out_int(rtnl_link_vlan_get_id(link), "%s.id", key);
	out_int(rtnl_link_vlan_get_flags(link), "%s.flags", key);
	out_bool(ingress != NULL, "%s.ingress", key);
	for (int i = 0; ingress != NULL && i <= VLAN_PRIO_MAX; i++)
		out_uint(ingress[i], "%s.ingress.%d", key, i);
	out_int(n, "%s.egress", key);
	for (int i = 0; egress != NULL && i < n; i++)
		out_uint((uint64_t)egress[i].vm_from << 32 | egress[i].vm_to, "%s.egress.%d", key, i);
	out_object(link, key);
}

static void vlan(void)
{
	struct rtnl_link *link = rtnl_link_vlan_alloc(), *copy;
	struct nl_msg *msg = NULL;
	char buf[128];

	show(link, "vlan.empty");
	out_request(rtnl_link_build_add_request(link, 0, &msg), &msg, "vlan.empty");
	out_int(rtnl_link_vlan_set_protocol(link, htons(ETH_P_8021AD)), "vlan.protocol");
	out_int(rtnl_link_vlan_set_id(link, 100), "vlan.id");
	out_int(rtnl_link_vlan_set_flags(link, VLAN_FLAG_GVRP | VLAN_FLAG_LOOSE_BINDING), "vlan.flags");
	out_int(rtnl_link_vlan_unset_flags(link, VLAN_FLAG_GVRP), "vlan.flags.unset");
	out_int(rtnl_link_vlan_set_ingress_map(link, 3, 0x10006), "vlan.ingress");
	out_int(rtnl_link_vlan_set_ingress_map(link, 5, 0), "vlan.ingress.zero");
	out_int(rtnl_link_vlan_set_ingress_map(link, 8, 1), "vlan.ingress.high");
	out_int(rtnl_link_vlan_set_ingress_map(link, -1, 1), "vlan.ingress.low");
	for (int i = 0; i < 40; i++)
		out_int(rtnl_link_vlan_set_egress_map(link, (uint32_t)i * 1000, i % 8), "vlan.egress.set.%d", i);
	out_int(rtnl_link_vlan_set_egress_map(link, 1, 8), "vlan.egress.high");
	out_int(rtnl_link_vlan_set_egress_map(link, 1, -1), "vlan.egress.low");
	out_bool(rtnl_link_vlan_get_egress_map(link, NULL) == NULL, "vlan.egress.nowhere");
	show(link, "vlan.full");
	rtnl_link_set_name(link, "eth0.100");
	rtnl_link_set_link(link, 2);
	out_request(rtnl_link_build_add_request(link, NLM_F_CREATE, &msg), &msg, "vlan.add");
	copy = (struct rtnl_link *)nl_object_clone(OBJ_CAST(link));
	show(copy, "vlan.copy");
	out_difference(link, copy, "vlan.copy");
	rtnl_link_vlan_set_id(copy, 7);
	out_difference(link, copy, "vlan.other");
	rtnl_link_put(copy);
	out_int(rtnl_link_set_type(link, "dummy"), "vlan.no.more");
	out_int(rtnl_link_is_vlan(link), "vlan.no.more.is");
	out_bool(rtnl_link_vlan_get_ingress_map(link) == NULL, "vlan.no.more.ingress");
	out_int(rtnl_link_vlan_set_egress_map(link, 1, 1), "vlan.no.more.egress");
	rtnl_link_put(link);
	for (int i = 0; i < 8; i++) {
		rtnl_link_vlan_flags2str(1 << i, buf, sizeof(buf));
		out_text(buf, "vlan.flag.%d", i);
		out_int(rtnl_link_vlan_str2flags(buf), "vlan.flag.%d.back", i);
	}
}

static struct nlattr *begin(struct raw_msg *raw, const char *kind, struct nlattr **info)
{
	struct ifinfomsg header = { .ifi_type = ARPHRD_ETHER, .ifi_index = 5 };

	raw_begin(raw, RTM_NEWLINK, 0, &header, sizeof(header));
	raw_put_text(raw, IFLA_IFNAME, "eth5");
	*info = raw_nest(raw, IFLA_LINKINFO);
	raw_put_text(raw, IFLA_INFO_KIND, kind);
	return raw_nest(raw, IFLA_INFO_DATA);
}

static void vlan_by_hand(void)
{
	struct ifla_vlan_flags flags = { .flags = VLAN_FLAG_REORDER_HDR, .mask = ~0U };
	struct ifla_vlan_qos_mapping map = { .from = 1, .to = 2 };
	struct nlattr *info, *data, *list;
	struct nl_msg *msg = NULL;
	struct rtnl_link *link;
	struct raw_msg raw;
	int err;

	data = begin(&raw, "vlan", &info);
	raw_put_u16(&raw, IFLA_VLAN_ID, 42);
	raw_put_u16(&raw, IFLA_VLAN_PROTOCOL, htons(ETH_P_8021Q));
	raw_put(&raw, IFLA_VLAN_FLAGS, &flags, sizeof(flags));
	list = raw_nest(&raw, IFLA_VLAN_INGRESS_QOS);
	raw_put(&raw, IFLA_VLAN_QOS_MAPPING, &map, sizeof(map));
	map.from = 7;
	raw_put(&raw, IFLA_VLAN_QOS_MAPPING, &map, sizeof(map));
	raw_nest_end(&raw, list);
	list = raw_nest(&raw, IFLA_VLAN_EGRESS_QOS);
	raw_put(&raw, IFLA_VLAN_QOS_MAPPING, &map, sizeof(map));
	raw_nest_end(&raw, list);
	raw_nest_end(&raw, data);
	raw_nest_end(&raw, info);
	link = raw_parse(&raw, &err);
	out_int(err, "vlan.hand.err");
	show(link, "vlan.hand");
	out_attrs(link, "vlan.hand");
	out_request(rtnl_link_build_add_request(link, 0, &msg), &msg, "vlan.hand.add");
	rtnl_link_put(link);

	data = begin(&raw, "vlan", &info);
	list = raw_nest(&raw, IFLA_VLAN_INGRESS_QOS);
	map.from = 8;
	raw_put(&raw, IFLA_VLAN_QOS_MAPPING, &map, sizeof(map));
	raw_nest_end(&raw, list);
	raw_nest_end(&raw, data);
	raw_nest_end(&raw, info);
	out_bool(raw_parse(&raw, &err) == NULL, "vlan.priority");
	out_int(err, "vlan.priority.err");
	data = begin(&raw, "vlan", &info);
	list = raw_nest(&raw, IFLA_VLAN_EGRESS_QOS);
	raw_put(&raw, IFLA_VLAN_QOS_MAPPING, &map, 4);
	raw_nest_end(&raw, list);
	raw_nest_end(&raw, data);
	raw_nest_end(&raw, info);
	out_bool(raw_parse(&raw, &err) == NULL, "vlan.short");
	out_int(err, "vlan.short.err");
}

static void veth(void)
{
	struct rtnl_link *link = rtnl_link_veth_alloc(), *peer, *copy, *back;
	struct nl_msg *msg = NULL;

	out_int(rtnl_link_is_veth(link), "veth.is");
	peer = rtnl_link_veth_get_peer(link);
	out_bool(peer != NULL && peer != link, "veth.peer");
	out_int(rtnl_link_is_veth(peer), "veth.peer.is");
	back = rtnl_link_veth_get_peer(peer);
	out_bool(back == link, "veth.back");
	rtnl_link_put(back);
	rtnl_link_set_name(link, "veth0");
	out_object(link, "veth.named");
	rtnl_link_set_name(peer, "veth1");
	rtnl_link_set_mtu(peer, 9000);
	rtnl_link_set_ifindex(peer, 33);
	rtnl_link_set_flags(peer, 1);
	rtnl_link_set_ns_pid(peer, 5);
	out_object(link, "veth");
	out_request(rtnl_link_build_add_request(link, NLM_F_CREATE, &msg), &msg, "veth.add");
	copy = (struct rtnl_link *)nl_object_clone(OBJ_CAST(link));
	out_object(copy, "veth.copy");
	out_difference(link, copy, "veth.copy");
	back = rtnl_link_veth_get_peer(copy);
	out_bool(back != peer, "veth.copy.peer");
	out_text(rtnl_link_get_name(back), "veth.copy.peer.name");
	rtnl_link_put(back);
	out_request(rtnl_link_build_add_request(copy, NLM_F_CREATE, &msg), &msg, "veth.copy");
	rtnl_link_put(copy);
	rtnl_link_put(peer);
	rtnl_link_put(link);
	link = rtnl_link_veth_alloc();
	rtnl_link_veth_release(link);
}

static void bare(void)
{
	static const char *const kinds[] = { "dummy", "ifb", "team", "nonsense" };
	struct rtnl_link *link;
	struct nl_msg *msg = NULL;
	char key[32];

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		link = rtnl_link_alloc();
		out_int(rtnl_link_set_type(link, kinds[i]), "%s.set", kinds[i]);
		out_object(link, kinds[i]);
		snprintf(key, sizeof(key), "%s.add", kinds[i]);
		out_request(rtnl_link_build_add_request(link, 0, &msg), &msg, key);
		rtnl_link_put(link);
	}
	link = rtnl_link_team_alloc();
	out_text(rtnl_link_get_type(link), "team.alloc");
	rtnl_link_put(link);
}

/* Kinds that programs plug in; the functions have no header, the table is that of upstream's private one. */
struct rtnl_link_info_ops {
	char *io_name;
	int io_refcnt;
	int (*io_alloc)(struct rtnl_link *);
	int (*io_parse)(struct rtnl_link *, struct nlattr *, struct nlattr *);
	void (*io_dump[3])(struct rtnl_link *, struct nl_dump_params *);
	int (*io_clone)(struct rtnl_link *, struct rtnl_link *);
	int (*io_put_attrs)(struct nl_msg *, struct rtnl_link *);
	void (*io_free)(struct rtnl_link *);
	int (*io_compare)(struct rtnl_link *, struct rtnl_link *, int);
	void *io_list[2];
};

extern int rtnl_link_register_info(struct rtnl_link_info_ops *);
extern int rtnl_link_unregister_info(struct rtnl_link_info_ops *);
extern struct rtnl_link_info_ops *rtnl_link_info_ops_lookup(const char *);
extern void rtnl_link_info_ops_put(struct rtnl_link_info_ops *);

static int calls[8];

static int own_alloc(struct rtnl_link *link)
{
	calls[0]++;
	rtnl_link_set_mtu(link, 1111);
	return 0;
}

static int own_parse(struct rtnl_link *link, struct nlattr *data, struct nlattr *xstats)
{
	calls[1]++;
	rtnl_link_set_group(link, nla_get_u32((struct nlattr *)nla_data(data)));
	out_bool(xstats == NULL, "own.xstats.%d", calls[1]);
	return 0;
}

static void own_dump(struct rtnl_link *link, struct nl_dump_params *dp)
{
	calls[2]++;
	nl_dump(dp, "own of %s ", rtnl_link_get_name(link));
}

static int own_clone(struct rtnl_link *dst, struct rtnl_link *src)
{
	calls[3]++;
	rtnl_link_set_mtu(dst, rtnl_link_get_mtu(src) + 1);
	return 0;
}

static int own_put(struct nl_msg *msg, struct rtnl_link *link)
{
	calls[4]++;
	return nla_put_u32(msg, IFLA_INFO_DATA, rtnl_link_get_mtu(link));
}

static void own_free(struct rtnl_link *link)
{
	calls[5]++;
	(void)rtnl_link_get_mtu(link);
}

static struct rtnl_link_info_ops own = { .io_name = (char *)"own", .io_alloc = own_alloc, .io_parse = own_parse,
	.io_dump = { own_dump, own_dump, own_dump }, .io_clone = own_clone, .io_put_attrs = own_put,
	.io_free = own_free };

static void plugged(void)
{
	struct rtnl_link_info_ops taken = { .io_name = (char *)"vlan" }, nameless = { 0 };
	struct rtnl_link *link, *copy;
	struct nlattr *info, *data;
	struct nl_msg *msg = NULL;
	struct raw_msg raw;
	int err;

	out_int(rtnl_link_register_info(&taken), "own.taken");
	out_int(rtnl_link_register_info(&nameless), "own.nameless");
	out_int(rtnl_link_unregister_info(&own), "own.early");
	out_bool(rtnl_link_info_ops_lookup("own") == NULL, "own.unknown");
	out_int(rtnl_link_register_info(&own), "own.register");
	out_int(rtnl_link_register_info(&own), "own.again");
	out_bool(rtnl_link_info_ops_lookup("own") == &own, "own.found");
	out_int(rtnl_link_unregister_info(&own), "own.busy");
	rtnl_link_info_ops_put(&own);
	link = rtnl_link_alloc();
	out_int(rtnl_link_set_type(link, "own"), "own.set");
	rtnl_link_set_name(link, "mine");
	out_uint(rtnl_link_get_mtu(link), "own.mtu");
	out_object(link, "own");
	out_request(rtnl_link_build_add_request(link, 0, &msg), &msg, "own.add");
	copy = (struct rtnl_link *)nl_object_clone(OBJ_CAST(link));
	out_uint(rtnl_link_get_mtu(copy), "own.copy.mtu");
	rtnl_link_put(copy);
	rtnl_link_put(link);
	data = begin(&raw, "own", &info);
	raw_put_u32(&raw, 1, 77);
	raw_nest_end(&raw, data);
	raw_nest_end(&raw, info);
	link = raw_parse(&raw, &err);
	out_int(err, "own.hand.err");
	out_uint(rtnl_link_get_group(link), "own.hand.group");
	rtnl_link_put(link);
	for (int i = 0; i < 5; i++)
		out_int(calls[i], "own.calls.%d", i);
	out_int(rtnl_link_unregister_info(&own), "own.unregister");
	out_bool(rtnl_link_info_ops_lookup("vlan") != NULL, "own.vlan");
}

int main(void)
{
	vlan();
	vlan_by_hand();
	veth();
	bare();
	plugged();
	return 0;
}
