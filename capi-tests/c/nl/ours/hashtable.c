/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The hash table: NULL, impossible sizes, and whose reference is given back. */
#include <limits.h>

#include <netlink/errno.h>
#include <netlink/hashtable.h>

#include "check.h"
#include "nl/thing.h"

/* A hash outside of the table, which a type must not give. */
static void outside(struct nl_object *object, uint32_t *key, uint32_t size)
{
	(void)object;
	*key = size + 3;
}

int main(void)
{
	nl_hash_table_t *table = nl_hash_table_alloc(4);
	struct nl_object *stored = thing_new(7, 1), *same = thing_new(7, 2);
	struct nl_object_ops wrong = thing_ops;

	CHECK(nl_hash_table_alloc(0) == NULL, "no buckets");
	CHECK(nl_hash_table_alloc(-1) == NULL, "a negative number of buckets");
	CHECK(nl_hash_table_alloc(INT_MIN) == NULL, "the most negative");
	nl_hash_table_free(NULL);
	CHECK_INT(nl_hash_table_add(NULL, stored), -NLE_INVAL, "add to NULL");
	CHECK_INT(nl_hash_table_add(table, NULL), -NLE_INVAL, "add NULL");
	CHECK_INT(nl_hash_table_del(NULL, stored), -NLE_INVAL, "del from NULL");
	CHECK_INT(nl_hash_table_del(table, NULL), -NLE_INVAL, "del NULL");
	CHECK(nl_hash_table_lookup(NULL, stored) == NULL, "lookup in NULL");
	CHECK(nl_hash_table_lookup(table, NULL) == NULL, "lookup of NULL");
	CHECK_UINT(nl_hash(NULL, 3, 5), nl_hash((char[]){ "" }, 0, 5), "the hash of nothing");

	/* The reference that the table has is to the object in it, not to the one it is asked for with. */
	CHECK_INT(nl_hash_table_add(table, stored), 0, "add");
	nl_object_put(stored);
	CHECK_INT(things_freed, 0, "the table keeps it");
	CHECK_INT(nl_hash_table_del(table, same), 0, "del with another object");
	CHECK_INT(things_freed, 1, "the table's object is freed");
	CHECK_INT(nl_object_get_refcnt(same), 1, "the other one is as it was");
	CHECK(nl_hash_table_lookup(table, same) == NULL, "and it is gone");

	wrong.oo_keygen = outside;
	((struct thing *)same)->ce_ops = &wrong;
	CHECK_INT(nl_hash_table_add(table, same), 0, "a hash that is out of range");
	CHECK(nl_hash_table_lookup(table, same) == same, "is brought into it");
	nl_object_put(same);
	nl_hash_table_free(table);
	CHECK_INT(things_freed, 2, "everything is freed");
	return check_done();
}
