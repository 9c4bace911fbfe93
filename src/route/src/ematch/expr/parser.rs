// SPDX-License-Identifier: LGPL-2.1-or-later
//! From words to a tree.
//!
//! ```text
//! expression = [ match { LOGIC match } ]
//! match      = [ NOT ] ( "(" match { LOGIC match } ")" | comparison | "cmp" "(" comparison ")"
//!            | "pattern" "(" place "=" ( QUOTED | address ) ")"
//!            | "text" "(" algorithm QUOTED [ "from" place ] [ "to" place ] ")"
//!            | "meta" "(" value OPERAND value ")" )
//! comparison = place OPERAND NUMBER
//! place      = name | [ ( ALIGN | NUMBER ) "at" ] LAYER "+" NUMBER [ "mask" NUMBER ]
//! value      = QUOTED | NUMBER | INTEGER [ ">>" NUMBER ] [ "mask" NUMBER ] | VARIABLE [ ">>" NUMBER ]
//! ```
//!
//! Matches are put into the tree as they come, and a container knows what it is in, so that depth needs no stack.
//! Mistakes are worded as upstream's parser, which is made by bison, words them: what it expects is what it would
//! take after it has gone on as far as it can without the wrong word.

use core::ptr;

use nl_sys::address::Address;
use nl_sys::error::{Error, check};
use nl_sys::ffi;
use os::cstring::CText;

use super::lexer::{Lexer, Token, unquoted, value};
use super::mistake::Failure;
use crate::ematch::build::{Match, Place, Tree};
use crate::ematch::kinds::cmp::Comparison;
use crate::ematch::kinds::meta::{INT, VAR, Value};
use crate::ematch::tree::{flag, rtnl_ematch};
use crate::pktloc::{self, Location};

/// How deep containers may be in each other. Upstream's limit is a little lower.
const DEPTH_MAX: usize = 10_000;

/// The longest pattern that the kernel's structure has room for, by kind.
const NBYTE_MAX: usize = 0x0fff;
const TEXT_MAX: usize = 0xffff;

/// `TCF_EM_ALIGN_U32`
const ALIGN_MAX: u16 = 4;

/// `TCF_EM_OPND_EQ`
const EQUAL: u8 = 0;

type Result<'a, T> = core::result::Result<T, Failure<'a>>;

/// The tree of an expression.
pub(super) fn parse(text: &[u8], progid: u16) -> Result<'_, Tree> {
    let tree = Tree::new(progid)?;
    let mut parser = Parser { lexer: Lexer(text), token: Token::End };
    parser.advance();
    parser.read(&tree)?;
    Ok(tree)
}

struct Parser<'a> {
    lexer: Lexer<'a>,
    /// The next word.
    token: Token<'a>,
}

