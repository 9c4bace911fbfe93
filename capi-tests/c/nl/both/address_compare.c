/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Comparing addresses. */
#include <sys/socket.h>

#include <netlink/netlink.h>
#include <netlink/addr.h>

#include "raw.h"
#include "report.h"

static const char *const texts[] = {
	"none", "none/8", "default", "any/4", "0.0.0.0", "0.0.0.0/0", "10.0.0.0", "10.0.0.0/8", "10.0.0.1",
	"10.1.2.3", "10.1.2.3/16", "10.1.3.3/16", "10.255.0.0/9", "127.0.0.1/1", "128.0.0.1/1",
	"255.255.255.255", "255.255.255.254/31", "::", "::/0", "::1", "fe80::/10", "fe80::1/64",
	"fe80::2/64", "fe80::1", "2001:db8::/33", "2001:db8:8000::/33", "00:00:00:00:00:00",
	"00:11:22:33:44:55", "00:11:22:33:44:55/24", "00:11:22:ff:ff:ff/24", "ff:ff:ff:ff:ff:ff",
	"1.1", "1.2", "63.1023", "1:2:3", "1:2:3:4", "ff:fe", "1:2:3/12",
};

static int sign(int value)
{
	return (value > 0) - (value < 0);
}

/* All prefix lengths of two addresses that differ in one bit. */
static void bits(int family, size_t len)
{
	for (size_t bit = 0; bit < len * 8; bit++) {
		unsigned char a[16], b[16];
		struct nl_addr *one, *other;
		struct row row = { 0 };

		memset(a, 0x5a, sizeof(a));
		memcpy(b, a, sizeof(b));
		b[bit / 8] ^= (unsigned char)(0x80 >> bit % 8);
		one = nl_addr_build(family, a, len);
		other = nl_addr_build(family, b, len);
		for (size_t prefix = 0; prefix <= len * 8; prefix++) {
			nl_addr_set_prefixlen(one, (int)prefix);
			row_add(&row, "%d", sign(nl_addr_cmp_prefix(one, other)));
			if (sign(nl_addr_cmp_prefix(other, one)) != -sign(nl_addr_cmp_prefix(one, other)))
				row_add(&row, "asymmetric");
		}
		row_add(&row, "cmp %d", sign(nl_addr_cmp(one, other)));
		out_row(&row, "bits.%d.%zu", family, bit);
		nl_addr_put(one);
		nl_addr_put(other);
	}
}

int main(void)
{
	struct nl_addr *all[COUNT(texts)];

	for (size_t i = 0; i < COUNT(texts); i++)
		if (nl_addr_parse(texts[i], AF_UNSPEC, &all[i]) != 0)
			exit(2);
	for (size_t i = 0; i < COUNT(texts); i++) {
		struct row cmp = { 0 }, prefix = { 0 };

		for (size_t j = 0; j < COUNT(texts); j++) {
			row_add(&cmp, "%d", sign(nl_addr_cmp(all[i], all[j])));
			row_add(&prefix, "%d", sign(nl_addr_cmp_prefix(all[i], all[j])));
		}
		out_row(&cmp, "cmp.%zu.%s", i, texts[i]);
		out_row(&prefix, "cmp_prefix.%zu.%s", i, texts[i]);
		out_int(nl_addr_iszero(all[i]), "iszero.%zu.%s", i, texts[i]);
		out_int(nl_addr_guess_family(all[i]), "guess.%zu.%s", i, texts[i]);
	}
	bits(AF_INET, 4);
	bits(AF_INET6, 16);
	bits(AF_UNSPEC, 3);
	out_int(sign(nl_addr_cmp(all[6], NULL)), "cmp.null.1");
	out_int(sign(nl_addr_cmp(NULL, all[6])), "cmp.null.2");
	out_int(sign(nl_addr_cmp(NULL, NULL)), "cmp.null.3");
	for (size_t i = 0; i < COUNT(texts); i++)
		nl_addr_put(all[i]);
	return 0;
}
