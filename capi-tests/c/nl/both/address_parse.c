/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Addresses from text: every text with every hint. */
#include <sys/socket.h>

#include <netlink/netlink.h>
#include <netlink/addr.h>

#include "raw.h"
#include "report.h"

static const int hints[] = { AF_UNSPEC, AF_INET, AF_INET6, AF_LLC, 12 /* DECnet */, AF_MPLS, AF_PACKET,
			     AF_BRIDGE, -1 };

static const char *const texts[] = {
	/* Words. */
	"", " ", "/", "/8", "none", "NONE", "None/5", "none/", "nonex", "none ", "default", "Default/0",
	"all", "ALL/8", "any", "any/3", "any/x", "anyone", "defaul", "unspec",
	/* IPv4. */
	"0.0.0.0", "1.2.3.4", "255.255.255.255", "256.1.1.1", "1.2.3", "1.2.3.", "1.2.3.4.", ".1.2.3",
	"01.2.3.4", "1.2.3.04", "1.2.3.4 ", " 1.2.3.4", "1.2.3.4x", "1..2.3", "0x1.2.3.4", "1,2.3.4",
	"10.0.0.0/8", "10.0.0.0/0", "10.0.0.0/32", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/",
	"10.0.0.0/x", "10.0.0.0/8x", "10.0.0.0/8/9", "10.0.0.0/0x10", "10.0.0.0/010", "10.0.0.0/ 8",
	"10.0.0.0/4294967304", "10.0.0.0/99999999999999999999", "10.0.0.0//8",
	"10.0.0.0/255.0.0.0",
	/* IPv6. */
	"::", "::1", "1::", "fe80::1", "FE80::ABCD", "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9",
	"::ffff:1.2.3.4", "::1.2.3.4", "1:2:3:4:5:6:1.2.3.4", "::1.2.3", "12345::", "1::2::3", ":::", ":",
	"::g", "fe80::1%lo", "2001:db8::/32", "::/0", "::/128", "::/129", "::1/", "fe80::1/64x",
	"0000:0000:0000:0000:0000:0000:255.255.255.255", "0:0:0:0:0:0:0:0",
	/* Link layer. */
	"00:11:22:33:44:55", "aa:bb:cc:dd:ee:ff", "AA:BB:CC:DD:EE:FF", "0:1:2:3:4:5", "00:11:22:33:44",
	"00:11:22:33:44:55:66", "00:11:22:33:44:55:66:77", "00:11:22:33:44:55x", "00:11:22:33:44:55 ",
	" 00:11:22:33:44:55", "00: 11:22:33:44:55", "00 :11:22:33:44:55", "-1:+2:3:4:5:6", "0x:1:2:3:4:5",
	"000:11:22:33:44:55", "00:11:22:33:44:5g", "00:11:22:33:44:", "00-11-22-33-44-55",
	"00:11:22:33:44:55/48", "00:11:22:33:44:55/24", "00:11/22:33:44:55", "g0:11:22:33:44:55",
	"00:11:22:33:44:555",
	/* DECnet. */
	"1.2", "1,2", "0.0", "63.1023", "64.0", "1.1024", "01.02", "1.", ".2", ",2", "1.2x", "1.x", "1 .2",
	"1;2", "1.2/16", "1.2/8", "65537.1", "1.65537", "655361.5", "00000000000000000000000001.2",
	/* Hexadecimal of any length. */
	"1:2", "1:", ":1", "ff:fe", "100:1", "1:100", "1:-1", "-1:2", "1:ff:2z3", "1:2 3", "1: 2", "1 :2",
	"1:0x2", "0x:1", "0x1:2", "1:2:", "1:2::3", "1:2/", "1:2/8", "1:/2", "1-2:3", "00001:2", "1:2:3:4",
	"1:g", "1:2,3.4",
	"1:2:3:4:5:6:7:8:9:a:b:c:d:e:f:10:11:12:13:14:15:16:17:18:19:1a:1b:1c:1d:1e:1f:20",
	"1:2:3:4:5:6:7:8:9:a:b:c:d:e:f:10:11:12:13:14:15:16:17:18:19:1a:1b:1c:1d:1e:1f:20:21",
	"99999999999999999999:1", "-99999999999999999999:1",
	/* MPLS labels. */
	"0", "16", "100", "1048575", "1048576", "100/200", "1/2/3/4/5/6/7/8", "100/", "100//200", "/100",
	"0x10/010", "-1", "100/-1", "100x", "100/x", " 100", "100 ", "100/ 200", "4294967296",
	"18446744073709551616", "x",
};

static void parse(const char *text, int hint, const char *key)
{
	struct nl_addr *addr = NULL;
	struct row row = { 0 };
	const int result = nl_addr_parse(text, hint, &addr);

	row_add(&row, "%d", result);
	if (result == 0) {
		const unsigned char *bytes = nl_addr_get_binary_addr(addr);
		char buf[256];

		row_add(&row, "family %d len %u prefix %d shared %d", nl_addr_get_family(addr),
			nl_addr_get_len(addr), (int)nl_addr_get_prefixlen(addr), nl_addr_shared(addr));
		for (unsigned int i = 0; i < nl_addr_get_len(addr); i++)
			row_add(&row, "%02x", bytes[i]);
		memset(buf, 0, sizeof(buf));
		row_add(&row, "'%s'", nl_addr2str(addr, buf, sizeof(buf)));
		nl_addr_put(addr);
	} else if (addr != NULL) {
		row_add(&row, "result written");
	}
	out_row(&row, "%s.hint%d", key, hint);
}

/* As many labels, or bytes, as fit, and one more. */
static void many(int hint, const char *piece, int count)
{
	char text[512] = "";
	char key[64];

	for (int i = 0; i < count; i++)
		strcat(text, i == 0 ? piece + 1 : piece);
	snprintf(key, sizeof(key), "many.'%s'.%d", piece, count);
	parse(text, hint, key);
}

int main(void)
{
	for (size_t i = 0; i < COUNT(texts); i++)
		for (size_t hint = 0; hint < COUNT(hints); hint++) {
			char key[160];

			snprintf(key, sizeof(key), "%zu.'%s'", i, texts[i]);
			parse(texts[i], hints[hint], key);
		}
	for (int count = 1; count < 70; count++) {
		many(AF_MPLS, "/77", count);
		many(AF_UNSPEC, ":7f", count);
	}
	for (size_t i = 0; i < COUNT(texts); i++) {
		struct row row = { 0 };

		/* Not AF_LLC, for which Debian's never says yes. */
		for (size_t hint = 0; hint < COUNT(hints); hint++)
			if (hints[hint] != AF_LLC)
				row_add(&row, "%d:%d", hints[hint], nl_addr_valid(texts[i], hints[hint]));
		out_row(&row, "valid.%zu.'%s'", i, texts[i]);
	}
	return 0;
}
