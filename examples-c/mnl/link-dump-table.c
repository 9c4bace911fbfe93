/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Lists the network links. Parsing style 1 of 3: mnl_attr_parse() with a
 * callback fills a table which is indexed by attribute type; the program then
 * picks what it wants, in the order it wants. Best when many attributes
 * matter, or when one of them decides how to read another.
 *
 * Usage:  link-dump-table
 * Output: 2: v0 mtu 1500 flags UP,RUNNING,BROADCAST,MULTICAST address 02:00:00:00:00:01 kind veth
 */
#include <errno.h>
#include <stdio.h>
#include <time.h>

#include <libmnl/libmnl.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>

#include "dump-ctl.h"
#include "link-print.h"

/* The types not named here are MNL_TYPE_UNSPEC, which takes anything. */
static const enum mnl_attr_data_type link_policy[IFLA_MAX + 1] = {
	[IFLA_IFNAME] = MNL_TYPE_NUL_STRING,
	[IFLA_MTU] = MNL_TYPE_U32,
	[IFLA_LINKINFO] = MNL_TYPE_NESTED,
};

static const enum mnl_attr_data_type info_policy[IFLA_INFO_MAX + 1] = {
	[IFLA_INFO_KIND] = MNL_TYPE_NUL_STRING,
};

struct table {
	const struct nlattr **tb;
	const enum mnl_attr_data_type *policy;
	uint16_t max;
};

static int fill_table(const struct nlattr *attr, void *data)
{
	struct table *table = data;
	uint16_t type = mnl_attr_get_type(attr);

	/* A kernel newer than this program sends types unknown here: skip. */
	if (mnl_attr_type_valid(attr, table->max) < 0)
		return MNL_CB_OK;

	/* A known type with a wrong length must not be read. errno is set. */
	if (mnl_attr_validate(attr, table->policy[type]) < 0)
		return MNL_CB_ERROR;

	table->tb[type] = attr;
	return MNL_CB_OK;
}

static int on_link(const struct nlmsghdr *nlh, void *data)
{
	const struct ifinfomsg *ifm = mnl_nlmsg_get_payload(nlh);
	const struct nlattr *tb[IFLA_MAX + 1] = { NULL };
	const struct nlattr *info[IFLA_INFO_MAX + 1] = { NULL };
	struct table link_table = { tb, link_policy, IFLA_MAX };
	struct table info_table = { info, info_policy, IFLA_INFO_MAX };
	struct link link = { 0 };

	(void)data;
	if (nlh->nlmsg_type != RTM_NEWLINK)
		return MNL_CB_OK;
	if (mnl_nlmsg_get_payload_len(nlh) < sizeof(*ifm)) {
		errno = EBADMSG;
		return MNL_CB_ERROR;
	}

	if (mnl_attr_parse(nlh, sizeof(*ifm), fill_table, &link_table) < 0)
		return MNL_CB_ERROR;
	if (tb[IFLA_LINKINFO] &&
	    mnl_attr_parse_nested(tb[IFLA_LINKINFO], fill_table,
				  &info_table) < 0)
		return MNL_CB_ERROR;

	link.index = ifm->ifi_index;
	link.flags = ifm->ifi_flags;
	if (tb[IFLA_IFNAME])
		link.name = mnl_attr_get_str(tb[IFLA_IFNAME]);
	if (tb[IFLA_MTU])
		link.mtu = mnl_attr_get_u32(tb[IFLA_MTU]);
	if (tb[IFLA_ADDRESS]) {
		link.addr = mnl_attr_get_payload(tb[IFLA_ADDRESS]);
		link.addr_len = mnl_attr_get_payload_len(tb[IFLA_ADDRESS]);
	}
	if (info[IFLA_INFO_KIND])
		link.kind = mnl_attr_get_str(info[IFLA_INFO_KIND]);

	print_link(&link);
	return MNL_CB_OK;
}

/* Asks for all links. Returns -1 and errno, if that fails. */
static int dump(struct mnl_socket *nl)
{
	_Alignas(struct nlmsghdr) char buf[MNL_SOCKET_DUMP_SIZE];
	unsigned int portid, seq = time(NULL);
	struct nlmsghdr *nlh;
	struct ifinfomsg *ifm;
	int ret;

	if (mnl_socket_bind(nl, 0, MNL_SOCKET_AUTOPID) < 0)
		return -1;
	portid = mnl_socket_get_portid(nl);

	nlh = mnl_nlmsg_put_header(buf);
	nlh->nlmsg_type = RTM_GETLINK;
	nlh->nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
	nlh->nlmsg_seq = seq;
	ifm = mnl_nlmsg_put_extra_header(nlh, sizeof(*ifm));
	ifm->ifi_family = AF_UNSPEC;

	if (mnl_socket_sendto(nl, nlh, nlh->nlmsg_len) < 0)
		return -1;
	do {
		ssize_t n = mnl_socket_recvfrom(nl, buf, sizeof(buf));

		if (n < 0)
			return -1;
		ret = mnl_cb_run2(buf, n, seq, portid, on_link, NULL,
				  dump_ctl, MNL_ARRAY_SIZE(dump_ctl));
	} while (ret == MNL_CB_OK);
	return ret;
}

int main(int argc, char *argv[])
{
	struct mnl_socket *nl;
	int ret;

	(void)argv;
	if (argc != 1) {
		fprintf(stderr, "usage: link-dump-table\n");
		return 2;
	}

	nl = mnl_socket_open2(NETLINK_ROUTE, SOCK_CLOEXEC);
	if (nl == NULL) {
		perror("mnl_socket_open2");
		return 1;
	}
	ret = dump(nl);
	if (ret < 0)
		dump_perror("link-dump-table");
	mnl_socket_close(nl);
	return ret < 0 ? 1 : 0;
}
