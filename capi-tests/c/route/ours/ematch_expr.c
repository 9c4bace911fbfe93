/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Expressions of extended matches where Debian's library writes beyond what there is, loses memory, gives up or
 * crashes: long texts, depth, NULL.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include <netlink/errno.h>
#include <netlink/msg.h>
#include <netlink/route/cls/ematch.h>

#include "check.h"

/* The mistake in an expression; "" for none, and what is printed of its tree then. */
static const char *mistake_in(const char *expression, char *printed, size_t room)
{
	static char text[256];
	struct rtnl_ematch_tree *tree = NULL;
	struct nl_dump_params dp = { .dp_type = NL_DUMP_LINE, .dp_buf = printed, .dp_buflen = room };
	char *mistake = (char *)"untouched";
	int err = rtnl_ematch_parse_expr(expression, &mistake, &tree);

	if (err == 0) {
		CHECK(tree != NULL && strcmp(mistake, "untouched") == 0, "a tree, no mistake");
		if (printed != NULL) {
			printed[0] = '\0';
			rtnl_ematch_tree_dump(tree, &dp);
		}
		rtnl_ematch_tree_free(tree);
		return "";
	}
	CHECK(err == -NLE_PARSE_ERR && tree == NULL && mistake != NULL, "no tree, a mistake");
	snprintf(text, sizeof(text), "%s", mistake);
	free(mistake);
	return text;
}

#define CHECK_MISTAKE(expression, want, what)                                  \
	do {                                                                   \
		const char *mistake_ = mistake_in((expression), NULL, 0);      \
		CHECK(strcmp(mistake_, (want)) == 0, "%s: '%s'", (what), mistake_); \
	} while (0)

/* Bytes that a tree takes in a message; negative if it cannot be sent. */
static int bytes_of(const char *expression, unsigned char *bytes, size_t room)
{
	struct rtnl_ematch_tree *tree = NULL;
	struct nl_msg *msg = nlmsg_alloc_size(room + 100);
	int result;

	nlmsg_put(msg, 0, 0, RTM_NEWTFILTER, 0, 0);
	result = rtnl_ematch_parse_expr(expression, NULL, &tree);
	if (result == 0)
		result = rtnl_ematch_fill_attr(msg, 7, tree);
	if (result == 0) {
		result = nlmsg_datalen(nlmsg_hdr(msg));
		if (bytes != NULL)
			memcpy(bytes, nlmsg_data(nlmsg_hdr(msg)), (size_t)result);
	}
	rtnl_ematch_tree_free(tree);
	nlmsg_free(msg);
	return result;
}

static void patterns(void)
{
	static unsigned char bytes[100];

	CHECK_INT(bytes_of("pattern(ip+12 = 10.1.2.0/24)", bytes, sizeof(bytes)), 36, "a pattern");
	CHECK_BYTES(bytes + 28, "\x0c\x00\x03\x10\x0a\x01\x02", 7, "its place and bytes");
	CHECK_INT(bytes_of("pattern(ip+12 = \"ab\\c\nd\")", bytes, sizeof(bytes)), 36, "a text as a pattern");
	CHECK_BYTES(bytes + 28, "\x0c\x00\x04\x10" "abcd", 8, "without backslash and end of line");
}

/* Texts of each length around upstream's buffer, and at the ends of the kernel's structures. */
static void lengths(void)
{
	const size_t room = 400000;
	char *text = malloc(room), *printed = malloc(room);

	for (size_t len = 0; len < 70; len++) {
		char quoted[80];

		memset(quoted, 'x', len);
		quoted[len] = '\0';
		snprintf(text, room, "pattern(tcp+0 = \"%s\")", quoted);
		CHECK_MISTAKE(text, "", "a short pattern");
		CHECK_INT(bytes_of(text, NULL, 1000), 32 + (len + 3) / 4 * 4, "pattern of %zu bytes", len);
		snprintf(text, room, "text(kmp \"%s\")", quoted);
		CHECK_INT(bytes_of(text, NULL, 1000), 52 + (len + 3) / 4 * 4, "text of %zu bytes", len);
		snprintf(text, room, "meta(devname = \"%s\")", quoted);
		CHECK_INT(bytes_of(text, NULL, 1000), len == 0 ? 40 : 44 + (len + 3) / 4 * 4, "value of %zu bytes",
			  len);
		CHECK(strcmp(mistake_in(text, printed, room), "") == 0, "printed");
		snprintf(text, room, "meta(devname = %s)\n", quoted);
		CHECK(strcmp(text, printed) == 0, "what is printed of %zu bytes", len);
	}
	for (size_t len = 4094; len < 4098; len++) {
		snprintf(text, room, "pattern(tcp+0 = \"%0*d\")", (int)len, 0);
		CHECK_MISTAKE(text, len > 4095 ? "pattern too long" : "", "a long pattern");
	}
	for (size_t len = 65534; len < 65538; len++) {
		snprintf(text, room, "text(bm \"%0*d\")", (int)len, 0);
		CHECK_MISTAKE(text, len > 65535 ? "pattern too long" : "", "a long text");
	}
	snprintf(text, room, "meta(devname = \"%0300000d\")", 0);
	CHECK_MISTAKE(text, "", "a long value");
	CHECK(bytes_of(text, NULL, room) < 0, "it cannot be sent");
	/* A mistake tells all of a long word. */
	snprintf(text, room, "%0300000dx = 1", 0);
	CHECK(strncmp(mistake_in(text, NULL, 0), "Packet location \"0000", 21) == 0, "a long name");
	snprintf(text, room, "ip+%0300000d = 1", 7);
	CHECK(strcmp(mistake_in(text, printed, room), "") == 0 && strcmp(printed, "? at ip+7 = 1\n") == 0,
	      "a long number");
	snprintf(text, room, "text(%0300000dx \"a\")", 0);
	CHECK_MISTAKE(text, "", "a long algorithm");
	free(text);
	free(printed);
}

