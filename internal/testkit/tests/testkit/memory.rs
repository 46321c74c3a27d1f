//! The store in memory is held to the contract of the ports like any other.

use std::sync::Arc;

use courses_testkit::contract::Stores;
use courses_testkit::memory::MemoryStore;

#[expect(clippy::unused_async, reason = "other stores have to be started")]
async fn stores() -> Option<Stores> {
    Some(Stores::of(Arc::new(MemoryStore::new())))
}

courses_testkit::contract_tests!(stores);
