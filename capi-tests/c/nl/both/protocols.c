/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Names of link layer, Ethernet and IP protocols and of address families. */
#include <ctype.h>
#include <limits.h>

#include <netlink/netlink.h>
#include <netlink/addr.h>
#include <netlink/utils.h>

#include "raw.h"
#include "report.h"

static const struct {
	const char *name;
	char *(*to_text)(int, char *, size_t);
	int (*from_text)(const char *);
} kinds[] = {
	{ "llproto", nl_llproto2str, nl_str2llproto },
	{ "ether", nl_ether_proto2str, nl_str2ether_proto },
	{ "ip", nl_ip_proto2str, nl_str2ip_proto },
	{ "af", nl_af2str, nl_str2af },
};

static const char *const texts[] = {
	"", " ", "x", "0", "1", " 1", "1 ", "-1", "-2", "+3", "0x10", "0X1f", "010", "08", "0x", "ff",
	"4294967295", "4294967296", "2147483648", "18446744073709551614", "18446744073709551615",
	"99999999999999999999", "ether", "netrom", "hdlc", "edp2", "ip", "IPv6", "local", "route",
	"tcp", "TCP", "icmp", "ipv6-icmp", "unspec", "inet6", "INET", "inet6 ", "802.1q", "ip/ddp",
};

/* Every number of 17 bits that has a name, and back from the name in either case. */
static void table(size_t kind)
{
	const char *name = kinds[kind].name;
	char buf[64];

	for (int number = -2; number < 0x11000; number++) {
		char upper[64];

		if (kind == 2 && number > 300)
			break;
		memset(buf, '#', sizeof(buf));
		if (kinds[kind].to_text(number, buf, sizeof(buf)) != buf)
			out_text("another buffer", "%s.%d", name, number);
		if (strncmp(buf, "0x", 2) == 0 && (number & 0xfff) > 1)
			continue;
		for (size_t i = 0; i < sizeof(upper); i++)
			upper[i] = (char)toupper((unsigned char)buf[i]);
		out_text(buf, "%s.%d", name, number);
		out_int(kinds[kind].from_text(buf), "%s.%d.back", name, number);
		out_int(kinds[kind].from_text(upper), "%s.%d.upper", name, number);
	}
	kinds[kind].to_text(INT_MAX, buf, sizeof(buf));
	out_text(buf, "%s.INT_MAX", name);
	kinds[kind].to_text(INT_MIN, buf, sizeof(buf));
	out_text(buf, "%s.INT_MIN", name);
}

static void small(size_t kind, int number)
{
	char buf[32];

	for (size_t len = 0; len < 12; len++) {
		memset(buf, '#', sizeof(buf));
		kinds[kind].to_text(number, buf, len);
		out_escaped(buf, 12, "%s.%d.len%zu", kinds[kind].name, number, len);
	}
}

int main(void)
{
	for (size_t kind = 0; kind < COUNT(kinds); kind++) {
		table(kind);
		for (size_t i = 0; i < COUNT(texts); i++)
			out_int(kinds[kind].from_text(texts[i]), "%s.text%zu.'%s'", kinds[kind].name, i,
				texts[i]);
	}
	small(0, 32);
	small(0, 0x12345);
	small(1, 0x86dd);
	small(2, 17);
	small(2, 0x7fff);
	small(3, 10);
	return 0;
}
