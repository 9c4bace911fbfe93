/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * NULL in every place of the functions on sockets, callbacks, sending and receiving.
 */
#include <errno.h>

#include <netlink/errno.h>
#include <netlink/handlers.h>
#include <netlink/msg.h>
#include <netlink/netlink.h>
#include <netlink/oxnl.h>
#include <netlink/socket.h>

#include "check.h"
#include "nl/feed.h"

#define INVAL(call) CHECK_CALL(call, -NLE_INVAL, CHECK_ERRNO_UNTOUCHED, "%s", #call)
#define ZERO(call) CHECK_CALL(call, 0, CHECK_ERRNO_UNTOUCHED, "%s", #call)
#define NOTHING(call)                                                          \
	do {                                                                   \
		errno = CHECK_ERRNO_UNTOUCHED;                                 \
		call;                                                          \
		CHECK(errno == CHECK_ERRNO_UNTOUCHED, "%s", #call);            \
	} while (0)

static int parser(struct nl_cache_ops *ops, struct sockaddr_nl *who, struct nlmsghdr *nlh,
		  struct nl_parser_param *pp)
{
	(void)ops;
	(void)who;
	(void)nlh;
	(void)pp;
	return 0;
}

int main(void)
{
	struct nl_sock *sk = nl_socket_alloc();
	struct nl_msg *msg = nlmsg_alloc_simple(20, 0);
	struct nl_cb *cb = nl_cb_alloc(NL_CB_DEFAULT);
	struct nl_object *object;
	struct sockaddr_nl from;
	unsigned char *buf;
	struct ucred *creds;
	struct iovec iov = { 0 };
	struct msghdr hdr = { 0 };
	uint32_t number;
	int error;
	char text[8];

	/* socket.h */
	CHECK(nl_socket_alloc_cb(NULL) == NULL, "nl_socket_alloc_cb");
	NOTHING(nl_socket_free(NULL));
	ZERO(nl_socket_get_local_port(NULL));
	NOTHING(nl_socket_set_local_port(NULL, 1));
	INVAL(nl_socket_add_membership(NULL, 1));
	INVAL(nl_socket_drop_membership(NULL, 1));
	INVAL(nl_socket_add_memberships(NULL, 1, 0));
	INVAL(nl_socket_drop_memberships(NULL, 1, 0));
	INVAL(nl_socket_add_memberships(NULL, 0));
	NOTHING(nl_join_groups(NULL, 1));
	ZERO(nl_socket_get_peer_port(NULL));
	NOTHING(nl_socket_set_peer_port(NULL, 1));
	ZERO(nl_socket_get_peer_groups(NULL));
	NOTHING(nl_socket_set_peer_groups(NULL, 1));
	CHECK(nl_socket_get_cb(NULL) == NULL, "nl_socket_get_cb");
	NOTHING(nl_socket_set_cb(NULL, NULL));
	NOTHING(nl_socket_set_cb(NULL, cb));
	NOTHING(nl_socket_set_cb(sk, NULL));
	INVAL(nl_socket_modify_cb(NULL, NL_CB_VALID, NL_CB_CUSTOM, NULL, NULL));
	INVAL(nl_socket_modify_err_cb(NULL, NL_CB_CUSTOM, NULL, NULL));
	INVAL(nl_socket_set_buffer_size(NULL, 1, 1));
	INVAL(nl_socket_set_msg_buf_size(NULL, 1));
	ZERO(nl_socket_get_msg_buf_size(NULL));
	INVAL(nl_socket_set_passcred(NULL, 1));
	INVAL(nl_socket_recv_pktinfo(NULL, 1));
	NOTHING(nl_socket_disable_seq_check(NULL));
	ZERO(nl_socket_use_seq(NULL));
	NOTHING(nl_socket_disable_auto_ack(NULL));
	NOTHING(nl_socket_enable_auto_ack(NULL));
	CHECK_INT(nl_socket_get_fd(NULL), -1, "nl_socket_get_fd");
	INVAL(nl_socket_set_fd(NULL, -1, 0));
	INVAL(nl_socket_set_nonblocking(NULL));
	NOTHING(nl_socket_enable_msg_peek(NULL));
	NOTHING(nl_socket_disable_msg_peek(NULL));

	/* handlers.h */
	CHECK(nl_cb_clone(NULL) == NULL, "nl_cb_clone");
	CHECK(nl_cb_get(NULL) == NULL, "nl_cb_get");
	NOTHING(nl_cb_put(NULL));
	INVAL(nl_cb_set(NULL, NL_CB_VALID, NL_CB_CUSTOM, NULL, NULL));
	INVAL(nl_cb_set_all(NULL, NL_CB_CUSTOM, NULL, NULL));
	INVAL(nl_cb_err(NULL, NL_CB_CUSTOM, NULL, NULL));
	NOTHING(nl_cb_overwrite_recvmsgs(NULL, NULL));
	NOTHING(nl_cb_overwrite_recv(NULL, NULL));
	NOTHING(nl_cb_overwrite_send(NULL, NULL));
	CHECK_INT(nl_cb_active_type(NULL), NL_CB_TYPE_MAX + 1, "nl_cb_active_type");

	/* netlink.h */
	INVAL(nl_connect(NULL, NETLINK_ROUTE));
	NOTHING(nl_close(NULL));
	INVAL(nl_sendto(NULL, text, 1));
	INVAL(nl_sendto(sk, NULL, 1));
	INVAL(nl_sendmsg(NULL, msg, &hdr));
	INVAL(nl_sendmsg(sk, NULL, &hdr));
	INVAL(nl_sendmsg(sk, msg, NULL));
	INVAL(nl_send(NULL, msg));
	INVAL(nl_send(sk, NULL));
	INVAL(nl_send_iovec(NULL, msg, &iov, 1));
	INVAL(nl_send_iovec(sk, NULL, &iov, 1));
	INVAL(nl_send_iovec(sk, msg, NULL, 1));
	NOTHING(nl_complete_msg(NULL, msg));
	NOTHING(nl_complete_msg(sk, NULL));
	NOTHING(nl_auto_complete(NULL, msg));
	NOTHING(nl_auto_complete(sk, NULL));
	INVAL(nl_send_auto(NULL, msg));
	INVAL(nl_send_auto(sk, NULL));
	INVAL(nl_send_auto_complete(NULL, msg));
	INVAL(nl_send_auto_complete(sk, NULL));
	INVAL(nl_send_sync(sk, NULL));
	INVAL(nl_send_sync(NULL, NULL));
	nlmsg_get(msg);
	INVAL(nl_send_sync(NULL, msg));
	INVAL(nl_send_simple(NULL, 1, 0, NULL, 0));
	INVAL(nl_recv(NULL, &from, &buf, &creds));
	INVAL(nl_recv(sk, NULL, &buf, &creds));
	INVAL(nl_recv(sk, &from, NULL, &creds));
	INVAL(nl_recvmsgs(NULL, cb));
	INVAL(nl_recvmsgs(sk, NULL));
	INVAL(nl_recvmsgs_report(NULL, cb));
	INVAL(nl_recvmsgs_report(sk, NULL));
	INVAL(nl_recvmsgs_default(NULL));
	INVAL(nl_wait_for_ack(NULL));
	INVAL(nl_pickup(NULL, parser, &object));
	INVAL(nl_pickup(sk, NULL, &object));
	INVAL(nl_pickup(sk, parser, NULL));
	INVAL(nl_pickup_keep_syserr(NULL, parser, &object, &error));
	INVAL(nl_pickup_keep_syserr(sk, NULL, &object, &error));
	INVAL(nl_pickup_keep_syserr(sk, parser, NULL, &error));
	CHECK(nl_nlfamily2str(0, NULL, 0) == NULL, "nl_nlfamily2str");
	CHECK(nl_nlfamily2str(0, NULL, 8) == NULL, "nl_nlfamily2str with a size");
	strcpy(text, "x");
	CHECK(nl_nlfamily2str(0, text, 0) == text && *text == 'x', "nl_nlfamily2str without room");
	INVAL(nl_str2nlfamily(NULL));

	/* oxnl.h */
	CHECK(oxnl_socket_get_ext_ack_msg(NULL) == NULL, "oxnl_socket_get_ext_ack_msg");
	INVAL(oxnl_socket_get_ext_ack_offset(NULL, &number));
	INVAL(oxnl_socket_get_ext_ack_offset(sk, NULL));
	INVAL(oxnl_socket_get_ext_ack_missing(NULL, &number, &number));

	nlmsg_free(msg);
	nl_cb_put(cb);
	nl_socket_free(sk);
	return check_done();
}
