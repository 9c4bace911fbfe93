// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Synchronising with the kernel where oxnl does more than upstream: interrupted
 * dumps, dumps that fail, announcements that were lost.
 */
#include "check.h"

#include <poll.h>

#include "../rtypes.h"

/* What a callback was told, by action. */
static int told[8];
static uint64_t told_diff;
static int told_twice;

static void forget(void)
{
	memset(told, 0, sizeof(told));
	told_diff = 0;
	told_twice = 0;
}

static void on_change(struct nl_cache *cache, struct nl_object *obj, int action, void *data)
{
	(void)cache;
	(void)data;
	told[action]++;
	/* Each object once: it is marked here, and anew when it is new. */
	told_twice += nl_object_is_marked(obj) && action != NL_ACT_DEL;
	nl_object_mark(obj);
}

static void on_change_v2(struct nl_cache *cache, struct nl_object *old, struct nl_object *new,
			 uint64_t diff, int action, void *data)
{
	(void)cache;
	(void)data;
	told[action]++;
	told_diff |= diff;
	CHECK((old == NULL) == (action == NL_ACT_NEW), "old object of action %d", action);
	CHECK((new == NULL) == (action == NL_ACT_DEL), "new object of action %d", action);
}

/* Dumps that this program answers itself, every one of them interrupted by a change. */
static int dumps, interrupted, failing;

static int on_request(struct nl_cache *cache, struct nl_sock *sk)
{
	(void)cache;
	(void)sk;
	return 0;
}

static int on_recv(struct nl_sock *sk, struct sockaddr_nl *nla, unsigned char **buf,
		   struct ucred **creds)
{
	const int size = NLMSG_HDRLEN + sizeof(struct item_body);
	unsigned char *datagram = calloc(1, 16 * size);
	int len = 0;

	(void)sk;
	memset(nla, 0, sizeof(*nla));
	nla->nl_family = AF_NETLINK;
	if (creds)
		*creds = NULL;
	dumps++;
	for (int i = 0; i <= 10; i++) {
		struct nlmsghdr *nlh = (struct nlmsghdr *)(datagram + len);
		struct item_body *body = nlmsg_data(nlh);

		nlh->nlmsg_len = size;
		nlh->nlmsg_type = i < 10 ? ITEM_NEW : NLMSG_DONE;
		nlh->nlmsg_flags = NLM_F_MULTI | (interrupted > 0 && i == 5 ? NLM_F_DUMP_INTR : 0);
		if (i < 10) {
			body->id = failing && i == 7 ? ITEM_ID_FAILS : i + (interrupted > 0);
			body->value = 1;
		}
		len += size;
	}
	if (interrupted > 0)
		interrupted--;
	*buf = datagram;
	return len;
}

static void interrupted_dumps(struct nl_object_ops *objects)
{
	const struct cache_type type = {
		.name = "test/sync", .hdrsize = sizeof(struct item_body), .objects = objects,
		.request_update = on_request, .msg_parser = item_parser, .msgtypes = ITEM_MSGTYPES,
	};
	struct nl_cache_ops *ops = cache_type_make(&type);
	struct nl_cache *cache = nl_cache_alloc(ops);
	struct nl_sock *sk = nl_socket_alloc();
	struct nl_cb *cb = nl_socket_get_cb(sk);
	struct nl_object *first;

	nl_cb_overwrite_recv(cb, on_recv);
	nl_cb_put(cb);
	nl_socket_disable_seq_check(sk);

	interrupted = 3;
	dumps = 0;
	CHECK_INT(nl_cache_refill(sk, cache), 0, "refill at the fourth attempt");
	CHECK_INT(dumps, 4, "dumps");
	CHECK_INT(nl_cache_nitems(cache), 10, "no duplicates");
	CHECK_INT(((struct item *)nl_cache_get_first(cache))->id, 0, "those of the last dump");

	interrupted = 3;
	dumps = 0;
	forget();
	CHECK_INT(nl_cache_resync(sk, cache, on_change, NULL), 0, "resync at the fourth attempt");
	CHECK_INT(dumps, 4, "dumps");
	CHECK_INT(told[NL_ACT_NEW] + told[NL_ACT_CHANGE] + told[NL_ACT_DEL], 0, "nothing told");
	((struct item *)nl_cache_get_first(cache))->value = 77;
	nl_cache_remove(nl_cache_get_last(cache));
	forget();
	interrupted = 3;
	CHECK_INT(nl_cache_resync_v2(sk, cache, on_change_v2, NULL), 0, "resync_v2");
	CHECK_INT(told[NL_ACT_NEW], 1, "one new");
	CHECK_INT(told[NL_ACT_CHANGE], 1, "one changed");
	CHECK_UINT(told_diff, ITEM_VALUE, "in its value");
	CHECK_INT(told[NL_ACT_DEL], 0, "none gone");
	CHECK_INT(nl_cache_nitems(cache), 10, "all there");

	/* Without end. */
	first = nl_cache_get_first(cache);
	interrupted = 1000000;
	dumps = 0;
	forget();
	CHECK_INT(nl_cache_resync(sk, cache, on_change, NULL), -NLE_DUMP_INTR, "resync without end");
	CHECK(dumps > 1 && dumps < 100, "it gave up after %d dumps", dumps);
	CHECK_INT(told[NL_ACT_NEW] + told[NL_ACT_CHANGE] + told[NL_ACT_DEL], 0, "nothing told");
	CHECK(nl_cache_get_first(cache) == first, "nothing changed");
	dumps = 0;
	CHECK_INT(nl_cache_refill(sk, cache), -NLE_DUMP_INTR, "refill without end");
	CHECK(dumps > 1 && dumps < 100, "it gave up after %d dumps", dumps);
	CHECK_INT(nl_cache_nitems(cache), 10, "what the last dump brought");
	interrupted = 0;

	/* A dump that fails half way. */
	CHECK_INT(nl_cache_refill(sk, cache), 0, "refill");
	failing = 1;
	forget();
	CHECK_INT(nl_cache_resync_v2(sk, cache, on_change_v2, NULL), -NLE_PARSE_ERR, "failing resync");
	CHECK_INT(told[NL_ACT_NEW] + told[NL_ACT_CHANGE] + told[NL_ACT_DEL], 0, "nothing told");
	CHECK_INT(nl_cache_nitems(cache), 10, "nothing changed");
	CHECK(!nl_object_is_marked(nl_cache_get_first(cache)), "nothing marked");
	failing = 0;

	nl_cache_free(cache);
	nl_socket_free(sk);
	free(ops);
}

