// SPDX-License-Identifier: LGPL-2.1-or-later
//! What the test programs in `tests/` share: a harness that knows skipped from passed, the
//! libraries to compare, compiling C, running scripts in network namespaces, comparing texts.
//!
//! Each file in `tests/` is one level of tests and runs alone: `cargo test -p capi-tests --test abi`.
#![allow(clippy::expect_used, clippy::indexing_slicing)]

pub mod compare;
pub mod compile;
pub mod differences;
pub mod elf;
pub mod faults;
pub mod harness;
pub mod libraries;
pub mod row;
pub mod sanitized;
pub mod script;
pub mod trace;
pub mod vm;

use std::path::PathBuf;

/// The folder of this crate, with the C, Python and shell sources.
#[must_use]
pub fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Where compiled test programs go.
///
/// # Errors
/// It cannot be made.
pub fn out(kind: &str) -> anyhow::Result<PathBuf> {
    let folder = xtask::paths::target().join("capi-tests").join(kind);
    std::fs::create_dir_all(&folder)?;
    Ok(folder)
}

/// The files of a folder whose name ends in `.<extension>`, sorted.
///
/// # Errors
/// The folder cannot be read, or there is none: an empty set of tests is a mistake.
pub fn sources(folder: &str, extension: &str) -> anyhow::Result<Vec<PathBuf>> {
    let folder = self::folder().join(folder);
    let mut files = Vec::new();
    for entry in std::fs::read_dir(&folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|found| found == extension) {
            files.push(path);
        }
    }
    files.sort();
    anyhow::ensure!(!files.is_empty(), "no *.{extension} in {}", folder.display());
    Ok(files)
}

/// A file's name without folder and ending.
#[must_use]
pub fn stem(path: &std::path::Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

/// What the executable of a C source is called: folders may have sources of the same name, which are compiled
/// at the same time.
fn executable(source: &std::path::Path) -> String {
    let folder = source.parent().map(stem).unwrap_or_default();
    format!("{folder}-{}", stem(source))
}
