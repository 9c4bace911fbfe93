/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Sockets: open, bind, options, close.  Quirks Q1 and Q2.
 * Needs a kernel with netlink and no privileges (its own user and network
 * namespace will do).  Port numbers are compared, not printed.
 */
#include <libmnl/libmnl.h>

#include <fcntl.h>
#include <sys/resource.h>

#include "raw.h"
#include "report.h"

/* Two ports that are this process's alone, and not its number: those end at 2^22. */
#define FREE_PORT (0x40000000 + 2 * getpid())
#define OTHER_PORT (FREE_PORT + 1)

static struct mnl_socket *open_or_exit(int bus)
{
	struct mnl_socket *nl = mnl_socket_open(bus);

	if (nl == NULL) {
		perror("mnl_socket_open");
		exit(2);
	}
	return nl;
}

static bool has_port(const struct mnl_socket *nl, pid_t port)
{
	return mnl_socket_get_portid(nl) == (unsigned int)port;
}

static int socket_option(int fd, int option)
{
	int value = -1;
	socklen_t len = sizeof(value);

	if (getsockopt(fd, SOL_SOCKET, option, &value, &len) != 0)
		return -errno;
	return value;
}

static void out_descriptor(int fd, const char *name)
{
	out_int(fcntl(fd, F_GETFD), "%s.F_GETFD", name);
	out_bool((fcntl(fd, F_GETFL) & O_NONBLOCK) != 0, "%s.nonblocking", name);
	out_int(socket_option(fd, SO_DOMAIN), "%s.SO_DOMAIN", name);
	out_int(socket_option(fd, SO_TYPE), "%s.SO_TYPE", name);
	out_int(socket_option(fd, SO_PROTOCOL), "%s.SO_PROTOCOL", name);
}

/* Q1: close-on-exec is off unless asked for. */
static void open_plain(void)
{
	static const int buses[] = { NETLINK_ROUTE, NETLINK_USERSOCK };

	for (size_t i = 0; i < COUNT(buses); i++) {
		struct mnl_socket *nl;
		char name[40];

		errno = ERRNO_UNTOUCHED;
		nl = open_or_exit(buses[i]);
		out_errno(errno, "open.bus_%d.errno", buses[i]);
		sprintf(name, "open.bus_%d", buses[i]);
		out_descriptor(mnl_socket_get_fd(nl), name);
		out_uint(mnl_socket_get_portid(nl), "open.bus_%d.portid", buses[i]);
		OUT_CALL(mnl_socket_close(nl), "open.bus_%d.close", buses[i]);
	}
}

static void open_with_flags(void)
{
	static const struct {
		const char *name;
		int flags;
	} cases[] = {
		{ "none", 0 },
		{ "cloexec", SOCK_CLOEXEC },
		{ "nonblock", SOCK_NONBLOCK },
		{ "both", SOCK_CLOEXEC | SOCK_NONBLOCK },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct mnl_socket *nl = mnl_socket_open2(NETLINK_ROUTE, cases[i].flags);
		char name[40];

		if (nl == NULL)
			exit(2);
		sprintf(name, "open2.%s", cases[i].name);
		out_descriptor(mnl_socket_get_fd(nl), name);
		mnl_socket_close(nl);
	}
}

static void open_errors(void)
{
	static const int buses[] = { 99, -1, 32, 1000000 };
	static const int flags[] = { 0x8, 0x10, 0x40000000, -1 };

	for (size_t i = 0; i < COUNT(buses); i++) {
		OUT_CALL(mnl_socket_open(buses[i]) != NULL, "open.error.bus_%d", buses[i]);
		OUT_CALL(mnl_socket_open2(buses[i], SOCK_CLOEXEC) != NULL, "open2.error.bus_%d",
			 buses[i]);
	}
	for (size_t i = 0; i < COUNT(flags); i++)
		OUT_CALL(mnl_socket_open2(NETLINK_ROUTE, flags[i]) != NULL, "open2.error.flags_%#x",
			 flags[i]);
}

static void open_without_descriptors(void)
{
	const int lowest_free = dup(0);
	struct rlimit limit;
	struct rlimit none;

	if (lowest_free < 0 || getrlimit(RLIMIT_NOFILE, &limit) != 0)
		exit(2);
	close(lowest_free);
	none = limit;
	none.rlim_cur = (rlim_t)lowest_free;
	if (setrlimit(RLIMIT_NOFILE, &none) != 0)
		exit(2);
	OUT_CALL(mnl_socket_open(NETLINK_ROUTE) != NULL, "open.error.no_descriptor");
	if (setrlimit(RLIMIT_NOFILE, &limit) != 0)
		exit(2);
}

