/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * NULL where libmnl crashes: where the return type can say so, an error value comes
 * back instead.  Where libmnl does not look at the pointer, nothing changes.
 */
#include <libmnl/libmnl.h>

#include <setjmp.h>
#include <signal.h>

#include "check.h"
#include "exact.h"
#include "raw.h"

static sigjmp_buf crash;

static void on_crash(int number)
{
	(void)number;
	siglongjmp(crash, 1);
}

/* Makes a check; a crash in it is a failure of its own, and the next check is made. */
#define SURVIVE(what, check)                                                   \
	do {                                                                   \
		if (sigsetjmp(crash, 1) == 0) {                                \
			check;                                                 \
		} else {                                                       \
			CHECK(false, "%s crashes", what);                      \
		}                                                              \
	} while (0)

#define CHECK_EINVAL(call) SURVIVE(#call, CHECK_CALL(call, -1, EINVAL, "%s", #call))
#define CHECK_NULL(call) SURVIVE(#call, CHECK((call) == NULL, "%s is NULL", #call))
#define CHECK_FALSE(call)                                                      \
	SURVIVE(#call, CHECK_CALL(call, 0, CHECK_ERRNO_UNTOUCHED, "%s is false", #call))

static int attr_callback(const struct nlattr *attr, void *data)
{
	(void)attr;
	(void)data;
	return MNL_CB_OK;
}

static int message_callback(const struct nlmsghdr *nlh, void *data)
{
	(void)nlh;
	(void)data;
	return MNL_CB_OK;
}

static void sockets(void)
{
	char bytes[16] = { 0 };
	int value = 0;
	socklen_t len = sizeof(value);

	CHECK_EINVAL(mnl_socket_bind(NULL, 0, MNL_SOCKET_AUTOPID));
	CHECK_EINVAL(mnl_socket_close(NULL));
	CHECK_EINVAL(mnl_socket_sendto(NULL, bytes, sizeof(bytes)));
	CHECK_EINVAL(mnl_socket_recvfrom(NULL, bytes, sizeof(bytes)));
	CHECK_EINVAL(mnl_socket_setsockopt(NULL, NETLINK_PKTINFO, &value, sizeof(value)));
	CHECK_EINVAL(mnl_socket_getsockopt(NULL, NETLINK_PKTINFO, &value, &len));
	SURVIVE("mnl_socket_get_fd(NULL)",
		CHECK_INT(mnl_socket_get_fd(NULL), -1, "mnl_socket_get_fd(NULL) is -1"));
}

static void messages(void)
{
	/* Too short for a header, so it is not looked at. */
	CHECK_FALSE(mnl_nlmsg_ok(NULL, 15));
	CHECK_NULL(mnl_nlmsg_put_extra_header(NULL, 4));
}

static void attributes(void)
{
	CHECK_FALSE(mnl_attr_ok(NULL, 3));
	CHECK_EINVAL(mnl_attr_type_valid(NULL, 5));
	CHECK_EINVAL(mnl_attr_validate(NULL, MNL_TYPE_U32));
	CHECK_EINVAL(mnl_attr_validate(NULL, MNL_TYPE_UNSPEC));
	CHECK_EINVAL(mnl_attr_validate2(NULL, MNL_TYPE_BINARY, 0));
	CHECK_EINVAL(mnl_attr_validate2(NULL, MNL_TYPE_MAX, 4));
}

/* The callback is missing and there is an attribute to call it with. */
static void parsers(void)
{
	struct nlmsghdr *nlh = raw_message(32, 0, 24);
	struct nlattr *nest = raw_attr((char *)nlh + 12, 12, 1);

	raw_attr((char *)nlh + 16, 8, 1);
	CHECK_EINVAL(mnl_attr_parse(NULL, 0, attr_callback, NULL));
	CHECK_EINVAL(mnl_attr_parse(nlh, 0, NULL, NULL));
	CHECK_EINVAL(mnl_attr_parse_nested(NULL, attr_callback, NULL));
	CHECK_EINVAL(mnl_attr_parse_nested(nest, NULL, NULL));
	CHECK_EINVAL(mnl_attr_parse_payload(NULL, 8, attr_callback, NULL));
	CHECK_EINVAL(mnl_attr_parse_payload((char *)nlh + 16, 8, NULL, NULL));
	free(nlh);
}

static void runners(void)
{
	static const mnl_cb_t table[4] = { NULL };

	CHECK_EINVAL(mnl_cb_run(NULL, 16, 0, 0, message_callback, NULL));
	CHECK_EINVAL(mnl_cb_run(NULL, 0x7fffffff, 0, 0, message_callback, NULL));
	CHECK_EINVAL(mnl_cb_run2(NULL, 16, 0, 0, message_callback, NULL, table, 4));
	CHECK_EINVAL(mnl_cb_run2(NULL, 0x7fffffff, 0, 0, message_callback, NULL, NULL, 0));
	/* Too short for a message, so libmnl does not look at it. */
	CHECK_CALL(mnl_cb_run(NULL, 15, 0, 0, message_callback, NULL), 1, CHECK_ERRNO_UNTOUCHED,
		   "mnl_cb_run(NULL, 15)");
	CHECK_CALL(mnl_cb_run2(NULL, 0, 0, 0, NULL, NULL, NULL, 0), 1, CHECK_ERRNO_UNTOUCHED,
		   "mnl_cb_run2(NULL, 0)");
}

static void checked_putters(void)
{
	struct nlmsghdr *nlh = raw_message(64, 0xee, 16);

	CHECK_FALSE(mnl_attr_put_check(NULL, 64, 1, 4, "abcd"));
	CHECK_FALSE(mnl_attr_put_u8_check(NULL, 64, 1, 1));
	CHECK_FALSE(mnl_attr_put_u16_check(NULL, 64, 1, 1));
	CHECK_FALSE(mnl_attr_put_u32_check(NULL, 64, 1, 1));
	CHECK_FALSE(mnl_attr_put_u64_check(NULL, 64, 1, 1));
	CHECK_FALSE(mnl_attr_put_str_check(NULL, 64, 1, "abc"));
	CHECK_FALSE(mnl_attr_put_strz_check(NULL, 64, 1, "abc"));
	CHECK_NULL(mnl_attr_nest_start(NULL, 1));

	CHECK_FALSE(mnl_attr_put_check(nlh, 64, 1, 4, NULL));
	CHECK_FALSE(mnl_attr_put_str_check(nlh, 64, 1, NULL));
	CHECK_FALSE(mnl_attr_put_strz_check(nlh, 64, 1, NULL));
	CHECK_INT(nlh->nlmsg_len, 16, "putters without data: nlmsg_len left alone");
	CHECK_INT(((unsigned char *)nlh)[16], 0xee, "putters without data: no byte written");
	/* No data is fine if there is to be none. */
	CHECK_CALL(mnl_attr_put_check(nlh, 64, 1, 0, NULL), 1, CHECK_ERRNO_UNTOUCHED,
		   "mnl_attr_put_check of 0 bytes at NULL is true");
	CHECK_INT(nlh->nlmsg_len, 20, "mnl_attr_put_check of 0 bytes at NULL: nlmsg_len");
	free(nlh);
}

static void batches(void)
{
	struct mnl_nlmsg_batch *batch = mnl_nlmsg_batch_start(NULL, 64);

	CHECK(batch != NULL, "mnl_nlmsg_batch_start without a buffer is not NULL");
	CHECK_UINT(mnl_nlmsg_batch_size(batch), 0, "batch without a buffer: size");
	mnl_nlmsg_batch_stop(batch);

	SURVIVE("mnl_nlmsg_batch_reset(NULL)", {
		mnl_nlmsg_batch_reset(NULL);
		CHECK(true, "mnl_nlmsg_batch_reset(NULL) returns");
	});
	SURVIVE("mnl_nlmsg_batch_stop(NULL)", {
		mnl_nlmsg_batch_stop(NULL);
		CHECK(true, "mnl_nlmsg_batch_stop(NULL) returns");
	});
}

/* As in libmnl: without data nothing is looked at. */
static void printing(void)
{
	FILE *stream = tmpfile();

	if (stream == NULL)
		exit(2);
	mnl_nlmsg_fprintf(stream, NULL, 0, 0);
	mnl_nlmsg_fprintf(stream, NULL, 15, 4);
	CHECK_INT(ftell(stream), 0, "mnl_nlmsg_fprintf of NULL and less than a header: nothing printed");
	fclose(stream);
}

int main(void)
{
	const struct sigaction action = { .sa_handler = on_crash };

	if (sigaction(SIGSEGV, &action, NULL) != 0 || sigaction(SIGBUS, &action, NULL) != 0)
		exit(2);
	sockets();
	messages();
	attributes();
	parsers();
	runners();
	checked_putters();
	batches();
	printing();
	return check_done();
}
