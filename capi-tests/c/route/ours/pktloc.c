/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Places in packets where Debian's library loses some, uses what is freed, or crashes: changes within a second,
 * large files, functions called for each place that look up places themselves, NULL.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <netlink/errno.h>
#include <netlink/route/pktloc.h>

#include "check.h"

static char folder[] = "/tmp/oxnl-pktloc-XXXXXX";
static char path[64];

static void write_file(const char *text)
{
	FILE *file = fopen(path, "w");

	CHECK(file != NULL && fputs(text, file) >= 0, "a file is written");
	fclose(file);
}

/* Where a place begins; negative if there is none. */
static int offset_of(const char *name)
{
	struct rtnl_pktloc *loc = NULL;
	int result = rtnl_pktloc_lookup(name, &loc);

	if (result != 0)
		return result;
	result = loc->offset;
	rtnl_pktloc_put(loc);
	return result;
}

static void count(struct rtnl_pktloc *loc, void *arg)
{
	*(int *)arg += loc->name != NULL;
}

static int places(void)
{
	int number = 0;

	rtnl_pktloc_foreach(count, &number);
	return number;
}

static void changes(void)
{
	char text[64];

	for (int round = 0; round < 20; round++) {
		snprintf(text, sizeof(text), "%*sa u8 net+%d\n", round, "", round);
		write_file(text);
		CHECK_INT(offset_of("a"), round, "change %d is seen", round);
	}
	write_file("a u8 net+1\nwrong\n");
	CHECK_INT(offset_of("a"), -NLE_PARSE_ERR, "a mistake");
	CHECK_INT(offset_of("a"), -NLE_PARSE_ERR, "it stays one");
	CHECK_INT(places(), 1, "what is before it is there");
	write_file("a u8 net+2\n");
	CHECK_INT(offset_of("a"), 2, "it is mended");
	unlink(path);
	CHECK_INT(offset_of("a"), -NLE_PKTLOC_FILE, "no file");
	CHECK_INT(mkdir(path, 0700), 0, "a folder of that name");
	CHECK_INT(offset_of("a"), -NLE_PKTLOC_FILE, "it is no file");
	rmdir(path);
	CHECK_INT(places(), 1, "what was there stays");
}

static void large(void)
{
	const size_t size = (1 << 18) + 10;
	char *text = malloc(size);
	size_t used = 0;

	for (int i = 0; i < 9000; i++)
		used += (size_t)sprintf(text + used, "name%d u16 tcp+%d\n", i, i);
	write_file(text);
	CHECK_INT(places(), 9000, "many places");
	CHECK_INT(offset_of("name8999"), 8999, "the last of many");
	memset(text, ' ', size);
	memcpy(text, "a u8 net+1", 10);
	text[1 << 18] = '\0';
	write_file(text);
	CHECK_INT(offset_of("a"), 1, "a file of 256 KiB");
	text[1 << 18] = ' ';
	text[(1 << 18) + 1] = '\0';
	write_file(text);
	CHECK_INT(offset_of("a"), -NLE_PKTLOC_FILE, "it is too large");
	memset(text, 'n', size);
	text[1 << 18] = '\0';
	write_file(text);
	CHECK_INT(offset_of("a"), -NLE_PARSE_ERR, "one long word");
	memset(text, '+', 1 << 18);
	write_file(text);
	CHECK_INT(offset_of("a"), -NLE_PARSE_ERR, "plus signs");
	memset(text, '0', 1 << 18);
	write_file(text);
	CHECK_INT(offset_of("a"), -NLE_PARSE_ERR, "one long number");
	free(text);
}

static struct rtnl_pktloc *make(const char *name)
{
	struct rtnl_pktloc *loc = rtnl_pktloc_alloc();

	loc->name = strdup(name);
	return loc;
}

