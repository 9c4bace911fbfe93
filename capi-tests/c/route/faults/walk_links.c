/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What is asked of links and set in them, and requests about them, without memory.
 */
#define _GNU_SOURCE
#include <linux/if_arp.h>
#include <linux/if_bridge.h>
#include <linux/if_link.h>
#include <sys/socket.h>

#include <netlink/route/link.h>
#include <netlink/route/link/bonding.h>
#include <netlink/route/link/bridge.h>
#include <netlink/route/link/inet.h>
#include <netlink/route/link/inet6.h>
#include <netlink/route/link/sriov.h>
#include <netlink/route/link/team.h>
#include <netlink/route/link/veth.h>

#include "route/kinds.h"
#include "walk.h"

int rtnl_link_info_parse(struct rtnl_link *link, struct nlattr **tb);
struct rtnl_link_af_ops;
void *rtnl_link_af_alloc(struct rtnl_link *link, const struct rtnl_link_af_ops *ops);
struct rtnl_link_af_ops *rtnl_link_af_ops_lookup(unsigned int family);

static struct raw_msg plain, port, functions;

/* A link whose addresses C has not asked for; a port of a bridge; a link with a virtual function. */
static void write_messages(void)
{
	static const unsigned char address[20] = { 2, 0, 0, 0, 0, 1 };
	const struct ifinfomsg link = { .ifi_type = ARPHRD_ETHER, .ifi_index = 5 };
	const struct ifinfomsg bridge = { .ifi_family = AF_BRIDGE, .ifi_type = ARPHRD_ETHER, .ifi_index = 5 };
	const struct bridge_vlan_info vlan = { .vid = 7 };
	const struct ifla_vf_mac mac = { .vf = 0 };
	struct nlattr *nest, *inner;

	raw_begin(&plain, RTM_NEWLINK, 0, &link, sizeof(link));
	raw_put_text(&plain, IFLA_IFNAME, "eth5");
	raw_put_u32(&plain, IFLA_MTU, 1500);
	raw_put(&plain, IFLA_ADDRESS, address, 6);
	raw_put(&plain, IFLA_BROADCAST, address, 6);
	raw_put(&plain, IFLA_PERM_ADDRESS, address, 6);
	nest = raw_nest(&plain, IFLA_AF_SPEC);
	inner = raw_nest(&plain, AF_INET6);
	raw_put(&plain, IFLA_INET6_TOKEN, address, 16);
	raw_nest_end(&plain, inner);
	raw_nest_end(&plain, nest);

	raw_begin(&port, RTM_NEWLINK, 0, &bridge, sizeof(bridge));
	raw_put_text(&port, IFLA_IFNAME, "eth5");
	nest = raw_nest(&port, IFLA_AF_SPEC);
	raw_put(&port, IFLA_BRIDGE_VLAN_INFO, &vlan, sizeof(vlan));
	raw_nest_end(&port, nest);

	raw_begin(&functions, RTM_NEWLINK, 0, &link, sizeof(link));
	raw_put_text(&functions, IFLA_IFNAME, "eth5");
	raw_put_u32(&functions, IFLA_NUM_VF, 1);
	nest = raw_nest(&functions, IFLA_VFINFO_LIST);
	inner = raw_nest(&functions, IFLA_VF_INFO);
	raw_put(&functions, IFLA_VF_MAC, &mac, sizeof(mac));
	raw_nest_end(&functions, inner);
	raw_nest_end(&functions, nest);
}

static struct rtnl_link *fresh(struct raw_msg *raw)
{
	int err;

	return raw_parse(raw, &err);
}

#define LAZY(call) WALK_LAZY(struct rtnl_link, fresh(&plain), rtnl_link_put, call)

#define SETS(from, call) WALK_SETS(struct rtnl_link, fresh(from), rtnl_link_put, call)

