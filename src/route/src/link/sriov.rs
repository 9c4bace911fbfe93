// SPDX-License-Identifier: LGPL-2.1-or-later
//! Virtual functions of a network card (SR-IOV).
use nl_sys::error::Error;
use nl_sys::message::Builder;
use nl_sys::print::Printer;
use wire::attr::Attr;
/// The virtual functions of a link.
#[derive(Debug, Default)]
pub struct VfList {
    x: u32,
}
impl VfList {
    /// x
    ///
    /// # Errors
    /// x
    pub fn try_clone(&self) -> Result<Self, Error> {
        Ok(Self { x: self.x })
    }
}
/// x
///
/// # Errors
/// x
pub fn parse(_list: Attr<'_>) -> Result<VfList, Error> {
    Ok(VfList::default())
}
/// x
///
/// # Errors
/// x
pub fn put(_list: &VfList, _msg: Builder) -> Result<(), Error> {
    Ok(())
}
/// x
pub fn dump_details(_list: &VfList, _to: &Printer<'_>) {}
/// x
pub fn dump_stats(_list: &VfList, _to: &Printer<'_>) {}
