/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Sending: what is filled in, what arrives at a peer, and what callbacks can do about it.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <sys/uio.h>

#include <linux/rtnetlink.h>

#include <netlink/errno.h>
#include <netlink/msg.h>

#include "nl/feed.h"
#include "report.h"

static int peer;
static uint32_t peer_port;
static uint32_t seq;

/* Prints the datagrams that wait at a socket, with what varies taken out of the header. */
static void arrived(int fd, struct nl_sock *sk, const char *key)
{
	static _Alignas(8) unsigned char bytes[8192];
	_Alignas(8) char control[256];
	struct sockaddr_nl from;
	struct iovec iov = { bytes, sizeof(bytes) };
	struct nlmsghdr *nlh = (struct nlmsghdr *)bytes;
	int count = 0;
	ssize_t len;

	for (;;) {
		struct msghdr hdr = { .msg_name = &from, .msg_namelen = sizeof(from), .msg_iov = &iov,
				      .msg_iovlen = 1, .msg_control = control,
				      .msg_controllen = sizeof(control) };

		len = recvmsg(fd, &hdr, MSG_DONTWAIT);
		if (len < 0)
			break;
		if (len >= 16 && nlh->nlmsg_pid == nl_socket_get_local_port(sk))
			nlh->nlmsg_pid = 0xaaaaaaaa;
		if (len >= 16 && nlh->nlmsg_seq - seq < 1000)
			nlh->nlmsg_seq -= seq;
		out_hex(bytes, (size_t)len, "%s.%d", key, count);
		out_bool(from.nl_pid == nl_socket_get_local_port(sk), "%s.%d.from", key, count);
		for (struct cmsghdr *c = CMSG_FIRSTHDR(&hdr); c != NULL; c = CMSG_NXTHDR(&hdr, c)) {
			struct ucred creds;

			if (c->cmsg_type != SCM_CREDENTIALS)
				continue;
			memcpy(&creds, CMSG_DATA(c), sizeof(creds));
			out_bool(creds.pid == getpid() && creds.uid == getuid(), "%s.%d.creds", key, count);
			out_uint(creds.gid, "%s.%d.gid", key, count);
		}
		count++;
	}
	out_int(count, "%s.arrived", key);
}

static struct nl_sock *connected(void)
{
	struct nl_sock *sk = nl_socket_alloc();

	if (nl_connect(sk, NETLINK_USERSOCK) < 0)
		exit(2);
	nl_socket_set_peer_port(sk, peer_port);
	seq = nl_socket_use_seq(sk);
	return sk;
}

static struct nl_msg *message(int type, int flags)
{
	struct nl_msg *msg = nlmsg_alloc_simple(type, flags);

	nlmsg_append(msg, "0123456789", 10, NLMSG_ALIGNTO);
	return msg;
}

