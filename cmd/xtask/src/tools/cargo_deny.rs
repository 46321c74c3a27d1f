//! `cargo-deny`, built from source: its published binaries do not read our lock file.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, ensure};

use crate::lifeline;
use crate::workspace::Workspace;

const VERSION: &str = "0.20.2";

/// The pinned version, built when it is not there (one to three minutes on two cores).
pub(super) fn find(workspace: &Workspace) -> anyhow::Result<PathBuf> {
    let root = workspace.tools().join("cargo");
    let program = root.join("bin/cargo-deny");
    if !is_current(&program) {
        eprintln!("building cargo-deny {VERSION}");
        // Without optimisation it builds in half the time and still checks in four seconds.
        let mut install = workspace.cargo();
        install.args(["install", "cargo-deny", "--version", VERSION, "--locked", "--debug"]);
        install.args(["--quiet", "--force", "--root"]).arg(&root);
        let status = lifeline::run(&mut install).context("cargo cannot be started")?;
        ensure!(status.success(), "cargo-deny was not built; is the crate registry reachable?");
        ensure!(is_current(&program), "{} does not run", program.display());
    }
    Ok(program)
}

fn is_current(program: &Path) -> bool {
    let output = Command::new(program).arg("--version").output();
    output.is_ok_and(|output| String::from_utf8_lossy(&output.stdout).contains(VERSION))
}
