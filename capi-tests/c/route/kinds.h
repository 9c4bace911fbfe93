/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * For tests of kinds of links: messages with IFLA_LINKINFO, and what every kind is looked at for.
 */
#ifndef OXNL_KINDS_H
#define OXNL_KINDS_H

#include <linux/if_arp.h>
#include <linux/if_link.h>

#include <netlink/addr.h>
#include <netlink/route/link.h>

#include "route/objects.h"

/* A message about a link of a kind, up to what is in IFLA_INFO_DATA. */
struct kind_msg {
	struct raw_msg raw;
	struct nlattr *info, *data;
};

static inline void kind_begin(struct kind_msg *msg, const char *kind)
{
	const struct ifinfomsg header = { .ifi_type = ARPHRD_ETHER, .ifi_index = 5 };

	raw_begin(&msg->raw, RTM_NEWLINK, 0, &header, sizeof(header));
	raw_put_text(&msg->raw, IFLA_IFNAME, "eth5");
	msg->info = raw_nest(&msg->raw, IFLA_LINKINFO);
	raw_put_text(&msg->raw, IFLA_INFO_KIND, kind);
	msg->data = raw_nest(&msg->raw, IFLA_INFO_DATA);
}

static inline void kind_end(struct kind_msg *msg)
{
	raw_nest_end(&msg->raw, msg->data);
	raw_nest_end(&msg->raw, msg->info);
}

static inline struct rtnl_link *kind_parse(struct kind_msg *msg, int *err)
{
	kind_end(msg);
	return raw_parse(&msg->raw, err);
}

static inline struct nl_addr *address(const char *text)
{
	struct nl_addr *addr = NULL;

	nl_addr_parse(text, AF_UNSPEC, &addr);
	return addr;
}

/* Prints how two links differ, both ways. */
static inline void out_both(struct rtnl_link *a, struct rtnl_link *b, const char *key)
{
	struct row row = { 0 };

	row_add(&row, "diff=%x,%x", nl_object_diff(OBJ_CAST(a), OBJ_CAST(b)), nl_object_diff(OBJ_CAST(b), OBJ_CAST(a)));
	row_add(&row, "identical=%d", nl_object_identical(OBJ_CAST(a), OBJ_CAST(b)));
	row_add(&row, "matches=%d,%d", nl_object_match_filter(OBJ_CAST(a), OBJ_CAST(b)),
		nl_object_match_filter(OBJ_CAST(b), OBJ_CAST(a)));
	out_row(&row, "%s", key);
}

/* Prints a link, the requests to make it and to change it, and that a copy is the same. */
static inline void out_kind(struct rtnl_link *link, const char *key)
{
	struct rtnl_link *copy = (struct rtnl_link *)nl_object_clone(OBJ_CAST(link)), *plain = rtnl_link_alloc();
	struct nl_msg *msg = NULL;
	char name[128];

	out_object(link, key);
	out_attrs(link, key);
	snprintf(name, sizeof(name), "%s.add", key);
	out_request(rtnl_link_build_add_request(link, NLM_F_CREATE, &msg), &msg, name);
	snprintf(name, sizeof(name), "%s.change", key);
	rtnl_link_set_ifindex(plain, 5);
	rtnl_link_set_family(plain, rtnl_link_get_family(link));
	out_request(rtnl_link_build_change_request(plain, link, 0, &msg), &msg, name);
	rtnl_link_put(plain);
	snprintf(name, sizeof(name), "%s.copy", key);
	out_object(copy, name);
	out_text(rtnl_link_get_type(copy), "%s.type", name);
	out_difference(link, copy, name);
	snprintf(name, sizeof(name), "%s.copy.add", key);
	out_request(rtnl_link_build_add_request(copy, NLM_F_CREATE, &msg), &msg, name);
	rtnl_link_put(copy);
}

#endif
