/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Walking over attributes, without doing anything with them. */
#include "mnl.h"

#define ATTRS 8

/* A message of eight attributes of four bytes, and a nest of them. */
static struct {
	struct nlmsghdr nlh;
	struct {
		struct nlattr head;
		uint32_t value;
	} attrs[ATTRS];
} flat;

static struct {
	struct nlattr nest;
	struct {
		struct nlattr head;
		uint32_t value;
	} attrs[ATTRS];
} nested;

static void fill(void)
{
	int i;

	for (i = 0; i < ATTRS; i++) {
		flat.attrs[i].head.nla_len = 8;
		flat.attrs[i].head.nla_type = (uint16_t)(i + 1);
		nested.attrs[i].head = flat.attrs[i].head;
	}
	flat.nlh.nlmsg_len = sizeof(flat);
	nested.nest.nla_len = sizeof(nested);
	nested.nest.nla_type = NLA_F_NESTED | 1;
}

static int ignore(const struct nlattr *attr, void *data)
{
	(void)attr;
	(void)data;
	return MNL_CB_OK;
}

/* One operation is one attribute. */
#define WALK(function, ...)                                                    \
	static unsigned long function(unsigned long n)                         \
	{                                                                      \
		unsigned long done = 0;                                        \
		fill();                                                        \
		while (done < n) {                                             \
			__VA_ARGS__;                                           \
		}                                                              \
		return done;                                                   \
	}

#define EACH(loop) const struct nlattr *attr; loop done++

WALK(parse, mnl_attr_parse(&flat.nlh, 0, ignore, NULL); done += ATTRS)
WALK(parse_nested, mnl_attr_parse_nested(&nested.nest, ignore, NULL); done += ATTRS)
WALK(parse_payload, mnl_attr_parse_payload(flat.attrs, sizeof(flat.attrs), ignore, NULL);
     done += ATTRS)
WALK(for_each, EACH(mnl_attr_for_each(attr, &flat.nlh, 0)))
WALK(for_each_nested, EACH(mnl_attr_for_each_nested(attr, &nested.nest)))
WALK(for_each_payload, void *payload = flat.attrs;
     EACH(mnl_attr_for_each_payload(payload, sizeof(flat.attrs))))
BENCH_LOOP(parse_empty, nested.nest.nla_len = 4;
	   mnl_attr_parse_nested(&nested.nest, ignore, NULL))

const struct bench_case walk_cases[] = {
	{ "attr_parse, walk", "attribute", 1000000, parse },
	{ "attr_parse_nested, walk", "attribute", 1000000, parse_nested },
	{ "attr_parse_payload, walk", "attribute", 1000000, parse_payload },
	{ "attr_parse_nested, empty nest", "call", 1000000, parse_empty },
	{ "attr_for_each, walk", "attribute", 1000000, for_each },
	{ "attr_for_each_nested, walk", "attribute", 1000000, for_each_nested },
	{ "attr_for_each_payload, walk", "attribute", 1000000, for_each_payload },
	{ 0 },
};
