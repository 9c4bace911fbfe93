/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Object and cache types written in C, from the layouts that libnl's libraries
 * share: what a program does that brings a type of its own.
 *
 * struct nl_cache_ops has two layouts, that of 3.12 and that of releases up to
 * 3.11, with co_hash_size.  cache_type_make() makes the one of the library that
 * is loaded, so that the same program runs on both.
 */
#ifndef OXNL_TYPES_H
#define OXNL_TYPES_H

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <netlink/cache.h>
#include <netlink/list.h>
#include <netlink/msg.h>
#include <netlink/netlink.h>
#include <netlink/object.h>
#include <netlink/utils.h>

struct nl_object {
	int ce_refcnt;
	struct nl_object_ops *ce_ops;
	struct nl_cache *ce_cache;
	struct nl_list_head ce_list;
	int ce_msgtype;
	int ce_flags;
	uint64_t ce_mask;
};

struct nl_object_ops {
	const char *oo_name;
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

struct nl_msgtype {
	int mt_id;
	int mt_act;
	const char *mt_name;
};

struct nl_af_group {
	int ag_family;
	int ag_group;
};

struct nl_parser_param {
	int (*pp_cb)(struct nl_object *, struct nl_parser_param *);
	void *pp_arg;
};

struct nl_cache {
	struct nl_list_head c_items;
	int c_nitems;
	int c_iarg1;
	int c_iarg2;
	int c_refcnt;
	unsigned int c_flags;
	void *hashtable;
	struct nl_cache_ops *c_ops;
};

/* What the two layouts have in common. */
#define CACHE_OPS_FUNCTIONS                                                    \
	struct nl_af_group *co_groups;                                         \
	int (*co_request_update)(struct nl_cache *, struct nl_sock *);         \
	int (*co_msg_parser)(struct nl_cache_ops *, struct sockaddr_nl *,      \
			     struct nlmsghdr *, struct nl_parser_param *);     \
	int (*co_event_filter)(struct nl_cache *, struct nl_object *);         \
	int (*co_include_event)(struct nl_cache *, struct nl_object *, change_func_t,  \
				change_func_v2_t, void *);                     \
	void (*reserved[8])(void);                                             \
	struct nl_object_ops *co_obj_ops;                                      \
	struct nl_cache_ops *co_next;                                          \
	struct nl_cache *co_major_cache;                                       \
	void *co_genl;                                                         \
	struct nl_msgtype co_msgtypes[];

struct nl_cache_ops {
	const char *co_name;
	int co_hdrsize;
	int co_protocol;
	unsigned int co_flags;
	unsigned int co_refcnt;
	CACHE_OPS_FUNCTIONS
};

struct cache_ops_3_7 {
	const char *co_name;
	int co_hdrsize;
	int co_protocol;
	int co_hash_size;
	unsigned int co_flags;
	unsigned int co_refcnt;
	CACHE_OPS_FUNCTIONS
};

_Static_assert(sizeof(struct nl_object) == 56, "nl_object");
_Static_assert(offsetof(struct nl_object, ce_ops) == 8, "ce_ops");
_Static_assert(offsetof(struct nl_object, ce_cache) == 16, "ce_cache");
_Static_assert(offsetof(struct nl_object, ce_list) == 24, "ce_list");
_Static_assert(offsetof(struct nl_object, ce_msgtype) == 40, "ce_msgtype");
_Static_assert(offsetof(struct nl_object, ce_flags) == 44, "ce_flags");
_Static_assert(offsetof(struct nl_object, ce_mask) == 48, "ce_mask");
_Static_assert(sizeof(struct nl_object_ops) == 112, "nl_object_ops");
_Static_assert(offsetof(struct nl_object_ops, oo_size) == 8, "oo_size");
_Static_assert(offsetof(struct nl_object_ops, oo_id_attrs) == 16, "oo_id_attrs");
_Static_assert(offsetof(struct nl_object_ops, oo_constructor) == 24, "oo_constructor");
_Static_assert(offsetof(struct nl_object_ops, oo_free_data) == 32, "oo_free_data");
_Static_assert(offsetof(struct nl_object_ops, oo_clone) == 40, "oo_clone");
_Static_assert(offsetof(struct nl_object_ops, oo_dump) == 48, "oo_dump");
_Static_assert(offsetof(struct nl_object_ops, oo_compare) == 72, "oo_compare");
_Static_assert(offsetof(struct nl_object_ops, oo_update) == 80, "oo_update");
_Static_assert(offsetof(struct nl_object_ops, oo_keygen) == 88, "oo_keygen");
_Static_assert(offsetof(struct nl_object_ops, oo_attrs2str) == 96, "oo_attrs2str");
_Static_assert(offsetof(struct nl_object_ops, oo_id_attrs_get) == 104, "oo_id_attrs_get");
_Static_assert(sizeof(struct nl_msgtype) == 16, "nl_msgtype");
_Static_assert(sizeof(struct nl_af_group) == 8, "nl_af_group");
_Static_assert(sizeof(struct nl_parser_param) == 16, "nl_parser_param");
_Static_assert(sizeof(struct nl_cache) == 56, "nl_cache");
_Static_assert(offsetof(struct nl_cache, c_nitems) == 16, "c_nitems");
_Static_assert(offsetof(struct nl_cache, c_iarg1) == 20, "c_iarg1");
_Static_assert(offsetof(struct nl_cache, c_iarg2) == 24, "c_iarg2");
_Static_assert(offsetof(struct nl_cache, c_refcnt) == 28, "c_refcnt");
_Static_assert(offsetof(struct nl_cache, c_flags) == 32, "c_flags");
_Static_assert(offsetof(struct nl_cache, hashtable) == 40, "hashtable");
_Static_assert(offsetof(struct nl_cache, c_ops) == 48, "c_ops");
_Static_assert(sizeof(struct nl_cache_ops) == 160, "nl_cache_ops");
_Static_assert(offsetof(struct nl_cache_ops, co_hdrsize) == 8, "co_hdrsize");
_Static_assert(offsetof(struct nl_cache_ops, co_protocol) == 12, "co_protocol");
_Static_assert(offsetof(struct nl_cache_ops, co_flags) == 16, "co_flags");
_Static_assert(offsetof(struct nl_cache_ops, co_refcnt) == 20, "co_refcnt");
_Static_assert(offsetof(struct nl_cache_ops, co_groups) == 24, "co_groups");
_Static_assert(offsetof(struct nl_cache_ops, co_request_update) == 32, "co_request_update");
_Static_assert(offsetof(struct nl_cache_ops, co_msg_parser) == 40, "co_msg_parser");
_Static_assert(offsetof(struct nl_cache_ops, co_event_filter) == 48, "co_event_filter");
_Static_assert(offsetof(struct nl_cache_ops, co_include_event) == 56, "co_include_event");
_Static_assert(offsetof(struct nl_cache_ops, reserved) == 64, "reserved");
_Static_assert(offsetof(struct nl_cache_ops, co_obj_ops) == 128, "co_obj_ops");
_Static_assert(offsetof(struct nl_cache_ops, co_next) == 136, "co_next");
_Static_assert(offsetof(struct nl_cache_ops, co_major_cache) == 144, "co_major_cache");
_Static_assert(offsetof(struct nl_cache_ops, co_genl) == 152, "co_genl");
_Static_assert(offsetof(struct nl_cache_ops, co_msgtypes) == 160, "co_msgtypes");
_Static_assert(offsetof(struct cache_ops_3_7, co_groups) == 32, "3.7: co_groups");
_Static_assert(offsetof(struct cache_ops_3_7, co_msgtypes) == 168, "3.7: co_msgtypes");

/* A cache type as the programs here write it down; functions may be missing. */
struct cache_type {
	const char *name;
	int hdrsize;
	int protocol;
	struct nl_object_ops *objects;
	struct nl_af_group *groups;
	int (*request_update)(struct nl_cache *, struct nl_sock *);
	int (*msg_parser)(struct nl_cache_ops *, struct sockaddr_nl *, struct nlmsghdr *,
			  struct nl_parser_param *);
	int (*event_filter)(struct nl_cache *, struct nl_object *);
	int (*include_event)(struct nl_cache *, struct nl_object *, change_func_t,
			     change_func_v2_t, void *);
	/* The last one has a negative mt_id. */
	struct nl_msgtype msgtypes[8];
};

#define CACHE_TYPE_FILL(ops, type)                                             \
	do {                                                                   \
		(ops)->co_name = (type)->name;                                 \
		(ops)->co_hdrsize = (type)->hdrsize;                           \
		(ops)->co_protocol = (type)->protocol;                         \
		(ops)->co_groups = (type)->groups;                             \
		(ops)->co_request_update = (type)->request_update;             \
		(ops)->co_msg_parser = (type)->msg_parser;                     \
		(ops)->co_event_filter = (type)->event_filter;                 \
		(ops)->co_include_event = (type)->include_event;               \
		(ops)->co_obj_ops = (type)->objects;                           \
		memcpy((ops)->co_msgtypes, (type)->msgtypes, sizeof((type)->msgtypes)); \
	} while (0)

static inline int old_cache_ops(void)
{
	return nl_ver_num < ((3 << 8) | 12);
}

/* The table of a type, for the library that is loaded.  From malloc. */
static inline struct nl_cache_ops *cache_type_make(const struct cache_type *type)
{
	const size_t size = sizeof(struct cache_ops_3_7) + sizeof(type->msgtypes);
	void *table = calloc(1, size);

	if (table == NULL)
		abort();
	if (old_cache_ops()) {
		struct cache_ops_3_7 *ops = table;

		CACHE_TYPE_FILL(ops, type);
	} else {
		struct nl_cache_ops *ops = table;

		CACHE_TYPE_FILL(ops, type);
	}
	return table;
}

static inline unsigned int cache_type_refcnt(const struct nl_cache_ops *ops)
{
	return old_cache_ops() ? ((const struct cache_ops_3_7 *)(const void *)ops)->co_refcnt
			       : ops->co_refcnt;
}

static inline const char *cache_type_name(const struct nl_cache_ops *ops)
{
	return ops == NULL ? "none" : ops->co_name;
}

/*
 * Items: objects with a number that identifies them, a value, a text from
 * malloc, and an attribute above the 32nd bit.
 */
struct item {
	struct nl_object base;
	int id;
	int value;
	int high;
	char *text;
};

#define ITEM_ID (UINT64_C(1) << 0)
#define ITEM_VALUE (UINT64_C(1) << 1)
#define ITEM_TEXT (UINT64_C(1) << 2)
#define ITEM_HIGH (UINT64_C(1) << 40)

/* Flags of oo_compare. */
#define LOOSE_COMPARISON 1
#define ID_COMPARISON 2

/* What became of items, for the programs to look at. */
static int items_made, items_freed;

__attribute__((unused)) static void item_constructor(struct nl_object *obj)
{
	struct item *item = (struct item *)obj;

	items_made++;
	item->value = -1;
}

__attribute__((unused)) static void item_free_data(struct nl_object *obj)
{
	struct item *item = (struct item *)obj;

	items_freed++;
	free(item->text);
	item->text = NULL;
}

__attribute__((unused)) static int item_clone(struct nl_object *dst, struct nl_object *src)
{
	struct item *to = (struct item *)dst;
	const struct item *from = (const struct item *)src;

	to->text = NULL;
	if (from->text != NULL) {
		to->text = strdup(from->text);
		if (to->text == NULL)
			return -NLE_NOMEM;
	}
	return 0;
}

__attribute__((unused)) static uint64_t item_compare(struct nl_object *a, struct nl_object *b,
						     uint64_t attrs, int flags)
{
	const struct item *one = (const struct item *)a;
	const struct item *other = (const struct item *)b;
	const uint64_t here = a->ce_mask & b->ce_mask & attrs;
	uint64_t diff = 0;

	(void)flags;
	/* Set in one of them only. */
	diff |= (a->ce_mask ^ b->ce_mask) & attrs;
	if ((here & ITEM_ID) && one->id != other->id)
		diff |= ITEM_ID;
	if ((here & ITEM_VALUE) && one->value != other->value)
		diff |= ITEM_VALUE;
	if ((here & ITEM_TEXT) && strcmp(one->text, other->text) != 0)
		diff |= ITEM_TEXT;
	if ((here & ITEM_HIGH) && one->high != other->high)
		diff |= ITEM_HIGH;
	return diff;
}

__attribute__((unused)) static void item_keygen(struct nl_object *obj, uint32_t *key, uint32_t size)
{
	*key = (uint32_t)((struct item *)obj)->id % size;
}

/* Merges values by adding them; negative ones are refused. */
__attribute__((unused)) static int item_update(struct nl_object *dst, struct nl_object *src)
{
	struct item *to = (struct item *)dst;
	const struct item *from = (const struct item *)src;

	if (from->value < 0)
		return -NLE_OPNOTSUPP;
	to->value += from->value;
	return 0;
}

__attribute__((unused)) static char *item_attrs2str(int attrs, char *buf, size_t len)
{
	snprintf(buf, len, "%s%s%s", attrs & 1 ? "id," : "", attrs & 2 ? "value," : "",
		 attrs & 4 ? "text," : "");
	return buf;
}

__attribute__((unused)) static void item_dump_line(struct nl_object *obj, struct nl_dump_params *p)
{
	const struct item *item = (const struct item *)obj;

	nl_dump_line(p, "item %d value %d\n", item->id, item->value);
}

__attribute__((unused)) static void item_dump_details(struct nl_object *obj,
						      struct nl_dump_params *p)
{
	const struct item *item = (const struct item *)obj;

