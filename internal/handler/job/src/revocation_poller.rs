//! The job by which every instance learns which access tokens are void.

use std::sync::Arc;
use std::time::{Duration, Instant};

use courses_usecase::identity::PollRevocations;
use tokio_util::sync::CancellationToken;
use xerror::ErrorChain;
use xtelemetry::JobMetrics;

/// Learns of revocations until told to stop.
pub struct RevocationPoller {
    poll: PollRevocations,
    every: Duration,
    jobs: Arc<JobMetrics>,
}

impl RevocationPoller {
    /// The name of the job in metrics and logs.
    pub const NAME: &'static str = "revocation-poller";
    /// The usual pause between two rounds.
    pub const EVERY: Duration = Duration::from_secs(1);

    /// A poller that reports to these metrics.
    #[must_use]
    pub const fn new(poll: PollRevocations, every: Duration, jobs: Arc<JobMetrics>) -> Self {
        Self { poll, every, jobs }
    }

    /// Works until `stop` is cancelled. `ready` is called once, when everything that is void so
    /// far is known: serve nobody before.
    pub async fn run(self, ready: impl FnOnce() + Send, stop: CancellationToken) {
        let mut ready = Some(ready);
        while !stop.is_cancelled() {
            if self.round().await
                && let Some(ready) = ready.take()
            {
                ready();
            }
            tokio::select! {
                () = stop.cancelled() => {}
                () = tokio::time::sleep(self.every) => {}
            }
        }
    }

    async fn round(&self) -> bool {
        let begun = Instant::now();
        let outcome = self.poll.execute().await;
        if let Err(err) = &outcome {
            tracing::warn!(error = %ErrorChain(err), "learning of void tokens failed, trying again");
        }
        let class = if outcome.is_ok() { "ok" } else { "failed" };
        self.jobs.finished(Self::NAME, class, begun.elapsed().as_secs_f64());
        outcome.is_ok()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, Ordering};

    use courses_testkit::memory::{FixedClock, MemoryStore};
    use courses_usecase::identity::Revocations;
    use xtelemetry::Registry;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn readiness_is_told_after_the_first_round_and_the_job_stops_when_told() {
        let registry = Registry::new("courses");
        let reader = Arc::new(MemoryStore::new());
        let known = Arc::new(Revocations::new());
        let poll = PollRevocations::new(reader, Arc::new(FixedClock::default()), known);
        let jobs = Arc::new(JobMetrics::new(&registry));
        let poller = RevocationPoller::new(poll, RevocationPoller::EVERY, jobs);
        let (stop, ready) = (CancellationToken::new(), Arc::new(AtomicBool::new(false)));
        let told = ready.clone();
        let running =
            tokio::spawn(poller.run(move || told.store(true, Ordering::SeqCst), stop.clone()));
        tokio::time::sleep(Duration::from_millis(2500)).await;
        stop.cancel();
        running.await.unwrap();
        assert!(ready.load(Ordering::SeqCst));
        let text = registry.render().1;
        let line = r#"courses_job_runs_total{job="revocation-poller",outcome="ok"} 3"#;
        assert!(text.contains(line), "{text}");
    }
}
