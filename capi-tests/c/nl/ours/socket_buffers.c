/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Buffers: those of the kernel, and the library's for datagrams of any size.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <sys/syscall.h>

#include <netlink/errno.h>
#include <netlink/msg.h>
#include <netlink/netlink.h>
#include <netlink/socket.h>

#include "check.h"
#include "nl/feed.h"

static int calls;

/* In place of libc's, for the library too. */
ssize_t recvmsg(int fd, struct msghdr *hdr, int flags)
{
	calls++;
	return syscall(SYS_recvmsg, fd, hdr, flags);
}

static int limit(const char *name)
{
	char path[80];
	FILE *file;
	int value = 0;

	snprintf(path, sizeof(path), "/proc/sys/net/core/%s", name);
	file = fopen(path, "r");
	if (file == NULL || fscanf(file, "%d", &value) != 1)
		value = 0;
	if (file != NULL)
		fclose(file);
	return value;
}

static int option(int fd, int name)
{
	int value = 0;
	socklen_t len = sizeof(value);

	getsockopt(fd, SOL_SOCKET, name, &value, &len);
	return value;
}

static int peer;
static uint32_t peer_port;
static int rmem_max;

static struct nl_sock *connected(void)
{
	struct nl_sock *sk = nl_socket_alloc();

	feed_require(nl_connect(sk, NETLINK_USERSOCK) == 0, "nl_connect");
	nl_socket_set_nonblocking(sk);
	nl_socket_disable_seq_check(sk);
	return sk;
}

static void kernel_buffers(void)
{
	struct nl_sock *sk = connected();
	const int fd = nl_socket_get_fd(sk);
	const int receive = option(peer, SO_RCVBUF), send = option(peer, SO_SNDBUF);
	int wanted = rmem_max < 16 << 20 ? rmem_max * 2 : 32 << 20;
	int value;

	if (wanted < receive)
		wanted = receive;
	CHECK_INT(option(fd, SO_RCVBUF), wanted, "the receive buffer is what the system grants");
	CHECK_INT(option(fd, SO_SNDBUF), send, "the send buffer is the system's default");
	CHECK(option(fd, SO_RCVBUF) >= receive, "the receive buffer is not below the default");
	CHECK_INT(nl_socket_set_buffer_size(sk, 10000, 20000), 0, "other sizes");
	CHECK_INT(option(fd, SO_RCVBUF), 20000, "for receiving");
	CHECK_INT(option(fd, SO_SNDBUF), 40000, "for sending");
	CHECK_INT(nl_socket_set_buffer_size(sk, 0, 0), 0, "the default sizes");
	value = option(fd, SO_RCVBUF);
	CHECK_INT(value, rmem_max < 16 << 20 ? rmem_max * 2 : 32 << 20, "for receiving: the most");
	CHECK_INT(option(fd, SO_SNDBUF), 40000, "for sending: as it was");
	CHECK_INT(nl_socket_set_buffer_size(sk, -5, -5), 0, "negative sizes are the same");
	CHECK_INT(option(fd, SO_RCVBUF), value, "for receiving");
	nl_socket_free(sk);
}

static int count_one(struct nl_msg *msg, void *arg)
{
	int *count = arg;

	if (nlmsg_hdr(msg)->nlmsg_seq == (uint32_t)*count)
		++*count;
	return NL_OK;
}

/* Events that nobody reads for a while. */
static void burst(void)
{
	const int events = 10000;
	_Alignas(4) unsigned char bytes[64] = { 0 };
	struct nl_sock *sk = connected();
	const int room = option(nl_socket_get_fd(sk), SO_RCVBUF);
	const uint32_t port = nl_socket_get_local_port(sk);
	const struct sockaddr_nl to = { .nl_family = AF_NETLINK, .nl_pid = port };
	int got = 0, err;

	nl_socket_modify_cb(sk, NL_CB_VALID, NL_CB_CUSTOM, count_one, &got);
	for (uint32_t i = 0; i < (uint32_t)events; i++) {
		raw_header(bytes, sizeof(bytes), 20, 0, i, 0);
		/* A small skb takes less than 1 KiB. */
		if (sendto(peer, bytes, sizeof(bytes), MSG_DONTWAIT, (const struct sockaddr *)&to,
			   sizeof(to)) < 0)
			break;
	}
	while ((err = nl_recvmsgs_default(sk)) == 0)
		;
	CHECK_INT(err, -NLE_AGAIN, "all is received");
	if (room / events >= 800)
		CHECK_INT(got, events, "a burst is not lost");
	else
		CHECK(got > room / 2000, "as much is received as the buffer of %d holds", room);
	nl_socket_free(sk);
}

static size_t last_len;
static int intact;

