/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * libnl-genl-3's functions in the combinations that programs use.
 *
 *	genl SCALE
 */
#include <stdlib.h>

#include <linux/genetlink.h>
#include <netlink/genl/ctrl.h>
#include <netlink/genl/family.h>
#include <netlink/genl/genl.h>
#include <netlink/netlink.h>

#include "../case.h"

const char bench_library[] = "libnl-genl-3.so";

static struct nl_sock *sk;
static struct nl_msg *msg;
static struct nl_cache *families;

static const struct nla_policy policy[CTRL_ATTR_MAX + 1] = {
	[CTRL_ATTR_FAMILY_ID] = { .type = NLA_U16 },
	[CTRL_ATTR_FAMILY_NAME] = { .type = NLA_STRING, .maxlen = GENL_NAMSIZ },
	[CTRL_ATTR_VERSION] = { .type = NLA_U32 },
};

/* Every kernel has the controller. */
static unsigned long resolve(unsigned long n)
{
	unsigned long i;

	for (i = 0; i < n; i++)
		if (genl_ctrl_resolve(sk, "nlctrl") != GENL_ID_CTRL)
			return 0;
	return n;
}

static unsigned long resolve_group(unsigned long n)
{
	unsigned long i;

	for (i = 0; i < n; i++)
		if (genl_ctrl_resolve_grp(sk, "nlctrl", "notify") < 0)
			return 0;
	return n;
}

static unsigned long all_families(unsigned long n)
{
	unsigned long i;

	for (i = 0; i < n; i++) {
		struct nl_cache *cache;

		if (genl_ctrl_alloc_cache(sk, &cache) < 0)
			return 0;
		nl_cache_free(cache);
	}
	return n;
}

static unsigned long build(unsigned long n)
{
	unsigned long i;

	for (i = 0; i < n; i++) {
		struct nl_msg *made = nlmsg_alloc();

		if (genlmsg_put(made, 0, 0, GENL_ID_CTRL, 0, 0, CTRL_CMD_GETFAMILY, 1) == NULL ||
		    nla_put_string(made, CTRL_ATTR_FAMILY_NAME, "nlctrl") < 0)
			return 0;
		nlmsg_free(made);
	}
	return n;
}

static unsigned long parse(unsigned long n)
{
	struct nlattr *tb[CTRL_ATTR_MAX + 1];
	unsigned long i;

	for (i = 0; i < n; i++)
		if (genlmsg_parse(nlmsg_hdr(msg), 0, tb, CTRL_ATTR_MAX, policy) < 0)
			return 0;
	return n;
}

static unsigned long search(unsigned long n)
{
	unsigned long i;

	for (i = 0; i < n; i++) {
		struct genl_family *family = genl_ctrl_search(families, GENL_ID_CTRL);

		if (family == NULL)
			return 0;
		genl_family_put(family);
	}
	return n;
}

static unsigned long search_name(unsigned long n)
{
	unsigned long i;

	for (i = 0; i < n; i++) {
		struct genl_family *family = genl_ctrl_search_by_name(families, "nlctrl");

		if (family == NULL)
			return 0;
		genl_family_put(family);
	}
	return n;
}

BENCH_LOOP(family, genl_family_put(genl_family_alloc()))
BENCH_LOOP(header, genlmsg_hdr(nlmsg_hdr(msg)))
BENCH_LOOP(length, genlmsg_len(genlmsg_hdr(nlmsg_hdr(msg))))
BENCH_LOOP(attributes, genlmsg_attrdata(genlmsg_hdr(nlmsg_hdr(msg)), 0))

static const struct bench_case cases[] = {
	{ "genl_ctrl_resolve", "call", 20000, resolve },
	{ "genl_ctrl_resolve_grp", "call", 20000, resolve_group },
	{ "genl_ctrl_alloc_cache, nl_cache_free", "call", 2000, all_families },
	{ "genl_ctrl_search, genl_family_put", "call", 1000000, search },
	{ "genl_ctrl_search_by_name, genl_family_put", "call", 1000000, search_name },
	{ "genl_family_alloc, genl_family_put", "family", 1000000, family },
	{ "build CTRL_CMD_GETFAMILY", "message", 1000000, build },
	{ "genlmsg_parse with a policy", "message", 1000000, parse },
	{ "genlmsg_hdr", "call", 1000000, header },
	{ "genlmsg_hdr, genlmsg_len", "call", 1000000, length },
	{ "genlmsg_hdr, genlmsg_attrdata", "call", 1000000, attributes },
	{ 0 },
};

static const struct bench_case *const tables[] = { cases, NULL };

const struct bench_case *const *bench_setup(int argc, char **argv)
{
	(void)argc;
	(void)argv;
	sk = nl_socket_alloc();
	msg = nlmsg_alloc();
	if (sk == NULL || msg == NULL || genl_connect(sk) < 0 ||
	    genl_ctrl_alloc_cache(sk, &families) < 0)
		exit(1);
	genlmsg_put(msg, 0, 0, GENL_ID_CTRL, 0, 0, CTRL_CMD_NEWFAMILY, 1);
	nla_put_u16(msg, CTRL_ATTR_FAMILY_ID, GENL_ID_CTRL);
	nla_put_string(msg, CTRL_ATTR_FAMILY_NAME, "nlctrl");
	nla_put_u32(msg, CTRL_ATTR_VERSION, 2);
	return tables;
}
