// SPDX-License-Identifier: LGPL-2.1-or-later
//! Every installed program, and every library and plug-in, of a Debian package that depends on a
//! library we replace: what it imports is there, in upstream's node, and the dynamic linker can bind
//! all of it at once, as with `LD_BIND_NOW`. None of them is run: that is what `programs.rs` does.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Result, ensure};
use capi_tests::elf::{entries, exported, readelf, undefined};
use capi_tests::harness::{self, Needs, test};
use capi_tests::libraries::ours;
use xtask::libraries::{LIBRARIES, Library};
use xtask::upstream::Symbol;
use xtask::{paths, tools};

fn main() -> ExitCode {
    harness::main(|| {
        let mut tests = Vec::new();
        for library in LIBRARIES {
            let needs = Needs::default().tool("dpkg-query", "dpkg").tool("ldd", "libc-bin");
            let mut add = |name: &str, check: fn(&Library) -> Result<()>| {
                let name = format!("{}/{name}", library.package);
                tests.push(test(name, needs.clone(), move || check(library)));
            };
            add("imports", imports);
            add("bind_now", bind_now);
        }
        Ok(tests)
    })
}

/// What the packages that depend on Debian's package of `library` have that is linked with it.
fn clients(library: &Library) -> Result<BTreeSet<PathBuf>> {
    let format = "${Status}|${Package}|${Depends}, ${Pre-Depends}, ${Recommends}\n";
    let listed = tools::stdout(Command::new("dpkg-query").args(["-W", "-f", format]))?;
    let mut clients = BTreeSet::new();
    for line in listed.lines() {
        let mut fields = line.split('|');
        let installed = fields.next().is_some_and(|status| status.ends_with(" installed"));
        let package = fields.next().unwrap_or_default();
        // The rest holds the alternatives of a dependency, which `|` parts too.
        let depends = fields.flat_map(|list| list.split(','));
        let mut names = depends.filter_map(|word| word.split_whitespace().next());
        if installed && names.any(|name| name == library.debian_package) {
            let files = tools::stdout(Command::new("dpkg-query").args(["--listfiles", package]))?;
            clients
                .extend(files.lines().map(PathBuf::from).filter(|file| is_client(library, file)));
        }
    }
    ensure!(!clients.is_empty(), "no program that uses {} is installed", library.soname);
    Ok(clients)
}

/// Whether it can be read, is an ELF file and no link to one, and is linked with `library`.
fn is_client(library: &Library, file: &Path) -> bool {
    let mut magic = [0; 4];
    let is_elf = file.symlink_metadata().is_ok_and(|data| data.is_file())
        && std::fs::File::open(file).is_ok_and(|mut file| file.read_exact(&mut magic).is_ok())
        && magic == *b"\x7fELF";
    is_elf && {
        let dynamic = readelf("--dynamic", file).unwrap_or_default();
        entries(&dynamic, "NEEDED").iter().any(|name| name == library.soname)
    }
}

/// Upstream's symbols by name.
fn upstream() -> Result<BTreeMap<String, Symbol>> {
    let symbols = xtask::upstream::symbols()?;
    Ok(symbols.into_iter().map(|symbol| (symbol.name.clone(), symbol)).collect())
}

/// Whether one of our libraries stands for the one it is of.
fn is_ours(symbol: &Symbol) -> bool {
    LIBRARIES.iter().any(|library| library.soname == symbol.soname)
}

fn imports(library: &Library) -> Result<()> {
    let found = exported(&ours(library))?;
    let upstream = upstream()?;
    let mut wrong = Vec::new();
    let mut imported = BTreeSet::new();
    for file in clients(library)? {
        for name in undefined(&file)? {
            let Some(symbol) = upstream.get(&name) else { continue };
            if symbol.soname != library.soname {
                continue;
            }
            if found.get(&name) != Some(&symbol.node) {
                wrong.push(format!("{name} of {} for {}", symbol.node, file.display()));
            }
            imported.insert(name);
        }
    }
    ensure!(wrong.is_empty(), "missing or in another node: {wrong:#?}");
    ensure!(!imported.is_empty(), "nothing is imported from {}", library.soname);
    Ok(())
}

fn bind_now(library: &Library) -> Result<()> {
    let upstream = upstream()?;
    let mut wrong = Vec::new();
    for file in clients(library)? {
        let mut ldd = Command::new("ldd");
        ldd.arg("-r").arg(&file).env("LD_LIBRARY_PATH", paths::libdir()).env("LD_BIND_NOW", "1");
        // It fails if anything is missing, also what is nobody's here: a plug-in's host.
        let output = ldd.output()?;
        let said = String::from_utf8_lossy(&output.stdout);
        let complaints = String::from_utf8_lossy(&output.stderr);
        let path = paths::libdir().join(library.soname);
        ensure!(said.contains(&path.display().to_string()), "{}: {said}", file.display());
        for line in said.lines().chain(complaints.lines()) {
            let symbol = line.trim().strip_prefix("undefined symbol: ").or_else(|| {
                let rest = line.trim().strip_prefix("symbol ")?;
                Some(rest.split(',').next().unwrap_or(rest))
            });
            let name = symbol.and_then(|rest| rest.split_whitespace().next());
            let symbol = name.and_then(|name| upstream.get(name));
            let wanted = symbol.is_some_and(is_ours);
            if wanted || line.contains("no version information") || line.contains("' not found") {
                wrong.push(format!("{}: {}", file.display(), line.trim()));
            }
        }
    }
    ensure!(wrong.is_empty(), "{wrong:#?}");
    Ok(())
}
