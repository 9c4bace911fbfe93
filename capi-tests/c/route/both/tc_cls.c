/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Classifiers and actions: accessors, requests as bytes, what the library makes of messages.
 */
#include <arpa/inet.h>
#include <netinet/in.h>

#include <netlink/attr.h>
#include <netlink/errno.h>
#include <netlink/route/act/gact.h>
#include <netlink/route/act/mirred.h>
#include <netlink/route/action.h>
#include <netlink/route/classifier.h>
#include <netlink/route/cls/matchall.h>
#include <netlink/route/cls/u32.h>

#include "route/objects.h"

/* Prints the request that a call makes into "msg". */
#define REQUEST(call, key)                                                     \
	do {                                                                   \
		struct nl_msg *msg = NULL;                                     \
		const int err_ = (call);                                       \
		out_request(err_, &msg, key);                                  \
	} while (0)

static struct rtnl_cls *cls_of(const char *kind)
{
	struct rtnl_cls *cls = rtnl_cls_alloc();

	rtnl_tc_set_ifindex(TC_CAST(cls), 5);
	rtnl_tc_set_parent(TC_CAST(cls), TC_HANDLE(1, 0));
	rtnl_cls_set_prio(cls, 10);
	rtnl_cls_set_protocol(cls, 0x0800);
	rtnl_tc_set_kind(TC_CAST(cls), kind);
	return cls;
}

static struct rtnl_act *gact(int action)
{
	struct rtnl_act *act = rtnl_act_alloc();

	rtnl_tc_set_kind(TC_CAST(act), "gact");
	rtnl_gact_set_action(act, action);
	return act;
}

static struct rtnl_act *mirred(uint32_t ifindex)
{
	struct rtnl_act *act = rtnl_act_alloc();

	rtnl_tc_set_kind(TC_CAST(act), "mirred");
	rtnl_mirred_set_action(act, TCA_EGRESS_REDIR);
	rtnl_mirred_set_policy(act, TC_ACT_PIPE);
	rtnl_mirred_set_ifindex(act, ifindex);
	return act;
}

static void classifiers(void)
{
	struct rtnl_cls *cls = rtnl_cls_alloc(), *copy;

	out_uint(rtnl_cls_get_prio(cls), "cls.new.prio");
	out_uint(rtnl_cls_get_protocol(cls), "cls.new.protocol");
	rtnl_tc_set_ifindex(TC_CAST(cls), 4);
	REQUEST(rtnl_cls_build_add_request(cls, NLM_F_CREATE, &msg), "cls.ifindex.add");
	REQUEST(rtnl_cls_build_change_request(cls, 0, &msg), "cls.ifindex.change");
	rtnl_cls_set_prio(cls, 0x1234);
	rtnl_cls_set_protocol(cls, 0x86dd);
	out_uint(rtnl_cls_get_prio(cls), "cls.prio");
	out_uint(rtnl_cls_get_protocol(cls), "cls.protocol");
	REQUEST(rtnl_cls_build_add_request(cls, 0, &msg), "cls.add");
	REQUEST(rtnl_cls_build_change_request(cls, NLM_F_ECHO, &msg), "cls.change");
	REQUEST(rtnl_cls_build_delete_request(cls, NLM_F_ACK, &msg), "cls.delete");
	rtnl_tc_set_chain(TC_CAST(cls), 11);
	rtnl_tc_set_handle(TC_CAST(cls), 0x55);
	rtnl_tc_set_parent(TC_CAST(cls), TC_HANDLE(8, 0));
	REQUEST(rtnl_cls_build_delete_request(cls, 0, &msg), "cls.delete.all");
	copy = (struct rtnl_cls *)nl_object_clone(OBJ_CAST(cls));
	out_object(copy, "cls.copy");
	out_difference(cls, copy, "cls.copy");
	rtnl_cls_set_prio(copy, 5);
	out_difference(cls, copy, "cls.prio.copy");
	rtnl_cls_put(copy);
	rtnl_cls_put(cls);
}

