/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * MACsec links, which the kernel of the tests need not have: options, requests, and messages by hand.
 */
#include <netlink/route/link/macsec.h>

#include "report.h"
#include "route/kinds.h"

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

static const struct byte_option {
	const char *name;
	uint16_t attr;
	int (*set)(struct rtnl_link *, uint8_t);
	int (*get)(struct rtnl_link *, uint8_t *);
} bytes[] = {
	{ "protect", IFLA_MACSEC_PROTECT, rtnl_link_macsec_set_protect, rtnl_link_macsec_get_protect },
	{ "encrypt", IFLA_MACSEC_ENCRYPT, rtnl_link_macsec_set_encrypt, rtnl_link_macsec_get_encrypt },
	{ "sa", IFLA_MACSEC_ENCODING_SA, rtnl_link_macsec_set_encoding_sa, rtnl_link_macsec_get_encoding_sa },
	{ "replay", IFLA_MACSEC_REPLAY_PROTECT, rtnl_link_macsec_set_replay_protect,
	  rtnl_link_macsec_get_replay_protect },
	{ "send_sci", IFLA_MACSEC_INC_SCI, rtnl_link_macsec_set_send_sci, rtnl_link_macsec_get_send_sci },
	{ "es", IFLA_MACSEC_ES, rtnl_link_macsec_set_end_station, rtnl_link_macsec_get_end_station },
	{ "scb", IFLA_MACSEC_SCB, rtnl_link_macsec_set_scb, rtnl_link_macsec_get_scb },
	{ "offload", IFLA_MACSEC_OFFLOAD, rtnl_link_macsec_set_offload, rtnl_link_macsec_get_offload },
};

static void show(struct rtnl_link *link, const char *key)
{
	enum macsec_validation_type validation = (enum macsec_validation_type)2;
	uint64_t u64 = 4711;
	uint32_t u32 = 4711;
	uint16_t u16 = 4711;

	for (size_t i = 0; i < COUNT(bytes); i++) {
		uint8_t value = 77;

		out_int(bytes[i].get(link, &value), "%s.%s", key, bytes[i].name);
		out_int(value, "%s.%s.value", key, bytes[i].name);
		out_int(bytes[i].get(link, NULL), "%s.%s.nowhere", key, bytes[i].name);
	}
	out_int(rtnl_link_macsec_get_sci(link, &u64), "%s.sci", key);
	out_uint(u64, "%s.sci.value", key);
	out_int(rtnl_link_macsec_get_sci(link, NULL), "%s.sci.nowhere", key);
	out_int(rtnl_link_macsec_get_port(link, &u16), "%s.port", key);
	out_uint(u16, "%s.port.value", key);
	out_int(rtnl_link_macsec_get_port(link, NULL), "%s.port.nowhere", key);
	out_int(rtnl_link_macsec_get_cipher_suite(link, &u64), "%s.cipher", key);
	out_uint(u64, "%s.cipher.value", key);
	out_int(rtnl_link_macsec_get_cipher_suite(link, NULL), "%s.cipher.nowhere", key);
	out_int(rtnl_link_macsec_get_icv_len(link, &u16), "%s.icv", key);
	out_uint(u16, "%s.icv.value", key);
	out_int(rtnl_link_macsec_get_icv_len(link, NULL), "%s.icv.nowhere", key);
	out_int(rtnl_link_macsec_get_validation_type(link, &validation), "%s.validation", key);
	out_int(validation, "%s.validation.value", key);
	out_int(rtnl_link_macsec_get_validation_type(link, NULL), "%s.validation.nowhere", key);
	out_int(rtnl_link_macsec_get_window(link, &u32), "%s.window", key);
	out_uint(u32, "%s.window.value", key);
	out_int(rtnl_link_macsec_get_window(link, NULL), "%s.window.nowhere", key);
}

