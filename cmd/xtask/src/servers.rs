//! One replica set for a whole chore, in a process that ends when this one does.

use std::io::{BufRead as _, BufReader};
use std::os::unix::process::CommandExt as _;
use std::process::{Child, Command, Stdio};

use anyhow::{Context as _, ensure};

use crate::environment::variable;
use crate::lifeline;
use crate::tools::{self, Tool};
use crate::workspace::Workspace;

/// The variable that leads tests to the replica set.
const VARIABLE: &str = "TEST_MONGODB_URI";

/// Fails if there is neither a replica set nor a program to start one with.
pub(crate) fn require(workspace: &Workspace) -> anyhow::Result<()> {
    if variable(VARIABLE).is_none() {
        tools::find(workspace, Tool::Mongod)?;
    }
    Ok(())
}

/// Compiles the program that starts the servers.
pub(crate) fn build(workspace: &Workspace) -> anyhow::Result<()> {
    let package = ["build", "--quiet", "--package", "courses-testkit", "--bin", "test-servers"];
    let status = lifeline::run(workspace.cargo().args(package))?;
    ensure!(status.success(), "the starter of the servers does not compile");
    Ok(())
}

/// The running servers; dropping it ends those that were started and waits for that.
#[derive(Debug)]
pub(crate) struct Servers {
    process: Option<Child>,
    mongodb_uri: String,
}

impl Servers {
    /// The replica set that `TEST_MONGODB_URI` names, or one started now that can be used.
    pub(crate) fn start(workspace: &Workspace) -> anyhow::Result<Self> {
        if let Some(mongodb_uri) = variable(VARIABLE) {
            return Ok(Self { process: None, mongodb_uri });
        }
        let mongod = tools::find(workspace, Tool::Mongod)?;
        build(workspace)?;
        eprintln!("starting a replica set");
        // It watches its standard input itself, and must not hear Ctrl-C before that.
        let mut process = Command::new(workspace.target().join("debug/test-servers"))
            .env("MONGOD", mongod)
            .process_group(0)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .context("the starter of the servers cannot be started")?;
        let output = process.stdout.take().context("the starter has no output")?;
        let mut servers = Self { process: Some(process), mongodb_uri: String::new() };
        let mut line = String::new();
        BufReader::new(output).read_line(&mut line).context("the starter says nothing")?;
        let uri = line.trim().strip_prefix(VARIABLE).and_then(|rest| rest.strip_prefix('='));
        uri.context("the servers did not start")?.clone_into(&mut servers.mongodb_uri);
        Ok(servers)
    }

    /// The address of the replica set.
    pub(crate) fn mongodb_uri(&self) -> &str {
        &self.mongodb_uri
    }

    /// The environment variables that lead tests to the servers.
    pub(crate) fn variables(&self) -> [(&str, &str); 1] {
        [(VARIABLE, &self.mongodb_uri)]
    }
}

impl Drop for Servers {
    fn drop(&mut self) {
        if let Some(process) = &mut self.process {
            // Waiting closes its standard input first, which is the sign to stop.
            drop(process.wait());
        }
    }
}
