/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * For programs that ask the kernel for something and read back what it made of it. They print all
 * results, for the comparison of two libraries, and fail if the kernel refused something or gives
 * back something else.
 */
#ifndef OXNL_VM_H
#define OXNL_VM_H

#include <linux/if_addr.h>
#include <net/if.h>
#include <sys/socket.h>

#include <netlink/addr.h>
#include <netlink/errno.h>
#include <netlink/route/addr.h>
#include <netlink/route/link.h>
#include <netlink/socket.h>

#include "route/objects.h"

static struct nl_sock *sk;
static int vm_failures;

__attribute__((format(printf, 2, 3)))
static inline bool must(int err, const char *fmt, ...)
{
	char key[200];
	va_list args;

	va_start(args, fmt);
	vsnprintf(key, sizeof(key), fmt, args);
	va_end(args);
	out_int(err, "%s", key);
	if (err >= 0)
		return true;
	fprintf(stderr, "refused: %s: %s\n", key, nl_geterror(err));
	vm_failures++;
	return false;
}

/* A number that the kernel gave back. */
__attribute__((format(printf, 3, 4)))
static inline void must_be(unsigned long long got, unsigned long long want, const char *fmt, ...)
{
	char key[200];
	va_list args;

	va_start(args, fmt);
	vsnprintf(key, sizeof(key), fmt, args);
	va_end(args);
	out_uint(got, "%s", key);
	if (got == want)
		return;
	fprintf(stderr, "changed: %s: %llu, not %llu\n", key, got, want);
	vm_failures++;
}

/* An address that the kernel gave back. */
static inline void must_be_addr(const struct nl_addr *got, const char *want, const char *key)
{
	char text[128] = "none";

	if (got != NULL)
		nl_addr2str(got, text, sizeof(text));
	out_text(text, "%s", key);
	if (strcmp(text, want) == 0)
		return;
	fprintf(stderr, "changed: %s: %s, not %s\n", key, text, want);
	vm_failures++;
}

