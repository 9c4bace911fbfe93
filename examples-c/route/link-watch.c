/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Keeps a cache of the links up to date and prints what comes, changes and goes.
 * A cache manager receives the kernel's events and applies them to the cache;
 * the callback gets the link as it was, the link as it is, and the attributes
 * in which they differ.
 *
 * Compile: cc link-watch.c $(pkg-config --cflags --libs libnl-route-3.0)
 * Usage:   link-watch [COUNT]		stops after COUNT changes
 * Output:  1: lo mtu 65536 flags loopback kind -
 *          listening
 *          new 10: v0 mtu 1500 flags broadcast,multicast kind veth
 *          change 10: v0 mtu 1400 flags broadcast,multicast kind veth (mtu)
 *          del 10: v0 mtu 1400 flags broadcast,multicast kind veth
 */
#include <stdio.h>
#include <stdlib.h>

#include <sys/socket.h>

#include <netlink/cache.h>
#include <netlink/netlink.h>
#include <netlink/route/link.h>

struct watch {
	unsigned long wanted;	/* 0: without end */
	unsigned long seen;
};

static void print(struct rtnl_link *link)
{
	const char *name = rtnl_link_get_name(link), *kind = rtnl_link_get_type(link);
	char flags[256];

	rtnl_link_flags2str((int)rtnl_link_get_flags(link), flags, sizeof(flags));
	printf("%d: %s mtu %u flags %s kind %s", rtnl_link_get_ifindex(link), name ? name : "?",
	       rtnl_link_get_mtu(link), flags, kind ? kind : "-");
}

static void print_first(struct nl_object *obj, void *data)
{
	(void)data;
	print((struct rtnl_link *)obj);
	putchar('\n');
}

/* before is NULL for what is new, after is NULL for what is gone. */
static void on_change(struct nl_cache *cache, struct nl_object *before, struct nl_object *after,
		      uint64_t differing, int action, void *data)
{
	struct rtnl_link *link = (struct rtnl_link *)(after ? after : before);
	struct watch *watch = data;
	char names[256];

	(void)cache;
	/* IPv6 and bridges report links once more, in a family of theirs and without a kind. */
	if (rtnl_link_get_family(link) != AF_UNSPEC && !rtnl_link_get_type(link))
		return;
	printf("%s ", action == NL_ACT_NEW ? "new" : action == NL_ACT_DEL ? "del" : "change");
	print(link);
	if (before && after)
		printf(" (%s)", nl_object_attrs2str(after, (uint32_t)differing, names, sizeof(names)));
	putchar('\n');
	watch->seen++;
}

static int run(struct watch *watch)
{
	struct nl_cache_mngr *manager;
	struct nl_cache *links;
	int err;

	/* The manager has a socket for the events and one for its requests. */
	err = nl_cache_mngr_alloc(NULL, NETLINK_ROUTE, 0, &manager);
	if (err < 0)
		return err;
	/* rtnl_link_alloc_cache would fill it; the manager does so itself. */
	err = nl_cache_alloc_name("route/link", &links);
	if (err >= 0) {
		/* From here on the cache is the manager's to free. */
		err = nl_cache_mngr_add_cache_v2(manager, links, on_change, watch);
		if (err < 0)
			nl_cache_free(links);
	}
	if (err >= 0) {
		nl_cache_foreach(links, print_first, NULL);
		printf("listening\n");
	}
	while (err >= 0 && (watch->wanted == 0 || watch->seen < watch->wanted))
		err = nl_cache_mngr_poll(manager, -1);
	nl_cache_mngr_free(manager);
	return err;
}

int main(int argc, char *argv[])
{
	struct watch watch = { 0 };
	char *end = "";
	int err;

	if (argc == 2)
		watch.wanted = strtoul(argv[1], &end, 10);
	if (argc > 2 || *end) {
		fprintf(stderr, "usage: link-watch [COUNT]\n");
		return 2;
	}
	setvbuf(stdout, NULL, _IOLBF, 0);
	err = run(&watch);
	if (err < 0) {
		fprintf(stderr, "link-watch: %s\n", nl_geterror(err));
		return 1;
	}
	return 0;
}
