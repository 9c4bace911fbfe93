// SPDX-License-Identifier: LGPL-2.1-or-later
//! IPv4: settings of interfaces, `AF_INET`.

use libc::{AF_INET, c_uint};
use nl_sys::error::Error;
use nl_sys::layout::trans_tbl;
use nl_sys::message::{Builder, Table};
use nl_sys::print::{Printer, Style};
use nl_sys::strings::push_name;
use os::heap::Optional;
use os::text::{Append, Text};
use wire::attr::Attr;

use super::family::{Differ, Family, Fill, Parse};
use super::object::Link;
use super::stats::Stats;

/// How many settings there are (`IPV4_DEVCONF_MAX`).
pub const SETTINGS: usize = 33;

/// `IFLA_INET_CONF`
const CONF: u16 = 1;

/// The settings of an interface; the first one is number 1.
#[derive(Clone, Debug)]
pub struct Inet {
    values: [u32; SETTINGS],
    /// Which of them are there, as bits.
    set: u64,
}

impl Default for Inet {
    fn default() -> Self {
        Self { values: [0; SETTINGS], set: 0 }
    }
}

impl Inet {
    fn place(number: c_uint) -> Option<usize> {
        usize::try_from(number).ok()?.checked_sub(1).filter(|&place| place < SETTINGS)
    }

    /// A setting.
    ///
    /// # Errors
    /// `RANGE` if there is no such setting, `INVAL` if it is not there.
    pub fn get(&self, number: c_uint) -> Result<u32, Error> {
        let place = Self::place(number).ok_or(Error::RANGE)?;
        let value = self.values.get(place).filter(|_| self.set & (1 << place) != 0);
        value.copied().ok_or(Error::INVAL)
    }

    /// Changes a setting.
    ///
    /// # Errors
    /// `RANGE` if there is no such setting.
    pub fn set(&mut self, number: c_uint, value: u32) -> Result<(), Error> {
        let place = Self::place(number).ok_or(Error::RANGE)?;
        *self.values.get_mut(place).ok_or(Error::RANGE)? = value;
        self.set |= 1 << place;
        Ok(())
    }
}

fn parse(inet: &mut Inet, _: &mut Optional<Stats>, attr: Attr<'_>) -> Result<(), Error> {
    let Some(conf) = Table::<2>::new(attr.nested()).bytes(CONF) else { return Ok(()) };
    let (values, rest) = conf.as_chunks::<4>();
    if !rest.is_empty() {
        // As upstream, which returns an errno here.
        return Err(Error(libc::EINVAL));
    }
    for (number, &value) in (1..).zip(values.iter().take(SETTINGS)) {
        inet.set(number, u32::from_ne_bytes(value))?;
    }
    Ok(())
}

fn fill(inet: &Inet, msg: Builder) -> Result<(), Error> {
    msg.nest(CONF, |conf| {
        (1_u16..=33)
            .filter_map(|number| Some((number, inet.get(number.into()).ok()?)))
            .try_for_each(|(number, value)| conf.put_plain(number, &value))
    })
}

/// Upstream calls any two different, even a link and its copy.
fn differences(a: &Inet, b: &Inet, asked: u32, _loose: bool) -> u32 {
    if a.set == b.set && a.values == b.values { 0 } else { asked }
}

impl Family for Inet {
    const FAMILY: c_uint = AF_INET.cast_unsigned();
    const STYLES: [bool; 3] = [false, true, false];
    const SPEC: Option<Parse<Self>> = Some(parse);
    const FILL_SPEC: Option<Fill<Self>> = Some(fill);
    const DIFFERENCES: Option<Differ<Self>> = Some(differences);

    fn try_clone(&self) -> Result<Self, Error> {
        Ok(self.clone())
    }

    fn dump(&self, _link: &Link, _style: Style, to: &Printer<'_>) {
        to.new_line();
        to.with(|text| text.push(b"    ipv4 devconf:\n"));
        to.new_line();
        to.with(|text| text.push(b"      "));
        let mut column = 0;
        for number in 1..=33 {
            to.new_line();
            to.with(|text| {
                let mut name = Text::<64>::new();
                push_name(&mut name, number, &NAMES);
                push_left(text, name.as_bytes(), 19);
                text.push(b" ");
                let mut value = Text::<16>::new();
                value.push_dec(self.get(number).unwrap_or(0).into());
                push_right(text, value.as_bytes(), 3);
            });
            column = (column + 1) % 3;
            if column == 0 {
                to.with(|text| text.push(b"\n"));
                to.new_line();
                to.with(|text| text.push(b"      "));
            } else {
                to.with(|text| text.push(b"  "));
            }
        }
        if column != 0 {
            to.with(|text| text.push(b"\n"));
        }
    }
}

/// Appends a text, and blanks up to a width.
pub fn push_left(text: &mut impl Append, what: &[u8], width: usize) {
    text.push(what);
    (what.len()..width).for_each(|_| text.push(b" "));
}

/// Appends blanks up to a width, and a text.
pub fn push_right(text: &mut impl Append, what: &[u8], width: usize) {
    (what.len()..width).for_each(|_| text.push(b" "));
    text.push(what);
}

/// The names of settings.
pub static NAMES: [trans_tbl; 28] = [
    trans_tbl::new(1, c"forwarding"),
    trans_tbl::new(2, c"mc_forwarding"),
    trans_tbl::new(3, c"proxy_arp"),
    trans_tbl::new(4, c"accept_redirects"),
    trans_tbl::new(5, c"secure_redirects"),
    trans_tbl::new(6, c"send_redirects"),
    trans_tbl::new(7, c"shared_media"),
    trans_tbl::new(8, c"rp_filter"),
    trans_tbl::new(9, c"accept_source_route"),
    trans_tbl::new(10, c"bootp_relay"),
    trans_tbl::new(11, c"log_martians"),
    trans_tbl::new(12, c"tag"),
    trans_tbl::new(13, c"arpfilter"),
    trans_tbl::new(14, c"medium_id"),
    trans_tbl::new(15, c"noxfrm"),
    trans_tbl::new(16, c"nopolicy"),
    trans_tbl::new(17, c"force_igmp_version"),
    trans_tbl::new(18, c"arp_announce"),
    trans_tbl::new(19, c"arp_ignore"),
    trans_tbl::new(20, c"promote_secondaries"),
    trans_tbl::new(21, c"arp_accept"),
    trans_tbl::new(22, c"arp_notify"),
    trans_tbl::new(23, c"accept_local"),
    trans_tbl::new(24, c"src_vmark"),
    trans_tbl::new(25, c"proxy_arp_pvlan"),
    trans_tbl::new(26, c"route_localnet"),
    trans_tbl::new(27, c"igmpv2_unsolicited_report_interval"),
    trans_tbl::new(28, c"igmpv3_unsolicited_report_interval"),
];
