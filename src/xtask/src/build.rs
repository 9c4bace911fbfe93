// SPDX-License-Identifier: LGPL-2.1-or-later
//! Making the shared objects and static libraries.
//!
//! Cargo makes a static library of each crate; `cc -shared` turns it into the shared object, since
//! only the C linker can give symbols their versions (rustc brings a version script of its own).

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

use crate::install::{self, Destination};
use crate::libraries::{LIBRARIES, Library};
use crate::{paths, tools};

/// Builds every library and stages it, as an installation, in [`paths::out`].
///
/// # Errors
/// A tool is missing, or failed.
pub fn all() -> Result<()> {
    tools::require(tools::BUILD)?;
    fs::create_dir_all(paths::out().join("build"))?;
    // Tests that install run at the same time.
    let lock = fs::File::create(paths::out().join("lock"))?;
    lock.lock()?;
    for library in LIBRARIES {
        let rust = staticlib(library)?;
        link_shared(library, &rust)?;
        link_static(library, &rust)?;
    }
    install::install(&Destination::staged())
}

/// Cargo, without what a cargo that runs us told about our own package.
#[must_use]
pub fn cargo() -> Command {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("CARGO_PKG_") || text == "CARGO_MANIFEST_DIR" {
            cargo.env_remove(&name);
        }
    }
    cargo
}

/// Cargo with leave to use unstable flags, for sanitizers and fuzzing: the nightly toolchain, or,
/// where rustup has none, the stable compiler told to behave like one.
#[must_use]
pub fn nightly_cargo() -> Command {
    let mut cargo = cargo();
    let mut nightly = Command::new("rustup");
    let nightly = nightly.args(["run", "nightly", "rustc", "--print", "sysroot"]).output();
    match nightly {
        Ok(output) if output.status.success() => {
            let sysroot = String::from_utf8_lossy(&output.stdout).trim().to_owned();
            cargo.env("RUSTC", Path::new(&sysroot).join("bin/rustc"));
        }
        _ => {
            cargo.env("RUSTC_BOOTSTRAP", "1");
        }
    }
    cargo
}

/// This machine as a compilation target. Named to cargo, it keeps flags meant for the target away from
/// build scripts.
#[must_use]
pub fn triple() -> String {
    format!("{}-unknown-linux-gnu", std::env::consts::ARCH)
}

/// Lets cargo make the crate's static library.
fn staticlib(library: &Library) -> Result<PathBuf> {
    // A folder of its own: other features and another crate type than `cargo test` uses.
    let target = paths::target().join("so");
    let mut cargo = cargo();
    cargo
        .current_dir(paths::root())
        .args(["rustc", "--quiet", "--release", "--locked", "--features", "so"])
        .args(["--crate-type", "staticlib", "--package", library.package])
        // Calls of other libraries go through a procedure linkage table, as in C. Full RELRO, which is made
        // all the same when linking, would have rustc call through the GOT, 2 to 3 ns slower a call on
        // processors of Intel's.
        .args(["--config", "build.rustflags=['-Crelro-level=partial']"])
        .arg("--target-dir")
        .arg(&target);
    tools::run_visibly(&mut cargo)?;
    Ok(target.join("release").join(format!("lib{}.a", library.package.replace('-', "_"))))
}

fn link_shared(library: &Library, rust: &Path) -> Result<()> {
    let new = library.unstripped().with_extension("new");
    let mut cc = Command::new("cc");
    cc.arg("-shared").arg("-o").arg(&new);
    cc.arg(format!("-Wl,-soname,{}", library.soname));
    cc.arg(format!("-Wl,--version-script={}", library.map().display()));
    cc.arg("-Wl,--whole-archive").arg(rust).arg("-Wl,--no-whole-archive");
    cc.args([
        "-nodefaultlibs",
        "-Wl,--gc-sections",
        "-Wl,--as-needed",
        // Calls within the library do not go through its procedure linkage table.
        "-Wl,-Bsymbolic-functions",
        "-Wl,-z,relro,-z,now",
        // One mapping for what is only read or run: smaller files, and two system calls less per start.
        "-Wl,-z,noseparate-code",
        "-Wl,--hash-style=gnu",
        // A hash table that says soon of most names that they are not in it.
        "-Wl,-O1",
    ]);
    cc.args([
        // Without these two a missing or misspelt symbol shows only when a program starts.
        "-Wl,--no-undefined",
        "-Wl,--no-undefined-version",
        "-Wl,--fatal-warnings",
    ]);
    cc.arg("-L").arg(paths::out().join("build"));
    cc.args(library.needs.iter().map(|sister| format!("-l{sister}")));
    cc.arg("-lc");
    tools::run(&mut cc)?;
    // At once: others may be reading it.
    fs::rename(new, library.unstripped())?;
    link_name(library)
}

/// Makes the name under which sister libraries find it.
fn link_name(library: &Library) -> Result<()> {
    let link = library.unstripped().with_file_name(library.dev_link());
    if fs::read_link(&link).is_ok_and(|to| to == Path::new(library.real_name)) {
        return Ok(());
    }
    if link.exists() {
        fs::remove_file(&link)?;
    }
    Ok(std::os::unix::fs::symlink(library.real_name, link)?)
}

/// Makes one object file that shows the public functions and nothing else: neither Rust's own
/// symbols nor the stubs in place of the unwinder, which would clash with a C++ program's.
fn link_static(library: &Library, rust: &Path) -> Result<()> {
    let build = paths::out().join("build");
    let object = build.join(format!("{}.o", library.link));
    let public: Vec<String> =
        library.version_nodes()?.into_iter().flat_map(|node| node.symbols).collect();

    let mut ld = Command::new("ld");
    ld.arg("-r").arg("--gc-sections").arg("-o").arg(&object);
    ld.args(public.iter().map(|symbol| format!("--undefined={symbol}")));
    ld.arg(rust);
    tools::run(&mut ld)?;

    let keep = build.join(format!("{}.symbols", library.link));
    fs::write(&keep, public.join("\n") + "\n")?;
    let mut objcopy = Command::new("objcopy");
    objcopy.arg("--strip-debug").arg(format!("--keep-global-symbols={}", keep.display()));
    tools::run(objcopy.arg(&object))?;

    let new = build.join(format!("{}.new", library.archive()));
    // `ar` would add to an archive that is there.
    if new.exists() {
        fs::remove_file(&new)?;
    }
    tools::run(Command::new("ar").arg("rcsD").arg(&new).arg(&object))?;
    Ok(fs::rename(new, library.static_library())?)
}
