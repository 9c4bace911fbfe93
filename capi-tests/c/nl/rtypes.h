/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Links and IPv4 addresses as object types written in C, with their caches, and
 * ways to change them in the network namespace of the test.
 */
#ifndef OXNL_RTYPES_H
#define OXNL_RTYPES_H

#include <arpa/inet.h>
#include <linux/if_addr.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <netlink/attr.h>
#include <netlink/socket.h>

#include "types.h"

struct link {
	struct nl_object base;
	int index;
	unsigned int flags;
	unsigned int mtu;
	char name[IFNAMSIZ];
};

#define LINK_INDEX (UINT64_C(1) << 0)
#define LINK_FLAGS (UINT64_C(1) << 1)
#define LINK_MTU (UINT64_C(1) << 2)
#define LINK_NAME (UINT64_C(1) << 3)

struct address {
	struct nl_object base;
	int index;
	int prefixlen;
	uint32_t local;
	uint32_t flags;
};

#define ADDRESS_INDEX (UINT64_C(1) << 0)
#define ADDRESS_LOCAL (UINT64_C(1) << 1)
#define ADDRESS_PREFIXLEN (UINT64_C(1) << 2)
#define ADDRESS_FLAGS (UINT64_C(1) << 3)

#define DIFFERS(bit, condition) ((attrs & (bit)) && (condition) ? (bit) : 0)

__attribute__((unused)) static uint64_t link_compare(struct nl_object *a, struct nl_object *b,
						     uint64_t attrs, int flags)
{
	const struct link *one = (const struct link *)a, *other = (const struct link *)b;

	(void)flags;
	return DIFFERS(LINK_INDEX, one->index != other->index) |
	       DIFFERS(LINK_FLAGS, one->flags != other->flags) |
	       DIFFERS(LINK_MTU, one->mtu != other->mtu) |
	       DIFFERS(LINK_NAME, strcmp(one->name, other->name) != 0);
}

__attribute__((unused)) static void link_keygen(struct nl_object *obj, uint32_t *key, uint32_t size)
{
	*key = (uint32_t)((struct link *)obj)->index % size;
}

__attribute__((unused)) static void link_dump(struct nl_object *obj, struct nl_dump_params *p)
{
	const struct link *link = (const struct link *)obj;

	nl_dump_line(p, "%d: %s mtu %u %s\n", link->index, link->name, link->mtu,
		     link->flags & IFF_UP ? "up" : "down");
}

__attribute__((unused)) static int link_parser(struct nl_cache_ops *ops, struct sockaddr_nl *who,
					       struct nlmsghdr *nlh, struct nl_parser_param *pp)
{
	struct nl_object_ops *objects = old_cache_ops()
		? ((struct cache_ops_3_7 *)(void *)ops)->co_obj_ops : ops->co_obj_ops;
	const struct ifinfomsg *body = nlmsg_data(nlh);
	struct nlattr *tb[IFLA_MAX + 1];
	struct link *link;
	int err;

	(void)who;
	err = nlmsg_parse(nlh, sizeof(*body), tb, IFLA_MAX, NULL);
	if (err < 0)
		return err;
	link = (struct link *)nl_object_alloc(objects);
	if (link == NULL)
		return -NLE_NOMEM;
	link->base.ce_msgtype = nlh->nlmsg_type;
	link->base.ce_mask = LINK_INDEX | LINK_FLAGS;
	link->index = body->ifi_index;
	link->flags = body->ifi_flags;
	if (tb[IFLA_MTU]) {
		link->mtu = nla_get_u32(tb[IFLA_MTU]);
		link->base.ce_mask |= LINK_MTU;
	}
	if (tb[IFLA_IFNAME]) {
		nla_strlcpy(link->name, tb[IFLA_IFNAME], sizeof(link->name));
		link->base.ce_mask |= LINK_NAME;
	}
	err = pp->pp_cb((struct nl_object *)link, pp);
	nl_object_put((struct nl_object *)link);
	return err;
}

__attribute__((unused)) static int link_request(struct nl_cache *cache, struct nl_sock *sk)
{
	struct ifinfomsg body = { .ifi_family = cache->c_iarg1 };

	return nl_send_simple(sk, RTM_GETLINK, NLM_F_DUMP, &body, sizeof(body));
}

__attribute__((unused)) static struct nl_object_ops link_ops = {
	.oo_name = "test/link",
	.oo_size = sizeof(struct link),
	.oo_id_attrs = LINK_INDEX,
	.oo_compare = link_compare,
	.oo_keygen = link_keygen,
	.oo_dump = { link_dump, link_dump, link_dump },
};

__attribute__((unused)) static struct nl_af_group link_groups[] = {
	{ AF_UNSPEC, RTNLGRP_LINK }, { 0, 0 }
};

__attribute__((unused)) static const struct cache_type link_type = {
	.name = "test/link",
	.hdrsize = sizeof(struct ifinfomsg),
	.protocol = NETLINK_ROUTE,
	.objects = &link_ops,
	.groups = link_groups,
	.request_update = link_request,
	.msg_parser = link_parser,
	.msgtypes = { { RTM_NEWLINK, NL_ACT_NEW, "new" }, { RTM_DELLINK, NL_ACT_DEL, "del" },
		      { RTM_GETLINK, NL_ACT_GET, "get" }, { -1, 0, NULL } },
};

__attribute__((unused)) static uint64_t address_compare(struct nl_object *a, struct nl_object *b,
							uint64_t attrs, int flags)
{
	const struct address *one = (const struct address *)a;
	const struct address *other = (const struct address *)b;

	(void)flags;
	return DIFFERS(ADDRESS_INDEX, one->index != other->index) |
	       DIFFERS(ADDRESS_LOCAL, one->local != other->local) |
	       DIFFERS(ADDRESS_PREFIXLEN, one->prefixlen != other->prefixlen) |
	       DIFFERS(ADDRESS_FLAGS, one->flags != other->flags);
}

