// SPDX-License-Identifier: LGPL-2.1-or-later
//! Tests that may need things a machine does not have. Such a test is reported as ignored, with the
//! reason, never as passed; with `OXNL_NO_SKIP` set, as in CI, it fails instead.

use std::process::{Command, ExitCode};
use std::sync::OnceLock;

use anyhow::Result;
use libtest_mimic::{Arguments, Completion, Failed, Trial};
use xtask::tools;

/// What a test needs besides a compiler.
#[derive(Clone, Debug, Default)]
pub struct Needs {
    /// The real root, not that of a user namespace; with the reason.
    pub root: Option<String>,
    /// A network namespace of its own.
    pub netns: bool,
    /// Commands or shared libraries, and the Debian packages they come from.
    pub tools: Vec<(String, String)>,
    /// What is already known to be missing, in words.
    pub missing: Option<String>,
    /// Other things.
    pub things: Vec<Thing>,
}

/// What is no command.
#[derive(Clone, Copy, Debug)]
pub struct Thing {
    /// What it is called.
    pub name: &'static str,
    /// Gets it, and fails where it cannot be had.
    pub get: fn() -> Result<()>,
}

impl Needs {
    /// A network namespace.
    #[must_use]
    pub fn netns() -> Self {
        Self { netns: true, ..Self::default() }
    }

    /// Adds a command or a shared library, and the Debian package it comes from.
    #[must_use]
    pub fn tool(mut self, command: &str, package: &str) -> Self {
        self.tools.push((command.to_owned(), package.to_owned()));
        self
    }

    /// Adds what is no command.
    #[must_use]
    pub fn thing(mut self, thing: Thing) -> Self {
        self.things.push(thing);
        self
    }

    /// Adds what another test needs.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.root = self.root.or(other.root);
        self.netns |= other.netns;
        self.tools.extend(other.tools);
        self.things.extend(other.things);
        self
    }

    /// What is missing, in words.
    fn unmet(&self) -> Option<String> {
        if let Some(why) = self.root.as_ref().filter(|_| !tools::is_root()) {
            return Some(format!("needs root: {why}"));
        }
        if self.netns && !netns_works() {
            return Some("needs root or unprivileged user namespaces, for `unshare -n`".into());
        }
        if self.missing.is_some() {
            return self.missing.clone();
        }
        let missing = self.tools.iter().find(|(tool, _)| !is_installed(tool));
        if let Some((command, package)) = missing {
            return Some(format!("needs `{command}`: apt-get install {package}"));
        }
        self.things.iter().find_map(|Thing { name, get }| {
            get().err().map(|error| format!("needs {name}: {error:#}").replace('\n', "; "))
        })
    }
}

/// Whether there is this command, or shared library: `libfoo.so.1`.
fn is_installed(tool: &str) -> bool {
    if !tool.contains(".so.") {
        return tools::find(tool).is_some();
    }
    let ldconfig = tools::find("ldconfig").unwrap_or_else(|| "ldconfig".into());
    let known = tools::stdout(Command::new(ldconfig).arg("-p")).unwrap_or_default();
    known.lines().any(|line| line.split_whitespace().next() == Some(tool))
}

/// `unshare` into a new network namespace, and where needed into a user namespace to be allowed to.
/// What runs in it finds the administrator's programs, whoever that is.
#[must_use]
pub fn unshare() -> Command {
    let mut command = Command::new("unshare");
    command.arg(if tools::is_root() { "-n" } else { "-rn" });
    let path = std::env::var("PATH").unwrap_or_default();
    command.env("PATH", format!("{path}:/usr/sbin:/sbin"));
    command
}

fn netns_works() -> bool {
    static WORKS: OnceLock<bool> = OnceLock::new();
    *WORKS.get_or_init(|| unshare().arg("true").output().is_ok_and(|out| out.status.success()))
}

/// One test.
pub fn test(
    name: impl Into<String>,
    needs: Needs,
    body: impl FnOnce() -> Result<()> + Send + 'static,
) -> Trial {
    Trial::ignorable_test(name, move || match needs.unmet() {
        Some(reason) if std::env::var_os("OXNL_NO_SKIP").is_some() => {
            Err(Failed::from(format!("may not be skipped here, but {reason}")))
        }
        Some(reason) => Ok(Completion::ignored_with(reason)),
        None => match body() {
            Ok(()) => Ok(Completion::Completed),
            Err(error) => Err(Failed::from(format!("{error:#}"))),
        },
    })
}

/// Builds the libraries, then runs the tests that the command line asks for.
///
/// The tests are made by a function, so that what goes wrong in it is reported like a failed test.
pub fn main(tests: impl FnOnce() -> Result<Vec<Trial>>) -> ExitCode {
    let arguments = Arguments::from_args();
    match xtask::build::all().and_then(|()| tests()) {
        Ok(tests) => libtest_mimic::run(&arguments, tests).exit_code(),
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
