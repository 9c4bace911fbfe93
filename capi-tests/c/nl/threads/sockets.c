/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Threads that have nothing in common but the library: sockets, messages, caches. And what they share
 * in it: ports, idle receive buffers, the registry of cache types.
 */
#define _GNU_SOURCE
#include <pthread.h>

#include <linux/rtnetlink.h>

#include <netlink/cache.h>
#include <netlink/errno.h>
#include <netlink/msg.h>
#include <netlink/netlink.h>
#include <netlink/socket.h>

#include "check.h"
#include "nl/feed.h"
#include "nl/types.h"

enum { THREADS = 4, ROUNDS = 15 };

static pthread_barrier_t start;
static int failures[THREADS];

static int count_one(struct nl_msg *msg, void *arg)
{
	(void)msg;
	++*(int *)arg;
	return NL_OK;
}

static __thread struct nl_msg *kept;

static int keep(struct nl_msg *msg, void *arg)
{
	(void)arg;
	if (kept == NULL) {
		nlmsg_get(msg);
		kept = msg;
	}
	return NL_OK;
}

/* Makes sockets, dumps links, and talks to itself. */
static int one_round(int round)
{
	struct nl_sock *sk = nl_socket_alloc();
	struct rtgenmsg all = { .rtgen_family = AF_UNSPEC };
	struct nl_msg *msg;
	int bad = 0, count = 0;

	bad += nl_connect(sk, NETLINK_ROUTE) != 0;
	bad += nl_socket_get_local_port(sk) == UINT32_MAX;
	nl_socket_modify_cb(sk, NL_CB_VALID, NL_CB_CUSTOM, round % 3 ? count_one : keep, &count);
	bad += nl_send_simple(sk, RTM_GETLINK, NLM_F_DUMP, &all, sizeof(all)) < 0;
	bad += nl_recvmsgs_default(sk) != 0;
	bad += round % 3 != 0 && count == 0;
	nl_socket_free(sk);
	if (kept != NULL) {
		bad += nlmsg_hdr(kept)->nlmsg_type != RTM_NEWLINK;
		nlmsg_free(kept);
		kept = NULL;
	}

	sk = nl_socket_alloc();
	bad += nl_connect(sk, NETLINK_USERSOCK) != 0;
	nl_socket_set_peer_port(sk, nl_socket_get_local_port(sk));
	nl_socket_disable_seq_check(sk);
	count = 0;
	nl_socket_modify_cb(sk, NL_CB_VALID, NL_CB_CUSTOM, count_one, &count);
	msg = nlmsg_alloc_simple(20, 0);
	for (int i = 0; i < 3; i++)
		bad += nl_send_auto(sk, msg) < 0;
	for (int i = 0; i < 3; i++)
		bad += nl_recvmsgs_default(sk) != 0;
	bad += count != 3;
	nlmsg_free(msg);
	nl_socket_free(sk);
	return bad;
}

static void *run_sockets(void *arg)
{
	int *failed = arg;

	pthread_barrier_wait(&start);
	for (int round = 0; round < ROUNDS; round++)
		*failed += one_round(round);
	return NULL;
}

static struct nl_cache_ops *shared_type;

/* Looks cache types up, registers and unregisters one of its own, provides and requires a cache. */
static void *run_registry(void *arg)
{
	int *failed = arg;
	const long self = failed - failures;
	char name[40];
	struct nl_object_ops objects = { .oo_name = "test/object", .oo_size = sizeof(struct nl_object) };

	snprintf(name, sizeof(name), "test/type%ld", self);
	pthread_barrier_wait(&start);
	for (int round = 0; round < ROUNDS; round++) {
		struct nl_msgtype types[] = { { (int)(100 + self), NL_ACT_NEW, "new" }, { -1, 0, NULL } };
		struct nl_cache_ops *ops = calloc(1, sizeof(*ops) + sizeof(types)), *found;
		struct nl_cache *cache = NULL;

		ops->co_name = name;
		ops->co_protocol = NETLINK_USERSOCK;
		ops->co_obj_ops = &objects;
		memcpy(ops->co_msgtypes, types, sizeof(types));
		*failed += nl_cache_mngt_register(ops) != 0;
		found = nl_cache_ops_lookup_safe(name);
		*failed += found != ops;
		nl_cache_ops_put(found);
		found = nl_cache_ops_associate_safe(NETLINK_USERSOCK, (int)(100 + self));
		*failed += found != ops;
		nl_cache_ops_put(found);
		*failed += nl_cache_alloc_name(name, &cache) != 0;
		nl_cache_mngt_provide(cache);
		*failed += __nl_cache_mngt_require(name) != cache;
		found = nl_cache_ops_lookup_safe("test/shared");
		*failed += found != shared_type;
		nl_cache_ops_put(found);
		nl_cache_mngt_unprovide(cache);
		nl_cache_free(cache);
		*failed += nl_cache_mngt_unregister(ops) != 0;
		free(ops);
	}
	return NULL;
}

/* One cache that is provided, and wanted by all threads. */
static void *run_provided(void *arg)
{
	int *failed = arg;

	pthread_barrier_wait(&start);
	for (int round = 0; round < ROUNDS; round++) {
		struct nl_cache *cache = nl_cache_mngt_require_safe("test/shared");

		*failed += cache == NULL;
		nl_cache_put(cache);
	}
	return NULL;
}

static void run(void *(*body)(void *), const char *what)
{
	pthread_t threads[THREADS];

	memset(failures, 0, sizeof(failures));
	pthread_barrier_init(&start, NULL, THREADS);
	for (int i = 0; i < THREADS; i++)
		pthread_create(&threads[i], NULL, body, &failures[i]);
	for (int i = 0; i < THREADS; i++) {
		pthread_join(threads[i], NULL);
		CHECK_INT(failures[i], 0, "%s, thread %d", what, i);
	}
	pthread_barrier_destroy(&start);
}

int main(void)
{
	struct nl_msgtype types[] = { { 50, NL_ACT_NEW, "new" }, { -1, 0, NULL } };
	struct nl_object_ops objects = { .oo_name = "test/object", .oo_size = sizeof(struct nl_object) };
	struct nl_cache *cache = NULL;

	shared_type = calloc(1, sizeof(*shared_type) + sizeof(types));
	shared_type->co_name = "test/shared";
	shared_type->co_protocol = NETLINK_USERSOCK;
	shared_type->co_obj_ops = &objects;
	memcpy(shared_type->co_msgtypes, types, sizeof(types));
	CHECK_INT(nl_cache_mngt_register(shared_type), 0, "a type for all");
	run(run_sockets, "sockets");
	run(run_registry, "cache types");
	CHECK_INT(nl_cache_alloc_name("test/shared", &cache), 0, "a cache for all");
	nl_cache_mngt_provide(cache);
	run(run_provided, "a provided cache");
	nl_cache_mngt_unprovide(cache);
	nl_cache_free(cache);
	CHECK_INT(nl_cache_mngt_unregister(shared_type), 0, "no more");
	free(shared_type);
	return check_done();
}
