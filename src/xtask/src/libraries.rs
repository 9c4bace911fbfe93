// SPDX-License-Identifier: LGPL-2.1-or-later
//! The table of shared objects. Adding a library is adding a row.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::version_script::{self, VersionNode};
use crate::{paths, tools};

/// One shared object and what ships with it.
#[derive(Debug)]
pub struct Library {
    /// The crate it is made of, and its folder below `src/`. That folder also holds `lib.map`.
    pub package: &'static str,
    /// What `-l` takes: `mnl` for `libmnl.so` and `libmnl.a`.
    pub link: &'static str,
    /// The name in programs' NEEDED lists.
    pub soname: &'static str,
    /// The name of the file, to which the other two are links.
    pub real_name: &'static str,
    /// Link names of the libraries of this table that it needs.
    pub needs: &'static [&'static str],
    /// Its public headers.
    pub headers: &'static [Header],
    /// Its pkg-config file, made of `pkgconfig/<name>.in`.
    pub pkg_config: &'static str,
    /// The version in that file: the upstream release it stands in for.
    pub version: &'static str,
    /// Debian's package of the library it replaces, to compare with.
    pub debian_package: &'static str,
}

/// One public header.
#[derive(Debug)]
pub struct Header {
    /// Its path below the include folder.
    pub path: &'static str,
    /// Its include guard.
    pub guard: &'static str,
    /// Its fragment, `src/<package>/headers/<fragment>.h.in`: what cbindgen cannot produce.
    pub fragment: &'static str,
    /// The modules below `src/<package>/src` that declare what is in it, in the order of the header.
    pub modules: &'static [&'static str],
}

/// All shared objects, sisters before those that need them.
pub const LIBRARIES: &[Library] = &[Library {
    package: "mnl",
    link: "mnl",
    soname: "libmnl.so.0",
    real_name: "libmnl.so.0.2.0",
    needs: &[],
    headers: &[Header {
        path: "libmnl/libmnl.h",
        guard: "_LIBMNL_H_",
        fragment: "libmnl",
        modules: &[
            "types",
            "capi/libmnl/socket",
            "capi/libmnl/nlmsg",
            "capi/libmnl/batch",
            "capi/libmnl/attr_get",
            "capi/libmnl/attr_parse",
            "capi/libmnl/attr_put",
            "capi/libmnl/attr_put_check",
            "capi/libmnl/callback",
        ],
    }],
    pkg_config: "libmnl.pc",
    version: "1.0.5",
    debian_package: "libmnl0",
}];

/// The row of the library that `-l<link>` means.
///
/// # Errors
/// There is none.
pub fn by_link_name(link: &str) -> Result<&'static Library> {
    let row = LIBRARIES.iter().find(|library| library.link == link);
    row.ok_or_else(|| anyhow::anyhow!("no library `{link}` in src/xtask/src/libraries.rs"))
}

impl Library {
    /// The name the linker looks for, `libmnl.so`.
    #[must_use]
    pub fn dev_link(&self) -> String {
        format!("lib{}.so", self.link)
    }

    /// The name of the static library, `libmnl.a`.
    #[must_use]
    pub fn archive(&self) -> String {
        format!("lib{}.a", self.link)
    }

    /// The version script.
    #[must_use]
    pub fn map(&self) -> PathBuf {
        self.folder().join("lib.map")
    }

    /// The folder of its crate.
    #[must_use]
    pub fn folder(&self) -> PathBuf {
        paths::root().join("src").join(self.package)
    }

    /// The shared object as linked, with its symbol table and line numbers.
    #[must_use]
    pub fn unstripped(&self) -> PathBuf {
        paths::out().join("build").join(self.real_name)
    }

    /// The static library as made.
    #[must_use]
    pub fn static_library(&self) -> PathBuf {
        paths::out().join("build").join(self.archive())
    }

    /// Debian's shared object of the same SONAME, as its package brought it: what to compare with.
    ///
    /// # Errors
    /// The package is not installed, or its file has been replaced.
    pub fn debians(&self) -> Result<PathBuf> {
        let package = self.debian_package;
        let list = tools::stdout(Command::new("dpkg").args(["-L", package]))
            .with_context(|| format!("to compare with: apt-get install {package}"))?;
        let verified = tools::stdout(Command::new("dpkg").args(["--verify", package]))?;
        ensure!(verified.is_empty(), "files of {package} were changed:\n{verified}");
        let mut files = list.lines().map(Path::new);
        let path = files.find(|path| path.file_name().is_some_and(|name| name == self.soname));
        let path = path.with_context(|| format!("no {} in {package}", self.soname))?;
        Ok(path.canonicalize()?)
    }

    /// Its version nodes in order: name, parent if any, symbols.
    ///
    /// # Errors
    /// The version script is missing or not of the simple form used here.
    pub fn version_nodes(&self) -> Result<Vec<VersionNode>> {
        version_script::parse(&std::fs::read_to_string(self.map())?)
    }
}
