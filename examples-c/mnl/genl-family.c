/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Resolves a generic netlink family by its name, or lists all families. Their
 * numbers are not fixed: the kernel gives them out, and a program must ask the
 * controller (family nlctrl, the only one with a fixed number) before it can
 * talk to a family or join one of its multicast groups.
 *
 * Usage:  genl-family [NAME]
 * Output: nlctrl id 16 version 2 hdrsize 0 maxattr 0
 *         	group notify id 16
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <libmnl/libmnl.h>
#include <linux/genetlink.h>

#include "dump-ctl.h"

/* A table row: the type at this index, and the attribute if there is one. */
struct field {
	enum mnl_attr_data_type type;
	const struct nlattr *attr;
};

struct fields {
	struct field *field;
	uint16_t max;
};

static int on_attr(const struct nlattr *attr, void *data)
{
	const struct fields *fields = data;
	struct field *field;

	if (mnl_attr_type_valid(attr, fields->max) < 0)
		return MNL_CB_OK;
	field = &fields->field[mnl_attr_get_type(attr)];
	if (mnl_attr_validate(attr, field->type) < 0)
		return MNL_CB_ERROR;
	field->attr = attr;
	return MNL_CB_OK;
}

static int print_group(const struct nlattr *group)
{
	struct field tb[] = {
		[CTRL_ATTR_MCAST_GRP_NAME] = { .type = MNL_TYPE_NUL_STRING },
		[CTRL_ATTR_MCAST_GRP_ID] = { .type = MNL_TYPE_U32 },
	};
	struct fields fields = { tb, MNL_ARRAY_SIZE(tb) - 1 };

	if (mnl_attr_parse_nested(group, on_attr, &fields) < 0)
		return -1;
	if (tb[CTRL_ATTR_MCAST_GRP_NAME].attr && tb[CTRL_ATTR_MCAST_GRP_ID].attr)
		printf("\tgroup %s id %u\n",
		       mnl_attr_get_str(tb[CTRL_ATTR_MCAST_GRP_NAME].attr),
		       mnl_attr_get_u32(tb[CTRL_ATTR_MCAST_GRP_ID].attr));
	return 0;
}

static int on_family(const struct nlmsghdr *nlh, void *data)
{
	struct field tb[] = {
		[CTRL_ATTR_FAMILY_ID] = { .type = MNL_TYPE_U16 },
		[CTRL_ATTR_FAMILY_NAME] = { .type = MNL_TYPE_NUL_STRING },
		[CTRL_ATTR_VERSION] = { .type = MNL_TYPE_U32 },
		[CTRL_ATTR_HDRSIZE] = { .type = MNL_TYPE_U32 },
		[CTRL_ATTR_MAXATTR] = { .type = MNL_TYPE_U32 },
		[CTRL_ATTR_MCAST_GROUPS] = { .type = MNL_TYPE_NESTED },
	};
	struct fields fields = { tb, MNL_ARRAY_SIZE(tb) - 1 };
	const struct nlattr *attr;

	(void)data;
	if (nlh->nlmsg_type != GENL_ID_CTRL)
		return MNL_CB_OK;
	if (mnl_nlmsg_get_payload_len(nlh) < sizeof(struct genlmsghdr)) {
		errno = EBADMSG;
		return MNL_CB_ERROR;
	}
	if (mnl_attr_parse(nlh, sizeof(struct genlmsghdr), on_attr,
			   &fields) < 0)
		return MNL_CB_ERROR;

	if (tb[CTRL_ATTR_FAMILY_NAME].attr)
		fputs(mnl_attr_get_str(tb[CTRL_ATTR_FAMILY_NAME].attr), stdout);
	/* 16 bits, alone among these. */
	if (tb[CTRL_ATTR_FAMILY_ID].attr)
		printf(" id %u", mnl_attr_get_u16(tb[CTRL_ATTR_FAMILY_ID].attr));
	if (tb[CTRL_ATTR_VERSION].attr)
		printf(" version %u",
		       mnl_attr_get_u32(tb[CTRL_ATTR_VERSION].attr));
	if (tb[CTRL_ATTR_HDRSIZE].attr)
		printf(" hdrsize %u",
		       mnl_attr_get_u32(tb[CTRL_ATTR_HDRSIZE].attr));
	if (tb[CTRL_ATTR_MAXATTR].attr)
		printf(" maxattr %u",
		       mnl_attr_get_u32(tb[CTRL_ATTR_MAXATTR].attr));
	putchar('\n');

	/* A nest of nests, one for each group, with a count as their type. */
	if (tb[CTRL_ATTR_MCAST_GROUPS].attr) {
		mnl_attr_for_each_nested(attr,
					 tb[CTRL_ATTR_MCAST_GROUPS].attr) {
			if (mnl_attr_validate(attr, MNL_TYPE_NESTED) < 0 ||
			    print_group(attr) < 0)
				return MNL_CB_ERROR;
		}
	}
	return MNL_CB_OK;
}

/* Asks for the family of that name, or with NULL for all. -1: see errno. */
static int get_family(struct mnl_socket *nl, const char *name)
{
	_Alignas(struct nlmsghdr) char buf[MNL_SOCKET_DUMP_SIZE];
	unsigned int portid, seq = time(NULL);
	struct genlmsghdr *genl;
	struct nlmsghdr *nlh;
	int ret;

	if (mnl_socket_bind(nl, 0, MNL_SOCKET_AUTOPID) < 0)
		return -1;
	portid = mnl_socket_get_portid(nl);

	nlh = mnl_nlmsg_put_header(buf);
	nlh->nlmsg_type = GENL_ID_CTRL;
	nlh->nlmsg_seq = seq;
	genl = mnl_nlmsg_put_extra_header(nlh, sizeof(*genl));
	genl->cmd = CTRL_CMD_GETFAMILY;
	genl->version = 1;
	if (name) {
		/* One answer is one message. With NLM_F_ACK another follows
		 * it, which ends the loop below as NLMSG_DONE ends a dump. */
		nlh->nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK;
		mnl_attr_put_strz(nlh, CTRL_ATTR_FAMILY_NAME, name);
	} else {
		nlh->nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
	}

	if (mnl_socket_sendto(nl, nlh, nlh->nlmsg_len) < 0)
		return -1;
	do {
		ssize_t n = mnl_socket_recvfrom(nl, buf, sizeof(buf));

		if (n < 0)
			return -1;
		ret = mnl_cb_run2(buf, n, seq, portid, on_family, NULL,
				  dump_ctl, MNL_ARRAY_SIZE(dump_ctl));
	} while (ret == MNL_CB_OK);
	return ret;
}

int main(int argc, char *argv[])
{
	struct mnl_socket *nl;
	int ret;

	/* GENL_NAMSIZ counts the NUL. */
	if (argc > 2 || (argc == 2 && strlen(argv[1]) >= GENL_NAMSIZ)) {
		fprintf(stderr, "usage: genl-family [NAME]\n");
		return 2;
	}

	nl = mnl_socket_open2(NETLINK_GENERIC, SOCK_CLOEXEC);
	if (nl == NULL) {
		perror("mnl_socket_open2");
		return 1;
	}
	ret = get_family(nl, argv[1]);
	if (ret < 0) {
		if (argc == 2 && errno == ENOENT)
			fprintf(stderr, "genl-family: %s: no such family\n",
				argv[1]);
		else
			dump_perror("genl-family");
	}
	mnl_socket_close(nl);
	return ret < 0 ? 1 : 0;
}
