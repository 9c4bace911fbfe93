// SPDX-License-Identifier: LGPL-2.1-or-later
//! `make demo`: unmodified programs, examples and a Python script on our libraries.

use std::process::Command;

use anyhow::Result;

use crate::{build, paths, tools};

/// Builds everything, then runs `demo.sh` in a network namespace of its own.
///
/// # Errors
/// Something is missing, or a program failed.
pub fn demo() -> Result<()> {
    tools::ensure_packages(&[
        "batctl",
        "binutils",
        "bmon",
        "gcc",
        "iproute2",
        "iw",
        "libc6-dev",
        "libnl-utils",
        "nftables",
        "pkg-config",
        "python3",
    ])?;
    println!("building target/oxnl/lib ...");
    build::all()?;
    let mut command = Command::new("unshare");
    command.arg(if tools::is_root() { "-n" } else { "-rn" });
    command.args(["sh", "-eu"]).arg(paths::root().join("src/xtask/demo.sh"));
    command.current_dir(paths::root()).env("LIB", paths::libdir());
    command.env("PKG_CONFIG_PATH", paths::pkgconfigdir());
    command.env("PATH", format!("/usr/sbin:/sbin:{}", std::env::var("PATH").unwrap_or_default()));
    tools::run_visibly(&mut command)
}
