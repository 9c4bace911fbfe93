/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What is exported without a public declaration.
 */
#include <errno.h>

#include <linux/genetlink.h>

#include <netlink/genl/family.h>
#include <netlink/genl/mngt.h>
#include <netlink/object.h>

#include "report.h"

extern int genl_resolve_id(struct genl_ops *ops);
extern struct nl_object_ops genl_family_ops;

int main(void)
{
	char ctrl[] = "nlctrl", none[] = "no_such_family";
	struct genl_ops ops = { .o_name = ctrl };
	struct genl_family *family;
	struct nl_object *object;

	OUT_CALL(genl_resolve_id(&ops), "resolve_id");
	out_int(ops.o_id, "resolve_id.id");
	ops.o_name = none;
	OUT_CALL(genl_resolve_id(&ops), "resolve_id.known");
	out_int(ops.o_id, "resolve_id.known.id");
	ops.o_id = 0;
	OUT_CALL(genl_resolve_id(&ops), "resolve_id.none");
	out_int(ops.o_id, "resolve_id.none.id");

	family = genl_family_alloc();
	out_bool(nl_object_get_ops((struct nl_object *)family) == &genl_family_ops, "ops");
	genl_family_put(family);
	object = nl_object_alloc(&genl_family_ops);
	out_text(nl_object_get_type(object), "type");
	genl_family_set_id((struct genl_family *)object, 5);
	out_uint(genl_family_get_id((struct genl_family *)object), "id");
	nl_object_put(object);
	/* By name. */
	out_int(nl_object_alloc_name("genl/family", &object), "alloc_name");
	out_bool(nl_object_get_ops(object) == &genl_family_ops, "alloc_name.ops");
	nl_object_put(object);
	return 0;
}
