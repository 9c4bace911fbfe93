/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Rows of a walk over functions of libnl that use a socket: each of its allocations fails once, and each of its
 * system calls in every way that there is.
 *
 *	WALK_REQUEST(prepare(), rtnl_link_add(sk, link, NLM_F_CREATE));
 *
 * For programs in <library>/faults/.
 */
#ifndef OXNL_WALK_IO_H
#define OXNL_WALK_IO_H

#include <netlink/netlink.h>
#include <netlink/socket.h>

#include "faulty_socket.h"
#include "walk.h"

struct walk_failure {
	struct socket_failure failure;
	const char *name;
	/* What a function returns then; WALK_ANY where that hangs on what was lost. */
	int want;
};

#define WALK_ANY 12345

/* Something that goes wrong, and what a function returns then whoever it is. */
static const struct walk_failure walk_failures[] = {
	{ { SOCKET_SOCKET, EMFILE, 0 }, "socket: EMFILE", -NLE_FAILURE },
	/* Another port will do. */
	{ { SOCKET_BIND, EADDRINUSE, 0 }, "bind: EADDRINUSE", 0 },
	{ { SOCKET_BIND, EPERM, 0 }, "bind: EPERM", -NLE_PERM },
	{ { SOCKET_GETSOCKNAME, EBADF, 0 }, "getsockname: EBADF", -NLE_BAD_SOCK },
	{ { SOCKET_GETSOCKNAME, 0, SOCKET_HALF }, "getsockname: half", -NLE_NOADDR },
	{ { SOCKET_GETSOCKNAME, 0, SOCKET_FAMILY }, "getsockname: AF_INET", -NLE_AF_NOSUPPORT },
	/* A socket does without its options. */
	{ { SOCKET_SETSOCKOPT, ENOPROTOOPT, 0 }, "setsockopt: ENOPROTOOPT", 0 },
	{ { SOCKET_SENDMSG, EINTR, 0 }, "sendmsg: EINTR", -NLE_INTR },
	{ { SOCKET_SENDMSG, EAGAIN, 0 }, "sendmsg: EAGAIN", -NLE_AGAIN },
	{ { SOCKET_SENDMSG, ENOBUFS, 0 }, "sendmsg: ENOBUFS", -NLE_NOMEM },
	{ { SOCKET_SENDMSG, ECONNREFUSED, 0 }, "sendmsg: ECONNREFUSED", -NLE_FAILURE },
	/* A datagram is sent whole. */
	{ { SOCKET_SENDMSG, 0, SOCKET_HALF }, "sendmsg: short", 0 },
	{ { SOCKET_SENDTO, EINTR, 0 }, "sendto: EINTR", -NLE_INTR },
	{ { SOCKET_SENDTO, EAGAIN, 0 }, "sendto: EAGAIN", -NLE_AGAIN },
	{ { SOCKET_SENDTO, ENOBUFS, 0 }, "sendto: ENOBUFS", -NLE_NOMEM },
	/* Receiving is tried again. */
	{ { SOCKET_RECVMSG, EINTR, 0 }, "recvmsg: EINTR", 0 },
	{ { SOCKET_RECVMSG, EAGAIN, 0 }, "recvmsg: EAGAIN", -NLE_AGAIN },
	{ { SOCKET_RECVMSG, ENOBUFS, 0 }, "recvmsg: ENOBUFS", -NLE_NOMEM },
	{ { SOCKET_RECVMSG, 0, SOCKET_HALF }, "recvmsg: half", WALK_ANY },
	{ { SOCKET_RECVMSG, 0, SOCKET_TRUNCATED }, "recvmsg: truncated", -NLE_MSG_TRUNC },
	{ { SOCKET_RECVMSG, 0, SOCKET_SENDER }, "recvmsg: a short sender", -NLE_NOADDR },
	{ { SOCKET_POLL, EINTR, 0 }, "poll: EINTR", -NLE_INTR },
};

