/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Preloaded into a program: makes one allocation or system call of our libraries fail, and no other.
 *
 *	OXNL_FAULT="<what> <number> <how>"
 *		the number-th call of that kind, from 1, fails: "memory 3 ENOMEM", "recvmsg 2 EINTR"; with
 *		how = "short" or "truncated" it succeeds, but gives less than there is, with "none" nothing
 *	OXNL_FAULT_LOG=<file>
 *		at the end, one line for each way that led to such a call: "<what> <number> <function> <way>", with
 *		the number of the first, the function that the program called, and a number for the way
 *
 * Only calls that the library makes itself count, not those that libc makes for it. If the program then ends by
 * a signal, standard error says "the library crashed: <function>()", with the function that the program called, or,
 * where the program used what it did not get, "the program crashed".
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "entry.h"

#define WAYS 65536
/* Milliseconds: the kernel answers at once, or not at all. */
#define MOMENT 50

enum what { MEMORY, SOCKET, BIND, GETSOCKNAME, SETSOCKOPT, SENDMSG, SENDTO, RECVMSG, RECVFROM, POLL, KINDS };

static const char *const names[KINDS] = { "memory", "socket", "bind", "getsockname", "setsockopt",
					  "sendmsg", "sendto", "recvmsg", "recvfrom", "poll" };
static const struct { const char *name; int value; } errors[] = {
	{ "ENOMEM", ENOMEM }, { "EINTR", EINTR }, { "EAGAIN", EAGAIN }, { "ENOBUFS", ENOBUFS },
	{ "EMFILE", EMFILE }, { "EACCES", EACCES }, { "EADDRINUSE", EADDRINUSE }, { "EBADF", EBADF },
	{ "ENOPROTOOPT", ENOPROTOOPT }, { "EPERM", EPERM },
};

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *at, size_t size);

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static unsigned long counts[KINDS];
static struct way {
	uint64_t key;
	enum what what;
	unsigned long number;
	const char *name;
} *ways;
static unsigned long way_count;
static const char *log_file;

/* What is to fail. */
static enum what failing = KINDS;
static unsigned long failing_number;
static char failing_how[32];
static bool has_failed;

/* Set while this file's own code runs, whose allocations do not count. */
static __thread bool within __attribute__((tls_model("initial-exec")));

/* Whose code, but for libc's, it was. */
static void crashed(int number)
{
	static const char library[] = "the library crashed: ", program[] = "the program crashed\n";
	void *frames[ENTRY_DEPTH];
	int count;

	within = true;
	count = backtrace(frames, ENTRY_DEPTH);
	for (int n = 0; n < count; n++) {
		if (entry_is_program(frames[n])) {
			write(2, program, sizeof(program) - 1);
			break;
		}
		if (entry_offset(frames[n]) != 0) {
			const char *name = entry_find().name;

			write(2, library, sizeof(library) - 1);
			write(2, name, strlen(name));
			write(2, "()\n", 3);
			break;
		}
	}
	signal(number, SIG_DFL);
	raise(number);
}

__attribute__((constructor))
static void begin(void)
{
	const char *fault = getenv("OXNL_FAULT");
	char what[32];
	void *frames[1];

	within = true;
	log_file = getenv("OXNL_FAULT_LOG");
	/* Loads what it needs. */
	backtrace(frames, 1);
	if (log_file != NULL)
		ways = __libc_calloc(WAYS, sizeof(*ways));
	if (fault != NULL && sscanf(fault, "%31s %lu %31s", what, &failing_number, failing_how) == 3)
		for (int n = 0; n < KINDS; n++)
			if (strcmp(what, names[n]) == 0)
				failing = (enum what)n;
	if (failing != KINDS) {
		signal(SIGSEGV, crashed);
		signal(SIGBUS, crashed);
		signal(SIGABRT, crashed);
		signal(SIGILL, crashed);
		signal(SIGFPE, crashed);
	}
	within = false;
}

__attribute__((destructor))
static void end(void)
{
	FILE *log;

	within = true;
	log = log_file ? fopen(log_file, "we") : NULL;
	for (unsigned long n = 0; log != NULL && n < WAYS; n++)
		if (ways[n].number != 0)
			fprintf(log, "%s %lu %s %016" PRIx64 "\n", names[ways[n].what], ways[n].number,
				ways[n].name, ways[n].key);
	if (log != NULL)
		fclose(log);
}

static void record(enum what what, unsigned long number)
{
	const struct entry entry = entry_find();
	const uint64_t key = (entry.way ^ what) * 1099511628211u;

	for (uint64_t at = key;; at++) {
		struct way *way = &ways[at % WAYS];

		if (way->number == 0 && way_count < WAYS / 2) {
			*way = (struct way){ key, what, number, entry.name };
			way_count++;
		}
		if (way->number == 0 || (way->key == key && way->what == what))
			return;
	}
}

/* Whether this call, which returns to caller, is the one that fails. */
static bool fails(enum what what, const void *caller)
{
	bool now = false;

	if (within || !entry_is_ours(caller))
		return false;
	within = true;
	pthread_mutex_lock(&lock);
	counts[what]++;
	if (ways != NULL)
		record(what, counts[what]);
	if (what == failing && counts[what] == failing_number)
		now = has_failed = true;
	pthread_mutex_unlock(&lock);
	within = false;
	return now;
}

