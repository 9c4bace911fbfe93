/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Asking the kernel which route it would take: requests, answers by hand, and those of a namespace.
 */
#include <linux/netlink.h>
#include <limits.h>
#include <unistd.h>

#include <netlink/addr.h>
#include <netlink/fib_lookup/lookup.h>
#include <netlink/route/link.h>
#include <netlink/socket.h>

#include "report.h"
#include "route/fib_lookup.h"
#include "route/objects.h"

static void show_request(struct flnl_request *req, const char *key)
{
	struct row row = { 0 };
	char buf[64];

	row_add(&row, "mark %llu", (unsigned long long)flnl_request_get_fwmark(req));
	row_add(&row, "tos %d", flnl_request_get_tos(req));
	row_add(&row, "scope %d", flnl_request_get_scope(req));
	row_add(&row, "table %d", flnl_request_get_table(req));
	row_add(&row, "to %s", nl_addr2str(flnl_request_get_addr(req), buf, sizeof(buf)));
	out_row(&row, "%s", key);
	out_object(req, key);
	out_attrs(req, key);
	out_uint(nl_object_get_id_attrs(OBJ_CAST(req)), "%s.id_attrs", key);
}

static void build(struct flnl_request *req, int flags, const char *key)
{
	struct nl_msg *msg = NULL;

	out_request(flnl_lookup_build_request(req, flags, &msg), &msg, key);
}

static struct nl_addr *parse(const char *text)
{
	struct nl_addr *result = NULL;

	if (nl_addr_parse(text, AF_UNSPEC, &result) < 0)
		exit(2);
	return result;
}

static int set_addr(struct flnl_request *req, const char *text)
{
	struct nl_addr *addr = parse(text);
	int err = flnl_request_set_addr(req, addr);

	nl_addr_put(addr);
	return err;
}

/* Changes one thing more with each number. */
static void set(struct flnl_request *req, int what)
{
	switch (what) {
	case 0: flnl_request_set_fwmark(req, 7); break;
	case 1: flnl_request_set_tos(req, 0x10); break;
	case 2: flnl_request_set_scope(req, 253); break;
	case 3: flnl_request_set_table(req, 254); break;
	case 4: out_int(set_addr(req, "10.0.0.1"), "set.addr"); break;
	case 5: flnl_request_set_fwmark(req, 0); break;
	case 6: flnl_request_set_tos(req, 0); break;
	case 7: flnl_request_set_scope(req, 0); break;
	case 8: flnl_request_set_table(req, 0); break;
	case 9: out_int(set_addr(req, "10.0.0.0/8"), "set.prefix"); break;
	case 10: flnl_request_set_fwmark(req, 0x123456789abcdef0); break;
	case 11: flnl_request_set_tos(req, 0x1234); break;
	case 12: flnl_request_set_scope(req, -1); break;
	case 13: flnl_request_set_table(req, 1000); break;
	case 14: out_int(set_addr(req, "2001:db8::1"), "set.six"); break;
	case 15: out_int(set_addr(req, "02:00:00:00:00:01"), "set.ethernet"); break;
	case 16: flnl_request_set_fwmark(req, UINT64_MAX); break;
	case 17: flnl_request_set_tos(req, INT_MIN); break;
	case 18: flnl_request_set_scope(req, INT_MAX); break;
	case 19: flnl_request_set_table(req, -2); break;
	case 20: out_int(set_addr(req, "255.255.255.255"), "set.last"); break;
	case 21: out_int(set_addr(req, "0.0.0.0"), "set.zero"); break;
	}
}

