/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Addresses as text: all families, lengths, prefix lengths and sizes of buffers. */
#include <sys/socket.h>

#include <netlink/netlink.h>
#include <netlink/addr.h>

#include "raw.h"
#include "report.h"

#define DECNET 12

static const unsigned char patterns[][32] = {
	{ 0 },
	{ 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16 },
	{ 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255 },
	{ 0xfe, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1 },
	{ 0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0xff },
	{ 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 192, 168, 100, 10 },
	{ 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 10, 99, 100, 109 },
	{ 10, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4 },
};

static void print(struct nl_addr *addr, size_t size, const char *key)
{
	char buf[256];

	/* Text that does not fit is left out; Debian's appends the prefix length to what was there. */
	memset(buf, '#', sizeof(buf));
	buf[0] = '\0';
	out_bool(nl_addr2str(addr, buf, size) == buf, "%s.same", key);
	out_escaped(buf, strlen(buf), "%s", key);
}

static void build(int family, size_t len, size_t pattern)
{
	static const int prefixes[] = { -1, 0, 1, 7, 8, 24, 31, 32, 33, 48, 64, 127, 128, 200 };
	struct nl_addr *addr = nl_addr_build(family, patterns[pattern], len);
	char key[64];

	snprintf(key, sizeof(key), "build.%d.%zu.%zu", family, len, pattern);
	out_int((int)nl_addr_get_prefixlen(addr), "%s.prefix", key);
	print(addr, 256, key);
	for (size_t i = 0; i < COUNT(prefixes); i++) {
		if (pattern != 1)
			break;
		nl_addr_set_prefixlen(addr, prefixes[i]);
		snprintf(key, sizeof(key), "prefix.%d.%zu.%d", family, len, prefixes[i]);
		print(addr, 256, key);
	}
	nl_addr_put(addr);
}

static void sizes(const char *text, int hint, size_t from)
{
	struct nl_addr *addr;
	char key[96];

	if (nl_addr_parse(text, hint, &addr) != 0)
		exit(2);
	for (size_t size = from; size < 64; size++) {
		snprintf(key, sizeof(key), "size%zu.'%s'", size, text);
		print(addr, size, key);
	}
	nl_addr_put(addr);
}

/* All addresses of DECnet, and the IPv4 address of every byte, as one hash. */
static void exhaustive(void)
{
	uint64_t decnet = 0, ipv4 = 0, ipv6 = 0;
	char buf[64];

	for (unsigned int i = 0; i < 0x10000; i++) {
		const unsigned char bytes[] = { (unsigned char)i, (unsigned char)(i >> 8) };
		struct nl_addr *addr = nl_addr_build(DECNET, bytes, 2);

		decnet = decnet * 31 + report_hash(nl_addr2str(addr, buf, sizeof(buf)));
		nl_addr_put(addr);
	}
	for (unsigned int i = 0; i < 0x10000; i++) {
		const unsigned char bytes[] = { (unsigned char)i, (unsigned char)(i >> 8),
						(unsigned char)(i + 77), (unsigned char)(i >> 4) };
		struct nl_addr *addr = nl_addr_build(AF_INET, bytes, 4);

		ipv4 = ipv4 * 31 + report_hash(nl_addr2str(addr, buf, sizeof(buf)));
		nl_addr_put(addr);
	}
	/* Every set of words that are zero, with numbers of all lengths in the others. */
	for (unsigned int i = 0; i < 0x100 * 16; i++) {
		static const uint16_t values[] = { 0xffff, 1, 0xa0, 0x10f, 0xabcd, 9, 0x1000, 0xf0 };
		unsigned char bytes[16];
		struct nl_addr *addr;

		for (unsigned int word = 0; word < 8; word++) {
			const uint16_t value = i >> word & 1 ? values[(word + (i >> 8)) % 8] : 0;

			bytes[word * 2] = (unsigned char)(value >> 8);
			bytes[word * 2 + 1] = (unsigned char)value;
		}
		addr = nl_addr_build(AF_INET6, bytes, 16);
		nl_addr2str(addr, buf, sizeof(buf));
		if (i < 0x100)
			out_text(buf, "exhaustive.ipv6.%02x", i);
		ipv6 = ipv6 * 31 + report_hash(buf);
		nl_addr_put(addr);
	}
	out_uint(ipv6, "exhaustive.ipv6");
	out_uint(decnet, "exhaustive.decnet");
	out_uint(ipv4, "exhaustive.ipv4");
}

static void labels(void)
{
	/* 16, 1048575 with other bits set, 0; the last one is the bottom. */
	static const unsigned char stack[] = { 0x00, 0x01, 0x00, 0x00, 0xff, 0xff, 0xfe, 0xff,
					       0x00, 0x00, 0x01, 0x40, 0x11, 0x11, 0x11, 0x11 };

	for (size_t len = 12; len <= 16; len++) {
		struct nl_addr *addr = nl_addr_build(AF_MPLS, stack, len);
		char key[32];

		snprintf(key, sizeof(key), "labels.%zu", len);
		print(addr, 256, key);
		nl_addr_set_prefixlen(addr, 8);
		snprintf(key, sizeof(key), "labels.%zu.prefix", len);
		print(addr, 256, key);
		nl_addr_put(addr);
	}
}

int main(void)
{
	static const int families[] = { AF_UNSPEC, AF_LLC, AF_PACKET, AF_BRIDGE, 999, -1 };

	for (size_t pattern = 0; pattern < COUNT(patterns); pattern++) {
		for (size_t i = 0; i < COUNT(families); i++)
			for (size_t len = 0; len <= 32; len += len < 8 ? 1 : 8)
				build(families[i], len, pattern);
		for (size_t len = 4; len <= 8; len++)
			build(AF_INET, len, pattern);
		build(AF_INET, 0, pattern);
		build(AF_INET6, 0, pattern);
		build(AF_INET6, 16, pattern);
		build(AF_INET6, 20, pattern);
		for (size_t len = 0; len <= 4; len++)
			build(DECNET, len, pattern);
		build(AF_MPLS, 0, pattern);
	}
	sizes("192.168.10.20", AF_INET, 1);
	sizes("192.168.10.20/24", AF_INET, 1);
	sizes("2001:db8:1:2:3:4:5:6", AF_INET6, 1);
	sizes("2001:db8::/32", AF_INET6, 1);
	sizes("00:11:22:33:44:55", AF_LLC, 1);
	sizes("00:11:22:33:44:55/20", AF_LLC, 1);
	sizes("none", AF_INET, 1);
	sizes("default/7", AF_INET6, 1);
	sizes("63.1023", DECNET, 9);
	sizes("100/200/300", AF_MPLS, 13);
	exhaustive();
	labels();
	print(NULL, 256, "null");
	print(NULL, 3, "null.small");
	return 0;
}
