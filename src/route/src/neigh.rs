// SPDX-License-Identifier: LGPL-2.1-or-later
//! Neighbours: ARP, neighbour discovery and bridges' forwarding tables.
