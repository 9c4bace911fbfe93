/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Rules in messages that lie, rules that the kernel keeps apart, and NULL.
 */
#include <netlink/errno.h>
#include <netlink/route/rule.h>

#include "route/hostile.h"

static void use(void *object)
{
	struct nl_msg *msg = NULL;

	if (rtnl_rule_build_add_request(object, 0, &msg) == 0)
		nlmsg_free(msg);
}

static void hostile(uint8_t family, size_t len)
{
	struct fib_rule_hdr header = { .family = family, .dst_len = 200, .src_len = 100, .table = 254 };
	struct raw_msg msg;

	raw_begin(&msg, RTM_NEWRULE, 0, &header, sizeof(header));
	raw_put(&msg, FRA_DST, "0123456789abcdef", len);
	raw_put(&msg, FRA_SRC, "0123456789abcdef", len);
	raw_put_text(&msg, FRA_IIFNAME, "123456789012345");
	raw_put_text(&msg, FRA_OIFNAME, "eth1");
	for (uint16_t kind = FRA_GOTO; kind <= FRA_FWMASK; kind++)
		raw_put_u32(&msg, kind, kind);
	raw_put_u8(&msg, FRA_L3MDEV, 1);
	raw_put_u8(&msg, FRA_PROTOCOL, 2);
	raw_put_u8(&msg, FRA_IP_PROTO, 17);
	raw_put(&msg, FRA_SPORT_RANGE, "abcd", 4);
	raw_put(&msg, FRA_DPORT_RANGE, "abcd", 4);
	hostile_all(&msg, sizeof(header), use);
}

/* A rule that differs from others in one thing. */
static struct rtnl_rule *variant(uint16_t type, int what)
{
	struct fib_rule_hdr header = { .family = AF_INET, .table = 254, .action = 1, .flags = what == 1 ? 2 : 0 };
	const uint16_t ports[2] = { 80, what == 2 ? 81 : 80 };
	struct raw_msg msg;
	int err;

	raw_begin(&msg, type, 0, &header, sizeof(header));
	raw_put_u32(&msg, FRA_PRIORITY, 100);
	raw_put(&msg, FRA_SPORT_RANGE, ports, 4);
	raw_put_u8(&msg, FRA_IP_PROTO, what == 3 ? 6 : 17);
	raw_put_u32(&msg, FRA_SUPPRESS_PREFIXLEN, what == 4 ? 0 : 0xffffffff);
	if (what == 5)
		raw_put(&msg, FRA_UID_RANGE, "01234567", 8);
	if (what == 6)
		raw_put_u8(&msg, FRA_L3MDEV, 1);
	raw_put_u8(&msg, FRA_PROTOCOL, what == 7 ? 3 : 4);
	return raw_parse(&msg, &err);
}

static int include(struct nl_cache *cache, uint16_t type, int what)
{
	struct rtnl_rule *rule = variant(type, what);

	CHECK_INT(nl_cache_include(cache, OBJ_CAST(rule), NULL, NULL), 0, "included");
	rtnl_rule_put(rule);
	return nl_cache_nitems(cache);
}

static void apart(void)
{
	struct nl_cache *cache = NULL;

	CHECK_INT(rtnl_rule_alloc_cache(NULL, AF_UNSPEC, &cache), 0, "cache");
	for (int what = 0; what < 8; what++)
		CHECK_INT(include(cache, RTM_NEWRULE, what), what + 1, "rule %d is one of its own", what);
	for (int what = 0; what < 8; what++)
		CHECK_INT(include(cache, RTM_NEWRULE, what), 8, "rule %d is known", what);
	for (int what = 0; what < 8; what++)
		CHECK_INT(include(cache, RTM_DELRULE, what), 7 - what, "rule %d goes", what);
	nl_cache_free(cache);
}

