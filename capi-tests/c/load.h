/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What programs in <library>/load/ measure: memory, file descriptors, lost messages.
 */
#ifndef OXNL_LOAD_H
#define OXNL_LOAD_H

#include <dirent.h>
#include <malloc.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "check.h"

static inline void load_run(const char *command)
{
	CHECK_INT(system(command), 0, "%s", command);
}

/* An interface "v0" that is up, with a carrier, and does nothing by itself. */
static inline void load_link(void)
{
	load_run("ip link add v0 address 02:00:00:00:00:01 type veth peer name v1 address 02:00:00:00:00:02");
	load_run("for v in v0 v1; do ip link set $v addrgenmode none && ip link set $v up; done");
	load_run("ip addr add 10.0.0.1/24 dev v0");
	/* The kernel tells of the carrier a little later. */
	load_run("for n in $(seq 100); do ip link show v0 | grep -q 'state UP' && exit; sleep 0.05; done; exit 1");
}

/* Bytes of the heap that are in use. */
static inline size_t load_heap(void)
{
	return mallinfo2().uordblks + mallinfo2().hblkhd;
}

/* Bytes of memory that the process has. */
static inline size_t load_resident(void)
{
	unsigned long all = 0, resident = 0;
	FILE *file = fopen("/proc/self/statm", "re");

	if (file == NULL || fscanf(file, "%lu %lu", &all, &resident) != 2)
		resident = 0;
	if (file != NULL)
		fclose(file);
	return resident * 4096;
}

/* File descriptors that are open. */
static inline int load_fds(void)
{
	DIR *dir = opendir("/proc/self/fd");
	int count = 0;

	while (dir != NULL && readdir(dir) != NULL)
		count++;
	if (dir != NULL)
		closedir(dir);
	return count;
}

/* How many messages the kernel had for a NETLINK_ROUTE socket, and threw away. */
static inline long load_lost(uint32_t port)
{
	FILE *file = fopen("/proc/net/netlink", "re");
	char line[300];
	long lost = -1;

	while (file != NULL && fgets(line, sizeof(line), file) != NULL) {
		unsigned int protocol, id;
		long drops;

		if (sscanf(line, "%*s %u %u %*s %*s %*s %*s %*s %ld", &protocol, &id, &drops) == 3 &&
		    protocol == 0 && id == port)
			lost = drops;
	}
	if (file != NULL)
		fclose(file);
	return lost;
}

#endif /* OXNL_LOAD_H */
