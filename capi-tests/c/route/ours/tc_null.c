/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * NULL in place of every object of traffic control.
 */
#include <netlink/attr.h>
#include <netlink/errno.h>
#include <netlink/route/act/gact.h>
#include <netlink/route/act/mirred.h>
#include <netlink/route/action.h>
#include <netlink/route/class.h>
#include <netlink/route/classifier.h>
#include <netlink/route/cls/matchall.h>
#include <netlink/route/cls/u32.h>
#include <netlink/route/qdisc.h>
#include <netlink/route/qdisc/fifo.h>
#include <netlink/route/qdisc/fq_codel.h>
#include <netlink/route/qdisc/htb.h>
#include <netlink/route/qdisc/tbf.h>

#pragma GCC diagnostic ignored "-Wdeprecated-declarations"

#include "check.h"
#include "route/objects.h"
#include "route/tc_private.h"

static void null(void)
{
	struct nl_object *none = NULL;
	struct rtnl_tc *tc = NULL;
	struct rtnl_qdisc *qdisc = NULL;
	struct rtnl_class *class = NULL;
	struct rtnl_cls *cls = NULL;
	struct rtnl_act *act = NULL, *list = NULL, *real = rtnl_act_alloc();
	struct nl_msg *msg = NULL;
	struct in6_addr six = { 0 };
	struct in_addr four = { 0 };
	uint32_t number = 0, table[256];
	uint64_t wide = 0;

	rtnl_tc_set_ifindex(tc, 1);
	rtnl_tc_set_link(tc, NULL);
	rtnl_tc_set_mtu(tc, 1);
	rtnl_tc_set_mpu(tc, 1);
	rtnl_tc_set_overhead(tc, 1);
	rtnl_tc_set_linktype(tc, 1);
	rtnl_tc_set_handle(tc, 1);
	rtnl_tc_set_parent(tc, 1);
	rtnl_tc_set_chain(tc, 1);
	CHECK_INT(rtnl_tc_set_kind(tc, "htb"), -NLE_INVAL, "set_kind");
	CHECK_INT(rtnl_tc_set_kind(TC_CAST(real), NULL), -NLE_INVAL, "set_kind to nothing");
	CHECK_INT(rtnl_tc_get_ifindex(tc) + (int)(rtnl_tc_get_mtu(tc) + rtnl_tc_get_mpu(tc) + rtnl_tc_get_overhead(tc) + rtnl_tc_get_linktype(tc) + rtnl_tc_get_handle(tc) + rtnl_tc_get_parent(tc)), 0, "numbers");
	CHECK(rtnl_tc_get_link(tc) == NULL && rtnl_tc_get_kind(tc) == NULL, "pointers");
	CHECK_UINT(rtnl_tc_get_stat(tc, RTNL_TC_BYTES), 0, "get_stat");
	CHECK_INT(rtnl_tc_get_chain(tc, &number), -NLE_INVAL, "get_chain");
	CHECK_INT(rtnl_tc_get_chain(TC_CAST(real), NULL), -NLE_INVAL, "get_chain to nowhere");
	CHECK_INT(rtnl_tc_msg_parse(NULL, TC_CAST(real)), -NLE_INVAL, "msg_parse");
	CHECK_INT(rtnl_tc_msg_build(tc, 1, 0, &msg), -NLE_INVAL, "msg_build");
	CHECK_INT(rtnl_tc_msg_build(TC_CAST(real), 1, 0, NULL), -NLE_INVAL, "msg_build to nowhere");
	CHECK_INT(rtnl_tc_msg_build(TC_CAST(real), 65536, 0, &msg), -NLE_INVAL, "msg_build of no type");
	CHECK_INT(rtnl_tc_build_rate_table(tc, NULL, table), -NLE_INVAL, "build_rate_table");
	CHECK(rtnl_tc_data(tc) == NULL && rtnl_tc_get_ops(tc) == NULL, "data");
	CHECK(rtnl_tc_data_check(tc, NULL, NULL) == NULL, "data_check");
	rtnl_tc_free_data(none);
	CHECK_INT(rtnl_tc_clone(none, none), -NLE_INVAL, "clone");
	rtnl_tc_dump_line(none, NULL);
	rtnl_tc_dump_details(none, NULL);
	rtnl_tc_dump_stats(none, NULL);
	CHECK_UINT(rtnl_tc_compare(none, none, 5, 0), 5, "compare");

	rtnl_qdisc_put(qdisc);
	CHECK_INT(rtnl_qdisc_alloc_cache(NULL, NULL), -NLE_INVAL, "qdisc_alloc_cache");
	CHECK(!rtnl_qdisc_get(NULL, 1, 1) && !rtnl_qdisc_get_by_parent(NULL, 1, 1) && !rtnl_qdisc_get_by_kind(NULL, 1, NULL), "qdisc_get");
	CHECK_INT(rtnl_qdisc_build_add_request(qdisc, 0, &msg), -NLE_INVAL, "qdisc add");
	CHECK_INT(rtnl_qdisc_build_update_request(qdisc, qdisc, 0, &msg), -NLE_INVAL, "qdisc update");
	CHECK_INT(rtnl_qdisc_build_delete_request(qdisc, &msg), -NLE_INVAL, "qdisc delete");
	CHECK_INT(rtnl_qdisc_add(NULL, qdisc, 0), -NLE_INVAL, "qdisc_add");
	CHECK_INT(rtnl_qdisc_update(NULL, qdisc, qdisc, 0), -NLE_INVAL, "qdisc_update");
	CHECK_INT(rtnl_qdisc_change(NULL, qdisc, qdisc), -NLE_INVAL, "qdisc_change");
	CHECK_INT(rtnl_qdisc_build_change_request(qdisc, qdisc, &msg), -NLE_INVAL, "qdisc change");
	CHECK_INT(rtnl_qdisc_delete(NULL, qdisc), -NLE_INVAL, "qdisc_delete");
	rtnl_qdisc_foreach_child(qdisc, NULL, NULL, NULL);
	rtnl_qdisc_foreach_cls(qdisc, NULL, NULL, NULL);
	rtnl_class_put(class);
	CHECK_INT(rtnl_class_alloc_cache(NULL, 1, NULL), -NLE_INVAL, "class_alloc_cache");
	CHECK(!rtnl_class_get(NULL, 1, 1) && !rtnl_class_get_by_parent(NULL, 1, 1) && !rtnl_class_leaf_qdisc(class, NULL), "class_get");
	CHECK_INT(rtnl_class_build_add_request(class, 0, &msg), -NLE_INVAL, "class add");
	CHECK_INT(rtnl_class_build_delete_request(class, &msg), -NLE_INVAL, "class delete");
	CHECK_INT(rtnl_class_add(NULL, class, 0), -NLE_INVAL, "class_add");
	CHECK_INT(rtnl_class_delete(NULL, class), -NLE_INVAL, "class_delete");
	rtnl_class_foreach_child(class, NULL, NULL, NULL);
	rtnl_class_foreach_cls(class, NULL, NULL, NULL);
	rtnl_cls_put(cls);
	CHECK_INT(rtnl_cls_alloc_cache(NULL, 1, 1, NULL), -NLE_INVAL, "cls_alloc_cache");
	CHECK(!rtnl_cls_find_by_handle(NULL, 1, 1, 1) && !rtnl_cls_find_by_prio(NULL, 1, 1, 1), "cls_find");
	rtnl_cls_cache_set_tc_params(NULL, 1, 1);
	CHECK_INT(rtnl_cls_build_add_request(cls, 0, &msg), -NLE_INVAL, "cls add");
	CHECK_INT(rtnl_cls_build_change_request(cls, 0, &msg), -NLE_INVAL, "cls change");
	CHECK_INT(rtnl_cls_build_delete_request(cls, 0, &msg), -NLE_INVAL, "cls delete");
	CHECK_INT(rtnl_cls_add(NULL, cls, 0), -NLE_INVAL, "cls_add");
	CHECK_INT(rtnl_cls_change(NULL, cls, 0), -NLE_INVAL, "cls_change");
	CHECK_INT(rtnl_cls_delete(NULL, cls, 0), -NLE_INVAL, "cls_delete");
	rtnl_cls_set_prio(cls, 1);
	rtnl_cls_set_protocol(cls, 1);
	CHECK_INT(rtnl_cls_get_prio(cls) + rtnl_cls_get_protocol(cls), 0, "prio and protocol");
	rtnl_act_get(act);
	rtnl_act_put(act);
	CHECK_INT(rtnl_act_build_add_request(act, 0, &msg), -NLE_INVAL, "act add");
	CHECK_INT(rtnl_act_build_change_request(act, 0, &msg), -NLE_INVAL, "act change");
	CHECK_INT(rtnl_act_build_delete_request(act, 0, &msg), -NLE_INVAL, "act delete");
	CHECK_INT(rtnl_act_add(NULL, real, 0), -NLE_BAD_SOCK, "act_add");
	CHECK_INT(rtnl_act_change(NULL, act, 0), -NLE_INVAL, "act_change");
	CHECK_INT(rtnl_act_delete(NULL, act, 0), -NLE_INVAL, "act_delete");
	CHECK_INT(rtnl_act_append(NULL, real), -NLE_INVAL, "act_append to nowhere");
	CHECK_INT(rtnl_act_append(&list, NULL), -NLE_INVAL, "act_append");
	CHECK_INT(rtnl_act_remove(NULL, real), -NLE_INVAL, "act_remove from nowhere");
	CHECK_INT(rtnl_act_remove(&list, NULL), -NLE_OBJ_NOTFOUND, "act_remove");
	CHECK_INT(rtnl_act_fill(NULL, 1, real), -NLE_INVAL, "act_fill");
	CHECK_INT(rtnl_act_parse(&list, NULL), -NLE_INVAL, "act_parse");
	rtnl_act_put_all(NULL);
	rtnl_act_put_all(&list);

	CHECK_INT(rtnl_qdisc_fifo_set_limit(qdisc, 1), -NLE_INVAL, "fifo_set_limit");
	CHECK_INT(rtnl_qdisc_fifo_get_limit(qdisc), -NLE_INVAL, "fifo_get_limit");
	CHECK_INT(rtnl_qdisc_fq_codel_set_limit(qdisc, 1), -NLE_INVAL, "fq_codel_set_limit");
	CHECK_INT(rtnl_qdisc_fq_codel_get_limit(qdisc), -NLE_INVAL, "fq_codel_get_limit");
	CHECK_UINT(rtnl_qdisc_fq_codel_get_target(qdisc), 0, "fq_codel_get_target");
	CHECK_UINT(rtnl_htb_get_rate2quantum(qdisc), 0, "htb_get_rate2quantum");
	CHECK_INT(rtnl_htb_set_rate2quantum(qdisc, 1), -NLE_INVAL, "htb_set_rate2quantum");
	CHECK_UINT(rtnl_htb_get_rate(class), 0, "htb_get_rate");
	CHECK_INT(rtnl_htb_set_rate(class, 1), -NLE_INVAL, "htb_set_rate");
	CHECK_INT(rtnl_htb_get_rate64(class, &wide), -NLE_INVAL, "htb_get_rate64");
	CHECK_INT(rtnl_htb_get_ceil64(class, NULL), -NLE_INVAL, "htb_get_ceil64");
	CHECK_INT(rtnl_htb_set_ceil64(class, 1), -NLE_INVAL, "htb_set_ceil64");
	CHECK_INT(rtnl_htb_get_level(class), -NLE_INVAL, "htb_get_level");
	rtnl_qdisc_tbf_set_limit(qdisc, 1);
	rtnl_qdisc_tbf_set_rate(qdisc, 1, 1, 1);
	CHECK_INT(rtnl_qdisc_tbf_set_peakrate(qdisc, 1, 1, 1), -NLE_INVAL, "tbf_set_peakrate");
	CHECK_INT(rtnl_qdisc_tbf_set_limit_by_latency(qdisc, 1), -NLE_INVAL, "tbf_set_limit_by_latency");
	CHECK_INT(rtnl_qdisc_tbf_get_limit(qdisc), -NLE_INVAL, "tbf_get_limit");
	CHECK_INT(rtnl_qdisc_tbf_get_rate(qdisc), -NLE_INVAL, "tbf_get_rate");
	CHECK_INT(rtnl_gact_set_action(act, 1), -NLE_INVAL, "gact_set_action");
	CHECK_INT(rtnl_gact_get_action(act), -NLE_INVAL, "gact_get_action");
	CHECK_INT(rtnl_mirred_set_action(act, 1), -NLE_INVAL, "mirred_set_action");
	CHECK_INT(rtnl_mirred_get_policy(act), -NLE_INVAL, "mirred_get_policy");
	CHECK_INT(rtnl_mall_set_flags(cls, 1), -NLE_INVAL, "mall_set_flags");
	CHECK_INT(rtnl_mall_get_flags(cls, &number), -NLE_INVAL, "mall_get_flags");
	CHECK_INT(rtnl_mall_append_action(cls, real), -NLE_INVAL, "mall_append_action");
	CHECK_INT(rtnl_mall_del_action(cls, real), -NLE_INVAL, "mall_del_action");
	CHECK(rtnl_mall_get_first_action(cls) == NULL, "mall_get_first_action");
	rtnl_u32_set_handle(cls, 1, 1, 1);
	CHECK_INT(rtnl_u32_set_divisor(cls, 1), -NLE_INVAL, "u32_set_divisor");
	CHECK_INT(rtnl_u32_get_key(cls, 0, &number, NULL, NULL, NULL), -NLE_INVAL, "u32_get_key");
	CHECK_INT(rtnl_u32_add_key_in_addr(cls, &four, 32, 0, 0), -NLE_INVAL, "u32_add_key_in_addr");
	CHECK_INT(rtnl_u32_add_key_in6_addr(cls, &six, 32, 0, 0), -NLE_INVAL, "u32_add_key_in6_addr");
	CHECK_INT(rtnl_u32_add_key_in_addr(cls, NULL, 32, 0, 0), -NLE_INVAL, "no IPv4 address");
	CHECK_INT(rtnl_u32_add_key_in6_addr(cls, NULL, 32, 0, 0), -NLE_INVAL, "no IPv6 address");
	CHECK_INT(rtnl_u32_add_action(cls, real), -NLE_INVAL, "u32_add_action");
	CHECK(rtnl_u32_get_action(cls) == NULL, "u32_get_action");
	rtnl_act_put(real);
}

int main(void)
{
	null();
	return check_done();
}
