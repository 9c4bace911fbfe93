/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Encapsulations of next hops: functions that Debian's library does not have.
 */
#include <arpa/inet.h>
#include <linux/lwtunnel.h>

#include <netlink/errno.h>
#include <netlink/route/nexthop.h>
#include <netlink/route/route.h>

#include "check.h"
#include "route/objects.h"

#define FAMILY_MPLS 28

static struct nl_addr *addr(const char *text, int family)
{
	struct nl_addr *result = NULL;

	CHECK_INT(nl_addr_parse(text, family, &result), 0, "%s", text);
	return result;
}

/* Sends the route through a message and back; returns what arrives. */
static struct rtnl_route *through(struct rtnl_route *route)
{
	struct nl_msg *msg = NULL;
	struct rtnl_route *back = NULL;

	CHECK_INT(rtnl_route_build_add_request(route, 0, &msg), 0, "build");
	CHECK_INT(rtnl_route_parse(nlmsg_hdr(msg), &back), 0, "parse");
	nlmsg_free(msg);
	return back;
}

static struct rtnl_route *route_to(const char *dst)
{
	struct rtnl_route *route = rtnl_route_alloc();
	struct nl_addr *to = addr(dst, AF_INET);

	CHECK_INT(rtnl_route_set_dst(route, to), 0, "dst");
	nl_addr_put(to);
	return route;
}

static char *line_of(struct rtnl_route *route)
{
	static char buf[512];
	struct nl_dump_params dp = { .dp_type = NL_DUMP_LINE, .dp_buf = buf, .dp_buflen = sizeof(buf) };

	nl_object_dump(OBJ_CAST(route), &dp);
	return buf;
}

/* Puts an encapsulation on a route, and sees it arrive as it was, with the text it is printed as. */
static void round_trip(struct rtnl_nh_encap *encap, int type, const char *text)
{
	struct rtnl_route *route = route_to("10.0.0.0/8"), *back;
	struct rtnl_nexthop *nh = rtnl_route_nh_alloc(), *got;
	struct rtnl_nh_encap *copy = rtnl_nh_encap_clone(encap);

	CHECK_INT(rtnl_nh_encap_get_type(copy), type, "type of the copy");
	rtnl_nh_encap_free(copy);
	rtnl_route_nh_set_ifindex(nh, 2);
	CHECK_INT(rtnl_route_nh_set_encap(nh, encap), 0, "set");
	rtnl_route_add_nexthop(route, nh);
	back = through(route);
	got = rtnl_route_nexthop_n(back, 0);
	CHECK(got != NULL, "a next hop");
	CHECK_INT(rtnl_nh_encap_get_type(rtnl_route_nh_get_encap(got)), type, "type");
	CHECK(rtnl_route_nh_identical(nh, got), "identical: %s", text);
	CHECK_INT(rtnl_route_nh_compare(nh, got, 0x80, 0), 0, "same encapsulation");
	CHECK(strstr(line_of(back), text) != NULL, "printed: %s", line_of(back));
	struct nl_object *clone = nl_object_clone(OBJ_CAST(back));
	CHECK_UINT(nl_object_diff64(clone, OBJ_CAST(back)), 0, "a clone is the same");
	nl_object_put(clone);
	CHECK_INT(rtnl_route_nh_set_encap(got, NULL), 0, "unset");
	CHECK(!rtnl_route_nh_identical(nh, got), "no longer identical");
	rtnl_route_put(back);
	rtnl_route_put(route);
}

