//! A database of its own for each test, so that tests run side by side and leave nothing.

use std::hash::{BuildHasher as _, RandomState};
use std::sync::{Mutex, PoisonError};
use std::thread;

use anyhow::Context as _;
use bson::{Document, doc};

use super::uri::{hosts, uri, with_database};
use super::wire;

/// Where migrations note what was done. It stays in a database that is used again.
const MIGRATIONS: &str = "migrations";

/// Databases of this process that are empty again.
static EMPTIED: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// An empty database with a name nobody else has, dropped with this value.
///
/// It holds no driver client: a client belongs to the runtime that made it, so each test
/// connects by [`uri`](Self::uri), which names the database too.
#[derive(Debug)]
pub struct TestDatabase {
    server: String,
    name: String,
    open: bool,
    /// Whether it is emptied instead of dropped.
    kept: bool,
}

impl TestDatabase {
    /// A new database, or nothing when there is no server: then the test returns.
    ///
    /// # Panics
    ///
    /// As [`super::uri()`] does.
    #[must_use]
    pub fn create() -> Option<Self> {
        let server = uri()?;
        Some(Self { server, name: new_name(), open: true, kept: false })
    }

    /// A database without documents that tests of this process may have used before: collections,
    /// indexes and done migrations are there, which are most of what a new one costs. It is emptied
    /// with this value, and dropped if the test failed. The last ones are left to the server.
    ///
    /// # Panics
    ///
    /// As [`super::uri()`] does.
    #[must_use]
    pub fn emptied() -> Option<Self> {
        let server = uri()?;
        let known = EMPTIED.lock().unwrap_or_else(PoisonError::into_inner).pop();
        Some(Self { server, name: known.unwrap_or_else(new_name), open: true, kept: true })
    }

    /// The address to connect to, with this database as the default one.
    #[must_use]
    pub fn uri(&self) -> String {
        with_database(&self.server, &self.name)
    }

    /// The database's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Drops the database now and tells whether that worked.
    ///
    /// # Errors
    ///
    /// When no member takes the command, for instance because the server wants credentials.
    pub fn close(mut self) -> anyhow::Result<()> {
        self.drop_database()
    }

    fn drop_database(&mut self) -> anyhow::Result<()> {
        if !std::mem::take(&mut self.open) {
            return Ok(());
        }
        self.on_primary(|host| wire::run(host, &self.name, doc! { "dropDatabase": 1 }).map(drop))
            .with_context(|| format!("the database {} is left behind", self.name))
    }

    /// Deletes every document of every collection.
    fn empty(&self) -> anyhow::Result<()> {
        self.on_primary(|host| {
            let every =
                doc! { "listCollections": 1, "nameOnly": true, "cursor": { "batchSize": 1000 } };
            let listed = wire::run(host, &self.name, every)?;
            for name in names(&listed)?.filter(|name| *name != MIGRATIONS) {
                let all = vec![doc! { "q": {}, "limit": 0 }];
                wire::run(host, &self.name, doc! { "delete": name, "deletes": all })?;
            }
            // One that changes nothing waits for everything before it.
            let none = vec![doc! { "q": { "_id": "nothing" }, "limit": 1 }];
            let majority = doc! { "w": "majority", "wtimeout": 20_000 };
            let last = doc! { "delete": MIGRATIONS, "deletes": none, "writeConcern": majority };
            wire::run(host, &self.name, last).map(drop)
        })
    }

    /// Does it on the first member that takes it.
    fn on_primary(&self, work: impl Fn(&str) -> anyhow::Result<()>) -> anyhow::Result<()> {
        let mut last = None;
        for host in hosts(&self.server) {
            match work(&host) {
                Ok(()) => return Ok(()),
                Err(err) => last = Some(err),
            }
        }
        Err(last.context("the address names no server")?)
    }
}

/// A name that nothing has.
fn new_name() -> String {
    // Every `RandomState` has other keys, which makes it a source of random numbers.
    format!("test_{:016x}", RandomState::new().hash_one(thread::current().id()))
}

/// The names that `listCollections` answered.
fn names(listed: &Document) -> anyhow::Result<impl Iterator<Item = &str>> {
    let batch = listed.get_document("cursor")?.get_array("firstBatch")?;
    Ok(batch.iter().filter_map(|it| it.as_document()?.get_str("name").ok()))
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        if self.open && self.kept && !thread::panicking() && self.empty().is_ok() {
            self.open = false;
            let mut emptied = EMPTIED.lock().unwrap_or_else(PoisonError::into_inner);
            emptied.push(std::mem::take(&mut self.name));
            return;
        }
        if let Err(err) = self.drop_database() {
            eprintln!("{err:#}");
        }
    }
}
