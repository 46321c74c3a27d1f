//! Reads a published course by id, by slug or by its name in an outside source.

use courses_domain::catalogue::{CourseId, PublishedCourse};
use courses_domain::shared::{ExternalId, Slug};

use crate::catalogue::access;
use crate::{Ports, ReadError, Request};

/// Reads a published course.
pub struct ReadCourse {
    ports: Ports,
}

/// How a course is named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CourseName {
    /// By its id.
    Id(CourseId),
    /// By its slug, present or former.
    Slug(Slug),
    /// By its name in an outside source.
    External(ExternalId),
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FoundCourse {
    /// The course as this reader sees it.
    Here(Box<PublishedCourse>),
    /// The course has another slug by now.
    Moved(Slug),
}

impl ReadCourse {
    /// A use case over these ports.
    #[must_use]
    pub const fn new(ports: Ports) -> Self {
        Self { ports }
    }

    /// Finds the course.
    ///
    /// # Errors
    ///
    /// [`ReadError`]; what the reader may not see is not found.
    #[tracing::instrument(name = "usecase.course.read", skip_all)]
    pub async fn execute(
        &self,
        request: &Request,
        name: CourseName,
    ) -> Result<FoundCourse, ReadError> {
        let catalogue = &self.ports.catalogue;
        let course = match &name {
            CourseName::Id(id) => catalogue.find_published(*id).await?,
            CourseName::Slug(slug) => catalogue.find_published_by_slug(slug).await?,
            CourseName::External(key) => {
                let course = catalogue.find_course_by_external_id(key).await?;
                course.as_ref().and_then(|course| PublishedCourse::of(course.state()))
            }
        };
        let (course, _) = access::seen(request, course)?;
        match name {
            CourseName::Slug(slug) if slug != course.slug => Ok(FoundCourse::Moved(course.slug)),
            _ => Ok(FoundCourse::Here(Box::new(course))),
        }
    }
}
