//! The service while it serves.

use std::time::Duration;

use anyhow::{Context as _, ensure};
use serde::Deserialize;

use super::Background;

/// How long a start may take: an unoptimised build on a busy machine, with the demo catalogue.
const START: Duration = Duration::from_mins(2);

/// The line the service prints when it is ready.
#[derive(Debug, Deserialize)]
struct Ready {
    api: String,
    token: Option<String>,
}

/// A service that is ready.
#[derive(Debug)]
pub(crate) struct Running {
    process: Background,
    ready: Ready,
    ready_after: Duration,
}

impl Running {
    /// Waits until the service that was just started is ready.
    pub(super) fn wait_for(process: Background) -> anyhow::Result<Self> {
        let line = process.line(START).context("the service is not ready")?;
        let ready_after = process.age();
        let ready = serde_json::from_str(&line).with_context(|| format!("what is `{line}`?"))?;
        Ok(Self { process, ready, ready_after })
    }

    /// The address of the API, such as `http://127.0.0.1:41337`.
    pub(crate) fn api(&self) -> &str {
        &self.ready.api
    }

    /// The token of the owner of the demo courses.
    pub(crate) fn demo_token(&self) -> anyhow::Result<&str> {
        self.ready.token.as_deref().context("the service printed no demo token")
    }

    /// Its process id.
    pub(crate) const fn id(&self) -> u32 {
        self.process.id()
    }

    /// How long it took to be ready.
    pub(crate) const fn ready_after(&self) -> Duration {
        self.ready_after
    }

    /// Tells it to stop by SIGTERM, and fails unless it ends in order.
    pub(crate) fn stop(mut self) -> anyhow::Result<()> {
        let status = self.process.stop()?;
        let log = self.process.log_tail();
        ensure!(status.success(), "told to stop, the service ended with {status}:\n{log}");
        Ok(())
    }
}
