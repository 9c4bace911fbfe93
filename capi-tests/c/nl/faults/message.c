/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Messages without memory. The functions below stand in for libc's, for the library too.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <linux/netlink.h>
#include <stdlib.h>
#include <string.h>

#include <netlink/attr.h>
#include <netlink/errno.h>
#include <netlink/msg.h>
#include <netlink/netlink.h>

#include "check.h"

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *at, size_t size);
extern void __libc_free(void *at);

/* Allocations until one fails; -1: none does. */
static int until = -1;
static int live;

static int refused(void)
{
	if (until < 0 || until-- > 0)
		return 0;
	errno = ENOMEM;
	return 1;
}

void *malloc(size_t size)
{
	void *at = refused() ? NULL : __libc_malloc(size);

	live += at != NULL;
	return at;
}

void *calloc(size_t count, size_t size)
{
	void *at = refused() ? NULL : __libc_calloc(count, size);

	live += at != NULL;
	return at;
}

void *realloc(void *old, size_t size)
{
	void *at = refused() ? NULL : __libc_realloc(old, size);

	live += old == NULL && at != NULL;
	return at;
}

void free(void *at)
{
	live -= at != NULL;
	__libc_free(at);
}

static struct nlmsghdr header = { .nlmsg_len = sizeof(header), .nlmsg_type = 20 };

static struct nl_msg *sized(void) { return nlmsg_alloc_size(100); }
static struct nl_msg *simple(void) { return nlmsg_alloc_simple(1, 2); }
static struct nl_msg *inherited(void) { return nlmsg_inherit(&header); }
static struct nl_msg *inherited_nothing(void) { return nlmsg_inherit(NULL); }
static struct nl_msg *converted(void) { return nlmsg_convert(&header); }

static const struct {
	const char *name;
	struct nl_msg *(*make)(void);
} makers[] = {
	{ "nlmsg_alloc", nlmsg_alloc },
	{ "nlmsg_alloc_size", sized },
	{ "nlmsg_alloc_simple", simple },
	{ "nlmsg_inherit", inherited },
	{ "nlmsg_inherit of NULL", inherited_nothing },
	{ "nlmsg_convert", converted },
};

int main(void)
{
	struct nl_msg *msg;
	struct nlattr *nla;
	const void *before;
	int last, left;

	for (size_t i = 0; i < sizeof(makers) / sizeof(makers[0]); i++) {
		for (int nth = 0; nth < 2; nth++) {
			live = 0;
			until = nth;
			msg = makers[i].make();
			until = -1;
			left = live;
			CHECK(msg == NULL, "%s: NULL without its allocation %d", makers[i].name, nth);
			CHECK_INT(left, 0, "%s: nothing is left", makers[i].name);
		}
		live = 0;
		msg = makers[i].make();
		CHECK(msg != NULL, "%s: two are enough", makers[i].name);
		nlmsg_free(msg);
		CHECK_INT(live, 0, "%s: all are freed", makers[i].name);
	}

	msg = nlmsg_alloc_size(24);
	nla_put_u32(msg, 1, 0x01020304);
	before = nlmsg_hdr(msg);
	until = 0;
	CHECK_INT(nlmsg_expand(msg, 100), -NLE_NOMEM, "nlmsg_expand");
	until = -1;
	CHECK(nlmsg_hdr(msg) == before && nlmsg_get_max_size(msg) == 24, "the message is as it was");
	/* More than there can be. */
	last = nlmsg_expand(msg, (size_t)-1 / 2);
	CHECK_INT(last, -NLE_NOMEM, "nlmsg_expand to all of memory");
	CHECK_INT(nla_put_u32(msg, 2, 1), -NLE_NOMEM, "it is still full");

	nla = nlmsg_data(nlmsg_hdr(msg));
	((struct nlattr *)nla)->nla_type = 1;
	memcpy(nla_data(nla), "abc", 4);
	live = 0;
	until = 0;
	errno = 0;
	CHECK(nla_strdup(nla) == NULL && errno == ENOMEM, "nla_strdup");
	until = -1;
	CHECK_INT(live, 0, "nla_strdup: nothing is left");

	/* Nothing else allocates. */
	until = 0;
	live = 0;
	nlmsg_hdr(msg)->nlmsg_len = 16;
	CHECK(nlmsg_put(msg, 1, 2, 3, 0, 4) != NULL, "nlmsg_put allocates nothing");
	nla = nla_nest_start(msg, 1);
	CHECK_INT(nla_put_flag(msg, 2), 0, "nor does an attribute");
	CHECK_INT(nla_nest_end(msg, nla), 0, "nor a nest");
	nlmsg_get(msg);
	nlmsg_free(msg);
	until = -1;
	CHECK_INT(live, 0, "nor a reference");
	nlmsg_free(msg);
	CHECK_INT(live, -2, "the message and its room are freed");
	return check_done();
}