static void fdopen_errors(void)
{
	int pipe_fds[2];
	int null_fd = open("/dev/null", O_RDONLY);

	if (pipe(pipe_fds) != 0 || null_fd < 0)
		exit(2);
	OUT_CALL(mnl_socket_fdopen(-1) != NULL, "fdopen.error.minus_1");
	OUT_CALL(mnl_socket_fdopen(100000000) != NULL, "fdopen.error.not_open");
	OUT_CALL(mnl_socket_fdopen(null_fd) != NULL, "fdopen.error.file");
	OUT_CALL(mnl_socket_fdopen(pipe_fds[0]) != NULL, "fdopen.error.pipe");
	/* A failure leaves the descriptor open. */
	out_int(fcntl(null_fd, F_GETFD), "fdopen.error.file.F_GETFD");
	close(null_fd);
	close(pipe_fds[0]);
	close(pipe_fds[1]);
}

static void fdopen_netlink(void)
{
	struct sockaddr_nl addr = { .nl_family = AF_NETLINK, .nl_pid = (unsigned int)FREE_PORT };
	int fd = socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE);
	struct mnl_socket *nl;

	if (fd < 0)
		exit(2);
	errno = ERRNO_UNTOUCHED;
	nl = mnl_socket_fdopen(fd);
	out_errno(errno, "fdopen.unbound.errno");
	if (nl == NULL)
		exit(2);
	out_bool(mnl_socket_get_fd(nl) == fd, "fdopen.unbound.same_fd");
	out_uint(mnl_socket_get_portid(nl), "fdopen.unbound.portid");
	OUT_CALL(mnl_socket_close(nl), "fdopen.unbound.close");
	OUT_CALL(fcntl(fd, F_GETFD), "fdopen.unbound.closed");

	fd = socket(AF_NETLINK, SOCK_DGRAM | SOCK_CLOEXEC, NETLINK_ROUTE);
	if (fd < 0 || bind(fd, (struct sockaddr *)&addr, sizeof(addr)) != 0)
		exit(2);
	nl = mnl_socket_fdopen(fd);
	if (nl == NULL)
		exit(2);
	out_bool(has_port(nl, FREE_PORT), "fdopen.bound.portid");
	out_int(fcntl(fd, F_GETFD), "fdopen.bound.F_GETFD");
	OUT_CALL(mnl_socket_bind(nl, 0, FREE_PORT), "fdopen.bound.bind_same");
	mnl_socket_close(nl);
}

/* Any socket will do; its portid reads 0, and netlink addresses do not suit it. */
static void fdopen_other_families(void)
{
	static const struct {
		const char *name;
		int family;
		int type;
	} cases[] = {
		{ "unix_dgram", AF_UNIX, SOCK_DGRAM },
		{ "unix_stream", AF_UNIX, SOCK_STREAM },
		{ "inet_dgram", AF_INET, SOCK_DGRAM },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		int fd = socket(cases[i].family, cases[i].type, 0);
		struct mnl_socket *nl;

		if (fd < 0)
			exit(2);
		nl = mnl_socket_fdopen(fd);
		out_bool(nl != NULL, "fdopen.%s.opened", cases[i].name);
		if (nl == NULL)
			exit(2);
		out_uint(mnl_socket_get_portid(nl), "fdopen.%s.portid", cases[i].name);
		OUT_CALL(mnl_socket_bind(nl, 0, 77), "fdopen.%s.bind", cases[i].name);
		out_uint(mnl_socket_get_portid(nl), "fdopen.%s.bind.portid", cases[i].name);
		OUT_CALL(mnl_socket_close(nl), "fdopen.%s.close", cases[i].name);
	}
}

static void bind_auto(void)
{
	struct mnl_socket *first = open_or_exit(NETLINK_USERSOCK);
	struct mnl_socket *second = open_or_exit(NETLINK_USERSOCK);

	OUT_CALL(mnl_socket_bind(first, 0, MNL_SOCKET_AUTOPID), "bind.auto.first");
	out_bool(mnl_socket_get_portid(first) == (unsigned int)getpid(), "bind.auto.first_is_pid");
	OUT_CALL(mnl_socket_bind(second, 0, MNL_SOCKET_AUTOPID), "bind.auto.second");
	out_bool(mnl_socket_get_portid(second) >= 0x80000000, "bind.auto.second_is_high");
	mnl_socket_close(first);
	mnl_socket_close(second);
}

