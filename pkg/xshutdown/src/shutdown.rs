//! The sequence: readiness off, drain delay, token, tasks, callbacks.

use std::{future, io};

use tokio::time;
use tracing::{debug, info, warn};

use crate::{Handle, Options, Outcome, Reason, signal::Signals};

/// The shutdown of one program. Whoever takes part holds a [`Handle`].
#[derive(Debug)]
#[must_use = "a shutdown does nothing unless it is run"]
pub struct Shutdown {
    options: Options,
    handle: Handle,
    signals: Option<Signals>,
}

impl Shutdown {
    /// A shutdown that nobody takes part in yet.
    pub fn new(options: Options) -> Self {
        if options.drain_delay >= options.deadline {
            warn!(
                drain_delay_ms = options.drain_delay.as_millis(),
                deadline_ms = options.deadline.as_millis(),
                "the drain delay leaves no time before the deadline"
            );
        }
        Self { options, handle: Handle::default(), signals: None }
    }

    /// A part in this shutdown.
    #[must_use]
    pub fn handle(&self) -> Handle {
        self.handle.clone()
    }

    /// Listens for signals from now on, for a start that may take long, and answers what is done
    /// once somebody wants the program to stop. [`run_until_signal`](Self::run_until_signal) learns
    /// of a signal that came meanwhile.
    ///
    /// # Errors
    ///
    /// If the system does not let the program listen for signals.
    pub fn listen(&mut self) -> io::Result<impl Future<Output = ()> + use<>> {
        let signals = Signals::listen()?;
        let first = signals.first();
        self.signals = Some(signals);
        Ok(async move { drop(first.await) })
    }

    /// Waits for SIGINT, SIGTERM (Ctrl-C on other systems) or a call, then shuts down.
    ///
    /// A second signal ends it at once. One that comes first while a call or a dead task has
    /// already started the shutdown is not a second one.
    ///
    /// # Errors
    ///
    /// If the system does not let the program listen for signals.
    pub async fn run_until_signal(mut self) -> io::Result<Outcome> {
        let signals = match self.signals.take() {
            Some(signals) => signals,
            None => Signals::listen()?,
        };
        Ok(self.run_until(signals.first(), signals.second()).await)
    }

    /// Waits for `stop` or a call, then shuts down.
    pub async fn run(self, stop: impl Future<Output = ()>) -> Outcome {
        self.run_with(stop, future::pending()).await
    }

    /// Waits for `stop` or a call, then shuts down, but ends at once when `force` is done.
    pub async fn run_with(
        self,
        stop: impl Future<Output = ()>,
        force: impl Future<Output = ()>,
    ) -> Outcome {
        let stop = async {
            stop.await;
            Reason::Requested("told to stop".to_owned())
        };
        self.run_until(stop, force).await
    }

    async fn run_until(
        self,
        stop: impl Future<Output = Reason>,
        force: impl Future<Output = ()>,
    ) -> Outcome {
        tokio::select! {
            biased;
            () = self.handle.started() => {}
            reason = stop => self.handle.start(reason),
        }
        tokio::select! {
            biased;
            () = force => self.give_up(),
            outcome = self.drain() => outcome,
        }
    }

    /// Every step within the deadline.
    async fn drain(&self) -> Outcome {
        let began = time::Instant::now();
        let mut open = Vec::new();
        let in_time = time::timeout(self.options.deadline, self.steps(&mut open)).await.is_ok();
        if !in_time {
            open.extend(self.abandon());
        }
        let took_ms = began.elapsed().as_millis();
        if in_time && open.is_empty() {
            info!(took_ms, "shut down cleanly");
            return Outcome::Clean;
        }
        warn!(took_ms, shutdown.open = ?open, "shut down, but not everything ended in time");
        Outcome::TimedOut { open }
    }

    async fn steps(&self, late: &mut Vec<String>) {
        let Options { drain_delay, task_timeout, .. } = self.options;
        if !drain_delay.is_zero() {
            debug!(drain_delay_ms = drain_delay.as_millis(), "not ready any more, still working");
            time::sleep(drain_delay).await;
        }
        self.handle.stop_working();
        let tasks = self.handle.tasks();
        if time::timeout(task_timeout, tasks.wait()).await.is_err() {
            let names = tasks.abort();
            let task_timeout_ms = task_timeout.as_millis();
            warn!(task_timeout_ms, task.names = ?names, "tasks aborted: out of time");
            late.extend(names);
        }
        self.handle.callbacks().run(late).await;
    }

    fn give_up(&self) -> Outcome {
        let open = self.abandon();
        warn!(shutdown.open = ?open, "shutdown forced");
        Outcome::Forced
    }

    /// Stops everything that still runs, and tells the names of what was open.
    fn abandon(&self) -> Vec<String> {
        self.handle.stop_working();
        let mut open = self.handle.tasks().abort();
        open.extend(self.handle.callbacks().close());
        open
    }
}
