/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Sockets without memory, without address space, and with system calls that fail.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <sys/mman.h>
#include <sys/syscall.h>

#include <linux/rtnetlink.h>

#include <netlink/attr.h>
#include <netlink/errno.h>
#include <netlink/msg.h>
#include <netlink/netlink.h>
#include <netlink/oxnl.h>
#include <netlink/socket.h>

#include "faulty_heap.h"
#include "faulty_socket.h"
#include "nl/feed.h"

/* No address space in large pieces. */
static int no_space;
static int maps;

void *mmap(void *at, size_t len, int prot, int flags, int fd, off_t offset)
{
	if (no_space && len >= 1 << 20) {
		errno = ENOMEM;
		return MAP_FAILED;
	}
	maps += len >= 1 << 20;
	return (void *)syscall(SYS_mmap, at, len, prot, flags, fd, offset);
}

/* Calls of a kind fail with an error, so many times; below 0: always. */
static void fail(enum socket_call call, int error, int times)
{
	socket_fail((struct socket_failure){ call, error, 0 }, 1, times);
}

static int peer;

static struct nl_sock *connected(void)
{
	struct nl_sock *sk = nl_socket_alloc();

	feed_require(nl_connect(sk, NETLINK_USERSOCK) == 0, "nl_connect");
	nl_socket_set_nonblocking(sk);
	nl_socket_disable_seq_check(sk);
	return sk;
}

static void connecting(void)
{
	static const struct { enum socket_call call; int error, result; const char *name; } cases[] = {
		{ SOCKET_SOCKET, EMFILE, -NLE_FAILURE, "socket: EMFILE" },
		{ SOCKET_SOCKET, EPROTONOSUPPORT, -NLE_PROTO_MISMATCH, "socket: EPROTONOSUPPORT" },
		{ SOCKET_SOCKET, EACCES, -NLE_NOACCESS, "socket: EACCES" },
		{ SOCKET_BIND, EPERM, -NLE_PERM, "bind: EPERM" },
		{ SOCKET_BIND, ENOMEM, -NLE_NOMEM, "bind: ENOMEM" },
		{ SOCKET_BIND, EADDRINUSE, -NLE_EXIST, "bind: EADDRINUSE" },
		{ SOCKET_GETSOCKNAME, ENOBUFS, -NLE_NOMEM, "getsockname" },
		/* Smaller buffers and no extended acknowledgements will do. */
		{ SOCKET_SETSOCKOPT, EPERM, 0, "setsockopt" },
		{ SOCKET_GETSOCKOPT, EINVAL, 0, "getsockopt" },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct nl_sock *sk = nl_socket_alloc();
		const int before = socket_open;

		fail(cases[i].call, cases[i].error, -1);
		CHECK_INT(nl_connect(sk, NETLINK_ROUTE), cases[i].result, "nl_connect, %s", cases[i].name);
		socket_mend();
		if (cases[i].result < 0) {
			CHECK_INT(nl_socket_get_fd(sk), -1, "%s: not open", cases[i].name);
			CHECK_INT(socket_open, before, "%s: nothing is left open", cases[i].name);
			CHECK_INT(nl_connect(sk, NETLINK_ROUTE), 0, "%s: it can be tried again", cases[i].name);
		}
		CHECK_INT(socket_open, before + 1, "%s: one is open", cases[i].name);
		nl_socket_free(sk);
		CHECK_INT(socket_open, before, "%s: and closed", cases[i].name);
	}

	/* Ports that others have taken: five attempts, and then the kernel's choice. */
	for (int taken = 1; taken < 7; taken++) {
		struct nl_sock *sk = nl_socket_alloc();
		int result;

		fail(SOCKET_BIND, EADDRINUSE, taken);
		result = nl_connect(sk, NETLINK_ROUTE);
		CHECK_INT(result, taken < 6 ? 0 : -NLE_EXIST, "%d ports are taken", taken);
		CHECK_INT(socket_calls[SOCKET_BIND], taken < 6 ? taken + 1 : 6, "%d ports are taken: attempts", taken);
		socket_mend();
		if (result == 0) {
			struct sockaddr_nl addr;
			socklen_t len = sizeof(addr);

			getsockname(nl_socket_get_fd(sk), (struct sockaddr *)&addr, &len);
			CHECK_UINT(nl_socket_get_local_port(sk), addr.nl_pid, "%d: the port is known", taken);
		}
		nl_socket_free(sk);
	}
	for (int odd = 0; odd < 2; odd++) {
		struct nl_sock *sk = nl_socket_alloc();
		const int before = socket_open;

		socket_fail((struct socket_failure){ SOCKET_GETSOCKNAME, 0, odd ? SOCKET_FAMILY : SOCKET_HALF }, 1, -1);
		CHECK_INT(nl_connect(sk, NETLINK_ROUTE), odd ? -NLE_AF_NOSUPPORT : -NLE_NOADDR,
			  "an odd address, %d", odd);
		CHECK_INT(socket_open, before, "nothing is left open, %d", odd);
		socket_mend();
		nl_socket_free(sk);
	}
}

