// SPDX-License-Identifier: LGPL-2.1-or-later
//! The receive loop of libnl-3, fed by a peer that lies: which callbacks are called in which order, and
//! what comes of it, beside a model written from what libnl documents.
//!
//! Parameters: 1..3 which callbacks there are, a bit each; 3 what an error handler answers, 4 of 255: none;
//! 5 auto-ACK; 6 how callbacks answer: every so many calls something else than "go on"; 7 which messages
//! are kept. Then datagrams: two bytes of length, and so many bytes.
#![no_main]

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;

use libc::{c_int, c_uchar, c_void, nlmsgerr, sockaddr_nl, ucred};
use libfuzzer_sys::fuzz_target;
use nl::capi::handlers::{nl_cb_alloc, nl_cb_err, nl_cb_overwrite_recv, nl_cb_put, nl_cb_set};
use nl::capi::msg::message::{nlmsg_free, nlmsg_get, nlmsg_hdr};
use nl::capi::netlink::nl_recvmsgs_report;
use nl::capi::oxnl::{
    oxnl_socket_get_ext_ack_missing, oxnl_socket_get_ext_ack_msg, oxnl_socket_get_ext_ack_offset,
};
use nl::capi::socket::{
    nl_socket_alloc_cb, nl_socket_disable_auto_ack, nl_socket_free, nl_socket_use_seq,
};
use nl_sys::layout::{nl_msg, nl_sock};
use oxnl_fuzz::input::Input;
use oxnl_fuzz::model::{self, u16_at, u32_at};

/// Callback types, in libnl's numbers.
const VALID: usize = 0;
const FINISH: usize = 1;
const OVERRUN: usize = 2;
const SKIPPED: usize = 3;
const ACK: usize = 4;
const MSG_IN: usize = 5;
const INVALID: usize = 7;
const SEQ_CHECK: usize = 8;
const SEND_ACK: usize = 9;
const DUMP_INTR: usize = 10;
/// In the log: the error handler.
const ERROR: usize = 99;

/// What callbacks and model share.
struct Script {
    every: usize,
    calls: Cell<usize>,
    log: RefCell<Vec<usize>>,
    keep: u8,
    kept: RefCell<Vec<*mut nl_msg>>,
    datagrams: RefCell<VecDeque<Vec<u8>>>,
    error_answer: Option<c_int>,
}

thread_local! {
    static SCRIPT: Cell<*const Script> = const { Cell::new(std::ptr::null()) };
}

impl Script {
    fn here<'a>() -> &'a Self {
        // SAFETY: set for as long as a run lasts.
        unsafe { &*SCRIPT.get() }
    }

    /// What the `call`-th call of a callback answers.
    fn answer(&self, call: usize) -> c_int {
        if self.every == 0 || call % self.every != self.every - 1 {
            return 0;
        }
        [1, 2, 5, -3, 1, 2, 1, -28][call / self.every % 8]
    }

    fn called(&self, what: usize) -> c_int {
        let call = self.calls.replace(self.calls.get() + 1);
        self.log.borrow_mut().push(what);
        self.answer(call)
    }
}

unsafe extern "C" fn told(msg: *mut nl_msg, what: *mut c_void) -> c_int {
    let script = Script::here();
    // SAFETY: a live message.
    let nlh = unsafe { nlmsg_hdr(msg) };
    // SAFETY: a message has a header.
    let len = unsafe { nlh.read_unaligned() }.nlmsg_len as usize;
    // SAFETY: all of a message can be read.
    let bytes = unsafe { std::slice::from_raw_parts(nlh.cast::<u8>(), len) };
    std::hint::black_box(bytes.iter().fold(0, |sum: u8, byte| sum.wrapping_add(*byte)));
    if script.keep != 0 && script.calls.get().is_multiple_of(usize::from(script.keep)) {
        // SAFETY: a live message.
        unsafe { nlmsg_get(msg) };
        script.kept.borrow_mut().push(msg);
    }
    script.called(what.addr())
}

