/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Routes in messages that lie, and NULL for everything.
 */
#include <errno.h>

#include <netlink/errno.h>
#include <netlink/route/nexthop.h>
#include <netlink/route/route.h>

#include "check.h"
#include "route/objects.h"

static const struct rtmsg v4 = { .rtm_family = AF_INET, .rtm_dst_len = 24, .rtm_table = RT_TABLE_MAIN,
				 .rtm_type = RTN_UNICAST };

/* Has a message read, and everything done with the object that can be; returns the error. */
static int try(struct raw_msg *msg, int *hops)
{
	char buf[4096];
	struct nl_dump_params dp = { .dp_type = NL_DUMP_STATS, .dp_buf = buf, .dp_buflen = sizeof(buf) };
	int err = 0;
	struct rtnl_route *route = raw_parse(msg, &err), *copy;
	struct nl_msg *request = NULL;

	if (hops != NULL)
		*hops = -1;
	if (route == NULL)
		return err;
	if (hops != NULL)
		*hops = rtnl_route_get_nnexthops(route);
	nl_object_dump(OBJ_CAST(route), &dp);
	copy = (struct rtnl_route *)nl_object_clone(OBJ_CAST(route));
	CHECK_UINT(nl_object_diff64(OBJ_CAST(route), OBJ_CAST(copy)), 0, "a clone is the same");
	if (rtnl_route_build_add_request(copy, 0, &request) == 0)
		nlmsg_free(request);
	rtnl_route_put(copy);
	rtnl_route_put(route);
	return err;
}

static void begin(struct raw_msg *msg)
{
	raw_begin(msg, RTM_NEWROUTE, 0, &v4, sizeof(v4));
	raw_put(msg, RTA_DST, "\x0a\x01\x02\x00", 4);
}

static void multipath(void)
{
	/* Length, flags, hops, interface; attributes. */
	static const struct {
		const char *what;
		int hops;
		size_t len;
		unsigned char bytes[32];
	} cases[] = {
		{ "length 0", 0, 8, { 0, 0, 0, 0, 2 } },
		{ "length 7", 0, 8, { 7, 0, 0, 0, 2 } },
		{ "length beyond", 0, 8, { 12, 0, 0, 0, 2 } },
		{ "length 65535", 0, 8, { 255, 255, 0, 0, 2 } },
		{ "fine", 1, 8, { 8, 0, 0, 0, 2 } },
		{ "half a second one", 1, 12, { 8, 0, 0, 0, 2, 0, 0, 0, 8, 0, 0, 0 } },
		{ "a second one of length 0", 1, 16, { 8, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 3 } },
		{ "a via of one byte", 1, 13, { 13, 0, 0, 0, 2, 0, 0, 0, 5, 0, RTA_VIA, 0, 2 } },
		{ "a via without address", 1, 14, { 14, 0, 0, 0, 2, 0, 0, 0, 6, 0, RTA_VIA, 0, 2, 0 } },
		{ "an attribute of length 0", 1, 12, { 12, 0, 0, 0, 2, 0, 0, 0, 0, 0, RTA_VIA, 0 } },
		{ "an attribute beyond", 1, 12, { 12, 0, 0, 0, 2, 0, 0, 0, 200, 0, RTA_GATEWAY, 0 } },
		{ "a gateway without bytes", 1, 12, { 12, 0, 0, 0, 2, 0, 0, 0, 4, 0, RTA_GATEWAY, 0 } },
		{ "realms of one byte", 1, 13, { 13, 0, 0, 0, 2, 0, 0, 0, 5, 0, RTA_FLOW, 0, 1 } },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct raw_msg msg;
		int hops;

		begin(&msg);
		raw_put(&msg, RTA_MULTIPATH, cases[i].bytes, cases[i].len);
		CHECK_INT(try(&msg, &hops), 0, "%s", cases[i].what);
		CHECK_INT(hops, cases[i].hops, "%s", cases[i].what);
	}
}

/* Every attribute there is, in every length up to 40, on its own and inside of RTA_MULTIPATH. */
static void lengths(void)
{
	static const unsigned char bytes[64] = { 2, 0, 3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9 };
	static const unsigned char families[] = { AF_INET, AF_INET6, 28, 12, 0, 255 };

	for (size_t f = 0; f < sizeof(families); f++) {
		struct rtmsg head = v4;

		head.rtm_family = families[f];
		head.rtm_dst_len = 255;
		head.rtm_src_len = 255;
		for (uint16_t type = 0; type < 40; type++) {
			for (size_t len = 0; len <= 40; len++) {
				struct raw_msg msg;
				struct nlattr *nest;

				raw_begin(&msg, RTM_NEWROUTE, 0, &head, sizeof(head));
				raw_put(&msg, type, bytes, len);
				raw_put_u16(&msg, RTA_ENCAP_TYPE, (uint16_t)(len % 9));
				try(&msg, NULL);

				raw_begin(&msg, RTM_NEWROUTE, 0, &head, sizeof(head));
				nest = raw_nest(&msg, RTA_MULTIPATH);
				unsigned char *hop = msg.bytes + raw_msg_header(&msg)->nlmsg_len;
				raw_msg_header(&msg)->nlmsg_len += 8;
				raw_put(&msg, type, bytes, len);
				raw_put_u16(&msg, RTA_ENCAP_TYPE, (uint16_t)(len % 9));
				hop[0] = (unsigned char)(msg.bytes + raw_msg_header(&msg)->nlmsg_len - hop);
				raw_nest_end(&msg, nest);
				try(&msg, NULL);

				raw_begin(&msg, RTM_NEWROUTE, 0, &head, sizeof(head));
				raw_put_u16(&msg, RTA_ENCAP_TYPE, (uint16_t)(len % 9));
				nest = raw_nest(&msg, RTA_ENCAP);
				raw_put(&msg, type, bytes, len);
				raw_nest_end(&msg, nest);
				try(&msg, NULL);
			}
		}
	}
}

