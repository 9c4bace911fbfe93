// SPDX-License-Identifier: LGPL-2.1-or-later
//! What it costs to start a program that is linked to the library.

use std::path::Path;
use std::time::Instant;

use anyhow::{Context, Result, ensure};

use super::callgrind;
use super::samples::Samples;
use super::sides::{Side, Sides};

/// Starts in one measurement.
const STARTS: u32 = 50;

/// Instructions from the first one of the dynamic linker to the end: Debian's, ours.
pub(super) fn count(program: &Path, sides: &Sides) -> Result<[u64; 2]> {
    let total = |side: &Side| {
        let (_, profiles) = callgrind::run(side, program, &[], |_| ())?;
        let profile = profiles.first().context("no profile")?;
        Ok::<_, anyhow::Error>(profile.split(program, &side.file)?.total)
    };
    Ok([total(&sides.debian)?, total(&sides.ours)?])
}

/// Microseconds from starting the process to its end: Debian's, ours.
pub(super) fn time(program: &Path, sides: &Sides, rounds: u32) -> Result<[Samples; 2]> {
    let mut times = [Samples::default(), Samples::default()];
    for _ in 0..rounds {
        for (side, times) in [&sides.debian, &sides.ours].into_iter().zip(&mut times) {
            let start = Instant::now();
            for _ in 0..STARTS {
                ensure!(side.command(program).status()?.success(), "startup failed");
            }
            times.add(start.elapsed().as_secs_f64() * 1e6 / f64::from(STARTS));
        }
    }
    Ok(times)
}
