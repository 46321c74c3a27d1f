//! The ids of the catalogue.

use crate::shared::id;

id! {
    /// Names one course for its whole life.
    CourseId
}
id! {
    /// Names one section of a course.
    SectionId
}
id! {
    /// Names one topic of a section.
    TopicId
}
id! {
    /// Names one lesson, in the draft and in the published copy alike.
    LessonId
}
id! {
    /// Names one run of a course.
    RunId
}
id! {
    /// Names one publication request.
    PublicationRequestId
}
id! {
    /// Names one subject.
    SubjectId
}
id! {
    /// Names one instructor.
    InstructorId
}
id! {
    /// Names one import of a file.
    ImportJobId
}
