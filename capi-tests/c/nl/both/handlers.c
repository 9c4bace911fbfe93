/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Callback sets, and what the library's own handlers print: to the stream that is their argument, to
 * the standard streams, and because the environment says so.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <sys/wait.h>

#include <netlink/msg.h>

#include "nl/feed.h"
#include "report.h"

#define TYPES (NL_CB_TYPE_MAX + 1)

static int number;

static int on_message(struct nl_msg *msg, void *arg)
{
	(void)msg;
	number += *(int *)arg;
	return NL_OK;
}

static int on_error(struct sockaddr_nl *nla, struct nlmsgerr *err, void *arg)
{
	(void)nla;
	(void)err;
	number += *(int *)arg;
	return NL_OK;
}

static void ranges(void)
{
	static const int kinds[] = { NL_CB_DEFAULT, NL_CB_VERBOSE, NL_CB_DEBUG, NL_CB_CUSTOM, 4, 1000 };
	static const int types[] = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 1000 };
	struct nl_sock *sk = nl_socket_alloc();

	for (size_t k = 0; k < COUNT(kinds); k++) {
		struct nl_cb *cb = nl_cb_alloc((enum nl_cb_kind)kinds[k]);

		out_bool(cb != NULL, "alloc.%d", kinds[k]);
		if (cb != NULL)
			out_int((int)nl_cb_active_type(cb), "active.%d", kinds[k]);
		nl_cb_put(cb);
		cb = nl_cb_alloc(NL_CB_DEFAULT);
		for (size_t t = 0; t < COUNT(types); t++) {
			OUT_CALL(nl_cb_set(cb, (enum nl_cb_type)types[t], (enum nl_cb_kind)kinds[k], NULL,
					   NULL), "set.%d.%d", kinds[k], types[t]);
			OUT_CALL(nl_socket_modify_cb(sk, (enum nl_cb_type)types[t],
						     (enum nl_cb_kind)kinds[k], NULL, NULL),
				 "modify.%d.%d", kinds[k], types[t]);
		}
		OUT_CALL(nl_cb_set_all(cb, (enum nl_cb_kind)kinds[k], NULL, NULL), "set_all.%d", kinds[k]);
		OUT_CALL(nl_cb_err(cb, (enum nl_cb_kind)kinds[k], NULL, NULL), "err.%d", kinds[k]);
		OUT_CALL(nl_socket_modify_err_cb(sk, (enum nl_cb_kind)kinds[k], NULL, NULL),
			 "modify_err.%d", kinds[k]);
		nl_cb_put(cb);
	}
	nl_socket_free(sk);
	nl_cb_put(NULL);
}

static struct feed feed;

static void one_of_each(void)
{
	memset(&feed, 0, sizeof(feed));
	feed_datagram(&feed, 0);
	feed_message(&feed, 20, NLM_F_MULTI | NLM_F_ACK, 7, "abcdef", 6);
	feed_message(&feed, NLMSG_NOOP, NLM_F_MULTI, 7, NULL, 0);
	feed_error(&feed, NLM_F_MULTI, 7, 0);
	feed_error(&feed, NLM_F_MULTI, 7, -ENOENT);
	feed_message(&feed, NLMSG_OVERRUN, NLM_F_MULTI, 7, NULL, 0);
	feed_message(&feed, NLMSG_ERROR, NLM_F_MULTI, 7, NULL, 0);
	feed_message(&feed, 21, 0xffff, 8, NULL, 0);
	feed_message(&feed, NLMSG_DONE, NLM_F_MULTI, 7, "\0\0\0\0", 4);
	feed_now = &feed;
}

/* What the sets do with one of each kind of message. */
static void counted(struct nl_cb *cb, const char *key)
{
	struct nl_sock *sk = nl_socket_alloc_cb(cb);

	one_of_each();
	number = 0;
	nl_socket_disable_auto_ack(sk);
	out_int(nl_recvmsgs(sk, cb), "%s.result", key);
	out_int(number, "%s.calls", key);
	nl_socket_free(sk);
}

static int active_of(struct nl_msg *msg, void *arg)
{
	struct nl_cb *cb = arg;

	(void)msg;
	number = (number * 13 + (int)nl_cb_active_type(cb)) % 1000003;
	return NL_OK;
}

