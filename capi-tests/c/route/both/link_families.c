/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What address families keep in links: IPv4, IPv6 and bridge ports; and a family that the program plugs in.
 */
#include <linux/if_arp.h>
#include <linux/if_bridge.h>
#include <linux/if_link.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/snmp.h>

#include <netlink/route/link.h>
#include <netlink/route/link/bridge.h>
#include <netlink/route/link/inet.h>
#include <netlink/route/link/inet6.h>

#include "report.h"
#include "route/objects.h"

static void begin(struct raw_msg *raw, int family)
{
	struct ifinfomsg header = { .ifi_family = (unsigned char)family, .ifi_type = ARPHRD_ETHER, .ifi_index = 5 };

	raw_begin(raw, RTM_NEWLINK, 0, &header, sizeof(header));
	raw_put_text(raw, IFLA_IFNAME, "eth5");
}

/* The styles of which the output has only what both libraries know. */
static void out_line(struct rtnl_link *link, const char *key)
{
	char *text = NULL;
	size_t size = 0;
	FILE *file = open_memstream(&text, &size);
	struct nl_dump_params dp = { .dp_type = NL_DUMP_DETAILS, .dp_fd = file };

	nl_object_dump(OBJ_CAST(link), &dp);
	fclose(file);
	out_escaped(text, size, "%s.details", key);
	free(text);
}

static void show_inet(struct rtnl_link *link, const char *key)
{
	uint32_t value;

	for (unsigned id = 0; id <= 32; id++) {
		value = 4711;
		out_int(rtnl_link_inet_get_conf(link, id, &value), "%s.conf.err.%u", key, id);
		out_uint(value, "%s.conf.%u", key, id);
	}
	out_int(rtnl_link_inet_get_conf(link, 1000, &value), "%s.conf.none", key);
}

static void inet(void)
{
	struct rtnl_link *link = rtnl_link_alloc(), *copy;
	struct nlattr *spec, *family;
	uint32_t values[32];
	struct nl_msg *msg = NULL;
	struct raw_msg raw;
	char buf[64];
	int err;

	show_inet(link, "inet.empty");
	out_int(rtnl_link_inet_set_conf(link, 0, 1), "inet.set.0");
	out_int(rtnl_link_inet_set_conf(link, 1, 1), "inet.set.1");
	out_int(rtnl_link_inet_set_conf(link, 20, 7), "inet.set.20");
	out_int(rtnl_link_inet_set_conf(link, 1000, 7), "inet.set.1000");
	show_inet(link, "inet.full");
	out_request(rtnl_link_build_add_request(link, 0, &msg), &msg, "inet.add");
	copy = (struct rtnl_link *)nl_object_clone(OBJ_CAST(link));
	show_inet(copy, "inet.copy");
	rtnl_link_put(copy);
	rtnl_link_put(link);
	for (unsigned i = 0; i < 32; i++)
		values[i] = i * i;
	begin(&raw, AF_UNSPEC);
	spec = raw_nest(&raw, IFLA_AF_SPEC);
	family = raw_nest(&raw, AF_INET);
	raw_put(&raw, IFLA_INET_CONF, values, sizeof(values));
	raw_nest_end(&raw, family);
	raw_nest_end(&raw, spec);
	link = raw_parse(&raw, &err);
	out_int(err, "inet.hand.err");
	show_inet(link, "inet.hand");
	out_attrs(link, "inet.hand");
	out_line(link, "inet.hand");
	out_request(rtnl_link_build_add_request(link, 0, &msg), &msg, "inet.hand.add");
	rtnl_link_put(link);
	begin(&raw, AF_UNSPEC);
	spec = raw_nest(&raw, IFLA_AF_SPEC);
	family = raw_nest(&raw, AF_INET);
	raw_put(&raw, IFLA_INET_CONF, values, 7);
	raw_nest_end(&raw, family);
	raw_nest_end(&raw, spec);
	out_bool(raw_parse(&raw, &err) == NULL, "inet.odd");
	out_int(err, "inet.odd.err");
	for (int i = -1; i < 36; i++) {
		rtnl_link_inet_devconf2str(i, buf, sizeof(buf));
		out_text(buf, "inet.name.%d", i);
		out_int(rtnl_link_inet_str2devconf(buf), "inet.name.%d.back", i);
	}
	out_int(rtnl_link_inet_str2devconf("nonsense"), "inet.nonsense");
}

