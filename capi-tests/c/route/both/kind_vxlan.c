/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * VXLAN links: every option alone and all of them, messages by hand, and links of the kernel's.
 */
#include <arpa/inet.h>
#include <linux/if.h>

#include <netlink/route/link/vxlan.h>
#include <netlink/socket.h>

#include "report.h"
#include "route/kinds.h"

static const struct byte_option {
	const char *name;
	uint16_t attr;
	int (*set)(struct rtnl_link *, uint8_t);
	int (*get)(struct rtnl_link *);
	int (*enable)(struct rtnl_link *);
	int (*disable)(struct rtnl_link *);
} bytes[] = {
	{ "ttl", IFLA_VXLAN_TTL, rtnl_link_vxlan_set_ttl, rtnl_link_vxlan_get_ttl, NULL, NULL },
	{ "tos", IFLA_VXLAN_TOS, rtnl_link_vxlan_set_tos, rtnl_link_vxlan_get_tos, NULL, NULL },
	{ "learning", IFLA_VXLAN_LEARNING, rtnl_link_vxlan_set_learning, rtnl_link_vxlan_get_learning,
	  rtnl_link_vxlan_enable_learning, rtnl_link_vxlan_disable_learning },
	{ "proxy", IFLA_VXLAN_PROXY, rtnl_link_vxlan_set_proxy, rtnl_link_vxlan_get_proxy,
	  rtnl_link_vxlan_enable_proxy, rtnl_link_vxlan_disable_proxy },
	{ "rsc", IFLA_VXLAN_RSC, rtnl_link_vxlan_set_rsc, rtnl_link_vxlan_get_rsc, rtnl_link_vxlan_enable_rsc,
	  rtnl_link_vxlan_disable_rsc },
	{ "l2miss", IFLA_VXLAN_L2MISS, rtnl_link_vxlan_set_l2miss, rtnl_link_vxlan_get_l2miss,
	  rtnl_link_vxlan_enable_l2miss, rtnl_link_vxlan_disable_l2miss },
	{ "l3miss", IFLA_VXLAN_L3MISS, rtnl_link_vxlan_set_l3miss, rtnl_link_vxlan_get_l3miss,
	  rtnl_link_vxlan_enable_l3miss, rtnl_link_vxlan_disable_l3miss },
	{ "udp_csum", IFLA_VXLAN_UDP_CSUM, rtnl_link_vxlan_set_udp_csum, rtnl_link_vxlan_get_udp_csum, NULL, NULL },
	{ "zero_tx", IFLA_VXLAN_UDP_ZERO_CSUM6_TX, rtnl_link_vxlan_set_udp_zero_csum6_tx,
	  rtnl_link_vxlan_get_udp_zero_csum6_tx, NULL, NULL },
	{ "zero_rx", IFLA_VXLAN_UDP_ZERO_CSUM6_RX, rtnl_link_vxlan_set_udp_zero_csum6_rx,
	  rtnl_link_vxlan_get_udp_zero_csum6_rx, NULL, NULL },
	{ "remcsum_tx", IFLA_VXLAN_REMCSUM_TX, rtnl_link_vxlan_set_remcsum_tx, rtnl_link_vxlan_get_remcsum_tx, NULL,
	  NULL },
	{ "remcsum_rx", IFLA_VXLAN_REMCSUM_RX, rtnl_link_vxlan_set_remcsum_rx, rtnl_link_vxlan_get_remcsum_rx, NULL,
	  NULL },
	{ "metadata", IFLA_VXLAN_COLLECT_METADATA, rtnl_link_vxlan_set_collect_metadata,
	  rtnl_link_vxlan_get_collect_metadata, NULL, NULL },
};

static const struct word_option {
	const char *name;
	uint16_t attr;
	int (*set)(struct rtnl_link *, uint32_t);
	int (*get)(struct rtnl_link *, uint32_t *);
} words[] = {
	{ "id", IFLA_VXLAN_ID, rtnl_link_vxlan_set_id, rtnl_link_vxlan_get_id },
	{ "link", IFLA_VXLAN_LINK, rtnl_link_vxlan_set_link, rtnl_link_vxlan_get_link },
	{ "ageing", IFLA_VXLAN_AGEING, rtnl_link_vxlan_set_ageing, rtnl_link_vxlan_get_ageing },
	{ "limit", IFLA_VXLAN_LIMIT, rtnl_link_vxlan_set_limit, rtnl_link_vxlan_get_limit },
	{ "port", IFLA_VXLAN_PORT, rtnl_link_vxlan_set_port, rtnl_link_vxlan_get_port },
	{ "label", IFLA_VXLAN_LABEL, rtnl_link_vxlan_set_label, rtnl_link_vxlan_get_label },
};

