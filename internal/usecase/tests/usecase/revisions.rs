//! What was published is kept, compared and brought back.

use courses_domain::catalogue::{CourseId, DifferenceKind, DraftEdit, LessonCopy};
use courses_port::catalogue::CatalogueReader as _;
use courses_usecase::catalogue::{
    CompareRevisions, CompareRevisionsInput, EditDraftLesson, EditDraftLessonInput, ListRevisions,
    ListRevisionsInput, MergeInput, MergeInstructor, MergeSubject, ReadRevision, RestoreRevision,
    RestoreRevisionInput,
};
use courses_usecase::{Precondition, ReadError, Refusal, Reply, Request, WriteError};

use crate::support::{
    School, admin, anonymous, body, fresh, lesson, moderator, other_teacher, section, student,
    teacher, topic,
};

async fn numbers(school: &School, who: &Request, course: CourseId) -> Result<Vec<u32>, ReadError> {
    let input = ListRevisionsInput { course, before: None, limit: 50 };
    let page = ListRevisions::new(school.ports.clone()).execute(who, input).await?;
    Ok(page.items.into_iter().map(|it| it.number).collect())
}

async fn restore(
    school: &School,
    who: &Request,
    course: CourseId,
    number: u32,
    if_match: Option<Vec<u64>>,
) -> Result<Reply<courses_domain::catalogue::CourseState>, WriteError> {
    let input = RestoreRevisionInput { course, number, if_match, idempotency: None };
    RestoreRevision::new(school.ports.clone()).execute(who, input).await
}

/// A course of two lessons that was published, edited and published again.
async fn published_twice(school: &School) -> CourseId {
    let lessons = vec![lesson("One"), lesson("Two")];
    let course = school.course_with(vec![section("S", vec![topic("T", lessons)])]).await.id;
    write(school, course, 0, "first").await;
    school.publish(course).await;
    write(school, course, 0, "second").await;
    school.rename(&teacher(), course, Some(Vec::new()), "Ferris").await.unwrap();
    school.publish(course).await;
    course
}

/// Writes a lesson of the draft.
async fn write(school: &School, course: CourseId, number: usize, text: &str) {
    let lesson = school.lessons(course).await[number];
    let content = Some(Some(body(text)));
    let if_match = Some(Vec::new());
    let edit = courses_domain::catalogue::LessonEdit::default();
    let input = EditDraftLessonInput { course, lesson, if_match, edit, content };
    EditDraftLesson::new(school.ports.clone()).execute(&teacher(), input).await.unwrap();
}

#[tokio::test]
async fn publications_are_kept_for_those_who_read_drafts() {
    let school = School::new();
    let course = published_twice(&school).await;
    for who in [teacher(), moderator(), admin()] {
        assert_eq!(numbers(&school, &who, course).await.unwrap(), [2, 1]);
    }
    for who in [other_teacher(), student(), anonymous()] {
        let hidden = numbers(&school, &who, course).await;
        assert!(matches!(hidden, Err(ReadError::Refused(Refusal::NotFound))), "{hidden:?}");
    }
    let reading = ReadRevision::new(school.ports.clone());
    let first = reading.execute(&moderator(), course, 1).await.unwrap();
    assert_eq!(first.content.title.as_str(), "Rust");
    let unknown = reading.execute(&teacher(), course, 3).await;
    assert!(matches!(unknown, Err(ReadError::Refused(Refusal::NotFound))), "{unknown:?}");
}

#[tokio::test]
async fn what_differs_is_named_down_to_what_a_lesson_says() {
    let school = School::new();
    let course = published_twice(&school).await;
    let comparing = CompareRevisions::new(school.ports.clone());
    let input = |from, to| CompareRevisionsInput { course, from, to };
    let found = comparing.execute(&teacher(), input(1, 2)).await.unwrap();
    let places: Vec<_> = found.iter().map(|it| (it.kind, it.to.as_deref().unwrap())).collect();
    let content = "/sections/0/topics/0/lessons/0/content";
    let replaced = DifferenceKind::Replaced;
    assert_eq!(places, [(replaced, "/title"), (replaced, content)]);
    assert_eq!(comparing.execute(&teacher(), input(2, 2)).await.unwrap(), []);
    let unknown = comparing.execute(&teacher(), input(1, 9)).await;
    assert!(matches!(unknown, Err(ReadError::Refused(Refusal::NotFound))), "{unknown:?}");
}

