/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * libnl-3's functions, one by one and in the combinations that programs use.
 *
 *	nl SCALE
 *
 * It runs in a network namespace of its own.  Where that cannot be had, the cases that
 * need it are left out.
 */
#define _GNU_SOURCE
#include <sched.h>
#include <stdio.h>

#include "nl.h"

const char bench_library[] = "libnl-3.so";

static const struct bench_case *const tables[] = {
	namespace_cases, build_cases, parse_cases, attr_cases, socket_cases,
	cache_cases, address_cases, NULL,
};

const struct bench_case *const *bench_setup(int argc, char **argv)
{
	(void)argc;
	(void)argv;
	parse_setup();
	if (unshare(CLONE_NEWNET) < 0 && unshare(CLONE_NEWUSER | CLONE_NEWNET) < 0)
		return tables + 1;
	return tables;
}
