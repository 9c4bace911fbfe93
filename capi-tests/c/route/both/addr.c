/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Addresses of interfaces: accessors, messages by hand, requests, and real ones in a namespace.
 */
#include <linux/if_addr.h>

#include <netlink/route/addr.h>
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
}

static void show(struct rtnl_addr *addr, const char *key)
{
	struct rtnl_link *link = rtnl_addr_get_link(addr);
	const char *label = rtnl_addr_get_label(addr);

	out_text(label ? label : "NULL", "%s.label", key);
	out_int(rtnl_addr_get_ifindex(addr), "%s.ifindex", key);
	out_bool(link != NULL, "%s.link", key);
	out_int(rtnl_addr_get_family(addr), "%s.family", key);
	out_int(rtnl_addr_get_prefixlen(addr), "%s.prefixlen", key);
	out_int(rtnl_addr_get_scope(addr), "%s.scope", key);
	out_uint(rtnl_addr_get_flags(addr), "%s.flags", key);
	out_addr(rtnl_addr_get_local(addr), key, "local");
	out_addr(rtnl_addr_get_peer(addr), key, "peer");
	out_addr(rtnl_addr_get_broadcast(addr), key, "broadcast");
	out_addr(rtnl_addr_get_multicast(addr), key, "multicast");
	out_addr(rtnl_addr_get_anycast(addr), key, "anycast");
	out_uint(rtnl_addr_get_valid_lifetime(addr), "%s.valid", key);
	out_uint(rtnl_addr_get_preferred_lifetime(addr), "%s.preferred", key);
	out_uint(rtnl_addr_get_create_time(addr), "%s.created", key);
	out_uint(rtnl_addr_get_last_update_time(addr), "%s.updated", key);
	out_uint(nl_object_get_id_attrs(OBJ_CAST(addr)), "%s.id_attrs", key);
	out_object(addr, key);
	out_attrs(addr, key);
	nl_object_put(OBJ_CAST(link));
}

static void requests(struct rtnl_addr *addr, const char *key)
{
	struct nl_msg *msg = NULL;
	char name[64];

	snprintf(name, sizeof(name), "%s.add", key);
	out_request(rtnl_addr_build_add_request(addr, NLM_F_REPLACE, &msg), &msg, name);
	snprintf(name, sizeof(name), "%s.delete", key);
	out_request(rtnl_addr_build_delete_request(addr, 0, &msg), &msg, name);
}

