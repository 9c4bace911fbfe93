// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Callbacks that free what calls them: the manager, its sockets, the callback set.
 */
#include "check.h"

#include "../rtypes.h"

static struct nl_cache_mngr *manager;
static struct nl_sock *events;
static int told;

/* A program that has freed its manager is told of nothing more. */
static void free_manager(void)
{
	told++;
	CHECK(manager != NULL, "told after the end");
	nl_cache_mngr_free(manager);
	manager = NULL;
	nl_socket_free(events);
	events = NULL;
}

static void on_change(struct nl_cache *cache, struct nl_object *obj, int action, void *data)
{
	(void)cache;
	(void)data;
	CHECK_INT(action, NL_ACT_NEW, "what was told of");
	CHECK(nl_object_get_type(obj) != NULL, "the object is there");
	free_manager();
	CHECK(nl_object_get_type(obj) != NULL, "and still is");
}

static void on_change_v2(struct nl_cache *cache, struct nl_object *old, struct nl_object *new,
			 uint64_t diff, int action, void *data)
{
	(void)diff;
	CHECK(old == NULL, "nothing was there before");
	on_change(cache, new, action, data);
}

/* Delivers every object twice. */
static int parser_of_two(struct nl_cache_ops *ops, struct sockaddr_nl *who, struct nlmsghdr *nlh,
			 struct nl_parser_param *pp)
{
	int err = address_parser(ops, who, nlh, pp);

	return err < 0 ? err : address_parser(ops, who, nlh, pp);
}

/* So many changes, more than the socket holds if `lost`. */
static void freed_within(int version, int supplied, int changes, int lost)
{
	struct nl_cache_ops *ops = cache_type_make(&address_type);
	struct nl_cache *cache = nl_cache_alloc(ops);
	struct nl_sock *changer = route_socket();
	int count;

	loopback_up(1);
	events = supplied ? nl_socket_alloc() : NULL;
	CHECK_INT(nl_cache_mngr_alloc(events, NETLINK_ROUTE, 0, &manager), 0, "manager");
	if (version == 1)
		CHECK_INT(nl_cache_mngr_add_cache(manager, cache, on_change, NULL), 0, "add");
	else
		CHECK_INT(nl_cache_mngr_add_cache_v2(manager, cache, on_change_v2, NULL), 0, "add");
	if (lost)
		CHECK_INT(nl_socket_set_buffer_size(events, 1, 0), 0, "a small buffer");
	else
		ops->co_msg_parser = parser_of_two;
	told = 0;
	for (int i = 0; i < changes; i++)
		loopback_address(changer, 1, 0x0a010000 + i);
	count = nl_cache_mngr_data_ready(manager);
	CHECK(count > 0, "something came: %d", count);
	CHECK_INT(told, 1, "told once");
	CHECK(manager == NULL, "the manager is gone");
	for (int i = 0; i < changes; i++)
		loopback_address(changer, 0, 0x0a010000 + i);
	nl_socket_free(changer);
	free(ops);
}

static struct nl_sock *sender;

static int other_callbacks(struct nl_msg *msg, void *arg)
{
	struct nl_cb *cb = nl_cb_alloc(NL_CB_DEFAULT);

	(void)msg;
	++*(int *)arg;
	nl_socket_set_cb(sender, cb);
	nl_cb_put(cb);
	return NL_OK;
}

static int freed_socket(struct nl_msg *msg, void *arg)
{
	(void)msg;
	++*(int *)arg;
	nl_socket_free(sender);
	return NL_STOP;
}

/* What a MSG_OUT callback may do to its socket. */
static void sending(void)
{
	int calls = 0;

	sender = route_socket();
	nl_socket_modify_cb(sender, NL_CB_MSG_OUT, NL_CB_CUSTOM, other_callbacks, &calls);
	CHECK(nl_send_simple(sender, NLMSG_NOOP, 0, NULL, 0) > 0, "sent");
	CHECK(nl_send_simple(sender, NLMSG_NOOP, 0, NULL, 0) > 0, "and again, with other callbacks");
	CHECK_INT(calls, 1, "calls");
	nl_socket_modify_cb(sender, NL_CB_MSG_OUT, NL_CB_CUSTOM, freed_socket, &calls);
	CHECK_INT(nl_send_simple(sender, NLMSG_NOOP, 0, NULL, 0), NL_STOP, "what the callback said");
	CHECK_INT(calls, 2, "calls");
}

/* Leaves in its results what it has freed already. */
static int failing_recv(struct nl_sock *sk, struct sockaddr_nl *nla, unsigned char **buf,
			struct ucred **creds)
{
	(void)sk;
	(void)nla;
	*buf = malloc(16);
	*creds = malloc(12);
	free(*buf);
	free(*creds);
	return -NLE_AGAIN;
}

static void receiving(void)
{
	struct nl_sock *sk = route_socket();
	struct nl_cb *cb = nl_socket_get_cb(sk);

	nl_cb_overwrite_recv(cb, failing_recv);
	CHECK_INT(nl_recvmsgs(sk, cb), -NLE_AGAIN, "what the function returned");
	nl_cb_put(cb);
	nl_socket_free(sk);
}

int main(void)
{
	for (int version = 1; version <= 2; version++) {
		freed_within(version, 0, 1, 0);
		freed_within(version, 0, 10, 0);
		freed_within(version, 1, 10, 0);
		/* In the synchronisation, or before. */
		freed_within(version, 1, 600, 1);
	}
	sending();
	receiving();
	CHECK_INT(items_made - items_freed, 0, "no object is left");
	return check_done();
}
