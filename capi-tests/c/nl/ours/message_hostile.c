/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Messages that lie about their length, arguments that make no sense, and NULL. */
#include <limits.h>
#include <linux/genetlink.h>
#include <linux/netlink.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/socket.h>

#include <netlink/attr.h>
#include <netlink/errno.h>
#include <netlink/msg.h>
#include <netlink/netlink.h>

#include "check.h"
#include "exact.h"
#include "nl/both/own_type.h"
#include "raw.h"

static const struct own_msgtype msgtypes[] = { { 0x10, 1, "new" }, { -1, 0, NULL } };

static char *text;
static size_t text_len;

static size_t print(struct nl_msg *msg)
{
	FILE *out;

	free(text);
	text = NULL;
	out = open_memstream(&text, &text_len);
	nl_msg_dump(msg, out);
	fclose(out);
	return text_len;
}

static size_t count(const char *what)
{
	size_t found = 0;

	for (const char *at = text; (at = strstr(at, what)) != NULL; at += strlen(what))
		found++;
	return found;
}

/* A message longer than its memory: what is not there is not printed. */
static void lengths(void)
{
	static const uint32_t lens[] = { 37, 40, 64, 4096, 0x7fffffff, 0x80000000, 0xfffffff0, 0xffffffff };
	static const uint16_t types[] = { 16, NLMSG_ERROR, NLMSG_DONE };

	for (size_t i = 0; i < COUNT(lens); i++) {
		for (size_t j = 0; j < COUNT(types); j++) {
			struct nl_msg *msg = nlmsg_alloc_size(36);

			nlmsg_hdr(msg)->nlmsg_len = lens[i];
			nlmsg_hdr(msg)->nlmsg_type = types[j];
			CHECK(print(msg) < 2000, "length %u, type %u: printed", lens[i], types[j]);
			CHECK(count("END NETLINK MESSAGE") == 1, "to its end");
			if (types[j] != NLMSG_ERROR)
				CHECK(count("[PAYLOAD] 20 octets") == 1, "as much as there is");
			nlmsg_set_proto(msg, NETLINK_GENERIC);
			CHECK(print(msg) < 2000, "length %u, type %u: printed as generic netlink",
			      lens[i], types[j]);
			CHECK(nlmsg_reserve(msg, 1, 0) == NULL, "no room is left");
			CHECK(nlmsg_reserve(msg, 0, 0) == NULL, "not even for nothing");
			CHECK_INT(nla_put_u8(msg, 1, 1), -NLE_NOMEM, "nor for an attribute");
			CHECK(nla_nest_start(msg, 1) == NULL, "nor for a nest");
			nlmsg_hdr(msg)->nlmsg_len = 16;
			nlmsg_free(msg);
		}
	}
	for (uint32_t len = 0; len < 16; len++) {
		struct nl_msg *msg = nlmsg_alloc_size(16);

		nlmsg_hdr(msg)->nlmsg_len = len;
		CHECK(print(msg) < 500, "length %u: printed", len);
		nlmsg_hdr(msg)->nlmsg_type = NLMSG_ERROR;
		CHECK(print(msg) < 500 && count("ORIGINAL") == 0, "length %u: an error", len);
		CHECK(nlmsg_put(msg, 1, 2, 3, 0, 5) == NULL, "length %u: not to be put into", len);
		nlmsg_free(msg);
	}
}

