/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * What the library does when libc fails it: no memory, and answers of the kernel that do not come
 * by themselves.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/netlink.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include <libmnl/libmnl.h>

#include "faulty_heap.h"
#include "faulty_socket.h"

static void out_of_memory(void)
{
	char buf[64];
	int before, fd;
	void *handle;

	before = socket_open;
	heap_allocations = 0;
	heap_fail_at = 1;
	heap_fail_on = 1;
	errno = 0;
	handle = mnl_socket_open(NETLINK_ROUTE);
	CHECK(handle == NULL && errno == ENOMEM, "mnl_socket_open says ENOMEM");
	errno = 0;
	handle = mnl_socket_open2(NETLINK_ROUTE, SOCK_CLOEXEC);
	CHECK(handle == NULL && errno == ENOMEM, "mnl_socket_open2 says ENOMEM");
	CHECK_INT(socket_open, before, "neither leaves a descriptor open");

	heap_fail_at = 0;
	heap_fail_on = 0;
	fd = socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE);
	heap_allocations = 0;
	heap_fail_at = 1;
	heap_fail_on = 1;
	errno = 0;
	handle = mnl_socket_fdopen(fd);
	CHECK(handle == NULL && errno == ENOMEM, "mnl_socket_fdopen says ENOMEM");
	CHECK(fcntl(fd, F_GETFD) != -1, "and leaves the descriptor to its owner");
	errno = 0;
	handle = mnl_nlmsg_batch_start(buf, sizeof(buf));
	CHECK(handle == NULL && errno == ENOMEM, "mnl_nlmsg_batch_start says ENOMEM");
	heap_fail_at = 0;
	heap_fail_on = 0;
	close(fd);
}

static int count(const struct nlmsghdr *nlh, void *data)
{
	(void)nlh;
	++*(int *)data;
	return MNL_CB_OK;
}

static int count_attr(const struct nlattr *attr, void *data)
{
	(void)attr;
	++*(int *)data;
	return MNL_CB_OK;
}

/* Only the handles are allocated, as in libmnl. */
static void allocations(void)
{
	char buf[512];
	struct nlmsghdr *nlh;
	struct nlattr *nest;
	int messages = 0, attributes = 0;
	FILE *null = fopen("/dev/null", "w");

	setvbuf(null, NULL, _IONBF, 0);
	heap_allocations = 0;
	nlh = mnl_nlmsg_put_header(buf);
	nlh->nlmsg_type = 16;
	nest = mnl_attr_nest_start(nlh, 1);
	mnl_attr_put_u32(nlh, 2, 3);
	mnl_attr_put_strz(nlh, 3, "name");
	mnl_attr_nest_end(nlh, nest);
	mnl_attr_parse(nlh, 0, count_attr, &attributes);
	mnl_cb_run(buf, nlh->nlmsg_len, 0, 0, count, &messages);
	mnl_nlmsg_fprintf(null, buf, nlh->nlmsg_len, 0);
	CHECK_INT(heap_allocations, 0, "building, parsing and printing allocate nothing");
	CHECK_INT(messages + attributes, 2, "they did their work");
	fclose(null);

	heap_allocations = 0;
	mnl_nlmsg_batch_stop(mnl_nlmsg_batch_start(buf, sizeof(buf)));
	CHECK_INT(heap_allocations, 1, "a batch allocates its handle");
	heap_allocations = 0;
	mnl_socket_close(mnl_socket_open(NETLINK_ROUTE));
	CHECK_INT(heap_allocations, 1, "a socket allocates its handle");
}

struct failure {
	struct socket_failure failure;
	const char *name;
};

static const struct failure failures[] = {
	{ { SOCKET_SOCKET, EMFILE, 0 }, "socket: EMFILE" },
	{ { SOCKET_BIND, EADDRINUSE, 0 }, "bind: EADDRINUSE" },
	{ { SOCKET_BIND, EPERM, 0 }, "bind: EPERM" },
	{ { SOCKET_GETSOCKNAME, EBADF, 0 }, "getsockname: EBADF" },
	{ { SOCKET_GETSOCKNAME, 0, SOCKET_HALF }, "getsockname: half" },
	{ { SOCKET_GETSOCKNAME, 0, SOCKET_FAMILY }, "getsockname: AF_INET" },
	{ { SOCKET_SETSOCKOPT, ENOPROTOOPT, 0 }, "setsockopt: ENOPROTOOPT" },
	{ { SOCKET_GETSOCKOPT, EINTR, 0 }, "getsockopt: EINTR" },
	{ { SOCKET_SENDTO, EINTR, 0 }, "sendto: EINTR" },
	{ { SOCKET_SENDTO, EAGAIN, 0 }, "sendto: EAGAIN" },
	{ { SOCKET_SENDTO, ENOBUFS, 0 }, "sendto: ENOBUFS" },
	{ { SOCKET_RECVMSG, EINTR, 0 }, "recvmsg: EINTR" },
	{ { SOCKET_RECVMSG, EAGAIN, 0 }, "recvmsg: EAGAIN" },
	{ { SOCKET_RECVMSG, ENOBUFS, 0 }, "recvmsg: ENOBUFS" },
	{ { SOCKET_RECVMSG, ENOMEM, 0 }, "recvmsg: ENOMEM" },
	{ { SOCKET_RECVMSG, 0, SOCKET_TRUNCATED }, "recvmsg: truncated" },
	{ { SOCKET_RECVMSG, 0, SOCKET_SENDER }, "recvmsg: a short sender" },
};

