/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * 10,000 sockets, one after the other and many at a time; sockets in two processes. Neither memory nor file
 * descriptors grow.
 */
#include <linux/rtnetlink.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <netlink/errno.h>
#include <netlink/msg.h>
#include <netlink/netlink.h>
#include <netlink/socket.h>

#include "load.h"

#define SOCKETS 10000
#define AT_A_TIME 2000

static struct nl_sock *opened(void)
{
	struct nl_sock *sk = nl_socket_alloc();

	if (sk != NULL && nl_connect(sk, NETLINK_ROUTE) < 0) {
		nl_socket_free(sk);
		return NULL;
	}
	return sk;
}

/* Asks for the loopback interface. */
static int asks(struct nl_sock *sk)
{
	const struct ifinfomsg body = { .ifi_index = 1 };
	int err = nl_send_simple(sk, RTM_GETLINK, NLM_F_ACK, (void *)&body, sizeof(body));

	return err < 0 ? err : nl_wait_for_ack(sk);
}

static void one_after_the_other(void)
{
	int bad = 0;

	for (int n = 0; n < SOCKETS; n++) {
		struct nl_sock *sk = opened();

		bad += sk == NULL || asks(sk) < 0;
		nl_socket_free(sk);
	}
	CHECK_INT(bad, 0, "%d sockets, one after the other", SOCKETS);
}

static int compare(const void *a, const void *b)
{
	const uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

/* More than the 1,024 that libnl has numbers for by itself: the kernel chooses the rest. */
static void many_at_a_time(void)
{
	static struct nl_sock *sockets[AT_A_TIME];
	static uint32_t ports[AT_A_TIME];
	int bad = 0, same = 0;

	for (int n = 0; n < AT_A_TIME; n++) {
		sockets[n] = opened();
		bad += sockets[n] == NULL;
		ports[n] = sockets[n] != NULL ? nl_socket_get_local_port(sockets[n]) : 0;
	}
	for (int n = 0; n < AT_A_TIME; n++)
		bad += sockets[n] != NULL && asks(sockets[n]) < 0;
	for (int n = 0; n < AT_A_TIME; n++)
		nl_socket_free(sockets[n]);
	CHECK_INT(bad, 0, "%d sockets at a time", AT_A_TIME);
	qsort(ports, AT_A_TIME, sizeof(*ports), compare);
	for (int n = 1; n < AT_A_TIME; n++)
		same += ports[n] == ports[n - 1];
	CHECK_INT(same, 0, "no two have the same port");
}

static void in_two_processes(void)
{
	struct nl_sock *sk = opened(), *later = nl_socket_alloc(), *other;
	const uint32_t port = nl_socket_get_local_port(sk);
	int status = -1;
	pid_t child = fork();

	if (child == 0) {
		other = opened();
		if (other == NULL || nl_socket_get_local_port(other) == port || asks(other) < 0)
			_exit(1);
		/* Made before the fork, connected after it. */
		if (nl_connect(later, NETLINK_ROUTE) < 0 || asks(later) < 0)
			_exit(2);
		nl_socket_free(other);
		nl_socket_free(later);
		if (asks(sk) < 0)
			_exit(3);
		/* Its descriptor, not the parent's. */
		nl_socket_free(sk);
		_exit(0);
	}
	CHECK_INT(waitpid(child, &status, 0), child, "the child ends");
	CHECK_INT(status, 0, "and has used its sockets and the parent's");
	CHECK_INT(asks(sk), 0, "the parent's goes on");
	CHECK_UINT(nl_socket_get_local_port(sk), port, "with its port");
	CHECK_INT(nl_connect(later, NETLINK_ROUTE), 0, "what the child has connected is not in the parent");
	CHECK_INT(asks(later), 0, "and can be connected here");
	nl_socket_free(sk);
	nl_socket_free(later);
}

int main(void)
{
	const struct rlimit limit = { 4096, 4096 };
	size_t heap;
	int fds;

	setrlimit(RLIMIT_NOFILE, &limit);
	/* Whatever is made once is there after the first time. */
	many_at_a_time();
	fds = load_fds();
	heap = load_heap();
	one_after_the_other();
	CHECK_INT(load_fds(), fds, "as many file descriptors");
	CHECK_UINT(load_heap(), heap, "as much memory");
	many_at_a_time();
	in_two_processes();
	CHECK_INT(load_fds(), fds, "as many file descriptors");
	CHECK_UINT(load_heap(), heap, "as much memory");
	return check_done();
}
