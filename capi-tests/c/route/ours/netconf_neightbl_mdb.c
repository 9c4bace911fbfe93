/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Settings, neighbour tables and multicast groups: messages that lie, notifications that belong together, NULL.
 */
#include <arpa/inet.h>
#include <linux/if_bridge.h>
#include <linux/neighbour.h>
#include <linux/netconf.h>

#include <netlink/errno.h>
#include <netlink/route/mdb.h>
#include <netlink/route/neightbl.h>
#include <netlink/route/netconf.h>

#include "route/hostile.h"

static void use_netconf(void *object)
{
	int value;

	rtnl_netconf_get_input(object, &value);
}

static void netconf(void)
{
	struct netconfmsg header = { .ncm_family = AF_INET6 };
	struct rtnl_netconf *nc;
	struct nl_cache *cache = NULL;
	struct raw_msg msg;
	int err, value = 7;

	raw_begin(&msg, RTM_NEWNETCONF, 0, &header, sizeof(header));
	for (uint16_t kind = NETCONFA_IFINDEX; kind <= NETCONFA_INPUT; kind++)
		raw_put_u32(&msg, kind, kind);
	hostile_all(&msg, sizeof(header), use_netconf);
	/* Numbers that are too short are as if they were not there. */
	raw_begin(&msg, RTM_NEWNETCONF, 0, &header, sizeof(header));
	raw_put_u32(&msg, NETCONFA_IFINDEX, 3);
	raw_put(&msg, NETCONFA_FORWARDING, "abc", 3);
	nc = raw_parse(&msg, &err);
	CHECK_INT(rtnl_netconf_get_forwarding(nc, &value), -NLE_MISSING_ATTR, "not there");
	CHECK_INT(value, 7, "left alone");
	rtnl_netconf_put(nc);
	raw_begin(&msg, RTM_NEWNETCONF, 0, &header, sizeof(header));
	raw_put(&msg, NETCONFA_IFINDEX, "abc", 3);
	CHECK(raw_parse(&msg, &err) == NULL && err == -NLE_FAILURE, "of no interface");
	header.ncm_family = 77;
	raw_begin(&msg, RTM_NEWNETCONF, 0, &header, sizeof(header));
	raw_put_u32(&msg, NETCONFA_IFINDEX, 3);
	CHECK(raw_parse(&msg, &err) == NULL && err == -NLE_FAILURE, "of no family");

	/* A notification adds to what is known. */
	CHECK_INT(rtnl_netconf_alloc_cache(NULL, &cache), 0, "cache");
	header.ncm_family = AF_INET;
	for (uint16_t kind = NETCONFA_FORWARDING; kind <= NETCONFA_INPUT; kind++) {
		raw_begin(&msg, RTM_NEWNETCONF, 0, &header, sizeof(header));
		raw_put_u32(&msg, NETCONFA_IFINDEX, 3);
		raw_put_u32(&msg, kind, kind);
		nc = raw_parse(&msg, &err);
		CHECK_INT(nl_cache_include(cache, OBJ_CAST(nc), NULL, NULL), 0, "included");
		rtnl_netconf_put(nc);
	}
	CHECK_INT(nl_cache_nitems(cache), 1, "one interface");
	nc = rtnl_netconf_get_by_idx(cache, AF_INET, 3);
	CHECK(rtnl_netconf_get_forwarding(nc, &value) == 0 && value == NETCONFA_FORWARDING, "the first");
	CHECK(rtnl_netconf_get_input(nc, &value) == 0 && value == NETCONFA_INPUT, "and the last");
	rtnl_netconf_put(nc);
	nl_cache_free(cache);

	CHECK_INT(rtnl_netconf_alloc_cache(NULL, NULL), -NLE_INVAL, "no place");
	CHECK(!rtnl_netconf_get_by_idx(NULL, 2, 1) && !rtnl_netconf_get_all(NULL, 2) &&
	      !rtnl_netconf_get_default(NULL, 2), "no cache");
	CHECK_INT(rtnl_netconf_get_family(NULL, &value), -NLE_INVAL, "family");
	CHECK_INT(rtnl_netconf_get_ifindex(NULL, &value), -NLE_INVAL, "ifindex");
	CHECK_INT(rtnl_netconf_get_forwarding(NULL, &value), -NLE_INVAL, "forwarding");
	CHECK_INT(rtnl_netconf_get_mc_forwarding(NULL, &value), -NLE_INVAL, "mc_forwarding");
	CHECK_INT(rtnl_netconf_get_rp_filter(NULL, &value), -NLE_INVAL, "rp_filter");
	CHECK_INT(rtnl_netconf_get_proxy_neigh(NULL, &value), -NLE_INVAL, "proxy_neigh");
	CHECK_INT(rtnl_netconf_get_ignore_routes_linkdown(NULL, &value), -NLE_INVAL, "linkdown");
	CHECK_INT(rtnl_netconf_get_input(NULL, &value), -NLE_INVAL, "input");
	rtnl_netconf_put(NULL);
}

