/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Creates many routes (10.0.0.1/32, 10.0.0.2/32 ...) with few system calls:
 * mnl_nlmsg_batch_*() puts many requests into one send. Two things to get right:
 *
 *   - The kernel handles a whole batch inside sendto(), and queues all its
 *     answers before the first can be read. What does not fit into the socket's
 *     receive buffer is lost (recvfrom fails with ENOBUFS). So a batch is
 *     limited not only by its bytes, but by the answers which it can cause.
 *   - Only the last request of a batch asks for an ACK. A request that fails is
 *     answered anyway. Answers come in the order of the requests, so when the
 *     last is answered, those not heard of went well.
 *
 * Usage:  batch-create DEV COUNT [RCVBUF]	RCVBUF: bytes, for SO_RCVBUF
 * Output: 10000 added, 0 failed, 40 batches
 */
#include <arpa/inet.h>
#include <errno.h>
#include <limits.h>
#include <net/if.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <libmnl/libmnl.h>
#include <linux/rtnetlink.h>

/* Bytes in a batch. The socket's send buffer must hold them (208 KiB). */
#define BATCH_SIZE 16384

/* At least what one request takes: the batch writes it before it can tell that
 * it does not fit, so the memory must be that much larger than BATCH_SIZE. */
#define REQUEST_MAX 128

/* What one answer takes from SO_RCVBUF: its 36 bytes, and 796 for the structures
 * of a 64-bit kernel. NETLINK_CAP_ACK keeps it so: else an error repeats the
 * request, and a long request makes it dearer. */
#define ANSWER_COST 832

/* 10.0.0.1 to 10.255.255.255 */
#define ROUTES_MAX 0xffffff

struct run {
	struct mnl_socket *nl;
	unsigned int first_seq;	/* of the route number 0 */
	unsigned int last_seq;	/* of the batch that is under way */
	unsigned long failed;
	unsigned long batches;
};

static struct in_addr route_addr(unsigned int number)
{
	return (struct in_addr){ htonl(0x0a000001 + number) };
}

static struct nlmsghdr *put_route(void *buf, unsigned int seq,
				  struct in_addr dst, unsigned int ifindex)
{
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buf);
	struct rtmsg *rtm;

	nlh->nlmsg_type = RTM_NEWROUTE;
	nlh->nlmsg_flags = NLM_F_REQUEST | NLM_F_CREATE | NLM_F_EXCL;
	nlh->nlmsg_seq = seq;
	rtm = mnl_nlmsg_put_extra_header(nlh, sizeof(*rtm));
	rtm->rtm_family = AF_INET;
	rtm->rtm_dst_len = 32;
	rtm->rtm_table = RT_TABLE_MAIN;
	rtm->rtm_protocol = RTPROT_STATIC;
	rtm->rtm_scope = RT_SCOPE_LINK;
	rtm->rtm_type = RTN_UNICAST;
	mnl_attr_put(nlh, RTA_DST, sizeof(dst), &dst);
	mnl_attr_put_u32(nlh, RTA_OIF, ifindex);
	return nlh;
}

/* An answer: the ACK of the last request, or the error of any. */
static int on_answer(const struct nlmsghdr *nlh, void *data)
{
	const struct nlmsgerr *err = mnl_nlmsg_get_payload(nlh);
	struct run *run = data;

	if (mnl_nlmsg_get_payload_len(nlh) < sizeof(*err)) {
		errno = EBADMSG;
		return MNL_CB_ERROR;
	}
	if (err->error) {
		/* The sequence number tells which one failed. A line for the
		 * first, a count for the rest. */
		if (run->failed++ == 0) {
			struct in_addr dst = route_addr(nlh->nlmsg_seq -
							run->first_seq);

			fprintf(stderr, "batch-create: %s/32: %s\n",
				inet_ntoa(dst), strerror(-err->error));
		}
	}
	return nlh->nlmsg_seq == run->last_seq ? MNL_CB_STOP : MNL_CB_OK;
}

static mnl_cb_t control[] = {
	[NLMSG_ERROR] = on_answer,
};

/* Sends the batch and reads all its answers. */
static int flush(struct run *run, struct mnl_nlmsg_batch *batch,
		 struct nlmsghdr *last)
{
	_Alignas(struct nlmsghdr) char buf[MNL_SOCKET_DUMP_SIZE];
	int ret;

	if (mnl_nlmsg_batch_is_empty(batch))
		return 0;

	last->nlmsg_flags |= NLM_F_ACK;
	run->last_seq = last->nlmsg_seq;
	run->batches++;

