// SPDX-License-Identifier: LGPL-2.1-or-later
//! What can be wrong with an expression, and how it is told.

use core::ptr;

use libc::c_char;
use nl_sys::error::Error;
use os::array::Array;
use os::errno::Errno;

use super::lexer::Token;

/// Why there is no tree.
#[derive(Debug)]
pub(super) enum Failure<'a> {
    /// Not the expression's fault.
    Other(Error),
    /// A word that is not one of those expected; empty if they are too many to be told.
    Unexpected(&'static str, [&'static str; 3]),
    /// A word that says what cannot be.
    Word(&'static str, &'a [u8], &'static str),
    /// Something that cannot be.
    Plain(&'static str),
}

impl From<Error> for Failure<'_> {
    fn from(error: Error) -> Self {
        Self::Other(error)
    }
}

impl From<Errno> for Failure<'_> {
    /// From what allocates.
    fn from(_: Errno) -> Self {
        Self::Other(Error::NOMEM)
    }
}

impl Failure<'_> {
    pub(super) fn unexpected(token: Token<'_>, expected: &[&'static str]) -> Self {
        let mut names = [""; 3];
        names.iter_mut().zip(expected).for_each(|(to, from)| *to = *from);
        Self::Unexpected(token.name(), names)
    }

    pub(super) fn error(&self) -> Error {
        match self {
            Self::Other(error) => *error,
            _ => Error::PARSE_ERR,
        }
    }

    /// A text from `malloc()`; NULL if there is nothing to say about the expression, or no memory.
    pub(super) fn text(&self) -> *mut c_char {
        let mut text = Array::new();
        if self.write(&mut text).is_err() || text.as_slice().is_empty() {
            return ptr::null_mut();
        }
        // SAFETY: so many bytes are there.
        unsafe { libc::strndup(text.as_slice().as_ptr().cast(), text.as_slice().len()) }
    }

    fn write(&self, text: &mut Array<u8>) -> Result<(), Errno> {
        let mut push = |part: &[u8]| part.iter().try_for_each(|byte| text.push(*byte));
        match self {
            Self::Other(_) => Ok(()),
            Self::Unexpected(word, expected) => {
                push(b"syntax error, unexpected ")?;
                push(word.as_bytes())?;
                let mut between = ", expecting ";
                for name in expected.iter().filter(|name| !name.is_empty()) {
                    push(between.as_bytes())?;
                    push(name.as_bytes())?;
                    between = " or ";
                }
                Ok(())
            }
            Self::Word(before, word, behind) => {
                push(before.as_bytes())?;
                push(word)?;
                push(behind.as_bytes())
            }
            Self::Plain(what) => push(what.as_bytes()),
        }
    }
}
