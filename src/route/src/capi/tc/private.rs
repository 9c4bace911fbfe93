// SPDX-License-Identifier: LGPL-2.1-or-later
//! What no public header declares: the extension points of traffic control.