static void show_inet6(struct rtnl_link *link, const char *key)
{
	struct nl_addr *token = NULL;
	uint8_t mode = 99;
	uint32_t flags = 4711;
	char buf[128];

	out_int(rtnl_link_inet6_get_token(link, &token), "%s.token.err", key);
	out_text(nl_addr2str(token, buf, sizeof(buf)), "%s.token", key);
	nl_addr_put(token);
	out_int(rtnl_link_inet6_get_addr_gen_mode(link, &mode), "%s.mode.err", key);
	out_uint(mode, "%s.mode", key);
	out_int(rtnl_link_inet6_get_flags(link, &flags), "%s.flags.err", key);
	out_uint(flags, "%s.flags", key);
}

/* One line of the dump of counters ends with a number that upstream's format asks for, and is not there. */
static void out_inet6(struct rtnl_link *link, const char *key)
{
	char *text = NULL, *line;
	size_t size = 0;
	FILE *file = open_memstream(&text, &size);
	struct nl_dump_params dp = { .dp_type = NL_DUMP_STATS, .dp_fd = file };
	bool cut = false;
	int n = 0;

	nl_object_dump(OBJ_CAST(link), &dp);
	fclose(file);
	for (line = strtok(text, "\n"); line != NULL; line = strtok(NULL, "\n")) {
		size_t len = strlen(line);

		if (cut && len > 60)
			len = 60;
		cut = strstr(line, "FragCreates") != NULL;
		out_escaped(line, len, "%s.line.%d", key, n++);
	}
	free(text);
}

static void put_inet6(struct raw_msg *raw, size_t counters)
{
	struct ifla_cacheinfo cacheinfo = { .max_reasm_len = 65535, .tstamp = 12345, .reachable_time = 30000,
					    .retrans_time = 1000 };
	uint64_t icmp[6], stats[37];
	uint32_t conf[51];

	for (size_t i = 0; i < 37; i++)
		stats[i] = i << (i % 40);
	stats[0] = counters;
	for (size_t i = 0; i < 6; i++)
		icmp[i] = 500 + i;
	for (uint32_t i = 0; i < 51; i++)
		conf[i] = i < 26 ? i * 1000 : 0xfffffffe;
	raw_put_u32(raw, IFLA_INET6_FLAGS, 0x80000020);
	raw_put(raw, IFLA_INET6_CACHEINFO, &cacheinfo, sizeof(cacheinfo));
	raw_put(raw, IFLA_INET6_CONF, conf, sizeof(conf));
	raw_put(raw, IFLA_INET6_STATS, stats, 8 * counters);
	raw_put(raw, IFLA_INET6_ICMP6STATS, icmp, sizeof(icmp));
	raw_put(raw, IFLA_INET6_TOKEN, "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\7", 16);
	raw_put_u8(raw, IFLA_INET6_ADDR_GEN_MODE, 1);
}

