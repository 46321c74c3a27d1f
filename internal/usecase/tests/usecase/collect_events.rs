//! Moving events into the log, and tidying up.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use courses_port::{Clock as _, EventLog as _, Leases as _};
use courses_usecase::platform::{CollectEvents, CollectedRound, Tidy};
use futures::FutureExt as _;
use jiff::SignedDuration;
use uuid::Uuid;

use crate::support::{School, fresh, id, key, new_course, teacher};

fn collector(school: &School, holder: u128) -> CollectEvents {
    let store = Arc::new(school.store.clone());
    CollectEvents::new(store.clone(), store, school.clock.clone(), Uuid::from_u128(holder))
}

#[tokio::test]
async fn everything_that_waits_gets_into_the_log_once() {
    let school = School::new();
    for number in 0..5 {
        school.published(&format!("Course {number}")).await;
    }
    let collector = collector(&school, 1);
    assert_eq!(collector.backlog().await.unwrap(), (5, Some(0)));
    let round = collector.execute(|| true).await.unwrap();
    assert_eq!(round, CollectedRound { held: true, appended: 10 });
    let again = collector.execute(|| true).await.unwrap();
    assert_eq!(again, CollectedRound { held: true, appended: 0 });
    assert_eq!(collector.backlog().await.unwrap(), (0, None));
    assert_eq!(school.store.read(0, 100).await.unwrap().len(), 10);
}

#[tokio::test]
async fn one_replica_works_at_a_time_and_another_takes_over() {
    let school = School::new();
    school.course("Rust").await;
    let (one, two) = (collector(&school, 1), collector(&school, 2));
    assert!(one.execute(|| true).await.unwrap().held);
    school.course("Go").await;
    assert_eq!(two.execute(|| true).await.unwrap(), CollectedRound::default());
    one.release().await.unwrap();
    assert_eq!(two.execute(|| true).await.unwrap(), CollectedRound { held: true, appended: 1 });

    school.course("C").await;
    assert!(!one.execute(|| true).await.unwrap().held);
    school.clock.advance(SignedDuration::from_secs(CollectEvents::LEASE_SECONDS));
    assert!(one.execute(|| true).await.unwrap().held, "the lease of the other ran out");
}

#[tokio::test]
async fn who_is_told_to_stop_makes_no_further_step() {
    let school = School::new();
    let waiting = u64::from(CollectEvents::STEP) * 2 + 1;
    for number in 0..waiting {
        school.course(&format!("Course {number}")).await;
    }
    let collector = collector(&school, 1);
    let asked = AtomicU32::new(0);
    let stopped = collector.execute(|| asked.fetch_add(1, Ordering::SeqCst) == 0).await.unwrap();
    assert_eq!(
        (stopped.appended, asked.load(Ordering::SeqCst)),
        (u64::from(CollectEvents::STEP) * 2, 2)
    );
}

#[tokio::test]
async fn a_step_that_is_refused_stops_at_once() {
    let school = School::new();
    let waiting = CollectEvents::STEP + 1;
    for number in 0..waiting {
        school.course(&format!("Course {number}")).await;
    }
    let collector = collector(&school, 1);
    let round = collector.execute(|| false).await.unwrap();
    assert_eq!(round, CollectedRound { held: true, appended: u64::from(CollectEvents::STEP) });
    assert_eq!(collector.backlog().await.unwrap().0, 1);
    assert_eq!(collector.execute(|| false).await.unwrap().appended, 1);
}

#[tokio::test]
async fn the_backlog_tells_how_long_the_oldest_event_waits() {
    let school = School::new();
    school.course("Rust").await;
    school.clock.advance(SignedDuration::from_secs(90));
    school.course("Go").await;
    let collector = collector(&school, 1);
    assert_eq!(collector.backlog().await.unwrap(), (2, Some(90)));
    collector.changed().await;
}

#[tokio::test]
async fn a_lease_that_was_lost_meanwhile_ends_the_round() {
    let school = School::new();
    for number in 0..=CollectEvents::STEP {
        school.course(&format!("Course {number}")).await;
    }
    let collector = collector(&school, 1);
    // Between two steps the clock jumps past the lease, and somebody else takes it.
    let round = collector
        .execute(|| {
            school.clock.advance(SignedDuration::from_secs(60));
            let now = school.clock.now();
            let until = now + SignedDuration::from_secs(60);
            let taking = school.store.acquire(CollectEvents::LEASE, id(2), now, until);
            taking.now_or_never().unwrap().unwrap().is_some()
        })
        .await
        .unwrap();
    assert_eq!(round, CollectedRound { held: true, appended: u64::from(CollectEvents::STEP) });
}

#[tokio::test]
async fn tidying_removes_answers_that_ran_out() {
    let school = School::new();
    let tidy = Tidy::new(school.ports.idempotency.clone(), school.clock.clone());
    for number in 0..3 {
        let idempotency = Some(key(&number.to_string(), 1));
        let input =
            courses_usecase::catalogue::CreateCourseInput { idempotency, ..new_course("Rust") };
        fresh(school.create(&teacher(), input).await);
        school.clock.advance(SignedDuration::from_hours(1));
    }
    assert_eq!(tidy.execute().await.unwrap(), 0);
    school.clock.advance(SignedDuration::from_hours(22));
    assert_eq!(tidy.execute().await.unwrap(), 2);
    assert_eq!(tidy.execute().await.unwrap(), 0);
}
