// SPDX-License-Identifier: LGPL-2.1-or-later
//! Archives that the kernel unpacks as its first file system: cpio, format "newc".

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Context, Result};

const FOLDER: u32 = 0o040_755;
const PROGRAM: u32 = 0o100_755;

/// An archive in memory. Everything in it belongs to root and may be executed.
#[derive(Debug, Default)]
pub struct Archive {
    bytes: Vec<u8>,
    names: BTreeSet<String>,
}

impl Archive {
    /// Adds a file of this machine, and the folders above it; not if there is one of that name.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn copy(&mut self, path: &str, from: &Path) -> Result<()> {
        if self.names.contains(path) {
            return Ok(());
        }
        let data = std::fs::read(from).with_context(|| from.display().to_string())?;
        self.file(path, &data)
    }

    /// Adds a file.
    ///
    /// # Errors
    /// It is larger than the format allows.
    pub fn file(&mut self, path: &str, data: &[u8]) -> Result<()> {
        for (at, _) in path.match_indices('/') {
            self.folder(path.split_at(at).0)?;
        }
        self.names.insert(path.to_owned());
        self.entry(path, PROGRAM, data)
    }

    /// Adds an empty folder.
    ///
    /// # Errors
    /// None is to be expected.
    pub fn folder(&mut self, path: &str) -> Result<()> {
        if self.names.insert(path.to_owned()) { self.entry(path, FOLDER, &[]) } else { Ok(()) }
    }

    /// The archive.
    ///
    /// # Errors
    /// None is to be expected.
    pub fn finish(mut self) -> Result<Vec<u8>> {
        self.entry("TRAILER!!!", 0, &[])?;
        Ok(self.bytes)
    }

    fn entry(&mut self, path: &str, mode: u32, data: &[u8]) -> Result<()> {
        let number = u32::try_from(self.names.len())?;
        let (size, name_size) = (u32::try_from(data.len())?, u32::try_from(path.len() + 1)?);
        self.bytes.extend(b"070701");
        // Number, mode, uid, gid, links, time, size, device (2), its own device (2), name, checksum.
        for field in [number, mode, 0, 0, 1, 0, size, 0, 0, 0, 0, name_size, 0] {
            self.bytes.extend(format!("{field:08x}").bytes());
        }
        self.bytes.extend(path.bytes().chain([0]));
        self.pad();
        self.bytes.extend(data);
        self.pad();
        Ok(())
    }

    fn pad(&mut self) {
        self.bytes.resize(self.bytes.len().next_multiple_of(4), 0);
    }
}
