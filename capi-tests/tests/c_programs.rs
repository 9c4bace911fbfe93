// SPDX-License-Identifier: LGPL-2.1-or-later
//! C programs that call every function.
//!
//! - `c/<crate>/both`: linked against Debian's library; the same binary runs on Debian's and on
//!   ours, and the outputs must be equal but for the lines of `differences/*.txt`.
//! - `c/<crate>/ours`: check themselves, against our header and library.
//! - `c/<crate>/faults`: likewise, with libc functions that fail on purpose.
//! - `c/<crate>/load`: likewise, with as much of everything as a busy machine has in an hour.
//!
//! - `c/<crate>/threads`: likewise, with threads, and with ThreadSanitizer over program and library.
//!
//! Those of the first two kinds run once more under valgrind, and once with AddressSanitizer and
//! UndefinedBehaviorSanitizer over program and library.

#![allow(clippy::expect_used)]

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::sync::Mutex;

use anyhow::{Result, ensure};
use capi_tests::compile::{Against, Program};
use capi_tests::differences::Differences;
use capi_tests::harness::{self, Needs, test, unshare};
use capi_tests::sanitized::{self, Sanitizer};
use capi_tests::{libraries, script, sources, stem};
use libtest_mimic::Trial;
use xtask::libraries::{LIBRARIES, Library};
use xtask::{paths, tools};

const UBSAN: &[&str] = &["-fsanitize=undefined", "-fno-sanitize-recover=all"];

fn main() -> ExitCode {
    harness::main(|| {
        let mut tests = Vec::new();
        for library in LIBRARIES {
            add_tests(library, &mut tests)?;
        }
        Ok(tests)
    })
}

fn add_tests(library: &'static Library, tests: &mut Vec<Trial>) -> Result<()> {
    let package = library.package;
    let folder = format!("c/{package}");
    let both = sources(&format!("{folder}/both"), "c")?;
    let mut ours = sources(&format!("{folder}/ours"), "c")?;
    ours.extend(sources(&format!("{folder}/ours"), "cc")?);
    let faults = sources(&format!("{folder}/faults"), "c")?;

    for source in &both {
        let needs = Needs::netns().tool("locale-gen", "locales");
        let (name, file) = (stem(source), source.clone());
        tests.push(test(format!("{package}/compared/{name}"), needs.clone(), move || {
            let exe = linked_to_debians(library, &file, "both")?;
            let ours = output(&exe, &paths::libdir())?;
            as_expected(library, &file, &exe, &ours)
        }));
        // Only libmnl's header has a variant with inline functions.
        if library.package != "mnl" {
            continue;
        }
        let file = source.clone();
        tests.push(test(format!("{package}/inlined/{name}"), needs, move || {
            let exe = ours_program(library, &file, "inlined", &["-DMNL_INLINE"])?;
            let ours = output(&exe, &paths::libdir())?;
            let exe = linked_to_debians(library, &file, "both-inlined")?;
            as_expected(library, &file, &exe, &ours)
        }));
    }
    let names: Vec<_> = both.iter().map(|source| stem(source)).collect();
    let title = format!("{package}/every listed difference belongs to a program");
    tests.push(test(title, Needs::default(), move || {
        Differences::strays(&differences(library)?, &names)
    }));
    let load = sources(&format!("{folder}/load"), "c")?;
    for source in ours.iter().chain(&faults).chain(&load) {
        let (name, file) = (stem(source), source.clone());
        tests.push(test(format!("{package}/checked/{name}"), Needs::netns(), move || {
            run(&mut on_ours(&ours_program(library, &file, "checked", &[])?))
        }));
    }
    for source in both.iter().chain(&ours) {
        let (name, file) = (stem(source), source.clone());
        let needs = Needs::netns().tool("valgrind", "valgrind");
        tests.push(test(format!("{package}/valgrind/{name}"), needs, move || {
            let exe = ours_program(library, &file, "valgrind", &[])?;
            let mut command = unshare();
            command.args(["valgrind", "-q", "--error-exitcode=99", "--leak-check=full"]);
            command.arg("--track-fds=no").arg(exe).env("LD_LIBRARY_PATH", paths::libdir());
            run(&mut command)
        }));
        let (name, file) = (stem(source), source.clone());
        let needs = Needs::netns().tool("clang", "clang");
        tests.push(test(format!("{package}/sanitized/{name}"), needs, move || {
            let exe = sanitized::program(Sanitizer::Address, library, &file, UBSAN)?;
            let mut command = unshare();
            command.arg(exe).env("ASAN_OPTIONS", "detect_leaks=1:abort_on_error=0");
            run(&mut command)
        }));
    }
    // libmnl has no state that threads could share.
    if library.package == "mnl" {
        return Ok(());
    }
    for source in sources(&format!("{folder}/threads"), "c")? {
        let needs = Needs::netns().tool("clang", "clang");
        tests.push(test(format!("{package}/threads/{}", stem(&source)), needs, move || {
            let exe = sanitized::program(Sanitizer::Thread, library, &source, &[])?;
            let mut command = unshare();
            // The sanitizer needs its addresses where it expects them.
            command.args(["setarch", "-R"]).arg(exe);
            run(command.env("TSAN_OPTIONS", "halt_on_error=1:exitcode=99"))
        }));
    }
    Ok(())
}

