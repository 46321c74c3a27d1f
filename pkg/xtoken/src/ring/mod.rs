//! Several keys with their times, so that one can follow another while tokens of both live.

mod file;
mod key;
mod shared;
mod stamp;
mod text;

use std::time::Duration;

use serde_json::{Value, json};

pub use key::RingKey;
pub use shared::SharedRing;

use crate::{KeyError, RingError, SigningKey, VerifyingKey};

/// A key counts this much longer than the last token it signed, for clocks that differ.
const MARGIN_SECONDS: i64 = 60;

/// Keys that sign one after the other. Times are seconds since 1970, UTC.
///
/// A ring is never empty, and the key that signs last has no end: there is always a key to sign
/// with.
#[derive(Debug, Clone)]
pub struct KeyRing {
    /// In the order in which they sign.
    keys: Vec<RingKey>,
}

impl KeyRing {
    /// A ring with one new key, which signs from now on.
    ///
    /// # Errors
    ///
    /// [`KeyError::NotGenerated`] when the operating system gives no randomness.
    pub fn generate(now: i64) -> Result<Self, KeyError> {
        Ok(Self { keys: vec![RingKey::generate(now, now)?] })
    }

    /// A ring of one key that has always signed, from its PKCS#8 PEM.
    ///
    /// # Errors
    ///
    /// [`KeyError`] when the text is no PEM, or the key no Ed25519 key.
    pub fn from_pem(text: &str) -> Result<Self, KeyError> {
        Ok(Self { keys: vec![RingKey::from_pem(text, 0, 0)?] })
    }

    /// Puts keys in order and checks what a ring promises.
    fn from_keys(mut keys: Vec<RingKey>) -> Result<Self, RingError> {
        keys.sort_by_key(RingKey::signs_from);
        for (place, key) in keys.iter().enumerate() {
            if keys[..place].iter().any(|other| other.kid() == key.kid()) {
                return Err(RingError::Twice { kid: key.kid().to_owned() });
            }
        }
        match keys.last() {
            None => Err(RingError::Empty),
            Some(last) if last.verify_until().is_some() => Err(RingError::NoSuccessor),
            Some(_) => Ok(Self { keys }),
        }
    }

    /// Adds a new key. It signs after `activation`, by when every verifier must have seen it;
    /// the others verify until the last token that they can have signed is over: one `lifetime`
    /// and a minute later. Answers with the id of the new key.
    ///
    /// # Errors
    ///
    /// [`KeyError::NotGenerated`] when the operating system gives no randomness.
    pub fn rotate(
        &mut self,
        now: i64,
        activation: Duration,
        lifetime: Duration,
    ) -> Result<String, KeyError> {
        // A key that has yet to begin keeps its turn; the new one comes after it.
        let last = self.keys.iter().map(RingKey::signs_from).max().unwrap_or(now);
        let signs_from = now.saturating_add(seconds(activation)).max(last);
        let key = RingKey::generate(now, signs_from)?;
        let kid = key.kid().to_owned();
        let end = signs_from.saturating_add(seconds(lifetime)).saturating_add(MARGIN_SECONDS);
        for old in &mut self.keys {
            old.end_at(end);
        }
        self.keys.push(key);
        Ok(kid)
    }

    /// Forgets the keys that verify nothing any more. Answers with their number.
    pub fn prune(&mut self, now: i64) -> usize {
        let before = self.keys.len();
        self.keys.retain(|key| key.verifies_at(now));
        before - self.keys.len()
    }

    /// The key that signs at this time: the one that began last. Before any has begun (a clock
    /// that is behind) it is the one that begins first.
    ///
    /// # Panics
    ///
    /// Never: the key that signs last has no end.
    #[must_use]
    pub fn signing_key(&self, now: i64) -> &SigningKey {
        let mut usable = self.keys.iter().filter(|key| key.verifies_at(now));
        let first = usable.next().expect("the key that signs last has no end");
        usable.take_while(|key| key.signs_from() <= now).last().unwrap_or(first).signing_key()
    }

    /// The keys that verify at this time, those that will sign soon among them.
    pub fn verifying_keys(&self, now: i64) -> impl Iterator<Item = VerifyingKey> {
        self.keys.iter().filter(move |key| key.verifies_at(now)).map(RingKey::verifying_key)
    }

    /// The same keys as a JSON Web Key Set (RFC 7517), for everybody to read.
    #[must_use]
    pub fn to_jwks(&self, now: i64) -> Value {
        let keys: Vec<Value> = self.verifying_keys(now).map(|key| key.to_jwk()).collect();
        json!({ "keys": keys })
    }

