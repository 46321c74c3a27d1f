//! Random lives of courses: whatever people do, in whatever order, the promises hold.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::*;
use crate::catalogue::fixtures::{
    at, body, course, ids_after, lesson, lesson_ids, section, sent_back, slug, tags, title, topic,
    tree,
};
use crate::catalogue::{DraftEdit, LessonContent, LessonEdit, LessonId};

#[derive(Debug, Clone)]
enum Step {
    Rename(u8),
    GrowTree(u8),
    ShrinkTree,
    AddLesson(u8),
    EditLesson(u8, u8),
    MoveLesson(u8, u8, Option<usize>),
    RemoveLesson(u8),
    Tag(u8),
    Slug(u8),
    Move(usize),
    Delete,
}

fn any_step() -> impl Strategy<Value = Step> {
    prop_oneof![
        2 => (0..3_u8).prop_map(Step::Rename),
        2 => (0..3_u8).prop_map(Step::GrowTree),
        2 => Just(Step::ShrinkTree),
        2 => any::<u8>().prop_map(Step::AddLesson),
        2 => (any::<u8>(), 0..3_u8).prop_map(|(which, text)| Step::EditLesson(which, text)),
        2 => (any::<u8>(), any::<u8>(), prop::option::of(0..3_usize))
            .prop_map(|(which, topic, position)| Step::MoveLesson(which, topic, position)),
        2 => any::<u8>().prop_map(Step::RemoveLesson),
        2 => (0..3_u8).prop_map(Step::Tag),
        2 => (0..4_u8).prop_map(Step::Slug),
        6 => (0..4_usize).prop_map(Step::Move),
        1 => Just(Step::Delete),
    ]
}

type Lessons = BTreeMap<LessonId, Option<LessonContent>>;

/// What a store holds, and everything that ever happened.
struct World {
    state: CourseState,
    draft: Lessons,
    published: Lessons,
    sequences: Vec<u64>,
    new_id: Box<dyn FnMut() -> Uuid>,
    now: i64,
}

impl World {
    fn new() -> Self {
        let state = course(Vec::new()).state;
        let new_id = Box::new(ids_after(10_000));
        let (draft, published) = (Lessons::new(), Lessons::new());
        Self { state, draft, published, sequences: vec![1], new_id, now: 0 }
    }

    /// One of the lessons of the draft.
    fn lesson(&self, which: u8) -> Option<LessonId> {
        let ids = lesson_ids(&self.state.draft.content.sections);
        ids.get(usize::from(which) % ids.len().max(1)).copied()
    }

    /// Reads the course and does one thing; `None` if the domain refused it.
    fn decide(&mut self, step: &Step) -> Option<Course> {
        let mut course = Course::restore(self.state.clone());
        let now = at(self.now);
        let sections = &self.state.draft.content.sections;
        let edit_tree = |sections| tree(sections);
        match *step {
            Step::Rename(to) => {
                let title = Some(title(&format!("Title {to}")));
                let edit = DraftEdit { title, ..DraftEdit::default() };
                course.edit_draft(edit, now, &mut *self.new_id).ok()?;
            }
            Step::GrowTree(lessons) => {
                let mut sent = sent_back(sections);
                let lessons = (0..lessons).map(|_| lesson("new")).collect();
                sent.insert(0, section("new", vec![topic("new", lessons)]));
                course.edit_draft(edit_tree(sent), now, &mut *self.new_id).ok()?;
            }
            Step::ShrinkTree => {
                let mut sent = sent_back(sections);
                sent.pop();
                course.edit_draft(edit_tree(sent), now, &mut *self.new_id).ok()?;
            }
            Step::AddLesson(which) => {
                let topics: Vec<_> = sections.iter().flat_map(|it| &it.topics).collect();
                let topic = topics.get(usize::from(which) % topics.len().max(1))?.id;
                let (content, id) = (Some(body("added")), (self.new_id)().into());
                course.add_lesson(topic, Some(0), lesson("new"), content, now, id).ok()?;
            }
            Step::EditLesson(which, text) => {
                let id = self.lesson(which)?;
                let content = (text > 0).then(|| body(&format!("text {text}")));
                let present = self.draft[&id].as_ref();
                let none = LessonEdit::default();
                course.edit_lesson(id, none, Some(content), present, now).ok()?;
            }
            Step::MoveLesson(which, topic, position) => {
                let id = self.lesson(which)?;
                let topics: Vec<_> = sections.iter().flat_map(|it| &it.topics).collect();
                let topic = Some(topics[usize::from(topic) % topics.len()].id);
                let edit = LessonEdit { topic, position, ..LessonEdit::default() };
                let present = self.draft[&id].as_ref();
                course.edit_lesson(id, edit, None, present, now).ok()?;
            }
            Step::RemoveLesson(which) => course.remove_lesson(self.lesson(which)?, now).ok()?,
            Step::Tag(word) => {
                let tags = Some(tags(&[&format!("tag {word}")]));
                course.edit_settings(SettingsEdit { tags, ..SettingsEdit::default() }, now);
            }
            Step::Slug(word) => {
                let slug = Some(slug(&format!("slug-{word}")));
                course.edit_settings(SettingsEdit { slug, ..SettingsEdit::default() }, now);
            }
            Step::Move(0) => course.publish(now).ok()?,
            Step::Move(1) => course.unpublish(now).ok()?,
            Step::Move(2) => course.archive(now).ok()?,
            Step::Move(_) => course.bring_back(now).ok()?,
            Step::Delete => course.delete(now).ok()?,
        }
        Some(course)
    }

