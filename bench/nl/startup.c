/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A program that is linked to the library and hardly uses it: what loading it costs. */
#include <netlink/msg.h>

int main(void)
{
	return nlmsg_size(0) == 16 ? 0 : 1;
}
