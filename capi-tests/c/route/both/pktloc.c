/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Places in packets that have names.
 */
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <netlink/errno.h>
#include <netlink/route/pktloc.h>

#include "../../report.h"

static char folder[] = "/tmp/oxnl-pktloc-XXXXXX";
static char path[64];

/* Writes the file, later than any before it as far as a clock of seconds tells. */
static void write_file(const char *text, size_t len)
{
	static time_t now = 1000000000;
	const struct timespec times[2] = { { .tv_sec = ++now }, { .tv_sec = now } };
	FILE *file = fopen(path, "w");

	if (file == NULL || fwrite(text, 1, len, file) != len || fclose(file) != 0 ||
	    utimensat(AT_FDCWD, path, times, 0) != 0)
		exit(2);
}

static void add_location(struct row *row, const struct rtnl_pktloc *loc)
{
	row_add(row, "%s align=%u layer=%u offset=%u mask=%#x shift=%u refs=%u", loc->name, loc->align, loc->layer,
		loc->offset, loc->mask, loc->shift, loc->refcnt);
}

static void out_lookup(const char *name, const char *what)
{
	struct rtnl_pktloc *loc = NULL;
	struct row row = { 0 };
	int err = rtnl_pktloc_lookup(name, &loc);

	row_add(&row, "%d", err);
	if (err == 0) {
		add_location(&row, loc);
		rtnl_pktloc_put(loc);
	} else {
		row_add(&row, "%s", loc == NULL ? "left alone" : "something");
	}
	out_row(&row, "%s.'%s'", what, name);
}

static void collect(struct rtnl_pktloc *loc, void *arg)
{
	add_location(arg, loc);
}

static void out_all(const char *what)
{
	struct row row = { 0 };

	rtnl_pktloc_foreach(collect, &row);
	out_row(&row, "%s.all", what);
}

/* One file each, and all that is in it afterwards. */
static void files(void)
{
	static const char *const texts[] = {
		"",
		"\n",
		"# nothing",
		"  \t\r\n# nothing\n\n#",
		"a u8 net+0",
		"a u8 net+0\n",
		"a u16 link+1 0xff\nb u32 tcp+2 0xff 4\n",
		"a U8 ETH+3\nb U16 Ip+4\nc U32 Transport+5\nd u8 LiNk+6\ne u8 TCP+7\nf u8 NET+8\n",
		"a 1 net+1\nb 2 net+2\nc 3 net+3\nd 4 net+4\ne 16 net+5\nf 65535 net+65535\n",
		"a u8 12\nb u16 13 0x7\nc u32 14 15 16\n",
		"a u8 net+0x10 0X1f 0x2\nb u8 net+010 017 03\nc u8 0\n",
		"a u8 net + 1\nb u8 net +2\nc u8 net+ 3\n",
		"a\nu8\nnet\n+\n1\n2\n3\nb u8 4",
		"a u8 net+1 b u8 net+2 3 c u8 net+4 5 6 d u8 7\n",
		"a u8 net+1 # behind\nb u8 net+2# no number\n",
		"a u8 net+1\nb u8 #net+2\nnet+3\n",
		"a#b u8 net+1\n#c u8 net+2\n",
		"a u8 net+1\na u8 net+2\nA u8 net+3\n",
		"ab u8 net+1\nBA u8 net+2\nAb u8 net+3\nbC u8 net+4\nCB u8 net+5\n",
		"a.b-c_d:e/f*(g) u8 net+1\n",
		"\"a\" u8 net+1\n'b' u8 net+2\n",
		"\xc3\xa9\xff u8 net+1\n",
		"1a u8 net+1\n0x u8 net+2\n0xg u8 net+3\n1.2 u8 net+4\n",
		"u8 u8 net+1\n",
		"net u8 net+1\n",
		"1 u8 net+1\n",
		"u9 u8 net+1\n",
		"u88 u8 net+1\n",
		"ip6 u8 net+1\n",
		"+ u8 net+1\n",
		"a+b u8 net+1\n",
		"a\n",
		"a u8\n",
		"a u8 net\n",
		"a u8 net+\n",
		"a u8 net 1\n",
		"a u8 +1\n",
		"a u8 foo+1\n",
		"a u8 net-1\n",
		"a u8 net+-1\n",
		"a u8 net+x\n",
		"a u8 net++1\n",
		"a net+1\n",
		"a u64 net+1\n",
		"a u8 net+1 x\n",
		"a u8 net+1 2 3 4\n",
		"a u8 net+1 2 3 x\n",
		"a u8 net+1 2+3\n",
		"a u8 net+1 mask 2\n",
		"a u8 net+1\nb u8 net+2\nc\n",
		"a u8 net+1\nb u8 net+2\n3\nd u8 net+4\n",
		"a u8 net+1\nb u8 net+2 3\n+\nd u8 net+4\n",
		"a u8 net+1 0xffffffff 255\n",
		"a u8 net+1 4294967295\n",
		"a u8 net+0000000000000000001 00000000000000000000000000 0x0000000000000001\n",
	};
	static const char nul[] = "a u8 net+1\nb\0c u8 net+2\nd u8 net+3\n";
	char what[32];

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		snprintf(what, sizeof(what), "file.%zu", i);
		write_file(texts[i], strlen(texts[i]));
		out_lookup("a", what);
		out_lookup("b", what);
		out_lookup("A", what);
		out_all(what);
	}
	write_file(nul, sizeof(nul) - 1);
	out_all("nul");
}

