/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * For tests of extended matches: matches, trees, and trees as text.
 */
#ifndef OXNL_EMATCH_H
#define OXNL_EMATCH_H

#include <linux/pkt_cls.h>

#include <netlink/attr.h>
#include <netlink/errno.h>
#include <netlink/route/cls/ematch.h>
#include <netlink/route/cls/ematch/cmp.h>
#include <netlink/route/cls/ematch/meta.h>
#include <netlink/route/cls/ematch/nbyte.h>
#include <netlink/route/cls/ematch/text.h>

#include "route/objects.h"

static inline struct rtnl_ematch *of(uint16_t kind, uint16_t flags)
{
	struct rtnl_ematch *match = rtnl_ematch_alloc();

	rtnl_ematch_set_kind(match, kind);
	rtnl_ematch_set_flags(match, flags);
	return match;
}

static inline struct rtnl_ematch *small(uint32_t value, uint16_t flags)
{
	struct tcf_em_cmp cfg = { .val = value, .align = TCF_EM_ALIGN_U8 };
	struct rtnl_ematch *match = of(TCF_EM_CMP, flags);

	rtnl_ematch_cmp_set(match, &cfg);
	return match;
}

static inline struct rtnl_ematch_tree *tree_of(struct rtnl_ematch *match)
{
	struct rtnl_ematch_tree *tree = rtnl_ematch_tree_alloc(RTNL_EMATCH_PROGID);

	rtnl_ematch_tree_add(tree, match);
	return tree;
}

/* A tree as text, to be freed by the caller. */
static inline char *printed(struct rtnl_ematch_tree *tree)
{
	char *buf = NULL;
	size_t size = 0;
	FILE *file = open_memstream(&buf, &size);
	struct nl_dump_params dp = { .dp_type = NL_DUMP_LINE, .dp_fd = file };

	rtnl_ematch_tree_dump(tree, &dp);
	fclose(file);
	return buf;
}

#endif
