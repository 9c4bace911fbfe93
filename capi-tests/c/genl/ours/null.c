/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * NULL in every place of the functions on generic netlink.
 */
#include <linux/genetlink.h>

#include <netlink/cache.h>
#include <netlink/errno.h>
#include <netlink/genl/ctrl.h>
#include <netlink/genl/family.h>
#include <netlink/genl/genl.h>
#include <netlink/genl/mngt.h>
#include <netlink/msg.h>

#include "check.h"

extern int genl_resolve_id(struct genl_ops *ops);

#define INVAL(call) CHECK_INT(call, -NLE_INVAL, "%s", #call)
#define ZERO(call) CHECK_INT(call, 0, "%s", #call)
#define NONE(call) CHECK((call) == NULL, "%s", #call)

int main(void)
{
	struct genl_family *family = genl_family_alloc();
	struct nl_sock *sk = nl_socket_alloc();
	struct nl_msg *msg = nlmsg_alloc();
	struct genl_ops ops = { .o_id = 0 };
	struct nl_cache *cache, *links;
	struct nlattr *tb[2];
	char buf[8] = "x";

	/* genl.h */
	INVAL(genl_connect(NULL));
	INVAL(genl_send_simple(NULL, 1, 1, 1, 0));
	NONE(genlmsg_put(NULL, 0, 0, 1, 0, 0, 1, 1));
	NONE(genlmsg_put(msg, 0, 0, 1, -1, 0, 1, 1));
	NONE(genlmsg_put(msg, 0, 0, 1, -4, 0, 1, 1));
	NONE(genlmsg_put(msg, 0, 0, 1, INT32_MAX, 0, 1, 1));
	NONE(genlmsg_put(msg, 0, 0, 1, INT32_MIN, 0, 1, 1));
	ZERO(genlmsg_valid_hdr(NULL, 0));
	INVAL(genlmsg_validate(NULL, 0, 1, NULL));
	INVAL(genlmsg_parse(NULL, 0, tb, 1, NULL));
	ZERO(genlmsg_user_datalen(NULL, 0));
	ZERO(genlmsg_attrlen(NULL, 0));
	NONE(genl_op2name(1, 1, NULL, 0));
	NONE(genl_op2name(1, 1, NULL, 8));
	NONE(genl_op2name(1, 1, buf, 0));
	CHECK(*buf == 'x', "genl_op2name without room");
	/* Lengths of headers that cannot be. */
	genlmsg_put(msg, 0, 0, 16, 0, 0, 1, 1);
	ZERO(genlmsg_valid_hdr(nlmsg_hdr(msg), -1));
	ZERO(genlmsg_valid_hdr(nlmsg_hdr(msg), INT32_MIN));
	ZERO(genlmsg_valid_hdr(nlmsg_hdr(msg), INT32_MAX));
	ZERO(genlmsg_valid_hdr(nlmsg_hdr(msg), INT32_MAX - 2));
	CHECK_INT(genlmsg_parse(nlmsg_hdr(msg), INT32_MAX, tb, 1, NULL), -NLE_MSG_TOOSHORT,
		  "a header as long as can be");
	CHECK_INT(genlmsg_validate(nlmsg_hdr(msg), -8, 1, NULL), -NLE_MSG_TOOSHORT, "a negative one");

	/* family.h */
	genl_family_put(NULL);
	ZERO(genl_family_get_id(NULL));
	genl_family_set_id(NULL, 1);
	NONE(genl_family_get_name(NULL));
	genl_family_set_name(NULL, "x");
	genl_family_set_name(family, NULL);
	NONE(genl_family_get_name(family));
	ZERO(genl_family_get_version(NULL));
	genl_family_set_version(NULL, 1);
	ZERO(genl_family_get_hdrsize(NULL));
	genl_family_set_hdrsize(NULL, 1);
	ZERO(genl_family_get_maxattr(NULL));
	genl_family_set_maxattr(NULL, 1);
	INVAL(genl_family_add_op(NULL, 1, 1));
	INVAL(genl_family_add_grp(NULL, 1, "x"));
	INVAL(genl_family_add_grp(family, 1, NULL));

	/* ctrl.h */
	INVAL(genl_ctrl_alloc_cache(NULL, &cache));
	INVAL(genl_ctrl_alloc_cache(sk, NULL));
	NONE(genl_ctrl_search(NULL, 1));
	NONE(genl_ctrl_search_by_name(NULL, "x"));
	INVAL(genl_ctrl_resolve(NULL, "x"));
	INVAL(genl_ctrl_resolve(sk, NULL));
	INVAL(genl_ctrl_resolve_grp(NULL, "x", "y"));
	INVAL(genl_ctrl_resolve_grp(sk, NULL, "y"));
	INVAL(genl_ctrl_resolve_grp(sk, "x", NULL));
	ZERO(nl_cache_alloc_name("genl/family", &links));
	NONE(genl_ctrl_search_by_name(links, NULL));
	NONE(genl_ctrl_search(links, 16));
	nl_cache_free(links);

	/* mngt.h */
	INVAL(genl_register_family(NULL));
	INVAL(genl_unregister_family(NULL));
	ZERO(genl_unregister_family(&ops));
	INVAL(genl_handle_msg(NULL, NULL));
	INVAL(genl_register(NULL));
	genl_unregister(NULL);
	INVAL(genl_ops_resolve(NULL, &ops));
	INVAL(genl_ops_resolve(sk, NULL));
	INVAL(genl_mngt_resolve(NULL));
	INVAL(genl_resolve_id(NULL));
	INVAL(genl_resolve_id(&ops));

	nlmsg_free(msg);
	nl_socket_free(sk);
	genl_family_put(family);
	return check_done();
}
