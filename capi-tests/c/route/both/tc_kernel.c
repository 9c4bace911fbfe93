/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Real traffic control, on an interface in a network namespace of its own.
 */
#include <net/if.h>
#include <unistd.h>

#include <linux/if_link.h>

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
#include <netlink/socket.h>

#pragma GCC diagnostic ignored "-Wdeprecated-declarations"

#include "route/objects.h"

static struct nl_sock *sk;
static int ifindex;

static void interface(const char *name)
{
	struct nl_msg *msg = nlmsg_alloc_simple(RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL);
	/* It stays down, and so without a queueing discipline of the kernel's own choice. */
	const struct ifinfomsg header = { 0 };
	struct nlattr *info;

	nlmsg_append(msg, (void *)&header, sizeof(header), NLMSG_ALIGNTO);
	nla_put_string(msg, IFLA_IFNAME, name);
	nla_put_u32(msg, IFLA_TXQLEN, 100);
	info = nla_nest_start(msg, IFLA_LINKINFO);
	nla_put_string(msg, IFLA_INFO_KIND, "ifb");
	nla_nest_end(msg, info);
	if (nl_send_sync(sk, msg) < 0) {
		fprintf(stderr, "no interface\n");
		exit(2);
	}
	ifindex = (int)if_nametoindex(name);
}

static struct rtnl_tc *on(void *object, uint32_t parent, uint32_t handle, const char *kind)
{
	struct rtnl_tc *tc = object;

	rtnl_tc_set_ifindex(tc, ifindex);
	rtnl_tc_set_parent(tc, parent);
	if (handle != 0)
		rtnl_tc_set_handle(tc, handle);
	rtnl_tc_set_kind(tc, kind);
	return tc;
}

/* Prints the objects of a cache that are on the interface. */
static void out_cache(struct nl_cache *cache, const char *key)
{
	int count = 0;

	for (struct nl_object *o = nl_cache_get_first(cache); o; o = nl_cache_get_next(o)) {
		char item[64];

		if (rtnl_tc_get_ifindex(TC_CAST(o)) != ifindex)
			continue;
		snprintf(item, sizeof(item), "%s.%d", key, count++);
		out_object(o, item);
	}
	out_int(count, "%s.count", key);
}

static void out_qdiscs(const char *key)
{
	struct nl_cache *cache = NULL;

	out_int(rtnl_qdisc_alloc_cache(sk, &cache), "%s.cache", key);
	out_cache(cache, key);
	nl_cache_free(cache);
}

static void out_classes(const char *key)
{
	struct nl_cache *cache = NULL;

	out_int(rtnl_class_alloc_cache(sk, ifindex, &cache), "%s.cache", key);
	out_cache(cache, key);
	nl_cache_free(cache);
}

static void out_filters(uint32_t parent, const char *key)
{
	struct nl_cache *cache = NULL;

	out_int(rtnl_cls_alloc_cache(sk, ifindex, parent, &cache), "%s.cache", key);
	out_cache(cache, key);
	rtnl_cls_cache_set_tc_params(cache, ifindex, 0x90000);
	out_int(nl_cache_refill(sk, cache), "%s.elsewhere", key);
	out_int(nl_cache_nitems(cache), "%s.elsewhere.items", key);
	nl_cache_free(cache);
}

/* One of a kind after another. */
static void simple(void)
{
	static const char *const kinds[] = { "pfifo", "bfifo", "fq_codel", "tbf", "nonesuch" };

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		struct rtnl_qdisc *qdisc = rtnl_qdisc_alloc(), *new = rtnl_qdisc_alloc();
		char key[64];

		on(qdisc, TC_H_ROOT, TC_HANDLE(0x10, 0), kinds[i]);
		rtnl_tc_set_kind(TC_CAST(new), kinds[i]);
		if (i < 2) {
			rtnl_qdisc_fifo_set_limit(qdisc, 5000);
			rtnl_qdisc_fifo_set_limit(new, 6000);
		}
		if (i == 2) {
			rtnl_qdisc_fq_codel_set_limit(qdisc, 500);
			rtnl_qdisc_fq_codel_set_flows(qdisc, 32);
			rtnl_qdisc_fq_codel_set_ecn(qdisc, 1);
			rtnl_qdisc_fq_codel_set_target(new, 9000);
		}
		if (i == 3) {
			rtnl_qdisc_tbf_set_rate(qdisc, 1250000, 10000, 0);
			rtnl_qdisc_tbf_set_limit_by_latency(qdisc, 50000);
			rtnl_qdisc_tbf_set_rate(new, 2500000, 10000, 0);
			rtnl_qdisc_tbf_set_limit(new, 80000);
		}
		snprintf(key, sizeof(key), "simple.%s", kinds[i]);
		out_int(rtnl_qdisc_add(sk, qdisc, NLM_F_CREATE | NLM_F_EXCL), "%s.add", key);
		out_int(rtnl_qdisc_add(sk, qdisc, NLM_F_CREATE | NLM_F_EXCL), "%s.add.again", key);
		/* What Debian's library prints of a peak rate is not defined. */
		if (i < 3)
			out_qdiscs(key);
		if (i < 4) {
			out_int(rtnl_qdisc_update(sk, qdisc, new, 0), "%s.update", key);
			out_int(rtnl_qdisc_change(sk, qdisc, new), "%s.change", key);
		}
		if (i < 3) {
			snprintf(key, sizeof(key), "simple.%s.updated", kinds[i]);
			out_qdiscs(key);
		}
		out_int(rtnl_qdisc_delete(sk, qdisc), "%s.delete", key);
		out_int(rtnl_qdisc_delete(sk, qdisc), "%s.delete.again", key);
		rtnl_qdisc_put(new);
		rtnl_qdisc_put(qdisc);
	}
}

