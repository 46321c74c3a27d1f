//! The contract, the API page, health, and what HTTP itself asks for.

use std::time::Duration;

use http::Method;
use serde_json::json;
use xhttp::Checks;

use crate::school::School;

#[tokio::test]
async fn the_contract_is_served_as_it_was_built_in() {
    let school = School::new();
    let answer = school.get("/openapi.json").gets(200).await;
    assert_eq!(answer.header("content-type"), Some("application/json"));
    let document = answer.json();
    assert_eq!(document["openapi"], "3.0.3");
    for operation in &courses_handler_http::OPERATIONS {
        let method = operation.method.to_lowercase();
        let name = &document["paths"][operation.path][method]["operationId"];
        assert_eq!(name, operation.name);
    }
    let tag = answer.tag().to_owned();
    school.get("/openapi.json").header("if-none-match", &tag).gets(304).await;
}

#[tokio::test]
async fn the_api_page_needs_nobody_else() {
    let school = School::new();
    let page = school.get("/docs").gets(200).await;
    assert_eq!(page.header("content-type"), Some("text/html; charset=utf-8"));
    let policy = page.header("content-security-policy").unwrap();
    assert!(policy.starts_with("default-src 'none'; script-src 'self';"), "{policy}");
    assert!(!policy.contains("http"), "{policy}");
    let html = page.text();
    assert!(html.contains("Courses 1.2.3") && !html.contains("//"), "{html}");

    let links = html.split('"').filter(|it| it.starts_with("docs/"));
    let mut count = 0;
    for link in links {
        let file = school.get(&format!("/{link}")).gets(200).await;
        let control = file.header("cache-control").unwrap();
        assert!(control.contains("immutable"), "{link}: {control}");
        let media = file.header("content-type").unwrap();
        assert!(
            ["text/javascript; charset=utf-8", "text/css; charset=utf-8", "image/png"]
                .contains(&media)
        );
        count += 1;
    }
    assert_eq!(count, 5);
    assert_eq!(school.get("/docs/").gets(308).await.header("location"), Some("../docs"));
}

#[tokio::test]
async fn health_is_told_to_everybody() {
    let school = School::new();
    for target in ["/livez", "/readyz"] {
        let answer = school.get(target).gets(200).await;
        assert_eq!(answer.json(), json!({ "status": "ok", "checks": [] }));
        assert_eq!(answer.header("cache-control"), Some("no-store"));
    }
}

#[tokio::test]
async fn whatever_is_missing_makes_the_service_unready_but_not_dead() {
    let checks = Checks::builder()
        .check("fine", Duration::from_secs(9), || async { Ok(()) })
        .check("store", Duration::from_secs(9), || async { Err("secret reason".into()) })
        .build();
    let school = School::with_checks(checks);
    school.get("/livez").gets(200).await;
    let answer = school.get("/readyz").gets(503).await;
    assert_eq!((answer.code(), answer.header("retry-after")), ("not-ready".into(), Some("1")));
    assert_eq!(answer.json()["failed"], json!(["store"]));
    assert!(!answer.text().contains("secret"));
}

#[tokio::test]
async fn head_is_get_without_the_body() {
    let school = School::new();
    for target in ["/v1/courses", "/openapi.json", "/docs", "/livez"] {
        let (get, head) = (school.get(target), school.ask(Method::HEAD, target));
        let (get, head) = (get.gets(200).await, head.gets(200).await);
        assert!(head.body.is_empty());
        for name in ["content-type", "etag", "cache-control"] {
            assert_eq!(head.header(name), get.header(name), "{target} {name}");
        }
    }
}

#[tokio::test]
async fn other_methods_and_media_types_are_problems_too() {
    let school = School::new();
    let answer = school.delete("/v1/courses").gets(405).await;
    assert_eq!(answer.code(), "method-not-allowed");
    assert!(answer.header("allow").unwrap().contains("POST"));
    let ask = school.get("/v1/courses").header("accept", "text/html");
    assert_eq!(ask.gets(406).await.code(), "not-acceptable");
}