static void use_neightbl(void *object)
{
	struct nl_msg *msg = NULL;

	if (rtnl_neightbl_build_change_request(object, object, &msg) == 0)
		nlmsg_free(msg);
}

static void begin_table(struct raw_msg *msg, uint32_t ifindex)
{
	struct ndtmsg header = { .ndtm_family = AF_INET };
	struct nlattr *nest;

	raw_begin(msg, RTM_NEWNEIGHTBL, 0, &header, sizeof(header));
	raw_put_text(msg, NDTA_NAME, "arp_cache");
	nest = raw_nest(msg, NDTA_PARMS);
	if (ifindex != 0)
		raw_put_u32(msg, NDTPA_IFINDEX, ifindex);
	for (uint16_t kind = NDTPA_REFCNT; kind <= NDTPA_LOCKTIME; kind++)
		raw_put(msg, kind, "01234567", 8);
	raw_nest_end(msg, nest);
}

static void neightbl(void)
{
	static const char numbers[88] = "0123456789012345678901234567890123456789";
	struct rtnl_neightbl *table = rtnl_neightbl_alloc();
	struct nl_cache *cache = NULL;
	struct nl_msg *change = NULL;
	struct raw_msg msg;
	int err;

	begin_table(&msg, 3);
	raw_put(&msg, NDTA_THRESH1, numbers, 4);
	raw_put(&msg, NDTA_THRESH2, numbers, 4);
	raw_put(&msg, NDTA_THRESH3, numbers, 4);
	raw_put(&msg, NDTA_CONFIG, numbers, 32);
	raw_put(&msg, NDTA_STATS, numbers, 88);
	raw_put(&msg, NDTA_GC_INTERVAL, numbers, 8);
	hostile_all(&msg, sizeof(struct ndtmsg), use_neightbl);

	/* A table and the interfaces in it stay apart. */
	CHECK_INT(rtnl_neightbl_alloc_cache(NULL, &cache), 0, "cache");
	for (int twice = 0; twice < 2; twice++) {
		for (uint32_t ifindex = 0; ifindex < 3; ifindex++) {
			struct rtnl_neightbl *one;

			begin_table(&msg, ifindex);
			one = raw_parse(&msg, &err);
			CHECK_INT(nl_cache_include(cache, OBJ_CAST(one), NULL, NULL), 0, "included");
			CHECK_INT(nl_cache_nitems(cache), twice ? 3 : (int)ifindex + 1, "of interface %u", ifindex);
			rtnl_neightbl_put(one);
		}
	}
	nl_cache_free(cache);

	CHECK_INT(rtnl_neightbl_alloc_cache(NULL, NULL), -NLE_INVAL, "no place");
	CHECK(!rtnl_neightbl_get(NULL, "x", 0) && !rtnl_neightbl_get(NULL, NULL, 0), "no cache");
	CHECK_INT(rtnl_neightbl_build_change_request(NULL, table, &change), -NLE_INVAL, "which one");
	CHECK_INT(rtnl_neightbl_build_change_request(table, NULL, &change), -NLE_INVAL, "what");
	CHECK_INT(rtnl_neightbl_build_change_request(table, table, NULL), -NLE_INVAL, "where");
	CHECK_INT(rtnl_neightbl_change(NULL, NULL, table), -NLE_INVAL, "which one");
	CHECK_INT(rtnl_neightbl_change(NULL, table, table), -NLE_BAD_SOCK, "no socket");
	rtnl_neightbl_set_name(table, NULL);
	rtnl_neightbl_set_name(NULL, "x");
	rtnl_neightbl_set_family(NULL, 1);
	rtnl_neightbl_set_gc_tresh1(NULL, 1);
	rtnl_neightbl_set_gc_tresh2(NULL, 1);
	rtnl_neightbl_set_gc_tresh3(NULL, 1);
	rtnl_neightbl_set_gc_interval(NULL, 1);
	rtnl_neightbl_set_dev(NULL, 1);
	rtnl_neightbl_set_queue_len(NULL, 1);
	rtnl_neightbl_set_proxy_queue_len(NULL, 1);
	rtnl_neightbl_set_app_probes(NULL, 1);
	rtnl_neightbl_set_ucast_probes(NULL, 1);
	rtnl_neightbl_set_mcast_probes(NULL, 1);
	rtnl_neightbl_set_base_reachable_time(NULL, 1);
	rtnl_neightbl_set_retrans_time(NULL, 1);
	rtnl_neightbl_set_gc_stale_time(NULL, 1);
	rtnl_neightbl_set_delay_probe_time(NULL, 1);
	rtnl_neightbl_set_anycast_delay(NULL, 1);
	rtnl_neightbl_set_proxy_delay(NULL, 1);
	rtnl_neightbl_set_locktime(NULL, 1);
	rtnl_neightbl_put(NULL);
	rtnl_neightbl_put(table);
}

