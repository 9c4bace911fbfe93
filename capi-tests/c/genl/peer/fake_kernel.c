/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Families asked of a kernel that makes one mistake.
 */
#include <netlink/genl/ctrl.h>
#include <netlink/genl/family.h>
#include <netlink/genl/genl.h>
#include <netlink/netlink.h>
#include <netlink/socket.h>

#include "fake_kernel.h"

static struct nl_sock *connected(const struct fake_kernel *kernel)
{
	const struct timeval patience = { .tv_usec = FAKE_PATIENCE_US };
	struct nl_sock *sk = nl_socket_alloc();

	nl_socket_set_peer_port(sk, kernel->port);
	fake_require(genl_connect(sk) == 0, "connect");
	setsockopt(nl_socket_get_fd(sk), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	return sk;
}

/* Which error it is differs: Debian's library has one for all. */
static void out_number(FILE *out, int number)
{
	if (number < 0)
		fprintf(out, "an error");
	else
		fprintf(out, "%s", number > 0 ? "a number" : "0");
}

static void resolve(struct fake_kernel *kernel, FILE *out)
{
	struct nl_sock *sk = connected(kernel);

	out_number(out, genl_ctrl_resolve(sk, "nlctrl"));
	nl_socket_free(sk);
}

static void group(struct fake_kernel *kernel, FILE *out)
{
	struct nl_sock *sk = connected(kernel);

	out_number(out, genl_ctrl_resolve_grp(sk, "nlctrl", "notify"));
	nl_socket_free(sk);
}

static void unknown(struct fake_kernel *kernel, FILE *out)
{
	struct nl_sock *sk = connected(kernel);

	out_number(out, genl_ctrl_resolve(sk, "no such family"));
	nl_socket_free(sk);
}

static void all(struct fake_kernel *kernel, FILE *out)
{
	struct nl_sock *sk = connected(kernel);
	struct nl_cache *cache = NULL;
	const int err = genl_ctrl_alloc_cache(sk, &cache);

	fprintf(out, "%d", err);
	if (err == 0) {
		struct genl_family *family = genl_ctrl_search_by_name(cache, "nlctrl");

		fprintf(out, ", %d families, nlctrl %d", nl_cache_nitems(cache),
			family ? (int)genl_family_get_id(family) : 0);
		if (family != NULL)
			genl_family_put(family);
		nl_cache_free(cache);
	}
	nl_socket_free(sk);
}

static const struct fake_case cases[] = {
	{ "resolve", NETLINK_GENERIC, resolve },
	{ "group", NETLINK_GENERIC, group },
	{ "unknown", NETLINK_GENERIC, unknown },
	{ "all", NETLINK_GENERIC, all },
};

int main(void)
{
	fake_try_all(cases, sizeof(cases) / sizeof(*cases), NULL);
	return 0;
}
