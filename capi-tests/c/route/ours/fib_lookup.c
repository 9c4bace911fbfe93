/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Asking the kernel which route it would take: NULL, answers that lie, and several questions on one socket.
 */
#include <linux/rtnetlink.h>

#include <netlink/addr.h>
#include <netlink/errno.h>
#include <netlink/fib_lookup/lookup.h>
#include <netlink/route/link.h>

#include "check.h"
#include "nl/feed.h"
#include "route/fib_lookup.h"

static struct feed feed;

static int no_send(struct nl_sock *sk, struct nl_msg *msg)
{
	(void)sk;
	return (int)nlmsg_hdr(msg)->nlmsg_len;
}

static struct flnl_request *request(const char *to)
{
	struct flnl_request *req = flnl_request_alloc();
	struct nl_addr *addr = NULL;

	CHECK_INT(nl_addr_parse(to, AF_INET, &addr), 0, "%s", to);
	CHECK_INT(flnl_request_set_addr(req, addr), 0, "an address");
	nl_addr_put(addr);
	return req;
}

static void nothing(void)
{
	struct flnl_request *req = request("10.0.0.1"), *empty = flnl_request_alloc();
	struct nl_cache *cache = flnl_result_alloc_cache();
	struct nl_sock *sk = nl_socket_alloc();
	struct nl_msg *msg = (struct nl_msg *)&feed;

	flnl_request_set_fwmark(NULL, 1);
	flnl_request_set_tos(NULL, 1);
	flnl_request_set_scope(NULL, 1);
	flnl_request_set_table(NULL, 1);
	CHECK_INT(flnl_request_set_addr(NULL, flnl_request_get_addr(req)), -NLE_INVAL, "an address of NULL");
	CHECK_INT(flnl_request_set_addr(req, NULL), -NLE_INVAL, "no address");
	CHECK(flnl_request_get_addr(req) != NULL, "and the old one stays");
	CHECK_UINT(flnl_request_get_fwmark(NULL), UINT64_MAX, "a mark of NULL");
	CHECK_INT(flnl_request_get_tos(NULL), -1, "a type of service of NULL");
	CHECK_INT(flnl_request_get_scope(NULL), -1, "a scope of NULL");
	CHECK_INT(flnl_request_get_table(NULL), -1, "a table of NULL");
	CHECK(flnl_request_get_addr(NULL) == NULL, "the address of NULL");
	CHECK_INT(flnl_lookup_build_request(NULL, 0, &msg), -NLE_INVAL, "a message of NULL");
	CHECK_INT(flnl_lookup_build_request(req, 0, NULL), -NLE_INVAL, "a message to NULL");
	CHECK_INT(flnl_lookup_build_request(empty, 0, &msg), -NLE_MISSING_ATTR, "a message without an address");
	CHECK(msg == (struct nl_msg *)&feed, "no message is written");
	CHECK_INT(flnl_lookup(NULL, req, cache), -NLE_INVAL, "a lookup without a socket");
	CHECK_INT(flnl_lookup(sk, NULL, cache), -NLE_INVAL, "a lookup of NULL");
	CHECK_INT(flnl_lookup(sk, req, NULL), -NLE_INVAL, "a lookup into NULL");
	CHECK_INT(flnl_lookup(sk, req, cache), -NLE_BAD_SOCK, "a lookup without a connection");
	CHECK_INT(flnl_result_get_table_id(NULL), 0, "the table of NULL");
	CHECK_INT(flnl_result_get_prefixlen(NULL), 0, "the prefix of NULL");
	CHECK_INT(flnl_result_get_nexthop_sel(NULL), 0, "the next hop of NULL");
	CHECK_INT(flnl_result_get_type(NULL), 0, "the type of NULL");
	CHECK_INT(flnl_result_get_scope(NULL), 0, "the scope of NULL");
	CHECK_INT(flnl_result_get_error(NULL), 0, "the error of NULL");
	flnl_result_put(NULL);
	nl_object_put(OBJ_CAST(req));
	nl_object_put(OBJ_CAST(empty));
	nl_cache_free(cache);
	nl_socket_free(sk);
}

