// SPDX-License-Identifier: LGPL-2.1-or-later
//! Allocations and system calls of the libraries that fail on purpose, in programs that know nothing of it: the
//! preloaded shim `c/shim/faults.c`.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

use anyhow::{Context, Result, anyhow, ensure};
use xtask::{paths, tools};

use crate::harness::unshare;

/// Flags for programs whose calls of the library the shim can name.
pub const FLAGS: &[&str] = &["-fno-plt", "-fno-optimize-sibling-calls"];

/// How long a program may take, in seconds.
const LIMIT: &str = "30";

/// What a function needs that can fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Memory.
    Memory,
    /// A socket.
    Io,
}

impl Kind {
    /// What such a function does.
    #[must_use]
    pub fn does(self) -> &'static str {
        match self {
            Self::Memory => "allocates",
            Self::Io => "uses a socket",
        }
    }

    /// As it is called in files.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "memory" => Some(Self::Memory),
            "io" => Some(Self::Io),
            _ => None,
        }
    }
}

/// A way that leads to an allocation or a system call.
#[derive(Clone, Debug)]
pub struct Point {
    /// `memory`, or the name of the system call.
    pub what: String,
    /// The how manieth of its kind it was.
    pub number: u64,
    /// The function that the program called.
    pub function: String,
    /// The same number for the same way in every program.
    pub way: String,
}

impl Point {
    /// What the function needed.
    #[must_use]
    pub fn kind(&self) -> Kind {
        if self.what == "memory" { Kind::Memory } else { Kind::Io }
    }

    /// What can go wrong there.
    #[must_use]
    pub fn failures(&self) -> &'static [&'static str] {
        match self.what.as_str() {
            "memory" => &["ENOMEM"],
            "socket" => &["EMFILE"],
            "bind" => &["EADDRINUSE"],
            "getsockname" => &["EBADF", "short"],
            "setsockopt" => &["ENOPROTOOPT"],
            "sendmsg" | "sendto" => &["EINTR", "EAGAIN", "ENOBUFS", "short"],
            "recvmsg" => &["EINTR", "EAGAIN", "ENOBUFS", "none", "short", "truncated", "sender"],
            _ => &["EINTR"],
        }
    }
}

/// A program with the shim, in a network namespace of its own, on our libraries.
fn command(exe: &Path, variable: &str, value: &str) -> Result<Command> {
    let mut command = unshare();
    command.args(["timeout", LIMIT, "env"]);
    // Not for `timeout` and `env` themselves.
    command.arg(format!("LD_PRELOAD={}", shim()?.display())).arg(format!("{variable}={value}"));
    command.arg(exe).env("LD_LIBRARY_PATH", paths::libdir());
    Ok(command)
}

/// Runs a program and returns all ways that led to an allocation or a system call.
///
/// # Errors
/// It did not run, or failed.
pub fn points(exe: &Path) -> Result<Vec<Point>> {
    let log = tempfile::NamedTempFile::new()?;
    tools::run(&mut command(exe, "OXNL_FAULT_LOG", &log.path().display().to_string())?)?;
    let mut points = Vec::new();
    for line in std::fs::read_to_string(log.path())?.lines() {
        let words: Vec<_> = line.split(' ').collect();
        let [what, number, function, way] = words[..] else {
            return Err(anyhow!("not a line of the shim's: {line}"));
        };
        let [what, function, way] = [what, function, way].map(str::to_owned);
        points.push(Point { what, number: number.parse()?, function, way });
    }
    Ok(points)
}

/// Runs a program of `c/<crate>/faults` and returns the functions that it made fail.
///
/// # Errors
/// It did not run, or failed.
pub fn walked(exe: &Path) -> Result<Vec<(Kind, String)>> {
    let file = tempfile::NamedTempFile::new()?;
    let mut command = unshare();
    command.args(["timeout", "120"]).arg(exe).env("LD_LIBRARY_PATH", paths::libdir());
    tools::run(command.env("OXNL_WALKED", file.path()))?;
    let text = std::fs::read_to_string(file.path())?;
    let functions = text.lines().map(|line| {
        let (kind, function) = line.split_once(' ')?;
        Some((Kind::named(kind)?, function.to_owned()))
    });
    functions.collect::<Option<_>>().context("not what walked.h writes")
}

/// Runs a program in which something fails. It may fail, too, but the library may not crash or hang.
///
/// # Errors
/// It did.
pub fn survives(exe: &Path, point: &Point, how: &str) -> Result<()> {
    let fault = format!("{} {} {how}", point.what, point.number);
    let output = command(exe, "OXNL_FAULT", &fault)?.output()?;
    let said = || crate::script::shown(&output);
    let why = || format!("OXNL_FAULT=\"{fault}\" in {}, {}()", exe.display(), point.function);
    ensure!(ended(&output) != Some(124), "it hangs with {}\n{}", why(), said());
    let crashed = String::from_utf8_lossy(&output.stderr).contains("the library crashed");
    ensure!(!crashed, "{}\n{}", why(), said());
    Ok(())
}

fn ended(output: &Output) -> Option<i32> {
    output.status.code()
}

/// The compiled shim.
fn shim() -> Result<&'static Path> {
    static SHIM: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    let shim = SHIM.get_or_init(|| compile().map_err(|error| format!("{error:#}")));
    shim.as_deref().map_err(|error| anyhow!("{error}"))
}

fn compile() -> Result<PathBuf> {
    let object = crate::out("shim")?.join("faults.so");
    let mut compiler = Command::new("cc");
    compiler.args(["-std=gnu11", "-Wall", "-Wextra", "-Werror", "-O1", "-fPIC", "-shared", "-o"]);
    compiler.arg(&object).arg(crate::folder().join("c/shim/faults.c"));
    tools::run(&mut compiler).context("compiling the shim")?;
    Ok(object)
}
