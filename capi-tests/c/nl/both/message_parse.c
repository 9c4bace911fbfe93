/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Objects out of messages, by the registered type that reads them. */
#include <linux/netlink.h>

#include <netlink/msg.h>
#include <netlink/netlink.h>

#include "own_type.h"
#include "raw.h"
#include "report.h"

static const struct own_msgtype msgtypes[] = { { 40, 1, "new" }, { 41, 2, "del" }, { -1, 0, NULL } };
static struct row calls;
static int result;
static struct nl_cache_ops *ops;

static int parse(struct nl_cache_ops *given, struct sockaddr_nl *who, struct nlmsghdr *nlh,
		 struct own_param *param)
{
	const int count = *(int *)nlmsg_data(nlh);

	row_add(&calls, "type=%d ours=%d who=%d", nlh->nlmsg_type, given == ops, who != NULL);
	for (int i = 0; i < count; i++) {
		struct nl_object *object = nl_object_alloc((struct nl_object_ops *)&own_objects);
		int taken;

		((int *)object)[14] = i;
		taken = param->take(object, param);
		row_add(&calls, "taken=%d references=%d", taken, nl_object_get_refcnt(object));
		nl_object_put(object);
	}
	return result;
}

static void take(struct nl_object *object, void *arg)
{
	row_add(&calls, "object=%d arg=%s", ((int *)object)[14], (const char *)arg);
}

int main(void)
{
	static const int results[] = { 0, 1, 5, -1, -5, -10, -95 };
	static const int protocols[] = { -1, 0, 15, 16 };
	struct own_type type;

	ops = own_type(&type, "test/type", 4, 15, parse, msgtypes, COUNT(msgtypes));
	out_int(nl_cache_mngt_register(ops), "register");
	for (size_t p = 0; p < COUNT(protocols); p++) {
		for (int number = 39; number <= 42; number++) {
			struct nl_msg *msg = nlmsg_alloc_size(64);

			nlmsg_put(msg, 1, 2, number, 4, 0);
			nlmsg_set_proto(msg, protocols[p]);
			*(int *)nlmsg_data(nlmsg_hdr(msg)) = 2;
			memset(&calls, 0, sizeof(calls));
			OUT_CALL(nl_msg_parse(msg, take, (void *)"x"), "parse.%d.%d", protocols[p],
				 number);
			out_row(&calls, "parse.%d.%d.calls", protocols[p], number);
			nlmsg_free(msg);
		}
	}
	for (size_t i = 0; i < COUNT(results); i++) {
		struct nl_msg *msg = nlmsg_alloc_size(64);

		nlmsg_put(msg, 1, 2, 40, 4, 0);
		nlmsg_set_proto(msg, 15);
		result = results[i];
		memset(&calls, 0, sizeof(calls));
		OUT_CALL(nl_msg_parse(msg, take, NULL), "result.%d", results[i]);
		nlmsg_free(msg);
	}
	result = 0;
	for (uint32_t len = 16; len <= 21; len++) {
		struct nl_msg *msg = nlmsg_alloc_size(64);

		nlmsg_put(msg, 1, 2, 40, 4, 0);
		nlmsg_set_proto(msg, 15);
		nlmsg_hdr(msg)->nlmsg_len = len;
		memset(&calls, 0, sizeof(calls));
		OUT_CALL(nl_msg_parse(msg, take, NULL), "len.%u", len);
		out_row(&calls, "len.%u.calls", len);
		nlmsg_free(msg);
	}
	/* Nobody holds on to the type any more. */
	out_int(nl_cache_mngt_unregister(ops), "unregister");
	return 0;
}
