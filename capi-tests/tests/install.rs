// SPDX-License-Identifier: LGPL-2.1-or-later
//! `make install` and `make uninstall`, as a packager uses them.

#![allow(clippy::expect_used)]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Command, ExitCode, Output};

use anyhow::{Context, Result, ensure};
use capi_tests::harness::{self, Needs, test, unshare};
use capi_tests::out;
use xtask::libraries::LIBRARIES;
use xtask::{paths, tools};

fn main() -> ExitCode {
    harness::main(|| {
        let make = || Needs::default().tool("make", "make");
        Ok(vec![
            test("files and links", make(), files_and_links),
            test("uninstall removes exactly what install put there", make(), uninstall),
            test("programs build and run from it", Needs::netns().tool("make", "make"), programs),
            test("unusable paths", make(), unusable_paths),
            test("a missing tool is named with its package", Needs::default(), missing_tool),
            test("unmodified programs after ldconfig", as_root(), after_ldconfig),
        ])
    })
}

fn as_root() -> Needs {
    let why = "it mounts over the system's library folder".to_owned();
    Needs { root: Some(why), ..Needs::netns() }.tool("ip", "iproute2").tool("make", "make")
}

fn make(goal: &str, variables: &[(&str, &Path)]) -> Result<Output> {
    let mut make = Command::new("make");
    make.current_dir(paths::root()).arg("--no-print-directory").arg(goal);
    make.args(variables.iter().map(|(name, value)| format!("{name}={}", value.display())));
    Ok(make.output()?)
}

fn succeed(goal: &str, variables: &[(&str, &Path)]) -> Result<()> {
    let output = make(goal, variables)?;
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Ok(())
}

/// Every path below `root` with its kind, relative to it.
fn tree(root: &Path) -> Result<BTreeSet<String>> {
    let find = Command::new("find")
        .arg(root)
        .args(["-mindepth", "1", "-printf", "%P %y %l\n"])
        .output()?;
    Ok(String::from_utf8(find.stdout)?.lines().map(|line| line.trim_end().to_owned()).collect())
}

fn files_and_links() -> Result<()> {
    let root = tempfile::tempdir()?;
    let (prefix, lib) = (Path::new("/usr"), Path::new("/usr/lib/x86_64-linux-gnu"));
    succeed("install", &[("DESTDIR", root.path()), ("PREFIX", prefix), ("LIBDIR", lib)])?;
    let mut expected = BTreeSet::new();
    for library in LIBRARIES {
        let lib = "usr/lib/x86_64-linux-gnu";
        expected.insert(format!("{lib}/{} f", library.real_name));
        expected.insert(format!("{lib}/{} l {}", library.soname, library.real_name));
        expected.insert(format!("{lib}/{} l {}", library.dev_link(), library.real_name));
        expected.insert(format!("{lib}/{} f", library.archive()));
        expected.insert(format!("{lib}/pkgconfig/{} f", library.pkg_config));
        expected.extend(library.headers.iter().map(|h| format!("usr/include/{} f", h.path)));
    }
    let mut found = tree(root.path())?;
    found.retain(|line| !line.ends_with(" d"));
    ensure!(found == expected, "{found:#?}");

    for library in LIBRARIES {
        let folder = root.path().join("usr/lib/x86_64-linux-gnu/pkgconfig");
        let pc = fs::read_to_string(folder.join(library.pkg_config))?;
        let version = format!("Version: {}", library.version);
        for line in ["prefix=/usr", "libdir=${prefix}/lib/x86_64-linux-gnu", &version] {
            ensure!(pc.lines().any(|found| found == line), "no `{line}` in:\n{pc}");
        }
        ensure!(!pc.contains('@') && !pc.contains(&*root.path().to_string_lossy()), "{pc}");
    }
    Ok(())
}

fn uninstall() -> Result<()> {
    let root = tempfile::tempdir()?;
    // What others keep in the same folders stays, and so do the folders.
    for path in ["lib/pkgconfig/other.pc", "lib/libother.so.1", "include/other.h"] {
        let path = root.path().join("opt").join(path);
        fs::create_dir_all(path.parent().expect("has a parent"))?;
        fs::write(path, "")?;
    }
    let before = tree(root.path())?;
    let variables = [("DESTDIR", root.path()), ("PREFIX", Path::new("/opt"))];
    succeed("install", &variables)?;
    let installed = tree(root.path())?;
    ensure!(installed.is_superset(&before) && installed.len() > before.len() + 5);
    succeed("install", &variables)?;
    ensure!(tree(root.path())? == installed, "a second install changes the tree");
    succeed("uninstall", &variables)?;
    ensure!(tree(root.path())? == before, "{:#?}", tree(root.path())?);
    succeed("uninstall", &variables)
}

/// A program built with nothing but what was installed, shared and static.
fn programs() -> Result<()> {
    let root = tempfile::tempdir()?;
    let include = root.path().join("headers");
    succeed("install", &[("PREFIX", root.path()), ("INCLUDEDIR", &include)])?;
    for (module, program) in PROGRAMS {
        let source = root.path().join(format!("{module}.c"));
        fs::write(&source, program)?;
        for (kind, pkg_config) in [("", "--cflags --libs"), ("-static", "--static --cflags --libs")]
        {
            let exe = out("install")?.join(format!("{module}{kind}"));
            let line = format!(
                "cc -Wall -Werror {kind} -o {} {} $(pkg-config {pkg_config} {module}) && {}",
                exe.display(),
                source.display(),
                exe.display()
            );
            let mut sh = unshare();
            sh.args(["sh", "-ec", &line]).env("LD_LIBRARY_PATH", root.path().join("lib"));
            tools::run(sh.env("PKG_CONFIG_LIBDIR", root.path().join("lib/pkgconfig")))
                .context(module)?;
        }
    }
    Ok(())
}

