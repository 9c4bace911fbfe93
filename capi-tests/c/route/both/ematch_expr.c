/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Trees of extended matches from expressions: results, mistakes, what is printed and sent.
 */
#include <unistd.h>

#include <linux/pkt_cls.h>

#include <netlink/errno.h>
#include <netlink/msg.h>
#include <netlink/route/cls/ematch.h>
#include <netlink/route/pktloc.h>

#include "../../report.h"

static const char *const expressions[] = {
	"",
	" ",
	"ip.version = 4",
	"ip.version eq 4",
	"ip.version < 4",
	"ip.version gt 0x10",
	"cmp(ip.version = 4)",
	"CMP(u8 at ip+3 mask 0xf > 2)",
	"u16 at tcp+2 & 0xff00 lt 3",
	"20 at ip+4 = 5",
	"ip+4 = 5",
	"ip6.dst = 5",
	"pattern(ip.src = 10.0.0.1)",
	"pattern(ip.src = 10.0.0.0/8)",
	"pattern(ip.src = 10.0.0.0/9)",
	"pattern(ip.src = any)",
	"pattern(ip.src = default)",
	"pattern(ip.src = none)",
	"pattern(ip.src = aa:bb:cc:dd:ee:ff)",
	"pattern(ip6.src = fe80::1)",
	"pattern(ip.src = foo)",
	"pattern(ip.src = \"abc\")",
	"pattern(ip.src = \"\")",
	"pattern(ip.src eq \"a b\\c\")",
	"pattern(nosuch = \"a\")",
	"text(kmp \"foo\")",
	"text(kmp \"foo\" from ip+4)",
	"text(kmp \"foo\" from ip+4 to tcp+8)",
	"text(bm \"foo\" to ip.src)",
	"text(averylongalgorithmname \"foo\")",
	"meta(dev = 5)",
	"meta(random >> 3 & 0xff = 5)",
	"meta(random shift 3 mask 0xff gt 5)",
	"meta(devname = \"eth0\")",
	"meta(devname >> 2 = \"eth0\")",
	"meta(\"x\" = \"y\")",
	"meta(1 = 2)",
	"meta(devname & 3 = \"x\")",
	"meta(sk_shutdown = mark)",
	"meta(sk_route_caps = 5)",
	"(ip.version = 4)",
	"((ip.version = 4))",
	"not ip.version = 4",
	"! ip.version = 4",
	"!ip.version = 4",
	"!(ip.version = 4)",
	"not not ip.version = 4",
	"! ! ip.version = 4",
	"ip.version = 4 and ip.ttl = 5 or ip.ttl = 6",
	"ip.version = 4 && ip.ttl = 5 || ip.ttl = 6",
	"ip.version = 4 AND (ip.ttl = 5 OR not (ip.ttl = 6 and ip.ttl = 7)) OR ip.id = 7",
	"ip.version = 4 and",
	"and ip.version = 4",
	"ip.version = 4 ip.ttl = 5",
	"ip.version",
	"ip.version =",
	"ip.version = foo",
	"ip.version = \"x\"",
	"ip.version + 4",
	"(",
	")",
	"()",
	"(ip.version = 4",
	"ip.version = 4)",
	"cmp(",
	"cmp",
	"cmp(ip.version",
	"cmp(ip.version = 4",
	"cmp(ip.version = 4 and ip.ttl = 4)",
	"pattern",
	"pattern(",
	"pattern(ip.src",
	"pattern(ip.src <",
	"pattern(ip.src =",
	"pattern(ip.src = 10",
	"pattern(ip.src = \"abc\"",
	"pattern(ip.src = \"abc",
	"text",
	"text(",
	"text(kmp",
	"text(kmp foo)",
	"text(kmp \"foo\"",
	"text(kmp \"foo\" from",
	"text(kmp \"foo\" from ip+4",
	"text(kmp \"foo\" to ip+4",
	"text(kmp \"foo\" to ip+4 from ip+8)",
	"meta",
	"meta(",
	"meta()",
	"meta(dev",
	"meta(dev >>",
	"meta(dev >> 3",
	"meta(dev >> 3 &",
	"meta(dev >> 3 & 4",
	"meta(dev & 3 >> 4 = 1)",
	"meta(dev =",
	"meta(dev = 3",
	"meta(devname",
	"meta(devname >>",
	"meta(devname >> 3",
	"meta(\"a\"",
	"meta(1",
	"u8",
	"u8 at",
	"u8 at ip",
	"u8 at ip+",
	"u8 at ip+3",
	"u8 at ip+3 mask",
	"u8 at ip+3 mask 7",
	"5",
	"5 at",
	"5 at ip",
	"ip",
	"ip+",
	"ip+3",
	"ip+3 mask",
	"ip+3 mask 3 = 5",
	"8 at ip+3 mask 3 = 5",
	"3 at ip+3 mask 3 = 5",
	"not",
	"!",
	"!!",
	"\"foo\"",
	"\"foo",
	"ip.version = 4 \"foo",
	"dev = 3",
	"ip.version = 4|",
	"|",
	"ip.version = 0x",
	"ip.version = 4 # comment",
	"= 4",
	"> 3",
	"mask",
	"at",
	"from",
	"to",
	"+",
	"&",
	"&&",
	"||",
	"IP.VERSION = 4",
	"Dev = 3",
	"ip6+4 = 3",
	"eq eq 4",
	"link+4=5",
	"ETH + 4 = 5",
	"transport+0x10 < 010",
	"meta(vlan = 5 and 4)",
	"text(kmp \"foo\" from nosuch)",
	"text(kmp \"foo\" from ip+4 from ip+5)",
	"text(kmp \"foo\" from u8 at ip+4 mask 3 to 6 at tcp+8)",
	"meta(rtiif lt loadavg_2 >> 1)",
	"meta(sk_bound_if shift 0x3 eq devname)",
	"meta(SK_FAMILY = 2)",
	"meta(devname = eth0)",
	"meta(dev mask 0 = 0)",
	"meta(mark & 0xffffffff > 4294967295)",
	"meta(prio>>255=0)",
	"meta (dev = 1)",
	"meta(dev = 1) and",
	"meta(= 1)",
	"meta(dev = 1",
	"meta(dev = (1))",
	"pattern(u8 at eth+0 & 0xf0 = \"a\")",
	"pattern(16 at ip+8 = \"0123456789012345678901234567890\")",
	"pattern(ip.src = \"a|b+c(d)&e<f>g=h\")",
	"pattern(ip.src = 10.0.0.1/33)",
	"pattern(ip.src = 10.0.0.1/0)",
	"pattern(ip.src = 10.0.0)",
	"pattern(ip.src = ::/0)",
	"pattern(ip.src = 2001:db8::/33)",
	"pattern(ip.src = u8)",
	"pattern(ip.src = 00:11:22:33:44:55:66:77)",
	"pattern(ip.src = all)",
	"pattern(ip.src > \"a\")",
	"text(\"kmp\" \"foo\")",
	"text(kmp \"a\" \"b\")",
	"text(u8 \"a\")",
	"text(not \"a\")",
	"text(kmp \"\" to ip+0 )",
	"text(kmp \"0123456789012345678901234567890\")",
	"text(KMP\"x\"FROM eth+1TO tcp+2)",
	"text(KMP\"x\"FROM eth+1 TO tcp+2)",
	"text(0x \"x\")",
	"text(10.1 \"x\")",
	"cmp(cmp(ip.ttl = 4))",
	"cmp((ip.ttl = 4))",
	"cmp(not ip.ttl = 4)",
	"not cmp(ip.ttl = 4)",
	"not pattern(ip.src = \"a\") or not text(bm \"b\") and not meta(1 = 1)",
	"(not (not (not ip.ttl = 1)))",
	"not (ip.ttl = 1 and not ip.ttl = 2) and ip.ttl=3",
	"(ip.ttl = 1) and (ip.ttl = 2) or ((ip.ttl = 3) and ip.ttl = 4)",
	"(ip.ttl = 1 or)",
	"(ip.ttl = 1))",
	"(ip.ttl = 1)(ip.ttl = 2)",
	"(ip.ttl = 1) ip.ttl = 2",
	"(and)",
	"((",
	"(((ip.ttl = 1) or ip.ttl = 2) and ip.ttl = 3",
	"ip.ttl=1and ip.ttl=2",
	"ip.ttl=1 and ip.ttl=2and",
	"ip.ttl=1&&ip.ttl=2||ip.ttl=3",
	"ip.ttl=1&&&ip.ttl=2",
	"ip.ttl=1|||ip.ttl=2",
	"ip.ttl=1| |ip.ttl=2",
	"ip.ttl==1",
	"ip.ttl<=1",
	"ip.ttl>>1",
	"ip.ttl>1",
	"ip.ttl!=1",
	"ip.ttl EQ 1",
	"ip.ttl Gt 1",
	"ip.ttl lt 0X1F",
	"ip.ttl = 0777",
	"ip.ttl = 00",
	"ip.ttl = 0",
	"ip.ttl = -1",
	"ip.ttl = +1",
	"ip.ttl = 4294967295",
	"ip.ttl = 0xFFFFFFFF",
	"ip.ttl = 0x00000000000000000000ffffffff",
	"tcp.opts & 0xff = 1",
	"tcp.flag.syn = 1",
	"tcp.ecn = 3",
	"ip.offset > 0 and tcp.dport = 80",
	"0 at ip+0 = 1",
	"16 at ip+0 = 1",
	"65521 at tcp+65535 = 1",
	"u8 at ip+0 & 0 = 1",
	"0 at ip+0 & 0 = 1",
	"u8 AT IP + 0 MASK 0xff = 1",
	"u8 at eq+0 = 1",
	"u8 at ip.ttl = 1",
	"u8 at ip-1 = 1",
	"u8 at ip+-1 = 1",
	"u8 at ip+1 & = 1",
	"u8 at ip+1 & u8 = 1",
	"u8 at ip+1 & 1 & 2 = 1",
	"u8 ip+1 = 1",
	"u64 at ip+1 = 1",
	"at ip+1 = 1",
	"tcp + 1 = 1 or eth + 2 = 2 or transport+3=3 or net+4=4",
	"tcp+1",
	"tcp.1=2",
	"random = 1",
	"vlan = 5",
	"eq",
	"not eq",
	"NOT ip.ttl = 1",
	"nOt(ip.ttl = 1)",
	"AnD",
	"!ip+1 = 1",
	"! ip+1 = 1",
	"ip.ttl = 1 and ! ip.ttl = 2",
	"ip.ttl = 1 and !ip.ttl = 2",
	"ip.ttl = 1;",
	"#",
	"ip.ttl = 1 \\\\ and",
	"\"a\"",
	"ip.ttl = \"1\"",
	"ip.ttl = 1 \"a\"",
	"ip.ttl = 1 and \"a",
	"(ip.ttl = 1 \"a",
	"text(kmp \"a",
	"meta(dev = \"a",
	"\303\251 = 1",
	"ip.ttl = \377",
	"pattern(ip.src = \"\\x01\\x02\377\376\")",
	"pattern(ip.src = \"a\\\"b\")",
	"pattern(ip.src = \"\\\\\")",
	"pattern(ip.src = \"line\\nline\")",
	"\tip.ttl",
	"=\r1\t",
	"\vip.ttl = 1",
	"ip.ttl = 1\f",
	"ip.ttl. = 1",
	"mine = 1",
	"MINE = 1",
	"Mine = 1",
	"pattern(mine = \"x\")",
	"long.name.of.a.place.that.has.many.characters.in.its.name.and.more = 2",
	"pattern(ip.src = \"a\nb\")",
	"\tip.ttl\n=\r1\t",
};

