// SPDX-License-Identifier: LGPL-2.1-or-later
//! Messages as text: the names of types and flags, and `nl_msg_dump()`.
//!
//! The text is part of the ABI, its oddities included: a payload without bytes leaves its line open, and
//! so does one byte per line deep in a nest. Nothing outside the message's memory is read.

use core::ffi::CStr;

use libc::{c_char, c_int};
use nl_sys::layout::{nl_cache_ops, nl_msg, trans_tbl};
use os::raw::RawMsg;
use os::stdio::Stream;
use wire::{attr, nlmsg};

use crate::header;
use crate::message::Fields;
use crate::registry;
use crate::strings::{self, Append, Buffer};

/// Names of control messages.
pub static TYPES: [trans_tbl; 4] = [
    trans_tbl::new(1, c"NOOP"),
    trans_tbl::new(2, c"ERROR"),
    trans_tbl::new(3, c"DONE"),
    trans_tbl::new(4, c"OVERRUN"),
];

/// Names of flags. Those that only have a meaning in requests to change something share bits with
/// those of requests to dump, and are called by the names of these.
static FLAGS: [trans_tbl; 8] = [
    trans_tbl::new(0x001, c"REQUEST"),
    trans_tbl::new(0x002, c"MULTI"),
    trans_tbl::new(0x004, c"ACK"),
    trans_tbl::new(0x008, c"ECHO"),
    trans_tbl::new(0x100, c"ROOT"),
    trans_tbl::new(0x200, c"MATCH"),
    trans_tbl::new(0x400, c"ATOMIC"),
    trans_tbl::new(0x800, c"APPEND"),
];
/// All of them.
const NAMED_FLAGS: c_int = 0xf0f;

/// Writes the name of a control message, or the number of any other.
pub fn type_name(kind: c_int, to: &mut Buffer<'_>) {
    strings::type2str(kind, to, &TYPES);
}

/// Writes the names of flags with commas between, and those without a name as one number behind.
pub fn flag_names(flags: c_int, to: &mut Buffer<'_>) {
    strings::flags2str(flags, to, &FLAGS);
    let rest = flags & !NAMED_FLAGS;
    if rest != 0 {
        to.push(b"0x");
        to.push_hex(rest.cast_unsigned().into(), 1);
    }
}

/// A cache type that the registry found, kept registered.
pub struct Associated(*mut nl_cache_ops);

impl Associated {
    /// The type that reads messages of `msgtype` of a protocol.
    #[must_use]
    pub fn find(protocol: c_int, msgtype: u16) -> Option<Self> {
        let ops = registry::associate_safe(protocol, msgtype.into());
        // Not made for NULL, or it would be dropped.
        (!ops.is_null()).then(|| Self(ops))
    }

    /// The type.
    #[must_use]
    pub fn ops(&self) -> &nl_cache_ops {
        // SAFETY: it stays registered until the reference is given back.
        unsafe { &*self.0 }
    }

    fn header_len(&self) -> c_int {
        self.ops().co_hdrsize
    }
}

impl Drop for Associated {
    fn drop(&mut self) {
        registry::ops_put(self.ops());
    }
}

const GENERIC: c_int = libc::NETLINK_GENERIC;
const GENERIC_HEADER: c_int = 4;
/// Bytes of `struct nlmsgerr`: a number, and the header of the message that it is about.
const ERROR: c_int = 20;
/// Levels of nests that are printed as such. What is deeper, as no family has it, is printed as bytes.
const DEPTH: usize = 32;
/// Bytes in a line of bytes outside of nests.
const PER_LINE: usize = 16;

/// Prints a message.
pub fn message(msg: &nl_msg, out: &mut Stream) {
    // SAFETY: a message has a header.
    let nlh = unsafe { RawMsg::new(msg.nm_nlh.get()) };
    out.push(b"--------------------------   BEGIN NETLINK MESSAGE ---------------------------\n");
    out.push(b"  [NETLINK HEADER] 16 octets\n");
    let protocol = msg.nm_protocol.get();
    header_lines(nlh.nlmsg_len(), Fields::of(nlh), protocol, out);
    // What it claims beyond its memory is not there.
    let room = c_int::try_from(msg.nm_size.get()).unwrap_or(c_int::MAX);
    let len = c_int::try_from(nlh.nlmsg_len()).unwrap_or(c_int::MAX).min(room);
    let payload = len.wrapping_sub(nlmsg::HDRLEN_INT);
    let mut dump = Dump { nlh, room, out };
    if u32::from(nlh.nlmsg_type()) == u32::from(nlmsg::ERROR) {
        dump.error(payload);
    } else if payload > 0 {
        dump.payload(protocol, payload);
    }
    out.push(b"---------------------------  END NETLINK MESSAGE   ---------------------------\n");
}

