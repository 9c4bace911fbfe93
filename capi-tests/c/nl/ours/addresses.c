/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Addresses: NULL, lengths that do not fit the family, buffers that are too small. */
#include <limits.h>
#include <netinet/in.h>
#include <stdint.h>
#include <sys/socket.h>

#include <netlink/netlink.h>
#include <netlink/addr.h>

#include "check.h"
#include "exact.h"
#include "raw.h"

#define DECNET 12

/* Whether an address is written as text to exactly size bytes. */
static void written(struct nl_addr *addr, size_t size, const char *text, const char *what)
{
	struct exact buf = exact_new(size, '#', ON_HEAP);

	CHECK(nl_addr2str(addr, buf.at, size) == buf.at, "%s: its buffer is returned", what);
	CHECK(size == 0 || strcmp(buf.at, text) == 0, "%s in %zu bytes", what, size);
	exact_free(&buf);
}

/* Texts that are cut off wherever the buffer ends. */
static void cut(struct nl_addr *addr, const char *text)
{
	for (size_t size = 0; size <= strlen(text) + 2; size++) {
		char want[128] = "";

		strncat(want, text, size == 0 ? 0 : size - 1);
		written(addr, size, want, text);
	}
	nl_addr_put(addr);
}

static struct nl_addr *parsed(const char *text, int hint)
{
	struct nl_addr *addr = NULL;

	CHECK_INT(nl_addr_parse(text, hint, &addr), 0, "parse %s", text);
	return addr;
}

static void cut_off(void)
{
	struct nl_addr *addr;

	cut(parsed("63.1023", DECNET), "63.1023");
	cut(parsed("63.1023/5", DECNET), "63.1023/5");
	cut(parsed("100/1048575/0", AF_MPLS), "100/1048575/0");
	cut(parsed("00:11:22:33:44:55/7", AF_LLC), "00:11:22:33:44:55/7");
	cut(parsed("none/128", AF_INET), "none/128");
	/* IPv4 and IPv6 addresses are left out as a whole. */
	addr = parsed("192.168.10.20", AF_INET);
	for (size_t size = 0; size < 14; size++)
		written(addr, size, "", "IPv4 left out");
	written(addr, 14, "192.168.10.20", "IPv4");
	nl_addr_put(addr);
	addr = parsed("2001:db8::1234", AF_INET6);
	for (size_t size = 0; size < 15; size++)
		written(addr, size, "", "IPv6 left out");
	written(addr, 15, "2001:db8::1234", "IPv6");
	nl_addr_put(addr);
	written(NULL, 0, "", "NULL");
	written(NULL, 2, "n", "NULL");
	CHECK(nl_addr2str(NULL, NULL, 9) == NULL, "addr2str to nowhere");
	CHECK(nl_af2str(AF_INET, NULL, 9) == NULL, "af2str to nowhere");
}

/* An address of len bytes, in memory that ends with them. */
static struct nl_addr *build(int family, size_t len)
{
	static const unsigned char bytes[] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16 };
	struct exact from = exact_new(len, 0, ON_HEAP);
	struct nl_addr *addr;

	memcpy(from.at, bytes, len);
	addr = nl_addr_build(family, from.at, len);
	exact_free(&from);
	return addr;
}

/* Bytes that an address does not have are zero, and not what lies behind it. */
static void short_ones(void)
{
	static const struct {
		int family;
		size_t len;
		const char *text;
	} cases[] = {
		{ AF_INET, 1, "1.0.0.0" },
		{ AF_INET, 3, "1.2.3.0" },
		{ AF_INET, 5, "1.2.3.4" },
		{ AF_INET6, 1, "100::" },
		{ AF_INET6, 4, "102:304::" },
		{ AF_INET6, 15, "102:304:506:708:90a:b0c:d0e:f00" },
		{ DECNET, 1, "" },
		{ DECNET, 3, "" },
		{ AF_MPLS, 1, "4096" },
		{ AF_MPLS, 3, "4128" },
	};
	/* No label is the bottom of the stack. */
	static const unsigned char stack[] = { 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 0 };
	static const char *const labels[] = { "none", "0", "16", "16", "16", "16", "16", "16", "16/32",
					      "16/32", "16/32", "16/32" };

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct nl_addr *addr = build(cases[i].family, cases[i].len);
		char what[64];

		snprintf(what, sizeof(what), "family %d, %zu bytes", cases[i].family, cases[i].len);
		written(addr, 64, cases[i].text, what);
		nl_addr_put(addr);
	}
	for (size_t len = 0; len < COUNT(labels); len++) {
		struct nl_addr *addr = nl_addr_build(AF_MPLS, stack, len);

		written(addr, 64, labels[len], "labels without a last one");
		nl_addr_put(addr);
	}
}

