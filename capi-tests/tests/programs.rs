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
use xtask::programs::table;

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
        for package in table::read()? {
            for row in package.rows_run() {
                let name = format!("table/{}: {}", package.name, row.name());
                let (package, row) = (package.clone(), row.clone());
                let needs = Needs {
                    root: Some("it mounts what is unpacked over the system".into()),
                    ..Needs::netns()
                };
                tests.push(test(name, needs, move || row::compared(&package, &row)));
            }
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
