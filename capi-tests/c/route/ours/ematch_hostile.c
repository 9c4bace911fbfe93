/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Extended matches in attributes that lie.
 */
#include "route/ematch_same.h"

/* A list of matches by hand: kind, flags and the reference of a container. */
struct entry {
	uint16_t kind;
	uint16_t flags;
	uint32_t first;
};

static int read_entries(const struct entry *entries, uint16_t count, const char *want)
{
	const struct tcf_ematch_tree_hdr hdr = { .nmatches = count, .progid = 2 };
	struct nl_msg *msg = nlmsg_alloc_size(1 << 20);
	struct nlattr *outer, *list;
	struct rtnl_ematch_tree *tree = NULL;
	int err;

	nlmsg_put(msg, 0, 0, 1, 0, 0);
	outer = nla_nest_start(msg, 1);
	nla_put(msg, TCA_EMATCH_TREE_HDR, sizeof(hdr), &hdr);
	list = nla_nest_start(msg, TCA_EMATCH_TREE_LIST);
	for (uint16_t i = 0; i < count; i++) {
		struct {
			struct tcf_ematch_hdr hdr;
			union {
				struct tcf_em_cmp cmp;
				uint32_t first;
			} data;
		} match = { .hdr = { .kind = entries[i].kind, .flags = entries[i].flags } };
		size_t len = sizeof(match.hdr) + sizeof(match.data.cmp);

		if (entries[i].kind == TCF_EM_CONTAINER) {
			match.data.first = entries[i].first;
			len = sizeof(match.hdr) + 4;
		} else {
			match.data.cmp = (struct tcf_em_cmp){ .val = i, .align = 1 };
		}
		nla_put(msg, i + 1, (int)len, &match);
	}
	nla_nest_end(msg, list);
	nla_nest_end(msg, outer);
	err = rtnl_ematch_parse_attr(outer, &tree);
	CHECK((err == 0) == (tree != NULL), "a tree or an error");
	if (tree != NULL) {
		if (want != NULL)
			prints(tree, want, "a list by hand");
		same_everywhere(tree, "a list by hand");
	}
	nlmsg_free(msg);
	return err;
}

#define ENTRIES(want, ...)                                                                         \
	read_entries((const struct entry[]){ __VA_ARGS__ },                                        \
		     sizeof((const struct entry[]){ __VA_ARGS__ }) / sizeof(struct entry), want)

static void references(void)
{
	enum { AND = TCF_EM_REL_AND, CMP = TCF_EM_CMP };
	/* Together a little less than 64 KiB. */
	static struct entry chain[4000];
	const uint16_t deepest = 4000, longest = 2700;

	CHECK_INT(ENTRIES("(u8 at eth+0 = 1)\n", { 0, 0, 1 }, { CMP, 0, 0 }), 0, "a container");
	CHECK_INT(ENTRIES(NULL, { 0, 0, 0 }, { CMP, 0, 0 }), -NLE_INVAL, "in itself");
	CHECK_INT(ENTRIES(NULL, { 0, 0, 2 }, { CMP, 0, 0 }), -NLE_INVAL, "out of range");
	CHECK_INT(ENTRIES(NULL, { 0, 0, 0xffffffff }, { CMP, 0, 0 }), -NLE_INVAL, "far out of range");
	CHECK_INT(ENTRIES(NULL, { 0, 0, 1 }, { 0, 0, 0 }), -NLE_INVAL, "in each other");
	CHECK_INT(ENTRIES(NULL, { 0, AND, 1 }, { CMP, 0, 0 }), -NLE_INVAL, "in its own list");
	CHECK_INT(ENTRIES(NULL, { 0, AND, 2 }, { 0, 0, 2 }, { CMP, 0, 0 }), -NLE_INVAL, "in two containers");
	CHECK_INT(ENTRIES(NULL, { 0, AND, 2 }, { 0, 0, 3 }, { CMP, AND, 0 }, { CMP, 0, 0 }), -NLE_INVAL,
		  "in two containers, partly");
	CHECK_INT(ENTRIES(NULL, { CMP, AND, 0 }), -NLE_INVAL, "a list without an end");
	CHECK_INT(ENTRIES(NULL, { 0, 0, 1 }, { CMP, AND, 0 }), -NLE_INVAL, "a container without an end");
	CHECK_INT(ENTRIES(NULL, { CMP, 3, 0 }), -NLE_INVAL, "an invalid relation at the end");
	CHECK_INT(ENTRIES("(u8 at eth+0 = 3) AND u8 at eth+0 = 1\n", { 0, AND, 3 }, { CMP, 0, 0 }, { CMP, 0, 0 },
			  { CMP, 0, 0 }),
		  0, "one that nobody refers to is left out");
	CHECK_INT(ENTRIES("(u8 at eth+0 = 4) AND ((u8 at eth+0 = 3))\n", { 0, AND, 4 }, { 0, 0, 2 }, { 0, 0, 3 },
			  { CMP, 0, 0 }, { CMP, 0, 0 }),
		  0, "in any order");

	for (uint16_t i = 0; i < deepest; i++)
		chain[i] = (struct entry){ i + 1 < deepest ? 0 : CMP, 0, i + 1U };
	CHECK_INT(read_entries(chain, deepest, NULL), 0, "as deep as it gets");
	for (uint16_t i = 0; i < longest; i++)
		chain[i] = (struct entry){ CMP, i + 1 < longest ? AND : 0, 0 };
	CHECK_INT(read_entries(chain, longest, NULL), 0, "as long as it gets");
}

