//! A flood of passwords drowns nobody else.

use std::time::Duration;

use futures::future::join_all;

use crate::support::{Cli, PASSWORD, Person, TestStore, sign_in};

on_each_store!(a_flood_of_passwords_is_refused_in_time_and_reads_go_on);

const FLOOD: usize = 200;
/// Hashes of people who are let in take this much each, and there is one for each core.
const MEMORY: u64 = 512 * 1024 * 1024;

async fn a_flood_of_passwords_is_refused_in_time_and_reads_go_on(store: TestStore) {
    // With the memory that a real password costs, and one pass: this is no optimised program.
    let serve = Cli::new(&store, ["serve", "--output", "json"]);
    let program = serve.variable("COURSES_IDENTITY__PASSWORD__MEMORY_KIB", "19456").serve().await;
    let http = program.http();
    let mut people = Vec::new();
    for number in 0..4 {
        people.push(Person::register(&http, &format!("person{number}@example.org")).await);
    }
    let flood = (0..FLOOD).map(|number| {
        let (email, password) = match number % 4 {
            0 => (people[number % people.len()].email.clone(), PASSWORD),
            1 => (people[number % people.len()].email.clone(), "not the password"),
            _ => (format!("unknown{number}@example.org"), "not the password"),
        };
        sign_in(&http, &email, password).send()
    });
    let flood = tokio::spawn(join_all(flood.collect::<Vec<_>>()));
    let mut reads = 0;
    while !flood.is_finished() {
        let read = http.get("/v1/courses").send();
        let read = tokio::time::timeout(Duration::from_secs(10), read).await;
        read.expect("reads are answered in time").expect(200);
        reads += 1;
    }
    let mut turned_away = 0;
    for answer in flood.await.unwrap() {
        match answer.status {
            200 => {}
            401 => assert_eq!(answer.code(), "invalid-credentials"),
            429 | 503 => {
                let wait: u64 = answer.header("retry-after").parse().unwrap();
                assert!((1..=900).contains(&wait), "{answer:#?}");
                turned_away += usize::from(answer.status == 503);
            }
            _ => panic!("{answer:#?}"),
        }
    }
    assert!(reads > 3, "only {reads} reads");
    assert!(turned_away > 0, "the queue has an end");
    assert!(program.peak_memory() < MEMORY, "{} bytes", program.peak_memory());
    people[3].signed_in(&http).await;
}
