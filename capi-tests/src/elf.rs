// SPDX-License-Identifier: LGPL-2.1-or-later
//! What `readelf` and `nm` say of a program or a shared object.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};
use xtask::tools;

/// What `readelf` prints with an option.
///
/// # Errors
/// `readelf` is missing, or does not understand the file.
pub fn readelf(option: &str, file: &Path) -> Result<String> {
    tools::stdout(Command::new("readelf").arg("-W").arg(option).arg(file))
}

/// The values in brackets of a kind of dynamic entry.
#[must_use]
pub fn entries(dynamic: &str, kind: &str) -> Vec<String> {
    let lines = dynamic.lines().filter(|line| line.contains(&format!("({kind})")));
    lines.filter_map(|line| Some(line.split_once('[')?.1.split_once(']')?.0.to_owned())).collect()
}

/// Dynamic symbols a file defines, with their version; the symbols of the nodes themselves left out.
///
/// # Errors
/// As for [`undefined`].
pub fn exported(file: &Path) -> Result<BTreeMap<String, String>> {
    let text = tools::stdout(Command::new("nm").args(["-D", "--defined-only"]).arg(file))?;
    let mut symbols = BTreeMap::new();
    for line in text.lines() {
        let (kind, name) = line.get(17..).and_then(|rest| rest.split_once(' ')).context("nm")?;
        if kind != "A" {
            let (name, version) = name.split_once("@@").unwrap_or((name, ""));
            symbols.insert(name.to_owned(), version.to_owned());
        }
    }
    Ok(symbols)
}

/// Dynamic symbols a file wants from others, without their versions.
///
/// # Errors
/// `nm` is missing, or does not understand the file.
pub fn undefined(file: &Path) -> Result<BTreeSet<String>> {
    let text = tools::stdout(Command::new("nm").args(["-D", "--undefined-only"]).arg(file))?;
    let names = text.lines().filter_map(|line| line.split_whitespace().last());
    Ok(names.filter_map(|name| name.split('@').next()).map(String::from).collect())
}
