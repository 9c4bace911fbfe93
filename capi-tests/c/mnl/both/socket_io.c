/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Sockets: sending and receiving, with the kernel and among ourselves.  Quirk Q3.
 * Needs a kernel with rtnetlink and NETLINK_USERSOCK, and no privileges.
 */
#include <libmnl/libmnl.h>

#include <fcntl.h>
#include <linux/if.h>
#include <linux/rtnetlink.h>
#include <signal.h>
#include <sys/time.h>

#include "raw.h"
#include "report.h"

/* Two ports that are this process's alone. */
#define PORT_A (0x40000000 + 2 * getpid())
#define PORT_B (PORT_A + 1)

/* The group is everybody's: one of these programs at a time per network namespace. */
#define GROUP 7

/* Room for the longest dump reply the kernel makes. */
static char buf[65536] __attribute__((aligned(8)));

static struct mnl_socket *open_bound(int bus, unsigned int groups, int port)
{
	struct mnl_socket *nl = mnl_socket_open(bus);

	if (nl == NULL || mnl_socket_bind(nl, groups, port) != 0) {
		perror("open_bound");
		exit(2);
	}
	return nl;
}

static void set_nonblocking(const struct mnl_socket *nl)
{
	if (fcntl(mnl_socket_get_fd(nl), F_SETFL, O_NONBLOCK) != 0)
		exit(2);
}

/* Sends to a port directly, which mnl_socket_sendto cannot. */
static void send_to_port(const struct mnl_socket *from, unsigned int port, const void *data,
			 size_t len)
{
	const struct sockaddr_nl to = { .nl_family = AF_NETLINK, .nl_pid = port };

	if (sendto(mnl_socket_get_fd(from), data, len, 0, (const struct sockaddr *)&to,
		   sizeof(to)) != (ssize_t)len) {
		perror("sendto");
		exit(2);
	}
}

/* Sends to a group.  The kernel then tries port 0 too, where nobody is, and says so. */
static void send_to_group(const struct mnl_socket *from, int group, const void *data, size_t len)
{
	const struct sockaddr_nl to = { .nl_family = AF_NETLINK, .nl_groups = 1u << (group - 1) };

	if (sendto(mnl_socket_get_fd(from), data, len, 0, (const struct sockaddr *)&to,
		   sizeof(to)) < 0 && errno != ECONNREFUSED) {
		perror("sendto group");
		exit(2);
	}
}

/* A request for the link lo, which is number 1 in every network namespace. */
static struct nlmsghdr *link_request(uint16_t flags, unsigned int seq)
{
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buf);
	struct ifinfomsg *link;

	nlh->nlmsg_type = RTM_GETLINK;
	nlh->nlmsg_flags = (uint16_t)(NLM_F_REQUEST | flags);
	nlh->nlmsg_seq = seq;
	link = mnl_nlmsg_put_extra_header(nlh, sizeof(*link));
	link->ifi_family = AF_UNSPEC;
	if ((flags & NLM_F_DUMP) == 0)
		link->ifi_index = 1;
	return nlh;
}

struct links {
	int messages;
	int loopbacks;
	char name[IFNAMSIZ];
};

static int find_name(const struct nlattr *attr, void *data)
{
	const struct nlattr **name = data;

	if (mnl_attr_type_valid(attr, IFLA_MAX) < 0)
		return MNL_CB_OK;
	if (mnl_attr_get_type(attr) == IFLA_IFNAME) {
		if (mnl_attr_validate(attr, MNL_TYPE_NUL_STRING) < 0)
			return MNL_CB_ERROR;
		*name = attr;
	}
	return MNL_CB_OK;
}

static int read_link(const struct nlmsghdr *nlh, void *data)
{
	struct links *links = data;
	const struct ifinfomsg *link = mnl_nlmsg_get_payload(nlh);
	const struct nlattr *name = NULL;

	links->messages++;
	if (nlh->nlmsg_type != RTM_NEWLINK || !(link->ifi_flags & IFF_LOOPBACK))
		return MNL_CB_OK;
	links->loopbacks++;
	if (mnl_attr_parse(nlh, sizeof(*link), find_name, &name) < 0)
		return MNL_CB_ERROR;
	if (name != NULL)
		snprintf(links->name, sizeof(links->name), "%s", mnl_attr_get_str(name));
	return MNL_CB_OK;
}

