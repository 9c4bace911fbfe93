/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Control callbacks for mnl_cb_run2(): how an answer from the kernel ends.
 *
 * mnl_cb_run() knows NLMSG_ERROR and NLMSG_DONE, but it ignores the error
 * number inside NLMSG_DONE, so that a dump which failed looks like a table
 * which is empty or short. It also drops the kernel's own words (the extended
 * ACK, which a socket gets after setsockopt NETLINK_EXT_ACK). dump_ctl[] does
 * neither:
 *
 *   ret = mnl_cb_run2(buf, n, seq, portid, cb, data,
 *                     dump_ctl, MNL_ARRAY_SIZE(dump_ctl));
 *
 * ret is MNL_CB_OK: receive more; MNL_CB_STOP: complete; MNL_CB_ERROR: errno
 * says why, and dump_perror() prints it.
 *
 * An array given to mnl_cb_run2() replaces the library's handling of every
 * message type below its length: an entry left out means "skip", not
 * "default". This one is complete for the types 0 to NLMSG_DONE.
 */
#ifndef EXAMPLES_DUMP_CTL_H
#define EXAMPLES_DUMP_CTL_H

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include <libmnl/libmnl.h>

/* Prints the text of the extended ACK whose attributes begin at offset. */
static void dump_print_text(const struct nlmsghdr *nlh, size_t offset)
{
	const struct nlattr *attr;

	if (!(nlh->nlmsg_flags & NLM_F_ACK_TLVS) ||
	    mnl_nlmsg_get_payload_len(nlh) < offset)
		return;

	mnl_attr_for_each(attr, nlh, offset) {
		if (mnl_attr_get_type(attr) == NLMSGERR_ATTR_MSG &&
		    mnl_attr_validate(attr, MNL_TYPE_NUL_STRING) == 0)
			fprintf(stderr, "kernel: %s\n", mnl_attr_get_str(attr));
	}
}

/* NLMSG_ERROR: int error, the request's header, its payload unless capped. */
static int dump_on_error(const struct nlmsghdr *nlh, void *data)
{
	const struct nlmsgerr *err = mnl_nlmsg_get_payload(nlh);
	size_t offset = sizeof(*err);

	(void)data;
	if (mnl_nlmsg_get_payload_len(nlh) < sizeof(*err)) {
		errno = EBADMSG;
		return MNL_CB_ERROR;
	}
	if (err->error == 0)
		return MNL_CB_STOP;

	if (!(nlh->nlmsg_flags & NLM_F_CAPPED) &&
	    err->msg.nlmsg_len > sizeof(err->msg))
		offset += err->msg.nlmsg_len - sizeof(err->msg);
	dump_print_text(nlh, offset);
	errno = abs(err->error);
	return MNL_CB_ERROR;
}

/* NLMSG_DONE: int error. */
static int dump_on_done(const struct nlmsghdr *nlh, void *data)
{
	int error = 0;

	(void)data;
	if (mnl_nlmsg_get_payload_len(nlh) >= sizeof(error))
		error = *(const int *)mnl_nlmsg_get_payload(nlh);
	if (error >= 0)
		return MNL_CB_STOP;

	dump_print_text(nlh, sizeof(error));
	errno = -error;
	return MNL_CB_ERROR;
}

static mnl_cb_t dump_ctl[] = {
	[NLMSG_ERROR] = dump_on_error,
	[NLMSG_DONE] = dump_on_done,
};

/*
 * perror() for a dump. The library reports NLM_F_DUMP_INTR, the kernel's mark
 * for "the table changed while I was walking it", as EINTR.
 */
static inline void dump_perror(const char *what)
{
	if (errno == EINTR)
		fprintf(stderr, "%s: the table changed meanwhile, try again\n",
			what);
	else
		perror(what);
}

#endif
