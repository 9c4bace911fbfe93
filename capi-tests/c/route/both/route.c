/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Routes: what they hold, how they are copied, compared and printed, and the requests made of them.
 */
#include <netinet/in.h>
#include <arpa/inet.h>
#include <unistd.h>

#include <netlink/route/route.h>
#include <netlink/route/nexthop.h>

#include "route/objects.h"

static struct nl_addr *addr(const char *text, int family)
{
	struct nl_addr *result = NULL;

	if (nl_addr_parse(text, family, &result) < 0) {
		fprintf(stderr, "no address: %s\n", text);
		exit(2);
	}
	return result;
}

static void out_addr(struct nl_addr *value, const char *key, const char *name)
{
	char buf[128];

	out_text(value == NULL ? "NULL" : nl_addr2str(value, buf, sizeof(buf)), "%s.%s", key, name);
}

static void show(struct rtnl_route *route, const char *key)
{
	out_uint(rtnl_route_get_table(route), "%s.table", key);
	out_uint(rtnl_route_get_scope(route), "%s.scope", key);
	out_uint(rtnl_route_get_tos(route), "%s.tos", key);
	out_uint(rtnl_route_get_protocol(route), "%s.protocol", key);
	out_uint(rtnl_route_get_priority(route), "%s.priority", key);
	out_uint(rtnl_route_get_family(route), "%s.family", key);
	out_uint(rtnl_route_get_type(route), "%s.type", key);
	out_uint(rtnl_route_get_flags(route), "%s.flags", key);
	out_int(rtnl_route_get_iif(route), "%s.iif", key);
	out_int(rtnl_route_get_ttl_propagate(route), "%s.ttl_propagate", key);
	out_addr(rtnl_route_get_dst(route), key, "dst");
	out_addr(rtnl_route_get_src(route), key, "src");
	out_addr(rtnl_route_get_pref_src(route), key, "pref_src");
	out_int(rtnl_route_get_nnexthops(route), "%s.nnexthops", key);
	out_int(rtnl_route_guess_scope(route), "%s.guess_scope", key);
	for (int metric = 0; metric <= 18; metric++) {
		uint32_t value = 4711;

		out_int(rtnl_route_get_metric(route, metric, &value), "%s.metric.%d.err", key, metric);
		out_uint(value, "%s.metric.%d", key, metric);
	}
	for (int i = 0; i < rtnl_route_get_nnexthops(route); i++) {
		struct rtnl_nexthop *nh = rtnl_route_nexthop_n(route, i);

		out_int(rtnl_route_nh_get_ifindex(nh), "%s.%d.ifindex", key, i);
		out_uint(rtnl_route_nh_get_weight(nh), "%s.%d.weight", key, i);
		out_uint(rtnl_route_nh_get_flags(nh), "%s.%d.flags", key, i);
		out_uint(rtnl_route_nh_get_realms(nh), "%s.%d.realms", key, i);
		out_addr(rtnl_route_nh_get_gateway(nh), key, i == 0 ? "gateway" : "gateways");
		out_bool(rtnl_route_nh_get_newdst(nh) != NULL, "%s.%d.newdst", key, i);
		out_bool(rtnl_route_nh_get_via(nh) != NULL, "%s.%d.via", key, i);
		if (i == 1)
			break;
	}
	out_bool(rtnl_route_nexthop_n(route, rtnl_route_get_nnexthops(route)) == NULL, "%s.end", key);
	out_bool(rtnl_route_get_nexthops(route) != NULL, "%s.has_list", key);
	out_attrs(route, key);
	out_object(route, key);
}

static void requests(struct rtnl_route *route, const char *key)
{
	struct nl_msg *msg = NULL;
	char name[64];

	snprintf(name, sizeof(name), "%s.add", key);
	out_request(rtnl_route_build_add_request(route, NLM_F_REPLACE, &msg), &msg, name);
	snprintf(name, sizeof(name), "%s.del", key);
	out_request(rtnl_route_build_del_request(route, 0, &msg), &msg, name);
}

static struct rtnl_nexthop *hop(int ifindex, const char *gateway, int family)
{
	struct rtnl_nexthop *nh = rtnl_route_nh_alloc();

	if (ifindex != 0)
		rtnl_route_nh_set_ifindex(nh, ifindex);
	if (gateway != NULL) {
		struct nl_addr *via = addr(gateway, family);

		rtnl_route_nh_set_gateway(nh, via);
		nl_addr_put(via);
	}
	return nh;
}

/* A route with everything in it. */
static struct rtnl_route *full(int family, int hops)
{
	const bool six = family == AF_INET6;
	struct rtnl_route *route = rtnl_route_alloc();
	struct nl_addr *dst = addr(six ? "2001:db8:1::/48" : "10.1.2.0/24", family);
	struct nl_addr *src = addr(six ? "2001:db8::1" : "10.9.9.9", family);

