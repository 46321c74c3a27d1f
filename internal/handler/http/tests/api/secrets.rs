//! Nothing that was sent in confidence comes back in a problem or stands in the log.

use std::io::Write;
use std::sync::{Arc, Mutex};

use serde_json::json;
use tracing_subscriber::fmt::MakeWriter;

use crate::school::{ADMIN, School};

/// Keeps what is written.
#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Vec<u8>>>);

impl Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Kept {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

const CANARY: &str = "canary-password-7Q";

/// One request of each kind that carries something in confidence, good and bad.
async fn walk(school: &School) -> (Vec<String>, Vec<String>) {
    let (mut secrets, mut problems) = (vec![CANARY.to_owned()], Vec::new());
    let email = "canary.mail@example.org";
    let body = json!({ "email": email, "password": CANARY, "name": "Canary Name" });
    let me = school.post("/v1/auth/register").json(&body).gets(201).await.json();
    let token = |name: &str| me["tokens"][name].as_str().unwrap().to_owned();
    let (access, refresh) = (token("access_token"), token("refresh_token"));
    problems.push(school.post("/v1/auth/register").json(&body).gets(409).await.text());
    let wrong = json!({ "email": email, "password": format!("{CANARY}-wrong") });
    problems.push(school.post("/v1/auth/sign-in").json(&wrong).gets(401).await.text());
    let malformed = json!({ "email": email, "password": { "typed": CANARY } });
    problems.push(school.post("/v1/auth/sign-in").json(&malformed).gets(422).await.text());
    let short = json!({ "current_password": CANARY, "new_password": "canary-7Q" });
    let ask = school.put("/v1/me/password").bearing(&access).json(&short);
    problems.push(ask.gets(422).await.text());
    let body = json!({ "refresh_token": format!("{refresh}x") });
    problems.push(school.post("/v1/auth/refresh").json(&body).gets(401).await.text());
    let body = json!({ "token": format!("cv1.{CANARY}") });
    problems.push(school.post("/v1/auth/verify-email").json(&body).gets(422).await.text());
    let key = json!({ "name": "Canary key", "scopes": ["catalogue:read"] });
    let key = school.post("/v1/api-keys").bearing(&access).json(&key).gets(201).await.json();
    let key = key["secret"].as_str().unwrap().to_owned();
    problems.push(school.get("/v1/me").bearing(&key).gets(403).await.text());
    problems.push(school.get("/v1/me").bearing(&format!("{access}x")).gets(401).await.text());
    school.get("/v1/accounts?q=canary.mail").by(ADMIN).gets(200).await;
    let path = format!("/v1/accounts?q=canary.mail&role={CANARY}");
    problems.push(school.get(&path).by(ADMIN).gets(400).await.text());
    school.delete("/v1/me").bearing(&access).header("if-match", "*").gets(204).await;
    secrets.extend([access, refresh, key, "canary.mail".to_owned(), "Canary Name".to_owned()]);
    (secrets, problems)
}

#[tokio::test]
async fn secrets_are_neither_logged_nor_repeated() {
    let log = Kept::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_span_events(tracing_subscriber::fmt::format::FmtSpan::FULL)
        .with_writer(log.clone())
        .finish();
    let guard = tracing::subscriber::set_default(subscriber);
    let (secrets, problems) = walk(&School::new()).await;
    drop(guard);
    let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(log.contains("usecase.identity.sign_in"), "the log was listened to");
    for secret in secrets {
        assert!(!log.contains(&secret), "{secret} is in the log");
        for problem in &problems {
            assert!(!problem.contains(&secret), "{secret} is in {problem}");
        }
    }
}
