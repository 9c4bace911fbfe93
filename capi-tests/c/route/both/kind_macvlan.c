/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The kinds macvlan and macvtap: modes, flags, lists of addresses, messages by hand, and links of the kernel's.
 */
#include <linux/if.h>

#include <netlink/route/link/macvlan.h>
#include <netlink/route/link/macvtap.h>
#include <netlink/route/link/veth.h>
#include <netlink/socket.h>
#include <unistd.h>

#include "report.h"
#include "route/kinds.h"

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

static void show_sources(struct rtnl_link *link, const char *key)
{
	uint32_t n = 4711;
	char buf[64];

	out_int(rtnl_link_macvlan_get_macmode(link, &n), "%s.macmode", key);
	out_uint(n, "%s.macmode.value", key);
	n = 4711;
	out_int(rtnl_link_macvlan_count_macaddr(link, &n), "%s.count", key);
	out_uint(n, "%s.count.value", key);
	for (uint32_t i = 0; i < 6; i++) {
		const struct nl_addr *addr = NULL, *again = NULL;

		out_int(rtnl_link_macvlan_get_macaddr(link, i, &addr), "%s.source.%u", key, i);
		out_text(addr ? nl_addr2str(addr, buf, sizeof(buf)) : "NULL", "%s.source.%u.value", key, i);
		rtnl_link_macvlan_get_macaddr(link, i, &again);
		out_bool(addr == again, "%s.source.%u.same", key, i);
	}
}

static void show(struct rtnl_link *link, const char *key)
{
	out_int(rtnl_link_is_macvlan(link), "%s.is", key);
	out_int(rtnl_link_is_macvtap(link), "%s.is.tap", key);
	out_uint(rtnl_link_macvlan_get_mode(link), "%s.mode", key);
	out_uint(rtnl_link_macvlan_get_flags(link), "%s.flags", key);
	show_sources(link, key);
}

static void show_tap(struct rtnl_link *link, const char *key)
{
	out_int(rtnl_link_is_macvlan(link), "%s.is", key);
	out_int(rtnl_link_is_macvtap(link), "%s.is.tap", key);
	out_uint(rtnl_link_macvtap_get_mode(link), "%s.mode", key);
	out_uint(rtnl_link_macvtap_get_flags(link), "%s.flags", key);
}

static const uint32_t modes[] = { 0, 1, 2, 3, 4, 8, 16, 32, UINT32_MAX };
static const uint16_t flags[] = { 0, 1, 2, 3, 0x8000, 0xffff };

static void options(void)
{
	struct rtnl_link *link = rtnl_link_macvlan_alloc(), *none = rtnl_link_alloc(), *other;
	char key[64];

	out_int(rtnl_link_is_macvlan(none), "none.is");
	out_int(rtnl_link_is_macvtap(none), "none.is.tap");
	show(link, "empty");
	out_kind(link, "empty");
	out_both(link, none, "empty.none");
	other = rtnl_link_macvtap_alloc();
	out_both(link, other, "empty.tap");
	rtnl_link_put(other);
	rtnl_link_put(none);
	for (size_t i = 0; i < COUNT(modes); i++) {
		other = rtnl_link_macvlan_alloc();
		out_int(rtnl_link_macvlan_set_mode(link, modes[i]), "mode.set.%zu", i);
		rtnl_link_macvlan_set_mode(other, modes[i]);
		snprintf(key, sizeof(key), "mode.%zu", i);
		show(other, key);
		out_kind(other, key);
		rtnl_link_put(other);
	}
	for (size_t i = 0; i < COUNT(flags); i++) {
		other = rtnl_link_macvlan_alloc();
		out_int(rtnl_link_macvlan_set_flags(other, flags[i]), "flags.set.%zu", i);
		snprintf(key, sizeof(key), "flags.%zu", i);
		out_kind(other, key);
		out_int(rtnl_link_macvlan_set_flags(other, 2), "flags.more.%zu", i);
		out_uint(rtnl_link_macvlan_get_flags(other), "flags.both.%zu", i);
		out_int(rtnl_link_macvlan_unset_flags(other, 1), "flags.unset.%zu", i);
		out_uint(rtnl_link_macvlan_get_flags(other), "flags.left.%zu", i);
		out_both(link, other, key);
		rtnl_link_put(other);
	}
	other = rtnl_link_macvlan_alloc();
	out_int(rtnl_link_macvlan_unset_flags(other, 1), "flags.none");
	out_kind(other, "flags.none");
	rtnl_link_put(other);
	rtnl_link_put(link);
}

