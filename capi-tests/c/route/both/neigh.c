/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Neighbours: accessors, messages by hand, requests, and real ones in a namespace.
 */
#include <linux/neighbour.h>

#include <netlink/route/neighbour.h>
#include <netlink/socket.h>

#include "report.h"
#include "route/objects.h"

static struct nl_addr *parse(const char *text)
{
	struct nl_addr *result = NULL;

	if (nl_addr_parse(text, AF_UNSPEC, &result) < 0)
		exit(2);
	return result;
}

static void out_addr(struct nl_addr *addr, const char *key, const char *what)
{
	char buf[128];

	out_text(nl_addr2str(addr, buf, sizeof(buf)), "%s.%s", key, what);
	out_int(addr ? nl_addr_get_family(addr) : -1, "%s.%s.family", key, what);
}

static void show(struct rtnl_neigh *neigh, const char *key)
{
	out_int(rtnl_neigh_get_state(neigh), "%s.state", key);
	out_uint(rtnl_neigh_get_flags(neigh), "%s.flags", key);
	out_int(rtnl_neigh_get_ifindex(neigh), "%s.ifindex", key);
	out_addr(rtnl_neigh_get_lladdr(neigh), key, "lladdr");
	out_addr(rtnl_neigh_get_dst(neigh), key, "dst");
	out_int(rtnl_neigh_get_type(neigh), "%s.type", key);
	out_int(rtnl_neigh_get_family(neigh), "%s.family", key);
	out_int(rtnl_neigh_get_vlan(neigh), "%s.vlan", key);
	out_int(rtnl_neigh_get_master(neigh), "%s.master", key);
	out_uint(nl_object_get_id_attrs(OBJ_CAST(neigh)), "%s.id_attrs", key);
	out_object(neigh, key);
	out_attrs(neigh, key);
}

static void requests(struct rtnl_neigh *neigh, const char *key)
{
	struct nl_msg *msg = NULL;
	char name[64];

	snprintf(name, sizeof(name), "%s.add", key);
	out_request(rtnl_neigh_build_add_request(neigh, NLM_F_CREATE, &msg), &msg, name);
	snprintf(name, sizeof(name), "%s.delete", key);
	out_request(rtnl_neigh_build_delete_request(neigh, 0, &msg), &msg, name);
}

static struct rtnl_neigh *make(int ifindex, const char *dst, const char *lladdr)
{
	struct rtnl_neigh *neigh = rtnl_neigh_alloc();
	struct nl_addr *addr;

	rtnl_neigh_set_ifindex(neigh, ifindex);
	if (dst != NULL) {
		addr = parse(dst);
		rtnl_neigh_set_dst(neigh, addr);
		nl_addr_put(addr);
	}
	if (lladdr != NULL) {
		addr = parse(lladdr);
		rtnl_neigh_set_lladdr(neigh, addr);
		nl_addr_put(addr);
	}
	return neigh;
}

static void accessors(void)
{
	struct rtnl_neigh *neigh = rtnl_neigh_alloc(), *copy;
	struct nl_addr *addr;

	show(neigh, "empty");
	requests(neigh, "empty");
	rtnl_neigh_put(neigh);

	neigh = make(4, "10.0.0.1", "02:00:00:00:00:01");
	show(neigh, "made");
	requests(neigh, "made");
	addr = parse("2001:db8::1");
	out_int(rtnl_neigh_set_dst(neigh, addr), "set_dst.other.family");
	nl_addr_put(addr);
	rtnl_neigh_set_state(neigh, NUD_REACHABLE);
	rtnl_neigh_set_state(neigh, NUD_PROBE);
	rtnl_neigh_set_flags(neigh, NTF_PROXY | NTF_ROUTER);
	rtnl_neigh_set_vlan(neigh, 10);
	rtnl_neigh_set_master(neigh, 3);
	show(neigh, "full");
	requests(neigh, "full");
	copy = (struct rtnl_neigh *)nl_object_clone(OBJ_CAST(neigh));
	show(copy, "copy");
	out_difference(neigh, copy, "copy");
	rtnl_neigh_unset_state(copy, NUD_PROBE);
	out_difference(neigh, copy, "state");
	rtnl_neigh_unset_flags(copy, NTF_PROXY);
	out_difference(neigh, copy, "flags");
	rtnl_neigh_set_vlan(copy, 11);
	rtnl_neigh_set_master(copy, 4);
	out_difference(neigh, copy, "vlan");
	show(copy, "changed");
	rtnl_neigh_set_ifindex(copy, 5);
	out_difference(neigh, copy, "ifindex");
	rtnl_neigh_put(copy);
	copy = make(4, "10.0.0.2", "02:00:00:00:00:02");
	out_difference(neigh, copy, "other");
	rtnl_neigh_put(copy);
	rtnl_neigh_put(neigh);

	neigh = make(4, NULL, "02:00:00:00:00:01");
	rtnl_neigh_set_family(neigh, AF_BRIDGE);
	rtnl_neigh_set_vlan(neigh, 7);
	show(neigh, "bridge");
	requests(neigh, "bridge");
	rtnl_neigh_put(neigh);
	neigh = rtnl_neigh_alloc();
	rtnl_neigh_set_type(neigh, 3);
	show(neigh, "type");
	rtnl_neigh_put(neigh);
}

