//! Applies change sets.
//!
//! A set that touches one document is one atomic write; any other set is one transaction, with as
//! few round trips as collections. Either runs in a task of its own, so that a caller who goes
//! away does not close a connection in the middle; the caller waits for it with a deadline.

mod batch;
mod conflict;
mod identity;
mod import;
mod lessons;
mod plan;
mod revisions;
mod save;
mod single;

use std::time::Instant;

use async_trait::async_trait;
use courses_port::{ChangeSet, Commit, CommitError, StoreError};
use tracing::Instrument as _;

use crate::MongoStore;
use crate::error::Late;
use plan::Plan;
pub(crate) use revisions::{latest, wanted};

#[async_trait]
impl Commit for MongoStore {
    #[tracing::instrument(name = "repository.mongo.commit", skip_all)]
    async fn commit(&self, set: ChangeSet) -> Result<(), CommitError> {
        if set.is_empty() {
            return Ok(());
        }
        let patience = self.options().commit_deadline;
        let deadline = Instant::now() + patience;
        let work = {
            let store = self.clone();
            async move { apply(&store, &set, deadline).await }
        };
        match tokio::time::timeout(patience, tokio::spawn(work.in_current_span())).await {
            Ok(Ok(result)) => result,
            Ok(Err(panicked)) => Err(StoreError::broken(panicked).into()),
            Err(_) => Err(self.late(Late).into()),
        }
    }
}

async fn apply(store: &MongoStore, set: &ChangeSet, deadline: Instant) -> Result<(), CommitError> {
    xfault::point("commit.begun");
    let plan = Plan::of(set);
    match plan.single() {
        Some(save) => single::apply(store, save, deadline).await?,
        None => batch::apply(store, &plan, deadline).await?,
    }
    xfault::point("commit.done");
    store.committed().notify_one();
    Ok(())
}
