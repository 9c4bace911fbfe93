// SPDX-License-Identifier: LGPL-2.1-or-later
//! Running programs on a kernel of Debian's in an emulated machine: it has every kind of interface and
//! of traffic control, wireless interfaces and more, which the kernel that runs the tests need not have.
//!
//! The machine sees this machine's files, at the same places, and the packages that are unpacked and not installed as if
//! they were installed; what it writes is gone when it ends. Its first
//! process, `c/vm/init.c`, does what the file `/plan` says: it gets at the files, then runs the programs one by
//! one. The programs' output comes through the second serial port, the kernel's messages through the first.

pub mod cpio;
pub mod kernel;
pub mod scenario;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};
use xtask::programs::fetch;
use xtask::tools;

use crate::harness::{Needs, Thing};
use cpio::Archive;
use kernel::Kernel;

/// How long booting and all that is not a job may take, in seconds. It needs about a tenth of that.
const BOOT_SECONDS: u32 = 60;

/// Times what jobs may take by the emulated machine's clock, they may take by ours: that goes on while this machine
/// does other things.
const PATIENCE: u32 = 4;

/// Lines of the console that an error has.
const TAIL: usize = 40;

/// The modules that the first process needs to see this machine's files.
const MODULES: &[&str] = &["virtio_pci", "9pnet_virtio", "9p", "overlay"];

/// What the first process calls this machine's files.
const FILES: &str = "files";

/// What it calls the packages that are unpacked and not installed.
const UNPACKED: &str = "unpacked";

/// In which network namespace of the machine something runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Network {
    /// One of its own.
    Own,
    /// The first one, where some parts of the kernel are only.
    Initial,
}

/// A program to run in the machine.
#[derive(Clone, Debug)]
pub struct Job {
    /// What it is called in the results.
    pub name: String,
    /// The program, with its path, and its arguments.
    pub command: Vec<String>,
    /// The folder with the libraries.
    pub folder: PathBuf,
    /// Where it runs.
    pub network: Network,
    /// How long it may take.
    pub seconds: u32,
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
    let tools = [("qemu-system-x86_64", "qemu-system-x86"), ("depmod", "kmod"), ("xz", "xz-utils")];
    let needs =
        tools.iter().fold(Needs::default(), |needs, (tool, package)| needs.tool(tool, package));
    needs.thing(Thing { name: "a kernel for qemu", get: || kernel::kernel().map(drop) })
}

/// Boots the machine and runs the programs one by one. Files of this run are kept in a folder called `name`.
///
/// # Errors
/// The machine did not come to its end; the error has the end of what its console showed.
pub fn run(name: &str, jobs: &[Job]) -> Result<BTreeMap<String, Outcome>> {
    run_with(name, jobs, None)
}

