//! Killed at any moment: whoever was told that he is in, is in, and nobody else.

use std::time::{Duration, Instant};

use futures::future::join_all;

use crate::support::{
    Answer, Http, PASSWORD, Person, Program, TestStore, Tokens, any_id, orphans, register, sign_in,
};

on_each_store!(twenty_crashes_under_registrations_and_refreshes_lose_nobody);

const CRASHES: u32 = 20;
const WORKERS: usize = 4;
const REFRESHES: usize = 4;
/// A replica set keeps the transaction of a client that is gone for a while.
const PATIENCE: Duration = Duration::from_secs(90);
/// How long the token before the present one is good.
const GRACE: Duration = Duration::from_secs(10);

/// What was sent and never answered.
enum Doubt {
    Registering(String),
    /// Since when the refresh may be done.
    Refreshing(Person, Instant),
}

/// Makes accounts and refreshes their sessions until nobody answers any more.
async fn work(http: Http) -> (Vec<Person>, Doubt) {
    let mut known = Vec::new();
    loop {
        let email = format!("{}@example.org", any_id());
        let Some(answer) = good(register(&http, &email).try_send().await, 201) else {
            return (known, Doubt::Registering(email));
        };
        let answer = answer.json();
        let id = answer["account"]["id"].as_str().unwrap().parse().unwrap();
        let mut person = Person { id, email, tokens: Tokens::of(&answer["tokens"]) };
        for _ in 0..REFRESHES {
            let asked = Instant::now();
            match good(person.tokens.refreshing(&http).try_send().await, 200) {
                Some(answer) => person.tokens = Tokens::of(&answer.json()),
                None => return (known, Doubt::Refreshing(person, asked)),
            }
        }
        known.push(person);
    }
}

/// The answer if it is what was hoped for; no other is given but that nothing could be done.
fn good(answer: reqwest::Result<Answer>, status: u16) -> Option<Answer> {
    let answer = answer.ok()?;
    if answer.status == status {
        return Some(answer);
    }
    assert!(answer.status >= 500, "{answer:#?}");
    None
}

/// Asks again while what the crash left behind is in the way.
async fn patiently(mut ask: impl AsyncFnMut() -> Answer) -> Answer {
    let begun = Instant::now();
    loop {
        let answer = ask().await;
        let later = answer.status >= 500 || answer.code() == "conflict";
        if !later || begun.elapsed() > PATIENCE {
            return answer;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

/// Signs in, which must be possible sooner or later.
async fn back_in(http: &Http, email: &str) -> Tokens {
    let ask = async || sign_in(http, email, PASSWORD).send().await;
    Tokens::of(&patiently(ask).await.expect(200).json())
}

/// Finds out what became of something, which is one of two things.
async fn settle(http: &Http, doubt: Doubt) -> Person {
    match doubt {
        Doubt::Registering(email) => {
            let again = patiently(async || register(http, &email).send().await).await;
            let tokens = match again.status {
                201 => Tokens::of(&again.json()["tokens"]),
                409 => back_in(http, &email).await,
                _ => panic!("{again:#?}"),
            };
            Person { id: any_id(), email, tokens }
        }
        // The token is still the present one, or the one before; within its grace that is as good,
        // and after it somebody else could have it.
        Doubt::Refreshing(mut person, asked) => {
            let again = patiently(async || person.tokens.refreshing(http).send().await).await;
            let late = again.status == 401 && asked.elapsed() > GRACE;
            person.tokens = if late {
                back_in(http, &person.email).await
            } else {
                Tokens::of(&again.expect(200).json())
            };
            person
        }
    }
}

async fn twenty_crashes_under_registrations_and_refreshes_lose_nobody(store: TestStore) {
    let mut everybody = Vec::new();
    let mut program = Program::start(&store).await;
    for _ in 0..CRASHES {
        let workers: Vec<_> = (0..WORKERS).map(|_| tokio::spawn(work(program.http()))).collect();
        tokio::time::sleep(Duration::from_millis(rand::random_range(30..400))).await;
        program.crash().await;
        let mut doubts = Vec::new();
        for worker in workers {
            let (known, doubt) = worker.await.unwrap();
            everybody.extend(known);
            doubts.push(doubt);
        }
        program = Program::start(&store).await;
        let http = program.http();
        let settled = doubts.into_iter().map(|doubt| settle(&http, doubt));
        everybody.extend(join_all(settled).await);
    }
    let http = program.http();
    assert!(everybody.len() > WORKERS * 2, "{}", everybody.len());
    for person in &everybody {
        person.signed_in(&http).await;
        let next = person.tokens.refreshed(&http).await;
        assert_eq!(Person::reads(&http, &next.access).await.0, 200);
    }
    program.stop().await;
    assert_eq!(orphans(&store).await, 0, "a session without an account");
}
