// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Every function of sockets, messages and attributes,
 * with NULL for each pointer that cannot be NULL, and with NULL for
 * all of them: the function's error value, and nothing read or written.
 * Not here: what trusts its pointer: nla_ok(), nla_next(), nla_len(),
 * nla_type(), nlmsg_ok(), nlmsg_next(), nl_cache_get_next(), nl_cache_get_prev().
 */
#include "../null.h"

/* netlink/netlink.h */
static void netlink_h(void)
{
	nl_auto_complete(NULL, msg);
	nl_auto_complete(sk, NULL);
	nl_auto_complete(NULL, NULL);
	nl_close(NULL);
	nl_complete_msg(NULL, msg);
	nl_complete_msg(sk, NULL);
	nl_complete_msg(NULL, NULL);
	IS(-NLE_INVAL, nl_connect(NULL, 1));
	NONE(nl_nlfamily2str(1, NULL, 16));
	IS(-NLE_INVAL, nl_pickup(NULL, item_parser, &pobj));
	IS(-NLE_INVAL, nl_pickup(sk, item_parser, NULL));
	IS(-NLE_INVAL, nl_pickup(NULL, NULL, NULL));
	IS(-NLE_INVAL, nl_recv(NULL, &sa, (unsigned char **)&pp, &pucred));
	IS(-NLE_INVAL, nl_recv(sk, NULL, (unsigned char **)&pp, &pucred));
	IS(-NLE_INVAL, nl_recv(sk, &sa, NULL, &pucred));
	IS(-NLE_BAD_SOCK, nl_recv(sk, &sa, (unsigned char **)&pp, NULL));
	IS(-NLE_INVAL, nl_recv(NULL, NULL, NULL, NULL));
	IS(-NLE_INVAL, nl_recvmsgs(NULL, cb));
	IS(-NLE_INVAL, nl_recvmsgs(sk, NULL));
	IS(-NLE_INVAL, nl_recvmsgs(NULL, NULL));
	IS(-NLE_INVAL, nl_recvmsgs_default(NULL));
	IS(-NLE_INVAL, nl_recvmsgs_report(NULL, cb));
	IS(-NLE_INVAL, nl_recvmsgs_report(sk, NULL));
	IS(-NLE_INVAL, nl_recvmsgs_report(NULL, NULL));
	IS(-NLE_INVAL, nl_send(NULL, msg));
	IS(-NLE_INVAL, nl_send(sk, NULL));
	IS(-NLE_INVAL, nl_send(NULL, NULL));
	IS(-NLE_INVAL, nl_send_auto(NULL, msg));
	IS(-NLE_INVAL, nl_send_auto(sk, NULL));
	IS(-NLE_INVAL, nl_send_auto(NULL, NULL));
	IS(-NLE_INVAL, nl_send_auto_complete(NULL, msg));
	IS(-NLE_INVAL, nl_send_auto_complete(sk, NULL));
	IS(-NLE_INVAL, nl_send_auto_complete(NULL, NULL));
	IS(-NLE_INVAL, nl_send_iovec(NULL, msg, &iov, 1));
	IS(-NLE_INVAL, nl_send_iovec(sk, NULL, &iov, 1));
	IS(-NLE_INVAL, nl_send_iovec(sk, msg, NULL, 1));
	IS(-NLE_INVAL, nl_send_iovec(NULL, NULL, NULL, 1));
	IS(-NLE_INVAL, nl_send_simple(NULL, 1, 1, buf, 16));
	IS(-NLE_INVAL, nl_send_simple(NULL, 1, 1, NULL, 16));
	IS(-NLE_INVAL, nl_send_sync(sk, NULL));
	IS(-NLE_INVAL, nl_send_sync(NULL, NULL));
	IS(-NLE_INVAL, nl_sendmsg(NULL, msg, &mh));
	IS(-NLE_INVAL, nl_sendmsg(sk, NULL, &mh));
	IS(-NLE_INVAL, nl_sendmsg(sk, msg, NULL));
	IS(-NLE_INVAL, nl_sendmsg(NULL, NULL, NULL));
	IS(-NLE_INVAL, nl_sendto(NULL, buf, 16));
	IS(-NLE_INVAL, nl_sendto(sk, NULL, 16));
	IS(-NLE_INVAL, nl_sendto(NULL, NULL, 16));
	IS(-NLE_INVAL, nl_str2nlfamily(NULL));
	IS(-NLE_INVAL, nl_wait_for_ack(NULL));
	IS(-NLE_INVAL, nl_pickup_keep_syserr(NULL, item_parser, &pobj, &num));
	IS(-NLE_INVAL, nl_pickup_keep_syserr(sk, NULL, &pobj, &num));
	IS(-NLE_INVAL, nl_pickup_keep_syserr(sk, item_parser, NULL, &num));
	IS(-NLE_BAD_SOCK, nl_pickup_keep_syserr(sk, item_parser, &pobj, NULL));
	IS(-NLE_INVAL, nl_pickup_keep_syserr(NULL, NULL, NULL, NULL));
}

