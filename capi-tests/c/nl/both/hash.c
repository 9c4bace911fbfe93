/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The hash: the same values for all lengths, alignments and seeds. */
#include <netlink/hash.h>
#include <netlink/hashtable.h>

#include "exact.h"
#include "raw.h"
#include "report.h"

int main(void)
{
	static const uint32_t seeds[] = { 0, 1, 0x9e3779b9, 0xdeadbeef, 0xffffffff };
	static const uint32_t words[] = { 1, 2, 3 };
	unsigned char bytes[300];
	uint32_t state = 1;

	for (size_t i = 0; i < sizeof(bytes); i++) {
		state = state * 1103515245 + 12345;
		bytes[i] = (unsigned char)(state >> 16);
	}
	for (size_t len = 0; len <= 200; len++) {
		struct row row = { 0 };

		for (size_t offset = 0; offset < 8; offset++) {
			/* Each key ends where its memory does. */
			struct exact key = exact_new(len + offset, 0, ON_HEAP);
			unsigned char *at = (unsigned char *)key.at + offset;

			memcpy(at, bytes + (len & 7), len);
			for (size_t seed = 0; seed < COUNT(seeds); seed++) {
				const uint32_t hash = nl_hash_any(at, len, seeds[seed]);

				if (offset == 0)
					row_add(&row, "%08x", hash);
				else if (hash != nl_hash_any(bytes + (len & 7), len, seeds[seed]))
					row_add(&row, "differs at offset %zu", offset);
				if (nl_hash(at, len, seeds[seed]) != hash)
					row_add(&row, "nl_hash differs");
			}
			exact_free(&key);
		}
		out_row(&row, "len%zu", len);
	}
	out_uint(__nl_hash(words, 3, 7), "macro");
	out_uint(nl_hash_any("a key", 5, 0), "text");
	return 0;
}
