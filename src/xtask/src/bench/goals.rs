// SPDX-License-Identifier: LGPL-2.1-or-later
//! What the figures are to be, in parts of Debian's.

use anyhow::{Result, ensure};

use super::Instructions;

/// The case of [`HALF`] that cannot be run without a dump of routes.
const ROUTES: &str = "attr_parse, routes";

/// Cases that are to take at most half of Debian's instructions in the library. All others are to
/// take no more than Debian's.
const HALF: &[&str] = &[ROUTES, "cb_run, small messages", "build RTM_NEWROUTE"];

/// Reading a dump from the kernel, in parts of a loop without a library.
pub(super) const DUMP: f64 = 1.3;

/// Resident memory varies by this many KiB: the kernel maps the pages of a file in groups of it,
/// as far as they happen to be in its cache.
pub(super) const MEMORY: f64 = 64.0;

/// The most instructions in the library that a case may take, in parts of Debian's.
pub(super) fn instructions(case: &str) -> f64 {
    if HALF.contains(&case) { 0.5 } else { 1.0 }
}

/// Whether a count is within its goal. Both sides did the same number of operations.
pub(super) fn within(case: &str, debian: u64, ours: u64) -> bool {
    ours as f64 <= debian as f64 * instructions(case)
}

/// Fails unless both libraries ran the same cases, among them those with a goal of their own, and
/// each executed something in the library.
pub(super) fn check_complete(counted: &Instructions, with_routes: bool) -> Result<()> {
    let Instructions { debian, ours, .. } = counted;
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
    for case in HALF {
        ensure!(
            ours.iter().any(|count| count.name == *case) || (*case == ROUTES && !with_routes),
            "no case `{case}`"
        );
    }
    Ok(())
}

/// One line for every row that is above its goal.
pub(super) fn missed_instructions(counted: &Instructions) -> Vec<String> {
    let mut missed = Vec::new();
    for (debian, ours) in counted.debian.iter().zip(&counted.ours) {
        if !within(&ours.name, debian.instructions.library, ours.instructions.library) {
            missed.push(format!(
                "{}: {:.1} per {}, Debian's {:.1}, goal {:.2} of it",
                ours.name,
                ours.in_library(),
                ours.unit,
                debian.in_library(),
                instructions(&ours.name)
            ));
        }
    }
    let [debian, ours] = counted.startup;
    if ours > debian {
        missed.push(format!("start-up: {ours}, Debian's {debian}"));
    }
    missed
}
