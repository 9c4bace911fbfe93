// SPDX-License-Identifier: LGPL-2.1-or-later
//! The programs of `bench/case.h`: tables of cases, each an operation done many times.

use std::ffi::OsStr;
use std::path::Path;

use anyhow::{Context, Result, ensure};

use crate::tools;

use super::SCALE;
use super::callgrind::{self, Split};
use super::samples::Samples;
use super::sides::{Side, Sides};

/// Instructions of one case.
#[derive(Debug)]
pub(super) struct Count {
    pub(super) name: String,
    /// What one operation is.
    pub(super) unit: String,
    /// How many were counted.
    pub(super) operations: u64,
    pub(super) instructions: Split,
}

/// Instructions of all cases, in the program's order.
pub(super) type Counts = Vec<Count>;

/// Instructions of all cases on both libraries.
#[derive(Debug)]
pub(super) struct Pair {
    pub(super) debian: Counts,
    pub(super) ours: Counts,
}

/// Nanoseconds per operation of all cases, in the program's order.
pub(super) type Times = Vec<Samples>;

impl Count {
    /// Per operation: in the library and what it calls.
    pub(super) fn in_library(&self) -> f64 {
        self.instructions.library as f64 / self.operations as f64
    }

    /// Per operation: all.
    pub(super) fn in_total(&self) -> f64 {
        self.instructions.total as f64 / self.operations as f64
    }
}

/// One line that a program prints.
struct Line<'a> {
    name: &'a str,
    unit: &'a str,
    operations: u64,
    nanoseconds: f64,
}

fn lines(output: &str) -> Result<Vec<Line<'_>>> {
    let results = output.lines().filter(|line| !line.starts_with('#'));
    results
        .map(|line| {
            let mut fields = line.split('\t');
            let mut field = || fields.next().with_context(|| format!("line `{line}`"));
            Ok(Line {
                name: field()?,
                unit: field()?,
                operations: field()?.parse()?,
                nanoseconds: field()?.parse()?,
            })
        })
        .collect()
}

/// Counts the instructions of all cases. The argument is what the program takes besides the scale.
pub(super) fn count(program: &Path, side: &Side, argument: Option<&OsStr>) -> Result<Counts> {
    let (output, profiles) = callgrind::run(side, program, &["--collect-atstart=no"], |command| {
        command.arg(SCALE.to_string()).args(argument);
    })?;
    side.loaded(&output)?;
    lines(&output)?
        .into_iter()
        .map(|line| {
            let profile = profiles.iter().find(|found| found.trigger == line.name);
            let profile = profile.with_context(|| format!("no profile for `{}`", line.name))?;
            let instructions = profile.split(program, &side.file)?;
            Ok(Count {
                name: line.name.to_owned(),
                unit: line.unit.to_owned(),
                operations: line.operations,
                instructions,
            })
        })
        .collect()
}

/// Counts the instructions of all cases on both libraries.
pub(super) fn count_both(program: &Path, sides: &Sides, argument: Option<&OsStr>) -> Result<Pair> {
    Ok(Pair {
        debian: count(program, &sides.debian, argument)?,
        ours: count(program, &sides.ours, argument)?,
    })
}

/// Runs programs in turns, each `rounds` times, and, if `warm`, once before without looking.
pub(super) fn time(
    programs: &[(&Path, &Side)],
    argument: Option<&OsStr>,
    rounds: u32,
    warm: bool,
) -> Result<Vec<Times>> {
    let mut times: Vec<Times> = vec![Vec::new(); programs.len()];
    for round in u32::from(!warm)..=rounds {
        for ((program, side), times) in programs.iter().zip(&mut times) {
            let output = tools::stdout(side.command(program).arg("1").args(argument))?;
            side.loaded(&output)?;
            let lines = lines(&output)?;
            times.resize_with(lines.len(), Samples::default);
            ensure!(times.len() == lines.len(), "a case failed");
            if round > 0 {
                for (samples, line) in times.iter_mut().zip(lines) {
                    samples.add(line.nanoseconds);
                }
            }
        }
    }
    Ok(times)
}
