// SPDX-License-Identifier: LGPL-2.1-or-later
/* What nl_debug makes the library write to standard error. */
#include "check.h"

#include <errno.h>
#include <regex.h>
#include <sys/wait.h>
#include <unistd.h>

#include <netlink/attr.h>

#include "../rtypes.h"

static char *text;
static size_t size;
static FILE *own;
static FILE *terminal;

static void listen_to(int level)
{
	own = open_memstream(&text, &size);
	stderr = own;
	nl_debug = level;
	errno = ENOTTY;
}

/* Whether a line was written that matches, and no line of a level above. */
static void heard(const char *pattern, const char *what)
{
	regex_t line;
	char *at;

	CHECK_INT(errno, ENOTTY, "errno after %s", what);
	stderr = terminal;
	fclose(own);
	if (pattern != NULL) {
		CHECK_INT(regcomp(&line, pattern, REG_EXTENDED | REG_NEWLINE | REG_NOSUB), 0, "pattern");
		CHECK(regexec(&line, text, 0, NULL, 0) == 0, "%s: '%s'", what, text);
		regfree(&line);
	} else {
		CHECK_INT(strlen(text), 0, "nothing: %s", what);
	}
	for (at = text; *at != '\0'; at = strchr(at, '\n') + 1)
		CHECK(strncmp(at, "DBG<", 4) == 0 && at[4] - '0' <= nl_debug, "level: '%s'", at);
	free(text);
	nl_debug = 0;
}

#define HEAD(level) "^DBG<" level "> *[a-z_/]+\\.rs:[0-9]+ +"

static void sockets(void)
{
	struct nl_sock *sk = nl_socket_alloc(), *connected = route_socket();
	int err;

	for (int level = 3; level <= 4; level++) {
		listen_to(level);
		err = nl_connect(sk, 99);
		errno = ENOTTY;
		heard(level < 4 ? NULL : HEAD("4") "nl_connect: socket\\(\\) failed with 93 \\(.+\\)$", "socket");
		CHECK_INT(err, -NLE_PROTO_MISMATCH, "no such protocol");
	}
	listen_to(4);
	err = nl_socket_add_membership(connected, 100000);
	errno = ENOTTY;
	heard(HEAD("4") "nl_socket_add_membership: setsockopt\\(\\) failed with 22 ", "group");
	CHECK_INT(err, -NLE_INVAL, "no such group");
	nl_socket_set_nonblocking(connected);
	listen_to(4);
	err = nl_recvmsgs_default(connected);
	errno = ENOTTY;
	heard(HEAD("4") "nl_recv: recvmsg\\(\\) failed with 11 ", "nothing to receive");
	CHECK_INT(err, -NLE_AGAIN, "nothing to receive");
	listen_to(4);
	nl_send_simple(connected, 4000, 0, NULL, 0);
	nl_wait_for_ack(connected);
	errno = ENOTTY;
	heard(HEAD("4") "nl_recvmsgs: answered with error 95 ", "an answer");
	listen_to(3);
	nl_send_simple(connected, NLMSG_NOOP, 0, NULL, 0);
	nl_wait_for_ack(connected);
	heard(HEAD("3") "nl_recvmsgs: bytes received: 36$", "an acknowledgement");
	nl_socket_free(sk);
	nl_socket_free(connected);
}

static void caches(void)
{
	struct nl_cache_ops *ops = cache_type_make(&link_type);
	struct nl_sock *sk = route_socket();
	struct nl_cache *cache;

	listen_to(1);
	nl_cache_mngt_register(ops);
	heard(HEAD("1") "nl_cache_mngt_register: registered test/link$", "register");
	listen_to(1);
	nl_cache_mngt_require("test/link");
	heard(HEAD("1") "nl_cache_mngt_require: .*test/link$", "require");
	listen_to(2);
	nl_cache_alloc_and_fill(ops, sk, &cache);
	heard(HEAD("2") "nl_cache_refill: .*test/link$", "refill");
	nl_cache_free(cache);
	listen_to(1);
	nl_cache_mngt_unregister(ops);
	heard(HEAD("1") "nl_cache_mngt_unregister: unregistered test/link$", "unregister");
	nl_socket_free(sk);
	free(ops);
}

static void attributes(void)
{
	struct nl_msg *msg = nlmsg_alloc();
	struct nlattr *tb[2];

	need(msg != NULL);
	nla_put_u32(msg, 1, 1);
	nla_put_u32(msg, 1, 2);
	for (int level = 0; level <= 1; level++) {
		listen_to(level);
		nlmsg_parse(nlmsg_hdr(msg), 0, tb, 1, NULL);
		heard(level < 1 ? NULL : HEAD("1") "nla_parse: an attribute comes several times$", "twice");
		listen_to(level);
		nla_parse(tb, 1, nlmsg_data(nlmsg_hdr(msg)), 11, NULL);
		heard(level < 1 ? NULL : HEAD("1") "nla_parse: bytes are left over$", "left over");
	}
	nlmsg_free(msg);
}

/* What a program started with this in its environment has in nl_debug. */
static int in_environment(const char *program, const char *value)
{
	int status;
	pid_t child = fork();

	if (child == 0) {
		setenv("NLDBG", value, 1);
		/* Not itself: valgrind 3.19 takes that for a start of valgrind. */
		execlp("env", "env", program, "environment", NULL);
		_exit(255);
	}
	waitpid(child, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

int main(int argc, char *argv[])
{
	if (argc > 1 && strcmp(argv[1], "environment") == 0)
		return nl_debug;
	CHECK_INT(in_environment(argv[0], "4"), 4, "NLDBG=4");
	CHECK_INT(in_environment(argv[0], "0x12"), 18, "in hexadecimal");
	CHECK_INT(in_environment(argv[0], "none"), 0, "no number");
	terminal = stderr;
	sockets();
	caches();
	attributes();
	return check_done();
}
