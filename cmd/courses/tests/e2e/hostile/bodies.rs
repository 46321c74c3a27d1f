//! Bodies that are no bodies.

use serde_json::json;

use crate::support::{Account, Answer, Program, TestStore, logged_events};

on_each_store!(
    a_body_that_cannot_be_read_is_a_bad_request,
    texts_come_back_as_they_were_or_are_refused,
    a_body_of_another_media_type_is_refused_by_name,
    an_answer_that_the_caller_does_not_take_is_not_made,
    numbers_outside_of_their_range_are_refused,
);

async fn a_body_that_cannot_be_read_is_a_bad_request(store: TestStore) {
    let mut program = Program::start(&store).await;
    let teacher = Account::teacher();
    let http = program.http();
    let nested = |depth: usize| {
        let (open, close) = ("[".repeat(depth), "]".repeat(depth));
        format!(r#"{{"title":"x","tags":{open}{close}}}"#).into_bytes()
    };
    let objects = |depth: usize| {
        format!("{}1{}", r#"{"title":"#.repeat(depth), "}".repeat(depth)).into_bytes()
    };
    let bodies: Vec<Vec<u8>> = vec![
        b"".to_vec(),
        b" \r\n\t".to_vec(),
        b"{".to_vec(),
        b"{}{}".to_vec(),
        br#"{"title":"x",}"#.to_vec(),
        br#"{"title":"x"#.to_vec(),
        br"{'title':'x'}".to_vec(),
        br#"{"title":NaN}"#.to_vec(),
        br#"{"title":"\ud800"}"#.to_vec(),
        b"title=x".to_vec(),
        b"\xff\xfe{\x00}\x00".to_vec(),
        b"{\"title\":\"\xff\"}".to_vec(),
        b"{\"title\":\"\xed\xa0\x80\"}".to_vec(),
        b"{\"title\":\"x\0\"}".to_vec(),
        b"\0\0\0\0".to_vec(),
        br#"{"title":"One","title":"Two"}"#.to_vec(),
        br#"{"title":"x","credits":{"min":1,"max":2,"min":3}}"#.to_vec(),
        nested(100),
        nested(100_000),
        objects(100),
        objects(50_000),
    ];
    for body in bodies {
        let shown = String::from_utf8_lossy(&body[..body.len().min(80)]).into_owned();
        let call = http.post("/v1/courses").by(&teacher).raw(body);
        let refused: Answer = call.send().await;
        assert_eq!(
            (refused.status, refused.code().as_str()),
            (400, "invalid-request"),
            "{shown}: {refused:#?}"
        );
        assert!(refused.text.len() < 1024, "{shown}");
    }
    for body in ["null", "[]", "\"text\"", "7", "true"] {
        let call = http.post("/v1/courses").by(&teacher).raw(body);
        let refused = call.send().await.problem(422, "validation-failed");
        assert_eq!(refused.pointers(), [""], "{body}");
    }
    program.stop().await;
    assert!(logged_events(&store).await.is_empty());
}

async fn texts_come_back_as_they_were_or_are_refused(store: TestStore) {
    let program = Program::start(&store).await;
    let teacher = Account::teacher();
    let http = program.http();
    let post =
        |title: &str| http.post("/v1/courses").by(&teacher).json(&json!({ "title": title })).send();
    for title in [
        "<script>alert(1)</script>",
        "Robert'); DROP TABLE courses;--",
        "$where: sleep(1000)",
        "../../etc/passwd",
        "%00%0a",
        "${jndi:ldap://x}",
        "emoji 👩‍👩‍👧‍👦 and ạ̈ and שלום",
        "\u{202e}right to left",
    ] {
        let made = post(title).await.expect(201).json();
        assert_eq!(made["title"], title);
        let path = format!("/v1/courses/{}/draft", made["id"].as_str().unwrap());
        let read = http.get(&path).by(&teacher).send().await.expect(200).json();
        assert_eq!(read["title"], title);
    }
    for title in ["nul\0inside", "\0", "bell\u{7}", "escape\u{1b}[2J"] {
        let refused = post(title).await.problem(422, "validation-failed");
        assert_eq!(refused.pointers(), ["/title"], "{title:?}");
    }
}

async fn a_body_of_another_media_type_is_refused_by_name(store: TestStore) {
    let program = Program::start(&store).await;
    let teacher = Account::teacher();
    let http = program.http();
    for media in [
        "text/plain",
        "application/xml",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/merge-patch+json",
        "application/json; charset=utf-16",
        "application/jsonx",
        "*/*",
        "",
    ] {
        let call = http.post("/v1/courses").by(&teacher).header("content-type", media);
        let refused = call.raw(r#"{"title":"x"}"#).send().await;
        refused.problem(415, "unsupported-media-type");
    }
    let path = "/v1/courses/0192f3a1-7c5e-7b2a-9d41-3f6c2b8e5a10";
    let call = http.patch(path).by(&teacher).header("content-type", "application/json");
    let refused = call.header("if-match", "\"1\"").raw(r#"{"tags":[]}"#).send().await;
    let refused = refused.problem(415, "unsupported-media-type");
    assert_eq!(refused.header("accept-patch"), "application/merge-patch+json");
    let call = http.post("/v1/courses").by(&teacher).header("content-encoding", "gzip");
    call.raw(r#"{"title":"x"}"#).send().await.problem(415, "unsupported-media-type");
    for media in ["application/json", "APPLICATION/JSON; charset=\"UTF-8\""] {
        let call = http.post("/v1/courses").by(&teacher).header("content-type", media);
        call.raw(r#"{"title":"x"}"#).send().await.expect(201);
    }
}

async fn an_answer_that_the_caller_does_not_take_is_not_made(store: TestStore) {
    let program = Program::start(&store).await;
    let http = program.http();
    for accept in ["text/html", "application/xml", "application/json;q=0"] {
        let refused = http.get("/v1/courses").header("accept", accept).send().await;
        refused.problem(406, "not-acceptable");
    }
    for accept in ["*/*", "application/*", "text/html, application/json;q=0.1"] {
        http.get("/v1/courses").header("accept", accept).send().await.expect(200);
    }
}

async fn numbers_outside_of_their_range_are_refused(store: TestStore) {
    let program = Program::start(&store).await;
    let teacher = Account::teacher();
    let http = program.http();
    for number in ["-1", "1e400", "100001", "9223372036854775808", "1.5", "-0.5", "1e-5"] {
        let body = format!(r#"{{"title":"x","credits":{{"min":0,"max":{number}}}}}"#);
        let refused = http.post("/v1/courses").by(&teacher).raw(body).send().await;
        if number == "1e400" {
            // No number of any computer.
            assert!([400, 422].contains(&refused.status), "{refused:#?}");
            continue;
        }
        let mut pointers = refused.problem(422, "validation-failed").pointers();
        // It can break more than one rule.
        pointers.dedup();
        assert_eq!(pointers, ["/credits/max"], "{number}");
    }
    let whole = r#"{"title":"x","credits":{"min":1e2,"max":3.0e2}}"#;
    let made = http.post("/v1/courses").by(&teacher).raw(whole).send().await.expect(201);
    assert_eq!(made.json()["credits"], json!({ "min": 100, "max": 300 }));
}
