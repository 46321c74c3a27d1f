//! Starts what the program does by itself.

use std::sync::Arc;

use courses_handler_job::{Collector, CollectorOptions, tidy_regularly};
use courses_port::IdSource;
use courses_usecase::platform::{CollectEvents, Tidy};
use xshutdown::Handle;

use crate::adapter::{SystemClock, SystemIds};
use crate::app::{Metrics, StorePorts};
use crate::config::JobsConfig;

/// Starts every job under `shutdown`, if jobs are wanted here.
pub(crate) fn start(config: &JobsConfig, ports: &StorePorts, metrics: &Metrics, shutdown: &Handle) {
    if !config.enabled {
        tracing::info!("jobs are off in this process");
        return;
    }
    let clock = Arc::new(SystemClock);
    let collect = CollectEvents::new(
        ports.events.clone(),
        ports.leases.clone(),
        clock.clone(),
        SystemIds.new_id(),
    );
    let options = CollectorOptions { poll: config.collect_every.into(), ..Default::default() };
    let (jobs, outbox) = (metrics.jobs.clone(), metrics.outbox.clone());
    let collector = Collector::new(collect, options, jobs, outbox);
    shutdown.spawn_critical(Collector::NAME, collector.run(shutdown.token()));

    let tidy = Tidy::new(ports.idempotency.clone(), clock);
    let every = config.tidy_every.into();
    shutdown.spawn("tidier", tidy_regularly(tidy, every, shutdown.token()));
}
