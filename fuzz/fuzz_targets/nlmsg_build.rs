// SPDX-License-Identifier: LGPL-2.1-or-later
//! Building one message in a buffer of exact size, against a tree of what was put and against
//! `wire::build::Builder`.
//!
//! Input: size of the buffer (two bytes; one more says whether to add 65,536); size of the protocol
//! header (one byte); then operations, see `Message::operation`.
#![no_main]

use std::ffi::CString;

use libc::{c_int, c_void, nlattr, nlmsghdr};
use libfuzzer_sys::fuzz_target;
use mnl::capi::libmnl::attr_get::{
    mnl_attr_get_payload, mnl_attr_get_payload_len, mnl_attr_get_type,
};
use mnl::capi::libmnl::attr_parse::{mnl_attr_parse, mnl_attr_parse_nested};
use mnl::capi::libmnl::attr_put::{
    mnl_attr_nest_cancel, mnl_attr_nest_end, mnl_attr_nest_start, mnl_attr_put, mnl_attr_put_str,
    mnl_attr_put_strz, mnl_attr_put_u8, mnl_attr_put_u16, mnl_attr_put_u32, mnl_attr_put_u64,
};
use mnl::capi::libmnl::attr_put_check::{
    mnl_attr_nest_start_check, mnl_attr_put_check, mnl_attr_put_str_check, mnl_attr_put_strz_check,
    mnl_attr_put_u8_check, mnl_attr_put_u16_check, mnl_attr_put_u32_check, mnl_attr_put_u64_check,
};
use mnl::capi::libmnl::nlmsg::{mnl_nlmsg_put_extra_header, mnl_nlmsg_put_header};
use oxnl_fuzz::errno::{self, UNTOUCHED};
use oxnl_fuzz::exact::Exact;
use oxnl_fuzz::input::Operations;
use oxnl_fuzz::model::{ATTR, MESSAGE, PAYLOAD_MAX, align, u32_at};
use oxnl_fuzz::tree::{self, Node, Payload};
use wire::build::{BuildError, Builder, Nest};
use wire::nlmsg::Header;

const NESTED: u16 = 0x8000;

const HEADER: Header = Header {
    nlmsg_len: 0,
    nlmsg_type: 0x1234,
    nlmsg_flags: 0x0305,
    nlmsg_seq: 0x89ab_cdef,
    nlmsg_pid: 0x7654_3210,
};

/// A function that adds a value to a message.
type Put<T> = unsafe extern "C" fn(*mut nlmsghdr, u16, T);
/// The same with the length of the buffer.
type PutCheck<T> = unsafe extern "C" fn(*mut nlmsghdr, usize, u16, T) -> bool;

fuzz_target!(|data: &[u8]| {
    build(Operations::new(data));
});

fn build(mut operations: Operations<'_>) -> Option<()> {
    let size = usize::from(operations.u16()?) | usize::from(operations.u8()? & 1) << 16;
    let extra = usize::from(operations.u8()? & 0x3f);
    let size = size.max(MESSAGE + align(extra));
    let mut twin = vec![0xee; size];
    let mut message = Message::new(size, extra, &mut twin);
    while message.operation(&mut operations).is_some() {
        message.check_len();
    }
    message.finish();
    Some(())
}

/// A nest that has not been ended.
struct Open {
    nla_type: u16,
    at: *mut nlattr,
    twin: Option<Nest>,
    nodes: Vec<Node>,
}

impl Open {
    fn size(&self) -> usize {
        ATTR + tree::size(&self.nodes)
    }
}

struct Message<'a> {
    memory: Exact,
    nlh: *mut nlmsghdr,
    /// Header and protocol header.
    head: Vec<u8>,
    /// What `nlmsg_len` should be.
    len: usize,
    /// Attributes of the message itself.
    nodes: Vec<Node>,
    open: Vec<Open>,
    /// The same message made by `wire`; none once something was done that it cannot do.
    twin: Option<Builder<'a>>,
}

