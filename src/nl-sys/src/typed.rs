// SPDX-License-Identifier: LGPL-2.1-or-later
//! From a safe Rust type to an `nl_object_ops` table.
