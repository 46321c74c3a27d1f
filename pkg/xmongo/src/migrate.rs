//! Brings a database to the newest schema, once, however many instances try.
//!
//! The collection `migrations` has one document for each migration that was applied and one for
//! the lease: whoever holds it migrates, the others wait. The times of the lease are the
//! server's, so clocks of instances do not matter.

use std::time::{Duration, Instant};

use bson::{Bson, Document, doc, oid::ObjectId};
use futures::TryStreamExt as _;
use futures::future::BoxFuture;
use mongodb::error::Error;
use mongodb::options::ReturnDocument;
use mongodb::{Collection, Database};

use crate::{Failure, classify};

const COLLECTION: &str = "migrations";
const LEASE: &str = "lease";
const LEASE_MILLIS: i64 = 30_000;
const PAUSE: Duration = Duration::from_millis(200);

/// One step of the schema. It may be interrupted and run again, so it must be repeatable.
#[derive(Clone, Copy)]
pub struct Migration {
    /// Its number: 1, 2, 3 … Numbers are never reused.
    pub number: u32,
    /// What it does, for people.
    pub name: &'static str,
    /// Does it.
    pub run: for<'a> fn(&'a Database) -> BoxFuture<'a, Result<(), Error>>,
}

impl std::fmt::Debug for Migration {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.number, self.name)
    }
}

/// Why a database was not migrated.
#[derive(Debug, thiserror::Error)]
pub enum MigrateError {
    /// A newer program migrated the database; this one might not understand it.
    #[error("the database has schema {found}, this program knows {known}")]
    NewerSchema {
        /// The number in the database.
        found: u32,
        /// The newest number this program knows.
        known: u32,
    },
    /// Another instance held the lease for the whole time.
    #[error("another instance migrates the database and does not finish")]
    Busy,
    /// A step failed.
    #[error("migration {number} failed")]
    Step {
        /// The number of the step.
        number: u32,
        /// Why.
        #[source]
        source: Error,
    },
    /// The server failed.
    #[error("the state of the migrations cannot be read or written")]
    Server(#[from] Error),
}

/// The steps of a schema, in the order of their numbers.
#[derive(Debug, Clone, Copy)]
pub struct Migrations(&'static [Migration]);

impl Migrations {
    /// These steps.
    #[must_use]
    pub const fn new(steps: &'static [Migration]) -> Self {
        Self(steps)
    }

    /// The newest number.
    #[must_use]
    pub fn newest(&self) -> u32 {
        self.0.iter().map(|step| step.number).max().unwrap_or_default()
    }

    /// Whether exactly the newest schema is in place.
    ///
    /// # Errors
    ///
    /// [`MigrateError::NewerSchema`], and the driver's errors.
    pub async fn are_applied(&self, database: &Database) -> Result<bool, MigrateError> {
        let applied = self.applied(&collection(database)).await?;
        Ok(self.0.iter().all(|step| applied.contains(&step.number)))
    }

    /// Applies what is missing, and answers the numbers that were applied by this call. Waits up
    /// to `patience` for another instance that is at it.
    ///
    /// # Errors
    ///
    /// [`MigrateError`].
    pub async fn apply(
        &self,
        database: &Database,
        patience: Duration,
    ) -> Result<Vec<u32>, MigrateError> {
        let state = collection(database);
        let holder = ObjectId::new();
        let deadline = Instant::now() + patience;
        loop {
            if self.are_applied(database).await? {
                return Ok(Vec::new());
            }
            if hold_lease(&state, holder).await? {
                break;
            }
            if Instant::now() >= deadline {
                return Err(MigrateError::Busy);
            }
            tokio::time::sleep(PAUSE).await;
        }
        let applied = self.apply_missing(database, &state, holder).await;
        let released = state.delete_one(doc! { "_id": LEASE, "holder": holder }).await;
        let applied = applied?;
        released?;
        Ok(applied)
    }

    async fn apply_missing(
        &self,
        database: &Database,
        state: &Collection<Document>,
        holder: ObjectId,
    ) -> Result<Vec<u32>, MigrateError> {
        let applied = self.applied(state).await?;
        let mut done = Vec::new();
        for step in self.0.iter().filter(|step| !applied.contains(&step.number)) {
            let number = step.number;
            tracing::info!(migration.number = number, migration.name = step.name, "migrating");
            let running = async {
                (step.run)(database).await.map_err(|source| MigrateError::Step { number, source })
            };
            tokio::select! {
                result = running => result?,
                lost = keep_lease(state, holder) => return Err(lost),
            }
            let record = doc! { "name": step.name, "applied_at": "$$NOW" };
            let id = doc! { "_id": i64::from(number) };
            state.update_one(id, vec![doc! { "$set": record }]).upsert(true).await?;
            done.push(number);
        }
        Ok(done)
    }

    async fn applied(&self, state: &Collection<Document>) -> Result<Vec<u32>, MigrateError> {
        let steps = state.find(doc! { "_id": { "$type": "number" } }).await?;
        let ids: Vec<u32> = steps
            .try_filter_map(|step| async move { Ok(step.get("_id").and_then(number)) })
            .try_collect()
            .await?;
        let found = ids.iter().copied().max().unwrap_or_default();
        let known = self.newest();
        if found > known { Err(MigrateError::NewerSchema { found, known }) } else { Ok(ids) }
    }
}

fn collection(database: &Database) -> Collection<Document> {
    database.collection(COLLECTION)
}

fn number(id: &Bson) -> Option<u32> {
    match id {
        Bson::Int32(id) => u32::try_from(*id).ok(),
        Bson::Int64(id) => u32::try_from(*id).ok(),
        _ => None,
    }
}

/// Takes or prolongs the lease; `false` if somebody else has it.
async fn hold_lease(state: &Collection<Document>, holder: ObjectId) -> Result<bool, Error> {
    let mine = doc! { "$eq": ["$holder", holder] };
    // What is missing compares as less than any date.
    let over = doc! { "$lte": ["$expires_at", "$$NOW"] };
    let ours = doc! { "$or": [mine, over] };
    let until = doc! { "$add": ["$$NOW", LEASE_MILLIS] };
    let lease = doc! { "$set": {
        "holder": { "$cond": [ours.clone(), holder, "$holder"] },
        "expires_at": { "$cond": [ours, until, "$expires_at"] },
    } };
    let update = state.find_one_and_update(doc! { "_id": LEASE }, vec![lease]).upsert(true);
    match update.return_document(ReturnDocument::After).await {
        Ok(lease) => {
            Ok(lease.is_some_and(|lease| lease.get_object_id("holder").ok() == Some(holder)))
        }
        Err(error) if matches!(classify(&error), Failure::DuplicateKey { .. }) => Ok(false),
        Err(error) => Err(error),
    }
}

/// Prolongs the lease for as long as it is polled; ends only when the lease is lost.
async fn keep_lease(state: &Collection<Document>, holder: ObjectId) -> MigrateError {
    loop {
        tokio::time::sleep(Duration::from_millis(LEASE_MILLIS.unsigned_abs() / 3)).await;
        match hold_lease(state, holder).await {
            Ok(true) => {}
            Ok(false) => return MigrateError::Busy,
            Err(error) => return MigrateError::Server(error),
        }
    }
}
