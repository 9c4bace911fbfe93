/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Generic netlink's requests, with system calls that fail, and without memory.
 */
#define _GNU_SOURCE
#include <linux/genetlink.h>

#include <netlink/genl/ctrl.h>
#include <netlink/genl/genl.h>
#include <netlink/genl/mngt.h>

#include "walk_io.h"

extern int genl_resolve_id(struct genl_ops *ops);

static int positive(int result)
{
	return result > 0 ? 0 : result;
}

static int connect_new(void)
{
	struct nl_sock *other;
	int err;

	WALK_UNHARMED(other = nl_socket_alloc());
	err = genl_connect(other);
	CHECK((err < 0) == (nl_socket_get_fd(other) == -1), "open or an error");
	WALK_UNHARMED(nl_socket_free(other));
	return err;
}

static char name[] = "nlctrl";

static int resolve(int how)
{
	struct genl_ops ops = { .o_name = name };
	int err;

	if (how == 0)
		err = genl_ops_resolve(sk, &ops);
	else if (how == 1)
		err = genl_resolve_id(&ops);
	else {
		char own_name[] = "nlctrl2";
		struct genl_ops own = { .o_name = own_name };

		/* Nobody has it, which is found out after asking. */
		WALK_UNHARMED(genl_register_family(&own));
		err = genl_mngt_resolve(sk);
		WALK_UNHARMED(genl_unregister_family(&own));
		return err == -NLE_OBJ_NOTFOUND ? 0 : err;
	}
	CHECK_UINT(ops.o_id, err == 0 ? GENL_ID_CTRL : 0, "its number, or an error");
	return err;
}

static int resolve_ops(void) { return resolve(0); }
static int resolve_id(void) { return resolve(1); }
static int resolve_all(void) { return resolve(2); }

int main(void)
{
	/* Printing takes memory once. */
	CHECK(1, "begin");
	walk_protocol = NETLINK_GENERIC;
	WALK_IO((void)0, connect_new(), "genl_connect");
	WALK_REQUEST((void)0, positive(genl_send_simple(sk, GENL_ID_CTRL, CTRL_CMD_GETFAMILY, 1, NLM_F_DUMP)));
	WALK_FILL(genl_ctrl_alloc_cache(sk, &cache));
	WALK_REQUEST((void)0, positive(genl_ctrl_resolve(sk, name)));
	WALK_REQUEST((void)0, positive(genl_ctrl_resolve_grp(sk, name, "notify")));
	WALK_REQUEST((void)0, resolve_ops());
	WALK_REQUEST((void)0, resolve_id());
	WALK_REQUEST((void)0, resolve_all());
	nl_socket_free(sk);
	return check_done();
}