static void count(struct rtnl_mdb_entry *entry, void *arg)
{
	/* Those that are gone through cannot be changed. */
	rtnl_mdb_add_entry(((void **)arg)[1], entry);
	**(int **)arg += 1;
}

static int entries(struct rtnl_mdb *mdb)
{
	int n = 0;
	void *args[] = { &n, mdb };

	rtnl_mdb_foreach_entry(mdb, count, args);
	return n;
}

static void add_to(struct rtnl_mdb_entry *entry, void *mdb)
{
	rtnl_mdb_add_entry(mdb, entry);
}

static void state(struct rtnl_mdb_entry *entry, void *arg)
{
	*(int *)arg = rtnl_mdb_entry_get_state(entry);
}

static void begin_mdb(struct raw_msg *msg, uint16_t type, uint32_t bridge, uint16_t vid, uint8_t permanent)
{
	struct br_port_msg header = { .family = AF_BRIDGE, .ifindex = bridge };
	struct br_mdb_entry entry = { .ifindex = 10, .vid = vid, .state = permanent };
	struct nlattr *db, *group;

	entry.addr.proto = htons(0x0800);
	entry.addr.u.ip4 = htonl(0xe1010101);
	raw_begin(msg, type, 0, &header, sizeof(header));
	db = raw_nest(msg, MDBA_MDB);
	group = raw_nest(msg, MDBA_MDB_ENTRY);
	raw_put(msg, MDBA_MDB_ENTRY_INFO, &entry, sizeof(entry));
	raw_nest_end(msg, group);
	raw_nest_end(msg, db);
}

static void use_mdb(void *object)
{
	entries(object);
}

static void include_mdb(struct nl_cache *cache, uint16_t type, uint32_t bridge, uint16_t vid, uint8_t permanent)
{
	struct rtnl_mdb *mdb;
	struct raw_msg msg;
	int err;

	begin_mdb(&msg, type, bridge, vid, permanent);
	mdb = raw_parse(&msg, &err);
	CHECK_INT(nl_cache_include(cache, OBJ_CAST(mdb), NULL, NULL), 0, "included");
	nl_object_put(OBJ_CAST(mdb));
}

