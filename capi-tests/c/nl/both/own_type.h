/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A cache type of the program's own.  The structure is private to libnl's libraries, and one
 * field of 3.7 is gone in 3.12: what comes behind it is found by the release that is loaded.
 */
#ifndef OXNL_OWN_TYPE_H
#define OXNL_OWN_TYPE_H

#include <stdint.h>
#include <string.h>

#include <netlink/cache.h>
#include <netlink/netlink.h>
#include <netlink/object.h>
#include <netlink/version.h>

struct own_msgtype {
	int id, act;
	const char *name;
};

/* What a parser of messages is given as its last argument. */
struct own_param {
	int (*take)(struct nl_object *, struct own_param *);
	void *arg;
};

typedef int own_parser(struct nl_cache_ops *, struct sockaddr_nl *, struct nlmsghdr *,
		       struct own_param *);

/* The object type: 56 bytes of header, and a number behind it. */
struct own_object_type {
	const char *name;
	size_t size;
	uint32_t id_attrs;
	void *functions[12];
};

struct own_type {
	_Alignas(8) unsigned char bytes[256];
};

static struct own_object_type own_objects = { .name = "test/object", .size = 64 };

/* How much further on the pointers are before 3.12. */
static inline size_t own_shift(void)
{
	return nl_ver_num < LIBNL_VER(3, 12) ? 8 : 0;
}

static inline struct nl_cache_ops *own_type(struct own_type *type, const char *name, int header_size,
					    int protocol, own_parser *parser,
					    const struct own_msgtype *msgtypes, size_t count)
{
	const size_t shift = own_shift();
	struct own_object_type *objects = &own_objects;

	memset(type, 0, sizeof(*type));
	memcpy(type->bytes, &name, sizeof(name));
	memcpy(type->bytes + 8, &header_size, sizeof(header_size));
	memcpy(type->bytes + 12, &protocol, sizeof(protocol));
	memcpy(type->bytes + 40 + shift, &parser, sizeof(parser));
	memcpy(type->bytes + 128 + shift, &objects, sizeof(objects));
	memcpy(type->bytes + 160 + shift, msgtypes, count * sizeof(msgtypes[0]));
	return (struct nl_cache_ops *)type;
}

#endif
