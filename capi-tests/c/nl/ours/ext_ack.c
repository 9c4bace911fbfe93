/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What the kernel says beside an error number.
 */
#include <errno.h>

#include <linux/if_link.h>
#include <linux/rtnetlink.h>

#include <netlink/attr.h>
#include <netlink/errno.h>
#include <netlink/msg.h>
#include <netlink/netlink.h>
#include <netlink/oxnl.h>
#include <netlink/socket.h>

#include "check.h"
#include "nl/feed.h"

static void nothing_said(struct nl_sock *sk, const char *when)
{
	uint32_t number = 4711, nest = 4712;

	CHECK(oxnl_socket_get_ext_ack_msg(sk) == NULL, "%s: no text", when);
	CHECK_INT(oxnl_socket_get_ext_ack_offset(sk, &number), -NLE_NOATTR, "%s: no offset", when);
	CHECK_INT(oxnl_socket_get_ext_ack_missing(sk, &number, &nest), -NLE_NOATTR, "%s: none missing", when);
	CHECK(number == 4711 && nest == 4712, "%s: nothing is written", when);
}

/* A request for a link whose name attribute has a wrong length; where it is. */
static int refused(struct nl_sock *sk, uint32_t *where)
{
	struct nl_msg *msg = nlmsg_alloc_simple(RTM_NEWLINK, NLM_F_CREATE);
	struct ifinfomsg info = { .ifi_family = AF_UNSPEC };

	nlmsg_append(msg, &info, sizeof(info), NLMSG_ALIGNTO);
	nla_put_string(msg, IFLA_IFNAME, "a");
	*where = nlmsg_hdr(msg)->nlmsg_len;
	/* The kernel wants 4 bytes. */
	nla_put_u8(msg, IFLA_MTU, 1);
	return nl_send_sync(sk, msg);
}

static int granted(struct nl_sock *sk)
{
	struct nl_msg *msg = nlmsg_alloc_simple(RTM_SETLINK, 0);
	struct ifinfomsg info = { .ifi_family = AF_UNSPEC, .ifi_index = 1 };

	nlmsg_append(msg, &info, sizeof(info), NLMSG_ALIGNTO);
	return nl_send_sync(sk, msg);
}

static void kernel(void)
{
	struct nl_sock *sk = nl_socket_alloc();
	const char *before = nl_geterror(-NLE_RANGE);
	uint32_t where, number;

	nothing_said(sk, "a new socket");
	feed_require(nl_connect(sk, NETLINK_ROUTE) == 0, "nl_connect");
	nothing_said(sk, "a connected socket");
	CHECK_INT(refused(sk, &where), -NLE_RANGE, "the request is refused");
	CHECK(oxnl_socket_get_ext_ack_msg(sk) != NULL, "the kernel says why");
	CHECK_INT(oxnl_socket_get_ext_ack_offset(sk, &number), 0, "and where");
	CHECK_UINT(number, where, "at the attribute");
	CHECK(strcmp(nl_geterror(-NLE_RANGE), before) == 0, "the text of the code is the library's");
	CHECK_INT(granted(sk), 0, "the next one is granted");
	nothing_said(sk, "after an acknowledgement");
	CHECK_INT(refused(sk, &where), -NLE_RANGE, "refused again");
	CHECK(oxnl_socket_get_ext_ack_msg(sk) != NULL, "it says why again");
	nl_close(sk);
	CHECK(oxnl_socket_get_ext_ack_msg(sk) != NULL, "closing forgets nothing");
	nl_socket_free(sk);
}

/* The library's handlers print it, and the code stays the same. */
static void printed(void)
{
	for (int kind = NL_CB_VERBOSE; kind <= NL_CB_DEBUG; kind++) {
		struct nl_cb *cb = nl_cb_alloc(NL_CB_DEFAULT);
		struct nl_sock *sk = nl_socket_alloc_cb(cb);
		char *text = NULL;
		size_t size = 0;
		uint32_t where;
		FILE *file = open_memstream(&text, &size);
		char offset[40];

		nl_cb_err(cb, (enum nl_cb_kind)kind, NULL, file);
		nl_connect(sk, NETLINK_ROUTE);
		CHECK_INT(refused(sk, &where), -NLE_RANGE, "%d: refused", kind);
		fflush(file);
		snprintf(offset, sizeof(offset), "(offset %u)", where);
		CHECK(strstr(text, "-- Error received: Numerical result out of range\n") == text,
		      "%d: the error is printed", kind);
		CHECK(strstr(text, "\n-- Kernel says: ") != NULL, "%d: and what the kernel says", kind);
		CHECK(strstr(text, oxnl_socket_get_ext_ack_msg(sk)) != NULL, "%d: in its words", kind);
		CHECK(strstr(text, offset) != NULL, "%d: and where", kind);
		CHECK(text[size - 1] == '\n', "%d: the line ends", kind);
		fclose(file);
		free(text);
		nl_socket_free(sk);
		nl_cb_put(cb);
	}
}

static struct feed feed;

