// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * A cache manager over types written in C: caches filled from the kernel, and
 * changes of links and addresses told as they happen.
 */
#include "report.h"

#include <fcntl.h>

#include "../rtypes.h"

static struct row told;

static const char *seen_as(struct nl_object *obj, char *buf)
{
	if (obj == NULL)
		return "none";
	if (obj->ce_ops == &link_ops) {
		const struct link *link = (const struct link *)obj;

		sprintf(buf, "%s:%s:%u", link->name, link->flags & IFF_UP ? "up" : "down", link->mtu);
	} else {
		const struct address *address = (const struct address *)obj;

		sprintf(buf, "%x/%d", ntohl(address->local), address->prefixlen);
	}
	return buf;
}

static void on_change(struct nl_cache *cache, struct nl_object *obj, int action, void *data)
{
	char buf[64];

	row_add(&told, "(%s act=%d n=%d data=%s)", seen_as(obj, buf), action, nl_cache_nitems(cache),
		(const char *)data);
}

static void on_change_v2(struct nl_cache *cache, struct nl_object *old, struct nl_object *new,
			 uint64_t diff, int action, void *data)
{
	char one[64], other[64];

	row_add(&told, "(%s -> %s diff=%llx act=%d n=%d data=%s)", seen_as(old, one),
		seen_as(new, other), (unsigned long long)diff, action, nl_cache_nitems(cache),
		(const char *)data);
}

/* Whether a program was told anything of messages is the same; how many there were is the kernel's. */
static void out_told(struct nl_cache_mngr *mngr, const char *name)
{
	int count;

	told.used = 0;
	count = nl_cache_mngr_poll(mngr, 1000);
	out_int(count, "%s.count", name);
	out_row(&told, "%s.told", name);
	out_int(nl_cache_mngr_poll(mngr, 0), "%s.rest", name);
	out_int(nl_cache_mngr_data_ready(mngr), "%s.data_ready", name);
}

static void out_info(struct nl_cache_mngr *mngr, int type, const char *name)
{
	char *text = NULL, *line, *end;
	size_t size;
	/* A buffer would be emptied by every cache. */
	struct nl_dump_params p = {
		.dp_type = type, .dp_prefix = 1, .dp_fd = open_memstream(&text, &size),
	};
	int count = 0;

	nl_cache_mngr_info(mngr, &p);
	fclose(p.dp_fd);
	line = text;
	for (; (end = strchr(line, '\n')) != NULL; line = end + 1) {
		char *at;

		*end = '\0';
		/* No pointers. */
		at = strstr(line, "<0x");
		if (at != NULL) {
			char *after = strchr(at, '>');

			memmove(at + 1, after, strlen(after) + 1);
		}
		out_escaped(line, strlen(line), "%s.info.%d", name, count++);
	}
	out_int(p.dp_prefix, "%s.info.prefix", name);
	free(text);
}

static int ignore_lo(struct nl_cache *cache, struct nl_object *obj)
{
	(void)cache;
	row_add(&told, "[filtered %d]", ((struct link *)obj)->index);
	return NL_SKIP;
}

static int own_include(struct nl_cache *cache, struct nl_object *obj, change_func_t cb,
		       change_func_v2_t cb_v2, void *data)
{
	row_add(&told, "[own v1=%d v2=%d]", cb != NULL, cb_v2 != NULL);
	return cb ? nl_cache_include(cache, obj, cb, data)
		  : nl_cache_include_v2(cache, obj, cb_v2, data);
}

