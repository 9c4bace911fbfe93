/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Extended matches: kinds, accessors, text, and attributes made and read back.
 */
#include "route/ematch.h"

static struct rtnl_ematch *cmp(struct tcf_em_cmp cfg, uint16_t flags)
{
	struct rtnl_ematch *match = of(TCF_EM_CMP, flags);

	rtnl_ematch_cmp_set(match, &cfg);
	return match;
}

static struct rtnl_ematch *text(const char *algo, const char *pattern, uint16_t flags)
{
	struct rtnl_ematch *match = of(TCF_EM_TEXT, flags);

	if (algo != NULL)
		rtnl_ematch_text_set_algo(match, algo);
	if (pattern != NULL)
		rtnl_ematch_text_set_pattern(match, strdup(pattern), strlen(pattern) + 1);
	return match;
}

static struct rtnl_ematch *nbyte(const char *pattern, size_t len, uint8_t layer, uint16_t offset)
{
	struct rtnl_ematch *match = of(TCF_EM_NBYTE, 0);
	uint8_t *bytes = malloc(len + 1);

	memcpy(bytes, pattern, len);
	rtnl_ematch_nbyte_set_pattern(match, bytes, len);
	rtnl_ematch_nbyte_set_offset(match, layer, offset);
	return match;
}

static struct rtnl_ematch *meta(struct rtnl_meta_value *left, uint8_t opnd, struct rtnl_meta_value *right)
{
	struct rtnl_ematch *match = of(TCF_EM_META, 0);

	rtnl_ematch_meta_set_lvalue(match, left);
	rtnl_ematch_meta_set_rvalue(match, right);
	rtnl_ematch_meta_set_operand(match, opnd);
	return match;
}

static void out_tree(struct rtnl_ematch_tree *tree, const char *key)
{
	char *buf = printed(tree);

	out_escaped(buf, strlen(buf), "%s", key);
	free(buf);
}

/*
 * The attributes of a tree. The types of matches are printed without flags; flags() prints those.
 */
static void out_attr(struct nlattr *attr, const char *key)
{
	struct nlattr *part, *match;
	int left, left_inside, number = 0;

	out_hex(attr, NLA_HDRLEN, "%s.outer", key);
	nla_for_each_nested(part, attr, left) {
		if (nla_type(part) != TCA_EMATCH_TREE_LIST) {
			out_hex(part, (size_t)part->nla_len, "%s.part%d", key, nla_type(part));
			continue;
		}
		out_hex(part, NLA_HDRLEN, "%s.list", key);
		nla_for_each_nested(match, part, left_inside) {
			number++;
			out_int(nla_type(match), "%s.%d.type", key, number);
			out_hex(nla_data(match), (size_t)nla_len(match), "%s.%d.data", key, number);
		}
	}
}

/* A tree as text, as attributes, and what is read from those; frees it. */
static void through(struct rtnl_ematch_tree *tree, const char *key)
{
	struct nl_msg *msg = nlmsg_alloc_simple(1, 0);
	struct rtnl_ematch_tree *back = NULL;
	char name[100];
	int err;

	out_tree(tree, key);
	err = rtnl_ematch_fill_attr(msg, 7, tree);
	out_int(err, "%s.fill", key);
	if (err == 0) {
		struct nlattr *attr = nlmsg_attrdata(nlmsg_hdr(msg), 0);

		snprintf(name, sizeof(name), "%s.attr", key);
		out_attr(attr, name);
		out_int(rtnl_ematch_parse_attr(attr, &back), "%s.parse", key);
		snprintf(name, sizeof(name), "%s.back", key);
		if (back != NULL)
			out_tree(back, name);
		rtnl_ematch_tree_free(back);
	}
	nlmsg_free(msg);
	rtnl_ematch_tree_free(tree);
}

