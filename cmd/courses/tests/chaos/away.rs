//! A store without a majority, and a store that is not there yet.

use std::time::{Duration, Instant};

use courses_sdk::{Client, Error, RetryPolicy, types};
use courses_testkit::server::mongo::ReplicaSet;
use serde_json::json;
use tokio::task::block_in_place;

use crate::findings::Findings;
use crate::form;
use crate::home::Home;
use crate::service::{PATIENCE, Service, until};
use crate::writer::new_key;

/// How long a write may take with its reads: the deadlines of the configuration, and a moment.
const DEADLINE: Duration = Duration::from_secs(11);

/// How soon everything is well again once there is a primary.
const WELL_AGAIN: Duration = Duration::from_secs(5);

fn course(title: &str) -> types::CourseCreate {
    serde_json::from_value(json!({ "title": title })).unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn with_two_of_three_members_stopped_reads_go_on_and_writes_are_refused_in_time() {
    let _turn = form::turn().await;
    let Some(mut set) = ReplicaSet::for_test(3) else { return };
    let home = Home::new(Some(set.uri()), &[("store.secondary_reads", "true")]);
    let teacher = home.token("teacher").await;
    let service = Service::start(&home).await;
    let once = home.plain_client(&teacher);
    let made = once.create_course().body(course("Before")).send().await.unwrap();
    once.publish_course().course_id(made.id.clone()).send().await.unwrap();

    let mut findings = Findings::default();
    let ways: &[&str] = if form::is_full() { &["primary", "secondaries"] } else { &["primary"] };
    for way in ways {
        let stopped = block_in_place(|| -> anyhow::Result<Vec<usize>> {
            set.settle()?;
            let primary = set.primary()?;
            let others: Vec<usize> = (0..3).filter(|it| *it != primary).collect();
            let stopped = match *way {
                "primary" => vec![primary, others[0]],
                _ => others,
            };
            stopped.iter().try_for_each(|member| set.kill(*member))?;
            Ok(stopped)
        });
        let stopped = stopped.unwrap();
        Findings::progress(format!("stopped two of three, the {way} among them"));
        look_without_majority(&home, &once, &mut findings).await;

        let elected = block_in_place(|| -> anyhow::Result<Instant> {
            stopped.iter().try_for_each(|member| set.restart(*member))?;
            set.primary()?;
            Ok(Instant::now())
        });
        look_afterwards(&home, &once, elected.unwrap(), &mut findings).await;
    }
    service.kill().await;
    findings.tell();
}

/// What is promised while there is no majority.
async fn look_without_majority(home: &Home, client: &Client, findings: &mut Findings) {
    // Whoever asks first finds out who is gone.
    let first = until(PATIENCE, async || client.list_courses().send().await.ok()).await;
    findings.check(first.is_some(), "reads", "nothing is listed at all");
    let write = async {
        let begun = Instant::now();
        let answer = client.create_course().body(course("Meanwhile")).send().await;
        (answer, begun.elapsed())
    };
    let reads = async {
        for _ in 0..20 {
            let listed = client.list_courses().send().await;
            findings.check(
                listed.as_ref().is_ok_and(|page| page.items.len() == 1),
                "reads",
                format!("{listed:?}"),
            );
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        // The members that are left notice that they are too few.
        let refused = until(DEADLINE, async || {
            (home.ask(&format!("{}/readyz", home.ops)).await?.0 == 503).then_some(())
        });
        findings.check(refused.await.is_some(), "unready", "ready without a majority");
        let lives = home.ask(&format!("{}/livez", home.ops)).await;
        let answer = format!("{lives:?}");
        findings.check(lives.is_some_and(|it| it.0 == 200), "lives", answer);
    };
    let ((write, took), ()) = tokio::join!(write, reads);
    refused_in_time("a write without a key", write, took, findings);

    let (begun, key) = (Instant::now(), new_key());
    let write =
        client.create_course().idempotency_key(key.as_str()).body(course("Meanwhile")).send().await;
    refused_in_time("a write with a key", write, begun.elapsed(), findings);
}

fn refused_in_time<T: std::fmt::Debug>(
    what: &str,
    answer: Result<T, courses_sdk::CallError>,
    took: Duration,
    findings: &mut Findings,
) {
    Findings::figure(what, format!("refused after {:.1} s", took.as_secs_f64()));
    let answer = answer.map_err(Error::from);
    let problem = answer.as_ref().err().and_then(Error::problem);
    let refused = problem.is_some_and(|it| it.status == 503 && it.retry_after.is_some());
    findings.check(refused, "answer", format!("{what}: {answer:?}"));
    let leisure = if form::is_full() { DEADLINE } else { DEADLINE * 2 };
    findings.check(took <= leisure, "late", format!("{what}: {took:?}"));
}

/// What is promised once there is a primary again.
async fn look_afterwards(home: &Home, client: &Client, elected: Instant, findings: &mut Findings) {
    let ready = until(PATIENCE, async || {
        (home.ask(&format!("{}/readyz", home.ops)).await?.0 == 200).then_some(())
    });
    findings.check(ready.await.is_some(), "stuck", "never ready again");
    let written =
        until(PATIENCE, async || client.create_course().body(course("After")).send().await.ok());
    findings.check(written.await.is_some(), "stuck", "nothing can be written");
    let took = elected.elapsed();
    Findings::figure("well again", format!("{:.1} s after the election", took.as_secs_f64()));
    let leisure = if form::is_full() { WELL_AGAIN } else { PATIENCE };
    findings.check(took <= leisure, "stuck", format!("well again after {took:?}"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_service_whose_store_is_away_waits_and_becomes_ready_by_itself() {
    let _turn = form::turn().await;
    let Some(mut set) = ReplicaSet::for_test(1) else { return };
    let mut settings = vec![("store.connect_timeout", "2s")];
    if form::sabotaged("early-exit") {
        settings.push(("store.start_timeout", "1s"));
    }
    let home = Home::new(Some(set.uri()), &settings);
    let teacher = home.token("teacher").await;
    block_in_place(|| set.kill(0)).unwrap();
    let mut service = Service::spawn(&home, None);
    let mut findings = Findings::default();

    let (live, ready) = (format!("{}/livez", home.ops), format!("{}/readyz", home.ops));
    let lives = until(PATIENCE, async || home.ask(&live).await).await;
    findings.check(lives.is_some_and(|it| it.0 == 200), "lives", "while the store is away");
    let begun = Instant::now();
    while begun.elapsed() < Duration::from_secs(6) {
        if let Some(status) = service.has_ended() {
            findings.broken("gone", format!("the program ended with {status}"));
            return findings.tell();
        }
        for address in [&ready, &format!("{}/v1/courses", home.api)] {
            let answer = home.ask(address).await;
            let waits =
                answer.as_ref().is_some_and(|(status, wait)| *status == 503 && wait.is_some());
            findings.check(waits, "unready", format!("{address}: {answer:?}"));
        }
        tokio::time::sleep(Duration::from_millis(250)).await;
    }
    block_in_place(|| set.restart(0).and_then(|()| set.primary())).unwrap();
    let returned = Instant::now();
    service.ready(&home).await;
    let took = returned.elapsed();
    Findings::figure("ready", format!("{:.1} s after the store was back", took.as_secs_f64()));
    let leisure = if form::is_full() { WELL_AGAIN } else { PATIENCE };
    findings.check(took <= leisure, "stuck", format!("ready after {took:?}"));
    findings.check(home.ask(&ready).await.is_some_and(|it| it.0 == 200), "stuck", "not ready");
    let client = home.client(&teacher, RetryPolicy::default());
    let written = client.create_course().body(course("After")).send().await;
    findings.check(written.is_ok(), "stuck", format!("{written:?}"));
    service.kill().await;
    findings.tell();
}