static void out_key(struct rtnl_cls *cls, uint8_t index, const char *key)
{
	uint32_t val = 1, mask = 2;
	int off = 3, offmask = 4;

	out_int(rtnl_u32_get_key(cls, index, &val, &mask, &off, &offmask), "%s.key.%d", key, index);
	out_uint(val, "%s.key.%d.val", key, index);
	out_uint(mask, "%s.key.%d.mask", key, index);
	out_int(off, "%s.key.%d.off", key, index);
	out_int(offmask, "%s.key.%d.offmask", key, index);
}

static void u32(void)
{
	struct rtnl_cls *cls = cls_of("u32"), *copy;
	struct in6_addr six;
	struct in_addr four;
	uint32_t classid = 4711;
	char key[64];

	inet_pton(AF_INET, "10.1.2.3", &four);
	inet_pton(AF_INET6, "2001:db8:1:2:3:4:5:6", &six);
	out_int(rtnl_u32_get_classid(cls, &classid), "u32.new.classid");
	out_bool(rtnl_u32_get_action(cls) == NULL, "u32.new.no_action");
	out_int(rtnl_u32_del_mark(cls), "u32.new.del_mark");
	out_key(cls, 0, "u32.new");
	out_object(cls, "u32.new");
	REQUEST(rtnl_cls_build_add_request(cls, NLM_F_CREATE, &msg), "u32.new");
	rtnl_u32_set_handle(cls, 0x801, 0x12, 0x345);
	out_uint(rtnl_tc_get_handle(TC_CAST(cls)), "u32.handle");
	out_int(rtnl_u32_set_divisor(cls, 256), "u32.divisor");
	out_object(cls, "u32.divisor");
	REQUEST(rtnl_cls_build_add_request(cls, NLM_F_CREATE, &msg), "u32.divisor");
	rtnl_cls_put(cls);

	cls = cls_of("u32");
	out_int(rtnl_u32_set_classid(cls, TC_HANDLE(1, 0x20)), "u32.set_classid");
	out_int(rtnl_u32_get_classid(cls, &classid), "u32.get_classid");
	out_uint(classid, "u32.classid");
	out_int(rtnl_u32_set_link(cls, 0x80200000), "u32.set_link");
	out_int(rtnl_u32_set_hashtable(cls, 0x80112000), "u32.set_hashtable");
	out_int(rtnl_u32_add_mark(cls, 5, 0xff), "u32.add_mark");
	out_int(rtnl_u32_set_hashmask(cls, 0x0000ff00, 12), "u32.set_hashmask");
	out_int(rtnl_u32_set_cls_terminal(cls), "u32.set_terminal");
	out_object(cls, "u32.no_selector");
	REQUEST(rtnl_cls_build_add_request(cls, NLM_F_CREATE, &msg), "u32.no_selector");
	out_int(rtnl_u32_set_selector(cls, 3, 0x0f00, 6, 16, 9), "u32.set_selector");
	out_int(rtnl_u32_set_flags(cls, TC_U32_OFFSET), "u32.set_flags");
	out_object(cls, "u32.no_keys");
	out_int(rtnl_u32_add_key(cls, htonl(0x12345678), htonl(0xffff00ff), 20, 0), "u32.add_key");
	for (int off = -2; off < 6; off++) {
		out_int(rtnl_u32_add_key_uint8(cls, 0x3a, 0xfe, off, 0), "u32.uint8.%d", off);
		out_int(rtnl_u32_add_key_uint16(cls, 0x3a3b, 0xfffe, off, -1), "u32.uint16.%d", off);
		out_int(rtnl_u32_add_key_uint32(cls, 0x3a3b3c3d, 0xfffffffe, off, 1), "u32.uint32.%d", off);
	}
	for (int bits = 1; bits <= 32; bits += 31)
		out_int(rtnl_u32_add_key_in_addr(cls, &four, (uint8_t)bits, 12, 0), "u32.in_addr.%d", bits);
	for (int bits = 1; bits <= 128; bits += 21)
		out_int(rtnl_u32_add_key_in6_addr(cls, &six, (uint8_t)bits, 24, 0), "u32.in6_addr.%d", bits);
	for (int i = 0; i < 60; i++) {
		snprintf(key, sizeof(key), "u32.all");
		out_key(cls, (uint8_t)i, key);
	}
	out_object(cls, "u32.keys");
	REQUEST(rtnl_cls_build_add_request(cls, NLM_F_CREATE, &msg), "u32.keys");
	copy = (struct rtnl_cls *)nl_object_clone(OBJ_CAST(cls));
	out_object(copy, "u32.copy");
	REQUEST(rtnl_cls_build_add_request(copy, NLM_F_CREATE, &msg), "u32.copy");
	out_int(rtnl_u32_del_mark(copy), "u32.del_mark");
	out_int(rtnl_u32_del_mark(copy), "u32.del_mark.again");
	out_object(copy, "u32.unmarked");
	for (int i = 0; i < 300; i++)
		if (rtnl_u32_add_key(copy, 1, 2, 3, 4) < 0) {
			out_int(i, "u32.full");
			break;
		}
	out_int(rtnl_u32_add_key(copy, 1, 2, 3, 4), "u32.full.err");
	rtnl_cls_put(copy);
	rtnl_cls_put(cls);
}

