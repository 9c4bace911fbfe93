// SPDX-License-Identifier: LGPL-2.1-or-later
//! The two sides of a comparison: Debian's library and ours.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use xtask::libraries::Library;
use xtask::{paths, tools};

/// Our shared object, as installed.
#[must_use]
pub fn ours(library: &Library) -> PathBuf {
    paths::libdir().join(library.real_name)
}

/// Debian's shared object of the same SONAME, as its package brought it.
///
/// # Errors
/// The package is not installed, or its file has been replaced.
pub fn debian(library: &Library) -> Result<PathBuf> {
    let package = library.debian_package;
    let list = tools::stdout(Command::new("dpkg").args(["-L", package]))
        .with_context(|| format!("to compare with: apt-get install {package}"))?;
    let verified = tools::stdout(Command::new("dpkg").args(["--verify", package]))?;
    ensure!(
        verified.is_empty(),
        "files of {package} were changed:\n{verified}"
    );
    let path = list.lines().map(Path::new).find(|path| {
        path.file_name()
            .is_some_and(|name| name.to_string_lossy() == library.soname)
    });
    let path = path.with_context(|| format!("no {} in {package}", library.soname))?;
    Ok(path.canonicalize()?)
}

/// The folder with Debian's library, for `LD_LIBRARY_PATH`.
///
/// # Errors
/// As for [`debian`].
pub fn debian_folder(library: &Library) -> Result<PathBuf> {
    let path = debian(library)?;
    Ok(path
        .parent()
        .context("a library without a folder")?
        .to_path_buf())
}
