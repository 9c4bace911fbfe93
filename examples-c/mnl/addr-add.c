/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Adds an IPv4 or IPv6 address to a device: one request, one acknowledgement,
 * handled by mnl_cb_run() alone. (route-add.c shows how to get more out of the
 * acknowledgement than an error number.)
 *
 * Usage:  addr-add DEV ADDRESS/PREFIXLEN
 * Output: 192.0.2.1/24 added to v0
 */
#include <arpa/inet.h>
#include <errno.h>
#include <net/if.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <libmnl/libmnl.h>
#include <linux/if_addr.h>
#include <linux/rtnetlink.h>

struct prefix {
	int family;
	uint8_t addr[sizeof(struct in6_addr)];
	size_t addr_len;
	uint8_t len;
};

/* "192.0.2.1/24", "2001:db8::1/64" */
static bool parse_prefix(const char *text, struct prefix *p)
{
	char addr[INET6_ADDRSTRLEN];
	const char *slash = strchr(text, '/');
	unsigned long len;
	char *end;

	if (slash == NULL || (size_t)(slash - text) >= sizeof(addr))
		return false;
	memcpy(addr, text, slash - text);
	addr[slash - text] = '\0';

	if (inet_pton(AF_INET, addr, p->addr) == 1) {
		p->family = AF_INET;
		p->addr_len = sizeof(struct in_addr);
	} else if (inet_pton(AF_INET6, addr, p->addr) == 1) {
		p->family = AF_INET6;
		p->addr_len = sizeof(struct in6_addr);
	} else {
		return false;
	}

	if (slash[1] < '0' || slash[1] > '9')
		return false;
	len = strtoul(slash + 1, &end, 10);
	if (*end != '\0' || len > 8 * p->addr_len)
		return false;
	p->len = len;
	return true;
}

/* Sends the request and waits for its acknowledgement. -1: see errno. */
static int add(struct mnl_socket *nl, unsigned int ifindex,
	       const struct prefix *prefix)
{
	_Alignas(struct nlmsghdr) char buf[MNL_SOCKET_DUMP_SIZE];
	unsigned int seq = time(NULL);
	struct nlmsghdr *nlh;
	struct ifaddrmsg *ifa;
	ssize_t n;

	if (mnl_socket_bind(nl, 0, MNL_SOCKET_AUTOPID) < 0)
		return -1;

	nlh = mnl_nlmsg_put_header(buf);
	nlh->nlmsg_type = RTM_NEWADDR;
	/* CREATE and EXCL: an address that is there already is an error. */
	nlh->nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK |
			   NLM_F_CREATE | NLM_F_EXCL;
	nlh->nlmsg_seq = seq;

	ifa = mnl_nlmsg_put_extra_header(nlh, sizeof(*ifa));
	ifa->ifa_family = prefix->family;
	ifa->ifa_prefixlen = prefix->len;
	ifa->ifa_scope = RT_SCOPE_UNIVERSE;
	ifa->ifa_index = ifindex;

	/* On a point-to-point link IFA_ADDRESS would be the other end. */
	mnl_attr_put(nlh, IFA_LOCAL, prefix->addr_len, prefix->addr);
	mnl_attr_put(nlh, IFA_ADDRESS, prefix->addr_len, prefix->addr);

	if (mnl_socket_sendto(nl, nlh, nlh->nlmsg_len) < 0)
		return -1;
	n = mnl_socket_recvfrom(nl, buf, sizeof(buf));
	if (n < 0)
		return -1;
	/* No data can come, only the acknowledgement: no callback. */
	return mnl_cb_run(buf, n, seq, mnl_socket_get_portid(nl), NULL, NULL);
}

int main(int argc, char *argv[])
{
	struct mnl_socket *nl;
	struct prefix prefix;
	unsigned int ifindex;
	int ret;

	if (argc != 3) {
		fprintf(stderr, "usage: addr-add DEV ADDRESS/PREFIXLEN\n");
		return 2;
	}
	if (!parse_prefix(argv[2], &prefix)) {
		fprintf(stderr, "addr-add: %s: not an ADDRESS/PREFIXLEN\n",
			argv[2]);
		return 2;
	}
	ifindex = if_nametoindex(argv[1]);
	if (ifindex == 0) {
		fprintf(stderr, "addr-add: %s: %s\n", argv[1],
			strerror(errno));
		return 1;
	}

	nl = mnl_socket_open2(NETLINK_ROUTE, SOCK_CLOEXEC);
	if (nl == NULL) {
		perror("mnl_socket_open2");
		return 1;
	}
	ret = add(nl, ifindex, &prefix);
	if (ret < 0)
		fprintf(stderr, "addr-add: cannot add %s to %s: %s\n",
			argv[2], argv[1], strerror(errno));
	else
		printf("%s added to %s\n", argv[2], argv[1]);
	mnl_socket_close(nl);
	return ret < 0 ? 1 : 0;
}
