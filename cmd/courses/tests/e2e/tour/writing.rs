//! Writing a draft.

use courses_sdk::prelude::*;
use courses_sdk::{CourseDraftPatch, types};
use serde_json::{Value, json};

use crate::support::{Account, Program, TestStore, body, drafted, problem};

on_each_store!(
    ids_that_are_missing_are_given_at_every_level,
    a_draft_is_replaced_with_what_it_keeps_named_by_id,
    a_draft_is_patched_member_by_member,
    only_the_staff_reads_a_draft_and_only_its_owner_and_admins_change_it,
);

fn outline() -> Value {
    json!({
        "title": "Rivers",
        "tags": ["water", "maps"],
        "sections": [
            { "heading": "Springs", "topics": [
                { "heading": "Where water comes from", "lessons": [
                    { "title": "Rain" },
                    { "title": "A film on snow", "kind": "video", "duration_minutes": 9 }
                ] },
                { "heading": "Caves" }
            ] },
            { "heading": "Deltas" }
        ]
    })
}

async fn ids_that_are_missing_are_given_at_every_level(store: TestStore) {
    let program = Program::start(&store).await;
    let teacher = Account::teacher();
    let client = program.client(&teacher);

    let create: types::CourseCreate = body(outline());
    let draft = client.create_course().body(create).send().await.unwrap();

    assert_eq!(draft.location(), Some(format!("/v1/courses/{}/draft", *draft.id).as_str()));
    assert_eq!(draft.etag(), Some((&draft.version).into()));
    assert_eq!((*draft.version, *draft.course_version), (1, 1));
    assert_eq!((draft.slug.as_str(), draft.lifecycle), ("rivers", types::Lifecycle::Draft));
    assert_eq!(*draft.owner_id, teacher.id);
    let mut ids = Vec::new();
    for section in &draft.sections {
        ids.push(*section.id);
        for topic in &section.topics {
            ids.push(*topic.id);
            ids.extend(topic.lessons.iter().map(|lesson| *lesson.id));
        }
    }
    assert_eq!(ids.len(), 6);
    assert!(ids.iter().all(|id| !id.is_nil()), "{ids:?}");
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 6, "no id is given twice");

    let read = client.get_draft().course_id(draft.id.clone()).send().await.unwrap();
    assert_eq!(read.into_inner(), draft.into_inner());
}

async fn a_draft_is_replaced_with_what_it_keeps_named_by_id(store: TestStore) {
    let program = Program::start(&store).await;
    let client = program.client(&Account::teacher());
    let draft = drafted(&client, outline()).await;
    let first = &draft.sections[0].topics[0];

    let replace = json!({
        "title": "Rivers and lakes", "level": "advanced", "language": "en",
        "sections": [
            { "heading": "New first" },
            { "id": draft.sections[0].id, "heading": "Springs", "topics": [
                { "id": first.id, "heading": "Renamed", "lessons": [
                    { "title": "New" },
                    { "id": first.lessons[0].id, "title": "Rain" }
                ] }
            ] }
        ]
    });
    let replace: types::CourseDraftReplace = body(replace);
    let call = client.replace_draft().course_id(draft.id.clone()).if_match(&draft.version);
    let after = call.body(replace).send().await.unwrap().into_inner();

    assert_eq!(*after.version, 2);
    assert_eq!((after.title.as_str(), after.level), ("Rivers and lakes", types::Level::Advanced));
    assert_eq!(after.sections.len(), 2);
    assert_eq!(after.sections[1].id, draft.sections[0].id);
    let topic = &after.sections[1].topics[0];
    assert_eq!((topic.id.clone(), topic.heading.as_str()), (first.id.clone(), "Renamed"));
    assert_eq!(topic.lessons[1].id, first.lessons[0].id);
    assert_ne!(topic.lessons[0].id, first.lessons[0].id);
    assert_eq!(after.tags, ["water", "maps"], "tags are not content");

    let foreign = json!({
        "title": "x", "level": "all", "language": "en",
        "sections": [{ "id": *draft.sections[1].id, "heading": "Was removed" }]
    });
    let foreign: types::CourseDraftReplace = body(foreign);
    let call = client.replace_draft().course_id(draft.id.clone()).if_match(&after.version);
    let refused = problem(call.body(foreign).send().await);
    assert_eq!(refused.code(), "validation-failed");
    assert_eq!(refused.errors[0].pointer, "/sections/0/id");
}

