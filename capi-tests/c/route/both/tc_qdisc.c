/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Queueing disciplines and classes of the kinds that the library knows: accessors, requests as bytes, what
 * it makes of messages.
 */
#include <netlink/errno.h>
#include <netlink/route/class.h>
#include <netlink/route/classifier.h>
#include <netlink/route/qdisc.h>
#include <netlink/route/qdisc/fifo.h>
#include <netlink/route/qdisc/fq_codel.h>
#include <netlink/route/qdisc/htb.h>
#include <netlink/route/qdisc/tbf.h>

#pragma GCC diagnostic ignored "-Wdeprecated-declarations"

#include "route/objects.h"

/* Prints the request that a call makes into "msg". */
#define REQUEST(call, key)                                                     \
	do {                                                                   \
		struct nl_msg *msg = NULL;                                     \
		const int err_ = (call);                                       \
		out_request(err_, msg, key);                                   \
	} while (0)

static struct rtnl_qdisc *qdisc_of(const char *kind)
{
	struct rtnl_qdisc *qdisc = rtnl_qdisc_alloc();

	rtnl_tc_set_ifindex(TC_CAST(qdisc), 5);
	rtnl_tc_set_parent(TC_CAST(qdisc), TC_H_ROOT);
	rtnl_tc_set_handle(TC_CAST(qdisc), TC_HANDLE(1, 0));
	rtnl_tc_set_kind(TC_CAST(qdisc), kind);
	return qdisc;
}

static struct rtnl_class *class_of(const char *kind)
{
	struct rtnl_class *class = rtnl_class_alloc();

	rtnl_tc_set_ifindex(TC_CAST(class), 5);
	rtnl_tc_set_parent(TC_CAST(class), TC_HANDLE(1, 0));
	rtnl_tc_set_handle(TC_CAST(class), TC_HANDLE(1, 0x10));
	rtnl_tc_set_kind(TC_CAST(class), kind);
	return class;
}

/* Prints an object and its copy, and the request to add it, and frees it. */
static void finish_qdisc(struct rtnl_qdisc *qdisc, const char *key)
{
	struct rtnl_qdisc *copy = (struct rtnl_qdisc *)nl_object_clone(OBJ_CAST(qdisc));
	char copied[64], again[64];

	snprintf(copied, sizeof(copied), "%s.copy", key);
	snprintf(again, sizeof(again), "%s.again", key);
	out_object(qdisc, key);
	out_object(copy, copied);
	REQUEST(rtnl_qdisc_build_add_request(qdisc, NLM_F_CREATE | NLM_F_EXCL, &msg), key);
	REQUEST(rtnl_qdisc_build_add_request(copy, NLM_F_CREATE, &msg), copied);
	/* Rate tables have been made now. */
	out_object(qdisc, again);
	rtnl_qdisc_put(copy);
	rtnl_qdisc_put(qdisc);
}

static void finish_class(struct rtnl_class *class, const char *key)
{
	struct rtnl_class *copy = (struct rtnl_class *)nl_object_clone(OBJ_CAST(class));
	char copied[64], again[64];

	snprintf(copied, sizeof(copied), "%s.copy", key);
	snprintf(again, sizeof(again), "%s.again", key);
	out_object(class, key);
	out_object(copy, copied);
	REQUEST(rtnl_class_build_add_request(class, NLM_F_CREATE, &msg), key);
	REQUEST(rtnl_class_build_add_request(copy, 0, &msg), copied);
	out_object(class, again);
	rtnl_class_put(copy);
	rtnl_class_put(class);
}

