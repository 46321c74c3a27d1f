//! Told to stop, the program finishes what it has begun.

use std::time::{Duration, Instant};

use futures::future::join_all;
use serde_json::Value;

use crate::support::{
    Account, Program, TestStore, Wire, assert_gapless, eventually, logged_events,
};

on_each_store!(
    what_has_begun_is_answered_and_nothing_acknowledged_is_lost,
    a_second_signal_ends_at_once,
    a_client_that_never_ends_cannot_hold_the_program_up,
    an_idle_program_stops_at_once,
);

fn post(token: &str, body: &str) -> (String, String) {
    let head = format!(
        "POST /v1/courses HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    let (first, second) = body.split_at(body.len() / 2);
    (head + first, second.to_owned())
}

/// The id of the course that an answer tells of.
fn made(text: &str) -> String {
    let (_, body) = text.split_once("\r\n\r\n").unwrap();
    let course: Value = serde_json::from_str(body).unwrap();
    course["id"].as_str().unwrap().to_owned()
}

/// Makes courses one after the other until the connection is closed; answers their ids.
async fn busy(api: String, token: String, number: usize) -> Vec<String> {
    let mut wire = Wire::connect(&api).await;
    let mut ids = Vec::new();
    loop {
        let body = format!(r#"{{"title":"Busy {number} {}"}}"#, ids.len());
        let (first, second) = post(&token, &body);
        if wire.try_send(first + &second).await.is_err() {
            return ids;
        }
        // An answer that breaks off fails in there.
        let Some((status, text)) = wire.answer().await else { return ids };
        assert_eq!(status, 201, "{text}");
        ids.push(made(&text));
    }
}

async fn what_has_begun_is_answered_and_nothing_acknowledged_is_lost(store: TestStore) {
    let settings = [("shutdown.drain_delay", "1s"), ("http.body_timeout", "30s")];
    let mut program = Program::start_with(&store, &settings).await;
    let token = Account::teacher().token();
    let busy: Vec<_> = (0..25)
        .map(|number| tokio::spawn(busy(program.api.clone(), token.clone(), number)))
        .collect();
    let mut slow = Vec::new();
    for number in 0..25 {
        let (first, second) = post(&token, &format!(r#"{{"title":"Slow {number}"}}"#));
        let mut wire = Wire::connect(&program.api).await;
        wire.send(first).await;
        slow.push((wire, second));
    }

    let begun = Instant::now();
    program.signal("TERM");
    eventually("readiness to turn", async || (!program.is_ready().await).then_some(())).await;
    // Balancers have not noticed yet: what they send is served.
    program.http().get("/v1/courses").send().await.expect(200);
    program.http().get("/readyz").send().await.problem(503, "not-ready");

    let mut acknowledged: Vec<String> = join_all(slow.into_iter().map(async |(mut wire, rest)| {
        wire.send(rest).await;
        let (status, text) = wire.answer().await.expect("a request that has begun is answered");
        assert_eq!(status, 201, "{text}");
        made(&text)
    }))
    .await;
    for client in busy {
        acknowledged.extend(client.await.unwrap());
    }
    assert_eq!(program.wait().await, Some(0), "{:#?}", program.stderr());
    assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", begun.elapsed());
    assert!(begun.elapsed() >= Duration::from_secs(1), "the delay is kept");

    let events = logged_events(&store).await;
    assert_gapless(&events);
    acknowledged.sort();
    let mut stored: Vec<String> =
        events.iter().map(|event| event.aggregate_id.to_string()).collect();
    stored.sort();
    assert!(acknowledged.len() > 50, "{}", acknowledged.len());
    assert_eq!(stored, acknowledged, "what is stored is what was acknowledged");
}

async fn a_second_signal_ends_at_once(store: TestStore) {
    let settings = [("shutdown.drain_delay", "20s"), ("http.body_timeout", "30s")];
    let mut program = Program::start_with(&store, &settings).await;
    let begun = Instant::now();
    program.signal("TERM");
    eventually("readiness to turn", async || (!program.is_ready().await).then_some(())).await;
    program.signal("TERM");
    assert_eq!(program.wait().await, Some(130));
    assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
}

async fn a_client_that_never_ends_cannot_hold_the_program_up(store: TestStore) {
    let settings = [
        ("shutdown.task_timeout", "1s"),
        ("shutdown.deadline", "5s"),
        ("http.body_timeout", "60s"),
        ("http.request_timeout", "60s"),
    ];
    let mut program = Program::start_with(&store, &settings).await;
    let (first, _) = post(&Account::teacher().token(), r#"{"title":"Never"}"#);
    let mut wire = Wire::connect(&program.api).await;
    wire.send(first).await;
    eventually("the request to have begun", async || {
        let (_, metrics) = program.page(format!("{}/metrics", program.ops)).await;
        metrics.contains("courses_http_requests_in_flight 1").then_some(())
    })
    .await;
    let begun = Instant::now();
    program.signal("TERM");
    assert_eq!(program.wait().await, Some(75), "not everything ended: {:#?}", program.stderr());
    assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
}

async fn an_idle_program_stops_at_once(store: TestStore) {
    let mut program = Program::start(&store).await;
    program.http().get("/v1/courses").send().await.expect(200);
    let idle = Wire::connect(&program.api).await;
    let begun = Instant::now();
    program.signal("INT");
    assert_eq!(program.wait().await, Some(0), "{:#?}", program.stderr());
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    drop(idle);
}
