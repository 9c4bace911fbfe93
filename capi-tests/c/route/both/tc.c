/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What queueing disciplines, classes, classifiers and actions have in common; names of handles; kinds that
 * a program adds.
 */
#include <sys/stat.h>
#include <unistd.h>

#include <netlink/errno.h>
#include <netlink/route/action.h>
#include <netlink/route/class.h>
#include <netlink/route/classifier.h>
#include <netlink/route/qdisc.h>
#include <netlink/route/qdisc/htb.h>

#include "route/objects.h"
#include "route/tc_private.h"

/* Prints the request that a call makes into "msg". */
#define REQUEST(call, key)                                                     \
	do {                                                                   \
		struct nl_msg *msg = NULL;                                     \
		const int err_ = (call);                                       \
		out_request(err_, msg, key);                                   \
	} while (0)

static void show(struct rtnl_tc *tc, const char *key)
{
	uint32_t chain = 4711;

	out_int(rtnl_tc_get_ifindex(tc), "%s.ifindex", key);
	out_bool(rtnl_tc_get_link(tc) == NULL, "%s.no_link", key);
	out_uint(rtnl_tc_get_mtu(tc), "%s.mtu", key);
	out_uint(rtnl_tc_get_mpu(tc), "%s.mpu", key);
	out_uint(rtnl_tc_get_overhead(tc), "%s.overhead", key);
	out_uint(rtnl_tc_get_linktype(tc), "%s.linktype", key);
	out_uint(rtnl_tc_get_handle(tc), "%s.handle", key);
	out_uint(rtnl_tc_get_parent(tc), "%s.parent", key);
	out_text(rtnl_tc_get_kind(tc) ? rtnl_tc_get_kind(tc) : "NULL", "%s.kind", key);
	out_int(rtnl_tc_get_chain(tc, &chain), "%s.chain.err", key);
	out_uint(chain, "%s.chain", key);
	for (int stat = -1; stat <= 10; stat++)
		out_uint(rtnl_tc_get_stat(tc, (enum rtnl_tc_stat)stat), "%s.stat.%d", key, stat);
}

static void accessors(void)
{
	static const char *const types[] = { "qdisc", "class", "cls", "act" };
	struct rtnl_tc *objects[] = { TC_CAST(rtnl_qdisc_alloc()), TC_CAST(rtnl_class_alloc()),
				      TC_CAST(rtnl_cls_alloc()), TC_CAST(rtnl_act_alloc()) };
	char key[64];

	for (int i = 0; i < 4; i++) {
		struct rtnl_tc *tc = objects[i], *copy, *other;

		snprintf(key, sizeof(key), "%s.new", types[i]);
		show(tc, key);
		out_text(nl_object_get_type(OBJ_CAST(tc)), "%s.type", types[i]);
		out_uint(nl_object_get_id_attrs(OBJ_CAST(tc)), "%s.id_attrs", types[i]);
		out_object(tc, key);
		rtnl_tc_set_ifindex(tc, 7);
		rtnl_tc_set_handle(tc, TC_HANDLE(1, 0x10));
		rtnl_tc_set_parent(tc, TC_HANDLE(0x1, 0));
		rtnl_tc_set_mtu(tc, 9000);
		rtnl_tc_set_mpu(tc, 64);
		rtnl_tc_set_overhead(tc, 18);
		rtnl_tc_set_linktype(tc, 19);
		rtnl_tc_set_chain(tc, 3);
		OUT_CALL(rtnl_tc_set_kind(tc, "a name that is too long by one.."), "%s.kind.long", types[i]);
		OUT_CALL(rtnl_tc_set_kind(tc, "nonesuch"), "%s.kind.set", types[i]);
		OUT_CALL(rtnl_tc_set_kind(tc, "htb"), "%s.kind.again", types[i]);
		snprintf(key, sizeof(key), "%s.set", types[i]);
		show(tc, key);
		out_object(tc, key);
		copy = (struct rtnl_tc *)nl_object_clone(OBJ_CAST(tc));
		snprintf(key, sizeof(key), "%s.copy", types[i]);
		show(copy, key);
		out_difference(tc, copy, key);
		other = (struct rtnl_tc *)nl_object_clone(OBJ_CAST(tc));
		rtnl_tc_set_handle(other, 5);
		rtnl_tc_set_parent(other, 6);
		rtnl_tc_set_ifindex(other, 8);
		rtnl_tc_set_mtu(other, 9);
		snprintf(key, sizeof(key), "%s.other", types[i]);
		out_difference(tc, other, key);
		out_uint(rtnl_tc_compare(OBJ_CAST(tc), OBJ_CAST(other), ~UINT64_C(0), 0), "%s.compare", key);
		out_uint(rtnl_tc_compare(OBJ_CAST(tc), OBJ_CAST(other), 2, 0), "%s.compare.2", key);
		out_bool(rtnl_tc_data(tc) == NULL, "%s.no_data", key);
		out_bool(rtnl_tc_get_ops(tc) == NULL, "%s.no_ops", key);
		nl_object_put(OBJ_CAST(other));
		nl_object_put(OBJ_CAST(copy));
		nl_object_put(OBJ_CAST(tc));
	}
}

