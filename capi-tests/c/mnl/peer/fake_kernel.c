/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Dumps and changes, asked of a kernel that makes one mistake, the way programs that use libmnl do it.
 */
#include <linux/rtnetlink.h>
#include <net/if.h>

#include <libmnl/libmnl.h>

#include "fake_kernel.h"

/* What was read of a message: attributes, and those that libmnl found wrong. */
struct seen {
	int messages, attributes, wrong;
};

static int on_attribute(const struct nlattr *attr, void *data)
{
	struct seen *seen = data;

	seen->attributes++;
	if (mnl_attr_get_type(attr) == IFLA_IFNAME && mnl_attr_validate(attr, MNL_TYPE_NUL_STRING) < 0)
		seen->wrong++;
	if (mnl_attr_get_type(attr) == IFLA_MTU && mnl_attr_validate(attr, MNL_TYPE_U32) < 0)
		seen->wrong++;
	return MNL_CB_OK;
}

static int on_message(const struct nlmsghdr *nlh, void *data)
{
	struct seen *seen = data;

	seen->messages++;
	if (mnl_nlmsg_get_payload_len(nlh) < sizeof(struct ifinfomsg)) {
		seen->wrong++;
		return MNL_CB_OK;
	}
	return mnl_attr_parse(nlh, sizeof(struct ifinfomsg), on_attribute, seen);
}

static void ask(struct fake_kernel *kernel, FILE *out, uint16_t type, uint16_t flags, int index)
{
	const struct sockaddr_nl to = { .nl_family = AF_NETLINK, .nl_pid = kernel->port };
	const struct timeval patience = { .tv_usec = FAKE_PATIENCE_US };
	struct mnl_socket *nl = mnl_socket_open(NETLINK_ROUTE);
	_Alignas(8) static char buf[32768];
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buf);
	struct ifinfomsg *body = mnl_nlmsg_put_extra_header(nlh, sizeof(*body));
	struct seen seen = { 0, 0, 0 };
	int ret = MNL_CB_OK;

	fake_require(nl != NULL && mnl_socket_bind(nl, 0, MNL_SOCKET_AUTOPID) == 0, "bind");
	setsockopt(mnl_socket_get_fd(nl), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	nlh->nlmsg_type = type;
	nlh->nlmsg_flags = NLM_F_REQUEST | flags;
	nlh->nlmsg_seq = 4711;
	body->ifi_index = index;
	if (type == RTM_SETLINK)
		mnl_attr_put_u32(nlh, IFLA_MTU, 1400);
	fake_require(sendto(mnl_socket_get_fd(nl), nlh, nlh->nlmsg_len, 0, (const struct sockaddr *)&to, sizeof(to)) > 0,
		     "sendto");
	while (ret > MNL_CB_STOP) {
		const ssize_t got = mnl_socket_recvfrom(nl, buf, sizeof(buf));

		if (got < 0) {
			fprintf(out, "receiving: %s, ", strerror(errno));
			break;
		}
		ret = mnl_cb_run(buf, (size_t)got, 4711, mnl_socket_get_portid(nl), on_message, &seen);
		if (ret < 0)
			fprintf(out, "callbacks: %s, ", strerror(errno));
	}
	fprintf(out, "%d, %d messages, %d attributes, %d wrong", ret, seen.messages, seen.attributes, seen.wrong);
	mnl_socket_close(nl);
}

static void dump(struct fake_kernel *kernel, FILE *out)
{
	ask(kernel, out, RTM_GETLINK, NLM_F_DUMP, 0);
}

static void change(struct fake_kernel *kernel, FILE *out)
{
	ask(kernel, out, RTM_SETLINK, NLM_F_ACK, (int)if_nametoindex("v0"));
}

static void refused(struct fake_kernel *kernel, FILE *out)
{
	ask(kernel, out, RTM_DELLINK, NLM_F_ACK, 9999);
}

static const struct fake_case cases[] = {
	{ "dump", NETLINK_ROUTE, dump },
	{ "change", NETLINK_ROUTE, change },
	{ "refused", NETLINK_ROUTE, refused },
};

int main(void)
{
	fake_require(system("ip link add v0 address 02:00:00:00:00:01 type veth peer name v1 address 02:00:00:00:00:02") == 0,
		     "set-up");
	/* Debian's library reads on through memory that is not the message's. */
	fake_try_all(cases, sizeof(cases) / sizeof(*cases), "length_negative");
	return 0;
}
