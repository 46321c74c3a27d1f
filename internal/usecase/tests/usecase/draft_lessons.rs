//! Adding, changing and removing lessons of a draft.

use courses_domain::catalogue::{
    CourseId, CourseState, LessonContent, LessonEdit, LessonId, LessonKind, LessonTitle, TopicId,
};
use courses_domain::shared::WebUrl;
use courses_usecase::catalogue::{
    CreateDraftLesson, CreateDraftLessonInput, DeleteDraftLesson, DeleteDraftLessonInput,
    DraftLesson, EditDraftLesson, EditDraftLessonInput, ReadDraftLesson,
};
use courses_usecase::{Precondition, Refusal, Reply, Request, WriteError};

use crate::support::{
    School, admin, anonymous, body, fresh, id, invalid, lesson, moderator, other_teacher, section,
    student, teacher, topic,
};

async fn sample(school: &School) -> (CourseState, TopicId) {
    let tree = vec![section("One", vec![topic("A", vec![lesson("a"), lesson("b")])])];
    let course = school.course_with(tree).await;
    let topic = course.draft.content.sections[0].topics[0].id;
    (course, topic)
}

async fn add(
    school: &School,
    request: &Request,
    course: CourseId,
    topic: TopicId,
) -> Result<Reply<DraftLesson>, WriteError> {
    let input = CreateDraftLessonInput {
        course,
        topic,
        position: Some(1),
        lesson: lesson("new"),
        content: Some(body("text")),
        idempotency: None,
    };
    CreateDraftLesson::new(school.ports.clone()).execute(request, input).await
}

fn change(course: CourseId, lesson: LessonId) -> EditDraftLessonInput {
    let edit = LessonEdit { title: LessonTitle::parse("renamed").ok(), ..LessonEdit::default() };
    EditDraftLessonInput { course, lesson, if_match: Some(Vec::new()), edit, content: None }
}

async fn edit(
    school: &School,
    request: &Request,
    input: EditDraftLessonInput,
) -> Result<DraftLesson, WriteError> {
    EditDraftLesson::new(school.ports.clone()).execute(request, input).await
}

async fn remove(
    school: &School,
    request: &Request,
    input: DeleteDraftLessonInput,
) -> Result<(), WriteError> {
    DeleteDraftLesson::new(school.ports.clone()).execute(request, input).await
}

async fn content(school: &School, course: CourseId, lesson: LessonId) -> Option<LessonContent> {
    let read = ReadDraftLesson::new(school.ports.clone());
    read.execute(&teacher(), course, lesson).await.unwrap().content
}

#[tokio::test]
async fn a_lesson_is_added_with_its_content_where_it_is_wanted() {
    let school = School::new();
    let (course, topic) = sample(&school).await;
    let made = fresh(add(&school, &teacher(), course.id, topic).await);
    assert_eq!((made.lesson.version, made.topic), (2, topic));
    assert_eq!(school.lessons(course.id).await[1], made.lesson.id);
    assert_eq!(content(&school, course.id, made.lesson.id).await, Some(body("text")));
    let found = invalid(add(&school, &teacher(), course.id, id(9_999)).await);
    assert_eq!(found, [("/topic_id".to_owned(), "unknown-id")]);
}

#[tokio::test]
async fn only_owner_and_admin_touch_lessons() {
    let school = School::new();
    let (course, topic) = sample(&school).await;
    let lesson = school.lessons(course.id).await[0];
    for request in [student(), other_teacher(), moderator(), anonymous()] {
        let removal = DeleteDraftLessonInput { course: course.id, lesson, if_match: None };
        let results = [
            add(&school, &request, course.id, topic).await.err(),
            edit(&school, &request, change(course.id, lesson)).await.err(),
            remove(&school, &request, removal).await.err(),
        ];
        for err in results {
            assert!(
                matches!(err, Some(WriteError::Refused(Refusal::NotFound))),
                "{request:?}: {err:?}"
            );
        }
    }
    fresh(add(&school, &admin(), course.id, topic).await);
}

