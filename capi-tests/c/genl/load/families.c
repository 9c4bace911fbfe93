/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Families asked for as often as in an hour, ten times a second, and all of them every second: neither memory nor file
 * descriptors grow.
 */
#include <linux/genetlink.h>

#include <netlink/genl/ctrl.h>
#include <netlink/genl/family.h>
#include <netlink/genl/genl.h>
#include <netlink/netlink.h>
#include <netlink/socket.h>

#include "load.h"

#define REQUESTS 36000
#define WARM 100

static struct nl_sock *sk;

static void ask(int count)
{
	int bad = 0;

	for (int n = 0; n < count; n++) {
		struct genl_family *family = NULL;
		struct nl_cache *cache = NULL;

		bad += genl_ctrl_resolve(sk, "nlctrl") != GENL_ID_CTRL;
		bad += genl_ctrl_resolve_grp(sk, "nlctrl", "notify") < 0;
		bad += genl_ctrl_resolve(sk, "no such family") >= 0;
		if (n % 10 != 0)
			continue;
		bad += genl_ctrl_alloc_cache(sk, &cache) < 0;
		family = genl_ctrl_search_by_name(cache, "nlctrl");
		bad += family == NULL || genl_family_get_id(family) != GENL_ID_CTRL;
		genl_family_put(family);
		nl_cache_free(cache);
	}
	CHECK_INT(bad, 0, "asked %d times", count);
}

int main(void)
{
	size_t heap;
	int fds;

	sk = nl_socket_alloc();
	CHECK_INT(genl_connect(sk), 0, "connect");
	ask(WARM);
	heap = load_heap();
	fds = load_fds();
	ask(REQUESTS);
	/* libc keeps some pieces for later. */
	CHECK(load_heap() <= heap + 4096, "as much memory: %zu bytes, %zu at first", load_heap(), heap);
	CHECK_INT(load_fds(), fds, "as many file descriptors");
	nl_socket_free(sk);
	return check_done();
}
