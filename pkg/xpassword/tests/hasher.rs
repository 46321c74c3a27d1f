//! A hasher as a service uses it.
#![expect(clippy::unwrap_used, reason = "helpers of tests fail by panicking")]

use std::num::NonZeroUsize;
use std::time::Duration;

use futures::future::join_all;
use tokio::task::JoinHandle;
use xpassword::{Error, Gate, Hasher, Load, Settings, StartError, Verified};

const CHEAP: Settings = Settings { memory_kib: 64, iterations: 1, parallelism: 1 };

/// Long enough to look at a hasher at work, on any machine.
const SLOW: Settings = Settings { memory_kib: 64 * 1024, iterations: 20, parallelism: 1 };

const MATCHES: Verified = Verified { matches: true, outdated: false };
const DIFFERS: Verified = Verified { matches: false, outdated: false };

fn one() -> Gate {
    Gate::new(NonZeroUsize::MIN)
}

fn cheap() -> Hasher {
    Hasher::start(CHEAP, one().places(64)).unwrap()
}

/// A caller of his own.
fn caller(hasher: &Hasher) -> JoinHandle<Result<Verified, Error>> {
    let hasher = hasher.clone();
    tokio::spawn(async move { hasher.verify(b"password", None).await })
}

async fn until(hasher: &Hasher, wanted: impl Fn(&Load) -> bool) {
    while !wanted(&hasher.load()) {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
}

#[tokio::test]
async fn a_password_matches_its_own_hash_only() {
    let hasher = cheap();
    let stored = hasher.hash("geheim ✓".as_bytes()).await.unwrap();

    assert!(stored.starts_with("$argon2id$v=19$m=64,t=1,p=1$"), "{stored}");
    assert_eq!(hasher.verify("geheim ✓".as_bytes(), Some(&stored)).await, Ok(MATCHES));
    for other in ["", "Geheim ✓", "geheim ✓ "] {
        assert_eq!(hasher.verify(other.as_bytes(), Some(&stored)).await, Ok(DIFFERS));
    }
}

#[tokio::test]
async fn no_two_hashes_of_a_password_are_the_same() {
    let hasher = cheap();

    assert_ne!(hasher.hash(b"password").await, hasher.hash(b"password").await);
}

#[tokio::test]
async fn a_hash_of_the_reference_implementation_matches() {
    let stored = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$\
        CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
    let verdict = cheap().verify(b"password", Some(stored)).await;

    assert_eq!(verdict, Ok(Verified { matches: true, outdated: true }));
}

#[tokio::test]
async fn a_match_by_other_settings_asks_for_a_new_hash() {
    let before = cheap().hash(b"password").await.unwrap();
    for settings in [
        Settings { memory_kib: 128, ..CHEAP },
        Settings { iterations: 2, ..CHEAP },
        Settings { parallelism: 2, ..CHEAP },
    ] {
        let hasher = Hasher::start(settings, one()).unwrap();
        let verdict = hasher.verify(b"password", Some(&before)).await;
        assert_eq!(verdict, Ok(Verified { matches: true, outdated: true }), "{settings:?}");
        assert_eq!(hasher.verify(b"wrong", Some(&before)).await, Ok(DIFFERS));

        let again = hasher.hash(b"password").await.unwrap();
        assert_eq!(hasher.verify(b"password", Some(&again)).await, Ok(MATCHES));
    }
}

#[tokio::test]
async fn nobody_costs_as_much_as_somebody() {
    let hasher = cheap();
    let stored = hasher.hash(b"password").await.unwrap();
    let mut costs = Vec::new();
    for (password, stored) in [
        (b"password".as_slice(), Some(stored.as_str())),
        (b"wrong", Some(&stored)),
        (b"password", None),
        (b"", None),
    ] {
        let before = hasher.load();
        let verdict = hasher.verify(password, stored).await.unwrap();
        assert_eq!(verdict.matches, stored.is_some() && password == b"password");
        let after = hasher.load();
        costs.push((after.computed - before.computed, after.filled_kib - before.filled_kib));
    }

    assert_eq!(costs, [(1, 64); 4]);
}

#[tokio::test]
async fn a_stored_text_that_is_no_hash_is_an_error_and_costs_nothing() {
    let hasher = cheap();
    for text in ["", "password", "$argon2id$v=19$m=4294967295,t=2,p=1$c29tZXNhbHQ$c29tZXNhbHQ"] {
        assert_eq!(hasher.verify(b"password", Some(text)).await, Err(Error::NotAHash), "{text}");
    }
    assert_eq!(hasher.load(), Load::default());
}

#[tokio::test]
async fn as_many_as_the_gate_holds_are_served_and_the_rest_turned_away_at_once() {
    let hasher = Hasher::start(SLOW, one()).unwrap();
    let callers: Vec<_> = (0..5).map(|_| caller(&hasher)).collect();
    until(&hasher, |load| load.busy == 1 && load.waiting == 4).await;

    let refusal = Error::Overloaded { retry_after: Duration::from_secs(1) };
    assert_eq!(hasher.verify(b"password", None).await, Err(refusal));
    assert_eq!(hasher.hash(b"password").await, Err(refusal));
    let load = hasher.load();
    assert_eq!((load.busy, load.waiting, load.refused), (1, 4, 2));
    callers.iter().for_each(JoinHandle::abort);
}

#[tokio::test]
async fn a_caller_who_goes_away_frees_his_place_and_is_not_worked_for() {
    let hasher = Hasher::start(SLOW, one().places(1)).unwrap();
    let first = caller(&hasher);
    until(&hasher, |load| load.busy == 1).await;
    let second = caller(&hasher);
    until(&hasher, |load| load.waiting == 1).await;
    assert!(matches!(hasher.verify(b"password", None).await, Err(Error::Overloaded { .. })));

    second.abort();
    until(&hasher, |load| load.waiting == 0).await;
    let third = caller(&hasher);
    until(&hasher, |load| load.waiting == 1).await;
    third.abort();
    assert_eq!(first.await.unwrap(), Ok(DIFFERS));
    let load = hasher.load();
    assert_eq!((load.computed, load.skipped, load.refused), (1, 2, 1));
}

#[tokio::test]
async fn many_callers_are_all_served_by_several_threads() {
    let gate = Gate::new(NonZeroUsize::new(3).unwrap()).places(100);
    let hasher = Hasher::start(CHEAP, gate).unwrap();
    let stored = hasher.hash(b"password").await.unwrap();

    let verdicts = join_all((0..100).map(|_| hasher.verify(b"password", Some(&stored)))).await;
    assert!(verdicts.iter().all(|verdict| *verdict == Ok(MATCHES)));
    assert_eq!(hasher.load().computed, 101);
}

#[test]
fn settings_outside_of_the_bounds_do_not_start() {
    let settings = Settings { memory_kib: 0, ..CHEAP };

    let refusal = Hasher::start(settings, one()).unwrap_err();
    assert!(matches!(refusal, StartError::Settings { .. }));
    assert!(refusal.to_string().contains("memory_kib: 0"));
}
