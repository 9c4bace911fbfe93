// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Filling caches: dumps, answers, interrupted ones, malformed ones.  What the
 * kernel would send comes from this program, in place of nl_recv().
 */
#include "report.h"

#include "../types.h"

/* Messages to be received: one line of a script each.  Flags are those of struct step. */
struct step {
	int msgtype;
	int flags;
	int id, value;
};

#define END { -1, 0, 0, 0 }
#define DONE { NLMSG_DONE, NLM_F_MULTI, 0, 0 }
#define M NLM_F_MULTI
#define I (NLM_F_MULTI | NLM_F_DUMP_INTR)

/* A flag of this program's: the datagram ends behind this message. */
#define LAST 0x8000

static const struct step *script;
static int requests, request_families[16];
static struct row told;

static int on_recv(struct nl_sock *sk, struct sockaddr_nl *nla, unsigned char **buf,
		   struct ucred **creds)
{
	unsigned char *datagram = calloc(1, 8192);
	int len = 0;

	(void)sk;
	memset(nla, 0, sizeof(*nla));
	nla->nl_family = AF_NETLINK;
	if (creds)
		*creds = NULL;
	if (script->msgtype < 0) {
		free(datagram);
		return -NLE_AGAIN;
	}
	for (;; script++) {
		struct nlmsghdr *nlh = (struct nlmsghdr *)(datagram + len);
		struct item_body *body = nlmsg_data(nlh);

		if (script->msgtype < 0)
			break;
		nlh->nlmsg_type = script->msgtype;
		nlh->nlmsg_flags = script->flags & ~LAST;
		nlh->nlmsg_len = NLMSG_HDRLEN + sizeof(*body);
		body->id = script->id;
		body->value = script->value;
		if (script->msgtype == NLMSG_DONE)
			body->id = body->value = 0;
		/* Too short for the type's header. */
		if (script->value == -4242)
			nlh->nlmsg_len = NLMSG_HDRLEN + 4;
		len += NLMSG_ALIGN(nlh->nlmsg_len);
		if (script->msgtype == NLMSG_DONE || (script->flags & LAST)) {
			script++;
			break;
		}
	}
	*buf = datagram;
	return len;
}

static int on_request(struct nl_cache *cache, struct nl_sock *sk)
{
	(void)sk;
	request_families[requests++ % 16] = cache->c_iarg1;
	return 0;
}

static int failing_request(struct nl_cache *cache, struct nl_sock *sk)
{
	(void)cache;
	(void)sk;
	return -NLE_NOACCESS;
}

/* Some types return what was sent. */
static int positive_request(struct nl_cache *cache, struct nl_sock *sk)
{
	on_request(cache, sk);
	return 36;
}

static void on_change(struct nl_cache *cache, struct nl_object *obj, int action, void *data)
{
	struct item *item = (struct item *)obj;

	(void)data;
	row_add(&told, "(%d=%d act=%d n=%d)", item->id, item->value, action, nl_cache_nitems(cache));
}

static void out_cache(struct nl_cache *cache, const char *name)
{
	struct row row = { 0 };

	for (struct nl_object *obj = nl_cache_get_first(cache); obj; obj = nl_cache_get_next(obj))
		row_add(&row, "%d=%d/%d%s", ((struct item *)obj)->id, ((struct item *)obj)->value,
			nl_object_get_refcnt(obj), nl_object_is_marked(obj) ? "*" : "");
	out_row(&row, "%s.cache", name);
}

static struct cache_type type_of(struct nl_object_ops *objects)
{
	return (struct cache_type){
		.name = "test/fill", .hdrsize = sizeof(struct item_body), .objects = objects,
		.request_update = on_request, .msg_parser = item_parser, .msgtypes = ITEM_MSGTYPES,
	};
}

static struct nl_sock *socket_make(void)
{
	struct nl_sock *sk = nl_socket_alloc();
	struct nl_cb *cb = nl_socket_get_cb(sk);

	nl_cb_overwrite_recv(cb, on_recv);
	nl_cb_put(cb);
	nl_socket_disable_seq_check(sk);
	return sk;
}

