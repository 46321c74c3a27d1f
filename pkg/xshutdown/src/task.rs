//! Tasks the shutdown waits for, by name.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    thread,
};

use tokio::task::{AbortHandle, JoinHandle};
use tokio_util::task::TaskTracker;
use tracing::{Instrument, error};

/// Everything that was spawned and has not ended.
#[derive(Clone, Default)]
pub(crate) struct Tasks {
    tracker: TaskTracker,
    open: Arc<Mutex<Open>>,
}

#[derive(Default)]
struct Open {
    next_id: u64,
    tasks: BTreeMap<u64, Entry>,
}

struct Entry {
    name: String,
    /// Missing for the moment between the entry and its task.
    abort: Option<AbortHandle>,
}

impl Tasks {
    fn open(&self) -> MutexGuard<'_, Open> {
        // No code of a stranger runs under the lock, so the table is whole even after a panic.
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Starts a task; `ended` is called when it is over, however that came about.
    pub(crate) fn spawn<F>(
        &self,
        name: String,
        future: F,
        ended: impl FnOnce(&str) + Send + 'static,
    ) -> JoinHandle<F::Output>
    where
        F: Future<Output: Send + 'static> + Send + 'static,
    {
        let id = self.enter(name.clone());
        let guard = Guard { id, name, tasks: self.clone(), ended: Some(ended) };
        let task = async move {
            let _guard = guard;
            future.await
        };
        let handle = self.tracker.spawn(task.in_current_span());
        if let Some(entry) = self.open().tasks.get_mut(&id) {
            entry.abort = Some(handle.abort_handle());
        }
        handle
    }

    fn enter(&self, name: String) -> u64 {
        let mut open = self.open();
        let id = open.next_id;
        open.next_id += 1;
        open.tasks.insert(id, Entry { name, abort: None });
        id
    }

    /// Waits until every task has ended.
    pub(crate) async fn wait(&self) {
        self.tracker.close();
        self.tracker.wait().await;
    }

    /// Aborts every task that is still open, and tells their names.
    pub(crate) fn abort(&self) -> Vec<String> {
        let tasks = std::mem::take(&mut self.open().tasks);
        let aborted = tasks.into_values().map(|entry| {
            entry.abort.inspect(AbortHandle::abort);
            entry.name
        });
        aborted.collect()
    }
}

/// Lives as long as its task, and so notices every kind of end.
struct Guard<E: FnOnce(&str)> {
    id: u64,
    name: String,
    tasks: Tasks,
    ended: Option<E>,
}

impl<E: FnOnce(&str)> Drop for Guard<E> {
    fn drop(&mut self) {
        let name = &self.name;
        self.tasks.open().tasks.remove(&self.id);
        if thread::panicking() {
            error!(task.name = %name, "task `{name}` panicked");
        }
        if let Some(ended) = self.ended.take() {
            ended(name);
        }
    }
}
