use std::collections::HashSet;

use proptest::prelude::*;

use super::*;
use crate::catalogue::Course;
use crate::catalogue::fixtures::{
    at, course, ids_after, lesson, lesson_ids, section, sent_back, topic, tree,
};
use crate::catalogue::{CourseChange, LessonWrite};

/// Two sections; the first has two topics, the first of which has two lessons.
fn sample() -> Vec<SectionInput> {
    vec![
        section(
            "One",
            vec![topic("A", vec![lesson("a"), lesson("b")]), topic("B", vec![lesson("c")])],
        ),
        section("Two", vec![topic("C", Vec::new())]),
    ]
}

fn edit(course: &mut Course, sections: Vec<SectionInput>) -> Result<(), Violations> {
    course.edit_draft(tree(sections), at(5), &mut ids_after(1_000))
}

fn sections(course: &Course) -> &[Section] {
    &course.state().draft.content.sections
}

fn refused(course: &mut Course, sections: Vec<SectionInput>) -> Vec<(String, &'static str)> {
    let before = course.clone();
    let violations = edit(course, sections).unwrap_err().into_vec();
    assert_eq!(*course, before, "a refused edit changes nothing");
    violations.into_iter().map(|it| (it.pointer, it.code)).collect()
}

#[test]
fn missing_ids_are_filled_in_at_every_level() {
    let course = course(sample());
    let sections = sections(&course);
    let topics = || sections.iter().flat_map(|it| &it.topics);
    let mut ids: Vec<Uuid> = sections.iter().map(|it| it.id.into()).collect();
    ids.extend(topics().map(|it| Uuid::from(it.id)));
    ids.extend(lesson_ids(sections).into_iter().map(Uuid::from));
    assert_eq!(ids.len(), 2 + 3 + 3);
    assert_eq!(ids.iter().collect::<HashSet<_>>().len(), ids.len());
    assert!(lessons_of(sections).all(|(.., it)| it.version == 1));
}

#[test]
fn what_is_not_mentioned_goes_away_and_what_is_named_stays() {
    let mut course = course(sample());
    let before = sections(&course).to_vec();
    let mut sent = sent_back(&before);
    sent.remove(1);
    sent[0].topics.remove(1);
    sent[0].topics[0].lessons.insert(0, lesson("new"));
    edit(&mut course, sent).unwrap();

    let after = sections(&course);
    assert_eq!((after.len(), after[0].id), (1, before[0].id));
    assert_eq!(after[0].topics[0].lessons[1..], before[0].topics[0].lessons[..]);
    let new = &after[0].topics[0].lessons[0];
    assert_eq!(new.version, 2);
    let gone = before[0].topics[1].lessons[0].id;
    let CourseChange { lessons, publishes_lessons, .. } = course.clone().into_change();
    assert_eq!(lessons, [LessonWrite::Remove(gone), LessonWrite::Put(new.id, None)]);
    assert!(!publishes_lessons);
}

#[test]
fn unknown_ids_are_all_named_with_their_places() {
    let mut course = course(sample());
    let mut sent = sent_back(sections(&course));
    let unknown = Uuid::from_u128(9_999);
    sent[1].id = Some(unknown.into());
    sent[0].topics[1].id = Some(unknown.into());
    sent[0].topics[0].lessons[1].id = Some(unknown.into());
    assert_eq!(
        refused(&mut course, sent),
        [
            ("/sections/0/topics/0/lessons/1/id".to_owned(), "unknown-id"),
            ("/sections/0/topics/1/id".to_owned(), "unknown-id"),
            ("/sections/1/id".to_owned(), "unknown-id"),
        ]
    );
}

#[test]
fn an_id_of_another_level_is_unknown() {
    let mut course = course(sample());
    let mut sent = sent_back(sections(&course));
    let section: Uuid = sections(&course)[1].id.into();
    sent[0].topics[0].id = Some(section.into());
    let found = refused(&mut course, sent);
    assert_eq!(found, [("/sections/0/topics/0/id".to_owned(), "unknown-id")]);
}

