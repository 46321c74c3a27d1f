//! What people can do to the draft and the settings of a course.

use jiff::Timestamp;
use uuid::Uuid;

use crate::catalogue::tree_edit::{TreeBuilder, check_duration};
use crate::catalogue::{
    CatalogueEvent, ChangedPart, Course, CourseContent, CourseId, CourseState, CourseTitle,
    Credits, Description, InstructorId, Lesson, LessonContent, LessonEdit, LessonId, LessonInput,
    LessonWrite, Level, Prerequisites, SectionInput, Speaker, SubjectId, Summary, Tags, Topic,
    TopicId, Visibility, lessons_of,
};
use crate::shared::{AccountId, ExternalId, LanguageTag, Recorder, Slug, Violations, WebUrl};

/// What has to be committed for one course.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CourseChange {
    /// The revision the course was read at; 0 if it is new.
    pub read_at: u64,
    /// The course after the change.
    pub state: CourseState,
    /// What happened.
    pub recorder: Recorder<CatalogueEvent>,
    /// Changes of the content of lessons of the draft.
    pub lessons: Vec<LessonWrite>,
    /// Whether the published lessons are to be replaced by those of the draft, after `lessons`
    /// have been applied.
    pub publishes_lessons: bool,
}

/// What is needed to make a course.
#[derive(Debug, Clone)]
pub struct NewCourse {
    /// The id of the new course.
    pub id: CourseId,
    /// Who makes it.
    pub owner: AccountId,
    /// Its readable name.
    pub slug: Slug,
    /// Names in outside sources.
    pub external_ids: Vec<ExternalId>,
    /// Whether the public may see it once it is published.
    pub visibility: Visibility,
    /// Words it is grouped by.
    pub tags: Tags,
    /// Its content; everything but the title may be missing.
    pub content: DraftEdit,
}

/// What an edit of the settings sets; `None` leaves as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SettingsEdit {
    /// The new slug; the present one goes on leading to the course.
    pub slug: Option<Slug>,
    /// Whether the public may see it.
    pub visibility: Option<Visibility>,
    /// The new tags.
    pub tags: Option<Tags>,
    /// The new names in outside sources.
    pub external_ids: Option<Vec<ExternalId>>,
}

/// What an edit of the draft sets; `None` leaves as it is, `Some(None)` clears.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DraftEdit {
    /// The new title.
    pub title: Option<CourseTitle>,
    /// The new short text.
    pub summary: Option<Option<Summary>>,
    /// The new long text.
    pub description: Option<Option<Description>>,
    /// The new subject.
    pub subject_id: Option<Option<SubjectId>>,
    /// The new level.
    pub level: Option<Level>,
    /// The new language.
    pub language: Option<LanguageTag>,
    /// What it counts for.
    pub credits: Option<Option<Credits>>,
    /// What a learner should know before.
    pub prerequisites: Option<Option<Prerequisites>>,
    /// Who teaches it.
    pub instructor_ids: Option<Vec<InstructorId>>,
    /// The new picture.
    pub image_url: Option<Option<WebUrl>>,
    /// The new tree.
    pub sections: Option<Vec<SectionInput>>,
}

impl DraftEdit {
    /// The content of a new course.
    pub(super) fn into_new_content(
        self,
        new_id: &mut dyn FnMut() -> Uuid,
    ) -> Result<CourseContent, Violations> {
        let Some(title) = self.title.clone() else {
            return Err(Violations::one("/title", "required", "is required"));
        };
        let blank = CourseContent::titled(title, LanguageTag::english());
        self.apply(&blank, 1, new_id)
    }

    fn apply(
        self,
        old: &CourseContent,
        version: u64,
        new_id: &mut dyn FnMut() -> Uuid,
    ) -> Result<CourseContent, Violations> {
        let mut violations = Violations::new();
        let mut next = old.clone();
        next.title = self.title.unwrap_or(next.title);
        next.summary = self.summary.unwrap_or(next.summary);
        next.description = self.description.unwrap_or(next.description);
        next.subject_id = self.subject_id.unwrap_or(next.subject_id);
        next.level = self.level.unwrap_or(next.level);
        next.language = self.language.unwrap_or(next.language);
        next.credits = self.credits.unwrap_or(next.credits);
        next.prerequisites = self.prerequisites.unwrap_or(next.prerequisites);
        next.instructor_ids = self.instructor_ids.unwrap_or(next.instructor_ids);
        next.image_url = self.image_url.unwrap_or(next.image_url);
        if let Err(refused) = next.check_instructors() {
            violations.extend(refused);
        }
        if let Some(sections) = self.sections {
            match TreeBuilder::new(&old.sections, version, new_id).build(sections) {
                Ok(sections) => next.sections = sections,
                Err(refused) => violations.extend(refused),
            }
        }
        violations.into_result().map(|()| next)
    }
}

