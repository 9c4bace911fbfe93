/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A program that is linked to the library and hardly uses it: what loading it costs. */
#include <netlink/genl/family.h>

int main(void)
{
	genl_family_put(NULL);
	return 0;
}
