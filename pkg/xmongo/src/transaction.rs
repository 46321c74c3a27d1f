//! Transactions that repair what can be repaired by trying again.

use std::time::{Duration, Instant};

use futures::future::BoxFuture;
use mongodb::error::{Error, TRANSIENT_TRANSACTION_ERROR, UNKNOWN_TRANSACTION_COMMIT_RESULT};
use mongodb::options::{ReadConcern, TransactionOptions};
use mongodb::{Client, ClientSession};

use crate::{Backoff, Command, CommandMonitor};

/// Why a transaction was not committed.
#[derive(Debug, thiserror::Error)]
pub enum TransactionError<E> {
    /// The body refused; nothing was applied.
    #[error("the transaction was refused")]
    Refused(E),
    /// The driver or the server failed in a way that trying again does not repair. Nothing was
    /// applied, unless the error says that the result of the commit is unknown.
    #[error("the transaction failed")]
    Failed(#[from] Error),
    /// The deadline came first; it is unknown whether the transaction was applied.
    #[error("the transaction did not succeed in time")]
    TimedOut(#[source] Error),
}

const COMMIT: Command<'_> =
    Command { name: "commitTransaction", database: "admin", collection: "" };
const ABORT: Command<'_> = Command { name: "abortTransaction", database: "admin", collection: "" };

/// Runs `body` in a transaction and commits it.
///
/// A transient transaction error repeats the body, an unknown result repeats the commit, both
/// after growing pauses, until `deadline`. The body sees one snapshot of a majority; it must hand
/// on the driver's errors (`?` does) and may run more than once. What it needs comes in through
/// `context`, because a closure that borrows cannot promise a future for every session.
///
/// The future must not be dropped half-way: see the crate's traps.
///
/// # Errors
///
/// [`TransactionError`].
pub async fn with_transaction<C, T, E, F>(
    client: &Client,
    monitor: &CommandMonitor,
    deadline: Instant,
    context: &C,
    body: F,
) -> Result<T, TransactionError<E>>
where
    C: Sync + ?Sized,
    F: for<'s> Fn(&'s mut ClientSession, &'s C) -> BoxFuture<'s, Result<T, TransactionError<E>>>,
{
    let mut session = client.start_session().await?;
    let mut backoff = Backoff::new();
    loop {
        start(&mut session, deadline).await?;
        let attempt = match body(&mut session, context).await {
            Ok(value) => commit(&mut session, monitor, deadline).await.map(|()| value),
            Err(error) => {
                // What cannot be aborted now is aborted by the server when it misses the client.
                drop(monitor.watch(ABORT, session.abort_transaction().into_future()).await);
                Err(error)
            }
        };
        let transient = match attempt {
            Err(TransactionError::Failed(error))
                if error.contains_label(TRANSIENT_TRANSACTION_ERROR) =>
            {
                error
            }
            finished => return finished,
        };
        if !backoff.wait(deadline).await {
            return Err(TransactionError::TimedOut(transient));
        }
    }
}

async fn start(session: &mut ClientSession, deadline: Instant) -> Result<(), Error> {
    let left = deadline.saturating_duration_since(Instant::now());
    let options = TransactionOptions::builder()
        .read_concern(ReadConcern::snapshot())
        .max_commit_time(left.max(Duration::from_millis(1)))
        .build();
    session.start_transaction().with_options(options).await
}

async fn commit<E>(
    session: &mut ClientSession,
    monitor: &CommandMonitor,
    deadline: Instant,
) -> Result<(), TransactionError<E>> {
    let mut backoff = Backoff::new();
    loop {
        let committed = session.commit_transaction().into_future();
        let unknown = match monitor.watch(COMMIT, committed).await {
            Err(error) if error.contains_label(UNKNOWN_TRANSACTION_COMMIT_RESULT) => error,
            finished => return finished.map_err(TransactionError::Failed),
        };
        if !backoff.wait(deadline).await {
            return Err(TransactionError::TimedOut(unknown));
        }
    }
}
