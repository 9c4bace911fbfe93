/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * libnl-3's functions, one by one and in the combinations that programs use.
 *
 *	nl SCALE
 */
#include <stdio.h>

#include "nl.h"

const char bench_library[] = "libnl-3.so";

static const struct bench_case *const tables[] = { build_cases, parse_cases, attr_cases, NULL };

const struct bench_case *const *bench_setup(int argc, char **argv)
{
	(void)argc;
	(void)argv;
	parse_setup();
	return tables;
}
