//! The tour of the README, taken for real: what a reader copies must work.

mod blocks;

use std::fs;

use anyhow::{Context as _, ensure};

use crate::lifeline;
use crate::outcome::Outcome;
use crate::service::{Profile, Program, Store};
use crate::workspace::Workspace;

const PAGE: &str = "README.md";

/// Runs every block of the tour in one shell, against a service with the demo catalogue, and
/// then once more: the page says that it can be repeated.
pub(crate) fn run(workspace: &Workspace) -> anyhow::Result<Outcome> {
    let page = fs::read_to_string(workspace.root().join(PAGE)).context("there is no README.md")?;
    let blocks = blocks::find(&page);
    ensure!(!blocks.is_empty(), "{PAGE} has no tour");
    let program = Program::new(Program::build(workspace, Profile::Debug)?, Store::Embedded)?;
    let service = program.serve(true)?;
    let script = blocks::script(&blocks);
    for round in ["first", "second"] {
        let mut shell = lifeline::command("bash".as_ref());
        shell.args(["-euo", "pipefail", "-c", &script]).current_dir(program.folder());
        shell.env("BASE", service.api()).env("NO_PROXY", "127.0.0.1");
        shell.env("TOKEN", program.token("teacher")?);
        shell.env("ADMIN_TOKEN", program.token("admin")?);
        let status = lifeline::run(&mut shell).context("bash cannot be started")?;
        ensure!(status.success(), "the {round} tour of {PAGE} did not come to its end");
    }
    service.stop()?;
    println!("\ntour: {} blocks, twice", blocks.len());
    Ok(Outcome::Done)
}
