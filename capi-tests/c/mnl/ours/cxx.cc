/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The header from C++17: every prototype, every constant, and the three loops,
 * which upstream's header does not let a C++ compiler through.  Compiles without a
 * warning under -Wall -Wextra -Werror -pedantic.
 */
#include <libmnl/libmnl.h>

#include <array>
#include <cstdint>
#include <cstring>
#include <string>
#include <type_traits>
#include <vector>

#include "check.h"

/* The type of a function, as a C caller relies on it. */
#define PROTOTYPE(function, ...)                                               \
	static_assert(std::is_same<decltype(&function), __VA_ARGS__>::value,   \
		      #function " has another prototype")

using attr_cb = int (*)(const struct nlattr *, void *);
using message_cb = int (*)(const struct nlmsghdr *, void *);

static_assert(std::is_same<mnl_attr_cb_t, attr_cb>::value, "mnl_attr_cb_t");
static_assert(std::is_same<mnl_cb_t, message_cb>::value, "mnl_cb_t");

PROTOTYPE(mnl_socket_open, struct mnl_socket *(*)(int));
PROTOTYPE(mnl_socket_open2, struct mnl_socket *(*)(int, int));
PROTOTYPE(mnl_socket_fdopen, struct mnl_socket *(*)(int));
PROTOTYPE(mnl_socket_bind, int (*)(struct mnl_socket *, unsigned int, pid_t));
PROTOTYPE(mnl_socket_close, int (*)(struct mnl_socket *));
PROTOTYPE(mnl_socket_get_fd, int (*)(const struct mnl_socket *));
PROTOTYPE(mnl_socket_get_portid, unsigned int (*)(const struct mnl_socket *));
PROTOTYPE(mnl_socket_sendto, ssize_t (*)(const struct mnl_socket *, const void *, size_t));
PROTOTYPE(mnl_socket_recvfrom, ssize_t (*)(const struct mnl_socket *, void *, size_t));
PROTOTYPE(mnl_socket_setsockopt, int (*)(const struct mnl_socket *, int, void *, socklen_t));
PROTOTYPE(mnl_socket_getsockopt, int (*)(const struct mnl_socket *, int, void *, socklen_t *));

PROTOTYPE(mnl_nlmsg_size, size_t (*)(size_t));
PROTOTYPE(mnl_nlmsg_get_payload_len, size_t (*)(const struct nlmsghdr *));
PROTOTYPE(mnl_nlmsg_put_header, struct nlmsghdr *(*)(void *));
PROTOTYPE(mnl_nlmsg_put_extra_header, void *(*)(struct nlmsghdr *, size_t));
PROTOTYPE(mnl_nlmsg_ok, bool (*)(const struct nlmsghdr *, int));
PROTOTYPE(mnl_nlmsg_next, struct nlmsghdr *(*)(const struct nlmsghdr *, int *));
PROTOTYPE(mnl_nlmsg_seq_ok, bool (*)(const struct nlmsghdr *, unsigned int));
PROTOTYPE(mnl_nlmsg_portid_ok, bool (*)(const struct nlmsghdr *, unsigned int));
PROTOTYPE(mnl_nlmsg_get_payload, void *(*)(const struct nlmsghdr *));
PROTOTYPE(mnl_nlmsg_get_payload_offset, void *(*)(const struct nlmsghdr *, size_t));
PROTOTYPE(mnl_nlmsg_get_payload_tail, void *(*)(const struct nlmsghdr *));
PROTOTYPE(mnl_nlmsg_fprintf, void (*)(FILE *, const void *, size_t, size_t));

PROTOTYPE(mnl_nlmsg_batch_start, struct mnl_nlmsg_batch *(*)(void *, size_t));
PROTOTYPE(mnl_nlmsg_batch_next, bool (*)(struct mnl_nlmsg_batch *));
PROTOTYPE(mnl_nlmsg_batch_stop, void (*)(struct mnl_nlmsg_batch *));
PROTOTYPE(mnl_nlmsg_batch_size, size_t (*)(struct mnl_nlmsg_batch *));
PROTOTYPE(mnl_nlmsg_batch_reset, void (*)(struct mnl_nlmsg_batch *));
PROTOTYPE(mnl_nlmsg_batch_head, void *(*)(struct mnl_nlmsg_batch *));
PROTOTYPE(mnl_nlmsg_batch_current, void *(*)(struct mnl_nlmsg_batch *));
PROTOTYPE(mnl_nlmsg_batch_is_empty, bool (*)(struct mnl_nlmsg_batch *));

PROTOTYPE(mnl_attr_get_type, uint16_t (*)(const struct nlattr *));
PROTOTYPE(mnl_attr_get_len, uint16_t (*)(const struct nlattr *));
PROTOTYPE(mnl_attr_get_payload_len, uint16_t (*)(const struct nlattr *));
PROTOTYPE(mnl_attr_get_payload, void *(*)(const struct nlattr *));
PROTOTYPE(mnl_attr_get_u8, uint8_t (*)(const struct nlattr *));
PROTOTYPE(mnl_attr_get_u16, uint16_t (*)(const struct nlattr *));
PROTOTYPE(mnl_attr_get_u32, uint32_t (*)(const struct nlattr *));
PROTOTYPE(mnl_attr_get_u64, uint64_t (*)(const struct nlattr *));
PROTOTYPE(mnl_attr_get_uint, uint64_t (*)(const struct nlattr *));
PROTOTYPE(mnl_attr_get_str, const char *(*)(const struct nlattr *));

PROTOTYPE(mnl_attr_put, void (*)(struct nlmsghdr *, uint16_t, size_t, const void *));
PROTOTYPE(mnl_attr_put_u8, void (*)(struct nlmsghdr *, uint16_t, uint8_t));
PROTOTYPE(mnl_attr_put_u16, void (*)(struct nlmsghdr *, uint16_t, uint16_t));
PROTOTYPE(mnl_attr_put_u32, void (*)(struct nlmsghdr *, uint16_t, uint32_t));
PROTOTYPE(mnl_attr_put_u64, void (*)(struct nlmsghdr *, uint16_t, uint64_t));
PROTOTYPE(mnl_attr_put_str, void (*)(struct nlmsghdr *, uint16_t, const char *));
PROTOTYPE(mnl_attr_put_strz, void (*)(struct nlmsghdr *, uint16_t, const char *));
PROTOTYPE(mnl_attr_put_check, bool (*)(struct nlmsghdr *, size_t, uint16_t, size_t, const void *));
PROTOTYPE(mnl_attr_put_u8_check, bool (*)(struct nlmsghdr *, size_t, uint16_t, uint8_t));
PROTOTYPE(mnl_attr_put_u16_check, bool (*)(struct nlmsghdr *, size_t, uint16_t, uint16_t));
PROTOTYPE(mnl_attr_put_u32_check, bool (*)(struct nlmsghdr *, size_t, uint16_t, uint32_t));
PROTOTYPE(mnl_attr_put_u64_check, bool (*)(struct nlmsghdr *, size_t, uint16_t, uint64_t));
PROTOTYPE(mnl_attr_put_str_check, bool (*)(struct nlmsghdr *, size_t, uint16_t, const char *));
PROTOTYPE(mnl_attr_put_strz_check, bool (*)(struct nlmsghdr *, size_t, uint16_t, const char *));
PROTOTYPE(mnl_attr_nest_start, struct nlattr *(*)(struct nlmsghdr *, uint16_t));
PROTOTYPE(mnl_attr_nest_start_check, struct nlattr *(*)(struct nlmsghdr *, size_t, uint16_t));
PROTOTYPE(mnl_attr_nest_end, void (*)(struct nlmsghdr *, struct nlattr *));
PROTOTYPE(mnl_attr_nest_cancel, void (*)(struct nlmsghdr *, struct nlattr *));

PROTOTYPE(mnl_attr_type_valid, int (*)(const struct nlattr *, uint16_t));
PROTOTYPE(mnl_attr_validate, int (*)(const struct nlattr *, enum mnl_attr_data_type));
PROTOTYPE(mnl_attr_validate2, int (*)(const struct nlattr *, enum mnl_attr_data_type, size_t));
PROTOTYPE(mnl_attr_ok, bool (*)(const struct nlattr *, int));
PROTOTYPE(mnl_attr_next, struct nlattr *(*)(const struct nlattr *));
PROTOTYPE(mnl_attr_parse, int (*)(const struct nlmsghdr *, unsigned int, mnl_attr_cb_t, void *));
PROTOTYPE(mnl_attr_parse_nested, int (*)(const struct nlattr *, mnl_attr_cb_t, void *));
PROTOTYPE(mnl_attr_parse_payload, int (*)(const void *, size_t, mnl_attr_cb_t, void *));
PROTOTYPE(mnl_cb_run,
	  int (*)(const void *, size_t, unsigned int, unsigned int, mnl_cb_t, void *));
PROTOTYPE(mnl_cb_run2, int (*)(const void *, size_t, unsigned int, unsigned int, mnl_cb_t, void *,
			       const mnl_cb_t *, unsigned int));

static_assert(MNL_SOCKET_AUTOPID == 0, "MNL_SOCKET_AUTOPID");
static_assert(MNL_SOCKET_DUMP_SIZE == 32768, "MNL_SOCKET_DUMP_SIZE");
static_assert(MNL_ALIGNTO == 4, "MNL_ALIGNTO");
static_assert(MNL_ALIGN(0) == 0 && MNL_ALIGN(1) == 4 && MNL_ALIGN(4) == 4 && MNL_ALIGN(5) == 8,
	      "MNL_ALIGN");
static_assert(std::is_same<decltype(MNL_ALIGN(size_t(1))), size_t>::value, "MNL_ALIGN(size_t)");
static_assert(std::is_same<decltype(MNL_ALIGN(uint16_t(1))), int>::value, "MNL_ALIGN(uint16_t)");
static_assert(std::is_same<decltype(MNL_ALIGN(uint32_t(1))), uint32_t>::value,
	      "MNL_ALIGN(uint32_t)");
static_assert(MNL_NLMSG_HDRLEN == 16 && MNL_ATTR_HDRLEN == 4, "header lengths");
static_assert(std::is_same<decltype(MNL_NLMSG_HDRLEN), size_t>::value, "MNL_NLMSG_HDRLEN");
static_assert(std::is_same<decltype(MNL_ATTR_HDRLEN), size_t>::value, "MNL_ATTR_HDRLEN");
static_assert(MNL_CB_ERROR == -1 && MNL_CB_STOP == 0 && MNL_CB_OK == 1, "callback results");
static_assert(SOL_NETLINK == 270, "SOL_NETLINK");
static_assert(MNL_TYPE_UNSPEC == 0 && MNL_TYPE_U8 == 1 && MNL_TYPE_U16 == 2 && MNL_TYPE_U32 == 3 &&
		      MNL_TYPE_U64 == 4 && MNL_TYPE_STRING == 5 && MNL_TYPE_FLAG == 6 &&
		      MNL_TYPE_MSECS == 7 && MNL_TYPE_NESTED == 8 && MNL_TYPE_NESTED_COMPAT == 9 &&
		      MNL_TYPE_NUL_STRING == 10 && MNL_TYPE_BINARY == 11 && MNL_TYPE_MAX == 12,
	      "enum mnl_attr_data_type");

static void constants()
{
	static const int three[3] = { 1, 2, 3 };

	CHECK_INT(MNL_ARRAY_SIZE(three), 3, "MNL_ARRAY_SIZE");
	CHECK(MNL_SOCKET_BUFFER_SIZE > 0 && MNL_SOCKET_BUFFER_SIZE <= 8192, "MNL_SOCKET_BUFFER_SIZE");
}

/* u32 1, nest 2 of u8 3 and string 4, u16 5 */
static struct nlmsghdr *build(void *buf)
{
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buf);

	mnl_attr_put_u32(nlh, 1, 0x12345678);
	struct nlattr *nest = mnl_attr_nest_start(nlh, 2);
	mnl_attr_put_u8(nlh, 3, 7);
	mnl_attr_put_strz(nlh, 4, "eth0");
	mnl_attr_nest_end(nlh, nest);
	mnl_attr_put_u16(nlh, 5, 9);
	return nlh;
}