static void inet6(void)
{
	struct rtnl_link *link = rtnl_link_alloc(), *copy;
	struct nlattr *spec, *family;
	struct nl_addr *token;
	struct nl_msg *msg = NULL;
	struct raw_msg raw;
	char buf[128];
	int err;

	show_inet6(link, "inet6.empty");
	need(nl_addr_parse("::1234", AF_INET6, &token) == 0);
	out_int(rtnl_link_inet6_set_token(link, token), "inet6.set.token");
	nl_addr_put(token);
	need(nl_addr_parse("1.2.3.4", AF_INET, &token) == 0);
	out_int(rtnl_link_inet6_set_token(link, token), "inet6.set.token.short");
	nl_addr_put(token);
	show_inet6(link, "inet6.token");
	out_int(rtnl_link_inet6_set_addr_gen_mode(link, 2), "inet6.set.mode");
	out_int(rtnl_link_inet6_set_flags(link, 0x90), "inet6.set.flags");
	show_inet6(link, "inet6.full");
	out_request(rtnl_link_build_add_request(link, 0, &msg), &msg, "inet6.add");
	copy = (struct rtnl_link *)nl_object_clone(OBJ_CAST(link));
	show_inet6(copy, "inet6.copy");
	rtnl_link_put(copy);
	rtnl_link_put(link);

	for (size_t counters = 31; counters <= 37; counters++) {
		char key[32];

		begin(&raw, AF_UNSPEC);
		spec = raw_nest(&raw, IFLA_AF_SPEC);
		family = raw_nest(&raw, AF_INET6);
		put_inet6(&raw, counters);
		raw_nest_end(&raw, family);
		raw_nest_end(&raw, spec);
		link = raw_parse(&raw, &err);
		snprintf(key, sizeof(key), "inet6.hand.%zu", counters);
		out_int(err, "%s.err", key);
		show_inet6(link, key);
		out_attrs(link, key);
		if (counters == 36)
			out_inet6(link, key);
		for (unsigned id = RTNL_LINK_IP6_INPKTS; id <= RTNL_LINK_STATS_MAX; id++)
			out_uint(rtnl_link_get_stat(link, id), "%s.stat.%u", key, id);
		rtnl_link_put(link);
	}
	/* In a message of the family. */
	begin(&raw, AF_INET6);
	family = raw_nest(&raw, IFLA_PROTINFO);
	put_inet6(&raw, 36);
	raw_nest_end(&raw, family);
	link = raw_parse(&raw, &err);
	out_int(err, "inet6.family.err");
	out_int(rtnl_link_get_family(link), "inet6.family.number");
	show_inet6(link, "inet6.family.number");
	out_attrs(link, "inet6.family.number");
	out_request(rtnl_link_build_add_request(link, 0, &msg), &msg, "inet6.family.add");
	rtnl_link_put(link);
	for (int i = 0; i < 5; i++) {
		rtnl_link_inet6_addrgenmode2str((uint8_t)i, buf, sizeof(buf));
		out_text(buf, "inet6.mode.%d", i);
		out_int(rtnl_link_inet6_str2addrgenmode(buf), "inet6.mode.%d.back", i);
	}
	out_int(rtnl_link_inet6_str2addrgenmode("nonsense"), "inet6.mode.nonsense");
	rtnl_link_inet6_flags2str(-1, buf, sizeof(buf));
	out_text(buf, "inet6.flags.all");
	out_int(rtnl_link_inet6_str2flags(buf), "inet6.flags.back");
}

static void show_port(struct rtnl_link *link, const char *key)
{
	struct rtnl_link_bridge_vlan *vlans = rtnl_link_bridge_get_port_vlan(link);
	uint32_t cost = 4711;
	uint16_t mode = 4711;

	out_int(rtnl_link_is_bridge(link), "%s.is", key);
	out_int(rtnl_link_bridge_has_ext_info(link), "%s.extended", key);
	out_int(rtnl_link_bridge_get_port_state(link), "%s.state", key);
	out_int(rtnl_link_bridge_get_priority(link), "%s.priority", key);
	out_int(rtnl_link_bridge_get_cost(link, &cost), "%s.cost.err", key);
	out_uint(cost, "%s.cost", key);
	out_int(rtnl_link_bridge_get_flags(link), "%s.flags", key);
	out_int(rtnl_link_bridge_get_hwmode(link, &mode), "%s.mode.err", key);
	out_uint(mode, "%s.mode", key);
	out_int(rtnl_link_bridge_pvid(link), "%s.pvid", key);
	out_int(rtnl_link_bridge_has_vlan(link), "%s.vlan", key);
	if (vlans != NULL)
		out_hex(vlans, sizeof(*vlans), "%s.vlans", key);
	out_object(link, key);
	out_attrs(link, key);
}

