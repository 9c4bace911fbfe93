// SPDX-License-Identifier: LGPL-2.1-or-later
//! What upstream's shared objects export: `upstream/symbols.txt`.

use std::fs;

use anyhow::{Result, bail};

use crate::libraries::Header;
use crate::paths;

/// One symbol of upstream's.
#[derive(Clone, Debug)]
pub struct Symbol {
    /// The shared object.
    pub soname: String,
    /// The version node.
    pub node: String,
    /// Its name.
    pub name: String,
    /// Whether it is a data object.
    pub is_data: bool,
    /// The header that declares it, below the include folder; `-` if none does.
    pub header: String,
    /// The header whose objects it is for, if that is one: the one that declares it, or should.
    pub belongs_to: Option<String>,
}

impl Symbol {
    /// Whether it is newer than the release that Debian 12 has, 3.7.0. libmnl's nodes are all older.
    #[must_use]
    pub fn is_newer_than_debians(&self) -> bool {
        let release = |node: &str| -> Option<Vec<u32>> {
            let numbers = node.strip_prefix("libnl_")?.split('_');
            numbers.map(|number| number.parse().ok()).collect()
        };
        release(&self.node).is_some_and(|release| release > vec![3, 7])
    }

    /// Whether we export it: all that belongs to a header of ours, and what belongs to none.
    #[must_use]
    pub fn is_ours(&self, headers: &[Header]) -> bool {
        let Some(header) = &self.belongs_to else { return true };
        headers.iter().any(|ours| ours.path.trim_start_matches("libnl3/") == header)
    }

    /// Whether `path`, a header as [`crate::libraries::Header::path`] has it, declares it.
    #[must_use]
    pub fn is_declared_in(&self, path: &str) -> bool {
        path == self.header || path.strip_prefix("libnl3/") == Some(&self.header)
    }
}

/// All symbols.
///
/// # Errors
/// The file is missing or of another form.
pub fn symbols() -> Result<Vec<Symbol>> {
    let listed = fs::read_to_string(paths::root().join("src/xtask/upstream/symbols.txt"))?;
    let mut symbols = Vec::new();
    for line in listed.lines().filter(|line| !line.starts_with('#')) {
        let [soname, node, name, kind, header] = line.split('\t').collect::<Vec<_>>()[..] else {
            bail!("symbols.txt: {line}");
        };
        let (header, belongs_to) = match header.strip_prefix('-') {
            Some("") => ("-", None),
            Some(other) => ("-", Some(other.to_owned())),
            None => (header, Some(header.to_owned())),
        };
        symbols.push(Symbol {
            soname: soname.to_owned(),
            node: node.to_owned(),
            name: name.to_owned(),
            is_data: kind == "D",
            header: header.to_owned(),
            belongs_to,
        });
    }
    Ok(symbols)
}