#[test]
fn a_new_course_knows_no_id_yet() {
    let mut course = course(Vec::new());
    let other = self::course(sample());
    let found = refused(&mut course, sent_back(sections(&other)));
    assert_eq!(found.len(), 2 + 3 + 3);
    assert!(found.iter().all(|(_, code)| *code == "unknown-id"));
}

#[test]
fn an_id_stands_once_and_the_second_place_is_named() {
    let mut course = course(sample());
    let mut sent = sent_back(sections(&course));
    let twice = sent[0].topics[0].lessons[0].clone();
    sent[1].topics[0].lessons.push(twice);
    let topic = sent[0].topics[1].clone();
    sent[1].topics.push(TopicInput { lessons: Vec::new(), ..topic });
    let again = SectionInput { topics: Vec::new(), ..sent[0].clone() };
    sent.push(again);
    assert_eq!(
        refused(&mut course, sent),
        [
            ("/sections/1/topics/0/lessons/0/id".to_owned(), "duplicate"),
            ("/sections/1/topics/1/id".to_owned(), "duplicate"),
            ("/sections/2/id".to_owned(), "duplicate"),
        ]
    );
}

#[test]
fn the_kind_of_a_lesson_is_fixed_in_the_tree() {
    let mut course = course(sample());
    let mut sent = sent_back(sections(&course));
    sent[0].topics[0].lessons[0].kind = LessonKind::Video;
    let found = refused(&mut course, sent);
    assert_eq!(found, [("/sections/0/topics/0/lessons/0/kind".to_owned(), "kind-fixed")]);
}

#[test]
fn a_lesson_takes_only_so_long() {
    let mut course = course(sample());
    let mut sent = sent_back(sections(&course));
    sent[0].topics[0].lessons[0].duration_minutes = Some(Lesson::MAX_DURATION_MINUTES);
    sent[0].topics[0].lessons[1].duration_minutes = Some(Lesson::MAX_DURATION_MINUTES + 1);
    let at = "/sections/0/topics/0/lessons/1/duration_minutes";
    assert_eq!(refused(&mut course, sent), [(at.to_owned(), "maximum")]);
}

#[test]
fn only_lessons_that_change_get_another_version() {
    let mut course = course(sample());
    let mut sent = sent_back(sections(&course));
    sent[0].topics[0].lessons[1].preview = true;
    sent[1].heading = Heading::parse("Renamed").unwrap();
    edit(&mut course, sent).unwrap();
    let versions: Vec<u64> = lessons_of(sections(&course)).map(|(.., it)| it.version).collect();
    assert_eq!(versions, [1, 2, 1]);
    assert_eq!(course.state().draft.version, 2);
}

#[test]
fn a_lesson_that_moves_to_another_topic_is_changed_by_that() {
    let mut course = course(sample());
    let mut sent = sent_back(sections(&course));
    let moved = sent[0].topics[0].lessons.remove(0);
    sent[1].topics[0].lessons.push(moved);
    edit(&mut course, sent).unwrap();
    let versions: Vec<(&str, u64)> = lessons_of(sections(&course))
        .map(|(.., lesson)| (lesson.title.as_str(), lesson.version))
        .collect();
    assert_eq!(versions, [("b", 1), ("c", 1), ("a", 2)]);
}

#[test]
fn parts_move_with_everything_below() {
    let mut course = course(sample());
    let before = sections(&course).to_vec();
    let mut sent = sent_back(&before);
    let moved = sent[0].topics.remove(0);
    sent[1].topics.insert(0, moved);
    sent.reverse();
    edit(&mut course, sent).unwrap();
    assert_eq!(sections(&course)[0].topics[0], before[0].topics[0]);
    assert!(course.into_change().lessons.is_empty(), "no content is lost");
}