static const struct address_option {
	const char *name;
	int (*set)(struct rtnl_link *, struct nl_addr *);
	int (*get)(struct rtnl_link *, struct nl_addr **);
} addresses[] = {
	{ "group", rtnl_link_vxlan_set_group, rtnl_link_vxlan_get_group },
	{ "local", rtnl_link_vxlan_set_local, rtnl_link_vxlan_get_local },
};

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

/* Every option of a link. */
static void show(struct rtnl_link *link, const char *key)
{
	struct ifla_vxlan_port_range range = { 11, 12 };
	uint32_t word;
	char buf[64];

	out_int(rtnl_link_is_vxlan(link), "%s.is", key);
	for (size_t i = 0; i < COUNT(bytes); i++)
		out_int(bytes[i].get(link), "%s.%s", key, bytes[i].name);
	for (size_t i = 0; i < COUNT(words); i++) {
		word = 4711;
		out_int(words[i].get(link, &word), "%s.%s", key, words[i].name);
		out_uint(word, "%s.%s.value", key, words[i].name);
		out_int(words[i].get(link, NULL), "%s.%s.nowhere", key, words[i].name);
	}
	for (size_t i = 0; i < COUNT(addresses); i++) {
		struct nl_addr *addr = NULL;

		out_int(addresses[i].get(link, &addr), "%s.%s", key, addresses[i].name);
		out_text(addr ? nl_addr2str(addr, buf, sizeof(buf)) : "NULL", "%s.%s.value", key, addresses[i].name);
		nl_addr_put(addr);
		out_int(addresses[i].get(link, NULL), "%s.%s.nowhere", key, addresses[i].name);
	}
	out_int(rtnl_link_vxlan_get_port_range(link, &range), "%s.range", key);
	out_int(range.low, "%s.range.low", key);
	out_int(range.high, "%s.range.high", key);
	out_int(rtnl_link_vxlan_get_port_range(link, NULL), "%s.range.nowhere", key);
	word = 4711;
	out_int(rtnl_link_vxlan_get_flags(link, &word), "%s.flags", key);
	out_uint(word, "%s.flags.value", key);
}

/* A link with one option, compared with one without and one with another value. */
static void alone(struct rtnl_link *link, struct rtnl_link *other, const char *key)
{
	struct rtnl_link *empty = rtnl_link_vxlan_alloc();
	char name[64];

	out_kind(link, key);
	snprintf(name, sizeof(name), "%s.empty", key);
	out_both(link, empty, name);
	snprintf(name, sizeof(name), "%s.other", key);
	out_both(link, other, name);
	rtnl_link_put(empty);
	rtnl_link_put(link);
	rtnl_link_put(other);
}

static void each_byte(void)
{
	static const uint8_t values[] = { 0, 1, 2, 255 };

	for (size_t i = 0; i < COUNT(bytes); i++) {
		const struct byte_option *option = &bytes[i];
		struct rtnl_link *link = rtnl_link_vxlan_alloc(), *other = rtnl_link_vxlan_alloc();

		for (size_t v = 0; v < COUNT(values); v++) {
			out_int(option->set(link, values[v]), "%s.set.%u", option->name, values[v]);
			out_int(option->get(link), "%s.get.%u", option->name, values[v]);
		}
		if (option->enable != NULL) {
			out_int(option->disable(link), "%s.disable", option->name);
			out_int(option->get(link), "%s.disabled", option->name);
			out_object(link, option->name);
			out_int(option->enable(link), "%s.enable", option->name);
			out_int(option->get(link), "%s.enabled", option->name);
		}
		option->set(other, 0);
		if (option->enable == NULL) {
			char key[64];

			snprintf(key, sizeof(key), "%s.zero", option->name);
			out_object(other, key);
		}
		{
			char key[64];

			snprintf(key, sizeof(key), "%s.alone", option->name);
			alone(link, other, key);
		}
	}
}

