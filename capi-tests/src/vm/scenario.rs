// SPDX-License-Identifier: LGPL-2.1-or-later
//! Scenarios with unmodified programs that need the emulated machine: `programs/vm/*.sh`. They are like the other
//! scenarios, but each has a machine of its own, once with Debian's libraries and once with ours. More lines
//! of the head:
//!
//! ```sh
//! # network: initial -- why one of its own is not enough
//! # seconds: 60
//! # selected: `make check` runs it, and not only `make check-vm`
//! # firmware: NAME.asl -- why the machine has to have what that table in this folder says
//! ```

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use xtask::libraries::LIBRARIES;
use xtask::paths;
use xtask::programs::fetch;

use super::{Job, Network};
use crate::script::Script;
use crate::{compare, libraries};

/// Seconds that a scenario may take on either side if it does not say so.
const SECONDS: u32 = 60;

/// What stands between a scenario's output and the shared objects that it loaded.
const LOADED: &str = "--- loaded\n";

/// A scenario.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// What it has in common with others.
    pub script: Script,
    /// Whether it is one of those that run every time.
    pub selected: bool,
    network: Network,
    seconds: u32,
    firmware: Option<PathBuf>,
}

impl Scenario {
    /// Reads the head of a script.
    ///
    /// # Errors
    /// It cannot be read, or a line of the head has another form.
    pub fn read(path: &Path) -> Result<Self> {
        let mut script = Script::read(path)?;
        // The machine's namespaces are meant there; who may run it needs no other.
        script.needs.netns = false;
        // What is unpacked will do.
        let unpacked = ["usr/bin", "usr/sbin"].map(|folder| fetch::root().join(folder));
        let is_unpacked = |tool: &str| unpacked.iter().any(|folder| folder.join(tool).exists());
        script.needs.tools.retain(|(tool, _)| !is_unpacked(tool));
        script.needs = super::needs().and(script.needs);
        let text = std::fs::read_to_string(path)?;
        let head: Vec<_> = text.lines().take_while(|line| line.starts_with('#')).collect();
        let said = |key: &str| head.iter().find_map(|line| line.strip_prefix(key));
        let network = match said("# network: ") {
            None => Network::Own,
            Some(why) => {
                ensure!(why.starts_with("initial -- "), "{}: network: {why}", path.display());
                Network::Initial
            }
        };
        let firmware = match said("# firmware: ") {
            None => None,
            Some(line) => {
                let (table, _) = line.split_once(" -- ").context("firmware without a reason")?;
                script.needs = script.needs.tool("iasl", "acpica-tools");
                Some(path.with_file_name(table))
            }
        };
        let seconds = said("# seconds: ").map_or(Ok(SECONDS), str::parse)?;
        Ok(Self { script, selected: said("# selected").is_some(), network, seconds, firmware })
    }

    /// Runs it on Debian's libraries and on ours, and fails unless both print the same.
    ///
    /// # Errors
    /// They do not, or it did not run, or loaded other libraries.
    pub fn compared(&self) -> Result<()> {
        let library = LIBRARIES.first().context("no library")?;
        let debian = self
            .run_on("debian", &libraries::debian_folder(library)?)
            .context("on Debian's libraries")?;
        let ours = self.run_on("ours", &paths::libdir()).context("on ours")?;
        ensure!(debian.lines().count() > 5, "the script printed next to nothing:\n{debian}");
        ensure!(!ours.contains("no version information"), "{ours}");
        compare::same("on Debian's libraries", &debian, "on ours", &ours)
    }

    fn run_on(&self, side: &str, folder: &Path) -> Result<String> {
        let path = &self.script.path;
        let traced = path.with_file_name("traced");
        let words = [Path::new("/bin/sh"), &traced, path];
        let job = Job {
            name: side.to_owned(),
            command: words.iter().map(|word| word.display().to_string()).collect(),
            folder: folder.to_path_buf(),
            network: self.network,
            seconds: self.seconds,
        };
        let name = format!("{}-{side}", crate::stem(path));
        let outcomes = super::run_with(&name, &[job], self.firmware.as_deref())?;
        let outcome = outcomes.get(side).context("it did not run")?;
        let (output, loaded) = outcome
            .output
            .rsplit_once(LOADED)
            .with_context(|| format!("it was ended:\n{}\n{}", outcome.output, outcome.errors))?;
        let sonames = loaded_from(folder, loaded)?;
        let text = format!(
            "{output}--- stderr\n{}--- wait status {:#x}\n--- loaded {sonames:?}\n",
            outcome.errors, outcome.status
        );
        self.script.mask(&text)
    }
}

/// Those of our sonames that are in a list of paths. All must be of `folder`, and there must be one.
fn loaded_from<'a>(folder: &Path, paths: &'a str) -> Result<BTreeSet<&'a str>> {
    let wanted = folder.canonicalize()?;
    let mut found = BTreeSet::new();
    for path in paths.lines().map(Path::new) {
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else { continue };
        if LIBRARIES.iter().any(|library| library.soname == name) {
            let from = path.parent().context("a relative path")?.canonicalize()?;
            ensure!(from == wanted, "a program loaded {}", path.display());
            found.insert(name);
        }
    }
    ensure!(!found.is_empty(), "no program loaded one of the libraries");
    Ok(found)
}
