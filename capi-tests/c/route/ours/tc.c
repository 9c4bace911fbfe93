/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Traffic control where Debian's library ends the program, reads beyond what there is, or loses something:
 * requests that lack something, messages that lie, kinds that nobody knows.
 */
#include <sys/stat.h>
#include <unistd.h>

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

static const struct tcmsg header = { .tcm_ifindex = 3, .tcm_handle = 0x10000, .tcm_parent = TC_H_ROOT,
				     .tcm_info = 0x000a0008 };

/* What an object is printed as. */
static const char *printed(void *object, enum nl_dump_type type)
{
	static char buf[16384];
	struct nl_dump_params dp = { .dp_type = type, .dp_buf = buf, .dp_buflen = sizeof(buf) };

	nl_object_dump(OBJ_CAST(object), &dp);
	return buf;
}

#define CHECK_PRINTED(object, type, want)                                      \
	do {                                                                   \
		const char *got_ = printed(object, type);                      \
		CHECK(strcmp(got_, want) == 0, "printed as %s", want);         \
		if (strcmp(got_, want) != 0)                                   \
			printf("# %s\n", got_);                                \
	} while (0)

/* The options in a request, and their length; NULL if there are none. */
static void *options_of(struct nl_msg *msg, int *len)
{
	struct nlattr *attr = nlmsg_find_attr(nlmsg_hdr(msg), sizeof(struct tcmsg), TCA_OPTIONS);

	*len = attr ? nla_len(attr) : -1;
	return attr ? nla_data(attr) : NULL;
}

