/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The layouts of structures that programs make themselves: they are part of the binary interface.
 */
#include <stddef.h>

#include <netlink/attr.h>
#include <netlink/genl/mngt.h>
#include <netlink/hashtable.h>
#include <netlink/list.h>
#include <netlink/types.h>

#include "check.h"

#define AT(type, field, offset) _Static_assert(offsetof(type, field) == (offset), #field)
#define SIZE(type, size) _Static_assert(sizeof(type) == (size), #type)

SIZE(struct genl_info, 40);
AT(struct genl_info, who, 0);
AT(struct genl_info, nlh, 8);
AT(struct genl_info, genlhdr, 16);
AT(struct genl_info, userhdr, 24);
AT(struct genl_info, attrs, 32);

SIZE(struct genl_cmd, 40);
AT(struct genl_cmd, c_id, 0);
AT(struct genl_cmd, c_name, 8);
AT(struct genl_cmd, c_maxattr, 16);
AT(struct genl_cmd, c_msg_parser, 24);
AT(struct genl_cmd, c_attr_policy, 32);

SIZE(struct genl_ops, 56);
AT(struct genl_ops, o_hdrsize, 0);
AT(struct genl_ops, o_id, 4);
AT(struct genl_ops, o_name, 8);
AT(struct genl_ops, o_cache_ops, 16);
AT(struct genl_ops, o_cmds, 24);
AT(struct genl_ops, o_ncmds, 32);
AT(struct genl_ops, o_list, 40);

SIZE(struct nl_dump_params, 80);
AT(struct nl_dump_params, dp_type, 0);
AT(struct nl_dump_params, dp_prefix, 4);
AT(struct nl_dump_params, dp_print_index, 8);
AT(struct nl_dump_params, dp_dump_msgtype, 12);
AT(struct nl_dump_params, dp_cb, 16);
AT(struct nl_dump_params, dp_nl_cb, 24);
AT(struct nl_dump_params, dp_data, 32);
AT(struct nl_dump_params, dp_fd, 40);
AT(struct nl_dump_params, dp_buf, 48);
AT(struct nl_dump_params, dp_buflen, 56);
AT(struct nl_dump_params, dp_pre_dump, 64);
AT(struct nl_dump_params, dp_ivar, 68);
AT(struct nl_dump_params, dp_line, 72);

SIZE(struct nla_policy, 6);
AT(struct nla_policy, type, 0);
AT(struct nla_policy, minlen, 2);
AT(struct nla_policy, maxlen, 4);

SIZE(struct nl_list_head, 16);
AT(struct nl_list_head, next, 0);
AT(struct nl_list_head, prev, 8);

SIZE(nl_hash_node_t, 24);
AT(nl_hash_node_t, key, 0);
AT(nl_hash_node_t, key_size, 4);
AT(nl_hash_node_t, obj, 8);
AT(nl_hash_node_t, next, 16);
SIZE(nl_hash_table_t, 16);
AT(nl_hash_table_t, size, 0);
AT(nl_hash_table_t, nodes, 8);

int main(void)
{
	CHECK(1, "the layouts were checked by the compiler");
	return check_done();
}
