//! Killed at any moment, the program loses nothing that it acknowledged, and no event.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use courses_port::LoggedEvent;
use courses_sdk::{Client, CourseDraftPatch, Error, RetryPolicy, types};
use serde_json::json;
use tokio::sync::watch;
use uuid::Uuid;

use crate::support::{
    Account, Program, TestStore, any_id, assert_gapless, body, logged_events, plain,
};

on_each_store!(fifty_crashes_under_writes_lose_nothing);

const CRASHES: usize = 50;
const WRITERS: usize = 4;
const CHANGES: i64 = 6;

/// How long what a crash left behind may be in the way: a replica set keeps the transaction of a
/// client that is gone for a minute unless told.
const PATIENCE: Duration = Duration::from_secs(90);

/// What a writer knows about a course of its own.
#[derive(Debug)]
struct Known {
    id: types::CourseId,
    slug: String,
    version: types::Version,
    /// How many changes of the title were acknowledged; the title is their number.
    changes: i64,
    /// Whether one more change was sent and never answered.
    in_doubt: bool,
    published: bool,
}

/// A request that is sent again and again, with the same key, until it is answered.
#[derive(Debug, Clone)]
struct Wish {
    key: String,
    slug: String,
    course: Option<types::CourseId>,
}

/// What one try of a wish came to.
enum Tried {
    Answered(types::CourseId, types::Version),
    /// Nobody was there.
    Unheard,
    /// Something that a crash left behind is in the way.
    Later,
}

/// Somebody who writes, wherever the program is right now.
struct Writer {
    http: reqwest::Client,
    address: watch::Receiver<String>,
    token: String,
    enough: Arc<AtomicBool>,
}

impl Writer {
    fn client(&mut self) -> Client {
        let address = self.address.borrow_and_update().clone();
        let builder =
            Client::builder(address).http_client(self.http.clone()).token(self.token.as_str());
        let builder = builder.timeout(Duration::from_secs(20));
        builder.retry(RetryPolicy::never()).build().unwrap()
    }

    /// Waits until the program is somewhere else, or just a little.
    async fn pause(&mut self) {
        let _ = tokio::time::timeout(Duration::from_millis(50), self.address.changed()).await;
    }

    /// Writes courses until there was enough, then asks again for what was put aside.
    async fn run(mut self) -> Vec<Known> {
        let mut known: Vec<Known> = Vec::new();
        let mut aside: Vec<Wish> = Vec::new();
        while !self.enough.load(Ordering::Relaxed) {
            let slug = format!("c-{}", any_id().simple());
            let create = Wish { key: any_id().to_string(), slug, course: None };
            let Some(mut course) = self.create(&create).await else {
                aside.push(create);
                continue;
            };
            self.change(&mut course).await;
            if known.len().is_multiple_of(2) {
                let id = Some(course.id.clone());
                let publish = Wish { key: any_id().to_string(), slug: String::new(), course: id };
                course.published = self.attempt(&publish).await.is_some();
                if !course.published {
                    aside.push(publish);
                }
            }
            known.push(course);
        }
        for wish in aside {
            let begun = Instant::now();
            let (id, version) = loop {
                assert!(begun.elapsed() < PATIENCE, "never answered: {wish:?}");
                if let Some(answered) = self.attempt(&wish).await {
                    break answered;
                }
                self.pause().await;
            };
            match known.iter_mut().find(|course| Some(&course.id) == wish.course.as_ref()) {
                Some(course) => course.published = true,
                None => known.push(Known::new(id, wish.slug, version)),
            }
        }
        known
    }

    async fn create(&mut self, wish: &Wish) -> Option<Known> {
        let (id, version) = self.attempt(wish).await?;
        Some(Known::new(id, wish.slug.clone(), version))
    }

    /// Asks a few times; `None` if nobody answers, or if something is in the way.
    async fn attempt(&mut self, wish: &Wish) -> Option<(types::CourseId, types::Version)> {
        for _ in 0..3 {
            match self.once(wish).await {
                Tried::Answered(id, version) => return Some((id, version)),
                Tried::Later => return None,
                Tried::Unheard => self.pause().await,
            }
        }
        None
    }

