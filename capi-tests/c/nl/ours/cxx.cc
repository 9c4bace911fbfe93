// SPDX-License-Identifier: LGPL-2.1-or-later
//
// The headers of libnl-3 in a C++ program: all of them, with their macros and inline functions.

#include <cerrno>
#include <cstring>

#include <netlink/addr.h>
#include <netlink/attr.h>
#include <netlink/cache.h>
#include <netlink/data.h>
#include <netlink/errno.h>
#include <netlink/handlers.h>
#include <netlink/hash.h>
#include <netlink/hashtable.h>
#include <netlink/list.h>
#include <netlink/msg.h>
#include <netlink/netlink.h>
#include <netlink/object.h>
#include <netlink/oxnl.h>
#include <netlink/socket.h>
#include <netlink/utils.h>
#include <netlink/version.h>

#include "check.h"

static int put_all(struct nl_msg *msg, struct nl_addr *addr)
{
	NLA_PUT_U8(msg, 1, 1);
	NLA_PUT_S16(msg, 2, -2);
	NLA_PUT_U32(msg, 3, 3);
	NLA_PUT_U64(msg, 4, 4);
	NLA_PUT_STRING(msg, 5, "five");
	NLA_PUT_FLAG(msg, 6);
	NLA_PUT_MSECS(msg, 7, 7);
	NLA_PUT_ADDR(msg, 8, addr);
	return 0;

nla_put_failure:
	return -1;
}

struct item {
	int number;
	struct nl_list_head list;
};

static void lists()
{
	NL_LIST_HEAD(head);
	item items[3] = {}, *each;
	int sum = 0;

	for (int i = 0; i < 3; i++) {
		items[i].number = i + 1;
		nl_list_add_tail(&items[i].list, &head);
	}
	nl_list_for_each_entry(each, &head, list)
		sum = sum * 10 + each->number;
	CHECK_INT(sum, 123, "a list in order");
	nl_list_del(&items[1].list);
	CHECK(nl_list_first_entry(&head, item, list) == &items[0], "its first entry");
}

static int on_message(struct nl_msg *, void *seen)
{
	++*static_cast<int *>(seen);
	return NL_OK;
}

int main()
{
	struct nl_msg *msg = nlmsg_alloc_simple(NLMSG_MIN_TYPE, NLM_F_REQUEST);
	struct nl_addr *addr = nullptr;
	struct nlattr *attr;
	int left, types = 0, seen = 0;

	CHECK_INT(nl_addr_parse("192.0.2.1", AF_INET, &addr), 0, "an address");
	CHECK_INT(put_all(msg, addr), 0, "attributes");
	nlmsg_for_each_attr(attr, nlmsg_hdr(msg), 0, left)
		types = types * 10 + nla_type(attr);
	CHECK_INT(types, 12345678, "attributes in order");
	nlmsg_free(msg);
	nl_addr_put(addr);
	lists();

	struct nl_sock *sk = nl_socket_alloc();
	struct rtgenmsg all = {};
	CHECK_INT(nl_socket_modify_cb(sk, NL_CB_VALID, NL_CB_CUSTOM, on_message, &seen), 0, "a callback");
	CHECK_INT(nl_connect(sk, NETLINK_ROUTE), 0, "a socket is connected");
	CHECK(nl_send_simple(sk, RTM_GETLINK, NLM_F_DUMP, &all, sizeof(all)) > 0, "a request");
	CHECK_INT(nl_recvmsgs_default(sk), 0, "and its answer");
	CHECK_INT(seen, 1, "which tells of the loopback");
	CHECK(oxnl_socket_get_ext_ack_msg(sk) == nullptr, "and of no error");
	nl_socket_free(sk);
	return check_done();
}
