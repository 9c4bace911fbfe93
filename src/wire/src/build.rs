// SPDX-License-Identifier: LGPL-2.1-or-later
//! Building one message in a buffer of fixed size.

use crate::attr::{self, Slot};
use crate::nlmsg::{self, Header};
use crate::{align, align_u32};

/// Why something could not be added. The message is as it was before the attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BuildError {
    /// The buffer has no room for it.
    #[error("message buffer is full")]
    Full,
    /// The attribute or nest would be longer than 65,535 bytes.
    #[error("attribute longer than 65535 bytes")]
    AttrTooLong,
}

/// A nest that is open: pass it to [`Builder::nest_end`] or [`Builder::nest_cancel`].
#[derive(Debug)]
#[must_use = "a nest that is not ended has no length"]
pub struct Nest {
    at: usize,
}

/// A message under construction at the start of a buffer.
#[derive(Debug)]
pub struct Builder<'a> {
    buf: &'a mut [u8],
    nlmsg_len: u32,
}

impl<'a> Builder<'a> {
    /// Starts a message with `header`, whose `nlmsg_len` is ignored.
    ///
    /// # Errors
    /// [`BuildError::Full`] if `buf` is shorter than a header.
    pub fn new(buf: &'a mut [u8], header: Header) -> Result<Self, BuildError> {
        let mut this = Self { buf, nlmsg_len: 0 };
        this.write(0, &header.to_bytes())?;
        this.set_len(nlmsg::HDRLEN_U32)?;
        Ok(this)
    }

    /// The message so far.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        self.buf.get(..self.nlmsg_len as usize).unwrap_or_default()
    }

    /// Adds a protocol header, padded to four bytes.
    ///
    /// # Errors
    /// [`BuildError::Full`].
    pub fn put_extra_header(&mut self, data: &[u8]) -> Result<(), BuildError> {
        let at = self.nlmsg_len as usize;
        let end = at.checked_add(align(data.len())).ok_or(BuildError::Full)?;
        let nlmsg_len = u32::try_from(end).map_err(|_| BuildError::Full)?;
        self.buf.get_mut(at..end).ok_or(BuildError::Full)?.fill(0);
        self.write(at, data)?;
        self.set_len(nlmsg_len)
    }

    /// Adds an attribute, its padding zeroed.
    ///
    /// # Errors
    /// [`BuildError::AttrTooLong`] above [`attr::PAYLOAD_MAX`] bytes, [`BuildError::Full`].
    pub fn put(&mut self, nla_type: u16, payload: &[u8]) -> Result<(), BuildError> {
        let slot = Slot::after(self.nlmsg_len, payload.len()).ok_or(BuildError::AttrTooLong)?;
        let data_at = slot.at.checked_add(attr::HDRLEN).ok_or(BuildError::Full)?;
        let end =
            slot.at.checked_add(attr::stride(slot.nla_len) as usize).ok_or(BuildError::Full)?;
        if end > self.buf.len() {
            return Err(BuildError::Full);
        }
        self.write(slot.at, &slot.nla_len.to_ne_bytes())?;
        self.write(slot.at + 2, &nla_type.to_ne_bytes())?;
        self.write(data_at, payload)?;
        self.buf.get_mut(end - slot.pad..end).ok_or(BuildError::Full)?.fill(0);
        self.set_len(slot.nlmsg_len)
    }

    /// Opens a nest; [`attr::F_NESTED`] is added to the type.
    ///
    /// # Errors
    /// [`BuildError::Full`].
    pub fn nest_start(&mut self, nla_type: u16) -> Result<Nest, BuildError> {
        let at = align_u32(self.nlmsg_len) as usize;
        self.put(nla_type | attr::F_NESTED, &[])?;
        Ok(Nest { at })
    }

    /// Closes a nest: its length is known now.
    ///
    /// # Errors
    /// [`BuildError::AttrTooLong`]; the nest is then removed with all it holds.
    pub fn nest_end(&mut self, nest: Nest) -> Result<(), BuildError> {
        let len = (align_u32(self.nlmsg_len) as usize).saturating_sub(nest.at);
        match u16::try_from(len) {
            Ok(nla_len) => self.write(nest.at, &nla_len.to_ne_bytes()),
            Err(_) => {
                self.nest_cancel(nest)?;
                Err(BuildError::AttrTooLong)
            }
        }
    }

    /// Removes an open nest with all it holds.
    ///
    /// # Errors
    /// None for a nest of this message.
    pub fn nest_cancel(&mut self, nest: Nest) -> Result<(), BuildError> {
        self.set_len(u32::try_from(nest.at).map_err(|_| BuildError::Full)?)
    }

    fn write(&mut self, at: usize, data: &[u8]) -> Result<(), BuildError> {
        let end = at.checked_add(data.len()).ok_or(BuildError::Full)?;
        self.buf.get_mut(at..end).ok_or(BuildError::Full)?.copy_from_slice(data);
        Ok(())
    }

    fn set_len(&mut self, nlmsg_len: u32) -> Result<(), BuildError> {
        self.write(0, &nlmsg_len.to_ne_bytes())?;
        self.nlmsg_len = nlmsg_len;
        Ok(())
    }
}
