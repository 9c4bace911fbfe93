/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A program that is linked to the library and hardly uses it: what loading it costs. */
#include <netlink/genl/genl.h>

int main(void)
{
	return genlmsg_len(NULL) == 0 ? 0 : 1;
}
