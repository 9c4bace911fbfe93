/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Errors, units, names, data, printing: NULL, numbers out of range, buffers that are
 * too small, files that make no sense.
 */
#include <limits.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <netlink/netlink.h>
#include <netlink/data.h>
#include <netlink/hash.h>
#include <netlink/utils.h>

#include "check.h"
#include "exact.h"
#include "raw.h"

struct trans_tbl {
	uint64_t i;
	const char *a;
};

extern int __nl_read_num_str_file(const char *path, int (*cb)(long, const char *));
extern int __trans_list_add(int, const char *, struct nl_list_head *);
extern void __trans_list_clear(struct nl_list_head *);
extern char *__type2str(int, char *, size_t, const struct trans_tbl *, size_t);
extern int __str2type(const char *, const struct trans_tbl *, size_t);
extern char *__list_type2str(int, char *, size_t, struct nl_list_head *);
extern int __list_str2type(const char *, struct nl_list_head *);
extern char *__flags2str(int, char *, size_t, const struct trans_tbl *, size_t);
extern int __str2flags(const char *, const struct trans_tbl *, size_t);

/* Memory of exactly size bytes that text is written to, and what is there then. */
static struct exact room;

static char *fresh(size_t size)
{
	room = exact_new(size, '#', ON_HEAP);
	return room.at;
}

static int holds(const char *text, size_t size)
{
	const int same = size == 0 || strcmp(room.at, text) == 0;

	exact_free(&room);
	return same;
}

static void errors(void)
{
	CHECK(strcmp(nl_geterror(INT_MIN), nl_geterror(NLE_FAILURE)) == 0, "geterror(INT_MIN)");
	CHECK(strcmp(nl_geterror(NLE_MAX + 1), nl_geterror(NLE_FAILURE)) == 0, "geterror behind the last");
	for (int error = 0; error <= NLE_MAX; error++) {
		CHECK(strlen(nl_geterror(error)) > 5, "code %d has a text", error);
		CHECK(nl_geterror(error) == nl_geterror(-error), "code %d of either sign", error);
	}
	CHECK_INT(NLE_MAX, 36, "NLE_MAX");
	CHECK_INT(nl_syserr2nlerr(EHOSTUNREACH), NLE_FAILURE, "EHOSTUNREACH has no code of its own");
	CHECK_INT(nl_syserr2nlerr(ENETDOWN), NLE_FAILURE, "nor has ENETDOWN");
	CHECK_INT(nl_syserr2nlerr(INT_MIN), NLE_FAILURE, "syserr2nlerr(INT_MIN)");
}

static void version(void)
{
	CHECK_INT(nl_ver_maj, LIBNL_VER_MAJ, "nl_ver_maj");
	CHECK_INT(nl_ver_min, LIBNL_VER_MIN, "nl_ver_min");
	CHECK_INT(nl_ver_mic, LIBNL_VER_MIC, "nl_ver_mic");
	CHECK_INT(nl_ver_num, LIBNL_VER_NUM, "nl_ver_num");
	CHECK_INT(nl_ver_num, 0x30c, "the release is 3.12");
	CHECK(strcmp(LIBNL_STRING, "libnl " LIBNL_VERSION) == 0, "LIBNL_STRING");
}

static void small_buffers(void)
{
	static const char msec[] = "1d 1h 1m 1s 1msec", size[] = "1.5MiB", none[] = "0msec";

	for (size_t len = 0; len <= sizeof(msec); len++) {
		char want[sizeof(msec)] = "";

		strncat(want, msec, len == 0 ? 0 : len - 1);
		CHECK(nl_msec2str(90061001, fresh(len), len) == room.at, "msec2str returns its buffer");
		CHECK(holds(want, len), "msec2str in %zu bytes", len);
	}
	for (size_t len = 0; len <= sizeof(size); len++) {
		char want[sizeof(size)] = "";

		strncat(want, size, len == 0 ? 0 : len - 1);
		nl_size2str(3 << 19, fresh(len), len);
		CHECK(holds(want, len), "size2str in %zu bytes", len);
	}
	for (size_t len = 0; len <= sizeof(none); len++) {
		char want[sizeof(none)] = "";

		strncat(want, none, len == 0 ? 0 : len - 1);
		nl_msec2str(0, fresh(len), len);
		CHECK(holds(want, len), "0msec in %zu bytes", len);
	}
	__flags2str(1, fresh(0), 0, NULL, 0);
	CHECK(holds("", 0), "flags2str without room");
}

