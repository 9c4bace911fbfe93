/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Routes of every kind: the kernel takes what the library asks and gives it back.
 */
#include "route/vm_routes.h"

static const char *metric_name(int metric, char *buf, size_t len)
{
	return rtnl_route_metric2str(metric, buf, len);
}

static void metrics(void)
{
	static const struct {
		int metric;
		unsigned value;
	} set[] = {
		{ RTAX_MTU, 1400 },	{ RTAX_WINDOW, 5000 },	{ RTAX_RTT, 800 },	{ RTAX_RTTVAR, 400 },
		{ RTAX_SSTHRESH, 20 },	{ RTAX_CWND, 30 },	{ RTAX_ADVMSS, 1300 },	{ RTAX_REORDERING, 5 },
		{ RTAX_HOPLIMIT, 33 },	{ RTAX_INITCWND, 11 },	{ RTAX_FEATURES, 1 },	{ RTAX_RTO_MIN, 300 },
		{ RTAX_INITRWND, 12 },
	};
	struct rtnl_route *route = to("192.0.2.0/24");
	struct nl_addr *src = address("10.0.0.1");
	char name[64];

	rtnl_route_set_tos(route, 0x10);
	rtnl_route_set_priority(route, 42);
	rtnl_route_set_protocol(route, RTPROT_STATIC);
	rtnl_route_set_scope(route, RT_SCOPE_UNIVERSE);
	rtnl_route_set_pref_src(route, src);
	for (size_t i = 0; i < sizeof(set) / sizeof(set[0]); i++)
		must(rtnl_route_set_metric(route, set[i].metric, set[i].value), "metrics.set.%d", set[i].metric);
	rtnl_route_add_nexthop(route, hop("10.0.0.2", "base0"));
	route = routed(route, "metrics");
	must_be(rtnl_route_get_tos(route), 0x10, "metrics.tos");
	must_be(rtnl_route_get_priority(route), 42, "metrics.priority");
	must_be(rtnl_route_get_protocol(route), RTPROT_STATIC, "metrics.protocol");
	must_be(rtnl_route_get_table(route), TABLE, "metrics.table");
	must_be_addr(rtnl_route_get_pref_src(route), "10.0.0.1", "metrics.src");
	for (size_t i = 0; i < sizeof(set) / sizeof(set[0]); i++) {
		uint32_t value = 0;

		rtnl_route_get_metric(route, set[i].metric, &value);
		must_be(value, set[i].value, "metrics.%s", metric_name(set[i].metric, name, sizeof(name)));
	}
	unrouted(route, "metrics");
	nl_addr_put(src);
}

static void multipath(int family)
{
	const bool six = family == AF_INET6;
	const char *const key = six ? "multipath6" : "multipath";
	struct rtnl_route *route = to(six ? "2001:db8:f::/48" : "192.0.2.0/24");
	struct rtnl_nexthop *one = hop(six ? "2001:db8:1::2" : "10.0.0.2", "base0");
	struct rtnl_nexthop *two = hop(six ? "2001:db8:2::2" : "10.0.1.2", "base1");

	/* A weight is one more than the number on the way. */
	rtnl_route_nh_set_weight(one, 4);
	rtnl_route_nh_set_weight(two, 9);
	if (!six)
		rtnl_route_nh_set_flags(two, RTNH_F_ONLINK);
	rtnl_route_add_nexthop(route, one);
	rtnl_route_add_nexthop(route, two);
	route = routed(route, key);
	must_be((unsigned)rtnl_route_get_nnexthops(route), 2, "%s.hops", key);
	for (int i = 0; i < rtnl_route_get_nnexthops(route); i++) {
		struct rtnl_nexthop *nh = rtnl_route_nexthop_n(route, i);
		const bool first = rtnl_route_nh_get_ifindex(nh) == number("base0");
		char item[64];

		must_be(rtnl_route_nh_get_weight(nh), first ? 4 : 9, "%s.%d.weight", key, i);
		snprintf(item, sizeof(item), "%s.%d.gateway", key, i);
		must_be_addr(rtnl_route_nh_get_gateway(nh),
			     six ? (first ? "2001:db8:1::2" : "2001:db8:2::2") : (first ? "10.0.0.2" : "10.0.1.2"),
			     item);
		out_uint(rtnl_route_nh_get_flags(nh), "%s.%d.flags", key, i);
	}
	unrouted(route, key);
}

