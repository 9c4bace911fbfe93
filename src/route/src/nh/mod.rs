// SPDX-License-Identifier: LGPL-2.1-or-later
//! Next hops that are objects of their own.
