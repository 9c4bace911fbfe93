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

/// Headers that only oxnl has.
const OURS_ALONE: &[&str] = &["libnl3/netlink/oxnl.h"];

/// The lines `kind | header | name | reason` of `differences.txt` beside the sources in `headers/`: where
/// our headers differ from Debian's on purpose. Names in order.
fn explained(kind: &str, header: &Header) -> Result<Vec<String>> {
    let path = capi_tests::folder().join("headers/differences.txt");
    let mut names = Vec::new();
    for line in std::fs::read_to_string(&path)?.lines() {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let parts: Vec<_> = line.split('|').map(str::trim).collect();
        let [found, place, name, reason] = parts[..] else {
            anyhow::bail!("{}: not four columns: {line}", path.display());
        };
        ensure!(!reason.is_empty(), "{}: no reason: {line}", path.display());
        if found == kind && place == header.path {
            names.push(name.to_owned());
        }
    }
    names.sort_unstable();
    Ok(names)
}

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
            if OURS_ALONE.contains(&header.path) {
                continue;
            }
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

/// What a program that includes the header has to tell the compiler.
fn include_folder(header: &Header) -> PathBuf {
    let include = paths::root().join("include");
    if header.path.starts_with("libnl3/") { include.join("libnl3") } else { include }
}

/// Debian's header; `None` if it is one that upstream has made since.
fn debians(header: &Header) -> Result<Option<PathBuf>> {
    let path = Path::new("/usr/include").join(header.path);
    if path.exists() {
        return Ok(Some(path));
    }
    let symbols = xtask::upstream::symbols()?;
    let mut of_this = symbols.iter().filter(|symbol| symbol.is_declared_in(header.path)).peekable();
    let new = of_this.peek().is_some() && of_this.all(|symbol| symbol.is_newer_than_debians());
    ensure!(new, "no {} to compare with", path.display());
    Ok(None)
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
            command.arg("-I").arg(include_folder(header));
            // Headers that are kept for old programs warn, as upstream's do.
            command.arg("-D_NL_NO_WARN_DEPRECATED_HEADER");
            command.args(["-Wall", "-Wextra", "-Werror", "-pedantic", "-fsyntax-only"]);
            command.args(["-x", language, &format!("-std={standard}")]).args(defined);
            // Compiled as a main file, a header has functions that nobody uses.
            command.args(["-Wno-unused-function", "-Wno-unused-macros"]);
            // C90 has none; libnl's interface does.
            command.arg("-Wno-long-long");
            tools::run(command.arg(ours(header)))?;
        }
        Ok(())
    })
}

/// The functions a header declares, as gcc's `-aux-info` prints them.
fn declared(header: &Path, folder: &Path) -> Result<BTreeMap<String, String>> {
    let listing = tempfile::NamedTempFile::new()?;
    let mut gcc = Command::new("gcc");
    gcc.args(["-fsyntax-only", "-w", "-x", "c", "-aux-info"]).arg(listing.path());
    gcc.arg("-I").arg(folder).arg(header);
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
    Ok(functions)
}

fn prototypes(header: &Header) -> Result<()> {
    let ours = declared(&ours(header), &include_folder(header))?;
    let debian_folder = Path::new("/usr").join(include_folder(header).strip_prefix(paths::root())?);
    let debians = match debians(header)? {
        Some(path) => declared(&path, &debian_folder)?,
        None => BTreeMap::new(),
    };
    // What upstream has added since needs no explanation.
    let new: BTreeSet<_> = xtask::upstream::symbols()?
        .into_iter()
        .filter(|symbol| symbol.is_newer_than_debians())
        .map(|symbol| symbol.name)
        .collect();
    let is_new = |name: &str| new.contains(name) && !debians.contains_key(name);
    ensure!(header.modules.is_empty() || !ours.is_empty(), "no function in {}", header.path);
    let names: BTreeSet<_> = ours.keys().chain(debians.keys()).collect();
    let differing: Vec<_> = names
        .into_iter()
        .filter(|name| ours.get(*name) != debians.get(*name) && !is_new(name))
        .collect();
    let shown: Vec<_> = differing
        .iter()
        .map(|name| {
            format!("{name}\n  ours   {:?}\n  debian {:?}", ours.get(*name), debians.get(*name))
        })
        .collect();
    let explained = explained("prototype", header)?;
    ensure!(differing.into_iter().eq(&explained), "differing prototypes:\n{}", shown.join("\n"));
    Ok(())
}

/// The macros a header defines itself, with what a few of them give as an expression.
fn defined(header: &Path, folder: &Path) -> Result<BTreeSet<String>> {
    let mut gcc = Command::new("gcc");
    gcc.args(["-E", "-dD", "-w", "-x", "c", "-I"]).arg(folder).arg(header);
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
    let folder = include_folder(header);
    let debian_folder = Path::new("/usr").join(folder.strip_prefix(paths::root())?);
    let ours = defined(&ours(header), &folder)?;
    let Some(debians) = debians(header)? else {
        return Ok(());
    };
    let debians = defined(&debians, &debian_folder)?;
    let missing: Vec<_> = debians.difference(&ours).cloned().collect();
    ensure!(missing == explained("missing macro", header)?, "missing macros: {missing:?}");
    let added: Vec<_> = ours.difference(&debians).cloned().collect();
    ensure!(added == explained("macro", header)?, "macros Debian's header has not: {added:?}");
    Ok(())
}
