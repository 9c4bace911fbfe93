/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The hash table of objects. */
#include <netlink/hashtable.h>

#include "nl/thing.h"
#include "raw.h"
#include "report.h"

/* Every bucket: programs can see the nodes. */
static void show(nl_hash_table_t *table, const char *key)
{
	out_int(table->size, "%s.size", key);
	for (int i = 0; i < table->size; i++) {
		struct row row = { 0 };

		for (nl_hash_node_t *node = table->nodes[i]; node != NULL; node = node->next)
			row_add(&row, "%d(key %u/%u refs %d)", ((struct thing *)node->obj)->number,
				node->key, node->key_size, nl_object_get_refcnt(node->obj));
		out_row(&row, "%s.bucket%d", key, i);
	}
}

static void use(int size)
{
	static const int numbers[] = { 1, 2, 3, 11, 21, 31, 100, 7 };
	struct nl_object *things[COUNT(numbers)];
	nl_hash_table_t *table = nl_hash_table_alloc(size);
	struct nl_object *same = thing_new(11, 5), *absent = thing_new(41, 0);
	char key[32];

	snprintf(key, sizeof(key), "size%d", size);
	show(table, key);
	out_bool(nl_hash_table_lookup(table, same) == NULL, "%s.lookup.empty", key);
	out_int(nl_hash_table_del(table, same), "%s.del.empty", key);
	for (size_t i = 0; i < COUNT(numbers); i++) {
		things[i] = thing_new(numbers[i], 0);
		out_int(nl_hash_table_add(table, things[i]), "%s.add.%d", key, numbers[i]);
	}
	snprintf(key, sizeof(key), "size%d.full", size);
	show(table, key);
	for (size_t i = 0; i < COUNT(numbers); i++)
		out_bool(nl_hash_table_lookup(table, things[i]) == things[i], "%s.lookup.%d", key,
			 numbers[i]);
	out_bool(nl_hash_table_lookup(table, same) == things[3], "%s.lookup.same", key);
	out_bool(nl_hash_table_lookup(table, absent) == NULL, "%s.lookup.absent", key);
	out_int(nl_hash_table_add(table, same), "%s.add.same", key);
	out_int(nl_hash_table_add(table, things[0]), "%s.add.again", key);
	out_int(nl_object_get_refcnt(same), "%s.add.same.refs", key);
	out_int(nl_hash_table_del(table, absent), "%s.del.absent", key);
	out_int(nl_object_get_refcnt(absent), "%s.del.absent.refs", key);
	/* In the middle, at the start and at the end of a chain. */
	out_int(nl_hash_table_del(table, things[3]), "%s.del.11", key);
	out_int(nl_hash_table_del(table, things[3]), "%s.del.11.again", key);
	out_int(nl_object_get_refcnt(things[3]), "%s.del.11.refs", key);
	out_int(nl_hash_table_del(table, things[5]), "%s.del.31", key);
	out_int(nl_hash_table_del(table, things[0]), "%s.del.1", key);
	snprintf(key, sizeof(key), "size%d.less", size);
	show(table, key);
	out_int(nl_hash_table_add(table, things[3]), "%s.add.11", key);

	/* The table's references keep objects. */
	things_freed = 0;
	for (size_t i = 0; i < COUNT(numbers); i++)
		nl_object_put(things[i]);
	out_int(things_freed, "%s.freed.before", key);
	nl_hash_table_free(table);
	out_int(things_freed, "%s.freed.after", key);
	nl_object_put(same);
	nl_object_put(absent);
}

int main(void)
{
	nl_hash_table_t *table = nl_hash_table_alloc(NL_MAX_HASH_ENTRIES);
	struct nl_object_ops plain = thing_ops;
	struct thing *thing;

	out_int(table->size, "default.size");
	plain.oo_keygen = NULL;
	/* A type without keys is all in the first bucket. */
	thing = (struct thing *)thing_new(77, 0);
	thing->ce_ops = &plain;
	out_int(nl_hash_table_add(table, (struct nl_object *)thing), "plain.add");
	out_bool(table->nodes[0] != NULL && table->nodes[7] == NULL, "plain.bucket");
	nl_object_put((struct nl_object *)thing);
	nl_hash_table_free(table);
	use(1);
	use(2);
	use(8);
	use(10);
	return 0;
}