/* Numbers that are none, or too large. */
static const char *const numbers[] = {
	"ip.version = 4294967296",
	"ip.version = 99999999999999999999999",
	"ip.version = 08",
	"ip.version = 0189",
	"u8 at ip+65536 = 1",
	"65537 at ip+1 = 1",
	"u8 at ip+1 & 0x100000000 = 1",
	"meta(dev >> 256 = 1)",
	"meta(devname >> 257 = 1)",
	"meta(dev & 0x1ffffffff = 1)",
	"meta(dev = 4294967297)",
};

/* 3.7.0 prints some of what it does not understand. */
static int parse(const char *expression, char **text, struct rtnl_ematch_tree **tree)
{
	FILE *out = stdout;
	int err;

	fflush(out);
	stdout = fopen("/dev/null", "w");
	err = rtnl_ematch_parse_expr(expression, text, tree);
	fclose(stdout);
	stdout = out;
	return err;
}

static const char *printed(struct rtnl_ematch_tree *tree)
{
	static char buf[8192];
	struct nl_dump_params dp = { .dp_type = NL_DUMP_LINE, .dp_buf = buf, .dp_buflen = sizeof(buf) };

	memset(buf, 0, sizeof(buf));
	rtnl_ematch_tree_dump(tree, &dp);
	/* 3.7.0 gives printf() NULL for numbers of bytes that have no name. */
	for (char *at = strstr(buf, "(null)"); at != NULL; at = strstr(at, "(null)")) {
		*at = '?';
		memmove(at + 1, at + 6, strlen(at + 6) + 1);
	}
	return buf;
}