static void lacking(void)
{
	struct rtnl_qdisc *qdisc = rtnl_qdisc_alloc(), *new = rtnl_qdisc_alloc();
	struct rtnl_class *class = rtnl_class_alloc();
	struct rtnl_cls *cls = rtnl_cls_alloc();
	struct nl_cache *cache = NULL;
	struct nl_msg *msg = NULL;
	uint32_t value = 0;
	uint64_t wide = 0;

	CHECK_INT(rtnl_qdisc_build_add_request(qdisc, 0, &msg), -NLE_MISSING_ATTR, "nothing to add");
	CHECK_INT(rtnl_qdisc_build_delete_request(qdisc, &msg), -NLE_MISSING_ATTR, "nothing to delete");
	CHECK_INT(rtnl_qdisc_build_update_request(qdisc, new, 0, &msg), -NLE_MISSING_ATTR, "nothing to update");
	CHECK_INT(rtnl_qdisc_build_change_request(qdisc, new, &msg), -NLE_MISSING_ATTR, "nothing to change");
	rtnl_tc_set_handle(TC_CAST(qdisc), 1);
	CHECK_INT(rtnl_qdisc_build_add_request(qdisc, 0, &msg), -NLE_MISSING_ATTR, "no interface to add to");
	CHECK_INT(rtnl_qdisc_build_update_request(qdisc, new, 0, &msg), -NLE_MISSING_ATTR, "no interface to update on");
	rtnl_qdisc_put(qdisc);
	qdisc = rtnl_qdisc_alloc();
	rtnl_tc_set_ifindex(TC_CAST(qdisc), 3);
	CHECK_INT(rtnl_qdisc_build_add_request(qdisc, 0, &msg), -NLE_MISSING_ATTR, "neither handle nor parent to add");
	CHECK_INT(rtnl_qdisc_build_delete_request(qdisc, &msg), -NLE_MISSING_ATTR, "no parent to delete from");
	CHECK_INT(rtnl_qdisc_build_update_request(qdisc, new, 0, &msg), -NLE_MISSING_ATTR, "neither to update");
	rtnl_tc_set_parent(TC_CAST(qdisc), TC_H_ROOT);
	CHECK_INT(rtnl_qdisc_build_update_request(qdisc, new, NLM_F_CREATE, &msg), -NLE_INVAL, "an update adds nothing");
	CHECK_INT(rtnl_qdisc_build_update_request(qdisc, new, NLM_F_EXCL, &msg), -NLE_INVAL, "an update replaces");
	CHECK_INT(rtnl_class_build_delete_request(class, &msg), -NLE_MISSING_ATTR, "no class to delete");
	rtnl_tc_set_ifindex(TC_CAST(class), 3);
	CHECK_INT(rtnl_class_build_delete_request(class, &msg), -NLE_MISSING_ATTR, "no handle of a class to delete");
	rtnl_tc_set_handle(TC_CAST(class), 0x10001);
	rtnl_tc_set_parent(TC_CAST(class), 0x20000);
	CHECK_INT(rtnl_class_build_add_request(class, 0, &msg), -NLE_INVAL, "a class of another queueing discipline");
	CHECK_INT(rtnl_cls_build_add_request(cls, 0, &msg), -NLE_MISSING_ATTR, "no priority");
	CHECK_INT(rtnl_cls_build_add_request(cls, NLM_F_CREATE, &msg), -NLE_MISSING_ATTR, "no interface to filter on");
	CHECK_INT(rtnl_cls_build_change_request(cls, 0, &msg), -NLE_MISSING_ATTR, "no interface to change on");
	CHECK_INT(rtnl_cls_build_delete_request(cls, 0, &msg), -NLE_MISSING_ATTR, "no priority to delete");
	CHECK_INT(rtnl_class_alloc_cache(NULL, 0, &cache), -NLE_INVAL, "classes of no interface");
	CHECK(msg == NULL, "no message");

	/* Objects of no kind, and of another one. */
	CHECK_INT(rtnl_htb_set_rate(class, 1), -NLE_NOMEM, "no kind yet");
	CHECK_INT(rtnl_htb_get_rate64(class, &wide), -NLE_INVAL, "no kind yet to ask");
	CHECK_INT(rtnl_htb_get_level(class), -NLE_NOMEM, "no kind yet to have a level");
	rtnl_tc_set_kind(TC_CAST(class), "hfsc");
	CHECK_INT(rtnl_htb_set_rate(class, 1), -NLE_NOMEM, "a kind that is unknown");
	rtnl_tc_set_kind(TC_CAST(qdisc), "tbf");
	CHECK_INT(rtnl_htb_set_defcls(qdisc, 1), -NLE_OPNOTSUPP, "another kind");
	CHECK_UINT(rtnl_htb_get_defcls(qdisc), 0, "another kind to ask");
	CHECK_INT(rtnl_qdisc_fifo_set_limit(qdisc, 1), -NLE_OPNOTSUPP, "no queue");
	CHECK_INT(rtnl_qdisc_fifo_get_limit(qdisc), -NLE_OPNOTSUPP, "no queue to ask");
	CHECK_INT(rtnl_qdisc_fq_codel_set_ecn(qdisc, 1), -NLE_OPNOTSUPP, "no fq_codel");
	rtnl_tc_set_kind(TC_CAST(cls), "matchall");
	CHECK_INT(rtnl_u32_set_classid(cls, 1), -NLE_OPNOTSUPP, "no u32");
	CHECK_INT(rtnl_u32_get_classid(cls, &value), -NLE_INVAL, "no u32 to ask");
	CHECK_INT(rtnl_u32_add_key(cls, 1, 1, 0, 0), -NLE_OPNOTSUPP, "no u32 to have keys");
	CHECK(rtnl_tc_data_check(TC_CAST(cls), rtnl_tc_lookup_ops(RTNL_TC_TYPE_CLS, "u32"), NULL) == NULL, "no data of u32");
	CHECK(rtnl_tc_data_check(TC_CAST(cls), rtnl_tc_get_ops(TC_CAST(cls)), NULL) == rtnl_tc_data(TC_CAST(cls)), "its data");
	rtnl_cls_put(cls);
	rtnl_class_put(class);
	rtnl_qdisc_put(new);
	rtnl_qdisc_put(qdisc);

	/* A class of which not even the rate is set. */
	class = rtnl_class_alloc();
	rtnl_tc_set_kind(TC_CAST(class), "htb");
	CHECK_INT(rtnl_class_build_add_request(class, 0, &msg), -NLE_MISSING_ATTR, "a class without a rate");
	rtnl_htb_set_rate(class, 1000);
	CHECK_INT(rtnl_class_build_add_request(class, 0, &msg), 0, "a class without a ceil");
	{
		int len = 0, left;
		struct nlattr *attr, *rates = NULL, *ceils = NULL;
		void *options = options_of(msg, &len);

		left = len;
		nla_for_each_attr(attr, options, left, left) {
			if (nla_type(attr) == TCA_HTB_RTAB)
				rates = attr;
			if (nla_type(attr) == TCA_HTB_CTAB)
				ceils = attr;
		}
		CHECK(rates && ceils && memcmp(nla_data(rates), nla_data(ceils), 1024) == 0, "the table of the ceil is that of the rate");
	}
	nlmsg_free(msg);
	rtnl_class_put(class);
}

