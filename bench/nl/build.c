/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Building messages. */
#include <string.h>
#include <sys/socket.h>

#include "nl.h"

/* RTM_NEWLINK with eight attributes, two of them nests: what `ip link add` sends. */
static int fill(struct nl_msg *msg, uint32_t i)
{
	static const unsigned char mac[6] = { 2, 0, 0, 0, 0, 1 };
	struct ifinfomsg ifi = { .ifi_family = AF_UNSPEC, .ifi_index = (int)i };
	struct nlattr *info, *data;

	if (nlmsg_append(msg, &ifi, sizeof(ifi), NLMSG_ALIGNTO) < 0 ||
	    nla_put_string(msg, IFLA_IFNAME, "vlan4094") < 0 ||
	    nla_put_u32(msg, IFLA_MTU, 1500) < 0 || nla_put_u32(msg, IFLA_LINK, i) < 0 ||
	    nla_put(msg, IFLA_ADDRESS, sizeof(mac), mac) < 0 ||
	    (info = nla_nest_start(msg, IFLA_LINKINFO)) == NULL ||
	    nla_put_string(msg, IFLA_INFO_KIND, "vlan") < 0 ||
	    (data = nla_nest_start(msg, IFLA_INFO_DATA)) == NULL ||
	    nla_put_u16(msg, IFLA_VLAN_ID, 4094) < 0)
		return -1;
	nla_nest_end(msg, data);
	nla_nest_end(msg, info);
	return 0;
}

static unsigned long newlink(unsigned long n)
{
	unsigned long i;

	for (i = 0; i < n; i++) {
		struct nl_msg *msg =
			nlmsg_alloc_simple(RTM_NEWLINK, NLM_F_REQUEST | NLM_F_CREATE | NLM_F_ACK);

		if (msg == NULL || fill(msg, (uint32_t)i) < 0)
			return 0;
		nlmsg_free(msg);
	}
	return n;
}

static struct nl_msg *reused(void)
{
	static struct nl_msg *msg;

	if (msg == NULL)
		msg = nlmsg_alloc();
	nlmsg_hdr(msg)->nlmsg_len = NLMSG_HDRLEN;
	return msg;
}

/* The same without the allocations. */
static unsigned long newlink_reused(unsigned long n)
{
	unsigned long i;

	for (i = 0; i < n; i++)
		if (fill(reused(), (uint32_t)i) < 0)
			return 0;
	return n;
}

/* What runs in the library for a loop of one call besides the call: nothing. */
#define PUT_LOOP(function, call)                                               \
	static unsigned long function(unsigned long n)                         \
	{                                                                      \
		static const unsigned char data[64];                           \
		struct nl_msg *msg = reused();                                 \
		struct nlmsghdr *nlh = nlmsg_hdr(msg);                         \
		unsigned long i_;                                              \
		(void)data;                                                    \
		for (i_ = 0; i_ < n; i_++) {                                   \
			nlh->nlmsg_len = NLMSG_HDRLEN;                         \
			call;                                                  \
		}                                                              \
		return n;                                                      \
	}

PUT_LOOP(put_u8, nla_put_u8(msg, 1, 1))
PUT_LOOP(put_u16, nla_put_u16(msg, 1, 1))
PUT_LOOP(put_u32, nla_put_u32(msg, 1, 1))
PUT_LOOP(put_u64, nla_put_u64(msg, 1, 1))
PUT_LOOP(put_string, nla_put_string(msg, 1, "eth0"))
PUT_LOOP(put_flag, nla_put_flag(msg, 1))
PUT_LOOP(put_data, nla_put(msg, 1, sizeof(data), data))
PUT_LOOP(put_reserve, nla_reserve(msg, 1, 6))
PUT_LOOP(nest, nla_nest_end(msg, nla_nest_start(msg, 1)))
PUT_LOOP(nest_kept, nla_nest_end_keep_empty(msg, nla_nest_start(msg, 1)))
PUT_LOOP(nest_cancel, nla_nest_cancel(msg, nla_nest_start(msg, 1)))
PUT_LOOP(header, nlmsg_put(msg, 1, 2, RTM_GETLINK, sizeof(struct ifinfomsg), 0))
PUT_LOOP(append, nlmsg_append(msg, (void *)data, 16, NLMSG_ALIGNTO))
PUT_LOOP(reserve, nlmsg_reserve(msg, 16, NLMSG_ALIGNTO))
BENCH_LOOP(alloc, nlmsg_free(nlmsg_alloc_size(256)))

const struct bench_case build_cases[] = {
	{ "build RTM_NEWLINK", "message", 200000, newlink },
	{ "build RTM_NEWLINK, message reused", "message", 1000000, newlink_reused },
	{ "nlmsg_alloc_size, nlmsg_free", "message", 1000000, alloc },
	{ "nla_put_u8", "call", 1000000, put_u8 },
	{ "nla_put_u16", "call", 1000000, put_u16 },
	{ "nla_put_u32", "call", 1000000, put_u32 },
	{ "nla_put_u64", "call", 1000000, put_u64 },
	{ "nla_put_string", "call", 1000000, put_string },
	{ "nla_put_flag", "call", 1000000, put_flag },
	{ "nla_put of 64 bytes", "call", 1000000, put_data },
	{ "nla_reserve", "call", 1000000, put_reserve },
	{ "nla_nest_start, nla_nest_end, empty", "nest", 1000000, nest },
	{ "nla_nest_start, nla_nest_end_keep_empty", "nest", 1000000, nest_kept },
	{ "nla_nest_start, nla_nest_cancel", "nest", 1000000, nest_cancel },
	{ "nlmsg_put", "call", 1000000, header },
	{ "nlmsg_append", "call", 1000000, append },
	{ "nlmsg_reserve", "call", 1000000, reserve },
	{ 0 },
};