static void tap(void)
{
	struct rtnl_link *link = rtnl_link_macvtap_alloc(), *copy;
	struct nl_msg *msg = NULL;
	char key[64];

	show_tap(link, "tap.empty");
	for (size_t i = 0; i < COUNT(modes); i++) {
		out_int(rtnl_link_macvtap_set_mode(link, modes[i]), "tap.mode.set.%zu", i);
		out_uint(rtnl_link_macvtap_get_mode(link), "tap.mode.get.%zu", i);
		snprintf(key, sizeof(key), "tap.mode.%zu", i);
		out_object(link, key);
	}
	for (size_t i = 0; i < COUNT(flags); i++) {
		out_int(rtnl_link_macvtap_set_flags(link, flags[i]), "tap.flags.set.%zu", i);
		out_uint(rtnl_link_macvtap_get_flags(link), "tap.flags.get.%zu", i);
		out_int(rtnl_link_macvtap_unset_flags(link, 0x7ffe), "tap.flags.unset.%zu", i);
		out_uint(rtnl_link_macvtap_get_flags(link), "tap.flags.left.%zu", i);
		snprintf(key, sizeof(key), "tap.flags.%zu", i);
		out_object(link, key);
	}
	rtnl_link_macvtap_set_mode(link, 4);
	rtnl_link_macvtap_unset_flags(link, 0xfffe);
	out_request(rtnl_link_build_add_request(link, NLM_F_CREATE, &msg), &msg, "tap.add");
	/* 3.7.0 makes a macvlan of it. */
	copy = (struct rtnl_link *)nl_object_clone(OBJ_CAST(link));
	out_int(rtnl_link_is_macvtap(copy), "tap.copy.is");
	rtnl_link_put(copy);
	rtnl_link_put(link);
}

static void sources(void)
{
	static const char *const texts[] = { "02:00:00:00:00:01", "02:00:00:00:00:02", "02:00:00:00:00:01",
					     "02:00:00:00:00:03", "10.0.0.1" };
	struct rtnl_link *link = rtnl_link_macvlan_alloc(), *copy;
	struct nl_addr *addr = address(texts[0]), *other;

	out_int(rtnl_link_macvlan_set_macmode(link, 0), "early.macmode");
	out_int(rtnl_link_macvlan_add_macaddr(link, addr), "early.add");
	out_int(rtnl_link_macvlan_del_macaddr(link, addr), "early.del");
	rtnl_link_macvlan_set_mode(link, 4);
	out_int(rtnl_link_macvlan_set_macmode(link, 0), "bridge.macmode");
	out_int(rtnl_link_macvlan_add_macaddr(link, addr), "bridge.add");
	out_int(rtnl_link_macvlan_del_macaddr(link, addr), "bridge.del");
	rtnl_link_macvlan_set_mode(link, 16);
	out_int(rtnl_link_macvlan_add_macaddr(link, addr), "source.add");
	out_int(rtnl_link_macvlan_del_macaddr(link, addr), "source.del");
	show(link, "source");
	for (uint32_t macmode = 0; macmode < 6; macmode++) {
		out_int(rtnl_link_macvlan_set_macmode(link, macmode), "macmode.set.%u", macmode);
		out_int(rtnl_link_macvlan_get_macmode(link, &(uint32_t){ 0 }), "macmode.get.%u", macmode);
	}
	show(link, "macmode");
	out_kind(link, "macmode");
	rtnl_link_macvlan_set_macmode(link, 3);
	for (size_t i = 0; i < COUNT(texts); i++) {
		other = address(texts[i]);
		out_int(rtnl_link_macvlan_add_macaddr(link, other), "add.%zu", i);
		out_bool(nl_addr_shared(other), "add.shared.%zu", i);
		nl_addr_put(other);
	}
	show(link, "added");
	out_kind(link, "added");
	copy = (struct rtnl_link *)nl_object_clone(OBJ_CAST(link));
	show(copy, "copy");
	out_int(rtnl_link_macvlan_del_macaddr(link, addr), "del");
	show(link, "deleted");
	out_kind(link, "deleted");
	out_int(rtnl_link_macvlan_del_macaddr(link, addr), "del.again");
	out_both(link, copy, "deleted.copy");
	other = address("10.0.0.1");
	out_int(rtnl_link_macvlan_del_macaddr(link, other), "del.other");
	nl_addr_put(other);
	other = address(texts[1]);
	out_int(rtnl_link_macvlan_del_macaddr(link, other), "del.second");
	nl_addr_put(other);
	show(link, "one");
	out_int(rtnl_link_macvlan_set_mode(link, 16), "again.set");
	show(link, "again");
	out_int(rtnl_link_macvlan_set_mode(link, 1), "private.set");
	show(link, "private");
	out_kind(link, "private");
	out_int(rtnl_link_macvlan_set_mode(link, 16), "back.set");
	show(link, "back");
	rtnl_link_put(link);
	show(copy, "copy.alone");
	rtnl_link_put(copy);
	nl_addr_put(addr);
}

