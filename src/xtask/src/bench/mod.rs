// SPDX-License-Identifier: LGPL-2.1-or-later
//! `make bench`: the same programs on Debian's library and on ours.
//!
//! The programs are in `bench/`, what the figures mean is in `docs/benchmarks.md`. Instructions are
//! counted by callgrind and repeat; times are measured in turns and compared by their medians.

mod callgrind;
mod cases;
mod goals;
mod machine;
mod programs;
mod report;
mod routes;
mod samples;
mod sides;
mod startup;
mod suites;

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use clap::Args;

use crate::libraries::{self, Library};
use crate::{build, tools};

use self::cases::Pair;
use self::programs::Programs;
use self::sides::Sides;
use self::suites::{MNL, NL};

/// What to measure.
#[derive(Args, Clone, Debug)]
pub struct Options {
    /// Only count instructions, and fail where they are above their goal
    #[arg(long)]
    pub check_instructions: bool,
    /// Put the figures into docs/benchmarks.md too
    #[arg(long, conflicts_with = "check_instructions")]
    pub write: bool,
    /// How often each time is measured
    #[arg(long, default_value_t = 11, value_parser = clap::value_parser!(u32).range(7..))]
    pub rounds: u32,
}

impl Options {
    /// What `make check` asks for.
    #[must_use]
    pub fn check() -> Self {
        Self { check_instructions: true, write: false, rounds: 11 }
    }
}

/// Routes in the recorded dump.
const RECORDED: u32 = 100_000;
/// Routes in the namespace whose dump is read from the kernel.
const DUMPED: u32 = 500_000;
/// Under callgrind, operations are this many times fewer.
const SCALE: u32 = 100;

/// What is measured with, and on.
struct Bench {
    library: &'static Library,
    sides: Sides,
    programs: Programs,
}

/// Instructions, which every run of the bench counts.
struct Instructions {
    cases: Pair,
    startup: [u64; 2],
}

/// Measures, and prints the tables.
///
/// # Errors
/// Something is missing or fails to run; or, if that is what is asked for, an instruction goal is
/// missed.
pub fn run(options: &Options) -> Result<()> {
    tools::ensure_packages(&[
        "gcc",
        "iproute2",
        "libc6-dev",
        "libmnl-dev",
        "libnl-3-dev",
        "pkg-config",
        "valgrind",
    ])?;
    build::all()?;
    let _lock = alone()?;
    let library = libraries::by_link_name(MNL.link)?;
    let bench =
        Bench { library, sides: sides::both(library)?, programs: programs::compile(library)? };
    if options.check_instructions {
        return check_instructions(&bench);
    }
    let text = measure(&bench, options)?;
    println!("{text}");
    if options.write {
        report::write(&text)?;
    }
    Ok(())
}

/// Waits until no other run of the bench uses its folder.
fn alone() -> Result<fs::File> {
    fs::create_dir_all(sides::out())?;
    let lock = fs::File::create(sides::out().join("lock"))?;
    if lock.try_lock().is_err() {
        eprintln!("waiting for another run of the bench to end ...");
        lock.lock()?;
    }
    Ok(lock)
}

/// The cases of libnl-3.
struct Nl {
    sides: Sides,
    program: PathBuf,
}

impl Nl {
    fn prepare() -> Result<Self> {
        let library = libraries::by_link_name(NL.link)?;
        Ok(Self { sides: sides::both(library)?, program: programs::cases(library, &NL)? })
    }

    fn count(&self) -> Result<Pair> {
        let counted = cases::count_both(&self.program, &self.sides, None)?;
        goals::check_complete(&NL, &counted, false)?;
        Ok(counted)
    }

    /// Debian's, ours.
    fn time(&self, rounds: u32) -> Result<[cases::Times; 2]> {
        let sides = [(&*self.program, &self.sides.debian), (&*self.program, &self.sides.ours)];
        let times = cases::time(&sides, None, rounds)?;
        times.try_into().ok().context("two libraries are measured")
    }
}

fn count(bench: &Bench, dump: Option<&routes::Recording>) -> Result<Instructions> {
    let dump = dump.map(|recording| recording.file.as_path());
    let program = &bench.programs.cases;
    let counted = Instructions {
        cases: cases::count_both(program, &bench.sides, dump)?,
        startup: startup::count(&bench.programs.startup, &bench.sides)?,
    };
    // Nothing would be above its goal if nothing had been counted.
    goals::check_complete(&MNL, &counted.cases, dump.is_some())?;
    Ok(counted)
}

/// The part that `make check` runs: deterministic, and takes seconds.
fn check_instructions(bench: &Bench) -> Result<()> {
    // One operation in `SCALE` is counted: more routes are not looked at.
    let dump = match routes::unavailable() {
        None => Some(routes::record(&bench.programs.routes, RECORDED / SCALE)?),
        Some(reason) if std::env::var_os("OXNL_NO_SKIP").is_some() => bail!("{reason}"),
        Some(reason) => {
            println!("the rows over routes are skipped: {reason}");
            None
        }
    };
    let counted = count(bench, dump.as_ref())?;
    let mut missed = goals::missed_instructions(&MNL, &counted);
    let nl = Nl::prepare()?;
    let nl_counted = nl.count()?;
    missed.extend(goals::missed(&NL, &nl_counted));
    let rows = counted.cases.ours.len() + nl_counted.ours.len() + 1;
    if missed.is_empty() {
        println!("instructions: {rows} rows, all within their goals");
        return Ok(());
    }
    bail!(
        "instructions above their goals in {} of {rows} rows:\n{}",
        missed.len(),
        missed.join("\n")
    )
}

fn measure(bench: &Bench, options: &Options) -> Result<String> {
    if let Some(reason) = routes::unavailable() {
        bail!("{reason}");
    }
    let programs = &bench.programs;
    let sides = &bench.sides;
    eprintln!("recording a dump of {RECORDED} routes ...");
    let dump = routes::record(&programs.routes, RECORDED)?;
    eprintln!("counting instructions ...");
    let counted = count(bench, Some(&dump))?;
    let inline = cases::count(&programs.cases_inline, &sides.ours, Some(&dump.file))?;
    eprintln!("measuring times, {} rounds ...", options.rounds);
    let nl = Nl::prepare()?;
    let nl_counted = nl.count()?;
    let times = cases::time(
        &[
            (&programs.cases, &sides.debian),
            (&programs.cases, &sides.ours),
            (&programs.cases_inline, &sides.ours),
        ],
        Some(&dump.file),
        options.rounds,
    )?;
    let nl_times = nl.time(options.rounds)?;
    let startup = startup::time(&programs.startup, sides, options.rounds)?;
    eprintln!("reading a dump of {DUMPED} routes from the kernel ...");
    let dumps = routes::read_in_turns(programs, sides, DUMPED, options.rounds)?;
    let [debian, ours, inlined] = times.try_into().ok().context("three programs are measured")?;
    let figures = report::Figures {
        counted,
        inline,
        debian,
        ours,
        inlined,
        startup,
        dumps,
        nl: (nl_counted, nl_times),
        rounds: options.rounds,
    };
    report::text(bench.library, &figures)
}
