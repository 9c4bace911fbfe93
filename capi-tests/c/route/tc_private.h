/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What no public header declares: what kinds of traffic control are added with.
 */
#ifndef OXNL_TC_PRIVATE_H
#define OXNL_TC_PRIVATE_H

#include <stddef.h>
#include <stdint.h>

#include <netlink/data.h>
#include <netlink/list.h>
#include <netlink/msg.h>
#include <netlink/object.h>
#include <netlink/route/tc.h>

struct rtnl_tc_ops {
	char *to_kind;
	enum rtnl_tc_type to_type;
	size_t to_size;
	void (*to_dump[3])(struct rtnl_tc *, void *, struct nl_dump_params *);
	int (*to_msg_fill)(struct rtnl_tc *, void *, struct nl_msg *);
	int (*to_msg_fill_raw)(struct rtnl_tc *, void *, struct nl_msg *);
	int (*to_msg_parser)(struct rtnl_tc *, void *);
	void (*to_free_data)(struct rtnl_tc *, void *);
	int (*to_clone)(void *, void *);
	struct nl_list_head to_list;
};

struct rtnl_tc_type_ops {
	enum rtnl_tc_type tt_type;
	char *tt_dump_prefix;
	void (*tt_dump[3])(struct rtnl_tc *, struct nl_dump_params *);
};

struct rtnl_ratespec {
	uint64_t rs_rate64;
	uint16_t rs_overhead;
	int16_t rs_cell_align;
	uint16_t rs_mpu;
	uint8_t rs_cell_log;
};

/* The options of an object, as the kernel sent them; NULL if it sent none. */
static inline struct nl_data *tc_options(struct rtnl_tc *tc)
{
	struct nl_data *options;

	memcpy(&options, (char *)tc + 128, sizeof(options));
	return options;
}

#ifdef __cplusplus
extern "C" {
#endif
int rtnl_tc_msg_parse(struct nlmsghdr *, struct rtnl_tc *);
int rtnl_tc_msg_build(struct rtnl_tc *, int, int, struct nl_msg **);
void rtnl_tc_free_data(struct nl_object *);
int rtnl_tc_clone(struct nl_object *, struct nl_object *);
void rtnl_tc_dump_line(struct nl_object *, struct nl_dump_params *);
void rtnl_tc_dump_details(struct nl_object *, struct nl_dump_params *);
void rtnl_tc_dump_stats(struct nl_object *, struct nl_dump_params *);
uint64_t rtnl_tc_compare(struct nl_object *, struct nl_object *, uint64_t, int);
void *rtnl_tc_data(struct rtnl_tc *);
void *rtnl_tc_data_check(struct rtnl_tc *, struct rtnl_tc_ops *, int *);
int rtnl_tc_register(struct rtnl_tc_ops *);
void rtnl_tc_unregister(struct rtnl_tc_ops *);
struct rtnl_tc_ops *rtnl_tc_lookup_ops(enum rtnl_tc_type, const char *);
struct rtnl_tc_ops *rtnl_tc_get_ops(struct rtnl_tc *);
void rtnl_tc_type_register(struct rtnl_tc_type_ops *);
void rtnl_tc_type_unregister(struct rtnl_tc_type_ops *);
int rtnl_tc_build_rate_table(struct rtnl_tc *, struct rtnl_ratespec *, uint32_t *);
#ifdef __cplusplus
}
#endif

#endif