static void texts(void)
{
	static const char *const names[] = { "private", "vepa", "bridge", "passthru", "source", "nopromisc", "add",
					     "del", "set", "flush", "Bridge", "nonsense", "", "0x2", "3",
					     "nopromisc,nonsense" };
	char buf[64], small[4];

	for (int i = -1; i < 34; i++) {
		out_text(rtnl_link_macvlan_mode2str(i, buf, sizeof(buf)), "mode2str.%d", i);
		out_text(rtnl_link_macvtap_mode2str(i, buf, sizeof(buf)), "tap.mode2str.%d", i);
		out_text(rtnl_link_macvlan_macmode2str(i, buf, sizeof(buf)), "macmode2str.%d", i);
		out_text(rtnl_link_macvlan_flags2str(i, buf, sizeof(buf)), "flags2str.%d", i);
		out_text(rtnl_link_macvtap_flags2str(i, buf, sizeof(buf)), "tap.flags2str.%d", i);
	}
	out_text(rtnl_link_macvlan_mode2str(4, small, sizeof(small)), "mode2str.small");
	out_text(rtnl_link_macvtap_mode2str(4, small, sizeof(small)), "tap.mode2str.small");
	out_text(rtnl_link_macvlan_macmode2str(2, small, sizeof(small)), "macmode2str.small");
	out_text(rtnl_link_macvlan_flags2str(1, small, sizeof(small)), "flags2str.small");
	out_text(rtnl_link_macvtap_flags2str(1, small, sizeof(small)), "tap.flags2str.small");
	for (size_t i = 0; i < COUNT(names); i++) {
		out_int(rtnl_link_macvlan_str2mode(names[i]), "str2mode.%zu", i);
		out_int(rtnl_link_macvtap_str2mode(names[i]), "tap.str2mode.%zu", i);
		out_int(rtnl_link_macvlan_str2macmode(names[i]), "str2macmode.%zu", i);
		out_int(rtnl_link_macvlan_str2flags(names[i]), "str2flags.%zu", i);
		out_int(rtnl_link_macvtap_str2flags(names[i]), "tap.str2flags.%zu", i);
	}
}

static void by_hand(void)
{
	static const char *const kinds[] = { "macvlan", "macvtap" };
	unsigned char mac[8] = { 2, 0, 0, 0, 0, 1, 7, 7 };
	struct rtnl_link *link;
	struct nlattr *list;
	struct kind_msg msg;
	char key[64];
	int err;

	for (size_t kind = 0; kind < 2; kind++) {
		for (uint32_t part = 0; part < 16; part++) {
			struct nl_msg *request = NULL;

			kind_begin(&msg, kinds[kind]);
			if (part & 1)
				raw_put_u32(&msg.raw, IFLA_MACVLAN_MODE, part == 1 ? 2 : 16);
			if (part & 2)
				raw_put_u16(&msg.raw, IFLA_MACVLAN_FLAGS, 1);
			if (part & 4)
				raw_put_u32(&msg.raw, IFLA_MACVLAN_MACADDR_COUNT, 2);
			if (part & 8) {
				list = raw_nest(&msg.raw, IFLA_MACVLAN_MACADDR_DATA);
				raw_put(&msg.raw, IFLA_MACVLAN_MODE, mac, 6);
				raw_put(&msg.raw, IFLA_MACVLAN_MACADDR, mac, 6);
				raw_put(&msg.raw, IFLA_MACVLAN_MACADDR, mac, 5);
				mac[5]++;
				raw_put(&msg.raw, IFLA_MACVLAN_MACADDR, mac, 8);
				/* One more than was said. */
				raw_put(&msg.raw, IFLA_MACVLAN_MACADDR, mac, 6);
				raw_nest_end(&msg.raw, list);
			}
			link = kind_parse(&msg, &err);
			snprintf(key, sizeof(key), "hand.%s.%u", kinds[kind], part);
			out_int(err, "%s.err", key);
			if (kind == 0) {
				show(link, key);
				out_kind(link, strcat(key, ".kind"));
			} else {
				show_tap(link, key);
				out_object(link, key);
				strcat(key, ".add");
				out_request(rtnl_link_build_add_request(link, 0, &request), &request, key);
			}
			rtnl_link_put(link);
		}
	}
	kind_begin(&msg, "macvlan");
	raw_put_u32(&msg.raw, IFLA_MACVLAN_MACADDR_COUNT, 0);
	raw_nest(&msg.raw, IFLA_MACVLAN_MACADDR_DATA);
	raw_put_u32(&msg.raw, IFLA_MACVLAN_MODE, 16);
	link = kind_parse(&msg, &err);
	show(link, "hand.zero");
	out_kind(link, "hand.zero");
	rtnl_link_put(link);
}

