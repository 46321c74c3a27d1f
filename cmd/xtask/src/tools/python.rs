//! A virtual environment in the tool folder, for what is published as Python packages.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, ensure};

use super::apt;
use crate::lifeline;
use crate::workspace::Workspace;

/// Installs `cmd/xtask/tools/NAME.txt` and returns the program of that name.
pub(super) fn install(workspace: &Workspace, name: &str) -> anyhow::Result<PathBuf> {
    let program = workspace.tools().join("venv/bin").join(name);
    if !works(&program, "--version") {
        pip(workspace, &["install"], name)?;
        ensure!(works(&program, "--version"), "{} does not run", program.display());
    }
    Ok(program)
}

/// Runs `pip ARGUMENTS --requirement cmd/xtask/tools/NAME.txt`.
pub(super) fn pip(workspace: &Workspace, arguments: &[&str], name: &str) -> anyhow::Result<()> {
    let python = python(workspace)?;
    let requirements = workspace.root().join("cmd/xtask/tools").join(format!("{name}.txt"));
    eprintln!("fetching {name}");
    let mut command = lifeline::command(python.as_os_str());
    command.args(["-m", "pip"]).args(arguments);
    command.args(["--quiet", "--disable-pip-version-check", "--requirement"]).arg(requirements);
    let status = lifeline::run(&mut command).context("pip cannot be started")?;
    ensure!(status.success(), "pip did not get {name}; is the package index reachable?");
    Ok(())
}

/// The virtual environment's interpreter; the environment is made when it is not there.
pub(super) fn python(workspace: &Workspace) -> anyhow::Result<PathBuf> {
    let folder = workspace.tools().join("venv");
    let python = folder.join("bin/python3");
    if works(&python, "-mpip") {
        return Ok(python);
    }
    if create(&folder).is_err() {
        // Debian ships Python without the part that makes environments.
        apt::install(&["python3", "python3-venv"])?;
        create(&folder)?;
    }
    Ok(python)
}

fn create(folder: &Path) -> anyhow::Result<()> {
    let output = Command::new("python3").args(["-m", "venv", "--clear"]).arg(folder).output();
    let output = output.context("python3 cannot be started")?;
    ensure!(output.status.success(), "python3 cannot make a virtual environment");
    Ok(())
}

fn works(program: &Path, argument: &str) -> bool {
    Command::new(program).arg(argument).output().is_ok_and(|output| output.status.success())
}