    /// Commits as a store does, and checks what must hold between two revisions.
    fn commit(&mut self, step: &Step, course: Course) -> Result<(), TestCaseError> {
        let before = self.state.clone();
        let changed = course.is_changed();
        let change = course.into_change();
        let after = change.state;
        prop_assert_eq!(change.read_at, before.revision);
        if !changed {
            prop_assert_eq!(&after, &before, "nothing happened, nothing differs");
            prop_assert!(change.lessons.is_empty() && !change.publishes_lessons);
            return Ok(());
        }
        let mut new_id = ids_after(0);
        let origin = crate::EventOrigin::default();
        let events = change.recorder.into_events(at(self.now), &origin, || new_id().into());
        self.sequences.extend(events.iter().map(|event| event.sequence));
        for write in change.lessons {
            match write {
                LessonWrite::Put(id, content) => {
                    self.draft.insert(id, content);
                }
                LessonWrite::Restore(..) => unreachable!("no step restores"),
                LessonWrite::Remove(id) => {
                    prop_assert!(self.draft.remove(&id).is_some(), "only what is there is removed");
                }
            }
        }
        if change.publishes_lessons {
            self.published = self.draft.clone();
        }

        prop_assert_eq!(after.revision, before.revision + 1);
        prop_assert!(after.draft.version > before.draft.version);
        prop_assert!(after.version >= before.version);
        prop_assert!(after.updated_at >= before.updated_at);
        let public = |it: &CourseState| {
            (it.slug.clone(), it.tags.clone(), it.visibility, it.lifecycle, it.published.clone())
        };
        if public(&after) != public(&before) {
            prop_assert!(after.version > before.version, "the public tag tells of it");
        }
        if !matches!(step, Step::Move(0)) {
            prop_assert_eq!(&after.published, &before.published, "only publishing publishes");
        }
        if let Some(first) = before.first_published_at {
            prop_assert_eq!(after.first_published_at, Some(first));
            prop_assert!(!after.deleted, "a published course is never deleted");
        }
        let number = |it: &CourseState| it.published.as_ref().map_or(0, |copy| copy.revision);
        prop_assert!(number(&after) == number(&before) || number(&after) == number(&before) + 1);
        self.state = after;
        Ok(())
    }

    /// What holds at any time.
    fn check(&self) -> Result<(), TestCaseError> {
        let state = &self.state;
        let expected: Vec<u64> = (1..state.next_sequence).collect();
        prop_assert_eq!(&self.sequences, &expected, "events are numbered without a gap");
        let known: BTreeSet<LessonId> = self.draft.keys().copied().collect();
        if state.deleted {
            prop_assert!(known.is_empty() && state.published.is_none());
            return Ok(());
        }
        let in_tree = |sections| lesson_ids(sections).into_iter().collect::<BTreeSet<_>>();
        prop_assert_eq!(known, in_tree(&state.draft.content.sections));
        let sections = state.published.as_ref().map(|copy| copy.content.sections.as_slice());
        let published: BTreeSet<LessonId> = self.published.keys().copied().collect();
        prop_assert_eq!(published, in_tree(sections.unwrap_or_default()));
        prop_assert_eq!(state.lifecycle == Lifecycle::Draft && state.published.is_some(), false);
        prop_assert_eq!(state.first_published_at.is_some(), state.published.is_some());
        prop_assert!(state.lifecycle != Lifecycle::Published || state.published.is_some());
        prop_assert!(!state.former_slugs.contains(&state.slug));
        if let Some(copy) = &state.published {
            prop_assert!(copy.draft_version <= state.draft.version);
            if copy.content == state.draft.content {
                prop_assert_eq!(&self.published, &self.draft, "equal trees have equal lessons");
            }
        }
        Ok(())
    }
}

proptest! {
    #[test]
    fn a_course_keeps_its_promises_whatever_people_do(steps in prop::collection::vec(any_step(), 1..40)) {
        let mut world = World::new();
        for step in steps {
            world.now += 1;
            let lifecycle = world.state.lifecycle;
            let decided = world.decide(&step);
            if let Step::Move(number) = step {
                let legal = lifecycle.after(Transition::ALL[number]);
                prop_assert_eq!(decided.is_some(), legal.is_ok());
                if let (Some(course), Ok(next)) = (&decided, legal) {
                    prop_assert_eq!(course.state().lifecycle, next);
                }
            } else if let Some(course) = &decided {
                prop_assert_eq!(course.state().lifecycle, lifecycle);
            }
            if let Some(course) = decided {
                world.commit(&step, course)?;
            }
            world.check()?;
            if world.state.deleted {
                break;
            }
        }
    }
}
