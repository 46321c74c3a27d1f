//! A ring as text: JSON, or the PEM of its only key. Errors never repeat what stands in it.

use jiff::Timestamp;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};

use super::{KeyRing, RingKey};
use crate::RingError;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ReadRing {
    keys: Vec<ReadKey>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ReadKey {
    kid: String,
    private_key: SecretString,
    created_at: Timestamp,
    signs_from: Timestamp,
    verify_until: Option<Timestamp>,
}

#[derive(Serialize)]
struct WrittenRing<'a> {
    keys: Vec<WrittenKey<'a>>,
}

#[derive(Serialize)]
struct WrittenKey<'a> {
    kid: &'a str,
    private_key: &'a str,
    created_at: Timestamp,
    signs_from: Timestamp,
    verify_until: Option<Timestamp>,
}

impl KeyRing {
    /// Reads a ring: JSON as [`Self::to_json`] writes it, or the PEM of a single key, which then
    /// has always signed.
    ///
    /// # Errors
    ///
    /// [`RingError`] says what is wrong and where, without repeating a word of the text.
    pub fn parse(text: &str) -> Result<Self, RingError> {
        if text.trim_start().starts_with("-----BEGIN ") {
            return Self::from_pem(text).map_err(|source| RingError::Key { number: 1, source });
        }
        let ring: ReadRing = serde_json::from_str(text)
            .map_err(|err| RingError::NotJson { line: err.line(), column: err.column() })?;
        let keys = ring.keys.iter().zip(1..).map(|(key, number)| read(key, number));
        Self::from_keys(keys.collect::<Result<_, _>>()?)
    }

    /// The ring as JSON: `{"keys": [{"kid", "private_key", "created_at", "signs_from",
    /// "verify_until"}]}`, the key as PKCS#8 PEM, times as RFC 3339, `null` for no end.
    #[must_use]
    pub fn to_json(&self) -> SecretString {
        let keys = self.keys().iter().map(written).collect();
        let mut json = serde_json::to_string_pretty(&WrittenRing { keys }).unwrap_or_default();
        json.push('\n');
        json.into()
    }
}

fn read(key: &ReadKey, number: usize) -> Result<RingKey, RingError> {
    let (created_at, signs_from) = (key.created_at.as_second(), key.signs_from.as_second());
    let read = RingKey::from_pem(key.private_key.expose_secret(), created_at, signs_from)
        .map_err(|source| RingError::Key { number, source })?;
    if read.kid() != key.kid {
        return Err(RingError::WrongId { number });
    }
    Ok(read.ending(key.verify_until.map(Timestamp::as_second)))
}

fn written(key: &RingKey) -> WrittenKey<'_> {
    WrittenKey {
        kid: key.kid(),
        private_key: key.private_pem().expose_secret(),
        created_at: time(key.created_at()),
        signs_from: time(key.signs_from()),
        verify_until: key.verify_until().map(time),
    }
}