/* Addresses that are not as long as they should be. */
static void lengths(void)
{
	static const unsigned char bytes[16] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16 };

	for (size_t len = 0; len <= sizeof(bytes); len++) {
		struct nl_addr *addr = nl_addr_build(AF_INET, bytes, len);
		struct flnl_request *req = flnl_request_alloc(), *copy;
		struct fib_answer want = { .table_in = 254 };
		struct nl_msg *msg = NULL;

		memcpy(want.addr, bytes, len < 4 ? len : 4);
		CHECK_INT(flnl_request_set_addr(req, addr), 0, "an address of %zu bytes", len);
		nl_addr_put(addr);
		/* The request has the only reference to it. */
		CHECK_INT(flnl_request_set_addr(req, flnl_request_get_addr(req)), 0, "its own address");
		flnl_request_set_table(req, 254);
		copy = (struct flnl_request *)nl_object_clone(OBJ_CAST(req));
		nl_object_put(OBJ_CAST(req));
		CHECK_INT(flnl_lookup_build_request(copy, 0, &msg), 0, "a request with %zu bytes", len);
		CHECK_UINT(nlmsg_hdr(msg)->nlmsg_len, NLMSG_HDRLEN + sizeof(want), "its length");
		CHECK_BYTES(nlmsg_data(nlmsg_hdr(msg)), &want, sizeof(want), "its bytes");
		nlmsg_free(msg);
		nl_object_put(OBJ_CAST(copy));
	}
}

/* A socket whose answers are those of the feed. */
static struct nl_sock *fed(struct nl_cb *cb)
{
	struct nl_sock *sk = nl_socket_alloc_cb(cb);

	feed_require(nl_connect(sk, NETLINK_FIB_LOOKUP) == 0, "nl_connect");
	nl_cb_overwrite_recv(cb, feed_recv);
	nl_cb_overwrite_send(cb, no_send);
	memset(&feed, 0, sizeof(feed));
	feed_now = &feed;
	feed_datagram(&feed, 0);
	return sk;
}

static const struct fib_answer good = { .table = 254, .prefixlen = 24, .nh_sel = 2, .type = 1, .scope = 253, .err = -5 };
static const struct fib_answer other = { .table = 255, .prefixlen = 32, .type = 2, .scope = 254 };

/* Asks, and tells what becomes of it; how many answers there are goes to *items, the last one's table to *table. */
static int asked(struct nl_sock *sk, struct nl_cb *cb, int *items, int *table)
{
	struct nl_cache *cache = flnl_result_alloc_cache();
	struct flnl_request *req = request("10.0.0.1");
	const int err = flnl_lookup(sk, req, cache);

	*items = nl_cache_nitems(cache);
	*table = flnl_result_get_table_id((struct flnl_result *)nl_cache_get_first(cache));
	nl_object_put(OBJ_CAST(req));
	nl_cache_free(cache);
	nl_socket_free(sk);
	nl_cb_put(cb);
	return err;
}

static void lies(void)
{
	unsigned char bytes[64] = { 0 };
	int items, table;

	memcpy(bytes, &good, sizeof(good));
	for (size_t len = 0; len <= sizeof(bytes); len++) {
		struct nl_cb *cb = nl_cb_alloc(NL_CB_DEFAULT);
		struct nl_sock *sk = fed(cb);

		feed_message(&feed, 0, 0, nl_socket_use_seq(sk), bytes, len);
		/* What nl_socket_use_seq() took is asked with next. */
		((struct nlmsghdr *)feed.bytes[0])->nlmsg_seq++;
		CHECK_INT(asked(sk, cb, &items, &table), len < sizeof(good) ? -NLE_MSG_TOOSHORT : 0,
			  "an answer of %zu bytes", len);
		CHECK_INT(items, len < sizeof(good) ? 0 : 1, "answers");
		CHECK_INT(table, len < sizeof(good) ? 0 : 254, "its table");
	}
	/* A length that is not there, or less than a header. */
	for (uint32_t len = 0; len < 80; len++) {
		struct nl_cb *cb = nl_cb_alloc(NL_CB_DEFAULT);
		struct nl_sock *sk = fed(cb);
		const uint32_t seq = nl_socket_use_seq(sk) + 1;
		const int is_whole = len >= NLMSG_HDRLEN && len <= NLMSG_HDRLEN + sizeof(good);
		const int is_good = len == NLMSG_HDRLEN + sizeof(good);

		feed_message(&feed, 0, 0, seq, bytes, sizeof(good))->nlmsg_len = len;
		CHECK_INT(asked(sk, cb, &items, &table), is_whole && !is_good ? -NLE_MSG_TOOSHORT : 0,
			  "an answer that says it has %u bytes", len);
		CHECK_INT(items, is_good, "answers");
	}
}

