//! The job that moves events into the log: woken by changes, polling as the truth.

use std::sync::Arc;
use std::time::{Duration, Instant};

use courses_usecase::platform::CollectEvents;
use tokio_util::sync::CancellationToken;
use xerror::ErrorChain;
use xtelemetry::{JobMetrics, OutboxMetrics};

/// How the collector waits.
#[derive(Debug, Clone, Copy)]
pub struct CollectorOptions {
    /// The longest pause between two rounds.
    pub poll: Duration,
    /// The pause while another replica holds the lease, or after a failure.
    pub standby: Duration,
    /// How often the backlog is measured.
    pub measure: Duration,
}

impl Default for CollectorOptions {
    fn default() -> Self {
        Self {
            poll: Duration::from_secs(1),
            standby: Duration::from_secs(2),
            measure: Duration::from_secs(5),
        }
    }
}

/// Moves waiting events into the log until told to stop.
pub struct Collector {
    collect: CollectEvents,
    options: CollectorOptions,
    jobs: Arc<JobMetrics>,
    outbox: Arc<OutboxMetrics>,
}

impl Collector {
    /// The name of the job in metrics and logs.
    pub const NAME: &'static str = "event-collector";

    /// A collector that reports to these metrics.
    #[must_use]
    pub const fn new(
        collect: CollectEvents,
        options: CollectorOptions,
        jobs: Arc<JobMetrics>,
        outbox: Arc<OutboxMetrics>,
    ) -> Self {
        Self { collect, options, jobs, outbox }
    }

    /// Works until `stop` is cancelled; then ends the step and gives the lease back.
    pub async fn run(self, stop: CancellationToken) {
        let mut measured: Option<Instant> = None;
        while !stop.is_cancelled() {
            let pause = self.round(&stop).await;
            if measured.is_none_or(|at| at.elapsed() >= self.options.measure) {
                self.measure().await;
                measured = Some(Instant::now());
            }
            tokio::select! {
                () = stop.cancelled() => {}
                () = self.pause(pause) => {}
            }
        }
        if let Err(err) = self.collect.release().await {
            tracing::debug!(error = %ErrorChain(&err), "the lease of the collector runs out by itself");
        }
    }

    /// One round; answers how long to wait, `None` to wait for a change.
    async fn round(&self, stop: &CancellationToken) -> Option<Duration> {
        let begun = Instant::now();
        match self.collect.execute(|| !stop.is_cancelled()).await {
            Ok(round) if !round.held => Some(self.options.standby),
            Ok(round) => {
                if round.appended > 0 {
                    let seconds = begun.elapsed().as_secs_f64();
                    self.jobs.finished(Self::NAME, "ok", seconds);
                    self.outbox.collected(round.appended);
                    tracing::debug!(events.count = round.appended, "events moved into the log");
                }
                None
            }
            Err(err) => {
                self.jobs.finished(Self::NAME, "failed", begun.elapsed().as_secs_f64());
                tracing::warn!(error = %ErrorChain(&err), "collecting events failed, trying again");
                Some(self.options.standby)
            }
        }
    }

    async fn pause(&self, fixed: Option<Duration>) {
        match fixed {
            Some(pause) => tokio::time::sleep(pause).await,
            None => {
                let _ = tokio::time::timeout(self.options.poll, self.collect.changed()).await;
            }
        }
    }

    async fn measure(&self) {
        if let Ok((waiting, age)) = self.collect.backlog().await {
            let waiting = u32::try_from(waiting).unwrap_or(u32::MAX);
            let age = age.map(|seconds| Duration::from_secs(seconds.unsigned_abs()));
            self.outbox.waiting(waiting, age);
        }
    }
}
