// SPDX-License-Identifier: LGPL-2.1-or-later
//! Unmodified programs of Debian. Each script in `programs/<crate>` runs once on Debian's library and
//! once on ours, in a fresh network namespace each, and what is printed must be equal: output,
//! error texts, exit codes. So does each row of `programs/table`, and what it leaves in the kernel must
//! be equal, too.

use std::process::ExitCode;

use anyhow::{Context, Result, ensure};
use capi_tests::harness::{self, Needs, test};
use capi_tests::script::Script;
use capi_tests::{compare, libraries, row, sources, stem};
use xtask::libraries::{LIBRARIES, Library, by_link_name};
use xtask::paths;
use xtask::programs::{fetch, table};

/// What the dump of the kernel's state has to show after a set-up: how its lines begin.
const STATES: &[(&str, &[&str])] = &[
    ("routed", &["link 3", "address 02", "address 0a", "route 02", "route 0a", "neighbour 2"]),
    ("none", &["rule 02", "rule 0a", "families", "features of", "sysctl ipv4/", "netconf 02"]),
    ("bridge", &["link 4", "neighbour 7"]),
    ("ruleset", &["nft table", "nft chain", "nft rule", "nft set", "nft element", "nft object"]),
    ("connections", &["connection family 2", "connection family 10"]),
    ("sets", &["ipset 'addresses': 1=", "ipset 'addresses' entry", "ipset 'ports' entry"]),
    ("accounting", &["accounting object family 0: 1='limited'"]),
    ("shaping", &["qdisc", "class", "filter"]),
    (
        "everything",
        &[
            "timeout policy",
            "xfrm policy",
            "nexthop",
            "mdb",
            "MPTCP endpoint",
            "IOAM namespace",
            "address label",
            "channels of",
        ],
    ),
];

fn main() -> ExitCode {
    harness::main(|| {
        let mut tests = Vec::new();
        for library in LIBRARIES {
            for path in sources(&format!("programs/{}", library.package), "sh")? {
                let script = Script::read(&path)?;
                let name = format!("{}/{}", library.package, stem(&path));
                tests.push(test(name, script.needs.clone(), move || compared(library, &script)));
            }
        }
        let root = || Needs {
            root: Some("it mounts what is unpacked over the system".into()),
            ..Needs::netns()
        };
        for package in table::read()? {
            let missing = fetch::require(&package).err().map(|error| error.to_string());
            for row in package.rows_run() {
                let name = format!("table/{}: {}", package.name, row.name());
                let (package, row) = (package.clone(), row.clone());
                let needs = Needs { missing: missing.clone(), ..root() };
                tests.push(test(name, needs, move || row::compared(&package, &row)));
            }
        }
        for (setup, kinds) in STATES {
            tests.push(test(format!("state/{setup}"), root(), || seen(setup, kinds)));
        }
        Ok(tests)
    })
}

fn compared(library: &Library, script: &Script) -> Result<()> {
    let mut sonames = vec![library.soname];
    for sister in library.needs {
        sonames.push(by_link_name(sister)?.soname);
    }
    let debian = script
        .run_on(&libraries::debian_folder(library)?, &sonames)
        .context("on Debian's library")?;
    let ours = script.run_on(&paths::libdir(), &sonames).context("on ours")?;
    ensure!(debian.lines().count() > 5, "the script printed next to nothing:\n{debian}");
    // The dynamic linker's word for a library without the versions a program asks for.
    ensure!(!ours.contains("no version information"), "{ours}");
    compare::same("on Debian's library", &debian, "on ours", &ours)
}

/// Nothing of what is compared is missing in the dump.
fn seen(setup: &str, kinds: &[&str]) -> Result<()> {
    let state = row::state_after(setup)?;
    for kind in kinds {
        ensure!(state.lines().any(|line| line.starts_with(kind)), "no `{kind}` in:\n{state}");
    }
    Ok(())
}