static void bridge(void)
{
	struct bridge_vlan_info vlan = { .vid = 10, .flags = BRIDGE_VLAN_INFO_PVID | BRIDGE_VLAN_INFO_UNTAGGED };
	struct rtnl_link *link = rtnl_link_bridge_alloc(), *copy;
	struct nlattr *nest;
	struct nl_msg *msg = NULL;
	struct raw_msg raw;
	char buf[256], key[64];
	int err;

	out_int(rtnl_link_is_bridge(link), "bridge.is");
	out_text(rtnl_link_get_type(link), "bridge.type");
	out_int(rtnl_link_bridge_has_ext_info(link), "bridge.extended");
	rtnl_link_set_family(link, AF_BRIDGE);
	show_port(link, "port.empty");
	out_request(rtnl_link_build_add_request(link, 0, &msg), &msg, "port.empty");
	out_int(rtnl_link_bridge_set_port_state(link, BR_STATE_FORWARDING), "port.set.state");
	out_int(rtnl_link_bridge_set_port_state(link, 5), "port.set.state.high");
	out_int(rtnl_link_bridge_set_priority(link, 32), "port.set.priority");
	out_int(rtnl_link_bridge_set_cost(link, 100), "port.set.cost");
	out_int(rtnl_link_bridge_get_cost(link, NULL), "port.cost.nowhere");
	show_port(link, "port.some");
	copy = (struct rtnl_link *)nl_object_clone(OBJ_CAST(link));
	out_difference(link, copy, "port.copy");
	rtnl_link_bridge_set_cost(copy, 101);
	out_difference(link, copy, "port.cost");
	rtnl_link_bridge_set_cost(copy, 100);
	rtnl_link_bridge_set_flags(copy, RTNL_BRIDGE_LEARNING);
	out_difference(link, copy, "port.flags");
	rtnl_link_put(copy);
	out_request(rtnl_link_build_add_request(link, 0, &msg), &msg, "port.add");
	out_request(rtnl_link_build_change_request(link, link, 0, &msg), &msg, "port.change");
	/* The lowest flag only: Debian's release sends the flag in place of 1. */
	out_int(rtnl_link_bridge_set_flags(link, RTNL_BRIDGE_HAIRPIN_MODE), "port.set.flags");
	out_int(rtnl_link_bridge_unset_flags(link, RTNL_BRIDGE_LEARNING), "port.unset.flags");
	show_port(link, "port.flagged");
	out_request(rtnl_link_build_change_request(link, link, 0, &msg), &msg, "port.flagged");
	out_int(rtnl_link_bridge_set_self(link), "port.self");
	out_request(rtnl_link_build_change_request(link, link, 0, &msg), &msg, "port.self");
	out_int(rtnl_link_bridge_set_hwmode(link, 2), "port.mode.high");
	out_int(rtnl_link_bridge_set_hwmode(link, 1), "port.mode.set");
	show_port(link, "port.mode");
	out_request(rtnl_link_build_change_request(link, link, 0, &msg), &msg, "port.mode");
	rtnl_link_set_family(link, AF_UNSPEC);
	out_int(rtnl_link_is_bridge(link), "port.no.more");
	rtnl_link_put(link);

	begin(&raw, AF_BRIDGE);
	raw_put_u8(&raw, IFLA_PROTINFO, 2);
	link = raw_parse(&raw, &err);
	out_int(err, "port.old.err");
	show_port(link, "port.old");
	rtnl_link_put(link);

	begin(&raw, AF_BRIDGE);
	nest = raw_nest(&raw, IFLA_PROTINFO | NLA_F_NESTED);
	raw_put_u8(&raw, IFLA_BRPORT_STATE, 3);
	raw_put_u16(&raw, IFLA_BRPORT_PRIORITY, 128);
	raw_put_u32(&raw, IFLA_BRPORT_COST, 19);
	raw_put_u8(&raw, IFLA_BRPORT_MODE, 1);
	raw_put_u8(&raw, IFLA_BRPORT_GUARD, 1);
	raw_put_u8(&raw, IFLA_BRPORT_PROTECT, 0);
	raw_put_u8(&raw, IFLA_BRPORT_FAST_LEAVE, 1);
	raw_put_u8(&raw, IFLA_BRPORT_LEARNING, 1);
	raw_put_u8(&raw, IFLA_BRPORT_UNICAST_FLOOD, 1);
	raw_nest_end(&raw, nest);
	nest = raw_nest(&raw, IFLA_AF_SPEC);
	raw_put(&raw, IFLA_BRIDGE_VLAN_INFO, &vlan, sizeof(vlan));
	for (int i = 0; i < 3; i++) {
		vlan.vid = (uint16_t)(20 + 2 * i);
		vlan.flags = i == 1 ? BRIDGE_VLAN_INFO_UNTAGGED : 0;
		raw_put(&raw, IFLA_BRIDGE_VLAN_INFO, &vlan, sizeof(vlan));
	}
	raw_nest_end(&raw, nest);
	link = raw_parse(&raw, &err);
	out_int(err, "port.hand.err");
	show_port(link, "port.hand");
	copy = (struct rtnl_link *)nl_object_clone(OBJ_CAST(link));
	show_port(copy, "port.hand.copy");
	out_difference(link, copy, "port.hand.copy");
	rtnl_link_bridge_get_port_vlan(copy)->vlan_bitmap[3] = 1;
	out_difference(link, copy, "port.hand.vlan");
	rtnl_link_put(copy);
	rtnl_link_put(link);

	/* Numbers that make no sense. */
	for (int i = 0; i < 4; i++) {
		static const struct bridge_vlan_info bad[] = {
			{ .vid = 0 }, { .vid = 4095 }, { .vid = 7, .flags = BRIDGE_VLAN_INFO_RANGE_END }, { .vid = 9 },
		};

		begin(&raw, AF_BRIDGE);
		nest = raw_nest(&raw, IFLA_AF_SPEC);
		raw_put(&raw, IFLA_BRIDGE_VLAN_INFO, &bad[i], i == 3 ? 3 : 4);
		raw_nest_end(&raw, nest);
		out_bool(raw_parse(&raw, &err) == NULL, "port.bad.%d", i);
		out_int(err, "port.bad.%d.err", i);
	}
	/* A bridge itself. */
	begin(&raw, AF_UNSPEC);
	nest = raw_nest(&raw, IFLA_LINKINFO);
	raw_put_text(&raw, IFLA_INFO_KIND, "bridge");
	raw_nest_end(&raw, nest);
	link = raw_parse(&raw, &err);
	out_int(err, "bridge.hand.err");
	out_int(rtnl_link_get_family(link), "bridge.hand.family");
	out_int(rtnl_link_is_bridge(link), "bridge.hand.is");
	out_object(link, "bridge.hand");
	out_attrs(link, "bridge.hand");
	rtnl_link_put(link);
	for (int i = 0; i < 8; i++) {
		rtnl_link_bridge_flags2str(i == 7 ? 0 : 1 << i, buf, sizeof(buf));
		out_text(buf, "port.flag.%d", i);
		out_int(rtnl_link_bridge_str2flags(buf), "port.flag.%d.back", i);
		rtnl_link_bridge_portstate2str(i, buf, sizeof(buf));
		out_text(buf, "port.state.%d", i);
		out_int(rtnl_link_bridge_str2portstate(buf), "port.state.%d.back", i);
		snprintf(key, sizeof(key), "port.mode.%d", i);
		rtnl_link_bridge_hwmode2str(i == 7 ? 0xffff : (uint16_t)i, buf, sizeof(buf));
		out_text(buf, "%s", key);
		out_int(rtnl_link_bridge_str2hwmode(buf), "%s.back", key);
	}
	out_int(rtnl_link_bridge_str2hwmode("nonsense"), "port.mode.nonsense");
}

