//! The life of a course, and the ways to its published copy.

use courses_sdk::prelude::*;
use courses_sdk::{CourseDraftPatch, CoursePatch, types};
use serde_json::json;

use crate::support::{Account, Program, TestStore, drafted, problem, published};

on_each_store!(
    a_published_course_is_read_by_id_by_slug_and_by_key,
    a_former_slug_leads_to_the_present_one_and_stays_taken,
    readers_see_an_edit_when_it_is_published_and_not_before,
    a_course_is_unpublished_archived_and_restored,
    only_a_course_that_was_never_published_can_be_deleted,
);

async fn a_published_course_is_read_by_id_by_slug_and_by_key(store: TestStore) {
    let program = Program::start(&store).await;
    let client = program.client(&Account::teacher());
    let course = json!({
        "title": "Rivers", "slug": "big-rivers", "summary": "Wet",
        "external_ids": [{ "source": "uni", "key": "GEO 410/ä" }]
    });
    let state = published(&client, course).await;
    assert_eq!(state.lifecycle, types::Lifecycle::Published);
    assert_eq!(state.revision.as_deref(), Some(&1));

    let reader = program.anonymous();
    let by_id = reader.get_course().course_id(state.id.clone()).send().await.unwrap();
    assert_eq!(by_id.etag(), Some((&state.version).into()));
    let by_slug = reader.get_course_by_slug().slug("big-rivers").send().await.unwrap();
    let by_key = reader.get_course_by_key().source("uni").key("GEO 410/ä").send().await.unwrap();
    let by_id = by_id.into_inner();
    assert_eq!(by_slug.into_inner(), by_id);
    assert_eq!(by_key.into_inner(), by_id);
    assert_eq!((by_id.title.as_str(), by_id.summary.as_deref()), ("Rivers", Some("Wet")));

    let again = reader.get_course().course_id(state.id.clone()).if_none_match(&by_id.version);
    assert!(again.send().await.if_changed().unwrap().is_none());
}

async fn a_former_slug_leads_to_the_present_one_and_stays_taken(store: TestStore) {
    let program = Program::start(&store).await;
    let client = program.client(&Account::teacher());
    let state = published(&client, json!({ "title": "Rivers", "slug": "rivers-one" })).await;

    let slug: types::Slug = "rivers-two".parse().unwrap();
    let patch = CoursePatch::new().slug(slug).tags(vec!["Water".parse().unwrap()]);
    let call = client.patch_course().course_id(state.id.clone()).if_match(&state.version);
    let renamed = call.body(patch).send().await.unwrap().into_inner();
    assert_eq!(
        (renamed.slug.as_str(), renamed.former_slugs.as_slice()),
        ("rivers-two", &["rivers-one".to_owned()][..])
    );
    assert!(*renamed.version > *state.version);

    let moved = program.http().get("/v1/courses/by-slug/rivers-one").send().await.expect(301);
    assert_eq!(moved.header("location"), "/v1/courses/by-slug/rivers-two");
    let reader = program.anonymous();
    let followed = reader.get_course_by_slug().slug("rivers-one").send().await.unwrap();
    assert_eq!(followed.id, state.id);

    let taken: types::CourseCreate =
        crate::support::body(json!({ "title": "Other", "slug": "rivers-one" }));
    let refused = problem(client.create_course().body(taken).send().await);
    assert_eq!(refused.code(), "slug-taken");
    assert_eq!(refused.errors[0].pointer, "/slug");
}

