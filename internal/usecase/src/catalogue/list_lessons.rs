//! Lists the lessons of a course by id, without content. The tree of the course gives the
//! reading order; the order by id lets pages be walked while authors edit.

use courses_domain::catalogue::CourseId;
use courses_port::Page;
use courses_port::catalogue::IdPosition;
use uuid::Uuid;

use crate::catalogue::{DraftLesson, LessonView, access};
use crate::{Operation, Ports, ReadError, Request};

/// Which lessons.
#[derive(Debug, Clone, Copy)]
pub struct ListLessonsInput {
    /// The course.
    pub course: CourseId,
    /// Where to go on.
    pub after: Option<IdPosition>,
    /// How many at most.
    pub limit: u32,
}

/// Lists the lessons of a published course.
pub struct ListLessons {
    ports: Ports,
}

impl ListLessons {
    /// A use case over these ports.
    #[must_use]
    pub const fn new(ports: Ports) -> Self {
        Self { ports }
    }

    /// Answers a page of lessons.
    ///
    /// # Errors
    ///
    /// [`ReadError`]; what the reader may not see is not found.
    #[tracing::instrument(name = "usecase.lesson.list", skip_all, fields(course.id = %input.course))]
    pub async fn execute(
        &self,
        request: &Request,
        input: ListLessonsInput,
    ) -> Result<Page<LessonView, IdPosition>, ReadError> {
        let course = self.ports.catalogue.find_published(input.course).await?;
        let (course, viewer) = access::seen(request, course)?;
        let places = page(course.lessons().collect(), input, |place| place.lesson.id.into());
        let open =
            access::open_lessons(&self.ports, request, viewer, course.id, &places.items).await?;
        Ok(places.map(|place| LessonView {
            course: course.id,
            course_version: course.version,
            section: place.section,
            topic: place.topic,
            lesson: place.lesson.clone(),
            open: open.contains(&place.lesson.id),
            content: None,
        }))
    }
}

/// Lists the lessons of a draft.
pub struct ListDraftLessons {
    ports: Ports,
}

impl ListDraftLessons {
    /// A use case over these ports.
    #[must_use]
    pub const fn new(ports: Ports) -> Self {
        Self { ports }
    }

    /// Answers a page of lessons without their content.
    ///
    /// # Errors
    ///
    /// [`ReadError`]; to others than staff there is no draft.
    #[tracing::instrument(name = "usecase.draft_lesson.list", skip_all, fields(course.id = %input.course))]
    pub async fn execute(
        &self,
        request: &Request,
        input: ListLessonsInput,
    ) -> Result<Page<DraftLesson, IdPosition>, ReadError> {
        let operation = Operation::ReadDraft;
        let course = access::course_for(&self.ports, request, operation, input.course).await?;
        let mut all = Vec::new();
        for section in &course.state().draft.content.sections {
            for topic in &section.topics {
                all.extend(topic.lessons.iter().enumerate().map(|(position, lesson)| {
                    DraftLesson {
                        course: input.course,
                        section: section.id,
                        topic: topic.id,
                        position,
                        lesson: lesson.clone(),
                        content: None,
                    }
                }));
            }
        }
        Ok(page(all, input, |it| it.lesson.id.into()))
    }
}

fn page<T>(
    mut all: Vec<T>,
    input: ListLessonsInput,
    id: impl Fn(&T) -> Uuid,
) -> Page<T, IdPosition> {
    all.sort_unstable_by_key(&id);
    all.retain(|item| input.after.is_none_or(|after| id(item) > after.0));
    Page::from_surplus(all, input.limit as usize, |item| IdPosition(id(item)))
}
