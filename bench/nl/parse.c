/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Messages as a dump of links brings them, read in the ways that programs use. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "nl.h"

#define MESSAGES 64

static const struct nla_policy policy[IFLA_MAX + 1] = {
	[IFLA_IFNAME] = { .type = NLA_STRING, .maxlen = 16 },
	[IFLA_MTU] = { .type = NLA_U32 },
	[IFLA_TXQLEN] = { .type = NLA_U32 },
	[IFLA_LINK] = { .type = NLA_U32 },
	[IFLA_OPERSTATE] = { .type = NLA_U8 },
	[IFLA_LINKMODE] = { .type = NLA_U8 },
	[IFLA_QDISC] = { .type = NLA_STRING, .maxlen = 64 },
	[IFLA_GROUP] = { .type = NLA_U32 },
	[IFLA_PROMISCUITY] = { .type = NLA_U32 },
	[IFLA_LINKINFO] = { .type = NLA_NESTED },
	[IFLA_STATS64] = { .minlen = 100 },
};

static unsigned char *datagram;
static int datagram_len;
static uint32_t looked_at;

void parse_setup(void)
{
	static const unsigned char zero[200];
	int i;

	datagram = malloc(MESSAGES * 1024);
	if (datagram == NULL)
		exit(1);
	for (i = 0; i < MESSAGES; i++) {
		struct nl_msg *msg = nlmsg_alloc();
		struct nlattr *info;

		nlmsg_put(msg, 1, 2, RTM_NEWLINK, sizeof(struct ifinfomsg), NLM_F_MULTI);
		nla_put_string(msg, IFLA_IFNAME, "vlan4094");
		nla_put_u32(msg, IFLA_TXQLEN, 1000);
		nla_put_u8(msg, IFLA_OPERSTATE, 6);
		nla_put_u8(msg, IFLA_LINKMODE, 0);
		nla_put_u32(msg, IFLA_MTU, 1500);
		nla_put_u32(msg, IFLA_GROUP, 0);
		nla_put_u32(msg, IFLA_PROMISCUITY, 0);
		nla_put_u32(msg, IFLA_LINK, 2);
		nla_put_string(msg, IFLA_QDISC, "fq_codel");
		nla_put(msg, IFLA_ADDRESS, 6, zero);
		nla_put(msg, IFLA_BROADCAST, 6, zero);
		nla_put(msg, IFLA_STATS64, 192, zero);
		info = nla_nest_start(msg, IFLA_LINKINFO);
		nla_put_string(msg, IFLA_INFO_KIND, "vlan");
		nla_put_u32(msg, IFLA_INFO_XSTATS, 1);
		nla_nest_end(msg, info);
		memcpy(datagram + datagram_len, nlmsg_hdr(msg), nlmsg_hdr(msg)->nlmsg_len);
		datagram_len += (int)NLMSG_ALIGN(nlmsg_hdr(msg)->nlmsg_len);
		nlmsg_free(msg);
	}
}

static int parse(struct nlmsghdr *nlh, struct nlattr **tb, const struct nla_policy *with)
{
	return nlmsg_parse(nlh, sizeof(struct ifinfomsg), tb, IFLA_MAX, with);
}

static unsigned long with_policy(unsigned long n)
{
	struct nlattr *tb[IFLA_MAX + 1];
	unsigned long i;

	for (i = 0; i < n; i++)
		if (parse((void *)datagram, tb, policy) < 0)
			return 0;
	return n;
}

static unsigned long without_policy(unsigned long n)
{
	struct nlattr *tb[IFLA_MAX + 1];
	unsigned long i;

	for (i = 0; i < n; i++)
		if (parse((void *)datagram, tb, NULL) < 0)
			return 0;
	return n;
}

/* All of it: the walk over the datagram, the index, the values, the nest. */
static unsigned long dump(unsigned long n)
{
	static const struct nla_policy info_policy[IFLA_INFO_MAX + 1] = {
		[IFLA_INFO_KIND] = { .type = NLA_STRING },
		[IFLA_INFO_XSTATS] = { .type = NLA_U32 },
	};
	unsigned long done = 0;

	while (done < n) {
		struct nlmsghdr *nlh = (void *)datagram;
		int left = datagram_len;

		for (; nlmsg_ok(nlh, left); nlh = nlmsg_next(nlh, &left)) {
			struct nlattr *tb[IFLA_MAX + 1], *info[IFLA_INFO_MAX + 1];

			if (parse(nlh, tb, policy) < 0 ||
			    nla_parse_nested(info, IFLA_INFO_MAX, tb[IFLA_LINKINFO], info_policy) < 0)
				return 0;
			looked_at += (unsigned char)*nla_get_string(tb[IFLA_IFNAME]);
			looked_at += nla_get_u32(tb[IFLA_MTU]) + nla_get_u32(tb[IFLA_LINK]) +
				     nla_get_u32(tb[IFLA_TXQLEN]) + nla_get_u32(tb[IFLA_GROUP]) +
				     nla_get_u32(tb[IFLA_PROMISCUITY]);
			looked_at += nla_get_u8(tb[IFLA_OPERSTATE]) + nla_get_u8(tb[IFLA_LINKMODE]);
			looked_at += (unsigned)nla_len(tb[IFLA_ADDRESS]);
			looked_at += *(unsigned char *)nla_data(tb[IFLA_STATS64]);
			looked_at += (unsigned char)*nla_get_string(info[IFLA_INFO_KIND]);
			done++;
		}
	}
	return done;
}

static unsigned long for_each(unsigned long n)
{
	unsigned long i;

	for (i = 0; i < n; i++) {
		struct nlmsghdr *nlh = (void *)datagram;
		struct nlattr *nla;
		int rem;

		nlmsg_for_each_attr(nla, nlh, sizeof(struct ifinfomsg), rem)
			looked_at += (unsigned)nla_type(nla);
	}
	return n;
}

BENCH_LOOP(validate, nlmsg_validate((void *)datagram, sizeof(struct ifinfomsg), IFLA_MAX, policy))
BENCH_LOOP(find, nlmsg_find_attr((void *)datagram, sizeof(struct ifinfomsg), IFLA_LINKINFO))
BENCH_LOOP(convert, nlmsg_free(nlmsg_convert((void *)datagram)))

const struct bench_case parse_cases[] = {
	{ "nlmsg_parse with a policy", "message", 200000, with_policy },
	{ "nlmsg_parse without a policy", "message", 200000, without_policy },
	{ "dump of links, values read", "message", 200000, dump },
	{ "nlmsg_for_each_attr", "message", 200000, for_each },
	{ "nlmsg_validate", "message", 200000, validate },
	{ "nlmsg_find_attr, the last of 13", "message", 200000, find },
	{ "nlmsg_convert, nlmsg_free", "message", 200000, convert },
	{ 0 },
};
