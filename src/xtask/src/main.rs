// SPDX-License-Identifier: LGPL-2.1-or-later
//! `cargo xtask`: see `--help`.

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};
use xtask::fuzz::{self, Fuzz};
use xtask::install::{self, Destination};
use xtask::{bench, build, check, coverage, demo, headers, programs};

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Builds, checks, installs and measures oxnl")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Build all shared objects and stage them in target/oxnl
    Build,
    /// Write the C headers to include/
    Headers {
        /// Only see whether they are up to date
        #[arg(long)]
        check: bool,
    },
    /// Run every test; install what they need if this is root, else say what to install
    Check,
    /// Show unmodified programs, examples and a Python script running on our libraries
    Demo,
    /// Measure against Debian's libraries: the tables of docs/benchmarks.md
    Bench(bench::Options),
    /// Try new inputs on everything that reads bytes
    Fuzz(Fuzz),
    /// Write COVERAGE.md
    Coverage {
        /// Only see whether it is up to date
        #[arg(long)]
        check: bool,
    },
    /// Write docs/programs.md
    Programs {
        /// Only see whether it is up to date
        #[arg(long)]
        check: bool,
        /// Install or, for the table, unpack below target what is missing, if this is root
        #[arg(long)]
        fetch: bool,
    },
    /// Build and install
    Install(Destination),
    /// Remove what install put there
    Uninstall(Destination),
}

fn main() -> ExitCode {
    match run(Arguments::parse().task) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(task: Task) -> Result<()> {
    match task {
        Task::Build => build::all(),
        Task::Headers { check } => headers::headers(check),
        Task::Check => check::check(),
        Task::Demo => demo::demo(),
        Task::Bench(options) => bench::run(&options),
        Task::Fuzz(what) => fuzz::fuzz(&what),
        Task::Coverage { check } => coverage::coverage(check),
        Task::Programs { check, fetch } => {
            if fetch {
                programs::fetch::everything()?;
            }
            programs::report(check)
        }
        Task::Install(to) => {
            build::all()?;
            install::install(&to)?;
            if to.destdir.as_os_str().is_empty() {
                println!("installed; run `ldconfig` so that programs find it");
            }
            Ok(())
        }
        Task::Uninstall(from) => install::uninstall(&from),
    }
}