/* Of an accessor that returns a number, and of one that stores it. */
#define GOT(accessor, link, want, key)                                                             \
	must_be((unsigned long long)(long long)accessor(link), want, "%s." #accessor, key)
#define STORED(type, accessor, link, want, key)                                                    \
	do {                                                                                       \
		type value_ = 0;                                                                   \
		const int err_ = accessor(link, &value_);                                          \
		must_be(err_ < 0 ? (unsigned long long)-1 : (unsigned long long)value_, want,      \
			"%s." #accessor, key);                                                     \
	} while (0)

static inline void begin(void)
{
	/* So that nothing is lost if the library ends the program. */
	setvbuf(stdout, NULL, _IOLBF, 0);
	/* No names out of files. */
	setenv("NLSYSCONFDIR", "/nonexistent", 1);
	sk = nl_socket_alloc();
	if (nl_connect(sk, NETLINK_ROUTE) < 0)
		exit(2);
}

static inline int end(void)
{
	nl_socket_free(sk);
	return vm_failures == 0 ? 0 : 1;
}

/* An address, to be put by the caller. */
static inline struct nl_addr *address(const char *text)
{
	struct nl_addr *addr = NULL;

	if (nl_addr_parse(text, AF_UNSPEC, &addr) < 0) {
		fprintf(stderr, "no address: %s\n", text);
		exit(2);
	}
	return addr;
}

static inline int number(const char *name)
{
	return (int)if_nametoindex(name);
}

/*
 * How the library prints an interface, but for what it prints of IPv4 and IPv6, where there are times
 * and random numbers.
 */
static inline void out_link(struct rtnl_link *link, const char *key)
{
	const char *const kind = rtnl_link_get_type(link);

	out_attrs(link, key);
	for (int type = NL_DUMP_LINE; type <= NL_DUMP_DETAILS; type++) {
		char *text = NULL, *families;
		size_t size = 0;
		FILE *file = open_memstream(&text, &size);
		struct nl_dump_params dp = { .dp_type = (enum nl_dump_type)type, .dp_fd = file };

		/* Debian's library prints the name of a peer that it has not. */
		if (type == NL_DUMP_LINE || kind == NULL || strcmp(kind, "veth") != 0)
			nl_object_dump(OBJ_CAST(link), &dp);
		fclose(file);
		families = strstr(text, "ipv4 devconf:");
		if (families == NULL)
			families = strstr(text, "ipv6 max-reasm-len");
		out_escaped(text, families ? (size_t)(families - text) : size, "%s.%s", key,
			    type == NL_DUMP_LINE ? "line" : "details");
		free(text);
	}
}

/*
 * What ip or tc, which do not use the library, says of it, without what runs.
 */
__attribute__((format(printf, 2, 3)))
static inline void seen(const char *key, const char *fmt, ...)
{
	static const char less[] = "\"[a-z_]*_timer\": *[0-9.]*,|\"link_netnsid\": *[0-9]*,";
	char words[200], command[600], line[8192];
	va_list args;
	FILE *pipe;
	int n = 0;

	va_start(args, fmt);
	vsnprintf(words, sizeof(words), fmt, args);
	va_end(args);
	snprintf(command, sizeof(command), "LD_LIBRARY_PATH= %s 2>&1 | sed -E 's/%s//g'", words, less);
	pipe = popen(command, "re");
	while (pipe != NULL && fgets(line, sizeof(line), pipe) != NULL) {
		const size_t length = strcspn(line, "\n");

		out_escaped(line, length, "%s.seen.%d", key, n++);
	}
	if (pipe == NULL || pclose(pipe) != 0 || n == 0) {
		fprintf(stderr, "nothing seen: %s\n", words);
		vm_failures++;
	}
}

/* What the kernel says of an interface, to be put by the caller. */
static inline struct rtnl_link *fetched(const char *name, const char *key)
{
	struct rtnl_link *link = NULL;

	if (!must(rtnl_link_get_kernel(sk, 0, name, &link), "%s.fetch", key)) {
		fprintf(stderr, "no %s\n", name);
		fflush(stdout);
		exit(1);
	}
	out_link(link, key);
	seen(key, "ip -d -j link show dev %s", name);
	return link;
}

/* Has the kernel make an interface, forgets the request and returns what the kernel made of it. */
static inline struct rtnl_link *made(struct rtnl_link *link, const char *name, const char *mac)
{
	rtnl_link_set_name(link, name);
	if (mac != NULL) {
		struct nl_addr *addr = address(mac);

		rtnl_link_set_addr(link, addr);
		nl_addr_put(addr);
	}
	must(rtnl_link_add(sk, link, NLM_F_CREATE | NLM_F_EXCL), "%s.add", name);
	rtnl_link_put(link);
	return fetched(name, name);
}

/* An interface that takes no settings of its own. */
static inline struct rtnl_link *plain(const char *kind)
{
	struct rtnl_link *link = rtnl_link_alloc();

	rtnl_link_set_type(link, kind);
	return link;
}

/* Changes an interface; forgets the changes. */
static inline void changed(const char *name, struct rtnl_link *changes, const char *key)
{
	struct rtnl_link *link = rtnl_link_alloc();

	rtnl_link_set_ifindex(link, number(name));
	rtnl_link_set_family(link, rtnl_link_get_family(changes));
	must(rtnl_link_change(sk, link, changes, 0), "%s", key);
	rtnl_link_put(changes);
	rtnl_link_put(link);
}

/* Gives an interface an address, "10.0.0.1/24". */
static inline void addressed(const char *name, const char *text)
{
	struct rtnl_addr *addr = rtnl_addr_alloc();
	struct nl_addr *local = address(text);

	rtnl_addr_set_ifindex(addr, number(name));
	rtnl_addr_set_local(addr, local);
	if (nl_addr_get_family(local) == AF_INET6)
		rtnl_addr_set_flags(addr, IFA_F_NODAD);
	must(rtnl_addr_add(sk, addr, 0), "%s.%s", name, text);
	nl_addr_put(local);
	rtnl_addr_put(addr);
}

/* Sets an interface up. */
static inline void up(const char *name)
{
	struct rtnl_link *link = rtnl_link_alloc();
	char key[64];

	rtnl_link_set_flags(link, IFF_UP);
	snprintf(key, sizeof(key), "%s.up", name);
	changed(name, link, key);
}

static inline void removed(const char *name)
{
	struct rtnl_link *link = rtnl_link_alloc();

	rtnl_link_set_name(link, name);
	must(rtnl_link_delete(sk, link), "%s.delete", name);
	must_be((unsigned)number(name), 0, "%s.gone", name);
	rtnl_link_put(link);
}

#endif
