/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Settings of address families: messages by hand, notifications, and those of a namespace.
 */
#include <linux/netconf.h>

#include <netlink/netlink.h>
#include <netlink/route/netconf.h>
#include <netlink/socket.h>

#include "report.h"
#include "route/objects.h"

static void show(struct rtnl_netconf *nc, const char *key)
{
	static int (*const get[])(struct rtnl_netconf *, int *) = {
		rtnl_netconf_get_family, rtnl_netconf_get_ifindex, rtnl_netconf_get_forwarding,
		rtnl_netconf_get_mc_forwarding, rtnl_netconf_get_rp_filter, rtnl_netconf_get_proxy_neigh,
		rtnl_netconf_get_ignore_routes_linkdown, rtnl_netconf_get_input,
	};
	struct row row = { 0 };

	for (size_t i = 0; i < sizeof(get) / sizeof(get[0]); i++) {
		int value = -77, err = get[i](nc, &value);

		row_add(&row, "%d:%d:%d", err, value, get[i](nc, NULL));
	}
	out_row(&row, "%s", key);
	out_object(nc, key);
	out_attrs(nc, key);
}

static struct rtnl_netconf *message(uint16_t type, uint8_t family, int ifindex, unsigned int what, int value, int *err)
{
	struct netconfmsg header = { .ncm_family = family };
	struct raw_msg msg;

	raw_begin(&msg, type, 0, &header, sizeof(header));
	raw_put_u32(&msg, NETCONFA_IFINDEX, (uint32_t)ifindex);
	for (uint16_t kind = NETCONFA_FORWARDING; kind <= NETCONFA_INPUT; kind++)
		if (what & (1u << kind))
			raw_put_u32(&msg, kind, (uint32_t)value);
	return raw_parse(&msg, err);
}

static void messages(void)
{
	static const uint8_t families[] = { AF_INET, AF_INET6, 28 };
	static const int indices[] = { 5, -1, -2 };
	struct rtnl_netconf *full = NULL;
	char key[64];
	int err;

	for (int f = 0; f < 3; f++) {
		for (int i = 0; i < 3; i++) {
			for (int value = 0; value < 4; value++) {
				struct rtnl_netconf *nc =
					message(RTM_NEWNETCONF, families[f], indices[i], value == 3 ? 0x54 : 0xff, value, &err);

				snprintf(key, sizeof(key), "msg.%d.%d.%d", f, i, value);
				out_int(err, "%s.err", key);
				show(nc, key);
				if (full == NULL)
					full = nc;
				out_difference(full, nc, key);
				if (full != nc)
					rtnl_netconf_put(nc);
			}
		}
	}
	rtnl_netconf_put(full);
}

static void on_change(struct nl_cache *cache, struct nl_object *obj, int action, void *arg)
{
	(void)cache;
	(void)obj;
	*(int *)arg = action;
}

static void notifications(void)
{
	struct nl_cache *cache = NULL;
	char key[64];
	int err;

	out_int(nl_cache_alloc_name("route/netconf", &cache), "cache.empty");
	for (int i = 0; i < 4; i++) {
		struct rtnl_netconf *nc = message(i == 3 ? RTM_DELNETCONF : RTM_NEWNETCONF, AF_INET, 7,
						  i == 0 ? 0x7c : 1u << (NETCONFA_FORWARDING + i), i, &err), *found;
		int action = 0;

		out_int(nl_cache_include(cache, OBJ_CAST(nc), on_change, &action), "include.%d", i);
		out_int(action, "include.%d.action", i);
		out_int(nl_cache_nitems(cache), "include.%d.items", i);
		found = rtnl_netconf_get_by_idx(cache, AF_INET, 7);
		out_bool(found != NULL, "include.%d.found", i);
		snprintf(key, sizeof(key), "include.%d.is", i);
		if (found != NULL)
			show(found, key);
		rtnl_netconf_put(found);
		rtnl_netconf_put(nc);
	}
	nl_cache_free(cache);
}

static void kernel(void)
{
	struct nl_sock *sk = nl_socket_alloc();
	struct nl_cache *cache = NULL;
	char key[64];

	if (system("sysctl -q net.ipv4.conf.lo.forwarding=1 net.ipv4.conf.all.rp_filter=2") != 0)
		exit(2);
	nl_connect(sk, NETLINK_ROUTE);
	out_int(rtnl_netconf_alloc_cache(sk, &cache), "kernel.cache");
	out_int(nl_cache_nitems(cache), "kernel.items");
	for (int family = 0; family < 11; family += 2) {
		struct rtnl_netconf *found[] = {
			rtnl_netconf_get_all(cache, family), rtnl_netconf_get_default(cache, family),
			rtnl_netconf_get_by_idx(cache, family, 1), rtnl_netconf_get_by_idx(cache, family, 0),
			rtnl_netconf_get_by_idx(cache, family, 99),
		};

		for (int i = 0; i < 5; i++) {
			snprintf(key, sizeof(key), "kernel.%d.%d", family, i);
			out_bool(found[i] != NULL, "%s.found", key);
			if (found[i] != NULL)
				show(found[i], key);
			rtnl_netconf_put(found[i]);
		}
	}
	nl_cache_free(cache);
	nl_socket_free(sk);
}

int main(void)
{
	messages();
	notifications();
	kernel();
	return 0;
}
