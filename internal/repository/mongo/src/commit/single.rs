//! One aggregate as one atomic write.
//!
//! The driver tries such a write again once, safely. When that is not enough, for instance while
//! a primary is elected, it is applied again here. Then a refusal may be the trace of our own
//! first try, so the store is asked whether the first event of the change is there.

use std::time::Instant;

use bson::Document;
use courses_port::{CommitError, Conflict, StoreError};
use xmongo::Backoff;

use super::conflict::commit_error;
use super::save::Save;
use crate::MongoStore;
use crate::convert::to_binary;
use crate::query;
use crate::schema::collection_of;

pub(super) async fn apply(
    store: &MongoStore,
    save: &Save,
    deadline: Instant,
) -> Result<(), CommitError> {
    let mut backoff = Backoff::new();
    let mut uncertain = false;
    loop {
        match write(store, save).await {
            Err(CommitError::Store(StoreError::Unavailable(cause))) => {
                uncertain = true;
                if !backoff.wait(deadline).await {
                    return Err(StoreError::Unavailable(cause).into());
                }
            }
            Err(CommitError::Conflict(conflict)) if uncertain => {
                let applied = is_applied(store, save).await?;
                return if applied { Ok(()) } else { Err(conflict.into()) };
            }
            finished => return finished,
        }
    }
}

async fn write(store: &MongoStore, save: &Save) -> Result<(), CommitError> {
    let name = collection_of(save.aggregate.kind);
    let collection = store.raw_collection(name);
    let failed = |error| commit_error(error, save.aggregate);
    if save.is_new() {
        let insert = collection.insert_one(save.document());
        store.send("insert", name, insert).await.map_err(failed)?;
        return Ok(());
    }
    let values = |raw| Document::try_from(raw).map_err(StoreError::broken);
    let (filter, update) = (values(save.filter())?, values(save.update())?);
    let update = collection.update_one(filter, update);
    let result = store.send("update", name, update).await.map_err(failed)?;
    if result.matched_count == 0 {
        return Err(Conflict::Stale(save.aggregate).into());
    }
    Ok(())
}

/// Whether this very change is in the store: its first event waits in the aggregate, or has been
/// collected. It is looked for in this order, because the collector moves it in this order.
async fn is_applied(store: &MongoStore, save: &Save) -> Result<bool, StoreError> {
    let Some(event) = save.first_event() else { return Ok(false) };
    let (kind, id) = (save.aggregate.kind, to_binary(save.aggregate.id));
    let waiting = store.fetch_raw(query::event_in_outbox(kind, id, event)).await?;
    if !waiting.is_empty() {
        return Ok(true);
    }
    Ok(!store.fetch_raw(query::event_in_log(event)).await?.is_empty())
}