static char folder[] = "/tmp/oxnl-tc-XXXXXX";

static void names(void)
{
	static const char *const texts[] = {
		"root", "ROOT", "none", "ingress", "Ingress", "1:", "1:0", "1:10", ":10", ":", "10010", "ffff:ffff",
		"1ffff:", "1:1ffff", "10000:1", "1:xyz", "xyz", "xyz:1", "voice", "Voice", "uplink:", "uplink:5",
		"uplink:fffff", "uplink:z", "voice:5", "", "0", "0x1:", "1:0x10", "-1", "1:-1", "abc", "abc:", "ab:cd",
		"12345678", "face", "faces", "1 :2", " 1:2", "1:2 ", "none:1", "root:",
	};
	static const uint32_t handles[] = { 0, 1, 0x10, 0x10000, 0x10010, 0xffff0000, 0xfffffff1, 0xffffffff,
					    0xfffffff2, 0xabcdef, 0x20001, 0x30000, 0x40002, 0xffff };
	char buf[64], small[4], path[64];
	uint32_t handle;
	FILE *file;

	for (int i = -1; i <= 10; i++)
		out_text(rtnl_tc_stat2str((enum rtnl_tc_stat)i, buf, sizeof(buf)), "stat2str.%d", i);
	out_int(rtnl_tc_str2stat("packets"), "str2stat.packets");
	out_int(rtnl_tc_str2stat("Rate_BPS"), "str2stat.rate_bps");
	out_int(rtnl_tc_str2stat("overlimits"), "str2stat.overlimits");
	out_int(rtnl_tc_str2stat("7"), "str2stat.7");
	out_int(rtnl_tc_str2stat("nonesuch"), "str2stat.nonesuch");
	snprintf(path, sizeof(path), "%s/classid", folder);
	OUT_CALL(rtnl_tc_read_classid_file(), "classid.none");
	for (int round = 0; round < 2; round++) {
		for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
			handle = 4711;
			out_int(rtnl_tc_str2handle(texts[i], &handle), "str2handle.%d.%zu.'%s'.err", round, i,
				texts[i]);
			out_uint(handle, "str2handle.%d.%zu.'%s'", round, i, texts[i]);
		}
		for (size_t i = 0; i < sizeof(handles) / sizeof(handles[0]); i++) {
			out_text(rtnl_tc_handle2str(handles[i], buf, sizeof(buf)), "handle2str.%d.%x", round, handles[i]);
			out_text(rtnl_tc_handle2str(handles[i], small, sizeof(small)), "handle2str.%d.%x.small", round,
				 handles[i]);
		}
		if (round == 1)
			break;
		file = fopen(path, "w");
		fprintf(file, "# handles\n\n2:1\tvoice # of people\n3:   uplink\n4:2 x\n2:1 again\n5:\tvoice\n"
			      "uplink:7 \t seven\nface:1 nobody");
		fclose(file);
		OUT_CALL(rtnl_tc_read_classid_file(), "classid.read");
		OUT_CALL(rtnl_tc_read_classid_file(), "classid.read.again");
	}
	out_text(rtnl_tc_handle2str(0x30007, buf, sizeof(buf)), "handle2str.seven");
	OUT_CALL(rtnl_classid_generate("first", &handle, TC_H_ROOT), "generate.root.err");
	out_uint(handle, "generate.root");
	OUT_CALL(rtnl_classid_generate("second", &handle, TC_H_INGRESS), "generate.ingress.err");
	out_uint(handle, "generate.ingress");
	OUT_CALL(rtnl_classid_generate("third", &handle, TC_HANDLE(2, 0)), "generate.class.err");
	out_uint(handle, "generate.class");
	OUT_CALL(rtnl_classid_generate("fourth", &handle, TC_HANDLE(2, 0x20)), "generate.class2.err");
	out_uint(handle, "generate.class2");
	out_int(rtnl_tc_str2handle("third", &handle), "generate.known.err");
	out_uint(handle, "generate.known");
	file = fopen(path, "r");
	for (int line = 0; fgets(buf, sizeof(buf), file); line++)
		out_escaped(buf, strlen(buf), "generate.line.%d", line);
	fclose(file);
	unlink(path);
	OUT_CALL(rtnl_tc_read_classid_file(), "classid.gone");
	rmdir(folder);
	OUT_CALL(rtnl_classid_generate("fifth", &handle, TC_H_ROOT), "generate.nowhere");
}

