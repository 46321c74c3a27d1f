use super::*;
use crate::catalogue::fixtures::{
    at, body, course, ids_after, lesson, lesson_ids, new_course, section, stored, title, topic,
    tree,
};
use crate::catalogue::{LessonKind, LessonTitle};

fn edit(course: &mut Course, edit: DraftEdit) -> Result<(), Violations> {
    course.edit_draft(edit, at(5), &mut ids_after(1_000))
}

fn codes(violations: Violations) -> Vec<(String, &'static str)> {
    violations.into_vec().into_iter().map(|it| (it.pointer, it.code)).collect()
}

fn id<T: From<Uuid>>(number: u128) -> T {
    Uuid::from_u128(number).into()
}

/// One topic with the lessons `a` and `b`.
fn two_lessons() -> Course {
    course(vec![section("One", vec![topic("A", vec![lesson("a"), lesson("b")])])])
}

fn first_lesson(course: &Course) -> &Lesson {
    &course.state().draft.content.sections[0].topics[0].lessons[0]
}

fn first_topic(course: &Course) -> TopicId {
    course.state().draft.content.sections[0].topics[0].id
}

fn everything() -> DraftEdit {
    DraftEdit {
        title: Some(title("Rust again")),
        summary: Some(Summary::parse("Short").ok()),
        description: Some(Description::parse("Long").ok()),
        subject_id: Some(Some(id(50))),
        level: Some(Level::Advanced),
        language: LanguageTag::parse("ru").ok(),
        credits: Some(Credits::new(100, 300).ok()),
        prerequisites: Some(Prerequisites::parse("C").ok()),
        instructor_ids: Some(vec![id(60), id(61), id(60)]),
        image_url: Some(WebUrl::parse("https://example.org/a.png").ok()),
        sections: None,
    }
}

#[test]
fn an_edit_sets_what_it_names_and_leaves_the_rest() {
    let mut course = two_lessons();
    let tree = course.state().draft.content.sections.clone();
    edit(&mut course, everything()).unwrap();
    let content = &course.state().draft.content;
    assert_eq!(content.title, title("Rust again"));
    assert_eq!(content.summary, Summary::parse("Short").ok());
    assert_eq!(content.subject_id, Some(id(50)));
    assert_eq!((content.level, content.language.as_str()), (Level::Advanced, "ru"));
    assert_eq!(content.instructor_ids, [id(60), id(61)], "each once");
    assert_eq!(content.sections, tree);
    let draft = &course.state().draft;
    assert_eq!((draft.version, draft.updated_at, course.state().updated_at), (2, at(5), at(5)));
    assert_eq!(course.state().version, 1, "the public sees nothing of it");
}

#[test]
fn an_edit_clears_what_it_sets_to_nothing() {
    let mut course = two_lessons();
    edit(&mut course, everything()).unwrap();
    let cleared = DraftEdit {
        summary: Some(None),
        description: Some(None),
        subject_id: Some(None),
        credits: Some(None),
        prerequisites: Some(None),
        instructor_ids: Some(Vec::new()),
        image_url: Some(None),
        sections: Some(Vec::new()),
        ..DraftEdit::default()
    };
    edit(&mut course, cleared).unwrap();
    let content = course.state().draft.content.clone();
    let blank = CourseContent {
        level: Level::Advanced,
        ..CourseContent::titled(title("Rust again"), LanguageTag::parse("ru").unwrap())
    };
    assert_eq!(content, blank);
}

#[test]
fn an_edit_that_changes_nothing_writes_nothing() {
    let mut first = two_lessons();
    edit(&mut first, everything()).unwrap();
    let before = stored(first);
    for same in [DraftEdit::default(), everything()] {
        let mut course = before.clone();
        edit(&mut course, same).unwrap();
        assert_eq!(course, before);
        assert!(!course.is_changed());
    }
}

#[test]
fn everything_that_is_wrong_is_told_at_once() {
    let mut course = two_lessons();
    let before = course.clone();
    let unknown = SectionInput { id: Some(id(9_999)), ..section("x", Vec::new()) };
    let wrong =
        DraftEdit { instructor_ids: Some((0..21).map(id).collect()), ..tree(vec![unknown]) };
    let found = codes(edit(&mut course, wrong).unwrap_err());
    assert_eq!(
        found,
        [
            ("/instructor_ids".to_owned(), "too-many-items"),
            ("/sections/0/id".to_owned(), "unknown-id"),
        ]
    );
    assert_eq!(course, before);
}

#[test]
fn a_new_course_needs_a_title_and_names_everything_else_that_is_wrong() {
    let untitled = NewCourse { content: DraftEdit::default(), ..new_course(Vec::new()) };
    let refused = Course::create(untitled, at(0), &mut ids_after(100)).unwrap_err();
    assert_eq!(codes(refused), [("/title".to_owned(), "required")]);

    let name = |number: usize| ExternalId::parse("uiuc", &number.to_string()).unwrap();
    let most = Course::MAX_EXTERNAL_IDS;
    let mut new = new_course(Vec::new());
    new.external_ids = (0..most).chain(0..most).map(name).collect();
    let made = Course::create(new.clone(), at(0), &mut ids_after(100)).unwrap();
    assert_eq!(made.state().external_ids.len(), most, "each once");

    new.external_ids.push(name(most));
    new.content.instructor_ids = Some((0..21).map(id).collect());
    let refused = Course::create(new, at(0), &mut ids_after(100)).unwrap_err();
    assert_eq!(
        codes(refused),
        [
            ("/external_ids".to_owned(), "too-many-items"),
            ("/instructor_ids".to_owned(), "too-many-items"),
        ]
    );
}

