// SPDX-License-Identifier: LGPL-2.1-or-later
//! Comparing two texts and saying where they differ.

use std::fmt::Write;

use anyhow::{Result, bail};

/// Differences shown before the rest is only counted.
const SHOWN: usize = 20;

/// Fails, with the lines that differ, unless the texts are equal.
///
/// # Errors
/// They differ.
pub fn same(left_name: &str, left: &str, right_name: &str, right: &str) -> Result<()> {
    if left == right {
        return Ok(());
    }
    let mut report = format!("- {left_name}\n+ {right_name}\n");
    let (left, right): (Vec<_>, Vec<_>) = (left.lines().collect(), right.lines().collect());
    let mut differences = 0;
    for at in 0..left.len().max(right.len()) {
        let (ours, theirs) = (left.get(at), right.get(at));
        if ours != theirs {
            differences += 1;
            if differences <= SHOWN {
                let show = |line: Option<&&str>| line.map_or("(no line)".into(), |l| l.to_string());
                writeln!(report, "{:5}- {}", at + 1, show(ours))?;
                writeln!(report, "     + {}", show(theirs))?;
            }
        }
    }
    bail!("{report}{differences} lines differ")
}
