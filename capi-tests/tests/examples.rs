// SPDX-License-Identifier: LGPL-2.1-or-later
//! The programs of `examples-c`: compiled through pkg-config, and run by the script of the same
//! name in `examples/`, which checks what a user would notice.

use std::path::PathBuf;
use std::process::{Command, ExitCode};

use anyhow::{Context, Result};
use capi_tests::compile::{Against, Program};
use capi_tests::harness::{self, test};
use capi_tests::script::Script;
use capi_tests::{folder, out, sources, stem};
use xtask::libraries::{LIBRARIES, Library};
use xtask::{paths, tools};

fn main() -> ExitCode {
    harness::main(|| {
        let mut tests = Vec::new();
        for library in LIBRARIES {
            for source in sources(&format!("../examples-c/{}", library.package), "c")? {
                let name = stem(&source);
                let script = folder().join("examples").join(format!("{name}.sh"));
                let script = Script::read(&script)
                    .with_context(|| format!("{name}.c has no {}", script.display()))?;
                let needs = script.needs.clone().tool("pkg-config", "pkg-config");
                let (file, shared) = (source.clone(), script.clone());
                tests.push(test(format!("shared/{name}"), needs.clone(), move || {
                    compile(library, &file, &[], "shared")?;
                    run(&shared, "shared")
                }));
                tests.push(test(format!("static/{name}"), needs, move || {
                    compile(library, &source, &["--static"], "static")?;
                    run(&script, "static")
                }));
            }
        }
        Ok(tests)
    })
}

fn compile(library: &Library, source: &PathBuf, static_: &[&str], kind: &str) -> Result<()> {
    let kind = format!("examples-{kind}");
    if static_.is_empty() {
        let flags = ["-std=gnu11", "-O2"];
        let against = Against::Ours;
        let program =
            Program { compiler: "cc", source, kind: &kind, flags: &flags, against, library };
        // The scripts know it by the name of its source.
        return Ok(std::fs::rename(program.build()?, out(&kind)?.join(stem(source)))?);
    }
    let mut cc = Command::new("cc");
    cc.args(["-std=gnu11", "-O2", "-static", "-o"]).arg(out(&kind)?.join(stem(source))).arg(source);
    cc.args(Against::Ours.flags(library, &["--static", "--cflags", "--libs"])?);
    tools::run(&mut cc).map(drop)
}

fn run(script: &Script, kind: &str) -> Result<()> {
    let scratch = tempfile::tempdir()?;
    let mut command = script.command(scratch.path());
    command.env("EX", out(&format!("examples-{kind}"))?).env("LD_LIBRARY_PATH", paths::libdir());
    tools::run(&mut command).map(drop)
}