    /// All keys, in the order in which they sign.
    #[must_use]
    pub fn keys(&self) -> &[RingKey] {
        &self.keys
    }

    /// The key of that id, if it verifies at this time.
    pub(crate) fn find(&self, kid: &str, now: i64) -> Option<&RingKey> {
        self.keys.iter().find(|key| key.kid() == kid && key.verifies_at(now))
    }
}

/// Whole seconds, rounded up: a key is waited for rather too long than too short.
fn seconds(duration: Duration) -> i64 {
    let whole = i64::try_from(duration.as_secs()).unwrap_or(i64::MAX);
    whole.saturating_add(i64::from(duration.subsec_nanos() > 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_800_000_000;
    const ACTIVATION: Duration = Duration::from_secs(10);
    const LIFETIME: Duration = Duration::from_mins(15);

    fn kids(ring: &KeyRing, now: i64) -> Vec<String> {
        ring.verifying_keys(now).map(|key| key.kid().to_owned()).collect()
    }

    #[test]
    fn a_new_ring_signs_with_its_one_key_at_any_time() {
        let ring = KeyRing::generate(NOW).unwrap();
        for now in [NOW - 30, NOW, NOW + 1_000_000_000] {
            assert_eq!(ring.signing_key(now).kid(), ring.keys()[0].kid());
            assert_eq!(kids(&ring, now).len(), 1);
        }
    }

    #[test]
    fn a_new_key_is_known_before_it_signs_and_the_old_one_until_its_tokens_are_over() {
        let mut ring = KeyRing::generate(NOW).unwrap();
        let old = ring.keys()[0].kid().to_owned();
        let new = ring.rotate(NOW + 100, ACTIVATION, LIFETIME).unwrap();

        assert_eq!(kids(&ring, NOW + 100), [old.clone(), new.clone()]);
        assert_eq!(ring.signing_key(NOW + 109).kid(), old);
        assert_eq!(ring.signing_key(NOW + 110).kid(), new);
        let end = NOW + 110 + 900 + 60;
        assert_eq!(kids(&ring, end - 1), [old, new.clone()]);
        assert_eq!(kids(&ring, end), [new]);
    }

    #[test]
    fn two_rotations_in_a_row_lose_no_key_and_no_turn() {
        let mut ring = KeyRing::generate(NOW).unwrap();
        let first = ring.keys()[0].kid().to_owned();
        let second = ring.rotate(NOW, ACTIVATION, LIFETIME).unwrap();
        let third = ring.rotate(NOW + 1, Duration::ZERO, LIFETIME).unwrap();

        assert_eq!(kids(&ring, NOW + 1), [first.clone(), second, third.clone()]);
        assert_eq!(ring.signing_key(NOW + 9).kid(), first);
        assert_eq!(ring.signing_key(NOW + 10).kid(), third);
        assert_eq!(ring.keys()[0].verify_until(), Some(NOW + 10 + 900 + 60));
    }

    #[test]
    fn pruning_forgets_only_what_verifies_nothing() {
        let mut ring = KeyRing::generate(NOW).unwrap();
        let new = ring.rotate(NOW, ACTIVATION, LIFETIME).unwrap();

        assert_eq!(ring.prune(NOW + 969), 0);
        assert_eq!(ring.prune(NOW + 970), 1);
        assert_eq!(kids(&ring, NOW + 970), [new]);
        assert_eq!(ring.prune(i64::MAX), 0);
    }

    #[test]
    fn the_key_set_shows_public_halves_only() {
        let mut ring = KeyRing::generate(NOW).unwrap();
        ring.rotate(NOW, ACTIVATION, LIFETIME).unwrap();
        let set = ring.to_jwks(NOW);

        let keys = set["keys"].as_array().unwrap();
        assert_eq!(keys.len(), 2);
        for (shown, key) in keys.iter().zip(ring.keys()) {
            assert_eq!(shown, &key.verifying_key().to_jwk());
            assert_eq!(shown["d"], Value::Null);
        }
    }

    #[test]
    fn durations_that_are_out_of_hand_do_not_wrap() {
        let mut ring = KeyRing::generate(NOW).unwrap();
        ring.rotate(NOW, Duration::MAX, Duration::MAX).unwrap();

        assert_eq!(ring.keys()[1].signs_from(), i64::MAX);
        assert_eq!(seconds(Duration::from_millis(1001)), 2);
    }
}
