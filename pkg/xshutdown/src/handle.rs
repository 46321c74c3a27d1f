//! What every part of a program holds to take part in its shutdown.

use std::{
    fmt,
    sync::{Arc, OnceLock},
    time::Duration,
};

use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use tracing::{info, warn};

use crate::{
    EXIT_CLEAN, EXIT_FAILED, Ending, Outcome, Readiness, Reason,
    callback::{Callback, Callbacks},
    task::Tasks,
};

/// A part in the shutdown of a program: cheap to clone, usable from any thread.
#[derive(Clone, Default)]
pub struct Handle {
    inner: Arc<Inner>,
}

#[derive(Default)]
struct Inner {
    readiness: Readiness,
    reason: OnceLock<Reason>,
    /// Cancelled when a shutdown starts, before the drain delay.
    started: CancellationToken,
    /// Cancelled after the drain delay.
    token: CancellationToken,
    tasks: Tasks,
    callbacks: Callbacks,
}

impl Handle {
    /// Registers what has to be done at the end, from anywhere and at any time before it.
    ///
    /// Callbacks run one after the other once all tasks have ended, the one registered last
    /// first, as destructors do. One that takes longer than `timeout` is cut off; one that fails
    /// or panics is logged. Neither keeps the others from running.
    pub fn register<F, Fut>(&self, name: impl Into<String>, timeout: Duration, callback: F)
    where
        F: FnOnce() -> Fut + Send + 'static,
        Fut: Future<Output: Ending> + Send + 'static,
    {
        self.inner.callbacks.push(Callback::new(name.into(), timeout, callback));
    }

    /// Starts a task that the shutdown waits for. It should end soon after [`Handle::token`] is
    /// cancelled; whether it ends earlier does not matter. A panic is logged.
    ///
    /// # Panics
    ///
    /// Outside of a tokio runtime.
    pub fn spawn<F>(&self, name: impl Into<String>, future: F) -> JoinHandle<F::Output>
    where
        F: Future<Output: Send + 'static> + Send + 'static,
    {
        self.inner.tasks.spawn(name.into(), future, |_| {})
    }

    /// Starts a task that the program cannot do without, such as a listener. If it ends before
    /// the token is cancelled, for whatever reason, it takes the rest of the program along.
    ///
    /// # Panics
    ///
    /// Outside of a tokio runtime.
    pub fn spawn_critical<F>(&self, name: impl Into<String>, future: F) -> JoinHandle<F::Output>
    where
        F: Future<Output: Send + 'static> + Send + 'static,
    {
        let handle = self.clone();
        self.inner.tasks.spawn(name.into(), future, move |name| {
            if !handle.inner.token.is_cancelled() {
                warn!(task.name = %name, "critical task `{name}` ended early");
                handle.start(Reason::TaskEnded(name.to_owned()));
            }
        })
    }

    /// A token that is cancelled when it is time to stop working. Cancelling it oneself has no
    /// effect on others.
    #[must_use]
    pub fn token(&self) -> CancellationToken {
        self.inner.token.child_token()
    }

    /// Whether the program is ready for work, for whoever is asked.
    #[must_use]
    pub fn ready(&self) -> Readiness {
        self.inner.readiness.clone()
    }

    /// Starts the shutdown. Only the first call counts.
    pub fn trigger(&self, reason: impl Into<String>) {
        self.start(Reason::Requested(reason.into()));
    }

    /// Why the shutdown started, if it did.
    #[must_use]
    pub fn reason(&self) -> Option<&Reason> {
        self.inner.reason.get()
    }

    /// The exit code of an outcome, but [`EXIT_FAILED`] for a clean end that nobody wanted:
    /// whoever restarts failed programs should restart this one.
    #[must_use]
    pub fn exit_code(&self, outcome: &Outcome) -> u8 {
        match outcome.exit_code() {
            EXIT_CLEAN if self.reason().is_some_and(Reason::is_failure) => EXIT_FAILED,
            code => code,
        }
    }

    pub(crate) fn start(&self, reason: Reason) {
        let words = reason.to_string();
        if self.inner.reason.set(reason).is_ok() {
            info!(shutdown.reason = %words, "shutdown starts: {words}");
            self.inner.readiness.drain();
            self.inner.started.cancel();
        }
    }

    pub(crate) async fn started(&self) {
        self.inner.started.cancelled().await;
    }

    pub(crate) fn stop_working(&self) {
        self.inner.token.cancel();
    }

    pub(crate) fn tasks(&self) -> &Tasks {
        &self.inner.tasks
    }

    pub(crate) fn callbacks(&self) -> &Callbacks {
        &self.inner.callbacks
    }
}

impl fmt::Debug for Handle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Handle").field("reason", &self.inner.reason.get()).finish_non_exhaustive()
    }
}
