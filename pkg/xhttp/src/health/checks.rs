//! Runs the named checks behind `/readyz`.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::{Duration, Instant};

use futures::FutureExt;
use futures::future::{BoxFuture, join_all};
use tokio::sync::Mutex;
use xerror::{BoxError, ErrorChain};

use super::report::{CheckOutcome, CheckReport, Readiness};

type Probe = Box<dyn Fn() -> BoxFuture<'static, Result<(), BoxError>> + Send + Sync>;

/// How long an answer stands by default: probes may come from anywhere, and each round costs the
/// store something.
const REMEMBERED: Duration = Duration::from_millis(250);

struct Check {
    name: &'static str,
    timeout: Duration,
    probe: Probe,
}

/// The checks of a service; cheap to clone, shared by all listeners.
#[derive(Clone)]
pub struct Checks(Arc<Inner>);

struct Inner {
    checks: Vec<Check>,
    draining: Box<dyn Fn() -> bool + Send + Sync>,
    remember: Duration,
    last: Mutex<Option<(Instant, Readiness)>>,
}

/// Collects checks.
#[must_use]
pub struct ChecksBuilder {
    checks: Vec<Check>,
    draining: Box<dyn Fn() -> bool + Send + Sync>,
    remember: Duration,
}

impl Checks {
    /// No check yet: ready as long as nothing is draining.
    pub fn builder() -> ChecksBuilder {
        ChecksBuilder { checks: Vec::new(), draining: Box::new(|| false), remember: REMEMBERED }
    }

    /// Runs all checks at the same time, or gives the last answer if it is fresh.
    ///
    /// Callers who come while a round runs wait for it and share its answer.
    pub async fn run(&self) -> Readiness {
        if (self.0.draining)() {
            return Readiness { draining: true, checks: Vec::new() };
        }
        let mut last = self.0.last.lock().await;
        if let Some((when, readiness)) = &*last
            && when.elapsed() < self.0.remember
        {
            return readiness.clone();
        }
        let checks = join_all(self.0.checks.iter().map(Check::run)).await;
        let readiness = Readiness { draining: false, checks };
        *last = Some((Instant::now(), readiness.clone()));
        readiness
    }
}

impl ChecksBuilder {
    /// Adds a check: `probe` fails, panics or takes longer than `timeout`, and the service is not
    /// ready. Its reason goes to the log only.
    pub fn check<F>(
        mut self,
        name: &'static str,
        timeout: Duration,
        probe: impl Fn() -> F + Send + Sync + 'static,
    ) -> Self
    where
        F: Future<Output = Result<(), BoxError>> + Send + 'static,
    {
        self.checks.push(Check { name, timeout, probe: Box::new(move || probe().boxed()) });
        self
    }

    /// Tells whether the process is on its way out.
    pub fn draining(mut self, draining: impl Fn() -> bool + Send + Sync + 'static) -> Self {
        self.draining = Box::new(draining);
        self
    }

    /// How long an answer stands before the checks are run again; a quarter of a second by default.
    pub fn remember_for(mut self, remember: Duration) -> Self {
        self.remember = remember;
        self
    }

    /// The checks, ready to run.
    #[must_use]
    pub fn build(self) -> Checks {
        let Self { checks, draining, remember } = self;
        Checks(Arc::new(Inner { checks, draining, remember, last: Mutex::new(None) }))
    }
}

impl Check {
    async fn run(&self) -> CheckReport {
        let started = Instant::now();
        // The call is inside, so that a panic before the first await is caught as well.
        let probe = AssertUnwindSafe(async { (self.probe)().await }).catch_unwind();
        let outcome = match tokio::time::timeout(self.timeout, probe).await {
            Ok(Ok(Ok(()))) => CheckOutcome::Ok,
            Ok(Ok(Err(err))) => {
                tracing::warn!(check = self.name, error = %ErrorChain(&*err), "check `{}` failed", self.name);
                CheckOutcome::Failed
            }
            Ok(Err(_panic)) => {
                tracing::error!(check = self.name, "check `{}` panicked", self.name);
                CheckOutcome::Failed
            }
            Err(_elapsed) => {
                tracing::warn!(check = self.name, "check `{}` timed out", self.name);
                CheckOutcome::TimedOut
            }
        };
        CheckReport { name: self.name, outcome, duration: started.elapsed() }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

    use super::*;

    use tokio::sync::Barrier;

    const SHORT: Duration = Duration::from_millis(30);
    const PATIENCE: Duration = Duration::from_secs(10);

    #[tokio::test]
    async fn checks_run_side_by_side() {
        let meeting = Arc::new(Barrier::new(2));
        let meet = |meeting: &Arc<Barrier>| {
            let meeting = Arc::clone(meeting);
            move || {
                let meeting = Arc::clone(&meeting);
                async move {
                    meeting.wait().await;
                    Ok(())
                }
            }
        };
        let checks = Checks::builder()
            .check("first", PATIENCE, meet(&meeting))
            .check("second", PATIENCE, meet(&meeting))
            .build();
        assert!(checks.run().await.is_ready(), "each waits for the other");
    }

    #[tokio::test]
    async fn a_check_fails_by_its_word_by_its_time_or_by_its_panic() {
        let checks = Checks::builder()
            .check("fine", PATIENCE, || async { Ok(()) })
            .check("refused", PATIENCE, || async { Err("connection refused".into()) })
            .check("slow", SHORT, std::future::pending::<Result<(), BoxError>>)
            .check("broken", PATIENCE, || async { panic!("broken check") })
            .build();
        let readiness = checks.run().await;

        let outcomes: Vec<_> =
            readiness.checks.iter().map(|check| check.outcome.as_str()).collect();
        assert_eq!(outcomes, ["ok", "failed", "timed_out", "failed"]);
        assert!(!readiness.is_ready());
    }

    #[tokio::test]
    async fn many_probes_share_one_round_of_checks() {
        let rounds = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&rounds);
        let checks = Checks::builder()
            .remember_for(Duration::from_mins(1))
            .check("store", PATIENCE, move || {
                counted.fetch_add(1, Ordering::Relaxed);
                async { Ok(()) }
            })
            .build();
        let answers = join_all((0..20).map(|_| checks.run())).await;
        assert!(answers.iter().all(Readiness::is_ready));
        assert_eq!(rounds.load(Ordering::Relaxed), 1);
    }

    #[tokio::test]
    async fn draining_shows_at_once_whatever_is_remembered() {
        let draining = Arc::new(AtomicBool::new(false));
        let flag = Arc::clone(&draining);
        let checks = Checks::builder().draining(move || flag.load(Ordering::Relaxed)).build();
        assert_eq!(checks.run().await.status(), "ready");
        draining.store(true, Ordering::Relaxed);
        assert_eq!(checks.run().await.status(), "draining");
    }
}
