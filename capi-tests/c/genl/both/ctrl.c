/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The kernel's families.
 */
#include <errno.h>

#include <linux/genetlink.h>

#include <netlink/cache.h>
#include <netlink/errno.h>
#include <netlink/genl/ctrl.h>
#include <netlink/genl/family.h>
#include <netlink/genl/genl.h>
#include <netlink/msg.h>

#include "nl/feed.h"
#include "report.h"

static void print(struct nl_cache *cache, const char *key)
{
	for (int type = NL_DUMP_LINE; type <= NL_DUMP_STATS; type++) {
		char *text = NULL, *line, *state = NULL;
		size_t size = 0;
		int count = 0;
		FILE *file = open_memstream(&text, &size);
		struct nl_dump_params dp = { .dp_type = (enum nl_dump_type)type, .dp_fd = file };

		nl_cache_dump(cache, &dp);
		fclose(file);
		for (line = strtok_r(text, "\n", &state); line; line = strtok_r(NULL, "\n", &state))
			out_escaped(line, strlen(line), "%s.%d.%d", key, type, count++);
		out_int(count, "%s.%d.lines", key, type);
		free(text);
	}
}

static void families(struct nl_sock *sk)
{
	struct nl_cache *cache = NULL;
	struct nl_object *object;
	struct genl_family *family;
	int id;

	OUT_CALL(genl_ctrl_alloc_cache(sk, &cache), "alloc_cache");
	out_bool(nl_cache_nitems(cache) > 0, "alloc_cache.some");
	out_int(nl_cache_nitems(cache), "alloc_cache.items");
	print(cache, "cache");
	for (object = nl_cache_get_first(cache); object; object = nl_cache_get_next(object)) {
		const char *name = genl_family_get_name((struct genl_family *)object);

		id = (int)genl_family_get_id((struct genl_family *)object);
		family = genl_ctrl_search(cache, id);
		out_bool((struct nl_object *)family == object, "search.%s", name);
		out_int(nl_object_get_refcnt(object), "search.%s.references", name);
		genl_family_put(family);
		family = genl_ctrl_search_by_name(cache, name);
		out_bool((struct nl_object *)family == object, "search_by_name.%s", name);
		genl_family_put(family);
		OUT_CALL(genl_ctrl_resolve(sk, name), "resolve.%s", name);
		out_uint(genl_family_get_version((struct genl_family *)object), "version.%s", name);
		out_uint(genl_family_get_hdrsize((struct genl_family *)object), "hdrsize.%s", name);
		out_uint(genl_family_get_maxattr((struct genl_family *)object), "maxattr.%s", name);
		out_int(nl_object_get_msgtype(object), "msgtype.%s", name);
	}
	out_bool(genl_ctrl_search(cache, 0xffff) == NULL, "search.none");
	out_bool(genl_ctrl_search(cache, -1) == NULL, "search.negative");
	out_bool(genl_ctrl_search(cache, GENL_ID_CTRL + 0x10000) == NULL, "search.beyond");
	out_bool(genl_ctrl_search_by_name(cache, "nlctr") == NULL, "search_by_name.prefix");
	out_bool(genl_ctrl_search_by_name(cache, "nlctrl_") == NULL, "search_by_name.longer");
	out_bool(genl_ctrl_search_by_name(cache, "NLCTRL") == NULL, "search_by_name.case");
	out_bool(genl_ctrl_search_by_name(cache, "") == NULL, "search_by_name.empty");
	OUT_CALL(nl_cache_refill(sk, cache), "refill");
	print(cache, "refilled");
	nl_cache_free(cache);
}

static void resolving(struct nl_sock *sk)
{
	for (int ack = 0; ack < 2; ack++) {
		OUT_CALL(genl_ctrl_resolve(sk, "nlctrl"), "resolve.%d.nlctrl", ack);
		OUT_CALL(genl_ctrl_resolve(sk, "no_such_family"), "resolve.%d.none", ack);
		OUT_CALL(genl_ctrl_resolve(sk, "NLCTRL"), "resolve.%d.case", ack);
		OUT_CALL(genl_ctrl_resolve_grp(sk, "nlctrl", "notify"), "resolve_grp.%d", ack);
		OUT_CALL(genl_ctrl_resolve_grp(sk, "nlctrl", "notif"), "resolve_grp.%d.no_group", ack);
		OUT_CALL(genl_ctrl_resolve_grp(sk, "nlctrl", ""), "resolve_grp.%d.empty", ack);
		OUT_CALL(genl_ctrl_resolve_grp(sk, "no_such_family", "notify"), "resolve_grp.%d.no_family",
			 ack);
		nl_socket_disable_auto_ack(sk);
	}
	nl_socket_enable_auto_ack(sk);
}

/* Nothing waits to be received after all this. */
static void drained(struct nl_sock *sk, const char *key)
{
	char byte;

	out_bool(recv(nl_socket_get_fd(sk), &byte, 1, MSG_DONTWAIT) < 0, "%s", key);
}

static int count_messages(struct nl_msg *msg, void *arg)
{
	(void)msg;
	++*(int *)arg;
	return NL_OK;
}

static void sending(struct nl_sock *sk)
{
	int count = 0;

	nl_socket_modify_cb(sk, NL_CB_VALID, NL_CB_CUSTOM, count_messages, &count);
	OUT_CALL(genl_send_simple(sk, GENL_ID_CTRL, CTRL_CMD_GETFAMILY, 1, NLM_F_DUMP), "send.dump");
	OUT_CALL(nl_recvmsgs_default(sk), "send.dump.received");
	out_int(count, "send.dump.messages");
	OUT_CALL(genl_send_simple(sk, GENL_ID_CTRL, CTRL_CMD_GETFAMILY, 1, 0), "send.no_name");
	OUT_CALL(nl_recvmsgs_default(sk), "send.no_name.received");
	OUT_CALL(genl_send_simple(sk, GENL_ID_CTRL, CTRL_CMD_GETFAMILY + 256, 257, NLM_F_DUMP),
		 "send.large_numbers");
	count = 0;
	OUT_CALL(nl_recvmsgs_default(sk), "send.large_numbers.received");
	out_int(count, "send.large_numbers.messages");
	OUT_CALL(genl_send_simple(sk, 0xfff0, 1, 1, 0), "send.no_family");
	OUT_CALL(nl_recvmsgs_default(sk), "send.no_family.received");
}

int main(void)
{
	struct nl_sock *sk = nl_socket_alloc();
	struct nl_cache *cache = NULL;

	OUT_CALL(genl_send_simple(sk, GENL_ID_CTRL, CTRL_CMD_GETFAMILY, 1, NLM_F_DUMP), "closed.send");
	OUT_CALL(genl_ctrl_alloc_cache(sk, &cache), "closed.alloc_cache");
	OUT_CALL(genl_ctrl_resolve(sk, "nlctrl"), "closed.resolve");
	OUT_CALL(genl_ctrl_resolve_grp(sk, "nlctrl", "notify"), "closed.resolve_grp");
	/* What was not sent has taken sequence numbers. */
	nl_socket_free(sk);
	sk = nl_socket_alloc();
	OUT_CALL(genl_connect(sk), "connect");
	OUT_CALL(genl_connect(sk), "connect.again");
	families(sk);
	drained(sk, "families.drained");
	resolving(sk);
	drained(sk, "resolving.drained");
	sending(sk);
	drained(sk, "sending.drained");
	nl_socket_free(sk);
	return 0;
}
