//! One thread writes, and commits for many at once.
//!
//! Whoever wants to write hands over a piece of work and waits. The thread takes all the work
//! that waits, does each piece in a savepoint of its own, commits once, and then answers each.
//! So one wait for the disk serves everybody who came meanwhile, and nobody is told of a success
//! that is not on the disk.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use courses_port::StoreError;
use rusqlite::Connection;
use tokio::sync::{mpsc, oneshot};
use tokio::time::timeout;

use super::Db;
use crate::error::{Closed, Crowded, SlowWriter, store_error};
use crate::{OpenError, Options};

/// The queue to the thread that writes.
pub(crate) struct Writer {
    queue: Mutex<Option<mpsc::Sender<Box<dyn Job>>>>,
    thread: Mutex<Option<JoinHandle<()>>>,
    wait: Duration,
    deadline: Duration,
}

impl Writer {
    /// Starts the thread.
    pub(crate) fn start(connection: Connection, options: &Options) -> Result<Self, OpenError> {
        let (sender, receiver) = mpsc::channel(options.queue.max(1));
        let group = options.group.max(1);
        let thread = thread::Builder::new()
            .name("sqlite-writer".to_owned())
            .spawn(move || work(&connection, receiver, group))
            .map_err(OpenError::Thread)?;
        Ok(Self {
            queue: Mutex::new(Some(sender)),
            thread: Mutex::new(Some(thread)),
            wait: options.wait,
            deadline: options.write_deadline,
        })
    }

