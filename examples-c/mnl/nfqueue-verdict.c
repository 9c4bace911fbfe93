/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Decides about packets which a firewall rule hands to user space, such as
 *
 *   iptables -A OUTPUT -p udp -j NFQUEUE --queue-num 3
 *
 * Shows a conversation which goes both ways: a configuration and its ACK, then
 * packets, which are messages nobody asked for, and a verdict for each of them.
 *
 * Usage:  nfqueue-verdict QUEUE [COUNT [accept|drop|MARK]]
 *         COUNT packets (0: without end) are accepted, or dropped, or accepted
 *         with the firewall mark MARK.
 * Output: packet 1 len 34 hook 3 mark 0
 */
#include <arpa/inet.h>
#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <libmnl/libmnl.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netfilter/nfnetlink_queue.h>

/* How much of each packet comes up: here only its length is wanted. */
#define COPY_RANGE 64

struct queue {
	struct mnl_socket *nl;
	uint16_t number;
	uint32_t verdict;	/* NF_ACCEPT, NF_DROP */
	uint32_t mark;
	bool set_mark;
	unsigned long wanted;	/* 0: without end */
	unsigned long seen;
};

/* A message to the queue's subsystem. The queue's number is in res_id. */
static struct nlmsghdr *put_header(void *buf, uint8_t type, uint16_t queue)
{
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buf);
	struct nfgenmsg *nfg;

	nlh->nlmsg_type = NFNL_SUBSYS_QUEUE << 8 | type;
	nlh->nlmsg_flags = NLM_F_REQUEST;
	nfg = mnl_nlmsg_put_extra_header(nlh, sizeof(*nfg));
	nfg->nfgen_family = AF_UNSPEC;
	nfg->version = NFNETLINK_V0;
	nfg->res_id = htons(queue);
	return nlh;
}

static int send_verdict(const struct queue *queue, uint32_t packet_id)
{
	_Alignas(struct nlmsghdr) char buf[64]; /* at most 40 are used */
	struct nfqnl_msg_verdict_hdr verdict = {
		.verdict = htonl(queue->verdict),
		.id = htonl(packet_id),
	};
	struct nlmsghdr *nlh;

	nlh = put_header(buf, NFQNL_MSG_VERDICT, queue->number);
	mnl_attr_put(nlh, NFQA_VERDICT_HDR, sizeof(verdict), &verdict);
	if (queue->set_mark)
		mnl_attr_put_u32(nlh, NFQA_MARK, htonl(queue->mark));

	/* No NLM_F_ACK: a wrong verdict is answered with an error anyway. */
	return mnl_socket_sendto(queue->nl, nlh, nlh->nlmsg_len) < 0 ? -1 : 0;
}

static int on_packet_attr(const struct nlattr *attr, void *data)
{
	const struct nlattr **tb = data;
	int ret = 0;

	if (mnl_attr_type_valid(attr, NFQA_MAX) < 0)
		return MNL_CB_OK;

	switch (mnl_attr_get_type(attr)) {
	case NFQA_PACKET_HDR:
		ret = mnl_attr_validate2(attr, MNL_TYPE_BINARY,
					 sizeof(struct nfqnl_msg_packet_hdr));
		break;
	case NFQA_MARK:
	case NFQA_CAP_LEN:
		ret = mnl_attr_validate(attr, MNL_TYPE_U32);
		break;
	}
	if (ret < 0)
		return MNL_CB_ERROR;
	tb[mnl_attr_get_type(attr)] = attr;
	return MNL_CB_OK;
}

static int on_packet(const struct nlmsghdr *nlh, void *data)
{
	const struct nlattr *tb[NFQA_MAX + 1] = { NULL };
	const struct nfqnl_msg_packet_hdr *hdr;
	struct queue *queue = data;
	uint32_t len = 0, mark = 0;

	if (nlh->nlmsg_type != (NFNL_SUBSYS_QUEUE << 8 | NFQNL_MSG_PACKET))
		return MNL_CB_OK;
	if (mnl_nlmsg_get_payload_len(nlh) < sizeof(struct nfgenmsg)) {
		errno = EBADMSG;
		return MNL_CB_ERROR;
	}
	if (mnl_attr_parse(nlh, sizeof(struct nfgenmsg), on_packet_attr,
			   tb) < 0)
		return MNL_CB_ERROR;
	if (tb[NFQA_PACKET_HDR] == NULL) {
		errno = EBADMSG;
		return MNL_CB_ERROR;
	}

	hdr = mnl_attr_get_payload(tb[NFQA_PACKET_HDR]);
	/* NFQA_CAP_LEN is there when the payload was cut to COPY_RANGE. */
	if (tb[NFQA_CAP_LEN])
		len = ntohl(mnl_attr_get_u32(tb[NFQA_CAP_LEN]));
	else if (tb[NFQA_PAYLOAD])
		len = mnl_attr_get_payload_len(tb[NFQA_PAYLOAD]);
	if (tb[NFQA_MARK])
		mark = ntohl(mnl_attr_get_u32(tb[NFQA_MARK]));

	printf("packet %u len %u hook %u mark %u\n", ntohl(hdr->packet_id),
	       len, hdr->hook, mark);

	if (send_verdict(queue, ntohl(hdr->packet_id)) < 0)
		return MNL_CB_ERROR;
	queue->seen++;
	return MNL_CB_OK;
}

