/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Attributes: indexes, policies, looking for one. */
#include <linux/netlink.h>

#include <netlink/attr.h>
#include <netlink/msg.h>
#include <netlink/netlink.h>

#include "exact.h"
#include "raw.h"
#include "report.h"

#define MAX 9

static const char *const type_names[] = {
	"unspec", "u8", "u16", "u32", "u64", "string", "flag", "msecs", "nested", "nested_compat",
	"nul_string", "binary", "s8", "s16", "s32", "s64",
};

/* Where the elements of an index point to: "3@8". */
static void show(struct nlattr *const *tb, int max, const void *base, const char *key)
{
	struct row row = { 0 };

	for (int i = 0; i <= max; i++)
		if (tb[i] != NULL)
			row_add(&row, "%d@%ld", i, raw_offset(base, tb[i]));
	out_row(&row, "%s", key);
}

static void fill(struct nlattr **tb, size_t count)
{
	for (size_t i = 0; i < count; i++)
		tb[i] = (struct nlattr *)&type_names;
}

/* Every type against every length, with limits and without. */
static void policies(void)
{
	static const struct {
		const char *name;
		uint16_t min, max;
	} limits[] = {
		{ "free", 0, 0 }, { "min3", 3, 0 }, { "max3", 0, 3 }, { "min2max5", 2, 5 },
		{ "min5max2", 5, 2 }, { "min10", 10, 0 },
	};

	for (uint16_t type = 0; type < COUNT(type_names); type++) {
		for (size_t limit = 0; limit < COUNT(limits); limit++) {
			struct nla_policy policy[2] = {
				[1] = { type, limits[limit].min, limits[limit].max },
			};
			struct row ends[2] = { 0 };
			for (int len = 0; len <= 12; len++) {
				for (int nul = 0; nul < 2; nul++) {
					struct nlattr *tb[2];
					struct exact buf = exact_new((size_t)len + 4, 'x', ON_HEAP);
					struct nlattr *nla = raw_attr(buf.at, (uint16_t)(len + 4), 1);

					if (len > 0)
						((char *)nla)[len + 3] = nul ? '\0' : 'x';
					row_add(&ends[nul], "%d:%d/%d", len,
						nla_validate(nla, len + 4, 1, policy),
						nla_parse(tb, 1, nla, len + 4, policy));
					exact_free(&buf);
				}
			}
			out_row(&ends[0], "policy.%s.%s.unterminated", type_names[type],
				limits[limit].name);
			out_row(&ends[1], "policy.%s.%s.terminated", type_names[type],
				limits[limit].name);
		}
	}
}

/* A stream of attributes of the given lengths and types; each payload counts up. */
struct item {
	uint16_t len, type;
};

static size_t stream(unsigned char *at, const struct item *items, size_t count)
{
	size_t used = 0;

	for (size_t i = 0; i < count; i++) {
		raw_attr(at + used, items[i].len, items[i].type);
		if (items[i].len > 4)
			memset(at + used + 4, 0, items[i].len - 4u);
		used += NLA_ALIGN(items[i].len);
	}
	return used;
}

static void streams(void)
{
	static const struct {
		const char *name;
		struct item items[6];
		size_t count;
	} cases[] = {
		{ "plain", { { 8, 1 }, { 5, 2 }, { 4, 3 }, { 12, 9 } }, 4 },
		{ "twice", { { 8, 1 }, { 8, 2 }, { 8, 1 } }, 3 },
		{ "zero", { { 8, 0 }, { 8, 1 } }, 2 },
		{ "flags", { { 8, 0x8001 }, { 8, 0x4002 }, { 8, 0xc003 } }, 3 },
		{ "above", { { 8, 10 }, { 8, 9 }, { 8, 0x3fff } }, 3 },
		{ "short", { { 8, 1 }, { 3, 2 }, { 8, 3 } }, 3 },
		{ "none", { { 8, 1 }, { 0, 2 }, { 8, 3 } }, 3 },
		{ "beyond", { { 8, 1 }, { 200, 2 } }, 2 },
	};
	static const struct nla_policy policy[MAX + 1] = {
		[1] = { .type = NLA_U32 }, [2] = { .type = NLA_U8 }, [3] = { .type = NLA_FLAG },
		[9] = { .type = NLA_STRING, .maxlen = 8 },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		unsigned char room[512];
		const size_t whole = stream(room, cases[i].items, cases[i].count);

		for (int len = -1; len <= (int)whole + 1 && len < 64; len++) {
			/* Nothing behind the end may be looked at. */
			struct exact buf = exact_new(len > 0 ? (size_t)len : 0, 0, ON_HEAP);
			struct nlattr *tb[MAX + 2], *head = buf.at;
			char key[64];

			if (len > 0)
				memcpy(buf.at, room, (size_t)len);
			fill(tb, COUNT(tb));
			snprintf(key, sizeof(key), "stream.%s.%d", cases[i].name, len);
			out_int(nla_parse(tb, MAX, head, len, NULL), "%s.parse", key);
			show(tb, MAX, head, key);
			out_bool(tb[MAX + 1] == (struct nlattr *)&type_names, "%s.kept", key);
			fill(tb, COUNT(tb));
			out_int(nla_parse(tb, MAX, head, len, policy), "%s.policy", key);
			snprintf(key, sizeof(key), "stream.%s.%d.checked", cases[i].name, len);
			show(tb, MAX, head, key);
			out_int(nla_validate(head, len, MAX, policy), "%s.validate", key);
			out_int(nla_validate(head, len, 1, policy), "%s.validate1", key);
			for (int type = -1; type <= 10; type++) {
				const struct nlattr *found = nla_find(head, len, type);

				out_int(found == NULL ? -1 : raw_offset(head, found), "%s.find.%d",
					key, type);
			}
			exact_free(&buf);
		}
	}
}

