//! How a change set becomes true. All of it runs in one savepoint; an error undoes all of it.

mod account;
mod api_key;
mod course;
mod course_lists;
mod identity;
mod import;
mod instructor;
#[cfg(test)]
mod killed;
mod lessons;
mod publication_request;
mod run;
mod session;
mod subject;
mod suggestions;

use async_trait::async_trait;
use courses_domain::{Aggregate, AggregateKind, Event};
use courses_port::catalogue::CatalogueChange;
use courses_port::{Change, ChangeSet, Commit, CommitError, Conflict, IdempotencyWrite};
use jiff::Timestamp;
use rusqlite::params;
use uuid::Uuid;

use crate::SqliteStore;
use crate::engine::Db;
use crate::row::{blob, headers_json, int, millis};
use crate::sql;

#[async_trait]
impl Commit for SqliteStore {
    #[tracing::instrument(
        name = "repository.sqlite.commit",
        skip_all,
        fields(db.system.name = "sqlite", db.operation.name = "commit", changes = set.changes.len())
    )]
    async fn commit(&self, set: ChangeSet) -> Result<(), CommitError> {
        if set.is_empty() {
            return Ok(());
        }
        self.writer.write(move |db| apply(db, &set)).await?;
        // Only sets have events: what the jobs write must not wake the job that collects them.
        xfault::point("commit.done");
        self.committed.notify_one();
        Ok(())
    }
}

/// Applies the set. The key of the request comes first: a repetition meets its own first try in
/// every other way too, and must be told that it was answered.
fn apply(db: &Db<'_>, set: &ChangeSet) -> Result<(), CommitError> {
    xfault::point("commit.begun");
    if let Some(record) = &set.idempotency {
        remember(db, record, set.now)?;
        xfault::point("commit.remembered");
    }
    let mut found_by = Vec::new();
    for change in &set.changes {
        match change {
            Change::Catalogue(CatalogueChange::SaveCourse(write)) => {
                found_by.extend(course::save(db, write)?);
            }
            Change::Catalogue(CatalogueChange::SavePublicationRequest(write)) => {
                publication_request::save(db, write)?;
            }
            Change::Catalogue(CatalogueChange::SaveRun(write)) => run::save(db, write)?,
            Change::Catalogue(CatalogueChange::SaveSubject(write)) => subject::save(db, write)?,
            Change::Catalogue(CatalogueChange::SaveInstructor(write)) => {
                instructor::save(db, write)?;
            }
            Change::Catalogue(CatalogueChange::SaveImport(write)) => import::save(db, write)?,
            Change::Catalogue(CatalogueChange::SaveRound(write)) => import::save_round(db, write)?,
            Change::Identity(change) => identity::apply(db, change)?,
        }
    }
    course_lists::save_searches(db, &found_by)?;
    xfault::point("commit.saved");
    Ok(())
}

fn remember(db: &Db<'_>, record: &IdempotencyWrite, now: Timestamp) -> Result<(), CommitError> {
    let kept = db.run(
        &sql::PUT_ANSWER,
        (
            blob(record.scope.actor),
            &record.scope.operation,
            &record.scope.key,
            record.fingerprint,
            record.answer.status,
            headers_json(&record.answer.headers),
            millis(record.created_at),
            millis(record.expires_at),
            millis(now),
            &record.answer.body,
        ),
    )?;
    if kept == 0 { Err(Conflict::IdempotencyKeyTaken.into()) } else { Ok(()) }
}

/// Lets events wait for their place in the log.
fn put_events(db: &Db<'_>, events: &[Event]) -> Result<(), CommitError> {
    for event in events {
        let origin = &event.origin;
        let bound = params![
            blob(event.id),
            event.data.type_name(),
            event.aggregate.kind.word(),
            blob(event.aggregate.id),
            int(event.sequence),
            millis(event.time),
            origin.actor.map(blob),
            origin.correlation_id,
            origin.causation_id.map(blob),
            origin.traceparent,
            courses_event::data_json(event),
        ];
        db.run(&sql::PUT_EVENT, bound)?;
    }
    Ok(())
}

/// Somebody else was faster.
fn stale(kind: AggregateKind, id: impl Into<Uuid>) -> CommitError {
    Conflict::Stale(Aggregate { kind, id: id.into() }).into()
}
