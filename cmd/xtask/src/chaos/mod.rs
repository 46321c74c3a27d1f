//! Breaks things under a live service and looks whether its promises hold; with saboteurs, whether
//! that would be noticed if they did not.
//!
//! The scenarios are tests (`cmd/courses/tests/chaos`), run here one after the other at full length
//! on a program with fault points, which no release has.

mod report;
mod scenarios;

use std::time::Instant;

use anyhow::{Context as _, bail, ensure};

use self::report::{Heard, Report};
use self::scenarios::{SCENARIOS, Saboteur, Scenario};
use crate::lifeline;
use crate::outcome::Outcome;
use crate::tools::{self, Tool};
use crate::workspace::Workspace;

/// What selects and builds the tests.
const TESTS: [&str; 7] =
    ["test", "--package", "courses", "--features", "fault-points", "--test", "chaos"];

/// What `cargo xtask chaos --help` says below its options.
pub(crate) fn explanation() -> String {
    let scenarios = SCENARIOS.iter().map(|Scenario { name, promise, saboteurs, .. }| {
        let saboteurs = saboteurs.iter().map(|Saboteur { name, deed, finding }| {
            format!("      {name}: {deed} (found as `{finding}`)\n")
        });
        format!("  {name}\n    {promise}\n    saboteurs:\n{}", saboteurs.collect::<String>())
    });
    format!(
        "Scenarios:\n{}\nEnds with 0 if every promise held or, with --saboteurs, if every saboteur was \
         caught.\nNeeds a mongod: `cargo xtask tools`, or MONGOD.",
        scenarios.collect::<String>()
    )
}

/// Runs the scenarios called `only`, all of them if it names none: honestly, or each of their
/// saboteurs.
pub(crate) fn run(
    workspace: &Workspace,
    only: &[String],
    saboteurs: bool,
) -> anyhow::Result<Outcome> {
    for name in only {
        let known: Vec<_> = SCENARIOS.iter().map(|scenario| scenario.name).collect();
        ensure!(
            known.contains(&name.as_str()),
            "no scenario {name}; there are {}",
            known.join(", ")
        );
    }
    let mongod = match tools::find(workspace, Tool::Mongod) {
        Ok(mongod) => mongod,
        Err(err) => return Outcome::without(err),
    };
    let status = lifeline::run(workspace.cargo().args(TESTS).args(["--locked", "--no-run"]))?;
    ensure!(status.success(), "the scenarios do not compile");

    let chosen =
        SCENARIOS.iter().filter(|it| only.is_empty() || only.iter().any(|name| name == it.name));
    let rounds: Vec<(&Scenario, Option<&Saboteur>)> = chosen
        .flat_map(|scenario| {
            let betrayed = scenario.saboteurs.iter().filter(|_| saboteurs).map(Some);
            let honest = (!saboteurs).then_some(None);
            betrayed.chain(honest).map(move |saboteur| (scenario, saboteur))
        })
        .collect();
    let mut report = Report::default();
    for (number, (scenario, saboteur)) in rounds.iter().enumerate() {
        let place = format!("[{}/{}]", number + 1, rounds.len());
        match saboteur {
            None => println!("\n==> {place} {}: {}", scenario.name, scenario.promise),
            Some(saboteur) => println!("\n==> {place} {}: {}", scenario.name, saboteur.deed),
        }
        let start = Instant::now();
        let heard = play(workspace, &mongod, scenario, *saboteur)?;
        report.add(scenario, *saboteur, &heard, start.elapsed());
    }
    print!("\n{report}");
    match report.failed() {
        0 => Ok(Outcome::Done),
        failed if saboteurs => bail!("{failed} saboteurs were not caught"),
        failed => bail!("{failed} scenarios broke a promise"),
    }
}

/// Runs one test, and listens to what it says.
fn play(
    workspace: &Workspace,
    mongod: &std::path::Path,
    scenario: &Scenario,
    saboteur: Option<&Saboteur>,
) -> anyhow::Result<Heard> {
    let mut command = workspace.cargo();
    command.args(TESTS).args(["--locked", "--quiet", "--"]);
    command.args(["--exact", scenario.test, "--nocapture"]);
    command.env("MONGOD", mongod).env("CHAOS_FULL", "1").env("CI", "true");
    if let Some(saboteur) = saboteur {
        command.env("CHAOS_SABOTEUR", saboteur.name);
    }
    let mut heard = Heard::default();
    let status = lifeline::run_and_read(&mut command, |line| heard.read(line));
    heard.passed = status.context("the test cannot be run")?.success();
    ensure!(heard.ran, "there is no test {}", scenario.test);
    Ok(heard)
}