/* The same word again and again. */
static char *repeated(const char *word, size_t times, const char *then)
{
	char *text = malloc(strlen(word) * times + strlen(then) + 1), *at = text;

	for (size_t i = 0; i < times; i++)
		at = stpcpy(at, word);
	strcpy(at, then);
	return text;
}

static void depth(void)
{
	static const char *const words[] = { "(", "( ", "!(", "not (", "(u8 at ip+1 = 1 or (", "(ip+1=1&&!" };
	struct rtnl_ematch_tree *tree = NULL, *copy;
	char *text, *whole, *buf;
	struct nl_dump_params dp = { .dp_type = NL_DUMP_LINE };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		text = repeated(words[i], 1000000, "ip+1 = 1");
		CHECK_MISTAKE(text, "nested too deeply", words[i]);
		free(text);
	}
	text = repeated(")", 10000, "");
	whole = repeated("(", 10000, "ip+1 = 1");
	buf = malloc(strlen(text) + strlen(whole) + 1);
	strcat(strcpy(buf, whole), text);
	CHECK_INT(rtnl_ematch_parse_expr(buf, NULL, &tree), 0, "as deep as can be");
	copy = rtnl_ematch_tree_clone(tree);
	CHECK(copy != NULL, "a copy");
	buf[0] = '\0';
	dp.dp_buf = buf;
	dp.dp_buflen = strlen(text) + strlen(whole) + 1;
	rtnl_ematch_tree_dump(copy, &dp);
	CHECK(strspn(buf, "(") == 10000, "it is printed");
	rtnl_ematch_tree_free(copy);
	rtnl_ematch_tree_free(tree);
	free(buf);
	free(text);
	free(whole);
	/* Many in a row. */
	text = repeated("ip+1 = 1 or ", 20000, "ip+1 = 2");
	CHECK_INT(rtnl_ematch_parse_expr(text, NULL, &tree), 0, "many matches");
	rtnl_ematch_tree_free(tree);
	free(text);
	text = repeated("(ip+1 = 1) and (", 3, "ip+1 = 2)))");
	CHECK_MISTAKE(text, "", "levels that come and go");
	free(text);
	text = repeated("(ip+1 = 1) and ", 20000, "ip+1 = 2");
	CHECK_INT(rtnl_ematch_parse_expr(text, NULL, &tree), 0, "many containers");
	rtnl_ematch_tree_free(tree);
	free(text);
	text = repeated("! ", 1000000, "ip+1 = 1");
	CHECK_MISTAKE(text, "syntax error, unexpected NOT, expecting LAYER", "not, not, not");
	free(text);
	text = repeated("|", 1000000, "");
	CHECK_MISTAKE(text, "syntax error, unexpected LOGIC, expecting end of file", "bars");
	free(text);
	text = repeated("\"", 1000000, "");
	CHECK_MISTAKE(text, "syntax error, unexpected QUOTED, expecting end of file", "quotation marks");
	free(text);
}

static void numbers(void)
{
	CHECK_MISTAKE("ip+1 = 4294967295", "", "the largest number");
	CHECK_MISTAKE("ip+1 = 4294967296", "invalid number \"4294967296\"", "a larger one");
	CHECK_MISTAKE("ip+65535 = 1", "", "the largest offset");
	CHECK_MISTAKE("ip+65536 = 1", "invalid number \"65536\"", "a larger offset");
	CHECK_MISTAKE("65536 at ip+1 = 1", "invalid number \"65536\"", "a large number of bytes");
	CHECK_MISTAKE("meta(mark >> 255 = 1)", "", "the largest shift");
	CHECK_MISTAKE("meta(mark >> 256 = 1)", "invalid number \"256\"", "a larger shift");
	CHECK_MISTAKE("ip+1 = 09", "invalid number \"09\"", "an octal number that is none");
	CHECK_MISTAKE("ip+1 & 0xfffffffff = 09", "invalid number \"0xfffffffff\"", "a large mask");
}

static void nothing(void)
{
	struct rtnl_ematch_tree *tree = NULL;
	char *mistake = (char *)"untouched";

	CHECK_INT(rtnl_ematch_parse_expr(NULL, &mistake, &tree), -NLE_INVAL, "no expression");
	CHECK(mistake == NULL && tree == NULL, "nothing is given");
	CHECK_INT(rtnl_ematch_parse_expr("", NULL, NULL), -NLE_INVAL, "no place for a tree");
	CHECK_INT(rtnl_ematch_parse_expr("(", NULL, &tree), -NLE_PARSE_ERR, "no place for a mistake");
	CHECK_INT(rtnl_ematch_parse_expr("", NULL, &tree), 0, "an empty expression");
	CHECK(tree != NULL, "an empty tree");
	rtnl_ematch_tree_free(tree);
}

int main(void)
{
	/* No names of places. */
	setenv("NLSYSCONFDIR", "/nonexistent", 1);
	CHECK_MISTAKE("ip.ttl = 1", "Packet location \"ip.ttl\" not found", "no file");
	patterns();
	lengths();
	depth();
	numbers();
	nothing();
	return check_done();
}
