//! Reads the revisions of a course, for those who may read its draft.

use courses_domain::catalogue::{CourseId, Revision};
use courses_port::Page;
use courses_port::catalogue::RevisionSummary;

use crate::catalogue::access;
use crate::{Operation, Ports, ReadError, Refusal, Request};

/// Which revisions.
#[derive(Debug, Clone, Copy)]
pub struct ListRevisionsInput {
    /// The course.
    pub course: CourseId,
    /// Where to go on: the number of the last revision seen.
    pub before: Option<u64>,
    /// How many at most.
    pub limit: u32,
}

/// Lists the revisions of a course.
pub struct ListRevisions {
    ports: Ports,
}

impl ListRevisions {
    /// A use case over these ports.
    #[must_use]
    pub const fn new(ports: Ports) -> Self {
        Self { ports }
    }

    /// Answers a page of revisions, newest first.
    ///
    /// # Errors
    ///
    /// [`ReadError`]; to others than staff there is no such course.
    #[tracing::instrument(name = "usecase.revision.list", skip_all, fields(course.id = %input.course))]
    pub async fn execute(
        &self,
        request: &Request,
        input: ListRevisionsInput,
    ) -> Result<Page<RevisionSummary, u64>, ReadError> {
        access::course_for(&self.ports, request, Operation::ReadDraft, input.course).await?;
        let ListRevisionsInput { course, before, limit } = input;
        Ok(self.ports.catalogue.list_revisions(course, before, limit).await?)
    }
}

/// Reads a revision of a course.
pub struct ReadRevision {
    ports: Ports,
}

impl ReadRevision {
    /// A use case over these ports.
    #[must_use]
    pub const fn new(ports: Ports) -> Self {
        Self { ports }
    }

    /// Answers the revision.
    ///
    /// # Errors
    ///
    /// [`ReadError`]; to others than staff there is no such course.
    #[tracing::instrument(name = "usecase.revision.read", skip_all, fields(course.id = %course))]
    pub async fn execute(
        &self,
        request: &Request,
        course: CourseId,
        number: u32,
    ) -> Result<Revision, ReadError> {
        access::course_for(&self.ports, request, Operation::ReadDraft, course).await?;
        find(&self.ports, course, number).await
    }
}

/// A revision; whether the actor may see it is not asked here.
pub(super) async fn find(
    ports: &Ports,
    course: CourseId,
    number: u32,
) -> Result<Revision, ReadError> {
    let found = ports.catalogue.find_revision(course, number).await?;
    Ok(found.ok_or(Refusal::NotFound)?)
}
