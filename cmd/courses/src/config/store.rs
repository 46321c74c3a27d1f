//! `store`

use std::path::PathBuf;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use xconfig::{Duration, Invalid, Secret, Validate};

/// Where everything is kept.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct StoreConfig {
    /// `sqlite:FOLDER`, or an address of a `MongoDB` replica set such as
    /// `mongodb://127.0.0.1:27017/?replicaSet=rs0`. Without it, `sqlite:data`.
    pub(crate) url: Option<Secret>,
    /// The database on `MongoDB`.
    pub(crate) database: String,
    /// How many connections to `MongoDB` at most.
    pub(crate) max_connections: u32,
    /// How long a service that starts waits for a replica set that is away.
    pub(crate) start_timeout: Duration,
    /// How long a connection may take, and how long to look for a server that can take a command.
    pub(crate) connect_timeout: Duration,
    /// How long one read may take.
    pub(crate) read_timeout: Duration,
    /// How long one change may take, with its retries.
    pub(crate) write_timeout: Duration,
    /// Lets lists be served by secondaries of a replica set.
    pub(crate) secondary_reads: bool,
    /// Brings the schema up to date when the service starts.
    pub(crate) migrate_at_start: bool,
}

impl Default for StoreConfig {
    fn default() -> Self {
        Self {
            url: None,
            database: "courses".to_owned(),
            max_connections: 64,
            start_timeout: Duration::from_secs(300),
            connect_timeout: Duration::from_secs(10),
            read_timeout: Duration::from_secs(5),
            write_timeout: Duration::from_secs(10),
            secondary_reads: false,
            migrate_at_start: true,
        }
    }
}

/// The two kinds of stores.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum StoreKind {
    /// Embedded, in this folder.
    Sqlite(PathBuf),
    /// A replica set at this address, which may contain a password.
    Mongo(String),
}

impl StoreConfig {
    /// The kind of store that the address names.
    pub(crate) fn kind(&self) -> Option<StoreKind> {
        let Some(url) = &self.url else { return Some(StoreKind::Sqlite("data".into())) };
        let url = url.expose();
        if url.starts_with("mongodb://") || url.starts_with("mongodb+srv://") {
            return Some(StoreKind::Mongo(url.to_owned()));
        }
        let folder = url.strip_prefix("sqlite:").filter(|folder| !folder.is_empty())?;
        Some(StoreKind::Sqlite(folder.into()))
    }
}

impl Validate for StoreConfig {
    fn validate(&self) -> Result<(), Invalid> {
        let known = self.kind().is_some();
        Invalid::unless(known, "url", "must be `sqlite:FOLDER` or begin with `mongodb://`")?;
        let named = !self.database.is_empty()
            && self.database.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-');
        Invalid::unless(named, "database", "must be letters, digits, `_` and `-`")?;
        Invalid::unless(self.max_connections > 0, "max_connections", "must be at least 1")?;
        for (key, time) in [
            ("connect_timeout", self.connect_timeout),
            ("read_timeout", self.read_timeout),
            ("write_timeout", self.write_timeout),
        ] {
            Invalid::unless(!time.is_zero(), key, "must be longer than nothing")?;
        }
        Ok(())
    }
}
