//! Reads a draft and its lessons.

use courses_domain::catalogue::{
    CourseId, CourseState, Lesson, LessonContent, LessonCopy, LessonId, SectionId, TopicId,
    lessons_of,
};

use crate::catalogue::access;
use crate::{Operation, Ports, ReadError, Refusal, Request};

/// Reads the draft of a course.
pub struct ReadDraft {
    ports: Ports,
}

impl ReadDraft {
    /// A use case over these ports.
    #[must_use]
    pub const fn new(ports: Ports) -> Self {
        Self { ports }
    }

    /// Answers the course with its draft.
    ///
    /// # Errors
    ///
    /// [`ReadError`]; to others than staff there is no draft.
    #[tracing::instrument(name = "usecase.draft.read", skip_all, fields(course.id = %id))]
    pub async fn execute(&self, request: &Request, id: CourseId) -> Result<CourseState, ReadError> {
        let operation = Operation::ReadDraft;
        let course = access::course_for(&self.ports, request, operation, id).await?;
        Ok(course.state().clone())
    }
}

/// A lesson of a draft with its content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftLesson {
    /// The course.
    pub course: CourseId,
    /// The section it stands in.
    pub section: SectionId,
    /// The topic it stands in.
    pub topic: TopicId,
    /// Its place in the topic, counted from 0.
    pub position: usize,
    /// The lesson.
    pub lesson: Lesson,
    /// Its content, if it has some.
    pub content: Option<LessonContent>,
}

impl DraftLesson {
    /// The lesson of a course with the content it has.
    pub(super) fn of(
        course: &CourseState,
        id: LessonId,
        content: Option<LessonContent>,
    ) -> Option<Self> {
        let sections = &course.draft.content.sections;
        let (section, topic, lesson) = lessons_of(sections).find(|(.., it)| it.id == id)?;
        let position = topic.lessons.iter().position(|it| it.id == id)?;
        let (section, topic, lesson) = (section.id, topic.id, lesson.clone());
        Some(Self { course: course.id, section, topic, position, lesson, content })
    }
}

/// Reads one lesson of a draft.
pub struct ReadDraftLesson {
    ports: Ports,
}

impl ReadDraftLesson {
    /// A use case over these ports.
    #[must_use]
    pub const fn new(ports: Ports) -> Self {
        Self { ports }
    }

    /// Answers the lesson with its content.
    ///
    /// # Errors
    ///
    /// [`ReadError`]; to others than staff there is no draft.
    #[tracing::instrument(name = "usecase.draft_lesson.read", skip_all, fields(lesson.id = %lesson))]
    pub async fn execute(
        &self,
        request: &Request,
        course: CourseId,
        lesson: LessonId,
    ) -> Result<DraftLesson, ReadError> {
        let operation = Operation::ReadDraft;
        let found = access::course_for(&self.ports, request, operation, course).await?;
        let reader = &self.ports.catalogue;
        let content = reader.find_lesson_content(course, lesson, LessonCopy::Draft).await?;
        let found = DraftLesson::of(found.state(), lesson, content.flatten());
        Ok(found.ok_or(Refusal::NotFound)?)
    }
}
