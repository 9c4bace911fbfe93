// SPDX-License-Identifier: LGPL-2.1-or-later
//! A kernel of Debian's, with its modules: the package is unpacked below `target/`, not installed.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use anyhow::{Context, Result, bail, ensure};
use xtask::{paths, tools};

/// The package that depends on the newest kernel; this flavour is small and has all the modules.
const NEWEST: &str = "linux-image-cloud-amd64";

/// A kernel and where its modules are.
#[derive(Clone, Debug)]
pub struct Kernel {
    /// The image to boot.
    pub image: PathBuf,
    /// Files of modules by name.
    modules: BTreeMap<String, PathBuf>,
}

/// The kernel: that of an earlier run, or else from Debian's archive.
///
/// # Errors
/// It is not there and cannot be had.
pub fn kernel() -> Result<&'static Kernel> {
    static KERNEL: OnceLock<Result<Kernel, String>> = OnceLock::new();
    let kernel = KERNEL.get_or_init(|| find().map_err(|error| format!("{error:#}")));
    kernel.as_ref().map_err(|error| anyhow::anyhow!("{error}"))
}

fn find() -> Result<Kernel> {
    ensure!(std::env::consts::ARCH == "x86_64", "it is made for x86-64 only");
    let folder = paths::target().join("vm").join("kernel");
    if !folder.exists() {
        fetch(&folder).context("no kernel from Debian's archive")?;
    }
    let mut files = Vec::new();
    walk(&folder, &mut files)?;
    let name =
        |file: &PathBuf| Some(file.file_name()?.to_str()?.strip_suffix(".ko")?.replace('-', "_"));
    let modules = files.iter().filter_map(|file| Some((name(file)?, file.clone()))).collect();
    let image = files.into_iter().find(|file| {
        file.file_name().is_some_and(|name| name.to_string_lossy().starts_with("vmlinuz"))
    });
    Ok(Kernel { image: image.context("the kernel's package has no vmlinuz")?, modules })
}

/// Unpacks the package into `folder`, which is there only if all went well.
fn fetch(folder: &Path) -> Result<()> {
    let Ok(package) = newest() else {
        bail!("apt-get knows no {NEWEST}");
    };
    let scratch = folder.with_extension("part");
    if scratch.exists() {
        fs::remove_dir_all(&scratch)?;
    }
    let unpacked = scratch.join("unpacked");
    fs::create_dir_all(&unpacked)?;
    let mut apt = Command::new("apt-get");
    apt.current_dir(&scratch).args(["-qq", "-o", "APT::Sandbox::User=root", "download"]);
    tools::run(apt.arg(package))?;
    for entry in fs::read_dir(&scratch)? {
        let file = entry?.path();
        if file.extension().is_some_and(|extension| extension == "deb") {
            tools::run(Command::new("dpkg").arg("-x").arg(file).arg(&unpacked))?;
        }
    }
    fs::rename(&unpacked, folder)?;
    fs::remove_dir_all(&scratch)?;
    Ok(())
}

/// The name of the newest kernel's package; root may fetch the lists of packages for that.
fn newest() -> Result<String> {
    let ask = || {
        let said = tools::stdout(Command::new("apt-cache").args(["depends", NEWEST]))?;
        let depends = said.lines().find_map(|line| line.trim().strip_prefix("Depends: "));
        depends.map(str::to_owned).context("it depends on nothing")
    };
    ask().or_else(|_| {
        tools::run(Command::new("apt-get").args(["-qq", "update"]))?;
        ask()
    })
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            walk(&entry.path(), files)?;
        } else {
            files.push(entry.path());
        }
    }
    Ok(())
}

impl Kernel {
    /// The files of these modules and of those that they need, in an order that they can be loaded in.
    /// What is no module is taken to be part of the kernel.
    ///
    /// # Errors
    /// A file cannot be read.
    pub fn modules(&self, names: &[&str]) -> Result<Vec<&Path>> {
        let mut order = Vec::new();
        for name in names {
            self.add(name, &mut order)?;
        }
        Ok(order)
    }

    fn add<'a>(&'a self, name: &str, order: &mut Vec<&'a Path>) -> Result<()> {
        let Some(file) = self.modules.get(&name.replace('-', "_")) else {
            return Ok(());
        };
        for needed in depends(file)? {
            self.add(&needed, order)?;
        }
        if !order.contains(&file.as_path()) {
            order.push(file);
        }
        Ok(())
    }
}

/// The names in a module's `depends=a,b`, one of the strings in its section `.modinfo`.
fn depends(file: &Path) -> Result<Vec<String>> {
    let bytes = fs::read(file)?;
    let list = bytes.split(|&byte| byte == 0).find_map(|text| text.strip_prefix(b"depends="));
    let list = String::from_utf8_lossy(list.unwrap_or_default()).into_owned();
    Ok(list.split(',').filter(|name| !name.is_empty()).map(str::to_owned).collect())
}
