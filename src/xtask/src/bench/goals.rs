// SPDX-License-Identifier: LGPL-2.1-or-later
//! What the figures are to be, in parts of Debian's.

use anyhow::{Result, ensure};

use super::Instructions;
use super::cases::Pair;
use super::suites::{ROUTES, Suite};

/// Reading a dump from the kernel and its attributes with libmnl, in parts of a loop without a library.
pub(super) const DUMP: f64 = 1.3;

/// Receiving a dump from the kernel with libnl-3, in such parts.
pub(super) const RECEIVE: f64 = 1.15;

/// Resident memory varies by this many KiB: the kernel maps the pages of a file in groups of it,
/// as far as they happen to be in its cache.
pub(super) const MEMORY: f64 = 64.0;

/// Fails unless both libraries ran the same cases, among them those with a goal of their own, and
/// each executed something in the library.
pub(super) fn check_complete(suite: &Suite, counted: &Pair, with_routes: bool) -> Result<()> {
    let Pair { debian, ours } = counted;
    ensure!(debian.len() == ours.len(), "the libraries ran other cases");
    for (debian, ours) in debian.iter().zip(ours) {
        ensure!(
            debian.name == ours.name && debian.operations == ours.operations,
            "the libraries ran other cases: {}, {}",
            debian.name,
            ours.name
        );
        ensure!(
            debian.instructions.library > 0 && ours.instructions.library > 0,
            "{}: no instruction in the library",
            ours.name
        );
    }
    let named = suite.half.iter().chain(suite.dearer.iter().map(|(name, _)| name));
    for case in named {
        ensure!(
            ours.iter().any(|count| count.name == *case) || (*case == ROUTES && !with_routes),
            "no case `{case}`"
        );
    }
    Ok(())
}

/// One line for every case that is above its goal.
pub(super) fn missed(suite: &Suite, counted: &Pair) -> Vec<String> {
    let mut missed = Vec::new();
    for (debian, ours) in counted.debian.iter().zip(&counted.ours) {
        if !suite.within(&ours.name, debian.instructions.library, ours.instructions.library) {
            missed.push(format!(
                "{}: {}: {:.1} per {}, Debian's {:.1}, goal {:.2} of it",
                suite.title,
                ours.name,
                ours.in_library(),
                ours.unit,
                debian.in_library(),
                suite.limit(&ours.name)
            ));
        }
    }
    missed
}

/// One line for every row of a library that is above its goal.
pub(super) fn missed_instructions(suite: &Suite, counted: &Instructions) -> Vec<String> {
    let mut missed = missed(suite, &counted.cases);
    let [debian, ours] = counted.startup;
    if ours > debian {
        missed.push(format!("{}: start-up: {ours}, Debian's {debian}", suite.title));
    }
    missed
}
