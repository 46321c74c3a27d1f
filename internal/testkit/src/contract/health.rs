//! A store tells whether it works.

use super::Stores;

/// A store that works says so, also several times at once.
pub async fn a_working_store_is_healthy(stores: &Stores) {
    let checks = (0..8).map(|_| stores.health.check());
    for answer in futures::future::join_all(checks).await {
        answer.expect("the store works");
    }
}
