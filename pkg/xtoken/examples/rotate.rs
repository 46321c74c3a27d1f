//! Changes the signing key while tokens of the old one are alive.

use uuid::Uuid;
use xtoken::{Claims, SigningKey, Verifier};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let now = 1_800_000_000;
    let claims = Claims {
        iss: "https://courses.example".into(),
        aud: "courses-api".into(),
        sub: Uuid::from_u128(1),
        iat: now,
        nbf: now,
        exp: now + 900,
        jti: Uuid::from_u128(2),
        sid: None,
        roles: vec!["learner".into()],
    };
    let (old, _) = SigningKey::generate()?;
    let (new, _) = SigningKey::generate()?;
    let before = old.mint(&claims)?;
    let after = new.mint(&claims)?;

    let both = [old.verifying_key(), new.verifying_key()];
    let both = Verifier::new(both, claims.iss.clone(), claims.aud.clone());
    println!("during: old {:?}", both.verify(&before, now).map(|c| c.sub));
    println!("during: new {:?}", both.verify(&after, now).map(|c| c.sub));

    let one = Verifier::new([new.verifying_key()], claims.iss, claims.aud);
    println!("after:  old {:?}", one.verify(&before, now).map(|c| c.sub));
    println!("after:  new {:?}", one.verify(&after, now).map(|c| c.sub));
    Ok(())
}
