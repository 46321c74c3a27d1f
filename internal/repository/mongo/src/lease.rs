//! Leases. A lease is never removed, so its token never falls back.

use async_trait::async_trait;
use bson::{DateTime, Document, doc};
use courses_port::{Lease, Leases, StoreError};
use jiff::Timestamp;
use mongodb::options::ReturnDocument;
use uuid::Uuid;
use xmongo::{Failure, classify};

use crate::MongoStore;
use crate::convert::{to_binary, to_date};
use crate::document::LeaseDocument;
use crate::fetch::decode_in;
use crate::schema::LEASES;

#[async_trait]
impl Leases for MongoStore {
    #[tracing::instrument(name = "repository.mongo.acquire", skip_all)]
    async fn acquire(
        &self,
        name: &str,
        holder: Uuid,
        now: Timestamp,
        expires_at: Timestamp,
    ) -> Result<Option<Lease>, StoreError> {
        let (store, leases) = (self.clone(), self.collection(LEASES));
        let holder = to_binary(holder);
        let mine_or_free =
            vec![doc! { "holder": holder }, doc! { "expires_at": { "$lte": to_date(now) } }];
        let filter = doc! { "_id": name, "$or": mine_or_free };
        let next = doc! { "$add": [{ "$ifNull": ["$token", 0_i64] }, 1_i64] };
        let lease = doc! { "$set": {
            "token": { "$cond": [{ "$eq": ["$holder", holder] }, "$token", next] },
            "holder": holder,
            "expires_at": to_date(expires_at),
        } };
        let given = self
            .in_time(async move {
                let update = leases.find_one_and_update(filter, vec![lease]).upsert(true);
                let update = update.return_document(ReturnDocument::After);
                match store.send("findAndModify", LEASES, update).await {
                    // Somebody else has it: the filter missed, and the id exists.
                    Err(error) if matches!(classify(&error), Failure::DuplicateKey { .. }) => {
                        Ok(None)
                    }
                    given => given,
                }
            })
            .await?;
        given.as_ref().map(to_lease).transpose()
    }

    #[tracing::instrument(name = "repository.mongo.release", skip_all)]
    async fn release(&self, name: &str, holder: Uuid) -> Result<(), StoreError> {
        let (store, leases) = (self.clone(), self.collection(LEASES));
        let mine = doc! { "_id": name, "holder": to_binary(holder) };
        let free = doc! {
            "$set": { "expires_at": DateTime::from_millis(0) },
            "$unset": { "holder": "" },
        };
        let release =
            async move { store.send("update", LEASES, leases.update_one(mine, free)).await };
        self.in_time(release).await.map(drop)
    }
}

fn to_lease(document: &Document) -> Result<Lease, StoreError> {
    let raw = bson::RawDocumentBuf::try_from(document).map_err(StoreError::broken)?;
    decode_in::<LeaseDocument>(LEASES, &raw)
}
