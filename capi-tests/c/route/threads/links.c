/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Threads that share the kinds of links: they register kinds of their own, look them up, and make, copy and
 * compare links.
 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

#include <netlink/errno.h>
#include <netlink/route/link.h>

#include "check.h"

/* The table of a kind, and functions that have no header; as upstream's private one. */
struct rtnl_link_info_ops {
	char *io_name;
	int io_refcnt;
	int (*io_alloc)(struct rtnl_link *);
	int (*io_parse)(struct rtnl_link *, struct nlattr *, struct nlattr *);
	void (*io_dump[3])(struct rtnl_link *, struct nl_dump_params *);
	int (*io_clone)(struct rtnl_link *, struct rtnl_link *);
	int (*io_put_attrs)(struct nl_msg *, struct rtnl_link *);
	void (*io_free)(struct rtnl_link *);
	int (*io_compare)(struct rtnl_link *, struct rtnl_link *, int);
	void *io_list[2];
};

extern int rtnl_link_register_info(struct rtnl_link_info_ops *);
extern int rtnl_link_unregister_info(struct rtnl_link_info_ops *);
extern struct rtnl_link_info_ops *rtnl_link_info_ops_lookup(const char *);
extern void rtnl_link_info_ops_get(struct rtnl_link_info_ops *);
extern void rtnl_link_info_ops_put(struct rtnl_link_info_ops *);

/* Calls that did not give what they should: CHECK() is not for threads. */
static atomic_int wrong;

static int own_alloc(struct rtnl_link *link)
{
	rtnl_link_set_mtu(link, 1111);
	return 0;
}

static int own_clone(struct rtnl_link *dst, struct rtnl_link *src)
{
	rtnl_link_set_mtu(dst, rtnl_link_get_mtu(src) + 1);
	return 0;
}

/* One for all threads, which is there all the time. */
static struct rtnl_link_info_ops shared = { .io_name = (char *)"shared", .io_alloc = own_alloc, .io_clone = own_clone };

static struct rtnl_link *cloned(struct rtnl_link *link)
{
	return (struct rtnl_link *)nl_object_clone(OBJ_CAST(link));
}

static void built_in(void)
{
	static const char *const kinds[] = { "vlan", "veth", "vxlan", "macvlan", "bridge" };

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		struct rtnl_link_info_ops *ops = rtnl_link_info_ops_lookup(kinds[i]);
		struct rtnl_link *link = rtnl_link_alloc(), *copy;

		wrong += ops == NULL || strcmp(ops->io_name, kinds[i]) != 0;
		rtnl_link_info_ops_put(ops);
		wrong += rtnl_link_set_type(link, kinds[i]) != 0;
		copy = cloned(link);
		wrong += copy == NULL || nl_object_diff64(OBJ_CAST(link), OBJ_CAST(copy)) != 0;
		rtnl_link_put(copy);
		rtnl_link_put(link);
	}
}

static void foreign(struct rtnl_link_info_ops *ops)
{
	struct rtnl_link_info_ops *found;
	struct rtnl_link *link = rtnl_link_alloc(), *copy;

	wrong += rtnl_link_register_info(ops) != 0;
	found = rtnl_link_info_ops_lookup(ops->io_name);
	wrong += found != ops;
	rtnl_link_info_ops_get(ops);
	wrong += rtnl_link_unregister_info(ops) != -NLE_BUSY;
	rtnl_link_info_ops_put(ops);
	rtnl_link_info_ops_put(found);
	wrong += rtnl_link_set_type(link, ops->io_name) != 0;
	wrong += rtnl_link_get_mtu(link) != 1111;
	copy = cloned(link);
	wrong += rtnl_link_get_mtu(copy) != 1112;
	wrong += rtnl_link_unregister_info(ops) != -NLE_BUSY;
	rtnl_link_put(link);
	wrong += rtnl_link_unregister_info(ops) != -NLE_BUSY;
	rtnl_link_put(copy);
	wrong += rtnl_link_unregister_info(ops) != 0;
	wrong += rtnl_link_info_ops_lookup(ops->io_name) != NULL;
	wrong += rtnl_link_register_info(&shared) != -NLE_EXIST;
}

static void common(void)
{
	struct rtnl_link *link = rtnl_link_alloc(), *copy;

	wrong += rtnl_link_set_type(link, "shared") != 0;
	copy = cloned(link);
	wrong += rtnl_link_get_mtu(copy) != 1112;
	wrong += rtnl_link_unregister_info(&shared) != -NLE_BUSY;
	rtnl_link_put(link);
	rtnl_link_put(copy);
}

static void *work(void *arg)
{
	struct rtnl_link_info_ops ops = { .io_alloc = own_alloc, .io_clone = own_clone };
	char name[32];

	snprintf(name, sizeof(name), "mine%d", *(const int *)arg);
	ops.io_name = name;
	for (int round = 0; round < 200; round++) {
		built_in();
		foreign(&ops);
		common();
	}
	return NULL;
}

int main(void)
{
	static const int numbers[4] = { 0, 1, 2, 3 };
	pthread_t threads[4];

	CHECK_INT(rtnl_link_register_info(&shared), 0, "a kind for all");
	for (int i = 0; i < 4; i++)
		CHECK_INT(pthread_create(&threads[i], NULL, work, (void *)&numbers[i]), 0, "thread");
	for (int i = 0; i < 4; i++)
		pthread_join(threads[i], NULL);
	CHECK_INT(wrong, 0, "everything");
	CHECK_INT(shared.io_refcnt, 0, "nobody has it any more");
	CHECK_INT(rtnl_link_unregister_info(&shared), 0, "taken back");
	return check_done();
}