/* What errno is after an oddity. */
static int error_of(const struct socket_failure *failure)
{
	if (failure->error != 0)
		return failure->error;
	return failure->oddity == SOCKET_TRUNCATED ? ENOSPC : EINVAL;
}

static struct mnl_socket *nl;
static struct nlmsghdr request = {
	.nlmsg_len = sizeof(request), .nlmsg_type = NLMSG_NOOP, .nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK,
};

/* Each returns whether it succeeded, and leaves nothing behind. */
static int opens(void)
{
	struct mnl_socket *made = mnl_socket_open(NETLINK_ROUTE);

	if (made != NULL)
		mnl_socket_close(made);
	return made != NULL;
}

static int opens2(void)
{
	struct mnl_socket *made = mnl_socket_open2(NETLINK_ROUTE, SOCK_CLOEXEC);

	if (made != NULL)
		mnl_socket_close(made);
	return made != NULL;
}

static int takes_over(void)
{
	int fd, errno_was;
	struct mnl_socket *made;

	walk_paused++;
	fd = socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE);
	walk_paused--;
	made = mnl_socket_fdopen(fd);
	errno_was = errno;
	if (made != NULL)
		mnl_socket_close(made);
	else
		close(fd);
	errno = errno_was;
	return made != NULL;
}

static int binds(void)
{
	struct mnl_socket *made;
	int result, errno_was;

	walk_paused++;
	made = mnl_socket_open(NETLINK_ROUTE);
	walk_paused--;
	result = mnl_socket_bind(made, 0, MNL_SOCKET_AUTOPID);
	errno_was = errno;
	mnl_socket_close(made);
	errno = errno_was;
	return result == 0;
}

static int sends(void)
{
	return mnl_socket_sendto(nl, &request, sizeof(request)) == (ssize_t)sizeof(request);
}

static int receives(void)
{
	char buf[4096];
	ssize_t got;

	walk_paused++;
	mnl_socket_sendto(nl, &request, sizeof(request));
	walk_paused--;
	got = mnl_socket_recvfrom(nl, buf, sizeof(buf));
	return got == NLMSG_LENGTH(sizeof(struct nlmsgerr));
}

static int sets(void)
{
	int on = 1;

	return mnl_socket_setsockopt(nl, NETLINK_NO_ENOBUFS, &on, sizeof(on)) == 0;
}

static int gets(void)
{
	int on = 0;
	socklen_t size = sizeof(on);

	return mnl_socket_getsockopt(nl, NETLINK_NO_ENOBUFS, &on, &size) == 0;
}

static const struct {
	const char *name;
	int (*call)(void);
} calls[] = {
	{ "mnl_socket_open", opens }, { "mnl_socket_open2", opens2 }, { "mnl_socket_fdopen", takes_over },
	{ "mnl_socket_bind", binds }, { "mnl_socket_sendto", sends }, { "mnl_socket_recvfrom", receives },
	{ "mnl_socket_setsockopt", sets }, { "mnl_socket_getsockopt", gets },
};

/* Every call with everything that can go wrong: libmnl repeats nothing, and passes errors on. */
static void system_calls(void)
{
	nl = mnl_socket_open(NETLINK_ROUTE);
	for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++) {
		int walked = 0;

		for (size_t f = 0; f < sizeof(failures) / sizeof(failures[0]); f++) {
			const int held = heap_held, open = socket_open;
			int good;

			socket_fail(failures[f].failure, 1, 1);
			errno = 0;
			good = calls[i].call();
			CHECK_INT(socket_open, open, "%s, %s: nothing is left open", calls[i].name, failures[f].name);
			if (socket_fail_times != 0) {
				socket_mend();
				CHECK(good, "%s, %s: is not called", calls[i].name, failures[f].name);
				continue;
			}
			walked++;
			/* Any descriptor is taken over; what its address is does not matter. */
			if (calls[i].call == takes_over && failures[f].failure.error == 0) {
				CHECK(good, "%s, %s: taken over", calls[i].name, failures[f].name);
				continue;
			}
			CHECK(!good && errno == error_of(&failures[f].failure), "%s, %s: errno %d", calls[i].name,
			      failures[f].name, errno);
			CHECK_INT(heap_held, held, "%s, %s: nothing is lost", calls[i].name, failures[f].name);
			/* What is left of an answer that was not taken. */
			while (recv(mnl_socket_get_fd(nl), &good, sizeof(good), MSG_DONTWAIT) >= 0)
				;
		}
		CHECK(walked > 0, "%s: %d failures", calls[i].name, walked);
		CHECK(calls[i].call(), "%s", calls[i].name);
	}
	mnl_socket_close(nl);
}

int main(void)
{
	out_of_memory();
	allocations();
	system_calls();
	return check_done();
}