async fn a_draft_is_patched_member_by_member(store: TestStore) {
    let program = Program::start(&store).await;
    let client = program.client(&Account::teacher());
    let course = json!({
        "title": "Rivers", "summary": "Wet", "credits": { "min": 100, "max": 300 },
        "prerequisites": "Boots", "image_url": "https://example.org/a.png"
    });
    let draft = drafted(&client, course).await;

    let title: types::Title = "Big rivers".parse().unwrap();
    let patch = CourseDraftPatch::new().title(title).clear_summary().clear_credits();
    let call = client.patch_draft().course_id(draft.id.clone()).if_match(&draft.version);
    let after = call.body(patch).send().await.unwrap().into_inner();
    assert_eq!((after.title.as_str(), after.summary.as_deref()), ("Big rivers", None));
    assert_eq!(after.credits, None);
    assert_eq!(after.prerequisites.as_deref(), Some("Boots"));
    assert_eq!(after.image_url.as_deref(), Some("https://example.org/a.png"));

    let title: types::Title = "Late".parse().unwrap();
    let call = client.patch_draft().course_id(draft.id.clone()).if_match(&draft.version);
    let stale = problem(call.body(CourseDraftPatch::new().title(title.clone())).send().await);
    assert_eq!(stale.code(), "version-mismatch");
    assert_eq!(stale.current, Some((&after.version).into()));

    let call = client.patch_draft().course_id(draft.id.clone());
    let blind = problem(call.body(CourseDraftPatch::new().title(title)).send().await);
    assert_eq!(blind.code(), "precondition-required");

    let read = client.get_draft().course_id(draft.id.clone()).if_none_match(&after.version);
    assert!(read.send().await.if_changed().unwrap().is_none());
}

async fn only_the_staff_reads_a_draft_and_only_its_owner_and_admins_change_it(store: TestStore) {
    let program = Program::start(&store).await;
    let owner = program.client(&Account::teacher());
    let draft = drafted(&owner, json!({ "title": "Rivers" })).await;
    let read = |account: Account| {
        let client = program.client(&account);
        let id = draft.id.clone();
        async move {
            client
                .get_draft()
                .course_id(id)
                .send()
                .await
                .map(courses_sdk::ResponseValue::into_inner)
        }
    };
    for staff in [Account::moderator(), Account::admin()] {
        assert_eq!(read(staff).await.unwrap().id, draft.id);
    }
    let patch = || {
        let title: types::Title = "Taken over".parse().unwrap();
        CourseDraftPatch::new().title(title)
    };
    for (account, code) in [(Account::teacher(), "not-found"), (Account::student(), "not-found")] {
        let client = program.client(&account);
        let call = client.patch_draft().course_id(draft.id.clone()).if_match(&draft.version);
        assert_eq!(problem(call.body(patch()).send().await).code(), code);
        let call = client.get_draft().course_id(draft.id.clone());
        assert_eq!(problem(call.send().await).code(), code);
    }
    let moderator = program.client(&Account::moderator());
    let call = moderator.patch_draft().course_id(draft.id.clone()).if_match(&draft.version);
    let refused = problem(call.body(patch()).send().await);
    assert!([403, 404].contains(&refused.status), "{refused:?}");

    let admin = program.client(&Account::admin());
    let call = admin.patch_draft().course_id(draft.id.clone()).if_match(&draft.version);
    let after = call.body(patch()).send().await.unwrap();
    assert_eq!(after.title, "Taken over");
    assert_eq!(after.owner_id, draft.owner_id, "it stays with its owner");
}