/* Kinds that nobody knows: listed, copied, and sent back as they came. */
static void opaque(void)
{
	static const char *const kinds[] = { "clsact", "cake", "blackhole", "ets", "noqueue" };
	static const uint16_t types[] = { RTM_NEWQDISC, RTM_NEWTCLASS, RTM_NEWTFILTER };
	static const unsigned char bytes[13] = { 9, 8, 7, 6, 5, 4, 3, 2, 1, 0, 1, 2, 3 };

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		for (size_t type = 0; type < 3; type++) {
			struct rtnl_tc *tc, *copy;
			struct nl_msg *msg = NULL;
			struct raw_msg raw;
			int err, len;

			raw_begin(&raw, types[type], 0, &header, sizeof(header));
			raw_put_text(&raw, TCA_KIND, kinds[i]);
			raw_put(&raw, TCA_OPTIONS, bytes, sizeof(bytes));
			tc = raw_parse(&raw, &err);
			CHECK_INT(err, 0, "%s is read", kinds[i]);
			CHECK(strstr(printed(tc, NL_DUMP_STATS), kinds[i]) != NULL, "%s is printed", kinds[i]);
			CHECK(rtnl_tc_data(tc) == NULL, "%s has no data", kinds[i]);
			copy = (struct rtnl_tc *)nl_object_clone(OBJ_CAST(tc));
			nl_object_put(OBJ_CAST(tc));
			CHECK_INT(rtnl_tc_msg_build(copy, types[type], 0, &msg), 0, "%s is sent", kinds[i]);
			CHECK(memcmp(options_of(msg, &len), bytes, sizeof(bytes)) == 0, "the options of %s", kinds[i]);
			CHECK_INT(len, sizeof(bytes), "all options of %s", kinds[i]);
			nlmsg_free(msg);
			nl_object_put(OBJ_CAST(copy));
		}
	/* And one that is made here. */
	{
		struct rtnl_qdisc *qdisc = rtnl_qdisc_alloc();
		struct nl_msg *msg = NULL;
		int len;

		CHECK_INT(rtnl_tc_set_kind(TC_CAST(qdisc), "blackhole"), 0, "a black hole");
		rtnl_tc_set_ifindex(TC_CAST(qdisc), 3);
		rtnl_tc_set_parent(TC_CAST(qdisc), TC_H_ROOT);
		CHECK_PRINTED(qdisc, NL_DUMP_LINE, "qdisc blackhole dev 3 id none parent root\n");
		CHECK_INT(rtnl_qdisc_build_add_request(qdisc, NLM_F_CREATE, &msg), 0, "a black hole can be added");
		CHECK(options_of(msg, &len) == NULL, "it has no options");
		nlmsg_free(msg);
		rtnl_qdisc_put(qdisc);
	}
}

/* Every kind, without options, and with options of every length there can be. */
static void hostile(void)
{
	static const struct {
		uint16_t type;
		const char *kind;
	} kinds[] = {
		{ RTM_NEWQDISC, "htb" }, { RTM_NEWQDISC, "tbf" }, { RTM_NEWQDISC, "pfifo" }, { RTM_NEWQDISC, "bfifo" },
		{ RTM_NEWQDISC, "fq_codel" }, { RTM_NEWQDISC, "ingress" }, { RTM_NEWQDISC, "blackhole" },
		{ RTM_NEWTCLASS, "htb" }, { RTM_NEWTFILTER, "u32" }, { RTM_NEWTFILTER, "matchall" },
	};
	int read = 0, refused = 0;

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		for (int kind = -2; kind < 12; kind++)
			for (size_t len = 0; len < 60; len++) {
				struct rtnl_tc *tc, *copy;
				struct nl_msg *msg = NULL;
				struct nlattr *nest;
				struct raw_msg raw;
				unsigned char bytes[64];
				int err;

				memset(bytes, 0xff, sizeof(bytes));
				raw_begin(&raw, kinds[i].type, 0, &header, sizeof(header));
				raw_put_text(&raw, TCA_KIND, kinds[i].kind);
				if (kind == -1)
					raw_put(&raw, TCA_OPTIONS, bytes, len);
				else if (kind >= 0) {
					nest = raw_nest(&raw, TCA_OPTIONS);
					raw_put(&raw, (uint16_t)kind, bytes, len);
					raw_nest_end(&raw, nest);
				}
				tc = raw_parse(&raw, &err);
				if (tc == NULL) {
					refused++;
					continue;
				}
				read++;
				printed(tc, NL_DUMP_STATS);
				copy = (struct rtnl_tc *)nl_object_clone(OBJ_CAST(tc));
				nl_object_put(OBJ_CAST(tc));
				if (rtnl_tc_msg_build(copy, kinds[i].type, 0, &msg) == 0)
					nlmsg_free(msg);
				nl_object_put(OBJ_CAST(copy));
			}
	CHECK(read > 1000 && refused > 100, "messages that lie: %d read, %d refused", read, refused);
	/* No options at all. */
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		struct rtnl_tc *tc;
		struct raw_msg raw;
		int err;

		raw_begin(&raw, kinds[i].type, 0, &header, sizeof(header));
		raw_put_text(&raw, TCA_KIND, kinds[i].kind);
		tc = raw_parse(&raw, &err);
		CHECK(tc != NULL, "%s without options", kinds[i].kind);
		printed(tc, NL_DUMP_STATS);
		nl_object_put(OBJ_CAST(tc));
	}
}

