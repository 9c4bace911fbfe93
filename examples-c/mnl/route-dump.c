/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Lists the IPv4 or IPv6 routes of one table or of all. Shows:
 *
 *   - a dump that the kernel filters (NETLINK_GET_STRICT_CHK, RTA_TABLE);
 *   - a dump that fails: the error is in NLMSG_DONE (see dump-ctl.h);
 *   - nested attributes (RTA_METRICS) and an array of structures which have
 *     attributes of their own (RTA_MULTIPATH), by mnl_attr_parse_payload().
 *
 * Usage:  route-dump inet|inet6 [TABLE]
 * Output: 198.51.100.0/24 via 192.0.2.2 dev v0 table 254 prio 20 metrics mtu 1400
 */
#include <arpa/inet.h>
#include <errno.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <libmnl/libmnl.h>
#include <linux/rtnetlink.h>

#include "dump-ctl.h"

struct route {
	const struct nlattr *tb[RTA_MAX + 1];
	size_t addr_len;	/* of the family: what an address must have */
};

static int on_route_attr(const struct nlattr *attr, void *data)
{
	struct route *route = data;
	uint16_t type = mnl_attr_get_type(attr);
	int ret = 0;

	if (mnl_attr_type_valid(attr, RTA_MAX) < 0)
		return MNL_CB_OK;

	switch (type) {
	case RTA_DST:
	case RTA_GATEWAY:
		ret = mnl_attr_validate2(attr, MNL_TYPE_BINARY,
					 route->addr_len);
		break;
	case RTA_TABLE:
	case RTA_OIF:
	case RTA_PRIORITY:
		ret = mnl_attr_validate(attr, MNL_TYPE_U32);
		break;
	case RTA_METRICS:
		ret = mnl_attr_validate(attr, MNL_TYPE_NESTED);
		break;
	}
	if (ret < 0)
		return MNL_CB_ERROR;
	route->tb[type] = attr;
	return MNL_CB_OK;
}

static void print_addr(int family, const void *bytes)
{
	char text[INET6_ADDRSTRLEN] = "?";

	inet_ntop(family, bytes, text, sizeof(text));
	fputs(text, stdout);
}

static void print_dev(unsigned int ifindex)
{
	char name[IF_NAMESIZE];

	if (if_indextoname(ifindex, name))
		printf(" dev %s", name);
	else
		printf(" dev #%u", ifindex);
}

/* RTA_GATEWAY is of the route's family; RTA_VIA says which it is of. */
static void print_gateway(int family, const struct route *route)
{
	const struct nlattr *attr;

	attr = route->tb[RTA_GATEWAY];
	if (attr) {
		fputs(" via ", stdout);
		print_addr(family, mnl_attr_get_payload(attr));
	}

	attr = route->tb[RTA_VIA];
	if (attr && mnl_attr_get_payload_len(attr) ==
		    sizeof(struct rtvia) + sizeof(struct in6_addr)) {
		const struct rtvia *via = mnl_attr_get_payload(attr);

		if (via->rtvia_family == AF_INET6) {
			fputs(" via ", stdout);
			print_addr(AF_INET6, via->rtvia_addr);
		}
	}
}

