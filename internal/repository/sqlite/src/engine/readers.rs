//! A bounded pool of connections that read, each on a thread of the runtime made for blocking.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use courses_port::StoreError;
use rusqlite::Connection;
use tokio::sync::Semaphore;
use tracing::Span;

use super::Db;
use crate::Options;
use crate::error::{Closed, Crowded, Failure};

/// How many steps of the database's machine pass between two looks at the clock.
const STEPS: std::ffi::c_int = 1_000;

/// Reads, as many at once as there are connections.
pub(crate) struct Readers {
    permits: Arc<Semaphore>,
    idle: Arc<Mutex<Vec<Reader>>>,
    count: u32,
    wait: Duration,
    deadline: Duration,
}

struct Reader {
    connection: Connection,
    deadline: Arc<Deadline>,
}

impl Readers {
    /// A pool of connections that are set up.
    pub(crate) fn new(
        connections: Vec<Connection>,
        options: &Options,
    ) -> Result<Self, rusqlite::Error> {
        let count = u32::try_from(connections.len()).unwrap_or(u32::MAX);
        let readers = connections.into_iter().map(Reader::new).collect::<Result<Vec<_>, _>>()?;
        Ok(Self {
            permits: Arc::new(Semaphore::new(readers.len())),
            idle: Arc::new(Mutex::new(readers)),
            count,
            wait: options.wait,
            deadline: options.read_deadline,
        })
    }

    /// Does `work` on a connection that nobody else uses meanwhile, within the deadline.
    pub(crate) async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Db<'_>) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, StoreError> {
        let waiting = tokio::time::timeout(self.wait, Arc::clone(&self.permits).acquire_owned());
        let permit = waiting
            .await
            .map_err(|_| StoreError::unavailable(Crowded))?
            .map_err(|_| StoreError::unavailable(Closed))?;
        let (idle, deadline, span) = (Arc::clone(&self.idle), self.deadline, Span::current());
        let done = tokio::task::spawn_blocking(move || {
            let _entered = span.enter();
            let _permit = permit;
            let reader = Checkout::from(idle).ok_or_else(|| StoreError::unavailable(Closed))?;
            reader.work(deadline, work).map_err(StoreError::from)
        });
        done.await.map_err(StoreError::broken)?
    }

    /// Waits for those who read and closes every connection.
    pub(crate) async fn close(&self) {
        let everybody = self.permits.acquire_many(self.count).await;
        self.permits.close();
        drop(everybody);
        let idle = std::mem::take(&mut *lock(&self.idle));
        drop(tokio::task::spawn_blocking(move || drop(idle)).await);
    }
}

impl Reader {
    fn new(mut connection: Connection) -> Result<Self, rusqlite::Error> {
        let deadline = Arc::new(Deadline::default());
        let watched = Arc::clone(&deadline);
        connection.progress_handler(STEPS, Some(move || watched.has_passed()))?;
        Ok(Self { connection, deadline })
    }
}

/// A reader in use; it goes back when dropped, also when its work panics.
struct Checkout {
    reader: Option<Reader>,
    idle: Arc<Mutex<Vec<Reader>>>,
}

impl Checkout {
    fn from(idle: Arc<Mutex<Vec<Reader>>>) -> Option<Self> {
        let reader = lock(&idle).pop()?;
        Some(Self { reader: Some(reader), idle })
    }

    fn work<T>(
        &self,
        within: Duration,
        work: impl FnOnce(&Db<'_>) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let reader = self.reader.as_ref().expect("it is there until this value is dropped");
        reader.deadline.set(Some(within));
        let done = work(&Db::new(&reader.connection));
        reader.deadline.set(None);
        done
    }
}

impl Drop for Checkout {
    fn drop(&mut self) {
        lock(&self.idle).extend(self.reader.take());
    }
}

fn lock(idle: &Mutex<Vec<Reader>>) -> std::sync::MutexGuard<'_, Vec<Reader>> {
    idle.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The moment from which on a connection gives up; shared with the database.
struct Deadline {
    origin: Instant,
    /// Microseconds after the origin; 0 for none.
    at: AtomicU64,
}

impl Default for Deadline {
    fn default() -> Self {
        Self { origin: Instant::now(), at: AtomicU64::new(0) }
    }
}

impl Deadline {
    fn set(&self, within: Option<Duration>) {
        let at = within.map_or(0, |within| micros(self.origin.elapsed() + within).max(1));
        self.at.store(at, Ordering::Relaxed);
    }

    fn has_passed(&self) -> bool {
        let at = self.at.load(Ordering::Relaxed);
        at != 0 && micros(self.origin.elapsed()) >= at
    }
}

fn micros(duration: Duration) -> u64 {
    u64::try_from(duration.as_micros()).unwrap_or(u64::MAX)
}
