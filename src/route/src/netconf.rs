// SPDX-License-Identifier: LGPL-2.1-or-later
//! Settings of address families per interface.
