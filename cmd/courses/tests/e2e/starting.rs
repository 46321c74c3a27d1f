//! How the program starts, and how it says why it does not.

use std::os::unix::fs::PermissionsExt as _;
use std::time::{Duration, Instant};

use serde_json::json;
use tokio::io::{AsyncBufReadExt as _, BufReader};

use crate::support::{Account, Cli, Finished, KEY, Program, TestStore};

on_each_store!(
    the_schema_can_be_brought_up_to_date_twice,
    the_doctor_finds_what_is_good_and_what_is_not,
    a_token_of_the_command_line_opens_the_service,
    the_health_check_tells_a_ready_service_from_one_that_is_gone,
);

/// One line for people, nothing for programs, and no secret.
#[track_caller]
fn assert_refused(finished: &Finished, code: i32, named: &[&str]) {
    assert_eq!(finished.code, Some(code), "{finished:#?}");
    let said: Vec<&str> =
        finished.stderr.lines().filter(|line| line.starts_with("courses: ")).collect();
    assert_eq!(said.len(), 1, "{finished:#?}");
    for word in named {
        assert!(said[0].contains(word), "`{word}` is not in {}", said[0]);
    }
    assert_eq!(finished.stdout, "");
    let secret = KEY.1.lines().nth(1).unwrap();
    assert!(!finished.stderr.contains(secret), "{finished:#?}");
}

#[tokio::test]
async fn a_setting_that_nobody_knows_ends_with_64_and_one_line() {
    let store = TestStore::sqlite();
    let finished = Cli::new(&store, ["serve", "--set", "http.lisen=127.0.0.1:0"]).run().await;
    assert_refused(&finished, 64, &["http.lisen", "command line", "http.listen"]);
    assert_eq!(finished.stderr.lines().count(), 1);

    let finished = Cli::new(&store, ["serve"]).variable("COURSES_HTTP__LISEN", "x").run().await;
    assert_refused(&finished, 64, &["COURSES_HTTP__LISEN", "COURSES_HTTP__LISTEN"]);

    let file = store.folder().join("mine.yaml");
    std::fs::write(&file, "http:\n  max_body: enormous\n").unwrap();
    let arguments = ["serve", "--config", file.to_str().unwrap()];
    let finished = Cli::new(&store, arguments).run().await;
    assert_refused(&finished, 64, &["http.max_body", "mine.yaml"]);

    let finished = Cli::new(&store, ["serve", "--config", "missing.yaml"]).run().await;
    assert_refused(&finished, 64, &["missing.yaml"]);
    let finished = Cli::new(&store, ["serve", "--set", "shutdown.drain_delay=1h"]).run().await;
    assert_refused(&finished, 64, &["shutdown.drain_delay", "shutdown.deadline"]);
    let finished = Cli::new(&store, ["serve", "--store", "postgres://x"]).run().await;
    assert_refused(&finished, 64, &["store.url"]);
}

#[tokio::test]
async fn an_address_that_is_taken_ends_with_69() {
    let store = TestStore::sqlite();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    for key in ["http.listen", "http.ops_listen"] {
        let setting = format!("{key}={address}");
        let finished = Cli::new(&store, ["serve", "--set", &setting]).run().await;
        assert_refused(&finished, 69, &[key, &address]);
    }
}

#[tokio::test]
async fn a_mongodb_that_is_away_ends_with_69_in_its_time() {
    let store = TestStore::sqlite();
    let away = "mongodb://admin:hunter2@127.0.0.1:1/?replicaSet=rs0";
    for command in ["serve", "migrate"] {
        let begun = Instant::now();
        let arguments = [command, "--set", "store.connect_timeout=1s", "--store", away];
        let patience = ["--set", "store.start_timeout=1s"];
        let finished = Cli::new(&store, arguments.iter().chain(&patience)).run().await;
        assert_refused(&finished, 69, &["store.url"]);
        assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
        assert!(!finished.stderr.contains("hunter2"), "{finished:#?}");
    }
}

#[tokio::test]
async fn a_service_that_waits_for_its_store_can_be_told_to_stop() {
    let store = TestStore::sqlite();
    let away = ["serve", "--set", "store.connect_timeout=1s", "--store", "mongodb://127.0.0.1:1"];
    let mut child = Cli::new(&store, away).spawn();
    let mut log = BufReader::new(child.stderr.take().unwrap()).lines();
    while let Some(line) = log.next_line().await.unwrap() {
        if line.contains("waiting for it") {
            break;
        }
    }
    let kill = format!("kill -s TERM {}", child.id().expect("it waits"));
    let status = std::process::Command::new("sh").args(["-c", &kill]).status().unwrap();
    assert!(status.success());
    assert_eq!(child.wait().await.unwrap().code(), Some(0));
}