static int print_metrics(const struct nlattr *metrics)
{
	static const char *const names[] = {
		[RTAX_LOCK] = "lock",
		[RTAX_MTU] = "mtu",
		[RTAX_WINDOW] = "window",
		[RTAX_RTT] = "rtt",
		[RTAX_RTTVAR] = "rttvar",
		[RTAX_SSTHRESH] = "ssthresh",
		[RTAX_CWND] = "cwnd",
		[RTAX_ADVMSS] = "advmss",
		[RTAX_REORDERING] = "reordering",
		[RTAX_HOPLIMIT] = "hoplimit",
		[RTAX_INITCWND] = "initcwnd",
		[RTAX_FEATURES] = "features",
		[RTAX_RTO_MIN] = "rto_min",
		[RTAX_INITRWND] = "initrwnd",
		[RTAX_QUICKACK] = "quickack",
		[RTAX_CC_ALGO] = "congctl",
		[RTAX_FASTOPEN_NO_COOKIE] = "fastopen_no_cookie",
	};
	const struct nlattr *attr;
	const char *separator = " metrics";

	mnl_attr_for_each_nested(attr, metrics) {
		uint16_t type = mnl_attr_get_type(attr);

		if (type >= MNL_ARRAY_SIZE(names) || names[type] == NULL)
			continue;
		printf("%s %s ", separator, names[type]);
		separator = "";
		/* All metrics are numbers, but for one. */
		if (type == RTAX_CC_ALGO) {
			if (mnl_attr_validate(attr, MNL_TYPE_NUL_STRING) < 0)
				return -1;
			fputs(mnl_attr_get_str(attr), stdout);
		} else {
			if (mnl_attr_validate(attr, MNL_TYPE_U32) < 0)
				return -1;
			printf("%u", mnl_attr_get_u32(attr));
		}
	}
	return 0;
}

/*
 * struct rtnexthop | attributes | struct rtnexthop | attributes ...
 * where rtnh_len covers the structure and its attributes.
 */
static int print_nexthops(int family, const struct route *route)
{
	const char *p = mnl_attr_get_payload(route->tb[RTA_MULTIPATH]);
	size_t left = mnl_attr_get_payload_len(route->tb[RTA_MULTIPATH]);

	while (left >= sizeof(struct rtnexthop)) {
		const struct rtnexthop *hop = (const struct rtnexthop *)p;
		struct route nested = { .addr_len = route->addr_len };
		size_t step;

		if (hop->rtnh_len < sizeof(*hop) || hop->rtnh_len > left) {
			errno = EBADMSG;
			return -1;
		}
		if (mnl_attr_parse_payload(hop + 1,
					   hop->rtnh_len - sizeof(*hop),
					   on_route_attr, &nested) < 0)
			return -1;

		fputs("\n\tnexthop", stdout);
		print_gateway(family, &nested);
		print_dev(hop->rtnh_ifindex);
		printf(" weight %u", hop->rtnh_hops + 1);

		step = MNL_ALIGN((size_t)hop->rtnh_len);
		if (step > left)
			break;
		p += step;
		left -= step;
	}
	return 0;
}

static int on_route(const struct nlmsghdr *nlh, void *data)
{
	static const char *const types[] = {
		[RTN_UNICAST] = "",
		[RTN_LOCAL] = "local ",
		[RTN_BROADCAST] = "broadcast ",
		[RTN_ANYCAST] = "anycast ",
		[RTN_MULTICAST] = "multicast ",
		[RTN_BLACKHOLE] = "blackhole ",
		[RTN_UNREACHABLE] = "unreachable ",
		[RTN_PROHIBIT] = "prohibit ",
		[RTN_THROW] = "throw ",
	};
	const struct rtmsg *rtm = mnl_nlmsg_get_payload(nlh);
	struct route route = { 0 };
	const struct nlattr **tb = route.tb;

	(void)data;
	if (nlh->nlmsg_type != RTM_NEWROUTE)
		return MNL_CB_OK;
	if (mnl_nlmsg_get_payload_len(nlh) < sizeof(*rtm)) {
		errno = EBADMSG;
		return MNL_CB_ERROR;
	}
	route.addr_len = rtm->rtm_family == AF_INET ? sizeof(struct in_addr) :
						      sizeof(struct in6_addr);
	if (mnl_attr_parse(nlh, sizeof(*rtm), on_route_attr, &route) < 0)
		return MNL_CB_ERROR;

	if (rtm->rtm_type < MNL_ARRAY_SIZE(types) && types[rtm->rtm_type])
		fputs(types[rtm->rtm_type], stdout);
	else
		printf("type-%u ", rtm->rtm_type);

	if (tb[RTA_DST]) {
		print_addr(rtm->rtm_family,
			   mnl_attr_get_payload(tb[RTA_DST]));
		printf("/%u", rtm->rtm_dst_len);
	} else {
		fputs("default", stdout);
	}
	print_gateway(rtm->rtm_family, &route);
	if (tb[RTA_OIF])
		print_dev(mnl_attr_get_u32(tb[RTA_OIF]));
	/* rtm_table has 8 bits, a table number 32. */
	printf(" table %u", tb[RTA_TABLE] ?
		mnl_attr_get_u32(tb[RTA_TABLE]) : rtm->rtm_table);
	if (tb[RTA_PRIORITY])
		printf(" prio %u", mnl_attr_get_u32(tb[RTA_PRIORITY]));
	if (tb[RTA_METRICS] && print_metrics(tb[RTA_METRICS]) < 0)
		return MNL_CB_ERROR;
	if (tb[RTA_MULTIPATH] &&
	    print_nexthops(rtm->rtm_family, &route) < 0)
		return MNL_CB_ERROR;
	putchar('\n');
	return MNL_CB_OK;
}

