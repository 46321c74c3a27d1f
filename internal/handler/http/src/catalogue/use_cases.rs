//! The use cases of the catalogue.

use courses_usecase::Ports;
use courses_usecase::catalogue::{
    CheckAvailability, CompareRevisions, CreateCourse, CreateDraftLesson, CreateInstructor,
    CreateRun, CreateSubject, DecidePublication, DeleteCourse, DeleteDraftLesson, EditCourse,
    EditDraft, EditDraftLesson, EditInstructor, EditRun, EditSubject, ListCourses,
    ListDraftLessons, ListInstructors, ListLessons, ListPublicationRequests, ListRevisions,
    ListRuns, ListSubjects, ListTags, MergeInstructor, MergeSubject, MoveCourse, MoveDraftParts,
    MoveRun, ReadCalendar, ReadCourse, ReadDraft, ReadDraftLesson, ReadInstructor, ReadLesson,
    ReadPublicationRequest, ReadRevision, ReadRun, ReadSubject, RequestPublication,
    RestoreRevision, Suggest, UpsertCourse,
};

macro_rules! use_cases {
    ($($name:ident: $use_case:ident),* $(,)?) => {
        /// Every use case that a route calls.
        pub(crate) struct Catalogue {
            $(pub(super) $name: $use_case,)*
        }

        impl Catalogue {
            /// Every use case over the same ports.
            pub(crate) fn new(ports: &Ports) -> Self {
                Self { $($name: $use_case::new(ports.clone()),)* }
            }

            /// The same, with or without a review before anything is published.
            pub(crate) fn reviewing(mut self, review: bool) -> Self {
                self.move_course = self.move_course.reviewing(review);
                self
            }
        }
    };
}

use_cases! {
    check_availability: CheckAvailability,
    compare_revisions: CompareRevisions,
    create_course: CreateCourse,
    create_draft_lesson: CreateDraftLesson,
    create_instructor: CreateInstructor,
    create_run: CreateRun,
    create_subject: CreateSubject,
    decide_publication: DecidePublication,
    delete_course: DeleteCourse,
    delete_draft_lesson: DeleteDraftLesson,
    edit_course: EditCourse,
    edit_draft: EditDraft,
    edit_draft_lesson: EditDraftLesson,
    edit_instructor: EditInstructor,
    edit_run: EditRun,
    edit_subject: EditSubject,
    list_courses: ListCourses,
    list_draft_lessons: ListDraftLessons,
    list_instructors: ListInstructors,
    list_lessons: ListLessons,
    list_publication_requests: ListPublicationRequests,
    list_revisions: ListRevisions,
    list_runs: ListRuns,
    list_subjects: ListSubjects,
    list_tags: ListTags,
    merge_instructor: MergeInstructor,
    merge_subject: MergeSubject,
    move_course: MoveCourse,
    move_draft_parts: MoveDraftParts,
    move_run: MoveRun,
    read_calendar: ReadCalendar,
    read_course: ReadCourse,
    read_draft: ReadDraft,
    read_draft_lesson: ReadDraftLesson,
    read_instructor: ReadInstructor,
    read_lesson: ReadLesson,
    read_publication_request: ReadPublicationRequest,
    read_revision: ReadRevision,
    read_run: ReadRun,
    read_subject: ReadSubject,
    suggest: Suggest,
    upsert_course: UpsertCourse,
    request_publication: RequestPublication,
    restore_revision: RestoreRevision,
}
