//! Making and changing things.

use serde_json::{Value, json};

use crate::school::{ADMIN, MODERATOR, OTHER_TEACHER, STUDENT, School, TEACHER};

#[tokio::test]
async fn whoever_makes_a_course_owns_it() {
    let school = School::new();
    let body = json!({ "title": "Introduction to Rust" });
    let made = school.post("/v1/courses").by(TEACHER).json(&body).gets(201).await;
    let draft = made.json();
    assert_eq!(draft["owner_id"], json!(TEACHER.account));
    assert_eq!(draft["slug"], "introduction-to-rust");
    assert_eq!((&draft["lifecycle"], &draft["revision"]), (&json!("draft"), &Value::Null));
    assert_eq!(made.tag(), "\"1\"");
    let location = format!("/v1/courses/{}/draft", draft["id"].as_str().unwrap());
    assert_eq!(made.header("location"), Some(location.as_str()));
    assert_eq!(school.get(&location).by(TEACHER).gets(200).await.json(), draft);

    let body = json!({ "title": "Mine", "owner_id": OTHER_TEACHER.account });
    let refused = school.post("/v1/courses").by(TEACHER).json(&body).gets(422).await;
    assert_eq!(refused.pointers(), ["/owner_id"]);
}

#[tokio::test]
async fn everything_that_is_wrong_is_said_at_once_wherever_it_is_found_out() {
    let school = School::new();
    let by_the_contract = json!({ "title": "", "slug": "No Slug", "level": "hard" });
    let answer = school.post("/v1/courses").by(TEACHER).json(&by_the_contract).gets(422).await;
    let mut pointers = answer.pointers();
    pointers.sort();
    pointers.dedup();
    assert_eq!((answer.code(), pointers.len()), ("validation-failed".to_owned(), 3));

    let by_the_domain = json!({
        "title": "  ",
        "tags": ["\t"],
        "sections": [{ "heading": "Good", "topics": [{ "heading": "Good" }, { "heading": " " }] }],
    });
    let answer = school.post("/v1/courses").by(TEACHER).json(&by_the_domain).gets(422).await;
    let mut pointers = answer.pointers();
    pointers.sort();
    assert_eq!(pointers, ["/sections/0/topics/1/heading", "/tags/0", "/title"]);

    let by_the_store = json!({ "title": "T", "subject_id": ADMIN.account });
    let answer = school.post("/v1/courses").by(TEACHER).json(&by_the_store).gets(422).await;
    assert_eq!(answer.pointers(), ["/subject_id"]);
}

#[tokio::test]
async fn roles_decide_before_the_body_is_looked_at() {
    let school = School::new();
    let nonsense = json!({ "nonsense": true });
    let answer = school.post("/v1/subjects").by(STUDENT).json(&nonsense).gets(403).await;
    assert_eq!(answer.code(), "forbidden");
    let answer = school.post("/v1/subjects").json(&nonsense).gets(401).await;
    assert_eq!(answer.code(), "unauthenticated");
    assert_eq!(answer.header("www-authenticate"), Some("Bearer"));
    school.post("/v1/subjects").by(MODERATOR).json(&nonsense).gets(422).await;
}

#[tokio::test]
async fn taken_names_are_conflicts_that_point_at_their_member() {
    let school = School::new();
    let subject = json!({ "code": "cs", "title": "Computer Science" });
    school.post("/v1/subjects").by(ADMIN).json(&subject).gets(201).await;
    let answer = school.post("/v1/subjects").by(ADMIN).json(&subject).gets(409).await;
    assert_eq!((answer.code(), answer.pointers()), ("conflict".into(), vec!["/code".into()]));

    let course = json!({ "title": "Rust", "slug": "rust" });
    school.post("/v1/courses").by(TEACHER).json(&course).gets(201).await;
    let answer = school.post("/v1/courses").by(TEACHER).json(&course).gets(409).await;
    assert_eq!((answer.code(), answer.pointers()), ("slug-taken".into(), vec!["/slug".into()]));
}

