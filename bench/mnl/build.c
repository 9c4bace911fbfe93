/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Building messages: a whole one, its header, nests. */
#include "mnl.h"

#define ROOM 256

static union {
	struct nlmsghdr nlh;
	char bytes[ROOM];
} buf;

/* RTM_NEWROUTE with six attributes, one of them a nest: what `ip route add` sends. */
static unsigned long newroute(unsigned long n)
{
	uint32_t gateway = 0x0200000a;
	unsigned long i;

	for (i = 0; i < n; i++) {
		uint32_t dst = (uint32_t)i;
		struct nlmsghdr *nlh = mnl_nlmsg_put_header(&buf);
		struct rtmsg *rtm;
		struct nlattr *metrics;

		nlh->nlmsg_type = RTM_NEWROUTE;
		nlh->nlmsg_flags = NLM_F_REQUEST | NLM_F_CREATE | NLM_F_ACK;
		nlh->nlmsg_seq = (uint32_t)i;
		rtm = mnl_nlmsg_put_extra_header(nlh, sizeof(*rtm));
		rtm->rtm_family = AF_INET;
		rtm->rtm_dst_len = 32;
		rtm->rtm_protocol = RTPROT_STATIC;
		rtm->rtm_table = RT_TABLE_MAIN;
		rtm->rtm_type = RTN_UNICAST;
		mnl_attr_put(nlh, RTA_DST, sizeof(dst), &dst);
		mnl_attr_put(nlh, RTA_GATEWAY, sizeof(gateway), &gateway);
		mnl_attr_put_u32(nlh, RTA_OIF, 2);
		mnl_attr_put_u32(nlh, RTA_PRIORITY, 100);
		mnl_attr_put_u32(nlh, RTA_TABLE, RT_TABLE_MAIN);
		metrics = mnl_attr_nest_start(nlh, RTA_METRICS);
		mnl_attr_put_u32(nlh, RTAX_MTU, 1400);
		mnl_attr_nest_end(nlh, metrics);
	}
	return n;
}

BENCH_LOOP(put_header, mnl_nlmsg_put_header(&buf))
BENCH_LOOP(put_extra_header, buf.nlh.nlmsg_len = 16;
	   mnl_nlmsg_put_extra_header(&buf.nlh, sizeof(struct rtmsg)))

BENCH_LOOP(nest, buf.nlh.nlmsg_len = 28;
	   mnl_attr_nest_end(&buf.nlh, mnl_attr_nest_start(&buf.nlh, RTA_METRICS)))
BENCH_LOOP(nest_check, buf.nlh.nlmsg_len = 28;
	   mnl_attr_nest_end(&buf.nlh, mnl_attr_nest_start_check(&buf.nlh, ROOM, RTA_METRICS)))
BENCH_LOOP(nest_full, buf.nlh.nlmsg_len = 28; mnl_attr_nest_start_check(&buf.nlh, 28, RTA_METRICS))
BENCH_LOOP(nest_cancel, buf.nlh.nlmsg_len = 28;
	   mnl_attr_nest_cancel(&buf.nlh, mnl_attr_nest_start(&buf.nlh, RTA_METRICS)))

const struct bench_case build_cases[] = {
	{ "build RTM_NEWROUTE", "message", 1000000, newroute },
	{ "nlmsg_put_header", "call", 1000000, put_header },
	{ "nlmsg_put_extra_header", "call", 1000000, put_extra_header },
	{ "attr_nest_start, attr_nest_end", "nest", 1000000, nest },
	{ "attr_nest_start_check, attr_nest_end", "nest", 1000000, nest_check },
	{ "attr_nest_start_check, no room", "call", 1000000, nest_full },
	{ "attr_nest_start, attr_nest_cancel", "nest", 1000000, nest_cancel },
	{ 0 },
};
