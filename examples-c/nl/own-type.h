/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The structures through which a program brings an object type and a cache type
 * of its own. No public header has them: they are what libnl's libraries share
 * among themselves, here as of 3.12, and another release may have others.
 */
#ifndef OWN_TYPE_H
#define OWN_TYPE_H

#include <stddef.h>
#include <stdint.h>

#include <netlink/cache.h>
#include <netlink/list.h>
#include <netlink/object.h>

/* What every object starts with. */
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
	void (*oo_constructor)(struct nl_object *obj);
	void (*oo_free_data)(struct nl_object *obj);
	int (*oo_clone)(struct nl_object *dst, struct nl_object *src);
	void (*oo_dump[3])(struct nl_object *obj, struct nl_dump_params *params);
	uint64_t (*oo_compare)(struct nl_object *a, struct nl_object *b, uint64_t attrs, int flags);
	int (*oo_update)(struct nl_object *dst, struct nl_object *src);
	void (*oo_keygen)(struct nl_object *obj, uint32_t *key, uint32_t size);
	char *(*oo_attrs2str)(int attrs, char *buf, size_t len);
	uint32_t (*oo_id_attrs_get)(struct nl_object *obj);
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
	int (*pp_cb)(struct nl_object *obj, struct nl_parser_param *param);
	void *pp_arg;
};

struct nl_cache_ops {
	const char *co_name;
	int co_hdrsize;
	int co_protocol;
	unsigned int co_flags;
	unsigned int co_refcnt;
	struct nl_af_group *co_groups;
	int (*co_request_update)(struct nl_cache *cache, struct nl_sock *sk);
	int (*co_msg_parser)(struct nl_cache_ops *ops, struct sockaddr_nl *who,
			     struct nlmsghdr *nlh, struct nl_parser_param *param);
	int (*co_event_filter)(struct nl_cache *cache, struct nl_object *obj);
	int (*co_include_event)(struct nl_cache *cache, struct nl_object *obj,
				change_func_t change, change_func_v2_t change_v2, void *data);
	void (*reserved[8])(void);
	struct nl_object_ops *co_obj_ops;
	struct nl_cache_ops *co_next;
	struct nl_cache *co_major_cache;
	struct genl_ops *co_genl;
	struct nl_msgtype co_msgtypes[];
};

_Static_assert(sizeof(struct nl_object) == 56, "struct nl_object of another release");
_Static_assert(sizeof(struct nl_object_ops) == 112, "struct nl_object_ops of another release");
_Static_assert(sizeof(struct nl_cache_ops) == 160, "struct nl_cache_ops of another release");

#endif
