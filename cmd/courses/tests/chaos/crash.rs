//! The program dies at each of its fault points while clients write, and starts again.

use std::time::Duration;

use courses_testkit::server::mongo::ReplicaSet;

use crate::findings::Findings;
use crate::form;
use crate::home::Home;
use crate::service::{PATIENCE, Service, tail};
use crate::truth;
use crate::writer::{Weather, Writers};

/// Where a change becomes true on a replica set.
const ON_A_REPLICA_SET: &[&str] = &[
    "commit.begun",
    "commit.remembered",
    "commit.saved",
    "commit.ready",
    "commit.done",
    "collect.appended",
    "collect.taken",
];

/// Where it does in the embedded store.
const EMBEDDED: &[&str] = &[
    "commit.begun",
    "commit.remembered",
    "commit.saved",
    "commit.ready",
    "commit.written",
    "commit.done",
    "collect.appended",
];

/// How often a point is passed before the program dies there.
const PASSED: u32 = 12;

/// How long writers go on after a crash.
const CALM: Duration = Duration::from_secs(2);

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nothing_acknowledged_is_lost_or_doubled_when_the_program_dies_on_a_replica_set() {
    let _turn = form::turn().await;
    let Some(set) = ReplicaSet::for_test(1) else { return };
    crashes(&Home::new(Some(set.uri()), &[("store.write_timeout", "2s")]), ON_A_REPLICA_SET).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nothing_acknowledged_is_lost_or_doubled_when_the_program_dies_on_its_own_store() {
    let _turn = form::turn().await;
    crashes(&Home::new(None, &[]), EMBEDDED).await;
}

async fn crashes(home: &Home, points: &[&str]) {
    let points = match form::saboteur() {
        // A change has happened, and nobody was told.
        Some("fresh-keys") => &["commit.done"],
        Some(_) => &["sabotage.between"],
        None => points,
    };
    home.token("teacher").await;
    let mut service = Service::spawn(home, Some(&format!("{}:{PASSED}", points[0])));
    service.ready(home).await;
    let writers = Writers::start(home, Weather::Crashes).await;
    let mut findings = Findings::default();
    for (number, point) in points.iter().enumerate() {
        let ended = service.ended(PATIENCE).await;
        assert!(ended.is_some(), "nobody passes {point}: {}", tail(home));
        service = Service::start(home).await;
        tokio::time::sleep(CALM).await;
        let told = writers.acknowledged();
        Findings::progress(format!("died at {point}: {told} acknowledged so far"));
        if let Some(next) = points.get(number + 1) {
            service.kill().await;
            service = Service::spawn(home, Some(&format!("{next}:{PASSED}")));
            service.ready(home).await;
        }
    }
    let heard = writers.stop().await;
    truth::compare(home, &heard, &mut findings).await;
    service.kill().await;
    truth::compare_events(home, &heard, &mut findings).await;
    findings.tell();
}
