//! What administrators see and do, and what remains of it in the audit log.

use serde_json::{Value, json};

use crate::school::{ADMIN, School};

#[tokio::test]
async fn accounts_are_found_by_the_beginning_of_name_or_address() {
    let school = School::new();
    let ada = school.register_as("ada@example.org", "teacher").await;
    school.register("grace@example.org").await;
    let list = |query: &str| school.get(&format!("/v1/accounts{query}")).by(ADMIN);
    let emails = |page: Value| -> Vec<String> {
        let items = page["items"].as_array().unwrap().clone();
        items.iter().map(|it| it["email"].as_str().unwrap().to_owned()).collect()
    };
    let all = emails(list("").gets(200).await.json());
    assert_eq!(all, ["grace@example.org", "ada@example.org"]);
    assert_eq!(emails(list("?q=ADA").gets(200).await.json()), ["ada@example.org"]);
    assert_eq!(emails(list("?role=teacher").gets(200).await.json()), ["ada@example.org"]);
    assert!(emails(list("?status=blocked").gets(200).await.json()).is_empty());
    let page = list("?limit=1&q=a").gets(200).await.json();
    assert_eq!(page["items"][0]["id"], json!(ada.account));
    let page = list("?limit=1").gets(200).await.json();
    let cursor = page["page"]["next_cursor"].as_str().unwrap();
    let other = list(&format!("?cursor={cursor}&q=a")).gets(400).await;
    assert_eq!(other.code(), "invalid-cursor");
    assert_eq!(list("?role=king").gets(400).await.pointers(), ["/query/role"]);
}

#[tokio::test]
async fn a_blocked_account_is_out_until_it_is_let_in() {
    let school = School::new();
    let ada = school.register("ada@example.org").await;
    let path = format!("/v1/accounts/{}", ada.account);
    let act = |verb: &str| school.post(&format!("{path}/{verb}")).by(ADMIN);
    let blocked = act("block").header("idempotency-key", "a-random-key").gets(200).await;
    assert_eq!(blocked.json()["status"], "blocked");
    let again = act("block").header("idempotency-key", "a-random-key").gets(200).await;
    assert_eq!(again.header("idempotent-replayed"), Some("true"));
    assert_eq!(
        (again.body, again.headers["etag"].clone()),
        (blocked.body, blocked.headers["etag"].clone())
    );
    let problem = act("block").gets(409).await;
    assert_eq!(
        (problem.code(), problem.json()["allowed"].clone()),
        ("illegal-transition".to_owned(), json!(["unblock"]))
    );
    let body = json!({ "refresh_token": ada.refresh });
    school.post("/v1/auth/refresh").json(&body).gets(401).await;
    assert_eq!(act("unblock").gets(200).await.json()["status"], "active");
}

#[tokio::test]
async fn nobody_shuts_himself_out() {
    let school = School::new();
    let admin = school.register_as("root@example.org", "admin").await;
    let path = format!("/v1/accounts/{}", admin.account);
    let block = school.post(&format!("{path}/block")).bearing(&admin.access).gets(409).await;
    assert_eq!(block.code(), "conflict");
    let roles = json!({ "roles": ["moderator"] });
    let ask = school.put(&format!("{path}/roles")).bearing(&admin.access).header("if-match", "*");
    assert_eq!(ask.json(&roles).gets(409).await.code(), "conflict");
}

#[tokio::test]
async fn roles_are_given_and_taken_as_a_whole_under_the_version() {
    let school = School::new();
    let ada = school.register("ada@example.org").await;
    let path = format!("/v1/accounts/{}/roles", ada.account);
    let set = |tag: &str, roles: Value| {
        let body = json!({ "roles": roles });
        school.put(&path).by(ADMIN).header("if-match", tag).json(&body)
    };
    let given = set("\"1\"", json!(["student", "moderator", "teacher"])).gets(200).await;
    assert_eq!(given.json()["roles"], json!(["student", "teacher", "moderator"]));
    set("\"1\"", json!([])).gets(412).await;
    let taken = set(given.tag(), json!([])).gets(200).await;
    assert_eq!(taken.json()["roles"], json!(["student"]));
    assert_eq!(set("*", json!(["king"])).gets(422).await.pointers(), ["/roles/0"]);
}

#[tokio::test]
async fn everything_an_administrator_does_with_people_is_written_down() {
    let school = School::new();
    let ada = school.register("ada@example.org").await;
    let path = format!("/v1/accounts/{}", ada.account);
    school.get(&path).by(ADMIN).header("x-request-id", "looking-at-ada").gets(200).await;
    school.get("/v1/accounts?q=ada").by(ADMIN).gets(200).await;
    let roles = json!({ "roles": ["teacher"] });
    let ask = school.put(&format!("{path}/roles")).by(ADMIN).header("if-match", "*");
    ask.json(&roles).gets(200).await;
    school.post(&format!("{path}/block")).by(ADMIN).gets(200).await;
    let answer = school.get("/v1/audit").by(ADMIN).gets(200).await;
    let log = answer.json();
    let lines: Vec<(&str, &Value)> = log["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| (it["action"].as_str().unwrap(), &it["detail"]))
        .collect();
    let null = &Value::Null;
    let wanted = [
        ("account_blocked", null),
        ("role_granted", &json!("teacher")),
        ("accounts_listed", null),
        ("account_read", null),
    ];
    assert_eq!(lines, wanted);
    let read = &log["items"][3];
    assert_eq!((&read["sequence"], &read["request_id"]), (&json!(1), &json!("looking-at-ada")));
    assert_eq!((&read["actor"], &read["subject"]), (&json!(ADMIN.account), &json!(ada.account)));
    assert_eq!(read["hash"].as_str().unwrap().len(), 64);
    assert!(!answer.text().contains("example.org"));

    let filtered = school.get("/v1/audit?action=audit_read&limit=1").by(ADMIN).gets(200).await;
    assert_eq!(filtered.json()["items"][0]["sequence"], 5);
    let page = school.get("/v1/audit?limit=2").by(ADMIN).gets(200).await.json();
    let cursor = page["page"]["next_cursor"].as_str().unwrap();
    let next = school.get(&format!("/v1/audit?limit=2&cursor={cursor}")).by(ADMIN).gets(200).await;
    assert_eq!(next.json()["items"][0]["sequence"], 4);
}

#[tokio::test]
async fn nobody_else_can_tell_accounts_that_exist_from_others() {
    let school = School::new();
    let ada = school.register("ada@example.org").await;
    let mut bodies = Vec::new();
    for id in [ada.account.as_str(), "0192f3ff-0000-7000-8000-000000000001"] {
        let ask = school.get(&format!("/v1/accounts/{id}")).bearing(&ada.access);
        let answer = ask.header("x-request-id", "the-same-id").gets(403).await;
        bodies.push(answer.text().replace(id, "ID"));
    }
    assert_eq!(bodies[0], bodies[1]);
}
