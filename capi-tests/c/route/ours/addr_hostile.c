/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Addresses in messages that lie, NULL for everything, lifetimes of months, and links.
 */
#include <linux/if_link.h>

#include <netlink/cache.h>
#include <netlink/errno.h>
#include <netlink/route/addr.h>
#include <netlink/route/rtnl.h>

#include "route/hostile.h"

static void use(void *object)
{
	struct nl_msg *msg = NULL;

	if (rtnl_addr_build_add_request(object, 0, &msg) == 0)
		nlmsg_free(msg);
	rtnl_addr_get_label(object);
}

static void hostile(uint8_t family, size_t len)
{
	struct ifaddrmsg header = { .ifa_family = family, .ifa_prefixlen = 200, .ifa_index = 5 };
	static const uint32_t info[4] = { 100, 5184000, 300, 400 };
	struct raw_msg msg;

	raw_begin(&msg, RTM_NEWADDR, 0, &header, sizeof(header));
	raw_put(&msg, IFA_LOCAL, "0123456789abcdef", len);
	raw_put(&msg, IFA_ADDRESS, "fedcba9876543210", len);
	raw_put_text(&msg, IFA_LABEL, "123456789012345");
	raw_put(&msg, IFA_CACHEINFO, info, sizeof(info));
	raw_put_u32(&msg, IFA_FLAGS, 0x380);
	raw_put(&msg, IFA_BROADCAST, "0123456789abcdef", len);
	raw_put(&msg, IFA_ANYCAST, "0123456789abcdef", len);
	raw_put(&msg, IFA_MULTICAST, "0123456789abcdef", len);
	hostile_all(&msg, sizeof(header), use);
}

static void months(void)
{
	struct rtnl_addr *addr = rtnl_addr_alloc();
	char buf[512];
	struct nl_dump_params dp = { .dp_type = NL_DUMP_DETAILS, .dp_buf = buf, .dp_buflen = sizeof(buf) };

	rtnl_addr_set_valid_lifetime(addr, 5184000);
	rtnl_addr_set_preferred_lifetime(addr, 86400);
	nl_object_dump(OBJ_CAST(addr), &dp);
	CHECK(strstr(buf, "valid-lifetime 60d ") != NULL, "sixty days");
	CHECK(strstr(buf, "preferred-lifetime 1d\n") != NULL, "one day");
	CHECK(strstr(buf, "created boot-time+0msec") != NULL, "created");
	CHECK_UINT(rtnl_addr_get_create_time(addr), 0, "created");
	CHECK_UINT(rtnl_addr_get_last_update_time(addr), 0, "updated");
	rtnl_addr_put(addr);
}

static void links(void)
{
	struct ifinfomsg header = { .ifi_index = 7 };
	struct rtnl_addr *addr = rtnl_addr_alloc(), *copy;
	struct rtnl_link *link;
	struct raw_msg msg;
	int err;

	raw_begin(&msg, RTM_NEWLINK, 0, &header, sizeof(header));
	raw_put_text(&msg, IFLA_IFNAME, "eth7");
	link = raw_parse(&msg, &err);
	CHECK_INT(err, 0, "a link");
	CHECK(rtnl_addr_get_link(addr) == NULL, "no link");
	rtnl_addr_set_link(addr, link);
	CHECK_INT(rtnl_addr_get_ifindex(addr), 7, "the link's number");
	CHECK(rtnl_addr_get_link(addr) == link, "the link");
	nl_object_put(OBJ_CAST(link));
	rtnl_addr_set_link(addr, link);
	copy = (struct rtnl_addr *)nl_object_clone(OBJ_CAST(addr));
	nl_object_put(OBJ_CAST(link));
	CHECK(rtnl_addr_get_link(copy) == link, "a clone has it, too");
	nl_object_put(OBJ_CAST(link));
	rtnl_addr_set_link(addr, NULL);
	CHECK(rtnl_addr_get_link(addr) == NULL, "forgotten");
	CHECK_INT(rtnl_addr_get_ifindex(addr), 7, "but not the number");
	rtnl_addr_put(addr);
	rtnl_addr_put(copy);
}

/* What a provided cache of links adds to addresses and neighbours, and to their texts. */
static void provided(void)
{
	struct ifinfomsg header = { .ifi_index = 7 };
	struct ifaddrmsg address = { .ifa_family = AF_INET, .ifa_prefixlen = 24, .ifa_index = 7 };
	struct nl_cache *links = NULL;
	struct nl_object *link;
	struct rtnl_addr *addr;
	struct raw_msg msg;
	char buf[256];
	struct nl_dump_params dp = { .dp_type = NL_DUMP_LINE, .dp_buf = buf, .dp_buflen = sizeof(buf) };
	int err;

	CHECK_INT(nl_cache_alloc_name("route/link", &links), 0, "a cache of links");
	raw_begin(&msg, RTM_NEWLINK, 0, &header, sizeof(header));
	raw_put_text(&msg, IFLA_IFNAME, "eth7");
	link = raw_parse(&msg, &err);
	CHECK_INT(nl_cache_add(links, link), 0, "added");
	nl_cache_mngt_provide(links);
	raw_begin(&msg, RTM_NEWADDR, 0, &address, sizeof(address));
	raw_put(&msg, IFA_LOCAL, "\xa\0\0\1", 4);
	raw_put(&msg, IFA_ADDRESS, "\xa\0\0\1", 4);
	addr = raw_parse(&msg, &err);
	CHECK(rtnl_addr_get_link(addr) == (struct rtnl_link *)link, "it is known");
	nl_object_put(link);
	nl_object_dump(OBJ_CAST(addr), &dp);
	CHECK(strcmp(buf, "10.0.0.1/24 inet dev eth7 scope global\n") == 0, "and its name: %.60s", buf);
	rtnl_addr_put(addr);
	nl_cache_mngt_unprovide(links);
	nl_object_put(link);
	nl_cache_free(links);
}

