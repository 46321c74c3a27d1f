//! What can be learned: courses with their draft and published copy, their runs, and the
//! subjects and people they belong to.

mod absence;
mod availability;
mod compare;
mod content;
mod course;
mod course_edit;
mod credits;
mod event;
#[cfg(test)]
mod fixtures;
mod ids;
mod import_job;
mod instructor;
mod lesson;
mod lifecycle;
mod meeting;
mod merging;
mod obstacle;
mod occurrence;
mod provenance;
mod publication;
mod publication_state;
mod quiz;
mod revision;
mod run;
mod run_state;
mod search;
mod subject;
mod suggestion;
mod tree;
mod tree_edit;
mod tree_move;
mod view;

pub use absence::{Absence, Absences, Found, Missed};
pub use availability::Availability;
pub use compare::{Difference, DifferenceKind, differences, lessons_to_compare};
pub use content::{
    CourseContent, CourseTitle, Description, Level, Prerequisites, Summary, Tag, Tags, TooMany,
};
pub use course::{Course, CourseState, Draft, EverPublished, PublishedCopy};
pub use course_edit::{CourseChange, DraftEdit, LessonError, NewCourse, SettingsEdit};
pub use credits::{Credits, CreditsError};
pub use event::{CatalogueEvent, ChangedPart};
pub use ids::{
    CourseId, ImportJobId, InstructorId, LessonId, PublicationRequestId, RunId, SectionId,
    SubjectId, TopicId,
};
pub use import_job::{
    ImportCounts, ImportFormat, ImportJob, ImportJobState, ImportOutline, ImportProgress,
    ImportReject, ImportStatus, ImportStep, ImportSweep, NewImport, SweepStep,
};
pub use instructor::{Biography, Instructor, InstructorEdit, InstructorState, PersonName};
pub use lesson::{LearnerContent, LessonBody, LessonContent, LessonCopy, LessonWrite, MediaType};
pub use lifecycle::{IllegalTransition, Lifecycle, Transition};
pub use meeting::{ClockTime, Meeting, Room, Weekday};
pub use merging::{IllegalMerge, Merged, Replacement};
pub use obstacle::EnrolmentObstacle;
pub use occurrence::Occurrence;
pub use provenance::{CourseField, FieldOrigin, Speaker, origins_after};
pub use publication::{
    ApprovalError, PublicationRequest, PublicationRequestState, ReviewComment, StaleRequest,
    Verdict,
};
pub use publication_state::{IllegalPublicationStep, PublicationStatus, PublicationStep};
pub use quiz::{
    AnswerKey, Choice, Explanation, OpenQuestion, OptionText, Prompt, Question, Quiz, QuizItemId,
    QuizOption, QuizSheet,
};
pub use revision::Revision;
pub use run::{NewRun, Run, RunDetails, RunEdit, RunKey, RunState, RunTitle};
pub use run_state::{
    Capacity, CapacityError, EnrolmentWindow, IllegalRunTransition, Location, Mode, RunStatus,
    TimeZoneName,
};
pub use search::{SearchEntry, SearchField, SearchQuery, SearchSource};
pub use subject::{Subject, SubjectCode, SubjectEdit, SubjectState, SubjectTitle};
pub use suggestion::{SuggestionEntry, SuggestionKind, SuggestionQuery};
pub use tree::{Heading, Lesson, LessonKind, LessonTitle, Section, Topic, Visibility, lessons_of};
pub use tree_edit::{LessonEdit, LessonInput, SectionInput, TopicInput};
pub use tree_move::PartMove;
pub use view::{LessonPlace, PublishedCourse, Viewer};
