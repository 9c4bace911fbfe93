// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Every function of objects, caches and values,
 * with NULL for each pointer that cannot be NULL, and with NULL for
 * all of them: the function's error value, and nothing read or written.
 * Not here: what trusts its pointer: nla_ok(), nla_next(), nla_len(),
 * nla_type(), nlmsg_ok(), nlmsg_next(), nl_cache_get_next(), nl_cache_get_prev().
 */
#include "../null.h"

/* What no header declares. */
static void not_declared_h(void)
{
	IS(-NLE_INVAL, nl_cache_parse(NULL, &sa, nlh, &param));
	IS(-NLE_MSGTYPE_NOSUPPORT, nl_cache_parse(ops, NULL, nlh, &param));
	IS(-NLE_INVAL, nl_cache_parse(ops, &sa, NULL, &param));
	IS(-NLE_MSGTYPE_NOSUPPORT, nl_cache_parse(ops, &sa, nlh, NULL));
	IS(-NLE_INVAL, nl_cache_parse(NULL, NULL, NULL, NULL));
	NONE(__flags2str(1, NULL, 16, table, 16));
	SOME(__flags2str(1, (char *)buf, 16, NULL, 16));
	NONE(__flags2str(1, NULL, 16, NULL, 16));
	IS(-NLE_INVAL, __list_str2type(NULL, &list));
	IS(1, __list_str2type("1", NULL));
	IS(-NLE_INVAL, __list_str2type(NULL, NULL));
	NONE(__list_type2str(1, NULL, 16, &list));
	SOME(__list_type2str(1, (char *)buf, 16, NULL));
	NONE(__list_type2str(1, NULL, 16, NULL));
	IS(-NLE_INVAL, __nl_read_num_str_file(NULL, numstr));
	IS(-NLE_INVAL, __nl_read_num_str_file("1", NULL));
	IS(-NLE_INVAL, __nl_read_num_str_file(NULL, NULL));
	IS(0, __str2flags(NULL, table, 16));
	IS(0, __str2flags("1", NULL, 16));
	IS(0, __str2flags(NULL, NULL, 16));
	IS(-NLE_INVAL, __str2type(NULL, table, 16));
	IS(1, __str2type("1", NULL, 16));
	IS(-NLE_INVAL, __str2type(NULL, NULL, 16));
	IS(-NLE_INVAL, __trans_list_add(1, NULL, &list));
	IS(-NLE_INVAL, __trans_list_add(1, "1", NULL));
	IS(-NLE_INVAL, __trans_list_add(1, NULL, NULL));
	__trans_list_clear(NULL);
	NONE(__type2str(1, NULL, 16, table, 16));
	SOME(__type2str(1, (char *)buf, 16, NULL, 16));
	NONE(__type2str(1, NULL, 16, NULL, 16));
}