/* Families that programs plug in; the table is that of upstream's private header. */
struct rtnl_link_af_ops {
	unsigned int ao_family;
	int ao_refcnt;
	const struct nla_policy *ao_protinfo_policy;
	void *(*ao_alloc)(struct rtnl_link *);
	void *(*ao_clone)(struct rtnl_link *, void *);
	void (*ao_free)(struct rtnl_link *, void *);
	int (*ao_parse_protinfo)(struct rtnl_link *, struct nlattr *, void *);
	int (*ao_parse_af)(struct rtnl_link *, struct nlattr *, void *);
	int (*ao_fill_af)(struct rtnl_link *, struct nl_msg *, void *);
	int (*ao_parse_af_full)(struct rtnl_link *, struct nlattr *, void *);
	int (*ao_get_af)(struct nl_msg *, uint32_t *);
	void (*ao_dump[3])(struct rtnl_link *, struct nl_dump_params *, void *);
	int (*ao_compare)(struct rtnl_link *, struct rtnl_link *, int, uint32_t, int);
	int (*ao_override_rtm)(struct rtnl_link *);
	int (*ao_fill_pi)(struct rtnl_link *, struct nl_msg *, void *);
	int ao_fill_pi_flags;
	int ao_fill_af_no_nest;
};

extern int rtnl_link_af_register(struct rtnl_link_af_ops *);
extern int rtnl_link_af_unregister(struct rtnl_link_af_ops *);
extern struct rtnl_link_af_ops *rtnl_link_af_ops_lookup(unsigned int);
extern void rtnl_link_af_ops_put(struct rtnl_link_af_ops *);
extern void *rtnl_link_af_alloc(struct rtnl_link *, const struct rtnl_link_af_ops *);
extern void *rtnl_link_af_data(const struct rtnl_link *, const struct rtnl_link_af_ops *);
extern int rtnl_link_af_data_compare(struct rtnl_link *, struct rtnl_link *, int);

static void *own_alloc(struct rtnl_link *link)
{
	(void)link;
	return calloc(1, sizeof(int));
}

static void *own_clone(struct rtnl_link *link, void *data)
{
	int *copy = own_alloc(link);

	*copy = *(int *)data + 1;
	return copy;
}

