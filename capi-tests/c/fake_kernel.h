/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A kernel that makes mistakes: a thread with a port of its own that passes requests on to the real kernel, and its
 * answers back, with one mistake in one message. Each case runs in a process of its own. Only root may talk to such a
 * port.
 */
#ifndef OXNL_FAKE_KERNEL_H
#define OXNL_FAKE_KERNEL_H

#include <errno.h>
#include <linux/genetlink.h>
#include <linux/netlink.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "report.h"

#define FAKE_ROOM (1 << 20)
/* How long anybody waits for what may not come. */
#define FAKE_PATIENCE_US 100000

/* An answer: datagrams, one after the other. */
struct fake_answer {
	_Alignas(8) unsigned char bytes[FAKE_ROOM];
	size_t used;
	/* Where each datagram ends. */
	size_t ends[64];
	int count;
};

struct fake_kernel {
	int client_side, stranger, kernel_side;
	uint32_t port;
	/* Made in the first answer only. */
	const struct fake_mistake *mistake;
	/* The number of the message with the mistake; -1 for the last. */
	int at;
	bool made;
	pthread_t thread;
};

/* Where a message is. */
struct fake_place {
	struct fake_answer *answer;
	int datagram;
	struct nlmsghdr *nlh;
	uint32_t client;
};

struct fake_mistake {
	const char *name;
	void (*make)(struct fake_place *place);
	/* The datagram with the message comes from another port. */
	bool stranger;
};

static inline void fake_require(bool condition, const char *what)
{
	if (!condition) {
		perror(what);
		exit(2);
	}
}

/* Moves what follows a place in a datagram by so many bytes, and all later datagrams with it. */
static inline void fake_shift(struct fake_place *place, size_t from, long by)
{
	struct fake_answer *answer = place->answer;

	fake_require(answer->used + (size_t)(by > 0 ? by : 0) <= FAKE_ROOM, "fake_kernel.h: too long");
	memmove(answer->bytes + from + by, answer->bytes + from, answer->used - from);
	answer->used += (size_t)by;
	for (int n = place->datagram; n < answer->count; n++)
		answer->ends[n] += (size_t)by;
}

static inline size_t fake_offset(const struct fake_place *place)
{
	return (size_t)((unsigned char *)place->nlh - place->answer->bytes);
}

static inline struct nlattr *fake_attr(struct fake_place *place)
{
	/* The headers of all families here are as long as one of these. */
	const size_t header = place->nlh->nlmsg_type == GENL_ID_CTRL ? 4 : place->nlh->nlmsg_type < 20 ? 16 :
			      place->nlh->nlmsg_type < 24 ? 8 : place->nlh->nlmsg_type < 28 ? 12 :
			      place->nlh->nlmsg_type < 32 ? 12 : place->nlh->nlmsg_type < 36 ? 12 : 20;

	return (struct nlattr *)((unsigned char *)place->nlh + NLMSG_HDRLEN + header);
}

/* The mistakes. */

static inline void fake_nothing(struct fake_place *p) { (void)p; }
static inline void fake_interrupted(struct fake_place *p) { p->nlh->nlmsg_flags |= NLM_F_DUMP_INTR; }
static inline void fake_not_multi(struct fake_place *p) { p->nlh->nlmsg_flags &= (uint16_t)~NLM_F_MULTI; }
static inline void fake_other_seq(struct fake_place *p) { p->nlh->nlmsg_seq += 1000; }
static inline void fake_zero_seq(struct fake_place *p) { p->nlh->nlmsg_seq = 0; }
static inline void fake_other_port(struct fake_place *p) { p->nlh->nlmsg_pid += 1; }
static inline void fake_zero_port(struct fake_place *p) { p->nlh->nlmsg_pid = 0; }
static inline void fake_other_type(struct fake_place *p) { p->nlh->nlmsg_type = 999; }
static inline void fake_noop(struct fake_place *p) { p->nlh->nlmsg_type = NLMSG_NOOP; }
static inline void fake_overrun(struct fake_place *p) { p->nlh->nlmsg_type = NLMSG_OVERRUN; }
static inline void fake_done_early(struct fake_place *p) { p->nlh->nlmsg_type = NLMSG_DONE; }
static inline void fake_length_0(struct fake_place *p) { p->nlh->nlmsg_len = 0; }
static inline void fake_length_15(struct fake_place *p) { p->nlh->nlmsg_len = 15; }
static inline void fake_length_16(struct fake_place *p) { p->nlh->nlmsg_len = 16; }
static inline void fake_length_odd(struct fake_place *p) { p->nlh->nlmsg_len -= 1; }
static inline void fake_length_more(struct fake_place *p) { p->nlh->nlmsg_len += 4; }
static inline void fake_length_huge(struct fake_place *p) { p->nlh->nlmsg_len = 0x7fffffff; }
static inline void fake_length_negative(struct fake_place *p) { p->nlh->nlmsg_len = 0xfffffff0; }

static inline void fake_error(struct fake_place *p)
{
	const int error = -EPERM;

	p->nlh->nlmsg_type = NLMSG_ERROR;
	memcpy((unsigned char *)p->nlh + NLMSG_HDRLEN, &error, sizeof(error));
}

