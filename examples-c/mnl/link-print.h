/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * One output format for all programs that print links.
 */
#ifndef EXAMPLES_LINK_PRINT_H
#define EXAMPLES_LINK_PRINT_H

#include <net/if.h>
#include <stdint.h>
#include <stdio.h>

#include <libmnl/libmnl.h>

struct link {
	int index;
	unsigned int flags;	/* IFF_* */
	uint32_t mtu;
	const char *name;	/* NULL: the message had none. Also below. */
	const char *kind;
	const uint8_t *addr;
	size_t addr_len;
};

/* 7: v0 mtu 1500 flags UP,BROADCAST address 02:00:00:00:00:01 kind veth */
static void print_link(const struct link *link)
{
	static const struct {
		unsigned int bit;
		const char *name;
	} flags[] = {
		{ IFF_UP, "UP" },
		{ IFF_RUNNING, "RUNNING" },
		{ IFF_LOOPBACK, "LOOPBACK" },
		{ IFF_BROADCAST, "BROADCAST" },
		{ IFF_MULTICAST, "MULTICAST" },
		{ IFF_POINTOPOINT, "POINTOPOINT" },
		{ IFF_NOARP, "NOARP" },
		{ IFF_PROMISC, "PROMISC" },
	};
	const char *separator = " flags ";

	printf("%d: %s mtu %u", link->index, link->name ? link->name : "?",
	       link->mtu);
	for (size_t i = 0; i < MNL_ARRAY_SIZE(flags); i++) {
		if (link->flags & flags[i].bit) {
			printf("%s%s", separator, flags[i].name);
			separator = ",";
		}
	}
	for (size_t i = 0; i < link->addr_len; i++)
		printf("%s%02x", i == 0 ? " address " : ":", link->addr[i]);
	if (link->kind)
		printf(" kind %s", link->kind);
	putchar('\n');
}

#endif
