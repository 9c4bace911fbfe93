// SPDX-License-Identifier: LGPL-2.1-or-later
//! The table of shared objects. Adding a library is adding a row.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::version_script::{self, VersionNode};
use crate::{paths, tools};

mod route;

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
    /// How many version nodes upstream's library has.
    pub upstream_nodes: usize,
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
    /// None: all of it is in the fragment.
    pub modules: &'static [&'static str],
}

/// A row of libnl's headers.
const fn netlink(
    path: &'static str,
    guard: &'static str,
    fragment: &'static str,
    modules: &'static [&'static str],
) -> Header {
    Header { path, guard, fragment, modules }
}

/// All shared objects, sisters before those that need them.
pub const LIBRARIES: &[Library] = &[
    Library {
        package: "mnl",
        link: "mnl",
        soname: "libmnl.so.0",
        real_name: "libmnl.so.0.2.0",
        needs: &[],
        headers: MNL_HEADERS,
        pkg_config: "libmnl.pc",
        version: "1.0.5",
        upstream_nodes: 4,
        debian_package: "libmnl0",
    },
    Library {
        package: "nl",
        link: "nl-3",
        soname: "libnl-3.so.200",
        real_name: "libnl-3.so.200.26.0",
        needs: &[],
        headers: NL_HEADERS,
        pkg_config: "libnl-3.0.pc",
        version: LIBNL_VERSION,
        upstream_nodes: 10,
        debian_package: "libnl-3-200",
    },
    Library {
        package: "genl",
        link: "nl-genl-3",
        soname: "libnl-genl-3.so.200",
        real_name: "libnl-genl-3.so.200.26.0",
        needs: &["nl-3"],
        headers: GENL_HEADERS,
        pkg_config: "libnl-genl-3.0.pc",
        version: LIBNL_VERSION,
        upstream_nodes: 1,
        debian_package: "libnl-genl-3-200",
    },
    Library {
        package: "route",
        link: "nl-route-3",
        soname: "libnl-route-3.so.200",
        real_name: "libnl-route-3.so.200.26.0",
        needs: &["nl-3"],
        headers: route::HEADERS,
        pkg_config: "libnl-route-3.0.pc",
        version: LIBNL_VERSION,
        upstream_nodes: 14,
        debian_package: "libnl-route-3-200",
    },
];

/// The release of libnl that ours stands in for; the same in `netlink/version.h`.
const LIBNL_VERSION: &str = "3.12.0";

const MNL_HEADERS: &[Header] = &[Header {
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
}];

const NL_HEADERS: &[Header] = &[
    netlink("libnl3/netlink/addr.h", "NETLINK_ADDR_H_", "addr", &["capi/addr"]),
    netlink(
        "libnl3/netlink/attr.h",
        "NETLINK_ATTR_H_",
        "attr",
        &["capi/attr/basic", "capi/attr/parse", "capi/attr/put", "capi/attr/get", "capi/attr/nest"],
    ),
    netlink("libnl3/netlink/cache-api.h", "NETLINK_DUMMY_CACHE_API_H_", "cache-api", &[]),
    netlink(
        "libnl3/netlink/cache.h",
        "NETLINK_CACHE_H_",
        "cache",
        &[
            "capi/cache/container",
            "capi/cache/search",
            "capi/cache/update",
            "capi/cache/registry",
            "capi/cache/manager",
        ],
    ),
    netlink("libnl3/netlink/data.h", "NETLINK_DATA_H_", "data", &["capi/data"]),
    netlink("libnl3/netlink/errno.h", "NETLINK_ERRNO_H_", "errno", &["capi/errno"]),
    netlink("libnl3/netlink/handlers.h", "NETLINK_HANDLERS_H_", "handlers", &["capi/handlers"]),
    netlink("libnl3/netlink/hash.h", "CCAN_HASH_H", "hash", &["capi/hash"]),
    netlink("libnl3/netlink/hashtable.h", "NETLINK_HASHTABLE_H_", "hashtable", &["capi/hashtable"]),
    netlink("libnl3/netlink/list.h", "NETLINK_LIST_H_", "list", &[]),
    netlink(
        "libnl3/netlink/msg.h",
        "NETLINK_MSG_H_",
        "msg",
        &["capi/msg/header", "capi/msg/message", "capi/msg/print"],
    ),
    netlink("libnl3/netlink/netlink-compat.h", "NETLINK_COMPAT_H_", "netlink-compat", &[]),
    netlink("libnl3/netlink/netlink-kernel.h", "__NETLINK_KERNEL_H_", "netlink-kernel", &[]),
    netlink("libnl3/netlink/netlink.h", "NETLINK_NETLINK_H_", "netlink", &["capi/netlink"]),
    netlink("libnl3/netlink/object-api.h", "NETLINK_DUMMY_OBJECT_API_H_", "object-api", &[]),
    netlink("libnl3/netlink/object.h", "NETLINK_OBJECT_H_", "object", &["capi/object"]),
    netlink("libnl3/netlink/oxnl.h", "NETLINK_OXNL_H_", "oxnl", &["capi/oxnl"]),
    netlink("libnl3/netlink/socket.h", "NETLINK_SOCKET_H_", "socket", &["capi/socket"]),
    netlink("libnl3/netlink/types.h", "__NETLINK_TYPES_H_", "types", &[]),
    netlink("libnl3/netlink/utils.h", "NETLINK_UTILS_H_", "utils", &["capi/utils"]),
    netlink("libnl3/netlink/version.h", "NETLINK_VERSION_H_", "version", &[]),
];

const GENL_HEADERS: &[Header] = &[
    netlink("libnl3/netlink/genl/ctrl.h", "NETLINK_GENL_CTRL_H_", "ctrl", &["capi/ctrl"]),
    netlink("libnl3/netlink/genl/family.h", "NETLINK_GENL_FAMILY_H_", "family", &["capi/family"]),
    netlink("libnl3/netlink/genl/genl.h", "NETLINK_GENL_H_", "genl", &["capi/genl"]),
    netlink("libnl3/netlink/genl/mngt.h", "NETLINK_GENL_MNGT_H_", "mngt", &["capi/mngt"]),
];
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