static inline void fake_error_positive(struct fake_place *p)
{
	const int error = 12345678;

	p->nlh->nlmsg_type = NLMSG_ERROR;
	memcpy((unsigned char *)p->nlh + NLMSG_HDRLEN, &error, sizeof(error));
}

static inline void fake_error_short(struct fake_place *p)
{
	p->nlh->nlmsg_type = NLMSG_ERROR;
	p->nlh->nlmsg_len = NLMSG_HDRLEN + 2;
}

static inline void fake_attr_length(struct fake_place *p, uint16_t length)
{
	if (p->nlh->nlmsg_len >= NLMSG_HDRLEN + 32)
		fake_attr(p)->nla_len = length;
}

static inline void fake_attr_0(struct fake_place *p) { fake_attr_length(p, 0); }
static inline void fake_attr_3(struct fake_place *p) { fake_attr_length(p, 3); }
static inline void fake_attr_4(struct fake_place *p) { fake_attr_length(p, 4); }
static inline void fake_attr_5(struct fake_place *p) { fake_attr_length(p, 5); }
static inline void fake_attr_huge(struct fake_place *p) { fake_attr_length(p, 0xffff); }

static inline void fake_repeated(struct fake_place *p)
{
	const size_t at = fake_offset(p), length = NLMSG_ALIGN(p->nlh->nlmsg_len);

	fake_shift(p, at, (long)length);
	memcpy(p->answer->bytes + at, p->answer->bytes + at + length, length);
}

static inline void fake_dropped(struct fake_place *p)
{
	const size_t length = NLMSG_ALIGN(p->nlh->nlmsg_len);

	fake_shift(p, fake_offset(p) + length, -(long)length);
}

/* The datagram ends within the message. */
static inline void fake_cut(struct fake_place *p)
{
	const size_t end = fake_offset(p) + NLMSG_ALIGN(p->nlh->nlmsg_len) / 2;

	fake_shift(p, p->answer->ends[p->datagram], (long)end - (long)p->answer->ends[p->datagram]);
}

/* Bytes after the message that are no message. */
static inline void fake_garbage(struct fake_place *p)
{
	const size_t at = fake_offset(p) + NLMSG_ALIGN(p->nlh->nlmsg_len);

	fake_shift(p, at, 12);
	memset(p->answer->bytes + at, 0xa5, 12);
}

static const struct fake_mistake fake_mistakes[] = {
	{ "none", fake_nothing, false },
	{ "interrupted", fake_interrupted, false },
	{ "not_multi", fake_not_multi, false },
	{ "repeated", fake_repeated, false },
	{ "dropped", fake_dropped, false },
	{ "other_seq", fake_other_seq, false },
	{ "zero_seq", fake_zero_seq, false },
	{ "other_port", fake_other_port, false },
	{ "zero_port", fake_zero_port, false },
	{ "stranger", fake_nothing, true },
	{ "other_type", fake_other_type, false },
	{ "noop", fake_noop, false },
	{ "overrun", fake_overrun, false },
	{ "done_early", fake_done_early, false },
	{ "error", fake_error, false },
	{ "error_positive", fake_error_positive, false },
	{ "error_short", fake_error_short, false },
	{ "length_0", fake_length_0, false },
	{ "length_15", fake_length_15, false },
	{ "length_16", fake_length_16, false },
	{ "length_odd", fake_length_odd, false },
	{ "length_more", fake_length_more, false },
	{ "length_huge", fake_length_huge, false },
	{ "length_negative", fake_length_negative, false },
	{ "attr_0", fake_attr_0, false },
	{ "attr_3", fake_attr_3, false },
	{ "attr_4", fake_attr_4, false },
	{ "attr_5", fake_attr_5, false },
	{ "attr_huge", fake_attr_huge, false },
	{ "cut", fake_cut, false },
	{ "garbage", fake_garbage, false },
};

#define FAKE_MISTAKES (sizeof(fake_mistakes) / sizeof(*fake_mistakes))

static inline int fake_socket(int protocol)
{
	const struct timeval patience = { .tv_usec = FAKE_PATIENCE_US };
	const struct sockaddr_nl any = { .nl_family = AF_NETLINK };
	const int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, protocol);

	fake_require(fd >= 0 && bind(fd, (const struct sockaddr *)&any, sizeof(any)) == 0, "socket");
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	return fd;
}

/* All that the kernel answers to a request. */
static inline void fake_ask(struct fake_kernel *fake, const void *request, size_t length, struct fake_answer *answer)
{
	bool more = true;

	answer->used = 0;
	answer->count = 0;
	fake_require(send(fake->kernel_side, request, length, 0) == (ssize_t)length, "send");
	while (more && answer->count < 64) {
		const ssize_t got = recv(fake->kernel_side, answer->bytes + answer->used, FAKE_ROOM - answer->used, 0);
		const struct nlmsghdr *nlh = (const struct nlmsghdr *)(answer->bytes + answer->used);

		if (got <= 0)
			break;
		for (ssize_t left = got; NLMSG_OK(nlh, (size_t)left); nlh = NLMSG_NEXT(nlh, left))
			more = nlh->nlmsg_type != NLMSG_DONE && nlh->nlmsg_type != NLMSG_ERROR;
		answer->used += (size_t)got;
		answer->ends[answer->count++] = answer->used;
	}
}