/* netlink/handlers.h */
static void handlers_h(void)
{
	IS(11, nl_cb_active_type(NULL));
	NONE(nl_cb_clone(NULL));
	IS(-NLE_INVAL, nl_cb_err(NULL, NL_CB_DEFAULT, NULL, buf));
	IS(-NLE_INVAL, nl_cb_err(NULL, NL_CB_DEFAULT, NULL, NULL));
	NONE(nl_cb_get(NULL));
	nl_cb_overwrite_recv(NULL, NULL);
	nl_cb_overwrite_recv(NULL, NULL);
	nl_cb_overwrite_recvmsgs(NULL, NULL);
	nl_cb_overwrite_recvmsgs(NULL, NULL);
	nl_cb_overwrite_send(NULL, NULL);
	nl_cb_overwrite_send(NULL, NULL);
	nl_cb_put(NULL);
	IS(-NLE_INVAL, nl_cb_set(NULL, NL_CB_VALID, NL_CB_DEFAULT, NULL, buf));
	IS(-NLE_INVAL, nl_cb_set(NULL, NL_CB_VALID, NL_CB_DEFAULT, NULL, NULL));
	IS(-NLE_INVAL, nl_cb_set_all(NULL, NL_CB_DEFAULT, NULL, buf));
	IS(-NLE_INVAL, nl_cb_set_all(NULL, NL_CB_DEFAULT, NULL, NULL));
}

/* netlink/socket.h */
static void socket_h(void)
{
	nl_join_groups(NULL, 1);
	IS(-NLE_INVAL, nl_socket_add_membership(NULL, 1));
	IS(-NLE_INVAL, nl_socket_add_memberships(NULL, 1, 0));
	NONE(nl_socket_alloc_cb(NULL));
	nl_socket_disable_auto_ack(NULL);
	nl_socket_disable_msg_peek(NULL);
	nl_socket_disable_seq_check(NULL);
	IS(-NLE_INVAL, nl_socket_drop_membership(NULL, 1));
	IS(-NLE_INVAL, nl_socket_drop_memberships(NULL, 1, 0));
	nl_socket_enable_auto_ack(NULL);
	nl_socket_enable_msg_peek(NULL);
	nl_socket_free(NULL);
	NONE(nl_socket_get_cb(NULL));
	IS(-1, nl_socket_get_fd(NULL));
	IS(0, nl_socket_get_local_port(NULL));
	IS(0, nl_socket_get_msg_buf_size(NULL));
	IS(0, nl_socket_get_peer_groups(NULL));
	IS(0, nl_socket_get_peer_port(NULL));
	IS(-NLE_INVAL, nl_socket_modify_cb(NULL, NL_CB_VALID, NL_CB_DEFAULT, NULL, buf));
	IS(-NLE_INVAL, nl_socket_modify_cb(NULL, NL_CB_VALID, NL_CB_DEFAULT, NULL, NULL));
	IS(-NLE_INVAL, nl_socket_modify_err_cb(NULL, NL_CB_DEFAULT, NULL, buf));
	IS(-NLE_INVAL, nl_socket_modify_err_cb(NULL, NL_CB_DEFAULT, NULL, NULL));
	IS(-NLE_INVAL, nl_socket_recv_pktinfo(NULL, 1));
	IS(-NLE_INVAL, nl_socket_set_buffer_size(NULL, 1, 1));
	nl_socket_set_cb(NULL, cb);
	nl_socket_set_cb(sk, NULL);
	nl_socket_set_cb(NULL, NULL);
	nl_socket_set_local_port(NULL, 1);
	IS(-NLE_INVAL, nl_socket_set_msg_buf_size(NULL, 16));
	IS(-NLE_INVAL, nl_socket_set_nonblocking(NULL));
	IS(-NLE_INVAL, nl_socket_set_passcred(NULL, 1));
	nl_socket_set_peer_groups(NULL, 1);
	nl_socket_set_peer_port(NULL, 1);
	IS(0, nl_socket_use_seq(NULL));
	IS(-NLE_INVAL, nl_socket_set_fd(NULL, 1, 1));
}