static void actions(void)
{
	struct rtnl_act *act = rtnl_act_alloc(), *one, *two, *list = NULL, *parsed = NULL;
	struct rtnl_cls *cls = cls_of("u32");
	struct nl_msg *msg;

	out_bool(rtnl_act_next(NULL) == NULL, "act.next.null");
	out_bool(rtnl_act_next(act) == NULL, "act.next");
	out_int(rtnl_gact_get_action(act), "gact.no_kind");
	out_int(rtnl_gact_set_action(act, 1), "gact.no_kind.set");
	out_int(rtnl_mirred_get_action(act), "mirred.no_kind");
	out_uint(rtnl_mirred_get_ifindex(act), "mirred.no_kind.ifindex");
	REQUEST(rtnl_act_build_add_request(act, NLM_F_CREATE, &msg), "act.nothing");
	rtnl_act_get(act);
	out_int(nl_object_get_refcnt(OBJ_CAST(act)), "act.references");
	rtnl_act_put(act);
	rtnl_act_put(act);
	for (int action = -1; action < 8; action++) {
		char key[64];

		act = gact(action);
		snprintf(key, sizeof(key), "gact.%d", action);
		out_int(rtnl_gact_get_action(act), "%s.action", key);
		out_object(act, key);
		REQUEST(rtnl_act_build_add_request(act, NLM_F_CREATE, &msg), key);
		rtnl_act_put(act);
	}
	act = rtnl_act_alloc();
	rtnl_tc_set_kind(TC_CAST(act), "mirred");
	out_int(rtnl_mirred_get_action(act), "mirred.new.action");
	out_uint(rtnl_mirred_get_ifindex(act), "mirred.new.ifindex");
	out_int(rtnl_mirred_get_policy(act), "mirred.new.policy");
	out_int(rtnl_mirred_set_policy(act, 1), "mirred.new.set_policy");
	for (int i = -1; i < 7; i++) {
		char key[64];

		snprintf(key, sizeof(key), "mirred.%d", i);
		out_int(rtnl_mirred_set_action(act, i), "%s.set_action", key);
		out_int(rtnl_mirred_get_action(act), "%s.action", key);
		rtnl_mirred_set_action(act, i & 1 ? TCA_EGRESS_MIRROR : TCA_EGRESS_REDIR);
		out_int(rtnl_mirred_set_policy(act, i), "%s.set_policy", key);
		out_int(rtnl_mirred_get_policy(act), "%s.policy", key);
		out_int(rtnl_mirred_set_ifindex(act, (uint32_t)i), "%s.set_ifindex", key);
		out_uint(rtnl_mirred_get_ifindex(act), "%s.ifindex", key);
		out_object(act, key);
		REQUEST(rtnl_act_build_change_request(act, 0, &msg), key);
	}
	REQUEST(rtnl_act_build_delete_request(act, NLM_F_ACK, &msg), "mirred.delete");
	one = (struct rtnl_act *)nl_object_clone(OBJ_CAST(act));
	out_object(one, "mirred.copy");
	REQUEST(rtnl_act_build_add_request(one, 0, &msg), "mirred.copy");
	rtnl_act_put(one);
	rtnl_act_put(act);

	/* Lists. */
	one = mirred(3);
	two = gact(TC_ACT_SHOT);
	out_int(rtnl_act_append(&list, one), "list.append.1");
	out_int(rtnl_act_append(&list, two), "list.append.2");
	out_bool(list == one && rtnl_act_next(one) == two && rtnl_act_next(two) == NULL, "list.order");
	REQUEST(rtnl_act_build_add_request(list, 0, &msg), "list");
	msg = nlmsg_alloc_simple(1, 0);
	need(msg != NULL);
	out_int(rtnl_act_fill(msg, 9, list), "list.fill");
	out_int(rtnl_act_parse(&parsed, nlmsg_attrdata(nlmsg_hdr(msg), 0)), "list.parse");
	out_request(0, &msg, "list.fill");
	for (act = parsed; act; act = rtnl_act_next(act))
		out_object(act, act == parsed ? "list.parsed.1" : "list.parsed.2");
	rtnl_act_put_all(&parsed);
	out_bool(parsed == NULL, "list.put_all");
	out_int(rtnl_act_remove(&list, one), "list.remove.1");
	out_bool(list == two && rtnl_act_next(one) == NULL, "list.removed.1");
	out_int(rtnl_act_remove(&list, one), "list.remove.again");
	out_int(rtnl_act_remove(&list, two), "list.remove.2");
	out_bool(list == NULL, "list.empty");
	for (int i = 0; i < 40; i++) {
		act = gact(i);
		out_int(rtnl_act_append(&list, act), "list.long.%d", i);
		if (i > 32)
			rtnl_act_put(act);
	}
	rtnl_act_put_all(&list);

	/* Of classifiers. */
	out_int(rtnl_u32_add_action(cls, NULL), "u32.add_action.null");
	out_int(rtnl_u32_del_action(cls, NULL), "u32.del_action.null");
	out_int(rtnl_u32_del_action(cls, one), "u32.del_action.none");
	out_int(rtnl_u32_add_action(cls, one), "u32.add_action.1");
	out_int(rtnl_u32_add_action(cls, two), "u32.add_action.2");
	out_bool(rtnl_u32_get_action(cls) == one, "u32.action");
	out_int(nl_object_get_refcnt(OBJ_CAST(one)), "u32.action.references");
	REQUEST(rtnl_cls_build_add_request(cls, NLM_F_CREATE, &msg), "u32.actions");
	out_int(rtnl_u32_del_action(cls, one), "u32.del_action.1");
	out_int(rtnl_u32_del_action(cls, one), "u32.del_action.again");
	out_int(nl_object_get_refcnt(OBJ_CAST(one)), "u32.deleted.references");
	REQUEST(rtnl_cls_build_add_request(cls, NLM_F_CREATE, &msg), "u32.action");
	out_int(rtnl_u32_del_action(cls, two), "u32.del_action.2");
	out_bool(rtnl_u32_get_action(cls) == NULL, "u32.no_action");
	rtnl_cls_put(cls);
	rtnl_act_put(one);
	rtnl_act_put(two);
}

