//! Making or changing a course by its name in an outside source.

use std::sync::Arc;

use courses_domain::catalogue::CourseState;
use courses_domain::shared::ExternalId;
use courses_port::Conflict;
use courses_usecase::catalogue::{UpsertCourse, UpsertCourseInput, UpsertedCourse};
use courses_usecase::{Precondition, Refusal, Request, WriteError};
use futures::future::join_all;

use crate::support::{School, admin, draft, moderator, other_teacher, student, teacher};

fn input(title: &str) -> UpsertCourseInput {
    UpsertCourseInput {
        external_id: ExternalId::parse("uiuc", "CS 128").unwrap(),
        if_match: None,
        only_new: false,
        content: draft(title),
    }
}

async fn upsert(
    school: &School,
    request: &Request,
    input: UpsertCourseInput,
) -> Result<UpsertedCourse, WriteError> {
    UpsertCourse::new(school.ports.clone()).execute(request, input).await
}

async fn made(school: &School) -> CourseState {
    let upserted = upsert(school, &teacher(), input("Rust")).await.unwrap();
    assert!(upserted.created);
    upserted.course
}

#[tokio::test]
async fn the_first_time_makes_a_draft_and_later_times_change_it() {
    let school = School::new();
    let course = made(&school).await;
    assert_eq!(course.owner, teacher().actor.unwrap().account());
    assert!(course.published.is_none());

    let changed = upsert(&school, &teacher(), input("More Rust")).await.unwrap();
    assert!(!changed.created);
    assert_eq!((changed.course.id, changed.course.draft.version), (course.id, 2));
    assert_eq!(school.state(course.id).await, changed.course);
}

#[tokio::test]
async fn the_same_again_writes_nothing() {
    let school = School::new();
    let course = made(&school).await;
    let owner = teacher();
    let again = upsert(&school, &owner, input("Rust"));
    let (same, commits) = school.commits(again).await;
    assert_eq!((same.unwrap().course, commits), (course, 0));
}

#[tokio::test]
async fn somebody_elses_course_is_not_found_and_stays() {
    let school = School::new();
    let course = made(&school).await;
    for request in [other_teacher(), moderator(), student()] {
        let refused = upsert(&school, &request, input("Mine")).await;
        assert!(matches!(refused, Err(WriteError::Refused(Refusal::NotFound))), "{refused:?}");
    }
    assert_eq!(school.state(course.id).await, course);
    assert!(upsert(&school, &admin(), input("By the office")).await.is_ok());
}

#[tokio::test]
async fn who_may_not_write_learns_nothing_about_keys() {
    let school = School::new();
    let nobody_has_it = upsert(&school, &student(), input("Rust")).await;
    assert!(matches!(nobody_has_it, Err(WriteError::Refused(Refusal::NotFound))));
}

#[tokio::test]
async fn conditions_are_optional_and_hold() {
    let school = School::new();
    let based = |versions| UpsertCourseInput { if_match: Some(versions), ..input("More Rust") };
    let absent = upsert(&school, &teacher(), based(Vec::new())).await;
    assert!(matches!(absent, Err(WriteError::Refused(Refusal::NotFound))));
    made(&school).await;

    let mismatch = Precondition::Mismatch { current: 1 };
    let new = UpsertCourseInput { only_new: true, ..input("More Rust") };
    for refused in [based(vec![7]), new] {
        let refused = upsert(&school, &teacher(), refused).await;
        assert!(matches!(refused, Err(WriteError::Precondition(it)) if it == mismatch));
    }
    let changed = upsert(&school, &teacher(), based(vec![1])).await.unwrap();
    assert_eq!(changed.course.draft.version, 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_who_make_it_at_once_make_one_and_change_it() {
    let school = Arc::new(School::new());
    let writers = (0..20).map(|number| {
        let school = Arc::clone(&school);
        tokio::spawn(
            async move { upsert(&school, &teacher(), input(&format!("Title {number}"))).await },
        )
    });
    let done: Vec<_> = join_all(writers).await.into_iter().map(|it| it.unwrap().unwrap()).collect();
    assert_eq!(done.iter().filter(|it| it.created).count(), 1);
    assert!(done.iter().all(|it| it.course.id == done[0].course.id));
}

#[tokio::test]
async fn a_name_that_stays_taken_is_told_after_a_while() {
    let school = School::new();
    for _ in 0..5 {
        school.gate.refuse(Conflict::ExternalIdTaken);
    }
    let refused = upsert(&school, &teacher(), input("Rust")).await;
    assert!(matches!(refused, Err(WriteError::Contended)), "{refused:?}");
}