static void mdb(void)
{
	struct rtnl_mdb *a, *b;
	struct nl_cache *cache = NULL;
	struct raw_msg msg;
	int err, is = 0;

	begin_mdb(&msg, RTM_NEWMDB, 3, 1, 0);
	/* Nests are cut short as a whole: what they are made of is cut by hand. */
	hostile_all(&msg, sizeof(struct br_port_msg), use_mdb);
	for (uint16_t len = 4; len < 40; len++) {
		struct nlattr *info = (struct nlattr *)(msg.bytes + NLMSG_HDRLEN + sizeof(struct br_port_msg) + 8);

		begin_mdb(&msg, RTM_NEWMDB, 3, 1, 0);
		info->nla_len = len;
		a = raw_parse(&msg, &err);
		if (len < 4 + sizeof(struct br_mdb_entry))
			CHECK(a == NULL && err == -NLE_RANGE, "an entry of %u bytes", len - 4);
		else
			CHECK_INT(entries(a), len == 4 + sizeof(struct br_mdb_entry), "%u bytes", len - 4);
		nl_object_put(OBJ_CAST(a));
	}

	/* Notifications are merged into the bridge that they are about. */
	CHECK_INT(rtnl_mdb_alloc_cache(NULL, &cache), 0, "cache");
	include_mdb(cache, RTM_NEWMDB, 3, 1, 0);
	include_mdb(cache, RTM_NEWMDB, 3, 2, 0);
	include_mdb(cache, RTM_NEWMDB, 4, 2, 0);
	CHECK_INT(nl_cache_nitems(cache), 2, "two bridges");
	a = (struct rtnl_mdb *)nl_cache_get_first(cache);
	CHECK_UINT(rtnl_mdb_get_ifindex(a), 3, "the first");
	CHECK_INT(entries(a), 2, "its groups");
	include_mdb(cache, RTM_NEWMDB, 3, 1, 1);
	CHECK_INT(entries(a), 2, "still as many");
	include_mdb(cache, RTM_DELMDB, 3, 2, 0);
	CHECK_INT(entries(a), 1, "one less");
	rtnl_mdb_foreach_entry(a, state, &is);
	CHECK_INT(is, 1, "the one that is permanent now");
	include_mdb(cache, RTM_NEWMDB, 3, 2, 0);
	CHECK_INT(entries(a), 2, "back again");
	b = (struct rtnl_mdb *)nl_object_clone(OBJ_CAST(nl_cache_get_last(cache)));
	CHECK_INT(entries(b), 1, "a clone");
	rtnl_mdb_foreach_entry(a, add_to, b);
	CHECK_INT(entries(b), 2, "with one more, and one that it had");
	CHECK_INT(entries(a), 2, "which were copied");
	nl_object_put(OBJ_CAST(b));
	nl_cache_free(cache);

	CHECK_INT(rtnl_mdb_alloc_cache(NULL, NULL), -NLE_INVAL, "no place");
	CHECK_INT(rtnl_mdb_alloc_cache_flags(NULL, NULL, 0), -NLE_INVAL, "no place");
	CHECK_UINT(rtnl_mdb_get_ifindex(NULL), 0, "ifindex");
	rtnl_mdb_add_entry(NULL, NULL);
	rtnl_mdb_foreach_entry(NULL, count, NULL);
	CHECK_INT(rtnl_mdb_entry_get_ifindex(NULL) + rtnl_mdb_entry_get_vid(NULL) + rtnl_mdb_entry_get_state(NULL) +
		  rtnl_mdb_entry_get_proto(NULL), 0, "zeroes");
	CHECK(rtnl_mdb_entry_get_addr(NULL) == NULL, "addr");
}

int main(void)
{
	netconf();
	neightbl();
	mdb();
	return check_done();
}