/* Requests that lack something end the program with Debian's library: see ours/tc.c. */
static void requests(void)
{
	struct rtnl_qdisc *qdisc = rtnl_qdisc_alloc(), *new = rtnl_qdisc_alloc();
	struct rtnl_class *class = rtnl_class_alloc();

	rtnl_tc_set_ifindex(TC_CAST(qdisc), 4);
	rtnl_tc_set_handle(TC_CAST(qdisc), 0x10000);
	REQUEST(rtnl_qdisc_build_add_request(qdisc, 0, &msg), "add.handle");
	REQUEST(rtnl_qdisc_build_update_request(qdisc, new, 0, &msg), "update.handle");
	rtnl_tc_set_parent(TC_CAST(qdisc), TC_H_ROOT);
	REQUEST(rtnl_qdisc_build_delete_request(qdisc, &msg), "delete.parent");
	rtnl_tc_set_kind(TC_CAST(qdisc), "pfifo");
	rtnl_tc_set_kind(TC_CAST(new), "pfifo");
	rtnl_qdisc_fifo_set_limit(new, 44);
	REQUEST(rtnl_qdisc_build_delete_request(qdisc, &msg), "delete.kind");
	REQUEST(rtnl_qdisc_build_update_request(qdisc, new, NLM_F_REPLACE, &msg), "update.kind");
	REQUEST(rtnl_qdisc_build_change_request(qdisc, new, &msg), "change");
	REQUEST(rtnl_qdisc_build_add_request(qdisc, 0, &msg), "add.no_limit");
	out_object(new, "update.new");
	REQUEST(rtnl_class_build_add_request(class, 0, &msg), "class.add.nothing");
	rtnl_tc_set_ifindex(TC_CAST(class), 4);
	rtnl_tc_set_handle(TC_CAST(class), 0x10001);
	REQUEST(rtnl_class_build_delete_request(class, &msg), "class.delete.handle");
	rtnl_tc_set_parent(TC_CAST(class), 0x20000);
	REQUEST(rtnl_class_build_delete_request(class, &msg), "class.delete.parent");
	rtnl_tc_set_parent(TC_CAST(class), 0x10005);
	REQUEST(rtnl_class_build_add_request(class, 0, &msg), "class.add.parent");
	rtnl_tc_set_parent(TC_CAST(class), 0x5);
	rtnl_tc_set_chain(TC_CAST(class), 0x5);
	REQUEST(rtnl_class_build_add_request(class, NLM_F_REPLACE, &msg), "class.add.minor");
	rtnl_class_put(class);
	rtnl_qdisc_put(new);
	rtnl_qdisc_put(qdisc);
}

static void fifo(void)
{
	for (int bytes = 0; bytes < 2; bytes++) {
		const char *kind = bytes ? "bfifo" : "pfifo";
		struct rtnl_qdisc *qdisc = rtnl_qdisc_alloc();

		out_int(rtnl_qdisc_fifo_get_limit(qdisc), "%s.limit.no_kind", kind);
		out_int(rtnl_qdisc_fifo_set_limit(qdisc, 1), "%s.set_limit.no_kind", kind);
		rtnl_qdisc_put(qdisc);
		qdisc = qdisc_of(kind);
		out_int(rtnl_qdisc_fifo_get_limit(qdisc), "%s.limit.unset", kind);
		out_int(rtnl_qdisc_fifo_set_limit(qdisc, 12345678), "%s.set_limit", kind);
		out_int(rtnl_qdisc_fifo_get_limit(qdisc), "%s.limit", kind);
		finish_qdisc(qdisc, kind);
	}
}

static void fq_codel(void)
{
	struct rtnl_qdisc *qdisc = rtnl_qdisc_alloc();

	out_int(rtnl_qdisc_fq_codel_set_limit(qdisc, 1), "fq_codel.no_kind.set_limit");
	out_int(rtnl_qdisc_fq_codel_get_limit(qdisc), "fq_codel.no_kind.limit");
	out_uint(rtnl_qdisc_fq_codel_get_target(qdisc), "fq_codel.no_kind.target");
	out_int(rtnl_qdisc_fq_codel_get_flows(qdisc), "fq_codel.no_kind.flows");
	rtnl_qdisc_put(qdisc);
	qdisc = qdisc_of("fq_codel");
	for (int round = 0; round < 2; round++) {
		out_int(rtnl_qdisc_fq_codel_get_limit(qdisc), "fq_codel.%d.limit", round);
		out_uint(rtnl_qdisc_fq_codel_get_target(qdisc), "fq_codel.%d.target", round);
		out_uint(rtnl_qdisc_fq_codel_get_interval(qdisc), "fq_codel.%d.interval", round);
		out_uint(rtnl_qdisc_fq_codel_get_quantum(qdisc), "fq_codel.%d.quantum", round);
		out_int(rtnl_qdisc_fq_codel_get_flows(qdisc), "fq_codel.%d.flows", round);
		out_int(rtnl_qdisc_fq_codel_get_ecn(qdisc), "fq_codel.%d.ecn", round);
		if (round == 0) {
			finish_qdisc(qdisc, "fq_codel.unset");
			qdisc = qdisc_of("fq_codel");
		}
		out_int(rtnl_qdisc_fq_codel_set_limit(qdisc, 1000), "fq_codel.%d.set_limit", round);
		out_int(rtnl_qdisc_fq_codel_set_target(qdisc, 5000), "fq_codel.%d.set_target", round);
		out_int(rtnl_qdisc_fq_codel_set_interval(qdisc, 100000), "fq_codel.%d.set_interval", round);
		out_int(rtnl_qdisc_fq_codel_set_quantum(qdisc, 1514), "fq_codel.%d.set_quantum", round);
		out_int(rtnl_qdisc_fq_codel_set_flows(qdisc, 1024), "fq_codel.%d.set_flows", round);
		out_int(rtnl_qdisc_fq_codel_set_ecn(qdisc, 1), "fq_codel.%d.set_ecn", round);
	}
	finish_qdisc(qdisc, "fq_codel");
}

