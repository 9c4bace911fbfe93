/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Traffic control: requests that are built without memory, and requests to the kernel, with system calls that fail, too.
 */
#define _GNU_SOURCE
#include <netinet/in.h>

#include <netlink/route/act/gact.h>
#include <netlink/route/action.h>
#include <netlink/route/class.h>
#include <netlink/route/classifier.h>
#include <netlink/route/cls/u32.h>
#include <netlink/route/link.h>
#include <netlink/route/link/veth.h>
#include <netlink/route/qdisc.h>
#include <netlink/route/qdisc/fifo.h>
#include <netlink/route/qdisc/htb.h>
#include <netlink/route/tc.h>

#include "walk_io.h"

/* For preparations. */
static struct nl_sock *calm;
static struct rtnl_qdisc *qdisc;
static struct rtnl_class *class;
static struct rtnl_cls *cls;
static struct rtnl_act *act;

static struct rtnl_qdisc *qdisc_of(int index, const char *kind)
{
	struct rtnl_qdisc *made = rtnl_qdisc_alloc();

	rtnl_tc_set_ifindex(TC_CAST(made), index);
	rtnl_tc_set_parent(TC_CAST(made), TC_H_ROOT);
	rtnl_tc_set_handle(TC_CAST(made), TC_HANDLE(1, 0));
	rtnl_tc_set_kind(TC_CAST(made), kind);
	return made;
}

static void set_up(void)
{
	struct rtnl_link *link;
	int index;

	calm = nl_socket_alloc();
	nl_connect(calm, NETLINK_ROUTE);
	rtnl_link_veth_add(calm, "a", "b", getpid());
	rtnl_link_get_kernel(calm, 0, "a", &link);
	index = rtnl_link_get_ifindex(link);
	rtnl_link_put(link);

	qdisc = qdisc_of(index, "htb");
	rtnl_htb_set_defcls(qdisc, 1);
	class = rtnl_class_alloc();
	rtnl_tc_set_ifindex(TC_CAST(class), index);
	rtnl_tc_set_parent(TC_CAST(class), TC_HANDLE(1, 0));
	rtnl_tc_set_handle(TC_CAST(class), TC_HANDLE(1, 1));
	rtnl_tc_set_kind(TC_CAST(class), "htb");
	rtnl_htb_set_rate(class, 100000);
	cls = rtnl_cls_alloc();
	rtnl_tc_set_ifindex(TC_CAST(cls), index);
	rtnl_tc_set_parent(TC_CAST(cls), TC_HANDLE(1, 0));
	rtnl_cls_set_prio(cls, 1);
	rtnl_cls_set_protocol(cls, 0x800);
	rtnl_tc_set_kind(TC_CAST(cls), "u32");
	rtnl_u32_set_handle(cls, 0x800, 0, 1);
	rtnl_u32_add_key(cls, 1, 1, 0, 0);
	rtnl_u32_set_classid(cls, TC_HANDLE(1, 1));
	act = rtnl_act_alloc();
	rtnl_tc_set_kind(TC_CAST(act), "gact");
	rtnl_gact_set_action(act, TC_ACT_SHOT);
}

static int unless(int err, int expected)
{
	return err == expected ? 0 : err;
}

