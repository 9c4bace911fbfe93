// SPDX-License-Identifier: LGPL-2.1-or-later
//! Words of expressions.
//!
//! As in upstream, a word ends at a blank or at one of `+()=<>&|"`; a `!` is a word only by itself; a single `|`
//! is left out; so is, in quotes, a backslash or the end of a line, and whatever is behind a quotation mark that
//! has no second one. Most keywords are the same in capitals; metadata and `eq`, `gt`, `lt` are not.

use os::array::Array;

/// Layers, of `linux/pkt_cls.h`.
const LINK: u8 = 0;
const NETWORK: u8 = 1;
const TRANSPORT: u8 = 2;

/// How matches are compared, of `linux/pkt_cls.h`.
const EQUAL: u8 = 0;
const GREATER: u8 = 1;
const LESS: u8 = 2;

/// Relations of matches, of `linux/pkt_cls.h`.
const AND: u16 = 1;
const OR: u16 = 2;

/// A word of an expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token<'a> {
    End,
    Open,
    Close,
    Plus,
    Mask,
    Shift,
    At,
    From,
    To,
    Not,
    Cmp,
    Pattern,
    Text,
    Meta,
    /// `TCF_EM_REL_*`
    Logic(u16),
    /// `TCF_EM_OPND_*`
    Operand(u8),
    /// `TCF_EM_ALIGN_*`
    Align(u16),
    /// `TCF_LAYER_*`
    Layer(u8),
    /// An integer of the metadata, `TCF_META_ID_*`.
    Integer(u16, &'static str),
    /// A text of the metadata.
    Variable(u16, &'static str),
    /// As it is written.
    Number(&'a [u8]),
    Word(&'a [u8]),
    /// What is in quotes, as it is written.
    Quoted(&'a [u8]),
}

/// Keywords, in any case.
static KEYWORDS: [(&str, Token<'static>); 23] = [
    ("and", Token::Logic(AND)),
    ("or", Token::Logic(OR)),
    ("not", Token::Not),
    ("!", Token::Not),
    ("cmp", Token::Cmp),
    ("pattern", Token::Pattern),
    ("text", Token::Text),
    ("meta", Token::Meta),
    ("mask", Token::Mask),
    ("shift", Token::Shift),
    ("at", Token::At),
    ("from", Token::From),
    ("to", Token::To),
    ("u8", Token::Align(1)),
    ("u16", Token::Align(2)),
    ("u32", Token::Align(4)),
    ("link", Token::Layer(LINK)),
    ("eth", Token::Layer(LINK)),
    ("net", Token::Layer(NETWORK)),
    ("ip", Token::Layer(NETWORK)),
    ("ip6", Token::Layer(NETWORK)),
    ("transport", Token::Layer(TRANSPORT)),
    ("tcp", Token::Layer(TRANSPORT)),
];

/// Keywords in small letters.
static SMALL_KEYWORDS: [(&str, Token<'static>); 3] =
    [("eq", Token::Operand(EQUAL)), ("gt", Token::Operand(GREATER)), ("lt", Token::Operand(LESS))];

/// Names of integers of the metadata, in the order of `TCF_META_ID_*`; empty for what has none here.
static INTEGERS: [&str; 48] = [
    "",
    "random",
    "loadavg_0",
    "loadavg_1",
    "loadavg_2",
    "dev",
    "prio",
    "proto",
    "pkttype",
    "pktlen",
    "datalen",
    "maclen",
    "mark",
    "tcindex",
    "rtclassid",
    "rtiif",
    "sk_family",
    "sk_state",
    "sk_reuse",
    "",
    "sk_refcnt",
    "sk_shutdown",
    "sk_proto",
    "sk_type",
    "sk_rcvbuf",
    "sk_rmem_alloc",
    "sk_wmem_alloc",
    "",
    "sk_wmem_queued",
    "sk_rcv_qlen",
    "sk_snd_qlen",
    "sk_err_qlen",
    "sk_forward_allocs",
    "sk_sndbuf",
    "sk_allocs",
    "sk_route_caps",
    "sk_hash",
    "sk_lingertime",
    "sk_ack_backlog",
    "sk_max_ack_backlog",
    "sk_prio",
    "sk_rcvlowat",
    "sk_rcvtimeo",
    "sk_sndtimeo",
    "sk_sendmsg_off",
    "sk_write_pending",
    "vlan",
    "rxhash",
];

/// Names of texts of the metadata.
static VARIABLES: [(&str, u16); 2] = [("devname", 5), ("sk_bound_if", 19)];

impl Token<'_> {
    /// What mistakes call it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::End => "end of file",
            Self::Open => "(",
            Self::Close => ")",
            Self::Plus => "+",
            Self::Mask => "mask",
            Self::Shift => ">>",
            Self::At => "at",
            Self::From => "from",
            Self::To => "to",
            Self::Not => "NOT",
            Self::Cmp => "cmp",
            Self::Pattern => "pattern",
            Self::Text => "text",
            Self::Meta => "meta",
            Self::Logic(_) => "LOGIC",
            Self::Operand(EQUAL) => "=",
            Self::Operand(GREATER) => ">",
            Self::Operand(_) => "<",
            Self::Align(_) => "ALIGN",
            Self::Layer(_) => "LAYER",
            Self::Integer(_, name) | Self::Variable(_, name) => name,
            Self::Number(_) => "NUMBER",
            Self::Word(_) => "STR",
            Self::Quoted(_) => "QUOTED",
        }
    }
}

/// The words of a text that are left.
pub(super) struct Lexer<'a>(pub(super) &'a [u8]);

impl<'a> Lexer<'a> {
    /// The next word.
    pub(super) fn next(&mut self) -> Token<'a> {
        loop {
            let text = self.0;
            let (token, rest) = match text {
                [] => return Token::End,
                [b' ' | b'\t' | b'\r' | b'\n', rest @ ..] => (None, rest),
                [b'"', rest @ ..] => quoted(rest),
                [b'&', b'&', rest @ ..] => (Some(Token::Logic(AND)), rest),
                [b'|', b'|', rest @ ..] => (Some(Token::Logic(OR)), rest),
                [b'>', b'>', rest @ ..] => (Some(Token::Shift), rest),
                [b'&', rest @ ..] => (Some(Token::Mask), rest),
                [b'|', rest @ ..] => (None, rest),
                [b'=', rest @ ..] => (Some(Token::Operand(EQUAL)), rest),
                [b'>', rest @ ..] => (Some(Token::Operand(GREATER)), rest),
                [b'<', rest @ ..] => (Some(Token::Operand(LESS)), rest),
                [b'(', rest @ ..] => (Some(Token::Open), rest),
                [b')', rest @ ..] => (Some(Token::Close), rest),
                [b'+', rest @ ..] => (Some(Token::Plus), rest),
                text => {
                    let end = text.iter().position(|byte| b" \t\r\n+()=<>&|\"".contains(byte));
                    let (word, rest) =
                        text.split_at_checked(end.unwrap_or(text.len())).unwrap_or((text, &[]));
                    (Some(classify(word)), rest)
                }
            };
            self.0 = rest;
            if let Some(token) = token {
                return token;
            }
        }
    }
}

/// What is in front of the next quotation mark, and what is behind it.
fn quoted(text: &[u8]) -> (Option<Token<'_>>, &[u8]) {
    let parts =
        text.iter().position(|byte| *byte == b'"').and_then(|end| text.split_at_checked(end));
    match parts {
        Some((inside, [_, rest @ ..])) => (Some(Token::Quoted(inside)), rest),
        _ => (Some(Token::End), &[]),
    }
}

/// What a word without special characters is.
fn classify(word: &[u8]) -> Token<'_> {
    let small = SMALL_KEYWORDS.iter().find(|(name, _)| word == name.as_bytes());
    let any = || KEYWORDS.iter().find(|(name, _)| word.eq_ignore_ascii_case(name.as_bytes()));
    if let Some((_, token)) = small.or_else(any) {
        return *token;
    }
    for (id, name) in (0..).zip(INTEGERS) {
        if word == name.as_bytes() {
            return Token::Integer(id, name);
        }
    }
    if let Some((name, id)) = VARIABLES.iter().find(|(name, _)| word == name.as_bytes()) {
        return Token::Variable(*id, name);
    }
    let is_number = match word {
        [b'0', b'x' | b'X', digits @ ..] if !digits.is_empty() => {
            digits.iter().all(u8::is_ascii_hexdigit)
        }
        digits => digits.iter().all(u8::is_ascii_digit),
    };
    if is_number { Token::Number(word) } else { Token::Word(word) }
}

/// The value of a number: decimal, octal behind a `0`, hexadecimal behind `0x`; `None` if it is too large, or
/// octal and has an 8 or 9.
pub(super) fn value(number: &[u8]) -> Option<u32> {
    let (digits, base) = match number {
        [b'0', b'x' | b'X', digits @ ..] => (digits, 16),
        [b'0', digits @ ..] => (digits, 8),
        digits => (digits, 10),
    };
    let step = |value: u32, digit: &u8| {
        value.checked_mul(base)?.checked_add(char::from(*digit).to_digit(base)?)
    };
    digits.iter().try_fold(0, step)
}

/// What the text in quotes stands for.
///
/// # Errors
/// `ENOMEM`.
pub(super) fn unquoted(text: &[u8]) -> Result<Array<u8>, os::errno::Errno> {
    let mut bytes = Array::new();
    for byte in text.iter().filter(|byte| !b"\\\n".contains(byte)) {
        bytes.push(*byte)?;
    }
    Ok(bytes)
}
