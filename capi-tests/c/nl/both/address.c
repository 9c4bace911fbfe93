/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Addresses: fields, references, attributes, socket addresses, and asking the resolver. */
#include <netinet/in.h>
#include <nss.h>
#include <sys/socket.h>

#include <netlink/netlink.h>
#include <netlink/addr.h>

#include "raw.h"
#include "report.h"

static void show(struct nl_addr *addr, size_t room, const char *key)
{
	out_int(nl_addr_get_family(addr), "%s.family", key);
	out_uint(nl_addr_get_len(addr), "%s.len", key);
	out_int((int)nl_addr_get_prefixlen(addr), "%s.prefix", key);
	out_int(nl_addr_shared(addr), "%s.shared", key);
	out_int(nl_addr_guess_family(addr), "%s.guess", key);
	out_int(nl_addr_iszero(addr), "%s.iszero", key);
	out_hex(nl_addr_get_binary_addr(addr), room, "%s.bytes", key);
}

static void fields(void)
{
	struct nl_addr *addr = nl_addr_alloc(8), *clone;
	unsigned char *bytes;

	show(addr, 8, "alloc");
	nl_addr_set_family(addr, AF_INET);
	nl_addr_set_prefixlen(addr, 24);
	show(addr, 8, "set");
	out_int(nl_addr_set_binary_addr(addr, "abcdefgh", 8), "set_binary.8");
	show(addr, 8, "set_binary.8");
	out_int(nl_addr_set_binary_addr(addr, "xyz", 3), "set_binary.3");
	show(addr, 8, "set_binary.3");
	out_int(nl_addr_set_binary_addr(addr, "123456789", 9), "set_binary.9");
	show(addr, 8, "set_binary.9");
	out_int(nl_addr_set_binary_addr(addr, "", 0), "set_binary.0");
	show(addr, 8, "set_binary.0");
	nl_addr_set_binary_addr(addr, "\0\0\0\0\0\0\0\0", 8);
	bytes = nl_addr_get_binary_addr(addr);
	bytes[7] = 1;
	show(addr, 8, "written");

	nl_addr_set_prefixlen(addr, -7);
	clone = nl_addr_clone(addr);
	show(clone, 8, "clone");
	out_int(nl_addr_cmp(addr, clone), "clone.cmp");
	out_bool(nl_addr_get_binary_addr(clone) == bytes, "clone.same_memory");
	nl_addr_put(clone);

	out_bool(nl_addr_get(addr) == addr, "get.same");
	out_int(nl_addr_shared(addr), "shared.2");
	nl_addr_get(addr);
	out_int(nl_addr_shared(addr), "shared.3");
	nl_addr_put(addr);
	out_int(nl_addr_shared(addr), "shared.back_to_2");
	nl_addr_put(addr);
	out_int(nl_addr_shared(addr), "shared.back_to_1");
	nl_addr_put(addr);
	nl_addr_put(NULL);

	addr = nl_addr_alloc(0);
	show(addr, 0, "alloc.0");
	out_int(nl_addr_set_binary_addr(addr, "x", 1), "alloc.0.set_binary");
	nl_addr_put(addr);
	addr = nl_addr_build(AF_INET6, NULL, 0);
	show(addr, 0, "build.0");
	nl_addr_put(addr);
}

static void attributes(void)
{
	static const int families[] = { AF_INET, AF_INET6, AF_MPLS, AF_UNSPEC };
	char buf[64];

	for (size_t i = 0; i < COUNT(families); i++)
		for (uint16_t payload = 0; payload <= 20; payload += 4) {
			struct nl_addr *addr;
			char key[48];

			memset(buf, 'p', sizeof(buf));
			addr = nl_addr_alloc_attr(raw_attr(buf, (uint16_t)(4 + payload), 1), families[i]);
			snprintf(key, sizeof(key), "attr.%d.%u", families[i], payload);
			show(addr, payload, key);
			nl_addr_put(addr);
		}
}