static void qdiscs(void)
{
	struct rtnl_qdisc *other = qdisc_of(rtnl_tc_get_ifindex(TC_CAST(qdisc)), "pfifo");
	struct rtnl_qdisc *change = rtnl_qdisc_alloc();

	rtnl_qdisc_fifo_set_limit(other, 10);
	rtnl_tc_set_kind(TC_CAST(change), "pfifo");
	rtnl_qdisc_fifo_set_limit(change, 20);
	walk_watch(other);
	WALK_MAKES(rtnl_act_put, rtnl_act_alloc());
	WALK_BUILDS(rtnl_qdisc_build_add_request(other, NLM_F_CREATE, &msg));
	WALK_BUILDS(rtnl_qdisc_build_change_request(other, change, &msg));
	WALK_BUILDS(rtnl_qdisc_build_update_request(other, change, 0, &msg));
	WALK_BUILDS(rtnl_qdisc_build_delete_request(other, &msg));
	WALK_REQUEST(rtnl_qdisc_delete(calm, other), rtnl_qdisc_add(sk, other, NLM_F_CREATE));
	rtnl_qdisc_add(calm, other, NLM_F_CREATE);
	WALK_REQUEST((void)0, rtnl_qdisc_change(sk, other, change));
	WALK_REQUEST((void)0, rtnl_qdisc_update(sk, other, change, 0));
	WALK_REQUEST(rtnl_qdisc_add(calm, other, NLM_F_CREATE), rtnl_qdisc_delete(sk, other));
	walk_watch(NULL);
	WALK_FILL(rtnl_qdisc_alloc_cache(sk, &cache));
	rtnl_qdisc_put(change);
	rtnl_qdisc_put(other);
}

static void count(struct nl_object *object, void *arg)
{
	(void)object;
	++*(int *)arg;
}

/* A function that calls another for each of some, and for none without memory. */
#define EACH(call) HEAP_FAIL_EACH(({ int found = 0; call; found == 1 ? 0 : found == 0 ? -NLE_NOMEM : -1000; }), -NLE_NOMEM, 1, #call)

static void classes(void)
{
	const int index = rtnl_tc_get_ifindex(TC_CAST(class));
	struct rtnl_class *child = (struct rtnl_class *)nl_object_clone(OBJ_CAST(class));
	struct nl_cache *filters, *all;
	struct nl_msg *first = NULL;

	/* What follows from the rate is computed for the first request. */
	rtnl_class_build_add_request(class, NLM_F_CREATE, &first);
	nlmsg_free(first);
	walk_watch(class);
	WALK_BUILDS(rtnl_class_build_add_request(class, NLM_F_CREATE, &msg));
	WALK_BUILDS(rtnl_class_build_delete_request(class, &msg));
	WALK_REQUEST(rtnl_class_delete(calm, class), rtnl_class_add(sk, class, NLM_F_CREATE));
	WALK_REQUEST(rtnl_class_add(calm, class, NLM_F_CREATE), rtnl_class_delete(sk, class));
	rtnl_class_add(calm, class, NLM_F_CREATE);
	WALK_FILL(rtnl_class_alloc_cache(sk, index, &cache));
	walk_watch(NULL);

	nl_cache_alloc_name("route/cls", &filters);
	nl_cache_add(filters, OBJ_CAST(cls));
	nl_cache_alloc_name("route/class", &all);
	rtnl_tc_set_parent(TC_CAST(child), TC_HANDLE(1, 1));
	rtnl_tc_set_handle(TC_CAST(child), TC_HANDLE(1, 2));
	nl_cache_add(all, OBJ_CAST(child));
	EACH(rtnl_class_foreach_child(class, all, count, &found));
	EACH(rtnl_class_foreach_cls(class, filters, count, &found));
	rtnl_tc_set_handle(TC_CAST(qdisc), TC_HANDLE(1, 1));
	EACH(rtnl_qdisc_foreach_child(qdisc, all, count, &found));
	rtnl_tc_set_parent(TC_CAST(cls), TC_H_ROOT);
	EACH(rtnl_qdisc_foreach_cls(qdisc, filters, count, &found));
	rtnl_tc_set_parent(TC_CAST(cls), TC_HANDLE(1, 0));
	rtnl_tc_set_handle(TC_CAST(qdisc), TC_HANDLE(1, 0));
	nl_cache_free(all);
	nl_cache_free(filters);
	rtnl_class_put(child);
}

/* A filter that has room for no more keys: it grows by 4 at first. */
static struct rtnl_cls *full(void)
{
	struct rtnl_cls *filter = rtnl_cls_alloc();

