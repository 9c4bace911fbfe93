/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Extended matches: copies, deep trees, what belongs to whom, and NULL.
 */
#include "route/ematch_same.h"

static int freed;

static int own_parse(struct rtnl_ematch *match, void *data, size_t len)
{
	char **place = rtnl_ematch_data(match);

	*place = strndup(data, len);
	return *place != NULL ? 0 : -NLE_NOMEM;
}

static void own_dump(struct rtnl_ematch *match, struct nl_dump_params *p)
{
	nl_dump(p, "own(%s)", *(char **)rtnl_ematch_data(match));
}

static int own_fill(struct rtnl_ematch *match, struct nl_msg *msg)
{
	const char *text = *(char **)rtnl_ematch_data(match);

	return nlmsg_append(msg, (void *)text, strlen(text) + 1, 0);
}

static void own_free(struct rtnl_ematch *match)
{
	free(*(char **)rtnl_ematch_data(match));
	freed++;
}

static struct rtnl_ematch_ops own = {
	.eo_kind = 40000, .eo_name = "own", .eo_datalen = sizeof(char *), .eo_parse = own_parse,
	.eo_dump = own_dump, .eo_fill = own_fill, .eo_free = own_free,
};
static struct rtnl_ematch_ops plain = { .eo_kind = 40001, .eo_datalen = 8 };
static struct rtnl_ematch_ops opaque = { .eo_kind = 40002, .eo_name = "opaque", .eo_datalen = sizeof(char *),
					 .eo_free = own_free };
static struct rtnl_ematch_ops tiny = { .eo_kind = 40003, .eo_name = "tiny", .eo_datalen = 1 };

static struct rtnl_ematch *owned(const char *text)
{
	struct rtnl_ematch *match = of(40000, 0);

	*(char **)rtnl_ematch_data(match) = strdup(text);
	return match;
}

static void copies(void)
{
	struct rtnl_ematch_tree *tree = rtnl_ematch_tree_alloc(3), *copy;
	struct rtnl_ematch *outer, *inner, *match;

	CHECK_INT(rtnl_ematch_register(&own), 0, "a kind is added");
	CHECK_INT(rtnl_ematch_register(&plain), 0, "one without a name");
	CHECK_INT(rtnl_ematch_register(&opaque), 0, "one that cannot be copied");
	CHECK_INT(rtnl_ematch_register(&tiny), 0, "one with less than four bytes");
	CHECK(rtnl_ematch_lookup_ops_by_name("plain") == NULL, "no name is no name");
	CHECK(rtnl_ematch_lookup_ops_by_name("Opaque") == &opaque, "a name in another case");

	match = small(5, TCF_EM_REL_AND | TCF_EM_INVERT);
	rtnl_ematch_tree_add(tree, match);
	outer = of(TCF_EM_CONTAINER, TCF_EM_REL_OR);
	rtnl_ematch_tree_add(tree, outer);
	match = with_pattern(TCF_EM_TEXT, 7);
	rtnl_ematch_text_set_algo(match, "bm");
	rtnl_ematch_text_set_from(match, 1, 2);
	rtnl_ematch_text_set_to(match, 2, 3);
	rtnl_ematch_set_flags(match, TCF_EM_REL_AND);
	rtnl_ematch_add_child(outer, match);
	inner = of(TCF_EM_CONTAINER, TCF_EM_REL_AND);
	match = with_pattern(TCF_EM_NBYTE, 5);
	rtnl_ematch_nbyte_set_offset(match, 1, 9);
	rtnl_ematch_set_flags(match, TCF_EM_REL_OR);
	rtnl_ematch_add_child(inner, match);
	match = owned("mine");
	rtnl_ematch_add_child(inner, match);
	rtnl_ematch_add_child(outer, inner);
	match = with_meta(rtnl_meta_value_alloc_id(TCF_META_TYPE_INT, TCF_META_ID_NFMARK, 3, 0x1ffffffffULL),
			  rtnl_meta_value_alloc_id(TCF_META_TYPE_INT, TCF_META_ID_PRIORITY, 5, 0));
	rtnl_ematch_add_child(outer, match);
	match = of(40001, 0);
	memcpy(rtnl_ematch_data(match), "12345678", 8);
	rtnl_ematch_tree_add(tree, match);
	prints(tree,
	       "!u8 at eth+0 = 5 AND (text(bm \"abcdefg\" from ip+2 to tcp+3) AND "
	       "(pattern(5:[61 62 63 64 65] at net+9) OR own(mine)) AND "
	       "meta(mark >> 3 & 0x1ffffffff < prio >> 5)) OR [data]\n",
	       "the tree");
	same_everywhere(tree, "the tree");
	CHECK_INT(freed, 3, "kinds free what their data refer to");

	{
		char *big = malloc(30000);

		memset(big, 'b', 29999);
		big[29999] = '\0';
		same_everywhere(tree_of(owned(big)), "a match larger than messages are");
		free(big);
	}

	/* Below what is no container nothing is sent, but it is copied and freed. */
	tree = tree_of(of(TCF_EM_CONTAINER, 0));
	copy = rtnl_ematch_tree_clone(tree);
	prints(copy, "()\n", "an empty container");
	rtnl_ematch_tree_free(copy);
	nlmsg_free(filled(tree, -NLE_OBJ_NOTFOUND));
	rtnl_ematch_tree_free(tree);
	tree = rtnl_ematch_tree_alloc(0xfffe);
	same_everywhere(tree_of(small(0xffffffff, 0)), "one match");
	copy = rtnl_ematch_tree_clone(tree);
	prints(copy, "\n", "a copy of an empty tree");
	rtnl_ematch_tree_free(copy);
	rtnl_ematch_tree_free(tree);

	freed = 0;
	match = of(40002, 0);
	*(char **)rtnl_ematch_data(match) = strdup("what only the kind knows");
	tree = tree_of(small(1, TCF_EM_REL_AND));
	rtnl_ematch_tree_add(tree, match);
	CHECK(rtnl_ematch_tree_clone(tree) == NULL, "no copy is better than half of one");
	rtnl_ematch_tree_free(tree);
	CHECK_INT(freed, 2, "the half copy was freed, too");

	match = of(40003, TCF_EM_SIMPLE);
	*(char *)rtnl_ematch_data(match) = 'x';
	same_everywhere(tree_of(match), "a simple match of one byte");

	/* What nobody knows. */
	tree = tree_of(of(88, TCF_EM_INVERT));
	same_everywhere(tree, "an unknown kind");
}

