/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Datagrams full of messages: callbacks, walks, single functions, printing, batches. */
#include <stdio.h>
#include <stdlib.h>

#include "mnl.h"

#define MESSAGES 1000
#define SEQ 4711
#define PORT 4712

/* Header and four bytes: as small as messages with something in them get. */
struct small {
	struct nlmsghdr nlh;
	uint32_t value;
};

static struct small datagram[MESSAGES];
static struct {
	struct nlmsghdr nlh;
	int32_t error;
	struct nlmsghdr request;
} ack;

static FILE *null;
static struct {
	struct nlmsghdr nlh;
	struct rtmsg rtm;
	struct nlattr dst;
	uint32_t dst_value;
	struct nlattr oif;
	uint32_t oif_value;
} printed;

static void header(struct nlmsghdr *nlh, uint32_t len, uint16_t type)
{
	nlh->nlmsg_len = len;
	nlh->nlmsg_type = type;
	nlh->nlmsg_flags = NLM_F_MULTI;
	nlh->nlmsg_seq = SEQ;
	nlh->nlmsg_pid = PORT;
}

void messages_setup(void)
{
	int i;

	for (i = 0; i < MESSAGES; i++)
		header(&datagram[i].nlh, sizeof(datagram[i]), RTM_NEWROUTE);
	header(&ack.nlh, sizeof(ack), NLMSG_ERROR);

	header(&printed.nlh, sizeof(printed), RTM_NEWROUTE);
	printed.dst.nla_len = 8;
	printed.dst.nla_type = RTA_DST;
	printed.dst_value = 0x2a2a2a2a;
	printed.oif.nla_len = 8;
	printed.oif.nla_type = RTA_OIF;
	printed.oif_value = 2;
	null = fopen("/dev/null", "w");
	if (null == NULL) {
		perror("/dev/null");
		exit(1);
	}
}

static int ignore(const struct nlmsghdr *nlh, void *data)
{
	(void)nlh;
	(void)data;
	return MNL_CB_OK;
}

static unsigned long cb_run(unsigned long n)
{
	unsigned long done;

	for (done = 0; done < n; done += MESSAGES)
		if (mnl_cb_run(datagram, sizeof(datagram), SEQ, PORT, ignore, NULL) < 0)
			return 0;
	return done;
}

static unsigned long cb_run2(unsigned long n)
{
	/* Not const: Debian's header does not take it so. */
	static mnl_cb_t control[NLMSG_MIN_TYPE] = { [NLMSG_NOOP] = ignore };
	unsigned long done;

	for (done = 0; done < n; done += MESSAGES)
		if (mnl_cb_run2(datagram, sizeof(datagram), SEQ, PORT, ignore, NULL, control,
				NLMSG_MIN_TYPE) < 0)
			return 0;
	return done;
}

static unsigned long walk(unsigned long n)
{
	unsigned long done = 0;

	while (done < n) {
		const struct nlmsghdr *nlh = &datagram[0].nlh;
		int left = sizeof(datagram);

		for (; mnl_nlmsg_ok(nlh, left); nlh = mnl_nlmsg_next(nlh, &left))
			done++;
	}
	return done;
}

BENCH_LOOP(cb_run_one, mnl_cb_run(datagram, sizeof(datagram[0]), SEQ, PORT, ignore, NULL))
BENCH_LOOP(cb_run_ack, mnl_cb_run(&ack, sizeof(ack), SEQ, PORT, ignore, NULL))
BENCH_LOOP(size, mnl_nlmsg_size(i_))
BENCH_LOOP(ok, mnl_nlmsg_ok(&datagram[0].nlh, sizeof(datagram)))
BENCH_LOOP(next, int left = sizeof(datagram); mnl_nlmsg_next(&datagram[0].nlh, &left))
BENCH_LOOP(seq_ok, mnl_nlmsg_seq_ok(&datagram[0].nlh, SEQ))
BENCH_LOOP(portid_ok, mnl_nlmsg_portid_ok(&datagram[0].nlh, PORT))
BENCH_LOOP(payload, mnl_nlmsg_get_payload(&datagram[0].nlh))
BENCH_LOOP(payload_len, mnl_nlmsg_get_payload_len(&datagram[0].nlh))
BENCH_LOOP(payload_offset, mnl_nlmsg_get_payload_offset(&datagram[0].nlh, sizeof(struct rtmsg)))
BENCH_LOOP(payload_tail, mnl_nlmsg_get_payload_tail(&datagram[0].nlh))
BENCH_LOOP(print, mnl_nlmsg_fprintf(null, &printed, sizeof(printed), sizeof(struct rtmsg)))

/* One operation is one message; a hundred of 20 bytes fill a batch. */
static unsigned long batch(unsigned long n)
{
	static struct small buf[101];
	unsigned long done = 0;

	while (done < n) {
		struct mnl_nlmsg_batch *b = mnl_nlmsg_batch_start(buf, 100 * sizeof(buf[0]));

		if (b == NULL)
			return 0;
		do {
			header(mnl_nlmsg_batch_current(b), sizeof(buf[0]), RTM_NEWROUTE);
			done++;
		} while (mnl_nlmsg_batch_next(b));
		if (mnl_nlmsg_batch_is_empty(b) || mnl_nlmsg_batch_head(b) != buf ||
		    mnl_nlmsg_batch_size(b) != 100 * sizeof(buf[0]))
			return 0;
		mnl_nlmsg_batch_reset(b);
		mnl_nlmsg_batch_stop(b);
	}
	return done;
}

const struct bench_case message_cases[] = {
	{ "cb_run, small messages", "message", 1000000, cb_run },
	{ "cb_run2 with control callbacks", "message", 1000000, cb_run2 },
	{ "cb_run, datagram of one message", "call", 1000000, cb_run_one },
	{ "cb_run, acknowledgement", "call", 1000000, cb_run_ack },
	{ "nlmsg_ok and nlmsg_next, walk", "message", 1000000, walk },
	{ "nlmsg_size", "call", 1000000, size },
	{ "nlmsg_ok", "call", 1000000, ok },
	{ "nlmsg_next", "call", 1000000, next },
	{ "nlmsg_seq_ok", "call", 1000000, seq_ok },
	{ "nlmsg_portid_ok", "call", 1000000, portid_ok },
	{ "nlmsg_get_payload", "call", 1000000, payload },
	{ "nlmsg_get_payload_len", "call", 1000000, payload_len },
	{ "nlmsg_get_payload_offset", "call", 1000000, payload_offset },
	{ "nlmsg_get_payload_tail", "call", 1000000, payload_tail },
	{ "nlmsg_fprintf to /dev/null", "message", 20000, print },
	{ "batch of 100", "message", 1000000, batch },
	{ 0 },
};
