// SPDX-License-Identifier: LGPL-2.1-or-later
//! The shell scripts beside the table, each of which drives a program at length.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Result;

use super::table;
use crate::libraries::LIBRARIES;
use crate::paths;

/// The words of `lib.sh` that show a command and what it does.
const SHOWS: &[&str] = &["run", "run_sorted", "run_from", "run_into", "listen"];

/// The folder of the scripts that run in an emulated machine.
const VM: &str = "vm";

/// A script.
#[derive(Debug)]
pub struct Scenario {
    /// The folder, which is the library's crate or that of emulated machines, and the name.
    pub name: String,
    /// What it is about: its first comment.
    pub about: String,
    /// The packages it needs.
    pub packages: BTreeSet<String>,
    /// How many commands it runs and shows, at least.
    pub commands: usize,
    /// `sed` expressions, each with the reason.
    pub masks: Vec<(String, String)>,
}

impl Scenario {
    /// Whether it runs in an emulated machine.
    #[must_use]
    pub fn is_in_machine(&self) -> bool {
        self.name.split('/').next() == Some(VM)
    }
}

/// All scripts, by folder and name.
///
/// # Errors
/// One cannot be read.
pub fn read() -> Result<Vec<Scenario>> {
    let mut scenarios = Vec::new();
    for folder in LIBRARIES.iter().map(|library| library.package).chain([VM]) {
        let mut paths = scripts(&table::folder().join(folder))?;
        paths.sort();
        for path in paths {
            scenarios.push(scenario(folder, &path)?);
        }
    }
    Ok(scenarios)
}

/// The Debian packages that scripts need which run in an emulated machine: they need not be installed.
///
/// # Errors
/// A script cannot be read.
pub fn packages_of_machines() -> Result<BTreeSet<String>> {
    let scripts = read()?.into_iter().filter(Scenario::is_in_machine);
    Ok(scripts.flat_map(|scenario| scenario.packages).collect())
}

/// The Debian packages that the heads of the test scripts name which run on this machine.
///
/// # Errors
/// One cannot be read.
pub fn packages() -> Result<BTreeSet<String>> {
    let mut packages = BTreeSet::new();
    for scenario in read()?.into_iter().filter(|scenario| !scenario.is_in_machine()) {
        packages.extend(scenario.packages);
    }
    for path in scripts(&paths::root().join("capi-tests/examples"))? {
        packages.extend(needed(&fs::read_to_string(path)?));
    }
    Ok(packages)
}

fn scripts(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "sh") {
            found.push(path);
        }
    }
    Ok(found)
}

fn scenario(library: &str, path: &Path) -> Result<Scenario> {
    let text = fs::read_to_string(path)?;
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let comments = text.lines().skip(2).take_while(|line| line.starts_with('#'));
    let prose = comments.map(|line| line.trim_start_matches('#').trim());
    let about: Vec<_> = prose.take_while(|line| !is_field(line)).collect();
    let masks = text.lines().filter_map(|line| line.strip_prefix("# mask: "));
    let masks = masks.filter_map(|mask| mask.rsplit_once(" -- "));
    let first_words = text.lines().filter_map(|line| line.split_whitespace().next());
    Ok(Scenario {
        name: format!("{library}/{stem}"),
        about: about.join(" "),
        packages: needed(&text),
        commands: first_words.filter(|word| SHOWS.contains(word)).count(),
        masks: masks.map(|(sed, reason)| (sed.to_owned(), reason.to_owned())).collect(),
    })
}

fn is_field(line: &str) -> bool {
    ["needs:", "root:", "mask:", "network:", "seconds:", "selected"]
        .iter()
        .any(|field| line.starts_with(field))
}

/// The packages in `# needs: command(package) ...` lines.
fn needed(text: &str) -> BTreeSet<String> {
    let lines = text.lines().filter_map(|line| line.strip_prefix("# needs: "));
    let words = lines.flat_map(str::split_whitespace);
    let names = words.filter_map(|word| word.split_once('('));
    names.map(|(_, name)| name.trim_end_matches(')').to_owned()).collect()
}
