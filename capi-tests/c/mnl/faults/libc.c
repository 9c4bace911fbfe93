/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * What the library does when libc fails it: no memory, and answers of the kernel that do not come
 * by themselves. The functions below stand in for libc's, for the library too.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/netlink.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include <libmnl/libmnl.h>

#include "check.h"

extern void *__libc_malloc(size_t size);

static int no_memory, mallocs;
static int short_name, other_family, short_sender, fail_recv, fail_send;

void *malloc(size_t size)
{
	mallocs++;
	if (no_memory) {
		errno = ENOMEM;
		return NULL;
	}
	return __libc_malloc(size);
}

int getsockname(int fd, struct sockaddr *addr, socklen_t *len)
{
	int (*real)(int, struct sockaddr *, socklen_t *) = dlsym(RTLD_NEXT, "getsockname");
	int ret = real(fd, addr, len);

	if (short_name)
		*len = 8;
	if (other_family)
		addr->sa_family = AF_INET;
	return ret;
}

ssize_t recvmsg(int fd, struct msghdr *msg, int flags)
{
	ssize_t (*real)(int, struct msghdr *, int) = dlsym(RTLD_NEXT, "recvmsg");
	ssize_t ret;

	if (fail_recv) {
		errno = fail_recv;
		return -1;
	}
	ret = real(fd, msg, flags);
	if (short_sender)
		msg->msg_namelen = 2;
	return ret;
}

ssize_t sendto(int fd, const void *buf, size_t len, int flags, const struct sockaddr *to,
	       socklen_t tolen)
{
	ssize_t (*real)(int, const void *, size_t, int, const struct sockaddr *, socklen_t) =
		dlsym(RTLD_NEXT, "sendto");

	if (fail_send) {
		errno = fail_send;
		return -1;
	}
	return real(fd, buf, len, flags, to, tolen);
}

static int open_descriptors(void)
{
	int open = 0;

	for (int fd = 0; fd < 64; fd++)
		open += fcntl(fd, F_GETFD) != -1;
	return open;
}

static void out_of_memory(void)
{
	char buf[64];
	int before, fd;
	void *handle;

	before = open_descriptors();
	no_memory = 1;
	errno = 0;
	handle = mnl_socket_open(NETLINK_ROUTE);
	CHECK(handle == NULL && errno == ENOMEM, "mnl_socket_open says ENOMEM");
	errno = 0;
	handle = mnl_socket_open2(NETLINK_ROUTE, SOCK_CLOEXEC);
	CHECK(handle == NULL && errno == ENOMEM, "mnl_socket_open2 says ENOMEM");
	CHECK_INT(open_descriptors(), before, "neither leaves a descriptor open");

	no_memory = 0;
	fd = socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE);
	no_memory = 1;
	errno = 0;
	handle = mnl_socket_fdopen(fd);
	CHECK(handle == NULL && errno == ENOMEM, "mnl_socket_fdopen says ENOMEM");
	CHECK(fcntl(fd, F_GETFD) != -1, "and leaves the descriptor to its owner");
	errno = 0;
	handle = mnl_nlmsg_batch_start(buf, sizeof(buf));
	CHECK(handle == NULL && errno == ENOMEM, "mnl_nlmsg_batch_start says ENOMEM");
	no_memory = 0;
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
	mallocs = 0;
	nlh = mnl_nlmsg_put_header(buf);
	nlh->nlmsg_type = 16;
	nest = mnl_attr_nest_start(nlh, 1);
	mnl_attr_put_u32(nlh, 2, 3);
	mnl_attr_put_strz(nlh, 3, "name");
	mnl_attr_nest_end(nlh, nest);
	mnl_attr_parse(nlh, 0, count_attr, &attributes);
	mnl_cb_run(buf, nlh->nlmsg_len, 0, 0, count, &messages);
	mnl_nlmsg_fprintf(null, buf, nlh->nlmsg_len, 0);
	CHECK_INT(mallocs, 0, "building, parsing and printing allocate nothing");
	CHECK_INT(messages + attributes, 2, "they did their work");
	fclose(null);

	mallocs = 0;
	mnl_nlmsg_batch_stop(mnl_nlmsg_batch_start(buf, sizeof(buf)));
	CHECK_INT(mallocs, 1, "a batch allocates its handle");
	mallocs = 0;
	mnl_socket_close(mnl_socket_open(NETLINK_ROUTE));
	CHECK_INT(mallocs, 1, "a socket allocates its handle");
}

static void odd_answers(void)
{
	struct mnl_socket *nl = mnl_socket_open(NETLINK_ROUTE);
	struct nlmsghdr request = {
		.nlmsg_len = sizeof(request), .nlmsg_type = NLMSG_NOOP,
		.nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK,
	};
	char buf[4096];

	short_name = 1;
	errno = 0;
	CHECK(mnl_socket_bind(nl, 0, 0) == -1 && errno == EINVAL, "bind: a short address");
	short_name = 0;
	other_family = 1;
	errno = 0;
	CHECK(mnl_socket_bind(nl, 0, 0) == -1 && errno == EINVAL, "bind: an address of AF_INET");
	other_family = 0;

	fail_send = EINTR;
	errno = 0;
	CHECK(mnl_socket_sendto(nl, &request, sizeof(request)) == -1 && errno == EINTR,
	      "sendto: EINTR is not retried");
	fail_send = 0;
	CHECK_INT(mnl_socket_sendto(nl, &request, sizeof(request)), (int)sizeof(request), "sendto");

	static const int errors[] = { EINTR, EAGAIN, ENOBUFS, ENOMEM };
	for (size_t i = 0; i < sizeof(errors) / sizeof(errors[0]); i++) {
		fail_recv = errors[i];
		errno = 0;
		CHECK(mnl_socket_recvfrom(nl, buf, sizeof(buf)) == -1 && errno == errors[i],
		      "recvfrom: the kernel's errno");
	}
	fail_recv = 0;
	short_sender = 1;
	errno = 0;
	CHECK(mnl_socket_recvfrom(nl, buf, sizeof(buf)) == -1 && errno == EINVAL,
	      "recvfrom: a sender that is no netlink address");
	short_sender = 0;
	mnl_socket_close(nl);
}

int main(void)
{
	out_of_memory();
	allocations();
	odd_answers();
	return check_done();
}