static void own_free(struct rtnl_link *link, void *data)
{
	(void)link;
	free(data);
}

static int own_parse(struct rtnl_link *link, struct nlattr *attr, void *data)
{
	(void)link;
	*(int *)data = (int)nla_get_u32(attr);
	return 0;
}

static int own_fill(struct rtnl_link *link, struct nl_msg *msg, void *data)
{
	(void)link;
	return nla_put_u32(msg, 3, (uint32_t)*(int *)data);
}

static void own_dump(struct rtnl_link *link, struct nl_dump_params *dp, void *data)
{
	(void)link;
	nl_dump(dp, "own %d ", *(int *)data);
}

static int own_compare(struct rtnl_link *a, struct rtnl_link *b, int family, uint32_t attrs, int flags)
{
	struct rtnl_link_af_ops *ops = rtnl_link_af_ops_lookup((unsigned)family);
	const int *x = rtnl_link_af_data(a, ops), *y = rtnl_link_af_data(b, ops);

	(void)attrs;
	(void)flags;
	rtnl_link_af_ops_put(ops);
	return *x != *y;
}

static struct rtnl_link_af_ops own = { .ao_family = AF_IPX, .ao_alloc = own_alloc, .ao_clone = own_clone,
	.ao_free = own_free, .ao_parse_af = own_parse, .ao_fill_af = own_fill, .ao_fill_pi = own_fill,
	.ao_dump = { own_dump, own_dump, own_dump }, .ao_compare = own_compare };

static void plugged(void)
{
	struct rtnl_link_af_ops taken = { .ao_family = AF_INET }, none = { 0 }, high = { .ao_family = 1000 };
	struct rtnl_link *link, *copy;
	struct nlattr *spec;
	struct nl_msg *msg = NULL;
	struct raw_msg raw;
	int err;

	out_int(rtnl_link_af_register(&taken), "own.taken");
	out_int(rtnl_link_af_register(&none), "own.none");
	out_int(rtnl_link_af_register(&high), "own.high");
	out_int(rtnl_link_af_unregister(NULL), "own.null");
	out_int(rtnl_link_af_unregister(&own), "own.early");
	out_bool(rtnl_link_af_ops_lookup(AF_IPX) == NULL, "own.unknown");
	out_bool(rtnl_link_af_ops_lookup(0) == NULL, "own.unspec");
	out_int(rtnl_link_af_register(&own), "own.register");
	out_int(rtnl_link_af_register(&own), "own.again");
	out_bool(rtnl_link_af_ops_lookup(AF_IPX) == &own, "own.found");
	out_int(rtnl_link_af_unregister(&own), "own.busy");
	rtnl_link_af_ops_put(&own);
	link = rtnl_link_alloc();
	out_bool(rtnl_link_af_data(link, &own) == NULL, "own.nothing");
	*(int *)rtnl_link_af_alloc(link, &own) = 17;
	out_int(*(int *)rtnl_link_af_data(link, &own), "own.data");
	rtnl_link_set_name(link, "mine");
	out_object(link, "own");
	out_request(rtnl_link_build_add_request(link, 0, &msg), &msg, "own.add");
	copy = (struct rtnl_link *)nl_object_clone(OBJ_CAST(link));
	out_int(*(int *)rtnl_link_af_data(copy, &own), "own.copy");
	out_int(rtnl_link_af_data_compare(link, copy, AF_IPX), "own.compare");
	out_int(rtnl_link_af_data_compare(link, link, AF_IPX), "own.same");
	out_int(rtnl_link_af_data_compare(link, link, AF_INET6), "own.neither");
	rtnl_link_put(copy);
	copy = rtnl_link_alloc();
	out_int(rtnl_link_af_data_compare(link, copy, AF_IPX), "own.one");
	rtnl_link_put(copy);
	rtnl_link_put(link);
	begin(&raw, AF_UNSPEC);
	spec = raw_nest(&raw, IFLA_AF_SPEC);
	raw_put_u32(&raw, AF_IPX, 99);
	raw_put_u32(&raw, AF_APPLETALK, 99);
	raw_nest_end(&raw, spec);
	link = raw_parse(&raw, &err);
	out_int(err, "own.hand.err");
	out_int(*(int *)rtnl_link_af_data(link, &own), "own.hand");
	rtnl_link_put(link);
}

int main(void)
{
	inet();
	inet6();
	bridge();
	plugged();
	return 0;
}
