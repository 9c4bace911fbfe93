/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Traffic control of every kind: the kernel takes what the library asks and gives it back.
 */
#include <linux/if_ether.h>
#include <linux/pkt_cls.h>
#include <linux/tc_act/tc_mirred.h>
#include <netinet/in.h>

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

#include "route/vm.h"

static int ifindex;

static void *on(void *object, uint32_t parent, uint32_t handle, const char *kind)
{
	struct rtnl_tc *tc = object;

	rtnl_tc_set_ifindex(tc, ifindex);
	rtnl_tc_set_parent(tc, parent);
	if (handle != 0)
		rtnl_tc_set_handle(tc, handle);
	rtnl_tc_set_kind(tc, kind);
	return object;
}

static struct rtnl_qdisc *qdisc(uint32_t parent, uint32_t handle, const char *kind)
{
	return on(rtnl_qdisc_alloc(), parent, handle, kind);
}

static struct rtnl_class *class(uint32_t parent, uint32_t handle, const char *kind)
{
	return on(rtnl_class_alloc(), parent, handle, kind);
}

static struct rtnl_cls *filter(uint32_t parent, const char *kind, uint16_t prio, uint16_t protocol)
{
	struct rtnl_cls *cls = on(rtnl_cls_alloc(), parent, 0, kind);

	rtnl_cls_set_prio(cls, prio);
	rtnl_cls_set_protocol(cls, protocol);
	return cls;
}

/* What the kernel has, printed; the one with the handle, to be put by the caller. */
static struct rtnl_qdisc *found(uint32_t handle, const char *key)
{
	struct nl_cache *cache = NULL;
	struct rtnl_qdisc *qdisc;

	seen(key, "tc -d -j qdisc show dev base0");
	must(rtnl_qdisc_alloc_cache(sk, &cache), "%s.cache", key);
	qdisc = rtnl_qdisc_get(cache, ifindex, handle);
	if (qdisc == NULL) {
		fprintf(stderr, "no %s\n", key);
		fflush(stdout);
		exit(1);
	}
	out_object(qdisc, key);
	out_attrs(qdisc, key);
	nl_cache_free(cache);
	return qdisc;
}

static struct rtnl_qdisc *put(struct rtnl_qdisc *qdisc, const char *key)
{
	const uint32_t handle = rtnl_tc_get_handle(TC_CAST(qdisc));

	must(rtnl_qdisc_add(sk, qdisc, NLM_F_CREATE | NLM_F_EXCL), "%s.add", key);
	rtnl_qdisc_put(qdisc);
	return found(handle, key);
}

static void taken(struct rtnl_qdisc *qdisc, const char *key)
{
	must(rtnl_qdisc_delete(sk, qdisc), "%s.delete", key);
	rtnl_qdisc_put(qdisc);
}

