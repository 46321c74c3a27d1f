//! Reads a lesson of a published course: its content only for those it is open to.

use courses_domain::catalogue::{CourseId, LearnerContent, Lesson, LessonId, SectionId, TopicId};

use crate::catalogue::access;
use crate::{Ports, ReadError, Refusal, Request};

/// A lesson as a reader sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LessonView {
    /// The course.
    pub course: CourseId,
    /// The version of the published course, which is that of everything in it.
    pub course_version: u64,
    /// The section it stands in.
    pub section: SectionId,
    /// The topic it stands in.
    pub topic: TopicId,
    /// The lesson.
    pub lesson: Lesson,
    /// Whether this reader gets the content.
    pub open: bool,
    /// The content, if it has some and is open.
    pub content: Option<LearnerContent>,
}

/// Reads a lesson.
pub struct ReadLesson {
    ports: Ports,
}

impl ReadLesson {
    /// A use case over these ports.
    #[must_use]
    pub const fn new(ports: Ports) -> Self {
        Self { ports }
    }

    /// Answers the lesson.
    ///
    /// # Errors
    ///
    /// [`ReadError`]; what the reader may not see is not found.
    #[tracing::instrument(name = "usecase.lesson.read", skip_all, fields(lesson.id = %id))]
    pub async fn execute(&self, request: &Request, id: LessonId) -> Result<LessonView, ReadError> {
        let reader = &self.ports.catalogue;
        let course = reader.find_published_by_lesson(id).await?;
        let (course, viewer) = access::seen(request, course)?;
        let place = course.lesson(id).ok_or(Refusal::NotFound)?;
        let open = access::open_lessons(&self.ports, request, viewer, course.id, &[place]).await?;
        let open = open.contains(&id);
        let content =
            if open { reader.find_learner_content(course.id, id).await?.flatten() } else { None };
        Ok(LessonView {
            course: course.id,
            course_version: course.version,
            section: place.section,
            topic: place.topic,
            lesson: place.lesson.clone(),
            open,
            content,
        })
    }
}