static void tunnels(void)
{
	struct nl_addr *v4 = addr("192.0.2.1", AF_INET), *v6 = addr("2001:db8::1", AF_INET6);
	struct rtnl_nh_encap *encap = rtnl_nh_encap_alloc();

	CHECK_INT(rtnl_nh_encap_get_type(encap), -NLE_INVAL, "nothing in it");
	CHECK_INT(rtnl_nh_set_encap_ip_ttl(encap, 3), -NLE_INVAL, "not an IPv4 tunnel yet");
	CHECK_INT(rtnl_nh_encap_ip(encap, v6), -NLE_INVAL, "an IPv6 address");
	CHECK_INT(rtnl_nh_encap_ip(encap, NULL), -NLE_INVAL, "no address");
	CHECK_INT(rtnl_nh_encap_ip(encap, v4), 0, "IPv4");
	CHECK_INT(rtnl_nh_set_encap_ip_src(encap, v6), -NLE_INVAL, "an IPv6 source");
	CHECK_INT(rtnl_nh_set_encap_ip_src(encap, v4), 0, "source");
	CHECK_INT(rtnl_nh_set_encap_ip_ttl(encap, 64), 0, "ttl");
	CHECK_INT(rtnl_nh_set_encap_ip_tos(encap, 8), 0, "tos");
	CHECK_INT(rtnl_nh_set_encap_ip_id(encap, 0x123456789), 0, "id");
	CHECK_INT(rtnl_nh_set_encap_ip_flags(encap, htons(0x4)), 0, "flags");
	CHECK_INT(rtnl_nh_get_encap_ip_ttl(encap), 64, "ttl");
	CHECK_INT(rtnl_nh_get_encap_ip_tos(encap), 8, "tos");
	CHECK_UINT(rtnl_nh_get_encap_ip_id(encap), 0x123456789, "id");
	CHECK_INT(rtnl_nh_get_encap_ip_flags(encap), htons(0x4), "flags");
	CHECK(nl_addr_cmp(rtnl_nh_get_encap_ip_dst(encap), v4) == 0, "dst");
	CHECK(nl_addr_cmp(rtnl_nh_get_encap_ip_src(encap), v4) == 0, "src");
	CHECK_INT(rtnl_nh_get_encap_ip6_tc(encap), -NLE_INVAL, "not an IPv6 tunnel");
	CHECK_UINT(rtnl_nh_get_encap_ip6_id(encap), 0, "not an IPv6 tunnel");
	CHECK(rtnl_nh_get_encap_ip6_dst(encap) == NULL, "not an IPv6 tunnel");
	CHECK(rtnl_nh_get_encap_ip6_src(encap) == NULL, "not an IPv6 tunnel");
	round_trip(encap, LWTUNNEL_ENCAP_IP,
		   " encap ip 192.0.2.1 src 192.0.2.1 id 4886718345 ttl 64 tos 8 key via");

	encap = rtnl_nh_encap_alloc();
	CHECK_INT(rtnl_nh_encap_ip6(encap, v4), -NLE_INVAL, "an IPv4 address");
	CHECK_INT(rtnl_nh_encap_ip6(encap, v6), 0, "IPv6");
	CHECK_INT(rtnl_nh_set_encap_ip6_src(encap, v4), -NLE_INVAL, "an IPv4 source");
	CHECK_INT(rtnl_nh_set_encap_ip6_src(encap, v6), 0, "source");
	CHECK_INT(rtnl_nh_set_encap_ip6_src(encap, NULL), 0, "no source");
	CHECK_INT(rtnl_nh_set_encap_ip6_hoplimit(encap, 9), 0, "hop limit");
	CHECK_INT(rtnl_nh_set_encap_ip6_tc(encap, 3), 0, "tc");
	CHECK_INT(rtnl_nh_set_encap_ip6_id(encap, 5), 0, "id");
	CHECK_INT(rtnl_nh_set_encap_ip6_flags(encap, htons(0x1)), 0, "flags");
	CHECK_INT(rtnl_nh_get_encap_ip6_hoplimit(encap), 9, "hop limit");
	CHECK_INT(rtnl_nh_get_encap_ip6_tc(encap), 3, "tc");
	CHECK_UINT(rtnl_nh_get_encap_ip6_id(encap), 5, "id");
	CHECK_INT(rtnl_nh_get_encap_ip6_flags(encap), htons(0x1), "flags");
	CHECK(nl_addr_cmp(rtnl_nh_get_encap_ip6_dst(encap), v6) == 0, "dst");
	CHECK(rtnl_nh_get_encap_ip6_src(encap) == NULL, "src");
	CHECK_INT(rtnl_nh_get_encap_ip_ttl(encap), -NLE_INVAL, "not an IPv4 tunnel");
	CHECK_INT(rtnl_nh_get_encap_ip_tos(encap), -NLE_INVAL, "not an IPv4 tunnel");
	CHECK_INT(rtnl_nh_get_encap_ip_flags(encap), -NLE_INVAL, "not an IPv4 tunnel");
	CHECK(rtnl_nh_get_encap_ip_dst(encap) == NULL, "not an IPv4 tunnel");
	CHECK(rtnl_nh_get_encap_ip_src(encap) == NULL, "not an IPv4 tunnel");
	round_trip(encap, LWTUNNEL_ENCAP_IP6, " encap ip6 id 5 2001:db8::1 tc 3 hoplimit 9 csum via");
	nl_addr_put(v4);
	nl_addr_put(v6);
}

static void mpls(void)
{
	struct nl_addr *labels = addr("100/200", FAMILY_MPLS);
	struct rtnl_nh_encap *encap = rtnl_nh_encap_alloc();
	struct rtnl_nexthop *nh = rtnl_route_nh_alloc();

	CHECK_INT(rtnl_nh_encap_mpls(encap, NULL, 0), -NLE_INVAL, "no labels");
	CHECK_INT(rtnl_nh_encap_mpls(encap, labels, 7), 0, "labels");
	CHECK_INT(rtnl_nh_get_encap_mpls_ttl(encap), 7, "ttl");
	CHECK(nl_addr_cmp(rtnl_nh_get_encap_mpls_dst(encap), labels) == 0, "labels");
	CHECK_INT(rtnl_nh_get_encap_ila_csum_mode(encap), -NLE_INVAL, "not ILA");
	round_trip(encap, LWTUNNEL_ENCAP_MPLS, " encap mpls 100/200 ttl 7 via");

	CHECK(rtnl_route_nh_get_encap_mpls_dst(nh) == NULL, "none yet");
	CHECK_UINT(rtnl_route_nh_get_encap_mpls_ttl(nh), 0, "none yet");
	CHECK_INT(rtnl_route_nh_encap_mpls(nh, labels, 9), 0, "a next hop's");
	CHECK(nl_addr_cmp(rtnl_route_nh_get_encap_mpls_dst(nh), labels) == 0, "labels");
	CHECK_UINT(rtnl_route_nh_get_encap_mpls_ttl(nh), 9, "ttl");
	rtnl_route_nh_free(nh);
	nl_addr_put(labels);
}

