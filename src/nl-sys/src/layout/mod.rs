// SPDX-License-Identifier: LGPL-2.1-or-later
//! The layouts that are ABI: those of the public headers, and those that libnl's own libraries share.
//!
//! Sizes and offsets are those of upstream 3.12 on 64-bit Linux.

mod address;
mod cache;
mod dump;
mod hashtable;
mod message;
mod object;
mod policy;
mod socket;
mod strings;

pub use address::{nl_addr, nl_data};
pub use cache::{
    change_func_t, change_func_v2_t, nl_af_group, nl_cache, nl_cache_assoc, nl_cache_extra,
    nl_cache_ops, nl_include_event, nl_msg_parser, nl_msgtype, nl_parser_param,
};
pub use dump::{NL_DUMP_DETAILS, NL_DUMP_LINE, NL_DUMP_STATS, nl_dump_params};
pub use hashtable::{nl_hash_node, nl_hash_table};
pub use message::nl_msg;
pub use object::{nl_object, nl_object_ops};
pub use policy::nla_policy;
pub use socket::nl_sock;
pub use strings::{trans_list, trans_tbl};

/// Opaque: made and read by libnl-3 alone.
#[repr(C)]
pub struct nl_cb {
    _private: [u8; 0],
}

/// Opaque: made and read by libnl-3 alone.
#[repr(C)]
pub struct nl_cache_mngr {
    _private: [u8; 0],
}