/* 3.7.0 marks the attributes of matches as nested, which the kernel refuses. */
static void clear_flags(struct nlattr *tree)
{
	struct nlattr *list, *match;
	int left, rest;

	nla_for_each_nested (list, tree, left)
		if (nla_type(list) == TCA_EMATCH_TREE_LIST)
			nla_for_each_nested (match, list, rest)
				match->nla_type &= NLA_TYPE_MASK;
}

static void out_bytes(struct rtnl_ematch_tree *tree, const char *what)
{
	struct nl_msg *msg = nlmsg_alloc_size(65536);

	need(msg != NULL);
	nlmsg_put(msg, 0, 0, RTM_NEWTFILTER, 0, 0);
	out_int(rtnl_ematch_fill_attr(msg, 7, tree), "%s.fill", what);
	clear_flags(nlmsg_data(nlmsg_hdr(msg)));
	out_hex(nlmsg_data(nlmsg_hdr(msg)), (size_t)nlmsg_datalen(nlmsg_hdr(msg)), "%s.bytes", what);
	nlmsg_free(msg);
}

static struct rtnl_ematch_tree *out_parsed(const char *expression, const char *what)
{
	struct rtnl_ematch_tree *tree = NULL;
	const char *text;
	char *mistake = NULL;

	out_escaped(expression, strlen(expression), "%s.expression", what);
	out_int(parse(expression, &mistake, &tree), "%s.err", what);
	text = mistake != NULL ? mistake : "none";
	out_escaped(text, strlen(text), "%s.mistake", what);
	free(mistake);
	return tree;
}

