// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/route/rule.h`: what a rule has.

use core::ptr;

use libc::{c_char, c_int};
use nl_sys::error::{Error, IntoC};
use nl_sys::layout::nl_addr;
use nl_sys::typed::{self};

use crate::rtnl;
use crate::rule::{IFNAMSIZ, Rule, attr, rtnl_rule};

/// Sets the address family.
///
/// C: `rtnl_rule_set_family(rule, AF_INET);`
///
/// # Safety
/// `rule` is a rule or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_rule_set_family(rule: *mut rtnl_rule, family: c_int) {
    // SAFETY: by contract.
    unsafe { typed::set(rule, attr::FAMILY, |rule| rule.family = rtnl::low_byte(family)) };
}

/// The address family.
///
/// C: `family = rtnl_rule_get_family(rule);`
///
/// `AF_UNSPEC` if it is not set, and for NULL.
///
/// # Safety
/// `rule` is a rule or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_rule_get_family(rule: *mut rtnl_rule) -> c_int {
    // SAFETY: by contract.
    unsafe { typed::read_if(rule, attr::FAMILY, |rule| rule.family.into()) }.unwrap_or(0)
}

/// Sets the priority: rules of lower numbers come first.
///
/// C: `rtnl_rule_set_prio(rule, prio);`
///
/// # Safety
/// `rule` is a rule or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_rule_set_prio(rule: *mut rtnl_rule, prio: u32) {
    // SAFETY: by contract.
    unsafe { typed::set(rule, attr::PRIO, |rule| rule.prio = prio) };
}

/// The priority: rules of lower numbers come first.
///
/// C: `prio = rtnl_rule_get_prio(rule);`
///
/// # Safety
/// `rule` is a rule or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_rule_get_prio(rule: *mut rtnl_rule) -> u32 {
    // SAFETY: by contract.
    unsafe { typed::read(rule, |rule| rule.prio) }.unwrap_or(0)
}

/// Sets the mark that packets have.
///
/// C: `rtnl_rule_set_mark(rule, mark);`
///
/// # Safety
/// `rule` is a rule or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_rule_set_mark(rule: *mut rtnl_rule, mark: u32) {
    // SAFETY: by contract.
    unsafe { typed::set(rule, attr::MARK, |rule| rule.mark = mark) };
}

/// The mark that packets have.
///
/// C: `mark = rtnl_rule_get_mark(rule);`
///
/// # Safety
/// `rule` is a rule or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_rule_get_mark(rule: *mut rtnl_rule) -> u32 {
    // SAFETY: by contract.
    unsafe { typed::read(rule, |rule| rule.mark) }.unwrap_or(0)
}

/// Sets which bits of the mark count.
///
/// C: `rtnl_rule_set_mask(rule, mask);`
///
/// # Safety
/// `rule` is a rule or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_rule_set_mask(rule: *mut rtnl_rule, mask: u32) {
    // SAFETY: by contract.
    unsafe { typed::set(rule, attr::MASK, |rule| rule.mask = mask) };
}

/// Which bits of the mark count.
///
/// C: `mask = rtnl_rule_get_mask(rule);`
///
/// # Safety
/// `rule` is a rule or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_rule_get_mask(rule: *mut rtnl_rule) -> u32 {
    // SAFETY: by contract.
    unsafe { typed::read(rule, |rule| rule.mask) }.unwrap_or(0)
}

/// Sets the table to look up.
///
/// C: `rtnl_rule_set_table(rule, table);`
///
/// # Safety
/// `rule` is a rule or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_rule_set_table(rule: *mut rtnl_rule, table: u32) {
    // SAFETY: by contract.
    unsafe { typed::set(rule, attr::TABLE, |rule| rule.table = table) };
}

/// The table to look up.
///
/// C: `table = rtnl_rule_get_table(rule);`
///
/// # Safety
/// `rule` is a rule or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_rule_get_table(rule: *mut rtnl_rule) -> u32 {
    // SAFETY: by contract.
    unsafe { typed::read(rule, |rule| rule.table) }.unwrap_or(0)
}

/// Sets the type of service that packets have; IPv4 only.
///
/// C: `rtnl_rule_set_dsfield(rule, dsfield);`
///
/// # Safety
/// `rule` is a rule or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_rule_set_dsfield(rule: *mut rtnl_rule, dsfield: u8) {
    // SAFETY: by contract.
    unsafe { typed::set(rule, attr::DSFIELD, |rule| rule.dsfield = dsfield) };
}

