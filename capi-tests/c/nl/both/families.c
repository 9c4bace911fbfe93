/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The names of the netlink protocols.
 */
#include <ctype.h>
#include <limits.h>

#include <netlink/netlink.h>

#include "raw.h"
#include "report.h"

int main(void)
{
	static const int numbers[] = { INT_MIN, -1, 33, 255, 256, 65536, INT_MAX };
	static const char *const texts[] = {
		"", " ", "route ", " route", "rout", "routes", "0", "16", "0x10", "010", "-1", "99999",
		"4294967296", "99999999999999999999", "0x", "1a", "a1", "+5", " 7", "7 ", "unspec",
	};
	char buf[64];

	for (int i = 0; i < 33; i++) {
		char upper[64] = "";

		out_bool(nl_nlfamily2str(i, buf, sizeof(buf)) == buf, "name.%d.buf", i);
		out_text(buf, "name.%d", i);
		out_int(nl_str2nlfamily(buf), "number.%s", buf);
		for (size_t at = 0; buf[at] != '\0'; at++)
			upper[at] = (char)toupper((unsigned char)buf[at]);
		out_int(nl_str2nlfamily(upper), "number.upper.%s", upper);
	}
	for (size_t i = 0; i < COUNT(numbers); i++)
		out_text(nl_nlfamily2str(numbers[i], buf, sizeof(buf)), "name.%d", numbers[i]);
	for (size_t size = 1; size < 12; size++) {
		memset(buf, 'x', sizeof(buf));
		nl_nlfamily2str(NETLINK_NETFILTER, buf, size);
		out_escaped(buf, 14, "name.size.%zu", size);
	}
	for (size_t i = 0; i < COUNT(texts); i++)
		OUT_CALL(nl_str2nlfamily(texts[i]), "text.'%s'", texts[i]);
	return 0;
}