#[tokio::test]
async fn mongodb_without_a_signing_key_ends_with_64() {
    let store = TestStore::sqlite();
    let serve = ["serve", "--store", "mongodb://127.0.0.1:1/?replicaSet=rs0"];
    let finished = Cli::new(&store, serve).without("COURSES_AUTH__SIGNING_KEY_FILE").run().await;
    assert_refused(&finished, 64, &["auth.key_ring", "COURSES_AUTH__SIGNING_KEY_FILE"]);
}

#[tokio::test]
async fn a_signing_key_that_is_none_ends_with_64_and_is_not_repeated() {
    let store = TestStore::sqlite();
    let serve = Cli::new(&store, ["serve"]).without("COURSES_AUTH__SIGNING_KEY_FILE");
    let finished = serve.variable("COURSES_AUTH__SIGNING_KEY", "correct horse").run().await;
    assert_refused(&finished, 64, &["auth.signing_key"]);
    assert!(!finished.stderr.contains("correct horse"), "{finished:#?}");
    let serve = Cli::new(&store, ["serve"]);
    let finished = serve.variable("COURSES_AUTH__SIGNING_KEY_FILE", "missing.pem").run().await;
    assert_refused(&finished, 64, &["missing.pem"]);
}

#[tokio::test]
async fn a_folder_that_cannot_be_written_ends_with_69() {
    let store = TestStore::sqlite();
    let finished = Cli::new(&store, ["serve", "--store", "sqlite:/dev/null/data"]).run().await;
    assert_refused(&finished, 69, &["/dev/null/data"]);
}

#[tokio::test]
async fn a_command_line_that_is_wrong_ends_with_64_and_help_with_0() {
    let store = TestStore::sqlite();
    for wrong in
        [vec!["sevre"], vec![], vec!["token", "--role", "king"], vec!["import", "uiuc-csv"]]
    {
        let finished = Cli::new(&store, &wrong).run().await;
        assert_eq!(finished.code, Some(64), "{wrong:?} {finished:#?}");
        assert_eq!(finished.stdout, "");
    }
    for arguments in [vec!["--help"], vec!["serve", "--help"], vec!["--version"]] {
        let finished = Cli::new(&store, &arguments).run().await.good();
        assert!(finished.stdout.contains("courses"), "{finished:#?}");
    }
    for shell in ["bash", "zsh", "fish"] {
        let finished = Cli::new(&store, ["completions", shell]).run().await.good();
        assert!(finished.stdout.contains("healthcheck"), "{shell}");
    }
}

#[tokio::test]
async fn the_configuration_can_be_looked_at_without_telling_secrets() {
    let store = TestStore::sqlite();
    let secret = "mongodb://admin:hunter2@db.example.org/?replicaSet=rs0";
    let print = Cli::new(&store, ["config", "print"]).variable("COURSES_STORE__URL", secret);
    let printed = print.run().await.good();
    assert!(printed.stdout.contains("url: '***'"), "{printed:#?}");
    assert!(printed.stdout.contains("signing_key: '***'"), "{printed:#?}");
    let told = format!("{}{}", printed.stdout, printed.stderr);
    let key = KEY.1.lines().nth(1).unwrap();
    assert!(!told.contains("hunter2") && !told.contains(key), "{told}");

    Cli::new(&store, ["config", "check"]).run().await.good();
    let checked = Cli::new(&store, ["config", "check", "--output", "json"]).run().await.good();
    assert_eq!(checked.json(), json!({ "good": true }));
    let example = Cli::new(&store, ["config", "example"]).run().await.good();
    let file = store.folder().join("courses.yaml");
    std::fs::write(&file, &example.stdout).unwrap();
    Cli::new(&store, ["config", "check"]).run().await.good();
    std::fs::write(&file, example.stdout + "\nsurprise: 1\n").unwrap();
    let finished = Cli::new(&store, ["config", "check"]).run().await;
    assert_refused(&finished, 64, &["surprise", "courses.yaml"]);
}

