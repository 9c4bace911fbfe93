/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Answers of NETLINK_FIB_LOOKUP by hand.
 */
#ifndef OXNL_FIB_LOOKUP_H
#define OXNL_FIB_LOOKUP_H

#include <linux/netlink.h>
#include <stdint.h>
#include <string.h>

#include <netlink/msg.h>

/* The kernel's struct fib_result_nl, which is in none of its headers for programs. */
struct fib_answer {
	uint8_t addr[4];
	uint32_t fwmark;
	uint8_t tos, scope_in, table_in;
	uint8_t table, prefixlen, nh_sel, type, scope;
	int32_t err;
};

_Static_assert(sizeof(struct fib_answer) == 20, "as the kernel's");

/* A message of the kernel's. */
static inline struct nl_msg *fib_answer_message(const struct fib_answer *answer, int type)
{
	struct {
		struct nlmsghdr header;
		struct fib_answer answer;
	} bytes = { .header = { .nlmsg_len = sizeof(bytes), .nlmsg_type = (uint16_t)type }, .answer = *answer };
	struct nl_msg *msg = nlmsg_convert(&bytes.header);

	nlmsg_set_proto(msg, NETLINK_FIB_LOOKUP);
	return msg;
}

#endif
