// SPDX-License-Identifier: LGPL-2.1-or-later
//! Running callgrind and reading the profiles it writes.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::tools;

use super::sides::Side;

/// Instructions of one profile, by the file the code is in.
#[derive(Debug, Default)]
pub(super) struct Profile {
    /// What made callgrind write it: for a request of the program, the name it gave.
    pub(super) trigger: String,
    /// All instructions.
    pub(super) total: u64,
    /// By file: those in its own code.
    own: BTreeMap<String, u64>,
    /// By calling and called file: those between call and return.
    calls: BTreeMap<(String, String), u64>,
}

/// Where the instructions were executed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Split {
    /// In the library, and in what it calls: libc.
    pub(super) library: u64,
    /// Everywhere.
    pub(super) total: u64,
}

impl Profile {
    /// Reads a file of the format that
    /// <https://valgrind.org/docs/manual/cl-format.html> describes.
    pub(super) fn parse(text: &str) -> Result<Self> {
        let mut profile = Self::default();
        let (mut objects, mut functions) = (Names::default(), Names::default());
        let (mut caller, mut callee) = (String::new(), None);
        let mut function = String::new();
        let mut lines = text.lines();
        while let Some(line) = lines.next() {
            if let Some(trigger) = line.strip_prefix("desc: Trigger: ") {
                let name = trigger.strip_prefix("Client Request: ");
                name.unwrap_or(trigger).clone_into(&mut profile.trigger);
            } else if let Some(object) = line.strip_prefix("ob=") {
                caller = objects.resolve(object)?;
            } else if let Some(object) = line.strip_prefix("cob=") {
                callee = Some(objects.resolve(object)?);
            } else if let Some(name) = line.strip_prefix("fn=") {
                function = functions.resolve(name)?;
            } else if let Some(name) = line.strip_prefix("cfn=") {
                functions.resolve(name)?;
            } else if line.starts_with("calls=") {
                let inclusive = cost(lines.next().context("a call without its cost")?)?;
                // Without `cob=`, the call stays in its file.
                let callee = callee.take().unwrap_or_else(|| caller.clone());
                // The program's start-up code calls libc, which calls `main`.
                if function != BELOW_MAIN {
                    *profile.calls.entry((caller.clone(), callee)).or_default() += inclusive;
                }
            } else if line
                .starts_with(|first: char| first.is_ascii_digit() || "+-*".contains(first))
            {
                *profile.own.entry(caller.clone()).or_default() += cost(line)?;
            }
        }
        profile.total = profile.own.values().sum();
        Ok(profile)
    }

    /// Splits the instructions between a program and the library it calls, or those that this one needs.
    /// What the program calls in libc itself is its own.
    pub(super) fn split(&self, program: &Path, library: &Path) -> Result<Split> {
        let is = |object: &str, path: &Path| Path::new(object) == path;
        // The libraries it needs lie beside it.
        let is_ours = |object: &str| Path::new(object).parent() == library.parent();
        let soname = library.file_name().context("a library without a name")?;
        let soname = soname.to_string_lossy();
        if let Some(other) = self.own.keys().find(|object| {
            Path::new(object)
                .file_name()
                .is_some_and(|name| name.to_string_lossy().starts_with(&*soname))
                && !is(object, library)
        }) {
            bail!("counted {other} instead of {}", library.display());
        }
        let outside: u64 =
            self.own.iter().filter(|(object, _)| !is(object, program)).map(|(_, own)| own).sum();
        let own_libc: u64 = self
            .calls
            .iter()
            .filter(|((from, to), _)| is(from, program) && !is(to, program) && !is_ours(to))
            .map(|(_, inclusive)| inclusive)
            .sum();
        Ok(Split { library: outside.saturating_sub(own_libc), total: self.total })
    }
}

/// What callgrind calls all that is executed before `main`.
const BELOW_MAIN: &str = "(below main)";

/// Names by their numbers: `(7) /some/file` the first time, `(7)` from then on.
#[derive(Default)]
struct Names(BTreeMap<String, String>);

impl Names {
    fn resolve(&mut self, text: &str) -> Result<String> {
        let end = text.find(')').with_context(|| format!("name `{text}`"))?;
        let (number, name) = text.split_at(end + 1);
        match name.strip_prefix(' ') {
            Some(name) => {
                self.0.insert(number.to_owned(), name.to_owned());
                Ok(name.to_owned())
            }
            None => self.0.get(number).cloned().with_context(|| format!("no name for {text}")),
        }
    }
}

/// The count in a line of position and count.
fn cost(line: &str) -> Result<u64> {
    let count = line.split_whitespace().nth(1).unwrap_or("0");
    count.parse().with_context(|| format!("in line `{line}`"))
}

/// Runs a program on one side under callgrind; returns what it printed, and its profiles in order.
pub(super) fn run(
    side: &Side,
    program: &Path,
    flags: &[&str],
    configure: impl FnOnce(&mut Command),
) -> Result<(String, Vec<Profile>)> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("profile");
    let mut valgrind = side.command(Path::new("valgrind"));
    valgrind.args(["--quiet", "--tool=callgrind"]).args(flags);
    valgrind.arg(format!("--callgrind-out-file={}", file.display()));
    configure(valgrind.arg(program));
    let output = tools::stdout(&mut valgrind)?;
    let mut profiles = Vec::new();
    // With requests by the program: profile.1, profile.2, ...; else profile alone.
    for part in 1.. {
        let Ok(text) = std::fs::read_to_string(file.with_extension(part.to_string())) else {
            break;
        };
        profiles.push(Profile::parse(&text)?);
    }
    if profiles.is_empty() {
        profiles.push(Profile::parse(&std::fs::read_to_string(file)?)?);
    }
    Ok((output, profiles))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{Profile, Split};

    const TEXT: &str = "\
# callgrind format
version: 1
desc: Trigger: Client Request: a case

positions: line
events: Ir
summary: 1234

ob=(5) /lib/libmnl.so.0
fl=(139) ???
fn=(814) mnl_attr_parse
0 100
cob=(6) /bin/bench
cfi=(194) mnl.h
cfn=(828) route_attr
calls=5 35
0 465
+3 11
cfn=(878) mnl_attr_next
calls=5 0
* 25
cob=(3) /usr/lib/libc.so.6
cfn=(900) memcpy
calls=1 0
0 7

ob=(3)
fn=(900)
10 7
fn=(901) memset
-2 30

ob=(6)
fn=(1) (below main)
cob=(3)
cfn=(2) __libc_start_main
calls=1 0
0 188

fn=(828)
35 40
cob=(3)
cfn=(901)
calls=1 0
36 30
cob=(5)
cfn=(814)
calls=1 0
36 500
";

    #[test]
    fn instructions_by_file() {
        let profile = Profile::parse(TEXT).expect("a profile");
        assert_eq!(profile.trigger, "a case");
        let split = profile.split(Path::new("/bin/bench"), Path::new("/lib/libmnl.so.0"));
        // memcpy is called by the library, memset by the program.
        assert_eq!(
            split.expect("a split"),
            Split { library: 100 + 11 + 7, total: 100 + 11 + 7 + 30 + 40 }
        );
    }

    #[test]
    fn another_library_than_the_one_asked_for() {
        let profile = Profile::parse(TEXT).expect("a profile");
        let split = profile.split(Path::new("/bin/bench"), Path::new("/ours/libmnl.so.0"));
        assert!(split.is_err());
    }
}