static void maxima(void)
{
	unsigned char room[64];
	const struct item items[] = { { 8, 0 }, { 8, 1 }, { 8, 2 } };
	const int len = (int)stream(room, items, 3);
	struct nlattr *tb[4];

	for (int max = -1; max <= 2; max++) {
		char key[64];

		fill(tb, COUNT(tb));
		snprintf(key, sizeof(key), "max.%d", max);
		out_int(nla_parse(tb, max, (struct nlattr *)room, len, NULL), "%s.parse", key);
		show(tb, max, room, key);
		out_bool(tb[max + 1] == (struct nlattr *)&type_names, "%s.kept", key);
	}
	out_int(nla_validate((struct nlattr *)room, len, -1, NULL), "max.validate");
}

static void nested(void)
{
	unsigned char room[64];
	struct item items[] = { { 20, 5 }, { 8, 1 }, { 8, 2 } };
	static const struct nla_policy policy[MAX + 1] = { [1] = { .type = NLA_U64 } };
	struct nlattr *tb[MAX + 1], *nla = (struct nlattr *)room;
	const struct nlattr *pos;
	int rem;

	for (int flag = 0; flag < 2; flag++) {
		items[0].type = (uint16_t)(flag ? 0x8005 : 5);
		stream(room, items, 1);
		stream(room + 4, items + 1, 2);
		out_int(nla_parse_nested(tb, MAX, nla, NULL), "nested.%d", flag);
		show(tb, MAX, nla, flag ? "nested.flag.index" : "nested.index");
	}
	out_int(nla_parse_nested(tb, MAX, nla, policy), "nested.policy");
	show(tb, MAX, nla, "nested.policy.index");

	for (int len = 4; len <= 20; len++) {
		struct row row = { 0 };

		nla->nla_len = (uint16_t)len;
		nla_for_each_nested(pos, nla, rem)
			row_add(&row, "%d@%ld", nla_type(pos), raw_offset(nla, pos));
		out_row(&row, "nested.each.%d", len);
		out_int(rem, "nested.each.%d.rem", len);
	}
}

/* The same through a message and its protocol header. */
static void messages(void)
{
	static const struct nla_policy policy[MAX + 1] = {
		[1] = { .type = NLA_U32 }, [2] = { .type = NLA_STRING },
	};

	for (int hdrlen = 0; hdrlen <= 9; hdrlen++) {
		for (uint32_t len = 16; len <= 52; len += 1) {
			struct exact buf = exact_new(len, 0, ON_HEAP);
			unsigned char room[64] = { 0 };
			struct nlattr *tb[MAX + 1];
			const struct nlattr *pos;
			struct row row = { 0 };
			struct nlmsghdr *nlh = buf.at;
			const struct item items[] = { { 8, 1 }, { 5, 2 }, { 8, 3 } };
			char key[64];
			int rem;

			raw_header(room, len, 20, 0, 1, 2);
			stream(room + 16 + NLMSG_ALIGN(hdrlen), items, 3);
			memcpy(buf.at, room, len);
			fill(tb, COUNT(tb));
			snprintf(key, sizeof(key), "msg.hdr%d.len%u", hdrlen, len);
			row_add(&row, "parse=%d", nlmsg_parse(nlh, hdrlen, tb, MAX, policy));
			row_add(&row, "validate=%d", nlmsg_validate(nlh, hdrlen, MAX, policy));
			row_add(&row, "valid=%d", nlmsg_valid_hdr(nlh, hdrlen));
			for (int type = 0; type <= 4; type++) {
				const struct nlattr *found = nlmsg_find_attr(nlh, hdrlen, type);

				row_add(&row, "%d@%ld", type,
					found == NULL ? -1 : raw_offset(nlh, found));
				if (tb[type] != (struct nlattr *)&type_names)
					row_add(&row, "tb=%ld",
						tb[type] == NULL ? -1 : raw_offset(nlh, tb[type]));
			}
			nlmsg_for_each_attr(pos, nlh, hdrlen, rem)
				row_add(&row, "each=%d", nla_type(pos));
			out_row(&row, "%s", key);
			exact_free(&buf);
		}
	}
}

int main(void)
{
	policies();
	streams();
	maxima();
	nested();
	messages();
	return 0;
}