static const struct step plain[] = {
	{ ITEM_NEW, M, 1, 10 }, { ITEM_NEW, M, 2, 20 }, { ITEM_NEW, M | LAST, 3, 30 },
	{ ITEM_NEW, M, 4, 40 }, DONE, END
};
static const struct step changed[] = {
	{ ITEM_NEW, M, 2, 20 }, { ITEM_NEW, M, 4, 41 }, { ITEM_NEW, M, 5, 50 }, DONE, END
};
static const struct step twice[] = {
	{ ITEM_NEW, M, 1, 10 }, { ITEM_NEW, M, 1, 11 }, { ITEM_NEW, M, 2, 20 }, DONE, END
};
static const struct step mixed[] = {
	{ ITEM_NEW, M, 1, 10 }, { ITEM_DEL, M, 2, 20 }, { ITEM_GET, M, 3, 30 }, DONE, END
};
static const struct step foreign[] = {
	{ ITEM_NEW, M, 1, 10 }, { ITEM_OTHER, M, 2, 20 }, { ITEM_NEW, M, 3, 30 }, DONE, END
};
static const struct step broken[] = {
	{ ITEM_NEW, M, 1, 10 }, { ITEM_NEW, M, ITEM_ID_FAILS, 0 }, { ITEM_NEW, M, 3, 30 }, DONE, END
};
static const struct step unsupported[] = {
	{ ITEM_NEW, M, 1, 10 }, { ITEM_NEW, M, ITEM_ID_UNSUPPORTED, 0 }, { ITEM_NEW, M, 3, 30 },
	DONE, END
};
static const struct step cut[] = {
	{ ITEM_NEW, M, 1, 10 }, { ITEM_NEW, M, 2, -4242 }, { ITEM_NEW, M, 3, 30 }, DONE, END
};
static const struct step nothing[] = { DONE, END };
static const struct step silent[] = { END };
static const struct step single[] = { { ITEM_NEW, 0, 6, 60 }, END };

static const struct {
	const char *name;
	const struct step *steps;
} scripts[] = {
	{ "plain", plain },     { "changed", changed }, { "twice", twice },
	{ "mixed", mixed },     { "foreign", foreign }, { "broken", broken },
	{ "cut", cut },         { "nothing", nothing }, { "silent", silent },
	{ "single", single },   { "unsupported", unsupported },
};

static void filled(struct nl_object_ops *objects, const char *name)
{
	struct cache_type type = type_of(objects);
	struct nl_cache_ops *ops = cache_type_make(&type);
	struct nl_sock *sk = socket_make();
	char key[80];

	for (size_t i = 0; i < sizeof(scripts) / sizeof(scripts[0]); i++) {
		struct nl_cache *cache = nl_cache_alloc(ops);
		struct item *old = item_make(objects, 2, 99);

		snprintf(key, sizeof(key), "%s.refill.%s", name, scripts[i].name);
		nl_cache_add(cache, (struct nl_object *)old);
		script = scripts[i].steps;
		requests = 0;
		out_int(nl_cache_refill(sk, cache), "%s", key);
		out_int(requests, "%s.requests", key);
		out_cache(cache, key);

		nl_cache_clear(cache);
		nl_cache_add(cache, (struct nl_object *)old);
		snprintf(key, sizeof(key), "%s.pickup.%s", name, scripts[i].name);
		script = scripts[i].steps;
		out_int(nl_cache_pickup(sk, cache), "%s", key);
		out_cache(cache, key);

		nl_cache_clear(cache);
		old->value = 99;
		nl_cache_add(cache, (struct nl_object *)old);
		snprintf(key, sizeof(key), "%s.checkdup.%s", name, scripts[i].name);
		script = scripts[i].steps;
		out_int(nl_cache_pickup_checkdup(sk, cache), "%s", key);
		out_cache(cache, key);

		nl_cache_free(cache);
		nl_object_put((struct nl_object *)old);
		cache = (struct nl_cache *)&type;
		snprintf(key, sizeof(key), "%s.alloc_and_fill.%s", name, scripts[i].name);
		script = scripts[i].steps;
		if (nl_cache_alloc_and_fill(ops, sk, &cache) == 0) {
			out_cache(cache, key);
			nl_cache_free(cache);
		} else {
			out_bool(cache == (struct nl_cache *)&type, "%s.kept", key);
		}
	}
	nl_socket_free(sk);
	free(ops);
	out_int(items_made - items_freed, "%s.left", name);
}

