/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Reads the IPv4 routes of this network namespace, as often as asked.
 *
 *	dump bare|mnl TIMES
 *
 * `bare` only receives and walks over the message headers; `mnl` receives with
 * the library, runs a callback over the messages and parses their attributes.
 * Both use a buffer of 32 KiB.  Prints, separated by tabs: routes per dump;
 * nanoseconds per dump, of them in user mode and in the kernel; the highest
 * resident memory in KiB, and how much of the memory is anonymous.
 */
#include "../reader.h"
#include "mnl.h"

static char buf[32768];
static unsigned long routes;

static void request(struct mnl_socket *nl, unsigned int seq)
{
	char room[64];
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(room);
	struct rtmsg *rtm = mnl_nlmsg_put_extra_header(nlh, sizeof(*rtm));

	nlh->nlmsg_type = RTM_GETROUTE;
	nlh->nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
	nlh->nlmsg_seq = seq;
	rtm->rtm_family = AF_INET;
	if (mnl_socket_sendto(nl, nlh, nlh->nlmsg_len) < 0)
		reader_die("mnl_socket_sendto");
}

/* Returns 0 behind the last message of the dump. */
static int bare_datagram(int fd)
{
	ssize_t got = recv(fd, buf, sizeof(buf), 0);
	struct nlmsghdr *nlh = (void *)buf;
	size_t len = (size_t)got;

	if (got < 0)
		reader_die("recv");
	for (; NLMSG_OK(nlh, len); nlh = NLMSG_NEXT(nlh, len)) {
		if (nlh->nlmsg_type == NLMSG_DONE)
			return 0;
		routes++;
	}
	return 1;
}

static void bare(struct mnl_socket *nl, unsigned int seq)
{
	int fd = mnl_socket_get_fd(nl);

	(void)seq;
	while (bare_datagram(fd))
		;
}

static int route(const struct nlmsghdr *nlh, void *data)
{
	const struct nlattr *tb[RTA_MAX + 1] = { 0 };

	(void)data;
	routes++;
	return mnl_attr_parse(nlh, sizeof(struct rtmsg), route_attr, tb);
}

static void with_library(struct mnl_socket *nl, unsigned int seq)
{
	unsigned int port = mnl_socket_get_portid(nl);
	ssize_t len;
	int ret;

	do {
		len = mnl_socket_recvfrom(nl, buf, sizeof(buf));
		if (len < 0)
			reader_die("mnl_socket_recvfrom");
		ret = mnl_cb_run(buf, (size_t)len, seq, port, route, NULL);
		if (ret < 0)
			reader_die("mnl_cb_run");
	} while (ret > MNL_CB_STOP);
}

static struct mnl_socket *nl;
static void (*read_with)(struct mnl_socket *, unsigned int);

static void read_once(unsigned int seq)
{
	request(nl, seq);
	read_with(nl, seq);
}

int main(int argc, char **argv)
{
	unsigned int times = reader_times(argc, argv);

	read_with = strcmp(argv[1], "bare") == 0 ? bare : with_library;
	nl = mnl_socket_open(NETLINK_ROUTE);
	if (nl == NULL || mnl_socket_bind(nl, 0, MNL_SOCKET_AUTOPID) < 0)
		reader_die("netlink socket");
	reader_run(read_once, times, "libmnl.so", &routes);
	mnl_socket_close(nl);
	return 0;
}
