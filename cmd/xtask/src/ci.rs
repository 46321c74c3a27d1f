//! Every check there is, one after the other, timed. A step that fails does not stop the
//! others: one run shows everything that is wrong.

use std::fmt::Write as _;
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail, ensure};

use crate::tools::{self, Tool};
use crate::workspace::Workspace;
use crate::{layers, lifeline, test};

/// One check.
struct Step {
    name: &'static str,
    work: Work,
}

/// What a step runs.
enum Work {
    /// `cargo` with these arguments and variables.
    Cargo(&'static [&'static str], &'static [(&'static str, &'static str)]),
    /// A chore of this program.
    Chore(fn(&Workspace) -> anyhow::Result<()>),
}

/// The steps in their order, the quick ones first. A new check is a new line here.
const STEPS: &[Step] = &[
    Step { name: "format", work: Work::Cargo(&["fmt", "--all", "--check"], &[]) },
    Step { name: "layers", work: Work::Chore(layers::check) },
    Step {
        name: "clippy",
        work: Work::Cargo(
            &["clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"],
            &[],
        ),
    },
    Step { name: "test", work: Work::Chore(tests) },
    Step {
        name: "doc",
        work: Work::Cargo(
            &["doc", "--workspace", "--no-deps", "--locked"],
            &[("RUSTDOCFLAGS", "-D warnings")],
        ),
    },
    Step { name: "deny", work: Work::Chore(deny) },
];

/// Runs the named steps, or all of them, and fails if one of them does.
pub(crate) fn run(workspace: &Workspace, names: &[String]) -> anyhow::Result<()> {
    for name in names {
        let known: Vec<_> = STEPS.iter().map(|step| step.name).collect();
        ensure!(known.contains(&name.as_str()), "no step {name}; there are {}", known.join(", "));
    }
    let chosen =
        STEPS.iter().filter(|step| names.is_empty() || names.iter().any(|name| name == step.name));
    let mut table = String::new();
    let mut failed = 0;
    for step in chosen {
        println!("\n==> {}", step.name);
        let start = Instant::now();
        let result = step.work.run(workspace);
        if let Err(err) = &result {
            failed += 1;
            eprintln!("{}: {err:#}", step.name);
        }
        let verdict = if result.is_ok() { "ok" } else { "FAILED" };
        writeln!(table, "{:<14} {:>8}  {verdict}", step.name, seconds(start.elapsed()))?;
    }
    print!("\n{table}");
    if failed > 0 {
        bail!("{failed} of the steps failed");
    }
    Ok(())
}

impl Work {
    fn run(&self, workspace: &Workspace) -> anyhow::Result<()> {
        match self {
            Self::Cargo(arguments, variables) => {
                finish(workspace.cargo().args(*arguments).envs(variables.iter().copied()))
            }
            Self::Chore(chore) => chore(workspace),
        }
    }
}

/// Runs a command and fails when it does.
fn finish(command: &mut Command) -> anyhow::Result<()> {
    let status = lifeline::run(command).context("the command cannot be started")?;
    ensure!(status.success(), "{status}");
    Ok(())
}

fn tests(workspace: &Workspace) -> anyhow::Result<()> {
    ensure!(test::run(workspace, &[])?, "the tests failed");
    Ok(())
}

fn deny(workspace: &Workspace) -> anyhow::Result<()> {
    let program = tools::find(workspace, Tool::CargoDeny)?;
    let mut command = lifeline::command(program.as_os_str());
    command.current_dir(workspace.root());
    command.args(["--log-level", "error", "--locked", "check", "--hide-inclusion-graph"]);
    finish(command.args(["bans", "licenses", "sources"]))
}

fn seconds(duration: Duration) -> String {
    format!("{:.1} s", duration.as_secs_f64())
}
