// SPDX-License-Identifier: LGPL-2.1-or-later
//! The ABI gate: what the dynamic linker and dpkg see of a shared object.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::{Command, ExitCode};

use anyhow::{Context, Result, ensure};
use capi_tests::elf::{entries, exported, readelf};
use capi_tests::harness::{self, Needs, test};
use capi_tests::libraries::ours;
use xtask::libraries::{LIBRARIES, Library};
use xtask::tools;

fn main() -> ExitCode {
    harness::main(|| {
        let mut tests = Vec::new();
        for library in LIBRARIES {
            let mut add = |name: &str, check: fn(&Library) -> Result<()>| {
                let name = format!("{}/{name}", library.soname);
                tests.push(test(name, Needs::default(), move || check(library)));
            };
            add("dynamic section", dynamic_section);
            add("version nodes", version_nodes);
            add("symbols are those of the version script", symbols);
            add("every symbol of Debian's, in the same node", superset_of_debian);
            add("every symbol of every header", whole_headers);
            add("dpkg's symbols file", dpkg_symbols);
            add("no panic machinery", no_panic);
            add("no larger than Debian's", size);
            add("static library shows public names only", static_library);
        }
        Ok(tests)
    })
}

fn dynamic_section(library: &Library) -> Result<()> {
    let dynamic = readelf("--dynamic", &ours(library))?;
    ensure!(entries(&dynamic, "SONAME") == [library.soname]);
    let mut needed: Vec<_> = entries(&dynamic, "NEEDED");
    needed.retain(|name| name != "libc.so.6");
    let mut sisters = Vec::new();
    for link in library.needs {
        sisters.push(xtask::libraries::by_link_name(link)?.soname);
    }
    ensure!(needed == sisters, "NEEDED: {needed:?}, not {sisters:?}");
    ensure!(!dynamic.contains("(TEXTREL)"), "text relocations");
    ensure!(!dynamic.contains("(RPATH)") && !dynamic.contains("(RUNPATH)"), "a run path");
    ensure!(dynamic.contains("BIND_NOW"), "not bound at start");
    let segments = readelf("--segments", &ours(library))?;
    ensure!(segments.contains("GNU_RELRO"), "no RELRO");
    let stack = segments.lines().find(|line| line.contains("GNU_STACK"));
    ensure!(stack.is_some_and(|line| !line.contains("RWE")), "an executable stack");
    Ok(())
}

/// Version definitions: name and parents, in order, without the base.
fn definitions(file: &Path) -> Result<Vec<(String, Vec<String>)>> {
    let text = readelf("--version-info", file)?;
    let mut nodes: Vec<(String, Vec<String>)> = Vec::new();
    let section = text.split("Version definition section").nth(1).unwrap_or_default();
    for line in section.lines().take_while(|line| !line.contains("Version needs section")) {
        if let Some((_, name)) = line.split_once("Name: ") {
            nodes.push((name.trim().to_owned(), Vec::new()));
        } else if let Some((_, name)) = line.split_once("Parent 1: ") {
            nodes.last_mut().context("a parent without node")?.1.push(name.trim().to_owned());
        }
    }
    if !nodes.is_empty() {
        nodes.remove(0);
    }
    Ok(nodes)
}

fn version_nodes(library: &Library) -> Result<()> {
    let found = definitions(&ours(library))?;
    let script: Vec<_> = library
        .version_nodes()?
        .into_iter()
        .map(|node| (node.name, Vec::from_iter(node.parent)))
        .collect();
    ensure!(found == script, "{found:?} in the file, {script:?} in the version script");
    // Debian's libnl has none.
    let debian = definitions(&library.debians()?)?;
    ensure!(found.starts_with(&debian), "Debian's nodes are {debian:?}");
    let upstream: Vec<_> = found.iter().filter(|(name, _)| !name.starts_with("oxnl_")).collect();
    ensure!(upstream.len() == library.upstream_nodes, "{upstream:?}");
    Ok(())
}

fn symbols(library: &Library) -> Result<()> {
    let mut script = BTreeMap::new();
    for node in library.version_nodes()? {
        script.extend(node.symbols.into_iter().map(|symbol| (symbol, node.name.clone())));
    }
    let found = exported(&ours(library))?;
    ensure!(found == script, "exported: {found:?}\nversion script: {script:?}");
    Ok(())
}

