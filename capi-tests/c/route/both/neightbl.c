/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Neighbour tables: messages by hand, requests, and those of a namespace.
 */
#include <linux/neighbour.h>

#include <netlink/route/neightbl.h>
#include <netlink/socket.h>

#include "report.h"
#include "route/objects.h"

static void change(struct rtnl_neightbl *old, struct rtnl_neightbl *changes, const char *key)
{
	struct nl_msg *msg = NULL;

	out_request(rtnl_neightbl_build_change_request(old, changes, &msg), &msg, key);
}

static struct rtnl_neightbl *message(int what, int *err)
{
	static const uint32_t config[8] = { 0x01580004, 5, 1000, 2000, 0xabcdef01, 0xf, 7, 8 };
	static const uint64_t stats[11] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 };
	struct ndtmsg header = { .ndtm_family = AF_INET };
	struct raw_msg msg;

	raw_begin(&msg, RTM_NEWNEIGHTBL, 0, &header, sizeof(header));
	if (what & 1)
		raw_put_text(&msg, NDTA_NAME, "arp_cache");
	if (what & 2) {
		const uint64_t interval = 30000;

		raw_put_u32(&msg, NDTA_THRESH1, 128);
		raw_put_u32(&msg, NDTA_THRESH2, 512);
		raw_put_u32(&msg, NDTA_THRESH3, 1024);
		raw_put(&msg, NDTA_GC_INTERVAL, &interval, sizeof(interval));
	}
	if (what & 4) {
		raw_put(&msg, NDTA_CONFIG, config, sizeof(config));
		raw_put(&msg, NDTA_STATS, stats, sizeof(stats));
	}
	if (what & 8) {
		struct nlattr *nest = raw_nest(&msg, NDTA_PARMS);

		if (what & 1)
			raw_put_u32(&msg, NDTPA_IFINDEX, 3);
		for (uint16_t kind = NDTPA_REFCNT; kind <= NDTPA_LOCKTIME; kind++) {
			const uint64_t time = kind * 1000u;

			if ((kind >= NDTPA_REACHABLE_TIME && kind <= NDTPA_DELAY_PROBE_TIME) ||
			    kind == NDTPA_ANYCAST_DELAY || kind == NDTPA_PROXY_DELAY || kind == NDTPA_LOCKTIME)
				raw_put(&msg, kind, &time, sizeof(time));
			else
				raw_put_u32(&msg, kind, kind);
		}
		raw_nest_end(&msg, nest);
	}
	return raw_parse(&msg, err);
}

static void messages(void)
{
	struct rtnl_neightbl *tables[16];
	char key[64];
	int err;

	for (int what = 0; what < 16; what++) {
		snprintf(key, sizeof(key), "msg.%d", what);
		tables[what] = message(what, &err);
		out_int(err, "%s.parse", key);
		if (tables[what] == NULL)
			continue;
		out_object(tables[what], key);
		out_attrs(tables[what], key);
		change(tables[what], tables[what], key);
	}
	for (int a = 1; a < 16; a += 2) {
		for (int b = 1; b < 16; b += 2) {
			struct nl_object *copy = nl_object_clone(OBJ_CAST(tables[b]));

			snprintf(key, sizeof(key), "pair.%d.%d", a, b);
			/* What each is identified by is asked in ours/. */
			out_uint(nl_object_diff64(OBJ_CAST(tables[a]), copy), "%s.diff", key);
			nl_object_put(copy);
		}
	}
	for (int what = 0; what < 16; what++)
		rtnl_neightbl_put(tables[what]);
}