static void flags(void)
{
	struct nl_msg *msg = nlmsg_alloc_simple(1, 0);
	struct rtnl_ematch_tree *tree = tree_of(small(1, 0));

	rtnl_ematch_fill_attr(msg, 7, tree);
	out_hex(nlmsg_data(nlmsg_hdr(msg)), nlmsg_hdr(msg)->nlmsg_len - NLMSG_HDRLEN, "flags");
	nlmsg_free(msg);
	rtnl_ematch_tree_free(tree);
}

static void kinds(void)
{
	static const char *const names[] = { "cmp", "CMP", "container", "Meta", "nbyte", "text", "u32", "", "cm" };

	for (int kind = -1; kind < 12; kind++) {
		struct rtnl_ematch_ops *ops = rtnl_ematch_lookup_ops(kind);

		out_bool(ops != NULL, "kind%d", kind);
		if (ops == NULL)
			continue;
		out_int(ops->eo_kind, "kind%d.kind", kind);
		out_text(ops->eo_name, "kind%d.name", kind);
		out_uint(ops->eo_minlen, "kind%d.minlen", kind);
		out_bool(ops->eo_parse != NULL, "kind%d.parse", kind);
		if (kind != 0)
			out_bool(ops->eo_dump != NULL, "kind%d.dump", kind);
	}
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct rtnl_ematch_ops *ops = rtnl_ematch_lookup_ops_by_name(names[i]);

		out_int(ops != NULL ? ops->eo_kind : -1, "name.%s", names[i]);
	}
}

static void matches(void)
{
	struct rtnl_ematch *match = rtnl_ematch_alloc(), *other, *child;
	struct rtnl_ematch_tree *tree = rtnl_ematch_tree_alloc(5);

	out_int(rtnl_ematch_get_flags(match), "match.flags");
	out_bool(rtnl_ematch_data(match) != NULL, "match.data");
	rtnl_ematch_set_flags(match, TCF_EM_INVERT | TCF_EM_REL_AND);
	rtnl_ematch_set_flags(match, TCF_EM_SIMPLE);
	out_int(rtnl_ematch_get_flags(match), "match.flags.set");
	rtnl_ematch_unset_flags(match, TCF_EM_INVERT | 0x8000);
	out_int(rtnl_ematch_get_flags(match), "match.flags.unset");
	out_int(rtnl_ematch_set_name(match, "nonesuch"), "match.name.unknown");
	out_int(rtnl_ematch_set_name(match, "CMP"), "match.name");
	out_bool(rtnl_ematch_data(match) != NULL, "match.name.data");
	rtnl_ematch_cmp_get(match)->align = TCF_EM_ALIGN_U32;
	out_int(rtnl_ematch_set_name(match, "cmp"), "match.name.again");
	out_int(rtnl_ematch_set_kind(match, TCF_EM_CMP), "match.kind.again");
	out_int(rtnl_ematch_set_ops(match, rtnl_ematch_lookup_ops(TCF_EM_TEXT)), "match.ops.again");
	out_int(rtnl_ematch_set_kind(match, 0), "match.kind.zero");
	other = rtnl_ematch_alloc();
	out_int(rtnl_ematch_set_kind(other, 77), "other.kind.unknown");
	out_bool(rtnl_ematch_data(other) != NULL, "other.data");
	out_int(rtnl_ematch_set_kind(other, 77), "other.kind.again");
	out_int(rtnl_ematch_add_child(other, match), "other.child");
	rtnl_ematch_free(other);
	other = rtnl_ematch_alloc();
	out_int(rtnl_ematch_set_ops(other, rtnl_ematch_lookup_ops(TCF_EM_CONTAINER)), "other.ops");
	out_int(rtnl_ematch_set_ops(other, rtnl_ematch_lookup_ops(TCF_EM_CONTAINER)), "other.ops.again");
	out_bool(rtnl_ematch_data(other) != NULL, "other.ops.data");
	out_int(rtnl_ematch_add_child(other, match), "container.child");
	child = small(3, 0);
	out_int(rtnl_ematch_add_child(other, child), "container.child.second");
	rtnl_ematch_tree_add(tree, other);
	out_tree(tree, "container");
	rtnl_ematch_unset_flags(match, TCF_EM_SIMPLE);
	rtnl_ematch_unlink(match);
	out_tree(tree, "container.unlinked");
	rtnl_ematch_unlink(match);
	rtnl_ematch_set_flags(other, TCF_EM_REL_OR);
	rtnl_ematch_unset_flags(match, TCF_EM_REL_MASK);
	rtnl_ematch_tree_add(tree, match);
	out_tree(tree, "container.moved");
	rtnl_ematch_unlink(child);
	rtnl_ematch_free(child);
	out_tree(tree, "container.empty");
	through(tree, "nothing.below");
	rtnl_ematch_tree_free(NULL);
	tree = rtnl_ematch_tree_alloc(5);
	out_tree(tree, "tree.empty");
	rtnl_ematch_tree_free(tree);
}