static void messages(void)
{
	static const uint32_t info[4] = { 100, 2000, 30000, 4 };
	struct rtnl_neigh *neighs[64];
	size_t count = 0;
	char key[64];
	int err;

	for (int family = 0; family < 3; family++) {
		for (int what = 0; what < 16; what++) {
			struct ndmsg header = { .ndm_family = (uint8_t[]){ AF_INET, AF_INET6, AF_BRIDGE }[family],
						.ndm_ifindex = 3, .ndm_state = NUD_STALE, .ndm_type = 1,
						.ndm_flags = what & 8 ? NTF_SELF : NTF_ROUTER };
			struct raw_msg msg;
			struct rtnl_neigh *again = NULL;

			raw_begin(&msg, RTM_NEWNEIGH, 0, &header, sizeof(header));
			if (what & 1)
				raw_put(&msg, NDA_DST, "\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\1",
					family == 1 ? 16 : 4);
			if (what & 2)
				raw_put(&msg, NDA_LLADDR, "\2\0\0\0\0\5", 6);
			if (what & 4) {
				raw_put(&msg, NDA_CACHEINFO, info, sizeof(info));
				raw_put_u32(&msg, NDA_PROBES, 4);
				raw_put_u16(&msg, NDA_VLAN, 12);
				raw_put_u32(&msg, NDA_MASTER, 9);
			}
			/* Debian's prints a destination that is not there. */
			if (!(what & 1) && family != 2)
				continue;
			neighs[count] = raw_parse(&msg, &err);
			snprintf(key, sizeof(key), "msg.%d.%d", family, what);
			out_int(err, "%s.err", key);
			show(neighs[count], key);
			requests(neighs[count], key);
			out_int(rtnl_neigh_parse(raw_msg_header(&msg), &again), "%s.parse", key);
			out_int(nl_object_get_msgtype(OBJ_CAST(again)), "%s.msgtype", key);
			out_uint(nl_object_diff64(OBJ_CAST(again), OBJ_CAST(neighs[count])), "%s.again", key);
			rtnl_neigh_put(again);
			count++;
		}
	}
	for (size_t i = 0; i < count; i++) {
		for (size_t j = 0; j < count; j += 3) {
			snprintf(key, sizeof(key), "pair.%zu.%zu", i, j);
			out_difference(neighs[i], neighs[j], key);
		}
	}
	for (size_t i = 0; i < count; i++)
		rtnl_neigh_put(neighs[i]);
}

static void strings(void)
{
	static const char *const names[] = { "permanent", "noarp", "norarp", "router", "self", "use", "nonsense",
					     "", "0x80", "7", "PROBE" };
	char buf[256];

	for (int bit = 0; bit < 9; bit++) {
		out_text(rtnl_neigh_state2str(1 << bit, buf, sizeof(buf)), "state2str.%d", bit);
		out_text(rtnl_neigh_flags2str(1 << bit, buf, sizeof(buf)), "flags2str.%d", bit);
	}
	out_text(rtnl_neigh_state2str(-1, buf, sizeof(buf)), "state2str.all");
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		out_int(rtnl_neigh_str2state(names[i]), "str2state.%s", names[i]);
		out_int(rtnl_neigh_str2flag(names[i]), "str2flag.%s", names[i]);
	}
}

