/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Families that a program registers: their names, their parsers, their numbers.
 */
#include <errno.h>

#include <linux/genetlink.h>

#include <netlink/attr.h>
#include <netlink/cache.h>
#include <netlink/errno.h>
#include <netlink/genl/ctrl.h>
#include <netlink/genl/genl.h>
#include <netlink/genl/mngt.h>
#include <netlink/msg.h>

#include "nl/both/own_type.h"
#include "raw.h"
#include "report.h"

static struct row calls;
static int answer;
static int argument;

static int on_command(struct nl_cache_ops *cache, struct genl_cmd *cmd, struct genl_info *info, void *arg)
{
	row_add(&calls, "%s%s nlh%+ld ghdr%+ld user%+ld who=%d", cmd->c_name, cache == NULL ? "" : "+cache",
		raw_offset(info->nlh, info->nlh), raw_offset(info->nlh, info->genlhdr),
		raw_offset(info->nlh, info->userhdr), info->who == NULL ? -1 : (int)info->who->nl_pid);
	for (int i = 0; i <= cmd->c_maxattr; i++) {
		row_add(&calls, "%d@%ld", i, info->attrs[i] == NULL ? -1 :
			raw_offset(info->nlh, info->attrs[i]));
	}
	if (arg == &argument)
		argument++;
	return answer;
}

static struct nla_policy policy[4] = {
	[1] = { .type = NLA_U32 },
	[2] = { .type = NLA_STRING, .maxlen = 3 },
};

static struct genl_cmd commands[] = {
	{ .c_id = 1, .c_name = "ONE", .c_maxattr = 3, .c_msg_parser = on_command, .c_attr_policy = policy },
	{ .c_id = 2, .c_name = "TWO" },
	{ .c_id = 3, .c_name = "THREE", .c_maxattr = 0, .c_msg_parser = on_command },
	{ .c_id = 1, .c_name = "ONE_AGAIN", .c_msg_parser = on_command },
	{ .c_id = 255, .c_name = "LAST", .c_maxattr = 2, .c_msg_parser = on_command },
};

static char name_a[] = "family_a", name_b[] = "family_b", name_ctrl[] = "nlctrl";

static struct genl_ops a = {
	.o_name = name_a, .o_id = 0x100, .o_hdrsize = 8, .o_cmds = commands, .o_ncmds = COUNT(commands),
};

static void registering(void)
{
	struct genl_ops same_name = { .o_name = name_a, .o_id = 0x200 };
	struct genl_ops same_id = { .o_name = name_b, .o_id = 0x100 };
	struct genl_ops no_name = { .o_id = 0x300 };
	struct genl_ops no_count = { .o_name = name_b, .o_cmds = commands };
	struct genl_ops negative = { .o_name = name_b, .o_cmds = commands, .o_ncmds = -1 };
	struct genl_ops no_id[2] = { { .o_name = name_a }, { .o_name = name_b } };
	struct genl_ops ctrl = { .o_name = name_ctrl };
	struct genl_ops ctrl_id = { .o_name = name_b, .o_id = GENL_ID_CTRL };

	OUT_CALL(genl_register_family(&a), "register");
	OUT_CALL(genl_register_family(&a), "register.again");
	OUT_CALL(genl_register_family(&same_name), "register.same_name");
	OUT_CALL(genl_register_family(&same_id), "register.same_id");
	OUT_CALL(genl_register_family(&no_name), "register.no_name");
	OUT_CALL(genl_register_family(&no_count), "register.no_count");
	OUT_CALL(genl_register_family(&negative), "register.negative");
	OUT_CALL(genl_register_family(&ctrl), "register.ctrl");
	OUT_CALL(genl_register_family(&ctrl_id), "register.ctrl_id");
	OUT_CALL(genl_unregister_family(&a), "unregister");
	OUT_CALL(genl_register_family(&a), "register.anew");
	OUT_CALL(genl_unregister_family(&a), "unregister.anew");
	OUT_CALL(genl_register_family(&no_id[0]), "register.no_id.0");
	OUT_CALL(genl_register_family(&no_id[1]), "register.no_id.1");
	OUT_CALL(genl_unregister_family(&no_id[0]), "unregister.no_id.0");
	OUT_CALL(genl_unregister_family(&no_id[1]), "unregister.no_id.1");
}