static void ways(void)
{
	struct nl_sock *sk = connected();
	struct nl_msg *msg;
	struct iovec iov[3];
	struct sockaddr_nl to = { .nl_family = AF_NETLINK };
	struct msghdr hdr = { .msg_name = &to, .msg_namelen = sizeof(to), .msg_iov = iov, .msg_iovlen = 1 };
	char text[] = "abcdefghijklmnopqrst";

	to.nl_pid = peer_port;
	OUT_CALL(nl_sendto(sk, text, 20), "sendto");
	OUT_CALL(nl_sendto(sk, NULL, 20), "sendto.null");
	OUT_CALL(nl_sendto(sk, text, 0), "sendto.empty");
	arrived(peer, sk, "sendto");

	msg = message(20, NLM_F_CREATE);
	out_int(nlmsg_get_src(msg)->nl_pid, "src.before");
	OUT_CALL(nl_send(sk, msg), "send");
	out_bool(nlmsg_get_src(msg)->nl_pid == nl_socket_get_local_port(sk), "src.after");
	out_int(nlmsg_get_proto(msg), "send.proto");
	OUT_CALL(nl_send_auto(sk, msg), "send_auto");
	out_int(nlmsg_get_proto(msg), "send_auto.proto");
	OUT_CALL(nl_send_auto_complete(sk, msg), "send_auto_complete");
	arrived(peer, sk, "send");
	nlmsg_free(msg);

	/* Each has its own sequence number, unless it says so. */
	for (int i = 0; i < 3; i++) {
		msg = message(21 + i, 0);
		nlmsg_hdr(msg)->nlmsg_pid = i == 1 ? 5 : 0;
		nlmsg_hdr(msg)->nlmsg_seq = i == 1 ? 0x77777777 : 0;
		OUT_CALL(nl_send_auto(sk, msg), "auto.%d", i);
		nlmsg_free(msg);
	}
	arrived(peer, sk, "auto.peer");

	msg = message(30, 0);
	iov[0] = (struct iovec){ nlmsg_hdr(msg), 16 };
	iov[1] = (struct iovec){ text, 3 };
	iov[2] = (struct iovec){ text + 10, 5 };
	OUT_CALL(nl_sendmsg(sk, msg, &hdr), "sendmsg");
	OUT_CALL(nl_send_iovec(sk, msg, iov, 1), "iovec.1");
	OUT_CALL(nl_send_iovec(sk, msg, iov, 3), "iovec.3");
	OUT_CALL(nl_send_iovec(sk, msg, iov, 0), "iovec.0");
	arrived(peer, sk, "vector");
	nlmsg_free(msg);

	OUT_CALL(nl_send_simple(sk, 40, NLM_F_DUMP, text, 20), "simple");
	OUT_CALL(nl_send_simple(sk, 41, 0, NULL, 20), "simple.null");
	OUT_CALL(nl_send_simple(sk, 42, 0, text, 0), "simple.empty");
	OUT_CALL(nl_send_simple(sk, 70000, 70000, text, 3), "simple.large_numbers");
	OUT_CALL(nl_send_simple(sk, 43, 0, text, 5000), "simple.too_long");
	arrived(peer, sk, "simple");
	nl_socket_free(sk);
}

static void destinations(void)
{
	struct nl_sock *sk = connected();
	struct sockaddr_nl dst = { .nl_family = AF_NETLINK };
	struct nl_msg *msg = message(20, 0);
	uint32_t other_port;
	const int other = feed_peer(&other_port);

	dst.nl_pid = other_port;
	nlmsg_set_dst(msg, &dst);
	OUT_CALL(nl_send(sk, msg), "dst");
	arrived(peer, sk, "dst.peer");
	arrived(other, sk, "dst.other");
	/* An address that is of no family does not count. */
	dst.nl_family = AF_UNSPEC;
	nlmsg_set_dst(msg, &dst);
	OUT_CALL(nl_send(sk, msg), "dst.unspec");
	arrived(peer, sk, "dst.unspec.peer");
	arrived(other, sk, "dst.unspec.other");
	/* Nobody is there. */
	nl_socket_set_peer_port(sk, 0x12345678);
	OUT_CALL(nl_send(sk, msg), "dst.nobody");
	OUT_CALL(nl_sendto(sk, msg, 16), "dst.nobody.sendto");
	nl_socket_set_peer_groups(sk, 1);
	OUT_CALL(nl_send(sk, msg), "dst.groups");
	nlmsg_free(msg);
	nl_socket_free(sk);
	close(other);
}

static void credentials(void)
{
	struct nl_sock *sk = connected();
	struct nl_msg *msg = message(20, 0);
	struct ucred creds = { getpid(), getuid(), getgid() };
	int on = 1;

	feed_require(setsockopt(peer, SOL_SOCKET, SO_PASSCRED, &on, sizeof(on)) == 0, "SO_PASSCRED");
	OUT_CALL(nl_send(sk, msg), "creds.none");
	nlmsg_set_creds(msg, &creds);
	OUT_CALL(nl_send(sk, msg), "creds.own");
	creds.pid = 0x7ffffff0;
	nlmsg_set_creds(msg, &creds);
	out_bool(nl_send(sk, msg) < 0, "creds.of_nobody");
	arrived(peer, sk, "creds");
	on = 0;
	setsockopt(peer, SOL_SOCKET, SO_PASSCRED, &on, sizeof(on));
	nlmsg_free(msg);
	nl_socket_free(sk);
}