static void get_link(void)
{
	struct mnl_socket *nl = open_bound(NETLINK_ROUTE, 0, MNL_SOCKET_AUTOPID);
	const unsigned int port = mnl_socket_get_portid(nl);
	struct nlmsghdr *nlh = link_request(0, 99);
	struct links links = { 0 };
	ssize_t len;

	OUT_CALL(mnl_socket_sendto(nl, nlh, nlh->nlmsg_len), "get_link.sendto");
	len = mnl_socket_recvfrom(nl, buf, sizeof(buf));
	out_bool(len > 0 && mnl_nlmsg_ok((struct nlmsghdr *)buf, (int)len), "get_link.message_ok");
	out_int(mnl_cb_run(buf, (size_t)len, 99, port, read_link, &links), "get_link.cb_run");
	OUT_CALL(mnl_cb_run(buf, (size_t)len, 98, port, read_link, &links), "get_link.wrong_seq");
	OUT_CALL(mnl_cb_run(buf, (size_t)len, 99, port + 1, read_link, &links),
		 "get_link.wrong_port");
	out_int(links.messages, "get_link.messages");
	out_text(links.name, "get_link.name");
	mnl_socket_close(nl);
}

static void dump_links(void)
{
	struct mnl_socket *nl = open_bound(NETLINK_ROUTE, 0, MNL_SOCKET_AUTOPID);
	struct nlmsghdr *nlh = link_request(NLM_F_DUMP, 100);
	struct links links = { 0 };
	int result = MNL_CB_OK;

	OUT_CALL(mnl_socket_sendto(nl, nlh, nlh->nlmsg_len), "dump.sendto");
	while (result > 0) {
		const ssize_t len = mnl_socket_recvfrom(nl, buf, sizeof(buf));

		if (len <= 0)
			break;
		result = mnl_cb_run(buf, (size_t)len, 100, mnl_socket_get_portid(nl), read_link, &links);
	}
	out_int(result, "dump.result");
	out_bool(links.messages >= links.loopbacks, "dump.messages");
	out_int(links.loopbacks, "dump.loopbacks");
	out_text(links.name, "dump.name");
	mnl_socket_close(nl);
}

/* An acknowledgement is an error message of code 0. */
static void acknowledged(void)
{
	struct mnl_socket *nl = open_bound(NETLINK_ROUTE, 0, MNL_SOCKET_AUTOPID);
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buf);
	ssize_t len;

	nlh->nlmsg_type = NLMSG_NOOP;
	nlh->nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK;
	nlh->nlmsg_seq = 5;
	OUT_CALL(mnl_socket_sendto(nl, nlh, nlh->nlmsg_len), "ack.sendto");
	OUT_CALL(len = mnl_socket_recvfrom(nl, buf, sizeof(buf)), "ack.recvfrom");
	out_uint(nlh->nlmsg_type, "ack.type");
	OUT_CALL(mnl_cb_run(buf, (size_t)len, 5, mnl_socket_get_portid(nl), NULL, NULL), "ack.cb_run");
	mnl_socket_close(nl);
}

/* A link that does not exist: the kernel's error arrives in errno. */
static void refused(void)
{
	struct mnl_socket *nl = open_bound(NETLINK_ROUTE, 0, MNL_SOCKET_AUTOPID);
	struct nlmsghdr *nlh = link_request(0, 6);
	struct ifinfomsg *link = mnl_nlmsg_get_payload(nlh);
	ssize_t len;

	link->ifi_index = 0x7ffffff0;
	OUT_CALL(mnl_socket_sendto(nl, nlh, nlh->nlmsg_len), "refused.sendto");
	len = mnl_socket_recvfrom(nl, buf, sizeof(buf));
	if (len < 0)
		exit(2);
	OUT_CALL(mnl_cb_run(buf, (size_t)len, 6, mnl_socket_get_portid(nl), NULL, NULL),
		 "refused.cb_run");
	mnl_socket_close(nl);
}

/* Too small a buffer: ENOSPC, and the message is gone. */
static void short_buffer(void)
{
	struct mnl_socket *a = open_bound(NETLINK_USERSOCK, 0, PORT_A);
	struct mnl_socket *b = open_bound(NETLINK_USERSOCK, 0, PORT_B);
	char message[40] __attribute__((aligned(8))) = { 0 };

	set_nonblocking(b);
	raw_header(message, 40, 16, 0, 0, 0);
	send_to_port(a, PORT_B, message, 40);
	OUT_CALL(mnl_socket_recvfrom(b, buf, 39), "short.39_of_40");
	OUT_CALL(mnl_socket_recvfrom(b, buf, sizeof(buf)), "short.39_of_40.then");
	send_to_port(a, PORT_B, message, 40);
	OUT_CALL(mnl_socket_recvfrom(b, buf, 40), "short.40_of_40");
	send_to_port(a, PORT_B, message, 40);
	OUT_CALL(mnl_socket_recvfrom(b, buf, 0), "short.0_of_40");
	OUT_CALL(mnl_socket_recvfrom(b, buf, sizeof(buf)), "short.0_of_40.then");
	mnl_socket_close(a);
	mnl_socket_close(b);
}

