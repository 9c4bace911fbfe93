/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Sockets: mostly the kernel's work, of which callgrind sees nothing. */
#include "mnl.h"

static unsigned long open_bind_close(unsigned long n)
{
	unsigned long i;

	for (i = 0; i < n; i++) {
		struct mnl_socket *nl = mnl_socket_open(NETLINK_ROUTE);

		if (nl == NULL || mnl_socket_bind(nl, 0, MNL_SOCKET_AUTOPID) < 0)
			return 0;
		if (mnl_socket_get_portid(nl) == 0)
			return 0;
		mnl_socket_close(nl);
	}
	return n;
}

/* An empty request, which the kernel only acknowledges. */
static unsigned long exchange(unsigned long n)
{
	struct nlmsghdr request = {
		.nlmsg_len = sizeof(request),
		.nlmsg_type = NLMSG_NOOP,
		.nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK,
	};
	char answer[4096];
	struct mnl_socket *nl = mnl_socket_open(NETLINK_ROUTE);
	unsigned long i;

	if (nl == NULL || mnl_socket_bind(nl, 0, MNL_SOCKET_AUTOPID) < 0)
		return 0;
	for (i = 0; i < n; i++) {
		if (mnl_socket_sendto(nl, &request, sizeof(request)) < 0)
			return 0;
		if (mnl_socket_recvfrom(nl, answer, sizeof(answer)) < 0)
			return 0;
	}
	mnl_socket_close(nl);
	return n;
}

const struct bench_case socket_cases[] = {
	{ "socket_open, bind, close", "socket", 10000, open_bind_close },
	{ "socket_sendto, recvfrom", "exchange", 50000, exchange },
	{ 0 },
};