static void single(void)
{
	struct rtnl_route *route = to("2001:db8:e::/48");
	struct rtnl_nexthop *nh = hop("2001:db8:1::3", "base0");
	struct nl_addr *src = address("2001:db8:a::/64");
	uint32_t value = 0;

	rtnl_route_set_priority(route, 77);
	rtnl_route_set_src(route, src);
	rtnl_route_set_metric(route, RTAX_MTU, 1300);
	rtnl_route_add_nexthop(route, nh);
	route = routed(route, "six");
	must_be(rtnl_route_get_priority(route), 77, "six.priority");
	rtnl_route_get_metric(route, RTAX_MTU, &value);
	must_be(value, 1300, "six.mtu");
	must_be_addr(rtnl_route_get_src(route), "2001:db8:a::/64", "six.src");
	unrouted(route, "six");
	nl_addr_put(src);

	route = to("192.0.2.0/24");
	nh = hop(NULL, "base1");
	rtnl_route_nh_set_realms(nh, 0x30004);
	rtnl_route_set_scope(route, RT_SCOPE_LINK);
	rtnl_route_add_nexthop(route, nh);
	route = routed(route, "realms");
	must_be(rtnl_route_nh_get_realms(rtnl_route_nexthop_n(route, 0)), 0x30004, "realms.realms");
	unrouted(route, "realms");

	/* An IPv4 route through an IPv6 neighbour. */
	route = to("192.0.2.0/24");
	nh = hop(NULL, "base0");
	src = address("2001:db8:1::9");
	must(rtnl_route_nh_set_via(nh, src), "via.set");
	rtnl_route_add_nexthop(route, nh);
	route = routed(route, "via");
	must_be_addr(rtnl_route_nh_get_via(rtnl_route_nexthop_n(route, 0)), "2001:db8:1::9", "via.via");
	unrouted(route, "via");
	nl_addr_put(src);
}

static void types(void)
{
	static const uint8_t kinds[] = { RTN_BLACKHOLE, RTN_UNREACHABLE, RTN_PROHIBIT, RTN_THROW };
	char key[64];

	for (int i = 0; i < 8; i++) {
		struct rtnl_route *route = to(i < 4 ? "192.0.2.0/24" : "2001:db8:d::/48");

		must(rtnl_route_set_type(route, kinds[i % 4]), "type.%d.set", i);
		snprintf(key, sizeof(key), "type.%d", i);
		route = routed(route, key);
		must_be(rtnl_route_get_type(route), kinds[i % 4], "type.%d.type", i);
		unrouted(route, key);
	}
}

static void mpls(void)
{
	struct nl_addr *labels = NULL, *via = address("10.0.0.2"), *out = NULL;
	struct rtnl_route *route = to("192.0.2.0/24");
	struct rtnl_nexthop *nh = hop("10.0.0.2", "base0");

	must(nl_addr_parse("100/200", AF_MPLS, &labels), "mpls.labels");
	must(rtnl_route_nh_encap_mpls(nh, labels, 7), "push.set");
	rtnl_route_add_nexthop(route, nh);
	route = routed(route, "push");
	nh = rtnl_route_nexthop_n(route, 0);
	must_be_addr(rtnl_route_nh_get_encap_mpls_dst(nh), "100/200", "push.labels");
	must_be(rtnl_route_nh_get_encap_mpls_ttl(nh), 7, "push.ttl");
	unrouted(route, "push");

	/* A label that is swapped. */
	route = rtnl_route_alloc();
	nl_addr_put(labels);
	nl_addr_parse("300", AF_MPLS, &labels);
	nl_addr_parse("400/500", AF_MPLS, &out);
	rtnl_route_set_family(route, AF_MPLS);
	rtnl_route_set_dst(route, labels);
	rtnl_route_set_ttl_propagate(route, 0);
	nh = hop(NULL, "base0");
	must(rtnl_route_nh_set_via(nh, via), "swap.via.set");
	must(rtnl_route_nh_set_newdst(nh, out), "swap.newdst.set");
	rtnl_route_add_nexthop(route, nh);
	route = routed(route, "swap");
	nh = rtnl_route_nexthop_n(route, 0);
	must_be_addr(rtnl_route_get_dst(route), "300", "swap.dst");
	must_be_addr(rtnl_route_nh_get_newdst(nh), "400/500", "swap.newdst");
	must_be_addr(rtnl_route_nh_get_via(nh), "10.0.0.2", "swap.via");
	must_be((unsigned)rtnl_route_get_ttl_propagate(route), 0, "swap.ttl");
	unrouted(route, "swap");
	nl_addr_put(labels);
	nl_addr_put(out);
	nl_addr_put(via);
}

static void lookup(void)
{
	struct nl_addr *dst = address("10.0.1.77");
	struct rtnl_route *route = NULL;

	if (must(rtnl_route_lookup(sk, dst, &route), "lookup")) {
		must_be((unsigned)rtnl_route_nh_get_ifindex(rtnl_route_nexthop_n(route, 0)), (unsigned)number("base1"),
			"lookup.interface");
		must_be_addr(rtnl_route_get_pref_src(route), "10.0.1.1", "lookup.src");
		rtnl_route_put(route);
	}
	nl_addr_put(dst);
}

int main(void)
{
	neighbourhood();
	metrics();
	multipath(AF_INET);
	multipath(AF_INET6);
	single();
	types();
	mpls();
	lookup();
	return end();
}