async fn readers_see_an_edit_when_it_is_published_and_not_before(store: TestStore) {
    let program = Program::start(&store).await;
    let client = program.client(&Account::teacher());
    let reader = program.anonymous();
    let state = published(&client, json!({ "title": "First edition" })).await;
    let draft = client.get_draft().course_id(state.id.clone()).send().await.unwrap();

    let title: types::Title = "Second edition".parse().unwrap();
    let call = client.patch_draft().course_id(state.id.clone()).if_match(&draft.version);
    call.body(CourseDraftPatch::new().title(title)).send().await.unwrap();
    let course = reader.get_course().course_id(state.id.clone()).send().await.unwrap();
    assert_eq!((course.title.as_str(), *course.revision), ("First edition", 1));
    assert_eq!(course.version, state.version, "an edit of the draft is nothing to readers");

    client.publish_course().course_id(state.id.clone()).send().await.unwrap();
    let course = reader.get_course().course_id(state.id.clone()).send().await.unwrap();
    assert_eq!((course.title.as_str(), *course.revision), ("Second edition", 2));
    assert!(*course.version > *state.version);
    assert_eq!(course.published_at, state.published_at.unwrap(), "the first publication counts");
}

async fn a_course_is_unpublished_archived_and_restored(store: TestStore) {
    let program = Program::start(&store).await;
    let client = program.client(&Account::teacher());
    let reader = program.anonymous();
    let course = published(&client, json!({ "title": "Rivers" })).await;
    let id = || course.id.clone();
    let listed = async || {
        let page = reader.list_courses().send().await.unwrap();
        page.items.iter().any(|item| item.id == course.id)
    };
    assert!(listed().await);

    let state = client.unpublish_course().course_id(id()).send().await.unwrap();
    assert_eq!(state.lifecycle, types::Lifecycle::Unpublished);
    assert!(!listed().await);
    assert_eq!(problem(reader.get_course().course_id(id()).send().await).code(), "not-found");
    client.get_course().course_id(id()).send().await.expect("its owner sees it");
    let twice = problem(client.unpublish_course().course_id(id()).send().await);
    assert_eq!(twice.code(), "illegal-transition");
    assert_eq!(twice.extensions["from"], "unpublished");
    assert_eq!(twice.extensions["requested"], "unpublish");
    assert_eq!(twice.extensions["allowed"], json!(["publish", "archive"]));

    client.publish_course().course_id(id()).send().await.unwrap();
    assert!(listed().await);
    let state = client.archive_course().course_id(id()).send().await.unwrap();
    assert_eq!(state.lifecycle, types::Lifecycle::Archived);
    assert!(!listed().await);
    let refused = problem(client.publish_course().course_id(id()).send().await);
    assert_eq!(refused.code(), "illegal-transition");
    assert_eq!(refused.extensions["allowed"], json!(["restore"]));

    let state = client.restore_course().course_id(id()).send().await.unwrap();
    assert_eq!(state.lifecycle, types::Lifecycle::Unpublished);
    client.publish_course().course_id(id()).send().await.unwrap();
    assert!(listed().await);
}

async fn only_a_course_that_was_never_published_can_be_deleted(store: TestStore) {
    let program = Program::start(&store).await;
    let client = program.client(&Account::teacher());
    let draft = drafted(&client, json!({ "title": "Rivers", "slug": "rivers" })).await;
    let run = types::RunCreate::builder().key("autumn");
    let run = client.create_run().course_id(draft.id.clone()).body(run).send().await.unwrap();
    let call = client.delete_course().course_id(draft.id.clone());
    call.if_match(&draft.course_version).send().await.unwrap();
    let call = client.get_draft().course_id(draft.id.clone());
    assert_eq!(problem(call.send().await).code(), "not-found");
    let call = client.get_run().run_id(run.id.clone());
    assert_eq!(problem(call.send().await).code(), "not-found");

    let state = published(&client, json!({ "title": "Rivers", "slug": "rivers" })).await;
    client.unpublish_course().course_id(state.id.clone()).send().await.unwrap();
    let draft = client.get_draft().course_id(state.id.clone()).send().await.unwrap();
    let call = client.delete_course().course_id(state.id.clone());
    let refused = problem(call.if_match(&draft.course_version).send().await);
    assert_eq!(refused.code(), "illegal-transition");
    assert_eq!(refused.extensions["requested"], "delete");
}
