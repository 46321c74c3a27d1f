//! Files that are sent, and the jobs that bring them in.

use courses_testkit::build::{Make, Save as _};

use crate::school::{ADMIN, School, TEACHER};

const PATH: &str = "/v1/imports?format=uiuc_csv";

#[tokio::test]
async fn a_file_becomes_a_job_to_look_at() {
    let school = School::new();
    let ask = || school.post(PATH).by(ADMIN).header("idempotency-key", "import-1");
    let sent = ask().file("text/csv; charset=utf-8", "a,b\n1,2\n").gets(202).await;
    let job = sent.json();
    assert_eq!((&job["status"], &job["bytes"]), (&"queued".into(), &8.into()));
    assert_eq!((&job["complete"], &job["gone"]["round"]), (&false.into(), &().into()));
    let address = sent.header("location").unwrap().to_owned();

    let read = school.get(&address).by(ADMIN).gets(200).await;
    assert_eq!(read.json(), job);
    school.get(&address).by(ADMIN).header("if-none-match", read.tag()).gets(304).await;
    let rejects = school.get(&format!("{address}/rejects")).by(ADMIN).gets(200).await;
    assert_eq!(rejects.json()["items"], serde_json::json!([]));

    let again = ask().file("text/csv", "a,b\n1,2\n").gets(202).await;
    assert_eq!((again.header("idempotent-replayed"), again.json()), (Some("true"), job));
    let other = ask().file("text/csv", "a,b\n1,3\n").gets(422).await;
    assert_eq!(other.code(), "idempotency-key-reused");
    let list = school.get("/v1/jobs").by(ADMIN).gets(200).await.json();
    assert_eq!(list["items"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_file_may_be_the_whole_of_its_source() {
    let school = School::new();
    let whole = format!("{PATH}&complete=true");
    let job = school.post(&whole).by(ADMIN).file("text/csv", "a\n").gets(202).await.json();
    assert_eq!(job["complete"], true);
    let unclear = format!("{PATH}&complete=perhaps");
    let refused = school.post(&unclear).by(ADMIN).file("text/csv", "a\n").gets(400).await;
    assert_eq!(refused.pointers(), ["/query/complete"]);
}

#[tokio::test]
async fn what_is_no_file_of_a_known_format_is_refused() {
    let school = School::new();
    let json = school.post(PATH).by(ADMIN).file("application/json", "{}").gets(415).await;
    assert_eq!(json.code(), "unsupported-media-type");
    for path in ["/v1/imports", "/v1/imports?format=olx"] {
        let unknown = school.post(path).by(ADMIN).file("text/csv", "a\n").gets(400).await;
        assert_eq!(unknown.pointers(), ["/query/format"], "{path}");
    }
    let large = (64 * 1024 * 1024 + 1).to_string();
    let ask = school.post(PATH).by(ADMIN).file("text/csv", "a\n").header("content-length", &large);
    assert_eq!(ask.gets(413).await.code(), "too-large");
    let list = school.get("/v1/jobs").by(ADMIN).gets(200).await.json();
    assert_eq!(list["items"], serde_json::json!([]));
}

#[tokio::test]
async fn only_administrators_have_anything_to_do_with_jobs() {
    let school = School::new();
    school.post(PATH).by(TEACHER).file("text/csv", "a\n").gets(403).await;
    let nobody = "/v1/jobs/0192f3e0-6c1d-7f00-8b2a-5d4c3b2a1907";
    school.get(nobody).by(TEACHER).gets(403).await;
    for path in [nobody.to_owned(), format!("{nobody}/rejects")] {
        assert_eq!(school.get(&path).by(ADMIN).gets(404).await.code(), "not-found");
    }
}

#[tokio::test]
async fn staff_reads_who_said_the_fields_of_a_course() {
    let (school, mut make) = (School::new(), Make::new(1));
    let (known, plain) = (make.rich_course(), make.course("By people"));
    school.seed([known.clone().save(), plain.clone().save()]).await;
    let path = |id| format!("/v1/courses/{id}/provenance");
    let read = school.get(&path(known.id)).by(ADMIN).gets(200).await;
    let data = read.json()["items"].as_array().unwrap().clone();
    assert_eq!(data.len(), known.provenance.len());
    assert_eq!((&data[0]["field"], &data[0]["source"]), (&"/title".into(), &"edx".into()));
    assert_eq!((&data[1]["source"], &data[1]["key"]), (&().into(), &().into()));
    assert!(data[1]["account_id"].is_string());
    school.get(&path(known.id)).by(ADMIN).header("if-none-match", read.tag()).gets(304).await;
    let none = school.get(&path(plain.id)).by(ADMIN).gets(200).await.json();
    assert_eq!(none["items"], serde_json::json!([]));
    let hidden = school.get(&path(known.id)).by(TEACHER).gets(404).await;
    assert_eq!(hidden.code(), "not-found");
}
