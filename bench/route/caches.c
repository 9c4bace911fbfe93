/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Caches of what is in this network namespace, once:
 *
 *	route-caches route4|route6|link
 *
 * Prints lines "what<TAB>value": objects; bytes of heap; nanoseconds of reading the dump without a library
 * ("bare"), of making the cache, filling it anew, looking one object up by its key, and freeing it.
 */
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <linux/rtnetlink.h>
#include <netlink/netlink.h>
#include <netlink/route/link.h>
#include <netlink/route/route.h>

#include "../case.h"

const char bench_library[] = "libnl-route-3.so";

#define LOOKUPS 2000

static long long now(void)
{
	struct timespec at;

	clock_gettime(CLOCK_MONOTONIC, &at);
	return at.tv_sec * 1000000000LL + at.tv_nsec;
}

static void say(const char *what, long long value)
{
	printf("%s\t%lld\n", what, value);
}

static size_t heap(void)
{
	const struct mallinfo2 info = mallinfo2();

	return info.uordblks + info.hblkhd;
}

/* Reads a dump, and looks at the headers only. */
static void bare(int type, unsigned char family)
{
	struct {
		struct nlmsghdr nlh;
		struct rtmsg rtm;
		/* So that it is long enough for a link, too. */
		unsigned more;
	} request = { { sizeof(request), (unsigned short)type, NLM_F_REQUEST | NLM_F_DUMP, 1, 0 },
		      { .rtm_family = family }, 0 };
	static _Alignas(8) char buf[65536];
	const int fd = socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE);
	int done = 0;

	if (send(fd, &request, sizeof(request), 0) < 0)
		abort();
	while (!done) {
		ssize_t len = recv(fd, buf, sizeof(buf), 0);
		struct nlmsghdr *nlh = (struct nlmsghdr *)buf;

		if (len <= 0)
			abort();
		for (; NLMSG_OK(nlh, len); nlh = NLMSG_NEXT(nlh, len))
			done |= nlh->nlmsg_type == NLMSG_DONE;
	}
	close(fd);
}

static int links;
static int family;

static struct nl_cache *make(struct nl_sock *sk)
{
	struct nl_cache *cache = NULL;
	const int err = links ? rtnl_link_alloc_cache(sk, AF_UNSPEC, &cache)
			      : rtnl_route_alloc_cache(sk, family, 0, &cache);

	if (err < 0) {
		fprintf(stderr, "%s\n", nl_geterror(err));
		exit(1);
	}
	return cache;
}

/* Looks objects up that are spread over the cache. */
static long long look_up(struct nl_cache *cache, int count)
{
	struct nl_object *needles[LOOKUPS], *object = nl_cache_get_first(cache);
	const int apart = count < LOOKUPS ? 1 : count / LOOKUPS;
	int n = 0, i;
	long long start;

	for (i = 0; object != NULL && n < LOOKUPS; i++, object = nl_cache_get_next(object))
		if (i % apart == 0)
			needles[n++] = nl_object_clone(object);
	start = now();
	for (i = 0; i < n; i++) {
		if (links) {
			struct rtnl_link *needle = (struct rtnl_link *)needles[i];

			rtnl_link_put(rtnl_link_get(cache, rtnl_link_get_ifindex(needle)));
			rtnl_link_put(rtnl_link_get_by_name(cache, rtnl_link_get_name(needle)));
		} else {
			nl_object_put(nl_cache_search(cache, needles[i]));
		}
	}
	start = now() - start;
	for (i = 0; i < n; i++)
		nl_object_put(needles[i]);
	return start / n;
}

int main(int argc, char **argv)
{
	struct nl_sock *sk = nl_socket_alloc();
	struct nl_cache *cache;
	long long start, read_bare;
	size_t before;
	int count;

	if (argc != 2)
		return 2;
	links = strcmp(argv[1], "link") == 0;
	family = strcmp(argv[1], "route6") == 0 ? AF_INET6 : AF_INET;
	bench_print_library(bench_library);
	if (nl_connect(sk, NETLINK_ROUTE) < 0)
		return 1;
	bare(links ? RTM_GETLINK : RTM_GETROUTE, links ? AF_UNSPEC : (unsigned char)family);
	start = now();
	bare(links ? RTM_GETLINK : RTM_GETROUTE, links ? AF_UNSPEC : (unsigned char)family);
	read_bare = now() - start;
	before = heap();
	start = now();
	cache = make(sk);
	start = now() - start;
	count = nl_cache_nitems(cache);
	say("objects", count);
	say("heap", (long long)(heap() - before));
	say("bare", read_bare);
	say("make", start);
	start = now();
	if (nl_cache_refill(sk, cache) < 0)
		return 1;
	say("refill", now() - start);
	say("look up", look_up(cache, count));
	start = now();
	nl_cache_free(cache);
	say("free", now() - start);
	nl_socket_free(sk);
	return 0;
}
