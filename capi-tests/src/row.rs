// SPDX-License-Identifier: LGPL-2.1-or-later
//! A row of the table of programs: its command runs in namespaces of its own, and what it printed, how
//! it ended and what it left in the kernel make up one text.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};
use tempfile::TempDir;
use xtask::libraries::by_link_name;
use xtask::paths;
use xtask::programs::fetch;
use xtask::programs::table::{self, Ends, Package, Row};
use xtask::tools;

use crate::script::masked;
use crate::trace::Trace;
use crate::{compare, libraries};

/// Seconds after which a row is ended.
const LIMIT: &str = "60";

/// What the shell says where it finds no such command, or may not run it.
const NOT_RUN: [i32; 2] = [126, 127];

/// Twice on Debian's libraries and once on ours: all the same, or an error that shows the difference.
///
/// # Errors
/// That, or the row did not do what the table says of it.
pub fn compared(package: &Package, row: &Row) -> Result<()> {
    let debian = libraries::debian_folder(package.library(row)?)?;
    // A busy machine may upset a row once. That says nothing of our libraries, which get one run.
    let first = stable(&debian, package, row).or_else(|why| {
        eprintln!("{}: once more on Debian's library: {why:#}", package.name);
        stable(&debian, package, row)
    })?;
    let ours = run_on(&paths::libdir(), package, row).context("on ours")?;
    compare::same("on Debian's library", &first, "on ours", &ours)
}

/// What a row does on Debian's library, in two runs that must be the same.
fn stable(debian: &Path, package: &Package, row: &Row) -> Result<String> {
    let first = run_on(debian, package, row).context("on Debian's library")?;
    let again = run_on(debian, package, row).context("on Debian's library")?;
    compare::same("on Debian's library", &first, "once more on Debian's library", &again)
        .context("unstable: it has to be masked or dropped, with the reason")?;
    Ok(first)
}

/// What `state.py` says after a set-up.
///
/// # Errors
/// It cannot be made.
pub fn state_after(setup: &str) -> Result<String> {
    let out = execute(&paths::libdir(), setup, ":")?;
    let said = fs::read_to_string(out.path().join("setup"))?;
    ensure!(said.is_empty(), "setup_{setup}: {said}");
    Ok(fs::read_to_string(out.path().join("state"))?)
}

/// Runs `row.sh`, and returns the folder with what it wrote.
fn execute(folder: &Path, setup: &str, run: &str) -> Result<TempDir> {
    let out = tempfile::tempdir()?;
    fs::create_dir(out.path().join("trace"))?;
    let mut command = Command::new("timeout");
    command.args(["--kill-after=5", LIMIT, "unshare", "-n", "-m", "-p", "-u", "-i"]);
    command.args(["--fork", "--kill-child", "--mount-proc", "sh"]);
    command.arg(table::folder().join("row.sh")).args([setup, run]);
    command.env("OUT", out.path()).env("ROOT", fetch::root()).env("LIBRARIES", folder);
    tools::run(command.current_dir(out.path()))?;
    Ok(out)
}

fn run_on(folder: &Path, package: &Package, row: &Row) -> Result<String> {
    let out = execute(folder, &row.setup, &row.run)?;
    let part = |name: &str| -> Result<String> {
        let bytes = fs::read(out.path().join(name)).with_context(|| format!("no {name}"))?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    };
    let setup = part("setup")?;
    ensure!(setup.is_empty(), "setup_{}: {setup}", row.setup);
    let (stdout, stderr, status) = (part("stdout")?, part("stderr")?, part("status")?);
    let said = format!("{stdout}--- stderr\n{stderr}--- status {status}");
    let code: i32 = status.trim().parse()?;
    let as_told = match row.ends {
        Ends::Success => code == 0,
        Ends::Failure => code != 0,
        Ends::Either => true,
    };
    if NOT_RUN.contains(&code) || !as_told {
        bail!("it ended in {code}, and the table says {:?}:\n{said}", row.ends);
    }
    ensure!(!stdout.contains("! gave up waiting"), "{said}");
    // The dynamic linker's word for a library without the versions a program asks for.
    ensure!(!stderr.contains("no version information"), "{stderr}");
    let trace = Trace::read(&out.path().join("trace"))?;
    let library = package.library(row)?;
    trace.loaded_only_from(folder, library.soname, Some(row.program()))?;
    for sister in library.needs {
        trace.loaded_only_from(folder, by_link_name(sister)?.soname, Some(row.program()))?;
    }
    let masks: Vec<_> = package.masks.iter().chain(&row.masks).map(|mask| &mask.sed).collect();
    masked(&format!("{said}--- state\n{}", part("state")?), &masks)
}