static void rates(void)
{
	static const int numbers[] = { 0, 1, 100, 1500, 65536, 1000000, 125000000, -5, 2147483647 };
	const size_t count = sizeof(numbers) / sizeof(numbers[0]);
	struct rtnl_qdisc *qdisc = rtnl_qdisc_alloc();
	struct rtnl_ratespec spec;
	uint32_t table[256];

	for (size_t i = 0; i < count; i++) {
		out_int(rtnl_tc_calc_cell_log(numbers[i]), "cell_log.%d", numbers[i]);
		for (size_t k = 0; k < count; k++) {
			out_int(rtnl_tc_calc_txtime(numbers[i], numbers[k]), "txtime.%d.%d", numbers[i], numbers[k]);
			out_int(rtnl_tc_calc_bufsize(numbers[i], numbers[k]), "bufsize.%d.%d", numbers[i], numbers[k]);
		}
	}
	out_int(rtnl_tc_calc_cell_log(8), "cell_log.8");
	out_int(rtnl_tc_calc_cell_log((int)0x80000000), "cell_log.sign");
	for (int round = 0; round < 7; round++) {
		memset(&spec, 0, sizeof(spec));
		spec.rs_rate64 = round == 3 ? UINT64_C(5000000000) : 125000;
		spec.rs_cell_log = round == 4 ? 5 : 255;
		rtnl_tc_set_mtu(TC_CAST(qdisc), round == 1 ? 0 : round == 5 ? 65536 : 1500);
		rtnl_tc_set_mpu(TC_CAST(qdisc), round == 2 ? 70000 : 64);
		rtnl_tc_set_overhead(TC_CAST(qdisc), 4);
		rtnl_tc_set_linktype(TC_CAST(qdisc), round == 6 ? 19 : 1);
		OUT_CALL(rtnl_tc_build_rate_table(TC_CAST(qdisc), &spec, table), "rate_table.%d.err", round);
		out_uint(spec.rs_rate64, "rate_table.%d.rate", round);
		out_uint(spec.rs_overhead, "rate_table.%d.overhead", round);
		out_int(spec.rs_cell_align, "rate_table.%d.cell_align", round);
		out_uint(spec.rs_mpu, "rate_table.%d.mpu", round);
		out_uint(spec.rs_cell_log, "rate_table.%d.cell_log", round);
		out_hex(table, sizeof(table), "rate_table.%d", round);
	}
	rtnl_qdisc_put(qdisc);
}

/* A kind of the program's own: its data are what was done. */
struct mine {
	int number;
	char *text;
};

static int parsed, freed, cloned;