static void requests(void)
{
	static const int flags[] = { 0, NLM_F_REQUEST, NLM_F_ACK | NLM_F_MATCH, 0x12345 };
	struct flnl_request *req = flnl_request_alloc(), *before, *only;
	struct nl_addr *addr = parse("10.1.2.3");
	char key[64];

	out_text(nl_object_get_type(OBJ_CAST(req)), "request.type");
	show_request(req, "empty");
	build(req, 0, "empty.message");
	for (int what = 0; what < 22; what++) {
		before = (struct flnl_request *)nl_object_clone(OBJ_CAST(req));
		set(req, what);
		snprintf(key, sizeof(key), "set.%d", what);
		show_request(req, key);
		build(req, 0, key);
		out_difference(before, req, key);
		nl_object_put(OBJ_CAST(before));
		/* By itself. */
		only = flnl_request_alloc();
		set_addr(only, "10.0.0.1");
		if (what != 4 && what != 9 && what != 14 && what != 15 && what < 20)
			set(only, what);
		snprintf(key, sizeof(key), "only.%d", what);
		show_request(only, key);
		build(only, 0, key);
		out_difference(req, only, key);
		nl_object_put(OBJ_CAST(only));
	}
	for (int i = 0; i < 4; i++) {
		snprintf(key, sizeof(key), "flags.%d", i);
		build(req, flags[i], key);
	}
	/* Messages with less room. */
	for (int room = 16; room < 44; room += 4) {
		nlmsg_set_default_size((size_t)room);
		snprintf(key, sizeof(key), "room.%d", room);
		build(req, 0, key);
	}
	nlmsg_set_default_size((size_t)getpagesize());
	/* Whose the address is. */
	out_int(flnl_request_set_addr(req, addr), "addr.set");
	out_bool(flnl_request_get_addr(req) == addr, "addr.same");
	out_int(nl_addr_shared(addr), "addr.shared");
	out_int(flnl_request_set_addr(req, addr), "addr.again");
	nl_addr_put(addr);
	out_int(nl_addr_shared(addr), "addr.is.the.requests");
	show_request(req, "addr");
	before = (struct flnl_request *)nl_object_clone(OBJ_CAST(req));
	out_bool(flnl_request_get_addr(before) == addr, "addr.clone");
	out_difference(before, req, "addr.clone");
	nl_object_put(OBJ_CAST(req));
	show_request(before, "clone");
	nl_object_put(OBJ_CAST(before));
}

static void show(struct flnl_result *res, const char *key)
{
	struct row row = { 0 };

	row_add(&row, "table %d", flnl_result_get_table_id(res));
	row_add(&row, "prefixlen %d", flnl_result_get_prefixlen(res));
	row_add(&row, "next hop %d", flnl_result_get_nexthop_sel(res));
	row_add(&row, "type %d", flnl_result_get_type(res));
	row_add(&row, "scope %d", flnl_result_get_scope(res));
	row_add(&row, "error %d", flnl_result_get_error(res));
	out_row(&row, "%s", key);
	out_object(res, key);
	out_attrs(res, key);
	out_uint(nl_object_get_id_attrs(OBJ_CAST(res)), "%s.id_attrs", key);
}

static const struct fib_answer answers[] = {
	{ .prefixlen = 24, .table = 254, .type = 1, .scope = 253 },
	{ .prefixlen = 0, .table = 254, .type = 0, .scope = 0, .err = -113 },
	{ .prefixlen = 32, .table = 255, .nh_sel = 3, .type = 2, .scope = 254 },
	{ .prefixlen = 255, .table = 253, .nh_sel = 255, .type = 255, .scope = 255, .err = INT_MAX },
	{ .prefixlen = 8, .table = 100, .type = 9, .scope = 200, .err = -11 },
	{ .prefixlen = 9, .table = 0, .type = 11, .scope = 7, .err = 2 },
	{ .prefixlen = 10, .table = 1, .type = 12, .scope = 1, .err = INT_MIN },
	{ .addr = { 10, 1, 2, 3 }, .fwmark = 7, .tos = 16, .scope_in = 253, .table_in = 254, .err = -4711 },
};

enum { ANSWERS = sizeof(answers) / sizeof(answers[0]) };

static void by_hand(void)
{
	struct flnl_result *res = flnl_result_alloc(), *first = NULL, *copy;
	struct nl_cache *cache = flnl_result_alloc_cache();
	char key[64];

	out_text(nl_object_get_type(OBJ_CAST(res)), "result.type");
	show(res, "result.empty");
	for (int i = 0; i < ANSWERS; i++) {
		struct nl_msg *msg = fib_answer_message(&answers[i], 0);
		struct nl_object *object = NULL;

		snprintf(key, sizeof(key), "hand.%d", i);
		out_int(nl_msg_parse(msg, raw_take, &object), "%s.err", key);
		show((struct flnl_result *)object, key);
		out_int(nl_object_get_msgtype(object), "%s.msgtype", key);
		out_difference(res, object, key);
		copy = (struct flnl_result *)nl_object_clone(object);
		snprintf(key, sizeof(key), "hand.%d.clone", i);
		show(copy, key);
		out_difference(object, copy, key);
		flnl_result_put(copy);
		if (first == NULL)
			first = (struct flnl_result *)object;
		else
			nl_object_put(object);
		out_int(nl_cache_parse_and_add(cache, msg), "hand.%d.add", i);
		out_int(nl_cache_nitems(cache), "hand.%d.items", i);
		nlmsg_free(msg);
	}
	copy = (struct flnl_result *)nl_cache_search(cache, OBJ_CAST(res));
	out_bool(copy != NULL, "hand.search");
	if (copy != NULL)
		show(copy, "hand.search.is");
	nl_object_put(OBJ_CAST(copy));
	out_int(nl_cache_include(cache, OBJ_CAST(first), NULL, NULL), "hand.include");
	out_int(nl_cache_nitems(cache), "hand.include.items");
	flnl_result_put(first);
	flnl_result_put(res);
	nl_cache_free(cache);
}

