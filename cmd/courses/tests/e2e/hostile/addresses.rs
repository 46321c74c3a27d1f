//! Addresses and methods that lead nowhere.

use crate::support::{Account, Document, Program, TestStore, Wire};

on_each_store!(
    addresses_that_lead_nowhere_are_not_found,
    every_path_names_the_methods_it_has,
    a_head_is_a_get_without_a_body,
    an_address_that_is_too_long_is_refused,
);

/// Asks for a target that a library would clean up first.
async fn raw(program: &Program, target: &str) -> (u16, String) {
    let mut wire = Wire::connect(&program.api).await;
    wire.send(format!("GET {target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")).await;
    let text = wire.rest().await;
    let status = text.split(' ').nth(1).and_then(|it| it.parse().ok());
    (status.unwrap_or_else(|| panic!("{target}: {text}")), text)
}

async fn addresses_that_lead_nowhere_are_not_found(store: TestStore) {
    let program = Program::start(&store).await;
    for target in [
        "/",
        "/v1",
        "/v1/",
        "/v1/nothing",
        "/v2/courses",
        "/V1/COURSES",
        "/v1/courses/",
        "/v1//courses",
        "//v1/courses",
        "/v1/courses/../../etc/passwd",
        "/v1/courses/..%2f..%2fetc%2fpasswd",
        "/v1/courses/%2e%2e/%2e%2e/etc/passwd",
        "/docs/../../Cargo.toml",
        "/docs/..%2f..%2fCargo.toml",
        "/docs/%2e%2e%2f%2e%2e%2fCargo.toml",
        "/v1/courses/not-a-uuid",
        "/v1/courses/0192f3a1-7c5e-7b2a-9d41-3f6c2b8e5a1",
        "/v1/courses/{0192f3a1-7c5e-7b2a-9d41-3f6c2b8e5a10}",
        "/v1/courses/%00",
        "/v1/courses/%ff%fe",
        "/v1/courses/%zz",
        "/v1/courses/%",
        "/v1/courses/by-slug/%00",
        "/v1/courses/by-slug/UPPER",
        "/v1/courses/by-key/uni/%ff",
        "/metrics",
        "/v1/courses;jsessionid=1",
    ] {
        let (status, text) = raw(&program, target).await;
        assert_eq!(status, 404, "{target}: {text}");
        assert!(text.contains("urn:courses:problem:not-found"), "{target}: {text}");
    }
    for target in ["/v1/courses?q=%ff", "/v1/courses?q=%zz", "/v1/courses?q=%"] {
        let (status, text) = raw(&program, target).await;
        assert_eq!(status, 400, "{target}: {text}");
    }
    for target in ["v1/courses", "/v1/courses /x", "/v1/co\u{1}urses"] {
        let (status, _) = raw(&program, target).await;
        assert_eq!(status, 400, "{target:?}");
    }
}

async fn every_path_names_the_methods_it_has(store: TestStore) {
    let program = Program::start(&store).await;
    let document = Document::read(&store).await;
    let http = program.http();
    let operations = document.operations();
    let mut paths: Vec<&str> = operations.iter().map(|operation| operation.path.as_str()).collect();
    paths.sort_unstable();
    paths.dedup();
    for path in paths {
        let here: Vec<&str> = operations
            .iter()
            .filter(|operation| operation.path == path)
            .map(|operation| operation.method.as_str())
            .collect();
        let some = operations.iter().find(|operation| operation.path == path).unwrap();
        let concrete = some.path_with(|_| "0192f3a1-7c5e-7b2a-9d41-3f6c2b8e5a10".to_owned());
        for method in ["GET", "POST", "PUT", "PATCH", "DELETE", "TRACE", "BREW"] {
            if here.contains(&method) {
                continue;
            }
            let admin = Account::admin();
            let refused = http.call(method, &concrete).by(&admin).send().await;
            let refused = refused.problem(405, "method-not-allowed");
            let allow: Vec<&str> = refused.header("allow").split(',').map(str::trim).collect();
            for method in &here {
                assert!(allow.contains(method), "{path}: {allow:?}");
            }
            assert!(!allow.contains(&method), "{path}: {allow:?}");
        }
    }
}

async fn a_head_is_a_get_without_a_body(store: TestStore) {
    let program = Program::start(&store).await;
    let http = program.http();
    for path in ["/v1/courses", "/v1/subjects", "/livez", "/openapi.json"] {
        let head = http.call("HEAD", path).send().await.expect(200);
        let get = http.get(path).send().await;
        assert_eq!(head.text, "");
        assert_eq!(head.header("content-type"), get.header("content-type"), "{path}");
        assert!(!head.header("x-request-id").is_empty());
    }
    let gone = http.call("HEAD", "/v1/courses/by-slug/nowhere").send().await;
    assert_eq!((gone.status, gone.text.as_str()), (404, ""));
}

async fn an_address_that_is_too_long_is_refused(store: TestStore) {
    let program = Program::start(&store).await;
    let http = program.http();
    let long = "q".repeat(9_000);
    let refused = http.get(&format!("/v1/courses?q={long}")).send().await;
    refused.problem(414, "uri-too-long");
    let refused = http.get(&format!("/v1/courses/by-slug/{long}")).send().await;
    assert!(refused.problem(414, "uri-too-long").text.len() < 1024);
    let many: Vec<String> = (0..1_000).map(|n| format!("&p{n}=1")).collect();
    let refused = http.get(&format!("/v1/courses?limit=1{}", many.concat())).send().await;
    let refused = refused.problem(400, "unknown-parameter");
    assert!(refused.text.len() < 200_000, "{}", refused.text.len());
    let words = http.get(&format!("/v1/courses?q={}", "w".repeat(201))).send().await;
    assert_eq!(words.problem(400, "invalid-request").pointers(), ["/query/q"]);
}
