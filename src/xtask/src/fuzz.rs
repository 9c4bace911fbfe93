// SPDX-License-Identifier: LGPL-2.1-or-later
//! `cargo xtask fuzz`: the targets in `fuzz/`, without cargo-fuzz.
//!
//! They are compiled with the flags that cargo-fuzz would use. What a run finds stays in
//! `target/fuzz`: new corpus entries, crashes (`artifacts`), what libFuzzer said (`log`).

mod report;

use std::fmt;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};

use crate::{build, paths, tools};

/// What every crate of a fuzz target is compiled with.
const RUSTFLAGS: &str = "--cfg fuzzing -Zsanitizer=address -Cdebug-assertions -Coverflow-checks \
    -Ccodegen-units=1 -Cforce-frame-pointers=yes -Cpasses=sancov-module \
    -Cllvm-args=-sanitizer-coverage-level=4 -Cllvm-args=-sanitizer-coverage-trace-compares \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters \
    -Cllvm-args=-sanitizer-coverage-pc-table -Cllvm-args=-sanitizer-coverage-stack-depth";

/// The longest an input may take.
const TIMEOUT: &str = "-timeout=10";

/// What to fuzz, and for how long.
#[derive(Clone, Debug, clap::Args)]
pub struct Fuzz {
    /// Seconds for each target; 0 only repeats the corpus and the crashes
    #[arg(long, default_value_t = 10)]
    pub seconds: u32,
    /// Write what ran to docs/reliability.md; targets that did not run keep their figures
    #[arg(long)]
    pub write: bool,
    /// The targets: the files in fuzz/fuzz_targets [default: all]
    pub targets: Vec<String>,
}

/// What a run of a target did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ran {
    /// How long it took, in seconds.
    pub seconds: u64,
    /// Inputs that were tried.
    pub inputs: u64,
    /// Edges between blocks of code that any of them reached.
    pub edges: u64,
    /// Edges that the program has, the target's own among them.
    pub all_edges: u64,
}

impl fmt::Display for Ran {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "{} inputs, {} edges", self.inputs, self.edges)
    }
}

/// Builds the targets and runs those asked for, one after the other, also when one fails.
///
/// # Errors
/// They cannot be built, or an input made one fail; the error says which and how to repeat it.
pub fn fuzz(what: &Fuzz) -> Result<()> {
    let all = targets()?;
    if let Some(unknown) = what.targets.iter().find(|name| !all.contains(name)) {
        bail!("no fuzz target `{unknown}`: there are {}", all.join(" "));
    }
    build()?;
    let chosen = if what.targets.is_empty() { &all } else { &what.targets };
    let mut failures = Vec::new();
    for target in chosen {
        match run(target, what.seconds) {
            Ok(ran) => {
                println!("{target}: {ran}");
                if what.write {
                    report::keep(target, &ran)?;
                }
            }
            Err(failure) => failures.push(format!("{failure:#}")),
        }
    }
    ensure!(failures.is_empty(), "{}", failures.join("\n"));
    Ok(())
}

/// The names of the targets.
///
/// # Errors
/// The folder cannot be read.
pub fn targets() -> Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder().join("fuzz_targets"))? {
        let path = entry?.path();
        let name = path.file_stem().context("a target without name")?;
        names.push(name.to_string_lossy().into_owned());
    }
    names.sort();
    ensure!(!names.is_empty(), "no fuzz targets");
    Ok(names)
}

/// Compiles all targets.
///
/// # Errors
/// A tool is missing, or the compiler failed.
pub fn build() -> Result<()> {
    tools::require(&[tools::Tool { command: "c++", package: "g++" }])?;
    let mut cargo = build::nightly_cargo();
    cargo
        .current_dir(folder())
        .args(["build", "--quiet", "--release", "--locked", "--bins"])
        // Named, although it is this machine: build scripts get no instrumentation then.
        .args(["--target", &build::triple()])
        .arg("--target-dir")
        .arg(out())
        .env("RUSTFLAGS", RUSTFLAGS)
        .env_remove("CARGO_ENCODED_RUSTFLAGS");
    tools::run_visibly(&mut cargo).context("building the fuzz targets")
}

