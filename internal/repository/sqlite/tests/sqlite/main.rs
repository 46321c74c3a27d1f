//! The adapter against the contract of the ports, and what only it promises.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::path::Path;
use std::sync::Arc;

use courses_repository_sqlite::{Options, SqliteStore};
use courses_testkit::contract::Stores;

mod crash;
mod identity;
mod lifecycle;
mod limits;

mod contract {
    use super::stores;

    courses_testkit::contract_tests!(stores);
}

/// An empty store in a folder of its own.
async fn stores() -> Option<Stores> {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let path = folder.path().join("data").join("courses.db");
    let store = open(&path).await;
    Some(Stores::of(Arc::new(store)).guarded_by(folder))
}

/// The store in the file `path`.
async fn open(path: &Path) -> SqliteStore {
    SqliteStore::open(path, Options::default()).await.expect("it can be opened")
}
