//! One replica set for the whole run, in a process that ends when this one does.

use std::io::{BufRead as _, BufReader};
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use anyhow::{Context as _, ensure};

use crate::lifeline;
use crate::workspace::Workspace;

/// Compiles the program that starts the servers.
pub(super) fn build(workspace: &Workspace) -> anyhow::Result<()> {
    let package = ["build", "--quiet", "--package", "courses-testkit", "--bin", "test-servers"];
    let status = lifeline::run(workspace.cargo().args(package))?;
    ensure!(status.success(), "the starter of the servers does not compile");
    Ok(())
}

/// The running servers; dropping it ends them and waits for that.
#[derive(Debug)]
pub(super) struct Servers {
    process: Child,
    variables: Vec<(String, String)>,
}

impl Servers {
    /// Starts the servers and waits until they can be used.
    pub(super) fn start(workspace: &Workspace, mongod: &Path) -> anyhow::Result<Self> {
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
        let mut servers = Self { process, variables: Vec::new() };
        let mut line = String::new();
        BufReader::new(output).read_line(&mut line).context("the starter says nothing")?;
        let variable = line.trim().split_once('=').context("the servers did not start")?;
        servers.variables.push((variable.0.to_owned(), variable.1.to_owned()));
        Ok(servers)
    }

    /// The environment variables that lead tests to the servers.
    pub(super) fn variables(&self) -> impl Iterator<Item = (&str, &str)> {
        self.variables.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

impl Drop for Servers {
    fn drop(&mut self) {
        // Waiting closes its standard input first, which is the sign to stop.
        drop(self.process.wait());
    }
}