static void no_pointers(void)
{
	static const struct trans_tbl table[] = { { 1, "one" }, { 2, NULL } };
	char buf[16] = "kept";
	uint64_t msec = 7;
	NL_LIST_HEAD(list);

	CHECK(nl_cancel_down_bytes(2048, NULL) == 2.0, "bytes without a unit");
	CHECK(nl_cancel_down_bits(2000, NULL) == 2.0, "bits without a unit");
	CHECK(nl_cancel_down_us(2000, NULL) == 2.0, "time without a unit");
	CHECK_INT(nl_rate2str(1000, 2, buf, sizeof(buf)), -NLE_INVAL, "a rate of neither kind");
	CHECK_INT(nl_rate2str(1000, -1, buf, sizeof(buf)), -NLE_INVAL, "a rate of kind -1");
	CHECK(strcmp(buf, "kept") == 0, "which writes nothing");
	CHECK_INT(nl_rate2str(1000, NL_BIT_RATE, NULL, 0), 10, "a rate without a buffer has its length");
	CHECK_INT(nl_rate2str(1000, NL_BIT_RATE, NULL, 9), 10, "even if there is said to be one");
	CHECK_INT(nl_size2int(NULL), -NLE_INVAL, "size2int(NULL)");
	CHECK_INT(nl_prob2int(NULL), -NLE_INVAL, "prob2int(NULL)");
	CHECK_INT(nl_prob2int("nan"), -NLE_RANGE, "no number is no probability");
	CHECK_INT(nl_prob2int("-nan"), -NLE_RANGE, "of either sign");
	CHECK_INT(nl_str2msec(NULL, &msec), -NLE_INVAL, "str2msec(NULL)");
	CHECK_INT(nl_str2msec("1s", NULL), -NLE_INVAL, "str2msec to nowhere");
	CHECK_UINT(msec, 7, "nothing is written");
	CHECK(nl_size2str(5, NULL, 9) == NULL, "size2str(NULL)");
	CHECK(nl_msec2str(5, NULL, 9) == NULL, "msec2str(NULL)");
	CHECK(nl_llproto2str(1, NULL, 9) == NULL, "llproto2str(NULL)");
	CHECK(nl_ether_proto2str(1, NULL, 9) == NULL, "ether_proto2str(NULL)");
	CHECK(nl_ip_proto2str(1, NULL, 9) == NULL, "ip_proto2str(NULL)");
	CHECK_INT(nl_str2llproto(NULL), -NLE_INVAL, "str2llproto(NULL)");
	CHECK_INT(nl_str2ether_proto(NULL), -NLE_INVAL, "str2ether_proto(NULL)");
	CHECK_INT(nl_str2ip_proto(NULL), -NLE_INVAL, "str2ip_proto(NULL)");

	CHECK(__type2str(1, NULL, 9, table, 1) == NULL, "type2str to nowhere");
	CHECK(strcmp(__type2str(1, buf, sizeof(buf), NULL, 9), "0x1") == 0, "type2str without a table");
	CHECK(strcmp(__type2str(2, buf, sizeof(buf), table, 2), "") == 0, "a row without a name");
	CHECK_INT(__str2type(NULL, table, 1), -NLE_INVAL, "str2type(NULL)");
	CHECK_INT(__str2type("5", NULL, 9), 5, "str2type without a table");
	CHECK_INT(__str2type("two", table, 2), -NLE_OBJ_NOTFOUND, "a row without a name is not found");
	CHECK_INT(__str2flags(NULL, table, 1), 0, "str2flags(NULL)");
	CHECK_INT(__str2flags("one", NULL, 1), 0, "str2flags without a table");
	CHECK(__flags2str(1, NULL, 9, table, 1) == NULL, "flags2str to nowhere");
	CHECK(strcmp(__flags2str(1, buf, sizeof(buf), NULL, 9), "") == 0, "flags2str without a table");
	CHECK_INT(__trans_list_add(1, NULL, &list), -NLE_INVAL, "no name for a list");
	CHECK_INT(__trans_list_add(1, "x", NULL), -NLE_INVAL, "no list for a name");
	__trans_list_clear(NULL);
	CHECK(strcmp(__list_type2str(1, buf, sizeof(buf), NULL), "0x1") == 0, "no list for a number");
	CHECK(__list_type2str(1, NULL, 9, &list) == NULL, "nowhere for a name");
	CHECK_INT(__list_str2type(NULL, &list), -NLE_INVAL, "list_str2type(NULL)");
	CHECK_INT(__list_str2type("5", NULL), 5, "list_str2type without a list");
	CHECK_INT(__nl_read_num_str_file("/dev/null", NULL), -NLE_INVAL, "nobody to take names");
	CHECK_INT(__nl_read_num_str_file(NULL, NULL), -NLE_INVAL, "no file to read names from");
	CHECK_UINT(nl_hash_any(NULL, 5, 7), nl_hash_any("", 0, 7), "the hash of nothing");
}