static void mine_dump(struct rtnl_tc *tc, void *data, struct nl_dump_params *dp)
{
	struct mine *mine = data;

	nl_dump(dp, " mine %d %s on %d", mine->number, mine->text ? mine->text : "-", rtnl_tc_get_ifindex(tc));
}

static int mine_fill(struct rtnl_tc *tc, void *data, struct nl_msg *msg)
{
	struct mine *mine = data;

	if (mine->number < 0)
		return -NLE_RANGE;
	(void)tc;
	return nla_put_u32(msg, 3, (uint32_t)mine->number);
}

static int mine_fill_raw(struct rtnl_tc *tc, void *data, struct nl_msg *msg)
{
	(void)tc, (void)data;
	return nla_put_u32(msg, TCA_OPTIONS, 77);
}

static int mine_parse(struct rtnl_tc *tc, void *data)
{
	struct mine *mine = data;
	struct nl_data *options = tc_options(tc);

	parsed++;
	mine->number = options ? (int)nl_data_get_size(options) : -1;
	mine->text = strdup("parsed");
	rtnl_tc_set_mpu(tc, 5);
	return mine->number == 3 ? -NLE_INVAL : 0;
}

static void mine_free(struct rtnl_tc *tc, void *data)
{
	(void)tc;
	freed++;
	free(((struct mine *)data)->text);
}

static int mine_clone(void *dst, void *src)
{
	struct mine *to = dst, *from = src;

	cloned++;
	to->number = from->number + 100;
	to->text = from->text ? strdup(from->text) : NULL;
	return 0;
}

static struct rtnl_tc_ops mine_ops = {
	.to_kind = (char *)"mine",
	.to_type = RTNL_TC_TYPE_QDISC,
	.to_size = sizeof(struct mine),
	.to_dump = { mine_dump, mine_dump, mine_dump },
	.to_msg_fill = mine_fill,
	.to_msg_parser = mine_parse,
	.to_free_data = mine_free,
	.to_clone = mine_clone,
};
static struct rtnl_tc_ops raw_ops = {
	.to_kind = (char *)"myraw",
	.to_type = RTNL_TC_TYPE_CLASS,
	.to_size = 8,
	.to_msg_fill_raw = mine_fill_raw,
};

static void special(struct rtnl_tc *tc, struct nl_dump_params *dp)
{
	nl_dump(dp, "special %x ", rtnl_tc_get_handle(tc));
}

static struct rtnl_tc_type_ops type_ops = {
	.tt_type = RTNL_TC_TYPE_CLASS,
	.tt_dump_prefix = (char *)"klass",
	.tt_dump = { special, special, special },
};