static void prefixes(void)
{
	struct nl_addr *a = build(AF_INET, 4), *b = build(AF_INET, 4), *shorter = build(AF_INET, 2);
	struct nl_addr *none = build(AF_INET, 0);

	nl_addr_set_prefixlen(a, 1000);
	nl_addr_set_prefixlen(b, INT_MAX);
	CHECK_INT(nl_addr_cmp_prefix(a, b), 0, "prefixes longer than the addresses");
	nl_addr_set_prefixlen(shorter, 1000);
	CHECK(nl_addr_cmp_prefix(a, shorter) > 0, "what one does not have is zero");
	CHECK(nl_addr_cmp_prefix(shorter, a) < 0, "on either side");
	nl_addr_set_prefixlen(shorter, 16);
	CHECK_INT(nl_addr_cmp_prefix(a, shorter), 0, "what it has is the same");
	nl_addr_set_prefixlen(shorter, 22);
	CHECK_INT(nl_addr_cmp_prefix(a, shorter), 0, "bits of zero");
	nl_addr_set_prefixlen(shorter, 23);
	CHECK(nl_addr_cmp_prefix(a, shorter) > 0, "the first bit that is not");
	nl_addr_set_prefixlen(none, INT_MAX);
	CHECK(nl_addr_cmp_prefix(none, a) < 0, "no bytes at all");
	nl_addr_set_prefixlen(none, -1);
	CHECK_INT(nl_addr_cmp_prefix(none, a), 0, "a negative prefix has no bits");
	nl_addr_set_prefixlen(a, INT_MIN);
	CHECK_INT(nl_addr_cmp_prefix(b, a), 0, "nor has the most negative");
	nl_addr_put(a);
	nl_addr_put(b);
	nl_addr_put(shorter);
	nl_addr_put(none);
}

static void attributes(void)
{
	struct nl_addr *addr;

	CHECK(nl_addr_alloc_attr(NULL, AF_INET) == NULL, "no attribute");
	for (uint16_t len = 0; len < 4; len++) {
		struct exact attr = exact_new(4, 0, ON_HEAP);

		raw_attr(attr.at, len, 1);
		CHECK(nl_addr_alloc_attr(attr.at, AF_INET) == NULL, "an attribute of %d bytes", len);
		exact_free(&attr);
	}
	for (uint16_t len = 4; len < 40; len++) {
		struct exact attr = exact_new(len, 7, ON_HEAP);

		raw_attr(attr.at, len, 1);
		addr = nl_addr_alloc_attr(attr.at, AF_INET6);
		exact_free(&attr);
		CHECK_UINT(nl_addr_get_len(addr), len - 4, "an attribute of %d bytes", len);
		nl_addr_put(addr);
	}
}

