// SPDX-License-Identifier: LGPL-2.1-or-later
//! What C sees: one module per public header of `netlink/genl/`.

pub mod ctrl;
pub mod family;
pub mod genl;
pub mod mngt;
pub mod private;
