/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Next hop objects, which Debian's library has not: accessors, messages that lie, the kernel's, NULL.
 */
#include <linux/nexthop.h>

#include <netlink/errno.h>
#include <netlink/route/nexthop.h>
#include <netlink/route/nh.h>
#include <netlink/socket.h>

#include "route/hostile.h"

static void use(void *object)
{
	rtnl_nh_get_group_entry(object, 0);
	rtnl_nh_get_group_size(object);
}

static void is_line(struct rtnl_nh *nh, const char *want)
{
	char buf[512];

	for (int type = NL_DUMP_LINE; type <= NL_DUMP_DETAILS; type++) {
		struct nl_dump_params dp = { .dp_type = (enum nl_dump_type)type, .dp_buf = buf,
					     .dp_buflen = sizeof(buf) };

		nl_object_dump(OBJ_CAST(nh), &dp);
		CHECK(strcmp(buf, want) == 0, "%.*s", (int)strcspn(buf, "\n"), buf);
	}
}

static void accessors(void)
{
	static const nl_nh_group_info_t members[] = { { 10, 0 }, { 11, 3 } };
	struct rtnl_nh *nh = rtnl_nh_alloc(), *copy;
	struct rtnl_nh_encap *encap;
	struct nl_addr *addr, *labels;
	uint32_t value = 9;

	CHECK_INT(rtnl_nh_get_id(nh), -NLE_INVAL, "no number");
	CHECK_INT(rtnl_nh_get_oif(nh), 0, "no interface");
	CHECK_INT(rtnl_nh_get_family(nh), 0, "no family");
	CHECK_INT(rtnl_nh_get_fdb(nh), 0, "not for a forwarding table");
	CHECK_INT(rtnl_nh_get_group_type(nh), -NLE_INVAL, "no type");
	CHECK_INT(rtnl_nh_get_group_size(nh), -NLE_MISSING_ATTR, "no group");
	CHECK_INT(rtnl_nh_get_group_entry(nh, 0), -NLE_MISSING_ATTR, "no group");
	CHECK(rtnl_nh_get_gateway(nh) == NULL && rtnl_nh_get_encap(nh) == NULL, "nothing");
	is_line(nh, "\n");
	CHECK_INT(rtnl_nh_set_id(nh, 100), 0, "id");
	CHECK_INT(rtnl_nh_set_oif(nh, 3), 0, "oif");
	CHECK_INT(rtnl_nh_set_family(nh, AF_INET), 0, "family");
	CHECK_INT(rtnl_nh_set_fdb(nh, 1), 0, "fdb");
	nl_addr_parse("10.0.0.1", AF_INET, &addr);
	CHECK_INT(rtnl_nh_set_gateway(nh, addr), 0, "gateway");
	CHECK(rtnl_nh_get_gateway(nh) != addr && nl_addr_cmp(rtnl_nh_get_gateway(nh), addr) == 0, "a copy");
	CHECK_INT(rtnl_nh_get_id(nh), 100, "id");
	CHECK_INT(rtnl_nh_get_oif(nh), 3, "oif");
	CHECK_INT(rtnl_nh_get_family(nh), AF_INET, "family");
	CHECK(rtnl_nh_get_fdb(nh) != 0, "fdb");
	is_line(nh, "nhid 100 oif 3 via 10.0.0.1 fdb\n");

	encap = rtnl_nh_encap_alloc();
	CHECK_INT(rtnl_nh_set_encap(nh, encap), -NLE_INVAL, "an empty encapsulation is freed");
	encap = rtnl_nh_encap_alloc();
	nl_addr_parse("100/200", AF_MPLS, &labels);
	CHECK_INT(rtnl_nh_encap_mpls(encap, labels, 64), 0, "labels");
	CHECK_INT(rtnl_nh_set_encap(nh, encap), 0, "encap");
	CHECK(rtnl_nh_get_encap(nh) == encap, "the very one");
	is_line(nh, "nhid 100 oif 3 via 10.0.0.1 encap mpls 100/200 ttl 64  fdb\n");
	copy = (struct rtnl_nh *)nl_object_clone(OBJ_CAST(nh));
	CHECK(rtnl_nh_get_encap(copy) != NULL && rtnl_nh_get_encap(copy) != encap, "cloned");
	CHECK_UINT(nl_object_diff64(OBJ_CAST(nh), OBJ_CAST(copy)), 0, "the same");
	CHECK_INT(rtnl_nh_set_encap(copy, NULL), 0, "taken away");
	CHECK(rtnl_nh_get_encap(copy) == NULL, "gone");
	CHECK_INT(rtnl_nh_set_gateway(copy, NULL), 0, "taken away");
	CHECK_INT(rtnl_nh_set_fdb(copy, 0), 0, "taken away");
	CHECK_INT(rtnl_nh_set_oif(copy, 0), 0, "taken away");
	CHECK_UINT(nl_object_diff64(OBJ_CAST(nh), OBJ_CAST(copy)), 0x2130, "what was taken away");
	CHECK_INT(nl_object_identical(OBJ_CAST(nh), OBJ_CAST(copy)), 1, "still the same thing");
	is_line(copy, "nhid 100\n");
	CHECK_INT(rtnl_nh_set_id(copy, 101), 0, "another number");
	CHECK_INT(nl_object_identical(OBJ_CAST(nh), OBJ_CAST(copy)), 0, "another thing");
	nl_addr_put(labels);
	nl_addr_put(addr);
	rtnl_nh_put(copy);
	rtnl_nh_put(nh);

	nh = rtnl_nh_alloc();
	CHECK_INT(rtnl_nh_set_group(nh, members, 2), 0, "group");
	CHECK_INT(rtnl_nh_get_group_size(nh), 2, "size");
	CHECK_INT(rtnl_nh_get_group_entry(nh, 0), 10, "first");
	CHECK_INT(rtnl_nh_get_group_entry(nh, 1), 11, "second");
	CHECK_INT(rtnl_nh_get_group_entry(nh, 2), -NLE_INVAL, "no third");
	CHECK_INT(rtnl_nh_get_group_entry(nh, -1), -NLE_INVAL, "none before");
	CHECK_INT(rtnl_nh_set_res_group_bucket_size(nh, 8), -NLE_INVAL, "not resilient");
	CHECK_INT(rtnl_nh_get_res_group_bucket_size(nh), -NLE_INVAL, "not resilient");
	CHECK_INT(rtnl_nh_set_res_group_idle_timer(nh, 8), -NLE_INVAL, "not resilient");
	CHECK_INT(rtnl_nh_get_res_group_idle_timer(nh, &value), -NLE_INVAL, "not resilient");
	CHECK_INT(rtnl_nh_set_res_group_unbalanced_timer(nh, 8), -NLE_INVAL, "not resilient");
	CHECK_INT(rtnl_nh_get_res_group_unbalanced_timer(nh, &value), -NLE_INVAL, "not resilient");
	is_line(nh, " nh_grp: 10 11\n");
	CHECK_INT(rtnl_nh_set_group_type(nh, NEXTHOP_GRP_TYPE_RES), 0, "resilient");
	CHECK_INT(rtnl_nh_get_group_type(nh), NEXTHOP_GRP_TYPE_RES, "resilient");
	CHECK_INT(rtnl_nh_get_res_group_bucket_size(nh), -NLE_MISSING_ATTR, "no buckets");
	CHECK_INT(rtnl_nh_get_res_group_idle_timer(nh, &value), -NLE_MISSING_ATTR, "no timer");
	CHECK_INT(rtnl_nh_get_res_group_unbalanced_timer(nh, &value), -NLE_MISSING_ATTR, "no timer");
	CHECK_INT(rtnl_nh_set_res_group_bucket_size(nh, 128), 0, "buckets");
	CHECK_INT(rtnl_nh_set_res_group_idle_timer(nh, 15), 0, "idle");
	CHECK_INT(rtnl_nh_set_res_group_unbalanced_timer(nh, 25), 0, "unbalanced");
	CHECK_INT(rtnl_nh_get_res_group_bucket_size(nh), 128, "buckets");
	CHECK(rtnl_nh_get_res_group_idle_timer(nh, &value) == 0 && value == 15, "idle");
	CHECK(rtnl_nh_get_res_group_unbalanced_timer(nh, &value) == 0 && value == 25, "unbalanced");
	is_line(nh, " nh_grp: 10 11 buckets 128 idle-timer 15 unbalanced-timer 25\n");
	copy = (struct rtnl_nh *)nl_object_clone(OBJ_CAST(nh));
	CHECK_UINT(nl_object_diff64(OBJ_CAST(nh), OBJ_CAST(copy)), 0, "the same");
	CHECK_INT(rtnl_nh_set_group(copy, members, 1), 0, "smaller");
	CHECK_UINT(nl_object_diff64(OBJ_CAST(nh), OBJ_CAST(copy)), 4, "the group");
	CHECK_INT(rtnl_nh_set_group(copy, NULL, 0), 0, "no group");
	CHECK_INT(rtnl_nh_set_group(copy, NULL, 1), -NLE_INVAL, "no members");
	CHECK_INT(rtnl_nh_set_res_group_bucket_size(copy, 0), 0, "no buckets");
	CHECK_INT(rtnl_nh_get_res_group_bucket_size(copy), -NLE_MISSING_ATTR, "no buckets");
	rtnl_nh_put(copy);
	rtnl_nh_put(nh);
}