static void numbers(void)
{
	static const uint8_t aligns[] = { TCF_EM_ALIGN_U8, TCF_EM_ALIGN_U16, TCF_EM_ALIGN_U32 };
	struct rtnl_ematch *match = of(TCF_EM_CMP, 0);
	struct tcf_em_cmp *got = rtnl_ematch_cmp_get(match);
	char key[100];

	out_hex(got, sizeof(*got), "cmp.new");
	rtnl_ematch_cmp_set(match, &(struct tcf_em_cmp){ .val = 1, .mask = 2, .off = 3, .align = 4, .flags = 5,
							 .layer = 2, .opnd = 1 });
	out_bool(got == rtnl_ematch_cmp_get(match), "cmp.same");
	out_bool(got == rtnl_ematch_data(match), "cmp.data");
	out_hex(got, sizeof(*got), "cmp.set");
	rtnl_ematch_free(match);
	for (int i = 0; i < 3; i++) {
		for (uint8_t flags = 0; flags < 2; flags++) {
			struct tcf_em_cmp cfg = { .val = 0xfffffff0U + flags, .mask = flags ? 0 : 0xabc000U + (uint32_t)i,
						  .off = (uint16_t)(i * 30000), .align = aligns[i],
						  .flags = flags, .layer = (uint8_t)(i & 3), .opnd = (uint8_t)(i & 3) };

			snprintf(key, sizeof(key), "cmp.%d.%d", i, flags);
			through(tree_of(cmp(cfg, flags ? TCF_EM_INVERT : 0)), key);
		}
	}
	through(tree_of(small(1, TCF_EM_REL_AND)), "cmp.open");
	through(tree_of(small(1, 3)), "cmp.invalid");
	through(tree_of(small(1, 0xfff8)), "cmp.flags");
}