/* The error that it fails with; 0 if it is not to fail with an error. */
static int error(void)
{
	for (size_t n = 0; n < sizeof(errors) / sizeof(*errors); n++)
		if (strcmp(failing_how, errors[n].name) == 0)
			return errors[n].value;
	return 0;
}

static bool how(const char *name)
{
	return strcmp(failing_how, name) == 0;
}

#define CALLER __builtin_return_address(0)
#define REAL(name) ((__typeof__(&(name)))dlsym(RTLD_NEXT, #name))
#define FAIL_WITH_ERROR(what)                                                                      \
	do {                                                                                       \
		if (fails(what, CALLER)) {                                                         \
			errno = error();                                                           \
			return -1;                                                                 \
		}                                                                                  \
	} while (0)

void *malloc(size_t size)
{
	if (fails(MEMORY, CALLER)) {
		errno = ENOMEM;
		return NULL;
	}
	return __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
	if (fails(MEMORY, CALLER)) {
		errno = ENOMEM;
		return NULL;
	}
	return __libc_calloc(count, size);
}

void *realloc(void *at, size_t size)
{
	if (fails(MEMORY, CALLER)) {
		errno = ENOMEM;
		return NULL;
	}
	return __libc_realloc(at, size);
}

char *strdup(const char *text)
{
	if (fails(MEMORY, CALLER)) {
		errno = ENOMEM;
		return NULL;
	}
	return REAL(strdup)(text);
}

char *strndup(const char *text, size_t length)
{
	if (fails(MEMORY, CALLER)) {
		errno = ENOMEM;
		return NULL;
	}
	return REAL(strndup)(text, length);
}

int socket(int family, int type, int protocol)
{
	FAIL_WITH_ERROR(SOCKET);
	return REAL(socket)(family, type, protocol);
}

int bind(int fd, const struct sockaddr *address, socklen_t size)
{
	FAIL_WITH_ERROR(BIND);
	return REAL(bind)(fd, address, size);
}

int setsockopt(int fd, int level, int option, const void *value, socklen_t size)
{
	FAIL_WITH_ERROR(SETSOCKOPT);
	return REAL(setsockopt)(fd, level, option, value, size);
}

int poll(struct pollfd *fds, nfds_t count, int timeout)
{
	FAIL_WITH_ERROR(POLL);
	return REAL(poll)(fds, count, has_failed && (timeout < 0 || timeout > MOMENT) ? MOMENT : timeout);
}

int getsockname(int fd, struct sockaddr *restrict address, socklen_t *restrict size)
{
	if (!fails(GETSOCKNAME, CALLER))
		return REAL(getsockname)(fd, address, size);
	if (error() != 0) {
		errno = error();
		return -1;
	}
	if (REAL(getsockname)(fd, address, size) < 0)
		return -1;
	*size /= 2;
	return 0;
}

ssize_t sendmsg(int fd, const struct msghdr *message, int flags)
{
	ssize_t sent;

	if (!fails(SENDMSG, CALLER))
		return REAL(sendmsg)(fd, message, flags);
	if (error() != 0) {
		errno = error();
		return -1;
	}
	sent = REAL(sendmsg)(fd, message, flags);
	return sent > 4 ? sent - 4 : sent;
}

ssize_t sendto(int fd, const void *data, size_t length, int flags, const struct sockaddr *to, socklen_t size)
{
	ssize_t sent;

	if (!fails(SENDTO, CALLER))
		return REAL(sendto)(fd, data, length, flags, to, size);
	if (error() != 0) {
		errno = error();
		return -1;
	}
	sent = REAL(sendto)(fd, data, length, flags, to, size);
	return sent > 4 ? sent - 4 : sent;
}

/* Once something has failed, an answer may never come: nobody waits for it for longer than a moment. */
static bool comes(int fd, int flags)
{
	struct pollfd pollfd = { .fd = fd, .events = POLLIN };

	if (!has_failed || (flags & MSG_DONTWAIT) != 0 || (fcntl(fd, F_GETFL) & O_NONBLOCK) != 0 ||
	    REAL(poll)(&pollfd, 1, MOMENT) != 0)
		return true;
	errno = EAGAIN;
	return false;
}

ssize_t recvmsg(int fd, struct msghdr *message, int flags)
{
	const bool now = fails(RECVMSG, CALLER);
	ssize_t got;

	if (now && error() != 0) {
		errno = error();
		return -1;
	}
	if (!comes(fd, flags))
		return -1;
	got = REAL(recvmsg)(fd, message, flags);
	if (!now || got < 0)
		return got;
	if (how("none"))
		return 0;
	if (how("sender"))
		message->msg_namelen = 2;
	if (how("truncated"))
		message->msg_flags |= MSG_TRUNC;
	return how("short") ? got / 2 : got;
}

ssize_t recvfrom(int fd, void *restrict data, size_t length, int flags, struct sockaddr *restrict from,
		 socklen_t *restrict size)
{
	const bool now = fails(RECVFROM, CALLER);
	ssize_t got;

	if (now && error() != 0) {
		errno = error();
		return -1;
	}
	if (!comes(fd, flags))
		return -1;
	got = REAL(recvfrom)(fd, data, length, flags, from, size);
	return now && got > 0 ? (how("none") ? 0 : got / 2) : got;
}
