/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Sizes, rates, probabilities and times, to and from text; what the kernel counts in. */
#include <limits.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <netlink/netlink.h>
#include <netlink/utils.h>

#include "raw.h"
#include "report.h"

static const unsigned long long numbers[] = {
	0, 1, 2, 9, 10, 99, 100, 999, 1000, 1001, 1023, 1024, 1025, 1500, 1536, 2047, 9999, 10000,
	99999, 102400, 999999, 1000000, 1000001, 1048575, 1048576, 1048577, 1572864, 10485760,
	999999999, 1000000000, 1073741823, 1073741824, 4294967295ULL, 4294967296ULL, 999999999999ULL,
	1000000000000ULL, 1099511627775ULL, 1099511627776ULL, 1125899906842623ULL,
	1125899906842624ULL, 1152921504606846976ULL, 0x7fffffffffffffffULL, 0xffffffffffffffffULL,
};

static void cancelled(void)
{
	for (size_t i = 0; i < COUNT(numbers); i++) {
		char *unit = NULL;
		double value = nl_cancel_down_bytes(numbers[i], &unit);
		struct row row = { 0 };

		row_add(&row, "%.17g %s", value, unit);
		value = nl_cancel_down_bits(numbers[i], &unit);
		row_add(&row, "%.17g %s", value, unit);
		value = nl_cancel_down_us((uint32_t)numbers[i], &unit);
		row_add(&row, "%.17g %s", value, unit);
		out_row(&row, "cancel_down.%llu", numbers[i]);
	}
}

static void sizes(void)
{
	char buf[64];

	for (size_t i = 0; i < COUNT(numbers); i++) {
		memset(buf, '#', sizeof(buf));
		out_text(nl_size2str(numbers[i], buf, sizeof(buf)), "size2str.%llu", numbers[i]);
		for (int type = NL_BYTE_RATE; type <= NL_BIT_RATE; type++) {
			memset(buf, '#', sizeof(buf));
			out_int(nl_rate2str(numbers[i], type, buf, sizeof(buf)), "rate.%d.%llu",
				type, numbers[i]);
			out_text(buf, "rate.%d.%llu.text", type, numbers[i]);
		}
	}
	for (size_t len = 0; len < 12; len++) {
		memset(buf, '#', sizeof(buf));
		nl_size2str(1048576 * 15 / 10, buf, len);
		out_escaped(buf, 12, "size2str.len%zu", len);
		memset(buf, '#', sizeof(buf));
		out_int(nl_rate2str(1500, NL_BIT_RATE, buf, len), "rate.len%zu", len);
		out_escaped(buf, 16, "rate.len%zu.text", len);
	}
}

static void parsed_sizes(void)
{
	static const char *const texts[] = {
		"", "0", "1", "-1", "+5", " 7", "7 ", "1b", "1B", "1k", "1K", "1kb", "1KB", "1kB",
		"3m", "3mb", "3MB", "2g", "2gb", "2GB", "8bit", "7bit", "100kbit", "100KBIT", "5mbit",
		"1gbit", "-9bit", "-3k", "0x10k", "010", "010k", "09", "1t", "1tb", "1kbi", "1kbits",
		"k", "kb", "1.5k", "1 k", "1k ", "1kk", "0x", "0xg", "9223372036854775807",
		"9223372036854775808", "-9223372036854775808", "99999999999999999999",
		"9223372036854775807bit", "8796093022207mb",
	};

	for (size_t i = 0; i < COUNT(texts); i++)
		out_int(nl_size2int(texts[i]), "size2int.%zu.'%s'", i, texts[i]);
}

static void probabilities(void)
{
	static const char *const texts[] = {
		"", "0", "1", "0.5", ".5", "0.25", "50%", "50", "100", "100%", "1%", "0.1%", "1.0",
		"1.01", "2", "99.9", "101", "100.1%", "200%", "-0.1", "-1%", "-0", "x", "%", "0.5x",
		"0.5 %", "50%%", " 0.5", "0.5 ", "inf", "1e-3", "1e2", "1e3", "0x0.8p0", "0.000000001",
		"0.0000000001", "0.9999999999", "0.99999999999",
	};

	for (size_t i = 0; i < COUNT(texts); i++)
		out_int(nl_prob2int(texts[i]), "prob2int.%zu.'%s'", i, texts[i]);
}