/// The type of service that packets have; IPv4 only.
///
/// C: `dsfield = rtnl_rule_get_dsfield(rule);`
///
/// # Safety
/// `rule` is a rule or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_rule_get_dsfield(rule: *mut rtnl_rule) -> u8 {
    // SAFETY: by contract.
    unsafe { typed::read(rule, |rule| rule.dsfield) }.unwrap_or(0)
}

/// Sets the prefix that packets come from, of which the object takes a reference.
///
/// C: `rtnl_rule_set_src(rule, src);`
///
/// The rule gets its family, or has to have it. Returns 0, `-NLE_AF_MISMATCH`, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `rule` is a rule or NULL, `src` an address or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_rule_set_src(rule: *mut rtnl_rule, src: *mut nl_addr) -> c_int {
    // SAFETY: by contract.
    unsafe { Rule::assign(rule, attr::SRC, |rule| &mut rule.src, src) }.into_c()
}

/// The prefix that packets come from.
///
/// C: `src = rtnl_rule_get_src(rule);`
///
/// It stays the rule's. NULL if there is none.
///
/// # Safety
/// `rule` is a rule or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_rule_get_src(rule: *mut rtnl_rule) -> *mut nl_addr {
    // SAFETY: by contract.
    unsafe { typed::read(rule, |rule| rule.src.as_ptr()) }.unwrap_or(ptr::null_mut())
}

/// Sets the prefix that packets go to, of which the object takes a reference.
///
/// C: `rtnl_rule_set_dst(rule, dst);`
///
/// The rule gets its family, or has to have it. Returns 0, `-NLE_AF_MISMATCH`, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `rule` is a rule or NULL, `dst` an address or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_rule_set_dst(rule: *mut rtnl_rule, dst: *mut nl_addr) -> c_int {
    // SAFETY: by contract.
    unsafe { Rule::assign(rule, attr::DST, |rule| &mut rule.dst, dst) }.into_c()
}

/// The prefix that packets go to.
///
/// C: `dst = rtnl_rule_get_dst(rule);`
///
/// It stays the rule's. NULL if there is none.
///
/// # Safety
/// `rule` is a rule or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_rule_get_dst(rule: *mut rtnl_rule) -> *mut nl_addr {
    // SAFETY: by contract.
    unsafe { typed::read(rule, |rule| rule.dst.as_ptr()) }.unwrap_or(ptr::null_mut())
}

/// Sets what to do with packets (`FR_ACT_*`).
///
/// C: `rtnl_rule_set_action(rule, action);`
///
/// # Safety
/// `rule` is a rule or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_rule_set_action(rule: *mut rtnl_rule, action: u8) {
    // SAFETY: by contract.
    unsafe { typed::set(rule, attr::ACTION, |rule| rule.action = action) };
}

/// What to do with packets (`FR_ACT_*`).
///
/// C: `action = rtnl_rule_get_action(rule);`
///
/// # Safety
/// `rule` is a rule or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_rule_get_action(rule: *mut rtnl_rule) -> u8 {
    // SAFETY: by contract.
    unsafe { typed::read(rule, |rule| rule.action) }.unwrap_or(0)
}

/// Sets the name of the interface that packets come from.
///
/// C: `rtnl_rule_set_iif(rule, "eth0");`
///
/// Returns 0, `-NLE_RANGE` if it has more than 15 bytes, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `rule` is a rule or NULL, `dev` a string or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_rule_set_iif(rule: *mut rtnl_rule, dev: *const c_char) -> c_int {
    // SAFETY: by contract.
    unsafe { rtnl::set_name::<_, IFNAMSIZ>(rule, attr::IIFNAME, |rule| &rule.iifname, dev) }
        .into_c()
}

/// The name of the interface that packets come from.
///
/// C: `puts(rtnl_rule_get_iif(rule));`
///
/// The text is the rule's. NULL if it is not set.
///
/// # Safety
/// `rule` is a rule or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_rule_get_iif(rule: *mut rtnl_rule) -> *mut c_char {
    // SAFETY: by contract.
    unsafe { typed::read_if(rule, attr::IIFNAME, |rule| rule.iifname.as_ptr()) }
        .unwrap_or(ptr::null_mut())
}

/// Sets the name of the interface that packets are sent through by programs that are bound to it.
///
/// C: `rtnl_rule_set_oif(rule, "eth0");`
///
/// Returns 0, `-NLE_RANGE` if it has more than 15 bytes, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `rule` is a rule or NULL, `dev` a string or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_rule_set_oif(rule: *mut rtnl_rule, dev: *const c_char) -> c_int {
    // SAFETY: by contract.
    unsafe { rtnl::set_name::<_, IFNAMSIZ>(rule, attr::OIFNAME, |rule| &rule.oifname, dev) }
        .into_c()
}

