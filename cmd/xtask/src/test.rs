//! Runs the tests with the servers they need, and counts over all of them.

use std::fs;

use anyhow::{Context as _, ensure};

use crate::environment::{is_ci, variable};
use crate::lifeline;
use crate::outcome::Outcome;
use crate::servers::{self, Servers};
use crate::totals::Totals;
use crate::workspace::Workspace;

/// Runs `cargo test` with `arguments` (`--workspace` when there are none) and counts.
pub(crate) fn run(workspace: &Workspace, arguments: &[String]) -> anyhow::Result<Outcome> {
    let everything = ["--workspace".to_owned()];
    let arguments = if arguments.is_empty() { &everything } else { arguments };
    // Built first, so that no server waits for a compiler.
    let selection = arguments.split(|argument| argument == "--").next().unwrap_or_default();
    let status = lifeline::run(workspace.cargo().args(["test", "--no-run"]).args(selection))?;
    ensure!(status.success(), "the tests do not compile");
    servers::build(workspace)?;

    let servers = start_servers(workspace)?;
    let skipped = workspace.target().join(format!("skipped-{}.log", std::process::id()));
    let mut totals = Totals::default();
    let mut tests = workspace.cargo();
    tests.args(["test", "--no-fail-fast"]).args(arguments).env("TEST_SKIPPED_LOG", &skipped);
    tests.envs(servers.iter().flat_map(Servers::variables));
    let status = lifeline::run_and_read(&mut tests, |line| totals.read(line));
    drop(servers);

    totals.skip(&fs::read_to_string(&skipped).unwrap_or_default());
    drop(fs::remove_file(&skipped));
    if !status.context("the tests cannot be run")?.success() && !totals.has_failures() {
        // A test binary that crashed reports no numbers.
        totals.fail_one();
    }
    Ok(Outcome::Counted(totals))
}

/// The servers. On a developer's machine without a `mongod` the tests do without and say so.
fn start_servers(workspace: &Workspace) -> anyhow::Result<Option<Servers>> {
    match servers::require(workspace) {
        Ok(()) => Servers::start(workspace).map(Some),
        Err(err) if is_ci() || variable("MONGOD").is_some() => Err(err),
        Err(err) => {
            eprintln!("tests that need a server will be skipped: {err:#}");
            Ok(None)
        }
    }
}
