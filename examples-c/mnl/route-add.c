/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Adds a route, and shows everything the kernel says about a request: not only
 * the error number of the ACK, but also the sentence and the position of the
 * guilty attribute which the extended ACK carries. Three steps:
 *
 *   1. setsockopt NETLINK_EXT_ACK: put attributes behind the error; and
 *      NETLINK_CAP_ACK: do not send my whole request back to me.
 *   2. mnl_cb_run2() with a control callback for NLMSG_ERROR, because
 *      mnl_cb_run() would take the error number and drop the rest.
 *   3. In that callback: find where the attributes begin, and parse them.
 *
 * Usage:  route-add DST/PREFIXLEN DEV [GATEWAY]
 * Output: 198.51.100.0/24 via v0 added
 * Error:  route-add: Network is unreachable
 *         kernel says: Nexthop has invalid gateway
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
#include <linux/rtnetlink.h>

struct addr {
	int family;
	uint8_t bytes[sizeof(struct in6_addr)];
	size_t len;
};

static bool parse_addr(const char *text, struct addr *a)
{
	if (inet_pton(AF_INET, text, a->bytes) == 1) {
		a->family = AF_INET;
		a->len = sizeof(struct in_addr);
		return true;
	}
	if (inet_pton(AF_INET6, text, a->bytes) == 1) {
		a->family = AF_INET6;
		a->len = sizeof(struct in6_addr);
		return true;
	}
	return false;
}

static bool parse_prefix(const char *text, struct addr *a, uint8_t *prefixlen)
{
	char addr[INET6_ADDRSTRLEN];
	const char *slash = strchr(text, '/');
	unsigned long len;
	char *end;

	if (slash == NULL || (size_t)(slash - text) >= sizeof(addr))
		return false;
	memcpy(addr, text, slash - text);
	addr[slash - text] = '\0';
	if (!parse_addr(addr, a) || slash[1] < '0' || slash[1] > '9')
		return false;
	len = strtoul(slash + 1, &end, 10);
	if (*end != '\0' || len > 8 * a->len)
		return false;
	*prefixlen = len;
	return true;
}

/* What an ACK said. */
struct ack {
	int error;		/* 0, or an errno */
	char text[256];		/* empty: no text */
	uint32_t offset;	/* of an attribute in the request; 0: none */
};

static int on_ack_attr(const struct nlattr *attr, void *data)
{
	struct ack *ack = data;

	switch (mnl_attr_get_type(attr)) {
	case NLMSGERR_ATTR_MSG:
		if (mnl_attr_validate(attr, MNL_TYPE_NUL_STRING) < 0)
			return MNL_CB_ERROR;
		/* Copied: the receive buffer does not last. */
		snprintf(ack->text, sizeof(ack->text), "%s",
			 mnl_attr_get_str(attr));
		break;
	case NLMSGERR_ATTR_OFFS:
		if (mnl_attr_validate(attr, MNL_TYPE_U32) < 0)
			return MNL_CB_ERROR;
		ack->offset = mnl_attr_get_u32(attr);
		break;
	}
	/* There are more, for other requests: NLMSGERR_ATTR_COOKIE, _POLICY,
	 * _MISS_TYPE, _MISS_NEST. */
	return MNL_CB_OK;
}

/*
 * An NLMSG_ERROR message, which is an ACK when its error is 0:
 *
 *   struct nlmsghdr | int error | struct nlmsghdr of the request |
 *     payload of the request, unless NLM_F_CAPPED |
 *     attributes, if NLM_F_ACK_TLVS
 */
static int on_ack(const struct nlmsghdr *nlh, void *data)
{
	const struct nlmsgerr *err = mnl_nlmsg_get_payload(nlh);
	size_t len = mnl_nlmsg_get_payload_len(nlh);
	size_t offset = sizeof(*err);
	struct ack *ack = data;

	if (len < sizeof(*err)) {
		errno = EBADMSG;
		return MNL_CB_ERROR;
	}
	ack->error = -err->error;

	/* Without NETLINK_CAP_ACK (before Linux 4.3) an error repeats all of
	 * the request, a success only its header. The flag tells. */
	if (!(nlh->nlmsg_flags & NLM_F_CAPPED) &&
	    err->msg.nlmsg_len > sizeof(err->msg))
		offset += err->msg.nlmsg_len - sizeof(err->msg);

	if ((nlh->nlmsg_flags & NLM_F_ACK_TLVS) && offset < len &&
	    mnl_attr_parse(nlh, offset, on_ack_attr, ack) < 0)
		return MNL_CB_ERROR;

	/* The conversation went well, whatever the kernel decided. */
	return MNL_CB_STOP;
}

/*
 * Types below the length of this array are the program's own business, and
 * NULL means "skip"; NLMSG_DONE, which lies above, keeps its default.
 */
static mnl_cb_t control[] = {
	[NLMSG_ERROR] = on_ack,
};

/* Sends nlh and waits for its ACK. -1: no ACK was had, see errno. */
static int request(struct mnl_socket *nl, const struct nlmsghdr *nlh,
		   struct ack *ack)
{
	_Alignas(struct nlmsghdr) char buf[MNL_SOCKET_DUMP_SIZE];
	int ret, on = 1;

	if (mnl_socket_bind(nl, 0, MNL_SOCKET_AUTOPID) < 0)
		return -1;
	/* A kernel that lacks these (before 4.12 and 4.3) still answers with
	 * the plain error: no reason to give up. */
	mnl_socket_setsockopt(nl, NETLINK_EXT_ACK, &on, sizeof(on));
	mnl_socket_setsockopt(nl, NETLINK_CAP_ACK, &on, sizeof(on));

