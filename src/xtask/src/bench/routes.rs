// SPDX-License-Identifier: LGPL-2.1-or-later
//! Routes in a network namespace: recording their dump, and reading it from the kernel.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::tools;

use super::programs;
use super::samples::Samples;
use super::sides::{self, Side};

/// Dumps that one process reads.
const TIMES: u32 = 5;

/// A dump in a file.
#[derive(Debug)]
pub(super) struct Recording {
    pub(super) file: PathBuf,
}

/// How one of the programs reads a dump.
#[derive(Clone, Debug, Default)]
pub(super) struct Reader {
    /// Milliseconds per dump.
    pub(super) wall: Samples,
    /// Of them in user mode.
    pub(super) user: Samples,
    /// Of them in the kernel.
    pub(super) system: Samples,
    /// The most memory that was resident, in KiB.
    pub(super) peak: Samples,
    /// Of the memory at the end: what is not backed by a file, in KiB.
    pub(super) anonymous: Samples,
}

/// A program that reads the routes, in the way that `how` says.
#[derive(Clone, Debug)]
pub(super) struct Program<'a> {
    /// What it is called in the report.
    pub(super) name: &'static str,
    pub(super) file: &'a Path,
    pub(super) how: &'static str,
    pub(super) side: &'a Side,
}

pub(super) fn unshare() -> Command {
    let mut command = Command::new("unshare");
    command.arg(if tools::is_root() { "-n" } else { "-rn" });
    let path = std::env::var("PATH").unwrap_or_default();
    command.env("PATH", format!("{path}:/usr/sbin:/sbin"));
    command
}

/// Why there can be no network namespace, if so.
pub(super) fn unavailable() -> Option<&'static str> {
    let works = unshare().arg("true").output();
    if works.is_ok_and(|output| output.status.success()) {
        None
    } else {
        Some("needs root or unprivileged user namespaces, for `unshare -n`")
    }
}

/// A command in a namespace with so many routes.
fn with_routes(count: u32, maker: &Path) -> Command {
    let mut command = unshare();
    command.arg("sh").arg(programs::sources().join("routes.sh"));
    command.arg(count.to_string()).arg(maker);
    command
}

/// Records the dump of so many routes.
pub(super) fn record(maker: &Path, count: u32) -> Result<Recording> {
    let file = sides::out().join("routes.dump");
    let mut command = with_routes(count, maker);
    let said = tools::stdout(command.arg(maker).arg("record").arg(&file))?;
    let recorded: u32 = said.trim().parse()?;
    ensure!(recorded == count, "{recorded} of {count} routes recorded");
    Ok(Recording { file })
}

/// Makes so many routes and lets programs read them, in turns.
pub(super) fn read_in_turns(
    maker: &Path,
    programs: &[Program<'_>],
    count: u32,
    rounds: u32,
) -> Result<Vec<Reader>> {
    let mut command = with_routes(count, maker);
    command.arg("sh").arg(programs::sources().join("dump.sh"));
    command.args([rounds.to_string(), TIMES.to_string()]);
    for (at, program) in programs.iter().enumerate() {
        command.arg(at.to_string()).arg(&program.side.folder).arg(program.file).arg(program.how);
    }
    let output = tools::stdout(&mut command)?;
    let mut readers = vec![Reader::default(); programs.len()];
    for line in output.lines() {
        let (at, rest) = line.split_once('\t').with_context(|| line.to_owned())?;
        let at: usize = at.parse()?;
        let program = programs.get(at).with_context(|| line.to_owned())?;
        let reader = readers.get_mut(at).with_context(|| line.to_owned())?;
        if rest.starts_with('#') {
            program.side.loaded(rest)?;
        } else {
            reader.add(rest, count).with_context(|| line.to_owned())?;
        }
    }
    Ok(readers)
}

impl Reader {
    fn add(&mut self, line: &str, count: u32) -> Result<()> {
        let fields: Result<Vec<f64>, _> = line.split('\t').map(str::parse).collect();
        let fields: [f64; 6] = fields?.try_into().ok().context("six fields")?;
        let [routes, wall, user, system, peak, anonymous] = fields;
        // The kernel adds some of its own, for the interfaces.
        ensure!(routes >= f64::from(count), "routes are missing");
        self.wall.add(wall / 1e6);
        self.user.add(user / 1e6);
        self.system.add(system / 1e6);
        self.peak.add(peak);
        self.anonymous.add(anonymous);
        Ok(())
    }
}
