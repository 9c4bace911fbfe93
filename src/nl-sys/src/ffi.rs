// SPDX-License-Identifier: LGPL-2.1-or-later
//! Declarations of what libnl-3 exports.