static void lists(void)
{
	struct rtnl_ematch *outer = of(0, 0), *inner = of(0, 0), *leaf = small(1, 0), *loose = small(2, 0);
	struct rtnl_ematch_tree *tree = tree_of(outer), *other = tree_of(loose);
	struct rtnl_ematch *deep, *top;

	CHECK_INT(rtnl_ematch_add_child(outer, outer), -NLE_INVAL, "nothing is in itself");
	CHECK_INT(rtnl_ematch_add_child(outer, inner), 0, "a container in another");
	CHECK_INT(rtnl_ematch_add_child(inner, leaf), 0, "a match in it");
	CHECK_INT(rtnl_ematch_add_child(inner, outer), -NLE_INVAL, "no loops");
	CHECK_INT(rtnl_ematch_add_child(leaf, loose), -NLE_OPNOTSUPP, "no container");
	prints(tree, "((u8 at eth+0 = 1))\n", "as before");
	CHECK_INT(rtnl_ematch_add_child(outer, leaf), 0, "it moves");
	rtnl_ematch_set_flags(inner, TCF_EM_REL_AND);
	prints(tree, "(() AND u8 at eth+0 = 1)\n", "moved");
	rtnl_ematch_tree_add(tree, loose);
	prints(other, "\n", "it has left the other tree");
	rtnl_ematch_tree_add(other, outer);
	prints(tree, "u8 at eth+0 = 2\n", "one is left");
	rtnl_ematch_tree_add(other, outer);
	prints(other, "(() AND u8 at eth+0 = 1)\n", "with what is below it, once");
	rtnl_ematch_free(outer);
	prints(other, "\n", "freed");
	rtnl_ematch_unlink(inner);
	rtnl_ematch_unset_flags(inner, TCF_EM_REL_AND);
	rtnl_ematch_tree_add(other, inner);
	rtnl_ematch_add_child(inner, leaf);
	prints(other, "(u8 at eth+0 = 1)\n", "what was below it has its own life");
	rtnl_ematch_tree_free(tree);
	rtnl_ematch_tree_free(other);

	/* Deeper than any stack. */
	tree = rtnl_ematch_tree_alloc(1);
	deep = of(0, 0);
	rtnl_ematch_tree_add(tree, deep);
	for (int i = 0; i < 65000; i++) {
		struct rtnl_ematch *next = of(0, 0);

		rtnl_ematch_add_child(deep, next);
		deep = next;
	}
	rtnl_ematch_add_child(deep, small(1, 0));
	free(printed(tree));
	other = rtnl_ematch_tree_clone(tree);
	CHECK(other != NULL, "a copy of a deep tree");
	nlmsg_free(filled(tree, -NLE_ATTRSIZE));
	rtnl_ematch_tree_free(other);
	for (int i = 0; i < 1000; i++)
		rtnl_ematch_tree_add(tree, small(1, 0));
	nlmsg_free(filled(tree, -NLE_RANGE));
	rtnl_ematch_tree_free(tree);
	/* And from the bottom to the top. */
	top = small(1, 0);
	for (int i = 0; i < 65000; i++) {
		struct rtnl_ematch *above = of(0, 0);

		rtnl_ematch_add_child(above, top);
		top = above;
	}
	rtnl_ematch_tree_free(tree_of(top));
}