#[tokio::test]
async fn a_course_moves_through_its_life_and_says_what_is_possible() {
    let school = School::new();
    let made =
        school.post("/v1/courses").by(TEACHER).json(&json!({ "title": "Rust" })).gets(201).await;
    let course = format!("/v1/courses/{}", made.json()["id"].as_str().unwrap());

    let answer = school.post(&format!("{course}/restore")).by(TEACHER).gets(409).await;
    let problem = answer.json();
    assert_eq!(answer.code(), "illegal-transition");
    assert_eq!(problem["from"], "draft");
    assert_eq!(problem["requested"], "restore");
    assert_eq!(problem["allowed"], json!(["publish", "archive"]));

    let answer = school.post(&format!("{course}/publish")).by(TEACHER).gets(200).await;
    assert_eq!(answer.json()["revision"], 1);
    assert_eq!(answer.tag(), "\"2\"");
    let refused = school.delete(&course).by(TEACHER).header("if-match", "*").gets(409).await;
    assert_eq!(refused.code(), "illegal-transition");
    for (step, lifecycle) in
        [("unpublish", "unpublished"), ("archive", "archived"), ("restore", "unpublished")]
    {
        let answer = school.post(&format!("{course}/{step}")).by(TEACHER).gets(200).await;
        assert_eq!(answer.json()["lifecycle"], lifecycle);
    }
}

#[tokio::test]
async fn a_run_shows_what_its_fields_and_the_clock_make_of_it() {
    let school = School::new();
    let made =
        school.post("/v1/courses").by(TEACHER).json(&json!({ "title": "Rust" })).gets(201).await;
    let runs = format!("/v1/courses/{}/runs", made.json()["id"].as_str().unwrap());
    let body = json!({
        "key": "spring",
        "starts_at": "2026-02-01T10:00:00+03:00",
        "meetings": [{ "weekdays": ["friday", "monday"], "start_time": "18:00", "end_time": "19:00" }],
    });
    let made = school.post(&runs).by(TEACHER).json(&body).gets(201).await;
    let run = made.json();
    assert_eq!((&run["status"], &run["availability"]), (&json!("planned"), &json!("not_yet_open")));
    assert_eq!(run["meetings"][0]["weekdays"], json!(["monday", "friday"]));
    assert!(run["starts_at"].as_str().unwrap().starts_with("2026-02-01T07:00:00"));

    let address = made.header("location").unwrap();
    let opened = school.post(&format!("{address}/open")).by(TEACHER).gets(200).await;
    assert_eq!((opened.tag(), &opened.json()["availability"]), ("\"2\"", &json!("open")));
    let again = school.post(&format!("{address}/open")).by(TEACHER).gets(409).await;
    assert_eq!(again.json()["allowed"], json!(["close", "cancel", "complete"]));
    let taken = school.post(&runs).by(TEACHER).json(&body).gets(409).await;
    assert_eq!(taken.pointers(), ["/key"]);
}

#[tokio::test]
async fn a_draft_is_replaced_or_patched_as_a_whole_or_not_at_all() {
    let school = School::new();
    let body = json!({ "title": "Rust", "summary": "Short", "tags": ["a"] });
    let made = school.post("/v1/courses").by(TEACHER).json(&body).gets(201).await;
    let draft = made.header("location").unwrap();

    let patch = json!({ "summary": null, "sections": [{ "heading": "One" }] });
    let patched =
        school.patch(draft).by(TEACHER).header("if-match", made.tag()).json(&patch).gets(200).await;
    assert_eq!(patched.json()["summary"], Value::Null);
    assert_eq!(patched.json()["sections"][0]["heading"], "One");

    let whole = json!({ "title": "Rust 2", "level": "all", "language": "en" });
    let replace = school.put(draft).by(TEACHER).header("if-match", patched.tag()).json(&whole);
    let replaced = replace.gets(200).await;
    assert_eq!(replaced.json()["sections"], json!([]));
    assert_eq!((&replaced.json()["version"], replaced.tag()), (&json!(3), "\"3\""));
    assert_eq!(replaced.json()["course_version"], 1);

    let foreign = json!({ "sections": [{ "id": TEACHER.account, "heading": "Stolen" }] });
    let refused =
        school.patch(draft).by(TEACHER).header("if-match", "*").json(&foreign).gets(422).await;
    assert_eq!(refused.pointers(), ["/sections/0/id"]);
}
