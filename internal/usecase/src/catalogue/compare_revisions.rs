//! Compares two revisions of a course: text, tree and what the lessons say.

use std::collections::{BTreeMap, BTreeSet};

use courses_domain::catalogue::{
    CourseId, Difference, LessonContent, LessonId, differences, lessons_to_compare,
};

use crate::catalogue::access;
use crate::catalogue::read_revisions::find;
use crate::{Operation, Ports, ReadError, Request};

/// Compares revisions.
pub struct CompareRevisions {
    ports: Ports,
}

/// Which revisions.
#[derive(Debug, Clone, Copy)]
pub struct CompareRevisionsInput {
    /// The course.
    pub course: CourseId,
    /// The number of the one revision.
    pub from: u32,
    /// The number of the other one.
    pub to: u32,
}

/// As many lessons as are held in memory at once: they may be 800 kilobytes each.
const HELD: usize = 20;

impl CompareRevisions {
    /// A use case over these ports.
    #[must_use]
    pub const fn new(ports: Ports) -> Self {
        Self { ports }
    }

    /// Answers everything that differs.
    ///
    /// # Errors
    ///
    /// [`ReadError`]; to others than staff there is no such course.
    #[tracing::instrument(name = "usecase.revision.compare", skip_all, fields(course.id = %input.course))]
    pub async fn execute(
        &self,
        request: &Request,
        input: CompareRevisionsInput,
    ) -> Result<Vec<Difference>, ReadError> {
        let course = input.course;
        access::course_for(&self.ports, request, Operation::ReadDraft, course).await?;
        let from = find(&self.ports, course, input.from).await?.content;
        let to = find(&self.ports, course, input.to).await?.content;
        let mut changed = BTreeSet::new();
        for lessons in lessons_to_compare(&from, &to).chunks(HELD) {
            let old = self.contents(course, input.from, lessons).await?;
            let new = self.contents(course, input.to, lessons).await?;
            changed.extend(lessons.iter().filter(|id| old.get(id) != new.get(id)));
        }
        Ok(differences(&from, &to, &changed))
    }

    async fn contents(
        &self,
        course: CourseId,
        revision: u32,
        lessons: &[LessonId],
    ) -> Result<BTreeMap<LessonId, Option<LessonContent>>, ReadError> {
        let reader = &self.ports.catalogue;
        let found = reader.find_revision_lessons(course, revision, lessons).await?;
        Ok(found.into_iter().collect())
    }
}