static void odd_messages(void)
{
	static const struct {
		uint16_t type, flags;
		int seq, size, want, items;
		const char *what;
	} rows[] = {
		{ 0, NLM_F_REQUEST | NLM_F_ACK, 0, 20, 0, 1, "flags as in the question" },
		{ 0, NLM_F_MULTI, 0, 20, 0, 1, "an answer of several parts" },
		{ 0, 0, 1, 20, -NLE_SEQ_MISMATCH, 0, "a later number" },
		{ 0, 0, -1, 20, -NLE_SEQ_MISMATCH, 0, "an earlier number" },
		{ 16, 0, 0, 20, -NLE_MSGTYPE_NOSUPPORT, 0, "another type" },
		{ NLMSG_ERROR, 0, 0, 20, 0, 0, "an acknowledgement" },
		{ NLMSG_ERROR, 0, 0, 3, -NLE_MSG_TRUNC, 0, "half an error" },
		{ NLMSG_DONE, NLM_F_MULTI, 0, 4, 0, 0, "an end" },
		{ NLMSG_OVERRUN, 0, 0, 4, -NLE_MSG_OVERFLOW, 0, "an overrun" },
		{ NLMSG_NOOP, 0, 0, 20, 0, 0, "nothing" },
	};
	static const unsigned char zero[20];
	int items, table;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct nl_cb *cb = nl_cb_alloc(NL_CB_DEFAULT);
		struct nl_sock *sk = fed(cb);
		const uint32_t seq = nl_socket_use_seq(sk) + 1;
		const void *data = rows[i].type == 0 ? (const void *)&good : zero;

		feed_message(&feed, rows[i].type, rows[i].flags, seq + (uint32_t)rows[i].seq, data, (size_t)rows[i].size);
		if (i == 1) {
			/* Nobody waits for the rest. */
			feed_datagram(&feed, 0);
			feed_message(&feed, 0, NLM_F_MULTI, seq, &other, sizeof(other));
		}
		CHECK_INT(asked(sk, cb, &items, &table), rows[i].want, "%s", rows[i].what);
		CHECK_INT(items, rows[i].items, "answers");
		CHECK_INT(table, rows[i].items ? 254 : 0, "its table");
		if (i == 1)
			CHECK_INT(feed.next, 1, "one datagram");
	}
	for (int i = 0; i < 2; i++) {
		struct nl_cb *cb = nl_cb_alloc(NL_CB_DEFAULT);
		struct nl_sock *sk = fed(cb);

		feed.len[0] = i == 0 ? 0 : -NLE_NOACCESS;
		CHECK_INT(asked(sk, cb, &items, &table), i == 0 ? 0 : -NLE_NOACCESS, "no datagram");
		CHECK_INT(items, 0, "no answer");
	}
	/* The first of two in one datagram. */
	{
		struct nl_cb *cb = nl_cb_alloc(NL_CB_DEFAULT);
		struct nl_sock *sk = fed(cb);
		const uint32_t seq = nl_socket_use_seq(sk) + 1;

		feed_message(&feed, 0, 0, seq, &good, sizeof(good));
		feed_message(&feed, 0, 0, seq, &other, sizeof(other));
		CHECK_INT(asked(sk, cb, &items, &table), 0, "two answers");
		CHECK_INT(items, 1, "one is taken");
		CHECK_INT(table, 254, "it is the first");
	}
}

static const struct {
	const char *to;
	int table, prefixlen, error;
} questions[] = {
	{ "10.0.0.5", 254, 24, 0 }, { "10.6.0.1", 254, 0, -113 }, { "10.0.0.1", 254, 24, 0 }, { "11.0.0.1", 254, 0, -11 },
};

