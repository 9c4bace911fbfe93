// SPDX-License-Identifier: LGPL-2.1-or-later
//! Compiling C programs the way a user would: through pkg-config.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use xtask::libraries::Library;
use xtask::{paths, tools};

/// Whose header and library a program is compiled against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Against {
    /// The system's development package.
    System,
    /// What we staged.
    Ours,
}

impl Against {
    /// `pkg-config` that knows only this side's file for our libraries.
    #[must_use]
    pub fn pkg_config(self) -> Command {
        let mut command = Command::new("pkg-config");
        command.env_remove("PKG_CONFIG_PATH").env_remove("PKG_CONFIG_LIBDIR");
        if self == Self::Ours {
            command.env("PKG_CONFIG_LIBDIR", paths::pkgconfigdir());
        }
        command
    }

    /// What pkg-config says, word by word.
    ///
    /// # Errors
    /// pkg-config or the package is missing.
    pub fn flags(self, library: &Library, options: &[&str]) -> Result<Vec<String>> {
        let module = library.pkg_config.trim_end_matches(".pc");
        let said = tools::stdout(self.pkg_config().args(options).arg(module))?;
        Ok(said.split_whitespace().map(String::from).collect())
    }
}

/// One compilation.
#[derive(Debug)]
pub struct Program<'a> {
    /// `cc`, `g++`, `clang`.
    pub compiler: &'a str,
    /// The source.
    pub source: &'a Path,
    /// Below `target/capi-tests`.
    pub kind: &'a str,
    /// Put before the source.
    pub flags: &'a [&'a str],
    /// Header and library.
    pub against: Against,
    /// The library to link.
    pub library: &'a Library,
}

impl Program<'_> {
    /// Compiles it and returns the executable.
    ///
    /// # Errors
    /// It does not compile without a warning.
    pub fn build(&self) -> Result<PathBuf> {
        let exe = crate::out(self.kind)?.join(crate::executable(self.source));
        let mut compiler = Command::new(self.compiler);
        compiler.args(["-Wall", "-Wextra", "-Werror", "-g"]).args(self.flags);
        compiler.arg("-I").arg(crate::folder().join("c"));
        compiler.arg("-o").arg(&exe).arg(self.source);
        compiler.args(self.against.flags(self.library, &["--cflags", "--libs"])?);
        tools::run(&mut compiler)
            .with_context(|| format!("compiling {}", self.source.display()))?;
        Ok(exe)
    }
}
