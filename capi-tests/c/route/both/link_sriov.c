/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Virtual functions of network cards.
 */
#include <linux/if_arp.h>
#include <linux/if_ether.h>
#include <linux/if_link.h>

#include <netlink/route/link.h>
#include <netlink/route/link/sriov.h>

#include "report.h"
#include "route/objects.h"

static void show(struct rtnl_link_vf *vf, const char *key)
{
	struct nl_vf_rate rate = { .api = 99 };
	nl_vf_vlans_t *vlans = NULL;
	struct nl_addr *addr = NULL;
	uint32_t value;
	uint64_t count;
	char buf[64];

	out_int(rtnl_link_vf_get_addr(vf, &addr), "%s.addr.err", key);
	out_text(nl_addr2str(addr, buf, sizeof(buf)), "%s.addr", key);
#define NUMBER(get, name)                                                                               \
	do {                                                                                       \
		value = 4711;                                                                      \
		out_int(get(vf, &value), "%s." name ".err", key);                               \
		out_uint(value, "%s." name, key);                                           \
	} while (0)
	NUMBER(rtnl_link_vf_get_index, "index");
	NUMBER(rtnl_link_vf_get_linkstate, "linkstate");
	NUMBER(rtnl_link_vf_get_rss_query_en, "rss_query_en");
	NUMBER(rtnl_link_vf_get_spoofchk, "spoofchk");
	NUMBER(rtnl_link_vf_get_trust, "trust");
	out_int(rtnl_link_vf_get_rate(vf, &rate), "%s.rate.err", key);
	out_hex(&rate, sizeof(rate), "%s.rate", key);
	for (unsigned id = 0; id <= RTNL_LINK_VF_STATS_MAX; id++) {
		count = 4711;
		out_int(rtnl_link_vf_get_stat(vf, id, &count), "%s.stat.err.%u", key, id);
		out_uint(count, "%s.stat.%u", key, id);
	}
	out_int(rtnl_link_vf_get_vlans(vf, &vlans), "%s.vlans.err", key);
	if (vlans != NULL) {
		out_int(vlans->size, "%s.vlans", key);
		for (int i = 0; i < vlans->size; i++) {
			out_uint(vlans->vlans[i].vf_vlan, "%s.vlan.%d", key, i);
			out_uint(vlans->vlans[i].vf_vlan_qos, "%s.qos.%d", key, i);
			out_uint(vlans->vlans[i].vf_vlan_proto, "%s.proto.%d", key, i);
		}
		rtnl_link_vf_vlan_put(vlans);
	}
}

static struct rtnl_link_vf *full(uint32_t index, uint16_t proto)
{
	struct rtnl_link_vf *vf = rtnl_link_vf_alloc();
	struct nl_vf_rate rate = { .api = RTNL_LINK_VF_RATE_API_NEW, .rate = 1, .max_tx_rate = 100, .min_tx_rate = 10 };
	nl_vf_vlans_t *vlans = NULL;
	struct nl_addr *addr;

	rtnl_link_vf_set_index(vf, index);
	nl_addr_parse("02:00:00:00:00:09", AF_LLC, &addr);
	rtnl_link_vf_set_addr(vf, addr);
	nl_addr_put(addr);
	rtnl_link_vf_set_linkstate(vf, IFLA_VF_LINK_STATE_ENABLE);
	rtnl_link_vf_set_rss_query_en(vf, 1);
	rtnl_link_vf_set_spoofchk(vf, 0);
	rtnl_link_vf_set_trust(vf, 1);
	rtnl_link_vf_set_rate(vf, &rate);
	rate.api = RTNL_LINK_VF_RATE_API_OLD;
	rtnl_link_vf_set_rate(vf, &rate);
	out_int(rtnl_link_vf_vlan_alloc(&vlans, 2), "vf.%u.vlans.many", index);
	out_int(rtnl_link_vf_vlan_alloc(&vlans, 1), "vf.%u.vlans.one", index);
	out_int(vlans->ce_refcnt, "vf.%u.vlans.references", index);
	vlans->vlans[0].vf_vlan = 10 + index;
	vlans->vlans[0].vf_vlan_qos = 3;
	vlans->vlans[0].vf_vlan_proto = proto;
	rtnl_link_vf_set_vlans(vf, vlans);
	rtnl_link_vf_vlan_put(vlans);
	return vf;
}

