/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Traffic control without memory.
 */
#define _GNU_SOURCE
#include <netlink/errno.h>
#include <netlink/route/act/gact.h>
#include <netlink/route/action.h>
#include <netlink/route/class.h>
#include <netlink/route/classifier.h>
#include <netlink/route/cls/matchall.h>
#include <netlink/route/cls/u32.h>
#include <netlink/route/qdisc.h>
#include <netlink/route/qdisc/fq_codel.h>
#include <netlink/route/tc.h>

#include "check.h"
#include "faulty_heap.h"
#include "route/objects.h"
#include "route/tc_private.h"

static struct raw_msg messages[3];

/* A filter with keys, counters and two actions; a class; a kind that nobody knows. */
static void write_messages(void)
{
	static const struct tcmsg header = { .tcm_ifindex = 3, .tcm_handle = 0x10001, .tcm_parent = 0x10000 };
	static const struct tc_gact shot = { .action = TC_ACT_SHOT };
	static const struct tc_htb_opt options = { .rate = { .rate = 1000 } };
	static const uint64_t counters[4] = { 0 };
	struct {
		struct tc_u32_sel sel;
		struct tc_u32_key keys[2];
	} selector = { .sel = { .nkeys = 2 } };
	struct nlattr *outer, *nest, *action, *inner;

	raw_begin(&messages[0], RTM_NEWTFILTER, 0, &header, sizeof(header));
	raw_put_text(&messages[0], TCA_KIND, "u32");
	outer = raw_nest(&messages[0], TCA_OPTIONS);
	raw_put(&messages[0], TCA_U32_SEL, &selector, sizeof(selector));
	raw_put(&messages[0], TCA_U32_PCNT, counters, sizeof(counters));
	raw_put(&messages[0], TCA_U32_POLICE, counters, 5);
	nest = raw_nest(&messages[0], TCA_U32_ACT);
	for (uint16_t order = 1; order < 3; order++) {
		action = raw_nest(&messages[0], order);
		raw_put_text(&messages[0], 1, "gact");
		inner = raw_nest(&messages[0], 2);
		raw_put(&messages[0], TCA_GACT_PARMS, &shot, sizeof(shot));
		raw_nest_end(&messages[0], inner);
		raw_nest_end(&messages[0], action);
	}
	raw_nest_end(&messages[0], nest);
	raw_nest_end(&messages[0], outer);
	raw_put(&messages[0], TCA_XSTATS, counters, 8);
	raw_begin(&messages[1], RTM_NEWTCLASS, 0, &header, sizeof(header));
	raw_put_text(&messages[1], TCA_KIND, "htb");
	outer = raw_nest(&messages[1], TCA_OPTIONS);
	raw_put(&messages[1], TCA_HTB_PARMS, &options, sizeof(options));
	raw_nest_end(&messages[1], outer);
	raw_begin(&messages[2], RTM_NEWQDISC, 0, &header, sizeof(header));
	raw_put_text(&messages[2], TCA_KIND, "nonesuch");
	raw_put(&messages[2], TCA_OPTIONS, counters, 8);
}

static struct rtnl_tc *given;

static int parse(int which)
{
	struct rtnl_tc *tc = which == 0 ? TC_CAST(rtnl_cls_alloc())
			     : which == 1 ? TC_CAST(rtnl_class_alloc())
					  : TC_CAST(rtnl_qdisc_alloc());
	int err = tc == NULL ? -NLE_NOMEM : rtnl_tc_msg_parse(raw_msg_header(&messages[which]), tc);

	nl_object_put(OBJ_CAST(tc));
	return err;
}

static int clone(void)
{
	struct nl_object *copy = nl_object_clone(OBJ_CAST(given));

	nl_object_put(copy);
	return copy != NULL ? 0 : -NLE_NOMEM;
}

static int build(void)
{
	struct nl_msg *msg = NULL;
	int err = rtnl_tc_msg_build(given, RTM_NEWQDISC, 0, &msg);

	nlmsg_free(msg);
	return err;
}

static int set(void)
{
	struct rtnl_qdisc *qdisc = rtnl_qdisc_alloc();
	int err = qdisc == NULL ? -NLE_NOMEM : rtnl_tc_set_kind(TC_CAST(qdisc), "fq_codel");

	if (err == 0)
		CHECK_INT(rtnl_qdisc_fq_codel_set_limit(qdisc, 1), 0, "it can be set");
	else if (qdisc != NULL)
		CHECK(rtnl_tc_get_kind(TC_CAST(qdisc)) == NULL, "no kind");
	rtnl_qdisc_put(qdisc);
	return err;
}

static int keys(void)
{
	struct rtnl_cls *cls = rtnl_cls_alloc();
	int err = cls == NULL ? -NLE_NOMEM : rtnl_tc_set_kind(TC_CAST(cls), "u32");

	if (err == 0)
		err = rtnl_u32_add_key(cls, 1, 1, 0, 0);
	rtnl_cls_put(cls);
	return err;
}

/* The first one makes room for several, which stays. */
static struct rtnl_tc_ops one = { .to_kind = (char *)"one", .to_type = RTNL_TC_TYPE_ACT, .to_size = 4 };

static int add(void)
{
	int err = rtnl_tc_register(&one);

	if (err == 0)
		rtnl_tc_unregister(&one);
	return err;
}

int main(void)
{
	static const char *const what[] = { "a filter", "a class", "an unknown kind" };
	static const int least[] = { 10, 4, 2 };

	/* No names of handles. */
	setenv("NLSYSCONFDIR", "/nonexistent", 1);
	write_messages();
	for (int i = 0; i < 3; i++) {
		int err;

		given = raw_parse(&messages[i], &err);
		CHECK_INT(err, 0, "%s", what[i]);
		HEAP_FAIL_EACH(parse(i), -NLE_NOMEM, least[i], what[i]);
		HEAP_FAIL_EACH(clone(), -NLE_NOMEM, 2, what[i]);
		HEAP_FAIL_EACH(build(), -NLE_NOMEM, 1, what[i]);
		nl_object_put(OBJ_CAST(given));
	}
	HEAP_FAIL_EACH(keys(), -NLE_NOMEM, 3, "keys");
	HEAP_FAIL_EACH(set(), -NLE_NOMEM, 3, "data");
	HEAP_FAIL_EACH(add(), -NLE_NOMEM, 1, "adding a kind");
	return check_done();
}
