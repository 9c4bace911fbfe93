/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A controller that lies: families whose attributes have wrong lengths, are missing, or are nested in
 * ways they should not be.
 */
#include <errno.h>

#include <linux/genetlink.h>

#include <netlink/attr.h>
#include <netlink/cache.h>
#include <netlink/errno.h>
#include <netlink/genl/ctrl.h>
#include <netlink/genl/family.h>
#include <netlink/genl/genl.h>
#include <netlink/genl/mngt.h>
#include <netlink/msg.h>

#include "check.h"
#include "nl/feed.h"

static struct feed feed;
static FILE *sink;

static int no_send(struct nl_sock *sk, struct nl_msg *msg)
{
	(void)sk;
	return (int)nlmsg_hdr(msg)->nlmsg_len;
}

/* Asks in every way; the answer is a family of these attributes. */
static struct {
	int resolved, group, filled, items;
	char name[40];
} result;

static void answer(const unsigned char *payload, size_t len, int error_too)
{
	for (int way = 0; way < 3; way++) {
		struct nl_cb *cb = nl_cb_alloc(NL_CB_DEFAULT);
		struct nl_sock *sk = nl_socket_alloc_cb(cb);
		struct nl_dump_params dp = { .dp_type = NL_DUMP_STATS, .dp_fd = sink };
		struct nl_cache *cache = NULL;
		struct nl_object *first;

		/* Caches of families are filled by sockets of generic netlink only. */
		if (way == 2)
			feed_require(genl_connect(sk) == 0, "genl_connect");
		nl_cb_overwrite_recv(cb, feed_recv);
		nl_cb_overwrite_send(cb, no_send);
		nl_socket_disable_auto_ack(sk);
		memset(&feed, 0, sizeof(feed));
		feed_datagram(&feed, 0);
		feed_message(&feed, GENL_ID_CTRL, way == 2 ? NLM_F_MULTI : 0, 0, payload, len);
		if (error_too)
			feed_error(&feed, 0, 0, -EPERM);
		if (way == 2) {
			feed_datagram(&feed, 0);
			feed_message(&feed, NLMSG_DONE, NLM_F_MULTI, 0, "\0\0\0\0", 4);
		}
		feed_now = &feed;
		if (way == 0) {
			result.resolved = genl_ctrl_resolve(sk, "fam");
		} else if (way == 1) {
			result.group = genl_ctrl_resolve_grp(sk, "fam", "grp");
		} else {
			result.filled = genl_ctrl_alloc_cache(sk, &cache);
			result.items = -1;
			if (result.filled == 0) {
				result.items = nl_cache_nitems(cache);
				nl_cache_dump(cache, &dp);
				first = nl_cache_get_first(cache);
				if (first != NULL)
					snprintf(result.name, sizeof(result.name), "%s",
						 genl_family_get_name((struct genl_family *)first));
				genl_family_put(genl_ctrl_search_by_name(cache, "fam"));
			}
			nl_cache_free(cache);
		}
		nl_socket_free(sk);
		nl_cb_put(cb);
	}
}

static size_t put(unsigned char *at, uint16_t type, const void *data, size_t len)
{
	raw_attr(at, (uint16_t)(4 + len), type);
	memset(at + 4, 0, NLMSG_ALIGN(len));
	memcpy(at + 4, data, len);
	return 4 + NLMSG_ALIGN(len);
}

