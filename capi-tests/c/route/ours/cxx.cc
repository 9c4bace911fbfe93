/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The headers in C++: their functions have C's names, and their types and constants are there.
 */
#include <netlink/netlink.h>
#include <netlink/route/route.h>

#include "check.h"

int main()
{
	struct rtnl_route *route = rtnl_route_alloc();

	CHECK(route != nullptr, "a route");
	CHECK(nl_object_get_type(OBJ_CAST(route)) != nullptr, "its type");
	CHECK_INT(NH_DUMP_FROM_DETAILS, -1, "a constant");
	CHECK_UINT(sizeof(struct rtnl_rtcacheinfo), 32, "a structure");
	rtnl_route_put(route);
	return check_done();
}
