/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Expressions of extended matches, in filters of the kind "basic": which packets the kernel finds with them.
 */
#include <arpa/inet.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <linux/pkt_cls.h>
#include <unistd.h>

#include <netlink/route/class.h>
#include <netlink/route/cls/ematch.h>
#include <netlink/route/qdisc.h>
#include <netlink/route/qdisc/htb.h>

#include "route/vm.h"

static int ifindex;
static int packets;

/* UDP from 10.0.0.1:1000 to 10.0.0.2:53, with 64 hops to live. */
static const unsigned char frame[] =
	"\x02\x00\x00\x00\x00\x02\x02\x00\x00\x00\x00\x01\x08\x00"
	"\x45\x00\x00\x27\x12\x34\x40\x00\x40\x11\x14\x90\x0a\x00\x00\x01\x0a\x00\x00\x02"
	"\x03\xe8\x00\x35\x00\x13\x00\x00"
	"hello world";

static void class(uint32_t parent, uint32_t handle)
{
	struct rtnl_class *class = rtnl_class_alloc();

	rtnl_tc_set_ifindex(TC_CAST(class), ifindex);
	rtnl_tc_set_parent(TC_CAST(class), parent);
	rtnl_tc_set_handle(TC_CAST(class), handle);
	rtnl_tc_set_kind(TC_CAST(class), "htb");
	rtnl_htb_set_rate(class, 100000000);
	must(rtnl_class_add(sk, class, NLM_F_CREATE | NLM_F_EXCL), "class.%x", handle);
	rtnl_class_put(class);
}

/* How many packets the filter has sent to its class. */
static uint64_t counted(void)
{
	struct rtnl_class *class;
	struct nl_cache *cache;
	uint64_t result = 0;

	if (rtnl_class_alloc_cache(sk, ifindex, &cache) < 0)
		return 0;
	class = rtnl_class_get(cache, ifindex, TC_HANDLE(1, 0x10));
	if (class != NULL)
		result = rtnl_tc_get_stat(TC_CAST(class), RTNL_TC_PACKETS);
	rtnl_class_put(class);
	nl_cache_free(cache);
	return result;
}

static struct nl_msg *filter(int type, int flags)
{
	struct tcmsg header = { .tcm_ifindex = ifindex, .tcm_parent = TC_HANDLE(1, 0),
				.tcm_info = TC_H_MAKE(10 << 16, htons(ETH_P_ALL)), .tcm_handle = 1 };
	struct nl_msg *msg = nlmsg_alloc_simple(type, flags);

	nlmsg_append(msg, &header, sizeof(header), NLMSG_ALIGNTO);
	nla_put_string(msg, TCA_KIND, "basic");
	return msg;
}

/* Whether an expression finds the packet. */
static void finds(const char *expression, int wanted)
{
	struct nl_msg *msg = filter(RTM_NEWTFILTER, NLM_F_CREATE | NLM_F_EXCL);
	struct nlattr *nest = nla_nest_start(msg, TCA_OPTIONS);
	struct sockaddr_ll to = { .sll_family = AF_PACKET, .sll_protocol = htons(ETH_P_IP), .sll_ifindex = ifindex };
	struct rtnl_ematch_tree *tree = NULL;
	char *mistake = NULL;
	uint64_t before;

	must(rtnl_ematch_parse_expr(expression, &mistake, &tree), "%s: parse", expression);
	if (mistake != NULL) {
		fprintf(stderr, "%s: %s\n", expression, mistake);
		free(mistake);
		return;
	}
	nla_put_u32(msg, TCA_BASIC_CLASSID, TC_HANDLE(1, 0x10));
	must(rtnl_ematch_fill_attr(msg, TCA_BASIC_EMATCHES, tree), "%s: fill", expression);
	nla_nest_end(msg, nest);
	rtnl_ematch_tree_free(tree);
	if (!must(nl_send_sync(sk, msg), "%s: add", expression))
		return;
	before = counted();
	if (sendto(packets, frame, sizeof(frame) - 1, 0, (struct sockaddr *)&to, sizeof(to)) < 0)
		perror("sendto");
	must_be(counted() - before, (unsigned long long)wanted, "%s", expression);
	must(nl_send_sync(sk, filter(RTM_DELTFILTER, 0)), "%s: delete", expression);
}

