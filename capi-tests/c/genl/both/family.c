/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Family objects: what they hold, and how they are copied, compared and printed.
 */
#include <linux/genetlink.h>

#include <netlink/genl/family.h>
#include <netlink/genl/genl.h>
#include <netlink/genl/mngt.h>
#include <netlink/object.h>
#include <netlink/utils.h>

#include "raw.h"
#include "report.h"

static void show(struct genl_family *family, const char *key)
{
	const char *name = genl_family_get_name(family);

	out_uint(genl_family_get_id(family), "%s.id", key);
	out_text(name == NULL ? "NULL" : name, "%s.name", key);
	out_uint(genl_family_get_version(family), "%s.version", key);
	out_uint(genl_family_get_hdrsize(family), "%s.hdrsize", key);
	out_uint(genl_family_get_maxattr(family), "%s.maxattr", key);
}

static void print(struct genl_family *family, const char *key)
{
	for (int type = NL_DUMP_LINE; type <= NL_DUMP_STATS; type++) {
		for (int prefix = 0; prefix < 5; prefix += 4) {
			char *text = NULL;
			size_t size = 0;
			FILE *file = open_memstream(&text, &size);
			char buf[100];
			struct nl_dump_params dp = { .dp_type = (enum nl_dump_type)type, .dp_fd = file,
						     .dp_prefix = prefix };

			nl_object_dump((struct nl_object *)family, &dp);
			fclose(file);
			out_escaped(text, size, "%s.print.%d.%d", key, type, prefix);
			free(text);
			dp.dp_fd = NULL;
			memset(buf, 'x', sizeof(buf));
			dp.dp_buf = buf;
			dp.dp_buflen = sizeof(buf);
			nl_object_dump((struct nl_object *)family, &dp);
			out_escaped(buf, strlen(buf), "%s.buffer.%d.%d", key, type, prefix);
		}
	}
}

static char pieces[4096];

static void on_piece(struct nl_dump_params *dp, char *text)
{
	(void)dp;
	strcat(pieces, text);
}

static struct genl_family *full(void)
{
	struct genl_family *family = genl_family_alloc();

	genl_family_set_id(family, 0x1234);
	genl_family_set_name(family, "a_family");
	genl_family_set_version(family, 3);
	genl_family_set_hdrsize(family, 8);
	genl_family_set_maxattr(family, 77);
	return family;
}

static void accessors(void)
{
	struct genl_family *family = genl_family_alloc();
	static const unsigned int numbers[] = { 0, 1, 255, 256, 65535, 65536, 0xffffffff };
	static const char *const names[] = {
		"", "a", "123456789012345", "1234567890123456", "12345678901234567890",
	};

	out_bool(family != NULL, "alloc");
	show(family, "empty");
	print(family, "empty");
	out_text(nl_object_get_type((struct nl_object *)family), "type");
	out_uint(nl_object_get_id_attrs((struct nl_object *)family), "id_attrs");
	for (size_t i = 0; i < COUNT(numbers); i++) {
		char key[40];

		genl_family_set_id(family, numbers[i]);
		genl_family_set_version(family, (uint8_t)numbers[i]);
		genl_family_set_hdrsize(family, numbers[i]);
		genl_family_set_maxattr(family, numbers[i]);
		snprintf(key, sizeof(key), "number.%u", numbers[i]);
		show(family, key);
		print(family, key);
	}
	/* A shorter name leaves nothing of a longer one. */
	for (size_t i = COUNT(names); i-- > 0;) {
		genl_family_set_name(family, names[i]);
		out_text(genl_family_get_name(family), "name.%zu", i);
	}
	genl_family_put(family);

	/* What is set one by one. */
	for (int what = 0; what < 5; what++) {
		char key[40];

		family = genl_family_alloc();
		if (what == 0)
			genl_family_set_id(family, 5);
		if (what == 1)
			genl_family_set_name(family, "x");
		if (what == 2)
			genl_family_set_version(family, 6);
		if (what == 3)
			genl_family_set_hdrsize(family, 7);
		if (what == 4)
			genl_family_set_maxattr(family, 8);
		snprintf(key, sizeof(key), "only.%d", what);
		show(family, key);
		print(family, key);
		genl_family_put(family);
	}
}