/// Why a lesson could not be added or changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LessonError {
    /// The draft has no such lesson.
    #[error("the draft has no such lesson")]
    NotFound,
    /// The input breaks rules.
    #[error("the lesson breaks rules")]
    Invalid(#[source] Violations),
}

impl Course {
    /// Edits the content of the draft on behalf of the owner; see [`Self::edit_draft_as`].
    ///
    /// # Errors
    ///
    /// Like [`Self::edit_draft_as`].
    pub fn edit_draft(
        &mut self,
        edit: DraftEdit,
        now: Timestamp,
        new_id: &mut dyn FnMut() -> Uuid,
    ) -> Result<(), Violations> {
        self.edit_draft_as(&Speaker::Account(self.state.owner), edit, now, new_id)
    }

    /// Edits the content of the draft and notes who said what differs; does nothing if nothing
    /// does.
    ///
    /// # Errors
    ///
    /// [`Violations`] naming every refused part; the course is unchanged then.
    pub fn edit_draft_as(
        &mut self,
        speaker: &Speaker,
        edit: DraftEdit,
        now: Timestamp,
        new_id: &mut dyn FnMut() -> Uuid,
    ) -> Result<(), Violations> {
        let draft = &self.state.draft;
        let next = edit.apply(&draft.content, draft.version + 1, new_id)?;
        if next == draft.content {
            return Ok(());
        }
        let before: Vec<LessonId> = ids(&draft.content);
        let after: Vec<LessonId> = ids(&next);
        let gone = before.iter().filter(|id| !after.contains(id));
        let new = after.iter().filter(|id| !before.contains(id));
        self.lessons.extend(gone.map(|id| LessonWrite::Remove(*id)));
        self.lessons.extend(new.map(|id| LessonWrite::Put(*id, None)));
        let before = std::mem::replace(&mut self.state.draft.content, next);
        self.said(Some(&before), speaker, now);
        self.draft_changed(ChangedPart::Draft, now);
        Ok(())
    }

    /// Adds a lesson to a topic of the draft, at the end or before the lesson at `position`.
    ///
    /// # Errors
    ///
    /// [`Violations`] naming every refused part; the course is unchanged then.
    pub fn add_lesson(
        &mut self,
        topic: TopicId,
        position: Option<usize>,
        input: LessonInput,
        content: Option<LessonContent>,
        now: Timestamp,
        id: LessonId,
    ) -> Result<(), Violations> {
        let mut violations = Violations::new();
        check_duration(&mut violations, "", input.duration_minutes);
        check_kind(&mut violations, input.kind, content.as_ref());
        let total = lessons_of(&self.state.draft.content.sections).count();
        let version = self.state.draft.version + 1;
        let found = topic_mut(&mut self.state.draft.content, topic);
        match &found {
            None => violations.add("/topic_id", "unknown-id", "is not part of this draft"),
            Some(topic)
                if topic.lessons.len() >= Topic::MAX_LESSONS
                    || total >= Topic::MAX_LESSONS_OF_COURSE =>
            {
                violations.add("/topic_id", "too-many-items", "has no room for another lesson");
            }
            Some(_) => {}
        }
        violations.into_result()?;
        if let Some(topic) = found {
            let at = position.unwrap_or(usize::MAX).min(topic.lessons.len());
            topic.lessons.insert(
                at,
                Lesson {
                    id,
                    title: input.title,
                    kind: input.kind,
                    duration_minutes: input.duration_minutes,
                    preview: input.preview,
                    visibility: input.visibility,
                    version,
                },
            );
        }
        self.lessons.push(LessonWrite::Put(id, content));
        self.draft_changed(ChangedPart::Lessons, now);
        Ok(())
    }