static void other_messages(void)
{
	for (int type = 0; type < 4; type++) {
		struct nl_msg *msg = fib_answer_message(&answers[0], type);
		struct nl_cache *cache = flnl_result_alloc_cache();
		struct nl_object *object = NULL;

		out_int(nl_cache_parse_and_add(cache, msg), "type.%d.add", type);
		out_int(nl_cache_nitems(cache), "type.%d.items", type);
		out_int(nl_msg_parse(msg, raw_take, &object), "type.%d.parse", type);
		nl_object_put(object);
		nlmsg_free(msg);
		nl_cache_free(cache);
	}
}

static void cache_type(void)
{
	struct nl_cache_ops *ops = nl_cache_ops_lookup("fib_lookup/fib_lookup");
	struct nl_sock *sk = nl_socket_alloc(), *route = nl_socket_alloc();
	struct nl_cache *cache = NULL, *mine = flnl_result_alloc_cache();
	struct nl_cache_mngr *manager = NULL;

	out_bool(ops != NULL, "type");
	out_bool(nl_cache_get_ops(mine) == ops, "type.is");
	out_bool(nl_cache_ops_associate(NETLINK_FIB_LOOKUP, 0) == ops, "type.associate");
	out_bool(nl_cache_ops_associate(NETLINK_FIB_LOOKUP, 1) == NULL, "type.associate.1");
	out_text(nl_cache_mngt_require("fib_lookup/fib_lookup") ? "there" : "none", "type.required");
	out_bool(nl_msgtype_lookup(ops, 0) != NULL, "type.msgtype.0");
	out_bool(nl_msgtype_lookup(ops, 1) == NULL, "type.msgtype.1");
	out_int(nl_cache_alloc_name("fib_lookup/fib_lookup", &cache), "type.by.name");
	nl_connect(sk, NETLINK_FIB_LOOKUP);
	nl_connect(route, NETLINK_ROUTE);
	out_int(nl_cache_refill(sk, cache), "type.refill");
	out_int(nl_cache_refill(route, cache), "type.refill.route");
	out_int(nl_cache_resync(sk, cache, NULL, NULL), "type.resync");
	out_int(nl_cache_mngr_alloc(NULL, NETLINK_FIB_LOOKUP, 0, &manager), "manager");
	out_int(nl_cache_mngr_add_cache(manager, mine, NULL, NULL), "manager.add");
	nl_cache_mngr_free(manager);
	nl_cache_free(cache);
	cache = NULL;
	out_int(nl_cache_alloc_and_fill(ops, sk, &cache), "type.fill");
	nl_cache_free(mine);
	nl_socket_free(sk);
	nl_socket_free(route);
	nl_cache_ops_put(ops);
}

static void look_up(struct nl_sock *sk, struct flnl_request *req, struct nl_cache *cache, const char *key)
{
	char name[64];
	int n = 0;

	out_int(flnl_lookup(sk, req, cache), "%s.err", key);
	out_int(nl_cache_nitems(cache), "%s.items", key);
	for (struct nl_object *o = nl_cache_get_first(cache); o != NULL; o = nl_cache_get_next(o)) {
		snprintf(name, sizeof(name), "%s.%d", key, n++);
		show((struct flnl_result *)o, name);
	}
}

static const char scenery[] =
	"set -e; ip link set lo up;"
	"ip link add v0 type veth peer name v1; ip link set v0 up; ip link set v1 up;"
	"ip addr add 10.0.0.1/24 dev v0; ip addr add 10.0.1.1/24 dev v1;"
	"ip route add default via 10.0.0.254; ip route add 10.5.0.0/16 dev v0 table 100;"
	"ip route add 10.5.1.0/24 dev v1 table 100 tos 0x10;"
	"ip route add unreachable 10.6.0.0/16; ip route add blackhole 10.7.0.0/16;"
	"ip route add prohibit 10.8.0.0/16; ip route add throw 10.9.0.0/16;"
	"ip route add 10.10.0.0/16 nexthop via 10.0.0.2 nexthop via 10.0.1.2;";