/* netlink/cache.h */
static void cache_h(void)
{
	NONE(__nl_cache_mngt_require(NULL));
	IS(-NLE_INVAL, nl_cache_add(NULL, obj));
	IS(-NLE_INVAL, nl_cache_add(cache, NULL));
	IS(-NLE_INVAL, nl_cache_add(NULL, NULL));
	NONE(nl_cache_alloc(NULL));
	IS(-NLE_INVAL, nl_cache_alloc_and_fill(NULL, sk, &pcache));
	IS(-NLE_INVAL, nl_cache_alloc_and_fill(ops, sk, NULL));
	IS(-NLE_INVAL, nl_cache_alloc_and_fill(NULL, NULL, NULL));
	IS(-NLE_NOCACHE, nl_cache_alloc_name(NULL, &pcache));
	IS(-NLE_INVAL, nl_cache_alloc_name("1", NULL));
	IS(-NLE_INVAL, nl_cache_alloc_name(NULL, NULL));
	nl_cache_clear(NULL);
	NONE(nl_cache_clone(NULL));
	nl_cache_dump(NULL, &dp);
	nl_cache_dump(cache, NULL);
	nl_cache_dump(NULL, NULL);
	nl_cache_dump_filter(NULL, &dp, obj);
	nl_cache_dump_filter(cache, NULL, obj);
	nl_cache_dump_filter(NULL, NULL, NULL);
	NONE(nl_cache_find(NULL, obj));
	NONE(nl_cache_find(cache, NULL));
	NONE(nl_cache_find(NULL, NULL));
	nl_cache_foreach(NULL, each, buf);
	nl_cache_foreach(cache, NULL, buf);
	nl_cache_foreach(cache, each, NULL);
	nl_cache_foreach(NULL, NULL, NULL);
	nl_cache_foreach_filter(NULL, obj, each, buf);
	nl_cache_foreach_filter(cache, obj, NULL, buf);
	nl_cache_foreach_filter(cache, obj, each, NULL);
	nl_cache_foreach_filter(NULL, NULL, NULL, NULL);
	nl_cache_free(NULL);
	nl_cache_get(NULL);
	NONE(nl_cache_get_first(NULL));
	NONE(nl_cache_get_last(NULL));
	NONE(nl_cache_get_ops(NULL));
	IS(-NLE_INVAL, nl_cache_include(NULL, obj, NULL, buf));
	IS(-NLE_INVAL, nl_cache_include(cache, NULL, NULL, buf));
	IS(-NLE_INVAL, nl_cache_include(NULL, NULL, NULL, NULL));
	IS(1, nl_cache_is_empty(NULL));
	nl_cache_mark_all(NULL);
	IS(-NLE_INVAL, nl_cache_mngr_add(NULL, "1", NULL, buf, &pcache));
	IS(-NLE_NOCACHE, nl_cache_mngr_add(mngr, NULL, NULL, buf, &pcache));
	IS(-NLE_NOCACHE, nl_cache_mngr_add(mngr, "1", NULL, buf, &pcache));
	IS(-NLE_NOCACHE, nl_cache_mngr_add(mngr, "1", NULL, NULL, &pcache));
	IS(-NLE_NOCACHE, nl_cache_mngr_add(mngr, "1", NULL, buf, NULL));
	IS(-NLE_INVAL, nl_cache_mngr_add(NULL, NULL, NULL, NULL, NULL));
	IS(-NLE_INVAL, nl_cache_mngr_add_cache(NULL, cache, NULL, buf));
	IS(-NLE_INVAL, nl_cache_mngr_add_cache(mngr, NULL, NULL, buf));
	IS(-NLE_OPNOTSUPP, nl_cache_mngr_add_cache(mngr, cache, NULL, buf));
	IS(-NLE_OPNOTSUPP, nl_cache_mngr_add_cache(mngr, cache, NULL, NULL));
	IS(-NLE_INVAL, nl_cache_mngr_add_cache(NULL, NULL, NULL, NULL));
	IS(-NLE_PROTO_MISMATCH, nl_cache_mngr_alloc(NULL, 1, 1, &pmngr));
	IS(-NLE_INVAL, nl_cache_mngr_alloc(sk, 1, 1, NULL));
	IS(-NLE_INVAL, nl_cache_mngr_alloc(NULL, 1, 1, NULL));
	IS(-NLE_INVAL, nl_cache_mngr_data_ready(NULL));
	nl_cache_mngr_free(NULL);
	IS(-1, nl_cache_mngr_get_fd(NULL));
	nl_cache_mngr_info(NULL, &dp);
	nl_cache_mngr_info(mngr, NULL);
	nl_cache_mngr_info(NULL, NULL);
	IS(-NLE_INVAL, nl_cache_mngr_poll(NULL, 1));
	nl_cache_mngt_provide(NULL);
	IS(-NLE_INVAL, nl_cache_mngt_register(NULL));
	NONE(nl_cache_mngt_require(NULL));
	NONE(nl_cache_mngt_require_safe(NULL));
	nl_cache_mngt_unprovide(NULL);
	IS(-NLE_INVAL, nl_cache_mngt_unregister(NULL));
	IS(-NLE_INVAL, nl_cache_move(NULL, obj));
	IS(-NLE_INVAL, nl_cache_move(cache, NULL));
	IS(-NLE_INVAL, nl_cache_move(NULL, NULL));
	IS(0, nl_cache_nitems(NULL));
	IS(0, nl_cache_nitems_filter(NULL, obj));
	IS(0, nl_cache_nitems_filter(NULL, NULL));
	nl_cache_ops_foreach(NULL, buf);
	nl_cache_ops_foreach(eachops, NULL);
	nl_cache_ops_foreach(NULL, NULL);
	nl_cache_ops_get(NULL);
	NONE(nl_cache_ops_lookup(NULL));
	NONE(nl_cache_ops_lookup_safe(NULL));
	nl_cache_ops_put(NULL);
	nl_cache_ops_set_flags(NULL, 1);
	IS(-NLE_INVAL, nl_cache_parse_and_add(NULL, msg));
	IS(-NLE_INVAL, nl_cache_parse_and_add(cache, NULL));
	IS(-NLE_INVAL, nl_cache_parse_and_add(NULL, NULL));
	IS(-NLE_INVAL, nl_cache_pickup(NULL, cache));
	IS(-NLE_INVAL, nl_cache_pickup(sk, NULL));
	IS(-NLE_INVAL, nl_cache_pickup(NULL, NULL));
	nl_cache_put(NULL);
	IS(-NLE_INVAL, nl_cache_refill(NULL, cache));
	IS(-NLE_INVAL, nl_cache_refill(sk, NULL));
	IS(-NLE_INVAL, nl_cache_refill(NULL, NULL));
	nl_cache_remove(NULL);
	IS(-NLE_INVAL, nl_cache_resync(NULL, cache, NULL, buf));
	IS(-NLE_INVAL, nl_cache_resync(sk, NULL, NULL, buf));
	IS(-NLE_INVAL, nl_cache_resync(NULL, NULL, NULL, NULL));
	NONE(nl_cache_search(NULL, obj));
	NONE(nl_cache_search(cache, NULL));
	NONE(nl_cache_search(NULL, NULL));
	nl_cache_set_arg1(NULL, 1);
	nl_cache_set_arg2(NULL, 1);
	nl_cache_set_flags(NULL, 1);
	NONE(nl_cache_subset(NULL, obj));
	NONE(nl_cache_subset(cache, NULL));
	NONE(nl_cache_subset(NULL, NULL));
	NONE(nl_msgtype_lookup(NULL, 1));
	IS(-NLE_INVAL, nl_cache_pickup_checkdup(NULL, cache));
	IS(-NLE_INVAL, nl_cache_pickup_checkdup(sk, NULL));
	IS(-NLE_INVAL, nl_cache_pickup_checkdup(NULL, NULL));
	IS(-NLE_INVAL, nl_cache_include_v2(NULL, obj, NULL, buf));
	IS(-NLE_INVAL, nl_cache_include_v2(cache, NULL, NULL, buf));
	IS(-NLE_INVAL, nl_cache_include_v2(NULL, NULL, NULL, NULL));
	IS(-NLE_INVAL, nl_cache_mngr_add_cache_v2(NULL, cache, NULL, buf));
	IS(-NLE_INVAL, nl_cache_mngr_add_cache_v2(mngr, NULL, NULL, buf));
	IS(-NLE_OPNOTSUPP, nl_cache_mngr_add_cache_v2(mngr, cache, NULL, buf));
	IS(-NLE_OPNOTSUPP, nl_cache_mngr_add_cache_v2(mngr, cache, NULL, NULL));
	IS(-NLE_INVAL, nl_cache_mngr_add_cache_v2(NULL, NULL, NULL, NULL));
	IS(-NLE_PROTO_MISMATCH, nl_cache_mngr_alloc_ex(NULL, sk, 1, 1, &pmngr));
	IS(-NLE_PROTO_MISMATCH, nl_cache_mngr_alloc_ex(sk, NULL, 1, 1, &pmngr));
	IS(-NLE_INVAL, nl_cache_mngr_alloc_ex(sk, sk, 1, 1, NULL));
	IS(-NLE_INVAL, nl_cache_mngr_alloc_ex(NULL, NULL, 1, 1, NULL));
	IS(-NLE_INVAL, nl_cache_resync_v2(NULL, cache, NULL, buf));
	IS(-NLE_INVAL, nl_cache_resync_v2(sk, NULL, NULL, buf));
	IS(-NLE_INVAL, nl_cache_resync_v2(NULL, NULL, NULL, NULL));
}

