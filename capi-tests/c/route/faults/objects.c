/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Addresses, neighbours, rules, next hops, settings and multicast groups without memory.
 */
#define _GNU_SOURCE
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
#include <netlink/route/neightbl.h>
#include <netlink/route/nh.h>
#include <netlink/route/rule.h>

#include "check.h"
#include "route/objects.h"
#include "walk.h"

enum { ADDR, NEIGH, RULE, NEXTHOP, NETCONF, NEIGHTBL, MDB, KINDS, SHORT_ADDR = KINDS, SHORT_NEIGH, SHORT_RULE, OTHER_MDB, ALL };

static struct raw_msg messages[ALL];

/* Addresses that wait inside of an object until C asks for them. */
static void write_short_messages(void)
{
	const struct ifaddrmsg addr = { .ifa_family = AF_INET, .ifa_index = 1 };
	const struct ndmsg neigh = { .ndm_family = AF_INET, .ndm_ifindex = 1 };
	const struct fib_rule_hdr rule = { .family = AF_INET, .dst_len = 32, .src_len = 32 };
	const struct br_port_msg mdb = { .family = AF_BRIDGE, .ifindex = 1 };
	struct br_mdb_entry entry = { .ifindex = 1, .addr = { .proto = htons(0x800), .u.ip4 = htonl(0xe0000009) } };
	static const unsigned char bytes[8] = { 10, 1, 0xd, 0xb8, 7 };
	struct nlattr *nest, *inner;

	raw_begin(&messages[SHORT_ADDR], RTM_NEWADDR, 0, &addr, sizeof(addr));
	for (uint16_t kind = IFA_ADDRESS; kind <= IFA_MULTICAST; kind++)
		if (kind != IFA_LABEL && kind != IFA_CACHEINFO)
			raw_put(&messages[SHORT_ADDR], kind, bytes + (kind == IFA_LOCAL), 4);
	raw_begin(&messages[SHORT_NEIGH], RTM_NEWNEIGH, 0, &neigh, sizeof(neigh));
	raw_put(&messages[SHORT_NEIGH], NDA_DST, bytes, 4);
	raw_put(&messages[SHORT_NEIGH], NDA_LLADDR, bytes, 6);
	raw_begin(&messages[SHORT_RULE], RTM_NEWRULE, 0, &rule, sizeof(rule));
	raw_put(&messages[SHORT_RULE], FRA_SRC, bytes, 4);
	raw_put(&messages[SHORT_RULE], FRA_DST, bytes, 4);
	raw_begin(&messages[OTHER_MDB], RTM_NEWMDB, 0, &mdb, sizeof(mdb));
	nest = raw_nest(&messages[OTHER_MDB], MDBA_MDB);
	inner = raw_nest(&messages[OTHER_MDB], MDBA_MDB_ENTRY);
	raw_put(&messages[OTHER_MDB], MDBA_MDB_ENTRY_INFO, &entry, sizeof(entry));
	raw_nest_end(&messages[OTHER_MDB], inner);
	raw_nest_end(&messages[OTHER_MDB], nest);
}

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

/* The object that one of the messages tells of, without what is made for C when it is asked for. */
static void *fresh(int which)
{
	int err;

	return raw_parse(&messages[which], &err);
}

#define LAZY(type, kind, call) WALK_LAZY(struct type, fresh(kind), type##_put, call)

static void addresses(void)
{
	struct rtnl_addr *addr = fresh(ADDR);

	WALK_MAKES(rtnl_addr_put, rtnl_addr_alloc());
	walk_watch(addr);
	WALK_BUILDS(rtnl_addr_build_add_request(addr, 0, &msg));
	WALK_BUILDS(rtnl_addr_build_delete_request(addr, 0, &msg));
	walk_watch(NULL);
	/* It needs no memory. */
	HEAP_FAIL_EACH(({
		struct rtnl_addr *it;
		int err;

		WALK_UNHARMED(it = fresh(SHORT_ADDR));
		rtnl_addr_set_prefixlen(it, 9);
		WALK_UNHARMED(err = (int)nl_addr_get_prefixlen(rtnl_addr_get_peer(it)) - 9 + rtnl_addr_get_prefixlen(it) - 9;
			      rtnl_addr_put(it));
		err;
	}), 0, 0, "rtnl_addr_set_prefixlen");
	LAZY(rtnl_addr, SHORT_ADDR, rtnl_addr_get_local(it));
	LAZY(rtnl_addr, SHORT_ADDR, rtnl_addr_get_peer(it));
	LAZY(rtnl_addr, SHORT_ADDR, rtnl_addr_get_multicast(it));
	LAZY(rtnl_addr, SHORT_ADDR, rtnl_addr_get_anycast(it));
	rtnl_addr_put(addr);
}

