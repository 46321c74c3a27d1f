use proptest::prelude::*;

use super::*;
use crate::catalogue::fixtures::{at, course, lesson, section, stored, topic};
use crate::catalogue::{SectionInput, TopicInput};

/// Two sections; the first has two topics, the first of which has two lessons.
fn sample() -> Course {
    course(vec![
        section(
            "One",
            vec![topic("A", vec![lesson("a"), lesson("b")]), topic("B", vec![lesson("c")])],
        ),
        section("Two", vec![topic("C", Vec::new())]),
    ])
}

fn sections(course: &Course) -> &[Section] {
    &course.state().draft.content.sections
}

/// The id of whatever has this heading or title.
fn id(course: &Course, name: &str) -> Uuid {
    let sections = sections(course);
    let named = sections.iter().find(|it| it.heading.as_str() == name).map(|it| it.id.into());
    let topics = || sections.iter().flat_map(|it| &it.topics);
    let topic = || topics().find(|it| it.heading.as_str() == name).map(|it| it.id.into());
    let lesson = || {
        let found = topics().flat_map(|it| &it.lessons).find(|it| it.title.as_str() == name);
        found.map(|it| it.id.into())
    };
    named.or_else(topic).or_else(lesson).unwrap()
}

/// The tree in one line: `One(A[a b] B[c]) Two(C[])`.
fn outline(course: &Course) -> String {
    let join = |parts: Vec<String>| parts.join(" ");
    let topic = |it: &Topic| {
        let lessons = it.lessons.iter().map(|lesson| lesson.title.to_string()).collect();
        format!("{}[{}]", it.heading, join(lessons))
    };
    let section =
        |it: &Section| format!("{}({})", it.heading, join(it.topics.iter().map(topic).collect()));
    join(sections(course).iter().map(section).collect())
}

fn to(course: &Course, part: &str, parent: Option<&str>, position: Option<usize>) -> PartMove {
    PartMove { part: id(course, part), parent: parent.map(|name| id(course, name)), position }
}

fn refused(course: &mut Course, moves: &[PartMove]) -> Vec<(String, &'static str)> {
    let before = course.clone();
    let violations = course.move_parts(moves, at(5)).unwrap_err().into_vec();
    assert_eq!(*course, before, "a refused move changes nothing");
    violations.into_iter().map(|it| (it.pointer, it.code)).collect()
}

#[test]
fn each_kind_of_part_moves_within_its_parent_and_to_another_one() {
    for (part, parent, position, expected) in [
        ("Two", None, Some(0), "Two(C[]) One(A[a b] B[c])"),
        ("One", None, None, "Two(C[]) One(A[a b] B[c])"),
        ("B", None, Some(0), "One(B[c] A[a b]) Two(C[])"),
        ("A", Some("Two"), Some(0), "One(B[c]) Two(A[a b] C[])"),
        ("A", Some("Two"), None, "One(B[c]) Two(C[] A[a b])"),
        ("a", None, Some(1), "One(A[b a] B[c]) Two(C[])"),
        ("a", Some("B"), Some(0), "One(A[b] B[a c]) Two(C[])"),
        ("c", Some("C"), None, "One(A[a b] B[]) Two(C[c])"),
    ] {
        let mut course = sample();
        let moves = [to(&course, part, parent, position)];
        course.move_parts(&moves, at(5)).unwrap();
        assert_eq!(outline(&course), expected, "{part} to {parent:?} at {position:?}");
        assert_eq!(course.state().draft.version, 2);
    }
}

#[test]
fn several_moves_are_made_one_after_the_other_in_one_version() {
    let mut course = sample();
    let moves = [
        to(&course, "C", Some("One"), Some(0)),
        to(&course, "a", Some("C"), None),
        to(&course, "c", Some("C"), Some(0)),
    ];
    course.move_parts(&moves, at(5)).unwrap();
    assert_eq!(outline(&course), "One(C[c a] A[b] B[]) Two()");
    assert_eq!(course.state().draft.version, 2);
    let change = course.into_change();
    assert!(change.lessons.is_empty(), "no content is touched");
}

#[test]
fn everything_that_is_wrong_is_named_and_nothing_is_moved() {
    let mut course = sample();
    let unknown = Uuid::from_u128(9_999);
    let moves = [
        PartMove { part: unknown, parent: None, position: None },
        to(&course, "Two", Some("One"), None),
        PartMove { parent: Some(unknown), ..to(&course, "A", None, None) },
        to(&course, "A", Some("B"), None),
        to(&course, "a", Some("One"), None),
        to(&course, "Two", None, Some(2)),
        to(&course, "a", Some("B"), Some(2)),
        to(&course, "a", None, Some(1)),
    ];
    let expected = [
        ("/moves/0/id", "unknown-id"),
        ("/moves/1/parent_id", "kind-mismatch"),
        ("/moves/2/parent_id", "unknown-id"),
        ("/moves/3/parent_id", "unknown-id"),
        ("/moves/4/parent_id", "unknown-id"),
        ("/moves/5/position", "maximum"),
        ("/moves/6/position", "maximum"),
    ];
    assert_eq!(refused(&mut course, &moves), expected.map(|(at, code)| (at.to_owned(), code)));

    let many = vec![to(&course, "a", None, None); Course::MAX_MOVES + 1];
    assert_eq!(refused(&mut course, &many), [("/moves".to_owned(), "too-many-items")]);
}

