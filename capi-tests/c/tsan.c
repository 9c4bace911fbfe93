/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What rustc's instrumentation for ThreadSanitizer calls and the runtime of older clangs has not: that
 * has the plain functions watched instead.
 */
#include <string.h>

void *__tsan_memcpy(void *to, const void *from, size_t len);
void *__tsan_memmove(void *to, const void *from, size_t len);
void *__tsan_memset(void *at, int byte, size_t len);

__attribute__((weak)) void *__tsan_memcpy(void *to, const void *from, size_t len)
{
	return memcpy(to, from, len);
}

__attribute__((weak)) void *__tsan_memmove(void *to, const void *from, size_t len)
{
	return memmove(to, from, len);
}

__attribute__((weak)) void *__tsan_memset(void *at, int byte, size_t len)
{
	return memset(at, byte, len);
}