int main(void)
{
	const int mark = 7, priority = 5;
	struct rtnl_qdisc *qdisc = rtnl_qdisc_alloc();
	char text[100];

	begin();
	rtnl_link_put(made(plain("dummy"), "base0", "02:00:00:00:00:01"));
	up("base0");
	ifindex = number("base0");
	rtnl_tc_set_ifindex(TC_CAST(qdisc), ifindex);
	rtnl_tc_set_parent(TC_CAST(qdisc), TC_H_ROOT);
	rtnl_tc_set_handle(TC_CAST(qdisc), TC_HANDLE(1, 0));
	rtnl_tc_set_kind(TC_CAST(qdisc), "htb");
	rtnl_htb_set_defcls(qdisc, 0x20);
	must(rtnl_qdisc_add(sk, qdisc, NLM_F_CREATE | NLM_F_EXCL), "htb");
	rtnl_qdisc_put(qdisc);
	class(TC_HANDLE(1, 0), TC_HANDLE(1, 0x10));
	class(TC_HANDLE(1, 0), TC_HANDLE(1, 0x20));
	packets = socket(AF_PACKET, SOCK_RAW, 0);
	if (packets < 0 || setsockopt(packets, SOL_SOCKET, SO_MARK, &mark, sizeof(mark)) < 0 ||
	    setsockopt(packets, SOL_SOCKET, SO_PRIORITY, &priority, sizeof(priority)) < 0)
		exit(2);

	finds("u8 at ip+8 = 64", 1);
	finds("u8 at ip+8 < 64", 0);
	finds("u8 at ip+8 > 0x3f", 1);
	finds("cmp(u8 at ip+8 & 0x0f eq 0)", 1);
	finds("u8 at ip+0 mask 0xf0 = 0x40", 1);
	finds("u16 at tcp+2 = 53", 1);
	finds("u16 at tcp+2 = 54", 0);
	finds("u32 at ip+16 = 0x0a000002", 1);
	finds("u16 at eth+12 = 0x800", 1);
	finds("pattern(ip+12 = 10.0.0.1)", 1);
	finds("pattern(ip+12 = 10.0.0.2)", 0);
	finds("pattern(ip+12 = 10.1.2.3/8)", 1);
	finds("pattern(eth+6 = 02:00:00:00:00:01)", 1);
	finds("pattern(tcp+8 = \"hello\")", 1);
	finds("pattern(tcp+8 = \"Hello\")", 0);
	finds("text(bm \"world\" from ip+0 to tcp+40)", 1);
	finds("text(kmp \"world\" from ip+0 to tcp+40)", 1);
	finds("text(kmp \"World\" from ip+0 to tcp+40)", 0);
	finds("meta(mark = 7)", 1);
	finds("meta(mark = 8)", 0);
	finds("meta(7 = mark)", 1);
	finds("meta(mark >> 1 = 3)", 1);
	finds("meta(mark >> 1 & 2 = 2)", 1);
	finds("meta(1 = mark shift 2)", 1);
	finds("meta(4 = mark mask 12)", 1);
	finds("meta(mark > prio)", 1);
	finds("meta(prio = 6)", 0);
	finds("meta(pktlen > 10) and meta(pktlen < 100)", 1);
	finds("meta(devname = \"base0\")", 1);
	finds("meta(devname = \"base1\")", 0);
	finds("meta(devname >> 1 = \"base\")", 1);
	finds("meta(\"base0\" = devname)", 1);
	snprintf(text, sizeof(text), "meta(dev = %d)", ifindex);
	finds(text, 1);
	finds("not u8 at ip+8 = 64", 0);
	finds("! u8 at ip+8 = 65", 1);
	finds("u8 at ip+8 = 64 and u8 at ip+9 = 17", 1);
	finds("u8 at ip+8 = 64 and u8 at ip+9 = 6", 0);
	finds("u8 at ip+8 = 1 or u8 at ip+9 = 17", 1);
	finds("u8 at ip+8 = 1 and u8 at ip+9 = 17 or meta(mark = 7)", 0);
	finds("(u8 at ip+8 = 1 and u8 at ip+9 = 17) or meta(mark = 7)", 1);
	finds("u8 at ip+8 = 64 and (u8 at ip+9 = 6 or (meta(mark = 7) and not pattern(tcp+8 = \"no\")))", 1);
	finds("not (u8 at ip+8 = 64 and (u8 at ip+9 = 6 or meta(mark = 7)))", 0);
	close(packets);
	return end();
}