static void each_word(void)
{
	static const uint32_t values[] = { 0, 1, 65535, 65536, VXLAN_ID_MAX, VXLAN_ID_MAX + 1, UINT32_MAX, 77 };
	char key[64];

	for (size_t i = 0; i < COUNT(words); i++) {
		const struct word_option *option = &words[i];
		struct rtnl_link *link = rtnl_link_vxlan_alloc(), *other = rtnl_link_vxlan_alloc();

		for (size_t v = 0; v < COUNT(values); v++) {
			uint32_t value = 4711;

			out_int(option->set(link, values[v]), "%s.set.%u", option->name, values[v]);
			out_int(option->get(link, &value), "%s.get.%u", option->name, values[v]);
			out_uint(value, "%s.value.%u", option->name, values[v]);
		}
		option->set(other, 0);
		snprintf(key, sizeof(key), "%s.zero", option->name);
		out_object(other, key);
		snprintf(key, sizeof(key), "%s.alone", option->name);
		alone(link, other, key);
	}
}

static void each_address(void)
{
	static const char *const texts[] = { "10.0.0.1", "10.0.0.0/24", "2001:db8::1", "::/0", "02:00:00:00:00:01" };
	char key[64], buf[64];

	for (size_t i = 0; i < COUNT(addresses); i++) {
		const struct address_option *option = &addresses[i];
		struct rtnl_link *link = rtnl_link_vxlan_alloc();

		for (size_t t = 0; t < COUNT(texts); t++) {
			struct rtnl_link *one = rtnl_link_vxlan_alloc(), *other = rtnl_link_vxlan_alloc();
			struct nl_addr *addr = address(texts[t]), *found = NULL, *three;

			out_int(option->set(link, addr), "%s.set.%zu", option->name, t);
			option->set(one, addr);
			nl_addr_put(addr);
			out_int(option->get(link, &found), "%s.get.%zu", option->name, t);
			out_text(nl_addr2str(found, buf, sizeof(buf)), "%s.value.%zu", option->name, t);
			out_int(nl_addr_get_prefixlen(found), "%s.prefix.%zu", option->name, t);
			out_bool(nl_addr_shared(found), "%s.shared.%zu", option->name, t);
			nl_addr_put(found);
			three = address(t % 2 ? "10.0.0.3" : "2001:db8::3");
			option->set(other, three);
			nl_addr_put(three);
			snprintf(key, sizeof(key), "%s.%zu", option->name, t);
			alone(one, other, key);
		}
		rtnl_link_put(link);
	}
}

static void others(void)
{
	struct ifla_vxlan_port_range range = { htons(1000), htons(2000) };
	struct rtnl_link *link = rtnl_link_vxlan_alloc(), *other = rtnl_link_vxlan_alloc();
	uint32_t flags;

	show(link, "empty");
	out_kind(link, "empty");
	out_int(rtnl_link_vxlan_set_port_range(link, NULL), "range.null");
	out_int(rtnl_link_vxlan_set_port_range(link, &range), "range.set");
	range.low = 0;
	rtnl_link_vxlan_set_port_range(other, &range);
	alone(link, other, "range");
	for (uint32_t flag = 0; flag < 9; flag++) {
		char key[32];

		link = rtnl_link_vxlan_alloc();
		other = rtnl_link_vxlan_alloc();
		out_int(rtnl_link_vxlan_set_flags(link, flag, 1), "flags.set.%u", flag);
		out_int(rtnl_link_vxlan_get_flags(link, &flags), "flags.get.%u", flag);
		out_uint(flags, "flags.value.%u", flag);
		rtnl_link_vxlan_set_flags(other, 7, -1);
		out_int(rtnl_link_vxlan_set_flags(other, flag, 0), "flags.unset.%u", flag);
		rtnl_link_vxlan_get_flags(other, &flags);
		out_uint(flags, "flags.left.%u", flag);
		snprintf(key, sizeof(key), "flags.%u", flag);
		out_kind(link, key);
		if (flag == 1)
			out_both(link, other, "flags.other");
		rtnl_link_put(link);
		rtnl_link_put(other);
	}
	link = rtnl_link_vxlan_alloc();
	other = rtnl_link_alloc();
	out_both(link, other, "none");
	out_int(rtnl_link_is_vxlan(other), "none.is");
	rtnl_link_put(other);
	out_int(rtnl_link_vxlan_set_id(link, 5), "again.set");
	out_int(rtnl_link_set_type(link, "vxlan"), "again.reset");
	show(link, "again");
	rtnl_link_put(link);
}

