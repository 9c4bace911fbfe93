/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Resolves a generic netlink family by its name, or lists all families with
 * their operations and multicast groups, through the controller cache.
 *
 * Usage:  genl-families [NAME [GROUP]]
 * Output: nlctrl id 16 version 2 hdrsize 0 maxattr 10
 *         group notify of nlctrl: 16
 *         0x0010 nlctrl version 2          (without a name, for all families)
 *             hdrsize 0 maxattr 10
 *               op GETFAMILY (0x03) <has_doit,has_dump,has_policy>
 *               grp notify (0x10)
 */
#include <stdio.h>

#include <netlink/genl/ctrl.h>
#include <netlink/genl/family.h>
#include <netlink/genl/genl.h>
#include <netlink/netlink.h>
#include <netlink/oxnl.h>

/* Reports an error, with the kernel's own words if it had any. */
static int failed(struct nl_sock *sk, const char *what, int err)
{
	const char *said = oxnl_socket_get_ext_ack_msg(sk);

	fprintf(stderr, "genl-families: %s: %s%s%s\n", what, nl_geterror(err),
		said ? ": " : "", said ? said : "");
	return 1;
}

/* One family, which the cache of all families tells more of than its number. */
static int show(struct nl_sock *sk, const char *name)
{
	struct genl_family *family;
	struct nl_cache *cache;
	int err;

	err = genl_ctrl_alloc_cache(sk, &cache);
	if (err < 0)
		return failed(sk, "the families", err);
	family = genl_ctrl_search_by_name(cache, name);
	if (family) {
		printf("%s id %u version %u hdrsize %u maxattr %u\n", genl_family_get_name(family),
		       genl_family_get_id(family), (unsigned int)genl_family_get_version(family),
		       genl_family_get_hdrsize(family), genl_family_get_maxattr(family));
		genl_family_put(family);
	} else {
		fprintf(stderr, "genl-families: %s: no such family\n", name);
	}
	nl_cache_free(cache);
	return family ? 0 : 1;
}

/* A group, which is joined by its number. */
static int show_group(struct nl_sock *sk, const char *name, const char *group)
{
	int id = genl_ctrl_resolve_grp(sk, name, group);

	if (id < 0)
		return failed(sk, group, id);
	printf("group %s of %s: %d\n", group, name, id);
	return 0;
}

static int list(struct nl_sock *sk)
{
	struct nl_dump_params params = { .dp_type = NL_DUMP_DETAILS, .dp_fd = stdout };
	struct nl_cache *cache;
	int err;

	err = genl_ctrl_alloc_cache(sk, &cache);
	if (err < 0)
		return failed(sk, "the families", err);
	nl_cache_dump(cache, &params);
	nl_cache_free(cache);
	return 0;
}

int main(int argc, char *argv[])
{
	struct nl_sock *sk;
	int err;

	if (argc > 3) {
		fprintf(stderr, "usage: genl-families [NAME [GROUP]]\n");
		return 2;
	}
	sk = nl_socket_alloc();
	if (!sk) {
		fprintf(stderr, "genl-families: out of memory\n");
		return 1;
	}
	err = genl_connect(sk);
	if (err < 0)
		err = failed(sk, "genl_connect", err);
	else if (argc == 3)
		err = show_group(sk, argv[1], argv[2]);
	else if (argc == 2)
		err = show(sk, argv[1]);
	else
		err = list(sk);
	nl_socket_free(sk);
	return err;
}