static void queues(void)
{
	struct rtnl_qdisc *q, *new;

	q = qdisc(TC_H_ROOT, TC_HANDLE(1, 0), "pfifo");
	rtnl_qdisc_fifo_set_limit(q, 321);
	q = put(q, "pfifo");
	must_be((unsigned)rtnl_qdisc_fifo_get_limit(q), 321, "pfifo.limit");
	new = rtnl_qdisc_alloc();
	rtnl_tc_set_kind(TC_CAST(new), "pfifo");
	rtnl_qdisc_fifo_set_limit(new, 123);
	must(rtnl_qdisc_update(sk, q, new, 0), "pfifo.update");
	rtnl_qdisc_put(new);
	rtnl_qdisc_put(q);
	q = found(TC_HANDLE(1, 0), "pfifo.updated");
	must_be((unsigned)rtnl_qdisc_fifo_get_limit(q), 123, "pfifo.updated.limit");
	taken(q, "pfifo");

	q = qdisc(TC_H_ROOT, TC_HANDLE(2, 0), "bfifo");
	rtnl_qdisc_fifo_set_limit(q, 54321);
	q = put(q, "bfifo");
	must_be((unsigned)rtnl_qdisc_fifo_get_limit(q), 54321, "bfifo.limit");
	taken(q, "bfifo");

	q = qdisc(TC_H_ROOT, TC_HANDLE(3, 0), "fq_codel");
	rtnl_qdisc_fq_codel_set_limit(q, 500);
	rtnl_qdisc_fq_codel_set_target(q, 6000);
	rtnl_qdisc_fq_codel_set_interval(q, 110000);
	rtnl_qdisc_fq_codel_set_flows(q, 64);
	rtnl_qdisc_fq_codel_set_quantum(q, 3000);
	rtnl_qdisc_fq_codel_set_ecn(q, 0);
	q = put(q, "fq_codel");
	must_be((unsigned)rtnl_qdisc_fq_codel_get_limit(q), 500, "fq_codel.limit");
	must_be((rtnl_qdisc_fq_codel_get_target(q) + 5u) / 10, 600, "fq_codel.target");
	must_be((rtnl_qdisc_fq_codel_get_interval(q) + 5u) / 10, 11000, "fq_codel.interval");
	must_be((unsigned)rtnl_qdisc_fq_codel_get_flows(q), 64, "fq_codel.flows");
	must_be(rtnl_qdisc_fq_codel_get_quantum(q), 3000, "fq_codel.quantum");
	must_be((unsigned)rtnl_qdisc_fq_codel_get_ecn(q), 0, "fq_codel.ecn");
	taken(q, "fq_codel");

	q = qdisc(TC_H_ROOT, TC_HANDLE(4, 0), "tbf");
	rtnl_qdisc_tbf_set_rate(q, 1250000, 10000, 0);
	must(rtnl_qdisc_tbf_set_peakrate(q, 2500000, 2000, 8), "tbf.set.peakrate");
	rtnl_qdisc_tbf_set_limit(q, 70000);
	q = put(q, "tbf");
	must_be((unsigned)rtnl_qdisc_tbf_get_rate(q), 1250000, "tbf.rate");
	must_be((unsigned)rtnl_qdisc_tbf_get_limit(q), 70000, "tbf.limit");
	/* In ticks of the kernel on the way. */
	must_be(((unsigned)rtnl_qdisc_tbf_get_rate_bucket(q) + 50) / 100, 100, "tbf.bucket");
	must_be((unsigned)rtnl_qdisc_tbf_get_peakrate(q), 2500000, "tbf.peakrate");
	must_be(((unsigned)rtnl_qdisc_tbf_get_peakrate_bucket(q) + 50) / 100, 20, "tbf.peakbucket");
	taken(q, "tbf");
	q = qdisc(TC_H_ROOT, TC_HANDLE(5, 0), "tbf");
	rtnl_qdisc_tbf_set_rate(q, 1250000, 10000, 0);
	must(rtnl_qdisc_tbf_set_limit_by_latency(q, 50000), "tbf.latency.limit");
	rtnl_tc_set_mpu(TC_CAST(q), 64);
	rtnl_tc_set_overhead(TC_CAST(q), 24);
	q = put(q, "tbf.latency");
	out_int(rtnl_qdisc_tbf_get_limit(q), "tbf.latency.got");
	out_int(rtnl_qdisc_tbf_get_rate_cell(q), "tbf.latency.cell");
	taken(q, "tbf.latency");
}

static struct rtnl_class *class_found(uint32_t handle, const char *key)
{
	struct nl_cache *cache = NULL;
	struct rtnl_class *class;

	seen(key, "tc -d -j class show dev base0");
	must(rtnl_class_alloc_cache(sk, ifindex, &cache), "%s.cache", key);
	class = rtnl_class_get(cache, ifindex, handle);
	if (class == NULL) {
		fprintf(stderr, "no %s\n", key);
		fflush(stdout);
		exit(1);
	}
	out_object(class, key);
	out_attrs(class, key);
	nl_cache_free(cache);
	return class;
}

static struct rtnl_class *class_put(struct rtnl_class *class, const char *key)
{
	const uint32_t handle = rtnl_tc_get_handle(TC_CAST(class));

	must(rtnl_class_add(sk, class, NLM_F_CREATE | NLM_F_EXCL), "%s.add", key);
	rtnl_class_put(class);
	return class_found(handle, key);
}