impl<'a> Parser<'a> {
    /// Goes on; returns the word that was next.
    fn advance(&mut self) -> Token<'a> {
        core::mem::replace(&mut self.token, self.lexer.next())
    }

    fn unexpected<T>(&self, expected: &[&'static str]) -> Result<'a, T> {
        Err(Failure::unexpected(self.token, expected))
    }

    /// Goes on if `wanted` is next.
    fn take(&mut self, wanted: Token<'_>) -> Result<'a, ()> {
        if self.token != wanted {
            return self.unexpected(&[wanted.name()]);
        }
        self.advance();
        Ok(())
    }

    /// Goes on if `wanted` is next; returns whether it was.
    fn take_if(&mut self, wanted: Token<'_>) -> bool {
        let found = self.token == wanted;
        if found {
            self.advance();
        }
        found
    }

    /// Reads all of it.
    fn read(&mut self, tree: &Tree) -> Result<'a, ()> {
        if self.token == Token::End {
            return Ok(());
        }
        let mut within: Option<&rtnl_ematch> = None;
        let mut depth = 0;
        let mut expected = Token::End.name();
        loop {
            let inverted = self.take_if(Token::Not);
            if inverted {
                expected = LAYER;
            }
            let is_open = self.take_if(Token::Open);
            let new = if is_open { Match::container()? } else { self.simple(expected)? };
            expected = LAYER;
            if inverted {
                new.set_flags(flag::INVERT);
            }
            let mut last = add(tree, within, new)?;
            if is_open {
                depth += 1;
                if depth > DEPTH_MAX {
                    return Err(Failure::Plain("nested too deeply"));
                }
                within = Some(last);
                continue;
            }
            // What it is the last one of may end here too.
            while let Some(container) = within
                && self.take_if(Token::Close)
            {
                last = container;
                within = container.owner();
                depth -= 1;
            }
            match self.token {
                Token::Logic(relation) => {
                    last.set_flags(relation);
                    self.advance();
                }
                Token::End if within.is_none() => return Ok(()),
                _ => {
                    let end = if within.is_some() { Token::Close } else { Token::End };
                    return self.unexpected(&[end.name()]);
                }
            }
        }
    }

    /// A match that is no container.
    fn simple(&mut self, expected: &'static str) -> Result<'a, Match> {
        let kind = self.token;
        match kind {
            Token::Cmp | Token::Pattern | Token::Text | Token::Meta => {
                self.advance();
                self.take(Token::Open)?;
            }
            _ => return self.comparison(expected),
        }
        let new = match kind {
            Token::Cmp => self.comparison(LAYER)?,
            Token::Pattern => self.pattern()?,
            Token::Text => self.text()?,
            _ => self.meta()?,
        };
        self.take(Token::Close)?;
        Ok(new)
    }

    fn comparison(&mut self, expected: &'static str) -> Result<'a, Match> {
        let place = self.place(expected)?;
        let operand = self.operand()?;
        let value = self.number(Some)?;
        let comparison = Comparison {
            value,
            mask: place.mask,
            offset: place.offset,
            // The kernel's structure has four bits for it.
            align: place.align.to_le_bytes()[0] & 15,
            flags: 0,
            layer: place.layer,
            operand,
        };
        Ok(Match::cmp(comparison)?)
    }

    fn pattern(&mut self) -> Result<'a, Match> {
        let place = self.place(LAYER)?;
        self.take(Token::Operand(EQUAL))?;
        match self.token {
            Token::Quoted(text) => {
                let bytes = unquoted(text)?;
                self.advance();
                nbyte(place, bytes.as_slice())
            }
            Token::Word(word) => {
                let address = address(word)?;
                let mut room = [0; Address::ROOM];
                let count = address.copy_to(&mut room);
                let prefix = usize::try_from(address.prefixlen() / 8).unwrap_or(count);
                self.advance();
                nbyte(place, room.get(..prefix.min(count)).unwrap_or_default())
            }
            _ => self.unexpected(&["STR", "QUOTED"]),
        }
    }

    fn text(&mut self) -> Result<'a, Match> {
        let Token::Word(algo) = self.token else { return self.unexpected(&["STR"]) };
        self.advance();
        let Token::Quoted(pattern) = self.token else { return self.unexpected(&["QUOTED"]) };
        self.advance();
        let from = if self.take_if(Token::From) { Some(self.place(LAYER)?) } else { None };
        let to = if self.take_if(Token::To) { Some(self.place(LAYER)?) } else { None };
        let algo = CText::new(algo)?;
        let pattern = unquoted(pattern)?;
        if pattern.as_slice().len() > TEXT_MAX {
            return Err(Failure::Plain(TOO_LONG));
        }
        let place = |place: Location| Place { layer: place.layer, offset: place.offset };
        let algo = algo.get().unwrap_or(c"");
        Ok(Match::text(algo, pattern.as_slice(), from.map(place), to.map(place))?)
    }

    fn meta(&mut self) -> Result<'a, Match> {
        let left = self.value()?;
        let operand = self.operand()?;
        let right = self.value()?;
        Ok(Match::meta(left, operand, right)?)
    }

    /// A side of a comparison of metadata.
    fn value(&mut self) -> Result<'a, Value> {
        match self.token {
            Token::Quoted(text) => {
                let bytes = unquoted(text)?;
                self.advance();
                Ok(Value::var(bytes.as_slice())?)
            }
            Token::Number(_) => Ok(Value::int(self.number(|value| Some(value.into()))?)?),
            Token::Integer(id, _) => {
                self.advance();
                let shift = self.shift()?;
                Ok(Value::id(INT, id, shift, self.mask()?.into())?)
            }
            Token::Variable(id, _) => {
                self.advance();
                Ok(Value::id(VAR, id, self.shift()?, 0)?)
            }
            _ => self.unexpected(&[]),
        }
    }

    /// A place, by its name or written out.
    fn place(&mut self, expected: &'static str) -> Result<'a, Location> {
        let align = match self.token {
            Token::Word(name) => {
                let place = named(name)?;
                self.advance();
                return Ok(place);
            }
            Token::Align(align) => {
                self.advance();
                self.take(Token::At)?;
                align
            }
            Token::Number(_) => {
                let digits = self.digits()?;
                self.take(Token::At)?;
                fitting(digits, |value| value.try_into().ok())?
            }
            Token::Layer(_) => 0,
            _ => return self.unexpected(&[expected]),
        };
        let Token::Layer(layer) = self.token else { return self.unexpected(&[LAYER]) };
        self.advance();
        self.take(Token::Plus)?;
        let offset = self.number(|value| value.try_into().ok())?;
        let mask = self.mask()?;
        if mask != 0 && (align == 0 || align > ALIGN_MAX) {
            return Err(Failure::Plain("mask only allowed for alignments u8|u16|u32"));
        }
        Ok(Location { layer, shift: 0, offset, align, mask })
    }

    fn operand(&mut self) -> Result<'a, u8> {
        let Token::Operand(operand) = self.token else { return self.unexpected(&["=", ">", "<"]) };
        self.advance();
        Ok(operand)
    }

    /// A number that `fit` takes.
    fn number<T>(&mut self, fit: impl FnOnce(u32) -> Option<T>) -> Result<'a, T> {
        let digits = self.digits()?;
        fitting(digits, fit)
    }

    fn digits(&mut self) -> Result<'a, &'a [u8]> {
        let Token::Number(digits) = self.token else { return self.unexpected(&["NUMBER"]) };
        self.advance();
        Ok(digits)
    }

    /// A mask, if there is one; else 0.
    fn mask(&mut self) -> Result<'a, u32> {
        if self.take_if(Token::Mask) { self.number(Some) } else { Ok(0) }
    }

    /// A shift, if there is one; else 0.
    fn shift(&mut self) -> Result<'a, u8> {
        let fit = |value: u32| value.try_into().ok();
        if self.take_if(Token::Shift) { self.number(fit) } else { Ok(0) }
    }
}

