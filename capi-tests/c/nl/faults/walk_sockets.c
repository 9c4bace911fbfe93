/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Sending and receiving with system calls that fail, and without memory.
 */
#define _GNU_SOURCE
#include <linux/netlink.h>
#include <linux/rtnetlink.h>

#include <netlink/handlers.h>
#include <netlink/msg.h>
#include <netlink/socket.h>

#include "walk_io.h"
#include "nl/thing.h"

struct nl_parser_param {
	int (*pp_cb)(struct nl_object *, struct nl_parser_param *);
	void *pp_arg;
};

/* 0 for a number of bytes. */
static int sent(int result)
{
	return result > 0 ? 0 : result;
}

/* A message that the kernel answers with an acknowledgement only. */
static struct nl_msg *noop(void)
{
	return nlmsg_alloc_simple(NLMSG_NOOP, NLM_F_REQUEST | NLM_F_ACK);
}

static void sending(void)
{
	static struct nlmsghdr header = {
		.nlmsg_len = sizeof(header), .nlmsg_type = NLMSG_NOOP, .nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK,
	};
	struct iovec vector = { &header, sizeof(header) };
	struct sockaddr_nl kernel = { .nl_family = AF_NETLINK };
	struct msghdr hdr = { .msg_name = &kernel, .msg_namelen = sizeof(kernel), .msg_iov = &vector, .msg_iovlen = 1 };
	struct nl_msg *msg = noop();

	WALK_IO(walk_connect(), sent(nl_send(sk, msg)), "nl_send");
	WALK_IO(walk_connect(), sent(nl_send_iovec(sk, msg, &vector, 1)), "nl_send_iovec");
	WALK_IO(walk_connect(), sent(nl_sendmsg(sk, msg, &hdr)), "nl_sendmsg");
	WALK_IO(walk_connect(), sent(nl_sendto(sk, &header, sizeof(header))), "nl_sendto");
	WALK_IO(walk_connect(), sent(nl_send_auto(sk, msg)), "nl_send_auto");
	WALK_IO(walk_connect(), sent(nl_send_auto_complete(sk, msg)), "nl_send_auto_complete");
	WALK_REQUEST((void)0, sent(nl_send_simple(sk, NLMSG_NOOP, 0, NULL, 0)));
	nlmsg_free(msg);
	WALK_REQUEST((void)0, ({ struct nl_msg *own; WALK_UNHARMED(own = noop()); nl_send_sync(sk, own); }));
}

/* A message that was not sent can be sent again, and the answer is the one that is waited for. */
static void again(void)
{
	struct nl_msg *msg = noop();

	walk_connect();
	socket_fail((struct socket_failure){ SOCKET_SENDMSG, EINTR, 0 }, 1, 2);
	CHECK_INT(nl_send_auto(sk, msg), -NLE_INTR, "not sent");
	CHECK_UINT(nlmsg_hdr(msg)->nlmsg_seq, 0, "it has no number yet");
	CHECK_INT(nl_send_simple(sk, NLMSG_NOOP, 0, NULL, 0), -NLE_INTR, "another one that is not sent");
	socket_mend();
	CHECK_INT(nl_send_sync(sk, msg), 0, "sent and answered");
	CHECK_INT(sent(nl_send_simple(sk, NLMSG_NOOP, 0, NULL, 0)), 0, "another one");
	CHECK_INT(nl_wait_for_ack(sk), 0, "answered, too");
	/* An answer that is not read does not come later. */
	CHECK_INT(sent(nl_send_simple(sk, NLMSG_NOOP, 0, NULL, 0)), 0, "one that is not answered");
	nl_close(sk);
	CHECK_INT(nl_connect(sk, NETLINK_ROUTE), 0, "connected again");
	CHECK_INT(sent(nl_send_simple(sk, NLMSG_NOOP, 0, NULL, 0)), 0, "one that is");
	CHECK_INT(nl_wait_for_ack(sk), 0, "and its answer");
}

static void ask(void)
{
	struct ifinfomsg lo = { .ifi_index = 1 };

	CHECK(nl_send_simple(sk, RTM_GETLINK, 0, &lo, sizeof(lo)) > 0, "asked");
}

static int parser(struct nl_cache_ops *ops, struct sockaddr_nl *who, struct nlmsghdr *nlh, struct nl_parser_param *pp)
{
	struct nl_object *object;
	int err;

	(void)ops;
	(void)who;
	WALK_UNHARMED(object = thing_new(nlh->nlmsg_type, 1));
	err = pp->pp_cb(object, pp);
	WALK_UNHARMED(nl_object_put(object));
	return err;
}

static int pick_up(int keep)
{
	struct nl_object *object = NULL;
	int error = 0, err = keep ? nl_pickup_keep_syserr(sk, parser, &object, &error) : nl_pickup(sk, parser, &object);

	/* An answer without an object is none either. */
	CHECK(err >= 0 || object == NULL, "an object or an error");
	nl_object_put(object);
	return err;
}

static int receive_one(void)
{
	struct sockaddr_nl from;
	unsigned char *buf = NULL;
	struct ucred *creds = NULL;
	const int got = nl_recv(sk, &from, &buf, &creds);

	CHECK((got > 0) == (buf != NULL), "bytes or an error");
	free(buf);
	free(creds);
	return got > 0 ? 0 : got;
}

static void receiving(void)
{
	struct nl_cb *cb = nl_cb_alloc(NL_CB_DEFAULT);

	WALK_REQUEST(nl_send_simple(sk, NLMSG_NOOP, 0, NULL, 0), nl_wait_for_ack(sk));
	WALK_REQUEST(nl_send_simple(sk, NLMSG_NOOP, 0, NULL, 0), nl_recvmsgs(sk, cb));
	WALK_REQUEST(nl_send_simple(sk, NLMSG_NOOP, 0, NULL, 0), nl_recvmsgs_default(sk));
	WALK_REQUEST(nl_send_simple(sk, NLMSG_NOOP, 0, NULL, 0), ({ const int n = nl_recvmsgs_report(sk, cb); n > 0 ? 0 : n; }));
	WALK_REQUEST(ask(), pick_up(0));
	WALK_REQUEST(ask(), pick_up(1));
	WALK_REQUEST(ask(), receive_one());
	nl_cb_put(cb);
}

static int connect_new(void)
{
	struct nl_sock *other;
	int err;

	WALK_UNHARMED(other = nl_socket_alloc());
	err = nl_connect(other, NETLINK_ROUTE);
	CHECK((err < 0) == (nl_socket_get_fd(other) == -1), "open or an error");
	WALK_UNHARMED(nl_socket_free(other));
	return err;
}

/* Options whose failure is the function's. */
#define OPTION(call)                                                           \
	do {                                                                   \
		walk_except(SOCKET_SETSOCKOPT, ENOPROTOOPT, 0, -NLE_INVAL);    \
		WALK_IO(walk_connect(), call, #call);                          \
	} while (0)

int main(void)
{
	/* Printing takes memory once. */
	CHECK(1, "begin");
	sending();
	again();
	receiving();
	WALK_IO((void)0, connect_new(), "nl_connect");
	OPTION(nl_socket_set_buffer_size(sk, 40000, 40000));
	OPTION(nl_socket_set_passcred(sk, 1));
	OPTION(nl_socket_recv_pktinfo(sk, 1));
	OPTION(nl_socket_add_membership(sk, 1));
	OPTION(nl_socket_drop_membership(sk, 1));
	OPTION(nl_socket_add_memberships(sk, 1, 2, 0));
	OPTION(nl_socket_drop_memberships(sk, 1, 2, 0));
	nl_socket_free(sk);
	return check_done();
}
