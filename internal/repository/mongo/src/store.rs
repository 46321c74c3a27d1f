//! The store: a database, and how patient it is.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use bson::Document;
use courses_port::StoreError;
use mongodb::error::Error;
use mongodb::{Client, Collection, Database};
use tokio::sync::Notify;
use xmongo::{Command, CommandMonitor, MigrateError, PrimaryWatch};

use crate::error::{Cause, from_driver};
use crate::schema::MIGRATIONS;
use crate::shared_find::SharedFinds;

/// How long a program waits for another one that migrates.
const MIGRATION_PATIENCE: Duration = Duration::from_mins(2);

/// How patient the store is, and what may answer stale.
#[derive(Debug, Clone)]
pub struct Options {
    /// The longest a read may take.
    pub read_deadline: Duration,
    /// The longest a commit may take, with everything that is tried again.
    pub commit_deadline: Duration,
    /// The longest that `EventLog::changed` waits.
    pub poll: Duration,
    /// Lets the nearest member answer the questions that may be answered by a secondary.
    pub secondary_reads: bool,
    /// Knows whether there is a primary: the watch that the client was made with.
    pub primary: PrimaryWatch,
    /// Sees every command but those of migrations.
    pub monitor: CommandMonitor,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            read_deadline: Duration::from_secs(10),
            commit_deadline: Duration::from_secs(20),
            poll: Duration::from_millis(500),
            secondary_reads: false,
            primary: PrimaryWatch::default(),
            monitor: CommandMonitor::new(),
        }
    }
}

/// Every port, kept in one database. Cheap to clone; clones are the same store.
#[derive(Debug, Clone)]
pub struct MongoStore {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    client: Client,
    database: Database,
    options: Options,
    migrated: AtomicBool,
    committed: Notify,
    shared_finds: SharedFinds,
}

impl MongoStore {
    /// A store in the database `name`. Asks the server for a sign of life; migrates nothing.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if no primary answers.
    pub async fn connect(client: Client, name: &str, options: Options) -> Result<Self, StoreError> {
        xmongo::ping(&client).await.map_err(from_driver)?;
        let database = client.database(name);
        let inner = Inner {
            client,
            database,
            options,
            migrated: AtomicBool::new(false),
            committed: Notify::new(),
            shared_finds: SharedFinds::default(),
        };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// Brings the database to the newest schema, and answers the numbers of the migrations that
    /// this call applied. Safe for several instances at once.
    ///
    /// # Errors
    ///
    /// [`MigrateError`], also if a newer program migrated the database.
    pub async fn migrate(&self) -> Result<Vec<u32>, MigrateError> {
        MIGRATIONS.apply(&self.inner.database, MIGRATION_PATIENCE).await
    }

    pub(crate) fn client(&self) -> &Client {
        &self.inner.client
    }

    pub(crate) fn database(&self) -> &Database {
        &self.inner.database
    }

    pub(crate) fn options(&self) -> &Options {
        &self.inner.options
    }

    /// The error for work whose deadline has passed. Without a primary it waited for one all the
    /// time, so the store is away and not slow.
    pub(crate) fn late(&self, cause: impl Into<Cause>) -> StoreError {
        if self.options().primary.is_away() {
            StoreError::unavailable(cause)
        } else {
            StoreError::TimedOut(cause.into())
        }
    }

    pub(crate) fn monitor(&self) -> &CommandMonitor {
        &self.inner.options.monitor
    }

    /// The command `name` on `collection`, for the monitor.
    pub(crate) fn command<'a>(&'a self, name: &'static str, collection: &'a str) -> Command<'a> {
        Command { name, database: self.inner.database.name(), collection }
    }

    /// Sends the command `name` on `collection`, under the eyes of the monitor.
    pub(crate) async fn send<T>(
        &self,
        name: &'static str,
        collection: &str,
        work: impl IntoFuture<Output = Result<T, Error>>,
    ) -> Result<T, Error> {
        self.monitor().watch(self.command(name, collection), work.into_future()).await
    }

    /// Whether the migrations were seen to be done; never false again.
    pub(crate) fn migrated(&self) -> &AtomicBool {
        &self.inner.migrated
    }

    /// Woken after each commit of this process.
    pub(crate) fn committed(&self) -> &Notify {
        &self.inner.committed
    }

    pub(crate) fn shared_finds(&self) -> &SharedFinds {
        &self.inner.shared_finds
    }

    pub(crate) fn collection(&self, name: &str) -> Collection<Document> {
        self.inner.database.collection(name)
    }
}