static void matchall(void)
{
	struct rtnl_cls *cls = cls_of("matchall"), *copy;
	struct rtnl_act *one = mirred(3), *two = gact(TC_ACT_OK), *first;
	uint32_t value = 4711;

	out_int(rtnl_mall_get_classid(cls, &value), "mall.new.classid");
	out_int(rtnl_mall_get_flags(cls, &value), "mall.new.flags");
	out_bool(rtnl_mall_get_first_action(cls) == NULL, "mall.new.no_action");
	out_int(rtnl_mall_del_action(cls, one), "mall.new.del_action");
	out_int(rtnl_mall_append_action(cls, NULL), "mall.append.null");
	out_int(rtnl_mall_del_action(cls, NULL), "mall.del.null");
	out_object(cls, "mall.new");
	REQUEST(rtnl_cls_build_add_request(cls, NLM_F_CREATE, &msg), "mall.new");
	out_int(rtnl_mall_append_action(cls, one), "mall.append.only");
	REQUEST(rtnl_cls_build_add_request(cls, NLM_F_CREATE, &msg), "mall.only");
	out_int(rtnl_mall_get_classid(cls, &value), "mall.only.classid");
	out_int(rtnl_mall_del_action(cls, one), "mall.del.only");
	out_int(rtnl_mall_set_classid(cls, TC_HANDLE(1, 5)), "mall.set_classid");
	out_int(rtnl_mall_set_flags(cls, 1), "mall.set_flags");
	out_int(rtnl_mall_get_classid(cls, &value), "mall.get_classid");
	out_uint(value, "mall.classid");
	out_int(rtnl_mall_get_flags(cls, &value), "mall.get_flags");
	out_uint(value, "mall.flags");
	out_object(cls, "mall");
	out_int(rtnl_mall_append_action(cls, one), "mall.append.1");
	out_int(rtnl_mall_append_action(cls, two), "mall.append.2");
	first = rtnl_mall_get_first_action(cls);
	out_bool(first == one, "mall.first");
	out_int(nl_object_get_refcnt(OBJ_CAST(first)), "mall.first.references");
	rtnl_act_put(first);
	out_object(cls, "mall.actions");
	REQUEST(rtnl_cls_build_add_request(cls, NLM_F_CREATE, &msg), "mall.actions");
	out_int(rtnl_mall_del_action(cls, one), "mall.del.1");
	out_int(rtnl_mall_del_action(cls, one), "mall.del.again");
	out_int(rtnl_mall_del_action(cls, two), "mall.del.2");
	copy = (struct rtnl_cls *)nl_object_clone(OBJ_CAST(cls));
	out_object(copy, "mall.copy");
	REQUEST(rtnl_cls_build_add_request(copy, NLM_F_CREATE, &msg), "mall.copy");
	rtnl_cls_put(copy);
	rtnl_cls_put(cls);
	rtnl_act_put(one);
	rtnl_act_put(two);
}

