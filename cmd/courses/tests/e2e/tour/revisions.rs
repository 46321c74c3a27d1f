//! What was published stays, can be compared, and comes back.

use courses_sdk::{Client, CourseDraftPatch, types};
use serde_json::json;

use crate::support::{Account, Program, TestStore, problem, published};

on_each_store!(
    every_publication_is_kept_and_compared,
    a_revision_becomes_the_draft_and_is_published_again,
    revisions_are_for_those_who_read_drafts,
);

/// A course that was published as "First" and then as "Second".
async fn published_twice(client: &Client) -> types::CourseState {
    let state = published(client, json!({ "title": "First" })).await;
    let draft = client.get_draft().course_id(state.id.clone()).send().await.unwrap();
    let title: types::Title = "Second".parse().unwrap();
    let call = client.patch_draft().course_id(state.id.clone()).if_match(&draft.version);
    call.body(CourseDraftPatch::new().title(title)).send().await.unwrap();
    client.publish_course().course_id(state.id).send().await.unwrap().into_inner()
}

fn number(number: i64) -> types::RevisionNumber {
    number.into()
}

async fn every_publication_is_kept_and_compared(store: TestStore) {
    let program = Program::start(&store).await;
    let client = program.client(&Account::teacher());
    let course = published_twice(&client).await.id;

    let page = client.list_revisions().course_id(course.clone()).send().await.unwrap();
    let kept: Vec<_> = page.items.iter().map(|it| (*it.number, it.title.as_str())).collect();
    assert_eq!(kept, [(2, "Second"), (1, "First")]);

    let first = client.get_revision().course_id(course.clone()).revision_number(number(1));
    assert_eq!(first.send().await.unwrap().title, "First");

    let compare = client.compare_revisions().course_id(course.clone());
    let compared = compare.from(number(1)).to(number(2)).send().await.unwrap().into_inner();
    let [change] = compared.changes.as_slice() else { panic!("{compared:?}") };
    assert_eq!(change.change, types::RevisionChangeKind::Replaced);
    assert_eq!((change.from.as_deref(), change.to.as_deref()), (Some("/title"), Some("/title")));

    let third = client.get_revision().course_id(course).revision_number(number(3));
    assert_eq!(problem(third.send().await).code(), "not-found");
}

async fn a_revision_becomes_the_draft_and_is_published_again(store: TestStore) {
    let program = Program::start(&store).await;
    let client = program.client(&Account::teacher());
    let course = published_twice(&client).await.id;
    let restore = || client.restore_revision().course_id(course.clone()).revision_number(number(1));
    let draft = client.get_draft().course_id(course.clone()).send().await.unwrap();

    let restored = restore().if_match(&draft.version).send().await.unwrap();
    assert_eq!(restored.title, "First");
    let reader = program.anonymous();
    let seen = reader.get_course().course_id(course.clone()).send().await.unwrap();
    assert_eq!(seen.title, "Second", "readers see nothing of it");
    let stale = problem(restore().if_match(&draft.version).send().await);
    assert_eq!(stale.code(), "version-mismatch");

    client.publish_course().course_id(course.clone()).send().await.unwrap();
    let seen = reader.get_course().course_id(course.clone()).send().await.unwrap();
    assert_eq!(seen.title, "First");
    let page = client.list_revisions().course_id(course).send().await.unwrap();
    assert_eq!(page.items.len(), 3);
}

async fn revisions_are_for_those_who_read_drafts(store: TestStore) {
    let program = Program::start(&store).await;
    let course = published_twice(&program.client(&Account::teacher())).await.id;
    let moderator = program.client(&Account::moderator());
    let page = moderator.list_revisions().course_id(course.clone()).send().await.unwrap();
    assert_eq!(page.items.len(), 2);
    let restore = moderator.restore_revision().course_id(course.clone());
    let restore = restore.revision_number(number(1)).if_match("*");
    assert_eq!(problem(restore.send().await).code(), "not-found");
    for account in [Account::teacher(), Account::student()] {
        let client = program.client(&account);
        let list = client.list_revisions().course_id(course.clone());
        assert_eq!(problem(list.send().await).code(), "not-found");
    }
}