static void no_pointers(void)
{
	struct sockaddr_storage storage;
	socklen_t len = sizeof(storage);
	struct addrinfo *list = NULL;
	struct nl_addr *addr = build(AF_INET, 4), *result = addr;
	char name[64];

	CHECK(nl_addr_alloc(SIZE_MAX) == NULL, "more room than there can be");
	CHECK(nl_addr_alloc((size_t)UINT32_MAX + 1) == NULL, "more than the length can say");
	CHECK(nl_addr_build(AF_INET, NULL, 4) == NULL, "bytes from nowhere");
	CHECK(nl_addr_clone(NULL) == NULL, "clone(NULL)");
	CHECK(nl_addr_get(NULL) == NULL, "get(NULL)");
	nl_addr_put(NULL);
	CHECK_INT(nl_addr_shared(NULL), 0, "shared(NULL)");
	CHECK_INT(nl_addr_parse(NULL, AF_INET, &result), -NLE_INVAL, "parse(NULL)");
	CHECK_INT(nl_addr_parse("1.2.3.4", AF_INET, NULL), -NLE_INVAL, "parse to nowhere");
	CHECK_INT(nl_addr_parse("x", AF_INET, &result), -NLE_NOADDR, "no address");
	CHECK(result == addr, "the result is left alone");
	CHECK_INT(nl_addr_cmp(addr, NULL), 1, "cmp(addr, NULL)");
	CHECK_INT(nl_addr_cmp_prefix(addr, NULL), 1, "cmp_prefix(addr, NULL)");
	CHECK_INT(nl_addr_cmp_prefix(NULL, addr), -1, "cmp_prefix(NULL, addr)");
	CHECK_INT(nl_addr_cmp_prefix(NULL, NULL), 0, "cmp_prefix(NULL, NULL)");
	CHECK_INT(nl_addr_iszero(NULL), 1, "iszero(NULL)");
	CHECK_INT(nl_addr_valid(NULL, AF_INET), 0, "valid(NULL)");
	CHECK_INT(nl_addr_guess_family(NULL), AF_UNSPEC, "guess_family(NULL)");
	CHECK_INT(nl_addr_fill_sockaddr(NULL, (struct sockaddr *)&storage, &len), -NLE_INVAL, "fill(NULL)");
	CHECK_INT(nl_addr_fill_sockaddr(addr, NULL, &len), -NLE_INVAL, "fill nothing");
	CHECK_INT(nl_addr_fill_sockaddr(addr, (struct sockaddr *)&storage, NULL), -NLE_INVAL, "no room");
	CHECK_INT(nl_addr_info(NULL, &list), -NLE_INVAL, "info(NULL)");
	CHECK_INT(nl_addr_info(addr, NULL), -NLE_INVAL, "info to nowhere");
	CHECK_INT(nl_addr_resolve(NULL, name, sizeof(name)), -NLE_INVAL, "resolve(NULL)");
	CHECK_INT(nl_addr_resolve(addr, NULL, 5), -NLE_INVAL, "resolve to nowhere");
	nl_addr_set_family(NULL, AF_INET);
	CHECK_INT(nl_addr_get_family(NULL), AF_UNSPEC, "get_family(NULL)");
	CHECK_INT(nl_addr_set_binary_addr(NULL, "x", 1), -NLE_INVAL, "set_binary_addr(NULL)");
	CHECK_INT(nl_addr_set_binary_addr(addr, NULL, 1), -NLE_INVAL, "set_binary_addr from nowhere");
	CHECK_INT(nl_addr_set_binary_addr(addr, "x", SIZE_MAX), -NLE_RANGE, "more than there is room for");
	CHECK_INT(nl_addr_set_binary_addr(addr, "x", (size_t)1 << 32), -NLE_RANGE, "2^32 is not 0");
	CHECK_UINT(nl_addr_get_len(addr), 4, "the address is as it was");
	CHECK_INT(nl_addr_set_binary_addr(addr, NULL, 0), 0, "no bytes may come from nowhere");
	CHECK(nl_addr_get_binary_addr(NULL) == NULL, "get_binary_addr(NULL)");
	CHECK_UINT(nl_addr_get_len(NULL), 0, "get_len(NULL)");
	nl_addr_set_prefixlen(NULL, 1);
	CHECK_UINT(nl_addr_get_prefixlen(NULL), 0, "get_prefixlen(NULL)");
	CHECK_INT(nl_str2af(NULL), -EINVAL, "str2af(NULL)");
	CHECK_INT(nl_addr_valid("00:11:22:33:44:55", AF_LLC), 1, "an address of a link layer");
	CHECK_INT(nl_addr_valid("0:1:2:3:4:ff", AF_LLC), 1, "with single digits");
	CHECK_INT(nl_addr_valid("00:11:22:33:44", AF_LLC), 0, "five bytes");
	CHECK_INT(nl_addr_valid("1.2.3.4", AF_LLC), 0, "another kind of address");
	nl_addr_put(addr);
}

int main(void)
{
	cut_off();
	short_ones();
	prefixes();
	attributes();
	no_pointers();
	return check_done();
}
