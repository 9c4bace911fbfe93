/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * An object type of the tests' own: a number that identifies it, and another one
 * that does not.  The structures are in none of the public headers.
 */
#ifndef OXNL_THING_H
#define OXNL_THING_H

#include <stddef.h>
#include <stdint.h>

#include <netlink/list.h>
#include <netlink/netlink.h>
#include <netlink/object.h>

struct nl_object_ops {
	char *oo_name;
	size_t oo_size;
	uint32_t oo_id_attrs;
	void (*oo_constructor)(struct nl_object *);
	void (*oo_free_data)(struct nl_object *);
	int (*oo_clone)(struct nl_object *, struct nl_object *);
	void (*oo_dump[3])(struct nl_object *, struct nl_dump_params *);
	uint64_t (*oo_compare)(struct nl_object *, struct nl_object *, uint64_t, int);
	int (*oo_update)(struct nl_object *, struct nl_object *);
	void (*oo_keygen)(struct nl_object *, uint32_t *, uint32_t);
	char *(*oo_attrs2str)(int, char *, size_t);
	uint32_t (*oo_id_attrs_get)(struct nl_object *);
};

struct thing {
	/* NLHDR_COMMON */
	int ce_refcnt;
	struct nl_object_ops *ce_ops;
	struct nl_cache *ce_cache;
	struct nl_list_head ce_list;
	int ce_msgtype;
	int ce_flags;
	uint64_t ce_mask;

	int number;
	int other;
};

/* Things that have been freed. */
static int things_freed;

static inline void thing_free_data(struct nl_object *object)
{
	(void)object;
	things_freed++;
}

static inline uint64_t thing_compare(struct nl_object *a, struct nl_object *b, uint64_t attrs, int flags)
{
	const struct thing *one = (const struct thing *)a, *other = (const struct thing *)b;
	uint64_t differences = 0;

	(void)flags;
	if (one->number != other->number)
		differences |= 1;
	if (one->other != other->other)
		differences |= 2;
	return differences & attrs;
}

/* Numbers that are the same modulo 10 collide. */
static inline void thing_keygen(struct nl_object *object, uint32_t *key, uint32_t size)
{
	*key = (uint32_t)(((const struct thing *)object)->number % 10) % size;
}

static char thing_name[] = "test/thing";

static struct nl_object_ops thing_ops = {
	.oo_name = thing_name,
	.oo_size = sizeof(struct thing),
	.oo_id_attrs = 1,
	.oo_free_data = thing_free_data,
	.oo_compare = thing_compare,
	.oo_keygen = thing_keygen,
};

static inline struct nl_object *thing_new(int number, int other)
{
	struct thing *thing = (struct thing *)nl_object_alloc(&thing_ops);

	thing->number = number;
	thing->other = other;
	thing->ce_mask = 3;
	return (struct nl_object *)thing;
}

#endif
