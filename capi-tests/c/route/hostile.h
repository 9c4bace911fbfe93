/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Messages that lie: every attribute of a message cut short, in turn, and the message itself.
 */
#ifndef OXNL_HOSTILE_H
#define OXNL_HOSTILE_H

#include "check.h"
#include "route/objects.h"

/* Prints, clones and compares an object, and hands it to the test. */
static inline void hostile_use(struct nl_object *object, void (*use)(void *))
{
	char buf[4096], small[8];
	struct nl_object *copy = nl_object_clone(object);

	for (int type = NL_DUMP_LINE; type <= NL_DUMP_STATS; type++) {
		struct nl_dump_params dp = { .dp_type = (enum nl_dump_type)type, .dp_buf = buf,
					     .dp_buflen = sizeof(buf) };

		nl_object_dump(object, &dp);
	}
	nl_object_attr_list(object, small, sizeof(small));
	if (nl_object_diff64(object, copy) != 0)
		CHECK(0, "a clone differs");
	if (!nl_object_identical(object, copy))
		CHECK(0, "a clone is something else");
	use(copy);
	nl_object_put(copy);
}

/* Reads a message that has its own memory, so that no byte behind it can be read unnoticed. */
static inline int hostile_read(const void *bytes, size_t len, void (*use)(void *))
{
	struct nlmsghdr *nlh = malloc(len);
	struct nl_msg *msg;
	struct nl_object *object = NULL;
	int err;

	memcpy(nlh, bytes, len);
	nlh->nlmsg_len = (uint32_t)len;
	msg = nlmsg_convert(nlh);
	free(nlh);
	if (msg == NULL)
		return -1;
	nlmsg_set_proto(msg, NETLINK_ROUTE);
	err = nl_msg_parse(msg, raw_take, &object);
	nlmsg_free(msg);
	if (object != NULL) {
		hostile_use(object, use);
		nl_object_put(object);
	}
	return err;
}

/* Cuts every attribute of a message to every length; header is that of its family. Returns how many were read. */
static inline int hostile_all(struct raw_msg *full, size_t header, void (*use)(void *))
{
	const uint32_t len = raw_msg_header(full)->nlmsg_len;
	const size_t start = NLMSG_HDRLEN + NLMSG_ALIGN(header);
	int read = 0;

	for (size_t cut = NLMSG_HDRLEN; cut <= len; cut++)
		read += hostile_read(full, cut, use) >= 0;
	for (size_t at = start; at < len;) {
		const struct nlattr *attr = (const struct nlattr *)(full->bytes + at);
		const size_t payload = attr->nla_len - (size_t)NLA_HDRLEN;
		const size_t next = at + (size_t)NLA_ALIGN(attr->nla_len);

		for (size_t keep = 0; keep <= payload + 5; keep++) {
			struct raw_msg msg;
			struct nlattr *cut = (struct nlattr *)(msg.bytes + at);
			const size_t end = at + NLA_HDRLEN + (size_t)NLA_ALIGN(keep);

			memset(&msg, 0x5a, sizeof(msg));
			memcpy(&msg, full, at + NLA_HDRLEN + (keep < payload ? keep : payload));
			cut->nla_len = (uint16_t)(NLA_HDRLEN + keep);
			memcpy(msg.bytes + end, full->bytes + next, len - next);
			read += hostile_read(&msg, end + len - next, use) >= 0;
			/* And a length that is not there. */
			cut->nla_len = 0xffff;
			read += hostile_read(&msg, end + len - next, use) >= 0;
		}
		at = next;
	}
	CHECK(read > 0, "some were read");
	return read;
}

#endif
