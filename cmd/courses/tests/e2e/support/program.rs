//! The program as a child process.

use std::process::Stdio;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use courses_sdk::{Client, RetryPolicy};
use serde_json::Value;
use tokio::io::{AsyncBufReadExt as _, AsyncRead, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};
use tokio::task::JoinHandle;

use super::{Account, Http, KEY, TestStore, plain};

/// How long anything may take on a busy machine before it counts as hanging.
const PATIENCE: Duration = Duration::from_mins(1);

/// Tests ask more often than people do, and hash passwords that protect nothing.
const EASY: [(&str, &str); 5] = [
    ("COURSES_HTTP__RATE_LIMITS__READ__PER_MINUTE", "0"),
    ("COURSES_HTTP__RATE_LIMITS__WRITE__PER_MINUTE", "0"),
    ("COURSES_HTTP__RATE_LIMITS__SIGN_IN__PER_MINUTE", "0"),
    ("COURSES_IDENTITY__PASSWORD__MEMORY_KIB", "64"),
    ("COURSES_IDENTITY__PASSWORD__ITERATIONS", "1"),
];

/// A program that serves, killed when this value is dropped.
pub(crate) struct Program {
    child: Child,
    stderr: Arc<Mutex<Vec<String>>>,
    reader: JoinHandle<()>,
    _stdout: Lines<BufReader<ChildStdout>>,
    http: reqwest::Client,
    /// The address of the API, such as `http://127.0.0.1:40000`.
    pub(crate) api: String,
    /// The address of probes and metrics.
    pub(crate) ops: String,
    /// The line that the program wrote when it was ready.
    pub(crate) ready: Value,
}

impl Program {
    /// Starts it and waits until it is ready.
    pub(crate) async fn start(store: &TestStore) -> Self {
        Self::start_with(store, &[]).await
    }

    /// The same with these settings: keys as in the file, such as `http.listen`.
    pub(crate) async fn start_with(store: &TestStore, settings: &[(&str, &str)]) -> Self {
        let mut command = command(store);
        command.args(["serve", "--output", "json"]);
        for (key, value) in settings {
            command.arg("--set").arg(format!("{key}={value}"));
        }
        Self::spawn(command).await
    }

    pub(crate) async fn spawn(mut command: Command) -> Self {
        let mut child = command.spawn().expect("the program starts");
        let stderr = Arc::new(Mutex::new(Vec::new()));
        let reader = tokio::spawn(collect(child.stderr.take().unwrap(), Arc::clone(&stderr)));
        let mut stdout = BufReader::new(child.stdout.take().unwrap()).lines();
        let line = tokio::time::timeout(PATIENCE, stdout.next_line()).await;
        let line = match line {
            Ok(Ok(Some(line))) => line,
            other => panic!("the program is not ready ({other:?}): {:#?}", stderr.lock().unwrap()),
        };
        let ready: Value = serde_json::from_str(&line).expect("a line of JSON");
        let address = |name: &str| ready[name].as_str().expect("an address").to_owned();
        let (api, ops) = (address("api"), address("ops"));
        let http = plain().build().unwrap();
        Self { child, stderr, reader, _stdout: stdout, http, api, ops, ready }
    }

    /// A client of an account that tells every failure at once.
    pub(crate) fn client(&self, account: &Account) -> Client {
        self.anonymous().with_token(&account.token()).unwrap()
    }

    /// A client of somebody unknown.
    pub(crate) fn anonymous(&self) -> Client {
        let builder = Client::builder(&self.api).http_client(self.http.clone());
        builder.retry(RetryPolicy::never()).build().unwrap()
    }

    /// Requests that no client would make.
    pub(crate) fn http(&self) -> Http {
        Http::new(&self.api)
    }

    /// Status and text of something that operators or browsers read; it may say what it likes.
    pub(crate) async fn page(&self, url: String) -> (u16, String) {
        let answer = self.http.get(url).send().await.expect("the program listens");
        (answer.status().as_u16(), answer.text().await.unwrap())
    }

