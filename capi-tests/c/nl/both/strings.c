/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The string tables that the sister libraries use. No public header declares them. */
#include <limits.h>
#include <locale.h>
#include <unistd.h>

#include <netlink/list.h>

#include "raw.h"
#include "report.h"

struct trans_tbl {
	uint64_t i;
	const char *a;
};

struct trans_list {
	int i;
	char *a;
	struct nl_list_head list;
};

extern int __nl_read_num_str_file(const char *path, int (*cb)(long, const char *));
extern const char *nl_strerror_l(int err);
extern int __trans_list_add(int, const char *, struct nl_list_head *);
extern void __trans_list_clear(struct nl_list_head *);
extern char *__type2str(int, char *, size_t, const struct trans_tbl *, size_t);
extern int __str2type(const char *, const struct trans_tbl *, size_t);
extern char *__list_type2str(int, char *, size_t, struct nl_list_head *);
extern int __list_str2type(const char *, struct nl_list_head *);
extern char *__flags2str(int, char *, size_t, const struct trans_tbl *, size_t);
extern int __str2flags(const char *, const struct trans_tbl *, size_t);

static const struct trans_tbl types[] = {
	{ 0, "zero" }, { 1, "one" }, { 1, "uno" }, { 7, "Seven" }, { 255, "a b" }, { 9, "" },
	{ 0x80000000u, "high" }, { UINT64_MAX, "minus" }, { 0x1234567890, "wide" },
};

static const struct trans_tbl flags[] = {
	{ 1, "up" }, { 2, "broadcast" }, { 4, "debug" }, { 0x30, "pair" }, { 0x20, "part" },
	{ 0x40, "Mixed" }, { 0x80000000u, "top" }, { 0x100000000, "beyond" }, { 0, "none" },
};

static const char *const texts[] = {
	"", "zero", "ZERO", "one", "uno", "seven", "a b", "high", "minus", "wide", " one", "one ", "on",
	"ones", "0", "12", "-1", "-2", "0x1f", "010", "0x", "1x", " 5", "5 ", "4294967295",
	"18446744073709551614", "18446744073709551615", "99999999999999999999",
};

static void one_of(void)
{
	static const int numbers[] = { 0, 1, 2, 7, 9, 255, -1, -2, INT_MIN, INT_MAX };
	char buf[32];

	for (size_t i = 0; i < COUNT(numbers); i++) {
		memset(buf, '#', sizeof(buf));
		__type2str(numbers[i], buf, sizeof(buf), types, COUNT(types));
		out_escaped(buf, 16, "type2str.%d", numbers[i]);
	}
	for (size_t len = 0; len < 8; len++) {
		memset(buf, '#', sizeof(buf));
		out_bool(__type2str(7, buf, len, types, COUNT(types)) == buf, "type2str.len%zu", len);
		out_escaped(buf, 10, "type2str.len%zu.text", len);
		memset(buf, '#', sizeof(buf));
		__type2str(0xabcd, buf, len, types, COUNT(types));
		out_escaped(buf, 10, "type2str.len%zu.number", len);
	}
	__type2str(1, buf, sizeof(buf), types, 0);
	out_text(buf, "type2str.no_rows");
	for (size_t i = 0; i < COUNT(texts); i++)
		out_int(__str2type(texts[i], types, COUNT(types)), "str2type.%zu.'%s'", i, texts[i]);
}

static void some_of(void)
{
	static const unsigned int sets[] = {
		0, 1, 2, 3, 4, 7, 8, 9, 0x10, 0x20, 0x30, 0x40, 0x47, 0x7f, 0x100, 0x103, 0x80000000,
		0x80000001, 0xffffffff, 0xfffffff8,
	};
	static const char *const lists[] = {
		"", "up", "UP", "up,debug", "up, debug", "up,  debug", " up", "up ", "up,", ",up", ",",
		",,", "nothing", "up,nothing,debug", "u", "uppp", "mixed", "pair,part", "top", "beyond",
		"none", "up,broadcast,debug,pair,part,Mixed,top", "1", "0x4",
	};
	char buf[128];

	for (size_t i = 0; i < COUNT(sets); i++) {
		memset(buf, '#', sizeof(buf));
		__flags2str((int)sets[i], buf, sizeof(buf), flags, COUNT(flags));
		out_escaped(buf, sizeof(buf), "flags2str.%#x", sets[i]);
	}
	for (size_t len = 1; len < 24; len++) {
		memset(buf, '#', sizeof(buf));
		out_bool(__flags2str(0xf, buf, len, flags, COUNT(flags)) == buf, "flags2str.len%zu", len);
		out_escaped(buf, 24, "flags2str.len%zu.text", len);
	}
	for (size_t i = 0; i < COUNT(lists); i++)
		out_int(__str2flags(lists[i], flags, COUNT(flags)), "str2flags.%zu.'%s'", i, lists[i]);
}

