/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Neighbours: what is newer than Debian's library, entries that the kernel keeps apart, messages that lie, NULL.
 */
#include <linux/neighbour.h>

#include <netlink/errno.h>
#include <netlink/route/neighbour.h>
#include <netlink/socket.h>

#include "route/hostile.h"

#define NTF_EXT_LOCKED_ 2u
#define NDA_FLAGS_EXT_ 15

static void use(void *object)
{
	struct nl_msg *msg = NULL;

	if (rtnl_neigh_build_add_request(object, 0, &msg) == 0)
		nlmsg_free(msg);
}

static void hostile(uint8_t family)
{
	static const uint32_t info[4] = { 100, 200, 300, 400 };
	struct ndmsg header = { .ndm_family = family, .ndm_ifindex = 3, .ndm_state = NUD_STALE };
	struct raw_msg msg;
	int err;

	raw_begin(&msg, RTM_NEWNEIGH, 0, &header, sizeof(header));
	raw_put(&msg, NDA_DST, "0123456789abcdef", 16);
	raw_put(&msg, NDA_LLADDR, "012345", 6);
	raw_put(&msg, NDA_CACHEINFO, info, sizeof(info));
	raw_put_u32(&msg, NDA_PROBES, 3);
	raw_put_u16(&msg, NDA_VLAN, 3);
	raw_put_u16(&msg, NDA_PORT, 3);
	raw_put_u32(&msg, NDA_VNI, 3);
	raw_put_u32(&msg, NDA_IFINDEX, 3);
	raw_put_u32(&msg, NDA_MASTER, 3);
	raw_put_u32(&msg, NDA_SRC_VNI, 3);
	raw_put_u32(&msg, NDA_NH_ID, 3);
	raw_put_u32(&msg, NDA_FLAGS_EXT_, 3);
	hostile_all(&msg, sizeof(header), use);
	/* Numbers that are too short are as if they were not there. */
	raw_begin(&msg, RTM_NEWNEIGH, 0, &header, sizeof(header));
	raw_put(&msg, NDA_VLAN, "x", 1);
	raw_put(&msg, NDA_NH_ID, "xyz", 3);
	raw_put(&msg, NDA_FLAGS_EXT_, "xyz", 3);
	{
		struct rtnl_neigh *neigh = raw_parse(&msg, &err);
		uint32_t value = 7;

		CHECK_INT(err, 0, "read");
		CHECK_INT(rtnl_neigh_get_vlan(neigh), -1, "no VLAN");
		CHECK_INT(rtnl_neigh_get_nhid(neigh, &value), -NLE_NOATTR, "no next hop");
		CHECK_INT(rtnl_neigh_get_ext_flags(neigh, &value), -NLE_NOATTR, "no flags");
		CHECK_UINT(value, 7, "left alone");
		rtnl_neigh_put(neigh);
	}
}

