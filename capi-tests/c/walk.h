/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Rows of a walk over functions of libnl, each of which does without every one of its allocations once:
 *
 *	WALK(rtnl_link_set_type(link, "veth"));
 *	WALK_MAKES(rtnl_link_put, rtnl_link_alloc());
 *	WALK_BUILDS(rtnl_link_build_add_request(link, 0, &msg));
 *
 * For programs in <library>/faults/.
 */
#ifndef OXNL_WALK_H
#define OXNL_WALK_H

#include <netlink/cache.h>
#include <netlink/errno.h>
#include <netlink/msg.h>
#include <netlink/object.h>

#include "faulty_heap.h"

/* Runs code in which nothing fails. */
#define WALK_UNHARMED(...)                                                     \
	do {                                                                   \
		walk_paused++;                                                 \
		__VA_ARGS__;                                                   \
		walk_paused--;                                                 \
	} while (0)

static struct nl_object *walk_watched;
static char walk_before[16384], walk_now[16384];

/* An object as text, with the numbers of its attributes. */
static inline void walk_print(struct nl_object *object, char *text, size_t size)
{
	struct nl_dump_params dp = { .dp_type = NL_DUMP_STATS, .dp_buf = text, .dp_buflen = size - 600 };

	text[0] = '\0';
	nl_object_dump(object, &dp);
	nl_object_attr_list(object, text + strlen(text), 600);
}

static inline void walk_look(const char *what, int n)
{
	walk_print(walk_watched, walk_now, sizeof(walk_now));
	CHECK(strcmp(walk_before, walk_now) == 0, "%s, without allocation %d: the object is as it was", what, n);
}

/* From now on this object must be as it is now after each failure; NULL: none. */
static inline void walk_watch(void *object)
{
	walk_watched = OBJ_CAST(object);
	heap_look = object != NULL ? walk_look : NULL;
	if (object != NULL)
		walk_print(walk_watched, walk_before, sizeof(walk_before));
}

/* A function that returns an error. */
#define WALK(call) HEAP_FAIL_EACH((call), -NLE_NOMEM, 1, #call)

/* A function that returns something, which put frees. */
#define WALK_MAKES(put, call)                                                  \
	HEAP_FAIL_EACH(({ __typeof__(call) made_ = (call); if (made_ != NULL) put(made_); made_ != NULL ? 0 : -NLE_NOMEM; }), \
		       -NLE_NOMEM, 1, #call)

/* What a function returns that puts something that put frees where result points; another error if it does not. */
#define WALK_GIVEN(type, put, result, call)                                    \
	({                                                                     \
		type *result = NULL;                                           \
		int err_ = (call);                                             \
		if ((err_ < 0) != (result == NULL))                            \
			err_ = -1000;                                          \
		if (result != NULL)                                            \
			put(result);                                           \
		err_ < 0 ? err_ : 0;                                           \
	})

/* A function that puts something that put frees where the variable called result points. */
#define WALK_GIVES(type, put, result, call)                                    \
	HEAP_FAIL_EACH(WALK_GIVEN(type, put, result, call), -NLE_NOMEM, 1, #call)

/* A function that builds a message at msg, a cache at cache. */
#define WALK_BUILDS(call) WALK_GIVES(struct nl_msg, nlmsg_free, msg, call)
#define WALK_CACHE(call) WALK_GIVES(struct nl_cache, nl_cache_free, cache, call)

/*
 * A function that makes something for C once, which stays with what it belongs to: what is made anew by make, and
 * freed by put, is called it.
 */
#define WALK_LAZY(type, make, put, call)                                       \
	HEAP_FAIL_EACH(({                                                      \
		type *it;                                                      \
		int err_;                                                      \
		WALK_UNHARMED(it = (type *)(make));                            \
		err_ = (call) != NULL ? 0 : -NLE_NOMEM;                        \
		CHECK(err_ == 0 || (call) != NULL, "%s: there with memory", #call); \
		WALK_UNHARMED(put(it));                                        \
		err_;                                                          \
	}), -NLE_NOMEM, 1, #call)

/*
 * A function that sets something in the object called it, which make makes anew and put frees; an error leaves the
 * object as it was. One that returns nothing is followed by what tells whether it did.
 */
#define WALK_SETS(type, make, put, call)                                       \
	do {                                                                   \
		WALK_UNHARMED(type *it = (type *)(make);                       \
			      walk_print(OBJ_CAST(it), walk_before, sizeof(walk_before)); put(it)); \
		HEAP_FAIL_EACH(({                                              \
			type *it;                                              \
			int err_;                                              \
			WALK_UNHARMED(it = (type *)(make));                    \
			err_ = (call);                                         \
			WALK_UNHARMED(walk_print(OBJ_CAST(it), walk_now, sizeof(walk_now)); put(it)); \
			if (err_ < 0)                                          \
				CHECK(strcmp(walk_now, walk_before) == 0, "%s: the object is as it was", #call); \
			err_;                                                  \
		}), -NLE_NOMEM, 1, #call);                                     \
	} while (0)

#endif
