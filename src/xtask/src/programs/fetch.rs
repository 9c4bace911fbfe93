// SPDX-License-Identifier: LGPL-2.1-or-later
//! Gets the packages of the table. What is not installed is downloaded with all that it depends on and
//! unpacked below `target`: nothing is configured, no service starts, the system stays as it is.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};

use super::scenarios;
use super::table::{self, Package};
use crate::paths;
use crate::tools::{self, is_installed, run};

/// The folder that the packages are unpacked in, to be laid over the system's.
#[must_use]
pub fn root() -> PathBuf {
    paths::target().join("programs/root")
}

/// What the rows' set-ups and helpers use, besides what the scenarios name.
const HELPERS: &[&str] =
    &["dbus-daemon", "dbus-system-bus-common", "hostname", "iproute2", "mount", "python3"];

/// Installs what the scenarios and set-ups need, and unpacks what the table needs. Without root, the
/// tests say what they miss.
///
/// # Errors
/// Something cannot be had.
pub fn everything() -> Result<()> {
    if !tools::is_root() || tools::find("dpkg-query").is_none() {
        return Ok(());
    }
    let mut packages = scenarios::packages()?;
    packages.extend(HELPERS.iter().map(|name| (*name).to_owned()));
    tools::ensure_packages(&packages.iter().map(String::as_str).collect::<Vec<_>>())?;
    all()
}

/// Makes sure that every package of the table, and of what runs in emulated machines, is installed or unpacked.
///
/// # Errors
/// One is neither, and cannot be had.
fn all() -> Result<()> {
    let packages = table::read()?;
    let wanted: Vec<&Package> = packages.iter().filter(|one| one.dropped.is_none()).collect();
    prepare()?;
    let machines = scenarios::packages_of_machines()?;
    let named = wanted.iter().flat_map(|one| names(one)).chain(machines.iter().map(String::as_str));
    let missing: BTreeSet<_> = named.filter(|one| !is_there(one)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    println!("unpacking: {}", missing.iter().copied().collect::<Vec<_>>().join(" "));
    run(apt().arg("update"))?;
    for name in missing {
        unpack(name)?;
    }
    Ok(())
}

/// What is missing of what a package's commands need, in words.
///
/// # Errors
/// That.
pub fn require(package: &Package) -> Result<()> {
    let missing: Vec<_> = names(package).filter(|name| !is_there(name)).collect();
    ensure!(missing.is_empty(), "cargo xtask programs --fetch, to unpack {}", missing.join(" "));
    Ok(())
}

fn names(package: &Package) -> impl Iterator<Item = &str> {
    std::iter::once(package.name.as_str()).chain(package.with.iter().map(String::as_str))
}

fn is_there(name: &str) -> bool {
    stamp(name).exists() || is_installed(name)
}

/// Exists once the package, and what it needs, is unpacked.
fn stamp(name: &str) -> PathBuf {
    paths::target().join("programs/unpacked").join(name)
}

fn debs() -> PathBuf {
    paths::target().join("programs/debs")
}

fn prepare() -> Result<()> {
    for folder in [debs().join("partial"), paths::target().join("programs/unpacked")] {
        fs::create_dir_all(folder)?;
    }
    for folder in ["usr/bin", "usr/sbin", "usr/lib", "etc", "run/lock", "var"] {
        fs::create_dir_all(root().join(folder))?;
    }
    // As in the system itself, whichever name a package uses.
    let links = [
        ("bin", "usr/bin"),
        ("sbin", "usr/sbin"),
        ("lib", "usr/lib"),
        ("var/run", "../run"),
        ("var/lock", "../run/lock"),
    ];
    for (name, to) in links {
        let link = root().join(name);
        if !link.exists() {
            std::os::unix::fs::symlink(to, link)?;
        }
    }
    Ok(())
}

fn apt() -> Command {
    let mut apt = Command::new("apt-get");
    apt.env("DEBIAN_FRONTEND", "noninteractive");
    // As root: its own user cannot write below target.
    apt.args(["-qq", "-o", "Dpkg::Use-Pty=0", "-o", "APT::Sandbox::User=root"]);
    apt.arg("-o").arg(format!("Dir::Cache::Archives={}", debs().display()));
    apt
}

fn unpack(name: &str) -> Result<()> {
    ensure!(tools::find("apt-get").is_some(), "needs Debian's package {name}");
    let download = ["install", "--download-only", "-y", "--no-install-recommends"];
    run(apt().args(download).arg(name))?;
    for entry in fs::read_dir(debs())? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "deb") {
            extract(&path)?;
            fs::remove_file(&path)?;
        }
    }
    Ok(fs::write(stamp(name), "")?)
}

fn extract(deb: &Path) -> Result<()> {
    let mut contents = Command::new("dpkg-deb")
        .arg("--fsys-tarfile")
        .arg(deb)
        .stdout(Stdio::piped())
        .spawn()
        .context("cannot run dpkg-deb")?;
    let archive = contents.stdout.take().context("no pipe")?;
    let mut tar = Command::new("tar");
    tar.args(["--extract", "--keep-directory-symlink", "--file=-", "--directory"]).arg(root());
    run(tar.stdin(archive))?;
    ensure!(contents.wait()?.success(), "cannot unpack {}", deb.display());
    Ok(())
}
