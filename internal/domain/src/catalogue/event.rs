//! What can happen in the catalogue. Ids only: no personal data leaves through an event.

use crate::catalogue::{CourseId, InstructorId, PublicationRequestId, RunId, RunKey, SubjectId};
use crate::shared::{AccountId, Slug};
use crate::{Aggregate, AggregateKind, EventData};

/// A part of a course that can change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ChangedPart {
    /// What is not content: slug, visibility, tags.
    Settings,
    /// The content of the draft.
    Draft,
    /// A lesson of the draft.
    Lessons,
    /// The subject or an instructor, in both copies: another one has taken their place.
    References,
}

impl ChangedPart {
    /// The word for this part.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Settings => "settings",
            Self::Draft => "draft",
            Self::Lessons => "lessons",
            Self::References => "references",
        }
    }
}

/// One thing that happened in the catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CatalogueEvent {
    /// A course was made.
    CourseCreated {
        /// The course.
        course: CourseId,
        /// Whose it is.
        owner: AccountId,
        /// Its first slug.
        slug: Slug,
    },
    /// A course changed, but not its place in the catalogue.
    CourseChanged {
        /// The course.
        course: CourseId,
        /// What changed, each once.
        parts: Vec<ChangedPart>,
        /// The public version after the change.
        version: u64,
        /// The version of the draft after the change.
        draft_version: u64,
    },
    /// The published copy was replaced by the draft.
    CoursePublished {
        /// The course.
        course: CourseId,
        /// The number of this publication: 1, 2, 3 …
        revision: u32,
        /// The public version after the change.
        version: u64,
    },
    /// A course was taken out of the catalogue.
    CourseUnpublished {
        /// The course.
        course: CourseId,
        /// The public version after the change.
        version: u64,
    },
    /// A course was put away.
    CourseArchived {
        /// The course.
        course: CourseId,
        /// The public version after the change.
        version: u64,
    },
    /// A course was fetched back.
    CourseRestored {
        /// The course.
        course: CourseId,
        /// The public version after the change.
        version: u64,
    },
    /// A course that was never published was deleted.
    CourseDeleted {
        /// The course.
        course: CourseId,
    },
    /// Somebody asks to have the draft of a course published.
    PublicationRequested {
        /// The request.
        request: PublicationRequestId,
        /// The course.
        course: CourseId,
        /// The version of the draft that is to be published.
        draft_version: u64,
        /// The version of the request after the change.
        version: u64,
    },
    /// A publication request was granted: the course was published with it.
    PublicationApproved {
        /// The request.
        request: PublicationRequestId,
        /// The course.
        course: CourseId,
        /// The version of the request after the change.
        version: u64,
    },
    /// A publication request was refused.
    PublicationRejected {
        /// The request.
        request: PublicationRequestId,
        /// The course.
        course: CourseId,
        /// The version of the request after the change.
        version: u64,
    },
    /// A publication request was taken back.
    PublicationWithdrawn {
        /// The request.
        request: PublicationRequestId,
        /// The course.
        course: CourseId,
        /// The version of the request after the change.
        version: u64,
    },
    /// A run was made.
    RunCreated {
        /// The run.
        run: RunId,
        /// Its course.
        course: CourseId,
        /// Its key in the course.
        key: RunKey,
    },
    /// A run changed.
    RunChanged {
        /// The run.
        run: RunId,
        /// Its course.
        course: CourseId,
        /// The version after the change.
        version: u64,
    },
    /// A run accepts learners.
    RunOpened {
        /// The run.
        run: RunId,
        /// Its course.
        course: CourseId,
        /// The version after the change.
        version: u64,
    },
    /// A run accepts no more learners.
    RunClosed {
        /// The run.
        run: RunId,
        /// Its course.
        course: CourseId,
        /// The version after the change.
        version: u64,
    },
    /// A run will not take place.
    RunCancelled {
        /// The run.
        run: RunId,
        /// Its course.
        course: CourseId,
        /// The version after the change.
        version: u64,
    },
    /// A run took place.
    RunCompleted {
        /// The run.
        run: RunId,
        /// Its course.
        course: CourseId,
        /// The version after the change.
        version: u64,
    },
    /// A run went away with its course.
    RunDeleted {
        /// The run.
        run: RunId,
        /// Its course.
        course: CourseId,
    },
    /// A subject was made.
    SubjectCreated {
        /// The subject.
        subject: SubjectId,
        /// The version after the change.
        version: u64,
    },
    /// A subject changed.
    SubjectChanged {
        /// The subject.
        subject: SubjectId,
        /// The version after the change.
        version: u64,
    },
    /// A subject went into another one.
    SubjectMerged {
        /// The subject.
        subject: SubjectId,
        /// The one that remains.
        into: SubjectId,
        /// The version after the change.
        version: u64,
    },
    /// An instructor was added.
    InstructorCreated {
        /// The instructor.
        instructor: InstructorId,
        /// The version after the change.
        version: u64,
    },
    /// An instructor changed.
    InstructorChanged {
        /// The instructor.
        instructor: InstructorId,
        /// The version after the change.
        version: u64,
    },
    /// An instructor went into another one.
    InstructorMerged {
        /// The instructor.
        instructor: InstructorId,
        /// The one that remains.
        into: InstructorId,
        /// The version after the change.
        version: u64,
    },
}