static void show_tbf(struct rtnl_qdisc *qdisc, const char *key)
{
	out_int(rtnl_qdisc_tbf_get_limit(qdisc), "%s.limit", key);
	out_int(rtnl_qdisc_tbf_get_rate(qdisc), "%s.rate", key);
	out_int(rtnl_qdisc_tbf_get_rate_bucket(qdisc), "%s.rate_bucket", key);
	out_int(rtnl_qdisc_tbf_get_rate_cell(qdisc), "%s.rate_cell", key);
	out_int(rtnl_qdisc_tbf_get_peakrate(qdisc), "%s.peakrate", key);
	out_int(rtnl_qdisc_tbf_get_peakrate_bucket(qdisc), "%s.peakrate_bucket", key);
	out_int(rtnl_qdisc_tbf_get_peakrate_cell(qdisc), "%s.peakrate_cell", key);
}

static void tbf(void)
{
	struct rtnl_qdisc *qdisc = qdisc_of("tbf");

	show_tbf(qdisc, "tbf.unset");
	out_int(rtnl_qdisc_tbf_set_limit_by_latency(qdisc, 50000), "tbf.unset.latency");
	REQUEST(rtnl_qdisc_build_add_request(qdisc, 0, &msg), "tbf.unset");
	rtnl_qdisc_tbf_set_limit(qdisc, 30000);
	REQUEST(rtnl_qdisc_build_add_request(qdisc, 0, &msg), "tbf.no_rate");
	rtnl_qdisc_tbf_set_rate(qdisc, 1250000, 10000, 0);
	show_tbf(qdisc, "tbf.rate");
	out_int(rtnl_qdisc_tbf_set_limit_by_latency(qdisc, 50000), "tbf.latency");
	show_tbf(qdisc, "tbf.latency");
	finish_qdisc(qdisc, "tbf.rate");
	qdisc = qdisc_of("tbf");
	rtnl_tc_set_mpu(TC_CAST(qdisc), 64);
	rtnl_tc_set_overhead(TC_CAST(qdisc), 8);
	rtnl_qdisc_tbf_set_rate(qdisc, 1000000000, 1000000, 16);
	rtnl_qdisc_tbf_set_limit(qdisc, 3000000);
	show_tbf(qdisc, "tbf.cell");
	finish_qdisc(qdisc, "tbf.cell");
	qdisc = qdisc_of("tbf");
	rtnl_qdisc_tbf_set_rate(qdisc, 125000, 5000, 8);
	out_int(rtnl_qdisc_tbf_set_peakrate(qdisc, 250000, 2000, 7), "tbf.peak.bad_cell");
	out_int(rtnl_qdisc_tbf_set_peakrate(qdisc, 250000, 2000, 16), "tbf.peak.set");
	show_tbf(qdisc, "tbf.peak");
	out_int(rtnl_qdisc_tbf_set_limit_by_latency(qdisc, 100000), "tbf.peak.latency.set");
	show_tbf(qdisc, "tbf.peak.latency");
	REQUEST(rtnl_qdisc_build_add_request(qdisc, NLM_F_CREATE, &msg), "tbf.peak");
	rtnl_qdisc_put(qdisc);
}