static void texts(void)
{
	struct rtnl_ematch *match = text(NULL, NULL, 0);

	out_int(rtnl_ematch_text_get_from_offset(match), "text.new.from.offset");
	out_int(rtnl_ematch_text_get_from_layer(match), "text.new.from.layer");
	out_int(rtnl_ematch_text_get_to_offset(match), "text.new.to.offset");
	out_int(rtnl_ematch_text_get_to_layer(match), "text.new.to.layer");
	out_bool(rtnl_ematch_text_get_pattern(match) != NULL, "text.new.pattern");
	out_uint(rtnl_ematch_text_get_len(match), "text.new.len");
	out_bool(rtnl_ematch_text_get_algo(match) != NULL, "text.new.algo");
	rtnl_ematch_text_set_from(match, TCF_LAYER_TRANSPORT, 0xfffe);
	rtnl_ematch_text_set_to(match, TCF_LAYER_NETWORK, 0xfffd);
	out_int(rtnl_ematch_text_get_from_offset(match), "text.from.offset");
	out_int(rtnl_ematch_text_get_from_layer(match), "text.from.layer");
	out_int(rtnl_ematch_text_get_to_offset(match), "text.to.offset");
	out_int(rtnl_ematch_text_get_to_layer(match), "text.to.layer");
	rtnl_ematch_text_set_from(match, 0x25, 1);
	out_int(rtnl_ematch_text_get_from_layer(match), "text.from.layer.big");
	out_int(rtnl_ematch_text_get_to_layer(match), "text.to.layer.kept");
	rtnl_ematch_text_set_from(match, 1, 1);
	rtnl_ematch_text_set_algo(match, "kmp");
	out_text(rtnl_ematch_text_get_algo(match), "text.algo");
	rtnl_ematch_text_set_algo(match, "0123456789abcdefghij");
	out_text(rtnl_ematch_text_get_algo(match), "text.algo.long");
	rtnl_ematch_text_set_algo(match, "");
	out_bool(rtnl_ematch_text_get_algo(match) != NULL, "text.algo.empty");
	rtnl_ematch_text_set_pattern(match, strdup("first"), 6);
	rtnl_ematch_text_set_pattern(match, strdup("second"), 7);
	out_text(rtnl_ematch_text_get_pattern(match), "text.pattern");
	out_uint(rtnl_ematch_text_get_len(match), "text.len");
	rtnl_ematch_text_set_algo(match, "fsm");
	out_hex(rtnl_ematch_data(match), sizeof(struct tcf_em_text), "text.data");
	through(tree_of(match), "text.full");
	through(tree_of(text(NULL, NULL, 0)), "text.none");
	through(tree_of(text("bm", "needle", TCF_EM_INVERT)), "text.plain");
	match = text("bm", "needle", 0);
	rtnl_ematch_text_set_to(match, TCF_LAYER_LINK, 9);
	through(tree_of(match), "text.to");
	match = text("bm", "needle", 0);
	rtnl_ematch_text_set_from(match, TCF_LAYER_NETWORK, 0);
	rtnl_ematch_text_set_to(match, 9, 0);
	through(tree_of(match), "text.layers");
}

static void bytes(void)
{
	struct rtnl_ematch *match = of(TCF_EM_NBYTE, 0);
	struct rtnl_ematch_tree *tree;
	char key[100];

	out_int(rtnl_ematch_nbyte_get_offset(match), "nbyte.new.offset");
	out_int(rtnl_ematch_nbyte_get_layer(match), "nbyte.new.layer");
	out_uint(rtnl_ematch_nbyte_get_len(match), "nbyte.new.len");
	out_bool(rtnl_ematch_nbyte_get_pattern(match) != NULL, "nbyte.new.pattern");
	rtnl_ematch_nbyte_set_offset(match, TCF_LAYER_TRANSPORT, 0xfffe);
	rtnl_ematch_nbyte_set_pattern(match, (uint8_t *)strdup("first"), 5);
	rtnl_ematch_nbyte_set_pattern(match, (uint8_t *)strdup("seventh"), 7);
	out_int(rtnl_ematch_nbyte_get_offset(match), "nbyte.offset");
	out_int(rtnl_ematch_nbyte_get_layer(match), "nbyte.layer");
	out_uint(rtnl_ematch_nbyte_get_len(match), "nbyte.len");
	out_hex(rtnl_ematch_nbyte_get_pattern(match), 7, "nbyte.pattern");
	out_hex(rtnl_ematch_data(match), sizeof(struct tcf_em_nbyte), "nbyte.data");
	rtnl_ematch_free(match);
	for (uint8_t layer = 0; layer < 5; layer++) {
		snprintf(key, sizeof(key), "nbyte.%d", layer);
		tree = tree_of(nbyte("\xff\x00\x7fxyz", layer, layer, (uint16_t)(layer * 1000)));
		out_tree(tree, key);
		rtnl_ematch_tree_free(tree);
	}
	tree = tree_of(nbyte("abcdefgh", 8, 15, 0));
	out_tree(tree, "nbyte.big");
	rtnl_ematch_tree_free(tree);
}