static void data(void)
{
	struct nl_data *longer = nl_data_alloc("abcd", 4), *shorter = nl_data_alloc("ab", 2);
	char buf[8];

	CHECK(nl_data_alloc_attr(NULL) == NULL, "data of no attribute");
	for (uint16_t len = 0; len < 4; len++)
		CHECK(nl_data_alloc_attr(raw_attr(buf, len, 1)) == NULL, "data of an attribute of %d", len);
	CHECK(nl_data_clone(NULL) == NULL, "clone(NULL)");
	CHECK_INT(nl_data_append(NULL, "x", 1), -NLE_INVAL, "append to NULL");
	CHECK(nl_data_get(NULL) == NULL, "get(NULL)");
	CHECK_UINT(nl_data_get_size(NULL), 0, "get_size(NULL)");
	CHECK_INT(nl_data_cmp(NULL, longer), -1, "cmp(NULL, data)");
	CHECK_INT(nl_data_cmp(longer, NULL), -1, "cmp(data, NULL)");
	CHECK_INT(nl_data_cmp(NULL, NULL), -1, "cmp(NULL, NULL)");
	CHECK(nl_data_cmp(longer, shorter) > 0, "data that ends earlier is not read beyond");
	CHECK_INT(nl_data_cmp(shorter, longer), 0, "the beginning is the same");
	CHECK_INT(nl_data_append(longer, "x", SIZE_MAX), -NLE_NOMEM, "too much to append");
	CHECK_INT(nl_data_append(longer, NULL, SIZE_MAX - 16), -NLE_NOMEM, "more than there is");
	CHECK_UINT(nl_data_get_size(longer), 4, "the data is as it was");
	CHECK(nl_data_alloc(NULL, SIZE_MAX) == NULL, "more than there can be");
	nl_data_free(longer);
	nl_data_free(shorter);
}

static int calls;

static void count(struct nl_dump_params *params, char *text)
{
	(void)params;
	calls += (int)strlen(text);
}

