/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Routes through tunnels, and next hops that are objects of the kernel's: Debian's library knows neither.
 */
#include <linux/ila.h>
#include <linux/lwtunnel.h>
#include <linux/nexthop.h>

#include <netlink/route/nh.h>

#include "route/vm_routes.h"

/* As must(), for what is done many times. */
static void did(int err, const char *what)
{
	static int count;

	must(err, "did.%d.%s", count++, what);
}

/* What a tunnel should be, and is. */
static struct rtnl_nh_encap *ip_tunnel(void)
{
	struct rtnl_nh_encap *encap = rtnl_nh_encap_alloc();
	struct nl_addr *dst = address("10.9.9.9"), *src = address("10.9.9.1");

	did(rtnl_nh_encap_ip(encap, dst), "ip");
	did(rtnl_nh_set_encap_ip_src(encap, src), "ip.src");
	did(rtnl_nh_set_encap_ip_id(encap, 0x1234567890), "ip.id");
	did(rtnl_nh_set_encap_ip_tos(encap, 0x10), "ip.tos");
	did(rtnl_nh_set_encap_ip_ttl(encap, 33), "ip.ttl");
	nl_addr_put(dst);
	nl_addr_put(src);
	return encap;
}

static void is_ip_tunnel(struct rtnl_nh_encap *encap, const char *key)
{
	char item[64];

	must_be((unsigned)rtnl_nh_encap_get_type(encap), LWTUNNEL_ENCAP_IP, "%s.type", key);
	snprintf(item, sizeof(item), "%s.dst", key);
	must_be_addr(rtnl_nh_get_encap_ip_dst(encap), "10.9.9.9", item);
	snprintf(item, sizeof(item), "%s.src", key);
	must_be_addr(rtnl_nh_get_encap_ip_src(encap), "10.9.9.1", item);
	must_be(rtnl_nh_get_encap_ip_id(encap), 0x1234567890, "%s.id", key);
	must_be((unsigned)rtnl_nh_get_encap_ip_tos(encap), 0x10, "%s.tos", key);
	must_be((unsigned)rtnl_nh_get_encap_ip_ttl(encap), 33, "%s.ttl", key);
	out_int(rtnl_nh_get_encap_ip_flags(encap), "%s.flags", key);
}

static struct rtnl_nh_encap *ip6_tunnel(void)
{
	struct rtnl_nh_encap *encap = rtnl_nh_encap_alloc();
	struct nl_addr *dst = address("2001:db8:9::9"), *src = address("2001:db8:9::1");

	did(rtnl_nh_encap_ip6(encap, dst), "ip6");
	did(rtnl_nh_set_encap_ip6_src(encap, src), "ip6.src");
	did(rtnl_nh_set_encap_ip6_id(encap, 0x9876543210), "ip6.id");
	did(rtnl_nh_set_encap_ip6_tc(encap, 0x20), "ip6.tc");
	did(rtnl_nh_set_encap_ip6_hoplimit(encap, 44), "ip6.hoplimit");
	nl_addr_put(dst);
	nl_addr_put(src);
	return encap;
}

static void is_ip6_tunnel(struct rtnl_nh_encap *encap, const char *key)
{
	char item[64];

	must_be((unsigned)rtnl_nh_encap_get_type(encap), LWTUNNEL_ENCAP_IP6, "%s.type", key);
	snprintf(item, sizeof(item), "%s.dst", key);
	must_be_addr(rtnl_nh_get_encap_ip6_dst(encap), "2001:db8:9::9", item);
	snprintf(item, sizeof(item), "%s.src", key);
	must_be_addr(rtnl_nh_get_encap_ip6_src(encap), "2001:db8:9::1", item);
	must_be(rtnl_nh_get_encap_ip6_id(encap), 0x9876543210, "%s.id", key);
	must_be((unsigned)rtnl_nh_get_encap_ip6_tc(encap), 0x20, "%s.tc", key);
	must_be((unsigned)rtnl_nh_get_encap_ip6_hoplimit(encap), 44, "%s.hoplimit", key);
	out_int(rtnl_nh_get_encap_ip6_flags(encap), "%s.flags", key);
}

static struct rtnl_nh_encap *mpls_tunnel(void)
{
	struct rtnl_nh_encap *encap = rtnl_nh_encap_alloc();
	struct nl_addr *labels = NULL;

	nl_addr_parse("100/200/300", AF_MPLS, &labels);
	did(rtnl_nh_encap_mpls(encap, labels, 9), "mpls");
	nl_addr_put(labels);
	return encap;
}

static void is_mpls_tunnel(struct rtnl_nh_encap *encap, const char *key)
{
	char item[64];

	must_be((unsigned)rtnl_nh_encap_get_type(encap), LWTUNNEL_ENCAP_MPLS, "%s.type", key);
	snprintf(item, sizeof(item), "%s.labels", key);
	must_be_addr(rtnl_nh_get_encap_mpls_dst(encap), "100/200/300", item);
	must_be((unsigned)rtnl_nh_get_encap_mpls_ttl(encap), 9, "%s.ttl", key);
}

