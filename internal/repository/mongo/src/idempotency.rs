//! Remembered answers. They are written by commits; see `commit::batch`.

use async_trait::async_trait;
use bson::{Bson, RawDocumentBuf, doc};
use courses_port::{IdempotencyRecord, IdempotencyScope, IdempotencyStore, StoreError};
use jiff::Timestamp;

use crate::MongoStore;
use crate::convert::to_date;
use crate::document::AnswerDocument;
use crate::query;

#[async_trait]
impl IdempotencyStore for MongoStore {
    #[tracing::instrument(name = "repository.mongo.find_answer", skip_all)]
    async fn find_answer(
        &self,
        scope: &IdempotencyScope,
        now: Timestamp,
    ) -> Result<Option<IdempotencyRecord>, StoreError> {
        self.fetch_one::<AnswerDocument>(query::answer_by_scope(scope, now)).await
    }

    #[tracing::instrument(name = "repository.mongo.purge_expired", skip_all)]
    async fn purge_expired(&self, now: Timestamp, limit: u32) -> Result<u64, StoreError> {
        // One that was replaced meanwhile is not expired any more.
        let still = doc! { "expires_at": { "$lte": to_date(now) } };
        self.purge(query::expired_answers(now, limit), limit, still).await
    }
}

/// The id of a document, whatever its type.
pub(crate) fn id(document: &RawDocumentBuf) -> Option<Bson> {
    document.get("_id").ok().flatten().and_then(|id| Bson::try_from(id).ok())
}