#define SET(addr, what, text, key)                                                                    \
	do {                                                                                           \
		struct nl_addr *to_ = parse(text);                                                     \
		out_int(rtnl_addr_set_##what(addr, to_), "set." #what ".%s", key);                     \
		nl_addr_put(to_);                                                                      \
	} while (0)

static void accessors(void)
{
	struct rtnl_addr *addr = rtnl_addr_alloc(), *copy, *other;

	show(addr, "empty");
	requests(addr, "empty");
	SET(addr, local, "10.0.0.1/24", "v4");
	show(addr, "local");
	requests(addr, "local");
	rtnl_addr_set_ifindex(addr, 7);
	requests(addr, "ifindex");
	SET(addr, peer, "10.0.1.1/30", "v4");
	SET(addr, broadcast, "10.0.0.255", "v4");
	SET(addr, multicast, "10.0.0.255", "v4");
	SET(addr, anycast, "10.0.0.255", "v4");
	SET(addr, peer, "2001:db8::1", "v6");
	SET(addr, local, "2001:db8::1", "v6");
	SET(addr, local, "10.0.0.2/24", "with.peer");
	out_int(rtnl_addr_set_label(addr, "eth0:1"), "set_label");
	out_int(rtnl_addr_set_label(addr, "1234567890123456"), "set_label.16");
	out_int(rtnl_addr_set_label(addr, "123456789012345"), "set_label.15");
	rtnl_addr_set_scope(addr, 253);
	rtnl_addr_set_flags(addr, IFA_F_NODAD | 0x200);
	show(addr, "full");
	requests(addr, "full");
	rtnl_addr_unset_flags(addr, IFA_F_NODAD);
	rtnl_addr_set_valid_lifetime(addr, 3600);
	rtnl_addr_set_preferred_lifetime(addr, 0xffffffff);
	show(addr, "lifetimes");
	requests(addr, "lifetimes");

	copy = (struct rtnl_addr *)nl_object_clone(OBJ_CAST(addr));
	show(copy, "copy");
	out_difference(addr, copy, "copy");
	rtnl_addr_set_scope(copy, 0);
	out_difference(addr, copy, "scope");
	rtnl_addr_set_flags(copy, 1);
	out_difference(addr, copy, "flags");
	rtnl_addr_set_label(copy, "other");
	out_difference(addr, copy, "labels");
	rtnl_addr_set_valid_lifetime(copy, 1);
	out_difference(addr, copy, "cacheinfo");
	SET(copy, peer, "10.0.1.2/30", "other");
	out_difference(addr, copy, "peer.same.net");
	SET(copy, peer, "10.0.2.2/30", "another");
	out_difference(addr, copy, "peer.other.net");
	out_int(rtnl_addr_set_peer(copy, NULL), "set.peer.NULL");
	out_difference(addr, copy, "no.peer");
	SET(copy, local, "10.0.0.9/8", "other");
	out_difference(addr, copy, "local");
	rtnl_addr_set_prefixlen(copy, 16);
	show(copy, "changed");
	rtnl_addr_set_prefixlen(copy, 0);
	out_attrs(copy, "prefixlen.0");
	out_int(rtnl_addr_set_local(copy, NULL), "set.local.NULL");
	out_int(rtnl_addr_set_broadcast(copy, NULL), "set.broadcast.NULL");
	show(copy, "less");
	rtnl_addr_set_family(copy, AF_INET6);
	rtnl_addr_set_ifindex(copy, 9);
	out_difference(addr, copy, "family");
	rtnl_addr_put(copy);
	rtnl_addr_put(addr);

	addr = rtnl_addr_alloc();
	rtnl_addr_set_ifindex(addr, 3);
	SET(addr, local, "2001:db8::1/64", "six");
	SET(addr, multicast, "ff02::1", "six");
	SET(addr, anycast, "2001:db8::", "six");
	SET(addr, broadcast, "2001:db8::", "six");
	show(addr, "six");
	requests(addr, "six");
	other = rtnl_addr_alloc();
	rtnl_addr_set_ifindex(other, 3);
	SET(other, local, "2001:db8::1/48", "six.other");
	out_difference(addr, other, "six");
	rtnl_addr_put(other);
	rtnl_addr_put(addr);

	/* 127.x.x.x gets the scope of the host. */
	addr = rtnl_addr_alloc();
	rtnl_addr_set_ifindex(addr, 1);
	SET(addr, local, "127.1.2.3/8", "loopback");
	requests(addr, "loopback");
	rtnl_addr_put(addr);
}

static void messages(void)
{
	static const struct { uint8_t family; size_t len; } families[] = { { AF_INET, 4 }, { AF_INET6, 16 } };
	static const uint32_t info[4] = { 100, 200000, 300, 400 };
	struct rtnl_addr *addrs[64];
	size_t count = 0;
	char key[64];
	int err;

	/* Every combination of what there may be, in both families. */
	for (int f = 0; f < 2; f++) {
		for (int what = 0; what < 16; what++) {
			struct ifaddrmsg header = { .ifa_family = families[f].family, .ifa_prefixlen = 20,
						    .ifa_flags = 0x80, .ifa_scope = 253, .ifa_index = 5 };
			unsigned char a[16] = { 10, 1, 2, 3 }, b[16] = { 10, 1, 2, 9 };
			const size_t len = families[f].len;
			struct raw_msg msg;

			raw_begin(&msg, RTM_NEWADDR, 0, &header, sizeof(header));
			if (what & 1)
				raw_put(&msg, IFA_LOCAL, a, len);
			if (what & 2)
				raw_put(&msg, IFA_ADDRESS, what & 8 ? b : a, len);
			if (what & 4) {
				raw_put_text(&msg, IFA_LABEL, "label");
				raw_put(&msg, IFA_CACHEINFO, info, sizeof(info));
				raw_put_u32(&msg, IFA_FLAGS, 0x380);
				raw_put(&msg, IFA_BROADCAST, b, len);
				raw_put(&msg, IFA_ANYCAST, b, len);
				raw_put(&msg, IFA_MULTICAST, b, len);
			}
			addrs[count] = raw_parse(&msg, &err);
			snprintf(key, sizeof(key), "msg.%d.%d", f, what);
			out_int(err, "%s.err", key);
			show(addrs[count], key);
			requests(addrs[count], key);
			count++;
		}
	}
	for (size_t i = 0; i < count; i++) {
		for (size_t j = 0; j < count; j += 3) {
			snprintf(key, sizeof(key), "pair.%zu.%zu", i, j);
			out_difference(addrs[i], addrs[j], key);
		}
	}
	for (size_t i = 0; i < count; i++)
		rtnl_addr_put(addrs[i]);
}

static void strings(void)
{
	static const char *const names[] = { "permanent", "nodad,secondary", "nonsense", "", "0x80",
					     "noprefixroute,mngtmpaddr" };
	char buf[256];

	for (int bit = 0; bit < 12; bit++)
		out_text(rtnl_addr_flags2str(1 << bit, buf, sizeof(buf)), "flags2str.%d", bit);
	out_text(rtnl_addr_flags2str(0, buf, sizeof(buf)), "flags2str.none");
	out_text(rtnl_addr_flags2str(-1, buf, sizeof(buf)), "flags2str.all");
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		out_int(rtnl_addr_str2flags(names[i]), "str2flags.%s", names[i]);
}

static void list(struct nl_sock *sk, const char *when)
{
	struct nl_cache *cache = NULL;
	int n = 0;

	out_int(rtnl_addr_alloc_cache(sk, &cache), "%s.cache", when);
	for (struct nl_object *o = nl_cache_get_first(cache); o != NULL; o = nl_cache_get_next(o)) {
		struct rtnl_addr *addr = (struct rtnl_addr *)o;
		char key[64];

		/* Times are left out. */
		snprintf(key, sizeof(key), "%s.%d", when, n++);
		out_addr(rtnl_addr_get_local(addr), key, "local");
		out_addr(rtnl_addr_get_peer(addr), key, "peer");
		out_addr(rtnl_addr_get_broadcast(addr), key, "broadcast");
		out_int(rtnl_addr_get_prefixlen(addr), "%s.prefixlen", key);
		out_int(rtnl_addr_get_scope(addr), "%s.scope", key);
		out_attrs(addr, key);
	}
	for (int ifindex = 0; ifindex < 3; ifindex++) {
		struct nl_addr *local = parse("10.9.0.1/24");
		struct rtnl_addr *found = rtnl_addr_get(cache, ifindex, local);

		out_bool(found != NULL, "%s.get.%d", when, ifindex);
		rtnl_addr_put(found);
		nl_addr_put(local);
	}
	nl_cache_free(cache);
}

static void kernel(void)
{
	struct nl_sock *sk = nl_socket_alloc();
	struct rtnl_addr *addr = rtnl_addr_alloc();

	if (system("ip link set lo up") != 0)
		exit(2);
	nl_connect(sk, NETLINK_ROUTE);
	list(sk, "before");
	rtnl_addr_set_ifindex(addr, 1);
	SET(addr, local, "10.9.0.1/24", "kernel");
	out_int(rtnl_addr_add(sk, addr, NLM_F_EXCL), "kernel.add");
	out_int(rtnl_addr_add(sk, addr, NLM_F_EXCL), "kernel.add.again");
	list(sk, "added");
	rtnl_addr_set_label(addr, "lo:x");
	rtnl_addr_set_valid_lifetime(addr, 1000);
	rtnl_addr_set_preferred_lifetime(addr, 500);
	out_int(rtnl_addr_add(sk, addr, NLM_F_REPLACE), "kernel.replace");
	list(sk, "replaced");
	out_int(rtnl_addr_delete(sk, addr, 0), "kernel.delete");
	out_int(rtnl_addr_delete(sk, addr, 0), "kernel.delete.again");
	list(sk, "deleted");
	rtnl_addr_put(addr);
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