#[test]
fn a_full_parent_takes_nothing_more_but_is_sorted() {
    let full = |count: usize| (0..count).map(|at| lesson(&format!("l{at}"))).collect::<Vec<_>>();
    let topics = (0..Section::MAX_TOPICS).map(|at| topic(&format!("t{at}"), Vec::new())).collect();
    let mut course = course(vec![
        section("Full", topics),
        section("Other", vec![topic("F", full(Topic::MAX_LESSONS)), topic("X", vec![lesson("x")])]),
    ]);
    let moves = [to(&course, "X", Some("Full"), None), to(&course, "x", Some("F"), None)];
    let expected = ["/moves/0/parent_id", "/moves/1/parent_id"];
    let found = refused(&mut course, &moves);
    assert_eq!(found, expected.map(|at| (at.to_owned(), "too-many-items")));
    let moves = [to(&course, "t0", None, None), to(&course, "l0", Some("F"), None)];
    course.move_parts(&moves, at(5)).unwrap();
    assert_eq!(sections(&course)[0].topics[Section::MAX_TOPICS - 1].heading.as_str(), "t0");
}

#[test]
fn a_lesson_changes_only_if_it_ends_in_another_topic() {
    let mut course = sample();
    let there_and_back = [to(&course, "a", Some("B"), None), to(&course, "a", Some("A"), Some(0))];
    course.move_parts(&there_and_back, at(5)).unwrap();
    assert_eq!(course.state().draft.version, 1, "nothing has changed");
    assert!(stored(course.clone()) == sample(), "and nothing is committed");

    let moves = [to(&course, "a", Some("B"), None), to(&course, "b", None, Some(0))];
    course.move_parts(&moves, at(5)).unwrap();
    let versions: Vec<u64> =
        lessons_of(sections(&course)).map(|(.., lesson)| lesson.version).collect();
    assert_eq!((outline(&course).as_str(), versions), ("One(A[b] B[c a]) Two(C[])", vec![1, 1, 2]));
}

/// Every part with what it says, whatever its place; the version of a lesson tells of its place.
fn parts(course: &Course) -> Vec<String> {
    let mut all = Vec::new();
    for section in sections(course) {
        all.push(format!("{:?}", Section { topics: Vec::new(), ..section.clone() }));
        for topic in &section.topics {
            all.push(format!("{:?}", Topic { lessons: Vec::new(), ..topic.clone() }));
            let lessons = topic.lessons.iter();
            all.extend(lessons.map(|it| format!("{:?}", Lesson { version: 0, ..it.clone() })));
        }
    }
    all.sort();
    all
}

fn any_tree() -> impl Strategy<Value = Vec<SectionInput>> {
    let topics = prop::collection::vec(0..4_usize, 0..4);
    prop::collection::vec(topics, 1..4).prop_map(|sections| {
        let lessons = |count: usize| (0..count).map(|it| lesson(&format!("l{it}"))).collect();
        let of_section = |topics: Vec<usize>| -> Vec<TopicInput> {
            topics.into_iter().map(|count| topic("t", lessons(count))).collect()
        };
        sections.into_iter().map(|topics| section("s", of_section(topics))).collect()
    })
}

proptest! {
    #[test]
    fn nothing_is_lost_or_doubled(
        tree in any_tree(),
        picks in prop::collection::vec((any::<u8>(), prop::option::of(any::<u8>()), prop::option::of(0..5_usize)), 1..12),
    ) {
        let mut course = course(tree);
        let before = parts(&course);
        let ids: Vec<Uuid> = sections(&course).iter().flat_map(|section| {
            let topics = section.topics.iter().flat_map(|topic| {
                let lessons = topic.lessons.iter().map(|it| it.id.into());
                std::iter::once(topic.id.into()).chain(lessons)
            });
            std::iter::once(section.id.into()).chain(topics)
        }).collect();
        let pick = |number: u8| ids[usize::from(number) % ids.len()];
        for (part, parent, place) in picks {
            let one = PartMove { part: pick(part), parent: parent.map(pick), position: place };
            let untouched = course.clone();
            let version = course.state().draft.version;
            if course.move_parts(&[one], at(5)).is_ok() {
                prop_assert_eq!(parts(&course), before.clone());
                let same = sections(&course) == sections(&untouched);
                prop_assert_eq!(course.state().draft.version, version + u64::from(!same));
                let (parent, place, last) = stands(&course, one.part);
                prop_assert_eq!(one.parent.or(stands(&untouched, one.part).0), parent);
                prop_assert_eq!(one.position.unwrap_or(last), place);
            } else {
                prop_assert_eq!(&course, &untouched);
            }
        }
    }
}

/// The parent of a part, its place there, and the last place there.
fn stands(course: &Course, part: Uuid) -> (Option<Uuid>, usize, usize) {
    let sections = sections(course);
    let (parent, place, count) = match find(sections, part).unwrap() {
        Place::Section(at) => (None, at, sections.len()),
        Place::Topic(section, at) => {
            (Some(sections[section].id.into()), at, sections[section].topics.len())
        }
        Place::Lesson(section, topic, at) => {
            let topic = &sections[section].topics[topic];
            (Some(topic.id.into()), at, topic.lessons.len())
        }
    };
    (parent, place, count - 1)
}
