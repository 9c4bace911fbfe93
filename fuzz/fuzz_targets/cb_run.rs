// SPDX-License-Identifier: LGPL-2.1-or-later
//! Callbacks over the messages of a datagram.
//!
//! Parameters: shift; 0 further bits: too large a length, no callback for data, `mnl_cb_run()`
//! rather than `mnl_cb_run2()`, no array; 1 entries of the array for control messages; 2..4 which of
//! them are not NULL; 4..8 what the callbacks answer; 8..12 sequence number; 12..16 port.
#![no_main]

use libc::{c_int, c_void, nlmsghdr};
use libfuzzer_sys::fuzz_target;
use mnl::capi::libmnl::callback::{mnl_cb_run, mnl_cb_run2};
use oxnl_fuzz::errno::{self, UNTOUCHED};
use oxnl_fuzz::exact::Exact;
use oxnl_fuzz::input::Input;
use oxnl_fuzz::model::{self, MESSAGE, u16_at, u32_at};

/// `mnl_cb_t`.
type Callback = Option<unsafe extern "C" fn(*const nlmsghdr, *mut c_void) -> c_int>;

/// What a callback may answer. Nought first: the recorded seeds want "go on".
const ANSWERS: [c_int; 8] = [1, 7, c_int::MAX, 1, 0, -1, -5, c_int::MIN];

fuzz_target!(|data: &[u8]| {
    let Some(input) = Input::new(data) else {
        return;
    };
    let memory = Exact::new(input.bytes, input.shift());
    let setup = Setup::new(&input);
    let expected = setup.expected(memory.bytes());
    let (found, calls) = setup.run(&memory);

    assert!(calls.len() <= memory.len() / MESSAGE + 1);
    assert_eq!(calls, expected.calls);
    // Callbacks leave errno alone, so what is there is the library's.
    assert_eq!(found, (expected.ret, expected.errno));
});

/// A call: the offset of the message, and for which type of control message the callback is.
type Call = (usize, Option<usize>);

struct Setup<'a> {
    input: &'a Input<'a>,
    cb_data: Callback,
    with_array: bool,
    /// Exactly as many entries as said, on the heap.
    array: Box<[Callback]>,
    array_is_null: bool,
}

struct Expected {
    ret: c_int,
    errno: c_int,
    calls: Vec<Call>,
}

/// What the callbacks get.
struct Record<'a> {
    base: *const u8,
    input: &'a Input<'a>,
    calls: Vec<Call>,
}

fn answer(input: &Input<'_>, call: usize) -> c_int {
    ANSWERS[usize::from(input.u8(4 + call % 4) & 7)]
}

impl<'a> Setup<'a> {
    fn new(input: &'a Input<'a>) -> Self {
        let bit = |bit: u8| input.bits() & 1 << bit != 0;
        let entry = |index: usize| (input.u16(2) >> (index % 16)) & 1 != 0;
        let with_array = !bit(3);
        let entries = if with_array { input.u8(1) % 20 } else { 0 };
        Self {
            input,
            cb_data: (!bit(2)).then_some(data as _),
            with_array,
            array: (0..usize::from(entries))
                .map(|index| CONTROL[index].filter(|_| entry(index)))
                .collect(),
            array_is_null: bit(4),
        }
    }

    fn run(&self, memory: &Exact) -> ((c_int, c_int), Vec<Call>) {
        let mut record = Record { base: memory.ptr(), input: self.input, calls: Vec::new() };
        let (buf, len) = (memory.ptr().cast(), self.input.wide(memory.len()));
        let (seq, portid) = (self.input.u32(8), self.input.u32(12));
        let data = (&raw mut record).cast();
        let found = errno::of(|| {
            if self.with_array {
                let array = if self.array_is_null { std::ptr::null() } else { self.array.as_ptr() };
                let entries = self.array.len() as u32;
                // SAFETY: the bytes are readable, the array is as long as said.
                unsafe { mnl_cb_run2(buf, len, seq, portid, self.cb_data, data, array, entries) }
            } else {
                // SAFETY: the bytes are readable.
                unsafe { mnl_cb_run(buf, len, seq, portid, self.cb_data, data) }
            }
        });
        (found, record.calls)
    }

