/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Messages that outlive the call they came in, and callbacks that receive, free and replace things
 * themselves.
 */
#include <errno.h>
#include <pthread.h>

#include <linux/rtnetlink.h>

#include <netlink/attr.h>
#include <netlink/errno.h>
#include <netlink/msg.h>
#include <netlink/netlink.h>
#include <netlink/socket.h>

#include "check.h"
#include "nl/feed.h"

enum { DATAGRAMS = 40, EACH = 5, ALL = DATAGRAMS * EACH };

static int peer;

static struct nl_sock *connected(void)
{
	struct nl_sock *sk = nl_socket_alloc();

	feed_require(nl_connect(sk, NETLINK_USERSOCK) == 0, "nl_connect");
	nl_socket_set_nonblocking(sk);
	nl_socket_disable_seq_check(sk);
	return sk;
}

/* Datagrams of messages that are numbered, and longer and longer. */
static void send_all(struct nl_sock *sk, uint16_t flags)
{
	static _Alignas(4) unsigned char bytes[65536];
	uint32_t number = 0;

	for (int d = 0; d < DATAGRAMS; d++) {
		size_t used = 0;

		for (int m = 0; m < EACH; m++) {
			const uint32_t len = 20 + number * 8;

			memset(bytes + used, (int)number & 0xff, len);
			raw_header(bytes + used, len, 20, flags, number, 0);
			used += NLMSG_ALIGN(len);
			number++;
		}
		feed_send(peer, nl_socket_get_local_port(sk), bytes, used);
	}
	raw_header(bytes, 16, NLMSG_DONE, flags, 0, 0);
	feed_send(peer, nl_socket_get_local_port(sk), bytes, 16);
}

static int good(struct nl_msg *msg, uint32_t number)
{
	const struct nlmsghdr *nlh = nlmsg_hdr(msg);
	const unsigned char *data = nlmsg_data(nlh);

	if (nlh->nlmsg_seq != number || nlh->nlmsg_len != 20 + number * 8)
		return 0;
	for (uint32_t i = 0; i < 4 + number * 8; i++)
		if (data[i] != (number & 0xff))
			return 0;
	return nlmsg_get_proto(msg) == NETLINK_USERSOCK;
}

static struct nl_msg *kept[ALL];
static int kept_count;
static int seen;
static int every = 1;

static int keep(struct nl_msg *msg, void *arg)
{
	(void)arg;
	if (seen++ % every == 0) {
		nlmsg_get(msg);
		kept[kept_count++] = msg;
	}
	return NL_OK;
}

static void *free_them(void *arg)
{
	(void)arg;
	for (int i = 0; i < kept_count; i++)
		nlmsg_free(kept[i]);
	return NULL;
}

static void free_in_order(int order)
{
	pthread_t thread;

	switch (order) {
	case 0:
		free_them(NULL);
		break;
	case 1:
		for (int i = kept_count; i-- > 0;)
			nlmsg_free(kept[i]);
		break;
	case 2:
		for (int i = 0; i < kept_count; i++) {
			const int other = (i * 7) % kept_count;
			struct nl_msg *msg = kept[other];

			kept[other] = kept[i];
			kept[i] = msg;
		}
		free_them(NULL);
		break;
	default:
		pthread_create(&thread, NULL, free_them, NULL);
		pthread_join(thread, NULL);
	}
}

static void keeping(void)
{
	static const int everies[] = { 1, 2, 3, 5, 7, 11, 50, ALL };

	for (size_t e = 0; e < COUNT(everies); e++) {
		for (int order = 0; order < 4; order++) {
			struct nl_sock *sk;
			int bad = 0, result, wanted = 0;

			sk = connected();
			every = everies[e];
			seen = kept_count = 0;
			nl_socket_modify_cb(sk, NL_CB_VALID, NL_CB_CUSTOM, keep, NULL);
			send_all(sk, order % 2 ? NLM_F_MULTI : 0);
			while ((result = nl_recvmsgs_default(sk)) == 0)
				;
			CHECK_INT(result, -NLE_AGAIN, "every %d. kept, order %d: received", every, order);
			CHECK_INT(seen, ALL, "every %d. kept, order %d: all messages", every, order);
			if (order >= 2)
				nl_socket_free(sk);
			for (int i = 0; i < kept_count; i++)
				bad += !good(kept[i], (uint32_t)(i * every));
			wanted = (ALL + every - 1) / every;
			CHECK_INT(kept_count, wanted, "every %d. kept, order %d: as many", every, order);
			CHECK_INT(bad, 0, "every %d. kept, order %d: intact", every, order);
			free_in_order(order);
			if (order < 2)
				nl_socket_free(sk);
		}
	}
}

/* Each message is kept until the next one comes: the buffer cannot go back while it is. */
static struct nl_msg *previous;
static int wrong;