impl CatalogueEvent {
    /// The registered type of the event.
    #[must_use]
    pub const fn type_name(&self) -> &'static str {
        match self {
            Self::CourseCreated { .. } => "course.created",
            Self::CourseChanged { .. } => "course.changed",
            Self::CoursePublished { .. } => "course.published",
            Self::CourseUnpublished { .. } => "course.unpublished",
            Self::CourseArchived { .. } => "course.archived",
            Self::CourseRestored { .. } => "course.restored",
            Self::CourseDeleted { .. } => "course.deleted",
            Self::PublicationRequested { .. } => "publication.requested",
            Self::PublicationApproved { .. } => "publication.approved",
            Self::PublicationRejected { .. } => "publication.rejected",
            Self::PublicationWithdrawn { .. } => "publication.withdrawn",
            Self::RunCreated { .. } => "run.created",
            Self::RunChanged { .. } => "run.changed",
            Self::RunOpened { .. } => "run.opened",
            Self::RunClosed { .. } => "run.closed",
            Self::RunCancelled { .. } => "run.cancelled",
            Self::RunCompleted { .. } => "run.completed",
            Self::RunDeleted { .. } => "run.deleted",
            Self::SubjectCreated { .. } => "subject.created",
            Self::SubjectChanged { .. } => "subject.changed",
            Self::SubjectMerged { .. } => "subject.merged",
            Self::InstructorCreated { .. } => "instructor.created",
            Self::InstructorChanged { .. } => "instructor.changed",
            Self::InstructorMerged { .. } => "instructor.merged",
        }
    }

    /// What the event is about.
    #[must_use]
    pub fn aggregate(&self) -> Aggregate {
        match *self {
            Self::CourseCreated { course, .. }
            | Self::CourseChanged { course, .. }
            | Self::CoursePublished { course, .. }
            | Self::CourseUnpublished { course, .. }
            | Self::CourseArchived { course, .. }
            | Self::CourseRestored { course, .. }
            | Self::CourseDeleted { course } => {
                Aggregate { kind: AggregateKind::Course, id: course.into() }
            }
            Self::PublicationRequested { request, .. }
            | Self::PublicationApproved { request, .. }
            | Self::PublicationRejected { request, .. }
            | Self::PublicationWithdrawn { request, .. } => {
                Aggregate { kind: AggregateKind::PublicationRequest, id: request.into() }
            }
            Self::RunCreated { run, .. }
            | Self::RunChanged { run, .. }
            | Self::RunOpened { run, .. }
            | Self::RunClosed { run, .. }
            | Self::RunCancelled { run, .. }
            | Self::RunCompleted { run, .. }
            | Self::RunDeleted { run, .. } => {
                Aggregate { kind: AggregateKind::Run, id: run.into() }
            }
            Self::SubjectCreated { subject, .. }
            | Self::SubjectChanged { subject, .. }
            | Self::SubjectMerged { subject, .. } => {
                Aggregate { kind: AggregateKind::Subject, id: subject.into() }
            }
            Self::InstructorCreated { instructor, .. }
            | Self::InstructorChanged { instructor, .. }
            | Self::InstructorMerged { instructor, .. } => {
                Aggregate { kind: AggregateKind::Instructor, id: instructor.into() }
            }
        }
    }
}

impl From<CatalogueEvent> for EventData {
    fn from(event: CatalogueEvent) -> Self {
        Self::Catalogue(event)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_begins_with_the_kind_of_its_aggregate() {
        let (id, version) = (uuid::Uuid::from_u128(1), 1);
        let (course, run) = (CourseId::from(id), RunId::from(id));
        let events = [
            CatalogueEvent::CourseDeleted { course },
            CatalogueEvent::CoursePublished { course, revision: 1, version },
            CatalogueEvent::PublicationApproved { request: id.into(), course, version },
            CatalogueEvent::RunOpened { run, course, version },
            CatalogueEvent::RunDeleted { run, course },
            CatalogueEvent::SubjectCreated { subject: id.into(), version },
            CatalogueEvent::InstructorChanged { instructor: id.into(), version },
        ];
        for event in events {
            let data = EventData::from(event);
            let (kind, verb) = data.type_name().split_once('.').unwrap();
            assert_eq!(data.aggregate(), Aggregate { kind: data.aggregate().kind, id });
            assert_eq!(kind, data.aggregate().kind.word());
            assert!(!verb.is_empty());
        }
    }
}
