/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Keeps a cache of the addresses of this machine up to date, and prints what
 * changes. The cache manager receives the kernel's events; if they come faster
 * than they are read and the kernel has to drop some, it compares the cache with
 * the kernel anew, so that no change is missed.
 *
 * The addresses are objects of a type that this program defines: see own-type.h.
 *
 * Usage:  address-monitor [COUNT]
 * Output: 1: 127.0.0.1/8 scope 254
 *         listening
 *         new 10: 10.0.0.1/24 scope 0
 *         change 10: 10.0.0.1/24 scope 200
 *         del 10: 10.0.0.1/24 scope 200
 */
#include <stdio.h>
#include <stdlib.h>

#include <linux/if_addr.h>
#include <linux/rtnetlink.h>
#include <netlink/addr.h>
#include <netlink/attr.h>
#include <netlink/msg.h>
#include <netlink/netlink.h>
#include <netlink/utils.h>

#include "own-type.h"

/* An address of an interface. */
struct address {
	struct nl_object object;
	uint32_t ifindex;
	uint32_t scope;
	struct nl_addr *addr;
};

/* Attributes, as bits of ce_mask: interface and address identify it. */
#define ATTR_IFINDEX 0x1
#define ATTR_ADDR 0x2
#define ATTR_SCOPE 0x4

static void address_free_data(struct nl_object *obj)
{
	nl_addr_put(((struct address *)obj)->addr);
}

static int address_clone(struct nl_object *dst, struct nl_object *src)
{
	(void)src;
	/* dst is a copy of src byte by byte, and shares its address. */
	nl_addr_get(((struct address *)dst)->addr);
	return 0;
}

static uint64_t address_compare(struct nl_object *one, struct nl_object *other, uint64_t attrs,
				int flags)
{
	const struct address *a = (struct address *)one, *b = (struct address *)other;
	uint64_t differing = 0;

	(void)flags;
	if (a->ifindex != b->ifindex)
		differing |= ATTR_IFINDEX;
	if (nl_addr_cmp(a->addr, b->addr))
		differing |= ATTR_ADDR;
	if (a->scope != b->scope)
		differing |= ATTR_SCOPE;
	return differing & attrs;
}

static void address_dump(struct nl_object *obj, struct nl_dump_params *params)
{
	const struct address *address = (struct address *)obj;
	char text[64];

	nl_dump_line(params, "%u: %s scope %u\n", address->ifindex,
		     nl_addr2str(address->addr, text, sizeof(text)), address->scope);
}

static struct nl_object_ops address_ops = {
	.oo_name = "example/address",
	.oo_size = sizeof(struct address),
	.oo_id_attrs = ATTR_IFINDEX | ATTR_ADDR,
	.oo_free_data = address_free_data,
	.oo_clone = address_clone,
	.oo_dump = { address_dump, address_dump, address_dump },
	.oo_compare = address_compare,
};

static int parse(struct nl_cache_ops *ops, struct sockaddr_nl *who, struct nlmsghdr *nlh,
		 struct nl_parser_param *param)
{
	static const struct nla_policy policy[IFA_MAX + 1] = {
		[IFA_LOCAL] = { .minlen = 4, .maxlen = 16 },
		[IFA_ADDRESS] = { .minlen = 4, .maxlen = 16 },
	};
	struct nlattr *attrs[IFA_MAX + 1];
	const struct ifaddrmsg *header;
	struct address *address;
	int err;

	(void)ops;
	(void)who;
	err = nlmsg_parse(nlh, sizeof(*header), attrs, IFA_MAX, policy);
	if (err < 0)
		return err;
	header = nlmsg_data(nlh);
	/* IPv6 has no IFA_LOCAL but on point-to-point links. */
	if (!attrs[IFA_LOCAL])
		attrs[IFA_LOCAL] = attrs[IFA_ADDRESS];
	if (!attrs[IFA_LOCAL])
		return -NLE_MISSING_ATTR;

	address = (struct address *)nl_object_alloc(&address_ops);
	if (!address)
		return -NLE_NOMEM;
	address->object.ce_msgtype = nlh->nlmsg_type;
	address->object.ce_mask = ATTR_IFINDEX | ATTR_ADDR | ATTR_SCOPE;
	address->ifindex = header->ifa_index;
	address->scope = header->ifa_scope;
	address->addr = nl_addr_alloc_attr(attrs[IFA_LOCAL], header->ifa_family);
	if (address->addr) {
		nl_addr_set_prefixlen(address->addr, header->ifa_prefixlen);
		err = param->pp_cb(&address->object, param);
	} else {
		err = -NLE_NOMEM;
	}
	nl_object_put(&address->object);
	return err;
}

static int request(struct nl_cache *cache, struct nl_sock *sk)
{
	struct ifaddrmsg header = { .ifa_family = AF_UNSPEC };

	(void)cache;
	return nl_send_simple(sk, RTM_GETADDR, NLM_F_DUMP, &header, sizeof(header));
}

static struct nl_af_group groups[] = {
	{ AF_INET, RTNLGRP_IPV4_IFADDR },
	{ AF_INET6, RTNLGRP_IPV6_IFADDR },
	{ 0, 0 },
};

static struct nl_cache_ops cache_ops = {
	.co_name = "example/address",
	.co_hdrsize = sizeof(struct ifaddrmsg),
	.co_protocol = NETLINK_ROUTE,
	.co_groups = groups,
	.co_request_update = request,
	.co_msg_parser = parse,
	.co_obj_ops = &address_ops,
	.co_msgtypes = {
		{ RTM_NEWADDR, NL_ACT_NEW, "new" },
		{ RTM_DELADDR, NL_ACT_DEL, "del" },
		{ RTM_GETADDR, NL_ACT_GET, "get" },
		{ -1, -1, NULL },
	},
};

static int seen;

static void on_change(struct nl_cache *cache, struct nl_object *obj, int action, void *data)
{
	struct nl_dump_params params = { .dp_type = NL_DUMP_LINE, .dp_fd = stdout };
	const char *name = "change";

	(void)cache;
	(void)data;
	if (action == NL_ACT_NEW)
		name = "new";
	else if (action == NL_ACT_DEL)
		name = "del";
	printf("%s ", name);
	nl_object_dump(obj, &params);
	fflush(stdout);
	seen++;
}

static int monitor(int count)
{
	struct nl_dump_params params = { .dp_type = NL_DUMP_LINE, .dp_fd = stdout };
	struct nl_cache_mngr *manager;
	struct nl_cache *cache;
	int err;

	err = nl_cache_mngr_alloc(NULL, NETLINK_ROUTE, 0, &manager);
	if (err < 0)
		return err;
	err = nl_cache_mngr_add(manager, "example/address", on_change, NULL, &cache);
	if (err >= 0) {
		nl_cache_dump(cache, &params);
		printf("listening\n");
		fflush(stdout);
	}
	while (err >= 0 && (count == 0 || seen < count))
		err = nl_cache_mngr_poll(manager, -1);
	nl_cache_mngr_free(manager);
	return err;
}

int main(int argc, char *argv[])
{
	char *end = "";
	long count = argc > 1 ? strtol(argv[1], &end, 10) : 0;
	int err;

	if (argc > 2 || *end || count < 0 || count > 1000000) {
		fprintf(stderr, "usage: address-monitor [COUNT]\n");
		return 2;
	}
	err = nl_cache_mngt_register(&cache_ops);
	if (err >= 0) {
		err = monitor((int)count);
		nl_cache_mngt_unregister(&cache_ops);
	}
	if (err < 0) {
		nl_perror(err, "address-monitor");
		return 1;
	}
	return 0;
}
