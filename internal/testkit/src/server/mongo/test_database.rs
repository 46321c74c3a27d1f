//! A database of its own for each test, so that tests run side by side and leave nothing.

use std::hash::{BuildHasher as _, RandomState};
use std::thread;

use anyhow::Context as _;
use bson::doc;

use super::uri::{hosts, uri, with_database};
use super::wire;

/// An empty database with a name nobody else has, dropped with this value.
///
/// It holds no driver client: a client belongs to the runtime that made it, so each test
/// connects by [`uri`](Self::uri), which names the database too.
#[derive(Debug)]
pub struct TestDatabase {
    server: String,
    name: String,
    open: bool,
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
        // Every `RandomState` has other keys, which makes it a source of random numbers.
        let name = format!("test_{:016x}", RandomState::new().hash_one(thread::current().id()));
        Some(Self { server, name, open: true })
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
        let mut last = None;
        for host in hosts(&self.server) {
            match wire::run(&host, &self.name, doc! { "dropDatabase": 1 }) {
                Ok(_) => return Ok(()),
                Err(err) => last = Some(err),
            }
        }
        let last = last.context("the address names no server")?;
        Err(last.context(format!("the database {} is left behind", self.name)))
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        if let Err(err) = self.drop_database() {
            eprintln!("{err:#}");
        }
    }
}
