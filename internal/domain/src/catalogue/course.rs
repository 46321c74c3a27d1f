//! A course: what is public about it, what its author is working on, and the rules between.
//!
//! One aggregate holds both copies. Editing touches the draft alone; the published copy is only
//! ever replaced as a whole. Two versions are shown outside: `version` for what the public can
//! see, and `draft.version` for the author's view, which also shows the settings and so changes
//! with everything. Nobody learns from a public tag that an author is at work.

use jiff::Timestamp;
use uuid::Uuid;

use crate::catalogue::course_edit::{CourseChange, NewCourse, SettingsEdit};
use crate::catalogue::{
    Absences, CatalogueEvent, ChangedPart, CourseContent, CourseId, FieldOrigin, IllegalTransition,
    LessonWrite, Lifecycle, Replacement, Tags, TooMany, Transition, Visibility, lessons_of,
};
use crate::shared::{AccountId, Coded as _, ExternalId, Recorder, Slug, Violations, keep_first};

/// Everything a store keeps of a course.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CourseState {
    /// Its id.
    pub id: CourseId,
    /// The store's counter, see [`Recorder`].
    pub revision: u64,
    /// The number of its next event.
    pub next_sequence: u64,
    /// The version of what the public can see.
    pub version: u64,
    /// Whose it is.
    pub owner: AccountId,
    /// Its readable name, unique among all present and former slugs.
    pub slug: Slug,
    /// Slugs it had before, latest last, at most [`Course::MAX_FORMER_SLUGS`].
    pub former_slugs: Vec<Slug>,
    /// Names in outside sources, each unique among all courses.
    pub external_ids: Vec<ExternalId>,
    /// Whether the public may see it while it is published.
    pub visibility: Visibility,
    /// Words it is grouped by.
    pub tags: Tags,
    /// Where it is in its life.
    pub lifecycle: Lifecycle,
    /// What its author is working on.
    pub draft: Draft,
    /// What the public reads, once it was published.
    pub published: Option<PublishedCopy>,
    /// What is known of it being gone from its sources.
    pub absences: Absences,
    /// Who said the values of the draft, if it came from a source; each field at most once.
    pub provenance: Vec<FieldOrigin>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When anything about it last changed.
    pub updated_at: Timestamp,
    /// When it was first published.
    pub first_published_at: Option<Timestamp>,
    /// Whether it is gone and only waits for its events to be collected.
    pub deleted: bool,
}

impl CourseState {
    /// Whether it stands in the public catalogue.
    #[must_use]
    pub fn is_listed(&self) -> bool {
        !self.deleted
            && self.lifecycle == Lifecycle::Published
            && self.visibility == Visibility::Visible
    }
}

/// What an author is working on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Rises with every change of the course, be it content, lesson or setting.
    pub version: u64,
    /// When it was last edited.
    pub updated_at: Timestamp,
    /// The content.
    pub content: CourseContent,
}

/// What the public reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedCopy {
    /// The number of this publication: 1, 2, 3 …
    pub revision: u32,
    /// The version of the draft that was published.
    pub draft_version: u64,
    /// When it was published.
    pub at: Timestamp,
    /// The content.
    pub content: CourseContent,
}

/// A course and the rules that keep it consistent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Course {
    pub(super) state: CourseState,
    pub(super) recorder: Recorder<CatalogueEvent>,
    pub(super) lessons: Vec<LessonWrite>,
    pub(super) publishes_lessons: bool,
}

impl Course {
    /// The most former slugs that still lead to the course.
    pub const MAX_FORMER_SLUGS: usize = 50;
    /// The most names in outside sources.
    pub const MAX_EXTERNAL_IDS: usize = 10;

