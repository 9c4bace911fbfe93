// SPDX-License-Identifier: LGPL-2.1-or-later
//! C programs that talk to a kernel with every kind of interface, traffic control and route, in an
//! emulated machine that boots once for all of them.
//!
//! - `c/route/vm`: linked against Debian's library; the same binary runs on Debian's and on ours,
//!   must succeed on both, and the outputs must be equal but for the lines of
//!   `c/route/vm/differences.txt`.
//! - `c/route/vm/ours`: check themselves, against our header and library.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::OnceLock;

use anyhow::{Context, Result, anyhow};
use capi_tests::compile::{Against, Program};
use capi_tests::differences::Differences;
use capi_tests::harness::{self, Needs, test};
use capi_tests::vm::{self, Job, Network, Outcome};
use capi_tests::{folder, libraries, sources, stem};
use xtask::libraries::{Library, by_link_name};
use xtask::paths;

/// What the programs need that is not part of Debian's kernel itself. It is there from the start: what the
/// kernel loads on demand is asked for twice, which shows in the numbers that it gives.
const MODULES: &[&str] = &[
    "8021q",
    "act_gact",
    "act_mirred",
    "bonding",
    "bridge",
    "cls_basic",
    "cls_matchall",
    "cls_u32",
    "dummy",
    "em_cmp",
    "em_meta",
    "em_nbyte",
    "em_text",
    "ifb",
    "ila",
    "ip6_gre",
    "ip6_tunnel",
    "ip6_vti",
    "ip_gre",
    "ip_vti",
    "ipip",
    "ipvlan",
    "macsec",
    "macvlan",
    "macvtap",
    "mpls_iptunnel",
    "mpls_router",
    "sch_fq_codel",
    "sch_htb",
    "sch_ingress",
    "sch_tbf",
    "sit",
    "team",
    "team_mode_roundrobin",
    "veth",
    "vrf",
    "vxlan",
];

fn main() -> ExitCode {
    harness::main(|| {
        let mut tests = Vec::new();
        let names: Vec<_> = compared()?.iter().map(|source| stem(source)).collect();
        for name in names.clone() {
            tests.push(test(format!("vm/compared/{name}"), vm::needs(), move || {
                let on = |side| outcome(side, &name)?.success();
                let debian = on("debian").context("on Debian's library")?;
                let ours = on("ours").context("on ours")?;
                let listed = Differences::read(&[differences()], |program| program == name)?;
                listed.compare(&name, debian, ours)
            }));
        }
        for name in checked()?.iter().map(|source| stem(source)) {
            tests.push(test(format!("vm/checked/{name}"), vm::needs(), move || {
                outcome("checked", &name)?.success().map(drop)
            }));
        }
        let title = "vm/every listed difference belongs to a program";
        tests.push(test(title, Needs::default(), move || {
            Differences::strays(&[differences()], &names)
        }));
        Ok(tests)
    })
}

fn compared() -> Result<Vec<PathBuf>> {
    sources("c/route/vm", "c")
}

fn checked() -> Result<Vec<PathBuf>> {
    sources("c/route/vm/ours", "c")
}

fn differences() -> PathBuf {
    folder().join("c/route/vm/differences.txt")
}

/// What became of a program; the first to ask boots the machine.
fn outcome(side: &str, program: &str) -> Result<&'static Outcome> {
    static OUTCOMES: OnceLock<Result<BTreeMap<String, Outcome>, String>> = OnceLock::new();
    let outcomes = OUTCOMES.get_or_init(|| boot().map_err(|error| format!("{error:#}")));
    let outcomes = outcomes.as_ref().map_err(|error| anyhow!("{error}"))?;
    outcomes.get(&format!("{side}-{program}")).context("it did not run")
}

fn boot() -> Result<BTreeMap<String, Outcome>> {
    let library = by_link_name("nl-route-3")?;
    let (ours, debian) = (paths::libdir(), libraries::debian_folder(library)?);
    let modprobe = ["/sbin/modprobe", "-a"].iter().chain(MODULES).map(|word| (*word).to_owned());
    let mut jobs = vec![Job {
        name: "modules".into(),
        command: modprobe.collect(),
        folder: debian.clone(),
        network: Network::Initial,
        seconds: 40,
    }];
    let mut add = |side: &str, source: &Path, folder: &PathBuf, against| {
        let name = format!("{side}-{}", stem(source));
        let command = vec![program(library, source, against)?.display().to_string()];
        let folder = folder.clone();
        jobs.push(Job { name, command, folder, network: Network::Own, seconds: 40 });
        Ok::<_, anyhow::Error>(())
    };
    for source in compared()? {
        add("debian", &source, &debian, Against::System)?;
        add("ours", &source, &ours, Against::System)?;
    }
    for source in checked()? {
        add("checked", &source, &ours, Against::Ours)?;
    }
    let outcomes = vm::run("programs", &jobs)?;
    outcomes.get("modules").context("no modules")?.success()?;
    Ok(outcomes)
}

fn program(library: &Library, source: &Path, against: Against) -> Result<PathBuf> {
    let kind = if against == Against::Ours { "vm-checked" } else { "vm-compared" };
    let flags = &["-std=gnu11", "-O1"];
    Program { compiler: "cc", source, kind, flags, against, library }.build()
}