static void times(void)
{
	static const char *const texts[] = {
		"", "0", "1", "1000", "1s", "1S", "1sec", "1SEC", "1se", "1seco", "1secs", "2m", "2min",
		"2mi", "2ms", "2msec", "3h", "3hour", "3hours", "4d", "4day", "4days", "5x", "1s 2",
		"1d 2h 3m 4s 5", "1h\t2m", "1h  2m", "1h 2m ", " 1h", "1 h", "1 2 3", "1h2m", "-1", "-1s",
		"0x10s", "010s", "1.5s", "18446744073709551615", "18446744073709551616",
		"18446744073709551615s", "1s x", "s", "1s\n",
	};
	static const uint64_t msecs[] = {
		0, 1, 999, 1000, 1001, 59999, 60000, 60001, 61001, 3599999, 3600000, 3600001, 3661001,
		86399999, 86400000, 86400001, 90061001, 90000000, 8640000000ULL, 4294967296ULL,
		1000000000000ULL, 0x7fffffffffffffffULL, 0xffffffffffffffffULL,
	};
	char buf[64];

	for (size_t i = 0; i < COUNT(texts); i++) {
		uint64_t result = 4242;

		out_int(nl_str2msec(texts[i], &result), "str2msec.%zu", i);
		out_uint(result, "str2msec.%zu.result", i);
	}
	for (size_t i = 0; i < COUNT(msecs); i++) {
		memset(buf, '#', sizeof(buf));
		out_text(nl_msec2str(msecs[i], buf, sizeof(buf)), "msec2str.%zu", i);
	}
	for (size_t len = 0; len < 8; len++) {
		memset(buf, '#', sizeof(buf));
		nl_msec2str(0, buf, len);
		out_escaped(buf, 8, "msec2str.0.len%zu", len);
	}
	/* Just enough room: what is behind stays as it is. */
	memset(buf, '#', sizeof(buf));
	nl_msec2str(90061001, buf, 17);
	out_escaped(buf, 20, "msec2str.exact");
}

/* What a process prints that has not asked before, with one variable set. */
static void clock_in(const char *key, const char *name, const char *value)
{
	static const uint32_t counts[] = { 0, 1, 2, 15, 16, 64, 1000, 123456, 1000000, 100000000 };
	char text[2048];
	size_t used = 0;
	ssize_t len;
	int ends[2];

	fflush(stdout);
	if (pipe(ends) != 0)
		exit(2);
	if (fork() == 0) {
		FILE *out = fdopen(ends[1], "w");

		unsetenv("HZ");
		unsetenv("TICKS_PER_USEC");
		unsetenv("PROC_NET_PSCHED");
		unsetenv("PROC_ROOT");
		if (name != NULL)
			setenv(name, value, 1);
		for (size_t i = 0; i < COUNT(counts); i++)
			fprintf(out, "%u/%u ", nl_us2ticks(counts[i]), nl_ticks2us(counts[i]));
		fprintf(out, "hz %d %d", nl_get_user_hz(), nl_get_psched_hz());
		fclose(out);
		_exit(0);
	}
	close(ends[1]);
	while ((len = read(ends[0], text + used, sizeof(text) - 1 - used)) > 0)
		used += (size_t)len;
	text[used] = '\0';
	close(ends[0]);
	while (wait(NULL) > 0)
		continue;
	out_text(text, "clock.%s", key);
}

static void clocks(void)
{
	char folder[] = "/tmp/oxnl-units-XXXXXX";
	char net[64], path[96];
	FILE *file;

	if (mkdtemp(folder) == NULL)
		exit(2);
	snprintf(net, sizeof(net), "%s/net", folder);
	snprintf(path, sizeof(path), "%s/psched", net);
	if (mkdir(net, 0700) != 0 || (file = fopen(path, "w")) == NULL)
		exit(2);
	fprintf(file, "000007d0 00000080 000f4240 00000fa0\n");
	fclose(file);

	clock_in("system", NULL, NULL);
	clock_in("hz.250", "HZ", "250");
	clock_in("hz.hex", "HZ", "0x64");
	clock_in("hz.large", "HZ", "99999999999999999999");
	clock_in("ticks.2", "TICKS_PER_USEC", "2");
	clock_in("ticks.half", "TICKS_PER_USEC", "0.5");
	clock_in("proc", "PROC_ROOT", folder);
	clock_in("proc.missing", "PROC_ROOT", "/nowhere");
	clock_in("psched", "PROC_NET_PSCHED", path);
	clock_in("psched.missing", "PROC_NET_PSCHED", "/nowhere");
	file = fopen(path, "w");
	fprintf(file, "3e8 40 000f4241 12345678 rest");
	fclose(file);
	clock_in("psched.other_unit", "PROC_NET_PSCHED", path);
	file = fopen(path, "w");
	fprintf(file, "\n 0x3e8\n0x40\tF4240 100");
	fclose(file);
	clock_in("psched.spread", "PROC_NET_PSCHED", path);
	remove(path);
	remove(net);
	remove(folder);
}

static void capabilities(void)
{
	for (int capability = -2; capability <= 60; capability++)
		out_int(nl_has_capability(capability), "capability.%d", capability);
	out_int(nl_has_capability(0x7000), "capability.0x7000");
	out_int(nl_has_capability(INT_MAX), "capability.max");
	out_int(nl_has_capability(INT_MIN), "capability.min");
}

int main(void)
{
	cancelled();
	sizes();
	parsed_sizes();
	probabilities();
	times();
	clocks();
	capabilities();
	return 0;
}