	out_int(rtnl_route_set_family(route, (uint8_t)family), "full.%d.%d.family", family, hops);
	out_int(rtnl_route_set_dst(route, dst), "full.%d.%d.dst", family, hops);
	out_int(rtnl_route_set_src(route, src), "full.%d.%d.src", family, hops);
	out_int(rtnl_route_set_pref_src(route, src), "full.%d.%d.pref", family, hops);
	rtnl_route_set_table(route, 1000);
	rtnl_route_set_scope(route, RT_SCOPE_UNIVERSE);
	rtnl_route_set_tos(route, 0x10);
	rtnl_route_set_protocol(route, RTPROT_BOOT);
	rtnl_route_set_priority(route, 77);
	out_int(rtnl_route_set_type(route, RTN_UNICAST), "full.%d.%d.type", family, hops);
	rtnl_route_set_flags(route, RTM_F_NOTIFY | RTNH_F_ONLINK);
	rtnl_route_unset_flags(route, RTNH_F_DEAD);
	rtnl_route_set_iif(route, 3);
	out_int(rtnl_route_set_metric(route, RTAX_MTU, 1400), "full.%d.%d.mtu", family, hops);
	out_int(rtnl_route_set_metric(route, RTAX_HOPLIMIT, 5), "full.%d.%d.hoplimit", family, hops);
	out_int(rtnl_route_unset_metric(route, RTAX_RTT), "full.%d.%d.rtt", family, hops);
	for (int i = 0; i < hops; i++) {
		struct rtnl_nexthop *nh =
			hop(i + 2, i == 0 ? (six ? "fe80::1" : "10.0.0.1") : NULL, family);

		rtnl_route_nh_set_weight(nh, (uint8_t)i);
		rtnl_route_nh_set_flags(nh, RTNH_F_ONLINK);
		rtnl_route_nh_unset_flags(nh, RTNH_F_DEAD);
		rtnl_route_add_nexthop(route, nh);
	}
	nl_addr_put(dst);
	nl_addr_put(src);
	return route;
}

static void count_hop(struct rtnl_nexthop *nh, void *arg)
{
	*(int *)arg = *(int *)arg * 10 + rtnl_route_nh_get_ifindex(nh);
}

static void accessors(void)
{
	struct rtnl_route *empty = rtnl_route_alloc();
	struct nl_addr *v4 = addr("1.2.3.4", AF_INET), *v6 = addr("::1", AF_INET6);

	show(empty, "empty");
	requests(empty, "empty");
	for (int family = 0; family < 40; family++)
		out_int(rtnl_route_set_family(empty, (uint8_t)family), "family.%d", family);
	for (int type = 0; type < 256; type++)
		out_int(rtnl_route_set_type(empty, (uint8_t)type), "type.%d", type);
	for (int metric = -1; metric < 20; metric++) {
		out_int(rtnl_route_set_metric(empty, metric, 1), "set_metric.%d", metric);
		out_int(rtnl_route_unset_metric(empty, metric), "unset_metric.%d", metric);
	}
	rtnl_route_put(empty);

	empty = rtnl_route_alloc();
	out_int(rtnl_route_set_src(empty, v4), "src.v4");
	out_int(rtnl_route_set_dst(empty, v4), "dst.v4");
	out_int(rtnl_route_set_dst(empty, v6), "dst.v6 after v4");
	out_int(rtnl_route_set_src(empty, v6), "src.v6 after v4");
	out_int(rtnl_route_set_pref_src(empty, v6), "pref.v6 after v4");
	show(empty, "one address");
	requests(empty, "one address");
	rtnl_route_get(empty);
	rtnl_route_put(empty);
	out_int(nl_object_get_refcnt(OBJ_CAST(empty)), "refcnt");
	rtnl_route_set_ttl_propagate(empty, 1);
	out_int(rtnl_route_get_ttl_propagate(empty), "ttl_propagate");
	rtnl_route_put(empty);
	nl_addr_put(v4);
	nl_addr_put(v6);
}

static void whole(int family, int hops)
{
	char key[64];
	struct rtnl_route *route = full(family, hops), *copy;
	struct rtnl_nexthop *first;
	int order = 0;

	snprintf(key, sizeof(key), "full.%d.%d.object", family, hops);
	show(route, key);
	requests(route, key);
	rtnl_route_foreach_nexthop(route, count_hop, &order);
	out_int(order, "%s.foreach", key);
	copy = (struct rtnl_route *)nl_object_clone(OBJ_CAST(route));
	snprintf(key, sizeof(key), "full.%d.%d.copy", family, hops);
	show(copy, key);
	out_difference(route, copy, key);
	rtnl_route_set_priority(copy, 78);
	snprintf(key, sizeof(key), "full.%d.%d.prio", family, hops);
	out_difference(route, copy, key);
	rtnl_route_set_priority(copy, 77);
	rtnl_route_set_metric(copy, RTAX_MTU, 1401);
	rtnl_route_set_flags(copy, RTM_F_PREFIX);
	snprintf(key, sizeof(key), "full.%d.%d.changed", family, hops);
	out_difference(route, copy, key);
	first = rtnl_route_nexthop_n(copy, 0);
	if (first != NULL) {
		rtnl_route_remove_nexthop(copy, first);
		rtnl_route_nh_free(first);
	}
	snprintf(key, sizeof(key), "full.%d.%d.shorter", family, hops);
	out_difference(route, copy, key);
	show(copy, key);
	rtnl_route_put(copy);
	rtnl_route_put(route);
}

