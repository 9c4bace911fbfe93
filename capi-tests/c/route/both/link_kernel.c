/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Interfaces of the kernel's: made, listed, looked up, changed, made ports of a bridge and deleted through the
 * library, in a namespace of their own.
 */
#include <linux/if.h>
#include <linux/if_bridge.h>
#include <linux/if_link.h>
#include <unistd.h>

#include <netlink/route/link.h>
#include <netlink/route/link/bridge.h>
#include <netlink/route/link/inet6.h>
#include <netlink/route/link/veth.h>
#include <netlink/route/rtnl.h>
#include <netlink/socket.h>

#include "report.h"
#include "route/objects.h"

static struct nl_sock *sk;

static void show(struct rtnl_link *link, const char *key)
{
	const char *kind = rtnl_link_get_type(link), *port = rtnl_link_get_slave_type(link);
	char *text = NULL;
	size_t size = 0;
	FILE *file = open_memstream(&text, &size);
	struct nl_dump_params dp = { .dp_type = NL_DUMP_LINE, .dp_fd = file };
	struct nl_addr *addr;

	out_int(rtnl_link_get_ifindex(link), "%s.ifindex", key);
	out_int(rtnl_link_get_family(link), "%s.family", key);
	out_text(rtnl_link_get_name(link), "%s.name", key);
	out_uint(rtnl_link_get_flags(link) & ~(unsigned)IFF_RUNNING, "%s.flags", key);
	out_uint(rtnl_link_get_mtu(link), "%s.mtu", key);
	out_uint(rtnl_link_get_arptype(link), "%s.arptype", key);
	out_int(rtnl_link_get_master(link), "%s.master", key);
	out_int(rtnl_link_get_link(link), "%s.link", key);
	out_text(kind ? kind : "NULL", "%s.kind", key);
	out_text(port ? port : "NULL", "%s.port", key);
	out_uint(rtnl_link_get_num_tx_queues(link), "%s.txq", key);
	out_attrs(link, key);
	/* Without the hardware address, which is by chance. */
	need(nl_addr_parse("02:00:00:00:00:01", AF_LLC, &addr) == 0);
	rtnl_link_set_addr(link, addr);
	nl_addr_put(addr);
	nl_object_dump(OBJ_CAST(link), &dp);
	fclose(file);
	out_escaped(text, size, "%s.line", key);
	free(text);
}

static void list(int family, const char *key)
{
	struct nl_cache *cache = NULL;
	char name[64], buf[64];
	int n = 0;

	out_int(rtnl_link_alloc_cache(sk, family, &cache), "%s.err", key);
	out_int(nl_cache_nitems(cache), "%s.count", key);
	for (int i = 0; i < 8; i++) {
		struct rtnl_link *link = rtnl_link_get(cache, i);
		const char *found = rtnl_link_i2name(cache, i, buf, sizeof(buf));

		out_text(found ? found : "NULL", "%s.name.%d", key, i);
		if (found)
			out_int(rtnl_link_name2i(cache, buf), "%s.index.%d", key, i);
		if (link != NULL) {
			struct rtnl_link *same = rtnl_link_get_by_name(cache, rtnl_link_get_name(link));

			out_bool(same == link, "%s.same.%d", key, i);
			rtnl_link_put(same);
			rtnl_link_put(link);
		}
	}
	out_int(rtnl_link_name2i(cache, "nonsense"), "%s.none", key);
	for (struct nl_object *obj = nl_cache_get_first(cache); obj; obj = nl_cache_get_next(obj)) {
		snprintf(name, sizeof(name), "%s.%d", key, n++);
		show((struct rtnl_link *)obj, name);
	}
	nl_cache_free(cache);
}

static void get(int ifindex, const char *name, const char *key)
{
	struct rtnl_link *link = NULL;

	out_int(rtnl_link_get_kernel(sk, ifindex, name, &link), "%s.err", key);
	if (link != NULL)
		show(link, key);
	rtnl_link_put(link);
}