static void metas(void)
{
	char key[100];

	for (uint16_t id = 0; id < 52; id++) {
		struct rtnl_meta_value *number = rtnl_meta_value_alloc_id(TCF_META_TYPE_INT, id, (uint8_t)(id & 3),
									   id & 1 ? 0 : 0x1000U + id);
		struct rtnl_meta_value *var = rtnl_meta_value_alloc_id(TCF_META_TYPE_VAR, id, (uint8_t)(id & 1), 0);

		out_bool(number != NULL, "meta.%d.number", id);
		out_bool(var != NULL, "meta.%d.var", id);
		if (number == NULL || id == 0) {
			rtnl_meta_value_put(number);
			rtnl_meta_value_put(var);
			continue;
		}
		snprintf(key, sizeof(key), "meta.%d", id);
		through(tree_of(meta(number, (uint8_t)(id % 3), rtnl_meta_value_alloc_int(id * 1000U))), key);
		snprintf(key, sizeof(key), "meta.%d.text", id);
		through(tree_of(meta(var, (uint8_t)(id % 3), rtnl_meta_value_alloc_var((char[]){ "eth0" }, 5))), key);
	}
	out_bool(rtnl_meta_value_alloc_id(TCF_META_TYPE_VAR, TCF_META_ID_DEV, 0, 1) != NULL, "meta.masked");
	rtnl_meta_value_put(NULL);
	rtnl_meta_value_put(rtnl_meta_value_alloc_int(1));
	through(tree_of(meta(rtnl_meta_value_alloc_id(2, 5, 0, 0), 3, rtnl_meta_value_alloc_id(15, 6, 0, 0))),
		"meta.types");
}

/* Trees of every form. */
static void trees(void)
{
	struct rtnl_ematch_tree *tree = rtnl_ematch_tree_alloc(3);
	struct rtnl_ematch *outer, *inner;

	rtnl_ematch_tree_add(tree, small(1, TCF_EM_REL_AND));
	outer = of(TCF_EM_CONTAINER, TCF_EM_REL_OR | TCF_EM_INVERT);
	rtnl_ematch_tree_add(tree, outer);
	rtnl_ematch_add_child(outer, small(2, TCF_EM_REL_OR));
	inner = of(TCF_EM_CONTAINER, TCF_EM_REL_AND);
	rtnl_ematch_add_child(inner, small(3, TCF_EM_REL_AND | TCF_EM_INVERT));
	rtnl_ematch_add_child(inner, small(4, 0));
	rtnl_ematch_add_child(outer, inner);
	rtnl_ematch_add_child(outer, small(5, 0));
	inner = of(TCF_EM_CONTAINER, 0);
	rtnl_ematch_add_child(inner, small(6, 0));
	rtnl_ematch_tree_add(tree, inner);
	through(tree, "tree");

	/* What is behind the end of a sequence is sent, but not looked at. */
	tree = rtnl_ematch_tree_alloc(0xffff);
	rtnl_ematch_tree_add(tree, small(1, 0));
	rtnl_ematch_tree_add(tree, small(2, 0));
	out_tree(tree, "tree.behind");
	rtnl_ematch_tree_free(tree);

	tree = rtnl_ematch_tree_alloc(1);
	outer = NULL;
	for (int depth = 0; depth < 50; depth++) {
		inner = of(TCF_EM_CONTAINER, 0);
		if (outer == NULL)
			rtnl_ematch_tree_add(tree, inner);
		else
			rtnl_ematch_add_child(outer, inner);
		outer = inner;
	}
	rtnl_ematch_add_child(outer, small(9, 0));
	through(tree, "tree.deep");

	tree = tree_of(of(88, TCF_EM_INVERT));
	out_tree(tree, "tree.unknown");
	rtnl_ematch_tree_free(tree);
	tree = rtnl_ematch_tree_alloc(1);
	through(tree, "tree.none");
}