static void get(struct nl_sock *sk, const char *name, const char *key)
{
	struct rtnl_link *link = NULL;
	char buf[4096], *line, *end;

	out_int(rtnl_link_get_kernel(sk, 0, name, &link), "%s.err", key);
	if (link != NULL) {
		struct nl_dump_params dp = { .dp_type = NL_DUMP_DETAILS, .dp_buf = buf, .dp_buflen = sizeof(buf) };

		out_text(rtnl_link_get_type(link), "%s.type", key);
		if (rtnl_link_is_macvlan(link))
			show(link, key);
		else
			show_tap(link, key);
		nl_object_dump(OBJ_CAST(link), &dp);
		line = strstr(buf, "    macv");
		end = line ? strchr(line, '\n') : NULL;
		out_escaped(end ? line : "none", end ? (size_t)(end - line) : 4, "%s.details", key);
	}
	rtnl_link_put(link);
}

static void kernel(void)
{
	struct nl_sock *sk = nl_socket_alloc();
	struct rtnl_link *link, *orig = NULL, *changes;
	struct nl_addr *addr;

	out_int(nl_connect(sk, NETLINK_ROUTE), "kernel.connect");
	out_int(rtnl_link_veth_add(sk, "v0", "v1", getpid()), "kernel.veth");
	for (int mode = 1; mode <= 4; mode *= 2) {
		char name[16], key[32];

		link = rtnl_link_macvlan_alloc();
		snprintf(name, sizeof(name), "mv%d", mode);
		rtnl_link_set_name(link, name);
		rtnl_link_set_link(link, 2);
		rtnl_link_macvlan_set_mode(link, (uint32_t)mode);
		rtnl_link_macvlan_set_flags(link, 1);
		out_int(rtnl_link_add(sk, link, NLM_F_CREATE | NLM_F_EXCL), "kernel.add.%d", mode);
		rtnl_link_put(link);
		snprintf(key, sizeof(key), "kernel.mode.%d", mode);
		get(sk, name, key);
	}
	link = rtnl_link_macvlan_alloc();
	rtnl_link_set_name(link, "mvs");
	rtnl_link_set_link(link, 2);
	rtnl_link_macvlan_set_mode(link, 16);
	rtnl_link_macvlan_set_macmode(link, 3);
	for (int i = 1; i < 4; i++) {
		char text[32];

		snprintf(text, sizeof(text), "02:00:00:00:00:%02x", i);
		addr = address(text);
		rtnl_link_macvlan_add_macaddr(link, addr);
		if (i < 3)
			nl_addr_put(addr);
	}
	out_int(rtnl_link_add(sk, link, NLM_F_CREATE | NLM_F_EXCL), "kernel.source.add");
	get(sk, "mvs", "kernel.source");
	rtnl_link_put(link);
	out_int(rtnl_link_get_kernel(sk, 0, "mvs", &orig), "kernel.orig");
	changes = rtnl_link_macvlan_alloc();
	rtnl_link_macvlan_set_mode(changes, 16);
	/* The list has no others from now on. */
	rtnl_link_macvlan_set_macmode(changes, 3);
	rtnl_link_macvlan_add_macaddr(changes, addr);
	rtnl_link_macvlan_set_flags(changes, 1);
	out_int(rtnl_link_change(sk, orig, changes, 0), "kernel.change");
	rtnl_link_put(changes);
	rtnl_link_put(orig);
	nl_addr_put(addr);
	get(sk, "mvs", "kernel.changed");

	link = rtnl_link_macvtap_alloc();
	rtnl_link_set_name(link, "tap0");
	rtnl_link_set_link(link, 3);
	rtnl_link_macvtap_set_mode(link, 8);
	rtnl_link_macvtap_set_flags(link, 1);
	out_int(rtnl_link_add(sk, link, NLM_F_CREATE | NLM_F_EXCL), "kernel.tap.add");
	get(sk, "tap0", "kernel.tap");
	out_int(rtnl_link_delete(sk, link), "kernel.tap.delete");
	get(sk, "tap0", "kernel.tap.deleted");
	rtnl_link_put(link);
	nl_socket_free(sk);
}

int main(void)
{
	options();
	tap();
	sources();
	texts();
	by_hand();
	kernel();
	return 0;
}
