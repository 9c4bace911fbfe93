/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Which function of a library a program has called, seen from inside: from an allocation or a system call that
 * the library makes. For programs compiled with -fno-plt, whose calls can be read from the code before the
 * return address, also where the compiler has turned the last call of a function into a jump.
 */
#ifndef OXNL_ENTRY_H
#define OXNL_ENTRY_H

#include <dlfcn.h>
#include <execinfo.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#define ENTRY_DEPTH 64

struct entry {
	/* The exported function; "?" if it cannot be told. */
	const char *name;
	/* Stands for the way from there to the allocation or the system call, the same in every program. */
	uint64_t way;
};

/* How far code is from the beginning of one of our libraries; 0 if it is no code of theirs. */
static inline uint64_t entry_offset(const void *code)
{
	Dl_info info;
	const char *file;

	if (dladdr(code, &info) == 0 || info.dli_fname == NULL)
		return 0;
	file = strrchr(info.dli_fname, '/');
	file = file ? file + 1 : info.dli_fname;
	if (strncmp(file, "libmnl.so", 9) != 0 && strncmp(file, "libnl-", 6) != 0)
		return 0;
	return (uint64_t)((const char *)code - (const char *)info.dli_fbase);
}

static inline bool entry_is_program(const void *code)
{
	Dl_info info;

	return dladdr(code, &info) != 0 && info.dli_fname != NULL && strstr(info.dli_fname, ".so") == NULL;
}

/* The function that was called just before the return address; NULL if the code does not tell. */
static inline const void *entry_target(const unsigned char *back)
{
	int32_t offset;
	const void *function;

	/* call *offset(%rip) */
	if (back[-6] != 0xff || back[-5] != 0x15)
		return NULL;
	memcpy(&offset, back - 4, sizeof(offset));
	memcpy(&function, back + offset, sizeof(function));
	return function;
}

/* Whether code that returns there belongs to our libraries, or is libc's and was jumped to by them. */
static inline bool entry_is_ours(const void *back)
{
	return entry_offset(back) != 0 || (entry_is_program(back) && entry_offset(entry_target(back)) != 0);
}

static inline const char *entry_name(const void *function)
{
	Dl_info info;

	return function != NULL && dladdr(function, &info) != 0 ? info.dli_sname : NULL;
}

static inline struct entry entry_find(void)
{
	struct entry entry = { "?", 14695981039346656037u };
	void *frames[ENTRY_DEPTH];
	const int count = backtrace(frames, ENTRY_DEPTH);
	const void *last = NULL;

	for (int n = 0; n < count; n++) {
		const uint64_t offset = entry_offset(frames[n]);
		const void *target;

		if (offset != 0) {
			last = frames[n];
			entry.way = (entry.way ^ offset) * 1099511628211u;
		} else if (entry_is_program(frames[n])) {
			const char *name;

			target = entry_target(frames[n]);
			name = entry_name(target);
			/* Code of the program's own that the library has called, or that stands in for libc's. */
			if (last == NULL && entry_offset(target) == 0)
				continue;
			if (last == NULL)
				entry.way = (entry.way ^ entry_offset(target)) * 1099511628211u;
			if (name == NULL)
				name = entry_name(last);
			if (name != NULL)
				entry.name = name;
			break;
		}
	}
	return entry;
}

#endif /* OXNL_ENTRY_H */
