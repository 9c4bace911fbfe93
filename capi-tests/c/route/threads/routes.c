/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Threads with sockets and caches of their own, and names that all of them share.
 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>

#include <netlink/route/route.h>
#include <netlink/socket.h>

#include "check.h"

/* Calls that did not give what they should: CHECK() is not for threads. */
static atomic_int wrong;

static void *work(void *arg)
{
	char buf[64];

	for (int round = 0; round < 20; round++) {
		struct nl_sock *sk = nl_socket_alloc();
		struct nl_cache *cache = NULL;

		wrong += nl_connect(sk, NETLINK_ROUTE) != 0;
		wrong += rtnl_route_alloc_cache(sk, AF_UNSPEC, 0, &cache) != 0;
		nl_cache_free(cache);
		nl_socket_free(sk);
		wrong += rtnl_route_table2str(254, buf, sizeof(buf)) != buf;
		if (arg != NULL)
			wrong += rtnl_route_read_table_names("/nonexistent") == 0;
	}
	return NULL;
}

int main(void)
{
	pthread_t threads[4];

	for (int i = 0; i < 4; i++)
		CHECK_INT(pthread_create(&threads[i], NULL, work, i == 0 ? threads : NULL), 0, "thread");
	for (int i = 0; i < 4; i++)
		pthread_join(threads[i], NULL);
	CHECK_INT(wrong, 0, "everything");
	return check_done();
}
