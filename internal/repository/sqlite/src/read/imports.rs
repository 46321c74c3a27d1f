//! Files that are brought in.

use async_trait::async_trait;
use courses_domain::catalogue::{CourseId, ImportJob, ImportJobId, ImportJobState, ImportReject};
use courses_port::catalogue::{IdPosition, ImportStore, NamedCourse};
use courses_port::{Page, StoreError};
use jiff::Timestamp;
use rusqlite::Row;
use uuid::Uuid;

use super::{before, items, surplus};
use crate::SqliteStore;
use crate::error::Failure;
use crate::row::{Columns, blob, millis, read_import, read_named_course, read_reject};
use crate::sql;

#[async_trait]
impl ImportStore for SqliteStore {
    #[tracing::instrument(
        name = "repository.sqlite.find_import",
        skip_all,
        fields(
            db.system.name = "sqlite",
            db.operation.name = "find",
            db.collection.name = "imports"
        )
    )]
    async fn find_import(&self, id: ImportJobId) -> Result<Option<ImportJob>, StoreError> {
        self.read(move |db| db.one(&sql::FIND_IMPORT, [blob(id)], read_job)).await
    }

    #[tracing::instrument(
        name = "repository.sqlite.live_imports",
        level = "debug",
        skip_all,
        fields(
            db.system.name = "sqlite",
            db.operation.name = "list",
            db.collection.name = "imports"
        )
    )]
    async fn live_imports(&self, limit: u32) -> Result<Vec<ImportJob>, StoreError> {
        self.read(move |db| db.all(&sql::LIVE_IMPORTS, [limit], read_job)).await
    }

    #[tracing::instrument(
        name = "repository.sqlite.list_imports",
        skip_all,
        fields(
            db.system.name = "sqlite",
            db.operation.name = "list",
            db.collection.name = "imports"
        )
    )]
    async fn list_imports(
        &self,
        after: Option<IdPosition>,
        limit: u32,
    ) -> Result<Page<ImportJobState, IdPosition>, StoreError> {
        let bound = (before(after), surplus(limit));
        let found = self.read(move |db| db.all(&sql::LIST_IMPORTS, bound, read_import)).await?;
        Ok(Page::from_surplus(found, items(limit), |it| IdPosition(it.id.into())))
    }

    #[tracing::instrument(
        name = "repository.sqlite.list_rejects",
        skip_all,
        fields(
            db.system.name = "sqlite",
            db.operation.name = "list",
            db.collection.name = "import_rejects"
        )
    )]
    async fn list_rejects(
        &self,
        job: ImportJobId,
        after: Option<u64>,
        limit: u32,
    ) -> Result<Page<ImportReject, u64>, StoreError> {
        let after = i64::try_from(after.unwrap_or_default()).unwrap_or(i64::MAX);
        let bound = (blob(job), after, surplus(limit));
        let found = self.read(move |db| {
            db.all(&sql::LIST_REJECTS, bound, |row| read_reject(&job.to_string(), row))
        });
        Ok(Page::from_surplus(found.await?, items(limit), |it| it.number))
    }

    #[tracing::instrument(
        name = "repository.sqlite.put_part",
        skip_all,
        fields(
            db.system.name = "sqlite",
            db.operation.name = "insert",
            db.collection.name = "import_parts"
        )
    )]
    async fn put_part(
        &self,
        file: ImportJobId,
        number: u32,
        bytes: Vec<u8>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let bound = (blob(file), number, millis(now), bytes);
        self.write(move |db| db.run(&sql::PUT_PART, bound)).await.map(drop)
    }

    #[tracing::instrument(
        name = "repository.sqlite.find_part",
        skip_all,
        fields(
            db.system.name = "sqlite",
            db.operation.name = "find",
            db.collection.name = "import_parts"
        )
    )]
    async fn find_part(
        &self,
        file: ImportJobId,
        number: u32,
    ) -> Result<Option<Vec<u8>>, StoreError> {
        self.read(move |db| {
            db.one(&sql::FIND_PART, (blob(file), number), |row| {
                Columns::named("import_parts", row, file.to_string()).get("bytes")
            })
        })
        .await
    }

    #[tracing::instrument(
        name = "repository.sqlite.forget_file",
        skip_all,
        fields(
            db.system.name = "sqlite",
            db.operation.name = "delete",
            db.collection.name = "import_parts"
        )
    )]
    async fn forget_file(&self, file: ImportJobId) -> Result<(), StoreError> {
        self.write(move |db| db.run(&sql::FORGET_FILE, [blob(file)])).await.map(drop)
    }

    #[tracing::instrument(
        name = "repository.sqlite.purge_files",
        skip_all,
        fields(
            db.system.name = "sqlite",
            db.operation.name = "delete",
            db.collection.name = "import_parts"
        )
    )]
    async fn purge_files(&self, before: Timestamp, limit: u32) -> Result<u64, StoreError> {
        self.write(move |db| {
            let old = db.all(&sql::FILES_TO_FORGET, (millis(before), limit), read_id)?;
            for id in &old {
                db.run(&sql::FORGET_FILE, [id])?;
            }
            Ok(old.len() as u64)
        })
        .await
    }

    #[tracing::instrument(
        name = "repository.sqlite.purge_imports",
        skip_all,
        fields(
            db.system.name = "sqlite",
            db.operation.name = "delete",
            db.collection.name = "imports"
        )
    )]
    async fn purge_imports(&self, before: Timestamp, limit: u32) -> Result<u64, StoreError> {
        self.write(move |db| {
            let old = db.all(&sql::IMPORTS_TO_FORGET, (millis(before), limit), read_id)?;
            for id in &old {
                db.run(&sql::FORGET_REJECTS, [id])?;
                db.run(&sql::FORGET_IMPORT, [id])?;
            }
            Ok(old.len() as u64)
        })
        .await
    }

    #[tracing::instrument(
        name = "repository.sqlite.count_rounds",
        skip_all,
        fields(
            db.system.name = "sqlite",
            db.operation.name = "find",
            db.collection.name = "import_rounds"
        )
    )]
    async fn count_rounds(&self, source: &str) -> Result<u64, StoreError> {
        let source = source.to_owned();
        let found = self.read(move |db| {
            db.one(&sql::COUNT_ROUNDS, [&source], |row| {
                Columns::named("import_rounds", row, source.clone()).counter("number")
            })
        });
        Ok(found.await?.unwrap_or_default())
    }

    #[tracing::instrument(
        name = "repository.sqlite.courses_of_source",
        skip_all,
        fields(
            db.system.name = "sqlite",
            db.operation.name = "list",
            db.collection.name = "courses"
        )
    )]
    async fn courses_of_source(
        &self,
        source: &str,
        after: Option<CourseId>,
        limit: u32,
    ) -> Result<Vec<NamedCourse>, StoreError> {
        let after = after.map_or_else(Vec::new, |id| blob(id).to_vec());
        let bound = (source.to_owned(), after, limit);
        self.read(move |db| db.all(&sql::COURSES_OF_SOURCE, bound, read_named_course)).await
    }
}

fn read_job(row: &Row<'_>) -> Result<ImportJob, Failure> {
    read_import(row).map(ImportJob::restore)
}

fn read_id(row: &Row<'_>) -> Result<[u8; 16], Failure> {
    let it = Columns::of("imports", row)?;
    Ok(*it.id::<Uuid>("id")?.as_bytes())
}