/// The same, with one more table in the machine's firmware, in ACPI's source language: devices that it has not.
///
/// # Errors
/// That of [`run`], or the table cannot be compiled.
pub fn run_with(
    name: &str,
    jobs: &[Job],
    table: Option<&Path>,
) -> Result<BTreeMap<String, Outcome>> {
    let folder = crate::out("vm")?.join(name);
    std::fs::create_dir_all(&folder)?;
    let [archive, console, results] =
        ["initramfs", "console", "results"].map(|file| folder.join(file));
    let kernel = kernel::kernel()?;
    std::fs::write(&archive, initramfs(kernel, jobs)?)?;
    let seconds = PATIENCE * (BOOT_SECONDS + jobs.iter().map(|job| job.seconds).sum::<u32>());

    let mut machine = Command::new("timeout");
    machine.arg("--kill-after=5").arg(seconds.to_string()).arg("qemu-system-x86_64");
    machine.args(["-accel", "tcg", "-cpu", "qemu64,+rdrand", "-m", "768", "-no-reboot"]);
    // The machine's clock counts its instructions (4 ns each) while it computes, so that what else this one
    // does changes nothing of the order in which things happen there.
    machine.args(["-icount", "shift=2"]);
    machine.args(["-nodefaults", "-display", "none"]);
    machine.arg("-kernel").arg(&kernel.image).arg("-initrd").arg(&archive);
    machine.args([
        "-append",
        // The interfaces that tunnels' modules make by themselves would be in every namespace.
        "console=ttyS0 panic=-1 quiet loglevel=5 mitigations=off \
         sysctl.net.core.fb_tunnels_only_for_init_net=2",
    ]);
    for (tag, path) in shared() {
        machine.arg("-fsdev").arg(format!(
            "local,id={tag},path={},security_model=none,readonly=on,multidevs=remap",
            path.display()
        ));
        machine.arg("-device").arg(format!("virtio-9p-pci,fsdev={tag},mount_tag={tag}"));
    }
    if let Some(table) = table {
        let compiled = folder.join("table");
        let unpacked = fetch::root().join("usr/bin/iasl");
        let compiler = tools::find("iasl").unwrap_or(unpacked);
        tools::run(Command::new(compiler).arg("-p").arg(&compiled).arg(table))?;
        machine.arg("-acpitable").arg(format!("file={}.aml", compiled.display()));
    }
    for port in [&console, &results] {
        machine.arg("-serial").arg(format!("file:{}", port.display()));
    }
    let ended = tools::run(machine.stdin(std::process::Stdio::null()));
    let read = |path| Ok::<_, anyhow::Error>(std::fs::read(path).unwrap_or_default());
    let console = tail(&String::from_utf8_lossy(&read(&console)?));
    ended.with_context(|| console.clone())?;
    outcomes(&read(&results)?, jobs).with_context(|| format!("the machine's console:\n{console}"))
}

/// The folders that the machine sees, with what they are called there.
fn shared() -> Vec<(&'static str, PathBuf)> {
    let mut shared = vec![(FILES, PathBuf::from("/"))];
    if fetch::root().exists() {
        shared.push((UNPACKED, fetch::root()));
    }
    shared
}

fn tail(console: &str) -> String {
    let lines: Vec<_> = console.lines().collect();
    lines.get(lines.len().saturating_sub(TAIL)..).unwrap_or_default().join("\n")
}

/// The first file system: `/init`, `/plan` and the modules that get at the other files.
fn initramfs(kernel: &Kernel, jobs: &[Job]) -> Result<Vec<u8>> {
    let mut archive = Archive::default();
    let mut plan = String::new();
    archive.copy("init", &init()?)?;
    for empty in ["dev", "proc", "sys"] {
        archive.folder(empty)?;
    }
    for module in kernel.modules(MODULES)? {
        let name = format!("modules/{}", crate::stem(module));
        archive.copy(&name, module)?;
        writeln!(plan, "module\t/{name}")?;
    }
    let tags: Vec<_> = shared().into_iter().map(|(tag, _)| tag).collect();
    writeln!(plan, "root\t{}", tags.join("\t"))?;
    let modules = kernel.modules_folder()?;
    let release = modules.file_name().context("modules without a release")?.to_string_lossy();
    writeln!(plan, "bind\t{}\t/lib/modules/{release}", modules.display())?;
    for Job { name, command, folder, network, seconds } in jobs {
        let network = if *network == Network::Own { "own" } else { "initial" };
        ensure!(command.iter().all(|word| !word.contains(['\t', '\n'])), "{command:?}");
        let (folder, command) = (folder.display(), command.join("\t"));
        writeln!(plan, "run\t{name}\t{network}\t{seconds}\t{folder}\t{command}")?;
    }
    archive.file("plan", plan.as_bytes())?;
    archive.finish()
}

/// The first process of the machine.
fn init() -> Result<PathBuf> {
    static INIT: std::sync::Mutex<()> = std::sync::Mutex::new(());
    let _one_at_a_time = INIT.lock();
    let exe = crate::out("vm")?.join("init");
    let mut compiler = Command::new("cc");
    compiler.args(["-std=gnu11", "-Wall", "-Wextra", "-Werror", "-O1", "-static", "-o"]).arg(&exe);
    tools::run(compiler.arg(crate::folder().join("c/vm/init.c")))?;
    Ok(exe)
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
