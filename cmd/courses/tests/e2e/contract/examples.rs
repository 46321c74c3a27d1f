//! Every example request of the contract, in an order in which it can succeed.

use serde_json::{Value, json};

use super::identity;
use super::world::{
    COURSE, INSTRUCTOR, JOB, LESSON, OTHER_INSTRUCTOR, OTHER_SUBJECT, PUBLICATION_REQUEST, RUN,
    SECTION, SUBJECT, TOPIC, World,
};
use crate::support::{Account, Answer, Document, Program, TestStore};

on_each_store!(
    every_example_of_the_contract_is_answered_as_declared,
    the_contract_is_served_as_it_is_printed,
);

fn tag(answer: &Answer) -> &str {
    answer.header("etag")
}

async fn every_example_of_the_contract_is_answered_as_declared(store: TestStore) {
    let program = Program::start(&store).await;
    let document = Document::read(&store).await;
    let mut world = World::new(document, program.http());
    for id in ["getLiveness", "getReadiness", "getSigningKeys", "getDiscovery"] {
        world.call(id, "").await;
    }
    people(&mut world).await;
    let draft = writing(&mut world).await;
    runs(&mut world).await;
    reading(&mut world).await;
    moving(&mut world, &draft).await;
    importing(&mut world).await;
    identity::every_example(&mut world, &store).await;
    assert_eq!(world.left_out(), [], "add what is new in the contract to this test");
}

async fn people(world: &mut World) {
    let subject = world.call("createSubject", "subject").await;
    world.is(SUBJECT, &subject.json()["id"]);
    let instructor = world.call("createInstructor", "instructor").await;
    world.is(INSTRUCTOR, &instructor.json()["id"]);
    // What remains when others are merged into it.
    let (code, name) = ("remaining", "Remaining");
    let other = json!({ "code": code, "title": name });
    let other = world.http().post("/v1/subjects").bearer(&Account::admin().token()).json(&other);
    world.is(OTHER_SUBJECT, &other.send().await.expect(201).json()["id"]);
    let other = json!({ "name": name });
    let other = world.http().post("/v1/instructors").bearer(&Account::admin().token()).json(&other);
    world.is(OTHER_INSTRUCTOR, &other.send().await.expect(201).json()["id"]);
    for id in ["listSubjects", "listInstructors"] {
        world.call(id, "").await;
    }
    for id in ["getSubject", "getInstructor"] {
        let read = world.call(id, "").await;
        world.unchanged(id, &read).await;
    }
    world.call_at("patchSubject", "title", tag(&subject)).await;
    world.call_at("patchInstructor", "bio", tag(&instructor)).await;
}

/// Ends with a published course.
async fn writing(world: &mut World) -> Value {
    let smallest = world.call("createCourse", "smallest").await.json();
    world.is(COURSE, &smallest["id"]);
    world.call_at("deleteCourse", "", "\"1\"").await;

    let draft = world.call("createCourse", "outline").await.json();
    let topic = &draft["sections"][0]["topics"][0];
    world.is(COURSE, &draft["id"]);
    world.is(SECTION, &draft["sections"][0]["id"]);
    world.is(TOPIC, &topic["id"]);
    world.is(LESSON, &topic["lessons"][0]["id"]);
    let read = world.call("getDraft", "").await;
    world.unchanged("getDraft", &read).await;
    let read = world.call("getCourseProvenance", "").await;
    world.unchanged("getCourseProvenance", &read).await;
    world.call("listDraftLessons", "").await;
    world.call("createDraftLesson", "text").await;
    world.call("createDraftLesson", "video").await;
    world.call("createDraftLesson", "quiz").await;

    let read = world.call("getDraft", "").await;
    let replaced = world.call_at("replaceDraft", "whole", tag(&read)).await;
    let patched = world.call_at("patchDraft", "summary", tag(&replaced)).await;
    let moved = world.call_at("moveDraftParts", "first", tag(&patched)).await;
    world.call_at("upsertCourse", "whole", tag(&moved)).await;
    let lesson = world.call("getDraftLesson", "").await;
    world.unchanged("getDraftLesson", &lesson).await;
    let replaced = world.call_at("replaceDraftLesson", "text", tag(&lesson)).await;
    world.call_at("patchDraftLesson", "retitle", tag(&replaced)).await;
    for (operation, example) in [
        ("rejectPublicationRequest", "reason"),
        ("approvePublicationRequest", "silent"),
        ("approvePublicationRequest", "praise"),
    ] {
        let request = world.call("createPublicationRequest", "request").await;
        world.is(PUBLICATION_REQUEST, &request.json()["id"]);
        world.call(operation, example).await;
    }
    let read = world.call("getPublicationRequest", "").await;
    world.unchanged("getPublicationRequest", &read).await;
    world.call("listPublicationRequests", "").await;
    for id in ["listRevisions", "getRevision", "compareRevisions"] {
        world.call(id, "").await;
    }
    let read = world.call("getDraft", "").await;
    world.call_at("restoreRevision", "", tag(&read)).await;
    world.call("publishCourse", "").await;
    draft
}

async fn runs(world: &mut World) {
    let run = world.call("createRun", "self_paced").await;
    world.is(RUN, &run.json()["id"]);
    world.call("openRun", "").await;
    world.call("completeRun", "").await;
    let run = world.call("createRun", "evenings").await;
    world.is(RUN, &run.json()["id"]);
    world.call_at("patchRun", "seats", tag(&run)).await;
    world.call("openRun", "").await;
    world.call("closeRun", "").await;
    let read = world.call("getRun", "").await;
    world.unchanged("getRun", &read).await;
    world.call("getRunAvailability", "").await;
    world.call("getRunCalendar", "").await;
    world.call("listRuns", "").await;
    world.call("cancelRun", "").await;
}

async fn reading(world: &mut World) {
    for id in ["getCourse", "getCourseBySlug", "getCourseByKey", "getLesson"] {
        let read = world.call(id, "").await;
        world.unchanged(id, &read).await;
    }
    world.call("listCourses", "").await;
    world.call("listTags", "").await;
    world.call("suggest", "").await;
    world.call("listCourseLessons", "").await;
}

async fn moving(world: &mut World, draft: &Value) {
    let lesson = world.call("getDraftLesson", "").await;
    world.call_at("deleteDraftLesson", "", tag(&lesson)).await;
    world.call("unpublishCourse", "").await;
    world.call("archiveCourse", "").await;
    let restored = world.call("restoreCourse", "").await;
    assert_eq!(restored.json()["id"], draft["id"]);
    world.call_at("patchCourse", "rename", tag(&restored)).await;
    world.call("mergeSubject", "into").await;
    world.call("mergeInstructor", "into").await;
}

async fn importing(world: &mut World) {
    let job = world.call("createImport", "schedule").await;
    world.is(JOB, &job.json()["id"]);
    world.call("listJobs", "").await;
    world.call("getJob", "").await;
    world.call("listJobRejects", "").await;
}

async fn the_contract_is_served_as_it_is_printed(store: TestStore) {
    let program = Program::start(&store).await;
    let document = Document::read(&store).await;
    // Its words are those of the authors, and may name what they like.
    let (status, served) = program.page(format!("{}/openapi.json", program.api)).await;
    assert_eq!(status, 200);
    assert_eq!(serde_json::from_str::<Value>(&served).unwrap(), *document.root());
    let (status, page) = program.page(format!("{}/docs", program.api)).await;
    assert_eq!(status, 200);
    assert!(!page.contains("https://"), "the page works without the rest of the web: {page}");
}
