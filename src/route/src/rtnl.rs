// SPDX-License-Identifier: LGPL-2.1-or-later
//! Requests, and names of scopes and realms.
