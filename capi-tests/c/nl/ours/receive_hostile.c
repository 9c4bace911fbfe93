/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A peer that lies about every length: no byte behind a datagram is looked at, and no call hangs.
 */
#include <errno.h>

#include <netlink/attr.h>
#include <netlink/errno.h>
#include <netlink/msg.h>
#include <netlink/netlink.h>
#include <netlink/socket.h>

#include "check.h"
#include "nl/feed.h"

static FILE *sink;
static long touched;

/* Looks at all of a message that a program may look at. */
static int look(struct nl_msg *msg, void *arg)
{
	struct nlmsghdr *nlh = nlmsg_hdr(msg);
	const unsigned char *bytes = (const unsigned char *)nlh;
	struct nlattr *tb[8];

	(void)arg;
	for (uint32_t i = 0; i < nlh->nlmsg_len; i++)
		touched += bytes[i];
	if (nlh->nlmsg_len > nlmsg_get_max_size(msg))
		CHECK(0, "a message is longer than its room");
	nlmsg_parse(nlh, 0, tb, 7, NULL);
	nl_msg_dump(msg, sink);
	return NL_OK;
}

static int on_error(struct sockaddr_nl *nla, struct nlmsgerr *err, void *arg)
{
	(void)nla;
	(void)arg;
	touched += err->error;
	touched += err->msg.nlmsg_len;
	return NL_SKIP;
}

static const unsigned char *bytes_now;
static size_t len_now;

/* Datagrams in memory of exactly their size. */
static int exact_recv(struct nl_sock *sk, struct sockaddr_nl *nla, unsigned char **buf,
		      struct ucred **creds)
{
	(void)sk;
	(void)creds;
	(void)nla;
	if (bytes_now == NULL)
		return -NLE_AGAIN;
	*buf = malloc(len_now);
	memcpy(*buf, bytes_now, len_now);
	bytes_now = NULL;
	return (int)len_now;
}

static int peer;
static struct nl_sock *sockets[2];

static void deliver(const unsigned char *bytes, size_t len)
{
	for (int via = 0; via < 2; via++) {
		struct nl_sock *sk = sockets[via];

		if (via == 0) {
			bytes_now = bytes;
			len_now = len;
		} else {
			feed_send(peer, nl_socket_get_local_port(sk), bytes, len);
		}
		nl_recvmsgs_default(sk);
		/* If it said that more is to come. */
		nl_recvmsgs_default(sk);
	}
}

static void prepare(int kind)
{
	for (int via = 0; via < 2; via++) {
		struct nl_cb *cb = nl_cb_alloc((enum nl_cb_kind)kind);

		nl_cb_set_all(cb, (enum nl_cb_kind)kind, NULL, sink);
		nl_cb_err(cb, (enum nl_cb_kind)kind, NULL, sink);
		if (kind == NL_CB_DEFAULT) {
			for (int type = 0; type <= NL_CB_TYPE_MAX; type++)
				nl_cb_set(cb, (enum nl_cb_type)type, NL_CB_CUSTOM, look, NULL);
			nl_cb_err(cb, NL_CB_CUSTOM, on_error, NULL);
		}
		sockets[via] = nl_socket_alloc_cb(cb);
		nl_socket_disable_auto_ack(sockets[via]);
		if (via == 0) {
			nl_cb_overwrite_recv(cb, exact_recv);
		} else {
			feed_require(nl_connect(sockets[via], NETLINK_USERSOCK) == 0, "nl_connect");
			nl_socket_set_nonblocking(sockets[via]);
		}
		nl_cb_put(cb);
	}
}

static void done(void)
{
	nl_socket_free(sockets[0]);
	nl_socket_free(sockets[1]);
}