static int keep_one(struct nl_msg *msg, void *arg)
{
	(void)arg;
	if (previous != NULL) {
		wrong += !good(previous, (uint32_t)seen - 1);
		nlmsg_free(previous);
	}
	nlmsg_get(msg);
	previous = msg;
	seen++;
	return NL_OK;
}

/* A message that grows moves to memory of its own, and is the program's. */
static int grow(struct nl_msg *msg, void *arg)
{
	const uint32_t number = nlmsg_hdr(msg)->nlmsg_seq;
	const size_t before = nlmsg_get_max_size(msg);

	wrong += before < nlmsg_hdr(msg)->nlmsg_len;
	wrong += nla_put_u32(msg, 1, 1) != -NLE_NOMEM;
	wrong += nlmsg_expand(msg, before + 8) != 0;
	wrong += !good(msg, number);
	wrong += nla_put_u32(msg, 1, 0x01020304) != 0;
	if (number % 3 == 0 && arg != NULL) {
		nlmsg_get(msg);
		kept[kept_count++] = msg;
	}
	seen++;
	return NL_OK;
}

static void growing(void)
{
	struct nl_sock *sk = connected();
	int bad = 0;

	seen = wrong = kept_count = 0;
	nl_socket_modify_cb(sk, NL_CB_VALID, NL_CB_CUSTOM, keep_one, NULL);
	send_all(sk, NLM_F_MULTI);
	CHECK_INT(nl_recvmsgs_default(sk), 0, "kept until the next one");
	CHECK(seen == ALL && wrong == 0, "all are intact");
	nlmsg_free(previous);
	for (int with = 0; with < 2; with++) {
		seen = wrong = kept_count = 0;
		nl_socket_free(sk);
		sk = connected();
		nl_socket_modify_cb(sk, NL_CB_VALID, NL_CB_CUSTOM, grow, with ? sk : NULL);
		send_all(sk, NLM_F_MULTI);
		CHECK_INT(nl_recvmsgs_default(sk), 0, "messages that grow, %d", with);
		CHECK_INT(seen, ALL, "all of them, %d", with);
		CHECK_INT(wrong, 0, "all could, %d", with);
		for (int i = 0; i < kept_count; i++) {
			nlmsg_hdr(kept[i])->nlmsg_len -= 8;
			bad += !good(kept[i], (uint32_t)(i * 3));
			nlmsg_free(kept[i]);
		}
		CHECK_INT(bad, 0, "those kept are intact, %d", with);
	}
	nl_socket_free(sk);
}

/* Callbacks that receive themselves, from the same socket and from another. */
static struct nl_sock *other;
static int depth, deepest, inner_bad;

static int nested(struct nl_msg *msg, void *arg)
{
	const uint32_t number = nlmsg_hdr(msg)->nlmsg_seq;

	if (++depth > deepest)
		deepest = depth;
	if (depth < 6) {
		nl_recvmsgs_default(arg);
		if (other != NULL)
			nl_recvmsgs_default(other);
	}
	depth--;
	seen++;
	/* What was received meanwhile has not touched this one. */
	inner_bad += !good(msg, number);
	return NL_OK;
}

static void nesting(void)
{
	struct nl_sock *sk = connected();
	int result;

	for (int with = 0; with < 2; with++) {
		seen = deepest = inner_bad = 0;
		other = with ? connected() : NULL;
		nl_socket_modify_cb(sk, NL_CB_VALID, NL_CB_CUSTOM, nested, sk);
		send_all(sk, 0);
		if (with) {
			nl_socket_modify_cb(other, NL_CB_VALID, NL_CB_CUSTOM, nested, sk);
			send_all(other, 0);
		}
		while ((result = nl_recvmsgs_default(sk)) == 0)
			;
		CHECK_INT(result, -NLE_AGAIN, "nested, %d", with);
		CHECK(seen >= ALL && deepest == 6, "all messages were told of, %d", with);
		CHECK_INT(inner_bad, 0, "and were intact, %d", with);
		nl_socket_free(other);
	}
	nl_socket_free(sk);
}

/* A request in a callback, on the socket that is receiving. */
static int ask(struct nl_msg *msg, void *arg)
{
	struct nl_msg *request = nlmsg_alloc_simple(RTM_SETLINK, 0);
	struct ifinfomsg info = { .ifi_family = AF_UNSPEC, .ifi_index = 1 };
	const struct nlmsghdr before = *nlmsg_hdr(msg);

	nlmsg_append(request, &info, sizeof(info), NLMSG_ALIGNTO);
	wrong += nl_send_sync(arg, request) != 0;
	wrong += memcmp(&before, nlmsg_hdr(msg), sizeof(before)) != 0;
	seen++;
	return NL_OK;
}

