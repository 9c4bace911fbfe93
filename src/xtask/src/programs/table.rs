// SPDX-License-Identifier: LGPL-2.1-or-later
//! What the table says.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use serde::Deserialize;

use crate::libraries::{LIBRARIES, Library};
use crate::paths;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    package: Vec<Package>,
}

/// A Debian package and the commands that are run of it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Package {
    /// Its name.
    pub name: String,
    /// The crate whose library its programs are there to exercise.
    pub library: String,
    /// Packages that it only recommends and whose files its commands need.
    #[serde(default)]
    pub with: Vec<String>,
    /// For the output of all its commands.
    #[serde(default, rename = "mask")]
    pub masks: Vec<Mask>,
    /// Why none of its commands is run.
    pub dropped: Option<String>,
    /// Its commands.
    #[serde(default, rename = "row")]
    pub rows: Vec<Row>,
}

/// What varies from run to run with one and the same library.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mask {
    /// An expression for `sed -E`.
    pub sed: String,
    /// Why.
    pub reason: String,
}

/// How a command ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Ends {
    /// With the exit status 0.
    #[default]
    Success,
    /// With another one.
    Failure,
    /// The kernel decides: it may lack, or be able to load, what the command asks for.
    Either,
}

/// A command.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// Shell: the command itself, mostly. All that `lib.sh` and `setups.sh` define may be used.
    pub run: String,
    /// What to call it if `run` is long.
    pub name: Option<String>,
    /// The program that has to load the library, if it is not the first word.
    pub program: Option<String>,
    /// The crate of the library that the program is there to exercise, if it is another than the package's.
    pub library: Option<String>,
    /// What it finds: the function `setup_...` of `setups.sh` or `lib.sh`.
    #[serde(default = "no_setup")]
    pub setup: String,
    /// What its exit status says.
    #[serde(default)]
    pub ends: Ends,
    /// For its output.
    #[serde(default, rename = "mask")]
    pub masks: Vec<Mask>,
    /// Why it is not run.
    pub dropped: Option<String>,
}

fn no_setup() -> String {
    "none".to_owned()
}

impl Row {
    /// How it is called in the report and among the tests.
    #[must_use]
    pub fn name(&self) -> &str {
        self.name.as_deref().unwrap_or(&self.run)
    }

    /// The program that has to load the library.
    #[must_use]
    pub fn program(&self) -> &str {
        let program = self.program.as_deref();
        let first = self.run.split_whitespace().next().unwrap_or_default();
        program.unwrap_or_else(|| first.rsplit('/').next().unwrap_or(first))
    }
}

impl Package {
    /// The library that a row is there to exercise.
    ///
    /// # Errors
    /// There is none of that name.
    pub fn library(&self, row: &Row) -> Result<&'static Library> {
        let name = row.library.as_ref().unwrap_or(&self.library);
        let found = LIBRARIES.iter().find(|library| library.package == name);
        found.with_context(|| format!("{}: no library `{name}`", self.name))
    }

    /// The commands that are run.
    pub fn rows_run(&self) -> impl Iterator<Item = &Row> {
        self.rows.iter().filter(|row| row.dropped.is_none())
    }
}

/// Where the programs are described.
#[must_use]
pub fn folder() -> PathBuf {
    paths::root().join("capi-tests/programs")
}

/// Reads the table, sorted by package.
///
/// # Errors
/// A file is not of the form above, or says a thing twice, or does not say why.
pub fn read() -> Result<Vec<Package>> {
    let mut packages = Vec::new();
    for entry in fs::read_dir(folder().join("table"))? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            let text = fs::read_to_string(&path)?;
            let file: File = toml::from_str(&text).with_context(|| path.display().to_string())?;
            packages.extend(file.package);
        }
    }
    packages.sort_by(|left, right| left.name.cmp(&right.name));
    let mut names = BTreeSet::new();
    for package in &packages {
        ensure!(names.insert(package.name.clone()), "{} stands there twice", package.name);
        ensure!(
            package.dropped.is_some() == package.rows.is_empty(),
            "{}: either rows, or `dropped = \"why\"`",
            package.name
        );
        for row in &package.rows {
            let name = format!("{}: {}", package.name, row.name());
            package.library(row)?;
            ensure!(!row.name().contains('\n'), "{name}: give it a `name`");
            ensure!(names.insert(name.clone()), "{name} stands there twice");
        }
        let masks = package.masks.iter().chain(package.rows.iter().flat_map(|row| &row.masks));
        for mask in masks {
            ensure!(!mask.reason.is_empty(), "{}: a mask without reason", package.name);
        }
    }
    Ok(packages)
}