static void hostile(void)
{
	struct nhmsg header = { .nh_family = AF_INET };
	struct nlattr *nest;
	struct raw_msg msg;

	raw_begin(&msg, RTM_NEWNEXTHOP, 0, &header, sizeof(header));
	raw_put_u32(&msg, NHA_ID, 1);
	raw_put(&msg, NHA_GROUP, "0123456701234567", 16);
	raw_put_u16(&msg, NHA_GROUP_TYPE, NEXTHOP_GRP_TYPE_RES);
	raw_put(&msg, NHA_BLACKHOLE, NULL, 0);
	raw_put_u32(&msg, NHA_OIF, 3);
	raw_put(&msg, NHA_GATEWAY, "0123", 4);
	raw_put_u16(&msg, NHA_ENCAP_TYPE, 1);
	nest = raw_nest(&msg, NHA_ENCAP);
	raw_put(&msg, 1, "\0\6\1\100", 4);
	raw_nest_end(&msg, nest);
	raw_put(&msg, NHA_GROUPS, NULL, 0);
	raw_put(&msg, NHA_FDB, NULL, 0);
	nest = raw_nest(&msg, NHA_RES_GROUP);
	raw_put_u16(&msg, NHA_RES_GROUP_BUCKETS, 8);
	raw_put_u32(&msg, NHA_RES_GROUP_IDLE_TIMER, 9);
	raw_put_u32(&msg, NHA_RES_GROUP_UNBALANCED_TIMER, 10);
	raw_nest_end(&msg, nest);
	hostile_all(&msg, sizeof(header), use);
	{
		int err;
		struct rtnl_nh *nh = raw_parse(&msg, &err);

		is_line(nh, "nhid 1 oif 3 via 48.49.50.51 encap mpls 96  blackhole groups nh_grp: 858927408 "
			    "858927408 buckets 8 idle-timer 9 unbalanced-timer 10 fdb\n");
		rtnl_nh_put(nh);
	}
}

