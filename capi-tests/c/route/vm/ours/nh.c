/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Nexthop objects.
 */
#include "check.h"
#include "route/vm.h"

int main(void)
{
	begin();
	CHECK(true, "there is a socket");
	return check_done() != 0 || end() != 0;
}