/// What is expected where a match or a place may begin.
const LAYER: &str = "LAYER";

const TOO_LONG: &str = "pattern too long";

/// Puts a match at the end of a container, or of the tree.
fn add<'t>(
    tree: &'t Tree,
    within: Option<&rtnl_ematch>,
    new: Match,
) -> core::result::Result<&'t rtnl_ematch, Error> {
    match within {
        Some(container) => container.add_child(&new)?,
        None => tree.add(&new),
    }
    let new = new.into_raw();
    // SAFETY: it is the tree's now, and lives as long.
    Ok(unsafe { &*new })
}

/// The value of a number, which `fit` takes.
fn fitting<T>(digits: &[u8], fit: impl FnOnce(u32) -> Option<T>) -> Result<'_, T> {
    let wrong = || Failure::Word("invalid number \"", digits, "\"");
    value(digits).and_then(fit).ok_or_else(wrong)
}

fn nbyte<'a>(place: Location, pattern: &[u8]) -> Result<'a, Match> {
    if pattern.len() > NBYTE_MAX {
        return Err(Failure::Plain(TOO_LONG));
    }
    Ok(Match::nbyte(Place { layer: place.layer, offset: place.offset }, pattern)?)
}

/// The place that has a name.
fn named(name: &[u8]) -> Result<'_, Location> {
    let text = CText::new(name)?;
    pktloc::lookup(text.get().unwrap_or(c"")).map_err(|error| match error {
        Error::NOMEM => error.into(),
        _ => Failure::Word("Packet location \"", name, "\" not found"),
    })
}

/// An address of any family, as [`ffi::nl_addr_parse`] reads it.
fn address(word: &[u8]) -> Result<'_, Address> {
    let text = CText::new(word)?;
    let mut address = ptr::null_mut();
    // SAFETY: a string, and a place for a pointer.
    let outcome = unsafe { ffi::nl_addr_parse(text.as_ptr(), libc::AF_UNSPEC, &raw mut address) };
    // SAFETY: NULL, or an address whose reference is ours.
    let address = unsafe { Address::adopt(address) };
    match check(outcome) {
        Ok(_) => Ok(address),
        Err(Error::NOMEM) => Err(Error::NOMEM.into()),
        Err(_) => Err(Failure::Word("invalid pattern \"", word, "\"")),
    }
}