static void nothing(void)
{
	struct rtnl_rule *rule = rtnl_rule_alloc();
	struct nl_msg *msg = NULL;
	uint16_t start = 1, end = 2;
	uint8_t number;

	CHECK_INT(rtnl_rule_alloc_cache(NULL, 0, NULL), -NLE_INVAL, "no place");
	CHECK_INT(rtnl_rule_add(NULL, NULL, 0), -NLE_INVAL, "add");
	CHECK_INT(rtnl_rule_add(NULL, rule, 0), -NLE_MISSING_ATTR, "no family");
	CHECK_INT(rtnl_rule_delete(NULL, NULL, 0), -NLE_INVAL, "delete");
	CHECK_INT(rtnl_rule_build_add_request(NULL, 0, &msg), -NLE_INVAL, "build add");
	CHECK_INT(rtnl_rule_build_delete_request(NULL, 0, &msg), -NLE_INVAL, "build delete");
	rtnl_rule_set_family(NULL, 1);
	rtnl_rule_set_prio(NULL, 1);
	rtnl_rule_set_mark(NULL, 1);
	rtnl_rule_set_mask(NULL, 1);
	rtnl_rule_set_table(NULL, 1);
	rtnl_rule_set_dsfield(NULL, 1);
	rtnl_rule_set_action(NULL, 1);
	rtnl_rule_set_realms(NULL, 1);
	rtnl_rule_set_goto(NULL, 1);
	rtnl_rule_set_l3mdev(NULL, 1);
	CHECK_UINT((unsigned int)rtnl_rule_get_family(NULL) + rtnl_rule_get_prio(NULL) + rtnl_rule_get_mark(NULL) +
		   rtnl_rule_get_mask(NULL) + rtnl_rule_get_table(NULL) + rtnl_rule_get_dsfield(NULL) +
		   rtnl_rule_get_action(NULL) + rtnl_rule_get_realms(NULL) + rtnl_rule_get_goto(NULL), 0, "zeroes");
	CHECK_INT(rtnl_rule_get_l3mdev(NULL), -NLE_INVAL, "l3mdev");
	CHECK_INT(rtnl_rule_set_src(rule, NULL), -NLE_INVAL, "src");
	CHECK_INT(rtnl_rule_set_dst(NULL, NULL), -NLE_INVAL, "dst");
	CHECK(!rtnl_rule_get_src(NULL) && !rtnl_rule_get_dst(NULL) && !rtnl_rule_get_iif(NULL) &&
	      !rtnl_rule_get_oif(NULL), "nothing");
	CHECK_INT(rtnl_rule_set_iif(rule, NULL), -NLE_INVAL, "iif");
	CHECK_INT(rtnl_rule_set_oif(NULL, "x"), -NLE_INVAL, "oif");
	CHECK_INT(rtnl_rule_set_protocol(NULL, 1), -NLE_INVAL, "protocol");
	CHECK_INT(rtnl_rule_set_ipproto(NULL, 1), -NLE_INVAL, "ipproto");
	CHECK_INT(rtnl_rule_get_protocol(NULL, &number), -NLE_INVAL, "protocol");
	CHECK_INT(rtnl_rule_get_ipproto(NULL, &number), -NLE_INVAL, "ipproto");
	CHECK_INT(rtnl_rule_set_sport(NULL, 1), -NLE_INVAL, "sport");
	CHECK_INT(rtnl_rule_set_dport(NULL, 1), -NLE_INVAL, "dport");
	CHECK_INT(rtnl_rule_set_sport_range(NULL, 1, 2), -NLE_INVAL, "sport");
	CHECK_INT(rtnl_rule_set_dport_range(NULL, 1, 2), -NLE_INVAL, "dport");
	CHECK_INT(rtnl_rule_get_sport(NULL, &start, &end), -NLE_INVAL, "sport");
	CHECK_INT(rtnl_rule_get_dport(NULL, &start, &end), -NLE_INVAL, "dport");
	CHECK_INT(rtnl_rule_set_sport(rule, 5), 0, "sport");
	CHECK_INT(rtnl_rule_get_sport(rule, NULL, &end), -NLE_INVAL, "no place");
	CHECK_INT(rtnl_rule_get_sport(rule, &start, NULL), -NLE_INVAL, "no place");
	CHECK(start == 1 && end == 2, "left alone");
	rtnl_rule_put(NULL);
	rtnl_rule_put(rule);
}

int main(void)
{
	hostile(AF_INET, 4);
	hostile(AF_INET6, 16);
	apart();
	nothing();
	return check_done();
}
