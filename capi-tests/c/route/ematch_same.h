/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * For checks of extended matches: what is put into a message, and read from there, is the same.
 */
#ifndef OXNL_EMATCH_SAME_H
#define OXNL_EMATCH_SAME_H

#include "check.h"
#include "route/ematch.h"

static inline struct rtnl_ematch *with_meta(struct rtnl_meta_value *left, struct rtnl_meta_value *right)
{
	struct rtnl_ematch *match = of(TCF_EM_META, 0);

	rtnl_ematch_meta_set_lvalue(match, left);
	rtnl_ematch_meta_set_rvalue(match, right);
	rtnl_ematch_meta_set_operand(match, TCF_EM_OPND_LT);
	return match;
}

/* A match with a pattern, "abc...", of its own. */
static inline struct rtnl_ematch *with_pattern(uint16_t kind, size_t len)
{
	struct rtnl_ematch *match = of(kind, 0);
	char *pattern = malloc(len);

	for (size_t i = 0; i < len; i++)
		pattern[i] = (char)('a' + i % 26);
	if (kind == TCF_EM_TEXT)
		rtnl_ematch_text_set_pattern(match, pattern, len);
	else
		rtnl_ematch_nbyte_set_pattern(match, (uint8_t *)pattern, len);
	return match;
}

__attribute__((format(printf, 3, 4)))
static inline void prints(struct rtnl_ematch_tree *tree, const char *want, const char *fmt, ...)
{
	char *text = printed(tree), what[200];
	va_list args;

	va_start(args, fmt);
	vsnprintf(what, sizeof(what), fmt, args);
	va_end(args);
	CHECK(strcmp(text, want) == 0, "%s: %s", what, text);
	free(text);
}

static inline struct nl_msg *filled(struct rtnl_ematch_tree *tree, int want)
{
	struct nl_msg *msg = nlmsg_alloc_size(1 << 20);

	nlmsg_put(msg, 0, 0, 1, 0, 0);
	CHECK_INT(rtnl_ematch_fill_attr(msg, 7, tree), want, "filled");
	if (want < 0)
		CHECK_UINT(nlmsg_hdr(msg)->nlmsg_len, NLMSG_HDRLEN, "nothing is left in the message");
	return msg;
}

static inline struct nlattr *attr_of(struct nl_msg *msg)
{
	return nlmsg_attrdata(nlmsg_hdr(msg), 0);
}

/* What is read from what is filled in is the same, and so is a copy. */
static inline void same_everywhere(struct rtnl_ematch_tree *tree, const char *what)
{
	struct rtnl_ematch_tree *copy = rtnl_ematch_tree_clone(tree), *back = NULL;
	struct nl_msg *msg = filled(tree, 0), *of_copy, *of_back;
	const size_t len = nlmsg_hdr(msg)->nlmsg_len;
	char *text = printed(tree);

	CHECK(copy != NULL && copy != tree, "%s: a copy", what);
	of_copy = filled(copy, 0);
	CHECK(nlmsg_hdr(of_copy)->nlmsg_len == len && memcmp(attr_of(msg), attr_of(of_copy), len - 16) == 0,
	      "%s: the copy has the same bytes", what);
	CHECK_INT(rtnl_ematch_parse_attr(attr_of(msg), &back), 0, "%s: read", what);
	of_back = filled(back, 0);
	CHECK(nlmsg_hdr(of_back)->nlmsg_len == len && memcmp(attr_of(msg), attr_of(of_back), len - 16) == 0,
	      "%s: read, it has the same bytes", what);
	rtnl_ematch_tree_free(tree);
	prints(copy, text, "%s: the copy", what);
	prints(back, text, "%s: read", what);
	rtnl_ematch_tree_free(copy);
	rtnl_ematch_tree_free(back);
	nlmsg_free(msg);
	nlmsg_free(of_copy);
	nlmsg_free(of_back);
	free(text);
}

#endif