/// The name of the interface that packets are sent through by programs that are bound to it.
///
/// C: `puts(rtnl_rule_get_oif(rule));`
///
/// The text is the rule's. NULL if it is not set.
///
/// # Safety
/// `rule` is a rule or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_rule_get_oif(rule: *mut rtnl_rule) -> *mut c_char {
    // SAFETY: by contract.
    unsafe { typed::read_if(rule, attr::OIFNAME, |rule| rule.oifname.as_ptr()) }
        .unwrap_or(ptr::null_mut())
}

/// Sets the realms to give to packets; IPv4 only.
///
/// C: `rtnl_rule_set_realms(rule, realms);`
///
/// # Safety
/// `rule` is a rule or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_rule_set_realms(rule: *mut rtnl_rule, realms: u32) {
    // SAFETY: by contract.
    unsafe { typed::set(rule, attr::FLOW, |rule| rule.flow = realms) };
}

/// The realms to give to packets; IPv4 only.
///
/// C: `realms = rtnl_rule_get_realms(rule);`
///
/// # Safety
/// `rule` is a rule or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_rule_get_realms(rule: *mut rtnl_rule) -> u32 {
    // SAFETY: by contract.
    unsafe { typed::read(rule, |rule| rule.flow) }.unwrap_or(0)
}

/// Sets the priority of the rule to go on with.
///
/// C: `rtnl_rule_set_goto(rule, target);`
///
/// # Safety
/// `rule` is a rule or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_rule_set_goto(rule: *mut rtnl_rule, target: u32) {
    // SAFETY: by contract.
    unsafe { typed::set(rule, attr::GOTO, |rule| rule.goto = target) };
}

/// The priority of the rule to go on with.
///
/// C: `target = rtnl_rule_get_goto(rule);`
///
/// # Safety
/// `rule` is a rule or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_rule_get_goto(rule: *mut rtnl_rule) -> u32 {
    // SAFETY: by contract.
    unsafe { typed::read(rule, |rule| rule.goto) }.unwrap_or(0)
}

/// Sets whether to look up the table of the VRF that packets are of: 1, or -1 to take it away.
///
/// C: `rtnl_rule_set_l3mdev(rule, 1);`
///
/// Other numbers are reserved.
///
/// # Safety
/// `rule` is a rule or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_rule_set_l3mdev(rule: *mut rtnl_rule, value: c_int) {
    let set = |rule: &mut Rule| rule.l3mdev = rtnl::low_byte(value.max(0));
    // SAFETY: by contract.
    let _ = unsafe { Rule::set_or_clear(rule, attr::L3MDEV, value >= 0, set) };
}

/// Whether to look up the table of the VRF that packets are of.
///
/// C: `value = rtnl_rule_get_l3mdev(rule);`
///
/// `-NLE_MISSING_ATTR` if it is not set, `-NLE_INVAL` for NULL.
///
/// # Safety
/// `rule` is a rule or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_rule_get_l3mdev(rule: *mut rtnl_rule) -> c_int {
    let mut value = 0;
    // SAFETY: by contract.
    let told = unsafe {
        rtnl::tell(
            rule,
            attr::L3MDEV,
            Error::MISSING_ATTR,
            |rule| rule.l3mdev.into(),
            &raw mut value,
        )
    };
    told.map(|_| value).into_c()
}

/// Sets who has made the rule (`RTPROT_*`); 0 takes it away.
///
/// C: `rtnl_rule_set_protocol(rule, RTPROT_STATIC);`
///
/// Returns 0, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `rule` is a rule or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_rule_set_protocol(rule: *mut rtnl_rule, protocol: u8) -> c_int {
    let set = |rule: &mut Rule| rule.protocol = protocol;
    // SAFETY: by contract.
    unsafe { Rule::set_or_clear(rule, attr::PROTOCOL, protocol != 0, set) }.into_c()
}

/// Tells who has made the rule (`RTPROT_*`).
///
/// C: `rtnl_rule_get_protocol(rule, &protocol);`
///
/// Returns 0, or `-NLE_INVAL` if it is not set, and for NULL.
///
/// # Safety
/// `rule` is a rule or NULL, `protocol` a place for the number or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_rule_get_protocol(rule: *mut rtnl_rule, protocol: *mut u8) -> c_int {
    // SAFETY: by contract.
    unsafe { rtnl::tell(rule, attr::PROTOCOL, Error::INVAL, |rule| rule.protocol, protocol) }
        .into_c()
}

