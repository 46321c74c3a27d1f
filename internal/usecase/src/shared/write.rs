//! The loop around every change: read, decide, commit, and again if somebody was faster.

use courses_port::{ChangeSet, CommitError, Conflict};
use futures::future::BoxFuture;

use crate::{Idempotency, Ports, Reply, Request, Taken, WriteError};

/// What was decided: the changes and what to answer once they are committed.
pub(crate) struct Decision<T> {
    /// Everything that must become true together; empty if nothing is to be done.
    pub(crate) set: ChangeSet,
    /// The answer.
    pub(crate) output: T,
    /// Whether a taken slug is a reason to decide again, with another one.
    pub(crate) slug_is_ours: bool,
}

impl<T> Decision<T> {
    /// Changes and an answer.
    pub(crate) const fn new(set: ChangeSet, output: T) -> Self {
        Self { set, output, slug_is_ours: false }
    }
}

/// How often somebody may be faster. Whoever loses a race has lost it to a change that was made, so
/// of this many who change one thing at once everybody comes through.
const ATTEMPTS: u32 = 32;

/// A decision under way. Boxed, because the future of an async closure cannot be shown to be
/// `Send` for every lifetime yet.
pub(crate) type Deciding<'a, T, E = WriteError> = BoxFuture<'a, Result<Decision<T>, E>>;

/// Runs `decide` (which gets the number of the attempt, from 0) and commits what it decided.
pub(crate) async fn write<'a, T, D>(
    ports: &Ports,
    request: &Request,
    idempotency: Option<&Idempotency<T>>,
    decide: D,
) -> Result<Reply<T>, WriteError>
where
    T: Send,
    D: Fn(u32) -> Deciding<'a, T> + Send + Sync,
{
    write_or(ports, request, idempotency, decide).await
}

/// The same for decisions that can fail in more ways than a [`WriteError`] says.
pub(crate) async fn write_or<'a, T, E, D>(
    ports: &Ports,
    request: &Request,
    idempotency: Option<&Idempotency<T>>,
    decide: D,
) -> Result<Reply<T>, E>
where
    T: Send,
    E: From<WriteError> + Send,
    D: Fn(u32) -> Deciding<'a, T, E> + Send + Sync,
{
    for attempt in 0..ATTEMPTS {
        if let Some(idempotency) = idempotency
            && let Some(answer) = idempotency.find(ports, request).await?
        {
            return Ok(Reply::Replayed(answer));
        }
        let Decision { mut set, output, slug_is_ours } = decide(attempt).await?;
        if let Some(idempotency) = idempotency {
            set.idempotency = Some(idempotency.record(request, &output, set.now)?);
        }
        if set.is_empty() {
            return Ok(Reply::Fresh(output));
        }
        match ports.commit.commit(set).await {
            Ok(()) => return Ok(Reply::Fresh(output)),
            Err(CommitError::Store(err)) => return Err(WriteError::from(err).into()),
            Err(CommitError::Conflict(conflict)) => match taken(&conflict) {
                None => {}
                Some(Taken::Slug) if slug_is_ours => {}
                Some(taken) => return Err(WriteError::from(taken).into()),
            },
        }
    }
    Err(WriteError::Contended.into())
}

/// The name that is taken; `None` if deciding again helps.
const fn taken(conflict: &Conflict) -> Option<Taken> {
    match conflict {
        Conflict::Stale(_)
        | Conflict::ImportMoved
        | Conflict::IdempotencyKeyTaken
        | Conflict::PublicationRequestOpen => None,
        Conflict::SlugTaken => Some(Taken::Slug),
        Conflict::ExternalIdTaken => Some(Taken::ExternalId),
        Conflict::RunKeyTaken => Some(Taken::RunKey),
        Conflict::SubjectCodeTaken => Some(Taken::SubjectCode),
        Conflict::EmailTaken => Some(Taken::Email),
    }
}