static void short_messages(void)
{
	for (uint32_t len = 16; len < 28; len++) {
		struct raw_msg msg;
		struct rtnl_route *route = NULL;

		begin(&msg);
		raw_msg_header(&msg)->nlmsg_len = len;
		CHECK(try(&msg, NULL) < 0, "%u bytes", len);
		CHECK_INT(rtnl_route_parse(raw_msg_header(&msg), &route), -NLE_MSG_TOOSHORT, "%u bytes", len);
	}
}

static void encaps(void)
{
	struct raw_msg msg;
	struct nlattr *nest;

	begin(&msg);
	raw_put_u16(&msg, RTA_ENCAP_TYPE, 2);
	raw_nest(&msg, RTA_ENCAP);
	CHECK_INT(try(&msg, NULL), -NLE_INVAL, "a tunnel without destination");
	begin(&msg);
	raw_put_u16(&msg, RTA_ENCAP_TYPE, 2);
	nest = raw_nest(&msg, RTA_ENCAP);
	raw_put(&msg, 2, "\x01\x02", 2);
	raw_nest_end(&msg, nest);
	CHECK_INT(try(&msg, NULL), -NLE_RANGE, "a destination of two bytes");
	begin(&msg);
	raw_put_u16(&msg, RTA_ENCAP_TYPE, 77);
	nest = raw_nest(&msg, RTA_ENCAP);
	raw_nest_end(&msg, nest);
	CHECK_INT(try(&msg, NULL), 0, "an unknown one is left out");
}

static void count(struct rtnl_nexthop *nh, void *arg)
{
	(void)nh;
	++*(int *)arg;
}