/* Prints a request without the hole at the end of struct ifla_vf_vlan_info, which Debian's release leaves unset. */
static void out_list(int err, struct nl_msg **msg, const char *key)
{
	static const unsigned char list[] = { 0x18, 0, IFLA_VF_VLAN_LIST, 0x80, 0x14, 0, IFLA_VF_VLAN_INFO, 0 };
	unsigned char *bytes = (unsigned char *)nlmsg_hdr(*msg);
	const size_t len = nlmsg_hdr(*msg)->nlmsg_len;

	for (size_t at = 0; at + 24 <= len; at += 4) {
		if (memcmp(bytes + at, list, sizeof(list)) == 0)
			memset(bytes + at + 22, 0, 2);
	}
	out_request(err, msg, key);
}

static void by_program(void)
{
	struct rtnl_link *link = rtnl_link_alloc();
	struct rtnl_link_vf *vf = rtnl_link_vf_alloc(), *found;
	nl_vf_vlans_t *vlans = NULL;
	struct nl_msg *msg = NULL;
	char buf[64];
	uint64_t guid = 1;

	show(vf, "empty");
	rtnl_link_vf_free(vf);
	out_int(rtnl_link_vf_add(NULL, NULL), "add.null");
	rtnl_link_set_name(link, "eth0");
	vf = full(0, ETH_P_8021Q);
	show(vf, "full");
	out_int(rtnl_link_vf_add(link, vf), "add");
	rtnl_link_vf_put(vf);
	vf = full(1, ETH_P_8021AD);
	out_int(rtnl_link_vf_add(link, vf), "add.second");
	rtnl_link_vf_put(vf);
	out_int(rtnl_link_has_vf_list(link), "has");
	found = rtnl_link_vf_get(link, 0);
	show(found, "found");
	rtnl_link_vf_set_trust(found, 0);
	rtnl_link_vf_put(found);
	out_bool(rtnl_link_vf_get(link, 7) == NULL, "not.found");
	/* No copies: Debian's release frees the VLANs of a copy twice. */
	out_object(link, "link");
	out_list(rtnl_link_build_add_request(link, 0, &msg), &msg, "request");
	rtnl_link_put(link);
	out_int(rtnl_link_vf_vlan_alloc(&vlans, 0), "vlans.none");
	rtnl_link_vf_vlan_free(vlans);
	for (uint32_t i = 0; i < 4; i++) {
		rtnl_link_vf_linkstate2str(i, buf, sizeof(buf));
		out_text(buf, "state.%u", i);
		out_int(rtnl_link_vf_str2linkstate(buf), "state.%u.back", i);
	}
	rtnl_link_vf_vlanproto2str(ETH_P_8021Q, buf, sizeof(buf));
	out_text(buf, "proto.q");
	out_int(rtnl_link_vf_str2vlanproto(buf), "proto.q.back");
	rtnl_link_vf_vlanproto2str(ETH_P_8021AD, buf, sizeof(buf));
	out_text(buf, "proto.ad");
	out_int(rtnl_link_vf_str2vlanproto(buf), "proto.ad.back");
	rtnl_link_vf_vlanproto2str(7, buf, sizeof(buf));
	out_text(buf, "proto.none");
	out_int(rtnl_link_vf_str2guid(&guid, "00:11:22:33:44:55:66:fF"), "guid.err");
	out_uint(guid, "guid");
	out_int(rtnl_link_vf_str2guid(&guid, "00:11:22:33:44:55:66"), "guid.short");
	out_int(rtnl_link_vf_str2guid(&guid, "00:11:22:33:44:55:66-77"), "guid.dash");
	out_int(rtnl_link_vf_str2guid(&guid, "00:11:22:33:44:55:66:7g"), "guid.letter");
}

