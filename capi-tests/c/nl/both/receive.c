/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Receiving: which callbacks are called, in which order, and what their answers do.  Every case runs
 * through a function in place of nl_recv() and through a real socket.
 */
#define _GNU_SOURCE
#include <errno.h>

#include <netlink/msg.h>

#include "nl/feed.h"
#include "nl/receive_cases.h"
#include "report.h"

#define TYPES (NL_CB_TYPE_MAX + 1)
/* In place of a message type: the handler of errors. */
#define ERR TYPES

static const char *const names[TYPES + 1] = {
	"VALID", "FINISH", "OVERRUN", "SKIPPED", "ACK", "IN", "OUT", "INVALID", "SEQ", "SENDACK",
	"INTR", "ERR",
};

static struct row calls;
static int answers[TYPES + 1];
static struct nl_cb *active_cb;
static int via_socket;

static int on_message(struct nl_msg *msg, void *arg)
{
	const int type = *(int *)arg;
	struct nlmsghdr *nlh = nlmsg_hdr(msg);
	struct sockaddr_nl *src = nlmsg_get_src(msg);

	row_add(&calls, "%s(%d,%d,%d)%s%s%s", names[type], nlh->nlmsg_type, (int)nlh->nlmsg_len,
		(int)(nlh->nlmsg_seq - base),
		active_cb == NULL || (int)nl_cb_active_type(active_cb) == type ? "" : "!active",
		src->nl_family == AF_NETLINK && (via_socket || src->nl_pid == 77) ? "" : "!src",
		nlmsg_get_proto(msg) == (via_socket ? NETLINK_USERSOCK : 0) ? "" : "!proto");
	return answers[type];
}

static int on_error(struct sockaddr_nl *nla, struct nlmsgerr *err, void *arg)
{
	(void)arg;
	row_add(&calls, "ERR(%d,%d)%s", err->error, (int)(err->msg.nlmsg_seq - base),
		nla->nl_family == AF_NETLINK && (via_socket || nla->nl_pid == 77) ? "" : "!src");
	return answers[ERR];
}

static int type_numbers[TYPES];

static void install(struct nl_cb *cb, int type)
{
	if (type == ERR)
		nl_cb_err(cb, NL_CB_CUSTOM, on_error, NULL);
	else
		nl_cb_set(cb, (enum nl_cb_type)type, NL_CB_CUSTOM, on_message, &type_numbers[type]);
}

static int peer;
static struct feed feed;

/* A socket whose callbacks are cb, to which the datagrams of a case are on their way. */
static struct nl_sock *prepare(struct nl_cb *cb, filler *fill)
{
	struct nl_sock *sk = nl_socket_alloc_cb(cb);

	memset(&feed, 0, sizeof(feed));
	base = feed_expected(sk);
	fill(&feed);
	if (!via_socket) {
		feed_now = &feed;
		nl_cb_overwrite_recv(cb, feed_recv);
		return sk;
	}
	if (nl_connect(sk, NETLINK_USERSOCK) < 0 || nl_socket_set_nonblocking(sk) < 0)
		exit(2);
	for (int i = 0; i < feed.count; i++)
		feed_send(peer, nl_socket_get_local_port(sk), feed.bytes[i], (size_t)feed.len[i]);
	return sk;
}

/* How many datagrams nobody has received. */
static int left_over(struct nl_sock *sk)
{
	int count = 0;

	if (!via_socket)
		return feed.count - feed.next;
	while (recv(nl_socket_get_fd(sk), feed.bytes[0], FEED_BYTES, MSG_DONTWAIT) >= 0)
		count++;
	return count;
}

static void finish(struct nl_sock *sk, int result, const char *key)
{
	struct row row = { .used = 0 };

	row_add(&row, "%d", result);
	row_add(&row, "expect+%d", (int)(feed_expected(sk) - base));
	row_add(&row, "left=%d", left_over(sk));
	if (calls.used > 0) {
		row.used += (size_t)snprintf(row.text + row.used, sizeof(row.text) - row.used, " %s",
					     calls.text);
	}
	out_row(&row, "%s.%s", via_socket ? "socket" : "replaced", key);
	nl_socket_free(sk);
	memset(&calls, 0, sizeof(calls));
}

static void run(struct nl_cb *cb, filler *fill, const char *key)
{
	struct nl_sock *sk = prepare(cb, fill);

	active_cb = cb;
	finish(sk, nl_recvmsgs_report(sk, cb), key);
	nl_cb_put(cb);
}

