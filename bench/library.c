/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which library was measured: a wrong LD_LIBRARY_PATH must not go unnoticed. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "case.h"

void bench_print_library(const char *name)
{
	char line[4096];
	FILE *maps = fopen("/proc/self/maps", "r");

	if (maps == NULL) {
		perror("/proc/self/maps");
		exit(1);
	}
	while (fgets(line, sizeof(line), maps) != NULL) {
		char *path = strchr(line, '/');

		if (path != NULL && strstr(path, name) != NULL) {
			printf("# library %s", path);
			break;
		}
	}
	fclose(maps);
}
