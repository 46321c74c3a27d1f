//! A process is killed inside an approval, before and after each command that it sends: readers see
//! the old course or the new one, whole.
#![expect(clippy::unwrap_used, reason = "helpers of tests fail by panicking")]

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use bson::{Bson, doc};
use courses_port::Commit as _;
use courses_repository_mongo::{MongoStore, Options};
use courses_testkit::approval::Approval;
use courses_testkit::contract::Stores;
use mongodb::Client;
use mongodb::event::EventHandler;
use mongodb::event::command::CommandEvent;
use mongodb::options::ClientOptions;

use crate::{client, store};

/// More points than an approval has.
const MOST_POINTS: u64 = 200;

/// How many commands' beginnings and ends the process still lives through.
static LEFT: AtomicI64 = AtomicI64::new(i64::MAX);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_approval_is_whole_or_nothing_wherever_the_process_is_killed() {
    let Some((guard, store)) = store().await else { return };
    let stores = Stores::of(Arc::new(store));
    let admin = client(&guard.uri()).await.database("admin");
    let (mut old, mut new) = (0, 0);
    for point in 0.. {
        assert!(point < MOST_POINTS, "the approval never came to its end");
        // Each point has a course of its own: what a killed process began is in the way for a while.
        let approval = Approval::new(1_000 + point);
        approval.prepare(&stores).await;
        let before = approval.seen(&stores).await;
        let (uri, name) = (guard.uri(), guard.name().to_owned());
        let killed = tokio::task::spawn_blocking(move || kill_at(point, &uri, &name));
        let Killed { survived, session } = killed.await.unwrap();
        if let Some(session) = session {
            admin.run_command(doc! { "killSessions": [{ "id": session }] }).await.unwrap();
        }
        let after = approval.seen(&stores).await;
        if after == before {
            old += 1;
            stores
                .commit
                .commit(approval.approval.clone())
                .await
                .expect("it can still be approved");
            continue;
        }
        assert_eq!(after, expected(&approval).await, "half an approval at point {point}");
        new += 1;
        if survived {
            break;
        }
    }
    println!("{old} times the old course, {new} times the new one");
    assert!(old > 10 && new > 1, "{old} times the old course, {new} times the new one");
}

/// What is seen after an approval that nobody disturbed.
async fn expected(approval: &Approval) -> courses_testkit::approval::Seen {
    let stores = Stores::of(Arc::new(courses_testkit::memory::MemoryStore::new()));
    approval.prepare(&stores).await;
    stores.commit.commit(approval.approval.clone()).await.expect("nothing stands against it");
    approval.seen(&stores).await
}

/// What became of a process.
struct Killed {
    survived: bool,
    /// The session that it used.
    session: Option<bson::Uuid>,
}

/// Starts this program again as [`victim`], which ends itself at `point`.
fn kill_at(point: u64, uri: &str, name: &str) -> Killed {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--ignored", "--exact", "killed::victim", "--nocapture", "--test-threads", "1"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    writeln!(child.stdin.take().unwrap(), "{point} {name} {uri}").unwrap();
    let mut killed = Killed { survived: false, session: None };
    for line in BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok) {
        if let Some(session) = line.strip_prefix("session ") {
            killed.session = Some(bson::Uuid::parse_str(session).unwrap());
        }
        killed.survived |= line.ends_with("approved");
    }
    child.wait().unwrap();
    killed
}

/// Approves, and ends itself at the point that its input names. Not a test of its own: it ends at
/// once unless it is told on its input what to do.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "started by the test of kills"]
async fn victim() {
    let mut line = String::new();
    std::io::stdin().read_line(&mut line).unwrap();
    let mut words = line.split_whitespace();
    let (Some(point), Some(name), Some(uri)) = (words.next(), words.next(), words.next()) else {
        return;
    };
    let point: u64 = point.parse().unwrap();
    let mut options = ClientOptions::parse(uri).await.unwrap();
    options.command_event_handler = Some(EventHandler::callback(|event| heard(&event)));
    let client = Client::with_options(options).unwrap();
    let store = MongoStore::connect(client, name, Options::default()).await.unwrap();
    let approval = Approval::new(1_000 + point).approval;
    LEFT.store(i64::try_from(point).unwrap(), Ordering::SeqCst);
    store.commit(approval).await.unwrap();
    println!("approved");
}

/// Counts what begins and what has ended; a process that has nothing left ends as if it was killed.
fn heard(event: &CommandEvent) {
    if LEFT.load(Ordering::SeqCst) > i64::from(u32::MAX) {
        return;
    }
    if let CommandEvent::Started(started) = event
        && let Ok(session) = started.command.get_document("lsid")
        && let Some(Bson::Binary(id)) = session.get("id")
        && let Ok(id) = id.to_uuid()
    {
        println!("session {id}");
    }
    if LEFT.fetch_sub(1, Ordering::SeqCst) <= 0 {
        std::process::abort();
    }
}