#[test]
fn every_limit_is_named_where_it_is_broken() {
    let mut course = course(Vec::new());
    let lessons = |count: usize| (0..count).map(|_| lesson("x")).collect::<Vec<_>>();
    let topics = |count: usize| (0..count).map(|_| topic("x", Vec::new())).collect::<Vec<_>>();
    let full = |count: usize| (0..count).map(|_| topic("x", lessons(200))).collect::<Vec<_>>();

    let many: Vec<_> = (0..=Section::MAX_SECTIONS).map(|_| section("x", Vec::new())).collect();
    assert_eq!(refused(&mut course, many), [("/sections".to_owned(), "too-many-items")]);

    let sent = vec![
        section("x", topics(Section::MAX_TOPICS)),
        section("x", topics(Section::MAX_TOPICS + 1)),
        section("x", vec![topic("x", lessons(Topic::MAX_LESSONS + 1))]),
    ];
    assert_eq!(
        refused(&mut course, sent),
        [
            ("/sections/1/topics".to_owned(), "too-many-items"),
            ("/sections/2/topics/0/lessons".to_owned(), "too-many-items"),
        ]
    );

    let mut sent = vec![section("x", full(5))];
    assert!(edit(&mut course.clone(), sent.clone()).is_ok(), "exactly the most is allowed");
    sent.push(section("y", vec![topic("y", lessons(1))]));
    assert_eq!(refused(&mut course, sent), [("/sections".to_owned(), "too-many-items")]);
}

fn any_tree() -> impl Strategy<Value = Vec<SectionInput>> {
    let lessons = prop::collection::vec("[a-z]{1,3}", 0..4);
    let topics = prop::collection::vec(lessons, 0..4);
    prop::collection::vec(topics, 0..4).prop_map(|sections| {
        let topic = |titles: Vec<String>| topic("t", titles.iter().map(|it| lesson(it)).collect());
        sections
            .into_iter()
            .map(|topics| section("s", topics.into_iter().map(topic).collect()))
            .collect()
    })
}

proptest! {
    #[test]
    fn a_tree_that_is_sent_back_changes_nothing(sent in any_tree()) {
        let mut course = course(sent);
        let back = sent_back(sections(&course));
        edit(&mut course, back).unwrap();
        prop_assert!(!course.is_changed());
    }

    #[test]
    fn whatever_is_left_out_the_rest_keeps_ids_and_versions(
        sent in any_tree(), keep in prop::collection::vec(any::<bool>(), 64), more in any_tree()
    ) {
        let mut course = course(sent);
        let before = sections(&course).to_vec();
        let mut keep = keep.into_iter().cycle();
        let mut back = sent_back(&before);
        for topic in back.iter_mut().flat_map(|section| &mut section.topics) {
            topic.lessons.retain(|_| keep.next().unwrap_or(true));
        }
        let kept: Vec<LessonId> = back
            .iter()
            .flat_map(|section| &section.topics)
            .flat_map(|topic| topic.lessons.iter().filter_map(|it| it.id))
            .collect();
        back.extend(more);
        edit(&mut course, back).unwrap();

        let old: HashSet<LessonId> = lesson_ids(&before).into_iter().collect();
        let after: Vec<&Lesson> = lessons_of(sections(&course)).map(|(.., it)| it).collect();
        let survivors: Vec<LessonId> =
            after.iter().map(|it| it.id).filter(|id| old.contains(id)).collect();
        prop_assert_eq!(&survivors, &kept);
        for lesson in &after {
            prop_assert_eq!(lesson.version == 1, old.contains(&lesson.id));
        }
        // The content that is kept apart follows the tree.
        let mut stored = old.clone();
        let now: HashSet<LessonId> = after.iter().map(|it| it.id).collect();
        for write in course.clone().into_change().lessons {
            match write {
                LessonWrite::Put(id, content) => {
                    prop_assert!(content.is_none() && stored.insert(id));
                }
                LessonWrite::Restore(..) => prop_assert!(false, "nothing was restored"),
                LessonWrite::Remove(id) => prop_assert!(stored.remove(&id)),
            }
        }
        prop_assert_eq!(stored, now);
    }
}
