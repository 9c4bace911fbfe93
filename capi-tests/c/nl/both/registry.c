// SPDX-License-Identifier: LGPL-2.1-or-later
/* Cache types: registered, looked up, counted; and caches provided for everybody's use. */
#include "report.h"

#include "../types.h"

static struct row listed;

static void on_type(struct nl_cache_ops *ops, void *arg)
{
	row_add(&listed, "%s", cache_type_name(ops));
	++*(int *)arg;
	/* Others may be looked up meanwhile. */
	if (nl_cache_ops_lookup("test/b") == NULL)
		row_add(&listed, "no-b");
}

static void out_types(const char *name)
{
	int count = 0;

	listed.used = 0;
	nl_cache_ops_foreach(on_type, &count);
	out_row(&listed, "%s", name);
	out_int(count, "%s.count", name);
}

int main(void)
{
	const struct cache_type types[] = {
		{ .name = "test/a", .protocol = 3, .objects = &item_ops,
		  .msgtypes = { { 100, NL_ACT_NEW, "new" }, { 101, NL_ACT_DEL, "del" }, { -1, 0, 0 } } },
		{ .name = "test/b", .protocol = 4, .objects = &keyed_ops,
		  .msgtypes = { { 100, NL_ACT_NEW, "b" }, { 0, NL_ACT_GET, "zero" }, { -1, 0, 0 } } },
		{ .name = "test/c", .protocol = 3, .objects = &merged_ops,
		  .msgtypes = { { 101, NL_ACT_NEW, "c" }, { 102, NL_ACT_GET, "c2" }, { -1, 0, 0 } } },
		{ .name = "test/a", .protocol = 9, .objects = &item_ops, .msgtypes = { { -1, 0, 0 } } },
		{ .name = NULL, .objects = &item_ops, .msgtypes = { { -1, 0, 0 } } },
		{ .name = "test/none", .objects = NULL, .msgtypes = { { -1, 0, 0 } } },
	};
	enum { COUNT = sizeof(types) / sizeof(types[0]) };
	struct nl_cache_ops *ops[COUNT];
	static const char *const names[] = { "test/a", "test/b", "test/c", "test/", "", "TEST/A" };
	struct nl_cache *first, *second;

	for (int i = 0; i < COUNT; i++)
		ops[i] = cache_type_make(&types[i]);
	out_types("empty");
	for (int i = 0; i < COUNT; i++)
		out_int(nl_cache_mngt_register(ops[i]), "register.%d", i);
	out_int(nl_cache_mngt_register(ops[0]), "register.again");
	out_types("registered");

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct nl_cache_ops *found = nl_cache_ops_lookup(names[i]), *held;
		struct nl_cache *cache = NULL;

		out_text(cache_type_name(found), "lookup.%zu", i);
		held = nl_cache_ops_lookup_safe(names[i]);
		out_bool(held == found, "lookup_safe.%zu", i);
		if (held != NULL) {
			out_uint(cache_type_refcnt(held), "lookup_safe.%zu.refcnt", i);
			out_int(nl_cache_mngt_unregister(held), "lookup_safe.%zu.busy", i);
			nl_cache_ops_put(held);
			out_uint(cache_type_refcnt(held), "lookup_safe.%zu.put", i);
		}
		out_int(nl_cache_alloc_name(names[i], &cache), "alloc_name.%zu", i);
		if (cache != NULL) {
			out_text(cache_type_name(nl_cache_get_ops(cache)), "alloc_name.%zu.type", i);
			out_uint(cache_type_refcnt(nl_cache_get_ops(cache)), "alloc_name.%zu.refcnt", i);
		}
		nl_cache_free(cache);
	}

	for (int protocol = 2; protocol < 6; protocol++) {
		for (int msgtype = -1; msgtype < 104; msgtype += msgtype < 1 ? 1 : 33) {
			for (int more = 0; more < (msgtype >= 100 ? 3 : 1); more++) {
				struct nl_cache_ops *found;

				found = nl_cache_ops_associate(protocol, msgtype + more);
				out_text(cache_type_name(found), "associate.%d.%d", protocol,
					 msgtype + more);
				found = nl_cache_ops_associate_safe(protocol, msgtype + more);
				out_text(cache_type_name(found), "associate_safe.%d.%d", protocol,
					 msgtype + more);
				if (found != NULL) {
					out_uint(cache_type_refcnt(found),
						 "associate_safe.%d.%d.refcnt", protocol, msgtype + more);
					nl_cache_ops_put(found);
				}
			}
		}
	}
	for (int msgtype = -1; msgtype < 103; msgtype += msgtype < 0 ? 1 : msgtype < 100 ? 100 : 1) {
		for (int i = 0; i < 3; i++) {
			const struct nl_msgtype *type = nl_msgtype_lookup(ops[i], msgtype);

			out_text(type ? type->mt_name : "none", "msgtype.%d.%d", i, msgtype);
			out_int(type ? type->mt_act : -1, "msgtype.%d.%d.act", i, msgtype);
		}
	}

	nl_cache_ops_get(ops[1]);
	nl_cache_ops_get(ops[1]);
	out_uint(cache_type_refcnt(ops[1]), "get.refcnt");
	nl_cache_ops_put(ops[1]);
	out_int(nl_cache_mngt_unregister(ops[1]), "get.unregister");
	nl_cache_ops_put(ops[1]);

	/* Provided caches. */
	out_bool(nl_cache_mngt_require("test/b") == NULL, "require.none");
	out_bool(nl_cache_mngt_require("test/unknown") == NULL, "require.unknown");
	out_bool(nl_cache_mngt_require_safe("test/b") == NULL, "require_safe.none");
	first = nl_cache_alloc(ops[1]);
	second = nl_cache_alloc(ops[1]);
	nl_cache_mngt_unprovide(first);
	out_int(first->c_refcnt, "unprovide.other.refcnt");
	nl_cache_mngt_provide(first);
	out_int(first->c_refcnt, "provide.refcnt");
	out_uint(cache_type_refcnt(ops[1]), "provide.type_refcnt");
	out_bool(nl_cache_mngt_require("test/b") == first, "require");
	out_bool(__nl_cache_mngt_require("test/b") == first, "require.quiet");
	out_int(first->c_refcnt, "require.refcnt");
	out_bool(nl_cache_mngt_require_safe("test/b") == first, "require_safe");
	out_int(first->c_refcnt, "require_safe.refcnt");
	nl_cache_put(first);
	out_int(nl_cache_mngt_unregister(ops[1]), "provide.unregister");
	nl_cache_mngt_unprovide(second);
	out_bool(nl_cache_mngt_require("test/b") == first, "unprovide.wrong");
	nl_cache_mngt_unprovide(first);
	out_int(first->c_refcnt, "unprovide.refcnt");
	out_uint(cache_type_refcnt(ops[1]), "unprovide.type_refcnt");
	out_bool(nl_cache_mngt_require("test/b") == NULL, "unprovide.require");

	/* The second takes the first one's place. */
	nl_cache_mngt_provide(first);
	nl_cache_mngt_provide(second);
	out_int(first->c_refcnt, "replace.first.refcnt");
	out_int(second->c_refcnt, "replace.second.refcnt");
	out_uint(cache_type_refcnt(ops[1]), "replace.type_refcnt");
	out_bool(nl_cache_mngt_require("test/b") == second, "replace.require");
	nl_cache_mngt_unprovide(first);
	nl_cache_mngt_unprovide(second);
	out_uint(cache_type_refcnt(ops[1]), "replace.type_refcnt.after");
	/* Where the reference is leaked. */
	while (first->c_refcnt > 1)
		nl_cache_put(first);
	nl_cache_free(first);
	nl_cache_free(second);

	for (int i = COUNT - 1; i >= 0; i--)
		out_int(nl_cache_mngt_unregister(ops[i]), "unregister.%d", i);
	out_types("unregistered");
	for (int i = 0; i < COUNT; i++)
		free(ops[i]);
	return 0;
}
