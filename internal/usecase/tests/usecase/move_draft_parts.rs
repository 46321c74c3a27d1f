//! Moving parts of a draft.

use courses_domain::catalogue::{CourseState, PartMove};
use courses_usecase::catalogue::{MoveDraftParts, MoveDraftPartsInput};
use courses_usecase::{Precondition, Refusal, Reply, Request, WriteError};
use uuid::Uuid;

use crate::support::{
    School, admin, anonymous, fresh, id, invalid, key, lesson, moderator, other_teacher, replayed,
    section, student, teacher, topic,
};

/// A draft with the topics `A` (with two lessons) and `B`.
async fn sample(school: &School) -> CourseState {
    let topics = vec![topic("A", vec![lesson("a"), lesson("b")]), topic("B", Vec::new())];
    school.course_with(vec![section("One", topics)]).await
}

/// The first lesson goes to the second topic.
fn first_to_other(course: &CourseState) -> MoveDraftPartsInput {
    let topics = &course.draft.content.sections[0].topics;
    let one = PartMove {
        part: topics[0].lessons[0].id.into(),
        parent: Some(topics[1].id.into()),
        position: Some(0),
    };
    let if_match = Some(vec![course.draft.version]);
    MoveDraftPartsInput { course: course.id, if_match, moves: vec![one], idempotency: None }
}

async fn move_parts(
    school: &School,
    request: &Request,
    input: MoveDraftPartsInput,
) -> Result<Reply<CourseState>, WriteError> {
    MoveDraftParts::new(school.ports.clone()).execute(request, input).await
}

#[tokio::test]
async fn a_move_is_stored_in_one_change_and_touches_no_content() {
    let school = School::new();
    let course = sample(&school).await;
    let (moved, commits) =
        school.commits(move_parts(&school, &teacher(), first_to_other(&course))).await;
    let moved = fresh(moved);
    assert_eq!((commits, moved.draft.version), (1, course.draft.version + 1));
    let topics = &moved.draft.content.sections[0].topics;
    assert_eq!((topics[0].lessons.len(), topics[1].lessons.len()), (1, 1));
    assert_eq!(school.state(course.id).await, moved);
    fresh(move_parts(&school, &admin(), first_to_other(&moved)).await);
}

#[tokio::test]
async fn only_owner_and_admin_move_and_to_others_there_is_no_draft() {
    let school = School::new();
    let course = sample(&school).await;
    for request in [student(), other_teacher(), moderator(), anonymous()] {
        let refused = move_parts(&school, &request, first_to_other(&course)).await;
        assert!(matches!(refused, Err(WriteError::Refused(Refusal::NotFound))), "{request:?}");
    }
    let nowhere = MoveDraftPartsInput { course: id(9_999), ..first_to_other(&course) };
    let refused = move_parts(&school, &teacher(), nowhere).await;
    assert!(matches!(refused, Err(WriteError::Refused(Refusal::NotFound))));
}

#[tokio::test]
async fn a_move_names_the_version_of_the_draft() {
    let school = School::new();
    let course = sample(&school).await;
    let owner = teacher();
    let based_on = |if_match| {
        let input = MoveDraftPartsInput { if_match, ..first_to_other(&course) };
        move_parts(&school, &owner, input)
    };
    let missing = based_on(None).await;
    assert!(matches!(missing, Err(WriteError::Precondition(Precondition::Required))));
    let old = based_on(Some(vec![7])).await;
    assert!(matches!(old, Err(WriteError::Precondition(Precondition::Mismatch { current: 1 }))));
    assert_eq!(school.state(course.id).await, course);
    fresh(based_on(Some(Vec::new())).await);
}

#[tokio::test]
async fn a_bad_move_spoils_the_good_ones_and_one_that_changes_nothing_is_not_written() {
    let school = School::new();
    let course = sample(&school).await;
    let mut input = first_to_other(&course);
    input.moves.push(PartMove { part: Uuid::from_u128(9_999), parent: None, position: None });
    let found = invalid(move_parts(&school, &teacher(), input).await);
    assert_eq!(found, [("/moves/1/id".to_owned(), "unknown-id")]);
    assert_eq!(school.state(course.id).await, course);

    let lesson = first_to_other(&course).moves[0].part;
    let stays = PartMove { part: lesson, parent: None, position: Some(0) };
    let input = MoveDraftPartsInput { moves: vec![stays], ..first_to_other(&course) };
    let (same, commits) = school.commits(move_parts(&school, &teacher(), input)).await;
    assert_eq!((fresh(same), commits), (course, 0));
}

#[tokio::test]
async fn a_repetition_gets_the_first_answer_although_the_version_has_changed() {
    let school = School::new();
    let course = sample(&school).await;
    let with_key =
        || MoveDraftPartsInput { idempotency: Some(key("k", 1)), ..first_to_other(&course) };
    fresh(move_parts(&school, &teacher(), with_key()).await);
    let again = school.commits(move_parts(&school, &teacher(), with_key())).await;
    replayed(again.0);
    assert_eq!(again.1, 0);
}
