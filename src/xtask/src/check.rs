// SPDX-License-Identifier: LGPL-2.1-or-later
//! `make check`: every test there is, cheap ones first.

use std::collections::BTreeSet;
use std::process::Command;

use anyhow::{Result, bail};

use crate::programs::{fetch, report, scenarios};
use crate::tools::{self, ensure_packages, run_visibly};
use crate::{bench, build, coverage, paths};

/// Debian packages that tests need besides those that the heads of the test scripts name.
const PACKAGES: &[&str] = &[
    "binutils",
    "clang",
    "g++",
    "gcc",
    "iproute2",
    "kmod",
    "libc6-dev",
    "libclang-rt-dev",
    "libmnl-dev",
    "libnl-3-dev",
    "libnl-genl-3-dev",
    "libnl-route-3-dev",
    "locales",
    "make",
    "pkg-config",
    "python3",
    "qemu-system-x86",
    "valgrind",
    "xz-utils",
];

/// Runs all checks and stops at the first kind that fails.
///
/// # Errors
/// A check failed, or cannot be made because something is missing.
pub fn check() -> Result<()> {
    packages()?;
    step("format", &mut cargo("fmt --all --check"), Some("rustfmt"))?;
    let mut fuzz = cargo("fmt --manifest-path fuzz/Cargo.toml --check");
    step("format of fuzz", &mut fuzz, Some("rustfmt"))?;
    let mut clippy = cargo("clippy --quiet --workspace --all-targets -- -D warnings");
    step("lints", &mut clippy, Some("clippy"))?;
    let mut fuzz = cargo(
        "clippy --quiet --manifest-path fuzz/Cargo.toml --locked --all-targets \
         --target-dir target/fuzz-lints -- -D warnings",
    );
    step("lints of fuzz", &mut fuzz, Some("clippy"))?;
    let mut doc = cargo("doc --quiet --workspace --no-deps");
    step("documentation", doc.env("RUSTDOCFLAGS", "-D warnings"), None)?;
    heading("coverage");
    coverage::coverage(true)?;
    heading("table of programs");
    report(true)?;
    step("tests", &mut cargo("test --workspace --no-fail-fast"), None)?;
    heading("instruction counts");
    bench::run(&bench::Options::check())?;
    println!("\nall checks passed");
    Ok(())
}

/// Installs what is missing, or says what to install.
fn packages() -> Result<()> {
    let mut packages: BTreeSet<String> = PACKAGES.iter().map(|name| (*name).to_owned()).collect();
    packages.extend(scenarios::packages()?);
    if tools::find("dpkg-query").is_none() {
        println!("not a Debian system: tests that miss something will say so");
        return Ok(());
    }
    ensure_packages(&packages.iter().map(String::as_str).collect::<Vec<_>>())?;
    fetch::everything()
}

fn cargo(arguments: &str) -> Command {
    let mut cargo = build::cargo();
    cargo.current_dir(paths::root()).args(arguments.split_whitespace());
    cargo
}

fn heading(name: &str) {
    println!("\n== {name}");
}

/// Runs one command; if it needs a component of the toolchain that is not there, says so.
fn step(name: &str, command: &mut Command, component: Option<&str>) -> Result<()> {
    heading(name);
    if let Some(component) = component {
        let subcommand = if component == "rustfmt" { "fmt" } else { component };
        let there = cargo(&format!("{subcommand} --version")).output();
        if !there.is_ok_and(|output| output.status.success()) {
            if std::env::var_os("OXNL_NO_SKIP").is_some() {
                bail!("`{component}` is missing. Run: rustup component add {component}");
            }
            println!("skipped: `{component}` is missing. Run: rustup component add {component}");
            return Ok(());
        }
    }
    run_visibly(command)
}
