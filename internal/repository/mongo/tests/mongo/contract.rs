//! What every implementation of the ports must do.

use std::sync::Arc;

use courses_testkit::contract::Stores;

use crate::store;

async fn stores() -> Option<Stores> {
    let (guard, store) = store().await?;
    Some(Stores::of(Arc::new(store)).guarded_by(guard))
}

courses_testkit::contract_tests!(stores);