static void put(struct raw_msg *raw, uint32_t index)
{
	struct ifla_vf_mac mac = { .vf = index, .mac = { 2, 0, 0, 0, 0, (uint8_t)index } };
	struct ifla_vf_vlan vlan = { .vf = index, .vlan = index * 5, .qos = 2 };
	struct ifla_vf_vlan_info info = { .vf = index, .vlan = 44, .qos = 0, .vlan_proto = __builtin_bswap16(0x88a8) };
	struct ifla_vf_tx_rate tx = { .vf = index, .rate = 55 };
	struct ifla_vf_rate rate = { .vf = index, .min_tx_rate = 0, .max_tx_rate = index * 100 };
	struct ifla_vf_spoofchk spoofchk = { .vf = index, .setting = index == 2 ? ~0U : 1 };
	struct ifla_vf_link_state state = { .vf = index, .link_state = 2 };
	struct ifla_vf_rss_query_en rss = { .vf = index, .setting = 1 };
	struct ifla_vf_trust trust = { .vf = index, .setting = 5 };
	struct nlattr *one = raw_nest(raw, IFLA_VF_INFO), *nest;

	raw_put(raw, IFLA_VF_MAC, &mac, sizeof(mac));
	raw_put(raw, IFLA_VF_VLAN, &vlan, sizeof(vlan));
	raw_put(raw, IFLA_VF_TX_RATE, &tx, sizeof(tx));
	raw_put(raw, IFLA_VF_RATE, &rate, sizeof(rate));
	raw_put(raw, IFLA_VF_SPOOFCHK, &spoofchk, sizeof(spoofchk));
	raw_put(raw, IFLA_VF_LINK_STATE, &state, sizeof(state));
	raw_put(raw, IFLA_VF_RSS_QUERY_EN, &rss, sizeof(rss));
	raw_put(raw, IFLA_VF_TRUST, &trust, sizeof(trust));
	nest = raw_nest(raw, IFLA_VF_STATS);
	for (uint16_t kind = 0; kind <= 5; kind++) {
		uint64_t value = (uint64_t)(1000 * (index + 1)) << (4 * kind);

		raw_put(raw, kind, &value, sizeof(value));
	}
	raw_nest_end(raw, nest);
	if (index == 2) {
		nest = raw_nest(raw, IFLA_VF_VLAN_LIST);
		raw_put(raw, IFLA_VF_VLAN_INFO, &info, sizeof(info));
		raw_nest_end(raw, nest);
	}
	raw_nest_end(raw, one);
}

static void by_hand(void)
{
	struct ifinfomsg header = { .ifi_type = ARPHRD_ETHER, .ifi_index = 5 };
	struct rtnl_link *link;
	struct nl_msg *msg = NULL;
	struct nlattr *list;
	struct raw_msg raw;
	char key[32];
	int err;

	raw_begin(&raw, RTM_NEWLINK, 0, &header, sizeof(header));
	raw_put_text(&raw, IFLA_IFNAME, "eth5");
	raw_put_u32(&raw, IFLA_NUM_VF, 3);
	list = raw_nest(&raw, IFLA_VFINFO_LIST);
	for (uint32_t index = 0; index < 3; index++)
		put(&raw, index);
	raw_nest_end(&raw, list);
	link = raw_parse(&raw, &err);
	out_int(err, "hand.err");
	out_int(rtnl_link_has_vf_list(link), "hand.has");
	for (uint32_t index = 0; index < 3; index++) {
		struct rtnl_link_vf *vf = rtnl_link_vf_get(link, index);

		snprintf(key, sizeof(key), "hand.%u", index);
		show(vf, key);
		rtnl_link_vf_put(vf);
	}
	out_object(link, "hand");
	out_list(rtnl_link_build_add_request(link, 0, &msg), &msg, "hand.request");
	rtnl_link_put(link);
}

int main(void)
{
	by_program();
	by_hand();
	return 0;
}
