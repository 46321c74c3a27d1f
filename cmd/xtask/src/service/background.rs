//! Something that runs beside a chore: its lines can be waited for, and it is told to stop.

use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};

/// A running program. Dropping it tells it to stop and waits for that.
#[derive(Debug)]
pub(crate) struct Background {
    child: Child,
    lines: Receiver<String>,
    log: PathBuf,
    id: u32,
    since: Instant,
}

impl Background {
    /// Starts a command made by [`crate::lifeline::service`]; what it says on standard error
    /// goes to the file `log`.
    pub(crate) fn start(command: &mut Command, log: &Path) -> anyhow::Result<Self> {
        let errors = File::create(log).with_context(|| format!("no log at {}", log.display()))?;
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(errors)
            .spawn()
            .context("the program cannot be started")?;
        let output = child.stdout.take().context("the program has no output")?;
        let (sender, lines) = mpsc::channel();
        // It ends with the program: then there is nothing more to read.
        std::thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                if sender.send(line).is_err() {
                    break;
                }
            }
        });
        let since = Instant::now();
        let mut started = Self { child, lines, log: log.to_owned(), id: 0, since };
        let id = started.line(Duration::from_secs(10))?;
        started.since = Instant::now();
        started.id = id.parse().with_context(|| format!("`{id}` is no process id"))?;
        Ok(started)
    }

    /// Its process id.
    pub(crate) const fn id(&self) -> u32 {
        self.id
    }

    /// How long it has been running.
    pub(crate) fn age(&self) -> Duration {
        self.since.elapsed()
    }

    /// The next line it prints.
    pub(crate) fn line(&self, patience: Duration) -> anyhow::Result<String> {
        match self.lines.recv_timeout(patience) {
            Ok(line) => Ok(line),
            Err(RecvTimeoutError::Timeout) => bail!("it said nothing for {patience:?}"),
            Err(RecvTimeoutError::Disconnected) => {
                bail!("it ended by itself; the end of its log:\n{}", self.log_tail())
            }
        }
    }

    /// Tells it to stop, and how it did.
    pub(crate) fn stop(&mut self) -> anyhow::Result<ExitStatus> {
        // Waiting closes its lifeline first, which is the sign to stop.
        self.child.wait().context("the program cannot be waited for")
    }

    /// What it said last on standard error.
    pub(crate) fn log_tail(&self) -> String {
        let log = std::fs::read(&self.log).unwrap_or_default();
        tail(&String::from_utf8_lossy(&log), 20)
    }
}

impl Drop for Background {
    fn drop(&mut self) {
        drop(self.stop());
    }
}

fn tail(text: &str, count: usize) -> String {
    let lines: Vec<_> = text.lines().collect();
    lines[lines.len().saturating_sub(count)..].join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lifeline;

    #[test]
    fn a_tail_is_the_last_lines() {
        assert_eq!(tail("a\nb\nc\n", 2), "b\nc");
        assert_eq!(tail("a\n", 2), "a");
        assert_eq!(tail("", 2), "");
    }

    #[test]
    fn what_a_program_that_ends_by_itself_said_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let mut command = lifeline::service("sh".as_ref());
        command.args(["-c", "echo 'no disk' >&2; exit 69"]);

        let mut program = Background::start(&mut command, &folder.path().join("log")).unwrap();

        let err = program.line(Duration::from_secs(10)).unwrap_err().to_string();
        assert!(err.contains("no disk"), "{err}");
        assert_eq!(program.stop().unwrap().code(), Some(69));
    }
}