/* netlink/msg.h */
static void msg_h(void)
{
	nl_msg_dump(NULL, stdout);
	nl_msg_dump(msg, NULL);
	nl_msg_dump(NULL, NULL);
	IS(-NLE_INVAL, nl_msg_parse(NULL, each, buf));
	IS(-NLE_INVAL, nl_msg_parse(msg, NULL, buf));
	IS(-NLE_MSGTYPE_NOSUPPORT, nl_msg_parse(msg, each, NULL));
	IS(-NLE_INVAL, nl_msg_parse(NULL, NULL, NULL));
	NONE(nl_nlmsg_flags2str(1, NULL, 16));
	NONE(nl_nlmsgtype2str(1, NULL, 16));
	IS(-NLE_INVAL, nl_str2nlmsgtype(NULL));
	IS(-NLE_INVAL, nlmsg_append(NULL, buf, 16, 1));
	IS(-NLE_INVAL, nlmsg_append(msg, NULL, 16, 1));
	IS(-NLE_INVAL, nlmsg_append(NULL, NULL, 16, 1));
	SOME(nlmsg_attrdata(NULL, 1));
	IS(0, nlmsg_attrlen(NULL, 1));
	NONE(nlmsg_convert(NULL));
	SOME(nlmsg_data(NULL));
	IS(0, nlmsg_datalen(NULL));
	IS(-NLE_INVAL, nlmsg_expand(NULL, 16));
	NONE(nlmsg_find_attr(NULL, 1, 1));
	nlmsg_get(NULL);
	NONE(nlmsg_get_creds(NULL));
	NONE(nlmsg_get_dst(NULL));
	IS(0, nlmsg_get_max_size(NULL));
	IS(-1, nlmsg_get_proto(NULL));
	NONE(nlmsg_get_src(NULL));
	NONE(nlmsg_hdr(NULL));
	IS(-NLE_MSG_TOOSHORT, nlmsg_parse(NULL, 1, tb, 1, pol));
	IS(-NLE_INVAL, nlmsg_parse(nlh, 1, NULL, 1, pol));
	IS(-NLE_MSG_TOOSHORT, nlmsg_parse(NULL, 1, NULL, 1, NULL));
	NONE(nlmsg_put(NULL, 1, 1, 1, 1, 1));
	NONE(nlmsg_reserve(NULL, 16, 1));
	nlmsg_set_creds(NULL, (struct ucred *)buf);
	nlmsg_set_creds(msg, NULL);
	nlmsg_set_creds(NULL, NULL);
	nlmsg_set_dst(NULL, &sa);
	nlmsg_set_dst(msg, NULL);
	nlmsg_set_dst(NULL, NULL);
	nlmsg_set_proto(NULL, 1);
	nlmsg_set_src(NULL, &sa);
	nlmsg_set_src(msg, NULL);
	nlmsg_set_src(NULL, NULL);
	NONE(nlmsg_tail(NULL));
	IS(0, nlmsg_valid_hdr(NULL, 1));
	IS(-NLE_MSG_TOOSHORT, nlmsg_validate(NULL, 1, 1, pol));
	IS(-NLE_MSG_TOOSHORT, nlmsg_validate(NULL, 1, 1, NULL));
}

/* netlink/errno.h */
static void errno_h(void)
{
	nl_perror(1, NULL);
}