static void list(struct nl_sock *sk, unsigned int flags, const char *when)
{
	struct nl_cache *cache = NULL;
	struct nl_addr *dst = parse("10.9.0.7"), *lladdr = parse("02:00:00:00:00:07");
	struct row row = { 0 };
	int n = 0;

	if (flags != 0)
		out_int(rtnl_neigh_alloc_cache_flags(sk, &cache, flags), "%s.cache", when);
	else
		out_int(rtnl_neigh_alloc_cache(sk, &cache), "%s.cache", when);
	for (struct nl_object *o = nl_cache_get_first(cache); o != NULL; o = nl_cache_get_next(o)) {
		struct rtnl_neigh *neigh = (struct rtnl_neigh *)o;
		char buf[64], key[64];

		/* What the kernel finds out by itself comes and goes. */
		if (!(rtnl_neigh_get_state(neigh) & NUD_PERMANENT) || rtnl_neigh_get_family(neigh) == AF_INET6)
			continue;
		snprintf(key, sizeof(key), "%s.%d", when, n++);
		out_text(nl_addr2str(rtnl_neigh_get_dst(neigh), buf, sizeof(buf)), "%s.dst", key);
		out_int(rtnl_neigh_get_family(neigh), "%s.family", key);
		out_int(rtnl_neigh_get_ifindex(neigh), "%s.ifindex", key);
		out_int(rtnl_neigh_get_vlan(neigh), "%s.vlan", key);
	}
	for (int ifindex = 0; ifindex < 4; ifindex++) {
		struct rtnl_neigh *found = rtnl_neigh_get(cache, ifindex, dst);
		struct rtnl_neigh *by_vlan = rtnl_neigh_get_by_vlan(cache, ifindex, lladdr, 0);

		row_add(&row, "%d:%d%d", ifindex, found != NULL, by_vlan != NULL);
		rtnl_neigh_put(found);
		rtnl_neigh_put(by_vlan);
	}
	out_row(&row, "%s.get", when);
	nl_addr_put(dst);
	nl_addr_put(lladdr);
	nl_cache_free(cache);
}

static void kernel(void)
{
	struct nl_sock *sk = nl_socket_alloc();
	struct rtnl_neigh *neigh = make(2, "10.9.0.7", "02:00:00:00:00:07");

	if (system("ip link add index 2 name br0 address 02:00:00:00:00:99 type bridge vlan_default_pvid 0 && "
		   "ip link add index 3 name v0 address 02:00:00:00:00:98 type veth peer name v1 index 4 "
		   "address 02:00:00:00:00:97 && ip link set v0 master br0 && ip link set br0 up && "
		   "ip addr add 10.9.0.1/24 dev br0") != 0)
		exit(2);
	nl_connect(sk, NETLINK_ROUTE);
	list(sk, 0, "before");
	out_int(rtnl_neigh_add(sk, neigh, NLM_F_CREATE | NLM_F_EXCL), "kernel.add");
	out_int(rtnl_neigh_add(sk, neigh, NLM_F_CREATE | NLM_F_EXCL), "kernel.add.again");
	list(sk, 0, "added");
	rtnl_neigh_set_state(neigh, NUD_PERMANENT);
	out_int(rtnl_neigh_add(sk, neigh, NLM_F_REPLACE), "kernel.replace");
	out_int(rtnl_neigh_delete(sk, neigh, 0), "kernel.delete");
	list(sk, 0, "deleted");
	rtnl_neigh_put(neigh);

	neigh = make(3, NULL, "02:00:00:00:00:07");
	rtnl_neigh_set_family(neigh, AF_BRIDGE);
	rtnl_neigh_set_flags(neigh, 4); /* NTF_MASTER */
	out_int(rtnl_neigh_add(sk, neigh, NLM_F_CREATE | NLM_F_EXCL), "fdb.add");
	out_int(rtnl_neigh_add(sk, neigh, NLM_F_CREATE | NLM_F_EXCL), "fdb.add.again");
	list(sk, NL_CACHE_AF_ITER, "fdb.added");
	out_int(rtnl_neigh_delete(sk, neigh, 0), "fdb.delete");
	rtnl_neigh_put(neigh);
	nl_socket_free(sk);
}

int main(void)
{
	accessors();
	messages();
	strings();
	kernel();
	return 0;
}
