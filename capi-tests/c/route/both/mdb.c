/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Multicast groups of bridges: messages by hand, and real ones in a namespace.
 */
#include <arpa/inet.h>
#include <linux/if_bridge.h>

#include <netlink/route/mdb.h>
#include <netlink/socket.h>

#include "report.h"
#include "route/objects.h"

static void on_entry(struct rtnl_mdb_entry *entry, void *arg)
{
	char addr[64], *text = arg;

	sprintf(text + strlen(text), "[%d %d %d %04x %s]", rtnl_mdb_entry_get_ifindex(entry),
		rtnl_mdb_entry_get_vid(entry), rtnl_mdb_entry_get_state(entry), rtnl_mdb_entry_get_proto(entry),
		nl_addr2str(rtnl_mdb_entry_get_addr(entry), addr, sizeof(addr)));
}

static void show(struct rtnl_mdb *mdb, const char *key)
{
	char text[4096] = "";

	out_uint(rtnl_mdb_get_ifindex(mdb), "%s.ifindex", key);
	rtnl_mdb_foreach_entry(mdb, on_entry, text);
	out_text(text, "%s.entries", key);
	out_object(mdb, key);
	out_attrs(mdb, key);
}

static struct rtnl_mdb *message(uint16_t type, uint32_t ifindex, int groups, int entries, int *err)
{
	struct br_port_msg header = { .family = AF_BRIDGE, .ifindex = ifindex };
	struct nlattr *mdb, *nest;
	struct raw_msg msg;

	raw_begin(&msg, type, 0, &header, sizeof(header));
	mdb = raw_nest(&msg, MDBA_MDB);
	for (int g = 0; g < groups; g++) {
		nest = raw_nest(&msg, MDBA_MDB_ENTRY);
		for (int e = 0; e < entries; e++) {
			struct br_mdb_entry entry = { .ifindex = (uint32_t)(10 + e), .state = (uint8_t)(e & 1), .vid = (uint16_t)e };
			struct nlattr *info;

			switch (g % 3) {
			case 0:
				entry.addr.proto = htons(0x0800);
				entry.addr.u.ip4 = htonl(0xe1010101u + (uint32_t)g);
				break;
			case 1:
				entry.addr.proto = htons(0x86dd);
				entry.addr.u.ip6.s6_addr[0] = 0xff;
				entry.addr.u.ip6.s6_addr[15] = (uint8_t)g;
				break;
			case 2:
				memcpy(entry.addr.u.mac_addr, "\1\2\3\4\5\6", 6);
				break;
			}
			info = raw_put(&msg, MDBA_MDB_ENTRY_INFO, &entry, sizeof(entry));
			raw_put_u32(&msg, MDBA_MDB_EATTR_TIMER, 100);
			raw_nest_end(&msg, info);
		}
		raw_nest_end(&msg, nest);
	}
	raw_nest_end(&msg, mdb);
	return raw_parse(&msg, err);
}

static void messages(void)
{
	struct rtnl_mdb *all[12];
	char key[64];
	int err, n = 0;

	for (int groups = 0; groups < 4; groups++) {
		for (int entries = 0; entries < 3; entries++) {
			struct nl_object *copy;

			all[n] = message(RTM_NEWMDB, 3, groups, entries, &err);
			snprintf(key, sizeof(key), "msg.%d.%d", groups, entries);
			out_int(err, "%s.err", key);
			show(all[n], key);
			copy = nl_object_clone(OBJ_CAST(all[n]));
			snprintf(key, sizeof(key), "copy.%d.%d", groups, entries);
			show((struct rtnl_mdb *)copy, key);
			out_uint(nl_object_diff64(OBJ_CAST(all[n]), copy), "%s.diff", key);
			nl_object_put(copy);
			n++;
		}
	}
	for (int a = 0; a < n; a++) {
		for (int b = 0; b < n; b++)
			out_uint(nl_object_diff64(OBJ_CAST(all[a]), OBJ_CAST(all[b])), "pair.%d.%d", a, b);
	}
	for (int a = 0; a < n; a++)
		nl_object_put(OBJ_CAST(all[a]));
}

static void kernel(void)
{
	struct nl_sock *sk = nl_socket_alloc();
	struct nl_cache *cache = NULL;
	char key[64];
	int n = 0;

	if (system("ip link add index 2 name br0 type bridge mcast_snooping 1 && "
		   "ip link add index 3 name v0 type veth peer name v1 index 4 && ip link set v0 master br0 && "
		   "ip link set br0 up && ip link set v0 up && "
		   "bridge mdb add dev br0 port v0 grp 225.1.1.1 permanent && "
		   "bridge mdb add dev br0 port v0 grp ff15::1 permanent") != 0)
		exit(2);
	nl_connect(sk, NETLINK_ROUTE);
	for (int flags = 0; flags < 2; flags++) {
		if (flags)
			out_int(rtnl_mdb_alloc_cache_flags(sk, &cache, NL_CACHE_AF_ITER), "kernel.cache.flags");
		else
			out_int(rtnl_mdb_alloc_cache(sk, &cache), "kernel.cache");
		for (struct nl_object *o = nl_cache_get_first(cache); o != NULL; o = nl_cache_get_next(o)) {
			snprintf(key, sizeof(key), "kernel.%d", n++);
			out_uint(rtnl_mdb_get_ifindex((struct rtnl_mdb *)o), "%s.ifindex", key);
			out_object(o, key);
		}
		nl_cache_free(cache);
		cache = NULL;
	}
	nl_socket_free(sk);
}

int main(void)
{
	messages();
	kernel();
	return 0;
}