/* Walks over hostile lengths end. */
static void walks(void)
{
	static const uint32_t lens[] = { 0, 1, 15, 0x7fffffff, 0x80000000, 0x80000010, 0xfffffff0, 0xffffffff };

	for (size_t i = 0; i < COUNT(lens); i++) {
		struct exact buf = exact_new(16, 0, BEFORE_GUARD);
		struct nlmsghdr *nlh = raw_header(buf.at, lens[i], 16, 0, 0, 0), *pos;
		struct nlattr *tb[2];
		int rem, seen = 0;

		CHECK_INT(nlmsg_ok(nlh, 16), 0, "length %u is not good", lens[i]);
		nlmsg_for_each(pos, nlh, 16)
			seen++;
		nlmsg_for_each_msg(pos, nlh, 16, rem)
			seen++;
		CHECK_INT(seen, 0, "no message is found");
		if (lens[i] < 16) {
			CHECK_INT(nlmsg_parse(nlh, 0, tb, 1, NULL), -NLE_MSG_TOOSHORT, "nlmsg_parse");
			CHECK_INT(nlmsg_validate(nlh, 0, 1, NULL), -NLE_MSG_TOOSHORT, "nlmsg_validate");
			CHECK(nlmsg_find_attr(nlh, 0, 1) == NULL, "nlmsg_find_attr");
			CHECK_INT(nlmsg_attrlen(nlh, 0), (int)lens[i] - 16, "nlmsg_attrlen");
		}
		exact_free(&buf);
	}
	/* The macros find what is there. */
	unsigned char room[36] = { 0 };
	struct nlmsghdr *nlh = raw_header(room, 16, 16, 0, 0, 0), *pos;
	int rem, seen = 0;

	raw_header(room + 16, 20, 17, 0, 0, 0);
	nlmsg_for_each(pos, nlh, (int)sizeof(room))
		seen += pos->nlmsg_type;
	CHECK_INT(seen, 33, "nlmsg_for_each");
	seen = 0;
	nlmsg_for_each_msg(pos, nlh, (int)sizeof(room), rem)
		seen += pos->nlmsg_type;
	CHECK_INT(seen, 33, "nlmsg_for_each_msg");
	CHECK_INT(rem, 0, "and nothing is left");
}

/* Protocol headers of no length that there is. */
static void header_lengths(void)
{
	static const int hdrlens[] = { -4, -5, -16, -20, INT_MIN, INT_MAX, INT_MAX - 3, INT_MAX - 16, 5, 1000 };
	struct exact buf = exact_new(20, 0, BEFORE_GUARD);
	struct nlmsghdr *nlh = raw_header(buf.at, 20, 16, 0, 0, 0);
	struct nlattr *tb[2] = { (void *)nlh, (void *)nlh };

	for (size_t i = 0; i < COUNT(hdrlens); i++) {
		CHECK_INT(nlmsg_parse(nlh, hdrlens[i], tb, 1, NULL), -NLE_MSG_TOOSHORT,
			  "nlmsg_parse with a header of %d", hdrlens[i]);
		CHECK(tb[0] == (void *)nlh, "the index is left alone");
		CHECK_INT(nlmsg_validate(nlh, hdrlens[i], 1, NULL), -NLE_MSG_TOOSHORT,
			  "nlmsg_validate with a header of %d", hdrlens[i]);
		CHECK(nlmsg_find_attr(nlh, hdrlens[i], 0) == NULL, "nlmsg_find_attr with a header of %d",
		      hdrlens[i]);
	}
	exact_free(&buf);
}

/* What is no power of two pads to less than what is asked for, and is refused. */
static void paddings(void)
{
	for (int pad = -20; pad <= 20; pad++) {
		for (size_t len = 0; len <= 20; len++) {
			struct nl_msg *msg = nlmsg_alloc_size(36);
			char *at = nlmsg_reserve(msg, len, pad);

			if (at != NULL) {
				CHECK(nlmsg_hdr(msg)->nlmsg_len >= 16 + len &&
				      nlmsg_hdr(msg)->nlmsg_len <= 36, "pad %d, %zu bytes: counted", pad,
				      len);
				memset(at, 'x', len);
			}
			nlmsg_free(msg);
			msg = nlmsg_alloc_size(36);
			nlmsg_append(msg, (void *)"0123456789abcdefghij", len, pad);
			CHECK(nlmsg_hdr(msg)->nlmsg_len <= 36, "pad %d, %zu bytes: appended or not", pad,
			      len);
			nlmsg_free(msg);
		}
	}
	/* Five bytes padded to a multiple of -4 are none. */
	struct nl_msg *msg = nlmsg_alloc_size(36);
	CHECK(nlmsg_reserve(msg, 5, -4) == NULL, "padding to -4");
	CHECK(nlmsg_reserve(msg, SIZE_MAX, 4) == NULL, "padding that wraps");
	CHECK(nlmsg_reserve(msg, SIZE_MAX - 2, INT_MIN) == NULL, "padding to INT_MIN");
	CHECK_UINT(nlmsg_hdr(msg)->nlmsg_len, 16, "the message is as it was");
	nlmsg_free(msg);
}