/* netlink/addr.h */
static void addr_h(void)
{
	NONE(nl_addr2str(addr, NULL, 16));
	NONE(nl_addr_alloc_attr(NULL, 1));
	NONE(nl_addr_build(1, NULL, 16));
	NONE(nl_addr_clone(NULL));
	IS(-1, nl_addr_cmp(NULL, addr));
	IS(1, nl_addr_cmp(addr, NULL));
	IS(0, nl_addr_cmp(NULL, NULL));
	IS(-1, nl_addr_cmp_prefix(NULL, addr));
	IS(1, nl_addr_cmp_prefix(addr, NULL));
	IS(0, nl_addr_cmp_prefix(NULL, NULL));
	IS(-NLE_INVAL, nl_addr_fill_sockaddr(NULL, (struct sockaddr *)buf, &slen));
	IS(-NLE_INVAL, nl_addr_fill_sockaddr(addr, NULL, &slen));
	IS(-NLE_INVAL, nl_addr_fill_sockaddr(addr, (struct sockaddr *)buf, NULL));
	IS(-NLE_INVAL, nl_addr_fill_sockaddr(NULL, NULL, NULL));
	NONE(nl_addr_get(NULL));
	NONE(nl_addr_get_binary_addr(NULL));
	IS(0, nl_addr_get_family(NULL));
	IS(0, nl_addr_get_len(NULL));
	IS(0, nl_addr_get_prefixlen(NULL));
	IS(0, nl_addr_guess_family(NULL));
	IS(-NLE_INVAL, nl_addr_info(NULL, &ai));
	IS(-NLE_INVAL, nl_addr_info(NULL, NULL));
	IS(1, nl_addr_iszero(NULL));
	IS(-NLE_INVAL, nl_addr_parse(NULL, 1, &paddr));
	IS(-NLE_INVAL, nl_addr_parse("1", 1, NULL));
	IS(-NLE_INVAL, nl_addr_parse(NULL, 1, NULL));
	nl_addr_put(NULL);
	IS(-NLE_INVAL, nl_addr_set_binary_addr(NULL, buf, 16));
	IS(-NLE_INVAL, nl_addr_set_binary_addr(addr, NULL, 16));
	IS(-NLE_INVAL, nl_addr_set_binary_addr(NULL, NULL, 16));
	nl_addr_set_family(NULL, 1);
	nl_addr_set_prefixlen(NULL, 1);
	IS(0, nl_addr_shared(NULL));
	IS(0, nl_addr_valid(NULL, 1));
	NONE(nl_af2str(1, NULL, 16));
	IS(-22, nl_str2af(NULL));
}