static void resynced(struct nl_object_ops *objects, const char *name)
{
	struct cache_type type = type_of(objects);
	struct nl_cache_ops *ops = cache_type_make(&type);
	struct nl_sock *sk = socket_make();
	char key[80];

	/* Those that succeed. */
	for (size_t i = 0; i < 4; i++) {
		struct nl_cache *cache = nl_cache_alloc(ops);

		script = plain;
		nl_cache_refill(sk, cache);
		told.used = 0;
		snprintf(key, sizeof(key), "%s.resync.%s", name, scripts[i].name);
		script = scripts[i].steps;
		requests = 0;
		out_int(nl_cache_resync(sk, cache, on_change, NULL), "%s", key);
		out_row(&told, "%s.told", key);
		out_int(requests, "%s.requests", key);
		out_cache(cache, key);
		script = nothing;
		told.used = 0;
		out_int(nl_cache_resync(sk, cache, i % 2 ? NULL : on_change, NULL), "%s.empty", key);
		out_row(&told, "%s.empty.told", key);
		strcat(key, ".empty");
		out_cache(cache, key);
		nl_cache_free(cache);
	}
	nl_socket_free(sk);
	free(ops);
	out_int(items_made - items_freed, "%s.resync.left", name);
}

/* Interrupted: the first dump has an object that the second has not. */
static void interrupted(struct nl_object_ops *objects, const char *name)
{
	static const struct step twice_asked[] = {
		{ ITEM_NEW, M, 1, 10 }, { ITEM_NEW, I, 2, 20 }, DONE,
		{ ITEM_NEW, M, 1, 10 }, { ITEM_NEW, M, 3, 30 }, DONE, END
	};
	struct cache_type type = type_of(objects);
	struct nl_cache_ops *ops = cache_type_make(&type);
	struct nl_cache *cache = nl_cache_alloc(ops);
	struct nl_sock *sk = socket_make();
	char key[80];

	script = twice_asked;
	requests = 0;
	out_int(nl_cache_refill(sk, cache), "%s.interrupted.refill", name);
	out_int(requests, "%s.interrupted.requests", name);
	snprintf(key, sizeof(key), "%s.interrupted", name);
	out_cache(cache, key);
	script = twice_asked;
	out_int(nl_cache_pickup(sk, cache), "%s.interrupted.pickup", name);
	nl_cache_clear(cache);
	told.used = 0;
	script = twice_asked;
	out_int(nl_cache_resync(sk, cache, on_change, NULL), "%s.interrupted.resync", name);
	out_row(&told, "%s.interrupted.resync.told", name);
	snprintf(key, sizeof(key), "%s.interrupted.resync", name);
	out_cache(cache, key);
	nl_cache_free(cache);
	nl_socket_free(sk);
	free(ops);
}

static void families(void)
{
	static struct nl_af_group groups[] = { { AF_INET, 1 }, { AF_INET6, 2 }, { AF_MPLS, 3 }, { 0, 0 } };
	static struct nl_af_group none[] = { { 0, 0 } };
	static const struct step three[] = {
		{ ITEM_NEW, M, 1, 10 }, DONE, { ITEM_NEW, M, 2, 20 }, DONE, { ITEM_NEW, M, 3, 30 }, DONE, END
	};
	struct nl_sock *sk = socket_make();

	for (int variant = 0; variant < 4; variant++) {
		struct cache_type type = type_of(&item_ops);
		struct nl_cache_ops *ops;
		struct nl_cache *cache;
		struct row row = { 0 };
		char key[80];

		if (variant != 2)
			type.groups = variant == 3 ? none : groups;
		ops = cache_type_make(&type);
		cache = nl_cache_alloc(ops);
		nl_cache_set_arg1(cache, 77);
		if (variant > 0)
			nl_cache_set_flags(cache, NL_CACHE_AF_ITER);
		for (int resync = 0; resync < 2; resync++) {
			requests = 0;
			script = three;
			out_int(resync ? nl_cache_resync(sk, cache, NULL, NULL) : nl_cache_refill(sk, cache),
				"families.%d.%d", variant, resync);
			row.used = 0;
			for (int i = 0; i < requests; i++)
				row_add(&row, "%d", request_families[i]);
			out_row(&row, "families.%d.%d.asked", variant, resync);
			snprintf(key, sizeof(key), "families.%d.%d", variant, resync);
			out_cache(cache, key);
			out_int(cache->c_iarg1, "families.%d.%d.arg1", variant, resync);
		}
		nl_cache_free(cache);
		free(ops);
	}
	nl_socket_free(sk);
}