static void ownership(void)
{
	struct rtnl_ematch *match = of(TCF_EM_META, 0), *other;
	struct rtnl_meta_value *value = rtnl_meta_value_alloc_int(0x100000002ULL), *second;
	struct rtnl_ematch_tree *tree = tree_of(match);
	struct nl_msg *msg;
	char *pattern;

	prints(tree, "meta(? = ?)\n", "sides that are missing");
	nlmsg_free(filled(tree, -NLE_NOMEM));
	rtnl_ematch_meta_set_lvalue(match, value);
	rtnl_ematch_meta_set_lvalue(match, value);
	rtnl_ematch_meta_set_rvalue(match, value);
	rtnl_meta_value_put(value);
	prints(tree, "meta(4294967298 = 4294967298)\n", "one value on both sides");
	other = of(TCF_EM_META, 0);
	rtnl_ematch_meta_set_lvalue(other, value);
	rtnl_ematch_meta_set_lvalue(match, NULL);
	rtnl_ematch_meta_set_rvalue(match, NULL);
	second = rtnl_meta_value_alloc_var((char[]){ "unterminated" }, 5);
	rtnl_ematch_meta_set_rvalue(other, second);
	rtnl_ematch_tree_free(tree);
	tree = tree_of(other);
	prints(tree, "meta(4294967298 = unter)\n", "and in two matches; no NUL is needed");
	same_everywhere(tree, "bytes without NUL");
	second = rtnl_meta_value_alloc_var(NULL, 0);
	same_everywhere(tree_of(with_meta(second, rtnl_meta_value_alloc_int(0))), "no bytes");
	CHECK(rtnl_meta_value_alloc_var(NULL, 1) == NULL, "no bytes where some are said to be");
	/* Values that are not taken stay the caller's. */
	match = small(1, 0);
	value = rtnl_meta_value_alloc_int(1);
	rtnl_ematch_meta_set_lvalue(match, value);
	rtnl_ematch_meta_set_rvalue(match, value);
	rtnl_ematch_meta_set_operand(match, 1);
	rtnl_ematch_meta_set_lvalue(NULL, value);
	rtnl_meta_value_put(value);
	pattern = strdup("pattern");
	rtnl_ematch_text_set_pattern(match, pattern, 7);
	rtnl_ematch_nbyte_set_pattern(match, (uint8_t *)pattern, 7);
	rtnl_ematch_text_set_pattern(NULL, pattern, 7);
	rtnl_ematch_nbyte_set_pattern(NULL, (uint8_t *)pattern, 7);
	free(pattern);
	rtnl_ematch_free(match);

	match = with_pattern(TCF_EM_NBYTE, 5000);
	CHECK_UINT(rtnl_ematch_nbyte_get_len(match), 4095, "as long as the kernel's header can say");
	rtnl_ematch_nbyte_set_pattern(match, rtnl_ematch_nbyte_get_pattern(match), 3);
	CHECK_UINT(rtnl_ematch_nbyte_get_len(match), 3, "the same pattern, shorter");
	CHECK_BYTES(rtnl_ematch_nbyte_get_pattern(match), "abc", 3, "the same pattern");
	((struct tcf_em_nbyte *)rtnl_ematch_data(match))->len = 100;
	CHECK_UINT(rtnl_ematch_nbyte_get_len(match), 3, "what C writes makes it no longer");
	tree = tree_of(match);
	prints(tree, "pattern(3:[61 62 63] at link+0)\n", "no longer");
	same_everywhere(tree, "a pattern");
	match = with_pattern(TCF_EM_NBYTE, 4);
	rtnl_ematch_nbyte_set_offset(match, TCF_LAYER_NETWORK, 12);
	tree = tree_of(match);
	msg = filled(tree, 0);
	CHECK_BYTES((char *)attr_of(msg) + 4 + 8 + 4 + 4 + 8, "\x0c\x00\x04\x10" "abcd", 8, "the pattern is sent");
	nlmsg_free(msg);
	rtnl_ematch_nbyte_set_pattern(match, NULL, 4);
	CHECK_UINT(rtnl_ematch_nbyte_get_len(match), 0, "no pattern");
	same_everywhere(tree, "no pattern");

	match = with_pattern(TCF_EM_TEXT, 70000);
	CHECK_UINT(rtnl_ematch_text_get_len(match), 65535, "as long as the kernel's header can say");
	tree = tree_of(match);
	nlmsg_free(filled(tree, -NLE_ATTRSIZE));
	rtnl_ematch_text_set_pattern(match, rtnl_ematch_text_get_pattern(match), 400);
	((struct tcf_em_text *)rtnl_ematch_data(match))->pattern_len = 999;
	CHECK_UINT(rtnl_ematch_text_get_len(match), 400, "what C writes makes it no longer");
	memset(rtnl_ematch_data(match), 'x', 16);
	same_everywhere(tree, "a long pattern");

	/* The kind cannot be changed, not even that of a container, whose number is 0. */
	match = of(TCF_EM_CONTAINER, 0);
	CHECK_INT(rtnl_ematch_set_kind(match, TCF_EM_TEXT), -NLE_EXIST, "a container stays one");
	CHECK_INT(rtnl_ematch_set_name(match, "text"), -NLE_EXIST, "a container stays one");
	CHECK(rtnl_ematch_text_get_algo(match) == NULL && rtnl_ematch_cmp_get(match) == NULL, "and has no text");
	rtnl_ematch_free(match);

	/* A match of kind 0 without the kind's functions is a container. */
	match = rtnl_ematch_alloc();
	rtnl_ematch_add_child(match, small(1, 0));
	same_everywhere(tree_of(match), "a container that was never made one");

	/* Signs for what is not there. */
	match = of(TCF_EM_CMP, 0);
	memset(rtnl_ematch_data(match), 0xff, sizeof(struct tcf_em_cmp));
	tree = tree_of(match);
	prints(tree, "ntohs(? at ?+65535 & 0xffffffff) ? 4294967295\n", "unknown numbers");
	same_everywhere(tree, "unknown numbers");
}

