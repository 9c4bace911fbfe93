/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Generic netlink without memory.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <stdlib.h>

#include <linux/genetlink.h>

#include <netlink/attr.h>
#include <netlink/cache.h>
#include <netlink/errno.h>
#include <netlink/genl/ctrl.h>
#include <netlink/genl/family.h>
#include <netlink/genl/genl.h>
#include <netlink/genl/mngt.h>
#include <netlink/msg.h>

#include "faulty_heap.h"

extern int genl_resolve_id(struct genl_ops *ops);

/* Each returns 1 if it failed as documented, 2 if it succeeded, 0 otherwise. */
static int verdict(int result, int success)
{
	return result == -NLE_NOMEM ? 1 : result == success ? 2 : 0;
}

static int alloc_family(void)
{
	struct genl_family *family = genl_family_alloc();

	genl_family_put(family);
	return family == NULL ? 1 : 2;
}

static int fill_family(void)
{
	struct genl_family *family = genl_family_alloc();
	int result = -NLE_NOMEM;

	for (int i = 0; family != NULL && i < 40; i++) {
		result = i % 2 ? genl_family_add_op(family, i, 0) : genl_family_add_grp(family, 1, "g");
		if (result < 0)
			break;
	}
	genl_family_put(family);
	return verdict(result, 0);
}

static int clone_family(void)
{
	struct genl_family *family = genl_family_alloc();
	struct nl_object *copy = NULL;

	if (family != NULL && genl_family_add_op(family, 1, 0) == 0 &&
	    genl_family_add_grp(family, 1, "g") == 0)
		copy = nl_object_clone((struct nl_object *)family);
	nl_object_put(copy);
	genl_family_put(family);
	return copy == NULL ? 1 : 2;
}

static int fill_cache(void)
{
	struct nl_cache *cache = NULL;
	struct nl_sock *own = nl_socket_alloc();
	int result = -NLE_NOMEM;

	if (own != NULL && genl_connect(own) == 0)
		result = genl_ctrl_alloc_cache(own, &cache);
	if (result == 0 && nl_cache_nitems(cache) == 0)
		result = 1;
	nl_cache_free(cache);
	nl_socket_free(own);
	return verdict(result, 0);
}

static int resolve(void)
{
	struct nl_sock *own = nl_socket_alloc();
	int result = -NLE_NOMEM;

	if (own != NULL && genl_connect(own) == 0)
		result = genl_ctrl_resolve(own, "nlctrl");
	nl_socket_free(own);
	return verdict(result, GENL_ID_CTRL);
}

static int resolve_group(void)
{
	struct nl_sock *own = nl_socket_alloc();
	int result = -NLE_NOMEM;

	if (own != NULL && genl_connect(own) == 0)
		result = genl_ctrl_resolve_grp(own, "nlctrl", "notify");
	nl_socket_free(own);
	return result == -NLE_NOMEM ? 1 : result > 0 ? 2 : 0;
}

static int resolve_id(void)
{
	char name[] = "nlctrl";
	struct genl_ops ops = { .o_name = name };

	return verdict(genl_resolve_id(&ops), 0);
}

static int parser(struct nl_cache_ops *cache, struct genl_cmd *cmd, struct genl_info *info, void *arg)
{
	(void)cache;
	(void)cmd;
	(void)info;
	(void)arg;
	return 0;
}

static int handle(void)
{
	char name[] = "own", one[] = "ONE";
	struct genl_cmd cmds[] = { { .c_id = 1, .c_name = one, .c_maxattr = 5, .c_msg_parser = parser } };
	struct genl_ops ops = { .o_name = name, .o_id = 0x55, .o_cmds = cmds, .o_ncmds = 1 };
	struct nl_msg *msg = nlmsg_alloc();
	int result = -NLE_NOMEM;

	if (msg != NULL) {
		genlmsg_put(msg, 0, 0, 0x55, 0, 0, 1, 1);
		genl_register_family(&ops);
		result = genl_handle_msg(msg, NULL);
		genl_unregister_family(&ops);
	}
	nlmsg_free(msg);
	return verdict(result, 0);
}

/* Up to 4 receive buffers may stay for the next one who receives. */
static void starve(int (*body)(void), const char *name, int idle)
{
	int nth, before, good;

	heap_fail_on = 1;
	for (nth = 0; nth < 2000; nth++) {
		before = heap_held;
		heap_allocations = 0;
		heap_fail_at = nth + 1;
		good = body();
		heap_fail_at = 0;
		if (heap_allocations <= nth)
			break;
		if (good != 1 || heap_held > before + idle)
			CHECK(0, "%s: without allocation %d: %d, %d are left", name, nth, good, heap_held - before);
	}
	heap_fail_on = 0;
	CHECK(nth > 0 && nth < 2000, "%s: fails well without each of %d allocations", name, nth);
}

int main(void)
{
	starve(alloc_family, "genl_family_alloc", 0);
	starve(fill_family, "genl_family_add_op", 0);
	starve(clone_family, "nl_object_clone", 0);
	starve(handle, "genl_handle_msg", 0);
	starve(fill_cache, "genl_ctrl_alloc_cache", 4);
	starve(resolve, "genl_ctrl_resolve", 4);
	starve(resolve_group, "genl_ctrl_resolve_grp", 4);
	starve(resolve_id, "genl_resolve_id", 4);
	return check_done();
}