/* A good family, in which attribute bad is of length bad_len, or left out below 0. */
static size_t family(unsigned char *at, int bad, int bad_len)
{
	static unsigned char data[12][64];
	const uint32_t number = 5;
	const uint16_t id = 0x77;
	size_t lens[12] = { 0 }, used = 4;
	unsigned char nested[64];
	size_t nested_len, group_len;

	memcpy(at, (struct genlmsghdr[]){ { .cmd = CTRL_CMD_NEWFAMILY, .version = 1 } }, 4);
	memset(data, 'z', sizeof(data));
	memcpy(data[CTRL_ATTR_FAMILY_ID], &id, 2);
	lens[CTRL_ATTR_FAMILY_ID] = 2;
	memcpy(data[CTRL_ATTR_FAMILY_NAME], "fam", 4);
	lens[CTRL_ATTR_FAMILY_NAME] = 4;
	for (int i = CTRL_ATTR_VERSION; i <= CTRL_ATTR_MAXATTR; i++) {
		memcpy(data[i], &number, 4);
		lens[i] = 4;
	}
	nested_len = put(nested, CTRL_ATTR_OP_ID, &number, 4);
	nested_len += put(nested + nested_len, CTRL_ATTR_OP_FLAGS, &number, 4);
	lens[CTRL_ATTR_OPS] = put(data[CTRL_ATTR_OPS], 1, nested, nested_len);
	group_len = put(nested, CTRL_ATTR_MCAST_GRP_NAME, "grp", 4);
	group_len += put(nested + group_len, CTRL_ATTR_MCAST_GRP_ID, &number, 4);
	lens[CTRL_ATTR_MCAST_GROUPS] = put(data[CTRL_ATTR_MCAST_GROUPS], 1, nested, group_len);
	for (int i = 1; i <= CTRL_ATTR_MCAST_GROUPS; i++) {
		if (i == bad && bad_len < 0)
			continue;
		used += put(at + used, (uint16_t)i, data[i], i == bad ? (size_t)bad_len : lens[i]);
	}
	return used;
}

static void lengths(void)
{
	_Alignas(4) unsigned char bytes[1024];

	answer(bytes, family(bytes, 0, 0), 0);
	CHECK_INT(result.resolved, 0x77, "a good family is resolved");
	CHECK_INT(result.group, 5, "and its group");
	CHECK(result.filled == 0 && result.items == 1, "and goes into a cache");
	answer(bytes, family(bytes, CTRL_ATTR_FAMILY_ID, -1), 0);
	CHECK_INT(result.resolved, -NLE_MISSING_ATTR, "no number: resolve");
	CHECK_INT(result.filled, -NLE_MISSING_ATTR, "no number: cache");
	answer(bytes, family(bytes, CTRL_ATTR_FAMILY_NAME, -1), 0);
	CHECK(result.resolved < 0, "no name: resolve");
	CHECK_INT(result.filled, -NLE_MISSING_ATTR, "no name: cache");
	answer(bytes, family(bytes, CTRL_ATTR_FAMILY_ID, 1), 0);
	CHECK(result.resolved < 0 && result.filled < 0, "half a number");
	answer(bytes, family(bytes, CTRL_ATTR_FAMILY_NAME, 3), 0);
	CHECK(result.resolved < 0 && result.filled < 0, "a name without end");
	answer(bytes, family(bytes, CTRL_ATTR_MCAST_GROUPS, -1), 0);
	CHECK_INT(result.group, -NLE_OBJ_NOTFOUND, "no groups");
	CHECK_INT(result.resolved, 0x77, "but a family");
	for (int bad = 1; bad <= CTRL_ATTR_MCAST_GROUPS; bad++) {
		for (int len = 0; len < 60; len++) {
			answer(bytes, family(bytes, bad, len), 0);
			if (strlen(result.name) > 15)
				CHECK(0, "a name that is too long");
		}
	}
	CHECK(1, "attributes of all lengths");
}

/* Every length in every header of an attribute of a good family, and every end of the message. */
static void lies(void)
{
	_Alignas(4) unsigned char bytes[1024];
	static const uint16_t lens[] = { 0, 1, 3, 4, 5, 7, 8, 9, 12, 20, 100, 0x7fff, 0xffff };
	const size_t len = family(bytes, 0, 0);

	for (size_t at = 4; at < len; at += 4) {
		for (size_t i = 0; i < COUNT(lens); i++) {
			family(bytes, 0, 0);
			memcpy(bytes + at, &lens[i], 2);
			answer(bytes, len, i % 2);
		}
	}
	CHECK(1, "lengths that lie");
	for (size_t end = 0; end <= len; end++) {
		family(bytes, 0, 0);
		answer(bytes, end, 0);
	}
	CHECK(1, "messages that end early");
}

