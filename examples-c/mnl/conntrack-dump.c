/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Lists the tracked connections. Shows a netfilter subsystem (nfnetlink):
 * message types made of subsystem and command, nests three deep, and numbers in
 * network byte order, of which the counters have 64 bits. Counters are kept
 * only while net.netfilter.nf_conntrack_acct is 1.
 *
 * Usage:  conntrack-dump [inet|inet6]
 * Output: udp src=192.0.2.1 dst=192.0.2.2 sport=1024 dport=9 packets=1 bytes=34
 *         src=192.0.2.2 dst=192.0.2.1 sport=9 dport=1024 packets=0 bytes=0
 *         status=CONFIRMED mark=7 timeout=30	(all in one line)
 */
#include <arpa/inet.h>
#include <endian.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <libmnl/libmnl.h>
#include <linux/netfilter/nf_conntrack_common.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netfilter/nfnetlink_conntrack.h>

#include "dump-ctl.h"

/* What an attribute must be: mnl_attr_validate2() with an exact length, or
 * with 0 for any. The rules of types not named are zero: anything goes. */
struct rule {
	enum mnl_attr_data_type type;
	size_t len;
};

#define RULE_U8		{ MNL_TYPE_U8, sizeof(uint8_t) }
#define RULE_BE16	{ MNL_TYPE_U16, sizeof(uint16_t) }
#define RULE_BE32	{ MNL_TYPE_U32, sizeof(uint32_t) }
#define RULE_BE64	{ MNL_TYPE_U64, sizeof(uint64_t) }
#define RULE_IPV6	{ MNL_TYPE_BINARY, sizeof(struct in6_addr) }
#define RULE_NESTED	{ MNL_TYPE_NESTED, 0 }

static const struct rule conn_rules[CTA_MAX + 1] = {
	[CTA_TUPLE_ORIG] = RULE_NESTED,
	[CTA_TUPLE_REPLY] = RULE_NESTED,
	[CTA_STATUS] = RULE_BE32,
	[CTA_TIMEOUT] = RULE_BE32,
	[CTA_MARK] = RULE_BE32,
	[CTA_COUNTERS_ORIG] = RULE_NESTED,
	[CTA_COUNTERS_REPLY] = RULE_NESTED,
};

static const struct rule tuple_rules[CTA_TUPLE_MAX + 1] = {
	[CTA_TUPLE_IP] = RULE_NESTED,
	[CTA_TUPLE_PROTO] = RULE_NESTED,
};

static const struct rule ip_rules[CTA_IP_MAX + 1] = {
	[CTA_IP_V4_SRC] = RULE_BE32,
	[CTA_IP_V4_DST] = RULE_BE32,
	[CTA_IP_V6_SRC] = RULE_IPV6,
	[CTA_IP_V6_DST] = RULE_IPV6,
};

static const struct rule proto_rules[CTA_PROTO_MAX + 1] = {
	[CTA_PROTO_NUM] = RULE_U8,
	[CTA_PROTO_SRC_PORT] = RULE_BE16,
	[CTA_PROTO_DST_PORT] = RULE_BE16,
	[CTA_PROTO_ICMP_ID] = RULE_BE16,
	[CTA_PROTO_ICMP_TYPE] = RULE_U8,
	[CTA_PROTO_ICMP_CODE] = RULE_U8,
	[CTA_PROTO_ICMPV6_ID] = RULE_BE16,
	[CTA_PROTO_ICMPV6_TYPE] = RULE_U8,
	[CTA_PROTO_ICMPV6_CODE] = RULE_U8,
};

static const struct rule counter_rules[CTA_COUNTERS_MAX + 1] = {
	[CTA_COUNTERS_PACKETS] = RULE_BE64,
	[CTA_COUNTERS_BYTES] = RULE_BE64,
};

struct table {
	const struct nlattr **tb;
	const struct rule *rules;
	uint16_t max;
};

static int fill_table(const struct nlattr *attr, void *data)
{
	const struct table *table = data;
	uint16_t type = mnl_attr_get_type(attr);

	if (mnl_attr_type_valid(attr, table->max) < 0)
		return MNL_CB_OK;
	if (mnl_attr_validate2(attr, table->rules[type].type,
			       table->rules[type].len) < 0)
		return MNL_CB_ERROR;
	table->tb[type] = attr;
	return MNL_CB_OK;
}

static const char *protocol_name(uint8_t number)
{
	switch (number) {
	case IPPROTO_ICMP:
		return "icmp";
	case IPPROTO_ICMPV6:
		return "icmpv6";
	case IPPROTO_TCP:
		return "tcp";
	case IPPROTO_UDP:
		return "udp";
	case IPPROTO_SCTP:
		return "sctp";
	default:
		return NULL;
	}
}

