/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Extended matches of every kind, in filters of the kind "basic": the kernel takes them and gives them back.
 */
#include <linux/if_ether.h>
#include <linux/pkt_cls.h>

#include <netlink/route/classifier.h>
#include <netlink/route/qdisc.h>

#include "route/ematch.h"
#include "route/vm.h"

static int ifindex;

static struct rtnl_ematch *cmp(uint32_t value, uint16_t flags)
{
	struct tcf_em_cmp cfg = { .val = value, .mask = 0xff, .off = 3, .align = TCF_EM_ALIGN_U16,
				  .flags = TCF_EM_CMP_TRANS, .layer = TCF_LAYER_NETWORK,
				  .opnd = TCF_EM_OPND_LT };
	struct rtnl_ematch *match = of(TCF_EM_CMP, flags);

	rtnl_ematch_cmp_set(match, &cfg);
	return match;
}

static struct rtnl_ematch *nbyte(const char *pattern, uint16_t flags)
{
	struct rtnl_ematch *match = of(TCF_EM_NBYTE, flags);

	rtnl_ematch_nbyte_set_offset(match, TCF_LAYER_TRANSPORT, 9);
	rtnl_ematch_nbyte_set_pattern(match, (uint8_t *)strdup(pattern), strlen(pattern));
	return match;
}

static struct rtnl_ematch *text(const char *pattern, uint16_t flags)
{
	struct rtnl_ematch *match = of(TCF_EM_TEXT, flags);

	rtnl_ematch_text_set_algo(match, "bm");
	rtnl_ematch_text_set_pattern(match, strdup(pattern), strlen(pattern));
	rtnl_ematch_text_set_from(match, TCF_LAYER_NETWORK, 7);
	rtnl_ematch_text_set_to(match, TCF_LAYER_TRANSPORT, 300);
	return match;
}

static struct rtnl_ematch *meta(struct rtnl_meta_value *left, struct rtnl_meta_value *right, uint16_t flags)
{
	struct rtnl_ematch *match = of(TCF_EM_META, flags);

	rtnl_ematch_meta_set_lvalue(match, left);
	rtnl_ematch_meta_set_rvalue(match, right);
	rtnl_ematch_meta_set_operand(match, TCF_EM_OPND_GT);
	return match;
}

/* A request or question about the filter. */
static struct nl_msg *filter(int type, int flags)
{
	struct tcmsg header = { .tcm_ifindex = ifindex, .tcm_parent = TC_H_MAKE(TC_H_INGRESS, 0),
				.tcm_info = TC_H_MAKE(10 << 16, htons(ETH_P_ALL)), .tcm_handle = 1 };
	struct nl_msg *msg = nlmsg_alloc_simple(type, flags);

	nlmsg_append(msg, &header, sizeof(header), NLMSG_ALIGNTO);
	nla_put_string(msg, TCA_KIND, "basic");
	return msg;
}

static const char *key;
static char *sent;
static int found;

/* What the kernel has. */
static int look(struct nl_msg *msg, void *arg)
{
	struct nlattr *attrs[TCA_MAX + 1], *options[TCA_BASIC_MAX + 1];
	struct rtnl_ematch_tree *tree = NULL;
	char *text;

	(void)arg;
	if (nlmsg_parse(nlmsg_hdr(msg), sizeof(struct tcmsg), attrs, TCA_MAX, NULL) < 0 ||
	    attrs[TCA_OPTIONS] == NULL ||
	    nla_parse_nested(options, TCA_BASIC_MAX, attrs[TCA_OPTIONS], NULL) < 0 ||
	    options[TCA_BASIC_EMATCHES] == NULL)
		return NL_OK;
	found++;
	must(rtnl_ematch_parse_attr(options[TCA_BASIC_EMATCHES], &tree), "%s.parse", key);
	text = printed(tree);
	must_be(strcmp(text, sent) == 0, 1, "%s.same", key);
	free(text);
	rtnl_ematch_tree_free(tree);
	return NL_OK;
}

