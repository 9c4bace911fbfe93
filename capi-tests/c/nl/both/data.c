/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Abstract data: some bytes on the heap. */
#include <netlink/netlink.h>
#include <netlink/data.h>

#include "raw.h"
#include "report.h"

static int sign(int value)
{
	return (value > 0) - (value < 0);
}

static void show(struct nl_data *data, const char *key)
{
	out_uint(nl_data_get_size(data), "%s.size", key);
	out_bool(nl_data_get(data) == NULL, "%s.null", key);
	out_hex(nl_data_get(data), nl_data_get_size(data), "%s.bytes", key);
}

static void attribute(size_t payload)
{
	char buf[64];
	char key[32];
	struct nl_data *data;

	memset(buf, 'p', sizeof(buf));
	data = nl_data_alloc_attr(raw_attr(buf, (uint16_t)(4 + payload), 7));
	snprintf(key, sizeof(key), "attr.%zu", payload);
	show(data, key);
	nl_data_free(data);
}

int main(void)
{
	static const char *const contents[] = { "", "a", "b", "aa", "ab", "ba", "\xff", "\x01" };
	struct nl_data *all[COUNT(contents)];
	struct nl_data *data, *copy;

	data = nl_data_alloc("hello", 5);
	show(data, "alloc");
	copy = nl_data_clone(data);
	show(copy, "clone");
	out_bool(nl_data_get(copy) == nl_data_get(data), "clone.same_memory");
	out_int(nl_data_append(copy, " world", 6), "append");
	show(copy, "append");
	out_int(nl_data_append(copy, NULL, 3), "append.zeros");
	show(copy, "append.zeros");
	out_int(nl_data_append(copy, "x", 0), "append.nothing");
	show(copy, "append.nothing");
	show(data, "unchanged");
	nl_data_free(copy);
	nl_data_free(data);
	nl_data_free(NULL);

	data = nl_data_alloc(NULL, 8);
	show(data, "alloc.zeros");
	nl_data_free(data);
	data = nl_data_alloc(NULL, 0);
	show(data, "alloc.nothing");
	out_int(nl_data_append(data, "abc", 3), "alloc.nothing.append");
	show(data, "alloc.nothing.appended");
	nl_data_free(data);
	for (size_t payload = 0; payload < 9; payload++)
		attribute(payload);

	for (size_t i = 0; i < COUNT(contents); i++)
		all[i] = nl_data_alloc(contents[i], strlen(contents[i]));
	/* Not those in which the second is the shorter one: Debian's reads beyond it. */
	for (size_t i = 0; i < COUNT(contents); i++)
		for (size_t j = 0; j < COUNT(contents); j++)
			if (nl_data_get_size(all[i]) <= nl_data_get_size(all[j]) || j == 0)
				out_int(sign(nl_data_cmp(all[i], all[j])), "cmp.%zu.%zu", i, j);
	for (size_t i = 0; i < COUNT(contents); i++)
		nl_data_free(all[i]);
	return 0;
}