static const char rules[] =
	"set -e; ip rule add fwmark 7 table 100; ip rule add tos 0x10 table 100;"
	"ip route add 10.11.0.0/16 dev v1 table local;";

static void kernel(const char *when)
{
	static const char *const to[] = {
		"10.0.0.5", "10.0.0.1", "10.0.0.255", "10.0.1.7", "8.8.8.8", "10.5.0.1", "10.5.1.1", "10.6.0.1",
		"10.7.0.1", "10.8.0.1", "10.9.0.1", "10.10.0.1", "10.11.0.1", "127.0.0.1", "224.0.0.1",
		"255.255.255.255", "0.0.0.0", "10.0.0.0/24",
	};
	static const int tables[] = { -1, 0, 100, 253, 254, 255, 99 };
	static const int scopes[] = { 200, 253, 254, 255 };
	struct nl_cache *cache = flnl_result_alloc_cache();
	char key[96];

	for (size_t i = 0; i < sizeof(to) / sizeof(to[0]); i++) {
		for (int how = 0; how < 7 + 4 + 3; how++) {
			struct flnl_request *req = flnl_request_alloc();
			struct nl_sock *sk = nl_socket_alloc();

			nl_connect(sk, NETLINK_FIB_LOOKUP);
			set_addr(req, to[i]);
			if (how < 7 && tables[how] >= 0)
				flnl_request_set_table(req, tables[how]);
			else if (how >= 7 && how < 11)
				flnl_request_set_scope(req, scopes[how - 7]);
			if (how == 11)
				flnl_request_set_fwmark(req, 7);
			if (how >= 12)
				flnl_request_set_tos(req, 0x10);
			if (how == 13)
				flnl_request_set_table(req, 100);
			snprintf(key, sizeof(key), "%s.%d.%d", when, (int)i, how);
			look_up(sk, req, cache, key);
			nl_object_put(OBJ_CAST(req));
			nl_socket_free(sk);
		}
	}
	nl_cache_free(cache);
}

static void sockets(void)
{
	struct nl_cache *cache = flnl_result_alloc_cache(), *links = NULL;
	struct nl_sock *sk = nl_socket_alloc(), *route = nl_socket_alloc();
	struct flnl_request *req = flnl_request_alloc();

	look_up(sk, req, cache, "sockets.no.address");
	set_addr(req, "10.0.0.5");
	look_up(sk, req, cache, "sockets.not.connected");
	nl_connect(sk, NETLINK_FIB_LOOKUP);
	nl_connect(route, NETLINK_ROUTE);
	look_up(route, req, cache, "sockets.route");
	nl_cache_alloc_name("route/link", &links);
	out_int(flnl_lookup(sk, req, links), "sockets.links");
	nl_cache_free(links);
	nl_socket_free(sk);
	/* Several with one socket, where numbers of messages do not matter. */
	sk = nl_socket_alloc();
	nl_socket_disable_seq_check(sk);
	nl_connect(sk, NETLINK_FIB_LOOKUP);
	look_up(sk, req, cache, "sockets.first");
	set_addr(req, "10.6.0.1");
	look_up(sk, req, cache, "sockets.second");
	set_addr(req, "10.0.0.5");
	flnl_request_set_table(req, 99);
	look_up(sk, req, cache, "sockets.third");
	nl_socket_free(sk);
	sk = nl_socket_alloc();
	nl_socket_disable_auto_ack(sk);
	nl_connect(sk, NETLINK_FIB_LOOKUP);
	look_up(sk, req, cache, "sockets.fourth");
	flnl_request_set_table(req, 254);
	look_up(sk, req, cache, "sockets.fifth");
	nl_object_put(OBJ_CAST(req));
	nl_socket_free(sk);
	nl_socket_free(route);
	nl_cache_free(cache);
}

int main(void)
{
	requests();
	by_hand();
	other_messages();
	cache_type();
	if (system(scenery) != 0)
		exit(2);
	kernel("apart");
	sockets();
	if (system(rules) != 0)
		exit(2);
	kernel("rules");
	/* The first of two next hops is dead. */
	if (system("ip link set v0 down") != 0)
		exit(2);
	kernel("down");
	return 0;
}