static void sets(void)
{
	int one = 1, hundred = 100;
	struct nl_cb *cb = nl_cb_alloc(NL_CB_DEFAULT), *copy, *other;
	struct nl_sock *sk;

	out_bool(nl_cb_get(cb) == cb, "get");
	nl_cb_overwrite_recv(cb, feed_recv);
	nl_cb_set_all(cb, NL_CB_CUSTOM, on_message, &one);
	nl_cb_err(cb, NL_CB_CUSTOM, on_error, &hundred);
	counted(cb, "custom");
	copy = nl_cb_clone(cb);
	nl_cb_set_all(cb, NL_CB_DEFAULT, NULL, NULL);
	nl_cb_err(cb, NL_CB_DEFAULT, NULL, NULL);
	counted(cb, "default");
	counted(copy, "copy");
	nl_cb_set(copy, NL_CB_VALID, NL_CB_DEFAULT, on_message, &one);
	counted(copy, "copy.without_valid");
	nl_cb_set(copy, NL_CB_VALID, NL_CB_CUSTOM, NULL, &one);
	counted(copy, "copy.null");
	nl_cb_err(copy, NL_CB_CUSTOM, NULL, NULL);
	counted(copy, "copy.null_error");
	nl_cb_put(cb);

	/* Which callback is running, also in a copy made meanwhile. */
	for (int type = 0; type < TYPES; type++)
		nl_cb_set(cb, (enum nl_cb_type)type, NL_CB_CUSTOM, active_of, cb);
	counted(cb, "active");
	out_int((int)nl_cb_active_type(cb), "active.after");
	nl_cb_put(copy);

	/* A socket and its sets. */
	sk = nl_socket_alloc_cb(cb);
	other = nl_socket_get_cb(sk);
	out_bool(other == cb, "socket.get_cb");
	nl_cb_put(other);
	other = nl_cb_alloc(NL_CB_VERBOSE);
	nl_socket_set_cb(sk, other);
	nl_cb_put(other);
	copy = nl_socket_get_cb(sk);
	out_bool(copy == other, "socket.set_cb");
	nl_cb_put(copy);
	nl_socket_set_cb(sk, cb);
	nl_socket_free(sk);
	nl_cb_put(cb);
}

static int overwritten(struct nl_sock *sk, struct nl_cb *cb)
{
	(void)sk;
	(void)cb;
	return 5;
}

static int overwritten_send(struct nl_sock *sk, struct nl_msg *msg)
{
	(void)sk;
	return (int)nlmsg_hdr(msg)->nlmsg_len + 1000;
}

static void overwriting(void)
{
	struct nl_cb *cb = nl_cb_alloc(NL_CB_DEFAULT), *copy;
	struct nl_sock *sk = nl_socket_alloc_cb(cb);
	struct nl_msg *msg = nlmsg_alloc_simple(20, 0);

	nl_cb_overwrite_recvmsgs(cb, overwritten);
	nl_cb_overwrite_send(cb, overwritten_send);
	nl_cb_overwrite_recv(cb, feed_recv);
	copy = nl_cb_clone(cb);
	out_int(nl_recvmsgs_report(sk, copy), "overwritten.recvmsgs");
	nl_socket_set_cb(sk, copy);
	out_int(nl_send(sk, msg), "overwritten.send");
	nl_cb_overwrite_send(copy, NULL);
	out_int(nl_send(sk, msg), "overwritten.send.undone");
	nl_cb_overwrite_recvmsgs(copy, NULL);
	one_of_each();
	nl_socket_disable_auto_ack(sk);
	out_int(nl_recvmsgs_report(sk, copy), "overwritten.recvmsgs.undone");
	nl_cb_overwrite_recv(copy, NULL);
	out_int(nl_recvmsgs_report(sk, copy), "overwritten.recv.undone");
	nlmsg_free(msg);
	nl_socket_free(sk);
	nl_cb_put(copy);
	nl_cb_put(cb);
}

