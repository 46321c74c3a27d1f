//! The tokens of a session, and when they are due.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use reqwest::header::{HeaderValue, InvalidHeaderValue};
use serde::{Deserialize, Serialize};

use super::clock;
use crate::{Secret, types};

/// How long before its end an access token is renewed.
const LEAD: Duration = Duration::from_secs(30);

/// How much earlier still, at random, as a part of the lead: clients that were started together
/// do not renew together.
const JITTER: f64 = 1.0 / 3.0;

/// A token that lives for a short time only is used for most of it.
const SHARE_OF_LIFE: u32 = 4;

/// What a session lives on. Debug output shows no token.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tokens {
    /// What requests carry.
    pub access: Secret,
    /// When the access token ends, by the clock of this machine.
    pub access_expires_at: DateTime<Utc>,
    /// What buys the next pair, once.
    pub refresh: Secret,
    /// When the session ends if nothing is bought, by the clock of the service.
    pub refresh_expires_at: DateTime<Utc>,
}

impl Tokens {
    /// The tokens of an answer to a request that was sent at `asked_at`.
    pub(super) fn granted(answer: types::Tokens, asked_at: DateTime<Utc>) -> Self {
        Self {
            access: answer.access_token,
            access_expires_at: asked_at + TimeDelta::seconds((*answer.expires_in).into()),
            refresh: answer.refresh_token,
            refresh_expires_at: answer.refresh_expires_at,
        }
    }
}

/// Tokens in the form in which requests need them.
pub(crate) struct Ready {
    pub(super) tokens: Tokens,
    authorization: HeaderValue,
    due_at: DateTime<Utc>,
}

impl Ready {
    /// Tokens that were stored already, of a lifetime that nobody remembers.
    pub(super) fn stored(tokens: Tokens) -> Result<Self, InvalidHeaderValue> {
        Self::new(tokens, LEAD)
    }

    /// Tokens that have just been granted.
    pub(super) fn granted(tokens: Tokens) -> Result<Self, InvalidHeaderValue> {
        let lifetime = (tokens.access_expires_at - clock::now()).to_std().unwrap_or_default();
        Self::new(tokens, LEAD.min(lifetime / SHARE_OF_LIFE))
    }

    fn new(tokens: Tokens, lead: Duration) -> Result<Self, InvalidHeaderValue> {
        let lead = lead.mul_f64(1.0 + JITTER * rand::random::<f64>());
        let authorization = bearer(tokens.access.expose())?;
        let due_at = tokens.access_expires_at - lead;
        Ok(Self { tokens, authorization, due_at })
    }

    /// The value of `Authorization`.
    pub(crate) fn authorization(&self) -> HeaderValue {
        self.authorization.clone()
    }

    /// Whether it is time to renew them.
    pub(super) fn is_due(&self) -> bool {
        clock::now() >= self.due_at
    }

    /// Whether the access token is of no use any more.
    pub(super) fn is_expired(&self) -> bool {
        clock::now() >= self.tokens.access_expires_at
    }
}

/// The header with this access token, which does not show in debug output.
pub(crate) fn bearer(token: &str) -> Result<HeaderValue, InvalidHeaderValue> {
    let mut value = HeaderValue::try_from(format!("Bearer {token}"))?;
    value.set_sensitive(true);
    Ok(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(lifetime: TimeDelta) -> Tokens {
        Tokens {
            access: "access".into(),
            access_expires_at: clock::now() + lifetime,
            refresh: "refresh".into(),
            refresh_expires_at: clock::now() + TimeDelta::days(30),
        }
    }

    fn lead(ready: &Ready) -> TimeDelta {
        ready.tokens.access_expires_at - ready.due_at
    }

    #[test]
    fn tokens_are_due_half_a_minute_before_their_end_and_not_all_at_once() {
        let leads: Vec<_> = (0..50)
            .map(|_| lead(&Ready::granted(tokens(TimeDelta::minutes(15))).unwrap()))
            .collect();
        let allowed = TimeDelta::seconds(30)..=TimeDelta::seconds(40);
        assert!(leads.iter().all(|lead| allowed.contains(lead)), "{leads:?}");
        assert!(leads.iter().any(|lead| *lead != leads[0]));
    }

    #[test]
    fn short_lived_tokens_are_used_for_most_of_their_life() {
        let ready = Ready::granted(tokens(TimeDelta::seconds(8))).unwrap();
        assert!(lead(&ready) < TimeDelta::seconds(3));
        assert!(!ready.is_due());
    }

    #[test]
    fn stored_tokens_that_end_soon_are_due_and_not_expired() {
        let ready = Ready::stored(tokens(TimeDelta::seconds(20))).unwrap();
        assert!(ready.is_due() && !ready.is_expired());
        let ready = Ready::stored(tokens(TimeDelta::seconds(-1))).unwrap();
        assert!(ready.is_due() && ready.is_expired());
    }
}