static void managed(struct nl_sock *sk, int flags, int version, const char *name)
{
	struct nl_cache_ops *links = cache_type_make(&link_type);
	struct nl_cache_ops *addresses = cache_type_make(&address_type);
	struct nl_cache_mngr *mngr = NULL;
	struct nl_cache *cache = NULL, *second = nl_cache_alloc(links);
	struct nl_sock *changer = route_socket();
	char data[] = "data", key[80];
	int fd, err;

	loopback_up(0);
	nl_cache_mngt_register(links);
	nl_cache_mngt_register(addresses);
	out_int(nl_cache_mngr_alloc(sk, NETLINK_ROUTE, flags, &mngr), "%s.alloc", name);
	fd = nl_cache_mngr_get_fd(mngr);
	out_bool(fd >= 0, "%s.fd", name);
	out_bool(fcntl(fd, F_GETFL) & O_NONBLOCK, "%s.nonblocking", name);
	out_bool(sk == NULL || nl_socket_get_fd(sk) == fd, "%s.fd.own", name);

	out_int(nl_cache_mngr_add(mngr, "test/unknown", on_change, data, &cache), "%s.unknown", name);
	if (version == 1) {
		out_int(nl_cache_mngr_add(mngr, "test/link", on_change, data, &cache), "%s.add", name);
		out_int(nl_cache_mngr_add(mngr, "test/link", on_change, data, &cache), "%s.twice", name);
	} else {
		cache = nl_cache_alloc(links);
		out_int(nl_cache_mngr_add_cache_v2(mngr, cache, on_change_v2, data), "%s.add", name);
	}
	err = nl_cache_mngr_add_cache(mngr, second, on_change, data);
	out_int(err, "%s.second", name);
	need(err < 0);
	nl_cache_free(second);
	out_int(nl_cache_nitems(cache), "%s.links", name);
	out_int(cache->c_refcnt, "%s.refcnt", name);
	out_bool(nl_cache_mngt_require("test/link") == cache, "%s.provided", name);
	out_told(mngr, name);

	snprintf(key, sizeof(key), "%s.up", name);
	out_int(loopback_up(1), "%s.ioctl", key);
	out_told(mngr, key);
	snprintf(key, sizeof(key), "%s.mtu", name);
	out_int(loopback_mtu(version == 1 ? 1400 : 1401), "%s.ioctl", key);
	out_told(mngr, key);

	cache = nl_cache_alloc(addresses);
	if (version == 1)
		out_int(nl_cache_mngr_add_cache(mngr, cache, on_change, data), "%s.add.addresses", name);
	else
		out_int(nl_cache_mngr_add_cache_v2(mngr, cache, on_change_v2, data), "%s.add.addresses", name);
	out_int(nl_cache_nitems(cache), "%s.addresses", name);
	snprintf(key, sizeof(key), "%s.address.new", name);
	out_int(loopback_address(changer, 1, 0x0a000001), "%s.nl", key);
	out_int(loopback_address(changer, 1, 0x0a000002), "%s.nl.2", key);
	out_told(mngr, key);
	out_int(nl_cache_nitems(cache), "%s.nitems", key);
	out_info(mngr, NL_DUMP_LINE, name);
	snprintf(key, sizeof(key), "%s.address.del", name);
	out_int(loopback_address(changer, 0, 0x0a000001), "%s.nl", key);
	out_told(mngr, key);
	/* New and gone before anybody looks. */
	snprintf(key, sizeof(key), "%s.address.both", name);
	out_int(loopback_address(changer, 1, 0x0a000003), "%s.nl", key);
	out_int(loopback_address(changer, 0, 0x0a000003), "%s.nl.2", key);
	out_told(mngr, key);
	out_int(loopback_address(changer, 0, 0x0a000002), "%s.last", key);
	told.used = 0;
	nl_cache_mngr_data_ready(mngr);
	out_row(&told, "%s.last.told", key);

	nl_cache_mngr_free(mngr);
	out_bool(nl_cache_mngt_require("test/link") == NULL, "%s.freed.provided", name);
	out_bool(fcntl(fd, F_GETFD) == -1, "%s.freed.closed", name);
	if (sk != NULL)
		out_int(nl_socket_get_fd(sk), "%s.freed.fd", name);
	out_int(nl_cache_mngt_unregister(links), "%s.unregister.links", name);
	out_int(nl_cache_mngt_unregister(addresses), "%s.unregister.addresses", name);
	nl_socket_free(changer);
	free(links);
	free(addresses);
}

/* The type's own functions for what comes in. */
static void own_functions(void)
{
	struct cache_type type = link_type;
	const char *names[] = { "filter", "include", "include_v2" };

	for (int i = 0; i < 3; i++) {
		struct nl_cache_ops *ops;
		struct nl_cache_mngr *mngr;
		struct nl_cache *cache;
		char data[] = "own";

		type.event_filter = i == 0 ? ignore_lo : NULL;
		type.include_event = i > 0 ? own_include : NULL;
		ops = cache_type_make(&type);
		nl_cache_mngt_register(ops);
		loopback_up(0);
		nl_cache_mngr_alloc(NULL, NETLINK_ROUTE, 0, &mngr);
		cache = nl_cache_alloc(ops);
		if (i == 2)
			nl_cache_mngr_add_cache_v2(mngr, cache, on_change_v2, data);
		else
			nl_cache_mngr_add_cache(mngr, cache, on_change, data);
		loopback_up(1);
		out_told(mngr, names[i]);
		nl_cache_mngr_free(mngr);
		nl_cache_mngt_unregister(ops);
		free(ops);
	}
}