static struct rtnl_nh *get(struct nl_sock *sk, int id)
{
	struct nl_cache *cache = NULL;
	struct rtnl_nh *nh;

	CHECK_INT(rtnl_nh_alloc_cache(sk, AF_UNSPEC, &cache), 0, "cache");
	nh = rtnl_nh_get(cache, id);
	CHECK(rtnl_nh_get(cache, 4711) == NULL, "no such next hop");
	nl_cache_free(cache);
	return nh;
}

static void kernel(void)
{
	static const nl_nh_group_info_t members[] = { { 100, 0 }, { 101, 1 } };
	struct nl_sock *sk = nl_socket_alloc();
	struct rtnl_nh *nh, *found;
	struct nl_addr *gateway;
	uint32_t value = 0;

	if (system("ip link add index 2 name v0 type veth peer name v1 index 3 && ip link set v0 up && "
		   "ip link set v1 up && ip addr add 10.0.0.2/24 dev v0") != 0)
		exit(2);
	nl_connect(sk, NETLINK_ROUTE);
	nl_addr_parse("10.0.0.1", AF_INET, &gateway);
	for (uint32_t id = 100; id < 102; id++) {
		nh = rtnl_nh_alloc();
		rtnl_nh_set_id(nh, id);
		rtnl_nh_set_family(nh, AF_INET);
		rtnl_nh_set_oif(nh, 2);
		rtnl_nh_set_gateway(nh, gateway);
		CHECK_INT(rtnl_nh_add(sk, nh, NLM_F_EXCL), 0, "add %u", id);
		CHECK_INT(rtnl_nh_add(sk, nh, NLM_F_EXCL), -NLE_EXIST, "add %u again", id);
		found = get(sk, (int)id);
		CHECK_INT(rtnl_nh_get_oif(found), 2, "oif");
		CHECK_INT(nl_addr_cmp(rtnl_nh_get_gateway(found), gateway), 0, "gateway");
		CHECK_INT(rtnl_nh_get_family(found), AF_INET, "family");
		rtnl_nh_put(found);
		rtnl_nh_put(nh);
	}
	nl_addr_put(gateway);
	nh = rtnl_nh_alloc();
	rtnl_nh_set_id(nh, 200);
	rtnl_nh_set_group(nh, members, 2);
	CHECK_INT(rtnl_nh_add(sk, nh, 0), 0, "a group");
	found = get(sk, 200);
	CHECK_INT(rtnl_nh_get_group_size(found), 2, "its size");
	CHECK_INT(rtnl_nh_get_group_entry(found, 1), 101, "a member");
	rtnl_nh_put(found);
	rtnl_nh_set_id(nh, 201);
	rtnl_nh_set_group_type(nh, NEXTHOP_GRP_TYPE_RES);
	rtnl_nh_set_res_group_bucket_size(nh, 16);
	rtnl_nh_set_res_group_idle_timer(nh, 1500);
	rtnl_nh_set_res_group_unbalanced_timer(nh, 2500);
	CHECK_INT(rtnl_nh_add(sk, nh, 0), 0, "a resilient group");
	found = get(sk, 201);
	CHECK_INT(rtnl_nh_get_group_type(found), NEXTHOP_GRP_TYPE_RES, "its type");
	CHECK_INT(rtnl_nh_get_res_group_bucket_size(found), 16, "its buckets");
	CHECK(rtnl_nh_get_res_group_idle_timer(found, &value) == 0 && value == 1500, "its timer");
	CHECK(rtnl_nh_get_res_group_unbalanced_timer(found, &value) == 0 && value == 2500, "its timer");
	rtnl_nh_put(found);
	rtnl_nh_put(nh);
	nh = rtnl_nh_alloc();
	rtnl_nh_set_id(nh, 300);
	rtnl_nh_set_family(nh, AF_INET);
	rtnl_nh_set_fdb(nh, 1);
	nl_addr_parse("10.0.0.9", AF_INET, &gateway);
	rtnl_nh_set_gateway(nh, gateway);
	nl_addr_put(gateway);
	CHECK_INT(rtnl_nh_add(sk, nh, 0), 0, "for a forwarding table");
	found = get(sk, 300);
	CHECK(found != NULL && rtnl_nh_get_fdb(found) != 0, "it is");
	rtnl_nh_put(found);
	rtnl_nh_put(nh);
	nl_socket_free(sk);
}