static void newer(void)
{
	struct rtnl_neigh *neigh = rtnl_neigh_alloc(), *copy;
	struct nl_addr *lladdr;
	struct nl_msg *msg = NULL;
	uint32_t value = 0;
	char buf[256];
	struct nl_dump_params dp = { .dp_type = NL_DUMP_LINE, .dp_buf = buf, .dp_buflen = sizeof(buf) };

	need(nl_addr_parse("02:00:00:00:00:01", AF_UNSPEC, &lladdr) == 0);
	rtnl_neigh_set_family(neigh, AF_BRIDGE);
	rtnl_neigh_set_ifindex(neigh, 3);
	rtnl_neigh_set_lladdr(neigh, lladdr);
	rtnl_neigh_set_nhid(neigh, 77);
	rtnl_neigh_set_ext_flags(neigh, 1 | NTF_EXT_LOCKED_);
	rtnl_neigh_set_state(neigh, NUD_NOARP);
	CHECK_INT(rtnl_neigh_get_nhid(neigh, &value), 0, "nhid");
	CHECK_UINT(value, 77, "nhid");
	CHECK_INT(rtnl_neigh_get_ext_flags(neigh, &value), 0, "ext_flags");
	CHECK_UINT(value, 3, "ext_flags");
	nl_object_dump(OBJ_CAST(neigh), &dp);
	CHECK(strcmp(buf, "bridge dev 3 lladdr 02:00:00:00:00:01 nhid 77 <noarp,managed,locked>\n") == 0, "its text");
	CHECK_INT(rtnl_neigh_build_add_request(neigh, 0, &msg), 0, "request");
	CHECK_UINT(nla_get_u32(nlmsg_find_attr(nlmsg_hdr(msg), sizeof(struct ndmsg), NDA_NH_ID)), 77, "nhid");
	CHECK_UINT(nla_get_u32(nlmsg_find_attr(nlmsg_hdr(msg), sizeof(struct ndmsg), NDA_FLAGS_EXT_)), 1,
		   "the kernel does not take the flag that it sets itself");
	nlmsg_free(msg);
	copy = (struct rtnl_neigh *)nl_object_clone(OBJ_CAST(neigh));
	rtnl_neigh_unset_ext_flags(copy, 1);
	rtnl_neigh_set_nhid(copy, 78);
	CHECK_UINT(nl_object_diff64(OBJ_CAST(neigh), OBJ_CAST(copy)), 0x1800, "nhid and ext_flags");
	CHECK_INT(nl_object_match_filter(OBJ_CAST(neigh), OBJ_CAST(copy)), 0, "no match");
	CHECK(strcmp(nl_object_attrs2str(OBJ_CAST(neigh), 0x1a00, buf, sizeof(buf)), "master,nhid,ext_flags") == 0,
	      "names: %s", buf);
	rtnl_neigh_put(copy);
	/* The type is one of many attributes. */
	rtnl_neigh_set_type(neigh, 1);
	CHECK_INT(rtnl_neigh_get_nhid(neigh, &value), 0, "still there");
	rtnl_neigh_put(neigh);
	nl_addr_put(lladdr);
	CHECK(strcmp(rtnl_neigh_extflags2str(3, buf, sizeof(buf)), "managed,locked") == 0, "extflags2str");
	CHECK_UINT(rtnl_neigh_str2extflag("locked"), 2, "str2extflag");
	CHECK_UINT(rtnl_neigh_str2extflag("managed"), 1, "str2extflag");
	CHECK_INT((int)rtnl_neigh_str2extflag("nonsense") < 0, 1, "str2extflag");
}

struct entry {
	uint8_t family, flags;
	int ifindex;
	uint32_t master;
	uint16_t vlan;
	uint32_t dst;
	uint16_t port;
};

/* Tells a cache of an entry, and returns how many it has then. */
static int include(struct nl_cache *cache, uint16_t type, const struct entry *entry)
{
	struct ndmsg header = { .ndm_family = entry->family, .ndm_ifindex = entry->ifindex,
				.ndm_flags = entry->flags, .ndm_state = NUD_PERMANENT };
	struct rtnl_neigh *neigh;
	struct raw_msg msg;
	int err;

	raw_begin(&msg, type, 0, &header, sizeof(header));
	raw_put(&msg, NDA_LLADDR, "\2\0\0\0\0\1", 6);
	if (entry->dst != 0)
		raw_put_u32(&msg, NDA_DST, entry->dst);
	if (entry->vlan != 0)
		raw_put_u16(&msg, NDA_VLAN, entry->vlan);
	if (entry->master != 0)
		raw_put_u32(&msg, NDA_MASTER, entry->master);
	if (entry->port != 0)
		raw_put_u16(&msg, NDA_PORT, entry->port);
	neigh = raw_parse(&msg, &err);
	CHECK_INT(nl_cache_include(cache, OBJ_CAST(neigh), NULL, NULL), 0, "included");
	rtnl_neigh_put(neigh);
	return nl_cache_nitems(cache);
}

