//! Reads subjects and instructors, which are public.

use courses_domain::catalogue::{InstructorId, InstructorState, SubjectId, SubjectState};
use courses_port::Page;
use courses_port::catalogue::IdPosition;

use crate::{Ports, ReadError, Refusal};

/// Reads one subject.
pub struct ReadSubject {
    ports: Ports,
}

impl ReadSubject {
    /// A use case over these ports.
    #[must_use]
    pub const fn new(ports: Ports) -> Self {
        Self { ports }
    }

    /// Answers the subject.
    ///
    /// # Errors
    ///
    /// [`ReadError`].
    #[tracing::instrument(name = "usecase.subject.read", skip_all, fields(subject.id = %id))]
    pub async fn execute(&self, id: SubjectId) -> Result<SubjectState, ReadError> {
        let found = self.ports.catalogue.find_subject(id).await?;
        Ok(found.map(|subject| subject.state().clone()).ok_or(Refusal::NotFound)?)
    }
}

/// Lists subjects, newest first.
pub struct ListSubjects {
    ports: Ports,
}

impl ListSubjects {
    /// A use case over these ports.
    #[must_use]
    pub const fn new(ports: Ports) -> Self {
        Self { ports }
    }

    /// Answers a page of subjects.
    ///
    /// # Errors
    ///
    /// [`ReadError::Store`].
    #[tracing::instrument(name = "usecase.subject.list", skip_all)]
    pub async fn execute(
        &self,
        after: Option<IdPosition>,
        limit: u32,
    ) -> Result<Page<SubjectState, IdPosition>, ReadError> {
        let page = self.ports.catalogue.list_subjects(after, limit).await?;
        Ok(page.map(|subject| subject.state().clone()))
    }
}

/// Reads one instructor.
pub struct ReadInstructor {
    ports: Ports,
}

impl ReadInstructor {
    /// A use case over these ports.
    #[must_use]
    pub const fn new(ports: Ports) -> Self {
        Self { ports }
    }

    /// Answers the instructor.
    ///
    /// # Errors
    ///
    /// [`ReadError`].
    #[tracing::instrument(name = "usecase.instructor.read", skip_all, fields(instructor.id = %id))]
    pub async fn execute(&self, id: InstructorId) -> Result<InstructorState, ReadError> {
        let found = self.ports.catalogue.find_instructor(id).await?;
        Ok(found.map(|instructor| instructor.state().clone()).ok_or(Refusal::NotFound)?)
    }
}

/// Lists instructors, newest first.
pub struct ListInstructors {
    ports: Ports,
}

impl ListInstructors {
    /// A use case over these ports.
    #[must_use]
    pub const fn new(ports: Ports) -> Self {
        Self { ports }
    }

    /// Answers a page of instructors.
    ///
    /// # Errors
    ///
    /// [`ReadError::Store`].
    #[tracing::instrument(name = "usecase.instructor.list", skip_all)]
    pub async fn execute(
        &self,
        after: Option<IdPosition>,
        limit: u32,
    ) -> Result<Page<InstructorState, IdPosition>, ReadError> {
        let page = self.ports.catalogue.list_instructors(after, limit).await?;
        Ok(page.map(|instructor| instructor.state().clone()))
    }
}
