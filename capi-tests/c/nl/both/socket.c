/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Sockets: made, connected, taken over, configured.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <netlink/errno.h>
#include <netlink/msg.h>
#include <netlink/netlink.h>
#include <netlink/socket.h>

#include "nl/feed.h"
#include "report.h"

#define LOW 0x3fffffu

static bool mine(uint32_t port)
{
	return (port & LOW) == ((uint32_t)getpid() & LOW);
}

static int option(struct nl_sock *sk, int level, int name)
{
	int value = -1;
	socklen_t len = sizeof(value);

	getsockopt(nl_socket_get_fd(sk), level, name, &value, &len);
	return value;
}

static struct sockaddr_nl bound(struct nl_sock *sk)
{
	struct sockaddr_nl addr = { .nl_pid = 1 };
	socklen_t len = sizeof(addr);

	getsockname(nl_socket_get_fd(sk), (struct sockaddr *)&addr, &len);
	return addr;
}

static void fresh(void)
{
	struct nl_sock *sk = nl_socket_alloc();
	unsigned int seq;

	out_int(nl_socket_get_fd(sk), "fresh.fd");
	out_uint(nl_socket_get_peer_port(sk), "fresh.peer_port");
	out_uint(nl_socket_get_peer_groups(sk), "fresh.peer_groups");
	out_uint(nl_socket_get_msg_buf_size(sk), "fresh.msg_buf_size");
	seq = nl_socket_use_seq(sk);
	out_bool(seq != 0, "fresh.seq");
	out_uint(nl_socket_use_seq(sk) - seq, "fresh.seq.next");
	out_uint(nl_socket_use_seq(sk) - seq, "fresh.seq.next.next");
	out_uint(feed_expected(sk) - seq, "fresh.seq.expected");
	nl_socket_set_peer_port(sk, UINT32_MAX);
	nl_socket_set_peer_groups(sk, 0x80000001);
	out_uint(nl_socket_get_peer_port(sk), "set.peer_port");
	out_uint(nl_socket_get_peer_groups(sk), "set.peer_groups");
	out_int(nl_socket_set_msg_buf_size(sk, 12345), "set.msg_buf_size");
	out_uint(nl_socket_get_msg_buf_size(sk), "get.msg_buf_size");
	out_bool(mine(nl_socket_get_local_port(sk)), "port.mine");
	out_bool(nl_socket_get_local_port(sk) == nl_socket_get_local_port(sk), "port.stays");
	nl_socket_set_local_port(sk, 4711);
	out_uint(nl_socket_get_local_port(sk), "port.set");
	nl_socket_set_local_port(sk, 0);
	out_bool(mine(nl_socket_get_local_port(sk)), "port.reset");
	nl_socket_free(sk);
	nl_socket_free(NULL);

	/* What needs an open socket. */
	sk = nl_socket_alloc();
	OUT_CALL(nl_socket_set_buffer_size(sk, 1, 1), "closed.buffer_size");
	OUT_CALL(nl_socket_set_passcred(sk, 1), "closed.passcred");
	OUT_CALL(nl_socket_recv_pktinfo(sk, 1), "closed.pktinfo");
	OUT_CALL(nl_socket_set_nonblocking(sk), "closed.nonblocking");
	OUT_CALL(nl_socket_add_membership(sk, 1), "closed.add");
	OUT_CALL(nl_socket_add_membership(sk, -1), "closed.add.negative");
	OUT_CALL(nl_socket_drop_membership(sk, 1), "closed.drop");
	OUT_CALL(nl_socket_add_memberships(sk, 1, 0), "closed.adds");
	OUT_CALL(nl_socket_add_memberships(sk, 0), "closed.adds.none");
	OUT_CALL(nl_socket_drop_memberships(sk, 0), "closed.drops.none");
	nl_close(sk);
	out_int(nl_socket_get_fd(sk), "closed.fd");
	nl_socket_free(sk);
}

