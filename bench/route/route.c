/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * libnl-route-3's functions in the combinations that programs use.
 *
 *	route SCALE
 */
#include <stdlib.h>
#include <string.h>

#include <linux/rtnetlink.h>
#include <netlink/netlink.h>
#include <netlink/route/addr.h>
#include <netlink/route/neighbour.h>
#include <netlink/route/route.h>

#include "../case.h"

const char bench_library[] = "libnl-route-3.so";

/* A message as the kernel sends it. */
struct message {
	_Alignas(8) unsigned char bytes[512];
};

static struct message ipv4, multipath, ipv6;
static struct nl_addr *dst, *gateway;
static struct rtnl_route *parsed, *parsed_too;

static void put(struct message *message, unsigned short type, const void *data, size_t len)
{
	struct nlmsghdr *nlh = (struct nlmsghdr *)message->bytes;
	struct nlattr *attr = (struct nlattr *)(message->bytes + nlh->nlmsg_len);

	attr->nla_type = type;
	attr->nla_len = (unsigned short)(NLA_HDRLEN + len);
	memcpy((char *)attr + NLA_HDRLEN, data, len);
	nlh->nlmsg_len += (unsigned)NLA_ALIGN(attr->nla_len);
}

static void put_number(struct message *message, unsigned short type, unsigned number)
{
	put(message, type, &number, sizeof(number));
}

static void begin(struct message *message, unsigned char family, unsigned char len)
{
	struct nlmsghdr *nlh = (struct nlmsghdr *)message->bytes;
	struct rtmsg *rtm = NLMSG_DATA(nlh);

	nlh->nlmsg_type = RTM_NEWROUTE;
	nlh->nlmsg_len = NLMSG_LENGTH(sizeof(*rtm));
	rtm->rtm_family = family;
	rtm->rtm_dst_len = len;
	rtm->rtm_table = RT_TABLE_MAIN;
	rtm->rtm_protocol = RTPROT_BOOT;
	rtm->rtm_type = RTN_UNICAST;
	put_number(message, RTA_TABLE, RT_TABLE_MAIN);
}

static void write_messages(void)
{
	static const unsigned char v4[4] = { 10, 1, 2, 0 }, v6[16] = { 0x20, 1, 0xd, 0xb8 };
	static const unsigned char paths[32] = {
		16, 0, 0, 0, 2, 0, 0, 0, 8, 0, RTA_GATEWAY, 0, 10, 0, 0, 1,
		16, 0, 0, 0, 3, 0, 0, 0, 8, 0, RTA_GATEWAY, 0, 10, 0, 0, 2,
	};
	static const unsigned char info[32];
	static const unsigned char pref;

	begin(&ipv4, AF_INET, 24);
	put(&ipv4, RTA_DST, v4, 4);
	put(&ipv4, RTA_GATEWAY, v4, 4);
	put_number(&ipv4, RTA_OIF, 2);
	begin(&multipath, AF_INET, 24);
	put(&multipath, RTA_DST, v4, 4);
	put(&multipath, RTA_MULTIPATH, paths, 32);
	begin(&ipv6, AF_INET6, 48);
	put(&ipv6, RTA_DST, v6, 16);
	put_number(&ipv6, RTA_PRIORITY, 1024);
	put(&ipv6, RTA_GATEWAY, v6, 16);
	put_number(&ipv6, RTA_OIF, 2);
	put(&ipv6, RTA_CACHEINFO, info, 32);
	put(&ipv6, RTA_PREF, &pref, 1);
}

static unsigned long parse(struct message *message, unsigned long n)
{
	unsigned long i;

	for (i = 0; i < n; i++) {
		struct rtnl_route *route;

		if (rtnl_route_parse((struct nlmsghdr *)message->bytes, &route) < 0)
			return 0;
		rtnl_route_put(route);
	}
	return n;
}

static unsigned long parse_ipv4(unsigned long n)
{
	return parse(&ipv4, n);
}

static unsigned long parse_multipath(unsigned long n)
{
	return parse(&multipath, n);
}

static unsigned long parse_ipv6(unsigned long n)
{
	return parse(&ipv6, n);
}

/* As a program that looks at all of a route. */
static unsigned long read_route(unsigned long n)
{
	unsigned long i, sum = 0;

	for (i = 0; i < n; i++) {
		struct rtnl_route *route;
		struct rtnl_nexthop *nh;

		if (rtnl_route_parse((struct nlmsghdr *)ipv4.bytes, &route) < 0)
			return 0;
		sum += nl_addr_get_prefixlen(rtnl_route_get_dst(route));
		sum += rtnl_route_get_table(route) + rtnl_route_get_priority(route);
		nh = rtnl_route_nexthop_n(route, 0);
		sum += (unsigned)rtnl_route_nh_get_ifindex(nh);
		sum += nl_addr_get_len(rtnl_route_nh_get_gateway(nh));
		rtnl_route_put(route);
	}
	return sum != 0 ? n : 0;
}

