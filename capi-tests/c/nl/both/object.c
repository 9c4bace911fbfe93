// SPDX-License-Identifier: LGPL-2.1-or-later
/* Objects of types written in C: made, copied, compared, printed, counted. */
#include "report.h"

#include "../types.h"

static const uint64_t MASKS[] = { 0, 1, 2, 3, 4, 7, ITEM_HIGH, ITEM_HIGH | 1 };
#define NMASKS (sizeof(MASKS) / sizeof(MASKS[0]))

static uint64_t asked_attrs;
static int asked_flags;

/* Notes what it is asked for. */
static uint64_t noting_compare(struct nl_object *a, struct nl_object *b, uint64_t attrs, int flags)
{
	asked_attrs = attrs;
	asked_flags = flags;
	return item_compare(a, b, attrs, flags);
}

static uint32_t id_attrs_of(struct nl_object *obj)
{
	return ((struct item *)obj)->value == 5 ? ITEM_ID | ITEM_VALUE : ITEM_ID;
}

static void compared(struct nl_object_ops *ops, const char *name)
{
	struct item *a = item_make(ops, 1, 5), *b = item_make(ops, 1, 6);
	struct nl_object *one = (struct nl_object *)a, *other = (struct nl_object *)b;

	item_set_text(a, "x");
	item_set_text(b, "x");
	for (size_t i = 0; i < NMASKS; i++) {
		for (size_t j = 0; j < NMASKS; j++) {
			struct row row = { 0 };

			a->base.ce_mask = MASKS[i];
			b->base.ce_mask = MASKS[j];
			asked_attrs = 0;
			asked_flags = -1;
			row_add(&row, "identical=%d", nl_object_identical(one, other));
			row_add(&row, "asked=%llx/%d", (unsigned long long)asked_attrs, asked_flags);
			row_add(&row, "diff=%x", nl_object_diff(one, other));
			row_add(&row, "diff64=%llx", (unsigned long long)nl_object_diff64(one, other));
			row_add(&row, "asked=%llx/%d", (unsigned long long)asked_attrs, asked_flags);
			row_add(&row, "match=%d", nl_object_match_filter(one, other));
			row_add(&row, "asked=%llx/%d", (unsigned long long)asked_attrs, asked_flags);
			out_row(&row, "%s.compare.%zu.%zu", name, i, j);
		}
	}
	a->base.ce_mask = b->base.ce_mask = 3;
	out_int(nl_object_identical(one, one), "%s.identical.self", name);
	out_uint(nl_object_get_id_attrs(one), "%s.id_attrs", name);
	nl_object_put(one);
	nl_object_put(other);
}

static void compare(void)
{
	struct nl_object_ops ops = item_ops, second = item_ops;
	struct nl_object *a, *b;

	ops.oo_compare = noting_compare;
	compared(&ops, "id");
	ops.oo_id_attrs = 0;
	compared(&ops, "no_id");
	ops.oo_id_attrs = 0xffffffff;
	compared(&ops, "all_id");
	ops.oo_id_attrs_get = id_attrs_of;
	compared(&ops, "get_id");
	ops = item_ops;
	ops.oo_compare = NULL;
	compared(&ops, "incomparable");

	a = (struct nl_object *)item_make(&item_ops, 1, 1);
	b = (struct nl_object *)item_make(&second, 1, 1);
	out_int(nl_object_identical(a, b), "types.identical");
	out_uint(nl_object_diff(a, b), "types.diff");
	out_uint(nl_object_diff64(a, b), "types.diff64");
	out_int(nl_object_match_filter(a, b), "types.match");
	nl_object_put(a);
	nl_object_put(b);
}