enum { MANY = 600 };

static int parsed;

/* Fails in the middle of a dump. */
static int late_parser(struct nl_cache_ops *ops, struct sockaddr_nl *who, struct nlmsghdr *nlh,
		       struct nl_parser_param *pp)
{
	return ++parsed == 100 ? -NLE_PARSE_ERR : address_parser(ops, who, nlh, pp);
}

/* Announcements faster than they are taken. */
static void overrun(int version)
{
	struct nl_cache_ops *ops = cache_type_make(&address_type);
	struct nl_cache *cache = nl_cache_alloc(ops), *fresh;
	struct nl_cache_mngr *mngr;
	struct nl_sock *changer = route_socket(), *sk = nl_socket_alloc(), *sync = nl_socket_alloc();
	struct pollfd fds;
	int count;

	loopback_up(1);
	CHECK_INT(nl_cache_mngr_alloc_ex(sk, sync, NETLINK_ROUTE, 0, &mngr), 0, "manager");
	CHECK(nl_socket_get_fd(sync) >= 0, "the program's socket for dumps is connected");
	CHECK_INT(nl_cache_mngr_get_fd(mngr), nl_socket_get_fd(sk), "its socket for announcements");
	if (version == 1)
		CHECK_INT(nl_cache_mngr_add_cache(mngr, cache, on_change, NULL), 0, "add");
	else
		CHECK_INT(nl_cache_mngr_add_cache_v2(mngr, cache, on_change_v2, NULL), 0, "add");
	/* Room for a few messages only. */
	CHECK_INT(nl_socket_set_buffer_size(sk, 1, 0), 0, "a small buffer");
	forget();
	for (int i = 0; i < MANY; i++)
		loopback_address(changer, 1, 0x0a010000 + i);
	count = nl_cache_mngr_data_ready(mngr);
	CHECK(count >= MANY, "all changes are counted, %d", count);
	CHECK_INT(told[NL_ACT_NEW], MANY, "every address is told once");
	CHECK_INT(told[NL_ACT_CHANGE] + told[NL_ACT_DEL], 0, "and nothing else");
	CHECK_INT(told_twice, 0, "none twice");
	CHECK_INT(nl_cache_nitems(cache), MANY + 1, "all are there, and 127.0.0.1");
	CHECK_INT(nl_cache_mngr_data_ready(mngr), 0, "nothing is left");

	forget();
	for (int i = 0; i < MANY; i++)
		loopback_address(changer, 0, 0x0a010000 + i);
	fds = (struct pollfd){ .fd = nl_cache_mngr_get_fd(mngr), .events = POLLIN };
	CHECK(poll(&fds, 1, 0) == 1, "the descriptor is ready");
	count = nl_cache_mngr_poll(mngr, 0);
	CHECK(count >= MANY, "all changes are counted, %d", count);
	CHECK_INT(told[NL_ACT_DEL], MANY, "every address that is gone is told once");
	CHECK_INT(told[NL_ACT_CHANGE] + told[NL_ACT_NEW], 0, "and nothing else");
	CHECK_INT(nl_cache_nitems(cache), 1, "127.0.0.1 is left");
	CHECK_INT(nl_cache_mngr_poll(mngr, 0), 0, "nothing is left");

	/* It goes on as before. */
	forget();
	loopback_address(changer, 1, 0x0a020001);
	CHECK_INT(nl_cache_mngr_poll(mngr, 1000), 1, "one message");
	CHECK_INT(told[NL_ACT_NEW], 1, "one new address");
	loopback_address(changer, 0, 0x0a020001);
	CHECK_INT(nl_cache_mngr_poll(mngr, 1000), 1, "one message");

	CHECK_INT(nl_cache_alloc_and_fill(ops, changer, &fresh), 0, "what the kernel has");
	CHECK_INT(nl_cache_nitems(fresh), nl_cache_nitems(cache), "is what the cache has");
	nl_cache_free(fresh);

	/* A dump that fails is asked for again by the next call. */
	forget();
	for (int i = 0; i < MANY; i++)
		loopback_address(changer, 1, 0x0a010000 + i);
	ops->co_request_update = NULL;
	CHECK_INT(nl_cache_mngr_data_ready(mngr), -NLE_OPNOTSUPP, "no dump");
	ops->co_request_update = address_type.request_update;
	parsed = 0;
	ops->co_msg_parser = late_parser;
	CHECK_INT(nl_cache_mngr_data_ready(mngr), -NLE_PARSE_ERR, "half a dump");
	CHECK(told[NL_ACT_NEW] < MANY, "of which nothing is told");
	count = nl_cache_mngr_poll(mngr, 0);
	CHECK(count > 0, "the rest, %d", count);
	CHECK_INT(told[NL_ACT_NEW], MANY, "every address is told once");
	for (int i = 0; i < MANY; i++)
		loopback_address(changer, 0, 0x0a010000 + i);

	nl_cache_mngr_free(mngr);
	CHECK_INT(nl_socket_get_fd(sk), -1, "the manager closed the one socket");
	CHECK_INT(nl_socket_get_fd(sync), -1, "and the other");
	nl_socket_free(sk);
	nl_socket_free(sync);
	nl_socket_free(changer);
	free(ops);
}