/* Nests thousands deep: printed, in bounded time and size. */
static void deep(void)
{
	struct nl_msg *msg = nlmsg_alloc_size(70000);
	struct nlattr *nests[16000];
	size_t depth, closed = 0;

	nlmsg_put(msg, 0, 0, 0x10, 4, 0);
	nlmsg_set_proto(msg, NETLINK_GENERIC);
	for (depth = 0; depth < COUNT(nests); depth++)
		nests[depth] = nla_nest_start(msg, 1);
	nla_put_u32(msg, 1, 1);
	while (depth-- > 0)
		closed += nla_nest_end(msg, nests[depth]) == 0;
	CHECK_UINT(closed, COUNT(nests), "nests within nests");
	CHECK(print(msg) < 10000000, "a message of nests");
	CHECK_UINT(count("NESTED"), 0, "whose type is not known: no attributes");

	/* Printed as nests as far as any family has them, and as bytes from there on. */
	struct own_type type;
	struct nl_cache_ops *ops = own_type(&type, "test/type", 4, NETLINK_GENERIC, NULL, msgtypes,
					    COUNT(msgtypes));
	CHECK_INT(nl_cache_mngt_register(ops), 0, "a type for it");
	CHECK(print(msg) < 10000000, "a message of nests of a known type");
	CHECK_UINT(count("NESTED"), 33, "as many levels as are worth it");
	nlmsg_free(msg);

	/* Attributes that lie about their length, in a nest and as a nest. */
	msg = nlmsg_alloc_size(40);
	nlmsg_put(msg, 0, 0, 0x10, 4, 0);
	nlmsg_set_proto(msg, NETLINK_GENERIC);
	nests[0] = nla_nest_start(msg, 1);
	nla_put_u32(msg, 2, 1);
	nla_put_u32(msg, 3, 1);
	nla_nest_end(msg, nests[0]);
	nests[0][1].nla_len = 20;
	print(msg);
	CHECK_UINT(count("[LEFTOVER] 16 octets"), 1, "beyond its nest");
	nests[0]->nla_len = 0xffff;
	print(msg);
	CHECK_UINT(count("[LEFTOVER] 20 octets"), 1, "beyond its message");
	nests[0]->nla_len = 3;
	print(msg);
	CHECK_UINT(count("[LEFTOVER] 20 octets"), 1, "shorter than a header");
	/* The last padding is not there. */
	nests[0]->nla_len = 17;
	nlmsg_hdr(msg)->nlmsg_len = 37;
	print(msg);
	CHECK_UINT(count("[PADDING] 3 octets"), 1, "without its padding");
	nlmsg_hdr(msg)->nlmsg_len = 40;
	nlmsg_free(msg);
	CHECK_INT(nl_cache_mngt_unregister(ops), 0, "the type goes");
}

static void new_room_is_zero(void)
{
	struct nl_msg *msg = nlmsg_alloc_size(20);
	unsigned char *at;
	size_t set = 0;

	CHECK_INT(nlmsg_expand(msg, 5000), 0, "expand");
	at = nlmsg_reserve(msg, 4984, 0);
	for (size_t i = 0; at != NULL && i < 4984; i++)
		set += at[i] != 0;
	CHECK(at != NULL && set == 0, "what is new is zero");
	nlmsg_free(msg);
}

