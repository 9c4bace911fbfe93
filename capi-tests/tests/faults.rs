// SPDX-License-Identifier: LGPL-2.1-or-later
//! Allocations and system calls of the libraries that fail, once each.
//!
//! - Every way through the libraries that the C programs of `c/<crate>/{both,ours}` take to an allocation or a system
//!   call, with that allocation or call failing once: whatever the program makes of it, the library neither crashes
//!   nor hangs.
//! - `c/<crate>/faults` checks what each function has to return then, that it leaks nothing and changes nothing. Every
//!   function that any of the programs has seen allocate, or use a socket, is walked there, but for those of
//!   `c/unwalked.txt`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, OnceLock};
use std::thread;

use anyhow::{Context, Result, anyhow, ensure};
use capi_tests::compile::{Against, Program};
use capi_tests::faults::{self, Kind, Point};
use capi_tests::harness::{self, Needs, test};
use capi_tests::{sources, stem};
use xtask::libraries::{LIBRARIES, Library};

/// If this environment variable is set, every program meets the failures of all ways that it takes, and not only those
/// that are its to try.
const EVERY: &str = "OXNL_EVERY_FAULT";

/// Runs of one program at the same time.
const AT_ONCE: usize = 4;

fn main() -> ExitCode {
    harness::main(|| {
        let mut tests = Vec::new();
        for kind in [Kind::Memory, Kind::Io] {
            let name = format!("every function that {} is walked", kind.does());
            tests.push(test(name, Needs::netns(), move || complete(kind)));
        }
        for source in programs(&["both", "ours"])? {
            let name = format!("{}/{}/{}", source.library.package, source.kind, stem(&source.file));
            tests.push(test(name, Needs::netns(), move || survives(&source)));
        }
        Ok(tests)
    })
}

/// A C program.
struct Source {
    library: &'static Library,
    kind: &'static str,
    file: PathBuf,
}

fn programs(kinds: &[&'static str]) -> Result<Vec<Source>> {
    let mut programs = Vec::new();
    for library in LIBRARIES {
        for &kind in kinds {
            for file in sources(&format!("c/{}/{kind}", library.package), "c")? {
                programs.push(Source { library, kind, file });
            }
        }
    }
    Ok(programs)
}

impl Source {
    fn build(&self) -> Result<PathBuf> {
        let kind = &format!("{}-{}-faults", self.library.package, self.kind);
        let flags: Vec<_> = ["-std=gnu11", "-O1"].iter().chain(faults::FLAGS).copied().collect();
        let (source, library) = (self.file.as_path(), self.library);
        let against = Against::Ours;
        Program { compiler: "cc", source, kind, flags: &flags, against, library }.build()
    }

    fn run(&self) -> Result<Run> {
        let exe = self.build()?;
        let points = faults::points(&exe)?;
        Ok(Run { exe, points })
    }
}

/// What became of a program in which nothing failed.
struct Run {
    exe: PathBuf,
    /// The ways that it takes.
    points: Vec<Point>,
}

type Runs = BTreeMap<PathBuf, Result<Run, String>>;

/// Runs all programs of `both` and `ours`, once for all tests, as many at a time as there are processors.
fn runs() -> Result<&'static Runs> {
    static RUNS: OnceLock<Result<Runs, String>> = OnceLock::new();
    let run = || -> Result<Runs> {
        let sources = programs(&["both", "ours"])?;
        let (runs, next) = (Mutex::new(Runs::new()), AtomicUsize::new(0));
        let work = || {
            while let Some(source) = sources.get(next.fetch_add(1, Ordering::Relaxed)) {
                let run = source.run().map_err(|error| format!("{error:#}"));
                if let Ok(mut runs) = runs.lock() {
                    runs.insert(source.file.clone(), run);
                }
            }
        };
        let workers = thread::available_parallelism().map_or(1, usize::from);
        thread::scope(|scope| (0..workers).for_each(|_| drop(scope.spawn(work))));
        runs.into_inner().map_err(|_| anyhow!("a program could not be run"))
    };
    let runs = RUNS.get_or_init(|| run().map_err(|error| format!("{error:#}")));
    runs.as_ref().map_err(|error| anyhow!("{error}"))
}

