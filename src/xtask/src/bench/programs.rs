// SPDX-License-Identifier: LGPL-2.1-or-later
//! Compiling the programs in `bench/`: once, against Debian's header, for both libraries. Only the
//! programs with inline accessors, which Debian's header does not have, get ours.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use crate::libraries::Library;
use crate::{paths, tools};

use super::suites::{MNL, Suite};

/// The options a distribution compiles with, as far as they matter here.
pub(super) const FLAGS: &[&str] =
    &["-O2", "-g", "-std=gnu11", "-Wall", "-Wextra", "-Wno-missing-field-initializers", "-Werror"];

/// Makes a header give the hot accessors inline.
const INLINE: &str = "-DMNL_INLINE";

/// The executables for libmnl.
#[derive(Debug)]
pub(super) struct Programs {
    /// All functions, see `bench/mnl/mnl.c`.
    pub(super) cases: PathBuf,
    /// The same with inline accessors.
    pub(super) cases_inline: PathBuf,
    /// Reads a dump from the kernel.
    pub(super) dump: PathBuf,
    /// The same with inline accessors.
    pub(super) dump_inline: PathBuf,
    /// Makes and records routes.
    pub(super) routes: PathBuf,
    /// Does nothing.
    pub(super) startup: PathBuf,
}

/// The folder of the sources.
pub(super) fn sources() -> PathBuf {
    paths::root().join("bench")
}

pub(super) fn compile(library: &Library) -> Result<Programs> {
    let our_headers = format!("-I{}", paths::out().join("include").display());
    let inline = [INLINE, our_headers.as_str()];
    Ok(Programs {
        cases: cases(library, &MNL)?,
        cases_inline: program(library, "mnl-inline", &strings(MNL.files), &inline)?,
        dump: dump(library, &MNL)?,
        dump_inline: program(library, "mnl-dump-inline", &dump_sources(&MNL), &inline)?,
        routes: program(library, "routes", &["mnl/routes.c".into()], &[])?,
        startup: startup(library, &MNL)?,
    })
}

/// The cases of a library, as any program calls it.
pub(super) fn cases(library: &Library, suite: &Suite) -> Result<PathBuf> {
    program(library, suite.program, &strings(suite.files), &[])
}

/// A program that hardly uses a library.
pub(super) fn startup(library: &Library, suite: &Suite) -> Result<PathBuf> {
    let name = format!("{}-startup", suite.program);
    program(library, &name, &[suite.startup.into()], &[])
}

/// The program that reads a dump from the kernel with a library.
pub(super) fn dump(library: &Library, suite: &Suite) -> Result<PathBuf> {
    program(library, &format!("{}-dump", suite.program), &dump_sources(suite), &[])
}

fn dump_sources(suite: &Suite) -> [String; 2] {
    ["library.c".into(), format!("{}/dump.c", suite.program)]
}

/// The program that fills caches of a given size.
pub(super) fn grow(library: &Library) -> Result<PathBuf> {
    let files = strings(&["driver.c", "library.c", "nl/grow.c"]);
    program(library, "nl-grow", &files, &[])
}

/// The program that fills caches with what is in a namespace.
pub(super) fn caches(library: &Library) -> Result<PathBuf> {
    program(library, "route-caches", &strings(&["library.c", "route/caches.c"]), &[])
}

fn strings(files: &[&str]) -> Vec<String> {
    files.iter().map(|file| (*file).to_owned()).collect()
}

fn program(library: &Library, name: &str, files: &[String], flags: &[&str]) -> Result<PathBuf> {
    let executable = super::sides::out().join(name);
    let mut cc = Command::new("cc");
    cc.args(FLAGS).args(flags).arg("-o").arg(&executable);
    cc.args(files.iter().map(|file| sources().join(file)));
    cc.args(system_flags(library)?);
    tools::run(&mut cc).with_context(|| format!("compiling {name}"))?;
    Ok(executable.canonicalize()?)
}

/// What the system's pkg-config file says, not ours.
fn system_flags(library: &Library) -> Result<Vec<String>> {
    let mut pkg_config = Command::new("pkg-config");
    pkg_config.env_remove("PKG_CONFIG_PATH").env_remove("PKG_CONFIG_LIBDIR");
    pkg_config.args(["--cflags", "--libs"]);
    let said = tools::stdout(pkg_config.arg(library.pkg_config.trim_end_matches(".pc")))?;
    Ok(said.split_whitespace().map(String::from).collect())
}