/* A selector that says it has more keys than it has. */
static void lying_selector(void)
{
	static const unsigned char claims[] = { 0, 1, 2, 3, 255 };

	for (size_t i = 0; i < sizeof(claims); i++) {
		struct {
			struct tc_u32_sel sel;
			struct tc_u32_key keys[2];
		} selector = { .sel = { .nkeys = claims[i] }, .keys = { { .val = 1, .off = 4 }, { .val = 2, .off = 8 } } };
		struct rtnl_cls *cls, *copy;
		struct nl_msg *msg = NULL;
		struct nlattr *nest;
		struct raw_msg raw;
		uint32_t val = 0, mask;
		int err, off, offmask, keys = 0;

		raw_begin(&raw, RTM_NEWTFILTER, 0, &header, sizeof(header));
		raw_put_text(&raw, TCA_KIND, "u32");
		nest = raw_nest(&raw, TCA_OPTIONS);
		raw_put(&raw, TCA_U32_SEL, &selector, sizeof(selector) - (i == 2 ? 4 : 0));
		raw_nest_end(&raw, nest);
		cls = raw_parse(&raw, &err);
		CHECK_INT(err, 0, "a selector that says %d keys", claims[i]);
		printed(cls, NL_DUMP_STATS);
		copy = (struct rtnl_cls *)nl_object_clone(OBJ_CAST(cls));
		while (keys < 255 && rtnl_u32_get_key(copy, (uint8_t)keys, &val, &mask, &off, &offmask) == 0)
			keys++;
		CHECK_INT(keys, i == 0 ? 0 : i == 1 || i == 2 ? 1 : 2, "has as many keys as there are");
		CHECK_INT(rtnl_u32_add_key(copy, 7, 7, 12, 0), 0, "another key");
		CHECK_INT(rtnl_u32_get_key(copy, (uint8_t)keys, &val, NULL, NULL, NULL), 0, "the key behind them");
		CHECK_UINT(val, 7, "its value");
		CHECK_INT(rtnl_cls_build_add_request(copy, NLM_F_CREATE, &msg), 0, "can be sent");
		nlmsg_free(msg);
		rtnl_cls_put(copy);
		rtnl_cls_put(cls);
	}
}

static struct rtnl_act *gact(int action)
{
	struct rtnl_act *act = rtnl_act_alloc();

	rtnl_tc_set_kind(TC_CAST(act), "gact");
	rtnl_gact_set_action(act, action);
	return act;
}