/// Times that no calendar has become the nearest one it has.
fn time(seconds: i64) -> Timestamp {
    let nearest = if seconds < 0 { Timestamp::MIN } else { Timestamp::MAX };
    Timestamp::from_second(seconds).unwrap_or(nearest)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use serde_json::{Value, json};

    use super::*;
    use crate::KeyError;

    const NOW: i64 = 1_800_000_000;

    fn two() -> KeyRing {
        let mut ring = KeyRing::generate(NOW).unwrap();
        ring.rotate(NOW, Duration::from_secs(10), Duration::from_mins(15)).unwrap();
        ring
    }

    fn json(ring: &KeyRing) -> Value {
        serde_json::from_str(ring.to_json().expose_secret()).unwrap()
    }

    /// What becomes of the JSON of two keys after a change.
    fn refusal(change: impl FnOnce(&mut Value)) -> RingError {
        let mut value = json(&two());
        change(&mut value);
        KeyRing::parse(&value.to_string()).unwrap_err()
    }

    #[test]
    fn a_ring_survives_its_json() {
        let ring = two();
        let read = KeyRing::parse(ring.to_json().expose_secret()).unwrap();

        assert_eq!(json(&read), json(&ring));
        assert_eq!(read.signing_key(NOW + 10).kid(), ring.signing_key(NOW + 10).kid());
    }

    #[test]
    fn the_json_is_for_people_too() {
        let value = json(&two());

        let old = &value["keys"][0];
        assert_eq!(old["created_at"], "2027-01-15T08:00:00Z");
        assert_eq!(old["verify_until"], "2027-01-15T08:16:10Z");
        assert_eq!(value["keys"][1]["signs_from"], "2027-01-15T08:00:10Z");
        assert_eq!(value["keys"][1]["verify_until"], Value::Null);
    }

    #[test]
    fn the_order_in_the_file_does_not_matter() {
        let ring = two();
        let mut value = json(&ring);
        value["keys"].as_array_mut().unwrap().reverse();

        assert_eq!(json(&KeyRing::parse(&value.to_string()).unwrap()), json(&ring));
    }

    #[test]
    fn a_single_pem_is_a_ring_of_one_that_has_always_signed() {
        let pem = two().keys()[0].private_pem().clone();
        let ring = KeyRing::parse(&format!("\n{}", pem.expose_secret())).unwrap();

        assert_eq!(ring.signing_key(1).kid(), two_kid(&pem));
        assert_eq!(ring.keys().len(), 1);
        KeyRing::parse(ring.to_json().expose_secret()).unwrap();
    }

    fn two_kid(pem: &SecretString) -> String {
        crate::SigningKey::from_pem(pem.expose_secret()).unwrap().kid().to_owned()
    }

    #[test]
    fn rings_that_break_a_promise_are_refused() {
        let err = refusal(|ring| ring["keys"] = json!([]));
        assert!(matches!(err, RingError::Empty), "{err}");
        let err = refusal(|ring| ring["keys"][1] = ring["keys"][0].clone());
        assert!(matches!(err, RingError::Twice { .. }), "{err}");
        let err = refusal(|ring| ring["keys"][1]["verify_until"] = json!("2030-01-01T00:00:00Z"));
        assert!(matches!(err, RingError::NoSuccessor), "{err}");
        let err = refusal(|ring| ring["keys"][1]["kid"] = json!("mine"));
        assert!(matches!(err, RingError::WrongId { number: 2 }), "{err}");
        let err = refusal(|ring| ring["keys"][0]["private_key"] = json!("none"));
        let not_pem = KeyError::NotPem { label: "PRIVATE KEY" };
        assert!(matches!(err, RingError::Key { number: 1, source } if source == not_pem), "{err}");
    }

    #[test]
    fn other_texts_are_refused() {
        for change in [
            |ring: &mut Value| *ring = json!([]),
            |ring: &mut Value| ring["keys"] = json!("none"),
            |ring: &mut Value| ring["keys"][0]["verify_untill"] = Value::Null,
            |ring: &mut Value| ring["keys"][0]["signs_from"] = json!(1_800_000_000),
            |ring: &mut Value| ring["keys"][0]["kid"] = Value::Null,
        ] {
            let err = refusal(change);
            assert!(matches!(err, RingError::NotJson { .. }), "{err}");
        }
        for text in ["", "{", "null", "\u{0}"] {
            assert!(KeyRing::parse(text).is_err(), "{text}");
        }
        assert!(KeyRing::parse("-----BEGIN PRIVATE KEY-----").is_err());
    }

    #[test]
    fn no_error_and_no_debug_text_shows_a_key() {
        let ring = two();
        let pem = ring.keys()[0].private_pem().expose_secret().to_owned();
        let secret: &str = pem.lines().nth(1).unwrap();
        let err = refusal(|ring| ring["keys"] = json!(pem));
        assert!(!format!("{err} {err:?}").contains(secret), "{err:?}");
        let err = refusal(|ring| ring["keys"][0]["created_at"] = json!(pem));
        assert!(!format!("{err} {err:?}").contains(secret), "{err:?}");
        let text = format!("{ring:?}");
        assert!(!text.contains(secret), "{text}");
    }
}
