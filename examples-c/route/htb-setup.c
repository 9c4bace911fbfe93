/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Shapes what an interface sends: an HTB qdisc with two classes that share a
 * rate, fq_codel in each of them, and filters that put TCP from and to port 22
 * into the first. All else goes into the second.
 *
 *     1: htb -- 1:1 RATE -+- 1:10 a quarter, may take all, served first -- 10: fq_codel
 *                         +- 1:20 the rest, may take all              -- 20: fq_codel
 *
 * Compile: cc htb-setup.c $(pkg-config --cflags --libs libnl-route-3.0)
 * Usage:   htb-setup DEV KBITS		tc qdisc del dev DEV root: undoes it
 * Output:  none
 */
#include <stdio.h>
#include <stdlib.h>

#include <linux/if_ether.h>
#include <netlink/netlink.h>
#include <netlink/oxnl.h>
#include <netlink/route/class.h>
#include <netlink/route/classifier.h>
#include <netlink/route/cls/u32.h>
#include <netlink/route/link.h>
#include <netlink/route/qdisc.h>
#include <netlink/route/qdisc/fq_codel.h>
#include <netlink/route/qdisc/htb.h>
#include <netlink/route/tc.h>

#define ROOT TC_HANDLE(1, 0)
#define ALL TC_HANDLE(1, 1)
#define FIRST TC_HANDLE(1, 0x10)
#define REST TC_HANDLE(1, 0x20)

/* Reports an error, with the kernel's own words if it had any. */
static int failed(struct nl_sock *sk, const char *what, int err)
{
	const char *said = oxnl_socket_get_ext_ack_msg(sk);

	fprintf(stderr, "htb-setup: %s: %s%s%s\n", what, nl_geterror(err),
		said ? ": " : "", said ? said : "");
	return 1;
}

/* What qdiscs, classes and filters have in common. */
static int place(struct rtnl_tc *tc, struct rtnl_link *link, uint32_t parent, uint32_t handle,
		 const char *kind)
{
	rtnl_tc_set_link(tc, link);
	rtnl_tc_set_parent(tc, parent);
	rtnl_tc_set_handle(tc, handle);
	/* After this, the functions of the kind can be used. */
	return rtnl_tc_set_kind(tc, kind);
}

static int add_root(struct nl_sock *sk, struct rtnl_link *link)
{
	struct rtnl_qdisc *qdisc = rtnl_qdisc_alloc();
	int err;

	if (!qdisc)
		return -NLE_NOMEM;
	err = place(TC_CAST(qdisc), link, TC_H_ROOT, ROOT, "htb");
	if (err >= 0)
		err = rtnl_htb_set_defcls(qdisc, TC_H_MIN(REST));
	if (err >= 0)
		err = rtnl_qdisc_add(sk, qdisc, NLM_F_CREATE | NLM_F_EXCL);
	rtnl_qdisc_put(qdisc);
	return err;
}

/* Rates are in bytes per second. */
static int add_class(struct nl_sock *sk, struct rtnl_link *link, uint32_t parent, uint32_t handle,
		     uint32_t rate, uint32_t ceil, uint32_t prio)
{
	struct rtnl_class *class = rtnl_class_alloc();
	int err;

	if (!class)
		return -NLE_NOMEM;
	err = place(TC_CAST(class), link, parent, handle, "htb");
	if (err >= 0)
		err = rtnl_htb_set_rate(class, rate);
	if (err >= 0)
		err = rtnl_htb_set_ceil(class, ceil);
	if (err >= 0)
		err = rtnl_htb_set_prio(class, prio);
	if (err >= 0)
		err = rtnl_class_add(sk, class, NLM_F_CREATE | NLM_F_EXCL);
	rtnl_class_put(class);
	return err;
}