static void actions(void)
{
	static const struct tcamsg tca = { 0 };
	struct rtnl_act *one = gact(1), *two = gact(2), *three = gact(3), *list = NULL, *other = NULL;
	struct rtnl_cls *cls = rtnl_cls_alloc(), *copy, *mall = rtnl_cls_alloc();
	struct nl_cache *cache = NULL;
	struct nlattr *tab, *nest, *inner;
	struct tc_gact parameters = { .action = 2 };
	struct nl_msg *msg;
	struct raw_msg raw;
	int count = 0;

	/* Lists that would have no end. */
	CHECK_INT(rtnl_act_append(&list, one), 0, "a list");
	CHECK_INT(rtnl_act_append(&list, one), -NLE_EXIST, "the same again");
	CHECK_INT(rtnl_act_append(&list, two), 0, "another");
	CHECK_INT(rtnl_act_append(&list, two), -NLE_EXIST, "the other again");
	CHECK_INT(rtnl_act_append(&other, two), 0, "a list within");
	CHECK_INT(rtnl_act_append(&other, one), -NLE_EXIST, "a ring");
	CHECK_INT(rtnl_act_append(&other, three), 0, "behind both");
	CHECK(rtnl_act_next(rtnl_act_next(list)) == three, "is the third");
	rtnl_act_put_all(&list);

	/* Copies of classifiers have actions of their own. */
	rtnl_tc_set_kind(TC_CAST(cls), "u32");
	rtnl_tc_set_kind(TC_CAST(mall), "matchall");
	one = gact(1);
	two = gact(2);
	CHECK_INT(rtnl_u32_add_action(cls, one), 0, "an action of a classifier");
	CHECK_INT(rtnl_u32_add_action(cls, two), 0, "another action of a classifier");
	CHECK_INT(rtnl_u32_add_action(cls, two), -NLE_EXIST, "the same action of a classifier");
	CHECK_INT(nl_object_get_refcnt(OBJ_CAST(two)), 2, "is not referred to once more");
	copy = (struct rtnl_cls *)nl_object_clone(OBJ_CAST(cls));
	rtnl_cls_put(cls);
	CHECK_INT(nl_object_get_refcnt(OBJ_CAST(two)), 1, "the copy does not refer to it");
	list = rtnl_u32_get_action(copy);
	CHECK(list != NULL && list != one, "the copy has an action of its own");
	CHECK_INT(rtnl_gact_get_action(list), 1, "the first");
	CHECK(rtnl_act_next(list) && rtnl_gact_get_action(rtnl_act_next(list)) == 2, "and the second");
	rtnl_cls_put(copy);
	CHECK_INT(rtnl_mall_append_action(mall, one), 0, "an action of matchall");
	CHECK_INT(rtnl_mall_append_action(mall, two), 0, "another action of matchall");
	copy = (struct rtnl_cls *)nl_object_clone(OBJ_CAST(mall));
	rtnl_cls_put(mall);
	list = rtnl_mall_get_first_action(copy);
	CHECK(list != one && rtnl_gact_get_action(list) == 1, "a copy of matchall has its own");
	CHECK(rtnl_act_next(list) && rtnl_gact_get_action(rtnl_act_next(list)) == 2, "both");
	three = (struct rtnl_act *)nl_object_clone(OBJ_CAST(list));
	CHECK(rtnl_act_next(three) == NULL, "a copy of an action is in no list");
	rtnl_act_put(three);
	rtnl_act_put(list);
	rtnl_cls_put(copy);
	rtnl_act_put(one);
	rtnl_act_put(two);

	/* Messages about actions: all of them arrive, each as itself. */
	raw_begin(&raw, RTM_NEWACTION, 0, &tca, sizeof(tca));
	tab = raw_nest(&raw, 1);
	for (uint16_t order = 1; order <= 32; order += 31) {
		nest = raw_nest(&raw, order);
		raw_put_text(&raw, 1, order == 1 ? "gact" : "nonesuch");
		inner = raw_nest(&raw, 2);
		raw_put(&raw, TCA_GACT_PARMS, &parameters, sizeof(parameters));
		raw_nest_end(&raw, inner);
		raw_nest_end(&raw, nest);
	}
	raw_nest_end(&raw, tab);
	CHECK_INT(nl_cache_alloc_name("route/act", &cache), 0, "a cache of actions");
	msg = nlmsg_convert(raw_msg_header(&raw));
	nlmsg_set_proto(msg, NETLINK_ROUTE);
	CHECK_INT(nl_cache_parse_and_add(cache, msg), 0, "actions are read");
	nlmsg_free(msg);
	CHECK_INT(nl_cache_nitems(cache), 2, "two of them");
	for (struct nl_object *o = nl_cache_get_first(cache); o; o = nl_cache_get_next(o)) {
		struct nl_msg *request = NULL;

		CHECK(strcmp(rtnl_tc_get_kind(TC_CAST(o)), count == 0 ? "gact" : "nonesuch") == 0, "in order");
		CHECK(rtnl_act_next((struct rtnl_act *)o) == NULL, "each alone");
		CHECK_INT(rtnl_act_build_add_request((struct rtnl_act *)o, 0, &request), 0, "can be sent");
		/* Header, family, table, order, kind and its padding, options, parameters. */
		CHECK_UINT(nlmsg_hdr(request)->nlmsg_len, 16 + 4 + 4 + 4 + (count == 0 ? 12 : 16) + 4 + 24, "with its options");
		nlmsg_free(request);
		count++;
	}
	nl_cache_free(cache);
	for (int form = 0; form < 3; form++) {
		int err;

		raw_begin(&raw, RTM_NEWACTION, 0, &tca, form == 0 ? 3 : 4);
		if (form == 0)
			raw_msg_header(&raw)->nlmsg_len = 19;
		if (form == 2) {
			tab = raw_nest(&raw, 1);
			nest = raw_nest(&raw, 1);
			raw_put_text(&raw, 2, "no kind");
			raw_nest_end(&raw, nest);
			raw_nest_end(&raw, tab);
		}
		CHECK(raw_parse(&raw, &err) == NULL, "no action");
		CHECK_INT(err, form == 0 ? -NLE_MSG_TOOSHORT : -NLE_MISSING_ATTR, "what is wrong with it");
	}
}