/* Asks for the routes of a table; RT_TABLE_UNSPEC: of all. -1: see errno. */
static int dump(struct mnl_socket *nl, int family, uint32_t table)
{
	_Alignas(struct nlmsghdr) char buf[MNL_SOCKET_DUMP_SIZE];
	unsigned int portid, seq = time(NULL);
	struct nlmsghdr *nlh;
	struct rtmsg *rtm;
	int ret, on = 1;

	if (mnl_socket_bind(nl, 0, MNL_SOCKET_AUTOPID) < 0)
		return -1;
	portid = mnl_socket_get_portid(nl);

	/* Words for errors, where the kernel has them. */
	mnl_socket_setsockopt(nl, NETLINK_EXT_ACK, &on, sizeof(on));
	/* Without this (Linux 4.20) a filter is ignored instead of obeyed. */
	if (mnl_socket_setsockopt(nl, NETLINK_GET_STRICT_CHK,
				  &on, sizeof(on)) < 0)
		return -1;

	nlh = mnl_nlmsg_put_header(buf);
	nlh->nlmsg_type = RTM_GETROUTE;
	nlh->nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
	nlh->nlmsg_seq = seq;
	rtm = mnl_nlmsg_put_extra_header(nlh, sizeof(*rtm));
	rtm->rtm_family = family;
	if (table != RT_TABLE_UNSPEC)
		mnl_attr_put_u32(nlh, RTA_TABLE, table);

	if (mnl_socket_sendto(nl, nlh, nlh->nlmsg_len) < 0)
		return -1;
	do {
		ssize_t n = mnl_socket_recvfrom(nl, buf, sizeof(buf));

		if (n < 0)
			return -1;
		ret = mnl_cb_run2(buf, n, seq, portid, on_route, NULL,
				  dump_ctl, MNL_ARRAY_SIZE(dump_ctl));
	} while (ret == MNL_CB_OK);
	return ret;
}

int main(int argc, char *argv[])
{
	uint32_t table = RT_TABLE_UNSPEC;
	struct mnl_socket *nl;
	int family, ret;
	char *end = "";

	if (argc >= 2 && strcmp(argv[1], "inet") == 0)
		family = AF_INET;
	else if (argc >= 2 && strcmp(argv[1], "inet6") == 0)
		family = AF_INET6;
	else
		argc = 0;
	if (argc == 3)
		table = strtoul(argv[2], &end, 10);
	if (argc < 2 || argc > 3 || *end != '\0') {
		fprintf(stderr, "usage: route-dump inet|inet6 [TABLE]\n");
		return 2;
	}

	nl = mnl_socket_open2(NETLINK_ROUTE, SOCK_CLOEXEC);
	if (nl == NULL) {
		perror("mnl_socket_open2");
		return 1;
	}
	ret = dump(nl, family, table);
	if (ret < 0)
		dump_perror("route-dump");
	mnl_socket_close(nl);
	return ret < 0 ? 1 : 0;
}
