//! Lessons of a published course.

use courses_domain::catalogue::{CourseId, LearnerContent, LessonEdit, LessonId, LessonKind};
use courses_usecase::catalogue::{
    EditDraftLesson, EditDraftLessonInput, LessonView, ListDraftLessons, ListLessons,
    ListLessonsInput, ReadDraftLesson, ReadLesson,
};
use courses_usecase::{ReadError, Refusal, Request};

use crate::support::{
    School, admin, anonymous, body, hidden, id, lesson, moderator, number, other_teacher, preview,
    quiz, section, student, teacher, topic,
};

async fn read(school: &School, request: &Request, id: LessonId) -> Result<LessonView, ReadError> {
    ReadLesson::new(school.ports.clone()).execute(request, id).await
}

async fn write(school: &School, course: CourseId, lesson: LessonId, text: &str) {
    let input = EditDraftLessonInput {
        course,
        lesson,
        if_match: Some(Vec::new()),
        edit: LessonEdit::default(),
        content: Some(Some(body(text))),
    };
    EditDraftLesson::new(school.ports.clone()).execute(&teacher(), input).await.unwrap();
}

/// A published course with the lessons `plain`, `preview`, `hidden` (a preview, too), each with
/// its content.
async fn with_lessons(school: &School) -> (CourseId, Vec<LessonId>) {
    let lessons =
        vec![lesson("plain"), preview(lesson("preview")), hidden(preview(lesson("hidden")))];
    let course = school.course_with(vec![section("One", vec![topic("A", lessons)])]).await.id;
    let ids = school.lessons(course).await;
    for lesson in &ids {
        write(school, course, *lesson, "the content").await;
    }
    school.publish(course).await;
    (course, ids)
}

#[tokio::test]
async fn the_content_is_for_staff_and_of_visible_previews_for_all() {
    let school = School::new();
    let (_, ids) = with_lessons(&school).await;
    for request in [anonymous(), student(), other_teacher()] {
        for (id, open) in ids.iter().zip([false, true, false]) {
            let view = read(&school, &request, *id).await.unwrap();
            assert_eq!((view.open, view.content.is_some()), (open, open), "{request:?}");
        }
    }
    for request in [teacher(), moderator(), admin()] {
        for id in &ids {
            let view = read(&school, &request, *id).await.unwrap();
            assert_eq!((view.open, view.content), (true, Some(body("the content").into())));
        }
    }
}

async fn listed(school: &School, request: &Request, course: CourseId) -> Vec<(LessonId, bool)> {
    let input = ListLessonsInput { course, after: None, limit: 50 };
    let page = ListLessons::new(school.ports.clone()).execute(request, input).await.unwrap();
    page.items.into_iter().map(|view| (view.lesson.id, view.open)).collect()
}

#[tokio::test]
async fn access_opens_what_is_visible_and_nothing_else() {
    let school = School::new();
    let (course, ids) = with_lessons(&school).await;
    let account = student().actor.unwrap().account();
    school.access.enrol(account, course);
    for (id, expected) in ids.iter().zip([true, true, false]) {
        let view = read(&school, &student(), *id).await.unwrap();
        assert_eq!((view.open, view.content.is_some()), (expected, expected));
        assert!(listed(&school, &student(), course).await.contains(&(*id, expected)));
    }
    // The access of one account is nothing to another.
    let view = read(&school, &other_teacher(), ids[0]).await.unwrap();
    assert_eq!((view.open, view.content), (false, None));
    let draft = ReadDraftLesson::new(school.ports.clone());
    let draft = draft.execute(&student(), course, ids[0]).await;
    assert!(matches!(draft, Err(ReadError::Refused(Refusal::NotFound))), "{draft:?}");
}

#[tokio::test]
async fn access_to_one_lesson_opens_no_other() {
    let school = School::new();
    let lessons = vec![lesson("one"), lesson("two")];
    let course = school.course_with(vec![section("One", vec![topic("A", lessons)])]).await.id;
    let ids = school.lessons(course).await;
    school.publish(course).await;
    school.access.open(student().actor.unwrap().account(), ids[1]);
    let mut expected = vec![(ids[0], false), (ids[1], true)];
    expected.sort();
    assert_eq!(listed(&school, &student(), course).await, expected);
}

#[tokio::test]
async fn access_is_asked_once_for_a_list_and_never_if_it_does_not_matter() {
    let school = School::new();
    let lessons = (0..7).map(|number| lesson(&format!("Lesson {number}"))).collect();
    let course = school.course_with(vec![section("One", vec![topic("A", lessons)])]).await.id;
    school.publish(course).await;
    for request in [anonymous(), teacher(), moderator(), admin()] {
        listed(&school, &request, course).await;
    }
    assert_eq!(school.access.questions(), 0);
    assert_eq!(listed(&school, &student(), course).await.len(), 7);
    assert_eq!(school.access.questions(), 1);

    let (_, ids) = with_lessons(&school).await;
    read(&school, &student(), ids[1]).await.unwrap();
    read(&school, &student(), ids[2]).await.unwrap();
    assert_eq!(school.access.questions(), 1, "previews and hidden lessons are decided already");
    read(&school, &student(), ids[0]).await.unwrap();
    assert_eq!(school.access.questions(), 2);
}