/* Becomes the owner of the queue; the ACK says whether that went well. */
static int bind_queue(struct queue *queue)
{
	_Alignas(struct nlmsghdr) char buf[MNL_SOCKET_DUMP_SIZE];
	struct nfqnl_msg_config_cmd cmd = { .command = NFQNL_CFG_CMD_BIND };
	struct nfqnl_msg_config_params params = {
		.copy_range = htonl(COPY_RANGE),
		.copy_mode = NFQNL_COPY_PACKET,
	};
	unsigned int seq = time(NULL);
	struct nlmsghdr *nlh;
	int ret;

	if (mnl_socket_bind(queue->nl, 0, MNL_SOCKET_AUTOPID) < 0)
		return -1;

	nlh = put_header(buf, NFQNL_MSG_CONFIG, queue->number);
	nlh->nlmsg_flags |= NLM_F_ACK;
	nlh->nlmsg_seq = seq;
	mnl_attr_put(nlh, NFQA_CFG_CMD, sizeof(cmd), &cmd);
	mnl_attr_put(nlh, NFQA_CFG_PARAMS, sizeof(params), &params);

	if (mnl_socket_sendto(queue->nl, nlh, nlh->nlmsg_len) < 0)
		return -1;
	do {
		ssize_t n = mnl_socket_recvfrom(queue->nl, buf, sizeof(buf));

		if (n < 0)
			return -1;
		/* The first packets may overtake the ACK. They bear the
		 * sequence number 0, which passes for any. */
		ret = mnl_cb_run(buf, n, seq, mnl_socket_get_portid(queue->nl),
				 on_packet, queue);
	} while (ret == MNL_CB_OK);
	return ret;
}

/* Decides about packets until there were enough. -1: see errno. */
static int handle_packets(struct queue *queue)
{
	_Alignas(struct nlmsghdr) char buf[MNL_SOCKET_DUMP_SIZE];
	unsigned int portid = mnl_socket_get_portid(queue->nl);

	while (queue->wanted == 0 || queue->seen < queue->wanted) {
		ssize_t n = mnl_socket_recvfrom(queue->nl, buf, sizeof(buf));

		if (n >= 0) {
			if (mnl_cb_run(buf, n, 0, portid, on_packet,
				       queue) < 0)
				return -1;
		} else if (errno == ENOBUFS) {
			/* Packets came faster than they were read. The kernel
			 * has dropped some, the queue works on. */
			printf("packets lost\n");
		} else if (errno != EINTR) {
			return -1;
		}
	}
	return 0;
}

static bool parse_number(const char *text, unsigned long max,
			 unsigned long *value)
{
	char *end;

	if (text[0] < '0' || text[0] > '9')
		return false;
	*value = strtoul(text, &end, 0);
	return *end == '\0' && *value <= max;
}

static bool parse_args(int argc, char *argv[], struct queue *queue)
{
	unsigned long value;

	if (argc < 2 || argc > 4 || !parse_number(argv[1], UINT16_MAX, &value))
		return false;
	queue->number = value;
	if (argc > 2 && !parse_number(argv[2], ULONG_MAX, &queue->wanted))
		return false;

	queue->verdict = NF_ACCEPT;
	if (argc == 4 && strcmp(argv[3], "drop") == 0) {
		queue->verdict = NF_DROP;
	} else if (argc == 4 && strcmp(argv[3], "accept") != 0) {
		if (!parse_number(argv[3], UINT32_MAX, &value))
			return false;
		queue->mark = value;
		queue->set_mark = true;
	}
	return true;
}

int main(int argc, char *argv[])
{
	struct queue queue = { 0 };
	int ret;

	if (!parse_args(argc, argv, &queue)) {
		fprintf(stderr, "usage: nfqueue-verdict QUEUE "
			"[COUNT [accept|drop|MARK]]\n");
		return 2;
	}
	/* Each packet at once, into a pipe also. */
	setvbuf(stdout, NULL, _IOLBF, 0);

	queue.nl = mnl_socket_open2(NETLINK_NETFILTER, SOCK_CLOEXEC);
	if (queue.nl == NULL) {
		perror("mnl_socket_open2");
		return 1;
	}
	ret = bind_queue(&queue);
	if (ret >= 0) {
		printf("listening\n");
		ret = handle_packets(&queue);
	}
	/* EPERM: another program owns the queue, or this one lacks
	 * CAP_NET_ADMIN. */
	if (ret < 0)
		fprintf(stderr, "nfqueue-verdict: queue %u: %s\n",
			queue.number, strerror(errno));
	/* The kernel unbinds the queue; what still waits in it is dropped. */
	mnl_socket_close(queue.nl);
	return ret < 0 ? 1 : 0;
}
