// SPDX-License-Identifier: LGPL-2.1-or-later
//! Running test programs on a kernel of Debian's in an emulated machine: it has every kind of
//! interface and of traffic control, which the kernel that runs the tests need not have.
//!
//! The machine boots once for all programs. Its first process, `c/vm/init.c`, loads modules and runs
//! the programs, each in a network namespace of its own, as the file `/plan` says. The programs'
//! output comes through the second serial port, the kernel's messages through the first.

pub mod cpio;
pub mod kernel;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};
use xtask::libraries::{Library, by_link_name};
use xtask::tools;

use crate::harness::{Needs, Thing};
use cpio::Archive;
use kernel::Kernel;

/// How long the machine may take, in seconds. It needs about a quarter of that.
const LIMIT: &str = "150";

/// A program to run in the machine.
#[derive(Clone, Debug)]
pub struct Job {
    /// What it is called in the results.
    pub name: String,
    /// The executable, which is linked dynamically.
    pub exe: PathBuf,
    /// The folder with the library, and those that it needs of ours or Debian's.
    pub folder: PathBuf,
}

/// What a program printed and how it ended.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Its standard output.
    pub output: String,
    /// Its standard error.
    pub errors: String,
    /// What `wait()` said of it.
    pub status: i32,
}

impl Outcome {
    /// The output of a program that succeeded.
    ///
    /// # Errors
    /// It failed.
    pub fn success(&self) -> Result<&str> {
        let Self { output, errors, status } = self;
        ensure!(*status == 0, "{output}--- stderr\n{errors}--- wait status {status:#x}");
        Ok(output)
    }
}

/// What tests in the machine need.
#[must_use]
pub fn needs() -> Needs {
    let needs = Needs::default().tool("qemu-system-x86_64", "qemu-system-x86");
    needs.thing(Thing { name: "a kernel for qemu", get: || kernel::kernel().map(drop) })
}

/// Boots the machine, loads `modules` and runs the programs one by one.
///
/// # Errors
/// The machine did not come to its end; the error has its console.
pub fn run(library: &Library, modules: &[&str], jobs: &[Job]) -> Result<BTreeMap<String, Outcome>> {
    let folder = crate::out("vm")?;
    let [console, results] = ["console", "results"].map(|name| folder.join(name));
    let kernel = kernel::kernel()?;
    let archive = folder.join("initramfs");
    std::fs::write(&archive, initramfs(kernel, library, modules, jobs)?)?;

    let mut machine = Command::new("timeout");
    machine.args(["--kill-after=5", LIMIT, "qemu-system-x86_64"]);
    machine.args(["-accel", "tcg", "-m", "512", "-no-reboot", "-nodefaults", "-display", "none"]);
    machine.arg("-kernel").arg(&kernel.image).arg("-initrd").arg(&archive);
    machine.args([
        "-append",
        "console=ttyS0 panic=-1 quiet loglevel=5 mitigations=off \
         sysctl.net.core.fb_tunnels_only_for_init_net=2",
    ]);
    for port in [&console, &results] {
        machine.arg("-serial").arg(format!("file:{}", port.display()));
    }
    let ended = tools::run(machine.stdin(std::process::Stdio::null()));
    let read = |path| Ok::<_, anyhow::Error>(std::fs::read(path).unwrap_or_default());
    let console = String::from_utf8_lossy(&read(&console)?).into_owned();
    ended.with_context(|| console.clone())?;
    outcomes(&read(&results)?, jobs).with_context(|| format!("the machine's console:\n{console}"))
}

