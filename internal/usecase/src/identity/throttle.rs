//! Guessing passwords becomes slow.

use std::net::IpAddr;
use std::time::Duration;

use courses_domain::identity::{AttemptKey, AttemptKind, Attempts, EmailKey, delay};
use jiff::{SignedDuration, Timestamp};

use crate::identity::{IdentityError, IdentityPorts};

/// One attempt to name a password.
///
/// It counts as failed for the e-mail address before the password is looked at, so that guesses
/// made at the same time are counted too; success takes that back. For the network address only
/// a real failure counts: many people who sign in from one school harm nobody.
pub(super) struct Guess<'a> {
    ports: &'a IdentityPorts,
    email: AttemptKey,
    address: Option<AttemptKey>,
}

impl<'a> Guess<'a> {
    /// Counts an attempt, or refuses it because too many failed.
    pub(super) async fn begin(
        ports: &'a IdentityPorts,
        email: &EmailKey,
        address: Option<IpAddr>,
    ) -> Result<Self, IdentityError> {
        let (email, address) = (AttemptKey::email(email), address.map(AttemptKey::address));
        let keys: Vec<AttemptKey> = [email].into_iter().chain(address).collect();
        let now = ports.base.clock.now();
        let before = ports.attempts.find_attempts(&keys, now).await?;
        let waits = keys.iter().zip(&before);
        refuse(waits.map(|(key, found)| wait(key.kind, found, now)).max())?;
        ports.attempts.count_failure(&[email], now).await?;
        let after = ports.attempts.find_attempts(&[email], now).await?;
        refuse(overtaken(before.first(), after.first()))?;
        Ok(Self { ports, email, address })
    }

    /// It was the wrong password.
    pub(super) async fn failed(self) -> Result<(), IdentityError> {
        if let Some(address) = self.address {
            let now = self.ports.base.clock.now();
            self.ports.attempts.count_failure(&[address], now).await?;
        }
        Ok(())
    }

    /// It was the right password.
    pub(super) async fn succeeded(self) -> Result<(), IdentityError> {
        Ok(self.ports.attempts.forget_failures(&self.email).await?)
    }
}

/// How long somebody still waits.
fn wait(kind: AttemptKind, found: &Attempts, now: Timestamp) -> SignedDuration {
    let until = found.blocked_until(kind);
    until.map_or(SignedDuration::ZERO, |until| until.duration_since(now).max(SignedDuration::ZERO))
}

/// How long somebody waits because others guessed at the same moment, in numbers that one after
/// another would have been refused.
fn overtaken(before: Option<&Attempts>, after: Option<&Attempts>) -> Option<SignedDuration> {
    let others = after?.failures.saturating_sub(1);
    (others > before?.failures).then(|| delay(AttemptKind::Email, others))
}

fn refuse(wait: Option<SignedDuration>) -> Result<(), IdentityError> {
    match wait {
        Some(wait) if wait > SignedDuration::ZERO => {
            let retry_after = Duration::try_from(wait).unwrap_or(Duration::ZERO);
            Err(IdentityError::Throttled { retry_after })
        }
        _ => Ok(()),
    }
}
