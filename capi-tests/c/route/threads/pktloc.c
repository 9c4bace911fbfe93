/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Threads that look up places in packets while the file changes.
 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <netlink/route/pktloc.h>

#include "check.h"

static char folder[] = "/tmp/oxnl-pktloc-XXXXXX", path[64], next[64];

/* Calls that did not give what they should: CHECK() is not for threads. */
static atomic_int wrong;

/* At once, so that nobody sees half a file. */
static void write_places(int round)
{
	FILE *file = fopen(next, "w");

	fprintf(file, "there u8 net+7\nother u8 net+%d\n", round);
	fclose(file);
	rename(next, path);
}

static void look(struct rtnl_pktloc *loc, void *arg)
{
	(void)arg;
	wrong += loc->align != 1 || strlen(loc->name) != 5;
}

static void *work(void *arg)
{
	struct rtnl_pktloc *loc, *mine;

	for (int round = 0; round < 100; round++) {
		if (arg == NULL) {
			write_places(round);
			mine = rtnl_pktloc_alloc();
			mine->align = 1;
			mine->name = strdup("mine!");
			if (rtnl_pktloc_add(mine) != 0)
				rtnl_pktloc_put(mine);
		}
		if (rtnl_pktloc_lookup("there", &loc) == 0) {
			wrong += loc->offset != 7;
			rtnl_pktloc_put(loc);
		} else {
			wrong++;
		}
		rtnl_pktloc_foreach(look, NULL);
	}
	return NULL;
}

int main(void)
{
	pthread_t threads[4];

	CHECK(mkdtemp(folder) != NULL, "a folder");
	setenv("NLSYSCONFDIR", folder, 1);
	snprintf(path, sizeof(path), "%s/pktloc", folder);
	snprintf(next, sizeof(next), "%s/next", folder);
	write_places(0);
	for (int i = 0; i < 4; i++)
		CHECK_INT(pthread_create(&threads[i], NULL, work, i == 0 ? NULL : &threads[i]), 0, "thread");
	for (int i = 0; i < 4; i++)
		pthread_join(threads[i], NULL);
	CHECK_INT(wrong, 0, "everything");
	unlink(path);
	rmdir(folder);
	return check_done();
}