static void kinds(void)
{
	const struct tcmsg header = { .tcm_ifindex = 3, .tcm_handle = 0x10000, .tcm_parent = TC_H_ROOT,
				      .tcm_info = 2 };
	struct rtnl_qdisc *qdisc = rtnl_qdisc_alloc(), *copy;
	struct rtnl_class *class = rtnl_class_alloc();
	struct mine *data;
	struct raw_msg raw;
	int err = 4711;

	for (int type = 0; type < 4; type++)
		for (int kind = 0; kind < 14; kind++) {
			static const char *const names[] = { "htb", "tbf", "pfifo", "bfifo", "ingress", "fq_codel",
							     "blackhole", "u32", "matchall", "mirred", "gact",
							     "nonesuch", "", "HTB" };
			struct rtnl_tc_ops *ops = rtnl_tc_lookup_ops((enum rtnl_tc_type)type, names[kind]);

			out_text(ops ? ops->to_kind : "NULL", "lookup.%d.%s", type, names[kind]);
			if (ops)
				out_uint(ops->to_type, "lookup.%d.%s.type", type, names[kind]);
		}
	out_int(rtnl_tc_register(&mine_ops), "register");
	out_int(rtnl_tc_register(&mine_ops), "register.again");
	out_int(rtnl_tc_register(&raw_ops), "register.raw");
	out_bool(rtnl_tc_lookup_ops(RTNL_TC_TYPE_QDISC, "mine") == &mine_ops, "register.found");
	out_bool(rtnl_tc_lookup_ops(RTNL_TC_TYPE_CLASS, "mine") == NULL, "register.other_type");
	out_int(rtnl_tc_set_kind(TC_CAST(qdisc), "mine"), "mine.kind");
	out_bool(rtnl_tc_get_ops(TC_CAST(qdisc)) == &mine_ops, "mine.ops");
	data = rtnl_tc_data(TC_CAST(qdisc));
	out_bool(data != NULL && data->number == 0 && data->text == NULL, "mine.data.zeroes");
	out_bool(rtnl_tc_data_check(TC_CAST(qdisc), &mine_ops, &err) == data, "mine.data_check");
	out_int(err, "mine.data_check.err");
	data->number = 5;
	rtnl_tc_set_ifindex(TC_CAST(qdisc), 9);
	rtnl_tc_set_parent(TC_CAST(qdisc), TC_H_ROOT);
	out_object(qdisc, "mine");
	REQUEST(rtnl_qdisc_build_add_request(qdisc, NLM_F_CREATE, &msg), "mine.add");
	REQUEST(rtnl_tc_msg_build(TC_CAST(qdisc), 99, 0x400, &msg), "mine.build");
	copy = (struct rtnl_qdisc *)nl_object_clone(OBJ_CAST(qdisc));
	out_object(copy, "mine.copy");
	out_int(cloned, "mine.cloned");
	rtnl_qdisc_put(copy);
	data->number = -5;
	REQUEST(rtnl_qdisc_build_add_request(qdisc, NLM_F_CREATE, &msg), "mine.add.fails");
	rtnl_qdisc_put(qdisc);
	out_int(freed, "mine.freed");

	raw_begin(&raw, RTM_NEWQDISC, 0, &header, sizeof(header));
	raw_put_text(&raw, TCA_KIND, "mine");
	raw_put(&raw, TCA_OPTIONS, "12345", 5);
	qdisc = raw_parse(&raw, &err);
	out_int(err, "mine.parse");
	out_int(parsed, "mine.parsed");
	out_object(qdisc, "mine.parsed");
	show(TC_CAST(qdisc), "mine.parsed");
	rtnl_qdisc_put(qdisc);
	raw_begin(&raw, RTM_NEWQDISC, 0, &header, sizeof(header));
	raw_put_text(&raw, TCA_KIND, "mine");
	raw_put(&raw, TCA_OPTIONS, "123", 3);
	out_bool(raw_parse(&raw, &err) == NULL, "mine.parse.fails");
	out_int(err, "mine.parse.fails.err");
	out_int(freed, "mine.freed.last");

	out_int(rtnl_tc_set_kind(TC_CAST(class), "myraw"), "myraw.kind");
	rtnl_tc_set_handle(TC_CAST(class), 0x10002);
	REQUEST(rtnl_class_build_add_request(class, 0, &msg), "myraw.add");
	rtnl_tc_type_register(&type_ops);
	out_object(class, "type.registered");
	rtnl_tc_type_unregister(&type_ops);
	out_object(class, "type.unregistered");
	rtnl_class_put(class);
	rtnl_tc_unregister(&mine_ops);
	out_bool(rtnl_tc_lookup_ops(RTNL_TC_TYPE_QDISC, "mine") == NULL, "unregistered");
	out_int(rtnl_tc_register(&mine_ops), "register.anew");
	rtnl_tc_unregister(&mine_ops);
	rtnl_tc_unregister(&raw_ops);
}

