//! Changes the signing key in a file while tokens of the old one are alive and a verifier runs.

use std::time::Duration;

use uuid::Uuid;
use xtoken::{CachedVerifier, Claims, KeyRing, SharedRing, Verifier};

const ACTIVATION: Duration = Duration::from_secs(10);
const LIFETIME: Duration = Duration::from_mins(15);

fn claims(now: i64) -> Claims {
    Claims {
        iss: "https://courses.example".into(),
        aud: "courses-api".into(),
        sub: Uuid::from_u128(1),
        iat: now,
        nbf: now,
        exp: now + 900,
        jti: Uuid::from_u128(2),
        sid: None,
        roles: vec!["teacher".into()],
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let now = 1_800_000_000;
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("keys.json");
    KeyRing::generate(now)?.write_new(&path)?;

    let ring = SharedRing::open(&path)?;
    let verifier = Verifier::over(ring.clone(), "https://courses.example", "courses-api");
    let verifier = CachedVerifier::new(verifier);
    let mint = |now| ring.load().signing_key(now).mint(&claims(now));
    let before = mint(now)?;
    println!("before: {:?}", verifier.verify(&before, now).map(|claims| claims.sub));

    // Somebody else, with the file.
    let mut next = KeyRing::read(&path)?;
    println!("a new key: {}", next.rotate(now, ACTIVATION, LIFETIME)?);
    next.write(&path)?;

    println!("reloaded: {}", ring.reload_if_changed(&path)?);
    let after = mint(now + 10)?;
    for (name, token) in [("old", &before), ("new", &after)] {
        println!("during: {name} {:?}", verifier.verify(token, now + 10).map(|claims| claims.sub));
    }
    println!("for all to read: {}", ring.load().to_jwks(now));

    let later = now + 10 + 900 + 60;
    println!("later: {} keys forgotten", next.prune(later));
    Ok(())
}
