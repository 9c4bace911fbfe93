// SPDX-License-Identifier: LGPL-2.1-or-later
//! Where things are.

use std::path::{Path, PathBuf};

/// The root of the checkout.
#[must_use]
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).expect("src/xtask is two below the root").to_path_buf()
}

/// Cargo's target folder.
#[must_use]
pub fn target() -> PathBuf {
    match std::env::var_os("CARGO_TARGET_DIR") {
        Some(dir) => root().join(dir),
        None => root().join("target"),
    }
}

/// Our output: an installation with this as its prefix, and what it is made from in `build/`.
#[must_use]
pub fn out() -> PathBuf {
    target().join("oxnl")
}

/// Where the staged shared objects are: what to put into `LD_LIBRARY_PATH`.
#[must_use]
pub fn libdir() -> PathBuf {
    out().join("lib")
}

/// Where the staged pkg-config files are: what to put into `PKG_CONFIG_PATH`.
#[must_use]
pub fn pkgconfigdir() -> PathBuf {
    libdir().join("pkgconfig")
}
