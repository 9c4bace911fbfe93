// SPDX-License-Identifier: LGPL-2.1-or-later
//! Shell scripts that run in a network namespace of their own, and what their head says.
//!
//! ```sh
//! # needs: ip(iproute2) nft(nftables)
//! # root: why a user namespace is not enough
//! # mask: s/handle [0-9]+/handle N/ -- why it varies
//! ```

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use anyhow::{Context, Result, ensure};
use xtask::tools;

use crate::harness::{Needs, unshare};
use crate::trace::Trace;

/// A script and what its head says.
#[derive(Clone, Debug)]
pub struct Script {
    /// The file.
    pub path: PathBuf,
    /// What it needs.
    pub needs: Needs,
    /// `sed -E` expressions for what varies from run to run.
    pub masks: Vec<String>,
}

impl Script {
    /// Reads the head of a script.
    ///
    /// # Errors
    /// It cannot be read, or a line of the head is not of the form above.
    pub fn read(path: &Path) -> Result<Self> {
        let text = std::fs::read_to_string(path)?;
        let mut needs = Needs::netns();
        let mut masks = Vec::new();
        for line in text.lines().take_while(|line| line.starts_with('#')) {
            if let Some(list) = line.strip_prefix("# needs: ") {
                for word in list.split_whitespace() {
                    let tool = word.strip_suffix(')').and_then(|word| word.split_once('('));
                    let (command, package) =
                        tool.with_context(|| format!("{}: `{word}`", path.display()))?;
                    needs = needs.tool(command, package);
                }
            } else if let Some(why) = line.strip_prefix("# root: ") {
                needs.root = Some(why.to_owned());
            } else if let Some(mask) = line.strip_prefix("# mask: ") {
                let (sed, reason) = mask.rsplit_once(" -- ").unwrap_or((mask, ""));
                ensure!(!reason.is_empty(), "{}: a mask without reason", path.display());
                masks.push(sed.to_owned());
            }
        }
        Ok(Self { path: path.to_path_buf(), needs, masks })
    }

    /// The script in a namespace of its own, with `scratch` as its `TMP`.
    #[must_use]
    pub fn command(&self, scratch: &Path) -> Command {
        let mut command = unshare();
        command.args(["sh", "-u"]).arg(&self.path);
        command.current_dir(scratch).env("TMP", scratch).env("LC_ALL", "C").env("TZ", "UTC");
        command.stdin(std::process::Stdio::null());
        command
    }

    /// Runs the script on the libraries in `folder` and returns its output and exit status, masked.
    ///
    /// # Errors
    /// It did not run, or a process of it loaded one of `sonames` from anywhere else, or none
    /// did.
    pub fn run_on(&self, folder: &Path, sonames: &[&str]) -> Result<String> {
        let scratch = tempfile::tempdir()?;
        let trace = tempfile::tempdir()?;
        let mut command = self.command(scratch.path());
        command.env("LD_LIBRARY_PATH", folder);
        // The dynamic linker itself says which file each process took.
        command.env("LD_DEBUG", "libs").env("LD_DEBUG_OUTPUT", trace.path().join("ld"));
        let output = command.output().context("cannot run unshare")?;
        let trace = Trace::read(trace.path())?;
        for soname in sonames {
            trace.loaded_only_from(folder, soname, None)?;
        }
        self.mask(&shown(&output))
    }

    /// A text with what varies from run to run replaced.
    ///
    /// # Errors
    /// `sed` does not understand a mask.
    pub fn mask(&self, text: &str) -> Result<String> {
        masked(text, &self.masks)
    }
}

/// A text after these `sed -E` expressions.
///
/// # Errors
/// One of them is wrong.
pub fn masked(text: &str, masks: &[impl AsRef<OsStr>]) -> Result<String> {
    if masks.is_empty() {
        return Ok(text.to_owned());
    }
    let input = tempfile::NamedTempFile::new()?;
    std::fs::write(input.path(), text)?;
    let mut sed = Command::new("sed");
    sed.arg("-E").args(masks.iter().flat_map(|mask| [OsStr::new("-e"), mask.as_ref()]));
    tools::stdout(sed.arg(input.path()))
}

/// What a command printed and how it ended.
#[must_use]
pub fn shown(output: &Output) -> String {
    format!(
        "{}--- stderr\n{}--- {}\n",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
        output.status
    )
}
