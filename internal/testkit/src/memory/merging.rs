//! What is left of merges.

use async_trait::async_trait;
use courses_domain::catalogue::{
    Course, CourseContent, Instructor, InstructorId, Replacement, Run, RunState, Subject,
};
use courses_port::StoreError;
use courses_port::catalogue::MergeReader;

use super::MemoryStore;

#[async_trait]
impl MergeReader for MemoryStore {
    async fn find_unsettled_subjects(&self, limit: u32) -> Result<Vec<Subject>, StoreError> {
        let state = self.state();
        let found =
            state.subjects.values().filter(|it| it.merged.is_some_and(|merged| !merged.settled));
        Ok(found.take(limit as usize).cloned().map(Subject::restore).collect())
    }

    async fn find_unsettled_instructors(&self, limit: u32) -> Result<Vec<Instructor>, StoreError> {
        let state = self.state();
        let found =
            state.instructors.values().filter(|it| it.merged.is_some_and(|merged| !merged.settled));
        Ok(found.take(limit as usize).cloned().map(Instructor::restore).collect())
    }

    async fn find_courses_naming(
        &self,
        replacement: Replacement,
        limit: u32,
    ) -> Result<Vec<Course>, StoreError> {
        let names = |content: &CourseContent| match replacement {
            Replacement::Subject { from, .. } => content.subject_id == Some(from),
            Replacement::Instructor { from, .. } => content.instructor_ids.contains(&from),
        };
        let state = self.state();
        let found = state.courses.values().filter(|it| {
            !it.deleted
                && (names(&it.draft.content)
                    || it.published.as_ref().is_some_and(|copy| names(&copy.content)))
        });
        Ok(found.take(limit as usize).cloned().map(Course::restore).collect())
    }

    async fn find_runs_naming(
        &self,
        instructor: InstructorId,
        limit: u32,
    ) -> Result<Vec<Run>, StoreError> {
        let state = self.state();
        let names = |it: &&RunState| it.details.instructor_ids.contains(&instructor);
        let found = state.runs.values().filter(|it| !it.deleted).filter(names);
        Ok(found.take(limit as usize).cloned().map(Run::restore).collect())
    }
}