static void many(void)
{
	/* More groups and operations than anybody has; one group by the name that is asked for. */
	_Alignas(4) unsigned char bytes[FEED_BYTES];
	unsigned char nested[64];
	const uint32_t number = 9;
	const uint16_t id = 0x77;
	size_t used = 4, start, len;

	memset(bytes, 0, sizeof(bytes));
	bytes[0] = CTRL_CMD_NEWFAMILY;
	used += put(bytes + used, CTRL_ATTR_FAMILY_ID, &id, 2);
	used += put(bytes + used, CTRL_ATTR_FAMILY_NAME, "fam", 4);
	start = used;
	used += 4;
	for (uint32_t i = 0; i < 70; i++) {
		len = put(nested, CTRL_ATTR_MCAST_GRP_NAME, i == 66 ? "grp" : "other", i == 66 ? 4 : 6);
		len += put(nested + len, CTRL_ATTR_MCAST_GRP_ID, i == 66 ? &number : &i, 4);
		used += put(bytes + used, (uint16_t)i, nested, len);
	}
	raw_attr(bytes + start, (uint16_t)(used - start), CTRL_ATTR_MCAST_GROUPS);
	answer(bytes, used, 0);
	CHECK_INT(result.group, 9, "one of many groups");
	CHECK(result.filled == 0 && result.items == 1, "and the cache has the family");

	/* A group whose name is too long for any. */
	memset(bytes + 4, 0, sizeof(bytes) - 4);
	used = 4 + put(bytes + 4, CTRL_ATTR_FAMILY_ID, &id, 2);
	used += put(bytes + used, CTRL_ATTR_FAMILY_NAME, "fam", 4);
	len = put(nested, CTRL_ATTR_MCAST_GRP_NAME, "123456789012345678901234567890", 31);
	len += put(nested + len, CTRL_ATTR_MCAST_GRP_ID, &number, 4);
	start = used;
	used += 4 + put(bytes + used + 4, 1, nested, len);
	raw_attr(bytes + start, (uint16_t)(used - start), CTRL_ATTR_MCAST_GROUPS);
	answer(bytes, used, 0);
	CHECK_INT(result.group, -NLE_INVAL, "a group of a name that is too long");
}

/* Registered commands get what lies. */
static int parser(struct nl_cache_ops *cache, struct genl_cmd *cmd, struct genl_info *info, void *arg)
{
	(void)cache;
	(void)arg;
	for (int i = 0; i <= cmd->c_maxattr; i++) {
		if (info->attrs[i] == NULL)
			continue;
		for (int at = 0; at < nla_len(info->attrs[i]); at++)
			fputc(((const char *)nla_data(info->attrs[i]))[at], sink);
	}
	return 0;
}

static void commands(void)
{
	static char name[] = "hostile", one[] = "ONE";
	static struct genl_cmd cmds[] = {
		{ .c_id = 1, .c_name = one, .c_maxattr = 9, .c_msg_parser = parser },
		{ .c_id = 2, .c_maxattr = -1, .c_msg_parser = parser },
		{ .c_id = 3, .c_maxattr = INT32_MAX, .c_msg_parser = parser },
	};
	struct genl_ops ops = { .o_name = name, .o_id = 0x55, .o_cmds = cmds, .o_ncmds = COUNT(cmds) };
	_Alignas(4) unsigned char bytes[256];
	char buf[16];

	CHECK_INT(genl_register_family(&ops), 0, "a family of odd commands");
	CHECK(genl_op2name(0x55, 2, buf, sizeof(buf)) == NULL, "a command without a name");
	for (ops.o_hdrsize = 0; ops.o_hdrsize < 40; ops.o_hdrsize += 3) {
		for (uint32_t len = 16; len < 80; len++) {
			struct nl_msg *msg;

			memset(bytes, 5, sizeof(bytes));
			raw_header(bytes, len, 0x55, 0, 0, 0);
			bytes[16] = 1;
			msg = nlmsg_convert((struct nlmsghdr *)bytes);
			genl_handle_msg(msg, NULL);
			nlmsg_hdr(msg)->nlmsg_len = len;
			if (len > 16) {
				((unsigned char *)nlmsg_hdr(msg))[16] = 2;
				genl_handle_msg(msg, NULL);
			}
			nlmsg_free(msg);
		}
	}
	ops.o_hdrsize = UINT32_MAX;
	raw_header(bytes, 64, 0x55, 0, 0, 0);
	{
		struct nl_msg *msg = nlmsg_convert((struct nlmsghdr *)bytes);

		CHECK(genl_handle_msg(msg, NULL) < 0, "a header larger than memory");
		nlmsg_free(msg);
	}
	genl_unregister_family(&ops);
	CHECK(1, "commands");
}

int main(void)
{
	sink = fopen("/dev/null", "w");
	lengths();
	lies();
	many();
	commands();
	fclose(sink);
	return check_done();
}
