/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The cases of libmnl: what the files share. */
#ifndef OXNL_BENCH_MNL_H
#define OXNL_BENCH_MNL_H

#include <stdint.h>

#include <libmnl/libmnl.h>
#include <linux/rtnetlink.h>

#include "../case.h"

/* One table per file, routes.c excepted. */
extern const struct bench_case route_cases[]; /* parse.c */
extern const struct bench_case message_cases[];
extern const struct bench_case build_cases[];
extern const struct bench_case put_cases[];
extern const struct bench_case walk_cases[];
extern const struct bench_case read_cases[];
extern const struct bench_case socket_cases[];

/* Makes the datagrams that messages.c reads. */
void messages_setup(void);

/* A recorded dump: route messages, one behind the other. */
extern const char *routes_dump;
extern size_t routes_dump_len;

/* The usual attribute callback for routes; data is a table of RTA_MAX + 1 attributes. */
static inline int route_attr(const struct nlattr *attr, void *data)
{
	const struct nlattr **tb = data;
	int type = mnl_attr_get_type(attr);

	if (mnl_attr_type_valid(attr, RTA_MAX) < 0)
		return MNL_CB_OK;
	switch (type) {
	case RTA_TABLE:
	case RTA_DST:
	case RTA_SRC:
	case RTA_OIF:
	case RTA_FLOW:
	case RTA_PREFSRC:
	case RTA_GATEWAY:
	case RTA_PRIORITY:
		if (mnl_attr_validate(attr, MNL_TYPE_U32) < 0)
			return MNL_CB_ERROR;
		break;
	case RTA_METRICS:
		if (mnl_attr_validate(attr, MNL_TYPE_NESTED) < 0)
			return MNL_CB_ERROR;
		break;
	}
	tb[type] = attr;
	return MNL_CB_OK;
}

#endif