unsafe extern "C" fn failed(_: *mut sockaddr_nl, error: *mut nlmsgerr, _: *mut c_void) -> c_int {
    // SAFETY: a whole error message.
    assert_ne!(unsafe { error.read_unaligned() }.error, 0);
    let script = Script::here();
    script.log.borrow_mut().push(ERROR);
    script.error_answer.unwrap_or(0)
}

unsafe extern "C" fn peer(
    _: *mut nl_sock,
    _: *mut sockaddr_nl,
    buf: *mut *mut c_uchar,
    _: *mut *mut ucred,
) -> c_int {
    let datagram = Script::here().datagrams.borrow_mut().pop_front().unwrap_or_default();
    if datagram.is_empty() {
        return 0;
    }
    // SAFETY: malloc takes any size.
    let memory = unsafe { libc::malloc(datagram.len()) }.cast::<u8>();
    // SAFETY: as long as that.
    unsafe { std::ptr::copy_nonoverlapping(datagram.as_ptr(), memory, datagram.len()) };
    // SAFETY: the caller's.
    unsafe { buf.write(memory) };
    c_int::try_from(datagram.len()).unwrap()
}

fuzz_target!(|data: &[u8]| {
    let Some(input) = Input::new(data) else { return };
    let mut datagrams = VecDeque::new();
    let mut rest = input.bytes;
    while let Some((size, behind)) = rest.split_first_chunk() {
        let len = usize::from(u16::from_le_bytes(*size)).min(behind.len());
        let (datagram, behind) = behind.split_at(len);
        datagrams.push_back(datagram.to_vec());
        rest = behind;
    }
    let wanted = |what: usize| input.u16(1) & 1 << what != 0;
    let script = Script {
        every: usize::from(input.u8(6) & 15),
        calls: Cell::new(0),
        log: RefCell::default(),
        keep: input.u8(7) & 7,
        kept: RefCell::default(),
        datagrams: RefCell::new(datagrams.clone()),
        error_answer: (input.u8(4) != 255).then(|| [0, 1, 2, -5][usize::from(input.u8(3) & 3)]),
    };
    SCRIPT.set(&raw const script);
    let auto_ack = input.u8(5) & 1 == 0;
    run(&script, &wanted, auto_ack, &datagrams);
});

#[allow(clippy::multiple_unsafe_ops_per_block, reason = "all for the same reason")]
fn run(
    script: &Script,
    wanted: &dyn Fn(usize) -> bool,
    auto_ack: bool,
    datagrams: &VecDeque<Vec<u8>>,
) {
    // SAFETY: handles of the library's, used as documented.
    let (returned, seq) = unsafe {
        let cb = nl_cb_alloc(0);
        for what in (0..11).filter(|&what| wanted(what)) {
            let argument = std::ptr::without_provenance_mut(what);
            assert_eq!(nl_cb_set(cb, what as c_int, 3, Some(told), argument), 0);
        }
        if script.error_answer.is_some() {
            nl_cb_err(cb, 3, Some(failed), std::ptr::null_mut());
        }
        nl_cb_overwrite_recv(cb, Some(peer));
        let sk = nl_socket_alloc_cb(cb);
        if !auto_ack {
            nl_socket_disable_auto_ack(sk);
        }
        // Both start alike.
        let seq = nl_socket_use_seq(sk);
        let returned = nl_recvmsgs_report(sk, cb);
        let text = oxnl_socket_get_ext_ack_msg(sk);
        if !text.is_null() {
            std::hint::black_box(libc::strlen(text));
        }
        let (mut a, mut b) = (0, 0);
        oxnl_socket_get_ext_ack_offset(sk, &raw mut a);
        oxnl_socket_get_ext_ack_missing(sk, &raw mut a, &raw mut b);
        nl_socket_free(sk);
        nl_cb_put(cb);
        for msg in script.kept.borrow().iter() {
            nlmsg_free(*msg);
        }
        (returned, seq)
    };
    let mut model = Model {
        script,
        wanted,
        auto_ack,
        seq,
        calls: 0,
        log: Vec::new(),
        multipart: false,
        interrupted: false,
        messages: 0,
    };
    assert_eq!(returned, model.run(datagrams));
    assert_eq!(*script.log.borrow(), model.log);
}

