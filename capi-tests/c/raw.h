/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Netlink messages and attributes written byte by byte, without the library
 * under test, so that they can be as wrong as a test wants them.
 */
#ifndef OXNL_RAW_H
#define OXNL_RAW_H

#include <linux/netlink.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Length of an array. */
#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* Malloc'ed memory of exactly size bytes, each set to fill. */
static inline void *raw_buffer(size_t size, int fill)
{
	void *buf = malloc(size != 0 ? size : 1);

	if (buf == NULL) {
		fprintf(stderr, "raw.h: out of memory\n");
		exit(2);
	}
	memset(buf, fill, size);
	return buf;
}

/* Writes the 16 byte header of a message; at must be aligned to 4. */
static inline struct nlmsghdr *raw_header(void *at, uint32_t len, uint16_t type, uint16_t flags,
					  uint32_t seq, uint32_t portid)
{
	const struct nlmsghdr header = {
		.nlmsg_len = len,
		.nlmsg_type = type,
		.nlmsg_flags = flags,
		.nlmsg_seq = seq,
		.nlmsg_pid = portid,
	};

	memcpy(at, &header, sizeof(header));
	return at;
}

/* Writes the 4 byte header of an attribute; at must be aligned to 4. */
static inline struct nlattr *raw_attr(void *at, uint16_t len, uint16_t type)
{
	const struct nlattr header = { .nla_len = len, .nla_type = type };

	memcpy(at, &header, sizeof(header));
	return at;
}

/* A buffer of size bytes, each set to fill, that begins with a message of nlmsg_len len. */
static inline struct nlmsghdr *raw_message(size_t size, int fill, uint32_t len)
{
	return raw_header(raw_buffer(size, fill), len, 0, 0, 0, 0);
}

/* Bytes from base to at. */
static inline long raw_offset(const void *base, const void *at)
{
	return (long)((intptr_t)at - (intptr_t)base);
}

#endif
