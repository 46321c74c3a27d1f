//! Clients that write as applications do: with the client library, and with the same key until
//! they are answered.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use courses_sdk::{Client, CourseDraftPatch, Error, RetryPolicy, types};
use courses_testkit::fault::Ledger;
use serde_json::json;
use tokio::task::JoinHandle;
use uuid::Uuid;

use crate::form;
use crate::home::Home;

const WRITERS: usize = 6;

/// How long a wish may stay open: a replica set keeps the transaction of a program that died.
const PATIENCE: Duration = Duration::from_secs(90);

/// What may happen to a request in this test, beside answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Weather {
    /// The store loses members: 503 with `Retry-After`, and nothing else.
    Members,
    /// The same, and the service gives up long before an election is over: clients see it.
    Impatient,
    /// The store freezes: a change that is under way may end with a time-out.
    Frozen,
    /// The program dies: connections break, and what it left behind may be in the way.
    Crashes,
}

impl Weather {
    /// The settings that go with it.
    pub(crate) const fn settings(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Impatient => &[("store.read_timeout", "1s"), ("store.write_timeout", "1s")],
            Self::Members | Self::Frozen | Self::Crashes => &[],
        }
    }
}

/// What writers heard.
#[derive(Default)]
pub(crate) struct Heard {
    pub(crate) ledger: Ledger,
    /// When something was acknowledged.
    pub(crate) times: Vec<Instant>,
    /// How often a request failed, by what it was answered.
    pub(crate) errors: BTreeMap<String, usize>,
    /// Answers that must not be.
    pub(crate) broken: Vec<(&'static str, String)>,
}

/// Writers at work.
pub(crate) struct Writers {
    enough: Arc<AtomicBool>,
    acknowledged: Arc<AtomicUsize>,
    tasks: Vec<JoinHandle<Heard>>,
}

impl Writers {
    /// Starts them. Half of them leave it to the library to try again, half do it themselves and
    /// see each answer.
    pub(crate) async fn start(home: &Home, weather: Weather) -> Self {
        let enough = Arc::new(AtomicBool::new(false));
        let acknowledged = Arc::new(AtomicUsize::new(0));
        let token = home.token("teacher").await;
        let tasks = (0..WRITERS).map(|number| {
            let fresh_keys = form::sabotaged("fresh-keys");
            let alone = fresh_keys || number % 2 == 1;
            let retry = if alone { RetryPolicy::never() } else { RetryPolicy::default() };
            let writer = Writer {
                client: home.client(&token, retry),
                name: format!("w{number}"),
                weather,
                fresh_keys,
                // What a saboteur doubles is what was made; a crash hits one request.
                only_creates: form::saboteur().is_some() && weather == Weather::Crashes,
                enough: Arc::clone(&enough),
                acknowledged: Arc::clone(&acknowledged),
                heard: Heard::default(),
            };
            tokio::spawn(writer.run())
        });
        let tasks = tasks.collect();
        Self { enough, acknowledged, tasks }
    }

    /// How many answers there were so far.
    pub(crate) fn acknowledged(&self) -> usize {
        self.acknowledged.load(Ordering::Relaxed)
    }

    /// Lets them finish what they wish for, and answers what they heard.
    pub(crate) async fn stop(self) -> Heard {
        self.enough.store(true, Ordering::Relaxed);
        let mut all = Heard::default();
        for task in self.tasks {
            let heard = task.await.unwrap();
            all.ledger.merge(heard.ledger);
            all.times.extend(heard.times);
            all.broken.extend(heard.broken);
            for (error, count) in heard.errors {
                *all.errors.entry(error).or_default() += count;
            }
        }
        all.times.sort_unstable();
        all
    }
}

struct Writer {
    client: Client,
    name: String,
    weather: Weather,
    /// Betrays: a repeated request has another key.
    fresh_keys: bool,
    only_creates: bool,
    enough: Arc<AtomicBool>,
    acknowledged: Arc<AtomicUsize>,
    heard: Heard,
}

/// The title of a course: whose it is, and how often it was changed.
fn title(mark: &str, change: u32) -> String {
    format!("{mark} {change}")
}

/// What is stored of a course, in short.
pub(crate) fn content(title: &str, lifecycle: types::Lifecycle) -> String {
    format!("{title}, {lifecycle}")
}

impl Writer {
    async fn run(mut self) -> Heard {
        for number in 0.. {
            if self.enough.load(Ordering::Relaxed) {
                break;
            }
            let mark = format!("{}-{number}", self.name);
            let Some((id, version)) = self.create(&mark).await else { continue };
            if self.only_creates || !self.change(&mark, &id, version).await {
                continue;
            }
            if number % 3 == 0 {
                self.publish(&mark, &id).await;
            }
        }
        self.heard
    }