/* Keys of 1.2.3.x differ in their highest byte only. */
__attribute__((unused)) static void address_keygen(struct nl_object *obj, uint32_t *key,
						   uint32_t size)
{
	*key = ((struct address *)obj)->local % size;
}

__attribute__((unused)) static void address_dump(struct nl_object *obj, struct nl_dump_params *p)
{
	const struct address *address = (const struct address *)obj;
	char text[INET_ADDRSTRLEN];

	inet_ntop(AF_INET, &address->local, text, sizeof(text));
	nl_dump_line(p, "%s/%d dev %d\n", text, address->prefixlen, address->index);
}

__attribute__((unused)) static int address_parser(struct nl_cache_ops *ops, struct sockaddr_nl *who,
						  struct nlmsghdr *nlh, struct nl_parser_param *pp)
{
	struct nl_object_ops *objects = old_cache_ops()
		? ((struct cache_ops_3_7 *)(void *)ops)->co_obj_ops : ops->co_obj_ops;
	const struct ifaddrmsg *body = nlmsg_data(nlh);
	struct nlattr *tb[IFA_MAX + 1];
	struct address *address;
	int err;

	(void)who;
	if (body->ifa_family != AF_INET)
		return 0;
	err = nlmsg_parse(nlh, sizeof(*body), tb, IFA_MAX, NULL);
	if (err < 0)
		return err;
	address = (struct address *)nl_object_alloc(objects);
	if (address == NULL)
		return -NLE_NOMEM;
	address->base.ce_msgtype = nlh->nlmsg_type;
	address->base.ce_mask = ADDRESS_INDEX | ADDRESS_PREFIXLEN | ADDRESS_FLAGS;
	address->index = body->ifa_index;
	address->prefixlen = body->ifa_prefixlen;
	address->flags = body->ifa_flags & IFA_F_SECONDARY;
	if (tb[IFA_LOCAL]) {
		address->local = nla_get_u32(tb[IFA_LOCAL]);
		address->base.ce_mask |= ADDRESS_LOCAL;
	}
	err = pp->pp_cb((struct nl_object *)address, pp);
	nl_object_put((struct nl_object *)address);
	return err;
}

__attribute__((unused)) static int address_request(struct nl_cache *cache, struct nl_sock *sk)
{
	struct ifaddrmsg body = { .ifa_family = AF_INET };

	(void)cache;
	return nl_send_simple(sk, RTM_GETADDR, NLM_F_DUMP, &body, sizeof(body));
}

__attribute__((unused)) static struct nl_object_ops address_ops = {
	.oo_name = "test/address",
	.oo_size = sizeof(struct address),
	.oo_id_attrs = ADDRESS_INDEX | ADDRESS_LOCAL | ADDRESS_PREFIXLEN,
	.oo_compare = address_compare,
	.oo_keygen = address_keygen,
	.oo_dump = { address_dump, address_dump, address_dump },
};

__attribute__((unused)) static struct nl_af_group address_groups[] = {
	{ AF_INET, RTNLGRP_IPV4_IFADDR }, { 0, 0 }
};

__attribute__((unused)) static const struct cache_type address_type = {
	.name = "test/address",
	.hdrsize = sizeof(struct ifaddrmsg),
	.protocol = NETLINK_ROUTE,
	.objects = &address_ops,
	.groups = address_groups,
	.request_update = address_request,
	.msg_parser = address_parser,
	.msgtypes = { { RTM_NEWADDR, NL_ACT_NEW, "new" }, { RTM_DELADDR, NL_ACT_DEL, "del" },
		      { RTM_GETADDR, NL_ACT_GET, "get" }, { -1, 0, NULL } },
};

/* An ioctl of the loopback interface; 0 or an errno. */
__attribute__((unused)) static int loopback_set(unsigned long request, struct ifreq *ifr)
{
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0), ret;

	strcpy(ifr->ifr_name, "lo");
	ret = ioctl(fd, request, ifr);
	close(fd);
	return ret;
}

__attribute__((unused)) static int loopback_up(int up)
{
	struct ifreq ifr = { .ifr_flags = up ? IFF_UP : 0 };

	return loopback_set(SIOCSIFFLAGS, &ifr);
}

__attribute__((unused)) static int loopback_mtu(int mtu)
{
	struct ifreq ifr = { .ifr_mtu = mtu };

	return loopback_set(SIOCSIFMTU, &ifr);
}

/* Adds or deletes an IPv4 address of the loopback interface; 0 or a negative NLE code. */
__attribute__((unused)) static int loopback_address(struct nl_sock *sk, int add, uint32_t host_order)
{
	struct ifaddrmsg body = { .ifa_family = AF_INET, .ifa_prefixlen = 32, .ifa_index = 1 };
	struct nl_msg *msg = nlmsg_alloc_simple(add ? RTM_NEWADDR : RTM_DELADDR,
						add ? NLM_F_CREATE : 0);
	uint32_t address = htonl(host_order);

	nlmsg_append(msg, &body, sizeof(body), NLMSG_ALIGNTO);
	nla_put_u32(msg, IFA_LOCAL, address);
	nla_put_u32(msg, IFA_ADDRESS, address);
	return nl_send_sync(sk, msg);
}

__attribute__((unused)) static struct nl_sock *route_socket(void)
{
	struct nl_sock *sk = nl_socket_alloc();

	if (sk == NULL || nl_connect(sk, NETLINK_ROUTE) < 0)
		abort();
	return sk;
}

#endif