#[tokio::test]
async fn a_revision_becomes_the_draft_again_with_what_its_lessons_said() {
    let school = School::new();
    let course = published_twice(&school).await;
    let lesson = school.lessons(course).await[0];
    let before = school.state(course).await;
    let version = before.draft.version;
    let missing = restore(&school, &teacher(), course, 1, None).await;
    assert!(matches!(missing, Err(WriteError::Precondition(Precondition::Required))));
    let outdated = restore(&school, &teacher(), course, 1, Some(vec![version - 1])).await;
    assert!(matches!(outdated, Err(WriteError::Precondition(Precondition::Mismatch { .. }))));

    let state = fresh(restore(&school, &teacher(), course, 1, Some(vec![version])).await);
    assert_eq!(state.draft.content.title.as_str(), "Rust");
    assert_eq!(state.published, before.published, "readers see nothing of it");
    let content = school.store.find_lesson_content(course, lesson, LessonCopy::Draft).await;
    assert_eq!(content.unwrap(), Some(Some(body("first"))));
    school.publish(course).await;
    let content = school.store.find_lesson_content(course, lesson, LessonCopy::Published).await;
    assert_eq!(content.unwrap(), Some(Some(body("first"))));
    assert_eq!(numbers(&school, &teacher(), course).await.unwrap(), [3, 2, 1]);
    let comparing = CompareRevisions::new(school.ports.clone());
    let input = CompareRevisionsInput { course, from: 1, to: 3 };
    assert_eq!(comparing.execute(&teacher(), input).await.unwrap(), []);
}

#[tokio::test]
async fn who_may_not_edit_the_draft_restores_nothing() {
    let school = School::new();
    let course = published_twice(&school).await;
    for who in [moderator(), other_teacher(), student(), anonymous()] {
        let refused = restore(&school, &who, course, 1, Some(Vec::new())).await;
        assert!(matches!(refused, Err(WriteError::Refused(Refusal::NotFound))), "{refused:?}");
    }
    fresh(restore(&school, &admin(), course, 1, Some(Vec::new())).await);
}

#[tokio::test]
async fn what_was_merged_since_comes_back_as_what_remains() {
    let school = School::new();
    let (old, new) = (school.subject("old", "Sums").await, school.subject("new", "Maths").await);
    let (ada, lovelace) = (school.instructor("Ada").await, school.instructor("Lovelace").await);
    let course = school.course("Rust").await;
    let named = DraftEdit {
        subject_id: Some(Some(old)),
        instructor_ids: Some(vec![ada, lovelace]),
        ..DraftEdit::default()
    };
    school.edit(course.id, named).await;
    school.publish(course.id).await;
    let none = DraftEdit {
        subject_id: Some(None),
        instructor_ids: Some(Vec::new()),
        ..DraftEdit::default()
    };
    school.edit(course.id, none).await;
    let subjects = MergeInput { from: old, into: new, idempotency: None };
    fresh(MergeSubject::new(school.ports.clone()).execute(&moderator(), subjects).await);
    let people = MergeInput { from: ada, into: lovelace, idempotency: None };
    fresh(MergeInstructor::new(school.ports.clone()).execute(&moderator(), people).await);

    let state = fresh(restore(&school, &teacher(), course.id, 1, Some(Vec::new())).await);

    assert_eq!(state.draft.content.subject_id, Some(new));
    assert_eq!(state.draft.content.instructor_ids, [lovelace]);
    let kept = ReadRevision::new(school.ports.clone()).execute(&teacher(), course.id, 1).await;
    assert_eq!(kept.unwrap().content.subject_id, Some(old), "a revision never changes");
}
