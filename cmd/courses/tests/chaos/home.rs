//! A place for the program: its store, its keys, its addresses, which stay over crashes.

use std::net::TcpListener;
use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;

use courses_sdk::{Client, ClientBuilder, RetryPolicy};
use serde_json::Value;
use tempfile::TempDir;
use tokio::process::Command;

use crate::form;

/// The database on a replica set.
pub(crate) const DATABASE: &str = "chaos";

/// Tests ask more often than people do, and hash passwords that protect nothing.
const EASY: [(&str, &str); 4] = [
    ("COURSES_HTTP__RATE_LIMITS__READ__PER_MINUTE", "0"),
    ("COURSES_HTTP__RATE_LIMITS__WRITE__PER_MINUTE", "0"),
    ("COURSES_IDENTITY__PASSWORD__MEMORY_KIB", "64"),
    ("COURSES_IDENTITY__PASSWORD__ITERATIONS", "1"),
];

/// Where the program lives.
pub(crate) struct Home {
    folder: TempDir,
    /// The address of the replica set, unless the store is embedded.
    mongodb: Option<String>,
    settings: Vec<(&'static str, &'static str)>,
    http: reqwest::Client,
    pub(crate) api: String,
    pub(crate) ops: String,
}

impl Home {
    /// With its store on the replica set at this address, or embedded.
    pub(crate) fn new(mongodb: Option<String>, settings: &[(&'static str, &'static str)]) -> Self {
        let address = || {
            let free = TcpListener::bind("127.0.0.1:0").unwrap();
            format!("http://{}", free.local_addr().unwrap())
        };
        Self {
            folder: tempfile::tempdir().unwrap(),
            mongodb,
            settings: settings.to_vec(),
            http: reqwest::Client::builder().tls_certs_only([]).no_proxy().build().unwrap(),
            api: address(),
            ops: address(),
        }
    }

    /// The address of the replica set, if that is the store.
    pub(crate) fn mongodb(&self) -> Option<&str> {
        self.mongodb.as_deref()
    }

    /// The file of the embedded store.
    pub(crate) fn file(&self) -> PathBuf {
        self.folder.path().join("data/courses.db")
    }

    /// What the program says about itself.
    pub(crate) fn log(&self) -> PathBuf {
        self.folder.path().join("serve.log")
    }

    /// The command that serves; `abort` names the fault point at which it ends.
    pub(crate) fn serve(&self, abort: Option<&str>) -> Command {
        let mut command = self.command();
        command.args(["serve", "--output", "json"]);
        for (key, value) in &self.settings {
            command.arg("--set").arg(format!("{key}={value}"));
        }
        let listen = |address: &str| address.trim_start_matches("http://").to_owned();
        command.env("COURSES_HTTP__LISTEN", listen(&self.api));
        command.env("COURSES_HTTP__OPS_LISTEN", listen(&self.ops));
        if let Some(uri) = &self.mongodb {
            command.env("COURSES_STORE__URL", uri).env("COURSES_STORE__DATABASE", DATABASE);
            // The ring that the first token left behind.
            command.env("COURSES_AUTH__KEY_RING", self.folder.path().join("data/keys.json"));
        }
        if let Some(point) = abort {
            command.env("FAULT_ABORT", point);
        }
        if let Some(saboteur) = form::saboteur() {
            command.env("FAULT_SABOTAGE", saboteur);
        }
        command
    }

    /// A token of a new account with this role.
    pub(crate) async fn token(&self, role: &str) -> String {
        let mut command = self.command();
        command.args(["token", "--ttl", "12h", "--output", "json", "--role", role]);
        let output = command.output().await.unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let token: Value = serde_json::from_slice(&output.stdout).unwrap();
        token["access_token"].as_str().unwrap().to_owned()
    }

    /// A client with this token.
    pub(crate) fn client(&self, token: &str, retry: RetryPolicy) -> Client {
        self.builder(token).retry(retry).build().unwrap()
    }

    /// A client with this token that tries once, and sends no key unless it is told to.
    pub(crate) fn plain_client(&self, token: &str) -> Client {
        self.builder(token).retry(RetryPolicy::never()).automatic_keys(false).build().unwrap()
    }

    fn builder(&self, token: &str) -> ClientBuilder {
        let builder = Client::builder(&self.api).http_client(self.http.clone()).token(token);
        builder.timeout(Duration::from_secs(20))
    }

    /// Status and `Retry-After` of a plain request; `None` if nobody answers.
    pub(crate) async fn ask(&self, address: &str) -> Option<(u16, Option<String>)> {
        let answer = self.http.get(address).timeout(Duration::from_secs(10)).send().await.ok()?;
        let wait = answer.headers().get("retry-after");
        let wait = wait.map(|value| value.to_str().unwrap().to_owned());
        Some((answer.status().as_u16(), wait))
    }

    /// The text of the metrics.
    pub(crate) async fn metrics(&self) -> String {
        let answer = self.http.get(format!("{}/metrics", self.ops)).send().await.unwrap();
        answer.text().await.unwrap()
    }

    /// The program on its embedded store, with nothing of the environment.
    fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_courses"));
        command
            .env_clear()
            .envs(EASY)
            .env("COURSES_TELEMETRY__LOG_FORMAT", "json")
            .current_dir(self.folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true);
        command
    }
}