static int add_leaf(struct nl_sock *sk, struct rtnl_link *link, uint32_t parent)
{
	struct rtnl_qdisc *qdisc = rtnl_qdisc_alloc();
	int err;

	if (!qdisc)
		return -NLE_NOMEM;
	err = place(TC_CAST(qdisc), link, parent, TC_HANDLE(TC_H_MIN(parent), 0), "fq_codel");
	if (err >= 0)
		err = rtnl_qdisc_fq_codel_set_limit(qdisc, 1000);
	if (err >= 0)
		err = rtnl_qdisc_fq_codel_set_ecn(qdisc, 1);
	if (err >= 0)
		err = rtnl_qdisc_add(sk, qdisc, NLM_F_CREATE | NLM_F_EXCL);
	rtnl_qdisc_put(qdisc);
	if (err == -NLE_OBJ_NOTFOUND) {
		/* A kernel without fq_codel: the class keeps the FIFO that it has from the start. */
		fprintf(stderr, "htb-setup: no fq_codel here, a FIFO does it\n");
		err = 0;
	}
	return err;
}

/* IPv4 without options, TCP, and a port at this offset: all must match. */
static int add_filter(struct nl_sock *sk, struct rtnl_link *link, int offset, uint16_t port)
{
	struct rtnl_cls *cls = rtnl_cls_alloc();
	int err;

	if (!cls)
		return -NLE_NOMEM;
	err = place(TC_CAST(cls), link, ROOT, 0, "u32");
	rtnl_cls_set_protocol(cls, ETH_P_IP);
	rtnl_cls_set_prio(cls, 1);
	if (err >= 0)
		err = rtnl_u32_add_key_uint8(cls, 0x45, 0xff, 0, 0);
	if (err >= 0)
		err = rtnl_u32_add_key_uint8(cls, 6, 0xff, 9, 0);
	if (err >= 0)
		err = rtnl_u32_add_key_uint16(cls, port, 0xffff, offset, 0);
	if (err >= 0)
		err = rtnl_u32_set_classid(cls, FIRST);
	if (err >= 0)
		err = rtnl_u32_set_cls_terminal(cls);
	if (err >= 0)
		err = rtnl_cls_add(sk, cls, NLM_F_CREATE | NLM_F_EXCL);
	rtnl_cls_put(cls);
	return err;
}

static int set_up(struct nl_sock *sk, struct rtnl_link *link, uint32_t rate)
{
	int err;

	err = add_root(sk, link);
	if (err < 0)
		return failed(sk, "the root qdisc", err);
	err = add_class(sk, link, ROOT, ALL, rate, rate, 0);
	if (err >= 0)
		err = add_class(sk, link, ALL, FIRST, rate / 4, rate, 0);
	if (err >= 0)
		err = add_class(sk, link, ALL, REST, rate - rate / 4, rate, 1);
	if (err < 0)
		return failed(sk, "the classes", err);
	err = add_leaf(sk, link, FIRST);
	if (err >= 0)
		err = add_leaf(sk, link, REST);
	if (err < 0)
		return failed(sk, "fq_codel", err);
	err = add_filter(sk, link, 20, 22);
	if (err >= 0)
		err = add_filter(sk, link, 22, 22);
	if (err < 0)
		return failed(sk, "the filters", err);
	return 0;
}

int main(int argc, char *argv[])
{
	struct rtnl_link *link;
	unsigned long kbits = 0;
	struct nl_sock *sk;
	char *end = "";
	int err;

	if (argc == 3)
		kbits = strtoul(argv[2], &end, 10);
	if (*end || kbits < 32 || kbits > 30000000) {
		fprintf(stderr, "usage: htb-setup DEV KBITS\n");
		return 2;
	}
	sk = nl_socket_alloc();
	if (!sk) {
		fprintf(stderr, "htb-setup: out of memory\n");
		return 1;
	}
	err = nl_connect(sk, NETLINK_ROUTE);
	if (err >= 0)
		err = rtnl_link_get_kernel(sk, 0, argv[1], &link);
	if (err < 0) {
		err = failed(sk, argv[1], err);
	} else {
		err = set_up(sk, link, (uint32_t)(kbits * 125));
		rtnl_link_put(link);
	}
	nl_socket_free(sk);
	return err;
}
