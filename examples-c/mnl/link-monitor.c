/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Prints links as they come, change and go. Shows how to join a multicast
 * group, and what to do when events come faster than they are read: the kernel
 * drops what does not fit into the socket, and recvfrom fails once, with
 * ENOBUFS. The socket stays good. A program that keeps a copy of the state must
 * now read it anew with a dump (link-dump-*.c); this one just says so.
 *
 * Usage:  link-monitor [COUNT]		stops after COUNT events
 * Output: new 2: v0 mtu 1500 flags UP,BROADCAST address 02:00:00:00:00:01 kind veth
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include <libmnl/libmnl.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>

#include "link-print.h"

struct monitor {
	unsigned long wanted;	/* 0: without end */
	unsigned long seen;
};

static int on_info_attr(const struct nlattr *attr, void *data)
{
	struct link *link = data;

	if (mnl_attr_get_type(attr) == IFLA_INFO_KIND) {
		if (mnl_attr_validate(attr, MNL_TYPE_NUL_STRING) < 0)
			return MNL_CB_ERROR;
		link->kind = mnl_attr_get_str(attr);
	}
	return MNL_CB_OK;
}

static int on_link_attr(const struct nlattr *attr, void *data)
{
	struct link *link = data;

	switch (mnl_attr_get_type(attr)) {
	case IFLA_IFNAME:
		if (mnl_attr_validate(attr, MNL_TYPE_NUL_STRING) < 0)
			return MNL_CB_ERROR;
		link->name = mnl_attr_get_str(attr);
		break;
	case IFLA_MTU:
		if (mnl_attr_validate(attr, MNL_TYPE_U32) < 0)
			return MNL_CB_ERROR;
		link->mtu = mnl_attr_get_u32(attr);
		break;
	case IFLA_ADDRESS:
		link->addr = mnl_attr_get_payload(attr);
		link->addr_len = mnl_attr_get_payload_len(attr);
		break;
	case IFLA_LINKINFO:
		if (mnl_attr_validate(attr, MNL_TYPE_NESTED) < 0 ||
		    mnl_attr_parse_nested(attr, on_info_attr, link) < 0)
			return MNL_CB_ERROR;
		break;
	}
	return MNL_CB_OK;
}

static int on_event(const struct nlmsghdr *nlh, void *data)
{
	const struct ifinfomsg *ifm = mnl_nlmsg_get_payload(nlh);
	struct monitor *monitor = data;
	struct link link = { 0 };

	if (nlh->nlmsg_type != RTM_NEWLINK && nlh->nlmsg_type != RTM_DELLINK)
		return MNL_CB_OK;
	if (mnl_nlmsg_get_payload_len(nlh) < sizeof(*ifm)) {
		errno = EBADMSG;
		return MNL_CB_ERROR;
	}
	/* Others speak in this group too: a bridge about its ports, IPv6
	 * about its settings. */
	if (ifm->ifi_family != AF_UNSPEC)
		return MNL_CB_OK;

	link.index = ifm->ifi_index;
	link.flags = ifm->ifi_flags;
	if (mnl_attr_parse(nlh, sizeof(*ifm), on_link_attr, &link) < 0)
		return MNL_CB_ERROR;

	fputs(nlh->nlmsg_type == RTM_NEWLINK ? "new " : "del ", stdout);
	print_link(&link);

	monitor->seen++;
	return monitor->seen == monitor->wanted ? MNL_CB_STOP : MNL_CB_OK;
}

/* Prints events until there were enough. -1: see errno. */
static int listen_to_links(struct mnl_socket *nl, struct monitor *monitor)
{
	_Alignas(struct nlmsghdr) char buf[MNL_SOCKET_DUMP_SIZE];
	int group = RTNLGRP_LINK;
	int ret = MNL_CB_OK;

	if (mnl_socket_bind(nl, 0, MNL_SOCKET_AUTOPID) < 0)
		return -1;
	/* The second argument of mnl_socket_bind() is a mask, which has no bit
	 * for groups above 32. This way any group can be joined. */
	if (mnl_socket_setsockopt(nl, NETLINK_ADD_MEMBERSHIP,
				  &group, sizeof(group)) < 0)
		return -1;
	printf("listening\n");

	do {
		ssize_t n = mnl_socket_recvfrom(nl, buf, sizeof(buf));

		if (n >= 0)
			/* Events answer nobody's request: they may bear any
			 * sequence number and port, which 0 stands for. */
			ret = mnl_cb_run(buf, n, 0, 0, on_event, monitor);
		else if (errno == ENOBUFS)
			printf("events lost\n");
		else if (errno != EINTR)
			return -1;
	} while (ret == MNL_CB_OK);
	return ret;
}

int main(int argc, char *argv[])
{
	struct monitor monitor = { 0 };
	struct mnl_socket *nl;
	char *end = "";
	int ret;

	if (argc == 2)
		monitor.wanted = strtoul(argv[1], &end, 10);
	if (argc > 2 || *end != '\0') {
		fprintf(stderr, "usage: link-monitor [COUNT]\n");
		return 2;
	}
	/* Each event at once, into a pipe also. */
	setvbuf(stdout, NULL, _IOLBF, 0);

	nl = mnl_socket_open2(NETLINK_ROUTE, SOCK_CLOEXEC);
	if (nl == NULL) {
		perror("mnl_socket_open2");
		return 1;
	}
	ret = listen_to_links(nl, &monitor);
	if (ret < 0)
		perror("link-monitor");
	mnl_socket_close(nl);
	return ret < 0 ? 1 : 0;
}