static void print_addr(const char *label, int family, const struct nlattr *attr)
{
	char text[INET6_ADDRSTRLEN];

	if (attr && inet_ntop(family, mnl_attr_get_payload(attr),
			      text, sizeof(text)))
		printf(" %s=%s", label, text);
}

static void print_u8(const char *label, const struct nlattr *attr)
{
	if (attr)
		printf(" %s=%u", label, mnl_attr_get_u8(attr));
}

static void print_be16(const char *label, const struct nlattr *attr)
{
	if (attr)
		printf(" %s=%u", label, ntohs(mnl_attr_get_u16(attr)));
}

static void print_be32(const char *label, const struct nlattr *attr)
{
	if (attr)
		printf(" %s=%u", label, ntohl(mnl_attr_get_u32(attr)));
}

/* mnl_attr_get_u64() copes with payloads that are aligned to 4 bytes only. */
static void print_be64(const char *label, const struct nlattr *attr)
{
	if (attr)
		printf(" %s=%" PRIu64, label, be64toh(mnl_attr_get_u64(attr)));
}

/* The protocol's name goes before the first tuple. */
static int print_tuple(const struct nlattr *nest, bool with_protocol)
{
	const struct nlattr *tb[CTA_TUPLE_MAX + 1] = { NULL };
	const struct nlattr *ip[CTA_IP_MAX + 1] = { NULL };
	const struct nlattr *proto[CTA_PROTO_MAX + 1] = { NULL };
	struct table tuple_table = { tb, tuple_rules, CTA_TUPLE_MAX };
	struct table ip_table = { ip, ip_rules, CTA_IP_MAX };
	struct table proto_table = { proto, proto_rules, CTA_PROTO_MAX };

	if (mnl_attr_parse_nested(nest, fill_table, &tuple_table) < 0)
		return -1;
	if (tb[CTA_TUPLE_IP] &&
	    mnl_attr_parse_nested(tb[CTA_TUPLE_IP], fill_table,
				  &ip_table) < 0)
		return -1;
	if (tb[CTA_TUPLE_PROTO] &&
	    mnl_attr_parse_nested(tb[CTA_TUPLE_PROTO], fill_table,
				  &proto_table) < 0)
		return -1;

	if (with_protocol && proto[CTA_PROTO_NUM]) {
		uint8_t number = mnl_attr_get_u8(proto[CTA_PROTO_NUM]);
		const char *name = protocol_name(number);

		if (name)
			fputs(name, stdout);
		else
			printf("%u", number);
	}
	print_addr("src", AF_INET, ip[CTA_IP_V4_SRC]);
	print_addr("dst", AF_INET, ip[CTA_IP_V4_DST]);
	print_addr("src", AF_INET6, ip[CTA_IP_V6_SRC]);
	print_addr("dst", AF_INET6, ip[CTA_IP_V6_DST]);
	print_be16("sport", proto[CTA_PROTO_SRC_PORT]);
	print_be16("dport", proto[CTA_PROTO_DST_PORT]);
	print_u8("type", proto[CTA_PROTO_ICMP_TYPE]);
	print_u8("code", proto[CTA_PROTO_ICMP_CODE]);
	print_be16("id", proto[CTA_PROTO_ICMP_ID]);
	print_u8("type", proto[CTA_PROTO_ICMPV6_TYPE]);
	print_u8("code", proto[CTA_PROTO_ICMPV6_CODE]);
	print_be16("id", proto[CTA_PROTO_ICMPV6_ID]);
	return 0;
}

static int print_counters(const struct nlattr *nest)
{
	const struct nlattr *tb[CTA_COUNTERS_MAX + 1] = { NULL };
	struct table table = { tb, counter_rules, CTA_COUNTERS_MAX };

	if (mnl_attr_parse_nested(nest, fill_table, &table) < 0)
		return -1;
	print_be64("packets", tb[CTA_COUNTERS_PACKETS]);
	print_be64("bytes", tb[CTA_COUNTERS_BYTES]);
	return 0;
}