static void htb(void)
{
	static const uint64_t big = UINT64_C(5000000000);
	struct rtnl_qdisc *qdisc = qdisc_of("htb");
	struct rtnl_class *class = class_of("htb");
	uint64_t wide = 4711;

	out_uint(rtnl_htb_get_rate2quantum(qdisc), "htb.unset.rate2quantum");
	out_uint(rtnl_htb_get_defcls(qdisc), "htb.unset.defcls");
	finish_qdisc(qdisc, "htb.unset");
	qdisc = qdisc_of("htb");
	out_int(rtnl_htb_set_rate2quantum(qdisc, 5), "htb.set_rate2quantum");
	out_int(rtnl_htb_set_defcls(qdisc, 0x20), "htb.set_defcls");
	out_uint(rtnl_htb_get_rate2quantum(qdisc), "htb.rate2quantum");
	out_uint(rtnl_htb_get_defcls(qdisc), "htb.defcls");
	finish_qdisc(qdisc, "htb");

	out_uint(rtnl_htb_get_prio(class), "htb.class.unset.prio");
	out_uint(rtnl_htb_get_rate(class), "htb.class.unset.rate");
	out_uint(rtnl_htb_get_ceil(class), "htb.class.unset.ceil");
	out_int(rtnl_htb_get_rate64(class, &wide), "htb.class.unset.rate64");
	out_int(rtnl_htb_get_ceil64(class, &wide), "htb.class.unset.ceil64");
	out_uint(rtnl_htb_get_rbuffer(class), "htb.class.unset.rbuffer");
	out_uint(rtnl_htb_get_cbuffer(class), "htb.class.unset.cbuffer");
	out_uint(rtnl_htb_get_quantum(class), "htb.class.unset.quantum");
	out_int(rtnl_htb_get_level(class), "htb.class.unset.level");
	out_object(class, "htb.class.unset");
	rtnl_class_put(class);
	for (int round = 0; round < 5; round++) {
		char key[64];

		snprintf(key, sizeof(key), "htb.class.%d", round);
		class = class_of("htb");
		if (round == 1)
			out_int(rtnl_htb_set_rate64(class, big), "%s.set_rate64", key);
		else
			out_int(rtnl_htb_set_rate(class, 1250000), "%s.set_rate", key);
		if (round == 2)
			out_int(rtnl_htb_set_ceil64(class, 2 * big), "%s.set_ceil64", key);
		if (round >= 3)
			out_int(rtnl_htb_set_ceil(class, 12500000), "%s.set_ceil", key);
		if (round >= 3) {
			out_int(rtnl_htb_set_prio(class, 3), "%s.set_prio", key);
			out_int(rtnl_htb_set_rbuffer(class, 16000), "%s.set_rbuffer", key);
			out_int(rtnl_htb_set_cbuffer(class, 20000), "%s.set_cbuffer", key);
			out_int(rtnl_htb_set_quantum(class, 3000), "%s.set_quantum", key);
			out_int(rtnl_htb_set_level(class, 2), "%s.set_level", key);
		}
		if (round == 4) {
			rtnl_tc_set_mtu(TC_CAST(class), 9000);
			rtnl_tc_set_mpu(TC_CAST(class), 64);
			rtnl_tc_set_overhead(TC_CAST(class), 4);
		}
		out_uint(rtnl_htb_get_prio(class), "%s.prio", key);
		out_uint(rtnl_htb_get_rate(class), "%s.rate", key);
		out_uint(rtnl_htb_get_ceil(class), "%s.ceil", key);
		out_int(rtnl_htb_get_rate64(class, &wide), "%s.rate64.err", key);
		out_uint(wide, "%s.rate64", key);
		out_int(rtnl_htb_get_ceil64(class, &wide), "%s.ceil64.err", key);
		out_uint(wide, "%s.ceil64", key);
		out_uint(rtnl_htb_get_rbuffer(class), "%s.rbuffer", key);
		out_uint(rtnl_htb_get_cbuffer(class), "%s.cbuffer", key);
		out_uint(rtnl_htb_get_quantum(class), "%s.quantum", key);
		out_int(rtnl_htb_get_level(class), "%s.level", key);
		if (round == 0) {
			/* Without a ceil, what stands in its table is not defined. */
			out_object(class, key);
			rtnl_class_put(class);
			continue;
		}
		if (round == 1)
			rtnl_htb_set_ceil64(class, big + 1);
		finish_class(class, key);
	}
}