/* Attributes of an extended acknowledgement at at; returns their length. */
struct tlv {
	uint16_t type;
	const void *data;
	uint16_t len;
};

static size_t put_tlvs(unsigned char *at, const struct tlv *tlvs, size_t count)
{
	size_t used = 0;

	for (size_t i = 0; i < count; i++) {
		raw_attr(at + used, (uint16_t)(4 + tlvs[i].len), tlvs[i].type);
		memcpy(at + used + 4, tlvs[i].data, tlvs[i].len);
		used += NLMSG_ALIGN(4 + (size_t)tlvs[i].len);
	}
	return used;
}

/* One error message: error, flags, the length of the request it repeats, and attributes. */
static int answer(struct nl_sock *sk, int error, uint16_t flags, uint32_t repeated,
		  const unsigned char *tlvs, size_t tlvs_len)
{
	static _Alignas(4) unsigned char bytes[1024];
	struct nlmsgerr content = { .error = error };
	const size_t request = repeated < 16 ? 16 : NLMSG_ALIGN(repeated);
	size_t len = 20;

	memset(bytes, 0, sizeof(bytes));
	raw_header(&content.msg, repeated, 18, 0, 0, 0);
	memcpy(bytes, &content, 20);
	if (!(flags & NLM_F_CAPPED) && request < 500)
		len = 4 + request;
	memcpy(bytes + len, tlvs, tlvs_len);
	memset(&feed, 0, sizeof(feed));
	feed_datagram(&feed, 0);
	feed_message(&feed, NLMSG_ERROR, flags, feed_expected(sk), bytes, len + tlvs_len);
	feed_now = &feed;
	return nl_recvmsgs_default(sk);
}

static void shapes(void)
{
	struct nl_cb *cb = nl_cb_alloc(NL_CB_DEFAULT);
	struct nl_sock *sk = nl_socket_alloc_cb(cb);
	unsigned char bytes[256];
	uint32_t offset = 36, type = 7, nest = 52, got, got_nest;
	const struct tlv all[] = {
		{ NLMSGERR_ATTR_MSG, "no such thing", 14 },
		{ NLMSGERR_ATTR_OFFS, &offset, 4 },
		{ 5, &type, 4 },
		{ 6, &nest, 4 },
	};
	size_t len = put_tlvs(bytes, all, 4);

	nl_cb_overwrite_recv(cb, feed_recv);
	for (uint32_t repeated = 16; repeated < 100; repeated += 21) {
		for (int capped = 0; capped < 2; capped++) {
			const uint16_t flags = (uint16_t)(NLM_F_ACK_TLVS | (capped ? NLM_F_CAPPED : 0));

			CHECK_INT(answer(sk, -EINVAL, flags, repeated, bytes, len), -NLE_INVAL,
				  "%u.%d: the error", repeated, capped);
			CHECK(oxnl_socket_get_ext_ack_msg(sk) != NULL &&
			      strcmp(oxnl_socket_get_ext_ack_msg(sk), "no such thing") == 0,
			      "%u.%d: the text", repeated, capped);
			CHECK(oxnl_socket_get_ext_ack_offset(sk, &got) == 0 && got == 36,
			      "%u.%d: the offset", repeated, capped);
			got = got_nest = 0;
			CHECK_INT(oxnl_socket_get_ext_ack_missing(sk, &got, &got_nest), 0,
				  "%u.%d: what is missing", repeated, capped);
			CHECK(got == 7 && got_nest == 52, "%u.%d: which and where", repeated, capped);
			CHECK_INT(oxnl_socket_get_ext_ack_missing(sk, NULL, NULL), 0,
				  "%u.%d: no need to know which", repeated, capped);
		}
	}
	/* Only with the flag. */
	answer(sk, -EINVAL, 0, 16, bytes, len);
	nothing_said(sk, "without the flag");
	/* A warning beside an acknowledgement. */
	CHECK_INT(answer(sk, 0, NLM_F_ACK_TLVS | NLM_F_CAPPED, 16, bytes, len), 0, "acknowledged");
	CHECK(oxnl_socket_get_ext_ack_msg(sk) != NULL, "with a warning");
	/* Missing on the outermost level. */
	len = put_tlvs(bytes, all + 2, 1);
	answer(sk, -EINVAL, NLM_F_ACK_TLVS, 16, bytes, len);
	got_nest = 77;
	CHECK_INT(oxnl_socket_get_ext_ack_missing(sk, &got, &got_nest), 0, "missing on the outermost level");
	CHECK(got == 7 && got_nest == 0, "which and where");
	CHECK(oxnl_socket_get_ext_ack_msg(sk) == NULL, "the text before is gone");
	/* Other messages say nothing, and leave what was said. */
	memset(&feed, 0, sizeof(feed));
	feed_datagram(&feed, 0);
	feed_message(&feed, 20, 0, feed_expected(sk), NULL, 0);
	nl_recvmsgs_default(sk);
	CHECK_INT(oxnl_socket_get_ext_ack_missing(sk, NULL, NULL), 0, "an event leaves what was said");

	/* The end of a dump. */
	len = put_tlvs(bytes + 4, all, 2);
	memset(bytes, 0, 4);
	memset(&feed, 0, sizeof(feed));
	feed_datagram(&feed, 0);
	feed_message(&feed, NLMSG_DONE, NLM_F_MULTI | NLM_F_ACK_TLVS, feed_expected(sk), bytes, 4 + len);
	CHECK_INT(nl_recvmsgs_default(sk), 0, "the end of a dump");
	CHECK(oxnl_socket_get_ext_ack_msg(sk) != NULL, "has a text");
	CHECK(oxnl_socket_get_ext_ack_offset(sk, &got) == 0 && got == 36, "and an offset");
	nl_socket_free(sk);
	nl_cb_put(cb);
}