    async fn once(&mut self, wish: &Wish) -> Tried {
        let client = self.client();
        let key = wish.key.as_str();
        let outcome = match &wish.course {
            None => {
                let course: types::CourseCreate = body(json!({ "title": "0", "slug": wish.slug }));
                let call = client.create_course().idempotency_key(key).body(course);
                call.send().await.map(|it| (it.id.clone(), it.version.clone()))
            }
            Some(id) => {
                let call = client.publish_course().course_id(id.clone()).idempotency_key(key);
                call.send().await.map(|state| {
                    assert_eq!(state.revision.as_deref(), Some(&1), "published once: {wish:?}");
                    (state.id.clone(), state.version.clone())
                })
            }
        };
        match outcome.map_err(Error::from) {
            Ok((id, version)) => Tried::Answered(id, version),
            Err(err) if in_the_way(&err) => Tried::Later,
            Err(err) => {
                assert!(matches!(err, Error::Connection(_)), "{err:?}");
                Tried::Unheard
            }
        }
    }

    /// One change after the other; the first one that is not answered is the last.
    async fn change(&mut self, course: &mut Known) {
        let client = self.client();
        for number in 1..=CHANGES {
            let title: types::Title = number.to_string().parse().unwrap();
            let call = client.patch_draft().course_id(course.id.clone()).if_match(&course.version);
            let answer = call.body(CourseDraftPatch::new().title(title)).send().await;
            match answer.map_err(Error::from) {
                Ok(draft) => {
                    course.version = draft.version.clone();
                    course.changes = number;
                }
                Err(err) => {
                    assert!(matches!(err, Error::Connection(_)) || in_the_way(&err), "{err:?}");
                    course.in_doubt = true;
                    return self.pause().await;
                }
            }
        }
    }
}

impl Known {
    fn new(id: types::CourseId, slug: String, version: types::Version) -> Self {
        Self { id, slug, version, changes: 0, in_doubt: false, published: false }
    }
}

/// Whether it is a refusal that tells to try again later.
fn in_the_way(err: &Error) -> bool {
    let later = ["conflict", "not-ready", "timeout", "overloaded"];
    err.code().is_some_and(|code| later.contains(&code))
}

async fn fifty_crashes_under_writes_lose_nothing(store: TestStore) {
    let settings = [("store.write_timeout", "1s")];
    let mut program = Program::start_with(&store, &settings).await;
    let (tell, address) = watch::channel(program.api.clone());
    let enough = Arc::new(AtomicBool::new(false));
    let writers: Vec<_> = (0..WRITERS)
        .map(|_| Writer {
            http: plain().build().unwrap(),
            address: address.clone(),
            token: Account::teacher().token(),
            enough: Arc::clone(&enough),
        })
        .map(|writer| tokio::spawn(writer.run()))
        .collect();
    for _ in 0..CRASHES {
        let pause = rand::random_range(0..300);
        tokio::time::sleep(Duration::from_millis(pause)).await;
        program.crash().await;
        program = Program::start_with(&store, &settings).await;
        tell.send_replace(program.api.clone());
    }
    enough.store(true, Ordering::Relaxed);
    let mut known = Vec::new();
    for writer in writers {
        known.extend(writer.await.unwrap());
    }
    let doubts = known.iter().filter(|course| course.in_doubt).count();
    println!("{} courses, {doubts} changes in doubt", known.len());
    assert!(known.len() > CRASHES / 2, "hardly anything was written: {}", known.len());

    let admin = program.client(&Account::admin());
    let mut expected = HashMap::new();
    for course in &known {
        let draft = admin.get_draft().course_id(course.id.clone()).send().await.unwrap();
        let stored: i64 = draft.title.parse().unwrap();
        let most = course.changes + i64::from(course.in_doubt);
        assert!((course.changes..=most).contains(&stored), "{course:?} {draft:?}");
        assert_eq!(draft.slug, course.slug);
        assert_eq!(draft.lifecycle == types::Lifecycle::Published, course.published, "{course:?}");
        expected.insert(*course.id, (stored, course.published));
    }
    program.stop().await;
    let events = logged_events(&store).await;
    assert_gapless(&events);
    assert_accounted(&events, &expected);
}

/// Every change that is stored has its event, and there is no other event.
fn assert_accounted(events: &[LoggedEvent], expected: &HashMap<Uuid, (i64, bool)>) {
    let mut found: HashMap<Uuid, Vec<&str>> = HashMap::new();
    for event in events {
        found.entry(event.aggregate_id).or_default().push(&event.type_name);
    }
    assert_eq!(found.len(), expected.len(), "one aggregate for each course");
    for (id, (changes, published)) in expected {
        let mut wanted = vec!["course.created"];
        wanted.extend((0..*changes).map(|_| "course.changed"));
        wanted.extend(published.then_some("course.published"));
        assert_eq!(found.get(id), Some(&wanted), "{id}");
    }
}