    /// Changes a lesson of the draft. `content` sets its content, `Some(None)` clears it, and so
    /// does another kind without new content; `present` is the content it has now. Does nothing
    /// if nothing differs.
    ///
    /// # Errors
    ///
    /// [`LessonError`]; the course is unchanged then.
    pub fn edit_lesson(
        &mut self,
        id: LessonId,
        edit: LessonEdit,
        content: Option<Option<LessonContent>>,
        present: Option<&LessonContent>,
        now: Timestamp,
    ) -> Result<(), LessonError> {
        let version = self.state.draft.version + 1;
        let place = place_of(&self.state.draft.content, id).ok_or(LessonError::NotFound)?;
        let target = self.target(&edit, place);
        let lesson = lesson_mut(&mut self.state.draft.content, id).ok_or(LessonError::NotFound)?;
        let mut next = lesson.clone();
        next.title = edit.title.unwrap_or(next.title);
        next.kind = edit.kind.unwrap_or(next.kind);
        next.duration_minutes = edit.duration_minutes.unwrap_or(next.duration_minutes);
        next.preview = edit.preview.unwrap_or(next.preview);
        next.visibility = edit.visibility.unwrap_or(next.visibility);
        let mut violations = Violations::new();
        check_duration(&mut violations, "", next.duration_minutes);
        let content = content.or_else(|| present.filter(|it| it.kind() != next.kind).map(|_| None));
        let resulting = content.as_ref().map_or(present, Option::as_ref);
        check_kind(&mut violations, next.kind, resulting);
        let target = match target {
            Ok(target) => target,
            Err(refused) => {
                violations.extend(refused);
                place
            }
        };
        violations.into_result().map_err(LessonError::Invalid)?;
        let content = content.filter(|content| content.as_ref() != present);
        if next == *lesson && content.is_none() && target == place {
            return Ok(());
        }
        next.version = version;
        *lesson = next;
        move_lesson(&mut self.state.draft.content, id, target);
        if let Some(content) = content {
            self.lessons.push(LessonWrite::Put(id, content));
        }
        self.draft_changed(ChangedPart::Lessons, now);
        Ok(())
    }

    /// Removes a lesson from the draft.
    ///
    /// # Errors
    ///
    /// [`LessonError::NotFound`] if the draft has no such lesson.
    pub fn remove_lesson(&mut self, id: LessonId, now: Timestamp) -> Result<(), LessonError> {
        let content = &mut self.state.draft.content;
        lesson_mut(content, id).ok_or(LessonError::NotFound)?;
        for section in &mut content.sections {
            for topic in &mut section.topics {
                topic.lessons.retain(|lesson| lesson.id != id);
            }
        }
        self.lessons.push(LessonWrite::Remove(id));
        self.draft_changed(ChangedPart::Lessons, now);
        Ok(())
    }

    /// Where an edit puts the lesson that stands at `place`.
    fn target(
        &self,
        edit: &LessonEdit,
        place: (TopicId, usize),
    ) -> Result<(TopicId, usize), Violations> {
        let topic_id = edit.topic.unwrap_or(place.0);
        let stays = topic_id == place.0;
        let topics = self.state.draft.content.sections.iter().flat_map(|it| &it.topics);
        let Some(topic) = topics.into_iter().find(|topic| topic.id == topic_id) else {
            return Err(Violations::one("/topic_id", "unknown-id", "is not part of this draft"));
        };
        if !stays && topic.lessons.len() >= Topic::MAX_LESSONS {
            let detail = "has no room for another lesson";
            return Err(Violations::one("/topic_id", "too-many-items", detail));
        }
        let last = if stays { topic.lessons.len().saturating_sub(1) } else { topic.lessons.len() };
        let position = match edit.position {
            Some(position) => position.min(last),
            None if stays => place.1,
            None => last,
        };
        Ok((topic_id, position))
    }

    pub(super) fn draft_changed(&mut self, part: ChangedPart, now: Timestamp) {
        self.state.draft.updated_at = now;
        self.changed(part, now);
    }
}

fn ids(content: &CourseContent) -> Vec<LessonId> {
    lessons_of(&content.sections).map(|(.., lesson)| lesson.id).collect()
}

fn place_of(content: &CourseContent, id: LessonId) -> Option<(TopicId, usize)> {
    content.sections.iter().flat_map(|section| &section.topics).find_map(|topic| {
        let position = topic.lessons.iter().position(|lesson| lesson.id == id)?;
        Some((topic.id, position))
    })
}

fn move_lesson(content: &mut CourseContent, id: LessonId, (topic, position): (TopicId, usize)) {
    let Some(place) = place_of(content, id) else { return };
    let Some(lesson) = topic_mut(content, place.0).map(|it| it.lessons.remove(place.1)) else {
        return;
    };
    if let Some(topic) = topic_mut(content, topic) {
        topic.lessons.insert(position.min(topic.lessons.len()), lesson);
    }
}

fn topic_mut(content: &mut CourseContent, id: TopicId) -> Option<&mut Topic> {
    content.sections.iter_mut().flat_map(|section| &mut section.topics).find(|it| it.id == id)
}

fn lesson_mut(content: &mut CourseContent, id: LessonId) -> Option<&mut Lesson> {
    let topics = content.sections.iter_mut().flat_map(|section| &mut section.topics);
    topics.flat_map(|topic| &mut topic.lessons).find(|lesson| lesson.id == id)
}

fn check_kind(
    violations: &mut Violations,
    kind: crate::catalogue::LessonKind,
    content: Option<&LessonContent>,
) {
    if content.is_some_and(|content| content.kind() != kind) {
        violations.add("/content/kind", "kind-mismatch", "must be the kind of the lesson");
    }
}

#[cfg(test)]
mod tests;
