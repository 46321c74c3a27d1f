//! The changes of the catalogue, as data.

use courses_domain::Event;
use courses_domain::catalogue::{
    CourseState, InstructorState, LessonWrite, RunState, SearchEntry, SubjectState,
};

use crate::catalogue::{ImportWrite, PublicationRequestWrite, RoundWrite};

/// One change of the catalogue: an aggregate as it is after the change, the revision it was read
/// at, and the events that were born with it.
///
/// A `read_at` of 0 means that the aggregate is new. The state carries the revision to store,
/// always `read_at + 1`. A state that is `deleted` is kept as a tombstone, invisible to every
/// query and without its unique keys, until its events are collected.
#[derive(Debug, Clone, PartialEq)]
pub enum CatalogueChange {
    /// A course.
    SaveCourse(Box<CourseWrite>),
    /// A publication request.
    SavePublicationRequest(Box<PublicationRequestWrite>),
    /// A run.
    SaveRun(Box<RunWrite>),
    /// A subject.
    SaveSubject(Box<SubjectWrite>),
    /// An instructor.
    SaveInstructor(Box<InstructorWrite>),
    /// How far the import of a file is. It is no aggregate: refused with
    /// [`Conflict::ImportMoved`](crate::Conflict::ImportMoved) if somebody else saved it since.
    SaveImport(Box<ImportWrite>),
    /// How many rounds of a source are over. It is no aggregate, and nothing stands against it.
    SaveRound(RoundWrite),
}

/// A course to save.
#[derive(Debug, Clone, PartialEq)]
pub struct CourseWrite {
    /// The revision it was read at; 0 if new.
    pub read_at: u64,
    /// The course after the change.
    pub state: CourseState,
    /// What it is found by from now on; `None` leaves as it is. Given whenever the published copy
    /// or the settings of a published course change.
    pub search: Option<SearchEntry>,
    /// Changes of the content of lessons of the draft.
    pub lessons: Vec<LessonWrite>,
    /// Whether the lessons of the published copy are replaced, as a whole, by those of the draft
    /// after `lessons` have been applied. The published copy is then kept as the revision of its
    /// number, with what its lessons say, unless that revision is kept already.
    pub publishes_lessons: bool,
    /// What happened.
    pub events: Vec<Event>,
}

/// A run to save.
#[derive(Debug, Clone, PartialEq)]
pub struct RunWrite {
    /// The revision it was read at; 0 if new.
    pub read_at: u64,
    /// The run after the change.
    pub state: RunState,
    /// What happened.
    pub events: Vec<Event>,
}

/// A subject to save.
#[derive(Debug, Clone, PartialEq)]
pub struct SubjectWrite {
    /// The revision it was read at; 0 if new.
    pub read_at: u64,
    /// The subject after the change.
    pub state: SubjectState,
    /// What happened.
    pub events: Vec<Event>,
}

/// An instructor to save.
#[derive(Debug, Clone, PartialEq)]
pub struct InstructorWrite {
    /// The revision it was read at; 0 if new.
    pub read_at: u64,
    /// The instructor after the change.
    pub state: InstructorState,
    /// What happened.
    pub events: Vec<Event>,
}
