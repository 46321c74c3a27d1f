//! Reads back the log lines of one future.
//!
//! The subscriber travels with the future, so tests that run side by side do not see each
//! other's lines. A task that the future spawns does not inherit it, unless it is spawned
//! with `.with_current_subscriber()`.
//!
//! ```
//! use tracing::instrument::WithSubscriber;
//! use xtelemetry::capture::Lines;
//!
//! # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
//! let lines = Lines::new();
//! async { tracing::info!(course.id = 7, "course published") }
//!     .with_subscriber(lines.dispatch())
//!     .await;
//!
//! let line = &lines.json()[0];
//! assert_eq!(line["message"], "course published");
//! assert_eq!(line["fields"]["course.id"], 7);
//! # });
//! # Ok::<(), std::io::Error>(())
//! ```

use std::sync::PoisonError;

use serde_json::Value;
use tracing::Dispatch;
use tracing::level_filters::LevelFilter;

use crate::filter;
use crate::init::assemble;
use crate::log::{Format, Memory, Sink};
use crate::trace;

/// Lines written under one subscriber, the same ones a program would write as JSON.
#[derive(Debug, Clone)]
pub struct Lines {
    dispatch: Dispatch,
    memory: Memory,
}

impl Lines {
    /// Collects lines from `debug` up.
    #[must_use]
    pub fn new() -> Self {
        Self::at(LevelFilter::DEBUG)
    }

    /// Collects lines from `level` up.
    #[must_use]
    pub fn at(level: impl Into<LevelFilter>) -> Self {
        let memory = Memory::default();
        let dispatch = assemble(
            &trace::silent(),
            filter::from_level(level.into()),
            Format::Json,
            Sink::Memory(memory.clone()),
        );
        Self { dispatch, memory }
    }

    /// The subscriber to attach to a future with `.with_subscriber(…)`, or to a closure with
    /// `tracing::dispatcher::with_default`.
    #[must_use]
    pub fn dispatch(&self) -> Dispatch {
        self.dispatch.clone()
    }

    /// The lines so far, as they were written.
    #[must_use]
    pub fn text(&self) -> Vec<String> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The lines so far, parsed.
    ///
    /// # Panics
    ///
    /// Never: every line was written as JSON.
    #[must_use]
    pub fn json(&self) -> Vec<Value> {
        self.text()
            .iter()
            .map(|line| serde_json::from_str(line).expect("a line we wrote is JSON"))
            .collect()
    }
}

impl Default for Lines {
    fn default() -> Self {
        Self::new()
    }
}