static void nothing_there(void)
{
	struct mnl_socket *nl = mnl_socket_open2(NETLINK_USERSOCK, SOCK_NONBLOCK);

	if (nl == NULL)
		exit(2);
	OUT_CALL(mnl_socket_recvfrom(nl, buf, sizeof(buf)), "nothing.unbound");
	mnl_socket_bind(nl, 0, PORT_A);
	OUT_CALL(mnl_socket_recvfrom(nl, buf, sizeof(buf)), "nothing.bound");
	mnl_socket_close(nl);
}

/*
 * Q3: a message from another process, or here from another socket, is received like
 * one from the kernel, and passes cb_run if it claims to be for us.
 */
static void spoofed_sender(void)
{
	struct mnl_socket *a = open_bound(NETLINK_USERSOCK, 0, PORT_A);
	struct mnl_socket *b = open_bound(NETLINK_USERSOCK, 0, PORT_B);
	char message[24] __attribute__((aligned(8))) = { 0 };
	struct links links = { 0 };

	raw_header(message, 24, 30, 0, 3, PORT_B);
	memcpy(message + 16, "payload", 8);
	send_to_port(a, PORT_B, message, 24);
	OUT_CALL(mnl_socket_recvfrom(b, buf, sizeof(buf)), "spoofed.recvfrom");
	out_hex(buf + 16, 8, "spoofed.payload");
	OUT_CALL(mnl_cb_run(buf, 24, 3, PORT_B, NULL, &links), "spoofed.cb_run");
	mnl_socket_close(a);
	mnl_socket_close(b);
}

/* Whatever is in it, be it no message at all. */
static void any_bytes(void)
{
	struct mnl_socket *a = open_bound(NETLINK_USERSOCK, 0, PORT_A);
	struct mnl_socket *b = open_bound(NETLINK_USERSOCK, 0, PORT_B);

	send_to_port(a, PORT_B, "x", 1);
	OUT_CALL(mnl_socket_recvfrom(b, buf, sizeof(buf)), "bytes.1");
	send_to_port(a, PORT_B, "xyz", 3);
	OUT_CALL(mnl_socket_recvfrom(b, buf, sizeof(buf)), "bytes.3");
	mnl_socket_close(a);
	mnl_socket_close(b);
}

/* The destination is always port 0, the kernel: nobody is there on this bus. */
static void send_errors(void)
{
	struct mnl_socket *nl = open_bound(NETLINK_USERSOCK, 0, PORT_A);
	char message[16] __attribute__((aligned(8)));
	char *huge = raw_buffer(16 << 20, 0);

	raw_header(message, 16, 16, 0, 0, 0);
	OUT_CALL(mnl_socket_sendto(nl, message, 16), "send.nobody");
	OUT_CALL(mnl_socket_sendto(nl, message, 0), "send.empty");
	OUT_CALL(mnl_socket_sendto(nl, huge, 16 << 20), "send.too_long");
	close(mnl_socket_get_fd(nl));
	OUT_CALL(mnl_socket_sendto(nl, message, 16), "send.closed");
	OUT_CALL(mnl_socket_recvfrom(nl, buf, sizeof(buf)), "recv.closed");
	mnl_socket_close(nl);
	free(huge);
}

static void bad_pointers(void)
{
	struct mnl_socket *a = open_bound(NETLINK_USERSOCK, 0, PORT_A);
	struct mnl_socket *b = open_bound(NETLINK_USERSOCK, 0, PORT_B);

	set_nonblocking(b);
	OUT_CALL(mnl_socket_recvfrom(b, NULL, 0), "recv.null_0.nothing_there");
	send_to_port(a, PORT_B, "x", 1);
	OUT_CALL(mnl_socket_recvfrom(b, NULL, 0), "recv.null_0.something_there");
	mnl_socket_close(a);
	mnl_socket_close(b);
}