/* Runs the handlers of cb over one message after the other, and again from where they left. */
static void feed_all(struct nl_cb *cb, struct row *results)
{
	struct nl_sock *sk = nl_socket_alloc_cb(cb);
	struct feed *whole = malloc(sizeof(*whole));
	const unsigned char *at;
	int left;

	nl_cb_overwrite_recv(cb, feed_recv);
	nl_socket_disable_auto_ack(sk);
	one_of_each();
	*whole = feed;
	at = whole->bytes[0];
	left = whole->len[0];
	while (left >= 16) {
		const int len = NLMSG_ALIGN(((const struct nlmsghdr *)at)->nlmsg_len);

		memset(&feed, 0, sizeof(feed));
		feed_datagram(&feed, len);
		memcpy(feed.bytes[0], at, (size_t)len);
		row_add(results, "%d", nl_recvmsgs(sk, cb));
		at += len;
		left -= len;
	}
	free(whole);
	nl_socket_free(sk);
}

static void out_lines(const char *text, size_t size, const char *key)
{
	int line = 0;

	while (size > 0) {
		const char *end = memchr(text, '\n', size);
		const size_t len = end == NULL ? size : (size_t)(end - text) + 1;

		out_escaped(text, len, "%s.%d", key, line++);
		text += len;
		size -= len;
	}
	out_int(line, "%s.lines", key);
}

static void printed_to_argument(int kind)
{
	char key[40];
	char *text = NULL;
	size_t size = 0;
	FILE *file = open_memstream(&text, &size);
	struct nl_cb *cb = nl_cb_alloc((enum nl_cb_kind)kind);
	struct row results = { .used = 0 };

	nl_cb_set_all(cb, (enum nl_cb_kind)kind, NULL, file);
	nl_cb_err(cb, (enum nl_cb_kind)kind, NULL, file);
	feed_all(cb, &results);
	fclose(file);
	snprintf(key, sizeof(key), "argument.%d", kind);
	out_lines(text, size, key);
	out_row(&results, "argument.%d.results", kind);
	free(text);
	nl_cb_put(cb);
}

/* One at a time, so that a handler at the wrong type is found. */
static void printed_one_by_one(int kind)
{
	for (int type = 0; type <= TYPES; type++) {
		char *text = NULL;
		char key[40];
		size_t size = 0;
		FILE *file = open_memstream(&text, &size);
		struct nl_cb *cb = nl_cb_alloc(NL_CB_DEFAULT);
		struct row results = { .used = 0 };

		if (type < TYPES)
			nl_cb_set(cb, (enum nl_cb_type)type, (enum nl_cb_kind)kind, NULL, file);
		else
			nl_cb_err(cb, (enum nl_cb_kind)kind, NULL, file);
		feed_all(cb, &results);
		fclose(file);
		snprintf(key, sizeof(key), "one.%d.%d", kind, type);
		out_lines(text, size, key);
		out_row(&results, "one.%d.%d.results", kind, type);
		free(text);
		nl_cb_put(cb);
	}
}

/* Errors of all sizes, and of a request of all flags. */
static void printed_errors(void)
{
	static const int numbers[] = { 1, -1, -2, -13, -22, -95, -133, -134, -512, 512, -100000, 7 };
	char *text = NULL;
	size_t size = 0;
	FILE *file = open_memstream(&text, &size);
	struct nl_cb *cb = nl_cb_alloc(NL_CB_DEFAULT);
	struct nl_sock *sk = nl_socket_alloc_cb(cb);
	struct row results = { .used = 0 };

	nl_cb_overwrite_recv(cb, feed_recv);
	nl_cb_err(cb, NL_CB_VERBOSE, NULL, file);
	nl_socket_disable_auto_ack(sk);
	for (size_t i = 0; i < COUNT(numbers); i++) {
		struct nlmsgerr content = { .error = numbers[i] };

		raw_header(&content.msg, (uint32_t)(i * 1000000000), (uint16_t)(i * 3),
			   (uint16_t)(0xffff >> i), (uint32_t)-1, (uint32_t)-2);
		memset(&feed, 0, sizeof(feed));
		feed_datagram(&feed, 0);
		feed_message(&feed, NLMSG_ERROR, 0, 1, &content, sizeof(content));
		feed_now = &feed;
		row_add(&results, "%d", nl_recvmsgs(sk, cb));
	}
	fclose(file);
	out_lines(text, size, "errors");
	out_row(&results, "errors.results");
	free(text);
	nl_socket_free(sk);
	nl_cb_put(cb);
}

