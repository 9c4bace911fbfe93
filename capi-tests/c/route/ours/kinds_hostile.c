/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Bonds, bridges, MACsec, macvlan, VRF and VXLAN links: NULL, links of another kind, and messages that lie.
 */
#include <netlink/route/link/bonding.h>
#include <netlink/route/link/macsec.h>
#include <netlink/route/link/macvlan.h>
#include <netlink/route/link/macvtap.h>
#include <netlink/route/link/vrf.h>
#include <netlink/route/link/vxlan.h>

#include "check.h"
#include "route/bridge_options.h"
#include "route/hostile.h"
#include "route/kinds.h"

/* Every function on NULL, and on links of another kind and of none. */

static void refuse(struct rtnl_link *link, int err, const char *what)
{
	struct ifla_vxlan_port_range range = { 0, 0 };
	enum macsec_validation_type validation = (enum macsec_validation_type)0;
	struct nl_addr *addr = address("10.0.0.1"), *mac = address("02:00:00:00:00:01"), *found = NULL;
	const struct nl_addr *in = NULL;
	uint64_t u64;
	uint32_t u32;
	uint16_t u16;
	uint8_t u8;
	int index;

#define NO(call) CHECK_INT(call, err, "%s: %s", what, #call)
	NO(rtnl_link_bond_get_mode(link, &u8));
	NO(rtnl_link_bond_get_activeslave(link, &index));
	NO(rtnl_link_bond_get_hashing_type(link, &u8));
	NO(rtnl_link_bond_get_miimon(link, &u32));
	NO(rtnl_link_bond_get_min_links(link, &u32));
	rtnl_link_bond_set_mode(link, 1);
	rtnl_link_bond_set_activeslave(link, 1);
	rtnl_link_bond_set_hashing_type(link, 1);
	rtnl_link_bond_set_miimon(link, 1);
	rtnl_link_bond_set_min_links(link, 1);
	for (size_t i = 0; i < COUNT(bytes); i++) {
		bytes[i].set(link, 1);
		NO(bytes[i].get(link, &u8));
	}
	for (size_t i = 0; i < COUNT(words); i++) {
		words[i].set(link, 1);
		NO(words[i].get(link, &u32));
	}
	for (size_t i = 0; i < COUNT(shorts); i++) {
		shorts[i].set(link, 1);
		NO(shorts[i].get(link, &u16));
	}
	NO(rtnl_link_bridge_set_boolopt(link, 0, 1));
	NO(rtnl_link_bridge_get_boolopt(link, 0));
	NO(rtnl_link_vrf_get_tableid(link, &u32));
	NO(rtnl_link_vrf_set_tableid(link, 1));
	NO(rtnl_link_macvlan_set_mode(link, 1));
	NO(rtnl_link_macvlan_set_flags(link, 1));
	NO(rtnl_link_macvlan_unset_flags(link, 1));
	NO(rtnl_link_macvlan_set_macmode(link, 1));
	NO(rtnl_link_macvlan_get_macmode(link, &u32));
	NO(rtnl_link_macvlan_count_macaddr(link, &u32));
	NO(rtnl_link_macvlan_get_macaddr(link, 0, &in));
	NO(rtnl_link_macvlan_add_macaddr(link, mac));
	NO(rtnl_link_macvlan_del_macaddr(link, mac));
	CHECK_UINT(rtnl_link_macvlan_get_mode(link), 0, "%s: no mode of a macvlan", what);
	CHECK_UINT(rtnl_link_macvlan_get_flags(link), 0, "%s: no flags of a macvlan", what);
	NO(rtnl_link_macvtap_set_mode(link, 1));
	NO(rtnl_link_macvtap_set_flags(link, 1));
	NO(rtnl_link_macvtap_unset_flags(link, 1));
	CHECK_UINT(rtnl_link_macvtap_get_mode(link), 0, "%s: no mode of a macvtap", what);
	CHECK_UINT(rtnl_link_macvtap_get_flags(link), 0, "%s: no flags of a macvtap", what);
#define MACSEC(option, set, get)                                                                   \
	do {                                                                                       \
		NO(rtnl_link_macsec_set_##option(link, set));                                      \
		NO(rtnl_link_macsec_get_##option(link, get));                                      \
	} while (0)
	MACSEC(sci, 1, &u64);
	MACSEC(port, 1, &u16);
	MACSEC(cipher_suite, 1, &u64);
	/* Another kind counts before a value that is too high. */
	MACSEC(icv_len, 99, &u16);
	MACSEC(protect, 9, &u8);
	MACSEC(encrypt, 1, &u8);
	MACSEC(offload, 1, &u8);
	MACSEC(encoding_sa, 1, &u8);
	MACSEC(validation_type, validation, &validation);
	MACSEC(replay_protect, 1, &u8);
	MACSEC(window, 1, &u32);
	MACSEC(send_sci, 1, &u8);
	MACSEC(end_station, 1, &u8);
	MACSEC(scb, 1, &u8);
	NO(rtnl_link_vxlan_set_id(link, UINT32_MAX));
	NO(rtnl_link_vxlan_get_id(link, &u32));
	NO(rtnl_link_vxlan_get_id(link, NULL));
	NO(rtnl_link_vxlan_set_group(link, addr));
	NO(rtnl_link_vxlan_get_group(link, &found));
	NO(rtnl_link_vxlan_set_link(link, 1));
	NO(rtnl_link_vxlan_get_link(link, &u32));
	NO(rtnl_link_vxlan_set_local(link, addr));
	NO(rtnl_link_vxlan_get_local(link, &found));
	NO(rtnl_link_vxlan_set_ageing(link, 1));
	NO(rtnl_link_vxlan_get_ageing(link, &u32));
	NO(rtnl_link_vxlan_set_limit(link, 1));
	NO(rtnl_link_vxlan_get_limit(link, &u32));
	NO(rtnl_link_vxlan_set_port_range(link, &range));
	NO(rtnl_link_vxlan_get_port_range(link, &range));
	NO(rtnl_link_vxlan_set_port(link, 1));
	NO(rtnl_link_vxlan_get_port(link, &u32));
	NO(rtnl_link_vxlan_set_flags(link, 99, 1));
	NO(rtnl_link_vxlan_get_flags(link, &u32));
	NO(rtnl_link_vxlan_set_label(link, 1));
	NO(rtnl_link_vxlan_get_label(link, &u32));
#define VXLAN(option)                                                                              \
	do {                                                                                       \
		NO(rtnl_link_vxlan_set_##option(link, 1));                                         \
		NO(rtnl_link_vxlan_get_##option(link));                                            \
	} while (0)
#define SWITCH(option)                                                                             \
	do {                                                                                       \
		VXLAN(option);                                                                     \
		NO(rtnl_link_vxlan_enable_##option(link));                                         \
		NO(rtnl_link_vxlan_disable_##option(link));                                        \
	} while (0)
	VXLAN(ttl);
	VXLAN(tos);
	SWITCH(learning);
	SWITCH(proxy);
	SWITCH(rsc);
	SWITCH(l2miss);
	SWITCH(l3miss);
	VXLAN(udp_csum);
	VXLAN(udp_zero_csum6_tx);
	VXLAN(udp_zero_csum6_rx);
	VXLAN(remcsum_tx);
	VXLAN(remcsum_rx);
	VXLAN(collect_metadata);
	CHECK(rtnl_link_is_bond(link) == 0 && rtnl_link_is_vrf(link) == 0 && rtnl_link_is_macvlan(link) == 0 &&
	      rtnl_link_is_macvtap(link) == 0 && rtnl_link_is_vxlan(link) == 0, "%s: none of them", what);
	CHECK(found == NULL && in == NULL, "%s: nothing is found", what);
	nl_addr_put(addr);
	nl_addr_put(mac);
}

static void wrong_kinds(void)
{
	struct rtnl_link *link = rtnl_link_alloc(), *other = rtnl_link_alloc();

	refuse(NULL, -NLE_INVAL, "NULL");
	refuse(link, -NLE_OPNOTSUPP, "no kind");
	rtnl_link_set_type(other, "vlan");
	refuse(other, -NLE_OPNOTSUPP, "another kind");
	rtnl_link_set_type(other, "nonsense");
	refuse(other, -NLE_OPNOTSUPP, "an unknown kind");
	rtnl_link_set_type(other, "macvtap");
	CHECK_INT(rtnl_link_macvlan_set_mode(other, 1), -NLE_OPNOTSUPP, "a macvtap is no macvlan");
	CHECK_INT(rtnl_link_macvtap_set_mode(other, 1), 0, "but a macvtap");
	rtnl_link_set_type(other, "macvlan");
	CHECK_INT(rtnl_link_macvtap_set_flags(other, 1), -NLE_OPNOTSUPP, "a macvlan is no macvtap");
	CHECK(rtnl_link_bond_add(NULL, NULL, NULL) < 0, "no bond");
	CHECK(rtnl_link_bond_enslave_ifindex(NULL, 1, 2) < 0, "no socket");
	CHECK_INT(rtnl_link_bond_enslave(NULL, NULL, NULL), -NLE_INVAL, "nothing to be a port");
	CHECK_INT(rtnl_link_bond_enslave(NULL, link, NULL), -NLE_INVAL, "no port");
	CHECK(rtnl_link_bond_release_ifindex(NULL, 2) < 0, "no socket to release");
	CHECK_INT(rtnl_link_bond_release(NULL, NULL), -NLE_INVAL, "no port to release");
	CHECK(rtnl_link_macvlan_mode2str(1, NULL, 0) == NULL && rtnl_link_macvtap_mode2str(1, NULL, 0) == NULL &&
	      rtnl_link_macvlan_macmode2str(1, NULL, 0) == NULL && rtnl_link_macvlan_flags2str(1, NULL, 0) == NULL &&
	      rtnl_link_macvtap_flags2str(1, NULL, 0) == NULL, "names to nowhere");
	CHECK(rtnl_link_macvlan_str2mode(NULL) < 0 && rtnl_link_macvtap_str2mode(NULL) < 0, "no names");
	CHECK(rtnl_link_macvlan_str2flags(NULL) == 0 && rtnl_link_macvtap_str2flags(NULL) == 0, "no flags");
	rtnl_link_put(other);
	rtnl_link_put(link);
	link = rtnl_link_vxlan_alloc();
	CHECK_INT(rtnl_link_vxlan_set_group(link, NULL), -NLE_INVAL, "no group");
	CHECK_INT(rtnl_link_vxlan_set_local(link, NULL), -NLE_INVAL, "no source");
	rtnl_link_put(link);
}

/* Messages. */

static void use(void *object)
{
	struct rtnl_link *link = object;
	struct nl_msg *msg = NULL;
	struct nl_addr *addr = NULL;
	const struct nl_addr *in;
	uint32_t n = 0;
	char buf[64];

	if (rtnl_link_build_add_request(link, 0, &msg) == 0)
		nlmsg_free(msg);
	if (rtnl_link_vxlan_get_group(link, &addr) == 0)
		nl_addr_put(addr);
	if (rtnl_link_vxlan_get_local(link, &addr) == 0)
		nl_addr_put(addr);
	if (rtnl_link_macvlan_count_macaddr(link, &n) == 0) {
		for (uint32_t i = 0; i < n; i++) {
			if (rtnl_link_macvlan_get_macaddr(link, i, &in) != 0)
				CHECK(0, "one of %u is not there", n);
			nl_addr2str(in, buf, sizeof(buf));
		}
		if (rtnl_link_macvlan_get_macaddr(link, n, &in) == 0)
			CHECK(0, "one more than %u is there", n);
	}
}

/* An option of a kind, at every length, and lists in it. */
static void every_length(const char *kind, uint16_t attr)
{
	struct kind_msg msg;

	for (size_t len = 0; len < 26; len++) {
		unsigned char bytes[26];

		memset(bytes, 0xa5, sizeof(bytes));
		kind_begin(&msg, kind);
		if (strncmp(kind, "macv", 4) == 0 && attr != IFLA_MACVLAN_MODE) {
			raw_put_u32(&msg.raw, IFLA_MACVLAN_MODE, 16);
			raw_put_u32(&msg.raw, IFLA_MACVLAN_MACADDR_COUNT, UINT32_MAX);
		}
		raw_put(&msg.raw, attr, bytes, len);
		kind_end(&msg);
		if (hostile_read(&msg.raw, raw_msg_header(&msg.raw)->nlmsg_len, use) < 0)
			CHECK(0, "%s: attribute %u of %zu bytes is refused", kind, attr, len);
	}
}

static void hostile(void)
{
	static const char *const kinds[] = { "bond", "bridge", "macsec", "macvlan", "macvtap", "vrf", "vxlan" };
	static const unsigned char mac[32] = { 2, 0, 0, 0, 0, 1 };
	struct rtnl_link *link;
	struct nlattr *list;
	struct kind_msg msg;
	uint32_t n = 0;
	char buf[512];
	struct nl_dump_params dp = { .dp_type = NL_DUMP_DETAILS, .dp_buf = buf, .dp_buflen = sizeof(buf) };
	int err;

	for (size_t i = 0; i < COUNT(kinds); i++) {
		for (uint16_t attr = 0; attr < 66; attr++)
			every_length(kinds[i], attr);
		CHECK(1, "%s: attributes of any length", kinds[i]);
		/* The nest and what is around it, cut anywhere. */
		kind_begin(&msg, kinds[i]);
		for (uint16_t attr = 1; attr < 47; attr++)
			raw_put(&msg.raw, attr, mac, 16);
		kind_end(&msg);
		hostile_all(&msg.raw, sizeof(struct ifinfomsg), use);
		/* Without data at all: nothing is set. */
		kind_begin(&msg, kinds[i]);
		raw_msg_header(&msg.raw)->nlmsg_len -= NLA_HDRLEN;
		raw_nest_end(&msg.raw, msg.info);
		link = raw_parse(&msg.raw, &err);
		CHECK_INT(err, 0, "%s without data", kinds[i]);
		use(link);
		rtnl_link_put(link);
	}
	/* A list of addresses whose count lies; addresses of any length. */
	for (uint32_t count = 0; count < 6; count++) {
		kind_begin(&msg, "macvlan");
		raw_put_u32(&msg.raw, IFLA_MACVLAN_MODE, 16);
		raw_put_u32(&msg.raw, IFLA_MACVLAN_MACADDR_COUNT, count == 5 ? UINT32_MAX : count);
		list = raw_nest(&msg.raw, IFLA_MACVLAN_MACADDR_DATA);
		for (size_t len = 4; len < 8; len++)
			raw_put(&msg.raw, IFLA_MACVLAN_MACADDR, mac, len);
		raw_put(&msg.raw, IFLA_MACVLAN_MACADDR, mac, 32);
		raw_nest_end(&msg.raw, list);
		link = kind_parse(&msg, &err);
		CHECK_INT(err, 0, "a list of %u", count);
		CHECK_INT(rtnl_link_macvlan_count_macaddr(link, &n), 0, "has a count");
		CHECK_UINT(n, count < 3 ? count : 3, "of those that are there");
		use(link);
		rtnl_link_put(link);
		for (size_t cut = 0; cut < 60; cut++) {
			/* The list ends in the middle of an address. */
			kind_begin(&msg, "macvlan");
			raw_put_u32(&msg.raw, IFLA_MACVLAN_MODE, 16);
			raw_put_u32(&msg.raw, IFLA_MACVLAN_MACADDR_COUNT, 4);
			list = raw_nest(&msg.raw, IFLA_MACVLAN_MACADDR_DATA);
			for (size_t k = 0; k < 4; k++)
				raw_put(&msg.raw, IFLA_MACVLAN_MACADDR, mac, 6);
			raw_msg_header(&msg.raw)->nlmsg_len -= (uint32_t)(cut > 48 ? 48 : cut) & ~3U;
			raw_nest_end(&msg.raw, list);
			list->nla_len = (uint16_t)(list->nla_len - cut % 4);
			kind_end(&msg);
			hostile_read(&msg.raw, raw_msg_header(&msg.raw)->nlmsg_len, use);
		}
	}
	/* Short options count as missing. */
	kind_begin(&msg, "vxlan");
	raw_put(&msg.raw, IFLA_VXLAN_ID, mac, 3);
	raw_put(&msg.raw, IFLA_VXLAN_GROUP, mac, 3);
	raw_put(&msg.raw, IFLA_VXLAN_LOCAL6, mac, 15);
	raw_put(&msg.raw, IFLA_VXLAN_PORT_RANGE, mac, 3);
	raw_put(&msg.raw, IFLA_VXLAN_PORT, mac, 1);
	raw_put(&msg.raw, IFLA_VXLAN_TTL, mac, 0);
	link = kind_parse(&msg, &err);
	CHECK_INT(err, 0, "short options");
	CHECK_INT(rtnl_link_vxlan_get_id(link, &n), -NLE_AGAIN, "no id");
	CHECK_INT(rtnl_link_vxlan_get_group(link, &(struct nl_addr *){ NULL }), -NLE_AGAIN, "no group");
	CHECK_INT(rtnl_link_vxlan_get_local(link, &(struct nl_addr *){ NULL }), -NLE_AGAIN, "no source");
	CHECK_INT(rtnl_link_vxlan_get_port_range(link, &(struct ifla_vxlan_port_range){ 0 }), -NLE_AGAIN, "no range");
	CHECK_INT(rtnl_link_vxlan_get_port(link, &n), -NLE_NOATTR, "no port");
	CHECK_INT(rtnl_link_vxlan_get_ttl(link), -NLE_AGAIN, "no TTL");
	rtnl_link_put(link);
	/* Numbers that upstream looks up in tables that end before. */
	kind_begin(&msg, "macsec");
	raw_put_u8(&msg.raw, IFLA_MACSEC_PROTECT, 255);
	raw_put_u8(&msg.raw, IFLA_MACSEC_ENCRYPT, 255);
	raw_put_u8(&msg.raw, IFLA_MACSEC_INC_SCI, 255);
	raw_put_u8(&msg.raw, IFLA_MACSEC_VALIDATION, 255);
	link = kind_parse(&msg, &err);
	CHECK_INT(err, 0, "high numbers");
	nl_object_dump(OBJ_CAST(link), &dp);
	CHECK(strstr(buf, "protect on encoding_sa 0 encrypt on send_sci on validate  replay_protect off\n") != NULL,
	      "are printed");
	rtnl_link_put(link);
}

int main(void)
{
	wrong_kinds();
	hostile();
	return check_done();
}