static void nothing(void)
{
	struct nl_msg *msg = nlmsg_alloc();
	struct sockaddr_nl addr = { .nl_family = AF_NETLINK };
	struct nlattr *tb[1];
	char buf[4] = "abc";

	CHECK_INT(nlmsg_datalen(NULL), 0, "nlmsg_datalen");
	CHECK(nlmsg_tail(NULL) == NULL, "nlmsg_tail");
	CHECK_INT(nlmsg_attrlen(NULL, 0), 0, "nlmsg_attrlen");
	CHECK_INT(nlmsg_valid_hdr(NULL, 0), 0, "nlmsg_valid_hdr");
	CHECK_INT(nlmsg_ok(NULL, 100), 0, "nlmsg_ok");
	CHECK_INT(nlmsg_parse(NULL, 0, tb, 0, NULL), -NLE_MSG_TOOSHORT, "nlmsg_parse");
	CHECK_INT(nlmsg_validate(NULL, 0, 0, NULL), -NLE_MSG_TOOSHORT, "nlmsg_validate");
	CHECK(nlmsg_find_attr(NULL, 0, 0) == NULL, "nlmsg_find_attr");
	CHECK(nlmsg_convert(NULL) == NULL, "nlmsg_convert");
	CHECK(nlmsg_reserve(NULL, 0, 0) == NULL, "nlmsg_reserve");
	CHECK_INT(nlmsg_append(NULL, buf, 1, 0), -NLE_INVAL, "nlmsg_append");
	CHECK_INT(nlmsg_append(msg, NULL, 1, 0), -NLE_INVAL, "nlmsg_append of NULL");
	CHECK_INT(nlmsg_append(msg, NULL, 0, 0), 0, "nlmsg_append of nothing");
	CHECK_INT(nlmsg_expand(NULL, 1), -NLE_INVAL, "nlmsg_expand");
	CHECK(nlmsg_put(NULL, 0, 0, 0, 0, 0) == NULL, "nlmsg_put");
	CHECK(nlmsg_hdr(NULL) == NULL, "nlmsg_hdr");
	nlmsg_get(NULL);
	nlmsg_free(NULL);
	nlmsg_set_proto(NULL, 1);
	CHECK_INT(nlmsg_get_proto(NULL), -1, "nlmsg_get_proto");
	CHECK_UINT(nlmsg_get_max_size(NULL), 0, "nlmsg_get_max_size");
	nlmsg_set_src(NULL, &addr);
	nlmsg_set_src(msg, NULL);
	nlmsg_set_dst(NULL, &addr);
	nlmsg_set_dst(msg, NULL);
	nlmsg_set_creds(NULL, NULL);
	nlmsg_set_creds(msg, NULL);
	CHECK(nlmsg_get_src(NULL) == NULL, "nlmsg_get_src");
	CHECK(nlmsg_get_dst(NULL) == NULL, "nlmsg_get_dst");
	CHECK(nlmsg_get_creds(NULL) == NULL, "nlmsg_get_creds");
	CHECK(nlmsg_get_creds(msg) == NULL, "nlmsg_get_creds: none were set");
	CHECK(nl_nlmsgtype2str(1, NULL, 10) == NULL, "nl_nlmsgtype2str");
	CHECK(nl_nlmsgtype2str(1, buf, 0) == buf && strcmp(buf, "abc") == 0, "nl_nlmsgtype2str of size 0");
	CHECK(nl_nlmsg_flags2str(1, NULL, 10) == NULL, "nl_nlmsg_flags2str");
	CHECK(nl_nlmsg_flags2str(0xffff, buf, 0) == buf && strcmp(buf, "abc") == 0,
	      "nl_nlmsg_flags2str of size 0");
	CHECK_INT(nl_str2nlmsgtype(NULL), -NLE_INVAL, "nl_str2nlmsgtype");
	CHECK_INT(nl_msg_parse(NULL, NULL, NULL), -NLE_INVAL, "nl_msg_parse");
	CHECK_INT(nl_msg_parse(msg, NULL, NULL), -NLE_INVAL, "nl_msg_parse without a callback");
	nl_msg_dump(NULL, stderr);
	nl_msg_dump(msg, NULL);
	nlmsg_free(msg);
}

/* What lies between the fixed-size functions and 4 GiB. */
static void huge(void)
{
	struct nl_msg *msg = nlmsg_alloc_size((size_t)5 << 30);

	if (msg == NULL) {
		printf("# not enough memory for 5 GiB\n");
		return;
	}
	CHECK_UINT(nlmsg_get_max_size(msg), (size_t)5 << 30, "room for 5 GiB");
	CHECK(nlmsg_reserve(msg, ((size_t)1 << 32) - 16, 0) == NULL, "more than nlmsg_len can say");
	nlmsg_hdr(msg)->nlmsg_len = UINT32_MAX - 3;
	CHECK_INT(nla_put_u32(msg, 1, 1), -NLE_NOMEM, "an attribute at the end of 4 GiB");
	CHECK(nla_reserve(msg, 1, 0) == NULL, "nla_reserve there");
	CHECK(nlmsg_reserve(msg, 4, 4) == NULL, "nlmsg_reserve there");
	CHECK_UINT(nlmsg_hdr(msg)->nlmsg_len, UINT32_MAX - 3, "the message is as it was");
	nlmsg_hdr(msg)->nlmsg_len = 16;
	nlmsg_free(msg);
}

int main(void)
{
	lengths();
	walks();
	header_lengths();
	paddings();
	deep();
	new_room_is_zero();
	nothing();
	huge();
	free(text);
	return check_done();
}