/* Everything that a message can say, of a kind that nobody knows. */
static void messages(void)
{
	static const unsigned char basic[16] = { 1, 2, 0, 0, 0, 0, 0, 0, 7 }, rate[8] = { 0, 4, 0, 0, 9 };
	static const uint32_t queue[5] = { 11, 12, 13, 14, 15 };
	static const uint32_t old[10] = { 5000000, 0, 21, 22, 23, 24, 25, 26, 27 };
	const struct tcmsg header = { .tcm_family = 1, .tcm_ifindex = 3, .tcm_handle = 0x10000,
				      .tcm_parent = 0x20003, .tcm_info = 0x000a0008 };
	static const uint16_t types[] = { RTM_NEWQDISC, RTM_NEWTCLASS, RTM_NEWTFILTER, RTM_DELTFILTER };
	struct raw_msg raw;
	struct nlattr *nest;
	struct rtnl_tc *tc, *copy;
	char key[64];
	int err;

	for (size_t i = 0; i < 4; i++)
		for (int form = 0; form < 4; form++) {
			raw_begin(&raw, types[i], 0, &header, sizeof(header));
			raw_put_text(&raw, TCA_KIND, "nonesuch");
			raw_put(&raw, TCA_OPTIONS, "abcdefg", 7);
			raw_put_u32(&raw, TCA_CHAIN, 8);
			if (form & 1)
				raw_put(&raw, TCA_STATS, old, 40);
			if (form & 2) {
				nest = raw_nest(&raw, TCA_STATS2);
				raw_put(&raw, 1, basic, sizeof(basic));
				raw_put(&raw, 2, rate, sizeof(rate));
				raw_put(&raw, 3, queue, sizeof(queue));
				raw_put(&raw, 4, "xstats", 6);
				raw_nest_end(&raw, nest);
			}
			raw_put(&raw, TCA_XSTATS, "old", 3);
			tc = raw_parse(&raw, &err);
			snprintf(key, sizeof(key), "message.%d.%d", types[i], form);
			out_int(err, "%s.err", key);
			show(tc, key);
			out_object(tc, key);
			out_int(nl_object_get_msgtype(OBJ_CAST(tc)), "%s.msgtype", key);
			copy = (struct rtnl_tc *)nl_object_clone(OBJ_CAST(tc));
			out_difference(tc, copy, key);
			snprintf(key, sizeof(key), "message.%d.%d.copy", types[i], form);
			show(copy, key);
			out_object(copy, key);
			nl_object_put(OBJ_CAST(copy));
			nl_object_put(OBJ_CAST(tc));
		}
	/* What is missing, or too short. */
	for (int form = 0; form < 8; form++) {
		raw_begin(&raw, RTM_NEWQDISC, 0, &header, sizeof(header));
		if (form == 0)
			;
		else if (form == 1)
			raw_put(&raw, TCA_KIND, "htb", 3);
		else if (form == 2)
			raw_put(&raw, TCA_KIND, "", 0);
		else if (form == 3)
			raw_put(&raw, TCA_KIND, "012345678901234567890123456789012", 34);
		else
			raw_put_text(&raw, TCA_KIND, "nonesuch");
		if (form == 4)
			raw_put(&raw, TCA_STATS, old, 39);
		if (form == 5) {
			nest = raw_nest(&raw, TCA_STATS2);
			raw_put(&raw, 1, basic, 15);
			raw_nest_end(&raw, nest);
		}
		if (form == 6) {
			nest = raw_nest(&raw, TCA_STATS2);
			raw_put(&raw, 3, queue, 19);
			raw_nest_end(&raw, nest);
		}
		if (form == 7)
			raw_msg_header(&raw)->nlmsg_len = 16 + 19;
		tc = raw_parse(&raw, &err);
		out_int(err, "lacking.%d", form);
		out_bool(tc == NULL, "lacking.%d.none", form);
		if (tc != NULL)
			nl_object_put(OBJ_CAST(tc));
	}
	raw_begin(&raw, RTM_NEWQDISC, 0, &header, sizeof(header));
	raw_put_text(&raw, TCA_KIND, "nonesuch");
	tc = TC_CAST(rtnl_qdisc_alloc());
	OUT_CALL(rtnl_tc_msg_parse(raw_msg_header(&raw), tc), "msg_parse");
	show(tc, "msg_parse");
	nl_object_put(OBJ_CAST(tc));
}

int main(void)
{
	/* Before the library looks at its names. */
	if (mkdtemp(folder) == NULL)
		exit(2);
	setenv("NLSYSCONFDIR", folder, 1);
	accessors();
	names();
	rates();
	kinds();
	messages();
	return 0;
}
