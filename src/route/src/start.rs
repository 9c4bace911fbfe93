// SPDX-License-Identifier: LGPL-2.1-or-later
//! What is registered when the library is loaded.

use nl_sys::cache_type::Registration;
use nl_sys::ffi;

use crate::addr::ADDR_CACHE;
use crate::fib_lookup::RESULT_CACHE;
use crate::mdb::MDB_CACHE;
use crate::neigh::NEIGH_CACHE;
use crate::neightbl::NEIGHTBL_CACHE;
use crate::netconf::NETCONF_CACHE;
use crate::nh::NH_CACHE;
use crate::rule::RULE_CACHE;
use crate::tc::types;
use crate::{link, route};

/// The types of caches, in the order they are registered.
static CACHE_TYPES: [Registration; 14] = [
    RESULT_CACHE.registration(),
    types::ACT_CACHE.registration(),
    ADDR_CACHE.registration(),
    types::CLASS_CACHE.registration(),
    types::CLS_CACHE.registration(),
    link::cache::LINK_CACHE.registration(),
    MDB_CACHE.registration(),
    NEIGH_CACHE.registration(),
    NEIGHTBL_CACHE.registration(),
    NETCONF_CACHE.registration(),
    NH_CACHE.registration(),
    types::QDISC_CACHE.registration(),
    route::cache::CACHE.registration(),
    RULE_CACHE.registration(),
];

#[used]
#[unsafe(link_section = ".init_array")]
static LOAD: extern "C" fn() = load;

#[used]
#[unsafe(link_section = ".fini_array")]
static UNLOAD: extern "C" fn() = unload;

extern "C" fn load() {
    for cache_type in &CACHE_TYPES {
        // SAFETY: statics stay. It fails only if another copy of the library is loaded, whose type will do.
        unsafe { ffi::nl_cache_mngt_register(cache_type.as_ptr()) };
    }
}

extern "C" fn unload() {
    for cache_type in &CACHE_TYPES {
        // SAFETY: nothing but the address is used, unless it is registered.
        unsafe { ffi::nl_cache_mngt_unregister(cache_type.as_ptr()) };
    }
    route::names::TABLES.forget();
    route::names::PROTOCOLS.forget();
}
