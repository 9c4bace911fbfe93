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
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "mnl.h"

static char buf[32768];
static unsigned long routes;

static void die(const char *what)
{
	perror(what);
	exit(1);
}

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
		die("mnl_socket_sendto");
}

/* Returns 0 behind the last message of the dump. */
static int bare_datagram(int fd)
{
	ssize_t got = recv(fd, buf, sizeof(buf), 0);
	struct nlmsghdr *nlh = (void *)buf;
	size_t len = (size_t)got;

	if (got < 0)
		die("recv");
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
			die("mnl_socket_recvfrom");
		ret = mnl_cb_run(buf, (size_t)len, seq, port, route, NULL);
		if (ret < 0)
			die("mnl_cb_run");
	} while (ret > MNL_CB_STOP);
}

static double now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec * 1e9 + (double)ts.tv_nsec;
}

static double ns(const struct timeval *start, const struct timeval *stop)
{
	return (double)(stop->tv_sec - start->tv_sec) * 1e9 +
	       (double)(stop->tv_usec - start->tv_usec) * 1e3;
}

/* A line of /proc/self/status, in KiB. */
static long status(const char *field)
{
	char line[256];
	FILE *file = fopen("/proc/self/status", "r");
	long value = -1;

	if (file == NULL)
		die("/proc/self/status");
	while (value < 0 && fgets(line, sizeof(line), file) != NULL)
		if (strncmp(line, field, strlen(field)) == 0)
			value = strtol(line + strlen(field), NULL, 10);
	fclose(file);
	return value;
}

int main(int argc, char **argv)
{
	unsigned int times = argc == 3 ? (unsigned int)strtoul(argv[2], NULL, 10) : 0;
	void (*read)(struct mnl_socket *, unsigned int);
	struct rusage before, after;
	struct mnl_socket *nl;
	unsigned int i;
	double start, stop;

	if (times == 0) {
		fprintf(stderr, "usage: %s bare|mnl TIMES\n", argv[0]);
		return 2;
	}
	read = strcmp(argv[1], "bare") == 0 ? bare : with_library;
	nl = mnl_socket_open(NETLINK_ROUTE);
	if (nl == NULL || mnl_socket_bind(nl, 0, MNL_SOCKET_AUTOPID) < 0)
		die("netlink socket");
	getrusage(RUSAGE_SELF, &before);
	start = now();
	for (i = 1; i <= times; i++) {
		request(nl, i);
		read(nl, i);
	}
	stop = now();
	getrusage(RUSAGE_SELF, &after);
	mnl_socket_close(nl);
	bench_print_library("libmnl.so");
	printf("%lu\t%.0f\t%.0f\t%.0f\t%ld\t%ld\n", routes / times, (stop - start) / times,
	       ns(&before.ru_utime, &after.ru_utime) / times,
	       ns(&before.ru_stime, &after.ru_stime) / times, status("VmHWM:"),
	       status("RssAnon:"));
	return 0;
}