static void names(void)
{
	static const int families[] = { 0, 0x100, GENL_ID_CTRL, 0x101, -1 };
	char buf[40];

	genl_register_family(&a);
	for (size_t f = 0; f < COUNT(families); f++) {
		for (int op = -1; op < 12; op++) {
			memset(buf, 'x', sizeof(buf));
			out_bool(genl_op2name(families[f], op, buf, sizeof(buf)) == buf, "op2name.%d.%d",
				 families[f], op);
			buf[39] = '\0';
			out_text(buf, "op2name.%d.%d.text", families[f], op);
		}
	}
	for (size_t size = 1; size < 12; size++) {
		memset(buf, 'x', sizeof(buf));
		genl_op2name(0x100, 1, buf, size);
		out_escaped(buf, strlen(buf), "op2name.size.%zu", size);
		out_bool(buf[size] == 'x', "op2name.size.%zu.end", size);
		memset(buf, 'x', sizeof(buf));
		genl_op2name(0x100, 77, buf, size);
		out_escaped(buf, strlen(buf), "op2name.unknown.size.%zu", size);
		out_bool(buf[size] == 'x', "op2name.unknown.size.%zu.end", size);
	}
	out_text(genl_op2name(0x100, 255, buf, sizeof(buf)), "op2name.255");
	genl_unregister_family(&a);
	out_bool(genl_op2name(0x100, 1, buf, sizeof(buf)) == NULL, "op2name.unregistered");
}

static struct nl_msg *message(int family, int hdrlen, int cmd, const char *text)
{
	struct nl_msg *msg = nlmsg_alloc();
	struct sockaddr_nl src = { .nl_family = AF_NETLINK, .nl_pid = 42 };

	genlmsg_put(msg, 1, 2, family, hdrlen, 0, (uint8_t)cmd, 1);
	nla_put_u32(msg, 1, 7);
	nla_put_string(msg, 2, text);
	nla_put_flag(msg, 3);
	nlmsg_set_src(msg, &src);
	return msg;
}

static void handling(void)
{
	static const int answers[] = { 0, 1, 2, 77, -NLE_PERM };
	static const int cmds[] = { 0, 1, 2, 3, 4, 255 };
	struct nl_msg *msg;

	genl_register_family(&a);
	for (size_t i = 0; i < COUNT(answers); i++) {
		answer = answers[i];
		for (size_t c = 0; c < COUNT(cmds); c++) {
			msg = message(0x100, 8, cmds[c], "ok");
			OUT_CALL(genl_handle_msg(msg, &argument), "handle.%d.%d", answer, cmds[c]);
			nlmsg_free(msg);
		}
		out_row(&calls, "handle.%d.calls", answer);
		memset(&calls, 0, sizeof(calls));
	}
	out_int(argument, "handle.argument");
	answer = 0;
	msg = message(0x100, 8, 1, "too long");
	out_int(genl_handle_msg(msg, NULL), "handle.policy");
	nlmsg_free(msg);
	msg = message(0x101, 8, 1, "ok");
	out_int(genl_handle_msg(msg, NULL), "handle.unknown_family");
	nlmsg_free(msg);
	msg = message(0, 8, 1, "ok");
	out_int(genl_handle_msg(msg, NULL), "handle.family_0");
	nlmsg_free(msg);
	for (uint32_t len = 16; len < 48; len++) {
		msg = message(0x100, 8, 1, "ok");
		nlmsg_hdr(msg)->nlmsg_len = len;
		out_int(genl_handle_msg(msg, NULL), "handle.len.%u", len);
		nlmsg_free(msg);
	}
	out_row(&calls, "handle.len.calls");
	memset(&calls, 0, sizeof(calls));
	genl_unregister_family(&a);
	msg = message(0x100, 8, 1, "ok");
	out_int(genl_handle_msg(msg, NULL), "handle.unregistered");
	nlmsg_free(msg);
	/* A message of the kernel's controller whose parser is the library's. */
	for (int cmd = 0; cmd < 7; cmd++) {
		msg = message(GENL_ID_CTRL, 0, cmd, "ok");
		if (cmd != 1)
			out_int(genl_handle_msg(msg, NULL), "handle.ctrl.%d", cmd);
		nlmsg_free(msg);
	}
}

