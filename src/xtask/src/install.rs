// SPDX-License-Identifier: LGPL-2.1-or-later
//! Installing what was built, and removing it again.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::builder::{OsStringValueParser, TypedValueParser};

use crate::libraries::{LIBRARIES, Library};
use crate::{paths, tools};

/// Where to install to, in the words of the GNU coding standards.
#[derive(Clone, Debug, clap::Args)]
pub struct Destination {
    /// Put before every path when copying, not written into any file
    #[arg(long, default_value = "", value_parser = any_path())]
    pub destdir: PathBuf,
    /// Where the files will be used from
    #[arg(long, default_value = "/usr/local", value_parser = any_path())]
    pub prefix: PathBuf,
    /// Shared objects and static libraries [default: PREFIX/lib]
    #[arg(long, value_parser = any_path())]
    pub libdir: Option<PathBuf>,
    /// Headers [default: PREFIX/include]
    #[arg(long, value_parser = any_path())]
    pub includedir: Option<PathBuf>,
}

/// A path that may be empty, as a variable of a makefile may.
fn any_path() -> impl TypedValueParser<Value = PathBuf> {
    OsStringValueParser::new().map(PathBuf::from)
}

/// One thing to be installed.
struct Item {
    path: PathBuf,
    content: Content,
}

enum Content {
    File { bytes: Vec<u8>, mode: u32 },
    Link { to: &'static str },
}

impl Destination {
    /// The installation that tests, examples and `make demo` use.
    #[must_use]
    pub fn staged() -> Self {
        let prefix = paths::out();
        Self { destdir: PathBuf::new(), prefix, libdir: None, includedir: None }
    }

    fn libdir(&self) -> PathBuf {
        given(self.libdir.as_deref()).unwrap_or_else(|| self.prefix.join("lib"))
    }

    fn includedir(&self) -> PathBuf {
        given(self.includedir.as_deref()).unwrap_or_else(|| self.prefix.join("include"))
    }

    /// Where a file for `path` is copied to.
    fn on_disk(&self, path: &Path) -> PathBuf {
        if self.destdir.as_os_str().is_empty() {
            return path.to_path_buf();
        }
        self.destdir.join(path.strip_prefix("/").unwrap_or(path))
    }

    /// Refuses what would make broken pkg-config files.
    fn check(&self) -> Result<()> {
        for (name, path) in [
            ("PREFIX", &self.prefix),
            ("LIBDIR", &self.libdir()),
            ("INCLUDEDIR", &self.includedir()),
        ] {
            if !path.is_absolute() {
                bail!("{name} must be an absolute path, not `{}`", path.display());
            }
            let text = path.to_str().with_context(|| format!("{name} must be UTF-8"))?;
            if text.contains(|c: char| c.is_whitespace() || "\"'\\#$".contains(c)) {
                bail!("{name} must not hold white space, quotes, `#`, `$` or `\\`: `{text}`");
            }
        }
        if !self.destdir.as_os_str().is_empty() && !self.destdir.is_absolute() {
            bail!("DESTDIR must be an absolute path, not `{}`", self.destdir.display());
        }
        Ok(())
    }
}

/// An empty variable of a makefile means "not given".
fn given(path: Option<&Path>) -> Option<PathBuf> {
    path.filter(|path| !path.as_os_str().is_empty()).map(Path::to_path_buf)
}

/// Installs all libraries. Nothing is copied unless all target folders can be written to.
///
/// # Errors
/// A path is unusable, a folder cannot be written to, or nothing was built.
pub fn install(to: &Destination) -> Result<()> {
    let items = items(to)?;
    prepare_folders(&items)?;
    for item in &items {
        item.write().with_context(|| format!("cannot write {}", item.path.display()))?;
    }
    Ok(())
}

/// Removes what [`install`] puts there, and folders that only oxnl's headers were in.
///
/// # Errors
/// A path is unusable, or a file cannot be removed.
pub fn uninstall(from: &Destination) -> Result<()> {
    from.check()?;
    let include = from.on_disk(&from.includedir());
    for path in item_paths(from) {
        match fs::remove_file(&path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(error).with_context(|| format!("cannot remove {}", path.display()));
            }
            _ => {}
        }
        if path.starts_with(&include) {
            for folder in path.ancestors().skip(1).take_while(|folder| *folder != include) {
                if fs::remove_dir(folder).is_err() {
                    break;
                }
            }
        }
    }
    Ok(())
}