static void by_hand(void)
{
	const struct ifla_vxlan_port_range range = { htons(1), htons(65535) };
	const unsigned char six[16] = { 0x20, 1, 0xd, 0xb8, 7 }, four[4] = { 239, 1, 1, 1 };
	struct rtnl_link *link, *other;
	struct kind_msg msg;
	int err;

	for (int family = 0; family < 3; family++) {
		char key[32];

		kind_begin(&msg, "vxlan");
		for (size_t i = 0; i < COUNT(bytes); i++)
			raw_put_u8(&msg.raw, bytes[i].attr, (uint8_t)(i * 20));
		for (size_t i = 0; i < COUNT(words); i++)
			if (words[i].attr != IFLA_VXLAN_PORT)
				raw_put_u32(&msg.raw, words[i].attr, 0x01020300U + (uint32_t)i);
		if (family != 1) {
			raw_put(&msg.raw, IFLA_VXLAN_GROUP, four, sizeof(four));
			raw_put(&msg.raw, IFLA_VXLAN_LOCAL, four, sizeof(four));
		}
		if (family != 0) {
			raw_put(&msg.raw, IFLA_VXLAN_GROUP6, six, sizeof(six));
			raw_put(&msg.raw, IFLA_VXLAN_LOCAL6, six, sizeof(six));
		}
		raw_put(&msg.raw, IFLA_VXLAN_PORT_RANGE, &range, sizeof(range));
		raw_put(&msg.raw, IFLA_VXLAN_GBP, NULL, 0);
		raw_put(&msg.raw, IFLA_VXLAN_GPE, NULL, 0);
		raw_put(&msg.raw, IFLA_VXLAN_REMCSUM_NOPARTIAL, NULL, 0);
		/* One that no release knows. */
		raw_put_u8(&msg.raw, 60, 1);
		link = kind_parse(&msg, &err);
		snprintf(key, sizeof(key), "hand.%d", family);
		out_int(err, "%s.err", key);
		show(link, key);
		out_kind(link, key);
		other = rtnl_link_vxlan_alloc();
		snprintf(key, sizeof(key), "hand.%d.empty", family);
		out_both(link, other, key);
		rtnl_link_put(other);
		rtnl_link_put(link);
	}
	kind_begin(&msg, "vxlan");
	link = kind_parse(&msg, &err);
	out_int(err, "hand.nothing.err");
	show(link, "hand.nothing");
	out_kind(link, "hand.nothing");
	rtnl_link_put(link);
	/* The port alone: 3.7.0 writes it in four bytes. */
	kind_begin(&msg, "vxlan");
	raw_put_u16(&msg.raw, IFLA_VXLAN_PORT, htons(4789));
	link = kind_parse(&msg, &err);
	show(link, "hand.port");
	out_object(link, "hand.port");
	rtnl_link_put(link);
}

static void get(struct nl_sock *sk, const char *name, const char *key)
{
	struct rtnl_link *link = NULL;

	out_int(rtnl_link_get_kernel(sk, 0, name, &link), "%s.err", key);
	if (link != NULL) {
		show(link, key);
		out_uint(rtnl_link_get_mtu(link), "%s.mtu", key);
	}
	rtnl_link_put(link);
}

/* The lines about the link that have nothing by chance. */
static void out_details(struct rtnl_link *link, const char *key)
{
	char buf[4096], *line;
	struct nl_dump_params dp = { .dp_type = NL_DUMP_DETAILS, .dp_buf = buf, .dp_buflen = sizeof(buf) };

	nl_object_dump(OBJ_CAST(link), &dp);
	line = strstr(buf, "    vxlan-id");
	out_escaped(line, (size_t)(strstr(line, "    ipv4") - line), "%s.details", key);
}

