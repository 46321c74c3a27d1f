//! The job that ends merges of subjects and instructors.

use std::sync::Arc;
use std::time::{Duration, Instant};

use courses_usecase::catalogue::SettleMerges;
use tokio_util::sync::CancellationToken;
use xerror::ErrorChain;
use xtelemetry::JobMetrics;

/// The pause between two rounds. Most rounds ask two small questions and find nothing.
const POLL: Duration = Duration::from_secs(5);

/// Settles merges until told to stop.
pub struct MergeSettler {
    settle: SettleMerges,
    jobs: Arc<JobMetrics>,
}

impl MergeSettler {
    /// The name of the job in metrics and logs.
    pub const NAME: &'static str = "merge-settler";

    /// A settler that reports to these metrics.
    #[must_use]
    pub const fn new(settle: SettleMerges, jobs: Arc<JobMetrics>) -> Self {
        Self { settle, jobs }
    }

    /// Works until `stop` is cancelled; then ends the step at hand and gives the lease back.
    pub async fn run(self, stop: CancellationToken) {
        while !stop.is_cancelled() {
            self.round(&stop).await;
            tokio::select! {
                () = stop.cancelled() => {}
                () = tokio::time::sleep(POLL) => {}
            }
        }
        if let Err(err) = self.settle.release().await {
            tracing::debug!(error = %ErrorChain(&err), "the lease of the merge settler runs out by itself");
        }
    }

    async fn round(&self, stop: &CancellationToken) {
        let begun = Instant::now();
        match self.settle.execute(|| !stop.is_cancelled()).await {
            Ok(round) if round.steps + round.settled > 0 => {
                self.jobs.finished(Self::NAME, "ok", begun.elapsed().as_secs_f64());
                tracing::info!(
                    merge.steps = round.steps,
                    merge.settled = round.settled,
                    "references were moved to what remains of merges"
                );
            }
            Ok(_) => {}
            Err(err) => {
                self.jobs.finished(Self::NAME, "failed", begun.elapsed().as_secs_f64());
                tracing::warn!(error = %ErrorChain(&err), "settling merges failed, trying again");
            }
        }
    }
}
