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
        let name = found.collection();
        let found = self.fetch_raw(found).await?;
        let ids: Vec<Bson> = found.iter().filter_map(id).collect();
        if ids.is_empty() {
            return Ok(0);
        }
        let mut filter = bson::doc! { "_id": { "$in": ids } };
        filter.extend(still);
        self.remove(name, filter).await
    }

    /// Removes everything that `filter` finds, outside a change set, and says how much it was.
    pub(crate) async fn remove(
        &self,
        name: &'static str,
        filter: Document,
    ) -> Result<u64, StoreError> {
        let (store, collection) = (self.clone(), self.collection(name));
        let remove =
            async move { store.send("delete", name, collection.delete_many(filter)).await };
        Ok(self.in_time(remove).await?.deleted_count)
    }
}