/* netlink/data.h */
static void data_h(void)
{
	NONE(nl_data_alloc_attr(NULL));
	IS(-NLE_INVAL, nl_data_append(NULL, buf, 16));
	IS(-NLE_INVAL, nl_data_append(NULL, NULL, 16));
	NONE(nl_data_clone(NULL));
	IS(-1, nl_data_cmp(NULL, data));
	IS(-1, nl_data_cmp(data, NULL));
	IS(-1, nl_data_cmp(NULL, NULL));
	nl_data_free(NULL);
	NONE(nl_data_get(NULL));
	IS(0, nl_data_get_size(NULL));
}

/* netlink/utils.h */
static void utils_h(void)
{
	nl_dump(NULL, "1");
	nl_dump(&dp, NULL);
	nl_dump(NULL, NULL);
	nl_dump_line(NULL, "1");
	nl_dump_line(&dp, NULL);
	nl_dump_line(NULL, NULL);
	NONE(nl_ether_proto2str(1, NULL, 16));
	NONE(nl_ip_proto2str(1, NULL, 16));
	NONE(nl_llproto2str(1, NULL, 16));
	NONE(nl_msec2str(1, NULL, 16));
	nl_new_line(NULL);
	IS(-NLE_INVAL, nl_prob2int(NULL));
	IS(-NLE_INVAL, nl_size2int(NULL));
	NONE(nl_size2str(16, NULL, 16));
	IS(-NLE_INVAL, nl_str2ether_proto(NULL));
	IS(-NLE_INVAL, nl_str2ip_proto(NULL));
	IS(-NLE_INVAL, nl_str2llproto(NULL));
	IS(-NLE_INVAL, nl_str2msec(NULL, (uint64_t *)buf));
	IS(-NLE_INVAL, nl_str2msec("1", NULL));
	IS(-NLE_INVAL, nl_str2msec(NULL, NULL));
}