static int find_by_vlan(struct nl_cache *cache, struct nl_addr *lladdr)
{
	struct rtnl_neigh *found = rtnl_neigh_get_by_vlan(cache, 1, lladdr, 0);

	rtnl_neigh_put(found);
	return found != NULL ? 0 : -NLE_OBJ_NOTFOUND;
}

static void neighbours(void)
{
	struct rtnl_neigh *neigh = fresh(NEIGH);
	struct nl_addr *short_lladdr = nl_addr_build(AF_LLC, (unsigned char[]){ 10, 1, 0xd, 0xb8, 7, 0 }, 6);

	WALK_MAKES(rtnl_neigh_put, rtnl_neigh_alloc());
	walk_watch(neigh);
	WALK_BUILDS(rtnl_neigh_build_add_request(neigh, 0, &msg));
	WALK_BUILDS(rtnl_neigh_build_delete_request(neigh, 0, &msg));
	WALK_GIVES(struct rtnl_neigh, rtnl_neigh_put, read, rtnl_neigh_parse(raw_msg_header(&messages[NEIGH]), &read));
	walk_watch(NULL);
	LAZY(rtnl_neigh, SHORT_NEIGH, rtnl_neigh_get_dst(it));
	LAZY(rtnl_neigh, SHORT_NEIGH, rtnl_neigh_get_lladdr(it));
	/* Comparing allocates nothing, whether C knows the one address or the other. */
	HEAP_FAIL_EACH(({
		struct nl_cache *cache;
		struct rtnl_neigh *other;
		int err;

		WALK_UNHARMED({
			rtnl_neigh_alloc_cache(NULL, &cache);
			other = fresh(SHORT_NEIGH);
			nl_cache_add(cache, OBJ_CAST(other));
		});
		err = find_by_vlan(cache, short_lladdr);
		WALK_UNHARMED(nl_cache_free(cache); rtnl_neigh_put(other));
		err;
	}), 0, 0, "rtnl_neigh_get_by_vlan");
	nl_addr_put(short_lladdr);
	rtnl_neigh_put(neigh);
}

static void tables(void)
{
	struct rtnl_neightbl *table = fresh(NEIGHTBL), *change = rtnl_neightbl_alloc();

	rtnl_neightbl_set_gc_tresh1(change, 100);
	rtnl_neightbl_set_locktime(change, 100);
	WALK_MAKES(rtnl_neightbl_put, rtnl_neightbl_alloc());
	walk_watch(table);
	WALK_BUILDS(rtnl_neightbl_build_change_request(table, change, &msg));
	walk_watch(NULL);
	rtnl_neightbl_put(table);
	rtnl_neightbl_put(change);
}

static void rules(void)
{
	struct rtnl_rule *rule = fresh(RULE);

	WALK_MAKES(rtnl_rule_put, rtnl_rule_alloc());
	walk_watch(rule);
	WALK_BUILDS(rtnl_rule_build_add_request(rule, 0, &msg));
	WALK_BUILDS(rtnl_rule_build_delete_request(rule, 0, &msg));
	walk_watch(NULL);
	LAZY(rtnl_rule, SHORT_RULE, rtnl_rule_get_src(it));
	LAZY(rtnl_rule, SHORT_RULE, rtnl_rule_get_dst(it));
	rtnl_rule_put(rule);
}

