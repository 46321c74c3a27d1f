//! What differs, shown one by one and as properties.

use proptest::prelude::*;

use super::*;
use crate::catalogue::fixtures::{
    at, course, ids_after, lesson, lesson_ids, section, sent_back, stored, title, topic,
};
use crate::catalogue::{Course, DraftEdit, LessonEdit, SectionInput, TopicInput};

/// Two sections with two topics of two lessons each.
fn rich() -> Course {
    let topics = || {
        let lessons = || vec![lesson("L"), lesson("M")];
        vec![topic("T", lessons()), topic("U", lessons())]
    };
    course(vec![section("A", topics()), section("B", topics())])
}

/// The course after an edit of its tree.
fn edited(course: &Course, edit: impl FnOnce(&mut Vec<SectionInput>)) -> CourseContent {
    let mut course = course.clone();
    let mut sections = sent_back(&course.state().draft.content.sections);
    edit(&mut sections);
    let edit = DraftEdit { sections: Some(sections), ..DraftEdit::default() };
    course.edit_draft(edit, at(1), &mut ids_after(5_000)).unwrap();
    stored(course).state().draft.content.clone()
}

fn shown(from: &CourseContent, to: &CourseContent) -> Vec<String> {
    let found = differences(from, to, &BTreeSet::new());
    let text = |place: &Option<String>| place.clone().unwrap_or_else(|| "-".to_owned());
    let line = |it: Difference| format!("{:?} {} {}", it.kind, text(&it.from), text(&it.to));
    found.into_iter().map(line).collect()
}

#[test]
fn members_that_differ_are_named() {
    let course = rich();
    let from = &course.state().draft.content;
    let mut to = from.clone();
    to.title = title("Other");
    to.level = crate::catalogue::Level::Advanced;
    assert_eq!(shown(from, &to), ["Replaced /title /title", "Replaced /level /level"]);
    assert_eq!(shown(from, from), [""; 0]);
}

#[test]
fn what_stands_behind_an_insertion_did_not_change() {
    let course = rich();
    let from = &course.state().draft.content;
    let to = edited(&course, |sections| sections.insert(0, section("New", Vec::new())));
    assert_eq!(shown(from, &to), ["Added - /sections/0"]);
    assert_eq!(shown(&to, from), ["Removed /sections/0 -"]);
}

#[test]
fn a_change_names_both_places() {
    let course = rich();
    let from = &course.state().draft.content;
    let to = edited(&course, |sections| {
        sections[1].topics[0].heading = crate::catalogue::Heading::parse("Other").unwrap();
        sections.remove(0);
    });
    assert_eq!(
        shown(from, &to),
        [
            "Removed /sections/0 -",
            "Replaced /sections/1/topics/0/heading /sections/0/topics/0/heading",
            "Removed /sections/0/topics/0 -",
            "Removed /sections/0/topics/1 -",
            "Removed /sections/0/topics/0/lessons/0 -",
            "Removed /sections/0/topics/0/lessons/1 -",
            "Removed /sections/0/topics/1/lessons/0 -",
            "Removed /sections/0/topics/1/lessons/1 -",
        ]
    );
}

#[test]
fn a_lesson_that_goes_to_another_topic_has_moved() {
    let course = rich();
    let from = &course.state().draft.content;
    let to = edited(&course, |sections| {
        let lesson = sections[0].topics[0].lessons.remove(0);
        sections[1].topics[1].lessons.push(lesson);
    });
    let moved = "Moved /sections/0/topics/0/lessons/0 /sections/1/topics/1/lessons/2";
    assert_eq!(shown(from, &to), [moved]);
}

#[test]
fn of_what_changed_its_order_as_little_as_possible_has_moved() {
    let course =
        course(vec![section("A", ["T", "U", "V", "W"].map(|it| topic(it, Vec::new())).to_vec())]);
    let from = &course.state().draft.content;
    let to = edited(&course, |sections| sections[0].topics.rotate_left(1));
    assert_eq!(shown(from, &to), ["Moved /sections/0/topics/0 /sections/0/topics/3"]);
}

#[test]
fn lessons_that_changed_are_those_to_compare() {
    let mut course = rich();
    let from = course.state().draft.content.clone();
    let ids = lesson_ids(&from.sections);
    let edit = LessonEdit { preview: Some(true), ..LessonEdit::default() };
    course.edit_lesson(ids[3], edit, None, None, at(2)).unwrap();
    course.remove_lesson(ids[0], at(2)).unwrap();
    let to = &course.state().draft.content;
    assert_eq!(lessons_to_compare(&from, to), [ids[3]]);
    let found = differences(&from, to, &BTreeSet::from([ids[3]]));
    let places: Vec<_> = found.iter().filter_map(|it| it.to.as_deref()).collect();
    let lesson = "/sections/0/topics/1/lessons/1";
    assert_eq!(places, [format!("{lesson}/preview"), format!("{lesson}/content")]);
}

proptest! {
    /// Whatever an author does to a tree: what differs one way differs the other way too, and
    /// nothing is said where nothing differs.
    #[test]
    fn comparing_backwards_says_the_opposite(steps in prop::collection::vec((0..5_u8, any::<u16>()), 0..12)) {
        let course = rich();
        let from = course.state().draft.content.clone();
        let to = edited(&course, |sections| for (step, chance) in steps {
            shuffle(sections, step, usize::from(chance));
        });
        let none = BTreeSet::new();
        let (there, back) = (differences(&from, &to, &none), differences(&to, &from, &none));
        let mut turned: Vec<_> = back.into_iter().map(|it| {
            let kind = match it.kind {
                DifferenceKind::Added => DifferenceKind::Removed,
                DifferenceKind::Removed => DifferenceKind::Added,
                kind => kind,
            };
            Difference { kind, from: it.to, to: it.from }
        }).collect();
        let key = |it: &Difference| (it.kind, it.from.clone(), it.to.clone());
        let mut sorted = there.clone();
        // Which of two that changed places has moved is a matter of where one looks from.
        for list in [&mut turned, &mut sorted] {
            list.retain(|it| it.kind != DifferenceKind::Moved);
            list.sort_by_key(key);
        }
        prop_assert_eq!(sorted, turned);
        prop_assert_eq!(there.is_empty(), outline(&from) == outline(&to));
    }
}

/// A tree without the versions of lessons, which say nothing to a reader.
fn outline(content: &CourseContent) -> Vec<SectionInput> {
    sent_back(&content.sections)
}

fn shuffle(sections: &mut Vec<SectionInput>, step: u8, chance: usize) {
    let pick = |length: usize| if length == 0 { None } else { Some(chance % length) };
    let topics = |sections: &mut Vec<SectionInput>| -> Vec<TopicInput> {
        sections.iter_mut().flat_map(|it| std::mem::take(&mut it.topics)).collect()
    };
    match step {
        0 => {
            if let Some(at) = pick(sections.len()) {
                sections.rotate_left(at);
            }
        }
        1 => {
            if let Some(at) = pick(sections.len()) {
                sections.remove(at);
            }
        }
        2 => sections.insert(pick(sections.len()).unwrap_or(0), section("New", Vec::new())),
        3 => {
            let all = topics(sections);
            if let Some(first) = sections.first_mut() {
                first.topics = all;
            }
        }
        _ => {
            let mut all = topics(sections);
            if let Some(at) = pick(all.len()) {
                all[at].lessons.reverse();
            }
            let last = sections.len().saturating_sub(1);
            if let Some(last) = sections.get_mut(last) {
                last.topics = all;
            }
        }
    }
}
