/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Links: accessors, names, messages by hand, requests, comparisons, kinds and what families keep in them.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <linux/if.h>
#include <linux/if_arp.h>
#include <linux/if_link.h>

#include <netlink/data.h>
#include <netlink/route/link.h>

#include "report.h"
#include "route/objects.h"

static struct nl_addr *parse(const char *text)
{
	struct nl_addr *result = NULL;

	if (nl_addr_parse(text, AF_UNSPEC, &result) < 0)
		exit(2);
	return result;
}

static void out_addr(struct nl_addr *addr, const char *key, const char *what)
{
	char buf[128];

	out_text(addr ? nl_addr2str(addr, buf, sizeof(buf)) : "NULL", "%s.%s", key, what);
	out_int(addr ? nl_addr_get_family(addr) : -1, "%s.%s.family", key, what);
}

static const char *or_null(const char *text)
{
	return text ? text : "NULL";
}

static void out_data(struct nl_data *data, const char *key, const char *what)
{
	if (data)
		out_hex(nl_data_get(data), nl_data_get_size(data), "%s.%s", key, what);
	else
		out_text("NULL", "%s.%s", key, what);
}

static void show(struct rtnl_link *link, const char *key)
{
	uint32_t number = 4711;
	int32_t nsid = 4711;

	out_text(or_null(rtnl_link_get_name(link)), "%s.name", key);
	out_text(or_null(rtnl_link_get_qdisc(link)), "%s.qdisc", key);
	out_uint(rtnl_link_get_group(link), "%s.group", key);
	out_uint(rtnl_link_get_flags(link), "%s.flags", key);
	out_uint(rtnl_link_get_mtu(link), "%s.mtu", key);
	out_uint(rtnl_link_get_txqlen(link), "%s.txqlen", key);
	out_int(rtnl_link_get_ifindex(link), "%s.ifindex", key);
	out_int(rtnl_link_get_family(link), "%s.family", key);
	out_uint(rtnl_link_get_arptype(link), "%s.arptype", key);
	out_addr(rtnl_link_get_addr(link), key, "addr");
	out_addr(rtnl_link_get_broadcast(link), key, "broadcast");
	out_int(rtnl_link_get_link(link), "%s.link", key);
	out_int(rtnl_link_get_master(link), "%s.master", key);
	out_uint(rtnl_link_get_carrier(link), "%s.carrier", key);
	out_int(rtnl_link_get_carrier_changes(link, &number), "%s.changes.err", key);
	out_uint(number, "%s.changes", key);
	out_uint(rtnl_link_get_operstate(link), "%s.operstate", key);
	out_uint(rtnl_link_get_linkmode(link), "%s.linkmode", key);
	out_int(rtnl_link_get_link_netnsid(link, &nsid), "%s.nsid.err", key);
	out_int(nsid, "%s.nsid", key);
	out_text(or_null(rtnl_link_get_ifalias(link)), "%s.alias", key);
	number = 4711;
	out_int(rtnl_link_get_num_vf(link, &number), "%s.num_vf.err", key);
	out_uint(number, "%s.num_vf", key);
	out_text(or_null(rtnl_link_get_type(link)), "%s.type", key);
	out_text(or_null(rtnl_link_get_slave_type(link)), "%s.slave", key);
	out_uint(rtnl_link_get_promiscuity(link), "%s.promiscuity", key);
	out_uint(rtnl_link_get_num_tx_queues(link), "%s.txq", key);
	out_uint(rtnl_link_get_num_rx_queues(link), "%s.rxq", key);
	number = 4711;
	out_int(rtnl_link_get_gso_max_segs(link, &number), "%s.segs.err", key);
	out_uint(number, "%s.segs", key);
	number = 4711;
	out_int(rtnl_link_get_gso_max_size(link, &number), "%s.size.err", key);
	out_uint(number, "%s.size", key);
	out_data(rtnl_link_get_phys_port_id(link), key, "port_id");
	out_text(rtnl_link_get_phys_port_name(link), "%s.port_name", key);
	out_data(rtnl_link_get_phys_switch_id(link), key, "switch_id");
	out_int(rtnl_link_get_ns_fd(link), "%s.ns_fd", key);
	out_int(rtnl_link_get_ns_pid(link), "%s.ns_pid", key);
	out_int(rtnl_link_has_vf_list(link), "%s.has_vf", key);
	for (unsigned id = 0; id <= RTNL_LINK_STATS_MAX + 1; id++)
		out_uint(rtnl_link_get_stat(link, id), "%s.stat.%u", key, id);
	out_object(link, key);
	out_attrs(link, key);
}