static void attributes(void)
{
	WALK_MAKES(rtnl_link_put, rtnl_link_alloc());
	LAZY(rtnl_link_get_addr(it));
	LAZY(rtnl_link_get_broadcast(it));
	LAZY(rtnl_link_get_perm_addr(it));
	SETS(&plain, rtnl_link_set_type(it, "veth"));
	SETS(&plain, rtnl_link_set_slave_type(it, "bridge"));
	SETS(&plain, rtnl_link_set_stat(it, RTNL_LINK_RX_BYTES, 5));
	SETS(&plain, rtnl_link_inet_set_conf(it, 1, 1));
	WALK_SETS(struct rtnl_link, rtnl_link_alloc(), rtnl_link_put,
		  (rtnl_link_set_ns_pid(it, 5), rtnl_link_get_ns_pid(it) == 5 ? 0 : -NLE_NOMEM));
	SETS(&plain, (rtnl_link_set_family(it, AF_BRIDGE), rtnl_link_get_family(it) == AF_BRIDGE ? 0 : -NLE_NOMEM));
}

static void families(void)
{
	struct nl_addr *token = address("2001:db8::1");

	WALK_SETS(struct rtnl_link, rtnl_link_alloc(), rtnl_link_put, rtnl_link_inet6_set_token(it, token));
	HEAP_FAIL_EACH(({
		struct rtnl_link *it;
		struct nl_addr *found = NULL;
		int err;

		WALK_UNHARMED(it = fresh(&plain));
		err = rtnl_link_inet6_get_token(it, &found);
		CHECK((err < 0) == (found == NULL), "a token or an error");
		nl_addr_put(found);
		WALK_UNHARMED(rtnl_link_put(it));
		err;
	}), -NLE_NOMEM, 1, "rtnl_link_inet6_get_token");
	nl_addr_put(token);
	SETS(&port, rtnl_link_af_alloc(it, rtnl_link_af_ops_lookup(AF_INET)) != NULL ? 0 : -NLE_NOMEM);
}

static void requests(void)
{
	struct rtnl_link *link = fresh(&plain), *change = rtnl_link_alloc();

	rtnl_link_set_mtu(change, 1400);
	walk_watch(link);
	WALK_BUILDS(rtnl_link_build_add_request(link, 0, &msg));
	WALK_BUILDS(rtnl_link_build_change_request(link, change, 0, &msg));
	WALK_BUILDS(rtnl_link_build_delete_request(link, &msg));
	WALK_BUILDS(rtnl_link_build_get_request(5, NULL, &msg));
	walk_watch(NULL);
	rtnl_link_put(change);
	rtnl_link_put(link);
}

static void look_up(void)
{
	/* The index by names is spared without memory. */
	HEAP_FAIL_EACH(({
		struct nl_cache *cache;
		struct rtnl_link *link, *found;
		int err;

		WALK_UNHARMED({
			rtnl_link_alloc_cache(NULL, AF_UNSPEC, &cache);
			link = fresh(&plain);
			nl_cache_add(cache, OBJ_CAST(link));
		});
		found = rtnl_link_get_by_name(cache, "eth5");
		err = found != NULL ? 0 : -NLE_OBJ_NOTFOUND;
		rtnl_link_put(found);
		WALK_UNHARMED(nl_cache_free(cache); rtnl_link_put(link));
		err;
	}), 0, 1, "rtnl_link_get_by_name");
	HEAP_FAIL_EACH(({
		struct nl_cache *cache;
		struct rtnl_link *link;
		int index;

		WALK_UNHARMED({
			rtnl_link_alloc_cache(NULL, AF_UNSPEC, &cache);
			link = fresh(&plain);
			nl_cache_add(cache, OBJ_CAST(link));
		});
		index = rtnl_link_name2i(cache, "eth5");
		WALK_UNHARMED(nl_cache_free(cache); rtnl_link_put(link));
		index - 5;
	}), 0, 1, "rtnl_link_name2i");
}

static int states;

static void on_state(uint16_t instance, uint8_t state, void *arg)
{
	(void)instance;
	(void)state;
	(void)arg;
	states++;
}

static struct rtnl_link *bridge_port(void)
{
	struct rtnl_link *link = rtnl_link_alloc();

	rtnl_link_set_family(link, AF_BRIDGE);
	return link;
}

