/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Lists the network links. Parsing style 3 of 3: the mnl_attr_for_each()
 * macros walk the attributes in a plain loop, without a callback, so that
 * local variables, break and return are at hand. The shortest of the three.
 *
 * Usage:  link-dump-foreach
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

static int on_link(const struct nlmsghdr *nlh, void *data)
{
	const struct ifinfomsg *ifm = mnl_nlmsg_get_payload(nlh);
	const struct nlattr *attr, *info;
	struct link link = { 0 };

	(void)data;
	if (nlh->nlmsg_type != RTM_NEWLINK)
		return MNL_CB_OK;
	if (mnl_nlmsg_get_payload_len(nlh) < sizeof(*ifm)) {
		errno = EBADMSG;
		return MNL_CB_ERROR;
	}

	link.index = ifm->ifi_index;
	link.flags = ifm->ifi_flags;

	/* The macros check each length against the message, never the type:
	 * that is for mnl_attr_validate(). */
	mnl_attr_for_each(attr, nlh, sizeof(*ifm)) {
		switch (mnl_attr_get_type(attr)) {
		case IFLA_IFNAME:
			if (mnl_attr_validate(attr, MNL_TYPE_NUL_STRING) < 0)
				return MNL_CB_ERROR;
			link.name = mnl_attr_get_str(attr);
			break;
		case IFLA_MTU:
			if (mnl_attr_validate(attr, MNL_TYPE_U32) < 0)
				return MNL_CB_ERROR;
			link.mtu = mnl_attr_get_u32(attr);
			break;
		case IFLA_ADDRESS:
			link.addr = mnl_attr_get_payload(attr);
			link.addr_len = mnl_attr_get_payload_len(attr);
			break;
		case IFLA_LINKINFO:
			if (mnl_attr_validate(attr, MNL_TYPE_NESTED) < 0)
				return MNL_CB_ERROR;
			mnl_attr_for_each_nested(info, attr) {
				if (mnl_attr_get_type(info) != IFLA_INFO_KIND)
					continue;
				if (mnl_attr_validate(info,
						      MNL_TYPE_NUL_STRING) < 0)
					return MNL_CB_ERROR;
				link.kind = mnl_attr_get_str(info);
				break;
			}
			break;
		}
	}

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
		fprintf(stderr, "usage: link-dump-foreach\n");
		return 2;
	}

	nl = mnl_socket_open2(NETLINK_ROUTE, SOCK_CLOEXEC);
	if (nl == NULL) {
		perror("mnl_socket_open2");
		return 1;
	}
	ret = dump(nl);
	if (ret < 0)
		dump_perror("link-dump-foreach");
	mnl_socket_close(nl);
	return ret < 0 ? 1 : 0;
}
