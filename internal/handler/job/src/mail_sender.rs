//! The job that sends mails.

use std::sync::Arc;
use std::time::{Duration, Instant};

use courses_usecase::identity::{SendMails, SentMails};
use tokio_util::sync::CancellationToken;
use xerror::ErrorChain;
use xtelemetry::JobMetrics;

/// How the sender waits.
#[derive(Debug, Clone, Copy)]
pub struct MailSenderOptions {
    /// The pause between two rounds.
    pub poll: Duration,
    /// The pause while another replica holds the lease, or after a failure.
    pub standby: Duration,
}

impl Default for MailSenderOptions {
    fn default() -> Self {
        Self { poll: Duration::from_secs(1), standby: Duration::from_secs(5) }
    }
}

/// Sends mails until told to stop.
pub struct MailSender {
    send: SendMails,
    options: MailSenderOptions,
    jobs: Arc<JobMetrics>,
}

impl MailSender {
    /// The name of the job in metrics and logs.
    pub const NAME: &'static str = "mail-sender";

    /// A sender that reports to these metrics.
    #[must_use]
    pub const fn new(send: SendMails, options: MailSenderOptions, jobs: Arc<JobMetrics>) -> Self {
        Self { send, options, jobs }
    }

    /// Works until `stop` is cancelled; then ends the mail at hand and gives the lease back.
    pub async fn run(self, stop: CancellationToken) {
        while !stop.is_cancelled() {
            let pause = self.round(&stop).await;
            tokio::select! {
                () = stop.cancelled() => {}
                () = tokio::time::sleep(pause) => {}
            }
        }
        if let Err(err) = self.send.release().await {
            tracing::debug!(error = %ErrorChain(&err), "the lease of the mail sender runs out by itself");
        }
    }

    /// One round; answers how long to wait.
    async fn round(&self, stop: &CancellationToken) -> Duration {
        let begun = Instant::now();
        match self.send.execute(|| !stop.is_cancelled()).await {
            Ok(round) if !round.held => self.options.standby,
            Ok(round) => {
                if let Some(outcome) = outcome(round) {
                    self.jobs.finished(Self::NAME, outcome, begun.elapsed().as_secs_f64());
                }
                self.options.poll
            }
            Err(err) => {
                self.jobs.finished(Self::NAME, "failed", begun.elapsed().as_secs_f64());
                tracing::warn!(error = %ErrorChain(&err), "sending mails failed, trying again");
                self.options.standby
            }
        }
    }
}

/// The worst of what a round did; `None` if there was nothing to do.
const fn outcome(round: SentMails) -> Option<&'static str> {
    match round {
        SentMails { given_up: 1.., .. } => Some("given-up"),
        SentMails { postponed: 1.., .. } => Some("postponed"),
        SentMails { sent: 0, dropped: 0, .. } => None,
        SentMails { .. } => Some("ok"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_round_is_counted_by_the_worst_that_happened() {
        let round = SentMails { held: true, ..SentMails::default() };
        assert_eq!(outcome(round), None);
        assert_eq!(outcome(SentMails { sent: 2, ..round }), Some("ok"));
        assert_eq!(outcome(SentMails { dropped: 1, ..round }), Some("ok"));
        assert_eq!(outcome(SentMails { sent: 2, postponed: 1, ..round }), Some("postponed"));
        assert_eq!(outcome(SentMails { postponed: 1, given_up: 1, ..round }), Some("given-up"));
    }
}
