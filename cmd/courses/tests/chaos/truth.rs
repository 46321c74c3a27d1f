//! What is stored in the end, and what follows from it.

use std::collections::{HashMap, HashSet};

use courses_port::{EventLog, Leases, LoggedEvent};
use courses_repository_mongo::MongoStore;
use courses_repository_sqlite::SqliteStore;
use courses_sdk::{Client, RetryPolicy};
use courses_testkit::fault::Stored;
use courses_usecase::platform::CollectEvents;
use futures::{StreamExt as _, TryStreamExt as _};
use jiff::Timestamp;
use mongodb::bson::{Bson, Document, doc};
use uuid::Uuid;
use xmongo::ConnectOptions;

use crate::findings::Findings;
use crate::home::{DATABASE, Home};
use crate::writer::{Heard, content};

/// Compares what writers heard with what is stored. The program must run, and stores what it has
/// in order; `Findings` take what is wrong.
pub(crate) async fn compare(home: &Home, heard: &Heard, findings: &mut Findings) {
    let admin = home.client(&home.token("admin").await, RetryPolicy::default());
    let stored = stored(home, &admin).await;
    findings.add(&heard.ledger.compare(&stored));
    for (error, count) in &heard.errors {
        Findings::figure("errors that clients saw", format!("{count} times {error}"));
    }
    findings.extend(heard.broken.iter().cloned());
}

/// Every course there is: its ids are read past the program, by a majority.
async fn stored(home: &Home, admin: &Client) -> Vec<Stored> {
    let ids = match home.mongodb() {
        Some(uri) => mongodb_ids(uri).await,
        None => sqlite_ids(home),
    };
    let drafts = futures::stream::iter(ids).map(|id| async move {
        let draft = admin.get_draft().course_id(id).send().await.expect("a stored course");
        let mark = draft.title.split(' ').next().unwrap_or_default().to_owned();
        Stored { mark, id: *draft.id, content: content(&draft.title, draft.lifecycle) }
    });
    drafts.buffer_unordered(8).collect().await
}

async fn mongodb_ids(uri: &str) -> Vec<Uuid> {
    let client = xmongo::connect(&ConnectOptions::new(uri, "chaos")).await.unwrap();
    let courses = client.database(DATABASE).collection::<Document>("courses");
    let found = courses.find(doc! { "deleted": { "$ne": true } }).projection(doc! { "_id": 1 });
    let found: Vec<Document> = found.await.unwrap().try_collect().await.unwrap();
    let id = |document: &Document| match document.get("_id") {
        Some(Bson::Binary(id)) => Uuid::from_slice(&id.bytes).unwrap(),
        other => panic!("no id: {other:?}"),
    };
    found.iter().map(id).collect()
}

fn sqlite_ids(home: &Home) -> Vec<Uuid> {
    let file = rusqlite::Connection::open(home.file()).unwrap();
    let mut question = file.prepare("SELECT id FROM courses WHERE NOT deleted").unwrap();
    let rows = question.query_map([], |row| row.get::<_, Vec<u8>>(0)).unwrap();
    rows.map(|id| Uuid::from_slice(&id.unwrap()).unwrap()).collect()
}

/// Each acknowledged course has its events, once each and without gaps. No program may run.
pub(crate) async fn compare_events(home: &Home, heard: &Heard, findings: &mut Findings) {
    let events = if let Some(uri) = home.mongodb() {
        let client = xmongo::connect(&ConnectOptions::new(uri, "chaos")).await.unwrap();
        let options = courses_repository_mongo::Options::default();
        logged(&MongoStore::connect(client, DATABASE, options).await.unwrap()).await
    } else {
        let options = courses_repository_sqlite::Options::default();
        let log = SqliteStore::open(home.file(), options).await.unwrap();
        let events = logged(&log).await;
        log.close().await;
        events
    };
    let mut ids = HashSet::new();
    let mut of_course: HashMap<Uuid, Vec<&LoggedEvent>> = HashMap::new();
    for (position, event) in (1..).zip(&events) {
        let gapless = event.position == position && ids.insert(event.id);
        findings.check(gapless, "events", format!("{position}: {event:?}"));
        of_course.entry(event.aggregate_id).or_default().push(event);
    }
    Findings::figure("events", events.len());
    for id in heard.ledger.ids() {
        let own = of_course.get(&id).map_or(&[][..], Vec::as_slice);
        let created = own.iter().filter(|event| event.type_name == "course.created").count();
        let gapless = (1..).zip(own).all(|(sequence, event)| event.sequence == sequence);
        findings.check(created == 1 && gapless, "events", format!("{id} has {own:?}"));
    }
}

async fn logged(log: &(impl EventLog + Leases)) -> Vec<LoggedEvent> {
    // Whoever was killed holds the lease for a while: it has run out in the future.
    let (now, until): (Timestamp, Timestamp) =
        ("2100-01-01T00:00:00Z".parse().unwrap(), "2100-01-01T00:01:00Z".parse().unwrap());
    let holder = uuid::Builder::from_random_bytes(rand::random()).into_uuid();
    let lease = log.acquire(CollectEvents::LEASE, holder, now, until).await.unwrap();
    let lease = lease.expect("a lease that has run out is free");
    while log.collect(&lease.fence, CollectEvents::STEP).await.unwrap().more {}
    log.release(CollectEvents::LEASE, holder).await.unwrap();
    let mut events: Vec<LoggedEvent> = Vec::new();
    loop {
        let page = log.read(events.last().map_or(0, |event| event.position), 1000).await.unwrap();
        if page.is_empty() {
            return events;
        }
        events.extend(page);
    }
}

/// The only failure that the service may have answered is 503; a frozen store may have been too
/// late for 504.
pub(crate) async fn count_failures(home: &Home, late: bool, findings: &mut Findings) {
    let metrics = home.metrics().await;
    let answers = metrics.lines().filter(|line| line.starts_with("courses_http_requests_total{"));
    for line in answers.filter(|line| line.contains("status=\"5")) {
        let allowed = line.contains("status=\"503\"") || (late && line.contains("status=\"504\""));
        findings.check(allowed, "answer", line);
    }
}