static void ila(void)
{
	struct rtnl_nh_encap *encap = rtnl_nh_encap_alloc();
	uint64_t locator = 0;

	CHECK_INT(rtnl_nh_encap_ila(encap, 0x1122334455667788), 0, "ILA");
	CHECK_INT(rtnl_nh_get_encap_ila_locator(encap, &locator), 0, "locator");
	CHECK_UINT(locator, 0x1122334455667788, "locator");
	CHECK_INT(rtnl_nh_get_encap_ila_csum_mode(encap), -NLE_MISSING_ATTR, "none");
	CHECK_INT(rtnl_nh_get_encap_ila_ident_type(encap), -NLE_MISSING_ATTR, "none");
	CHECK_INT(rtnl_nh_get_encap_ila_hook_type(encap), -NLE_MISSING_ATTR, "none");
	CHECK_INT(rtnl_nh_set_encap_ila_csum_mode(encap, 2), 0, "set");
	CHECK_INT(rtnl_nh_set_encap_ila_ident_type(encap, 1), 0, "set");
	CHECK_INT(rtnl_nh_set_encap_ila_hook_type(encap, 1), 0, "set");
	CHECK_INT(rtnl_nh_get_encap_ila_csum_mode(encap), 2, "got");
	CHECK_INT(rtnl_nh_get_encap_ila_ident_type(encap), 1, "got");
	CHECK_INT(rtnl_nh_get_encap_ila_hook_type(encap), 1, "got");
	CHECK_INT(rtnl_nh_clear_encap_ila_csum_mode(encap), 0, "clear");
	CHECK_INT(rtnl_nh_clear_encap_ila_ident_type(encap), 0, "clear");
	CHECK_INT(rtnl_nh_clear_encap_ila_hook_type(encap), 0, "clear");
	CHECK_INT(rtnl_nh_get_encap_ila_csum_mode(encap), -NLE_MISSING_ATTR, "cleared");
	CHECK_INT(rtnl_nh_set_encap_ila_csum_mode(encap, 2), 0, "set");
	CHECK_INT(rtnl_nh_get_encap_mpls_ttl(encap), -NLE_INVAL, "not MPLS");
	round_trip(encap, LWTUNNEL_ENCAP_ILA, " encap ila  locator 0x1122334455667788  csum-mode 2 via");
}

static void null(void)
{
	uint64_t locator;

	rtnl_nh_encap_free(NULL);
	CHECK(rtnl_nh_encap_clone(NULL) == NULL, "clone");
	CHECK_INT(rtnl_nh_encap_get_type(NULL), -NLE_INVAL, "type");
	CHECK_INT(rtnl_nh_encap_mpls(NULL, NULL, 0), -NLE_INVAL, "mpls");
	CHECK_INT(rtnl_nh_encap_ip(NULL, NULL), -NLE_INVAL, "ip");
	CHECK_INT(rtnl_nh_encap_ip6(NULL, NULL), -NLE_INVAL, "ip6");
	CHECK_INT(rtnl_nh_encap_ila(NULL, 1), -NLE_INVAL, "ila");
	CHECK_INT(rtnl_nh_get_encap_ila_locator(NULL, &locator), -NLE_INVAL, "locator");
	CHECK_UINT(rtnl_nh_get_encap_ip_id(NULL), 0, "id");
	CHECK_INT(rtnl_nh_set_encap_ip_id(NULL, 1), -NLE_INVAL, "id");
	CHECK_INT(rtnl_route_nh_encap_mpls(NULL, NULL, 0), -NLE_INVAL, "a next hop's");
	CHECK(rtnl_route_nh_get_encap(NULL) == NULL, "of no next hop");
	CHECK_INT(rtnl_route_nh_set_encap(NULL, rtnl_nh_encap_alloc()), -NLE_INVAL, "freed all the same");
	struct rtnl_nexthop *nh = rtnl_route_nh_alloc();
	CHECK_INT(rtnl_route_nh_set_encap(nh, rtnl_nh_encap_alloc()), -NLE_INVAL, "nothing in it");
	rtnl_route_nh_free(nh);
}

int main(void)
{
	tunnels();
	mpls();
	ila();
	null();
	return check_done();
}
