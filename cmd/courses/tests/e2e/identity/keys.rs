//! Signing keys that change while people work.

use std::collections::HashSet;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;

use crate::support::{Cli, Http, PASSWORD, Person, Program, TestStore, Tokens, sign_in};

on_each_store!(a_rotation_under_load_fails_no_request_and_sessions_outlive_a_restart,);

/// Longer than a new key waits before it signs.
const LOAD: Duration = Duration::from_secs(14);
/// More requests than this tell something.
const ENOUGH: usize = 100;
/// A slow machine takes longer to ask that often.
const PATIENCE: Duration = Duration::from_mins(2);

fn with_ring<'a>(
    store: &TestStore,
    ring: &Path,
    arguments: impl IntoIterator<Item = &'a str>,
) -> Cli {
    let cli = Cli::new(store, arguments).without("COURSES_AUTH__SIGNING_KEY_FILE");
    cli.variable("COURSES_AUTH__KEY_RING", ring)
}

async fn start(store: &TestStore, ring: &Path) -> Program {
    with_ring(store, ring, ["serve", "--output", "json"]).serve().await
}

/// The key that signed a token.
fn kid(access: &str) -> String {
    let header = URL_SAFE_NO_PAD.decode(access.split('.').next().unwrap()).unwrap();
    let header: Value = serde_json::from_slice(&header).unwrap();
    header["kid"].as_str().unwrap().to_owned()
}

async fn public_keys(http: &Http) -> HashSet<String> {
    let answer = http.get("/.well-known/jwks.json").send().await.expect(200).json();
    let keys = answer["keys"].as_array().unwrap().iter();
    keys.map(|key| key["kid"].as_str().unwrap().to_owned()).collect()
}

/// Reads, signs in and refreshes; every answer must be good.
async fn use_it(http: Http, mut person: Person, enough: Arc<AtomicBool>, count: Arc<AtomicUsize>) {
    let first = person.tokens.access.clone();
    while !enough.load(Ordering::Relaxed) {
        http.get("/v1/courses").bearer(&first).send().await.expect(200);
        let signed_in = sign_in(&http, &person.email, PASSWORD).send().await.expect(200);
        let signed_in = Tokens::of(&signed_in.json());
        person.tokens = person.tokens.refreshed(&http).await;
        for access in [&first, &signed_in.access, &person.tokens.access] {
            http.get("/v1/me").bearer(access).send().await.expect(200);
        }
        count.fetch_add(6, Ordering::Relaxed);
    }
}

async fn a_rotation_under_load_fails_no_request_and_sessions_outlive_a_restart(store: TestStore) {
    let ring = store.folder().join("ring.json");
    with_ring(&store, &ring, ["keys", "rotate"]).run().await.good();
    let mut program = start(&store, &ring).await;
    let http = program.http();
    let person = Person::register(&http, "ada@example.org").await;
    let old = kid(&person.tokens.access);
    assert_eq!(public_keys(&http).await, HashSet::from([old.clone()]));

    let (enough, count) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
    let mut users = Vec::new();
    for name in ["ben", "cyd", "dee"] {
        let user = Person::register(&http, &format!("{name}@example.org")).await;
        let work = use_it(http.clone(), user, Arc::clone(&enough), Arc::clone(&count));
        users.push(tokio::spawn(work));
    }
    tokio::time::sleep(Duration::from_millis(500)).await;
    with_ring(&store, &ring, ["keys", "rotate"]).run().await.good();
    tokio::time::sleep(LOAD).await;
    let rotated = Instant::now();
    while count.load(Ordering::Relaxed) <= ENOUGH && rotated.elapsed() < PATIENCE {
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    enough.store(true, Ordering::Relaxed);
    for user in users {
        user.await.expect("no request failed");
    }
    assert!(count.load(Ordering::Relaxed) > ENOUGH, "{count:?}");
    let next = person.tokens.refreshed(&http).await;
    let new = kid(&next.access);
    assert_ne!(old, new);
    assert_eq!(public_keys(&http).await, HashSet::from([old, new.clone()]));

    program.stop().await;
    let program = start(&store, &ring).await;
    let http = program.http();
    for access in [&person.tokens.access, &next.access] {
        assert_eq!(Person::reads(&http, access).await.0, 200);
    }
    assert_eq!(kid(&next.refreshed(&http).await.access), new);
    let listed = with_ring(&store, &ring, ["keys", "list", "--output", "json"]).run().await.good();
    let keys = listed.json()["keys"].as_array().cloned().unwrap();
    assert_eq!(keys.iter().filter(|key| key["signs"] == true).count(), 1, "{keys:#?}");
    assert!(!listed.stdout.contains("PRIVATE"), "{listed:#?}");
}