/* All ports of the process, and what comes after. */
static void all_ports(void)
{
	static struct nl_sock *socks[1030];
	static unsigned char seen[1024];
	uint32_t port;
	int good = 0, twice = 0, none = 0, first_block_last = 1;

	for (size_t i = 0; i < COUNT(socks); i++) {
		socks[i] = nl_socket_alloc();
		port = nl_socket_get_local_port(socks[i]);
		if (port == UINT32_MAX) {
			none++;
			continue;
		}
		good += mine(port);
		twice += seen[port >> 22]++ != 0;
		if (i < 1024 - 32 && port >> 22 < 32)
			first_block_last = 0;
	}
	out_int(good, "ports.good");
	out_int(twice, "ports.twice");
	out_int(none, "ports.none");
	out_bool(first_block_last, "ports.first_block_last");
	out_uint(nl_socket_get_local_port(socks[1024]), "ports.exhausted");
	out_int(nl_connect(socks[1024], NETLINK_ROUTE), "ports.exhausted.connect_all_ones");
	nl_close(socks[1024]);
	nl_socket_set_local_port(socks[1025], 0);
	out_int(nl_connect(socks[1025], NETLINK_ROUTE), "ports.exhausted.connect");
	out_bool(!mine(nl_socket_get_local_port(socks[1025])) ||
		 nl_socket_get_local_port(socks[1025]) == (uint32_t)getpid(),
		 "ports.exhausted.kernels_choice");
	/* One that is given back is the only one left. */
	port = nl_socket_get_local_port(socks[500]);
	nl_socket_free(socks[500]);
	socks[500] = nl_socket_alloc();
	out_bool(nl_socket_get_local_port(socks[500]) == port, "ports.again");
	/* Setting a port gives the old one back, closing does not. */
	nl_socket_set_local_port(socks[500], 1);
	nl_close(socks[501]);
	nl_socket_set_local_port(socks[1026], 0);
	out_bool(nl_socket_get_local_port(socks[1026]) == port, "ports.by_setting");
	nl_socket_set_local_port(socks[1027], 0);
	out_uint(nl_socket_get_local_port(socks[1027]), "ports.exhausted_again");
	for (size_t i = 0; i < COUNT(socks); i++)
		nl_socket_free(socks[i]);
	/* One that was set is not the library's to give back. */
	socks[0] = nl_socket_alloc();
	port = nl_socket_get_local_port(socks[0]);
	socks[1] = nl_socket_alloc();
	nl_socket_set_local_port(socks[1], port);
	nl_socket_free(socks[1]);
	memset(seen, 0, sizeof(seen));
	twice = 0;
	for (size_t i = 1; i < 1024; i++) {
		socks[i] = nl_socket_alloc();
		twice += nl_socket_get_local_port(socks[i]) == port;
	}
	out_int(twice, "ports.set_twice");
	for (size_t i = 0; i < 1024; i++)
		nl_socket_free(socks[i]);
}

