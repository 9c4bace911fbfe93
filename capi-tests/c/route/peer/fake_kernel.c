/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Caches, look-ups and changes, asked of a kernel that makes one mistake.
 */
#include <net/if.h>

#include <netlink/cache.h>
#include <netlink/errno.h>
#include <netlink/netlink.h>
#include <netlink/route/addr.h>
#include <netlink/route/link.h>
#include <netlink/route/neighbour.h>
#include <netlink/route/route.h>
#include <netlink/route/rule.h>
#include <netlink/socket.h>

#include "fake_kernel.h"

static struct nl_sock *connected(const struct fake_kernel *kernel)
{
	const struct timeval patience = { .tv_usec = FAKE_PATIENCE_US };
	struct nl_sock *sk = nl_socket_alloc();

	nl_socket_set_peer_port(sk, kernel->port);
	fake_require(nl_connect(sk, NETLINK_ROUTE) == 0, "connect");
	setsockopt(nl_socket_get_fd(sk), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	return sk;
}

/* What came of a dump, and whether the socket is of use afterwards. */
static void dumped(struct nl_sock *sk, int err, struct nl_cache *cache, FILE *out)
{
	fprintf(out, "%d", err);
	if (err == 0)
		fprintf(out, ", %d objects", nl_cache_nitems(cache));
	nl_cache_free(err == 0 ? cache : NULL);
	nl_socket_free(sk);
}

static void links(struct fake_kernel *kernel, FILE *out)
{
	struct nl_sock *sk = connected(kernel);
	struct nl_cache *cache = NULL;
	const int err = rtnl_link_alloc_cache(sk, AF_UNSPEC, &cache);

	dumped(sk, err, cache, out);
}

static void addresses(struct fake_kernel *kernel, FILE *out)
{
	struct nl_sock *sk = connected(kernel);
	struct nl_cache *cache = NULL;
	const int err = rtnl_addr_alloc_cache(sk, &cache);

	dumped(sk, err, cache, out);
}

static void routes(struct fake_kernel *kernel, FILE *out)
{
	struct nl_sock *sk = connected(kernel);
	struct nl_cache *cache = NULL;
	const int err = rtnl_route_alloc_cache(sk, AF_INET, 0, &cache);

	dumped(sk, err, cache, out);
}

static void rules(struct fake_kernel *kernel, FILE *out)
{
	struct nl_sock *sk = connected(kernel);
	struct nl_cache *cache = NULL;
	const int err = rtnl_rule_alloc_cache(sk, AF_INET, &cache);

	dumped(sk, err, cache, out);
}

static void one_link(struct fake_kernel *kernel, FILE *out)
{
	struct nl_sock *sk = connected(kernel);
	struct rtnl_link *link = NULL;
	const int err = rtnl_link_get_kernel(sk, 0, "v0", &link);

	fprintf(out, "%d", err);
	if (err == 0 && link != NULL)
		fprintf(out, ", %s", rtnl_link_get_name(link) ? rtnl_link_get_name(link) : "without a name");
	if (err == 0)
		rtnl_link_put(link);
	nl_socket_free(sk);
}

static void change(struct fake_kernel *kernel, FILE *out)
{
	struct nl_sock *sk = connected(kernel);
	struct rtnl_link *link = rtnl_link_alloc(), *old = rtnl_link_alloc();

	rtnl_link_set_ifindex(old, (int)if_nametoindex("v0"));
	rtnl_link_set_mtu(link, 1400);
	fprintf(out, "%d", rtnl_link_change(sk, old, link, 0));
	rtnl_link_put(link);
	rtnl_link_put(old);
	nl_socket_free(sk);
}

static void refused(struct fake_kernel *kernel, FILE *out)
{
	struct nl_sock *sk = connected(kernel);
	struct rtnl_link *link = rtnl_link_alloc();

	rtnl_link_set_name(link, "no-such-link");
	fprintf(out, "%d", rtnl_link_delete(sk, link));
	rtnl_link_put(link);
	nl_socket_free(sk);
}

static const struct fake_case cases[] = {
	{ "links", NETLINK_ROUTE, links },
	{ "addresses", NETLINK_ROUTE, addresses },
	{ "routes", NETLINK_ROUTE, routes },
	{ "rules", NETLINK_ROUTE, rules },
	{ "one_link", NETLINK_ROUTE, one_link },
	{ "change", NETLINK_ROUTE, change },
	{ "refused", NETLINK_ROUTE, refused },
};

int main(void)
{
	fake_require(system("ip link set lo up && "
			    "ip link add v0 address 02:00:00:00:00:01 type veth peer name v1 address 02:00:00:00:00:02 && "
			    "ip link set v0 addrgenmode none && ip link set v1 addrgenmode none && "
			    "ip link set v0 up && ip addr add 10.0.0.1/24 dev v0 && ip addr add 10.0.1.1/24 dev v0 && "
			    "ip route add 10.9.0.0/16 via 10.0.0.9") == 0,
		     "set-up");
	fake_try_all(cases, sizeof(cases) / sizeof(*cases), NULL);
	return 0;
}