/* The loops, with a constant attribute and with one that is not. */
static void loops()
{
	alignas(8) std::array<char, MNL_SOCKET_DUMP_SIZE> buf;
	struct nlmsghdr *nlh = build(buf.data());
	const struct nlattr *constant;
	struct nlattr *attr;
	std::string seen;

	mnl_attr_for_each(attr, nlh, 0) {
		seen += std::to_string(mnl_attr_get_type(attr)) + " ";
		if (mnl_attr_get_type(attr) != 2)
			continue;
		struct nlattr *inner;
		mnl_attr_for_each_nested(inner, attr)
			seen += "(" + std::to_string(mnl_attr_get_type(inner)) + ") ";
	}
	CHECK(seen == "1 2 (3) (4) 5 ", "mnl_attr_for_each and _nested");

	seen.clear();
	mnl_attr_for_each(constant, nlh, 8) {
		seen += std::to_string(mnl_attr_get_type(constant)) + " ";
		if (mnl_attr_get_type(constant) != 2)
			continue;
		const struct nlattr *inner;
		mnl_attr_for_each_nested(inner, constant)
			seen += "(" + std::to_string(mnl_attr_get_type(inner)) + ") ";
	}
	CHECK(seen == "2 (3) (4) 5 ", "mnl_attr_for_each and _nested, const");

	seen.clear();
	mnl_attr_for_each_payload(mnl_nlmsg_get_payload(nlh), mnl_nlmsg_get_payload_len(nlh))
		seen += std::to_string(mnl_attr_get_type(attr)) + " ";
	CHECK(seen == "1 2 5 ", "mnl_attr_for_each_payload");
}

