// SPDX-License-Identifier: LGPL-2.1-or-later
//! Caches of what a network namespace is full of: how long it takes to make one, and how large it is.

use std::collections::BTreeMap;
use std::fmt::Write;

use anyhow::{Context, Result, ensure};

use crate::libraries::Library;
use crate::tools;

use super::programs;
use super::report::verdict;
use super::routes::unshare;
use super::samples::Samples;
use super::sides::Sides;

/// What a namespace is full of, and how many rounds Debian's library gets: it may take a minute each.
pub(super) const NAMESPACES: &[(&str, u32, u32)] = &[
    ("route4", 1_000, 3),
    ("route4", 10_000, 3),
    ("route4", 100_000, 1),
    ("route4", 500_000, 1),
    ("route4", 1_000_000, 0),
    ("route6", 10_000, 3),
    ("route6", 100_000, 1),
    ("link", 200, 3),
    ("link", 2_000, 3),
];

/// The goals for 500,000 IPv4 routes: a figure, and the most of it in parts of the bare loop's time.
pub(super) const GOALS: &[(&str, f64)] = &[("make", 5.0), ("refill", 8.0), ("free", 2.0)];

/// Bytes of memory that a route may take.
pub(super) const BYTES: f64 = 256.0;

/// What one library does with one namespace: by the names that `bench/route/caches.c` prints.
pub(super) type Figures = BTreeMap<String, Samples>;

/// One namespace.
pub(super) struct Namespace {
    pub(super) kind: &'static str,
    pub(super) count: u32,
    /// None in a cache that takes minutes to fill.
    pub(super) debian: Option<Figures>,
    pub(super) ours: Figures,
}

/// Fills the namespaces and reads them.
pub(super) fn measure(library: &Library, sides: &Sides, rounds: u32) -> Result<Vec<Namespace>> {
    let program = programs::caches(library)?;
    let namespace = |&(kind, count, patience): &(&'static str, u32, u32)| {
        let readers = [(&sides.debian, patience.min(rounds)), (&sides.ours, rounds)];
        let mut command = unshare();
        command.arg("sh").arg(programs::sources().join("route/caches.sh"));
        command.arg(kind).arg(count.to_string()).arg(&program);
        for (at, (side, rounds)) in readers.iter().enumerate() {
            command.arg(at.to_string()).arg(rounds.to_string()).arg(&side.folder);
        }
        let output = tools::stdout(&mut command)?;
        let mut figures = [Figures::new(), Figures::new()];
        for line in output.lines() {
            let (at, rest) = line.split_once('\t').with_context(|| line.to_owned())?;
            let at: usize = at.parse()?;
            if rest.starts_with('#') {
                readers.get(at).context("a reader")?.0.loaded(rest)?;
                continue;
            }
            let (what, value) = rest.split_once('\t').with_context(|| line.to_owned())?;
            let figures = figures.get_mut(at).context("a reader")?;
            figures.entry(what.to_owned()).or_default().add(value.parse()?);
        }
        let [debian, ours] = figures;
        let found = ours.get("objects").context("no objects")?.median();
        // The kernel has some of its own. Debian's library loses some, which it takes for the same.
        ensure!(found >= f64::from(count), "{found} of {count} {kind}s");
        let debian = (!debian.is_empty()).then_some(debian);
        Ok(Namespace { kind, count, debian, ours })
    };
    NAMESPACES.iter().map(namespace).collect()
}

impl Namespace {
    /// The median of one of our figures.
    pub(super) fn ours(&self, what: &str) -> Result<f64> {
        Ok(self.ours.get(what).with_context(|| format!("no {what}"))?.median())
    }

    /// The median of one of Debian's.
    pub(super) fn debians(&self, what: &str) -> Option<f64> {
        Some(self.debian.as_ref()?.get(what)?.median())
    }

    /// Bytes per object: ours, Debian's.
    pub(super) fn bytes(&self) -> Result<(f64, Option<f64>)> {
        let debian = self.debians("heap").zip(self.debians("objects"));
        Ok((self.ours("heap")? / self.ours("objects")?, debian.map(|(heap, count)| heap / count)))
    }
}

/// The goals, as lines of a table.
pub(super) fn goals(out: &mut String, namespaces: &[Namespace]) -> Result<()> {
    let large = namespaces.iter().find(|namespace| namespace.count == 500_000);
    let large = large.context("no 500,000 routes")?;
    for (what, limit) in GOALS {
        let ratio = large.ours(what)? / large.ours("bare")?;
        writeln!(
            out,
            "| libnl-route-3: to {what} a cache of 500,000 routes takes at most {limit} times a bare loop \
             | {ratio:.2} | {} |",
            verdict(ratio <= *limit)
        )?;
    }
    let (bytes, _) = large.bytes()?;
    writeln!(
        out,
        "| libnl-route-3: at most {BYTES} bytes of memory per route | {bytes:.0} | {} |",
        verdict(bytes <= BYTES)
    )?;
    Ok(())
}

/// The table.
pub(super) fn table(out: &mut String, namespaces: &[Namespace]) -> Result<()> {
    writeln!(
        out,
        "### Caches of what the kernel has\n\n\
         In a network namespace with so many IPv4 routes (one gateway, one interface), IPv6 routes, or links \
         (ifb). Nanoseconds per object, medians; `bare` is a loop that reads the same dump and looks at the \
         headers only. Debian's library is measured once at 100,000 and above, where a round takes minutes, and \
         not at a million. To look up is to find one object by what identifies it; of a link, by index and by \
         name. Memory is the heap's, in bytes per object.\n\n\
         | objects | what | bare | Debian | ours | ours to bare | ours to Debian's |\n|---|---|--:|--:|--:|--:|--:|"
    )?;
    for namespace in namespaces {
        let count = namespace.ours("objects")?;
        let bare = namespace.ours("bare")? / count;
        let name = format!("{} {}", namespace.count, namespace.kind);
        for what in ["make", "refill", "free"] {
            let ours = namespace.ours(what)? / count;
            let debian = namespace.debians(what).map(|time| time / count);
            row(out, &name, what, Some(bare), debian, ours)?;
        }
        row(out, &name, "look up", None, namespace.debians("look up"), namespace.ours("look up")?)?;
        let (ours, debian) = namespace.bytes()?;
        row(out, &name, "memory", None, debian, ours)?;
    }
    writeln!(out)?;
    Ok(())
}

fn row(
    out: &mut String,
    name: &str,
    what: &str,
    bare: Option<f64>,
    debian: Option<f64>,
    ours: f64,
) -> Result<()> {
    let number = |value: Option<f64>, digits| {
        value.map_or(String::new(), |value| format!("{value:.digits$}"))
    };
    let to = |other: Option<f64>| number(other.map(|other| ours / other), 2);
    let (of_bare, of_debian) = (to(bare), to(debian));
    let (bare, debian) = (number(bare, 0), number(debian, 0));
    Ok(writeln!(
        out,
        "| {name} | {what} | {bare} | {debian} | {ours:.0} | {of_bare} | {of_debian} |"
    )?)
}
