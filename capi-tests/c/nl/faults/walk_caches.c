/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Caches and managers that ask the kernel, with system calls that fail, and without memory.
 */
#define _GNU_SOURCE
#include "walk_io.h"

#include "nl/rtypes.h"

static struct nl_cache_ops *addresses;
static struct nl_cache *filled;
static struct nl_sock *changer;

/* A function that fills a cache, which is empty before. */
#define FILLS(before, call) \
	WALK_REQUEST(({ nl_cache_clear(filled); before; }), ({ int err_ = (call); WALK_UNHARMED(nl_cache_clear(filled)); err_; }))

static void on_change(struct nl_cache *cache, struct nl_object *obj, int action, void *data)
{
	(void)cache;
	(void)obj;
	(void)action;
	(void)data;
}

static void on_change_v2(struct nl_cache *cache, struct nl_object *old, struct nl_object *obj, uint64_t diff, int action, void *data)
{
	(void)diff;
	(void)old;
	on_change(cache, obj, action, data);
}

static void caches(void)
{
	filled = nl_cache_alloc(addresses);
	WALK_FILL(nl_cache_alloc_and_fill(addresses, sk, &cache));
	FILLS((void)0, nl_cache_refill(sk, filled));
	FILLS((void)0, nl_cache_resync(sk, filled, on_change, NULL));
	FILLS((void)0, nl_cache_resync_v2(sk, filled, on_change_v2, NULL));
	FILLS(address_request(filled, sk), nl_cache_pickup(sk, filled));
	FILLS(address_request(filled, sk), nl_cache_pickup_checkdup(sk, filled));
}

/* What is in a cache, one at a time. */
static void objects(void)
{
	const struct ifaddrmsg body = { .ifa_family = AF_INET, .ifa_prefixlen = 8, .ifa_index = 1 };
	struct nl_msg *msg = nlmsg_alloc_simple(RTM_NEWADDR, 0);
	struct nl_object *address = nl_object_alloc(&address_ops);

	nlmsg_append(msg, (void *)&body, sizeof(body), NLMSG_ALIGNTO);
	nla_put_u32(msg, IFA_LOCAL, 1);
	nlmsg_set_proto(msg, NETLINK_ROUTE);
#define INTO(call)                                                             \
	HEAP_FAIL_EACH(({                                                      \
		struct nl_cache *into;                                         \
		int err_;                                                      \
		WALK_UNHARMED(into = nl_cache_alloc(addresses));               \
		err_ = (call);                                                 \
		CHECK_INT(nl_cache_nitems(into), err_ == 0, "%s: in it, or an error", #call); \
		WALK_UNHARMED(nl_cache_free(into));                            \
		err_;                                                          \
	}), -NLE_NOMEM, 1, #call)
	INTO(nl_cache_parse_and_add(into, msg));
	address->ce_msgtype = RTM_NEWADDR;
	INTO(nl_cache_include(into, address, on_change, NULL));
	INTO(nl_cache_include_v2(into, address, on_change_v2, NULL));
	INTO(nl_cache_add(into, address));
	nl_object_put(address);
	nlmsg_free(msg);
}

static struct nl_cache_mngr *manager(void)
{
	struct nl_cache_mngr *mngr = NULL;

	CHECK_INT(nl_cache_mngr_alloc(NULL, NETLINK_ROUTE, 0, &mngr), 0, "a manager");
	return mngr;
}

#define MANAGER(call) \
	do { \
		HEAP_FAIL_EACH((call), -NLE_NOMEM, 1, #call); \
		WALK_IO((void)0, (call), #call); \
	} while (0)

static int make(struct nl_sock *sync)
{
	struct nl_cache_mngr *mngr = NULL;
	int err = sync == NULL ? nl_cache_mngr_alloc(NULL, NETLINK_ROUTE, 0, &mngr)
			       : nl_cache_mngr_alloc_ex(NULL, sync, NETLINK_ROUTE, 0, &mngr);

	CHECK((err < 0) == (mngr == NULL), "a manager or an error");
	WALK_UNHARMED(nl_cache_mngr_free(mngr));
	return err;
}

static int make_ex(void)
{
	struct nl_sock *sync;
	int err;

	WALK_UNHARMED(sync = nl_socket_alloc());
	err = make(sync);
	WALK_UNHARMED(nl_socket_free(sync));
	return err;
}

static int add(int how)
{
	struct nl_cache_mngr *mngr;
	struct nl_cache *cache = NULL, *own = NULL;
	int err;

	WALK_UNHARMED(mngr = manager(); if (how > 0) own = nl_cache_alloc(addresses));
	err = how == 0   ? nl_cache_mngr_add(mngr, "test/address", on_change, NULL, &cache)
	      : how == 1 ? nl_cache_mngr_add_cache(mngr, own, on_change, NULL)
			 : nl_cache_mngr_add_cache_v2(mngr, own, on_change_v2, NULL);
	if (how == 0)
		CHECK((err < 0) == (cache == NULL), "a cache or an error");
	/* One that was not taken is the caller's. */
	WALK_UNHARMED(nl_cache_mngr_free(mngr); if (err < 0) nl_cache_free(own));
	return err;
}

static int add_0(void) { return add(0); }
static int add_1(void) { return add(1); }
static int add_2(void) { return add(2); }

static int told(int polled)
{
	struct nl_cache_mngr *mngr;
	struct nl_cache *cache;
	int err;

	WALK_UNHARMED({
		mngr = manager();
		loopback_address(changer, 0, 0x0a000001);
		nl_cache_mngr_add(mngr, "test/address", on_change, NULL, &cache);
		loopback_address(changer, 1, 0x0a000001);
	});
	err = polled ? nl_cache_mngr_poll(mngr, 1000) : nl_cache_mngr_data_ready(mngr);
	WALK_UNHARMED(nl_cache_mngr_free(mngr));
	return err > 0 ? 0 : err;
}

static int told_ready(void) { return told(0); }
static int told_polled(void) { return told(1); }

static void managers(void)
{
	CHECK_INT(make(NULL) + make_ex() + add_0() + told_ready() + told_polled(), 0, "all goes well");
	MANAGER(make(NULL));
	MANAGER(make_ex());
	walk_except(SOCKET_SETSOCKOPT, ENOPROTOOPT, 0, -NLE_INVAL);
	MANAGER(add_0());
	walk_except(SOCKET_SETSOCKOPT, ENOPROTOOPT, 0, -NLE_INVAL);
	MANAGER(add_1());
	walk_except(SOCKET_SETSOCKOPT, ENOPROTOOPT, 0, -NLE_INVAL);
	MANAGER(add_2());
	/* Nothing has come, or not all of it: the caches are filled again. */
	walk_except(SOCKET_RECVMSG, EAGAIN, 0, 0);
	walk_except(SOCKET_RECVMSG, ENOBUFS, 0, 0);
	MANAGER(told_ready());
	walk_except(SOCKET_RECVMSG, EAGAIN, 0, 0);
	walk_except(SOCKET_RECVMSG, ENOBUFS, 0, 0);
	MANAGER(told_polled());
}

int main(void)
{
	/* Printing takes memory once. */
	CHECK(1, "begin");
	loopback_up(1);
	changer = route_socket();
	addresses = cache_type_make(&address_type);
	nl_cache_mngt_register(addresses);
	caches();
	objects();
	managers();
	nl_cache_free(filled);
	nl_socket_free(sk);
	nl_socket_free(changer);
	CHECK_INT(nl_cache_mngt_unregister(addresses), 0, "nobody holds the type");
	free(addresses);
	return check_done();
}
