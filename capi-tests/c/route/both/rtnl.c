/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Names of types of routes, of scopes and of realms, and requests that say nothing but a family.
 */
#include <netlink/route/rtnl.h>
#include <netlink/socket.h>

#include "report.h"
#include "route/objects.h"

static int seen;

static int on_message(struct nl_msg *msg, void *arg)
{
	struct ifaddrmsg { uint8_t family; } *header = nlmsg_data(nlmsg_hdr(msg));

	(void)arg;
	seen |= header->family == AF_INET6 ? 2 : 1;
	return NL_OK;
}

int main(void)
{
	static const char *const names[] = { "unspec", "unicast", "local", "broadcast", "anycast", "multicast",
		"blackhole", "unreachable", "prohibit", "throw", "nat", "xresolve", "nowhere", "host", "link",
		"site", "universe", "UNIVERSE", "7", "0x10", "", "nonsense" };
	static const uint32_t realms[] = { 0, 1, 0x10000, 0x10002, 0xffffffff };
	struct nl_sock *sk = nl_socket_alloc();
	char buf[64];

	for (int i = -1; i < 260; i++) {
		out_text(nl_rtntype2str(i, buf, sizeof(buf)), "rtntype.%d", i);
		out_text(rtnl_scope2str(i, buf, sizeof(buf)), "scope.%d", i);
	}
	out_text(nl_rtntype2str(1, buf, 4), "rtntype.short");
	out_text(rtnl_scope2str(254, buf, 3), "scope.short");
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		out_int(nl_str2rtntype(names[i]), "str2rtntype.%s", names[i]);
		out_int(rtnl_str2scope(names[i]), "str2scope.%s", names[i]);
	}
	for (size_t i = 0; i < sizeof(realms) / sizeof(realms[0]); i++) {
		memset(buf, 'x', sizeof(buf));
		out_text(rtnl_realms2str(realms[i], buf, sizeof(buf)), "realms.%u", realms[i]);
		out_text(rtnl_realms2str(realms[i], buf, 3), "realms.short.%u", realms[i]);
		memset(buf, 'x', sizeof(buf));
		rtnl_realms2str(realms[i], buf, 0);
		out_int(buf[0], "realms.none.%u", realms[i]);
	}
	out_uint(RTNL_REALM_FROM(0x10002), "REALM_FROM");
	out_uint(RTNL_REALM_TO(0x10002), "REALM_TO");
	out_uint(RTNL_MAKE_REALM(1, 2), "MAKE_REALM");

	if (system("ip link set lo up") != 0)
		return 2;
	nl_connect(sk, NETLINK_ROUTE);
	nl_socket_modify_cb(sk, NL_CB_VALID, NL_CB_CUSTOM, on_message, NULL);
	out_int(nl_rtgen_request(sk, RTM_GETADDR, AF_INET6, NLM_F_DUMP), "request");
	out_int(nl_recvmsgs_default(sk), "receive");
	out_int(seen, "only.ipv6");
	nl_socket_free(sk);
	return 0;
}