#[test]
fn a_lesson_is_added_where_it_is_wanted() {
    let mut course = two_lessons();
    let topic = first_topic(&course);
    let adds = [(None, 501), (Some(0), 502), (Some(1), 503), (Some(99), 504)];
    for (position, number) in adds {
        let content = Some(body("text"));
        course.add_lesson(topic, position, lesson("new"), content, at(5), id(number)).unwrap();
    }
    let order: Vec<LessonId> = lesson_ids(&course.state().draft.content.sections);
    let (a, b) = (order[2], order[3]);
    assert_eq!(order, [id(502), id(503), a, b, id(501), id(504)]);
    let versions: Vec<u64> = course.state().draft.content.sections[0].topics[0]
        .lessons
        .iter()
        .map(|it| it.version)
        .collect();
    assert_eq!(versions, [3, 4, 1, 1, 2, 5]);
    let writes = course.into_change().lessons;
    assert_eq!(writes[0], LessonWrite::Put(id(501), Some(body("text"))));
    assert_eq!(writes.len(), 4);
}

#[test]
fn a_lesson_that_cannot_be_added_names_every_reason() {
    let mut course = two_lessons();
    let before = course.clone();
    let wrong = LessonInput {
        kind: LessonKind::Link,
        duration_minutes: Some(Lesson::MAX_DURATION_MINUTES + 1),
        ..lesson("new")
    };
    let refused =
        course.add_lesson(id(9_999), None, wrong, Some(body("text")), at(5), id(501)).unwrap_err();
    assert_eq!(
        codes(refused),
        [
            ("/duration_minutes".to_owned(), "maximum"),
            ("/content/kind".to_owned(), "kind-mismatch"),
            ("/topic_id".to_owned(), "unknown-id"),
        ]
    );
    assert_eq!(course, before);
}

#[test]
fn a_full_topic_and_a_full_course_have_no_room() {
    let lessons = |count: usize| (0..count).map(|_| lesson("x")).collect::<Vec<_>>();
    let full_topic = course(vec![section("s", vec![topic("t", lessons(200))])]);
    let mut topics: Vec<_> = (0..5).map(|_| topic("t", lessons(200))).collect();
    topics.insert(0, topic("t", Vec::new()));
    let full_course = course(vec![section("s", topics)]);
    for mut course in [full_topic, full_course] {
        let topic = first_topic(&course);
        let refused = course.add_lesson(topic, None, lesson("new"), None, at(5), id(501));
        let expected = [("/topic_id".to_owned(), "too-many-items")];
        assert_eq!(codes(refused.unwrap_err()), expected);
    }
}

#[test]
fn an_edit_of_a_lesson_raises_its_version_and_no_other() {
    let mut course = two_lessons();
    let a = first_lesson(&course).id;
    let change = LessonEdit {
        title: LessonTitle::parse("renamed").ok(),
        duration_minutes: Some(Some(45)),
        ..LessonEdit::default()
    };
    course.edit_lesson(a, change, None, None, at(5)).unwrap();
    let lessons = &course.state().draft.content.sections[0].topics[0].lessons;
    assert_eq!((lessons[0].version, lessons[1].version), (2, 1));
    assert_eq!((lessons[0].title.as_str(), lessons[0].duration_minutes), ("renamed", Some(45)));
    assert!(course.into_change().lessons.is_empty(), "its content stays");
}

#[test]
fn other_content_is_a_change_of_the_lesson_and_the_same_is_none() {
    let mut first = two_lessons();
    let a = first_lesson(&first).id;
    let none = LessonEdit::default;
    first.edit_lesson(a, none(), Some(Some(body("text"))), None, at(5)).unwrap();
    assert_eq!(first_lesson(&first).version, 2);
    let writes = first.clone().into_change().lessons;
    assert_eq!(writes, [LessonWrite::Put(a, Some(body("text")))]);

    let before = stored(first);
    let present = body("text");
    for same in [None, Some(Some(body("text")))] {
        let mut course = before.clone();
        course.edit_lesson(a, none(), same, Some(&present), at(6)).unwrap();
        assert_eq!(course, before);
    }
    let mut course = before;
    course.edit_lesson(a, none(), Some(None), Some(&present), at(6)).unwrap();
    assert_eq!(course.into_change().lessons, [LessonWrite::Put(a, None)]);
}

