//! A process is killed in the middle of its commits, again and again.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use courses_domain::catalogue::{Course, CourseId, CourseState, SettingsEdit, Tags};
use courses_port::catalogue::CatalogueReader as _;
use courses_port::{ChangeSet, Commit as _, EventLog, Leases as _};
use courses_repository_sqlite::SqliteStore;
use courses_testkit::build::{Make, Random, Save as _, course_write};
use uuid::Uuid;

use super::open;

/// How often the process is killed.
const KILLS: u64 = 12;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_killed_process_loses_and_doubles_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("courses.db");
    let mut random = Random::seeded(7);
    let mut acknowledged: BTreeMap<Uuid, u64> = BTreeMap::new();
    for round in 0..KILLS {
        let pause = Duration::from_millis(30 + random.number() % 150);
        let file = path.clone();
        let heard = tokio::task::spawn_blocking(move || kill_in_the_middle(&file, round, pause));
        for (id, revision) in heard.await.unwrap() {
            acknowledged.insert(id, revision);
        }
        check(&path, round, &acknowledged).await;
    }
    assert!(acknowledged.len() > 50, "{} courses were saved", acknowledged.len());
}

/// Starts this program again as [`victim`], kills it, and answers what it acknowledged.
fn kill_in_the_middle(path: &Path, round: u64, pause: Duration) -> Vec<(Uuid, u64)> {
    let mut child: Child = Command::new(std::env::current_exe().unwrap())
        .args(["--ignored", "--exact", "crash::victim", "--nocapture", "--test-threads", "1"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    writeln!(child.stdin.take().unwrap(), "{round} {}", path.display()).unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let heard = |line: std::io::Result<String>| {
        let line = line.ok()?;
        let (id, revision) = line.strip_prefix("saved ")?.split_once(' ')?;
        Some((id.parse().ok()?, revision.parse().ok()?))
    };
    let first = lines.by_ref().find_map(heard);
    std::thread::sleep(pause);
    child.kill().unwrap();
    child.wait().unwrap();
    first.into_iter().chain(lines.filter_map(heard)).collect()
}

/// Everything acknowledged is there, and every event of every course stands in the log once.
async fn check(path: &Path, round: u64, acknowledged: &BTreeMap<Uuid, u64>) {
    let store = open(path).await;
    collect(&store, round * 2 + 1).await;
    let mut counted: BTreeMap<Uuid, u64> = BTreeMap::new();
    let mut position = 0;
    loop {
        let part = EventLog::read(&store, position, 500).await.unwrap();
        if part.is_empty() {
            break;
        }
        for event in part {
            position += 1;
            assert_eq!(event.position, position, "positions have no gaps");
            let sequence = counted.entry(event.aggregate_id).or_default();
            *sequence += 1;
            assert_eq!(event.sequence, *sequence, "no event is lost or doubled");
        }
    }
    for (id, revision) in acknowledged {
        let course = store.find_course(CourseId::from(*id)).await.unwrap();
        let state = course.expect("what was acknowledged is there").state().clone();
        assert!(state.revision >= *revision, "{id} went back");
        assert_eq!(counted.get(id), Some(&(state.next_sequence - 1)), "{id} has all its events");
    }
    store.close().await;
}

async fn collect(store: &SqliteStore, age: u64) {
    let mut make = Make::new(1_000_000 + age);
    let seconds = i64::try_from(age).unwrap() * 1_000;
    let (now, until) = (make.at(seconds), make.at(seconds + 500));
    let lease = store.acquire("collector", make.id(), now, until).await.unwrap();
    let fence = lease.expect("the lease of the killed process expired").fence;
    while store.collect(&fence, 20).await.unwrap().appended > 0 {}
}

/// Saves courses until it is killed, and says so after each commit. Not a test of its own: it
/// ends at once unless it is told on its input where to write.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "started by the test of crashes"]
async fn victim() {
    let mut line = String::new();
    std::io::stdin().read_line(&mut line).unwrap();
    let Some((round, path)) = line.trim().split_once(' ') else { return };
    let (round, path): (u64, PathBuf) = (round.parse().unwrap(), path.into());
    let store = Arc::new(open(&path).await);
    for writer in 0..6 {
        let (store, seed) = (Arc::clone(&store), round * 100 + writer);
        tokio::spawn(async move { save_for_ever(&store, seed).await });
    }
    let mut make = Make::new(2_000_000 + round);
    let seconds = i64::try_from(round).unwrap() * 2_000;
    let (now, until) = (make.at(seconds), make.at(seconds + 500));
    let lease = store.acquire("collector", make.id(), now, until).await.unwrap();
    let fence = lease.expect("the lease is free").fence;
    loop {
        store.collect(&fence, 3).await.unwrap();
        store.changed().await;
    }
}

async fn save_for_ever(store: &SqliteStore, seed: u64) {
    let mut make = Make::new(seed);
    loop {
        let (one, two) = (make.draft_course("One"), make.draft_course("Two"));
        let mut states = [one, two].map(|state| CourseState { revision: 0, ..state });
        for step in 0..5 {
            let mut set = ChangeSet::new(make.tick());
            for state in &mut states {
                let mut course = Course::restore(state.clone());
                let tags = Tags::parse([format!("step {step}").as_str()]).unwrap();
                let edit = SettingsEdit { tags: Some(tags), ..SettingsEdit::default() };
                course.edit_settings(edit, make.now());
                if step == 3 {
                    course.publish(make.now()).unwrap();
                }
                let write = course_write(course, &mut make);
                *state = write.state.clone();
                set = set.with(write.save());
            }
            store.commit(set).await.unwrap();
            for state in &states {
                println!("saved {} {}", state.id, state.revision);
            }
        }
    }
}