static void htb(void)
{
	struct rtnl_qdisc *qdisc = rtnl_qdisc_alloc(), *leaf = rtnl_qdisc_alloc(), *found;
	struct rtnl_class *top = rtnl_class_alloc(), *class = rtnl_class_alloc();
	struct rtnl_cls *filter = rtnl_cls_alloc(), *all = rtnl_cls_alloc();
	struct rtnl_act *drop = rtnl_act_alloc(), *send = rtnl_act_alloc();
	struct nl_cache *classes = NULL, *qdiscs = NULL;

	on(qdisc, TC_H_ROOT, TC_HANDLE(1, 0), "htb");
	rtnl_htb_set_defcls(qdisc, 0x20);
	rtnl_htb_set_rate2quantum(qdisc, 7);
	out_int(rtnl_qdisc_add(sk, qdisc, NLM_F_CREATE), "htb.add");
	on(top, TC_HANDLE(1, 0), TC_HANDLE(1, 1), "htb");
	rtnl_htb_set_rate(top, 12500000);
	rtnl_htb_set_ceil64(top, UINT64_C(6000000000));
	out_int(rtnl_class_add(sk, top, NLM_F_CREATE), "htb.add.top");
	on(class, TC_HANDLE(1, 1), TC_HANDLE(1, 0x20), "htb");
	rtnl_htb_set_rate(class, 1250000);
	rtnl_htb_set_ceil(class, 2500000);
	rtnl_htb_set_prio(class, 2);
	rtnl_htb_set_rbuffer(class, 20000);
	rtnl_htb_set_cbuffer(class, 30000);
	rtnl_htb_set_quantum(class, 4000);
	out_int(rtnl_class_add(sk, class, NLM_F_CREATE | NLM_F_EXCL), "htb.add.class");
	out_int(rtnl_class_add(sk, class, NLM_F_CREATE | NLM_F_EXCL), "htb.add.class.again");
	on(leaf, TC_HANDLE(1, 0x20), TC_HANDLE(2, 0), "pfifo");
	rtnl_qdisc_fifo_set_limit(leaf, 33);
	out_int(rtnl_qdisc_add(sk, leaf, NLM_F_CREATE), "htb.add.leaf");
	out_qdiscs("htb.qdiscs");
	out_classes("htb.classes");
	rtnl_qdisc_alloc_cache(sk, &qdiscs);
	rtnl_class_alloc_cache(sk, ifindex, &classes);
	rtnl_class_put(class);
	class = rtnl_class_get(classes, ifindex, TC_HANDLE(1, 0x20));
	out_uint(rtnl_htb_get_rate(class), "htb.class.rate");
	out_uint(rtnl_htb_get_ceil(class), "htb.class.ceil");
	out_uint(rtnl_htb_get_rbuffer(class), "htb.class.rbuffer");
	out_uint(rtnl_htb_get_cbuffer(class), "htb.class.cbuffer");
	out_int(rtnl_htb_get_level(class), "htb.class.level");
	found = rtnl_class_leaf_qdisc(class, qdiscs);
	out_uint(found ? rtnl_tc_get_handle(TC_CAST(found)) : 0, "htb.class.leaf");
	if (found != NULL)
		rtnl_qdisc_put(found);
	out_int(rtnl_class_add(sk, class, 0), "htb.class.resent");

	on(filter, TC_HANDLE(1, 0), 0, "u32");
	rtnl_cls_set_prio(filter, 10);
	rtnl_cls_set_protocol(filter, 0x0800);
	rtnl_u32_set_classid(filter, TC_HANDLE(1, 0x20));
	rtnl_u32_add_key_uint8(filter, 17, 0xff, 9, 0);
	rtnl_u32_add_key_uint16(filter, 53, 0xffff, 22, 0);
	rtnl_u32_set_flags(filter, TC_U32_TERMINAL);
	out_int(rtnl_cls_add(sk, filter, NLM_F_CREATE), "u32.add");
	on(all, TC_HANDLE(1, 0), 0, "matchall");
	rtnl_cls_set_prio(all, 20);
	rtnl_cls_set_protocol(all, 0x0003);
	rtnl_tc_set_chain(TC_CAST(all), 4);
	rtnl_mall_set_classid(all, TC_HANDLE(1, 0x20));
	rtnl_tc_set_kind(TC_CAST(drop), "gact");
	rtnl_gact_set_action(drop, TC_ACT_SHOT);
	rtnl_tc_set_kind(TC_CAST(send), "mirred");
	rtnl_mirred_set_action(send, TCA_EGRESS_MIRROR);
	rtnl_mirred_set_policy(send, TC_ACT_PIPE);
	rtnl_mirred_set_ifindex(send, (uint32_t)ifindex);
	out_int(rtnl_cls_add(sk, all, NLM_F_CREATE), "matchall.add");
	out_filters(TC_HANDLE(1, 0), "filters");
	rtnl_cls_put(filter);
	filter = rtnl_cls_alloc();
	on(filter, TC_HANDLE(1, 0), 0, "u32");
	rtnl_cls_set_prio(filter, 30);
	rtnl_cls_set_protocol(filter, 0x86dd);
	rtnl_u32_add_key_uint32(filter, 0x20010db8, 0xffffffff, 24, 0);
	rtnl_u32_add_action(filter, send);
	rtnl_u32_add_action(filter, drop);
	out_int(rtnl_cls_add(sk, filter, NLM_F_CREATE), "u32.actions.add");
	out_filters(TC_HANDLE(1, 0), "filters.actions");
	out_int(rtnl_cls_delete(sk, filter, 0), "u32.actions.delete");
	out_int(rtnl_cls_delete(sk, all, 0), "matchall.delete");
	out_int(rtnl_cls_delete(sk, all, 0), "matchall.delete.again");
	out_filters(TC_HANDLE(1, 0), "filters.deleted");
	rtnl_cls_put(filter);
	filter = rtnl_cls_alloc();
	on(filter, TC_HANDLE(1, 0), 0, "u32");
	rtnl_cls_set_prio(filter, 10);
	rtnl_cls_set_protocol(filter, 0x0800);
	out_int(rtnl_cls_delete(sk, filter, 0), "u32.delete");
	out_filters(TC_HANDLE(1, 0), "filters.gone");
	/* Actions of their own. */
	out_int(rtnl_act_add(sk, drop, NLM_F_CREATE), "act.add");
	out_int(rtnl_act_change(sk, drop, NLM_F_CREATE), "act.change");
	out_int(rtnl_act_delete(sk, drop, 0), "act.delete");

	out_int(rtnl_qdisc_delete(sk, leaf), "htb.delete.leaf");
	out_int(rtnl_class_delete(sk, top), "htb.delete.busy");
	out_int(rtnl_class_delete(sk, class), "htb.delete.class");
	out_int(rtnl_class_delete(sk, top), "htb.delete.top");
	out_int(rtnl_class_delete(sk, class), "htb.delete.class.again");
	out_int(rtnl_qdisc_delete(sk, qdisc), "htb.delete");
	out_qdiscs("htb.deleted");
	nl_cache_free(classes);
	nl_cache_free(qdiscs);
	rtnl_act_put(drop);
	rtnl_act_put(send);
	rtnl_cls_put(all);
	rtnl_cls_put(filter);
	rtnl_class_put(top);
	rtnl_class_put(class);
	rtnl_qdisc_put(leaf);
	rtnl_qdisc_put(qdisc);
}