static void null(void)
{
	struct rtnl_route *route = rtnl_route_alloc();
	struct nl_msg *msg = NULL;
	uint32_t value;
	int n = 0;
	char buf[16];

	rtnl_route_get(NULL);
	rtnl_route_put(NULL);
	rtnl_route_set_table(NULL, 1);
	CHECK_UINT(rtnl_route_get_table(NULL), 0, "table");
	rtnl_route_set_scope(NULL, 1);
	CHECK_UINT(rtnl_route_get_scope(NULL), 0, "scope");
	rtnl_route_set_tos(NULL, 1);
	CHECK_UINT(rtnl_route_get_tos(NULL), 0, "tos");
	rtnl_route_set_protocol(NULL, 1);
	CHECK_UINT(rtnl_route_get_protocol(NULL), 0, "protocol");
	rtnl_route_set_priority(NULL, 1);
	CHECK_UINT(rtnl_route_get_priority(NULL), 0, "priority");
	CHECK_INT(rtnl_route_set_family(NULL, AF_INET), -NLE_INVAL, "family");
	CHECK_UINT(rtnl_route_get_family(NULL), 0, "family");
	CHECK_INT(rtnl_route_set_dst(NULL, NULL), -NLE_INVAL, "dst");
	CHECK_INT(rtnl_route_set_dst(route, NULL), -NLE_INVAL, "dst");
	CHECK(rtnl_route_get_dst(NULL) == NULL, "dst");
	CHECK_INT(rtnl_route_set_src(route, NULL), -NLE_INVAL, "src");
	CHECK(rtnl_route_get_src(NULL) == NULL, "src");
	CHECK_INT(rtnl_route_set_pref_src(route, NULL), -NLE_INVAL, "pref_src");
	CHECK(rtnl_route_get_pref_src(NULL) == NULL, "pref_src");
	CHECK_INT(rtnl_route_set_type(NULL, 1), -NLE_INVAL, "type");
	CHECK_UINT(rtnl_route_get_type(NULL), 0, "type");
	rtnl_route_set_flags(NULL, 1);
	rtnl_route_unset_flags(NULL, 1);
	CHECK_UINT(rtnl_route_get_flags(NULL), 0, "flags");
	CHECK_INT(rtnl_route_set_metric(NULL, 1, 1), -NLE_INVAL, "metric");
	CHECK_INT(rtnl_route_unset_metric(NULL, 1), -NLE_INVAL, "metric");
	CHECK_INT(rtnl_route_get_metric(NULL, 1, &value), -NLE_INVAL, "metric");
	rtnl_route_set_iif(NULL, 1);
	CHECK_INT(rtnl_route_get_iif(NULL), 0, "iif");
	rtnl_route_set_ttl_propagate(NULL, 1);
	CHECK_INT(rtnl_route_get_ttl_propagate(NULL), -NLE_INVAL, "ttl_propagate");
	rtnl_route_set_nhid(NULL, 1);
	CHECK_UINT(rtnl_route_get_nhid(NULL), 0, "nhid");
	rtnl_route_add_nexthop(NULL, NULL);
	rtnl_route_add_nexthop(route, NULL);
	rtnl_route_remove_nexthop(NULL, NULL);
	rtnl_route_remove_nexthop(route, NULL);
	CHECK(rtnl_route_get_nexthops(NULL) == NULL, "next hops");
	CHECK_INT(rtnl_route_get_nnexthops(NULL), 0, "next hops");
	rtnl_route_foreach_nexthop(NULL, count, &n);
	rtnl_route_foreach_nexthop(route, NULL, &n);
	CHECK_INT(n, 0, "next hops");
	CHECK(rtnl_route_nexthop_n(NULL, 0) == NULL, "next hop");
	CHECK(rtnl_route_nexthop_n(route, -1) == NULL, "next hop");
	CHECK_INT(rtnl_route_guess_scope(NULL), -NLE_INVAL, "scope");
	CHECK(rtnl_route_table2str(1, NULL, 0) == NULL, "text");
	CHECK(rtnl_route_proto2str(1, NULL, 0) == NULL, "text");
	CHECK(rtnl_route_metric2str(1, NULL, 0) == NULL, "text");
	CHECK(rtnl_route_str2table(NULL) < 0, "text");
	CHECK(rtnl_route_str2proto(NULL) < 0, "text");
	CHECK(rtnl_route_str2metric(NULL) < 0, "text");
	CHECK_INT(rtnl_route_read_table_names(NULL), -NLE_INVAL, "file");
	CHECK_INT(rtnl_route_read_protocol_names(NULL), -NLE_INVAL, "file");
	CHECK_INT(rtnl_route_parse(NULL, NULL), -NLE_INVAL, "parse");
	CHECK_INT(rtnl_route_build_msg(NULL, NULL), -NLE_INVAL, "build");
	CHECK_INT(rtnl_route_build_add_request(NULL, 0, &msg), -NLE_INVAL, "build");
	CHECK_INT(rtnl_route_build_del_request(NULL, 0, &msg), -NLE_INVAL, "build");
	CHECK_INT(rtnl_route_add(NULL, NULL, 0), -NLE_INVAL, "add");
	CHECK_INT(rtnl_route_delete(NULL, NULL, 0), -NLE_INVAL, "delete");
	CHECK_INT(rtnl_route_lookup(NULL, NULL, NULL), -NLE_INVAL, "lookup");
	CHECK_INT(rtnl_route_alloc_cache(NULL, 0, 0, NULL), -NLE_INVAL, "cache");

	CHECK(rtnl_route_nh_clone(NULL) == NULL, "next hop");
	rtnl_route_nh_free(NULL);
	CHECK_INT(rtnl_route_nh_compare(NULL, NULL, 0, 0), -1, "next hop");
	CHECK_INT(rtnl_route_nh_identical(NULL, NULL), 0, "next hop");
	rtnl_route_nh_dump(NULL, NULL);
	rtnl_route_nh_set_weight(NULL, 1);
	CHECK_UINT(rtnl_route_nh_get_weight(NULL), 0, "weight");
	rtnl_route_nh_set_ifindex(NULL, 1);
	CHECK_INT(rtnl_route_nh_get_ifindex(NULL), 0, "ifindex");
	rtnl_route_nh_set_gateway(NULL, NULL);
	CHECK(rtnl_route_nh_get_gateway(NULL) == NULL, "gateway");
	rtnl_route_nh_set_flags(NULL, 1);
	rtnl_route_nh_unset_flags(NULL, 1);
	CHECK_UINT(rtnl_route_nh_get_flags(NULL), 0, "flags");
	rtnl_route_nh_set_realms(NULL, 1);
	CHECK_UINT(rtnl_route_nh_get_realms(NULL), 0, "realms");
	CHECK_INT(rtnl_route_nh_set_newdst(NULL, NULL), -NLE_INVAL, "newdst");
	CHECK(rtnl_route_nh_get_newdst(NULL) == NULL, "newdst");
	CHECK_INT(rtnl_route_nh_set_via(NULL, NULL), -NLE_INVAL, "via");
	CHECK(rtnl_route_nh_get_via(NULL) == NULL, "via");
	CHECK(rtnl_route_nh_flags2str(1, NULL, 0) == NULL, "flags");
	CHECK_INT(rtnl_route_nh_str2flags(NULL), 0, "flags");
	CHECK(rtnl_route_nh_flags2str(1, buf, sizeof(buf)) == buf, "flags");
	rtnl_route_put(route);
}

int main(void)
{
	multipath();
	lengths();
	short_messages();
	encaps();
	null();
	return check_done();
}