static struct rtnl_nh_encap *ila_tunnel(void)
{
	struct rtnl_nh_encap *encap = rtnl_nh_encap_alloc();

	did(rtnl_nh_encap_ila(encap, 0x2001067c00000001), "ila");
	did(rtnl_nh_set_encap_ila_csum_mode(encap, ILA_CSUM_NO_ACTION), "ila.csum");
	did(rtnl_nh_set_encap_ila_ident_type(encap, ILA_ATYPE_LUID), "ila.ident");
	did(rtnl_nh_set_encap_ila_hook_type(encap, ILA_HOOK_ROUTE_OUTPUT), "ila.hook");
	return encap;
}

static void is_ila_tunnel(struct rtnl_nh_encap *encap, const char *key)
{
	uint64_t locator = 0;

	must_be((unsigned)rtnl_nh_encap_get_type(encap), LWTUNNEL_ENCAP_ILA, "%s.type", key);
	must(rtnl_nh_get_encap_ila_locator(encap, &locator), "%s.locator.err", key);
	must_be(locator, 0x2001067c00000001, "%s.locator", key);
	must_be((unsigned)rtnl_nh_get_encap_ila_csum_mode(encap), ILA_CSUM_NO_ACTION, "%s.csum", key);
	must_be((unsigned)rtnl_nh_get_encap_ila_ident_type(encap), ILA_ATYPE_LUID, "%s.ident", key);
	must_be((unsigned)rtnl_nh_get_encap_ila_hook_type(encap), ILA_HOOK_ROUTE_OUTPUT, "%s.hook", key);
}

static const struct {
	const char *name;
	const char *dst;
	const char *gateway;
	struct rtnl_nh_encap *(*make)(void);
	void (*is)(struct rtnl_nh_encap *encap, const char *key);
} tunnels[] = {
	{ "ip", "192.0.2.0/24", "10.0.0.2", ip_tunnel, is_ip_tunnel },
	{ "ip6", "192.0.2.0/24", "10.0.0.2", ip6_tunnel, is_ip6_tunnel },
	{ "mpls", "192.0.2.0/24", "10.0.0.2", mpls_tunnel, is_mpls_tunnel },
	{ "six.ip", "2001:db8:f::/48", "2001:db8:1::2", ip_tunnel, is_ip_tunnel },
	{ "six.ip6", "2001:db8:f::/48", "2001:db8:1::2", ip6_tunnel, is_ip6_tunnel },
	{ "six.mpls", "2001:db8:f::/48", "2001:db8:1::2", mpls_tunnel, is_mpls_tunnel },
	/* What is translated lies in the last 64 bits, all of which the destination has to give. */
	{ "ila", "2001:db8:f:0:2000::1/128", "2001:db8:1::2", ila_tunnel, is_ila_tunnel },
};

static void encapsulated(size_t which, const char *key)
{
	struct rtnl_route *route = to(tunnels[which].dst);
	struct rtnl_nexthop *nh = hop(tunnels[which].gateway, "base0");

	/* It belongs to the next hop from here on. */
	must(rtnl_route_nh_set_encap(nh, tunnels[which].make()), "%s.encap", key);
	rtnl_route_add_nexthop(route, nh);
	route = routed(route, key);
	tunnels[which].is(rtnl_route_nh_get_encap(rtnl_route_nexthop_n(route, 0)), key);
	unrouted(route, key);
}

/* Two tunnels of a kind each. */
static void both(void)
{
	struct rtnl_route *route = to("192.0.2.0/24");
	struct rtnl_nexthop *one = hop("10.0.0.2", "base0"), *two = hop("10.0.1.2", "base1");

	must(rtnl_route_nh_set_encap(one, ip_tunnel()), "both.one");
	must(rtnl_route_nh_set_encap(two, mpls_tunnel()), "both.two");
	rtnl_route_nh_set_weight(one, 3);
	rtnl_route_add_nexthop(route, one);
	rtnl_route_add_nexthop(route, two);
	route = routed(route, "both");
	must_be((unsigned)rtnl_route_get_nnexthops(route), 2, "both.hops");
	one = rtnl_route_nexthop_n(route, 0);
	must_be(rtnl_route_nh_get_weight(one), 3, "both.weight");
	is_ip_tunnel(rtnl_route_nh_get_encap(one), "both.ip");
	is_mpls_tunnel(rtnl_route_nh_get_encap(rtnl_route_nexthop_n(route, 1)), "both.mpls");
	unrouted(route, "both");
}

/* A next hop that the kernel has, to be put by the caller. */
static struct rtnl_nh *object(uint32_t id, const char *key)
{
	struct nl_cache *cache = NULL;
	struct rtnl_nh *nh;

	must(rtnl_nh_alloc_cache(sk, AF_UNSPEC, &cache), "%s.cache", key);
	nh = rtnl_nh_get(cache, (int)id);
	if (nh == NULL) {
		fprintf(stderr, "no %s\n", key);
		exit(1);
	}
	out_object(nh, key);
	nl_cache_free(cache);
	return nh;
}

