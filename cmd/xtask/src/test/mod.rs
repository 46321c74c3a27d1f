//! Runs the tests with the servers they need, and counts over all of them.

mod servers;
mod totals;

use std::fs;

use anyhow::{Context as _, ensure};

use self::servers::Servers;
use self::totals::Totals;
use crate::environment::{is_ci, variable};
use crate::lifeline;
use crate::tools::{self, Tool};
use crate::workspace::Workspace;

/// Runs `cargo test` with `arguments` (`--workspace` when there are none), counts in the last
/// line, and tells whether everything passed.
pub(crate) fn run(workspace: &Workspace, arguments: &[String]) -> anyhow::Result<bool> {
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
    let status = status.context("the tests cannot be run")?;
    println!("\n{totals}");
    Ok(status.success())
}

/// The servers. On a developer's machine without a `mongod` the tests do without and say so.
fn start_servers(workspace: &Workspace) -> anyhow::Result<Option<Servers>> {
    if variable("TEST_MONGODB_URI").is_some() {
        return Ok(None);
    }
    match tools::find(workspace, Tool::Mongod) {
        Ok(mongod) => Servers::start(workspace, &mongod).map(Some),
        Err(err) if is_ci() || variable("MONGOD").is_some() => Err(err),
        Err(err) => {
            eprintln!("tests that need a server will be skipped: {err:#}");
            Ok(None)
        }
    }
}