static void resolving(void)
{
	struct nl_sock *sk = nl_socket_alloc();
	struct genl_ops ctrl = { .o_name = name_ctrl }, none = { .o_name = name_b };

	OUT_CALL(genl_ops_resolve(sk, &ctrl), "ops_resolve.closed");
	nl_socket_free(sk);
	sk = nl_socket_alloc();
	genl_connect(sk);
	OUT_CALL(genl_ops_resolve(sk, &ctrl), "ops_resolve");
	out_int(ctrl.o_id, "ops_resolve.id");
	none.o_id = 5;
	OUT_CALL(genl_ops_resolve(sk, &none), "ops_resolve.none");
	out_int(none.o_id, "ops_resolve.none.id");
	OUT_CALL(genl_mngt_resolve(sk), "mngt_resolve");
	OUT_CALL(genl_register_family(&none), "mngt_resolve.register");
	OUT_CALL(genl_mngt_resolve(sk), "mngt_resolve.none");
	out_int(none.o_id, "mngt_resolve.none.id");
	genl_unregister_family(&none);
	OUT_CALL(genl_mngt_resolve(sk), "mngt_resolve.again");
	nl_socket_free(sk);
}

/* A cache type of the program's own. */
static struct own_type type;

static struct nl_cache_ops *make(const char *name, int hdrsize, int protocol,
				 const struct own_msgtype *msgtypes, size_t count, struct genl_ops *family)
{
	struct nl_cache_ops *ops = own_type(&type, name, hdrsize, protocol, NULL, msgtypes, count);

	memcpy(type.bytes + 152 + own_shift(), &family, sizeof(family));
	return ops;
}

static int take(struct nl_object *object, struct own_param *param)
{
	(void)object;
	(void)param;
	return 0;
}

static void cache_types(void)
{
	static const struct own_msgtype msgtypes[] = { { 0x123, 0, "own_family" }, { -1, -1, NULL } };
	struct genl_ops family = { .o_hdrsize = 4, .o_cmds = commands, .o_ncmds = COUNT(commands) };
	struct own_param param = { take, NULL };
	struct nl_cache_ops *ops = make("genl/own", 4, NETLINK_ROUTE, msgtypes, 2, &family);
	struct nl_cache_ops *found;
	struct nl_msg *msg;
	own_parser *parser;
	char buf[40];

	OUT_CALL(genl_register(ops), "genl_register.protocol");
	ops = make("genl/own", 3, NETLINK_GENERIC, msgtypes, 2, &family);
	OUT_CALL(genl_register(ops), "genl_register.header");
	ops = make("genl/own", 4, NETLINK_GENERIC, msgtypes, 2, NULL);
	OUT_CALL(genl_register(ops), "genl_register.no_family");
	ops = make("genl/own", 8, NETLINK_GENERIC, msgtypes, 2, &family);
	OUT_CALL(genl_register(ops), "genl_register");
	out_int(family.o_id, "genl_register.id");
	out_text(family.o_name, "genl_register.name");
	out_bool(family.o_cache_ops == ops, "genl_register.cache_ops");
	out_text(genl_op2name(0x123, 3, buf, sizeof(buf)), "genl_register.op2name");
	found = nl_cache_ops_lookup_safe("genl/own");
	out_bool(found == ops, "genl_register.found");
	nl_cache_ops_put(found);
	found = nl_cache_ops_associate_safe(NETLINK_GENERIC, 0x123);
	out_bool(found == ops, "genl_register.associated");
	nl_cache_ops_put(found);

	/* The parser that it gave the type. */
	memcpy(&parser, type.bytes + 40 + own_shift(), sizeof(parser));
	for (int cmd = 1; cmd < 5; cmd++) {
		struct sockaddr_nl who = { .nl_family = AF_NETLINK, .nl_pid = 43 };

		msg = message(0x123, 4, cmd, "ok");
		out_int(parser(ops, &who, nlmsg_hdr(msg), &param), "parser.%d", cmd);
		nlmsg_free(msg);
	}
	out_row(&calls, "parser.calls");
	memset(&calls, 0, sizeof(calls));
	msg = message(0x123, 4, 1, "ok");
	out_int(genl_handle_msg(msg, NULL), "handle.own");
	out_row(&calls, "handle.own.calls");
	nlmsg_free(msg);
	genl_unregister(ops);
	out_bool(nl_cache_ops_lookup_safe("genl/own") == NULL, "genl_unregister");
	out_bool(genl_op2name(0x123, 3, buf, sizeof(buf)) == NULL, "genl_unregister.op2name");
	genl_unregister(NULL);
}

int main(void)
{
	registering();
	names();
	handling();
	resolving();
	cache_types();
	return 0;
}
