//! The one shape that every source is turned into.

use courses_domain::catalogue::{
    CourseTitle, Credits, Description, Level, PersonName, Prerequisites, RunDetails, RunKey,
    SubjectCode, SubjectTitle, Summary,
};
use courses_domain::shared::{ExternalId, LanguageTag};

/// A course of a source with its runs.
#[derive(Debug, Clone, PartialEq)]
pub struct ImportedCourse {
    /// Where it stands in the source, for reports; a line counted from 1.
    pub line: u64,
    /// Its name in the source.
    pub external_id: ExternalId,
    /// What its slug is made from.
    pub slug_words: String,
    /// Its field of study.
    pub subject: Option<ImportedSubject>,
    /// What it is called.
    pub title: CourseTitle,
    /// A short text.
    pub summary: Option<Summary>,
    /// The long text.
    pub description: Option<Description>,
    /// What it expects of learners.
    pub level: Level,
    /// The language it is taught in.
    pub language: LanguageTag,
    /// What it counts for.
    pub credits: Option<Credits>,
    /// What a learner should know before.
    pub prerequisites: Option<Prerequisites>,
    /// Its runs.
    pub runs: Vec<ImportedRun>,
}

/// A subject of a source; made if its code is new.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedSubject {
    /// Its short name.
    pub code: SubjectCode,
    /// Its name, used when it is made.
    pub title: SubjectTitle,
}

/// A person who teaches; made if the name in the source is new.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedInstructor {
    /// The name in the source.
    pub external_id: ExternalId,
    /// The name to show, used when it is made.
    pub name: PersonName,
}

/// A run of a source.
#[derive(Debug, Clone, PartialEq)]
pub struct ImportedRun {
    /// Where it stands in the source, for reports; a line counted from 1.
    pub line: u64,
    /// Its name in the course.
    pub key: RunKey,
    /// The rest; instructors are named by `instructors`.
    pub details: RunDetails,
    /// Who teaches it.
    pub instructors: Vec<ImportedInstructor>,
    /// What the source says about its status.
    pub intent: RunIntent,
}

/// What a source says about the status of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RunIntent {
    /// Nothing.
    Unknown,
    /// It gives seats.
    Open,
    /// It gives no seats.
    Closed,
}
