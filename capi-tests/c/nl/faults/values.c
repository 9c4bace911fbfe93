/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Memory that runs out, once at each allocation of each function; nothing may be lost then. */
#define _GNU_SOURCE
#include <limits.h>
#include <stdlib.h>
#include <sys/socket.h>

#include <netlink/netlink.h>
#include <netlink/addr.h>
#include <netlink/data.h>
#include <netlink/hashtable.h>
#include <netlink/list.h>
#include <netlink/utils.h>

#include "faulty_heap.h"
#include "nl/thing.h"

extern int __trans_list_add(int, const char *, struct nl_list_head *);
extern void __trans_list_clear(struct nl_list_head *);

/*
 * Lets the first, second, ... allocation of call fail until none is left to, and
 * looks at what it gives each time.
 */
#define EVERY_ALLOCATION(expected, call, failed, what)                               \
	do {                                                                         \
		for (int nth = 0; nth < (expected); nth++) {                         \
			const int before = heap_held;                                   \
			int as_documented;                                           \
			heap_allocations = 0;                                        \
			heap_fail_at = nth + 1;                                      \
			as_documented = (call) failed;                               \
			heap_fail_at = 0;                                            \
			CHECK(as_documented, "%s: allocation %d fails", what, nth);  \
			CHECK_INT(heap_held, before, "%s: nothing is lost", what);      \
		}                                                                    \
	} while (0)

/* How many allocations of a call can fail. */
#define SUCCEEDS_WITH(expected, call, what)                                          \
	do {                                                                         \
		heap_allocations = 0;                                                \
		call;                                                                \
		CHECK_INT(heap_allocations, (expected), "%s: allocations", what);    \
	} while (0)

static void addresses(void)
{
	struct nl_addr *addr = NULL, *clone = NULL;
	char buf[64] = { 3 };

	EVERY_ALLOCATION(1, nl_addr_alloc(4), == NULL, "addr_alloc");
	EVERY_ALLOCATION(1, nl_addr_build(AF_INET, "1234", 4), == NULL, "addr_build");
	EVERY_ALLOCATION(1, nl_addr_alloc_attr((struct nlattr *)"\x08\0\1\0abcd", AF_INET), == NULL,
			 "addr_alloc_attr");
	EVERY_ALLOCATION(1, nl_addr_parse("10.0.0.0/8", AF_UNSPEC, &addr), == -NLE_NOMEM, "addr_parse");
	CHECK(addr == NULL, "addr_parse: the result is left alone");
	SUCCEEDS_WITH(1, nl_addr_parse("10.0.0.0/8", AF_UNSPEC, &addr), "addr_parse");
	EVERY_ALLOCATION(1, nl_addr_clone(addr), == NULL, "addr_clone");
	SUCCEEDS_WITH(1, clone = nl_addr_clone(addr), "addr_clone");
	SUCCEEDS_WITH(0, nl_addr2str(addr, buf, sizeof(buf)), "addr2str");
	nl_addr_put(clone);
	nl_addr_put(addr);
}

static void data(void)
{
	struct nl_data *data = NULL;

	EVERY_ALLOCATION(2, nl_data_alloc("abc", 3), == NULL, "data_alloc");
	EVERY_ALLOCATION(2, nl_data_alloc_attr((struct nlattr *)"\x08\0\1\0abcd"), == NULL,
			 "data_alloc_attr");
	SUCCEEDS_WITH(2, data = nl_data_alloc("abc", 3), "data_alloc");
	EVERY_ALLOCATION(2, nl_data_clone(data), == NULL, "data_clone");
	EVERY_ALLOCATION(1, nl_data_append(data, "def", 3), == -NLE_NOMEM, "data_append");
	CHECK(nl_data_get_size(data) == 3 && memcmp(nl_data_get(data), "abc", 3) == 0,
	      "data_append: the data is as it was");
	nl_data_free(data);
}

static void tables(void)
{
	struct nl_object *thing = thing_new(1, 1);
	nl_hash_table_t *table = NULL;
	NL_LIST_HEAD(list);

	EVERY_ALLOCATION(2, nl_hash_table_alloc(8), == NULL, "hash_table_alloc");
	SUCCEEDS_WITH(2, table = nl_hash_table_alloc(8), "hash_table_alloc");
	EVERY_ALLOCATION(1, nl_hash_table_add(table, thing), == -NLE_NOMEM, "hash_table_add");
	CHECK_INT(nl_object_get_refcnt(thing), 1, "hash_table_add: no reference is taken");
	CHECK(nl_hash_table_lookup(table, thing) == NULL, "hash_table_add: it is not there");
	SUCCEEDS_WITH(1, nl_hash_table_add(table, thing), "hash_table_add");
	SUCCEEDS_WITH(0, nl_hash_table_lookup(table, thing), "hash_table_lookup");
	nl_hash_table_free(table);
	nl_object_put(thing);

	EVERY_ALLOCATION(2, __trans_list_add(1, "name", &list), == -NLE_NOMEM, "trans_list_add");
	CHECK(nl_list_empty(&list), "trans_list_add: the list is as it was");
	SUCCEEDS_WITH(2, __trans_list_add(1, "name", &list), "trans_list_add");
	__trans_list_clear(&list);
}

static int pieces;

static void count(struct nl_dump_params *params, char *text)
{
	(void)params;
	(void)text;
	pieces++;
}

static void printing(void)
{
	struct nl_dump_params params = { .dp_cb = count };
	int before = heap_held;

	SUCCEEDS_WITH(0, nl_dump(&params, "%100d", 1), "a short text");
	CHECK_INT(pieces, 1, "it was printed");
	heap_allocations = 0;
	heap_fail_at = 1;
	nl_dump(&params, "%1000d", 1);
	heap_fail_at = 0;
	CHECK_INT(pieces, 1, "a long text without memory is not");
	nl_dump(&params, "%1000d", 1);
	CHECK_INT(pieces, 2, "with memory it is");
	CHECK_INT(heap_held, before, "nothing is lost");
}

int main(void)
{
	/* What stdio needs comes first. */
	CHECK(1, "begin");
	addresses();
	data();
	tables();
	printing();
	CHECK_INT(heap_held >= 0, 1, "no block is freed twice");
	return check_done();
}
