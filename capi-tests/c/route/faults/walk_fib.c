/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Asking the kernel which route it would take, with system calls that fail.
 */
#define _GNU_SOURCE
#include <linux/netlink.h>

#include <netlink/addr.h>
#include <netlink/fib_lookup/lookup.h>
#include <netlink/fib_lookup/request.h>

#include "walk_io.h"

static void connect_anew(void)
{
	if (sk != NULL)
		nl_socket_free(sk);
	sk = nl_socket_alloc();
	nl_connect(sk, NETLINK_FIB_LOOKUP);
}

int main(void)
{
	struct flnl_request *request;
	struct nl_cache *results;
	struct nl_addr *addr = NULL;

	walk_paused++;
	request = flnl_request_alloc();
	results = flnl_result_alloc_cache();
	nl_addr_parse("127.0.0.1", AF_INET, &addr);
	flnl_request_set_addr(request, addr);
	walk_paused--;
	WALK_IO(connect_anew(), flnl_lookup(sk, request, results), "flnl_lookup");
	walk_paused++;
	nl_socket_free(sk);
	nl_cache_free(results);
	nl_object_put(OBJ_CAST(request));
	nl_addr_put(addr);
	return check_done();
}