static void out_tree(const char *expression, const char *what)
{
	struct rtnl_ematch_tree *tree = out_parsed(expression, what);
	const char *text;

	if (tree == NULL)
		return;
	text = printed(tree);
	out_escaped(text, strlen(text), "%s.tree", what);
	/* 3.7.0 sends an address of its memory instead of the pattern. */
	if (strstr(text, "pattern(") == NULL)
		out_bytes(tree, what);
	rtnl_ematch_tree_free(tree);
}

/* Words in an order that makes sense up to one word. */
static uint32_t seed = 1;

static uint32_t roll(uint32_t sides)
{
	seed = seed * 1664525 + 1013904223;
	return (seed >> 8) % sides;
}

static char made[4096];

static void add(const char *word)
{
	static const char *const any[] = {
		"and", "||", "not", "!", "(", ")", "cmp", "pattern", "text", "meta", "=", "gt", "<", "+", "&", ">>",
		"at", "from", "to", "u8", "tcp", "dev", "devname", "7", "0x10", "\"quoted\"", "word", "ip.ttl",
	};

	if (strlen(made) + 100 > sizeof(made))
		return;
	switch (roll(80)) {
	case 0:
		break;
	case 1:
		strcat(strcat(made, any[roll(sizeof(any) / sizeof(any[0]))]), " ");
		break;
	case 2:
		add(any[roll(sizeof(any) / sizeof(any[0]))]);
		/* fall through */
	default:
		strcat(strcat(made, word), roll(8) == 0 ? "\t\n" : " ");
	}
}

#define ADD_ONE_OF(...)                                                        \
	do {                                                                   \
		static const char *const words_[] = { __VA_ARGS__ };           \
		add(words_[roll(sizeof(words_) / sizeof(words_[0]))]);         \
	} while (0)

static void add_place(void)
{
	if (roll(2) == 0) {
		ADD_ONE_OF("ip.ttl", "ip.length", "tcp.dport", "ip.src", "mine");
		return;
	}
	if (roll(3) > 0) {
		ADD_ONE_OF("u8", "u16", "U32", "1", "20", "34");
		add("at");
	}
	ADD_ONE_OF("eth", "link", "ip", "NET", "ip6", "tcp", "transport");
	add("+");
	ADD_ONE_OF("0", "1", "017", "0xff", "65535");
	if (roll(3) == 0) {
		ADD_ONE_OF("mask", "&");
		ADD_ONE_OF("0", "0xff", "4294967295");
	}
}

