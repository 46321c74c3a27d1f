//! What has to be done at the end: a stack of callbacks, each with its own time limit.

use std::{
    collections::VecDeque,
    error::Error,
    pin::Pin,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::{task::AbortHandle, time};
use tracing::{Instrument, debug, error, info, warn};

type BoxError = Box<dyn Error + Send + Sync>;
type BoxFuture = Pin<Box<dyn Future<Output = Result<(), BoxError>> + Send>>;

/// What a callback may come to: nothing, or a `Result` whose error is logged.
pub trait Ending {
    /// The error, if it failed.
    ///
    /// # Errors
    ///
    /// What the callback failed with.
    fn into_result(self) -> Result<(), Box<dyn Error + Send + Sync>>;
}

impl Ending for () {
    fn into_result(self) -> Result<(), BoxError> {
        Ok(())
    }
}

impl<E: Into<BoxError>> Ending for Result<(), E> {
    fn into_result(self) -> Result<(), BoxError> {
        self.map_err(Into::into)
    }
}

/// One thing to do at the end.
pub(crate) struct Callback {
    name: String,
    timeout: Duration,
    run: Box<dyn FnOnce() -> BoxFuture + Send>,
}

impl Callback {
    pub(crate) fn new<F, Fut>(name: String, timeout: Duration, run: F) -> Self
    where
        F: FnOnce() -> Fut + Send + 'static,
        Fut: Future<Output: Ending> + Send + 'static,
    {
        let run = Box::new(move || -> BoxFuture {
            let future = run();
            Box::pin(async move { future.await.into_result() })
        });
        Self { name, timeout, run }
    }

    /// Runs it in a task of its own, so that neither a panic nor a blocked thread gets out.
    ///
    /// Returns whether it ended in time, well or not.
    async fn run(self) -> bool {
        let Self { name, timeout, run } = self;
        let started = time::Instant::now();
        debug!(callback.name = %name, "callback `{name}` starts");
        // `run` itself is code of a stranger too: it is called inside the task.
        let task = tokio::spawn(async move { run().await }.in_current_span());
        let _aborted_if_left = AbortOnDrop(task.abort_handle());
        let ended = time::timeout(timeout, task).await;
        let took_ms = started.elapsed().as_millis();
        match ended {
            Ok(Ok(Ok(()))) => info!(callback.name = %name, took_ms, "callback `{name}` done"),
            Ok(Ok(Err(err))) => {
                let error: &(dyn Error + 'static) = &*err;
                error!(callback.name = %name, took_ms, error, "callback `{name}` failed");
            }
            Ok(Err(_)) => error!(callback.name = %name, took_ms, "callback `{name}` panicked"),
            Err(_) => {
                let timeout_ms = timeout.as_millis();
                error!(callback.name = %name, timeout_ms, "callback `{name}` cut off: out of time");
                return false;
            }
        }
        true
    }
}

/// Ends a task that nobody waits for any more.
struct AbortOnDrop(AbortHandle);

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// The callbacks registered so far; the last one runs first.
#[derive(Default)]
pub(crate) struct Callbacks(Mutex<State>);

#[derive(Default)]
struct State {
    /// The next one to run is at the front.
    stack: VecDeque<Callback>,
    running: Option<String>,
    closed: bool,
}

impl Callbacks {
    fn state(&self) -> MutexGuard<'_, State> {
        // No code of a stranger runs under the lock, so the state is whole even after a panic.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn push(&self, callback: Callback) {
        let mut state = self.state();
        if state.closed {
            let name = &callback.name;
            warn!(callback.name = %name, "callback `{name}` was registered too late to run");
        } else {
            state.stack.push_front(callback);
        }
    }

    /// Runs every callback, also those that are registered meanwhile.
    ///
    /// Adds the names of those that did not end in time to `late`.
    pub(crate) async fn run(&self, late: &mut Vec<String>) {
        while let Some(callback) = self.next() {
            let name = callback.name.clone();
            if !callback.run().await {
                late.push(name);
            }
        }
    }

    fn next(&self) -> Option<Callback> {
        let mut state = self.state();
        let callback = state.stack.pop_front();
        state.running = callback.as_ref().map(|callback| callback.name.clone());
        state.closed = callback.is_none();
        callback
    }

    /// Gives up: no further callback runs. The names of the running one and of those that had
    /// no turn.
    pub(crate) fn close(&self) -> Vec<String> {
        let mut state = self.state();
        state.closed = true;
        let waiting = std::mem::take(&mut state.stack);
        let running = state.running.take();
        running.into_iter().chain(waiting.into_iter().map(|callback| callback.name)).collect()
    }
}