static void weight(struct rtnl_link *link, const char *key)
{
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
	rtnl_link_set_weight(link, 64);
	out_uint(rtnl_link_get_weight(link), "%s.weight", key);
	out_int(rtnl_link_set_info_type(link, "dummy"), "%s.info_type.err", key);
	out_text(or_null(rtnl_link_get_info_type(link)), "%s.info_type", key);
#pragma GCC diagnostic pop
}

static struct rtnl_link *full(const char *key)
{
	struct rtnl_link *link = rtnl_link_alloc();
	struct nl_addr *addr = parse("02:00:00:00:00:01");
	struct nl_addr *all = parse("ff:ff:ff:ff:ff:ff");

	rtnl_link_set_name(link, "eth0");
	rtnl_link_set_qdisc(link, "fq_codel");
	rtnl_link_set_group(link, 7);
	rtnl_link_set_flags(link, IFF_UP | IFF_PROMISC | IFF_NOARP);
	rtnl_link_unset_flags(link, IFF_NOARP);
	rtnl_link_set_mtu(link, 1400);
	rtnl_link_set_txqlen(link, 500);
	rtnl_link_set_ifindex(link, 12);
	rtnl_link_set_arptype(link, ARPHRD_ETHER);
	rtnl_link_set_addr(link, addr);
	rtnl_link_set_broadcast(link, all);
	rtnl_link_set_link(link, 3);
	rtnl_link_set_master(link, 4);
	rtnl_link_set_carrier(link, 1);
	rtnl_link_set_operstate(link, IF_OPER_UP);
	rtnl_link_set_linkmode(link, IF_LINK_MODE_DORMANT);
	out_int(rtnl_link_set_link_netnsid(link, 9), "%s.nsid.set", key);
	rtnl_link_set_ifalias(link, "to the cellar");
	out_int(rtnl_link_set_type(link, "dummy"), "%s.type.set", key);
	out_int(rtnl_link_set_slave_type(link, "bridge"), "%s.slave.set", key);
	rtnl_link_set_promiscuity(link, 2);
	rtnl_link_set_num_tx_queues(link, 8);
	rtnl_link_set_num_rx_queues(link, 16);
	rtnl_link_set_ns_fd(link, 5);
	rtnl_link_set_ns_pid(link, 77);
	for (unsigned id = 0; id <= RTNL_LINK_STATS_MAX; id++)
		out_int(rtnl_link_set_stat(link, id, 1000 * id + 1), "%s.stat.set.%u", key, id);
	out_int(rtnl_link_set_stat(link, RTNL_LINK_STATS_MAX + 1, 1), "%s.stat.set.none", key);
	nl_addr_put(addr);
	nl_addr_put(all);
	return link;
}

