/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Routes, what they put around packets, and names that are read from files, without memory.
 */
#define _GNU_SOURCE
#include <linux/if_addr.h>
#include <linux/rtnetlink.h>
#include <unistd.h>

#include <netlink/addr.h>
#include <netlink/route/addr.h>
#include <netlink/route/link/bridge.h>
#include <netlink/route/link/macvlan.h>
#include <netlink/route/nexthop.h>
#include <netlink/route/route.h>
#include <netlink/route/tc.h>

#include "route/kinds.h"
#include "walk.h"

static void routes(void)
{
	struct nl_addr *dst = address("2001:db8::/32"), *src = address("2001:db8:1::/48");
	struct rtnl_route *route = rtnl_route_alloc();
	struct rtnl_nexthop *hop = rtnl_route_nh_alloc();

	rtnl_route_set_dst(route, dst);
	rtnl_route_nh_set_ifindex(hop, 1);
	rtnl_route_add_nexthop(route, hop);
	rtnl_route_set_metric(route, RTAX_MTU, 1400);
	walk_watch(route);
	WALK_BUILDS(rtnl_route_build_add_request(route, 0, &msg));
	WALK_BUILDS(rtnl_route_build_del_request(route, 0, &msg));
	walk_watch(NULL);
#define SETS(call) WALK_SETS(struct rtnl_route, rtnl_route_alloc(), rtnl_route_put, call)
	SETS(rtnl_route_set_src(it, src));
	SETS((rtnl_route_set_iif(it, 5), rtnl_route_get_iif(it) == 5 ? 0 : -NLE_NOMEM));
	SETS(rtnl_route_set_metric(it, RTAX_MTU, 1));
	rtnl_route_put(route);
	nl_addr_put(src);
	nl_addr_put(dst);
}

static void encapsulations(void)
{
	struct nl_addr *labels = NULL;
	struct rtnl_nh_encap *encap = rtnl_nh_encap_alloc();

	nl_addr_parse("100/200", AF_MPLS, &labels);
	WALK_MAKES(rtnl_nh_encap_free, rtnl_nh_encap_alloc());
	HEAP_FAIL_EACH(({
		struct rtnl_nexthop *hop;
		int err;

		WALK_UNHARMED(hop = rtnl_route_nh_alloc());
		err = rtnl_route_nh_encap_mpls(hop, labels, 7);
		CHECK((rtnl_route_nh_get_encap_mpls_dst(hop) != NULL) == (err == 0), "labels, or an error");
		WALK_UNHARMED(rtnl_route_nh_free(hop));
		err;
	}), -NLE_NOMEM, 1, "rtnl_route_nh_encap_mpls");
	CHECK_INT(rtnl_nh_encap_mpls(encap, labels, 7), 0, "labels");
	WALK_MAKES(rtnl_nh_encap_free, rtnl_nh_encap_clone(encap));
	rtnl_nh_encap_free(encap);
	nl_addr_put(labels);
}

static char folder[] = "/tmp/oxnl-names-XXXXXX";
static char path[64];

static void write_file(const char *text)
{
	FILE *file = fopen(path, "w");

	fputs(text, file);
	fclose(file);
}

/* Files of names: what was read before stays, or is as it was. */
static void names(void)
{
	uint32_t handle;
	char buf[32];

	CHECK(mkdtemp(folder) != NULL, "a folder");
	setenv("NLSYSCONFDIR", folder, 1);
	snprintf(path, sizeof(path), "%s/classid", folder);
#define FILES(text, call, clear)                                               \
	HEAP_FAIL_EACH_(({ write_file(text); }), ({                            \
		int err_ = (call);                                             \
		WALK_UNHARMED(write_file("# nothing\n"); clear);               \
		err_;                                                          \
	}), -NLE_NOMEM, 1, 1, #call)
	write_file("7 seven\n");
	rtnl_route_read_table_names(path);
	rtnl_route_read_protocol_names(path);
	FILES("12 twelve\n13 thirteen\n", rtnl_route_read_table_names(path), rtnl_route_read_table_names(path));
	FILES("12 twelve\n13 thirteen\n", rtnl_route_read_protocol_names(path), rtnl_route_read_protocol_names(path));
	CHECK(rtnl_route_table2str(254, buf, sizeof(buf)) != NULL, "names all the same");
	FILES("2:1 voice\n3: uplink\n", rtnl_tc_read_classid_file(), rtnl_tc_read_classid_file());
	FILES("2:1 voice\n", rtnl_classid_generate("other", &handle, TC_HANDLE(2, 0)), rtnl_tc_read_classid_file());
	unlink(path);
	rmdir(folder);
}

/* Removing takes no memory. */
static void removing(void)
{
	struct nl_addr *addr = address("02:00:00:00:00:09");
	struct rtnl_link *link = rtnl_link_alloc();

	HEAP_FAIL_EACH(({
		int err;

		WALK_UNHARMED({
			rtnl_link_set_family(link, AF_BRIDGE);
			for (uint16_t i = 1; i < 20; i++)
				rtnl_link_bridge_set_mst_port_state(link, i, 1);
		});
		err = rtnl_link_bridge_del_mst_port_state(link, 3);
		CHECK_INT(rtnl_link_bridge_get_mst_port_state(link, 3), -NLE_OBJ_NOTFOUND, "gone");
		CHECK_INT(rtnl_link_bridge_get_mst_port_state(link, 19), 1, "there");
		err;
	}), 0, 0, "rtnl_link_bridge_del_mst_port_state");
	rtnl_link_put(link);
	link = rtnl_link_macvlan_alloc();
	rtnl_link_macvlan_set_mode(link, MACVLAN_MODE_SOURCE);
	rtnl_link_macvlan_set_macmode(link, MACVLAN_MACADDR_SET);
	HEAP_FAIL_EACH(({
		WALK_UNHARMED(rtnl_link_macvlan_add_macaddr(link, addr); rtnl_link_macvlan_add_macaddr(link, addr));
		rtnl_link_macvlan_del_macaddr(link, addr) - 2;
	}), 0, 0, "rtnl_link_macvlan_del_macaddr");
	rtnl_link_put(link);
	nl_addr_put(addr);
}

static void caches(void)
{
	const struct ifaddrmsg body = { .ifa_family = AF_INET, .ifa_prefixlen = 8, .ifa_index = 1 };
	struct nl_msg *msg = nlmsg_alloc_simple(RTM_NEWADDR, 0);

	nlmsg_append(msg, (void *)&body, sizeof(body), NLMSG_ALIGNTO);
	nla_put_u32(msg, IFA_LOCAL, 1);
	nlmsg_set_proto(msg, NETLINK_ROUTE);
	HEAP_FAIL_EACH(({
		struct nl_cache *into;
		int err;

		WALK_UNHARMED(nl_cache_alloc_name("route/addr", &into));
		err = nl_cache_parse_and_add(into, msg);
		CHECK_INT(nl_cache_nitems(into), err == 0, "in it, or an error");
		WALK_UNHARMED(nl_cache_free(into));
		err;
	}), -NLE_NOMEM, 1, "nl_cache_parse_and_add");
	nlmsg_free(msg);
}

int main(void)
{
	/* Printing takes memory once. */
	CHECK(1, "begin");
	routes();
	encapsulations();
	names();
	removing();
	caches();
	return check_done();
}