static void accessors(void)
{
	struct rtnl_neightbl *old = rtnl_neightbl_alloc();
	char key[64];

	rtnl_neightbl_set_family(old, AF_INET6);
	rtnl_neightbl_set_name(old, "ndisc_cache");
	out_object(old, "old");
	for (int what = 0; what < 19; what++) {
		struct rtnl_neightbl *table = rtnl_neightbl_alloc();

		switch (what) {
		case 0: rtnl_neightbl_set_family(table, 2); break;
		case 1: rtnl_neightbl_set_gc_tresh1(table, 10); break;
		case 2: rtnl_neightbl_set_gc_tresh2(table, 20); break;
		case 3: rtnl_neightbl_set_gc_tresh3(table, 30); break;
		case 4: rtnl_neightbl_set_gc_interval(table, 40); break;
		case 5: rtnl_neightbl_set_name(table, "a name of more than thirty-two bytes"); break;
		case 6: rtnl_neightbl_set_dev(table, 5); break;
		case 7: rtnl_neightbl_set_queue_len(table, 6); break;
		case 8: rtnl_neightbl_set_proxy_queue_len(table, 7); break;
		case 9: rtnl_neightbl_set_app_probes(table, 8); break;
		case 10: rtnl_neightbl_set_ucast_probes(table, 9); break;
		case 11: rtnl_neightbl_set_mcast_probes(table, 10); break;
		case 12: rtnl_neightbl_set_base_reachable_time(table, 11000); break;
		case 13: rtnl_neightbl_set_retrans_time(table, 12000); break;
		case 14: rtnl_neightbl_set_gc_stale_time(table, 13000); break;
		case 15: rtnl_neightbl_set_delay_probe_time(table, 14000); break;
		case 16: rtnl_neightbl_set_anycast_delay(table, 15000); break;
		case 17: rtnl_neightbl_set_proxy_delay(table, 16000); break;
		case 18: rtnl_neightbl_set_locktime(table, 17000); break;
		}
		snprintf(key, sizeof(key), "set.%d", what);
		out_object(table, key);
		out_attrs(table, key);
		change(old, table, key);
		rtnl_neightbl_put(table);
	}
	rtnl_neightbl_set_dev(old, 9);
	{
		struct rtnl_neightbl *table = rtnl_neightbl_alloc();

		rtnl_neightbl_set_queue_len(table, 6);
		change(old, table, "of.interface");
		rtnl_neightbl_put(table);
	}
	rtnl_neightbl_put(old);
}

static void kernel(void)
{
	static const char *const names[] = { "arp_cache", "ARP_CACHE", "ndisc_cache", "nonsense" };
	struct nl_sock *sk = nl_socket_alloc();
	struct rtnl_neightbl *changes = rtnl_neightbl_alloc(), *old;
	struct nl_cache *cache = NULL;

	nl_connect(sk, NETLINK_ROUTE);
	out_int(rtnl_neightbl_alloc_cache(sk, &cache), "cache");
	for (size_t i = 0; i < 4; i++) {
		for (int ifindex = 0; ifindex < 3; ifindex++) {
			struct rtnl_neightbl *found = rtnl_neightbl_get(cache, names[i], ifindex);

			out_bool(found != NULL, "get.%s.%d", names[i], ifindex);
			rtnl_neightbl_put(found);
		}
	}
	old = rtnl_neightbl_get(cache, "arp_cache", 1);
	rtnl_neightbl_set_ucast_probes(changes, 7);
	rtnl_neightbl_set_retrans_time(changes, 1500);
	out_int(rtnl_neightbl_change(sk, old, changes), "change");
	rtnl_neightbl_put(old);
	out_int(nl_cache_refill(sk, cache), "refill");
	old = rtnl_neightbl_get(cache, "arp_cache", 1);
	{
		char *text = NULL, *found;
		size_t size = 0;
		FILE *file = open_memstream(&text, &size);
		struct nl_dump_params dp = { .dp_type = NL_DUMP_DETAILS, .dp_fd = file };

		nl_object_dump(OBJ_CAST(old), &dp);
		fclose(file);
		found = strstr(text, "num-unicast");
		out_text(found ? strtok(found, "\n") : "none", "changed");
		free(text);
	}
	rtnl_neightbl_put(old);
	rtnl_neightbl_put(changes);
	nl_cache_free(cache);
	nl_socket_free(sk);
}

int main(void)
{
	messages();
	accessors();
	kernel();
	return 0;
}
