//! Calls the live service by its contract, with valid and with broken requests, and fails on any
//! answer that the contract forbids: on both stores, without a token and with each role.

mod rounds;
mod stage;

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::time::Instant;

use anyhow::{Context as _, bail};
use serde_json::json;

use self::rounds::{EMBEDDED, REPLICA_SET, Round};
use self::stage::Stage;
use crate::lifeline;
use crate::outcome::Outcome;
use crate::servers::{self, Servers};
use crate::service::{Profile, Program, Running, Store};
use crate::tools::{self, Tool};
use crate::workspace::Workspace;

/// What is the same in all rounds.
const SETTINGS: &str = "cmd/xtask/tools/schemathesis.toml";

/// A check that the checker does not bring.
const OWN_CHECKS: &str = "cmd/xtask/tools/schemathesis_checks.py";

/// What is asked of every answer.
const CHECKS: &str = "all";

/// Always the same requests, so that a finding can be found again.
const SEED: &str = "20260901";

/// Runs all rounds, prints how each went, and fails if there is any finding.
pub(crate) fn run(workspace: &Workspace, only: Option<&str>) -> anyhow::Result<Outcome> {
    let checker = match tools::find(workspace, Tool::Schemathesis) {
        Ok(checker) => checker,
        Err(err) => return Outcome::without(err),
    };
    let binary = Program::build(workspace, Profile::Debug)?;
    let mut report = Report::default();
    let embedded = Program::new(binary.clone(), Store::Embedded)?;
    report.walk(workspace, &checker, &embedded, EMBEDDED, only)?;
    let outcome = match servers::require(workspace) {
        Ok(()) => {
            let servers = Servers::start(workspace)?;
            let program = Program::new(binary, Store::on(&servers, "schemathesis"))?;
            report.walk(workspace, &checker, &program, REPLICA_SET, only)?;
            Outcome::Done
        }
        Err(err) => Outcome::without(err.context("the embedded store only"))?,
    };
    print!("\n{}", report.table);
    if report.failed > 0 {
        bail!("{} of the rounds found answers that the contract forbids", report.failed);
    }
    Ok(outcome)
}

/// How the rounds went.
#[derive(Debug, Default)]
struct Report {
    table: String,
    failed: usize,
}

impl Report {
    /// Runs the rounds against one service.
    fn walk(
        &mut self,
        workspace: &Workspace,
        checker: &Path,
        program: &Program,
        rounds: &[Round],
        only: Option<&str>,
    ) -> anyhow::Result<()> {
        let service = program.serve(true)?;
        for round in rounds {
            let caller = round.role.unwrap_or("anonymous");
            if only.is_some_and(|only| only != caller) {
                continue;
            }
            println!("\n==> schemathesis: {}, {caller}", program.store());
            let start = Instant::now();
            let passed = call(workspace, checker, program, &service, round)?;
            let verdict = if passed { "ok" } else { "FAILED" };
            self.failed += usize::from(!passed);
            let seconds = start.elapsed().as_secs_f64();
            writeln!(
                self.table,
                "{:<12} {caller:<10} {seconds:>6.1} s  {verdict}",
                program.store().to_string()
            )?;
        }
        service.stop()
    }
}

/// Runs one round; `false` if it found something.
fn call(
    workspace: &Workspace,
    checker: &Path,
    program: &Program,
    service: &Running,
    round: &Round,
) -> anyhow::Result<bool> {
    // The owner of the demo courses: whoever owns nothing can change nothing.
    let (owner, admin) = (service.demo_token()?, program.token("admin")?);
    let token = match round.role {
        None => None,
        Some("teacher") => Some(owner.to_owned()),
        Some(role) => Some(program.token(role)?),
    };
    let stage = Stage::set(service.api(), owner, &admin).context("the stage cannot be set")?;
    let settings = program.folder().join("schemathesis.toml");
    let fixed = fs::read_to_string(workspace.root().join(SETTINGS)).context(SETTINGS)?;
    let checks = workspace.root().join(OWN_CHECKS);
    let own = format!("hooks = {}\n", json!(checks));
    fs::write(&settings, own + &fixed + &round.settings() + &stage.settings())?;

    let mut command = lifeline::command(checker.as_os_str());
    command.current_dir(program.folder()).env("NO_PROXY", "127.0.0.1");
    command.arg("--config-file").arg(&settings);
    command.arg("run").arg(workspace.root().join("api/openapi.yaml"));
    command.args(["--url", service.api(), "--checks", CHECKS, "--phases", round.phases]);
    command.args(["--seed", SEED]).env("PYTHONDONTWRITEBYTECODE", "1");
    if round.role.is_some_and(|role| role != "student") {
        // Signing out everywhere would make the token of the round void; students do it.
        command.args(["--exclude-operation-id", "signOut"]);
    }
    if let Some(token) = token {
        command.arg("--header").arg(format!("Authorization: Bearer {token}"));
    }
    let status = lifeline::run(&mut command).context("schemathesis cannot be started")?;
    Ok(status.success())
}
