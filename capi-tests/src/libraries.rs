// SPDX-License-Identifier: LGPL-2.1-or-later
//! The two sides of a comparison: Debian's library and ours.

use std::path::PathBuf;

use anyhow::{Context, Result};
use xtask::libraries::Library;
use xtask::paths;

/// Our shared object, as installed.
#[must_use]
pub fn ours(library: &Library) -> PathBuf {
    paths::libdir().join(library.real_name)
}

/// The folder with Debian's library, for `LD_LIBRARY_PATH`.
///
/// # Errors
/// As for [`Library::debians`].
pub fn debian_folder(library: &Library) -> Result<PathBuf> {
    let path = library.debians()?;
    Ok(path.parent().context("a library without a folder")?.to_path_buf())
}
