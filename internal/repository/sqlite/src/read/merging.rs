//! What is left of merges.

use async_trait::async_trait;
use courses_domain::catalogue::{Course, Instructor, InstructorId, Replacement, Run, Subject};
use courses_port::StoreError;
use courses_port::catalogue::MergeReader;

use crate::SqliteStore;
use crate::row::{blob, read_course, read_instructor, read_run, read_subject};
use crate::sql;

#[async_trait]
impl MergeReader for SqliteStore {
    #[tracing::instrument(
        name = "repository.sqlite.find_unsettled_subjects",
        skip_all,
        fields(
            db.system.name = "sqlite",
            db.operation.name = "find",
            db.collection.name = "subjects"
        )
    )]
    async fn find_unsettled_subjects(&self, limit: u32) -> Result<Vec<Subject>, StoreError> {
        self.read(move |db| db.all(&sql::UNSETTLED_SUBJECTS, [limit], read_subject)).await
    }

    #[tracing::instrument(
        name = "repository.sqlite.find_unsettled_instructors",
        skip_all,
        fields(
            db.system.name = "sqlite",
            db.operation.name = "find",
            db.collection.name = "instructors"
        )
    )]
    async fn find_unsettled_instructors(&self, limit: u32) -> Result<Vec<Instructor>, StoreError> {
        self.read(move |db| db.all(&sql::UNSETTLED_INSTRUCTORS, [limit], read_instructor)).await
    }

    #[tracing::instrument(
        name = "repository.sqlite.find_courses_naming",
        skip_all,
        fields(
            db.system.name = "sqlite",
            db.operation.name = "find",
            db.collection.name = "courses"
        )
    )]
    async fn find_courses_naming(
        &self,
        replacement: Replacement,
        limit: u32,
    ) -> Result<Vec<Course>, StoreError> {
        let from = match replacement {
            Replacement::Subject { from, .. } => blob(from),
            Replacement::Instructor { from, .. } => blob(from),
        };
        self.read(move |db| db.all(&sql::COURSES_NAMING, (from, limit), read_course)).await
    }

    #[tracing::instrument(
        name = "repository.sqlite.find_runs_naming",
        skip_all,
        fields(
            db.system.name = "sqlite",
            db.operation.name = "find",
            db.collection.name = "runs"
        )
    )]
    async fn find_runs_naming(
        &self,
        instructor: InstructorId,
        limit: u32,
    ) -> Result<Vec<Run>, StoreError> {
        let bound = (blob(instructor), limit);
        self.read(move |db| db.all(&sql::RUNS_NAMING, bound, read_run)).await
    }
}
