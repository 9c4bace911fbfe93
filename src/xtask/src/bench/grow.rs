// SPDX-License-Identifier: LGPL-2.1-or-later
//! What an object of a cache costs as the cache grows.

use std::ffi::OsStr;
use std::path::PathBuf;

use anyhow::{Context, Result, ensure};

use crate::libraries::Library;

use super::cases::{self, Counts, Times};
use super::programs;
use super::sides::{Side, Sides};

/// Objects of a cache.
pub(super) const SIZES: [&str; 3] = ["1000", "100000", "1000000"];

/// The most that an object may cost in a large cache, in parts of what it costs in the smallest.
pub(super) const LIMIT: f64 = 1.5;

/// The program and the libraries.
pub(super) struct Grow {
    program: PathBuf,
    sides: Sides,
}

/// One size.
pub(super) struct Size {
    pub(super) objects: &'static str,
    /// Instructions; not those of Debian's library in a cache that takes minutes to fill.
    pub(super) debian: Option<Counts>,
    pub(super) ours: Counts,
}

impl Grow {
    pub(super) fn prepare(library: &Library, sides: &Sides) -> Result<Self> {
        Ok(Self { program: programs::grow(library)?, sides: sides.clone() })
    }

    /// Counts instructions: of ours at every size up to `largest`, of Debian's at the smallest.
    pub(super) fn count(&self, largest: &str) -> Result<Vec<Size>> {
        let until = SIZES.iter().position(|size| *size == largest).context("no such size")?;
        let sizes = SIZES.iter().enumerate().take(until + 1);
        sizes
            .map(|(at, objects)| {
                let count = |side| cases::count(&self.program, side, Some(OsStr::new(objects)));
                let debian = if at == 0 { Some(count(&self.sides.debian)?) } else { None };
                Ok(Size { objects, debian, ours: count(&self.sides.ours)? })
            })
            .collect()
    }

    /// Nanoseconds at a size: Debian's, ours. Debian's is measured less often the longer it takes.
    pub(super) fn time(&self, objects: &str, rounds: u32) -> Result<[Times; 2]> {
        let patience = match objects {
            "1000" => rounds,
            "100000" => rounds.min(3),
            _ => 1,
        };
        let time = |side: &Side, rounds, warm| {
            let program = [(&*self.program, side)];
            let times = cases::time(&program, Some(OsStr::new(objects)), rounds, warm)?;
            times.into_iter().next().context("one program is measured")
        };
        Ok([
            time(&self.sides.debian, patience, patience > 1)?,
            time(&self.sides.ours, rounds, true)?,
        ])
    }
}

/// How many times as much as in the smallest cache an object costs, for every case and size.
pub(super) fn growth(sizes: &[&Size]) -> Result<Vec<(String, f64)>> {
    let (smallest, larger) = sizes.split_first().context("no sizes")?;
    let mut growth = Vec::new();
    for size in larger {
        ensure!(size.ours.len() == smallest.ours.len(), "other cases at another size");
        for (here, there) in size.ours.iter().zip(&smallest.ours) {
            let name = format!("{}, {} objects", here.name, size.objects);
            growth.push((name, here.in_library() / there.in_library()));
        }
    }
    Ok(growth)
}

/// One line for every case that is above its goal.
pub(super) fn missed(sizes: &[Size]) -> Result<Vec<String>> {
    let grown = growth(&sizes.iter().collect::<Vec<_>>())?
        .into_iter()
        .filter(|(_, factor)| *factor > LIMIT);
    let mut missed: Vec<_> = grown
        .map(|(name, factor)| format!("{name}: {factor:.2} of the cost with {}", SIZES[0]))
        .collect();
    for size in sizes {
        for (debian, ours) in size.debian.iter().flatten().zip(&size.ours) {
            if ours.in_library() > debian.in_library() {
                missed.push(format!("{}, {} objects: above Debian's", ours.name, size.objects));
            }
        }
    }
    Ok(missed)
}
