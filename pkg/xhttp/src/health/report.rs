//! What a round of checks found, as callers may see it: names and times, never reasons.

use std::time::Duration;

use serde_json::{Value, json};
use xerror::{Problem, kinds};

/// How one check ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CheckOutcome {
    /// It passed.
    Ok,
    /// It said no, or panicked.
    Failed,
    /// It did not answer within its time.
    TimedOut,
}

impl CheckOutcome {
    /// The outcome in one word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Failed => "failed",
            Self::TimedOut => "timed_out",
        }
    }
}

/// One check of a round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckReport {
    /// Name of the check.
    pub name: &'static str,
    /// How it ended.
    pub outcome: CheckOutcome,
    /// How long it took.
    pub duration: Duration,
}

/// Whether the service can work right now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Readiness {
    /// The process is on its way out; no check was run.
    pub draining: bool,
    /// Every check, in the order of registration.
    pub checks: Vec<CheckReport>,
}

impl Readiness {
    /// Whether requests should be sent here.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        !self.draining && self.failed().next().is_none()
    }

    /// The `status` member: `ready`, `not_ready` or `draining`.
    #[must_use]
    pub fn status(&self) -> &'static str {
        match (self.draining, self.is_ready()) {
            (true, _) => "draining",
            (false, true) => "ready",
            (false, false) => "not_ready",
        }
    }

    /// `{status, checks: [{name, status, duration_ms}]}`.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let check = |check: &CheckReport| {
            let millis = u64::try_from(check.duration.as_millis()).unwrap_or(u64::MAX);
            json!({ "name": check.name, "status": check.outcome.as_str(), "duration_ms": millis })
        };
        json!({ "status": self.status(), "checks": self.checks.iter().map(check).collect::<Vec<_>>() })
    }

    /// `not-ready` with the names of what failed, unless the service is ready.
    #[must_use]
    pub fn to_problem(&self) -> Option<Problem> {
        if self.is_ready() {
            return None;
        }
        let problem = Problem::new(&kinds::NOT_READY);
        if self.draining {
            return Some(problem.detail("the service is shutting down"));
        }
        let failed: Vec<_> = self.failed().collect();
        Some(problem.detail("a check failed").extension("failed", json!(failed)))
    }

    fn failed(&self) -> impl Iterator<Item = &'static str> {
        let failed = self.checks.iter().filter(|check| check.outcome != CheckOutcome::Ok);
        failed.map(|check| check.name)
    }
}
