// SPDX-License-Identifier: LGPL-2.1-or-later
//! The tables, in Markdown.

use std::fmt::Write;
use std::fs;

use anyhow::{Context, Result};

use crate::paths;

use super::cases::{Count, Counts, Pair, Times};
use super::grow::{self, Size};
use super::routes::Reader;
use super::samples::Samples;
use super::suites::{MNL, Suite};
use super::{DUMPED, Instructions, RECORDED, SCALE, caches, goals, machine};

/// Everything measured.
pub(super) struct Figures {
    pub(super) counted: Instructions,
    /// Ours with inline accessors.
    pub(super) inline: Counts,
    pub(super) debian: Times,
    pub(super) ours: Times,
    /// Ours with inline accessors.
    pub(super) inlined: Times,
    pub(super) startup: [Samples; 2],
    /// Readers of a dump and their names: a loop without a library; libmnl: Debian's, ours, ours with
    /// inline accessors; libnl-3, receiving: Debian's, ours; and parsing: Debian's, ours.
    pub(super) dumps: [(&'static str, Reader); 8],
    /// The other libraries.
    pub(super) simple: Vec<Simple>,
    /// Caches by size, and the times: Debian's, ours.
    pub(super) grown: Vec<(Size, [Times; 2])>,
    /// Caches of what the kernel has.
    pub(super) caches: Vec<caches::Namespace>,
    pub(super) rounds: u32,
}

/// A library whose cases need nothing prepared.
pub(super) struct Simple {
    pub(super) suite: &'static Suite,
    pub(super) counted: Instructions,
    /// Debian's, ours.
    pub(super) times: [Times; 2],
    /// Debian's, ours.
    pub(super) startup: [Samples; 2],
}

/// The cases in which inline accessors replace calls in a loop.
const INLINE: &[&str] = &[
    "attr_parse, routes",
    "attr_parse, routes, values read",
    "attr_for_each, routes, values read",
    "attr_for_each, walk",
    "nlmsg_ok and nlmsg_next, walk",
];

const BEGIN: &str = "<!-- figures: begin, written by `cargo xtask bench --write` -->\n";
const END: &str = "<!-- figures: end -->\n";

/// The tables and what they say about the goals.
pub(super) fn text(figures: &Figures) -> Result<String> {
    let mut out = String::new();
    writeln!(out, "### Measured on\n\n{}", machine::description())?;
    goals_met(&mut out, figures)?;
    let times = [&figures.debian, &figures.ours];
    case_table(&mut out, &MNL, &figures.counted.cases, times, figures.rounds)?;
    writeln!(out, "The routes are a recorded dump of {} routes.\n", grouped(u64::from(RECORDED)))?;
    for Simple { suite, counted, times: [debian, ours], .. } in &figures.simple {
        case_table(&mut out, suite, &counted.cases, [debian, ours], figures.rounds)?;
    }
    grow_table(&mut out, figures)?;
    caches::table(&mut out, &figures.caches)?;
    dump_table(&mut out, figures)?;
    startup_table(&mut out, figures)?;
    inline_table(&mut out, figures)?;
    Ok(out)
}

/// Puts the text between its markers in docs/benchmarks.md.
pub(super) fn write(text: &str) -> Result<()> {
    let path = paths::root().join("docs/benchmarks.md");
    let page = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    let page = between(&page, text).context("docs/benchmarks.md has lost its markers")?;
    Ok(fs::write(path, page)?)
}

fn between(page: &str, text: &str) -> Option<String> {
    let (before, rest) = page.split_once(BEGIN)?;
    let (_, after) = rest.split_once(END)?;
    Some(format!("{before}{BEGIN}\n{}\n\n{END}{after}", text.trim()))
}

fn goals_met(out: &mut String, figures: &Figures) -> Result<()> {
    writeln!(out, "### Goals\n\n| goal | measured | |\n|---|---|---|")?;
    let suites = || {
        let simple = figures.simple.iter().map(|simple| (simple.suite, &simple.counted));
        core::iter::once((&MNL, &figures.counted)).chain(simple)
    };
    for (suite, counted) in suites() {
        case_goals(out, suite, &counted.cases)?;
    }
    let [(_, bare), (_, debian), (_, ours), _, _, (_, receiving), ..] = &figures.dumps;
    for (what, limit, reader) in [
        ("reading a dump with libmnl", goals::DUMP, ours),
        ("receiving a dump with libnl-3", goals::RECEIVE, receiving),
    ] {
        let ratio = ratio(&reader.wall, &bare.wall);
        writeln!(
            out,
            "| {what} takes at most {limit} of the time of a bare loop | {ratio:.2} | {} |",
            verdict(ratio <= limit)
        )?;
    }
    let sizes: Vec<_> = figures.grown.iter().map(|(size, _)| size).collect();
    let most = grow::growth(&sizes)?.into_iter().map(|(_, factor)| factor).fold(0.0, f64::max);
    writeln!(
        out,
        "| an object of a cache of {} takes at most {} of the instructions of one of {} | {most:.2} \
         | {} |",
        grow::SIZES[2],
        grow::LIMIT,
        grow::SIZES[0],
        verdict(most <= grow::LIMIT)
    )?;
    caches::goals(out, &figures.caches)?;
    for (suite, counted) in suites() {
        let [debian, ours] = counted.startup;
        writeln!(
            out,
            "| {}: start-up takes no more instructions than Debian's | {:.3} | {} |",
            suite.title,
            ours as f64 / debian as f64,
            verdict(ours <= debian)
        )?;
    }
    let (debian, ours) = (debian.peak.median(), ours.peak.median());
    writeln!(
        out,
        "| no more memory than Debian's, give or take {:.0} KiB | {ours:.0} KiB, Debian's \
         {debian:.0} KiB | {} |\n",
        goals::MEMORY,
        verdict(ours <= debian + goals::MEMORY)
    )?;
    Ok(())
}

pub(super) fn verdict(met: bool) -> &'static str {
    if met { "met" } else { "**missed**" }
}

fn case_goals(out: &mut String, suite: &Suite, counted: &Pair) -> Result<()> {
    let pairs = || counted.debian.iter().zip(&counted.ours);
    let title = suite.title;
    for (debian, ours) in pairs().filter(|(_, ours)| suite.limit(&ours.name) != 1.0) {
        let limit = suite.limit(&ours.name);
        let ratio = ours.in_library() / debian.in_library();
        let met = suite.within(&ours.name, debian.instructions.library, ours.instructions.library);
        writeln!(
            out,
            "| {title}: {}: at most {limit:.2} of Debian's instructions | {ratio:.2} | {} |",
            ours.name,
            verdict(met)
        )?;
    }
    let above: Vec<_> = pairs()
        .filter(|(_, ours)| suite.limit(&ours.name) <= 1.0)
        .filter(|(debian, ours)| ours.instructions.library > debian.instructions.library)
        .map(|(_, ours)| ours.name.as_str())
        .collect();
    let told = if above.is_empty() {
        format!("none of {} is above", counted.ours.len() - suite.dearer.len())
    } else {
        format!("above: {}", above.join("; "))
    };
    writeln!(
        out,
        "| {title}: no {}case takes more instructions than Debian's | {told} | {} |",
        if suite.dearer.is_empty() { "" } else { "other " },
        verdict(above.is_empty())
    )?;
    Ok(())
}

fn case_table(
    out: &mut String,
    suite: &Suite,
    counted: &Pair,
    times: [&Times; 2],
    rounds: u32,
) -> Result<()> {
    writeln!(
        out,
        "### {}, function by function\n\n\
         Instructions in the library and in what it calls, per operation, counted over one in \
         {SCALE} of the operations. Nanoseconds per operation, the program's own part included: \
         median (least to most) of {rounds} rounds.\n",
        suite.title
    )?;
    writeln!(
        out,
        "| operation | per | instructions: Debian | ours | ratio | goal | \
         ns: Debian | ours | ratio |\n\
         |---|---|--:|--:|--:|--:|--:|--:|--:|"
    )?;
    let [debian_ns, ours_ns] = times;
    let rows = counted.debian.iter().zip(&counted.ours);
    let rows: Vec<_> = rows.zip(debian_ns.iter().zip(ours_ns)).collect();
    let (first, rest): (Vec<_>, Vec<_>) =
        rows.into_iter().partition(|((_, ours), _)| suite.limit(&ours.name) < 1.0);
    for ((debian, ours), (debian_ns, ours_ns)) in first.into_iter().chain(rest) {
        case_row(out, suite, [debian, ours], [debian_ns, ours_ns])?;
    }
    writeln!(out)?;
    Ok(())
}

fn case_row(
    out: &mut String,
    suite: &Suite,
    counts: [&Count; 2],
    times: [&Samples; 2],
) -> Result<()> {
    let [debian, ours] = counts;
    let [debian_ns, ours_ns] = times;
    let limit = suite.limit(&ours.name);
    let within = suite.within(&ours.name, debian.instructions.library, ours.instructions.library);
    writeln!(
        out,
        "| {} | {} | {:.1} | {:.1} | {:.2} | {limit:.2}{} | {} | {} | {:.2} |",
        ours.name,
        ours.unit,
        debian.in_library(),
        ours.in_library(),
        ours.in_library() / debian.in_library(),
        if within { "" } else { " **missed**" },
        spread(debian_ns, 1),
        spread(ours_ns, 1),
        ratio(ours_ns, debian_ns)
    )?;
    Ok(())
}

fn dump_table(out: &mut String, figures: &Figures) -> Result<()> {
    writeln!(
        out,
        "### A dump of {} IPv4 routes from the kernel\n\n\
         Milliseconds per dump, median (least to most) of {} rounds.\n\n\
         | reader | time | of the bare loop's | in the library and the program | \
         user mode | kernel | peak memory KiB | not of files KiB |\n\
         |---|--:|--:|--:|--:|--:|--:|--:|",
        grouped(u64::from(DUMPED)),
        figures.rounds
    )?;
    let [(_, bare), ..] = &figures.dumps;
    for (name, reader) in &figures.dumps {
        dump_row(out, name, reader, bare)?;
    }
    writeln!(out)?;
    Ok(())
}

/// Caches by size.
fn grow_table(out: &mut String, figures: &Figures) -> Result<()> {
    writeln!(
        out,
        "### Caches that grow\n\n\
         Objects with keys, in caches of a given size: a million of them, in a thousand caches of a \
         thousand or in one. Instructions in the library and in what it calls, per object; nanoseconds \
         per object, the program's own part and cache misses included. Debian's library is measured \
         in 3 rounds at the second size and in 1 at the third, where one takes minutes.\n\n\
         | operation | objects | instructions: Debian | ours | of {}'s | ns: Debian | ours | ratio |\n\
         |---|--:|--:|--:|--:|--:|--:|--:|",
        grow::SIZES[0]
    )?;
    let Some((smallest, _)) = figures.grown.first() else { return Ok(()) };
    for (at, least) in smallest.ours.iter().enumerate() {
        for (size, [debian_ns, ours_ns]) in &figures.grown {
            let (Some(ours), Some(debian_ns), Some(ours_ns)) =
                (size.ours.get(at), debian_ns.get(at), ours_ns.get(at))
            else {
                continue;
            };
            let debian = size.debian.as_ref().and_then(|counts| counts.get(at));
            writeln!(
                out,
                "| {} | {} | {} | {:.1} | {:.2} | {} | {} | {:.4} |",
                ours.name,
                size.objects,
                debian.map_or(String::new(), |count| format!("{:.1}", count.in_library())),
                ours.in_library(),
                ours.in_library() / least.in_library(),
                spread(debian_ns, 1),
                spread(ours_ns, 1),
                ratio(ours_ns, debian_ns)
            )?;
        }
    }
    writeln!(out)?;
    Ok(())
}

fn dump_row(out: &mut String, name: &str, reader: &Reader, bare: &Reader) -> Result<()> {
    let (own, least) = (reader.wall.median(), bare.wall.median());
    writeln!(
        out,
        "| {name} | {} | {:.2} | {:.0} % | {:.1} | {:.1} | {:.0} | {:.0} |",
        spread(&reader.wall, 1),
        own / least,
        (own - least) / own * 100.0,
        reader.user.median(),
        reader.system.median(),
        reader.peak.median(),
        reader.anonymous.median()
    )?;
    Ok(())
}

fn startup_table(out: &mut String, figures: &Figures) -> Result<()> {
    writeln!(
        out,
        "### Starting a program that is linked to the library\n\n\
         Instructions with those of the dynamic linker; microseconds from starting the process to its \
         end.\n\n\
         | library | instructions: Debian | ours | ratio | microseconds: Debian | ours | ratio |\n\
         |---|--:|--:|--:|--:|--:|--:|"
    )?;
    let simple =
        figures.simple.iter().map(|simple| (simple.suite, &simple.counted, &simple.startup));
    for (suite, counted, [debian, ours]) in
        core::iter::once((&MNL, &figures.counted, &figures.startup)).chain(simple)
    {
        let counts = counted.startup;
        writeln!(
            out,
            "| {} | {} | {} | {:.3} | {} | {} | {:.2} |",
            suite.title,
            grouped(counts[0]),
            grouped(counts[1]),
            counts[1] as f64 / counts[0] as f64,
            spread(debian, 0),
            spread(ours, 0),
            ratio(ours, debian)
        )?;
    }
    writeln!(out)?;
    Ok(())
}

fn inline_table(out: &mut String, figures: &Figures) -> Result<()> {
    writeln!(
        out,
        "### Inline accessors (`-DMNL_INLINE`)\n\n\
         All instructions per operation, those of the program included.\n\n\
         | operation | per | instructions: Debian | ours | ours, inline | \
         ns: Debian | ours | ours, inline | inline to Debian |\n\
         |---|---|--:|--:|--:|--:|--:|--:|--:|"
    )?;
    for (at, inline) in figures.inline.iter().enumerate() {
        if !INLINE.contains(&inline.name.as_str()) {
            continue;
        }
        let total = |counts: &Counts| counts.get(at).map_or(0.0, Count::in_total);
        let ns = |times: &Times| times.get(at).map_or(0.0, Samples::median);
        writeln!(
            out,
            "| {} | {} | {:.1} | {:.1} | {:.1} | {:.1} | {:.1} | {:.1} | {:.2} |",
            inline.name,
            inline.unit,
            total(&figures.counted.cases.debian),
            total(&figures.counted.cases.ours),
            inline.in_total(),
            ns(&figures.debian),
            ns(&figures.ours),
            ns(&figures.inlined),
            ns(&figures.inlined) / ns(&figures.debian)
        )?;
    }
    Ok(())
}

fn ratio(ours: &Samples, other: &Samples) -> f64 {
    ours.median() / other.median()
}

fn spread(samples: &Samples, digits: usize) -> String {
    format!(
        "{:.digits$} ({:.digits$} to {:.digits$})",
        samples.median(),
        samples.min(),
        samples.max()
    )
}

/// A number with commas.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{BEGIN, END, between, grouped};

    #[test]
    fn numbers_with_commas() {
        assert_eq!(grouped(7), "7");
        assert_eq!(grouped(123), "123");
        assert_eq!(grouped(1_234_567), "1,234,567");
    }

    #[test]
    fn only_what_is_between_the_markers_changes() {
        let page = format!("before\n{BEGIN}old{END}after\n");
        let expected = format!("before\n{BEGIN}\nnew\n\n{END}after\n");
        assert_eq!(between(&page, "new\n"), Some(expected));
        assert_eq!(between("no markers", "new"), None);
    }
}
