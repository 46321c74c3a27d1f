//! Somebody else is faster.

use std::sync::Arc;

use courses_domain::catalogue::{Course, CourseId, SettingsEdit, Transition};
use courses_domain::{Aggregate, AggregateKind};
use courses_port::{CommitError, Conflict, StoreError};
use courses_usecase::{Precondition, WriteError};
use futures::future::join_all;
use jiff::Timestamp;

use crate::support::{School, fresh, tags, teacher};

fn tag(course: &mut Course) {
    let edit = SettingsEdit { tags: Some(tags(&["rival"])), ..SettingsEdit::default() };
    course.edit_settings(edit, Timestamp::UNIX_EPOCH);
}

fn stale(course: CourseId) -> Conflict {
    Conflict::Stale(Aggregate { kind: AggregateKind::Course, id: course.into() })
}

#[tokio::test]
async fn a_lost_race_is_repaired_by_deciding_again() {
    let school = School::new();
    let course = school.course("Rust").await;
    school.gate.rival(course.id, tag);
    let done = school.rename(&teacher(), course.id, Some(Vec::new()), "Renamed").await.unwrap();
    assert_eq!(done.tags, tags(&["rival"]), "both changes are there");
    assert_eq!(done.draft.content.title.as_str(), "Renamed");
    assert_eq!(school.state(course.id).await, done);
    let sequences: Vec<u64> = school.events().await.iter().map(|event| event.sequence).collect();
    assert_eq!(sequences, [1, 2, 3]);
}

#[tokio::test]
async fn who_named_the_old_version_is_told() {
    let school = School::new();
    let course = school.course("Rust").await;
    school.gate.rival(course.id, tag);
    let refused = school.rename(&teacher(), course.id, Some(vec![1]), "Renamed").await;
    let expected = Precondition::Mismatch { current: 2 };
    assert!(matches!(refused, Err(WriteError::Precondition(it)) if it == expected));
}

#[tokio::test]
async fn what_a_rival_made_illegal_is_refused() {
    let school = School::new();
    let course = school.published("Rust").await;
    school.gate.rival(course.id, |course| course.unpublish(Timestamp::UNIX_EPOCH).unwrap());
    let refused = school.move_to(&teacher(), course.id, Transition::Unpublish).await;
    assert!(matches!(refused, Err(WriteError::IllegalTransition(_))), "{refused:?}");
}

#[tokio::test]
async fn many_lost_races_are_repaired_but_not_without_end() {
    let school = School::new();
    let course = school.course("Rust").await;
    for _ in 0..31 {
        school.gate.refuse(stale(course.id));
    }
    school.rename(&teacher(), course.id, Some(Vec::new()), "At last").await.unwrap();
    for _ in 0..32 {
        school.gate.refuse(stale(course.id));
    }
    let refused = school.rename(&teacher(), course.id, Some(Vec::new()), "Never").await;
    assert!(matches!(refused, Err(WriteError::Contended)), "{refused:?}");
    assert_eq!(school.state(course.id).await.draft.content.title.as_str(), "At last");
}

#[tokio::test]
async fn a_store_that_fails_is_not_asked_again() {
    let school = School::new();
    let course = school.course("Rust").await;
    for _ in 0..2 {
        school.gate.refuse(CommitError::Store(StoreError::TimedOut("too slow".into())));
    }
    let failed = school.rename(&teacher(), course.id, Some(Vec::new()), "Renamed").await;
    assert!(matches!(failed, Err(WriteError::Store(StoreError::TimedOut(_)))), "{failed:?}");
    let failed = school.rename(&teacher(), course.id, Some(Vec::new()), "Renamed").await;
    assert!(failed.is_err(), "the second failure was still waiting");
    assert_eq!(school.state(course.id).await, course);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn people_who_want_the_same_title_at_once_all_get_a_course() {
    let school = Arc::new(School::new());
    let makers = (0..20).map(|_| {
        let school = Arc::clone(&school);
        tokio::spawn(async move { school.course("Rust").await.slug })
    });
    let mut slugs: Vec<_> = join_all(makers).await.into_iter().map(Result::unwrap).collect();
    slugs.sort();
    slugs.dedup();
    assert_eq!(slugs.len(), 20);
}

#[tokio::test]
async fn publishing_takes_what_a_rival_wrote_meanwhile() {
    let school = School::new();
    let course = school.course("Rust").await;
    school.gate.rival(course.id, |course| {
        let edit = crate::support::draft("Written meanwhile");
        course.edit_draft(edit, Timestamp::UNIX_EPOCH, &mut uuid::Uuid::nil).unwrap();
    });
    let state = fresh(school.move_to(&teacher(), course.id, Transition::Publish).await);
    assert_eq!(state.published.unwrap().content.title.as_str(), "Written meanwhile");
}
