//! A school that looks at courses before it publishes them.

use courses_sdk::prelude::*;
use courses_sdk::{CourseDraftPatch, types};
use futures::TryStreamExt as _;
use serde_json::json;

use crate::support::{Account, Program, TestStore, body, drafted, problem};

on_each_store!(a_course_is_published_by_those_who_review_it);

async fn a_course_is_published_by_those_who_review_it(store: TestStore) {
    let program = Program::start_with(&store, &[("catalogue.review", "true")]).await;
    let teacher = program.client(&Account::teacher());
    let moderator = program.client(&Account::moderator());
    let reader = program.anonymous();
    let draft = drafted(&teacher, json!({ "title": "Rivers" })).await;
    let id = || draft.id.clone();
    let refused = problem(teacher.publish_course().course_id(id()).send().await);
    assert_eq!(refused.code(), "review-required");

    let ask: types::PublicationRequestCreate = body(json!({ "course_id": draft.id }));
    let first = teacher.create_publication_request().body(ask.clone()).send().await.unwrap();
    let read = teacher.get_draft().course_id(id()).send().await.unwrap();
    let title: types::Title = "Great rivers".parse().unwrap();
    let call = teacher.patch_draft().course_id(id()).if_match(&read.version);
    call.body(CourseDraftPatch::new().title(title)).send().await.unwrap();
    let approval: types::PublicationApproval = body(json!({}));
    let approve = |id: &types::PublicationRequestId| {
        let call = moderator.approve_publication_request().publication_request_id(id.clone());
        call.body(approval.clone())
    };
    assert_eq!(problem(approve(&first.id).send().await).code(), "stale-request");

    let second = teacher.create_publication_request().body(ask).send().await.unwrap();
    let waiting = types::PublicationStatus::Unwatched;
    let queue = moderator.list_publication_requests().status(waiting).items();
    let queue: Vec<types::PublicationRequest> = queue.try_collect().await.unwrap();
    assert_eq!(queue.iter().map(|it| *it.id).collect::<Vec<_>>(), [*second.id]);
    assert_eq!(problem(reader.get_course().course_id(id()).send().await).code(), "not-found");
    let decided = approve(&second.id).send().await.unwrap();
    assert_eq!(decided.status, types::PublicationStatus::Approved);
    let course = reader.get_course().course_id(id()).send().await.unwrap();
    assert_eq!((course.title.as_str(), *course.revision), ("Great rivers", 1));

    let again = problem(approve(&second.id).send().await);
    assert_eq!(again.code(), "illegal-transition");
    assert_eq!(again.extensions["from"], "approved");
    assert_eq!(again.extensions["allowed"], json!([]));
}
