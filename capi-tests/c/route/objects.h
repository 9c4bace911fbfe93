/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * For tests of objects: printing them in all styles, messages written by hand, and requests as bytes.
 */
#ifndef OXNL_OBJECTS_H
#define OXNL_OBJECTS_H

#include <linux/rtnetlink.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <netlink/cache.h>
#include <netlink/msg.h>
#include <netlink/netlink.h>
#include <netlink/object.h>

#include "report.h"

/* Prints how the library prints an object, in all three styles, as key.line, key.details, key.stats. */
static inline void out_object(void *object, const char *key)
{
	static const char *const styles[] = { "line", "details", "stats" };

	for (int type = NL_DUMP_LINE; type <= NL_DUMP_STATS; type++) {
		char *text = NULL;
		size_t size = 0;
		FILE *file = open_memstream(&text, &size);
		struct nl_dump_params dp = { .dp_type = (enum nl_dump_type)type, .dp_fd = file,
					     .dp_prefix = 2 };

		nl_object_dump(OBJ_CAST(object), &dp);
		fclose(file);
		out_escaped(text, size, "%s.%s", key, styles[type]);
		free(text);
	}
}

/* Prints which attributes of an object are set. */
static inline void out_attrs(void *object, const char *key)
{
	char buf[512];

	out_text(nl_object_attr_list(OBJ_CAST(object), buf, sizeof(buf)), "%s.attrs", key);
}

/* Prints in which attributes two objects differ, both ways, and whether they are the same thing. */
static inline void out_difference(void *a, void *b, const char *key)
{
	out_uint(nl_object_diff64(OBJ_CAST(a), OBJ_CAST(b)), "%s.diff", key);
	out_uint(nl_object_diff64(OBJ_CAST(b), OBJ_CAST(a)), "%s.diff.back", key);
	out_int(nl_object_identical(OBJ_CAST(a), OBJ_CAST(b)), "%s.identical", key);
	out_int(nl_object_match_filter(OBJ_CAST(a), OBJ_CAST(b)), "%s.matches", key);
}

/* Prints a request as bytes, and frees it. Sequence and port numbers are as the builder left them: 0. */
static inline void out_request(int err, struct nl_msg **msg, const char *key)
{
	out_int(err, "%s.err", key);
	if (err < 0)
		return;
	out_hex(nlmsg_hdr(*msg), nlmsg_hdr(*msg)->nlmsg_len, "%s.bytes", key);
	nlmsg_free(*msg);
}

/* A message written by hand. */
struct raw_msg {
	_Alignas(8) unsigned char bytes[4096];
};

static inline struct nlmsghdr *raw_msg_header(struct raw_msg *msg)
{
	return (struct nlmsghdr *)msg->bytes;
}

/* Begins a message with the header of its family. */
static inline void raw_begin(struct raw_msg *msg, uint16_t type, uint16_t flags, const void *header,
			     size_t len)
{
	struct nlmsghdr *nlh = raw_msg_header(msg);

	memset(msg, 0, sizeof(*msg));
	nlh->nlmsg_type = type;
	nlh->nlmsg_flags = flags;
	memcpy(msg->bytes + sizeof(*nlh), header, len);
	nlh->nlmsg_len = (uint32_t)(sizeof(*nlh) + NLMSG_ALIGN(len));
}

/* Appends an attribute; returns it, so that a nest can be closed. */
static inline struct nlattr *raw_put(struct raw_msg *msg, uint16_t type, const void *data, size_t len)
{
	struct nlmsghdr *nlh = raw_msg_header(msg);
	struct nlattr *attr = (struct nlattr *)(msg->bytes + nlh->nlmsg_len);

	attr->nla_type = type;
	attr->nla_len = (uint16_t)(NLA_HDRLEN + len);
	if (len != 0)
		memcpy((char *)attr + NLA_HDRLEN, data, len);
	nlh->nlmsg_len += (uint32_t)NLA_ALIGN(attr->nla_len);
	return attr;
}

static inline void raw_put_u8(struct raw_msg *msg, uint16_t type, uint8_t value)
{
	raw_put(msg, type, &value, sizeof(value));
}

static inline void raw_put_u16(struct raw_msg *msg, uint16_t type, uint16_t value)
{
	raw_put(msg, type, &value, sizeof(value));
}

static inline void raw_put_u32(struct raw_msg *msg, uint16_t type, uint32_t value)
{
	raw_put(msg, type, &value, sizeof(value));
}

static inline void raw_put_text(struct raw_msg *msg, uint16_t type, const char *text)
{
	raw_put(msg, type, text, strlen(text) + 1);
}

/* Begins an attribute that the following ones are inside of, up to raw_nest_end(). */
static inline struct nlattr *raw_nest(struct raw_msg *msg, uint16_t type)
{
	return raw_put(msg, type, NULL, 0);
}

static inline void raw_nest_end(struct raw_msg *msg, struct nlattr *nest)
{
	unsigned char *end = msg->bytes + raw_msg_header(msg)->nlmsg_len;

	nest->nla_len = (uint16_t)(end - (unsigned char *)nest);
}

static inline void raw_take(struct nl_object *object, void *arg)
{
	struct nl_object **place = arg;

	nl_object_get(object);
	if (*place != NULL)
		nl_object_put(*place);
	*place = object;
}

/*
 * Has the library read a message of NETLINK_ROUTE. Returns the (last) object with a reference, or NULL; the
 * error goes to *err.
 */
static inline void *raw_parse(struct raw_msg *raw, int *err)
{
	struct nl_msg *msg = nlmsg_convert(raw_msg_header(raw));
	struct nl_object *object = NULL;

	nlmsg_set_proto(msg, NETLINK_ROUTE);
	*err = nl_msg_parse(msg, raw_take, &object);
	nlmsg_free(msg);
	return object;
}

#endif
