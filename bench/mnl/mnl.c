/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * libmnl's functions, one by one and in the combinations that programs use.
 *
 *	mnl SCALE [DUMP]
 *
 * Without DUMP, a file made by `routes record`, the cases over routes are left out.
 */
#include <stdio.h>
#include <stdlib.h>

#include "mnl.h"

const char bench_library[] = "libmnl.so";

const char *routes_dump;
size_t routes_dump_len;

/* The routes first, so that they can be left out. */
static const struct bench_case *const tables[] = {
	route_cases, message_cases, build_cases, put_cases,
	walk_cases,  read_cases,    socket_cases, NULL,
};

static void die(const char *what)
{
	perror(what);
	exit(1);
}

static void read_dump(const char *path)
{
	FILE *file = fopen(path, "r");
	char *bytes;
	long len;

	if (file == NULL || fseek(file, 0, SEEK_END) < 0)
		die(path);
	len = ftell(file);
	bytes = len > 0 ? malloc((size_t)len) : NULL;
	if (bytes == NULL)
		die(path);
	rewind(file);
	if (fread(bytes, 1, (size_t)len, file) != (size_t)len)
		die(path);
	fclose(file);
	routes_dump = bytes;
	routes_dump_len = (size_t)len;
}

const struct bench_case *const *bench_setup(int argc, char **argv)
{
	messages_setup();
	if (argc == 0)
		return tables + 1;
	read_dump(argv[0]);
	return tables;
}
