/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Error codes: their texts, printing them, and what system errors become. */
#include <limits.h>
#include <unistd.h>

#include <netlink/errno.h>

#include "report.h"

static void texts(void)
{
	static const int odd[] = { 100, 255, 256, 1000, 65536, INT_MAX, -100, INT_MIN + 1 };

	for (int error = -40; error <= 40; error++)
		out_text(nl_geterror(error), "geterror.%d", error);
	for (size_t i = 0; i < sizeof(odd) / sizeof(odd[0]); i++)
		out_text(nl_geterror(odd[i]), "geterror.%d", odd[i]);
}

static void system_errors(void)
{
	static const int odd[] = { 512, 524, 4095, 65536, INT_MAX, INT_MIN, INT_MIN + 1 };

	for (int error = -140; error <= 140; error++)
		out_int(nl_syserr2nlerr(error), "syserr.%d", error);
	for (size_t i = 0; i < sizeof(odd) / sizeof(odd[0]); i++)
		out_int(nl_syserr2nlerr(odd[i]), "syserr.%d", odd[i]);
}

/* What nl_perror() writes to standard error. */
static void printed(int error, const char *prefix, const char *key)
{
	FILE *file = tmpfile();
	const int saved = dup(STDERR_FILENO);
	char text[256];
	size_t len;

	fflush(stderr);
	dup2(fileno(file), STDERR_FILENO);
	nl_perror(error, prefix);
	fflush(stderr);
	dup2(saved, STDERR_FILENO);
	close(saved);
	rewind(file);
	len = fread(text, 1, sizeof(text), file);
	fclose(file);
	out_escaped(text, len, "perror.%s", key);
}

int main(void)
{
	texts();
	system_errors();
	printed(-NLE_NOMEM, "prefix", "prefix");
	printed(NLE_NOMEM, "prefix", "positive");
	printed(-NLE_EXIST, "", "empty");
	printed(-NLE_EXIST, NULL, "null");
	printed(0, "100%s", "success");
	printed(-1000, "unknown", "unknown");
	return 0;
}