static int look(struct nl_msg *msg, void *arg)
{
	const struct nlmsghdr *nlh = nlmsg_hdr(msg);
	const unsigned char *data = nlmsg_data(nlh);

	(void)arg;
	last_len = nlh->nlmsg_len;
	intact = data[0] == 0x11 && data[nlh->nlmsg_len - 17] == 0x22;
	return NL_OK;
}

/* Sends a message of len bytes. */
static void send_one(struct nl_sock *sk, size_t len)
{
	unsigned char *bytes = raw_buffer(len, 0x33);

	raw_header(bytes, (uint32_t)len, 20, 0, 0, 0);
	bytes[16] = 0x11;
	bytes[len - 1] = 0x22;
	feed_send(peer, nl_socket_get_local_port(sk), bytes, len);
	free(bytes);
}

static const size_t sizes[] = {
	100, 4096, 16384, 16385, 32768, 32769, 65536, 65600, 1 << 20, 3 << 20, (4 << 20) + 5, 100, 8 << 20,
	100,
};

static void large(void)
{
	struct nl_sock *sk = connected();

	nl_socket_modify_cb(sk, NL_CB_VALID, NL_CB_CUSTOM, look, NULL);
	for (size_t i = 0; i < COUNT(sizes); i++) {
		struct sockaddr_nl from;
		unsigned char *buf = NULL;

		send_one(sk, sizes[i]);
		calls = 0;
		last_len = 0;
		CHECK_INT(nl_recvmsgs_default(sk), 0, "%zu bytes", sizes[i]);
		/* Under valgrind the library looks first. */
		CHECK_INT(calls, feed_valgrind() ? 2 : 1, "%zu bytes: system calls", sizes[i]);
		CHECK_UINT(last_len, sizes[i], "%zu bytes: whole", sizes[i]);
		CHECK(intact, "%zu bytes: intact", sizes[i]);
		send_one(sk, sizes[i]);
		CHECK_INT(nl_recv(sk, &from, &buf, NULL), sizes[i], "nl_recv %zu", sizes[i]);
		CHECK(buf[16] == 0x11 && buf[sizes[i] - 1] == 0x22, "nl_recv %zu intact", sizes[i]);
		free(buf);
	}
	CHECK_INT(nl_recvmsgs_default(sk), -NLE_AGAIN, "nothing is left");
	nl_socket_free(sk);
}

static void limits(void)
{
	struct nl_sock *sk = connected();

	nl_socket_modify_cb(sk, NL_CB_VALID, NL_CB_CUSTOM, look, NULL);
	nl_socket_set_msg_buf_size(sk, 1000);
	send_one(sk, 1000);
	CHECK_INT(nl_recvmsgs_default(sk), 0, "as much as the program takes");
	send_one(sk, 1004);
	CHECK_INT(nl_recvmsgs_default(sk), -NLE_MSG_TRUNC, "more than the program takes");
	CHECK_INT(nl_recvmsgs_default(sk), -NLE_AGAIN, "it is gone");
	nl_socket_enable_msg_peek(sk);
	send_one(sk, 100000);
	CHECK_INT(nl_recvmsgs_default(sk), 0, "more than the program takes, when peeking");
	CHECK_UINT(last_len, 100000, "it is whole");
	nl_socket_disable_msg_peek(sk);
	send_one(sk, 1004);
	CHECK_INT(nl_recvmsgs_default(sk), -NLE_MSG_TRUNC, "no more peeking");
	nl_socket_set_msg_buf_size(sk, 0);
	send_one(sk, 100000);
	CHECK_INT(nl_recvmsgs_default(sk), 0, "no more limit");
	CHECK_UINT(last_len, 100000, "it is whole");
	nl_socket_free(sk);
}

/* Credentials that nobody asks for. */
static void unwanted_credentials(void)
{
	struct nl_sock *sk = connected();
	struct sockaddr_nl from;
	unsigned char *buf = NULL;

	CHECK_INT(nl_socket_set_passcred(sk, 1), 0, "credentials are passed");
	CHECK_INT(nl_socket_recv_pktinfo(sk, 1), 0, "and the group");
	send_one(sk, 100);
	CHECK_INT(nl_recv(sk, &from, &buf, NULL), 100, "nl_recv without a place for them");
	free(buf);
	nl_socket_free(sk);
}

int main(void)
{
	const int most = 64 << 20;

	rmem_max = limit("rmem_max");
	peer = feed_peer(&peer_port);
	kernel_buffers();
	burst();
	if (setsockopt(peer, SOL_SOCKET, SO_SNDBUFFORCE, &most, sizeof(most)) < 0) {
		CHECK(errno == EPERM, "only root may send large datagrams");
		return check_done();
	}
	large();
	limits();
	unwanted_credentials();
	return check_done();
}
