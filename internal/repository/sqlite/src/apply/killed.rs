//! A process is killed inside an approval, at every statement: readers see the old course or the
//! new one, whole.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;

use courses_port::Commit as _;
use courses_testkit::approval::{Approval, Seen};
use courses_testkit::contract::Stores;
use courses_testkit::memory::MemoryStore;

use crate::engine::killed::die_after;
use crate::{Options, SqliteStore};

/// More points than an approval has.
const MOST_POINTS: i64 = 2_000;

async fn open(path: &Path) -> SqliteStore {
    SqliteStore::open(path, Options::default()).await.unwrap()
}

/// What is seen in the file `path`.
async fn seen(path: &Path, approval: &Approval) -> Seen {
    let store = Arc::new(open(path).await);
    let seen = approval.seen(&Stores::of(store.clone())).await;
    store.close().await;
    seen
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_approval_is_whole_or_nothing_wherever_the_process_is_killed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("courses.db");
    let approval = Approval::new(1);
    let store = Arc::new(open(&path).await);
    approval.prepare(&Stores::of(store.clone())).await;
    store.close().await;
    let old = seen(&path, &approval).await;
    let perfect = Stores::of(Arc::new(MemoryStore::new()));
    approval.prepare(&perfect).await;
    perfect.commit.commit(approval.approval.clone()).await.unwrap();
    let new = approval.seen(&perfect).await;

    for point in 0.. {
        assert!(point < MOST_POINTS, "the approval never came to its end");
        let file = path.clone();
        let survived = tokio::task::spawn_blocking(move || survives(point, &file)).await.unwrap();
        let now = seen(&path, &approval).await;
        if now != old {
            assert_eq!(now, new, "half an approval at point {point}");
            assert!(!survived, "the last point comes after the commit and before the answer");
            println!("{point} times the old course, then the new one");
            assert!(point > 50, "only {point} points");
            return;
        }
        assert!(!survived, "approved, and nothing of it is there");
    }
}

/// Starts this program again as [`victim`], which ends itself at `point` or lives.
fn survives(point: i64, path: &Path) -> bool {
    let name = "apply::killed::victim";
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--ignored", "--exact", name, "--nocapture", "--test-threads", "1"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    writeln!(child.stdin.take().unwrap(), "{point} {}", path.display()).unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let survived = lines.map_while(Result::ok).any(|line| line.ends_with("approved"));
    child.wait().unwrap();
    survived
}

/// Approves, and ends itself at the point that its input names. Not a test of its own: it ends at
/// once unless it is told on its input what to do.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "started by the test of kills"]
async fn victim() {
    let mut line = String::new();
    std::io::stdin().read_line(&mut line).unwrap();
    let Some((point, path)) = line.trim().split_once(' ') else { return };
    let store = open(Path::new(path)).await;
    die_after(point.parse().unwrap());
    store.commit(Approval::new(1).approval).await.unwrap();
    println!("approved");
}