static void apart(void)
{
	static const struct entry entries[] = {
		{ AF_BRIDGE, 0, 3, 9, 0, 0, 0 },	 { AF_BRIDGE, 0, 3, 9, 1, 0, 0 },
		{ AF_BRIDGE, 0, 3, 9, 2, 0, 0 },	 { AF_BRIDGE, 0, 3, 8, 2, 0, 0 },
		{ AF_BRIDGE, NTF_SELF, 3, 0, 0, 0, 0 },	 { AF_BRIDGE, NTF_SELF, 4, 0, 0, 0, 0 },
		{ AF_BRIDGE, NTF_SELF, 4, 0, 0, 1, 0 },	 { AF_BRIDGE, NTF_SELF, 4, 0, 0, 2, 0 },
		{ AF_BRIDGE, NTF_SELF, 4, 0, 0, 2, 5 },	 { AF_BRIDGE, 0, 5, 0, 0, 0, 0 },
		{ AF_BRIDGE, 0, 6, 0, 0, 0, 0 },	 { AF_INET, 0, 3, 0, 0, 1, 0 },
		{ AF_INET, 0, 3, 0, 0, 2, 0 },		 { AF_INET, 0, 4, 0, 0, 2, 0 },
		{ AF_INET, NTF_PROXY, 4, 0, 0, 2, 0 },
	};
	const int count = sizeof(entries) / sizeof(entries[0]);
	struct nl_cache *cache = NULL;

	CHECK_INT(rtnl_neigh_alloc_cache(NULL, &cache), 0, "cache");
	for (int i = 0; i < count; i++)
		CHECK_INT(include(cache, RTM_NEWNEIGH, &entries[i]), i + 1, "entry %d is one of its own", i);
	for (int i = 0; i < count; i++)
		CHECK_INT(include(cache, RTM_NEWNEIGH, &entries[i]), count, "entry %d is known", i);
	for (int i = 0; i < count; i++)
		CHECK_INT(include(cache, RTM_DELNEIGH, &entries[i]), count - 1 - i, "entry %d goes", i);
	nl_cache_free(cache);
}

static void moved(void)
{
	static const struct entry before = { AF_BRIDGE, 0, 3, 9, 1, 0, 0 }, after = { AF_BRIDGE, 0, 4, 9, 1, 0, 0 };
	struct nl_cache *cache = NULL;
	struct nl_addr *lladdr;
	struct rtnl_neigh *found;

	CHECK_INT(rtnl_neigh_alloc_cache_flags(NULL, &cache, 0), 0, "cache");
	need(nl_addr_parse("02:00:00:00:00:01", AF_UNSPEC, &lladdr) == 0);
	CHECK_INT(include(cache, RTM_NEWNEIGH, &before), 1, "at one port");
	CHECK_INT(include(cache, RTM_NEWNEIGH, &after), 1, "at the other");
	found = rtnl_neigh_get_by_vlan(cache, 4, lladdr, 1);
	CHECK(found != NULL, "found there");
	rtnl_neigh_put(found);
	CHECK(rtnl_neigh_get_by_vlan(cache, 3, lladdr, 1) == NULL, "and there only");
	CHECK(rtnl_neigh_get_by_vlan(cache, 4, lladdr, 2) == NULL, "in its VLAN only");
	nl_addr_put(lladdr);
	nl_cache_free(cache);
}

static void kernel(void)
{
	struct nl_sock *sk = nl_socket_alloc();
	struct nl_cache *cache = NULL;
	int found = 0;

	if (system("ip link add index 2 name br0 type bridge && "
		   "ip link add index 3 name v0 type veth peer name v1 index 4 && ip link set v0 master br0 && "
		   "bridge fdb add 02:00:00:00:00:01 dev v0 master && bridge fdb add 02:00:00:00:00:01 dev v0 self") != 0)
		exit(2);
	nl_connect(sk, NETLINK_ROUTE);
	CHECK_INT(rtnl_neigh_alloc_cache_flags(sk, &cache, NL_CACHE_AF_ITER), 0, "cache");
	for (struct nl_object *o = nl_cache_get_first(cache); o != NULL; o = nl_cache_get_next(o)) {
		struct rtnl_neigh *neigh = (struct rtnl_neigh *)o;
		char buf[64];

		if (rtnl_neigh_get_family(neigh) != AF_BRIDGE || rtnl_neigh_get_ifindex(neigh) != 3 ||
		    strcmp(nl_addr2str(rtnl_neigh_get_lladdr(neigh), buf, sizeof(buf)), "02:00:00:00:00:01") != 0)
			continue;
		found |= rtnl_neigh_get_flags(neigh) & NTF_SELF ? 1 : 2;
		if (!(rtnl_neigh_get_flags(neigh) & NTF_SELF))
			CHECK_INT(rtnl_neigh_get_master(neigh), 2, "the bridge");
	}
	CHECK_INT(found, 3, "that of the port and that of the bridge");
	nl_cache_free(cache);
	nl_socket_free(sk);
}

