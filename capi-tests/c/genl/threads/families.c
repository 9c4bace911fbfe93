/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Threads that ask for families on sockets of their own, and that register families and look for those
 * of others.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>

#include <linux/genetlink.h>

#include <netlink/cache.h>
#include <netlink/errno.h>
#include <netlink/genl/ctrl.h>
#include <netlink/genl/family.h>
#include <netlink/genl/genl.h>
#include <netlink/genl/mngt.h>
#include <netlink/msg.h>

#include "check.h"

enum { THREADS = 4, ROUNDS = 10 };

extern int genl_resolve_id(struct genl_ops *ops);

static pthread_barrier_t start;
static int failures[THREADS];

static void *run_ctrl(void *arg)
{
	int *failed = arg;
	char name[] = "nlctrl";

	pthread_barrier_wait(&start);
	for (int round = 0; round < ROUNDS; round++) {
		struct nl_sock *sk = nl_socket_alloc();
		struct nl_cache *cache = NULL;
		struct genl_family *family;
		struct genl_ops ops = { .o_name = name };
		struct nl_object *copy;
		char buf[2000];

		*failed += genl_connect(sk) != 0;
		*failed += genl_ctrl_alloc_cache(sk, &cache) != 0;
		family = genl_ctrl_search_by_name(cache, name);
		*failed += family == NULL || genl_family_get_id(family) != GENL_ID_CTRL;
		copy = nl_object_clone((struct nl_object *)family);
		nl_object_dump_buf(copy, buf, sizeof(buf));
		nl_object_put(copy);
		genl_family_put(family);
		nl_cache_free(cache);
		*failed += genl_ctrl_resolve(sk, name) != GENL_ID_CTRL;
		*failed += genl_ops_resolve(sk, &ops) != 0;
		nl_socket_free(sk);
		ops.o_id = 0;
		*failed += genl_resolve_id(&ops) != 0 || ops.o_id != GENL_ID_CTRL;
	}
	return NULL;
}

static int parser(struct nl_cache_ops *cache, struct genl_cmd *cmd, struct genl_info *info, void *arg)
{
	(void)cache;
	(void)cmd;
	(void)info;
	++*(int *)arg;
	return 0;
}

static void *run_registry(void *arg)
{
	int *failed = arg;
	const int self = (int)(failed - failures);
	struct nl_sock *sk = nl_socket_alloc();
	char name[40], one[] = "ONE", buf[20];

	snprintf(name, sizeof(name), "family%d", self);
	genl_connect(sk);
	pthread_barrier_wait(&start);
	for (int round = 0; round < ROUNDS; round++) {
		struct genl_cmd cmds[] = { { .c_id = 1, .c_name = one, .c_msg_parser = parser } };
		struct genl_ops ops = {
			.o_name = name, .o_id = 0x1000 + self, .o_cmds = cmds, .o_ncmds = 1,
		};
		struct nl_msg *msg = nlmsg_alloc();
		int calls = 0;

		genlmsg_put(msg, 0, 0, 0x1000 + self, 0, 0, 1, 1);
		*failed += genl_register_family(&ops) != 0;
		*failed += genl_register_family(&ops) != -NLE_EXIST;
		*failed += genl_op2name(0x1000 + self, 1, buf, sizeof(buf)) == NULL;
		genl_op2name(0x1000 + (self + 1) % THREADS, 1, buf, sizeof(buf));
		*failed += genl_handle_msg(msg, &calls) != 0 || calls != 1;
		*failed += genl_ops_resolve(sk, &ops) != -NLE_OBJ_NOTFOUND;
		*failed += genl_unregister_family(&ops) != 0;
		*failed += genl_handle_msg(msg, &calls) != -NLE_MSGTYPE_NOSUPPORT;
		nlmsg_free(msg);
	}
	genl_mngt_resolve(sk);
	nl_socket_free(sk);
	return NULL;
}

/* A family that threads resolve while others look for it; the kernel has it, if possible. */
static char shared_name[40] = "no_such_family";
static struct genl_ops shared = { .o_name = shared_name };
static int shared_result = -NLE_OBJ_NOTFOUND;

static void choose_shared(void)
{
	struct nl_sock *sk = nl_socket_alloc();
	struct nl_cache *cache = NULL;
	struct nl_object *object;

	CHECK(genl_connect(sk) == 0 && genl_ctrl_alloc_cache(sk, &cache) == 0, "the kernel's families");
	for (object = nl_cache_get_first(cache); object; object = nl_cache_get_next(object)) {
		struct genl_family *family = (struct genl_family *)object;

		if (genl_family_get_id(family) != GENL_ID_CTRL) {
			snprintf(shared_name, sizeof(shared_name), "%s", genl_family_get_name(family));
			shared_result = 0;
		}
	}
	nl_cache_free(cache);
	nl_socket_free(sk);
}

static void *run_shared(void *arg)
{
	int *failed = arg;
	struct nl_sock *sk = nl_socket_alloc();
	char buf[20];

	genl_connect(sk);
	pthread_barrier_wait(&start);
	for (int round = 0; round < ROUNDS; round++) {
		genl_op2name(GENL_ID_CTRL, CTRL_CMD_GETFAMILY, buf, sizeof(buf));
		*failed += genl_mngt_resolve(sk) != shared_result;
		*failed += genl_ops_resolve(sk, &shared) != shared_result;
	}
	nl_socket_free(sk);
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
	run(run_ctrl, "the controller");
	run(run_registry, "families");
	choose_shared();
	CHECK_INT(genl_register_family(&shared), 0, "a family for all");
	run(run_shared, "a family for all");
	CHECK_INT(genl_unregister_family(&shared), 0, "no more");
	return check_done();
}