impl<'a> Message<'a> {
    fn new(size: usize, extra: usize, twin: &'a mut [u8]) -> Self {
        let memory = Exact::room(size);
        // SAFETY: there is room for a header.
        let nlh = unsafe { mnl_nlmsg_put_header(memory.ptr().cast()) };
        assert_eq!(memory.bytes()[..MESSAGE], {
            let mut empty = [0; MESSAGE];
            empty[..4].copy_from_slice(&16_u32.to_ne_bytes());
            empty
        });
        let mut head = HEADER.to_bytes();
        let fields = nlh.cast::<u8>().wrapping_add(4);
        // SAFETY: there is room for a header; its length stays.
        unsafe { std::ptr::copy_nonoverlapping(head[4..].as_ptr(), fields, MESSAGE - 4) };
        // SAFETY: there is room for it.
        let at = unsafe { mnl_nlmsg_put_extra_header(nlh, extra) };
        let protocol = pattern(extra, 3);
        // SAFETY: just made.
        unsafe { std::ptr::copy_nonoverlapping(protocol.as_ptr(), at.cast::<u8>(), extra) };
        let mut twin = Builder::new(twin, HEADER).expect("room for a header");
        twin.put_extra_header(&protocol).expect("room for it");

        head[..4].fill(0);
        let mut head = head.to_vec();
        head.extend(protocol);
        head.resize(align(head.len()), 0);
        Self {
            memory,
            nlh,
            len: head.len(),
            head,
            nodes: Vec::new(),
            open: Vec::new(),
            twin: Some(twin),
        }
    }

    fn check_len(&self) {
        let nlmsg_len = u32_at(self.memory.bytes(), 0) as usize;
        assert_eq!(nlmsg_len, self.len);
        if let Some(twin) = &self.twin {
            assert_eq!(twin.bytes().len(), nlmsg_len);
        }
    }

    fn has_room(&self, payload: usize) -> bool {
        payload <= PAYLOAD_MAX && self.len + ATTR + align(payload) <= self.memory.len()
    }

    /// Where attributes go now.
    fn current(&mut self) -> &mut Vec<Node> {
        match self.open.last_mut() {
            Some(open) => &mut open.nodes,
            None => &mut self.nodes,
        }
    }

    /// One byte says what to do, its top bit whether with a check; then type, and what it needs.
    fn operation(&mut self, input: &mut Operations<'_>) -> Option<()> {
        let what = input.u8()?;
        let check = what & 0x80 != 0;
        match what & 0xf {
            0..=3 => self.put(check, input.u16()?, input.size()?, input.u8()?),
            4 => self.put_too_long(check, input.u16()?, input.u16()?),
            5..=8 => self.put_integer(check, 1 << ((what & 0xf) - 2), input.u16()?, input.u8()?),
            9 => self.put_string(check, false, input.u16()?, input.size()?, input.u8()?),
            10 => self.put_string(check, true, input.u16()?, input.size()?, input.u8()?),
            11 | 12 => self.nest_start(check, input.u16()?),
            13 => self.nest_end(),
            14 => self.nest_cancel(usize::from(input.u8()?)),
            _ => self.cancel_closed(usize::from(input.u8()?)),
        }
        Some(())
    }

    /// Puts an attribute into message and models, if there is room or the function finds out.
    fn add(
        &mut self,
        check: bool,
        nla_type: u16,
        payload: Vec<u8>,
        put: impl FnOnce(*mut nlmsghdr, Option<usize>) -> bool,
    ) {
        let room = self.has_room(payload.len());
        if !check && !room && payload.len() <= PAYLOAD_MAX {
            return;
        }
        let buflen = check.then_some(self.memory.len());
        let expected = room || !check;
        assert_eq!(errno::of(|| put(self.nlh, buflen)), (expected, UNTOUCHED));
        if let Some(twin) = &mut self.twin {
            assert_eq!(twin.put(nla_type, &payload).is_ok(), room);
        }
        if room {
            self.len += ATTR + align(payload.len());
            self.current().push(Node { nla_type, payload: Payload::Bytes(payload) });
        }
    }

    fn put(&mut self, check: bool, nla_type: u16, len: usize, seed: u8) {
        let data = Exact::new(&pattern(len, seed), usize::from(seed));
        let at = if len == 0 && seed & 1 != 0 {
            std::ptr::null()
        } else {
            data.ptr().cast_const().cast::<c_void>()
        };
        self.add(check, nla_type, data.bytes().to_vec(), |nlh, buflen| {
            if let Some(buflen) = buflen {
                // SAFETY: the buffer is that long, and so is the data.
                unsafe { mnl_attr_put_check(nlh, buflen, nla_type, len, at) }
            } else {
                // SAFETY: there is room; the data is that long.
                unsafe { mnl_attr_put(nlh, nla_type, len, at) };
                true
            }
        });
    }