/* A link with one option, compared with a new one and one with another value. */
static void alone(struct rtnl_link *link, struct rtnl_link *other, const char *key)
{
	struct rtnl_link *empty = rtnl_link_macsec_alloc();
	char name[64];

	show(link, key);
	out_kind(link, key);
	snprintf(name, sizeof(name), "%s.empty", key);
	out_both(link, empty, name);
	snprintf(name, sizeof(name), "%s.other", key);
	out_both(link, other, name);
	rtnl_link_put(empty);
	rtnl_link_put(link);
	rtnl_link_put(other);
}

static void each(void)
{
	static const uint8_t values[] = { 0, 1, 2, 3, 4, 255 };
	struct rtnl_link *link = rtnl_link_macsec_alloc(), *other;
	char key[64];

	show(link, "new");
	out_kind(link, "new");
	rtnl_link_put(link);
	for (size_t i = 0; i < COUNT(bytes); i++) {
		struct row any = { 0 };

		for (uint8_t first = 0; first < 2; first++) {
			link = rtnl_link_macsec_alloc();
			other = rtnl_link_macsec_alloc();
			snprintf(key, sizeof(key), "%s.%u", bytes[i].name, first);
			out_int(bytes[i].set(link, first), "%s.set", key);
			bytes[i].set(other, !first);
			alone(link, other, key);
		}
		link = rtnl_link_macsec_alloc();
		for (size_t v = 0; v < COUNT(values); v++) {
			uint8_t value = 77;

			row_add(&any, "%d", bytes[i].set(link, values[v]));
			bytes[i].get(link, &value);
			row_add(&any, "(%u)", value);
		}
		out_row(&any, "%s.any", bytes[i].name);
		rtnl_link_put(link);
	}
}

static void others(void)
{
	static const uint64_t numbers[] = { 0, 1, 0x0102030405060708, UINT64_MAX, 0x0080020001000001, 0x0080C20001000001,
					    0x0080C20001000002 };
	static const uint16_t lengths[] = { 0, 8, 15, 16, 17, 0xffff };
	static const uint32_t windows[] = { 0, 1, 255, 256, UINT32_MAX };
	struct rtnl_link *link, *other;
	char key[64];

	for (size_t i = 0; i < COUNT(numbers); i++) {
		link = rtnl_link_macsec_alloc();
		other = rtnl_link_macsec_alloc();
		snprintf(key, sizeof(key), "sci.%zu", i);
		out_int(rtnl_link_macsec_set_sci(link, numbers[i]), "%s.set", key);
		rtnl_link_macsec_set_sci(other, 5);
		alone(link, other, key);
		link = rtnl_link_macsec_alloc();
		other = rtnl_link_macsec_alloc();
		snprintf(key, sizeof(key), "cipher.%zu", i);
		out_int(rtnl_link_macsec_set_cipher_suite(link, numbers[i]), "%s.set", key);
		rtnl_link_macsec_set_cipher_suite(other, 5);
		alone(link, other, key);
	}
	for (size_t i = 0; i < COUNT(lengths); i++) {
		link = rtnl_link_macsec_alloc();
		other = rtnl_link_macsec_alloc();
		snprintf(key, sizeof(key), "icv.%zu", i);
		out_int(rtnl_link_macsec_set_icv_len(link, lengths[i]), "%s.set", key);
		rtnl_link_macsec_set_icv_len(other, 7);
		alone(link, other, key);
		link = rtnl_link_macsec_alloc();
		other = rtnl_link_macsec_alloc();
		snprintf(key, sizeof(key), "port.%zu", i);
		out_int(rtnl_link_macsec_set_port(link, lengths[i]), "%s.set", key);
		rtnl_link_macsec_set_port(other, 7);
		alone(link, other, key);
	}
	for (size_t i = 0; i < COUNT(windows); i++) {
		for (uint8_t replay = 0; replay < 2; replay++) {
			link = rtnl_link_macsec_alloc();
			other = rtnl_link_macsec_alloc();
			snprintf(key, sizeof(key), "window.%zu.%u", i, replay);
			out_int(rtnl_link_macsec_set_window(link, windows[i]), "%s.set", key);
			rtnl_link_macsec_set_window(other, 7);
			rtnl_link_macsec_set_replay_protect(link, replay);
			rtnl_link_macsec_set_replay_protect(other, 1);
			alone(link, other, key);
		}
	}
	for (int i = 0; i < 5; i++) {
		link = rtnl_link_macsec_alloc();
		other = rtnl_link_macsec_alloc();
		snprintf(key, sizeof(key), "validation.%d", i);
		out_int(rtnl_link_macsec_set_validation_type(link, (enum macsec_validation_type)i), "%s.set", key);
		rtnl_link_macsec_set_validation_type(other, (enum macsec_validation_type)1);
		alone(link, other, key);
	}
	/* The identifier counts before the port. */
	link = rtnl_link_macsec_alloc();
	other = rtnl_link_macsec_alloc();
	rtnl_link_macsec_set_port(link, 1);
	rtnl_link_macsec_set_sci(link, 1);
	rtnl_link_macsec_set_port(other, 2);
	rtnl_link_macsec_set_sci(other, 1);
	alone(link, other, "channel");
	link = rtnl_link_macsec_alloc();
	other = rtnl_link_alloc();
	out_both(link, other, "none");
	rtnl_link_put(other);
	rtnl_link_macsec_set_icv_len(link, 8);
	rtnl_link_macsec_set_port(link, 3);
	out_int(rtnl_link_set_type(link, "macsec"), "again");
	show(link, "again");
	rtnl_link_put(link);
}

