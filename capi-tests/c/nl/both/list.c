/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The intrusive list of the header. */
#include <netlink/list.h>

#include "raw.h"
#include "report.h"

struct member {
	int number;
	struct nl_list_head link;
	char tail;
};

static void show(struct nl_list_head *list, const char *key)
{
	struct row row = { 0 };
	struct member *member;

	nl_list_for_each_entry(member, list, link) {
		row_add(&row, "%d%s%s", member->number, nl_list_at_head(member, list, link) ? "^" : "",
			nl_list_at_tail(member, list, link) ? "$" : "");
		if (member->link.next->prev != &member->link || member->link.prev->next != &member->link)
			row_add(&row, "broken");
	}
	out_row(&row, "%s", key);
	out_int(nl_list_empty(list), "%s.empty", key);
}

int main(void)
{
	struct member members[6] = { { 0 } };
	NL_LIST_HEAD(list);
	struct nl_list_head other;
	struct member *member, *next;

	show(&list, "new");
	for (int i = 0; i < 6; i++)
		members[i].number = i;
	nl_list_add_tail(&members[0].link, &list);
	show(&list, "one");
	nl_list_add_tail(&members[1].link, &list);
	nl_list_add_head(&members[2].link, &list);
	nl_list_add_head(&members[3].link, &list);
	nl_list_add_tail(&members[4].link, &list);
	show(&list, "five");
	__nl_list_add(&members[5].link, &members[0].link, members[0].link.next);
	show(&list, "between");
	out_int(nl_list_first_entry(&list, struct member, link)->number, "first");
	out_int(nl_list_entry(list.prev, struct member, link)->number, "last");
	out_bool(nl_container_of(&members[3].link, struct member, link) == &members[3], "container");
	nl_list_del(&members[0].link);
	show(&list, "deleted");
	out_bool(members[0].link.next == &members[5].link, "deleted.links_stay");
	nl_list_for_each_entry_safe(member, next, &list, link)
		if (member->number % 2 == 0) {
			nl_list_del(&member->link);
			memset(&member->link, 0xff, sizeof(member->link));
		}
	show(&list, "odd");
	NL_INIT_LIST_HEAD(&other);
	show(&other, "other");
	nl_list_del(&members[1].link);
	nl_list_add_tail(&members[1].link, &other);
	show(&other, "other.one");
	nl_init_list_head(&list);
	show(&list, "reset");
	return 0;
}