static struct genl_cmd commands[] = {
	{ .c_id = 1, .c_name = "ONE" },
	{ .c_id = 200, .c_name = "TWO_HUNDRED" },
};

static struct genl_ops ops = {
	.o_name = "a_family", .o_id = 0x1234, .o_cmds = commands, .o_ncmds = COUNT(commands),
};

static void lists(void)
{
	struct genl_family *family = full();
	struct nl_object *copy;
	struct nl_dump_params dp = { .dp_type = NL_DUMP_STATS, .dp_cb = on_piece };

	print(family, "full");
	for (int flags = 0; flags < 17; flags++)
		out_int(genl_family_add_op(family, flags, flags), "add_op.%d", flags);
	out_int(genl_family_add_op(family, 200, 0xff), "add_op.200");
	out_int(genl_family_add_op(family, -1, -1), "add_op.-1");
	out_int(genl_family_add_op(family, 1, 0), "add_op.twice");
	print(family, "ops");
	out_int(genl_family_add_grp(family, 1, "group"), "add_grp.1");
	out_int(genl_family_add_grp(family, 0xffffffff, "1234567890123456789"), "add_grp.19");
	out_int(genl_family_add_grp(family, 0xffffffff, "1234567890123456"), "add_grp.16");
	out_int(genl_family_add_grp(family, 0xffffffff, "123456789012345"), "add_grp.15");
	out_int(genl_family_add_grp(family, 0, ""), "add_grp.empty");
	out_int(genl_family_add_grp(family, 1, "group"), "add_grp.twice");
	print(family, "groups");
	out_int(genl_register_family(&ops), "register");
	print(family, "named");
	nl_object_dump((struct nl_object *)family, &dp);
	out_escaped(pieces, strlen(pieces), "pieces");
	copy = nl_object_clone((struct nl_object *)family);
	genl_family_put(family);
	show((struct genl_family *)copy, "copy");
	print((struct genl_family *)copy, "copy");
	nl_object_put(copy);
	genl_unregister_family(&ops);
}

static void comparing(void)
{
	for (int what = 0; what < 8; what++) {
		struct genl_family *a = full(), *b = full();
		struct nl_object *one = (struct nl_object *)a, *other = (struct nl_object *)b;

		if (what == 1)
			genl_family_set_id(b, 1);
		if (what == 2)
			genl_family_set_name(b, "b");
		if (what == 3)
			genl_family_set_version(b, 1);
		if (what == 4)
			genl_family_set_hdrsize(b, 1);
		if (what == 5)
			genl_family_set_maxattr(b, 1);
		if (what == 6)
			genl_family_add_op(b, 1, 1);
		if (what == 7)
			genl_family_add_grp(b, 1, "g");
		out_uint(nl_object_diff64(one, other), "diff.%d", what);
		out_uint(nl_object_diff64(other, one), "diff.back.%d", what);
		out_int(nl_object_identical(one, other), "identical.%d", what);
		out_int(nl_object_match_filter(one, other), "filter.%d", what);
		genl_family_put(b);
		b = genl_family_alloc();
		other = (struct nl_object *)b;
		if (what == 1)
			genl_family_set_id(b, 0x1234);
		if (what == 2)
			genl_family_set_name(b, "a_family");
		if (what == 3)
			genl_family_set_version(b, 3);
		if (what == 4)
			genl_family_set_hdrsize(b, 8);
		if (what == 5)
			genl_family_set_maxattr(b, 77);
		out_uint(nl_object_diff64(one, other), "diff.part.%d", what);
		out_int(nl_object_identical(one, other), "identical.part.%d", what);
		out_int(nl_object_match_filter(one, other), "filter.part.%d", what);
		genl_family_put(a);
		genl_family_put(b);
	}
}

static void references(void)
{
	struct genl_family *family = full();

	nl_object_get((struct nl_object *)family);
	out_int(nl_object_get_refcnt((struct nl_object *)family), "references");
	genl_family_put(family);
	out_int(nl_object_get_refcnt((struct nl_object *)family), "references.put");
	genl_family_put(family);
	genl_family_put(NULL);
}

int main(void)
{
	accessors();
	lists();
	comparing();
	references();
	return 0;
}
