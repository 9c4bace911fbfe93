// SPDX-License-Identifier: LGPL-2.1-or-later
//! Names of tables, protocols and metrics.

use core::cell::UnsafeCell;

use libc::{c_char, c_int, c_long};
use nl_sys::error::Error;
use nl_sys::ffi;
use nl_sys::layout::trans_tbl;
use nl_sys::list::nl_list_head;
use nl_sys::strings;
use os::lock::RwLock;
use os::text::Append;

/// Names of metrics, `RTAX_*` of `linux/rtnetlink.h`.
pub static METRICS: [trans_tbl; 13] = [
    trans_tbl::new(0, c"unspec"),
    trans_tbl::new(1, c"lock"),
    trans_tbl::new(2, c"mtu"),
    trans_tbl::new(3, c"window"),
    trans_tbl::new(4, c"rtt"),
    trans_tbl::new(5, c"rttvar"),
    trans_tbl::new(6, c"ssthresh"),
    trans_tbl::new(7, c"cwnd"),
    trans_tbl::new(8, c"advmss"),
    trans_tbl::new(9, c"reordering"),
    trans_tbl::new(10, c"hoplimit"),
    trans_tbl::new(11, c"initcwnd"),
    trans_tbl::new(12, c"features"),
];

static TABLE_NAMES: [trans_tbl; 5] = [
    trans_tbl::new(0, c"unspec"),
    trans_tbl::new(252, c"compat"),
    trans_tbl::new(253, c"default"),
    trans_tbl::new(254, c"main"),
    trans_tbl::new(255, c"local"),
];

static PROTOCOL_NAMES: [trans_tbl; 5] = [
    trans_tbl::new(0, c"unspec"),
    trans_tbl::new(1, c"redirect"),
    trans_tbl::new(2, c"kernel"),
    trans_tbl::new(3, c"boot"),
    trans_tbl::new(4, c"static"),
];

/// Names that a file can replace.
pub struct Names {
    built_in: &'static [trans_tbl],
    read: RwLock<List>,
}

/// The names of a file; without links if none has been read.
struct List(UnsafeCell<nl_list_head>);

// SAFETY: changed under the lock only.
unsafe impl Send for List {}
// SAFETY: as above.
unsafe impl Sync for List {}

impl List {
    /// The list, if a file has been read.
    fn head(&self) -> Option<*mut nl_list_head> {
        let head = self.0.get();
        // SAFETY: it lives as long as this.
        let unused = unsafe { &*head }.next.get().is_null();
        (!unused).then_some(head)
    }

    /// The list, empty.
    fn emptied(&self) -> *mut nl_list_head {
        let head = self.0.get();
        if self.head().is_some() {
            // SAFETY: a list of names.
            unsafe { ffi::__trans_list_clear(head) };
        }
        // SAFETY: it lives as long as this.
        unsafe { &*head }.init();
        head
    }
}

/// Names of tables: those of the kernel's, until a file is read.
pub static TABLES: Names = Names::of(&TABLE_NAMES);

/// Names of protocols: those of the kernel's, until a file is read.
pub static PROTOCOLS: Names = Names::of(&PROTOCOL_NAMES);

impl Names {
    const fn of(built_in: &'static [trans_tbl]) -> Self {
        Self { built_in, read: RwLock::new(List(UnsafeCell::new(nl_list_head::unlinked()))) }
    }

    /// Forgets all names, and reads those of a file. `add` is called for each, on this thread, and calls
    /// [`Self::add`].
    ///
    /// # Errors
    /// Those of the system, `INVAL` for a line of another form, `NOMEM`.
    ///
    /// # Safety
    /// `path` is a string.
    pub unsafe fn read(
        &self,
        path: *const c_char,
        add: unsafe extern "C" fn(c_long, *const c_char) -> c_int,
    ) -> Result<(), Error> {
        self.read.write().emptied();
        // SAFETY: by contract.
        nl_sys::error::check(unsafe { ffi::__nl_read_num_str_file(path, Some(add)) }).map(drop)
    }

    /// Forgets what was read from a file: the kernel's names count again.
    pub fn forget(&self) {
        let list = self.read.write();
        if list.head().is_some() {
            let head = list.emptied();
            // SAFETY: it lives as long as this.
            unsafe { &*head }.next.set(core::ptr::null_mut());
        }
    }

    /// Adds a name.
    ///
    /// # Errors
    /// `NOMEM`.
    ///
    /// # Safety
    /// `name` is a string.
    pub unsafe fn add(&self, number: c_long, name: *const c_char) -> Result<(), Error> {
        let list = self.read.write();
        let number = c_int::try_from(number).map_err(|_| Error::RANGE)?;
        let head = list.head().unwrap_or_else(|| list.emptied());
        // SAFETY: a list of names, and a string by contract.
        nl_sys::error::check(unsafe { ffi::__trans_list_add(number, name, head) }).map(drop)
    }

    /// Writes the name of a number into C's buffer, or the number as hexadecimal; returns the buffer.
    ///
    /// # Safety
    /// `buf` has `len` bytes, or is NULL.
    pub unsafe fn to_text(&self, number: c_int, buf: *mut c_char, len: usize) -> *mut c_char {
        let list = self.read.read();
        match list.head() {
            // SAFETY: by contract, and a list of names.
            Some(head) if !buf.is_null() => unsafe { ffi::__list_type2str(number, buf, len, head) },
            // SAFETY: by contract.
            _ => unsafe { strings::to_text(number, buf, len, self.built_in) },
        }
    }

    /// The number of a name, or the number that the text is; negative for neither, and for NULL.
    ///
    /// # Safety
    /// `text` is a string or NULL.
    pub unsafe fn to_number(&self, text: *const c_char) -> c_int {
        let list = self.read.read();
        match list.head() {
            // SAFETY: by contract, and a list of names.
            Some(head) if !text.is_null() => unsafe { ffi::__list_str2type(text, head) },
            // SAFETY: by contract.
            _ => unsafe { strings::to_number(text, self.built_in) },
        }
    }

    /// Appends the name of a number.
    pub fn push(&self, text: &mut impl Append, number: u32) {
        // SAFETY: the buffer is as long as said.
        strings::push_with(text, |buf, len| unsafe {
            self.to_text(number.cast_signed(), buf, len);
        });
    }
}