fn header_lines(nlmsg_len: u32, fields: Fields, protocol: c_int, out: &mut Stream) {
    let kind = c_int::from(fields.kind);
    let flags = c_int::from(fields.flags);
    let mut text: [c_char; 128] = [0; 128];
    line(out, b"nlmsg_len", nlmsg_len.cast_signed(), None);
    // SAFETY: the text is nobody else's.
    let mut name = unsafe { Buffer::new(text.as_mut_ptr(), text.len()) };
    let associated = Associated::find(protocol, fields.kind);
    match associated.as_ref().and_then(|found| registry::msgtype_lookup(found.ops(), kind)) {
        Some(msgtype) => {
            name.push_c(associated.as_ref().map_or(c"", |found| registry::cache_name(found.ops())));
            name.push(b"::");
            // SAFETY: NULL or a string.
            name.push_c(unsafe { c_str(msgtype.mt_name) });
        }
        None => type_name(kind, &mut name),
    }
    line(out, b"type", kind, Some(&text));
    // SAFETY: as above.
    let mut names = unsafe { Buffer::new(text.as_mut_ptr(), text.len()) };
    flag_names(flags, &mut names);
    line(out, b"flags", flags, Some(&text));
    line(out, b"seq", fields.seq.cast_signed(), None);
    line(out, b"port", fields.port.cast_signed(), None);
}

/// # Safety
/// `text` is NULL or a string that stays as it is.
unsafe fn c_str<'a>(text: *const c_char) -> &'a CStr {
    if text.is_null() {
        return c"";
    }
    // SAFETY: by contract.
    unsafe { CStr::from_ptr(text) }
}

/// `    .name = 1`, and the text behind it.
fn line(out: &mut Stream, name: &[u8], value: c_int, text: Option<&[c_char; 128]>) {
    out.push(b"    .");
    out.push(name);
    out.push(b" = ");
    out.push_int(value.into());
    if let Some(text) = text {
        out.push(b" <");
        // SAFETY: ends in NUL, as Buffer leaves it.
        out.push_c(unsafe { CStr::from_ptr(text.as_ptr()) });
        out.push(b">");
    }
    out.push(b"\n");
}

/// A message that is being printed. Places in it are offsets, which lie below `room`, or nothing is there.
struct Dump<'a> {
    nlh: RawMsg,
    room: c_int,
    out: &'a mut Stream,
}

