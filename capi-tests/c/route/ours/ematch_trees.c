/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Extended matches: copies, attributes that lie, deep trees, what belongs to whom, and NULL.
 */
#include <linux/pkt_cls.h>

#include <netlink/attr.h>
#include <netlink/errno.h>
#include <netlink/route/cls/ematch.h>
#include <netlink/route/cls/ematch/cmp.h>
#include <netlink/route/cls/ematch/meta.h>
#include <netlink/route/cls/ematch/nbyte.h>
#include <netlink/route/cls/ematch/text.h>

#include "check.h"
#include "route/objects.h"

static struct rtnl_ematch *of(uint16_t kind, uint16_t flags)
{
	struct rtnl_ematch *match = rtnl_ematch_alloc();

	rtnl_ematch_set_kind(match, kind);
	rtnl_ematch_set_flags(match, flags);
	return match;
}

static struct rtnl_ematch *small(uint32_t value, uint16_t flags)
{
	struct tcf_em_cmp cfg = { .val = value, .align = TCF_EM_ALIGN_U8 };
	struct rtnl_ematch *match = of(TCF_EM_CMP, flags);

	rtnl_ematch_cmp_set(match, &cfg);
	return match;
}

static char *printed(struct rtnl_ematch_tree *tree)
{
	char *buf = NULL;
	size_t size = 0;
	FILE *file = open_memstream(&buf, &size);
	struct nl_dump_params dp = { .dp_type = NL_DUMP_LINE, .dp_fd = file };

	rtnl_ematch_tree_dump(tree, &dp);
	fclose(file);
	return buf;
}

__attribute__((format(printf, 3, 4)))
static void prints(struct rtnl_ematch_tree *tree, const char *want, const char *fmt, ...)
{
	char *text = printed(tree), what[200];
	va_list args;

	va_start(args, fmt);
	vsnprintf(what, sizeof(what), fmt, args);
	va_end(args);
	CHECK(strcmp(text, want) == 0, "%s: %s", what, text);
	free(text);
}

static struct nl_msg *filled(struct rtnl_ematch_tree *tree, int want)
{
	struct nl_msg *msg = nlmsg_alloc_size(1 << 20);

	nlmsg_put(msg, 0, 0, 1, 0, 0);
	CHECK_INT(rtnl_ematch_fill_attr(msg, 7, tree), want, "filled");
	if (want < 0)
		CHECK_UINT(nlmsg_hdr(msg)->nlmsg_len, NLMSG_HDRLEN, "nothing is left in the message");
	return msg;
}

static struct nlattr *attr_of(struct nl_msg *msg)
{
	return nlmsg_attrdata(nlmsg_hdr(msg), 0);
}

/* What is read from what is filled in is the same, and so is a copy. */
static void same_everywhere(struct rtnl_ematch_tree *tree, const char *what)
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

static struct rtnl_ematch_tree *tree_of(struct rtnl_ematch *match)
{
	struct rtnl_ematch_tree *tree = rtnl_ematch_tree_alloc(RTNL_EMATCH_PROGID);

	rtnl_ematch_tree_add(tree, match);
	return tree;
}

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

static struct rtnl_ematch *with_meta(struct rtnl_meta_value *left, struct rtnl_meta_value *right)
{
	struct rtnl_ematch *match = of(TCF_EM_META, 0);

	rtnl_ematch_meta_set_lvalue(match, left);
	rtnl_ematch_meta_set_rvalue(match, right);
	rtnl_ematch_meta_set_operand(match, TCF_EM_OPND_LT);
	return match;
}

static struct rtnl_ematch *with_pattern(uint16_t kind, size_t len)
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
	references();
	hostile();
	unpadded();
	lists();
	ownership();
	nothing();
	return check_done();
}
