/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * nl_pickup() and nl_pickup_keep_syserr(), with a parser of the program's own.
 */
#include <errno.h>

#include <linux/rtnetlink.h>

#include <netlink/errno.h>
#include <netlink/msg.h>

#include "nl/feed.h"
#include "nl/thing.h"
#include "report.h"

struct nl_parser_param {
	int (*pp_cb)(struct nl_object *, struct nl_parser_param *);
	void *pp_arg;
};

static struct row parsed;
static int result_of_parser;
static int objects_per_message = 1;

static int parser(struct nl_cache_ops *ops, struct sockaddr_nl *who, struct nlmsghdr *nlh,
		  struct nl_parser_param *pp)
{
	row_add(&parsed, "%s%d/%d", ops == NULL ? "" : "!ops", nlh->nlmsg_type,
		who->nl_family == AF_NETLINK);
	for (int i = 0; i < objects_per_message; i++) {
		struct nl_object *object = thing_new(nlh->nlmsg_type, i);

		row_add(&parsed, "cb=%d", pp->pp_cb(object, pp));
		nl_object_put(object);
	}
	return result_of_parser;
}

static struct feed feed;
static uint32_t base;

static void show(struct nl_object *object, int result, int error, const char *key)
{
	const struct thing *thing = (const struct thing *)object;

	out_int(result, "%s", key);
	out_int(error, "%s.error", key);
	if (object == (struct nl_object *)&feed)
		out_text("left alone", "%s.object", key);
	else if (object == NULL)
		out_text("NULL", "%s.object", key);
	else
		out_int(thing->number, "%s.object", key);
	if (object != NULL && object != (struct nl_object *)&feed) {
		out_int(thing->ce_refcnt, "%s.references", key);
		nl_object_put(object);
	}
	out_row(&parsed, "%s.parsed", key);
	memset(&parsed, 0, sizeof(parsed));
}

static void pick(void (*fill)(void), const char *name)
{
	for (int keep = 0; keep < 3; keep++) {
		struct nl_cb *cb = nl_cb_alloc(NL_CB_DEFAULT);
		struct nl_sock *sk = nl_socket_alloc_cb(cb);
		struct nl_object *object = (struct nl_object *)&feed;
		char key[80];
		int error = 4711, result;

		nl_cb_overwrite_recv(cb, feed_recv);
		base = feed_expected(sk);
		memset(&feed, 0, sizeof(feed));
		fill();
		feed_now = &feed;
		if (keep == 1)
			result = nl_pickup_keep_syserr(sk, parser, &object, &error);
		else if (keep == 0)
			result = nl_pickup(sk, parser, &object);
		else
			result = nl_pickup_keep_syserr(sk, parser, &object, NULL);
		snprintf(key, sizeof(key), "%s.%d", name, keep);
		show(object, result, error, key);
		nl_socket_free(sk);
		nl_cb_put(cb);
	}
}

static void answer(void)
{
	feed_datagram(&feed, 0);
	feed_message(&feed, 20, 0, base, NULL, 0);
}

static void answer_and_ack(void)
{
	feed_datagram(&feed, 0);
	feed_message(&feed, 20, 0, base, NULL, 0);
	feed_error(&feed, 0, base, 0);
}

static void ack_only(void)
{
	feed_datagram(&feed, 0);
	feed_error(&feed, 0, base, 0);
}

static void refused(void)
{
	feed_datagram(&feed, 0);
	feed_error(&feed, 0, base, -ENODEV);
}

static void refused_unknown(void)
{
	feed_datagram(&feed, 0);
	feed_error(&feed, 0, base, -ENOTUNIQ);
}

static void refused_positive(void)
{
	feed_datagram(&feed, 0);
	feed_error(&feed, 0, base, EPERM);
}

static void answer_then_refused(void)
{
	feed_datagram(&feed, 0);
	feed_message(&feed, 20, 0, base, NULL, 0);
	feed_error(&feed, 0, base, -EPERM);
}

static void dump(void)
{
	feed_datagram(&feed, 0);
	feed_message(&feed, 20, NLM_F_MULTI, base, NULL, 0);
	feed_datagram(&feed, 0);
	feed_message(&feed, NLMSG_DONE, NLM_F_MULTI, base, "\0\0\0\0", 4);
}

static void wrong_seq(void)
{
	feed_datagram(&feed, 0);
	feed_message(&feed, 20, 0, base + 1, NULL, 0);
}

static void silence(void)
{
}

/* The kernel. */
static void kernel(void)
{
	struct nl_sock *sk = nl_socket_alloc();
	struct ifinfomsg info = { .ifi_family = AF_UNSPEC };
	static const int indices[] = { 1, 4711, -1 };

	nl_connect(sk, NETLINK_ROUTE);
	for (size_t i = 0; i < COUNT(indices); i++) {
		struct nl_object *object = (struct nl_object *)&feed;
		char key[80];
		int error = 4711, result;

		info.ifi_index = indices[i];
		nl_socket_disable_auto_ack(sk);
		nl_send_simple(sk, RTM_GETLINK, 0, &info, sizeof(info));
		snprintf(key, sizeof(key), "kernel.%d", indices[i]);
		result = nl_pickup_keep_syserr(sk, parser, &object, &error);
		show(object, result, error, key);
	}
	nl_socket_free(sk);
}

int main(void)
{
	static const int results[] = { NL_OK, NL_SKIP, NL_STOP, 3, -NLE_PERM };

	for (size_t i = 0; i < COUNT(results); i++) {
		char key[80];

		result_of_parser = results[i];
		for (objects_per_message = 0; objects_per_message < 2; objects_per_message++) {
			snprintf(key, sizeof(key), "parser.%d.%d", results[i], objects_per_message);
			/* 3.7.0 loses the object of a call that fails. */
			if (results[i] < 0 && objects_per_message > 0)
				continue;
			pick(answer, key);
			snprintf(key, sizeof(key), "parser.dump.%d.%d", results[i], objects_per_message);
			pick(dump, key);
		}
	}
	result_of_parser = NL_OK;
	objects_per_message = 1;
	pick(answer_and_ack, "answer_and_ack");
	pick(ack_only, "ack_only");
	pick(refused, "refused");
	pick(refused_unknown, "refused_unknown");
	pick(refused_positive, "refused_positive");
	objects_per_message = 0;
	pick(answer_then_refused, "answer_then_refused");
	objects_per_message = 1;
	pick(wrong_seq, "wrong_seq");
	pick(silence, "silence");
	kernel();
	return 0;
}
