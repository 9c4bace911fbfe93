// SPDX-License-Identifier: LGPL-2.1-or-later
//! The C headers: generated, complete, compilable alone, and the same API as Debian's.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context, Result, ensure};
use capi_tests::harness::{self, Needs, test};
use libtest_mimic::Trial;
use xtask::libraries::{Header, LIBRARIES};
use xtask::{paths, tools};

/// Where our prototypes differ from Debian's on purpose.
const PROTOTYPES: &[(&str, &str)] = &[
    // Upstream 1.0.5 made the array const; a caller with either kind of array still compiles.
    ("mnl_cb_run2", "const mnl_cb_t * in place of mnl_cb_t *"),
    // Upstream's git after 1.0.5.
    ("mnl_attr_get_uint", "new"),
];

/// Macros that Debian's header lacks.
const NEW_MACROS: &[&str] = &["MNL_SOCKET_DUMP_SIZE"];

fn main() -> ExitCode {
    harness::main(|| {
        let mut tests = vec![test("generated", Needs::default(), || xtask::headers::headers(true))];
        for header in LIBRARIES.iter().flat_map(|library| library.headers) {
            for (compiler, package) in [("gcc", "gcc"), ("clang", "clang")] {
                for (language, standard) in
                    [("c", "c99"), ("c", "c11"), ("c", "c17"), ("c++", "c++17")]
                {
                    tests.push(compiles_alone(header, compiler, package, language, standard));
                }
            }
            // Old C has no bool of its own; clang says so even of <stdbool.h>.
            tests.push(compiles_alone(header, "gcc", "gcc", "c", "gnu90"));
            tests.push(test(format!("prototypes/{}", header.path), Needs::default(), || {
                prototypes(header)
            }));
            tests
                .push(test(format!("macros/{}", header.path), Needs::default(), || macros(header)));
        }
        Ok(tests)
    })
}

fn ours(header: &Header) -> PathBuf {
    paths::root().join("include").join(header.path)
}

fn debians(header: &Header) -> Result<PathBuf> {
    let path = Path::new("/usr/include").join(header.path);
    ensure!(path.exists(), "no {} to compare with", path.display());
    Ok(path)
}

/// With and without what a program may define to get more of a header.
fn compiles_alone(
    header: &'static Header,
    compiler: &'static str,
    package: &str,
    language: &'static str,
    standard: &'static str,
) -> Trial {
    let name = format!("alone/{}/{compiler}/{standard}", header.path);
    test(name, Needs::default().tool(compiler, package), move || {
        for defined in [None, Some("-DMNL_INLINE")] {
            let mut command = Command::new(compiler);
            command.args(["-Wall", "-Wextra", "-Werror", "-pedantic", "-fsyntax-only"]);
            command.args(["-x", language, &format!("-std={standard}")]).args(defined);
            // Compiled as a main file, a header has functions that nobody uses.
            command.args(["-Wno-unused-function", "-Wno-unused-macros"]);
            tools::run(command.arg(ours(header)))?;
        }
        Ok(())
    })
}

/// The functions a header declares, as gcc's `-aux-info` prints them.
fn declared(header: &Path) -> Result<BTreeMap<String, String>> {
    let listing = tempfile::NamedTempFile::new()?;
    let mut gcc = Command::new("gcc");
    gcc.args(["-fsyntax-only", "-x", "c", "-aux-info"]).arg(listing.path()).arg(header);
    tools::run(&mut gcc)?;
    let text = std::fs::read_to_string(listing.path())?;
    let place = format!("/* {}:", header.display());
    let mut functions = BTreeMap::new();
    for line in text.lines().filter(|line| line.starts_with(&place)) {
        let (_, prototype) = line.split_once("*/").context("a line without prototype")?;
        let (head, _) = prototype.split_once(" (").context("a prototype without parameters")?;
        let name = head.rsplit([' ', '*']).next().context("a prototype without name")?;
        functions.insert(name.to_owned(), prototype.trim().to_owned());
    }
    ensure!(!functions.is_empty(), "no function in {}", header.display());
    Ok(functions)
}

fn prototypes(header: &Header) -> Result<()> {
    let (ours, debians) = (declared(&ours(header))?, declared(&debians(header)?)?);
    let names: BTreeSet<_> = ours.keys().chain(debians.keys()).collect();
    let differing: Vec<_> =
        names.into_iter().filter(|name| ours.get(*name) != debians.get(*name)).collect();
    let mut explained: Vec<_> = PROTOTYPES.iter().map(|(name, _)| *name).collect();
    explained.sort_unstable();
    let shown: Vec<_> = differing
        .iter()
        .map(|name| {
            format!("{name}\n  ours   {:?}\n  debian {:?}", ours.get(*name), debians.get(*name))
        })
        .collect();
    ensure!(differing == explained, "differing prototypes:\n{}", shown.join("\n"));
    Ok(())
}

/// The macros a header defines itself, with what a few of them give as an expression.
fn defined(header: &Path) -> Result<BTreeSet<String>> {
    let mut gcc = Command::new("gcc");
    gcc.args(["-E", "-dD", "-x", "c"]).arg(header);
    let text = tools::stdout(&mut gcc)?;
    let mut inside = false;
    let mut macros = BTreeSet::new();
    for line in text.lines() {
        if line.starts_with("# ") {
            inside = line.contains(&format!("\"{}\"", header.display()));
        } else if let Some(definition) = line.strip_prefix("#define ").filter(|_| inside) {
            let end = definition.find([' ', '(']).unwrap_or(definition.len());
            macros.insert(definition[..end].to_owned());
        }
    }
    ensure!(!macros.is_empty(), "no macro in {}", header.display());
    Ok(macros)
}

fn macros(header: &Header) -> Result<()> {
    let (ours, debians) = (defined(&ours(header))?, defined(&debians(header)?)?);
    let missing: Vec<_> = debians.difference(&ours).collect();
    ensure!(missing.is_empty(), "missing macros: {missing:?}");
    let added: Vec<_> = ours.difference(&debians).map(String::as_str).collect();
    ensure!(added == NEW_MACROS, "macros that Debian's header has not: {added:?}");
    Ok(())
}