	if (mnl_socket_sendto(run->nl, mnl_nlmsg_batch_head(batch),
			      mnl_nlmsg_batch_size(batch)) < 0)
		return -1;
	do {
		ssize_t n = mnl_socket_recvfrom(run->nl, buf, sizeof(buf));

		if (n < 0)
			return -1;
		/* 0: many sequence numbers are good here, on_answer looks. */
		ret = mnl_cb_run2(buf, n, 0, mnl_socket_get_portid(run->nl),
				  NULL, run, control, MNL_ARRAY_SIZE(control));
	} while (ret == MNL_CB_OK);
	return ret;
}

static int create(struct run *run, unsigned int ifindex, unsigned int count,
		  unsigned int window)
{
	_Alignas(struct nlmsghdr) char buf[BATCH_SIZE + REQUEST_MAX];
	struct mnl_nlmsg_batch *batch;
	struct nlmsghdr *last = NULL;
	unsigned int in_batch = 0;
	int ret = 0;

	batch = mnl_nlmsg_batch_start(buf, BATCH_SIZE);
	if (batch == NULL)
		return -1;

	for (unsigned int i = 0; i < count; i++) {
		struct nlmsghdr *nlh;
		bool fits;

		nlh = put_route(mnl_nlmsg_batch_current(batch),
				run->first_seq + i, route_addr(i), ifindex);
		fits = mnl_nlmsg_batch_next(batch);
		if (fits) {
			last = nlh;
			if (++in_batch < window)
				continue;
		}

		ret = flush(run, batch, last);
		if (ret < 0)
			break;
		/* A request that did not fit is moved to the batch's head, and
		 * is its first now. */
		mnl_nlmsg_batch_reset(batch);
		last = mnl_nlmsg_batch_head(batch);
		in_batch = fits ? 0 : 1;
	}
	if (ret >= 0)
		ret = flush(run, batch, last);

	mnl_nlmsg_batch_stop(batch);
	return ret;
}

/* How many answers the socket can hold; first, with size, makes it hold that
 * many bytes. -1: see errno. */
static int get_window(struct mnl_socket *nl, int size)
{
	int fd = mnl_socket_get_fd(nl);
	socklen_t len = sizeof(size);

	if (size && setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, len) < 0)
		return -1;
	/* The kernel doubles what was set, and does not exceed
	 * net.core.rmem_max: ask what came of it. */
	if (getsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, &len) < 0)
		return -1;
	return size > ANSWER_COST ? size / ANSWER_COST : 1;
}

static int run_all(struct run *run, unsigned int ifindex, unsigned int count,
		   int size)
{
	int window, on = 1;

	if (mnl_socket_bind(run->nl, 0, MNL_SOCKET_AUTOPID) < 0)
		return -1;
	if (mnl_socket_setsockopt(run->nl, NETLINK_CAP_ACK,
				  &on, sizeof(on)) < 0)
		return -1;
	window = get_window(run->nl, size);
	if (window < 0)
		return -1;
	return create(run, ifindex, count, window);
}

static bool parse_number(const char *text, unsigned long max,
			 unsigned long *value)
{
	char *end;

	if (text[0] < '0' || text[0] > '9')
		return false;
	*value = strtoul(text, &end, 10);
	return *end == '\0' && *value <= max;
}

int main(int argc, char *argv[])
{
	struct run run = { .first_seq = time(NULL) };
	unsigned long count, size = 0;
	unsigned int ifindex;
	int ret;

	if ((argc != 3 && argc != 4) ||
	    !parse_number(argv[2], ROUTES_MAX, &count) ||
	    (argc == 4 && !parse_number(argv[3], INT_MAX, &size))) {
		fprintf(stderr, "usage: batch-create DEV COUNT [RCVBUF]\n");
		return 2;
	}
	ifindex = if_nametoindex(argv[1]);
	if (ifindex == 0) {
		fprintf(stderr, "batch-create: %s: %s\n", argv[1],
			strerror(errno));
		return 1;
	}

	run.nl = mnl_socket_open2(NETLINK_ROUTE, SOCK_CLOEXEC);
	if (run.nl == NULL) {
		perror("mnl_socket_open2");
		return 1;
	}
	ret = run_all(&run, ifindex, count, size);
	if (ret < 0)
		perror("batch-create");
	else
		printf("%lu added, %lu failed, %lu batches\n",
		       count - run.failed, run.failed, run.batches);
	mnl_socket_close(run.nl);
	return ret < 0 || run.failed ? 1 : 0;
}
