//! Asks a query and converts what comes back.
//!
//! The driver's futures are not dropped when a caller goes away (that would close a connection):
//! they run in tasks of their own, under a deadline that ends them if the server hangs.

use std::future::Future;

use bson::raw::RawDocument;
use bson::{Bson, RawDocumentBuf};
use courses_port::StoreError;
use mongodb::error::Error;
use mongodb::options::{ReadPreference, SelectionCriteria};
use mongodb::{ClientSession, Collection};
use tracing::Instrument as _;

use crate::MongoStore;
use crate::document::{Record, decode};
use crate::error::{Late, from_driver};
use crate::query::{Find, Kind, Query};

/// As much as the largest question answers, so that an answer rarely takes two round trips.
const BATCH: u32 = 5_000;

impl MongoStore {
    /// Everything that `query` answers.
    pub(crate) async fn fetch<R: Record>(
        &self,
        query: Query,
    ) -> Result<Vec<R::Entity>, StoreError> {
        let collection = query.collection();
        let documents = self.fetch_raw(query).await?;
        documents.iter().map(|raw| decode_in::<R>(collection, raw)).collect()
    }

    /// The first thing that `query` answers.
    pub(crate) async fn fetch_one<R: Record>(
        &self,
        query: Query,
    ) -> Result<Option<R::Entity>, StoreError> {
        let collection = query.collection();
        let documents = self.fetch_raw(query).await?;
        documents.first().map(|raw| decode_in::<R>(collection, raw)).transpose()
    }

    /// The documents that `query` answers.
    pub(crate) async fn fetch_raw(&self, query: Query) -> Result<Vec<RawDocumentBuf>, StoreError> {
        let store = self.clone();
        self.in_time(async move { store.run(query).await }).await
    }

    /// Runs `work` in a task of its own, ended at the deadline of reads.
    pub(crate) async fn in_time<T: Send + 'static>(
        &self,
        work: impl Future<Output = Result<T, Error>> + Send + 'static,
    ) -> Result<T, StoreError> {
        let deadline = self.options().read_deadline;
        let limited = async move { tokio::time::timeout(deadline, work).await };
        match tokio::spawn(limited.in_current_span()).await {
            Ok(Ok(result)) => result.map_err(from_driver),
            Ok(Err(_)) => Err(self.late(Late)),
            Err(panicked) => Err(StoreError::broken(panicked)),
        }
    }

    pub(crate) async fn run(&self, query: Query) -> Result<Vec<RawDocumentBuf>, Error> {
        let name = match query.kind() {
            Kind::Find(_) => "find",
            Kind::Aggregate(_) => "aggregate",
        };
        self.send(name, query.collection(), self.ask(query)).await
    }

    async fn ask(&self, query: Query) -> Result<Vec<RawDocumentBuf>, Error> {
        let collection = self.raw_collection(query.collection());
        let max_time = self.options().read_deadline;
        let secondary = query.may_be_secondary() && self.options().secondary_reads;
        let nearest = ReadPreference::Nearest { options: None };
        let comment = Bson::String(format!("{:?}", query.name()));
        let criteria = secondary.then_some(SelectionCriteria::ReadPreference(nearest));
        let mut cursor = match query.into_kind() {
            Kind::Find(find) => {
                let Find { filter, projection, sort, limit } = *find;
                let mut find = collection.find(filter).comment(comment);
                find = find.max_time(max_time).batch_size(BATCH);
                if let Some(projection) = projection {
                    find = find.projection(projection);
                }
                if let Some(sort) = sort {
                    find = find.sort(sort);
                }
                if let Some(limit) = limit {
                    find = find.limit(limit);
                }
                if let Some(criteria) = criteria {
                    find = find.selection_criteria(criteria);
                }
                find.await?
            }
            Kind::Aggregate(stages) => {
                let mut aggregate = collection.aggregate(stages).comment(comment);
                aggregate = aggregate.max_time(max_time).batch_size(BATCH);
                if let Some(criteria) = criteria {
                    aggregate = aggregate.selection_criteria(criteria);
                }
                aggregate.await?.with_type()
            }
        };
        let mut documents = Vec::new();
        while cursor.advance().await? {
            documents.push(cursor.current().to_owned());
        }
        Ok(documents)
    }

    /// What `query`, which is no aggregation, answers inside a transaction.
    pub(crate) async fn find_in(
        &self,
        session: &mut ClientSession,
        query: Query,
    ) -> Result<Vec<RawDocumentBuf>, Error> {
        let name = query.collection();
        let collection = self.raw_collection(name);
        let Kind::Find(find) = query.into_kind() else { return Ok(Vec::new()) };
        let Find { filter, projection, limit, .. } = *find;
        let mut find = collection.find(filter).batch_size(BATCH);
        if let Some(projection) = projection {
            find = find.projection(projection);
        }
        if let Some(limit) = limit {
            find = find.limit(limit);
        }
        let found = async move {
            let mut cursor = find.session(&mut *session).await?;
            let mut documents = Vec::new();
            while cursor.advance(session).await? {
                documents.push(cursor.current().to_owned());
            }
            Ok(documents)
        };
        self.send("find", name, found).await
    }

    pub(crate) fn raw_collection(&self, name: &str) -> Collection<RawDocumentBuf> {
        self.database().collection(name)
    }
}

pub(crate) fn decode_in<R: Record>(
    collection: &'static str,
    raw: &RawDocument,
) -> Result<R::Entity, StoreError> {
    Ok(decode::<R>(collection, raw)?)
}
