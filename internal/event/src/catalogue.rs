//! The events of the catalogue as JSON.

use courses_domain::catalogue::{CatalogueEvent, ChangedPart};
use serde::Serialize;
use uuid::Uuid;

/// One shape for each registered type of the catalogue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum CatalogueEventJson {
    /// `course.created`
    CourseCreated {
        /// The course.
        course_id: Uuid,
        /// Whose it is.
        owner_id: Uuid,
        /// Its first slug.
        slug: String,
    },
    /// `course.changed`
    CourseChanged {
        /// The course.
        course_id: Uuid,
        /// What changed.
        parts: Vec<&'static str>,
        /// The public version.
        version: u64,
        /// The version of the draft.
        draft_version: u64,
    },
    /// `course.published`
    CoursePublished {
        /// The course.
        course_id: Uuid,
        /// The number of the publication.
        revision: u32,
        /// The public version.
        version: u64,
    },
    /// `course.unpublished`, `course.archived`, `course.restored`
    CourseMoved {
        /// The course.
        course_id: Uuid,
        /// The public version.
        version: u64,
    },
    /// `course.deleted`
    CourseDeleted {
        /// The course.
        course_id: Uuid,
    },
    /// `publication.requested`
    PublicationRequested {
        /// The request.
        publication_request_id: Uuid,
        /// The course.
        course_id: Uuid,
        /// The version of the draft.
        draft_version: u64,
        /// The version of the request.
        version: u64,
    },
    /// `publication.approved`, `publication.rejected`, `publication.withdrawn`
    PublicationMoved {
        /// The request.
        publication_request_id: Uuid,
        /// The course.
        course_id: Uuid,
        /// The version of the request.
        version: u64,
    },
    /// `run.created`
    RunCreated {
        /// The run.
        run_id: Uuid,
        /// Its course.
        course_id: Uuid,
        /// Its key in the course.
        key: String,
    },
    /// `run.changed`, `run.opened`, `run.closed`, `run.cancelled`, `run.completed`
    RunMoved {
        /// The run.
        run_id: Uuid,
        /// Its course.
        course_id: Uuid,
        /// The version.
        version: u64,
    },
    /// `run.deleted`
    RunDeleted {
        /// The run.
        run_id: Uuid,
        /// Its course.
        course_id: Uuid,
    },
    /// `subject.created`, `subject.changed`
    Subject {
        /// The subject.
        subject_id: Uuid,
        /// The version.
        version: u64,
    },
    /// `subject.merged`
    SubjectMerged {
        /// The subject.
        subject_id: Uuid,
        /// The one that remains.
        into: Uuid,
        /// The version.
        version: u64,
    },
    /// `instructor.merged`
    InstructorMerged {
        /// The instructor.
        instructor_id: Uuid,
        /// The one that remains.
        into: Uuid,
        /// The version.
        version: u64,
    },
    /// `instructor.created`, `instructor.changed`
    Instructor {
        /// The instructor.
        instructor_id: Uuid,
        /// The version.
        version: u64,
    },
}

impl From<&CatalogueEvent> for CatalogueEventJson {
    fn from(event: &CatalogueEvent) -> Self {
        use CatalogueEvent as E;
        match event {
            E::CourseCreated { course, owner, slug } => Self::CourseCreated {
                course_id: (*course).into(),
                owner_id: (*owner).into(),
                slug: slug.as_str().to_owned(),
            },
            E::CourseChanged { course, parts, version, draft_version } => Self::CourseChanged {
                course_id: (*course).into(),
                parts: parts.iter().copied().map(ChangedPart::word).collect(),
                version: *version,
                draft_version: *draft_version,
            },
            E::CoursePublished { course, revision, version } => Self::CoursePublished {
                course_id: (*course).into(),
                revision: *revision,
                version: *version,
            },
            E::CourseUnpublished { course, version }
            | E::CourseArchived { course, version }
            | E::CourseRestored { course, version } => {
                Self::CourseMoved { course_id: (*course).into(), version: *version }
            }
            E::CourseDeleted { course } => Self::CourseDeleted { course_id: (*course).into() },
            E::PublicationRequested { request, course, draft_version, version } => {
                Self::PublicationRequested {
                    publication_request_id: (*request).into(),
                    course_id: (*course).into(),
                    draft_version: *draft_version,
                    version: *version,
                }
            }
            E::PublicationApproved { request, course, version }
            | E::PublicationRejected { request, course, version }
            | E::PublicationWithdrawn { request, course, version } => Self::PublicationMoved {
                publication_request_id: (*request).into(),
                course_id: (*course).into(),
                version: *version,
            },
            E::RunCreated { run, course, key } => Self::RunCreated {
                run_id: (*run).into(),
                course_id: (*course).into(),
                key: key.as_str().to_owned(),
            },
            E::RunChanged { run, course, version }
            | E::RunOpened { run, course, version }
            | E::RunClosed { run, course, version }
            | E::RunCancelled { run, course, version }
            | E::RunCompleted { run, course, version } => Self::RunMoved {
                run_id: (*run).into(),
                course_id: (*course).into(),
                version: *version,
            },
            E::RunDeleted { run, course } => {
                Self::RunDeleted { run_id: (*run).into(), course_id: (*course).into() }
            }
            E::SubjectCreated { subject, version } | E::SubjectChanged { subject, version } => {
                Self::Subject { subject_id: (*subject).into(), version: *version }
            }
            E::SubjectMerged { subject, into, version } => Self::SubjectMerged {
                subject_id: (*subject).into(),
                into: (*into).into(),
                version: *version,
            },
            E::InstructorMerged { instructor, into, version } => Self::InstructorMerged {
                instructor_id: (*instructor).into(),
                into: (*into).into(),
                version: *version,
            },
            E::InstructorCreated { instructor, version }
            | E::InstructorChanged { instructor, version } => {
                Self::Instructor { instructor_id: (*instructor).into(), version: *version }
            }
        }
    }
}