static void through(struct rtnl_ematch_tree *tree, const char *name)
{
	struct nl_msg *msg = filter(RTM_NEWTFILTER, NLM_F_CREATE | NLM_F_EXCL);
	struct nlattr *nest = nla_nest_start(msg, TCA_OPTIONS);

	key = name;
	sent = printed(tree);
	out_escaped(sent, strlen(sent), "%s", name);
	must(rtnl_ematch_fill_attr(msg, TCA_BASIC_EMATCHES, tree), "%s.fill", name);
	nla_nest_end(msg, nest);
	if (must(nl_send_sync(sk, msg), "%s.add", name)) {
		struct tcmsg header = { .tcm_ifindex = ifindex,
					.tcm_parent = TC_H_MAKE(TC_H_INGRESS, 0) };

		found = 0;
		nl_send_simple(sk, RTM_GETTFILTER, NLM_F_DUMP, &header, sizeof(header));
		nl_recvmsgs_default(sk);
		must_be((unsigned long long)found, 1, "%s.found", name);
		must(nl_send_sync(sk, filter(RTM_DELTFILTER, 0)), "%s.delete", name);
	}
	free(sent);
	rtnl_ematch_tree_free(tree);
}

static struct rtnl_ematch_tree *both_of(struct rtnl_ematch *first, struct rtnl_ematch *second)
{
	struct rtnl_ematch_tree *tree = tree_of(first);

	rtnl_ematch_tree_add(tree, second);
	return tree;
}

int main(void)
{
	struct rtnl_qdisc *qdisc = rtnl_qdisc_alloc();
	struct rtnl_ematch *inner, *outer;

	begin();
	rtnl_link_put(made(plain("dummy"), "base0", "02:00:00:00:00:01"));
	ifindex = number("base0");
	rtnl_tc_set_ifindex(TC_CAST(qdisc), ifindex);
	rtnl_tc_set_parent(TC_CAST(qdisc), TC_H_INGRESS);
	rtnl_tc_set_handle(TC_CAST(qdisc), TC_HANDLE(0xffff, 0));
	rtnl_tc_set_kind(TC_CAST(qdisc), "ingress");
	must(rtnl_qdisc_add(sk, qdisc, NLM_F_CREATE | NLM_F_EXCL), "ingress");
	rtnl_qdisc_put(qdisc);
	nl_socket_modify_cb(sk, NL_CB_VALID, NL_CB_CUSTOM, look, NULL);

	through(tree_of(cmp(5, TCF_EM_INVERT)), "cmp");
	through(both_of(text("needle", TCF_EM_REL_OR), text("abcd", 0)), "text");
	through(both_of(meta(rtnl_meta_value_alloc_id(TCF_META_TYPE_INT, TCF_META_ID_NFMARK, 8, 0xff),
			     rtnl_meta_value_alloc_int(77), TCF_EM_REL_AND),
			meta(rtnl_meta_value_alloc_id(TCF_META_TYPE_VAR, TCF_META_ID_DEV, 0, 0),
			     rtnl_meta_value_alloc_var((char[]){ "base0" }, 6), 0)),
		"meta");
	through(both_of(nbyte("hello", TCF_EM_REL_AND), nbyte("four", TCF_EM_INVERT)), "nbyte");
	inner = of(TCF_EM_CONTAINER, TCF_EM_REL_OR);
	rtnl_ematch_add_child(inner, cmp(1, TCF_EM_REL_AND));
	rtnl_ematch_add_child(inner, cmp(2, 0));
	outer = of(TCF_EM_CONTAINER, TCF_EM_REL_AND | TCF_EM_INVERT);
	rtnl_ematch_add_child(outer, inner);
	rtnl_ematch_add_child(outer, cmp(3, 0));
	inner = of(TCF_EM_CONTAINER, 0);
	rtnl_ematch_add_child(inner, cmp(4, 0));
	through(both_of(outer, inner), "containers");
	return end();
}
