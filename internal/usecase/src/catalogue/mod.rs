//! The catalogue: finding, writing and publishing courses, their runs, subjects, instructors.

mod access;
mod check_availability;
mod compare_revisions;
mod create_course;
mod create_draft_lesson;
mod create_instructor;
mod create_run;
mod create_subject;
mod decide_publication;
mod delete_course;
mod delete_draft_lesson;
mod edit_course;
mod edit_draft;
mod edit_draft_lesson;
mod edit_instructor;
mod edit_run;
mod edit_subject;
mod import;
mod list_courses;
mod list_lessons;
mod list_runs;
mod list_tags;
mod merge;
mod move_course;
mod move_draft_parts;
mod move_references;
mod move_run;
mod read_calendar;
mod read_course;
mod read_draft;
mod read_lesson;
mod read_people;
mod read_publications;
mod read_revisions;
mod read_run;
mod references;
mod request_publication;
mod restore_revision;
mod save;
mod settle_merges;
mod suggest;
mod upsert_course;

pub use check_availability::{CheckAvailability, RunAvailability};
pub use compare_revisions::{CompareRevisions, CompareRevisionsInput};
pub use create_course::{CreateCourse, CreateCourseInput};
pub use create_draft_lesson::{CreateDraftLesson, CreateDraftLessonInput};
pub use create_instructor::{CreateInstructor, CreateInstructorInput};
pub use create_run::{CreateRun, CreateRunInput};
pub use create_subject::{CreateSubject, CreateSubjectInput};
pub use decide_publication::{DecidePublication, DecidePublicationInput, PublicationDecision};
pub use delete_course::{DeleteCourse, DeleteCourseInput};
pub use delete_draft_lesson::{DeleteDraftLesson, DeleteDraftLessonInput};
pub use edit_course::{EditCourse, EditCourseInput};
pub use edit_draft::{EditDraft, EditDraftInput};
pub use edit_draft_lesson::{EditDraftLesson, EditDraftLessonInput};
pub use edit_instructor::{EditInstructor, EditInstructorInput};
pub use edit_run::{EditRun, EditRunInput};
pub use edit_subject::{EditSubject, EditSubjectInput};
pub use import::{
    AskForImport, AskForImportInput, BatchReport, Counts, HeldImport, ImportCourses, ImportPorts,
    ImportedCourse, ImportedInstructor, ImportedRun, ImportedSubject, LookAtImports, ReadFile,
    ReceiveError, ReceivedFile, Rejection, RunIntent, SweepReport, SweepSource, TidyImports,
    WholeSource, WorkError, WorkOnImports,
};
pub use list_courses::{CourseList, LabelledCount, LabelledFacet, ListCourses, ListCoursesInput};
pub use list_lessons::{ListDraftLessons, ListLessons, ListLessonsInput};
pub use list_runs::{ListRuns, ListRunsInput};
pub use list_tags::ListTags;
pub use merge::{Merge, MergeInput, MergeInstructor, MergeSubject};
pub use move_course::{MoveCourse, MoveCourseInput};
pub use move_draft_parts::{MoveDraftParts, MoveDraftPartsInput};
pub use move_run::{MoveRun, MoveRunInput, RunMove};
pub use read_calendar::{ReadCalendar, RunCalendar};
pub use read_course::{CourseName, FoundCourse, ReadCourse};
pub use read_draft::{DraftLesson, ReadDraft, ReadDraftLesson};
pub use read_lesson::{LessonView, ReadLesson};
pub use read_people::{Found, ListInstructors, ListSubjects, ReadInstructor, ReadSubject};
pub use read_publications::{
    ListPublicationRequests, ListPublicationRequestsInput, ReadPublicationRequest,
};
pub use read_revisions::{ListRevisions, ListRevisionsInput, ReadRevision};
pub use read_run::ReadRun;
pub use request_publication::{RequestPublication, RequestPublicationInput};
pub use restore_revision::{RestoreRevision, RestoreRevisionInput};
pub use settle_merges::{SettleMerges, SettlingRound};
pub use suggest::{Suggest, SuggestInput};
pub use upsert_course::{UpsertCourse, UpsertCourseInput, UpsertedCourse};
