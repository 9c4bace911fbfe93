// SPDX-License-Identifier: LGPL-2.1-or-later
//! `make bench`: the same programs on Debian's library and on ours.
//!
//! The programs are in `bench/`, what the figures mean is in `docs/benchmarks.md`. Instructions are
//! counted by callgrind and repeat; times are measured in turns and compared by their medians.

mod caches;
mod callgrind;
mod cases;
mod goals;
mod grow;
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
use self::grow::Grow;
use self::programs::Programs;
use self::routes::Program;
use self::sides::Sides;
use self::suites::{MNL, NETLINK, NL, ROUTE, Suite};

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
    sides: Sides,
    programs: Programs,
}

/// Instructions of a library, which every run of the bench counts.
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
        "libnl-genl-3-dev",
        "libnl-route-3-dev",
        "pkg-config",
        "valgrind",
    ])?;
    build::all()?;
    let _lock = alone()?;
    let library = libraries::by_link_name(MNL.link)?;
    let bench = Bench { sides: sides::both(library)?, programs: programs::compile(library)? };
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

/// The programs of a library whose cases need nothing prepared.
struct Simple {
    suite: &'static Suite,
    library: &'static Library,
    sides: Sides,
    cases: PathBuf,
    startup: PathBuf,
}

impl Simple {
    fn prepare(suite: &'static Suite) -> Result<Self> {
        let library = libraries::by_link_name(suite.link)?;
        Ok(Self {
            suite,
            library,
            sides: sides::both(library)?,
            cases: programs::cases(library, suite)?,
            startup: programs::startup(library, suite)?,
        })
    }

    fn all() -> Result<Vec<Self>> {
        NETLINK.iter().map(|suite| Self::prepare(suite)).collect()
    }

    fn count(&self) -> Result<Instructions> {
        let counted = Instructions {
            cases: cases::count_both(&self.cases, &self.sides, None)?,
            startup: startup::count(&self.startup, &self.sides)?,
        };
        goals::check_complete(self.suite, &counted.cases, false)?;
        Ok(counted)
    }

    fn measure(&self, rounds: u32) -> Result<report::Simple> {
        let counted = self.count()?;
        let sides = [(&*self.cases, &self.sides.debian), (&*self.cases, &self.sides.ours)];
        let times = cases::time(&sides, None, rounds, true)?;
        Ok(report::Simple {
            suite: self.suite,
            counted,
            times: times.try_into().ok().context("two libraries are measured")?,
            startup: startup::time(&self.startup, &self.sides, rounds)?,
        })
    }
}

/// The one that is libnl-3's.
fn libnl(netlink: &[Simple]) -> Result<&Simple> {
    netlink.iter().find(|simple| simple.suite.link == NL.link).context("no libnl-3")
}

fn count(bench: &Bench, dump: Option<&routes::Recording>) -> Result<Instructions> {
    let dump = dump.map(|recording| recording.file.as_os_str());
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
    let mut rows = counted.cases.ours.len() + 1;
    let netlink = Simple::all()?;
    for simple in &netlink {
        let counted = simple.count()?;
        missed.extend(goals::missed_instructions(simple.suite, &counted));
        rows += counted.cases.ours.len() + 1;
    }
    let libnl = libnl(&netlink)?;
    let sizes = Grow::prepare(libnl.library, &libnl.sides)?.count(grow::SIZES[1])?;
    missed.extend(grow::missed(&sizes)?);
    rows += sizes.iter().map(|size| size.ours.len()).sum::<usize>();
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
    let inline = cases::count(&programs.cases_inline, &sides.ours, Some(dump.file.as_os_str()))?;
    eprintln!("measuring times, {} rounds ...", options.rounds);
    let netlink = Simple::all()?;
    let simple: Result<Vec<_>> =
        netlink.iter().map(|simple| simple.measure(options.rounds)).collect();
    let times = cases::time(
        &[
            (&programs.cases, &sides.debian),
            (&programs.cases, &sides.ours),
            (&programs.cases_inline, &sides.ours),
        ],
        Some(dump.file.as_os_str()),
        options.rounds,
        true,
    )?;
    let startup = startup::time(&programs.startup, sides, options.rounds)?;
    eprintln!("filling caches ...");
    let libnl = libnl(&netlink)?;
    let grow = Grow::prepare(libnl.library, &libnl.sides)?;
    let mut grown = Vec::new();
    for size in grow.count(grow::SIZES[2])? {
        let times = grow.time(size.objects, options.rounds)?;
        grown.push((size, times));
    }
    eprintln!("filling caches with what the kernel has ...");
    let route = netlink.iter().find(|simple| simple.suite.link == ROUTE.link);
    let route = route.context("no libnl-route-3")?;
    let caches = caches::measure(route.library, &route.sides, options.rounds)?;
    eprintln!("reading a dump of {DUMPED} routes from the kernel ...");
    let nl_dump = programs::dump(libnl.library, libnl.suite)?;
    let reader = |name, file, how, side| Program { name, file, how, side };
    let readers = [
        reader("bare loop over the headers", &*programs.dump, "bare", &sides.debian),
        reader("Debian's libmnl, attributes parsed", &programs.dump, "mnl", &sides.debian),
        reader("ours", &programs.dump, "mnl", &sides.ours),
        reader("ours, inline accessors", &programs.dump_inline, "mnl", &sides.ours),
        reader("Debian's libnl-3", &nl_dump, "receive", &libnl.sides.debian),
        reader("ours", &nl_dump, "receive", &libnl.sides.ours),
        reader("Debian's libnl-3, attributes parsed", &nl_dump, "parse", &libnl.sides.debian),
        reader("ours", &nl_dump, "parse", &libnl.sides.ours),
    ];
    let dumps = routes::read_in_turns(&programs.routes, &readers, DUMPED, options.rounds)?;
    let names = readers.iter().map(|program| program.name);
    let dumps = names.zip(dumps).collect::<Vec<_>>();
    let [debian, ours, inlined] = times.try_into().ok().context("three programs are measured")?;
    let figures = report::Figures {
        counted,
        inline,
        debian,
        ours,
        inlined,
        startup,
        dumps: dumps.try_into().ok().context("eight programs are measured")?,
        simple: simple?,
        grown,
        caches,
        rounds: options.rounds,
    };
    report::text(&figures)
}
