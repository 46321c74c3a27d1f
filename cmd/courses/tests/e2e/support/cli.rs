//! The program as a command that ends by itself.

use std::ffi::OsStr;
use std::time::Duration;

use serde_json::Value;
use tokio::process::Command;

use super::program;
use super::{Program, TestStore};

const PATIENCE: Duration = Duration::from_mins(2);

/// A command line that is being put together.
pub(crate) struct Cli(Command);

/// What became of it.
#[derive(Debug)]
pub(crate) struct Finished {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Cli {
    /// The program with the settings of a store.
    pub(crate) fn new<I: AsRef<OsStr>>(
        store: &TestStore,
        arguments: impl IntoIterator<Item = I>,
    ) -> Self {
        let mut command = program::command(store);
        command.args(arguments);
        Self(command)
    }

    pub(crate) fn variable(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.0.env(name, value);
        self
    }

    pub(crate) fn without(mut self, name: &str) -> Self {
        self.0.env_remove(name);
        self
    }

    pub(crate) async fn run(mut self) -> Finished {
        let output = tokio::time::timeout(PATIENCE, self.0.output()).await;
        let output = output.expect("the command ends").expect("the program starts");
        Finished {
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Waits until it serves; for `serve` with `--output json`.
    pub(crate) async fn serve(self) -> Program {
        Program::spawn(self.0).await
    }

    /// Leaves it running.
    pub(crate) fn spawn(mut self) -> tokio::process::Child {
        self.0.spawn().expect("the program starts")
    }
}

impl Finished {
    /// The same if it ended well.
    pub(crate) fn good(self) -> Self {
        assert_eq!(self.code, Some(0), "{self:#?}");
        self
    }

    /// Standard output as JSON.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|err| panic!("{err}: {self:#?}"))
    }
}