static void add_operand(void)
{
	ADD_ONE_OF("=", "eq", "<", "lt", ">", "gt");
}

static void add_value(void)
{
	switch (roll(4)) {
	case 0:
		ADD_ONE_OF("\"\"", "\"eth0\"", "\"a long text between two quotes\"");
		break;
	case 1:
		ADD_ONE_OF("0", "5", "0xffffffff");
		break;
	case 2:
		ADD_ONE_OF("devname", "sk_bound_if");
		if (roll(2) == 0) {
			add(">>");
			add("3");
		}
		break;
	default:
		ADD_ONE_OF("dev", "mark", "prio", "sk_family", "vlan", "rxhash", "sk_omem_alloc");
		if (roll(2) == 0) {
			ADD_ONE_OF(">>", "shift");
			ADD_ONE_OF("0", "255");
		}
		if (roll(2) == 0) {
			add("mask");
			ADD_ONE_OF("0", "0xff00");
		}
	}
}

static void add_matches(int depth)
{
	do {
		if (roll(4) == 0)
			ADD_ONE_OF("not", "!", "NOT");
		switch (depth == 0 ? 1 + roll(5) : roll(6)) {
		case 0:
			add("(");
			add_matches(depth - 1);
			add(")");
			break;
		case 1:
			add("cmp");
			add("(");
			add_place();
			add_operand();
			add("1");
			add(")");
			break;
		case 2:
			add("pattern");
			add("(");
			add_place();
			add("=");
			ADD_ONE_OF("\"some bytes\"", "10.0.0.1", "fe80::/10", "02:00:00:00:00:01", "nonsense");
			add(")");
			break;
		case 3:
			add("text");
			add("(");
			ADD_ONE_OF("kmp", "bm", "fsm");
			add("\"some text\"");
			if (roll(2) == 0) {
				add("from");
				add_place();
			}
			if (roll(2) == 0) {
				add("to");
				add_place();
			}
			add(")");
			break;
		case 4:
			add("meta");
			add("(");
			add_value();
			add_operand();
			add_value();
			add(")");
			break;
		default:
			add_place();
			add_operand();
			ADD_ONE_OF("0", "80", "0x7f000001", "0777");
		}
		if (roll(3) > 0)
			return;
		ADD_ONE_OF("and", "or", "&&", "||", "OR");
	} while (1);
}

static void ignore(struct rtnl_pktloc *loc, void *arg)
{
	(void)loc;
	(void)arg;
}

int main(void)
{
	char folder[] = "/tmp/oxnl-ematch-XXXXXX", path[64], what[32];
	FILE *file;

	if (mkdtemp(folder) == NULL)
		exit(2);
	setenv("NLSYSCONFDIR", folder, 1);
	out_tree("ip.ttl = 1", "no_file");
	snprintf(path, sizeof(path), "%s/pktloc", folder);
	file = fopen(path, "w");
	fprintf(file, "ip.version u8 net+0 0xf0 4\nip.ttl u8 net+8\nip.length u16 net+2\nip.id u16 net+4\n"
		      "ip.src u32 net+12\nip6.src 16 net+8\nip6.dst 16 net+24\nip.offset u16 net+6 0x1fff\n"
		      "tcp.dport u16 tcp+2\ntcp.ecn u16 tcp+12 0x1c00 6\ntcp.flag.syn u8 tcp+13 0x2 1\n"
		      "tcp.opts u32 tcp+20\nmine 17 link+65535 4294967295 255\neq u8 net+1\n"
		      "long.name.of.a.place.that.has.many.characters.in.its.name.and.more u8 net+7\n");
	fclose(file);
	for (size_t i = 0; i < sizeof(expressions) / sizeof(expressions[0]); i++) {
		snprintf(what, sizeof(what), "%zu", i);
		out_tree(expressions[i], what);
	}
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		snprintf(what, sizeof(what), "number.%zu", i);
		rtnl_ematch_tree_free(out_parsed(numbers[i], what));
	}
	for (int i = 0; i < 400; i++) {
		made[0] = '\0';
		add_matches(3);
		snprintf(what, sizeof(what), "made.%d", i);
		out_tree(made, what);
	}
	/* Nothing is to be left at the end. */
	fclose(fopen(path, "w"));
	rtnl_ematch_tree_free(out_parsed("= 1", "end"));
	rtnl_pktloc_foreach(ignore, NULL);
	unlink(path);
	rmdir(folder);
	return 0;
}