static void nothing(void)
{
	struct rtnl_ematch *match = of(TCF_EM_CMP, 0), *text = of(TCF_EM_TEXT, 0);
	struct rtnl_ematch_tree *tree = tree_of(text);
	struct nl_dump_params dp = { .dp_type = NL_DUMP_LINE, .dp_fd = stdout };
	struct nl_msg *msg = nlmsg_alloc();
	struct tcf_em_cmp cfg = { .val = 1 };
	struct nlattr empty = { 4, 1 };

	CHECK_INT(rtnl_ematch_register(NULL), -NLE_INVAL, "register");
	CHECK(rtnl_ematch_lookup_ops_by_name(NULL) == NULL, "lookup_ops_by_name");
	CHECK_INT(rtnl_ematch_add_child(NULL, match), -NLE_INVAL, "add_child");
	CHECK_INT(rtnl_ematch_add_child(match, NULL), -NLE_INVAL, "add_child");
	rtnl_ematch_unlink(NULL);
	rtnl_ematch_free(NULL);
	CHECK(rtnl_ematch_data(NULL) == NULL, "data");
	rtnl_ematch_set_flags(NULL, 1);
	rtnl_ematch_unset_flags(NULL, 1);
	CHECK_INT(rtnl_ematch_get_flags(NULL), 0, "get_flags");
	CHECK_INT(rtnl_ematch_set_ops(NULL, rtnl_ematch_lookup_ops(1)), -NLE_INVAL, "set_ops");
	CHECK_INT(rtnl_ematch_set_ops(match, NULL), -NLE_INVAL, "set_ops");
	CHECK_INT(rtnl_ematch_set_kind(NULL, 1), -NLE_INVAL, "set_kind");
	CHECK_INT(rtnl_ematch_set_name(NULL, "cmp"), -NLE_INVAL, "set_name");
	CHECK_INT(rtnl_ematch_set_name(match, NULL), -NLE_INVAL, "set_name");
	rtnl_ematch_tree_free(NULL);
	rtnl_ematch_tree_add(NULL, match);
	rtnl_ematch_tree_add(tree, NULL);
	CHECK(rtnl_ematch_tree_clone(NULL) == NULL, "tree_clone");
	CHECK_INT(rtnl_ematch_parse_attr(NULL, &tree), -NLE_INVAL, "parse_attr");
	CHECK_INT(rtnl_ematch_parse_attr(&empty, NULL), -NLE_INVAL, "parse_attr");
	CHECK_INT(rtnl_ematch_fill_attr(NULL, 1, tree), -NLE_INVAL, "fill_attr");
	CHECK_INT(rtnl_ematch_fill_attr(msg, 1, NULL), -NLE_INVAL, "fill_attr");
	CHECK_INT(rtnl_ematch_fill_attr(msg, -1, tree), -NLE_INVAL, "fill_attr");
	rtnl_ematch_tree_dump(NULL, &dp);
	rtnl_ematch_tree_dump(tree, NULL);
	CHECK(rtnl_ematch_offset2txt(1, 1, NULL, 9) == NULL, "offset2txt");
	CHECK(rtnl_ematch_opnd2txt(1, NULL, 9) == NULL, "opnd2txt");

	rtnl_ematch_cmp_set(NULL, &cfg);
	rtnl_ematch_cmp_set(match, NULL);
	rtnl_ematch_cmp_set(text, &cfg);
	CHECK(rtnl_ematch_cmp_get(NULL) == NULL, "cmp_get");
	CHECK(rtnl_ematch_cmp_get(text) == NULL, "cmp_get of another kind");
	for (int i = 0; i < 2; i++) {
		struct rtnl_ematch *other = i == 0 ? NULL : match;

		rtnl_ematch_nbyte_set_offset(other, 1, 1);
		CHECK_INT(rtnl_ematch_nbyte_get_offset(other), 0, "nbyte_get_offset");
		CHECK_INT(rtnl_ematch_nbyte_get_layer(other), 0, "nbyte_get_layer");
		CHECK_UINT(rtnl_ematch_nbyte_get_len(other), 0, "nbyte_get_len");
		CHECK(rtnl_ematch_nbyte_get_pattern(other) == NULL, "nbyte_get_pattern");
		rtnl_ematch_text_set_from(other, 1, 1);
		rtnl_ematch_text_set_to(other, 1, 1);
		rtnl_ematch_text_set_algo(other, "bm");
		CHECK_INT(rtnl_ematch_text_get_from_offset(other), 0, "text_get_from_offset");
		CHECK_INT(rtnl_ematch_text_get_from_layer(other), 0, "text_get_from_layer");
		CHECK_INT(rtnl_ematch_text_get_to_offset(other), 0, "text_get_to_offset");
		CHECK_INT(rtnl_ematch_text_get_to_layer(other), 0, "text_get_to_layer");
		CHECK(rtnl_ematch_text_get_pattern(other) == NULL, "text_get_pattern");
		CHECK_UINT(rtnl_ematch_text_get_len(other), 0, "text_get_len");
		CHECK(rtnl_ematch_text_get_algo(other) == NULL, "text_get_algo");
		rtnl_ematch_meta_set_lvalue(other, NULL);
		rtnl_ematch_meta_set_rvalue(other, NULL);
		rtnl_ematch_meta_set_operand(other, 1);
	}
	CHECK_UINT(rtnl_ematch_cmp_get(match)->val, 0, "and nothing has changed");
	rtnl_ematch_text_set_algo(text, "bm");
	rtnl_ematch_text_set_algo(text, NULL);
	CHECK(strcmp(rtnl_ematch_text_get_algo(text), "bm") == 0, "text_set_algo");
	rtnl_meta_value_put(NULL);

	/* No matches, no tree. */
	{
		struct rtnl_ematch_tree *none = tree;
		const struct {
			struct nlattr outer, hdr;
			struct tcf_ematch_tree_hdr tree;
		} raw = { { sizeof(raw), 1 }, { 8, TCA_EMATCH_TREE_HDR }, { 0, 2 } };

		CHECK_INT(rtnl_ematch_parse_attr((struct nlattr *)&raw, &none), 0, "no matches");
		CHECK(none == NULL, "no tree");
	}
	nlmsg_free(msg);
	rtnl_ematch_free(match);
	rtnl_ematch_tree_free(tree);
}

int main(void)
{
	copies();
	lists();
	ownership();
	nothing();
	return check_done();
}