#[tokio::test]
async fn the_embedded_store_makes_a_key_of_its_own() {
    let store = TestStore::sqlite();
    let command = |arguments: &[&str]| {
        Cli::new(&store, arguments).without("COURSES_AUTH__SIGNING_KEY_FILE").run()
    };
    let token = command(&["token", "--role", "teacher", "--output", "json"]).await.good().json();
    let again = command(&["token", "--role", "teacher", "--output", "json"]).await.good().json();
    let key = |token: &serde_json::Value| {
        token["access_token"].as_str().unwrap().split('.').next().unwrap().to_owned()
    };
    assert_eq!(key(&token), key(&again), "the same key");
    let file = store.data().join("keys.json");
    assert_eq!(std::fs::metadata(file).unwrap().permissions().mode() & 0o777, 0o600);
}

async fn the_schema_can_be_brought_up_to_date_twice(store: TestStore) {
    let first = Cli::new(&store, ["migrate", "--output", "json"]).run().await.good().json();
    let second = Cli::new(&store, ["migrate", "--output", "json"]).run().await.good().json();
    let applied = |told: &serde_json::Value| told["applied"].as_array().unwrap().len();
    // The embedded store is brought up to date whenever it is opened.
    assert_eq!(applied(&first) > 0, store.is_mongodb(), "{first}");
    assert_eq!(applied(&second), 0, "{second}");
    let program = Program::start_with(&store, &[("store.migrate_at_start", "false")]).await;
    program.http().get("/readyz").send().await.expect(200);
}

async fn the_doctor_finds_what_is_good_and_what_is_not(store: TestStore) {
    Cli::new(&store, ["migrate"]).run().await.good();
    let report = Cli::new(&store, ["doctor", "--output", "json"]).run().await.good().json();
    let findings = report.as_array().unwrap();
    assert!(findings.len() >= 5 && findings.iter().all(|it| it["good"] == true), "{report:#}");

    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let listen = format!("http.listen={}", taken.local_addr().unwrap());
    let finished = Cli::new(&store, ["doctor", "--set", &listen]).run().await;
    assert_eq!(finished.code, Some(1), "{finished:#?}");
    assert!(finished.stdout.contains("FAIL http.listen"), "{finished:#?}");
    let key = KEY.1.lines().nth(1).unwrap();
    assert!(!finished.stdout.contains(key));
    let away = ["doctor", "--set", "store.connect_timeout=1s", "--store", "mongodb://127.0.0.1:1"];
    let finished = Cli::new(&store, away).run().await;
    assert_eq!(finished.code, Some(1), "{finished:#?}");
    assert!(finished.stdout.contains("FAIL store"), "{finished:#?}");
}

async fn a_token_of_the_command_line_opens_the_service(store: TestStore) {
    let program = Program::start(&store).await;
    assert_eq!(program.ready["ready"], true);
    let subject = Account::teacher().id.to_string();
    let arguments = ["token", "--role", "teacher", "--subject", &subject, "--output", "json"];
    let token = Cli::new(&store, arguments).run().await.good().json();
    assert_eq!(token["account_id"], subject);
    let bearer = format!("Bearer {}", token["access_token"].as_str().unwrap());
    let call = program.http().post("/v1/courses").header("authorization", bearer);
    let made = call.json(&json!({ "title": "By token" })).send().await.expect(201).json();
    assert_eq!(made["owner_id"], subject);

    let plain = Cli::new(&store, ["token"]).run().await.good();
    let bearer = format!("Bearer {}", plain.stdout.trim());
    let call = program.http().post("/v1/courses").header("authorization", bearer);
    call.json(&json!({ "title": "x" })).send().await.problem(403, "forbidden");
    let expired = Cli::new(&store, ["token", "--ttl", "soon"]).run().await;
    assert_refused(&expired, 64, &["--ttl"]);
}

async fn the_health_check_tells_a_ready_service_from_one_that_is_gone(store: TestStore) {
    let mut program = Program::start(&store).await;
    let url = format!("{}/readyz", program.ops);
    let arguments = ["healthcheck", "--url", &url, "--output", "json"];
    let healthy = Cli::new(&store, arguments).run().await.good();
    assert_eq!(healthy.json()["ready"], true);
    for path in ["/livez", "/readyz"] {
        for address in [&program.api, &program.ops] {
            let (status, text) = program.page(format!("{address}{path}")).await;
            assert_eq!(status, 200, "{address}{path}: {text}");
        }
    }
    program.stop().await;
    let gone = Cli::new(&store, arguments).run().await;
    assert_eq!((gone.code, gone.json()["ready"].as_bool()), (Some(1), Some(false)));
}
