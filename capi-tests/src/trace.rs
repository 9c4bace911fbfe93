// SPDX-License-Identifier: LGPL-2.1-or-later
//! What the dynamic linker says on which process loaded which shared object: `LD_DEBUG=libs`.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

/// A process: the programs it executed, one after the other, and the shared objects they loaded.
#[derive(Debug, Default)]
struct Process {
    programs: BTreeSet<String>,
    objects: BTreeSet<PathBuf>,
}

/// All processes of a run.
#[derive(Debug)]
pub struct Trace(Vec<Process>);

impl Trace {
    /// Reads the files that `LD_DEBUG_OUTPUT` made in this folder.
    ///
    /// # Errors
    /// One cannot be read.
    pub fn read(folder: &Path) -> Result<Self> {
        let mut processes = Vec::new();
        for entry in std::fs::read_dir(folder)? {
            let text = std::fs::read(entry?.path())?;
            let mut process = Process::default();
            for line in String::from_utf8_lossy(&text).lines() {
                if let Some((_, path)) = line.split_once("calling init: ") {
                    process.objects.insert(PathBuf::from(path.trim()));
                } else if let Some((_, path)) = line.split_once("initialize program: ") {
                    let name = Path::new(path.trim()).file_name().unwrap_or_default();
                    process.programs.insert(name.to_string_lossy().into_owned());
                }
            }
            processes.push(process);
        }
        Ok(Self(processes))
    }

    /// Every process that loaded a `soname` must have taken it from `folder`, and at least one, which
    /// executed `program` if that is given, must have.
    ///
    /// # Errors
    /// It is not so.
    pub fn loaded_only_from(
        &self,
        folder: &Path,
        soname: &str,
        program: Option<&str>,
    ) -> Result<()> {
        let wanted = folder.canonicalize()?;
        let mut loaded = false;
        for process in &self.0 {
            let is_it = |path: &&PathBuf| path.file_name().is_some_and(|name| name == soname);
            for path in process.objects.iter().filter(is_it) {
                let from = path.parent().context("a relative path")?.canonicalize()?;
                ensure!(from == wanted, "a program loaded {}", path.display());
                loaded |= program.is_none_or(|name| process.programs.contains(name));
            }
        }
        ensure!(loaded, "{} did not load {soname}", program.unwrap_or("any program"));
        Ok(())
    }
}
