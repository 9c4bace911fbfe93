/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Addresses, and what goes with them. */
#include <stdlib.h>
#include <sys/socket.h>

#include <netlink/addr.h>
#include <netlink/hashtable.h>
#include <netlink/utils.h>

#include "nl.h"

static struct nl_addr *address(const char *text)
{
	struct nl_addr *addr;

	if (nl_addr_parse(text, AF_UNSPEC, &addr) < 0)
		exit(1);
	return addr;
}

/* Twice the same, to compare. */
#define ADDRESSES(name, text)                                                  \
	static struct nl_addr *name[2];                                        \
	static struct nl_addr *const *name##_pair(void)                        \
	{                                                                      \
		if (name[0] == NULL) {                                         \
			name[0] = address(text);                               \
			name[1] = address(text);                               \
		}                                                              \
		return name;                                                   \
	}

ADDRESSES(ipv4, "192.0.2.77/24")
ADDRESSES(ipv6, "2001:db8::1234/64")
ADDRESSES(mac, "02:00:00:00:00:01")

static const unsigned char bytes[64] = { 1, 2, 3 };

BENCH_LOOP(cmp4, nl_addr_cmp(ipv4_pair()[0], ipv4_pair()[1]))
BENCH_LOOP(cmp6, nl_addr_cmp(ipv6_pair()[0], ipv6_pair()[1]))
BENCH_LOOP(cmp_mac, nl_addr_cmp(mac_pair()[0], mac_pair()[1]))
BENCH_LOOP(prefix4, nl_addr_cmp_prefix(ipv4_pair()[0], ipv4_pair()[1]))
BENCH_LOOP(prefix6, nl_addr_cmp_prefix(ipv6_pair()[0], ipv6_pair()[1]))
BENCH_LOOP(zero, nl_addr_iszero(ipv6_pair()[0]))
BENCH_LOOP(build, nl_addr_put(nl_addr_build(AF_INET, bytes, 4)))
BENCH_LOOP(clone, nl_addr_put(nl_addr_clone(ipv6_pair()[0])))
BENCH_LOOP(text4, char buf[64]; nl_addr2str(ipv4_pair()[0], buf, sizeof(buf)))
BENCH_LOOP(text6, char buf[64]; nl_addr2str(ipv6_pair()[0], buf, sizeof(buf)))
BENCH_LOOP(text_mac, char buf[64]; nl_addr2str(mac_pair()[0], buf, sizeof(buf)))
BENCH_LOOP(parse4, nl_addr_put(address("192.0.2.77/24")))
BENCH_LOOP(parse6, nl_addr_put(address("2001:db8::1234/64")))
BENCH_LOOP(parse_mac, nl_addr_put(address("02:00:00:00:00:01")))
BENCH_LOOP(hash4, nl_hash((void *)bytes, 4, 0))
BENCH_LOOP(hash16, nl_hash((void *)bytes, 16, 0))
BENCH_LOOP(hash64, nl_hash((void *)bytes, 64, 0))
BENCH_LOOP(af, char buf[32]; nl_af2str(AF_INET6, buf, sizeof(buf)))

const struct bench_case address_cases[] = {
	{ "nl_addr_cmp, IPv4", "call", 1000000, cmp4 },
	{ "nl_addr_cmp, IPv6", "call", 1000000, cmp6 },
	{ "nl_addr_cmp, link layer", "call", 1000000, cmp_mac },
	{ "nl_addr_cmp_prefix, IPv4", "call", 1000000, prefix4 },
	{ "nl_addr_cmp_prefix, IPv6", "call", 1000000, prefix6 },
	{ "nl_addr_iszero, IPv6", "call", 1000000, zero },
	{ "nl_addr_build, nl_addr_put", "address", 1000000, build },
	{ "nl_addr_clone, nl_addr_put", "address", 1000000, clone },
	{ "nl_addr2str, IPv4", "call", 200000, text4 },
	{ "nl_addr2str, IPv6", "call", 200000, text6 },
	{ "nl_addr2str, link layer", "call", 200000, text_mac },
	{ "nl_addr_parse, IPv4", "address", 200000, parse4 },
	{ "nl_addr_parse, IPv6", "address", 200000, parse6 },
	{ "nl_addr_parse, link layer", "address", 200000, parse_mac },
	{ "nl_hash of 4 bytes", "call", 1000000, hash4 },
	{ "nl_hash of 16 bytes", "call", 1000000, hash16 },
	{ "nl_hash of 64 bytes", "call", 1000000, hash64 },
	{ "nl_af2str", "call", 200000, af },
	{ 0 },
};