/* netlink/hashtable.h */
static void hashtable_h(void)
{
	IS(-NLE_INVAL, nl_hash_table_add(NULL, obj));
	IS(-NLE_INVAL, nl_hash_table_add(ht, NULL));
	IS(-NLE_INVAL, nl_hash_table_add(NULL, NULL));
	IS(-NLE_INVAL, nl_hash_table_del(NULL, obj));
	IS(-NLE_INVAL, nl_hash_table_del(ht, NULL));
	IS(-NLE_INVAL, nl_hash_table_del(NULL, NULL));
	nl_hash_table_free(NULL);
	NONE(nl_hash_table_lookup(NULL, obj));
	NONE(nl_hash_table_lookup(ht, NULL));
	NONE(nl_hash_table_lookup(NULL, NULL));
}

/* netlink/object.h */
static void object_h(void)
{
	NONE(nl_object_alloc(NULL));
	IS(-NLE_OPNOTSUPP, nl_object_alloc_name(NULL, &pobj));
	IS(-NLE_INVAL, nl_object_alloc_name("1", NULL));
	IS(-NLE_INVAL, nl_object_alloc_name(NULL, NULL));
	NONE(nl_object_attr_list(NULL, (char *)buf, 16));
	NONE(nl_object_attr_list(obj, NULL, 16));
	NONE(nl_object_attr_list(NULL, NULL, 16));
	NONE(nl_object_attrs2str(NULL, 1, (char *)buf, 16));
	NONE(nl_object_attrs2str(obj, 1, NULL, 16));
	NONE(nl_object_attrs2str(NULL, 1, NULL, 16));
	NONE(nl_object_clone(NULL));
	IS(4294967295, nl_object_diff(NULL, obj));
	IS(4294967295, nl_object_diff(obj, NULL));
	IS(4294967295, nl_object_diff(NULL, NULL));
	nl_object_dump(NULL, &dp);
	nl_object_dump(obj, NULL);
	nl_object_dump(NULL, NULL);
	nl_object_dump_buf(NULL, (char *)buf, 16);
	nl_object_dump_buf(obj, NULL, 16);
	nl_object_dump_buf(NULL, NULL, 16);
	nl_object_free(NULL);
	nl_object_get(NULL);
	NONE(nl_object_get_cache(NULL));
	IS(0, nl_object_get_id_attrs(NULL));
	IS(0, nl_object_get_msgtype(NULL));
	NONE(nl_object_get_ops(NULL));
	IS(0, nl_object_get_refcnt(NULL));
	NONE(nl_object_get_type(NULL));
	IS(0, nl_object_identical(NULL, obj));
	IS(0, nl_object_identical(obj, NULL));
	IS(0, nl_object_identical(NULL, NULL));
	IS(0, nl_object_is_marked(NULL));
	nl_object_keygen(NULL, (uint32_t *)buf, 1);
	nl_object_keygen(obj, NULL, 1);
	nl_object_keygen(NULL, NULL, 1);
	nl_object_mark(NULL);
	IS(0, nl_object_match_filter(NULL, obj));
	IS(0, nl_object_match_filter(obj, NULL));
	IS(0, nl_object_match_filter(NULL, NULL));
	nl_object_put(NULL);
	IS(0, nl_object_shared(NULL));
	nl_object_unmark(NULL);
	IS(-NLE_INVAL, nl_object_update(NULL, obj));
	IS(-NLE_INVAL, nl_object_update(obj, NULL));
	IS(-NLE_INVAL, nl_object_update(NULL, NULL));
	IS(-1, nl_object_diff64(NULL, obj));
	IS(-1, nl_object_diff64(obj, NULL));
	IS(-1, nl_object_diff64(NULL, NULL));
}

int main(void)
{
	set_up();
	not_declared_h();
	cache_h();
	addr_h();
	data_h();
	utils_h();
	hashtable_h();
	object_h();
	tear_down();
	return check_done();
}
