// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/route/link/inet.h`.