static void state_machine(void)
{
	static const int values[] = { NL_OK, NL_SKIP, NL_STOP, 3, -5 };
	char key[160];

	for (size_t c = 0; c < COUNT(cases); c++) {
		struct nl_cb *cb;

		cb = nl_cb_alloc(NL_CB_DEFAULT);
		memset(answers, 0, sizeof(answers));
		snprintf(key, sizeof(key), "%s.none", cases[c].name);
		run(cb, cases[c].fill, key);
		for (int type = 0; type <= ERR; type++) {
			/* Nothing is sent. */
			if (type == NL_CB_MSG_OUT)
				continue;
			for (size_t v = 0; v < COUNT(values); v++) {
				cb = nl_cb_alloc(NL_CB_DEFAULT);
				for (int other = 0; other <= ERR; other++)
					install(cb, other);
				memset(answers, 0, sizeof(answers));
				answers[type] = values[v];
				snprintf(key, sizeof(key), "%s.all.%s=%d", cases[c].name, names[type],
					 values[v]);
				run(cb, cases[c].fill, key);
				if (values[v] > NL_SKIP)
					continue;
				cb = nl_cb_alloc(NL_CB_DEFAULT);
				install(cb, type);
				snprintf(key, sizeof(key), "%s.only.%s=%d", cases[c].name, names[type],
					 values[v]);
				run(cb, cases[c].fill, key);
			}
		}
	}
}

/* The other functions, and flags of the socket. */
static void functions(void)
{
	char key[160];

	memset(answers, 0, sizeof(answers));
	for (size_t c = 0; c < COUNT(cases); c++) {
		for (int how = 0; how < 6; how++) {
			static const char *const hows[] = {
				"nl_recvmsgs", "nl_recvmsgs_default", "nl_wait_for_ack", "no_ack",
				"no_check", "wait.all",
			};
			struct nl_cb *cb = nl_cb_alloc(NL_CB_DEFAULT);
			struct nl_sock *sk = prepare(cb, cases[c].fill);
			int result;

			active_cb = NULL;
			if (how != 2)
				install(cb, NL_CB_VALID);
			if (how == 5) {
				for (int type = 0; type <= ERR; type++)
					install(cb, type);
			}
			if (how == 3)
				nl_socket_disable_auto_ack(sk);
			if (how == 4)
				nl_socket_disable_seq_check(sk);
			if (how == 0)
				result = nl_recvmsgs(sk, cb);
			else if (how == 2 || how == 5)
				result = nl_wait_for_ack(sk);
			else
				result = nl_recvmsgs_default(sk);
			snprintf(key, sizeof(key), "%s.%s", hows[how], cases[c].name);
			finish(sk, result, key);
			nl_cb_put(cb);
		}
	}
}

/* Messages that callbacks keep. */
static struct nl_msg *kept[16];
static int kept_count;

static int keep(struct nl_msg *msg, void *arg)
{
	const int every = *(int *)arg;
	static int seen;

	if (seen++ % every == 0) {
		nlmsg_get(msg);
		kept[kept_count++] = msg;
	}
	return NL_OK;
}

static void keeping(void)
{
	for (int every = 1; every <= 3; every++) {
		for (int round = 0; round < 2; round++) {
			struct nl_cb *cb = nl_cb_alloc(NL_CB_DEFAULT);
			struct nl_sock *sk;
			int result;

			nl_cb_set(cb, round ? NL_CB_MSG_IN : NL_CB_VALID, NL_CB_CUSTOM, keep, &every);
			sk = prepare(cb, round ? three : multi);
			kept_count = 0;
			result = nl_recvmsgs_report(sk, cb);
			nl_socket_free(sk);
			nl_cb_put(cb);
			out_int(result, "%d.kept.%d.%d", via_socket, every, round);
			for (int i = 0; i < kept_count; i++) {
				struct nlmsghdr *nlh = nlmsg_hdr(kept[i]);

				nlh->nlmsg_seq -= base;
				out_hex(nlh, nlh->nlmsg_len, "%d.kept.%d.%d.%d", via_socket, every, round,
					i);
				nlmsg_free(kept[i]);
			}
		}
	}
}

/* A callback that changes the message in hand: what it is was decided before. */
static int change(struct nl_msg *msg, void *arg)
{
	struct nlmsghdr *nlh = nlmsg_hdr(msg);

	(void)arg;
	nlh->nlmsg_type = NLMSG_DONE;
	nlh->nlmsg_flags ^= NLM_F_MULTI;
	nlh->nlmsg_seq += 77;
	return NL_OK;
}

