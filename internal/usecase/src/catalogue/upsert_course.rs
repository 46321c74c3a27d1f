//! Makes or changes the draft of the course that an outside source knows by a key.
//!
//! Who keeps courses in another system need not remember which of them are here already: the
//! same request makes the course the first time and changes it later.

use courses_domain::catalogue::{
    Course, CourseState, DraftEdit, NewCourse, Speaker, Tags, Visibility,
};
use courses_domain::shared::ExternalId;
use courses_port::ChangeSet;

use crate::catalogue::create_course::derived_slug;
use crate::catalogue::edit_course::fresh;
use crate::catalogue::{access, references, save};
use crate::shared::{Decision, write};
use crate::{Operation, Ports, Precondition, Refusal, Relation, Request, Taken, WriteError};

/// Makes or changes a course by its name in an outside source.
pub struct UpsertCourse {
    ports: Ports,
}

/// Which course, under which conditions, and what to set.
pub struct UpsertCourseInput {
    /// The name in the source.
    pub external_id: ExternalId,
    /// The versions of the draft that a change may be based on; empty for any that exists,
    /// `None` for any or none.
    pub if_match: Option<Vec<u64>>,
    /// Refuses to change what is there.
    pub only_new: bool,
    /// The content; the title must be there.
    pub content: DraftEdit,
}

/// What became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UpsertedCourse {
    /// The course as stored.
    pub course: CourseState,
    /// Whether it is new.
    pub created: bool,
}

/// How often somebody else may make, or take away, a course of this name meanwhile.
const ATTEMPTS: u32 = 5;

impl UpsertCourse {
    /// A use case over these ports.
    #[must_use]
    pub const fn new(ports: Ports) -> Self {
        Self { ports }
    }

    /// Makes the course, which belongs to the actor then, or changes its draft if there is one.
    /// Writes nothing if nothing differs.
    ///
    /// # Errors
    ///
    /// [`WriteError`]; somebody else's course is not found.
    #[tracing::instrument(name = "usecase.course.upsert", skip_all)]
    pub async fn execute(
        &self,
        request: &Request,
        input: UpsertCourseInput,
    ) -> Result<UpsertedCourse, WriteError> {
        // Asked first, so that nobody learns from a refusal which keys there are.
        Operation::EditDraft.permit(request.actor.as_ref(), Relation::Owner)?;
        for _ in 0..ATTEMPTS {
            let input = &input;
            let reply = write(&self.ports, request, None, |attempt| {
                Box::pin(self.decide(request, input, attempt))
            });
            match reply.await {
                // Of several who make the course at once, all but one find it here the next time.
                Err(WriteError::Taken(Taken::ExternalId)) => {}
                done => return done.map(fresh),
            }
        }
        Err(WriteError::Contended)
    }

    async fn decide(
        &self,
        request: &Request,
        input: &UpsertCourseInput,
        attempt: u32,
    ) -> Result<Decision<UpsertedCourse>, WriteError> {
        let known = self.ports.catalogue.find_course_by_external_id(&input.external_id).await?;
        match known {
            None => self.create(request, input, attempt).await,
            Some(course) => {
                access::course_granted(request, Operation::EditDraft, &course)?;
                self.edit(request, input, course).await
            }
        }
    }

    async fn create(
        &self,
        request: &Request,
        input: &UpsertCourseInput,
        attempt: u32,
    ) -> Result<Decision<UpsertedCourse>, WriteError> {
        if input.if_match.is_some() {
            // Just as if it were there and somebody else's.
            return Err(Refusal::NotFound.into());
        }
        let content = references::resolved(&self.ports, &input.content).await?;
        let now = self.ports.clock.now();
        let id = self.ports.ids.new_id();
        let new = NewCourse {
            id: id.into(),
            owner: request.actor()?.account(),
            slug: derived_slug(input.content.title.as_ref(), id, attempt)?,
            external_ids: vec![input.external_id.clone()],
            visibility: Visibility::Visible,
            tags: Tags::default(),
            content,
        };
        let course = Course::create(new, now, &mut || self.ports.ids.new_id())?;
        let output = UpsertedCourse { course: course.state().clone(), created: true };
        let set = ChangeSet::new(now).with(save::course(&self.ports, request, now, course, None));
        Ok(Decision { set, output, slug_is_ours: true })
    }

    async fn edit(
        &self,
        request: &Request,
        input: &UpsertCourseInput,
        mut course: Course,
    ) -> Result<Decision<UpsertedCourse>, WriteError> {
        let current = course.state().draft.version;
        if input.only_new {
            return Err(Precondition::Mismatch { current }.into());
        }
        if input.if_match.is_some() {
            Precondition::check(input.if_match.as_deref(), current)?;
        }
        let content = references::resolved(&self.ports, &input.content).await?;
        let now = self.ports.clock.now();
        let speaker = Speaker::Account(request.actor()?.account());
        course.edit_draft_as(&speaker, content, now, &mut || self.ports.ids.new_id())?;
        let output = UpsertedCourse { course: course.state().clone(), created: false };
        let mut set = ChangeSet::new(now);
        if course.is_changed() {
            set = set.with(save::course(&self.ports, request, now, course, None));
        }
        Ok(Decision::new(set, output))
    }
}