/* netlink/attr.h */
static void attr_h(void)
{
	SOME(nla_data(NULL));
	NONE(nla_find(NULL, 1, 1));
	IS(0, nla_get_flag(NULL));
	IS(0, nla_get_msecs(NULL));
	SOME(nla_get_string(NULL));
	IS(0, nla_get_u16(NULL));
	IS(0, nla_get_u32(NULL));
	IS(0, nla_get_u64(NULL));
	IS(0, nla_get_u8(NULL));
	IS(0, nla_is_nested(NULL));
	IS(-16, nla_memcmp(NULL, buf, 16));
	IS(-12, nla_memcmp(nla, NULL, 16));
	IS(-16, nla_memcmp(NULL, NULL, 16));
	IS(0, nla_memcpy(NULL, nla, 1));
	IS(0, nla_memcpy(buf, NULL, 1));
	IS(0, nla_memcpy(NULL, NULL, 1));
	nla_nest_cancel(NULL, nla);
	nla_nest_cancel(msg, NULL);
	nla_nest_cancel(NULL, NULL);
	IS(-NLE_INVAL, nla_nest_end(NULL, nla));
	IS(-NLE_ATTRSIZE, nla_nest_end(msg, NULL));
	IS(-NLE_INVAL, nla_nest_end(NULL, NULL));
	NONE(nla_nest_start(NULL, 1));
	IS(-NLE_INVAL, nla_parse(NULL, 1, nla, 1, pol));
	IS(0, nla_parse(tb, 1, NULL, 1, pol));
	IS(-NLE_INVAL, nla_parse(NULL, 1, NULL, 1, NULL));
	IS(-NLE_INVAL, nla_parse_nested(NULL, 1, nla, pol));
	IS(-NLE_INVAL, nla_parse_nested(tb, 1, NULL, pol));
	IS(-NLE_INVAL, nla_parse_nested(NULL, 1, NULL, NULL));
	IS(-NLE_INVAL, nla_put(NULL, 1, 1, buf));
	IS(-NLE_INVAL, nla_put(msg, 1, 1, NULL));
	IS(-NLE_INVAL, nla_put(NULL, 1, 1, NULL));
	IS(-NLE_INVAL, nla_put_addr(NULL, 1, addr));
	IS(-NLE_INVAL, nla_put_addr(msg, 1, NULL));
	IS(-NLE_INVAL, nla_put_addr(NULL, 1, NULL));
	IS(-NLE_INVAL, nla_put_data(NULL, 1, data));
	IS(-NLE_INVAL, nla_put_data(msg, 1, NULL));
	IS(-NLE_INVAL, nla_put_data(NULL, 1, NULL));
	IS(-NLE_INVAL, nla_put_flag(NULL, 1));
	IS(-NLE_INVAL, nla_put_msecs(NULL, 1, 1));
	IS(-NLE_INVAL, nla_put_nested(NULL, 1, msg));
	IS(-NLE_INVAL, nla_put_nested(msg, 1, NULL));
	IS(-NLE_INVAL, nla_put_nested(NULL, 1, NULL));
	IS(-NLE_INVAL, nla_put_string(NULL, 1, "1"));
	IS(-NLE_INVAL, nla_put_string(msg, 1, NULL));
	IS(-NLE_INVAL, nla_put_string(NULL, 1, NULL));
	IS(-NLE_INVAL, nla_put_u16(NULL, 1, 1));
	IS(-NLE_INVAL, nla_put_u32(NULL, 1, 1));
	IS(-NLE_INVAL, nla_put_u64(NULL, 1, 1));
	IS(-NLE_INVAL, nla_put_u8(NULL, 1, 1));
	NONE(nla_reserve(NULL, 1, 1));
	IS(-2, nla_strcmp(NULL, "1"));
	IS(1, nla_strcmp(nla, NULL));
	IS(1, nla_strcmp(NULL, NULL));
	NONE(nla_strdup(NULL));
	IS(3, nla_strlcpy(NULL, nla, 16));
	IS(0, nla_strlcpy((char *)buf, NULL, 16));
	IS(0, nla_strlcpy(NULL, NULL, 16));
	IS(0, nla_validate(NULL, 1, 1, pol));
	IS(0, nla_validate(NULL, 1, 1, NULL));
	IS(0, nla_get_s8(NULL));
	IS(-NLE_INVAL, nla_put_s8(NULL, 1, 1));
	IS(0, nla_get_s16(NULL));
	IS(-NLE_INVAL, nla_put_s16(NULL, 1, 1));
	IS(0, nla_get_s32(NULL));
	IS(-NLE_INVAL, nla_put_s32(NULL, 1, 1));
	IS(0, nla_get_s64(NULL));
	IS(-NLE_INVAL, nla_put_s64(NULL, 1, 1));
	IS(-NLE_INVAL, nla_nest_end_keep_empty(NULL, nla));
	IS(-NLE_ATTRSIZE, nla_nest_end_keep_empty(msg, NULL));
	IS(-NLE_INVAL, nla_nest_end_keep_empty(NULL, NULL));
	IS(0, nla_get_sint(NULL));
	IS(-NLE_INVAL, nla_put_sint(NULL, 1, 1));
	IS(0, nla_get_uint(NULL));
	IS(-NLE_INVAL, nla_put_uint(NULL, 1, 1));
}

int main(void)
{
	set_up();
	netlink_h();
	handlers_h();
	socket_h();
	msg_h();
	errno_h();
	attr_h();
	tear_down();
	return check_done();
}