/* Peak rates, of which Debian's library prints what was not given to it. */
static void peak(void)
{
	struct rtnl_qdisc *qdisc = rtnl_qdisc_alloc();

	rtnl_tc_set_kind(TC_CAST(qdisc), "tbf");
	rtnl_qdisc_tbf_set_limit(qdisc, 1000);
	rtnl_qdisc_tbf_set_rate(qdisc, 1000, 100, 8);
	CHECK_INT(rtnl_qdisc_tbf_set_peakrate(qdisc, 2000, 1500, 8), 0, "a peak rate");
	CHECK_PRINTED(qdisc, NL_DUMP_DETAILS,
		      "qdisc tbf dev 0 id none parent none rate 1000.00B/s (8Kbit) limit 1000.00B\n"
		      "  refcnt 0rate-bucket-size 100B rate-cell-size 8.0B\n"
		      "    peak-rate 1.95KiB/s (16Kbit) bucket-size 1.5Kbit cell-size 8.0bit\n");
	rtnl_qdisc_put(qdisc);
}

static void names(void)
{
	char folder[] = "/tmp/oxnl-tc-XXXXXX", path[64], buf[512], name[300];
	uint32_t handle = 0;
	FILE *file;

	CHECK(mkdtemp(folder) != NULL, "a folder");
	setenv("NLSYSCONFDIR", folder, 1);
	snprintf(path, sizeof(path), "%s/classid", folder);
	memset(name, 'n', sizeof(name));
	name[sizeof(name) - 1] = '\0';
	for (int round = 0; round < 3; round++) {
		file = fopen(path, "w");
		fprintf(file, "1:%d name%d\n%s", round + 1, round, round == 2 ? "rubbish\n" : "");
		fclose(file);
		/* However soon after the last change. */
		CHECK_INT(rtnl_tc_read_classid_file(), round == 2 ? -NLE_OBJ_NOTFOUND : 0, "round %d", round);
		snprintf(buf, sizeof(buf), "name%d", round);
		CHECK_INT(rtnl_tc_str2handle(buf, &handle), 0, "its name");
		CHECK_UINT(handle, 0x10001u + (unsigned)round, "its handle");
		snprintf(buf, sizeof(buf), "name%d", round - 1);
		CHECK_INT(rtnl_tc_str2handle(buf, &handle), -NLE_OBJ_NOTFOUND, "the name before is gone");
	}
	file = fopen(path, "w");
	fprintf(file, "1:1 %.200s\n  \t \n", name);
	fclose(file);
	CHECK_INT(rtnl_tc_read_classid_file(), -NLE_OBJ_NOTFOUND, "a line of blanks");
	CHECK(strlen(rtnl_tc_handle2str(0x10001, buf, sizeof(buf))) == 200, "a long name");
	unlink(path);
	CHECK_INT(rtnl_tc_read_classid_file(), -NLE_OBJ_NOTFOUND, "no file");
	CHECK_INT(rtnl_classid_generate("again", &handle, TC_H_ROOT), 0, "a file is made");
	CHECK_INT(access(path, F_OK), 0, "it is there");
	unlink(path);
	rmdir(folder);
	/* All classes have names. */
	CHECK_INT(rtnl_classid_generate("nowhere", &handle, 0x10000), -NLE_OBJ_NOTFOUND, "no folder");
	CHECK(rtnl_tc_handle2str(1, NULL, 10) == NULL, "no buffer");
	CHECK_INT(rtnl_tc_str2handle(NULL, &handle), -NLE_INVAL, "no text");
	CHECK_INT(rtnl_tc_str2handle("1:", NULL), -NLE_INVAL, "no place");
	CHECK_INT(rtnl_classid_generate(NULL, &handle, 1), -NLE_INVAL, "no name");
	CHECK_INT(rtnl_classid_generate("a", NULL, 1), -NLE_INVAL, "no place for a handle");
	CHECK(rtnl_tc_stat2str(RTNL_TC_BYTES, NULL, 0) == NULL, "no buffer for a statistic");
	CHECK(rtnl_tc_str2stat(NULL) < 0, "no statistic");
}