static void first_entry(struct rtnl_mdb_entry *entry, void *arg)
{
	struct rtnl_mdb_entry **place = arg;

	if (*place == NULL)
		*place = entry;
}

static void count_entry(struct rtnl_mdb_entry *entry, void *arg)
{
	(void)entry;
	++*(int *)arg;
}

static struct rtnl_mdb_entry *entry_of(struct rtnl_mdb *mdb)
{
	struct rtnl_mdb_entry *entry = NULL;

	rtnl_mdb_foreach_entry(mdb, first_entry, &entry);
	return entry;
}

static void groups(void)
{
	struct rtnl_mdb *mdb = fresh(OTHER_MDB);
	struct rtnl_mdb_entry *entry = entry_of(mdb);

	WALK_LAZY(struct nl_object, fresh(OTHER_MDB), nl_object_put, rtnl_mdb_entry_get_addr(entry_of((struct rtnl_mdb *)it)));
	/* It returns nothing: without memory there is no more than there was. */
	HEAP_FAIL_EACH(({
		struct nl_object *to;
		int before = 0, after = 0;

		WALK_UNHARMED(to = fresh(MDB); rtnl_mdb_foreach_entry((struct rtnl_mdb *)to, count_entry, &before));
		rtnl_mdb_add_entry((struct rtnl_mdb *)to, entry);
		WALK_UNHARMED(rtnl_mdb_foreach_entry((struct rtnl_mdb *)to, count_entry, &after); nl_object_put(to));
		after == before + 1 ? 0 : after == before ? -NLE_NOMEM : -1000;
	}), -NLE_NOMEM, 1, "rtnl_mdb_add_entry");
	nl_object_put(OBJ_CAST(mdb));
}

/* Printing and comparing allocate nothing. */
static void all_kinds(const char *what)
{
	char text[512];

	walk_watch(given);
	HEAP_FAIL_EACH((nl_object_dump_buf(given, text, sizeof(text)), 0), 0, 0, what);
	HEAP_FAIL_EACH(nl_object_identical(given, given) - 1, 0, 0, what);
	walk_watch(NULL);
}

/* Addresses that wait inside of an object are made to be printed; what cannot be made is left out, and is there later. */
static void printing(void)
{
	for (int i = SHORT_ADDR; i <= OTHER_MDB; i++) {
		struct nl_object *same = fresh(i);
		char whole[1024], text[1024], after[1024];

		nl_object_dump_buf(same, whole, sizeof(whole));
#define PRINTS(call)                                                           \
		HEAP_FAIL_EACH(({                                              \
			struct nl_object *it;                                  \
			struct nl_dump_params dp = { .dp_type = NL_DUMP_DETAILS, .dp_buf = text, .dp_buflen = sizeof(text) }; \
			WALK_UNHARMED(it = fresh(i));                          \
			(void)dp;                                              \
			call;                                                  \
			WALK_UNHARMED(nl_object_dump_buf(it, after, sizeof(after)); nl_object_put(it)); \
			CHECK(strcmp(whole, after) == 0, "%s: all is there later", #call); \
			0;                                                     \
		}), 0, 0, #call)
		PRINTS(nl_object_dump_buf(it, text, sizeof(text)));
		PRINTS(nl_object_dump(it, &dp));
		PRINTS(CHECK_INT(nl_object_identical(it, same), 1, "the same"));
		PRINTS(CHECK_UINT(nl_object_diff64(it, same), 0, "no difference"));
		nl_object_put(same);
	}
}

int main(void)
{
	static const char *const what[] = { "addr", "neigh", "rule", "nexthop", "netconf", "neightbl", "mdb" };
	static const int least[] = { 4, 3, 3, 3, 1, 1, 5 };

	write_messages();
	write_short_messages();
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
		all_kinds(what[i]);
		nl_object_put(given);
	}
	WALK_MAKES(rtnl_nh_put, rtnl_nh_alloc());
	addresses();
	neighbours();
	tables();
	rules();
	groups();
	printing();
	HEAP_FAIL_EACH(cache(), -NLE_NOMEM, 1, "a cache");
	return check_done();
}
