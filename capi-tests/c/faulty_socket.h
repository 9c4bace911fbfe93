/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * System calls on sockets that fail on purpose: the functions below stand in for libc's, for the libraries too. For
 * programs in <library>/faults/, one of which includes this once.
 */
#ifndef OXNL_FAULTY_SOCKET_H
#define OXNL_FAULTY_SOCKET_H

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "check.h"
#include "walked.h"

enum socket_call {
	SOCKET_NONE, SOCKET_SOCKET, SOCKET_BIND, SOCKET_GETSOCKNAME, SOCKET_SETSOCKOPT, SOCKET_GETSOCKOPT,
	SOCKET_SENDMSG, SOCKET_SENDTO, SOCKET_RECVMSG, SOCKET_RECVFROM, SOCKET_POLL, SOCKET_CALLS
};

/* What happens instead of what should. */
enum socket_oddity {
	SOCKET_FAILS,
	/* Nothing came. */
	SOCKET_NOTHING,
	/* Half of it: of an address, of a datagram; all but 4 bytes of what was sent. */
	SOCKET_HALF,
	/* A datagram did not fit. */
	SOCKET_TRUNCATED,
	/* A sender or an address of another family. */
	SOCKET_FAMILY,
	/* A sender whose address is short. */
	SOCKET_SENDER,
};

struct socket_failure {
	enum socket_call call;
	/* 0: none, but an oddity. */
	int error;
	enum socket_oddity oddity;
};

/* What fails, at which call of its kind, from 1, and how many times; 0: not, below 0: forever. */
static struct socket_failure socket_failing;
static int socket_fail_at, socket_fail_times;
/* Calls since all were last set to 0. */
static int socket_calls[SOCKET_CALLS];
/* Whether nothing came that could have been odd. */
static int socket_missed;
/* Files that are open. */
static int socket_open;

static inline void socket_fail(struct socket_failure failure, int at, int times)
{
	socket_failing = failure;
	socket_fail_at = at;
	socket_fail_times = times;
	socket_missed = 0;
	memset(socket_calls, 0, sizeof(socket_calls));
}

static inline void socket_mend(void)
{
	socket_fail_times = 0;
}

/* Whether this call is one that goes wrong. */
static inline int socket_goes_wrong(enum socket_call call)
{
	if (walk_paused != 0 || ++socket_calls[call] < socket_fail_at || socket_failing.call != call ||
	    socket_fail_times == 0)
		return 0;
	walked_note("io");
	socket_fail_times -= socket_fail_times > 0;
	return 1;
}

#define SOCKET_OR_ERROR(call)                                                  \
	do {                                                                   \
		if (socket_goes_wrong(call)) {                                 \
			errno = socket_failing.error;                          \
			return -1;                                             \
		}                                                              \
	} while (0)

int socket(int family, int type, int protocol)
{
	int fd;

	SOCKET_OR_ERROR(SOCKET_SOCKET);
	fd = (int)syscall(SYS_socket, family, type, protocol);
	socket_open += fd >= 0;
	return fd;
}

int close(int fd)
{
	socket_open--;
	return (int)syscall(SYS_close, fd);
}

int bind(int fd, const struct sockaddr *addr, socklen_t len)
{
	SOCKET_OR_ERROR(SOCKET_BIND);
	return (int)syscall(SYS_bind, fd, addr, len);
}

int setsockopt(int fd, int level, int name, const void *value, socklen_t len)
{
	SOCKET_OR_ERROR(SOCKET_SETSOCKOPT);
	return (int)syscall(SYS_setsockopt, fd, level, name, value, len);
}

int getsockopt(int fd, int level, int name, void *value, socklen_t *len)
{
	SOCKET_OR_ERROR(SOCKET_GETSOCKOPT);
	return (int)syscall(SYS_getsockopt, fd, level, name, value, len);
}

