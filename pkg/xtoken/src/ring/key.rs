//! A key of a ring: both halves, its PEM, and its times.

use secrecy::SecretString;

use crate::{KeyError, SigningKey, VerifyingKey};

/// One key of a ring. Times are seconds since 1970, UTC.
#[derive(Debug, Clone)]
pub struct RingKey {
    key: SigningKey,
    pem: SecretString,
    created_at: i64,
    signs_from: i64,
    verify_until: Option<i64>,
}

impl RingKey {
    pub(super) fn generate(created_at: i64, signs_from: i64) -> Result<Self, KeyError> {
        let (key, pem) = SigningKey::generate()?;
        Ok(Self { key, pem: pem.into(), created_at, signs_from, verify_until: None })
    }

    pub(super) fn from_pem(pem: &str, created_at: i64, signs_from: i64) -> Result<Self, KeyError> {
        let key = SigningKey::from_pem(pem)?;
        Ok(Self { key, pem: pem.into(), created_at, signs_from, verify_until: None })
    }

    pub(super) fn ending(self, verify_until: Option<i64>) -> Self {
        Self { verify_until, ..self }
    }

    /// Sets an end, unless there is an earlier one.
    pub(super) fn end_at(&mut self, end: i64) {
        self.verify_until = Some(self.verify_until.map_or(end, |earlier| earlier.min(end)));
    }

    /// The id that tokens name this key by.
    #[must_use]
    pub fn kid(&self) -> &str {
        self.key.kid()
    }

    /// The half that signs.
    #[must_use]
    pub const fn signing_key(&self) -> &SigningKey {
        &self.key
    }

    /// The half that verifies.
    #[must_use]
    pub fn verifying_key(&self) -> VerifyingKey {
        self.key.verifying_key()
    }

    /// The private key as PKCS#8 PEM, as it was read.
    #[must_use]
    pub const fn private_pem(&self) -> &SecretString {
        &self.pem
    }

    /// When it was made.
    #[must_use]
    pub const fn created_at(&self) -> i64 {
        self.created_at
    }

    /// From when on it signs, until a later key does.
    #[must_use]
    pub const fn signs_from(&self) -> i64 {
        self.signs_from
    }

    /// When tokens that it signed stop to count.
    #[must_use]
    pub const fn verify_until(&self) -> Option<i64> {
        self.verify_until
    }

    /// Whether tokens that it signed count at this time.
    #[must_use]
    pub fn verifies_at(&self, now: i64) -> bool {
        self.verify_until.is_none_or(|end| now < end)
    }
}
