/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Places in packets without memory.
 */
#define _GNU_SOURCE
#include <unistd.h>

#include <netlink/errno.h>
#include <netlink/route/pktloc.h>

#include "check.h"
#include "faulty_heap.h"

static char folder[] = "/tmp/oxnl-pktloc-XXXXXX";
static char path[64];

/* The heap does not fail meanwhile. */
static void write_file(int places)
{
	const int fail_at = heap_fail_at, allocations = heap_allocations;
	FILE *file;

	heap_fail_at = 0;
	file = fopen(path, "w");
	/* Each time of another length. */
	for (int i = 0; i < places; i++)
		fprintf(file, "place%d u8 net+%d\n", i, i);
	fclose(file);
	heap_fail_at = fail_at;
	heap_allocations = allocations;
}

static int look_up(const char *name)
{
	struct rtnl_pktloc *loc = NULL;
	int err = rtnl_pktloc_lookup(name, &loc);

	if (err == 0)
		rtnl_pktloc_put(loc);
	return err;
}

static void ignore(struct rtnl_pktloc *loc, void *arg)
{
	(void)loc;
	++*(int *)arg;
}

/* An empty file afterwards, so that nothing of it is held. */
static void forget(void)
{
	const int fail_at = heap_fail_at, allocations = heap_allocations;

	heap_fail_at = 0;
	write_file(0);
	look_up("nothing");
	heap_fail_at = fail_at;
	heap_allocations = allocations;
}

/* The second one is the buffer of stdio, which does without. */
static int unless_spared(int err)
{
	return err == 0 && heap_fail_at == 2 ? -NLE_NOMEM : err;
}

static int read_file(void)
{
	int err;

	write_file(20);
	err = look_up("place19");
	forget();
	return unless_spared(err);
}

static int read_file_within(void)
{
	int number = 0;

	write_file(20);
	rtnl_pktloc_foreach(ignore, &number);
	forget();
	return unless_spared(number == 20 ? 0 : -NLE_NOMEM);
}

static int add(void)
{
	struct rtnl_pktloc *loc = rtnl_pktloc_alloc();
	int err;

	if (loc == NULL)
		return -NLE_NOMEM;
	loc->name = strdup("mine");
	err = loc->name == NULL ? -NLE_NOMEM : rtnl_pktloc_add(loc);
	rtnl_pktloc_put(loc);
	return err;
}

int main(void)
{
	CHECK(mkdtemp(folder) != NULL, "a folder");
	setenv("NLSYSCONFDIR", folder, 1);
	snprintf(path, sizeof(path), "%s/pktloc", folder);
	forget();
	HEAP_FAIL_EACH(read_file(), -NLE_NOMEM, 40, "reading the file");
	HEAP_FAIL_EACH(read_file_within(), -NLE_NOMEM, 40, "reading the file for all");
	HEAP_FAIL_EACH(add(), -NLE_NOMEM, 2, "a place of the program's");
	unlink(path);
	rmdir(folder);
	return check_done();
}
