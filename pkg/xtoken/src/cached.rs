//! Tokens come again and again: what was verified once need not be verified again.

use std::sync::Arc;

use moka::policy::EvictionPolicy;
use moka::sync::Cache;

use crate::{Claims, TokenError, Verifier};

/// Bytes of memory that go with a token besides its text: claims, and the cache's own.
const OVERHEAD_BYTES: u32 = 1024;

/// Tokens that [`CachedVerifier::new`] has room for, of the length they usually have.
const ROOM_BYTES: u64 = 16 * 1024 * 1024;

/// A verifier that remembers the tokens it believed. Clones share what they remember.
///
/// A token is remembered by its whole text, so nothing but the very same token finds an entry;
/// its time, and whether its key still counts, are checked each time. Tokens that were refused
/// are not remembered, so nobody can push good ones out with bad ones. The one used longest ago
/// makes room for a new one.
#[derive(Debug, Clone)]
pub struct CachedVerifier {
    verifier: Verifier,
    seen: Cache<String, Seen>,
}

/// A token that was believed.
#[derive(Debug, Clone)]
struct Seen {
    kid: Arc<str>,
    claims: Arc<Claims>,
}

impl CachedVerifier {
    /// Remembers some 10,000 tokens, in at most 16 MiB.
    #[must_use]
    pub fn new(verifier: Verifier) -> Self {
        Self::with_room(verifier, ROOM_BYTES)
    }

    /// Remembers tokens in at most so many bytes.
    #[must_use]
    pub fn with_room(verifier: Verifier, bytes: u64) -> Self {
        let weigh = |token: &String, _: &Seen| {
            u32::try_from(token.len()).unwrap_or(u32::MAX).saturating_add(OVERHEAD_BYTES)
        };
        let seen = Cache::builder()
            .max_capacity(bytes)
            .weigher(weigh)
            .eviction_policy(EvictionPolicy::lru())
            .build();
        Self { verifier, seen }
    }

    /// The claims of a token that counts at `now`, in seconds since 1970: the same answer as
    /// [`Verifier::verify`] gives, sooner if the token was seen before.
    ///
    /// # Errors
    ///
    /// [`TokenError`] says why it does not count.
    pub fn verify(&self, token: &str, now: i64) -> Result<Arc<Claims>, TokenError> {
        if let Some(seen) = self.seen.get(token) {
            let checked = self.verifier.still_counts(&seen.kid, &seen.claims, now);
            if checked.is_err() {
                self.seen.invalidate(token);
            }
            return checked.map(|()| seen.claims);
        }
        let (kid, claims) = self.verifier.verify_signed(token, now)?;
        let claims = Arc::new(claims);
        let seen = Seen { kid: kid.into(), claims: Arc::clone(&claims) };
        self.seen.insert(token.to_owned(), seen);
        Ok(claims)
    }

    /// Tokens that are remembered, more or less: what was just added or dropped may not be
    /// counted yet.
    #[must_use]
    pub fn remembered(&self) -> u64 {
        self.seen.entry_count()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use uuid::Uuid;

    use super::*;
    use crate::{KeyRing, SharedRing};

    const NOW: i64 = 1_800_000_000;
    const LIFETIME: Duration = Duration::from_mins(15);

    fn claims(jti: u128) -> Claims {
        Claims {
            iss: "iss".to_owned(),
            aud: "aud".to_owned(),
            sub: Uuid::from_u128(1),
            iat: NOW,
            nbf: NOW,
            exp: NOW + 900,
            jti: Uuid::from_u128(jti),
            sid: None,
            roles: vec!["teacher".to_owned()],
        }
    }

    fn ring() -> SharedRing {
        SharedRing::new(KeyRing::generate(NOW).unwrap())
    }

    fn mint(ring: &SharedRing, jti: u128) -> String {
        ring.load().signing_key(NOW).mint(&claims(jti)).unwrap()
    }

    fn verifier(ring: &SharedRing) -> CachedVerifier {
        CachedVerifier::new(Verifier::over(ring.clone(), "iss", "aud"))
    }

    #[test]
    fn a_token_seen_before_gets_the_same_answer_from_memory() {
        let ring = ring();
        let (verifier, token) = (verifier(&ring), mint(&ring, 1));
        let first = verifier.verify(&token, NOW).unwrap();
        let second = verifier.clone().verify(&token, NOW).unwrap();

        assert_eq!(*first, claims(1));
        assert!(Arc::ptr_eq(&first, &second));
    }

    #[test]
    fn a_token_seen_before_still_ends_and_begins_at_its_time() {
        let ring = ring();
        let (verifier, token) = (verifier(&ring), mint(&ring, 1));
        for _ in 0..2 {
            verifier.verify(&token, NOW).unwrap();
            assert_eq!(verifier.verify(&token, NOW - 6), Err(TokenError::NotYetValid));
            verifier.verify(&token, NOW + 904).unwrap();
            assert_eq!(verifier.verify(&token, NOW + 905), Err(TokenError::Expired));
        }
    }

    #[test]
    fn a_token_seen_before_does_not_outlive_its_key() {
        let ring = ring();
        let (verifier, token) = (verifier(&ring), mint(&ring, 1));
        verifier.verify(&token, NOW).unwrap();

        let mut next = ring.load().as_ref().clone();
        next.rotate(NOW, Duration::ZERO, Duration::ZERO).unwrap();
        ring.replace(next);
        verifier.verify(&token, NOW + 59).unwrap();
        assert_eq!(verifier.verify(&token, NOW + 60), Err(TokenError::WrongKey));

        ring.replace(KeyRing::generate(NOW).unwrap());
        assert_eq!(verifier.verify(&token, NOW), Err(TokenError::WrongKey));
    }

    #[test]
    fn a_rotation_lets_the_tokens_seen_before_count() {
        let ring = ring();
        let (verifier, old) = (verifier(&ring), mint(&ring, 1));
        verifier.verify(&old, NOW).unwrap();
        let mut next = ring.load().as_ref().clone();
        next.rotate(NOW, Duration::ZERO, LIFETIME).unwrap();
        ring.replace(next);

        let new = mint(&ring, 2);
        for token in [&old, &new, &old, &new] {
            verifier.verify(token, NOW + 1).unwrap();
        }
    }

    #[test]
    fn a_text_like_a_token_seen_before_is_not_that_token() {
        let ring = ring();
        let (verifier, token) = (verifier(&ring), mint(&ring, 1));
        verifier.verify(&token, NOW).unwrap();

        for at in 0..token.len() {
            let mut bytes = token.clone().into_bytes();
            bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
            let other = String::from_utf8(bytes).unwrap();
            assert!(verifier.verify(&other, NOW).is_err(), "{at}");
        }
    }

    #[test]
    fn refused_tokens_are_not_remembered_and_the_room_is_bounded() {
        let ring = ring();
        let room = 20 * u64::from(OVERHEAD_BYTES);
        let verifier = Verifier::over(ring.clone(), "iss", "aud");
        let verifier = CachedVerifier::with_room(verifier, room);
        for number in 0..50 {
            verifier.verify(&format!("bad.{number}.token"), NOW).unwrap_err();
        }
        verifier.seen.run_pending_tasks();
        assert_eq!(verifier.remembered(), 0);

        let tokens: Vec<_> = (0..50).map(|jti| mint(&ring, jti)).collect();
        for token in &tokens {
            verifier.verify(token, NOW).unwrap();
        }
        verifier.seen.run_pending_tasks();
        assert!((1..20).contains(&verifier.remembered()), "{}", verifier.remembered());
        assert!(verifier.seen.contains_key(&tokens[49]));
    }
}