/* What is different for the next row: failures of this call that has this error or oddity give something else. */
static struct walk_failure walk_other[4];
static int walk_others;
/* Whether the next row does without some of what it asks for, and succeeds all the same. */
static int walk_spares;

static inline void walk_except(enum socket_call call, int error, enum socket_oddity oddity, int want)
{
	walk_other[walk_others++] = (struct walk_failure){ { call, error, oddity }, NULL, want };
}

static inline int walk_wanted(const struct walk_failure *failure)
{
	for (int i = 0; i < walk_others; i++)
		if (memcmp(&walk_other[i].failure, &failure->failure, sizeof(failure->failure)) == 0)
			return walk_other[i].want;
	return failure->want;
}

/* Prepares with before, then does call, which gives 0 if it succeeds, with each of its system calls going wrong once. */
#define WALK_IO(before, doing, what)                                           \
	do {                                                                   \
		int walked_ = 0;                                               \
		for (size_t f_ = 0; f_ < sizeof(walk_failures) / sizeof(walk_failures[0]); f_++) { \
			const struct walk_failure *failure_ = &walk_failures[f_]; \
			for (int n_ = 1; n_ < 100; n_++) {                     \
				int result_, held_, open_;                     \
				WALK_UNHARMED(before);                         \
				held_ = heap_held;                             \
				open_ = socket_open;                           \
				socket_fail(failure_->failure, n_, 1);         \
				result_ = (doing);                              \
				socket_fail_times = 0;                         \
				if (socket_calls[failure_->failure.call] < n_) { \
					socket_failing.call = SOCKET_NONE;     \
					break;                                 \
				}                                              \
				socket_failing.call = SOCKET_NONE;             \
				walked_++;                                     \
				held_ = heap_held - held_;                     \
				if (walk_wanted(failure_) != WALK_ANY && !socket_missed && !(walk_spares && result_ == 0)) \
					CHECK_INT(result_, walk_wanted(failure_), "%s, %s %d", what, failure_->name, n_); \
				CHECK_INT(walk_spares && held_ < 0 ? 0 : held_, 0, "%s, %s %d: nothing is lost", what, failure_->name, n_); \
				CHECK_INT(socket_open, open_, "%s, %s %d: nothing is left open", what, failure_->name, n_); \
				if (heap_look != NULL)                         \
					heap_look(what, n_);                   \
			}                                                      \
		}                                                              \
		WALK_UNHARMED(before);                                         \
		CHECK_INT((doing), 0, "%s, with all", what);                    \
		CHECK(walked_ > 0, "%s: %d failures", what, walked_);          \
		walk_others = walk_spares = 0;                                 \
	} while (0)

/* The socket of the rows, connected anew: an answer that was not read would be met by the next request. */
static struct nl_sock *sk;
static int walk_protocol;

static inline void walk_connect(void)
{
	if (sk == NULL)
		sk = nl_socket_alloc();
	nl_close(sk);
	CHECK_INT(nl_connect(sk, walk_protocol), 0, "connected");
}

/* A function that sends a request and waits for the answer. */
#define WALK_REQUEST(before, call) WALK_REQUEST_(before, call, #call)
#define WALK_REQUEST_(before, call, what)                                      \
	do {                                                                   \
		/* What the library keeps from then on. */                     \
		WALK_UNHARMED(walk_connect(); before; (void)(call));           \
		HEAP_FAIL_EACH_(({ walk_connect(); before; }), (call), -NLE_NOMEM, walk_spares, 1, what); \
		WALK_IO(({ walk_connect(); before; }), call, what);           \
	} while (0)

/* One that puts something that put frees where the variable called result points. */
#define WALK_FETCH(type, put, result, call)                                    \
	WALK_REQUEST_((void)0, WALK_GIVEN(type, put, result, call), #call)

/* One that makes a cache from what the kernel tells, at cache. */
#define WALK_FILL(call) WALK_FETCH(struct nl_cache, nl_cache_free, cache, call)

#endif
