//! What readers see of a published course: everything for staff, what is visible for the rest.

use jiff::Timestamp;

use crate::catalogue::{
    CourseContent, CourseId, CourseState, Lesson, LessonId, Lifecycle, SectionId, Tags, TopicId,
    Visibility,
};
use crate::shared::{AccountId, Actor, ExternalId, Role, Slug};

/// How much a reader of a course may see.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Viewer {
    /// What is public.
    Public,
    /// Everything: the owner, a moderator or an admin.
    Staff,
}

impl Viewer {
    /// How `actor` sees a course of `owner`.
    #[must_use]
    pub fn of(actor: Option<&Actor>, owner: AccountId) -> Self {
        let staff = actor.is_some_and(|actor| {
            actor.account() == owner || actor.has(Role::Moderator) || actor.has(Role::Admin)
        });
        if staff { Self::Staff } else { Self::Public }
    }
}

/// The published copy of a course with the settings that go with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedCourse {
    /// Its id.
    pub id: CourseId,
    /// The version of what the public can see.
    pub version: u64,
    /// Whose it is.
    pub owner: AccountId,
    /// Its readable name.
    pub slug: Slug,
    /// Names in outside sources.
    pub external_ids: Vec<ExternalId>,
    /// Whether the public may see it.
    pub visibility: Visibility,
    /// Words it is grouped by.
    pub tags: Tags,
    /// Where it is in its life.
    pub lifecycle: Lifecycle,
    /// The number of this publication.
    pub revision: u32,
    /// The content.
    pub content: CourseContent,
    /// When the course was made.
    pub created_at: Timestamp,
    /// When this copy was published.
    pub published_at: Timestamp,
    /// When the course was first published.
    pub first_published_at: Timestamp,
}

impl PublishedCourse {
    /// The published copy of a course that has one.
    #[must_use]
    pub fn of(state: &CourseState) -> Option<Self> {
        let copy = state.published.as_ref().filter(|_| !state.deleted)?;
        Some(Self {
            id: state.id,
            version: state.version,
            owner: state.owner,
            slug: state.slug.clone(),
            external_ids: state.external_ids.clone(),
            visibility: state.visibility,
            tags: state.tags.clone(),
            lifecycle: state.lifecycle,
            revision: copy.revision,
            content: copy.content.clone(),
            created_at: state.created_at,
            published_at: copy.at,
            first_published_at: state.first_published_at.unwrap_or(copy.at),
        })
    }

    /// What `viewer` sees: `None` if the course is not for them, else the course with everything
    /// below a hidden heading left out.
    #[must_use]
    pub fn seen_by(mut self, viewer: Viewer) -> Option<Self> {
        if viewer == Viewer::Staff {
            return Some(self);
        }
        if self.lifecycle != Lifecycle::Published || self.visibility != Visibility::Visible {
            return None;
        }
        for section in &mut self.content.sections {
            if section.visibility == Visibility::Hidden {
                section.description = None;
                section.topics.clear();
            }
            for topic in &mut section.topics {
                if topic.visibility == Visibility::Hidden {
                    topic.lessons.clear();
                }
                for lesson in &mut topic.lessons {
                    if lesson.visibility == Visibility::Hidden {
                        lesson.duration_minutes = None;
                        lesson.preview = false;
                    }
                }
            }
        }
        Some(self)
    }

    /// Where a lesson stands in what this reader sees.
    #[must_use]
    pub fn lesson(&self, id: LessonId) -> Option<LessonPlace<'_>> {
        self.lessons().find(|place| place.lesson.id == id)
    }

    /// All lessons in reading order.
    pub fn lessons(&self) -> impl Iterator<Item = LessonPlace<'_>> {
        crate::catalogue::lessons_of(&self.content.sections).map(|(section, topic, lesson)| {
            LessonPlace { section: section.id, topic: topic.id, lesson }
        })
    }
}

/// A lesson and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LessonPlace<'a> {
    /// Its section.
    pub section: SectionId,
    /// Its topic.
    pub topic: TopicId,
    /// The lesson.
    pub lesson: &'a Lesson,
}

impl LessonPlace<'_> {
    /// Whether `viewer` gets the content, with or without access to it: staff always, others if
    /// the lesson is visible and they have access or it is a preview.
    #[must_use]
    pub fn is_open_to(&self, viewer: Viewer, has_access: bool) -> bool {
        let visible = self.lesson.visibility == Visibility::Visible;
        viewer == Viewer::Staff || (visible && (self.lesson.preview || has_access))
    }

    /// Whether it depends on their access if `viewer` gets the content.
    #[must_use]
    pub fn needs_access(&self, viewer: Viewer) -> bool {
        self.is_open_to(viewer, true) && !self.is_open_to(viewer, false)
    }
}

#[cfg(test)]
mod tests;