static int parsed, filled, dumped;

static int own_parse(struct rtnl_ematch *match, void *data, size_t len)
{
	parsed++;
	if (len < 8 || ((unsigned char *)data)[0] == 0xee)
		return -NLE_PERM;
	memcpy(rtnl_ematch_data(match), data, 8);
	return 0;
}

static void own_dump(struct rtnl_ematch *match, struct nl_dump_params *p)
{
	dumped++;
	nl_dump(p, "own(%u)", *(uint32_t *)rtnl_ematch_data(match));
}

static int own_fill(struct rtnl_ematch *match, struct nl_msg *msg)
{
	filled++;
	return nlmsg_append(msg, rtnl_ematch_data(match), 8, 0);
}

static struct rtnl_ematch_ops own = {
	.eo_kind = 40000, .eo_name = "own", .eo_minlen = 6, .eo_datalen = 8, .eo_parse = own_parse,
	.eo_dump = own_dump, .eo_fill = own_fill,
};
static struct rtnl_ematch_ops plain = { .eo_kind = 40001, .eo_name = "plain", .eo_datalen = 8 };
static struct rtnl_ematch_ops empty = { .eo_kind = 40002, .eo_name = "empty" };
static struct rtnl_ematch_ops taken = { .eo_kind = TCF_EM_CMP, .eo_name = "taken" };
static struct rtnl_ematch_ops unregistered = { .eo_kind = 40003, .eo_name = "unregistered", .eo_datalen = 4 };

static void added(void)
{
	struct rtnl_ematch *match;

	out_int(rtnl_ematch_register(&own), "own.register");
	out_int(rtnl_ematch_register(&own), "own.register.again");
	out_int(rtnl_ematch_register(&taken), "own.register.taken");
	out_int(rtnl_ematch_register(&plain), "own.register.plain");
	out_int(rtnl_ematch_register(&empty), "own.register.empty");
	out_bool(rtnl_ematch_lookup_ops(40000) == &own, "own.lookup");
	out_bool(rtnl_ematch_lookup_ops_by_name("OWN") == &own, "own.lookup.name");
	out_bool(rtnl_ematch_lookup_ops_by_name("unregistered") == NULL, "own.lookup.unregistered");
	match = of(40000, 0);
	*(uint32_t *)rtnl_ematch_data(match) = 0x01020304;
	through(tree_of(match), "own");
	match = of(40000, 0);
	memset(rtnl_ematch_data(match), 0xee, 8);
	through(tree_of(match), "own.refused");
	match = of(40001, 0);
	memset(rtnl_ematch_data(match), 0x5a, 8);
	through(tree_of(match), "own.plain");
	match = of(40001, TCF_EM_SIMPLE);
	memset(rtnl_ematch_data(match), 0x5a, 8);
	through(tree_of(match), "own.simple");
	through(tree_of(of(40002, 0)), "own.empty");
	match = rtnl_ematch_alloc();
	out_int(rtnl_ematch_set_ops(match, &unregistered), "own.unregistered");
	memset(rtnl_ematch_data(match), 0x77, 4);
	through(tree_of(match), "own.unregistered.tree");
	out_int(parsed, "own.parsed");
	out_int(filled, "own.filled");
	out_int(dumped, "own.dumped");
}