/* Several questions on one socket, which upstream's refuses from the second on. */
static void again(void)
{
	struct nl_cache *cache = flnl_result_alloc_cache(), *links = NULL;
	struct nl_sock *sk = nl_socket_alloc(), *route = nl_socket_alloc();
	struct flnl_request *req;
	struct nl_msg *msg;

	feed_require(system("ip link set lo up; ip addr add 10.0.0.1/24 dev lo; ip rule add tos 0x10 table 99;"
			    "ip route add 10.0.0.0/24 dev lo table main; ip route add unreachable 10.6.0.0/16") == 0,
		     "scenery");
	feed_require(nl_connect(sk, NETLINK_FIB_LOOKUP) == 0, "nl_connect");
	feed_require(nl_connect(route, NETLINK_ROUTE) == 0, "nl_connect");
	nl_socket_set_nonblocking(sk);
	nl_cache_alloc_name("route/link", &links);
	for (int i = 0; i < 40; i++) {
		const int q = i % 4;
		struct flnl_result *res;

		req = request(questions[q].to);
		CHECK_INT(flnl_lookup(sk, req, cache), 0, "question %d", i);
		CHECK_INT(nl_cache_nitems(cache), 1, "its answer");
		res = (struct flnl_result *)nl_cache_get_first(cache);
		CHECK_INT(flnl_result_get_table_id(res), questions[q].table, "its table");
		CHECK_INT(flnl_result_get_prefixlen(res), questions[q].prefixlen, "its prefix");
		CHECK_INT(flnl_result_get_error(res), questions[q].error, "its error");
		/* Nothing is sent, and nothing comes, when the answer would have nowhere to go. */
		CHECK_INT(flnl_lookup(sk, req, links), -NLE_PROTO_MISMATCH, "a cache of links");
		CHECK_INT(flnl_lookup(route, req, cache), -NLE_PROTO_MISMATCH, "a socket of another protocol");
		CHECK_INT(flnl_lookup(route, req, links), -NLE_PROTO_MISMATCH, "both");
		CHECK_INT(nl_cache_refill(route, links), 0, "which goes on");
		nl_object_put(OBJ_CAST(req));
	}
	/* What the program has not received is no answer to another question. */
	req = request("10.6.0.1");
	CHECK_INT(flnl_lookup_build_request(req, 0, &msg), 0, "a request of the program's");
	CHECK(nl_send_auto(sk, msg) > 0, "is sent");
	nlmsg_free(msg);
	nl_object_put(OBJ_CAST(req));
	req = request("10.0.0.5");
	CHECK_INT(flnl_lookup(sk, req, cache), 0, "its answer comes before");
	CHECK_INT(flnl_result_get_error((struct flnl_result *)nl_cache_get_first(cache)), 0, "and is not taken");
	nl_socket_disable_seq_check(sk);
	for (int i = 0; i < 3; i++) {
		CHECK_INT(flnl_lookup_build_request(req, 0, &msg), 0, "the other way round");
		CHECK(nl_send_auto(sk, msg) > 0, "is sent");
		nlmsg_free(msg);
	}
	nl_object_put(OBJ_CAST(req));
	req = request("10.6.0.1");
	CHECK_INT(flnl_lookup(sk, req, cache), 0, "without a look at numbers");
	CHECK_INT(flnl_result_get_error((struct flnl_result *)nl_cache_get_first(cache)), -113, "its own answer");
	nl_object_put(OBJ_CAST(req));
	nl_cache_free(cache);
	nl_cache_free(links);
	nl_socket_free(sk);
	nl_socket_free(route);
}

static struct nl_sock *freed;
static struct flnl_request *freed_request;

static int free_all(struct nl_msg *msg, void *arg)
{
	(void)msg;
	(void)arg;
	nl_socket_free(freed);
	nl_object_put(OBJ_CAST(freed_request));
	return NL_OK;
}

/* A callback that frees the socket and the request. */
static void freed_within(void)
{
	struct nl_cache *cache = flnl_result_alloc_cache();
	struct nl_cb *cb = nl_cb_alloc(NL_CB_DEFAULT);

	nl_cb_set(cb, NL_CB_MSG_IN, NL_CB_CUSTOM, free_all, NULL);
	freed = nl_socket_alloc_cb(cb);
	feed_require(nl_connect(freed, NETLINK_FIB_LOOKUP) == 0, "nl_connect");
	freed_request = request("10.0.0.5");
	CHECK_INT(flnl_lookup(freed, freed_request, cache), 0, "a lookup whose socket is freed");
	CHECK_INT(nl_cache_nitems(cache), 1, "its answer");
	nl_cb_put(cb);
	nl_cache_free(cache);
}

int main(void)
{
	nothing();
	lengths();
	lies();
	odd_messages();
	again();
	freed_within();
	return check_done();
}