/// Every path that an installation has.
fn item_paths(to: &Destination) -> Vec<PathBuf> {
    let libdir = to.on_disk(&to.libdir());
    let includedir = to.on_disk(&to.includedir());
    let mut paths = Vec::new();
    for library in LIBRARIES {
        let files = [library.real_name, library.soname, &library.dev_link(), &library.archive()];
        paths.extend(files.map(|name| libdir.join(name)));
        paths.push(libdir.join("pkgconfig").join(library.pkg_config));
        paths.extend(library.headers.iter().map(|header| includedir.join(header.path)));
    }
    paths
}

fn items(to: &Destination) -> Result<Vec<Item>> {
    to.check()?;
    let libdir = to.on_disk(&to.libdir());
    let includedir = to.on_disk(&to.includedir());
    let mut items = Vec::new();
    for library in LIBRARIES {
        let file =
            |path: PathBuf, bytes, mode| Item { path, content: Content::File { bytes, mode } };
        let link = |name: &str| Item {
            path: libdir.join(name),
            content: Content::Link { to: library.real_name },
        };
        items.push(file(libdir.join(library.real_name), stripped(library)?, 0o755));
        items.push(link(library.soname));
        items.push(link(&library.dev_link()));
        let archive = read(&library.static_library())?;
        items.push(file(libdir.join(library.archive()), archive, 0o644));
        let pc = pkg_config(library, to)?.into_bytes();
        items.push(file(libdir.join("pkgconfig").join(library.pkg_config), pc, 0o644));
        for header in library.headers {
            let text = read(&paths::root().join("include").join(header.path))?;
            items.push(file(includedir.join(header.path), text, 0o644));
        }
    }
    Ok(items)
}

fn stripped(library: &Library) -> Result<Vec<u8>> {
    let out = tempfile::NamedTempFile::new()?;
    let mut strip = std::process::Command::new("strip");
    strip.arg("--strip-unneeded").arg("-o").arg(out.path()).arg(library.unstripped());
    tools::run(&mut strip)?;
    read(out.path())
}

fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).with_context(|| format!("cannot read {}", path.display()))
}

fn pkg_config(library: &Library, to: &Destination) -> Result<String> {
    let template = paths::root().join("pkgconfig").join(format!("{}.in", library.pkg_config));
    let relative = |path: PathBuf| match path.strip_prefix(&to.prefix) {
        Ok(rest) if to.prefix != Path::new("/") => format!("${{prefix}}/{}", rest.display()),
        _ => path.display().to_string(),
    };
    let text = String::from_utf8(read(&template)?)?;
    Ok(text
        .replace("@prefix@", &to.prefix.display().to_string())
        .replace("@libdir@", &relative(to.libdir()))
        .replace("@includedir@", &relative(to.includedir()))
        .replace("@version@", library.version))
}

/// Makes the folders and tries each by writing a file; takes back what it made if one fails.
fn prepare_folders(items: &[Item]) -> Result<()> {
    let mut made = Vec::new();
    for item in items {
        let folder = item.path.parent().context("a path without a folder")?;
        let new: Vec<_> = folder.ancestors().take_while(|folder| !folder.exists()).collect();
        let tried = fs::create_dir_all(folder).and_then(|()| {
            tempfile::NamedTempFile::new_in(folder)?.write_all(b"oxnl")?;
            if item.path.is_dir() {
                return Err(std::io::Error::other("it is a folder"));
            }
            Ok(())
        });
        made.extend(new.into_iter().rev().map(Path::to_path_buf));
        if let Err(error) = tried {
            for folder in made.iter().rev() {
                let _ = fs::remove_dir(folder);
            }
            bail!("cannot install {}: {error}. Nothing was copied", item.path.display());
        }
    }
    Ok(())
}

impl Item {
    /// Replaces the file at once: a program that runs on the old one keeps it.
    fn write(&self) -> Result<()> {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let folder = self.path.parent().context("a path without a folder")?;
        match &self.content {
            Content::File { bytes, mode } => {
                if fs::read(&self.path).is_ok_and(|old| old == *bytes) {
                    return Ok(());
                }
                let mut file = tempfile::NamedTempFile::new_in(folder)?;
                file.write_all(bytes)?;
                file.as_file().set_permissions(fs::Permissions::from_mode(*mode))?;
                file.persist(&self.path)?;
            }
            Content::Link { to } => {
                if fs::read_link(&self.path).is_ok_and(|old| old == Path::new(to)) {
                    return Ok(());
                }
                let new = tempfile::Builder::new().make_in(folder, |path| symlink(to, path))?;
                new.into_temp_path().persist(&self.path)?;
            }
        }
        Ok(())
    }
}