#[tokio::test]
async fn if_nobody_can_say_it_is_neither_yes_nor_no() {
    let school = School::new();
    let (_, ids) = with_lessons(&school).await;
    school.access.be_away();
    let failed = read(&school, &student(), ids[0]).await;
    assert!(matches!(failed, Err(ReadError::Store(_))), "{failed:?}");
    read(&school, &student(), ids[1]).await.unwrap();
}

#[tokio::test]
async fn learners_read_the_published_content_until_the_next_publication() {
    let school = School::new();
    let (course, ids) = with_lessons(&school).await;
    write(&school, course, ids[1], "rewritten").await;
    let before = read(&school, &anonymous(), ids[1]).await.unwrap();
    assert_eq!(before.content, Some(body("the content").into()));
    school.publish(course).await;
    let after = read(&school, &anonymous(), ids[1]).await.unwrap();
    assert_eq!(after.content, Some(body("rewritten").into()));
    assert!(after.course_version > before.course_version);
}

#[tokio::test]
async fn a_quiz_has_no_answers_for_whoever_reads_it() {
    let school = School::new();
    let lessons = vec![preview(lesson("quiz"))];
    let course = school.course_with(vec![section("One", vec![topic("A", lessons)])]).await.id;
    let id = school.lessons(course).await[0];
    let edit = LessonEdit { kind: Some(LessonKind::Quiz), ..LessonEdit::default() };
    let content = Some(Some(quiz("canary-answer")));
    let input =
        EditDraftLessonInput { course, lesson: id, if_match: Some(Vec::new()), edit, content };
    EditDraftLesson::new(school.ports.clone()).execute(&teacher(), input).await.unwrap();
    school.publish(course).await;

    for request in [anonymous(), student(), teacher(), admin()] {
        let view = read(&school, &request, id).await.unwrap();
        let Some(LearnerContent::Quiz(sheet)) = &view.content else { panic!("{view:?}") };
        assert_eq!(sheet.questions.len(), 1);
        assert!(!format!("{view:?}").contains("canary-answer"));
    }
    for event in school.events().await {
        assert!(!format!("{event:?}").contains("canary-answer"), "{event:?}");
    }
}

#[tokio::test]
async fn what_a_reader_may_not_see_is_not_found() {
    let school = School::new();
    let draft = school.course_with(vec![section("One", vec![topic("A", vec![lesson("a")])])]).await;
    let unpublished = school.lessons(draft.id).await[0];
    for request in [anonymous(), teacher(), admin()] {
        for lesson in [unpublished, id(9_999)] {
            let found = read(&school, &request, lesson).await;
            assert!(matches!(found, Err(ReadError::Refused(Refusal::NotFound))));
        }
    }
    let listing = ListLessonsInput { course: draft.id, after: None, limit: 10 };
    let listed = ListLessons::new(school.ports.clone()).execute(&teacher(), listing).await;
    assert!(matches!(listed, Err(ReadError::Refused(Refusal::NotFound))));
}

#[tokio::test]
async fn pages_walk_through_all_lessons_by_id_without_content() {
    let school = School::new();
    let lessons = (0..7).map(|number| lesson(&format!("Lesson {number}"))).collect();
    let course = school.course_with(vec![section("One", vec![topic("A", lessons)])]).await.id;
    school.publish(course).await;
    let mut expected: Vec<u128> = school.lessons(course).await.into_iter().map(number).collect();
    expected.sort_unstable();

    let (mut published, mut drafts) = (Vec::new(), Vec::new());
    let (mut after, mut pages) = (None, 0);
    loop {
        let input = ListLessonsInput { course, after, limit: 3 };
        let of_readers =
            ListLessons::new(school.ports.clone()).execute(&anonymous(), input).await.unwrap();
        let of_author =
            ListDraftLessons::new(school.ports.clone()).execute(&teacher(), input).await.unwrap();
        assert_eq!(of_readers.next, of_author.next);
        published.extend(of_readers.items.iter().map(|it| number(it.lesson.id)));
        drafts.extend(of_author.items.iter().map(|it| number(it.lesson.id)));
        assert!(of_readers.items.iter().all(|it| it.content.is_none()));
        pages += 1;
        after = of_readers.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!((&published, &drafts, pages), (&expected, &expected, 3));
}
