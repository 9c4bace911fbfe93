// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Every function, with NULL for each pointer that cannot be NULL, and with NULL for
 * all of them: the function's error value, and nothing read or written.
 * Not here: genlmsg_len(), which trusts its pointer.
 */
#include "check.h"

#define IS(want, call) CHECK_INT(call, want, "%s", #call)
#define NONE(call) CHECK((call) == NULL, "%s", #call)
#define SOME(call) CHECK((call) != NULL, "%s", #call)

#include <stdlib.h>

#include <netlink/attr.h>
#include <netlink/genl/ctrl.h>
#include <netlink/genl/family.h>
#include <netlink/genl/genl.h>
#include <netlink/genl/mngt.h>
#include <netlink/msg.h>
#include <netlink/socket.h>

extern int genl_resolve_id(struct genl_ops *ops);

/* Arguments that are as they should be. */
static struct nl_cache *cache, *pcache;
static struct genl_family *fam;
static struct nl_sock *sk;
static struct nl_msg *msg;
static struct nlmsghdr *nlh;
static struct genlmsghdr *gh;
static struct nlattr *tb[8];
static struct genl_ops gops = { .o_name = "x" };
static const struct nla_policy pol[8];
static char buf[64];

static void set_up(void)
{
	struct nl_sock *connected = nl_socket_alloc();

	genl_connect(connected);
	genl_ctrl_alloc_cache(connected, &cache);
	nl_socket_free(connected);
	sk = nl_socket_alloc();
	fam = genl_family_alloc();
	msg = nlmsg_alloc();
	genlmsg_put(msg, 1, 1, 16, 0, 0, 1, 1);
	nla_put_u32(msg, 1, 5);
	nlh = nlmsg_hdr(msg);
	gh = nlmsg_data(nlh);
}

static void tear_down(void)
{
	nl_cache_put(cache);
	genl_family_put(fam);
	nl_socket_free(sk);
	nlmsg_free(msg);
}

/* What no header declares. */
static void not_declared_h(void)
{
	IS(-NLE_INVAL, genl_resolve_id(NULL));
}

/* netlink/genl/genl.h */
static void genl_genl_h(void)
{
	IS(-NLE_INVAL, genl_connect(NULL));
	NONE(genl_op2name(1, 1, NULL, 16));
	IS(-NLE_INVAL, genl_send_simple(NULL, 1, 1, 1, 1));
	SOME(genlmsg_attrdata(NULL, 1));
	IS(0, genlmsg_attrlen(NULL, 1));
	SOME(genlmsg_data(NULL));
	SOME(genlmsg_hdr(NULL));
	IS(-NLE_INVAL, genlmsg_parse(NULL, 1, tb, 1, pol));
	IS(-NLE_INVAL, genlmsg_parse(nlh, 1, NULL, 1, pol));
	IS(-NLE_INVAL, genlmsg_parse(NULL, 1, NULL, 1, NULL));
	NONE(genlmsg_put(NULL, 1, 1, 1, 1, 1, 1, 1));
	SOME(genlmsg_user_data(NULL, 1));
	IS(0, genlmsg_user_datalen(NULL, 1));
	SOME(genlmsg_user_hdr(NULL));
	IS(0, genlmsg_valid_hdr(NULL, 1));
	IS(-NLE_INVAL, genlmsg_validate(NULL, 1, 1, pol));
	IS(-NLE_INVAL, genlmsg_validate(NULL, 1, 1, NULL));
}

/* netlink/genl/ctrl.h */
static void genl_ctrl_h(void)
{
	IS(-NLE_INVAL, genl_ctrl_alloc_cache(NULL, &pcache));
	IS(-NLE_INVAL, genl_ctrl_alloc_cache(sk, NULL));
	IS(-NLE_INVAL, genl_ctrl_alloc_cache(NULL, NULL));
	IS(-NLE_INVAL, genl_ctrl_resolve(NULL, "1"));
	IS(-NLE_INVAL, genl_ctrl_resolve(sk, NULL));
	IS(-NLE_INVAL, genl_ctrl_resolve(NULL, NULL));
	IS(-NLE_INVAL, genl_ctrl_resolve_grp(NULL, "1", "1"));
	IS(-NLE_INVAL, genl_ctrl_resolve_grp(sk, NULL, "1"));
	IS(-NLE_INVAL, genl_ctrl_resolve_grp(sk, "1", NULL));
	IS(-NLE_INVAL, genl_ctrl_resolve_grp(NULL, NULL, NULL));
	NONE(genl_ctrl_search(NULL, 1));
	NONE(genl_ctrl_search_by_name(NULL, "1"));
	NONE(genl_ctrl_search_by_name(cache, NULL));
	NONE(genl_ctrl_search_by_name(NULL, NULL));
}

/* netlink/genl/family.h */
static void genl_family_h(void)
{
	IS(-NLE_INVAL, genl_family_add_grp(NULL, 1, "1"));
	IS(-NLE_INVAL, genl_family_add_grp(fam, 1, NULL));
	IS(-NLE_INVAL, genl_family_add_grp(NULL, 1, NULL));
	IS(-NLE_INVAL, genl_family_add_op(NULL, 1, 1));
	IS(0, genl_family_get_hdrsize(NULL));
	IS(0, genl_family_get_id(NULL));
	IS(0, genl_family_get_maxattr(NULL));
	NONE(genl_family_get_name(NULL));
	IS(0, genl_family_get_version(NULL));
	genl_family_put(NULL);
	genl_family_set_hdrsize(NULL, 1);
	genl_family_set_id(NULL, 1);
	genl_family_set_maxattr(NULL, 1);
	genl_family_set_name(NULL, "1");
	genl_family_set_name(fam, NULL);
	genl_family_set_name(NULL, NULL);
	genl_family_set_version(NULL, 1);
}

/* netlink/genl/mngt.h */
static void genl_mngt_h(void)
{
	IS(-NLE_INVAL, genl_handle_msg(NULL, buf));
	IS(-NLE_MISSING_ATTR, genl_handle_msg(msg, NULL));
	IS(-NLE_INVAL, genl_handle_msg(NULL, NULL));
	IS(-NLE_INVAL, genl_mngt_resolve(NULL));
	IS(-NLE_INVAL, genl_ops_resolve(NULL, &gops));
	IS(-NLE_INVAL, genl_ops_resolve(sk, NULL));
	IS(-NLE_INVAL, genl_ops_resolve(NULL, NULL));
	IS(-NLE_INVAL, genl_register(NULL));
	IS(-NLE_INVAL, genl_register_family(NULL));
	genl_unregister(NULL);
	IS(-NLE_INVAL, genl_unregister_family(NULL));
}

int main(void)
{
	set_up();
	not_declared_h();
	genl_genl_h();
	genl_ctrl_h();
	genl_family_h();
	genl_mngt_h();
	tear_down();
	return check_done();
}
