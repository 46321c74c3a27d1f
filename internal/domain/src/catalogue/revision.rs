//! A revision: one publication of a course, as it was.
//!
//! Revisions are never changed. What lessons said is kept beside them, each content once for the
//! publication that it first appeared in.

use jiff::Timestamp;

use crate::catalogue::{
    ChangedPart, Course, CourseContent, CourseId, LessonId, LessonWrite, Speaker, lessons_of,
};

/// One publication of a course.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// The course.
    pub course: CourseId,
    /// Its number: 1, 2, 3 …
    pub number: u32,
    /// The version of the draft that was published.
    pub draft_version: u64,
    /// When it was published.
    pub at: Timestamp,
    /// The content.
    pub content: CourseContent,
}

impl Course {
    /// Makes a revision of this course the draft again: text, tree and lessons. Lessons keep their
    /// versions, because those stand for what the lessons said. What differs was said by `speaker`
    /// then; does nothing if nothing does.
    pub fn restore_revision(&mut self, revision: &Revision, speaker: &Speaker, now: Timestamp) {
        let draft = &self.state.draft.content;
        if *draft == revision.content {
            return;
        }
        let versions = |content: &CourseContent| -> Vec<(LessonId, u64)> {
            lessons_of(&content.sections).map(|(.., it)| (it.id, it.version)).collect()
        };
        let (before, after) = (versions(draft), versions(&revision.content));
        let gone = before.iter().filter(|(id, _)| !after.iter().any(|(other, _)| id == other));
        let back = after.iter().filter(|lesson| !before.contains(lesson));
        self.lessons.extend(gone.map(|(id, _)| LessonWrite::Remove(*id)));
        self.lessons.extend(back.map(|(id, _)| LessonWrite::Restore(*id, revision.number)));
        let before = std::mem::replace(&mut self.state.draft.content, revision.content.clone());
        self.said(Some(&before), speaker, now);
        self.draft_changed(ChangedPart::Draft, now);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::fixtures::{
        at, course, ids_after, lesson, lesson_ids, section, stored, title, topic,
    };
    use crate::catalogue::{CourseField, DraftEdit, LessonEdit, LessonTitle};
    use crate::shared::ExternalId;

    fn published() -> (Course, Revision) {
        let lessons = vec![lesson("one"), lesson("two")];
        let mut course = course(vec![section("S", vec![topic("T", lessons)])]);
        course.publish(at(1)).unwrap();
        let course = stored(course);
        let copy = course.state().published.clone().unwrap();
        let revision = Revision {
            course: course.state().id,
            number: copy.revision,
            draft_version: copy.draft_version,
            at: copy.at,
            content: copy.content,
        };
        (course, revision)
    }

    fn somebody() -> Speaker {
        Speaker::Account(ids_after(900)().into())
    }

    #[test]
    fn who_restores_a_revision_says_what_differs() {
        let (mut course, revision) = published();
        let source = ExternalId::parse("uni", "1").unwrap();
        course.came_from(source.clone(), at(1));
        let edit = DraftEdit { title: Some(title("Other")), ..DraftEdit::default() };
        let from_source = Speaker::Source(source);
        course.edit_draft_as(&from_source, edit, at(2), &mut ids_after(700)).unwrap();
        course.restore_revision(&revision, &somebody(), at(3));
        let known = &course.state().provenance;
        let of = |field| known.iter().find(|it| it.field == field).map(|it| (&it.said_by, it.at));
        assert_eq!(of(CourseField::Title), Some((&somebody(), at(3))));
        assert_eq!(of(CourseField::Level), Some((&from_source, at(1))));
    }

    #[test]
    fn the_draft_becomes_what_the_revision_was() {
        let (mut course, revision) = published();
        let ids = lesson_ids(&revision.content.sections);
        let edit = DraftEdit { title: Some(title("Other")), ..DraftEdit::default() };
        course.edit_draft(edit, at(2), &mut ids_after(700)).unwrap();
        course.remove_lesson(ids[0], at(2)).unwrap();
        let title = Some(LessonTitle::parse("Second").unwrap());
        let edit = LessonEdit { title, ..LessonEdit::default() };
        course.edit_lesson(ids[1], edit, None, None, at(2)).unwrap();
        let topic = course.state().draft.content.sections[0].topics[0].id;
        let added = ids_after(800)().into();
        course.add_lesson(topic, None, lesson("three"), None, at(2), added).unwrap();
        let mut course = stored(course);
        let before = course.state().clone();

        course.restore_revision(&revision, &somebody(), at(3));

        let change = course.into_change();
        assert_eq!(change.state.draft.content, revision.content);
        assert!(change.state.draft.version > before.draft.version);
        assert_eq!(change.state.published, before.published, "readers see nothing of it");
        let number = revision.number;
        let restored = |id| LessonWrite::Restore(id, number);
        assert_eq!(
            change.lessons,
            [LessonWrite::Remove(added), restored(ids[0]), restored(ids[1])]
        );
    }

    #[test]
    fn lessons_that_say_the_same_are_left_alone() {
        let (mut course, revision) = published();
        let edit = DraftEdit { title: Some(title("Other")), ..DraftEdit::default() };
        course.edit_draft(edit, at(2), &mut ids_after(700)).unwrap();
        let mut course = stored(course);
        course.restore_revision(&revision, &somebody(), at(3));
        assert_eq!(course.clone().into_change().lessons, []);
        let mut again = stored(course);
        again.restore_revision(&revision, &somebody(), at(4));
        assert!(!again.is_changed());
    }
}