    /// Makes a new course. Its owner is whoever makes it.
    ///
    /// # Errors
    ///
    /// [`Violations`] naming every refused part of the input.
    pub fn create(
        mut new: NewCourse,
        now: Timestamp,
        new_id: &mut dyn FnMut() -> Uuid,
    ) -> Result<Self, Violations> {
        let mut violations = Violations::new();
        keep_first(&mut new.external_ids);
        if new.external_ids.len() > Self::MAX_EXTERNAL_IDS {
            let refused = TooMany { max: Self::MAX_EXTERNAL_IDS, actual: new.external_ids.len() };
            violations.add("/external_ids", refused.code(), refused);
        }
        let content = match new.content.into_new_content(new_id) {
            Ok(content) if violations.is_empty() => content,
            Ok(_) => return Err(violations),
            Err(refused) => {
                violations.extend(refused);
                return Err(violations);
            }
        };
        let lessons =
            lessons_of(&content.sections).map(|(.., it)| LessonWrite::Put(it.id, None)).collect();
        let created = CatalogueEvent::CourseCreated {
            course: new.id,
            owner: new.owner,
            slug: new.slug.clone(),
        };
        let mut state = CourseState {
            id: new.id,
            revision: 1,
            next_sequence: 1,
            version: 1,
            owner: new.owner,
            slug: new.slug,
            former_slugs: Vec::new(),
            external_ids: new.external_ids,
            visibility: new.visibility,
            tags: new.tags,
            lifecycle: Lifecycle::Draft,
            draft: Draft { version: 1, updated_at: now, content },
            published: None,
            absences: Absences::default(),
            provenance: Vec::new(),
            created_at: now,
            updated_at: now,
            first_published_at: None,
            deleted: false,
        };
        let mut recorder = Recorder::at(0);
        recorder.record(&mut state.next_sequence, created);
        Ok(Self { state, recorder, lessons, publishes_lessons: false })
    }

    /// Rebuilds a course that storage vouches for. Never use this to make a new one.
    #[must_use]
    pub const fn restore(state: CourseState) -> Self {
        let recorder = Recorder::at(state.revision);
        Self { state, recorder, lessons: Vec::new(), publishes_lessons: false }
    }

    /// What a store keeps.
    #[must_use]
    pub const fn state(&self) -> &CourseState {
        &self.state
    }

    /// Whether anything happened since it was read.
    #[must_use]
    pub const fn is_changed(&self) -> bool {
        !self.recorder.is_empty()
    }

    /// What has to be committed.
    #[must_use]
    pub fn into_change(self) -> CourseChange {
        CourseChange {
            read_at: self.recorder.read_at(),
            state: self.state,
            recorder: self.recorder,
            lessons: self.lessons,
            publishes_lessons: self.publishes_lessons,
        }
    }

    /// Changes what is not content; does nothing if nothing differs.
    pub fn edit_settings(&mut self, edit: SettingsEdit, now: Timestamp) {
        let mut next = self.state.clone();
        if let Some(slug) = edit.slug
            && slug != next.slug
        {
            next.former_slugs.retain(|former| *former != slug);
            next.former_slugs.push(std::mem::replace(&mut next.slug, slug));
            let surplus = next.former_slugs.len().saturating_sub(Self::MAX_FORMER_SLUGS);
            next.former_slugs.drain(..surplus);
        }
        next.visibility = edit.visibility.unwrap_or(next.visibility);
        next.tags = edit.tags.unwrap_or(next.tags);
        next.external_ids = edit.external_ids.unwrap_or(next.external_ids);
        keep_first(&mut next.external_ids);
        if next == self.state {
            return;
        }
        self.state = next;
        self.state.version += 1;
        self.changed(ChangedPart::Settings, now);
    }

    /// Puts the draft into the catalogue as a whole: content, tree and lessons. Does nothing if
    /// exactly this content is published already; a lesson whose content changed has another
    /// version in the tree, so comparing the trees covers the lessons.
    ///
    /// # Errors
    ///
    /// [`IllegalTransition`] from an archived course.
    pub fn publish(&mut self, now: Timestamp) -> Result<(), IllegalTransition> {
        let next = self.state.lifecycle.after(Transition::Publish)?;
        let draft = &self.state.draft;
        let same = self.state.published.as_ref().is_some_and(|it| it.content == draft.content);
        if same && self.state.lifecycle == next {
            return Ok(());
        }
        let revision = match &self.state.published {
            Some(copy) if same => copy.revision,
            Some(copy) => copy.revision + 1,
            None => 1,
        };
        self.state.published = Some(PublishedCopy {
            revision,
            draft_version: draft.version + 1,
            at: now,
            content: draft.content.clone(),
        });
        self.publishes_lessons = true;
        self.state.first_published_at.get_or_insert(now);
        self.moved_to(next, now, |course, version| CatalogueEvent::CoursePublished {
            course,
            revision,
            version,
        });
        Ok(())
    }