/* An object that is printed is not changed meanwhile, and stays whole. */
static struct rtnl_qdisc *printing;
static int while_printing;

static void change(struct nl_dump_params *dp, char *text)
{
	(void)dp, (void)text;
	if (rtnl_qdisc_fq_codel_set_limit(printing, 1) == -NLE_BUSY)
		while_printing++;
}

static void reentrant(void)
{
	struct nl_dump_params dp = { .dp_type = NL_DUMP_LINE, .dp_cb = change };

	printing = rtnl_qdisc_alloc();
	rtnl_tc_set_kind(TC_CAST(printing), "fq_codel");
	rtnl_qdisc_fq_codel_set_limit(printing, 7);
	nl_object_dump(OBJ_CAST(printing), &dp);
	CHECK(while_printing > 0, "it is busy while it is printed");
	rtnl_qdisc_put(printing);
}

static struct rtnl_tc_ops nameless = { .to_type = RTNL_TC_TYPE_QDISC, .to_size = 8 };
static struct rtnl_tc_ops beyond = { .to_kind = (char *)"beyond", .to_type = __RTNL_TC_TYPE_MAX, .to_size = 8 };

static int failing_clone(void *dst, void *src)
{
	(void)dst, (void)src;
	return -NLE_RANGE;
}

static int freed;

static void count_free(struct rtnl_tc *tc, void *data)
{
	(void)tc, (void)data;
	freed++;
}

static struct rtnl_tc_ops failing = { .to_kind = (char *)"failing", .to_type = RTNL_TC_TYPE_CLS, .to_size = 8,
				      .to_free_data = count_free, .to_clone = failing_clone };

static void registration(void)
{
	struct rtnl_tc_type_ops type = { .tt_type = __RTNL_TC_TYPE_MAX };
	struct rtnl_cls *cls = rtnl_cls_alloc();

	CHECK_INT(rtnl_tc_register(NULL), -NLE_INVAL, "no kind");
	CHECK_INT(rtnl_tc_register(&nameless), -NLE_INVAL, "a kind without a name");
	CHECK_INT(rtnl_tc_register(&beyond), -NLE_INVAL, "a kind of no type");
	rtnl_tc_unregister(NULL);
	rtnl_tc_unregister(&beyond);
	rtnl_tc_type_register(&type);
	rtnl_tc_type_unregister(&type);
	rtnl_tc_type_register(NULL);
	rtnl_tc_type_unregister(NULL);
	CHECK(rtnl_tc_lookup_ops(RTNL_TC_TYPE_QDISC, NULL) == NULL, "no name");
	CHECK(rtnl_tc_lookup_ops((enum rtnl_tc_type)99, "htb") == NULL, "no type");
	/* A kind that cannot copy its data: what the copy would share is freed once. */
	CHECK_INT(rtnl_tc_register(&failing), 0, "a kind that cannot be copied");
	rtnl_tc_set_kind(TC_CAST(cls), "failing");
	CHECK(nl_object_clone(OBJ_CAST(cls)) == NULL, "no copy");
	rtnl_cls_put(cls);
	CHECK_INT(freed, 1, "its data are freed once");
	rtnl_tc_unregister(&failing);
}
int main(void)
{
	/* No names of handles. */
	setenv("NLSYSCONFDIR", "/nonexistent", 1);
	lacking();
	opaque();
	hostile();
	lying_selector();
	actions();
	peak();
	reentrant();
	registration();
	names();
	return check_done();
}
