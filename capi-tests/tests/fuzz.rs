// SPDX-License-Identifier: LGPL-2.1-or-later
//! The fuzz targets, each for some seconds: `OXNL_FUZZ_SECONDS`, 5 unless set.
//!
//! The seeds and all crashes ever found come first, so that this is a regression test too.

use std::process::ExitCode;
use std::sync::OnceLock;

use anyhow::{Context, Result, anyhow};
use capi_tests::harness::{self, Needs, test};
use xtask::fuzz;

fn main() -> ExitCode {
    harness::main(|| {
        let seconds = match std::env::var("OXNL_FUZZ_SECONDS") {
            Ok(text) => text.parse().context("OXNL_FUZZ_SECONDS")?,
            Err(_) => 5,
        };
        let mut tests = Vec::new();
        for target in fuzz::targets()? {
            let needs = Needs::default().tool("c++", "g++");
            tests.push(test(target.clone(), needs, move || {
                built()?;
                fuzz::run(&target, seconds).map(drop)
            }));
        }
        Ok(tests)
    })
}

/// Compiles the targets; the first caller does.
fn built() -> Result<()> {
    static BUILT: OnceLock<Result<(), String>> = OnceLock::new();
    let built = BUILT.get_or_init(|| fuzz::build().map_err(|error| format!("{error:#}")));
    built.clone().map_err(|error| anyhow!(error))
}
