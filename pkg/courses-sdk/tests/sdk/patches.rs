//! Patches on the wire.

use courses_sdk::{CourseDraftPatch, RunPatch, types};
use serde_json::json;
use wiremock::matchers::{body_json, header, method};
use wiremock::{Mock, MockServer};

use crate::support::{COURSE, answer, client, example};

#[tokio::test]
async fn a_cleared_member_is_null_and_an_untouched_one_is_absent() {
    let server = MockServer::start().await;
    Mock::given(method("PATCH"))
        .and(header("Content-Type", "application/merge-patch+json"))
        .and(header("If-Match", "\"4\""))
        .and(body_json(example("CourseDraftPatch")))
        .respond_with(answer(200, "CourseDraft"))
        .expect(1)
        .mount(&server)
        .await;

    let summary: types::Summary = "Ownership without tears.".parse().unwrap();
    let patch = CourseDraftPatch::new().summary(summary).clear_image_url();
    let id: types::CourseId = COURSE.parse().unwrap();
    let client = client(&server);
    let call = client.patch_draft().course_id(id).if_match(types::Version::from(4));
    call.body(patch).send().await.unwrap();
}

#[tokio::test]
async fn seats_can_be_limited_and_unlimited() {
    let limited = RunPatch::new().capacity(types::Seats::from(30)).clear_enrolment_closes_at();
    assert_eq!(serde_json::to_value(limited).unwrap(), example("RunPatch"));

    let unlimited = RunPatch::new().clear_capacity();
    assert_eq!(serde_json::to_value(unlimited).unwrap(), json!({ "capacity": null }));
}