    /// What is known of libmnl.
    fn expected(&self, datagram: &[u8]) -> Expected {
        let mut expected = Expected { ret: 1, errno: UNTOUCHED, calls: Vec::new() };
        for range in model::messages(datagram) {
            if self.message(&datagram[range.clone()], range.start, &mut expected) {
                break;
            }
        }
        expected
    }

    /// One message; returns whether the run ends with it.
    fn message(&self, message: &[u8], at: usize, expected: &mut Expected) -> bool {
        let differs = |field: u32, wanted: u32| field != 0 && wanted != 0 && field != wanted;
        let refused = if differs(u32_at(message, 12), self.input.u32(12)) {
            Some(libc::ESRCH)
        } else if differs(u32_at(message, 8), self.input.u32(8)) {
            Some(libc::EPROTO)
        } else if u16_at(message, 6) & 0x10 != 0 {
            Some(libc::EINTR)
        } else {
            None
        };
        if let Some(errno) = refused {
            (expected.ret, expected.errno) = (-1, errno);
            return true;
        }
        let nlmsg_type = usize::from(u16_at(message, 4));
        let called = if nlmsg_type >= 16 {
            self.cb_data.is_some().then_some(None)
        } else if nlmsg_type < self.array.len() {
            let callback = !self.array_is_null && self.array[nlmsg_type].is_some();
            callback.then_some(Some(nlmsg_type))
        } else {
            return default(nlmsg_type, message, expected);
        };
        if let Some(callback) = called {
            expected.ret = answer(self.input, expected.calls.len());
            expected.calls.push((at, callback));
        }
        expected.ret <= 0
    }
}

/// The library's own treatment of a control message.
fn default(nlmsg_type: usize, message: &[u8], expected: &mut Expected) -> bool {
    match nlmsg_type {
        1 | 4 => expected.ret = 1,
        2 if message.len() < 36 => (expected.ret, expected.errno) = (-1, libc::EBADMSG),
        2 => {
            let error = u32_at(message, MESSAGE).cast_signed();
            expected.errno = error.wrapping_abs();
            expected.ret = if error == 0 { 0 } else { -1 };
        }
        3 => expected.ret = 0,
        _ => {}
    }
    expected.ret <= 0
}

/// # Safety
/// `data` points to a [`Record`].
unsafe fn called(nlh: *const nlmsghdr, data: *mut c_void, callback: Option<usize>) -> c_int {
    // SAFETY: by contract, and nobody else uses it meanwhile.
    let record = unsafe { &mut *data.cast::<Record<'_>>() };
    let at = nlh.addr() - record.base.addr();
    let answer = answer(record.input, record.calls.len());
    record.calls.push((at, callback));
    answer
}

/// # Safety
/// `data` points to a [`Record`].
unsafe extern "C" fn data(nlh: *const nlmsghdr, data: *mut c_void) -> c_int {
    // SAFETY: by contract.
    unsafe { called(nlh, data, None) }
}

/// # Safety
/// `data` points to a [`Record`].
unsafe extern "C" fn control<const TYPE: usize>(nlh: *const nlmsghdr, data: *mut c_void) -> c_int {
    // SAFETY: by contract.
    unsafe { called(nlh, data, Some(TYPE)) }
}

/// One callback per control type, and some beyond.
const CONTROL: [Callback; 20] = [
    Some(control::<0>),
    Some(control::<1>),
    Some(control::<2>),
    Some(control::<3>),
    Some(control::<4>),
    Some(control::<5>),
    Some(control::<6>),
    Some(control::<7>),
    Some(control::<8>),
    Some(control::<9>),
    Some(control::<10>),
    Some(control::<11>),
    Some(control::<12>),
    Some(control::<13>),
    Some(control::<14>),
    Some(control::<15>),
    Some(control::<16>),
    Some(control::<17>),
    Some(control::<18>),
    Some(control::<19>),
];
