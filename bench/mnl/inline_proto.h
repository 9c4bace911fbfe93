/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Prototype: the accessors that a parsing loop calls all the time, as inline
 * functions.  Included behind <libmnl/libmnl.h>, in C or C++.
 *
 * The macros take over calls only: `&mnl_attr_ok` and `mnl_attr_cb = mnl_attr_ok`
 * still mean the library's function, and arguments are evaluated once.  Fields are
 * read with memcpy, which becomes one load: as in the library, a message may lie
 * at any address and in a buffer of any type.
 */
#ifndef OXNL_MNL_INLINE_PROTO_H
#define OXNL_MNL_INLINE_PROTO_H

#include <stddef.h>
#include <string.h>

static inline uint16_t mnl_inline_attr_get_len(const struct nlattr *attr)
{
	uint16_t len;

	memcpy(&len, attr, sizeof(len));
	return len;
}

static inline uint16_t mnl_inline_attr_get_type(const struct nlattr *attr)
{
	uint16_t type;

	memcpy(&type, (const char *)attr + offsetof(struct nlattr, nla_type), sizeof(type));
	return (uint16_t)(type & 0x3fff);
}

static inline uint16_t mnl_inline_attr_get_payload_len(const struct nlattr *attr)
{
	return (uint16_t)(mnl_inline_attr_get_len(attr) - 4);
}

static inline void *mnl_inline_attr_get_payload(const struct nlattr *attr)
{
	return (char *)attr + 4;
}

static inline uint8_t mnl_inline_attr_get_u8(const struct nlattr *attr)
{
	return *((const uint8_t *)attr + 4);
}

static inline uint16_t mnl_inline_attr_get_u16(const struct nlattr *attr)
{
	uint16_t value;

	memcpy(&value, (const char *)attr + 4, sizeof(value));
	return value;
}

static inline uint32_t mnl_inline_attr_get_u32(const struct nlattr *attr)
{
	uint32_t value;

	memcpy(&value, (const char *)attr + 4, sizeof(value));
	return value;
}

static inline uint64_t mnl_inline_attr_get_u64(const struct nlattr *attr)
{
	uint64_t value;

	memcpy(&value, (const char *)attr + 4, sizeof(value));
	return value;
}

static inline const char *mnl_inline_attr_get_str(const struct nlattr *attr)
{
	return (const char *)attr + 4;
}

/* The second comparison covers both "shorter than a header" and "longer than what is left". */
static inline bool mnl_inline_attr_ok(const struct nlattr *attr, int len)
{
	return attr != NULL && len >= 4 &&
	       mnl_inline_attr_get_len(attr) - 4u <= (unsigned int)len - 4u;
}

static inline struct nlattr *mnl_inline_attr_next(const struct nlattr *attr)
{
	return (struct nlattr *)((char *)attr + ((mnl_inline_attr_get_len(attr) + 3u) & ~3u));
}

static inline uint32_t mnl_inline_nlmsg_len(const struct nlmsghdr *nlh)
{
	uint32_t len;

	memcpy(&len, nlh, sizeof(len));
	return len;
}

static inline bool mnl_inline_nlmsg_ok(const struct nlmsghdr *nlh, int len)
{
	return nlh != NULL && len >= 16 &&
	       mnl_inline_nlmsg_len(nlh) - 16u <= (unsigned int)len - 16u;
}

static inline struct nlmsghdr *mnl_inline_nlmsg_next(const struct nlmsghdr *nlh, int *len)
{
	uint32_t stride = (mnl_inline_nlmsg_len(nlh) + 3u) & ~3u;

	*len = (int)((unsigned int)*len - stride);
	return (struct nlmsghdr *)((char *)nlh + stride);
}

static inline void *mnl_inline_nlmsg_get_payload(const struct nlmsghdr *nlh)
{
	return (char *)nlh + 16;
}

static inline void *mnl_inline_nlmsg_get_payload_offset(const struct nlmsghdr *nlh, size_t offset)
{
	return (char *)nlh + 16 + ((offset + 3) & ~(size_t)3);
}

static inline void *mnl_inline_nlmsg_get_payload_tail(const struct nlmsghdr *nlh)
{
	return (char *)nlh + ((mnl_inline_nlmsg_len(nlh) + 3u) & ~3u);
}

/*
 * What succeeds is decided here; what fails goes to the library, which sets errno.
 * The parentheses keep the macros below from taking over.
 */
static inline int mnl_inline_attr_type_valid(const struct nlattr *attr, uint16_t maxtype)
{
	if (attr != NULL && mnl_inline_attr_get_type(attr) <= maxtype)
		return 1;
	return (mnl_attr_type_valid)(attr, maxtype);
}

/* Types of a fixed length. The type is nearly always a constant: this is one comparison. */
static inline int mnl_inline_attr_validate(const struct nlattr *attr, enum mnl_attr_data_type type)
{
	uint16_t len = 0;

	if (type == MNL_TYPE_U8)
		len = 5;
	else if (type == MNL_TYPE_U16)
		len = 6;
	else if (type == MNL_TYPE_U32)
		len = 8;
	else if (type == MNL_TYPE_U64 || type == MNL_TYPE_MSECS)
		len = 12;
	if (len != 0 && attr != NULL && mnl_inline_attr_get_len(attr) == len)
		return 0;
	return (mnl_attr_validate)(attr, type);
}

#define mnl_attr_get_type(attr) mnl_inline_attr_get_type(attr)
#define mnl_attr_get_len(attr) mnl_inline_attr_get_len(attr)
#define mnl_attr_get_payload_len(attr) mnl_inline_attr_get_payload_len(attr)
#define mnl_attr_get_payload(attr) mnl_inline_attr_get_payload(attr)
#define mnl_attr_get_u8(attr) mnl_inline_attr_get_u8(attr)
#define mnl_attr_get_u16(attr) mnl_inline_attr_get_u16(attr)
#define mnl_attr_get_u32(attr) mnl_inline_attr_get_u32(attr)
#define mnl_attr_get_u64(attr) mnl_inline_attr_get_u64(attr)
#define mnl_attr_get_str(attr) mnl_inline_attr_get_str(attr)
#define mnl_attr_ok(attr, len) mnl_inline_attr_ok(attr, len)
#define mnl_attr_next(attr) mnl_inline_attr_next(attr)
#define mnl_nlmsg_ok(nlh, len) mnl_inline_nlmsg_ok(nlh, len)
#define mnl_nlmsg_next(nlh, len) mnl_inline_nlmsg_next(nlh, len)
#define mnl_nlmsg_get_payload(nlh) mnl_inline_nlmsg_get_payload(nlh)
#define mnl_nlmsg_get_payload_offset(nlh, offset) mnl_inline_nlmsg_get_payload_offset(nlh, offset)
#define mnl_nlmsg_get_payload_tail(nlh) mnl_inline_nlmsg_get_payload_tail(nlh)
#define mnl_attr_type_valid(attr, maxtype) mnl_inline_attr_type_valid(attr, maxtype)
#define mnl_attr_validate(attr, type) mnl_inline_attr_validate(attr, type)

#endif
