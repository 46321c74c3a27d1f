//! What every implementation of the ports must do.

use std::sync::Arc;

use courses_repository_mongo::Options;
use courses_testkit::contract::Stores;
use courses_testkit::server::mongo::TestDatabase;

use crate::store_in;

async fn stores() -> Option<Stores> {
    let guard = TestDatabase::emptied()?;
    let store = store_in(&guard.uri(), guard.name(), Options::default()).await;
    Some(Stores::of(Arc::new(store)).guarded_by(guard))
}

courses_testkit::contract_tests!(stores);