static void connecting(void)
{
	struct nl_sock *sk = nl_socket_alloc(), *other = nl_socket_alloc();
	struct sockaddr_nl addr;
	uint32_t port;
	int fd;

	OUT_CALL(nl_connect(sk, NETLINK_ROUTE), "connect");
	out_bool(nl_socket_get_fd(sk) >= 0, "connect.fd");
	addr = bound(sk);
	out_bool(addr.nl_pid == nl_socket_get_local_port(sk) && mine(addr.nl_pid), "connect.port");
	out_int(fcntl(nl_socket_get_fd(sk), F_GETFD), "connect.cloexec");
	out_int(fcntl(nl_socket_get_fd(sk), F_GETFL) & O_NONBLOCK, "connect.blocking");
	out_int(option(sk, SOL_SOCKET, SO_PROTOCOL), "connect.protocol");
	out_int(option(sk, SOL_SOCKET, SO_TYPE), "connect.type");
	OUT_CALL(nl_connect(sk, NETLINK_ROUTE), "connect.again");
	out_bool(nl_socket_get_fd(sk) >= 0, "connect.again.still_open");
	port = nl_socket_get_local_port(sk);
	nl_close(sk);
	out_int(nl_socket_get_fd(sk), "close.fd");
	out_bool(nl_socket_get_local_port(sk) == port, "close.keeps_port");
	out_int(nl_connect(sk, NETLINK_GENERIC), "reconnect");
	out_bool(bound(sk).nl_pid == port, "reconnect.port");

	/* A port that is taken. */
	nl_close(sk);
	out_int(nl_connect(sk, NETLINK_ROUTE), "taken.first");
	nl_socket_set_local_port(other, port);
	OUT_CALL(nl_connect(other, NETLINK_ROUTE), "taken");
	out_int(nl_socket_get_fd(other), "taken.fd");
	nl_socket_set_local_port(other, 123456);
	out_int(nl_connect(other, NETLINK_ROUTE), "own_port");
	out_uint(bound(other).nl_pid, "own_port.port");
	nl_close(other);
	nl_socket_set_local_port(other, 0);
	OUT_CALL(nl_connect(other, 9999), "bad_protocol");
	OUT_CALL(nl_connect(other, -1), "negative_protocol");
	OUT_CALL(nl_connect(other, 30), "unused_protocol");
	out_int(nl_socket_get_fd(other), "bad_protocol.fd");
	out_int(nl_connect(other, NETLINK_ROUTE), "bad_protocol.then_good");
	nl_socket_free(other);

	/* Ports that other sockets of the process have taken without the library. */
	fd = socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE);
	for (int i = 0; i < 3; i++) {
		struct nl_sock *probe = nl_socket_alloc();

		nl_connect(probe, NETLINK_ROUTE);
		addr = bound(probe);
		out_bool(mine(addr.nl_pid), "probe.%d", i);
		nl_socket_free(probe);
	}
	close(fd);

	/* Groups that were asked for before. */
	other = nl_socket_alloc();
	nl_join_groups(other, 1);
	nl_join_groups(other, 0x10);
	out_int(nl_connect(other, NETLINK_ROUTE), "groups");
	out_uint(bound(other).nl_groups, "groups.bound");
	nl_close(other);
	out_int(nl_connect(other, NETLINK_ROUTE), "groups.again");
	out_uint(bound(other).nl_groups, "groups.again.bound");
	nl_socket_free(other);
	nl_socket_free(sk);
}