static void taking_over(void)
{
	static const enum socket_call calls[] = { SOCKET_GETSOCKNAME, SOCKET_GETSOCKOPT };

	for (size_t i = 0; i < COUNT(calls); i++) {
		struct nl_sock *sk = nl_socket_alloc();
		const int fd = socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE);

		fail(calls[i], ENOTSOCK, -1);
		CHECK_INT(nl_socket_set_fd(sk, -1, fd), -NLE_BAD_SOCK, "nl_socket_set_fd, call %d", calls[i]);
		socket_mend();
		CHECK_INT(nl_socket_get_fd(sk), -1, "not taken over");
		CHECK_INT(nl_socket_set_fd(sk, -1, fd), 0, "taken over in the end");
		nl_socket_free(sk);
	}
}

static void options(void)
{
	struct nl_sock *sk = connected();

	fail(SOCKET_SETSOCKOPT, ENOPROTOOPT, -1);
	CHECK_INT(nl_socket_set_buffer_size(sk, 1, 0), -NLE_INVAL, "nl_socket_set_buffer_size: receive");
	CHECK_INT(nl_socket_set_buffer_size(sk, 0, 1), -NLE_INVAL, "nl_socket_set_buffer_size: send");
	CHECK_INT(nl_socket_set_passcred(sk, 1), -NLE_INVAL, "nl_socket_set_passcred");
	CHECK_INT(nl_socket_recv_pktinfo(sk, 1), -NLE_INVAL, "nl_socket_recv_pktinfo");
	CHECK_INT(nl_socket_add_membership(sk, 1), -NLE_INVAL, "nl_socket_add_membership");
	CHECK_INT(nl_socket_drop_membership(sk, 1), -NLE_INVAL, "nl_socket_drop_membership");
	socket_mend();
	nl_socket_free(sk);
}

static int count_one(struct nl_msg *msg, void *arg)
{
	(void)msg;
	++*(int *)arg;
	return NL_OK;
}

static void send_one(struct nl_sock *sk, size_t len)
{
	static _Alignas(4) unsigned char bytes[1 << 20];

	memset(bytes, 0x44, len);
	raw_header(bytes, (uint32_t)len, 20, 0, 0, 0);
	feed_send(peer, nl_socket_get_local_port(sk), bytes, len);
}

static void transfers(void)
{
	struct nl_sock *sk = connected();
	struct nl_msg *msg = nlmsg_alloc_simple(20, 0);
	struct sockaddr_nl from;
	unsigned char *buf;
	int count = 0;

	nl_socket_modify_cb(sk, NL_CB_VALID, NL_CB_CUSTOM, count_one, &count);
	nl_socket_set_peer_port(sk, nl_socket_get_local_port(sk));
	fail(SOCKET_SENDMSG, EINTR, 1);
	CHECK_INT(nl_send_auto(sk, msg), -NLE_INTR, "sending is not repeated");
	CHECK_INT(socket_calls[SOCKET_SENDMSG], 1, "it is tried once");
	fail(SOCKET_SENDMSG, ENOBUFS, 1);
	CHECK_INT(nl_send_auto(sk, msg), -NLE_NOMEM, "sending: ENOBUFS");
	fail(SOCKET_SENDTO, ECONNREFUSED, 1);
	CHECK_INT(nl_sendto(sk, msg, 16), -NLE_FAILURE, "nl_sendto: ECONNREFUSED");

	send_one(sk, 100);
	fail(SOCKET_RECVMSG, EINTR, 3);
	CHECK_INT(nl_recvmsgs_default(sk), 0, "receiving is repeated");
	CHECK_INT(socket_calls[SOCKET_RECVMSG], 4, "as often as it was interrupted");
	CHECK_INT(count, 1, "and receives");
	send_one(sk, 100);
	fail(SOCKET_RECVMSG, ENOBUFS, 1);
	CHECK_INT(nl_recvmsgs_default(sk), -NLE_NOMEM, "the kernel dropped messages");
	CHECK_INT(nl_recvmsgs_default(sk), 0, "the next one comes");
	send_one(sk, 100);
	fail(SOCKET_RECVMSG, EINTR, 2);
	CHECK_INT(nl_recv(sk, &from, &buf, NULL), 100, "nl_recv is repeated");
	free(buf);
	fail(SOCKET_RECVMSG, ENOTSOCK, 1);
	CHECK_INT(nl_recv(sk, &from, &buf, NULL), -NLE_BAD_SOCK, "nl_recv fails");
	socket_mend();
	send_one(sk, 100);
	socket_fail((struct socket_failure){ SOCKET_RECVMSG, 0, SOCKET_SENDER }, 1, 1);
	CHECK_INT(nl_recvmsgs_default(sk), -NLE_NOADDR, "a sender of another kind");
	socket_mend();
	nlmsg_free(msg);
	nl_socket_free(sk);
}

