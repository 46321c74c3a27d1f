//! Reading a draft and its lessons.

use courses_usecase::catalogue::{ListDraftLessons, ListLessonsInput, ReadDraft, ReadDraftLesson};
use courses_usecase::{ReadError, Refusal, Request};

use crate::support::{
    School, admin, anonymous, id, lesson, moderator, other_teacher, section, student, teacher,
    topic,
};

async fn refusals(school: &School, request: &Request) -> Vec<Option<Refusal>> {
    let course =
        school.course_with(vec![section("One", vec![topic("A", vec![lesson("a")])])]).await;
    let lesson = school.lessons(course.id).await[0];
    let listing = ListLessonsInput { course: course.id, after: None, limit: 10 };
    let ports = || school.ports.clone();
    let results = [
        ReadDraft::new(ports()).execute(request, course.id).await.err(),
        ReadDraftLesson::new(ports()).execute(request, course.id, lesson).await.err(),
        ListDraftLessons::new(ports()).execute(request, listing).await.err(),
    ];
    let refusal = |err| match err {
        ReadError::Refused(refusal) => refusal,
        ReadError::Store(err) => panic!("{err}"),
    };
    results.into_iter().map(|it| it.map(refusal)).collect()
}

#[tokio::test]
async fn owner_moderator_and_admin_read_and_to_others_there_is_no_draft() {
    let school = School::new();
    for request in [teacher(), moderator(), admin()] {
        assert_eq!(refusals(&school, &request).await, [None; 3]);
    }
    for request in [student(), other_teacher(), anonymous()] {
        assert_eq!(refusals(&school, &request).await, [Some(Refusal::NotFound); 3]);
    }
}

#[tokio::test]
async fn a_published_course_does_not_open_its_draft() {
    let school = School::new();
    let course = school.published("Rust").await;
    school.rename(&teacher(), course.id, Some(Vec::new()), "Secret plans").await.unwrap();
    let read = ReadDraft::new(school.ports.clone());
    assert!(read.execute(&student(), course.id).await.is_err());
    let state = read.execute(&teacher(), course.id).await.unwrap();
    assert_eq!(state.draft.content.title.as_str(), "Secret plans");
}

#[tokio::test]
async fn unknown_courses_and_lessons_are_not_found() {
    let school = School::new();
    let course = school.course("Rust").await;
    let read = ReadDraftLesson::new(school.ports.clone());
    for (course, lesson) in [(course.id, id(9_999)), (id(9_999), id(9_999))] {
        let found = read.execute(&teacher(), course, lesson).await;
        assert!(matches!(found, Err(ReadError::Refused(Refusal::NotFound))));
    }
}