static void places(void)
{
	char buf[40], key[100];

	for (int layer = 0; layer < 5; layer++)
		out_text(rtnl_ematch_offset2txt((uint8_t)layer, (uint16_t)(layer * 13000), buf, sizeof(buf)), "place.%d",
			 layer);
	for (size_t len = 1; len < 9; len++) {
		memset(buf, 'x', sizeof(buf));
		rtnl_ematch_offset2txt(2, 123, buf, len);
		snprintf(key, sizeof(key), "place.short.%zu", len);
		out_hex(buf, 10, "%s", key);
	}
	memset(buf, 'x', sizeof(buf));
	out_bool(rtnl_ematch_offset2txt(2, 123, buf, 0) == buf, "place.nothing");
	out_hex(buf, 4, "place.nothing.buf");
	for (int opnd = 0; opnd < 3; opnd++)
		out_text(rtnl_ematch_opnd2txt((uint8_t)opnd, buf, sizeof(buf)), "operand.%d", opnd);
	out_text(rtnl_ematch_opnd2txt(200, buf, sizeof(buf)), "operand.200");
	out_text(rtnl_ematch_opnd2txt(1, buf, 1), "operand.short");
}

/* Attributes that have too little or too much. */
static int parse(struct raw_msg *msg)
{
	struct rtnl_ematch_tree *tree = NULL;
	int err = rtnl_ematch_parse_attr((struct nlattr *)(msg->bytes + NLMSG_HDRLEN), &tree);

	rtnl_ematch_tree_free(tree);
	return err;
}

static void malformed(void)
{
	static const struct tcf_ematch_tree_hdr none, one = { .nmatches = 1 }, two = { .nmatches = 2 },
						many = { .nmatches = 60000 };
	const struct {
		struct tcf_ematch_hdr hdr;
		struct tcf_em_cmp cmp;
	} match = { .hdr = { .kind = TCF_EM_CMP } };
	struct raw_msg msg;
	struct nlattr *outer, *list;

	raw_begin(&msg, 1, 0, "", 0);
	outer = raw_nest(&msg, 1);
	out_int(parse(&msg), "malformed.nothing");
	raw_put(&msg, TCA_EMATCH_TREE_HDR, &none, sizeof(none));
	raw_nest_end(&msg, outer);
	out_int(parse(&msg), "malformed.none");

	raw_begin(&msg, 1, 0, "", 0);
	outer = raw_nest(&msg, 1);
	raw_put(&msg, TCA_EMATCH_TREE_HDR, &one, 3);
	raw_nest_end(&msg, outer);
	out_int(parse(&msg), "malformed.header");

	raw_begin(&msg, 1, 0, "", 0);
	outer = raw_nest(&msg, 1);
	raw_put(&msg, TCA_EMATCH_TREE_HDR, &one, sizeof(one));
	raw_nest_end(&msg, outer);
	out_int(parse(&msg), "malformed.list");

	for (int count = 0; count < 3; count++) {
		const struct tcf_ematch_tree_hdr *headers[] = { &one, &two, &many };

		for (int i = 0; i < 3; i++) {
			raw_begin(&msg, 1, 0, "", 0);
			outer = raw_nest(&msg, 1);
			raw_put(&msg, TCA_EMATCH_TREE_HDR, headers[i], sizeof(one));
			list = raw_nest(&msg, TCA_EMATCH_TREE_LIST);
			for (int number = 0; number < count; number++)
				raw_put(&msg, (uint16_t)(number + 1), &match, sizeof(match));
			raw_nest_end(&msg, list);
			raw_nest_end(&msg, outer);
			out_int(parse(&msg), "malformed.%d.of.%d", count, headers[i]->nmatches);
		}
	}
	for (size_t len = 8; len <= sizeof(match); len += 4) {
		raw_begin(&msg, 1, 0, "", 0);
		outer = raw_nest(&msg, 1);
		raw_put(&msg, TCA_EMATCH_TREE_HDR, &one, sizeof(one));
		list = raw_nest(&msg, TCA_EMATCH_TREE_LIST);
		raw_put(&msg, 1, &match, len);
		raw_nest_end(&msg, list);
		raw_nest_end(&msg, outer);
		out_int(parse(&msg), "malformed.match.%zu", len);
	}
}

int main(void)
{
	kinds();
	flags();
	places();
	matches();
	numbers();
	texts();
	bytes();
	metas();
	trees();
	added();
	malformed();
	return 0;
}
