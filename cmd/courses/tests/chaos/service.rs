//! The program while it runs.

use std::fs::File;
use std::process::ExitStatus;
use std::time::{Duration, Instant};

use tokio::io::{AsyncBufReadExt as _, BufReader, Lines};
use tokio::process::{Child, ChildStdout};

use crate::home::Home;

/// How long anything may take on a busy machine before it counts as hanging.
pub(crate) const PATIENCE: Duration = Duration::from_mins(1);

/// A running program, killed when this value is dropped.
pub(crate) struct Service {
    child: Child,
    stdout: Lines<BufReader<ChildStdout>>,
}

impl Service {
    /// Starts it and waits until it is ready.
    pub(crate) async fn start(home: &Home) -> Self {
        let mut service = Self::spawn(home, None);
        service.ready(home).await;
        service
    }

    /// Starts it. `abort` names the fault point at which it ends.
    pub(crate) fn spawn(home: &Home, abort: Option<&str>) -> Self {
        let log = File::options().create(true).append(true).open(home.log()).unwrap();
        let mut child = home.serve(abort).stderr(log).spawn().expect("the program starts");
        let stdout = BufReader::new(child.stdout.take().unwrap()).lines();
        Self { child, stdout }
    }

    /// Waits until it says that it is ready.
    pub(crate) async fn ready(&mut self, home: &Home) {
        let line = tokio::time::timeout(PATIENCE, self.stdout.next_line()).await;
        let is_ready = matches!(&line, Ok(Ok(Some(line))) if line.contains("\"ready\":true"));
        assert!(is_ready, "the program is not ready ({line:?}): {}", tail(home));
    }

    /// Whether it has ended by itself.
    pub(crate) fn has_ended(&mut self) -> Option<ExitStatus> {
        self.child.try_wait().unwrap()
    }

    /// Waits until it ends by itself; `None` if it does not in this time.
    pub(crate) async fn ended(&mut self, patience: Duration) -> Option<ExitStatus> {
        tokio::time::timeout(patience, self.child.wait()).await.ok().map(Result::unwrap)
    }

    /// Kills it at once, as a crash would.
    pub(crate) async fn kill(mut self) {
        self.child.kill().await.expect("the program can be killed");
    }
}

/// What the program said last.
pub(crate) fn tail(home: &Home) -> String {
    let log = std::fs::read_to_string(home.log()).unwrap_or_default();
    let lines: Vec<&str> = log.lines().collect();
    lines[lines.len().saturating_sub(20)..].join("\n")
}

/// Asks again and again until there is an answer; `None` if there is none in this time.
pub(crate) async fn until<T>(
    patience: Duration,
    mut attempt: impl AsyncFnMut() -> Option<T>,
) -> Option<T> {
    let begun = Instant::now();
    loop {
        if let Some(found) = attempt().await {
            return Some(found);
        }
        if begun.elapsed() > patience {
            return None;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