static void refused(void)
{
	struct nl_sock *sk = socket_make();
	static const struct {
		const char *name;
		int (*request)(struct nl_cache *, struct nl_sock *);
		int protocol;
	} kinds[] = {
		{ "no_request", NULL, 0 },
		{ "failing", failing_request, 0 },
		{ "protocol", on_request, NETLINK_GENERIC },
		{ "positive", positive_request, 0 },
	};

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		struct cache_type type = type_of(&item_ops);
		struct nl_cache_ops *ops;
		struct nl_cache *cache;
		char key[80];

		type.request_update = kinds[i].request;
		type.protocol = kinds[i].protocol;
		ops = cache_type_make(&type);
		cache = nl_cache_alloc(ops);
		script = plain;
		out_int(nl_cache_refill(sk, cache), "refused.%s.refill", kinds[i].name);
		script = plain;
		out_int(nl_cache_resync(sk, cache, NULL, NULL), "refused.%s.resync", kinds[i].name);
		script = plain;
		out_int(nl_cache_pickup(sk, cache), "refused.%s.pickup", kinds[i].name);
		snprintf(key, sizeof(key), "refused.%s", kinds[i].name);
		out_cache(cache, key);
		nl_cache_free(cache);
		free(ops);
	}
	nl_socket_free(sk);
}

static int count_objects(struct nl_object *obj, struct nl_parser_param *pp)
{
	(void)obj;
	return ++*(int *)pp->pp_arg == 3 ? 17 : 0;
}

int nl_cache_parse(struct nl_cache_ops *, struct sockaddr_nl *, struct nlmsghdr *,
		   struct nl_parser_param *);

static void parsed(void)
{
	struct cache_type type = type_of(&keyed_ops);
	struct nl_cache_ops *ops = cache_type_make(&type);
	struct nl_cache *cache = nl_cache_alloc(ops);
	const int types[] = { ITEM_NEW, ITEM_DEL, ITEM_GET, ITEM_OTHER };

	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		for (int bodies = 0; bodies < 4; bodies++) {
			struct nl_msg *msg = nlmsg_alloc_simple(types[i], 0);
			int count = 0;
			struct nl_parser_param pp = { count_objects, &count };

			for (int j = 0; j < bodies; j++) {
				struct item_body body = { 5 + j, (int)i };

				nlmsg_append(msg, &body, sizeof(body), 0);
			}
			out_int(nl_cache_parse(ops, NULL, nlmsg_hdr(msg), &pp), "parse.%zu.%d", i, bodies);
			out_int(count, "parse.%zu.%d.count", i, bodies);
			out_int(nl_cache_parse_and_add(cache, msg), "parse_and_add.%zu.%d", i, bodies);
			out_int(nl_cache_nitems(cache), "parse_and_add.%zu.%d.nitems", i, bodies);
			nlmsg_free(msg);
		}
	}
	nl_cache_free(cache);
	free(ops);
}

int main(void)
{
	filled(&item_ops, "list");
	filled(&keyed_ops, "keyed");
	filled(&merged_ops, "merged");
	resynced(&item_ops, "list");
	resynced(&keyed_ops, "keyed");
	resynced(&merged_ops, "merged");
	interrupted(&item_ops, "list");
	interrupted(&keyed_ops, "keyed");
	families();
	refused();
	parsed();
	out_int(items_made - items_freed, "left");
	return 0;
}