/* What is sent. */
static void printed_sent(void)
{
	char *text = NULL;
	size_t size = 0;
	FILE *file = open_memstream(&text, &size);
	struct nl_cb *cb = nl_cb_alloc(NL_CB_DEFAULT);
	struct nl_sock *sk = nl_socket_alloc_cb(cb);
	struct nl_msg *msg = nlmsg_alloc_simple(20, NLM_F_REQUEST);
	uint32_t port;
	const int peer = feed_peer(&port);

	nl_cb_set(cb, NL_CB_MSG_OUT, NL_CB_DEBUG, NULL, file);
	nl_connect(sk, NETLINK_USERSOCK);
	nl_socket_set_peer_port(sk, port);
	nlmsg_append(msg, "abcdefgh", 8, 4);
	out_int(nl_send(sk, msg), "sent");
	fclose(file);
	out_lines(text, size, "sent");
	free(text);
	nlmsg_free(msg);
	nl_socket_free(sk);
	nl_cb_put(cb);
	close(peer);
}

/* Prints what went to a descriptor of this process while run() ran. */
static void captured(int fd, void (*run)(int), int kind, const char *name)
{
	static char text[65536];
	FILE *file = tmpfile();
	char key[60];
	size_t size;
	int saved;

	fflush(stdout);
	fflush(stderr);
	saved = dup(fd);
	dup2(fileno(file), fd);
	run(kind);
	fflush(stdout);
	fflush(stderr);
	dup2(saved, fd);
	close(saved);
	rewind(file);
	size = fread(text, 1, sizeof(text), file);
	fclose(file);
	snprintf(key, sizeof(key), "%s.%d.fd%d", name, kind, fd);
	out_lines(text, size, key);
}

static void without_argument(int kind)
{
	struct nl_cb *cb = nl_cb_alloc((enum nl_cb_kind)kind);
	struct row results = { .used = 0 };

	feed_all(cb, &results);
	nl_cb_put(cb);
}

/* As a program started with NLCB set: a socket of its own handlers. */
static int child(void)
{
	struct nl_sock *sk = nl_socket_alloc();
	struct nl_cb *cb = nl_socket_get_cb(sk);
	struct row results = { .used = 0 };

	feed_all(cb, &results);
	nl_cb_put(cb);
	nl_socket_free(sk);
	fflush(stdout);
	fprintf(stderr, "%s\n", results.text);
	return 0;
}

static void environment(const char *self, const char *value)
{
	static char text[65536];
	char key[60];
	size_t size = 0;
	ssize_t got;
	int ends[2];
	pid_t pid;

	fflush(stdout);
	if (pipe(ends) < 0)
		exit(2);
	pid = fork();
	if (pid == 0) {
		setenv("NLCB", value, 1);
		dup2(ends[1], 1);
		dup2(ends[1], 2);
		close(ends[0]);
		close(ends[1]);
		execl(self, self, "child", (char *)NULL);
		_exit(127);
	}
	close(ends[1]);
	while ((got = read(ends[0], text + size, sizeof(text) - size)) > 0)
		size += (size_t)got;
	close(ends[0]);
	waitpid(pid, NULL, 0);
	snprintf(key, sizeof(key), "NLCB.%s", value);
	out_lines(text, size, key);
}

int main(int argc, char **argv)
{
	if (argc > 1)
		return child();
	ranges();
	sets();
	overwriting();
	for (int kind = NL_CB_DEFAULT; kind <= NL_CB_DEBUG; kind++) {
		printed_to_argument(kind);
		printed_one_by_one(kind);
		captured(1, without_argument, kind, "none");
		captured(2, without_argument, kind, "none");
	}
	printed_errors();
	printed_sent();
	environment(argv[0], "default");
	environment(argv[0], "verbose");
	environment(argv[0], "debug");
	environment(argv[0], "VERBOSE");
	environment(argv[0], "Debug");
	environment(argv[0], "");
	environment(argv[0], "loud");
	environment(argv[0], "verbosely");
	return 0;
}