/// The first file system: `/init`, `/plan`, modules, programs and libraries.
fn initramfs(
    kernel: &Kernel,
    library: &Library,
    modules: &[&str],
    jobs: &[Job],
) -> Result<Vec<u8>> {
    let mut archive = Archive::default();
    let mut plan = String::new();
    archive.copy("init", &init()?)?;
    for empty in ["dev", "proc", "sys", "tmp"] {
        archive.folder(empty)?;
    }
    for module in kernel.modules(modules)? {
        let name = format!("modules/{}", crate::stem(module));
        archive.copy(&name, module)?;
        plan += &format!("module /{name}\n");
    }
    let mut sonames = vec![library.soname];
    for sister in library.needs {
        sonames.push(by_link_name(sister)?.soname);
    }
    let mut folders: Vec<&Path> = Vec::new();
    for job in jobs {
        let known = folders.iter().position(|folder| *folder == job.folder);
        let number = known.unwrap_or_else(|| {
            folders.push(&job.folder);
            folders.len() - 1
        });
        for soname in &sonames {
            archive.copy(&format!("libraries/{number}/{soname}"), &job.folder.join(soname))?;
        }
        for (name, path) in system_libraries(job, &sonames)? {
            archive.copy(&name, &path)?;
        }
        let program = format!("programs/{number}/{}", job.name);
        archive.copy(&program, &job.exe)?;
        plan += &format!("run {} /{program} /libraries/{number}:/system\n", job.name);
    }
    archive.file("plan", plan.as_bytes())?;
    archive.finish()
}

/// The first process of the machine.
fn init() -> Result<PathBuf> {
    let exe = crate::out("vm")?.join("init");
    let mut compiler = Command::new("cc");
    compiler.args(["-std=gnu11", "-Wall", "-Wextra", "-Werror", "-O1", "-static", "-o"]).arg(&exe);
    tools::run(compiler.arg(crate::folder().join("c/vm/init.c")))?;
    Ok(exe)
}

/// What a program needs besides the libraries that are tested, with the place in the machine: the
/// dynamic loader at its own, the others in one folder.
fn system_libraries(job: &Job, sonames: &[&str]) -> Result<Vec<(String, PathBuf)>> {
    let said =
        tools::stdout(Command::new("ldd").arg(&job.exe).env("LD_LIBRARY_PATH", &job.folder))?;
    let mut found = Vec::new();
    for line in said.lines().map(str::trim) {
        let (name, path) = line.split_once(" => ").unwrap_or((line, line));
        let path = path.split_once(" (").map_or(path, |(path, _)| path);
        if !path.starts_with('/') || sonames.contains(&name) {
            continue;
        }
        let place = if name == line {
            path.trim_start_matches('/').to_owned()
        } else {
            format!("system/{name}")
        };
        found.push((place, PathBuf::from(path)));
    }
    ensure!(!found.is_empty(), "ldd said nothing of use:\n{said}");
    Ok(found)
}

/// Reads what came through the second serial port: for every program a line
/// `= <name> <status> <length of output> <length of errors>` and then these two.
fn outcomes(mut bytes: &[u8], jobs: &[Job]) -> Result<BTreeMap<String, Outcome>> {
    let mut found = BTreeMap::new();
    loop {
        let end = bytes.iter().position(|&byte| byte == b'\n').context("the results end early")?;
        let (line, rest) = bytes.split_at(end);
        let line = std::str::from_utf8(line)?;
        if line == "= end" {
            break;
        }
        let words: Vec<_> = line.split(' ').collect();
        let ["=", name, status, output, errors] = words[..] else {
            bail!("not the head of a result: {line}");
        };
        let mut rest = rest.get(1..).unwrap_or_default();
        let mut take = |length: &str| {
            let (text, after) = rest.split_at_checked(length.parse()?).context("cut short")?;
            rest = after;
            Ok::<_, anyhow::Error>(String::from_utf8_lossy(text).into_owned())
        };
        let outcome =
            Outcome { output: take(output)?, errors: take(errors)?, status: status.parse()? };
        found.insert(name.to_owned(), outcome);
        bytes = rest;
    }
    for job in jobs {
        ensure!(found.contains_key(&job.name), "{} did not run", job.name);
    }
    Ok(found)
}