/* Debian's copies of next hops lose the realms: none is made here. */
static void realms(void)
{
	struct rtnl_route *route = rtnl_route_alloc();
	struct rtnl_nexthop *nh = hop(2, NULL, AF_INET);
	struct nl_addr *dst = addr("10.0.0.0/8", AF_INET);

	rtnl_route_set_dst(route, dst);
	rtnl_route_nh_set_realms(nh, 0x00120034);
	rtnl_route_add_nexthop(route, nh);
	show(route, "realms");
	requests(route, "realms");
	nh = hop(3, "10.0.0.1", AF_INET);
	rtnl_route_nh_set_realms(nh, 0x10);
	rtnl_route_add_nexthop(route, nh);
	show(route, "two realms");
	requests(route, "two realms");
	rtnl_route_put(route);
	nl_addr_put(dst);
}

static void compare_hops(void)
{
	struct rtnl_nexthop *a = hop(2, "10.0.0.1", AF_INET), *b = rtnl_route_nh_clone(a);

	out_int(rtnl_route_nh_compare(a, b, ~0U, 0), "nh.same");
	rtnl_route_nh_set_weight(b, 3);
	out_int(rtnl_route_nh_compare(a, b, ~0U, 0), "nh.weight");
	out_int(rtnl_route_nh_compare(a, b, 4, 0), "nh.weight not asked");
	rtnl_route_nh_set_ifindex(b, 3);
	rtnl_route_nh_set_gateway(b, NULL);
	rtnl_route_nh_set_flags(b, RTNH_F_ONLINK);
	out_int(rtnl_route_nh_compare(a, b, ~0U, 0), "nh.all");
	out_int(rtnl_route_nh_compare(a, b, ~0U, 1), "nh.all.loose");
	rtnl_route_nh_set_flags(a, RTNH_F_ONLINK | RTNH_F_DEAD);
	out_int(rtnl_route_nh_compare(a, b, 1, 0), "nh.flags");
	out_int(rtnl_route_nh_compare(a, b, 1, 1), "nh.flags.loose");
	rtnl_route_nh_free(a);
	rtnl_route_nh_free(b);
}

static void texts(void)
{
	char buf[64];

	for (int i = 0; i < 260; i++) {
		out_text(rtnl_route_table2str(i, buf, sizeof(buf)), "table.%d", i);
		out_text(rtnl_route_proto2str(i, buf, sizeof(buf)), "proto.%d", i);
		if (i < 20) {
			out_text(rtnl_route_metric2str(i, buf, sizeof(buf)), "metric.%d", i);
			out_text(rtnl_route_nh_flags2str(i, buf, sizeof(buf)), "nh_flags.%d", i);
		}
	}
	static const char *const names[] = { "main", "LOCAL", "static", "mtu", "12", "0x20", "nobody", "",
					     "dead,onlink", "dead, nobody" };
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		out_int(rtnl_route_str2table(names[i]), "str2table.%zu", i);
		out_int(rtnl_route_str2proto(names[i]), "str2proto.%zu", i);
		out_int(rtnl_route_str2metric(names[i]), "str2metric.%zu", i);
		out_int(rtnl_route_nh_str2flags(names[i]), "str2flags.%zu", i);
	}
	char path[] = "/tmp/oxnl-names-XXXXXX";
	FILE *file = fdopen(mkstemp(path), "w");

	fprintf(file, "# comment\n12 twelve\n0xd thirteen\n");
	fclose(file);
	out_int(rtnl_route_read_table_names(path), "read tables");
	out_int(rtnl_route_read_protocol_names(path), "read protocols");
	out_text(rtnl_route_table2str(12, buf, sizeof(buf)), "read table.12");
	out_text(rtnl_route_proto2str(13, buf, sizeof(buf)), "read proto.13");
	out_text(rtnl_route_table2str(254, buf, sizeof(buf)), "read table.254");
	out_int(rtnl_route_str2table("twelve"), "read str2table");
	out_int(rtnl_route_str2table("main"), "read str2table.main");
	out_int(rtnl_route_str2proto("Thirteen"), "read str2proto");
	unlink(path);
	out_int(rtnl_route_read_table_names("/nonexistent"), "read nothing");
	out_text(rtnl_route_table2str(12, buf, sizeof(buf)), "unread table.12");
}

static void type(void)
{
	struct rtnl_route *route = rtnl_route_alloc();
	const char *name;

	out_bool(nl_object_get_ops(OBJ_CAST(route)) == &route_obj_ops, "type.exported");
	memcpy(&name, &route_obj_ops, sizeof(name));
	out_text(name, "type.name");
	rtnl_route_put(route);
}

int main(void)
{
	type();
	accessors();
	for (int hops = 0; hops < 3; hops++) {
		whole(AF_INET, hops);
		whole(AF_INET6, hops);
	}
	realms();
	compare_hops();
	texts();
	return 0;
}
