// SPDX-License-Identifier: LGPL-2.1-or-later
//! Printing caches.

use nl_sys::layout::{nl_cache, nl_dump_params, nl_object};

use super::{objects, ops};
use crate::object;

/// Prints all objects that match `filter`, into an emptied buffer or wherever `params` say.
pub fn dump(cache: &nl_cache, params: &nl_dump_params, filter: Option<&nl_object>) {
    // SAFETY: the type of objects outlives that of caches.
    let object_ops = ops(cache).and_then(|ops| unsafe { ops.co_obj_ops.as_ref() });
    if object_ops.and_then(|ops| object::dump_function(ops, params)).is_none() {
        return;
    }
    object::clear_buffer(params);
    for object in objects(cache) {
        if filter.is_none_or(|filter| object::match_filter(object, filter)) {
            object::dump_on(object, params);
        }
    }
}