static void nothing(void)
{
	struct rtnl_neigh *neigh = rtnl_neigh_alloc();
	struct nl_msg *msg = NULL;
	uint32_t value;

	CHECK_INT(rtnl_neigh_parse(NULL, &neigh), -NLE_INVAL, "no message");
	CHECK_INT(rtnl_neigh_alloc_cache(NULL, NULL), -NLE_INVAL, "no place");
	CHECK_INT(rtnl_neigh_alloc_cache_flags(NULL, NULL, 0), -NLE_INVAL, "no place");
	CHECK(rtnl_neigh_get(NULL, 1, NULL) == NULL && rtnl_neigh_get_by_vlan(NULL, 1, NULL, 0) == NULL, "no cache");
	CHECK_INT(rtnl_neigh_set_dst(neigh, NULL), -NLE_INVAL, "no address");
	CHECK_INT(rtnl_neigh_set_dst(NULL, NULL), -NLE_INVAL, "no neighbour");
	CHECK_INT(rtnl_neigh_add(NULL, neigh, 0), -NLE_MISSING_ATTR, "nothing set");
	CHECK_INT(rtnl_neigh_add(NULL, NULL, 0), -NLE_INVAL, "add");
	CHECK_INT(rtnl_neigh_delete(NULL, NULL, 0), -NLE_INVAL, "delete");
	CHECK_INT(rtnl_neigh_build_add_request(NULL, 0, &msg), -NLE_INVAL, "build add");
	CHECK_INT(rtnl_neigh_build_delete_request(NULL, 0, &msg), -NLE_INVAL, "build delete");
	rtnl_neigh_set_lladdr(neigh, NULL);
	CHECK(rtnl_neigh_get_lladdr(neigh) == NULL, "still none");
	rtnl_neigh_set_lladdr(NULL, NULL);
	rtnl_neigh_set_state(NULL, 1);
	rtnl_neigh_unset_state(NULL, 1);
	rtnl_neigh_set_flags(NULL, 1);
	rtnl_neigh_unset_flags(NULL, 1);
	rtnl_neigh_set_ext_flags(NULL, 1);
	rtnl_neigh_unset_ext_flags(NULL, 1);
	rtnl_neigh_set_ifindex(NULL, 1);
	rtnl_neigh_set_type(NULL, 1);
	rtnl_neigh_set_family(NULL, 1);
	rtnl_neigh_set_vlan(NULL, 1);
	rtnl_neigh_set_master(NULL, 1);
	rtnl_neigh_set_nhid(NULL, 1);
	CHECK_INT(rtnl_neigh_get_state(NULL), -1, "state");
	CHECK_UINT(rtnl_neigh_get_flags(NULL), 0, "flags");
	CHECK_INT(rtnl_neigh_get_ext_flags(NULL, &value), -NLE_INVAL, "ext_flags");
	CHECK_INT(rtnl_neigh_get_nhid(NULL, &value), -NLE_INVAL, "nhid");
	rtnl_neigh_set_nhid(neigh, 1);
	CHECK_INT(rtnl_neigh_get_nhid(neigh, NULL), -NLE_INVAL, "no place");
	CHECK_INT(rtnl_neigh_get_ifindex(NULL), 0, "ifindex");
	CHECK_INT(rtnl_neigh_get_type(NULL), -1, "type");
	CHECK_INT(rtnl_neigh_get_family(NULL), 0, "family");
	CHECK_INT(rtnl_neigh_get_vlan(NULL), -1, "vlan");
	CHECK_INT(rtnl_neigh_get_master(NULL), 0, "master");
	CHECK(!rtnl_neigh_get_dst(NULL) && !rtnl_neigh_get_lladdr(NULL), "addresses");
	CHECK(!rtnl_neigh_state2str(1, NULL, 0) && !rtnl_neigh_flags2str(1, NULL, 0) &&
	      !rtnl_neigh_extflags2str(1, NULL, 0), "no buffers");
	CHECK(rtnl_neigh_str2state(NULL) < 0 && rtnl_neigh_str2flag(NULL) < 0, "no names");
	rtnl_neigh_put(NULL);
	rtnl_neigh_put(neigh);
}

int main(void)
{
	hostile(AF_INET);
	hostile(AF_INET6);
	hostile(AF_BRIDGE);
	newer();
	apart();
	moved();
	kernel();
	nothing();
	return check_done();
}
