//! Removes what has served its time, by the product's clock.

use bson::{Bson, Document};
use courses_port::StoreError;

use crate::MongoStore;
use crate::idempotency::id;
use crate::query::Query;

impl MongoStore {
    /// Removes up to `limit` documents that `found`, a query for ids with that limit, answers and
    /// that still match `still` when they are removed; answers how many.
    pub(crate) async fn purge(
        &self,
        found: Query,
        limit: u32,
        still: Document,
    ) -> Result<u64, StoreError> {
        if limit == 0 {
            // To the server no limit at all.
            return Ok(0);
        }
        let (store, name) = (self.clone(), found.collection());
        let found = self.fetch_raw(found).await?;
        let ids: Vec<Bson> = found.iter().filter_map(id).collect();
        if ids.is_empty() {
            return Ok(0);
        }
        let mut filter = bson::doc! { "_id": { "$in": ids } };
        filter.extend(still);
        let collection = self.collection(name);
        let remove =
            async move { store.send("delete", name, collection.delete_many(filter)).await };
        let removed = self.in_time(remove).await?;
        Ok(removed.deleted_count)
    }
}