/* Numbers that are none, or too large, between lines that are right. */
static void numbers(void)
{
	static const char *const lines[] = {
		"a 65537 net+1", "a 0x100000001 net+1", "a u8 net+65537", "a u8 net+4294967296",
		"a u8 net+1 0x1ffffffff", "a u8 net+1 4294967297", "a u8 net+1 1 256",
		"a u8 net+99999999999999999999999999", "a u8 net+08", "a u8 net+1 0179",
	};
	char text[128], what[32];

	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		write_file(text, (size_t)sprintf(text, "first u8 net+1\n%s\nlast u16 net+2\n", lines[i]));
		snprintf(what, sizeof(what), "number.%zu", i);
		out_lookup("a", what);
		out_lookup("last", what);
	}
}

/* Many lines, and long ones. */
static void large(void)
{
	static char text[200000];
	size_t len = 0;
	struct rtnl_pktloc *loc;
	int err;

	for (int i = 0; i < 4000; i++)
		len += (size_t)sprintf(text + len, "name%d u16 net+%d\n", i, i);
	write_file(text, len);
	out_lookup("name0", "large");
	out_lookup("name3999", "large");
	out_lookup("name4000", "large");
	memset(text, ' ', sizeof(text));
	memcpy(text + 50000, "far", 3);
	memcpy(text + 100000, "u8", 2);
	memcpy(text + 150000, "5", 1);
	memcpy(text + sizeof(text) - 4, "0x10", 4);
	write_file(text, sizeof(text));
	out_lookup("far", "blanks");
	memset(text, '#', sizeof(text));
	memcpy(text + sizeof(text) - 10, "\nnear u8 1", 10);
	write_file(text, sizeof(text));
	out_lookup("near", "comment");
	memset(text, 'n', sizeof(text));
	memcpy(text + sizeof(text) - 8, " u8 6  \n", 8);
	write_file(text, sizeof(text));
	text[sizeof(text) - 8] = '\0';
	loc = NULL;
	err = rtnl_pktloc_lookup(text, &loc);
	out_int(err, "long.err");
	if (err == 0) {
		out_uint(strlen(loc->name), "long.length");
		out_uint(loc->offset, "long.offset");
		rtnl_pktloc_put(loc);
	}
	memset(text, '0', sizeof(text));
	memcpy(text, "zeros u8 ", 9);
	memcpy(text + sizeof(text) - 2, "17", 2);
	write_file(text, sizeof(text));
	out_lookup("zeros", "zeros");
}

/* Places of the program's. */
static void own(void)
{
	static const char text[] = "a u8 net+1\nb u16 tcp+2\n";
	struct rtnl_pktloc *loc, *kept, *again;
	struct row row = { 0 };

	rtnl_pktloc_put(NULL);
	loc = rtnl_pktloc_alloc();
	loc->name = strdup("-");
	add_location(&row, loc);
	out_row(&row, "own.fresh");
	rtnl_pktloc_put(loc);
	loc = rtnl_pktloc_alloc();
	/* Without a name. */
	rtnl_pktloc_put(loc);

	write_file(text, sizeof(text) - 1);
	out_lookup("a", "own.before");
	loc = rtnl_pktloc_alloc();
	loc->name = strdup("Mine");
	loc->align = 4;
	loc->layer = 2;
	loc->offset = 77;
	loc->mask = 0xff00;
	loc->shift = 8;
	OUT_CALL(rtnl_pktloc_add(loc), "own.add");
	out_lookup("Mine", "own.added");
	out_lookup("mine", "own.added");
	out_all("own.added");
	again = rtnl_pktloc_alloc();
	again->name = strdup("Mine");
	OUT_CALL(rtnl_pktloc_add(again), "own.twice");
	free(again->name);
	again->name = strdup("a");
	OUT_CALL(rtnl_pktloc_add(again), "own.as_in_file");
	rtnl_pktloc_put(again);

	/* References outlive the file. */
	OUT_CALL(rtnl_pktloc_lookup("Mine", &loc), "own.first");
	OUT_CALL(rtnl_pktloc_lookup("Mine", &again), "own.second");
	out_bool(loc == again, "own.same");
	out_uint(loc->refcnt, "own.refs");
	rtnl_pktloc_put(again);
	OUT_CALL(rtnl_pktloc_lookup("a", &kept), "own.kept");
	write_file(text, sizeof(text) - 1);
	out_lookup("Mine", "own.later");
	out_lookup("a", "own.later");
	memset(&row, 0, sizeof(row));
	add_location(&row, loc);
	add_location(&row, kept);
	out_row(&row, "own.outlived");
	rtnl_pktloc_put(loc);
	rtnl_pktloc_put(kept);
}

int main(void)
{
	if (mkdtemp(folder) == NULL)
		exit(2);
	setenv("NLSYSCONFDIR", folder, 1);
	snprintf(path, sizeof(path), "%s/pktloc", folder);
	out_lookup("a", "no_file");
	out_all("no_file");
	files();
	numbers();
	large();
	own();
	/* What was there stays, but cannot be looked up. */
	unlink(path);
	out_lookup("a", "gone");
	out_all("gone");
	rmdir(folder);
	out_lookup("a", "no_folder");
	mkdir(folder, 0700);
	/* Debian's file, wherever it is. */
	setenv("NLSYSCONFDIR", "/etc/libnl-3", 1);
	out_lookup("ip.version", "debian");
	out_lookup("tcp.dport", "debian");
	out_lookup("IP.SRC", "debian");
	/* Nothing is to be left at the end. */
	setenv("NLSYSCONFDIR", folder, 1);
	write_file("", 0);
	out_all("end");
	unlink(path);
	rmdir(folder);
	return 0;
}