static void listed(void)
{
	NL_LIST_HEAD(list);
	struct trans_list *row;
	char name[] = "third";
	char buf[32];
	int count = 0;

	out_int(__trans_list_add(1, "first", &list), "list.add.1");
	out_int(__trans_list_add(-2, "second", &list), "list.add.2");
	out_int(__trans_list_add(3, name, &list), "list.add.3");
	out_int(__trans_list_add(1, "again", &list), "list.add.4");
	/* The name is a copy. */
	name[0] = 'b';
	nl_list_for_each_entry(row, &list, list) {
		out_int(row->i, "list.%d.number", count);
		out_text(row->a, "list.%d.name", count);
		count++;
	}
	for (int number = -3; number < 5; number++) {
		memset(buf, '#', sizeof(buf));
		out_bool(__list_type2str(number, buf, sizeof(buf), &list) == buf, "list.type2str.%d",
			 number);
		out_escaped(buf, 14, "list.type2str.%d.text", number);
	}
	__list_type2str(3, buf, 3, &list);
	out_text(buf, "list.type2str.small");
	out_int(__list_str2type("SECOND", &list), "list.str2type.upper");
	out_int(__list_str2type("again", &list), "list.str2type.again");
	for (size_t i = 0; i < COUNT(texts); i++)
		out_int(__list_str2type(texts[i], &list), "list.str2type.%zu.'%s'", i, texts[i]);
	__trans_list_clear(&list);
	out_bool(nl_list_empty(&list), "list.cleared");
	__trans_list_clear(&list);
	out_bool(nl_list_empty(&list), "list.cleared_again");
	out_int(__list_str2type("first", &list), "list.str2type.cleared");
}

static struct row read_rows;
static int stop_at;

static int take(long number, const char *name)
{
	row_add(&read_rows, "%ld=%s;", number, name);
	return number == stop_at ? -4242 : 1;
}

static void file(const char *key, const char *content)
{
	char path[] = "/tmp/oxnl-strings-XXXXXX";
	const int fd = mkstemp(path);

	if (fd < 0 || write(fd, content, strlen(content)) != (ssize_t)strlen(content))
		exit(2);
	close(fd);
	memset(&read_rows, 0, sizeof(read_rows));
	out_int(__nl_read_num_str_file(path, take), "file.%s", key);
	out_row(&read_rows, "file.%s.rows", key);
	remove(path);
}

static void files(void)
{
	char longer[400];

	stop_at = 99;
	file("empty", "");
	file("plain", "1 one\n2 two\n255\tlocal\n");
	file("comments", "# a comment\n1 one # behind\n#2 two\n\n\r\n3 three#close\n");
	file("bases", "0x10 hex\n010 octal\n-5 minus\n+6 plus\n  7  spaces\n");
	file("blanks", "1 \t two words\n2\t\ttabs\t\n3 cr\r\n");
	file("no_newline", "1 one\n2 two");
	file("no_name", "1 one\n2\n3 three\n");
	file("only_comment", "1 #name\n");
	file("no_number", "1 one\nname\n3 three\n");
	file("space_line", "1 one\n \n3 three\n");
	file("joined", "1one\n2 two\n");
	file("large", "9223372036854775807 max\n");
	file("huge", "1 one\n99999999999999999999 more\n");
	file("small", "-9223372036854775808 min\n");
	file("stopped", "1 one\n99 stop\n3 three\n");
	memset(longer, 'x', sizeof(longer));
	memcpy(longer, "1 ", 2);
	memcpy(longer + 127, "2 two\n3 three\n", 15);
	file("long_line", longer);
	OUT_CALL(__nl_read_num_str_file("/nowhere/at/all", take), "file.missing");
	out_int(__nl_read_num_str_file("/", take), "file.folder");
}

static void system_texts(void)
{
	for (int error = -1; error < 140; error++) {
		errno = ERRNO_UNTOUCHED;
		out_text(nl_strerror_l(error), "strerror.%d", error);
		if (errno != ERRNO_UNTOUCHED)
			out_errno(errno, "strerror.%d.errno", error);
	}
	setenv("LC_ALL", "nowhere_NO", 1);
	OUT_CALL(strcmp(nl_strerror_l(ENOENT), "No such file or directory"), "strerror.no_locale");
	setenv("LC_ALL", "C", 1);
	out_text(nl_strerror_l(ENOENT), "strerror.c");
}

int main(void)
{
	one_of();
	some_of();
	listed();
	files();
	system_texts();
	return 0;
}