static int answer;
static int called;

static int on_out(struct nl_msg *msg, void *arg)
{
	called += *(int *)arg;
	nlmsg_hdr(msg)->nlmsg_type = 99;
	return answer;
}

static void callbacks(void)
{
	static const int answers[] = { NL_OK, NL_SKIP, NL_STOP, 3, 1000, -1, -NLE_PERM, -1000 };
	struct nl_sock *sk = connected();
	int one = 1;
	struct iovec iov = { NULL, 16 };

	nl_socket_modify_cb(sk, NL_CB_MSG_OUT, NL_CB_CUSTOM, on_out, &one);
	for (size_t i = 0; i < COUNT(answers); i++) {
		struct nl_msg *msg = message(20, 0);

		answer = answers[i];
		called = 0;
		iov.iov_base = nlmsg_hdr(msg);
		out_int(nl_send(sk, msg), "out.%d.send", answer);
		out_int(nl_send_auto(sk, msg), "out.%d.auto", answer);
		out_int(nl_send_iovec(sk, msg, &iov, 1), "out.%d.iovec", answer);
		out_int(nl_send_simple(sk, 20, 0, NULL, 0), "out.%d.simple", answer);
		out_int(nl_sendto(sk, nlmsg_hdr(msg), 16), "out.%d.sendto", answer);
		out_int(called, "out.%d.called", answer);
		if (answer < 0)
			out_int(nl_send_sync(sk, message(20, 0)), "out.%d.sync", answer);
		nlmsg_free(msg);
	}
	arrived(peer, sk, "out");
	nl_socket_free(sk);
}

static int instead(struct nl_sock *sk, struct nl_msg *msg)
{
	(void)sk;
	called++;
	nlmsg_hdr(msg)->nlmsg_type = 55;
	return answer;
}

static void overwritten(void)
{
	static const int answers[] = { 0, 5, -7, -1000 };
	struct nl_sock *sk = connected();
	struct nl_cb *cb = nl_socket_get_cb(sk);
	struct nl_msg *msg = message(20, 0);
	struct iovec iov = { nlmsg_hdr(msg), 16 };

	nl_cb_overwrite_send(cb, instead);
	for (size_t i = 0; i < COUNT(answers); i++) {
		answer = answers[i];
		called = 0;
		out_int(nl_send(sk, msg), "instead.%d.send", answer);
		out_int(nl_send_auto(sk, msg), "instead.%d.auto", answer);
		out_int(nl_send_auto_complete(sk, msg), "instead.%d.auto_complete", answer);
		out_int(nl_send_iovec(sk, msg, &iov, 1), "instead.%d.iovec", answer);
		out_int(nl_send_simple(sk, 20, 0, NULL, 0), "instead.%d.simple", answer);
		out_int(called, "instead.%d.called", answer);
	}
	arrived(peer, sk, "instead");
	nl_cb_put(cb);
	nlmsg_free(msg);
	nl_socket_free(sk);
}

static void completing(void)
{
	struct nl_sock *sk = nl_socket_alloc();
	const uint32_t first = nl_socket_use_seq(sk);

	for (int connected = 0; connected < 2; connected++) {
		for (int ack = 0; ack < 2; ack++) {
			for (int preset = 0; preset < 2; preset++) {
				struct nl_msg *msg = nlmsg_alloc_simple(20, preset ? NLM_F_DUMP : 0);
				struct nlmsghdr *nlh = nlmsg_hdr(msg);

				if (preset) {
					nlh->nlmsg_pid = 1;
					nlh->nlmsg_seq = 2;
					nlmsg_set_proto(msg, 3);
				}
				if (preset)
					nl_auto_complete(sk, msg);
				else
					nl_complete_msg(sk, msg);
				out_int(nlh->nlmsg_flags, "complete.%d.%d.%d.flags", connected, ack, preset);
				out_int(nlmsg_get_proto(msg), "complete.%d.%d.%d.proto", connected, ack,
					preset);
				out_bool(nlh->nlmsg_pid == (preset ? 1 : nl_socket_get_local_port(sk)),
					 "complete.%d.%d.%d.pid", connected, ack, preset);
				out_uint(preset ? nlh->nlmsg_seq : nlh->nlmsg_seq - first,
					 "complete.%d.%d.%d.seq", connected, ack, preset);
				nlmsg_free(msg);
			}
			nl_socket_disable_auto_ack(sk);
		}
		nl_socket_enable_auto_ack(sk);
		nl_connect(sk, NETLINK_GENERIC);
	}
	nl_socket_free(sk);
}

