/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Messages without memory.
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

#include "faulty_heap.h"

/* Fails all allocations but the first few; -1: none. */
static void allow(int allocations)
{
	heap_allocations = 0;
	heap_fail_on = 1;
	heap_fail_at = allocations + 1;
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
			heap_held = 0;
			allow(nth);
			msg = makers[i].make();
			allow(-1);
			left = heap_held;
			CHECK(msg == NULL, "%s: NULL without its allocation %d", makers[i].name, nth);
			CHECK_INT(left, 0, "%s: nothing is left", makers[i].name);
		}
		heap_held = 0;
		msg = makers[i].make();
		CHECK(msg != NULL, "%s: two are enough", makers[i].name);
		nlmsg_free(msg);
		CHECK_INT(heap_held, 0, "%s: all are freed", makers[i].name);
	}

	msg = nlmsg_alloc_size(24);
	nla_put_u32(msg, 1, 0x01020304);
	before = nlmsg_hdr(msg);
	allow(0);
	CHECK_INT(nlmsg_expand(msg, 100), -NLE_NOMEM, "nlmsg_expand");
	allow(-1);
	CHECK(nlmsg_hdr(msg) == before && nlmsg_get_max_size(msg) == 24, "the message is as it was");
	/* More than there can be. */
	last = nlmsg_expand(msg, (size_t)-1 / 2);
	CHECK_INT(last, -NLE_NOMEM, "nlmsg_expand to all of memory");
	CHECK_INT(nla_put_u32(msg, 2, 1), -NLE_NOMEM, "it is still full");

	nla = nlmsg_data(nlmsg_hdr(msg));
	((struct nlattr *)nla)->nla_type = 1;
	memcpy(nla_data(nla), "abc", 4);
	heap_held = 0;
	allow(0);
	errno = 0;
	CHECK(nla_strdup(nla) == NULL && errno == ENOMEM, "nla_strdup");
	allow(-1);
	CHECK_INT(heap_held, 0, "nla_strdup: nothing is left");

	/* Nothing else allocates. */
	allow(0);
	heap_held = 0;
	nlmsg_hdr(msg)->nlmsg_len = 16;
	CHECK(nlmsg_put(msg, 1, 2, 3, 0, 4) != NULL, "nlmsg_put allocates nothing");
	nla = nla_nest_start(msg, 1);
	CHECK_INT(nla_put_flag(msg, 2), 0, "nor does an attribute");
	CHECK_INT(nla_nest_end(msg, nla), 0, "nor a nest");
	nlmsg_get(msg);
	nlmsg_free(msg);
	allow(-1);
	CHECK_INT(heap_held, 0, "nor a reference");
	nlmsg_free(msg);
	CHECK_INT(heap_held, -2, "the message and its room are freed");
	return check_done();
}
