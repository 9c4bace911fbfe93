// SPDX-License-Identifier: LGPL-2.1-or-later
//! Reading the file.
//!
//! A place is a name, an alignment, a layer with an offset, and maybe a mask and a shift:
//! `tcp.off u8 tcp+12 0xF0 4`. It may be on one line or on several. Without a layer, it is in the header of
//! the network layer. What is behind a `#` that no word is in front of is left out.

use nl_sys::error::Error;

use super::Location;

/// Layers, of `linux/pkt_cls.h`.
const LINK: u8 = 0;
const NETWORK: u8 = 1;
const TRANSPORT: u8 = 2;

/// Words that mean something, in any case.
static WORDS: [(&[u8], Token<'static>); 9] = [
    (b"u8", Token::Align(1)),
    (b"u16", Token::Align(2)),
    (b"u32", Token::Align(4)),
    (b"link", Token::Layer(LINK)),
    (b"eth", Token::Layer(LINK)),
    (b"net", Token::Layer(NETWORK)),
    (b"ip", Token::Layer(NETWORK)),
    (b"transport", Token::Layer(TRANSPORT)),
    (b"tcp", Token::Layer(TRANSPORT)),
];

/// A word of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Token<'a> {
    Name(&'a [u8]),
    Align(u16),
    Layer(u8),
    Plus,
    /// A number; `None` if it is too large.
    Number(Option<u32>),
}

/// Gives all places in `text` to `add`, up to the first mistake. Places with numbers that are too large are
/// left out.
///
/// # Errors
/// `PARSE_ERR` if something else is wrong; what `add` says.
pub(super) fn read(
    text: &[u8],
    mut add: impl FnMut(&[u8], Location) -> Result<(), Error>,
) -> Result<(), Error> {
    let mut tokens = Tokens(text);
    while let Some(token) = tokens.next() {
        let Token::Name(name) = token else { return Err(Error::PARSE_ERR) };
        let align = match tokens.next() {
            Some(Token::Align(align)) => Some(align),
            Some(Token::Number(align)) => align.and_then(|align| align.try_into().ok()),
            _ => return Err(Error::PARSE_ERR),
        };
        let layer = layer(&mut tokens)?;
        let offset = number(&mut tokens).ok_or(Error::PARSE_ERR)?;
        let mask = number(&mut tokens).unwrap_or(Some(0));
        let shift = number(&mut tokens).unwrap_or(Some(0));
        let place = || {
            let shift = shift?.try_into().ok()?;
            Some(Location {
                layer,
                shift,
                offset: offset?.try_into().ok()?,
                align: align?,
                mask: mask?,
            })
        };
        place().map_or(Ok(()), |place| add(name, place))?;
    }
    Ok(())
}

/// The layer that is next, with its plus sign.
fn layer(tokens: &mut Tokens<'_>) -> Result<u8, Error> {
    let mut ahead = *tokens;
    let Some(Token::Layer(layer)) = ahead.next() else { return Ok(NETWORK) };
    *tokens = ahead;
    if tokens.next() == Some(Token::Plus) { Ok(layer) } else { Err(Error::PARSE_ERR) }
}

/// The number that is next, if one is: `None` in it if it is too large.
fn number(tokens: &mut Tokens<'_>) -> Option<Option<u32>> {
    let mut ahead = *tokens;
    let Some(Token::Number(number)) = ahead.next() else { return None };
    *tokens = ahead;
    Some(number)
}

/// The words of a text that are left.
#[derive(Clone, Copy)]
struct Tokens<'a>(&'a [u8]);

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        let blank = |byte: &u8| b" \t\r\n".contains(byte);
        loop {
            let text = self.0.get(self.0.iter().position(|byte| !blank(byte))?..)?;
            let is_comment = text.first() == Some(&b'#');
            let ends = |byte: &u8| {
                if is_comment { *byte == b'\n' } else { blank(byte) || *byte == b'+' }
            };
            let length = text.iter().position(ends).unwrap_or(text.len());
            let (word, rest) = text.split_at_checked(length.max(1))?;
            self.0 = rest;
            if !is_comment {
                return Some(token(word));
            }
        }
    }
}

fn token(word: &[u8]) -> Token<'_> {
    if word == b"+" {
        return Token::Plus;
    }
    if let Some((_, token)) = WORDS.iter().find(|(text, _)| word.eq_ignore_ascii_case(text)) {
        return *token;
    }
    let (digits, base) = match word {
        [b'0', b'x' | b'X', digits @ ..] if !digits.is_empty() => (digits, 16),
        [b'0', digits @ ..] => (digits, 8),
        digits => (digits, 10),
    };
    // Words of decimal digits are numbers, even those with a digit that octal numbers do not have.
    let shown = if base == 16 { 16 } else { 10 };
    if !digits.iter().all(|digit| char::from(*digit).is_digit(shown)) {
        return Token::Name(word);
    }
    let step = |number: u32, digit: &u8| {
        number.checked_mul(base)?.checked_add(char::from(*digit).to_digit(base)?)
    };
    Token::Number(digits.iter().try_fold(0, step))
}
