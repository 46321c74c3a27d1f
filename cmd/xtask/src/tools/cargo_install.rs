//! Tools that are crates, built from source: published binaries lag behind, or do not exist.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, ensure};

use crate::lifeline;
use crate::workspace::Workspace;

/// A crate that installs a program of the same name.
pub(super) struct CargoTool {
    name: &'static str,
    version: &'static str,
}

/// The checker of licences, sources and banned crates. Its published binaries do not read our
/// lock file.
pub(super) const CARGO_DENY: CargoTool = CargoTool { name: "cargo-deny", version: "0.20.2" };

/// Builds and runs programs that look for bad inputs.
pub(super) const CARGO_FUZZ: CargoTool = CargoTool { name: "cargo-fuzz", version: "0.13.2" };

impl CargoTool {
    /// The pinned version, built when it is not there (one to three minutes on two cores).
    pub(super) fn find(&self, workspace: &Workspace) -> anyhow::Result<PathBuf> {
        let Self { name, version } = self;
        let root = workspace.tools().join("cargo");
        let program = root.join("bin").join(name);
        if !self.is_current(&program) {
            eprintln!("building {name} {version}");
            // Without optimisation it builds in half the time and is still quick enough.
            let mut install = workspace.cargo();
            install.args(["install", name, "--version", version, "--locked", "--debug"]);
            install.args(["--quiet", "--force", "--root"]).arg(&root);
            let status = lifeline::run(&mut install).context("cargo cannot be started")?;
            ensure!(status.success(), "{name} was not built; is the crate registry reachable?");
            ensure!(self.is_current(&program), "{} does not run", program.display());
        }
        Ok(program)
    }

    fn is_current(&self, program: &Path) -> bool {
        let output = Command::new(program).arg("--version").output();
        output.is_ok_and(|output| String::from_utf8_lossy(&output.stdout).contains(self.version))
    }
}
