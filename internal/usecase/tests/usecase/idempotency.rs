//! A repeated request gets the first answer.

use std::sync::Arc;

use courses_domain::catalogue::{CourseState, Transition};
use courses_port::{CommitError, StoreError};
use courses_usecase::catalogue::{CreateCourseInput, MoveCourse, MoveCourseInput};
use courses_usecase::{Idempotency, Refusal, Reply, WriteError};
use futures::future::join_all;
use jiff::SignedDuration;

use crate::support::{
    School, anonymous, fresh, key, new_course, other_teacher, replayed, slug, teacher,
};

fn with_key(idempotency: Idempotency<CourseState>) -> CreateCourseInput {
    CreateCourseInput { idempotency: Some(idempotency), ..new_course("Rust") }
}

#[tokio::test]
async fn the_second_request_gets_the_answer_of_the_first() {
    let school = School::new();
    let made = fresh(school.create(&teacher(), with_key(key("k", 1))).await);
    let request = teacher();
    let later = school.create(&request, with_key(key("k", 1)));
    let (answer, commits) = school.commits(later).await;
    let answer = replayed(answer);
    assert_eq!((answer.status, commits), (201, 0));
    assert_eq!(answer.body, format!("{made:?}").into_bytes());
}

#[tokio::test]
async fn a_key_is_not_used_for_another_request() {
    let school = School::new();
    fresh(school.create(&teacher(), with_key(key("k", 1))).await);
    let refused = school.create(&teacher(), with_key(key("k", 2))).await;
    assert!(matches!(refused, Err(WriteError::KeyReused)));
}

#[tokio::test]
async fn others_and_other_operations_have_keys_of_their_own() {
    let school = School::new();
    fresh(school.create(&teacher(), with_key(key("k", 1))).await);
    fresh(school.create(&other_teacher(), with_key(key("k", 2))).await);
    let other = Idempotency { operation: "another", ..key("k", 3) };
    fresh(school.create(&teacher(), with_key(other)).await);
    fresh(school.create(&teacher(), with_key(key("k2", 4))).await);
}

#[tokio::test]
async fn a_key_is_forgotten_after_a_day() {
    let school = School::new();
    let first = fresh(school.create(&teacher(), with_key(key("k", 1))).await);
    school.clock.advance(Idempotency::<()>::LIFETIME - SignedDuration::from_millis(1));
    replayed(school.create(&teacher(), with_key(key("k", 1))).await);
    school.clock.advance(SignedDuration::from_millis(1));
    let second = fresh(school.create(&teacher(), with_key(key("k", 2))).await);
    assert_ne!(first.id, second.id);
    replayed(school.create(&teacher(), with_key(key("k", 2))).await);
}

#[tokio::test]
async fn nobody_unknown_has_a_key() {
    let school = School::new();
    let course = school.published("Rust").await.id;
    let input =
        MoveCourseInput { course, transition: Transition::Archive, idempotency: Some(key("k", 1)) };
    let refused = MoveCourse::new(school.ports.clone()).execute(&anonymous(), input).await;
    assert!(matches!(refused, Err(WriteError::Refused(Refusal::Unauthenticated))));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hundred_identical_requests_at_once_have_one_effect() {
    let school = Arc::new(School::new());
    let requests = (0..100).map(|_| {
        let school = Arc::clone(&school);
        tokio::spawn(async move { school.create(&teacher(), with_key(key("k", 1))).await.unwrap() })
    });
    let replies: Vec<_> = join_all(requests).await.into_iter().map(Result::unwrap).collect();
    let mut bodies: Vec<Vec<u8>> = replies
        .iter()
        .map(|reply| match reply {
            Reply::Fresh(course) => format!("{course:?}").into_bytes(),
            Reply::Replayed(answer) => answer.body.clone(),
        })
        .collect();
    bodies.dedup();
    assert_eq!(bodies.len(), 1, "all get the same answer");
    let fresh = replies.iter().filter(|it| matches!(it, Reply::Fresh(_))).count();
    assert_eq!((fresh, school.gate.passed()), (1, 1));
    assert_eq!(school.events().await.len(), 1);
}

#[tokio::test]
async fn an_effect_and_its_record_commit_together_or_not_at_all() {
    let school = School::new();
    school.gate.refuse(CommitError::Store(StoreError::unavailable("no primary")));
    let failed = school.create(&teacher(), with_key(key("k", 1))).await;
    assert!(matches!(failed, Err(WriteError::Store(StoreError::Unavailable(_)))));
    let (reply, commits) = school.commits(school.create(&teacher(), with_key(key("k", 1)))).await;
    fresh(reply);
    assert_eq!(commits, 1, "record and effect are one commit");
}

#[tokio::test]
async fn a_refused_request_leaves_its_key_free() {
    let school = School::new();
    school.course("Rust").await;
    let named = |text| CreateCourseInput { slug: Some(slug(text)), ..with_key(key("k", 1)) };
    let refused = school.create(&teacher(), named("rust")).await;
    assert!(matches!(refused, Err(WriteError::Taken(_))));
    fresh(school.create(&teacher(), named("free-slug")).await);
}

#[tokio::test]
async fn an_answer_that_cannot_be_rendered_writes_nothing() {
    let school = School::new();
    let broken = Idempotency { render: Arc::new(|_| Err("no paper".into())), ..key("k", 1) };
    let failed = school.create(&teacher(), with_key(broken)).await;
    assert!(matches!(failed, Err(WriteError::Store(StoreError::Broken(_)))));
    assert_eq!(school.gate.passed(), 0);
    assert!(school.events().await.is_empty());
    fresh(school.create(&teacher(), with_key(key("k", 1))).await);
}

#[tokio::test]
async fn what_changes_nothing_is_remembered_all_the_same() {
    let school = School::new();
    let course = school.published("Rust").await;
    let publish = || MoveCourseInput {
        course: course.id,
        transition: Transition::Publish,
        idempotency: Some(key("k", 1)),
    };
    let mover = MoveCourse::new(school.ports.clone());
    let state = fresh(mover.execute(&teacher(), publish()).await);
    assert_eq!(state, course);
    let answer = replayed(mover.execute(&teacher(), publish()).await);
    assert_eq!(answer.body, format!("{course:?}").into_bytes());
    let refused = MoveCourseInput { idempotency: Some(key("k", 2)), ..publish() };
    let refused = mover.execute(&teacher(), refused).await;
    assert!(matches!(refused, Err(WriteError::KeyReused)));
}

#[tokio::test]
async fn the_losers_of_a_race_answer_what_the_winner_answered() {
    let school = School::new();
    let request = teacher();
    // All of them look for an earlier answer before the first one commits.
    let requests = (0..10).map(|_| school.create(&request, with_key(key("k", 1))));
    let replies: Vec<_> = join_all(requests).await.into_iter().map(Result::unwrap).collect();
    let Reply::Fresh(winner) = &replies[0] else { panic!("{:?}", replies[0]) };
    for reply in &replies[1..] {
        let Reply::Replayed(answer) = reply else { panic!("{reply:?}") };
        assert_eq!(answer.body, format!("{winner:?}").into_bytes());
    }
    assert_eq!(school.gate.passed(), 1);
}
