/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Routing rules: accessors, messages by hand, requests, and real ones in a namespace.
 */
#include <linux/fib_rules.h>

#include <netlink/route/rule.h>
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

static void show(struct rtnl_rule *rule, const char *key)
{
	const char *iif = rtnl_rule_get_iif(rule), *oif = rtnl_rule_get_oif(rule);
	uint16_t start = 7, end = 8;
	uint8_t number = 9;
	char buf[64];

	out_int(rtnl_rule_get_family(rule), "%s.family", key);
	out_uint(rtnl_rule_get_prio(rule), "%s.prio", key);
	out_uint(rtnl_rule_get_mark(rule), "%s.mark", key);
	out_uint(rtnl_rule_get_mask(rule), "%s.mask", key);
	out_uint(rtnl_rule_get_table(rule), "%s.table", key);
	out_uint(rtnl_rule_get_dsfield(rule), "%s.dsfield", key);
	out_text(nl_addr2str(rtnl_rule_get_src(rule), buf, sizeof(buf)), "%s.src", key);
	out_text(nl_addr2str(rtnl_rule_get_dst(rule), buf, sizeof(buf)), "%s.dst", key);
	out_uint(rtnl_rule_get_action(rule), "%s.action", key);
	out_text(iif ? iif : "NULL", "%s.iif", key);
	out_text(oif ? oif : "NULL", "%s.oif", key);
	out_uint(rtnl_rule_get_realms(rule), "%s.realms", key);
	out_uint(rtnl_rule_get_goto(rule), "%s.goto", key);
	out_int(rtnl_rule_get_l3mdev(rule), "%s.l3mdev", key);
	out_int(rtnl_rule_get_protocol(rule, &number), "%s.protocol", key);
	out_int(number, "%s.protocol.value", key);
	out_int(rtnl_rule_get_ipproto(rule, &number), "%s.ipproto", key);
	out_int(number, "%s.ipproto.value", key);
	out_int(rtnl_rule_get_sport(rule, &start, &end), "%s.sport", key);
	out_text((snprintf(buf, sizeof(buf), "%d-%d", start, end), buf), "%s.sport.value", key);
	out_int(rtnl_rule_get_dport(rule, &start, &end), "%s.dport", key);
	out_text((snprintf(buf, sizeof(buf), "%d-%d", start, end), buf), "%s.dport.value", key);
	out_object(rule, key);
	out_attrs(rule, key);
	out_uint(nl_object_get_id_attrs(OBJ_CAST(rule)), "%s.id_attrs", key);
}

static void requests(struct rtnl_rule *rule, const char *key)
{
	struct nl_msg *msg = NULL;
	char name[64];

	snprintf(name, sizeof(name), "%s.add", key);
	out_request(rtnl_rule_build_add_request(rule, NLM_F_EXCL, &msg), &msg, name);
	snprintf(name, sizeof(name), "%s.delete", key);
	out_request(rtnl_rule_build_delete_request(rule, 0, &msg), &msg, name);
}

