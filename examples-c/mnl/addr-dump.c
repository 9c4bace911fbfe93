/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Lists the IPv4 or IPv6 addresses, and gets the list right while others change
 * it. A dump is read piece by piece. If an address comes or goes meanwhile, the
 * kernel marks what it sends (NLM_F_DUMP_INTR), the library answers EINTR, and
 * the list is good for nothing: it may lack addresses, or have some twice. So
 * the dump is done anew. (Linux marks addresses, links and nexthops so, but not
 * routes.)
 *
 * Usage:  addr-dump inet|inet6
 * Output: 192.0.2.1/24 dev v0
 */
#include <arpa/inet.h>
#include <errno.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <libmnl/libmnl.h>
#include <linux/if_addr.h>
#include <linux/rtnetlink.h>

#include "dump-ctl.h"

#define TRIES 10

static int on_addr(const struct nlmsghdr *nlh, void *data)
{
	const struct ifaddrmsg *ifa = mnl_nlmsg_get_payload(nlh);
	const struct nlattr *attr, *address = NULL, *local = NULL;
	char text[INET6_ADDRSTRLEN], name[IF_NAMESIZE];
	FILE *out = data;
	size_t len;

	if (nlh->nlmsg_type != RTM_NEWADDR)
		return MNL_CB_OK;
	if (mnl_nlmsg_get_payload_len(nlh) < sizeof(*ifa)) {
		errno = EBADMSG;
		return MNL_CB_ERROR;
	}
	len = ifa->ifa_family == AF_INET ? sizeof(struct in_addr) :
					   sizeof(struct in6_addr);

	mnl_attr_for_each(attr, nlh, sizeof(*ifa)) {
		uint16_t type = mnl_attr_get_type(attr);

		if (type != IFA_ADDRESS && type != IFA_LOCAL)
			continue;
		if (mnl_attr_validate2(attr, MNL_TYPE_BINARY, len) < 0)
			return MNL_CB_ERROR;
		if (type == IFA_LOCAL)
			local = attr;
		else
			address = attr;
	}
	/* With a peer, IFA_ADDRESS is the peer's; IPv6 without has no
	 * IFA_LOCAL. */
	if (local == NULL)
		local = address;
	if (local == NULL ||
	    inet_ntop(ifa->ifa_family, mnl_attr_get_payload(local),
		      text, sizeof(text)) == NULL)
		return MNL_CB_OK;

	fprintf(out, "%s/%u dev %s\n", text, ifa->ifa_prefixlen,
		if_indextoname(ifa->ifa_index, name) ? name : "?");
	return MNL_CB_OK;
}

/* Asks for the addresses and prints them to out. -1: see errno. */
static int dump(struct mnl_socket *nl, int family, FILE *out)
{
	_Alignas(struct nlmsghdr) char buf[MNL_SOCKET_DUMP_SIZE];
	unsigned int portid, seq = time(NULL);
	struct nlmsghdr *nlh;
	struct ifaddrmsg *ifa;
	int ret;

	if (mnl_socket_bind(nl, 0, MNL_SOCKET_AUTOPID) < 0)
		return -1;
	portid = mnl_socket_get_portid(nl);

	nlh = mnl_nlmsg_put_header(buf);
	nlh->nlmsg_type = RTM_GETADDR;
	nlh->nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
	nlh->nlmsg_seq = seq;
	ifa = mnl_nlmsg_put_extra_header(nlh, sizeof(*ifa));
	ifa->ifa_family = family;

	if (mnl_socket_sendto(nl, nlh, nlh->nlmsg_len) < 0)
		return -1;
	do {
		ssize_t n = mnl_socket_recvfrom(nl, buf, sizeof(buf));

		if (n < 0)
			return -1;
		ret = mnl_cb_run2(buf, n, seq, portid, on_addr, out,
				  dump_ctl, MNL_ARRAY_SIZE(dump_ctl));
	} while (ret == MNL_CB_OK);
	return ret;
}

/*
 * One try. It prints to memory, and what it printed is shown only if the dump
 * was good to its end. It has a socket of its own: the rest of a broken dump
 * still comes to the old one.
 */
static int try_dump(int family)
{
	struct mnl_socket *nl;
	char *text = NULL;
	size_t size = 0;
	int ret, saved;
	FILE *out;

	nl = mnl_socket_open2(NETLINK_ROUTE, SOCK_CLOEXEC);
	if (nl == NULL)
		return -1;
	out = open_memstream(&text, &size);
	if (out == NULL) {
		saved = errno;
		mnl_socket_close(nl);
		errno = saved;
		return -1;
	}

	ret = dump(nl, family, out);
	saved = errno;
	mnl_socket_close(nl);

	if (fclose(out) != 0 && ret >= 0) {
		saved = errno;	/* no memory for the text */
		ret = -1;
	}
	if (ret >= 0)
		fwrite(text, 1, size, stdout);
	free(text);
	errno = saved;
	return ret;
}

int main(int argc, char *argv[])
{
	int family;

	if (argc == 2 && strcmp(argv[1], "inet") == 0) {
		family = AF_INET;
	} else if (argc == 2 && strcmp(argv[1], "inet6") == 0) {
		family = AF_INET6;
	} else {
		fprintf(stderr, "usage: addr-dump inet|inet6\n");
		return 2;
	}

	for (int tries = 1; try_dump(family) < 0; tries++) {
		if (errno != EINTR || tries == TRIES) {
			dump_perror("addr-dump");
			return 1;
		}
		fprintf(stderr, "addr-dump: addresses changed, once more\n");
	}
	return 0;
}
