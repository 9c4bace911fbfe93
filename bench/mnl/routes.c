/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Routes to measure with.  No library is used here.
 *
 *	routes batch COUNT	print COUNT routes for `ip -batch -`
 *	routes record FILE	write the IPv4 routes of this namespace to FILE,
 *				as the kernel sends them, without the final NLMSG_DONE
 */
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

static void die(const char *what)
{
	perror(what);
	exit(1);
}

static void batch(unsigned long count)
{
	unsigned long i;

	for (i = 0; i < count; i++)
		printf("route add 16.%lu.%lu.%lu via 10.0.0.2 dev v0 metric 100\n", i >> 16 & 255,
		       i >> 8 & 255, i & 255);
}

static int request_routes(void)
{
	struct {
		struct nlmsghdr nlh;
		struct rtmsg rtm;
	} request = {
		.nlh = {
			.nlmsg_len = sizeof(request),
			.nlmsg_type = RTM_GETROUTE,
			.nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP,
		},
		.rtm = { .rtm_family = AF_INET },
	};
	int fd = socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE);

	if (fd < 0)
		die("socket");
	if (send(fd, &request, sizeof(request), 0) < 0)
		die("send");
	return fd;
}

/* Writes the messages of main's table; returns 0 at the end of the dump. */
static int keep(const char *buf, size_t len, FILE *out, unsigned long *count)
{
	const struct nlmsghdr *nlh = (const void *)buf;

	for (; NLMSG_OK(nlh, len); nlh = NLMSG_NEXT(nlh, len)) {
		const struct rtmsg *rtm = NLMSG_DATA(nlh);

		if (nlh->nlmsg_type == NLMSG_DONE)
			return 0;
		if (nlh->nlmsg_type != RTM_NEWROUTE)
			exit(3);
		if (rtm->rtm_table != RT_TABLE_MAIN || rtm->rtm_dst_len != 32)
			continue;
		if (fwrite(nlh, NLMSG_ALIGN(nlh->nlmsg_len), 1, out) != 1)
			die("fwrite");
		++*count;
	}
	return 1;
}

static void record(const char *path)
{
	static char buf[32768];
	FILE *out = fopen(path, "w");
	unsigned long count = 0;
	ssize_t len;
	int fd;

	if (out == NULL)
		die(path);
	fd = request_routes();
	do {
		len = recv(fd, buf, sizeof(buf), 0);
		if (len < 0)
			die("recv");
	} while (keep(buf, (size_t)len, out, &count));
	if (fclose(out) != 0)
		die(path);
	printf("%lu\n", count);
}

int main(int argc, char **argv)
{
	if (argc == 3 && strcmp(argv[1], "batch") == 0) {
		batch(strtoul(argv[2], NULL, 10));
		return fflush(stdout) == 0 ? 0 : 1;
	}
	if (argc == 3 && strcmp(argv[1], "record") == 0) {
		record(argv[2]);
		return 0;
	}
	fprintf(stderr, "usage: %s batch COUNT | record FILE\n", argv[0]);
	return 2;
}
