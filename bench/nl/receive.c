/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Sockets: what the library does between the program and the kernel.  callgrind sees
 * nothing of the kernel's part.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include <netlink/socket.h>

#include "nl.h"

static unsigned long received;

static int count(struct nl_msg *msg, void *arg)
{
	(void)msg;
	(void)arg;
	received++;
	return NL_OK;
}

/* Reads a route as a program does that keeps none of it. */
static int route(struct nl_msg *msg, void *arg)
{
	struct nlattr *tb[RTA_MAX + 1];

	(void)arg;
	received++;
	return nlmsg_parse(nlmsg_hdr(msg), sizeof(struct rtmsg), tb, RTA_MAX, NULL) < 0 ? -1 : NL_OK;
}

/* A datagram like those of a dump of routes. */
struct datagram {
	unsigned char bytes[32768];
	size_t len;
	unsigned long messages;
};

static void append(struct datagram *to)
{
	struct rtmsg rtm = { .rtm_family = AF_INET, .rtm_dst_len = 32, .rtm_table = RT_TABLE_MAIN };
	struct nl_msg *msg = nlmsg_alloc_simple(RTM_NEWROUTE, 0);
	struct nlmsghdr *nlh = nlmsg_hdr(msg);

	nlmsg_append(msg, &rtm, sizeof(rtm), NLMSG_ALIGNTO);
	nla_put_u32(msg, RTA_TABLE, RT_TABLE_MAIN);
	nla_put_u32(msg, RTA_DST, 0x10000000);
	nla_put_u32(msg, RTA_PRIORITY, 100);
	nla_put_u32(msg, RTA_GATEWAY, 0x0a000002);
	nla_put_u32(msg, RTA_OIF, 2);
	memcpy(to->bytes + to->len, nlh, nlh->nlmsg_len);
	to->len += nlh->nlmsg_len;
	to->messages++;
	nlmsg_free(msg);
}

/* A socket that receives what this process sends it. */
struct pair {
	struct nl_sock *sk;
	int from;
};

static struct pair pair(nl_recvmsg_msg_cb_t callback)
{
	struct pair pair = { .sk = nl_socket_alloc() };
	struct sockaddr_nl to = { .nl_family = AF_NETLINK };

	if (pair.sk == NULL || nl_connect(pair.sk, NETLINK_USERSOCK) < 0)
		exit(1);
	nl_socket_disable_seq_check(pair.sk);
	nl_socket_modify_cb(pair.sk, NL_CB_VALID, NL_CB_CUSTOM, callback, NULL);
	pair.from = socket(AF_NETLINK, SOCK_RAW, NETLINK_USERSOCK);
	to.nl_pid = nl_socket_get_local_port(pair.sk);
	if (pair.from < 0 || connect(pair.from, (struct sockaddr *)&to, sizeof(to)) < 0)
		exit(1);
	return pair;
}

static unsigned long receive(struct pair *pair, const struct datagram *datagram, unsigned long n)
{
	received = 0;
	while (received < n) {
		unsigned long before = received;

		if (send(pair->from, datagram->bytes, datagram->len, 0) < 0 ||
		    nl_recvmsgs_default(pair->sk) < 0 || received == before)
			return 0;
	}
	return received;
}

/* As full as the kernel makes them. */
static const struct datagram *full(void)
{
	static struct datagram datagram;

	while (datagram.len < sizeof(datagram.bytes) - 128)
		append(&datagram);
	return &datagram;
}

static unsigned long dump(unsigned long n, nl_recvmsg_msg_cb_t callback)
{
	struct pair with = pair(callback);
	unsigned long done = receive(&with, full(), n);

	nl_socket_free(with.sk);
	return done;
}

static unsigned long dump_counted(unsigned long n)
{
	return dump(n, count);
}

static unsigned long dump_parsed(unsigned long n)
{
	return dump(n, route);
}

/* Notifications come in datagrams of one. */
static unsigned long single(unsigned long n)
{
	struct pair with = pair(count);
	struct datagram datagram = { .len = 0 };
	unsigned long done;

	append(&datagram);
	done = receive(&with, &datagram, n);
	nl_socket_free(with.sk);
	return done;
}

static struct nl_sock *route_socket(void)
{
	static struct nl_sock *sk;

	if (sk == NULL) {
		sk = nl_socket_alloc();
		if (sk == NULL || nl_connect(sk, NETLINK_ROUTE) < 0)
			exit(1);
	}
	return sk;
}

/* Changes nothing, since it asks for no change: the loopback interface is there. */
static unsigned long new_link(unsigned long n)
{
	struct ifinfomsg ifi = { .ifi_family = AF_UNSPEC, .ifi_index = 1 };
	unsigned long i;

	for (i = 0; i < n; i++) {
		struct nl_msg *msg = nlmsg_alloc_simple(RTM_NEWLINK, 0);

		if (nlmsg_append(msg, &ifi, sizeof(ifi), NLMSG_ALIGNTO) < 0 ||
		    nl_send_sync(route_socket(), msg) < 0)
			return 0;
	}
	return n;
}

/* An empty request, which the kernel only acknowledges. */
static unsigned long empty(unsigned long n)
{
	unsigned long i;

	for (i = 0; i < n; i++)
		if (nl_send_sync(route_socket(), nlmsg_alloc_simple(NLMSG_NOOP, 0)) < 0)
			return 0;
	return n;
}

static unsigned long simple(unsigned long n)
{
	unsigned long i;

	for (i = 0; i < n; i++)
		if (nl_send_simple(route_socket(), NLMSG_NOOP, 0, NULL, 0) < 0 ||
		    nl_wait_for_ack(route_socket()) < 0)
			return 0;
	return n;
}

static unsigned long open_close(unsigned long n)
{
	unsigned long i;

	for (i = 0; i < n; i++) {
		struct nl_sock *sk = nl_socket_alloc();

		if (sk == NULL || nl_connect(sk, NETLINK_ROUTE) < 0)
			return 0;
		nl_socket_free(sk);
	}
	return n;
}

BENCH_LOOP(alloc, nl_socket_free(nl_socket_alloc()))

const struct bench_case socket_cases[] = {
	{ "nl_recvmsgs, a dump", "message", 1000000, dump_counted },
	{ "nl_recvmsgs, a dump of routes, parsed", "message", 1000000, dump_parsed },
	{ "nl_recvmsgs, a notification", "message", 50000, single },
	{ "nl_send_sync, empty request", "exchange", 50000, empty },
	{ "nl_send_simple, nl_wait_for_ack", "exchange", 50000, simple },
	{ "nl_socket_alloc, nl_connect, nl_socket_free", "socket", 10000, open_close },
	{ "nl_socket_alloc, nl_socket_free", "socket", 100000, alloc },
	{ 0 },
};

const struct bench_case namespace_cases[] = {
	{ "nl_send_sync, RTM_NEWLINK", "exchange", 50000, new_link },
	{ 0 },
};