    /// Takes the course out of the catalogue.
    ///
    /// # Errors
    ///
    /// [`IllegalTransition`] unless it is published.
    pub fn unpublish(&mut self, now: Timestamp) -> Result<(), IllegalTransition> {
        let next = self.state.lifecycle.after(Transition::Unpublish)?;
        self.moved_to(next, now, |course, version| CatalogueEvent::CourseUnpublished {
            course,
            version,
        });
        Ok(())
    }

    /// Puts the course away.
    ///
    /// # Errors
    ///
    /// [`IllegalTransition`] if it is archived already.
    pub fn archive(&mut self, now: Timestamp) -> Result<(), IllegalTransition> {
        let next = self.state.lifecycle.after(Transition::Archive)?;
        self.moved_to(next, now, |course, version| CatalogueEvent::CourseArchived {
            course,
            version,
        });
        Ok(())
    }

    /// Fetches an archived course back; it is not in the catalogue then. Rounds of its sources that
    /// missed it are forgotten.
    ///
    /// # Errors
    ///
    /// [`IllegalTransition`] unless it is archived.
    pub fn bring_back(&mut self, now: Timestamp) -> Result<(), IllegalTransition> {
        let next = self.state.lifecycle.after(Transition::Restore)?;
        self.state.absences.missed.clear();
        self.moved_to(next, now, |course, version| CatalogueEvent::CourseRestored {
            course,
            version,
        });
        Ok(())
    }

    /// Deletes the course for good.
    ///
    /// # Errors
    ///
    /// [`EverPublished`] if it was published at any time; archive it instead.
    pub fn delete(&mut self, now: Timestamp) -> Result<(), EverPublished> {
        if self.state.published.is_some() {
            return Err(EverPublished);
        }
        let lessons: Vec<_> = lessons_of(&self.state.draft.content.sections)
            .map(|(.., lesson)| LessonWrite::Remove(lesson.id))
            .collect();
        self.lessons.extend(lessons);
        self.state.deleted = true;
        self.touch(now);
        let deleted = CatalogueEvent::CourseDeleted { course: self.state.id };
        self.recorder.record(&mut self.state.next_sequence, deleted);
        Ok(())
    }

    /// Names another subject or instructor in both copies; does nothing if neither names the one
    /// that went.
    pub fn replace_reference(&mut self, replacement: Replacement, now: Timestamp) {
        let in_draft = self.state.draft.content.replace(replacement);
        let published = self.state.published.as_mut();
        let in_public = published.is_some_and(|copy| copy.content.replace(replacement));
        if in_public {
            self.state.version += 1;
        }
        if in_draft || in_public {
            self.changed(ChangedPart::References, now);
        }
    }

    fn moved_to(
        &mut self,
        next: Lifecycle,
        now: Timestamp,
        event: impl FnOnce(CourseId, u64) -> CatalogueEvent,
    ) {
        self.state.lifecycle = next;
        self.state.absences.archived_from = None;
        self.state.version += 1;
        self.touch(now);
        let event = event(self.state.id, self.state.version);
        self.recorder.record(&mut self.state.next_sequence, event);
    }

    /// Notes that `part` changed.
    pub(super) fn changed(&mut self, part: ChangedPart, now: Timestamp) {
        self.touch(now);
        let event = CatalogueEvent::CourseChanged {
            course: self.state.id,
            parts: vec![part],
            version: self.state.version,
            draft_version: self.state.draft.version,
        };
        self.recorder.record(&mut self.state.next_sequence, event);
    }

    fn touch(&mut self, now: Timestamp) {
        self.state.revision = self.recorder.read_at() + 1;
        self.state.draft.version += 1;
        self.state.updated_at = now;
    }
}

/// A course that was published at any time is archived, never deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a course that was ever published can be archived, not deleted")]
pub struct EverPublished;

#[cfg(test)]
mod tests;
#[cfg(test)]
mod walk;