static void taking_over(void)
{
	struct nl_sock *sk = nl_socket_alloc();
	struct sockaddr_nl addr = { .nl_family = AF_NETLINK, .nl_pid = 777, .nl_groups = 5 };
	struct { const char *name; int family, type, protocol; } kinds[] = {
		{ "raw", AF_NETLINK, SOCK_RAW, NETLINK_ROUTE },
		{ "dgram", AF_NETLINK, SOCK_DGRAM, NETLINK_ROUTE },
		{ "unix", AF_UNIX, SOCK_DGRAM, 0 },
		{ "inet", AF_INET, SOCK_STREAM, 0 },
		{ "inet6", AF_INET6, SOCK_DGRAM, 0 },
		{ "generic", AF_NETLINK, SOCK_RAW, NETLINK_GENERIC },
	};
	static const int protocols[] = { -1, -5, NETLINK_ROUTE, NETLINK_GENERIC, NETLINK_USERSOCK, 99 };
	int fd;

	for (size_t k = 0; k < COUNT(kinds); k++) {
		for (size_t p = 0; p < COUNT(protocols); p++) {
			struct nl_sock *taker = nl_socket_alloc();

			fd = socket(kinds[k].family, kinds[k].type, kinds[k].protocol);
			OUT_CALL(nl_socket_set_fd(taker, protocols[p], fd), "set_fd.%s.%d", kinds[k].name,
				 protocols[p]);
			out_bool(nl_socket_get_fd(taker) == fd, "set_fd.%s.%d.fd", kinds[k].name,
				 protocols[p]);
			if (nl_socket_get_fd(taker) < 0)
				close(fd);
			nl_socket_free(taker);
			out_int(fcntl(fd, F_GETFD), "set_fd.%s.%d.closed", kinds[k].name, protocols[p]);
		}
	}
	OUT_CALL(nl_socket_set_fd(sk, -1, -1), "set_fd.negative");
	OUT_CALL(nl_socket_set_fd(sk, -1, 9999), "set_fd.not_open");
	fd = open("/dev/null", O_RDONLY);
	OUT_CALL(nl_socket_set_fd(sk, -1, fd), "set_fd.file");
	close(fd);
	fd = socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE);
	feed_require(bind(fd, (struct sockaddr *)&addr, sizeof(addr)) == 0, "bind");
	nl_socket_get_local_port(sk);
	out_int(nl_socket_set_fd(sk, NETLINK_ROUTE, fd), "set_fd.bound");
	out_uint(nl_socket_get_local_port(sk), "set_fd.bound.port");
	OUT_CALL(nl_socket_set_fd(sk, NETLINK_ROUTE, fd), "set_fd.again");
	OUT_CALL(nl_connect(sk, NETLINK_ROUTE), "set_fd.then_connect");
	nl_close(sk);
	out_uint(nl_socket_get_local_port(sk), "set_fd.closed.port");
	out_int(nl_connect(sk, NETLINK_ROUTE), "set_fd.closed.connect");
	out_uint(bound(sk).nl_pid, "set_fd.closed.connect.port");
	out_uint(bound(sk).nl_groups, "set_fd.closed.connect.groups");
	nl_socket_free(sk);
}

static void show_groups(struct nl_sock *sk, const char *key)
{
	out_uint(bound(sk).nl_groups, "%s", key);
}

static void memberships(void)
{
	struct nl_sock *sk = nl_socket_alloc();

	nl_connect(sk, NETLINK_ROUTE);
	OUT_CALL(nl_socket_add_membership(sk, 1), "member.1");
	show_groups(sk, "member.1.groups");
	OUT_CALL(nl_socket_add_membership(sk, 0), "member.0");
	OUT_CALL(nl_socket_add_membership(sk, -1), "member.negative");
	OUT_CALL(nl_socket_add_membership(sk, INT32_MIN), "member.min");
	OUT_CALL(nl_socket_add_membership(sk, 100000), "member.too_large");
	OUT_CALL(nl_socket_drop_membership(sk, 2), "member.drop.not_joined");
	OUT_CALL(nl_socket_drop_membership(sk, -2), "member.drop.negative");
	OUT_CALL(nl_socket_drop_membership(sk, 1), "member.drop.1");
	show_groups(sk, "member.drop.1.groups");
	OUT_CALL(nl_socket_add_memberships(sk, 1, 3, 5, 7, 9, 11, 13, 15, 0), "member.list");
	show_groups(sk, "member.list.groups");
	OUT_CALL(nl_socket_drop_memberships(sk, 3, 7, 15, 0), "member.list.drop");
	show_groups(sk, "member.list.drop.groups");
	OUT_CALL(nl_socket_add_memberships(sk, 2, 100000, 4, 0), "member.list.bad");
	show_groups(sk, "member.list.bad.groups");
	OUT_CALL(nl_socket_add_memberships(sk, 6, -1, 8, 0), "member.list.negative");
	show_groups(sk, "member.list.negative.groups");
	OUT_CALL(nl_socket_drop_memberships(sk, 1, -1, 5, 0), "member.list.drop.negative");
	show_groups(sk, "member.list.drop.negative.groups");
	OUT_CALL(nl_socket_add_memberships(sk, 0, 20, 0), "member.list.empty");
	show_groups(sk, "member.list.empty.groups");
	nl_socket_free(sk);
}