static void fill(const char *text, socklen_t room)
{
	struct sockaddr_storage storage;
	socklen_t len = room;
	struct nl_addr *addr;
	int result;

	if (nl_addr_parse(text, AF_UNSPEC, &addr) != 0)
		exit(2);
	memset(&storage, 0x77, sizeof(storage));
	result = nl_addr_fill_sockaddr(addr, (struct sockaddr *)&storage, &len);
	out_int(result, "fill.%s.%u", text, room);
	out_uint(len, "fill.%s.%u.len", text, room);
	out_hex(&storage, 32, "fill.%s.%u.bytes", text, room);
	nl_addr_put(addr);
}

static void short_fill(int family, size_t len)
{
	struct sockaddr_storage storage;
	socklen_t room = sizeof(storage);
	struct nl_addr *addr = nl_addr_build(family, "0123456789abcdef0123", len);

	memset(&storage, 0, sizeof(storage));
	out_int(nl_addr_fill_sockaddr(addr, (struct sockaddr *)&storage, &room), "fill.len.%d.%zu",
		family, len);
	out_hex(&storage, 32, "fill.len.%d.%zu.bytes", family, len);
	nl_addr_put(addr);
}

static void socket_addresses(void)
{
	static const socklen_t rooms[] = { 0, 2, 8, 15, 16, 17, 27, 28, 29, 128 };

	for (size_t i = 0; i < COUNT(rooms); i++) {
		fill("10.1.2.3/8", rooms[i]);
		fill("fe80::1:2", rooms[i]);
	}
	fill("none", 128);
	fill("default", 128);
	fill("00:11:22:33:44:55", 128);
	for (size_t len = 0; len <= 20; len++) {
		short_fill(AF_INET, len);
		short_fill(AF_INET6, len);
	}
}

static void resolver(const char *text, int hint)
{
	struct addrinfo *list = NULL;
	struct nl_addr *addr;
	int result;

	if (nl_addr_parse(text, hint, &addr) != 0)
		exit(2);
	result = nl_addr_info(addr, &list);
	out_int(result, "info.%s", text);
	if (result == 0) {
		struct row row = { 0 };

		for (struct addrinfo *info = list; info != NULL; info = info->ai_next)
			row_add(&row, "%d/%d/%d/%u", info->ai_family, info->ai_socktype,
				info->ai_protocol, info->ai_addrlen);
		out_row(&row, "info.%s.list", text);
		out_hex(list->ai_addr, list->ai_addrlen, "info.%s.first", text);
		freeaddrinfo(list);
	}
	nl_addr_put(addr);
}

static void resolve(const char *text, size_t len)
{
	struct nl_addr *addr;
	char name[256] = "#";
	int result;

	if (nl_addr_parse(text, AF_UNSPEC, &addr) != 0)
		exit(2);
	result = nl_addr_resolve(addr, name, len);
	out_int(result, "resolve.%s.%zu", text, len);
	if (result == 0)
		out_text(name, "resolve.%s.%zu.name", text, len);
	nl_addr_put(addr);
}

int main(void)
{
	/* No name server. */
	__nss_configure_lookup("hosts", "files");
	fields();
	attributes();
	socket_addresses();
	resolver("10.1.2.3", AF_INET);
	resolver("10.1.2.3/8", AF_INET);
	resolver("fe80::1", AF_INET6);
	resolver("2001:db8:1111:2222:3333:4444:5555:6666", AF_INET6);
	resolver("none", AF_INET);
	resolver("default", AF_INET6);
	resolver("00:11:22:33:44:55", AF_LLC);
	resolver("1.2", AF_UNSPEC);
	resolver("none/3", AF_UNSPEC);
	resolve("127.0.0.1", 256);
	/* Too long for the buffer; no such name; no such kind of address. */
	resolve("127.0.0.1", 3);
	resolve("198.51.100.1", 256);
	resolve("2001:db8::77", 256);
	resolve("00:11:22:33:44:55", 256);
	return 0;
}
