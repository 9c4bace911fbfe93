/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Reads the IPv4 routes of this network namespace with libnl-3, as often as asked.
 *
 *	dump receive|parse TIMES
 *
 * `receive` counts the messages in a callback, `parse` has their attributes indexed
 * too.  Prints what mnl/dump.c prints.
 */
#include <errno.h>
#include <stdlib.h>

#include <netlink/socket.h>

#include "../reader.h"
#include "nl.h"

static unsigned long routes;
static int parsing;

static int route(struct nl_msg *msg, void *arg)
{
	struct nlattr *tb[RTA_MAX + 1];

	(void)arg;
	routes++;
	if (!parsing)
		return NL_OK;
	return nlmsg_parse(nlmsg_hdr(msg), sizeof(struct rtmsg), tb, RTA_MAX, NULL);
}

static struct nl_sock *sk;

static void read_once(unsigned int seq)
{
	struct rtmsg rtm = { .rtm_family = AF_INET };

	(void)seq;
	if (nl_send_simple(sk, RTM_GETROUTE, NLM_F_DUMP, &rtm, sizeof(rtm)) < 0 ||
	    nl_recvmsgs_default(sk) < 0)
		reader_die("libnl");
}

int main(int argc, char **argv)
{
	unsigned int times = reader_times(argc, argv);

	parsing = strcmp(argv[1], "parse") == 0;
	sk = nl_socket_alloc();
	if (sk == NULL || nl_connect(sk, NETLINK_ROUTE) < 0)
		reader_die("netlink socket");
	nl_socket_modify_cb(sk, NL_CB_VALID, NL_CB_CUSTOM, route, NULL);
	reader_run(read_once, times, "libnl-3.so", &routes);
	nl_socket_free(sk);
	return 0;
}
