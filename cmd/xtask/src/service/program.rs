//! The program as built from this workspace, and what a chore asks it to do.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context as _, ensure};
use serde_json::Value;
use tempfile::TempDir;

use super::store::{Store, embedded};
use super::{Background, Running};
use crate::environment::names_with;
use crate::lifeline;
use crate::workspace::Workspace;

/// How the program is built.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Profile {
    /// With assertions: the program checks its own answers against the contract.
    Debug,
    /// As it is shipped.
    Release,
}

/// The program with a store and a key of its own.
#[derive(Debug)]
pub(crate) struct Program {
    binary: PathBuf,
    store: Store,
    folder: TempDir,
}

impl Program {
    /// Builds the program where needed.
    pub(crate) fn build(workspace: &Workspace, profile: Profile) -> anyhow::Result<PathBuf> {
        let mut build = workspace.cargo();
        build.args(["build", "--quiet", "--locked", "--package", "courses"]);
        let folder = match profile {
            Profile::Debug => "debug",
            Profile::Release => {
                build.arg("--release");
                "release"
            }
        };
        let status = lifeline::run(&mut build).context("cargo cannot be started")?;
        ensure!(status.success(), "the program does not compile");
        Ok(workspace.target().join(folder).join("courses"))
    }

    /// The program at `binary` with an empty store.
    pub(crate) fn new(binary: PathBuf, store: Store) -> anyhow::Result<Self> {
        let folder = tempfile::tempdir().context("there is no temporary folder")?;
        let program = Self { binary, store, folder };
        if matches!(program.store, Store::ReplicaSet { .. }) {
            // Minting a token on an embedded store leaves a ring of signing keys behind.
            let mut mint = lifeline::command(program.binary.as_os_str());
            mint.args(["token", "--store", &embedded(program.folder.path())?]);
            program.isolate(&mut mint);
            program.run_quietly(&mut mint)?;
        }
        Ok(program)
    }

    /// Which store it has.
    pub(crate) const fn store(&self) -> &Store {
        &self.store
    }

    /// The folder of its data, removed with it.
    pub(crate) fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    /// Starts the service on free ports, with the demo catalogue if wanted.
    pub(crate) fn serve(&self, demo: bool) -> anyhow::Result<Running> {
        self.serve_with(demo, &[])
    }

    /// The same with these settings, such as `http.max_body=1MiB`.
    pub(crate) fn serve_with(&self, demo: bool, settings: &[&str]) -> anyhow::Result<Running> {
        let mut command = lifeline::service(self.binary.as_os_str());
        command.args(["serve", "--output", "json"]);
        command.args(["--set", "http.listen=127.0.0.1:0", "--set", "http.ops_listen=127.0.0.1:0"]);
        // Chores ask more often than people do.
        for class in ["read", "write", "sign_in"] {
            command.arg("--set").arg(format!("http.rate_limits.{class}.per_minute=0"));
        }
        for setting in settings {
            command.args(["--set", setting]);
        }
        if demo {
            command.arg("--demo");
        }
        self.complete(&mut command)?;
        let log = self.folder.path().join("serve.log");
        Running::wait_for(Background::start(&mut command, &log)?)
    }

    /// An access token for an account with this role.
    pub(crate) fn token(&self, role: &str) -> anyhow::Result<String> {
        let answer = self.ask(&["token", "--ttl", "12h", "--role", role])?;
        let token = answer["access_token"].as_str().context("there is no token in the answer")?;
        Ok(token.to_owned())
    }

    /// Runs a command of the program to its end and reads the JSON it prints.
    pub(crate) fn ask(&self, arguments: &[&str]) -> anyhow::Result<Value> {
        let mut command = lifeline::command(self.binary.as_os_str());
        command.args(arguments).args(["--output", "json"]);
        self.complete(&mut command)?;
        let output = self.run_quietly(&mut command)?;
        serde_json::from_slice(&output)
            .with_context(|| format!("{} does not answer in JSON", arguments[0]))
    }

    /// Adds what every command needs: the store and the key.
    fn complete(&self, command: &mut Command) -> anyhow::Result<()> {
        command.args(self.store.arguments(self.folder.path())?);
        self.isolate(command);
        if matches!(self.store, Store::ReplicaSet { .. }) {
            let key = self.folder.path().join("data/keys.json");
            command.env("COURSES_AUTH__KEY_RING", key);
        }
        Ok(())
    }

    /// Keeps the caller's settings away: variables, and a file in the current folder.
    fn isolate(&self, command: &mut Command) {
        command.current_dir(self.folder.path());
        for name in names_with("COURSES_") {
            command.env_remove(name);
        }
    }

    fn run_quietly(&self, command: &mut Command) -> anyhow::Result<Vec<u8>> {
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .with_context(|| format!("{} cannot be started", self.binary.display()))?;
        let lifeline = child.stdin.take();
        let output = child.wait_with_output().context("the program cannot be waited for")?;
        drop(lifeline);
        let said = String::from_utf8_lossy(&output.stderr);
        ensure!(output.status.success(), "the program ended with {}:\n{said}", output.status);
        Ok(output.stdout)
    }
}