static void htb(void)
{
	struct rtnl_qdisc *q = qdisc(TC_H_ROOT, TC_HANDLE(1, 0), "htb");
	struct rtnl_class *c;
	uint64_t rate = 0;

	rtnl_htb_set_defcls(q, 0x20);
	rtnl_htb_set_rate2quantum(q, 7);
	q = put(q, "htb");
	must_be(rtnl_htb_get_defcls(q), 0x20, "htb.defcls");
	must_be(rtnl_htb_get_rate2quantum(q), 7, "htb.rate2quantum");
	rtnl_qdisc_put(q);

	c = class(TC_HANDLE(1, 0), TC_HANDLE(1, 1), "htb");
	rtnl_htb_set_rate64(c, UINT64_C(5000000000));
	rtnl_htb_set_ceil64(c, UINT64_C(6000000000));
	rtnl_htb_set_quantum(c, 60000);
	c = class_put(c, "top");
	must(rtnl_htb_get_rate64(c, &rate), "top.rate.err");
	must_be(rate, UINT64_C(5000000000), "top.rate");
	must(rtnl_htb_get_ceil64(c, &rate), "top.ceil.err");
	must_be(rate, UINT64_C(6000000000), "top.ceil");
	rtnl_class_put(c);

	c = class(TC_HANDLE(1, 1), TC_HANDLE(1, 0x20), "htb");
	rtnl_htb_set_rate(c, 1250000);
	rtnl_htb_set_ceil(c, 2500000);
	rtnl_htb_set_prio(c, 2);
	rtnl_htb_set_rbuffer(c, 20000);
	rtnl_htb_set_cbuffer(c, 30000);
	rtnl_htb_set_quantum(c, 4000);
	c = class_put(c, "leaf");
	must_be(rtnl_htb_get_rate(c), 1250000, "leaf.rate");
	must_be(rtnl_htb_get_ceil(c), 2500000, "leaf.ceil");
	must_be(rtnl_htb_get_prio(c), 2, "leaf.prio");
	must_be(rtnl_htb_get_quantum(c), 4000, "leaf.quantum");
	out_uint(rtnl_htb_get_rbuffer(c), "leaf.rbuffer");
	out_uint(rtnl_htb_get_cbuffer(c), "leaf.cbuffer");
	out_int(rtnl_htb_get_level(c), "leaf.level");
	/* It is taken back as it came. */
	must(rtnl_class_add(sk, c, 0), "leaf.resent");
	rtnl_class_put(c);
	rtnl_class_put(class_found(TC_HANDLE(1, 0x20), "leaf.again"));

	q = qdisc(TC_HANDLE(1, 0x20), TC_HANDLE(2, 0), "fq_codel");
	rtnl_qdisc_put(put(q, "below"));
}

static struct rtnl_act *action(const char *kind)
{
	struct rtnl_act *act = rtnl_act_alloc();

	rtnl_tc_set_kind(TC_CAST(act), kind);
	return act;
}

static struct rtnl_act *verdict(int what)
{
	struct rtnl_act *act = action("gact");

	rtnl_gact_set_action(act, what);
	return act;
}

static struct rtnl_act *redirect(int what, int policy)
{
	struct rtnl_act *act = action("mirred");

	rtnl_mirred_set_action(act, what);
	rtnl_mirred_set_policy(act, policy);
	rtnl_mirred_set_ifindex(act, (uint32_t)number("ifb0"));
	return act;
}

/* Prints the filters below a parent; the last of a kind and priority, to be put by the caller. */
static struct rtnl_cls *filters(uint32_t parent, uint16_t prio, const char *key)
{
	struct nl_cache *cache = NULL;
	struct rtnl_cls *last = NULL;
	int count = 0;

	if (parent == TC_HANDLE(0xffffu, 0))
		seen(key, "tc -d -j filter show dev base0 ingress");
	else
		seen(key, "tc -d -j filter show dev base0 parent %x:", parent >> 16);
	must(rtnl_cls_alloc_cache(sk, ifindex, parent, &cache), "%s.cache", key);
	for (struct nl_object *o = nl_cache_get_first(cache); o; o = nl_cache_get_next(o)) {
		char item[64];

		snprintf(item, sizeof(item), "%s.%d", key, count++);
		/* Its last style has the times of actions. */
		out_attrs(o, item);
		out_text(rtnl_tc_get_kind(TC_CAST(o)), "%s.kind", item);
		out_uint(rtnl_tc_get_handle(TC_CAST(o)), "%s.handle", item);
		if (rtnl_cls_get_prio((struct rtnl_cls *)o) == prio)
			last = (struct rtnl_cls *)o;
	}
	out_int(count, "%s.count", key);
	if (last == NULL) {
		fprintf(stderr, "no %s\n", key);
		fflush(stdout);
		exit(1);
	}
	out_object(last, key);
	nl_object_get(OBJ_CAST(last));
	nl_cache_free(cache);
	return last;
}