static int change_length(struct nl_msg *msg, void *arg)
{
	(void)arg;
	nlmsg_hdr(msg)->nlmsg_len = 16;
	return NL_OK;
}

static int grow(struct nl_msg *msg, void *arg)
{
	(void)arg;
	row_add(&calls, "grow=%d,%d", nlmsg_expand(msg, 4096),
		nlmsg_append(msg, "0123456789abcdef0123456789abcdef", 32, NLMSG_ALIGNTO));
	return NL_OK;
}

static void changing(void)
{
	static int (*const changes[])(struct nl_msg *, void *) = { change, change_length, grow };

	for (size_t i = 0; i < COUNT(changes); i++) {
		for (size_t c = 0; c < COUNT(cases); c++) {
			struct nl_cb *cb;
			char key[160];

			cb = nl_cb_alloc(NL_CB_DEFAULT);
			for (int other = 0; other <= ERR; other++)
				install(cb, other);
			nl_cb_set(cb, NL_CB_MSG_IN, NL_CB_CUSTOM, changes[i], NULL);
			memset(answers, 0, sizeof(answers));
			snprintf(key, sizeof(key), "changed.%zu.%s", i, cases[c].name);
			run(cb, cases[c].fill, key);
		}
	}
}

/* In place of nl_recvmsgs(). */
static int instead(struct nl_sock *sk, struct nl_cb *cb)
{
	row_add(&calls, "instead(%d)%s", sk != NULL, cb == active_cb ? "" : ",other");
	return answers[0];
}

static void overwriting(void)
{
	static const int values[] = { 0, 7, -NLE_PERM };

	for (size_t v = 0; v < COUNT(values); v++) {
		struct nl_cb *cb = nl_cb_alloc(NL_CB_DEFAULT);
		struct nl_sock *sk = nl_socket_alloc_cb(cb);

		answers[0] = values[v];
		active_cb = cb;
		nl_cb_overwrite_recvmsgs(cb, instead);
		out_int(nl_recvmsgs(sk, cb), "instead.%d.nl_recvmsgs", values[v]);
		out_int(nl_recvmsgs_report(sk, cb), "instead.%d.report", values[v]);
		out_int(nl_recvmsgs_default(sk), "instead.%d.default", values[v]);
		out_int(nl_wait_for_ack(sk), "instead.%d.wait", values[v]);
		nl_cb_overwrite_recvmsgs(cb, NULL);
		out_int(nl_recvmsgs_report(sk, cb), "instead.%d.undone", values[v]);
		out_row(&calls, "instead.%d.calls", values[v]);
		memset(&calls, 0, sizeof(calls));
		nl_socket_free(sk);
		nl_cb_put(cb);
	}
}

/* The end of the file and errors of a function in place of nl_recv(). */
static void replaced_ends(void)
{
	static const int ends[] = { 0, -NLE_PERM, -NLE_AGAIN, -77 };

	for (size_t e = 0; e < COUNT(ends); e++) {
		for (int after = 0; after < 3; after++) {
			struct nl_cb *cb = nl_cb_alloc(NL_CB_DEFAULT);
			struct nl_sock *sk = nl_socket_alloc_cb(cb);

			base = feed_expected(sk);
			memset(&feed, 0, sizeof(feed));
			if (after > 0) {
				feed_datagram(&feed, 0);
				feed_message(&feed, 20, NLM_F_MULTI | (after == 2 ? NLM_F_DUMP_INTR : 0),
					     base, NULL, 0);
			}
			feed_datagram(&feed, ends[e]);
			feed_now = &feed;
			nl_cb_overwrite_recv(cb, feed_recv);
			out_int(nl_recvmsgs_report(sk, cb), "end.%d.%d", ends[e], after);
			nl_socket_free(sk);
			nl_cb_put(cb);
		}
	}
}

/* The error number at the end of a dump. */
static void failed_dump(void)
{
	static const int numbers[] = { -EPERM, -ENOENT, 5, 0 };
	char key[80];

	for (size_t n = 0; n < COUNT(numbers); n++) {
		for (int answer = -1; answer <= NL_STOP; answer++) {
			struct nl_cb *cb = nl_cb_alloc(NL_CB_DEFAULT);
			struct nl_sock *sk = prepare(cb, nothing);

			feed_datagram(&feed, 0);
			feed_message(&feed, NLMSG_DONE, NLM_F_MULTI, base, &numbers[n], 4);
			if (via_socket)
				feed_send(peer, nl_socket_get_local_port(sk), feed.bytes[0],
					  (size_t)feed.len[0]);
			if (answer >= 0)
				install(cb, NL_CB_FINISH);
			answers[NL_CB_FINISH] = answer;
			active_cb = cb;
			snprintf(key, sizeof(key), "failed_dump.%d.%d", numbers[n], answer);
			finish(sk, nl_recvmsgs(sk, cb), key);
			nl_cb_put(cb);
		}
	}
}