/* What the kernel, or somebody, says of them. */
static void messages(void)
{
	struct tcmsg header = { .tcm_ifindex = 3, .tcm_handle = 0x10000, .tcm_parent = TC_H_ROOT, .tcm_info = 2 };
	struct tc_tbf_qopt tbf_options = {
		.rate = { .cell_log = 3, .overhead = 7, .cell_align = -1, .mpu = 40, .rate = 125000 },
		.peakrate = { .cell_log = 4, .overhead = 7, .cell_align = -1, .mpu = 40, .rate = 250000 },
		.limit = 20000, .buffer = 1000000, .mtu = 90000 };
	struct tc_htb_opt htb_options = {
		.rate = { .cell_log = 3, .overhead = 9, .cell_align = -1, .mpu = 50, .rate = 1250000 },
		.ceil = { .cell_log = 4, .cell_align = -1, .rate = 2500000 },
		.buffer = 100000, .cbuffer = 50000, .quantum = 1500, .level = 1, .prio = 2 };
	struct tc_htb_glob htb_init = { .version = 3, .rate2quantum = 12, .defcls = 0x30, .direct_pkts = 5 };
	const uint64_t wide = UINT64_C(6000000000);
	const uint32_t limit = 99;
	struct rtnl_qdisc *qdisc;
	struct rtnl_class *class;
	struct nlattr *nest;
	struct raw_msg raw;
	char key[64];
	int err;

	for (int i = 0; i < 17; i++) {
		static const char *const kinds[] = { "pfifo", "bfifo", "pfifo", "fq_codel", "fq_codel", "fq_codel", "htb",
						     "htb", "htb", "ingress", "ingress", "tbf", "tbf", "tbf", "clsact",
						     "fq_codel", "htb" };

		snprintf(key, sizeof(key), "message.%d.%s", i, kinds[i]);
		raw_begin(&raw, RTM_NEWQDISC, 0, &header, sizeof(header));
		raw_put_text(&raw, TCA_KIND, kinds[i]);
		if (i < 3)
			raw_put(&raw, TCA_OPTIONS, &limit, i == 2 ? 3 : 4);
		else if (i != 4 && i != 7 && i != 10 && i != 12 && i != 14) {
			nest = raw_nest(&raw, TCA_OPTIONS);
			if (i == 3)
				for (uint16_t type = 1; type < 9; type++)
					raw_put_u32(&raw, type, 1000u + type);
			if (i == 5)
				raw_put_u16(&raw, TCA_FQ_CODEL_FLOWS, 5);
			if (i == 6)
				raw_put(&raw, TCA_HTB_INIT, &htb_init, sizeof(htb_init));
			if (i == 8)
				raw_put(&raw, TCA_HTB_INIT, &htb_init, sizeof(htb_init) - 1);
			if (i == 11)
				raw_put(&raw, TCA_TBF_PARMS, &tbf_options, sizeof(tbf_options));
			if (i == 13)
				raw_put(&raw, TCA_TBF_PARMS, &tbf_options, sizeof(tbf_options) - 1);
			raw_nest_end(&raw, nest);
		}
		qdisc = raw_parse(&raw, &err);
		out_int(err, "%s.parse", key);
		if (qdisc == NULL)
			continue;
		/* What Debian's library prints of a peak rate is not defined. */
		if (strcmp(kinds[i], "tbf") != 0)
			finish_qdisc(qdisc, key);
		else {
			show_tbf(qdisc, key);
			out_uint(rtnl_tc_get_mpu(TC_CAST(qdisc)), "%s.mpu", key);
			out_uint(rtnl_tc_get_overhead(TC_CAST(qdisc)), "%s.overhead", key);
			REQUEST(rtnl_qdisc_build_add_request(qdisc, 0, &msg), key);
			rtnl_qdisc_put(qdisc);
		}
	}
	header.tcm_handle = 0x10010;
	header.tcm_parent = 0x10000;
	for (int i = 0; i < 6; i++) {
		snprintf(key, sizeof(key), "message.class.%d", i);
		header.tcm_info = i == 2 ? 0x80000 : 0;
		raw_begin(&raw, RTM_NEWTCLASS, 0, &header, sizeof(header));
		raw_put_text(&raw, TCA_KIND, "htb");
		if (i != 0) {
			nest = raw_nest(&raw, TCA_OPTIONS);
			if (i != 1)
				raw_put(&raw, TCA_HTB_PARMS, &htb_options, sizeof(htb_options) - (i == 5));
			if (i == 3)
				raw_put(&raw, TCA_HTB_RATE64, &wide, 8);
			if (i == 3)
				raw_put(&raw, TCA_HTB_CEIL64, &wide, 8);
			if (i == 4)
				raw_put(&raw, TCA_HTB_CEIL64, &wide, 7);
			raw_nest_end(&raw, nest);
		}
		class = raw_parse(&raw, &err);
		out_int(err, "%s.parse", key);
		if (class == NULL)
			continue;
		out_uint(rtnl_htb_get_rate(class), "%s.rate", key);
		out_uint(rtnl_htb_get_ceil(class), "%s.ceil", key);
		out_uint(rtnl_htb_get_rbuffer(class), "%s.rbuffer", key);
		out_uint(rtnl_htb_get_cbuffer(class), "%s.cbuffer", key);
		out_uint(rtnl_htb_get_quantum(class), "%s.quantum", key);
		out_int(rtnl_htb_get_level(class), "%s.level", key);
		out_uint(rtnl_htb_get_prio(class), "%s.prio", key);
		if (i < 2) {
			out_object(class, key);
			rtnl_class_put(class);
		} else
			finish_class(class, key);
	}
}