fn run_of(runs: &'static Runs, file: &Path) -> Result<&'static Run> {
    let run = runs.get(file).with_context(|| format!("{} was not run", file.display()))?;
    run.as_ref().map_err(|error| anyhow!("{error}"))
}

fn survives(source: &Source) -> Result<()> {
    let runs = runs()?;
    let run = run_of(runs, &source.file)?;
    let every = std::env::var_os(EVERY).is_some();
    let is_its = |point: &&Point| cheapest(runs).get(&key(point)) == Some(&&source.file);
    let own = run.points.iter().filter(|point| every || is_its(point));
    let cases: Vec<_> =
        own.flat_map(|point| point.failures().iter().map(move |how| (point, *how))).collect();
    let (failed, next) = (Mutex::new(Vec::new()), AtomicUsize::new(0));
    let work = || {
        while let Some((point, how)) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
            let result = faults::survives(&run.exe, point, how);
            if let (Err(error), Ok(mut failed)) = (result, failed.lock()) {
                failed.push(format!("{error:#}"));
            }
        }
    };
    // Much of the time they wait for answers that do not come.
    thread::scope(|scope| (0..AT_ONCE).for_each(|_| drop(scope.spawn(work))));
    let failed = failed.into_inner().map_err(|_| anyhow!("a program could not be run"))?;
    ensure!(failed.is_empty(), "{}", failed.join("\n"));
    Ok(())
}

fn key(point: &Point) -> String {
    format!("{} {}", point.what, point.way)
}

/// Of the programs that come each way, the one that does the least: it is run once for each thing that can go wrong
/// there. The time that they take would be another measure, but not the same one in every run.
fn cheapest(runs: &'static Runs) -> &'static BTreeMap<String, &'static PathBuf> {
    static CHEAPEST: OnceLock<BTreeMap<String, &'static PathBuf>> = OnceLock::new();
    CHEAPEST.get_or_init(|| {
        let mut cheapest: BTreeMap<String, (u64, &PathBuf)> = BTreeMap::new();
        for (file, run) in runs.iter().filter_map(|(file, run)| Some((file, run.as_ref().ok()?))) {
            for point in &run.points {
                let candidate = (run.points.iter().map(|point| point.number).sum(), file);
                let best = cheapest.entry(key(point)).or_insert(candidate);
                *best = (*best).min(candidate);
            }
        }
        cheapest.into_iter().map(|(way, (_, file))| (way, file)).collect()
    })
}

/// Every function that a program has seen do this is walked by a program of `faults`, or it is listed, with a reason, as
/// one that is not.
fn complete(kind: Kind) -> Result<()> {
    let mut seen = BTreeSet::new();
    let runs = runs()?;
    for file in runs.keys() {
        let of_kind = run_of(runs, file)?.points.iter().filter(|point| point.kind() == kind);
        // What was called from where no code of the program's is, e.g. from a destructor.
        seen.extend(of_kind.map(|point| point.function.clone()).filter(|name| name != "?"));
    }
    let walked = walked(kind)?;
    let listed = unwalked(kind)?;
    let missing: Vec<_> = seen.difference(&walked).filter(|name| !listed.contains(*name)).collect();
    ensure!(missing.is_empty(), "not walked in c/*/faults: {missing:?}");
    let stray: Vec<_> =
        listed.iter().filter(|name| walked.contains(*name) || !seen.contains(*name)).collect();
    ensure!(stray.is_empty(), "in c/unwalked.txt for nothing: {stray:?}");
    Ok(())
}

/// The functions that the programs of `faults` have called when something failed in them.
fn walked(kind: Kind) -> Result<BTreeSet<String>> {
    static WALKED: OnceLock<Result<BTreeSet<(Kind, String)>, String>> = OnceLock::new();
    let run = || {
        let mut walked = BTreeSet::new();
        for source in programs(&["faults"])? {
            walked.extend(faults::walked(&source.build()?)?);
        }
        Ok(walked)
    };
    let walked = WALKED.get_or_init(|| run().map_err(|error: anyhow::Error| format!("{error:#}")));
    let walked = walked.as_ref().map_err(|error| anyhow!("{error}"))?;
    Ok(walked.iter().filter(|(of, _)| *of == kind).map(|(_, name)| name.clone()).collect())
}

/// The functions of `c/unwalked.txt`: `<memory or io> | <function> | <why it cannot be walked>`.
fn unwalked(kind: Kind) -> Result<BTreeSet<String>> {
    let text = std::fs::read_to_string(capi_tests::folder().join("c/unwalked.txt"))?;
    let mut functions = BTreeSet::new();
    for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let columns: Vec<_> = line.split('|').map(str::trim).collect();
        let [of, function, reason] = columns[..] else {
            return Err(anyhow!("c/unwalked.txt: {line}"));
        };
        ensure!(!reason.is_empty(), "c/unwalked.txt gives no reason for {function}");
        if Kind::named(of).with_context(|| format!("c/unwalked.txt: {line}"))? == kind {
            functions.insert(function.to_owned());
        }
    }
    Ok(functions)
}