/*
 * Runs a function without its nth allocation until it needs no more; it says whether it failed well.
 * Up to 4 receive buffers, of 2 allocations each, may stay for the next one who receives.
 */
enum { IDLE = 8 };

static void starve(int (*body)(void), const char *name, int idle)
{
	int nth, before, good;

	heap_fail_on = 1;
	for (nth = 0; nth < 50; nth++) {
		before = heap_held;
		heap_allocations = 0;
		heap_fail_at = nth + 1;
		good = body();
		heap_fail_at = 0;
		if (heap_allocations <= nth)
			break;
		CHECK(good == 1, "%s: without allocation %d", name, nth);
		CHECK(heap_held <= before + idle, "%s: nothing is left without allocation %d", name, nth);
		/* What stays does not become more. */
		before = heap_held;
		for (int again = 0; again < 20; again++) {
			heap_allocations = 0;
			heap_fail_at = nth + 1;
			body();
			heap_fail_at = 0;
		}
		CHECK(heap_held <= before + idle, "%s: nor after 20 times", name);
	}
	heap_fail_on = 0;
	CHECK(nth > 0 && nth < 50, "%s: %d allocations", name, nth);
	CHECK(heap_held <= before + idle, "%s: nothing is left", name);
}

/* Each returns 1 if it failed as documented, 2 if it succeeded, 0 otherwise. */
static int alloc_socket(void)
{
	struct nl_sock *sk = nl_socket_alloc();

	nl_socket_free(sk);
	return sk == NULL ? 1 : 2;
}

static int alloc_set(void)
{
	struct nl_cb *cb = nl_cb_alloc(NL_CB_DEFAULT), *copy = nl_cb_clone(cb);
	const int good = copy == NULL ? 1 : 2;

	nl_cb_put(copy);
	nl_cb_put(cb);
	return good;
}

static struct nl_sock *used;

static int verdict(int result, int success)
{
	return result == -NLE_NOMEM ? 1 : result == success ? 2 : 0;
}

static int send_simple(void)
{
	return verdict(nl_send_simple(used, 20, 0, NULL, 0), 16);
}

static int receive_all(void)
{
	int result;

	/* On a socket of its own datagram. */
	while (recv(nl_socket_get_fd(used), &result, sizeof(result), MSG_DONTWAIT) >= 0)
		;
	send_one(used, 100);
	return verdict(nl_recvmsgs_default(used), 0);
}

static int receive_one(void)
{
	struct sockaddr_nl from;
	unsigned char *buf = NULL;
	struct ucred *creds = NULL;
	int result;

	while (recv(nl_socket_get_fd(used), &result, sizeof(result), MSG_DONTWAIT) >= 0)
		;
	send_one(used, 100);
	result = nl_recv(used, &from, &buf, &creds);
	if (result > 0)
		free(buf);
	free(creds);
	return verdict(result, 100);
}

static int keep(struct nl_msg *msg, void *arg)
{
	struct nl_msg **kept = arg;

	if (*kept == NULL) {
		nlmsg_get(msg);
		*kept = msg;
	}
	return NL_OK;
}

