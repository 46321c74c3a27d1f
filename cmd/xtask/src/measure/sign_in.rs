//! Whether signing in tells who has an account by its time, and whether a flood of passwords
//! takes anything from those who read.

mod flood;
mod times;

use anyhow::Context as _;
use serde_json::{Value, json};

use super::{machine, pages};
use crate::http::{Answer, Request};
use crate::outcome::Outcome;
use crate::service::{Profile, Program, Store};
use crate::workspace::Workspace;

/// Accounts have this password.
const PASSWORD: &str = "seven green herons";

/// Measures on the embedded store with the parameters that are shipped, prints, and puts the
/// figures into the page if wanted.
pub(crate) fn run(workspace: &Workspace, write: bool) -> anyhow::Result<Outcome> {
    let binary = Program::build(workspace, Profile::Release)?;
    let program = Program::new(binary, Store::Embedded)?;
    // Failures are counted by address: every request says that it comes from another one.
    let service = program.serve_with(true, &["http.trusted_proxies=[127.0.0.0/8]"])?;
    let times = times::measure(service.api())?;
    let flood = flood::measure(&service)?;
    service.stop()?;
    let text = format!("Machine: {}.\n\n{times}\n\n{flood}", machine::describe());
    println!("\n{text}");
    if write {
        pages::write_part(workspace, "docs/benchmarks.md", "sign-in", &text)?;
    }
    Ok(Outcome::Done)
}

/// An address that nobody else has.
fn address(number: usize) -> String {
    format!("2001:db8:0:{number:x}::1")
}

/// Opens an account.
fn register(api: &str, email: &str, number: usize) -> anyhow::Result<()> {
    let body = json!({ "email": email, "password": PASSWORD, "name": "Somebody" });
    let answer = ask(api, "register", &body, number)?;
    anyhow::ensure!(answer.status == 201, "register: {} {}", answer.status, answer.body);
    Ok(())
}

/// Tries to sign in.
fn sign_in(api: &str, email: &str, password: &str, number: usize) -> anyhow::Result<Answer> {
    ask(api, "sign-in", &json!({ "email": email, "password": password }), number)
}

fn ask(api: &str, what: &str, body: &Value, number: usize) -> anyhow::Result<Answer> {
    let url = format!("{api}/v1/auth/{what}");
    let from = address(number);
    Request { method: "POST", address: &url, token: None, body: Some(body), from: Some(&from) }
        .send()
        .with_context(|| what.to_owned())
}
