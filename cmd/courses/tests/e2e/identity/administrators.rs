//! The first administrator, and the log of what administrators do.

use serde_json::json;

use super::people::block;
use crate::support::{
    Cli, Finished, Person, Program, TestStore, Tokens, sign_in, tamper_with_audit,
};

on_each_store!(
    the_first_administrator_comes_from_the_command_line_and_makes_others,
    a_record_of_the_audit_log_that_was_changed_is_found,
);

const SECRET: &str = "nine orange badgers";

async fn admin_create(store: &TestStore, email: &str) -> Finished {
    let file = store.folder().join("password");
    std::fs::write(&file, format!("{SECRET}\n")).unwrap();
    let arguments = ["admin", "create", "--email", email, "--password-file", "password"];
    Cli::new(store, arguments).run().await
}

async fn the_first_administrator_comes_from_the_command_line_and_makes_others(store: TestStore) {
    if store.is_mongodb() {
        Cli::new(&store, ["migrate"]).run().await.good();
    }
    let made = admin_create(&store, "root@example.org").await.good();
    assert!(!made.stdout.contains(SECRET) && !made.stderr.contains(SECRET), "{made:#?}");
    let program = Program::start(&store).await;
    let http = program.http();
    let admin = sign_in(&http, "ROOT@example.org", SECRET).send().await.expect(200).json();
    let admin = Tokens::of(&admin).access;
    let person = Person::register(&http, "ada@example.org").await;
    let path = format!("/v1/accounts/{}", person.id);
    let read = http.get(&path).bearer(&admin).send().await.expect(200);
    let call = http.put(&format!("{path}/roles")).bearer(&admin);
    let call = call.header("if-match", read.header("etag"));
    let given = call.json(&json!({ "roles": ["moderator", "teacher"] })).send().await.expect(200);
    assert_eq!(given.json()["roles"], json!(["student", "teacher", "moderator"]));
    let me = http.get("/v1/me").bearer(&admin).send().await.expect(200);
    let own = me.json()["id"].as_str().unwrap().to_owned();
    let call = http.put(&format!("/v1/accounts/{own}/roles")).bearer(&admin);
    let call = call.header("if-match", me.header("etag")).json(&json!({ "roles": [] }));
    call.send().await.problem(409, "conflict");
    let call = http.post(&format!("/v1/accounts/{own}/block")).bearer(&admin);
    call.send().await.problem(409, "conflict");

    let audit = http.get("/v1/audit").bearer(&admin).send().await.expect(200).json();
    let mut lines: Vec<(String, String)> = audit["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| {
            assert!(line["action"] == "admin_created" || line["actor"] == own.as_str(), "{line}");
            let text = |name: &str| line[name].as_str().unwrap_or_default().to_owned();
            (text("action"), text("detail"))
        })
        .collect();
    lines.reverse();
    let said: Vec<(&str, &str)> = lines.iter().map(|it| (it.0.as_str(), it.1.as_str())).collect();
    assert_eq!(said[0].0, "admin_created", "{said:?}");
    assert!(said.contains(&("account_read", "")), "{said:?}");
    assert!(said.contains(&("role_granted", "teacher")), "{said:?}");
    assert!(said.contains(&("role_granted", "moderator")), "{said:?}");
    let text = audit.to_string();
    assert!(!text.contains("example.org") && !text.contains("Ada Henson"), "{text}");

    drop(program);
    let taken = admin_create(&store, "Ada@example.org").await;
    assert_eq!(taken.code, Some(1), "{taken:#?}");
}

async fn a_record_of_the_audit_log_that_was_changed_is_found(store: TestStore) {
    let mut program = Program::start(&store).await;
    let http = program.http();
    for name in ["ada", "ben", "cyd"] {
        block(&http, &Person::register(&http, &format!("{name}@example.org")).await).await;
    }
    program.stop().await;
    let verify = || Cli::new(&store, ["audit", "verify", "--output", "json"]).run();
    let whole = verify().await.good().json();
    assert_eq!((&whole["whole"], &whole["sequence"]), (&json!(true), &json!(3)));
    tamper_with_audit(&store).await;
    let broken = verify().await;
    assert_eq!((broken.code, &broken.json()["whole"]), (Some(1), &json!(false)));
    assert!(broken.json()["fault"].as_str().unwrap().contains('2'), "{broken:#?}");
}
