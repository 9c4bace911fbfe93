/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The cases of libnl-3: what the files share. */
#ifndef OXNL_BENCH_NL_H
#define OXNL_BENCH_NL_H

#include <stdint.h>

#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <netlink/attr.h>
#include <netlink/msg.h>
#include <netlink/netlink.h>

#include "../case.h"

/* One table per file. */
extern const struct bench_case build_cases[];
extern const struct bench_case parse_cases[];
extern const struct bench_case attr_cases[];
extern const struct bench_case socket_cases[];
/* Those that need a network namespace of their own. */
extern const struct bench_case namespace_cases[];
extern const struct bench_case cache_cases[];
extern const struct bench_case address_cases[];

/* Makes the messages that parse.c reads. */
void parse_setup(void);

#endif