/* Attributes that lie about their lengths, texts without an end, and requests that are not there. */
static void hostile(void)
{
	char *text = NULL;
	size_t size = 0;
	FILE *file = open_memstream(&text, &size);
	struct nl_cb *cb = nl_cb_alloc(NL_CB_DEFAULT);
	struct nl_sock *sk = nl_socket_alloc_cb(cb);
	unsigned char bytes[64];
	uint32_t got, nest;

	nl_cb_overwrite_recv(cb, feed_recv);
	nl_cb_err(cb, NL_CB_VERBOSE, NULL, file);
	for (uint32_t length = 0; length < 24; length++) {
		for (uint16_t type = 0; type < 9; type++) {
			for (size_t there = 0; there <= 16; there += 3) {
				const uint32_t repeated[] = { 0, 15, 16, 17, 40, 0x7fffffff, 0xfffffffc, 0xffffffff };

				memset(bytes, 'x', sizeof(bytes));
				raw_attr(bytes, (uint16_t)(length == 23 ? 0xffff : length), type);
				for (size_t r = 0; r < COUNT(repeated); r++) {
					const uint16_t flags = (uint16_t)(r % 2 ? NLM_F_ACK_TLVS :
									  NLM_F_ACK_TLVS | NLM_F_CAPPED);

					answer(sk, -EINVAL, flags, repeated[r], bytes, there);
					/* Whatever there is can be read. */
					if (oxnl_socket_get_ext_ack_msg(sk) != NULL &&
					    strlen(oxnl_socket_get_ext_ack_msg(sk)) > 16)
						CHECK(0, "too long a text");
					oxnl_socket_get_ext_ack_offset(sk, &got);
					oxnl_socket_get_ext_ack_missing(sk, &got, &nest);
				}
			}
		}
	}
	CHECK(1, "lies about lengths are harmless");
	/* A text without NUL, one with a NUL in between, an empty one. */
	put_tlvs(bytes, (const struct tlv[]){ { NLMSGERR_ATTR_MSG, "unterminated", 12 } }, 1);
	answer(sk, -EINVAL, NLM_F_ACK_TLVS | NLM_F_CAPPED, 16, bytes, 16);
	CHECK(strcmp(oxnl_socket_get_ext_ack_msg(sk), "unterminated") == 0, "a text without NUL");
	put_tlvs(bytes, (const struct tlv[]){ { NLMSGERR_ATTR_MSG, "in\0between", 11 } }, 1);
	answer(sk, -EINVAL, NLM_F_ACK_TLVS | NLM_F_CAPPED, 16, bytes, 16);
	CHECK(strcmp(oxnl_socket_get_ext_ack_msg(sk), "in") == 0, "a text with a NUL in between");
	put_tlvs(bytes, (const struct tlv[]){ { NLMSGERR_ATTR_MSG, "", 1 } }, 1);
	answer(sk, -EINVAL, NLM_F_ACK_TLVS | NLM_F_CAPPED, 16, bytes, 8);
	CHECK(oxnl_socket_get_ext_ack_msg(sk) == NULL || *oxnl_socket_get_ext_ack_msg(sk) == '\0',
	      "an empty text");
	fclose(file);
	CHECK(strlen(text) == size, "what is printed has no NUL in it");
	free(text);
	nl_socket_free(sk);
	nl_cb_put(cb);
}

/* An extended acknowledgement can be read in the handler of the error already. */
static int in_handler(struct sockaddr_nl *nla, struct nlmsgerr *err, void *arg)
{
	(void)nla;
	(void)err;
	CHECK(oxnl_socket_get_ext_ack_msg(arg) != NULL, "the handler can ask for the text");
	return NL_STOP;
}

static void early(void)
{
	struct nl_sock *sk = nl_socket_alloc();
	uint32_t where;

	nl_connect(sk, NETLINK_ROUTE);
	nl_socket_modify_err_cb(sk, NL_CB_CUSTOM, in_handler, sk);
	CHECK_INT(refused(sk, &where), -NLE_RANGE, "refused, with a handler");
	nl_socket_free(sk);
}

int main(void)
{
	kernel();
	printed();
	shapes();
	hostile();
	early();
	return check_done();
}
