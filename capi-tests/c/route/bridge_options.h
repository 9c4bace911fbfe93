/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The options of a bridge that are numbers, and the functions for each.
 */
#ifndef OXNL_BRIDGE_OPTIONS_H
#define OXNL_BRIDGE_OPTIONS_H

#include <linux/if_link.h>

#include <netlink/route/link/bridge_info.h>

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

static const struct bridge_byte {
	const char *name;
	uint16_t attr;
	void (*set)(struct rtnl_link *, uint8_t);
	int (*get)(struct rtnl_link *, uint8_t *);
} bytes[] = {
	{ "VLAN filter", IFLA_BR_VLAN_FILTERING, rtnl_link_bridge_set_vlan_filtering, rtnl_link_bridge_get_vlan_filtering },
	{ "VLAN counters", IFLA_BR_VLAN_STATS_ENABLED, rtnl_link_bridge_set_vlan_stats_enabled,
	  rtnl_link_bridge_get_vlan_stats_enabled },
	{ "iptables", IFLA_BR_NF_CALL_IPTABLES, rtnl_link_bridge_set_nf_call_iptables,
	  rtnl_link_bridge_get_nf_call_iptables },
	{ "ip6tables", IFLA_BR_NF_CALL_IP6TABLES, rtnl_link_bridge_set_nf_call_ip6tables,
	  rtnl_link_bridge_get_nf_call_ip6tables },
	{ "arptables", IFLA_BR_NF_CALL_ARPTABLES, rtnl_link_bridge_set_nf_call_arptables,
	  rtnl_link_bridge_get_nf_call_arptables },
	{ "multicast router", IFLA_BR_MCAST_ROUTER, rtnl_link_bridge_set_mcast_router, rtnl_link_bridge_get_mcast_router },
	{ "snooping", IFLA_BR_MCAST_SNOOPING, rtnl_link_bridge_set_mcast_snooping, rtnl_link_bridge_get_mcast_snooping },
};

static const struct bridge_word {
	const char *name;
	uint16_t attr;
	void (*set)(struct rtnl_link *, uint32_t);
	int (*get)(struct rtnl_link *, uint32_t *);
} words[] = {
	{ "ageing time", IFLA_BR_AGEING_TIME, rtnl_link_bridge_set_ageing_time, rtnl_link_bridge_get_ageing_time },
	{ "STP", IFLA_BR_STP_STATE, rtnl_link_bridge_set_stp_state, rtnl_link_bridge_get_stp_state },
};

static const struct bridge_short {
	const char *name;
	uint16_t attr;
	void (*set)(struct rtnl_link *, uint16_t);
	int (*get)(struct rtnl_link *, uint16_t *);
} shorts[] = {
	{ "VLAN protocol", IFLA_BR_VLAN_PROTOCOL, rtnl_link_bridge_set_vlan_protocol, rtnl_link_bridge_get_vlan_protocol },
	{ "PVID", IFLA_BR_VLAN_DEFAULT_PVID, rtnl_link_bridge_set_vlan_default_pvid,
	  rtnl_link_bridge_get_vlan_default_pvid },
};

#endif