static void copies(void)
{
	struct item *item = item_make(&item_ops, 7, 8), *copy;
	struct nl_object_ops plain = item_ops;
	struct nl_cache *cache;

	item_set_text(item, "text");
	item->high = 99;
	item->base.ce_msgtype = ITEM_NEW;
	nl_object_mark((struct nl_object *)item);
	nl_object_get((struct nl_object *)item);
	copy = (struct item *)nl_object_clone((struct nl_object *)item);
	out_int(copy->id, "clone.id");
	out_int(copy->value, "clone.value");
	out_int(copy->high, "clone.high");
	out_text(copy->text, "clone.text");
	out_bool(copy->text != item->text, "clone.own_text");
	out_uint(copy->base.ce_mask, "clone.mask");
	out_int(nl_object_get_msgtype((struct nl_object *)copy), "clone.msgtype");
	out_int(nl_object_is_marked((struct nl_object *)copy), "clone.marked");
	out_int(nl_object_get_refcnt((struct nl_object *)copy), "clone.refcnt");
	out_int(nl_object_get_refcnt((struct nl_object *)item), "clone.source_refcnt");
	out_bool(nl_object_get_ops((struct nl_object *)copy) == &item_ops, "clone.ops");
	cache = nl_object_get_cache((struct nl_object *)copy);
	out_bool(cache == NULL, "clone.cache");
	out_int(nl_object_diff((struct nl_object *)item, (struct nl_object *)copy), "clone.diff");
	nl_object_put((struct nl_object *)copy);
	nl_object_put((struct nl_object *)item);
	nl_object_put((struct nl_object *)item);

	/* Nothing to own: bytes are enough. */
	plain.oo_clone = NULL;
	plain.oo_free_data = NULL;
	item = item_make(&plain, 3, 4);
	copy = (struct item *)nl_object_clone((struct nl_object *)item);
	out_int(copy->id * 10 + copy->value, "clone.plain");
	nl_object_put((struct nl_object *)copy);
	nl_object_put((struct nl_object *)item);

	out_bool(nl_object_clone(NULL) == NULL, "clone.null");
}

static int failing_clone(struct nl_object *dst, struct nl_object *src)
{
	(void)src;
	((struct item *)dst)->text = NULL;
	return -NLE_NOMEM;
}

static void failures(void)
{
	struct nl_object_ops failing = item_ops, bare = { .oo_name = "test/bare" };
	struct nl_object *obj, *copy;
	int freed = items_freed;

	failing.oo_clone = failing_clone;
	obj = (struct nl_object *)item_make(&failing, 1, 2);
	out_bool(nl_object_clone(obj) == NULL, "failing.clone");
	out_int(items_freed - freed, "failing.freed");
	nl_object_put(obj);

	/* A type without any function. */
	bare.oo_size = sizeof(struct nl_object);
	obj = nl_object_alloc(&bare);
	copy = nl_object_clone(obj);
	out_bool(copy != NULL, "bare.clone");
	out_int(nl_object_update(copy, obj), "bare.update");
	out_int(nl_object_identical(copy, obj), "bare.identical");
	out_uint(nl_object_get_id_attrs(obj), "bare.id_attrs");
	out_text(nl_object_get_type(obj), "bare.type");
	nl_object_put(copy);
	nl_object_put(obj);
	nl_object_put(NULL);
	nl_object_free(NULL);
}

static void counted(void)
{
	struct nl_object *obj = (struct nl_object *)item_make(&item_ops, 1, 2);
	int freed = items_freed;

	out_int(nl_object_get_refcnt(obj), "count.new");
	out_int(nl_object_shared(obj), "count.new.shared");
	nl_object_get(obj);
	out_int(nl_object_get_refcnt(obj), "count.two");
	out_int(nl_object_shared(obj), "count.two.shared");
	nl_object_put(obj);
	out_int(items_freed - freed, "count.kept");
	nl_object_put(obj);
	out_int(items_freed - freed, "count.freed");
	obj = (struct nl_object *)item_make(&item_ops, 1, 2);
	nl_object_free(obj);
	out_int(items_freed - freed, "count.free");

	obj = (struct nl_object *)item_make(&item_ops, 1, 2);
	out_int(nl_object_is_marked(obj), "mark.new");
	nl_object_mark(obj);
	out_int(nl_object_is_marked(obj), "mark.marked");
	nl_object_unmark(obj);
	out_int(nl_object_is_marked(obj), "mark.unmarked");
	out_int(nl_object_get_msgtype(obj), "msgtype.new");
	out_text(nl_object_get_type(obj), "type");
	out_bool(nl_object_priv(obj) == obj, "priv");
	out_int(((struct item *)obj)->value, "constructed");
	nl_object_put(obj);
}

static void merged(void)
{
	struct item *a = item_make(&merged_ops, 1, 2), *b = item_make(&merged_ops, 1, 5);
	struct nl_object *plain = (struct nl_object *)item_make(&item_ops, 1, 2);

	out_int(nl_object_update((struct nl_object *)a, (struct nl_object *)b), "update");
	out_int(a->value, "update.value");
	b->value = -1;
	out_int(nl_object_update((struct nl_object *)a, (struct nl_object *)b), "update.refused");
	out_int(nl_object_update(plain, plain), "update.none");
	nl_object_put((struct nl_object *)a);
	nl_object_put((struct nl_object *)b);
	nl_object_put(plain);
}