/* Lambdas without captures are callbacks. */
static void callbacks()
{
	alignas(8) std::array<char, 256> buf;
	struct nlmsghdr *nlh = build(buf.data());
	std::vector<unsigned int> types;

	int result = mnl_attr_parse(
		nlh, 0,
		[](const struct nlattr *attr, void *data) {
			static_cast<std::vector<unsigned int> *>(data)->push_back(
				mnl_attr_get_type(attr));
			return MNL_CB_OK;
		},
		&types);
	CHECK_INT(result, MNL_CB_OK, "mnl_attr_parse with a lambda");
	CHECK(types == std::vector<unsigned int>({ 1, 2, 5 }), "mnl_attr_parse with a lambda: types");

	int messages = 0;
	const mnl_cb_t count = [](const struct nlmsghdr *, void *data) {
		++*static_cast<int *>(data);
		return MNL_CB_OK;
	};
	const std::array<mnl_cb_t, 4> controls = { nullptr, nullptr, nullptr, count };

	nlh->nlmsg_type = 16;
	CHECK_INT(mnl_cb_run(buf.data(), nlh->nlmsg_len, 0, 0, count, &messages), MNL_CB_OK,
		  "mnl_cb_run with a lambda");
	nlh->nlmsg_type = NLMSG_DONE;
	CHECK_INT(mnl_cb_run2(buf.data(), nlh->nlmsg_len, 0, 0, nullptr, &messages, controls.data(), 4),
		  MNL_CB_OK, "mnl_cb_run2 with a constant table");
	CHECK_INT(messages, 2, "messages counted");
}

int main()
{
	constants();
	loops();
	callbacks();
	return check_done();
}
