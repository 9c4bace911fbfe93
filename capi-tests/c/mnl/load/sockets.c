/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * 10,000 sockets, one after the other and many at a time; a socket in two processes; a request as often as in an
 * hour. Neither memory nor file descriptors grow.
 */
#include <linux/rtnetlink.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <libmnl/libmnl.h>

#include "load.h"

#define SOCKETS 10000
#define AT_A_TIME 1000
/* A link is asked for ten times a second. */
#define REQUESTS 36000

static struct mnl_socket *opened(void)
{
	struct mnl_socket *nl = mnl_socket_open2(NETLINK_ROUTE, SOCK_CLOEXEC);

	if (nl != NULL && mnl_socket_bind(nl, 0, MNL_SOCKET_AUTOPID) < 0) {
		mnl_socket_close(nl);
		return NULL;
	}
	return nl;
}

/* Asks for the loopback interface; 0, or errno. */
static int asks(struct mnl_socket *nl, uint32_t seq)
{
	_Alignas(8) char buf[8192];
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buf);
	struct ifinfomsg *body = mnl_nlmsg_put_extra_header(nlh, sizeof(*body));
	ssize_t got;

	nlh->nlmsg_type = RTM_GETLINK;
	nlh->nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK;
	nlh->nlmsg_seq = seq;
	body->ifi_index = 1;
	if (mnl_socket_sendto(nl, nlh, nlh->nlmsg_len) < 0)
		return errno;
	for (;;) {
		int ret;

		got = mnl_socket_recvfrom(nl, buf, sizeof(buf));
		if (got < 0)
			return errno;
		ret = mnl_cb_run(buf, (size_t)got, seq, mnl_socket_get_portid(nl), NULL, NULL);
		if (ret <= MNL_CB_STOP)
			return ret == MNL_CB_STOP ? 0 : errno;
	}
}

static void one_after_the_other(void)
{
	int bad = 0;

	for (int n = 0; n < SOCKETS; n++) {
		struct mnl_socket *nl = opened();

		bad += nl == NULL || asks(nl, 1) != 0;
		if (nl != NULL)
			bad += mnl_socket_close(nl) != 0;
	}
	CHECK_INT(bad, 0, "%d sockets, one after the other", SOCKETS);
}

static int compare(const void *a, const void *b)
{
	const unsigned int x = *(const unsigned int *)a, y = *(const unsigned int *)b;

	return (x > y) - (x < y);
}

static void many_at_a_time(void)
{
	static struct mnl_socket *sockets[AT_A_TIME];
	static unsigned int ports[AT_A_TIME];
	int bad = 0, same = 0;

	for (int n = 0; n < AT_A_TIME; n++) {
		sockets[n] = opened();
		bad += sockets[n] == NULL;
		ports[n] = sockets[n] != NULL ? mnl_socket_get_portid(sockets[n]) : 0;
	}
	for (int n = 0; n < AT_A_TIME; n++)
		bad += sockets[n] != NULL && asks(sockets[n], 7) != 0;
	for (int n = 0; n < AT_A_TIME; n++)
		if (sockets[n] != NULL)
			mnl_socket_close(sockets[n]);
	CHECK_INT(bad, 0, "%d sockets at a time", AT_A_TIME);
	qsort(ports, AT_A_TIME, sizeof(*ports), compare);
	for (int n = 1; n < AT_A_TIME; n++)
		same += ports[n] == ports[n - 1];
	CHECK_INT(same, 0, "no two have the same port");
}

static void in_two_processes(void)
{
	struct mnl_socket *nl = opened(), *other;
	const unsigned int port = mnl_socket_get_portid(nl);
	int status = -1;
	pid_t child = fork();

	if (child == 0) {
		other = opened();
		if (other == NULL || mnl_socket_get_portid(other) == port || asks(other, 3) != 0)
			_exit(1);
		mnl_socket_close(other);
		/* Its descriptor, not the parent's. */
		_exit(asks(nl, 4) == 0 && mnl_socket_close(nl) == 0 ? 0 : 2);
	}
	CHECK_INT(waitpid(child, &status, 0), child, "the child ends");
	CHECK_INT(status, 0, "and has used its socket and the parent's");
	CHECK_INT(asks(nl, 5), 0, "the parent's goes on");
	CHECK_UINT(mnl_socket_get_portid(nl), port, "with its port");
	mnl_socket_close(nl);
}

static void an_hour(void)
{
	struct mnl_socket *nl = opened();
	int bad = 0;

	for (uint32_t n = 1; n <= REQUESTS; n++)
		bad += asks(nl, n) != 0;
	CHECK_INT(bad, 0, "%d requests", REQUESTS);
	mnl_socket_close(nl);
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
	an_hour();
	CHECK_INT(load_fds(), fds, "as many file descriptors");
	CHECK_UINT(load_heap(), heap, "as much memory");
	return check_done();
}
