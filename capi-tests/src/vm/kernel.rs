// SPDX-License-Identifier: LGPL-2.1-or-later
//! A kernel of Debian's, with its modules: the package is unpacked below `target/`, not installed.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use anyhow::{Context, Result, ensure};
use xtask::{paths, tools};

/// The package that depends on the newest kernel.
const NEWEST: &str = "linux-image-amd64";

/// A kernel and where its modules are.
#[derive(Clone, Debug)]
pub struct Kernel {
    /// The image to boot.
    pub image: PathBuf,
    /// Where the package is unpacked.
    folder: PathBuf,
    /// Files of modules by name.
    modules: BTreeMap<String, PathBuf>,
    /// Names of those that are part of the image.
    built_in: BTreeSet<String>,
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
    let folder = paths::target().join("vm").join(NEWEST);
    if !folder.exists() {
        fetch(&folder).context("no kernel from Debian's archive")?;
    }
    let mut files = Vec::new();
    walk(&folder, &mut files)?;
    let modules = files.iter().filter_map(|file| Some((module(file)?, file.clone()))).collect();
    let named = |start: &str| {
        let found = files.iter().find(|file| {
            file.file_name().is_some_and(|name| name.to_string_lossy().starts_with(start))
        });
        found.with_context(|| format!("the kernel's package has no {start}"))
    };
    let image = named("vmlinuz")?.clone();
    let list = fs::read_to_string(named("modules.builtin")?.with_file_name("modules.builtin"))?;
    let built_in = list.lines().filter_map(|line| module(Path::new(line))).collect();
    Ok(Kernel { image, folder, modules, built_in })
}

/// The name of the module in a file, if there is one in it.
fn module(file: &Path) -> Option<String> {
    Some(file.file_name()?.to_str()?.strip_suffix(".ko")?.replace('-', "_"))
}

/// Unpacks the package into `folder`, which is there only if all went well.
fn fetch(folder: &Path) -> Result<()> {
    let scratch = folder.with_extension("part");
    // Lists of packages that are missing or old name none, or one that is gone.
    download(&scratch).or_else(|_| {
        tools::run(Command::new("apt-get").args(["-qq", "update"]))?;
        download(&scratch)
    })?;
    let unpacked = scratch.join("unpacked");
    for entry in fs::read_dir(&scratch)? {
        let file = entry?.path();
        if file.extension().is_some_and(|extension| extension == "deb") {
            tools::run(Command::new("dpkg").arg("-x").arg(file).arg(&unpacked))?;
        }
    }
    // Newer kernels' modules are compressed.
    let mut find = Command::new("find");
    tools::run(find.arg(&unpacked).args(["-name", "*.ko.xz", "-exec", "xz", "-d", "{}", "+"]))?;
    let modules = modules_folder(&unpacked)?;
    let release = modules.file_name().context("modules without a release")?;
    let depmod = tools::find("depmod").context("needs depmod: apt-get install kmod")?;
    tools::run(Command::new(depmod).arg("-b").arg(&unpacked).arg(release))?;
    fs::rename(&unpacked, folder)?;
    fs::remove_dir_all(&scratch)?;
    Ok(())
}

/// Gets the newest kernel's package into an empty folder.
fn download(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    fs::create_dir_all(folder)?;
    let said = tools::stdout(Command::new("apt-cache").args(["depends", NEWEST]))?;
    let package = said.lines().find_map(|line| line.trim().strip_prefix("Depends: "));
    let package = package.with_context(|| format!("apt-get knows no {NEWEST}"))?;
    let mut apt = Command::new("apt-get");
    apt.current_dir(folder).args(["-qq", "-o", "APT::Sandbox::User=root", "download"]);
    tools::run(apt.arg(package)).map(drop)
}

/// The folder of the only kernel that is unpacked there.
fn modules_folder(unpacked: &Path) -> Result<PathBuf> {
    let mut releases = fs::read_dir(unpacked.join("lib/modules"))?;
    Ok(releases.next().context("the kernel's package has no modules")??.path())
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
    /// The folder with its modules, where modprobe can find its way; its name is the kernel's release.
    ///
    /// # Errors
    /// The folder cannot be read.
    pub fn modules_folder(&self) -> Result<PathBuf> {
        modules_folder(&self.folder)
    }

    /// The files of these modules and of those that they need, in an order that they can be loaded in.
    ///
    /// # Errors
    /// A file cannot be read, or the kernel has no such module.
    pub fn modules(&self, names: &[&str]) -> Result<Vec<&Path>> {
        let mut order = Vec::new();
        for name in names {
            self.add(name, &mut order)?;
        }
        Ok(order)
    }

    fn add<'a>(&'a self, name: &str, order: &mut Vec<&'a Path>) -> Result<()> {
        let Some(file) = self.modules.get(&name.replace('-', "_")) else {
            ensure!(self.built_in.contains(name), "the kernel has no module {name}");
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