static void u32(void)
{
	const uint32_t parent = TC_HANDLE(1, 0);
	struct rtnl_cls *cls = filter(parent, "u32", 10, ETH_P_IP);
	struct rtnl_act *act, *send;
	uint32_t value, mask, target = 0;
	int offset, offmask;

	rtnl_u32_set_classid(cls, TC_HANDLE(1, 0x20));
	rtnl_u32_add_key_uint8(cls, 17, 0xff, 9, 0);
	rtnl_u32_add_key_uint16(cls, 53, 0xffff, 22, 0);
	rtnl_u32_add_key_uint32(cls, 0x0a000001, 0xffffffff, 16, 0);
	rtnl_u32_set_flags(cls, TC_U32_TERMINAL);
	must(rtnl_cls_add(sk, cls, NLM_F_CREATE | NLM_F_EXCL), "u32.add");
	rtnl_cls_put(cls);
	cls = filters(parent, 10, "u32");
	must(rtnl_u32_get_classid(cls, &target), "u32.classid.err");
	must_be(target, TC_HANDLE(1, 0x20), "u32.classid");
	for (uint8_t i = 0; i < 3; i++) {
		must(rtnl_u32_get_key(cls, i, &value, &mask, &offset, &offmask), "u32.key.%d", i);
		out_uint(value, "u32.key.%d.value", i);
		out_uint(mask, "u32.key.%d.mask", i);
		out_int(offset, "u32.key.%d.offset", i);
		out_int(offmask, "u32.key.%d.offmask", i);
	}
	rtnl_cls_put(cls);

	/* A table of four, an entry of it, and a filter that leads there. */
	cls = filter(parent, "u32", 20, ETH_P_IP);
	rtnl_u32_set_handle(cls, 5, 0, 0);
	rtnl_u32_set_divisor(cls, 4);
	must(rtnl_cls_add(sk, cls, NLM_F_CREATE), "table.add");
	rtnl_cls_put(cls);
	cls = filter(parent, "u32", 20, ETH_P_IP);
	rtnl_u32_set_handle(cls, 5, 2, 1);
	rtnl_u32_set_hashtable(cls, (5u << 20) | (2u << 12));
	rtnl_u32_set_classid(cls, TC_HANDLE(1, 0x20));
	rtnl_u32_add_key_uint8(cls, 2, 0x03, 19, 0);
	must(rtnl_cls_add(sk, cls, NLM_F_CREATE), "entry.add");
	rtnl_cls_put(cls);
	cls = filter(parent, "u32", 20, ETH_P_IP);
	rtnl_u32_set_hashtable(cls, 0x80000000);
	rtnl_u32_set_hashmask(cls, 0x00000003, 16);
	rtnl_u32_set_link(cls, 5u << 20);
	rtnl_u32_add_key_uint32(cls, 0, 0, 0, 0);
	must(rtnl_cls_add(sk, cls, NLM_F_CREATE), "link.add");
	rtnl_cls_put(cls);
	rtnl_cls_put(filters(parent, 20, "tables"));

	cls = filter(parent, "u32", 30, ETH_P_IPV6);
	rtnl_u32_add_key_uint32(cls, 0x20010db8, 0xffffffff, 24, 0);
	send = redirect(TCA_EGRESS_MIRROR, TC_ACT_PIPE);
	act = verdict(TC_ACT_SHOT);
	must(rtnl_u32_add_action(cls, send), "actions.mirred");
	must(rtnl_u32_add_action(cls, act), "actions.gact");
	rtnl_act_put(send);
	rtnl_act_put(act);
	must(rtnl_cls_add(sk, cls, NLM_F_CREATE), "actions.add");
	rtnl_cls_put(cls);
	cls = filters(parent, 30, "actions");
	act = rtnl_u32_get_action(cls);
	must_be(act != NULL && rtnl_act_next(act) != NULL, 1, "actions.two");
	out_text(act ? rtnl_tc_get_kind(TC_CAST(act)) : "none", "actions.first");
	if (act != NULL && strcmp(rtnl_tc_get_kind(TC_CAST(act)), "mirred") == 0) {
		must_be((unsigned)rtnl_mirred_get_action(act), TCA_EGRESS_MIRROR, "actions.mirred.action");
		must_be((unsigned)rtnl_mirred_get_policy(act), TC_ACT_PIPE, "actions.mirred.policy");
		must_be(rtnl_mirred_get_ifindex(act), (unsigned)number("ifb0"), "actions.mirred.to");
		act = rtnl_act_next(act);
		must_be((unsigned)rtnl_gact_get_action(act), TC_ACT_SHOT, "actions.gact.action");
	}
	must(rtnl_cls_delete(sk, cls, 0), "actions.delete");
	rtnl_cls_put(cls);
}

