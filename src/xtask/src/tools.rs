// SPDX-License-Identifier: LGPL-2.1-or-later
//! Commands of other packages: whether they are there, how to get them, running them.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use anyhow::{Context, Result, bail};

/// A command and the Debian package it comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tool {
    /// The name of the program.
    pub command: &'static str,
    /// The package.
    pub package: &'static str,
}

/// What a build needs besides cargo.
pub const BUILD: &[Tool] = &[
    Tool { command: "cc", package: "gcc" },
    Tool { command: "ld", package: "binutils" },
    Tool { command: "objcopy", package: "binutils" },
    Tool { command: "strip", package: "binutils" },
    Tool { command: "ar", package: "binutils" },
];

/// Fails with one line that names the packages if a tool is missing.
///
/// # Errors
/// That line.
pub fn require(tools: &[Tool]) -> Result<()> {
    let missing: Vec<_> = tools.iter().filter(|tool| find(tool.command).is_none()).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let mut commands: Vec<_> = missing.iter().map(|tool| tool.command).collect();
    let mut packages: Vec<_> = missing.iter().map(|tool| tool.package).collect();
    commands.dedup();
    packages.sort_unstable();
    packages.dedup();
    bail!("missing: {}. Run: apt-get install {}", commands.join(", "), packages.join(" "))
}

/// Where a command is: in PATH, or where a system keeps the administrator's.
#[must_use]
pub fn find(command: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    folders.extend(["/usr/sbin".into(), "/sbin".into()]);
    folders.into_iter().map(|folder| folder.join(command)).find(|file| is_executable(file))
}

fn is_executable(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    file.metadata().is_ok_and(|data| data.is_file() && data.permissions().mode() & 0o111 != 0)
}

/// Whether this process is root.
#[must_use]
pub fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt;
    std::fs::metadata("/proc/self").is_ok_and(|data| data.uid() == 0)
}

/// Runs a command and fails, with what it said, unless it succeeds.
///
/// # Errors
/// It could not be started, or failed.
pub fn run(command: &mut Command) -> Result<Output> {
    let shown = show(command);
    let output = command.output().with_context(|| format!("cannot run: {shown}"))?;
    if !output.status.success() {
        let said = [output.stdout.as_slice(), output.stderr.as_slice()].concat();
        bail!("{}: {shown}\n{}", output.status, String::from_utf8_lossy(&said));
    }
    Ok(output)
}

/// Runs a command whose output goes straight to the terminal.
///
/// # Errors
/// It could not be started, or failed.
pub fn run_visibly(command: &mut Command) -> Result<()> {
    let shown = show(command);
    let status = command.status().with_context(|| format!("cannot run: {shown}"))?;
    if !status.success() {
        bail!("{status}: {shown}");
    }
    Ok(())
}

/// What a command prints on standard output.
///
/// # Errors
/// It could not be started, failed, or printed no UTF-8.
pub fn stdout(command: &mut Command) -> Result<String> {
    Ok(String::from_utf8(run(command)?.stdout)?)
}

fn show(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(OsStr::to_string_lossy).collect::<Vec<_>>().join(" ")
}

/// Installs Debian packages that are missing, if this process is root.
///
/// # Errors
/// apt failed; or this process is not root: the error is then the line to run.
pub fn ensure_packages(packages: &[&str]) -> Result<()> {
    let missing: Vec<_> = packages.iter().copied().filter(|name| !is_installed(name)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    if find("apt-get").is_none() {
        bail!("install the equivalents of Debian's packages: {}", missing.join(" "));
    }
    if !is_root() {
        bail!("packages are missing. Run: sudo apt-get install {}", missing.join(" "));
    }
    println!("installing: {}", missing.join(" "));
    let apt = || {
        let mut apt = Command::new("apt-get");
        apt.env("DEBIAN_FRONTEND", "noninteractive").args(["-qq", "-o", "Dpkg::Use-Pty=0"]);
        apt
    };
    run(apt().arg("update"))?;
    run(apt().args(["install", "-y", "--no-install-recommends"]).args(&missing))?;
    Ok(())
}

/// Whether a Debian package is installed.
#[must_use]
pub fn is_installed(package: &str) -> bool {
    let mut query = Command::new("dpkg-query");
    query.args(["-W", "-f", "${db:Status-Status}", package]);
    query.output().is_ok_and(|output| output.stdout == b"installed")
}