/* Every length in the header of the first and of the second message, in datagrams of all sizes. */
static void lengths(void)
{
	static const uint16_t types[] = { NLMSG_NOOP, NLMSG_ERROR, NLMSG_DONE, NLMSG_OVERRUN, 20 };
	static const uint16_t flags[] = { 0, NLM_F_MULTI, 0x200, 0xffff };
	_Alignas(4) unsigned char bytes[96];

	for (size_t t = 0; t < COUNT(types); t++) {
		for (size_t f = 0; f < COUNT(flags); f++) {
			for (size_t size = 1; size <= 64; size += size < 20 ? 3 : 7) {
				for (uint32_t len = 0; len <= 72; len += len < 44 && len > 12 ? 1 : 5) {
					memset(bytes, 0xff, sizeof(bytes));
					raw_header(bytes, len, types[t], flags[f], 0, 0);
					deliver(bytes, size);
				}
			}
		}
	}
	CHECK(1, "lengths of the first message");
	for (uint32_t len = 0; len < 64; len++) {
		memset(bytes, 0, sizeof(bytes));
		raw_header(bytes, 20, 20, NLM_F_MULTI, 0, 0);
		raw_header(bytes + 20, len, 21, 0, 0, 0);
		deliver(bytes, 64);
	}
	CHECK(1, "lengths of the second message");
	for (int high = 0; high < 8; high++) {
		static const uint32_t large[] = { 0x10000, 0x7ffffff0, 0x7fffffff, 0x80000000, 0x80000010,
						  0xfffffff0, 0xfffffffc, 0xffffffff };

		memset(bytes, 0, sizeof(bytes));
		raw_header(bytes, large[high], 20, 0, 0, 0);
		deliver(bytes, 64);
		raw_header(bytes, 16, 20, 0, 0, 0);
		raw_header(bytes + 16, large[high], NLMSG_ERROR, 0, 0, 0);
		deliver(bytes, 64);
	}
	CHECK(1, "lengths that are very large");
}

/* Anything at all. */
static void noise(void)
{
	_Alignas(4) unsigned char bytes[256];
	uint32_t state = 4711;

	for (int round = 0; round < 2000; round++) {
		size_t len;

		for (size_t i = 0; i < sizeof(bytes); i++) {
			state = state * 1664525 + 1013904223;
			bytes[i] = (unsigned char)(state >> 24);
		}
		len = 1 + state % sizeof(bytes);
		/* Mostly headers that look right. */
		if (round % 4 != 0)
			raw_header(bytes, 16 + (state >> 8) % 64, (uint16_t)((state >> 16) % 24),
				   (uint16_t)((state >> 4) & 0x3ff), 0, 0);
		deliver(bytes, len);
	}
	CHECK(1, "noise");
}

/* Callbacks that change the lengths of messages which are looked at later. */
static int lie(struct nl_msg *msg, void *arg)
{
	nlmsg_hdr(msg)->nlmsg_len = *(uint32_t *)arg;
	return NL_OK;
}

static void lying_callbacks(void)
{
	static uint32_t lengths[] = { 0, 15, 16, 20, 36, 100, 0x10000, 0xffffffff };
	_Alignas(4) unsigned char bytes[96];

	for (size_t i = 0; i < COUNT(lengths); i++) {
		for (uint16_t type = NLMSG_NOOP; type <= NLMSG_OVERRUN; type++) {
			for (int via = 0; via < 2; via++) {
				nl_socket_modify_cb(sockets[via], NL_CB_MSG_IN, NL_CB_CUSTOM, lie, &lengths[i]);
				for (int other = 0; other <= NL_CB_TYPE_MAX; other++) {
					if (other != NL_CB_MSG_IN)
						nl_socket_modify_cb(sockets[via], (enum nl_cb_type)other,
								    NL_CB_DEFAULT, NULL, NULL);
				}
				nl_socket_modify_err_cb(sockets[via], NL_CB_VERBOSE, NULL, sink);
			}
			memset(bytes, 0xff, sizeof(bytes));
			raw_header(bytes, 60, type, 0x200, 0, 0);
			raw_header(bytes + 20, 30, 18, 0, 0, 0);
			deliver(bytes, 60);
		}
	}
	CHECK(1, "callbacks that change lengths");
}

int main(void)
{
	uint32_t port;

	sink = fopen("/dev/null", "w");
	peer = feed_peer(&port);
	for (int kind = NL_CB_DEFAULT; kind <= NL_CB_DEBUG; kind++) {
		prepare(kind);
		lengths();
		noise();
		if (kind != NL_CB_DEBUG)
			lying_callbacks();
		done();
	}
	CHECK(touched != 0, "messages were looked at");
	fclose(sink);
	close(peer);
	return check_done();
}