static void nothing(void)
{
	struct rtnl_addr *addr = rtnl_addr_alloc();
	struct nl_cache *cache = NULL;
	struct nl_msg *msg = NULL;
	char buf[8];

	CHECK_INT(rtnl_addr_alloc_cache(NULL, NULL), -NLE_INVAL, "no place for a cache");
	CHECK_INT(rtnl_addr_alloc_cache(NULL, &cache), 0, "an empty cache");
	CHECK(rtnl_addr_get(cache, 0, NULL) == NULL, "no address");
	CHECK(rtnl_addr_get(NULL, 0, NULL) == NULL, "no cache");
	nl_cache_free(cache);
	rtnl_addr_put(NULL);
	CHECK_INT(rtnl_addr_add(NULL, addr, 0), -NLE_MISSING_ATTR, "add");
	CHECK_INT(rtnl_addr_add(NULL, NULL, 0), -NLE_INVAL, "add nothing");
	CHECK_INT(rtnl_addr_delete(NULL, NULL, 0), -NLE_INVAL, "delete nothing");
	CHECK_INT(rtnl_addr_build_add_request(NULL, 0, &msg), -NLE_INVAL, "add nothing");
	CHECK_INT(rtnl_addr_build_delete_request(NULL, 0, &msg), -NLE_INVAL, "delete nothing");
	rtnl_addr_set_ifindex(addr, 1);
	rtnl_addr_set_family(addr, AF_INET);
	CHECK_INT(rtnl_addr_build_delete_request(addr, 0, NULL), -NLE_INVAL, "no place for a message");
	CHECK_INT(rtnl_addr_delete(NULL, addr, 0), -NLE_BAD_SOCK, "no socket");
	CHECK(rtnl_addr_flags2str(1, NULL, 0) == NULL, "no buffer");
	CHECK_INT(rtnl_addr_str2flags(NULL), 0, "no flags");
	CHECK_INT(rtnl_addr_set_label(addr, NULL), -NLE_INVAL, "no label");
	CHECK_INT(rtnl_addr_set_label(NULL, "x"), -NLE_INVAL, "no address");
	CHECK(rtnl_addr_get_label(NULL) == NULL, "label");
	rtnl_addr_set_ifindex(NULL, 1);
	CHECK_INT(rtnl_addr_get_ifindex(NULL), 0, "ifindex");
	rtnl_addr_set_link(NULL, NULL);
	CHECK(rtnl_addr_get_link(NULL) == NULL, "link");
	rtnl_addr_set_family(NULL, 1);
	CHECK_INT(rtnl_addr_get_family(NULL), 0, "family");
	rtnl_addr_set_prefixlen(NULL, 1);
	CHECK_INT(rtnl_addr_get_prefixlen(NULL), 0, "prefixlen");
	rtnl_addr_set_scope(NULL, 1);
	CHECK_INT(rtnl_addr_get_scope(NULL), 255, "scope");
	rtnl_addr_set_flags(NULL, 1);
	rtnl_addr_unset_flags(NULL, 1);
	CHECK_UINT(rtnl_addr_get_flags(NULL), 0, "flags");
	CHECK_INT(rtnl_addr_set_local(NULL, NULL), -NLE_INVAL, "local");
	CHECK_INT(rtnl_addr_set_peer(NULL, NULL), -NLE_INVAL, "peer");
	CHECK_INT(rtnl_addr_set_broadcast(NULL, NULL), -NLE_INVAL, "broadcast");
	CHECK_INT(rtnl_addr_set_multicast(NULL, NULL), -NLE_INVAL, "multicast");
	CHECK_INT(rtnl_addr_set_anycast(NULL, NULL), -NLE_INVAL, "anycast");
	CHECK(!rtnl_addr_get_local(NULL) && !rtnl_addr_get_peer(NULL) && !rtnl_addr_get_broadcast(NULL) &&
	      !rtnl_addr_get_multicast(NULL) && !rtnl_addr_get_anycast(NULL), "no addresses");
	rtnl_addr_set_valid_lifetime(NULL, 1);
	rtnl_addr_set_preferred_lifetime(NULL, 1);
	CHECK_UINT(rtnl_addr_get_valid_lifetime(NULL), 0xffffffff, "valid");
	CHECK_UINT(rtnl_addr_get_preferred_lifetime(NULL), 0xffffffff, "preferred");
	CHECK_UINT(rtnl_addr_get_create_time(NULL), 0, "created");
	CHECK_UINT(rtnl_addr_get_last_update_time(NULL), 0, "updated");
	rtnl_addr_put(addr);
	/* rtnl.h */
	CHECK_INT(nl_rtgen_request(NULL, RTM_GETADDR, 0, 0), -NLE_BAD_SOCK, "no socket");
	CHECK(nl_rtntype2str(1, NULL, 0) == NULL && rtnl_scope2str(1, NULL, 0) == NULL &&
	      rtnl_realms2str(1, NULL, 0) == NULL, "no buffers");
	CHECK(nl_str2rtntype(NULL) < 0 && rtnl_str2scope(NULL) < 0, "no names");
	CHECK(strcmp(rtnl_realms2str(0xffffffff, buf, sizeof(buf)), "65535/6") == 0, "cut off: %s", buf);
}

int main(void)
{
	hostile(AF_INET, 4);
	hostile(AF_INET6, 16);
	hostile(AF_PACKET, 8);
	hostile(28, 4);
	months();
	links();
	provided();
	nothing();
	return check_done();
}