static void asking(void)
{
	struct nl_sock *sk = nl_socket_alloc(), *second = nl_socket_alloc();
	struct rtgenmsg all = { .rtgen_family = AF_UNSPEC };

	nl_connect(sk, NETLINK_ROUTE);
	nl_connect(second, NETLINK_ROUTE);
	seen = wrong = 0;
	nl_socket_modify_cb(sk, NL_CB_VALID, NL_CB_CUSTOM, ask, second);
	nl_send_simple(sk, RTM_GETLINK, NLM_F_DUMP, &all, sizeof(all));
	CHECK_INT(nl_recvmsgs_default(sk), 0, "requests in the callbacks of a dump");
	CHECK(seen > 0 && wrong == 0, "are answered");
	nl_socket_free(sk);
	nl_socket_free(second);
}

/* Callbacks that free what is in use. */
static int free_socket(struct nl_msg *msg, void *arg)
{
	struct nl_sock **sk = arg;

	nl_socket_free(*sk);
	*sk = NULL;
	wrong += !good(msg, nlmsg_hdr(msg)->nlmsg_seq);
	return seen;
}

static int replace_callbacks(struct nl_msg *msg, void *arg)
{
	struct nl_cb *fresh = nl_cb_alloc(NL_CB_DEFAULT);

	(void)msg;
	nl_socket_set_cb(arg, fresh);
	nl_cb_put(fresh);
	seen++;
	return NL_OK;
}

static int close_socket(struct nl_msg *msg, void *arg)
{
	(void)msg;
	nl_close(arg);
	seen++;
	return NL_OK;
}

static void freeing(void)
{
	static const int answers[] = { NL_OK, NL_SKIP, NL_STOP, 5, -NLE_PERM };
	struct nl_sock *sk;

	for (size_t i = 0; i < COUNT(answers); i++) {
		for (int how = 0; how < 3; how++) {
			static _Alignas(4) unsigned char bytes[32];
			int result;

			sk = connected();
			seen = answers[i];
			wrong = 0;
			nl_socket_modify_cb(sk, NL_CB_VALID, NL_CB_CUSTOM, free_socket, &sk);
			memset(bytes, 0, sizeof(bytes));
			raw_header(bytes, 20, 20, how == 1 ? NLM_F_MULTI : 0, 0, 0);
			feed_send(peer, nl_socket_get_local_port(sk), bytes, 20);
			result = how == 2 ? nl_wait_for_ack(sk) : nl_recvmsgs_default(sk);
			CHECK(sk == NULL && wrong == 0, "freed in a callback, %d.%d", answers[i], how);
			if (answers[i] <= NL_SKIP && answers[i] >= 0 && how == 1)
				CHECK_INT(result, -NLE_BAD_SOCK, "nothing more to come, %d", answers[i]);
			else
				CHECK_INT(result, answers[i] < 0 ? answers[i] : 0, "the result, %d.%d",
					  answers[i], how);
		}
	}

	sk = connected();
	seen = 0;
	nl_socket_modify_cb(sk, NL_CB_VALID, NL_CB_CUSTOM, replace_callbacks, sk);
	send_all(sk, NLM_F_MULTI);
	CHECK_INT(nl_recvmsgs_default(sk), 0, "callbacks replaced in a callback");
	CHECK_INT(seen, ALL, "the old ones are used to the end");
	nl_socket_free(sk);

	sk = connected();
	seen = 0;
	nl_socket_modify_cb(sk, NL_CB_VALID, NL_CB_CUSTOM, close_socket, sk);
	send_all(sk, NLM_F_MULTI);
	CHECK_INT(nl_recvmsgs_default(sk), -NLE_BAD_SOCK, "closed in a callback");
	CHECK_INT(seen, EACH, "the datagram in hand is told of");
	nl_socket_free(sk);
}

/* A set that is given up while one of its callbacks runs, with nl_recvmsgs() having no reference. */
static int put_callbacks(struct nl_msg *msg, void *arg)
{
	(void)msg;
	nl_cb_put(arg);
	seen++;
	return NL_OK;
}

static void putting(void)
{
	struct nl_sock *sk = connected();
	struct nl_cb *cb = nl_cb_alloc(NL_CB_DEFAULT);
	static _Alignas(4) unsigned char bytes[16];

	seen = 0;
	nl_cb_set(cb, NL_CB_VALID, NL_CB_CUSTOM, put_callbacks, cb);
	raw_header(bytes, 16, 20, 0, nl_socket_use_seq(sk), 0);
	feed_send(peer, nl_socket_get_local_port(sk), bytes, 16);
	CHECK_INT(nl_recvmsgs(sk, cb), 0, "callbacks given up in a callback");
	CHECK_INT(seen, 1, "it was called");
	nl_socket_free(sk);
}

int main(void)
{
	uint32_t port;

	peer = feed_peer(&port);
	keeping();
	growing();
	nesting();
	asking();
	freeing();
	putting();
	close(peer);
	return check_done();
}
