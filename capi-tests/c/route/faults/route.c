/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Routes without memory.
 */
#define _GNU_SOURCE
#include <netlink/errno.h>
#include <netlink/route/nexthop.h>
#include <netlink/route/route.h>

#include "check.h"
#include "faulty_heap.h"
#include "route/objects.h"

static struct raw_msg messages[4];

/* IPv4 with one next hop; with two; IPv6 with all there is; with a tunnel. */
static void write_messages(void)
{
	const struct rtmsg v4 = { .rtm_family = AF_INET, .rtm_dst_len = 24 };
	const struct rtmsg v6 = { .rtm_family = AF_INET6, .rtm_dst_len = 64, .rtm_src_len = 128 };
	static const unsigned char bytes[32] = { 0x20, 1, 0xd, 0xb8, 7 };
	unsigned char path[16] = { 16, 0, 0, 1, 2, 0, 0, 0, 8, 0, RTA_GATEWAY, 0, 10, 0, 0, 1 };
	struct nlattr *nest;

	raw_begin(&messages[0], RTM_NEWROUTE, 0, &v4, sizeof(v4));
	raw_put(&messages[0], RTA_DST, bytes, 4);
	raw_put(&messages[0], RTA_GATEWAY, bytes, 4);
	raw_put_u32(&messages[0], RTA_OIF, 2);
	raw_begin(&messages[1], RTM_NEWROUTE, 0, &v4, sizeof(v4));
	raw_put(&messages[1], RTA_DST, bytes, 4);
	nest = raw_nest(&messages[1], RTA_MULTIPATH);
	memcpy(messages[1].bytes + raw_msg_header(&messages[1])->nlmsg_len, path, 16);
	path[4] = 3;
	memcpy(messages[1].bytes + raw_msg_header(&messages[1])->nlmsg_len + 16, path, 16);
	raw_msg_header(&messages[1])->nlmsg_len += 32;
	raw_nest_end(&messages[1], nest);
	raw_begin(&messages[2], RTM_NEWROUTE, 0, &v6, sizeof(v6));
	raw_put(&messages[2], RTA_DST, bytes, 16);
	raw_put(&messages[2], RTA_SRC, bytes, 16);
	raw_put(&messages[2], RTA_PREFSRC, bytes, 16);
	raw_put(&messages[2], RTA_GATEWAY, bytes, 16);
	raw_put_u32(&messages[2], RTA_OIF, 2);
	raw_put_u32(&messages[2], RTA_IIF, 3);
	raw_put(&messages[2], RTA_CACHEINFO, bytes, 32);
	nest = raw_nest(&messages[2], RTA_METRICS);
	raw_put_u32(&messages[2], RTAX_MTU, 1400);
	raw_nest_end(&messages[2], nest);
	raw_begin(&messages[3], RTM_NEWROUTE, 0, &v4, sizeof(v4));
	raw_put(&messages[3], RTA_DST, bytes, 4);
	raw_put_u32(&messages[3], RTA_OIF, 2);
	raw_put_u16(&messages[3], RTA_ENCAP_TYPE, 4);
	nest = raw_nest(&messages[3], RTA_ENCAP);
	raw_put(&messages[3], 2, bytes, 16);
	raw_put(&messages[3], 3, bytes, 16);
	raw_nest_end(&messages[3], nest);
}

static int parse(int which)
{
	struct rtnl_route *route = NULL;
	int err = rtnl_route_parse(raw_msg_header(&messages[which]), &route);

	if (err == 0)
		rtnl_route_put(route);
	return err;
}

static struct rtnl_route *given;

static int clone(void)
{
	struct nl_object *copy = nl_object_clone(OBJ_CAST(given));

	nl_object_put(copy);
	return copy != NULL ? 0 : -NLE_NOMEM;
}

static int build(void)
{
	struct nl_msg *msg = NULL;
	int err = rtnl_route_build_add_request(given, 0, &msg);

	nlmsg_free(msg);
	return err;
}

/* What C sees of a next hop is made when it is asked for. */
static int ask(void)
{
	struct rtnl_route *route = NULL;
	int err = rtnl_route_parse(raw_msg_header(&messages[0]), &route);
	struct rtnl_nexthop *nh = NULL;

	if (err == 0) {
		nh = rtnl_route_nexthop_n(route, 0);
		err = nh == NULL || rtnl_route_get_dst(route) == NULL ? -NLE_NOMEM : 0;
		CHECK_INT(rtnl_route_get_nnexthops(route), 1, "it is there all the same");
		rtnl_route_put(route);
	}
	return err;
}

static int set(void)
{
	struct rtnl_route *route = rtnl_route_alloc();
	int err = route == NULL ? -NLE_NOMEM : rtnl_route_set_metric(route, RTAX_MTU, 1);

	rtnl_route_put(route);
	return err;
}

static int hop(void)
{
	struct rtnl_nexthop *nh = rtnl_route_nh_alloc(), *copy = rtnl_route_nh_clone(nh);
	int err = nh == NULL || copy == NULL ? -NLE_NOMEM : 0;

	rtnl_route_nh_free(nh);
	rtnl_route_nh_free(copy);
	return err;
}

static int add_hop(void)
{
	struct rtnl_route *route = rtnl_route_alloc();
	struct rtnl_nexthop *nh = route == NULL ? NULL : rtnl_route_nh_alloc();
	int err = -NLE_NOMEM;

	if (nh != NULL) {
		rtnl_route_add_nexthop(route, nh);
		err = rtnl_route_get_nnexthops(route) == 1 ? 0 : -NLE_NOMEM;
	}
	rtnl_route_put(route);
	return err;
}

int main(void)
{
	static const char *const what[] = { "one next hop", "two next hops", "IPv6", "a tunnel" };
	static const int least[] = { 1, 6, 6, 5 };

	write_messages();
	for (int i = 0; i < 4; i++) {
		int err;

		HEAP_FAIL_EACH(parse(i), -NLE_NOMEM, least[i], what[i]);
		given = raw_parse(&messages[i], &err);
		CHECK_INT(err, 0, "%s", what[i]);
		HEAP_FAIL_EACH(clone(), -NLE_NOMEM, 1, what[i]);
		/* Addresses that C has not asked for are made, and stay. */
		CHECK_INT(build(), 0, "%s", what[i]);
		rtnl_route_put(given);
	}
	HEAP_FAIL_EACH(ask(), -NLE_NOMEM, 3, "asking");
	HEAP_FAIL_EACH(set(), -NLE_NOMEM, 3, "metrics");
	HEAP_FAIL_EACH(hop(), -NLE_NOMEM, 2, "next hops");
	HEAP_FAIL_EACH(add_hop(), -NLE_NOMEM, 3, "adding a next hop");
	return check_done();
}
