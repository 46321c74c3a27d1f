//! Where the program of a chore keeps its data.

use std::fmt;
use std::path::Path;

use anyhow::Context as _;

use crate::servers::Servers;

/// One of the two stores.
#[derive(Debug, Clone)]
pub(crate) enum Store {
    /// The embedded one, in a folder of the chore.
    Embedded,
    /// A replica set: its address, and a database of the chore.
    ReplicaSet { uri: String, database: String },
}

impl Store {
    /// A database on the replica set for the chore called `name`.
    pub(crate) fn on(servers: &Servers, name: &str) -> Self {
        // Somebody's own replica set may have databases of earlier runs.
        let database = format!("courses_{name}_{}", std::process::id());
        Self::ReplicaSet { uri: servers.mongodb_uri().to_owned(), database }
    }

    /// The arguments that name it.
    pub(super) fn arguments(&self, folder: &Path) -> anyhow::Result<Vec<String>> {
        Ok(match self {
            Self::Embedded => vec!["--store".to_owned(), embedded(folder)?],
            Self::ReplicaSet { uri, database } => vec![
                "--store".to_owned(),
                uri.clone(),
                "--set".to_owned(),
                format!("store.database={database}"),
            ],
        })
    }
}

impl fmt::Display for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Embedded => "embedded",
            Self::ReplicaSet { .. } => "replica set",
        })
    }
}

/// The name of the embedded store in `folder`.
pub(super) fn embedded(folder: &Path) -> anyhow::Result<String> {
    let folder = folder.join("data");
    Ok(format!("sqlite:{}", folder.to_str().context("the folder's name is not UTF-8")?))
}
