//! Looks for inputs that break the checks of `cmd/fuzz`, with a fuzzer that watches how far each
//! input gets into the code.
//!
//! It works with the compiler of the repository: the code is safe, so what needs an unstable
//! sanitizer is not looked for. What was found interesting is kept beside the build and is where
//! the next run goes on; an input that breaks a check stays there too and is named.

use std::fs;

use anyhow::{Context as _, ensure};
use clap::Args;

use crate::lifeline;
use crate::outcome::Outcome;
use crate::tools::{self, Tool};
use crate::totals::Totals;
use crate::workspace::Workspace;

const CRATE: &str = "cmd/fuzz";

/// How the search is done.
#[derive(Debug, Args)]
pub(crate) struct Search {
    /// How long each check is tried
    #[arg(long, default_value_t = 60)]
    seconds: u32,
    /// Which checks to try; all of them when left out
    checks: Vec<String>,
}

/// Tries every check for a while. Each counts as one test.
pub(crate) fn run(workspace: &Workspace, search: &Search) -> anyhow::Result<Outcome> {
    let program = tools::find(workspace, Tool::CargoFuzz)?;
    let known = known(workspace)?;
    for name in &search.checks {
        ensure!(known.contains(name), "no check {name}; there are {}", known.join(", "));
    }
    let chosen = if search.checks.is_empty() { &known } else { &search.checks };
    let mut totals = Totals::default();
    for name in chosen {
        println!("\n==> {name}");
        let kept = workspace.target().join("fuzz").join(name);
        let (corpus, broken) = (kept.join("corpus"), kept.join("broken/"));
        for folder in [&corpus, &broken] {
            fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
        }
        let mut command = lifeline::command(program.as_os_str());
        command.current_dir(workspace.root());
        // Whole-program optimisation takes longer than it saves.
        command.env("CARGO_PROFILE_RELEASE_LTO", "off");
        command.args(["run", "--fuzz-dir", CRATE, "--features", "programs"]);
        command.args(["--sanitizer", "none", "--codegen-units", "16", name]);
        command.arg(&corpus).arg(workspace.root().join(CRATE).join("seeds").join(name));
        command.arg("--").arg(format!("-max_total_time={}", search.seconds));
        command.arg(format!("-artifact_prefix={}", broken.display()));
        // One input may take ten seconds and two gigabytes: more is a finding.
        command.args(["-timeout=10", "-rss_limit_mb=2048", "-print_final_stats=1"]);
        let status = lifeline::run(&mut command).context("the fuzzer cannot be started")?;
        if status.success() {
            totals.pass_one();
        } else {
            eprintln!("{name}: broken by an input in {}", broken.display());
            totals.fail_one();
        }
    }
    Ok(Outcome::Counted(totals))
}

/// The checks that have seeds.
fn known(workspace: &Workspace) -> anyhow::Result<Vec<String>> {
    let seeds = workspace.root().join(CRATE).join("seeds");
    let entries = fs::read_dir(&seeds).with_context(|| seeds.display().to_string())?;
    let names = entries.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()));
    let mut names: Vec<_> = names.collect::<std::io::Result<_>>()?;
    names.sort();
    Ok(names)
}
