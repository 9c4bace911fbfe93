/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Expressions of extended matches without memory.
 */
#define _GNU_SOURCE
#include <unistd.h>

#include <netlink/errno.h>
#include <netlink/route/cls/ematch.h>

#include "check.h"
#include "faulty_heap.h"

static char folder[] = "/tmp/oxnl-ematch-XXXXXX";
static char path[64];

static int parse(const char *expression)
{
	struct rtnl_ematch_tree *tree = NULL;
	char *mistake = (char *)"untouched";
	int err = rtnl_ematch_parse_expr(expression, &mistake, &tree);

	if (err == 0) {
		rtnl_ematch_tree_free(tree);
	} else {
		CHECK(mistake == NULL && tree == NULL, "nothing is given");
		free(mistake);
	}
	return err;
}

/* The mistake is told without its text. */
static int fail(const char *expression)
{
	struct rtnl_ematch_tree *tree = NULL;
	char *mistake = (char *)"untouched";
	int err = rtnl_ematch_parse_expr(expression, &mistake, &tree);

	CHECK(tree == NULL, "no tree");
	if (err == -NLE_NOMEM)
		CHECK(mistake == NULL, "no mistake of the expression's");
	else
		CHECK_INT(err, -NLE_PARSE_ERR, "the mistake");
	err = mistake != NULL ? 0 : -NLE_NOMEM;
	free(mistake);
	return err;
}

int main(void)
{
	FILE *file;

	CHECK(mkdtemp(folder) != NULL, "a folder");
	setenv("NLSYSCONFDIR", folder, 1);
	snprintf(path, sizeof(path), "%s/pktloc", folder);
	file = fopen(path, "w");
	fprintf(file, "ip.ttl u8 net+8\n");
	fclose(file);
	/* The names are read once. */
	CHECK_INT(parse("ip.ttl = 1"), 0, "a name");
	HEAP_FAIL_EACH(parse("ip.ttl = 1"), -NLE_NOMEM, 3, "a comparison");
	HEAP_FAIL_EACH(parse("pattern(ip.ttl = \"a text of some length\")"), -NLE_NOMEM, 5, "a pattern");
	HEAP_FAIL_EACH(parse("pattern(ip+12 = fe80::1)"), -NLE_NOMEM, 5, "an address");
	HEAP_FAIL_EACH(parse("text(kmp \"some text\" from ip.ttl to tcp+8)"), -NLE_NOMEM, 6, "a text");
	HEAP_FAIL_EACH(parse("meta(devname = \"eth0\")"), -NLE_NOMEM, 6, "metadata");
	HEAP_FAIL_EACH(parse("meta(mark >> 3 & 4 = 5)"), -NLE_NOMEM, 6, "a mask");
	HEAP_FAIL_EACH(parse("(ip+1=1 or !(ip+1=1 and meta(mark = prio)) or ip+1=2) and (ip+1=2)"), -NLE_NOMEM, 12,
		       "a tree");
	HEAP_FAIL_EACH(fail("ip+1 = 1 and nosuch = 3"), -NLE_NOMEM, 5, "an unknown name");
	HEAP_FAIL_EACH(fail("(ip+1 = 1 and meta(mark = 3) or !"), -NLE_NOMEM, 5, "a wrong word");
	HEAP_FAIL_EACH(fail("ip+1 = 1 or pattern(ip+1 = nonsense)"), -NLE_NOMEM, 5, "a wrong address");
	unlink(path);
	rmdir(folder);
	return check_done();
}