static void matchall(void)
{
	const uint32_t parent = TC_HANDLE(1, 0);
	struct rtnl_cls *cls = filter(parent, "matchall", 40, ETH_P_ALL);
	uint32_t value = 0;
	struct rtnl_act *act;

	must(rtnl_mall_set_classid(cls, TC_HANDLE(1, 0x20)), "all.set.classid");
	rtnl_tc_set_chain(TC_CAST(cls), 0);
	act = verdict(TC_ACT_OK);
	must(rtnl_mall_append_action(cls, act), "all.action");
	rtnl_act_put(act);
	must(rtnl_cls_add(sk, cls, NLM_F_CREATE | NLM_F_EXCL), "all.add");
	rtnl_cls_put(cls);
	cls = filters(parent, 40, "all");
	must(rtnl_mall_get_classid(cls, &value), "all.classid.err");
	must_be(value, TC_HANDLE(1, 0x20), "all.classid");
	out_int(rtnl_mall_get_flags(cls, &value), "all.flags.err");
	out_uint(value, "all.flags");
	act = rtnl_mall_get_first_action(cls);
	must_be(act ? (unsigned)rtnl_gact_get_action(act) : 99, TC_ACT_OK, "all.verdict");
	if (act != NULL)
		rtnl_act_put(act);
	must(rtnl_cls_delete(sk, cls, 0), "all.delete");
	rtnl_cls_put(cls);

	/* In a chain of its own. */
	cls = filter(parent, "matchall", 50, ETH_P_ALL);
	rtnl_tc_set_chain(TC_CAST(cls), 7);
	rtnl_mall_set_classid(cls, TC_HANDLE(1, 1));
	must(rtnl_cls_add(sk, cls, NLM_F_CREATE), "chain.add");
	rtnl_cls_put(cls);
	cls = filters(parent, 50, "chain");
	must(rtnl_tc_get_chain(TC_CAST(cls), &value), "chain.err");
	must_be(value, 7, "chain");
	must(rtnl_cls_delete(sk, cls, 0), "chain.delete");
	rtnl_cls_put(cls);
}

static void ingress(void)
{
	struct rtnl_qdisc *q = put(qdisc(TC_H_INGRESS, TC_HANDLE(0xffffu, 0), "ingress"), "ingress");
	struct rtnl_cls *cls = filter(TC_HANDLE(0xffffu, 0), "matchall", 1, ETH_P_ALL);
	struct rtnl_act *act = redirect(TCA_EGRESS_REDIR, TC_ACT_STOLEN);

	must(rtnl_mall_append_action(cls, act), "ingress.action");
	rtnl_act_put(act);
	must(rtnl_cls_add(sk, cls, NLM_F_CREATE), "ingress.filter.add");
	rtnl_cls_put(cls);
	cls = filters(TC_HANDLE(0xffffu, 0), 1, "ingress.filter");
	act = rtnl_mall_get_first_action(cls);
	must_be(act ? (unsigned)rtnl_mirred_get_action(act) : 99, TCA_EGRESS_REDIR, "ingress.filter.redirect");
	if (act != NULL)
		rtnl_act_put(act);
	/* The kernel cannot change filters of this kind. */
	out_int(rtnl_cls_change(sk, cls, 0), "ingress.filter.change");
	rtnl_cls_put(cls);
	taken(q, "ingress");
}

static void actions(void)
{
	struct rtnl_act *act = verdict(TC_ACT_SHOT);

	must(rtnl_act_add(sk, act, NLM_F_CREATE | NLM_F_EXCL), "act.gact.add");
	rtnl_act_put(act);
	act = redirect(TCA_EGRESS_REDIR, TC_ACT_STOLEN);
	must(rtnl_act_add(sk, act, NLM_F_CREATE | NLM_F_EXCL), "act.mirred.add");
	rtnl_act_put(act);
}

int main(void)
{
	struct rtnl_qdisc *root;

	begin();
	rtnl_link_put(made(plain("dummy"), "base0", "02:00:00:00:00:01"));
	rtnl_link_put(made(plain("ifb"), "ifb0", "02:00:00:00:00:02"));
	ifindex = number("base0");
	queues();
	htb();
	u32();
	matchall();
	ingress();
	actions();
	root = found(TC_HANDLE(1, 0), "root");
	taken(root, "root");
	return end();
}
