//! Makes a course. Its owner is the actor, whatever the input says.

use courses_domain::catalogue::{
    Course, CourseState, CourseTitle, DraftEdit, NewCourse, Tags, Visibility,
};
use courses_domain::shared::{ExternalId, Slug, Violations};
use courses_port::ChangeSet;

use crate::catalogue::{references, save};
use crate::shared::{Decision, write};
use crate::{Idempotency, Operation, Ports, Relation, Reply, Request, WriteError};

/// Makes a course.
pub struct CreateCourse {
    ports: Ports,
}

/// What a new course begins with.
pub struct CreateCourseInput {
    /// Its readable name; made from the title if missing.
    pub slug: Option<Slug>,
    /// Names in outside sources.
    pub external_ids: Vec<ExternalId>,
    /// Whether the public may see it once it is published.
    pub visibility: Visibility,
    /// Words it is grouped by.
    pub tags: Tags,
    /// Its content; the title must be there.
    pub content: DraftEdit,
    /// The wish to get the same answer again.
    pub idempotency: Option<Idempotency<CourseState>>,
}

impl CreateCourse {
    /// A use case over these ports.
    #[must_use]
    pub const fn new(ports: Ports) -> Self {
        Self { ports }
    }

    /// Makes the course and answers it as stored.
    ///
    /// # Errors
    ///
    /// [`WriteError`].
    #[tracing::instrument(name = "usecase.course.create", skip_all)]
    pub async fn execute(
        &self,
        request: &Request,
        input: CreateCourseInput,
    ) -> Result<Reply<CourseState>, WriteError> {
        Operation::CreateCourse.permit(request.actor.as_ref(), Relation::Other)?;
        let owner = request.actor()?.account();
        write(&self.ports, request, input.idempotency.as_ref(), |attempt| {
            let input = &input;
            Box::pin(async move {
                let content = references::resolved(&self.ports, &input.content).await?;
                let now = self.ports.clock.now();
                let id = self.ports.ids.new_id();
                let title = input.content.title.as_ref();
                let slug =
                    input.slug.clone().map_or_else(|| derived_slug(title, id, attempt), Ok)?;
                let new = NewCourse {
                    id: id.into(),
                    owner,
                    slug,
                    external_ids: input.external_ids.clone(),
                    visibility: input.visibility,
                    tags: input.tags.clone(),
                    content,
                };
                let course = Course::create(new, now, &mut || self.ports.ids.new_id())?;
                let output = course.state().clone();
                let set =
                    ChangeSet::new(now).with(save::course(&self.ports, request, now, course, None));
                let slug_is_ours = input.slug.is_none();
                Ok(Decision { set, output, slug_is_ours })
            })
        })
        .await
    }
}

/// The title as a slug, with a part of the id when that is taken.
pub(super) fn derived_slug(
    title: Option<&CourseTitle>,
    id: uuid::Uuid,
    attempt: u32,
) -> Result<Slug, WriteError> {
    let title = title.ok_or_else(|| Violations::one("/title", "required", "is required"))?;
    let id = id.simple().to_string();
    let latin = title.as_str().chars().any(|c| c.is_ascii_alphanumeric());
    let suffix = if attempt == 0 && latin { "" } else { &id[24..] };
    Ok(Slug::from_title(title.as_str(), suffix))
}