static void ingress(void)
{
	struct rtnl_qdisc *qdisc = rtnl_qdisc_alloc();
	struct rtnl_cls *filter = rtnl_cls_alloc();

	on(qdisc, TC_H_INGRESS, TC_HANDLE(0xffff, 0), "ingress");
	out_int(rtnl_qdisc_add(sk, qdisc, NLM_F_CREATE), "ingress.add");
	out_qdiscs("ingress.qdiscs");
	on(filter, TC_HANDLE(0xffff, 0), 0, "matchall");
	rtnl_cls_set_prio(filter, 5);
	rtnl_cls_set_protocol(filter, 0x0003);
	rtnl_mall_set_flags(filter, 0);
	out_int(rtnl_cls_add(sk, filter, NLM_F_CREATE), "ingress.filter.add");
	out_filters(TC_HANDLE(0xffff, 0), "ingress.filters");
	out_int(rtnl_cls_change(sk, filter, 0), "ingress.filter.change");
	out_int(rtnl_qdisc_delete(sk, qdisc), "ingress.delete");
	rtnl_cls_put(filter);
	rtnl_qdisc_put(qdisc);
}

int main(void)
{
	/* No names of handles. */
	setenv("NLSYSCONFDIR", "/nonexistent", 1);
	sk = nl_socket_alloc();
	if (nl_connect(sk, NETLINK_ROUTE) < 0)
		return 2;
	interface("one0");
	simple();
	htb();
	ingress();
	nl_socket_free(sk);
	return 0;
}