/* What the kernel, or somebody, says of them. */
static void messages(void)
{
	const struct tcmsg header = { .tcm_ifindex = 3, .tcm_handle = 0x80000800, .tcm_parent = 0x10000,
				      .tcm_info = TC_H_MAKE(20 << 16, 0x0008) };
	struct tc_gact shot = { .index = 4, .action = TC_ACT_SHOT, .refcnt = 1 };
	struct tc_mirred redirect = { .index = 5, .action = TC_ACT_STOLEN, .eaction = 1, .ifindex = 8 };
	uint64_t counters[4] = { 5, 6, 7, 8 };
	static const unsigned char basic[16] = { 1, 2, 0, 0, 0, 0, 0, 0, 7 };
	static const uint32_t queue[5] = { 11, 12, 13, 14, 15 };
	struct {
		struct tc_u32_sel sel;
		struct tc_u32_key keys[2];
	} selector = { .sel = { .flags = TC_U32_TERMINAL, .nkeys = 2 },
		       .keys = { { .mask = 1, .val = 1, .off = 4 }, { .mask = 2, .val = 2, .off = 8, .offmask = -1 } } };
	struct tc_u32_mark mark = { .val = 3, .mask = 4, .success = 5 };
	struct nlattr *options, *nest, *action, *inner;
	struct rtnl_cls *cls, *copy;
	struct rtnl_act *act;
	struct raw_msg raw;
	uint32_t value;
	char key[64];
	int err;

	for (int form = 0; form < 16; form++) {
		snprintf(key, sizeof(key), "message.u32.%d", form);
		raw_begin(&raw, RTM_NEWTFILTER, 0, &header, sizeof(header));
		raw_put_text(&raw, TCA_KIND, "u32");
		options = raw_nest(&raw, TCA_OPTIONS);
		if (form == 1)
			raw_put_u32(&raw, TCA_U32_DIVISOR, 16);
		if (form == 2)
			raw_put_u16(&raw, TCA_U32_DIVISOR, 16);
		if (form >= 3 && form != 9) {
			raw_put_u32(&raw, TCA_U32_HASH, 0x80000000);
			raw_put_u32(&raw, TCA_U32_CLASSID, 0x10020);
			raw_put_u32(&raw, TCA_U32_LINK, 0x80100000);
			raw_put(&raw, TCA_U32_SEL, &selector, form == 4 ? 15 : sizeof(selector));
		}
		if (form == 5 || form == 6)
			raw_put(&raw, TCA_U32_MARK, &mark, form == 6 ? 11 : 12);
		if (form >= 7 && form <= 9)
			raw_put(&raw, TCA_U32_PCNT, counters, form == 8 ? 31 : 32);
		if (form == 10)
			raw_put_text(&raw, TCA_U32_INDEV, "eth0");
		if (form == 11)
			raw_put(&raw, TCA_U32_POLICE, "police", 6);
		if (form >= 12) {
			nest = raw_nest(&raw, TCA_U32_ACT);
			action = raw_nest(&raw, 1);
			if (form != 13)
				raw_put_text(&raw, 1, "gact");
			inner = raw_nest(&raw, 2);
			if (form != 14)
				raw_put(&raw, TCA_GACT_PARMS, &shot, form == 15 ? 19 : 20);
			raw_nest_end(&raw, inner);
			inner = raw_nest(&raw, 4);
			raw_put(&raw, 1, basic, sizeof(basic));
			raw_put(&raw, 3, queue, sizeof(queue));
			raw_nest_end(&raw, inner);
			raw_nest_end(&raw, action);
			action = raw_nest(&raw, 2);
			raw_put_text(&raw, 1, "mirred");
			inner = raw_nest(&raw, 2);
			raw_put(&raw, TCA_MIRRED_PARMS, &redirect, sizeof(redirect));
			raw_nest_end(&raw, inner);
			raw_nest_end(&raw, action);
			raw_nest_end(&raw, nest);
		}
		raw_nest_end(&raw, options);
		cls = raw_parse(&raw, &err);
		out_int(err, "%s.parse", key);
		if (cls == NULL)
			continue;
		out_uint(rtnl_cls_get_prio(cls), "%s.prio", key);
		out_uint(rtnl_cls_get_protocol(cls), "%s.protocol", key);
		out_key(cls, 0, key);
		out_key(cls, 1, key);
		out_key(cls, 2, key);
		out_object(cls, key);
		REQUEST(rtnl_cls_build_add_request(cls, NLM_F_CREATE, &msg), key);
		act = rtnl_u32_get_action(cls);
		for (int i = 0; act; act = rtnl_act_next(act), i++) {
			snprintf(key, sizeof(key), "message.u32.%d.act.%d", form, i);
			out_object(act, key);
			out_uint(rtnl_tc_get_stat(TC_CAST(act), RTNL_TC_PACKETS), "%s.packets", key);
			out_uint(rtnl_tc_get_stat(TC_CAST(act), RTNL_TC_BYTES), "%s.bytes", key);
			out_uint(rtnl_tc_get_stat(TC_CAST(act), RTNL_TC_DROPS), "%s.drops", key);
			out_uint(rtnl_tc_get_stat(TC_CAST(act), RTNL_TC_OVERLIMITS), "%s.overlimits", key);
		}
		/* Copies of actions share what they refer to with Debian's library, and free it twice. */
		if (form < 12) {
			snprintf(key, sizeof(key), "message.u32.%d.copy", form);
			copy = (struct rtnl_cls *)nl_object_clone(OBJ_CAST(cls));
			out_object(copy, key);
			REQUEST(rtnl_cls_build_add_request(copy, NLM_F_CREATE, &msg), key);
			rtnl_cls_put(copy);
		}
		rtnl_cls_put(cls);
	}
	for (int form = 0; form < 3; form++) {
		snprintf(key, sizeof(key), "message.mall.%d", form);
		raw_begin(&raw, RTM_NEWTFILTER, 0, &header, sizeof(header));
		raw_put_text(&raw, TCA_KIND, "matchall");
		if (form != 0) {
			options = raw_nest(&raw, TCA_OPTIONS);
			raw_put(&raw, 1, &header.tcm_parent, form == 1 ? 4 : 3);
			raw_put_u32(&raw, 3, 8);
			raw_nest_end(&raw, options);
		}
		cls = raw_parse(&raw, &err);
		out_int(err, "%s.parse", key);
		if (cls == NULL)
			continue;
		value = 4711;
		out_int(rtnl_mall_get_classid(cls, &value), "%s.classid.err", key);
		out_uint(value, "%s.classid", key);
		out_int(rtnl_mall_get_flags(cls, &value), "%s.flags.err", key);
		out_uint(value, "%s.flags", key);
		out_object(cls, key);
		REQUEST(rtnl_cls_build_add_request(cls, NLM_F_CREATE, &msg), key);
		rtnl_cls_put(cls);
	}
}

int main(void)
{
	/* No names of handles. */
	setenv("NLSYSCONFDIR", "/nonexistent", 1);
	classifiers();
	u32();
	actions();
	matchall();
	messages();
	return 0;
}