	if (mnl_socket_sendto(nl, nlh, nlh->nlmsg_len) < 0)
		return -1;
	do {
		ssize_t n = mnl_socket_recvfrom(nl, buf, sizeof(buf));

		if (n < 0)
			return -1;
		ret = mnl_cb_run2(buf, n, nlh->nlmsg_seq,
				  mnl_socket_get_portid(nl), NULL, ack,
				  control, MNL_ARRAY_SIZE(control));
	} while (ret == MNL_CB_OK);
	return ret;
}

/* The attribute of nlh which begins at, or holds, the byte at offset. */
static const struct nlattr *find_attr(const struct nlmsghdr *nlh,
				      uint32_t offset)
{
	const struct nlattr *attr;

	mnl_attr_for_each(attr, nlh, sizeof(struct rtmsg)) {
		size_t begin = (const char *)attr - (const char *)nlh;

		if (offset >= begin && offset < begin + mnl_attr_get_len(attr))
			return attr;
	}
	return NULL;
}

static const char *attr_name(const struct nlattr *attr)
{
	switch (mnl_attr_get_type(attr)) {
	case RTA_DST:
		return "RTA_DST";
	case RTA_OIF:
		return "RTA_OIF";
	case RTA_GATEWAY:
		return "RTA_GATEWAY";
	case RTA_VIA:
		return "RTA_VIA";
	default:
		return "?";
	}
}

static void print_ack(const struct nlmsghdr *nlh, const struct ack *ack)
{
	const struct nlattr *attr;

	if (ack->error)
		fprintf(stderr, "route-add: %s\n", strerror(ack->error));
	/* A text with error 0 is a warning. */
	if (ack->text[0])
		fprintf(stderr, "kernel says: %s\n", ack->text);
	if (ack->offset) {
		attr = find_attr(nlh, ack->offset);
		fprintf(stderr, "kernel means: byte %u of the request, %s\n",
			ack->offset, attr ? attr_name(attr) : "its header");
	}
}

static void put_gateway(struct nlmsghdr *nlh, int family,
			const struct addr *gateway)
{
	/* An IPv4 route can go through an IPv6 neighbour, by another name.
	 * All else goes in as it is: the kernel knows best what is wrong. */
	if (family == AF_INET && gateway->family == AF_INET6) {
		_Alignas(struct rtvia) char raw[sizeof(struct rtvia) +
						sizeof(gateway->bytes)];
		struct rtvia *via = (struct rtvia *)raw;

		via->rtvia_family = gateway->family;
		memcpy(via->rtvia_addr, gateway->bytes, gateway->len);
		mnl_attr_put(nlh, RTA_VIA, sizeof(*via) + gateway->len, via);
	} else {
		mnl_attr_put(nlh, RTA_GATEWAY, gateway->len, gateway->bytes);
	}
}

int main(int argc, char *argv[])
{
	_Alignas(struct nlmsghdr) char buf[256]; /* at most 76 are used */
	struct addr dst, gateway = { 0 };
	struct ack ack = { 0 };
	struct mnl_socket *nl;
	struct nlmsghdr *nlh;
	unsigned int ifindex;
	uint8_t prefixlen;
	struct rtmsg *rtm;
	int ret;

	if (argc != 3 && argc != 4) {
		fprintf(stderr,
			"usage: route-add DST/PREFIXLEN DEV [GATEWAY]\n");
		return 2;
	}
	if (!parse_prefix(argv[1], &dst, &prefixlen)) {
		fprintf(stderr, "route-add: %s: not a DST/PREFIXLEN\n",
			argv[1]);
		return 2;
	}
	if (argc == 4 && !parse_addr(argv[3], &gateway)) {
		fprintf(stderr, "route-add: %s: not an address\n", argv[3]);
		return 2;
	}
	ifindex = if_nametoindex(argv[2]);
	if (ifindex == 0) {
		fprintf(stderr, "route-add: %s: %s\n", argv[2],
			strerror(errno));
		return 1;
	}

	nlh = mnl_nlmsg_put_header(buf);
	nlh->nlmsg_type = RTM_NEWROUTE;
	nlh->nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK |
			   NLM_F_CREATE | NLM_F_EXCL;
	nlh->nlmsg_seq = time(NULL);

	rtm = mnl_nlmsg_put_extra_header(nlh, sizeof(*rtm));
	rtm->rtm_family = dst.family;
	rtm->rtm_dst_len = prefixlen;
	rtm->rtm_table = RT_TABLE_MAIN;
	rtm->rtm_protocol = RTPROT_STATIC;
	rtm->rtm_scope = argc == 4 ? RT_SCOPE_UNIVERSE : RT_SCOPE_LINK;
	rtm->rtm_type = RTN_UNICAST;

	mnl_attr_put(nlh, RTA_DST, dst.len, dst.bytes);
	mnl_attr_put_u32(nlh, RTA_OIF, ifindex);
	if (argc == 4)
		put_gateway(nlh, dst.family, &gateway);

	nl = mnl_socket_open2(NETLINK_ROUTE, SOCK_CLOEXEC);
	if (nl == NULL) {
		perror("mnl_socket_open2");
		return 1;
	}
	ret = request(nl, nlh, &ack);
	if (ret < 0)
		perror("route-add");
	mnl_socket_close(nl);
	if (ret < 0)
		return 1;

	print_ack(nlh, &ack);
	if (ack.error)
		return 1;
	printf("%s via %s added\n", argv[1], argc == 4 ? argv[3] : argv[2]);
	return 0;
}
