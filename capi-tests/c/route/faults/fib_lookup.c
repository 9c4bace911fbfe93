/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Asking the kernel which route it would take, without memory.
 */
#define _GNU_SOURCE
#include <netlink/addr.h>
#include <netlink/errno.h>
#include <netlink/fib_lookup/lookup.h>
#include <netlink/socket.h>

#include "check.h"
#include "faulty_heap.h"
#include "route/fib_lookup.h"
#include "route/objects.h"

static struct nl_sock *sk;
static struct flnl_request *given;
static struct nl_msg *message;
static struct nl_object *answer;

static int made(void *object)
{
	nl_object_put(OBJ_CAST(object));
	return object != NULL ? 0 : -NLE_NOMEM;
}

static int cache(void)
{
	struct nl_cache *cache = flnl_result_alloc_cache();

	nl_cache_free(cache);
	return cache != NULL ? 0 : -NLE_NOMEM;
}

static int build(void)
{
	struct nl_msg *msg = NULL;
	int err = flnl_lookup_build_request(given, 0, &msg);

	CHECK((err < 0) == (msg == NULL), "a message or an error");
	nlmsg_free(msg);
	return err;
}

static int parse(void)
{
	struct nl_object *object = NULL;
	int err = nl_msg_parse(message, raw_take, &object);

	CHECK((err < 0) == (object == NULL), "an object or an error");
	nl_object_put(object);
	/* It says that nothing else will come. */
	return err == NL_STOP ? 0 : err;
}

static int look_up(void)
{
	struct nl_cache *cache = flnl_result_alloc_cache();
	int err = cache == NULL ? -NLE_NOMEM : flnl_lookup(sk, given, cache);

	CHECK((err < 0) == (cache == NULL || nl_cache_is_empty(cache)), "an answer or an error");
	nl_cache_free(cache);
	return err;
}

int main(void)
{
	static const struct fib_answer bytes = { .table = 254, .type = 1 };
	struct nl_addr *addr = NULL;

	/* Printing takes memory once. */
	CHECK(1, "begin");
	sk = nl_socket_alloc();
	nl_connect(sk, NETLINK_FIB_LOOKUP);
	nl_socket_set_nonblocking(sk);
	given = flnl_request_alloc();
	nl_addr_parse("127.0.0.1", AF_INET, &addr);
	flnl_request_set_addr(given, addr);
	nl_addr_put(addr);
	message = fib_answer_message(&bytes, 0);
	nl_msg_parse(message, raw_take, &answer);
	HEAP_FAIL_EACH(made(flnl_request_alloc()), -NLE_NOMEM, 1, "a request");
	HEAP_FAIL_EACH(made(nl_object_clone(OBJ_CAST(given))), -NLE_NOMEM, 2, "a copy of a request");
	HEAP_FAIL_EACH(build(), -NLE_NOMEM, 2, "a message");
	HEAP_FAIL_EACH(made(flnl_result_alloc()), -NLE_NOMEM, 1, "an answer");
	HEAP_FAIL_EACH(made(nl_object_clone(answer)), -NLE_NOMEM, 1, "a copy of an answer");
	HEAP_FAIL_EACH(parse(), -NLE_NOMEM, 1, "reading an answer");
	HEAP_FAIL_EACH(cache(), -NLE_NOMEM, 1, "a cache");
	/* The library keeps a receive buffer. Answers that a lookup has no memory for do not disturb the next. */
	CHECK_INT(look_up(), 0, "the first lookup");
	HEAP_FAIL_EACH(look_up(), -NLE_NOMEM, 5, "a lookup");
	nl_object_put(answer);
	nlmsg_free(message);
	nl_object_put(OBJ_CAST(given));
	nl_socket_free(sk);
	return check_done();
}