static void bridges(void)
{
	struct rtnl_link *bridge = fresh(&port);

	WALK_MAKES(rtnl_link_put, rtnl_link_bridge_alloc());
	WALK_MAKES(rtnl_link_put, rtnl_link_team_alloc());
	SETS(&port, rtnl_link_bridge_set_mst_port_state(it, 1, BR_STATE_LEARNING));
	CHECK_INT(rtnl_link_bridge_set_mst_port_state(bridge, 1, BR_STATE_LEARNING), 0, "a state");
	CHECK_INT(rtnl_link_bridge_set_mst_port_state(bridge, 2, BR_STATE_LEARNING), 0, "another");
	walk_watch(bridge);
	HEAP_FAIL_EACH(({
		int err;

		states = 0;
		err = rtnl_link_bridge_foreach_mst_entry(bridge, on_state, NULL);
		CHECK_INT(states, err < 0 ? 0 : 2, "all states, or none");
		err;
	}), -NLE_NOMEM, 1, "rtnl_link_bridge_foreach_mst_entry");
	walk_watch(NULL);
	rtnl_link_put(bridge);
	WALK_SETS(struct rtnl_link, bridge_port(), rtnl_link_put, rtnl_link_bridge_enable_vlan(it));
}

static void virtual_functions(void)
{
	struct rtnl_link_vf *vf = rtnl_link_vf_alloc();

	rtnl_link_vf_set_index(vf, 3);
	WALK_MAKES(rtnl_link_vf_free, rtnl_link_vf_alloc());
	WALK_GIVES(nl_vf_vlans_t, rtnl_link_vf_vlan_free, vlans, rtnl_link_vf_vlan_alloc(&vlans, 1));
	HEAP_FAIL_EACH(({
		struct rtnl_link *link;
		struct rtnl_link_vf *found;
		int err;

		WALK_UNHARMED(link = rtnl_link_alloc());
		err = rtnl_link_vf_add(link, vf);
		found = rtnl_link_vf_get(link, 3);
		CHECK((err == 0) == (found != NULL), "there, or an error");
		if (found != NULL)
			rtnl_link_vf_put(found);
		WALK_UNHARMED(rtnl_link_put(link));
		err;
	}), -NLE_NOMEM, 1, "rtnl_link_vf_add");
	HEAP_FAIL_EACH(({
		struct rtnl_link *link;
		struct rtnl_link_vf *found;
		struct nl_addr *addr = NULL;
		int err;

		WALK_UNHARMED(link = fresh(&functions); found = rtnl_link_vf_get(link, 0));
		err = rtnl_link_vf_get_addr(found, &addr);
		CHECK((err < 0) == (addr == NULL), "an address or an error");
		WALK_UNHARMED(rtnl_link_vf_put(found); rtnl_link_put(link));
		err;
	}), -NLE_NOMEM, 1, "rtnl_link_vf_get_addr");
	rtnl_link_vf_put(vf);
}

/* Attributes that the program has sorted. */
static void sorted(void)
{
	static const unsigned char address[20] = { 2, 0, 0, 0, 0, 1 };
	static struct nlattr *tb[IFLA_MAX + 60];
	struct raw_msg raw;
	const struct ifinfomsg header = { .ifi_index = 5 };

	raw_begin(&raw, RTM_NEWLINK, 0, &header, sizeof(header));
	tb[IFLA_IFNAME] = raw_put(&raw, IFLA_IFNAME, "eth5", 5);
	tb[IFLA_ADDRESS] = raw_put(&raw, IFLA_ADDRESS, address, 20);
	tb[IFLA_QDISC] = raw_put(&raw, IFLA_QDISC, "fq_codel", 9);
	tb[IFLA_IFALIAS] = raw_put(&raw, IFLA_IFALIAS, "an alias that is not short", 27);
	HEAP_FAIL_EACH(({
		struct rtnl_link *link;
		int err;

		WALK_UNHARMED(link = rtnl_link_alloc());
		err = rtnl_link_info_parse(link, tb);
		CHECK((rtnl_link_get_ifalias(link) != NULL && rtnl_link_get_addr(link) != NULL) || err < 0, "all of it, or an error");
		WALK_UNHARMED(rtnl_link_put(link));
		err;
	}), -NLE_NOMEM, 1, "rtnl_link_info_parse");
}

int main(void)
{
	/* Printing takes memory once. */
	CHECK(1, "begin");
	write_messages();
	attributes();
	families();
	requests();
	look_up();
	bridges();
	virtual_functions();
	sorted();
	return check_done();
}