static void managers(void)
{
	struct nl_cache_ops *ops = cache_type_make(&link_type);
	struct nl_cache_mngr *mngr = NULL;
	struct nl_sock *sk = route_socket(), *sync = route_socket();

	CHECK_INT(nl_cache_mngr_alloc(NULL, NETLINK_ROUTE, NL_ALLOCATED_SOCK, &mngr), -NLE_INVAL,
		  "a flag of the library's own");
	CHECK(mngr == NULL, "no manager");
	CHECK_INT(nl_cache_mngr_alloc_ex(NULL, sync, NETLINK_ROUTE, 0, &mngr), -NLE_BAD_SOCK,
		  "a connected socket for dumps");
	CHECK_INT(nl_socket_get_fd(sync), -1, "which is closed");
	CHECK_INT(nl_cache_mngr_alloc_ex(sk, NULL, NETLINK_ROUTE, 0, &mngr), -NLE_BAD_SOCK,
		  "a connected socket");
	CHECK_INT(nl_cache_mngr_alloc_ex(sk, sync, NETLINK_ROUTE, 0, &mngr), 0, "both closed again");
	/* The name is known, and the result not wanted. */
	nl_cache_mngt_register(ops);
	CHECK_INT(nl_cache_mngr_add(mngr, NULL, NULL, NULL, NULL), -NLE_NOCACHE, "no name");
	CHECK_INT(nl_cache_mngr_add(mngr, "test/link", NULL, NULL, NULL), 0, "no result");
	CHECK_INT(nl_cache_mngr_add(mngr, "test/link", NULL, NULL, NULL), -NLE_EXIST, "twice");
	nl_cache_mngr_free(mngr);
	CHECK_INT(nl_cache_mngt_unregister(ops), 0, "nobody holds the type");

	/* The provided cache of one manager is left alone by the other. */
	nl_cache_mngt_register(ops);
	for (int other = 0; other < 2; other++) {
		struct nl_cache_mngr *both[2];
		struct nl_cache *caches[2], *held;

		for (int i = 0; i < 2; i++) {
			CHECK_INT(nl_cache_mngr_alloc(NULL, NETLINK_ROUTE, NL_AUTO_PROVIDE, &both[i]), 0,
				  "manager %d", i);
			CHECK_INT(nl_cache_mngr_add(both[i], "test/link", NULL, NULL, &caches[i]), 0,
				  "its cache");
		}
		held = nl_cache_mngt_require_safe("test/link");
		CHECK(held == caches[1], "the second is provided");
		nl_cache_mngr_free(both[other]);
		CHECK((nl_cache_mngt_require("test/link") == caches[1]) == (other == 0),
		      "it is, until its manager goes");
		CHECK_INT(nl_cache_nitems(held), 1, "who holds the cache can use it");
		nl_cache_mngr_free(both[!other]);
		CHECK(nl_cache_mngt_require("test/link") == NULL, "none is provided");
		nl_cache_put(held);
	}
	CHECK_INT(nl_cache_mngt_unregister(ops), 0, "nobody holds the type");
	nl_socket_free(sk);
	nl_socket_free(sync);
	free(ops);
}

int main(void)
{
	interrupted_dumps(&item_ops);
	interrupted_dumps(&keyed_ops);
	overrun(1);
	overrun(2);
	managers();
	CHECK_INT(items_made - items_freed, 0, "no object is left");
	return check_done();
}