static unsigned long build_route(unsigned long n)
{
	unsigned long i;

	for (i = 0; i < n; i++) {
		struct rtnl_route *route = rtnl_route_alloc();
		struct rtnl_nexthop *nh = rtnl_route_nh_alloc();
		struct nl_msg *msg;

		rtnl_route_set_dst(route, dst);
		rtnl_route_nh_set_gateway(nh, gateway);
		rtnl_route_nh_set_ifindex(nh, 2);
		rtnl_route_add_nexthop(route, nh);
		if (rtnl_route_build_add_request(route, 0, &msg) < 0)
			return 0;
		nlmsg_free(msg);
		rtnl_route_put(route);
	}
	return n;
}

static unsigned long build_addr(unsigned long n)
{
	unsigned long i;

	for (i = 0; i < n; i++) {
		struct rtnl_addr *addr = rtnl_addr_alloc();
		struct nl_msg *msg;

		rtnl_addr_set_ifindex(addr, 2);
		if (rtnl_addr_set_local(addr, gateway) < 0 ||
		    rtnl_addr_build_add_request(addr, 0, &msg) < 0)
			return 0;
		nlmsg_free(msg);
		rtnl_addr_put(addr);
	}
	return n;
}

static unsigned long build_neigh(unsigned long n)
{
	unsigned long i;

	for (i = 0; i < n; i++) {
		struct rtnl_neigh *neigh = rtnl_neigh_alloc();
		struct nl_msg *msg;

		rtnl_neigh_set_ifindex(neigh, 2);
		rtnl_neigh_set_state(neigh, 0x80);
		if (rtnl_neigh_set_dst(neigh, gateway) < 0 ||
		    rtnl_neigh_build_add_request(neigh, 0, &msg) < 0)
			return 0;
		nlmsg_free(msg);
		rtnl_neigh_put(neigh);
	}
	return n;
}

static unsigned long clone_route(unsigned long n)
{
	unsigned long i;

	for (i = 0; i < n; i++)
		nl_object_put(nl_object_clone((struct nl_object *)parsed));
	return n;
}

BENCH_LOOP(compare_routes,
	   if (nl_object_diff64((struct nl_object *)parsed, (struct nl_object *)parsed_too) != 0)
		   return 0)

static unsigned long print_route(unsigned long n)
{
	char buf[512];
	struct nl_dump_params params = { .dp_type = NL_DUMP_LINE, .dp_buf = buf,
					 .dp_buflen = sizeof(buf) };
	unsigned long i;

	for (i = 0; i < n; i++)
		nl_object_dump((struct nl_object *)parsed, &params);
	return n;
}

static const struct bench_case cases[] = {
	{ "rtnl_route_parse, IPv4", "route", 500000, parse_ipv4, NULL },
	{ "rtnl_route_parse, IPv6", "route", 500000, parse_ipv6, NULL },
	{ "rtnl_route_parse, two next hops", "route", 500000, parse_multipath, NULL },
	{ "rtnl_route_parse, values read", "route", 500000, read_route, NULL },
	{ "rtnl_route_build_add_request", "message", 300000, build_route, NULL },
	{ "rtnl_addr_build_add_request", "message", 300000, build_addr, NULL },
	{ "rtnl_neigh_build_add_request", "message", 300000, build_neigh, NULL },
	{ "nl_object_clone of a route", "route", 500000, clone_route, NULL },
	{ "nl_object_diff64 of routes", "call", 500000, compare_routes, NULL },
	{ "nl_object_dump of a route", "route", 100000, print_route, NULL },
	{ 0 },
};

static const struct bench_case *const tables[] = { cases, NULL };

const struct bench_case *const *bench_setup(int argc, char **argv)
{
	(void)argc;
	(void)argv;
	write_messages();
	if (nl_addr_parse("10.1.0.0/16", AF_INET, &dst) < 0 ||
	    nl_addr_parse("10.0.0.2", AF_INET, &gateway) < 0 ||
	    rtnl_route_parse((struct nlmsghdr *)ipv4.bytes, &parsed) < 0 ||
	    rtnl_route_parse((struct nlmsghdr *)ipv4.bytes, &parsed_too) < 0)
		abort();
	return tables;
}