/// Sets the protocol of packets; 0 takes it away.
///
/// C: `rtnl_rule_set_ipproto(rule, IPPROTO_TCP);`
///
/// Returns 0, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `rule` is a rule or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_rule_set_ipproto(rule: *mut rtnl_rule, ip_proto: u8) -> c_int {
    let set = |rule: &mut Rule| rule.ip_proto = ip_proto;
    // SAFETY: by contract.
    unsafe { Rule::set_or_clear(rule, attr::IP_PROTO, ip_proto != 0, set) }.into_c()
}

/// Tells the protocol of packets.
///
/// C: `rtnl_rule_get_ipproto(rule, &ip_proto);`
///
/// Returns 0, or `-NLE_INVAL` if it is not set, and for NULL.
///
/// # Safety
/// `rule` is a rule or NULL, `ip_proto` a place for the number or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_rule_get_ipproto(rule: *mut rtnl_rule, ip_proto: *mut u8) -> c_int {
    // SAFETY: by contract.
    unsafe { rtnl::tell(rule, attr::IP_PROTO, Error::INVAL, |rule| rule.ip_proto, ip_proto) }
        .into_c()
}

/// Sets the port that packets come from; 0 takes it away.
///
/// C: `rtnl_rule_set_sport(rule, 80);`
///
/// In host order. Returns 0, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `rule` is a rule or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_rule_set_sport(rule: *mut rtnl_rule, sport: u16) -> c_int {
    // SAFETY: by contract.
    unsafe { Rule::set_ports(rule, attr::SPORT, |rule| &mut rule.sport, sport, sport) }.into_c()
}

/// Sets the ports that packets come from, both included; 0 and 0 take them away.
///
/// C: `rtnl_rule_set_sport_range(rule, 80, 90);`
///
/// In host order. Returns 0, or `-NLE_INVAL` for a range that ends before it starts or starts with 0, and for NULL.
///
/// # Safety
/// `rule` is a rule or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_rule_set_sport_range(
    rule: *mut rtnl_rule,
    start: u16,
    end: u16,
) -> c_int {
    // SAFETY: by contract.
    unsafe { Rule::set_ports(rule, attr::SPORT, |rule| &mut rule.sport, start, end) }.into_c()
}

/// Tells the ports that packets come from, both included.
///
/// C: `rtnl_rule_get_sport(rule, &start, &end);`
///
/// Returns 0, or `-NLE_INVAL` if they are not set, and for NULL.
///
/// # Safety
/// `rule` is a rule or NULL, `start` and `end` places for a port or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_rule_get_sport(
    rule: *mut rtnl_rule,
    start: *mut u16,
    end: *mut u16,
) -> c_int {
    // SAFETY: by contract.
    unsafe { Rule::tell_ports(rule, attr::SPORT, |rule| rule.sport, start, end) }.into_c()
}

/// Sets the port that packets go to; 0 takes it away.
///
/// C: `rtnl_rule_set_dport(rule, 80);`
///
/// In host order. Returns 0, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `rule` is a rule or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_rule_set_dport(rule: *mut rtnl_rule, dport: u16) -> c_int {
    // SAFETY: by contract.
    unsafe { Rule::set_ports(rule, attr::DPORT, |rule| &mut rule.dport, dport, dport) }.into_c()
}

/// Sets the ports that packets go to, both included; 0 and 0 take them away.
///
/// C: `rtnl_rule_set_dport_range(rule, 80, 90);`
///
/// In host order. Returns 0, or `-NLE_INVAL` for a range that ends before it starts or starts with 0, and for NULL.
///
/// # Safety
/// `rule` is a rule or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_rule_set_dport_range(
    rule: *mut rtnl_rule,
    start: u16,
    end: u16,
) -> c_int {
    // SAFETY: by contract.
    unsafe { Rule::set_ports(rule, attr::DPORT, |rule| &mut rule.dport, start, end) }.into_c()
}

/// Tells the ports that packets go to, both included.
///
/// C: `rtnl_rule_get_dport(rule, &start, &end);`
///
/// Returns 0, or `-NLE_INVAL` if they are not set, and for NULL.
///
/// # Safety
/// `rule` is a rule or NULL, `start` and `end` places for a port or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_rule_get_dport(
    rule: *mut rtnl_rule,
    start: *mut u16,
    end: *mut u16,
) -> c_int {
    // SAFETY: by contract.
    unsafe { Rule::tell_ports(rule, attr::DPORT, |rule| rule.dport, start, end) }.into_c()
}