#[tokio::test]
async fn a_change_names_the_version_of_the_lesson() {
    let school = School::new();
    let (course, topic) = sample(&school).await;
    let lesson = school.lessons(course.id).await[0];
    fresh(add(&school, &teacher(), course.id, topic).await);
    let based_on = |if_match| EditDraftLessonInput { if_match, ..change(course.id, lesson) };
    let missing = edit(&school, &teacher(), based_on(None)).await;
    assert!(matches!(missing, Err(WriteError::Precondition(Precondition::Required))));
    let done = edit(&school, &teacher(), based_on(Some(vec![1]))).await.unwrap();
    assert_eq!(done.lesson.version, 3, "other lessons came in between and do not matter");
    let old = edit(&school, &teacher(), based_on(Some(vec![1]))).await;
    let expected = Precondition::Mismatch { current: 3 };
    assert!(matches!(old, Err(WriteError::Precondition(it)) if it == expected));

    let removal = |if_match| DeleteDraftLessonInput { course: course.id, lesson, if_match };
    let missing = remove(&school, &teacher(), removal(None)).await;
    assert!(matches!(missing, Err(WriteError::Precondition(Precondition::Required))));
    let old = remove(&school, &teacher(), removal(Some(vec![1]))).await;
    assert!(matches!(old, Err(WriteError::Precondition(Precondition::Mismatch { .. }))));
    remove(&school, &teacher(), removal(Some(vec![3]))).await.unwrap();
    let again = remove(&school, &teacher(), removal(Some(Vec::new()))).await;
    assert!(matches!(again, Err(WriteError::Refused(Refusal::NotFound))));
    let edited = edit(&school, &teacher(), change(course.id, lesson)).await;
    assert!(matches!(edited, Err(WriteError::Refused(Refusal::NotFound))));
}

#[tokio::test]
async fn an_edit_leaves_sets_and_clears_the_content() {
    let school = School::new();
    let (course, _) = sample(&school).await;
    let lesson = school.lessons(course.id).await[0];
    for (sent, expected) in [
        (None, None),
        (Some(Some(body("first"))), Some(body("first"))),
        (None, Some(body("first"))),
        (Some(Some(body("second"))), Some(body("second"))),
        (Some(None), None),
    ] {
        let input = EditDraftLessonInput { content: sent, ..change(course.id, lesson) };
        let answer = edit(&school, &teacher(), input).await.unwrap();
        assert_eq!(answer.content, expected);
        assert_eq!(content(&school, course.id, lesson).await, expected);
    }
}

#[tokio::test]
async fn an_edit_that_changes_nothing_is_not_written() {
    let school = School::new();
    let (course, _) = sample(&school).await;
    let lesson = school.lessons(course.id).await[0];
    let input =
        || EditDraftLessonInput { content: Some(Some(body("text"))), ..change(course.id, lesson) };
    let first = edit(&school, &teacher(), input()).await.unwrap();
    let (again, commits) = school.commits(edit(&school, &teacher(), input())).await;
    assert_eq!((again.unwrap(), commits), (first, 0));
}

#[tokio::test]
async fn a_lesson_of_another_kind_is_empty_or_has_fitting_content() {
    let school = School::new();
    let (course, _) = sample(&school).await;
    let lesson = school.lessons(course.id).await[0];
    let write =
        EditDraftLessonInput { content: Some(Some(body("text"))), ..change(course.id, lesson) };
    edit(&school, &teacher(), write).await.unwrap();
    let to_link = |content| EditDraftLessonInput {
        edit: LessonEdit { kind: Some(LessonKind::Link), ..LessonEdit::default() },
        content,
        ..change(course.id, lesson)
    };
    let wrong = Some(Some(body("still text")));
    let found = invalid(edit(&school, &teacher(), to_link(wrong)).await);
    assert_eq!(found, [("/content/kind".to_owned(), "kind-mismatch")]);
    let emptied = edit(&school, &teacher(), to_link(None)).await.unwrap();
    assert_eq!((emptied.lesson.kind, emptied.content), (LessonKind::Link, None));
    let link = LessonContent::Link { url: WebUrl::parse("https://example.org").unwrap() };
    let done = edit(&school, &teacher(), to_link(Some(Some(link.clone())))).await.unwrap();
    assert_eq!((done.lesson.kind, done.content), (LessonKind::Link, Some(link)));
}
