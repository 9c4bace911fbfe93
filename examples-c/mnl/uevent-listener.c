/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Prints the kernel's device events. NETLINK_KOBJECT_UEVENT carries no netlink
 * messages: a datagram is "ACTION@DEVPATH", then "KEY=VALUE" strings, each with
 * its NUL. So only the socket functions of libmnl serve here.
 *
 * Usage:  uevent-listener [COUNT]		stops after COUNT events
 * Output: add@/devices/virtual/net/x0
 *         	SUBSYSTEM=net
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libmnl/libmnl.h>

/* What the kernel itself sends. Group 2 is udev's, in a format of its own. */
#define UEVENT_GROUP_KERNEL 1

static void print_uevent(const char *buf, size_t len)
{
	const char *end = buf + len;
	const char *indent = "";

	for (const char *p = buf; p < end; ) {
		/* The last string may lack its NUL. */
		size_t n = strnlen(p, end - p);

		printf("%s%.*s\n", indent, (int)n, p);
		indent = "\t";
		p += n + 1;
	}
}

/* Prints events, wanted of them or (0) without end. -1: see errno. */
static int listen_to_devices(struct mnl_socket *nl, unsigned long wanted)
{
	/* The kernel writes up to 2048 bytes of strings, and the header. */
	char buf[8192];
	unsigned long seen = 0;

	if (mnl_socket_bind(nl, UEVENT_GROUP_KERNEL, MNL_SOCKET_AUTOPID) < 0)
		return -1;
	printf("listening\n");

	while (wanted == 0 || seen < wanted) {
		ssize_t n = mnl_socket_recvfrom(nl, buf, sizeof(buf));

		if (n >= 0) {
			print_uevent(buf, n);
			seen++;
		} else if (errno == ENOBUFS) {
			printf("events lost\n");
		} else if (errno != EINTR) {
			return -1;
		}
	}
	return 0;
}

int main(int argc, char *argv[])
{
	unsigned long wanted = 0;
	struct mnl_socket *nl;
	char *end = "";
	int ret;

	if (argc == 2)
		wanted = strtoul(argv[1], &end, 10);
	if (argc > 2 || *end != '\0') {
		fprintf(stderr, "usage: uevent-listener [COUNT]\n");
		return 2;
	}
	/* Each event at once, into a pipe also. */
	setvbuf(stdout, NULL, _IOLBF, 0);

	nl = mnl_socket_open2(NETLINK_KOBJECT_UEVENT, SOCK_CLOEXEC);
	if (nl == NULL) {
		perror("mnl_socket_open2");
		return 1;
	}
	ret = listen_to_devices(nl, wanted);
	if (ret < 0)
		perror("uevent-listener");
	mnl_socket_close(nl);
	return ret < 0 ? 1 : 0;
}
