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
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::{Arc, Mutex, OnceLock};

use anyhow::{Context, Result, anyhow, ensure};
use capi_tests::compile::{Against, Program};
use capi_tests::faults::{self, Kind, Point};
use capi_tests::harness::{self, Needs, test};
use capi_tests::{sources, stem};
use xtask::libraries::{LIBRARIES, Library};

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

    /// The executable, and the ways that it takes. It is run once for all tests.
    fn points(&self) -> Result<(PathBuf, Vec<Point>)> {
        type Ways = Arc<OnceLock<Result<(PathBuf, Vec<Point>), String>>>;
        static KNOWN: Mutex<BTreeMap<PathBuf, Ways>> = Mutex::new(BTreeMap::new());
        let known = {
            let mut known = KNOWN.lock().map_err(|_| anyhow!("another test panicked"))?;
            Arc::clone(known.entry(self.file.clone()).or_default())
        };
        let run = || {
            let exe = self.build()?;
            let points = faults::points(&exe)?;
            Ok((exe, points))
        };
        let ways = known.get_or_init(|| run().map_err(|error: anyhow::Error| format!("{error:#}")));
        ways.clone().map_err(|error| anyhow!("{error}"))
    }
}

fn survives(source: &Source) -> Result<()> {
    let (exe, points) = source.points()?;
    let mut failed = Vec::new();
    for point in points {
        if !is_new(&point)? {
            continue;
        }
        for how in point.failures() {
            if let Err(error) = faults::survives(&exe, &point, how) {
                failed.push(format!("{error:#}"));
            }
        }
    }
    ensure!(failed.is_empty(), "{}", failed.join("\n"));
    Ok(())
}

/// Whether no other program has come the same way.
fn is_new(point: &Point) -> Result<bool> {
    static TAKEN: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());
    let mut taken = TAKEN.lock().map_err(|_| anyhow!("another test panicked"))?;
    Ok(taken.insert(format!("{} {}", point.what, point.way)))
}

/// Every function that a program has seen do this is walked by a program of `faults`, or it is listed, with a reason, as
/// one that is not.
fn complete(kind: Kind) -> Result<()> {
    let mut seen = BTreeSet::new();
    for source in programs(&["both", "ours"])? {
        let (_, points) = source.points()?;
        let of_kind = points.into_iter().filter(|point| point.kind() == kind);
        // What was called from where no program's code is, e.g. from a thread that the library began.
        seen.extend(of_kind.map(|point| point.function).filter(|function| function != "?"));
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
