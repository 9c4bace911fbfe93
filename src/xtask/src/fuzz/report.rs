// SPDX-License-Identifier: LGPL-2.1-or-later
//! The table of fuzz targets in `docs/reliability.md`.

use std::collections::BTreeMap;
use std::fs;

use anyhow::{Context, Result};

use super::Ran;
use crate::paths;

const BEGIN: &str = "<!-- fuzz: written by `cargo xtask fuzz --write` -->\n";
const END: &str = "<!-- /fuzz -->\n";
const HEAD: &str =
    "| target | seconds | inputs | inputs/s | edges reached | of |\n|---|---|---|---|---|---|\n";

/// Puts a target's figures in place of those it had.
///
/// # Errors
/// There is no such file, or it has no place for the table.
pub(super) fn keep(target: &str, ran: &Ran) -> Result<()> {
    let path = paths::root().join("docs/reliability.md");
    let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    fs::write(&path, with(&text, target, ran).context("docs/reliability.md has no table")?)?;
    Ok(())
}

fn with(text: &str, target: &str, ran: &Ran) -> Option<String> {
    let (before, rest) = text.split_once(BEGIN)?;
    let (table, after) = rest.split_once(END)?;
    let mut rows: BTreeMap<&str, String> = BTreeMap::new();
    for row in table.lines().filter(|line| line.starts_with("| `")) {
        rows.insert(row.split('`').nth(1)?, row.to_owned());
    }
    let rate = ran.inputs / ran.seconds.max(1);
    let Ran { seconds, inputs, edges, all_edges } = ran;
    let row = format!("| `{target}` | {seconds} | {inputs} | {rate} | {edges} | {all_edges} |");
    rows.insert(target, row);
    let rows: String = rows.into_values().map(|row| row + "\n").collect();
    Some(format!("{before}{BEGIN}{HEAD}{rows}{END}{after}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_takes_the_place_of_the_one_before() {
        let ran = Ran { seconds: 10, inputs: 1234, edges: 5, all_edges: 7 };
        let empty = format!("# Title\n{BEGIN}{END}end\n");
        let one = with(&empty, "b", &ran).unwrap_or_default();
        let two = with(&one, "a", &ran).unwrap_or_default();
        let again = with(&two, "b", &Ran { seconds: 20, ..ran }).unwrap_or_default();
        let rows = "| `a` | 10 | 1234 | 123 | 5 | 7 |\n| `b` | 20 | 1234 | 61 | 5 | 7 |\n";
        assert_eq!(again, format!("# Title\n{BEGIN}{HEAD}{rows}{END}end\n"));
        assert_eq!(
            with("no place", "a", &Ran { seconds: 0, inputs: 0, edges: 0, all_edges: 0 }),
            None
        );
    }
}
