//! Asking for a publication, and deciding on it.

use std::sync::Arc;

use courses_domain::catalogue::{
    CourseId, Lifecycle, PublicationRequestId, PublicationRequestState, PublicationStatus,
    ReviewComment, Transition,
};
use courses_usecase::catalogue::{
    DecidePublication, DecidePublicationInput, DeleteCourse, DeleteCourseInput,
    ListPublicationRequests, ListPublicationRequestsInput, MoveCourse, MoveCourseInput,
    PublicationDecision, ReadPublicationRequest, RequestPublication, RequestPublicationInput,
};
use courses_usecase::{Idempotency, ReadError, Refusal, Reply, Request, WriteError};

use crate::support::{
    School, admin, anonymous, fresh, moderator, other_teacher, replayed, student, teacher,
};

type Decided = Result<Reply<PublicationRequestState>, WriteError>;

async fn submit(school: &School, who: &Request, course: CourseId) -> Decided {
    let input = RequestPublicationInput { course, idempotency: None };
    RequestPublication::new(school.ports.clone()).execute(who, input).await
}

async fn decide(
    school: &School,
    who: &Request,
    id: PublicationRequestId,
    decision: PublicationDecision,
) -> Decided {
    let comment = Some(ReviewComment::parse("Read it").unwrap());
    let input =
        DecidePublicationInput { publication_request: id, decision, comment, idempotency: None };
    DecidePublication::new(school.ports.clone()).execute(who, input).await
}

async fn read(
    school: &School,
    who: &Request,
    id: PublicationRequestId,
) -> Result<PublicationRequestState, ReadError> {
    ReadPublicationRequest::new(school.ports.clone()).execute(who, id).await
}

async fn listed(
    school: &School,
    who: &Request,
    status: Option<PublicationStatus>,
) -> Vec<PublicationRequestId> {
    let input = ListPublicationRequestsInput { status, after: None, limit: 50 };
    let listing = ListPublicationRequests::new(school.ports.clone());
    let page = listing.execute(who, input).await.unwrap();
    page.items.into_iter().map(|it| it.id).collect()
}