    /// Does `work` whole or not at all: an error takes back what it changed. When this returns
    /// `Ok`, the change is on the disk.
    pub(crate) async fn write<T, E>(
        &self,
        work: impl FnOnce(&Db<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let queue = lock(&self.queue).clone().ok_or_else(|| StoreError::unavailable(Closed))?;
        let (reply, answer) = oneshot::channel();
        let job = Piece { work: Some(work), outcome: None, reply };
        match timeout(self.wait, queue.send(Box::new(job))).await {
            Ok(Ok(())) => {}
            Ok(Err(_)) => return Err(StoreError::unavailable(Closed).into()),
            Err(_) => return Err(StoreError::unavailable(Crowded).into()),
        }
        drop(queue);
        match timeout(self.deadline, answer).await {
            Ok(Ok(outcome)) => outcome,
            Ok(Err(_)) => Err(StoreError::unavailable(Closed).into()),
            Err(_) => Err(StoreError::TimedOut(SlowWriter.into()).into()),
        }
    }

    /// Does all the work that waits, brings everything from the write-ahead log into the file,
    /// and ends the thread.
    pub(crate) async fn close(&self) {
        drop(lock(&self.queue).take());
        let thread = lock(&self.thread).take();
        if let Some(thread) = thread {
            drop(tokio::task::spawn_blocking(move || thread.join()).await);
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Something to write.
trait Job: Send {
    /// Does it; answers whether its changes are to be kept.
    fn run(&mut self, db: &Db<'_>) -> bool;
    /// Tells who waits, after the commit or its failure.
    fn answer(self: Box<Self>, committed: &Result<(), Lost>);
}

struct Piece<T, E, F> {
    work: Option<F>,
    outcome: Option<Result<T, E>>,
    reply: oneshot::Sender<Result<T, E>>,
}

impl<T, E, F> Job for Piece<T, E, F>
where
    T: Send,
    E: From<StoreError> + Send,
    F: FnOnce(&Db<'_>) -> Result<T, E> + Send,
{
    fn run(&mut self, db: &Db<'_>) -> bool {
        self.outcome = self.work.take().map(|work| work(db));
        matches!(self.outcome, Some(Ok(_)))
    }

    fn answer(self: Box<Self>, committed: &Result<(), Lost>) {
        let outcome = match (committed, self.outcome) {
            (Ok(()), Some(outcome)) => outcome,
            (Ok(()), None) => Err(StoreError::broken("the work panicked").into()),
            (Err(lost), _) => Err(lost.to_error().into()),
        };
        // Whoever does not wait any more has given up.
        drop(self.reply.send(outcome));
    }
}

/// A commit that failed for everybody in it.
#[derive(Debug, Clone, thiserror::Error)]
#[error("the commit failed")]
struct Lost(#[source] Arc<rusqlite::Error>);

impl Lost {
    fn new(err: rusqlite::Error) -> Self {
        Self(Arc::new(err))
    }

    fn to_error(&self) -> StoreError {
        let code = self.0.sqlite_error().copied();
        let same = code.map_or(rusqlite::Error::InvalidQuery, |code| {
            rusqlite::Error::SqliteFailure(code, None)
        });
        match store_error(same) {
            StoreError::Unavailable(_) => StoreError::unavailable(self.clone()),
            StoreError::TimedOut(_) => StoreError::TimedOut(Box::new(self.clone())),
            StoreError::Broken(_) => StoreError::broken(self.clone()),
        }
    }
}

/// The life of the thread.
fn work(connection: &Connection, mut queue: mpsc::Receiver<Box<dyn Job>>, group: usize) {
    let mut jobs = Vec::with_capacity(group);
    while queue.blocking_recv_many(&mut jobs, group) > 0 {
        let outcome = commit(connection, &mut jobs);
        for job in jobs.drain(..) {
            job.answer(&outcome);
        }
    }
    let checkpoint = "PRAGMA wal_checkpoint(TRUNCATE)";
    if let Err(err) = connection.query_row(checkpoint, [], |_| Ok(())) {
        tracing::warn!(error = %err, "the write-ahead log stays beside the database");
    }
}

/// Does a group of jobs in one transaction.
fn commit(connection: &Connection, jobs: &mut [Box<dyn Job>]) -> Result<(), Lost> {
    let done = run_all(connection, jobs);
    if done.is_err() && !connection.is_autocommit() {
        // The next group must not inherit a transaction; if this fails, its `BEGIN` tells.
        drop(connection.execute_batch("ROLLBACK"));
    }
    done.map_err(Lost::new)
}

fn run_all(connection: &Connection, jobs: &mut [Box<dyn Job>]) -> Result<(), rusqlite::Error> {
    let execute = |sql| {
        #[cfg(test)]
        super::killed::point();
        connection.prepare_cached(sql)?.execute([]).map(drop)
    };
    execute("BEGIN IMMEDIATE")?;
    for job in jobs {
        execute("SAVEPOINT piece")?;
        let db = Db::new(connection);
        let keep = catch_unwind(AssertUnwindSafe(|| job.run(&db))).unwrap_or(false);
        if connection.is_autocommit() {
            return Err(undone());
        }
        if !keep {
            execute("ROLLBACK TO piece")?;
        }
        execute("RELEASE piece")?;
    }
    xfault::point("commit.ready");
    execute("COMMIT")?;
    xfault::point("commit.written");
    #[cfg(test)]
    super::killed::point();
    Ok(())
}

/// The database took back the whole transaction by itself, for example because the disk is full.
fn undone() -> rusqlite::Error {
    let code = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_ABORT_ROLLBACK);
    rusqlite::Error::SqliteFailure(code, Some("the database undid the transaction".to_owned()))
}

#[cfg(test)]
mod tests {
    use courses_port::StoreError;
    use futures::future::join_all;
    use rusqlite::types::Null;

    use super::*;
    use crate::engine::prepare;
    use crate::sql;

    fn writer(limit: &str) -> Writer {
        let mut connection = Connection::open_in_memory().unwrap();
        prepare(&mut connection).unwrap();
        connection.execute_batch(limit).unwrap();
        Writer::start(connection, &Options::default()).unwrap()
    }

    async fn put(writer: &Writer, code: &str, size: usize) -> Result<(), StoreError> {
        let (id, title) = (format!("{code:0>16}").into_bytes(), "x".repeat(size));
        let code = code.to_owned();
        let work = move |db: &Db<'_>| {
            db.run(&sql::INSERT_SUBJECT, (id, 1, 1, 1, code, title, 0, 0, Null, Null, Null))?;
            Ok(())
        };
        writer.write(|db| work(db).map_err(|err: crate::error::Failure| err.into())).await
    }

    async fn codes(writer: &Writer) -> Vec<String> {
        let read = |db: &Db<'_>| {
            let all = (vec![0xff_u8; 17], 1_000);
            db.all(&sql::LIST_SUBJECTS, all, |row| Ok(row.get("code")?))
        };
        let all = writer.write(move |db| read(db).map_err(StoreError::from));
        let mut codes: Vec<String> = all.await.unwrap();
        codes.sort();
        codes
    }

    #[tokio::test]
    async fn work_that_fails_is_undone_and_the_rest_of_its_group_kept() {
        let writer = writer("");
        let fails = |db: &Db<'_>| {
            let id = *b"failing failing!";
            let lost = (id, 1, 1, 1, "lost", "x", 0, 0, Null, Null, Null);
            let done = db.run(&sql::INSERT_SUBJECT, lost);
            assert!(done.is_ok());
            Err::<(), _>(StoreError::broken("no"))
        };
        let failing = writer.write(fails);
        let (one, failed, two) = tokio::join!(put(&writer, "a", 1), failing, put(&writer, "b", 1));
        one.unwrap();
        assert!(matches!(failed, Err(StoreError::Broken(_))));
        two.unwrap();
        assert_eq!(codes(&writer).await, ["a", "b"]);
    }

    #[tokio::test]
    async fn work_that_panics_does_not_end_the_thread() {
        let writer = writer("");
        let failed = writer.write(|_| -> Result<(), StoreError> { panic!("a bug") }).await;
        assert!(matches!(failed, Err(StoreError::Broken(_))));
        put(&writer, "a", 1).await.unwrap();
        assert_eq!(codes(&writer).await, ["a"]);
    }

    #[tokio::test]
    async fn a_full_disk_refuses_what_does_not_fit_and_keeps_what_was_acknowledged() {
        let writer = writer("PRAGMA max_page_count = 150");
        let mut kept = Vec::new();
        let mut refused = 0;
        for round in 0..40 {
            let names: Vec<String> = (0..4).map(|it| format!("{round:0>2}-{it}")).collect();
            let done = join_all(names.iter().map(|name| put(&writer, name, 6_000))).await;
            for (name, done) in names.into_iter().zip(done) {
                match done {
                    Ok(()) => kept.push(name),
                    Err(StoreError::Unavailable(_)) => refused += 1,
                    Err(other) => panic!("not a full disk: {other:?}"),
                }
            }
        }
        assert!(refused > 0, "the disk got full");
        assert_eq!(codes(&writer).await, kept);
    }

    #[tokio::test]
    async fn nothing_is_written_after_closing_and_everything_before() {
        let writer = Arc::new(writer(""));
        let names: Vec<String> = (0..20).map(|it| format!("{it:0>2}")).collect();
        let puts = join_all(names.iter().map(|name| put(&writer, name, 1)));
        let (done, ()) = tokio::join!(puts, writer.close());
        assert!(done.iter().all(Result::is_ok), "what was handed over is done");
        let late = put(&writer, "late", 1).await;
        assert!(matches!(late, Err(StoreError::Unavailable(_))));
    }
}