    /// Whether the program says that it is ready, as operators hear it.
    pub(crate) async fn is_ready(&self) -> bool {
        self.page(format!("{}/readyz", self.ops)).await.0 == 200
    }

    /// Sends a signal by its name without `SIG`.
    pub(crate) fn signal(&self, name: &str) {
        // Every shell has `kill` inside; not every system has it as a program.
        let id = self.child.id().expect("the program runs");
        let kill = format!("kill -s {name} {id}");
        let status = std::process::Command::new("sh").args(["-c", &kill]).status().unwrap();
        assert!(status.success(), "{kill}");
    }

    /// The most memory it has had so far, in bytes.
    pub(crate) fn peak_memory(&self) -> u64 {
        let id = self.child.id().expect("the program runs");
        let status = std::fs::read_to_string(format!("/proc/{id}/status")).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
        line.trim().trim_end_matches(" kB").trim().parse::<u64>().unwrap() * 1024
    }

    /// Waits for the end and answers the exit code; `None` if a signal ended it.
    pub(crate) async fn wait(&mut self) -> Option<i32> {
        let status = tokio::time::timeout(PATIENCE, self.child.wait()).await;
        let status = status.expect("the program ends").unwrap();
        // What it said last is still in the pipe.
        let _ = tokio::time::timeout(PATIENCE, &mut self.reader).await;
        status.code()
    }

    /// Tells it to stop and waits until it has.
    pub(crate) async fn stop(&mut self) {
        self.signal("TERM");
        let code = self.wait().await;
        assert_eq!(code, Some(0), "{:#?}", self.stderr());
    }

    /// Kills it at once, as a crash would.
    pub(crate) async fn crash(mut self) {
        self.child.kill().await.expect("the program can be killed");
    }

    /// Everything it wrote to standard error so far.
    pub(crate) fn stderr(&self) -> Vec<String> {
        self.stderr.lock().unwrap().clone()
    }

    /// The lines of its log so far.
    pub(crate) fn log(&self) -> Vec<Value> {
        self.stderr().iter().filter_map(|line| serde_json::from_str(line).ok()).collect()
    }
}

/// The program as somebody starts it who has a first look.
pub(crate) fn serve_demo(store: &TestStore) -> Command {
    let mut command = command(store);
    command.args(["serve", "--demo"]);
    command
}

/// The program with the settings of a store and nothing of the environment.
pub(super) fn command(store: &TestStore) -> Command {
    let key = store.folder().join("key.pem");
    if !key.exists() {
        std::fs::write(&key, &KEY.1).unwrap();
    }
    let mut command = Command::new(env!("CARGO_BIN_EXE_courses"));
    command
        .env_clear()
        .envs(store.variables())
        .env("COURSES_HTTP__LISTEN", "127.0.0.1:0")
        .env("COURSES_HTTP__OPS_LISTEN", "127.0.0.1:0")
        .env("COURSES_AUTH__SIGNING_KEY_FILE", key)
        .env("COURSES_MAIL__FOLDER", store.mails())
        .env("COURSES_TELEMETRY__LOG_FORMAT", "json")
        .envs(EASY)
        .current_dir(store.folder())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    command
}

async fn collect(stream: impl AsyncRead + Unpin, lines: Arc<Mutex<Vec<String>>>) {
    let mut reader = BufReader::new(stream).lines();
    while let Ok(Some(line)) = reader.next_line().await {
        lines.lock().unwrap().push(line);
    }
}

/// Asks again and again until there is an answer.
pub(crate) async fn eventually<T>(what: &str, mut attempt: impl AsyncFnMut() -> Option<T>) -> T {
    let begun = Instant::now();
    while begun.elapsed() < PATIENCE {
        if let Some(found) = attempt().await {
            return found;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("waited in vain for {what}");
}