static int keep_messages(void)
{
	struct nl_msg *kept = NULL;
	struct nl_cb *cb = nl_cb_alloc(NL_CB_DEFAULT);
	struct nl_sock *sk = cb == NULL ? NULL : nl_socket_alloc_cb(cb);
	int result = -NLE_NOMEM;

	if (sk != NULL && nl_connect(sk, NETLINK_USERSOCK) == 0) {
		nl_socket_disable_seq_check(sk);
		nl_cb_set(cb, NL_CB_VALID, NL_CB_CUSTOM, keep, &kept);
		send_one(sk, 100);
		send_one(sk, 100);
		result = nl_recvmsgs_default(sk);
		if (result == 0)
			result = nl_recvmsgs_default(sk);
	}
	nl_socket_free(sk);
	nl_cb_put(cb);
	if (kept != NULL)
		nlmsg_free(kept);
	return verdict(result, 0);
}

static int refuse(void)
{
	struct nl_sock *sk = nl_socket_alloc();
	struct ifinfomsg info = { .ifi_family = AF_UNSPEC };
	struct nl_msg *msg;
	int result = -NLE_NOMEM;

	if (sk != NULL && nl_connect(sk, NETLINK_ROUTE) == 0) {
		msg = nlmsg_alloc_simple(RTM_NEWLINK, NLM_F_CREATE);
		if (msg != NULL) {
			nlmsg_append(msg, &info, sizeof(info), NLMSG_ALIGNTO);
			nla_put_u8(msg, IFLA_MTU, 1);
			result = nl_send_sync(sk, msg);
		}
		/* Without memory for the text there is none, but the error is the kernel's. */
		if (result == -NLE_RANGE && oxnl_socket_get_ext_ack_msg(sk) == NULL)
			result = -NLE_NOMEM;
	}
	nl_socket_free(sk);
	return verdict(result, -NLE_RANGE);
}

static void without_memory(void)
{
	starve(alloc_socket, "nl_socket_alloc", 0);
	starve(alloc_set, "nl_cb_clone", 0);
	starve(refuse, "nl_send_sync", IDLE);
	starve(keep_messages, "kept messages", IDLE);
	used = connected();
	nl_socket_set_peer_port(used, nl_socket_get_local_port(used));
	starve(send_simple, "nl_send_simple", 0);
	starve(receive_all, "nl_recvmsgs_default", IDLE);
	starve(receive_one, "nl_recv", IDLE);
	nl_socket_set_passcred(used, 1);
	starve(receive_one, "nl_recv with credentials", IDLE);
	nl_socket_free(used);
}

/* Without address space each datagram is asked for its size, and is received whole all the same. */
static void without_space(void)
{
	static const size_t sizes[] = { 100, 32768, 32769, 65537, 1 << 20, 100 };
	const int most = 8 << 20;
	struct nl_sock *sk = connected();
	struct sockaddr_nl from;
	unsigned char *buf;
	int count = 0;

	if (setsockopt(peer, SOL_SOCKET, SO_SNDBUFFORCE, &most, sizeof(most)) < 0) {
		nl_socket_free(sk);
		return;
	}
	nl_socket_modify_cb(sk, NL_CB_VALID, NL_CB_CUSTOM, count_one, &count);
	for (size_t i = 0; i < COUNT(sizes); i++) {
		send_one(sk, sizes[i]);
		CHECK_INT(nl_recvmsgs_default(sk), 0, "without space: %zu bytes", sizes[i]);
		CHECK_INT(count, (int)i + 1, "without space: %zu bytes are received", sizes[i]);
		send_one(sk, sizes[i]);
		CHECK_INT(nl_recv(sk, &from, &buf, NULL), sizes[i], "without space: nl_recv %zu", sizes[i]);
		CHECK(buf[sizes[i] - 1] == 0x44, "without space: %zu whole", sizes[i]);
		free(buf);
	}
	nl_socket_set_msg_buf_size(sk, 50);
	send_one(sk, 100);
	CHECK_INT(nl_recvmsgs_default(sk), -NLE_MSG_TRUNC, "without space: a limit");
	CHECK_INT(nl_recvmsgs_default(sk), -NLE_AGAIN, "without space: nothing");
	nl_socket_free(sk);
}

int main(int argc, char **argv)
{
	uint32_t port;

	(void)argv;
	peer = feed_peer(&port);
	/* First, while there is no idle buffer. */
	no_space = 1;
	without_space();
	CHECK_INT(maps, 0, "no large piece of address space was given");
	no_space = argc > 1;
	without_memory();
	no_space = 0;
	without_memory();
	connecting();
	taking_over();
	options();
	transfers();
	close(peer);
	return check_done();
}
