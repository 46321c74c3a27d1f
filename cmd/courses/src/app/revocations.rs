//! Lets the running program know which access tokens are void.

use std::sync::Arc;

use courses_handler_job::RevocationPoller;
use courses_usecase::identity::{PollRevocations, Revocations};
use xshutdown::Handle;

use crate::adapter::SystemClock;
use crate::app::{Metrics, StorePorts};
use crate::exit::Failure;

/// Learns everything now and what is new once a second. Every instance must, with jobs or
/// without: nobody is served before the first time went well.
///
/// # Errors
///
/// A failure if the store is away.
pub(crate) async fn know_revocations(
    ports: &StorePorts,
    metrics: &Metrics,
    shutdown: &Handle,
) -> Result<Arc<Revocations>, Failure> {
    let known = Arc::new(Revocations::new());
    let clock = Arc::new(SystemClock);
    let poll = PollRevocations::new(ports.identity.clone(), clock, known.clone());
    poll.execute().await?;
    let poller = RevocationPoller::new(poll, RevocationPoller::EVERY, metrics.jobs.clone());
    shutdown.spawn_critical(RevocationPoller::NAME, poller.run(|| (), shutdown.token()));
    Ok(known)
}
