//! Adds a lesson to a draft.

use courses_domain::catalogue::{CourseId, LessonContent, LessonId, LessonInput, TopicId};
use courses_port::ChangeSet;

use crate::catalogue::{DraftLesson, access, save};
use crate::shared::{Decision, write};
use crate::{Idempotency, Operation, Ports, Refusal, Reply, Request, WriteError};

/// Adds a lesson to a draft.
pub struct CreateDraftLesson {
    ports: Ports,
}

/// Where the lesson goes and what it is.
pub struct CreateDraftLessonInput {
    /// The course.
    pub course: CourseId,
    /// The topic it goes to.
    pub topic: TopicId,
    /// Before which lesson, counted from 0; at the end if missing.
    pub position: Option<usize>,
    /// The lesson; its id is given by the server.
    pub lesson: LessonInput,
    /// Its content.
    pub content: Option<LessonContent>,
    /// The wish to get the same answer again.
    pub idempotency: Option<Idempotency<DraftLesson>>,
}

impl CreateDraftLesson {
    /// A use case over these ports.
    #[must_use]
    pub const fn new(ports: Ports) -> Self {
        Self { ports }
    }

    /// Adds the lesson and answers it as stored.
    ///
    /// # Errors
    ///
    /// [`WriteError`].
    #[tracing::instrument(name = "usecase.draft_lesson.create", skip_all, fields(course.id = %input.course))]
    pub async fn execute(
        &self,
        request: &Request,
        input: CreateDraftLessonInput,
    ) -> Result<Reply<DraftLesson>, WriteError> {
        write(&self.ports, request, input.idempotency.as_ref(), |_| {
            Box::pin(async {
                let operation = Operation::EditDraft;
                let mut course =
                    access::course_for(&self.ports, request, operation, input.course).await?;
                let now = self.ports.clock.now();
                let id: LessonId = self.ports.ids.new_id().into();
                let (lesson, content) = (input.lesson.clone(), input.content.clone());
                course.add_lesson(input.topic, input.position, lesson, content.clone(), now, id)?;
                let output =
                    DraftLesson::of(course.state(), id, content).ok_or(Refusal::NotFound)?;
                let set =
                    ChangeSet::new(now).with(save::course(&self.ports, request, now, course, None));
                Ok(Decision::new(set, output))
            })
        })
        .await
    }
}