static void print_status(uint32_t status)
{
	static const struct {
		uint32_t bit;
		const char *name;
	} names[] = {
		{ IPS_EXPECTED, "EXPECTED" },
		{ IPS_SEEN_REPLY, "SEEN_REPLY" },
		{ IPS_ASSURED, "ASSURED" },
		{ IPS_CONFIRMED, "CONFIRMED" },
		{ IPS_SRC_NAT, "SRC_NAT" },
		{ IPS_DST_NAT, "DST_NAT" },
		{ IPS_FIXED_TIMEOUT, "FIXED_TIMEOUT" },
		{ IPS_OFFLOAD, "OFFLOAD" },
	};
	const char *separator = " status=";

	for (size_t i = 0; i < MNL_ARRAY_SIZE(names); i++) {
		if (status & names[i].bit) {
			printf("%s%s", separator, names[i].name);
			separator = ",";
		}
	}
}

static int on_connection(const struct nlmsghdr *nlh, void *data)
{
	const struct nlattr *tb[CTA_MAX + 1] = { NULL };
	struct table table = { tb, conn_rules, CTA_MAX };

	(void)data;
	if (nlh->nlmsg_type != (NFNL_SUBSYS_CTNETLINK << 8 | IPCTNL_MSG_CT_NEW))
		return MNL_CB_OK;
	if (mnl_nlmsg_get_payload_len(nlh) < sizeof(struct nfgenmsg)) {
		errno = EBADMSG;
		return MNL_CB_ERROR;
	}
	if (mnl_attr_parse(nlh, sizeof(struct nfgenmsg), fill_table,
			   &table) < 0)
		return MNL_CB_ERROR;

	if (tb[CTA_TUPLE_ORIG] && print_tuple(tb[CTA_TUPLE_ORIG], true) < 0)
		return MNL_CB_ERROR;
	if (tb[CTA_COUNTERS_ORIG] && print_counters(tb[CTA_COUNTERS_ORIG]) < 0)
		return MNL_CB_ERROR;
	if (tb[CTA_TUPLE_REPLY] && print_tuple(tb[CTA_TUPLE_REPLY], false) < 0)
		return MNL_CB_ERROR;
	if (tb[CTA_COUNTERS_REPLY] &&
	    print_counters(tb[CTA_COUNTERS_REPLY]) < 0)
		return MNL_CB_ERROR;
	if (tb[CTA_STATUS])
		print_status(ntohl(mnl_attr_get_u32(tb[CTA_STATUS])));
	print_be32("mark", tb[CTA_MARK]);
	print_be32("timeout", tb[CTA_TIMEOUT]);
	putchar('\n');
	return MNL_CB_OK;
}

/* Asks for the connections. -1: see errno. */
static int dump(struct mnl_socket *nl, int family)
{
	_Alignas(struct nlmsghdr) char buf[MNL_SOCKET_DUMP_SIZE];
	unsigned int portid, seq = time(NULL);
	struct nlmsghdr *nlh;
	struct nfgenmsg *nfg;
	int ret;

	if (mnl_socket_bind(nl, 0, MNL_SOCKET_AUTOPID) < 0)
		return -1;
	portid = mnl_socket_get_portid(nl);

	nlh = mnl_nlmsg_put_header(buf);
	nlh->nlmsg_type = NFNL_SUBSYS_CTNETLINK << 8 | IPCTNL_MSG_CT_GET;
	nlh->nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
	nlh->nlmsg_seq = seq;
	nfg = mnl_nlmsg_put_extra_header(nlh, sizeof(*nfg));
	nfg->nfgen_family = family;
	nfg->version = NFNETLINK_V0;
	nfg->res_id = htons(0);

	if (mnl_socket_sendto(nl, nlh, nlh->nlmsg_len) < 0)
		return -1;
	do {
		ssize_t n = mnl_socket_recvfrom(nl, buf, sizeof(buf));

		if (n < 0)
			return -1;
		ret = mnl_cb_run2(buf, n, seq, portid, on_connection, NULL,
				  dump_ctl, MNL_ARRAY_SIZE(dump_ctl));
	} while (ret == MNL_CB_OK);
	return ret;
}

int main(int argc, char *argv[])
{
	struct mnl_socket *nl;
	int family, ret;

	if (argc == 1) {
		family = AF_UNSPEC;
	} else if (argc == 2 && strcmp(argv[1], "inet") == 0) {
		family = AF_INET;
	} else if (argc == 2 && strcmp(argv[1], "inet6") == 0) {
		family = AF_INET6;
	} else {
		fprintf(stderr, "usage: conntrack-dump [inet|inet6]\n");
		return 2;
	}

	nl = mnl_socket_open2(NETLINK_NETFILTER, SOCK_CLOEXEC);
	if (nl == NULL) {
		perror("mnl_socket_open2");
		return 1;
	}
	ret = dump(nl, family);
	if (ret < 0)
		dump_perror("conntrack-dump");
	mnl_socket_close(nl);
	return ret < 0 ? 1 : 0;
}