static void seen(struct nl_object *object, void *arg)
{
	struct row *row = arg;

	row_add(row, "%x", rtnl_tc_get_handle(TC_CAST(object)));
}

static void take(struct nl_object *object, void *arg)
{
	nl_cache_add(arg, object);
}

static void add(struct nl_cache *cache, uint16_t type, int ifindex, uint32_t parent, uint32_t handle, uint32_t info,
		const char *kind)
{
	const struct tcmsg header = { .tcm_ifindex = ifindex, .tcm_handle = handle, .tcm_parent = parent,
				      .tcm_info = info };
	struct raw_msg raw;
	struct nl_msg *msg;

	raw_begin(&raw, type, 0, &header, sizeof(header));
	raw_put_text(&raw, TCA_KIND, kind);
	msg = nlmsg_convert(raw_msg_header(&raw));
	nlmsg_set_proto(msg, NETLINK_ROUTE);
	nl_msg_parse(msg, take, cache);
	nlmsg_free(msg);
}

static void out_found(void *object, const char *key)
{
	if (object == NULL)
		out_text("NULL", "%s", key);
	else
		out_uint(rtnl_tc_get_handle(TC_CAST(object)), "%s", key);
	if (object != NULL) {
		out_int(nl_object_get_refcnt(OBJ_CAST(object)), "%s.references", key);
		nl_object_put(OBJ_CAST(object));
	}
}