static void by_hand(void)
{
	struct rtnl_link *link, *other;
	struct kind_msg msg;
	uint64_t number = 0x1122334455667788;
	int err;

	for (uint8_t value = 0; value < 2; value++) {
		char key[32];

		kind_begin(&msg, "macsec");
		for (size_t i = 0; i < COUNT(bytes); i++)
			raw_put_u8(&msg.raw, bytes[i].attr, value);
		raw_put(&msg.raw, IFLA_MACSEC_SCI, &number, 8);
		raw_put(&msg.raw, IFLA_MACSEC_CIPHER_SUITE, &number, 8);
		/* What the library sends, but does not read. */
		raw_put_u16(&msg.raw, IFLA_MACSEC_PORT, 8);
		raw_put_u8(&msg.raw, IFLA_MACSEC_ICV_LEN, value + 8);
		raw_put_u32(&msg.raw, IFLA_MACSEC_WINDOW, 0x01020304);
		raw_put_u8(&msg.raw, IFLA_MACSEC_VALIDATION, value + 1);
		link = kind_parse(&msg, &err);
		snprintf(key, sizeof(key), "hand.%u", value);
		out_int(err, "%s.err", key);
		show(link, key);
		out_kind(link, key);
		other = rtnl_link_macsec_alloc();
		out_both(link, other, value ? "hand.1.new" : "hand.0.new");
		rtnl_link_put(other);
		rtnl_link_put(link);
	}
	kind_begin(&msg, "macsec");
	link = kind_parse(&msg, &err);
	out_int(err, "hand.nothing.err");
	show(link, "hand.nothing");
	out_kind(link, "hand.nothing");
	rtnl_link_put(link);
	/* Numbers that have no name. */
	kind_begin(&msg, "macsec");
	raw_put_u8(&msg.raw, IFLA_MACSEC_ENCODING_SA, 200);
	raw_put_u8(&msg.raw, IFLA_MACSEC_REPLAY_PROTECT, 2);
	raw_put_u8(&msg.raw, IFLA_MACSEC_ES, 2);
	raw_put_u8(&msg.raw, IFLA_MACSEC_ICV_LEN, 255);
	link = kind_parse(&msg, &err);
	out_int(err, "hand.high.err");
	show(link, "hand.high");
	out_object(link, "hand.high");
	rtnl_link_put(link);
}

int main(void)
{
	each();
	others();
	by_hand();
	return 0;
}
