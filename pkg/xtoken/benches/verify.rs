//! What it costs to verify a token that was seen before, and one that was not.
//! `cargo bench -p xtoken`.

use std::hint::black_box;
use std::time::Duration;

use criterion::Criterion;
use uuid::Uuid;
use xtoken::{CachedVerifier, Claims, KeyRing, SharedRing, Verifier};

const NOW: i64 = 1_800_000_000;

/// Tokens that are alive at once, each seen before.
const TOKENS: u128 = 1000;

fn claims(jti: u128) -> Claims {
    Claims {
        iss: "https://courses.example".to_owned(),
        aud: "courses-api".to_owned(),
        sub: Uuid::from_u128(jti << 64),
        iat: NOW,
        nbf: NOW,
        exp: NOW + 900,
        jti: Uuid::from_u128(jti),
        sid: Some(Uuid::from_u128(jti << 32)),
        roles: vec!["teacher".to_owned(), "moderator".to_owned()],
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut ring = KeyRing::generate(NOW)?;
    ring.rotate(NOW - 100, Duration::ZERO, Duration::from_mins(15))?;
    let key = ring.signing_key(NOW).clone();
    let ring = SharedRing::new(ring);
    let plain = || Verifier::over(ring.clone(), "https://courses.example", "courses-api");
    let tokens: Vec<String> =
        (0..TOKENS).map(|jti| key.mint(&claims(jti))).collect::<Result<_, _>>()?;
    let mut criterion = Criterion::default().configure_from_args();

    let verifier = CachedVerifier::new(plain());
    let seen = |token: &String| verifier.verify(black_box(token), NOW).map(drop);
    tokens.iter().try_for_each(seen)?;
    let mut turn = tokens.iter().cycle();
    criterion.bench_function("seen", |bench| bench.iter(|| turn.next().map(seen)));

    // Without room nothing is remembered: each token is new to it each time.
    let verifier = CachedVerifier::with_room(plain(), 0);
    let unseen = |token: &String| verifier.verify(black_box(token), NOW).map(drop);
    let mut turn = tokens.iter().cycle();
    criterion.bench_function("unseen", |bench| bench.iter(|| turn.next().map(unseen)));

    criterion.bench_function("mint", |bench| bench.iter(|| key.mint(black_box(&claims(1)))));
    criterion.final_summary();
    Ok(())
}