/// Names in Debian's library that ours need not have: Debian's libnl 3.7.0 exports names that upstream's
/// does not, for want of a version script, and none of Debian's other libraries uses them; and functions of
/// headers that we do not ship yet.
fn not_ours(library: &Library) -> Result<impl Fn(&str) -> bool> {
    let symbols = xtask::upstream::symbols()?;
    let ours: BTreeSet<_> = symbols
        .into_iter()
        .filter(|symbol| symbol.soname == library.soname && symbol.is_ours(library.headers))
        .map(|symbol| symbol.name)
        .collect();
    ensure!(!ours.is_empty(), "no symbols of {}", library.soname);
    Ok(move |name: &str| !ours.contains(name))
}

/// A header is there with all its functions, or not at all.
fn whole_headers(library: &Library) -> Result<()> {
    let found = exported(&ours(library))?;
    let mut missing = Vec::new();
    for symbol in xtask::upstream::symbols()? {
        let is_ours = symbol.soname == library.soname && symbol.is_ours(library.headers);
        if is_ours && !found.contains_key(&symbol.name) {
            missing.push(format!("{} ({})", symbol.name, symbol.header));
        }
    }
    ensure!(missing.is_empty(), "missing: {missing:#?}");
    Ok(())
}

fn superset_of_debian(library: &Library) -> Result<()> {
    let found = exported(&ours(library))?;
    let mut missing = exported(&library.debians()?)?;
    let not_ours = not_ours(library)?;
    missing.retain(|name, version| match found.get(name) {
        // A program that asks for no version gets the one there is.
        Some(ours) => !version.is_empty() && ours != version,
        None => !not_ours(name),
    });
    ensure!(missing.is_empty(), "missing or in another node: {missing:?}");
    Ok(())
}

/// What `dpkg-shlibdeps` reads: `symbol@version`, also for the nodes themselves.
fn dpkg_symbols(library: &Library) -> Result<()> {
    let mut query = Command::new("dpkg-query");
    query.args(["--control-show", library.debian_package, "symbols"]);
    let listed = tools::stdout(&mut query)?;
    let nm = tools::stdout(Command::new("nm").args(["-D", "--defined-only"]).arg(ours(library)))?;
    let found: BTreeSet<_> = nm
        .lines()
        .filter_map(|line| Some(line.rsplit_once(' ')?.1))
        // binutils leaves the version out where it is the symbol's own name.
        .map(|name| match name.split_once("@@") {
            Some((name, version)) => format!("{name}@{version}"),
            None => format!("{name}@{name}"),
        })
        .collect();
    let not_ours = not_ours(library)?;
    let mut compared = 0;
    for line in listed.lines().filter(|line| line.starts_with(' ')) {
        let symbol = line.split_whitespace().next().context("an empty line")?;
        let there = match symbol.strip_suffix("@Base") {
            // Without a version, any will do.
            Some(name) if not_ours(name) => true,
            Some(name) => found.iter().any(|found| found.split('@').next() == Some(name)),
            None => found.contains(symbol),
        };
        ensure!(there, "{symbol} is missing");
        compared += 1;
    }
    ensure!(compared > 0, "no symbol in Debian's list");
    Ok(())
}

fn no_panic(library: &Library) -> Result<()> {
    let names = tools::stdout(Command::new("nm").arg(library.unstripped()))?;
    for symbol in library.version_nodes()?.into_iter().flat_map(|node| node.symbols) {
        ensure!(names.contains(&symbol), "the file has no full symbol table: {symbol}");
    }
    let panics: Vec<_> = names
        .lines()
        .filter(|line| {
            ["panic", "unwind_failed", "core3fmt"].iter().any(|part| line.contains(part))
        })
        .collect();
    ensure!(panics.is_empty(), "{panics:?}");
    Ok(())
}

fn size(library: &Library) -> Result<()> {
    let (ours, debians) = (ours(library).metadata()?.len(), library.debians()?.metadata()?.len());
    ensure!(ours <= debians, "{ours} bytes, Debian's has {debians}");
    Ok(())
}

fn static_library(library: &Library) -> Result<()> {
    let archive = library.static_library();
    let text = tools::stdout(Command::new("nm").args(["-g", "--defined-only"]).arg(&archive))?;
    let found: BTreeSet<_> =
        text.lines().filter_map(|line| line.split(' ').nth(2)).map(String::from).collect();
    let public: BTreeSet<_> =
        library.version_nodes()?.into_iter().flat_map(|node| node.symbols).collect();
    ensure!(found == public, "{found:?}");
    Ok(())
}