static void accessors(void)
{
	struct rtnl_link *link = rtnl_link_alloc();
	struct rtnl_link *copy;
	char name[64];

	show(link, "empty");
	rtnl_link_put(link);
	link = full("full");
	show(link, "full");
	copy = (struct rtnl_link *)nl_object_clone(OBJ_CAST(link));
	show(copy, "copy");
	out_difference(link, copy, "copy");
	rtnl_link_set_ifalias(link, NULL);
	out_text(or_null(rtnl_link_get_ifalias(link)), "unset.alias");
	out_int(rtnl_link_set_slave_type(link, NULL), "unset.slave.err");
	out_text(or_null(rtnl_link_get_slave_type(link)), "unset.slave");
	rtnl_link_set_name(link, "a-name-that-is-longer-than-fifteen");
	rtnl_link_set_qdisc(link, "a-queueing-discipline-that-is-longer-than-thirty-one");
	out_text(rtnl_link_get_name(link), "long.name");
	out_text(rtnl_link_get_qdisc(link), "long.qdisc");
	rtnl_link_set_vf_list(copy);
	out_int(rtnl_link_has_vf_list(copy), "vf_list.set");
	rtnl_link_unset_vf_list(copy);
	out_int(rtnl_link_has_vf_list(copy), "vf_list.unset");
	weight(link, "deprecated");
	out_attrs(link, "deprecated");
	rtnl_link_put(link);
	/* One difference at a time. */
	link = (struct rtnl_link *)nl_object_clone(OBJ_CAST(copy));
#define DIFFERENT(n, call)                                                                         \
	do {                                                                                       \
		struct rtnl_link *other = (struct rtnl_link *)nl_object_clone(OBJ_CAST(copy));     \
		call;                                                                              \
		snprintf(name, sizeof(name), "differs.%s", n);                                     \
		out_difference(other, link, name);                                                 \
		rtnl_link_put(other);                                                              \
	} while (0)
	DIFFERENT("name", rtnl_link_set_name(other, "eth1"));
	DIFFERENT("ifindex", rtnl_link_set_ifindex(other, 99));
	DIFFERENT("mtu", rtnl_link_set_mtu(other, 99));
	DIFFERENT("flags", rtnl_link_set_flags(other, IFF_DEBUG));
	DIFFERENT("unset", rtnl_link_unset_flags(other, IFF_UP));
	DIFFERENT("txqlen", rtnl_link_set_txqlen(other, 99));
	DIFFERENT("link", rtnl_link_set_link(other, 99));
	DIFFERENT("master", rtnl_link_set_master(other, 99));
	DIFFERENT("operstate", rtnl_link_set_operstate(other, 1));
	DIFFERENT("linkmode", rtnl_link_set_linkmode(other, 0));
	DIFFERENT("carrier", rtnl_link_set_carrier(other, 0));
	DIFFERENT("qdisc", rtnl_link_set_qdisc(other, "pfifo"));
	DIFFERENT("alias", rtnl_link_set_ifalias(other, "x"));
	DIFFERENT("group", rtnl_link_set_group(other, 1));
	DIFFERENT("promiscuity", rtnl_link_set_promiscuity(other, 1));
	DIFFERENT("txq", rtnl_link_set_num_tx_queues(other, 1));
	DIFFERENT("rxq", rtnl_link_set_num_rx_queues(other, 1));
	DIFFERENT("nsid", rtnl_link_set_link_netnsid(other, 1));
	DIFFERENT("type", rtnl_link_set_type(other, "ifb"));
	DIFFERENT("untyped", rtnl_link_set_slave_type(other, NULL));
	rtnl_link_put(link);
	rtnl_link_put(copy);
}

/* A number of a name that the library gives; an unknown one; and back. */
static void names(void)
{
	char buf[256];

	for (int i = -1; i <= RTNL_LINK_STATS_MAX + 1; i++) {
		rtnl_link_stat2str(i, buf, sizeof(buf));
		out_text(buf, "stat.%d", i);
		out_int(rtnl_link_str2stat(buf), "stat.%d.back", i);
	}
	for (int i = 0; i < 20; i++) {
		rtnl_link_flags2str((int)(1U << i), buf, sizeof(buf));
		out_text(buf, "flag.%d", i);
		out_int(rtnl_link_str2flags(buf), "flag.%d.back", i);
	}
	rtnl_link_flags2str(-1, buf, sizeof(buf));
	out_text(buf, "flags.all");
	out_int(rtnl_link_str2flags("up,nonsense,running"), "flags.some");
	for (int i = 0; i < 9; i++) {
		rtnl_link_operstate2str((uint8_t)i, buf, sizeof(buf));
		out_text(buf, "operstate.%d", i);
		out_int(rtnl_link_str2operstate(buf), "operstate.%d.back", i);
		rtnl_link_mode2str((uint8_t)i, buf, sizeof(buf));
		out_text(buf, "mode.%d", i);
		out_int(rtnl_link_str2mode(buf), "mode.%d.back", i);
		rtnl_link_carrier2str((uint8_t)i, buf, sizeof(buf));
		out_text(buf, "carrier.%d", i);
		out_int(rtnl_link_str2carrier(buf), "carrier.%d.back", i);
	}
	out_int(rtnl_link_str2carrier("nonsense"), "carrier.nonsense");
	out_int(rtnl_link_str2mode("nonsense"), "mode.nonsense");
	out_int(rtnl_link_str2operstate("nonsense"), "operstate.nonsense");
	out_int(rtnl_link_str2stat("nonsense"), "stat.nonsense");
}