static void nothing(void)
{
	struct rtnl_nh *nh = rtnl_nh_alloc();
	uint32_t value;

	CHECK_INT(rtnl_nh_alloc_cache(NULL, 0, NULL), -NLE_INVAL, "no place");
	CHECK(rtnl_nh_get(NULL, 1) == NULL, "no cache");
	CHECK_INT(rtnl_nh_add(NULL, NULL, 0), -NLE_INVAL, "nothing");
	CHECK_INT(rtnl_nh_add(NULL, nh, 0), -NLE_BAD_SOCK, "no socket");
	CHECK_INT(rtnl_nh_set_gateway(NULL, NULL), -NLE_INVAL, "gateway");
	CHECK_INT(rtnl_nh_set_fdb(NULL, 1), -NLE_INVAL, "fdb");
	CHECK_INT(rtnl_nh_set_id(NULL, 1), -NLE_INVAL, "id");
	CHECK_INT(rtnl_nh_set_oif(NULL, 1), -NLE_INVAL, "oif");
	CHECK_INT(rtnl_nh_set_family(NULL, 1), -NLE_INVAL, "family");
	CHECK_INT(rtnl_nh_set_group(NULL, NULL, 0), -NLE_INVAL, "group");
	CHECK_INT(rtnl_nh_set_group_type(NULL, 1), -NLE_INVAL, "type");
	CHECK_INT(rtnl_nh_set_res_group_bucket_size(NULL, 1), -NLE_INVAL, "buckets");
	CHECK_INT(rtnl_nh_set_res_group_idle_timer(NULL, 1), -NLE_INVAL, "timer");
	CHECK_INT(rtnl_nh_set_res_group_unbalanced_timer(NULL, 1), -NLE_INVAL, "timer");
	CHECK_INT(rtnl_nh_set_encap(NULL, rtnl_nh_encap_alloc()), -NLE_INVAL, "encap is freed");
	CHECK(!rtnl_nh_get_gateway(NULL) && !rtnl_nh_get_encap(NULL), "nothing");
	CHECK_INT(rtnl_nh_get_fdb(NULL), 0, "fdb");
	CHECK_INT(rtnl_nh_get_id(NULL), -NLE_INVAL, "id");
	CHECK_INT(rtnl_nh_get_oif(NULL), 0, "oif");
	CHECK_INT(rtnl_nh_get_family(NULL), -NLE_INVAL, "family");
	CHECK_INT(rtnl_nh_get_group_size(NULL), -NLE_INVAL, "size");
	CHECK_INT(rtnl_nh_get_group_entry(NULL, 0), -NLE_INVAL, "entry");
	CHECK_INT(rtnl_nh_get_group_type(NULL), -NLE_INVAL, "type");
	CHECK_INT(rtnl_nh_get_res_group_bucket_size(NULL), -NLE_INVAL, "buckets");
	CHECK_INT(rtnl_nh_get_res_group_idle_timer(NULL, &value), -NLE_INVAL, "timer");
	CHECK_INT(rtnl_nh_get_res_group_unbalanced_timer(NULL, &value), -NLE_INVAL, "timer");
	rtnl_nh_set_group_type(nh, NEXTHOP_GRP_TYPE_RES);
	CHECK_INT(rtnl_nh_get_res_group_idle_timer(nh, NULL), -NLE_INVAL, "no place");
	CHECK_INT(rtnl_nh_get_res_group_unbalanced_timer(nh, NULL), -NLE_INVAL, "no place");
	rtnl_nh_put(NULL);
	rtnl_nh_put(nh);
}

int main(void)
{
	accessors();
	hostile();
	kernel();
	nothing();
	return check_done();
}
