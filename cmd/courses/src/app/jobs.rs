//! Starts what the program does by itself.

use std::sync::Arc;

use courses_handler_import::{ImportWorker, ImportWorkerOptions, tidy_imports_regularly};
use courses_handler_job::{
    Collector, CollectorOptions, MailSender, MailSenderOptions, MergeSettler,
    tidy_identity_regularly, tidy_regularly,
};
use courses_port::IdSource;
use courses_port::identity::Mailer;
use courses_usecase::catalogue::{SettleMerges, TidyImports, WorkOnImports};
use courses_usecase::identity::{IdentityPorts, SendMails, TidyIdentity};
use courses_usecase::platform::{CollectEvents, Tidy};
use xshutdown::Handle;

use crate::adapter::{SystemClock, SystemIds};
use crate::app::{Metrics, StorePorts};
use crate::config::Config;

/// What jobs work with.
pub(crate) struct JobsNeed<'a> {
    pub(crate) ports: &'a StorePorts,
    pub(crate) identity: &'a IdentityPorts,
    pub(crate) mailer: Arc<dyn Mailer>,
    pub(crate) metrics: &'a Metrics,
}

/// Starts every job under `shutdown`, if jobs are wanted here.
pub(crate) fn start(config: &Config, need: &JobsNeed<'_>, shutdown: &Handle) {
    let (config, imports) = (&config.jobs, &config.imports);
    if !config.enabled {
        tracing::info!("jobs are off in this process");
        return;
    }
    let (ports, metrics) = (need.ports, need.metrics);
    let clock = Arc::new(SystemClock);
    let holder = SystemIds.new_id();
    let collect =
        CollectEvents::new(ports.events.clone(), ports.leases.clone(), clock.clone(), holder);
    let options = CollectorOptions { poll: config.collect_every.into(), ..Default::default() };
    let (jobs, outbox) = (metrics.jobs.clone(), metrics.outbox.clone());
    let collector = Collector::new(collect, options, jobs, outbox);
    shutdown.spawn_critical(Collector::NAME, collector.run(shutdown.token()));

    let send =
        SendMails::new(need.identity.clone(), need.mailer.clone(), ports.leases.clone(), holder);
    let sender = MailSender::new(send, MailSenderOptions::default(), metrics.jobs.clone());
    shutdown.spawn(MailSender::NAME, sender.run(shutdown.token()));

    let work = WorkOnImports::new(ports.for_imports(), imports.vanish_after, holder);
    let worker = ImportWorker::new(work, ImportWorkerOptions::default(), metrics.jobs.clone());
    shutdown.spawn(ImportWorker::NAME, worker.run(shutdown.token()));

    let settle = SettleMerges::new(ports.for_use_cases(), ports.leases.clone(), holder);
    let settler = MergeSettler::new(settle, metrics.jobs.clone());
    shutdown.spawn(MergeSettler::NAME, settler.run(shutdown.token()));

    let every = config.tidy_every.into();
    let tidy = TidyImports::new(ports.for_imports(), config.keep_imports());
    shutdown.spawn("import tidier", tidy_imports_regularly(tidy, every, shutdown.token()));
    let tidy = Tidy::new(ports.idempotency.clone(), clock.clone());
    shutdown.spawn("tidier", tidy_regularly(tidy, every, shutdown.token()));
    let tidy = TidyIdentity::new(ports.identity.clone(), ports.attempts.clone(), clock);
    shutdown.spawn("identity tidier", tidy_identity_regularly(tidy, every, shutdown.token()));
}