	rtnl_tc_set_kind(TC_CAST(filter), "u32");
	for (int i = 0; i < 4; i++)
		rtnl_u32_add_key(filter, 1, 1, 4 * i, 0);
	return filter;
}

static void filters(void)
{
	const int index = rtnl_tc_get_ifindex(TC_CAST(cls));
	const struct in6_addr six = { 0 };

	walk_watch(cls);
	WALK_BUILDS(rtnl_cls_build_add_request(cls, NLM_F_CREATE, &msg));
	WALK_BUILDS(rtnl_cls_build_change_request(cls, 0, &msg));
	WALK_BUILDS(rtnl_cls_build_delete_request(cls, 0, &msg));
	WALK_REQUEST(rtnl_cls_delete(calm, cls, 0), rtnl_cls_add(sk, cls, NLM_F_CREATE));
	rtnl_cls_add(calm, cls, NLM_F_CREATE);
	WALK_REQUEST((void)0, rtnl_cls_change(sk, cls, 0));
	WALK_FILL(rtnl_cls_alloc_cache(sk, index, TC_HANDLE(1, 0), &cache));
	WALK_REQUEST(rtnl_cls_add(calm, cls, NLM_F_CREATE), rtnl_cls_delete(sk, cls, 0));
	walk_watch(NULL);
#define KEYS(call) WALK_SETS(struct rtnl_cls, full(), rtnl_cls_put, call)
	KEYS(rtnl_u32_add_key_in6_addr(it, &six, 128, 24, 0));
	KEYS(rtnl_u32_add_key_in_addr(it, (const struct in_addr *)&six, 32, 24, 0));
	KEYS(rtnl_u32_add_key_uint8(it, 1, 0xff, 9, 0));
	KEYS(rtnl_u32_add_key_uint16(it, 1, 0xff, 10, 0));
	KEYS(rtnl_u32_add_key_uint32(it, 1, 0xff, 12, 0));
}

static void actions(void)
{
	struct nl_msg *list = nlmsg_alloc_simple(1, 0);

	walk_watch(act);
	WALK_BUILDS(rtnl_act_build_add_request(act, NLM_F_CREATE, &msg));
	WALK_BUILDS(rtnl_act_build_change_request(act, 0, &msg));
	WALK_BUILDS(rtnl_act_build_delete_request(act, 0, &msg));
	/* The kernel may not have the kind; its words about that are spared. */
	walk_spares = 1;
	WALK_REQUEST((void)0, unless(rtnl_act_add(sk, act, NLM_F_CREATE), -NLE_OBJ_NOTFOUND));
	walk_spares = 1;
	WALK_REQUEST((void)0, unless(rtnl_act_change(sk, act, 0), -NLE_OBJ_NOTFOUND));
	walk_spares = 1;
	WALK_REQUEST((void)0, unless(rtnl_act_delete(sk, act, 0), -NLE_INVAL));
	walk_watch(NULL);
	rtnl_act_fill(list, 9, act);
	HEAP_FAIL_EACH(({
		struct rtnl_act *read = NULL;
		int err = rtnl_act_parse(&read, nlmsg_attrdata(nlmsg_hdr(list), 0));

		CHECK((err < 0) == (read == NULL), "actions or an error");
		rtnl_act_put_all(&read);
		err;
	}), -NLE_NOMEM, 1, "rtnl_act_parse");
	nlmsg_free(list);
}

int main(void)
{
	/* Printing takes memory once. */
	CHECK(1, "begin");
	/* No names of handles. */
	setenv("NLSYSCONFDIR", "/nonexistent", 1);
	set_up();
	qdiscs();
	rtnl_qdisc_add(calm, qdisc, NLM_F_CREATE);
	classes();
	filters();
	actions();
	rtnl_act_put(act);
	rtnl_cls_put(cls);
	rtnl_class_put(class);
	rtnl_qdisc_put(qdisc);
	nl_socket_free(sk);
	nl_socket_free(calm);
	return check_done();
}