    /// What fits no attribute leaves the message as it is, and is not looked at.
    fn put_too_long(&mut self, check: bool, nla_type: u16, seed: u16) {
        let beyond = usize::from(seed >> 2);
        let len = match seed & 3 {
            0 => PAYLOAD_MAX + 1 + beyond,
            1 => usize::MAX - beyond,
            2 => u32::MAX as usize - beyond,
            _ => (beyond + 1) << 32,
        };
        let data = [0_u8; 1];
        let at = data.as_ptr().cast();
        if check {
            let buflen = self.memory.len();
            // SAFETY: the buffer is that long; the data is refused for its length alone.
            let put = || unsafe { mnl_attr_put_check(self.nlh, buflen, nla_type, len, at) };
            assert_eq!(errno::of(put), (false, UNTOUCHED));
        } else {
            // SAFETY: refused for its length alone.
            unsafe { mnl_attr_put(self.nlh, nla_type, len, at) };
        }
    }

    fn put_value<T: Copy>(
        &mut self,
        check: bool,
        nla_type: u16,
        value: T,
        payload: &[u8],
        (plain, checked): (Put<T>, PutCheck<T>),
    ) {
        self.add(check, nla_type, payload.to_vec(), |nlh, buflen| {
            if let Some(buflen) = buflen {
                // SAFETY: the buffer is that long; a string has its terminator.
                unsafe { checked(nlh, buflen, nla_type, value) }
            } else {
                // SAFETY: there is room, or the payload fits no attribute; as above.
                unsafe { plain(nlh, nla_type, value) };
                true
            }
        });
    }

    fn put_integer(&mut self, check: bool, bits: u8, nla_type: u16, seed: u8) {
        let value = u64::from_ne_bytes(pattern(8, seed).try_into().expect("eight bytes"));
        match bits {
            8 => {
                let value = value as u8;
                let functions = (mnl_attr_put_u8 as _, mnl_attr_put_u8_check as _);
                self.put_value(check, nla_type, value, &value.to_ne_bytes(), functions);
            }
            16 => {
                let value = value as u16;
                let functions = (mnl_attr_put_u16 as _, mnl_attr_put_u16_check as _);
                self.put_value(check, nla_type, value, &value.to_ne_bytes(), functions);
            }
            32 => {
                let value = value as u32;
                let functions = (mnl_attr_put_u32 as _, mnl_attr_put_u32_check as _);
                self.put_value(check, nla_type, value, &value.to_ne_bytes(), functions);
            }
            _ => {
                let functions = (mnl_attr_put_u64 as _, mnl_attr_put_u64_check as _);
                self.put_value(check, nla_type, value, &value.to_ne_bytes(), functions);
            }
        }
    }

    fn put_string(&mut self, check: bool, z: bool, nla_type: u16, len: usize, seed: u8) {
        let text: Vec<u8> = pattern(len, seed).iter().map(|byte| byte | 1).collect();
        let text = CString::new(text).expect("no NUL in it");
        if z {
            let functions = (mnl_attr_put_strz as _, mnl_attr_put_strz_check as _);
            let payload = text.as_bytes_with_nul();
            self.put_value(check, nla_type, text.as_ptr(), payload, functions);
        } else {
            let functions = (mnl_attr_put_str as _, mnl_attr_put_str_check as _);
            self.put_value(check, nla_type, text.as_ptr(), text.as_bytes(), functions);
        }
    }

    fn nest_start(&mut self, check: bool, nla_type: u16) {
        let room = self.has_room(0);
        let at = if check {
            // SAFETY: the buffer is that long.
            unsafe { mnl_attr_nest_start_check(self.nlh, self.memory.len(), nla_type) }
        } else if room {
            // SAFETY: there is room.
            unsafe { mnl_attr_nest_start(self.nlh, nla_type) }
        } else {
            return;
        };
        let twin = self.twin.as_mut().map(|twin| twin.nest_start(nla_type));
        assert!(twin.as_ref().is_none_or(|nest| nest.is_ok() == room));
        assert_eq!(!at.is_null(), room);
        if room {
            assert_eq!(at.addr() - self.nlh.addr(), self.len);
            self.len += ATTR;
            self.open.push(Open {
                nla_type: nla_type | NESTED,
                at,
                twin: twin.and_then(Result::ok),
                nodes: Vec::new(),
            });
        }
    }

