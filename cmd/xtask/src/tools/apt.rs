//! Debian packages that a bare machine lacks.

use std::process::{Command, Stdio};

use anyhow::{Context as _, ensure};

use crate::lifeline;

/// Installs `packages` where that is possible; otherwise tells the command that does.
pub(super) fn install(packages: &[&str]) -> anyhow::Result<()> {
    let advice = format!("install them: apt-get install {}", packages.join(" "));
    ensure!(is_root() && has_apt(), "{} missing; {advice}", packages.join(", "));
    eprintln!("installing {}", packages.join(" "));
    apt(&["update", "-qq"]).with_context(|| advice.clone())?;
    let arguments = ["install", "-qq", "--yes", "--no-install-recommends"];
    apt(&[&arguments, packages].concat()).context(advice)
}

fn apt(arguments: &[&str]) -> anyhow::Result<()> {
    let mut command = lifeline::command("apt-get".as_ref());
    command.args(arguments).env("DEBIAN_FRONTEND", "noninteractive");
    let status = lifeline::run(&mut command).context("apt-get cannot be started")?;
    ensure!(status.success(), "apt-get {} failed", arguments.join(" "));
    Ok(())
}

fn is_root() -> bool {
    let output = Command::new("id").arg("-u").output();
    output.is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}

fn has_apt() -> bool {
    let quiet = Command::new("apt-get").arg("--version").stdout(Stdio::null()).status();
    quiet.is_ok_and(|status| status.success())
}