/// What libnl documents of its receive loop.
struct Model<'a> {
    script: &'a Script,
    wanted: &'a dyn Fn(usize) -> bool,
    auto_ack: bool,
    seq: u32,
    calls: usize,
    log: Vec<usize>,
    multipart: bool,
    interrupted: bool,
    messages: c_int,
}

/// How a message ends.
enum End {
    Next,
    Stop,
    Leave(c_int),
}

impl Model<'_> {
    fn run(&mut self, datagrams: &VecDeque<Vec<u8>>) -> c_int {
        let mut datagrams = datagrams.iter();
        let returned = 'all: loop {
            let Some(datagram) = datagrams.next().filter(|datagram| !datagram.is_empty()) else {
                return 0;
            };
            for range in model::messages(datagram) {
                match self.message(&datagram[range]) {
                    Ok(()) | Err(End::Next) => {}
                    Err(End::Stop) => break 'all 0,
                    Err(End::Leave(with)) => break 'all with,
                }
            }
            if !self.multipart {
                break 0;
            }
        };
        match returned {
            _ if self.interrupted => -33,
            0 => self.messages,
            other => other,
        }
    }

    /// Whether a callback was told, and went on.
    fn tell(&mut self, what: usize) -> Result<bool, End> {
        if !(self.wanted)(what) {
            return Ok(false);
        }
        self.log.push(what);
        self.calls += 1;
        match self.script.answer(self.calls - 1) {
            0 => Ok(true),
            1 => Err(End::Next),
            2 => Err(End::Stop),
            other => Err(End::Leave(other)),
        }
    }

    fn message(&mut self, message: &[u8]) -> Result<(), End> {
        let (kind, flags) = (u16_at(message, 4), u16_at(message, 6));
        self.messages += 1;
        self.tell(MSG_IN)?;
        if (self.wanted)(SEQ_CHECK) {
            self.tell(SEQ_CHECK)?;
        } else if self.auto_ack && u32_at(message, 8) != self.seq && !self.tell(INVALID)? {
            return Err(End::Leave(-16));
        }
        let control = (1..=4).contains(&kind);
        if control {
            self.seq = self.seq.wrapping_add(1);
        }
        self.multipart |= flags & 2 != 0;
        if flags & 16 != 0 && !self.tell(DUMP_INTR)? {
            self.interrupted = true;
        }
        if flags & 4 != 0 {
            self.tell(SEND_ACK)?;
        }
        let number = message.get(16..20).map(|_| u32_at(message, 16).cast_signed());
        match kind {
            3 => {
                self.multipart = false;
                self.tell(FINISH)?;
                // oxnl's own: the error of a dump that could not be finished.
                match number {
                    Some(error @ ..0) => Err(End::Leave(-nle(error))),
                    _ => Ok(()),
                }
            }
            1 => self.tell(SKIPPED).map(drop),
            4 if !self.tell(OVERRUN)? => Err(End::Leave(-17)),
            4 => Ok(()),
            2 if message.len() < 36 => {
                if self.tell(INVALID)? {
                    Ok(())
                } else {
                    Err(End::Leave(-18))
                }
            }
            2 if number == Some(0) => self.tell(ACK).map(drop),
            2 => {
                let code = -nle(number.unwrap_or(0));
                let Some(answer) = self.script.error_answer else {
                    return Err(End::Leave(code));
                };
                self.log.push(ERROR);
                match answer {
                    ..=-1 => Err(End::Leave(answer)),
                    1 => Err(End::Next),
                    2 => Err(End::Leave(code)),
                    _ => Ok(()),
                }
            }
            _ => self.tell(VALID).map(drop),
        }
    }
}

/// libnl's code for an error number.
fn nle(errno: c_int) -> c_int {
    nl::capi::errno::nl_syserr2nlerr(errno)
}
