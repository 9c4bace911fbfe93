/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What is in a cache, as text in which the order of things does not count.
 */
#ifndef OXNL_SORTED_H
#define OXNL_SORTED_H

#include <stdbool.h>
#include <sys/socket.h>

#include <netlink/route/link.h>

#include "route/objects.h"

static inline int compare_texts(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/*
 * What an object is, but for its statistics, and the settings and times of IPv4 and IPv6 that links have. Lines are sorted: the kernel tells of the next hops of an IPv6 route in
 * the order that each of them sees the others in.
 */
static inline char *text_of(struct nl_object *obj)
{
	static char sorted[2048];
	char buf[2048], *lines[64];
	size_t n = 0;
	struct nl_dump_params dp = { .dp_type = NL_DUMP_DETAILS, .dp_buf = buf,
				     .dp_buflen = sizeof(buf) };

	nl_object_dump(obj, &dp);
	for (int i = 0; i < 2; i++) {
		char *families = strstr(buf, i == 0 ? "ipv4 devconf:" : "ipv6 max-reasm-len");

		if (families != NULL)
			*families = '\0';
	}
	for (char *line = strtok(buf, "\n"); line != NULL && n < 64; line = strtok(NULL, "\n"))
		lines[n++] = line;
	qsort(lines, n, sizeof(*lines), compare_texts);
	sorted[0] = '\0';
	for (size_t i = 0; i < n; i++) {
		strcat(sorted, lines[i]);
		strcat(sorted, "\n");
	}
	return sorted;
}

/*
 * What IPv6 says of a link: the kernel announces it as a link of its own, which is in caches that follow it, but not in
 * dumps.
 */
static inline bool is_view(struct nl_object *obj)
{
	return strcmp(nl_object_get_type(obj), "route/link") == 0 &&
	       rtnl_link_get_family((struct rtnl_link *)obj) != AF_UNSPEC;
}

/* The texts of all objects but such views, sorted, in one piece. */
static inline char *all_of(struct nl_cache *cache)
{
	const int n = nl_cache_nitems(cache);
	char **lines = calloc((size_t)n + 1, sizeof(*lines)), *text = NULL;
	size_t size = 0, i = 0;
	FILE *file = open_memstream(&text, &size);

	for (struct nl_object *obj = nl_cache_get_first(cache); obj; obj = nl_cache_get_next(obj))
		if (!is_view(obj))
			lines[i++] = strdup(text_of(obj));
	qsort(lines, i, sizeof(*lines), compare_texts);
	for (size_t k = 0; k < i; k++) {
		fputs(lines[k], file);
		free(lines[k]);
	}
	free(lines);
	fclose(file);
	return text;
}

#endif