/* nl_recv() itself. */
static void nl_recv_itself(void)
{
	struct nl_sock *sk = nl_socket_alloc();
	struct sockaddr_nl from;
	unsigned char *buf;
	struct ucred *creds;
	uint32_t port;
	int one = 1, got;

	for (int state = 0; state < 3; state++) {
		if (state == 1) {
			nl_connect(sk, NETLINK_USERSOCK);
			nl_socket_set_nonblocking(sk);
		}
		if (state == 2)
			out_int(nl_socket_set_passcred(sk, 1), "recv.passcred");
		port = nl_socket_get_local_port(sk);
		for (int with = 0; with < 2; with++) {
			memset(&from, 0x55, sizeof(from));
			buf = (unsigned char *)&one;
			creds = (struct ucred *)&one;
			OUT_CALL(nl_recv(sk, &from, &buf, with ? &creds : NULL), "recv.%d.%d.nothing",
				 state, with);
			out_bool(buf == NULL, "recv.%d.%d.nothing.buf", state, with);
			out_bool(with && creds == NULL, "recv.%d.%d.nothing.creds", state, with);
			out_int(from.nl_family, "recv.%d.%d.nothing.from", state, with);
			/* 3.7.0 fails if there are credentials that nobody wants. */
			if (state == 0 || (state == 2 && !with))
				continue;
			feed_send(peer, port, "abcdefghijklmnop", 16);
			errno = ERRNO_UNTOUCHED;
			got = nl_recv(sk, &from, &buf, with ? &creds : NULL);
			out_call_result(got, errno, "recv.%d.%d.some", state, with);
			feed_require(got == 16, "nl_recv");
			out_hex(buf, 16, "recv.%d.%d.some.bytes", state, with);
			out_int(from.nl_family, "recv.%d.%d.some.from", state, with);
			out_bool(from.nl_pid != 0 && from.nl_groups == 0, "recv.%d.%d.some.sender", state,
				 with);
			free(buf);
			if (with) {
				out_bool(creds != NULL, "recv.%d.some.creds", state);
				if (creds != NULL)
					out_bool(creds->pid == getpid() && creds->uid == getuid() &&
						 creds->gid == getgid(), "recv.%d.some.creds.mine", state);
				free(creds);
			}
		}
	}
	out_int(nl_recv(sk, NULL, &buf, NULL), "recv.no_address");
	out_int(nl_recv(sk, &from, NULL, NULL), "recv.no_buffer");
	nl_close(sk);
	OUT_CALL(nl_recv(sk, &from, &buf, NULL), "recv.closed");
	nl_socket_free(sk);
}

static int show_creds(struct nl_msg *msg, void *arg)
{
	const struct ucred *creds = nlmsg_get_creds(msg);

	(void)arg;
	row_add(&calls, "%s", creds == NULL ? "none" : creds->pid == getpid() ? "mine" : "other");
	return NL_OK;
}

static void credentials(void)
{
	for (int on = 0; on < 2; on++) {
		struct nl_cb *cb = nl_cb_alloc(NL_CB_DEFAULT);
		struct nl_sock *sk = nl_socket_alloc_cb(cb);

		nl_cb_set(cb, NL_CB_VALID, NL_CB_CUSTOM, show_creds, NULL);
		nl_connect(sk, NETLINK_USERSOCK);
		nl_socket_set_passcred(sk, on);
		memset(&feed, 0, sizeof(feed));
		base = feed_expected(sk);
		three(&feed);
		feed_send(peer, nl_socket_get_local_port(sk), feed.bytes[0], (size_t)feed.len[0]);
		out_int(nl_recvmsgs_default(sk), "creds.%d", on);
		out_row(&calls, "creds.%d.calls", on);
		memset(&calls, 0, sizeof(calls));
		nl_socket_free(sk);
		nl_cb_put(cb);
	}
}

int main(void)
{
	uint32_t port;

	peer = feed_peer(&port);
	for (int type = 0; type < TYPES; type++)
		type_numbers[type] = type;
	for (via_socket = 0; via_socket < 2; via_socket++) {
		state_machine();
		functions();
		keeping();
		changing();
		failed_dump();
	}
	overwriting();
	replaced_ends();
	nl_recv_itself();
	credentials();
	close(peer);
	return 0;
}
