//! Lists as streams.

use courses_sdk::prelude::*;
use courses_sdk::{Error, types};
use futures::{StreamExt as _, TryStreamExt as _};
use serde_json::{Value, json};
use wiremock::matchers::{query_param, query_param_is_missing};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::support::{client, example, problem};

/// A page of subjects with these codes.
fn page(codes: &[&str], next: Option<&str>) -> ResponseTemplate {
    let items: Vec<Value> = codes
        .iter()
        .map(|code| {
            let mut subject = example("Subject");
            subject["code"] = json!(code);
            subject
        })
        .collect();
    let page = json!({ "next_cursor": next, "has_more": next.is_some() });
    ResponseTemplate::new(200).set_body_json(json!({ "items": items, "page": page }))
}

#[tokio::test]
async fn a_stream_walks_all_pages_in_order() {
    let server = MockServer::start().await;
    for (cursor, codes, next) in [
        (None, &["a", "b"][..], Some("two")),
        (Some("two"), &[], Some("three")),
        (Some("three"), &["c"], None),
    ] {
        let mock = Mock::given(query_param("limit", "2"));
        let mock = match cursor {
            Some(cursor) => mock.and(query_param("cursor", cursor)),
            None => mock.and(query_param_is_missing("cursor")),
        };
        mock.respond_with(page(codes, next)).expect(1).mount(&server).await;
    }

    let client = client(&server);
    let subjects: Vec<types::Subject> =
        client.list_subjects().limit(2).items().try_collect().await.unwrap();

    let codes: Vec<&str> = subjects.iter().map(|subject| subject.code.as_str()).collect();
    assert_eq!(codes, ["a", "b", "c"]);
}

#[tokio::test]
async fn a_page_is_asked_for_only_when_it_is_needed() {
    let server = MockServer::start().await;
    Mock::given(query_param_is_missing("cursor"))
        .respond_with(page(&["a", "b"], Some("two")))
        .expect(1)
        .mount(&server)
        .await;

    let client = client(&server);
    let first: Vec<_> = client.list_subjects().items().take(2).collect().await;

    assert_eq!(first.len(), 2);
}

#[tokio::test]
async fn a_stream_ends_with_the_first_failure() {
    let server = MockServer::start().await;
    Mock::given(query_param_is_missing("cursor"))
        .respond_with(page(&["a"], Some("two")))
        .mount(&server)
        .await;
    Mock::given(query_param("cursor", "two"))
        .respond_with(problem(400, "invalid-cursor"))
        .mount(&server)
        .await;

    let client = client(&server);
    let items: Vec<Result<types::Subject, Error>> = client.list_subjects().items().collect().await;

    assert_eq!(items.len(), 2);
    assert_eq!(items[1].as_ref().unwrap_err().code(), Some("invalid-cursor"));
}

#[tokio::test]
async fn filters_are_repeated_keys() {
    let server = MockServer::start().await;
    let body = ResponseTemplate::new(200).set_body_json(example("CoursePage"));
    Mock::given(query_param("q", "rust")).respond_with(body).mount(&server).await;

    let client = client(&server);
    let call = client.list_courses().q("rust").sort(types::CourseSort::TitleDesc);
    let call = call.level(vec![types::Level::Introductory, types::Level::All]);
    let page = call.facets(vec![types::FacetName::Subject]).send().await.unwrap();

    assert_eq!(page.facets.as_ref().unwrap()[0].values[0].value, "cs");
    let sent = &server.received_requests().await.unwrap()[0].url;
    let query = sent.query().unwrap();
    assert!(query.contains("level=introductory&level=all"), "{query}");
    assert!(query.contains("sort=title_desc") && query.contains("facets=subject"), "{query}");
}