static void caches(void)
{
	struct nl_cache *qdiscs = NULL, *classes = NULL, *filters = NULL;
	struct rtnl_qdisc *qdisc;
	struct rtnl_class *class;
	struct row row = { 0 };

	out_int(rtnl_qdisc_alloc_cache(NULL, &qdiscs), "cache.qdisc");
	out_int(rtnl_class_alloc_cache(NULL, 3, &classes), "cache.class");
	out_int(rtnl_cls_alloc_cache(NULL, 3, 0x10000, &filters), "cache.cls");
	add(qdiscs, RTM_NEWQDISC, 3, TC_H_ROOT, 0x10000, 2, "htb");
	add(qdiscs, RTM_NEWQDISC, 3, 0x10010, 0x20000, 2, "nonesuch");
	add(qdiscs, RTM_NEWQDISC, 4, TC_H_ROOT, 0x10000, 2, "fq");
	add(classes, RTM_NEWTCLASS, 3, 0x10000, 0x10010, 0x20000, "htb");
	add(classes, RTM_NEWTCLASS, 3, 0x10000, 0x10011, 0x30000, "htb");
	add(classes, RTM_NEWTCLASS, 3, 0x10010, 0x10012, 0, "htb");
	add(classes, RTM_NEWTCLASS, 3, 0x10010, 0x10013, 0, "hfsc");
	add(filters, RTM_NEWTFILTER, 3, TC_H_ROOT, 0x80000800, 0x000a0008, "u32");
	add(filters, RTM_NEWTFILTER, 3, 0x10000, 1, 0x00140008, "basic");
	out_found(rtnl_qdisc_get(qdiscs, 3, 0x20000), "qdisc.get");
	out_found(rtnl_qdisc_get(qdiscs, 3, 0x30000), "qdisc.get.none");
	out_found(rtnl_qdisc_get(qdiscs, 5, 0x10000), "qdisc.get.other");
	out_found(rtnl_qdisc_get(classes, 3, 0x10010), "qdisc.get.classes");
	out_found(rtnl_qdisc_get_by_parent(qdiscs, 3, 0x10010), "qdisc.by_parent");
	out_found(rtnl_qdisc_get_by_parent(qdiscs, 4, 0x10010), "qdisc.by_parent.none");
	out_found(rtnl_qdisc_get_by_kind(qdiscs, 3, (char *)"nonesuch"), "qdisc.by_kind");
	out_found(rtnl_qdisc_get_by_kind(qdiscs, 4, (char *)"nonesuch"), "qdisc.by_kind.none");
	out_found(rtnl_class_get(classes, 3, 0x10012), "class.get");
	out_found(rtnl_class_get(classes, 4, 0x10012), "class.get.none");
	out_found(rtnl_class_get(qdiscs, 3, 0x10000), "class.get.qdiscs");
	out_found(rtnl_class_get_by_parent(classes, 3, 0x10010), "class.by_parent");
	out_found(rtnl_class_get_by_parent(classes, 3, 0x10011), "class.by_parent.none");
	out_found(rtnl_cls_find_by_handle(filters, 3, 0x10000, 1), "cls.by_handle");
	out_found(rtnl_cls_find_by_handle(filters, 3, 0x10000, 2), "cls.by_handle.none");
	out_found(rtnl_cls_find_by_prio(filters, 3, TC_H_ROOT, 10), "cls.by_prio");
	out_found(rtnl_cls_find_by_prio(filters, 3, TC_H_ROOT, 20), "cls.by_prio.none");
	out_found(rtnl_cls_find_by_prio(qdiscs, 3, TC_H_ROOT, 0), "cls.by_prio.qdiscs");
	for (uint32_t handle = 0x10010; handle < 0x10013; handle++) {
		class = rtnl_class_get(classes, 3, handle);
		qdisc = rtnl_class_leaf_qdisc(class, qdiscs);
		out_uint(qdisc ? rtnl_tc_get_handle(TC_CAST(qdisc)) : 0, "leaf.%x", handle);
		if (qdisc != NULL)
			rtnl_qdisc_put(qdisc);
		row.used = 0;
		rtnl_class_foreach_child(class, classes, seen, &row);
		out_row(&row, "class.children.%x", handle);
		row.used = 0;
		rtnl_class_foreach_cls(class, filters, seen, &row);
		out_row(&row, "class.filters.%x", handle);
		rtnl_class_put(class);
	}
	qdisc = rtnl_qdisc_get(qdiscs, 3, 0x10000);
	row.used = 0;
	rtnl_qdisc_foreach_child(qdisc, classes, seen, &row);
	out_row(&row, "qdisc.children");
	row.used = 0;
	rtnl_qdisc_foreach_cls(qdisc, filters, seen, &row);
	out_row(&row, "qdisc.filters");
	rtnl_qdisc_put(qdisc);
	rtnl_cls_cache_set_tc_params(filters, 9, 0x90000);
	nl_cache_free(filters);
	nl_cache_free(classes);
	nl_cache_free(qdiscs);
}

int main(void)
{
	/* No names of handles. */
	setenv("NLSYSCONFDIR", "/nonexistent", 1);
	requests();
	fifo();
	fq_codel();
	tbf();
	htb();
	messages();
	caches();
	return 0;
}