#[test]
fn another_kind_empties_the_lesson_and_content_of_another_kind_is_refused() {
    let mut course = two_lessons();
    let a = first_lesson(&course).id;
    let present = body("text");
    let to_link = || LessonEdit { kind: Some(LessonKind::Link), ..LessonEdit::default() };
    let url = WebUrl::parse("https://example.org").unwrap();
    let link = || LessonContent::Link { url: url.clone() };

    let alone = course.edit_lesson(a, LessonEdit::default(), Some(Some(link())), None, at(5));
    let Err(LessonError::Invalid(violations)) = alone else { panic!("{alone:?}") };
    assert_eq!(codes(violations), [("/content/kind".to_owned(), "kind-mismatch")]);
    assert!(!course.is_changed());
    let mut emptied = course.clone();
    emptied.edit_lesson(a, to_link(), None, Some(&present), at(5)).unwrap();
    assert_eq!(emptied.into_change().lessons, [LessonWrite::Put(a, None)]);

    course.clone().edit_lesson(a, to_link(), Some(None), Some(&present), at(5)).unwrap();
    course.clone().edit_lesson(a, to_link(), None, None, at(5)).unwrap();
    course.edit_lesson(a, to_link(), Some(Some(link())), Some(&present), at(5)).unwrap();
    assert_eq!(first_lesson(&course).kind, LessonKind::Link);
}

#[test]
fn a_removed_lesson_is_gone_with_its_content_and_cannot_be_edited() {
    let mut course = two_lessons();
    let (a, b) = {
        let ids = lesson_ids(&course.state().draft.content.sections);
        (ids[0], ids[1])
    };
    course.remove_lesson(a, at(5)).unwrap();
    assert_eq!(lesson_ids(&course.state().draft.content.sections), [b]);
    assert_eq!(course.remove_lesson(a, at(5)), Err(LessonError::NotFound));
    let edited = course.edit_lesson(a, LessonEdit::default(), None, None, at(5));
    assert_eq!(edited, Err(LessonError::NotFound));
    assert_eq!(course.into_change().lessons, [LessonWrite::Remove(a)]);
}

/// Topic `A` with the lessons `a`, `b`, `c`, and topic `B` with `x`.
fn two_topics() -> Course {
    let lessons = ["a", "b", "c"].map(lesson).to_vec();
    course(vec![
        section("One", vec![topic("A", lessons)]),
        section("Two", vec![topic("B", vec![lesson("x")])]),
    ])
}

fn order(course: &Course) -> String {
    let sections = course.state().draft.content.sections.iter();
    let topics = sections
        .flat_map(|section| &section.topics)
        .map(|topic| topic.lessons.iter().map(|lesson| lesson.title.as_str()).collect::<String>());
    topics.collect::<Vec<_>>().join("|")
}

#[test]
fn a_lesson_moves_within_its_topic_and_to_another() {
    let here = two_topics();
    let (a, b) = (lesson_ids(&here.state().draft.content.sections)[0], {
        here.state().draft.content.sections[1].topics[0].id
    });
    let to = |topic: Option<TopicId>, position: Option<usize>| {
        let mut course = here.clone();
        let edit = LessonEdit { topic, position, ..LessonEdit::default() };
        course.edit_lesson(a, edit, None, None, at(5)).unwrap();
        (order(&course), course.is_changed())
    };
    let moved = |text: &str| (text.to_owned(), true);
    assert_eq!(to(None, Some(0)), ("abc|x".to_owned(), false));
    assert_eq!(to(None, Some(1)), moved("bac|x"));
    assert_eq!(to(None, Some(99)), moved("bca|x"));
    assert_eq!(to(Some(first_topic(&here)), None), ("abc|x".to_owned(), false));
    assert_eq!(to(Some(b), None), moved("bc|xa"));
    assert_eq!(to(Some(b), Some(0)), moved("bc|ax"));
    assert_eq!(to(Some(b), Some(99)), moved("bc|xa"));
}

#[test]
fn a_lesson_that_moves_keeps_its_content_and_gets_another_version() {
    let mut course = two_topics();
    let a = lesson_ids(&course.state().draft.content.sections)[0];
    let present = body("text");
    let edit = LessonEdit { position: Some(2), ..LessonEdit::default() };
    course.edit_lesson(a, edit, None, Some(&present), at(5)).unwrap();
    let versions: Vec<u64> =
        lessons_of(&course.state().draft.content.sections).map(|(.., it)| it.version).collect();
    assert_eq!(versions, [1, 1, 2, 1]);
    assert!(course.into_change().lessons.is_empty());
}

#[test]
fn a_lesson_moves_only_where_there_is_room() {
    let full = (0..Topic::MAX_LESSONS).map(|_| lesson("x")).collect();
    let mut course =
        course(vec![section("One", vec![topic("A", vec![lesson("a")]), topic("B", full)])]);
    let before = course.clone();
    let a = first_lesson(&course).id;
    let full = course.state().draft.content.sections[0].topics[1].id;
    for (topic, code) in [(full, "too-many-items"), (id(9_999), "unknown-id")] {
        let edit = LessonEdit { topic: Some(topic), ..LessonEdit::default() };
        let refused = course.edit_lesson(a, edit, None, None, at(5)).unwrap_err();
        let LessonError::Invalid(violations) = refused else { panic!("{refused}") };
        assert_eq!(codes(violations), [("/topic_id".to_owned(), code)]);
        assert_eq!(course, before);
    }
}