	item_dump_line(obj, p);
	nl_dump_line(p, "    text %s line %u\n", item->text ? item->text : "-", p->dp_line);
}

#define ITEM_FUNCTIONS                                                         \
	.oo_size = sizeof(struct item), .oo_id_attrs = ITEM_ID,                \
	.oo_constructor = item_constructor, .oo_free_data = item_free_data,    \
	.oo_clone = item_clone, .oo_compare = item_compare,                    \
	.oo_attrs2str = item_attrs2str,                                        \
	.oo_dump = { item_dump_line, item_dump_details, NULL }

/* Without keys: a cache of them is a list. */
__attribute__((unused)) static struct nl_object_ops item_ops = {
	.oo_name = "test/item", ITEM_FUNCTIONS
};

/* With keys. */
__attribute__((unused)) static struct nl_object_ops keyed_ops = {
	.oo_name = "test/keyed", ITEM_FUNCTIONS, .oo_keygen = item_keygen
};

/* With keys, and merged. */
__attribute__((unused)) static struct nl_object_ops merged_ops = {
	.oo_name = "test/merged", ITEM_FUNCTIONS, .oo_keygen = item_keygen,
	.oo_update = item_update
};

__attribute__((unused)) static struct item *item_make(struct nl_object_ops *ops, int id, int value)
{
	struct item *item = (struct item *)nl_object_alloc(ops);

	if (item == NULL)
		abort();
	item->id = id;
	item->value = value;
	item->base.ce_mask = ITEM_ID | ITEM_VALUE;
	return item;
}

__attribute__((unused)) static void item_set_text(struct item *item, const char *text)
{
	free(item->text);
	item->text = strdup(text);
	item->base.ce_mask |= ITEM_TEXT;
}

/* The messages that items come in: struct item_body, one or several. */
#define ITEM_NEW 100
#define ITEM_DEL 101
#define ITEM_GET 102
#define ITEM_OTHER 103

struct item_body {
	int id;
	int value;
};

/* What the parser does when it meets certain ids. */
#define ITEM_ID_FAILS 9000	/* returns -NLE_PARSE_ERR */
#define ITEM_ID_UNSUPPORTED 9001	/* returns -NLE_OPNOTSUPP */

__attribute__((unused)) static int item_parser(struct nl_cache_ops *ops, struct sockaddr_nl *who,
					       struct nlmsghdr *nlh, struct nl_parser_param *pp)
{
	/* co_obj_ops lies elsewhere in older tables. */
	struct nl_object_ops *objects = old_cache_ops()
		? ((struct cache_ops_3_7 *)(void *)ops)->co_obj_ops : ops->co_obj_ops;
	const struct item_body *body = nlmsg_data(nlh);
	int err = 0;

	(void)who;
	for (int left = nlmsg_datalen(nlh); left >= (int)sizeof(*body); left -= sizeof(*body)) {
		struct item *item;

		if (body->id == ITEM_ID_FAILS)
			return -NLE_PARSE_ERR;
		if (body->id == ITEM_ID_UNSUPPORTED)
			return -NLE_OPNOTSUPP;
		item = item_make(objects, body->id, body->value);
		item->base.ce_msgtype = nlh->nlmsg_type;
		err = pp->pp_cb((struct nl_object *)item, pp);
		nl_object_put((struct nl_object *)item);
		if (err < 0)
			break;
		body++;
	}
	return err;
}

#define ITEM_MSGTYPES                                                          \
	{ { ITEM_NEW, NL_ACT_NEW, "new" }, { ITEM_DEL, NL_ACT_DEL, "del" },    \
	  { ITEM_GET, NL_ACT_GET, "get" }, { -1, 0, NULL } }

#endif
