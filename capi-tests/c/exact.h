/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Memory that ends exactly where it says, so that a read or write behind it is
 * noticed: malloc'ed for sanitizers and valgrind, or in front of a page without
 * access, which needs neither.
 */
#ifndef OXNL_EXACT_H
#define OXNL_EXACT_H

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum placement { ON_HEAP, BEFORE_GUARD, PLACEMENTS };
static const char *const placement_names[PLACEMENTS] = { "heap", "guard" };

struct exact {
	void *at;
	void *map;
	size_t map_len;
};

/*
 * size bytes, each set to fill.  In front of the guard page the buffer is kept
 * aligned to 4, so up to 3 bytes behind it are accessible there.
 */
static inline struct exact exact_new(size_t size, int fill, enum placement placement)
{
	const size_t page = (size_t)sysconf(_SC_PAGESIZE);
	const size_t pages = (size + page - 1) / page + 1;
	struct exact buffer = { NULL, NULL, 0 };

	if (placement == ON_HEAP) {
		buffer.at = malloc(size != 0 ? size : 1);
	} else {
		buffer.map_len = (pages + 1) * page;
		buffer.map = mmap(NULL, buffer.map_len, PROT_READ | PROT_WRITE,
				  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
		if (buffer.map != MAP_FAILED &&
		    mprotect((char *)buffer.map + pages * page, page, PROT_NONE) == 0)
			buffer.at = (char *)buffer.map + pages * page - ((size + 3) & ~(size_t)3);
	}
	if (buffer.at == NULL) {
		fprintf(stderr, "exact.h: no memory\n");
		exit(2);
	}
	memset(buffer.at, fill, size);
	return buffer;
}

static inline void exact_free(struct exact *buffer)
{
	if (buffer->map != NULL)
		munmap(buffer->map, buffer->map_len);
	else
		free(buffer->at);
	buffer->at = NULL;
}

#endif