static void names(void)
{
	struct nl_object_ops nameless = item_ops;
	struct nl_object *obj = (struct nl_object *)item_make(&item_ops, 1, 2), *other;
	char buf[32];

	for (uint32_t attrs = 0; attrs < 8; attrs++) {
		char *text = nl_object_attrs2str(obj, attrs, buf, sizeof(buf));

		out_bool(text == buf, "attrs2str.%u.buf", attrs);
		out_text(text, "attrs2str.%u", attrs);
	}
	obj->ce_mask = 5;
	out_text(nl_object_attr_list(obj, buf, sizeof(buf)), "attr_list");
	obj->ce_mask = ITEM_HIGH | 2;
	out_text(nl_object_attr_list(obj, buf, sizeof(buf)), "attr_list.high");
	nl_object_put(obj);

	nameless.oo_attrs2str = NULL;
	other = (struct nl_object *)item_make(&nameless, 1, 2);
	memset(buf, 'x', sizeof(buf));
	out_bool(nl_object_attrs2str(other, 3, buf, 8) == buf, "attrs2str.none");
	out_hex(buf, 10, "attrs2str.none.buf");
	nl_object_put(other);
}

static void keys(void)
{
	struct nl_object *keyed = (struct nl_object *)item_make(&keyed_ops, 1234567, 0);
	struct nl_object *plain = (struct nl_object *)item_make(&item_ops, 1234567, 0);
	static const uint32_t sizes[] = { 1, 2, 7, 8, 1024, 0x7fffffff, 0xffffffff };

	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		uint32_t key = 77;

		nl_object_keygen(keyed, &key, sizes[i]);
		out_uint(key, "keygen.%u", sizes[i]);
		key = 77;
		nl_object_keygen(plain, &key, sizes[i]);
		out_uint(key, "keygen.none.%u", sizes[i]);
	}
	nl_object_put(keyed);
	nl_object_put(plain);
}

static void noting_cb(struct nl_dump_params *p, char *text)
{
	strcat(p->dp_data, text);
}

static void printed(void)
{
	struct item *item = item_make(&item_ops, 12, -5);
	struct nl_object *obj = (struct nl_object *)item;
	char buf[200], called[200] = "";

	item_set_text(item, "some text");
	memset(buf, 'x', sizeof(buf));
	nl_object_dump_buf(obj, buf, sizeof(buf) - 8);
	out_escaped(buf, sizeof(buf), "dump_buf");
	memset(buf, 'x', sizeof(buf));
	nl_object_dump_buf(obj, buf, 10);
	out_escaped(buf, 16, "dump_buf.short");
	nl_object_dump_buf(obj, NULL, 0);

	for (int type = NL_DUMP_LINE; type <= NL_DUMP_STATS; type++) {
		for (int msgtype = 0; msgtype < 2; msgtype++) {
			struct nl_dump_params p = {
				.dp_type = type, .dp_prefix = 2, .dp_dump_msgtype = msgtype,
				.dp_buf = buf, .dp_buflen = sizeof(buf), .dp_line = 5,
			};

			memset(buf, 'y', sizeof(buf));
			nl_object_dump(obj, &p);
			out_escaped(buf, strlen(buf), "dump.%d.%d", type, msgtype);
			out_uint(p.dp_line, "dump.%d.%d.line", type, msgtype);
			out_int(p.dp_pre_dump, "dump.%d.%d.pre_dump", type, msgtype);
			/* Appends to nothing. */
			nl_object_dump(obj, &p);
			out_escaped(buf, strlen(buf), "dump.%d.%d.again", type, msgtype);
		}
	}
	{
		struct nl_dump_params p = { .dp_cb = noting_cb, .dp_data = called };

		nl_object_dump(obj, &p);
		out_escaped(called, strlen(called), "dump.cb");
	}
	nl_object_put(obj);
}

static void named(void)
{
	const struct cache_type type = {
		.name = "test/items", .objects = &item_ops, .msgtypes = ITEM_MSGTYPES,
	};
	struct nl_cache_ops *ops = cache_type_make(&type);
	struct nl_object *obj = (struct nl_object *)&named;

	out_int(nl_object_alloc_name("test/items", &obj), "alloc_name.unknown");
	out_bool(obj == (struct nl_object *)&named, "alloc_name.unknown.kept");
	nl_cache_mngt_register(ops);
	out_int(nl_object_alloc_name("test/items", &obj), "alloc_name");
	out_text(nl_object_get_type(obj), "alloc_name.type");
	out_int(nl_object_get_refcnt(obj), "alloc_name.refcnt");
	out_uint(cache_type_refcnt(ops), "alloc_name.type_refcnt");
	nl_object_put(obj);
	out_int(nl_cache_mngt_unregister(ops), "alloc_name.unregister");
	free(ops);
}

int main(void)
{
	compare();
	copies();
	failures();
	counted();
	merged();
	names();
	keys();
	printed();
	named();
	out_int(items_made - items_freed, "left");
	return 0;
}
