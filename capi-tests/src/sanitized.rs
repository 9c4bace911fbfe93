// SPDX-License-Identifier: LGPL-2.1-or-later
//! Programs in which a sanitizer of clang's watches the Rust code too.
//!
//! The library is compiled once more with instrumentation, debug assertions and overflow checks,
//! and linked statically; a shared object of uninstrumented code would hide its own reads.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;

use anyhow::{Context, Result};
use xtask::libraries::{Library, by_link_name};
use xtask::{paths, tools};

/// Which sanitizer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sanitizer {
    /// AddressSanitizer.
    Address,
    /// ThreadSanitizer.
    Thread,
}

impl Sanitizer {
    /// What `-fsanitize=` takes.
    fn name(self) -> &'static str {
        match self {
            Self::Address => "address",
            Self::Thread => "thread",
        }
    }

    /// A function that every instrumented program has, and one that every instrumented library needs.
    fn symbols(self) -> (&'static str, &'static str) {
        match self {
            Self::Address => ("__asan_init", "__asan_report_load"),
            Self::Thread => ("__tsan_init", "__tsan_read"),
        }
    }
}

/// Compiles `source` with clang and the sanitizer, and links the instrumented library.
///
/// # Errors
/// It does not compile, or uses no sanitizer after all.
pub fn program(
    sanitizer: Sanitizer,
    library: &Library,
    source: &Path,
    flags: &[&str],
) -> Result<PathBuf> {
    let archives = archives(sanitizer, library)?;
    let cxx = source.extension().is_some_and(|extension| extension == "cc");
    let kind = format!("{}-{}-sanitized", library.package, sanitizer.name());
    let exe = crate::out(&kind)?.join(crate::executable(source));
    let mut clang = Command::new(if cxx { "clang++" } else { "clang" });
    clang.args(["-g", "-O1"]).arg(format!("-fsanitize={}", sanitizer.name())).args(flags);
    clang.arg(if cxx { "-std=c++17" } else { "-std=gnu11" });
    clang.arg("-I").arg(crate::folder().join("c"));
    clang.arg("-I").arg(paths::root().join("include"));
    clang.arg("-I").arg(paths::root().join("include/libnl3"));
    clang.arg("-o").arg(&exe).arg(source);
    if sanitizer == Sanitizer::Thread {
        clang.arg(crate::folder().join("c/tsan.c"));
    }
    clang.args(&archives);
    clang.arg("-lpthread");
    tools::run(&mut clang).with_context(|| format!("compiling {}", source.display()))?;
    let symbols = tools::stdout(Command::new("nm").arg(&exe))?;
    anyhow::ensure!(symbols.contains(sanitizer.symbols().0), "{} is not sanitized", exe.display());
    Ok(exe)
}

/// The instrumented static library and those it needs; made by the first caller.
fn archives(sanitizer: Sanitizer, library: &Library) -> Result<Vec<PathBuf>> {
    static MADE: Mutex<BTreeMap<(Sanitizer, &str), PathBuf>> = Mutex::new(BTreeMap::new());
    let mut made = MADE.lock().expect("no holder panics");
    let mut archives = Vec::new();
    let needed = library.needs.iter().map(|link| by_link_name(link));
    for library in std::iter::once(Ok(library)).chain(needed) {
        let library = library?;
        let path = match made.get(&(sanitizer, library.package)) {
            Some(path) => path.clone(),
            None => build(sanitizer, library)?,
        };
        made.insert((sanitizer, library.package), path.clone());
        archives.push(path);
    }
    Ok(archives)
}

fn build(sanitizer: Sanitizer, library: &Library) -> Result<PathBuf> {
    let target = paths::target().join(format!("{}-sanitizer", sanitizer.name()));
    let triple = xtask::build::triple();
    let mut cargo = xtask::build::nightly_cargo();
    cargo.current_dir(paths::root()).args(["rustc", "--quiet", "--release", "--locked"]);
    cargo.args(["--features", "so", "--crate-type", "staticlib", "--package", library.package]);
    cargo.arg("--target-dir").arg(&target).args(["--target", &triple]);
    // The profile's LTO would lose the instrumentation of all but the last crate.
    cargo.args(["--config", "profile.release.lto=false"]);
    let mut flags = format!(
        "-Zsanitizer={} -Cdebug-assertions=on -Coverflow-checks=on -Cforce-frame-pointers=yes",
        sanitizer.name()
    );
    if sanitizer == Sanitizer::Thread {
        // `core` comes without instrumentation. It has no state, and calls are the same with and
        // without.
        flags += " -Cunsafe-allow-abi-mismatch=sanitizer";
    }
    cargo.env("RUSTFLAGS", flags);
    tools::run(&mut cargo)?;
    let name = format!("lib{}.a", library.package.replace('-', "_"));
    let path = target.join(triple).join("release").join(name);
    let symbols = tools::stdout(Command::new("nm").arg("--quiet").arg(&path))?;
    anyhow::ensure!(symbols.contains(sanitizer.symbols().1), "the library is not instrumented");
    Ok(path)
}
