// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/route/qdisc/fq_codel.h`.
