// SPDX-License-Identifier: LGPL-2.1-or-later
//! What README.md shows works as shown.

use std::process::{Command, ExitCode};

use anyhow::{Context, Result, bail, ensure};
use capi_tests::compile::{Against, Program};
use capi_tests::harness::{self, Needs, test, unshare};
use xtask::libraries::by_link_name;
use xtask::{paths, tools};

fn main() -> ExitCode {
    harness::main(|| {
        Ok(vec![
            test("the C programs", Needs::netns().tool("pkg-config", "pkg-config"), c_programs),
            test("the Python script", Needs::netns().tool("python3", "python3"), python_script),
            test("the make targets exist", Needs::default().tool("make", "make"), make_targets),
            test("the files it points to exist", Needs::default(), files),
        ])
    })
}

fn readme() -> Result<String> {
    Ok(std::fs::read_to_string(paths::root().join("README.md"))?)
}

/// The fenced blocks of a language.
fn blocks(language: &str) -> Result<Vec<String>> {
    let mut blocks = Vec::new();
    for behind in readme()?.split(&format!("```{language}\n")).skip(1) {
        let (block, _) = behind.split_once("```\n").context("an unclosed block")?;
        blocks.push(block.to_owned());
    }
    Ok(blocks)
}

/// Compiles and runs a C program of README, and returns what it says.
fn run_c_program(text: &str, link: &str) -> Result<String> {
    let source = capi_tests::out("readme")?.join(format!("{link}.c"));
    std::fs::write(&source, text)?;
    let program = Program {
        compiler: "cc",
        source: &source,
        kind: "readme",
        flags: &[],
        against: Against::Ours,
        library: by_link_name(link)?,
    };
    let exe = program.build()?;
    tools::stdout(unshare().arg(exe).env("LD_LIBRARY_PATH", paths::libdir()))
}

fn c_programs() -> Result<()> {
    let [links, family, cache] = &blocks("c")?[..] else {
        bail!("README has not three C programs")
    };
    let said = run_c_program(links, "mnl")?;
    ensure!(said.lines().any(|line| line == "1: lo"), "{said}");
    let said = run_c_program(family, "nl-genl-3")?;
    ensure!(said == "nlctrl: 16\n", "{said}");
    let said = run_c_program(cache, "nl-route-3")?;
    ensure!(said.starts_with("lo loopback"), "{said}");
    Ok(())
}

fn python_script() -> Result<()> {
    let script = blocks("python")?.concat();
    ensure!(script.lines().count() <= 10, "README says ten lines");
    let mut python = unshare();
    python.args(["python3", "-c", &script]).env("LD_LIBRARY_PATH", paths::libdir());
    let said = tools::stdout(&mut python)?;
    ensure!(said.starts_with("netlink port ") && !said.contains("port 0"), "{said}");
    Ok(())
}

fn make_targets() -> Result<()> {
    let readme = readme()?;
    let mut found = 0;
    for line in readme.lines().filter(|line| line.starts_with("make")) {
        let goal = line.split_whitespace().nth(1).filter(|word| *word != "#").unwrap_or("all");
        let mut make = Command::new("make");
        tools::run(make.current_dir(paths::root()).args(["--dry-run", goal]))?;
        found += 1;
    }
    ensure!(found >= 4, "only {found} make lines");
    Ok(())
}

fn files() -> Result<()> {
    for part in readme()?.split("](").skip(1) {
        let (link, _) = part.split_once(')').context("an unclosed link")?;
        ensure!(paths::root().join(link).exists(), "README points to {link}");
    }
    Ok(())
}