/* Addresses all messages to the client, and makes the mistake. */
static inline int fake_edit(struct fake_kernel *fake, struct fake_answer *answer, uint32_t client)
{
	struct fake_place place = { .answer = answer, .client = client };
	int messages = 0, datagram = 0;

	for (size_t at = 0; at < answer->used; messages++) {
		struct nlmsghdr *nlh = (struct nlmsghdr *)(answer->bytes + at);

		while (at >= answer->ends[datagram])
			datagram++;
		nlh->nlmsg_pid = client;
		if (fake->at < 0 || messages <= fake->at) {
			place.nlh = nlh;
			place.datagram = datagram;
		}
		at += NLMSG_ALIGN(nlh->nlmsg_len);
	}
	if (messages == 0 || fake->made)
		return -1;
	fake->made = true;
	fake->mistake->make(&place);
	return place.datagram;
}

static inline void *fake_run(void *data)
{
	static _Thread_local struct fake_answer answer;
	struct fake_kernel *fake = data;
	_Alignas(8) unsigned char request[8192];

	for (;;) {
		struct sockaddr_nl from = { .nl_family = AF_NETLINK };
		socklen_t size = sizeof(from);
		const ssize_t got = recvfrom(fake->client_side, request, sizeof(request), 0, (struct sockaddr *)&from, &size);
		size_t at = 0;
		int wrong;

		if (got <= 0)
			continue;
		fake_ask(fake, request, (size_t)got, &answer);
		wrong = fake_edit(fake, &answer, from.nl_pid);
		for (int n = 0; n < answer.count; n++) {
			const int fd = n == wrong && fake->mistake->stranger ? fake->stranger : fake->client_side;

			sendto(fd, answer.bytes + at, answer.ends[n] - at, 0, (struct sockaddr *)&from, sizeof(from));
			at = answer.ends[n];
		}
	}
	return NULL;
}

/* Starts one; it lives as long as the process. */
static inline void fake_start(struct fake_kernel *fake, int protocol, const struct fake_mistake *mistake, int at)
{
	const struct timeval patience = { .tv_sec = 20 };
	struct sockaddr_nl own;
	socklen_t size = sizeof(own);

	fake->client_side = fake_socket(protocol);
	setsockopt(fake->client_side, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	fake->stranger = fake_socket(protocol);
	fake->kernel_side = fake_socket(protocol);
	fake->mistake = mistake;
	fake->at = at;
	fake->made = false;
	getsockname(fake->client_side, (struct sockaddr *)&own, &size);
	fake->port = own.nl_pid;
	fake_require(pthread_create(&fake->thread, NULL, fake_run, fake) == 0, "pthread_create");
}

/* Something that a program asks a kernel for; it writes what comes of it. */
struct fake_case {
	const char *name;
	int protocol;
	void (*run)(struct fake_kernel *kernel, FILE *out);
};

/* Runs a case in a process of its own, and prints what it wrote and, if it did not end by itself, the signal. */
static inline void fake_try(const struct fake_case *what, const struct fake_mistake *mistake, int at)
{
	char text[400] = "";
	int pipes[2], status = -1;
	ssize_t got = 0;
	pid_t child;

	fflush(stdout);
	fake_require(pipe(pipes) == 0, "pipe");
	child = fork();
	if (child == 0) {
		FILE *out = fdopen(pipes[1], "we");
		struct fake_kernel fake;

		close(pipes[0]);
		alarm(30);
		fake_start(&fake, what->protocol, mistake, at);
		what->run(&fake, out);
		fclose(out);
		exit(0);
	}
	close(pipes[1]);
	while ((got = read(pipes[0], text + strlen(text), sizeof(text) - 1 - strlen(text))) > 0)
		;
	close(pipes[0]);
	fake_require(waitpid(child, &status, 0) == child, "waitpid");
	if (WIFSIGNALED(status))
		snprintf(text + strlen(text), sizeof(text) - strlen(text), " signal %d", WTERMSIG(status));
	else if (WEXITSTATUS(status) != 0)
		snprintf(text + strlen(text), sizeof(text) - strlen(text), " exit %d", WEXITSTATUS(status));
	out_text(text, "%s.%s.%d", what->name, mistake->name, at);
}

/* All cases with all mistakes but one, which may be NULL. */
static inline void fake_try_all(const struct fake_case *cases, size_t count, const char *but)
{
	static const int places[] = { 0, 1, -1 };

	for (size_t c = 0; c < count; c++)
		for (size_t m = 0; m < FAKE_MISTAKES; m++)
			for (size_t n = 0; n < sizeof(places) / sizeof(*places); n++)
				if (but == NULL || strcmp(fake_mistakes[m].name, but) != 0)
					fake_try(&cases[c], &fake_mistakes[m], places[n]);
}

#endif /* OXNL_FAKE_KERNEL_H */
