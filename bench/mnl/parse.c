/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A recorded dump of routes, read in the two ways that programs use. */
#include "mnl.h"

/* What a program does with a route once it has the attributes. */
static uint32_t looked_at;

static void look_at(const struct nlattr *const *tb)
{
	if (tb[RTA_DST] != NULL)
		looked_at += mnl_attr_get_u32(tb[RTA_DST]);
	if (tb[RTA_GATEWAY] != NULL)
		looked_at += mnl_attr_get_u32(tb[RTA_GATEWAY]);
	if (tb[RTA_OIF] != NULL)
		looked_at += mnl_attr_get_u32(tb[RTA_OIF]);
	if (tb[RTA_PRIORITY] != NULL)
		looked_at += mnl_attr_get_u32(tb[RTA_PRIORITY]);
}

/* The route at *at, which moves on; starts again at the end of the dump. */
static const struct nlmsghdr *route(size_t *at)
{
	const struct nlmsghdr *nlh;

	if (*at >= routes_dump_len)
		*at = 0;
	nlh = (const void *)(routes_dump + *at);
	*at += NLMSG_ALIGN(nlh->nlmsg_len);
	return nlh;
}

/* As in libmnl's example rtnl-route-dump.c. */
static unsigned long with_callback(unsigned long n)
{
	unsigned long i;
	size_t at = 0;

	for (i = 0; i < n; i++) {
		const struct nlattr *tb[RTA_MAX + 1] = { 0 };

		if (mnl_attr_parse(route(&at), sizeof(struct rtmsg), route_attr, tb) < 0)
			return 0;
	}
	return n;
}

/* The same, and the values are read. */
static unsigned long with_callback_and_values(unsigned long n)
{
	unsigned long i;
	size_t at = 0;

	for (i = 0; i < n; i++) {
		const struct nlattr *tb[RTA_MAX + 1] = { 0 };

		if (mnl_attr_parse(route(&at), sizeof(struct rtmsg), route_attr, tb) < 0)
			return 0;
		look_at(tb);
	}
	return n;
}

/* The same without a callback: the loop is in the program. */
static unsigned long with_for_each(unsigned long n)
{
	unsigned long i;
	size_t at = 0;

	for (i = 0; i < n; i++) {
		const struct nlattr *tb[RTA_MAX + 1] = { 0 };
		const struct nlmsghdr *nlh = route(&at);
		const struct nlattr *attr;

		mnl_attr_for_each(attr, nlh, sizeof(struct rtmsg))
			if (route_attr(attr, tb) < 0)
				return 0;
		look_at(tb);
	}
	return n;
}

const struct bench_case route_cases[] = {
	{ "attr_parse, routes", "route", 100000, with_callback },
	{ "attr_parse, routes, values read", "route", 100000, with_callback_and_values },
	{ "attr_for_each, routes, values read", "route", 100000, with_for_each },
	{ 0 },
};