static void single(uint32_t id, const char *gateway, const char *interface, struct rtnl_nh_encap *encap)
{
	struct rtnl_nh *nh = rtnl_nh_alloc();
	struct nl_addr *addr = address(gateway);

	rtnl_nh_set_id(nh, id);
	rtnl_nh_set_family(nh, (uint8_t)nl_addr_get_family(addr));
	rtnl_nh_set_gateway(nh, addr);
	rtnl_nh_set_oif(nh, (uint32_t)number(interface));
	if (encap != NULL)
		must(rtnl_nh_set_encap(nh, encap), "nh.%u.encap", id);
	must(rtnl_nh_add(sk, nh, NLM_F_EXCL), "nh.%u.add", id);
	rtnl_nh_put(nh);
	nl_addr_put(addr);
}

static void objects(void)
{
	const nl_nh_group_info_t members[] = { { 100, 2 }, { 101, 4 } };
	const size_t count = sizeof(tunnels) / sizeof(tunnels[0]);
	struct rtnl_route *route;
	struct rtnl_nh *nh;
	uint32_t value = 0;
	char key[64];

	single(100, "10.0.0.2", "base0", NULL);
	single(101, "10.0.1.2", "base1", NULL);
	nh = object(100, "hundred");
	must_be((unsigned)rtnl_nh_get_oif(nh), (unsigned)number("base0"), "hundred.oif");
	must_be_addr(rtnl_nh_get_gateway(nh), "10.0.0.2", "hundred.gateway");
	rtnl_nh_put(nh);
	for (size_t i = 0; i < count; i++) {
		/* The kernel has to know the destination for ILA: that is for routes. */
		if (strcmp(tunnels[i].name, "ila") == 0)
			continue;
		single(200 + (uint32_t)i, tunnels[i].gateway, "base0", tunnels[i].make());
		snprintf(key, sizeof(key), "nh.%s", tunnels[i].name);
		nh = object(200 + (uint32_t)i, key);
		tunnels[i].is(rtnl_nh_get_encap(nh), key);
		rtnl_nh_put(nh);
	}

	nh = rtnl_nh_alloc();
	rtnl_nh_set_id(nh, 300);
	must(rtnl_nh_set_group(nh, members, 2), "group.set");
	must(rtnl_nh_add(sk, nh, 0), "group.add");
	rtnl_nh_put(nh);
	nh = object(300, "group");
	must_be((unsigned)rtnl_nh_get_group_size(nh), 2, "group.size");
	must_be((unsigned)rtnl_nh_get_group_entry(nh, 0), 100, "group.0");
	must_be((unsigned)rtnl_nh_get_group_entry(nh, 1), 101, "group.1");
	rtnl_nh_put(nh);

	nh = rtnl_nh_alloc();
	rtnl_nh_set_id(nh, 301);
	must(rtnl_nh_set_group(nh, members, 2), "resilient.set");
	must(rtnl_nh_set_group_type(nh, NEXTHOP_GRP_TYPE_RES), "resilient.set.type");
	must(rtnl_nh_set_res_group_bucket_size(nh, 32), "resilient.set.buckets");
	must(rtnl_nh_set_res_group_idle_timer(nh, 1500), "resilient.set.idle");
	must(rtnl_nh_set_res_group_unbalanced_timer(nh, 2500), "resilient.set.unbalanced");
	must(rtnl_nh_add(sk, nh, 0), "resilient.add");
	rtnl_nh_put(nh);
	nh = object(301, "resilient");
	must_be((unsigned)rtnl_nh_get_group_type(nh), NEXTHOP_GRP_TYPE_RES, "resilient.type");
	must_be((unsigned)rtnl_nh_get_res_group_bucket_size(nh), 32, "resilient.buckets");
	must(rtnl_nh_get_res_group_idle_timer(nh, &value), "resilient.idle.err");
	must_be(value, 1500, "resilient.idle");
	must(rtnl_nh_get_res_group_unbalanced_timer(nh, &value), "resilient.unbalanced.err");
	must_be(value, 2500, "resilient.unbalanced");
	rtnl_nh_put(nh);

	/* Routes through them. */
	for (uint32_t id = 300; id < 302; id++) {
		route = to("192.0.2.0/24");
		rtnl_route_set_nhid(route, id);
		rtnl_route_set_scope(route, RT_SCOPE_UNIVERSE);
		snprintf(key, sizeof(key), "through.%u", id);
		route = routed(route, key);
		must_be(rtnl_route_get_nhid(route), id, "%s.nhid", key);
		out_int(rtnl_route_get_nnexthops(route), "%s.hops", key);
		unrouted(route, key);
	}
}

int main(void)
{
	neighbourhood();
	for (size_t i = 0; i < sizeof(tunnels) / sizeof(tunnels[0]); i++)
		encapsulated(i, tunnels[i].name);
	both();
	objects();
	return end();
}