static void change(int ifindex)
{
	struct rtnl_link *orig = NULL, *changes = rtnl_link_alloc();

	out_int(rtnl_link_get_kernel(sk, ifindex, NULL, &orig), "change.get");
	rtnl_link_set_flags(changes, IFF_UP);
	rtnl_link_set_mtu(changes, 1400);
	rtnl_link_set_ifalias(changes, "an alias");
	rtnl_link_set_txqlen(changes, 77);
	rtnl_link_set_group(changes, 5);
	out_int(rtnl_link_change(sk, orig, changes, 0), "change.err");
	rtnl_link_put(changes);
	rtnl_link_put(orig);
	get(ifindex, NULL, "changed");
	orig = NULL;
	out_int(rtnl_link_get_kernel(sk, ifindex, NULL, &orig), "change.again");
	out_text(rtnl_link_get_ifalias(orig), "changed.alias");
	out_uint(rtnl_link_get_txqlen(orig), "changed.txqlen");
	changes = rtnl_link_alloc();
	rtnl_link_unset_flags(changes, IFF_UP);
	rtnl_link_set_name(changes, "renamed");
	out_int(rtnl_link_change(sk, orig, changes, 0), "rename.err");
	rtnl_link_put(changes);
	rtnl_link_put(orig);
	get(0, "renamed", "renamed");
}

static void port(int bridge, int ifindex)
{
	struct rtnl_link *a = rtnl_link_alloc(), *b = rtnl_link_alloc(), *link = NULL, *changes;
	struct nl_cache *cache = NULL;

	out_int(rtnl_link_enslave_ifindex(sk, bridge, ifindex), "enslave.err");
	list(AF_UNSPEC, "enslaved");
	list(AF_BRIDGE, "ports");
	out_int(rtnl_link_alloc_cache(sk, AF_BRIDGE, &cache), "port.err");
	link = rtnl_link_get(cache, ifindex);
	out_int(rtnl_link_is_bridge(link), "port.is");
	out_int(rtnl_link_bridge_has_ext_info(link), "port.extended");
	out_int(rtnl_link_bridge_get_priority(link), "port.priority");
	changes = rtnl_link_alloc();
	rtnl_link_set_family(changes, AF_BRIDGE);
	out_int(rtnl_link_bridge_set_cost(changes, 44), "port.set.cost");
	out_int(rtnl_link_bridge_set_flags(changes, RTNL_BRIDGE_HAIRPIN_MODE), "port.set.flags");
	out_int(rtnl_link_change(sk, link, changes, 0), "port.change");
	rtnl_link_put(changes);
	rtnl_link_put(link);
	out_int(nl_cache_refill(sk, cache), "port.refill");
	link = rtnl_link_get(cache, ifindex);
	out_int(rtnl_link_bridge_get_flags(link) & 7, "port.flags");
	rtnl_link_put(link);
	nl_cache_free(cache);
	rtnl_link_set_ifindex(a, bridge);
	rtnl_link_set_ifindex(b, ifindex);
	out_int(rtnl_link_release(sk, b), "release.err");
	get(ifindex, NULL, "released");
	out_int(rtnl_link_enslave(sk, a, b), "again.err");
	out_int(rtnl_link_release_ifindex(sk, ifindex), "again.release");
	out_int(rtnl_link_enslave_ifindex(sk, 1, ifindex), "lo.enslave");
	rtnl_link_put(a);
	rtnl_link_put(b);
}

int main(void)
{
	struct rtnl_link *link;

	sk = nl_socket_alloc();
	out_int(nl_connect(sk, NETLINK_ROUTE), "connect");
	list(AF_UNSPEC, "fresh");
	get(1, NULL, "lo");
	get(0, "lo", "lo.name");
	get(99, NULL, "none");
	get(0, "nonsense", "none.name");
	out_int(rtnl_link_bridge_add(sk, "br0"), "bridge.add");
	out_int(rtnl_link_bridge_add(sk, "br0"), "bridge.twice");
	out_int(rtnl_link_veth_add(sk, "v0", "v1", getpid()), "veth.add");
	link = rtnl_link_alloc();
	rtnl_link_set_type(link, "ifb");
	rtnl_link_set_name(link, "ifb9");
	rtnl_link_set_mtu(link, 1280);
	out_int(rtnl_link_add(sk, link, NLM_F_CREATE | NLM_F_EXCL), "ifb.add");
	out_int(rtnl_link_add(sk, link, NLM_F_CREATE | NLM_F_EXCL), "ifb.twice");
	list(AF_UNSPEC, "made");
	list(AF_INET6, "six");
	change(3);
	port(2, 3);
	out_int(rtnl_link_delete(sk, link), "ifb.delete");
	out_int(rtnl_link_delete(sk, link), "ifb.deleted");
	rtnl_link_put(link);
	link = rtnl_link_alloc();
	rtnl_link_set_ifindex(link, 2);
	out_int(rtnl_link_delete(sk, link), "bridge.delete");
	rtnl_link_put(link);
	list(AF_UNSPEC, "left");
	nl_socket_free(sk);
	return 0;
}
