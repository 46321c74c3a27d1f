//! How often one caller may ask.

use std::time::Duration;

use crate::support::{Account, Answer, Http, PASSWORD, Person, Program, TestStore, sign_in};

on_each_store!(
    whoever_asks_too_often_waits_and_nobody_else_does,
    only_trusted_proxies_say_where_a_request_comes_from,
);

async fn start(store: &TestStore, more: &[(&str, &str)]) -> Program {
    let mut settings = vec![
        ("http.rate_limits.read.per_minute", "60"),
        ("http.rate_limits.read.burst", "5"),
        ("http.rate_limits.sign_in.per_minute", "6"),
        ("http.rate_limits.sign_in.burst", "3"),
    ];
    settings.extend(more);
    Program::start_with(store, &settings).await
}

async fn read(http: &Http, from: &str) -> Answer {
    http.get("/v1/courses").header("x-forwarded-for", from).send().await
}

fn assert_limited(answer: Answer) {
    let answer = answer.problem(429, "rate-limited");
    let wait: u64 = answer.header("retry-after").parse().unwrap();
    assert!((1..=10).contains(&wait), "{wait}");
    assert!(answer.header("ratelimit-policy").contains("q="), "{answer:#?}");
    assert!(answer.header("ratelimit").contains("r=0"), "{answer:#?}");
}

async fn whoever_asks_too_often_waits_and_nobody_else_does(store: TestStore) {
    let program = start(&store, &[]).await;
    let http = program.http();
    let account = Account::student();
    for left in (0..5).rev() {
        let answer = http.get("/v1/courses").by(&account).send().await.expect(200);
        assert!(answer.header("ratelimit-policy").starts_with("\"read\";q=5"), "{answer:#?}");
        assert!(answer.header("ratelimit").contains(&format!("r={left}")), "{answer:#?}");
    }
    assert_limited(http.get("/v1/courses").by(&account).send().await);
    // Another account, and somebody unknown at the same address, are counted by themselves.
    http.get("/v1/courses").by(&Account::student()).send().await.expect(200);
    http.get("/v1/courses").send().await.expect(200);
    // Another class too.
    let person = Person::register(&http, "ada@example.org").await;
    person.signed_in(&http).await;
    sign_in(&http, "nobody@example.org", "wrong").send().await.expect(401);
    assert_limited(sign_in(&http, &person.email, PASSWORD).send().await);
    // Probes are for free.
    for _ in 0..20 {
        http.get("/readyz").send().await.expect(200);
    }
    tokio::time::sleep(Duration::from_millis(1100)).await;
    http.get("/v1/courses").by(&account).send().await.expect(200);
}

async fn only_trusted_proxies_say_where_a_request_comes_from(store: TestStore) {
    let program = start(&store, &[]).await;
    let http = program.http();
    for number in 0..5 {
        read(&http, &format!("198.51.100.{number}")).await.expect(200);
    }
    assert_limited(read(&http, "198.51.100.9").await);
    drop(program);

    let program = start(&store, &[("http.trusted_proxies", "[127.0.0.0/8, 10.0.0.0/8]")]).await;
    let http = program.http();
    for number in 0..8 {
        read(&http, &format!("198.51.100.{number}")).await.expect(200);
    }
    // The last one that no proxy of ours wrote counts; what stands before it is hearsay.
    for number in 0..5 {
        read(&http, &format!("192.0.2.{number}, 203.0.113.7, 10.1.2.3")).await.expect(200);
    }
    assert_limited(read(&http, "192.0.2.99, 203.0.113.7, 10.1.2.3").await);
    assert_limited(read(&http, "203.0.113.7").await);
    read(&http, "203.0.113.8").await.expect(200);
}
