//! Operators of a database where a text belongs.

use serde_json::{Value, json};

use crate::support::{Account, Document, Program, TestStore, any_id, logged_events};

on_each_store!(
    an_operator_in_place_of_a_text_is_refused_where_it_stands,
    an_operator_in_an_address_finds_nothing,
);

/// Pointers to every text below `value`.
fn texts(value: &Value, at: &str, found: &mut Vec<String>) {
    match value {
        Value::String(_) => found.push(at.to_owned()),
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                texts(item, &format!("{at}/{index}"), found);
            }
        }
        Value::Object(members) => {
            for (name, member) in members {
                texts(member, &format!("{at}/{name}"), found);
            }
        }
        _ => {}
    }
}

async fn an_operator_in_place_of_a_text_is_refused_where_it_stands(store: TestStore) {
    let mut program = Program::start(&store).await;
    let admin = Account::admin();
    let http = program.http();
    let document = Document::read(&store).await;
    let mut tried = 0;
    for operation in document.operations() {
        for (_, example) in document.examples(&operation) {
            if example.is_string() {
                continue; // a file, which has no place for an operator
            }
            let mut places = Vec::new();
            texts(&example, "", &mut places);
            let path = operation.path_with(|_| any_id().to_string());
            for place in places {
                let mut body = example.clone();
                *body.pointer_mut(&place).unwrap() = json!({ "$gt": "" });
                let mut call = http.call(&operation.method, &path).by(&admin);
                if operation.takes_header("If-Match") {
                    call = call.header("if-match", "\"1\"");
                }
                let refused = call.json(&body).send().await.problem(422, "validation-failed");
                let pointers = refused.pointers();
                // Which form a union has is not known once it is broken.
                let named = pointers.contains(&place)
                    || place.starts_with("/content") && pointers.iter().any(|it| it == "/content");
                assert!(named, "{} {place}: {pointers:?}", operation.id);
                tried += 1;
            }
        }
    }
    assert!(tried > 50, "{tried}");
    program.stop().await;
    assert!(logged_events(&store).await.is_empty());
}

async fn an_operator_in_an_address_finds_nothing(store: TestStore) {
    let program = Program::start(&store).await;
    let http = program.http();
    let operator = "%7B%22%24gt%22%3A%22%22%7D";
    for path in
        ["/v1/courses/", "/v1/courses/by-slug/", "/v1/lessons/", "/v1/runs/", "/v1/subjects/"]
    {
        http.get(&format!("{path}{operator}")).send().await.problem(404, "not-found");
    }
    http.get(&format!("/v1/courses/by-key/uni/{operator}")).send().await.problem(404, "not-found");
    let asked = http.get("/v1/courses?q[$gt]=&subject[$ne]=x").send().await;
    let asked = asked.problem(400, "unknown-parameter");
    assert_eq!(asked.pointers(), ["/query/q[$gt]", "/query/subject[$ne]"]);
    for words in
        ["%22%29%20OR%201%3D1%20--", "%24where%3A1", "a*%20NEAR%20%22b", "%5C%27%3B%00", "%25_"]
    {
        let page = http.get(&format!("/v1/courses?q={words}")).send().await;
        assert!([200, 400].contains(&page.status), "{page:#?}");
        if page.status == 200 {
            assert_eq!(page.json()["items"], json!([]));
        }
    }
}
