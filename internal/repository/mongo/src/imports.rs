//! Files that are brought in. Jobs are written by commits; see `commit::import`.

use async_trait::async_trait;
use bson::doc;
use courses_domain::catalogue::{CourseId, ImportJob, ImportJobId, ImportJobState, ImportReject};
use courses_port::catalogue::{IdPosition, ImportStore, NamedCourse};
use courses_port::{Page, StoreError};
use jiff::Timestamp;

use crate::MongoStore;
use crate::convert::{id_list, to_date};
use crate::document::{
    IdDocument, ImportDocument, NamedCourseDocument, PartDocument, PartFileDocument,
    RejectDocument, RoundDocument, numbered_id,
};
use crate::query;
use crate::schema::{IMPORT_PARTS, IMPORT_REJECTS, IMPORTS, ROUNDS_OF};

/// As many live jobs as the product allows, and then some: a page of old files must be able to
/// hold a file that no job works on.
const MOST_LIVE: u32 = 100;

#[async_trait]
impl ImportStore for MongoStore {
    #[tracing::instrument(name = "repository.mongo.find_import", skip_all)]
    async fn find_import(&self, id: ImportJobId) -> Result<Option<ImportJob>, StoreError> {
        self.fetch_one::<ImportDocument>(query::import_by_id(id)).await
    }

    #[tracing::instrument(name = "repository.mongo.live_imports", level = "debug", skip_all)]
    async fn live_imports(&self, limit: u32) -> Result<Vec<ImportJob>, StoreError> {
        self.fetch::<ImportDocument>(query::live_imports(limit)).await
    }

    #[tracing::instrument(name = "repository.mongo.list_imports", skip_all)]
    async fn list_imports(
        &self,
        after: Option<IdPosition>,
        limit: u32,
    ) -> Result<Page<ImportJobState, IdPosition>, StoreError> {
        let found = self.fetch::<ImportDocument>(query::import_list(after, limit)).await?;
        let page = Page::from_surplus(found, limit as usize, |it: &ImportJob| {
            IdPosition(it.state().id.into())
        });
        Ok(page.map(|job| job.state().clone()))
    }

    #[tracing::instrument(name = "repository.mongo.list_rejects", skip_all)]
    async fn list_rejects(
        &self,
        job: ImportJobId,
        after: Option<u64>,
        limit: u32,
    ) -> Result<Page<ImportReject, u64>, StoreError> {
        let found = self.fetch::<RejectDocument>(query::reject_list(job, after, limit)).await?;
        Ok(Page::from_surplus(found, limit as usize, |it| it.number))
    }

    #[tracing::instrument(name = "repository.mongo.put_part", skip_all)]
    async fn put_part(
        &self,
        file: ImportJobId,
        number: u32,
        bytes: Vec<u8>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let (store, parts) = (self.clone(), self.collection(IMPORT_PARTS));
        let id = doc! { "_id": numbered_id(file, number.into()) };
        let part = doc! { "$set": PartDocument::fields(bytes, to_date(now), number == 0) };
        let put = async move {
            store.send("update", IMPORT_PARTS, parts.update_one(id, part).upsert(true)).await
        };
        self.in_time(put).await.map(drop)
    }

    #[tracing::instrument(name = "repository.mongo.find_part", skip_all)]
    async fn find_part(
        &self,
        file: ImportJobId,
        number: u32,
    ) -> Result<Option<Vec<u8>>, StoreError> {
        self.fetch_one::<PartDocument>(query::part_by_number(file, number)).await
    }

    #[tracing::instrument(name = "repository.mongo.forget_file", skip_all)]
    async fn forget_file(&self, file: ImportJobId) -> Result<(), StoreError> {
        // The first part goes last: by it the rest is found if this ends halfway.
        let first = numbered_id(file, 0);
        for filter in [
            doc! { "$gt": first.clone(), "$lte": numbered_id(file, i64::MAX) },
            doc! { "$eq": first },
        ] {
            self.remove(IMPORT_PARTS, doc! { "_id": filter }).await?;
        }
        Ok(())
    }

    #[tracing::instrument(name = "repository.mongo.purge_files", skip_all)]
    async fn purge_files(&self, before: Timestamp, limit: u32) -> Result<u64, StoreError> {
        let old = query::old_files(before, limit.saturating_add(MOST_LIVE));
        let old = self.fetch::<PartFileDocument>(old).await?;
        if old.is_empty() {
            return Ok(0);
        }
        let live = self.fetch::<IdDocument>(query::live_among(&old)).await?;
        let idle = old.into_iter().filter(|file| !live.contains(&uuid::Uuid::from(*file)));
        let mut forgotten = 0;
        for file in idle.take(limit as usize) {
            self.forget_file(file).await?;
            forgotten += 1;
        }
        Ok(forgotten)
    }

    #[tracing::instrument(name = "repository.mongo.purge_imports", skip_all)]
    async fn purge_imports(&self, before: Timestamp, limit: u32) -> Result<u64, StoreError> {
        if limit == 0 {
            return Ok(0);
        }
        let old = self.fetch::<IdDocument>(query::old_imports(before, limit)).await?;
        for id in &old {
            let own = doc! { "_id": query::numbered((*id).into()) };
            self.remove(IMPORT_REJECTS, own).await?;
        }
        // The jobs go last: by them the rest is found if this ends halfway.
        self.remove(IMPORTS, doc! { "_id": { "$in": id_list(&old) } }).await
    }

    #[tracing::instrument(name = "repository.mongo.count_rounds", skip_all)]
    async fn count_rounds(&self, source: &str) -> Result<u64, StoreError> {
        let counter = query::counter(&format!("{ROUNDS_OF}{source}"));
        Ok(self.fetch_one::<RoundDocument>(counter).await?.unwrap_or_default())
    }

    #[tracing::instrument(name = "repository.mongo.courses_of_source", skip_all)]
    async fn courses_of_source(
        &self,
        source: &str,
        after: Option<CourseId>,
        limit: u32,
    ) -> Result<Vec<NamedCourse>, StoreError> {
        if limit == 0 {
            return Ok(Vec::new());
        }
        self.fetch::<NamedCourseDocument>(query::courses_of_source(source, after, limit)).await
    }
}
