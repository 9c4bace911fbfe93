// SPDX-License-Identifier: LGPL-2.1-or-later
//! What the figures were measured on and with.

use std::fs;
use std::process::Command;

use crate::libraries::LIBRARIES;
use crate::paths;

use super::programs;

/// Lines of a Markdown list.
pub(super) fn description() -> String {
    let packages: Vec<_> = LIBRARIES
        .iter()
        .map(|library| format!("{} {}", library.debian_package, version(library.debian_package)))
        .collect();
    [
        format!("date: {}", said("date", &["-u", "+%Y-%m-%d"])),
        format!(
            "processor: {}, {} of them",
            processor(),
            std::thread::available_parallelism().map_or(0, usize::from)
        ),
        format!(
            "kernel: {}",
            fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default().trim()
        ),
        format!("Debian's: {}; glibc {}", packages.join(", "), version("libc6")),
        format!("ours: commit {}, {}", commit(), said("rustc", &["--version"])),
        format!(
            "programs: gcc {}, {}",
            said("cc", &["-dumpfullversion"]),
            programs::FLAGS.join(" ")
        ),
        format!("counted with: {}", said("valgrind", &["--version"])),
    ]
    .map(|line| format!("- {line}\n"))
    .concat()
}

fn processor() -> String {
    let text = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = text.lines().find(|line| line.starts_with("model name"));
    let name = model.and_then(|line| line.split_once(": "));
    name.map_or("unknown", |(_, name)| name).to_owned()
}

fn commit() -> String {
    let root = paths::root();
    let git = |arguments: &[&str]| {
        let output = Command::new("git").current_dir(&root).args(arguments).output();
        output.map_or(String::new(), |output| {
            String::from_utf8_lossy(&output.stdout).trim().to_owned()
        })
    };
    let commit = git(&["rev-parse", "--short", "HEAD"]);
    // What does not go into the library does not matter.
    let changed = git(&[
        "status",
        "--porcelain",
        "--untracked-files=no",
        "--",
        "src/wire",
        "src/os",
        "src/mnl",
        "src/nl-sys",
        "src/nl",
        "src/genl",
        "src/route",
        "Cargo.toml",
        "Cargo.lock",
    ]);
    if changed.is_empty() { commit } else { format!("{commit} with changes") }
}

fn version(package: &str) -> String {
    said("dpkg-query", &["-W", "-f", "${Version}", package])
}

fn said(command: &str, arguments: &[&str]) -> String {
    let output = Command::new(command).args(arguments).output();
    output.map_or("unknown".into(), |output| {
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    })
}
