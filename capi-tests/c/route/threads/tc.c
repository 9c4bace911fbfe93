/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Threads that share the names of handles, and the kinds that a program adds.
 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <netlink/route/qdisc.h>

#include "check.h"
#include "route/tc_private.h"

static char folder[] = "/tmp/oxnl-tc-XXXXXX", path[64];

/* Calls that did not give what they should: CHECK() is not for threads. */
static atomic_int wrong;

static void write_names(int round)
{
	FILE *file = fopen(path, "w");

	fprintf(file, "1:1 one\n2:%x other\n", round + 1);
	fclose(file);
}

static void *work(void *arg)
{
	struct rtnl_tc_ops ops = { .to_kind = (char *)"mine", .to_type = RTNL_TC_TYPE_QDISC, .to_size = 8 };
	char kind[32], buf[64];
	uint32_t handle;

	snprintf(kind, sizeof(kind), "mine%p", arg);
	ops.to_kind = kind;
	for (int round = 0; round < 50; round++) {
		struct rtnl_qdisc *qdisc = rtnl_qdisc_alloc();

		wrong += rtnl_tc_register(&ops) != 0;
		rtnl_tc_set_kind(TC_CAST(qdisc), kind);
		wrong += rtnl_tc_get_ops(TC_CAST(qdisc)) != &ops;
		rtnl_qdisc_put(qdisc);
		rtnl_tc_unregister(&ops);
		wrong += rtnl_tc_lookup_ops(RTNL_TC_TYPE_QDISC, kind) != NULL;
		wrong += rtnl_tc_handle2str(0x50005, buf, sizeof(buf)) != buf || strcmp(buf, "5:5") != 0;
		if (arg == NULL) {
			write_names(round);
			rtnl_tc_read_classid_file();
		} else
			(void)rtnl_tc_str2handle("one", &handle);
	}
	return NULL;
}

int main(void)
{
	pthread_t threads[4];

	CHECK(mkdtemp(folder) != NULL, "a folder");
	setenv("NLSYSCONFDIR", folder, 1);
	snprintf(path, sizeof(path), "%s/classid", folder);
	write_names(0);
	for (int i = 0; i < 4; i++)
		CHECK_INT(pthread_create(&threads[i], NULL, work, i == 0 ? NULL : &threads[i]), 0, "thread");
	for (int i = 0; i < 4; i++)
		pthread_join(threads[i], NULL);
	CHECK_INT(wrong, 0, "everything");
	unlink(path);
	rmdir(folder);
	return check_done();
}
