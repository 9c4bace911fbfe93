// SPDX-License-Identifier: LGPL-2.1-or-later
//! Every way through the libraries that the C programs of `c/<crate>/{both,ours}` take to an allocation or a system call,
//! with that allocation or call failing once: whatever the program makes of it, the library neither crashes nor
//! hangs.
//!
//! What each function has to return then, and that it leaks nothing, `c/<crate>/faults` checks.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Mutex;

use anyhow::{Result, anyhow, ensure};
use capi_tests::compile::{Against, Program};
use capi_tests::faults::{self, Point};
use capi_tests::harness::{self, Needs, test};
use capi_tests::{sources, stem};
use xtask::libraries::{LIBRARIES, Library};

fn main() -> ExitCode {
    harness::main(|| {
        let mut tests = Vec::new();
        for library in LIBRARIES {
            for kind in ["both", "ours"] {
                for source in sources(&format!("c/{}/{kind}", library.package), "c")? {
                    let name = format!("{}/{kind}/{}", library.package, stem(&source));
                    tests.push(test(name, Needs::netns(), move || program(library, kind, &source)));
                }
            }
        }
        Ok(tests)
    })
}

fn program(library: &Library, kind: &str, source: &Path) -> Result<()> {
    let kind = format!("{}-{kind}-faults", library.package);
    let flags: Vec<_> = ["-std=gnu11", "-O1"].iter().chain(faults::FLAGS).copied().collect();
    let against = Against::Ours;
    let exe =
        Program { compiler: "cc", source, kind: &kind, flags: &flags, against, library }.build()?;
    let mut failed = Vec::new();
    for point in faults::points(&exe)? {
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
