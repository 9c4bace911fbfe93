// SPDX-License-Identifier: LGPL-2.1-or-later
//! Unmodified programs of Debian on Debian's kernel in an emulated machine: each script in `programs/vm` runs once on
//! Debian's libraries and once on ours, and what is printed must be equal.
//!
//! A selection runs every time; `make check-vm` runs them all, as `--include-ignored` does.

use std::process::ExitCode;

use capi_tests::harness::{self, test};
use capi_tests::vm::scenario::Scenario;
use capi_tests::{sources, stem};

fn main() -> ExitCode {
    harness::main(|| {
        let mut tests = Vec::new();
        for path in sources("programs/vm", "sh")? {
            let scenario = Scenario::read(&path)?;
            let (needs, selected) = (scenario.script.needs.clone(), scenario.selected);
            let trial = test(stem(&path), needs, move || scenario.compared());
            tests.push(trial.with_ignored_flag(!selected));
        }
        Ok(tests)
    })
}
