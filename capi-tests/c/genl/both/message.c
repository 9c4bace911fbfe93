/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Generic netlink messages: where things are, and what is refused.
 */
#include <linux/genetlink.h>

#include <netlink/attr.h>
#include <netlink/errno.h>
#include <netlink/genl/genl.h>
#include <netlink/msg.h>

#include "raw.h"
#include "report.h"

static void putting(void)
{
	static const int hdrlens[] = { 0, 1, 3, 4, 5, 8, 64, 4070, 4076, 4077, 5000 };
	static const struct { uint32_t port, seq; int family, flags; uint8_t cmd, version; } headers[] = {
		{ NL_AUTO_PORT, NL_AUTO_SEQ, 0, 0, 0, 0 },
		{ 1, 2, GENL_ID_CTRL, NLM_F_DUMP, 3, 4 },
		{ UINT32_MAX, UINT32_MAX, 0x12345, 0x54321, 255, 255 },
	};

	for (size_t i = 0; i < COUNT(hdrlens); i++) {
		struct nl_msg *msg = nlmsg_alloc_size(4096);
		struct nlmsghdr *nlh = nlmsg_hdr(msg);
		char *header;

		memset(nlmsg_data(nlh), 0x55, 4080);
		header = genlmsg_put(msg, 1, 2, 16, hdrlens[i], 0, 1, 1);
		out_bool(header != NULL, "put.%d", hdrlens[i]);
		if (header != NULL) {
			out_int(raw_offset(nlh, header), "put.%d.at", hdrlens[i]);
			out_uint(nlh->nlmsg_len, "put.%d.len", hdrlens[i]);
		}
		nlmsg_free(msg);
	}
	for (size_t i = 0; i < COUNT(headers); i++) {
		struct nl_msg *msg = nlmsg_alloc();

		genlmsg_put(msg, headers[i].port, headers[i].seq, headers[i].family, 8, headers[i].flags,
			    headers[i].cmd, headers[i].version);
		nla_put_u32(msg, 1, 2);
		out_hex(nlmsg_hdr(msg), nlmsg_hdr(msg)->nlmsg_len, "header.%zu", i);
		nlmsg_free(msg);
	}
}

static void places(void)
{
	static _Alignas(8) unsigned char bytes[256];
	struct nlmsghdr *nlh = (struct nlmsghdr *)bytes;
	struct genlmsghdr *ghdr = genlmsg_hdr(nlh);

	out_int(raw_offset(bytes, ghdr), "hdr");
	out_int(raw_offset(bytes, genlmsg_data(ghdr)), "data");
	out_int(raw_offset(bytes, genlmsg_user_hdr(ghdr)), "user_hdr");
	for (int hdrlen = 0; hdrlen < 14; hdrlen++) {
		out_int(raw_offset(bytes, genlmsg_user_data(ghdr, hdrlen)), "user_data.%d", hdrlen);
		out_int(raw_offset(bytes, genlmsg_attrdata(ghdr, hdrlen)), "attrdata.%d", hdrlen);
	}
	for (uint32_t len = 0; len < 48; len++) {
		struct row row = { .used = 0 };

		nlh->nlmsg_len = len;
		row_add(&row, "len=%d", genlmsg_len(ghdr));
		for (int hdrlen = 0; hdrlen < 14; hdrlen++) {
			row_add(&row, "%d:%d,%d,%d", hdrlen, genlmsg_valid_hdr(nlh, hdrlen),
				genlmsg_user_datalen(ghdr, hdrlen), genlmsg_attrlen(ghdr, hdrlen));
		}
		out_row(&row, "lengths.%u", len);
	}
	nlh->nlmsg_len = 0x7fffffff;
	out_int(genlmsg_valid_hdr(nlh, 0), "valid.int_max");
	out_int(genlmsg_len(ghdr), "len.int_max");
}

static struct nla_policy policy[5] = {
	[1] = { .type = NLA_U32 },
	[2] = { .type = NLA_STRING, .maxlen = 3 },
	[3] = { .type = NLA_NESTED },
	[4] = { .minlen = 2, .maxlen = 3 },
};

static void parsing(void)
{
	for (int hdrlen = 0; hdrlen < 9; hdrlen += 4) {
		for (int bad = 0; bad < 5; bad++) {
			struct nl_msg *msg = nlmsg_alloc();
			struct nlmsghdr *nlh = nlmsg_hdr(msg);
			struct nlattr *tb[5];
			struct row row = { .used = 0 };

			genlmsg_put(msg, 1, 2, 16, hdrlen, 0, 1, 1);
			nla_put_u32(msg, 1, 77);
			nla_put_string(msg, 2, bad == 1 ? "too long" : "ok");
			nla_put(msg, 4, bad == 2 ? 1 : bad == 3 ? 4 : 2, "abcd");
			nla_put_u32(msg, 1, 78);
			nla_put_flag(msg, 9);
			if (bad == 4)
				nlh->nlmsg_len -= 2;
			row_add(&row, "%d", genlmsg_validate(nlh, hdrlen, 4, policy));
			row_add(&row, "%d", genlmsg_validate(nlh, hdrlen, 1, policy));
			for (int with = 0; with < 2; with++) {
				memset(tb, 0x55, sizeof(tb));
				row_add(&row, "%d", genlmsg_parse(nlh, hdrlen, tb, 4, with ? policy : NULL));
				if (with && bad > 0 && bad < 4)
					continue;
				for (int i = 0; i < 5; i++)
					row_add(&row, "%ld", tb[i] == NULL ? -1 : raw_offset(nlh, tb[i]));
			}
			out_row(&row, "parse.%d.%d", hdrlen, bad);
			/* A header that is longer than what is there. */
			for (int more = 0; more < 3; more++) {
				nlh->nlmsg_len = 20 + (uint32_t)more * 4;
				out_int(genlmsg_validate(nlh, hdrlen, 4, policy), "short.%d.%d.%d", hdrlen, bad,
					more);
				out_int(genlmsg_parse(nlh, hdrlen, tb, 4, policy), "short.parse.%d.%d.%d",
					hdrlen, bad, more);
			}
			nlmsg_free(msg);
		}
	}
}

int main(void)
{
	putting();
	places();
	parsing();
	return 0;
}
