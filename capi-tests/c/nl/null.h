/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Arguments for programs that pass NULL for one of them. */
#ifndef OXNL_NULL_H
#define OXNL_NULL_H

#include "check.h"

#define IS(want, call) CHECK_INT(call, want, "%s", #call)
#define NONE(call) CHECK((call) == NULL, "%s", #call)
#define SOME(call) CHECK((call) != NULL, "%s", #call)

#include <netdb.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include <netlink/addr.h>
#include <netlink/attr.h>
#include <netlink/data.h>
#include <netlink/hash.h>
#include <netlink/hashtable.h>
#include <netlink/socket.h>

#include "types.h"

struct trans_tbl {
	uint64_t i;
	const char *a;
};

extern int nl_cache_parse(struct nl_cache_ops *, struct sockaddr_nl *, struct nlmsghdr *, struct nl_parser_param *);
extern char *__flags2str(int, char *, size_t, const struct trans_tbl *, size_t);
extern int __list_str2type(const char *, struct nl_list_head *);
extern char *__list_type2str(int, char *, size_t, struct nl_list_head *);
extern int __nl_read_num_str_file(const char *, int (*)(long int, const char *));
extern int __str2flags(const char *, const struct trans_tbl *, size_t);
extern int __str2type(const char *, const struct trans_tbl *, size_t);
extern int __trans_list_add(int, const char *, struct nl_list_head *);
extern void __trans_list_clear(struct nl_list_head *);
extern char *__type2str(int, char *, size_t, const struct trans_tbl *, size_t);
extern const char *nl_strerror_l(int);

/* Arguments that are as they should be. */
static const struct cache_type type = {
	.name = "test/null", .objects = &item_ops, .msg_parser = item_parser, .msgtypes = ITEM_MSGTYPES,
};
__attribute__((unused)) static struct nl_cache_ops *ops;
__attribute__((unused)) static struct nl_cache *cache, *pcache;
__attribute__((unused)) static struct nl_object *obj, *pobj;
__attribute__((unused)) static struct nl_sock *sk;
__attribute__((unused)) static struct nl_cb *cb;
__attribute__((unused)) static struct nl_msg *msg;
__attribute__((unused)) static struct nlmsghdr *nlh;
__attribute__((unused)) static struct nlattr *nla, *tb[8];
__attribute__((unused)) static struct nl_addr *addr, *paddr;
__attribute__((unused)) static struct nl_data *data;
__attribute__((unused)) static struct nl_cache_mngr *mngr, *pmngr;
__attribute__((unused)) static nl_hash_table_t *ht;
__attribute__((unused)) static struct nl_dump_params dp;
__attribute__((unused)) static const struct nla_policy pol[8];
__attribute__((unused)) static struct sockaddr_nl sa;
__attribute__((unused)) static struct nl_parser_param param;
__attribute__((unused)) static NL_LIST_HEAD(list);
__attribute__((unused)) static const struct trans_tbl table[16] = { { 1, "one" } };
__attribute__((unused)) static struct iovec iov;
__attribute__((unused)) static struct msghdr mh;
__attribute__((unused)) static struct ucred *pucred;
__attribute__((unused)) static struct addrinfo *ai;
__attribute__((unused)) static socklen_t slen = sizeof(sa);
__attribute__((unused)) static char buf[64];
__attribute__((unused)) static void *pp;
__attribute__((unused)) static int num;

__attribute__((unused)) static void each(struct nl_object *object, void *arg)
{
	(void)object;
	(void)arg;
}

__attribute__((unused)) static void eachops(struct nl_cache_ops *found, void *arg)
{
	(void)found;
	(void)arg;
}

__attribute__((unused)) static int numstr(long number, const char *name)
{
	(void)number;
	(void)name;
	return 0;
}

__attribute__((unused)) static void set_up(void)
{
	ops = cache_type_make(&type);
	cache = nl_cache_alloc(ops);
	obj = nl_object_alloc(&item_ops);
	sk = nl_socket_alloc();
	cb = nl_cb_alloc(NL_CB_DEFAULT);
	msg = nlmsg_alloc();
	need(msg != NULL);
	nlh = nlmsg_put(msg, 1, 1, 16, 0, 0);
	nla_put_u32(msg, 1, 5);
	nla = nlmsg_attrdata(nlh, 0);
	addr = nl_addr_build(AF_INET, "abcd", 4);
	data = nl_data_alloc("abc", 3);
	nl_cache_mngr_alloc(NULL, NETLINK_ROUTE, 0, &mngr);
	ht = nl_hash_table_alloc(8);
	dp.dp_fd = stdout;
}

__attribute__((unused)) static void tear_down(void)
{
	CHECK_INT(nlmsg_datalen(nlh), 8, "the message is as it was");
	CHECK_INT(nl_cache_nitems(cache), 0, "and the cache");
	CHECK_INT(nl_object_get_refcnt(obj), 1, "and the object");
	nl_cache_put(cache);
	nl_object_put(obj);
	nl_socket_free(sk);
	nl_cb_put(cb);
	nlmsg_free(msg);
	nl_addr_put(addr);
	nl_data_free(data);
	nl_cache_mngr_free(mngr);
	nl_hash_table_free(ht);
	free(ops);
	CHECK_INT(items_made - items_freed, 0, "no object is left");
}

#endif