static void bind_chosen(void)
{
	struct mnl_socket *nl = open_or_exit(NETLINK_USERSOCK);

	OUT_CALL(mnl_socket_bind(nl, 0, FREE_PORT), "bind.chosen");
	out_bool(has_port(nl, FREE_PORT), "bind.chosen.portid");
	OUT_CALL(mnl_socket_bind(nl, 0, FREE_PORT), "bind.chosen.again");
	out_bool(has_port(nl, FREE_PORT), "bind.chosen.again.portid");
	mnl_socket_close(nl);
}

/* pid_t is signed, a port is not. */
static void bind_negative(void)
{
	struct mnl_socket *nl = open_or_exit(NETLINK_USERSOCK);

	OUT_CALL(mnl_socket_bind(nl, 0, -FREE_PORT), "bind.negative");
	out_bool(has_port(nl, -FREE_PORT), "bind.negative.portid");
	mnl_socket_close(nl);
}

/* Q2: what was asked for is remembered even if it was refused. */
static void bind_conflict(void)
{
	struct mnl_socket *first = open_or_exit(NETLINK_USERSOCK);
	struct mnl_socket *second = open_or_exit(NETLINK_USERSOCK);

	OUT_CALL(mnl_socket_bind(first, 0, FREE_PORT), "bind.conflict.first");
	OUT_CALL(mnl_socket_bind(second, 0, FREE_PORT), "bind.conflict.second");
	out_bool(has_port(second, FREE_PORT), "bind.conflict.portid_is_asked");
	OUT_CALL(mnl_socket_bind(second, 0, OTHER_PORT), "bind.conflict.other_port");
	out_bool(has_port(second, OTHER_PORT), "bind.conflict.other_portid");
	mnl_socket_close(first);
	mnl_socket_close(second);
}

/* A bound socket cannot change its port. */
static void bind_change(void)
{
	struct mnl_socket *nl = open_or_exit(NETLINK_USERSOCK);

	mnl_socket_bind(nl, 0, FREE_PORT);
	OUT_CALL(mnl_socket_bind(nl, 0, OTHER_PORT), "bind.change");
	out_bool(has_port(nl, OTHER_PORT), "bind.change.portid_is_asked");
	OUT_CALL(mnl_socket_bind(nl, 0, 0), "bind.change_to_auto");
	out_uint(mnl_socket_get_portid(nl), "bind.change_to_auto.portid");
	OUT_CALL(mnl_socket_bind(nl, 0, FREE_PORT), "bind.change_back");
	out_bool(has_port(nl, FREE_PORT), "bind.change_back.portid");
	mnl_socket_close(nl);
}

/* Groups are passed on: what the kernel then says is read back by hand. */
static void bind_groups(void)
{
	static const unsigned int groups[] = { 0, 1, 0x80000001, 2, 0 };
	struct mnl_socket *nl = open_or_exit(NETLINK_USERSOCK);

	for (size_t i = 0; i < COUNT(groups); i++) {
		struct sockaddr_nl addr = { 0 };
		socklen_t len = sizeof(addr);

		OUT_CALL(mnl_socket_bind(nl, groups[i], FREE_PORT), "bind.groups.%zu_%#x", i,
			 groups[i]);
		if (getsockname(mnl_socket_get_fd(nl), (struct sockaddr *)&addr, &len) != 0)
			exit(2);
		out_uint(addr.nl_groups, "bind.groups.%zu_%#x.kernel", i, groups[i]);
	}
	mnl_socket_close(nl);
}

static void bind_closed(void)
{
	struct mnl_socket *nl = open_or_exit(NETLINK_ROUTE);

	close(mnl_socket_get_fd(nl));
	OUT_CALL(mnl_socket_bind(nl, 0, FREE_PORT), "bind.closed");
	out_bool(has_port(nl, FREE_PORT), "bind.closed.portid_is_asked");
	OUT_CALL(mnl_socket_close(nl), "close.bad_fd");
}