    fn nest_end(&mut self) {
        let Some(nest) = self.open.pop() else {
            return;
        };
        // SAFETY: the nest is of this message.
        unsafe { mnl_attr_nest_end(self.nlh, nest.at) };
        let size = nest.size();
        let fits = size <= ATTR + PAYLOAD_MAX;
        if let (Some(twin), Some(nest)) = (&mut self.twin, nest.twin) {
            let expected = if fits { Ok(()) } else { Err(BuildError::AttrTooLong) };
            assert_eq!(twin.nest_end(nest), expected);
        }
        if fits {
            self.current()
                .push(Node { nla_type: nest.nla_type, payload: Payload::Nest(nest.nodes) });
        } else {
            self.len -= size;
        }
    }

    /// Removes an open nest with those inside it.
    fn nest_cancel(&mut self, which: usize) {
        if self.open.is_empty() {
            return;
        }
        let mut cancelled = self.open.split_off(which % self.open.len());
        self.len -= cancelled.iter().map(Open::size).sum::<usize>();
        let nest = cancelled.remove(0);
        // SAFETY: the nest is of this message.
        unsafe { mnl_attr_nest_cancel(self.nlh, nest.at) };
        if let (Some(twin), Some(nest)) = (&mut self.twin, nest.twin) {
            twin.nest_cancel(nest).expect("a nest of this message");
        }
    }

    /// Removes an attribute that is complete, and all behind it: libmnl lets a nest that was ended
    /// be cancelled.
    fn cancel_closed(&mut self, which: usize) {
        let nodes = self.current();
        if nodes.is_empty() {
            return;
        }
        let removed = nodes.split_off(which % nodes.len());
        self.len -= tree::size(&removed);
        let start = self.nlh.cast::<u8>().wrapping_add(self.len);
        // SAFETY: the start of an attribute of this message.
        unsafe { mnl_attr_nest_cancel(self.nlh, start.cast()) };
        self.twin = None;
    }

    /// The message is what was put into it.
    fn finish(mut self) {
        while !self.open.is_empty() {
            self.nest_end();
        }
        self.check_len();
        let mut expected = self.head.clone();
        expected.extend(tree::bytes(&self.nodes));
        let nlmsg_len = u32::try_from(expected.len()).expect("small");
        expected[..4].copy_from_slice(&nlmsg_len.to_ne_bytes());
        assert_eq!(&self.memory.bytes()[..expected.len()], expected);
        if let Some(twin) = &self.twin {
            assert_eq!(twin.bytes(), expected);
        }
        let offset = u32::try_from(self.head.len() - MESSAGE).expect("small");
        parse(&self.nodes, |cb, data| {
            // SAFETY: a whole message.
            unsafe { mnl_attr_parse(self.nlh, offset, Some(cb), data) }
        });
    }
}

type Callback = unsafe extern "C" fn(*const nlattr, *mut c_void) -> c_int;

/// Parsing gives back `nodes`.
fn parse(nodes: &[Node], run: impl FnOnce(Callback, *mut c_void) -> c_int) {
    let mut left = nodes.iter();
    assert_eq!(run(visit, (&raw mut left).cast()), 1);
    assert_eq!(left.len(), 0);
}

/// # Safety
/// `data` points to the iterator made by [`parse`], `attr` to an attribute.
unsafe extern "C" fn visit(attr: *const nlattr, data: *mut c_void) -> c_int {
    // SAFETY: by contract, and nobody else uses it meanwhile.
    let left = unsafe { &mut *data.cast::<std::slice::Iter<'_, Node>>() };
    let node = left.next().expect("no more than were put");
    // SAFETY: the attribute is whole.
    assert_eq!(unsafe { mnl_attr_get_type(attr) }, node.nla_type & 0x3fff);
    // SAFETY: the attribute is whole.
    let len = usize::from(unsafe { mnl_attr_get_payload_len(attr) });
    // SAFETY: the attribute is whole.
    let payload = unsafe { mnl_attr_get_payload(attr) };
    match &node.payload {
        Payload::Bytes(bytes) => {
            // SAFETY: as long as the attribute says.
            let payload = unsafe { std::slice::from_raw_parts(payload.cast::<u8>(), len) };
            assert_eq!(payload, bytes);
        }
        Payload::Nest(nodes) => parse(nodes, |cb, data| {
            // SAFETY: the attribute is whole.
            unsafe { mnl_attr_parse_nested(attr, Some(cb), data) }
        }),
    }
    1
}

/// Bytes that differ from their neighbours.
fn pattern(len: usize, seed: u8) -> Vec<u8> {
    (0..len).map(|at| seed.wrapping_add((at * 7) as u8)).collect()
}
