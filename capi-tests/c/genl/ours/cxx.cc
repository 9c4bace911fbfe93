// SPDX-License-Identifier: LGPL-2.1-or-later
//
// The headers of generic netlink in a C++ program.

#include <cerrno>
#include <cstring>

#include <linux/genetlink.h>

#include <netlink/genl/ctrl.h>
#include <netlink/genl/family.h>
#include <netlink/genl/genl.h>
#include <netlink/genl/mngt.h>
#include <netlink/msg.h>

#include "check.h"

static int calls;

static int parser(struct nl_cache_ops *, struct genl_cmd *, struct genl_info *info, void *)
{
	calls++;
	return info->attrs[1] != nullptr ? 5 : 0;
}

int main()
{
	char name[] = "family", one[] = "ONE";
	genl_cmd commands[1] = {};
	genl_ops ops = {};
	nl_msg *msg = nlmsg_alloc();
	nl_sock *sk = nl_socket_alloc();
	nl_cache *cache = nullptr;

	commands[0].c_id = 1;
	commands[0].c_name = one;
	commands[0].c_maxattr = 1;
	commands[0].c_msg_parser = parser;
	ops.o_name = name;
	ops.o_id = 0x99;
	ops.o_cmds = commands;
	ops.o_ncmds = 1;
	CHECK_INT(genl_register_family(&ops), 0, "a family is registered");
	genlmsg_put(msg, NL_AUTO_PORT, NL_AUTO_SEQ, 0x99, 0, 0, 1, 1);
	nla_put_u32(msg, 1, 7);
	CHECK_INT(genl_handle_msg(msg, nullptr), 5, "and its command called");
	CHECK_INT(calls, 1, "once");
	CHECK_INT(genl_unregister_family(&ops), 0, "it is unregistered");
	nlmsg_free(msg);

	CHECK_INT(genl_connect(sk), 0, "a socket is connected");
	CHECK_INT(genl_ctrl_alloc_cache(sk, &cache), 0, "there are families");
	genl_family *family = genl_ctrl_search_by_name(cache, "nlctrl");
	CHECK_UINT(genl_family_get_id(family), GENL_ID_CTRL, "the controller is one");
	genl_family_put(family);
	nl_cache_free(cache);
	nl_socket_free(sk);
	return check_done();
}
