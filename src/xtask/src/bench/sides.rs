// SPDX-License-Identifier: LGPL-2.1-or-later
//! The two libraries that are compared.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::libraries::{self, Library};
use crate::paths;

/// A library to measure.
#[derive(Clone, Debug)]
pub(super) struct Side {
    /// What goes into `LD_LIBRARY_PATH`.
    pub(super) folder: PathBuf,
    /// The file that must be loaded then.
    pub(super) file: PathBuf,
}

/// Debian's and ours.
#[derive(Clone, Debug)]
pub(super) struct Sides {
    pub(super) debian: Side,
    pub(super) ours: Side,
}

/// Where everything goes that the bench makes.
pub(super) fn out() -> PathBuf {
    paths::target().join("bench")
}

/// Copies of both libraries and of those they need. Copies, so that a build in the meantime changes
/// nothing; in folders that hold nothing else and whose paths are equally long, so that finding them
/// costs the dynamic linker the same.
pub(super) fn both(library: &Library) -> Result<Sides> {
    let sides = Sides { debian: side(library, "a")?, ours: side(library, "b")? };
    let needs: Result<Vec<_>> =
        library.needs.iter().map(|link| libraries::by_link_name(link)).collect();
    for library in needs?.into_iter().chain([library]) {
        fs::copy(library.debians()?, sides.debian.folder.join(library.soname))?;
        let ours = paths::libdir().join(library.real_name);
        fs::copy(&ours, sides.ours.folder.join(library.soname))
            .with_context(|| ours.display().to_string())?;
    }
    Ok(sides)
}

fn side(library: &Library, name: &str) -> Result<Side> {
    let folder = out().join(name).join(library.link);
    fs::create_dir_all(&folder)?;
    let folder = folder.canonicalize()?;
    let file = folder.join(library.soname);
    Ok(Side { folder, file })
}

impl Side {
    /// A program on this library.
    pub(super) fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command.env("LD_LIBRARY_PATH", &self.folder);
        // Ours are bound when they are loaded, so that what is bound can be made read-only. Debian's are
        // not all: like is compared with like.
        command.env("LD_BIND_NOW", "1");
        command
    }

    /// Fails unless a program said, in a line `# library <path>`, that it loaded this library.
    pub(super) fn loaded(&self, output: &str) -> Result<()> {
        let path = output
            .lines()
            .find_map(|line| line.strip_prefix("# library "))
            .context("a program did not say which library it loaded")?;
        ensure!(Path::new(path) == self.file, "measured {path} instead of {}", self.file.display());
        Ok(())
    }
}