impl Dump<'_> {
    /// The bytes at `at`; `None` if not all of them are in the message's memory.
    fn load<T: Copy>(&self, at: c_int) -> Option<T> {
        let offset = usize::try_from(at.checked_sub(nlmsg::HDRLEN_INT)?).ok()?;
        let end = offset.checked_add(nlmsg::HDRLEN)?.checked_add(size_of::<T>())?;
        if end > usize::try_from(self.room).ok()? {
            return None;
        }
        // SAFETY: within the message's memory; only used for integers and arrays of them.
        Some(unsafe { self.nlh.load(offset) })
    }

    fn error(&mut self, payload: c_int) {
        self.title(0, b"ERRORMSG", ERROR);
        let at = nlmsg::HDRLEN_INT;
        let Some(header) = self.load::<[u32; 5]>(at).filter(|_| payload >= ERROR) else {
            return;
        };
        let [error, _, kind_flags, seq, port] = header;
        let error = error.cast_signed();
        self.out.push(b"    .error = ");
        self.out.push_int(error.into());
        self.out.push(b" \"");
        // SAFETY: a string until the next call.
        self.out.push_c(unsafe { CStr::from_ptr(strings::strerror(error.wrapping_neg())) });
        self.out.push(b"\"\n");
        self.title(0, b"ORIGINAL MESSAGE", nlmsg::HDRLEN_INT);
        let [[a, b], [c, d]] = split(kind_flags.to_ne_bytes());
        let (kind, flags) = (u16::from_ne_bytes([a, b]), u16::from_ne_bytes([c, d]));
        // As upstream, who copies the header to a message of its own: that has no length or protocol.
        let fields = Fields { kind, flags, seq, port };
        header_lines(nlmsg::HDRLEN_U32, fields, crate::message::NO_PROTOCOL, self.out);
    }

    fn payload(&mut self, protocol: c_int, len: c_int) {
        let associated = Associated::find(protocol, self.nlh.nlmsg_type());
        let header_len = associated.as_ref().map(Associated::header_len);
        let attrs = header_len.map_or(0, |size| len.saturating_sub(header::align(size)).max(0));
        let mut at = nlmsg::HDRLEN_INT;
        let mut left = len.saturating_sub(attrs);
        if protocol == GENERIC && left >= GENERIC_HEADER {
            self.generic_header(at);
            at = at.saturating_add(GENERIC_HEADER);
            left = left.saturating_sub(GENERIC_HEADER);
            let family = header_len.map_or(0, |size| size.saturating_sub(GENERIC_HEADER));
            if family > 0 && left >= family {
                self.title(0, b"HEADER", family);
                self.bytes(0, at, family);
                at = at.saturating_add(family);
                left = left.saturating_sub(family);
            }
        }
        if left != 0 {
            self.title(0, b"PAYLOAD", left);
            self.bytes(0, at, left);
        }
        if attrs != 0 {
            let header_len = header_len.map_or(0, header::align);
            self.attrs(0, nlmsg::HDRLEN_INT.saturating_add(header_len), attrs);
        }
    }

    fn generic_header(&mut self, at: c_int) {
        let [cmd, version, a, b] = self.load(at).unwrap_or_default();
        let reserved = u16::from_ne_bytes([a, b]);
        self.title(0, b"GENERIC NETLINK HEADER", GENERIC_HEADER);
        line(self.out, b"cmd", c_int::from(cmd), None);
        line(self.out, b"version", c_int::from(version), None);
        self.out.push(if reserved == 0 { b"    .unused = " } else { b"    .unused = 0x" });
        self.out.push_hex(reserved.into(), 1);
        self.out.push(b"\n");
    }

    /// `  [TITLE] 12 octets`
    fn title(&mut self, depth: usize, title: &[u8], octets: c_int) {
        self.indent(depth);
        self.out.push(b"  [");
        self.out.push(title);
        self.out.push(b"] ");
        self.out.push_int(octets.into());
        self.out.push(b" octets\n");
    }

    fn indent(&mut self, depth: usize) {
        for _ in 0..depth {
            self.out.push(b"  ");
        }
    }

    fn attrs(&mut self, depth: usize, mut at: c_int, mut left: c_int) {
        while let Some([nla_len, nla_type]) = self.load::<[u16; 2]>(at) {
            if !attr::ok(nla_len, left) {
                break;
            }
            let data = at.saturating_add(attr::HDRLEN_INT);
            let len = c_int::from(nla_len).saturating_sub(attr::HDRLEN_INT);
            let nested = nla_type & attr::F_NESTED != 0;
            self.attr_title(depth, nla_type, len);
            if nested && depth < DEPTH {
                self.attrs(depth.saturating_add(1), data, len);
            } else {
                self.bytes(depth, data, len);
            }
            let stride = attr::stride(nla_len).cast_signed();
            let end = data.saturating_add(len);
            let pad = stride.saturating_sub(nla_len.into());
            if pad > 0 {
                self.title(depth, b"PADDING", pad);
                self.bytes(depth, end, pad);
            }
            at = at.saturating_add(stride);
            left = left.saturating_sub(stride);
        }
        if left != 0 {
            self.title(depth, b"LEFTOVER", left);
        }
    }

    fn attr_title(&mut self, depth: usize, nla_type: u16, len: c_int) {
        if nla_type == 0 {
            return self.title(depth, b"ATTR PADDING", len);
        }
        let mut text: [c_char; 32] = [0; 32];
        // SAFETY: the text is nobody else's.
        let mut title = unsafe { Buffer::new(text.as_mut_ptr(), text.len()) };
        let kind = nla_type & attr::TYPE_MASK;
        title.push(if kind < 10 { b"ATTR 0" } else { b"ATTR " });
        title.push_dec(kind.into());
        if nla_type & attr::F_NESTED != 0 {
            title.push(b" NESTED");
        }
        // SAFETY: ends in NUL, as Buffer leaves it.
        self.title(depth, unsafe { CStr::from_ptr(text.as_ptr()) }.to_bytes(), len);
    }

    /// Lines of bytes as numbers and as characters. In nests they are shorter, down to one byte a line.
    fn bytes(&mut self, depth: usize, at: c_int, len: c_int) {
        let per_line = PER_LINE.saturating_sub(depth.saturating_mul(2)).max(1);
        let mut text = [0_u8; PER_LINE];
        let mut column = 0_usize;
        self.start_line(depth);
        for done in 0..len.max(0) {
            // What an attribute at the end lacks of its padding is not there.
            let byte: u8 = at.checked_add(done).and_then(|at| self.load(at)).unwrap_or(0);
            self.out.push_hex(byte.into(), 2);
            self.out.push(b" ");
            // SAFETY: isprint takes any unsigned char.
            let shown = unsafe { libc::isprint(c_int::from(byte)) } != 0;
            if let Some(place) = text.get_mut(column) {
                *place = if shown { byte } else { b'.' };
            }
            column = column.saturating_add(1);
            if column < per_line {
                continue;
            }
            self.end_line(&text, column);
            column = 0;
            if done < len.saturating_sub(1) {
                self.start_line(depth);
            }
        }
        if column > 0 {
            for _ in column..per_line {
                self.out.push(b"   ");
            }
            self.end_line(&text, column);
        }
    }

    fn start_line(&mut self, depth: usize) {
        self.indent(depth);
        self.out.push(b"    ");
    }

    fn end_line(&mut self, text: &[u8; PER_LINE], used: usize) {
        self.out.push(text.get(..used).unwrap_or_default());
        self.out.push(b"\n");
    }
}

/// The two halves.
fn split(bytes: [u8; 4]) -> [[u8; 2]; 2] {
    let [a, b, c, d] = bytes;
    [[a, b], [c, d]]
}
