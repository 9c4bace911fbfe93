/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A program that is linked to the library and hardly uses it: what loading it costs. */
#include <netlink/route/route.h>

int main(void)
{
	rtnl_route_put(NULL);
	return 0;
}