static void begin(struct raw_msg *raw, int family)
{
	struct ifinfomsg header = { .ifi_family = (unsigned char)family, .ifi_type = ARPHRD_ETHER,
				    .ifi_index = 5, .ifi_flags = IFF_UP | IFF_RUNNING | IFF_LOWER_UP,
				    .ifi_change = 1 };

	raw_begin(raw, RTM_NEWLINK, 0, &header, sizeof(header));
}

static void by_hand(void)
{
	struct raw_msg raw;
	struct rtnl_link *link;
	struct rtnl_link_stats stats;
	struct rtnl_link_stats64 stats64;
	struct rtnl_link_ifmap map = { .mem_start = 1, .irq = 19, .port = 2 };
	struct nlattr *nest;
	int err;

	begin(&raw, AF_UNSPEC);
	raw_put_text(&raw, IFLA_IFNAME, "eth5");
	raw_put_u32(&raw, IFLA_TXQLEN, 1000);
	raw_put_u8(&raw, IFLA_OPERSTATE, 6);
	raw_put_u8(&raw, IFLA_LINKMODE, 1);
	raw_put_u32(&raw, IFLA_MTU, 1500);
	raw_put_u32(&raw, IFLA_GROUP, 3);
	raw_put_u32(&raw, IFLA_PROMISCUITY, 1);
	raw_put_u32(&raw, IFLA_NUM_TX_QUEUES, 2);
	raw_put_u32(&raw, IFLA_NUM_RX_QUEUES, 3);
	raw_put_u32(&raw, IFLA_GSO_MAX_SEGS, 65535);
	raw_put_u32(&raw, IFLA_GSO_MAX_SIZE, 65536);
	raw_put_u8(&raw, IFLA_CARRIER, 1);
	raw_put_u32(&raw, IFLA_CARRIER_CHANGES, 4);
	raw_put_text(&raw, IFLA_QDISC, "noqueue");
	raw_put(&raw, IFLA_ADDRESS, "\2\0\0\0\0\5", 6);
	raw_put(&raw, IFLA_BROADCAST, "\377\377\377\377\377\377", 6);
	raw_put_u32(&raw, IFLA_LINK, 2);
	raw_put_u32(&raw, IFLA_MASTER, 9);
	raw_put_u32(&raw, IFLA_WEIGHT, 64);
	raw_put_u32(&raw, IFLA_NUM_VF, 0);
	raw_put_text(&raw, IFLA_IFALIAS, "an alias");
	raw_put(&raw, IFLA_MAP, &map, sizeof(map));
	raw_put(&raw, IFLA_PHYS_PORT_ID, "port", 4);
	raw_put_text(&raw, IFLA_PHYS_PORT_NAME, "p0");
	raw_put(&raw, IFLA_PHYS_SWITCH_ID, "switch", 6);
	for (size_t i = 0; i < sizeof(stats) / 4; i++)
		((uint32_t *)&stats)[i] = (uint32_t)(100 + i);
	raw_put(&raw, IFLA_STATS, &stats, sizeof(stats));
	link = raw_parse(&raw, &err);
	out_int(err, "hand.err");
	show(link, "hand");
	rtnl_link_put(link);

	for (size_t i = 0; i < sizeof(stats64) / 8; i++)
		((uint64_t *)&stats64)[i] = (uint64_t)(1ULL << 40) * i + 5;
	raw_put(&raw, IFLA_STATS64, &stats64, sizeof(stats64));
	raw_put_u32(&raw, IFLA_LINK_NETNSID, 1);
	nest = raw_nest(&raw, IFLA_LINKINFO);
	raw_put_text(&raw, IFLA_INFO_KIND, "whatever");
	raw_put(&raw, IFLA_INFO_DATA, "12345678", 8);
	raw_put_text(&raw, IFLA_INFO_SLAVE_KIND, "bond");
	raw_nest_end(&raw, nest);
	link = raw_parse(&raw, &err);
	out_int(err, "hand64.err");
	show(link, "hand64");
	rtnl_link_put(link);

	/* InfiniBand's addresses, IPv4's of tunnels, and none. */
	begin(&raw, AF_UNSPEC);
	raw_put_text(&raw, IFLA_IFNAME, "ib0");
	raw_put(&raw, IFLA_ADDRESS, "12345678901234567890", 20);
	raw_put(&raw, IFLA_BROADCAST, "1234", 4);
	link = raw_parse(&raw, &err);
	out_int(err, "ib.err");
	out_addr(rtnl_link_get_addr(link), "ib", "addr");
	out_addr(rtnl_link_get_broadcast(link), "ib", "broadcast");
	out_object(link, "ib");
	rtnl_link_put(link);

	begin(&raw, AF_UNSPEC);
	link = raw_parse(&raw, &err);
	out_int(err, "nameless.err");
	out_bool(link == NULL, "nameless");
}