    async fn create(&mut self, mark: &str) -> Option<(types::CourseId, types::Version)> {
        let (begun, mut key) = (Instant::now(), new_key());
        loop {
            let course: types::CourseCreate =
                serde_json::from_value(json!({ "title": title(mark, 0) })).unwrap();
            let call = self.client.create_course().idempotency_key(key.as_str()).body(course);
            match call.send().await.map_err(Error::from) {
                Ok(course) => {
                    self.acknowledge(mark, *course.id, &title(mark, 0), types::Lifecycle::Draft);
                    return Some((course.id.clone(), course.version.clone()));
                }
                Err(err) if !self.passes(mark, &err, begun).await => return None,
                Err(_) if self.fresh_keys => key = new_key(),
                Err(_) => {}
            }
        }
    }

    /// Changes the title once. A change has no key: whether it took effect shows in the draft.
    async fn change(&mut self, mark: &str, id: &types::CourseId, read: types::Version) -> bool {
        let (begun, mut version) = (Instant::now(), read);
        let wanted = title(mark, 1);
        self.heard.ledger.doubt(mark, &content(&wanted, types::Lifecycle::Draft));
        loop {
            let patch = CourseDraftPatch::new().title(wanted.parse::<types::Title>().unwrap());
            let call = self.client.patch_draft().course_id(id.clone()).if_match(&version);
            match call.body(patch).send().await.map_err(Error::from) {
                Ok(draft) => {
                    self.acknowledge(mark, *draft.id, &draft.title, draft.lifecycle);
                    return true;
                }
                Err(err) if err.code() == Some("version-mismatch") => {}
                Err(err) if !self.passes(mark, &err, begun).await => return false,
                Err(_) => {}
            }
            match self.client.get_draft().course_id(id.clone()).send().await.map_err(Error::from) {
                Ok(draft) if *draft.title == wanted => {
                    self.acknowledge(mark, *draft.id, &draft.title, draft.lifecycle);
                    return true;
                }
                Ok(draft) => version = draft.version.clone(),
                Err(err) if !self.passes(mark, &err, begun).await => return false,
                Err(_) => {}
            }
        }
    }

    async fn publish(&mut self, mark: &str, id: &types::CourseId) {
        let (begun, key) = (Instant::now(), new_key());
        let wanted = title(mark, 1);
        self.heard.ledger.doubt(mark, &content(&wanted, types::Lifecycle::Published));
        loop {
            let call = self.client.publish_course().course_id(id.clone());
            match call.idempotency_key(key.as_str()).send().await.map_err(Error::from) {
                Ok(_) => {
                    self.acknowledge(mark, **id, &wanted, types::Lifecycle::Published);
                    return;
                }
                // The betrayer has no other key for this one: it would be told that it is done.
                Err(err) if !self.passes(mark, &err, begun).await => return,
                Err(_) => {}
            }
        }
    }

    fn acknowledge(&mut self, mark: &str, id: Uuid, title: &str, lifecycle: types::Lifecycle) {
        self.heard.ledger.acknowledge(mark, id, &content(title, lifecycle));
        self.heard.times.push(Instant::now());
        self.acknowledged.fetch_add(1, Ordering::Relaxed);
    }

    /// Whether to ask again after this error; waits as long as it says.
    async fn passes(&mut self, mark: &str, err: &Error, begun: Instant) -> bool {
        let (word, allowed, wait) = self.judge(err);
        *self.heard.errors.entry(word.clone()).or_default() += 1;
        if !allowed {
            self.heard.broken.push(("answer", format!("{mark} was answered {word}: {err:?}")));
            return false;
        }
        if begun.elapsed() > PATIENCE {
            self.heard.broken.push(("unresolved", format!("{mark}: {word} for {PATIENCE:?}")));
            return false;
        }
        tokio::time::sleep(wait).await;
        true
    }

    fn judge(&self, err: &Error) -> (String, bool, Duration) {
        const SHORT: Duration = Duration::from_millis(50);
        let Some(problem) = err.problem() else {
            let broken = matches!(err, Error::Connection(_));
            let allowed = broken && matches!(self.weather, Weather::Crashes);
            return ("no connection".to_owned(), allowed, SHORT);
        };
        let allowed = match (problem.status, problem.code()) {
            // A conflict is a dead transaction that is still there: it was faster all the time.
            (503, _) | (409, "conflict") => problem.retry_after.is_some(),
            (504, "timeout") => !matches!(self.weather, Weather::Members),
            _ => false,
        };
        let word = format!("{} {}", problem.status, problem.code());
        (word, allowed, problem.retry_after.unwrap_or(SHORT))
    }
}

/// A key that no other wish has.
pub(crate) fn new_key() -> String {
    uuid::Builder::from_random_bytes(rand::random()).into_uuid().to_string()
}
