/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Addresses, neighbours, rules, next hops, settings and multicast groups without memory.
 */
#include <arpa/inet.h>
#include <linux/fib_rules.h>
#include <linux/if_addr.h>
#include <linux/if_bridge.h>
#include <linux/neighbour.h>
#include <linux/netconf.h>
#include <linux/nexthop.h>

#include <netlink/errno.h>
#include <netlink/route/addr.h>
#include <netlink/route/mdb.h>
#include <netlink/route/neighbour.h>
#include <netlink/route/nh.h>
#include <netlink/route/rule.h>

#include "check.h"
#include "faulty_heap.h"
#include "route/objects.h"

enum { ADDR, NEIGH, RULE, NEXTHOP, NETCONF, NEIGHTBL, MDB, KINDS };

static struct raw_msg messages[KINDS];

static void write_messages(void)
{
	const struct ifaddrmsg addr = { .ifa_family = AF_INET6, .ifa_index = 1 };
	const struct ndmsg neigh = { .ndm_family = AF_INET6, .ndm_ifindex = 1 };
	const struct fib_rule_hdr rule = { .family = AF_INET6, .dst_len = 64 };
	const struct nhmsg nexthop = { .nh_family = AF_INET6 };
	const struct netconfmsg netconf = { .ncm_family = AF_INET6 };
	const struct ndtmsg neightbl = { .ndtm_family = AF_INET6 };
	const struct br_port_msg mdb = { .family = AF_BRIDGE, .ifindex = 1 };
	static const unsigned char bytes[32] = { 0x20, 1, 0xd, 0xb8, 7 };
	struct br_mdb_entry entry = { .ifindex = 1 };
	struct nlattr *nest, *inner;

	raw_begin(&messages[ADDR], RTM_NEWADDR, 0, &addr, sizeof(addr));
	raw_put(&messages[ADDR], IFA_ADDRESS, bytes, 16);
	raw_put(&messages[ADDR], IFA_LOCAL, bytes + 1, 16);
	raw_put(&messages[ADDR], IFA_MULTICAST, bytes, 16);
	raw_begin(&messages[NEIGH], RTM_NEWNEIGH, 0, &neigh, sizeof(neigh));
	raw_put(&messages[NEIGH], NDA_DST, bytes, 16);
	raw_put(&messages[NEIGH], NDA_LLADDR, bytes, 20);
	raw_begin(&messages[RULE], RTM_NEWRULE, 0, &rule, sizeof(rule));
	raw_put(&messages[RULE], FRA_SRC, bytes, 16);
	raw_put(&messages[RULE], FRA_DST, bytes, 16);
	raw_begin(&messages[NEXTHOP], RTM_NEWNEXTHOP, 0, &nexthop, sizeof(nexthop));
	raw_put_u32(&messages[NEXTHOP], NHA_ID, 1);
	raw_put(&messages[NEXTHOP], NHA_GATEWAY, bytes, 16);
	raw_put(&messages[NEXTHOP], NHA_GROUP, bytes, 32);
	raw_begin(&messages[NETCONF], RTM_NEWNETCONF, 0, &netconf, sizeof(netconf));
	raw_put_u32(&messages[NETCONF], NETCONFA_IFINDEX, 1);
	raw_begin(&messages[NEIGHTBL], RTM_NEWNEIGHTBL, 0, &neightbl, sizeof(neightbl));
	raw_put_text(&messages[NEIGHTBL], NDTA_NAME, "ndisc_cache");
	entry.addr.proto = htons(0x86dd);
	raw_begin(&messages[MDB], RTM_NEWMDB, 0, &mdb, sizeof(mdb));
	nest = raw_nest(&messages[MDB], MDBA_MDB);
	inner = raw_nest(&messages[MDB], MDBA_MDB_ENTRY);
	raw_put(&messages[MDB], MDBA_MDB_ENTRY_INFO, &entry, sizeof(entry));
	raw_put(&messages[MDB], MDBA_MDB_ENTRY_INFO, &entry, sizeof(entry));
	raw_nest_end(&messages[MDB], inner);
	raw_nest_end(&messages[MDB], nest);
}

static struct nl_msg *message;
static struct nl_object *given;

static int parse(void)
{
	struct nl_object *object = NULL;
	int err = nl_msg_parse(message, raw_take, &object);

	CHECK((err < 0) == (object == NULL), "an object or an error");
	nl_object_put(object);
	return err;
}

static int clone(void)
{
	struct nl_object *copy = nl_object_clone(given);

	nl_object_put(copy);
	return copy != NULL ? 0 : -NLE_NOMEM;
}

static int set_group(void)
{
	static const nl_nh_group_info_t members[9] = { { 1, 1 } };

	return rtnl_nh_set_group((struct rtnl_nh *)given, members, 9);
}

static int set_gateway(void)
{
	return rtnl_nh_set_gateway((struct rtnl_nh *)given, rtnl_nh_get_gateway((struct rtnl_nh *)given));
}

static int cache(void)
{
	struct nl_cache *made = NULL;
	int err = rtnl_neigh_alloc_cache(NULL, &made);

	nl_cache_free(made);
	return err;
}

static int request(void)
{
	struct nl_msg *msg = NULL;
	int err = rtnl_rule_build_add_request((struct rtnl_rule *)given, 0, &msg);

	nlmsg_free(msg);
	return err;
}

int main(void)
{
	static const char *const what[] = { "addr", "neigh", "rule", "nexthop", "netconf", "neightbl", "mdb" };
	static const int least[] = { 4, 3, 3, 3, 1, 1, 5 };

	write_messages();
	/* Printing takes memory once. */
	CHECK(1, "begin");
	for (int i = 0; i < KINDS; i++) {
		int err;

		message = nlmsg_convert(raw_msg_header(&messages[i]));
		nlmsg_set_proto(message, NETLINK_ROUTE);
		HEAP_FAIL_EACH(parse(), -NLE_NOMEM, least[i], what[i]);
		nlmsg_free(message);
		given = raw_parse(&messages[i], &err);
		CHECK_INT(err, 0, "%s", what[i]);
		HEAP_FAIL_EACH(clone(), -NLE_NOMEM, 1, what[i]);
		if (i == NEXTHOP) {
			HEAP_FAIL_EACH(set_group(), -NLE_NOMEM, 2, "a group");
			HEAP_FAIL_EACH(set_gateway(), -NLE_NOMEM, 1, "a gateway");
		}
		if (i == RULE)
			HEAP_FAIL_EACH(request(), -NLE_NOMEM, 1, "a request");
		nl_object_put(given);
	}
	HEAP_FAIL_EACH(cache(), -NLE_NOMEM, 1, "a cache");
	return check_done();
}