static void own(void)
{
	struct rtnl_pktloc *loc, *again = NULL;

	write_file("a u8 net+1\n");
	CHECK_INT(offset_of("a"), 1, "the file is read");
	loc = rtnl_pktloc_alloc();
	CHECK_INT(rtnl_pktloc_add(loc), -NLE_INVAL, "no name");
	loc->name = strdup("mine");
	CHECK_INT(rtnl_pktloc_add(loc), 0, "a name");
	CHECK_INT(rtnl_pktloc_add(loc), -NLE_EXIST, "the same place once more");
	CHECK_INT(offset_of("mine"), 0, "it is found");
	/* The table's reference is the program's to give up as well. */
	rtnl_pktloc_put(loc);
	CHECK_INT(offset_of("mine"), -NLE_OBJ_NOTFOUND, "a place that is gone cannot be found");
	CHECK_INT(rtnl_pktloc_add(make("mine")), 0, "the name is free again");
	CHECK_INT(rtnl_pktloc_lookup("mine", &loc), 0, "looked up");
	loc->refcnt = UINT32_MAX;
	CHECK_INT(rtnl_pktloc_lookup("mine", &again), -NLE_RANGE, "no more references can be counted");
	CHECK(again == NULL, "none is given");
	loc->refcnt = 2;
	rtnl_pktloc_put(loc);
	write_file("b u8 net+22\n");
	CHECK_INT(offset_of("mine"), -NLE_OBJ_NOTFOUND, "places of the program's go with those of the file");
	/* NULL */
	CHECK_INT(rtnl_pktloc_lookup(NULL, &loc), -NLE_INVAL, "no name to look up");
	CHECK_INT(rtnl_pktloc_lookup("b", NULL), -NLE_INVAL, "no place for the result");
	CHECK_INT(rtnl_pktloc_add(NULL), -NLE_INVAL, "nothing to add");
	rtnl_pktloc_put(NULL);
	rtnl_pktloc_foreach(NULL, NULL);
}

static int seen;

/* Has the file read again, within. */
static void meddle(struct rtnl_pktloc *loc, void *arg)
{
	char *name = strdup(loc->name);
	const uint16_t offset = loc->offset;
	static int round;
	char text[64];

	seen++;
	round++;
	snprintf(text, sizeof(text), "%*sx u8 net+%d\n", round, "", round);
	if (*(bool *)arg && round < 10)
		write_file(text);
	CHECK(offset_of(name) >= -NLE_OBJ_NOTFOUND, "a lookup within");
	places();
	CHECK(loc->offset == offset && strcmp(loc->name, name) == 0, "the place is still there");
	free(name);
}

/* Gives up what it is given. */
static void put(struct rtnl_pktloc *loc, void *arg)
{
	rtnl_pktloc_put(loc);
	CHECK(strcmp(loc->name, arg) == 0, "the place lives until all is done");
	seen++;
}

/* Keeps what it is given, although nobody else does any more. */
static void keep(struct rtnl_pktloc *loc, void *arg)
{
	rtnl_pktloc_put(loc);
	loc->refcnt++;
	*(struct rtnl_pktloc **)arg = loc;
}

static void within(void)
{
	struct rtnl_pktloc *kept = NULL;
	bool change = true;

	write_file("a u8 net+1\nb u8 net+2\nc u8 net+3\nd u8 net+4\n");
	rtnl_pktloc_foreach(meddle, &change);
	CHECK(seen >= 2, "the places of the new file come next");
	write_file("a u8 net+1\n");
	seen = 0;
	rtnl_pktloc_foreach(put, (void *)"a");
	CHECK_INT(seen, 1, "one place");
	CHECK_INT(places(), 0, "none is left");
	write_file("e u8 net+1234\n");
	rtnl_pktloc_foreach(keep, &kept);
	CHECK_INT(kept->offset, 1234, "the place is kept");
	CHECK_INT(places(), 0, "it is not in the table");
	rtnl_pktloc_put(kept);
}

int main(void)
{
	char *name = malloc(10000);

	CHECK(mkdtemp(folder) != NULL, "a folder");
	setenv("NLSYSCONFDIR", folder, 1);
	snprintf(path, sizeof(path), "%s/pktloc", folder);
	changes();
	large();
	own();
	within();
	/* Debian's package has the file there, and its library does not look for it. */
	unsetenv("NLSYSCONFDIR");
	if (access("/etc/libnl-3/pktloc", R_OK) == 0 && access("/etc/libnl/pktloc", F_OK) != 0)
		CHECK_INT(offset_of("tcp.dport"), 2, "the file of Debian's package");
	/* Nothing is to be left at the end. */
	setenv("NLSYSCONFDIR", folder, 1);
	write_file("");
	CHECK_INT(places(), 0, "an empty file");
	unlink(path);
	rmdir(folder);
	memset(name, 'f', 9999);
	name[9999] = '\0';
	setenv("NLSYSCONFDIR", name, 1);
	CHECK_INT(offset_of("a"), -NLE_PKTLOC_FILE, "a folder with a long name");
	free(name);
	return check_done();
}
