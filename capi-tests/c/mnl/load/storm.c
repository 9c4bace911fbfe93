/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * 100,000 changes of links, addresses and routes each, of which a reader that sleeps most of the time
 * loses some: it is told so, and what it gets and what the kernel threw away is all there was.
 */
#include <arpa/inet.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <sys/socket.h>

#include <libmnl/libmnl.h>

#include "load.h"

#define CHANGES 100000
#define SLEEPS 10

static struct mnl_socket *changer;
static unsigned int v0;

static struct {
	_Alignas(8) char bytes[512];
} room;

static struct nlmsghdr *begin(uint16_t type, uint16_t flags)
{
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(&room);

	nlh->nlmsg_type = type;
	nlh->nlmsg_flags = NLM_F_REQUEST | flags;
	return nlh;
}

static void send_it(const struct nlmsghdr *nlh, unsigned int n)
{
	if (mnl_socket_sendto(changer, nlh, nlh->nlmsg_len) != (ssize_t)nlh->nlmsg_len)
		CHECK(0, "change %u is sent", n);
}

static void change_link(unsigned int n)
{
	struct nlmsghdr *nlh = begin(RTM_SETLINK, 0);
	struct ifinfomsg *body = mnl_nlmsg_put_extra_header(nlh, sizeof(*body));
	char text[16];

	body->ifi_index = (int)v0;
	snprintf(text, sizeof(text), "%u", n);
	mnl_attr_put_strz(nlh, IFLA_IFALIAS, text);
	send_it(nlh, n);
}

/* Every other change takes back the one before. */
static uint32_t host(unsigned int n)
{
	return htonl(0x0a010000 + n / 2 % 60000 + 1);
}

static void change_address(unsigned int n)
{
	struct nlmsghdr *nlh = n % 2 == 0 ? begin(RTM_NEWADDR, NLM_F_CREATE | NLM_F_EXCL) : begin(RTM_DELADDR, 0);
	struct ifaddrmsg *body = mnl_nlmsg_put_extra_header(nlh, sizeof(*body));

	body->ifa_family = AF_INET;
	body->ifa_prefixlen = 32;
	body->ifa_index = v0;
	mnl_attr_put_u32(nlh, IFA_LOCAL, host(n));
	send_it(nlh, n);
}

static void change_route(unsigned int n)
{
	struct nlmsghdr *nlh = n % 2 == 0 ? begin(RTM_NEWROUTE, NLM_F_CREATE | NLM_F_EXCL) : begin(RTM_DELROUTE, 0);
	struct rtmsg *body = mnl_nlmsg_put_extra_header(nlh, sizeof(*body));

	body->rtm_family = AF_INET;
	body->rtm_dst_len = 32;
	body->rtm_table = RT_TABLE_MAIN;
	body->rtm_protocol = RTPROT_STATIC;
	body->rtm_scope = RT_SCOPE_LINK;
	body->rtm_type = RTN_UNICAST;
	mnl_attr_put_u32(nlh, RTA_DST, host(n));
	mnl_attr_put_u32(nlh, RTA_OIF, v0);
	send_it(nlh, n);
}

/* What a reader got. */
struct reader {
	struct mnl_socket *socket;
	long messages;
	long errors;
	/* The last number, and how often it was not larger than the one before. */
	long last;
	long disorder;
};

static int on_alias(const struct nlattr *attr, void *data)
{
	struct reader *reader = data;
	long number;

	if (mnl_attr_get_type(attr) != IFLA_IFALIAS)
		return MNL_CB_OK;
	number = atol(mnl_attr_get_str(attr));
	reader->disorder += number <= reader->last;
	reader->last = number;
	return MNL_CB_OK;
}

static int on_message(const struct nlmsghdr *nlh, void *data)
{
	struct reader *reader = data;

	reader->messages++;
	if (nlh->nlmsg_type == RTM_NEWLINK)
		return mnl_attr_parse(nlh, sizeof(struct ifinfomsg), on_alias, reader);
	return MNL_CB_OK;
}

/* Reads until there is nothing. */
static void drain(struct reader *reader)
{
	char *buf = malloc((size_t)MNL_SOCKET_DUMP_SIZE);

	for (;;) {
		const ssize_t got = mnl_socket_recvfrom(reader->socket, buf, (size_t)MNL_SOCKET_DUMP_SIZE);
		int ret;

		if (got < 0 && errno == EAGAIN)
			break;
		if (got < 0) {
			CHECK_INT(errno, ENOBUFS, "what the kernel says when it had no room");
			reader->errors++;
			continue;
		}
		ret = mnl_cb_run(buf, (size_t)got, 0, 0, on_message, reader);
		if (ret != MNL_CB_OK) {
			CHECK_INT(ret, MNL_CB_OK, "a datagram after %ld messages", reader->messages);
			break;
		}
	}
	free(buf);
}

static struct reader joined(unsigned int group, int size)
{
	struct reader reader = { .socket = mnl_socket_open2(NETLINK_ROUTE, SOCK_NONBLOCK), .last = -1 };
	const int fd = mnl_socket_get_fd(reader.socket);

	CHECK_INT(setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof(size)), 0, "room for %d bytes", size);
	CHECK_INT(mnl_socket_bind(reader.socket, 0, MNL_SOCKET_AUTOPID), 0, "bind");
	CHECK_INT(mnl_socket_setsockopt(reader.socket, NETLINK_ADD_MEMBERSHIP, &group, sizeof(group)), 0, "join");
	return reader;
}

static void storm(const char *what, unsigned int group, void (*change)(unsigned int n))
{
	struct reader sleeper = joined(group, 100000), large = joined(group, 1 << 30);
	long lost;

	for (unsigned int n = 0; n < CHANGES; n++) {
		change(n);
		if ((n + 1) % (CHANGES / SLEEPS) == 0) {
			drain(&sleeper);
			drain(&large);
		}
	}
	lost = load_lost(mnl_socket_get_portid(sleeper.socket));
	printf("# %s: %ld of %d changes came, %ld were lost, %ld errors\n", what, sleeper.messages, CHANGES, lost,
	       sleeper.errors);
	CHECK_INT(sleeper.messages + lost, CHANGES, "%s: what came and what was lost", what);
	CHECK_INT(sleeper.errors, SLEEPS, "%s: one error for each time", what);
	CHECK_INT(sleeper.disorder, 0, "%s: in the order in which it happened", what);
	CHECK_INT(large.messages, CHANGES, "%s: whoever has room gets everything", what);
	CHECK_INT(large.errors, 0, "%s: and no error", what);
	CHECK_INT(load_lost(mnl_socket_get_portid(large.socket)), 0, "%s: nothing lost", what);
	CHECK_INT(large.disorder, 0, "%s: in the order in which it happened", what);
	mnl_socket_close(sleeper.socket);
	mnl_socket_close(large.socket);
}

int main(void)
{
	load_link();
	v0 = if_nametoindex("v0");
	changer = mnl_socket_open(NETLINK_ROUTE);
	CHECK_INT(mnl_socket_bind(changer, 0, MNL_SOCKET_AUTOPID), 0, "bind");
	storm("links", RTNLGRP_LINK, change_link);
	storm("addresses", RTNLGRP_IPV4_IFADDR, change_address);
	storm("routes", RTNLGRP_IPV4_ROUTE, change_route);
	mnl_socket_close(changer);
	return check_done();
}
