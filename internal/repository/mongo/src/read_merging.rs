//! What is left of merges.

use async_trait::async_trait;
use courses_domain::catalogue::{Course, Instructor, InstructorId, Replacement, Run, Subject};
use courses_port::StoreError;
use courses_port::catalogue::MergeReader;

use crate::MongoStore;
use crate::document::{CourseDocument, InstructorDocument, RunDocument, SubjectDocument};
use crate::query;

#[async_trait]
impl MergeReader for MongoStore {
    #[tracing::instrument(name = "repository.mongo.find_unsettled_subjects", skip_all)]
    async fn find_unsettled_subjects(&self, limit: u32) -> Result<Vec<Subject>, StoreError> {
        self.fetch::<SubjectDocument>(query::unsettled_subjects(limit)).await
    }

    #[tracing::instrument(name = "repository.mongo.find_unsettled_instructors", skip_all)]
    async fn find_unsettled_instructors(&self, limit: u32) -> Result<Vec<Instructor>, StoreError> {
        self.fetch::<InstructorDocument>(query::unsettled_instructors(limit)).await
    }

    #[tracing::instrument(name = "repository.mongo.find_courses_naming", skip_all)]
    async fn find_courses_naming(
        &self,
        replacement: Replacement,
        limit: u32,
    ) -> Result<Vec<Course>, StoreError> {
        self.fetch::<CourseDocument>(query::courses_naming(replacement, limit)).await
    }

    #[tracing::instrument(name = "repository.mongo.find_runs_naming", skip_all)]
    async fn find_runs_naming(
        &self,
        instructor: InstructorId,
        limit: u32,
    ) -> Result<Vec<Run>, StoreError> {
        self.fetch::<RunDocument>(query::runs_naming(instructor, limit)).await
    }
}