static void options(void)
{
	struct nl_sock *sk = nl_socket_alloc();

	nl_connect(sk, NETLINK_ROUTE);
	OUT_CALL(nl_socket_set_buffer_size(sk, 20000, 30000), "buffers");
	out_int(option(sk, SOL_SOCKET, SO_RCVBUF), "buffers.receive");
	out_int(option(sk, SOL_SOCKET, SO_SNDBUF), "buffers.send");
	OUT_CALL(nl_socket_set_buffer_size(sk, 1, 1), "buffers.tiny");
	OUT_CALL(nl_socket_set_passcred(sk, 1), "passcred");
	out_int(option(sk, SOL_SOCKET, SO_PASSCRED), "passcred.option");
	OUT_CALL(nl_socket_set_passcred(sk, 0), "passcred.off");
	out_int(option(sk, SOL_SOCKET, SO_PASSCRED), "passcred.off.option");
	OUT_CALL(nl_socket_recv_pktinfo(sk, 1), "pktinfo");
	out_int(option(sk, SOL_NETLINK, NETLINK_PKTINFO), "pktinfo.option");
	OUT_CALL(nl_socket_recv_pktinfo(sk, 0), "pktinfo.off");
	out_int(option(sk, SOL_NETLINK, NETLINK_PKTINFO), "pktinfo.off.option");
	OUT_CALL(nl_socket_set_nonblocking(sk), "nonblocking");
	out_int(fcntl(nl_socket_get_fd(sk), F_GETFL) & O_NONBLOCK, "nonblocking.option");
	nl_socket_free(sk);
}

/* Whether requests ask for acknowledgements, and peeking, show in what sockets do. */
static void flags(void)
{
	struct nl_sock *sk = nl_socket_alloc();
	struct nl_msg *msg;

	for (int i = 0; i < 3; i++) {
		msg = nlmsg_alloc_simple(20, NLM_F_DUMP);
		if (i == 1)
			nl_socket_disable_auto_ack(sk);
		if (i == 2)
			nl_socket_enable_auto_ack(sk);
		nl_complete_msg(sk, msg);
		out_int(nlmsg_hdr(msg)->nlmsg_flags, "auto_ack.%d", i);
		nlmsg_free(msg);
	}
	nl_socket_free(sk);
}

/* Datagrams larger than the buffer. */
static void truncation(void)
{
	static unsigned char bytes[40000];
	uint32_t port;
	const int peer = feed_peer(&port);

	for (int peek = 0; peek < 3; peek++) {
		for (int limit = 0; limit < 3; limit++) {
			static const size_t limits[] = { 0, 100, 20000 };
			static const size_t sizes[] = { 99, 100, 101, 4096, 16384, 16385, 20001, 40000 };
			struct nl_sock *sk = nl_socket_alloc();
			struct row row = { .used = 0 };

			nl_connect(sk, NETLINK_USERSOCK);
			nl_socket_set_nonblocking(sk);
			nl_socket_set_buffer_size(sk, 200000, 0);
			if (peek == 1)
				nl_socket_enable_msg_peek(sk);
			if (peek == 2)
				nl_socket_disable_msg_peek(sk);
			nl_socket_set_msg_buf_size(sk, limits[limit]);
			/* Without peeking and limit 3.7.0 takes 16 KiB. */
			for (size_t i = 0; i < (peek == 2 && limit == 0 ? 5 : COUNT(sizes)); i++) {
				struct sockaddr_nl from;
				unsigned char *buf = NULL;
				int got;

				feed_send(peer, nl_socket_get_local_port(sk), bytes, sizes[i]);
				got = nl_recv(sk, &from, &buf, NULL);
				row_add(&row, "%zu:%d", sizes[i], got);
				if (got > 0)
					free(buf);
			}
			out_row(&row, "truncation.%d.%zu", peek, limits[limit]);
			nl_socket_free(sk);
		}
	}
	close(peer);
}

int main(void)
{
	fresh();
	all_ports();
	connecting();
	taking_over();
	memberships();
	options();
	flags();
	truncation();
	return 0;
}
