// SPDX-License-Identifier: LGPL-2.1-or-later
//! Where our library prints something else than Debian's, and why: files with lines
//! `program | key | debian | ours | reason`.

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::{Context, Result, ensure};

use crate::compare;

/// What Debian's library and ours print, by program and key.
#[derive(Debug)]
pub struct Differences(BTreeMap<String, (String, String)>);

impl Differences {
    /// Reads the lines for the programs that are asked for.
    ///
    /// # Errors
    /// A file cannot be read, or a line has no reason or not five columns.
    pub fn read(files: &[PathBuf], wanted: impl Fn(&str) -> bool) -> Result<Self> {
        let mut found = BTreeMap::new();
        for file in files {
            for line in std::fs::read_to_string(file)?.lines() {
                if line.is_empty() || line.starts_with('#') {
                    continue;
                }
                let parts: Vec<_> = line.split('|').map(str::trim).collect();
                let [program, key, debian, ours, reason] = parts[..] else {
                    anyhow::bail!("{}: not five columns: {line}", file.display());
                };
                ensure!(!reason.is_empty(), "{}: no reason: {line}", file.display());
                if wanted(program) {
                    found.insert(format!("{program}|{key}"), (debian.to_owned(), ours.to_owned()));
                }
            }
        }
        Ok(Self(found))
    }

    /// Fails if there is a line for none of these programs.
    ///
    /// # Errors
    /// As said, and as for [`Self::read`].
    pub fn strays(files: &[PathBuf], programs: &[String]) -> Result<()> {
        let strays = Self::read(files, |program| !programs.iter().any(|name| name == program))?.0;
        ensure!(strays.is_empty(), "no such program: {:?}", strays.keys());
        Ok(())
    }

    /// Compares what a program printed on Debian's library and on ours, but for these lines, all of
    /// which must be met.
    ///
    /// # Errors
    /// The outputs differ elsewhere, or not here.
    pub fn compare(&self, program: &str, debian: &str, ours: &str) -> Result<()> {
        ensure!(debian.lines().count() > 3, "it printed nothing to compare:\n{debian}");
        let mut expected = String::new();
        let mut used = 0;
        for line in debian.lines() {
            let (key, value) = line.split_once(": ").unwrap_or((line, ""));
            match self.0.get(&format!("{program}|{key}")) {
                Some((debians, ours)) => {
                    ensure!(value == debians, "the list expects Debian's {key} to be {debians}");
                    ensure!(debians != ours, "{key} is listed as a difference but is none");
                    expected += &format!("{key}: {ours}\n");
                    used += 1;
                }
                None => expected += &format!("{line}\n"),
            }
        }
        ensure!(used == self.0.len(), "{used} of {} listed differences were met", self.0.len());
        let title = "expected: Debian's, with the listed differences";
        compare::same(title, &expected, "ours", ours).with_context(|| program.to_owned())
    }
}
