/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Traffic control that Debian's library cannot ask for.
 */
#include <netlink/route/qdisc.h>

#include "route/vm.h"

int main(void)
{
	struct rtnl_qdisc *qdisc = rtnl_qdisc_alloc(), *found;
	struct nl_cache *cache = NULL;

	begin();
	rtnl_link_put(made(plain("dummy"), "base0", "02:00:00:00:00:01"));
	rtnl_tc_set_ifindex(TC_CAST(qdisc), number("base0"));
	rtnl_tc_set_parent(TC_CAST(qdisc), TC_H_ROOT);
	rtnl_tc_set_handle(TC_CAST(qdisc), TC_HANDLE(6, 0));
	must(rtnl_tc_set_kind(TC_CAST(qdisc), "blackhole"), "blackhole.kind");
	must(rtnl_qdisc_add(sk, qdisc, NLM_F_CREATE | NLM_F_EXCL), "blackhole.add");
	must(rtnl_qdisc_alloc_cache(sk, &cache), "blackhole.cache");
	found = rtnl_qdisc_get(cache, number("base0"), TC_HANDLE(6, 0));
	must_be(found != NULL, 1, "blackhole.found");
	out_object(found, "blackhole");
	must_be(strcmp(rtnl_tc_get_kind(TC_CAST(found)) ?: "none", "blackhole") == 0, 1, "blackhole.kind.found");
	must(rtnl_qdisc_delete(sk, found), "blackhole.delete");
	rtnl_qdisc_put(found);
	rtnl_qdisc_put(qdisc);
	nl_cache_free(cache);
	return end();
}
