// SPDX-License-Identifier: LGPL-2.1-or-later
//! The library through Python's ctypes: the unittest modules in `python/`.

use std::process::{Command, ExitCode};

use anyhow::{Result, ensure};
use capi_tests::harness::{self, Needs, test, unshare};
use capi_tests::{folder, libraries, sources, stem};
use xtask::libraries::LIBRARIES;
use xtask::tools;

const PYTHON: &str = "/usr/bin/python3";

fn main() -> ExitCode {
    harness::main(|| {
        let mut tests = Vec::new();
        for path in sources("python", "py")? {
            let module = stem(&path);
            if !module.starts_with("test_") {
                continue;
            }
            let needs = Needs::netns().tool("python3", "python3").tool("ip", "iproute2");
            tests.push(test(module.clone(), needs.clone(), move || unittest(&module)));
        }
        let needs = Needs::netns().tool("python3", "python3").tool("ip", "iproute2");
        tests.push(test("list_links", needs, list_links));
        Ok(tests)
    })
}

/// Runs a Python in a network namespace with every library's path in `OXNL_<NAME>`.
fn python() -> Command {
    let mut command = unshare();
    command.arg(PYTHON).current_dir(folder().join("python")).env("PYTHONDONTWRITEBYTECODE", "1");
    for library in LIBRARIES {
        let name = format!("OXNL_LIB{}", library.package.to_uppercase());
        command.env(name, libraries::ours(library));
    }
    command
}

fn unittest(module: &str) -> Result<()> {
    let output = tools::run(python().args(["-m", "unittest", "-v", module]))?;
    // unittest reports on standard error, and counts skipped tests as a success.
    let report = String::from_utf8_lossy(&output.stderr);
    ensure!(!report.contains("skipped"), "a test was skipped:\n{report}");
    ensure!(report.contains("\nRan ") && !report.contains("Ran 0 tests"), "{report}");
    Ok(())
}

/// The script that README and `make demo` show.
fn list_links() -> Result<()> {
    let said = tools::stdout(python().arg("list_links.py"))?;
    ensure!(said.lines().any(|line| line.starts_with("1: lo ")), "no loopback in:\n{said}");
    Ok(())
}
