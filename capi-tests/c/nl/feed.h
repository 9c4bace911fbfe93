/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Datagrams written byte by byte, and two ways for them to reach a socket of the library: through a
 * function in place of nl_recv(), or from a peer on NETLINK_USERSOCK.
 */
#ifndef OXNL_FEED_H
#define OXNL_FEED_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <netlink/handlers.h>
#include <netlink/netlink.h>
#include <netlink/socket.h>

#include "raw.h"

#define FEED_MAX 16
#define FEED_BYTES 2048

/* Datagrams in the order in which they come. */
struct feed {
	_Alignas(8) unsigned char bytes[FEED_MAX][FEED_BYTES];
	int len[FEED_MAX];
	int count;
	int next;
};

/* What the function in place of nl_recv() gives out; one at a time. */
static struct feed *feed_now;

static inline void feed_require(int condition, const char *what)
{
	if (!condition) {
		perror(what);
		exit(2);
	}
}

/* Whether valgrind runs the program. */
static inline int feed_valgrind(void)
{
	const char *preload = getenv("LD_PRELOAD");

	return preload != NULL && strstr(preload, "vgpreload") != NULL;
}

/* Begins another datagram; a len below 0 is an error for the receiver, 0 the end of the file. */
static inline void feed_datagram(struct feed *feed, int len)
{
	feed_require(feed->count < FEED_MAX, "feed.h: too many datagrams");
	feed->len[feed->count++] = len;
}

/* Appends to the last datagram: a header, and data, padded. */
static inline struct nlmsghdr *feed_message(struct feed *feed, uint16_t type, uint16_t flags,
					    uint32_t seq, const void *data, size_t len)
{
	const int last = feed->count - 1;
	int *used = &feed->len[last];
	unsigned char *at = feed->bytes[last] + *used;

	feed_require(last >= 0 && last < FEED_MAX && *used >= 0 && (size_t)*used + 16 + NLMSG_ALIGN(len) <= FEED_BYTES, "feed.h: datagram too long");
	memset(at, 0, 16 + NLMSG_ALIGN(len));
	raw_header(at, (uint32_t)(16 + len), type, flags, seq, 99);
	if (len > 0)
		memcpy(at + 16, data, len);
	*used += (int)(16 + NLMSG_ALIGN(len));
	return (struct nlmsghdr *)at;
}

/* Appends an error message about a request. */
static inline struct nlmsghdr *feed_error(struct feed *feed, uint16_t flags, uint32_t seq, int error)
{
	struct nlmsgerr content = { .error = error };

	raw_header(&content.msg, 28, 18, NLM_F_REQUEST | NLM_F_ACK, seq, 55);
	return feed_message(feed, NLMSG_ERROR, flags, seq, &content, sizeof(content));
}

/* In place of nl_recv(). */
static inline int feed_recv(struct nl_sock *sk, struct sockaddr_nl *nla, unsigned char **buf,
			    struct ucred **creds)
{
	struct feed *feed = feed_now;
	int len;

	(void)sk;
	(void)creds;
	if (feed->next >= feed->count)
		return -NLE_AGAIN;
	len = feed->len[feed->next];
	if (len > 0) {
		*nla = (struct sockaddr_nl){ .nl_family = AF_NETLINK, .nl_pid = 77, .nl_groups = 3 };
		*buf = malloc((size_t)len);
		memcpy(*buf, feed->bytes[feed->next], (size_t)len);
	}
	feed->next++;
	return len;
}

/* A socket on NETLINK_USERSOCK without the library; its port goes to *port. */
static inline int feed_peer(uint32_t *port)
{
	struct sockaddr_nl addr = { .nl_family = AF_NETLINK };
	socklen_t len = sizeof(addr);
	const int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_USERSOCK);

	feed_require(fd >= 0, "socket");
	feed_require(bind(fd, (struct sockaddr *)&addr, sizeof(addr)) == 0, "bind");
	feed_require(getsockname(fd, (struct sockaddr *)&addr, &len) == 0, "getsockname");
	*port = addr.nl_pid;
	return fd;
}

/* Sends bytes to a port as one datagram. */
static inline void feed_send(int fd, uint32_t port, const void *data, size_t len)
{
	const struct sockaddr_nl to = { .nl_family = AF_NETLINK, .nl_pid = port };

	feed_require(sendto(fd, data, len, 0, (const struct sockaddr *)&to, sizeof(to)) ==
		     (ssize_t)len, "sendto");
}

/* The sequence number that a socket of the library expects next: no function tells. */
static inline uint32_t feed_expected(const struct nl_sock *sk)
{
	uint32_t value;

	memcpy(&value, (const char *)sk + 36, sizeof(value));
	return value;
}

#endif
