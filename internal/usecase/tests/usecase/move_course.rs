//! Publishing and taking back.

use courses_domain::catalogue::{DraftEdit, Lifecycle, SearchQuery, Transition};
use courses_port::Clock as _;
use courses_port::catalogue::{CatalogueReader as _, CourseQuery};
use courses_usecase::catalogue::CreateCourseInput;
use courses_usecase::{Refusal, WriteError};

use crate::support::{
    School, admin, anonymous, draft, fresh, moderator, new_course, other_teacher, student, teacher,
};

async fn found(school: &School, text: &str) -> usize {
    let search = SearchQuery::parse(text);
    let query = CourseQuery { search, ..CourseQuery::newest(50, school.clock.now()) };
    school.store.list_courses(&query).await.unwrap().items.len()
}

#[tokio::test]
async fn a_published_course_is_listed_and_found_by_all_it_says() {
    let school = School::new();
    let subject = school.subject("cs", "Computing").await;
    let ada = school.instructor("Ada Lovelace").await;
    let content = DraftEdit {
        subject_id: Some(Some(subject)),
        instructor_ids: Some(vec![ada]),
        ..draft("Rust")
    };
    let input = CreateCourseInput { content, ..new_course("Rust") };
    let course = fresh(school.create(&teacher(), input).await);
    assert_eq!(found(&school, "rust").await, 0, "a draft is nobody's to find");
    school.publish(course.id).await;
    for text in ["rust", "computing", "cs", "lovelace ada"] {
        assert_eq!(found(&school, text).await, 1, "{text}");
    }
    school.rename(&teacher(), course.id, Some(Vec::new()), "Ferris").await.unwrap();
    assert_eq!((found(&school, "rust").await, found(&school, "ferris").await), (1, 0));
    school.publish(course.id).await;
    assert_eq!((found(&school, "rust").await, found(&school, "ferris").await), (0, 1));
}

#[tokio::test]
async fn publishing_again_what_is_published_writes_nothing() {
    let school = School::new();
    let course = school.published("Rust").await;
    let (state, commits) = school.commits(school.publish(course.id)).await;
    assert_eq!((state, commits), (course, 0));
}

#[tokio::test]
async fn a_course_goes_through_its_life() {
    let school = School::new();
    let id = school.course("Rust").await.id;
    let steps = [
        (Transition::Publish, Some(Lifecycle::Published)),
        (Transition::Restore, None),
        (Transition::Unpublish, Some(Lifecycle::Unpublished)),
        (Transition::Unpublish, None),
        (Transition::Publish, Some(Lifecycle::Published)),
        (Transition::Archive, Some(Lifecycle::Archived)),
        (Transition::Publish, None),
        (Transition::Archive, None),
        (Transition::Restore, Some(Lifecycle::Unpublished)),
    ];
    for (transition, expected) in steps {
        match (school.move_to(&teacher(), id, transition).await, expected) {
            (Ok(reply), Some(lifecycle)) => assert_eq!(fresh(Ok(reply)).lifecycle, lifecycle),
            (Err(WriteError::IllegalTransition(it)), None) => assert_eq!(it.requested, transition),
            other => panic!("{transition:?}: {other:?}"),
        }
        let listed = school.state(id).await.lifecycle == Lifecycle::Published;
        assert_eq!(found(&school, "rust").await, usize::from(listed));
    }
}

#[tokio::test]
async fn only_owner_and_admin_move_a_course() {
    let school = School::new();
    let draft = school.course("Draft").await;
    let listed = school.published("Listed").await;
    let cases = [
        (student(), draft.id, Refusal::NotFound),
        (other_teacher(), draft.id, Refusal::NotFound),
        (anonymous(), draft.id, Refusal::NotFound),
        (moderator(), draft.id, Refusal::Forbidden),
        (other_teacher(), listed.id, Refusal::Forbidden),
        (moderator(), listed.id, Refusal::Forbidden),
        (anonymous(), listed.id, Refusal::Unauthenticated),
    ];
    for (request, course, expected) in cases {
        let refused = school.move_to(&request, course, Transition::Archive).await;
        let Err(WriteError::Refused(refusal)) = refused else { panic!("{refused:?}") };
        assert_eq!(refusal, expected, "{request:?}");
    }
    fresh(school.move_to(&admin(), listed.id, Transition::Unpublish).await);
}