/* Requests to the kernel. */
static void synchronous(void)
{
	struct nl_sock *sk = nl_socket_alloc();
	struct ifinfomsg info = { .ifi_family = AF_UNSPEC, .ifi_index = 1 };
	struct nl_msg *msg;

	OUT_CALL(nl_send_sync(sk, nlmsg_alloc_simple(RTM_NEWLINK, 0)), "sync.closed");
	nl_connect(sk, NETLINK_ROUTE);
	for (int i = 0; i < 4; i++) {
		static const int types[] = { RTM_SETLINK, RTM_NEWLINK, RTM_DELLINK, 1000 };

		info.ifi_index = i == 0 ? 1 : 4711;
		msg = nlmsg_alloc_simple(types[i], 0);
		nlmsg_append(msg, &info, sizeof(info), NLMSG_ALIGNTO);
		nlmsg_get(msg);
		OUT_CALL(nl_send_sync(sk, msg), "sync.%d", i);
		out_bool(nlmsg_hdr(msg)->nlmsg_seq != 0, "sync.%d.seq", i);
		nlmsg_free(msg);
	}
	/* Without acknowledgement nothing is waited for. */
	nl_socket_disable_auto_ack(sk);
	OUT_CALL(nl_send_sync(sk, nlmsg_alloc_simple(NLMSG_NOOP, 0)), "sync.no_ack");
	nl_socket_enable_auto_ack(sk);
	info.ifi_index = 4711;
	out_int(nl_send_simple(sk, RTM_GETLINK, 0, &info, sizeof(info)), "ack.refused.sent");
	OUT_CALL(nl_wait_for_ack(sk), "ack.refused");
	info.ifi_index = 1;
	out_int(nl_send_simple(sk, RTM_SETLINK, 0, &info, sizeof(info)), "ack.granted.sent");
	OUT_CALL(nl_wait_for_ack(sk), "ack.granted");
	nl_socket_free(sk);
}

static void closed(void)
{
	struct nl_sock *sk = nl_socket_alloc();
	struct nl_msg *msg = message(20, 0);
	struct iovec iov = { nlmsg_hdr(msg), 16 };
	struct msghdr hdr = { .msg_iov = &iov, .msg_iovlen = 1 };

	OUT_CALL(nl_sendto(sk, msg, 16), "closed.sendto");
	OUT_CALL(nl_sendto(sk, NULL, 16), "closed.sendto.null");
	OUT_CALL(nl_send(sk, msg), "closed.send");
	OUT_CALL(nl_sendmsg(sk, msg, &hdr), "closed.sendmsg");
	OUT_CALL(nl_send_iovec(sk, msg, &iov, 1), "closed.iovec");
	OUT_CALL(nl_send_auto(sk, msg), "closed.auto");
	OUT_CALL(nl_send_simple(sk, 1, 0, NULL, 0), "closed.simple");
	OUT_CALL(nl_recvmsgs_default(sk), "closed.recvmsgs");
	OUT_CALL(nl_wait_for_ack(sk), "closed.wait");
	nlmsg_free(msg);
	nl_socket_free(sk);
}

int main(void)
{
	peer = feed_peer(&peer_port);
	ways();
	destinations();
	credentials();
	callbacks();
	overwritten();
	completing();
	synchronous();
	closed();
	close(peer);
	return 0;
}
