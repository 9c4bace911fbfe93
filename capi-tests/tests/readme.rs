// SPDX-License-Identifier: LGPL-2.1-or-later
//! What README.md shows works as shown.

use std::process::{Command, ExitCode};

use anyhow::{Context, Result, ensure};
use capi_tests::compile::{Against, Program};
use capi_tests::harness::{self, Needs, test, unshare};
use xtask::libraries::by_link_name;
use xtask::{paths, tools};

fn main() -> ExitCode {
    harness::main(|| {
        Ok(vec![
            test("the C program", Needs::netns().tool("pkg-config", "pkg-config"), c_program),
            test("the Python script", Needs::netns().tool("python3", "python3"), python_script),
            test("the make targets exist", Needs::default().tool("make", "make"), make_targets),
            test("the files it points to exist", Needs::default(), files),
        ])
    })
}

fn readme() -> Result<String> {
    Ok(std::fs::read_to_string(paths::root().join("README.md"))?)
}

/// The first fenced block of a language.
fn block(language: &str) -> Result<String> {
    let readme = readme()?;
    let (_, behind) = readme.split_once(&format!("```{language}\n")).context("no such block")?;
    let (block, _) = behind.split_once("```\n").context("an unclosed block")?;
    Ok(block.to_owned())
}

fn c_program() -> Result<()> {
    let source = capi_tests::out("readme")?.join("links.c");
    std::fs::write(&source, block("c")?)?;
    let library = by_link_name("mnl")?;
    let program = Program {
        compiler: "cc",
        source: &source,
        kind: "readme",
        flags: &[],
        against: Against::Ours,
        library,
    };
    let exe = program.build()?;
    let said = tools::stdout(unshare().arg(exe).env("LD_LIBRARY_PATH", paths::libdir()))?;
    ensure!(said.lines().any(|line| line == "1: lo"), "{said}");
    Ok(())
}

fn python_script() -> Result<()> {
    let script = block("python")?;
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