static void kernel(void)
{
	struct ifla_vxlan_port_range range = { htons(1000), htons(2000) };
	struct nl_sock *sk = nl_socket_alloc();
	struct rtnl_link *link = rtnl_link_vxlan_alloc(), *orig = NULL, *changes;
	struct nl_addr *addr;
	struct nl_cache *cache = NULL;

	out_int(nl_connect(sk, NETLINK_ROUTE), "kernel.connect");
	rtnl_link_set_name(link, "vx0");
	out_int(rtnl_link_add(sk, link, NLM_F_CREATE | NLM_F_EXCL), "kernel.without.id");
	rtnl_link_vxlan_set_id(link, 42);
	addr = address("239.1.1.1");
	rtnl_link_vxlan_set_group(link, addr);
	nl_addr_put(addr);
	addr = address("127.0.0.1");
	rtnl_link_vxlan_set_local(link, addr);
	nl_addr_put(addr);
	rtnl_link_vxlan_set_link(link, 1);
	rtnl_link_vxlan_set_ttl(link, 64);
	rtnl_link_vxlan_set_tos(link, 0x10);
	rtnl_link_vxlan_disable_learning(link);
	rtnl_link_vxlan_set_ageing(link, 600);
	rtnl_link_vxlan_set_limit(link, 99);
	rtnl_link_vxlan_set_port_range(link, &range);
	rtnl_link_vxlan_enable_proxy(link);
	rtnl_link_vxlan_enable_rsc(link);
	rtnl_link_vxlan_enable_l2miss(link);
	rtnl_link_vxlan_enable_l3miss(link);
	rtnl_link_vxlan_set_port(link, 4789);
	rtnl_link_vxlan_set_udp_csum(link, 1);
	rtnl_link_vxlan_set_udp_zero_csum6_tx(link, 1);
	rtnl_link_vxlan_set_udp_zero_csum6_rx(link, 0);
	rtnl_link_vxlan_set_remcsum_tx(link, 1);
	rtnl_link_vxlan_set_remcsum_rx(link, 1);
	rtnl_link_vxlan_set_flags(link, RTNL_LINK_VXLAN_F_GBP | RTNL_LINK_VXLAN_F_REMCSUM_NOPARTIAL, 1);
	out_int(rtnl_link_add(sk, link, NLM_F_CREATE | NLM_F_EXCL), "kernel.add");
	out_int(rtnl_link_add(sk, link, NLM_F_CREATE | NLM_F_EXCL), "kernel.twice");
	get(sk, "vx0", "kernel.made");
	out_int(rtnl_link_get_kernel(sk, 0, "vx0", &orig), "kernel.orig");
	changes = rtnl_link_vxlan_alloc();
	rtnl_link_vxlan_set_id(changes, 42);
	rtnl_link_vxlan_enable_learning(changes);
	rtnl_link_vxlan_set_ageing(changes, 700);
	out_int(rtnl_link_change(sk, orig, changes, 0), "kernel.change");
	get(sk, "vx0", "kernel.changed");
	rtnl_link_vxlan_set_id(changes, 43);
	out_int(rtnl_link_change(sk, orig, changes, 0), "kernel.change.id");
	rtnl_link_put(changes);
	rtnl_link_put(orig);
	rtnl_link_put(link);

	link = rtnl_link_vxlan_alloc();
	rtnl_link_set_name(link, "vx6");
	rtnl_link_vxlan_set_id(link, VXLAN_ID_MAX);
	addr = address("ff02::1");
	rtnl_link_vxlan_set_group(link, addr);
	nl_addr_put(addr);
	addr = address("::1");
	rtnl_link_vxlan_set_local(link, addr);
	nl_addr_put(addr);
	rtnl_link_vxlan_set_link(link, 1);
	rtnl_link_vxlan_set_label(link, 0x12345);
	rtnl_link_vxlan_set_port(link, 4790);
	out_int(rtnl_link_add(sk, link, NLM_F_CREATE | NLM_F_EXCL), "kernel.six");
	get(sk, "vx6", "kernel.six");
	rtnl_link_put(link);

	link = rtnl_link_vxlan_alloc();
	rtnl_link_set_name(link, "vxm");
	rtnl_link_vxlan_set_collect_metadata(link, 1);
	rtnl_link_vxlan_set_flags(link, RTNL_LINK_VXLAN_F_GPE, 1);
	rtnl_link_vxlan_set_port(link, 4791);
	out_int(rtnl_link_add(sk, link, NLM_F_CREATE | NLM_F_EXCL), "kernel.metadata");
	get(sk, "vxm", "kernel.metadata");
	out_int(rtnl_link_delete(sk, link), "kernel.delete");
	get(sk, "vxm", "kernel.deleted");
	rtnl_link_put(link);

	/* The parent's name, which is in the cache. */
	out_int(rtnl_link_alloc_cache(sk, AF_UNSPEC, &cache), "kernel.cache");
	link = rtnl_link_get_by_name(cache, "vx0");
	out_details(link, "kernel.vx0");
	rtnl_link_put(link);
	link = rtnl_link_get_by_name(cache, "vx6");
	out_details(link, "kernel.vx6");
	rtnl_link_put(link);
	nl_cache_free(cache);
	nl_socket_free(sk);
}

int main(void)
{
	others();
	each_byte();
	each_word();
	each_address();
	by_hand();
	kernel();
	return 0;
}