fn refusal(result: Decided) -> Refusal {
    match result {
        Err(WriteError::Refused(refusal)) => refusal,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn an_approval_publishes_the_draft_in_one_commit() {
    let school = School::new();
    let course = school.course("Rust").await;
    let asked = fresh(submit(&school, &teacher(), course.id).await);
    assert_eq!(asked.draft_version, course.draft.version);
    assert_eq!(school.state(course.id).await.lifecycle, Lifecycle::Draft);

    let reviewer = moderator();
    let approve = decide(&school, &reviewer, asked.id, PublicationDecision::Approve);
    let (decided, commits) = school.commits(approve).await;
    let decided = fresh(decided);
    assert_eq!((decided.status, commits), (PublicationStatus::Approved, 1));
    assert_eq!(decided.decided_by, moderator().actor.map(|it| it.account()));
    assert_eq!(school.state(course.id).await.lifecycle, Lifecycle::Published);
    let types: Vec<String> =
        school.events().await.into_iter().map(|event| event.type_name).collect();
    for expected in ["publication.requested", "publication.approved", "course.published"] {
        assert_eq!(types.iter().filter(|it| *it == expected).count(), 1, "{expected}");
    }
}

#[tokio::test]
async fn what_was_decided_is_final() {
    let school = School::new();
    let course = school.course("Rust").await;
    let asked = fresh(submit(&school, &teacher(), course.id).await);
    fresh(decide(&school, &admin(), asked.id, PublicationDecision::Reject).await);
    for again in [PublicationDecision::Approve, PublicationDecision::Reject] {
        let refused = decide(&school, &moderator(), asked.id, again).await;
        let Err(WriteError::IllegalPublicationStep(it)) = refused else { panic!("{refused:?}") };
        assert_eq!((it.from, it.from.allowed()), (PublicationStatus::Rejected, Vec::new()));
    }
    assert_eq!(school.state(course.id).await.lifecycle, Lifecycle::Draft);
    fresh(submit(&school, &teacher(), course.id).await);
}

#[tokio::test]
async fn an_edited_draft_has_to_be_submitted_again() {
    let school = School::new();
    let course = school.course("Rust").await;
    let first = fresh(submit(&school, &teacher(), course.id).await);
    let open = submit(&school, &teacher(), course.id).await;
    assert!(matches!(open, Err(WriteError::PublicationRequestOpen)), "{open:?}");
    school.rename(&teacher(), course.id, Some(Vec::new()), "Ferris").await.unwrap();

    let stale = decide(&school, &moderator(), first.id, PublicationDecision::Approve).await;
    assert!(matches!(stale, Err(WriteError::StaleRequest(_))), "{stale:?}");
    assert_eq!(school.state(course.id).await.published, None);
    let second = fresh(submit(&school, &teacher(), course.id).await);
    let first = read(&school, &teacher(), first.id).await.unwrap();
    assert_eq!(first.status, PublicationStatus::Withdrawn);
    fresh(decide(&school, &moderator(), second.id, PublicationDecision::Approve).await);
    let published = school.state(course.id).await.published.unwrap();
    assert_eq!(published.content.title.as_str(), "Ferris");
}

#[tokio::test]
async fn of_two_who_decide_at_once_one_does() {
    let school = Arc::new(School::new());
    let course = school.course("Rust").await;
    let asked = fresh(submit(&school, &teacher(), course.id).await);
    let (first, second) = (moderator(), admin());
    let (one, other) = tokio::join!(
        decide(&school, &first, asked.id, PublicationDecision::Approve),
        decide(&school, &second, asked.id, PublicationDecision::Reject),
    );
    assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
    let published = school.state(course.id).await.published.is_some();
    assert_eq!(published, one.is_ok(), "published if and only if it was approved");
}

#[tokio::test]
async fn owners_see_their_own_requests_and_reviewers_see_all() {
    let school = School::new();
    let course = school.course("Rust").await;
    let asked = fresh(submit(&school, &teacher(), course.id).await).id;
    for who in [teacher(), moderator(), admin()] {
        assert_eq!(read(&school, &who, asked).await.unwrap().id, asked);
        assert_eq!(listed(&school, &who, Some(PublicationStatus::Unwatched)).await, [asked]);
        assert_eq!(listed(&school, &who, Some(PublicationStatus::Approved)).await, []);
    }
    for who in [other_teacher(), student(), anonymous()] {
        let hidden = read(&school, &who, asked).await;
        assert!(matches!(hidden, Err(ReadError::Refused(Refusal::NotFound))), "{hidden:?}");
    }
    assert_eq!(listed(&school, &other_teacher(), None).await, []);
}

#[tokio::test]
async fn who_may_not_know_the_course_cannot_ask_for_it() {
    let school = School::new();
    let draft = school.course("Draft").await.id;
    let listed = school.published("Listed").await.id;
    for who in [other_teacher(), student(), anonymous()] {
        assert_eq!(refusal(submit(&school, &who, draft).await), Refusal::NotFound);
    }
    assert_eq!(refusal(submit(&school, &other_teacher(), listed).await), Refusal::Forbidden);
    let asked = fresh(submit(&school, &admin(), draft).await);
    assert_eq!(Some(asked.owner), teacher().actor.map(|it| it.account()));
    for who in [teacher(), other_teacher()] {
        let refused = decide(&school, &who, asked.id, PublicationDecision::Approve).await;
        assert_eq!(refusal(refused), Refusal::Forbidden);
    }
}

#[tokio::test]
async fn a_deleted_course_takes_its_request_back() {
    let school = School::new();
    let course = school.course("Rust").await.id;
    let asked = fresh(submit(&school, &teacher(), course).await).id;
    let input = DeleteCourseInput { course, if_match: Some(Vec::new()) };
    DeleteCourse::new(school.ports.clone()).execute(&teacher(), input).await.unwrap();
    let left = read(&school, &teacher(), asked).await.unwrap();
    assert_eq!(left.status, PublicationStatus::Withdrawn);
}

#[tokio::test]
async fn an_approval_is_replayed() {
    let school = School::new();
    let course = school.course("Rust").await.id;
    let asked = fresh(submit(&school, &teacher(), course).await).id;
    let approve = || DecidePublicationInput {
        publication_request: asked,
        decision: PublicationDecision::Approve,
        comment: None,
        idempotency: Some(Idempotency {
            key: "key".to_owned(),
            operation: "approvePublicationRequest",
            fingerprint: [1; 32],
            render: Arc::new(|it: &PublicationRequestState| {
                let body = it.status.word().as_bytes().to_vec();
                Ok(courses_port::StoredAnswer { status: 200, headers: Vec::new(), body })
            }),
        }),
    };
    let deciding = DecidePublication::new(school.ports.clone());
    fresh(deciding.execute(&moderator(), approve()).await);
    let again = replayed(deciding.execute(&moderator(), approve()).await);
    assert_eq!(again.body, b"approved");
}

#[tokio::test]
async fn where_courses_are_reviewed_their_owners_do_not_publish() {
    let school = School::new();
    let course = school.course("Rust").await.id;
    let moving = MoveCourse::new(school.ports.clone()).reviewing(true);
    let publish = |transition| MoveCourseInput { course, transition, idempotency: None };
    let refused = moving.execute(&teacher(), publish(Transition::Publish)).await;
    assert!(matches!(refused, Err(WriteError::ReviewRequired)), "{refused:?}");
    let refused = moving.execute(&other_teacher(), publish(Transition::Publish)).await;
    assert!(matches!(refused, Err(WriteError::Refused(Refusal::NotFound))), "{refused:?}");
    fresh(moving.execute(&admin(), publish(Transition::Publish)).await);
    fresh(moving.execute(&teacher(), publish(Transition::Unpublish)).await);
}
