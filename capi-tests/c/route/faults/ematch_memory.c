/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Extended matches without memory.
 */
#define _GNU_SOURCE
#include "check.h"
#include "faulty_heap.h"
#include "route/ematch.h"

static int own_parse(struct rtnl_ematch *match, void *data, size_t len)
{
	char **place = rtnl_ematch_data(match);

	*place = strndup(data, len);
	return *place != NULL ? 0 : -NLE_NOMEM;
}

static int own_fill(struct rtnl_ematch *match, struct nl_msg *msg)
{
	const char *text = *(char **)rtnl_ematch_data(match);

	return nlmsg_append(msg, (void *)text, strlen(text) + 1, 0);
}

static void own_free(struct rtnl_ematch *match)
{
	free(*(char **)rtnl_ematch_data(match));
}

static struct rtnl_ematch_ops own = {
	.eo_kind = 40000, .eo_name = "own", .eo_datalen = sizeof(char *), .eo_parse = own_parse,
	.eo_fill = own_fill, .eo_free = own_free,
};
static struct rtnl_ematch_ops another = { .eo_kind = 0, .eo_name = "another" };

static struct rtnl_ematch_tree *tree;
static struct nl_msg *msg;

/* A tree with matches of every kind, one of a kind that nobody knows, and containers in containers. */
static void build(void)
{
	struct rtnl_ematch *outer, *inner, *match;
	struct nlattr *attr, *list;
	struct tcf_ematch_hdr *last;

	tree = rtnl_ematch_tree_alloc(2);
	outer = of(TCF_EM_CONTAINER, TCF_EM_REL_AND);
	rtnl_ematch_tree_add(tree, outer);
	inner = of(TCF_EM_CONTAINER, TCF_EM_REL_OR);
	rtnl_ematch_add_child(outer, inner);
	rtnl_ematch_add_child(inner, of(TCF_EM_CMP, 0));
	match = of(TCF_EM_TEXT, 0);
	rtnl_ematch_text_set_pattern(match, strdup("pattern"), 7);
	rtnl_ematch_add_child(outer, match);
	match = of(TCF_EM_NBYTE, TCF_EM_REL_AND);
	rtnl_ematch_nbyte_set_pattern(match, (uint8_t *)strdup("pattern"), 7);
	rtnl_ematch_tree_add(tree, match);
	match = of(TCF_EM_META, TCF_EM_REL_AND);
	rtnl_ematch_meta_set_lvalue(match, rtnl_meta_value_alloc_id(TCF_META_TYPE_INT, TCF_META_ID_DEV, 0, 1));
	rtnl_ematch_meta_set_rvalue(match, rtnl_meta_value_alloc_var((char[]){ "abc" }, 3));
	rtnl_ematch_tree_add(tree, match);
	match = of(40000, TCF_EM_REL_AND);
	*(char **)rtnl_ematch_data(match) = strdup("own");
	rtnl_ematch_tree_add(tree, match);
	rtnl_ematch_tree_add(tree, of(TCF_EM_CMP, 0));
	msg = nlmsg_alloc_simple(1, 0);
	CHECK_INT(rtnl_ematch_fill_attr(msg, 1, tree), 0, "a message");
	rtnl_ematch_tree_free(tree);
	/* The fifth becomes one that nobody knows. */
	attr = nlmsg_attrdata(nlmsg_hdr(msg), 0);
	list = nla_find(nla_data(attr), nla_len(attr), TCA_EMATCH_TREE_LIST);
	last = nla_data(nla_find(nla_data(list), nla_len(list), 5));
	CHECK_INT(last->kind, TCF_EM_CMP, "the fifth");
	last->kind = 99;
	CHECK_INT(rtnl_ematch_parse_attr(attr, &tree), 0, "read");
}

static int parse(void)
{
	struct rtnl_ematch_tree *read = NULL;
	int err = rtnl_ematch_parse_attr(nlmsg_attrdata(nlmsg_hdr(msg), 0), &read);

	CHECK((err == 0) == (read != NULL), "a tree, or an error");
	rtnl_ematch_tree_free(read);
	return err;
}

static int clone(void)
{
	struct rtnl_ematch_tree *copy = rtnl_ematch_tree_clone(tree);

	rtnl_ematch_tree_free(copy);
	return copy != NULL ? 0 : -NLE_NOMEM;
}

static int kind(int which)
{
	struct rtnl_ematch *match = rtnl_ematch_alloc();
	int err;

	if (match == NULL)
		return -NLE_NOMEM;
	err = which == 0   ? rtnl_ematch_set_kind(match, TCF_EM_TEXT)
	      : which == 1 ? rtnl_ematch_set_name(match, "text")
			   : rtnl_ematch_set_ops(match, rtnl_ematch_lookup_ops(TCF_EM_TEXT));
	if (err < 0) {
		CHECK(rtnl_ematch_data(match) == NULL, "no data");
		CHECK_INT(rtnl_ematch_set_kind(match, TCF_EM_CMP), 0, "it can be something else");
		CHECK(rtnl_ematch_cmp_get(match) != NULL, "it is something else");
	}
	rtnl_ematch_free(match);
	return err;
}

static int value(int which)
{
	struct rtnl_meta_value *made = which == 0   ? rtnl_meta_value_alloc_int(1)
				       : which == 1 ? rtnl_meta_value_alloc_var((char[]){ "abc" }, 3)
						    : rtnl_meta_value_alloc_id(TCF_META_TYPE_INT, 5, 0, 3);

	rtnl_meta_value_put(made);
	return made != NULL ? 0 : -NLE_NOMEM;
}

static int empty(void)
{
	struct rtnl_ematch_tree *made = rtnl_ematch_tree_alloc(1);

	rtnl_ematch_tree_free(made);
	return made != NULL ? 0 : -NLE_NOMEM;
}

int main(void)
{
	static const char *const kinds[] = { "a kind", "a name", "functions" };
	static const char *const values[] = { "a number", "bytes", "an id" };

	heap_fail_at = 1;
	heap_allocations = 0;
	CHECK_INT(rtnl_ematch_register(&own), -NLE_NOMEM, "adding a kind");
	heap_fail_at = 0;
	CHECK(rtnl_ematch_lookup_ops(40000) == NULL, "it was not added");
	CHECK_INT(rtnl_ematch_register(&own), 0, "adding a kind");
	CHECK_INT(rtnl_ematch_register(&another), -NLE_EXIST, "there is one");
	build();
	HEAP_FAIL_EACH(parse(), -NLE_NOMEM, 20, "reading");
	HEAP_FAIL_EACH(clone(), -NLE_NOMEM, 20, "copying");
	for (int i = 0; i < 3; i++) {
		HEAP_FAIL_EACH(kind(i), -NLE_NOMEM, 2, kinds[i]);
		HEAP_FAIL_EACH(value(i), -NLE_NOMEM, 2, values[i]);
	}
	HEAP_FAIL_EACH(empty(), -NLE_NOMEM, 1, "a tree");
	nlmsg_free(msg);
	rtnl_ematch_tree_free(tree);
	return check_done();
}
