/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What a program cannot go on without. The programs run with memory and system calls failing, too (src/faults.rs): what
 * they did not get they must not use.
 */
#ifndef OXNL_NEED_H
#define OXNL_NEED_H

#include <stdbool.h>
#include <stdlib.h>

static inline void need(bool there)
{
	if (!there)
		abort();
}

#endif /* OXNL_NEED_H */
