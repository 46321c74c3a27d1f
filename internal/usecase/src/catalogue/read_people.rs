//! Reads subjects and instructors, which are public.

use courses_domain::catalogue::{InstructorId, InstructorState, SubjectId, SubjectState};
use courses_port::Page;
use courses_port::catalogue::IdPosition;

use crate::catalogue::references;
use crate::{Ports, ReadError, Refusal};

/// What an id leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found<T, I> {
    /// The thing itself.
    Here(T),
    /// Another one, that it was merged into.
    Merged(I),
}

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

    /// Answers the subject, or where it went.
    ///
    /// # Errors
    ///
    /// [`ReadError`].
    #[tracing::instrument(name = "usecase.subject.read", skip_all, fields(subject.id = %id))]
    pub async fn execute(
        &self,
        id: SubjectId,
    ) -> Result<Found<SubjectState, SubjectId>, ReadError> {
        let found = references::current_subject(&self.ports, id).await?;
        let subject = found.ok_or(Refusal::NotFound)?.state().clone();
        Ok(if subject.id == id { Found::Here(subject) } else { Found::Merged(subject.id) })
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

    /// Answers the instructor, or whose profile it is now.
    ///
    /// # Errors
    ///
    /// [`ReadError`].
    #[tracing::instrument(name = "usecase.instructor.read", skip_all, fields(instructor.id = %id))]
    pub async fn execute(
        &self,
        id: InstructorId,
    ) -> Result<Found<InstructorState, InstructorId>, ReadError> {
        let mut found = references::current_instructors(&self.ports, &[id]).await?;
        let instructor = found.remove(&id).ok_or(Refusal::NotFound)?.state().clone();
        Ok(if instructor.id == id { Found::Here(instructor) } else { Found::Merged(instructor.id) })
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