static void requests(void)
{
	struct rtnl_link *link = full("request"), *changes, *orig;
	struct nl_msg *msg = NULL;

	out_request(rtnl_link_build_add_request(link, NLM_F_CREATE, &msg), &msg, "add");
	out_request(rtnl_link_build_delete_request(link, &msg), &msg, "delete");
	rtnl_link_put(link);

	link = rtnl_link_alloc();
	out_request(rtnl_link_build_add_request(link, NLM_F_CREATE | NLM_F_EXCL, &msg), &msg, "add.empty");
	rtnl_link_set_name(link, "eth0");
	out_request(rtnl_link_build_delete_request(link, &msg), &msg, "delete.name");
	msg = nlmsg_alloc();
	out_int(rtnl_link_fill_info(msg, link), "fill");
	nlmsg_free(msg);
	rtnl_link_put(link);

	orig = rtnl_link_alloc();
	rtnl_link_set_ifindex(orig, 4);
	rtnl_link_set_name(orig, "eth4");
	rtnl_link_set_flags(orig, IFF_UP | IFF_DEBUG);
	changes = rtnl_link_alloc();
	rtnl_link_set_name(changes, "eth4");
	rtnl_link_set_flags(changes, IFF_PROMISC);
	rtnl_link_unset_flags(changes, IFF_DEBUG);
	rtnl_link_set_mtu(changes, 9000);
	out_request(rtnl_link_build_change_request(orig, changes, 0, &msg), &msg, "change");
	out_attrs(changes, "change.after");
	rtnl_link_set_name(changes, "eth5");
	out_request(rtnl_link_build_change_request(orig, changes, NLM_F_ECHO, &msg), &msg, "rename");
	rtnl_link_put(orig);
	rtnl_link_put(changes);

	out_request(rtnl_link_build_get_request(3, NULL, &msg), &msg, "get.index");
	out_request(rtnl_link_build_get_request(0, "eth0", &msg), &msg, "get.name");
	out_request(rtnl_link_build_get_request(3, "eth0", &msg), &msg, "get.both");
}

/* What rtnl_link_info_parse() makes of attributes that the program has sorted. */
static void info(void)
{
	struct nlattr *tb[IFLA_MAX + 1] = { 0 };
	struct rtnl_link *link = rtnl_link_alloc();
	/* Through dlsym(), since the table is longer in newer releases: a reference to it would be a copy. */
	struct nla_policy *policy = dlsym(RTLD_DEFAULT, "rtln_link_policy");
	struct raw_msg raw;
	int err;

	begin(&raw, AF_UNSPEC);
	raw_put_text(&raw, IFLA_IFNAME, "veth3");
	raw_put_u32(&raw, IFLA_MTU, 1280);
	raw_put_u32(&raw, IFLA_NET_NS_FD, 6);
	raw_put_u32(&raw, IFLA_NET_NS_PID, 8);
	if (policy == NULL) { /* The library is part of the program. */
		rtnl_link_put(link);
		return;
	}
	err = nlmsg_parse(raw_msg_header(&raw), sizeof(struct ifinfomsg), tb, 51, policy);
	out_int(err, "info.sorted");
	out_int(rtnl_link_info_parse(link, tb), "info.err");
	show(link, "info");
	memset(tb, 0, sizeof(tb));
	out_int(rtnl_link_info_parse(link, tb), "info.nameless");
	rtnl_link_put(link);
	for (int i = 0; i <= 51; i++)
		out_hex(&policy[i], sizeof(policy[i]), "policy.%d", i);
}

int main(void)
{
	accessors();
	names();
	by_hand();
	requests();
	info();
	return 0;
}