/// Repeats the corpus and all crashes ever found, then tries new inputs for some `seconds`.
///
/// # Errors
/// An input made the target fail; the error says which and how to repeat it.
pub fn run(target: &str, seconds: u32) -> Result<Ran> {
    let seeds = folder().join("corpus").join(target);
    ensure!(
        fs::read_dir(&seeds).is_ok_and(|files| files.count() > 0),
        "no seeds in {}",
        seeds.display()
    );
    let mut fuzzer = fuzzer(target);
    // libFuzzer writes to the first folder only.
    fuzzer.arg(made("corpus", target)?).arg(seeds);
    let crashes = folder().join("crashes").join(target);
    if crashes.exists() {
        fuzzer.arg(crashes);
    }
    fuzzer.args([TIMEOUT, "-print_final_stats=1"]);
    fuzzer.arg(match seconds {
        0 => "-runs=0".to_owned(),
        _ => format!("-max_total_time={seconds}"),
    });
    let artifacts = made("artifacts", target)?;
    fuzzer.arg(format!("-artifact_prefix={}/", artifacts.display()));

    let log = made("log", target)?.join("last");
    let file = File::create(&log)?;
    let status = fuzzer
        .stdout(file.try_clone()?)
        .stderr(file)
        .status()
        .with_context(|| format!("cannot run fuzz target {target}"))?;
    let said = String::from_utf8_lossy(&fs::read(&log)?).into_owned();
    if !status.success() {
        bail!("{}", failure(target, &said, &log));
    }
    summary(&said).with_context(|| format!("no summary in {}", log.display()))
}

/// A target's program, ready for arguments.
fn fuzzer(target: &str) -> Command {
    let mut command = Command::new(out().join(build::triple()).join("release").join(target));
    // The functions under test are in more than one codegen unit.
    command.env("ASAN_OPTIONS", "detect_odr_violation=0");
    command
}

/// What is to be known about an input that made a target fail.
fn failure(target: &str, said: &str, log: &Path) -> String {
    let mut lines = said.lines();
    let mut why = lines
        .find(|line| line.contains("panicked at") || line.contains("ERROR: "))
        .unwrap_or("it ended without a word")
        .to_owned();
    if why.contains("panicked at") {
        // The message is on lines of its own.
        for line in lines.take_while(|line| !line.starts_with("note: ")) {
            why += "\n    ";
            why += line;
        }
        why.truncate(why.floor_char_boundary(1000));
    }
    let mut text = format!("fuzz target {target} failed: {why}\n");
    let crash = said.lines().find_map(|line| line.split_once("Test unit written to "));
    if let Some((_, crash)) = crash {
        let program = out().join(build::triple()).join("release").join(target);
        text += &format!("  input:  {crash}\n");
        text += &format!("  repeat: {} {crash}\n", program.display());
        text += &format!("  keep:   cp {crash} fuzz/crashes/{target}/WHAT-IT-WAS\n");
    }
    text + &format!("  log:    {}", log.display())
}

/// Reads what libFuzzer said at the end.
fn summary(said: &str) -> Option<Ran> {
    let number = |text: &str| text.split_whitespace().next()?.parse().ok();
    let after = |key: &str| said.lines().rev().find_map(|line| number(line.split_once(key)?.1));
    // "Done 1234 runs in 10 second(s)"
    let done = said.lines().find_map(|line| line.strip_prefix("Done "))?;
    Some(Ran {
        seconds: number(done.split_once(" in ")?.1)?,
        inputs: after("stat::number_of_executed_units:")?,
        edges: after(" cov: ")?,
        all_edges: after("INFO: Loaded 1 modules   (")?,
    })
}

fn folder() -> PathBuf {
    paths::root().join("fuzz")
}

fn out() -> PathBuf {
    paths::target().join("fuzz")
}

/// A folder for a target's output, made if it is not there.
fn made(kind: &str, target: &str) -> Result<PathBuf> {
    let folder = out().join(kind).join(target);
    fs::create_dir_all(&folder)?;
    Ok(folder)
}