/// A program for each pkg-config module that says whether it reached the kernel.
const PROGRAMS: &[(&str, &str)] = &[
    (
        "libmnl",
        "#include <libmnl/libmnl.h>\nint main(void)\n{\n\
         struct mnl_socket *nl = mnl_socket_open(NETLINK_ROUTE);\n\
         return !nl || mnl_socket_bind(nl, 0, MNL_SOCKET_AUTOPID) || mnl_socket_close(nl);\n}\n",
    ),
    (
        "libnl-3.0",
        "#include <netlink/netlink.h>\nint main(void)\n{\n\
         struct nl_sock *sk = nl_socket_alloc();\n\
         if (!sk || nl_connect(sk, NETLINK_ROUTE))\n\treturn 1;\n\
         nl_socket_free(sk);\n\treturn 0;\n}\n",
    ),
    (
        "libnl-genl-3.0",
        "#include <netlink/genl/ctrl.h>\n#include <netlink/genl/genl.h>\nint main(void)\n{\n\
         struct nl_sock *sk = nl_socket_alloc();\n\
         if (!sk || genl_connect(sk) || genl_ctrl_resolve(sk, \"nlctrl\") != 16)\n\treturn 1;\n\
         nl_socket_free(sk);\n\treturn 0;\n}\n",
    ),
    (
        "libnl-route-3.0",
        "#include <netlink/route/link.h>\nint main(void)\n{\n\
         struct nl_sock *sk = nl_socket_alloc();\n\
         struct nl_cache *cache = NULL;\n\
         if (!sk || nl_connect(sk, NETLINK_ROUTE))\n\treturn 1;\n\
         if (rtnl_link_alloc_cache(sk, AF_UNSPEC, &cache) || !rtnl_link_name2i(cache, \"lo\"))\n\
         \treturn 1;\n\
         nl_cache_free(cache);\n\tnl_socket_free(sk);\n\treturn 0;\n}\n",
    ),
];

fn unusable_paths() -> Result<()> {
    let root = tempfile::tempdir()?;
    let file = root.path().join("file");
    fs::write(&file, "")?;
    let fails = |variables: &[(&str, &Path)], word: &str| -> Result<()> {
        let output = make("install", variables)?;
        let said = String::from_utf8_lossy(&output.stderr);
        ensure!(!output.status.success(), "{variables:?} was accepted");
        let line = said.lines().find(|line| line.starts_with("error: ")).unwrap_or_default();
        ensure!(line.contains(word), "no `{word}` in: {said}");
        ensure!(tree(root.path())?.len() == 1, "something was copied: {:?}", tree(root.path())?);
        Ok(())
    };
    let dest = ("DESTDIR", root.path());
    fails(&[dest, ("PREFIX", Path::new("usr"))], "PREFIX")?;
    fails(&[dest, ("PREFIX", Path::new(""))], "PREFIX")?;
    fails(&[dest, ("PREFIX", Path::new("/my usr"))], "PREFIX")?;
    fails(&[dest, ("LIBDIR", Path::new("lib"))], "LIBDIR")?;
    fails(&[("DESTDIR", Path::new("relative"))], "DESTDIR")?;
    fails(&[("DESTDIR", &file)], "Nothing was copied")?;
    // Nobody, not even root, can make a file there.
    fails(&[("DESTDIR", Path::new("/proc/self"))], "Nothing was copied")?;
    // The libraries could be copied, the headers not.
    fails(&[dest, ("INCLUDEDIR", Path::new("/file/include"))], "Nothing was copied")
}

fn missing_tool() -> Result<()> {
    let tool = tools::Tool { command: "no-such-tool", package: "no-such-package" };
    let error = tools::require(&[tool]).expect_err("it is missing").to_string();
    ensure!(error == "missing: no-such-tool. Run: apt-get install no-such-package", "{error}");
    Ok(())
}

/// A root whose /usr/local got an installation: `ldconfig` there makes every program use it.
fn after_ldconfig() -> Result<()> {
    let scratch = tempfile::tempdir()?;
    let (root, upper, work) =
        (scratch.path().join("root"), scratch.path().join("upper"), scratch.path().join("work"));
    for folder in [&root, &upper, &work] {
        fs::create_dir(folder)?;
    }
    succeed("install", &[("DESTDIR", &upper), ("PREFIX", Path::new("/usr/local"))])?;
    let script = format!(
        "mount -t tmpfs none {work}
         mkdir {work}/u {work}/w
         cp -a {upper}/. {work}/u
         mount -t overlay none -o lowerdir=/,upperdir={work}/u,workdir={work}/w {root}
         mount -t proc proc {root}/proc
         chroot {root} sh -ec '
             ldconfig
             ldd /usr/sbin/ip | grep libmnl
             ip link add v0 type veth peer name v1
             ip -br link show v0'",
        work = work.display(),
        upper = upper.display(),
        root = root.display(),
    );
    let mut command = unshare();
    let said = tools::stdout(command.args(["-m", "sh", "-ec", &script]))?;
    ensure!(said.contains("/usr/local/lib/libmnl.so.0"), "{said}");
    ensure!(said.contains("v0@v1"), "{said}");
    Ok(())
}
