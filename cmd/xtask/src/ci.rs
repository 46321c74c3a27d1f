//! Every check there is, one after the other, timed and counted. A step that fails does not
//! stop the others: one run shows everything that is wrong.

use std::fmt::Write as _;
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};

use crate::outcome::Outcome;
use crate::tools::{self, Tool};
use crate::totals::Totals;
use crate::workspace::Workspace;
use crate::{events, layers, lifeline, page, schemathesis, test, tour};

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
    Chore(fn(&Workspace) -> anyhow::Result<Outcome>),
}

/// The steps in their order, the quick ones first. A new check is a new line here.
const STEPS: &[Step] = &[
    Step { name: "format", work: Work::Cargo(&["fmt", "--all", "--check"], &[]) },
    Step { name: "layers", work: Work::Chore(layers::check) },
    Step {
        name: "events",
        work: Work::Chore(|workspace| events::run(workspace, events::Task::Check)),
    },
    Step {
        name: "clippy",
        work: Work::Cargo(
            // With the fault points and the programs that look for bad inputs, which no other step
            // compiles.
            &[
                "clippy",
                "--workspace",
                "--all-targets",
                "--features",
                "courses/fault-points,courses-fuzz/programs",
                "--locked",
                "--",
                "-D",
                "warnings",
            ],
            &[],
        ),
    },
    Step { name: "test", work: Work::Chore(|workspace| test::run(workspace, &[])) },
    Step {
        name: "doc",
        work: Work::Cargo(
            &["doc", "--workspace", "--no-deps", "--locked"],
            &[("RUSTDOCFLAGS", "-D warnings")],
        ),
    },
    Step { name: "deny", work: Work::Chore(deny) },
    Step { name: "tour", work: Work::Chore(tour::run) },
    Step { name: "page", work: Work::Chore(|workspace| page::run(workspace, false)) },
    Step {
        name: "schemathesis",
        work: Work::Chore(|workspace| schemathesis::run(workspace, None)),
    },
];

/// Runs the named steps, or all of them. Every step counts as one check beside the tests.
pub(crate) fn run(workspace: &Workspace, names: &[String]) -> anyhow::Result<Outcome> {
    for name in names {
        let known: Vec<_> = STEPS.iter().map(|step| step.name).collect();
        ensure!(known.contains(&name.as_str()), "no step {name}; there are {}", known.join(", "));
    }
    let chosen =
        STEPS.iter().filter(|step| names.is_empty() || names.iter().any(|name| name == step.name));
    let mut table = String::new();
    let mut totals = Totals::default();
    for step in chosen {
        println!("\n==> {}", step.name);
        let start = Instant::now();
        let result = step.work.run(workspace);
        if let Err(err) = &result {
            eprintln!("{}: {err:#}", step.name);
        }
        let verdict = count(&mut totals, step.name, result);
        writeln!(table, "{:<14} {:>8}  {verdict}", step.name, seconds(start.elapsed()))?;
    }
    print!("\n{table}");
    Ok(Outcome::Counted(totals))
}

/// Adds how a step went, and says it in a word.
fn count(totals: &mut Totals, name: &str, result: anyhow::Result<Outcome>) -> &'static str {
    match result {
        Ok(Outcome::Done) => {
            totals.pass_one();
            "ok"
        }
        Ok(Outcome::Skipped(reason)) => {
            totals.skip_one(format!("{name}: {reason}"));
            "skipped"
        }
        Ok(Outcome::Counted(tests)) => {
            let verdict = if tests.has_failures() { "FAILED" } else { "ok" };
            totals.add(tests);
            verdict
        }
        Err(_) => {
            totals.fail_one();
            "FAILED"
        }
    }
}

impl Work {
    fn run(&self, workspace: &Workspace) -> anyhow::Result<Outcome> {
        match self {
            Self::Cargo(arguments, variables) => {
                finish(workspace.cargo().args(*arguments).envs(variables.iter().copied()))
            }
            Self::Chore(chore) => chore(workspace),
        }
    }
}

/// Runs a command and fails when it does.
fn finish(command: &mut Command) -> anyhow::Result<Outcome> {
    let status = lifeline::run(command).context("the command cannot be started")?;
    ensure!(status.success(), "{status}");
    Ok(Outcome::Done)
}

fn deny(workspace: &Workspace) -> anyhow::Result<Outcome> {
    let program = match tools::find(workspace, Tool::CargoDeny) {
        Ok(program) => program,
        Err(err) => return Outcome::without(err),
    };
    let mut command = lifeline::command(program.as_os_str());
    command.current_dir(workspace.root());
    command.args(["--log-level", "error", "--locked", "check", "--hide-inclusion-graph"]);
    finish(command.args(["bans", "licenses", "sources"]))
}

fn seconds(duration: Duration) -> String {
    format!("{:.1} s", duration.as_secs_f64())
}

#[cfg(test)]
mod tests {
    use anyhow::anyhow;

    use super::*;

    #[test]
    fn every_step_counts_beside_the_tests() {
        let mut tests = Totals::default();
        tests.read("test result: ok. 3 passed; 0 failed; 0 ignored;");
        let mut totals = Totals::default();

        assert_eq!(count(&mut totals, "format", Ok(Outcome::Done)), "ok");
        assert_eq!(count(&mut totals, "test", Ok(Outcome::Counted(tests))), "ok");
        assert_eq!(count(&mut totals, "page", Ok(Outcome::Skipped("a".into()))), "skipped");
        assert_eq!(count(&mut totals, "tour", Err(anyhow!("no"))), "FAILED");

        assert_eq!(totals.to_string(), "skipped: page: a\n4 passed, 1 failed, 1 skipped");
    }
}
