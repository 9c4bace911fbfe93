/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Lists the neighbours (the ARP table, and its IPv6 equal), of one device or of
 * all. Shows a dump with a filter in its request.
 *
 * Usage:  neigh-dump inet|inet6 [DEV]
 * Output: 192.0.2.2 dev v0 lladdr 02:00:00:00:00:02 PERMANENT
 */
#include <arpa/inet.h>
#include <errno.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <libmnl/libmnl.h>
#include <linux/neighbour.h>
#include <linux/rtnetlink.h>

#include "dump-ctl.h"

static void print_states(uint16_t states)
{
	static const struct {
		uint16_t bit;
		const char *name;
	} names[] = {
		{ NUD_INCOMPLETE, "INCOMPLETE" },
		{ NUD_REACHABLE, "REACHABLE" },
		{ NUD_STALE, "STALE" },
		{ NUD_DELAY, "DELAY" },
		{ NUD_PROBE, "PROBE" },
		{ NUD_FAILED, "FAILED" },
		{ NUD_NOARP, "NOARP" },
		{ NUD_PERMANENT, "PERMANENT" },
	};
	const char *separator = " ";

	for (size_t i = 0; i < MNL_ARRAY_SIZE(names); i++) {
		if (states & names[i].bit) {
			printf("%s%s", separator, names[i].name);
			separator = ",";
		}
	}
}

static int on_neigh(const struct nlmsghdr *nlh, void *data)
{
	const struct ndmsg *ndm = mnl_nlmsg_get_payload(nlh);
	const struct nlattr *attr, *dst = NULL, *lladdr = NULL;
	char text[INET6_ADDRSTRLEN], name[IF_NAMESIZE];
	size_t addr_len;

	(void)data;
	if (nlh->nlmsg_type != RTM_NEWNEIGH)
		return MNL_CB_OK;
	if (mnl_nlmsg_get_payload_len(nlh) < sizeof(*ndm)) {
		errno = EBADMSG;
		return MNL_CB_ERROR;
	}
	addr_len = ndm->ndm_family == AF_INET ? sizeof(struct in_addr) :
						sizeof(struct in6_addr);

	mnl_attr_for_each(attr, nlh, sizeof(*ndm)) {
		switch (mnl_attr_get_type(attr)) {
		case NDA_DST:
			if (mnl_attr_validate2(attr, MNL_TYPE_BINARY,
					       addr_len) < 0)
				return MNL_CB_ERROR;
			dst = attr;
			break;
		case NDA_LLADDR:
			lladdr = attr;
			break;
		}
	}
	if (dst == NULL ||
	    inet_ntop(ndm->ndm_family, mnl_attr_get_payload(dst),
		      text, sizeof(text)) == NULL)
		return MNL_CB_OK;

	printf("%s dev %s", text, if_indextoname(ndm->ndm_ifindex, name) ?
					  name : "?");
	if (lladdr) {
		const uint8_t *bytes = mnl_attr_get_payload(lladdr);

		for (int i = 0; i < mnl_attr_get_payload_len(lladdr); i++)
			printf("%s%02x", i == 0 ? " lladdr " : ":", bytes[i]);
	}
	print_states(ndm->ndm_state);
	putchar('\n');
	return MNL_CB_OK;
}

/* Asks for the neighbours of a device, or with 0 of all. -1: see errno. */
static int dump(struct mnl_socket *nl, int family, unsigned int ifindex)
{
	_Alignas(struct nlmsghdr) char buf[MNL_SOCKET_DUMP_SIZE];
	unsigned int portid, seq = time(NULL);
	struct nlmsghdr *nlh;
	struct ndmsg *ndm;
	int ret;

	if (mnl_socket_bind(nl, 0, MNL_SOCKET_AUTOPID) < 0)
		return -1;
	portid = mnl_socket_get_portid(nl);

	nlh = mnl_nlmsg_put_header(buf);
	nlh->nlmsg_type = RTM_GETNEIGH;
	nlh->nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
	nlh->nlmsg_seq = seq;
	ndm = mnl_nlmsg_put_extra_header(nlh, sizeof(*ndm));
	ndm->ndm_family = family;
	/* The kernel obeys an attribute here, not ndm->ndm_ifindex. */
	if (ifindex)
		mnl_attr_put_u32(nlh, NDA_IFINDEX, ifindex);

	if (mnl_socket_sendto(nl, nlh, nlh->nlmsg_len) < 0)
		return -1;
	do {
		ssize_t n = mnl_socket_recvfrom(nl, buf, sizeof(buf));

		if (n < 0)
			return -1;
		ret = mnl_cb_run2(buf, n, seq, portid, on_neigh, NULL,
				  dump_ctl, MNL_ARRAY_SIZE(dump_ctl));
	} while (ret == MNL_CB_OK);
	return ret;
}

int main(int argc, char *argv[])
{
	unsigned int ifindex = 0;
	struct mnl_socket *nl;
	int family, ret;

	if (argc >= 2 && strcmp(argv[1], "inet") == 0)
		family = AF_INET;
	else if (argc >= 2 && strcmp(argv[1], "inet6") == 0)
		family = AF_INET6;
	else
		argc = 0;
	if (argc < 2 || argc > 3) {
		fprintf(stderr, "usage: neigh-dump inet|inet6 [DEV]\n");
		return 2;
	}
	if (argc == 3) {
		ifindex = if_nametoindex(argv[2]);
		if (ifindex == 0) {
			fprintf(stderr, "neigh-dump: %s: %s\n", argv[2],
				strerror(errno));
			return 1;
		}
	}

	nl = mnl_socket_open2(NETLINK_ROUTE, SOCK_CLOEXEC);
	if (nl == NULL) {
		perror("mnl_socket_open2");
		return 1;
	}
	ret = dump(nl, family, ifindex);
	if (ret < 0)
		dump_perror("neigh-dump");
	mnl_socket_close(nl);
	return ret < 0 ? 1 : 0;
}