/* Messages for a socket that is full get lost, which it is told once. */
static void overrun(void)
{
	struct mnl_socket *a = open_bound(NETLINK_USERSOCK, 0, PORT_A);
	struct mnl_socket *b = open_bound(NETLINK_USERSOCK, 1u << (GROUP - 1), PORT_B);
	int small = 2048;

	set_nonblocking(b);
	if (setsockopt(mnl_socket_get_fd(b), SOL_SOCKET, SO_RCVBUF, &small, sizeof(small)) != 0)
		exit(2);
	memset(buf, 0, 1024);
	for (int i = 0; i < 100; i++)
		send_to_group(a, GROUP, buf, 1024);
	OUT_CALL(mnl_socket_recvfrom(b, buf, sizeof(buf)), "overrun.first");
	OUT_CALL(mnl_socket_recvfrom(b, buf, sizeof(buf)), "overrun.second");
	mnl_socket_close(a);
	mnl_socket_close(b);
}

static void on_alarm(int number)
{
	(void)number;
}

/* A signal ends the wait; nothing is tried again. */
static void interrupted(void)
{
	const struct sigaction action = { .sa_handler = on_alarm };
	const struct itimerval every = { { 0, 20000 }, { 0, 20000 } };
	const struct itimerval never = { { 0, 0 }, { 0, 0 } };
	struct mnl_socket *nl = open_bound(NETLINK_USERSOCK, 0, PORT_A);

	if (sigaction(SIGALRM, &action, NULL) != 0 || setitimer(ITIMER_REAL, &every, NULL) != 0)
		exit(2);
	OUT_CALL(mnl_socket_recvfrom(nl, buf, sizeof(buf)), "interrupted");
	if (setitimer(ITIMER_REAL, &never, NULL) != 0)
		exit(2);
	mnl_socket_close(nl);
}

/* A sender without a netlink address: EINVAL, and the message is gone. */
static void other_family(void)
{
	int fds[2];
	struct mnl_socket *nl;

	if (socketpair(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0, fds) != 0)
		exit(2);
	nl = mnl_socket_fdopen(fds[0]);
	if (nl == NULL || write(fds[1], "hello", 5) != 5)
		exit(2);
	OUT_CALL(mnl_socket_recvfrom(nl, buf, sizeof(buf)), "unix.recvfrom");
	OUT_CALL(mnl_socket_recvfrom(nl, buf, sizeof(buf)), "unix.recvfrom.then");
	OUT_CALL(mnl_socket_sendto(nl, "hello", 5), "unix.sendto");
	/* Cut off counts first. */
	if (write(fds[1], "hello", 5) != 5)
		exit(2);
	OUT_CALL(mnl_socket_recvfrom(nl, buf, 3), "unix.recvfrom.short");
	mnl_socket_close(nl);
	close(fds[1]);
}

/* A closed peer: an empty message without an address. */
static void other_family_end(void)
{
	int fds[2];
	struct mnl_socket *nl;

	if (socketpair(AF_UNIX, SOCK_STREAM, 0, fds) != 0)
		exit(2);
	nl = mnl_socket_fdopen(fds[0]);
	if (nl == NULL)
		exit(2);
	close(fds[1]);
	OUT_CALL(mnl_socket_recvfrom(nl, buf, sizeof(buf)), "unix_stream.end");
	mnl_socket_close(nl);
}

/* Events of a group arrive like answers, from port 0. */
static void multicast(void)
{
	struct mnl_socket *a = open_bound(NETLINK_USERSOCK, 0, PORT_A);
	struct mnl_socket *b = open_bound(NETLINK_USERSOCK, 1u << (GROUP - 1), PORT_B);
	char message[20] __attribute__((aligned(8))) = { 0 };

	set_nonblocking(b);
	raw_header(message, 20, 40, 0, 0, 0);
	send_to_group(a, GROUP, message, 20);
	OUT_CALL(mnl_socket_recvfrom(b, buf, sizeof(buf)), "multicast.member");
	send_to_group(a, GROUP + 1, message, 20);
	OUT_CALL(mnl_socket_recvfrom(b, buf, sizeof(buf)), "multicast.other_group");
	mnl_socket_close(a);
	mnl_socket_close(b);
}

int main(void)
{
	get_link();
	dump_links();
	acknowledged();
	refused();
	short_buffer();
	nothing_there();
	spoofed_sender();
	any_bytes();
	send_errors();
	bad_pointers();
	overrun();
	interrupted();
	other_family();
	other_family_end();
	multicast();
	return 0;
}
