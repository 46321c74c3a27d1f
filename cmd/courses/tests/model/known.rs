//! What has been seen so far, to choose from.

use courses_domain::catalogue::{
    CourseId, CourseState, InstructorState, LessonId, RunState, SubjectState, TopicId, lessons_of,
};

use crate::answer::Learned;

/// Everything that the model answered, as it was when last seen.
#[derive(Debug, Default)]
pub(crate) struct Known {
    pub(crate) courses: Vec<CourseState>,
    pub(crate) runs: Vec<RunState>,
    pub(crate) subjects: Vec<SubjectState>,
    pub(crate) instructors: Vec<InstructorState>,
    /// Courses that were deleted.
    pub(crate) gone: Vec<CourseId>,
}

impl Known {
    /// Remembers what an answer told.
    pub(crate) fn learn(&mut self, learned: Learned) {
        match learned {
            Learned::Nothing => {}
            Learned::Course(state) => put(&mut self.courses, *state, |it| it.id),
            Learned::Run(state) => put(&mut self.runs, *state, |it| it.id),
            Learned::Subject(state) => put(&mut self.subjects, state, |it| it.id),
            Learned::Instructor(state) => put(&mut self.instructors, *state, |it| it.id),
            Learned::Gone(course) => {
                self.courses.retain(|it| it.id != course);
                self.runs.retain(|it| it.course_id != course);
                self.gone.push(course);
            }
        }
    }
}

fn put<T, I: PartialEq>(all: &mut Vec<T>, new: T, id: impl Fn(&T) -> I) {
    match all.iter_mut().find(|old| id(old) == id(&new)) {
        Some(old) => *old = new,
        None => all.push(new),
    }
}

/// The topics of a draft.
pub(crate) fn topics(course: &CourseState) -> Vec<TopicId> {
    let sections = course.draft.content.sections.iter();
    sections.flat_map(|section| &section.topics).map(|topic| topic.id).collect()
}

/// The lessons of a draft, each with its version.
pub(crate) fn lessons(course: &CourseState) -> Vec<(LessonId, u64)> {
    let sections = &course.draft.content.sections;
    lessons_of(sections).map(|(.., lesson)| (lesson.id, lesson.version)).collect()
}

/// The lessons that the public has.
pub(crate) fn published_lessons(course: &CourseState) -> Vec<LessonId> {
    let copy = course.published.as_ref().filter(|_| course.is_listed());
    let sections = copy.map(|copy| copy.content.sections.as_slice()).unwrap_or_default();
    lessons_of(sections).map(|(.., lesson)| lesson.id).collect()
}