#define SET(rule, what, text, key)                                                                    \
	do {                                                                                           \
		struct nl_addr *to_ = parse(text);                                                     \
		out_int(rtnl_rule_set_##what(rule, to_), "set." #what ".%s", key);                     \
		nl_addr_put(to_);                                                                      \
	} while (0)

/* Sets one more thing with each number. */
static void set(struct rtnl_rule *rule, int what)
{
	switch (what) {
	case 0: rtnl_rule_set_family(rule, AF_INET); break;
	case 1: rtnl_rule_set_prio(rule, 4711); break;
	case 2: rtnl_rule_set_mark(rule, 0x10); break;
	case 3: rtnl_rule_set_mask(rule, 0xff); break;
	case 4: rtnl_rule_set_table(rule, 254); break;
	case 5: rtnl_rule_set_dsfield(rule, 8); break;
	case 6: SET(rule, src, "10.0.0.0/8", "set"); break;
	case 7: SET(rule, dst, "10.1.0.0/16", "set"); break;
	case 8: rtnl_rule_set_action(rule, FR_ACT_TO_TBL); break;
	case 9: out_int(rtnl_rule_set_iif(rule, "eth0"), "set.iif"); break;
	case 10: out_int(rtnl_rule_set_oif(rule, "123456789012345"), "set.oif"); break;
	case 11: rtnl_rule_set_realms(rule, 0x10002); break;
	case 12: rtnl_rule_set_goto(rule, 99); break;
	case 13: rtnl_rule_set_l3mdev(rule, 1); break;
	case 14: out_int(rtnl_rule_set_protocol(rule, 4), "set.protocol"); break;
	case 15: out_int(rtnl_rule_set_ipproto(rule, 6), "set.ipproto"); break;
	case 16: out_int(rtnl_rule_set_sport(rule, 80), "set.sport"); break;
	case 17: out_int(rtnl_rule_set_dport_range(rule, 90, 100), "set.dport_range"); break;
	case 18: out_int(rtnl_rule_set_sport_range(rule, 1, 65535), "set.sport_range"); break;
	case 19: out_int(rtnl_rule_set_dport(rule, 0), "set.dport.0"); break;
	case 20: rtnl_rule_set_table(rule, 1000000); break;
	case 21: rtnl_rule_set_l3mdev(rule, -1); break;
	case 22: out_int(rtnl_rule_set_protocol(rule, 0), "set.protocol.0"); break;
	case 23: out_int(rtnl_rule_set_ipproto(rule, 0), "set.ipproto.0"); break;
	case 24: rtnl_rule_set_mark(rule, 0); break;
	}
}

static void accessors(void)
{
	struct rtnl_rule *rule = rtnl_rule_alloc(), *before;
	char key[64];

	show(rule, "empty");
	requests(rule, "empty");
	for (int what = 0; what < 25; what++) {
		before = (struct rtnl_rule *)nl_object_clone(OBJ_CAST(rule));
		set(rule, what);
		snprintf(key, sizeof(key), "set.%d", what);
		show(rule, key);
		requests(rule, key);
		out_difference(before, rule, key);
		rtnl_rule_put(before);
	}
	SET(rule, src, "2001:db8::/32", "v6");
	out_int(rtnl_rule_set_iif(rule, "1234567890123456"), "set.iif.16");
	out_int(rtnl_rule_set_sport_range(rule, 10, 9), "set.sport.backwards");
	out_int(rtnl_rule_set_dport_range(rule, 0, 9), "set.dport.from.0");
	show(rule, "end");
	rtnl_rule_put(rule);
	rule = rtnl_rule_alloc();
	SET(rule, dst, "2001:db8::/32", "v6");
	show(rule, "six");
	requests(rule, "six");
	rtnl_rule_put(rule);
}

static void messages(void)
{
	static const uint16_t ports[2] = { 10, 20 }, same[2] = { 10, 10 };

	for (int what = 0; what < 8; what++) {
		struct fib_rule_hdr header = { .family = AF_INET, .dst_len = 24, .src_len = 8, .tos = what & 1 ? 4 : 0,
					       .table = what & 2 ? 254 : 0, .action = 1, .flags = 0x2 };
		struct raw_msg msg;
		struct rtnl_rule *rule;
		char key[64];
		int err;

		raw_begin(&msg, RTM_NEWRULE, 0, &header, sizeof(header));
		if (what & 1) {
			raw_put(&msg, FRA_DST, "\x0a\1\2\0", 4);
			raw_put(&msg, FRA_SRC, "\x0b\0\0\0", 4);
			raw_put_text(&msg, FRA_IIFNAME, "eth0");
			raw_put_text(&msg, FRA_OIFNAME, "eth1");
			raw_put_u32(&msg, FRA_PRIORITY, 123456789);
		}
		if (what & 2) {
			raw_put_u32(&msg, FRA_FWMARK, 0xabcdef);
			raw_put_u32(&msg, FRA_FWMASK, 0);
			raw_put_u32(&msg, FRA_GOTO, 5);
			raw_put_u32(&msg, FRA_FLOW, 0x30004);
			raw_put_u32(&msg, FRA_TABLE, 255);
			raw_put_u32(&msg, FRA_SUPPRESS_PREFIXLEN, 0);
		}
		if (what & 4) {
			raw_put_u8(&msg, FRA_L3MDEV, 1);
			raw_put_u8(&msg, FRA_PROTOCOL, 2);
			raw_put_u8(&msg, FRA_IP_PROTO, 17);
			raw_put(&msg, FRA_SPORT_RANGE, ports, 4);
			raw_put(&msg, FRA_DPORT_RANGE, same, 4);
			raw_put_u32(&msg, FRA_TABLE, 0);
		}
		snprintf(key, sizeof(key), "msg.%d", what);
		rule = raw_parse(&msg, &err);
		out_int(err, "%s.err", key);
		show(rule, key);
		requests(rule, key);
		rtnl_rule_put(rule);
	}
}

static void list(struct nl_sock *sk, int family, const char *when)
{
	struct nl_cache *cache = NULL;
	char key[64];
	int n = 0;

	out_int(rtnl_rule_alloc_cache(sk, family, &cache), "%s.cache", when);
	for (struct nl_object *o = nl_cache_get_first(cache); o != NULL; o = nl_cache_get_next(o)) {
		snprintf(key, sizeof(key), "%s.%d", when, n++);
		show((struct rtnl_rule *)o, key);
	}
	nl_cache_free(cache);
}

static void kernel(void)
{
	struct nl_sock *sk = nl_socket_alloc();
	struct rtnl_rule *rule = rtnl_rule_alloc();

	nl_connect(sk, NETLINK_ROUTE);
	list(sk, AF_UNSPEC, "before");
	SET(rule, src, "10.0.0.0/8", "kernel");
	rtnl_rule_set_table(rule, 1000);
	rtnl_rule_set_prio(rule, 100);
	rtnl_rule_set_action(rule, FR_ACT_TO_TBL);
	rtnl_rule_set_ipproto(rule, 6);
	rtnl_rule_set_dport(rule, 80);
	out_int(rtnl_rule_add(sk, rule, NLM_F_EXCL), "kernel.add");
	out_int(rtnl_rule_add(sk, rule, NLM_F_EXCL), "kernel.add.again");
	rtnl_rule_set_dport(rule, 81);
	out_int(rtnl_rule_add(sk, rule, NLM_F_EXCL), "kernel.add.other.port");
	list(sk, AF_INET, "added");
	out_int(rtnl_rule_delete(sk, rule, 0), "kernel.delete");
	out_int(rtnl_rule_delete(sk, rule, 0), "kernel.delete.again");
	list(sk, AF_UNSPEC, "deleted");
	rtnl_rule_put(rule);
	nl_socket_free(sk);
}

int main(void)
{
	accessors();
	messages();
	kernel();
	return 0;
}
