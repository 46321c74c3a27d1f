//! Changing a draft.

use std::sync::Arc;

use courses_domain::catalogue::DraftEdit;
use courses_usecase::catalogue::{EditDraft, EditDraftInput};
use courses_usecase::{Precondition, Refusal, WriteError};
use futures::future::join_all;

use crate::support::{
    School, admin, anonymous, draft, id, invalid, moderator, other_teacher, student, teacher,
};

#[tokio::test]
async fn only_owner_and_admin_edit_and_to_others_there_is_no_draft() {
    let school = School::new();
    for course in [school.course("Draft").await, school.published("Listed").await] {
        for request in [student(), other_teacher(), moderator(), anonymous()] {
            let refused = school.rename(&request, course.id, None, "Mine").await;
            assert!(
                matches!(refused, Err(WriteError::Refused(Refusal::NotFound))),
                "{request:?}: {refused:?}"
            );
        }
        school.rename(&teacher(), course.id, Some(Vec::new()), "Owner").await.unwrap();
        school.rename(&admin(), course.id, Some(Vec::new()), "Admin").await.unwrap();
    }
}

#[tokio::test]
async fn a_change_names_the_version_of_the_draft() {
    let school = School::new();
    let course = school.published("Rust").await;
    assert_eq!((course.version, course.draft.version), (2, 2));
    let first = school.rename(&teacher(), course.id, Some(vec![2]), "One").await.unwrap();
    assert_eq!((first.version, first.draft.version), (2, 3));
    let missing = school.rename(&teacher(), course.id, None, "Two").await;
    assert!(matches!(missing, Err(WriteError::Precondition(Precondition::Required))));
    let old = school.rename(&teacher(), course.id, Some(vec![2]), "Two").await;
    let expected = Precondition::Mismatch { current: 3 };
    assert!(matches!(old, Err(WriteError::Precondition(it)) if it == expected));
    assert_eq!(school.state(course.id).await, first);
}

#[tokio::test]
async fn a_change_that_changes_nothing_is_not_written() {
    let school = School::new();
    let course = school.course("Rust").await;
    let owner = teacher();
    let same = school.rename(&owner, course.id, Some(vec![1]), "Rust");
    let (state, commits) = school.commits(same).await;
    assert_eq!((state.unwrap(), commits), (course, 0));
}

#[tokio::test]
async fn every_unknown_reference_is_named() {
    let school = School::new();
    let course = school.course("Rust").await;
    let edit = DraftEdit {
        subject_id: Some(Some(id(7))),
        instructor_ids: Some(vec![id(8)]),
        ..draft("Renamed")
    };
    let input = EditDraftInput { course: course.id, if_match: Some(Vec::new()), edit };
    let found = invalid(EditDraft::new(school.ports.clone()).execute(&teacher(), input).await);
    assert_eq!(
        found,
        [("/subject_id".to_owned(), "unknown-id"), ("/instructor_ids/0".to_owned(), "unknown-id")]
    );
    assert_eq!(school.state(course.id).await, course);
}

#[tokio::test]
async fn readers_notice_nothing_until_the_draft_is_published() {
    let school = School::new();
    let course = school.published("Rust").await;
    school.rename(&teacher(), course.id, Some(Vec::new()), "Renamed").await.unwrap();
    let state = school.state(course.id).await;
    assert_eq!(state.published, course.published);
    let state = school.publish(course.id).await;
    assert_eq!(state.published.unwrap().content.title.as_str(), "Renamed");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_fifty_edits_with_one_tag_one_succeeds() {
    let school = Arc::new(School::new());
    let course = school.course("Rust").await;
    let edits = (0..50).map(|number| {
        let (school, id) = (Arc::clone(&school), course.id);
        tokio::spawn(async move {
            school.rename(&teacher(), id, Some(vec![1]), &format!("Title {number}")).await
        })
    });
    let results = join_all(edits).await.into_iter().map(Result::unwrap);
    let (won, lost): (Vec<_>, Vec<_>) = results.partition(Result::is_ok);
    assert_eq!((won.len(), lost.len()), (1, 49));
    let expected = Precondition::Mismatch { current: 2 };
    for result in lost {
        assert!(matches!(result, Err(WriteError::Precondition(it)) if it == expected));
    }
    let winner = won.into_iter().next().unwrap().unwrap();
    assert_eq!(school.state(course.id).await, winner);
}