int poll(struct pollfd *fds, nfds_t count, int timeout)
{
	struct timespec time = { timeout / 1000, timeout % 1000 * 1000000L };

	SOCKET_OR_ERROR(SOCKET_POLL);
	return (int)syscall(SYS_ppoll, fds, count, timeout < 0 ? NULL : &time, NULL, 0);
}

int getsockname(int fd, struct sockaddr *addr, socklen_t *len)
{
	const int wrong = socket_goes_wrong(SOCKET_GETSOCKNAME);
	int result;

	if (wrong && socket_failing.error != 0) {
		errno = socket_failing.error;
		return -1;
	}
	result = (int)syscall(SYS_getsockname, fd, addr, len);
	if (wrong && socket_failing.oddity == SOCKET_HALF)
		*len /= 2;
	if (wrong && socket_failing.oddity == SOCKET_FAMILY)
		addr->sa_family = AF_INET;
	return result;
}

ssize_t sendmsg(int fd, const struct msghdr *hdr, int flags)
{
	const int wrong = socket_goes_wrong(SOCKET_SENDMSG);

	if (wrong && socket_failing.error != 0) {
		errno = socket_failing.error;
		return -1;
	}
	return syscall(SYS_sendmsg, fd, hdr, flags) - (wrong ? 4 : 0);
}

ssize_t sendto(int fd, const void *data, size_t len, int flags, const struct sockaddr *to, socklen_t size)
{
	const int wrong = socket_goes_wrong(SOCKET_SENDTO);

	if (wrong && socket_failing.error != 0) {
		errno = socket_failing.error;
		return -1;
	}
	return syscall(SYS_sendto, fd, data, len, flags, to, size) - (wrong ? 4 : 0);
}

/* Once something has gone wrong an answer may never come: nobody waits for it for longer than a moment. */
static inline int socket_waits(int fd, int flags)
{
	struct pollfd pollfd = { .fd = fd, .events = POLLIN };
	struct timespec time = { 0, 100000000 };

	if (socket_failing.call == SOCKET_NONE || (flags & MSG_DONTWAIT) != 0 || (fcntl(fd, F_GETFL) & O_NONBLOCK) != 0 ||
	    syscall(SYS_ppoll, &pollfd, 1, &time, NULL, 0) != 0)
		return 0;
	errno = EAGAIN;
	return 1;
}

ssize_t recvmsg(int fd, struct msghdr *hdr, int flags)
{
	const int wrong = socket_goes_wrong(SOCKET_RECVMSG);
	ssize_t got;

	if (wrong && socket_failing.error != 0) {
		errno = socket_failing.error;
		return -1;
	}
	if (socket_waits(fd, flags)) {
		socket_missed |= wrong;
		return -1;
	}
	got = syscall(SYS_recvmsg, fd, hdr, flags);
	socket_missed |= wrong && got < 0;
	if (!wrong || got < 0)
		return got;
	switch (socket_failing.oddity) {
	case SOCKET_NOTHING:
		return 0;
	case SOCKET_HALF:
		return got / 2;
	case SOCKET_TRUNCATED:
		hdr->msg_flags |= MSG_TRUNC;
		return got;
	case SOCKET_FAMILY:
		if (hdr->msg_name != NULL)
			((struct sockaddr *)hdr->msg_name)->sa_family = AF_INET;
		return got;
	case SOCKET_SENDER:
		hdr->msg_namelen = 2;
		return got;
	case SOCKET_FAILS:
		break;
	}
	return got;
}

ssize_t recvfrom(int fd, void *restrict data, size_t len, int flags, struct sockaddr *restrict from,
		 socklen_t *restrict size)
{
	const int wrong = socket_goes_wrong(SOCKET_RECVFROM);
	ssize_t got;

	if (wrong && socket_failing.error != 0) {
		errno = socket_failing.error;
		return -1;
	}
	if (socket_waits(fd, flags))
		return -1;
	got = syscall(SYS_recvfrom, fd, data, len, flags, from, size);
	return wrong && got > 0 ? (socket_failing.oddity == SOCKET_NOTHING ? 0 : got / 2) : got;
}

#endif