static void refused(void)
{
	struct nl_cache_mngr *mngr = NULL;
	struct cache_type type = link_type;
	static struct nl_af_group bad_groups[] = { { 0, RTNLGRP_LINK }, { 0, 1000000 }, { 0, 0 } };
	struct nl_cache_ops *ops;
	struct nl_cache *cache;
	struct nl_sock *sk = route_socket();

	/* A socket that is connected already. */
	out_int(nl_cache_mngr_alloc(sk, NETLINK_ROUTE, 0, &mngr), "refused.connected");
	out_int(nl_socket_get_fd(sk), "refused.connected.fd");
	out_bool(mngr == NULL, "refused.connected.result");
	nl_socket_free(sk);
	out_int(nl_cache_mngr_alloc(NULL, 1000, 0, &mngr), "refused.protocol");

	nl_cache_mngr_alloc(NULL, NETLINK_ROUTE, 0, &mngr);
	type.protocol = NETLINK_GENERIC;
	ops = cache_type_make(&type);
	cache = nl_cache_alloc(ops);
	out_int(nl_cache_mngr_add_cache(mngr, cache, NULL, NULL), "refused.mismatch");
	nl_cache_free(cache);
	free(ops);
	type = link_type;
	type.groups = NULL;
	ops = cache_type_make(&type);
	cache = nl_cache_alloc(ops);
	out_int(nl_cache_mngr_add_cache(mngr, cache, NULL, NULL), "refused.no_groups");
	nl_cache_free(cache);
	free(ops);
	type = link_type;
	type.groups = bad_groups;
	ops = cache_type_make(&type);
	cache = nl_cache_alloc(ops);
	out_int(nl_cache_mngr_add_cache(mngr, cache, NULL, NULL), "refused.bad_group");
	out_int(cache->c_refcnt, "refused.bad_group.refcnt");
	nl_cache_free(cache);
	free(ops);
	type = link_type;
	type.request_update = NULL;
	ops = cache_type_make(&type);
	cache = nl_cache_alloc(ops);
	out_int(nl_cache_mngr_add_cache(mngr, cache, NULL, NULL), "refused.no_request");
	nl_cache_free(cache);
	free(ops);
	out_info(mngr, NL_DUMP_DETAILS, "refused");
	nl_cache_mngr_free(mngr);
	nl_cache_mngr_free(NULL);
}

/* More caches than there are slots at first. */
static void grown(void)
{
	struct nl_cache_ops *ops[30];
	struct nl_cache_mngr *mngr;
	int added = 0, twice = 0;

	nl_cache_mngr_alloc(NULL, NETLINK_ROUTE, 0, &mngr);
	for (int i = 0; i < 30; i++) {
		struct nl_cache *cache;

		ops[i] = cache_type_make(&address_type);
		/* One of the name, for all of these objects. */
		if (i == 0)
			nl_cache_mngt_register(ops[i]);
		cache = nl_cache_alloc(ops[i]);
		added += nl_cache_mngr_add_cache(mngr, cache, NULL, NULL) == 0;
		cache = nl_cache_alloc(ops[i]);
		twice += nl_cache_mngr_add_cache(mngr, cache, NULL, NULL) == -NLE_EXIST;
		nl_cache_free(cache);
	}
	out_int(added, "grown.added");
	out_int(twice, "grown.twice");
	nl_cache_mngr_free(mngr);
	nl_cache_mngt_unregister(ops[0]);
	for (int i = 0; i < 30; i++)
		free(ops[i]);
}

int main(void)
{
	struct nl_sock *sk = nl_socket_alloc();

	managed(NULL, NL_AUTO_PROVIDE, 1, "v1");
	managed(sk, 0, 2, "v2");
	nl_socket_free(sk);
	own_functions();
	refused();
	grown();
	return 0;
}