static void printing(void)
{
	struct nl_dump_params params = { .dp_prefix = 5 };
	static char large[5000];

	nl_dump(NULL, "%d", 1);
	nl_dump_line(NULL, "%d", 1);
	nl_new_line(NULL);
	nl_dump(&params, NULL);
	params.dp_buf = fresh(0);
	params.dp_buflen = 0;
	nl_dump(&params, "text");
	nl_dump_line(&params, "text");
	CHECK(holds("", 0), "a buffer of no bytes");
	params.dp_buf = fresh(1);
	params.dp_buflen = 1;
	*params.dp_buf = '\0';
	nl_dump_line(&params, "text");
	CHECK(holds("", 1), "a buffer of one byte");
	/* No NUL in it: it is full. */
	params.dp_buf = fresh(8);
	params.dp_buflen = 8;
	nl_dump_line(&params, "text");
	CHECK(memcmp(room.at, "########", 8) == 0, "a buffer without an end is full");
	exact_free(&room);
	params.dp_buf = NULL;
	params.dp_prefix = INT_MAX;
	nl_new_line(&params);
	CHECK_UINT(params.dp_line, 4, "lines are counted wherever they go");
	params.dp_cb = count;
	memset(large, 'x', sizeof(large) - 1);
	for (size_t len = 250; len < 260; len++)
		nl_dump(&params, "%.*s", (int)len, large);
	nl_dump(&params, "%s", large);
	CHECK_INT(calls, 2545 + 4999, "a callback sees texts of any length");
}

/* What a process says that has not asked before. */
static void clock_in(const char *name, const char *value, uint32_t us, uint32_t ticks, int hz,
		     const char *what)
{
	int status;

	fflush(stdout);
	if (fork() == 0) {
		setenv(name, value, 1);
		_exit(nl_us2ticks(us) != ticks || nl_get_psched_hz() != hz);
	}
	wait(&status);
	CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0, "%s", what);
}

static void clocks(void)
{
	static const char *const nonsense[] = {
		"", "\n", "x", "3e8", "3e8 40", "3e8 40 f4240", "3e8 40 f4240 x", "3e8 0 f4240 5", "-", "zz zz zz zz",
	};
	char path[] = "/tmp/oxnl-values-XXXXXX";
	const int hz = (int)sysconf(_SC_CLK_TCK);
	const int fd = mkstemp(path);

	for (size_t i = 0; i < COUNT(nonsense); i++) {
		if (ftruncate(fd, 0) != 0 ||
		    pwrite(fd, nonsense[i], strlen(nonsense[i]), 0) != (ssize_t)strlen(nonsense[i]))
			abort();
		clock_in("PROC_NET_PSCHED", path, 12345, 12345, hz, "a file that makes no sense");
	}
	clock_in("PROC_NET_PSCHED", "/", 12345, 12345, hz, "a folder in place of a file");
	clock_in("TICKS_PER_USEC", "16", 0x20000000, UINT32_MAX, hz, "more ticks than 32 bits hold");
	clock_in("TICKS_PER_USEC", "-1", 5, 0, hz, "fewer than none");
	clock_in("TICKS_PER_USEC", "x", 5, 0, hz, "no number");
	clock_in("TICKS_PER_USEC", "nan", 5, 0, hz, "not a number");
	close(fd);
	unlink(path);
}

static void *ask(void *answer)
{
	*(uint32_t *)answer = nl_us2ticks(1000) + (uint32_t)nl_get_user_hz();
	return NULL;
}

/* All threads that ask at the same time get the same answer. */
static void threads(void)
{
	pthread_t all[8];
	uint32_t answers[COUNT(all)];

	for (size_t i = 0; i < COUNT(all); i++)
		if (pthread_create(&all[i], NULL, ask, &answers[i]) != 0)
			abort();
	for (size_t i = 0; i < COUNT(all); i++)
		pthread_join(all[i], NULL);
	for (size_t i = 0; i < COUNT(all); i++)
		CHECK_UINT(answers[i], nl_us2ticks(1000) + (uint32_t)nl_get_user_hz(), "thread %zu", i);
}

int main(void)
{
	errors();
	version();
	small_buffers();
	no_pointers();
	data();
	printing();
	clocks();
	threads();
	return check_done();
}