/* Every attribute of a tree cut to every length, and followed by nothing. */
static void hostile(void)
{
	struct rtnl_ematch_tree *tree = tree_of(small(1, TCF_EM_REL_AND));
	struct rtnl_ematch *container = of(0, TCF_EM_REL_AND);
	struct nl_msg *msg;
	struct nlattr *attr;
	size_t len, good = 0, bad = 0;

	rtnl_ematch_add_child(container, small(2, 0));
	rtnl_ematch_tree_add(tree, container);
	for (uint16_t kind = TCF_EM_NBYTE; kind <= TCF_EM_TEXT; kind += 3) {
		struct rtnl_ematch *match = with_pattern(kind, 9);

		rtnl_ematch_set_flags(match, TCF_EM_REL_OR);
		rtnl_ematch_tree_add(tree, match);
	}
	rtnl_ematch_tree_add(tree, with_meta(rtnl_meta_value_alloc_var((char[]){ "abc" }, 3),
					     rtnl_meta_value_alloc_int(1)));
	msg = filled(tree, 0);
	attr = attr_of(msg);
	len = attr->nla_len;
	for (size_t at = 0; at + 2 <= len; at++) {
		for (unsigned int value = 0; value < 40; value++) {
			struct nlattr *copy = malloc(len);
			struct rtnl_ematch_tree *read = NULL;
			uint16_t lie = value < 36 ? (uint16_t)value : (uint16_t)(0xffff >> (value - 36));

			memcpy(copy, attr, len);
			if (at >= NLA_HDRLEN)
				memcpy((char *)copy + at, &lie, sizeof(lie));
			else
				copy->nla_len = (uint16_t)(value < len ? value : len);
			if (rtnl_ematch_parse_attr(copy, &read) == 0 && read != NULL) {
				struct rtnl_ematch_tree *clone = rtnl_ematch_tree_clone(read);
				struct nl_msg *again = nlmsg_alloc_size(1 << 16);

				nlmsg_put(again, 0, 0, 1, 0, 0);
				free(printed(clone));
				good += rtnl_ematch_fill_attr(again, 1, read) == 0;
				nlmsg_free(again);
				rtnl_ematch_tree_free(clone);
			} else {
				bad++;
			}
			rtnl_ematch_tree_free(read);
			free(copy);
		}
	}
	CHECK(good > 100 && bad > 100, "some lies are seen, some do no harm");
	nlmsg_free(msg);
	rtnl_ematch_tree_free(tree);
}

/* The kernel does not pad the pattern of "text" when it answers. */
static void unpadded(void)
{
	for (size_t len = 1; len < 9; len++) {
		struct {
			struct nlattr outer, hdr;
			struct tcf_ematch_tree_hdr tree;
			struct nlattr list, first;
			struct tcf_ematch_hdr match;
			struct tcf_em_text text;
			char rest[40];
		} raw = { .hdr = { 8, TCA_EMATCH_TREE_HDR }, .tree = { 2, 1 }, .list = { 0, TCA_EMATCH_TREE_LIST },
			  .first = { (uint16_t)(4 + 8 + 24 + len), 1 },
			  .match = { .kind = TCF_EM_TEXT, .flags = TCF_EM_REL_AND },
			  .text = { .algo = "kmp", .pattern_len = (uint16_t)len } };
		const struct nlattr second = { 4 + 8 + 12, 2 };
		const struct tcf_ematch_hdr header = { .kind = TCF_EM_CMP };
		const struct tcf_em_cmp cmp = { .val = 3, .align = 2 };
		struct rtnl_ematch_tree *tree = NULL;
		char want[100];

		memset(raw.rest, 'z', len);
		memcpy(raw.rest + len, &second, 4);
		memcpy(raw.rest + len + 4, &header, 8);
		memcpy(raw.rest + len + 12, &cmp, 12);
		raw.list.nla_len = (uint16_t)(4 + raw.first.nla_len + 24);
		raw.outer.nla_len = (uint16_t)(12 + raw.list.nla_len);
		CHECK_INT(rtnl_ematch_parse_attr(&raw.outer, &tree), 0, "a pattern of %zu bytes", len);
		snprintf(want, sizeof(want), "text(kmp \"%.*s\") AND u16 at eth+0 = 3\n", (int)len, "zzzzzzzzz");
		prints(tree, want, "unpadded");
		rtnl_ematch_tree_free(tree);
	}
}

int main(void)
{
	references();
	hostile();
	unpadded();
	return check_done();
}