/// Compiles a program against our header and library.
fn ours_program(library: &Library, source: &Path, kind: &str, flags: &[&str]) -> Result<PathBuf> {
    let (compiler, standard) = compiler_of(source);
    let flags: Vec<_> = flags.iter().copied().chain([standard, "-O1"]).collect();
    let kind = &format!("{}-{kind}", library.package);
    Program { compiler, source, kind, flags: &flags, against: Against::Ours, library }.build()
}

fn compiler_of(source: &Path) -> (&'static str, &'static str) {
    let cxx = source.extension().is_some_and(|extension| extension == "cc");
    if cxx { ("g++", "-std=c++17") } else { ("cc", "-std=gnu11") }
}

fn on_ours(exe: &Path) -> Command {
    let mut command = unshare();
    command.arg(exe).env("LD_LIBRARY_PATH", paths::libdir());
    command
}

fn run(command: &mut Command) -> Result<()> {
    tools::run(command).map(drop)
}

/// A folder for `LOCPATH` with an 8-bit locale, in which bytes from 0x80 up are characters.
fn locales() -> Result<PathBuf> {
    static MADE: Mutex<()> = Mutex::new(());
    let _guard = MADE.lock().expect("no holder panics");
    let folder = capi_tests::out("locale")?;
    let locale = folder.join("en_US.ISO-8859-1");
    if !locale.exists() {
        run(Command::new("localedef").args(["-i", "en_US", "-f", "ISO-8859-1"]).arg(&locale))?;
    }
    Ok(folder)
}

fn linked_to_debians(library: &Library, source: &Path, kind: &str) -> Result<PathBuf> {
    let flags = ["-std=gnu11", "-O1"];
    let kind = &format!("{}-{kind}", library.package);
    let against = Against::System;
    Program { compiler: "cc", source, kind, flags: &flags, against, library }.build()
}

/// What a program prints on the library in `folder`.
fn output(exe: &Path, folder: &Path) -> Result<String> {
    let mut command = unshare();
    command.arg(exe).env("LD_LIBRARY_PATH", folder).env("LOCPATH", locales()?);
    let output = command.output()?;
    ensure!(output.status.success(), "{}", script::shown(&output));
    Ok(script::shown(&output))
}

/// Compares what a program printed on our library with what `exe` prints on Debian's, but for the
/// lines of `differences/*.txt`.
fn as_expected(library: &Library, source: &Path, exe: &Path, ours: &str) -> Result<()> {
    let debian = output(exe, &libraries::debian_folder(library)?)?;
    ensure!(!debian.contains("8_bit.found: false"), "the 8-bit locale was not found");
    let name = stem(source);
    let listed = Differences::read(&differences(library)?, |program| program == name)?;
    listed.compare(&name, &debian, ours)
}

/// The files that list differences from Debian's library.
fn differences(library: &Library) -> Result<Vec<PathBuf>> {
    sources(&format!("c/{}/differences", library.package), "txt")
}