static void options(void)
{
	static const struct {
		const char *name;
		int option;
	} switches[] = {
		{ "PKTINFO", NETLINK_PKTINFO },
		{ "BROADCAST_ERROR", NETLINK_BROADCAST_ERROR },
		{ "NO_ENOBUFS", NETLINK_NO_ENOBUFS },
		{ "CAP_ACK", NETLINK_CAP_ACK },
		{ "EXT_ACK", NETLINK_EXT_ACK },
		{ "GET_STRICT_CHK", NETLINK_GET_STRICT_CHK },
	};
	struct mnl_socket *nl = open_or_exit(NETLINK_ROUTE);

	for (size_t i = 0; i < COUNT(switches); i++) {
		int value = -1;
		int on = 1;
		socklen_t len = sizeof(value);

		OUT_CALL(mnl_socket_getsockopt(nl, switches[i].option, &value, &len),
			 "option.%s.get", switches[i].name);
		out_int(value, "option.%s.before", switches[i].name);
		out_uint(len, "option.%s.len", switches[i].name);
		OUT_CALL(mnl_socket_setsockopt(nl, switches[i].option, &on, sizeof(on)),
			 "option.%s.set", switches[i].name);
		value = -1;
		mnl_socket_getsockopt(nl, switches[i].option, &value, &len);
		out_int(value, "option.%s.after", switches[i].name);
	}
	mnl_socket_close(nl);
}

static void option_errors(void)
{
	struct mnl_socket *nl = open_or_exit(NETLINK_ROUTE);
	int value = 1;
	socklen_t len = sizeof(value);

	OUT_CALL(mnl_socket_setsockopt(nl, 12345, &value, sizeof(value)), "option.unknown.set");
	OUT_CALL(mnl_socket_getsockopt(nl, 12345, &value, &len), "option.unknown.get");
	len = 1;
	OUT_CALL(mnl_socket_getsockopt(nl, NETLINK_PKTINFO, &value, &len), "option.short.get");
	out_uint(len, "option.short.len");
	OUT_CALL(mnl_socket_setsockopt(nl, NETLINK_PKTINFO, &value, 1), "option.short.set");
	OUT_CALL(mnl_socket_setsockopt(nl, NETLINK_PKTINFO, NULL, 0), "option.empty.set");
	close(mnl_socket_get_fd(nl));
	OUT_CALL(mnl_socket_setsockopt(nl, NETLINK_PKTINFO, &value, sizeof(value)),
		 "option.closed.set");
	OUT_CALL(mnl_socket_getsockopt(nl, NETLINK_PKTINFO, &value, &len), "option.closed.get");
	mnl_socket_close(nl);
}

/* Only the level SOL_NETLINK is reached: 3 is SO_TYPE at the other one. */
static void option_level(void)
{
	struct mnl_socket *nl = open_or_exit(NETLINK_ROUTE);
	int value = -1;
	socklen_t len = sizeof(value);

	OUT_CALL(mnl_socket_getsockopt(nl, SO_TYPE, &value, &len), "option.level");
	out_int(value, "option.level.value");
	mnl_socket_close(nl);
}

static void membership(void)
{
	struct mnl_socket *nl = open_or_exit(NETLINK_USERSOCK);
	uint32_t groups[4] = { 0 };
	socklen_t len = sizeof(groups);
	int group = 5;

	mnl_socket_bind(nl, 0, FREE_PORT);
	OUT_CALL(mnl_socket_setsockopt(nl, NETLINK_ADD_MEMBERSHIP, &group, sizeof(group)),
		 "membership.add");
	OUT_CALL(mnl_socket_getsockopt(nl, NETLINK_LIST_MEMBERSHIPS, groups, &len),
		 "membership.list");
	out_uint(groups[0], "membership.groups");
	OUT_CALL(mnl_socket_setsockopt(nl, NETLINK_DROP_MEMBERSHIP, &group, sizeof(group)),
		 "membership.drop");
	group = 0;
	OUT_CALL(mnl_socket_setsockopt(nl, NETLINK_ADD_MEMBERSHIP, &group, sizeof(group)),
		 "membership.add_0");
	mnl_socket_close(nl);
}

/* The descriptor is closed, and free for the next one. */
static void close_frees_descriptor(void)
{
	struct mnl_socket *nl = open_or_exit(NETLINK_ROUTE);
	const int fd = mnl_socket_get_fd(nl);

	OUT_CALL(mnl_socket_close(nl), "close.good");
	OUT_CALL(fcntl(fd, F_GETFD), "close.good.fd_gone");
	nl = open_or_exit(NETLINK_ROUTE);
	out_bool(mnl_socket_get_fd(nl) == fd, "close.good.fd_reused");
	mnl_socket_close(nl);
}

int main(void)
{
	open_plain();
	open_with_flags();
	open_errors();
	open_without_descriptors();
	fdopen_errors();
	fdopen_netlink();
	fdopen_other_families();
	bind_auto();
	bind_chosen();
	bind_negative();
	bind_conflict();
	bind_change();
	bind_groups();
	bind_closed();
	options();
	option_errors();
	option_level();
	membership();
	close_frees_descriptor();
	return 0;
}
