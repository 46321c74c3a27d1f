//! The examples of the client do what they say, against the real program.

use std::process::Stdio;
use std::time::Duration;

use tokio::process::Command;

use crate::support::{Account, Program, TestStore};

on_each_store!(the_examples_of_the_client_run);

/// Runs an example of the client, built with the rest of the workspace or now.
async fn run(example: &str, arguments: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO"));
    command.args(["run", "--quiet", "--locked", "--package", "courses-sdk", "--example", example]);
    command.arg("--").args(arguments).current_dir(env!("CARGO_MANIFEST_DIR"));
    command.stdin(Stdio::null()).kill_on_drop(true);
    let output = tokio::time::timeout(Duration::from_mins(5), command.output()).await;
    let output = output.expect("the example ends").unwrap();
    assert!(output.status.success(), "{example}: {output:#?}");
    String::from_utf8(output.stdout).unwrap()
}

async fn the_examples_of_the_client_run(store: TestStore) {
    let program = Program::start(&store).await;
    let token = Account::teacher().token();
    let told = run("author_and_publish", &[&program.api, &token]).await;
    assert!(told.contains("published as revision"), "{told}");
    assert!(told.contains("run self-paced is open"), "{told}");
    assert!(told.contains("Introduction to Rust at /v1/courses/by-slug/"), "{told}");

    let told = run("browse", &[&program.api]).await;
    assert!(told.contains("Introduction to Rust [en]"), "{told}");
    assert!(told.contains("has not changed since"), "{told}");
    let told = run("browse", &[&program.api, "no", "such", "words"]).await;
    assert!(!told.contains("Introduction"), "{told}");
}
